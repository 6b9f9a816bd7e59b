"""How far the score is from where a tier begins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import product

from sanliang.kernel.errors import NotInForce
from sanliang.ratings._facts import Facts
from sanliang.ratings._outcomes import Rated
from sanliang.ratings._scale import closed_below
from sanliang.rulebooks import NONE, SCORE, AllOf, Band, NamedStars, PointStars, Rulebook, Test, Tiers
from sanliang.rulebooks._model import Condition
from sanliang.rulebooks._values import Value

Start = tuple[Fraction, bool]
"""Where a tier begins, and whether the score has to pass that point."""

Edge = tuple[str, str, Fraction]
"""An item, how its points are held against a number, and the number."""


def start_of(tier: str, book: Rulebook, facts: Facts, rating: Rated) -> Start | None:
    """Where a tier begins, as far as the score goes; nothing where the score has no part in it."""
    if isinstance(book.scale, Tiers):
        place = next(place for place, one in enumerate(book.scale.tiers) if one.name == tier)
        return max(_starts(book.scale, place, facts), default=None)
    if isinstance(book.scale, NamedStars):
        return _of_stars(int(tier), book.scale, facts, rating)
    return (Fraction(tier), False) if isinstance(book.scale, PointStars) else None


def missing(start: Start | None, score: Fraction | None) -> tuple[Fraction | None, bool]:
    """How many points a score lacks to a start, and whether it has to pass it."""
    if start is None or score is None:
        return None, False
    edge, above = start
    return max(edge - score, Fraction(0)), above and score <= edge


def _starts(scale: Tiers, place: int, facts: Facts) -> Iterator[Start]:
    """The lower edge of a tier; where the lower one of two holds, also the upper edge of the one below it."""
    yield from _of(scale.tiers[place].when, facts)
    below = closed_below(scale)
    if place in below:
        yield from _at(below[place], {"at_most": True, "below": False}, facts)


def _of_stars(tier: int, scale: NamedStars, facts: Facts, rating: Rated) -> Start | None:
    """Where so many stars are won: at the lines of those that lack the least."""
    score = rating.score or Fraction(0)
    starts = (max(_of(star.when, facts), default=None) for star in scale.stars)
    lines = sorted(one for one in starts if one is not None and one > (score, False))
    lacking = tier - (0 if rating.proposed == NONE else int(rating.proposed))
    if lacking <= 0:
        return score, False
    return lines[lacking - 1] if lacking <= len(lines) else None


def _of(condition: Condition | None, facts: Facts) -> Iterator[Start]:
    if isinstance(condition, AllOf):
        for part in condition.parts:
            yield from _of(part, facts)
    if isinstance(condition, Test):
        yield from _at(condition, {"at_least": False, "above": True}, facts)


def _at(test: Test, words: dict[str, bool], facts: Facts) -> Iterator[Start]:
    """The edges of a question to the score."""
    edges = test.band.edges if isinstance(test.band, Band) and test.name == SCORE else ()
    for word, value in edges if test.of == "item" else ():
        if word in words:
            yield from ((edge, words[word]) for edge in _worth(value, facts))


def _worth(value: Value, facts: Facts) -> Iterator[Fraction]:
    with suppress(NotInForce):
        found = facts.number(value)
        if isinstance(found, Fraction):
            yield found


def lines_of(test: Test, facts: Facts) -> Iterator[Edge]:
    """What the points of an item are held against; one of some numbers is come to first, and passed then."""
    if test.of == "item":
        numbers = (one for one in test.among if type(one) is Fraction)
        yield from ((test.name, word, one) for one, word in product(numbers, ("at_least", "above")))
        for word, value in test.band.edges if isinstance(test.band, Band) else ():
            yield from ((test.name, word, edge) for edge in _worth(value, facts))
