"""Ceilings: what counts of what was earned."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records.samples import CYCLE, NUMBERS, made, points

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.timeline import Span
from sanliang.records import Limited, Row, Window, limit, window_of

EARNED = st.integers(0, 40).map(lambda quarters: Fraction(quarters, 4))
CEILINGS = st.dictionaries(st.sampled_from(Window), EARNED)


def key(window, cycle):
    """Which window a row falls in."""
    if window is Window.ACTIVITY:
        return lambda row: ("a", row.record.activity) if row.record.activity else ("r", row.record.id)
    if window in (Window.CYCLE, Window.EVER):
        return lambda row: ()
    return lambda row: window_of(row.record.on, window, cycle=cycle)


def by_window(credits, window, cycle=CYCLE):
    """The credits of each window."""
    groups = {}
    for credit in credits:
        groups.setdefault(key(window, cycle)(credit.row), []).append(credit)
    return list(groups.values())


def row(points, on=CYCLE.start, id="r-1", **fields):
    """A record with its points."""
    return Row(record=made(id, on=on, **fields), amount=points)


def figures(found):
    """What counts, row by row."""
    return [credit.counted for credit in found.credits]


# --- the laws -----------------------------------------------------------------------------------------


@given(points(), CEILINGS)
def test_no_window_counts_more_than_its_ceiling(rows, ceilings):
    """In each window of each kind that has a ceiling, what counts adds up to no more than it."""
    found = limit(rows, ceilings, cycle=CYCLE)
    for window, ceiling in ceilings.items():
        for credits in by_window(found.credits, window):
            assert sum(credit.counted for credit in credits) <= ceiling


@given(points(), CEILINGS)
def test_what_is_cut_off_stays_visible(rows, ceilings):
    """Each row is there with what it earned, what of it counts, and which windows cut it."""
    found = limit(rows, ceilings, cycle=CYCLE)

    assert sorted(map(repr, rows)) == sorted(repr(credit.row) for credit in found.credits)
    assert sum(row.amount for row in rows) == found.earned == sum(one.earned for one in found.credits)
    assert sum(figures(found)) == found.counted
    for credit in found.credits:
        if credit.earned <= 0:
            assert (credit.earned, ()) == (credit.counted, credit.cut)
        assert 0 <= credit.counted <= credit.earned or credit.earned < 0
        assert bool(credit.cut) == (credit.counted < credit.earned)
        assert [window for window in Window if window in credit.cut] == [*credit.cut]
        assert {*credit.cut} <= {*ceilings}


@given(points(), CEILINGS)
def test_where_nothing_binds_everything_counts(rows, ceilings):
    """Ceilings that no window reaches change nothing, and neither does having none."""
    high = {window: ceiling + 1_000 for window, ceiling in ceilings.items()}
    for free in ({}, high):
        found = limit(rows, free, cycle=CYCLE)
        assert found.earned == found.counted
        assert all(credit.earned == credit.counted for credit in found.credits)


@given(points(), CEILINGS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, ceilings, random):
    """Rows in any order, and ceilings in any order, give the same answer in the documented order."""
    shuffled, turned = [*rows], dict(reversed(ceilings.items()))
    random.shuffle(shuffled)
    found = limit(rows, ceilings, cycle=CYCLE)

    assert found == limit(iter(shuffled), turned, cycle=CYCLE)
    for one, other in pairwise(found.credits):
        first, second = one.row.record, other.row.record
        assert (first.on, first.kind, first.id) <= (second.on, second.kind, second.id)


@pytest.mark.traced("it takes a branch that no other test takes")
@given(points(), st.sampled_from(Window), EARNED)
def test_one_ceiling_bounds_the_sum_of_each_window(rows, window, ceiling):
    """In each window the lesser of the ceiling and of what came in counts, deductions and all."""
    found = limit(rows, {window: ceiling}, cycle=CYCLE)
    for credits in by_window(found.credits, window):
        assert min(ceiling, sum(one.earned for one in credits)) == sum(one.counted for one in credits)


@given(points(), st.sampled_from(Window), EARNED)
def test_the_earlier_rows_are_credited_first(rows, window, ceiling):
    """Within a window rows count in full, then at most one in part, then none, deductions apart."""
    for credits in by_window(limit(rows, {window: ceiling}, cycle=CYCLE).credits, window):
        earned = [one for one in credits if one.earned > 0]
        shapes = [2 if one.counted == one.earned else int(one.counted > 0) for one in earned]
        assert sorted(shapes, reverse=True) == shapes
        assert shapes.count(1) <= 1


@given(points(), CEILINGS)
def test_a_limited_sum_is_not_limited_again(rows, ceilings):
    """What counts, limited again by the same ceilings, counts in full."""
    counted = [
        Row(record=one.row.record, amount=one.counted) for one in limit(rows, ceilings, cycle=CYCLE).credits
    ]
    again = limit(counted, ceilings, cycle=CYCLE)

    assert again.earned == again.counted


@given(points(), CEILINGS, st.sampled_from(Window), EARNED)
def test_more_room_and_more_points_never_count_less(rows, ceilings, window, more):
    """A higher ceiling, and a further row that earns something, never lower the sum of one kind of window."""
    low = ceilings.get(window, Fraction(5))
    total = limit(rows, {window: low}, cycle=CYCLE).counted

    assert total <= limit(rows, {window: low + more}, cycle=CYCLE).counted
    further = [*rows, row(more, on=CYCLE.end, id="r-99")]
    assert total <= limit(further, {window: low}, cycle=CYCLE).counted


# --- oracles ------------------------------------------------------------------------------------------


def nested(rows, ceilings, order):
    """What may count of nested windows: the lesser of each ceiling and of the sum of what lies within."""
    if not order:
        return sum((one.amount for one in rows), Fraction(0))
    window, *within = order
    groups = groupby(sorted(rows, key=lambda one: str(key(window, CYCLE)(one))), key=key(window, CYCLE))
    return sum(
        (
            min(ceilings.get(window, Fraction(10_000)), nested([*group], ceilings, within))
            for _, group in groups
        ),
        Fraction(0),
    )


@given(points(), CEILINGS)
def test_nested_windows_count_as_much_as_they_can(rows, ceilings):
    """Where each activity lies within one month, as much counts as all ceilings together allow."""
    apart = []
    for one in rows:
        record = one.record
        activity = f"{record.activity}/{window_of(record.on, 'month', cycle=CYCLE).start}"
        apart.append(row(one.amount, on=record.on, id=record.id, activity=activity))
    expected = nested(apart, ceilings, [*reversed(Window)])

    assert expected == limit(apart, ceilings, cycle=CYCLE).counted


def simplest(rows, ceilings):
    """The rule as it is told to a clerk: window by window, row by row, as long as there is room."""
    counted = {one.record.id: one.amount for one in rows}
    for window in Window:
        if window not in ceilings:
            continue
        room = {}
        for one in rows:
            group = key(window, CYCLE)(one)
            room.setdefault(group, ceilings[window])
            room[group] -= min(one.amount, 0)
        for one in sorted(rows, key=lambda one: (one.record.on, one.record.kind, one.record.id)):
            group, points = key(window, CYCLE)(one), counted[one.record.id]
            if points > 0:
                counted[one.record.id] = min(points, room[group])
                room[group] -= counted[one.record.id]
    return counted


@given(points(), CEILINGS)
def test_rows_are_credited_as_a_clerk_would(rows, ceilings):
    """Row by row, what counts is what the rule gives that is told to a clerk; windows may cross."""
    found = limit(rows, ceilings, cycle=CYCLE)

    assert simplest(rows, ceilings) == {one.row.record.id: one.counted for one in found.credits}


@given(points(), EARNED, st.integers(-40, 400).map(lambda quarters: Fraction(quarters, 4)))
def test_ever_has_room_for_what_was_not_credited_before(rows, ceiling, credited):
    """`ever` leaves what past ratings did not credit, and takes nothing back that they did."""
    found = limit(rows, {Window.EVER: ceiling}, cycle=CYCLE, credited=credited)

    assert min(sum(one.amount for one in rows), max(ceiling - credited, 0)) == found.counted


# --- figures ------------------------------------------------------------------------------------------


def test_thirty_earned_twelve_counted():
    """Ten rows of three points under a ceiling of twelve: thirty earned, twelve counted, four rows of it."""
    rows = [row(3, on=CYCLE.start + timedelta(days=n), id=f"r-{n}") for n in range(10)]
    found = limit(rows, {"cycle": 12}, cycle=CYCLE)

    assert (30, 12) == (found.earned, found.counted)
    assert [3] * 4 + [0] * 6 == figures(found)
    assert [()] * 4 + [(Window.CYCLE,)] * 6 == [credit.cut for credit in found.credits]


def test_a_record_without_an_activity_is_one():
    """Six hours and three hours at half a point each, two points at most an activity, are 3.5 points."""
    rows = [row("3", id="r-1"), row("1.5", id="r-2", on=CYCLE.end)]
    found = limit(rows, {Window.ACTIVITY: 2, Window.CYCLE: 12}, cycle=CYCLE)

    assert ([2, Fraction(3, 2)], Fraction(7, 2)) == (figures(found), found.counted)


def test_an_activity_may_be_named_like_a_record():
    """The id of an activity and the id of a record do not meet."""
    rows = [row(2, id="a"), row(2, id="b", activity="a")]

    assert 4 == limit(rows, {Window.ACTIVITY: 2}, cycle=CYCLE).counted
    rows = [row(2, id="a", activity="x"), row(2, id="b", activity="x")]
    assert 2 == limit(rows, {Window.ACTIVITY: 2}, cycle=CYCLE).counted


def test_what_a_short_window_cut_off_does_not_fill_a_longer_one():
    """Two months of five points under three a month and five in all: three and two."""
    rows = [row(5, id="r-1"), row(5, id="r-2", on=date(2026, 8, 1))]
    found = limit(rows, {Window.CYCLE: 5, Window.MONTH: 3}, cycle=CYCLE)

    assert [3, 2] == figures(found)
    assert [(Window.MONTH,), (Window.MONTH, Window.CYCLE)] == [one.cut for one in found.credits]


@pytest.mark.parametrize("day", [1, 2, 3])
def test_a_deduction_makes_room_wherever_it_stands(day):
    """Eight earned and two lost under a ceiling of five count five, whichever came first."""
    rows = [
        row(-2, on=date(2026, 7, day), id="minus"),
        row(5, id="r-1"),
        row(3, on=date(2026, 7, 2), id="r-2"),
    ]
    found = limit(rows, {Window.MONTH: 5}, cycle=CYCLE)

    assert (6, 5) == (found.earned, found.counted)
    assert {"minus": -2, "r-1": 5, "r-2": 2} == {one.row.record.id: one.counted for one in found.credits}


def test_months_are_counted_from_the_first_day_of_the_cycle():
    """In a cycle from the 16th on, the 15th and the 16th lie in two months, and so before the cycle."""
    cycle = Span(date(2026, 7, 16), date(2027, 7, 15))
    for first in (date(2026, 8, 15), date(2026, 7, 15), date(2025, 12, 15)):
        rows = [row(2, on=first, id="r-1"), row(2, on=first + timedelta(days=1), id="r-2")]
        assert 4 == limit(rows, {Window.MONTH: 2}, cycle=cycle).counted
        assert 2 == limit(rows, {Window.MONTH: 2}, cycle=Span(date(2026, 7, 1), date(2027, 6, 30))).counted


def test_a_record_may_earn_twice():
    """One record under two items of a block has two rows; both are credited, the smaller first."""
    rows = [row(3), row(1)]

    assert [1, 2] == figures(limit(rows, {Window.CYCLE: 3}, cycle=CYCLE))
    assert Limited(credits=(), earned=Fraction(0), counted=Fraction(0)) == limit([], {"year": 0}, cycle=CYCLE)


# --- bad input ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ceilings", "where"),
    [
        ([("month", 2)], ("limit.ceilings", "ceilings")),
        ({"week": 2}, ("code.unknown", "ceilings")),
        ({"18 months": 2}, ("code.unknown", "ceilings")),
        ({"month": -1}, ("limit.negative", "ceilings.month")),
        ({"month": 0.5}, ("number.float", "ceilings.month")),
        ({"month": True}, ("number.exact", "ceilings.month")),
        ({"month": None}, ("number.exact", "ceilings.month")),
    ],
)
def test_what_is_no_ceiling_is_refused(ceilings, where):
    """A ceiling is an exact number of 0 or more for one of the six windows."""
    with pytest.raises(InvalidInput) as raised:
        limit([], ceilings, cycle=CYCLE)

    assert where == (raised.value.code, raised.value.path)


def test_all_faults_of_the_ceilings_are_found():
    """Every ceiling that is wrong is named."""
    with pytest.raises(InvalidInput) as raised:
        limit([], {"month": -1, "year": 0.5, "week": 1}, cycle=CYCLE)

    assert ["ceilings.month", "ceilings.year", "ceilings"] == [fault.path for fault in raised.value.faults]


@pytest.mark.parametrize(
    ("ask", "path"),
    [
        (lambda: limit([made()], {}, cycle=CYCLE), "rows[0]"),
        (lambda: limit("rows", {}, cycle=CYCLE), "rows"),
        (lambda: limit([], {}, cycle=2026), "cycle"),
        (lambda: limit([], {}, cycle=CYCLE, credited=0.5), "credited"),
    ],
)
def test_a_wrong_argument_is_refused_at_once(ask, path):
    """A wrong argument is refused with our error, at its name."""
    with pytest.raises(InvalidInput) as raised:
        ask()

    assert path == raised.value.path


@given(points(), st.dictionaries(st.sampled_from(Window), NUMBERS))
def test_ceilings_may_be_named_by_their_codes(rows, ceilings):
    """The code of a window stands for it, and a text of a number for the number."""
    high = {window: abs(ceiling) for window, ceiling in ceilings.items()}
    named = {str(window): str(float(ceiling)) for window, ceiling in high.items()}

    assert limit(rows, high, cycle=CYCLE) == limit(rows, named, cycle=CYCLE)
