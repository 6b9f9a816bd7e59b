"""What may be known of a subject, for any rulebook: the numbers that it names, and those beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sanliang.kernel.timeline import Span
from sanliang.rulebooks import (
    Fact,
    FactType,
    FromBallots,
    FromPledges,
    FromRaters,
    FromRecords,
    Item,
    Mark,
    NamedStars,
    Rulebook,
    Test,
    Tiers,
)
from sanliang.rulebooks._model import Condition, tests_of
from sanliang.rulebooks._values import Value, choices_of, leaves

MOST = 12
"""Numbers that the book does not name are small."""

BESIDE = Fraction(1, 4)
"""How far from an edge that is not reached a number lies."""

Facts = dict[str, Any]


def last_day(book: Rulebook) -> Span:
    """The first cycle that begins when every number of the book counts, or a late one."""
    return book.cycle.span(date(2030, 6, 30))


def conditions(book: Rulebook) -> Iterator[Condition | None]:
    """Every condition that a book asks."""
    yield from (item.when for item in book.items)
    yield from (clause.when for clause in book.clauses)
    yield from (consequence.when for consequence in book.consequences)
    match book.scale:
        case Tiers(tiers=some) | NamedStars(stars=some):
            yield from (tier.when for tier in some)
        case _:
            return


def questions(book: Rulebook) -> Iterator[Test]:
    """Every single question of the book."""
    for condition in conditions(book):
        yield from tests_of(condition)


def values(book: Rulebook) -> Iterator[Value]:
    """Every number that is written in the book."""
    for fact in book.facts:
        yield from (value for _, value in fact.values)
    for item in book.items:
        yield from (value for _, value in item.values)
        if item.tariff is not None:
            yield from (value for _, value in item.tariff.values)
    for test in questions(book):
        yield from (value for _, value in test.band.edges if not isinstance(value, str))


def named(book: Rulebook) -> tuple[Fraction, ...]:
    """The numbers that a book names, in their order."""
    found = {one.number for value in values(book) for one in leaves(value)}
    return tuple(sorted(found | {Fraction(0)}))


def words(book: Rulebook, fact: Fact) -> tuple[str, ...]:
    """The words that a fact may be: those listed, and those that the book asks for."""
    arms = {
        word
        for value in values(book)
        for choice in choices_of(value)
        if choice.by == fact.id
        for word in choice.arms
    }
    asked = {
        str(one)
        for test in questions(book)
        if (test.of, test.name) == ("fact", fact.id)
        for one in test.among
    }
    return fact.words or (*sorted(arms | asked), *(() if arms else ("其他",)))


def facts_of(book: Rulebook) -> SearchStrategy[Facts]:
    """All that may be known of a subject; everything is known."""
    cycle, numbers = last_day(book), named(book)
    return st.fixed_dictionaries({fact.id: _known(book, fact, cycle, numbers) for fact in book.facts})


def _known(book: Rulebook, fact: Fact, cycle: Span, numbers: tuple[Fraction, ...]) -> SearchStrategy[Any]:
    readers = [item for item in book.items if item.fact == fact.id]
    match fact.origin, fact.type:
        case _, FactType.YES:
            return st.booleans()
        case _, FactType.WORD:
            return st.sampled_from(words(book, fact))
        case FromRecords() as origin, _:
            rows = st.lists(_rows(book, origin, readers, cycle), max_size=4)
            one_by_one = any(item.for_each for item in readers)
            return rows if one_by_one else rows | st.integers(0, MOST)
        case FromRaters(weights=weights), _:
            return st.fixed_dictionaries(dict.fromkeys(weights, _within(fact, numbers)))
        case FromBallots(worth=worth), _:
            first, *others = worth
            return st.fixed_dictionaries(
                {first: st.integers(1, 9), **dict.fromkeys(others, st.integers(0, 9))}
            )
        case FromPledges(what="share"), _:
            return st.integers(0, 8).map(lambda eighths: Fraction(eighths, 8))
        case FromPledges(), _:
            return st.integers(0, MOST)
        case _:
            return _given(fact, readers, numbers, cycle)


def _given(
    fact: Fact, readers: list[Item], numbers: tuple[Fraction, ...], cycle: Span
) -> SearchStrategy[Any]:
    """A number that somebody gives by hand; with who decided on it and when, where the book asks for that."""
    found: SearchStrategy[Any] = _within(fact, numbers)
    marks = [item.tariff for item in readers if isinstance(item.tariff, Mark)]
    for mark in marks:
        found = _between(mark.band.edges, numbers)
        if mark.decision:
            found = found.map(lambda one: {"mark": one, "by": "委员会", "on": cycle.end, "reason": "据实"})
    return found


def _within(fact: Fact, numbers: tuple[Fraction, ...]) -> SearchStrategy[Fraction]:
    return _between(fact.edges, numbers)


def _between(edges: Any, numbers: tuple[Fraction, ...]) -> SearchStrategy[Fraction]:
    """Numbers that the book names and their neighbours, within edges."""
    beside = sorted({one + more for one in numbers for more in (-1, 0, 1)})
    low, high = bounds(edges, beside)
    kept = [one for one in beside if low <= one <= high] or [low]
    some = st.sampled_from(kept)
    if high - low < 1:
        return some
    return some | st.integers(-(-low // 1), high // 1).map(Fraction)


def bounds(edges: Any, numbers: list[Fraction]) -> tuple[Fraction, Fraction]:
    """Between what a number lies: its edges, or else what the book names."""
    written = {word: [one.number for one in leaves(value)] for word, value in edges}
    low = max(
        [*written.get("at_least", ()), *(one + BESIDE for one in written.get("above", ()))], default=None
    )
    high = min(
        [*written.get("at_most", ()), *(one - BESIDE for one in written.get("below", ()))], default=None
    )
    low = min(Fraction(0), *numbers) if low is None else low
    high = max(Fraction(MOST), *numbers) if high is None else high
    return low, max(low, high)


def _rows(book: Rulebook, origin: FromRecords, readers: list[Item], cycle: Span) -> SearchStrategy[Any]:
    """A record of the cycle, with each field that the book reads of it."""
    days = st.integers(0, (cycle.end - cycle.start).days).map(lambda more: cycle.start + timedelta(days=more))
    numbers = st.integers(0, 2 * MOST).map(lambda halves: Fraction(halves, 2))
    fields: dict[str, SearchStrategy[Any]] = {"on": days}
    if origin.sum is not None:
        fields[origin.sum] = numbers
    for item in readers:
        if item.field is not None:
            mark = item.tariff.band.edges if isinstance(item.tariff, Mark) else ()
            fields[item.field] = _between(mark, named(book)) if mark else numbers
        for _, value in item.tariff.values if item.for_each and item.tariff is not None else ():
            for choice in choices_of(value):
                fields[choice.by] = st.sampled_from(sorted(choice.arms))
    for name, some in origin.where.items():
        fields[name] = st.sampled_from(some)
    return st.fixed_dictionaries(fields, optional={"activity": st.sampled_from("ab")})
