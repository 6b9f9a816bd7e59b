"""Days, spans, cycles, and values that count from a day on."""

import copy
import pickle
from datetime import date, datetime, timedelta
from itertools import pairwise

import pendulum
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import example, given
from hypothesis import strategies as st

from sanliang.kernel.errors import InvalidInput, NotInForce
from sanliang.kernel.timeline import Cycle, Dated, Every, Span, add, overlapping

DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
# The days on which months and years do not agree: the ends of months, and leap days.
EDGES = st.sampled_from(
    [date(2020, 2, 29), date(2000, 2, 29), date(2023, 1, 29), date(2023, 12, 30)]
) | st.builds(
    lambda year, month: date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1),
    st.integers(1960, 2090),
    st.integers(1, 12),
)
STARTS = DAYS | EDGES
CYCLES = st.builds(Cycle, every=st.sampled_from(Every), count=st.integers(1, 30), starts=STARTS)
SPANS = st.builds(lambda start, days: Span(start, start + timedelta(days=days)), DAYS, st.integers(0, 400))


# --- adding --------------------------------------------------------------------------------------


@given(DAYS, st.integers(-600, 600), st.integers(-50, 50), st.integers(-999, 999))
def test_adding_agrees_with_another_library(start, months, years, days):
    """Years and months first, a day that the month lacks becomes its last, then days."""
    expected = start + relativedelta(years=years, months=months) + timedelta(days=days)

    assert add(start, months=months, years=years, days=days) == expected


def test_adding_a_month_and_taking_it_away_need_not_come_back():
    """31 January and a month is 28 February; a month less is 28 January."""
    assert add(date(2026, 1, 31), months=1) == date(2026, 2, 28)
    assert add(add(date(2026, 1, 31), months=1), months=-1) == date(2026, 1, 28)
    assert add(date(2020, 2, 29), years=1) == date(2021, 2, 28)


def test_what_is_added_to_is_a_plain_day():
    """A pendulum day goes in, a `datetime.date` comes out."""
    assert type(add(pendulum.date(2026, 1, 31), months=1)) is date


@pytest.mark.parametrize("unit", ["months", "years", "days"])
@pytest.mark.parametrize("amount", [True, 1.5, "1", None])
def test_only_whole_numbers_are_added(unit, amount):
    """A bool, a float or a text is refused, with the name of the unit."""
    with pytest.raises(InvalidInput, match=f"^{unit}: must be a whole number"):
        add(date(2026, 1, 1), **{unit: amount})


@pytest.mark.parametrize(
    "amount", [{"months": 10**12}, {"years": -3000}, {"days": 10**30}, {"months": -(10**30)}, {"years": 9000}]
)
def test_no_day_lies_outside_the_calendar(amount):
    """Going past the years 1 to 9999 is our error, however far."""
    with pytest.raises(InvalidInput, match="is outside the calendar"):
        add(date(2026, 1, 1), **amount)


@pytest.mark.parametrize("start", [datetime(2026, 1, 1), "2026-01-01", None])
def test_only_to_a_day_is_added(start):
    """A moment or a text is no day."""
    with pytest.raises(InvalidInput, match=r"^start: must be a day"):
        add(start, days=1)


# --- spans ---------------------------------------------------------------------------------------


@given(SPANS, DAYS)
def test_a_span_holds_the_days_it_lists(span, day):
    """Iterating, counting and asking agree: both ends are included."""
    days = list(span)

    assert (days[0], days[-1], len(days)) == (span.start, span.end, span.days)
    assert (day in span) == (day in days)
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))


@given(SPANS)
def test_a_span_is_a_value(span):
    """A span hashes, pickles and is equal to the span of the same days given by pendulum."""
    twin = Span(pendulum.instance(span.start), pendulum.instance(span.end))

    assert twin == span == pickle.loads(pickle.dumps(span)) == copy.deepcopy(span)
    assert hash(twin) == hash(span)
    assert {type(twin.start), type(twin.end)} == {date}


@given(DAYS, DAYS)
def test_a_span_never_ends_before_it_starts(start, end):
    """Days out of order are refused at the end's place."""
    if start <= end:
        assert Span(start, end).days == end.toordinal() - start.toordinal() + 1
        return
    with pytest.raises(InvalidInput, match=r"^end: ends before it starts"):
        Span(start, end)


