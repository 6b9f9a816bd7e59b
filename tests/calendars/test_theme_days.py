"""Theme Party days, fixed days and reviews, against brute force and against pendulum."""

from datetime import date, datetime, timedelta

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang.calendars import (
    FOUNDING_DAY,
    NEW_YEAR_DAY,
    Calendar,
    ListedDays,
    MonthDay,
    NotHeld,
    NotKnown,
    NthWeekday,
    Review,
    Shift,
    Weekday,
    YearDay,
    next_theme_day,
    reviews,
    theme_day,
)
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.labels import Text
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Span

DAYS = st.dates(date(2019, 1, 1), date(2032, 12, 31))
SHIFTS = st.none() | st.builds(Shift, within=st.integers(1, 31))
RULES = st.builds(MonthDay, day=st.integers(1, 31), shift=SHIFTS) | st.builds(
    NthWeekday, nth=st.sampled_from([-1, 1, 2, 3, 4]), weekday=st.sampled_from(Weekday), shift=SHIFTS
)
# A leap year, so that 29 February is among them.
FIXED = st.builds(
    lambda day, shift: YearDay(
        code=f"{day:on-%m-%d}", month=day.month, day=day.day, says=Text("固定日"), shift=shift
    ),
    st.dates(date(2020, 1, 1), date(2020, 12, 31)),
    SHIFTS,
)
CALENDARS = st.builds(
    Calendar, theme=RULES, fixed=st.lists(FIXED, max_size=4, unique_by=lambda day: day.code)
)
SPANS = st.builds(
    lambda start, length: Span(start, start + timedelta(days=length)), DAYS, st.integers(0, 500)
)


class Known:
    """A provider from three sets of days: long holidays, a time not published, and weekends."""

    def __init__(self, holidays, since):
        self.holidays, self.since = holidays, since

    def is_workday(self, day, /):
        """Not known from a day on; else off on holidays and on weekends."""
        if day >= self.since:
            return NotKnown(day=day)
        return day.isoweekday() < 6 and not any(day in span for span in self.holidays)


PROVIDERS = st.builds(
    Known,
    st.lists(st.builds(lambda start, n: Span(start, start + timedelta(days=n)), DAYS, st.integers(0, 40))),
    DAYS,
)


def by_rule(rule, day):
    """The nominal day of a month, by looking at each of its days, with the last day for one it lacks."""
    month = Span(day.replace(day=1), day.replace(day=28) + timedelta(days=3))
    month = [each for each in month if each.month == day.month]
    if isinstance(rule, MonthDay):
        return next((each for each in month if each.day == rule.day), month[-1])
    named = [each for each in month if f"{each:%A}" == rule.weekday.label("en")]
    return named[rule.nth] if rule.nth < 0 else named[rule.nth - 1]


def moved(nominal, shift, provider):
    """Where a day moves, by asking for every day as far as the shift goes."""
    if shift is None:
        return nominal
    window = [nominal + timedelta(days=n) for n in range(shift.within + 1)]
    answers = [(day, provider.is_workday(day)) for day in window]
    for day, answer in answers:
        if answer is not False:
            return day if answer is True else answer
    return NotHeld(nominal=nominal, latest=window[-1])


@given(RULES, DAYS, PROVIDERS)
def test_a_theme_day_is_what_looking_at_each_day_finds(rule, day, provider):
    """The 5th, the first Friday, moved after a holiday but within n days: as brute force has it."""
    expected = moved(by_rule(rule, day), rule.shift, provider)

    assert expected == theme_day(Calendar(theme=rule), on=day, workdays=provider)


