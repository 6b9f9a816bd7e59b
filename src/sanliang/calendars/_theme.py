"""Theme Party days by rule, fixed days, and the reviews that a calendar asks for."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any, TypeAlias

import attrs

from sanliang.calendars._workdays import UNPUBLISHED, NotKnown, WorkDays, asked, later, provider_of
from sanliang.kernel import fields
from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import checked, instance, instances, optional
from sanliang.kernel.labels import Labelled, Phrase, Text
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import OFF_CALENDAR, Span
from sanliang.kernel.verdicts import Reason

NOT_HELD = Phrase(
    "theme_day.not_held",
    "{nominal} 至 {latest} 没有工作日，无法举行",
    "cannot be held: there is no working day from {nominal} to {latest}",
)
NOT_RULE = Phrase(
    "theme_day.rule", "应为 MonthDay 或 NthWeekday", "must be a rule: a MonthDay or an NthWeekday"
)
NO_NTH = Phrase("theme_day.nth", "应为 1 至 4，或 -1（最后一个）", "must be 1 to 4, or -1 for the last")
NO_SUCH_DAY = Phrase("fixed_day.date", "该月没有这一天", "is a day that the month never has")
DOUBLED_DAY = Phrase(
    "fixed_day.doubled", "固定日的代码重复或保留", "has a code that another day of the calendar has"
)

THEME = "theme"
THEME_SAYS = Text("主题党日", "theme Party day")


class Weekday(Labelled):
    """The days of the week."""

    MONDAY = "monday", "星期一", "Monday"
    TUESDAY = "tuesday", "星期二", "Tuesday"
    WEDNESDAY = "wednesday", "星期三", "Wednesday"
    THURSDAY = "thursday", "星期四", "Thursday"
    FRIDAY = "friday", "星期五", "Friday"
    SATURDAY = "saturday", "星期六", "Saturday"
    SUNDAY = "sunday", "星期日", "Sunday"

    @property
    def number(self) -> int:
        """0 for Monday to 6 for Sunday, as `date.weekday()` counts."""
        return list(Weekday).index(self)


@attrs.frozen(kw_only=True)
class Shift:
    """
    A day that is no working day moves to the next one, but not farther than so many days.

    Args:
        within: How many calendar days it may move: 1 to 31.
    """

    within: int = attrs.field(validator=checked(partial(fields.whole, least=1, most=31)))


@attrs.frozen(kw_only=True)
class MonthDay:
    """
    The same day of each month, such as the 5th. A month that lacks the day uses its last.

    Args:
        day: 1 to 31.
        shift: Whether it moves off a day that is not worked; left out, it never does.
    """

    day: int = attrs.field(validator=checked(partial(fields.whole, least=1, most=31)))
    shift: Shift | None = attrs.field(default=None, validator=checked(optional(instance(Shift))))


def _nth(value: Any, path: str) -> int:
    number = fields.whole(value, path)
    if number not in (-1, 1, 2, 3, 4):
        raise InvalidInput(NO_NTH.fault(path))
    return number


@attrs.frozen(kw_only=True)
class NthWeekday:
    """
    A weekday of each month, such as the first Friday.

    Args:
        nth: 1 to 4, or -1 for the last; a fifth one, most months do not have.
        weekday: Which.
        shift: Whether it moves off a day that is not worked; left out, it never does.
    """

    nth: int = attrs.field(validator=checked(_nth))
    weekday: Weekday = attrs.field(validator=checked(Weekday.of))
    shift: Shift | None = attrs.field(default=None, validator=checked(optional(instance(Shift))))


@attrs.frozen(kw_only=True)
class YearDay:
    """
    A fixed day of each year, such as 1 July. 29 February is the 28th where there is none.

    Args:
        code: Its name in data; not `theme`.
        month: 1 to 12.
        day: A day that the month has.
        says: Its name for people.
        shift: Whether it moves off a day that is not worked; left out, it never does.
    """

    code: str = attrs.field(validator=checked(fields.code))
    month: int = attrs.field(validator=checked(partial(fields.whole, least=1, most=12)))
    day: int = attrs.field(validator=checked(partial(fields.whole, least=1, most=31)))
    says: Text = attrs.field(validator=checked(instance(Text)))
    shift: Shift | None = attrs.field(default=None, validator=checked(optional(instance(Shift))))

    def __attrs_post_init__(self) -> None:
        if self.day > monthrange(2000, self.month)[1]:
            raise InvalidInput(NO_SUCH_DAY.fault("day"))


FOUNDING_DAY = YearDay(
    code="founding-day", month=7, day=1, says=Text("七一", "1 July, founding of the Party")
)
NEW_YEAR_DAY = YearDay(code="new-year-day", month=1, day=1, says=Text("元旦", "New Year's Day"))

_Rule: TypeAlias = MonthDay | NthWeekday


def _rule(value: Any, path: str) -> _Rule:
    if not isinstance(value, MonthDay | NthWeekday):
        raise InvalidInput(NOT_RULE.fault(path))
    return value


def _fixed(value: Any, path: str) -> tuple[YearDay, ...]:
    days = instances(YearDay)(value, path)
    faults, seen = Faults(), {THEME}
    for place, one in enumerate(days):
        if one.code in seen:
            faults.add(DOUBLED_DAY.fault(f"{path}[{place}].code"))
        seen.add(one.code)
    faults.check()
    return tuple(sorted(days, key=attrgetter("month", "day", "code")))


@attrs.frozen(kw_only=True)
class Calendar:
    """
    When a town reviews: on the theme Party day of each month, and on fixed days of the year.

    Args:
        theme: The rule of the theme Party day.
        fixed: The fixed days; kept in the order of the year.
        sources: The documents that say so.

    Example:
        >>> first_friday = NthWeekday(nth=1, weekday=Weekday.FRIDAY, shift=Shift(within=7))
        >>> town = Calendar(theme=first_friday, fixed=(FOUNDING_DAY, NEW_YEAR_DAY))
        >>> [day.code for day in town.fixed]
        ['new-year-day', 'founding-day']
    """

    theme: MonthDay | NthWeekday = attrs.field(validator=checked(_rule))
    fixed: tuple[YearDay, ...] = attrs.field(default=(), validator=checked(_fixed))
    sources: tuple[Source, ...] = attrs.field(default=(), validator=checked(instances(Source)))


@attrs.frozen(kw_only=True)
class NotHeld:
    """
    A day that finds no working day to move to: somebody has to decide.

    Args:
        nominal: The day by the rule.
        latest: The last day to which it might have moved.
    """

    nominal: date = attrs.field(validator=checked(fields.day))
    latest: date = attrs.field(validator=checked(fields.day))

    @property
    def says(self) -> Text:
        """The sentence for people."""
        return NOT_HELD.fill(nominal=self.nominal, latest=self.latest)

    @property
    def reason(self) -> Reason:
        """The same as a finding, for a verdict."""
        return Reason.of(NOT_HELD, nominal=self.nominal, latest=self.latest)


def _answer(value: Any, path: str) -> date | NotHeld | NotKnown:
    return value if isinstance(value, NotHeld | NotKnown) else fields.day(value, path)


@attrs.frozen(kw_only=True)
class Review:
    """
    One review that a calendar asks for.

    Args:
        code: `theme`, or the code of the fixed day.
        says: Its name for people.
        nominal: The day by the rule.
        on: The day it is held; or `NotHeld`; or `NotKnown`, as long as that depends on a day not published.
    """

    code: str = attrs.field(validator=checked(fields.code))
    says: Text = attrs.field(validator=checked(instance(Text)))
    nominal: date = attrs.field(validator=checked(fields.day))
    on: date | NotHeld | NotKnown = attrs.field(validator=checked(_answer))


def _nominal(rule: _Rule | YearDay, year: int, month: int) -> date:
    """The day by the rule in a month, before any shift."""
    starts, length = monthrange(year, month)
    if not isinstance(rule, NthWeekday):
        return date(year, month, min(rule.day, length))
    first = 1 + (rule.weekday.number - starts) % 7
    if rule.nth > 0:
        return date(year, month, first + 7 * (rule.nth - 1))
    return date(year, month, first + (length - first) // 7 * 7)


def _held(nominal: date, shift: Shift | None, workdays: WorkDays) -> date | NotHeld | NotKnown:
    """The day on which it is held: the first working day from *nominal* on, as far as the shift goes."""
    if shift is None:
        return nominal
    for by in range(shift.within + 1):
        at = later(nominal, by)
        worked = asked(workdays, at)
        if isinstance(worked, NotKnown):
            return worked
        if worked:
            return at
    return NotHeld(nominal=nominal, latest=later(nominal, shift.within))


def _theme_days(rule: _Rule, since: date) -> Iterator[date]:
    """The days by the rule, from the month that holds *since* to the end of the calendar."""
    for number in range(since.year * 12 + since.month - 1, 10_000 * 12):
        yield _nominal(rule, number // 12, number % 12 + 1)


def theme_day(calendar: Calendar, *, on: date, workdays: WorkDays = UNPUBLISHED) -> date | NotHeld | NotKnown:
    """
    The theme Party day of the month that holds the day.

    Returns:
        A day of that month; or, moved by the shift of the rule, a working day at most `within` days later,
        which may lie in the next month; or `NotHeld`, or `NotKnown`.

    Example:
        >>> from sanliang.calendars import ListedDays
        >>> october = ListedDays(
        ...     span=Span(date(2026, 10, 1), date(2026, 10, 31)),
        ...     holidays=Span(date(2026, 10, 1), date(2026, 10, 7)),
        ... )
        >>> town = Calendar(theme=NthWeekday(nth=1, weekday=Weekday.FRIDAY, shift=Shift(within=7)))
        >>> theme_day(town, on=date(2026, 10, 20), workdays=october)
        datetime.date(2026, 10, 8)
        >>> isinstance(theme_day(town, on=date(2026, 11, 20), workdays=october), NotKnown)
        True
    """
    rule, at = instance(Calendar)(calendar, "calendar").theme, fields.day(on, "on")
    return _held(_nominal(rule, at.year, at.month), rule.shift, provider_of(workdays))


def next_theme_day(
    calendar: Calendar, *, after: date, workdays: WorkDays = UNPUBLISHED
) -> date | NotHeld | NotKnown:
    """
    The first theme Party day later than *after*.

    Returns:
        That day; or `NotHeld` or `NotKnown` where the next one in turn has no day, or none yet. A month is
        never passed over in silence: to look beyond it, ask again after its last possible day.

    Example:
        >>> next_theme_day(Calendar(theme=MonthDay(day=5)), after=date(2026, 7, 5))
        datetime.date(2026, 8, 5)
    """
    rule, past = instance(Calendar)(calendar, "calendar").theme, fields.day(after, "after")
    provider, reach = provider_of(workdays), rule.shift.within if rule.shift else 0
    since = date.fromordinal(max(past.toordinal() - reach, 1))
    for nominal in _theme_days(rule, since):
        if nominal.toordinal() + reach <= past.toordinal():
            continue
        held = _held(nominal, rule.shift, provider)
        if not isinstance(held, date) or held > past:
            return held
    raise InvalidInput(OFF_CALENDAR.fault("after"))


def reviews(calendar: Calendar, span: Span, *, workdays: WorkDays = UNPUBLISHED) -> tuple[Review, ...]:
    """
    The reviews that the rules ask for in a span, in the order of their days by the rule.

    It is the day by the rule that counts: a review that moves out of the span is still listed, with the day
    to which it moved. So every month has its theme Party day, which reviews there are does not depend on
    what is published, and the list of a span is the lists of its parts, one after the other.

    Where a fixed day is a theme Party day too, both are listed, the theme Party day first: one meeting may
    serve for both, but that is for the branch to say.

    Example:
        >>> town = Calendar(theme=MonthDay(day=1), fixed=(FOUNDING_DAY,))
        >>> [(day.code, str(day.on)) for day in reviews(town, Span(date(2026, 6, 2), date(2026, 8, 1)))]
        [('theme', '2026-07-01'), ('founding-day', '2026-07-01'), ('theme', '2026-08-01')]
    """
    instance(Calendar)(calendar, "calendar")
    start, end, provider = instance(Span)(span, "span").start, span.end, provider_of(workdays)
    found: list[tuple[date, str, Text, Shift | None]] = []
    for number in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        year, month = number // 12, number % 12 + 1
        found.append((_nominal(calendar.theme, year, month), THEME, THEME_SAYS, calendar.theme.shift))
        for fixed in calendar.fixed:
            if fixed.month == month:
                found.append((_nominal(fixed, year, month), fixed.code, fixed.says, fixed.shift))
    return tuple(
        Review(code=code, says=says, nominal=nominal, on=_held(nominal, shift, provider))
        for nominal, code, says, shift in sorted(found, key=lambda one: one[0])
        if nominal in span
    )
