"""Questions to facts, items and ratings."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from sanliang.rulebooks._values import Band

EVERYWHERE = Band()


@attrs.frozen(kw_only=True)
class Rank:
    """The tiers between two edges; each edge is the name of a tier."""

    at_least: str | None = None
    above: str | None = None
    at_most: str | None = None
    below: str | None = None

    @property
    def edges(self) -> tuple[tuple[str, str], ...]:
        """The edges that are written, with their words."""
        written = (
            ("at_least", self.at_least),
            ("above", self.above),
            ("at_most", self.at_most),
            ("below", self.below),
        )
        return tuple((word, tier) for word, tier in written if tier is not None)


@attrs.frozen(kw_only=True)
class Test:
    """
    A question to one fact, item or rating.

    Attributes:
        of: `fact`, `item`, `tier` or `place`.
        name: The fact, the item; `this` or `last` for a tier; the peer group for a place.
        band: The edges that a number or a tier has to lie in.
        among: The words, tiers or yes and no that it has to be one of; empty where edges say it.
        run: Of a tier: that it held so many times in a row; *within*: once in so many.
    """

    of: str
    name: str
    band: Band | Rank = EVERYWHERE
    among: tuple[str | bool | Fraction, ...] = ()
    run: int | None = None
    within: int | None = None


@attrs.frozen(kw_only=True)
class AllOf:
    """Every one of these."""

    parts: tuple[Condition, ...]


@attrs.frozen(kw_only=True)
class AnyOf:
    """At least one of these."""

    parts: tuple[Condition, ...]


@attrs.frozen(kw_only=True)
class NotOf:
    """Not this."""

    part: Condition


Condition = Test | AllOf | AnyOf | NotOf
"""A question to facts, items and ratings: yes, no, or not known."""


def tests_of(condition: Condition | None) -> Iterator[Test]:
    """The single questions of a condition, in the order in which they are written."""
    return (test for _, test in tests_at(condition, ""))


def tests_at(condition: Condition | None, path: str) -> Iterator[tuple[str, Test]]:
    """The single questions of a condition with their paths; *path* is the condition's."""
    match condition:
        case None:
            return
        case Test():
            yield path, condition
        case AllOf(parts=parts) | AnyOf(parts=parts):
            word = "all" if isinstance(condition, AllOf) else "any"
            for place, part in enumerate(parts):
                yield from tests_at(part, f"{path}.{word}[{place}]")
        case _:
            yield from tests_at(condition.part, f"{path}.not")


def tiers_of(
    rank: Rank | Band, among: tuple[str | bool | Fraction, ...], tiers: tuple[str, ...]
) -> frozenset[str]:
    """The tiers that are named, or those between the edges; *tiers* come from the highest down."""
    if among or isinstance(rank, Band):
        return frozenset(tier for tier in tiers if tier in among)
    found = set(tiers)
    for word, edge in rank.edges:
        place = tiers.index(edge)
        found &= {
            "at_least": set(tiers[: place + 1]),
            "above": set(tiers[:place]),
            "at_most": set(tiers[place:]),
            "below": set(tiers[place + 1 :]),
        }[word]
    return frozenset(found)
