"""How a fact can move: by what steps, between what ends, and what is then handed in for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Any

import attrs

from sanliang.kernel.errors import NotInForce
from sanliang.kernel.fields import FrozenMap
from sanliang.ratings._facts import Facts
from sanliang.ratings._known import ONE, ZERO, Amount
from sanliang.ratings._next._new_records import MOST_NEW, Rows, days_left
from sanliang.ratings._next._pulls import Signs
from sanliang.ratings._reach import SHORT
from sanliang.rulebooks import (
    Band,
    Each,
    Fact,
    Fixed,
    FromBallots,
    FromPledges,
    FromRecords,
    FromRoster,
    Item,
    Mark,
    NamedStars,
    OwnTariff,
    Rank,
    Rulebook,
    Steps,
    Test,
    Tiers,
)
from sanliang.rulebooks._model import Condition, tests_of
from sanliang.rulebooks._values import Value

LONG = ("cycle", "ever")
ONE_EACH = Each(points=Fixed(ONE))
LARGEST = Fraction(10**9 - 1)
"""No number of a fact lies past it."""

FAR_OWN = Fraction(10**6)
"""A number that a township's own code reads goes no further: what that gives is bounded, too."""


@attrs.frozen(kw_only=True)
class Axis:
    """
    One fact, and where it may go. Places on it are counted in steps from where it is now.

    Attributes:
        fact: Its name.
        now: What it is now: a number, or yes and no as 1 and 0.
        step: The smallest move.
        low, high: How many steps it may go down (0 or less) and up.
        edges: The places at which something of the book begins or ends, from the lowest up.
        signs: Which way it has to go to be of use.
        asked: Whether the scale or a clause asks for it itself.
        yes: Whether it is a yes or no.
        mark: What was handed in beside a mark.
        rows: The records of which it is made, where they are known.
    """

    fact: str
    now: Fraction
    step: Fraction = ONE
    low: int
    high: int
    edges: tuple[int, ...] = ()
    signs: Signs
    asked: bool = False
    yes: bool = False
    mark: Mapping[str, Any] = FrozenMap()
    rows: Rows | None = None

    def value(self, place: int) -> Fraction | bool:
        """What the fact is there."""
        number = self.now + place * self.step
        return bool(number) if self.yes else number

    def hand_in(self, place: int) -> Any:
        """What is handed in for the fact there."""
        if self.rows is not None:
            return self.rows.at(place * self.step)
        return {**self.mark, "mark": self.value(place)} if self.mark else self.value(place)

    @property
    def ends(self) -> tuple[int, ...]:
        """How far it may go each way that is of use, the way up first."""
        found = (self.high if 1 in self.signs else 0, self.low if -1 in self.signs else 0)
        return tuple(place for place in found if place)


