"""Looking what comes of a change, and the smallest one of one fact: there are only so many looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import count, pairwise
from math import ceil, isqrt
from typing import Any

import attrs

from sanliang.kernel.errors import NotInForce
from sanliang.ratings._next._axes import Axis
from sanliang.ratings._next._distance import Edge
from sanliang.ratings._next._pulls import EITHER
from sanliang.ratings._outcomes import Rated, Rating
from sanliang.rulebooks._values import INSIDE

Places = Mapping[str, int]
"""By fact, how many steps it has moved; those that have not are left out."""

NEAR = 32
"""Where a fact pulls both ways, so many neighbours are looked at one by one."""


class Spent(Exception):
    """There are no looks left. It never leaves the package."""


class Looks:
    """
    What comes of moving some facts: the whole rating, made once for each choice of places.

    Attributes:
        axes: By fact, how it can move.
        goal: The tiers one of which is wanted.
        lines: What the points of items are held against: the item, how, and the number.
        left: How many more ratings may be made.
    """

    def __init__(
        self,
        rated: Callable[[Mapping[str, Any]], Rating],
        axes: Mapping[str, Axis],
        goal: frozenset[str],
        lines: Sequence[Edge],
        left: int,
    ) -> None:
        self.rated, self.axes, self.goal, self.lines, self.left = rated, axes, goal, lines, left
        self._seen: dict[tuple[tuple[str, int], ...], Rated | None] = {}

    def at(self, places: Places) -> Rated | None:
        """The rating with facts moved; nothing of whom is not rated then."""
        moved = tuple(sorted((name, place) for name, place in places.items() if place))
        if moved not in self._seen:
            if self.left <= 0:
                raise Spent
            self.left -= 1
            self._seen[moved] = self._look(moved)
        return self._seen[moved]

    def reached(self, places: Places) -> bool:
        """Whether one of the tiers is given with facts moved."""
        found = self.at(places)
        return found is not None and found.computed in self.goal

    def _look(self, moved: Iterable[tuple[str, int]]) -> Rated | None:
        try:
            found = self.rated({name: self.axes[name].hand_in(place) for name, place in moved})
        except NotInForce:
            return None
        return found if isinstance(found, Rated) else None


def _between(low: int, high: int) -> range:
    """The places between two others, from the first of them on."""
    step = 1 if high > low else -1
    return range(low + step, high, step)


# --- one fact ------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Line:
    """
    One fact while the others stand still.

    Attributes:
        aim: The score from which on it may be enough, where the scale names one.
    """

    axis: Axis
    looks: Looks
    others: Places
    aim: Fraction | None

    def least(self) -> int | None:
        """The smallest move that reaches, the one up if two are as small."""
        found = [place for end in self.axis.ends if (place := self._towards(end)) is not None]
        return min(found, key=lambda place: (abs(place), -place), default=None)

    def _towards(self, end: int) -> int | None:
        """
        The first place that reaches on the way to an end.

        Where a fact pulls one way only, whatever lies between reaches from some place on, and the end tells
        whether there is one.
        """
        if self.axis.signs != EITHER:
            return self._first_of(0, end) if self._reached(end) else None
        between = _between(0, end)
        edges = sorted((place for place in self.axis.edges if place in between), key=abs)
        stops = (0, *edges, end)
        return next(filter(None, (self._found(*two) for two in pairwise(stops))), None)

    def _reached(self, place: int) -> bool:
        return self.looks.reached({**self.others, self.axis.fact: place})

    def _rating(self, place: int) -> Rated | None:
        return self.looks.at({**self.others, self.axis.fact: place})

    def _found(self, start: int, end: int) -> int | None:
        """
        The first place after a start that reaches, up to an end, where points may turn in between.

        They turn only where a floor or a ceiling begins to hold; if the same ones hold at both ends, they
        go straight from the one to the other.
        """
        between = _between(start, end)
        if len(between) < NEAR:
            return next(filter(self._reached, (*between, end)), None)
        if self._held(start) == self._held(end):
            return self._first_of(start, end) if self._reached(end) else None
        middle = between[len(between) // 2]
        return self._found(start, middle) or self._found(middle, end)

    def _held(self, place: int) -> tuple[Any, ...]:
        """Which floors and ceilings hold, and on which side of the book's lines the items lie."""
        found = self._rating(place)
        lines = {} if found is None else {line.item: line for line in found.lines}
        sides = [
            INSIDE[word](lines[item].points, edge) for item, word, edge in self.looks.lines if item in lines
        ]
        return tuple((name, line.notes) for name, line in lines.items()), tuple(sides)

    def _first_of(self, low: int, high: int) -> int:
        """The first place after *low* that reaches; *high* does, and from the first one on all do."""
        turns = count()
        while between := _between(low, high):
            place = self._guess(low, between, high, next(turns))
            low, high = (low, place) if self._reached(place) else (place, high)
        return high

    def _guess(self, low: int, between: range, high: int, turn: int) -> int:
        """Edges first; then twice where a straight line would be, and once the middle, or much nearer."""
        edges = [place for place in self.axis.edges if place in between]
        if edges:
            return edges[len(edges) // 2]
        many = len(between)
        if turn % 3 == 2:
            return between[many // 2 if turn % 2 else isqrt(many - 1)]
        return between[min(max(self._straight(low, many, high), 0), many - 1)]

    def _straight(self, low: int, many: int, high: int) -> int:
        """Which of so many in between would be the first that is enough, if the score went straight."""
        one, other = self._rating(low), self._rating(high)
        start = None if one is None else one.score
        end = None if other is None else other.score
        if self.aim is None or start is None or end is None or start == end:
            return many // 2
        return ceil((self.aim - start) / (end - start) * (many + 1)) - 1
