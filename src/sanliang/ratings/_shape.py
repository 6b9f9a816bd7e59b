"""
A book compiled for a day and for some words: what it does to somebody of whom everything is known.

It is the same book as `_points`, `_scale` and `_clauses` read, and comes to the same last digit; a law runs
the two side by side. What it cannot do makes it `Unfit`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from math import ceil, floor
from operator import getitem, itemgetter, mul
from typing import Any, TypeVar

import attrs

from sanliang.kernel.errors import NotInForce
from sanliang.kernel.fields import FrozenMap, maker
from sanliang.kernel.timeline import Span
from sanliang.ratings._clauses import rungs_left
from sanliang.ratings._facts import Facts
from sanliang.ratings._given import edges
from sanliang.ratings._leaves import (
    MOST,
    NO_LIMIT,
    Course,
    Leaf,
    Unfit,
    course,
    points_by,
    settled,
)
from sanliang.ratings._outcomes import Line, Override, Rated
from sanliang.ratings._points import Sheet
from sanliang.ratings._questions import held_tier, last_of, tiers_of
from sanliang.ratings._readings import Reading
from sanliang.ratings._scale import condition_of
from sanliang.rulebooks import (
    SCORE,
    AllOf,
    AnyOf,
    Band,
    FactType,
    Item,
    Mark,
    NamedStars,
    NotOf,
    PointStars,
    Rank,
    Rulebook,
    Rungs,
    Test,
    Tiers,
    Within,
)
from sanliang.rulebooks._model import EXEMPT, WITHHELD, Condition, Scale, tests_of
from sanliang.rulebooks._values import Unlisted, Value, worth

LARGEST = 10**9 - 1
"""Facts are not above it, as `exact` has it but for decimals, which then go the long way."""

MAKE: Callable[..., Rated] = maker(Rated)

Past = tuple[str | None, ...] | None


class Plain:
    """
    Somebody of whom everything is known: what a compiled book works on, and what it found.

    Attributes:
        shape: The compiled book.
        numbers: What is known, in the order and the units of the shape; a yes is one.
        assumed: The facts that nobody gave, so that the book's `missing` holds.
        points: What each item came to, by slot, in units of its last decimal.
        past: The tiers of the cycles before; *now* is the tier of this one, once there is one.
        proposed: The place of the tier that the scale proposed; *left* has a bit for each place that the
            clauses left, *struck* and *yielded* are those that took tiers away and that yielded.
    """

    now: str | None = None
    struck: tuple[int, ...] = ()
    yielded: tuple[int, ...] = ()

    def __init__(
        self, shape: Shape, numbers: Sequence[int], points: list[int], assumed: frozenset[str], past: Past
    ) -> None:
        self.shape, self.numbers, self.points = shape, numbers, points
        self.assumed, self.past = assumed, past
        self.left = shape.full
        self.proposed = 0

    @property
    def tier(self) -> str:
        """The tier that the clauses left."""
        shape, place = self.shape, self.proposed
        return shape.tiers[place if self.left == shape.full else nearest_place(place, self.left)]

    def finish(
        self, computed: str, *, moved: tuple[int, ...] = (), override: Override | None = None
    ) -> Rated:
        """The rating: what follows from the final tier."""
        shape = self.shape
        self.now = now = computed if override is None else override.tier
        made = Rows(shape, self.numbers, self.assumed)
        return MAKE(
            shape.book.id,
            shape.span,
            shape.score_of(self.points),
            now,
            computed,
            shape.tiers[self.proposed],
            shape.names_of(self.left),
            any(held(self) for held in shape.withheld) if shape.withheld else False,
            made,
            self.struck,
            self.yielded,
            moved,
            override,
            tuple(action for held, action in shape.actions if held(self)) if shape.actions else (),
            (),
            Readings(made),
            self.past,
        )


Held = Callable[[Plain], bool]
"""Whether a condition holds of somebody."""


class Rows:
    """What a compiled book read of somebody; lines and readings are made of it when somebody reads them."""

    __slots__ = ("assumed", "numbers", "shape")

    def __init__(self, shape: Shape, numbers: Sequence[int], assumed: frozenset[str]) -> None:
        self.shape, self.numbers, self.assumed = shape, numbers, assumed

    def facts(self) -> Facts:
        """The facts that were read, for those who explain them."""
        return self.shape.facts(self.numbers, self.assumed)

    def __iter__(self) -> Iterator[Line]:
        return iter(Sheet(self.shape.book, self.facts(), {}).rows)

    def __reduce__(self) -> tuple[type[tuple[Any, ...]], tuple[tuple[Line, ...]]]:
        return tuple, (tuple(self),)


class Readings(Mapping[str, Reading]):
    """The readings of somebody, made when they are read."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def _made(self) -> Mapping[str, Reading]:
        return self._rows.facts().readings

    def __getitem__(self, name: str) -> Reading:
        return self._made()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made())

    def __len__(self) -> int:
        return len(self._rows.shape.book.facts)

    def __reduce__(self) -> tuple[type[FrozenMap[str, Reading]], tuple[dict[str, Reading]]]:
        return FrozenMap, (dict(self._made()),)


