"""How campaigns and the courses of their units are brought to life under any town's table."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

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
from sanliang.kernel.lifecycles import Actor, Lifecycle
from sanliang.testing._bench import DAY, Bench, Draw, acting, actor, no_wider, one_of, opening_by

TOWN = actor("m-20", "township_secretary", unit="c", scope={"c", "b-1", "b-2", "b-3"})
OTHER_TOWN = attrs.evolve(TOWN, id="m-21")
OFFICER = actor("m-1", "member", "branch_secretary")
HEAD = actor("m-4", "member")
HELPER = actor("m-2", "member", unit="g-1")
ELSEWHERE = actor("m-5", "branch_secretary", unit="b-2")
NOBODY = actor("m-9", "member")


def in_any_order(*who: str) -> list[tuple[str, ...]]:
    """Some of them, or none or all, in each order."""
    return [part for count in range(len(who) + 1) for part in permutations(who, count)]


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
some = st.sampled_from(in_any_order("h-1", "h-2", "h-3"))
leadings = st.sampled_from([LEADING, LeadingGroup(head="m-2")])
booleans = st.booleans()
speeches = st.sampled_from([None, CampaignGiven(), CampaignGiven(says="大家都要亮出来")])


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
            "meet": lambda draw, *_: draw(speeches),
            "close": closing,
        },
        fields={
            "plan": lambda draw, *_: draw(plans),
            "says": lambda *_: "大家都要亮出来",
            "decision": lambda _draw, one, *_: decision(*one.plan.units),
            "ended": lambda _draw, one, *_: one.plan.units,
        },
        blank=st.sampled_from([None, CampaignGiven()]),
        actors=acting(lifecycle, CAMPAIGN_BASE, TOWN, OTHER_TOWN, OFFICER),
        sure=no_wider(lifecycle, CAMPAIGN_BASE),
    )


def closing(draw: Draw, one: Campaign, _by: Actor, _on: date) -> CampaignGiven:
    """What closes a campaign: all courses ended, or a decision over the others."""
    ended = one_of(draw, in_any_order(*one.plan.units))
    left = [unit for unit in one.plan.units if unit not in ended]
    over = None if not left else decision(*left, *one_of(draw, [(), ("b-9",)]))
    return CampaignGiven(ended=ended, decision=over)


def course(lifecycle: Lifecycle[Course]) -> Bench:
    """The bench of courses under a table."""
    return Bench(
        name="course",
        lifecycle=lifecycle,
        openings=opening_by(lifecycle, st.just(CourseGiven(entry=ENTRY))),
        given={"advance": passing},
        fields={
            "entry": lambda *_: ENTRY,
            "campaign": lambda _draw, _one, _by, on: begun(on),
            "coverage": lambda _draw, one, _by, on: covered(one, on),
            "decision": lambda draw, *_: decision(*draw(some)),
            "review": reviewing,
            "leading": lambda draw, *_: draw(leadings),
        },
        blank=st.sampled_from([None, CourseGiven()]),
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


def reviewing(draw: Draw, _one: Course, _by: Actor, _on: date) -> Review:
    """A review of a stage: the first is commended, the others have to put something right."""
    who = draw(some)
    return Review(says="总结", commended=who[:1], rectifying=who[1:])


def passing(draw: Draw, one: Course, _by: Actor, on: date) -> CourseGiven:
    """What closes a stage: nobody is missing, or a decision over them."""
    missing, decided = draw(some), draw(booleans)
    over = decision(*missing) if missing or decided else None
    return CourseGiven(coverage=covered(one, on, missing), decision=over)
