"""Rulebooks, and what may be known of somebody whom one of them rates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from sanliang import ratings, rulebooks
from sanliang.rulebooks import (
    ByDay,
    ByWord,
    Fact,
    FactType,
    Fixed,
    FromBallots,
    FromRaters,
    FromRecords,
    Rulebook,
    Test,
)
from sanliang.testing.strategies._books import books
from sanliang.testing.strategies._fields import Parts, made
from sanliang.testing.strategies._townships import parts_of
from sanliang.townships import Township

FARTHEST = 12
"""How far a number lies from the edge of its fact, or from nothing."""


def book_texts() -> SearchStrategy[str]:
    """
    Rulebooks as a clerk would write them, in TOML; all words of the language come up.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(book_texts())
        ... def test(text):
        ...     assert "schema = 1" in text
        >>> test()
    """
    return books().map(lambda book: book[0])


def all_books(*, town: Township | None = None) -> SearchStrategy[Rulebook]:
    """
    Rulebooks that have been read and checked.

    Args:
        town: Whose rulebooks; any that can be read, if left out.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(all_books())
        ... def test(book):
        ...     assert book.id == "stars"
        >>> test()
    """
    if town is None:
        return book_texts().map(rulebooks.loads)
    return st.sampled_from([book for _, book in sorted(town.rulebooks.items())])


def facts(book: Rulebook, *, complete: bool = True) -> SearchStrategy[dict[str, Any]]:
    """
    What may be known of somebody whom a rulebook rates: each fact as the book wants it, within its edges.

    Args:
        book: The rulebook.
        complete: Whether every fact is known; else some are left out.

    Example:
        >>> from hypothesis import given, settings
        >>> from sanliang.townships import get
        >>> @settings(max_examples=3)
        ... @given(facts(get("pingshan").rulebooks["member-stars"]))
        ... def test(known):
        ...     assert len(known) == 1
        >>> test()
    """
    known = {fact.id: _known(fact, book) for fact in book.facts}
    return st.fixed_dictionaries(known if complete else {}, optional={} if complete else known)


@st.composite
def outcomes(draw: DrawFn, book: Rulebook | None = None, *, on: date = date(2026, 12, 31)) -> ratings.Rating:
    """
    Ratings, exemptions and what is not ratable, as `ratings.rate` gives them.

    Args:
        book: The rulebook; any that can be read, if left out.
        on: A day of the cycle.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(outcomes())
        ... def test(rating):
        ...     assert rating.book == "stars"
        >>> test()
    """
    under = draw(all_books()) if book is None else book
    known = draw(facts(under, complete=draw(st.booleans())))
    past = draw(st.none() | st.lists(st.sampled_from(rulebooks.tier_names(under)), max_size=2))
    return ratings.rate(known, under, on=on, past=past)


def _known(fact: Fact, book: Rulebook) -> SearchStrategy[Any]:
    """What may be known of one fact."""
    if fact.type is FactType.YES:
        return st.booleans()
    if fact.type is FactType.WORD:
        return st.sampled_from([*dict.fromkeys((*fact.words, *_words(fact.id, book)))] or ["a"])
    if isinstance(fact.origin, FromBallots):
        return st.fixed_dictionaries(dict.fromkeys(fact.origin.worth, st.integers(1, 9)))
    least, most = _edges(fact)
    if isinstance(fact.origin, FromRecords) and least <= 0 <= most:
        return st.integers(0, most)
    if isinstance(fact.origin, FromRaters):
        return st.fixed_dictionaries(dict.fromkeys(fact.origin.weights, st.integers(least, most)))
    return st.integers(least, most)


def _words(fact: str, book: Rulebook) -> Iterator[str]:
    """The words that a book asks of a fact."""
    for part in parts_of(book):
        if isinstance(part, Test) and part.of == "fact" and part.name == fact:
            yield from (one for one in part.among if isinstance(one, str))
        if isinstance(part, ByWord) and part.by == fact:
            yield from part.arms


def _edges(fact: Fact) -> tuple[int, int]:
    """The least and the most whole number between the edges of a fact, whatever the day and the words are."""
    band = fact.band
    lows = [*_numbers(band.at_least), *(number + 1 for number in _numbers(band.above))]
    highs = [*_numbers(band.at_most), *(number - 1 for number in _numbers(band.below))]
    least = ceil(max(lows)) if lows else min(0, floor(min(highs))) if highs else 0
    return least, floor(min(highs)) if highs else least + FARTHEST


def _numbers(value: Any) -> Iterator[Fraction]:
    """The numbers that a value can be."""
    match value:
        case Fixed(number=number):
            yield number
        case ByDay(steps=steps):
            for _, step in steps:
                yield from _numbers(step)
        case ByWord(arms=arms, otherwise=otherwise):
            for arm in (*arms.values(), otherwise):
                yield from _numbers(arm)
        case _:
            return


CLASSES: Parts = {
    Rulebook: all_books(),
    rulebooks.Finding: made(rulebooks.Finding),
}
