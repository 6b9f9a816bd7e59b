"""What was recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sanliang import records
from sanliang.kernel.fields import FrozenMap
from sanliang.testing.strategies._fields import Parts, codes, decimals, made, of_class, written_down

kinds_of_record = st.sampled_from(["volunteer", "meeting.absent"])


field_values = st.one_of(st.booleans(), decimals, st.sampled_from(["county", "三等"]))


OF_RECORDS: dict[str, SearchStrategy[Any]] = {
    "kind": kinds_of_record,
    "fields": st.dictionaries(codes, field_values, max_size=3).map(FrozenMap),
}
"""What a record is made of, where its types do not say so."""


def books(*, max_size: int = 3, on_or_after: date | None = None) -> SearchStrategy[records.Book]:
    """
    Books of records, as their logs make them: some records, the last of which may be taken back.

    Args:
        max_size: How many records at most.
        on_or_after: The first day that a record may be of.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(books())
        ... def test(book):
        ...     assert len(book.records) <= 3
        >>> test()
    """
    one = of_class(records.Record)
    if on_or_after is not None:
        one = written_down(records.Record, OF_RECORDS, on_or_after=on_or_after)
    entries = st.lists(one, max_size=max_size, unique_by=lambda one: one.id)
    return st.builds(_book, entries, st.booleans())


def _book(entries: list[records.Record], back: bool) -> records.Book:
    book = records.Book.begin("b-1")
    for event in records.record_all(book, entries):
        book = records.apply(book, event)
    if not entries or not back:
        return book
    last = entries[-1]
    return records.apply(
        book, records.reverse(book, last.id, why="登记有误", by="m-1", on=last.recorded.date())
    )


CLASSES: Parts = {
    records.Book: books(),
    records.Credit: made(records.Credit),
    records.Folded: made(records.Folded),
    records.Length: made(records.Length, count=st.integers(1, 100)),
    records.Limited: made(records.Limited),
    records.Query: made(
        records.Query,
        kind=kinds_of_record,
        window=st.sampled_from(["month", "year", "cycle", "18 months"]),
        where=st.dictionaries(codes, st.lists(field_values, min_size=1, max_size=2), max_size=1),
        sum=st.none() | codes,
    ),
    records.Record: written_down(records.Record, OF_RECORDS),
    records.Recorded: made(records.Recorded),
    records.Reversed: made(records.Reversed),
    records.Row: made(records.Row),
}
