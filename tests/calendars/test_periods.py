"""Periods in calendar and in working days."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang.calendars import Counting, ListedDays, NotKnown, Period, counts, ends
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.timeline import Span

DAYS = st.dates(date(2019, 1, 1), date(2032, 12, 31))
PERIODS = st.builds(Period, days=st.integers(1, 60), counting=st.sampled_from(Counting))


@st.composite
def listed(draw):
    """A start, and a list of working days that speaks for some days around it."""
    start = draw(DAYS)
    span = Span(
        start - timedelta(days=draw(st.integers(0, 5))), start + timedelta(days=draw(st.integers(0, 150)))
    )
    holidays = draw(st.frozensets(st.dates(span.start, span.end), max_size=30))
    return start, ListedDays(span=span, holidays=holidays)


def counted(period, after, workdays):
    """All days after the first that count, one by one, as far as the list goes."""
    return [
        day
        for day in Span(after, workdays.span.end)
        if day > after and (period.counting is Counting.CALENDAR or workdays.is_workday(day))
    ]


@given(PERIODS, listed())
def test_a_period_ends_where_counting_the_days_ends(period, where):
    """A period in working days ends on its n-th working day; beyond what is published it is not known."""
    after, workdays = where
    days = counted(period, after, workdays)
    if period.counting is Counting.CALENDAR:
        expected = after + timedelta(days=period.days)
    elif len(days) >= period.days:
        expected = days[period.days - 1]
    else:
        expected = NotKnown(day=workdays.span.end + timedelta(days=1))

    assert expected == ends(period, after=after, workdays=workdays)


def test_seven_days_end_on_the_eighth():
    """A period does not count the day on which it is opened; of working days nobody knows without a list."""
    first = date(2026, 7, 1)
    assert date(2026, 7, 8) == ends(Period(days=7), after=first)
    assert isinstance(ends(Period(days=5, counting=Counting.WORKING), after=first), NotKnown)


@given(st.integers(1, 3660), DAYS)
def test_calendar_periods_are_plain_addition(days, after):
    """The first day is not counted, and no provider is asked."""
    assert after + timedelta(days=days) == ends(Period(days=days), after=after)


@given(st.integers(1, 40), listed(), st.sampled_from(Counting))
def test_a_longer_period_ends_later(days, where, counting):
    """One day more never ends earlier, and does not become known again once it is not."""
    after, workdays = where
    short, long = (
        ends(Period(days=n, counting=counting), after=after, workdays=workdays) for n in (days, days + 1)
    )

    assert short == long if isinstance(short, NotKnown) else isinstance(long, NotKnown) or short < long


@given(PERIODS, listed())
def test_a_period_holds_as_many_counting_days_as_it_has(period, where):
    """Counting day by day with `counts` gives the length of the period back."""
    after, workdays = where
    last = ends(period, after=after, workdays=workdays)
    if isinstance(last, NotKnown):
        return

    days = Span(after + timedelta(days=1), last)
    assert period.days == sum(counts(period.counting, on=day, workdays=workdays) for day in days)


@given(DAYS, st.integers(1, 3660))
def test_without_a_provider_no_working_period_ends(day, days):
    """A provider that knows nothing makes the end of every period in working days not known."""
    expected = NotKnown(day=day + timedelta(days=1))

    assert expected == ends(Period(days=days, counting=Counting.WORKING), after=day)


@pytest.mark.parametrize("days", [0, -1, 3661, True, 5.0, "5", None])
def test_the_length_of_a_period_is_a_whole_number(days):
    """A period has 1 to 3,660 days; no bool, no float, no text."""
    with pytest.raises(InvalidInput, match=r"^days: "):
        Period(days=days)


def test_a_way_of_counting_may_be_its_code():
    """The code of a way of counting, as data has it, stands for it; an unknown one is refused."""
    assert Counting.WORKING is Period(days=5, counting="working").counting
    assert counts("calendar", on=date(2026, 7, 1)) is True
    with pytest.raises(InvalidInput, match="there are: calendar, working"):
        counts("business", on=date(2026, 7, 1))
    with pytest.raises(InvalidInput, match="counting: is not a known code"):
        Period(days=5, counting="business")


@pytest.mark.parametrize(
    "ask",
    [
        lambda day: ends(7, after=day),
        lambda day: ends(Period(days=7), after=datetime(2026, 7, 1)),
        lambda day: ends(Period(days=7), after="2026-07-01"),
        lambda day: ends(Period(days=7), after=day, workdays=None),
        lambda day: counts(Counting.CALENDAR, on=None),
        lambda day: counts(Counting.CALENDAR, on=day, workdays=5),
    ],
)
def test_a_wrong_argument_is_refused_at_once(ask):
    """Every verb refuses a wrong argument with our error, even where it would not be needed."""
    with pytest.raises(InvalidInput):
        ask(date(2026, 7, 1))


def test_a_period_cannot_outlast_the_calendar():
    """A period that would end after year 9999 is refused, in calendar days and in working days."""
    never = ListedDays(span=Span(date(9999, 1, 1), date.max), holidays=Span(date(9999, 1, 1), date.max))

    with pytest.raises(InvalidInput, match="outside the calendar"):
        ends(Period(days=1), after=date.max)
    with pytest.raises(InvalidInput, match="outside the calendar"):
        ends(Period(days=1, counting=Counting.WORKING), after=date(9999, 6, 1), workdays=never)
