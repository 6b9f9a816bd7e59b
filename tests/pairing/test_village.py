"""A village with two roles, a refusal, a tie and a gap filler, from the problem to the repair."""

import pytest

from sanliang.kernel.errors import NotFound
from sanliang.pairing import Change, Helper, Household, Problem, audit, both, explain, repair, two_way

VILLAGE = Problem(
    roles=["first", "second"],
    helpers=[
        Helper(id="m-1", room={"first": 1, "second": 1}, wishes=["h-1", "h-2"]),
        Helper(id="m-2", room={"first": 1}, wishes=[["h-1", "h-2"]]),
        Helper(id="m-3", room={"second": 2}),
        Helper(id="m-4", room={"first": 1, "second": 2}, filler=True),
    ],
    households=[
        Household(id="h-1", helpers={"first": 1, "second": 1}, wishes=["m-1", "m-2"], refuses=["m-3"]),
        Household(id="h-2", helpers={"first": 1, "second": 1}, wishes=[["m-1", "m-2"], "m-3"]),
        Household(id="h-3", helpers={"second": 1}, must=False),
    ],
    costs=[("h-1", "m-4", 4), ("h-2", "m-4", 4), ("h-3", "m-3", 1), ("h-3", "m-4", 2)],
)


def test_each_seat_is_filled_once_and_the_filler_comes_last():
    """Nobody holds two roles in one household; who chose each other stands; the filler fills what is left."""
    result = both(VILLAGE)

    assert [
        ("h-1", "m-1", "first", "mutual"),
        ("h-1", "m-4", "second", "filled"),
        ("h-2", "m-1", "second", "mutual"),
        ("h-2", "m-2", "first", "mutual"),
        ("h-3", "m-3", "second", "placed"),
    ] == [(*pair.key, pair.why) for pair in result.pairs]
    assert audit(VILLAGE, result).ok


def test_no_role_is_named_that_the_two_do_not_share():
    """Whom somebody has in a role which the other does not take is no reason against the other."""
    verdict = explain(VILLAGE, two_way(VILLAGE, proposing="households"), "m-3", rather="h-2")

    assert "h-2 has whom it likes as much or more: m-1" == verdict.text()


def test_whoever_is_not_there_is_neither_helper_nor_household():
    """Somebody unknown is told as that, at the place where the id was given."""
    for one, rather, path in (("h-9", None, "id"), ("h-1", "m-9", "rather")):
        with pytest.raises(NotFound, match=f"^{path}: is nobody of this problem"):
            explain(VILLAGE, both(VILLAGE), one, rather=rather)


def test_roles_are_filled_one_after_the_other():
    """Who comes first in one household is not kept for its second seat, and what is lost by it is told."""
    found = repair(VILLAGE, both(VILLAGE), Change(leaves=["m-1"]))
    first = {key.household: key.helper for key in found.pairing.keys if key.role == "first"}

    assert {"h-1": "m-4", "h-2": "m-2"} == first
    assert [("h-1", "second", 1)] == [
        (one.params["household"], one.params["role"], one.params["missing"]) for one in found.verdict.reasons
    ]
    assert audit(found.problem, found.pairing).ok
