"""How campaigns and the courses of their units are brought to life under any town's table."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
from hypothesis import strategies as st

from sanliang.campaigns import (
    CAMPAIGN_BASE,
    COURSE_BASE,
    Campaign,
    CampaignGiven,
    Course,
    CourseGiven,
    Coverage,
    Decision,
    Entry,
    LeadingGroup,
    Plan,
    Review,
    Stage,
    Tally,
)
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Lifecycle
from sanliang.testing._bench import DAY, Bench, acting, actor, no_wider, opening_by

TOWN = actor("m-20", "township_secretary", unit="c", scope={"c", "b-1", "b-2", "b-3"})
OTHER_TOWN = attrs.evolve(TOWN, id="m-21")
OFFICER = actor("m-1", "member", "branch_secretary")
HEAD = actor("m-4", "member")
HELPER = actor("m-2", "member", unit="g-1")
ELSEWHERE = actor("m-5", "branch_secretary", unit="b-2")
NOBODY = actor("m-9", "member")


def after(days: int) -> date:
    """The day so many days after the first."""
    return DAY + timedelta(days=days)


PLAN = Plan(
    title=Text("三亮"),
    unit="c",
    units=("b-1", "b-2", "b-3"),
    pilots=("b-1",),
    pilot_on=DAY,
    meeting_on=after(1),
    rollout_on=after(1),
    until=FrozenMap({Stage.PLAQUE: after(10), Stage.PLEDGE: after(20), Stage.ACTION: after(90)}),
)
WITHOUT_PILOTS = attrs.evolve(PLAN, pilots=(), pilot_on=None)
LEADING = LeadingGroup(head="m-4", members=("m-2",))
ENTRY = Entry(campaign="c-1", unit="b-1", leading=LEADING)

plans = st.sampled_from([PLAN, WITHOUT_PILOTS])
some = st.lists(st.sampled_from(["h-1", "h-2", "h-3"]), unique=True).map(tuple)
leadings = st.sampled_from([LEADING, LeadingGroup(head="m-2")])
reviews = some.map(lambda who: Review(says="总结", commended=who[:1], rectifying=who[1:]))


def decision(*over: str) -> Decision:
    """A decision over some."""
    return Decision(body="党员大会", says="转入下一阶段继续办理", over=over, minutes="〔2026〕3号")


def campaign(lifecycle: Lifecycle[Campaign]) -> Bench:
    """The bench of campaigns under a table."""
    return Bench(
        name="campaign",
        lifecycle=lifecycle,
        openings=opening_by(lifecycle, plans.map(lambda plan: CampaignGiven(plan=plan))),
        given={
            "meet": lambda *_: st.builds(CampaignGiven, says=st.sampled_from([None, "大家都要亮出来"])),
            "close": lambda one, _by, _on: closing(one),
        },
        fields={
            "plan": lambda *_: plans,
            "says": lambda *_: st.just("大家都要亮出来"),
            "decision": lambda one, _by, _on: st.just(decision(*one.plan.units)),
            "ended": lambda one, _by, _on: st.just(one.plan.units),
        },
        blank=st.none() | st.just(CampaignGiven()),
        actors=acting(lifecycle, CAMPAIGN_BASE, TOWN, OTHER_TOWN, OFFICER),
        sure=no_wider(lifecycle, CAMPAIGN_BASE),
    )


@st.composite
def closing(draw: st.DrawFn, one: Campaign) -> CampaignGiven:
    """What closes a campaign: all courses ended, or a decision over the others."""
    ended = draw(st.lists(st.sampled_from(one.plan.units), unique=True))
    left = [unit for unit in one.plan.units if unit not in ended]
    over = None if not left else decision(*left, *draw(st.sampled_from([(), ("b-9",)])))
    return CampaignGiven(ended=tuple(ended), decision=over)


def course(lifecycle: Lifecycle[Course]) -> Bench:
    """The bench of courses under a table."""
    return Bench(
        name="course",
        lifecycle=lifecycle,
        openings=opening_by(lifecycle, st.just(CourseGiven(entry=ENTRY))),
        given={"advance": lambda one, _by, on: passing(one, on)},
        fields={
            "entry": lambda *_: st.just(ENTRY),
            "campaign": lambda _one, _by, on: st.just(begun(on)),
            "coverage": lambda one, _by, on: st.just(covered(one, on)),
            "decision": lambda *_: some.map(lambda who: decision(*who)),
            "review": lambda *_: reviews,
            "leading": lambda *_: leadings,
        },
        blank=st.none() | st.just(CourseGiven()),
        actors=acting(lifecycle, COURSE_BASE, TOWN, OFFICER, HEAD, HELPER, ELSEWHERE, NOBODY),
        sure=no_wider(lifecycle, COURSE_BASE),
    )


def begun(on: date) -> Campaign:
    """A campaign whose pilots begin on this day."""
    plan = attrs.evolve(PLAN, pilot_on=min(on, PLAN.meeting_on))
    return Campaign(
        id="c-1",
        state="rolled_out",
        version=4,
        on=DAY,
        plan=plan,
        piloted=on,
        met=after(2),
        rolled_out=after(3),
    )


def covered(one: Course, on: date, missing: tuple[str, ...] = ()) -> Coverage:
    """A coverage of the unit in the stage where it is, with two done, and these missing."""
    total = Tally(done=2, open=len(missing))
    stage = Stage(one.state) if one.state in {*Stage} else Stage.PLAQUE
    return Coverage(stage=stage, on=on, unit=one.unit, direct=total, total=total, missing=missing)


@st.composite
def passing(draw: st.DrawFn, one: Course, on: date) -> CourseGiven:
    """What closes a stage: nobody is missing, or a decision over them."""
    missing, decided = draw(st.tuples(some, st.booleans()))
    over = decision(*missing) if missing or decided else None
    return CourseGiven(coverage=covered(one, on, missing), decision=over)
