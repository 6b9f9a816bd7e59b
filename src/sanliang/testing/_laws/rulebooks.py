"""The laws of rulebooks themselves."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from fractions import Fraction

from hypothesis.strategies import DataObject

from sanliang.kernel.labels import Phrase, Text
from sanliang.ratings import Rated, rate
from sanliang.rulebooks import NONE, FactType, Rulebook, lint_book, tier_names
from sanliang.testing._facts import Facts, bounds, facts_of, last_day, named
from sanliang.testing._giving import GIVES, TAKES, by_score_alone, direction
from sanliang.testing._law import Law
from sanliang.testing._laws.ratings import books, of_book
from sanliang.testing._told import broken_unless, telling
from sanliang.townships import Township

LINES = "分数段须互相衔接，每一档都有人可得（华宁县，2018-02-22；评星定级通知，2023）"
PARTS = 200
"""Into how many steps the way from the least of each fact to the most is cut."""

BY_MORE = Phrase(
    "law.not_by_score",
    "星级不只取决于得分，或有事实不是单纯加减分：{facts}",
    "the tiers hang on more than the score, or on facts that do not simply give or take: {facts}",
)


def _ways(book: Rulebook) -> Iterator[Facts]:
    """Facts on the way from what is worth least to what is worth most."""
    numbers = list(named(book))
    edges = {fact.id: bounds(fact.edges, numbers) for fact in book.facts}
    for part in range(PARTS + 1):
        found: Facts = {}
        for fact in book.facts:
            low, high = edges[fact.id]
            share = Fraction(part if direction(book, fact) == GIVES else PARTS - part, PARTS)
            found[fact.id] = (low + (high - low) * share) // Fraction(1, 10) * Fraction(1, 10)
        yield found


def _searchable(book: Rulebook) -> bool:
    plain = all(
        fact.type is FactType.NUMBER and fact.origin is None and direction(book, fact) in {GIVES, TAKES}
        for fact in book.facts
    )
    return by_score_alone(book) and plain and not book.clauses


def _not_searched(town: Township, id: str) -> Text | None:
    book = town.rulebooks[id]
    if _searchable(book):
        return None
    return BY_MORE.fill(facts=tuple(fact.id for fact in book.facts))


def every_tier_is_reached(town: Township, id: str, _data: DataObject) -> None:
    """Somebody can come to each tier, or the linter says that nobody does."""
    book = town.rulebooks[id]
    with telling(of_book(town, id)):
        found = (rate(facts, book, on=last_day(book).end, records=(), past=()) for facts in _ways(book))
        reached = {one.tier for one in found if isinstance(one, Rated)}
        lost = [tier for tier in tier_names(book) if tier not in {*reached, NONE}]
        said = any(one.code == "tier.unreachable" for one in lint_book(book))
        broken_unless(
            said or not lost,
            "没有人能得到 {lost}，而检查没有指出",
            "nobody comes to {lost}, and the linter does not say so",
            lost=tuple(lost),
        )


def a_book_is_a_value(town: Township, id: str, data: DataObject) -> None:
    """A copy of a book is the same book, and rates as it does."""
    book = town.rulebooks[id]
    with telling(of_book(town, id)):
        facts, on = data.draw(facts_of(book)), last_day(book).end
        one = rate(facts, book, on=on, records=(), past=())
        other = copy.deepcopy(book)
        broken_unless(book == other, "其副本与原件不同", "its copy is another book")
        again = rate(facts, other, on=on, records=(), past=())
        broken_unless(
            one == again,
            "其副本对 {facts} 的评定不同",
            "its copy rates {facts} in another way",
            facts=facts,
        )


RULEBOOKS: tuple[Law, ...] = (
    Law(
        code="rulebook.reached",
        says=Text(
            "每个星级都有人可得，否则检查时会指出", "every tier can be reached, or the linter says it cannot"
        ),
        source=LINES,
        holds=every_tier_is_reached,
        over=books,
        exempt=_not_searched,
        share=1_000,
    ),
    Law(
        code="rulebook.value",
        says=Text("办法的副本与原件同样评定", "a copy of a book is the same book, and rates as it does"),
        source=LINES,
        holds=a_book_is_a_value,
        over=books,
        share=4,
    ),
)
"""The laws of rulebooks."""