@given(st.sampled_from([-1, 1, 2, 3, 4]), st.sampled_from(Weekday), DAYS)
def test_weekdays_agree_with_pendulum(nth, weekday, day):
    """The n-th weekday of a month is pendulum's."""
    month = pendulum.date(day.year, day.month, 1)
    wanted = pendulum.WeekDay(weekday.number)
    theirs = month.last_of("month", wanted) if nth < 0 else month.nth_of("month", nth, wanted)

    ours = theme_day(Calendar(theme=NthWeekday(nth=nth, weekday=weekday)), on=day)
    assert (theirs.year, theirs.month, theirs.day) == (ours.year, ours.month, ours.day)


@given(RULES, DAYS, PROVIDERS)
def test_a_theme_day_lies_in_its_month_unless_it_moves(rule, day, provider):
    """It lies in its month unless shifted, and never farther than `within` from the day by the rule."""
    held = theme_day(Calendar(theme=rule), on=day, workdays=provider)
    nominal = by_rule(rule, day)

    if rule.shift is None:
        assert (day.year, day.month) == (held.year, held.month)
    elif isinstance(held, date):
        assert nominal <= held <= nominal + timedelta(days=rule.shift.within)
        assert provider.is_workday(held) is True


@given(CALENDARS, SPANS)
def test_what_is_not_known_never_becomes_a_guess(calendar, span):
    """With a provider that knows nothing, every day that may shift is not known, and every other day is."""
    shifts = {"theme": calendar.theme.shift, **{day.code: day.shift for day in calendar.fixed}}

    for review in reviews(calendar, span):
        expected = NotKnown(day=review.nominal) if shifts[review.code] else review.nominal
        assert expected == review.on


@given(CALENDARS, SPANS, PROVIDERS, st.data())
def test_reviews_of_a_span_are_those_of_its_parts(calendar, span, provider, data):
    """A review list of a span is the concatenation of the lists of its parts."""
    whole = reviews(calendar, span, workdays=provider)
    if span.days == 1:
        return
    cut = data.draw(st.dates(span.start, span.end - timedelta(days=1)))
    first, second = Span(span.start, cut), Span(cut + timedelta(days=1), span.end)

    assert whole == reviews(calendar, first, workdays=provider) + reviews(calendar, second, workdays=provider)


@given(CALENDARS, SPANS, PROVIDERS)
def test_reviews_are_what_walking_the_span_finds(calendar, span, provider):
    """The reviews of a span are those whose day by the rule is met when its days are walked one by one."""
    expected = []
    for day in span:
        if day == by_rule(calendar.theme, day):
            expected.append(("theme", day, moved(day, calendar.theme.shift, provider)))
        for fixed in calendar.fixed:
            leap = (day + timedelta(days=1)).month == 2
            lacks = (fixed.month, fixed.day) == (2, 29) and (day.month, day.day) == (2, 28) and not leap
            if (fixed.month, fixed.day) == (day.month, day.day) or lacks:
                expected.append((fixed.code, day, moved(day, fixed.shift, provider)))

    found = reviews(calendar, span, workdays=provider)
    assert expected == [(review.code, review.nominal, review.on) for review in found]


@given(st.lists(FIXED, max_size=5, unique_by=lambda day: day.code), st.randoms(use_true_random=False))
def test_the_order_of_fixed_days_does_not_matter(fixed, random):
    """A calendar keeps its fixed days in the order of the year, whatever order they came in."""
    shuffled = [*fixed]
    random.shuffle(shuffled)
    rule = MonthDay(day=5)

    assert Calendar(theme=rule, fixed=fixed) == Calendar(theme=rule, fixed=shuffled)


@given(RULES, DAYS, PROVIDERS)
def test_the_next_theme_day_is_the_first_that_comes(rule, day, provider):
    """The next theme day is the first one later than a day; a month without one is not skipped."""
    months = [date(year, month, 1) for year in range(day.year - 1, day.year + 2) for month in range(1, 13)]
    latest = timedelta(days=rule.shift.within if rule.shift else 0)
    possible = [
        held
        for month in months
        if (nominal := by_rule(rule, month)) + latest > day
        and not (isinstance(held := moved(nominal, rule.shift, provider), date) and held <= day)
    ]

    assert possible[0] == next_theme_day(Calendar(theme=rule), after=day, workdays=provider)


