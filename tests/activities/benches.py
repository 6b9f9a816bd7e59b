"""How the tables of sessions and of mobilisations are brought to life for the laws of lifecycles."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import strategies as st
from tests.laws.lifecycles import DAY, Bench

from sanliang import Actor, Text
from sanliang.activities import (
    MOBILISATION_BASE,
    SESSION_BASE,
    Attendance,
    Call,
    CatchUp,
    Checkpoint,
    MobilisationGiven,
    Quorum,
    Reported,
    Roll,
    SessionGiven,
    SessionPlan,
    TemporaryBranch,
)
from sanliang.calendars import Due
from sanliang.orgs import OFFICERS

CLERK = Actor(id="m-1", roles={"branch_secretary"}, unit="b-1")
MEMBER = Actor(id="m-3", roles={"member"}, unit="b-1")
OUTSIDER = Actor(id="m-9", roles={"branch_secretary"}, unit="b-9")
CHIEF = Actor(id="m-0", roles={"township_secretary"}, unit="c-1")
DUE_HERE = ("m-1", "m-2", "m-3", "m-4", "m-5")
HALF = Quorum(part=1, of=2, more=True)


def later(days):
    """So many days after the first."""
    return DAY + timedelta(days=days)


def officer(by, unit="b-1"):
    """Whether an actor is an officer of a unit, or of the one that calls."""
    return bool(by.roles & OFFICERS) and bool(by.scope & {unit, "c-1"})


# --- sessions -----------------------------------------------------------------------------------------------

LAMP = Due(on=DAY, kind="pledge", thing="p-1", step="lamp", says=Text("修路灯"))
plans = st.builds(
    SessionPlan,
    title=st.just("主题党日"),
    unit=st.just("b-1"),
    on=st.integers(0, 2).map(later),
    place=st.just("村部"),
    quorum=st.sampled_from([None, HALF]),
    catch_up_days=st.sampled_from([None, 3]),
)


@st.composite
def holding(draw, _session, _by, on):
    """Who is due on the day, and who of them came."""
    who = draw(st.permutations(DUE_HERE))
    first, last = sorted((draw(st.integers(0, 5)), draw(st.integers(0, 5))))
    return SessionGiven(
        roll=Roll(unit="b-1", on=on, members=DUE_HERE, exempt=["m-8"]),
        attendance=Attendance(present=who[:first], excused=who[first:last], guests=1),
        minutes=draw(st.none() | st.just("学习条例")),
    )


def catching_up(session, by, on):
    """Somebody who has to catch up."""
    who = session.owing if officer(by) and session.owing else (by.id,)
    held = session.held_on or on
    return st.builds(
        lambda one, day: SessionGiven(catch_up=CatchUp(member=one, on=day, says="送学上门")),
        st.sampled_from(who),
        st.sampled_from([held, max(held, on)]),
    )


def anew(_session, _by, on):
    """Another day that is still to come, and why."""
    return st.integers(0, 3).map(
        lambda days: SessionGiven(day=on + timedelta(days=days), reasons="防汛", minutes=None)
    )


SESSION = Bench(
    name="session",
    lifecycle=SESSION_BASE,
    openings={"call": plans.map(lambda plan: SessionGiven(plan=plan))},
    given={
        "set_agenda": lambda *_: st.just(SessionGiven(agenda=[LAMP])),
        "postpone": anew,
        "hold": holding,
        "reconvene": anew,
        "catch_up": catching_up,
        "cancel": anew,
    },
    blank=st.none() | st.just(SessionGiven()),
    actors=st.sampled_from([CLERK, CLERK, MEMBER, OUTSIDER]),
    days=st.sampled_from([0, 0, 1, -1]),
)


# --- mobilisations ------------------------------------------------------------------------------------------

AT = datetime.combine(DAY, time(8), tzinfo=UTC)
ORDER = Call(title="防汛", unit="c-1", units=["b-1", "b-2"], at=AT, expected={"b-1": 4})


@st.composite
def reporting(draw, one, by, on):
    """Somebody who has not reported yet; whoever is no officer, for himself."""
    hours = draw(st.integers(0, 9))
    at = max(AT, datetime.combine(on, time(8), tzinfo=UTC)) + timedelta(hours=hours)
    units = [unit for unit in one.call.units if officer(by, unit)]
    if not units:
        return MobilisationGiven(reports=[Reported(person=by.id, unit=by.unit, at=at)])
    count, first = draw(st.integers(1, 4)), len(one.reports)
    who = [f"p-{first + place}" for place in range(count)]
    return MobilisationGiven(
        reports=[Reported(person=id, unit=draw(st.sampled_from(units)), at=at) for id in who]
    )


@st.composite
def setting_up(draw, one, _by, on):
    """A temporary branch of people who have reported."""
    who = [each.person for each in one.reports] or ["p-0"]
    return MobilisationGiven(
        branch=TemporaryBranch(
            id=f"tb-{one.version}",
            name="卡点临时党支部",
            head=who[0],
            members=who,
            since=max(on, DAY),
            until=max(on, DAY) + timedelta(days=draw(st.integers(0, 60))),
        )
    )


def of(name, attribute):
    """One of those that an attribute of the mobilisation has."""
    return lambda one, *_: st.sampled_from([*attribute(one)] or ["none"]).map(
        lambda id: MobilisationGiven(**{name: id})
    )


def stationing(one, _by, _on):
    """Somebody who is free, to a checkpoint with a free place."""
    return st.builds(
        lambda where, who: MobilisationGiven(station=where, person=who),
        st.sampled_from(one.open_posts or ("none",)),
        st.sampled_from(one.free or ("none",)),
    )


def a_post(one, *_):
    """Another checkpoint."""
    post = Checkpoint(id=f"k-{one.version}", place="村口", task="登记过往车辆", places=2)
    return st.just(MobilisationGiven(checkpoint=post))


MOBILISATION = Bench(
    name="mobilisation",
    lifecycle=MOBILISATION_BASE,
    openings={"call": st.just(MobilisationGiven(call=ORDER))},
    given={
        "report": reporting,
        "set_up": setting_up,
        "dissolve": of("dissolves", lambda one: [each.id for each in one.standing]),
        "set_post": a_post,
        "station": stationing,
        "relieve": of("person", lambda one: [each.person for each in one.on_post]),
        "stand_down": lambda *_: st.just(MobilisationGiven(says="汛情解除")),
    },
    blank=st.none() | st.just(MobilisationGiven()),
    actors=st.sampled_from([CHIEF, CHIEF, CHIEF, CLERK, MEMBER, OUTSIDER]),
)
