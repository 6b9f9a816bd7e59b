"""The laws of the counts of sessions and mobilisations, beside those of every lifecycle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang import activities
from sanliang.testing._bench import walked
from sanliang.testing._benches import bench

SESSION, MOBILISATION = bench(activities.SESSION_BASE), bench(activities.MOBILISATION_BASE)


@pytest.mark.traced("it takes a branch that no other test takes")
@given(data=st.data())
def test_who_was_due_came_or_missed(data):
    """A session that was held has enough of those who were due; nobody else counts, nobody twice."""
    session = walked(SESSION, data, most=10).thing

    assert sorted((*session.present, *session.missed)) == [*session.due]
    assert {*session.owing} <= {*session.missed}
    if session.held_on is not None and session.plan.quorum is not None:
        assert len(session.present) >= session.plan.quorum.least(len(session.due))


@given(data=st.data(), hours=st.integers(1, 30))
def test_the_whole_is_the_sum_of_the_units(data, hours):
    """Everybody who reported counts once, in one unit and in one hour; numbers hour by hour never fall."""
    one = walked(MOBILISATION, data, most=12).thing
    found = activities.turnout(one)
    curve = activities.arrivals(one, hours=hours)

    assert found.reported == len(one.reports) == len({each.person for each in one.reports})
    assert found.reported == sum(unit.reported for unit in found.units)
    assert found.in_time == sum(unit.in_time for unit in found.units) <= found.reported
    counts = [count for _, count in curve]
    assert sorted(counts) == counts
    assert counts[-1:] == [len(one.reports)] * bool(one.reports)
    assert all(count == sum(each.at <= at for each in one.reports) for at, count in curve)
    parts = [activities.arrivals(one, hours=hours, unit=unit) for unit in one.call.units]
    assert sum(part[-1][1] for part in parts if part) == len(one.reports)
    assert len(one.on_post) <= sum(post.places for post in one.checkpoints)
