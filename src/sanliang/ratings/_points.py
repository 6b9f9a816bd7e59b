"""Items: from the leaves up, by the order of reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from sanliang.kernel.errors import NotInForce
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Phrase
from sanliang.ratings._facts import UNLISTED, Facts, as_word
from sanliang.ratings._known import ONE, ZERO, Amount, Number, Unknown, ends_of, hull, together
from sanliang.ratings._outcomes import Line
from sanliang.ratings._own import failed
from sanliang.ratings._questions import Asked, answer
from sanliang.ratings._reach import NOTHING, SHORT, covers, reach, room, rounded, taken, where_of
from sanliang.ratings._tariffs import Price, linear, points_of
from sanliang.records import Credit, Row, limit
from sanliang.records._fold import total
from sanliang.rulebooks import SCORE, Item, Mark, Rulebook
from sanliang.rulebooks._hooks import Failed
from sanliang.rulebooks._model import Tariff
from sanliang.rulebooks._values import Unlisted, Value, worth

OUTSIDE = Phrase("facts.outside", "评分不在规定的幅度之内", "is a mark outside the edges that the book sets")
NO_VALUE = Phrase(
    "facts.no_value", "有 {on} 的记录，该日办法尚无分值", "has a record of {on}, a day without a value"
)
UNDECIDED = Phrase(
    "facts.undecided",
    "须写明由谁、何时决定（mark、by、on）",
    "needs to say who decided on it and when: mark, by, on",
)


class Lacking(Exception):
    """An item cannot be worked out, because of these facts. It never leaves the package."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.names = frozenset(names)


@attrs.frozen(kw_only=True)
class Gained:
    """What an item has before its own points: of a fact what was read, or of its parts."""

    earned: Fraction
    counted: Fraction
    read: Fraction | None = None
    credits: tuple[Credit, ...] = ()
    notes: tuple[str, ...] = ()


