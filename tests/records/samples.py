"""Records for the tests: one by hand, and strategies for many."""

from datetime import date, datetime, timedelta, timezone
from fractions import Fraction

from hypothesis import strategies as st

from sanliang.kernel.timeline import Span
from sanliang.records import Record, Row

BEIJING = timezone(timedelta(hours=8))
CYCLE = Span(date(2026, 7, 1), date(2027, 6, 30))
WRITTEN = datetime(2028, 1, 1, 9, tzinfo=BEIJING)

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
DAYS_OF_CYCLE = st.dates(CYCLE.start, CYCLE.end)
NUMBERS = st.integers(-40, 40).map(lambda quarters: Fraction(quarters, 4))
VALUES = st.booleans() | NUMBERS | st.sampled_from(["county", "town", "县级"])
FIELDS = st.dictionaries(st.sampled_from(["hours", "level", "notes"]), VALUES)
ACTIVITIES = st.none() | st.sampled_from(["a-1", "a-2", "a-3"])


def made(id="r-1", **fields):
    """A record with what every record has."""
    return Record(
        **{
            "id": id,
            "subject": "m-3",
            "kind": "volunteer",
            "on": date(2026, 7, 4),
            "recorder": "m-1",
            "recorded": WRITTEN,
            **fields,
        }
    )


@st.composite
def many(draw, days=DAYS, most=12):
    """Records with ids of their own, in any order."""
    rows = st.builds(
        dict,
        subject=st.sampled_from(["m-1", "m-2", "h-1"]),
        kind=st.sampled_from(["volunteer", "award", "meeting.absent"]),
        on=days,
        fields=FIELDS,
        activity=ACTIVITIES,
    )
    ids = draw(st.permutations(range(most)))
    return [made(f"r-{id}", **row) for id, row in zip(ids, draw(st.lists(rows, max_size=most)), strict=False)]


@st.composite
def points(draw, days=DAYS_OF_CYCLE, amounts=NUMBERS):
    """Dated points: records, each with what it earned."""
    return [Row(record=record, amount=draw(amounts)) for record in draw(many(days))]