def nearest_place(place: int, left: int) -> int:
    """The place if it is left, else the nearest below it that is, else above; 0 is the highest."""
    below = left >> place
    if below:
        return place + (below & -below).bit_length() - 1
    return (left & ((1 << place) - 1)).bit_length() - 1


@attrs.frozen
class Whole:
    """
    An item that is made of parts, or of its own points alone.

    Attributes:
        pick: The points of its parts, and *times* what each is multiplied with to be in one unit.
        take: What is taken of them; *course* is what happens then, nothing where nothing does.
        when: The question that has to hold.
    """

    pick: Callable[[Sequence[int]], Sequence[int]]
    times: tuple[int, ...] | None
    take: Callable[[Iterable[int]], int]
    course: Course | None
    when: Held | None

    def points(self, known: Plain) -> int:
        """The points of somebody whose parts have theirs."""
        if self.when is not None and not self.when(known):
            return 0
        parts = self.pick(known.points)
        if self.times is not None:
            parts = [*map(mul, parts, self.times)]
        taken = self.take(parts)
        return taken if self.course is None else settled(taken * self.course.a, self.course)


AS_IT_IS = Course(a=1, b=0, low=-NO_LIMIT, high=NO_LIMIT, over=1)

_TAKE: dict[str, Callable[[Iterable[int]], int]] = {"sum": sum, "mean": sum, "highest": max, "lowest": min}


K = TypeVar("K")


def picker(keys: Sequence[K]) -> Callable[[Any], Sequence[Any]]:
    """What takes the values under some keys, or at some places."""
    if len(keys) > 1:
        return itemgetter(*keys)
    return lambda values: [values[key] for key in keys]


