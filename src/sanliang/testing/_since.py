"""
What counts from a day: a value, a price, a revision of the town; neither the day before nor the day after.

As in `_days`, what should be found is worked out here by plain steps, not by the verbs that are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from fractions import Fraction
from functools import partial
from typing import Any

import attrs

from sanliang import points, townships
from sanliang.kernel.errors import NotInForce
from sanliang.kernel.labels import Text
from sanliang.kernel.timeline import Cycle
from sanliang.kernel.verdicts import Refused
from sanliang.points import Award, Item, Office, Opening, Order, Rule, Supply, Terms
from sanliang.records import Record
from sanliang.rulebooks import Rulebook
from sanliang.rulebooks._places import Places, values
from sanliang.rulebooks._values import ByDay, ByWord, Fixed, Value, worth
from sanliang.testing._check import Check, Note
from sanliang.testing._days import ONE, beside, same
from sanliang.testing._effort import Effort
from sanliang.testing._in_force import around
from sanliang.townships import Township

DAY = date(2026, 7, 1)

VALUE = Text(
    "按施行日变的分值，自施行日起用新值，前一日用旧值",
    "a value that changes by day counts from its day on, and not the day before",
)
RATING = Text(
    "评定按周期末日的分值算，每条记录按当日的分值算：施行日的前一日用旧值，自施行日起用新值",
    "a rating takes a value as it counts on the last day of the cycle, and for a record as on its own day",
)
PRICE = Text(
    "兑换价自施行日起用新价，前一日用旧价；兑换按当日的价计",
    "a price counts from its day on, and not the day before; whoever redeems pays that of the day",
)
SINCE = Text(
    "本办法自施行日起在用，前一日用的是以前的办法",
    "the town's revision is in force from its day on, and the one before it until the day before",
)


def counting(town: Township) -> Iterator[Check]:
    """The checks of what counts from a day, as far as the town has any."""
    for book in town.rulebooks.values():
        if stepped := _stepped(book):
            says = book.source.text("zh")
            run = partial(_values, stepped)
            yield Check(id=f"days:values:{book.id}", says=VALUE, source=says, run=run)
            days = sorted({on for _, some in stepped for on in some})
            yield Check(
                id=f"days:ratings:{book.id}", says=RATING, source=says, run=partial(around, book, days)
            )
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


# --- prices, and the town's revision ------------------------------------------------------------------------


def _prices(items: list[Item], _effort: Effort) -> Iterable[Note]:
    for item in items:
        days, prices = (list(some) for some in zip(*item.price.steps, strict=True))
        _counts(days, prices, item.price_on, f"points.catalogue.{item.id}")
        _counts(days, prices, partial(_paid, item, max(prices), days[0] - ONE), f"points: {item.id}")
    return ()


def _paid(item: Item, most: int, before: date, on: date) -> int | None:
    """What somebody who has enough points pays for one on a day; nothing where it cannot be had."""
    rule = Rule(id="deed", says=Text("好事", "a good deed"), kind="deed", points=1, per="times")
    terms = Terms(rules=(rule,), catalogue=(attrs.evolve(item, privilege=None),), cycle=Cycle(starts=before))
    deed = Record(
        id="r-1", subject="h-7", kind="deed", on=before, fields={"times": most}, recorder="m-2",
        recorded=datetime.combine(before, time(8), tzinfo=UTC),
    )  # fmt: skip
    office = Office.begin("village-1")
    for request in (
        Opening(id="w-1", wallet="h-7", unit="group-3"),
        Award(id="i-1", wallet="h-7", record=deed),
        Supply(id="s-1", item=item.id, count=1, why="进货"),
    ):
        office = points.apply(office, points.decide(office, request, by="m-1", on=before, under=terms))
    order = Order(id="o-1", wallet="h-7", items={item.id: 1})
    try:
        paid: Any = points.decide(office, order, by="m-1", on=on, under=terms)
    except Refused:
        return None
    return paid.lines[0].price  # type: ignore[no-any-return]


def _since(town: Township, since: date, _effort: Effort) -> Iterable[Note]:
    before = Township(layer=attrs.evolve(town.layer, since=None))
    for on in beside(since):
        got = townships.in_force([town, before], on=on).since
        same(on, since if on >= since else None, got, "since")
    return ()
