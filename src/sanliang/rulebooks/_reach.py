"""
Between what numbers lie: facts by their edges, items by their own words.

The linter asks for a book alone, on any day and for any word; ratings ask for one subject of whom something
is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial, reduce
from itertools import product

from sanliang.kernel.timeline import Cycle
from sanliang.records import Length, Window
from sanliang.records._windows import MONTHS
from sanliang.rulebooks._hooks import Failed, reach
from sanliang.rulebooks._model import (
    Each,
    Fact,
    FactType,
    FromBallots,
    FromRecords,
    Item,
    OwnTariff,
    Rulebook,
    Steps,
    Tariff,
)
from sanliang.rulebooks._values import Value, leaves

ZERO, ONE = Fraction(0), Fraction(1)

FAR = Fraction(10**18)
"""Further than any number of a rating: facts and numbers of a book have nine digits before the point."""

Ends = tuple[Fraction, Fraction]
"""The least and the most that a number can be."""

ANYTHING: Ends = (-FAR, FAR)
NOTHING: Ends = (ZERO, ZERO)

SHORT = ("activity", "month", "quarter", "year")
"""The windows that limit dated points, the shortest first."""

Bounds = Callable[[Value], Ends]
"""The least and the most that a value of a book can come to."""


def hull(*ends: Ends) -> Ends:
    """The least and the most that one of several can be."""
    return min(low for low, _ in ends), max(high for _, high in ends)


def plus(*ends: Ends) -> Ends:
    """The least and the most that several can be together."""
    return sum((low for low, _ in ends), ZERO), sum((high for _, high in ends), ZERO)


def times(*ends: Ends) -> Ends:
    """The least and the most that several can be, multiplied."""
    return reduce(_times, ends)


def _times(one: Ends, other: Ends) -> Ends:
    found = [end * factor for end, factor in product(one, other)]
    return min(found), max(found)


def of_leaves(value: Value) -> Ends:
    """What a value can come to on any day and for any word."""
    numbers = [leaf.number for leaf in leaves(value)]
    return min(numbers), max(numbers)


# --- facts -----------------------------------------------------------------------------------------------


def of_fact(fact: Fact, bounds: Bounds) -> Ends:
    """What a fact can be, whatever is not known of it: a yes is 1, a no is 0."""
    if fact.type is FactType.YES:
        return ZERO, ONE
    if isinstance(fact.origin, FromBallots):
        return hull(*(bounds(one) for one in fact.origin.worth.values()))
    low, high = ANYTHING
    for word, value in fact.edges:
        least, most = bounds(value)
        low, high = (max(low, least), high) if word in {"at_least", "above"} else (low, min(high, most))
    return low, high


# --- items -----------------------------------------------------------------------------------------------


def one_by_one(item: Item, count: Ends) -> Ends:
    """What so many records can give, each by itself: each may choose by words of its own."""
    number = (ONE, ONE) if item.field is None else ANYTHING
    return times(count, of_tariff(item.tariff, number, of_leaves))


def weighed(item: Item, fact: Fact, number: Ends, bounds: Bounds) -> Ends:
    """
    What a number that is not known can weigh for an item.

    It is the number, unless records that add up to it count apart: gains at one price or within one window,
    losses at another.
    """
    summed = isinstance(fact.origin, FromRecords) and fact.origin.sum is not None
    prices = [value for _, value in item.tariff.values] if isinstance(item.tariff, Each) else []
    apart = windows_of(item) or any(low != high for low, high in map(bounds, prices))
    return ANYTHING if summed and apart else number


def windowed(item: Item, found: Ends, bounds: Bounds, cycle: Cycle) -> Ends:
    """What windows leave of points: something between all and nothing."""
    if not windows_of(item):
        return found
    low, high = hull(found, NOTHING)
    for window in filter(partial(covers, cycle=cycle), SHORT):
        if window in item.ceiling:
            high = min(high, max(bounds(item.ceiling[window])[1], ZERO))
        if window in item.floor:
            low = max(low, min(bounds(item.floor[window])[0], ZERO))
    return low, high


def windows_of(item: Item) -> bool:
    """Whether an item has limits that need dated points."""
    return any(window in limits for limits in (item.ceiling, item.floor) for window in SHORT)


def covers(window: str, cycle: Cycle) -> bool:
    """Whether a window is never shorter than the cycle, so that it needs no dates: a quarter of a quarter."""
    months = MONTHS.get(Window(window), 0)
    return months >= Length(count=cycle.count, every=cycle.every).months


def of_tariff(tariff: Tariff | None, number: Ends, bounds: Bounds) -> Ends:
    """
    What a tariff can give for a number between two ends.

    Raises:
        Failed: The code of a township's own tariff did.
    """
    match tariff:
        case None:
            return number
        case Each() as each:
            return _each(each, number, bounds)
        case OwnTariff() as own:
            return _own(own, number, bounds)
        case Steps(bands=bands):
            return hull(NOTHING, *(bounds(points) for _, points in bands))
        case _:
            band = tariff.band
            low = [bounds(value)[0] for value in (band.at_least, band.above) if value]
            high = [bounds(value)[1] for value in (band.at_most, band.below) if value]
            return min(low, default=-FAR), max(high, default=FAR)


def _own(own: OwnTariff, number: Ends, bounds: Bounds) -> Ends:
    """What the code of a tariff says of itself; anything, where it says nothing."""

    def choices(value: Value) -> tuple[Fraction, ...]:
        low, high = bounds(value)
        return tuple(dict.fromkeys(leaf.number for leaf in leaves(value) if low <= leaf.number <= high))

    low, high = number
    found = reach(own.word, None if low <= -FAR else low, None if high >= FAR else high, own.given, choices)
    least, most = found
    return -FAR if least is None else least, FAR if most is None else most


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


def of_item(
    item: Item,
    gained: Ends,
    parts: Sequence[Ends],
    *,
    bounds: Bounds,
    credited: Ends,
    cycle: Cycle,
    decimals: int,
) -> Ends:
    """What an item can come to: every step is that of a known item, for both ends."""
    own = NOTHING if item.points is None else bounds(item.points)
    whole = windowed(item, taken_ends(parts, item.take), bounds, cycle)
    found = _limited(plus(gained, whole, own), item, bounds, credited)
    if item.weight is not None:
        found = times(found, bounds(item.weight))
    return rounded(found[0], decimals), rounded(found[1], decimals)


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


def _limited(found: Ends, item: Item, bounds: Bounds, credited: Ends) -> Ends:
    low, high = found
    for window, (least_past, most_past) in (("cycle", NOTHING), ("ever", credited)):
        if window in item.floor:
            least, most = bounds(item.floor[window])
            low, high = max(low, least - most_past), max(high, most - least_past)
        if window in item.ceiling:
            least, most = _rooms(bounds(item.ceiling[window]), (least_past, most_past))
            low, high = min(low, least), min(high, most)
    return low, high


def _rooms(ceiling: Ends, credited: Ends) -> Ends:
    """What past ratings can leave of a ceiling."""
    pasts = {*credited, *({ZERO} if credited[0] < 0 < credited[1] else ())}
    found = [room(most, past) for most, past in product(ceiling, pasts)]
    return min(found), max(found)


def room(ceiling: Fraction, credited: Fraction) -> Fraction:
    """What past ratings leave of a ceiling: nothing at the worst."""
    return max(ceiling - credited, ZERO) if credited else ceiling


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


# --- a whole book ----------------------------------------------------------------------------------------


def of_book(book: Rulebook) -> dict[str, Ends]:
    """What each item can come to on any day, for any word and whatever was credited before."""
    facts = {fact.id: fact for fact in book.facts}
    parts: dict[str | None, list[Item]] = {}
    for item in book.items:
        parts.setdefault(item.part_of, []).append(item)
    found: dict[str, Ends] = {}
    for item in reversed([*_from_the_top(parts)]):
        within = [found[part.id] for part in parts.get(item.id, ())]
        ends = of_any(item, facts.get(item.fact or ""), within, book)
        found[item.id] = ends if item.when is None else hull(ends, NOTHING)
    return found


def of_any(item: Item, fact: Fact | None, parts: Sequence[Ends], book: Rulebook) -> Ends:
    """What an item can come to, where it is asked for, whoever it is of."""
    try:
        gained = _gained(item, fact, book.cycle)
    except Failed:
        gained = ANYTHING
    return of_item(
        item,
        gained,
        parts,
        bounds=of_leaves,
        credited=_ever(item, gained),
        cycle=book.cycle,
        decimals=book.decimals if item.decimals is None else item.decimals,
    )


def _gained(item: Item, fact: Fact | None, cycle: Cycle) -> Ends:
    if fact is None:
        return NOTHING
    if item.for_each:
        return windowed(item, one_by_one(item, (ZERO, FAR)), of_leaves, cycle)
    number = weighed(item, fact, of_fact(fact, of_leaves), of_leaves)
    return windowed(item, of_tariff(item.tariff, number, of_leaves), of_leaves, cycle)


def _from_the_top(parts: Mapping[str | None, list[Item]]) -> Iterator[Item]:
    """Every item after the one that it is a part of."""
    waiting = [*parts.get(None, ())]
    while waiting:
        item = waiting.pop()
        yield item
        waiting += parts.get(item.id, ())


def _ever(item: Item, gained: Ends) -> Ends:
    """What cycles before may have credited: no loss where there is nothing to lose."""
    own = NOTHING if item.points is None else of_leaves(item.points)
    loses = item.fact is None or gained[0] < 0 or own[0] < 0
    return (-FAR if loses else ZERO), FAR
