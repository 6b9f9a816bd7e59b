"""Full coverage: nothing that may be made loses less, and the prices show it."""

from functools import partial
from hashlib import sha256
from time import process_time
from unittest import mock

import attrs
import pytest
from hypothesis import given
from tests.pairing import brute
from tests.pairing.problems import by_role
from tests.pairing.results import conditions

from sanliang.kernel.errors import InvalidInput
from sanliang.pairing import (
    Certificate,
    Helper,
    Household,
    Lots,
    Problem,
    Why,
    _flow,
    audit,
    both,
    cost,
    cover,
    two_way,
    weights,
)
from sanliang.pairing._audit._scale import Losses, Scale
from sanliang.pairing._audit._seats import seats_of
from sanliang.pairing._audit._terms import Terms
from sanliang.testing.strategies import problems

CLAIMS = Certificate(policy="cover")


def kept(problem, **changes):
    """The ids of household and helper of each pair, after the problem is covered."""
    return {key[:2] for key in cover(attrs.evolve(problem, **changes)).keys}


# --- the least -------------------------------------------------------------------------------------------


@given(problems(one_role=True) | problems(max_size=2))
def test_no_cover_loses_less(problem):
    """`cover`'s loss equals brute force: of must, may, least, filler, cost and even load, in this order."""
    least, _ = brute.best_cover(problem, CLAIMS)

    assert least[:9] == brute.loss(problem, cover(problem).keys, CLAIMS)[:9]


@given(problems())
def test_no_role_could_be_filled_at_less(problem):
    """Roles are filled one after the other, each at the least loss that those before it leave."""
    for role, pairs, struck in by_role(problem, cover(problem).keys):
        least, covers = brute.least_covers(problem, CLAIMS, role, struck)

        assert pairs in covers
        assert least == brute.role_loss(problem, role, pairs, CLAIMS)


@pytest.mark.traced("it takes a branch that no other test takes")
@given(problems() | problems(max_size=5, room=3))
def test_the_prices_prove_it(problem):
    """The dual prices prove it: they meet each condition, as written down anew, with the weights claimed."""
    found = cover(problem)
    assert problem.roles == tuple(prices.role for prices in found.certificate.prices)
    for prices in found.certificate.prices:
        assert brute.proves(prices, conditions(problem, found.keys, CLAIMS, prices.role))


@given(problems())
def test_what_it_costs_is_the_sum_of_its_pairs(problem):
    """The cost is that of each pair; a pair without a cost costs nothing."""
    found = cover(problem)
    rows = {
        (household, helper): number
        for household, of in problem.costs.items()
        for helper, number in of.items()
    }

    assert sum(rows.get(key[:2], 0) for key in found.keys) == cost(problem, found)


# --- who is left out -------------------------------------------------------------------------------------


@given(problems())
def test_who_is_left_out_has_the_true_reason(problem):
    """Nobody is allowed, or those who are have too little room; a helper is not needed, or not allowed."""
    found = cover(problem)
    hopes = {
        role: {pair for pair in brute.allowed(problem, role) if pair not in struck}
        for role, _, struck in by_role(problem, found.keys)
    }
    for one in found.unpaired:
        if one.role:
            hope = one.id in {home for home, _ in hopes[one.role]}
            assert (Why.SHORT_OF_ROOM if hope else Why.NOBODY_ALLOWED) == one.why
        else:
            helper = problem.helper(one.id)
            hope = one.id in {other for role in hopes for _, other in hopes[role]}
            due = Why.NOT_NEEDED if hope else Why.NOBODY_ALLOWED
            assert one.why == (helper.away or (due if any(helper.room.values()) else Why.NO_ROOM))


# --- what counts before what -----------------------------------------------------------------------------

FOUR = Problem(
    helpers=[Helper(id="m-1", room=2), Helper(id="m-2", room=2)],
    households=[Household(id=f"h-{n}") for n in range(1, 5)],
    costs=[(f"h-{n}", f"m-{m}", m - 1) for n in range(1, 5) for m in (1, 2)],
)


def with_helpers(**changes):
    """The four households, with something else about the first helper."""
    first, other = FOUR.helpers
    return attrs.evolve(FOUR, helpers=[attrs.evolve(first, **changes), other])


def loads(problem):
    """How many each helper has."""
    found = cover(problem)
    return [len(found.households_of(one.id)) for one in problem.helpers]


