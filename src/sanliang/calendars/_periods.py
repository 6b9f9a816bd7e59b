"""Periods in calendar days or in working days."""

from __future__ import annotations

from datetime import date
from functools import partial

import attrs

from sanliang.calendars._workdays import UNPUBLISHED, NotKnown, WorkDays, asked, later, provider_of
from sanliang.kernel import fields
from sanliang.kernel.fields import checked, instance
from sanliang.kernel.labels import Labelled


class Counting(Labelled):
    """Which days of a period count."""

    CALENDAR = "calendar", "自然日", "calendar days"
    WORKING = "working", "工作日", "working days"


@attrs.frozen(kw_only=True)
class Period:
    """
    So many days: five working days, seven calendar days.

    Args:
        days: 1 to 3,660.
        counting: Which days count.
    """

    days: int = attrs.field(validator=checked(partial(fields.whole, least=1, most=3660)))
    counting: Counting = attrs.field(default=Counting.CALENDAR, validator=checked(Counting.of))


def counts(counting: Counting, *, on: date, workdays: WorkDays = UNPUBLISHED) -> bool | NotKnown:
    """
    Whether the day counts: for whoever counts a period day by day and may have to pause.

    Example:
        >>> counts(Counting.CALENDAR, on=date(2026, 10, 1))
        True
        >>> counts(Counting.WORKING, on=date(2026, 10, 1)).says.get("zh")
        '2026-10-01 是否为工作日尚未公布'
    """
    at, provider = fields.day(on, "on"), provider_of(workdays)
    return True if Counting.of(counting, "counting") is Counting.CALENDAR else asked(provider, at)


def ends(period: Period, *, after: date, workdays: WorkDays = UNPUBLISHED) -> date | NotKnown:
    """
    The last day of a period that something opens on the day *after*; that day itself is not counted.

    A calendar period ends on the day that the count reaches, be it a holiday: whether a town then waits for
    the next working day (Civil Code, article 203) is for its own rules to say.

    Source:
        中华人民共和国民法典 (Civil Code, 28 May 2020), article 201: the first day is not counted.

    Example:
        >>> ends(Period(days=7), after=date(2026, 7, 1))
        datetime.date(2026, 7, 8)
        >>> ends(Period(days=5, counting=Counting.WORKING), after=date(2026, 7, 1)).day
        datetime.date(2026, 7, 2)
    """
    left, counting = instance(Period)(period, "period").days, period.counting
    at, provider = fields.day(after, "after"), provider_of(workdays)
    if counting is Counting.CALENDAR:
        return later(at, left)
    while left:
        at = later(at, 1)
        worked = asked(provider, at)
        if isinstance(worked, NotKnown):
            return worked
        left -= worked
    return at
