"""What may be known of a subject, for any rulebook: the numbers that it names, and those beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    FromRatings,
    FromRecords,
    Item,
    Mark,
    Rulebook,
    Test,
    tier_names,
)
from sanliang.rulebooks._places import Places, tests
from sanliang.rulebooks._places import values as numbers_of
from sanliang.rulebooks._values import Value, choices_of, leaves
from sanliang.townships import Township

MOST = 12
"""Numbers that the book does not name are small."""

FAR = Fraction(1000)
"""A number that is past what most books name, where a fact has no upper edge."""

BESIDE = Fraction(1, 4)
"""How far from an edge that is not reached a number lies."""

Facts = dict[str, Any]


def last_day(book: Rulebook) -> Span:
    """The first cycle that begins when every number of the book counts, or a late one."""
    return book.cycle.span(date(2030, 6, 30))


def questions(book: Rulebook) -> Iterator[Test]:
    """Every single question of the book."""
    return (test for _, test in tests(book, Places.of(book)))


def values(book: Rulebook) -> Iterator[Value]:
    """Every number that is written in the book."""
    return (value for _, value in numbers_of(book, Places.of(book)))


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


def facts_of(book: Rulebook, *, town: Township | None = None, some: bool = False) -> SearchStrategy[Facts]:
    """
    What may be known of a subject.

    Args:
        book: The book that takes it.
        town: Whose other books say which tiers there are, where the book reads a rating by one of them.
        some: Whether it may be that not everything is known.
    """
    cycle, numbers = last_day(book), named(book)
    books: Mapping[str, Rulebook] = {} if town is None else town.rulebooks
    every = {fact.id: _known(book, fact, cycle, numbers, books) for fact in book.facts}
    whole = st.fixed_dictionaries(every)
    return whole | st.fixed_dictionaries({}, optional=every) if some else whole


def _known(
    book: Rulebook, fact: Fact, cycle: Span, numbers: tuple[Fraction, ...], books: Mapping[str, Rulebook]
) -> SearchStrategy[Any]:
    readers = [item for item in book.items if item.fact == fact.id]
    match fact.origin, fact.type:
        case FromRatings(book=other, what="tier"), _ if other in books:
            return st.sampled_from(tier_names(books[other]))
        case _, FactType.YES:
            return st.booleans()
        case _, FactType.WORD:
            return st.sampled_from(words(book, fact))
        case FromRecords() as origin, _:
            rows = st.lists(_rows(book, origin, readers, cycle), max_size=4)
            one_by_one = any(item.for_each for item in readers)
            return rows if one_by_one else rows | st.integers(0, MOST) | _count(numbers)
        case FromRaters(weights=weights), _:
            return st.fixed_dictionaries(dict.fromkeys(weights, _within(fact, numbers)))
        case FromBallots(worth=worth), _:
            first, *others = worth
            return st.fixed_dictionaries(
                {first: st.integers(1, 9), **dict.fromkeys(others, st.integers(0, 9))}
            )
        case FromPledges(what="share"), _:
            eighths = st.integers(0, 8).map(lambda eighths: Fraction(eighths, 8))
            return eighths | st.sampled_from([one for one in numbers if 0 <= one <= 1])
        case FromPledges(), _:
            return st.integers(0, MOST) | _count(numbers)
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


def _count(numbers: tuple[Fraction, ...]) -> SearchStrategy[int]:
    """A whole number that the book names, or one beside it."""
    return st.sampled_from([int(one) for one in beside(numbers) if one >= 0 and one.denominator == 1])


def _within(fact: Fact, numbers: tuple[Fraction, ...]) -> SearchStrategy[Fraction]:
    return _between(fact.edges, numbers)


def _between(edges: Any, numbers: tuple[Fraction, ...]) -> SearchStrategy[Fraction]:
    """Numbers that the book names and their neighbours, within edges."""
    near = beside(numbers)
    low, high = bounds(edges, near)
    far = [] if {"at_most", "below"} & {word for word, _ in edges} else [FAR]
    some = st.sampled_from([*(one for one in near if low <= one <= high), *far] or [low])
    if high - low < 1:
        return some
    return some | st.integers(-(-low // 1), high // 1).map(Fraction)


def beside(numbers: Iterable[Fraction]) -> list[Fraction]:
    """These numbers, and those one less and one more."""
    return sorted({one + more for one in numbers for more in (-1, 0, 1)})


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
