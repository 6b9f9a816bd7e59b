"""How many inspections and objections there were: what a count of the logs by hand finds, in every part."""

from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.supervision.town import (
    BOARD,
    CLAIM,
    DAY,
    FIXED,
    LAMP,
    RIGHT,
    STAR,
    VILLAGER,
    WHY,
    WRONG,
    actor,
    after,
    logged,
    says,
)

from sanliang import InvalidInput, supervision
from sanliang.orgs import Roster, Unit
from sanliang.supervision import (
    INSPECTION_BASE,
    OBJECTION_BASE,
    InspectionCount,
    InspectionGiven,
    ObjectionCount,
    ObjectionGiven,
    Plan,
    Team,
)

UNITS = ("b-1", "b-3")
ROSTER = Roster(
    units=[
        Unit(id="t-1", kind="township_committee", name="青山镇党委"),
        *(Unit(id=unit, kind="branch", name=unit, parent="t-1") for unit in UNITS),
    ]
)
SCOPE = {"t-1", "b-2", *UNITS}
TOWN = actor("m-20", "member", "township_secretary", unit="t-1", scope=SCOPE)
RETIRED = actor("m-30", "member", "supervisor", unit="b-2", scope=SCOPE)

FOUND = [
    (RETIRED, after(4), "check", None),
    (RETIRED, after(4), "find", InspectionGiven(finding=BOARD)),
    (RETIRED, after(4), "find", InspectionGiven(finding=LAMP)),
    (RETIRED, after(4), "conclude", None),
]
FIX = [
    (TOWN, after(9), "remedy", InspectionGiven(remedy=FIXED)),
    (RETIRED, after(10), "close", InspectionGiven(closing=says())),
]
REST = [
    (TOWN, after(9), "remedy", InspectionGiven(remedy=attrs.evolve(FIXED, finding="f-2"))),
    (RETIRED, after(11), "close", InspectionGiven(closing=says("f-2"))),
]
INSPECTIONS = {
    "arranged": ([], InspectionCount(open=1)),
    "checking": (FOUND[:2], InspectionCount(open=1, findings=1, overdue=1)),
    "clean": ([FOUND[0], FOUND[3]], InspectionCount(clean=1)),
    "urging": (FOUND, InspectionCount(open=1, findings=2, overdue=2)),
    "one fixed": (FOUND + FIX, InspectionCount(open=1, findings=2, closed=1, overdue=1)),
    "settled": (
        FOUND + FIX[:1] + REST[:1] + FIX[1:] + REST[1:],
        InspectionCount(settled=1, findings=2, closed=2),
    ),
    "cancelled": ([(TOWN, after(1), "cancel", InspectionGiven(reason="防汛"))], InspectionCount(cancelled=1)),
}
TAKEN_UP = (RETIRED, DAY, "take_up", ObjectionGiven(until=after(40)))
OBJECTIONS = {
    "open": ([], ObjectionCount(open=1, overdue=1)),
    "examining": ([TAKEN_UP], ObjectionCount(open=1)),
    "upheld": (
        [TAKEN_UP, (RETIRED, after(3), "answer", ObjectionGiven(ruling=RIGHT))],
        ObjectionCount(upheld=1),
    ),
    "dismissed": (
        [TAKEN_UP, (RETIRED, after(3), "answer", ObjectionGiven(ruling=WRONG))],
        ObjectionCount(dismissed=1),
    ),
    "withdrawn": (
        [(VILLAGER, after(1), "withdraw", ObjectionGiven(reason=WHY))],
        ObjectionCount(withdrawn=1),
    ),
}
END = after(30)


def inspection(way, unit="b-1", id="x-1"):
    """The log of an inspection that has come so far."""
    team = Team(unit=unit, units=[unit], members=["m-30"], on=DAY)
    plan = Plan(topic="承诺兑现", on=after(4), team=team)
    first = supervision.arrange(id, plan, by=TOWN, on=DAY)
    return logged(supervision.replay_inspection, INSPECTION_BASE, first, *INSPECTIONS[way][0])


def objection(way, unit="b-1", word="rating", id="o-1"):
    """The log of an objection that has come so far."""
    claim = attrs.evolve(CLAIM, target=attrs.evolve(STAR, unit=unit, word=word))
    first = supervision.object_to(id, claim, by=VILLAGER, on=DAY)
    return logged(supervision.replay_objection, OBJECTION_BASE, first, *OBJECTIONS[way][0])


def by_hand(told, of, none):
    """By the place in what is told, the sum of what each way comes to."""
    sums = {}
    for way, key in told:
        sums[key] = sums.get(key, none) + of[way][1]
    return sums


