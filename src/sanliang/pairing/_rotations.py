"""
Rotations: the smallest steps from one stable pairing to the next, and which have to come before which.

A rotation is a ring of households. Each gives up a helper to the one before it in the ring, and takes the
next helper on its list who would have it: the households lose by it, the helpers gain. From the pairing that
is best for the households, each stable pairing is reached by one set of rotations, and by no other set. The
sets that lead to one are those that are closed: with a rotation they hold all that come before it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from heapq import heappop, heappush
from typing import TypeAlias

import attrs

Pair: TypeAlias = tuple[int, int]
"""A household and a helper."""


@attrs.frozen(kw_only=True)
class Rotation:
    """
    One step from a stable pairing to the next.

    Attributes:
        added: The pairs that it makes.
        removed: The pairs that it ends.
        after: The places of rotations that come before it; those that come before these are not all named.
    """

    added: tuple[Pair, ...]
    removed: tuple[Pair, ...]
    after: frozenset[int]


@attrs.frozen(kw_only=True)
class Chain:
    """
    All stable pairings, in the space of a few.

    Attributes:
        first: The pairing that is best for each household.
        rotations: All rotations, each behind those that come before it. All together they lead to the pairing
            that is best for each helper.
    """

    first: frozenset[Pair]
    rotations: tuple[Rotation, ...]

    def pairs(self, chosen: Set[int]) -> frozenset[Pair]:
        """The stable pairing to which a closed set of rotations leads."""
        pairs = set(self.first)
        for place in sorted(chosen):
            pairs.difference_update(self.rotations[place].removed)
            pairs.update(self.rotations[place].added)
        return frozenset(pairs)


def chain(
    lists: Sequence[Sequence[int]],
    ranks: Sequence[Mapping[int, int]],
    needs: Sequence[int],
    rooms: Sequence[int],
) -> Chain:
    """
    The first of the stable pairings, and the rotations that lead to the others.

    Args:
        lists: As for `nearest`, and so are *ranks*, *needs* and *rooms*.

    Returns:
        The chain. With L acceptable pairs it takes O(L log L) steps, and has no more than L / 2 rotations,
        which name no more than O(L) others.

    Source:
        Deferred acceptance: Gale & Shapley, American Mathematical Monthly 69 (1962), 9-15. Rotations: Irving,
        Leather & Gusfield, J. ACM 34 (1987), 532-543; where both sides may have several partners: Bansal,
        Agrawal & Malhotra, Theoretical Computer Science 379 (2007), 317-328.

    Example:
        >>> found = chain([(0, 1), (1, 0)], [{1: 0, 0: 1}, {0: 0, 1: 1}], [1, 1], [1, 1])
        >>> sorted(found.first), [sorted(one.added) for one in found.rotations]
        ([(0, 0), (1, 1)], [[(0, 1), (1, 0)]])
    """
    search = _Search(
        households=[_Household(wishes=row, need=need) for row, need in zip(lists, needs, strict=True)],
        helpers=[_Helper(ranks=row, room=room) for row, room in zip(ranks, rooms, strict=True)],
    )
    search.settle()
    first = frozenset(search.pairs())
    for household, need in enumerate(needs):
        if need:
            search.turn_from(household)
    return Chain(first=first, rotations=tuple(search.rotations))


@attrs.define(eq=False, kw_only=True)
class _Household:
    """
    A household on its way down its list.

    Attributes:
        at: The place on the list to which it has come: the helpers before it have it now, or do not want it.
        after: The rotations that come before the next one in which it takes part.
    """

    wishes: Sequence[int]
    need: int
    at: int = 0
    after: set[int] = attrs.field(factory=set)


@attrs.define(eq=False, kw_only=True)
class _Helper:
    """
    A helper, and the households that it has now.

    Attributes:
        has: A heap of (rank with a minus, household): the worst is the first.
        turns: The rotations in which it took part; *bars* are the ranks, with a minus, of those it gave up.
    """

    ranks: Mapping[int, int]
    room: int
    has: list[tuple[int, int]] = attrs.field(factory=list)
    turns: list[int] = attrs.field(factory=list)
    bars: list[int] = attrs.field(factory=list)

    @property
    def free(self) -> bool:
        """Whether there is room left."""
        return len(self.has) < self.room

    @property
    def worst(self) -> int:
        """The household that goes first, of those that it has."""
        return self.has[0][1]

    def wants(self, household: int) -> bool:
        """Whether it would take a household that it does not have, if need be for another."""
        return self.free or (bool(self.has) and -self.ranks[household] > self.has[0][0])

    def take(self, household: int) -> int | None:
        """Take a household, and give up the worst if there are too many."""
        heappush(self.has, (-self.ranks[household], household))
        return heappop(self.has)[1] if len(self.has) > self.room else None

    def turn(self, household: int, place: int) -> int:
        """Take a household for the worst, in a rotation."""
        bar, worst = self.has[0]
        self.turns.append(place)
        self.bars.append(bar)
        self.take(household)
        return worst

    def lost(self, household: int) -> list[int]:
        """The rotation since which it does not want a household; none where it never did."""
        place = bisect_right(self.bars, -self.ranks[household])
        return self.turns[place - 1 : place]


@attrs.define(eq=False, kw_only=True)
class _Search:
    """
    A pairing on its way from the households' best to the helpers' best.

    Attributes:
        done: The households that keep the helpers they have.
    """

    households: Sequence[_Household]
    helpers: Sequence[_Helper]
    rotations: list[Rotation] = attrs.field(factory=list)
    done: set[int] = attrs.field(factory=set)

    def pairs(self) -> Iterator[Pair]:
        """The pairs of now."""
        return (
            (household, place) for place, helper in enumerate(self.helpers) for _, household in helper.has
        )

    def settle(self) -> None:
        """Let the households ask, each from the top of its list, until nobody has to ask any more."""
        asking = [place for place, household in enumerate(self.households) for _ in range(household.need)]
        while asking:
            household = asking.pop()
            helper = self._next(household)
            if helper is not None:
                self.households[household].at += 1
                lost = self.helpers[helper].take(household)
                if lost is not None:
                    asking.append(lost)

    def turn_from(self, start: int) -> None:
        """
        Turn the rotations to which a household leads, until it keeps what it has.

        Who wants a helper pushes out that helper's worst, who wants the next one: this leads into a ring, or
        to somebody who can go nowhere. Then nobody on the way there can, since no helper there will change.
        """
        path: dict[int, int] = {}
        household = start
        while household not in self.done:
            if household in path:
                self._turn(_ring(path, household))
                household = path.popitem()[0] if path else start
                continue
            helper = self._next(household)
            if helper is None or self.helpers[helper].free:
                self.done.add(household)
            else:
                path[household] = helper
                household = self.helpers[helper].worst
        self.done.update(path)

    def _next(self, place: int) -> int | None:
        """The next helper on a household's list who wants it; whoever does not is passed for good."""
        household = self.households[place]
        while household.at < len(household.wishes):
            helper = household.wishes[household.at]
            if self.helpers[helper].wants(place):
                return helper
            household.after.update(self.helpers[helper].lost(place))
            household.at += 1
        return None

    def _turn(self, ring: Sequence[Pair]) -> None:
        """
        Turn a rotation.

        It comes after the last ones of its households and of its helpers. Where a household passed helpers
        on the way, it also comes after the rotations since which they do not want that household.
        """
        place, after = len(self.rotations), set[int]()
        removed: list[Pair] = []
        for one, helper in ring:
            household = self.households[one]
            after.update(household.after, self.helpers[helper].turns[-1:])
            removed.append((self.helpers[helper].turn(one, place), helper))
            household.after = {place}
            household.at += 1
        rotation = Rotation(added=tuple(ring), removed=tuple(removed), after=frozenset(after))
        self.rotations.append(rotation)


def _ring(path: dict[int, int], start: int) -> list[Pair]:
    """Take the end of a path off, from a household on."""
    ring: list[Pair] = []
    while start in path:
        ring.append(path.popitem())
    return ring
