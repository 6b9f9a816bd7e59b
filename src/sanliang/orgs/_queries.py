"""
Who is under a unit, which branch on that day, whose household: questions to a roster.

The examples ask this roster:

    >>> from sanliang.orgs import read_roster
    >>> on = date(2026, 7, 1)
    >>> village = read_roster(
    ...     units='''id,kind,name,parent,place
    ... v-east,village,东岭村,,
    ... g-1,villager_group,一组,v-east,
    ... b-east,branch,东岭村党支部,,v-east
    ... ''',
    ...     members='''id,name,status,belongs,household
    ... m-1,李禾,full,b-east,h-1
    ... m-2,王苗,full,b-east,h-1
    ... m-3,陈谷,probationary,b-east,h-2
    ... ''',
    ...     households='''id,belongs,needs
    ... h-1,g-1,
    ... h-2,v-east,labour
    ... h-3,g-1,labour
    ... ''')
"""

from __future__ import annotations

from datetime import date

from sanliang.kernel.errors import NotFound
from sanliang.kernel.fields import day
from sanliang.kernel.labels import Phrase
from sanliang.orgs._households import Household
from sanliang.orgs._index import Index, on_day
from sanliang.orgs._people import Member
from sanliang.orgs._roster import Roster, a_roster, home_of, reached, standing
from sanliang.orgs._units import Line, Unit

NO_BRANCH = Phrase(
    "member.no_branch",
    "该党员在 {on} 不属于任何党支部",
    "the member belongs to no branch on {on}, only to a unit above one",
)
NO_PLACE = Phrase("place.none", "在 {on} 没有所在地的记录", "no place is recorded on {on}")
NO_ANSWER = Phrase(
    "household.no_unit",
    "在 {on} 没有党组织联系该户：户内无党员，所在地也没有党组织",
    "no Party unit answers for the household on {on}: no member lives in it and none sits where it is",
)


def units_on(roster: Roster, *, on: date, line: Line | None = None) -> tuple[Unit, ...]:
    """
    The units that stand on a day, in the order of their ids; those of one line where it is given.

    Example:
        >>> [unit.id for unit in units_on(village, on=on, line=Line.PLACE)]
        ['g-1', 'v-east']
    """
    at, index = day(on, "on"), a_roster(roster, "roster").index
    return tuple(
        unit
        for unit in roster.units
        if index.alive(unit.id, at) and (line is None or index.line(unit.id) is line)
    )


def path(roster: Roster, unit: str, *, on: date) -> tuple[Unit, ...]:
    """
    The units from the top of the tree down to this one, on that day.

    Raises:
        NotFound: There is no such unit, or it does not stand on that day.

    Example:
        >>> [unit.name for unit in path(village, "g-1", on=on)]
        ['东岭村', '一组']
    """
    found = standing(roster, unit, on)
    return tuple(roster.index.units[id] for id in roster.index.path(found.id, on))


def below(roster: Roster, unit: str, *, on: date) -> tuple[Unit, ...]:
    """
    The unit and all units under it on that day, in the order of their ids.

    What was merged into a unit has left its lower units to it.

    Raises:
        NotFound: There is no such unit, or it does not stand on that day.

    Example:
        >>> [unit.id for unit in below(village, "v-east", on=on)]
        ['g-1', 'v-east']
    """
    found = standing(roster, unit, on)
    return tuple(roster.index.units[id] for id in sorted(roster.index.below(found.id, on)))


def under(roster: Roster, unit: str, *, on: date) -> tuple[Member, ...]:
    """
    The members under a unit on that day, in the order of their ids, each once.

    Of a Party unit those who belong to it or to a unit under it; to a temporary branch also those who are
    counted elsewhere. Of a place those who belong there, or whose household does.

    Raises:
        NotFound: There is no such unit, or it does not stand on that day.

    Example:
        >>> [member.name for member in under(village, "g-1", on=on)]
        ['李禾', '王苗']
    """
    top = standing(roster, unit, on)
    index = roster.index
    found: set[str] = set()
    for one in index.below(top.id, on):
        found.update(stay.who for stay in index.inside[one] if stay.since <= on <= stay.until)
        for stay in index.housed[one]:
            if stay.since <= on <= stay.until:
                found.update(_at_home(index, stay.who, on))
    return tuple(index.members[id] for id in sorted(found) if index.is_member(id, on))


def _at_home(index: Index, household: str, on: date) -> list[str]:
    """The residents who have no place of their own on that day."""
    residents = index.residents.get(household, ())
    return [id for id in residents if on_day(index.places[id], on) is None]


def unit_of(roster: Roster, member: str, *, on: date) -> Unit:
    """
    The Party unit that a member belongs to and is counted in on that day: a branch, a Party group ...

    Raises:
        NotFound: There is no such member, or the member belongs to no Party unit on that day.

    Example:
        >>> unit_of(village, "m-1", on=on).id
        'b-east'
    """
    home = home_of(roster, member, on)
    return roster.index.units[home]


def branch_of(roster: Roster, member: str, *, on: date) -> Unit:
    """
    The branch of a member on that day, mergers followed.

    Raises:
        NotFound: There is no such member, or the member belongs to no branch on that day.

    Example:
        >>> branch_of(village, "m-1", on=on).name
        '东岭村党支部'
    """
    home = home_of(roster, member, on)
    index = roster.index
    for id in reversed(index.path(home, on)):
        unit = index.units[id]
        if index.rules[unit.kind].branch:
            return unit
    raise NotFound(NO_BRANCH.fault("member", on=on))


