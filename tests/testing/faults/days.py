"""Faults in notices and in the calendar."""

from itertools import chain

from tests.testing.faults.plant import Fault, always, on_day, then
from tests.townships.folders import change

from sanliang import calendars, notices
from sanliang.calendars import _theme
from sanliang.notices import Objection
from sanliang.testing._days import ONE


def days(name, says, caught, tells, *swaps, changes=(), **more):
    """A fault in a day or a period."""
    return Fault(
        code=f"notices.{name}", says=says, caught=caught, tells=tells, swaps=swaps, changes=changes, **more
    )


def a_day_more(right):
    """Full days of a notice, with that of posting among them."""
    return lambda notice, on, workdays: chain([notice.posted], right(notice, on, workdays))


FAULTS = (
    days("short", "the notice of a pledge is shorter than the town's own rules ask for",
         ("check", "days:notice:pledge", "law:notice.least:pledge"), "is 5 days",
         changes=(change("notice", "replace", "settings.least_days", "6"),)),
    days("contested", "a notice may be filed over an open objection",
         ("law:notice.objection:pledge", "law:notice.hangs:pledge"), "it may be filed on",
         changes=(change("notice", "replace", "rows.file",
                         '{ leaves = ["posted", "contested"], needs = [] }'),)),
    days("open", "days count while an objection is open", ("law:notice.objection:pledge",),
         "days count while an objection was open", (Objection, "open_on", always(False)), times=60),
    days("posting_counts", "the day of posting is counted", ("law:notice.hangs:pledge",),
         "when 4 days of 5 are over", (notices, "_counted_days", a_day_more)),
    days("due_posting", "a notice is due as if the day of posting counted", ("days:notice:pledge",),
         "file: expected -, got 2026-03-07", (notices, "_counted_days", a_day_more)),
    days("due_early", "a notice is due a day early",
         ("days:notice:pledge",), "file: expected -, got 2026-03-10",
         (notices, "due", on_day("on"))),
    days("never_due", "a notice that has run out is never due",
         ("days:notice:pledge",), "file: expected 2026-03-",
         (notices, "due", always(()))),
    days("review_late", "a theme Party day is a day late", ("days:calendar",), "expected theme, 2026-01-",
         (_theme, "_nominal", then(lambda on: on + ONE if on.day < 28 else on))),
    days("holiday", "a theme Party day is held on a holiday", ("days:calendar",), "expected theme, 2026-",
         (_theme, "_held", lambda _right: lambda nominal, _shift, _workdays: nominal),
         changes=(change("calendar", "replace", "theme", "{ day = 1, within = 9 }"),)),
    days("late_early", "what is due today is late already", ("days:calendar",), "theme: expected -, got Due",
         (calendars, "late", on_day("on"))),
    days("next", "the next theme Party day is the one after it", ("days:calendar",), "theme: expected 2026-",
         (calendars, "next_theme_day", on_day("after"))),
    days("no_day", "the theme Party day is on a day that no month has", ("load",), "calendar[0].value.day",
         changes=(change("calendar", "replace", "theme", "{ day = 40 }"),)),
)  # fmt: skip
