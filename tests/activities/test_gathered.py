"""How many came: 268 members on 1 July 2019, at the events at home of eleven branches (seed 000)."""

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang import InvalidInput, activities
from sanliang.activities import Attendance, Roll, Session, SessionPlan
from sanliang.kernel.timeline import Span

DAY = date(2019, 7, 1)


def oath(id, unit, present, *, kind="oath", on=DAY, held=True):
    """A session as its log made it."""
    return Session(
        id=id,
        state="held" if held else "inquorate",
        version=2,
        on=on,
        plan=SessionPlan(title="重温入党誓词", unit=unit, kind=kind, on=on, place="村部"),
        roll=Roll(unit=unit, on=on, members=present),
        attendance=Attendance(present=present, guests=9),
        held_on=on if held else None,
    )


def test_268_members_at_home():
    """Eleven branches' events add up to the 268 of the article; nobody is counted twice."""
    sizes = [25] * 4 + [24] * 7
    sessions = [
        oath(f"s-{n}", f"b-{n}", [f"m-{n}-{place}" for place in range(size)]) for n, size in enumerate(sizes)
    ]
    found = activities.gathered(sessions, kind="oath", span=Span(DAY, DAY))
    assert (11, 268, 268) == (found.sessions, found.attendances, found.people)
    assert 268 == sum(found.by_unit.values())
    later = Span(date(2019, 7, 2), date(2019, 7, 3))
    assert 0 == activities.gathered(sessions, span=later).sessions


people = st.lists(st.sampled_from(["m-1", "m-2", "m-3", "m-4"]), unique=True)
rows = st.lists(
    st.tuples(st.sampled_from(["b-1", "b-2"]), people, st.sampled_from(["oath", "lecture"]), st.booleans()),
    max_size=8,
)


@given(rows=rows, kind=st.sampled_from([None, "oath"]))
def test_the_whole_is_the_sum_of_the_units(rows, kind):
    """Attendances add up by unit and by session; people count once; what was not held counts nowhere."""
    sessions = [
        oath(f"s-{place}", unit, who, kind=what, held=held)
        for place, (unit, who, what, held) in enumerate(rows)
    ]
    found = activities.gathered(sessions, kind=kind)
    counted = [who for _, who, what, held in rows if held and kind in (None, what)]
    assert found.sessions == len(counted)
    assert found.attendances == sum(map(len, counted)) == sum(found.by_unit.values())
    assert found.people == len({one for who in counted for one in who}) <= found.attendances


def test_a_session_counts_once():
    """Two sessions with one id are a fault; one without a list of who came counts nowhere."""
    one = oath("s-1", "b-1", ["m-1"])
    with pytest.raises(InvalidInput, match=r"sessions\[1\].id"):
        activities.gathered([one, one])
    assert 0 == activities.gathered([attrs.evolve(one, attendance=None)]).sessions
