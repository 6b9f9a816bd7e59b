"""Cycle by cycle: each rating is part of what the next one rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import day, instance, instances
from sanliang.kernel.labels import Phrase
from sanliang.ratings._given import table
from sanliang.ratings._history import TWICE, Course, History, Numbered, numbered
from sanliang.ratings._outcomes import Override, Rating
from sanliang.ratings._rate import rate
from sanliang.records import Record
from sanliang.rulebooks import Rulebook

T = TypeVar("T")

NO_FACTS = Phrase("cycles.empty", "至少需要一个周期的事实", "needs the facts of one cycle or more")
NOT_RATED = Phrase(
    "cycles.override", "本周期没有事实，不评定", "is a day of a cycle for which there are no facts"
)


def rate_cycles(
    facts: Mapping[date, Mapping[str, Any]],
    book: Rulebook,
    *,
    records: Iterable[Record] | None = None,
    past: Iterable[Rating] = (),
    overrides: Mapping[date, Override] | None = None,
) -> History:
    """
    One subject rated cycle by cycle; each final tier is the `"last"` of the next cycle.

    As with `rate`, no quota is run: those are of a group.

    Args:
        facts: By any day of its cycle, what is known of the subject in it, as `rate` takes it.
        book: The rulebook.
        records: The subject's records of all the cycles.
        past: Ratings of other cycles that are there already, in any order. Where a cycle has neither facts
            nor a rating, it has none; before the first, there was nothing.
        overrides: By any day of its cycle, what a committee decided.

    Returns:
        The history with everything in it, as the cycle after the last one has it before it.

    Raises:
        InvalidInput: No cycle at all; a cycle twice; a decision for a cycle without facts; or as `history`;
            or as `rate`, and then the path begins with the day.
        NotInForce: As `rate`.
    """
    known = numbered(past, instance(Rulebook)(book, "book"), "past")
    given, decided = _by_cycle(facts, book, "facts"), _by_cycle(overrides or {}, book, "overrides")
    _fit(known, given, decided)
    written = None if records is None else instances(Record)(records, "records")
    course, numbers = Course(book), sorted(known.keys() | given.keys())
    for number in numbers:
        if number in given:
            known[number] = _rate(course.before(number), given[number], book, written, decided.get(number))
        course.add(number, known[number])
    return course.before(numbers[-1] + 1)


Dated = tuple[date, T]
"""A day of a cycle, and what was given for it."""


def _rate(
    before: History,
    given: Dated[Mapping[str, Any]],
    book: Rulebook,
    records: tuple[Record, ...] | None,
    decided: Dated[Override] | None,
) -> Rating:
    (on, facts), override = given, None if decided is None else decided[1]
    past, credited = before.tiers, before.credited
    try:
        return rate(facts, book, on=on, records=records, past=past, credited=credited, override=override)
    except InvalidInput as error:
        faults = Faults()
        faults.extend(error, under=on.isoformat())
        faults.throw()


def _by_cycle(given: Mapping[date, T], book: Rulebook, path: str) -> dict[int, Dated[T]]:
    """What was given by day, by the number of its cycle."""
    table(given, path)
    faults, found = Faults(), dict[int, Dated[T]]()
    for place, (on, value) in enumerate(given.items()):
        number = book.cycle.index(day(on, f"{path}[{place}]"))
        if number in found:
            faults.add(TWICE.fault(f"{path}.{on}"))
        found[number] = on, value
    faults.check()
    return found


def _fit(known: Numbered, given: Mapping[int, Dated[Any]], decided: Mapping[int, Dated[Override]]) -> None:
    """A cycle is rated here or was rated before; a decision is on one that is rated here."""
    faults = Faults()
    if not given:
        faults.add(NO_FACTS.fault("facts"))
    for number, (on, _) in given.items():
        if number in known:
            faults.add(TWICE.fault(f"facts.{on}"))
    for number, (on, _) in decided.items():
        if number not in given:
            faults.add(NOT_RATED.fault(f"overrides.{on}"))
    faults.check()
