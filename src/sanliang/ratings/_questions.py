"""Conditions: yes, no, or not known, and then because of which facts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from sanliang.ratings._facts import Amount, Facts, Known, Unknown
from sanliang.rulebooks import AllOf, AnyOf, Band, NotOf, Rank, Test
from sanliang.rulebooks._model import Condition
from sanliang.rulebooks._values import Unlisted

Answer = bool | Unknown


@attrs.frozen(kw_only=True)
class Asked:
    """
    What conditions may ask: facts, items, and the tiers of now and before.

    Attributes:
        points: By item; *not known* among them.
        tiers: All names from the highest down.
        now: The tier of this cycle, once there is one.
        past: The tiers of the cycles before, the oldest first; nothing where they were not handed in.
    """

    facts: Facts
    points: Mapping[str, Fraction | Unknown]
    tiers: tuple[str, ...]
    now: str | None = None
    past: tuple[str, ...] | None = None


def answer(condition: Condition | None, asked: Asked) -> Answer:
    """
    Whether a condition holds; always, where there is none.

    `all`, `any` and `not` are not known only if the unknown part could turn the answer.
    """
    match condition:
        case None:
            return True
        case AllOf(parts=parts):
            return _joined([answer(part, asked) for part in parts], turns=False)
        case AnyOf(parts=parts):
            return _joined([answer(part, asked) for part in parts], turns=True)
        case NotOf(part=part):
            found = answer(part, asked)
            return found if isinstance(found, Unknown) else not found
        case Test(of="fact"):
            return _compared(condition, asked.facts.get(condition.name), asked.facts)
        case Test(of="item"):
            points = asked.points[condition.name]
            known: Known = points if isinstance(points, Unknown) else Amount(total=points)
            return _compared(condition, known, asked.facts)
        case Test(of="tier"):
            return _of_tiers(condition, asked)
        case Test():
            return Unknown(frozenset({condition.name}))


def _joined(answers: list[Answer], *, turns: bool) -> Answer:
    """One answer of several: the one that turns it settles it, whatever is not known beside it."""
    if any(one is turns for one in answers):
        return turns
    unknown = [one.names for one in answers if isinstance(one, Unknown)]
    return Unknown(frozenset().union(*unknown)) if unknown else not turns


def _compared(test: Test, known: Known, facts: Facts) -> Answer:
    if isinstance(known, Unknown):
        return known
    if not isinstance(known, Amount):
        return known in test.among
    if test.among:
        return known.total in test.among
    band = test.band
    assert isinstance(band, Band)  # the reader gives ranks to tiers only
    try:
        return band.holds(known.total, on=facts.day, words=facts.words)
    except Unlisted as error:
        return Unknown(frozenset({error.by}))


def _of_tiers(test: Test, asked: Asked) -> Answer:
    """A tier of now or of the last cycle, or of a run of them; no rating before is a no."""
    if asked.past is None and (test.name == "last" or test.run or test.within):
        return Unknown(frozenset({"past"}))
    line = (*(asked.past or ()), *((asked.now,) if test.name == "this" and asked.now is not None else ()))
    count = test.run or test.within or 1
    looked = line[-count:]
    held = [_in_tiers(tier, test, asked.tiers) for tier in looked]
    if test.within:
        return any(held)
    return len(held) == count and all(held)


def _in_tiers(tier: str, test: Test, tiers: tuple[str, ...]) -> bool:
    if test.among:
        return tier in test.among
    assert isinstance(test.band, Rank)  # the reader gives ranks to tiers
    return tier in ranked(test.band, tiers)


def ranked(rank: Rank, tiers: tuple[str, ...]) -> frozenset[str]:
    """The tiers between the edges; the tiers come from the highest down."""
    found = set(tiers)
    for word, edge in rank.edges:
        place = tiers.index(edge)
        found &= {
            "at_least": set(tiers[: place + 1]),
            "above": set(tiers[:place]),
            "at_most": set(tiers[place:]),
            "below": set(tiers[place + 1 :]),
        }[word]
    return frozenset(found)
