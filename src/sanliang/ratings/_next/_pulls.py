"""Which way a fact has to go, to lead to some tiers: up, down, or either way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

import attrs

from sanliang.ratings._known import ZERO
from sanliang.ratings._questions import tiers_of
from sanliang.rulebooks import (
    SCORE,
    AllOf,
    AnyOf,
    Band,
    Each,
    Item,
    NamedStars,
    NotOf,
    OwnEffect,
    OwnScale,
    OwnTariff,
    PointStars,
    Rulebook,
    Rungs,
    Steps,
    Test,
    Tiers,
    tier_names,
)
from sanliang.rulebooks._model import EXEMPT, Clause, Condition, Effect, Scale, Tariff
from sanliang.rulebooks._values import Value, leaves

Signs = frozenset[int]
"""1 where more may help, -1 where less may."""

NEITHER, UP, DOWN, EITHER = Signs(), Signs({1}), Signs({-1}), Signs({1, -1})
WAYS = {"at_least": UP, "above": UP, "at_most": DOWN, "below": DOWN}


@attrs.frozen
class Ask:
    """A question on which a tier hangs, and which way what it asks has to go."""

    test: Test
    signs: Signs

    @property
    def of(self) -> tuple[str, str]:
        """What is asked."""
        return self.test.of, self.test.name


def asks(book: Rulebook, goal: frozenset[str]) -> tuple[Ask, ...]:
    """Every question of the scale and the clauses on which it hangs whether one of some tiers is given."""
    found = [*_of_scale(book.scale, goal)]
    for clause in book.clauses:
        found += _of(clause.when, _of_clause(clause, goal, tier_names(book)))
    return tuple(ask for ask in found if ask.signs)


def pulls(book: Rulebook, asked: Iterable[Ask]) -> Mapping[str, Signs]:
    """By fact, which way it has to go; a fact that cannot matter is not among them."""
    found = defaultdict[tuple[str, str], Signs](lambda: NEITHER)
    for ask in asked:
        found[ask.of] |= ask.signs
    items = {item.id: item for item in book.items}
    for item in _from_the_top(items):
        if item.part_of is not None:
            found["item", item.id] |= _times(
                found["item", item.part_of], _of_value(items[item.part_of].weight)
            )
        signs = found["item", item.id]
        if item.fact is not None:
            found["fact", item.fact] |= _times(signs, _times(_of_value(item.weight), _of_tariff(item.tariff)))
        for ask in _of(item.when, EITHER if signs else NEITHER):
            found[ask.of] |= ask.signs
    return {name: signs for (of, name), signs in found.items() if of == "fact" and signs}


def _from_the_top(items: Mapping[str, Item]) -> Iterator[Item]:
    """Every item after the one that it is a part of."""
    parts = defaultdict[str | None, list[Item]](list)
    for item in items.values():
        parts[item.part_of].append(item)
    waiting = [*parts[None]]
    while waiting:
        item = waiting.pop()
        yield item
        waiting += parts[item.id]


def _times(one: Signs, other: Signs) -> Signs:
    return Signs(a * b for a in one for b in other)


# --- questions -----------------------------------------------------------------------------------------


def _of(condition: Condition | None, signs: Signs) -> Iterator[Ask]:
    """The questions of a condition that is to hold (`UP`), or not to hold (`DOWN`)."""
    match condition:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _of(part, signs)
        case NotOf(part=part):
            yield from _of(part, _times(signs, DOWN))
        case None:
            return
        case _:
            yield Ask(condition, _times(signs, _of_test(condition)))


def _of_test(test: Test) -> Signs:
    """Which way what is asked has to go for a yes. Yes is more than no; a number may lie on either side."""
    if test.among:
        both = (*(UP if one else DOWN for one in test.among if isinstance(one, bool)),)
        return NEITHER.union(*both) or EITHER
    return NEITHER.union(*(WAYS[word] for word, _ in test.band.edges))


def _of_scale(scale: Scale | None, goal: frozenset[str]) -> Iterator[Ask]:
    match scale:
        case Tiers(tiers=tiers):
            are_bands = all(one.when is None or isinstance(one.when, Test) for one in tiers)
            for tier in tiers:
                if tier.name in goal:
                    yield from _one_way(_of(tier.when, UP)) if are_bands else _of(tier.when, UP)
        case NamedStars(stars=stars):
            for star in stars:
                yield from _of(star.when, UP)
        case PointStars():
            yield Ask(Test(of="item", name=SCORE), UP)
        case OwnScale(word=word):
            yield Ask(Test(of="item", name=SCORE), UP if word.rises else EITHER)


def _one_way(asked: Iterable[Ask]) -> Iterator[Ask]:
    """Where lines are cut into bands, the upper edge of one is in nobody's way: above it is a higher one."""
    return (ask if ask.test.among else attrs.evolve(ask, signs=ask.signs & UP) for ask in asked)


