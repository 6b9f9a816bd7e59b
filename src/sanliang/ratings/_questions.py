"""Conditions: yes, no, or not known, and then because of which facts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from sanliang.kernel.fields import FrozenMap
from sanliang.ratings._facts import Facts
from sanliang.ratings._known import Amount, Known, Number, Unknown, ends_of, together
from sanliang.rulebooks import AllOf, AnyOf, Band, NotOf, Test
from sanliang.rulebooks._model import Condition
from sanliang.rulebooks._model import tiers_of as tiers_of  # noqa: PLC0414 -- it is asked for here
from sanliang.rulebooks._values import INSIDE

Answer = bool | Unknown

PAST = "past"
"""What is not known where the tiers of earlier cycles were not handed in."""


@attrs.frozen(kw_only=True)
class Asked:
    """
    What conditions may ask: facts, items, and the tiers of now and before.

    Attributes:
        points: By item; *not known* among them.
        tiers: All names from the highest down.
        now: The tier of this cycle, once there is one.
        past: The tiers of the cycles before, the oldest first, and nothing for a cycle without a rating;
            nothing at all where they were not handed in.
        places: By kind of peer group, which place the subject has there, once there is a group.
    """

    facts: Facts
    points: Mapping[str, Number]
    tiers: tuple[str, ...]
    now: str | None = None
    past: tuple[str | None, ...] | None = None
    places: Mapping[str, Number] = FrozenMap()


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
        case Test(of="fact", name=name):
            return _of_fact(condition, asked.facts.get(name), asked.facts)
        case Test(of="item", name=name):
            return _of_number(condition, asked.points[name], asked.facts)
        case Test(of="tier"):
            held = held_tier(condition, now=asked.now, past=asked.past, tiers=asked.tiers)
            return Unknown(frozenset({PAST})) if held is None else held
        case _:
            return _of_place(condition, asked)


def _joined(answers: list[Answer], *, turns: bool) -> Answer:
    """One answer of several: the one that turns it settles it, whatever is not known beside it."""
    if turns in answers:
        return turns
    unknown = [one for one in answers if isinstance(one, Unknown)]
    return Unknown(together(unknown)) if unknown else not turns


# --- numbers and words ---------------------------------------------------------------------------------


def _of_fact(test: Test, known: Known, facts: Facts) -> Answer:
    if isinstance(known, Amount):
        return _of_number(test, known.total, facts)
    if isinstance(known, Unknown):
        return _of_number(test, known, facts)
    return known in test.among


def _of_number(test: Test, number: Number, facts: Facts) -> Answer:
    if test.among:
        return _among(test.among, number)
    edges = test.band.edges if isinstance(test.band, Band) else ()
    return _joined([_past_edge(word, number, facts.number(value)) for word, value in edges], turns=False)


def _among(among: tuple[str | bool | Fraction, ...], number: Number) -> Answer:
    if isinstance(number, Fraction):
        return number in among
    low, high = number.ends
    possible = any(not isinstance(one, Fraction) or low <= one <= high for one in among)
    return Unknown(number.names) if possible else False


def _past_edge(word: str, number: Number, edge: Number) -> Answer:
    """Whether a number lies on the right side of an edge."""
    if isinstance(number, Fraction) and isinstance(edge, Fraction):
        return INSIDE[word](number, edge)
    inside = INSIDE[word]
    found = {inside(one, other) for one in ends_of(number) for other in ends_of(edge)}
    if len(found) == 1:
        return found.pop()
    return Unknown(together(one for one in (number, edge) if isinstance(one, Unknown)))


def _of_place(test: Test, asked: Asked) -> Answer:
    """Whether a place lies between edges; without a group it is not known."""
    if test.name not in asked.places:
        return Unknown(frozenset({test.name}))
    return _of_number(test, asked.places[test.name], asked.facts)


# --- tiers ---------------------------------------------------------------------------------------------


def held_tier(
    test: Test, *, now: str | None, past: tuple[str | None, ...] | None, tiers: tuple[str, ...]
) -> bool | None:
    """
    Whether a question to the tier of now, of the last rating, or of cycles in a row holds.

    No rating before is a no. Where the tiers before were not handed in and matter, there is no answer.
    """
    if test.run is None and test.within is None:
        if test.name == "last" and past is None:
            return None
        return _in_tiers(now if test.name == "this" else last_of(past or ()), test, tiers)
    count = test.run or test.within or 1
    latest = (now,) if test.name == "this" else ()
    if len(latest) < count and past is None:
        return _without_past(test, [_in_tiers(tier, test, tiers) for tier in latest])
    held = [_in_tiers(tier, test, tiers) for tier in (*(past or ()), *latest)[-count:]]
    return any(held) if test.within else len(held) == count and all(held)


def _without_past(test: Test, held: list[bool]) -> bool | None:
    """What this cycle alone can settle: once in so many if it holds now, no run if it does not."""
    if test.within and any(held):
        return True
    return None if test.within or all(held) else False


def last_of(past: tuple[str | None, ...]) -> str | None:
    """The last rating, however long ago; nothing where there is none."""
    return next((tier for tier in reversed(past) if tier is not None), None)


def _in_tiers(tier: str | None, test: Test, tiers: tuple[str, ...]) -> bool:
    return tier is not None and tier in tiers_of(test.band, test.among, tiers)
