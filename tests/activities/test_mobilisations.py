"""Mobilisations: who is called, who reported when, temporary branches, checkpoints, standing down."""

from datetime import UTC, date, datetime, timedelta, timezone

import attrs
import pytest

from sanliang import InvalidInput, Log, Refused, activities, serial
from sanliang.activities import (
    Call,
    Checkpoint,
    MobilisationGiven,
    Reported,
    Stationed,
    TemporaryBranch,
)
from sanliang.kernel.lifecycles import changed
from sanliang.kernel.overlays import replace
from sanliang.kernel.sources import Source
from sanliang.orgs import Member, Roster, Unit
from sanliang.testing._benches.mobilisations import AT, CHIEF, ORDER
from sanliang.testing._benches.sessions import CLERK, MEMBER, OUTSIDER, later

WRITTEN = datetime(2026, 12, 31, tzinfo=UTC)
GATE = MobilisationGiven(checkpoint=Checkpoint(id="k-1", place="村口", task="登记过往车辆"))
OVER = MobilisationGiven(says="汛情解除")


def report(*people, unit="b-1", hours=1):
    """These reported so many hours after the call."""
    at = AT + timedelta(hours=hours)
    return MobilisationGiven(reports=[Reported(person=one, unit=unit, at=at) for one in people])


def branch(*members, id="tb-1", since=0, until=60, **more):
    """A temporary branch of these."""
    fields = {"name": "卡点临时党支部", "head": members[0], "members": members}
    return MobilisationGiven(
        branch=TemporaryBranch(id=id, **fields, since=later(since), until=later(until), **more)
    )


class Way:
    """A mobilisation and its log: each call is one move."""

    def __init__(self, order=ORDER, day=0):
        """A mobilisation that is called."""
        self.log = Log.begin("w-1")
        self.write(activities.mobilise("w-1", order, by=CHIEF, on=later(day)))

    def write(self, event):
        """Take an event over."""
        self.log = self.log.append(event, by=event.by, at=WRITTEN)
        self.one = activities.replay_mobilisation(self.log)
        return self

    def move(self, name, given=None, *, by=CHIEF, day=1, under=activities.MOBILISATION_BASE):
        """Make a move."""
        return self.write(activities.decide(self.one, name, by=by, on=later(day), under=under, given=given))

    def why_not(self, name, given=None, *, by=CHIEF, day=1, under=activities.MOBILISATION_BASE):
        """The codes of what speaks against a move."""
        return activities.explain(self.one, name, by=by, on=later(day), under=under, given=given).codes


def test_from_the_call_to_standing_down():
    """People report, form a branch, stand at a checkpoint, are relieved; at last it stands down."""
    way = Way().move("set_post", GATE).move("report", report("m-1", "m-2", "m-3"))
    way.move("set_up", branch("m-1", "m-2", "m-3"))
    way.move("station", MobilisationGiven(station="k-1", person="m-2"))
    assert (("m-1", "m-3"), (), 1) == (way.one.free, way.one.open_posts, len(way.one.on_post))
    assert ("mobilisation.no_place",) == way.why_not(
        "station", MobilisationGiven(station="k-2", person="m-1")
    )[:1]
    assert ("mobilisation.still",) == way.why_not("stand_down", OVER)
    way.move("relieve", MobilisationGiven(person="m-2"), day=3)
    assert (Stationed(person="m-2", checkpoint="k-1", since=later(1), until=later(3)),) == way.one.stationed
    way.move("dissolve", MobilisationGiven(dissolves="tb-1"), day=4)
    assert [later(4)] == [unit.until for unit in activities.branch_units(way.one)]
    way.move("stand_down", OVER, day=5)
    assert "stood_down" == way.one.state


def test_temporary_branches_fit_into_a_roster():
    """A temporary branch is a unit for the span of its life; its members keep their own branch."""
    way = Way().move("report", report("m-1", "m-2", "m-3")).move("set_up", branch("m-1", "m-2", "m-3"))
    way.move("set_up", branch("m-1", "m-2", "m-3", id="tb-2", until=30))
    belongs = activities.belongings(way.one)
    assert ("tb-1", "tb-2") == tuple(one.unit for one in belongs["m-1"])
    roster = Roster(
        units=[
            Unit(id="c-1", kind="township_committee", name="某镇党委"),
            *activities.branch_units(way.one),
        ],
        members=[Member(id="m-1", name="陈谷", status="full", belongs=[belongs["m-1"][0]])],
    )
    assert later(60) == roster.unit("tb-1").until


