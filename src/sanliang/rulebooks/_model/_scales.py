"""From the score to a tier: scales, clauses, quotas and consequences."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Text
from sanliang.kernel.sources import Source
from sanliang.rulebooks._model._conditions import Condition, Rank
from sanliang.rulebooks._model._items import SCORE
from sanliang.rulebooks._values import Value
from sanliang.rulebooks._words import EffectWord, Given, ScaleWord

OPEN = "open"
"""What `gap` is where a book was read with its gaps."""

NONE = "none"
"""The tier that is always there, below all others."""

ANYWHERE = Rank()


@attrs.frozen(kw_only=True)
class Tier:
    """A tier and its condition; open to all where there is none."""

    name: str
    when: Condition | None = None
    says: Text | None = None
    source: Source | None = None


@attrs.frozen(kw_only=True)
class Tiers:
    """
    A scale of tiers, listed from the highest down.

    Attributes:
        gap: `"lower"` where a gap between two of them goes to the lower; `"open"` where the book was read
            with its gaps, and who falls into one is not ratable.
        overlap: `"higher"` or `"lower"`: which of two that overlap holds.
    """

    tiers: tuple[Tier, ...]
    gap: str | None = None
    overlap: str | None = None
    says: Text | None = None
    source: Source | None = None


@attrs.frozen(kw_only=True)
class NamedStars:
    """Stars that are won one by one; the tier is how many."""

    stars: tuple[Tier, ...]
    says: Text | None = None
    source: Source | None = None


@attrs.frozen(kw_only=True)
class PointStars:
    """A star for each whole point of the score, so many at most."""

    most: int
    says: Text | None = None
    source: Source | None = None


@attrs.frozen(kw_only=True)
class OwnScale:
    """
    A scale whose word a township has added.

    Attributes:
        word: The word, with the code behind it.
        tiers: The names of the tiers, from the highest down.
        given: What its table says besides, by key.
    """

    word: ScaleWord
    tiers: tuple[str, ...]
    given: Mapping[str, Given] = FrozenMap()
    says: Text | None = None
    source: Source | None = None


Scale = Tiers | NamedStars | PointStars | OwnScale


@attrs.frozen(kw_only=True)
class Within:
    """Only these tiers remain: those between edges, or those named."""

    band: Rank = ANYWHERE
    among: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Rungs:
    """
    The tier may rise or fall by so many rungs from the last rating.

    Attributes:
        rise, fall: How many.
        start: The tier that whoever has no last rating counts as having had; without it, there is no bound.
    """

    rise: int | None = None
    fall: int | None = None
    start: str | None = None


@attrs.frozen(kw_only=True)
class Effect:
    """`exempt`, or `withheld`: rated, and not displayed."""

    word: str


EXEMPT, WITHHELD = Effect(word="exempt"), Effect(word="withheld")


@attrs.frozen(kw_only=True)
class OwnEffect:
    """
    An effect whose word a township has added.

    Attributes:
        word: The word, with the code behind it.
        given: What its table says, by key.
    """

    word: EffectWord
    given: Mapping[str, Given] = FrozenMap()


@attrs.frozen(kw_only=True)
class Clause:
    """When a condition holds, only these tiers remain."""

    id: str | None = None
    when: Condition | None = None
    then: Within | Rungs | Effect | OwnEffect
    says: Text | None = None
    source: Source | None = None


@attrs.frozen(kw_only=True)
class Quota:
    """
    How many of a peer group may hold a tier.

    Attributes:
        tiers: The tiers that it counts together.
        at_most: A share, or a number; *at_least* is a target, compared and never enforced.
        of: The peer group.
        rank: Items by which the group is ranked, the first first.
        round: `down`, `up` or `half_up`; *least* is how many are guaranteed.
        ties: `narrow`, `widen` or `vote`.
        among: Whom a share counts: `rated`, or all who are `listed`.
        spare: `"up"`: of a low tier the spare ones rise.
        binding: Whether it is enforced, or compared only.
    """

    id: str | None = None
    tiers: tuple[str, ...]
    at_most: Value | None = None
    at_least: Value | None = None
    of: str
    rank: tuple[str, ...] = (SCORE,)
    round: str = "down"
    least: int = 0
    ties: str | None = None
    among: str = "rated"
    spare: str | None = None
    binding: bool = True
    says: Text | None = None
    source: Source | None = None


@attrs.frozen(kw_only=True)
class Consequence:
    """A clause read last: it names actions and changes nothing."""

    id: str | None = None
    when: Condition | None = None
    then: tuple[str, ...]
    says: Text | None = None
    source: Source | None = None