def test_who_must_be_covered_comes_before_who_may():
    """Where room is short, a household that must be covered is, at whatever cost, and one that may is not."""
    costs = [("h-1", "m-1", 10**9), ("h-2", "m-1", 0)]
    problem = Problem(
        helpers=[Helper(id="m-1")],
        households=[Household(id="h-1"), Household(id="h-2", must=False)],
        costs=costs,
    )

    assert {("h-1", "m-1")} == kept(problem)
    assert () == cover(problem).certificate.shortages
    assert [("h-2", "short_of_room")] == [(one.id, str(one.why)) for one in cover(problem).unpaired]


def test_the_least_comes_before_fillers_and_they_before_cost():
    """Whoever takes some at the least has them; then fillers are spared; then the cost counts."""
    roomy = with_helpers(room=4)

    assert [4, 0] == loads(roomy)
    assert [2, 2] == loads(with_helpers(room=4, filler=True))
    first, other = roomy.helpers
    assert [3, 1] == loads(attrs.evolve(roomy, helpers=[first, attrs.evolve(other, least=1)]))
    fillers = [first, attrs.evolve(other, least=1, filler=True)]
    assert [3, 1] == loads(attrs.evolve(roomy, helpers=fillers))


def test_the_load_is_even_among_equals():
    """Where nothing else differs, no helper has two households more than another."""
    even = attrs.evolve(
        FOUR,
        helpers=[Helper(id=f"m-{n}", room=9) for n in (1, 2, 3)],
        costs=[(f"h-{n}", f"m-{m}", 5) for n in range(1, 5) for m in (1, 2, 3)],
    )

    assert [1, 1, 2] == sorted(loads(even))


def test_a_filler_is_named():
    """A pair with a gap filler says so."""
    problem = with_helpers(room=4, filler=True)

    assert {"m-1": Why.FILLED, "m-2": Why.PLACED} == {pair.helper: pair.why for pair in cover(problem).pairs}


def test_what_is_equal_is_drawn():
    """Of households that are equal in all else, the lower lot has the helper whose room is short."""
    lots = Lots(FOUR.salt)
    only = [Helper(id="m-1", room=2)]
    costs = [(one.id, "m-1", 1) for one in FOUR.households]
    lucky = sorted((one.id for one in FOUR.households), key=lots.__getitem__)[:2]

    assert {(id, "m-1") for id in lucky} == kept(FOUR, helpers=only, costs=costs)


def test_a_household_that_needs_nobody_in_a_role_is_not_asked():
    """A role that nobody needs, or that nobody takes, is filled with nobody."""
    problem = Problem(
        roles=["first", "second", "third"],
        helpers=[Helper(id="m-1", room={"first": 1, "third": 1})],
        households=[Household(id="h-1", helpers={"first": 1, "second": 1})],
        costs=[("h-1", "m-1", 1)],
    )
    found = cover(problem)

    assert (("h-1", "m-1", "first"),) == found.keys
    assert [("second", "nobody_allowed")] == [(one.role, str(one.why)) for one in found.unpaired]
    assert audit(problem, found)


# --- what it weighs --------------------------------------------------------------------------------------

EVERYTHING = Problem(
    roles=["first", "second"],
    helpers=[
        Helper(id="m-1", room={"first": 9, "second": 1}, least={"first": 1}, filler=True),
        Helper(id="m-2", room={"first": 2}),
    ],
    households=[
        Household(id="h-1", helpers={"first": 2}),
        Household(id="h-2", helpers={"first": 1, "second": 1}, must=False),
        Household(id="h-3", helpers={"second": 1}),
    ],
    costs=[("h-1", "m-1", 4), ("h-2", "m-2", 6)],
)
NOTHING = Problem(helpers=[Helper(id="m-1", room=2)], households=[Household(id="h-1"), Household(id="h-2")])
CLAIMS_ALL = Certificate(policy="both", agreed=[("h-1", "m-1", "first")], before=[("h-1", "m-2", "first")])


@pytest.mark.parametrize(
    ("problem", "claims", "role", "times"),
    [
        (EVERYTHING, CLAIMS_ALL, "first", (9, 18, 6, 3, 3, 3, 3, 3)),
        (EVERYTHING, CLAIMS_ALL, "second", (2, 12, 4, 2, 2, 2, 2, 2)),
        (EVERYTHING, CLAIMS, "first", (9, 18, 0, 3, 3, 3, 0, 0)),
        (NOTHING, CLAIMS, "helper", (4, 0, 0, 0, 0, 0, 0, 0)),
        (attrs.evolve(NOTHING, helpers=[Helper(id="m-1", room=0)]), CLAIMS, "helper", (0,) * 8),
    ],
    ids=["all", "another role", "without claims", "the load alone", "no room"],
)
def test_each_loss_weighs_more_than_all_that_are_lighter(problem, claims, role, times):
    """A weight is one more than all that can come of the lighter kinds; what cannot occur weighs nothing."""
    expected, weight = {}, 1
    kinds = ("even", "cost", "broken", "filler", "least", "may", "before", "agreed")
    for kind, most in zip(kinds, times, strict=True):
        expected[kind] = weight if most else 0
        weight += weight * most
    expected["must"] = weight
    terms = Terms.of(problem)
    seats = seats_of(terms, problem.roles)[role]

    assert expected == attrs.asdict(weights(problem, role, claims))
    assert expected == attrs.asdict(Scale.of(terms, seats, claims))


