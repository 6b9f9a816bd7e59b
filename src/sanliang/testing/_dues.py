"""
What is due by a day, and what counts from a day: neither the day before it nor the day after.

As in `_days`, the days are counted here by plain steps, not by the verbs that are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import attrs

from sanliang import concerns, pledges, townships
from sanliang.calendars import Due
from sanliang.concerns import Charge, Concern
from sanliang.kernel.errors import NotInForce
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Actor, Lifecycle, explain
from sanliang.pledges import Pledge
from sanliang.points import Item
from sanliang.rulebooks import Rulebook
from sanliang.rulebooks._places import Places, values
from sanliang.rulebooks._values import ByDay, ByWord, Fixed, Value, worth
from sanliang.testing._benches import concerns as of_concerns
from sanliang.testing._benches import pledges as of_pledges
from sanliang.testing._check import Check, Note
from sanliang.testing._days import ONE, same
from sanliang.testing._effort import Effort
from sanliang.townships import Township

DAY = date(2026, 7, 1)
FIRST, LATER = date(2026, 9, 30), date(2027, 2, 28)

PLEDGE = Text(
    "承诺事项和整改到期日的次日起列为应办，前一日和当日不列；期限未过不能按逾期办理",
    "what a pledge has to do by a day is listed from the day after it, and it is overdue then, not before",
)
CONCERN = Text(
    "群众诉求的每一步，期限的次日起列为应办、算作逾期，前一日和当日都不",
    "what a concern waits for is listed, and late, from the day after its last day, and not before",
)
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


def dues(town: Township) -> Iterator[Check]:
    """The checks of what is due, and of what counts from a day, as far as the town has any."""
    ask = partial(_pledge, town.pledging)
    yield Check(id="days:due:pledge", says=PLEDGE, run=ask)
    yield Check(id="days:due:concern", says=CONCERN, run=partial(_concern, town.lifecycles["concern"]))
    for book in town.rulebooks.values():
        if stepped := _stepped(book):
            run, says = partial(_values, stepped), book.source.text("zh")
            yield Check(id=f"days:values:{book.id}", says=VALUE, source=says, run=run)
    if items := [one for one in town.points(on=DAY).catalogue if one.price.steps[0][0] > date.min]:
        yield Check(id="days:prices", says=PRICE, run=partial(_prices, items))
    if town.since is not None:
        yield Check(id="days:since", says=SINCE, run=partial(_since, town, town.since))


def _beside(last: date) -> tuple[date, date, date]:
    """The day before, the day, and the day after."""
    return last - ONE, last, last + ONE


# --- pledges and concerns -----------------------------------------------------------------------------------


def _listed(found: Iterable[Due]) -> list[tuple[date, str]]:
    return [(one.on, one.step) for one in found]


def _everybody(course: Lifecycle[Any]) -> Actor:
    """Somebody who may make every move, as far as roles and units go."""
    roles = frozenset(role for row in course.rows for role in row.roles)
    return Actor(id="m-9", roles=roles, unit="t-1", scope=frozenset({"t-1", "b-1"}))


def _refused(course: Lifecycle[Any], guard: str) -> Iterator[tuple[str, str]]:
    """Each state and move that a guard stands before."""
    for row in course.rows:
        if guard in row.guards:
            yield from ((state, row.move) for state in row.leaves if state in course.node)


def _pledge(course: Lifecycle[Pledge], _effort: Effort) -> Iterable[Note]:
    letter = of_pledges.letter(course, of_pledges.MEMBER, FIRST)
    acting = Pledge(id="p-1", state="in_progress", version=1, on=DAY, letter=letter)
    ordered = attrs.evolve(acting, state="rectifying", rectify_until=LATER)
    for on in _beside(FIRST):
        expected = [(FIRST, item.id) for item in letter.items] if on > FIRST else []
        same(on, sorted(expected), _listed(pledges.due([acting], before=on)), "pledge")
    for on in _beside(LATER):
        expected = [(LATER, "act_again")] if on > LATER else []
        same(on, expected, _listed(pledges.due([ordered], before=on)), "pledge")
    by = _everybody(course)
    for state, move in _refused(course, "overdue"):
        there = attrs.evolve(acting, state=state)
        for on in _beside(FIRST):
            codes = explain(there, move, by=by, on=on, under=course).codes
            same(on, on <= FIRST, "pledge.not_overdue" in codes, f"pledge {move}")
    return ()


def _waits(course: Lifecycle[Concern]) -> Iterator[tuple[str, str, date]]:
    """What a concern that moved on the day waits for in each state, and until when."""
    yield "assigned", "finish", FIRST
    for state, step in (("collected", "sort"), ("sorted", "assign"), ("reopened", "assign")):
        yield state, step, DAY + course.number(f"{step}_days") * ONE
    for state, step in (("passed", "answer"), ("finished", "confirm")):
        yield state, step, DAY + course.number(f"{step}_days") * ONE


def _concern(course: Lifecycle[Concern], _effort: Effort) -> Iterable[Note]:
    charge = Charge(unit="b-1", member="m-4", until=FIRST)
    one = Concern(
        id="c-1", state="collected", version=1, on=DAY, raised=of_concerns.LAMP, collected=DAY, unit="b-1",
        charges=(charge,),
    )  # fmt: skip
    for state, step, last in _waits(course):
        there = attrs.evolve(one, state=state)
        for on in _beside(last):
            expected = [(last, step)] if on > last else []
            same(on, expected, _listed(concerns.due([there], before=on, under=course)), f"concern {state}")
            same(on, on > last, concerns.late(there, on=on, under=course), f"concern {state}")
    _reopened(course, attrs.evolve(one, closed=DAY))
    return ()


def _reopened(course: Lifecycle[Concern], closed: Concern) -> None:
    """What is closed is opened again up to the last day that the town gives, and not after it."""
    last = DAY + course.number("reopen_days") * ONE
    for state, move in _refused(course, "in_time"):
        for on in _beside(last):
            there = attrs.evolve(closed, state=state)
            codes = explain(there, move, by=_everybody(course), on=on, under=course).codes
            same(on, on > last, "concern.too_late" in codes, f"concern {move}")


# --- what counts from a day ---------------------------------------------------------------------------------


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
        for on in _beside(day):
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
    for on in _beside(since):
        got = townships.in_force([town, before], on=on).since
        same(on, since if on >= since else None, got, "since")
    return ()
