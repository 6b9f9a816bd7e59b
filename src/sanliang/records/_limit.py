"""Ceilings: how much of what was earned counts, window by window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import instance, instances
from sanliang.kernel.labels import Phrase
from sanliang.kernel.timeline import Span
from sanliang.records._fold import Row, amount, total
from sanliang.records._record import in_order
from sanliang.records._windows import MONTHS, Window, months_since

NOT_CEILINGS = Phrase(
    "limit.ceilings", "应为表：窗口对应上限", "must be a map from windows to the most that counts there"
)
NEGATIVE = Phrase("limit.negative", "上限不能为负", "must be 0 or more")


@attrs.frozen(kw_only=True)
class Credit:
    """
    How much of a row counts.

    Attributes:
        row: The record and what it earned.
        counted: What of it counts: the amount, or less.
        cut: The windows whose ceilings cut something off, the shortest first.
    """

    row: Row
    counted: Fraction
    cut: tuple[Window, ...] = ()

    @property
    def earned(self) -> Fraction:
        """What the record earned, whatever of it counts."""
        return self.row.amount


@attrs.frozen(kw_only=True)
class Limited:
    """
    What ceilings leave of rows: 30 earned, 12 counted.

    Attributes:
        credits: One for each row, by day, by kind, by id, by amount.
        earned: The sum of what was earned.
        counted: The sum of what counts.
    """

    credits: tuple[Credit, ...]
    earned: Fraction
    counted: Fraction


def limit(
    rows: Iterable[Row],
    ceilings: Mapping[Window, Fraction | int | str] | Mapping[str, Fraction | int | str],
    *,
    cycle: Span,
    credited: Fraction | int | str = 0,
) -> Limited:
    """
    What counts of dated points under a ceiling for each window, the shortest window first.

    A ceiling bounds the sum of what counts within one window from above. Within it, rows are credited by day,
    by kind, by id, until the ceiling is reached; the last one may count in part. What a shorter window cut
    off does not fill a longer one. A deduction (a negative amount) always counts in full and makes room for
    as much, wherever in the window it stands: so the sum is the lesser of the ceiling and of what came in,
    and the order of rows says only which of them are cut.

    Args:
        rows: The points of each record, in any order.
        ceilings: By window, 0 or more. An activity is all records with its id; a record without one is an
            activity by itself. Months, quarters and years are counted from the cycle's first day; `cycle` and
            `ever` hold all rows.
        cycle: The cycle that is rated.
        credited: What past ratings have credited; `ever` has so much less room, and never less than none.

    Raises:
        InvalidInput: An unknown window, a ceiling below 0 or that is not exact.

    Example:
        >>> limit((), {Window.ACTIVITY: 2, Window.CYCLE: 12}, cycle=Span(date(2026, 7, 1), date(2027, 6, 30)))
        Limited(credits=(), earned=Fraction(0, 1), counted=Fraction(0, 1))
    """
    start = instance(Span)(cycle, "cycle").start
    given = sorted(instances(Row)(rows, "rows"), key=_in_order)
    counted, cuts = [row.amount for row in given], [tuple[Window, ...]()] * len(given)
    for window, ceiling in _rooms(ceilings, amount(credited, "credited")):
        for places in _grouped(given, _WINDOW_OF[window], start):
            for place in _cut(counted, places, ceiling):
                cuts[place] += (window,)
    return Limited(
        credits=tuple(
            Credit(row=row, counted=kept, cut=cut)
            for row, kept, cut in zip(given, counted, cuts, strict=True)
        ),
        earned=total(row.amount for row in given),
        counted=total(counted),
    )


def _in_order(row: Row) -> tuple[Any, ...]:
    return *in_order(row.record), row.amount


def _rooms(ceilings: Any, credited: Fraction) -> list[tuple[Window, Fraction]]:
    """The ceilings, the shortest window first; of `ever` what past ratings left of it."""
    if not isinstance(ceilings, Mapping):
        raise InvalidInput(NOT_CEILINGS.fault("ceilings"))
    faults, found = Faults(), dict[Window, Fraction]()
    for name, ceiling in ceilings.items():
        try:
            window = Window.of(name, "ceilings")
            found[window] = _ceiling(ceiling, f"ceilings.{window}")
        except InvalidInput as error:
            faults.extend(error)
    faults.check()
    if Window.EVER in found:
        found[Window.EVER] = max(found[Window.EVER] - credited, Fraction(0))
    return [(window, found[window]) for window in Window if window in found]


def _ceiling(value: Any, path: str) -> Fraction:
    ceiling = amount(value, path)
    if ceiling < 0:
        raise InvalidInput(NEGATIVE.fault(path))
    return ceiling


def _activity(row: Row, _: date) -> Hashable:
    record = row.record
    return (record.activity,) if record.activity is not None else (None, record.id)


def _months(count: int) -> Callable[[Row, date], Hashable]:
    return lambda row, start: months_since(start, row.record.on) // count


def _all(_row: Row, _start: date) -> Hashable:
    return None


_WINDOW_OF: dict[Window, Callable[[Row, date], Hashable]] = {
    Window.ACTIVITY: _activity,
    **{window: _months(count) for window, count in MONTHS.items()},
    Window.CYCLE: _all,
    Window.EVER: _all,
}


def _grouped(rows: Sequence[Row], key: Callable[[Row, date], Hashable], start: date) -> Iterable[list[int]]:
    """The places of the rows of each window."""
    groups = defaultdict[Hashable, list[int]](list)
    for place, row in enumerate(rows):
        groups[key(row, start)].append(place)
    return groups.values()


def _cut(counted: list[Fraction], places: list[int], ceiling: Fraction) -> Iterable[int]:
    """Cut the rows of one window down to its ceiling; the places of those that lost something."""
    over = total(counted[place] for place in places) - ceiling
    for place in reversed(places):
        if over <= 0:
            return
        if counted[place] > 0:
            lost = min(over, counted[place])
            counted[place] -= lost
            over -= lost
            yield place
