"""
What each pair costs that the rules allow: how near the two are, whether they are related, who can do what.

Nobody is compared with everybody. Helpers are put into the units of the steps, and a household looks only
into those that it lies in, so that time and memory grow with the pairs that are near each other. Households
of one place with the same needs share one table of costs, unless it is somebody's home or a relative's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

import attrs

from sanliang.kernel.fields import FrozenMap
from sanliang.orgs import Roster
from sanliang.orgs._index import on_day
from sanliang.pairing._policy import Kin, Rules
from sanliang.pairing._problem import Costs, Helper, Household


class Places:
    """The places of a roster on a day, as the steps of nearness see them; each is looked up once."""

    def __init__(self, roster: Roster, rules: Rules, on: date) -> None:
        self.roster, self.rules, self.on = roster, rules, on
        self.levels: dict[str, tuple[str | None, ...]] = {}

    def of_member(self, member: str, unit: str) -> str | None:
        """The place of a member: his or her own, or the household's, or where the Party unit sits."""
        index = self.roster.index
        own = index.place(member, self.on)
        return self._seat(unit) if own is None else own

    def of_household(self, household: str) -> str | None:
        """The place of a household, if one is recorded."""
        return on_day(self.roster.index.dwellings[household], self.on)

    def _seat(self, unit: str) -> str | None:
        """The place in which a Party unit sits, or the nearest above it that sits anywhere."""
        index = self.roster.index
        for id in reversed(index.path(unit, self.on)):
            seat = index.units[id].place
            if seat is not None:
                return index.standing(seat, self.on)
        return None

    def units(self, place: str | None) -> tuple[str | None, ...]:
        """For each step, the unit of that kind in which a place lies, the lowest if there are several."""
        if place is None:
            return (None,) * len(self.rules.near)
        if place not in self.levels:
            units = self.roster.index.units
            kinds = {units[id].kind: id for id in self.roster.index.path(place, self.on)}
            self.levels[place] = tuple(kinds.get(step.kind) for step in self.rules.near)
        return self.levels[place]


class Prices:
    """What helpers cost the households: tables by place and needs, each made once."""

    def __init__(self, places: Places, helpers: Iterable[Helper]) -> None:
        self.rules, self.places = places.rules, places
        self.skills = {one.id: frozenset(one.skills) for one in helpers}
        self.inside: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for one in helpers:
            for step, unit in enumerate(places.units(one.place)):
                if unit is not None and (unit == one.place or not self.rules.near[step].seated):
                    self.inside[step, unit].append(one.id)
        self.matches = {match.need: match for match in self.rules.matches}
        self.tables: dict[tuple[str | None, tuple[str, ...]], FrozenMap[str, int]] = {}
        self.lacks: dict[tuple[tuple[str, ...], frozenset[str]], int] = {}

    def near(self, household: Household) -> FrozenMap[str, int]:
        """What the helpers cost who are near a household, as if nobody were related."""
        key = household.place, self._needs(household)
        if key not in self.tables:
            self.tables[key] = FrozenMap(self._table(*key))
        return self.tables[key]

    def far(self, household: Household, helper: str) -> int:
        """What a helper costs for whom no step holds, as if not related."""
        return (self.rules.beyond or 0) + self.rules.surcharge + self._lack(self._needs(household), helper)

    def _needs(self, household: Household) -> tuple[str, ...]:
        """The needs that the table of skills knows."""
        return tuple(need for need in household.needs if need in self.matches)

    def _table(self, place: str | None, needs: tuple[str, ...]) -> dict[str, int]:
        found: dict[str, int] = {}
        for at, (step, unit) in enumerate(zip(self.rules.near, self.places.units(place), strict=True)):
            base = step.cost + self.rules.surcharge
            for helper in self.inside.get((at, unit), ()) if unit is not None else ():
                if helper not in found:
                    found[helper] = base + self._lack(needs, helper)
        return found

    def _lack(self, needs: tuple[str, ...], helper: str) -> int:
        """What it costs that a helper has no skill for some of the needs."""
        if not needs:
            return 0
        key = needs, self.skills[helper]
        if key not in self.lacks:
            self.lacks[key] = sum(self.matches[need].cost(key[1]) for need in needs)
        return self.lacks[key]


@attrs.frozen
class Ties:
    """
    Who is bound to a household by more than nearness: those who live in it, relatives, and by a wish.

    Attributes:
        own: Of a household, the helpers who live in it.
        kin: Of a household, the helpers who are related to it.
        wished: Of a household, the helpers whom it wishes for, or who wish for it.
    """

    own: Mapping[str, Collection[str]]
    kin: dict[str, set[str]]
    wished: dict[str, set[str]]


def costs_of(prices: Prices, households: Iterable[Household], ties: Ties) -> Costs:
    """What each pair costs that the rules allow; what is not in it, they do not allow."""
    found = {}
    for household in households:
        own, kin = set(ties.own.get(household.id, ())), ties.kin.get(household.id, set())
        table = prices.near(household)
        extra = _extra(prices.rules, kin, ties.wished.get(household.id, set())) & prices.skills.keys()
        extra.difference_update(table)
        if own or kin or extra:
            costs = {**table, **{helper: prices.far(household, helper) for helper in extra}}
            table = FrozenMap(_tied(prices.rules, costs, own, kin))
        if table:
            found[household.id] = table
    return FrozenMap(found)


def _extra(rules: Rules, kin: set[str], wished: set[str]) -> set[str]:
    """Who may be paired wherever they live, if the rules reach so far."""
    if rules.beyond is None:
        return set()
    return wished | kin if rules.kin is Kin.PREFER else wished


def _tied(rules: Rules, costs: dict[str, int], own: set[str], kin: set[str]) -> dict[str, int]:
    """The costs without those who live there, and with what the rules say of relatives."""
    struck = own | kin if rules.kin is Kin.FORBID else own
    return {
        helper: cost - rules.surcharge if helper in kin else cost
        for helper, cost in costs.items()
        if helper not in struck
    }
