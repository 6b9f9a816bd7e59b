"""Programmes of so many sessions, and political birthdays."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang import InvalidInput, NotFound, activities
from sanliang.activities import Attendance, Programme, Roll, Session, SessionPlan
from sanliang.kernel.timeline import Span, add
from sanliang.orgs import Belonging, Member, Roster, Unit

YEAR = Span(date(2019, 1, 1), date(2019, 12, 31))
TALKS = Programme(id="talks", title="书屋夜话", target=1000, span=YEAR)


def lecture(id, on, *, kind="lecture", speaker="m-1", unit="b-1", held=True):
    """A lecture as its log made it."""
    return Session(
        id=id,
        state="held" if held else "called",
        version=2,
        on=on,
        plan=SessionPlan(title="夜话", unit=unit, kind=kind, on=on, place="书屋", speaker=speaker),
        roll=Roll(unit=unit, on=on),
        attendance=Attendance(guests=12),
        held_on=on if held else None,
    )


days = st.integers(-20, 400).map(lambda n: YEAR.start + timedelta(days=n))
lectures = st.lists(
    st.tuples(
        days,
        st.sampled_from(["lecture", "party_class"]),
        st.sampled_from([None, "m-1", "m-2"]),
        st.sampled_from(["b-1", "b-2"]),
        st.booleans(),
    ),
    max_size=20,
)


@given(rows=lectures, on=days)
def test_only_what_was_held_counts(rows, on):
    """What was held of the kind, in the span, until the day, counts once, in one unit; nothing else does."""
    sessions = [
        lecture(f"s-{place}", at, kind=kind, speaker=speaker, unit=unit, held=held)
        for place, (at, kind, speaker, unit, held) in enumerate(rows)
    ]
    found = activities.progress(TALKS, sessions, on=on)
    counted = [row for row in rows if row[1] == "lecture" and row[4] and row[0] in YEAR and row[0] <= on]

    assert found.held == len(counted) == sum(found.by_unit.values())
    assert sum(found.by_speaker.values()) == sum(row[2] is not None for row in counted)
    assert found.left == 1000 - found.held
    assert 0 <= found.expected <= 1000
    assert found.on_course == (found.held >= found.expected)
    assert (found.forecast is None) == (on < YEAR.start)
    if on >= YEAR.end:
        assert (found.held, 1000) == (found.forecast, found.expected)


def test_a_thousand_lectures_a_year():
    """100 cadres, ten lectures each: seed 000's plan; halfway, 480 were held, and the year will not do."""
    sessions = [
        lecture(f"s-{n}", YEAR.start + timedelta(days=n % 181), speaker=f"m-{n % 100}") for n in range(480)
    ]
    found = activities.progress(TALKS, sessions, on=date(2019, 6, 30))
    assert (480, 520, 100) == (found.held, found.left, len(found.by_speaker))
    assert Fraction(1000 * 181, 365) == found.expected
    assert Fraction(480 * 365, 181) == found.forecast
    assert not found.on_course
    alone = activities.progress(TALKS, [lecture("s-0", YEAR.start, speaker=None)], on=YEAR.start)
    assert (1, {}) == (alone.held, {**alone.by_speaker})
    with pytest.raises(InvalidInput, match=r"sessions\[1\].id"):
        activities.progress(TALKS, [sessions[0], sessions[0]], on=YEAR.end)


# --- political birthdays ------------------------------------------------------------------------------------


@given(admitted=st.dates(date(1921, 7, 1), date(2030, 12, 31)), years=st.integers(1, 80))
def test_a_political_birthday_falls_on_its_day(admitted, years):
    """It is the day and the month of joining; of 29 February the 28th where there is no 29th."""
    found = activities.political_birthday(admitted, year=admitted.year + years)
    if (admitted.month, admitted.day) == (2, 29):
        assert add(date(found.year, 3, 1), days=-1) == found
    else:
        assert (admitted.year + years, admitted.month, admitted.day) == (found.year, found.month, found.day)


def test_no_birthday_in_the_year_of_joining():
    """The first one is a year after joining."""
    with pytest.raises(InvalidInput):
        activities.political_birthday(date(2020, 2, 29), year=2020)


def test_whose_birthday_falls_when():
    """By day and member, over the turn of a year; of whom the day is not known, that is said."""
    admitted = {
        "m-1": date(1990, 7, 1),
        "m-2": date(2008, 2, 29),
        "m-3": date(2026, 2, 1),
        "m-4": None,
        "m-5": date(1990, 7, 1),
    }
    roster = Roster(
        units=[Unit(id="b-1", kind="branch", name="东岭村党支部")],
        members=[
            Member(id=id, name="陈谷", status="full", admitted=on, belongs=[Belonging(unit="b-1")])
            for id, on in admitted.items()
        ],
    )
    span = Span(date(2026, 2, 1), date(2027, 2, 28))
    found = activities.birthdays(roster, "b-1", span=span, on=date(2026, 7, 1))
    assert [
        ("m-2", date(2026, 2, 28), 18),
        ("m-1", date(2026, 7, 1), 36),
        ("m-5", date(2026, 7, 1), 36),
        ("m-3", date(2027, 2, 1), 1),
        ("m-2", date(2027, 2, 28), 19),
    ] == [(one.member, one.on, one.years) for one in found.days]
    assert ("m-4",) == found.unknown
    dues = activities.due_birthdays(found.days, before=date(2026, 7, 2), unit="b-1")
    assert [("m-2", "b-1"), ("m-1", "b-1"), ("m-5", "b-1")] == [(one.who, one.unit) for one in dues]
    with pytest.raises(NotFound):
        activities.birthdays(roster, "b-9", span=span, on=span.start)
