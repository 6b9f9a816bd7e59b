"""Which facts of a book only give, and which only take away: what more of them may do to the score."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from sanliang.kernel.labels import Phrase, Text
from sanliang.rulebooks import (
    SCORE,
    Each,
    Fact,
    FactType,
    FromBallots,
    FromPledges,
    FromRaters,
    Item,
    Mark,
    PointStars,
    Rulebook,
    Steps,
    Test,
    Tier,
    Tiers,
)
from sanliang.rulebooks._model import tests_of
from sanliang.rulebooks._values import Value, choices_of, leaves
from sanliang.testing._facts import questions, values

GIVES, TAKES, NEITHER = 1, -1, 0

NO_GIVING = Phrase(
    "law.no_giving",
    "本办法没有只加分的事实：{facts}",
    "no fact of the book only gives points: {facts}",
)
NO_TAKING = Phrase(
    "law.no_taking",
    "本办法没有只扣分的事实：{facts}",
    "no fact of the book only takes points away: {facts}",
)


def direction(book: Rulebook, fact: Fact) -> int:
    """Whether more of a number only gives points, only takes them away, or neither is sure."""
    readers = [item for item in book.items if item.fact == fact.id]
    asked = any((test.of, test.name) == ("fact", fact.id) for test in questions(book))
    chosen = any(choice.by == fact.id for value in values(book) for choice in choices_of(value))
    if fact.type is not FactType.NUMBER or asked or chosen or not readers:
        return NEITHER
    if isinstance(fact.origin, FromPledges | FromRaters | FromBallots):
        return NEITHER
    if any(item.for_each for item in readers):
        return NEITHER
    found = {_of_item(book, item) for item in readers}
    return found.pop() if len(found) == 1 else NEITHER


def _of_item(book: Rulebook, item: Item) -> int:
    """What more of its fact does to the points of an item, and of those that it is a part of."""
    if not all(_positive(one.weight) for one in _upward(book, item)):
        return NEITHER
    match item.tariff:
        case None | Mark(decision=False):
            return GIVES
        case Each(points=points, below=line):
            signs = {_sign(one.number) for one in leaves(points)} - {0}
            turned = -1 if line is not None else 1
            return turned * signs.pop() if len(signs) == 1 else NEITHER
        case Steps(bands=bands):
            fixed = [[*leaves(points)] for _, points in bands]
            worth = [some[0].number for some in fixed if len(some) == 1]
            falling = all(one >= other for one, other in pairwise([*worth, Fraction(0)]))
            return GIVES if falling and len(worth) == len(bands) else NEITHER
        case _:
            return NEITHER


def _upward(book: Rulebook, item: Item) -> Iterator[Item]:
    """An item and those that it is a part of, up to the score."""
    known = {one.id: one for one in book.items}
    at: Item | None = item
    while at is not None:
        yield at
        at = None if at.part_of is None else known.get(at.part_of)


def _positive(weight: Value | None) -> bool:
    return weight is None or all(one.number >= 0 for one in leaves(weight))


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def moving(book: Rulebook, way: int) -> tuple[str, ...]:
    """The facts of which more only gives, or only takes away."""
    return tuple(fact.id for fact in book.facts if direction(book, fact) == way)


def told(book: Rulebook, fact: Fact) -> str:
    """A fact, and what its items say of it."""
    says = [item.says.zh for item in book.items if item.fact == fact.id and item.says is not None]
    return f"{fact.id} ({'; '.join(says)})" if says else fact.id


def nothing_moves(book: Rulebook, way: int) -> Text | None:
    """Why a book is exempt from a law of more and less: no fact of it goes that way."""
    if moving(book, way):
        return None
    return (NO_GIVING if way == GIVES else NO_TAKING).fill(facts=tuple(told(book, one) for one in book.facts))


def by_score_alone(book: Rulebook) -> bool:
    """Whether more points never mean a lower tier: each tier asks for the score, and no clause for points."""
    if any(test.of == "item" for test in _of_clauses(book)):
        return False
    scale = book.scale
    return isinstance(scale, PointStars) or (isinstance(scale, Tiers) and all(map(_on_score, scale.tiers)))


def _on_score(tier: Tier) -> bool:
    """Whether a tier is open to all, or asks for the score alone."""
    when = tier.when
    return when is None or (isinstance(when, Test) and (when.of, when.name) == ("item", SCORE))


def _of_clauses(book: Rulebook) -> Iterator[Test]:
    for clause in book.clauses:
        yield from tests_of(clause.when)
