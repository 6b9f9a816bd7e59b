"""Clauses: which tiers they leave, one after the other, whatever is not known of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from sanliang.ratings._known import Unknown
from sanliang.ratings._own import ways_of
from sanliang.ratings._questions import PAST, Asked, answer, last_of, tiers_of
from sanliang.ratings._scale import Proposal
from sanliang.rulebooks import Clause, OwnEffect, Rungs, Within

Left = frozenset[str]
"""The tiers that are left."""

MOST = 256
"""
So many ways of leaving tiers are followed side by side: eight tiers have no more. Past that, everything that
is not known is taken to matter.
"""

MANY = 32 * 32
"""
So many steps are walked to name what matters: each clause that is not known walks all of them. Past that,
too, everything that is not known is named.
"""


@attrs.frozen
class Step:
    """
    One clause, as far as it is known.

    Attributes:
        place: Its place in the book.
        ways: What it may leave: one, unless something is not known. None where it leaves everything.
        names: The facts because of which there are several.
    """

    place: int
    ways: tuple[Left | None, ...]
    names: frozenset[str] = frozenset()


def steps(clauses: Iterable[Clause], asked: Asked) -> tuple[Step, ...]:
    """The clauses that may strike tiers out, in the order in which they are written."""
    return tuple(step for place, clause in enumerate(clauses) for step in _step(place, clause, asked))


def _step(place: int, clause: Clause, asked: Asked) -> Iterator[Step]:
    held = answer(clause.when, asked)
    if held is False:
        return
    match clause.then:
        case Within(band=band, among=among):
            ways: tuple[Left | None, ...] = (tiers_of(band, among, asked.tiers),)
            names = frozenset[str]()
        case Rungs():
            ways = _rungs(clause.then, asked)
            names = frozenset({PAST}) if asked.past is None else frozenset()
        case OwnEffect():
            ways, names = ways_of(clause.then, _lasts(asked), asked.tiers, asked.facts, f"clause[{place}]")
            names |= frozenset({PAST}) if asked.past is None else frozenset()
        case _:
            return
    if isinstance(held, Unknown):
        ways, names = tuple(dict.fromkeys((None, *ways))), names | held.names
    yield Step(place, ways, names)


def _rungs(rungs: Rungs, asked: Asked) -> tuple[Left | None, ...]:
    """What a ladder may leave: one way for each tier that may have been the last."""
    return tuple(dict.fromkeys(rungs_left(rungs, last, asked.tiers) for last in _lasts(asked)))


def _lasts(asked: Asked) -> tuple[str | None, ...]:
    """What the last tier may have been."""
    return (None, *asked.tiers) if asked.past is None else (last_of(asked.past),)


def rungs_left(rungs: Rungs, last: str | None, tiers: tuple[str, ...]) -> Left | None:
    """The tiers within so many rungs of the last one; without one, of where the ladder starts."""
    start = rungs.start if last is None else last
    if start is None:
        return None
    at = tiers.index(start)
    top = 0 if rungs.rise is None else max(at - rungs.rise, 0)
    bottom = len(tiers) if rungs.fall is None else at + rungs.fall + 1
    return frozenset(tiers[top:bottom])


# --- what is left ----------------------------------------------------------------------------------------


def after(left: Left, kept: Left | None) -> Left:
    """What a clause leaves; one that would leave nothing yields to those before it."""
    return left if kept is None else left & kept or left


def nearest(proposed: str, left: Left, tiers: tuple[str, ...]) -> str:
    """The proposed tier if it is left; else the nearest below it that is, else above."""
    place = tiers.index(proposed)
    return next(tier for tier in (*tiers[place:], *reversed(tiers[:place])) if tier in left)


def _stages(course: Iterable[Step], tiers: tuple[str, ...]) -> list[set[Left]] | None:
    """What may be left before each clause, and after all of them; nothing where that is too much."""
    stages = [{frozenset(tiers)}]
    for step in course:
        stages.append({after(left, kept) for left in stages[-1] for kept in step.ways})
        if len(stages[-1]) > MOST:
            return None
    return stages


def endings(course: Iterable[Step], tiers: tuple[str, ...]) -> set[Left] | None:
    """What may be left after all clauses; nothing where that is too much to say."""
    stages = _stages(course, tiers)
    return None if stages is None else stages[-1]


@attrs.frozen
class Verdict:
    """
    What proposals and clauses come to together.

    Attributes:
        tier: The tier; nothing where it hangs on what is not known.
        names: What it hangs on.
    """

    tier: str | None
    names: frozenset[str] = frozenset()


def judge(proposed: tuple[Proposal, ...], course: tuple[Step, ...], tiers: tuple[str, ...]) -> Verdict:
    """The tier, if it is the same whatever the facts that are not known turn out to be."""
    stages = _stages(course, tiers)
    if stages is None:
        return Verdict(None, open_names(proposed, course))
    ends = stages[-1]
    found = {nearest(one.tier, left, tiers) for one in proposed for left in ends}
    if len(found) == 1:
        return Verdict(found.pop())
    unknown = [place for place, step in enumerate(course) if len(step.ways) > 1]
    if len(unknown) * len(course) > MANY:
        return Verdict(None, open_names(proposed, course))
    names = [one.names for place, one in enumerate(proposed) if _matters(proposed[place:], ends, tiers)]
    names += [
        course[place].names for place in unknown if _turns(stages[place], course[place:], proposed, tiers)
    ]
    return Verdict(None, frozenset[str]().union(*names))


def open_names(proposed: Iterable[Proposal], course: Iterable[Step]) -> frozenset[str]:
    """Everything because of which proposals and clauses are not known."""
    return frozenset[str]().union(*(one.names for one in proposed), *(step.names for step in course))


def _matters(proposed: tuple[Proposal, ...], ends: Iterable[Left], tiers: tuple[str, ...]) -> bool:
    """Whether it makes a difference that it is the first of these tiers and not one after it."""
    return any(_differ(proposed, {left}, tiers) for left in ends)


def _turns(
    before: Iterable[Left], course: tuple[Step, ...], proposed: tuple[Proposal, ...], tiers: tuple[str, ...]
) -> bool:
    """Whether the ways that the first clause may go can end in different tiers, all else being the same."""
    forks = {frozenset(after(left, kept) for kept in course[0].ways) for left in before}
    for step in course[1:]:
        # Ways that have come together stay together.
        forks = {
            frozenset(after(left, kept) for left in fork)
            for fork in forks
            if len(fork) > 1
            for kept in step.ways
        }
        if len(forks) > MOST:
            return True
    return any(_differ((one,), fork, tiers) for fork in forks for one in proposed)


def _differ(proposed: Iterable[Proposal], lefts: Iterable[Left], tiers: tuple[str, ...]) -> bool:
    """Whether more than one tier may come of these."""
    return len({nearest(one.tier, left, tiers) for one in proposed for left in lefts}) > 1
