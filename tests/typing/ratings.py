"""What a type checker sees of ratings: what an embedder writes, and what it must not."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import assert_never, assert_type

from sanliang import ratings
from sanliang.ratings import CaseResult, Exempt, History, Line, NotRatable, Rated, Rating
from sanliang.records import Record
from sanliang.rulebooks import Rulebook


def stars(facts: Mapping[str, object], book: Rulebook, records: list[Record]) -> str:
    """Rate one, and look at each of the three answers."""
    rating = ratings.rate(facts, book, on=date(2026, 12, 31), records=records, past=["3", None])
    assert_type(rating, Rated | Exempt | NotRatable)
    match rating:
        case Rated(tier=tier, score=score, lines=lines):
            assert_type(score, Fraction | None)
            assert_type(lines, tuple[Line, ...])
            return tier
        case NotRatable(missing=missing):
            return ", ".join(missing)
        case Exempt(clause=clause):
            return str(book.clauses[clause].says)
        case _:
            assert_never(rating)


def unmet(book: Rulebook) -> list[str]:
    """The cases of a book that give something else than they expect."""
    results: tuple[CaseResult, ...] = ratings.run_cases(book)
    return [result.name for result in results if result.differences]


def years(ratings_so_far: list[Rating], facts: Mapping[str, object], book: Rulebook) -> list[str]:
    """Rate somebody with a past, and then several years at once."""
    known = ratings.history(ratings_so_far, book, on=date(2026, 12, 31))
    assert_type(known, History)
    assert_type(known.tiers, tuple[str | None, ...])
    ratings.rate(facts, book, on=date(2026, 12, 31), past=known.tiers, credited=known.credited)
    assert_type(ratings.in_a_row(known, at_least="3"), int)
    whole = ratings.rate_cycles({date(2026, 12, 31): facts, date(2027, 12, 31): {}}, book, past=known.ratings)
    assert_type(whole.ratings, tuple[Rated | Exempt | NotRatable, ...])
    return [] if whole.last is None else [whole.last.tier]


def changed(rating: Rating, book: Rulebook) -> None:
    """A rating never changes, and is never made without a day."""
    ratings.rate({}, book)  # type: ignore[call-arg]
    if isinstance(rating, Rated):
        rating.tier = "5"  # type: ignore[misc]
