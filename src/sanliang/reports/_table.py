"""Counts by category and unit, with roll-up: the sums of a table are the sums of its parts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property, partial
from typing import Any, TypeAlias

import attrs

from sanliang.kernel.errors import Faults, InvalidInput, NotFound
from sanliang.kernel.fields import (
    DOUBLED,
    FrozenMap,
    checked,
    day,
    identifier,
    instance,
    instances,
    maker,
    names,
    optional,
    whole,
)
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.wire._by_id import each_by_id
from sanliang.kernel.wire._in import shown_key
from sanliang.orgs import Line, Roster
from sanliang.orgs._index import on_day

__all__ = ["Counted", "Row", "Table", "Whose", "tally"]

NOT_COUNTED = Phrase(
    "report.stranger",
    "不在所统计的范围之内；请用 `among` 写明统计谁",
    "is none of those who are counted; say with `among` who is",
)
TOO_MANY = Phrase("report.counts", "各类之和不能大于总数", "must not be more than the whole together")
OTHER_SUM = Phrase(
    "report.sum",
    "不等于本级与下级之和",
    "is not the sum of what the unit has itself and of the units directly under it",
)
NO_ROW = Phrase("report.unit", "报表中没有该单位", "is no unit of this table")

_count = partial(whole, least=0)

Homes: TypeAlias = Mapping[str, str | None]
"""Of each who is counted the unit that counts it, if any does."""


class Whose(Labelled):
    """What is counted, and along which line it is rolled up."""

    MEMBERS = "members", "党员", "members"
    HOUSEHOLDS = "households", "户", "households"
    UNITS = "units", "党组织", "Party units"


_counts = each_by_id(_count)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Counted:
    """
    How many there are, and how many of them came to what.

    Attributes:
        whole: How many are counted in all.
        counts: By category, how many came to it.

    Raises:
        InvalidInput: More came to something than there are.

    Example:
        >>> stars = Counted(whole=1462, counts={"five": 63, "four": 306, "two": 5})
        >>> stars.rest, stars.share("five")
        (1088, Fraction(63, 1462))
    """

    whole: int = attrs.field(default=0, validator=checked(_count))
    counts: Mapping[str, int] = attrs.field(default=FrozenMap(), validator=checked(_counts))

    def __attrs_post_init__(self) -> None:
        if self.listed > self.whole:
            raise InvalidInput(TOO_MANY.fault("counts"))

    @property
    def listed(self) -> int:
        """How many came to any category."""
        return sum(self.counts.values())

    @property
    def rest(self) -> int:
        """How many came to none: they are there, and nothing is said of them."""
        return self.whole - self.listed

    def share(self, category: str) -> Fraction | None:
        """The share of the whole that came to a category; a share of nobody is not defined, and not 100 %."""
        return (
            Fraction(self.counts.get(identifier(category, "category"), 0), self.whole) if self.whole else None
        )

    def __add__(self, other: Counted) -> Counted:
        return Counted(whole=self.whole + other.whole, counts=Counter(self.counts) + Counter(other.counts))


_counted_of = maker(Counted)
"""A `Counted` of a whole and a map of counts, which have been counted and need no check."""


@attrs.frozen(kw_only=True)
class Row:
    """
    One unit of a table.

    Attributes:
        unit: Its id; *parent* is the unit directly above on that day, if there is one.
        direct: Those who are counted at the unit itself.
        total: Those, and whoever is counted under it.
    """

    unit: str = attrs.field(validator=checked(identifier))
    parent: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    direct: Counted = attrs.field(default=Counted(), validator=checked(instance(Counted)))
    total: Counted = attrs.field(default=Counted(), validator=checked(instance(Counted)))


def _rows(value: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(instances(Row)(value, "rows"), key=lambda row: row.unit))


@attrs.frozen(kw_only=True)
class Table:
    """
    Counts of a day by unit.

    Attributes:
        on: The day on which the roster was asked.
        whose: What is counted.
        rows: By the id of their unit: every unit that stands on the day, those too where nobody is counted.
        apart: Whoever is counted and belongs to no unit of the line.

    Raises:
        InvalidInput: A unit stands here twice, or under one that does not; a total that is not the sum.
    """

    on: date = attrs.field(validator=checked(day))
    whose: Whose = attrs.field(validator=checked(Whose.of))
    rows: tuple[Row, ...] = attrs.field(converter=_rows)
    apart: Counted = attrs.field(default=Counted(), validator=checked(instance(Counted)))

    def __attrs_post_init__(self) -> None:
        faults, sums = Faults(), {row.unit: row.direct for row in self.rows}
        if len(sums) < len(self.rows):
            faults.add(DOUBLED.fault("rows"))
        for place, row in enumerate(self.rows):
            if row.parent in sums:
                sums[row.parent] += row.total
            elif row.parent is not None:
                faults.add(NO_ROW.fault(f"rows[{place}].parent"))
        for place, row in enumerate(self.rows):
            if sums[row.unit] != row.total:
                faults.add(OTHER_SUM.fault(f"rows[{place}].total"))
        faults.check()

    @cached_property
    def _by_unit(self) -> dict[str, Row]:
        return {row.unit: row for row in self.rows}

    def row(self, unit: str) -> Row:
        """
        The row of a unit.

        Raises:
            NotFound: The table has none.
        """
        found = self._by_unit.get(identifier(unit, "unit"))
        if found is None:
            raise NotFound(NO_ROW.fault("unit"))
        return found

    @property
    def total(self) -> Counted:
        """Everybody who is counted: the units that have none above them, and whoever stands apart."""
        return sum((row.total for row in self.rows if row.parent is None), self.apart)


def tally(
    categories: Mapping[str, str],
    roster: Roster,
    *,
    on: date,
    whose: str = Whose.MEMBERS,
    among: Iterable[str] | None = None,
) -> Table:
    """
    How many came to what, unit by unit, as the roster stands on a day.

    A member is counted at the Party unit that counts him or her, a household in its place, a unit at itself;
    each at all units above, too. Whoever is counted and has no category is in the `rest`: a list that names
    some says nothing of the others, and they do not vanish from the sum.

    Args:
        categories: By id, a category, such as the tier of a rating: at most one for each.
        among: The ids of those who are counted. Where nothing is said, all members of a Party unit, all
            households, or all units of the kinds that the roster's nesting has as branches.

    Raises:
        InvalidInput: Somebody named whom the roster does not have, a category that is none, or, once all are,
            those of people who are not counted; each at its place.

    Example:
        >>> from sanliang.orgs import read_roster
        >>> village = read_roster(
        ...     units="id,kind,name,parent\\nb-1,branch,东岭村党支部,\\np-1,party_group,一组党小组,b-1",
        ...     members="id,name,status,belongs\\nm-1,李禾,full,b-1\\nm-2,王苗,full,p-1\\nm-3,吴桐,full,p-1")
        >>> table = tally({"m-1": "five", "m-2": "four"}, village, on=date(2026, 12, 31))
        >>> table.row("p-1").total.rest, table.total.counts
        (1, FrozenMap({'five': 1, 'four': 1}))
    """
    homes = _homes(instance(Roster)(roster, "roster"), Whose.of(whose, "whose"), day(on, "on"), among)
    direct = _direct(homes, _sorted_out(categories, homes))
    index, line = roster.index, Line.PLACE if whose == Whose.HOUSEHOLDS else Line.PARTY
    total: dict[str, Counter[str]] = {
        unit: Counter() for unit in index.units if index.line(unit) is line and index.alive(unit, on)
    }
    for unit, found in direct.items():
        for above in () if unit is None else index.path(unit, on):
            total[above].update(found)
    rows = [
        Row(
            unit=unit, parent=index.parent(unit, on), direct=_counted(direct.get(unit)), total=_counted(every)
        )
        for unit, every in total.items()
    ]
    return Table(on=on, whose=Whose(whose), rows=rows, apart=_counted(direct.get(None)))


_WHOLE = ""
"""Stands for the whole among the counts of a unit; no category is empty."""


def _counted(found: Counter[str] | None) -> Counted:
    if not found:
        return Counted()
    return _counted_of(found[_WHOLE], FrozenMap((name, n) for name, n in found.items() if name != _WHOLE))


def _homes(roster: Roster, whose: Whose, on: date, among: Iterable[str] | None) -> Homes:
    """Of each who is counted the unit that counts it, if any does."""
    index = roster.index
    if whose is Whose.MEMBERS:
        since = {id: member.status.steps[0][0] for id, member in index.members.items()}
        homes = {id: index.home(id, on) if first <= on else None for id, first in since.items()}
        return _among(among, homes, roster.member, [id for id, home in homes.items() if home is not None])
    if whose is Whose.HOUSEHOLDS:
        homes = {id: on_day(stays, on) for id, stays in index.dwellings.items()}
        return _among(among, homes, roster.household, homes)
    homes = {id: id if index.alive(id, on) else None for id in index.units}
    branches = (id for id, unit in index.units.items() if index.rules[unit.kind].branch)
    return _among(among, homes, roster.unit, [id for id in branches if homes[id] is not None])


def _among(
    among: Iterable[str] | None, homes: Homes, find: Callable[[str], object], usual: Iterable[str]
) -> Homes:
    """Those who are counted: whoever is named, and who usually are where nobody is."""
    if among is None:
        return {id: homes[id] for id in usual}
    faults, found = Faults(), dict[str, str | None]()
    for place, id in enumerate(names(among, "among")):
        try:
            find(id)
            found[id] = homes[id]
        except NotFound as error:
            faults.add(attrs.evolve(error.faults[0], path=f"among[{place}]"))
    faults.check()
    return found


def _sorted_out(categories: Any, homes: Homes) -> Mapping[str, str]:
    """The categories, each of somebody who is counted."""
    if isinstance(categories, Mapping) and categories.keys() <= homes.keys() and _sound(categories.values()):
        return categories
    faults, found = Faults(), each_by_id(identifier)(categories, "categories")
    for id in found:
        if id not in homes:
            faults.add(NOT_COUNTED.fault(f"categories.{shown_key(id)}"))
    faults.check()
    return found


def _sound(categories: Collection[Any]) -> bool:
    """Whether all are categories; of those that many came to, one is looked at."""
    if not {*map(type, categories)} <= {str}:
        return False
    try:
        return all(map(identifier, {*categories}))
    except InvalidInput:
        return False


def _direct(homes: Homes, categories: Mapping[str, str]) -> dict[str | None, Counter[str]]:
    """What is counted at each unit itself."""
    found: dict[str | None, Counter[str]] = defaultdict(Counter)
    for id, home in homes.items():
        counts = found[home]
        counts[_WHOLE] += 1
        if (category := categories.get(id)) is not None:
            counts[category] += 1
    return found