def _of_clause(clause: Clause, goal: frozenset[str], tiers: tuple[str, ...]) -> Signs:
    """Whether it helps that a clause holds (`UP`), or that it does not (`DOWN`)."""
    match clause.then:
        case Effect():
            return DOWN if clause.then == EXEMPT else NEITHER
        case OwnEffect():
            return EITHER
        case Rungs(rise=rise, fall=fall):
            return (NEITHER if rise is None else DOWN) | (NEITHER if fall is None else UP)
        case _:
            kept = tiers_of(clause.then.band, clause.then.among, tiers)
    if kept <= goal:
        return UP
    if goal <= kept:
        return NEITHER
    return EITHER if kept & goal else DOWN


# --- what several can do together ------------------------------------------------------------------------


def slack(book: Rulebook, asked: Iterable[Ask]) -> Fraction | None:
    """
    By how much the points of several facts together may pass the sum of those of each: once, and for each.

    It is what rounding can do on the way up, where items do no more than add up and stop at ceilings, and no
    floor holds them. Where an item has another way with its parts, or is asked for itself, several facts may
    bring any amount more.
    """
    parts = defaultdict[str, list[Item]](list)
    for item in book.items:
        parts[item.part_of or ""].append(item)
    wholes = [item for item in book.items if item.id in parts]
    read = [item.fact for item in book.items if item.fact is not None]
    alone = all(ask.of == ("item", SCORE) and ask.signs == UP for ask in asked if ask.test.of == "item")
    if not alone or len(set(read)) < len(read) or not all(map(_adds_up, wholes)):
        return None
    return sum((_rounding(item, parts[item.id], book.decimals) for item in wholes), ZERO)


def _adds_up(item: Item) -> bool:
    weights = [] if item.weight is None else [leaf.number for leaf in leaves(item.weight)]
    return item.take in {"sum", "mean"} and all(0 <= weight <= 1 for weight in weights)


def _rounding(item: Item, parts: Iterable[Item], decimals: int) -> Fraction:
    """How far apart rounding may move two numbers: not at all, where the parts are no finer than it."""
    finest = max(decimals if one.decimals is None else one.decimals for one in parts)
    own = decimals if item.decimals is None else item.decimals
    values = (item.points, *item.floor.values(), *item.ceiling.values())
    numbers = [leaf.number for value in values if value is not None for leaf in leaves(value)]
    exact = item.take == "sum" and item.weight is None and finest <= own
    return ZERO if exact and all(10**own % one.denominator == 0 for one in numbers) else Fraction(1, 10**own)


# --- numbers -------------------------------------------------------------------------------------------


def _of_value(value: Value | None) -> Signs:
    """The signs that a number may have; one that is not written is 1."""
    numbers = [1] if value is None else [leaf.number for leaf in leaves(value)]
    return Signs((number > 0) - (number < 0) for number in numbers if number)


def _of_tariff(tariff: Tariff | None) -> Signs:
    """Which way points go with the number that they are given for."""
    match tariff:
        case Each(points=points, below=below):
            return _times(_of_value(points), UP if below is None else DOWN)
        case OwnTariff(word=word):
            return EITHER if word.rises is None else UP if word.rises else DOWN
        case Steps(bands=bands):
            steps = [[leaf.number for leaf in leaves(value)] for _, value in bands]
            steps += [] if _reaches_down(bands[-1][0]) else [[ZERO]]
            if all(min(high) >= max(low) for high, low in pairwise(steps)):
                return UP
            return DOWN if all(max(high) <= min(low) for high, low in pairwise(steps)) else EITHER
        case _:
            return UP


def _reaches_down(band: Band) -> bool:
    """Whether a band begins at 0 or below, so that nothing that is counted lies below it."""
    low = band.above if band.at_least is None else band.at_least
    return low is None or (band.above is None and all(leaf.number <= 0 for leaf in leaves(low)))
