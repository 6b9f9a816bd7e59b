"""Tariffs: how a number becomes points."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from sanliang.ratings._known import ZERO
from sanliang.rulebooks import Band, Each, OwnTariff, Steps
from sanliang.rulebooks._hooks import points, settled
from sanliang.rulebooks._model import Tariff
from sanliang.rulebooks._values import Value

Price = Callable[[Value], Fraction]
"""What a value of the book comes to, for somebody on a day."""


def linear(tariff: Tariff | None) -> bool:
    """Whether the points of a sum are the sum of the points, so that each record has its own."""
    if not isinstance(tariff, Each):
        return tariff is None
    return not tariff.whole and tariff.above is None and tariff.below is None


def points_of(tariff: Tariff | None, number: Fraction, price: Price) -> Fraction | None:
    """The points of a number; nothing where it is a mark outside its edges. Without a tariff, 1 for each."""
    if tariff is None:
        return number
    if isinstance(tariff, Each):
        return _each(tariff, number, price)
    if isinstance(tariff, Steps):
        found = step_of(tariff, number, price)
        return ZERO if found is None else price(found[1])
    if isinstance(tariff, OwnTariff):
        return points(tariff.word, number, settled(tariff.given, price))
    band = tariff.band
    return number if _begun(band, number, price) and not _ended(band, number, price) else None


def _each(each: Each, number: Fraction, price: Price) -> Fraction:
    if each.above is not None:
        number = max(number - price(each.above), ZERO)
    if each.below is not None:
        number = max(price(each.below) - number, ZERO)
    count = number if each.per is None else number / price(each.per)
    return (Fraction(int(count)) if each.whole else count) * price(each.points)


def step_of(steps: Steps, number: Fraction, price: Price) -> tuple[Band, Value] | None:
    """
    The highest band that has begun, and its points: a gap goes to the band below, below all there is none.

    Where bands overlap and the lower one is to hold, it is the lowest that has begun and not ended.
    """
    begun = [(_start(band, price), *one) for one in steps.bands if _begun(band := one[0], number, price)]
    held = [one for one in begun if closed(one[1]) and not _ended(one[1], number, price)]
    if steps.overlap == "lower" and held:
        return min(held, key=_first)[1:]
    return max(begun, key=_first)[1:] if begun else None


Start = tuple[bool, Fraction, bool]


def _first(step: tuple[Start, Band, Value]) -> Start:
    return step[0]


def _start(band: Band, price: Price) -> Start:
    """Where a band begins; one without a lower edge begins below all others."""
    low = band.above if band.at_least is None else band.at_least
    return low is not None, ZERO if low is None else price(low), band.above is not None


def closed(band: Band) -> bool:
    return band.at_most is not None or band.below is not None


def _begun(band: Band, number: Fraction, price: Price) -> bool:
    if band.at_least is not None:
        return number >= price(band.at_least)
    return band.above is None or number > price(band.above)


def _ended(band: Band, number: Fraction, price: Price) -> bool:
    if band.at_most is not None:
        return number > price(band.at_most)
    return band.below is not None and number >= price(band.below)
