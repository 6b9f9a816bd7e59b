"""The stable pairing nearest to an old one, against all stable pairings."""

from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sanliang.pairing._cut import heaviest
from sanliang.pairing._nearest import Nearest, nearest
from sanliang.pairing._rotations import chain

PAIRS = st.tuples(st.integers(0, 5), st.integers(0, 5))


def opposed(lists, helpers):
    """The ranks of helpers who like those best who like them least."""
    callers = [[] for _ in range(helpers)]
    for household, wishes in enumerate(lists):
        for place, helper in enumerate(wishes):
            callers[helper].append((-place, household))
    return [{household: rank for rank, (_, household) in enumerate(sorted(row))} for row in callers]


def square(lists, places=1):
    """A problem with as many helpers as households, opposed, and the same number of places everywhere."""
    size = len(lists)
    return lists, opposed(lists, size), [places] * size, [places] * size


def in_turn(size, places=1):
    """Each household begins its list one helper further on than the one before it."""
    return square([[(start + step) % size for step in range(size)] for start in range(size)], places)


def crosswise(size, places=1):
    """The lists with the most stable pairings that are known, for a power of two."""
    return square([[start ^ step for step in range(size)] for start in range(size)], places)


@st.composite
def any_problems(draw):
    """Up to five of each side, lists with gaps, each side's order as it comes."""
    households, helpers = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    lists = [draw(st.permutations(range(helpers))) for _ in range(households)]
    gaps = draw(st.sets(PAIRS, max_size=8))
    lists = [[helper for helper in row if (place, helper) not in gaps] for place, row in enumerate(lists)]
    ranks = []
    for helper in range(helpers):
        order = [place for place in draw(st.permutations(range(households))) if helper in lists[place]]
        ranks.append({household: rank for rank, household in enumerate(order)})
    needs = [draw(st.integers(1, 2)) for _ in range(households)]
    return lists, ranks, needs, [draw(st.integers(0, 3)) for _ in range(helpers)]


@st.composite
def opposed_problems(draw):
    """Problems with several stable pairings, as a rule: what is good for one side is bad for the other."""
    size, places = draw(st.integers(2, 5)), draw(st.integers(1, 2))
    lists = [*map(list, in_turn(size)[0])]
    swaps = st.tuples(st.integers(0, size - 1), st.integers(0, size - 2))
    for household, place in draw(st.lists(swaps, max_size=5)):
        row = lists[household]
        row[place], row[place + 1] = row[place + 1], row[place]
    lists, ranks, needs, rooms = square(lists, places)
    for side in (needs, rooms):
        for place, number in draw(
            st.dictionaries(st.integers(0, size - 1), st.integers(0, 3), max_size=1)
        ).items():
            side[place] = number
    return lists, ranks, needs, rooms


PROBLEMS = any_problems() | opposed_problems()


def passing(lists, places=1):
    """Lists of digits whose households pass helpers who do not want them since a rotation, or never did."""
    return square([[*map(int, row)] for row in lists.split()], places)


def longed_for(wishes, need, chosen):
    """The helpers whom a household that has some would rather have, or have besides."""
    if len(chosen) < need:
        return [helper for helper in wishes if helper not in chosen]
    worst = max((wishes.index(helper) for helper in chosen), default=0)
    return [helper for helper in wishes[:worst] if helper not in chosen]


def blocked(problem, choice):
    """Whether a household and a helper would both rather have each other."""
    lists, ranks, needs, rooms = problem
    for household, chosen in enumerate(choice):
        for helper in longed_for(lists[household], needs[household], chosen):
            having = [ranks[helper][one] for one, others in enumerate(choice) if helper in others]
            if len(having) < rooms[helper] or any(rank > ranks[helper][household] for rank in having):
                return True
    return False


def all_stable(problem):
    """All stable pairings, by trying; no helper is given whom it likes less than one who longs for it."""
    lists, ranks, needs, rooms = problem
    choices = [((), [len(lists)] * len(rooms))]
    for household, wishes in enumerate(lists):
        longer = []
        for choice, bars in choices:
            for size in range(needs[household] + 1):
                for chosen in combinations(wishes, size):
                    tried, edges = (*choice, chosen), [*bars]
                    for helper in longed_for(wishes, needs[household], chosen):
                        edges[helper] = min(edges[helper], ranks[helper][household])
                    having = [
                        [one for one, others in enumerate(tried) if helper in others]
                        for helper in range(len(rooms))
                    ]
                    if all(
                        len(those) <= rooms[helper]
                        and all(ranks[helper][one] < edges[helper] for one in those)
                        for helper, those in enumerate(having)
                    ):
                        longer.append((tried, edges))
        choices = longer
    stable = [choice for choice, _ in choices if not blocked(problem, choice)]
    return [frozenset((one, helper) for one, row in enumerate(choice) for helper in row) for choice in stable]


