"""Windows: the days within which records are counted or points are limited."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import partial
from typing import Any

import attrs

from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.kernel.fields import checked, day, instance, whole
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.timeline import Cycle, Every, Span, add

NOT_WINDOW = Phrase(
    "window.unknown",
    "应为 {known} 之一，或形如“18 months”“2 years”的时长",
    "must be one of {known}, or a length such as '18 months' or '2 years'",
)
NO_DAYS = Phrase(
    "window.activity",
    "一次活动不是一段日期；可用：{known}",
    "is a group of records and no span of days; take one of {known}, or a length",
)
OUTSIDE = Phrase("window.outside", "不在 {start} 至 {end} 之内", "lies outside {start} to {end}")
TOO_LONG = Phrase("window.long", "时长不能超过 100 年", "must be 100 years or less")


class Window(Labelled):
    """What is counted together, the shortest first."""

    ACTIVITY = "activity", "活动", "activity"
    MONTH = "month", "月", "month"
    QUARTER = "quarter", "季度", "quarter"
    YEAR = "year", "年", "year"
    CYCLE = "cycle", "周期", "cycle"
    EVER = "ever", "历年", "ever"


MONTHS = {Window.MONTH: 1, Window.QUARTER: 3, Window.YEAR: 12}
_LENGTH = re.compile(r"([1-9][0-9]{0,3}) (month|year)s?")


@attrs.frozen(kw_only=True)
class Length:
    """
    A window of so many months or years that ends on the last day of the cycle.

    Example:
        >>> str(Length(count=18, every=Every.MONTH)), Length(count=2, every=Every.YEAR).months
        ('18 months', 24)
    """

    count: int = attrs.field(validator=checked(partial(whole, least=1)))
    every: Every = attrs.field(validator=checked(Every.of))

    def __attrs_post_init__(self) -> None:
        if self.months > 1200:
            raise InvalidInput(TOO_LONG.fault("count"))

    @property
    def months(self) -> int:
        """How many months it has, 1 to 1,200."""
        return self.count * (12 if self.every is Every.YEAR else 1)

    def __str__(self) -> str:
        return f"{self.count} {self.every}{'s' * (self.count > 1)}"


def read_window(value: Any, path: str = "") -> Window | Length:
    """
    A window as a rulebook writes it: one of six words, or a length in months or years.

    Example:
        >>> read_window("quarter"), read_window("18 months")
        (<Window.QUARTER: 'quarter'>, Length(count=18, every=<Every.MONTH: 'month'>))
    """
    if isinstance(value, Window | Length):
        return value
    if isinstance(value, str):
        if length := _LENGTH.fullmatch(value):
            try:
                return Length(count=int(length[1]), every=Every(length[2]))
            except InvalidInput:
                raise InvalidInput(TOO_LONG.fault(path)) from None
        if value in Window.__members__.values():
            return Window(value)
    raise InvalidInput(NOT_WINDOW.fault(path, known=tuple(map(str, Window))))


def reach(window: Window | Length | str, *, cycle: Span) -> Span:
    """
    The days that a fact with this window looks at, the last of them the cycle's last day or before.

    The cycle is itself; `ever` is every day until its end; a length ends on its last day; a month, a quarter
    and a year are the last such window of the cycle, up to the cycle's end.

    Raises:
        InvalidInput: The window is an activity, which has no days.

    Example:
        >>> year = Span(date(2026, 7, 1), date(2027, 6, 30))
        >>> reach("18 months", cycle=year)
        Span(start=datetime.date(2026, 1, 1), end=datetime.date(2027, 6, 30))
        >>> reach("quarter", cycle=year).start
        datetime.date(2027, 4, 1)
    """
    span, kind = instance(Span)(cycle, "cycle"), read_window(window, "window")
    if isinstance(kind, Length):
        return Span(add(add(span.end, days=1), months=-kind.months), span.end)
    if kind is Window.CYCLE:
        return span
    if kind is Window.EVER:
        return Span(date.min, span.end)
    return Span(_counted(kind, span).span(span.end).start, span.end)


def windows(window: Window | Length | str, *, cycle: Span) -> tuple[Span, ...]:
    """
    All windows of a kind that a cycle has, the earliest first.

    Months, quarters and years are counted from the cycle's first day; the last one may reach past its end.

    Example:
        >>> len(windows("month", cycle=Span(date(2026, 7, 1), date(2027, 6, 30))))
        12
    """
    span, kind = instance(Span)(cycle, "cycle"), read_window(window, "window")
    if isinstance(kind, Length) or kind not in MONTHS:
        return (reach(kind, cycle=span),)
    counted = _counted(kind, span)
    last = counted.index(span.end)
    return tuple(Span(counted.first(n), counted.first(n + 1) - timedelta(days=1)) for n in range(last + 1))


def window_of(on: date, window: Window | Length | str, *, cycle: Span) -> Span:
    """
    The window that a day falls in. Months, quarters and years go on before the cycle and after it.

    Raises:
        InvalidInput: An activity has no days; or the day lies outside the cycle, the length, or `ever`.

    Example:
        >>> window_of(date(2026, 12, 24), "quarter", cycle=Span(date(2026, 7, 1), date(2027, 6, 30)))
        Span(start=datetime.date(2026, 10, 1), end=datetime.date(2026, 12, 31))
    """
    at, span, kind = day(on, "on"), instance(Span)(cycle, "cycle"), read_window(window, "window")
    if isinstance(kind, Window) and kind in MONTHS:
        return _counted(kind, span).span(at)
    found = reach(kind, cycle=span)
    if at not in found:
        raise InvalidInput(OUTSIDE.fault("on", start=found.start, end=found.end))
    return found


def _counted(window: Window, cycle: Span) -> Cycle:
    """The months, quarters or years that are counted from the cycle's first day."""
    if window is Window.ACTIVITY:
        raise InvalidInput(no_days(window))
    return Cycle(every=Every.MONTH, count=MONTHS[window], starts=cycle.start)


def no_days(window: Window) -> Fault:
    """That a window has no days, and which ones have."""
    return NO_DAYS.fault("window", known=tuple(str(one) for one in Window if one is not window))


def months_since(start: date, on: date) -> int:
    """
    The number of the month that holds *on*, counted from *start*.

    It is `Cycle(every="month", starts=start).index(on)` without its arithmetic on days, for many rows.
    """
    apart = (on.year - start.year) * 12 + on.month - start.month
    if on.day >= start.day or on.day == monthrange(on.year, on.month)[1]:
        return apart
    return apart - 1
