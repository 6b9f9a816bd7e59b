"""Days that are due, and calendars."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sanliang import calendars
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Span
from sanliang.testing.strategies._fields import Parts, by, codes, days, listed, made, of_class


@st.composite
def lists_of_days(draw: DrawFn) -> calendars.ListedDays:
    """Holidays and made-up days within a span, none of them both."""
    span = draw(
        st.builds(lambda start, more: Span(start, start + timedelta(days=more)), days, st.integers(0, 60))
    )
    inside = draw(st.lists(st.sampled_from([*span]), max_size=6, unique=True))
    cut = draw(st.integers(0, len(inside)))
    return calendars.ListedDays(
        span=span, holidays=inside[:cut], extra_workdays=inside[cut:], source=draw(st.none() | made(Source))
    )


CLASSES: Parts = {
    calendars.Calendar: made(calendars.Calendar, fixed=by(lambda one: one.code, of_class(calendars.YearDay))),
    calendars.Due: made(calendars.Due, kind=codes),
    calendars.FirstKnown: made(calendars.FirstKnown, providers=listed(lists_of_days(), min_size=1)),
    calendars.ListedDays: lists_of_days(),
    calendars.MonthDay: made(calendars.MonthDay, day=st.integers(1, 31)),
    calendars.NotHeld: made(calendars.NotHeld),
    calendars.NotKnown: made(calendars.NotKnown),
    calendars.NthWeekday: made(calendars.NthWeekday, nth=st.sampled_from([-1, 1, 4])),
    calendars.Period: made(calendars.Period, days=st.integers(1, 3660)),
    calendars.Review: made(calendars.Review, code=codes),
    calendars.Shift: made(calendars.Shift, within=st.integers(1, 31)),
    calendars.YearDay: made(calendars.YearDay, code=codes, month=st.integers(1, 12), day=st.integers(1, 28)),
}