@pytest.mark.parametrize("way", INSPECTIONS)
def test_each_inspection_is_open_clean_settled_or_cancelled(way):
    """And each finding of it is closed, overdue, or neither."""
    assert INSPECTIONS[way][1] == supervision.tally_inspections([inspection(way)], on=END).total


@pytest.mark.parametrize("way", OBJECTIONS)
def test_each_objection_is_open_upheld_dismissed_or_withdrawn(way):
    """One that nobody has taken up in time is overdue."""
    assert OBJECTIONS[way][1] == supervision.tally_objections([objection(way)], on=END).total


@given(st.lists(st.tuples(st.sampled_from(sorted(INSPECTIONS)), st.sampled_from(UNITS)), max_size=5))
def test_the_sums_of_inspections_are_the_sums_of_their_parts(told):
    """By unit, in the whole town, in whatever order the logs come."""
    logs = [inspection(way, unit, id=f"x-{place}") for place, (way, unit) in enumerate(told)]
    found = supervision.tally_inspections(logs, on=END, roster=ROSTER)

    assert by_hand(told, INSPECTIONS, InspectionCount()) == {**found.units}
    assert sum((INSPECTIONS[way][1] for way, _ in told), InspectionCount()) == found.total
    assert found.total == found.rolled.get("t-1", InspectionCount())
    assert len(told) == found.total.inspections
    assert found == supervision.tally_inspections(reversed(logs), on=END, roster=ROSTER)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(OBJECTIONS)), st.sampled_from(UNITS), st.sampled_from(["rating", "pledge"])
        ),
        max_size=5,
    )
)
def test_the_sums_of_objections_are_the_sums_of_their_parts(told):
    """By unit, by the kind of the thing, in the whole town, in whatever order the logs come."""
    logs = [objection(way, unit, word, id=f"o-{place}") for place, (way, unit, word) in enumerate(told)]
    found = supervision.tally_objections(logs, on=END, roster=ROSTER)

    assert by_hand([(way, unit) for way, unit, _ in told], OBJECTIONS, ObjectionCount()) == {**found.units}
    assert by_hand([(way, word) for way, _, word in told], OBJECTIONS, ObjectionCount()) == {**found.words}
    assert found.total == found.rolled.get("t-1", ObjectionCount())
    assert len(told) == found.total.objections
    assert found == supervision.tally_objections(reversed(logs), on=END, roster=ROSTER)


def test_every_objection_is_one_of_four():
    """Those that are overdue are among the open ones."""
    assert 10 == ObjectionCount(open=1, upheld=2, dismissed=3, withdrawn=4, overdue=1).objections


def test_a_tally_is_of_its_day_and_since_a_day():
    """What came later does not count; nor what was planned or raised before the first day that does."""
    logs = [inspection("settled"), inspection("clean", id="x-2")]
    early = supervision.tally_inspections(logs, on=after(9))
    assert (InspectionCount(open=1, clean=1, findings=2), {}) == (early.total, {**early.rolled})
    assert Fraction(1, 2) == supervision.tally_inspections(logs, on=after(10)).total.share
    assert InspectionCount() == supervision.tally_inspections(logs, on=END, since=after(5)).total
    assert 2 == supervision.tally_inspections(logs, on=END, since=after(4)).total.inspections

    logs = [objection("upheld")]
    assert ObjectionCount(open=1) == supervision.tally_objections(logs, on=after(2)).total
    assert ObjectionCount() == supervision.tally_objections(logs, on=END, since=after(1)).total
    assert ObjectionCount() == supervision.tally_objections(logs, on=after(-1)).total


def test_a_tally_adds_up():
    """More closed than found, more overdue than open, words that are not the sum, and no list: refused."""
    for wrong, path in (({"closed": 1}, "closed"), ({"findings": 1, "closed": 1, "overdue": 1}, "overdue")):
        with pytest.raises(InvalidInput) as caught:
            InspectionCount(**wrong)
        assert ("supervision.tally_part", path) == (caught.value.code, caught.value.path)
    with pytest.raises(InvalidInput) as caught:
        ObjectionCount(overdue=1)
    assert "supervision.tally_part" == caught.value.code
    with pytest.raises(InvalidInput) as caught:
        attrs.evolve(supervision.tally_objections([objection("open")], on=END), words={})
    assert ("supervision.tally_sum", "words") == (caught.value.code, caught.value.path)
    with pytest.raises(InvalidInput) as caught:
        supervision.tally_inspections([inspection("clean")] * 2, on=END)
    assert "list.doubled" == caught.value.code
    assert None is InspectionCount().share
