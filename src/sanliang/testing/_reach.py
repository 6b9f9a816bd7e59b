"""Which rules of each rulebook the town's own cases reach, and which are reached by facts that are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from sanliang.kernel.errors import SanliangError
from sanliang.kernel.labels import Text
from sanliang.ratings import coverage
from sanliang.rulebooks import (
    Case,
    Fact,
    FactType,
    FromBallots,
    FromRaters,
    FromRatings,
    Rulebook,
    tier_names,
)
from sanliang.rulebooks._places import Places, values
from sanliang.rulebooks._values import days_of, leaves
from sanliang.testing._check import REACHED, RULES, Check, Note
from sanliang.testing._effort import Effort
from sanliang.townships import Township

REACH = Text(
    "办法“{book}”的规则由算例和随机的事实涉及多少（只报告）",
    "how many rules of book {book} are reached by its cases and by drawn facts (told, never failed)",
)
MOST = 60
"""So many drawn cases are looked at; a rule that none of them reaches is told all the same."""


def reach(town: Township) -> Iterator[Check]:
    """A check for each book that fails nothing, and says what is reached."""
    for book in town.rulebooks.values():
        says = Text(REACH.zh.format(book=book.id), REACH.en.format(book=book.id))
        yield Check(id=f"reach:{book.id}", says=says, run=partial(_reach, book, town))


def _reach(book: Rulebook, town: Township, effort: Effort) -> Iterable[Note]:
    found = coverage(book)
    drawn = _drawn(book, town, effort)
    yield _paths(RULES, book.id, found.rules)
    yield _paths(REACHED, f"{book.id}:cases", found.reached)
    yield _paths(REACHED, f"{book.id}:drawn", coverage(attrs.evolve(book, cases=drawn)).reached)


def _paths(kind: str, about: str, paths: tuple[str, ...]) -> Note:
    told = "\n".join(paths)
    return Note(kind, about, told, told)


def _drawn(book: Rulebook, town: Township, effort: Effort) -> tuple[Case, ...]:
    """Cases of drawn facts that the book takes."""
    kept: list[Case] = []
    cycle = book.cycle.next(book.cycle.span(_latest(book)).end)
    facts = facts_of(book, town)
    past = st.lists(st.sampled_from(tier_names(book)), max_size=3).map(tuple)
    if book.quotas:
        people = st.lists(facts, min_size=1, max_size=8)
        who: SearchStrategy[dict[str, Any]] = people.map(
            lambda some: {"people": {f"m-{place}": one for place, one in enumerate(some, 1)}}
        )
    else:
        who = facts.map(lambda one: {"facts": one})

    def once(data: DataObject) -> None:
        given, before = data.draw(who), data.draw(past)
        case = Case(name="drawn", cycle=(cycle.start, cycle.end), past=before, expect={}, **given)
        if len(kept) < MOST:
            try:
                coverage(attrs.evolve(book, cases=(case,)))
            except SanliangError:
                return
            kept.append(case)

    effort.tries(f"reach:{book.id}", once)
    return tuple(kept)


def _latest(book: Rulebook) -> date:
    """A day on which every value of the book counts."""
    return max(
        [book.cycle.starts, *(on for _, value in values(book, Places.of(book)) for on in days_of(value))]
    )


def facts_of(book: Rulebook, town: Township) -> SearchStrategy[dict[str, Any]]:
    """Facts of one subject: numbers at and beside the edges that the book names, words that it lists."""
    edges = {leaf.number for _, value in values(book, Places.of(book)) for leaf in leaves(value)}
    near = sorted({edge + by for edge in {*edges, Fraction(0)} for by in (-1, 0, 1)} | {Fraction(1000)})
    numbers = st.sampled_from(near)
    every = {fact.id: _fact(fact, numbers, town) for fact in book.facts}
    return st.fixed_dictionaries(every) | st.fixed_dictionaries({}, optional=every)


def _fact(fact: Fact, numbers: SearchStrategy[Fraction], town: Township) -> SearchStrategy[Any]:
    match fact.origin:
        case FromRaters(weights=weights):
            return st.fixed_dictionaries(dict.fromkeys(weights, numbers))
        case FromBallots(worth=worth):
            return st.fixed_dictionaries(dict.fromkeys(worth, st.integers(0, 9)))
        case FromRatings(book=other, what="tier") if other in town.rulebooks:
            return st.sampled_from(tier_names(town.rulebooks[other]))
    match fact.type:
        case FactType.YES:
            return st.booleans()
        case FactType.WORD:
            return st.sampled_from(fact.words or ("x",))
        case _:
            return numbers
