"""
Ratings around the days on which a value changes: they come to what they would if nothing else ever counted.

The book that knows no other day is made here by plain steps: of each value by day it has what counts on one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import attrs
from hypothesis.strategies import DataObject

from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.timeline import Span
from sanliang.ratings._tariffs import linear
from sanliang.rulebooks import Case, FromRecords, Rulebook
from sanliang.rulebooks._values import ByDay, starts_after
from sanliang.testing._check import Note
from sanliang.testing._days import ONE, beside, came_out, same
from sanliang.testing._effort import Effort
from sanliang.testing._facts import facts_of

DRAWN = 10
"""The share of the examples: each is rated some dozen times."""


class _Trial(NamedTuple):
    """A day, a cycle that it lies in, a book, and the same with the values of the cycle's last day alone."""

    on: date
    span: Span
    book: Rulebook
    plain: Rulebook


def around(book: Rulebook, days: list[date], effort: Effort) -> Iterable[Note]:
    """Try the book's own cases, and drawn facts, on the day before, of and after each of these days."""
    trials = [trial for day in days for on in beside(day) for trial in _trials(book, on)]
    for case in book.cases:
        _rated(case, trials)
    facts = facts_of(book)

    def once(data: DataObject) -> None:
        _rated(Case(name="drawn", cycle=(days[0], days[0]), facts=data.draw(facts), expect={}), trials)

    effort.tries(f"days:ratings:{book.id}", once, share=DRAWN)
    return ()


def _trials(book: Rulebook, on: date) -> Iterator[_Trial]:
    """The day as the last one of a cycle, where that can be, and as it lies in the book's own."""
    ends = attrs.evolve(book, cycle=attrs.evolve(book.cycle, starts=on + ONE))
    for one in (ends, book):
        span = one.cycle.span(on)
        yield _Trial(on, span, one, _as_of(one, span.end))


def _as_of(one: Any, on: date) -> Any:
    """The same with what counts on a day in place of each value by day; what does not count yet stays."""
    match one:
        case ByDay(steps=steps):
            begun = [step for since, step in steps if since <= on]
            return _as_of(begun[-1], on) if begun else one
        case tuple():
            return tuple(_as_of(part, on) for part in one)
        case Mapping():
            return FrozenMap({key: _as_of(part, on) for key, part in one.items()})
        case _ if attrs.has(type(one)):
            parts = {field.name: getattr(one, field.name) for field in attrs.fields(type(one)) if field.init}
            found = {name: _as_of(part, on) for name, part in parts.items() if name != "cases"}
            changed = {name: part for name, part in found.items() if part != parts[name]}
            return attrs.evolve(one, **changed) if changed else one
        case _:
            return one


def _rated(case: Case, trials: list[_Trial]) -> None:
    """A case comes to what it does under the values of the day alone; one of a group, where it is one day."""
    for on, span, book, plain in trials:
        if case.people and span.end != on:
            continue
        done = _done_on(case, on)
        if (priced := _priced(done, on, book, plain)) is not None:
            expected = came_out(attrs.evolve(priced, cases=(done,)), span)
            same(on, expected, came_out(attrs.evolve(book, cases=(done,)), span), f"{book.id}: {case.name}")


def _done_on(case: Case, on: date) -> Case:
    """The same case with all that has a day on this one."""
    records = tuple(attrs.evolve(one, on=on) for one in case.records)
    facts = None if case.facts is None else _dated(case.facts, on)
    people = None if case.people is None else _dated(case.people, on)
    return attrs.evolve(case, records=records, facts=facts, people=people)


def _dated(given: Any, on: date) -> Any:
    """What is known, with this day wherever a day stands."""
    match given:
        case tuple() | list():
            return [_dated(one, on) for one in given]
        case Mapping():
            return {name: _dated(one, on) for name, one in given.items()}
        case date():
            return on
        case _:
            return given


def _priced(case: Case, on: date, book: Rulebook, plain: Rulebook) -> Rulebook | None:
    """The plain book; where records are read one by one, with the tariff of the day, if there is one yet."""
    facts = case.facts or {}
    read = {
        fact.id
        for fact in book.facts
        if isinstance(facts.get(fact.id), list)
        or (case.records and fact.id not in facts and isinstance(fact.origin, FromRecords))
    }
    items = []
    for item, was in zip(plain.items, book.items, strict=True):
        if was.tariff is None or item.fact not in read or not (item.for_each or linear(was.tariff)):
            items.append(item)
        elif any(since for _, value in was.tariff.values for since in starts_after(value, on)):
            return None
        else:
            items.append(attrs.evolve(item, tariff=_as_of(was.tariff, on)))
    return attrs.evolve(plain, items=tuple(items))