def test_every_fault_of_a_list_is_said():
    """Twice, of units that are not called, before the call, of another day: every fault is named."""
    way = Way().move("report", report("m-1"))
    bad = MobilisationGiven(
        reports=[
            Reported(person="m-1", unit="b-1", at=AT),
            Reported(person="m-2", unit="b-7", at=AT),
            Reported(person="m-3", unit="b-1", at=AT - timedelta(seconds=1)),
            Reported(person="m-4", unit="b-1", at=AT + timedelta(days=2)),
            Reported(person="m-5", unit="b-1", at=AT),
            Reported(person="m-5", unit="b-2", at=AT),
        ]
    )
    before = way.log
    with pytest.raises(Refused) as caught:
        way.move("report", bad)
    (reason,) = caught.value.verdict.reasons
    assert [
        ("mobilisation.already", "given.reports[0].person"),
        ("mobilisation.not_called", "given.reports[1].unit"),
        ("mobilisation.early", "given.reports[2].at"),
        ("mobilisation.late", "given.reports[3].at"),
        ("mobilisation.already", "given.reports[5].person"),
    ] == [(one.code, one.path) for one in (reason, *reason.because)]
    assert before == way.log
    assert ("mobilisation.nobody",) == way.why_not("report", MobilisationGiven(reports=[]))
    many = report(*(f"m-{n}" for n in range(10, 140)), unit="b-7")
    with pytest.raises(Refused) as caught:
        way.move("report", many)
    (reason,) = caught.value.verdict.reasons
    assert (100, {"more": 30}) == (len(reason.because), {**reason.because[-1].params})


def test_who_writes_down_who_reported():
    """Whoever reports, an officer of that unit, or one of the unit that called."""
    way = Way()
    assert () == way.why_not("report", report("m-3"), by=MEMBER)
    assert ("mobilisation.not_yours",) == way.why_not("report", report("m-4"), by=MEMBER)
    assert () == way.why_not("report", report("m-4", "m-5"), by=CLERK)
    assert ("mobilisation.not_yours",) == way.why_not("report", report("m-4", unit="b-2"), by=CLERK)
    assert "mobilisation.not_ours" in way.why_not("report", report("m-4"), by=OUTSIDER)
    way.move("report", report("m-3"), by=MEMBER)
    assert "mobilisation.not_ours" in way.why_not("report", report("m-3"), by=MEMBER)


def test_a_correction_makes_nobody_report_twice():
    """A list is not corrected so that somebody is in a later one, too; another correction of it stands."""
    way = Way().move("report", report("m-3"), by=CLERK).move("report", report("m-4"), by=CLERK)
    ask = {"by": CHIEF, "on": later(2), "under": activities.MOBILISATION_BASE, "why": "漏记"}
    with pytest.raises(Refused) as caught:
        activities.correct(way.log, 2, given=report("m-3", "m-4"), **ask)
    assert ("correct.rests_on_it",) == caught.value.verdict.codes
    way.write(activities.correct(way.log, 2, given=report("m-3", "m-5"), **ask))
    assert ["m-3", "m-5", "m-4"] == [one.person for one in way.one.reports]


def test_a_branch_at_the_front():
    """It has members enough who have reported, lives from the call on, and has an id of its own."""
    way = Way().move("report", report("m-1", "m-2"))
    assert "mobilisation.branch_members" in way.why_not("set_up", branch("m-1", "m-2"))
    two = changed(
        activities.MOBILISATION_BASE,
        id="two",
        settings=[replace("least_branch_members", 2, source=Source(title="本镇办法"))],
    )
    assert () == way.why_not("set_up", branch("m-1", "m-2"), under=two)
    way.move("report", report("m-3"))
    assert ("mobilisation.branch_members",) == way.why_not("set_up", branch("m-1", "m-2"))
    assert ("mobilisation.not_reported",) == way.why_not("set_up", branch("m-1", "m-2", "m-9"))
    assert ("mobilisation.before_call",) == way.why_not("set_up", branch("m-1", "m-2", "m-3", since=-1))
    assert ("mobilisation.over",) == way.why_not("set_up", branch("m-1", "m-2", "m-3", until=0))
    dead = branch("m-1", "m-2", "m-3", dissolved=later(5))
    assert ("mobilisation.over",) == way.why_not("set_up", dead)
    way.move("set_up", branch("m-1", "m-2", "m-3", since=2))
    assert ("mobilisation.taken",) == way.why_not("set_up", branch("m-1", "m-2", "m-3"))
    assert ("mobilisation.before_call",) == way.why_not("dissolve", MobilisationGiven(dissolves="tb-1"))
    assert ("mobilisation.no_branch",) == way.why_not("dissolve", MobilisationGiven(dissolves="tb-9"), day=3)
    for bad in ({"since": 9, "until": 8}, {"dissolved": later(-1)}):
        with pytest.raises(InvalidInput, match="lies before the first day"):
            branch("m-1", **bad)
    with pytest.raises(InvalidInput, match="is none of the members"):
        TemporaryBranch(id="tb-1", name="支部", head="m-9", members=["m-1"], since=later(0), until=later(1))


