"""How posts are brought to life under any town's table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import permutations

import attrs
from hypothesis import strategies as st

from sanliang import posts
from sanliang.calendars import Period
from sanliang.kernel.lifecycles import Actor, Lifecycle
from sanliang.notices import Filed, Posted
from sanliang.orgs import OFFICERS
from sanliang.pledges import Grade
from sanliang.posts import Appraisal, Candidate, Duty, DutyPost, Given, PostPlan, Report
from sanliang.testing._bench import DAY, Bench, Draw, acting, actor, no_wider, one_of, opening_by

CLERK = actor("m-1", "branch_secretary")
DEPUTY = actor("m-2", "deputy_secretary")
MEMBER = actor("m-3", "member")
OUTSIDER = actor("m-9", "branch_secretary", unit="b-2")
ORDINARY = ("m-3", "m-4", "m-5", "m-6", "m-7", "m-8")

LANES = Duty(id="lanes", says="清扫巷道", model="look_keeper", measure="次", quantity=12)
TALK = Duty(id="talk", says="调解邻里纠纷", model="mediator")
PLAN = PostPlan(title="环境卫生岗", unit="b-1", duties=(LANES, TALK), places=2)

plans = st.builds(
    lambda places, days: attrs.evolve(
        PLAN, places=places, choose_until=None if days is None else later(days)
    ),
    st.sampled_from([1, 1, 2, 3]),
    st.sampled_from([None, None, 3, 20]),
)
grades = st.sampled_from(Grade)
points = st.none() | st.integers(0, 50).map(Fraction)


def later(days: int) -> date:
    """So many days after the first."""
    return DAY + timedelta(days=days)


def post(lifecycle: Lifecycle[DutyPost]) -> Bench:
    """The bench of posts under a table."""
    return Bench(
        name="duty_post",
        lifecycle=lifecycle,
        openings=opening_by(lifecycle, plans.map(lambda plan: Given(plan=plan))),
        fields={
            "plan": lambda draw, *_: draw(plans),
            "candidate": choosing,
            "member": leaving,
            "holders": assigning,
            "posted": publishing,
            "filed": installing,
            "report": reporting,
            "appraisals": appraising,
            "until": longer,
            "reasons": lambda *_: "群众有不同意见",
        },
        blank=st.sampled_from([None, Given()]),
        actors=acting(lifecycle, posts.BASE, *[CLERK] * 6, DEPUTY, MEMBER, OUTSIDER),
        days=st.sampled_from([0, 0, 0, 1, 1, 2, 3, -1]),
        sure=no_wider(lifecycle, posts.BASE),
    )


def _clerk(by: Actor) -> bool:
    return "b-1" in by.scope and not by.roles.isdisjoint(OFFICERS)


def _of_whom(draw: Draw, who: Sequence[str], by: Actor) -> str:
    """Whom an actor may speak for: an officer of the unit for each, anybody else for himself."""
    return one_of(draw, who) if _clerk(by) and who else by.id


def choosing(draw: Draw, one: DutyPost, by: Actor, on: date) -> Candidate:
    """Somebody who has not chosen yet, as the roster has it that day."""
    taken = (*one.candidates, *one.holders)
    others = [who for who in ORDINARY if who not in taken] or [f"m-{one.version + 100}"]
    who = one_of(draw, others) if _clerk(by) else by.id
    return Candidate(member=who, unit="b-1", on=on)


def leaving(draw: Draw, one: DutyPost, by: Actor, _on: date) -> str:
    """Somebody who steps back, or leaves."""
    return _of_whom(draw, one.candidates if one.state == "announced" else one.holders, by)


def assigning(draw: Draw, one: DutyPost, by: Actor, _on: date) -> tuple[str, ...]:
    """As many of the candidates as there are places, never who assigns."""
    others = [who for who in one.candidates if who != by.id] or ["m-5"]
    most = max(min(len(others), one.vacancies), 1)
    return one_of(draw, [who for count in range(1, most + 1) for who in permutations(others, count)])


def publishing(_draw: Draw, one: DutyPost, _by: Actor, on: date) -> Posted:
    """A new notice of this assignment."""
    return Posted(
        notice=f"n-{one.version}",
        word="duty_post",
        thing=one.id,
        place="村务公开栏",
        period=Period(days=5),
        concerns=one.proposed,
        on=on,
    )


def installing(_draw: Draw, one: DutyPost, _by: Actor, on: date) -> Filed:
    """The same notice, filed."""
    return Filed(notice=one.notice or "n-0", word="duty_post", thing=one.id, posted=on, on=on)


def reporting(draw: Draw, one: DutyPost, by: Actor, _on: date) -> Report:
    """A report of somebody who has not reported in this term."""
    return Report(holder=_of_whom(draw, one.unreported, by), says="清扫十二次")


def appraising(draw: Draw, one: DutyPost, _by: Actor, _on: date) -> tuple[Appraisal, ...]:
    """One appraisal for each holder."""
    return tuple(Appraisal(holder=who, grade=draw(grades), points=draw(points)) for who in one.holders)


def longer(draw: Draw, _one: DutyPost, _by: Actor, on: date) -> date:
    """A last day that is still to come."""
    return on + timedelta(days=one_of(draw, range(31)))
