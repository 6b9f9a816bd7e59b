"""
What a roster looks up: who belongs where and when, and how the trees stand on a day.

An index is made once, from rows that have been checked, and never changes.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import attrs

from sanliang.kernel.errors import nearest
from sanliang.kernel.labels import Text
from sanliang.kernel.sheets import shown
from sanliang.orgs._households import Household
from sanliang.orgs._people import Belonging, Member
from sanliang.orgs._terms import first, holds, last
from sanliang.orgs._units import Line, Nesting, Unit, UnitRule

_DAY = timedelta(days=1)


class Stay(NamedTuple):
    """That somebody is in a unit from a day to a day, mergers followed."""

    who: str
    unit: str
    since: date
    until: date


def near(word: str, known: Sequence[str]) -> str:
    """
    The id that a mistyped one most likely meant; of many, only the neighbours in order are tried.

    None is told that a path may not show: an id that is no code may be anybody's name or number.
    """
    if len(known) > 200:
        place = bisect(known, word)
        known = known[max(place - 50, 0) : place + 50]
    return nearest(word, [one for one in known if shown(one) == one])


def meant(guess: str) -> Text:
    """What is added to a message where a word may have been mistyped."""
    return Text(f"；是否为 {guess}？", f"; did you mean {guess}?") if guess else Text("")


def followed(who: str, belonging: Belonging, units: dict[str, Unit]) -> Iterator[Stay]:
    """The stays that a belonging comes to: in its unit, and in what that was merged into, and so on."""
    unit, start, end = units[belonging.unit], first(belonging), last(belonging)
    while True:
        yield Stay(who, unit.id, max(start, first(unit)), min(end, last(unit)))
        if unit.merged_into is None or end <= last(unit):
            return
        start, unit = max(start, last(unit) + _DAY), units[unit.merged_into]


def on_day(stays: Iterable[Stay], on: date) -> str | None:
    """The unit of the stay that holds the day, if one does."""
    for stay in stays:
        if stay.since <= on <= stay.until:
            return stay.unit
    return None


def tree() -> defaultdict[str, list[str]]:
    """Lists by id."""
    return defaultdict(list)


@attrs.frozen
class Index:
    """
    Look-ups over one roster.

    Attributes:
        rules: The rows of the nesting, by kind.
        children: The units that name a unit as their parent.
        heirs: The units that were merged into a unit.
        seats: The Party units that name a place as where they sit.
        homes: Of a member, the stays in Party units that count him or her.
        visits: Of a member, the stays in units whose members keep their own.
        places: Of a member, the stays in places.
        dwellings: Of a household, the stays in places.
        inside: Of a unit, the stays of members in it.
        housed: Of a unit, the stays of households in it.
        residents: Of a household, the ids of the members who live in it.
    """

    units: dict[str, Unit]
    members: dict[str, Member]
    households: dict[str, Household]
    rules: dict[str, UnitRule]
    children: dict[str, list[str]] = attrs.field(factory=tree)
    heirs: dict[str, list[str]] = attrs.field(factory=tree)
    seats: dict[str, list[str]] = attrs.field(factory=tree)
    homes: dict[str, list[Stay]] = attrs.field(factory=dict)
    visits: dict[str, list[Stay]] = attrs.field(factory=dict)
    places: dict[str, list[Stay]] = attrs.field(factory=dict)
    dwellings: dict[str, list[Stay]] = attrs.field(factory=dict)
    inside: dict[str, list[Stay]] = attrs.field(factory=dict)
    housed: dict[str, list[Stay]] = attrs.field(factory=dict)
    residents: dict[str, list[str]] = attrs.field(factory=tree)

    def alive(self, unit: str, on: date) -> bool:
        """Whether a unit stands on that day."""
        return holds(self.units[unit], on)

    def line(self, unit: str) -> Line:
        """The line of a unit."""
        return self.rules[self.units[unit].kind].line

    def standing(self, unit: str, on: date) -> str | None:
        """The unit, or what it has been merged into by that day; none where neither stands."""
        found = self.units[unit]
        while not holds(found, on):
            if found.merged_into is None or on < first(found):
                return None
            found = self.units[found.merged_into]
        return found.id

    def parent(self, unit: str, on: date) -> str | None:
        """The unit directly above on that day."""
        above = self.units[unit].parent
        return None if above is None else self.standing(above, on)

    def path(self, unit: str, on: date) -> list[str]:
        """The units from the top down to this one, on that day."""
        found, above = [unit], self.parent(unit, on)
        while above is not None:
            found.append(above)
            above = self.parent(above, on)
        return found[::-1]

    def merged(self, unit: str, on: date) -> Iterator[str]:
        """The unit, and the units that it has taken over by that day."""
        waiting = [unit]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += (old for old in self.heirs.get(one, ()) if last(self.units[old]) < on)

    def below(self, unit: str, on: date) -> Iterator[str]:
        """The unit and everything under it that stands on that day."""
        waiting = [unit]
        while waiting:
            one = waiting.pop()
            yield one
            for old in self.merged(one, on):
                waiting += (child for child in self.children.get(old, ()) if self.alive(child, on))

    def seated(self, place: str, on: date) -> list[str]:
        """The Party units that sit in exactly this place on that day."""
        return [
            unit for old in self.merged(place, on) for unit in self.seats.get(old, ()) if self.alive(unit, on)
        ]

    def home(self, member: str, on: date) -> str | None:
        """The Party unit that counts a member on that day."""
        return on_day(self.homes[member], on) or on_day(self.visits[member], on)

    def is_member(self, member: str, on: date) -> bool:
        """Whether somebody is a member of a Party unit on that day."""
        return self.members[member].status.steps[0][0] <= on and self.home(member, on) is not None

    def is_full(self, member: str, on: date) -> bool:
        """Whether somebody is a full member of a Party unit on that day."""
        return self.members[member].is_full(on=on) and self.home(member, on) is not None

    def place(self, member: str, on: date) -> str | None:
        """The place of a member on that day: his or her own, or else the household's."""
        own = on_day(self.places[member], on)
        household = self.members[member].household
        return own if own is not None or household is None else on_day(self.dwellings[household], on)


