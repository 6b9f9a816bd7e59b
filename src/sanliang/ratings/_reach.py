"""Between what the points of an item lie that is not known: what its own words allow, and no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial

from sanliang.kernel.timeline import Cycle
from sanliang.ratings._facts import Facts
from sanliang.ratings._known import Amount, Known, Unknown
from sanliang.ratings._own import failed
from sanliang.rulebooks import Item, OwnTariff
from sanliang.rulebooks._hooks import Failed
from sanliang.rulebooks._reach import (
    ANYTHING,
    FAR,
    NOTHING,
    ONE,
    SHORT,
    ZERO,
    Ends,
    covers,
    of_item,
    of_tariff,
    one_by_one,
    room,
    rounded,
    taken,
    weighed,
    windowed,
    windows_of,
)

__all__ = ["NOTHING", "SHORT", "covers", "reach", "room", "rounded", "taken", "where_of", "windows_of"]


def reach(
    item: Item,
    parts: Sequence[Ends],
    facts: Facts,
    credited: Mapping[str, Fraction],
    *,
    cycle: Cycle,
    decimals: int,
) -> Ends:
    """The least and the most that an item can come to for a subject."""
    try:
        gained = NOTHING if item.fact is None else _gained(item, item.fact, facts, cycle)
    except Failed as error:
        failed(error, where_of(item), facts)
        gained = ANYTHING
    past = credited.get(item.id, ZERO)
    bounds, ever = facts.bounds, (past, past)
    return of_item(item, gained, parts, bounds=bounds, credited=ever, cycle=cycle, decimals=decimals)


def where_of(item: Item) -> str:
    """Where a book has the tariff of an item, if it is a township's own."""
    return f"item.{item.id}.{item.tariff.word.tag}" if isinstance(item.tariff, OwnTariff) else item.id


def _gained(item: Item, name: str, facts: Facts, cycle: Cycle) -> Ends:
    known, bounds = facts.get(name), partial(facts.bounds, ever=True)
    if item.for_each:
        return windowed(item, one_by_one(item, _how_many(known)), bounds, cycle)
    number = (
        weighed(item, facts.fact(name), known.ends, bounds) if isinstance(known, Unknown) else _read(known)
    )
    return windowed(item, of_tariff(item.tariff, number, bounds), bounds, cycle)


def _how_many(known: Known) -> Ends:
    """How many records there can be."""
    rows = known.rows if isinstance(known, Amount) else None
    return (ZERO, FAR) if rows is None else (Fraction(len(rows)), Fraction(len(rows)))


def _read(known: Amount | str | bool) -> Ends:
    """The number that a tariff reads; of rows that may each have another value, what they can weigh."""
    if not isinstance(known, Amount):
        return ZERO, ONE
    away = sum((abs(row.amount) for row in known.rows or ()), ZERO)
    return (-away, away) if away != abs(known.total) and known.rows else (known.total, known.total)
