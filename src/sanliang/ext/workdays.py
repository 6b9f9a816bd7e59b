"""
The working days of China as published year by year, with the extra `workdays`.

They come from the package `chinesecalendar`, which is released anew when the State Council has published the
holidays of another year.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from sanliang.calendars import NotKnown
from sanliang.kernel.errors import MissingExtra
from sanliang.kernel.fields import checked, instance
from sanliang.kernel.timeline import Span

__all__ = ["PublishedDays", "published"]


@attrs.frozen(kw_only=True)
class PublishedDays:
    """
    A provider of working days over `chinesecalendar`; made by `published`.

    Args:
        span: The days for which the package's answer is final. Outside it the answer is `NotKnown`.
    """

    span: Span = attrs.field(validator=checked(instance(Span)))

    def is_workday(self, day: date, /) -> bool | NotKnown:
        """Whether the day is worked, weekends made up for and shifted holidays included."""
        if day not in self.span:
            return NotKnown(day=day)
        try:
            return bool(_library().is_workday(day))
        except NotImplementedError:
            return NotKnown(day=day)


def published() -> PublishedDays:
    """
    The provider for all years that the installed package knows.

    The last days of the last year, from 27 December on, are not known yet: New Year's Day of the year after
    may still move them, as it did in 2006, 2007 and 2018.

    Raises:
        MissingExtra: The package is not installed.

    Example:
        >>> published().is_workday(date(2020, 10, 1)), published().is_workday(date(2020, 10, 10))
        (False, True)
        >>> published().is_workday(date(2100, 1, 4)).day
        datetime.date(2100, 1, 4)
    """
    days = _library().holidays
    return PublishedDays(span=Span(date(min(days).year, 1, 1), date(max(days).year, 12, 26)))


def _library() -> Any:
    try:
        import chinese_calendar  # noqa: PLC0415 -- an extra that may be missing
    except ImportError:
        raise MissingExtra(extra="workdays", package="chinesecalendar") from None

    return chinese_calendar
