"""The short way through a book: for somebody of whom every fact is a plain number, a yes or no, or a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import clean_text, day, exact, instance
from sanliang.kernel.timeline import Span
from sanliang.ratings._leaves import Unfit
from sanliang.ratings._plain import Past, Plain
from sanliang.ratings._shape import Shape, asks_past, picker
from sanliang.rulebooks import Fact, FactType, Fixed, Rulebook, tier_names

FINE = 10**4
"""Facts have four decimals at most."""

MOST = 256
"""So many compiled forms of a book are kept: one for each cycle, and one for all words that somebody has."""

NOBODY = frozenset[str]()


class Plan:
    """
    A book on the last day of a cycle, compiled for the words of each subject when they first come.

    Attributes:
        span: The cycle.
        tiers: The tiers, from the highest down.
    """

    def __init__(self, book: Rulebook, span: Span) -> None:
        self.book, self.span, self.tiers = book, span, tier_names(book)
        ordered = sorted(book.facts, key=lambda fact: _ORDER.index(fact.type))
        self._names = tuple(fact.id for fact in ordered)
        self._pick = picker(self._names)
        self._asks_past = asks_past(book)
        self._missing = {fact.id: _missing(fact) for fact in ordered}
        self._types = tuple(_TYPES[fact.type] for fact in ordered)
        self._numbers = sum(fact.type == FactType.NUMBER for fact in ordered)
        self._known = sum(fact.type != FactType.WORD for fact in ordered)
        self._shapes = dict[tuple[Any, ...], Shape | None]()

    def place(self, facts: Mapping[str, Any], past: Past) -> Plain | None:
        """Where a subject stands before quotas; nothing of those whom the long way has to read."""
        try:
            found, assumed = self._pick(facts), NOBODY
            if len(facts) > len(self._names):
                return None
        except KeyError:
            if not facts.keys() <= {*self._names}:
                return None
            assumed = frozenset(name for name in self._names if name not in facts)
            found = self._pick({**self._missing, **facts})
        unit, numbers = 1, found
        if tuple(map(type, found)) != self._types:
            unit, numbers = FINE, self._fine(found)
        shape = self._shape((unit, *found[self._known :]))
        if not numbers or shape is None or (past is None and self._asks_past):
            return None
        return shape.run(numbers, assumed, past)

    def _fine(self, found: Sequence[Any]) -> Sequence[int]:
        """Numbers in units of the last decimal that any may have; none where one of them is no number."""
        if tuple(map(type, found[self._numbers :])) != self._types[self._numbers :]:
            return ()
        try:
            return [
                *(_fine(number) for number in found[: self._numbers]),
                *(FINE * yes for yes in found[self._numbers : self._known]),
            ]
        except (InvalidInput, Unfit):
            return ()

    def _shape(self, key: tuple[Any, ...]) -> Shape | None:
        """The book compiled for a unit and for words; nothing where that cannot be done."""
        try:
            return self._shapes[key]
        except KeyError:
            if len(self._shapes) >= MOST:
                self._shapes.clear()
            found = self._shapes[key] = self._compiled(key)
            return found
        except TypeError:  # what should be a word is a list or a table
            return None

    def _compiled(self, key: tuple[Any, ...]) -> Shape | None:
        unit, *words = key
        try:
            clean = {
                name: clean_text(word) for name, word in zip(self._names[self._known :], words, strict=True)
            }
            return Shape(self.book, self.span, self.tiers, self._names[: self._known], unit, clean)
        except (InvalidInput, Unfit):
            return None


_TYPES: dict[FactType, type] = {FactType.NUMBER: int, FactType.YES: bool, FactType.WORD: str}
_ORDER = [*_TYPES]


def _missing(fact: Fact) -> Any:
    """What holds where nobody gives a fact, as somebody would have given it."""
    missing = fact.missing
    if isinstance(missing, Fixed):
        number = missing.number
        return number.numerator if number.denominator == 1 else number
    return missing if isinstance(missing, str | bool) else None


def _fine(number: Any) -> int:
    """A number in units of its last decimal."""
    found = Fraction(exact(number)) * FINE
    if found.denominator != 1 or found < 0:
        raise Unfit
    return found.numerator


def plan_of(book: Rulebook, on: date) -> Plan:
    """The plan of the cycle that holds a day; it is made once, and kept beside the book."""
    plans: dict[date, Plan] = instance(Rulebook)(book, "book").worked_out
    if type(on) is not date:
        on = day(on, "on")
    plan = plans.get(on)
    if plan is None:
        if len(plans) >= MOST:
            plans.clear()
        span = book.cycle.span(on)
        plan = plans[on] = plans.setdefault(span.end, Plan(book, span))
    return plan
