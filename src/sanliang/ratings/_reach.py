"""Between what the points of an item lie that is not known: what its own words allow, and no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial

from sanliang.ratings._facts import Facts
from sanliang.ratings._known import (
    ANYTHING,
    FAR,
    ONE,
    ZERO,
    Amount,
    Ends,
    Known,
    Unknown,
    hull,
    plus,
    times,
)
from sanliang.ratings._own import ends_of, failed
from sanliang.rulebooks import Each, Item, OwnTariff, Steps
from sanliang.rulebooks._hooks import Failed
from sanliang.rulebooks._values import Value, leaves

NOTHING: Ends = (ZERO, ZERO)
SHORT = ("activity", "month", "quarter", "year")
"""The windows that limit dated points, the shortest first."""


def reach(
    item: Item, parts: Sequence[Ends], facts: Facts, credited: Mapping[str, Fraction], decimals: int
) -> Ends:
    """The least and the most that an item can come to. Every step is that of a known item, for both ends."""
    try:
        gained = NOTHING if item.fact is None else _gained(item, facts.get(item.fact), facts)
    except Failed as error:
        failed(error, where_of(item), facts)
        gained = ANYTHING
    found = plus(gained, taken_ends(parts, item.take), facts.bounds(item.points))
    found = _limited(found, item, facts, credited.get(item.id, ZERO))
    if item.weight is not None:
        found = times(found, facts.bounds(item.weight))
    return rounded(found[0], decimals), rounded(found[1], decimals)


def where_of(item: Item) -> str:
    """Where a book has the tariff of an item, if it is a township's own."""
    return f"item.{item.id}.{item.tariff.word.tag}" if isinstance(item.tariff, OwnTariff) else item.id


def taken_ends(parts: Sequence[Ends], take: str) -> Ends:
    """What parts can be together."""
    lows, highs = [low for low, _ in parts], [high for _, high in parts]
    return taken(lows, take), taken(highs, take)


def taken(parts: Sequence[Fraction], take: str) -> Fraction:
    """What parts are together: their sum, the highest, the lowest, or the mean of them."""
    if not parts:
        return ZERO
    if take in {"highest", "lowest"}:
        return max(parts) if take == "highest" else min(parts)
    total = sum(parts, ZERO)
    return total / len(parts) if take == "mean" else total


def rounded(number: Fraction, decimals: int) -> Fraction:
    """
    A number to so many decimals; halves go away from 0.

    Example:
        >>> rounded(Fraction("2.25"), 1), rounded(Fraction("-2.25"), 1)
        (Fraction(23, 10), Fraction(-23, 10))
    """
    scaled = abs(number) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if number >= 0 else -whole, 10**decimals)


# --- what a tariff can give -----------------------------------------------------------------------------


def _gained(item: Item, known: Known, facts: Facts) -> Ends:
    if item.for_each:
        found = times(_how_many(known), _tariff(item, ANYTHING, _of_leaves))
    else:
        found = _tariff(item, _number(known), partial(facts.bounds, ever=True))
    return hull(found, NOTHING) if windows_of(item) else found


def windows_of(item: Item) -> bool:
    """Whether an item has limits that need dated points."""
    return any(window in limits for limits in (item.ceiling, item.floor) for window in SHORT)


def _how_many(known: Known) -> Ends:
    """How many records there can be."""
    rows = known.rows if isinstance(known, Amount) else None
    return (ZERO, FAR) if rows is None else (Fraction(len(rows)), Fraction(len(rows)))


def _number(known: Known) -> Ends:
    """The number that a tariff reads; of rows that may each have another value, what they can weigh."""
    match known:
        case Unknown(ends=ends):
            return ends
        case Amount(total=total, rows=rows):
            away = sum((abs(row.amount) for row in rows or ()), ZERO)
            return (-away, away) if away != abs(total) and rows else (total, total)
        case _:
            return ZERO, ONE


Bounds = Callable[[Value], Ends]


def _of_leaves(value: Value) -> Ends:
    """What a value can come to for any record: it may choose by words of its own."""
    return hull(*((leaf.number, leaf.number) for leaf in leaves(value)))


def _tariff(item: Item, number: Ends, bounds: Bounds) -> Ends:
    tariff = item.tariff
    match tariff:
        case None:
            return number
        case Each() as each:
            return _each(each, number, bounds)
        case OwnTariff():
            return ends_of(tariff, number, bounds)
        case Steps(bands=bands):
            return hull(NOTHING, *(bounds(points) for _, points in bands))
        case _:
            band = tariff.band
            low = [bounds(value)[0] for value in (band.at_least, band.above) if value]
            high = [bounds(value)[1] for value in (band.at_most, band.below) if value]
            return min(low, default=-FAR), max(high, default=FAR)


def _each(each: Each, number: Ends, bounds: Bounds) -> Ends:
    low, high = number
    if each.above is not None:
        least, most = bounds(each.above)
        low, high = max(low - most, ZERO), max(high - least, ZERO)
    if each.below is not None:
        least, most = bounds(each.below)
        low, high = max(least - high, ZERO), max(most - low, ZERO)
    if each.per is not None:
        least, most = bounds(each.per)
        low, high = times((low, high), (1 / most, 1 / least))
    if each.whole:
        low, high = Fraction(int(low)), Fraction(int(high))
    return times((low, high), bounds(each.points))


def _limited(found: Ends, item: Item, facts: Facts, credited: Fraction) -> Ends:
    low, high = found
    for window, past in (("cycle", ZERO), ("ever", credited)):
        if window in item.floor:
            least, most = facts.bounds(item.floor[window])
            low, high = max(low, least - past), max(high, most - past)
        if window in item.ceiling:
            least, most = facts.bounds(item.ceiling[window])
            low, high = min(low, room(least, past)), min(high, room(most, past))
    return low, high


def room(ceiling: Fraction, credited: Fraction) -> Fraction:
    """What past ratings leave of a ceiling: nothing at the worst."""
    return max(ceiling - credited, ZERO) if credited else ceiling