def place_of(roster: Roster, member: str, *, on: date) -> Unit:
    """
    The place of a member on that day: the member's own, or else that of the household.

    Raises:
        NotFound: There is no such member, or no place is recorded on that day.

    Example:
        >>> place_of(village, "m-1", on=on).name
        '一组'
    """
    a_roster(roster, "roster").member(member)
    return _place(roster.index, roster.index.place(member, day(on, "on")), on)


def dwelling_of(roster: Roster, household: str, *, on: date) -> Unit:
    """
    The place of a household on that day.

    Raises:
        NotFound: There is no such household, or no place is recorded on that day.

    Example:
        >>> dwelling_of(village, "h-3", on=on).name
        '一组'
    """
    a_roster(roster, "roster").household(household)
    return _place(roster.index, on_day(roster.index.dwellings[household], day(on, "on")), on)


def _place(index: Index, place: str | None, on: date) -> Unit:
    if place is None:
        raise NotFound(NO_PLACE.fault("on", on=on))
    return index.units[place]


def residents(roster: Roster, household: str, *, on: date) -> tuple[Member, ...]:
    """
    The members who live in a household on that day, in the order of their ids.

    Raises:
        NotFound: There is no such household.

    Example:
        >>> [member.id for member in residents(village, "h-1", on=on)]
        ['m-1', 'm-2']
    """
    a_roster(roster, "roster").household(household)
    index, at = roster.index, day(on, "on")
    ids = index.residents.get(household, ())
    return tuple(index.members[id] for id in sorted(ids) if index.is_member(id, at))


def answering(roster: Roster, household: str, *, on: date) -> Unit:
    """
    The Party unit that answers for a household on that day, so that each is counted once.

    It is the unit of the full member in it who was admitted first (of two on one day, the first by id).
    Where no full member lives, it is the Party unit that sits in the nearest place at or above the
    household's; where several sit there, the unit directly above them all.

    Raises:
        NotFound: There is no such household, or no Party unit answers for it on that day.

    Example:
        >>> answering(village, "h-3", on=on).id
        'b-east'
    """
    a_roster(roster, "roster").household(household)
    unit = Answers(roster.index, day(on, "on")).unit(household)
    if unit is None:
        raise NotFound(NO_ANSWER.fault("household", on=on))
    return roster.index.units[unit]


class Answers:
    """Which Party unit answers for a household on one day; places are looked up once each."""

    def __init__(self, index: Index, on: date) -> None:
        self.index, self.on = index, on
        self.seats: dict[str, str | None] = {}

    def unit(self, household: str) -> str | None:
        """The id of the Party unit, if one answers."""
        index, on = self.index, self.on
        full = [id for id in index.residents.get(household, ()) if index.is_full(id, on)]
        if full:
            return index.home(min(full, key=self._rank), on)
        place = self.place(household)
        return None if place is None else self.seat(place)

    def place(self, household: str) -> str | None:
        """The id of the place of a household, if there is one."""
        return on_day(self.index.dwellings[household], self.on)

    def _rank(self, member: str) -> tuple[date, str]:
        return self.index.members[member].admitted or date.max, member

    def seat(self, place: str) -> str | None:
        """The Party unit that sits in a place, or in the nearest place above it that has one."""
        if place not in self.seats:
            self.seats[place] = self._seat(place)
        return self.seats[place]

    def _seat(self, place: str) -> str | None:
        for id in reversed(self.index.path(place, self.on)):
            paths = [self.index.path(unit, self.on) for unit in self.index.seated(id, self.on)]
            common: list[str] = [row[0] for row in zip(*paths, strict=False) if len(set(row)) == 1]
            if common:
                return common[-1]
        return None


def households_under(roster: Roster, unit: str, *, on: date) -> tuple[Household, ...]:
    """
    The households under a unit on that day, in the order of their ids, each once.

    Of a place those that are there; of a Party unit those that it, or a unit under it, answers for.

    Raises:
        NotFound: There is no such unit, or it does not stand on that day.

    Example:
        >>> [household.id for household in households_under(village, "g-1", on=on)]
        ['h-1', 'h-3']
    """
    top = standing(roster, unit, on)
    index = roster.index
    reach = reached(roster, top.id, on)
    found = {stay.who for id in reach for stay in index.housed[id] if stay.since <= on <= stay.until}
    if index.line(top.id) is Line.PARTY:
        units, answers = set(index.below(top.id, on)), Answers(index, on)
        lived = {index.members[stay.who].household for id in units for stay in index.inside[id]}
        found = {id for id in found.union(lived) if id is not None and answers.unit(id) in units}
    return tuple(index.households[id] for id in sorted(found))


def member_households(roster: Roster, unit: str, *, on: date) -> tuple[Household, ...]:
    """
    The households under a unit in which at least one full member lives on that day.

    Two members of one household are one household: 56 full members may be 49 plaques.

    Raises:
        NotFound: There is no such unit, or it does not stand on that day.

    Example:
        >>> [household.id for household in member_households(village, "b-east", on=on)]
        ['h-1']
    """
    found = households_under(roster, unit, on=on)
    return tuple(one for one in found if has_full(roster.index, one.id, on))


def contact_households(roster: Roster, unit: str, *, on: date) -> tuple[Household, ...]:
    """
    The households under a unit that are to be helped on that day: they have a need or a status.

    Raises:
        NotFound: There is no such unit, or it does not stand on that day.

    Example:
        >>> [household.id for household in contact_households(village, "b-east", on=on)]
        ['h-2', 'h-3']
    """
    return tuple(one for one in households_under(roster, unit, on=on) if one.is_contact(on=on))


def has_full(index: Index, household: str, on: date) -> bool:
    """Whether a full member lives in a household on that day."""
    return any(index.is_full(id, on) for id in index.residents.get(household, ()))
