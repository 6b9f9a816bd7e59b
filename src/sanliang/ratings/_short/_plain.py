"""The short way through a book: somebody of whom every fact is a plain number, a yes or no, or a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sanliang.kernel.fields import FrozenMap, maker
from sanliang.ratings._known import Number
from sanliang.ratings._outcomes import Line, NotRatable, Rated, Rating, Unmade
from sanliang.ratings._points import Sheet
from sanliang.ratings._readings import Reading
from sanliang.ratings._standing import NOTHING, NOWHERE, Standing

if TYPE_CHECKING:
    from sanliang.ratings._short._shape import Shape

MAKE: Callable[..., Rated] = maker(Rated)

FINEST = 10**4
"""So many of the finest units of points make one."""

Past = tuple[str | None, ...] | None
"""The tiers of the cycles before, the oldest first; nothing where they were not handed in."""


class Plain(Standing):
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

    __slots__ = (
        "assumed",
        "left",
        "now",
        "numbers",
        "past",
        "points",
        "proposed",
        "shape",
        "struck",
        "yielded",
    )

    proposed: int

    def __init__(
        self, shape: Shape, numbers: Sequence[int], points: list[int], assumed: frozenset[str], past: Past
    ) -> None:
        self.shape, self.numbers, self.points = shape, numbers, points
        self.assumed, self.past = assumed, past
        self.left = shape.full
        self.struck: tuple[int, ...] = ()
        self.yielded: tuple[int, ...] = ()
        self.now: str | None = None
        # As `Standing` begins; a call costs as much as all of this, and there is one for everybody.
        self.id, self.moved = "", ()
        self.hangs = self.open = NOTHING
        self.override = self.decided = None

    def words(self) -> Mapping[str, str]:
        """The words that are known, by fact."""
        return self.shape.words

    def lefts(self) -> tuple[int, ...]:
        """What the clauses left: one set."""
        return (self.left,)

    def below(self, tiers: int) -> set[int]:
        """The nearest tier below that is none of these, as of any standing: here one set is left."""
        free = self.left & ~tiers & -(2 << self.rung)
        return {(free & -free).bit_length() - 1}

    def parts(self, item: str) -> int:
        """The points of an item in ten-thousandths."""
        shape = self.shape
        return self.points[shape.slots[item]] * shape.parts[item]

    def hanging(self) -> NotRatable:
        """That the tier hangs on something after all."""
        made = Rows(self.shape, self.numbers, self.assumed, self.points)
        return NotRatable(
            book=self.shape.book.id,
            cycle=self.shape.span,
            missing=tuple(sorted(self.hangs)),
            lines=tuple(made),
            readings=Readings(made),
            past=self.past,
        )

    def finish(self, places: Mapping[str, Number] = NOWHERE) -> Rated:
        """The rating. Who has to be asked for a place goes the long way."""
        shape, override = self.shape, self.override
        computed = shape.tiers[self.rung]
        self.now = now = computed if override is None else override.tier
        made = Rows(shape, self.numbers, self.assumed, self.points)
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
            self.moved,
            override,
            tuple(action for held, named in shape.actions if held(self) for action in named),
            (),
            Readings(made),
            self.past,
        )


class Rows(Unmade):
    """What a compiled book read of somebody; lines and readings are made of it once somebody reads them."""

    __slots__ = ("_points", "_sheet", "assumed", "numbers", "shape")

    def __init__(
        self, shape: Shape, numbers: Sequence[int], assumed: frozenset[str], points: Sequence[int]
    ) -> None:
        self.shape, self.numbers, self.assumed, self._points = shape, numbers, assumed, points
        self._sheet: Sheet | None = None

    def sheet(self) -> Sheet:
        """The items as the long way works them out, for those who explain them."""
        if self._sheet is None:
            facts = self.shape.facts(self.numbers, self.assumed)
            self._sheet = Sheet(self.shape.book, facts, {})
        return self._sheet

    def points(self) -> dict[str, Fraction]:
        """What each item came to, in the book's order."""
        shape, points = self.shape, self._points
        places = ((item.id, shape.slots[item.id]) for item in shape.book.items)
        return {id: Fraction(points[slot] * shape.parts[id], FINEST) for id, slot in places}

    def __iter__(self) -> Iterator[Line]:
        return iter(self.sheet().rows)

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[type[tuple[Any, ...]], tuple[tuple[Line, ...]]]:
        return tuple, (tuple(self),)


class Readings(Mapping[str, Reading]):
    """The readings of somebody, made when they are read."""

    __slots__ = ("_kept", "_rows")

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._kept: Mapping[str, Reading] | None = None

    def _made(self) -> Mapping[str, Reading]:
        if self._kept is None:
            self._kept = self._rows.sheet().facts.readings
        return self._kept

    def __getitem__(self, name: str) -> Reading:
        return self._made()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made())

    def __len__(self) -> int:
        return len(self._made())

    def __reduce__(self) -> tuple[type[FrozenMap[str, Reading]], tuple[dict[str, Reading]]]:
        return FrozenMap, (dict(self._made()),)


class Ratings(Mapping[str, Rating]):
    """
    The ratings of a group by id, in the order of ids: each is made when it is first read.

    It never changes: what a rating comes to is settled before, and who reads it twice gets it twice.
    """

    __slots__ = ("_kept",)

    def __init__(self, kept: Mapping[str, Rating | Plain]) -> None:
        self._kept = dict(sorted(kept.items()))

    def __getitem__(self, id: str) -> Rating:
        found = self._kept[id]
        if isinstance(found, Plain):
            found = self._kept[id] = found.finish()
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def __hash__(self) -> int:
        return hash(FrozenMap(self))

    def __repr__(self) -> str:
        return repr(FrozenMap(self))

    def __reduce__(self) -> tuple[type[FrozenMap[str, Rating]], tuple[dict[str, Rating]]]:
        return FrozenMap, (dict(self),)


def nearest_place(place: int, left: int) -> int:
    """The place if it is left, else the nearest below it that is, else above; 0 is the highest."""
    below = left >> place
    if below:
        return place + (below & -below).bit_length() - 1
    return (left & ((1 << place) - 1)).bit_length() - 1
