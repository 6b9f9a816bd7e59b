"""Records that are not there yet: where more of a fact would fall, and which records go first for less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from fractions import Fraction
from itertools import count, cycle
from typing import Any

import attrs

from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.timeline import Span
from sanliang.records import Record, Row, Window, reach, windows
from sanliang.rulebooks import FromRecords

MOST_NEW = 366
"""So many records may be added for one fact."""


@attrs.frozen(kw_only=True)
class Rows:
    """
    The records of a fact, and what more or fewer of them are.

    Attributes:
        kept: The records that are there, by day.
        days: The days on which new ones fall, in turn.
        fields: What a new one says, beside how much it is.
        most: How much one new record is at most; nothing where one may be any amount.
    """

    name: str
    origin: FromRecords
    kept: tuple[Row, ...]
    days: tuple[date, ...]
    fields: Mapping[str, Any]
    most: Fraction | None

    def at(self, move: Fraction) -> tuple[Record, ...]:
        """The records that are so much more, or less, than those that are there."""
        if move < 0:
            return tuple(self._cut(-move))
        there = tuple(row.record for row in self.kept)
        return (*there, *map(self._new, self._ids(), cycle(self.days), self._amounts(move)))

    def _ids(self) -> Iterator[str]:
        """Ids that no record has: two without an activity and with one id would be one activity."""
        taken = {row.record.id for row in self.kept}
        return (id for number in count(1) if (id := f"{self.name}+{number:03d}") not in taken)

    def _amounts(self, move: Fraction) -> Iterator[Fraction]:
        """One for each record; the last may be less than the others."""
        most = move if self.most is None else self.most
        while move > 0:
            yield min(most, move)
            move -= most

    def _new(self, id: str, on: date, amount: Fraction) -> Record:
        summed = self.origin.sum
        return Record(
            id=id,
            subject=self.kept[0].record.subject if self.kept else self.name,
            kind=self.origin.kind,
            on=on,
            fields=FrozenMap({**self.fields, **({} if summed is None else {summed: amount})}),
            recorder=self.name,
            recorded=datetime.combine(on, time.max, tzinfo=UTC),
        )

    def _cut(self, less: Fraction) -> Iterator[Record]:
        """What is left once the latest have gone; of the last that goes, a part may stay."""
        for row in reversed(self.kept):
            gone = min(max(row.amount, Fraction(0)), less)
            less -= gone
            if not gone:
                yield row.record
            elif gone < row.amount:
                fields = {**row.record.fields, str(self.origin.sum): row.amount - gone}
                yield attrs.evolve(row.record, fields=FrozenMap(fields))


def days_left(origin: FromRecords, span: Span, on: date) -> tuple[date, ...]:
    """The first day that is left of each month of the cycle, and that a fact looks at."""
    looked_at = reach(Window.CYCLE if origin.window is None else origin.window, cycle=span)
    first = max(on, looked_at.start)
    return tuple(max(month.start, first) for month in windows("month", cycle=span) if month.end >= first)
