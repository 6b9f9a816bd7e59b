"""The days for which something counts: from `since` to `until`, both included, either of them open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol, TypeVar

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import instances
from sanliang.kernel.labels import Phrase

BACKWARDS = Phrase("term.backwards", "结束日早于开始日", "ends before it starts")


class Term(Protocol):
    """Whatever counts for some days only."""

    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...


T = TypeVar("T", bound=Term)


def holds(term: Term, on: date) -> bool:
    """Whether it counts on that day."""
    return (term.since is None or term.since <= on) and (term.until is None or on <= term.until)


def first(term: Term) -> date:
    """Its first day; the first of all days where the beginning is open."""
    return term.since or date.min


def last(term: Term) -> date:
    """Its last day; the last of all days where the end is open."""
    return term.until or date.max


def ordered(term: Term) -> None:
    """Refuse a term that ends before it starts."""
    if term.since is not None and term.until is not None and term.until < term.since:
        raise InvalidInput(BACKWARDS.fault("until"))


def in_order(kind: type[T]) -> Callable[[Any, str], tuple[T, ...]]:
    """A check for a list of terms of one kind, kept as a tuple from the earliest to the latest."""
    all_of = instances(kind)

    def check(value: Any, path: str = "") -> tuple[T, ...]:
        terms = all_of(value, path)
        return terms if len(terms) < 2 else tuple(sorted(terms, key=_place))

    return check


def _place(term: Term) -> tuple[date, date, str]:
    return first(term), last(term), str(term)
