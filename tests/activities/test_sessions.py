"""Sessions: called, held with a quorum of those who are due, caught up on, closed."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang import Actor, InvalidInput, Log, NotFound, Refused, activities, serial
from sanliang.activities import (
    Attendance,
    CatchUp,
    Quorum,
    Roll,
    SessionGiven,
    SessionPlan,
)
from sanliang.orgs import Belonging, Exemption, Member, Roster, Unit
from sanliang.testing._benches.sessions import CLERK, DUE_HERE, HALF, LAMP, MEMBER, OUTSIDER, later

AT = datetime(2026, 12, 31, 8, tzinfo=UTC)
PLAN = SessionPlan(title="七月主题党日", unit="b-1", on=later(2), place="村部", quorum=HALF, catch_up_days=7)
WHY = SessionGiven(reasons="防汛")


class Way:
    """A session and its log: each call is one move."""

    def __init__(self, plan=PLAN, id="s-1"):
        """A session that is called."""
        self.log = Log.begin(id)
        self.write(activities.call(id, plan, by=CLERK, on=later(0)))

    def write(self, event, at=AT):
        """Take an event over."""
        self.log = self.log.append(event, by=event.by, at=at)
        self.session = activities.replay(self.log)
        return self

    def move(self, name, given=None, *, by=CLERK, day=2):
        """Make a move."""
        ask = {"by": by, "on": later(day), "under": activities.SESSION_BASE, "given": given}
        return self.write(activities.decide(self.session, name, **ask))

    def why_not(self, name, given=None, *, by=CLERK, day=2):
        """The codes of what speaks against a move."""
        ask = {"by": by, "on": later(day), "under": activities.SESSION_BASE, "given": given}
        return activities.explain(self.session, name, **ask).codes

    def hold(self, *present, excused=(), day=2):
        """Held by these."""
        return self.move("hold", held(*present, excused=excused, day=day), day=day)


def held(*present, excused=(), day=2, unit="b-1", guests=0):
    """Who was due on the day, and who came."""
    return SessionGiven(
        roll=Roll(unit=unit, on=later(day), members=DUE_HERE, exempt=["m-8"]),
        attendance=Attendance(present=present, excused=excused, guests=guests),
        minutes="学习条例，汇报承诺进展",
    )


def late(member, day):
    """Somebody catches up."""
    return SessionGiven(catch_up=CatchUp(member=member, on=later(day), says="送学上门"))


# --- the whole way ------------------------------------------------------------------------------------------


def test_a_session_from_its_call_to_its_end():
    """Called, held, caught up on by those who were not there, closed when nobody owes anything."""
    way = Way().hold("m-1", "m-2", "m-3", excused=["m-4"])
    assert ("held", ("m-4", "m-5"), later(9)) == (
        way.session.state,
        way.session.owing,
        way.session.catch_up_by,
    )
    assert Fraction(3, 5) == way.session.share
    assert ("session.still_owing",) == way.why_not("close", day=9)
    way.move("catch_up", late("m-4", 3), day=3)
    assert ("session.not_owing",) == way.why_not("catch_up", late("m-4", 3), day=3)
    assert ("m-5",) == way.session.owing
    assert () == way.why_not("close", day=10)
    way.move("catch_up", late("m-5", 4), day=5).move("close", day=5)
    assert ("closed", ()) == (way.session.state, way.session.owing)


def test_a_quorum_is_counted_among_those_who_are_due():
    """Guests and those who are exempt make no quorum, and a session without one is called again."""
    way = Way()
    way.move("hold", held("m-1", "m-2", "m-8", guests=40))
    assert ("inquorate", None, ("m-1", "m-2"), ()) == (
        way.session.state,
        way.session.held_on,
        way.session.present,
        way.session.owing,
    )
    assert ("session.day_past",) == way.why_not("reconvene", SessionGiven(day=later(1)))
    way.move("reconvene", SessionGiven(day=later(4))).hold("m-1", "m-2", "m-3", day=4)
    assert ("held", later(4)) == (way.session.state, way.session.held_on)
    assert "cancelled" == Way().hold("m-1").move("cancel", WHY).session.state


@given(due=st.integers(0, 60), part=st.integers(0, 9), of=st.integers(1, 9), more=st.booleans())
def test_the_least_number_is_the_least(due, part, of, more):
    """The least number reaches the share, or more than it, and one fewer does not."""
    share = Fraction(min(part, of), of)
    least = Quorum(part=min(part, of), of=of, more=more).least(due)
    enough = lambda count: count > share * due if more else count >= share * due  # noqa: E731
    assert enough(least)
    assert least == 0 or not enough(least - 1)


@pytest.mark.parametrize(("part", "of"), [(3, 2), (-1, 2), (True, 2), (0.5, 1), (0, 0)])
def test_a_quorum_is_a_part_of_a_whole(part, of):
    """A quorum is whole numbers, the part no more than the whole."""
    with pytest.raises(InvalidInput):
        Quorum(part=part, of=of)


# --- what is refused ----------------------------------------------------------------------------------------


def test_strangers_are_refused_by_name():
    """A list with people who are not on the roll is refused, each of them is named, and nothing changes."""
    way = Way()
    before = way.log
    with pytest.raises(Refused) as caught:
        way.move("hold", held("m-1", "x-2", "m-8", excused=["x-1"]))
    (reason,) = caught.value.verdict.reasons
    assert ("session.strangers", ("x-1", "x-2")) == (reason.code, reason.params["who"])
    assert before == way.log
    with pytest.raises(InvalidInput, match="is listed as present"):
        Attendance(present=["m-1"], excused=["m-1"])


def test_a_session_is_held_on_its_day_with_the_roll_of_it():
    """The day is the one for which it is called, and the roll is of that day and that unit."""
    way = Way()
    assert ("session.not_its_day",) == way.why_not("hold", held(day=3), day=3)
    assert ("session.other_roll",) == way.why_not("hold", held("m-1", day=3))
    assert ("session.other_roll",) == way.why_not("hold", held("m-1", unit="b-2"))
    assert ("session.day_past",) == way.why_not("postpone", SessionGiven(day=later(1), reasons="防汛"))
    way.move("postpone", SessionGiven(day=later(3), reasons="防汛")).hold(*DUE_HERE, day=3)
    assert ("held", later(3), ()) == (way.session.state, way.session.plan.on, way.session.owing)
    with pytest.raises(Refused, match="lies before the day of the move"):
        Way(attrs.evolve(PLAN, on=later(-1)))


def test_no_session_before_its_branch():
    """Who is due, the roster says; of a branch that does not stand yet it says nothing."""
    away = Exemption(
        reason="elderly", decision="会议表决", decided_by="党员大会", decided_on=later(0), since=later(0)
    )
    roster = Roster(
        units=[Unit(id="b-1", kind="branch", name="东岭村党支部", since=date(2026, 1, 1))],
        members=[
            Member(id="m-1", name="李禾", status="full", belongs=[Belonging(unit="b-1")]),
            Member(id="m-2", name="王苗", status="probationary", belongs=[Belonging(unit="b-1")]),
            Member(id="m-3", name="陈谷", status="full", belongs=[Belonging(unit="b-1")], exemption=away),
        ],
    )
    assert Roll(unit="b-1", on=later(2), members=["m-1", "m-2"], exempt=["m-3"]) == activities.roll(
        roster, "b-1", on=later(2)
    )
    assert ("m-1",) == activities.roll(roster, "b-1", on=later(2), full=True).members
    with pytest.raises(NotFound):
        activities.roll(roster, "b-1", on=date(2025, 12, 31))


def test_who_catches_up():
    """The member, or an officer for one; within the days since the session, and only who has to."""
    way = Way().hold("m-1", "m-2", "m-4")
    assert ("session.not_own",) == way.why_not("catch_up", late("m-5", 3), by=MEMBER, day=3)
    assert ("session.catch_up_day",) == way.why_not("catch_up", late("m-3", 1), day=3)
    assert ("session.catch_up_day",) == way.why_not("catch_up", late("m-3", 4), by=MEMBER, day=3)
    assert ("session.not_owing",) == way.why_not("catch_up", late("m-1", 3), day=3)
    other = Actor(id="m-1", roles={"member"}, unit="b-1")
    assert ("session.not_own", "session.not_own") == way.why_not("catch_up", late("m-3", 3), by=other, day=3)
    assert "actor.scope" in way.why_not("catch_up", late("m-3", 3), by=OUTSIDER, day=3)
    way.move("catch_up", late("m-3", 3), by=MEMBER, day=3)
    need_not = Way(attrs.evolve(PLAN, catch_up_days=None)).hold("m-1", "m-2", "m-4")
    assert ((), None) == (need_not.session.owing, need_not.session.catch_up_by)
    assert "session.none_owing" in need_not.why_not("catch_up", late("m-3", 3), day=3)


def test_what_others_rest_on_is_not_corrected():
    """Attendance is not corrected under those who have caught up on it."""
    way = Way().hold("m-1", "m-2", "m-3").move("catch_up", late("m-4", 3), day=3)
    with pytest.raises(Refused) as caught:
        activities.correct(
            way.log,
            2,
            by=CLERK,
            on=later(4),
            under=activities.SESSION_BASE,
            why="漏记",
            given=held("m-1", "m-2", "m-3", "m-4"),
        )
    assert ("correct.rests_on_it",) == caught.value.verdict.codes


def test_folding_never_refuses():
    """Whatever is stored is folded, an event without what it needs too."""
    way = Way()
    for move in activities.Move:
        if move not in {"call", "correct"}:
            bare = attrs.evolve(way.log.events[0], move=move.value, leaves="called", given=None)
            assert () == activities.apply(way.session, bare).caught_up
    assert ((), None) == (way.session.due, way.session.share)
    with pytest.raises(InvalidInput):
        activities.replay([attrs.evolve(way.log.events[0], given=None)])


# --- agenda, dues, records ----------------------------------------------------------------------------------


def test_the_agenda_is_fed_by_what_is_due():
    """What is due on the day or before it stands on the agenda, in order; what is due later does not."""
    last, after = attrs.evolve(LAMP, on=later(2)), attrs.evolve(LAMP, on=later(3))
    plan = activities.with_agenda(PLAN, [after, last, LAMP])
    assert (LAMP, last) == plan.agenda
    way = Way(plan).move("set_agenda", SessionGiven(agenda=[after, LAMP]))
    assert (LAMP, after) == way.session.plan.agenda


def test_what_is_due():
    """Hold what is called; then each who was not there catches up by the last day."""
    way = Way()
    dues = lambda: [(one.step, one.on, one.who) for one in activities.due([way.session], before=later(99))]  # noqa: E731
    assert [("hold", later(2), "")] == dues()
    assert () == activities.due([way.session], before=later(2))
    way.hold("m-1", "m-2", "m-3")
    assert [("catch_up", later(9), "m-4"), ("catch_up", later(9), "m-5")] == dues()
    way.move("close", day=10)
    assert [] == dues()


def test_a_log_is_read_as_it_was_written():
    """The log of a session goes out and comes in again, and makes the same session."""
    way = Way().hold("m-1", "m-2", "m-3").move("catch_up", late("m-4", 3), day=3)
    log = serial.read_log(serial.write_log(way.log, audience="ledger")).log
    assert (way.log, way.session) == (log, activities.replay(log))


def test_records_for_rulebooks():
    """Attended, excused, absent, caught up; a session without a quorum and what was struck out give none."""
    way = Way().hold("m-1", "m-2", "m-3", "m-8", excused=["m-4"])
    way.move("catch_up", late("m-4", 3), day=3).move("catch_up", late("m-5", 10), day=10)
    records = activities.as_records([way.log, Way(id="s-2").hold("m-1").log])
    assert [
        ("meeting.absent", "m-5"),
        ("meeting.attended", "m-1"),
        ("meeting.attended", "m-2"),
        ("meeting.attended", "m-3"),
        ("meeting.attended", "m-8"),
        ("meeting.excused", "m-4"),
        ("meeting.caught_up", "m-4"),
        ("meeting.caught_up", "m-5"),
    ] == [(one.kind, one.subject) for one in records]
    assert [True, False] == [one.fields["in_time"] for one in records[6:]]
    assert {"theme_day"} == {one.fields["session"] for one in records}
    assert {("s-1", "m-1", AT)} == {(one.activity, one.recorder, one.recorded) for one in records}

    event = activities.correct(
        way.log, 4, by=CLERK, on=later(11), under=activities.SESSION_BASE, why="未补学"
    )
    log = way.log.append(event, by="m-1", at=AT + timedelta(days=1))
    assert records[:7] == activities.as_records([log])
    bare = attrs.evolve(way.log.events[0], move="note", leaves="called", given=None)
    assert () == activities.as_records([Way().log.append(bare, by="m-1", at=AT)])
