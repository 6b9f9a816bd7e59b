"""
A book compiled for a day and for some words: what it does to somebody of whom everything is known.

It is the same book as `_points`, `_scale` and `_clauses` read, and comes to the same last digit; a law runs
the two side by side. What it cannot do makes it `Unfit`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

from sanliang.kernel.errors import NotInForce
from sanliang.kernel.timeline import Span
from sanliang.ratings._clauses import rungs_left
from sanliang.ratings._facts import Facts
from sanliang.ratings._given import edges
from sanliang.ratings._placed import bits_of
from sanliang.ratings._questions import last_of, tiers_of
from sanliang.ratings._scale import conditions
from sanliang.ratings._short._asks import Frame, Held, asked_by, held, priced, whole_ends
from sanliang.ratings._short._leaves import (
    MOST,
    Leaf,
    Unfit,
    course,
    picker,
    points_by,
    points_of_leaves,
)
from sanliang.ratings._short._plain import Past, Plain, nearest_place
from sanliang.ratings._short._wholes import AS_IT_IS, TAKE, Total, Whole, run_of
from sanliang.rulebooks import (
    SCORE,
    FactType,
    Item,
    Mark,
    NamedStars,
    OwnEffect,
    OwnScale,
    PointStars,
    Rulebook,
    Rungs,
    Tiers,
    Within,
)
from sanliang.rulebooks._model import EXEMPT, WITHHELD
from sanliang.rulebooks._reach import covers
from sanliang.rulebooks._values import Unlisted, Value, worth

LARGEST = 10**9 - 1
"""Facts are not above it, as `exact` has it but for decimals, which then go the long way."""


NOBODY = frozenset[str]()
"""What nobody gave, where somebody gave everything."""

UNREAD = Item(id="", decimals=0)
"""What stands for an item where none reads a fact."""


class Shape:
    """
    A compiled book.

    Args:
        book: The book, *span* the cycle, *tiers* its tiers from the highest down.
        names: The facts whose numbers are handed in, in their order; *unit* is how many make one.
        words: The words of the subject, by fact.

    Attributes:
        slots: By item, where its points are; *parts* are how many ten-thousandths make a unit of it.
        full: The tiers as bits.
        withheld, actions: What is asked once the final tier is known.

    Raises:
        Unfit: It cannot be compiled for these words.
    """

    def __init__(
        self,
        book: Rulebook,
        span: Span,
        tiers: tuple[str, ...],
        names: Sequence[str],
        unit: int,
        words: Mapping[str, str],
    ) -> None:
        self.book, self.span, self.tiers, self.words = book, span, tiers, words
        self.full = (1 << len(tiers)) - 1
        self._frame = Frame(
            facts={fact.id: fact for fact in book.facts},
            places={name: place for place, name in enumerate(names)},
            unit=unit,
            words=words,
            tiers=tiers,
            price=self._price,
        )
        self._scores = dict[int, Fraction]()
        self._names = dict[int, tuple[str, ...]]()
        self.parts = dict[str, int]()
        self._compile_items()
        self._compile_judgement()

    # --- what a subject comes to ------------------------------------------------------------------------

    def run(self, numbers: Sequence[int], assumed: frozenset[str], past: Past) -> Plain | None:
        """What the book makes of somebody before quotas; nothing of those whom the long way has to read."""
        try:
            points = points_of_leaves(self._leaves, self._kept, numbers)
            if self._again:
                points += points_of_leaves(self._again, self._kept_again, self._pick(numbers))
        except Unfit:
            return None
        return self._judged(Plain(self, numbers, points, assumed, past))

    def run_all(self, rows: Sequence[Sequence[int]]) -> list[Plain | None]:
        """
        The same for many of whom every fact is given: item by item, which takes less time.

        Raises:
            Unfit: Somebody has a number that does not fit; then each is run alone.
        """
        columns = [*zip(*rows, strict=True)]  # the words of everybody come last
        leaves = [*zip(self._leaves, columns, strict=False)]
        leaves += [(leaf, columns[at]) for leaf, at in zip(self._again, self._again_at, strict=True)]
        found = [leaf.column(column) for leaf, column in leaves]
        for total in self._totals or ():
            found.append(total.column(found))
        place = self._judged if self._totals is None else self._placed
        return [
            place(Plain(self, row, points, NOBODY, None))
            for row, points in zip(rows, map(list, zip(*found, strict=True)), strict=True)
        ]

    def _judged(self, known: Plain) -> Plain | None:
        """Somebody whose leaves have their points, with the items above them, and a place."""
        points = known.points
        for slot, holds in self._asking:
            if not holds(known):
                points[slot] = 0
        for add_up in self._adding:
            points.append(add_up(known))
        return self._placed(known)

    def _placed(self, known: Plain) -> Plain | None:
        """Somebody whose items have their points, with a place; nothing of the exempt."""
        for holds in self._exempting:
            if holds(known):
                return None
        proposed = self._propose(known)
        for clause, holds, keeps in self._clauses:
            if holds(known):
                self._strike(known, clause, keeps(known))
        known.proposed = proposed
        known.start = known.rung = (
            proposed if known.left == self.full else nearest_place(proposed, known.left)
        )
        return known

    def _strike(self, known: Plain, clause: int, kept: int) -> None:
        left = known.left & kept
        if not left:
            known.yielded += (clause,)
        elif left != known.left:
            known.left = left
            known.struck += (clause,)

    def score_of(self, points: Sequence[int]) -> Fraction:
        """The score as a number; scores come again and again, and a fraction takes as long as five items."""
        score = points[self._score]
        found = self._scores.get(score)
        if found is None:
            found = Fraction(score, 10 ** self._decimals[self._score])
            if len(self._scores) < MOST:
                self._scores[score] = found
        return found

    def names_of(self, left: int) -> tuple[str, ...]:
        """The tiers of some places."""
        found = self._names.get(left)
        if found is None:
            found = self._names[left] = tuple(
                tier for place, tier in enumerate(self.tiers) if left >> place & 1
            )
        return found

    def facts(self, numbers: Sequence[int], assumed: frozenset[str]) -> Facts:
        """The facts of somebody, as the explaining reading of the book takes them."""
        given: dict[str, Any] = dict(self.words)
        for name, place in self._frame.places.items():
            yes = self._frame.facts[name].type == FactType.YES
            given[name] = bool(numbers[place]) if yes else Fraction(numbers[place], self._frame.unit)
        for name in assumed:
            del given[name]
        facts = Facts(self.book, given, span=self.span, records=None)
        for name in assumed:
            facts.get(name)
        return facts

    # --- compiling: items -------------------------------------------------------------------------------

    def _price(self, value: Value) -> Fraction:
        """A value on the last day of the cycle, for the words of the subject."""
        try:
            return worth(value, on=self.span.end, words=self.words)
        except (NotInForce, Unlisted):
            raise Unfit from None

    def _compile_items(self) -> None:
        """Give each item a slot: leaves by their kind, then those that are made of parts, from below."""
        parts: dict[str | None, list[Item]] = {}
        for item in self.book.items:
            parts.setdefault(item.part_of, []).append(item)
        leaves = [item for item in self.book.items if item.fact is not None]
        first = {str(item.fact): item for item in reversed(leaves)}
        again = [item for item in leaves if first[str(item.fact)] is not item]
        # Every number is looked at, also one that no item reads: it may be out of its bounds.
        self._leaves = [
            self._leaf(first[name]) if name in first else Leaf(abs, *self._ends(name))
            for name in self._frame.places
        ]
        self._again = [self._leaf(item) for item in again]
        self._kept, self._kept_again = ([leaf.kept for leaf in some] for some in (self._leaves, self._again))
        self._again_at = [self._frame.places[str(item.fact)] for item in again]
        self._pick = picker(self._again_at)
        self.slots, self._decimals = self._frame.slots, self._frame.decimals
        for name in self._frame.places:
            self._slot(first.get(name, UNREAD))
        for item in again:
            self._slot(item)
        self._asking = [
            (self.slots[item.id], held(item.when, self._frame)) for item in leaves if item.when is not None
        ]
        wholes = [self._whole(item, parts.get(item.id, [])) for item in _from_below(parts)]
        self._adding = [whole.points for whole in wholes]
        totals = [whole for whole in wholes if isinstance(whole, Total)]
        self._totals = None if self._asking or len(totals) < len(wholes) else totals
        self._score = self.slots[SCORE]
        self.parts.update({name: 10 ** (4 - self._decimals[slot]) for name, slot in self.slots.items()})

    def _leaf(self, item: Item) -> Leaf:
        """An item that reads a fact; a mark has edges of its own."""
        if item.for_each or (isinstance(item.tariff, Mark) and item.tariff.decision):
            raise Unfit
        self._fits(item)
        low, high = self._ends(str(item.fact))
        if isinstance(item.tariff, Mark):
            least, most = whole_ends(priced(item.tariff.band, self._frame), self._frame.unit)
            low, high = max(low, least), min(high, most)
        return Leaf(points_by(item, self._decimals_of(item), self._frame.unit, self._price), low, high)

    def _fits(self, item: Item) -> None:
        """Limits of `ever` need what was credited before; windows that need no days come before `points`."""
        limits = (*item.floor, *item.ceiling)
        if "ever" in limits or any(covers(window, self.book.cycle) for window in limits):
            raise Unfit

    def _ends(self, fact: str) -> tuple[int, int]:
        """Between what the number of a fact is taken: what lies elsewhere goes the long way."""
        low, high = whole_ends(edges(self._frame.facts[fact], self._price), self._frame.unit)
        return max(low, 0), min(high, LARGEST * self._frame.unit)

    def _decimals_of(self, item: Item) -> int:
        return self.book.decimals if item.decimals is None else item.decimals

    def _slot(self, item: Item) -> None:
        self.slots[item.id] = len(self._decimals)
        self._decimals.append(self._decimals_of(item))

    def _whole(self, item: Item, parts: Sequence[Item]) -> Whole | Total:
        """What adds up an item that is made of parts, or of its own points alone."""
        self._fits(item)
        slots = sorted(self.slots[part.id] for part in parts)
        finest = max((self._decimals[slot] for slot in slots), default=0)
        times = tuple(10 ** (finest - self._decimals[slot]) for slot in slots)
        factor = Fraction(1, 10**finest * (len(parts) if item.take == "mean" and parts else 1))
        self._slot(item)
        last = course(item, factor, self._decimals_of(item), self._price)
        pick, take = run_of(slots), TAKE[item.take] if parts else sum
        if parts and item.when is None and {*times} == {1} and last == AS_IT_IS:
            return Total(pick, take)
        holds = held(item.when, self._frame)
        return Whole(pick=pick, times=times, take=take, course=last, when=holds)

    # --- compiling: the tier ----------------------------------------------------------------------------

    def _compile_judgement(self) -> None:
        book = self.book
        self._propose = self._proposing()
        found = list[tuple[int, Held, Callable[[Plain], int]]]()
        for place, clause in enumerate(book.clauses):
            match clause.then:
                case Within(band=band, among=among):
                    kept = bits_of(tiers_of(band, among, self.tiers), self.tiers)
                    found.append((place, held(clause.when, self._frame), partial(_same, kept)))
                case Rungs():
                    found.append((place, held(clause.when, self._frame), partial(self._rungs, clause.then)))
                case OwnEffect():
                    raise Unfit
                case _:
                    pass
        self._clauses = found
        self._exempting = [held(clause.when, self._frame) for clause in book.clauses if clause.then == EXEMPT]
        self.withheld = [held(clause.when, self._frame) for clause in book.clauses if clause.then == WITHHELD]
        self.actions = [(held(one.when, self._frame), one.then) for one in book.consequences]

    def _rungs(self, rungs: Rungs, known: Plain) -> int:
        kept = rungs_left(rungs, last_of(known.past or ()), self.tiers)
        return self.full if kept is None else bits_of(kept, self.tiers)

    def _proposing(self) -> Callable[[Plain], int]:
        """What finds the place of the tier that the scale proposes; where the score says it, only once."""
        walk, score = self._walk(), self._score
        if any((test.of, test.name) != ("item", SCORE) for test in asked_by(self.book.scale)):
            return walk
        found = dict[int, int]()

        def propose(known: Plain) -> int:
            points = known.points[score]
            place = found.get(points)
            if place is None:
                place = walk(known)
                if len(found) < MOST:
                    found[points] = place
            return place

        return propose

    def _walk(self) -> Callable[[Plain], int]:
        none, scale = len(self.tiers) - 1, self.book.scale
        match scale:
            case Tiers(gap="open"):
                raise Unfit
            case Tiers(tiers=tiers):
                rungs = [
                    (held(condition, self._frame), self.tiers.index(tier.name))
                    for tier, condition in zip(tiers, conditions(scale), strict=True)
                ]
                return lambda known: next((place for holds, place in rungs if holds(known)), none)
            case NamedStars(stars=stars):
                lines = [held(star.when, self._frame) for star in stars]
                return lambda known: none - sum(holds(known) for holds in lines)
            case PointStars(most=most):
                unit = 10 ** self._decimals[self._score]
                return lambda known: none - min(max(known.points[self._score] // unit, 0), most)
            case OwnScale():
                raise Unfit
            case _:
                return lambda _: none


def _same(kept: int, _: Plain) -> int:
    return kept


def _from_below(parts: Mapping[str | None, Sequence[Item]]) -> Iterator[Item]:
    """The items that read no fact, each after its parts."""

    def below(item: Item) -> Iterator[Item]:
        for part in parts.get(item.id, ()):
            yield from below(part)
        if item.fact is None:
            yield item

    for top in parts[None]:
        yield from below(top)
