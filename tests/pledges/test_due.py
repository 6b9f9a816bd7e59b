"""What has to be done for pledges before a day; what is late is in it too."""

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pledges.town import AT, DEADLINE, HOUSEHOLD, LAMP, ME, PATHS, ROAD, after, at, evidence, story

from sanliang import InvalidInput, pledges
from sanliang.pledges import State

FAR = date(2030, 1, 1)
PLEDGES = [at(place).pledge for place in PATHS]


def steps(pledge, before=FAR):
    """Day and step of what is due for a pledge."""
    return [(one.on, one.step) for one in pledges.due([pledge], before=before)]


def test_an_item_is_due_by_its_deadline_until_it_is_done():
    """Each item in action is due by its deadline until its evidence says that it is done."""
    one = at("in_progress")
    assert steps(one.pledge) == [(ROAD.deadline, "road"), (DEADLINE, "lamp")]
    one.go("progress", ME, progress=evidence("road", on=one.day, done=True))
    one.go("progress", ME, progress=evidence(on=one.day, quantity=5))
    assert steps(one.pledge) == [(DEADLINE, "lamp")]
    one.go("progress", ME, progress=evidence(on=one.day, quantity=1))
    assert steps(one.pledge) == []


def test_the_day_before_which_is_not_in_it():
    """Due before a day is what ends before that day; what is late already is in it."""
    pledge = at("in_progress").pledge
    assert steps(pledge, before=ROAD.deadline) == []
    assert steps(pledge, before=date(2026, 10, 1)) == [(ROAD.deadline, "road")]


def test_who_has_to_do_it():
    """Due names the person responsible, and the pledger where nobody is; the unit and the deed besides."""
    mine = attrs.evolve(ROAD, responsible="f-3")
    one = PATHS["in_progress"](story(HOUSEHOLD, items=(LAMP, mine)))
    found = pledges.due([one.pledge], before=FAR)
    assert [(one.kind, one.thing, one.unit, one.who) for one in found] == [
        ("pledge", "p-1", "b-1", "f-3"),
        ("pledge", "p-1", "b-1", "h-3"),
    ]
    assert found[0].says.get("zh") == "承诺事项：扫村道"


def test_while_it_is_amended_the_old_letter_is_due():
    """An amendment that is not in force yet changes nothing about what is due."""
    assert steps(at("amending, published").pledge) == [(ROAD.deadline, "road"), (DEADLINE, "lamp")]
    resumed = at("amending, published").file("resume")
    assert [step for _, step in steps(resumed.pledge)] == ["bridge", "lamp"]


def test_a_rectification_is_due_by_its_last_day_until_it_is_reported():
    """A rectification is due while it waits and while it is worked on, not once it is reported."""
    one = at("rectifying")
    until = one.pledge.rectify_until
    assert steps(one.pledge) == [(until, "act_again")]
    one.go("act_again", ME)
    assert (until, "report") in steps(one.pledge)
    one.go("report", ME)
    assert steps(one.pledge) == []


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("place", PATHS)
def test_only_what_is_in_action_or_rectified_is_due(place):
    """A pledge that is not in action and not to be rectified has nothing due."""
    acting = {State.IN_PROGRESS, State.AMENDING, State.RECTIFYING}
    pledge = at(place).pledge
    assert bool(steps(pledge)) == (pledge.state in acting)


@given(st.permutations(PLEDGES))
def test_the_order_of_pledges_does_not_matter(some):
    """Equal pledges in any order give the same dues in one order."""
    assert pledges.due(some, before=FAR) == pledges.due(PLEDGES, before=FAR)


@pytest.mark.parametrize("before", [AT, "2026-07-01", None, 20260701])
def test_the_day_is_a_day(before):
    """A moment or a text is no day, even where nothing is due."""
    with pytest.raises(InvalidInput) as error:
        pledges.due([], before=before)
    assert error.value.path == "before"


def test_nothing_moves_by_itself():
    """A pledge whose deadline has passed stays where it is until somebody decides."""
    pledge = at("in_progress").pledge
    assert pledges.due([pledge], before=after(3000))
    assert pledge.state == "in_progress"
