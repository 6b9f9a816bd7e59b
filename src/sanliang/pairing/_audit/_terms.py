"""What a problem says of two who may be paired: wishes of both sides, refusals, costs."""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import cached_property
from itertools import count, islice
from typing import TypeAlias, cast, final

import attrs

from sanliang.kernel.fields import FrozenMap
from sanliang.pairing._problem import Costs, Helper, Household, Problem, Wishes

Ranked: TypeAlias = dict[str, int]
"""Who is welcome, best first, each with the number of those who are more welcome."""

SCANNED = 64
"""Up to so many wishes are looked through; a table of them would take more time than it saves."""


def _strict(wishes: Wishes) -> bool:
    """Whether there is no tie: only texts can be joined, and asking so takes a quarter of the time."""
    try:
        "".join(cast("tuple[str, ...]", wishes))
    except TypeError:
        return False
    return True


def ranked(wishes: Wishes) -> Ranked:
    """Those who are wished for, with their ranks: all of a tie have the rank of its first."""
    if _strict(wishes):
        return dict(zip(cast("tuple[str, ...]", wishes), count()))
    ranks = Ranked()
    for wish in wishes:
        tie = (wish,) if isinstance(wish, str) else wish
        ranks.update(dict.fromkeys(tie, len(ranks)))
    return ranks


@attrs.frozen
class Terms:
    """
    A problem, looked up by id.

    What follows is made when it is first asked for: two-way choice and cover ask for different things.
    """

    households: dict[str, Household]
    helpers: dict[str, Helper]
    costs: Costs

    @classmethod
    def of(cls, problem: Problem) -> Terms:
        """Look up a problem by id."""
        return cls(
            households={one.id: one for one in problem.households},
            helpers={one.id: one for one in problem.helpers},
            costs=problem.costs,
        )

    @cached_property
    def wants(self) -> dict[str, Ranked]:
        """By household that has wishes, the helpers whom it lists."""
        households = self.households.values()
        return {one.id: ranked(one.wishes) for one in households if one.wishes is not None}

    @cached_property
    def takes(self) -> Takes:
        """By helper, the households that he lists; `None` where wishes are absent."""
        return Takes(self.helpers)

    @cached_property
    def everybody(self) -> Ranked:
        """All households in one tie: who is welcome to a helper whose wishes are absent, if they list him."""
        return dict.fromkeys(self.households, 0)

    def welcome(self, helper: str) -> Ranked:
        """The households that are welcome to a helper if they list him."""
        ranks = self.takes[helper]
        return self.everybody if ranks is None else ranks

    def above(self, helper: str, mine: Sequence[str]) -> Set[str]:
        """The households that a helper likes better than the worst of his own."""
        wishes = self.helpers[helper].wishes
        if wishes is None:
            return frozenset()
        if len(wishes) <= SCANNED and {*mine}.issubset(wishes):
            better = wishes[: max(map(wishes.index, mine))]
            if tuple not in map(type, better):
                return {*cast("tuple[str, ...]", better)}
        ranks = self.welcome(helper)
        return {*islice(ranks, max(ranks[one] for one in mine))}

    @cached_property
    def asked_by(self) -> dict[str, list[str]]:
        """The helpers who list each household whose wishes are absent; nothing of one that nobody lists."""
        asked: dict[str, list[str]] = {}
        absent = {one.id for one in self.households.values() if one.wishes is None}
        for helper in self.helpers if absent else ():
            for household in absent.intersection(self.takes[helper] or ()):
                asked.setdefault(household, []).append(helper)
        return asked

    @cached_property
    def listed(self) -> set[str]:
        """The helpers whom some household lists."""
        return set[str]().union(*(self.list_of(one.id) for one in self.households.values() if one.wishes))

    def list_of(self, household: str) -> Sequence[str]:
        """Those whom a household lists, best first; where its wishes are absent, those who list it."""
        wishes = self.households[household].wishes
        if wishes is None:
            return self.asked_by.get(household, ())
        return cast("tuple[str, ...]", wishes) if _strict(wishes) else tuple(ranked(wishes))

    def better(self, household: str, mine: Sequence[str]) -> Sequence[str]:
        """Those whom a household likes better than the worst of its own; nobody where wishes are absent."""
        wishes = self.households[household].wishes
        if wishes is None or mine == [wishes[0]]:
            return ()
        if len(wishes) <= SCANNED and _strict(wishes):
            places = [wishes.index(one) for one in mine]
            return cast("tuple[str, ...]", wishes[: max(places)])
        ranks = self.wants[household]
        return tuple(islice(ranks, max(ranks[one] for one in mine)))

    def consent(self, household: str, helper: str) -> bool:
        """Whether one wishes for the other, to whom that one is welcome, and neither refuses."""
        wishes, theirs = self.households[household].wishes, self.helpers[helper].wishes
        if wishes is None and theirs is None:
            return False
        # Nobody refuses whom it wishes for.
        return (
            (wishes is None or _among(wishes, helper) or helper in self.wants[household])
            and (theirs is None or _among(theirs, household) or household in self.welcome(helper))
            and ((wishes is not None and theirs is not None) or not self.refused(household, helper))
        )

    def allows(self, household: str, helper: str) -> bool:
        """Whether a cover may pair the two, if there is room."""
        return helper in self.allowed[household]

    def refused(self, household: str, helper: str) -> bool:
        """Whether one of the two will not have the other, whoever places them."""
        return helper in self.households[household].refuses or household in self.helpers[helper].refuses

    @cached_property
    def priced(self) -> dict[str, dict[str, int]]:
        """By household, what each pair costs that has a cost, whether it may be made or not."""
        return {id: plain(self.costs[id]) for id in self.costs}

    @cached_property
    def allowed(self) -> dict[str, dict[str, int]]:
        """By household, those with whom a cover may pair it, if there is room, and what the pair costs."""
        found = {id: dict(self.priced.get(id, ())) for id in self.households}
        for household, ranks in self.wants.items():
            found[household] = {**dict.fromkeys(ranks, 0), **found[household]}
        for helper in self.helpers:
            for household in self.takes[helper] or ():
                found[household].setdefault(helper, 0)
        self._refuse(found)
        return found

    def _refuse(self, found: dict[str, dict[str, int]]) -> None:
        """Take out those who refuse each other, whoever places them."""
        for home in self.households.values():
            for helper in home.refuses:
                found[home.id].pop(helper, None)
        for one in self.helpers.values():
            for household in one.refuses:
                found[household].pop(one.id, None)


