"""The short way through a book: for somebody of whom every fact is a plain number, a yes or no, or a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import clean_text, day, exact, instance
from sanliang.kernel.timeline import Span
from sanliang.ratings._given import listed
from sanliang.ratings._short._asks import asks_past
from sanliang.ratings._short._leaves import Unfit, picker
from sanliang.ratings._short._plain import Past, Plain
from sanliang.ratings._short._shape import NOBODY, Shape
from sanliang.rulebooks import Fact, FactType, Fixed, Rulebook, tier_names

FINE = 10**4
"""Facts have four decimals at most."""

MOST = 256
"""So many compiled forms of a book are kept: one for each cycle, and one for all words that somebody has."""


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
        self._worded = [fact for fact in ordered if fact.type == FactType.WORD]
        self._pick = picker(self._names)
        self._asks_past = asks_past(book)
        self._missing = {fact.id: _missing(fact) for fact in ordered}
        self._types = tuple(_TYPES[fact.type] for fact in ordered)
        self._numbers = sum(fact.type == FactType.NUMBER for fact in ordered)
        self._known = sum(fact.type != FactType.WORD for fact in ordered)
        self._many = len(ordered)
        self._shapes = dict[tuple[Any, ...], Shape | None]()
        self._wordless = dict[int, Shape | None]()

    def place(self, facts: Mapping[str, Any], past: Past) -> Plain | None:
        """Where a subject stands before quotas; nothing of those whom the long way has to read."""
        try:
            found, assumed = self._pick(facts), NOBODY
        except KeyError:
            assumed = frozenset(name for name in self._names if name not in facts)
            found = self._pick({**self._missing, **facts})
        if len(facts) + len(assumed) > self._many or (past is None and self._asks_past):
            return None
        if tuple(map(type, found)) == self._types:
            shape = self._shape(found[self._known :], 1)
            return None if shape is None else shape.run(found, assumed, past)
        numbers, shape = self._fine(found), self._shape(found[self._known :], FINE)
        return shape.run(numbers, assumed, past) if numbers and shape is not None else None

    def place_all(self, given: Mapping[str, dict[str, Any]]) -> dict[str, Plain]:
        """
        Where many stand before quotas, of whom nothing but facts is known: by id.

        It takes those who give every fact as a whole number, a yes or no, or a word. Whom it leaves out is
        left to `place`, which finds the same for those that both take.
        """
        if not self._known or self._asks_past or max(map(len, given.values())) > self._many:
            return {}
        try:
            rows = [*map(self._pick, given.values())]
        except KeyError:
            return {}
        if [*map(type, chain.from_iterable(rows))] != [*self._types] * len(rows):
            return {}
        found = dict[str, Plain]()
        for words, some in self._by_words(dict(zip(given, rows, strict=True))).items():
            shape = self._shape(words, 1)
            if shape is not None:
                found |= _run_all(shape, some)
        return found

    def _by_words(self, rows: dict[str, Sequence[Any]]) -> dict[Sequence[str], dict[str, Sequence[Any]]]:
        """What is known of some, apart for each set of words."""
        if self._known == self._many:
            return {(): rows}
        found: dict[Sequence[str], dict[str, Sequence[Any]]] = {}
        for id, row in rows.items():
            found.setdefault(tuple(row[self._known :]), {})[id] = row
        return found

    def _fine(self, found: Sequence[Any]) -> Sequence[int]:
        """Numbers in units of the last decimal that any may have; none where one of them is no number."""
        if tuple(map(type, found[self._numbers :])) != self._types[self._numbers :]:
            return ()
        try:
            return [
                *(_fine(number) for number in found[: self._numbers]),
                *(FINE * yes for yes in found[self._numbers : self._known]),
            ]
        except InvalidInput:
            return ()

    def _shape(self, words: Sequence[Any], unit: int) -> Shape | None:
        """The book compiled for some words and a unit; nothing where that cannot be done."""
        try:
            return self._shapes[unit, *words] if words else self._wordless[unit]
        except KeyError:
            kept: dict[Any, Shape | None] = self._shapes if words else self._wordless
            if len(kept) >= MOST:
                kept.clear()
            found = kept[(unit, *words) if words else unit] = self._compiled(words, unit)
            return found
        except TypeError:  # what should be a word is a list or a table
            return None

    def _compiled(self, words: Sequence[Any], unit: int) -> Shape | None:
        try:
            clean = {
                fact.id: listed(fact, clean_text(word), "")
                for fact, word in zip(self._worded, words, strict=True)
            }
            return Shape(self.book, self.span, self.tiers, self._names[: self._known], unit, clean)
        except (InvalidInput, Unfit):
            return None


_TYPES: dict[FactType, type] = {FactType.NUMBER: int, FactType.YES: bool, FactType.WORD: str}
_ORDER = [*_TYPES]


def _run_all(shape: Shape, rows: Mapping[str, Sequence[int]]) -> dict[str, Plain]:
    """By id, whom a shape takes; nobody where one of them has a number that does not fit."""
    try:
        found = shape.run_all([*rows.values()])
    except Unfit:
        return {}
    return {id: known for id, known in zip(rows, found, strict=True) if known is not None}


def _missing(fact: Fact) -> Any:
    """What holds where nobody gives a fact, as somebody would have given it."""
    missing = fact.missing
    if isinstance(missing, Fixed):
        number = missing.number
        return number.numerator if number.denominator == 1 else number
    return missing if isinstance(missing, str | bool) else None


def _fine(number: Any) -> int:
    """A number in units of its last decimal."""
    found = exact(number)
    return found.numerator * (FINE // found.denominator)


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