@pytest.mark.parametrize("bad", [datetime(2026, 7, 1), pendulum.datetime(2026, 7, 1), "2026-07-01", None, 5])
def test_a_span_is_made_of_days_and_asked_for_days(bad):
    """A moment, a text or nothing is refused as an end of a span and as a question to it."""
    july = Span(date(2026, 7, 1), date(2026, 7, 31))

    with pytest.raises(InvalidInput, match=r"^start: "):
        Span(bad, date(2026, 7, 31))
    with pytest.raises(InvalidInput, match=r"^end: "):
        Span(date(2026, 7, 1), bad)
    with pytest.raises(InvalidInput, match=r"^on: "):
        bad in july  # noqa: B015


@pytest.mark.traced("it takes a branch that no other test takes")
@given(st.lists(SPANS, max_size=5))
def test_spans_overlap_when_two_share_a_day(spans):
    """Spans overlap exactly when some day lies in two of them."""
    days = [day for span in spans for day in span]

    assert overlapping(spans) == overlapping(reversed(spans)) == (len(days) > len(set(days)))


# --- cycles --------------------------------------------------------------------------------------


@given(CYCLES, DAYS)
@example(Cycle(every=Every.MONTH, starts=date(2020, 1, 31)), date(2020, 2, 29))
@example(Cycle(every=Every.MONTH, starts=date(2020, 1, 31)), date(2020, 3, 1))
@example(Cycle(every=Every.MONTH, count=13, starts=date(2020, 2, 29)), date(2021, 3, 28))
@example(Cycle(every=Every.YEAR, starts=date(2020, 2, 29)), date(2021, 2, 28))
@example(Cycle(every=Every.YEAR, count=4, starts=date(2020, 2, 29)), date(2024, 2, 28))
def test_the_periods_of_a_cycle_tile_the_days(cycle, day):
    """Every day lies in one period: that of its number, between the period before it and the one after it."""
    span, number = cycle.span(day), cycle.index(day)

    assert day in span
    assert span == Span(cycle.first(number), cycle.first(number + 1) - timedelta(days=1))
    assert cycle.next(day).start == span.end + timedelta(days=1)
    assert cycle.span(span.start - timedelta(days=1)).end == span.start - timedelta(days=1)
    assert {number} == {cycle.index(span.start), cycle.index(span.end)}
    assert (number + 1, number - 1) == (
        cycle.index(span.end + timedelta(days=1)),
        cycle.index(span.start - timedelta(days=1)),
    )


@given(st.sampled_from(Every), st.integers(1, 3), EDGES)
def test_walking_a_cycle_leaves_out_no_day_and_meets_none_twice(every, count, starts):
    """Day by day for years, the number of the period never falls, and rises by one where a period begins."""
    cycle = Cycle(every=every, count=count, starts=starts)
    begins = {cycle.first(number) for number in range(-30, 31)}
    before = cycle.index(starts - timedelta(days=400))

    for day in Span(starts - timedelta(days=399), starts + timedelta(days=800)):
        number = cycle.index(day)
        assert number - before == (day in begins)
        before = number


@given(CYCLES)
def test_a_cycle_begins_where_it_says(cycle):
    """Period 0 begins on the day `starts`."""
    assert (cycle.index(cycle.starts), cycle.span(cycle.starts).start) == (0, cycle.starts)


def test_july_to_june():
    """A year may begin on 1 July, a quarter on 1 January."""
    year = Cycle(every=Every.YEAR, starts=date(2026, 7, 1))
    quarter = Cycle(every=Every.MONTH, count=3, starts=date(2026, 1, 1))

    assert year.span(date(2027, 6, 30)) == Span(date(2026, 7, 1), date(2027, 6, 30))
    assert year.next(date(2027, 6, 30)) == Span(date(2027, 7, 1), date(2028, 6, 30))
    assert quarter.span(date(2025, 12, 31)) == Span(date(2025, 10, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"every": "week"}, "every"),
        ({"every": None}, "every"),
        ({"count": 0}, "count"),
        ({"count": 1201}, "count"),
        ({"count": True}, "count"),
        ({"count": 1.0}, "count"),
        ({"starts": datetime(2026, 7, 1)}, "starts"),
        ({"starts": "2026-07-01"}, "starts"),
    ],
)
def test_a_wrong_cycle_is_refused(wrong, path):
    """A cycle counts whole months or years from a day."""
    with pytest.raises(InvalidInput) as raised:
        Cycle(**{"starts": date(2026, 7, 1), **wrong})

    assert raised.value.path == path