def test_the_golden_week_moves_the_first_friday():
    """The first Friday of October 2026 is a holiday and moves to the first working day after it."""
    october = ListedDays(
        span=Span(date(2026, 10, 1), date(2026, 10, 31)),
        holidays=Span(date(2026, 10, 1), date(2026, 10, 7)),
        extra_workdays=[date(2026, 10, 10)],
    )

    def town(within):
        return Calendar(theme=NthWeekday(nth=1, weekday=Weekday.FRIDAY, shift=Shift(within=within)))

    assert date(2026, 10, 8) == theme_day(town(7), on=date(2026, 10, 9), workdays=october)
    assert date(2026, 10, 8) == theme_day(town(6), on=date(2026, 10, 9), workdays=october)
    not_held = theme_day(town(5), on=date(2026, 10, 9), workdays=october)
    assert NotHeld(nominal=date(2026, 10, 2), latest=date(2026, 10, 7)) == not_held
    assert not_held == next_theme_day(town(5), after=date(2026, 9, 30), workdays=october)
    assert not_held.says.get("zh") == "2026-10-02 至 2026-10-07 没有工作日，无法举行"
    assert not_held.reason.code == "theme_day.not_held"
    assert not_held.says == not_held.reason.says


def test_a_weekend_that_is_made_up_for_is_a_working_day():
    """A theme day on a Saturday that is worked stays where it is."""
    october = ListedDays(
        span=Span(date(2026, 10, 1), date(2026, 10, 31)), extra_workdays=[date(2026, 10, 10)]
    )
    town = Calendar(theme=MonthDay(day=10, shift=Shift(within=7)))

    assert date(2026, 10, 10) == theme_day(town, on=date(2026, 10, 1), workdays=october)


def test_two_reviews_on_one_day_are_both_listed():
    """Where a fixed day is a theme Party day too, both are listed, the theme Party day first."""
    town = Calendar(theme=MonthDay(day=1), fixed=[FOUNDING_DAY, NEW_YEAR_DAY])

    assert tuple(review.code for review in reviews(town, Span(date(2026, 7, 1), date(2026, 7, 31)))) == (
        "theme",
        "founding-day",
    )
    assert tuple(review.code for review in reviews(town, Span(date(2027, 1, 1), date(2027, 1, 31)))) == (
        "theme",
        "new-year-day",
    )


