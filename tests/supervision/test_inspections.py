"""Inspections: arranged, checked, urged, carried out; by a team from outside, never by those concerned."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.supervision.town import (
    BOARD,
    CONCERNED,
    DAY,
    FIXED,
    LAMP,
    MOVED_IN,
    OTHER,
    PLAN,
    RETIRED,
    RISEN,
    ROSTER,
    SECRETARY,
    TOWN,
    actor,
    after,
    arranged,
    at,
    checking,
    go,
    logged,
    remedied,
    says,
    team,
    urging,
    why_not,
)

from sanliang import InvalidInput, NotFound, Refused, Span, supervision
from sanliang.kernel.lifecycles import available
from sanliang.records import fold
from sanliang.supervision import (
    FACTS,
    INSPECTION_BASE,
    InspectionGiven,
    InspectionState,
)
from sanliang.testing._bench import moved, opened, walked
from sanliang.testing._benches import bench

# --- the team --------------------------------------------------------------------------------------------


def test_a_team_comes_from_outside():
    """Retired cadres of another branch may inspect; the team knows the unit and all that is under it."""
    made = supervision.team(ROSTER, "b-1", ["m-31", "m-30"], on=DAY)
    assert team() == made
    assert (("b-1", "g-1"), ("m-30", "m-31")) == (made.units, made.members)


def test_every_conflict_has_its_reason():
    """Who belongs there, or under it, who holds a post there, whom nobody knows; all at once, in order."""
    with pytest.raises(Refused) as caught:
        supervision.team(ROSTER, "b-1", ["m-99", "m-32", "m-30", "m-3", "m-1"], on=DAY)
    reasons = caught.value.verdict.reasons
    assert [
        ("team.belongs", "m-1"),
        ("team.belongs", "m-3"),
        ("team.post", "m-32"),
        ("team.unknown", "m-99"),
    ] == [(one.code, one.params["member"]) for one in reasons]
    assert supervision.conflicts(ROSTER, "b-1", ["m-32"], on=after(400)).ok


def test_a_team_is_somebody_and_inspects_something():
    """Nobody is no team, and what is no unit is not inspected."""
    with pytest.raises(InvalidInput) as caught:
        supervision.team(ROSTER, "b-1", [], on=DAY)
    assert "team.nobody" == caught.value.code
    with pytest.raises(NotFound):
        supervision.team(ROSTER, "b-9", ["m-30"], on=DAY)


# --- the course ------------------------------------------------------------------------------------------


def test_an_inspection_goes_through_four_steps():
    """安排, 检查, 督促, 落实: each with its day."""
    done = go(remedied(), "close", on=after(12), closing=says())

    assert (InspectionState.SETTLED, after(12), after(4)) == (done.state, done.closed, done.checked)
    (issue,) = done.issues
    assert (FIXED, "m-1", after(9), after(12)) == (
        issue.remedy,
        issue.remedier,
        issue.remedied,
        issue.closed,
    )
    stages = [node.stage.zh for node in INSPECTION_BASE.nodes if node.stage is not None]
    assert ["安排", "检查", "督促", "落实", "落实"] == stages


def test_where_nothing_is_found_the_inspection_is_over():
    """It says so, and does not look like one that was carried out."""
    one = go(checking(), "conclude")
    assert (InspectionState.CLEAN, after(4)) == (one.state, one.closed)


def test_it_is_settled_when_the_last_finding_is_closed():
    """Whatever their order."""
    one = go(remedied(BOARD, LAMP), "close", closing=says())
    assert (InspectionState.URGING, None, ["f-2"]) == (
        one.state,
        one.closed,
        [issue.finding.id for issue in one.open_issues],
    )
    one = go(one, "remedy", by=CONCERNED, remedy=attrs.evolve(FIXED, finding="f-2"))
    assert InspectionState.SETTLED == go(one, "close", closing=says("f-2")).state


def test_the_team_urges_and_returns():
    """What is not enough comes back with a new deadline, and the days of urging are kept."""
    one = go(urging(), "urge", on=after(6), urging=says())
    one = go(one, "remedy", by=SECRETARY, on=after(9), remedy=FIXED)
    one = go(one, "return", on=after(10), returning=says(until=after(30)))
    (issue,) = one.issues
    assert ((after(6),), after(30), 1, None, None) == (
        issue.urged,
        issue.until,
        issue.returned,
        issue.remedy,
        issue.remedied,
    )
    assert issue.waits


def test_an_inspection_may_be_cancelled_before_it_begins():
    """With a reason; a check that has begun is concluded."""
    one = go(arranged(), "cancel", by=TOWN, reason="汛期")
    assert (InspectionState.CANCELLED, DAY) == (one.state, one.closed)
    assert "move.not_from_here" in why_not(checking(), "cancel", by=TOWN, reason="汛期")


def test_the_team_may_change():
    """A new team, made for this unit on this day, takes over, and the old one is out."""
    one = go(urging(), "reteam", by=TOWN, on=after(6), team=team("m-30", on=after(6)))
    assert ("inspection.not_on_team",) == why_not(one, "urge", by=OTHER, urging=says())
    for wrong in (team(on=after(5)), attrs.evolve(team(on=after(6)), unit="b-2")):
        codes = why_not(urging(), "reteam", by=TOWN, on=after(6), team=wrong)
        assert ("inspection.other_team",) == codes


# --- who may ---------------------------------------------------------------------------------------------


@pytest.mark.traced("it takes a branch that no other test takes")
@given(st.data())
def test_nobody_closes_what_concerns_them(data):
    """Over all moves: the team closes findings, and nobody concerned, of the unit, or who corrected it."""
    walk = opened(bench(INSPECTION_BASE), data)
    for _ in range(data.draw(st.integers(6, 18), label="steps")):
        moved(walk, curious=True)
    concerned, reporters = set(), {}
    for event in walk.log.events:
        if event.move == "find":
            concerned.update(event.given.finding.concerns)
        if event.move == "remedy":
            reporters[event.given.remedy.finding] = event.by
        if event.move in {"find", "conclude", "urge", "return", "close"}:
            assert event.by in {"m-30", "m-31", "m-33"} - concerned
        if event.move == "close":
            assert event.by != reporters[event.given.closing.finding]


@given(st.data())
def test_whom_it_concerns_and_who_moved_in_can_only_put_right(data):
    """Whatever posts they hold, in whatever state it is."""
    inspection = walked(bench(INSPECTION_BASE), data).thing
    for by in (RISEN, MOVED_IN):
        if by is RISEN and "m-3" not in inspection.concerned:
            continue
        assert {*available(inspection, by=by, on=after(9999), under=INSPECTION_BASE)} <= {"remedy"}


def test_the_reasons_say_who_is_out():
    """Of the unit, concerned, or not on the team."""
    one = remedied(BOARD, LAMP)
    assert "inspection.concerned" in why_not(one, "close", by=RISEN, closing=says())
    assert "inspection.of_the_unit" in why_not(one, "close", by=MOVED_IN, closing=says())
    assert ("inspection.not_on_team",) == why_not(one, "close", by=TOWN, closing=says())


def test_whoever_reported_the_correction_does_not_judge_it():
    """An officer above may report for the unit, and be on the team; then another one of the team judges."""
    helper = actor("m-31", "township_committee", unit="t-1", scope={"b-1"})
    one = remedied(by=helper)
    assert "inspection.not_ready" in why_not(one, "close", by=helper, closing=says())
    assert () == why_not(one, "close", closing=says())
    both = go(
        remedied(BOARD, LAMP, by=helper), "remedy", by=SECRETARY, remedy=attrs.evolve(FIXED, finding="f-2")
    )
    assert ("inspection.not_ready",) == why_not(both, "close", by=helper, closing=says())
    assert () == why_not(both, "close", by=helper, closing=says("f-2"))


def test_it_is_arranged_from_above():
    """By an officer above the branch who is not of it."""
    for by, code in (
        (SECRETARY, "move.role"),
        (actor("m-40", "general_branch_secretary"), "inspection.of_the_unit"),
        (actor("m-41", "township_secretary", unit="t-2"), "actor.scope"),
    ):
        with pytest.raises(Refused) as caught:
            arranged(by=by)
        assert code in caught.value.verdict.codes


def test_a_correction_is_reported_by_those_who_are_inspected():
    """Whom it concerns, or an officer of the unit."""
    one = urging(BOARD, LAMP)
    assert () == why_not(one, "remedy", by=CONCERNED, remedy=FIXED)
    assert () == why_not(one, "remedy", by=SECRETARY, remedy=FIXED)
    assert ("inspection.not_inspected",) == why_not(one, "remedy", by=OTHER, remedy=FIXED)
    elsewhere = actor("m-9", "branch_secretary", unit="b-2")
    assert ("actor.scope",) == why_not(one, "remedy", by=elsewhere, remedy=FIXED)


# --- what is given ---------------------------------------------------------------------------------------


def test_a_plan_lies_ahead_and_has_a_team_of_its_day():
    """Else it is refused."""
    for wrong, code in (
        ({"on": after(-1)}, "inspection.plan_past"),
        ({"team": team(on=after(-1))}, "inspection.other_team"),
    ):
        with pytest.raises(Refused) as caught:
            arranged(attrs.evolve(PLAN, **wrong))
        assert (code,) == caught.value.verdict.codes


def test_a_finding_is_new_and_can_be_put_right():
    """Its id is its own, and its deadline lies ahead."""
    one = checking(BOARD)
    assert ("inspection.finding_twice",) == why_not(one, "find", finding=BOARD)
    past = attrs.evolve(LAMP, until=after(3))
    assert ("inspection.until",) == why_not(one, "find", finding=past)


def test_a_word_is_about_a_finding_that_waits_for_it():
    """Urged is what is open, put right what waits, judged what is reported; a return has a deadline."""
    one = remedied(BOARD, LAMP)
    assert ("inspection.not_open",) == why_not(one, "urge", urging=says("f-9"))
    assert ("inspection.not_waiting",) == why_not(one, "remedy", by=SECRETARY, remedy=FIXED)
    assert ("inspection.not_ready",) == why_not(one, "close", closing=says("f-2"))
    assert ("inspection.not_ready",) == why_not(one, "return", returning=says("f-2", until=after(30)))
    for until in (None, after(1)):
        assert ("inspection.until",) == why_not(one, "return", returning=says(until=until))
    assert {"inspection.not_waiting"} == {*why_not(remedied(), "remedy", by=SECRETARY, remedy=FIXED)}


def test_apply_never_refuses():
    """Stored events that lack what their move needs change the state alone."""
    one = remedied()
    for move, enters in (
        ("reteam", "urging"),
        ("find", "checking"),
        ("urge", "urging"),
        ("close", "settled"),
    ):
        event = supervision.decide(one, "urge", by=RETIRED, on=one.on, under=INSPECTION_BASE,
                                   given=InspectionGiven(urging=says()))  # fmt: skip
        for blank in (None, InspectionGiven()):
            bare = attrs.evolve(event, move=move, enters=enters, given=blank)
            assert (enters, one.issues) == (
                (now := supervision.apply_inspection(one, bare)).state,
                now.issues,
            )
    event = attrs.evolve(event, move="return", given=InspectionGiven(returning=says()))
    assert BOARD.until == supervision.apply_inspection(one, event).issues[0].until
    with pytest.raises(InvalidInput):
        supervision.replay_inspection([attrs.evolve(event, move="arrange", leaves="")])


# --- what is due, records --------------------------------------------------------------------------------


def test_what_is_due_of_an_inspection():
    """The team comes, concludes; each finding is put right by its day, and its correction judged."""

    def dues(one):
        found = supervision.due_inspections([one], before=after(999))
        return [(due.step, due.on, due.unit) for due in found]

    assert [("check", after(4), "b-1")] == dues(arranged())
    assert [("conclude", after(11), "b-1")] == dues(checking())
    assert [("f-1", after(16), "b-1"), ("f-2", after(20), "b-1")] == dues(remedied(BOARD, LAMP))
    assert [] == dues(go(checking(), "conclude"))
    assert () == supervision.due_inspections([arranged()], before=after(4))


def test_findings_are_records_of_whom_they_concern():
    """Or of the unit; a rulebook counts them by named facts."""
    log = logged(
        supervision.replay_inspection,
        INSPECTION_BASE,
        supervision.arrange("x-1", PLAN, by=TOWN, on=DAY),
        (RETIRED, after(4), "check", None),
        (RETIRED, after(4), "find", InspectionGiven(finding=BOARD)),
        (RETIRED, after(5), "find", InspectionGiven(finding=LAMP)),
        (RETIRED, after(5), "conclude", None),
        (SECRETARY, after(21), "remedy", InspectionGiven(remedy=FIXED)),
        (RETIRED, after(22), "close", InspectionGiven(closing=says())),
    )
    first, second = supervision.finding_records([log])

    assert ("x-1:f-1:b-1", "b-1", after(4), "m-30", at(after(4))) == (
        first.id,
        first.subject,
        first.on,
        first.recorder,
        first.recorded,
    )
    assert {"closed": True, "in_time": False, "returned": 0} == {**first.fields}
    assert (("photo-1",), "m-3", {"closed": False, "returned": 0}) == (
        first.evidence,
        second.subject,
        {**second.fields},
    )
    year = Span(DAY, after(364))
    assert {"findings": 2, "findings_open": 1, "findings_late": 1, "objections_upheld": 0} == {
        name: fold([first, second], query, cycle=year).total for name, query in FACTS.items()
    }


def test_a_finding_that_a_correction_brought_in_is_as_old_as_that():
    """Its record was written down when the correction was."""
    log = logged(
        supervision.replay_inspection,
        INSPECTION_BASE,
        supervision.arrange("x-1", PLAN, by=TOWN, on=DAY),
        (RETIRED, after(4), "check", None),
        (RETIRED, after(4), "find", InspectionGiven(finding=BOARD)),
    )
    event = supervision.correct(
        log, 3, by=TOWN, on=after(6), under=INSPECTION_BASE, why="编号有误",
        given=InspectionGiven(finding=attrs.evolve(BOARD, id="f-7")),
    )  # fmt: skip
    log = log.append(event, by="m-20", at=at(after(6)))
    (record,) = supervision.finding_records([log])
    assert ("x-1:f-7:b-1", "m-20", at(after(6))) == (record.id, record.recorder, record.recorded)
