"""Bands side by side: the numbers that lie in none of them, and those that lie in two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import islice, pairwise, product

import attrs

from sanliang.kernel.errors import Fault, NotInForce
from sanliang.kernel.labels import Phrase
from sanliang.rulebooks._values import Band, ByDay, ByWord, Unlisted, Value, days_of, worth

GAP = Phrase(
    "bands.gap",
    '{low} 与 {high} 之间不属于任何一档；请补全，或写 gap = "lower"',
    'what lies between {low} and {high} is in no band; close the gap, or say gap = "lower"',
)
OVER = Phrase(
    "bands.gap_above",
    '{high} 以上不属于任何一档；请去掉上限，或写 gap = "lower"',
    'what lies above {high} is in no band; leave the upper edge out, or say gap = "lower"',
)
OVERLAP = Phrase(
    "bands.overlap",
    '{low} 至 {high} 同属两档；请修改，或写 overlap = "higher" 或 "lower"',
    'from {low} to {high} two bands hold; mend it, or say overlap = "higher" or "lower"',
)
ORDER = Phrase(
    "bands.order",
    "{low} 不低于上一档的 {high}：各档须由高到低",
    "{low} is not below the {high} of the band before it: bands are listed from the highest down",
)
NO_LOWER = Phrase(
    "bands.no_lower", "除最低一档外都须有下限", "needs a lower edge: only the lowest band has none"
)

MOST_CONTEXTS = 64
"""How many combinations of days and words are looked at; the rest is left to rating."""


@attrs.frozen
class Span:
    """A band as numbers: its edges, and whether they belong to it."""

    low: Fraction | None
    low_in: bool
    high: Fraction | None
    high_in: bool


def span(band: Band, on: date, words: Mapping[str, str]) -> Span:
    """A band on a day for somebody of whom these words are known."""

    def at(value: Value | None) -> Fraction | None:
        return None if value is None else worth(value, on=on, words=words)

    low, high = at(band.at_least), at(band.at_most)
    return Span(
        at(band.above) if low is None else low,
        low is not None,
        at(band.below) if high is None else high,
        high is not None,
    )


def contexts(values: Iterable[Value]) -> Iterator[tuple[date, dict[str, str]]]:
    """Days and words in which values may differ: the days of changes, the words of arms, all mixtures."""
    every = tuple(values)
    days = sorted({day for value in every for day in days_of(value)}) or [date.max]
    arms: dict[str, set[str]] = {}
    for value in every:
        _gather(value, arms)
    names = sorted(arms)
    mixtures = product(*(sorted(arms[name]) for name in names))
    for day, words in islice(product(days, mixtures), MOST_CONTEXTS):
        yield day, dict(zip(names, words, strict=True))


def _gather(value: Value, arms: dict[str, set[str]]) -> None:
    match value:
        case ByDay(steps=steps):
            for _, step in steps:
                _gather(step, arms)
        case ByWord(by=by, arms=own, otherwise=otherwise):
            arms.setdefault(by, set()).update(own)
            if otherwise is not None:
                arms[by].add("")
            for arm in (*own.values(), *(() if otherwise is None else (otherwise,))):
                _gather(arm, arms)
        case _:
            pass


def faults(
    bands: Iterable[tuple[str, Band]], *, gap: str | None, overlap: str | None, decimals: int
) -> Iterator[Fault]:
    """
    What is wrong with bands that are listed from the highest down, each with its path.

    Where an upper edge is left out, the band before closes it. A gap that no number of so many decimals
    falls into is none.
    """
    listed = tuple(bands)
    seen = set[tuple[str, str]]()
    for day, words in contexts(value for _, band in listed for _, value in band.edges):
        try:
            spans = [(path, span(band, day, words)) for path, band in listed]
        except (NotInForce, Unlisted):
            continue
        for fault in _at(spans, gap, overlap, Fraction(1, 10**decimals)):
            if (fault.code, fault.path) not in seen:
                seen.add((fault.code, fault.path))
                yield fault


def _at(
    spans: list[tuple[str, Span]], gap: str | None, overlap: str | None, grain: Fraction
) -> Iterator[Fault]:
    path, top = spans[0]
    if top.high is not None and gap is None:
        yield OVER.fault(path, high=shown(top.high))
    for (path, higher), (below, lower) in pairwise(spans):
        if higher.low is None:
            yield NO_LOWER.fault(path)
        elif lower.low is not None and lower.low >= higher.low:
            yield ORDER.fault(below, low=shown(lower.low), high=shown(higher.low))
        elif lower.high is not None:
            first = _next_up(lower.high, not lower.high_in, grain)
            reached = _next_up(higher.low, higher.low_in, grain)
            if first < reached and gap is None:
                yield GAP.fault(below, low=shown(lower.high), high=shown(higher.low))
            if first > reached and overlap is None:
                yield OVERLAP.fault(below, low=shown(higher.low), high=shown(lower.high))


def _next_up(edge: Fraction, itself: bool, grain: Fraction) -> Fraction:
    """The first number of the grain from an edge on: the edge itself, or the next one above it."""
    steps = -(-edge // grain)
    return steps * grain if itself or steps * grain > edge else (steps + 1) * grain


def shown(number: Fraction) -> str:
    """A number as a clerk writes it."""
    return str(number) if number.denominator == 1 else f"{float(number):.4f}".rstrip("0")
