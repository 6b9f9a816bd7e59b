"""Objections from the public: to a pledge, a pairing, a star; settled by nobody whom they concern."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.supervision.town import (
    CLAIM,
    CONCERNED,
    DAY,
    RETIRED,
    RIGHT,
    RISEN,
    SECRETARY,
    STAR,
    TOWN,
    VILLAGER,
    WHY,
    WRONG,
    actor,
    after,
    against,
    examining,
    logged,
    notice,
    objected,
    private,
    settle,
)

from sanliang import InvalidInput, Private, Refused, Span, notices, supervision
from sanliang.kernel.lifecycles import available
from sanliang.records import fold
from sanliang.supervision import FACTS, OBJECTION_BASE, ObjectionGiven, ObjectionState
from sanliang.testing._bench import walked
from sanliang.testing._benches import bench


def test_an_objection_is_taken_up_and_answered():
    """By somebody from outside, with a deadline; it is upheld or dismissed, and that is its end."""
    one = examining()
    assert (ObjectionState.EXAMINING, "m-30", after(10)) == (one.state, one.examiner, one.until)
    for ruling, state in ((RIGHT, ObjectionState.UPHELD), (WRONG, ObjectionState.DISMISSED)):
        done = settle(one, "answer", on=after(3), ruling=ruling)
        assert (state, ruling, after(3)) == (done.state, done.ruling, done.closed)
        assert ("correct",) == available(done, by=TOWN, on=after(9), under=OBJECTION_BASE)


def test_another_one_may_take_it_up():
    """Then they are the examiner, with their own deadline."""
    one = settle(examining(), "take_up", by=TOWN, until=after(20))
    assert ("m-20", after(20)) == (one.examiner, one.until)


def test_whoever_objected_may_withdraw():
    """Or has it taken down; with a reason, which is private."""
    for by in (VILLAGER, SECRETARY, RETIRED):
        one = settle(examining(), "withdraw", by=by, reason=WHY)
        assert (ObjectionState.WITHDRAWN, DAY) == (one.state, one.closed)
    assert ("objection.not_its_own",) == against(examining(), "withdraw", by=actor("h-8"), reason=WHY)
    far = actor("m-9", "branch_secretary", unit="b-2")
    assert ("actor.scope",) == against(examining(), "withdraw", by=far, reason=WHY)


def test_of_an_erased_name_nobody_can_tell_who_objected():
    """So whoever it was has a withdrawal taken down."""
    gone = attrs.evolve(CLAIM, by=Private.erased(private("h-7").commitment))
    assert ("objection.not_its_own",) == against(examining(gone), "withdraw", by=VILLAGER, reason=WHY)


@pytest.mark.traced("it takes a branch that no other test takes")
@given(st.data())
def test_whom_it_concerns_never_moves_it(data):
    """Over all moves, though they hold every post, and though they raised it themselves."""
    walk = walked(bench(OBJECTION_BASE), data)
    assert "m-3" not in {event.by for event in walk.log.events[1:]}
    for by in (CONCERNED, RISEN):
        assert () == available(walk.thing, by=by, on=walk.on, under=OBJECTION_BASE)


def test_the_reason_says_that_it_concerns_them():
    """Whatever the move."""
    for one in (objected(), examining()):
        for move in OBJECTION_BASE.table[one.state]:
            assert "objection.concerned" in against(one, move, by=RISEN)


def test_it_is_examined_from_outside_the_branch():
    """By officers above and supervisors, each in their reach; the branch's own officers do not."""
    assert "move.role" in against(objected(), "take_up", by=SECRETARY, until=after(9))
    far = actor("m-22", "supervisor", unit="t-2")
    assert ("actor.scope",) == against(objected(), "take_up", by=far, until=after(9))
    assert ("objection.until",) == against(objected(), "take_up", until=after(-1))


# --- what is objected to ---------------------------------------------------------------------------------


