"""What is done for speed alone: up to which length a list is looked along, and when a table is made of it."""

from unittest import mock

import pytest

from sanliang.pairing import Helper, Household, Problem
from sanliang.pairing._audit import _terms
from sanliang.pairing._audit._terms import Terms
from sanliang.pairing._flow import Flow
from sanliang.pairing._market import Ranks


def test_a_table_is_made_after_eight_looks():
    """Along an order is looked eight times; the ninth makes a table, and all of them find the same."""
    ranks = Ranks({"m-1": ["h-1", "h-2"], "m-2": ["h-1"]})
    found = [(ranks.of("m-1", id), "m-1" in ranks) for id in ("h-2", "h-3", "h-1") * 3]

    assert [1, None, 0] * 3 == [place for place, _ in found]
    assert [False] * 8 + [True] == [is_made for _, is_made in found]
    assert "m-2" not in ranks


@pytest.mark.parametrize("size", [2, 64, 65])
@pytest.mark.parametrize(
    "ask",
    [
        lambda terms: {"h-0"} == terms.above("m-0", ["h-1"]),
        lambda terms: ["m-0"] == [*terms.better("h-0", ["m-1"])],
        lambda terms: ["m-0"] == [*terms.better("h-0", ["m-0", "m-1"])],
        lambda terms: terms.consent("h-0", "m-1") and terms.consent("h-1", "m-0"),
    ],
    ids=["above", "better", "better than one of two", "consent"],
)
def test_up_to_sixty_four_wishes_are_looked_along(size, ask):
    """An audit makes a table of wishes that are more than sixty-four, and finds the same in fewer."""
    homes, helpers = ([f"{side}-{n}" for n in range(size)] for side in "hm")
    problem = Problem(
        helpers=[Helper(id=id, wishes=homes) for id in helpers],
        households=[Household(id=id, wishes=helpers) for id in homes],
    )
    with mock.patch.object(_terms, "ranked", wraps=_terms.ranked) as table:
        assert ask(Terms.of(problem))

    assert (size > 64) == table.called


@pytest.mark.parametrize("room", [1, 16, 17])
def test_whoever_has_more_than_sixteen_is_asked_for_the_easiest(room):
    """A helper is asked for all his households, and from room for seventeen on for those who leave easily."""
    flow = Flow(out=[100] * (room + 1), room=[room], least=[0], even=0, above=0)
    with mock.patch.object(Flow, "_easiest", autospec=True, side_effect=Flow._easiest) as easiest:
        for place in range(room + 1):
            flow.place(place, 1, [0], [room - place])

    assert [1, *[0] * room] == flow.missing
    assert (room > 16) == easiest.called == bool(flow._exits[0]) == flow._many