def closed_sets(rotations):
    """All closed sets of rotations."""
    found = {frozenset()}
    new = found
    while new:
        new = {
            chosen | {place}
            for chosen in new
            for place, rotation in enumerate(rotations)
            if place not in chosen and rotation.after <= chosen
        }
        found = found | new
    return found


@given(PROBLEMS)
@example(passing("0312 1203 2310 3012"))
@example(passing("31204 14023 03214 40213 32104"))
@example(passing("10234 12340 23041 30412 40123", places=2))
@example(passing("23140 31042 32041 24013 24310", places=2))
@example(passing("234015 513240 024513 540123 305241 315042"))
def test_closed_sets_of_rotations_are_the_stable_pairings(problem):
    """Each closed set of rotations leads to one stable pairing, no two to the same, and none is left out."""
    found = chain(*problem)
    reached = [found.pairs(chosen) for chosen in closed_sets(found.rotations)]

    assert sorted(map(sorted, all_stable(problem))) == sorted(map(sorted, reached))


@given(PROBLEMS)
def test_a_pair_is_made_once_and_ended_once(problem):
    """No two rotations make or end the same pair, and each stands behind those that come before it."""
    rotations = chain(*problem).rotations

    for pairs in (
        [pair for rotation in rotations for pair in rotation.added],
        [pair for rotation in rotations for pair in rotation.removed],
    ):
        assert len(pairs) == len(set(pairs))
    assert all(before < place for place, rotation in enumerate(rotations) for before in rotation.after)


@given(PROBLEMS, st.sets(PAIRS), st.data())
def test_no_stable_pairing_keeps_more(problem, extra, data):
    """The nearest is stable, and no stable pairing keeps more of what was."""
    stable = all_stable(problem)
    old = data.draw(st.sampled_from([frozenset(), *stable])) ^ extra
    found = nearest(*problem, old)

    assert frozenset(found.pairs) in stable
    assert tuple(sorted(found.pairs)) == found.pairs
    assert len(old.intersection(found.pairs)) == found.kept
    assert max(len(old & pairs) for pairs in stable) == found.kept
    assert (len(stable) == 1) == found.alone


@given(PROBLEMS, st.sets(PAIRS))
def test_of_equals_each_household_has_the_best(problem, old):
    """Among those that keep the most, no household likes another better than the nearest."""
    lists = problem[0]

    def places(pairs):
        rows = [
            sorted(row.index(helper) for one, helper in pairs if one == place)
            for place, row in enumerate(lists)
        ]
        return [place for row in rows for place in row]

    found = nearest(*problem, old)
    equals = [pairs for pairs in all_stable(problem) if len(pairs & old) == found.kept]

    assert all(
        mine <= other
        for pairs in equals
        for mine, other in zip(places(found.pairs), places(pairs), strict=True)
    )


@given(PROBLEMS)
def test_what_is_stable_stays(problem):
    """A pairing that is stable is the nearest to itself."""
    for pairs in all_stable(problem):
        assert tuple(sorted(pairs)) == nearest(*problem, pairs).pairs


@given(PROBLEMS, st.sets(PAIRS))
def test_the_order_of_old_pairs_does_not_matter(problem, old):
    """Old pairs in any order, and more than once, come to the same."""
    turned = sorted(old, reverse=True)

    assert nearest(*problem, old) == nearest(*problem, [*turned, *turned])


@pytest.mark.parametrize(("size", "count"), [(1, 1), (2, 2), (3, 3), (7, 7)])
def test_lists_in_turn_have_as_many_stable_pairings_as_households(size, count):
    """Lists in turn have one stable pairing for each place on the list, and each is reached."""
    problem = in_turn(size)

    assert count == len(closed_sets(chain(*problem).rotations))
    for step in range(size):
        old = tuple((start, (start + step) % size) for start in range(size))
        assert Nearest(pairs=old, kept=size, alone=size == 1) == nearest(*problem, old)


@pytest.mark.parametrize(("size", "count"), [(2, 2), (4, 10), (8, 268)])
def test_crosswise_lists_have_as_many_stable_pairings_as_is_known(size, count):
    """Of the lists with the most stable pairings it is written how many: 2, 10 and 268."""
    found = chain(*crosswise(size))

    assert count == len({found.pairs(chosen) for chosen in closed_sets(found.rotations)})


