"""Why this one, and why not that one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pairing.results import problems

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.pairing import Helper, Household, Problem, Proposing, both, cover, explain, two_way

VILLAGE = Problem(
    roles=["first", "second"],
    helpers=[
        Helper(id="m-1", room={"first": 1, "second": 1}, wishes=["h-1", "h-2"]),
        Helper(id="m-2", room={"first": 1}, wishes=[["h-1", "h-2"]]),
        Helper(id="m-3", room={"second": 2}),
        Helper(id="m-4", room={"first": 1, "second": 2}, filler=True),
        Helper(id="m-5", room={"first": 1}, away="ill"),
        Helper(id="m-6", room={"second": 0}, wishes=[]),
        Helper(id="m-7", room={"second": 1}),
    ],
    households=[
        Household(id="h-1", helpers={"first": 1, "second": 1}, wishes=["m-1", "m-2"], refuses=["m-3"]),
        Household(id="h-2", helpers={"first": 1, "second": 1}, wishes=[["m-1", "m-2"], "m-3"]),
        Household(id="h-3", helpers={"second": 1}, must=False),
    ],
    costs=[("h-1", "m-4", 4), ("h-2", "m-4", 4), ("h-3", "m-3", 1), ("h-3", "m-4", 2)],
)
PLACED = both(VILLAGE)
CHOSEN = two_way(VILLAGE, proposing="households")


def flat(reasons):
    """All codes of some reasons and of what is below them."""
    return [code for one in reasons for code in (one.code, *flat(one.because))]


@pytest.mark.parametrize(
    ("id", "rather", "says"),
    [
        ("h-1", "m-3", "h-1 refuses m-3"),
        ("m-3", "h-1", "h-1 refuses m-3"),
        ("h-1", "m-5", "m-5 takes nobody: ill"),
        ("h-1", "m-6", "m-6 takes nobody in a role that is needed"),
        ("h-3", "m-1", "there is no cost for the two, and neither wishes for the other"),
        (
            "h-2",
            "m-4",
            "with this pair the whole would be worse: what it takes elsewhere outweighs what it gives here\n"
            "  h-2 has no place left beside m-2\n"
            "  h-2 has no place left beside m-1",
        ),
    ],
)
def test_what_stands_between_two_is_said(id, rather, says):
    """A refusal, an absence, no room, no ground for a pair, or the whole: whoever asks, each is named."""
    verdict = explain(VILLAGE, PLACED, id, rather=rather)

    assert says == verdict.text()
    assert not verdict


@pytest.mark.parametrize(
    ("id", "rather", "says"),
    [
        ("h-3", "m-3", "h-3 does not wish for m-3"),
        ("m-4", "h-2", "h-2 does not wish for m-4"),
        ("m-3", "h-2", "h-2 has whom it likes as much or more: m-1"),
    ],
)
def test_what_stands_between_two_who_choose_is_said(id, rather, says):
    """Under two-way choice: a wish that is not there, or somebody whom one of the two likes as much."""
    assert says == explain(VILLAGE, CHOSEN, id, rather=rather).text()


def test_a_lot_is_named_where_it_decided():
    """Of two who are equally welcome the lot decides, and that is said."""
    problem = Problem(
        helpers=[Helper(id="m-1"), Helper(id="m-2")],
        households=[Household(id="h-1", wishes=[["m-1", "m-2"]])],
    )
    result = two_way(problem, proposing="households")
    (idle,) = {"m-1", "m-2"} - {*result.helpers_of("h-1")}

    codes = flat(explain(problem, result, "h-1", rather=idle).reasons)

    assert ["explain.likes_better", "explain.lot"] == codes


def test_prices_that_prove_nothing_are_not_called_a_proof():
    """Where another pair would be as good by the prices, the explanation does not call it worse."""
    problem = Problem(
        helpers=[Helper(id="m-1"), Helper(id="m-2")],
        households=[Household(id="h-1")],
        costs=[("h-1", "m-1", 1), ("h-1", "m-2", 1)],
    )
    result = cover(problem)
    (idle,) = {"m-1", "m-2"} - {*result.helpers_of("h-1")}

    verdict = explain(problem, result, idle, rather="h-1")

    assert ("explain.not_dearer",) == verdict.codes
    assert ["explain.not_dearer", "explain.taken"] == flat(verdict.reasons)


def test_each_side_is_told_of_the_other():
    """Whoever asks hears whom he has, in which role, how it came about, and what was set aside for it."""
    assert explain(VILLAGE, PLACED, "m-1", rather="h-2").text().startswith("is paired with h-2 (second)")
    assert explain(VILLAGE, PLACED, "h-2", rather="m-1").text().startswith("is paired with m-1 (second)")
    assert [
        "is paired with m-1 (first): chosen by both",
        "  h-1 has m-1 as wish no. 1",
        "  m-1 has h-1 as wish no. 1",
        "is paired with m-4 (second): placed with a gap filler",
        "  h-1 did not wish for m-4",
        "  m-4 names no wishes and takes whoever comes",
        "  at a cost of 4",
    ] == explain(VILLAGE, PLACED, "h-1").text().splitlines()


def test_whoever_is_left_hears_why():
    """Who misses somebody, or has nobody, gets a no with the reason; a town's own code stands for itself."""
    assert "has nobody: ill" == explain(VILLAGE, PLACED, "m-5").text()
    assert "has nobody: has no room" == explain(VILLAGE, PLACED, "m-6").text()
    assert "misses 1 (second): nobody wishes for it" == explain(VILLAGE, CHOSEN, "h-3").text()
    assert not explain(VILLAGE, CHOSEN, "h-3")


def test_what_cannot_be_asked_is_refused():
    """Somebody who is not there, two of one side, or the result of another problem."""
    with pytest.raises(NotFound, match="id: is nobody of this problem"):
        explain(VILLAGE, PLACED, "h-9")
    with pytest.raises(NotFound, match="rather: is nobody of this problem"):
        explain(VILLAGE, PLACED, "h-1", rather="m-9")
    for one, other in (("h-1", "h-2"), ("m-1", "m-2")):
        with pytest.raises(InvalidInput, match="rather: is of the same side"):
            explain(VILLAGE, PLACED, one, rather=other)
    other = Problem(helpers=VILLAGE.helpers, households=VILLAGE.households, roles=VILLAGE.roles, salt="x")
    with pytest.raises(InvalidInput, match="another problem"):
        explain(other, PLACED, "h-1")


@given(problems(), st.sampled_from([*Proposing]))
def test_every_question_has_an_answer(problem, side):
    """Of every household and helper: yes where they are paired, and otherwise no with a reason."""
    for result in (two_way(problem, proposing=side), cover(problem), both(problem, proposing=side)):
        paired = {key[:2] for key in result.keys}
        for home in problem.households:
            for helper in problem.helpers:
                there = explain(problem, result, home.id, rather=helper.id)
                back = explain(problem, result, helper.id, rather=home.id)

                assert ((home.id, helper.id) in paired) == there.ok == back.ok
                assert there.reasons
                assert back.reasons
