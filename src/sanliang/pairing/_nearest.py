"""The stable pairing that keeps the most of an old one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set

import attrs

from sanliang.pairing._cut import heaviest
from sanliang.pairing._rotations import Pair, Rotation, chain


@attrs.frozen(kw_only=True)
class Nearest:
    """
    A stable pairing that keeps as much of an old one as any.

    Attributes:
        pairs: Households and helpers, in their order.
        kept: How many of the old pairs are among them.
        alone: Whether there is no other stable pairing.
    """

    pairs: tuple[Pair, ...]
    kept: int
    alone: bool


def nearest(
    lists: Sequence[Sequence[int]],
    ranks: Sequence[Mapping[int, int]],
    needs: Sequence[int],
    rooms: Sequence[int],
    old: Collection[Pair],
) -> Nearest:
    """
    The stable pairing that keeps the most of an old one.

    A household and a helper *block* a pairing if they are on each other's lists, are not paired, and each has
    a place left or likes the other better than the worst it has. A pairing that nobody blocks is stable.

    Args:
        lists: For each household, the helpers that it takes and that take it, the best first.
        ranks: For each helper, the same households, each with its rank: 0 is the best, and no two are equal.
        needs: For each household, how many helpers it wants; 0 or more.
        rooms: For each helper, how many households it takes; 0 or more.
        old: Pairs of a household and a helper. They need not be stable, nor on the lists any more.

    Returns:
        A stable pairing; no other keeps more of the old pairs. Where several keep as many, it is the one of
        them that each household likes best, and that is one pairing for all households. If *old* is stable,
        it is *old*.

        With L acceptable pairs it takes O(L log L) steps, and those of a minimum cut through the rotations.

    Source:
        That stable pairings with several partners on both sides are a distributive lattice: Baïou & Balinski,
        Discrete Applied Mathematics 101 (2000), 1-12. Rotations with weights and their closed sets: Irving,
        Leather & Gusfield, J. ACM 34 (1987), 532-543; with several partners: Bansal, Agrawal & Malhotra,
        Theoretical Computer Science 379 (2007), 317-328.

    Example:
        >>> lists = [(0, 1, 2), (1, 2, 0), (2, 0, 1)]
        >>> ranks = [{1: 0, 2: 1, 0: 2}, {2: 0, 0: 1, 1: 2}, {0: 0, 1: 1, 2: 2}]
        >>> nearest(lists, ranks, [1, 1, 1], [1, 1, 1], {(0, 1), (1, 2)})
        Nearest(pairs=((0, 1), (1, 2), (2, 0)), kept=2, alone=False)
    """
    kept = frozenset(old)
    found = chain(lists, ranks, needs, rooms)
    gains = [_gain(rotation, kept) for rotation in found.rotations]
    pairs = found.pairs(heaviest(gains, [rotation.after for rotation in found.rotations]))
    return Nearest(pairs=tuple(sorted(pairs)), kept=len(kept & pairs), alone=not found.rotations)


def _gain(rotation: Rotation, kept: Set[Pair]) -> int:
    """How many more of some pairs there are after a rotation than before it."""
    return sum(pair in kept for pair in rotation.added) - sum(pair in kept for pair in rotation.removed)
