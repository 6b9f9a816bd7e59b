"""Faults in notices and in the calendar, in what is due, and in what counts from a day."""

from datetime import date, timedelta
from itertools import chain

import attrs
from tests.testing.faults.plant import Fault, always, on_day, then
from tests.townships.folders import change

from sanliang import activities, calendars, concerns, notices, pairing, pledges, posts, supervision, townships
from sanliang.activities import Session, _programme
from sanliang.calendars import _theme
from sanliang.concerns import _due, _rules
from sanliang.kernel.timeline import Span
from sanliang.notices import Objection
from sanliang.pairing import Assignment, _consents
from sanliang.pledges import Pledge
from sanliang.points import Item, _answer
from sanliang.posts import Tenure, _held
from sanliang.ratings import _facts as of_facts
from sanliang.rulebooks import _values
from sanliang.supervision import _dues
from sanliang.testing._days import ONE

DISTANT = date(2099, 1, 1)


def days(name, says, caught, tells, *swaps, changes=(), **more):
    """A fault in a day or a period."""
    return Fault(
        code=f"notices.{name}", says=says, caught=caught, tells=tells, swaps=swaps, changes=changes, **more
    )


def due(name, says, check, tells, *swaps, **more):
    """A fault in what is due by a day, or counts from it."""
    return Fault(code=f"dues.{name}", says=says, caught=(f"days:{check}",), tells=tells, swaps=swaps, **more)


def without_rectifying(found):
    """What is due, but for rectifications."""
    return tuple(one for one in found if one.step != "act_again")


def a_day_longer(_right):
    """So many days and one."""
    return lambda days: timedelta(days=days + 1)


def a_day_sooner(right):
    """A property of a thing that is a day too soon."""
    return property(lambda self: (last := right.fget(self)) and last - ONE)


def a_day_more(right):
    """Full days of a notice, with that of posting among them."""
    return lambda notice, on, workdays: chain([notice.posted], right(notice, on, workdays))


