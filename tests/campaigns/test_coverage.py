"""Cases counted, and rolled up along the Party line."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.campaigns.town import DAY, ROSTER, STATUSES, after, case, covered, pledge
from tests.orgs.test_laws import chain, days, home, rosters

from sanliang import InvalidInput
from sanliang.campaigns import Coverage, Stage, Status, Tally, cases, coverage, missing
from sanliang.kernel import wire
from sanliang.orgs import Line, count, units_on
from sanliang.pledges import PlaqueState, State

stages = st.sampled_from(Stage)


def faults(ask):
    """The paths and codes of what is wrong."""
    with pytest.raises(InvalidInput) as caught:
        ask()
    return [(one.path, one.code) for one in caught.value.faults]


# --- tallies -------------------------------------------------------------------------------------------

tallies = st.builds(Tally, done=st.integers(0, 50), open=st.integers(0, 50), exempt=st.integers(0, 50))


@given(tallies)
def test_a_share_of_nobody_is_undefined(tally):
    """The share is exact, whole only where nobody is open, and undefined where nobody is due."""
    if tally.due:
        assert tally.share == Fraction(tally.done, tally.done + tally.open)
        assert (tally.share == 1) == (not tally.open)
    else:
        assert tally.share is None


@pytest.mark.traced("it takes a branch that no other test takes")
@given(tallies, tallies, tallies)
def test_tallies_add_up(one, two, three):
    """Adding does not depend on the order, and an empty tally changes nothing."""
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert one + Tally() == one
    assert (one + two).due == one.due + two.due


@pytest.mark.parametrize("bad", [-1, True, 1.0, "1", None])
@pytest.mark.parametrize("name", ["done", "open", "exempt"])
def test_a_tally_holds_whole_numbers(name, bad):
    """What is counted is a whole number, none or more."""
    with pytest.raises(InvalidInput) as caught:
        Tally(**{name: bad})
    assert caught.value.path == name


# --- a coverage that is put together by hand ----------------------------------------------------------


def test_a_coverage_names_exactly_those_who_are_open():
    """A coverage cannot say that two are open and name three, or count more directly than in total."""
    two, none = Tally(done=1, open=2), Tally()
    fields = {"stage": "plaque", "on": DAY, "unit": "b-1"}

    assert faults(lambda: Coverage(**fields, direct=two, total=two, missing=("h-1",))) == [
        ("missing", "coverage.missing")
    ]
    assert faults(lambda: Coverage(**fields, direct=two, total=none)) == [
        ("direct.done", "coverage.direct"),
        ("direct.open", "coverage.direct"),
    ]
    assert faults(lambda: Coverage(**fields, direct=none, total=two, missing=("h-1", "h-1"))) == [
        ("missing[1]", "list.doubled")
    ]


def test_a_coverage_is_read_back():
    """A coverage is written as data and read back as itself."""
    one = covered(missing=("h-1", "h-2"))
    assert wire.decode(wire.encode(one), Coverage) == one


# --- counting ------------------------------------------------------------------------------------------


def test_the_town_rolls_up():
    """The cases of a small town, counted by hand."""
    found = cases(ROSTER, "pledge", on=DAY, pledges=[pledge(who="h-3")])
    table = coverage(ROSTER, found, stage="pledge", on=DAY)

    assert {unit: (one.direct, one.total, one.missing) for unit, one in table.items()} == {
        "c": (Tally(), Tally(done=1, open=2, exempt=1), ("h-1", "h-4")),
        "b-1": (Tally(done=1), Tally(done=1, open=1, exempt=1), ("h-1",)),
        "g-1": (Tally(open=1), Tally(open=1), ("h-1",)),
        "g-2": (Tally(exempt=1), Tally(exempt=1), ()),
        "b-2": (Tally(open=1), Tally(open=1), ("h-4",)),
        "b-3": (Tally(), Tally(), ()),
    }
    assert table["b-1"].total.share == Fraction(1, 2)
    assert table["g-2"].total.share is table["b-3"].total.share is None


def test_nobody_at_all_is_a_coverage_of_the_stage_that_was_asked():
    """Without any case every unit has an empty coverage of the stage and the day."""
    table = coverage(ROSTER, (), stage=Stage.ACTION, on=DAY)

    assert {(one.stage, one.on, one.total) for one in table.values()} == {(Stage.ACTION, DAY, Tally())}
    assert [*table] == ["b-1", "b-2", "b-3", "c", "g-1", "g-2"]


def test_strange_cases_are_refused_all_at_once():
    """Cases of another stage or day, of a place or an unknown unit, or doubled, are each a fault."""
    strange = [
        case(),
        case("h-2", stage="pledge"),
        case("h-3", on=after(1)),
        case("h-4", unit="b-9"),
        case("h-5", unit="v-1"),
        case("h-1", "done", "b-2"),
    ]
    assert faults(lambda: coverage(ROSTER, strange, stage="plaque", on=DAY)) == [
        ("found[1].stage", "coverage.stage"),
        ("found[2].on", "coverage.day"),
        ("found[3].unit", "coverage.unit"),
        ("found[4].unit", "coverage.unit"),
        ("found[5].subject", "list.doubled"),
    ]
    assert faults(lambda: coverage(ROSTER, ["h-1"], stage="plaque", on=DAY)) == [("found[0]", "value.kind")]
    assert faults(lambda: coverage(ROSTER, [], stage="first", on=DAY)) == [("stage", "code.unknown")]
    assert faults(lambda: coverage(ROSTER, [], stage="plaque", on=None)) == [("on", "day.type")]


@pytest.mark.untraced("other tests take its branches")
def test_ten_thousand_strange_cases_are_counted():
    """Every fault is counted, and the first hundred are shown."""
    strange = [case(f"h-{n}", unit="b-9") for n in range(10_000)]
    with pytest.raises(InvalidInput) as caught:
        coverage(ROSTER, strange, stage="plaque", on=DAY)
    assert (caught.value.count, len(caught.value.faults)) == (10_000, 100)


# --- the laws, on towns that Hypothesis makes up --------------------------------------------------------


@st.composite
def counted(draw):
    """A town, a day, and a case of some status at some unit for each of some people."""
    roster, on, stage = draw(rosters()), draw(days), draw(stages)
    units = [unit.id for unit in units_on(roster, on=on, line=Line.PARTY)]
    rows = draw(st.lists(st.tuples(st.sampled_from(units), st.sampled_from(STATUSES)), max_size=12))
    found = [case(f"h-{n:02}", status, unit, stage, on) for n, (unit, status) in enumerate(rows)]
    return roster, stage, on, found


@given(counted())
def test_the_total_is_the_sum_of_the_children_and_of_the_people_directly_in_it(town):
    """The coverage of a unit is the sum of its children's and of the people directly in it."""
    roster, stage, on, found = town
    table = coverage(roster, found, stage=stage, on=on)
    children = {unit: [] for unit in table}
    for unit in table:
        above = chain(roster, unit, on)[1:]
        if above:
            children[above[0]].append(table[unit])
    for unit, one in table.items():
        assert one.total == sum((child.total for child in children[unit]), one.direct)
        assert [*one.missing] == sorted(
            [row.subject for row in found if row.unit == unit and row.status == Status.OPEN]
            + [subject for child in children[unit] for subject in child.missing]
        )


