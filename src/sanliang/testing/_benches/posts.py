"""How posts are brought to life under any town's table."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sanliang import posts
from sanliang.calendars import Period
from sanliang.kernel.lifecycles import Actor, Lifecycle
from sanliang.notices import Filed, Posted
from sanliang.orgs import OFFICERS
from sanliang.posts import Appraisal, Candidate, Duty, DutyPost, Given, PostPlan, Report
from sanliang.testing._bench import DAY, Bench, acting, actor, no_wider, opening_by

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
why = st.just("群众有不同意见")


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
            "plan": lambda *_: plans,
            "candidate": choosing,
            "member": leaving,
            "holders": assigning,
            "posted": publishing,
            "filed": installing,
            "report": reporting,
            "appraisals": appraising,
            "until": longer,
            "reasons": lambda *_: why,
        },
        blank=st.none() | st.just(Given()),
        actors=acting(lifecycle, posts.BASE, *[CLERK] * 6, DEPUTY, MEMBER, OUTSIDER),
        days=st.sampled_from([0, 0, 0, 1, 1, 2, 3, -1]),
        sure=no_wider(lifecycle, posts.BASE),
    )


def _clerk(by: Actor) -> bool:
    return "b-1" in by.scope and not by.roles.isdisjoint(OFFICERS)


def _one_of(who: Collection[str], by: Actor) -> SearchStrategy[str]:
    """Whom an actor may speak for: an officer of the unit for each, anybody else for himself."""
    return st.sampled_from([*who]) if _clerk(by) and who else st.just(by.id)


def choosing(one: DutyPost, by: Actor, on: date) -> SearchStrategy[Candidate]:
    """Somebody who has not chosen yet, as the roster has it that day."""
    taken = (*one.candidates, *one.holders)
    others = [who for who in ORDINARY if who not in taken] or [f"m-{one.version + 100}"]
    free = others if _clerk(by) else [by.id]
    return st.sampled_from(free).map(lambda who: Candidate(member=who, unit="b-1", on=on))


def leaving(one: DutyPost, by: Actor, _on: date) -> SearchStrategy[str]:
    """Somebody who steps back, or leaves."""
    return _one_of(one.candidates if one.state == "announced" else one.holders, by)


def assigning(one: DutyPost, by: Actor, _on: date) -> SearchStrategy[tuple[str, ...]]:
    """As many of the candidates as there are places, never who assigns."""
    others = [who for who in one.candidates if who != by.id] or ["m-5"]
    most = max(min(len(others), one.vacancies), 1)
    return st.lists(st.sampled_from(others), min_size=1, max_size=most, unique=True).map(tuple)


def publishing(one: DutyPost, _by: Actor, on: date) -> SearchStrategy[Posted]:
    """A new notice of this assignment."""
    return st.just(
        Posted(
            notice=f"n-{one.version}",
            word="duty_post",
            thing=one.id,
            place="村务公开栏",
            period=Period(days=5),
            concerns=one.proposed,
            on=on,
        )
    )


def installing(one: DutyPost, _by: Actor, on: date) -> SearchStrategy[Filed]:
    """The same notice, filed."""
    return st.just(Filed(notice=one.notice or "n-0", word="duty_post", thing=one.id, posted=on, on=on))


def reporting(one: DutyPost, by: Actor, _on: date) -> SearchStrategy[Report]:
    """A report of somebody who has not reported in this term."""
    return _one_of(one.unreported, by).map(lambda who: Report(holder=who, says="清扫十二次"))


def appraising(one: DutyPost, _by: Actor, _on: date) -> SearchStrategy[tuple[Appraisal, ...]]:
    """One appraisal for each holder."""
    grades = st.sampled_from(["good", "fairly_good", "fair", "poor"])
    points = st.none() | st.integers(0, 50)
    return st.tuples(
        *(st.builds(Appraisal, holder=st.just(who), grade=grades, points=points) for who in one.holders)
    )


def longer(_one: DutyPost, _by: Actor, on: date) -> SearchStrategy[date]:
    """A last day that is still to come."""
    return st.integers(0, 30).map(lambda days: on + timedelta(days=days))
