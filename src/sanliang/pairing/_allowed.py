"""Whom the organisation may place with whom: a cost or a wish of either side, and no refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
        helpers_of: By household, its helpers: those with a cost first, each part in the order of ids.
        listed: By household, who lists it.
        silent: The helpers who say nothing of their wishes.
        fillers: The gap fillers.
    """

    problem: Problem
    helpers_of: dict[str, Sequence[str]]
    listed: dict[str, set[str]]
    silent: set[str]
    fillers: set[str]

    def row(
        self, home: Household, role: str, weights: Weights, agreed: set[Key], before: set[Key], struck: Struck
    ) -> tuple[Sequence[str], list[int]]:
        """Whom a household may have in a role besides those of earlier roles, and what each costs."""
        id, helpers = home.id, self.helpers_of[home.id]
        if id in struck:
            helpers = [helper for helper in helpers if helper not in struck[id]]
        of: Mapping[str, int] = self.problem.costs.get(id, NO_COSTS)
        costs = [of.get(helper, 0) * weights.cost for helper in helpers]
        if weights.broken:
            own = None if home.wishes is None else {*flat(home.wishes)}
            welcome = self.silent | self.listed[id]
            for place, helper in enumerate(helpers):
                breaks = (own is not None and helper not in own) + (helper not in welcome)
                costs[place] += breaks * weights.broken
        if weights.filler:
            costs = [
                cost + weights.filler * (helper in self.fillers)
                for cost, helper in zip(costs, helpers, strict=True)
            ]
        for keys, weight in ((agreed, weights.agreed), (before, weights.before)):
            if keys:
                costs = [
                    cost - weight * (Key(id, helper, role) in keys)
                    for cost, helper in zip(costs, helpers, strict=True)
                ]
        return helpers, costs


def allowed(problem: Problem) -> Allowed:
    """The pairs that the organisation may make."""
    here = {one.id for one in problem.helpers if any(map(one.takes, problem.roles))}
    listed: dict[str, set[str]] = {one.id: set() for one in problem.households}
    barred = {one.id: {*one.refuses} for one in problem.households}
    for one in problem.helpers:
        if one.id in here:
            for id in flat(one.wishes or ()):
                listed[id].add(one.id)
            for id in one.refuses:
                barred[id].add(one.id)
    helpers_of = dict[str, Sequence[str]]()
    for home in problem.households:
        of: Mapping[str, int] = problem.costs.get(home.id, NO_COSTS)
        wished = listed[home.id].union(flat(home.wishes or ())).difference(of)
        found = [*of, *sorted(wished)]
        if barred[home.id] or not here.issuperset(found):
            found = [id for id in found if id in here and id not in barred[home.id]]
        helpers_of[home.id] = found
    silent = {one.id for one in problem.helpers if one.wishes is None}
    fillers = {one.id for one in problem.helpers if one.filler}
    return Allowed(problem, helpers_of, listed, silent, fillers)