@given(counted())
def test_a_case_is_counted_where_its_chain_of_units_leads(town):
    """What a unit counts is what walking up from every single case would count."""
    roster, stage, on, found = town
    table = coverage(roster, found, stage=stage, on=on)
    assert [*table] == [unit.id for unit in units_on(roster, on=on, line=Line.PARTY)]
    for unit, one in table.items():
        here = [row for row in found if unit in chain(roster, row.unit, on)]
        own = [row for row in found if row.unit == unit]
        for rows, tally in ((here, one.total), (own, one.direct)):
            assert [tally.done, tally.open, tally.exempt] == [
                sum(row.status == status for row in rows) for status in STATUSES
            ]


@given(counted())
def test_nobody_is_counted_twice(town):
    """The units on top together count each case once."""
    roster, stage, on, found = town
    table = coverage(roster, found, stage=stage, on=on)
    tops = [one.total for unit, one in table.items() if len(chain(roster, unit, on)) == 1]

    assert len(found) == sum(one.due + one.exempt for one in tops)
    assert [row.subject for row in missing(found)] == sorted(
        subject for unit, one in table.items() if len(chain(roster, unit, on)) == 1 for subject in one.missing
    )


@given(counted(), st.integers())
def test_the_order_of_cases_does_not_matter(town, seed):
    """Cases in another order give the same coverage."""
    roster, stage, on, found = town
    mixed = random.Random(seed).sample(found, len(found))
    assert coverage(roster, mixed, stage=stage, on=on) == coverage(roster, found, stage=stage, on=on)


@given(rosters(), days, stages, st.sampled_from(["household", "member"]))
def test_every_case_is_one_of_the_roster(roster, on, stage, pledger):
    """There is one case for each member household, or for each member, and it lies where the rows put it."""
    found = cases(roster, stage, on=on, pledger=pledger)
    table, counts = coverage(roster, found, stage=stage, on=on), count(roster, on=on)
    own = {
        member.id: home(roster, member, on) for member in roster.members if member.status.steps[0][0] <= on
    }
    if pledger == "member" and stage != Stage.PLAQUE:
        expected = {id: unit for id, unit in own.items() if unit is not None}
        assert {row.subject: row.unit for row in found} == expected
    else:
        full = [one for one in roster.members if one.is_full(on=on) and own.get(one.id) and one.household]
        assert {row.subject for row in found} == {one.household for one in full}
        for unit, one in table.items():
            assert one.total.due + one.total.exempt == counts[unit].total.member_households
            assert one.direct.due + one.direct.exempt == counts[unit].direct.member_households
    assert sorted(row.subject for row in found) == [row.subject for row in found]


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from([*State, *PlaqueState, "own"])), max_size=8))
def test_done_open_and_exempt_are_everybody(rows):
    """Whatever their pledges have come to, each household is done, open with a reason, or exempt with one."""
    papers = [pledge(f"p-{n}", state, f"h-{home}") for n, (home, state) in enumerate(rows)]
    for stage in (Stage.PLEDGE, Stage.ACTION, Stage.CONSOLIDATION):
        found = cases(ROSTER, stage, on=DAY, pledges=papers)
        assert [one.subject for one in found] == ["h-1", "h-2", "h-3", "h-4"]
        assert all((one.why is None) == (one.status == Status.DONE) for one in found)
        total = coverage(ROSTER, found, stage=stage, on=DAY)["c"].total
        assert total.due + total.exempt == len(found)
