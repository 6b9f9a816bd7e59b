"""Who is short of room together, and who has nothing to do with whom."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.pairing import brute
from tests.pairing.problems import by_role

from sanliang.pairing import Helper, Household, Problem, audit, cover
from sanliang.pairing._islands import islands
from sanliang.testing.strategies import problems
from sanliang.testing.strategies._problems import MAKERS

# --- sets that are short ---------------------------------------------------------------------------------


def seats_short(problem, role, households, struck):
    """How many seats of these households no helper can fill, were nobody else there."""
    free = [pair for pair in brute.allowed(problem, role) if pair not in struck]
    room = sum(
        min(one.takes(role), sum(pair == (home, one.id) for home in households for pair in free))
        for one in problem.helpers
    )
    return sum(problem.household(home).wants(role) for home in households) - room


@given(problems() | problems(max_size=5, room=2), st.sampled_from(MAKERS[2:]))
def test_a_hall_set_is_short_of_room(problem, make):
    """A Hall set really is short of room, and each household that must be covered and is not is in one."""
    found = make(problem)
    for role, pairs, struck in by_role(problem, found.keys):
        sets = [one for one in found.certificate.shortages if one.role == role]
        named = [id for one in sets for id in one.households]
        short = {
            one.id
            for one in problem.households
            if one.must and one.wants(role) > sum(pair[0] == one.id for pair in pairs)
        }

        assert short <= set(named)
        assert len(named) == len(set(named))
        assert all(seats_short(problem, role, one.households, struck) > 0 for one in sets)
        assert all({*one.households} & short for one in sets)
        assert all(problem.household(id).must for id in named)


@given(problems(one_role=True), st.sampled_from(MAKERS[2:]))
def test_a_full_cover_is_refused_only_where_there_is_none(problem, make):
    """Where there is no Hall set, everyone is covered who must be; where there is one, nothing covers all."""
    found, role = make(problem), problem.roles[0]
    seats = {one.id: one.wants(role) for one in problem.households if one.must}
    full = any(
        all(sum(pair[0] == id for pair in pairs) == number for id, number in seats.items())
        for pairs in brute.choices_of(problem, role, brute.allowed(problem, role), ())
    )

    assert full == (not found.certificate.shortages)


def test_sets_that_meet_are_one():
    """Two households that miss the same helper are short together; one that has another lack is apart."""
    problem = Problem(
        helpers=[Helper(id="m-1"), Helper(id="m-2"), Helper(id="m-3")],
        households=[Household(id=f"h-{n}") for n in range(1, 8)],
        costs=[
            *(("h-" + home, "m-" + helper, 0) for home, helper in ("11", "21", "32", "42", "53", "63")),
            ("h-1", "m-2", 0),
        ],
    )
    found = cover(problem).certificate.shortages

    assert [("h-1", "h-2", "h-3", "h-4"), ("h-5", "h-6"), ("h-7",)] == [one.households for one in found]
    assert [("m-1", "m-2"), ("m-3",), ()] == [one.helpers for one in found]


def chained(length):
    """Households that are short in pairs, each pair with a helper of the next one's."""
    homes = [f"h-{n:05}" for n in range(length)]
    people = [f"m-{n:05}" for n in range(length // 2)]
    costs = [(home, people[n // 2], 0) for n, home in enumerate(homes)]
    costs += [(home, people[n // 2 + 1], 1) for n, home in enumerate(homes[:-2]) if n % 2]
    return Problem(
        helpers=[Helper(id=id) for id in people], households=[Household(id=id) for id in homes], costs=costs
    )


@pytest.mark.untraced("other tests take its branches")
def test_a_long_chain_of_short_sets_is_one():
    """Sets that meet again and again grow into one, in which each household stands once."""
    problem = chained(2_000)
    found = cover(problem)
    missing = {one.id for one in found.unpaired if one.role}
    named = [id for one in found.certificate.shortages for id in one.households]

    assert 1_000 == len(missing)
    assert missing < {*named}
    assert len(named) == len({*named})
    assert audit(problem, found)


# --- islands ---------------------------------------------------------------------------------------------

PAIRS = st.lists(st.sampled_from("abcdefghijkl"), unique=True, min_size=1, max_size=2)
ROWS = st.lists(PAIRS | st.just([]), max_size=8) | st.lists(PAIRS, min_size=12, max_size=16)


@given(ROWS)
@example([["a"], ["b"], ["c", "d"], ["b", "c"], ["a", "d"]])
def test_islands_are_those_that_share_a_helper(rows):
    """Two rows are in one island if they share a helper, or if each shares one with a row of it."""
    groups = []
    for place, row in enumerate(rows):
        near = [group for group in groups if any({*row} & {*rows[other]} for other in group)]
        groups = [group for group in groups if group not in near] + [{place}.union(*near)]
    groups.sort(key=min)
    numbers = {place: number for number, group in enumerate(groups) for place in group}

    assert [numbers[place] for place in range(len(rows))] == islands(rows)