def shorter(span):
    """The days of a span but for its last one."""
    return Span(span.start, span.end - ONE)


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
    due("pledge_early", "what a pledge has to do is listed a day early", "due:pledge",
        "2026-09-30 pledge: expected -, got 2026-09-30, lamp", (pledges, "due", on_day("before"))),
    due("rectifying", "a rectification is never due", "due:pledge",
        "2027-03-01 pledge: expected 2027-02-28, act_again, got -",
        (pledges, "due", then(without_rectifying))),
    due("lapsed", "a pledge is overdue on its last day", "due:pledge",
        "2026-09-30 pledge verify: expected True, got False", (Pledge, "deadline", a_day_sooner)),
    due("concern_late", "what a concern waits for is listed a day late", "due:concern",
        "2026-10-01 concern assigned: expected 2026-09-30, finish, got -",
        (concerns, "due", on_day("before", -1))),
    due("concern_long", "the days within which a concern has to be sorted are one more", "due:concern",
        "2026-07-05 concern collected: expected 2026-07-04, sort, got -", (_due, "timedelta", a_day_longer)),
    due("concern_over", "a concern is late on its last day", "due:concern",
        "2026-09-30 concern assigned: expected False, got True", (concerns, "late", on_day("on"))),
    due("reopened", "a closed concern may be opened again a day after the last one", "due:concern",
        "2026-08-01 concern reopen: expected True, got False", (_rules, "timedelta", a_day_longer)),
    due("post_early", "what a post waits for is listed a day early", "due:duty_post",
        "2026-09-30 duty_post announced: expected -, got 2026-09-30, assign",
        (posts, "due", on_day("before"))),
    due("appraised", "the days within which a post has to be appraised are one more", "due:duty_post",
        "2027-03-16 duty_post reported: expected 2027-03-15, appraise, got -",
        (_held, "add", lambda right: lambda on, days: right(on, days=days + 1))),
    due("tenure", "a tenure begins a day early", "due:duty_post",
        "2026-09-29 duty_post held: expected False, got True", (Tenure, "holds", on_day("on"))),
    due("inspection", "the days within which a team has to conclude are one more", "due:inspection",
        "2026-10-08 inspection checking: expected 2026-10-07, conclude, got -",
        (_dues, "timedelta", a_day_longer)),
    due("remedy", "what a team has found is never due", "due:inspection",
        "2027-03-01 inspection urging: expected 2027-02-28, lamp, got -",
        (_dues, "_issue", lambda right: lambda *asked: attrs.evolve(right(*asked), on=DISTANT))),
    due("objection", "what an objection waits for is listed a day late", "due:objection",
        "2026-07-07 objection open: expected 2026-07-06, take_up, got -",
        (supervision, "due_objections", on_day("before", -1)),
        changes=(change("objection", "replace", "settings.take_up_days", "5"),)),
    due("session", "a session is due on its day already", "due:session",
        "2026-09-30 session theme_day: expected -, got 2026-09-30, hold",
        (activities, "due", on_day("before"))),
    due("catch_up", "the last day for catching up is a day early", "due:session",
        "2026-10-03 session theme_day: expected -, got 2026-10-02, catch_up",
        (Session, "catch_up_by", a_day_sooner)),
    due("programme", "what is held on the last day of a programme is not counted", "due:session",
        "2027-02-28 programme theme_day: expected True, got False",
        (_programme, "_held_in", lambda right: lambda one, span, on: right(one, shorter(span), on))),
    due("called", "a unit that was called has to have reported on its last day", "due:mobilisation",
        "2026-10-01 mobilisation: expected -, got 2026-10-01, report",
        (activities, "due_mobilisations", on_day("before"))),
    due("term", "a pair is to be renewed before its last day is over", "due:consent",
        "2027-02-28 consent agreed: expected -, got 2027-02-28, renew",
        (pairing, "expiring", on_day("before"))),
    due("in_force", "a pair is one the day before both have agreed", "due:consent",
        "2026-09-29 consent agreed: expected False, got True", (pairing, "in_force", on_day("on"))),
    due("paired", "a pair has ended on the last day of its term", "due:consent",
        "2027-02-28 consent agreed: expected True, got False",
        (Assignment, "holds", lambda right: lambda self, on: right(self, on=on) and on != self.until)),
    due("ended", "a pair that was ended is one on that day still", "due:consent",
        "2027-02-28 consent ended: expected False, got True",
        (_consents, "timedelta", lambda _right: lambda days: timedelta(days=days - 1))),
    due("value", "a value that changes by day counts from the day before", "values:deeds",
        "2025-12-31 item.help.each: expected None, got 0", (_values, "chosen", on_day("on"))),
    due("rated", "a rating takes the values of the day after its cycle", "ratings:deeds",
        "2027-12-31 deeds: 四件好事: expected", (of_facts, "worth", on_day("on"))),
    due("price", "a price counts from the day after", "prices",
        "2026-01-01 points.catalogue.oil: expected 40, got None",
        (Item, "price_on", lambda right: lambda item, on: right(item, on - ONE)),
        changes=(change("points", "add", "catalogue.oil",
                        '{ name = "食用油", price = { 2026-01-01 = 40, 2027-01-01 = 45 } }'),)),
    due("paid", "whoever redeems pays the price of the next day", "prices",
        "2026-12-31 points: oil: expected 40, got 45",
        (_answer, "lines_of", lambda right: lambda order, on, terms: right(order, on + ONE, terms)),
        changes=(change("points", "add", "catalogue.oil",
                        '{ name = "食用油", price = { 2026-01-02 = 40, 2027-01-01 = 45 } }'),)),
    due("since", "a revision of the town is in force from the day before", "since",
        "2026-01-19 since: expected None, got 2026-01-20", (townships, "in_force", on_day("on"))),
)  # fmt: skip
