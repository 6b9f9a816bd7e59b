"""Whom the organisation may place with whom: a cost or a wish of either side, and no refusal."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

import attrs

from sanliang.kernel.fields import FrozenMap
from sanliang.pairing._market import Struck, flat
from sanliang.pairing._pairing import Key
from sanliang.pairing._problem import Household, Problem
from sanliang.pairing._weights import Weights

NO_COSTS: FrozenMap[str, int] = FrozenMap()


@attrs.frozen
class Allowed:
    """
    The pairs that the organisation may make, whatever the role.

    Attributes:
        rows: By household, its helpers and what each costs: those with a cost first, each part in the order
            of ids.
        listed: By household, who lists it.
        silent: The helpers who say nothing of their wishes.
        fillers: The gap fillers.
    """

    rows: dict[str, tuple[Sequence[str], Sequence[int]]]
    listed: dict[str, list[str]]
    silent: set[str]
    fillers: set[str]

    def row(
        self, home: Household, role: str, weights: Weights, agreed: set[Key], before: set[Key], struck: Struck
    ) -> tuple[Sequence[str], list[int]]:
        """Whom a household may have in a role besides those of earlier roles, and what each weighs."""
        id, (helpers, prices) = home.id, self.rows[home.id]
        if id in struck:
            helpers, prices = _but(struck[id], helpers, prices)
        costs = [price * weights.cost for price in prices]
        if weights.broken:
            own = None if home.wishes is None else {*flat(home.wishes)}
            welcome = self.silent.union(self.listed[id])
            for place, helper in enumerate(helpers):
                breaks = (own is not None and helper not in own) + (helper not in welcome)
                costs[place] += breaks * weights.broken
        if weights.filler:
            for place, helper in enumerate(helpers):
                costs[place] += weights.filler * (helper in self.fillers)
        for keys, weight in ((agreed, weights.agreed), (before, weights.before)):
            for place, helper in enumerate(helpers if keys else ()):
                costs[place] -= weight * ((id, helper, role) in keys)
        return helpers, costs


def allowed(problem: Problem) -> Allowed:
    """The pairs that the organisation may make."""
    here = {one.id for one in problem.helpers if one.away is None}
    listed: dict[str, list[str]] = {one.id: [] for one in problem.households}
    barred = {one.id: {*one.refuses} for one in problem.households if one.refuses}
    for one in problem.helpers:
        for row in map(listed.__getitem__, flat(one.wishes or ())):
            row.append(one.id)
        for id in one.refuses:
            barred.setdefault(id, set()).add(one.id)
    away = {one.id for one in problem.helpers} - here
    rows = dict[str, tuple[Sequence[str], Sequence[int]]]()
    for home in problem.households:
        of: Mapping[str, int] = problem.costs.get(home.id, NO_COSTS)
        helpers, costs = [*of], [*of.values()]
        if wished := {*flat(home.wishes or ()), *listed[home.id]}.difference(helpers):
            helpers += sorted(wished)
            costs += [0] * len(wished)
        for not_these in (away, barred.get(home.id, set())):
            if not not_these.isdisjoint(helpers):
                helpers, costs = _but(not_these, helpers, costs)
        rows[home.id] = helpers, costs
    silent = {one.id for one in problem.helpers if one.wishes is None}
    fillers = {one.id for one in problem.helpers if one.filler}
    return Allowed(rows, listed, silent, fillers)


def _but(
    not_these: Container[str], helpers: Sequence[str], costs: Sequence[int]
) -> tuple[list[str], list[int]]:
    """The helpers but some, and what they cost."""
    left = [place for place, helper in enumerate(helpers) if helper not in not_these]
    return [helpers[place] for place in left], [costs[place] for place in left]