def test_nobody_stands_at_two_checkpoints():
    """Whoever is stationed has reported and stands nowhere; a checkpoint has its own id and its places."""
    way = Way().move("set_post", GATE).move("report", report("m-1", "m-2"))
    way.move("set_post", attrs.evolve(GATE, checkpoint=attrs.evolve(GATE.checkpoint, id="k-2")))
    assert ("mobilisation.taken",) == way.why_not("set_post", GATE)
    at = lambda where, who: MobilisationGiven(station=where, person=who)  # noqa: E731
    assert ("mobilisation.not_free",) == way.why_not("station", at("k-1", "m-9"))
    assert ("mobilisation.empty",) == way.why_not("relieve", MobilisationGiven(person="m-1"))[:1]
    way.move("station", at("k-1", "m-1"))
    assert ("mobilisation.no_post", "mobilisation.not_free") == way.why_not("station", at("k-1", "m-1"))
    assert ("mobilisation.not_on_post",) == way.why_not("relieve", MobilisationGiven(person="m-2"))
    with pytest.raises(InvalidInput):
        Stationed(person="m-1", checkpoint="k-1", since=later(1), until=later(0))


def test_a_call_is_of_its_day_and_of_units():
    """The moment of the call lies on the day of the move; numbers are of units that are called."""
    with pytest.raises(Refused, match="another day"):
        Way(day=1)
    for bad in (
        {"units": []},
        {"expected": {"b-9": 3}},
        {"expected": 3},
        {"expected": {"b-1": -1}},
        {"within": 0},
    ):
        with pytest.raises(InvalidInput):
            attrs.evolve(ORDER, **bad)


def test_what_is_due():
    """Units of which nobody has reported, and branches whose life ends; nothing once it has stood down."""
    way = Way().move("report", report("m-1", "m-2", "m-3")).move("set_up", branch("m-1", "m-2", "m-3"))
    dues = activities.due_mobilisations([way.one], before=later(99))
    assert [("report", later(2), "b-2", ""), ("dissolve", later(60), "tb-1", "m-1")] == [
        (one.step, one.on, one.unit, one.who) for one in dues
    ]
    way.move("dissolve", MobilisationGiven(dissolves="tb-1")).move("stand_down", OVER)
    assert () == activities.due_mobilisations([way.one], before=later(99))


def test_folding_never_refuses():
    """Whatever is stored is folded, an event without what it needs too."""
    way = Way()
    for move in activities.MobilisationMove:
        if move not in {"call", "correct"}:
            bare = attrs.evolve(way.log.events[0], move=move.value, leaves="called", given=None)
            assert () == activities.apply_mobilisation(way.one, bare).reports
    with pytest.raises(InvalidInput):
        activities.replay_mobilisation([attrs.evolve(way.log.events[0], given=None)])


def test_a_unit_of_which_nobody_reported_is_silent():
    """Of two units that are called, one has reported."""
    assert ("b-2",) == activities.turnout(Way().move("report", report("m-1")).one).silent