def index_of(
    units: Iterable[Unit], members: Iterable[Member], households: Iterable[Household], nesting: Nesting
) -> Index:
    """The index of rows that have been checked."""
    index = Index(
        {unit.id: unit for unit in units},
        {member.id: member for member in members},
        {household.id: household for household in households},
        {rule.kind: rule for rule in nesting.rules},
    )
    index.inside.update((unit, []) for unit in index.units)
    index.housed.update((unit, []) for unit in index.units)
    for unit in index.units.values():
        _hang(index, unit)
    for member in index.members.values():
        _seat(index, member)
    for household in index.households.values():
        stays = index.dwellings[household.id] = _stays(index, household)
        for stay in stays:
            index.housed[stay.unit].append(stay)
    return index


def _hang(index: Index, unit: Unit) -> None:
    for above, table in (
        (unit.parent, index.children),
        (unit.merged_into, index.heirs),
        (unit.place, index.seats),
    ):
        if above is not None:
            table[above].append(unit.id)


def _stays(index: Index, of: Member | Household) -> list[Stay]:
    return [stay for belonging in of.belongs for stay in followed(of.id, belonging, index.units)]


def _seat(index: Index, member: Member) -> None:
    homes: list[Stay] = []
    visits: list[Stay] = []
    places: list[Stay] = []
    for stay in _stays(index, member):
        rule = index.rules[index.units[stay.unit].kind]
        (places if rule.line is Line.PLACE else visits if rule.guests else homes).append(stay)
        index.inside[stay.unit].append(stay)
    index.homes[member.id], index.visits[member.id], index.places[member.id] = homes, visits, places
    if member.household is not None:
        index.residents[member.household].append(member.id)
