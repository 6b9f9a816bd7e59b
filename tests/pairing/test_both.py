"""Two-way choice first, and the rest placed by the organisation with the fewest broken wishes."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pairing import brute
from tests.pairing.problems import SIDES, by_role
from tests.pairing.results import conditions

from sanliang.kernel.errors import InvalidInput
from sanliang.pairing import Helper, Household, Problem, Why, both, cover, two_way
from sanliang.testing.strategies import problems
from sanliang.testing.strategies._problems import flat

PROPOSING = st.sampled_from(SIDES)


def empty_seats(problem, role, pairs):
    """How many seats are left empty that must be filled."""
    return brute.role_loss(problem, role, pairs, both(problem).certificate)[0]


def broken(problem, pairs):
    """How many wishes some pairs break: a side has said whom it wishes for, and it is not the other."""
    sides = [(problem.household(home), problem.helper(helper)) for home, helper in pairs]
    return sum(
        one.wishes is not None and other.id not in flat(one.wishes)
        for home, helper in sides
        for one, other in ((home, helper), (helper, home))
    )


# --- what was agreed -------------------------------------------------------------------------------------


@given(problems() | problems(max_size=5, room=3), PROPOSING)
def test_what_is_agreed_is_the_two_way_choice(problem, side):
    """The certificate has every pair of the two-way choice, and says which side proposed."""
    found = both(problem, proposing=side)

    assert two_way(problem, proposing=side).keys == found.certificate.agreed
    assert side == found.certificate.proposing


@given(problems(one_role=True), PROPOSING)
def test_what_is_agreed_stands_unless_coverage_needs_otherwise(problem, side):
    """
    `both` keeps every two-way pair unless coverage needs otherwise.

    No pairing with as few seats empty that must be filled keeps more of them; and none that also keeps as
    many is better in what comes after, wishes broken among it.
    """
    found = both(problem, proposing=side)
    agreed = {key[:2] for key in found.certificate.agreed}
    role, pairs, _ = next(by_role(problem, found.keys))
    choices = [*brute.choices_of(problem, role, brute.allowed(problem, role), ())]
    fewest = min(empty_seats(problem, role, one) for one in choices)
    most = max(len(agreed & one) for one in choices if empty_seats(problem, role, one) == fewest)

    assert (fewest, most) == (empty_seats(problem, role, pairs), len(agreed & pairs))


@given(problems(one_role=True) | problems(max_size=2), PROPOSING)
def test_no_pairing_loses_less(problem, side):
    """Its loss equals brute force, in this order: must, agreed, may, least, filler, broken, cost, even."""
    found = both(problem, proposing=side)
    for role, pairs, struck in by_role(problem, found.keys):
        least, covers = brute.least_covers(problem, found.certificate, role, struck)

        assert pairs in covers
        assert least == brute.role_loss(problem, role, pairs, found.certificate)


def asking_nothing(problem):
    """The same problem, where nothing is asked of helpers at the least."""
    return attrs.evolve(problem, helpers=[attrs.evolve(one, least={}) for one in problem.helpers])


@given(problems(one_role=True, wishes_only=True).map(asking_nothing))
def test_the_fewest_wishes_are_broken(problem):
    """The rest is placed with the fewest broken wishes: as many seats could not be filled with fewer."""
    found = both(problem)
    role, pairs, _ = next(by_role(problem, found.keys))
    agreed = {key[:2] for key in found.certificate.agreed} & pairs
    for other in brute.choices_of(problem, role, brute.allowed(problem, role), ()):
        if len(other) == len(pairs) and agreed <= other:
            assert broken(problem, pairs) <= broken(problem, other)


@given(problems() | problems(max_size=5, room=3), PROPOSING)
def test_the_prices_prove_it(problem, side):
    """The dual prices prove it: they meet each condition, as written down anew, with the weights claimed."""
    found = both(problem, proposing=side)
    for prices in found.certificate.prices:
        assert brute.proves(prices, conditions(problem, found.keys, found.certificate, prices.role))


@given(problems(), PROPOSING)
def test_each_pair_says_how_it_came_about(problem, side):
    """Each pair is marked: chosen by both, or placed by the organisation, then with a gap filler or not."""
    found = both(problem, proposing=side)
    for pair in found.pairs:
        if pair.key in found.certificate.agreed:
            assert Why.MUTUAL == pair.why
        else:
            assert (Why.FILLED if problem.helper(pair.helper).filler else Why.PLACED) == pair.why


# --- by hand ---------------------------------------------------------------------------------------------


def wishing(*rows):
    """A town of households with their wishes, and of two helpers who wish for the first."""
    return Problem(
        helpers=[Helper(id=id, wishes=["h-1"]) for id in ("m-1", "m-2")],
        households=[Household(id=f"h-{n}", wishes=wishes) for n, wishes in enumerate(rows, 1)],
    )


def test_a_pair_is_undone_for_a_household_that_must_be_covered():
    """Who is the only one for a household goes there; the certificate has the pair that was undone."""
    problem = wishing(["m-1", "m-2"], ["m-1"])
    found = both(problem)

    assert [("h-1", "m-2", Why.PLACED), ("h-2", "m-1", Why.PLACED)] == [
        (pair.household, pair.helper, pair.why) for pair in found.pairs
    ]
    assert (("h-1", "m-1", "helper"),) == found.certificate.agreed


def test_a_pair_stands_where_only_one_that_may_be_covered_is_left_out():
    """For a household that need not be covered, nothing is undone."""
    problem = Problem(
        helpers=[Helper(id="m-1", wishes=["h-1"]), Helper(id="m-2", wishes=["h-1"])],
        households=[Household(id="h-1", wishes=["m-1"]), Household(id="h-2", wishes=["m-1"], must=False)],
    )

    assert [("h-1", "m-1")] == [key[:2] for key in both(problem).keys]
    assert 2 == len(cover(problem).pairs)


def test_wishes_come_before_cost():
    """A pair that breaks no wish is placed, at whatever cost; who wishes for nobody is placed last."""
    problem = Problem(
        helpers=[
            Helper(id="m-1", wishes=["h-2"]),
            Helper(id="m-2", room=2),
            Helper(id="m-3", wishes=[]),
        ],
        households=[Household(id="h-1"), Household(id="h-2", wishes=["m-2"], refuses=["m-1"])],
        costs=[("h-1", "m-1", 0), ("h-1", "m-2", 9), ("h-1", "m-3", 0), ("h-2", "m-3", 0)],
    )

    assert [("h-1", "m-2"), ("h-2", "m-2")] == [key[:2] for key in both(problem).keys]
    assert [("h-1", "m-1"), ("h-2", "m-3")] == [key[:2] for key in cover(problem).keys]


def test_the_sides_may_agree_on_other_pairs():
    """Which side proposes decides what is agreed."""
    problem = Problem(
        helpers=[Helper(id="m-1", wishes=["h-2", "h-1"]), Helper(id="m-2", wishes=["h-1", "h-2"])],
        households=[
            Household(id="h-1", wishes=["m-1", "m-2"]),
            Household(id="h-2", wishes=["m-2", "m-1"]),
        ],
    )

    assert both(problem) == both(problem, proposing="households")
    assert [("h-1", "m-1"), ("h-2", "m-2")] == [key[:2] for key in both(problem).keys]
    assert [("h-1", "m-2"), ("h-2", "m-1")] == [key[:2] for key in both(problem, proposing="helpers").keys]


def test_a_wrong_argument_is_refused_at_once():
    """There are two sides, and what is no problem is none."""
    with pytest.raises(InvalidInput):
        both(wishing(["m-1"]), proposing="nobody")
    with pytest.raises(InvalidInput):
        both(None)