@pytest.mark.untraced("other tests take its branches")
def test_within_two_days_by_unit():
    """12,871 members and cadres of 兴县 reported within two days (seed 004): by unit, hour by hour."""
    beijing = timezone(timedelta(hours=8))
    called = datetime(2022, 4, 1, 20, tzinfo=beijing)
    units = [f"b-{n:02}" for n in range(1, 18)]
    size = {unit: 757 + (place < 2) for place, unit in enumerate(units)}
    order = Call(title="防控", unit="c-1", units=units, at=called, expected=size)
    assert 12_871 == sum(size.values())
    log = Log.begin("w-1").append(
        activities.mobilise("w-1", order, by=CHIEF, on=date(2022, 4, 1)), by="m-0", at=called
    )
    for unit in units:
        reports = [
            Reported(person=f"{unit}-{n}", unit=unit, at=called + timedelta(minutes=3 * n + 5))
            for n in range(size[unit])
        ]
        event = activities.decide(
            activities.replay_mobilisation(log),
            "report",
            by=CHIEF,
            on=date(2022, 4, 3),
            under=activities.MOBILISATION_BASE,
            given=MobilisationGiven(reports=reports),
        )
        log = log.append(event, by="m-0", at=called + timedelta(days=3))
    one = activities.replay_mobilisation(log)

    found = activities.turnout(one)
    assert (48, 12_871, 12_871, ()) == (found.within, found.reported, found.in_time, found.silent)
    assert (
        size
        == {each.unit: each.in_time for each in found.units}
        == {each.unit: each.expected for each in found.units}
    )
    assert 17 * 479 == activities.turnout(one, within=24).in_time
    by_day = activities.arrivals(one, hours=24)
    assert [called + timedelta(days=1), called + timedelta(days=2)] == [at for at, _ in by_day]
    assert [activities.turnout(one, within=24).in_time, 12_871] == [count for _, count in by_day]
    assert 38 == len(activities.arrivals(one))


def test_a_log_is_read_as_it_was_written():
    """The log of a mobilisation goes out and comes in again, and makes the same one."""
    way = Way().move("set_post", GATE).move("report", report("m-1", "m-2", "m-3"))
    way.move("set_up", branch("m-1", "m-2", "m-3"))
    log = serial.read_log(serial.write_log(way.log, audience="ledger")).log
    assert (way.log, way.one) == (log, activities.replay_mobilisation(log))


def test_records_for_rulebooks():
    """Reported, with the hours since the call and whether it was in time; stationed; nothing else."""
    way = (
        Way()
        .move("set_post", GATE)
        .move("report", report("m-1", hours=0))
        .move("report", report("m-2", hours=10))
    )
    way.move("station", MobilisationGiven(station="k-1", person="m-2"))
    way.move("report", report("m-3", hours=49), day=3)
    records = activities.as_records([way.log])
    assert [
        ("mobilisation.reported", "m-1", later(0), {"hours": 0, "in_time": True}),
        ("mobilisation.reported", "m-2", later(0), {"hours": 10, "in_time": True}),
        ("mobilisation.stationed", "m-2", later(1), {}),
        ("mobilisation.reported", "m-3", later(2), {"hours": 49, "in_time": False}),
    ] == [(one.kind, one.subject, one.on, {**one.fields}) for one in records]
    assert {("w-1", "m-0", WRITTEN)} == {(one.activity, one.recorder, one.recorded) for one in records}
    bare = attrs.evolve(way.log.events[-1], given=None)
    assert records == activities.as_records([way.log.append(bare, by="m-0", at=WRITTEN)])
    assert () == activities.as_records([Log.begin("w-1").append(bare, by="m-0", at=WRITTEN)])


def test_lists_that_grow_from_one_know_each_their_own():
    """Two mobilisations that went on differently from one point do not mix up who has reported."""
    first = Way().move("report", report("m-1")).one
    ask = {"by": CHIEF, "on": later(1), "under": activities.MOBILISATION_BASE}

    def after(one, *people):
        event = activities.decide(one, "report", given=report(*people), **ask)
        return activities.apply_mobilisation(one, event)

    def free_to_report(one):
        people = ("m-1", "m-2", "m-3", "m-4")
        verdicts = {who: activities.explain(one, "report", given=report(who), **ask).ok for who in people}
        return {who for who, ok in verdicts.items() if ok}

    here, there = after(first, "m-2", "m-3"), after(first, "m-4")
    again = after(there, "m-3", "m-2")
    assert {"m-2", "m-3", "m-4"} == free_to_report(first)
    assert {"m-4"} == free_to_report(here)
    assert {"m-2", "m-3"} == free_to_report(there)
    assert set() == free_to_report(again)
    assert {"m-2", "m-3"} == free_to_report(attrs.evolve(again, reports=there.reports))
    assert ("m-1", "m-4", "m-3", "m-2") == tuple(one.person for one in again.reports)
    assert again == activities.Mobilisation(
        **{field.name: getattr(again, field.name) for field in attrs.fields(type(again)) if field.init}
    )
