"""Why somebody was not chosen in two-way choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import itemgetter

from sanliang.pairing._market import Chosen, Market, flat, listed_by
from sanliang.pairing._pairing import Unpaired, Why, unpaired_of
from sanliang.pairing._problem import Helper, Household, Problem


def unchosen(problem: Problem, chosen: Iterable[Chosen]) -> list[Unpaired]:
    """Each household that misses a helper, and each helper who has nobody, with the reason."""
    short, paired, markets = list[tuple[Household, str, int]](), set[str](), dict[str, Market]()
    for role, pairs, of in chosen:
        filled, wanted = Counter(map(itemgetter(0), pairs)), {**of.places, **of.rooms}
        short += [
            (one, role, missing)
            for one in problem.households
            if (missing := wanted.get(one.id, 0) - filled.get(one.id, 0)) > 0
        ]
        paired.update(map(itemgetter(1), pairs))
        markets[role] = of
    idle = [one for one in problem.helpers if one.id not in paired]
    why = _Why(problem, markets, [*(one for one, _, _ in short), *idle])
    return [
        *(unpaired_of(one.id, why.household(one, role), role, missing) for one, role, missing in short),
        *(unpaired_of(one.id, why.helper(one), "", 0) for one in idle),
    ]


class _Why:
    """The reasons of those who were not chosen."""

    def __init__(
        self, problem: Problem, markets: dict[str, Market], those: Iterable[Helper | Household]
    ) -> None:
        silent = {one.id for one in those if one.wishes is None}
        self.listed = {
            **listed_by(problem.households, silent.intersection(one.id for one in problem.helpers)),
            **listed_by(problem.helpers, silent.intersection(one.id for one in problem.households)),
        }
        self.markets = markets

    def household(self, one: Household, role: str) -> Why:
        return self.of(one, [self.markets[role]])

    def helper(self, one: Helper) -> str:
        if one.away is not None:
            return one.away
        return self.of(one, self.markets.values()) if any(one.room.values()) else Why.NO_ROOM

    def of(self, one: Helper | Household, markets: Iterable[Market]) -> Why:
        if one.wishes == ():
            return Why.WISHES_NOBODY
        if one.wishes is None and not self.listed[one.id]:
            return Why.NOT_WISHED
        those = self.listed[one.id] if one.wishes is None else flat(one.wishes)
        return (
            Why.OUTRANKED if any(of.mutual(one.id, id) for of in markets for id in those) else Why.NOT_MUTUAL
        )
