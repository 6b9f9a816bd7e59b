"""
Days, spans of days, cycles of months or years, and values that count from a day on.

Facts are `datetime.date`; months and years are added by pendulum, which this module hides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Any, Generic, TypeVar, cast

import attrs

from sanliang.kernel.errors import Faults, InvalidInput, NotInForce
from sanliang.kernel.fields import checked, day, each, whole
from sanliang.kernel.labels import Labelled, Phrase

__all__ = ["Cycle", "Dated", "Every", "Span", "add", "overlapping"]

T = TypeVar("T")

BACKWARDS = Phrase("span.backwards", "结束日早于开始日", "ends before it starts")
NOT_YET = Phrase(
    "dated.not_in_force", "{on} 尚未生效，自 {since} 起施行", "not in force on {on}; it counts from {since}"
)
NO_STEPS = Phrase("dated.empty", "至少需要一个生效日", "needs at least one day from which it counts")
UNORDERED = Phrase(
    "dated.order", "生效日须由早到晚且不重复", "days must go from the earliest to the latest, each once"
)
NOT_STEP = Phrase(
    "dated.step", "应为一个生效日和一个值", "must be a pair: the day from which it counts, and the value"
)
OFF_CALENDAR = Phrase(
    "day.range", "超出可用的日期范围（1 至 9999 年）", "is outside the calendar (years 1 to 9999)"
)


class Every(Labelled):
    """What a cycle is counted in."""

    MONTH = "month", "月", "month"
    YEAR = "year", "年", "year"


def add(start: date, *, months: int = 0, years: int = 0, days: int = 0) -> date:
    """
    The day so many years, months and days later; a day that the month lacks becomes its last.

    Adding and taking away again need not come back: 31 January and a month is 28 February.

    Example:
        >>> add(date(2026, 1, 31), months=1)
        datetime.date(2026, 2, 28)
    """
    from pendulum.helpers import add_duration  # noqa: PLC0415 -- 50 ms that only date arithmetic pays

    begin = day(start, "start")
    step = {"months": whole(months, "months"), "years": whole(years, "years"), "days": whole(days, "days")}
    try:
        return add_duration(begin, **step)
    except (ValueError, OverflowError):
        raise InvalidInput(OFF_CALENDAR.fault("start")) from None


@attrs.frozen(order=True)
class Span:
    """
    Days from *start* to *end*, both of them included.

    Raises:
        InvalidInput: *end* lies before *start*.

    Example:
        >>> july = Span(date(2026, 7, 1), date(2026, 7, 31))
        >>> date(2026, 7, 31) in july, july.days
        (True, 31)
    """

    start: date = attrs.field(validator=checked(day))
    end: date = attrs.field(validator=checked(day))

    def __attrs_post_init__(self) -> None:
        if self.end < self.start:
            raise InvalidInput(BACKWARDS.fault("end"))

    @property
    def days(self) -> int:
        """How many days it has, 1 or more."""
        return (self.end - self.start).days + 1

    def __contains__(self, on: date) -> bool:
        return self.start <= day(on, "on") <= self.end

    def __iter__(self) -> Iterator[date]:
        return (self.start + timedelta(days=n) for n in range(self.days))


def overlapping(spans: Iterable[Span]) -> bool:
    """Whether two of the spans share a day."""
    return any(later.start <= earlier.end for earlier, later in pairwise(sorted(spans)))


@attrs.frozen(kw_only=True)
class Cycle:
    """
    Periods of so many months or years, counted from the day *starts*, before it and after it.

    Args:
        every: Months or years.
        count: How many of them one period has: 1 or more.
        starts: The first day of one period (any of them).

    Example:
        >>> july_to_june = Cycle(every=Every.YEAR, starts=date(2026, 7, 1))
        >>> july_to_june.span(date(2027, 6, 30))
        Span(start=datetime.date(2026, 7, 1), end=datetime.date(2027, 6, 30))
        >>> july_to_june.index(date(2026, 6, 30))
        -1
    """

    every: Every = attrs.field(default=Every.YEAR, validator=checked(Every.of))
    count: int = attrs.field(default=1, validator=checked(partial(whole, least=1, most=1200)))
    starts: date = attrs.field(validator=checked(day))

    @property
    def _months(self) -> int:
        return self.count * (12 if self.every is Every.YEAR else 1)

    def first(self, index: int) -> date:
        """The first day of the period with this number; 0 is the one that begins on *starts*."""
        return add(self.starts, months=whole(index, "index") * self._months)

    def index(self, on: date) -> int:
        """The number of the period that holds the day; negative before *starts*."""
        at = day(on, "on")
        apart = (at.year - self.starts.year) * 12 + at.month - self.starts.month
        guess = apart // self._months
        return guess if self.first(guess) <= at else guess - 1

    def span(self, on: date) -> Span:
        """The period that holds the day."""
        number = self.index(on)
        return Span(self.first(number), self.first(number + 1) - timedelta(days=1))

    def next(self, on: date) -> Span:
        """The period after the one that holds the day."""
        return self.span(self.first(self.index(on) + 1))


def _step(value: Any, path: str) -> tuple[date, Any]:
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise InvalidInput(NOT_STEP.fault(path))
    return day(value[0], path), value[1]


def _steps(value: Any, path: str) -> tuple[tuple[date, Any], ...]:
    steps, faults = each(_step)(value, path), Faults()
    if not steps:
        faults.add(NO_STEPS.fault(path))
    for place, (earlier, later) in enumerate(pairwise(steps), 1):
        if later[0] <= earlier[0]:
            faults.add(UNORDERED.fault(f"{path}[{place}]"))
    faults.check()
    return steps


def _as_given(value: Iterable[tuple[date, T]]) -> tuple[tuple[date, T], ...]:
    """What was given: it is the validator that makes a tuple of it, or refuses it."""
    return cast(tuple[tuple[date, T], ...], value)


@attrs.frozen
class Dated(Generic[T]):
    """
    A value that changes by day: each step counts from its day until the next one.

    A step is never edited; a change is a new step.

    Example:
        >>> quota = Dated([(date(2026, 7, 1), 12), (date(2027, 7, 1), 16)])
        >>> quota.on(date(2027, 6, 30))
        12
        >>> quota.on(date(2026, 6, 30))
        Traceback (most recent call last):
        sanliang.kernel.errors.NotInForce: not in force on 2026-06-30; it counts from 2026-07-01
    """

    steps: tuple[tuple[date, T], ...] = attrs.field(converter=_as_given, validator=checked(_steps))

    def on(self, at: date) -> T:
        """
        The value in force on a day.

        Raises:
            NotInForce: The day lies before the first step; there is no default.
        """
        on = day(at, "at")
        for since, value in reversed(self.steps):
            if since <= on:
                return value
        raise NotInForce(NOT_YET.fault(on=on, since=self.steps[0][0]))
