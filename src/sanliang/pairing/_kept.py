"""Two-way choice that keeps the most of what was chosen before."""

from __future__ import annotations

from collections.abc import Iterable

from sanliang.pairing._lots import Lots
from sanliang.pairing._market import Chosen, Market, market
from sanliang.pairing._nearest import Nearest, nearest
from sanliang.pairing._pairing import Key
from sanliang.pairing._problem import Problem
from sanliang.pairing._two_way import strike


def choose_near(problem: Problem, keys: Iterable[Key]) -> tuple[list[Chosen], bool]:
    """
    The stable pairs that keep the most of *keys*, role by role, and whether there are no other stable pairs.

    Ties are broken by the lots of the problem, as in two-way choice itself.
    """
    lots, struck, found, alone = Lots(problem.salt), dict[str, set[str]](), list[Chosen](), True
    old = [*keys]
    for role in problem.roles:
        of = market(problem, role, lots, struck, helpers_propose=False)
        pairs, only = _near(of, [key for key in old if key.role == role])
        found.append(Chosen(role, pairs, of))
        alone = alone and only
        strike(problem, struck, pairs)
    return found, alone


def _near(of: Market, old: Iterable[Key]) -> tuple[list[tuple[str, str]], bool]:
    """One role, by places instead of ids."""
    homes, helpers = [*of.lists], [*of.rooms]
    places, seats = ({id: place for place, id in enumerate(ids)} for ids in (homes, helpers))
    lists = [
        [seats[other] for other in wished if other in seats and id in of.ranks[other]]
        for id, wished in of.lists.items()
    ]
    near: Nearest = nearest(
        lists,
        _ranks(of, lists, homes, helpers),
        [of.places[id] for id in homes],
        [of.rooms[id] for id in helpers],
        {(places[one.household], seats[one.helper]) for one in old},
    )
    return [(homes[home], helpers[helper]) for home, helper in near.pairs], near.alone


def _ranks(of: Market, lists: list[list[int]], homes: list[str], helpers: list[str]) -> list[dict[int, int]]:
    """Of each helper, those who list him and whom he would take, in his order."""
    theirs: list[list[int]] = [[] for _ in helpers]
    for place, row in enumerate(lists):
        for helper in row:
            theirs[helper].append(place)
    ranks = list[dict[int, int]]()
    for id, row in zip(helpers, theirs, strict=True):
        by = of.ranks[id]
        order = sorted((by[homes[place]], place) for place in row)
        ranks.append({place: rank for rank, (_, place) in enumerate(order)})
    return ranks
