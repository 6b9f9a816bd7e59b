"""Counts with roll-up: what each unit has directly, and what it has with everything under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap, day, not_kind
from sanliang.orgs._index import Index
from sanliang.orgs._queries import Answers, has_full
from sanliang.orgs._roster import Roster, a_roster

__all__ = ["Count", "UnitCount", "count", "roll_up"]


C = TypeVar("C")


@attrs.frozen(kw_only=True)
class Count:
    """
    How many there are on a day.

    Attributes:
        full, probationary: Members, each counted once in the Party line and once in the place line.
        guests: Members of a temporary branch who are counted in a branch of their own.
        households: All households on the roster.
        member_households: Those in which a full member lives.
        contact_households: Those with a need or a status.

    Example:
        >>> (Count(full=2, probationary=1) + Count(full=3)).members
        6
    """

    full: int = 0
    probationary: int = 0
    guests: int = 0
    households: int = 0
    member_households: int = 0
    contact_households: int = 0

    @property
    def members(self) -> int:
        """Full and probationary members."""
        return self.full + self.probationary

    def __add__(self, other: Count) -> Count:
        mine, theirs = attrs.astuple(self), attrs.astuple(other)
        return Count(**{name: a + b for name, a, b in zip(_NAMES, mine, theirs, strict=True)})


_NAMES = tuple(field.name for field in attrs.fields(Count))


@attrs.frozen(kw_only=True)
class UnitCount:
    """What a unit has directly, and in total with everything under it."""

    direct: Count
    total: Count


def count(roster: Roster, *, on: date) -> FrozenMap[str, UnitCount]:
    """
    The counts of every unit that stands on that day, by its id.

    The total of a unit is the sum of the totals of the units directly under it and of what it has itself.
    Each household is counted at one unit of each line: in its place, and at the Party unit that
    `answering` names. Who has no place, or no Party unit, is not in the counts of that line.

    Example:
        >>> from sanliang.orgs import read_roster
        >>> village = read_roster(
        ...     units="id,kind,name,parent\\nb-1,branch,东岭村党支部,\\np-1,party_group,一组党小组,b-1",
        ...     members="id,name,status,belongs\\nm-1,李禾,full,b-1\\nm-2,王苗,full,p-1")
        >>> counts = count(village, on=date(2026, 7, 1))
        >>> counts["b-1"].direct.full, counts["b-1"].total.full
        (1, 2)
    """
    index, at = a_roster(roster, "roster").index, day(on, "on")
    direct = _direct(index, at)
    paths = {unit: index.path(unit, at) for unit in index.units if index.alive(unit, at)}
    total: dict[str, Counter[str]] = {unit: Counter() for unit in paths}
    for unit, found in direct.items():
        for above in paths[unit]:
            total[above].update(found)
    return FrozenMap(
        (unit, UnitCount(direct=Count(**direct.get(unit, Counter())), total=Count(**total[unit])))
        for unit in paths
    )


def _direct(index: Index, on: date) -> dict[str, Counter[str]]:
    """What there is directly at each unit."""
    found: dict[str, Counter[str]] = {}

    def add(unit: str | None, *names: str) -> None:
        if unit is not None:
            found.setdefault(unit, Counter()).update(names)

    for id, member in index.members.items():
        if index.is_member(id, on):
            home = index.home(id, on)
            status = "full" if member.is_full(on=on) else "probationary"
            add(home, status)
            add(index.place(id, on), status)
            for stay in index.visits[id]:
                if stay.since <= on <= stay.until and stay.unit != home:
                    add(stay.unit, "guests")
    answers = Answers(index, on)
    for id, household in index.households.items():
        names = ["households"]
        if has_full(index, id, on):
            names.append("member_households")
        if household.is_contact(on=on):
            names.append("contact_households")
        add(answers.unit(id), *names)
        add(answers.place(id), *names)
    return found


def roll_up(roster: Roster, counts: Mapping[str, C], *, on: date) -> FrozenMap[str, C]:
    """
    Counts of units, of whatever kind, rolled up along the tree as it stands on a day.

    Args:
        roster: The units; mergers are followed, and one that is closed without an heir stands alone.
        counts: By unit, what it has directly: numbers, or anything else that can be added.

    Returns:
        By unit, the sum of its own and of those of all units under it; units that have nothing are not there.

    Raises:
        InvalidInput: No roster, or no counts by unit.
        NotFound: The roster does not have a unit.

    Example:
        >>> from sanliang.orgs import read_roster
        >>> village = read_roster(
        ...     units="id,kind,name,parent\\nb-1,branch,东岭村党支部,\\np-1,party_group,一组党小组,b-1",
        ...     members="id,name,status,belongs")
        >>> dict(roll_up(village, {"p-1": 2, "b-1": 1}, on=date(2026, 7, 1)))
        {'b-1': 3, 'p-1': 2}
    """
    index, at = a_roster(roster, "roster").index, day(on, "on")
    if not isinstance(counts, Mapping):
        raise InvalidInput(not_kind("counts", "Mapping"))
    rolled: dict[str, Any] = {}
    for unit, count in counts.items():
        heir = index.standing(roster.unit(unit).id, at)
        for above in [unit] if heir is None else index.path(heir, at):
            rolled[above] = rolled[above] + count if above in rolled else count
    return FrozenMap(rolled)
