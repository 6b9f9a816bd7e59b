"""Conditions that can never hold: by themselves, joined, or for what they ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from sanliang.kernel.errors import Fault
from sanliang.kernel.labels import Phrase
from sanliang.rulebooks import _bands
from sanliang.rulebooks._check import Names
from sanliang.rulebooks._model import AllOf, AnyOf, Condition, FactType, NotOf, Rank, Test, tests_at, tiers_of
from sanliang.rulebooks._places import conditions, rungs
from sanliang.rulebooks._reach import ANYTHING, Ends, of_fact, of_leaves
from sanliang.rulebooks._values import Band

NEVER = Phrase(
    "condition.never",
    "永远不成立：所问的界线、词或等次互相矛盾",
    "can never hold: what it asks for contradicts itself",
)
OUT_OF_REACH = Phrase(
    "condition.out_of_reach", "永远不成立：“{name}”总是{edges}", "can never hold: {name!r} is always {edges}"
)
UNREACHABLE = Phrase(
    "tier.unreachable",
    "永远到不了这一档：“{name}”总是{edges}",
    "is reached by nobody: {name!r} is always {edges}",
)
UNASKED = Phrase(
    "tier.unasked",
    "上面的“{above}”没有条件，人人都到，这里的条件从不过问",
    "has a condition that is never asked: everybody reaches {above!r} above it, which has none",
)

OPPOSITE = {"at_least": "below", "below": "at_least", "above": "at_most", "at_most": "above"}


def contradictions(names: Names) -> Iterator[Fault]:
    """Every condition that can never hold."""
    for path, condition in conditions(names.book, names.places):
        yield from _in(condition, path, names)
        yield from _far(condition, path, names)


def _in(condition: Condition, path: str, names: Names) -> Iterator[Fault]:
    """What contradicts itself in a condition: the smallest part of it that does."""
    match condition:
        case Test():
            if _never([(condition, True)], names):
                yield NEVER.fault(path)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            word = "all" if isinstance(condition, AllOf) else "any"
            each = ((part, f"{path}.{word}[{place}]") for place, part in enumerate(parts))
            within = [fault for part, where in each for fault in _in(part, where, names)]
            yield from within
            if not within and isinstance(condition, AllOf) and _disjoint(condition, names):
                yield NEVER.fault(path)
        case _:
            yield from _in(condition.part, f"{path}.not", names)


def _disjoint(condition: AllOf, names: Names) -> bool:
    """Whether the questions to one thing exclude each other."""
    asked: dict[object, list[tuple[Test, bool]]] = {}
    for test, holds in _joined(condition, holds=True):
        if test.within is None:
            asked.setdefault((test.of, test.name, test.run), []).append((test, holds))
    return any(_never(some, names) for some in asked.values() if len(some) > 1)


def _joined(condition: Condition, *, holds: bool) -> Iterator[tuple[Test, bool]]:
    """The single questions that all have to hold, or not to hold, for a condition to be so."""
    match condition:
        case Test():
            yield condition, holds
        case NotOf(part=part):
            yield from _joined(part, holds=not holds)
        case AllOf(parts=parts) if holds:
            for part in parts:
                yield from _joined(part, holds=True)
        case AnyOf(parts=parts) if not holds:
            for part in parts:
                yield from _joined(part, holds=False)
        case _:  # one of several, whichever
            return


Asked = Sequence[tuple[Test, bool]]


def _never(asked: Asked, names: Names) -> bool:
    """Whether these questions to one thing are never answered so together."""
    test = asked[0][0]
    if test.of == "tier":
        return _no_tier(asked, names)
    if test.of == "fact" and names.facts[test.name].type is not FactType.NUMBER:
        return _no_word(asked, names.facts[test.name].type)
    return _no_number(asked, names)


def _no_tier(asked: Asked, names: Names) -> bool:
    """Whoever has no last tier answers no to every question for it."""
    left = set(names.tier_names)
    for test, holds in asked:
        named = tiers_of(test.band, test.among, names.tier_names)
        left &= named if holds else set(names.tier_names) - named
    certain = asked[0][0].name == "this" and asked[0][0].run is None
    return not left and (certain or any(holds for _, holds in asked))


def _no_word(asked: Asked, type_: FactType) -> bool:
    """Words are those that are asked for, and one more that no question names."""
    named = {one for test, _ in asked for one in test.among}
    left: set[object] = {True, False} if type_ is FactType.YES else {*named, None}
    for test, holds in asked:
        left = {one for one in left if (one in test.among) is holds}
    return not left


def _no_number(asked: Asked, names: Names) -> bool:
    test = asked[0][0]
    line = _bands.Line(decimals=0 if test.of == "place" else names.decimals(test.of, test.name))
    bands, among = _asked_of(asked)
    return _bands.never(bands, line, ANYTHING, among)


def _asked_of(asked: Asked) -> tuple[list[Band], set[Fraction] | None]:
    """The bands that numbers are asked to lie in, and the only numbers that are asked for, if they are."""
    bands = [band for test, holds in asked for band in _bands_of(test, holds=holds)]
    named = [test.among for test, holds in asked if holds and test.among]
    some = [{one for one in among if isinstance(one, Fraction)} for among in named]
    return bands, set.intersection(*some) if some else None


def _bands_of(test: Test, *, holds: bool) -> Iterator[Band]:
    """The band of a question to a number; the opposite of one edge is one edge."""
    if isinstance(test.band, Rank) or test.among:
        return
    if holds:
        yield test.band
    elif len(test.band.edges) == 1:
        ((word, value),) = test.band.edges
        yield attrs.evolve(Band(), **{OPPOSITE[word]: value})


# --- for what is asked -----------------------------------------------------------------------------------


def _far(condition: Condition, path: str, names: Names) -> Iterator[Fault]:
    """Questions to a number outside of what it can be: alone, for a tier, that nobody reaches it."""
    of_tier = path.startswith(names.places.scale) and isinstance(condition, Test)
    for where, test in tests_at(condition, path):
        if test.of not in {"fact", "item"} or _never([(test, True)], names):
            continue
        bands, among = _asked_of([(test, True)])
        ends = _ends(test, names)
        if ends != ANYTHING and _bands.never(bands, _bands.Line(), ends, among):
            phrase = UNREACHABLE if of_tier else OUT_OF_REACH
            yield phrase.fault(where, name=test.name, edges=_bands.in_words(ends))


def _ends(test: Test, names: Names) -> Ends:
    """Between what the fact or the item lies that a question asks for."""
    if test.of == "item":
        return names.ranges[test.name]
    fact = names.facts[test.name]
    return of_fact(fact, of_leaves) if fact.type is FactType.NUMBER else ANYTHING


def below_open(names: Names) -> Iterator[Fault]:
    """Tiers whose condition is never asked, since everybody reaches one above them."""
    above = None
    for path, tier in rungs(names.book, names.places):
        if above is not None and tier.when is not None:
            yield UNASKED.fault(path, above=above)
        if tier.when is None:
            above = above or tier.name
