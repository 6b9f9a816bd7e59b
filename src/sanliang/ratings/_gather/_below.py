"""What other ratings come to together: those of the same subject in another book, or of those below it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import count, takewhile

from sanliang.kernel.errors import Fault, Faults, InvalidInput
from sanliang.kernel.fields import each, identifier
from sanliang.kernel.labels import Phrase
from sanliang.kernel.timeline import Cycle, Every, Span
from sanliang.ratings._known import ZERO
from sanliang.ratings._outcomes import NotRatable, Rated, Rating, a_rating
from sanliang.rulebooks import NONE, FromRatings

SEVERAL = Phrase(
    "gather.take",
    "有 {count} 份评定，而办法没有用 take 写明如何合计",
    "is to come of {count} ratings, and the book does not say by `take` how to put them together",
)
NO_RATING = Phrase(
    "gather.no_rating", "本周期内没有“{book}”的评定", "no rating by {book!r} ends in the cycle"
)
HOLE = Phrase("gather.hole", "缺以下周期的评定：{cycles}", "ratings of these cycles are not there: {cycles}")
NOT_RATABLE = Phrase("gather.not_ratable", "无法评定：{whose}", "not ratable: {whose}")
NO_SCORE = Phrase("gather.no_score", "没有得分：{whose}", "rated without a score: {whose}")
NO_ORDER = Phrase(
    "gather.tiers",
    "等次不是星数，无从比较：{whose}",
    "their tiers are no stars, and have no order here: {whose}",
)

Named = tuple[tuple[str, Rating], ...]
"""Ratings, each with the id of whose it is, or with its place where nobody says."""


def named(ratings: Iterable[Rating] | Mapping[str, Rating]) -> Named:
    """Ratings with whose they are, in the order of ids."""
    if not isinstance(ratings, Mapping):
        found = each(a_rating)(ratings, "ratings")
        return tuple((f"ratings[{place}]", one) for place, one in enumerate(found))
    faults, kept = Faults(), list[tuple[str, Rating]]()
    for place, (id, one) in enumerate(ratings.items()):
        try:
            kept.append((identifier(id, f"ratings[{place}]"), a_rating(one, f"ratings[{place}]")))
        except InvalidInput as error:
            faults.extend(error)
    faults.check()
    return tuple(sorted(kept, key=lambda pair: pair[0]))


def together(origin: FromRatings, ratings: Named, span: Span, path: str) -> Fraction | str | Fault:
    """
    What the ratings of a book that end in a cycle come to, or why that is not known.

    Raises:
        InvalidInput: There are several, and the book does not say how to take them together.
    """
    mine = tuple((whose, one) for whose, one in ratings if one.book == origin.book and one.cycle.end in span)
    if origin.take is None and len(mine) > 1:
        raise InvalidInput(SEVERAL.fault(path, count=len(mine)))
    if open := _whose(mine, NotRatable):
        return NOT_RATABLE.fault(path, whose=open)
    if holes := _holes({one.cycle for _, one in mine}, span):
        return HOLE.fault(path, cycles=holes)
    rated = tuple((whose, one) for whose, one in mine if isinstance(one, Rated))
    if not rated:
        return NO_RATING.fault(path, book=origin.book)
    return _scores(origin, rated, path) if origin.what == "score" else _tiers(origin, rated, path)


def _whose(ratings: Named, kind: type[Rating]) -> tuple[str, ...]:
    return tuple(whose for whose, one in ratings if isinstance(one, kind))


# --- scores and tiers together -----------------------------------------------------------------------------


def _sum(scores: list[Fraction]) -> Fraction:
    return sum(scores, ZERO)


def _mean(scores: list[Fraction]) -> Fraction:
    return _sum(scores) / len(scores)


_TAKE: Mapping[str | None, Callable[[list[Fraction]], Fraction]] = {
    None: _sum,
    "sum": _sum,
    "mean": _mean,
    "highest": max,
    "lowest": min,
}


def _scores(origin: FromRatings, rated: tuple[tuple[str, Rated], ...], path: str) -> Fraction | Fault:
    if without := tuple(whose for whose, one in rated if one.score is None):
        return NO_SCORE.fault(path, whose=without)
    return _TAKE[origin.take]([one.score for _, one in rated if one.score is not None])


def _tiers(origin: FromRatings, rated: tuple[tuple[str, Rated], ...], path: str) -> str | Fault:
    """Tiers are words, and the book that reads them does not know their order; stars are numbers."""
    if len({one.tier for _, one in rated}) == 1:
        return rated[0][1].tier
    if words := tuple(whose for whose, one in rated if _stars(one.tier) is None):
        return NO_ORDER.fault(path, whose=words)
    by_stars = sorted((one.tier for _, one in rated), key=lambda tier: _stars(tier) or 0)
    return by_stars[-1 if origin.take == "highest" else 0]


def _stars(tier: str) -> int | None:
    if tier == NONE:
        return 0
    return int(tier) if tier.isascii() and tier.isdigit() else None


# --- cycles that are not there -----------------------------------------------------------------------------


def _holes(cycles: set[Span], span: Span) -> tuple[str, ...]:
    """The cycles of the same rhythm that end in a longer one and have no rating: their part is not 0."""
    if not cycles:
        return ()
    return tuple(
        f"{one.start} .. {one.end}"
        for one in _rhythm(cycles, span)
        if not any(one.start in cycle for cycle in cycles)
    )


def _rhythm(cycles: set[Span], span: Span) -> Iterator[Span]:
    """The cycles that end in a longer one, told from some of them."""
    # A month that lacks the day begins a cycle on its last one, so the latest day of a month is the true one.
    known = max(cycles, key=lambda cycle: (cycle.start.day, cycle))
    rhythm = Cycle(every=Every.MONTH, count=_months(known), starts=known.start)
    found = (rhythm.span(rhythm.first(number)) for number in count(rhythm.index(span.start)))
    return takewhile(lambda one: one.end <= span.end, found)


def _months(cycle: Span) -> int:
    after: date = cycle.end + timedelta(days=1)
    return max((after.year - cycle.start.year) * 12 + after.month - cycle.start.month, 1)
