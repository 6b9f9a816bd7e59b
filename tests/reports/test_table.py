"""Tables: each is counted once, the sums are the sums of the parts, and nobody vanishes from them."""

import random
from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.orgs.test_laws import DAYS, rosters

from sanliang import reports
from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.orgs import Line, below, count, read_roster, units_on
from sanliang.reports import Counted, Row, Table, Whose, tally

DAY = date(2026, 12, 31)
VILLAGE = read_roster(
    units="id,kind,name,parent\nc-1,township_committee,青山镇党委,\nb-1,branch,东岭村党支部,c-1\n"
    "p-1,party_group,一组党小组,b-1\nb-2,branch,西岭村党支部,c-1\nt-1,township,青山镇,\nv-1,village,东岭村,t-1",
    members="id,name,status,belongs\nm-1,李禾,full,b-1\nm-2,王苗,full,p-1\nm-3,吴桐,probationary,b-2",
    households="id,head,belongs\nh-1,欧阳禾,v-1\nh-2,王谷,",
)


def table_of(rows):
    """A table made by hand."""
    return Table(on=DAY, whose="members", rows=rows)


HALF = Counted(whole=4, counts={"five": 2})


@given(rosters(), st.sampled_from(DAYS), st.sampled_from(Whose), st.data())
def test_the_sums_are_the_sums_of_the_parts(roster, on, whose, data):
    """Each who is counted is in the total once, in a category or in the rest; so it is at every unit."""
    everybody = {
        Whose.MEMBERS: [one.id for one in roster.members if roster.index.is_member(one.id, on)],
        Whose.HOUSEHOLDS: [one.id for one in roster.households],
        Whose.UNITS: [one.id for one in units_on(roster, on=on) if roster.nesting.rule(one.kind).branch],
    }[whose]
    categories = {id: data.draw(st.sampled_from("abc")) for id in everybody if data.draw(st.booleans())}
    table = tally(categories, roster, on=on, whose=whose)

    assert (len(everybody), len(everybody) - len(categories)) == (table.total.whole, table.total.rest)
    for row in table.rows:
        below_it = [other.total for other in table.rows if other.parent == row.unit]
        assert row.total == sum(below_it, row.direct)
    line = Line.PLACE if whose is Whose.HOUSEHOLDS else Line.PARTY
    assert [row.unit for row in table.rows] == sorted(unit.id for unit in units_on(roster, on=on, line=line))


@given(rosters(), st.sampled_from(DAYS))
def test_members_and_households_are_those_of_the_roster(roster, on):
    """A table counts as many at each unit as the roster itself does."""
    counts = count(roster, on=on)
    for whose, number in ((Whose.MEMBERS, "members"), (Whose.HOUSEHOLDS, "households")):
        for row in tally({}, roster, on=on, whose=whose).rows:
            assert getattr(counts[row.unit].total, number) == row.total.whole


