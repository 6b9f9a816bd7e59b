"""
Items as whole numbers: what a book says of a day and of some words, worked out once for everybody.

Facts are read in units of `1/unit`, and points come out in units of the item's last decimal. Every fraction
of a rule (points for one, `per`, a weight) is put over one denominator when the book is compiled, so that a
subject takes whole numbers only and one rounding for each item.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm
from operator import getitem, itemgetter
from typing import Any, TypeVar

import attrs

from sanliang.ratings._known import ONE, ZERO
from sanliang.ratings._tariffs import Price, points_of
from sanliang.rulebooks import Each, Item, OwnTariff, Steps

NO_LIMIT = 10**60
"""Past every number that a rating can come to: no limit."""

MOST = 4096
"""So many numbers are kept with their points, for each item."""


K = TypeVar("K")


class Unfit(Exception):
    """What a compiled book cannot take: a rule, a word, a number. It never leaves the package."""


@attrs.frozen(kw_only=True)
class Course:
    """
    What happens to a number on its way to points: times *a*, plus *b*, within limits, over *over*, rounded.

    Attributes:
        low, high: The limits, in the units in which *b* is.
        over: What is divided by at last; 1 where nothing needs rounding.
    """

    a: int
    b: int
    low: int
    high: int
    over: int


def course(item: Item, factor: Fraction, decimals: int, price: Price) -> Course:
    """
    The steps (d) to (g) of an item, for a number that is worth *factor* points.

    Floor and ceiling of the cycle stand before the weight: a negative one turns them round.
    """
    weight = (ONE if item.weight is None else price(item.weight)) * 10**decimals
    own = (ZERO if item.points is None else price(item.points)) * weight
    low, high = _limits(item, weight, price)
    known = [number for number in (factor * weight, own, low, high) if number is not None]
    over = lcm(*(number.denominator for number in known))
    least = -NO_LIMIT if low is None else int(low * over)
    most = NO_LIMIT if high is None else int(high * over)
    return Course(
        a=int(factor * weight * over), b=int(own * over), low=min(least, most), high=most, over=over
    )


def _limits(item: Item, weight: Fraction, price: Price) -> tuple[Fraction | None, Fraction | None]:
    """The least and the most that an item comes to; where the floor is above the ceiling, the ceiling."""
    low = price(item.floor["cycle"]) if "cycle" in item.floor else None
    high = price(item.ceiling["cycle"]) if "cycle" in item.ceiling else None
    if low is not None and high is not None:
        low = min(low, high)
    low, high = (None if end is None else end * weight for end in (low, high))
    return (high, low) if weight < 0 else (low, high)


def settled(number: int, course: Course) -> int:
    """A number that was multiplied already, on the rest of its way."""
    number = min(max(number + course.b, course.low), course.high)
    return number if course.over == 1 else halves(number, course.over)


def halves(number: int, over: int) -> int:
    """A quotient as a whole number; halves go away from 0."""
    if number < 0:
        return -((-2 * number + over) // (2 * over))
    return (2 * number + over) // (2 * over)


# --- leaves: items that read a fact -----------------------------------------------------------------------


class Leaf:
    """
    What an item makes of the number that it reads: points by number, worked out when a number first comes.

    Counts and marks come again and again, and looking one up takes a tenth of working it out. What is kept
    is a plain dictionary, which Python reads in half the time of any class that is made from one.

    Args:
        points: What works them out.
        low, high: The numbers between them are taken; any other is `Unfit`.

    Attributes:
        kept: The points of those numbers that came already; of any others they have to be asked for.
    """

    __slots__ = ("_ends", "_points", "kept")

    def __init__(self, points: Callable[[int], int], low: int, high: int) -> None:
        self._points, self._ends = points, (low, high)
        self.kept: dict[int, int] = {}

    def __getitem__(self, number: int) -> int:
        found = self.kept.get(number)
        return self._worked_out(number) if found is None else found

    def _worked_out(self, number: int) -> int:
        low, high = self._ends
        if not low <= number <= high:
            raise Unfit
        found = self._points(number)
        if len(self.kept) < MOST:
            self.kept[number] = found
        return found

    def column(self, numbers: Sequence[int]) -> Sequence[int]:
        """The points of many numbers."""
        try:
            return picker(numbers)(self.kept)
        except KeyError:
            return [self[number] for number in numbers]


def points_of_leaves(
    leaves: Sequence[Leaf], kept: Sequence[dict[int, int]], numbers: Sequence[int]
) -> list[int]:
    """What some leaves make of a number each."""
    try:
        return [*map(getitem, kept, numbers)]
    except KeyError:
        return [*map(getitem, leaves, numbers)]


def picker(keys: Sequence[K]) -> Callable[[Any], Sequence[Any]]:
    """What takes the values under some keys, or at some places."""
    if len(keys) > 1:
        return itemgetter(*keys)
    return lambda values: [values[key] for key in keys]


# --- how a tariff becomes one -----------------------------------------------------------------------------


def points_by(item: Item, decimals: int, unit: int, price: Price) -> Callable[[int], int]:
    """What works out the points of an item whose fact is read in units of `1/unit`, and is 0 or more."""
    if isinstance(item.tariff, Steps):
        return _stairs(item, item.tariff, decimals, unit, price)
    if isinstance(item.tariff, OwnTariff):  # code takes fractions, and is looked at each time
        raise Unfit
    if not isinstance(item.tariff, Each):
        return _straight(course(item, Fraction(1, unit), decimals, price))
    each = item.tariff
    per = ONE if each.per is None else price(each.per)
    line = each.above if each.above is not None else each.below
    if line is None and not each.whole:
        return _straight(course(item, price(each.points) / per / unit, decimals, price))
    edge = ZERO if line is None else price(line) * unit
    sign = 1 if each.below is None else -1
    parts = unit * edge.denominator
    if each.whole:
        last = course(item, price(each.points), decimals, price)
        return _bent(edge, sign, last, (per.denominator, per.numerator * parts))
    return _bent(edge, sign, course(item, price(each.points) / per / parts, decimals, price), (1, 1))


def _straight(last: Course) -> Callable[[int], int]:
    return lambda number: settled(number * last.a, last)


def _bent(edge: Fraction, sign: int, last: Course, whole: tuple[int, int]) -> Callable[[int], int]:
    """The distance past an edge; of it the whole ones count, so many parts of it being so many of one."""
    line, times = edge.as_integer_ratio()
    parts, ones = whole

    def points(number: int) -> int:
        far = max((number * times - line) * sign, 0)
        return settled(far * parts // ones * last.a, last)

    return points


def _stairs(item: Item, steps: Steps, decimals: int, unit: int, price: Price) -> Callable[[int], int]:
    """
    The bands of an item as a list of edges and the points of what lies between them.

    Each edge stands twice, as a whole number and as the one after it: so one search tells whether a number
    lies below the edge, on it, or above it.
    """
    edges = sorted({price(value) for band, _ in steps.bands for _, value in band.edges})
    times = lcm(*(edge.denominator for edge in edges))
    found = [points_of(steps, number, price) or ZERO for number in _samples(edges)]
    cells = [settled(way.a, way) for way in (course(item, points, decimals, price) for points in found)]
    places = [int(edge * unit * times) + past for edge in edges for past in (0, 1)]
    return lambda number: cells[bisect_right(places, number * times)]


def _samples(edges: Sequence[Fraction]) -> list[Fraction]:
    """A number below the lowest edge, each edge, and a number between it and the next."""
    found = [edges[0] - 1]
    for edge, after in zip(edges, (*edges[1:], edges[-1] + 2), strict=True):
        found += [edge, (edge + after) / 2]
    return found