class Shape:
    """
    A compiled book.

    Args:
        book: The book, *span* the cycle, *tiers* its tiers from the highest down.
        names: The facts whose numbers are handed in, in their order; *unit* is how many make one.
        words: The words of the subject, by fact.

    Attributes:
        asks_past: Whether it asks for the tiers of the cycles before.
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
        words: dict[str, str],
    ) -> None:
        self.book, self.span, self.tiers, self.unit, self.words = book, span, tiers, unit, words
        self.full = (1 << len(tiers)) - 1
        self.asks_past = False
        self._facts = {fact.id: fact for fact in book.facts}
        self._places = {name: place for place, name in enumerate(names)}
        self._scores = dict[int, Fraction]()
        self._left = dict[int, tuple[str, ...]]()
        self._slots, self._decimals = dict[str, int](), list[int]()
        self._compile_items()
        self._compile_judgement()

    # --- what a subject comes to ------------------------------------------------------------------------

    def run(self, numbers: Sequence[int], assumed: frozenset[str], past: Past) -> Plain | None:
        """What the book makes of somebody before quotas; nothing of those whom the long way has to read."""
        try:
            points = list(map(getitem, self._leaves, self._pick(numbers)))
        except Unfit:
            return None
        known = Plain(self, numbers, points, assumed, past)
        for slot, held in self._asking:
            if not held(known):
                points[slot] = 0
        for whole in self._wholes:
            points.append(whole.points(known))
        for held in self._exempting:
            if held(known):
                return None
        known.proposed = self._propose(known)
        for clause, held, keeps in self._clauses:
            if held(known):
                self._strike(known, clause, keeps(known))
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
        found = self._left.get(left)
        if found is None:
            found = self._left[left] = tuple(
                tier for place, tier in enumerate(self.tiers) if left >> place & 1
            )
        return found

    def facts(self, numbers: Sequence[int], assumed: frozenset[str]) -> Facts:
        """The facts of somebody, as the explaining reading of the book takes them."""
        given: dict[str, Any] = dict(self.words)
        for name, place in self._places.items():
            yes = self._facts[name].type == FactType.YES
            given[name] = bool(numbers[place]) if yes else Fraction(numbers[place], self.unit)
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
        self._leaves = [self._leaf(item) for item in leaves]
        reads = [self._places[str(item.fact)] for item in leaves]
        # Every number is looked at, also one that no item reads: it may be out of its bounds.
        names = [*self._places]
        rest = [place for place in range(len(names)) if place not in reads]
        self._pick = picker([*reads, *rest])
        self._leaves += [Leaf(abs, *self._ends(names[place])) for place in rest]
        for item in leaves:
            self._slot(item)
        self._decimals += [0 for _ in rest]
        self._asking = [
            (self._slots[item.id], self._held(item.when)) for item in leaves if item.when is not None
        ]
        self._wholes = [self._whole(item, parts.get(item.id, [])) for item in _from_below(parts)]
        self._score = self._slots[SCORE]

    def _leaf(self, item: Item) -> Leaf:
        """An item that reads a fact; a mark has edges of its own."""
        if item.for_each or _ever(item) or (isinstance(item.tariff, Mark) and item.tariff.decision):
            raise Unfit
        low, high = self._ends(str(item.fact))
        if isinstance(item.tariff, Mark):
            least, most = _whole_ends(self._priced(item.tariff.band), self.unit)
            low, high = max(low, least), min(high, most)
        return Leaf(points_by(item, self._decimals_of(item), self.unit, self._price), low, high)

    def _ends(self, fact: str) -> tuple[int, int]:
        """Between what the number of a fact is taken: what lies elsewhere goes the long way."""
        low, high = _whole_ends(edges(self._facts[fact], self._price), self.unit)
        return max(low, 0), min(high, LARGEST * self.unit)

    def _decimals_of(self, item: Item) -> int:
        return self.book.decimals if item.decimals is None else item.decimals

    def _slot(self, item: Item) -> None:
        self._slots[item.id] = len(self._decimals)
        self._decimals.append(self._decimals_of(item))

    def _whole(self, item: Item, parts: Sequence[Item]) -> Whole:
        """An item that is made of parts, or of its own points alone."""
        if _ever(item):
            raise Unfit
        slots = [self._slots[part.id] for part in parts]
        finest = max((self._decimals[slot] for slot in slots), default=0)
        times = tuple(10 ** (finest - self._decimals[slot]) for slot in slots)
        factor = Fraction(1, 10**finest * (len(parts) if item.take == "mean" and parts else 1))
        self._slot(item)
        last = course(item, factor, self._decimals_of(item), self._price)
        return Whole(
            pick=picker(slots),
            times=None if {*times} <= {1} else times,
            take=_TAKE[item.take] if parts else sum,
            course=None if last == AS_IT_IS else last,
            when=None if item.when is None else self._held(item.when),
        )

    # --- compiling: conditions --------------------------------------------------------------------------

    def _held(self, condition: Condition | None) -> Held:
        match condition:
            case None:
                return _always
            case AllOf(parts=parts):
                every = [self._held(part) for part in parts]
                return lambda known: all(held(known) for held in every)
            case AnyOf(parts=parts):
                some = [self._held(part) for part in parts]
                return lambda known: any(held(known) for held in some)
            case NotOf(part=part):
                one = self._held(part)
                return lambda known: not one(known)
            case Test(of="fact"):
                return self._of_fact(condition)
            case Test(of="item"):
                return self._of_item(condition)
            case Test(of="tier"):
                return self._of_tier(condition)
            case _:
                raise Unfit

    def _of_fact(self, test: Test) -> Held:
        name, among = test.name, test.among
        if name in self.words:
            return _always if self.words[name] in among else _never
        place = self._places[name]
        if self._facts[name].type == FactType.YES:
            return lambda known: bool(known.numbers[place]) in among
        if test.among:
            some = _units(test, self.unit)
            return lambda known: known.numbers[place] in some
        low, high = _whole_ends(self._priced(test.band), self.unit)
        return lambda known: low <= known.numbers[place] <= high

    def _of_item(self, test: Test) -> Held:
        slot = self._slots[test.name]
        unit = 10 ** self._decimals[slot]
        if test.among:
            some = _units(test, unit)
            return lambda known: known.points[slot] in some
        low, high = _whole_ends(self._priced(test.band), unit)
        return lambda known: low <= known.points[slot] <= high

    def _priced(self, band: Band | Rank) -> Iterator[tuple[str, Fraction]]:
        """The edges of a band with their numbers."""
        written = band.edges if isinstance(band, Band) else ()
        return ((word, self._price(value)) for word, value in written)

    def _of_tier(self, test: Test) -> Held:
        tiers = self.tiers

        self.asks_past |= test.name == "last" or test.run is not None or test.within is not None
        return lambda known: held_tier(test, now=known.now, past=known.past, tiers=tiers) is True

    # --- compiling: the tier ----------------------------------------------------------------------------

    def _compile_judgement(self) -> None:
        book = self.book
        self._propose = self._proposing()
        found = list[tuple[int, Held, Callable[[Plain], int]]]()
        for place, clause in enumerate(book.clauses):
            match clause.then:
                case Within(band=band, among=among):
                    kept = self._bits(tiers_of(band, among, self.tiers))
                    found.append((place, self._held(clause.when), partial(_same, kept)))
                case Rungs():
                    self.asks_past = True
                    found.append((place, self._held(clause.when), partial(self._rungs, clause.then)))
                case _:
                    pass
        self._clauses = found
        self._exempting = [self._held(clause.when) for clause in book.clauses if clause.then == EXEMPT]
        self.withheld = [self._held(clause.when) for clause in book.clauses if clause.then == WITHHELD]
        self.actions = [(self._held(one.when), one.then) for one in book.consequences]

    def _bits(self, some: Iterable[str]) -> int:
        return sum(1 << self.tiers.index(tier) for tier in some)

    def _rungs(self, rungs: Rungs, known: Plain) -> int:
        kept = rungs_left(rungs, last_of(known.past or ()), self.tiers)
        return self.full if kept is None else self._bits(kept)

    def _proposing(self) -> Callable[[Plain], int]:
        """What finds the place of the tier that the scale proposes; where the score says it, only once."""
        walk, score = self._walk(), self._score
        scale = self.book.scale
        tiers = (
            scale.tiers if isinstance(scale, Tiers) else scale.stars if isinstance(scale, NamedStars) else ()
        )
        if any((test.of, test.name) != ("item", SCORE) for tier in tiers for test in tests_of(tier.when)):
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
            case Tiers(tiers=tiers):
                rungs = [
                    (self._held(condition_of(scale, at)), self.tiers.index(tier.name))
                    for at, tier in enumerate(tiers)
                ]
                return lambda known: next((place for held, place in rungs if held(known)), none)
            case NamedStars(stars=stars):
                lines = [self._held(star.when) for star in stars]
                return lambda known: none - sum(held(known) for held in lines)
            case PointStars(most=most):
                unit = 10 ** self._decimals[self._score]
                return lambda known: none - min(max(known.points[self._score] // unit, 0), most)
            case _:
                return lambda _: none


def _asked(scale: Scale | None) -> Iterator[Test]:
    """What the tiers or stars of a scale ask."""
    tiers = scale.tiers if isinstance(scale, Tiers) else scale.stars if isinstance(scale, NamedStars) else ()
    return (test for tier in tiers for test in tests_of(tier.when))


def _always(_: Plain) -> bool:
    return True


def _never(_: Plain) -> bool:
    return False


def _whole_ends(edges: Iterable[tuple[str, Fraction]], unit: int) -> tuple[int, int]:
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


def _same(kept: int, _: Plain) -> int:
    return kept


def _ever(item: Item) -> bool:
    """Whether an item has limits over all cycles, which need what past ratings credited."""
    return "ever" in item.floor or "ever" in item.ceiling


def _from_below(parts: Mapping[str | None, Sequence[Item]]) -> Iterator[Item]:
    """The items that read no fact, each after its parts."""

    def below(item: Item) -> Iterator[Item]:
        for part in parts.get(item.id, ()):
            yield from below(part)
        if item.fact is None:
            yield item

    for top in parts[None]:
        yield from below(top)
