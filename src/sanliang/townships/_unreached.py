"""Edges of tiers that are the same for everybody, since nobody's points can lie between them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs

from sanliang.ratings import Rated, rate
from sanliang.rulebooks import Fixed, FromPledges, FromRecords, Item, Rulebook, Test, Tiers
from sanliang.rulebooks._model import tests_of
from sanliang.rulebooks._values import Value, days_of

MOST = 366
"""So many records are tried: one a day."""

_KEPT = "townships.points_of_counts"


def same_for_all(old: Rulebook, new: Rulebook) -> bool:
    """
    Whether two books differ in one edge of a tier alone, and not for anybody there may be.

    It is yes where all points hang on one whole count: 6 points and 5 are the same edge where three deeds
    make 6 points and two make 4. Of other books, and of edges above all that was tried, it is not known: no.
    """
    before, after = _tests(old), _tests(new)
    moved = [pair for pair in zip(before, after, strict=False) if pair[0] != pair[1]]
    if len(before) != len(after) or len(moved) != 1:
        return False
    was, one = moved[0]
    if attrs.evolve(one, band=was.band) != was or was.of != "item":
        return False
    # What asks for an item has edges that are numbers; those that are tiers ask for a rating.
    bands: tuple[Any, Any] = (was.band, one.band)
    found, on = _points(old, was.name), old.cycle.starts
    return _reached([edge for band in bands for _, edge in band.edges], found) and all(
        bands[0].holds(number, on=on, words={}) == bands[1].holds(number, on=on, words={}) for number in found
    )


def _tests(book: Rulebook) -> tuple[Test, ...]:
    tiers = book.scale.tiers if isinstance(book.scale, Tiers) else ()
    return tuple(test for tier in tiers for test in tests_of(tier.when))


def _reached(edges: list[Value], found: frozenset[Fraction]) -> bool:
    """Whether these edges stand on every day, and some number was found at the highest or above it."""
    fixed = [edge.number for edge in edges if isinstance(edge, Fixed)]
    return bool(found) and len(fixed) == len(edges) and max(found) >= max(fixed)


def _points(book: Rulebook, item: str) -> frozenset[Fraction]:
    """What an item comes to for each whole count; nothing where it hangs on anything else."""
    kept = book.worked_out
    if _KEPT not in kept:
        kept[_KEPT] = _rated(book) if _counts(book) else ()
    return frozenset(one.points[item] for one in kept[_KEPT])


def _rated(book: Rulebook) -> tuple[Rated, ...]:
    """What comes of so many records, whatever clauses and quotas then make of it."""
    bare = attrs.evolve(book, clauses=(), quotas=(), consequences=())
    fact, on = book.facts[0].id, book.cycle.starts
    found = (rate({fact: count}, bare, on=on, past=()) for count in range(MOST + 1))
    return tuple(one for one in found if isinstance(one, Rated))


def _counts(book: Rulebook) -> bool:
    """Whether a book reads one fact alone, a whole count, and the same comes of it on each day."""
    match [fact.origin for fact in book.facts]:
        case [FromRecords(sum=None) | FromPledges(what="kept" | "broken")]:
            return not any(map(_hangs_on_more, book.items))
        case _:
            return False


def _hangs_on_more(item: Item) -> bool:
    """Whether an item looks at each record, or changes by day."""
    values = (*item.values, *(() if item.tariff is None else item.tariff.values))
    return item.for_each or any(any(days_of(one)) for _, one in values)
