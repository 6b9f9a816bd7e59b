"""
Quotas: who of a group keeps a tier, who has to leave it, and for which one; step 8 of the order of reading.

Tiers are numbers here, 0 the highest, and sets of tiers are bits. Nothing hangs on the order of people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from sanliang.ratings._known import Unknown
from sanliang.ratings._standing import Standing
from sanliang.rulebooks import Quota

VOTE = "vote"
"""What a tier hangs on where a tie is left to a vote that is not taken yet."""

STAYS = -1
"""Where somebody goes whose clauses allow no other tier."""


@attrs.define(eq=False, kw_only=True)
class Line:
    """
    The people of one group who stand in line for the tiers of one quota.

    Attributes:
        place: The quota's place in the book.
        tiers: Those that it counts together; *group* is the name of the group.
        people: All of the group who have a place, whatever their tier.
        base: How many its share counts; *seats* is how many that makes, nothing where it hangs on *names*.
        taken: Seats over which a vote is outstanding.
        tied: Who ties at its edge; *kept* whom clauses keep; *stuck* for whom no tier above has a seat:
            then nobody else rises in their stead.
    """

    place: int
    quota: Quota
    group: str | None
    tiers: int
    people: Sequence[Standing]
    base: int
    seats: int | None
    names: frozenset[str] = frozenset()
    taken: int = 0
    tied: set[Standing] = attrs.field(factory=set)
    kept: set[Standing] = attrs.field(factory=set)
    stuck: set[Standing] = attrs.field(factory=set)

    @property
    def up(self) -> bool:
        """Whether the spare rise: then the lowest keep their seats."""
        return self.quota.spare == "up"

    def counts(self, tier: int) -> bool:
        """Whether a tier is one of those that are counted."""
        return bool(self.tiers >> tier & 1)

    def holders(self) -> list[Standing]:
        """Who holds one of its tiers."""
        tiers = self.tiers
        return [one for one in self.people if tiers >> one.rung & 1 and not one.hangs]

    def settle(self) -> dict[Standing, int]:
        """
        Move the spare to the next tier that their clauses allow; of whom that is not known, the tier hangs.

        Returns:
            Who was moved, and from where.
        """
        holders = self.holders()
        if self.stuck or (self.seats is not None and len(holders) + self.taken <= self.seats):
            return {}
        ways = {one: one.above(self.tiers) if self.up else one.below(self.tiers) for one in holders}
        line = [one for one in holders if STAYS not in ways[one]]
        staying = [one for one in holders if STAYS in ways[one]] if len(line) < len(holders) else []
        self.kept = {one for one in staying if len(ways[one]) == 1}
        for one in staying:
            if one not in self.kept:
                one.hangs = one.open
        return self._moved(self._spare(line, len(self.kept)), ways)

    def _moved(self, spare: Iterable[Standing], ways: Mapping[Standing, set[int]]) -> dict[Standing, int]:
        found: dict[Standing, int] = {}
        for one in spare:
            if len(ways[one]) > 1:
                one.hangs = one.open
            else:
                found[one] = one.rung
                one.rung, one.moved = min(ways[one]), (*one.moved, self.place)
        return found

    def turned_away(self, risen: Mapping[Standing, int]) -> list[Standing]:
        """Of those who have risen into its tiers, for whom there is no seat: nobody has to leave for them."""
        holders = self.holders()
        line = [one for one in holders if one in risen and not self.counts(risen[one])]
        return self._spare(line, len(holders) - len(line)) if line else []

    # --- who is spare ---------------------------------------------------------------------------------

    def _spare(self, line: list[Standing], seated: int) -> list[Standing]:
        """Who of those in line is spare, where so many have a seat already."""
        if self.seats is not None:
            return self._cut(line, self.seats - self.taken - seated, self.quota.rank)
        for one in line:
            one.hangs = self.names
        return []

    def _cut(self, line: list[Standing], free: int, rank: Sequence[str]) -> list[Standing]:
        """Who is spare by the first of the items that tells them apart; whose points are needed, hangs."""
        if len(line) <= free:
            return []
        if free <= 0:
            return line
        if not rank:
            return self._tie(line, free)
        points = _points(line, rank[0])
        if len(points) < len(line):
            return self._cut([*points], free, rank)
        edge = sorted(points.values(), reverse=not self.up)[free - 1]
        level = [one for one in line if points[one] == edge]
        behind = [one for one in line if points[one] != edge and (points[one] > edge) is self.up]
        return behind + self._cut(level, free - (len(line) - len(level) - len(behind)), rank[1:])

    def _tie(self, line: list[Standing], free: int) -> list[Standing]:
        """Who is spare of those who tie at the edge, as the quota declares."""
        self.tied.update(line)
        if self.quota.ties == "vote":
            return self._vote(line, free)
        return line if self.quota.ties == "narrow" else []

    def _vote(self, line: list[Standing], free: int) -> list[Standing]:
        """Decisions give seats and take them away; where that settles the others, it is no longer open."""
        spare = [one for one in line if one.decided is not None and not self.counts(one.decided)]
        others = [one for one in line if one.decided is None]
        free -= len(line) - len(spare) - len(others)
        if len(others) <= free:
            return spare
        if free <= 0:
            return spare + others
        self.taken += free
        for one in others:
            one.hangs = frozenset({VOTE})
        return spare


def _points(line: Iterable[Standing], item: str) -> dict[Standing, int]:
    """What an item came to for each; of whom it is not known, the tier hangs on that."""
    found: dict[Standing, int] = {}
    for one in line:
        points = one.parts(item)
        if isinstance(points, Unknown):
            one.hangs = points.names
        else:
            found[one] = points
    return found


# --- all of them -----------------------------------------------------------------------------------------


def run(lines: Iterable[Line]) -> None:
    """
    Run the quotas of a book over its groups.

    First those that push down, from the highest tier (of two that begin at the same, the one that reaches
    lower); then those that push up, from the lowest. Who rises needs a seat where a quota counts the tier
    above, and stays where there is none.
    """
    enforced = [line for line in lines if line.quota.binding and line.quota.at_most is not None]
    downs = _by_quota((line for line in enforced if not line.up), _from_the_top)
    ups = _by_quota((line for line in enforced if line.up), _from_the_bottom)
    while sum(len(line.settle()) for some in downs for line in some):
        pass
    while sum(_rise(some, downs) for some in ups):
        pass


Key = Callable[[Line], tuple[int, int, int]]


def _by_quota(lines: Iterable[Line], key: Key) -> list[list[Line]]:
    """The lines of each quota, the quotas in the order in which they are run."""
    found: dict[tuple[int, int, int], list[Line]] = {}
    for line in lines:
        found.setdefault(key(line), []).append(line)
    return [found[first] for first in sorted(found)]


def _ends(tiers: int) -> tuple[int, int]:
    """The highest and the lowest of some tiers."""
    return (tiers & -tiers).bit_length() - 1, tiers.bit_length() - 1


def _from_the_top(line: Line) -> tuple[int, int, int]:
    top, bottom = _ends(line.tiers)
    return top, -bottom, line.place


def _from_the_bottom(line: Line) -> tuple[int, int, int]:
    top, bottom = _ends(line.tiers)
    return -bottom, top, line.place


def _rise(lines: Iterable[Line], downs: Iterable[Iterable[Line]]) -> int:
    """Let the spare of one quota rise in every group; for whom there is no seat above, turns back."""
    risen: dict[Standing, int] = {}
    left: dict[Standing, Line] = {}
    for line in lines:
        found = line.settle()
        risen |= found
        left |= dict.fromkeys(found, line)
    for one in _turned_away(risen, downs):
        one.rung, one.moved = risen[one], one.moved[:-1]
        left[one].stuck.add(one)
    return len(risen)


def _turned_away(risen: Mapping[Standing, int], downs: Iterable[Iterable[Line]]) -> Iterator[Standing]:
    if risen:
        for some in downs:
            for line in some:
                yield from line.turned_away(risen)