def test_a_seat_costs_more_for_each_that_is_taken_and_above_the_least():
    """What the next seat costs grows with those taken before it, and by a step where the least is reached."""
    terms = Terms.of(attrs.evolve(NOTHING, helpers=[Helper(id="m-1", room=2, least=1)]))
    losses = Losses.of(terms, seats_of(terms, NOTHING.roles)["helper"], CLAIMS)
    flow, seats = _flow.Flow(out=[100] * 3, room=[3], least=[1], even=1, above=3), []
    for household in range(3):
        seats += flow._seat
        flow.place(household, 1, [0], [0])

    assert [0, 1 + 5, 2 + 5] == [losses.seat("m-1", taken) for taken in range(3)]
    assert [0, 1 + 3, 2 + 3] == seats


def test_whoever_is_not_needed_has_no_price():
    """A helper with nobody has the price 0, and a household the price of whom it has."""
    problem = Problem(
        helpers=[Helper(id="m-1"), Helper(id="m-2")],
        households=[Household(id="h-1")],
        costs=[("h-1", "m-1", 1), ("h-1", "m-2", 4)],
    )
    (prices,) = cover(problem).certificate.prices

    assert {"m-1": 0, "m-2": 0} == dict(prices.helpers)
    assert {"h-1": weights(problem, "helper", CLAIMS).cost} == dict(prices.households)


# --- who has many ----------------------------------------------------------------------------------------


@pytest.mark.traced("it takes a branch that no other test takes")
@given(problems(one_role=True) | problems(one_role=True, max_size=5, room=3))
def test_who_has_many_is_asked_for_the_easiest_alone(problem):
    """Of a helper who has many only those are looked at who leave the easiest: it comes to the same loss."""
    with mock.patch.object(_flow, "FEW", 0):
        found = cover(problem)

    assert audit(problem, found)
    assert brute.loss(problem, cover(problem).keys, CLAIMS) == brute.loss(problem, found.keys, CLAIMS)


def dense(step):
    """Nine households, some of which need not be covered, and four helpers for seven; each pair costs."""
    rooms, fillers = (3, 1, 2, 1), {3}
    return Problem(
        helpers=[
            Helper(id=f"m-{n}", room=room, least=int(room > 2), filler=n in fillers)
            for n, room in enumerate(rooms)
        ],
        households=[
            Household(id=f"h-{n}", must=n % 4 != step % 4, helpers=1 + int(n == step)) for n in range(9)
        ],
        costs=[
            (f"h-{n}", f"m-{m}", (step + 3 * n * n + 5 * m * n + m) % 11) for n in range(9) for m in range(4)
        ],
    )


@pytest.mark.parametrize("few", [0, 1, 16])
def test_whoever_is_asked_first_the_prices_prove_the_cover(few):
    """Where most pairs have to be moved to make room for others, the prices prove what comes of it."""
    with mock.patch.object(_flow, "FEW", few):
        found = [(problem, cover(problem)) for problem in map(dense, range(9))]

    assert all(audit(problem, one) for problem, one in found)


@pytest.mark.parametrize(("few", "drawn"), [(0, "87f4a1c110c90e42"), (16, "10fba0fb058c82cd")])
def test_of_covers_that_are_as_good_the_same_is_made_as_ever(few, drawn):
    """Whoever draws again what was drawn years ago gets the same pairs: no change of the code moves one."""
    level = [
        attrs.evolve(
            problem,
            costs=[
                (home, helper, price % 2)
                for home, of in problem.costs.items()
                for helper, price in of.items()
            ],
        )
        for problem in map(dense, range(9))
    ]
    with mock.patch.object(_flow, "FEW", few):
        found = [tuple(key) for problem in level for key in cover(problem).keys]

    assert drawn == sha256(repr(found).encode()).hexdigest()[:16]


