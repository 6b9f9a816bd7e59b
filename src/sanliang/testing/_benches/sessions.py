"""How sessions are brought to life under any town's table."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sanliang.activities import (
    SESSION_BASE,
    Attendance,
    CatchUp,
    Quorum,
    Roll,
    Session,
    SessionGiven,
    SessionPlan,
)
from sanliang.calendars import Due
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Actor, Lifecycle
from sanliang.orgs import OFFICERS
from sanliang.testing._bench import DAY, Bench, acting, actor, no_wider, opening_by

CLERK = actor("m-1", "branch_secretary")
MEMBER = actor("m-3", "member")
OUTSIDER = actor("m-9", "branch_secretary", unit="b-9")
DUE_HERE = ("m-1", "m-2", "m-3", "m-4", "m-5")
HALF = Quorum(part=1, of=2, more=True)
LAMP = Due(on=DAY, kind="pledge", thing="p-1", step="lamp", says=Text("修路灯"))


def later(days: int) -> date:
    """So many days after the first."""
    return DAY + timedelta(days=days)


plans = st.builds(
    SessionPlan,
    title=st.just("主题党日"),
    unit=st.just("b-1"),
    on=st.integers(0, 2).map(later),
    place=st.just("村部"),
    quorum=st.sampled_from([None, HALF]),
    catch_up_days=st.sampled_from([None, 3]),
)


def session(lifecycle: Lifecycle[Session]) -> Bench:
    """The bench of sessions under a table."""
    return Bench(
        name="session",
        lifecycle=lifecycle,
        openings=opening_by(lifecycle, plans.map(lambda plan: SessionGiven(plan=plan))),
        given={
            "hold": lambda *_: st.sampled_from([None, "学习条例"]).map(lambda one: SessionGiven(minutes=one))
        },
        fields={
            "plan": lambda *_: plans,
            "agenda": lambda *_: st.just((LAMP,)),
            "day": anew,
            "roll": lambda _one, _by, on: st.just(Roll(unit="b-1", on=on, members=DUE_HERE, exempt=["m-8"])),
            "attendance": lambda *_: attended(),
            "catch_up": catching_up,
            "reasons": lambda *_: st.just("防汛"),
        },
        blank=st.none() | st.just(SessionGiven()),
        actors=acting(lifecycle, SESSION_BASE, CLERK, CLERK, MEMBER, OUTSIDER),
        days=st.sampled_from([0, 0, 1, -1]),
        sure=no_wider(lifecycle, SESSION_BASE),
    )


def attended() -> SearchStrategy[Attendance]:
    """Who came of those who are due on the day, and who was excused."""
    return st.builds(
        lambda who, places: Attendance(
            present=who[: min(places)], excused=who[min(places) : max(places)], guests=1
        ),
        st.permutations(DUE_HERE),
        st.tuples(st.integers(0, 5), st.integers(0, 5)),
    )


def catching_up(one: Session, by: Actor, on: date) -> SearchStrategy[CatchUp]:
    """Somebody who has to catch up."""
    officer = not by.roles.isdisjoint(OFFICERS) and "b-1" in by.scope
    who = one.owing if officer and one.owing else (by.id,)
    held = one.held_on or on
    return st.builds(
        lambda member, day: CatchUp(member=member, on=day, says="送学上门"),
        st.sampled_from(who),
        st.sampled_from([held, max(held, on)]),
    )


def anew(_one: Session, _by: Actor, on: date) -> SearchStrategy[date]:
    """Another day that is still to come."""
    return st.integers(0, 3).map(lambda days: on + timedelta(days=days))
