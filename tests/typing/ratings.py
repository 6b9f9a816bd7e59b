"""What a type checker sees of ratings: what an embedder writes, and what it must not."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import assert_never, assert_type

from sanliang import ratings
from sanliang.kernel.verdicts import Verdict
from sanliang.orgs import Member
from sanliang.pledges import Pledge
from sanliang.ratings import (
    CaseResult,
    Comparison,
    Coverage,
    Exempt,
    Gathered,
    GroupRating,
    History,
    Line,
    NextTier,
    NotRatable,
    QuotaResult,
    Rated,
    Rating,
    Subject,
)
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
            assert_type(rating.points, dict[str, Fraction])
            return tier
        case NotRatable(missing=missing):
            return ", ".join(missing)
        case Exempt(clause=clause):
            return str(book.clauses[clause].says)
        case _:
            assert_never(rating)


def branch(facts: Mapping[str, Mapping[str, object]], book: Rulebook) -> list[str]:
    """Rate a branch with its quotas: facts by id, or subjects."""
    found = ratings.rate_group(facts, book, on=date(2026, 12, 31))
    assert_type(found, GroupRating)
    assert_type(found.ratings, Mapping[str, Rating])
    assert_type(found.quotas, tuple[QuotaResult, ...])
    people = [
        Subject(id=id, facts=one, group={"branch": "b-1"}, past=["3", None]) for id, one in facts.items()
    ]
    same = ratings.rate_group(people, book, on=date(2026, 12, 31))
    assert_type(same.quotas[0].seats, int | None)
    return [id for quota in same.quotas if quota.open for id in quota.waiting]


def aloud(rating: Rating, book: Rulebook) -> str:
    """Say why."""
    why = ratings.explain(rating, book)
    assert_type(why, Verdict)
    return why.text("zh")


def who_moves(old: Rulebook, new: Rulebook, people: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Who moves when the rules change."""
    found = ratings.compare(old, new, people, on=date(2026, 12, 31))
    assert_type(found, Comparison)
    for move in found.moves:
        assert_type(move.rungs, int | None)
        assert_type(move.before, Rated | Exempt | NotRatable)
    ratings.compare(old, new, people)  # type: ignore[call-arg]
    return [f"{move.id}: {', '.join(move.rules)}" for move in found.moves if move.tier_moves]


def better(facts: Mapping[str, object], book: Rulebook) -> list[str]:
    """What leads to the next tier, for whoever is rated."""
    found = ratings.next_tier(facts, book, on=date(2026, 12, 31), fixed=["absences"], steps={"hours": "0.5"})
    assert_type(found, NextTier | Exempt | NotRatable)
    if not isinstance(found, NextTier):
        return []
    assert_type(found.tier, str | None)
    assert_type(found.distance, Fraction | None)
    assert_type(found.verdict, Verdict)
    return [f"{change.fact} {change.by}" for way in found.ways for change in way.changes]


def unmet(book: Rulebook) -> list[str]:
    """The cases of a book that give something else than they expect."""
    results: tuple[CaseResult, ...] = ratings.run_cases(book)
    assert_type(results[0].rating, Rated | Exempt | NotRatable | GroupRating)
    return [result.name for result in results if result.differences]


def without_a_case(book: Rulebook) -> tuple[str, ...]:
    """The rules of a book that no case reaches."""
    found = ratings.coverage(book)
    assert_type(found, Coverage)
    return found.missed


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


def household(members: dict[str, Rating], li: Member, promised: list[Pledge], book: Rulebook) -> str:
    """Gather what others know, and rate it."""
    found = ratings.gather(book, on=date(2026, 12, 31), roster=li, pledges=promised, ratings=members)
    assert_type(found, Gathered)
    below = ratings.aggregate(members.values(), book, on=date(2026, 12, 31))
    for fault in below.unknown.values():
        return fault.text("zh")
    return stars({**found.facts, **below.facts}, book, [])


def changed(rating: Rating, book: Rulebook) -> None:
    """A rating never changes, and is never made without a day."""
    ratings.rate({}, book)  # type: ignore[call-arg]
    ratings.rate_group([{"hours": 3}], book, on=date(2026, 12, 31))  # type: ignore[list-item]
    if isinstance(rating, Rated):
        rating.tier = "5"  # type: ignore[misc]
