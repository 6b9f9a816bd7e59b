"""
Theme Party days and fixed days, working days that somebody publishes, periods, and what is due.

Who works when is not known before it is published. A provider (`WorkDays`) then answers `NotKnown`, and that
answer reaches whoever asked: nothing here takes a guess for a fact, and nothing reads a clock.
"""

from typing import TYPE_CHECKING

from sanliang.calendars._dues import Due, days_left, due, late
from sanliang.calendars._periods import Counting, Period, counts, ends
from sanliang.calendars._workdays import UNPUBLISHED, FirstKnown, ListedDays, NotKnown, WorkDays
from sanliang.kernel.later import later

# Whoever counts days alone does not pay for calendars.
if TYPE_CHECKING:
    from sanliang.calendars._theme import (
        FOUNDING_DAY,
        NEW_YEAR_DAY,
        Calendar,
        MonthDay,
        NotHeld,
        NthWeekday,
        Review,
        Shift,
        Weekday,
        YearDay,
        next_theme_day,
        reviews,
        theme_day,
    )
else:
    __getattr__ = later(
        __name__,
        dict.fromkeys(
            [
                "FOUNDING_DAY",
                "NEW_YEAR_DAY",
                "Calendar",
                "MonthDay",
                "NotHeld",
                "NthWeekday",
                "Review",
                "Shift",
                "Weekday",
                "YearDay",
                "next_theme_day",
                "reviews",
                "theme_day",
            ],
            "_theme",
        ),
    )

__all__ = [
    "FOUNDING_DAY",
    "NEW_YEAR_DAY",
    "UNPUBLISHED",
    "Calendar",
    "Counting",
    "Due",
    "FirstKnown",
    "ListedDays",
    "MonthDay",
    "NotHeld",
    "NotKnown",
    "NthWeekday",
    "Period",
    "Review",
    "Shift",
    "Weekday",
    "WorkDays",
    "YearDay",
    "counts",
    "days_left",
    "due",
    "ends",
    "late",
    "next_theme_day",
    "reviews",
    "theme_day",
]


def __dir__() -> list[str]:
    return __all__