@given(rosters(), st.sampled_from(DAYS), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(roster, on, random_):
    """Shuffled rows give the same table."""
    members = [one.id for one in roster.members if roster.index.is_member(one.id, on)]
    pairs = [(id, "five") for id in members]
    table = tally(dict(pairs), roster, on=on)
    random_.shuffle(pairs)
    shuffled = random.Random(len(members)).sample(roster.members, len(roster.members))
    other = attrs.evolve(roster, members=shuffled)

    assert table == tally(dict(pairs), other, on=on, among=[id for id, _ in pairs])


def test_a_branch_is_counted_at_itself():
    """And at the units above; below it nothing is counted of it."""
    table = tally({"b-1": "five"}, VILLAGE, on=DAY, whose="units")

    assert Counted(whole=2, counts={"five": 1}) == table.row("c-1").total
    assert Counted(whole=1, counts={"five": 1}) == table.row("b-1").direct
    assert Counted() == table.row("p-1").total


def test_who_belongs_to_no_unit_stands_apart():
    """A household without a place is counted, and in no unit's sum."""
    table = tally({"h-2": "covered"}, VILLAGE, on=DAY, whose=Whose.HOUSEHOLDS)

    assert (1, Counted(whole=1, counts={"covered": 1}), 2) == (
        table.row("t-1").total.whole,
        table.apart,
        table.total.whole,
    )


def test_those_who_are_counted_can_be_named():
    """Then they alone are counted; who is in no unit on the day stands apart."""
    table = tally({"m-1": "five"}, VILLAGE, on=DAY, among=["m-1", "m-3"])
    assert (2, 1) == (table.total.whole, table.total.rest)
    young = read_roster(
        units="id,kind,name,since,until\nb-1,branch,甲,2026-05-01,\nb-2,branch,乙,2026-05-01,2026-06-30",
        members="id,name,status,belongs\nm-1,李禾,full,b-1",
    )
    before = tally({}, young, on=date(2026, 1, 1), among=["m-1"])
    assert (1, ()) == (before.apart.whole, before.rows)
    assert 1 == tally({}, young, on=DAY, whose="units", among=["b-1", "b-2"]).apart.whole


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (lambda: tally({"m-9": "five", "m-1": ""}, VILLAGE, on=DAY), {"categories.m-1": "text.empty"}),
        (lambda: tally({"m-9": "five"}, VILLAGE, on=DAY), {"categories.m-9": "report.stranger"}),
        (lambda: tally({"h-1": "five"}, VILLAGE, on=DAY), {"categories.h-1": "report.stranger"}),
        (
            lambda: tally({"m-1": "five", "m-9": "five"}, VILLAGE, on=DAY),
            {"categories.m-9": "report.stranger"},
        ),
        (lambda: tally({"m-1": ""}, VILLAGE, on=DAY), {"categories.m-1": "text.empty"}),
        (lambda: tally({"m-1": 5}, VILLAGE, on=DAY), {"categories.m-1": "text.type"}),
        (lambda: tally([("m-1", "five")], VILLAGE, on=DAY), {"categories": "table.by_id"}),
        (lambda: tally({}, None, on=DAY), {"roster": "value.kind"}),
        (lambda: tally({}, VILLAGE, on="2026-12-31"), {"on": "day.type"}),
        (lambda: tally({}, VILLAGE, on=DAY, whose="towns"), {"whose": "code.unknown"}),
        (lambda: tally({}, VILLAGE, on=DAY, among=["m-1", "m-9"]), {"among[1]": "member.not_found"}),
        (lambda: Counted(whole=1, counts={"five": 2}), {"counts": "report.counts"}),
        (lambda: Counted(whole=-1), {"whole": "number.small"}),
        (lambda: Counted(whole=1, counts={"five": True}), {"counts.five": "number.type"}),
        (
            lambda: table_of([Row(unit="a", direct=HALF)]),
            {"rows[0].total": "report.sum"},
        ),
        (
            lambda: table_of([Row(unit="a", parent="b")]),
            {"rows[0].parent": "report.unit"},
        ),
        (
            lambda: table_of([Row(unit="a"), Row(unit="a")]),
            {"rows": "list.doubled"},
        ),
    ],
)
def test_what_cannot_be_counted_is_refused_at_its_place(ask, expected):
    """A stranger, a category that is none, a sum that is not the sum."""
    with pytest.raises(InvalidInput) as caught:
        ask()

    assert expected == {fault.path: fault.code for fault in caught.value.faults}


def test_a_unit_that_is_not_there_is_not_found():
    """A table has the units that stood on its day, and says so of any other."""
    with pytest.raises(NotFound):
        tally({}, VILLAGE, on=DAY).row("b-9")


def test_an_id_in_another_normal_form_is_the_same():
    """A spreadsheet may have written it in two characters where the roster has one."""
    cafe = read_roster(
        units="id,kind,name\nb-1,branch,甲", members="id,name,status,belongs\nm-\u00e9,李禾,full,b-1"
    )

    assert {"five": 1} == tally({"m-e\u0301": "five"}, cafe, on=DAY).total.counts


def test_every_name_of_the_word_has_a_docstring():
    """What `dir` lists is there, and says what it is."""
    assert [] == [name for name in dir(reports) if getattr(reports, name).__doc__ is None]


def test_a_share_of_nobody_is_not_defined():
    """It is not 100 %."""
    assert Counted().share("five") is None
    assert 1 == Counted(whole=2, counts={"five": 2}).share("five")
    assert {"b-1"} < {unit.id for unit in below(VILLAGE, "c-1", on=DAY)}
