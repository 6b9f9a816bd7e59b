"""Which rules of each rulebook the town's own cases reach, and which are reached by facts that are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from sanliang.kernel.errors import SanliangError
from sanliang.kernel.labels import Text
from sanliang.ratings import coverage
from sanliang.rulebooks import Case, Rulebook, tier_names
from sanliang.rulebooks._places import Places, values
from sanliang.rulebooks._values import days_of
from sanliang.testing._check import REACHED, RULES, Check, Note
from sanliang.testing._effort import Effort
from sanliang.testing._facts import Facts, facts_of
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
    people = st.lists(facts_of(book, town=town, some=True), min_size=1, max_size=8)
    past = st.lists(st.sampled_from(tier_names(book)), max_size=3).map(tuple)

    def once(data: DataObject) -> None:
        some, before = data.draw(people), data.draw(past)
        for given in _given(book, some):
            case = Case(name="drawn", cycle=(cycle.start, cycle.end), past=before, expect={}, **given)
            if len(kept) < MOST and _taken(book, case):
                kept.append(case)

    effort.tries(f"reach:{book.id}", once)
    return tuple(kept)


def _given(book: Rulebook, some: list[Facts]) -> list[dict[str, Any]]:
    """Each of some people by themselves; where there are quotas, all of them as one group."""
    if book.quotas:
        return [{"people": {f"m-{place}": one for place, one in enumerate(some, 1)}}]
    return [{"facts": one} for one in some]


def _taken(book: Rulebook, case: Case) -> bool:
    """Whether a book takes the facts of a case."""
    try:
        coverage(attrs.evolve(book, cases=(case,)))
    except SanliangError:
        return False
    return True


def _latest(book: Rulebook) -> date:
    """A day on which every value of the book counts."""
    return max(
        [book.cycle.starts, *(on for _, value in values(book, Places.of(book)) for on in days_of(value))]
    )
