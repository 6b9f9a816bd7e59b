"""How sessions are brought to life under any town's table."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

from hypothesis import strategies as st

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
from sanliang.testing._bench import DAY, Bench, Draw, acting, actor, no_wider, one_of, opening_by

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


orders = st.sampled_from([*permutations(DUE_HERE)])


def session(lifecycle: Lifecycle[Session]) -> Bench:
    """The bench of sessions under a table."""
    return Bench(
        name="session",
        lifecycle=lifecycle,
        openings=opening_by(lifecycle, plans.map(lambda plan: SessionGiven(plan=plan))),
        given={"hold": lambda draw, *_: SessionGiven(minutes=one_of(draw, [None, "学习条例"]))},
        fields={
            "plan": lambda draw, *_: draw(plans),
            "agenda": lambda *_: (LAMP,),
            "day": anew,
            "roll": lambda _draw, _one, _by, on: Roll(unit="b-1", on=on, members=DUE_HERE, exempt=["m-8"]),
            "attendance": attending,
            "catch_up": catching_up,
            "reasons": lambda *_: "防汛",
        },
        blank=st.sampled_from([None, SessionGiven()]),
        actors=acting(lifecycle, SESSION_BASE, CLERK, CLERK, MEMBER, OUTSIDER),
        days=st.sampled_from([0, 0, 1, -1]),
        sure=no_wider(lifecycle, SESSION_BASE),
    )


def attending(draw: Draw, _one: Session, _by: Actor, _on: date) -> Attendance:
    """Who came of those who are due on the day, and who was excused."""
    who, (came, told) = draw(orders), sorted((one_of(draw, range(6)), one_of(draw, range(6))))
    return Attendance(present=who[:came], excused=who[came:told], guests=1)


def catching_up(draw: Draw, one: Session, by: Actor, on: date) -> CatchUp:
    """Somebody who has to catch up."""
    officer = not by.roles.isdisjoint(OFFICERS) and "b-1" in by.scope
    who = one.owing if officer and one.owing else (by.id,)
    held = one.held_on or on
    day = one_of(draw, [held, max(held, on)])
    return CatchUp(member=one_of(draw, who), on=day, says="送学上门")


def anew(draw: Draw, _one: Session, _by: Actor, on: date) -> date:
    """Another day that is still to come."""
    return on + timedelta(days=one_of(draw, range(4)))
