"""Points: items that grow without end, limits that cross, ceilings out of reach, shares that are no whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import islice

import attrs

from sanliang.kernel.errors import Fault, NotInForce
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Phrase
from sanliang.rulebooks import _bands
from sanliang.rulebooks._check import Names
from sanliang.rulebooks._model import Each, Fact, FromBallots, FromRaters, FromRecords, Item, OwnTariff
from sanliang.rulebooks._reach import FAR, ONE, ZERO, Ends, of_any, of_fact, of_leaves, of_tariff
from sanliang.rulebooks._values import Unlisted, Value, leaves, worth

NO_CEILING = Phrase(
    "item.no_ceiling",
    '没有封顶，可以无限加分；原文明说不封顶的，写 ceiling = "none"',
    "has no ceiling, and neither has anything above it: its points may grow without end; where the source"
    ' says so, write ceiling = "none"',
)
LIMITS = Phrase(
    "item.limits_sometimes",
    "有时保底高于封顶：某些日期或某些词",
    "lies above the ceiling of the same window, on some days or for some words",
)
UNREACHED = Phrase(
    "item.ceiling_unreached",
    "封顶 {ceiling}，而至多只能得到 {most}",
    "has a ceiling of {ceiling}, and comes to {most} at most",
)
SHARES = Phrase(
    "raters.sum",
    "各方的份额合计 {together}%，不是 100%；权重按比例折算，如 30%、40%、20% 就是 3∶4∶2",
    "has shares of {together}% together, and not 100%; weights are relative, so 30%, 40% and 20% are 3:4:2",
)


def endless(names: Names) -> Iterator[Fault]:
    """Items that give points without end, where nothing above them has a ceiling either."""
    for item in names.book.items:
        if item.fact is None or not _grows(item, names.facts[item.fact]):
            continue
        above: Item | None = item
        while above is not None and not _ends(above, names):
            above = names.items.get(above.part_of or "")
        if above is None:
            yield NO_CEILING.fault(names.places.items[item.id])


def _ends(item: Item, names: Names) -> bool:
    """Whether the points of an item end: by a ceiling of a time, or by the word that there is none."""
    return item.endless or any(window != "activity" for window in item.ceiling)


def _grows(item: Item, fact: Fact) -> bool:
    """Whether more of a fact is more points for ever; marks of raters and ballots end by themselves."""
    if isinstance(item.tariff, OwnTariff):  # a township's own word says itself what it gives
        return False
    if item.for_each:
        return _most_of_one(item) > 0
    if isinstance(fact.origin, FromRaters | FromBallots) or of_fact(fact, of_leaves)[1] < FAR:
        return False
    if item.tariff is None:
        return isinstance(fact.origin, FromRecords)
    return isinstance(item.tariff, Each) and of_leaves(item.tariff.points)[1] > 0


def _most_of_one(item: Item) -> Fraction:
    """The most that one record can give."""
    number = (ONE, ONE) if item.field is None else (ZERO, FAR)
    return of_tariff(item.tariff, number, of_leaves)[1]


def limits(names: Names) -> Iterator[Fault]:
    """Floors that sometimes lie above their ceiling; ceilings that lie above all that there is."""
    for item in names.book.items:
        path = names.places.items[item.id]
        for window in sorted(item.floor.keys() & item.ceiling.keys()):
            if _bands.crossed(item.floor[window], item.ceiling[window]) is _bands.Crossed.SOMETIMES:
                yield LIMITS.fault(f"{path}.floor.{window}")
    yield from _unreached(names)


def _unreached(names: Names) -> Iterator[Fault]:
    """Ceilings of the cycle above all that an item comes to without them, where nothing is left open."""
    opened, parts = _opened(names), dict[str | None, list[Ends]]()
    for item in names.book.items:
        parts.setdefault(item.part_of, []).append(names.ranges[item.id])
    for item in names.book.items:
        if "cycle" not in item.ceiling or item.id in opened:
            continue
        rest = {window: value for window, value in item.ceiling.items() if window != "cycle"}
        bare = attrs.evolve(item, ceiling=FrozenMap(rest), weight=None)
        most = of_any(bare, names.facts.get(item.fact or ""), parts.get(item.id, ()), names.book)[1]
        ceiling = of_leaves(item.ceiling["cycle"])[0]
        if most < ceiling:
            path = f"{names.places.items[item.id]}.ceiling"
            yield UNREACHED.fault(path, ceiling=_bands.shown(ceiling), most=_bands.shown(most))


def _opened(names: Names) -> set[str]:
    """The items that others may add parts to, and all that those are parts of."""
    found = set[str]()
    for item in names.book.items:
        above: Item | None = item if item.open else None
        while above is not None and above.id not in found:
            found.add(above.id)
            above = names.items.get(above.part_of or "")
    return found


def shares(names: Names) -> Iterator[Fault]:
    """Raters whose shares come to more or less than all, on some day or for some word."""
    for fact in names.book.facts:
        weights = [*fact.origin.weights.values()] if isinstance(fact.origin, FromRaters) else []
        if all(leaf.share for weight in weights for leaf in leaves(weight)):
            for together in sorted(_sums(weights) - {ONE})[:1]:
                path = f"{names.places.facts[fact.id]}.raters"
                yield SHARES.fault(path, together=_bands.shown(together * 100))


def _sums(weights: list[Value]) -> set[Fraction]:
    """What weights come to together, on the days and for the words that are looked at."""
    found = set[Fraction]()
    for on, words in islice(_bands.contexts(weights), _bands.MOST_LOOKS if weights else 0):
        with suppress(NotInForce, Unlisted):
            found.add(sum((worth(weight, on=on, words=words) for weight in weights), ZERO))
    return found
