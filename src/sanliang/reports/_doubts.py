"""What a superior would ask about figures that look too good; a town asks it first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from sanliang.kernel.errors import Faults
from sanliang.kernel.fields import day, exact, identifier, instance, instances, whole
from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason
from sanliang.kernel.wire._by_id import each_by_id
from sanliang.kernel.wire._in import shown_key
from sanliang.orgs import Roster
from sanliang.records import Record, late
from sanliang.reports._table import Table

__all__ = ["alike", "entered_late", "everyone", "full_marks"]

LEAST = 5
"""A unit of fewer people than this says nothing when all of them are alike."""

EVERYONE = Phrase(
    "report.everyone",
    "“{unit}”的 {count} 个全部为“{category}”",
    "all {count} of {unit} are {category}",
)
ALIKE = Phrase(
    "report.alike",
    "“{unit}”的 {count} 人得分完全相同：{score}",
    "all {count} of {unit} have the score {score}",
)
FULL_MARKS = Phrase(
    "report.full_marks",
    "“{unit}”的 {count} 人自评全部满分（{full}）",
    "all {count} of {unit} have given themselves full marks: {full}",
)
LATE = Phrase(
    "report.late",
    "“{recorder}”在周期结束（{closed}）后补录 {count} 条，最晚 {last}",
    "{recorder} wrote down {count} records after the cycle had closed ({closed}), the last on {last}",
)
NOBODY = Phrase("report.member", "名册中没有该党员", "is no member of the roster")


def everyone(table: Table, category: str, *, least: int = LEAST) -> tuple[Reason, ...]:
    """
    The units all of whom came to one category, such as 100 % of the pledges kept, or everybody five stars.

    Args:
        least: How many a unit must have to be looked at, 1 or more.

    Returns:
        A reason for each unit, by its id; a unit that has all of its people under it is not named beside it.

    Example:
        >>> from sanliang.reports import Counted, Row
        >>> kept = Counted(whole=9, counts={"kept": 9})
        >>> rows = [Row(unit="b-1", direct=kept, total=kept)]
        >>> table = Table(on=date(2026, 12, 31), whose="members", rows=rows)
        >>> [one.text() for one in everyone(table, "kept")]
        ['all 9 of b-1 are kept']
    """
    instance(Table)(table, "table")
    identifier(category, "category")
    _least(least)
    return tuple(
        Reason.of(EVERYONE, unit=row.unit, count=row.direct.whole, category=category)
        for row in table.rows
        if row.direct.whole >= least and row.direct.share(category) == 1
    )


def alike(
    scores: Mapping[str, Fraction | int | str], roster: Roster, *, on: date, least: int = LEAST
) -> tuple[Reason, ...]:
    """
    The Party units all of whose members have one and the same score.

    Args:
        scores: By the id of a member, an exact number.
        on: The day on which the roster says who is where.
        least: How many a unit must have, 1 or more.

    Raises:
        InvalidInput: A score that is no exact number, a member whom the roster does not have.

    Example:
        >>> from sanliang.orgs import read_roster
        >>> people = "".join(f"\\nm-{n},李禾,full,b-1" for n in range(5))
        >>> village = read_roster(units="id,kind,name,parent\\nb-1,branch,东岭村党支部,",
        ...     members="id,name,status,belongs" + people)
        >>> [one.code for one in alike({f"m-{n}": 95 for n in range(5)}, village, on=date(2026, 12, 31))]
        ['report.alike']
    """
    found = _by_unit(scores, roster, on=on, least=least)
    return tuple(
        Reason.of(ALIKE, unit=unit, count=len(those), score=those[0])
        for unit, those in found
        if len(set(those)) == 1
    )


def full_marks(
    scores: Mapping[str, Fraction | int | str],
    roster: Roster,
    *,
    full: Fraction | int | str,
    on: date,
    least: int = LEAST,
) -> tuple[Reason, ...]:
    """
    The Party units all of whose members have given themselves full marks.

    Args:
        scores: By the id of a member, what it gave itself.
        full: Full marks.

    Raises:
        InvalidInput: As `alike`.
    """
    mark = exact(full, "full")
    return tuple(
        Reason.of(FULL_MARKS, unit=unit, count=len(those), full=mark)
        for unit, those in _by_unit(scores, roster, on=on, least=least)
        if all(one == mark for one in those)
    )


def entered_late(records: Iterable[Record], *, closes: date) -> tuple[Reason, ...]:
    """
    Who wrote down after a cycle had closed what was done in it, and how much.

    Args:
        closes: The last day on which records of the cycle could be entered. What was done after it belongs to
            another cycle and is not looked at.

    Returns:
        A reason for each recorder, by id; the day of recording is that of the moment in its own offset.
    """
    last, by = day(closes, "closes"), defaultdict[str, list[date]](list)
    for one in instances(Record)(records, "records"):
        if one.on <= last and late(one, closes=last):
            by[one.recorder].append(one.recorded.date())
    return tuple(
        Reason.of(LATE, recorder=who, closed=last, count=len(days), last=max(days))
        for who, days in sorted(by.items())
    )


def _least(least: Any) -> int:
    return whole(least, "least", least=1)


def _by_unit(scores: Any, roster: Any, *, on: date, least: int) -> list[tuple[str, list[Fraction]]]:
    """The scores of each Party unit that has enough of them, by its id."""
    index, at, enough = instance(Roster)(roster, "roster").index, day(on, "on"), _least(least)
    faults, found = Faults(), defaultdict[str, list[Fraction]](list)
    for id, score in each_by_id(exact)(scores, "scores").items():
        if id not in index.members:
            faults.add(NOBODY.fault(f"scores.{shown_key(id)}"))
        elif (home := index.home(id, at)) is not None:
            found[home].append(score)
    faults.check()
    return [(unit, those) for unit, those in sorted(found.items()) if len(those) >= enough]