def test_the_reviews_of_a_year_in_xingshisi():
    """A monthly theme Party day, 1 July and New Year's Day make fourteen reviews a year."""
    town = Calendar(
        theme=MonthDay(day=5), fixed=[FOUNDING_DAY, NEW_YEAR_DAY], sources=[Source(title="兴十四镇")]
    )
    year = reviews(town, Span(date(2020, 7, 1), date(2021, 6, 30)))

    assert len(year) == 14
    assert year[0].code == "founding-day"
    assert year[0].says.get("en") == "1 July, founding of the Party"


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda: MonthDay(day=0), "day"),
        (lambda: MonthDay(day=32), "day"),
        (lambda: MonthDay(day=True), "day"),
        (lambda: MonthDay(day=5.0), "day"),
        (lambda: MonthDay(day=5, shift=7), "shift"),
        (lambda: Shift(within=0), "within"),
        (lambda: Shift(within=32), "within"),
        (lambda: NthWeekday(nth=0, weekday=Weekday.FRIDAY), "nth"),
        (lambda: NthWeekday(nth=5, weekday=Weekday.FRIDAY), "nth"),
        (lambda: NthWeekday(nth=-2, weekday=Weekday.FRIDAY), "nth"),
        (lambda: NthWeekday(nth=True, weekday=Weekday.FRIDAY), "nth"),
        (lambda: NthWeekday(nth=1, weekday="freitag"), "weekday"),
        (lambda: NthWeekday(nth=1, weekday=4), "weekday"),
        (lambda: YearDay(code="Leap Day", month=2, day=29, says=Text("闰日")), "code"),
        (lambda: YearDay(code="never", month=2, day=30, says=Text("无")), "day"),
        (lambda: YearDay(code="never", month=13, day=1, says=Text("无")), "month"),
        (lambda: YearDay(code="never", month=1, day=1, says="无"), "says"),
        (lambda: Calendar(theme=FOUNDING_DAY), "theme"),
        (lambda: Calendar(theme=None), "theme"),
        (lambda: Calendar(theme=MonthDay(day=5), fixed=[MonthDay(day=5)]), "fixed[0]"),
        (lambda: Calendar(theme=MonthDay(day=5), fixed=[FOUNDING_DAY, FOUNDING_DAY]), "fixed[1].code"),
        (lambda: Calendar(theme=MonthDay(day=5), sources=["镇党委"]), "sources[0]"),
        (lambda: Review(code="theme", says=Text("日"), nominal=date(2026, 7, 1), on=None), "on"),
        (lambda: Review(code="theme", says=Text("日"), nominal=datetime(2026, 7, 1), on=None), "nominal"),
    ],
)
def test_a_wrong_value_is_refused_at_once(make, path):
    """Bounds, kinds and doubled codes are refused with the place of the fault."""
    with pytest.raises(InvalidInput) as raised:
        make()

    assert path == raised.value.path


def test_a_fixed_day_cannot_take_the_name_of_the_theme_day():
    """The code `theme` is the theme Party day's own."""
    theme = YearDay(code="theme", month=5, day=4, says=Text("五四", "4 May"))

    with pytest.raises(InvalidInput, match=r"fixed\[0\]\.code"):
        Calendar(theme=MonthDay(day=5), fixed=[theme])


@pytest.mark.parametrize(
    "ask",
    [
        lambda town, day: theme_day(None, on=day),
        lambda town, day: theme_day(town, on="2026-07-01"),
        lambda town, day: theme_day(town, on=datetime(2026, 7, 1)),
        lambda town, day: theme_day(town, on=day, workdays=None),
        lambda town, day: next_theme_day(town, after=None),
        lambda town, day: next_theme_day("town", after=day),
        lambda town, day: reviews(town, (day, day)),
        lambda town, day: reviews(None, Span(day, day)),
        lambda town, day: reviews(town, Span(day, day), workdays="weekdays"),
    ],
)
def test_a_wrong_argument_is_refused_at_once(ask):
    """Every verb refuses a wrong argument with our error, even where it would not be needed."""
    with pytest.raises(InvalidInput):
        ask(Calendar(theme=MonthDay(day=5)), date(2026, 7, 1))


def test_the_calendar_ends():
    """Beyond the last day of year 9999 there is an error of ours, at its first day there is none."""
    town = Calendar(theme=MonthDay(day=5, shift=Shift(within=7)))
    plain = Calendar(theme=MonthDay(day=5))
    december = Span(date(9999, 12, 1), date.max)
    holidays = ListedDays(span=december, holidays=december)

    assert date(1, 1, 5) == next_theme_day(plain, after=date.min)
    assert NotKnown(day=date(1, 1, 5)) == next_theme_day(town, after=date.min)
    with pytest.raises(InvalidInput, match="after: is outside the calendar"):
        next_theme_day(plain, after=date.max)
    with pytest.raises(InvalidInput, match="is outside the calendar"):
        theme_day(Calendar(theme=MonthDay(day=30, shift=Shift(within=7))), on=date.max, workdays=holidays)


def test_a_pendulum_day_is_a_day():
    """A pendulum day is taken for the day it is, and what comes out is plain."""
    held = theme_day(Calendar(theme=MonthDay(day=31)), on=pendulum.date(2026, 2, 3))

    assert (date(2026, 2, 28), date) == (held, type(held))
