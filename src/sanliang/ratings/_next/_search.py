"""The smallest changes: of one fact that is enough by itself, or of the fewest that are enough together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import combinations, islice, product

import attrs

from sanliang.ratings._known import ZERO
from sanliang.ratings._next._looks import Line, Looks, Places, Spent
from sanliang.ratings._next._pulls import EITHER
from sanliang.ratings._outcomes import Rated

MOST_WAYS = 10
"""So many sets of several facts are told."""

MOST_SETS = 100_000
"""So many sets are thought of before the search gives up; most of them need no look."""

MOST_CHOICES = 500
"""So many mixtures are tried of what facts that pull both ways may be."""

KEPT = 2_000
"""So many looks are kept back to make the moves small."""


@attrs.frozen(kw_only=True)
class Found:
    """
    What the search found.

    Attributes:
        ways: The smallest changes.
        best: The rating with everything moved as far as it goes, where nothing reaches.
        complete: Whether everything was looked at that had to be.
    """

    ways: tuple[Places, ...] = ()
    best: Rated | None = None
    complete: bool = True


@attrs.frozen(kw_only=True)
class Search:
    """
    A search.

    Attributes:
        aim: The score of the next tier, where the scale names one.
        slack: By how much the points of several facts together may pass the sum of those of each, once and
            for each of them; nothing where they may pass it by any amount.
    """

    looks: Looks
    aim: Fraction | None
    slack: Fraction | None

    def run(self) -> Found:
        """Each fact by itself; if none is enough, the fewest that are together."""
        found: list[Places] = []
        try:
            for name in self.looks.axes:
                place = self._least(name, {})
                found += [] if place is None else [{name: place}]
            return Found(ways=tuple(found)) if found else self._together()
        except Spent:
            return Found(ways=tuple(found), complete=False)

    def _least(self, name: str, others: Places) -> int | None:
        return Line(axis=self.looks.axes[name], looks=self.looks, others=others, aim=self.aim).least()

    # --- several together -------------------------------------------------------------------------------

    def _together(self) -> Found:
        wholes = self._wholes()
        tried = [*islice(wholes, MOST_CHOICES)]
        whole = next(filter(self.looks.reached, tried), None)
        if whole is None:
            if next(wholes, None) is not None:
                raise Spent
            return Found(best=next(filter(None, map(self.looks.at, (*tried, {})))))
        try:
            sets, complete = self._sets(whole), True
        except Spent:
            self.looks.left += len(whole)
            sets, complete = [self._shrunk(whole)], False
        self.looks.left = max(self.looks.left, KEPT)
        ways = tuple(map(self._smallest, sets))
        return Found(ways=ways, complete=complete and self.looks.left > 0)

    def _options(self, name: str) -> tuple[int, ...]:
        """How far a fact may go, to find out what several can do; one that pulls both ways may stay."""
        axis = self.looks.axes[name]
        return (*axis.ends, *axis.edges, 0) if self._pulls_both_ways(name) else axis.ends

    def _pulls_both_ways(self, name: str) -> bool:
        return self.looks.axes[name].signs == EITHER

    def _wholes(self) -> Iterator[Places]:
        """Everything moved as far as it goes, in each mixture of what pulls both ways."""
        names = [name for name in self.looks.axes if self._options(name)]
        choices = product(*map(self._options, names))
        return (dict(zip(names, places, strict=True)) for places in choices)

    def _sets(self, whole: Places) -> list[Places]:
        """The sets of the fewest facts that reach, each moved as far as it goes, in the order of names."""
        core, rest = self._core(whole)
        gains = self._gains(core, rest)
        sizes = range(max(2 - len(core), 0), len(rest))
        found = ([*islice(self._reaching(core, gains.sets(rest, size)), MOST_WAYS)] for size in sizes)
        return next(filter(None, found), [whole])

    def _reaching(self, core: Places, sets: Iterator[tuple[str, ...]]) -> Iterator[Places]:
        for names in sets:
            choices = (
                dict(zip(names, places, strict=True)) for places in product(*map(self._options, names))
            )
            found = next((one for one in choices if self.looks.reached({**core, **one})), None)
            if found is not None:
                yield {**core, **found}

    def _core(self, whole: Places) -> tuple[Places, list[str]]:
        """What no set can do without, and the other facts. Where one pulls both ways, it cannot be told."""
        if any(map(self._pulls_both_ways, whole)):
            return {}, [*whole]
        rest = [name for name in whole if self.looks.reached(_without(whole, name))]
        return {name: place for name, place in whole.items() if name not in rest}, rest

    def _gains(self, core: Places, rest: Sequence[str]) -> Gains:
        """What each fact brings on top of those that are needed."""
        start = self.looks.at(core)
        if self.slack is None or self.aim is None or start is None or start.score is None:
            return Gains()
        if any(line.read is None and "floor" in line.notes for line in start.lines):
            return Gains()
        if any(self.looks.axes[name].asked or self._pulls_both_ways(name) for name in rest):
            return Gains()
        found = {name: self.looks.at({**core, name: self._options(name)[0]}) for name in rest}
        scores = {name: one.score for name, one in found.items() if one is not None and one.score is not None}
        each = {name: score - start.score + self.slack for name, score in scores.items()}
        need = self.aim - start.score - self.slack
        return Gains(need=need, each=each) if len(each) == len(rest) else Gains()

    def _shrunk(self, whole: Places) -> Places:
        """A set of which nothing can be left out, the last in the order of names left out first."""
        found = whole
        for name in sorted(whole, reverse=True):
            if self.looks.reached(_without(found, name)):
                found = _without(found, name)
        return found

    def _smallest(self, found: Places) -> Places:
        """
        The moves made small one by one in the order of names, those after it still as far as they go.

        Once is enough, unless one pulls both ways: what it then comes to may ask less of those before it.
        """
        least = dict(found)
        with suppress(Spent):
            again = self._make_small(least) and any(map(self._pulls_both_ways, found))
            while again:
                again = self._make_small(least)
        return least

    def _make_small(self, least: dict[str, int]) -> bool:
        """Make each move as small as the others let it be; whether that was any smaller."""
        before = dict(least)
        for name in sorted(least):
            place = self._least(name, _without(least, name))
            least[name] = least[name] if place is None else place
        return least != before


@attrs.frozen(kw_only=True)
class Gains:
    """
    What sets of facts can bring at most, so that most of them need no look.

    Attributes:
        need: How much is wanted.
        each: By fact, the most that it adds to others.
    """

    need: Fraction = ZERO
    each: dict[str, Fraction] = attrs.field(factory=dict)

    def sets(self, names: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
        """The sets of so many facts that may bring enough."""
        if not self.each:
            yield from _few(combinations(names, size))
            return
        most = sum(sorted(self.each.values())[len(names) - size :], ZERO)
        if most >= self.need:
            for some in _few(combinations(names, size)):
                if sum((self.each[name] for name in some), ZERO) >= self.need:
                    yield some


def _few(sets: Iterator[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    yield from islice(sets, MOST_SETS)
    if next(sets, None) is not None:
        raise Spent


def _without(places: Places, name: str) -> Places:
    return {one: place for one, place in places.items() if one != name}
