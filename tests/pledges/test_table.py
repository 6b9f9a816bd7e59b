"""Every state, every move, several people: the engine and the rules written by hand say the same."""

from datetime import date, timedelta
from itertools import product

import pytest
from tests.pledges.model import ALLOWED, allowed
from tests.pledges.town import (
    EVERYBODY,
    ME,
    ME_AS_SECRETARY,
    PATHS,
    PLEDGERS,
    SECRETARY,
    TOWNSHIP,
    VILLAGER,
    at,
    goods,
)

from sanliang import InvalidInput, Refused, pledges
from sanliang.pledges import BASE, Given, Move, State

pytestmark = pytest.mark.once("eight hundred questions to a table that no library answers")

LATE = date(2028, 1, 1)
each_pledger = pytest.mark.parametrize("pledger", PLEDGERS, ids=lambda one: one.kind.value)


def test_the_stories_reach_every_state():
    """There is a story for each state, and it ends there."""
    assert {place: place.split(",")[0] for place in PATHS} == {
        place: at(place).pledge.state for place in PATHS
    }
    assert {*State} == {at(place).pledge.state for place in PATHS}


def test_the_table_has_the_moves_that_are_written_by_hand():
    """The base lifecycle has these moves and no other, each from these states and no other."""
    assert {*Move} == {*BASE.moves} == {"draft", *ALLOWED}
    for state in State:
        by_hand = {move for move, (states, _) in ALLOWED.items() if states is None or state in states}
        assert by_hand == {*BASE.table[state]}, state


@pytest.mark.untraced("other tests take its branches")
@each_pledger
@pytest.mark.parametrize("place", PATHS)
def test_available_is_what_the_rules_say(place, pledger):
    """Everybody may make exactly the moves that the rules written by hand give them, on every kind of day."""
    pledge = at(place, pledger).pledge
    for on in (pledge.on - timedelta(days=1), pledge.on, LATE):
        for by in EVERYBODY:
            found = pledges.available(pledge, by=by, on=on, under=BASE)
            assert allowed(pledge, by, on) == {*found}, (by.id, on)


@pytest.mark.untraced("every state by every move by many people")
@each_pledger
@pytest.mark.parametrize("place", PATHS)
def test_explain_says_what_decide_does(place, pledger):
    """The verdict of `explain` is yes exactly where `decide` gives an event, whatever is given."""
    one = at(place, pledger)
    pledge, before = one.pledge, one.pledge
    for move in (*ALLOWED, "draft"):
        good = Given(**goods(one, move))
        for given, on in ((None, one.day), (Given(), one.day), (good, one.day), (good, LATE)):
            for by in (ME, ME_AS_SECRETARY, SECRETARY, TOWNSHIP, VILLAGER):
                ask = {"by": by, "on": on, "under": BASE, "given": given}
                assert_same_answer(pledge, move, ask)
    assert before == pledge


def assert_same_answer(pledge, move, ask):
    """What `decide` does is what `explain` says."""
    verdict = pledges.explain(pledge, move, **ask)
    event, codes = decided(pledge, move, ask)
    assert (event is not None) == verdict.ok
    assert {*codes} <= {*verdict.codes}
    if event is not None:
        assert (pledge.state, move, pledge.id) == (event.leaves, event.move, event.thing)
        assert event.enters == pledges.apply(pledge, event).state


def decided(pledge, move, ask):
    """The event of `decide`, or nothing and the codes of what speaks against it."""
    try:
        return pledges.decide(pledge, move, **ask), ()
    except Refused as error:
        return None, error.verdict.codes
    except InvalidInput as error:
        return None, tuple(fault.code for fault in error.faults)


@pytest.mark.untraced("every state by every move by many people")
@each_pledger
@pytest.mark.parametrize("place", PATHS)
def test_what_is_available_is_accepted_once_its_needs_are_given(place, pledger):
    """A move that is available is accepted with what it needs, and one that is not is refused with it."""
    one = at(place, pledger)
    pledge = one.pledge
    found = {by: pledges.available(pledge, by=by, on=one.day, under=BASE) for by in EVERYBODY}
    for move in ALLOWED:
        on = one.day + timedelta(days=30 if move in {"start", "resume"} else 0)
        given = Given(**goods(one, move))
        for by in EVERYBODY:
            verdict = pledges.explain(pledge, move, by=by, on=on, under=BASE, given=given)
            assert (move in found[by]) == verdict.ok, (by.id, move, verdict.codes)


@pytest.mark.parametrize("place", PATHS)
def test_apply_takes_any_event(place):
    """`apply` never refuses: an event that holds nothing changes state, version and day at most."""
    pledge = at(place).pledge
    event = pledges.decide(pledge, "correct", by=TOWNSHIP, on=pledge.on, under=BASE)
    for move, given in product(Move, (None, Given())):
        odd = type(event)(
            word="pledge",
            thing="p-1",
            move=move.value,
            leaves=pledge.state,
            enters="in_progress",
            by="m-1",
            on=pledge.on,
            given=given,
        )
        after = pledges.apply(pledge, odd)
        assert ("in_progress", pledge.version + 1) == (after.state, after.version), move
        assert after.letter is not None
        assert None not in after.progress
        assert None not in after.signed


def test_what_a_move_needs_is_named_in_chinese():
    """A clerk reads the name of what is missing, and a program its field."""
    one = at("signed")
    with pytest.raises(InvalidInput) as caught:
        pledges.decide(one.pledge, "publish", by=SECRETARY, on=one.day, under=BASE)

    assert "given.posted: “公诺”须提供：公示" == caught.value.text("zh")
    assert caught.value.text("en").endswith("needs: posted")
