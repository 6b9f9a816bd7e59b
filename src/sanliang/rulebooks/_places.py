"""Where the parts of a book are written, and a walk over its conditions and its numbers with their paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Self

import attrs

from sanliang.kernel.errors import NotInForce
from sanliang.rulebooks._model import (
    Condition,
    Item,
    NamedStars,
    OwnEffect,
    OwnScale,
    Rulebook,
    Test,
    Tier,
    Tiers,
    tests_at,
)
from sanliang.rulebooks._values import NOT_YET, Band, Value, starts_after
from sanliang.rulebooks._words import values_in


@attrs.frozen(kw_only=True)
class Places:
    """
    The path of each part of a book: in its document, or in that of its base, whose id it then begins with.

    Attributes:
        facts, items: By id.
        clauses, quotas, consequences, cases: In the order of the book.
    """

    facts: Mapping[str, str]
    items: Mapping[str, str]
    clauses: tuple[str, ...]
    quotas: tuple[str, ...]
    consequences: tuple[str, ...]
    cases: tuple[str, ...]
    scale: str = "scale"
    source: str = "source"

    @classmethod
    def of(cls, book: Rulebook, under: str = "") -> Self:
        """The places of a book that extends nothing; of a base, *under* its id and a dot."""

        def listed(key: str, count: int) -> tuple[str, ...]:
            return tuple(f"{under}{key}[{place}]" for place in range(count))

        return cls(
            facts={fact.id: f"{under}fact.{fact.id}" for fact in book.facts},
            items={item.id: f"{under}item.{item.id}" for item in book.items},
            clauses=listed("clause", len(book.clauses)),
            quotas=listed("quota", len(book.quotas)),
            consequences=listed("consequence", len(book.consequences)),
            cases=listed("case", len(book.cases)),
            scale=f"{under}scale",
            source=f"{under}source",
        )


# --- walks -----------------------------------------------------------------------------------------------


def conditions(book: Rulebook, places: Places) -> Iterator[tuple[str, Condition]]:
    """Every condition of a book."""
    for item in book.items:
        if item.when is not None:
            yield f"{places.items[item.id]}.when", item.when
    for path, tier in rungs(book, places):
        if tier.when is not None:
            yield path, tier.when
    for path, clause in zip(places.clauses, book.clauses, strict=True):
        if clause.when is not None:
            yield f"{path}.when", clause.when
    for path, consequence in zip(places.consequences, book.consequences, strict=True):
        if consequence.when is not None:
            yield f"{path}.when", consequence.when


def rungs(book: Rulebook, places: Places) -> Iterator[tuple[str, Tier]]:
    """Every tier or star of a scale."""
    match book.scale:
        case Tiers(tiers=tiers):
            yield from ((f"{places.scale}.tiers[{place}]", tier) for place, tier in enumerate(tiers))
        case NamedStars(stars=stars):
            yield from ((f"{places.scale}.stars[{place}]", star) for place, star in enumerate(stars))
        case _:
            return


def tests(book: Rulebook, places: Places) -> Iterator[tuple[str, Test]]:
    """Every single question of a book."""
    for path, condition in conditions(book, places):
        yield from tests_at(condition, path)


def values(book: Rulebook, places: Places) -> Iterator[tuple[str, Value]]:
    """Every number of a book."""
    for fact in book.facts:
        yield from ((f"{places.facts[fact.id]}.{key}", value) for key, value in fact.values)
    for item in book.items:
        yield from of_item(item, places.items[item.id])
    for path, own in _own(book, places):
        yield from ((f"{path}.{own.word.tag}.{key}", value) for key, value in values_in(own.given))
    for path, test in tests(book, places):
        if isinstance(test.band, Band):
            yield from ((f"{path}.{word}", value) for word, value in test.band.edges)
    for path, quota in zip(places.quotas, book.quotas, strict=True):
        for key, limit in (("at_most", quota.at_most), ("at_least", quota.at_least)):
            if limit is not None:
                yield f"{path}.{key}", limit


def _own(book: Rulebook, places: Places) -> Iterator[tuple[str, OwnScale | OwnEffect]]:
    """What a township's own words stand in, besides items."""
    if isinstance(book.scale, OwnScale):
        yield places.scale, book.scale
    for path, clause in zip(places.clauses, book.clauses, strict=True):
        if isinstance(clause.then, OwnEffect):
            yield f"{path}.then", clause.then


def with_paths(error: NotInForce, book: Rulebook, on: date) -> NotInForce:
    """The same refusal, with the path of each value of the book that begins to count on the day named."""
    found = {
        NOT_YET.fault(path, on=on, since=since): None
        for path, value in values(book, Places.of(book))
        for since in starts_after(value, on)
    }
    named = [fault for fault in found if fault.zh == error.faults[0].zh]
    return NotInForce(*(named or error.faults))


def of_item(item: Item, path: str) -> Iterator[tuple[str, Value]]:
    """Every number of an item."""
    yield from ((f"{path}.{key}", value) for key, value in item.values)
    if item.tariff is not None:
        yield from ((f"{path}.{key}", value) for key, value in item.tariff.values)
