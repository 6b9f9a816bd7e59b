"""Windows: which days are counted together."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records.samples import CYCLE, DAYS

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.timeline import Cycle, Every, Span, add
from sanliang.kernel.wire import decode, encode
from sanliang.records import Length, Window, reach, read_window, window_of, windows
from sanliang.records._windows import MONTHS, months_since

ANY_DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
CYCLES = st.builds(
    lambda start, days: Span(start, start + timedelta(days=days)), ANY_DAYS, st.integers(0, 900)
)
COUNTED = st.sampled_from(sorted(MONTHS))
LENGTHS = st.builds(Length, count=st.integers(1, 100), every=st.sampled_from(Every))


@given(ANY_DAYS, ANY_DAYS)
def test_months_are_counted_as_a_cycle_counts_them(start, on):
    """The number of a month is the index of a cycle of months, whatever day it starts on."""
    assert Cycle(every=Every.MONTH, starts=start).index(on) == months_since(start, on)


@given(CYCLES, COUNTED)
def test_the_windows_of_a_cycle_tile_it(cycle, window):
    """The first window starts with the cycle, each next one a day after it, and the last holds its end."""
    found = windows(window, cycle=cycle)

    assert cycle.start == found[0].start
    assert cycle.end in found[-1]
    for number, span in enumerate(found):
        assert add(cycle.start, months=number * MONTHS[window]) == span.start
        assert add(cycle.start, months=(number + 1) * MONTHS[window]) == span.end + timedelta(days=1)


@given(CYCLES, COUNTED, st.integers(-900, 900))
def test_each_day_falls_in_one_window(cycle, window, days):
    """A day of the cycle falls in one of its windows; days before and after it go on being counted."""
    on = cycle.start + timedelta(days=days)
    found = window_of(on, window, cycle=cycle)

    assert on in found
    assert (on in cycle) <= (found in windows(window, cycle=cycle))
    assert found == window_of(found.start, window, cycle=cycle) == window_of(found.end, window, cycle=cycle)


@given(CYCLES, st.integers(-900, 900))
def test_windows_lie_within_one_another(cycle, days):
    """A month lies within a quarter, and a quarter within a year."""
    on = cycle.start + timedelta(days=days)
    month, quarter, year = (window_of(on, window, cycle=cycle) for window in MONTHS)

    assert year.start <= quarter.start <= month.start
    assert month.end <= quarter.end <= year.end


@given(CYCLES, LENGTHS)
def test_a_length_ends_with_the_cycle(cycle, length):
    """'18 months' ends on the last day of the cycle and starts as many months before the day after it."""
    found = reach(str(length), cycle=cycle)

    assert found == reach(length, cycle=cycle)
    assert cycle.end == found.end
    assert add(cycle.end + timedelta(days=1), months=-length.months) == found.start
    assert (found,) == windows(length, cycle=cycle)


@pytest.mark.parametrize(
    ("window", "start"),
    [
        ("month", date(2027, 6, 1)),
        ("quarter", date(2027, 4, 1)),
        ("year", date(2026, 7, 1)),
        ("cycle", date(2026, 7, 1)),
        ("ever", date.min),
        ("1 month", date(2027, 6, 1)),
        ("18 months", date(2026, 1, 1)),
        ("1 year", date(2026, 7, 1)),
        ("2 years", date(2025, 7, 1)),
    ],
)
def test_what_a_fact_looks_at(window, start):
    """A fact of the cycle from July to June looks back this far."""
    assert Span(start, CYCLE.end) == reach(window, cycle=CYCLE)


def test_a_short_cycle_has_a_short_year():
    """A year that is counted from the first day of a shorter cycle ends, for a fact, with the cycle."""
    quarter = Span(date(2026, 7, 1), date(2026, 9, 30))

    assert quarter == reach("year", cycle=quarter)
    assert (Span(date(2026, 7, 1), date(2027, 6, 30)),) == windows("year", cycle=quarter)


@pytest.mark.traced("it takes a branch that no other test takes")
@given(DAYS, st.sampled_from(["cycle", "ever", "18 months"]))
def test_a_day_may_lie_outside(on, window):
    """The cycle, a length and `ever` have an end and do not go on: a day outside is refused."""
    span = reach(window, cycle=CYCLE)
    if on in span:
        assert span == window_of(on, window, cycle=CYCLE)
    else:
        with pytest.raises(InvalidInput, match=f"on: lies outside {span.start} to {span.end}"):
            window_of(on, window, cycle=CYCLE)


@given(st.sampled_from(Window) | LENGTHS)
def test_a_window_is_read_as_it_is_written(window):
    """Each window is read from its own text, and is itself when it comes."""
    assert window == read_window(str(window)) == read_window(window)
    assert type(window) is type(read_window(str(window)))


@given(LENGTHS)
def test_a_length_comes_back_from_data(length):
    """A length is plain data, and comes back."""
    assert length == decode(encode(length), Length)


@pytest.mark.parametrize(
    "value",
    [
        *("", "week", "Month", "months", "月", 18, None, True, ["month"]),
        *("0 months", "01 months", "-1 months", "1.5 years", "１ year", "12345 months"),
        *("18  months", "18months", "18 months ", "18 days", "18 Months"),
    ],
)
def test_what_is_no_window_is_refused(value):
    """Anything else is refused, and the text lists the windows there are."""
    with pytest.raises(
        InvalidInput, match=r"^window: must be one of activity, month, .* or a length such as"
    ):
        read_window(value, "window")


@pytest.mark.parametrize("value", ["1201 months", "101 years", "9999 years"])
def test_a_length_is_a_hundred_years_at_most(value):
    """A longer window is refused, as a text and as a value."""
    with pytest.raises(InvalidInput, match=r"^window: must be 100 years or less"):
        read_window(value, "window")
    with pytest.raises(InvalidInput, match="count: must be 100 years or less"):
        Length(count=1201, every="month")
    assert 1200 == read_window("100 years").months == read_window("1200 months").months


@pytest.mark.parametrize("count", [0, -1, True, 1.5, "18", None])
def test_a_length_is_a_whole_number(count):
    """A length has 1 or more of its unit."""
    with pytest.raises(InvalidInput, match="count: "):
        Length(count=count, every=Every.MONTH)


@pytest.mark.parametrize(
    "ask", [reach, windows, lambda *given, **more: window_of(CYCLE.start, *given, **more)]
)
def test_an_activity_has_no_days(ask):
    """An activity is refused where days are asked for, and so is any wrong argument."""
    with pytest.raises(InvalidInput, match=r"^window: .* take one of month, quarter, year, cycle, ever"):
        ask("activity", cycle=CYCLE)
    with pytest.raises(InvalidInput, match="window: must be one of"):
        ask("week", cycle=CYCLE)
    with pytest.raises(InvalidInput, match="cycle: must be a Span"):
        ask("month", cycle=date(2026, 7, 1))
    with pytest.raises(InvalidInput, match="on: must be a day"):
        window_of("2026-07-01", "month", cycle=CYCLE)
