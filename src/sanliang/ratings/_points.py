"""Items: from the leaves up, by the order of reading."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from sanliang.kernel.fields import FrozenMap
from sanliang.ratings._facts import Amount, Facts, Unknown
from sanliang.ratings._questions import Asked, answer
from sanliang.records import Row, Window, limit
from sanliang.rulebooks import SCORE, Each, Fixed, Item, Mark, Rulebook, Steps
from sanliang.rulebooks._values import Unlisted, Value, worth

ZERO = Fraction(0)
_ONE = Fixed(Fraction(1))
SHORT = ("activity", "month", "quarter", "year")


@attrs.frozen(kw_only=True)
class Line:
    """
    How an item came to its points: one row of a rating.

    Attributes:
        item: The item's id; *part_of* is the item that it is a part of.
        read: The number that it read, where it read one.
        earned: What the tariff gave, before any limit; *counted* is after the limits of windows.
        points: What the item came to in the end: the row's addend.
        notes: Codes of what a default or a limit decided: `when`, `cut`, `floor`, `ceiling`, `total_only`.
    """

    item: str
    part_of: str | None
    read: Fraction | None = None
    earned: Fraction = ZERO
    counted: Fraction = ZERO
    points: Fraction
    notes: tuple[str, ...] = ()


class Sheet:
    """The items of one subject, each worked out once."""

    def __init__(self, book: Rulebook, facts: Facts, credited: Mapping[str, Fraction]) -> None:
        self.book, self.facts, self.credited = book, facts, credited
        self.lines: dict[str, Line] = {}
        self.points: dict[str, Fraction | Unknown] = {}
        self._parts: dict[str, list[Item]] = {}
        for item in book.items:
            self._parts.setdefault(item.part_of or "", []).append(item)
        for item in self._parts.get("", ()):
            self._work_out(item)

    @property
    def score(self) -> Fraction | Unknown:
        """What the topmost item comes to."""
        return self.points[SCORE]

    def _work_out(self, item: Item) -> Fraction | Unknown:
        parts = [self._work_out(part) for part in self._parts.get(item.id, ())]
        try:
            found = self._line(item, parts)
        except Unlisted as error:
            found = Unknown(frozenset({error.by}))
        if isinstance(found, Line):
            self.lines[item.id] = found
            self.points[item.id] = found.points
        else:
            self.points[item.id] = found
        return self.points[item.id]

    def _line(self, item: Item, parts: list[Fraction | Unknown]) -> Line | Unknown:
        """The row of an item: steps (a) to (g) of the order of reading."""
        asked = Asked(facts=self.facts, points=FrozenMap(), tiers=())
        held = answer(item.when, asked)
        if isinstance(held, Unknown):
            return held
        if not held:
            return Line(item=item.id, part_of=item.part_of, points=ZERO, notes=("when",))
        unknown = [part.names for part in parts if isinstance(part, Unknown)]
        if unknown:
            return Unknown(frozenset().union(*unknown))
        taken = _taken([part for part in parts if isinstance(part, Fraction)], item.take)
        gained = self._gained(item)
        if isinstance(gained, Unknown):
            return gained
        counted = gained.counted + taken
        return self._limited(item, attrs.evolve(gained, earned=gained.earned + taken, counted=counted))

    def _gained(self, item: Item) -> Line | Unknown:
        """What the tariff makes of the fact, and what windows leave of it."""
        start = Line(item=item.id, part_of=item.part_of, points=ZERO)
        if item.fact is None:
            return start
        known = self.facts.get(item.fact)
        if isinstance(known, Unknown):
            return known
        if not isinstance(known, Amount):
            return Unknown(frozenset({item.fact}))
        read = attrs.evolve(start, read=known.total)
        rows = self._rows(item, known)
        if rows is None:
            earned = self._tariff(item, known.total)
            if earned is None:
                return Unknown(frozenset({item.fact}))
            blind = known.rows is None and any(window in item.ceiling for window in SHORT)
            return attrs.evolve(read, earned=earned, counted=earned, notes=("total_only",) if blind else ())
        ceilings = {
            Window(window): self._worth(item.ceiling[window]) for window in SHORT if window in item.ceiling
        }
        found = limit(rows, ceilings, cycle=self.facts.span)
        notes = ("cut",) if found.counted != found.earned else ()
        return attrs.evolve(read, earned=found.earned, counted=found.counted, notes=notes)

    def _rows(self, item: Item, known: Amount) -> tuple[Row, ...] | None:
        """The points of each dated record; nothing where the tariff looks at the total."""
        tariff = item.tariff or Each(points=_ONE)
        if known.rows is None or not isinstance(tariff, Each):
            return None
        if tariff.whole or tariff.above is not None or tariff.below is not None:
            return None
        return tuple(self._row(row, item, tariff) for row in known.rows)

    def _row(self, row: Row, item: Item, tariff: Each) -> Row:
        """The points of one record, at the value in force on its day; `by` looks at the record first."""
        words = {**self.facts.words, **{k: v for k, v in row.record.fields.items() if isinstance(v, str)}}
        amount = row.amount
        if item.field is not None:
            field = row.record.fields.get(item.field)
            amount = field if isinstance(field, Fraction) else ZERO
        points = worth(tariff.points, on=row.record.on, words=words)
        per = Fraction(1) if tariff.per is None else worth(tariff.per, on=row.record.on, words=words)
        return Row(record=row.record, amount=amount * points / per)

    def _worth(self, value: Value) -> Fraction:
        return worth(value, on=self.facts.day, words=self.facts.words)

    def _tariff(self, item: Item, number: Fraction) -> Fraction | None:
        """The points of a number; nothing where a mark lies outside its edges."""
        match item.tariff:
            case None:
                return number
            case Each() as each:
                return self._each(each, number)
            case Steps() as steps:
                return self._step(steps, number)
            case Mark(band=band):
                return number if band.holds(number, on=self.facts.day, words=self.facts.words) else None

    def _each(self, each: Each, number: Fraction) -> Fraction:
        if each.above is not None:
            number = max(number - self._worth(each.above), ZERO)
        if each.below is not None:
            number = max(self._worth(each.below) - number, ZERO)
        count = number if each.per is None else number / self._worth(each.per)
        if each.whole:
            count = Fraction(int(count))
        return count * self._worth(each.points)

    def _step(self, steps: Steps, number: Fraction) -> Fraction:
        """The points of the highest band that holds; between two bands, of the one below; below all 0."""
        found = ZERO
        reached: Fraction | None = None
        for band, points in steps.bands:
            low = band.at_least or band.above
            edge = None if low is None else self._worth(low)
            above_low = edge is None or number > edge or (band.above is None and number == edge)
            if above_low and (reached is None or (edge is not None and edge > reached)):
                found, reached = self._worth(points), edge
        return found

    def _limited(self, item: Item, line: Line) -> Line:
        """Plus its own points; within its floor and ceiling; times its weight; rounded once."""
        value, notes = line.counted, list(line.notes)
        if item.points is not None:
            value += self._worth(item.points)
        for window in ("cycle", "ever"):
            room = self.credited.get(item.id, ZERO) if window == "ever" else ZERO
            if window in item.floor and value < (floor := self._worth(item.floor[window]) - room):
                value = floor
                notes.append("floor")
            if window in item.ceiling and value > (
                cap := max(self._worth(item.ceiling[window]) - room, ZERO)
            ):
                value = cap
                notes.append("ceiling")
        if item.weight is not None:
            value *= self._worth(item.weight)
        decimals = self.book.decimals if item.decimals is None else item.decimals
        return attrs.evolve(line, points=rounded(value, decimals), notes=tuple(notes))


def _taken(parts: list[Fraction], take: str) -> Fraction:
    if not parts:
        return ZERO
    if take == "mean":
        return sum(parts, ZERO) / len(parts)
    if take == "sum":
        return sum(parts, ZERO)
    return max(parts) if take == "highest" else min(parts)


def rounded(number: Fraction, decimals: int) -> Fraction:
    """
    A number to so many decimals; halves go away from 0.

    Example:
        >>> rounded(Fraction("2.25"), 1), rounded(Fraction("-2.25"), 1)
        (Fraction(23, 10), Fraction(-23, 10))
    """
    scaled = abs(number) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if number >= 0 else -whole, 10**decimals)
