"""Small problems of pairing of every kind, what may happen to them, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from itertools import chain, combinations, product
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from sanliang import pairing
from sanliang.kernel.fields import FrozenMap
from sanliang.pairing import (
    Certificate,
    Change,
    Helper,
    Household,
    LedgerRow,
    Match,
    Pair,
    Pairing,
    Prices,
    Problem,
    Repaired,
    Shortage,
    Struck,
    Unpaired,
    Weights,
    Wishes,
    both,
    cover,
    repair,
    two_way,
)
from sanliang.testing.strategies._fields import Parts, code_lists, codes, ids, made

Ids = tuple[str, ...]
Said = SearchStrategy[dict[str, Any]]


def _some(ids: Ids) -> Iterator[Ids]:
    """Each set of some of these, the smaller first."""
    return chain.from_iterable(combinations(ids, number) for number in range(len(ids) + 1))


@lru_cache
def lists_over(ids: Ids, *, ties: bool) -> list[tuple[Any, ...]]:
    """Each list of wishes over some of these ids: in every order, and with every tie if there are to be."""
    found: list[tuple[Any, ...]] = [()]
    for first in _some(ids):
        if len(first) == 1 or (first and ties):
            rest = tuple(id for id in ids if id not in first)
            wish: Any = first[0] if len(first) == 1 else first
            found += [(wish, *others) for others in lists_over(rest, ties=ties)]
    return found


def flat(wishes: Any) -> dict[str, int]:
    """The ids in a list of wishes, each with the place of its tie."""
    ties = ((wish,) if isinstance(wish, str) else wish for wish in wishes or ())
    return {id: place for place, tie in enumerate(ties) for id in tie}


@lru_cache
def _wishes(ids: Ids, strict: bool) -> SearchStrategy[Any]:
    lists = lists_over(ids, ties=not strict)
    whole = [one for one in lists if len(flat(one)) == len(ids)]
    some = st.sampled_from(lists) | st.sampled_from(whole)
    return some if strict else some | st.none()


@lru_cache
def says(ids: Ids, strict: bool) -> Said:
    """Whom somebody wishes for and refuses: as a rule nobody is refused."""
    refused = st.just(()) | st.sampled_from([*_some(ids)])
    return st.tuples(_wishes(ids, strict), refused).map(
        lambda said: {"wishes": said[0], "refuses": {*said[1]} - {*flat(said[0])}}
    )


@lru_cache
def _numbers(roles: Ids, most: int) -> Said:
    """Room and the least of it, by role."""
    pairs = [(room, least) for room in range(most + 1) for least in range(room + 1)]
    return st.sampled_from(
        [
            {"room": dict(zip(roles, rooms, strict=True)), "least": dict(zip(roles, least, strict=True))}
            for chosen in product(pairs, repeat=len(roles))
            for rooms, least in [zip(*chosen, strict=True)]
        ]
    )


@lru_cache
def _needs(roles: Ids, most: int) -> Said:
    numbers = product(range(most + 1), repeat=len(roles))
    return st.sampled_from([dict(zip(roles, one, strict=True)) for one in numbers if any(one)])


@lru_cache
def _costs(homes: Ids, people: Ids) -> SearchStrategy[Any]:
    """Costs as rows, or as tables of which several households share one."""
    maybe = st.none() | st.integers(0, 4)
    tables = st.lists(maybe, min_size=len(people), max_size=len(people)).map(
        lambda row: {helper: cost for helper, cost in zip(people, row, strict=True) if cost is not None}
    )
    rows = st.lists(tables, min_size=len(homes), max_size=len(homes)).map(
        lambda all_: [(home, *row) for home, of in zip(homes, all_, strict=True) for row in of.items()]
    )
    shared = st.tuples(tables, st.sets(st.sampled_from(homes))).map(
        lambda of: FrozenMap((home, FrozenMap(of[0])) for home in sorted(of[1]) if of[0])
    )
    return st.just(()) | rows | shared


AWAY = st.sampled_from([None, None, None, None, None, "exempt", "ill"])
SELDOM = st.sampled_from([False, False, False, True])


@lru_cache
@st.composite
def problems(
    draw: DrawFn,
    *,
    max_size: int = 3,
    room: int = 2,
    strict: bool = False,
    one_role: bool = False,
    wishes_only: bool = False,
) -> Problem:
    """
    Problems of up to so many on each side.

    Args:
        max_size: How many households there are at most, and how many helpers.
        room: How many a helper has room for, and how many helpers a household needs, at most.
        strict: Whether everybody has a list without ties.
        one_role: Whether there is one role only, as in half of the others.
        wishes_only: Whether there is nothing but wishes: no costs, nobody away, everyone must be covered.
    """
    roles: Ids = ("helper",) if one_role else draw(st.sampled_from([("helper",), ("second", "first")]))
    homes = tuple(f"h-{n}" for n in range(1, draw(st.integers(1, max_size)) + 1))
    people = tuple(f"m-{n}" for n in range(1, draw(st.integers(1, max_size)) + 1))
    numbers, needs, maybe = _numbers(roles, room), _needs(roles, min(room, 2)), not wishes_only
    return Problem(
        helpers=[
            Helper(
                id=id,
                **draw(numbers),
                **draw(says(homes, strict)),
                away=draw(AWAY) if maybe else None,
                filler=maybe and draw(SELDOM),
            )
            for id in people
        ],
        households=[
            Household(
                id=id, helpers=draw(needs), must=not (maybe and draw(SELDOM)), **draw(says(people, strict))
            )
            for id in homes
        ],
        costs=draw(_costs(homes, people)) if maybe else (),
        roles=roles,
        salt=draw(st.sampled_from(["sanliang", "青山镇 2026"])),
    )


def _unlisted(wishes: Any, refused: frozenset[str]) -> Any:
    """Wishes without those who are refused."""
    if wishes is None:
        return None
    ties = [
        [id for id in ([wish] if isinstance(wish, str) else wish) if id not in refused] for wish in wishes
    ]
    return [tie if len(tie) > 1 else tie[0] for tie in ties if tie]


OF_HOUSEHOLDS = st.sampled_from(["", "", "", "ends", "wishes", "households"])
OF_HELPERS = st.sampled_from(["", "", "", "leaves", "rooms", "wishes", "helpers"])


@st.composite
def changes(draw: DrawFn, problem: Problem, *, strict: bool = False) -> pairing.Change:
    """What may happen: somebody leaves, ends, is added or replaced, has other room or wishes; a new cost."""
    homes = {one.id: draw(OF_HOUSEHOLDS) for one in problem.households}
    people = {one.id: draw(OF_HELPERS) for one in problem.helpers}
    ends = [id for id, what in homes.items() if what == "ends"]
    ends = ends[1:] if len(ends) == len(homes) else ends
    homes.update({"h-8": "households"} if draw(SELDOM) else {})
    people.update({"m-8": "helpers"} if draw(SELDOM) else {})
    stay = tuple(id for id in homes if id not in ends), tuple(people)
    numbers, needs = _numbers(problem.roles, 2), _needs(problem.roles, 2)
    wishes = {}
    for side, others in ((problem.households, stay[1]), (problem.helpers, stay[0])):
        for one in side:
            if "wishes" in (homes.get(one.id), people.get(one.id)):
                wishes[one.id] = _unlisted(draw(_wishes(others, strict)), one.refuses)
    return Change(
        leaves={
            id: draw(st.sampled_from(["withdrawn", "ill"])) for id, of in people.items() if of == "leaves"
        },
        rooms={id: draw(numbers)["room"] for id, of in people.items() if of == "rooms"},
        helpers=[
            Helper(id=id, **draw(numbers), **draw(says(stay[0], strict)))
            for id, of in people.items()
            if of == "helpers"
        ],
        households=[
            Household(id=id, helpers=draw(needs), must=not draw(SELDOM), **draw(says(stay[1], strict)))
            for id, of in homes.items()
            if of == "households"
        ],
        ends=ends,
        wishes=wishes,
        costs=[(stay[0][-1], stay[1][0], 1)] if draw(SELDOM) else [],
    )


MAKERS: tuple[Callable[[Problem], Pairing], ...] = (
    *(partial(two_way, proposing=side) for side in ("households", "helpers")),
    *(partial(both, proposing=side) for side in ("households", "helpers")),
    cover,
)
"""All that can be made of a problem: first the two of two-way choice."""


@st.composite
def pairings(draw: DrawFn, problem: Problem | None = None) -> Pairing:
    """
    Pairings that a policy really makes of a problem.

    Args:
        problem: The one to be solved; any of `problems`, if left out.
    """
    make: Callable[[Problem], Pairing] = draw(st.sampled_from(MAKERS))
    return make(draw(problems()) if problem is None else problem)


@st.composite
def repairs(draw: DrawFn) -> Repaired:
    """Repairs of such pairings after a change."""
    problem = draw(problems())
    return repair(problem, draw(pairings(problem)), draw(changes(problem)))


def wishes(homes: Ids = ("h-1", "h-2", "h-3"), people: Ids = ("m-1", "m-2", "m-3")) -> SearchStrategy[Wishes]:
    """
    What both sides wish and refuse, as it stands on their slips.

    Args:
        homes: The ids of the households.
        people: The ids of the members.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(wishes())
        ... def test(slips):
        ...     assert set(slips.members) <= {"m-1", "m-2", "m-3"}
        >>> test()
    """
    return st.builds(
        lambda members, households: Wishes(
            members=members[0],
            members_refuse=members[1],
            households=households[0],
            households_refuse=households[1],
        ),
        _slips(people, homes),
        _slips(homes, people),
    )


def _slips(whose: Ids, of: Ids) -> SearchStrategy[tuple[dict[str, Any], dict[str, Any]]]:
    """Wishes and refusals of one side."""
    slips = st.dictionaries(st.sampled_from(whose), says(of, True), max_size=len(whose))
    return slips.map(
        lambda all_: (
            {one: said["wishes"] for one, said in all_.items()},
            {one: said["refuses"] for one, said in all_.items() if said["refuses"]},
        )
    )


CLASSES: Parts = {
    Change: problems().flatmap(changes),
    Helper: problems().flatmap(lambda one: st.sampled_from(one.helpers)),
    Household: problems().flatmap(lambda one: st.sampled_from(one.households)),
    Pairing: pairings(),
    Problem: problems(),
    Repaired: repairs(),
    Wishes: wishes(),
    Certificate: pairings().map(lambda one: one.certificate),
    Pair: made(Pair, role=codes),
    Prices: made(Prices, role=codes),
    Shortage: made(Shortage, role=codes),
    Unpaired: made(Unpaired, id=ids, why=codes, role=codes, missing=st.integers(0, 3)),
    LedgerRow: made(LedgerRow),
    Match: made(Match, need=codes, skills=code_lists, worth=st.integers(0, 9)),
    Struck: made(Struck),
    Weights: made(Weights),
}