def crowd(households, *, dear):
    """Households who all want the one helper who has room for half of them."""
    homes = [f"h-{n}" for n in range(households)]
    return Problem(
        helpers=[Helper(id="m-1", room=households // 2)],
        households=[Household(id=id, wishes=["m-1"]) for id in homes],
        costs=[(id, "m-1", n * 7919 % households) for n, id in enumerate(homes)] if dear else (),
    )


@pytest.mark.untraced("it measures time")
@pytest.mark.once("it measures our own loops")
@pytest.mark.parametrize("dear", [True, False])
@pytest.mark.parametrize("make", [cover, both, partial(two_way, proposing="households")])
def test_one_helper_for_all_takes_linear_time(make, dear):
    """Eight times the households of one helper, who has room for half of them, take about so much longer."""
    spent = []
    for households in (500, 4_000):
        problem, start = crowd(households, dear=dear), process_time()
        found = make(problem)
        spent.append(process_time() - start)
        assert audit(problem, found)

    assert spent[1] < 24 * (spent[0] + 0.05)


# --- against another solver ------------------------------------------------------------------------------


def town(seed, helpers, households, near):
    """An invented town: each household has so many helpers near it, at costs drawn from the seed."""
    lots = Lots(f"town {seed}")
    people, homes = [f"m-{n}" for n in range(helpers)], [f"h-{n}" for n in range(households)]
    return Problem(
        helpers=[Helper(id=id, room=1 + lots[id][0] % 4) for id in people],
        households=[Household(id=id, helpers=1 + (lots[id][0] < 60), must=lots[id][1] < 200) for id in homes],
        costs=[
            (home, helper, int.from_bytes(lots[home + helper][:2], "big") % 1000)
            for home in homes
            for helper in sorted(people, key=lambda id, home=home: lots[f"{home} {id}"])[:near]
        ],
    )


def optimum(problem):
    """What OR-tools finds: seats of the two kinds that are left empty, and the cost of the others."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    dearer = 1 + sum(one.wants("helper") for one in problem.households) * 1000
    flow, nodes = SimpleMinCostFlow(), {}
    source, sink, nobody = -1, -2, -3

    def node(id):
        return nodes.setdefault(id, len(nodes))

    for home in problem.households:
        seats = home.wants("helper")
        empty = dearer * dearer if home.must else dearer
        flow.add_arc_with_capacity_and_unit_cost(node(source), node(home.id), seats, 0)
        flow.add_arc_with_capacity_and_unit_cost(node(home.id), node(nobody), seats, empty)
        for helper, price in problem.costs[home.id].items():
            flow.add_arc_with_capacity_and_unit_cost(node(home.id), node(helper), 1, price)
    for helper in problem.helpers:
        flow.add_arc_with_capacity_and_unit_cost(node(helper.id), node(sink), helper.takes("helper"), 0)
    seats = sum(one.wants("helper") for one in problem.households)
    flow.add_arc_with_capacity_and_unit_cost(node(nobody), node(sink), seats, 0)
    flow.set_node_supply(node(source), seats)
    flow.set_node_supply(node(sink), -seats)
    assert flow.OPTIMAL == flow.solve()
    rest, number = divmod(flow.optimal_cost(), dearer)
    return *divmod(rest, dearer), number


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.once("it asks another solver")
@pytest.mark.parametrize("size", [(30, 60, 4), (40, 120, 6), (60, 60, 12), (20, 100, 3)])
@pytest.mark.parametrize("seed", range(4))
def test_another_solver_finds_no_cheaper_cover(seed, size):
    """`cover`'s cost equals the optimum of an independent solver, where room is short and where it is not."""
    problem = town(seed, *size)
    found = cover(problem)
    missing = dict.fromkeys((True, False), 0)
    for one in found.unpaired:
        if one.role:
            missing[problem.household(one.id).must] += one.missing

    assert optimum(problem) == (missing[True], missing[False], cost(problem, found))
    assert audit(problem, found)


# --- what is refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize("ask", [cover, lambda it: cost(it, cover(FOUR)), lambda it: cost(FOUR, it)])
def test_a_wrong_argument_is_refused_at_once(ask):
    """What is no problem, or no pairing, is refused."""
    with pytest.raises(InvalidInput):
        ask({"helpers": []})


def test_one_wish_is_enough():
    """The wish of one side is enough to be placed, though the other side wishes for nobody."""
    problem = Problem(helpers=[Helper(id="m-1", wishes=[])], households=[Household(id="h-1", wishes=["m-1"])])

    assert {("h-1", "m-1")} == kept(problem)
    assert () == two_way(problem, proposing="helpers").pairs
