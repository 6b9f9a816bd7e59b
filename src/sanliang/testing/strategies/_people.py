"""People, households, what they promise and what they did: with the options that a test of rules asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sanliang import orgs, pledges
from sanliang import records as recorded
from sanliang.kernel.timeline import Span
from sanliang.testing.strategies._fields import codes, made, numbered, of_class, written_down
from sanliang.testing.strategies._fields import days as any_days
from sanliang.testing.strategies._orgs import rosters_of
from sanliang.testing.strategies._pledges import letters as any_letters
from sanliang.testing.strategies._records import OF_RECORDS
from sanliang.townships import Township

LAST = date(2199, 12, 31)


def days(*, on_or_after: date | None = None) -> SearchStrategy[date]:
    """
    Days.

    Args:
        on_or_after: The first that may come; the first of 1900, if left out.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(days(on_or_after=date(2026, 7, 1)))
        ... def test(day):
        ...     assert day >= date(2026, 7, 1)
        >>> test()
    """
    return any_days if on_or_after is None else st.dates(on_or_after, LAST)


def spans(*, on_or_after: date | None = None) -> SearchStrategy[Span]:
    """
    Spans of days, from a first to a last one.

    Args:
        on_or_after: The first day that may come.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(spans(on_or_after=date(2026, 7, 1)))
        ... def test(span):
        ...     assert date(2026, 7, 1) <= span.start <= span.end
        >>> test()
    """
    some = days(on_or_after=on_or_after)
    return st.tuples(some, some).map(lambda both: Span(min(both), max(both)))


def members(*, min_size: int | None = None) -> SearchStrategy[Any]:
    """
    Members, or, where a size is named, tuples of so many with ids of their own.

    Args:
        min_size: How many at least; no more than these, or three.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(members(min_size=2))
        ... def test(people):
        ...     assert len({one.id for one in people}) >= 2
        >>> test()
    """
    return _some(orgs.Member, min_size)


def households(*, min_size: int | None = None) -> SearchStrategy[Any]:
    """
    Households, or, where a size is named, tuples of so many with ids of their own.

    Args:
        min_size: How many at least; no more than these, or three.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(households())
        ... def test(home):
        ...     assert home.id
        >>> test()
    """
    return _some(orgs.Household, min_size)


def _some(kind: type, min_size: int | None) -> SearchStrategy[Any]:
    one = of_class(kind)
    return one if min_size is None else numbered(one, min_size=min_size)


def rosters(*, min_size: int = 0) -> SearchStrategy[orgs.Roster]:
    """
    Rosters of one branch and one village, whose rows fit together.

    Args:
        min_size: How many members there are at least; no more than these, or three.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(rosters(min_size=2))
        ... def test(roster):
        ...     assert len(roster.members) >= 2
        >>> test()
    """
    return rosters_of(min_size)


def items(*, on_or_after: date | None = None) -> SearchStrategy[pledges.Item]:
    """
    Items of a pledge: a deed with its deadline.

    Args:
        on_or_after: The first deadline that may come.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(items(on_or_after=date(2026, 7, 1)))
        ... def test(item):
        ...     assert item.deadline >= date(2026, 7, 1)
        >>> test()
    """
    amount = st.none() | st.integers(1, 10**6)
    deadlines = days(on_or_after=on_or_after)
    return made(pledges.Item, quantity=amount, duty=st.none() | codes, deadline=deadlines)


def letters(
    *, on_or_after: date | None = None, town: Township | None = None
) -> SearchStrategy[pledges.Letter]:
    """
    Letters of a pledge, with the items that somebody promises.

    Args:
        on_or_after: The first deadline that may come: with the day of the move, letters that can be drafted.
        town: Whose lifecycle says how many items a letter has; one to three, if left out.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(letters(on_or_after=date(2026, 7, 1)))
        ... def test(letter):
        ...     assert all(item.deadline >= date(2026, 7, 1) for item in letter.items)
        >>> test()
    """
    if on_or_after is None and town is None:
        return of_class(pledges.Letter)
    return any_letters(items(on_or_after=on_or_after), None if town is None else town.pledging)


def records(*, kind: str | None = None, on_or_after: date | None = None) -> SearchStrategy[recorded.Record]:
    """
    Records of what was done, each written down on the day of it or later.

    Args:
        kind: The kind of record; any, if left out.
        on_or_after: The first day that may come.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(records(kind="volunteer"))
        ... def test(record):
        ...     assert record.kind == "volunteer"
        >>> test()
    """
    given = OF_RECORDS if kind is None else {**OF_RECORDS, "kind": st.just(kind)}
    first = date(1900, 1, 1) if on_or_after is None else on_or_after
    return written_down(recorded.Record, given, on_or_after=first)
