"""Items that are made of parts, compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter, mul
from typing import Any

import attrs

from sanliang.ratings._short._asks import Held
from sanliang.ratings._short._leaves import NO_LIMIT, Course, picker, settled
from sanliang.ratings._short._plain import Plain

AS_IT_IS = Course(a=1, b=0, low=-NO_LIMIT, high=NO_LIMIT, over=1)

TAKE: dict[str, Callable[[Iterable[int]], int]] = {"sum": sum, "mean": sum, "highest": max, "lowest": min}


@attrs.frozen
class Whole:
    """
    An item that is made of parts, or of its own points alone.

    Attributes:
        pick: The points of its parts, and *times* what each is multiplied with to be in one unit.
        take: What is taken of them; *course* is what happens then.
        when: The question that has to hold.
    """

    pick: Callable[[Sequence[int]], Sequence[int]]
    times: tuple[int, ...]
    take: Callable[[Iterable[int]], int]
    course: Course
    when: Held

    def points(self, known: Plain) -> int:
        """The points of somebody whose parts have theirs."""
        if not self.when(known):
            return 0
        taken = self.take(map(mul, self.pick(known.points), self.times))
        return settled(taken * self.course.a, self.course)


@attrs.frozen
class Total:
    """An item to which nothing happens once its parts are taken together; most are."""

    pick: Callable[[Sequence[Any]], Sequence[Any]]
    take: Callable[[Iterable[int]], int]

    def points(self, known: Plain) -> int:
        """The points of somebody whose parts have theirs."""
        return self.take(self.pick(known.points))

    def column(self, columns: Sequence[Sequence[int]]) -> list[int]:
        """The points of many, out of the points of each part."""
        return [*map(self.take, zip(*self.pick(columns), strict=True))]


def run_of(slots: Sequence[int]) -> Callable[[Any], Sequence[Any]]:
    """What takes the values of some slots; those that lie side by side as one slice."""
    if slots and [*slots] == [*range(slots[0], slots[-1] + 1)]:
        return itemgetter(slice(slots[0], slots[-1] + 1))
    return picker(slots)