def test_what_a_notice_publishes_is_objected_to_while_it_hangs():
    """Whom it concerns is what the notice says, so that none of them is forgotten."""
    target = supervision.target(notice(), on=after(2))
    assert ("pledge", "p-17", "b-1", ("m-3",), "n-1", after(2)) == (
        target.word,
        target.thing,
        target.unit,
        target.concerns,
        target.notice,
        target.on,
    )


def test_an_objection_after_filing_is_refused():
    """So is one to a notice that was taken down, and one before it hung; each reason is named."""
    hanging = notice()
    clock = notices.clock(hanging, on=after(6))
    event = notices.decide(
        hanging, "file", by=SECRETARY, on=after(6), under=notices.BASE, given=notices.Given(clock=clock)
    )
    filed = notices.apply(hanging, event)
    with pytest.raises(Refused) as caught:
        supervision.target(filed, on=after(7))
    assert ("objection.after_filing",) == caught.value.verdict.codes
    with pytest.raises(Refused) as caught:
        supervision.target(filed, on=after(-1))
    assert ("objection.after_filing", "objection.before_posting") == caught.value.verdict.codes
    with pytest.raises(Refused) as caught:
        objected(attrs.evolve(CLAIM, target=attrs.evolve(STAR, on=after(-1))))
    assert ("objection.other_day",) == caught.value.verdict.codes


def test_apply_never_refuses():
    """Stored events that lack what their move needs change the state alone."""
    one = examining()
    event = supervision.decide(
        one, "answer", by=TOWN, on=DAY, under=OBJECTION_BASE, given=ObjectionGiven(ruling=RIGHT)
    )
    for blank in (None, ObjectionGiven()):
        bare = attrs.evolve(event, given=blank)
        assert None is supervision.apply_objection(one, bare).ruling
        again = supervision.apply_objection(one, attrs.evolve(bare, move="take_up"))
        assert after(10) == again.until
    with pytest.raises(InvalidInput):
        supervision.replay_objection([attrs.evolve(event, leaves="")])


def test_nothing_of_who_objects_is_shown():
    """Nor of what they said."""
    text = repr(examining())
    assert "h-7" not in text
    assert "过高" not in text


# --- what is due, records --------------------------------------------------------------------------------


def test_what_is_due_of_an_objection():
    """It is taken up within days, and answered by the day that the examiner set."""
    found = supervision.due_objections([objected(), attrs.evolve(examining(), id="o-2")], before=after(99))
    assert [("o-1", "take_up", after(3), ""), ("o-2", "answer", after(10), "m-30")] == [
        (due.thing, due.step, due.on, due.who) for due in found
    ]
    closed = settle(examining(), "answer", ruling=RIGHT)
    assert () == supervision.due_objections([closed], before=after(99))
    lost = attrs.evolve(examining(), until=None)
    assert () == supervision.due_objections([lost], before=after(99))
    (due,) = supervision.due_objections([attrs.evolve(examining(), examiner=None)], before=after(99))
    assert "" == due.who


def test_an_objection_that_was_upheld_is_a_record():
    """Of each whom it concerns, or of the unit; one that was dismissed is none."""

    def log(claim, ruling, id):
        return logged(
            supervision.replay_objection,
            OBJECTION_BASE,
            supervision.object_to(id, claim, by=VILLAGER, on=DAY),
            (RETIRED, DAY, "take_up", ObjectionGiven(until=after(9))),
            (RETIRED, after(3), "answer", ObjectionGiven(ruling=ruling)),
        )

    unit = attrs.evolve(CLAIM, target=attrs.evolve(STAR, concerns=()))
    logs = [log(CLAIM, RIGHT, "o-1"), log(unit, RIGHT, "o-2"), log(CLAIM, WRONG, "o-3")]
    made = supervision.objection_records(logs)
    assert [("o-1:m-3", "m-3"), ("o-2:b-1", "b-1")] == [(one.id, one.subject) for one in made]
    assert {("objection.upheld", after(3), "m-30")} == {(one.kind, one.on, one.recorder) for one in made}
    assert {"word": "rating"} == {**made[0].fields}
    assert 2 == fold(made, FACTS["objections_upheld"], cycle=Span(DAY, after(364))).total
