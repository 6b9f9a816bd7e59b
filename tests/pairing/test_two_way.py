"""Two-way choice: stable, best for the side that proposes, and truth pays there."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pairing import brute
from tests.pairing.problems import SIDES, by_role, helpers_of, households_of, pairs_in, written

from sanliang.kernel.errors import InvalidInput
from sanliang.pairing import Helper, Household, Problem, two_way
from sanliang.testing.strategies import problems
from sanliang.testing.strategies._problems import flat, lists_over

STRICT = problems(one_role=True, strict=True, wishes_only=True)
ONE_EACH = problems(one_role=True, room=1, wishes_only=True)


def chosen(problem, proposing):
    """The pairs of household and helper, where there is one role."""
    return pairs_in(two_way(problem, proposing=proposing), problem.roles[0])


# --- stable ----------------------------------------------------------------------------------------------


@given(problems() | problems(max_size=5, room=3), st.sampled_from(SIDES))
def test_no_blocking_pair(problem, side):
    """No blocking pair, role by role: no household and no helper would both rather have each other."""
    for role, pairs, struck in by_role(problem, two_way(problem, proposing=side).keys):
        assert [] == brute.blocking(problem, role, pairs, struck)
        assert pairs <= {*brute.mutual(problem, role)} - struck


@given(problems(max_size=4, room=3), st.sampled_from(SIDES))
def test_ties_are_broken_by_lots(problem, side):
    """Whoever is equally welcome comes in the order of the lots, as if everybody had written so."""
    assert two_way(written(problem), proposing=side).pairs == two_way(problem, proposing=side).pairs


# --- the best, among all stable pairings -----------------------------------------------------------------


def places(wishes, those):
    """How welcome each of those is, the best first."""
    return sorted(map(wishes.index, those))


@given(STRICT)
def test_households_that_propose_get_their_best_stable_partners(problem):
    """
    Households proposing get their best stable partner.

    So with one seat, and where they have two: no stable pairing has a better first or second helper for any.
    """
    found = chosen(problem, "households")
    for stable in brute.stable_pairings(problem):
        for one in problem.households:
            mine, theirs = (places(one.wishes, helpers_of(pairs, one.id)) for pairs in (found, stable))
            assert all(place <= other for place, other in zip(mine, theirs, strict=True))


@pytest.mark.traced("it takes a branch that no other test takes")
@given(STRICT)
def test_helpers_who_propose_get_their_best_stable_partners(problem):
    """Helpers proposing get their best likewise, with room for several: none of theirs could be better."""
    found = chosen(problem, "helpers")
    for stable in brute.stable_pairings(problem):
        for one in problem.helpers:
            mine, theirs = (places(one.wishes, households_of(pairs, one.id)) for pairs in (found, stable))
            assert all(place <= other for place, other in zip(mine, theirs, strict=True))


@given(STRICT)
def test_every_stable_pairing_has_the_same_people(problem):
    """The same set is matched in every stable result where lists are strict, and as many with each."""
    count = {
        tuple(
            len(of(pairs, one.id))
            for of, side in ((helpers_of, problem.households), (households_of, problem.helpers))
            for one in side
        )
        for pairs in [*brute.stable_pairings(problem), *(chosen(problem, side) for side in SIDES)]
    }

    assert 1 == len(count)


def test_each_side_has_its_own_best():
    """Where all first wishes of one side are the last of the other, who proposes has the first."""
    wishes = {"h-1": "123", "h-2": "231", "h-3": "312", "m-1": "231", "m-2": "312", "m-3": "123"}
    problem = Problem(
        helpers=[Helper(id=id, wishes=[f"h-{n}" for n in wishes[id]]) for id in ("m-1", "m-2", "m-3")],
        households=[Household(id=id, wishes=[f"m-{n}" for n in wishes[id]]) for id in ("h-1", "h-2", "h-3")],
    )

    assert 3 == len(brute.stable_pairings(problem))
    assert {("h-1", "m-1"), ("h-2", "m-2"), ("h-3", "m-3")} == chosen(problem, "households")
    assert {("h-2", "m-1"), ("h-3", "m-2"), ("h-1", "m-3")} == chosen(problem, "helpers")


# --- more room, and the truth ----------------------------------------------------------------------------


@given(problems(one_role=True, room=3), st.data())
def test_more_room_unpairs_nobody_who_proposed(problem, data):
    """More room never unpairs a household that proposed: it has as many helpers as before, or more."""
    at = data.draw(st.integers(0, len(problem.helpers) - 1))
    helpers = [*problem.helpers]
    room = helpers[at].room["helper"] + data.draw(st.integers(1, 2))
    helpers[at] = attrs.evolve(helpers[at], room=room)
    roomy = attrs.evolve(problem, helpers=helpers)
    before, after = chosen(problem, "households"), chosen(roomy, "households")

    for one in problem.households:
        assert len(helpers_of(before, one.id)) <= len(helpers_of(after, one.id))


def one_helper_each(problem):
    """The same problem, of households that need one helper each."""
    return attrs.evolve(problem, households=[attrs.evolve(one, helpers=1) for one in problem.households])


def lies(one, others):
    """The same person with each list of wishes that there is."""
    for wishes in [None, *lists_over(tuple(others), ties=False)]:
        yield attrs.evolve(one, wishes=wishes, refuses=one.refuses - {*(wishes or ())})


def instead(side, at, one):
    """A side with another one in one place."""
    return (*side[:at], one, *side[at + 1 :])


def best(wishes, those):
    """How welcome the best of those is who are welcome at all; none is worse than any."""
    ranks = flat(wishes)
    return min((ranks[id] for id in those if id in ranks), default=len(ranks))


def listing(one, others):
    """What somebody wishes: where nothing is said, all who wish for that one are equally welcome."""
    if one.wishes is not None:
        return one.wishes
    return [
        tuple(other.id for other in others if one.id in flat(other.wishes) and other.id not in one.refuses)
    ]


@given(problems(one_role=True, wishes_only=True).map(one_helper_each), st.data())
def test_truth_pays_for_a_household_that_proposes(problem, data):
    """Truth pays for the proposing side: no wishes that are not its own get a household somebody better."""
    at = data.draw(st.integers(0, len(problem.households) - 1))
    one = problem.households[at]
    wishes = listing(one, problem.helpers)
    had = best(wishes, helpers_of(chosen(problem, "households"), one.id))
    for lie in lies(one, [other.id for other in problem.helpers]):
        other = attrs.evolve(problem, households=instead(problem.households, at, lie))
        assert had <= best(wishes, helpers_of(chosen(other, "households"), one.id))


@given(ONE_EACH, st.data())
def test_truth_pays_for_a_helper_who_proposes(problem, data):
    """Truth pays for the proposing side, where each takes one: it does for helpers who propose."""
    at = data.draw(st.integers(0, len(problem.helpers) - 1))
    one = problem.helpers[at]
    wishes = listing(one, problem.households)
    had = best(wishes, households_of(chosen(problem, "helpers"), one.id))
    for lie in lies(one, [other.id for other in problem.households]):
        other = attrs.evolve(problem, helpers=instead(problem.helpers, at, lie))
        assert had <= best(wishes, households_of(chosen(other, "helpers"), one.id))


def test_truth_need_not_pay_for_the_other_side():
    """A helper who takes the list of one side for the other can do better by leaving out a true wish."""
    homes = [Household(id="h-1", wishes=["m-1", "m-2"]), Household(id="h-2", wishes=["m-2", "m-1"])]
    other = Helper(id="m-2", wishes=["h-1", "h-2"])
    true = Problem(helpers=[Helper(id="m-1", wishes=["h-2", "h-1"]), other], households=homes)
    untrue = Problem(helpers=[Helper(id="m-1", wishes=["h-2"]), other], households=homes)

    assert {("h-1", "m-1"), ("h-2", "m-2")} == chosen(true, "households")
    assert {("h-1", "m-2"), ("h-2", "m-1")} == chosen(untrue, "households")


# --- the reasons -----------------------------------------------------------------------------------------

REASONS = Problem(
    helpers=[
        Helper(id="m-1", wishes=["h-1", "h-2"]),
        Helper(id="m-2", wishes=[]),
        Helper(id="m-3", room=0, wishes=["h-1"]),
        Helper(id="m-4", away="ill", wishes=["h-1"]),
        Helper(id="m-5", wishes=["h-6"]),
        Helper(id="m-6"),
    ],
    households=[
        Household(id="h-1", wishes=["m-1", "m-3"]),
        Household(id="h-2", wishes=["m-1"]),
        Household(id="h-3", wishes=[]),
        Household(id="h-4"),
        Household(id="h-5", wishes=["m-4"]),
        Household(id="h-6", refuses=["m-5"]),
    ],
)


@pytest.mark.parametrize("side", SIDES)
def test_each_who_is_unpaired_has_a_reason(side):
    """Outranked, wishing for nobody, wished for by nobody, no wish mutual; no room, or away."""
    found = two_way(REASONS, proposing=side)

    assert [("h-1", "m-1")] == [key[:2] for key in found.keys]
    assert {
        "h-2": "outranked",
        "h-3": "wishes_nobody",
        "h-4": "not_wished",
        "h-5": "not_mutual",
        "h-6": "not_mutual",
        "m-2": "wishes_nobody",
        "m-3": "no_room",
        "m-4": "ill",
        "m-5": "not_mutual",
        "m-6": "not_wished",
    } == {one.id: str(one.why) for one in found.unpaired}


def test_a_helper_may_be_outranked():
    """A helper whose only household likes another one better is outranked."""
    problem = Problem(
        helpers=[Helper(id="m-1"), Helper(id="m-2")], households=[Household(id="h-1", wishes=["m-2", "m-1"])]
    )
    for side in SIDES:
        assert [("m-1", "outranked")] == [
            (one.id, str(one.why)) for one in two_way(problem, proposing=side).unpaired
        ]


def test_nobody_helps_in_two_roles():
    """Roles are filled one after the other, and who helps in the first does not help in the next."""
    wishes = ["m-1", "m-2"]
    problem = Problem(
        roles=["second", "first"],
        helpers=[Helper(id=id, room={"first": 1, "second": 1}, wishes=["h-1"]) for id in wishes],
        households=[Household(id="h-1", helpers={"first": 1, "second": 1}, wishes=wishes)],
    )

    assert (("h-1", "m-1", "second"), ("h-1", "m-2", "first")) == two_way(
        problem, proposing="households"
    ).keys


@pytest.mark.parametrize("proposing", ["both", None, True, 1])
def test_there_are_two_sides(proposing):
    """Households or helpers propose, and nobody else."""
    with pytest.raises(InvalidInput) as error:
        two_way(REASONS, proposing=proposing)
    assert ["proposing"] == [fault.path for fault in error.value.faults]


def test_a_problem_is_asked_for():
    """What is no problem is refused at once."""
    with pytest.raises(InvalidInput):
        two_way({"helpers": []}, proposing="helpers")
