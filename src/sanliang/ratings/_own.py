"""Words of a township's own, for one subject: what their code gives, whatever of it is not known."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from sanliang.ratings._facts import Facts
from sanliang.ratings._known import FAR, Ends, Unknown
from sanliang.rulebooks import OwnEffect, OwnScale
from sanliang.rulebooks._hooks import Failed, left, settings, tier
from sanliang.rulebooks._values import Value, leaves
from sanliang.rulebooks._words import Given, Setting

Tiers = tuple[str, ...]


def _between(value: Value, ends: Ends) -> tuple[Fraction, ...]:
    """The numbers that are written in a value, as far as they lie between ends."""
    low, high = ends
    return tuple(dict.fromkeys(leaf.number for leaf in leaves(value) if low <= leaf.number <= high))


def possible(given: Mapping[str, Given], facts: Facts) -> tuple[tuple[Setting, ...] | None, frozenset[str]]:
    """All that the keys of a word may come to (None: too much), and the facts that are not known for it."""
    names = set[str]()

    def choices(value: Value) -> tuple[Fraction, ...]:
        number = facts.number(value)
        if isinstance(number, Fraction):
            return (number,)
        names.update(number.names)
        return _between(value, number.ends)

    return settings(given, choices), frozenset(names)


def tiers_of(
    own: OwnScale, score: Fraction | Unknown, tiers: Tiers, facts: Facts
) -> tuple[Tiers, frozenset[str]]:
    """The tiers that a scale may propose, from the highest down, and the facts that are not known for it."""
    ways, names = possible(own.given, facts)
    low, high = score.ends if isinstance(score, Unknown) else (score, score)
    names |= score.names if isinstance(score, Unknown) else frozenset()
    try:
        found = {one for way in ways or () for one in _between_tiers(own, low, high, tiers, way)}
    except Failed as error:
        return tiers, failed(error, f"scale.{own.word.tag}", facts)
    return tuple(one for one in tiers if ways is None or one in found), names


def _between_tiers(own: OwnScale, low: Fraction, high: Fraction, tiers: Tiers, way: Setting) -> Tiers:
    if low == high:
        return (tier(own.word, low, tiers, way),)
    if not own.word.rises:
        return tiers
    top = 0 if high >= FAR else tiers.index(tier(own.word, high, tiers, way))
    bottom = len(tiers) if low <= -FAR else tiers.index(tier(own.word, low, tiers, way))
    return tiers[min(top, bottom) : max(top, bottom) + 1]


Left = frozenset[str]


def ways_of(
    own: OwnEffect, lasts: tuple[str | None, ...], tiers: Tiers, facts: Facts, where: str
) -> tuple[tuple[Left | None, ...], frozenset[str]]:
    """What an effect may leave, whatever was the last tier, and the facts that are not known for it."""
    anything = (None, *(frozenset({one}) for one in tiers))
    ways, names = possible(own.given, facts)
    try:
        found = [left(own.word, tiers, last, way) for way in ways or () for last in lasts]
    except Failed as error:
        return anything, failed(error, f"{where}.then.{own.word.tag}", facts)
    return (anything if ways is None else tuple(dict.fromkeys(found))), names


def failed(error: Failed, path: str, facts: Facts) -> frozenset[str]:
    """That the code of a word failed: whoever is rated by it is not ratable, and this says why."""
    facts.wrong[path] = error.fault(path)
    return frozenset({path})