def _among(wishes: Wishes, id: str) -> bool:
    """Whether somebody is wished for alone, told at a glance: not of a tie, nor of a long list."""
    return len(wishes) <= SCANNED and id in wishes


@final
class Takes(dict[str, Ranked | None]):
    """By helper, the households that he lists, with their ranks; found when first asked for."""

    __slots__ = ("_helpers",)

    def __init__(self, helpers: dict[str, Helper]) -> None:
        super().__init__()
        self._helpers = helpers

    def __missing__(self, id: str) -> Ranked | None:
        wishes = self._helpers[id].wishes
        found = self[id] = None if wishes is None else ranked(wishes)
        return found


@final
class Mutual(dict[str, list[str]]):
    """By household, those with whom it may be paired where both must consent; found when first asked for."""

    __slots__ = ("_terms",)

    def __init__(self, terms: Terms) -> None:
        super().__init__()
        self._terms = terms

    def __missing__(self, id: str) -> list[str]:
        terms = self._terms
        both = [one for one in terms.list_of(id) if id in terms.welcome(one)]
        found = self[id] = [one for one in both if not terms.refused(id, one)]
        return found


def plain(numbers: FrozenMap[str, int]) -> dict[str, int]:
    """The same numbers in a dict, which is much faster to look up."""
    return dict(zip(numbers, map(numbers.__getitem__, numbers), strict=True))
