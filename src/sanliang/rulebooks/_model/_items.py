"""The pieces of the score, and their tariffs."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Text
from sanliang.kernel.sources import Source
from sanliang.rulebooks._model._conditions import Condition
from sanliang.rulebooks._values import Band, Value
from sanliang.rulebooks._words import Given, TariffWord, values_in

SCORE = "score"
"""The topmost item."""


@attrs.frozen(kw_only=True)
class Each:
    """
    So many points for each, or for each `per` of them.

    Attributes:
        points: For one.
        per: How many make one, more than 0; 1 where nothing is said.
        whole: Whether parts of one count for nothing.
        above, below: A line (one of them): what counts is the distance past it.
    """

    points: Value
    per: Value | None = None
    whole: bool = False
    above: Value | None = None
    below: Value | None = None

    @property
    def values(self) -> tuple[tuple[str, Value], ...]:
        """The numbers that are written in it, with their keys."""
        return _written(
            ("each", self.points), ("per", self.per), ("above", self.above), ("below", self.below)
        )


@attrs.frozen(kw_only=True)
class Steps:
    """Bands of a number from the highest down, each with its points; below all of them 0."""

    bands: tuple[tuple[Band, Value], ...]
    gap: str | None = None
    overlap: str | None = None

    @property
    def values(self) -> tuple[tuple[str, Value], ...]:
        """The numbers that are written in it, with their keys."""
        return tuple(
            (f"steps[{place}].{key}", value)
            for place, (band, points) in enumerate(self.bands)
            for key, value in (("points", points), *band.edges)
        )


@attrs.frozen(kw_only=True)
class Mark:
    """
    A mark that somebody chooses within edges, with a reason.

    Attributes:
        band: The edges.
        decision: Whether it also needs a recorded decision: who and when.
    """

    band: Band
    decision: bool = False

    @property
    def values(self) -> tuple[tuple[str, Value], ...]:
        """The numbers that are written in it, with their keys."""
        return tuple((f"given.{word}", value) for word, value in self.band.edges)


@attrs.frozen(kw_only=True)
class OwnTariff:
    """
    A tariff whose word a township has added.

    Attributes:
        word: The word, with the code behind it.
        given: What its table says, by key.
    """

    word: TariffWord
    given: Mapping[str, Given] = FrozenMap()

    @property
    def values(self) -> tuple[tuple[str, Value], ...]:
        """The numbers that are written in it, with their keys."""
        return tuple((f"{self.word.tag}.{key}", value) for key, value in values_in(self.given))


Tariff = Each | Steps | Mark | OwnTariff


@attrs.frozen(kw_only=True)
class Item:
    """
    A piece of the score: a leaf turns a fact into points, any other adds up its parts.

    Attributes:
        part_of: The item that it is a part of; only `score` has none.
        fact: The fact that it reads, if it reads one.
        points: What it starts with.
        tariff: How the fact becomes points.
        for_each: Whether the records of the fact are taken one by one.
        field: The field of each record that is read; where it is left out, each record is 1.
        when: A question to facts; where it is no, the item is 0.
        take: `sum`, `highest`, `lowest` or `mean` of its parts.
        floor, ceiling: Limits, by window: `activity`, `month`, `quarter`, `year`, `cycle`, `ever`.
        endless: Whether the source says that there is no ceiling.
        weight: What it is multiplied with at the end.
        decimals: To how many it is rounded, half away from 0; the book's where nothing is said.
        open: Whether a book that extends this one may add parts.
    """

    id: str
    part_of: str | None = SCORE
    fact: str | None = None
    points: Value | None = None
    tariff: Tariff | None = None
    for_each: bool = False
    field: str | None = None
    when: Condition | None = None
    take: str = "sum"
    floor: Mapping[str, Value] = FrozenMap()
    ceiling: Mapping[str, Value] = FrozenMap()
    endless: bool = False
    weight: Value | None = None
    decimals: int | None = None
    open: bool = False
    says: Text | None = None
    source: Source | None = None

    @property
    def values(self) -> tuple[tuple[str, Value], ...]:
        """The numbers that are written in it but for its tariff, with their keys."""
        limits = [("floor", self.floor), ("ceiling", self.ceiling)]
        of_windows = [(f"{key}.{window}", value) for key, by in limits for window, value in by.items()]
        return _written(("points", self.points), ("weight", self.weight), *of_windows)


def _written(*pairs: tuple[str, Value | None]) -> tuple[tuple[str, Value], ...]:
    return tuple((key, value) for key, value in pairs if value is not None)