def test_a_household_stays_with_a_helper_who_has_room():
    """A household does not go past a helper who has room, whatever was."""
    problem = [(0, 1), (1, 0)], [{1: 0, 0: 1}, {0: 0, 1: 1}], [1, 1], [1, 2]

    assert Nearest(pairs=((0, 0), (1, 1)), kept=0, alone=True) == nearest(*problem, {(0, 1), (1, 0)})


def test_nobody_is_paired_with_nobody():
    """Without households, helpers, wishes, needs or room, the one stable pairing is empty."""
    nothing = Nearest(pairs=(), kept=0, alone=True)

    assert nothing == nearest([], [], [], [], {(0, 0)})
    assert nothing == nearest([()], [{}], [1], [1], {(0, 0)})
    assert nothing == nearest([(0,)], [{0: 0}], [0], [1], {(0, 0)})
    assert nothing == nearest([(0,)], [{0: 0}], [1], [0], {(0, 0)})


def test_two_places_are_not_two_households():
    """A household that wants two helpers never has the same one twice, and may have both ends of its list."""
    lists, ranks, needs, rooms = in_turn(4, places=2)
    found = nearest(lists, ranks, needs, rooms, {(0, 3)})

    assert 8 == len(found.pairs) == len(set(found.pairs))
    assert 1 == found.kept
    assert frozenset(found.pairs) in all_stable((lists, ranks, needs, rooms))


@pytest.mark.once("it measures our own loops")
@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("places", [1, 2])
def test_a_long_chain_is_followed_to_its_end(places):
    """Three hundred rotations in a row and more are no burden: the old pairs at the far end are kept."""
    size = 300
    problem = in_turn(size, places)
    far = {(start, (start - 1 - back) % size) for start in range(size) for back in range(places)}

    assert tuple(sorted(far)) == nearest(*problem, far).pairs


def test_thousands_of_rotations_are_cut():
    """Thousands of rotations that hang together are cut without a way too deep, to what is stable."""
    size = 64
    problem = crosswise(size)
    old = {(start, start ^ step) for start in range(size) for step in (0, 21, 42, 63) if start & step != 1}
    found = nearest(*problem, old)
    choice = [[helper for one, helper in found.pairs if one == place] for place in range(size)]

    assert 2_016 == len(chain(*problem).rotations)
    assert not blocked(problem, choice)
    assert len(old.intersection(found.pairs)) == found.kept


def sets(count, after):
    """All closed sets of some things."""
    every = (frozenset(chosen) for size in range(count + 1) for chosen in combinations(range(count), size))
    return [chosen for chosen in every if all(chosen.issuperset(after[place]) for place in chosen)]


@given(st.lists(st.tuples(st.integers(-4, 4), st.sets(st.integers(0, 7))), max_size=8))
@example([(-1, set()), (3, {0}), (-2, set()), (1, {2}), (-1, {1}), (1, {4})])
@example([(-4, set()), (2, {0}), (2, {0}), (1, {0}), (-3, {1}), (4, {2, 4}), (0, {5}), (1, {6})])
@example([(-3, set()), (-3, set()), (4, {0, 1}), (1, {0}), (2, {1}), (-4, {2}), (3, {5, 3}), (-1, {6})])
@example([(-3, set()), (-3, set()), (-4, {1}), (4, {1}), (4, {0, 1})])
@example(
    [(-2, set()), (4, {0}), (-4, {1}), (-4, set()), (-4, {0}), (2, {0, 1, 2, 3}), (3, {5}), (1, {0, 1, 6})]
)
def test_no_closed_set_is_heavier(things):
    """The heaviest closed set is closed, none is heavier, and it lies in all that are as heavy."""
    weights = [weight for weight, _ in things]
    after = [{one for one in ones if one < place} for place, (_, ones) in enumerate(things)]
    closed = {chosen: sum(weights[place] for place in chosen) for chosen in sets(len(things), after)}
    most = max(closed.values())
    equals = [chosen for chosen, weight in closed.items() if weight == most]

    assert frozenset.intersection(*equals) == heaviest(weights, after)


def test_a_ring_of_things_comes_whole():
    """Things that come after each other are taken together or not at all."""
    ring = [(1,), (2,), (0,)]

    assert frozenset() == heaviest([1, -1], [(1,), ()])
    assert frozenset({0, 1, 2}) == heaviest([5, -2, -2], ring)
    assert frozenset() == heaviest([5, -3, -2], ring)
