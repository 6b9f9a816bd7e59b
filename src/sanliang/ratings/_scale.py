"""The scale: which tiers it may propose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from sanliang.ratings._known import Unknown, ends_of
from sanliang.ratings._own import tiers_of
from sanliang.ratings._questions import Asked, answer
from sanliang.rulebooks import (
    NONE,
    SCORE,
    AllOf,
    Band,
    NamedStars,
    NotOf,
    OwnScale,
    PointStars,
    Test,
    Tier,
    Tiers,
)
from sanliang.rulebooks._model import OPEN, Condition, Scale

GAP = "gap"
"""What is not known of a number in a gap that a book leaves open: which of the tiers beside it holds."""


@attrs.frozen
class Proposal:
    """
    A tier that a scale may propose.

    Attributes:
        tier: Its name.
        names: The facts because of which it is not known whether it is this one or one of those after it.
    """

    tier: str
    names: frozenset[str] = frozenset()


def proposals(scale: Scale | None, asked: Asked) -> tuple[Proposal, ...]:
    """What a scale may propose, the highest first: one tier, unless something is not known."""
    match scale:
        case Tiers():
            return _of_tiers(scale, asked)
        case NamedStars(stars=stars):
            return _of_stars(stars, asked)
        case PointStars(most=most):
            return _of_points(most, asked)
        case OwnScale():
            tiers, names = tiers_of(scale, asked.points[SCORE], asked.tiers, asked.facts)
            return _some(tiers, names)
        case _:
            return (Proposal(NONE),)


def _of_tiers(scale: Tiers, asked: Asked) -> tuple[Proposal, ...]:
    """The first that holds, from the highest; none if none does."""
    found: list[Proposal] = []
    for tier, condition in zip(scale.tiers, conditions(scale), strict=True):
        held = answer(condition, asked)
        if isinstance(held, Unknown):
            found.append(Proposal(tier.name, held.names))
        elif held:
            return (*found, Proposal(tier.name))
    return (*found, *_beside_a_gap(scale, asked))


def _beside_a_gap(scale: Tiers, asked: Asked) -> tuple[Proposal, ...]:
    """None, of a number that no tier takes; in a gap that is left open, one of the tiers beside it."""
    names = [*(tier.name for tier in scale.tiers), NONE]
    for place, name in enumerate(names[:-1]) if scale.gap == OPEN else ():
        if answer(_begun(scale, place), asked) is True:
            beside = (names[place - 1], name) if place else (name, NONE)
            return Proposal(beside[0], frozenset({GAP})), Proposal(beside[1])
    return (Proposal(NONE),)


def _begun(scale: Tiers, place: int) -> Condition | None:
    """The condition of a tier without its upper edge."""
    when = scale.tiers[place].when
    return _without_end(when, when.band) if isinstance(when, Test) and isinstance(when.band, Band) else when


def conditions(scale: Tiers) -> Iterator[Condition | None]:
    """
    The conditions of the tiers from the highest down, as their neighbours leave them.

    Where a gap goes to the band below, a band does not end: the one above it has been asked before. Where of
    two that overlap the lower is to hold, the higher holds only if no lower one does.
    """
    below = closed_below(scale)
    for place, tier in enumerate(scale.tiers):
        when = tier.when
        if isinstance(when, Test) and isinstance(when.band, Band):
            own = _without_end(when, when.band) if scale.gap == "lower" else when
            when = AllOf(parts=(own, NotOf(part=below[place]))) if place in below else own
        yield when


def _without_end(test: Test, band: Band) -> Test:
    return attrs.evolve(test, band=attrs.evolve(band, at_most=None, below=None))


def closed_below(scale: Tiers) -> dict[int, Test]:
    """
    Where of two that overlap the lower is to hold: by place, the nearest band below that says where it ends.

    It is one on the same item or fact. Those further below end no later: the reader sees to that.
    """
    found: dict[int, Test] = {}
    last: dict[tuple[str, str], Test] = {}
    for place, tier in reversed([*enumerate(scale.tiers)]) if scale.overlap == "lower" else ():
        when = tier.when
        if isinstance(when, Test):
            if (when.of, when.name) in last:
                found[place] = last[when.of, when.name]
            if any(word in {"at_most", "below"} for word, _ in when.band.edges):
                last[when.of, when.name] = when
    return found


def _of_stars(stars: tuple[Tier, ...], asked: Asked) -> tuple[Proposal, ...]:
    """As many as are won, each at its own line."""
    answers = [answer(star.when, asked) for star in stars]
    names = frozenset[str]().union(*(held.names for held in answers if isinstance(held, Unknown)))
    return _counts(sum(held is True for held in answers), sum(held is not False for held in answers), names)


def _of_points(most: int, asked: Asked) -> tuple[Proposal, ...]:
    """One for each whole point of the score, so many at most."""
    score = asked.points[SCORE]
    low, high = (min(max(int(end), 0), most) for end in ends_of(score))
    return _counts(low, high, score.names if isinstance(score, Unknown) else frozenset())


def _counts(low: int, high: int, names: frozenset[str]) -> tuple[Proposal, ...]:
    return _some([str(count) if count else NONE for count in range(high, low - 1, -1)], names)


def _some(tiers: Sequence[str], names: frozenset[str]) -> tuple[Proposal, ...]:
    """One of several tiers, from the highest down; nothing is open of the last one."""
    return (*(Proposal(tier, names) for tier in tiers[:-1]), Proposal(tiers[-1]))
