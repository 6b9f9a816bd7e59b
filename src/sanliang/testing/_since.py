"""
What counts from a day: a value, a price, a revision of the town; neither the day before nor the day after.

As in `_days`, what should be found is worked out here by plain steps, not by the verbs that are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import attrs

from sanliang import townships
from sanliang.kernel.errors import NotInForce
from sanliang.kernel.labels import Text
from sanliang.points import Item
from sanliang.rulebooks import Rulebook
from sanliang.rulebooks._places import Places, values
from sanliang.rulebooks._values import ByDay, ByWord, Fixed, Value, worth
from sanliang.testing._check import Check, Note
from sanliang.testing._days import beside, same
from sanliang.testing._effort import Effort
from sanliang.townships import Township

DAY = date(2026, 7, 1)

VALUE = Text(
    "按施行日变的分值，自施行日起用新值，前一日用旧值",
    "a value that changes by day counts from its day on, and not the day before",
)
PRICE = Text(
    "兑换价自施行日起用新价，前一日用旧价",
    "a price counts from its day on, and not the day before",
)
SINCE = Text(
    "本办法自施行日起在用，前一日用的是以前的办法",
    "the town's revision is in force from its day on, and the one before it until the day before",
)


def counting(town: Township) -> Iterator[Check]:
    """The checks of what counts from a day, as far as the town has any."""
    for book in town.rulebooks.values():
        if stepped := _stepped(book):
            run, says = partial(_values, stepped), book.source.text("zh")
            yield Check(id=f"days:values:{book.id}", says=VALUE, source=says, run=run)
    if items := [one for one in town.points(on=DAY).catalogue if one.price.steps[0][0] > date.min]:
        yield Check(id="days:prices", says=PRICE, run=partial(_prices, items))
    if town.since is not None:
        yield Check(id="days:since", says=SINCE, run=partial(_since, town, town.since))


def _by_day(value: Value) -> Iterator[ByDay]:
    """Each value by day that stands in a value."""
    match value:
        case ByDay(steps=steps):
            yield value
            for _, step in steps:
                yield from _by_day(step)
        case ByWord(every=every):
            for arm in every:
                yield from _by_day(arm)
        case _:
            return


def _stepped(book: Rulebook) -> list[tuple[str, list[date]]]:
    """Where each value by day stands, and the days from which its steps count."""
    found = ((path, each) for path, value in values(book, Places.of(book)) for each in _by_day(value))
    return [(path, [since for since, _ in each.steps]) for path, each in found]


def _numbered(found: Callable[[date], Any], on: date) -> Any:
    """What is found on a day; nothing where nothing counts yet."""
    try:
        return found(on)
    except NotInForce:
        return None


def _counts(days: list[date], steps: list[Any], found: Callable[[date], Any], about: str) -> None:
    """On the day before, of and after each step that one is found whose day came last."""
    for day in days:
        for on in beside(day):
            begun = sum(since <= on for since in days)
            same(on, steps[begun - 1] if begun else None, _numbered(found, on), about)


def _values(stepped: list[tuple[str, list[date]]], _effort: Effort) -> Iterable[Note]:
    for path, days in stepped:
        numbers = [Fraction(number) for number in range(len(days))]
        value = ByDay(tuple(zip(days, map(Fixed, numbers), strict=True)))
        _counts(days, numbers, partial(_worth, value), path)
    return ()


def _worth(value: Value, on: date) -> Fraction:
    return worth(value, on=on, words={})


def _prices(items: list[Item], _effort: Effort) -> Iterable[Note]:
    for item in items:
        days, prices = (list(some) for some in zip(*item.price.steps, strict=True))
        _counts(days, prices, item.price_on, f"points.catalogue.{item.id}")
    return ()


def _since(town: Township, since: date, _effort: Effort) -> Iterable[Note]:
    before = Township(layer=attrs.evolve(town.layer, since=None))
    for on in beside(since):
        got = townships.in_force([town, before], on=on).since
        same(on, since if on >= since else None, got, "since")
    return ()
