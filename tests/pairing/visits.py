"""Contacts for the tests: one by hand, and strategies for many."""

from datetime import date, datetime, timedelta, timezone

from hypothesis import strategies as st

from sanliang.kernel.timeline import Cycle, Every
from sanliang.pairing._contacts import Contact, ContactKind
from sanliang.pairing._schedule import Assignment, Schedule

AT = datetime(2028, 1, 1, 9, tzinfo=timezone(timedelta(hours=8)))
NEW_YEAR = date(2026, 1, 1)
DAYS = st.dates(NEW_YEAR, date(2026, 12, 31))
MONTH = Cycle(every=Every.MONTH, starts=NEW_YEAR)
YEAR = Cycle(every=Every.YEAR, starts=NEW_YEAR)


def made(id="c-1", **fields):
    """A visit with what every contact has."""
    return Contact(
        **{
            "id": id,
            "helper": "m-3",
            "household": "h-7",
            "kind": "visit",
            "on": date(2026, 7, 4),
            "recorder": "m-3",
            "recorded": AT,
            **fields,
        }
    )


def on(*days, **fields):
    """Contacts on these days of 2026, each written as month and day."""
    return [
        made(f"c-{place}", on=date(2026, month, day), **fields) for place, (month, day) in enumerate(days)
    ]


def pair(**fields):
    """The pair of h-7 and m-3 since new year."""
    return Assignment(**{"household": "h-7", "helper": "m-3", "since": NEW_YEAR, **fields})


def rule(id="rule", **fields):
    """A schedule that counts since new year."""
    return Schedule(**{"id": id, "since": NEW_YEAR, **fields})


@st.composite
def visits(draw, most=10):
    """Contacts with ids of their own, in any order."""
    rows = st.builds(
        dict,
        helper=st.sampled_from(["m-3", "m-4"]),
        household=st.sampled_from(["h-7", "h-8"]),
        kind=st.sampled_from([*ContactKind, "deed"]),
        on=DAYS,
    )
    ids = draw(st.permutations(range(most)))
    return [made(f"c-{id}", **row) for id, row in zip(ids, draw(st.lists(rows, max_size=most)), strict=False)]


@st.composite
def pairs(draw):
    """Assignments that do not overlap: at most one of each household, helper and role."""
    whose = st.tuples(
        st.sampled_from(["h-7", "h-8"]), st.sampled_from(["m-3", "m-4"]), st.sampled_from(["first", "second"])
    )
    found = []
    for household, helper, role in sorted(draw(st.sets(whose, max_size=4))):
        since = draw(DAYS)
        until = draw(st.none() | st.dates(since, date(2027, 3, 31)))
        found.append(Assignment(household=household, helper=helper, role=role, since=since, until=until))
    return found


@st.composite
def rules(draw):
    """A few schedules of all sorts."""
    measures = st.sampled_from(
        [
            {"cycle": MONTH, "least": 2},
            {"cycle": Cycle(every=Every.MONTH, count=2, starts=date(2026, 1, 15))},
            {"cycle": YEAR, "least": 4},
            {"months_apart": 1},
            {"days_apart": 10},
        ]
    )
    found = []
    for place, measure in enumerate(draw(st.lists(measures, max_size=3))):
        since = draw(DAYS)
        until = draw(st.none() | st.dates(since, date(2027, 3, 31)))
        kinds = draw(st.sampled_from([(), ("visit",), ("call", "visit")]))
        role = draw(st.none() | st.sampled_from(["first", "second"]))
        found.append(Schedule(id=f"r-{place}", kinds=kinds, role=role, since=since, until=until, **measure))
    return found
