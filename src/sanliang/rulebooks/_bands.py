"""Bands side by side: the numbers that lie in none of them, and those that lie in two."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from enum import Enum
from fractions import Fraction
from itertools import islice, pairwise, product

import attrs

from sanliang.kernel.errors import Fault, NotInForce
from sanliang.kernel.labels import Phrase, Text
from sanliang.rulebooks._model import Fact
from sanliang.rulebooks._reach import FAR, Ends
from sanliang.rulebooks._values import INSIDE, Band, ByDay, Edge, Fixed, Unlisted, Value, days_of, worth

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
NESTED = Phrase(
    "bands.nested",
    "止于 {low}，超过了上面一档所止的 {high}：数越大，档不能反而越低；请修改上限",
    "ends at {low}, past {high}, where a band above it ends: a higher number would fall to a lower band; "
    "mend one of the two",
)
ORDER = Phrase(
    "bands.order",
    "{low} 不低于上一档的 {high}：各档须由高到低",
    "{low} is not below the {high} of the band before it: bands are listed from the highest down",
)
EMPTY = Phrase(
    "bands.empty", "{low} 至 {high} 之间没有数", "holds nothing: from {low} to {high} there is no number"
)
NO_LOWER = Phrase(
    "bands.no_lower", "除最低一档外都须有下限", "needs a lower edge: only the lowest band has none"
)
OUTSIDE = Phrase("bands.outside", "不在该事实的界线之内", "lies outside the edges of its fact")
TOO_MANY = Phrase(
    "bands.too_many",
    "日期与词的组合过多，无法逐一检查",
    "changes by so many days and words together that they cannot all be checked",
)

Words = Mapping[str, str]


@attrs.define
class Patience:
    """How many combinations of days and words are still looked at in a book, after the first of each band."""

    left: int = 5_000


@attrs.frozen(kw_only=True)
class Line:
    """
    What the bands are bands of.

    Attributes:
        decimals: To how many its numbers are rounded; None where they may be any.
        most: What its numbers cannot pass, each of them.
        gap, overlap: What the book says of them.
    """

    decimals: int | None = None
    most: tuple[Value, ...] = ()
    gap: str | None = None
    overlap: str | None = None

    def start(self, edge: Fraction, itself: bool) -> tuple[Fraction | int, ...]:
        """Where the numbers from an edge on begin: at the edge, or at the next one above it."""
        if self.decimals is None:
            return edge, not itself
        steps, rest = divmod(edge.numerator * 10**self.decimals, edge.denominator)
        return (steps + (rest > 0 or not itself),)


@attrs.frozen
class Span:
    """A band as numbers: its edges, and whether they belong to it."""

    low: Fraction | None
    low_in: bool
    high: Fraction | None
    high_in: bool


def span(band: Band, on: date, words: Words) -> Span:
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


# --- days and words ------------------------------------------------------------------------------------


def contexts(values: Iterable[Value]) -> Iterator[tuple[date, Words]]:
    """Days and words in which values may differ: the days of changes, the words of arms, all mixtures."""
    arms: dict[str, set[str]] = {}
    days: set[date] = set()
    for value in values:
        if not isinstance(value, Fixed):  # most are, and differ nowhere
            days.update(days_of(value))
            _gather(value, arms)
    names = sorted(arms)
    if not days and not names:
        yield date.max, {}
        return
    for on in sorted(days) or [date.max]:
        for words in product(*(sorted(arms[name]) for name in names)):
            yield on, dict(zip(names, words, strict=True))


def _gather(value: Value, arms: dict[str, set[str]]) -> None:
    """The words of every choice that a value makes; the empty one stands for all others."""
    match value:
        case Fixed():
            return
        case ByDay(steps=steps):
            for _, step in steps:
                _gather(step, arms)
        case _:
            others = () if value.otherwise is None else ("",)
            arms.setdefault(value.by, set()).update(value.arms, others)
            for arm in value.every:
                _gather(arm, arms)


def from_the_top(bands: Sequence[Band]) -> bool:
    """Whether bands are listed from the highest down: the last begins no higher than the first."""
    first, last = bands[0], bands[-1]
    for on, words in islice(contexts(_values(first, last)), MOST_LOOKS):
        try:
            top, low = span(first, on, words).low, span(last, on, words).low
        except (NotInForce, Unlisted):
            continue
        return low is None or (top is not None and low <= top)
    return True


def closed(band: Band) -> bool:
    """Whether a band says itself where it ends."""
    return band.at_most is not None or band.below is not None


MOST_LOOKS = 64


def _values(*bands: Band) -> list[Value]:
    return [value for band in bands for _, value in band.edges]


# --- faults --------------------------------------------------------------------------------------------


def faults(bands: Sequence[tuple[str, Band]], line: Line, patience: Patience) -> Iterator[Fault]:
    """
    What is wrong with bands that are listed from the highest down, each with its path.

    Where an upper edge is left out, the band before closes it. A gap that no number of so many decimals
    falls into is none. Every combination of days and words in which values differ is looked at. Where a
    value is not in force yet, or has no arm for a word, nobody is rated, and nothing is wrong.
    """
    looks: list[_Look] = [_Alone(line, *one) for one in bands]
    looks += [_Top(line, *bands[0])] if line.gap is None else []
    looks += [_Pair(line, *higher, *lower) for higher, lower in pairwise(bands)]
    if line.overlap is not None:
        ended = [one for one in bands if closed(one[1])]
        looks += [_Ends(line, higher, *lower) for (_, higher), lower in pairwise(ended)]
    for look in looks:
        yield from _found(look, patience)


def _found(look: _Look, patience: Patience) -> Iterator[Fault]:
    """What one look finds, each kind of fault once."""
    seen = set[str]()
    for place, (on, words) in enumerate(contexts(look.values)):
        patience.left -= place > 0
        if patience.left < 0:
            yield TOO_MANY.fault(look.path)
            return
        with suppress(NotInForce, Unlisted):
            fault = look(on, words)
            if fault is not None and fault.code not in seen:
                seen.add(fault.code)
                yield fault


@attrs.frozen
class _Alone:
    """A band by itself holds some number."""

    line: Line
    path: str
    band: Band

    @property
    def values(self) -> list[Value]:
        return _values(self.band)

    def __call__(self, on: date, words: Words) -> Fault | None:
        one = span(self.band, on, words)
        if one.low is None or one.high is None:
            return None
        if self.line.start(one.low, one.low_in) < self.line.start(one.high, not one.high_in):
            return None
        return EMPTY.fault(self.path, low=shown(one.low), high=shown(one.high))


@attrs.frozen
class _Top:
    """Nothing lies above the highest band."""

    line: Line
    path: str
    band: Band

    @property
    def values(self) -> list[Value]:
        return [*_values(self.band), *self.line.most]

    def __call__(self, on: date, words: Words) -> Fault | None:
        top = span(self.band, on, words)
        if top.high is None:
            return None
        past = self.line.start(top.high, not top.high_in)
        for value in self.line.most:
            if self.line.start(worth(value, on=on, words=words), False) <= past:
                return None
        return OVER.fault(self.path, high=shown(top.high))


@attrs.frozen
class _Pair:
    """Two neighbours neither leave anything out nor share it."""

    line: Line
    above: str
    higher: Band
    path: str
    lower: Band

    @property
    def values(self) -> list[Value]:
        return _values(self.higher, self.lower)

    def __call__(self, on: date, words: Words) -> Fault | None:
        line, higher, lower = self.line, span(self.higher, on, words), span(self.lower, on, words)
        if higher.low is None:
            return NO_LOWER.fault(self.above)
        reached = line.start(higher.low, higher.low_in)
        if lower.low is not None and line.start(lower.low, lower.low_in) >= reached:
            return ORDER.fault(self.path, low=shown(lower.low), high=shown(higher.low))
        past = reached if lower.high is None else line.start(lower.high, not lower.high_in)
        if past < reached and line.gap is None:
            return GAP.fault(self.path, low=shown(lower.high), high=shown(higher.low))
        if past > reached and line.overlap is None:
            return OVERLAP.fault(self.path, low=shown(higher.low), high=shown(lower.high))
        return None


@attrs.frozen
class _Ends:
    """
    Of two bands that end, the lower one does not end later.

    With 3 to 3.5 above 2 to 4, a number would rise at 3, fall at 3.5, and rise again at 4.
    """

    line: Line
    higher: Band
    path: str
    lower: Band

    @property
    def values(self) -> list[Value]:
        return _values(self.higher, self.lower)

    def __call__(self, on: date, words: Words) -> Fault | None:
        spans = [span(band, on, words) for band in (self.higher, self.lower)]
        first, second = (self.line.start(one.high or Fraction(0), not one.high_in) for one in spans)
        if second <= first:
            return None
        return NESTED.fault(self.path, low=shown(spans[1].high), high=shown(spans[0].high))


@attrs.frozen
class _Missing:
    """What holds where a number is not known lies between its edges, too."""

    path: str
    edges: tuple[tuple[str, Value], ...]
    number: Value

    @property
    def values(self) -> list[Value]:
        return [*(value for _, value in self.edges), self.number]

    def __call__(self, on: date, words: Words) -> Fault | None:
        number = worth(self.number, on=on, words=words)
        if all(INSIDE[word](number, worth(value, on=on, words=words)) for word, value in self.edges):
            return None
        return OUTSIDE.fault(f"{self.path}.missing")


def of_fact(fact: Fact, path: str, patience: Patience) -> Iterator[Fault]:
    """What is wrong with the edges of a fact, and with what holds where it is not known."""
    yield from _found(_Alone(Line(), path, fact.band), patience)
    if not isinstance(fact.missing, str | bool | None):
        yield from _found(_Missing(path, fact.edges, fact.missing), patience)


class Crossed(Enum):
    """Whether a floor lies above its ceiling."""

    NEVER, SOMETIMES, ALWAYS = range(3)


def crossed(floor: Value, ceiling: Value) -> Crossed:
    """Whether a floor lies above its ceiling, on the days and for the words that are looked at."""
    found = set[bool]()
    for on, words in islice(contexts([floor, ceiling]), MOST_LOOKS):
        with suppress(NotInForce, Unlisted):
            found.add(worth(floor, on=on, words=words) > worth(ceiling, on=on, words=words))
    return Crossed.SOMETIMES if len(found) > 1 else Crossed.ALWAYS if True in found else Crossed.NEVER


def never(bands: Sequence[Band], line: Line, ends: Ends, among: Collection[Fraction] | None = None) -> bool:
    """
    Whether no number lies in all of these bands and between two ends, on no day and for no word.

    Args:
        bands: The bands.
        line: What they are bands of.
        ends: Between what its numbers lie anyhow.
        among: The only numbers that are asked for, if they are.
    """
    looks, asked = [*islice(contexts(_values(*bands)), MOST_LOOKS + 1)], False
    for on, words in looks:
        with suppress(NotInForce, Unlisted):
            spans = [Span(ends[0], True, ends[1], True), *(span(band, on, words) for band in bands)]
            if _some(spans, line) if among is None else any(_in_all(number, spans) for number in among):
                return False
            asked = True
    return asked and len(looks) <= MOST_LOOKS


def _some(spans: Iterable[Span], line: Line) -> bool:
    """Whether some number lies in all of these spans."""
    lows, highs = [], []
    for one in spans:
        lows += [] if one.low is None else [line.start(one.low, one.low_in)]
        highs += [] if one.high is None else [line.start(one.high, not one.high_in)]
    return max(lows) < min(highs)


def _in_all(number: Fraction, spans: Iterable[Span]) -> bool:
    return all(
        (one.low is None or one.low < number or (one.low_in and one.low == number))
        and (one.high is None or number < one.high or (one.high_in and one.high == number))
        for one in spans
    )


_Look = _Alone | _Top | _Pair | _Ends | _Missing


def in_words(ends: Ends) -> tuple[Text, ...]:
    """Two ends as a sentence has them; nothing of an end that is none."""
    low, high = ends
    if low == high:
        return (Text(f"等于 {shown(low)}", shown(low)),)
    found = [] if low <= -FAR else [edge_text("at_least", low)]
    return (*found, *([] if high >= FAR else [edge_text("at_most", high)]))


def edge_text(word: str, edge: Fraction) -> Text:
    """An edge as a sentence has it."""
    return Text(f"{Edge(word).zh} {shown(edge)}", f"{Edge(word).en} {shown(edge)}")


def shown(number: Fraction | None) -> str:
    """A number as a clerk writes it."""
    if number is None or number.denominator == 1 or 10**4 % number.denominator:
        return str(number)
    sign, (units, rest) = "-" if number < 0 else "", divmod(abs(number) * 10**4, 10**4)
    return f"{sign}{units}.{int(rest):04}".rstrip("0")


def is_gap_of_tiers(fault: Fault) -> bool:
    """Whether a fault is a number that no tier takes, rather than points of a step."""
    return fault.code in {GAP.code, OVER.code} and fault.path.startswith("scale.")
