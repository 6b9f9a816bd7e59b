"""Sessions and mobilisations, and who came."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sanliang import activities
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.sources import Source
from sanliang.testing.strategies._fields import (
    Parts,
    a_thing,
    codes,
    days,
    ids,
    listed,
    made,
    moments,
    names,
    texts,
)


@st.composite
def attendances(draw: DrawFn) -> activities.Attendance:
    """Attendances in which nobody stands in both lists."""
    who = draw(names)
    cut = draw(st.integers(0, len(who)))
    guests = draw(st.integers(0, 10**6))
    return activities.Attendance(present=who[:cut], excused=who[cut:], guests=guests)


@st.composite
def mobilisation_calls(draw: DrawFn) -> activities.Call:
    """Calls whose numbers are of the units that are called."""
    units = draw(listed(ids, min_size=1))
    expected = draw(st.dictionaries(st.sampled_from(units), st.integers(0, 10**6), max_size=2))
    return activities.Call(
        title=draw(texts),
        unit=draw(ids),
        units=units,
        at=draw(moments),
        within=draw(st.integers(1, 8784)),
        expected=FrozenMap(expected),
        source=draw(st.none() | made(Source)),
    )


@st.composite
def temporary_branches(draw: DrawFn) -> activities.TemporaryBranch:
    """Temporary branches with a head of their own, some of them dissolved."""
    who, ends = draw(listed(ids, min_size=1)), sorted(draw(st.lists(days, min_size=3, max_size=3)))
    return activities.TemporaryBranch(
        id=draw(ids),
        name=draw(texts),
        head=draw(st.sampled_from(who)),
        members=who,
        since=ends[0],
        until=ends[1],
        dissolved=draw(st.none() | st.just(ends[2])),
    )


@st.composite
def stationed(draw: DrawFn) -> activities.Stationed:
    """Who stood where from when to when."""
    first, last = sorted(draw(st.lists(days, min_size=2, max_size=2)))
    until = draw(st.none() | st.just(last))
    return activities.Stationed(person=draw(ids), checkpoint=draw(ids), since=first, until=until)


CLASSES: Parts = {
    activities.Attendance: attendances(),
    activities.Birthday: made(activities.Birthday, years=st.integers(1, 90)),
    activities.Birthdays: made(activities.Birthdays),
    activities.Call: mobilisation_calls(),
    activities.CatchUp: made(activities.CatchUp),
    activities.Checkpoint: made(activities.Checkpoint, places=st.integers(1, 99)),
    activities.Gathered: made(activities.Gathered),
    activities.Mobilisation: a_thing(activities.Mobilisation),
    activities.MobilisationGiven: made(activities.MobilisationGiven),
    activities.Programme: made(activities.Programme, kind=codes, target=st.integers(1, 10**6)),
    activities.Progress: made(activities.Progress),
    activities.Quorum: made(activities.Quorum, part=st.integers(0, 2), of=st.integers(2, 1000)),
    activities.Reported: made(activities.Reported),
    activities.Roll: made(activities.Roll, members=names, exempt=names),
    activities.Session: a_thing(activities.Session),
    activities.SessionGiven: made(activities.SessionGiven),
    activities.SessionPlan: made(
        activities.SessionPlan, kind=codes, catch_up_days=st.none() | st.integers(0, 366)
    ),
    activities.Stationed: stationed(),
    activities.TemporaryBranch: temporary_branches(),
    activities.Turnout: made(activities.Turnout),
    activities.UnitTurnout: made(activities.UnitTurnout),
}