class Sheet:
    """
    The items of one subject, each worked out once.

    Attributes:
        lines: By item, for those that are known.
        points: By item; *not known* among them.
    """

    def __init__(self, book: Rulebook, facts: Facts, credited: Mapping[str, Fraction]) -> None:
        self.book, self.facts, self.credited = book, facts, credited
        self.lines: dict[str, Line] = {}
        self.points: dict[str, Number] = {}
        self._asked = Asked(facts=facts, points=FrozenMap(), tiers=())
        self._parts: dict[str, list[Item]] = {}
        for item in book.items:
            self._parts.setdefault(item.part_of or "", []).append(item)
        for item in self._parts[""]:
            self._work_out(item)

    @property
    def rows(self) -> tuple[Line, ...]:
        """The lines of the items that are known, in the book's order."""
        return tuple(self.lines[item.id] for item in self.book.items if item.id in self.lines)

    @property
    def score(self) -> Number:
        """What the topmost item comes to."""
        return self.points[SCORE]

    def _work_out(self, item: Item) -> Number:
        parts = [self._work_out(part) for part in self._parts.get(item.id, ())]
        held = answer(item.when, self._asked)
        found = held if isinstance(held, Unknown) else self._line(item, parts, held)
        if isinstance(found, Line):
            self.lines[item.id] = found
            self.points[item.id] = found.points
        else:
            self.points[item.id] = self._unknown(item, parts, found.names, maybe=isinstance(held, Unknown))
        return self.points[item.id]

    def _unknown(self, item: Item, parts: list[Number], names: frozenset[str], *, maybe: bool) -> Unknown:
        decimals = self._decimals(item)
        whole = [ends_of(part) for part in parts]
        ends = reach(item, whole, self.facts, self.credited, cycle=self.book.cycle, decimals=decimals)
        return Unknown(names, hull(ends, NOTHING) if maybe else ends)

    def _line(self, item: Item, parts: list[Number], held: bool) -> Line | Unknown:
        """The row of an item: steps (a) to (g) of the order of reading."""
        if not held:
            return Line(item=item.id, part_of=item.part_of, notes=("when",))
        unknown = [part for part in parts if isinstance(part, Unknown)]
        if unknown:
            return Unknown(together(unknown))
        try:
            if item.fact is not None:
                return self._limited(item, self._gained(item, item.fact))
            whole = taken([part for part in parts if isinstance(part, Fraction)], item.take)
            counted, notes = self._total_only(item, whole)
            return self._limited(item, Gained(earned=whole, counted=counted, notes=notes))
        except Unlisted as error:
            return self.facts.unlisted(error.by)
        except Lacking as error:
            return Unknown(error.names)
        except Failed as error:
            return Unknown(failed(error, where_of(item), self.facts))

    def _decimals(self, item: Item) -> int:
        return self.book.decimals if item.decimals is None else item.decimals

    # --- (b) and (c): tariffs and windows -------------------------------------------------------------

    def _gained(self, item: Item, name: str) -> Gained:
        """What the tariff makes of the fact, and what windows leave of it."""
        amount = self._amount(item, name)
        rows = self._rows(item, name, amount)
        if rows is None:
            earned = self._points(item.tariff, amount.total, self.facts.worth, name)
            counted, notes = self._total_only(item, earned)
            return Gained(earned=earned, counted=counted, read=amount.total, notes=notes)
        credits = self._counted(item, rows)
        return Gained(
            read=amount.total,
            earned=total(credit.earned for credit in credits),
            counted=total(credit.counted for credit in credits),
            credits=credits,
            notes=("window",) if any(credit.cut for credit in credits) else (),
        )

    def _total_only(self, item: Item, earned: Fraction) -> tuple[Fraction, tuple[str, ...]]:
        """What windows leave of points without days: those that cover the whole cycle need none."""
        counted, undated = earned, False
        for window in SHORT:
            for limits, closest, outermost in ((item.ceiling, min, max), (item.floor, max, min)):
                if window in limits and covers(window, self.book.cycle):
                    counted = closest(counted, outermost(self.facts.worth(limits[window]), ZERO))
                undated |= window in limits and not covers(window, self.book.cycle)
        cut = ("window",) if counted != earned else ()
        return counted, (*cut, *(("total_only",) if undated else ()))

    def _amount(self, item: Item, name: str) -> Amount:
        """The number that an item reads: a yes is 1, a no is 0."""
        known = self.facts.get(name)
        if isinstance(known, Unknown):
            raise Lacking(known.names)
        if not isinstance(known, Amount):
            return Amount(total=ONE if known is True else ZERO)
        if name not in self.facts.assumed and _undecided(item, known):
            self.facts.wrong[name] = UNDECIDED.fault(f"facts.{name}")
            raise Lacking({name})
        return known

    def _rows(self, item: Item, name: str, amount: Amount) -> tuple[Row, ...] | None:
        """The points of each dated record; nothing where the tariff reads the total."""
        if item.for_each:
            if amount.rows is None:
                raise Lacking({name})
            return tuple(self._one(row, item, name) for row in amount.rows)
        if amount.rows is None or not linear(item.tariff):
            return None
        return tuple(
            self._priced(row, row.amount, item.tariff, self.facts.words, name) for row in amount.rows
        )

    def _one(self, row: Row, item: Item, name: str) -> Row:
        """The points of a record that is taken by itself: `by` looks at its own words first."""
        number = ONE if item.field is None else row.record.fields.get(item.field)
        if not isinstance(number, Fraction):
            raise Lacking({name})
        fields = row.record.fields.items()
        own = {key: as_word(value) for key, value in fields if isinstance(value, str | bool)}
        return self._priced(row, number, item.tariff, {**self.facts.words, **own}, name)

    def _priced(
        self, row: Row, number: Fraction, tariff: Tariff | None, words: Mapping[str, str], name: str
    ) -> Row:
        """The points of a record, at the values in force on its own day."""

        def price(value: Value) -> Fraction:
            try:
                return worth(value, on=row.record.on, words=words)
            except NotInForce:
                self.facts.worth(value)  # if it raises, the book is not in force: no fault of the record
                self.facts.wrong[name] = NO_VALUE.fault(f"facts.{name}", on=row.record.on)
            except Unlisted as error:
                if self.facts.has(error.by):
                    raise
                if error.by in words:
                    self.facts.wrong[name] = UNLISTED.fault(f"facts.{name}")
            raise Lacking({name})

        return Row(record=row.record, amount=self._points(tariff, number, price, name))

    def _points(self, tariff: Tariff | None, number: Fraction, price: Price, name: str) -> Fraction:
        points = points_of(tariff, number, price)
        if points is None:
            self.facts.wrong[name] = OUTSIDE.fault(f"facts.{name}")
            raise Lacking({name})
        return points

    def _counted(self, item: Item, rows: tuple[Row, ...]) -> tuple[Credit, ...]:
        """What windows leave of dated points, the shortest first; a floor is a ceiling of what is lost."""
        credits = limit(rows, {}, cycle=self.facts.span).credits
        for window in SHORT:
            if window in item.ceiling:
                credits = self._cut(credits, window, self.facts.worth(item.ceiling[window]), sign=1)
            if window in item.floor:
                credits = self._cut(credits, window, -self.facts.worth(item.floor[window]), sign=-1)
        return credits

    def _cut(
        self, credits: tuple[Credit, ...], window: str, most: Fraction, *, sign: int
    ) -> tuple[Credit, ...]:
        """What one window leaves of what the shorter ones have left. No window makes points of nothing."""
        rows = [Row(record=credit.row.record, amount=sign * credit.counted) for credit in credits]
        found = limit(rows, {window: max(most, ZERO)}, cycle=self.facts.span).credits
        return tuple(
            attrs.evolve(credit, counted=sign * left.counted, cut=(*credit.cut, *left.cut))
            for credit, left in zip(credits, found, strict=True)
        )

    # --- (d) to (g) -----------------------------------------------------------------------------------

    def _limited(self, item: Item, gained: Gained) -> Line:
        """Plus its own points; within its floor and ceiling; times its weight; rounded once."""
        own = ZERO if item.points is None else self.facts.worth(item.points)
        value, notes = self._within(item, gained.counted + own)
        weight = ONE if item.weight is None else self.facts.worth(item.weight)
        return Line(
            item=item.id,
            part_of=item.part_of,
            read=gained.read,
            earned=gained.earned,
            counted=gained.counted,
            own=own,
            limited=value,
            weight=weight,
            points=rounded(value if item.weight is None else value * weight, self._decimals(item)),
            credits=gained.credits,
            notes=(*gained.notes, *notes),
        )

    def _within(self, item: Item, value: Fraction) -> tuple[Fraction, list[str]]:
        """A number within the floor and the ceiling of the cycle, then of all cycles."""
        notes: list[str] = []
        for window, credited in (("cycle", ZERO), ("ever", self.credited.get(item.id, ZERO))):
            if window in item.floor and value < (least := self.facts.worth(item.floor[window]) - credited):
                value = least
                notes.append("floor")
            if window in item.ceiling and value > (
                most := room(self.facts.worth(item.ceiling[window]), credited)
            ):
                value = most
                notes.append("ceiling")
        if ("ever" in item.floor or "ever" in item.ceiling) and item.id not in self.credited:
            notes.append("uncredited")
        return value, notes


def _undecided(item: Item, amount: Amount) -> bool:
    """Whether a mark needs a decision and has none; a record has who wrote it down, and its day."""
    needs = isinstance(item.tariff, Mark) and item.tariff.decision and not item.for_each
    decision = amount.decision
    return needs and (decision is None or decision.by is None or decision.on is None)
