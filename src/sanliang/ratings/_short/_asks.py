"""Conditions compiled: what they ask of somebody of whom everything is known, in whole numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

import attrs

from sanliang.ratings._questions import held_tier
from sanliang.ratings._short._leaves import NO_LIMIT, Unfit
from sanliang.ratings._short._plain import Plain
from sanliang.ratings._tariffs import Price
from sanliang.rulebooks import (
    AllOf,
    AnyOf,
    Band,
    Fact,
    FactType,
    NamedStars,
    NotOf,
    Rank,
    Rulebook,
    Rungs,
    Test,
    Tiers,
)
from sanliang.rulebooks._model import Condition, Scale, tests_of

Held: TypeAlias = Callable[[Plain], bool]
"""Whether a condition holds of somebody."""


@attrs.frozen(kw_only=True)
class Frame:
    """
    Where a compiled book finds what conditions ask for.

    Attributes:
        facts: By name; *places* are those of their numbers, *unit* is how many make one, *words* are known.
        slots: By item, where its points are; *decimals* are those of each slot.
        tiers: From the highest down.
        price: What a value of the book comes to.
    """

    facts: Mapping[str, Fact]
    places: Mapping[str, int]
    unit: int
    words: Mapping[str, str]
    slots: dict[str, int] = attrs.field(factory=dict)
    decimals: list[int] = attrs.field(factory=list)
    tiers: tuple[str, ...]
    price: Price


def held(condition: Condition | None, frame: Frame) -> Held:
    """Whether a condition holds, as a function of somebody; always, where there is none."""
    match condition:
        case None:
            return _always
        case AllOf(parts=parts):
            every = [held(part, frame) for part in parts]
            return lambda known: all(one(known) for one in every)
        case AnyOf(parts=parts):
            some = [held(part, frame) for part in parts]
            return lambda known: any(one(known) for one in some)
        case NotOf(part=part):
            one = held(part, frame)
            return lambda known: not one(known)
        case Test(of="fact"):
            return _of_fact(condition, frame)
        case Test(of="item"):
            return _of_item(condition, frame)
        case Test(of="tier"):
            return _of_tier(condition, frame)
        case _:
            raise Unfit


def _of_fact(test: Test, frame: Frame) -> Held:
    name, among = test.name, test.among
    if name in frame.words:
        return _always if frame.words[name] in among else _never
    place = frame.places[name]
    if frame.facts[name].type == FactType.YES:
        return lambda known: bool(known.numbers[place]) in among
    if test.among:
        some = _units(test, frame.unit)
        return lambda known: known.numbers[place] in some
    low, high = whole_ends(priced(test.band, frame), frame.unit)
    return lambda known: low <= known.numbers[place] <= high


def _of_item(test: Test, frame: Frame) -> Held:
    slot = frame.slots[test.name]
    unit = 10 ** frame.decimals[slot]
    if test.among:
        some = _units(test, unit)
        return lambda known: known.points[slot] in some
    low, high = whole_ends(priced(test.band, frame), unit)
    return lambda known: low <= known.points[slot] <= high


def priced(band: Band | Rank, frame: Frame) -> Iterator[tuple[str, Fraction]]:
    """The edges of a band with their numbers."""
    written = band.edges if isinstance(band, Band) else ()
    return ((word, frame.price(value)) for word, value in written)


def _of_tier(test: Test, frame: Frame) -> Held:
    tiers = frame.tiers

    return lambda known: held_tier(test, now=known.now, past=known.past, tiers=tiers) is True


def whole_ends(edges: Iterable[tuple[str, Fraction]], unit: int) -> tuple[int, int]:
    """The least and the most whole number of units that lies between edges."""
    low, high = -NO_LIMIT, NO_LIMIT
    for word, edge in edges:
        match word:
            case "at_least":
                low = max(low, ceil(edge * unit))
            case "above":
                low = max(low, floor(edge * unit) + 1)
            case "at_most":
                high = min(high, floor(edge * unit))
            case _:
                high = min(high, ceil(edge * unit) - 1)
    return low, high


def _units(test: Test, unit: int) -> frozenset[Fraction]:
    """The numbers that a question names, in units."""
    return frozenset(one * unit for one in test.among if isinstance(one, Fraction))


def _always(_: Plain) -> bool:
    return True


def _never(_: Plain) -> bool:
    return False


def asks_past(book: Rulebook) -> bool:
    """Whether a book asks for the tiers of the cycles before."""
    conditions = (*(one.when for one in book.clauses), *(one.when for one in book.consequences))
    tests = (*asked_by(book.scale), *(test for one in conditions for test in tests_of(one)))
    return any(isinstance(clause.then, Rungs) for clause in book.clauses) or any(
        test.of == "tier" and (test.name == "last" or test.run is not None or test.within is not None)
        for test in tests
    )


def asked_by(scale: Scale | None) -> Iterator[Test]:
    """What the tiers or stars of a scale ask."""
    tiers = scale.tiers if isinstance(scale, Tiers) else scale.stars if isinstance(scale, NamedStars) else ()
    return (test for tier in tiers for test in tests_of(tier.when))