def test_a_cycle_takes_the_code_of_its_unit():
    """A unit from data is its code; what is kept is the member."""
    assert Cycle(every="month", starts=date(2026, 1, 1)).every is Every.MONTH


@pytest.mark.parametrize("bad", [datetime(2026, 7, 1), "2026-07-01", None])
def test_a_cycle_is_asked_for_days(bad):
    """A moment or a text lies in no period; a number that is none has no period."""
    cycle = Cycle(starts=date(2026, 7, 1))

    for ask in (cycle.index, cycle.span, cycle.next):
        with pytest.raises(InvalidInput, match=r"^on: "):
            ask(bad)
    with pytest.raises(InvalidInput, match=r"^index: "):
        cycle.first(True)


def test_a_period_that_leaves_the_calendar_is_refused():
    """A period that would begin before year 1 or end after year 9999 is our error."""
    cycle = Cycle(starts=date(2026, 7, 1))

    for day in (date.min, date.max):
        with pytest.raises(InvalidInput, match="is outside the calendar"):
            cycle.span(day)


# --- values that count from a day on -------------------------------------------------------------


@given(st.dictionaries(DAYS, st.integers(), min_size=1, max_size=6), DAYS)
def test_the_value_in_force_is_that_of_the_last_step(steps, day):
    """On a day counts the latest step that is not later; before the first one there is an error."""
    dated = Dated(sorted(steps.items()))
    passed = [since for since in steps if since <= day]

    if passed:
        assert dated.on(day) == steps[max(passed)]
        return
    with pytest.raises(NotInForce) as raised:
        dated.on(day)
    assert str(min(steps)) in str(raised.value)


@given(st.dictionaries(DAYS, st.integers(), min_size=1, max_size=6))
def test_a_dated_value_is_a_value(steps):
    """Steps given as lists, tuples or an iterator make one value, which hashes and pickles."""
    pairs = sorted(steps.items())
    dated = Dated(pairs)

    assert dated == Dated(tuple(pairs)) == Dated(iter(pairs)) == Dated([[*pair] for pair in pairs])
    assert pickle.loads(pickle.dumps(dated)) == dated
    assert hash(dated) == hash(Dated(tuple(pairs)))


@given(st.lists(DAYS, min_size=2, max_size=6))
def test_steps_go_forward(days):
    """Steps out of order, or two on one day, are refused, each at its place."""
    wrong = [f"steps[{n}]" for n in range(1, len(days)) if days[n] <= days[n - 1]]
    if not wrong:
        assert len(Dated([(day, 0) for day in days]).steps) == len(days)
        return

    with pytest.raises(InvalidInput) as raised:
        Dated([(day, 0) for day in days])
    assert [fault.path for fault in raised.value.faults] == wrong


@pytest.mark.parametrize(
    ("steps", "code", "path"),
    [
        ([], "dated.empty", "steps"),
        (5, "list.type", "steps"),
        (None, "list.type", "steps"),
        ("steps", "list.type", "steps"),
        ([5], "dated.step", "steps[0]"),
        (["ab"], "dated.step", "steps[0]"),
        ([(date(2026, 7, 1),)], "dated.step", "steps[0]"),
        ([(date(2026, 7, 1), 1, 2)], "dated.step", "steps[0]"),
        ([(date(2026, 7, 1), 1), (datetime(2026, 7, 2), 2)], "day.type", "steps[1]"),
        ({date(2026, 7, 1): 1}, "dated.step", "steps[0]"),
    ],
)
def test_a_step_is_a_day_and_a_value(steps, code, path):
    """What is no list of pairs of a day and a value is refused at the place of the fault."""
    with pytest.raises(InvalidInput) as raised:
        Dated(steps)

    assert (raised.value.code, raised.value.path) == (code, path)


def test_a_dated_value_is_asked_for_a_day():
    """A moment has no value in force."""
    with pytest.raises(InvalidInput, match=r"^at: "):
        Dated([(date(2026, 7, 1), 1)]).on(datetime(2026, 7, 1))
