"""Whom the organisation may place with whom: a cost or a wish of either side, and no refusal."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import cached_property
from typing import cast

import attrs

from sanliang.kernel.fields import FrozenMap
from sanliang.pairing._market import One, Struck, flat
from sanliang.pairing._pairing import Key
from sanliang.pairing._problem import Household, Problem
from sanliang.pairing._weights import Weights

NO_COSTS: FrozenMap[str, int] = FrozenMap()


@attrs.frozen
class Allowed:
    """
    The pairs that the organisation may make, whatever the role.

    Attributes:
        problem: Whose pairs they are.
        rows: By household, what each of its helpers costs: those with a cost first, each part in the order of
            ids.
        silent: The helpers who say nothing of their wishes.
        fillers: The gap fillers.
    """

    problem: Problem
    rows: dict[str, Mapping[str, int]]
    silent: set[str]
    fillers: set[str]

    @cached_property
    def listed(self) -> dict[str, set[str]]:
        """By household, who lists it."""
        found = {one.id: set[str]() for one in self.problem.households}
        for one in self.problem.helpers:
            for those in map(found.__getitem__, flat(one.wishes or ())):
                those.add(one.id)
        return found

    def row(
        self, home: Household, role: str, weights: Weights, agreed: set[Key], before: set[Key], struck: Struck
    ) -> tuple[Sequence[str], Sequence[int]]:
        """Whom a household may have in a role besides those of earlier roles, and what each weighs."""
        id, of = home.id, self.rows[home.id]
        if id in struck:
            of = _but(struck[id], of)
        helpers, by = tuple(of), weights.cost
        costs = [price * by for price in of.values()]
        if weights.broken:
            own = None if home.wishes is None else {*flat(home.wishes)}
            listed, silent = self.listed[id], self.silent
            for place, helper in enumerate(helpers):
                breaks = (own is not None and helper not in own) + (
                    helper not in listed and helper not in silent
                )
                costs[place] += breaks * weights.broken
        if weights.filler:
            for place, helper in enumerate(helpers):
                costs[place] += weights.filler * (helper in self.fillers)
        if agreed or before:
            for place, helper in enumerate(helpers):
                key = id, helper, role
                costs[place] -= weights.agreed * (key in agreed) + weights.before * (key in before)
        return helpers, tuple(costs)


def allowed(problem: Problem) -> Allowed:
    """The pairs that the organisation may make."""
    rows: dict[str, Mapping[str, int]] = {
        one.id: problem.costs.get(one.id, NO_COSTS) for one in problem.households
    }
    for id, those in _wished(problem, rows).items():
        rows[id] = {**rows[id], **dict.fromkeys(sorted(those), 0)}
    barred = {one.id: {*one.refuses} for one in problem.households if one.refuses}
    for one in problem.helpers:
        for id in one.refuses:
            barred.setdefault(id, set()).add(one.id)
    for id, not_these in barred.items():
        rows[id] = _but(not_these, rows[id])
    if away := {one.id for one in problem.helpers if one.away is not None}:
        rows = {id: of if away.isdisjoint(of) else _but(away, of) for id, of in rows.items()}
    silent = {one.id for one in problem.helpers if one.wishes is None}
    fillers = {one.id for one in problem.helpers if one.filler}
    return Allowed(problem, rows, silent, fillers)


def _wished(problem: Problem, rows: Mapping[str, Mapping[str, int]]) -> dict[str, set[str]]:
    """By household, the helpers without a cost that it wishes for, or who wish for it."""
    found = dict[str, set[str]]()
    known = {id: of.keys() for id, of in rows.items()}
    for home in problem.households:
        those = known[home.id]
        if without := [id for id in _ids(home, problem) if id not in those]:
            found[home.id] = {*without}
    for one in problem.helpers:
        me = one.id
        for id in _ids(one, problem):
            if me not in known[id]:
                found.setdefault(id, set()).add(me)
    return found


def _ids(one: One, problem: Problem) -> Sequence[str]:
    """Each id that somebody wishes for."""
    wishes = one.wishes or ()
    return flat(wishes) if one.id in problem.tied else cast("tuple[str, ...]", wishes)


def _but(not_these: Container[str], of: Mapping[str, int]) -> Mapping[str, int]:
    """The helpers but some, and what they cost."""
    return {helper: cost for helper, cost in of.items() if helper not in not_these}
