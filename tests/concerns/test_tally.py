"""What the logs prove: the tally against a count by hand, what is due, the records."""

from datetime import date, timedelta
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.concerns.town import (
    DAY,
    LAMP,
    MOVES,
    RAISER,
    ROSTER,
    RUDE,
    TOWN,
    after,
    assigned,
    at,
    collected,
    log_of,
)

from sanliang import InvalidInput, Log, NotFound, Span, concerns
from sanliang.concerns import FACTS, Count, Standing, Tally
from sanliang.kernel.events import MemoryStore
from sanliang.orgs import Roster, Unit
from sanliang.records import fold

STATES = st.sampled_from(sorted(MOVES))
TOLD = st.tuples(
    STATES,
    st.sampled_from(["b-1", "b-2"]),
    st.sampled_from(["roads", "water"]),
    st.integers(0, 12),
    st.integers(0, 3),
)
YEAR = Span(date(2022, 1, 1), date(2022, 12, 31))


def logs_of(told):
    """The logs of what is told: state, unit, category, first day, days between two moves."""
    return [
        log_of(state, id=f"c-{place}", unit=unit, category=category, on=after(day), step=step)
        for place, (state, unit, category, day, step) in enumerate(told)
    ]


def by_hand(told, on, since):
    """The same counted from what is told: how many are done, refused, open; by unit and by category."""
    done, units, categories, standing_open = [0, 0, 0], {}, {}, []
    for place, (state, unit, category, day, step) in enumerate(told):
        moves = MOVES[state]
        made = moves if not step else moves[: max(0, (on - after(day)).days // step)]
        if after(day) > on or (since is not None and after(day) < since):
            continue
        last = made[-1] if made else "collect"
        way = 0 if last == "confirm" else 1 if last == "refuse" else 2
        kind = category if "sort" in made else "unsorted"
        done[way] += 1
        units.setdefault(unit, [0, 0, 0])[way] += 1
        categories.setdefault(kind, [0, 0, 0])[way] += 1
        standing_open += [f"c-{place}"] * (way == 2)
    return done, units, categories, tuple(sorted(standing_open))


def ways(count):
    """Done, refused, open."""
    return [count.done, count.refused, count.open]


@given(st.lists(TOLD, max_size=6), st.integers(0, 25), st.none() | st.integers(0, 12))
def test_the_tally_is_what_a_count_by_hand_finds(told, days, first):
    """By unit, by category, in all, on any day: the figure is the logs' own, in whatever order they come."""
    on, since = after(days), None if first is None else after(first)
    logs = logs_of(told)
    found = concerns.tally(logs, on=on, since=since, roster=ROSTER)
    done, units, categories, left = by_hand(told, on, since)

    assert done == ways(found.total)
    assert units == {unit: ways(count) for unit, count in found.units.items()}
    assert categories == {category: ways(count) for category, count in found.categories.items()}
    assert left == found.open
    assert found == concerns.tally([log.events for log in reversed(logs)], on=on, since=since, roster=ROSTER)
    # The town's total is the sum of its branches'.
    assert found.total == found.rolled.get("t-1", Count())
    assert {unit: found.rolled[unit] for unit in found.units} == {**found.units}


def test_two_hundred_collected_and_a_hundred_and_fifty_solved():
    """Seed 002: the share of three quarters is read off the logs."""
    states = ["confirmed"] * 15 + ["assigned"] * 4 + ["refused"]
    logs = [log_of(state, id=f"c-{place}") for place, state in enumerate(states)]
    half = concerns.tally(logs, on=date(2022, 6, 30)).total

    assert (20, 15, 1, 4) == (half.collected, half.done, half.refused, half.open)
    assert Fraction(3, 4) == half.share
    assert None is Count().share


def test_what_is_overdue_waits_too_long():
    """By the deadline of its charge, and by the days of the lifecycle for the other steps."""
    logs = [log_of("assigned", id="c-1"), log_of("collected", id="c-2"), log_of("confirmed", id="c-3")]
    assert () == concerns.tally(logs, on=after(3)).overdue
    assert ("c-2",) == concerns.tally(logs, on=after(4)).overdue
    found = concerns.tally(logs, on=after(8))
    assert ("c-1", "c-2") == found.overdue == found.open
    assert 2 == found.total.overdue


def test_complaints_count_where_they_are_asked_for():
    """A figure for the board leaves them out, and says so."""
    logs = [[concerns.collect("c-1", RUDE, by=TOWN, on=DAY)], log_of("collected", id="c-2")]
    public, whole = concerns.tally(logs, on=DAY), concerns.tally(logs, on=DAY, complaints=True)
    assert (1, False) == (public.total.collected, public.complaints)
    assert (2, True) == (whole.total.collected, whole.complaints)


def test_units_that_were_merged_or_closed_roll_up_as_far_as_they_can():
    """What was raised in a branch that is merged counts for its heir; of a closed one it stands alone."""
    units = [
        Unit(id="t-1", kind="township_committee", name="青山镇党委"),
        Unit(id="b-1", kind="branch", name="东岭", parent="t-1", until=after(5), merged_into="b-2"),
        Unit(id="b-2", kind="branch", name="西岭", parent="t-1"),
        Unit(id="b-3", kind="branch", name="南岭", parent="t-1", until=after(5)),
    ]
    logs = [log_of("collected", id=f"c-{unit}", unit=unit) for unit in ("b-1", "b-2", "b-3")]
    found = concerns.tally(logs, on=after(9), roster=Roster(units=units))
    assert {"b-2": 2, "b-3": 1, "t-1": 2} == {unit: one.collected for unit, one in found.rolled.items()}
    with pytest.raises(NotFound):
        concerns.tally([log_of("collected", unit="b-9")], on=after(9), roster=Roster(units=units))


def test_what_is_no_list_of_logs_is_refused():
    """One log alone, or the same concern twice."""
    for wrong in (log_of("collected"), 3, "c-1", [3]):
        with pytest.raises(InvalidInput) as caught:
            concerns.tally(wrong, on=DAY)
        assert "list.type" == caught.value.code
    with pytest.raises(InvalidInput) as caught:
        concerns.tally([log_of("collected")] * 2, on=DAY)
    assert ("list.doubled", "logs[1]") == (caught.value.code, caught.value.path)
    assert 0 == concerns.tally([Log.begin("c-1"), log_of("collected")], on=after(-1)).total.collected


def test_a_tally_adds_up():
    """One whose parts do not is refused, with each part that does not."""
    one = concerns.tally([log_of("collected")], on=after(9))
    for wrong, path in (
        ({"categories": {}}, "categories"),
        ({"open": (), "overdue": ()}, "open"),
        ({"overdue": ()}, "overdue"),
        ({"open": ("c-2",)}, "overdue"),
    ):
        with pytest.raises(InvalidInput) as caught:
            attrs.evolve(one, **wrong)
        assert path in {fault.path for fault in caught.value.faults}
    with pytest.raises(InvalidInput) as caught:
        attrs.evolve(one, units=3)
    assert "table.by_id" == caught.value.code
    with pytest.raises(InvalidInput) as caught:
        Count(open=1, overdue=2)
    assert "tally.overdue" == caught.value.code
    assert Tally(on=DAY) == concerns.tally([], on=DAY)


# --- what is due -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "step", "days", "unit", "who"),
    [
        ("collected", "sort", 3, "b-1", ""),
        ("sorted", "assign", 4, "b-1", ""),
        ("assigned", "finish", 7, "b-1", "m-4"),
        ("passed", "answer", 9, "t-1", ""),
        ("finished", "confirm", 10, "b-1", ""),
        ("reopened", "assign", 8, "b-1", ""),
    ],
)
def test_an_open_concern_waits_for_one_thing(state, step, days, unit, who):
    """Its next step, by the day that the lifecycle or the charge says."""
    one = concerns.replay(log_of(state))
    (due,) = concerns.due([one], before=after(99))
    assert (step, after(days), unit, who) == (due.step, due.on, due.unit, due.who)
    assert () == concerns.due([one], before=due.on)
    assert (False, True) == (
        concerns.late(one, on=due.on),
        concerns.late(one, on=due.on + timedelta(days=1)),
    )


def test_a_closed_concern_waits_for_nothing():
    """Nor does one in a state of a town's own."""
    town = attrs.evolve(collected(), state="shelved")
    for one in (concerns.replay(log_of("confirmed")), concerns.replay(log_of("refused")), town):
        assert () == concerns.due([one], before=after(999))
        assert not concerns.late(one, on=after(999))
    assert Standing.OPEN is town.standing
    lost = attrs.evolve(assigned(), charges=())
    assert () == concerns.due([lost], before=after(999))


# --- records ---------------------------------------------------------------------------------------------


def test_a_settled_concern_is_a_record_of_whoever_settled_it():
    """And a collected one of whoever took it down; a rulebook counts them by named facts."""
    logs = [
        log_of("confirmed", id="c-1"),
        log_of("confirmed", id="c-2", until=after(2)),
        log_of("refused", id="c-3"),
    ]
    made = concerns.as_records(logs)
    assert made == concerns.as_records(reversed(logs))
    solved = [one for one in made if one.kind == "concern.solved"]

    assert [("c-1:solved", "m-4"), ("c-2:solved", "m-4")] == [(one.id, one.subject) for one in solved]
    assert [True, False] == [one.fields["in_time"] for one in solved]
    assert {"category": "roads", "in_time": True, "reopened": 0, "urgency": "urgent"} == {**solved[0].fields}
    assert (("photo-1",), after(4), "h-7") == (solved[0].evidence, solved[0].on, solved[0].recorder)
    found = {name: fold(made, query, cycle=YEAR).total for name, query in FACTS.items()}
    assert {
        "concerns_collected": 3,
        "concerns_solved": 2,
        "concerns_solved_in_time": 1,
        "urgent_concerns_solved": 2,
    } == found


def test_where_a_unit_is_charged_the_record_is_about_the_unit():
    """Whatever was done as a whole counts for the whole; without a charge, for the unit that has it."""
    (_, solved) = concerns.as_records([log_of("confirmed", member=None)])
    assert "b-1" == solved.subject
    first, *rest = log_of("confirmed").events
    bare = [first, *(attrs.evolve(one, given=None) for one in rest)]
    log = Log.begin("c-1")
    for event in bare:
        log = log.append(event, by=event.by, at=at(event.on))
    (_, solved) = concerns.as_records([log])
    assert ("b-1", {"category": "unsorted", "reopened": 0}) == (solved.subject, {**solved.fields})
    assert () == solved.evidence


def test_what_a_villager_brings_is_nobodys_collecting():
    """Nor is a complaint a record of anybody."""
    own = concerns.collect("c-1", LAMP, by=RAISER, on=DAY)
    rude = concerns.collect("c-1", RUDE, by=TOWN, on=DAY)
    for event in (own, rude):
        assert () == concerns.as_records([Log.begin("c-1").append(event, by=event.by, at=at(DAY))])


def test_nothing_that_a_villager_said_is_in_a_record():
    """Nor who they are."""
    text = repr(concerns.as_records([log_of("confirmed")]))
    assert "路灯" not in text
    assert "周" not in text


def test_a_log_in_a_store_is_as_good():
    """The tally is of logs, wherever they were kept."""
    store = MemoryStore()
    for event in log_of("finished").events:
        store.append("c-1", event, by=event.by, at=at(event.on), expected=store.read("c-1").head)
    assert 1 == concerns.tally([store.read("c-1")], on=after(9)).total.open
    assert "finished" == concerns.replay(store.read("c-1")).state