class Axes:
    """The facts of somebody that can move; what is a word, not known, or of the roster stays."""

    def __init__(self, book: Rulebook, facts: Facts, given: Mapping[str, Any], *, on: date) -> None:
        self.book, self.facts, self.given, self.on = book, facts, given, on
        self.readers = defaultdict[str, list[Item]](list)
        self.asked = defaultdict[str, list[Test]](list)
        for item in book.items:
            if item.fact is not None:
                self.readers[item.fact].append(item)
        for condition in _conditions(book):
            for test in tests_of(condition):
                if test.of == "fact":
                    self.asked[test.name].append(test)

    def of(self, fact: Fact, signs: Signs, step: Fraction | None) -> Axis | None:
        """The axis of a fact that has to go some way; nothing where it cannot move."""
        known = self.facts.get(fact.id)
        if isinstance(fact.origin, FromRoster):
            return None
        if isinstance(known, bool):
            asked = bool(self.asked[fact.id])
            now, high = Fraction(known), int(not known)
            return Axis(fact=fact.id, now=now, low=-known, high=high, signs=signs, asked=asked, yes=True)
        return self._number(fact, known, signs, step) if isinstance(known, Amount) else None

    def _number(self, fact: Fact, amount: Amount, signs: Signs, step: Fraction | None) -> Axis:
        size = ONE if _is_count(fact) else step or self._step(fact)
        given, rows = self.given.get(fact.id), self._rows(fact, amount, size)
        low, high = self._ends(fact, amount, size, rows)
        places = {place for edge in self._edges(fact.id) for place in _around((edge - amount.total) / size)}
        return Axis(
            fact=fact.id,
            now=amount.total,
            step=size,
            low=low,
            high=high,
            edges=tuple(sorted(place for place in places if low < place < high and place)),
            signs=signs,
            asked=bool(self.asked[fact.id]),
            mark=given if isinstance(given, Mapping) and "mark" in given else FrozenMap(),
            rows=rows,
        )

    def _step(self, fact: Fact) -> Fraction:
        """The smallest move of a number: as fine as the items that read it are rounded."""
        book, readers = self.book.decimals, self.readers[fact.id]
        finest = max((book if one.decimals is None else one.decimals for one in readers), default=book)
        return Fraction(1, 10**finest)

    # --- between what ends ------------------------------------------------------------------------------

    def _ends(self, fact: Fact, amount: Amount, step: Fraction, rows: Rows | None) -> tuple[int, int]:
        """How many steps it may go down and up: below 0 only if it is there, and never past its own edges."""
        far = (
            FAR_OWN if any(isinstance(item.tariff, OwnTariff) for item in self.readers[fact.id]) else LARGEST
        )
        least, most = ZERO if amount.total >= 0 else -far, far
        if isinstance(fact.origin, FromBallots):
            least, most = self.facts.ends(fact)
        low, high = ceil((least - amount.total) / step), (most - amount.total) // step
        if rows is not None and rows.most is not None:
            high = min(high, MOST_NEW * rows.most // step)
        for word, value in self._own_edges(fact):
            for edge in self._worth(value):
                place = (edge - amount.total) / step
                match word:
                    case "at_least":
                        low = max(low, ceil(place))
                    case "above":
                        low = max(low, floor(place) + 1)
                    case "at_most":
                        high = min(high, floor(place))
                    case _:
                        high = min(high, ceil(place) - 1)
        return min(low, 0), max(high, 0)

    def _own_edges(self, fact: Fact) -> Iterator[tuple[str, Value]]:
        """The edges of a fact, and those of the marks that read it."""
        yield from fact.edges
        for item in self.readers[fact.id]:
            if isinstance(item.tariff, Mark) and not item.for_each:
                yield from item.tariff.band.edges

    # --- edges of the book --------------------------------------------------------------------------------

    def _edges(self, name: str) -> Iterator[Fraction]:
        """The numbers at which something of the book begins or ends."""
        for test in self.asked[name]:
            yield from (one for one in test.among if type(one) is Fraction)
            yield from self._edges_of(test.band)
        for item in self.readers[name]:
            match item.tariff:
                case Steps(bands=bands) if not item.for_each:
                    for band, _ in bands:
                        yield from self._edges_of(band)
                case Each() | None if not item.for_each:
                    yield from self._limits(item, item.tariff or ONE_EACH)

    def _edges_of(self, band: Band | Rank) -> Iterator[Fraction]:
        for _, value in band.edges if isinstance(band, Band) else ():
            yield from self._worth(value)

    def _limits(self, item: Item, each: Each) -> Iterator[Fraction]:
        """The numbers at which an item begins to count, and at which it comes to a floor or a ceiling."""
        lines = [*self._worth(each.above), *self._worth(each.below)]
        yield from lines
        both = (item.floor, item.ceiling)
        limits = (limits[window] for limits in both for window in LONG if window in limits)
        for limit, points in product(limits, self._worth(each.points)):
            for most in self._worth(limit):
                own = sum(self._worth(item.points), ZERO)
                count = (most - own) / points * next(self._worth(each.per), ONE) if points else ZERO
                yield sum(lines, ZERO) + (-count if each.below is not None else count)

    def _worth(self, value: Value | None) -> Iterator[Fraction]:
        """What a value comes to, if it does."""
        with suppress(NotInForce):
            found = None if value is None else self.facts.number(value)
            if isinstance(found, Fraction):
                yield found

    # --- records ------------------------------------------------------------------------------------------

    def _rows(self, fact: Fact, amount: Amount, step: Fraction) -> Rows | None:
        """How more and less of it is made of records; nothing where only the total is known."""
        if amount.rows is None or not isinstance(fact.origin, FromRecords):
            return None
        apart = any(item.for_each for item in self.readers[fact.id])
        last = amount.rows[-1].record.fields if amount.rows and apart else {}
        return Rows(
            name=fact.id,
            origin=fact.origin,
            kept=amount.rows,
            days=days_left(fact.origin, self.facts.span, self.on),
            fields={**last, **{field: allowed[0] for field, allowed in fact.origin.where.items()}},
            most=ONE if _is_count(fact) else self._most(fact, step),
        )

    def _most(self, fact: Fact, step: Fraction) -> Fraction | None:
        """How much one record can bring before a window closes, where one does; in whole steps."""
        found = [most for item in self.readers[fact.id] for most in self._most_of(item)]
        return max(step, min(found) // step * step) if found else None

    def _most_of(self, item: Item) -> Iterator[Fraction]:
        """How much fills the shortest window that limits an item."""
        each = ONE_EACH if item.tariff is None else item.tariff
        limits = [item.ceiling[window] for window in SHORT if window in item.ceiling]
        if isinstance(each, Each) and limits and not item.for_each:
            both = product(self._worth(limits[0]), self._worth(each.points))
            yield from (most / one * next(self._worth(each.per), ONE) for most, one in both if one > 0)


def _conditions(book: Rulebook) -> Iterator[Condition | None]:
    """The conditions that a tier hangs on."""
    yield from (item.when for item in book.items)
    yield from (clause.when for clause in book.clauses)
    match book.scale:
        case Tiers(tiers=tiers) | NamedStars(stars=tiers):
            yield from (tier.when for tier in tiers)


def _is_count(fact: Fact) -> bool:
    """Whether a fact counts whole things."""
    match fact.origin:
        case FromRecords(sum=None):
            return True
        case FromPledges(what=what):
            return what in {"kept", "broken"}
    return False


def _around(place: Fraction) -> set[int]:
    """The last place on this side of an edge, the edge, and the first on the other side."""
    return {floor(place), ceil(place), floor(place) + 1, ceil(place) - 1}
