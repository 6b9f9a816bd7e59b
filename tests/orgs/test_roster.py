"""The roster: what it refuses, what it finds, who acts in it."""

import pickle
from datetime import date, timedelta

import attrs
import pytest

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.lifecycles import Actor
from sanliang.orgs import (
    Belonging,
    Household,
    Member,
    Post,
    Roster,
    Unit,
    UnitCount,
    answering,
    below,
    branch_of,
    count,
    dwelling_of,
    households_under,
    member_households,
    path,
    place_of,
    under,
    unit_of,
    units_on,
)

DAY = date(2026, 7, 1)
BEFORE = DAY - timedelta(days=1)
TOWN = (
    Unit(id="t", kind="township", name="乡"),
    Unit(id="v-1", kind="village", name="一村", parent="t"),
    Unit(id="v-2", kind="village", name="二村", parent="t"),
    Unit(id="c", kind="township_committee", name="党委", place="t"),
    Unit(id="b-1", kind="branch", name="一支部", parent="c", place="v-1"),
    Unit(id="b-2", kind="branch", name="二支部", parent="c", place="v-2"),
)


def person(id, *belongs, **fields):
    """A full member who belongs to these units."""
    belongs = [one if isinstance(one, Belonging) else Belonging(unit=one) for one in belongs]
    return Member(**{"id": id, "name": "何", "status": "full", "belongs": belongs, **fields})


def faults(**rows):
    """The codes and paths of all faults of a roster of the town and these rows."""
    with pytest.raises(InvalidInput) as caught:
        Roster(**{"units": TOWN, **rows})
    return [(one.code, one.path) for one in caught.value.faults]


def with_units(*units):
    """The faults of the town with these units besides."""
    return faults(units=(*TOWN, *units))


UNIT_FAULTS = [
    ({"id": "b-1", "kind": "branch"}, "id.doubled", "id"),
    ({"id": "n", "kind": "hamlet"}, "unit.kind", "kind"),
    ({"id": "n", "kind": "branch", "parent": "b-9"}, "unit.unknown", "parent"),
    ({"id": "n", "kind": "branch", "parent": "t"}, "unit.line", "parent"),
    ({"id": "n", "kind": "branch", "parent": "b-1"}, "unit.nesting", "parent"),
    ({"id": "n", "kind": "township", "parent": "t"}, "unit.nesting", "parent"),
    ({"id": "n", "kind": "branch", "place": "c"}, "unit.line", "place"),
    ({"id": "n", "kind": "branch", "place": "v-9"}, "unit.unknown", "place"),
    ({"id": "n", "kind": "village", "place": "t"}, "unit.placed", "place"),
    ({"id": "n", "kind": "branch", "until": DAY, "merged_into": "b-9"}, "unit.unknown", "merged_into"),
    ({"id": "n", "kind": "branch", "until": DAY, "merged_into": "t"}, "unit.line", "merged_into"),
    ({"id": "n", "kind": "branch", "since": DAY, "split_from": "b-9"}, "unit.unknown", "split_from"),
    ({"id": "n", "kind": "branch", "until": DAY, "merged_into": "n"}, "unit.cycle", "parent"),
]


@pytest.mark.parametrize(("fields", "code", "field"), UNIT_FAULTS)
def test_a_unit_that_does_not_fit_is_named(fields, code, field):
    """A wrong reference of a unit has a code and the path of its row."""
    assert (code, f"units[6].{field}") in with_units(Unit(name="新", **fields))


def test_a_circle_of_parents_is_named_at_every_unit_on_it():
    """A tree that comes back to itself is refused, and what only leads into the circle is not blamed."""
    found = with_units(
        Unit(id="x", kind="small_grid", name="网格", parent="y"),
        Unit(id="y", kind="small_grid", name="网格", parent="x"),
        Unit(id="z", kind="hub_household", name="中心户", parent="y"),
    )

    assert found == [
        ("unit.cycle", "units[6].parent"),
        ("unit.nesting", "units[6].parent"),
        ("unit.cycle", "units[7].parent"),
        ("unit.nesting", "units[7].parent"),
    ]


def test_a_circle_of_mergers_is_refused():
    """Two units cannot have been merged into each other."""
    found = with_units(
        Unit(id="x", kind="branch", name="甲", until=DAY, merged_into="y"),
        Unit(id="y", kind="branch", name="乙", until=DAY, merged_into="x"),
    )

    assert {"unit.cycle", "unit.merged_gap"} == {code for code, _ in found}


def test_a_merger_leads_to_a_unit_that_stands():
    """What a unit was merged into stands on the day after."""
    gone = Unit(id="x", kind="branch", name="甲", until=BEFORE)
    assert with_units(gone, Unit(id="y", kind="branch", name="乙", until=BEFORE, merged_into="x")) == [
        ("unit.merged_gap", "units[7].merged_into")
    ]
    assert with_units(
        gone, Unit(id="y", kind="branch", name="乙", since=DAY + timedelta(days=1), split_from="x")
    ) == [("unit.split_gap", "units[7].split_from")]


def test_the_ends_of_the_calendar_are_no_fault():
    """A merger on the last of all days, and a split on the first, have no day beyond to look at."""
    units = [
        Unit(id="x", kind="branch", name="甲", until=date.max, merged_into="b-1"),
        Unit(id="y", kind="branch", name="乙", since=date.min, split_from="b-1"),
    ]
    roster = Roster(units=(*TOWN, *units), members=[person("m", "x")])

    assert unit_of(roster, "m", on=date.max).id == "x"


def test_a_unit_does_not_outlive_the_one_above_it():
    """A unit under one that has closed needs a last day too, unless that was merged."""
    closed = Unit(id="gb", kind="general_branch", name="总支", until=BEFORE, parent="c")
    lower = Unit(id="n", kind="branch", name="支部", parent="gb")
    merged = attrs.evolve(closed, merged_into="c")

    assert with_units(closed, lower) == [("term.outside", "units[7].parent")]
    assert [one.id for one in path(Roster(units=(*TOWN, merged, lower)), "n", on=DAY)] == ["c", "n"]


BELONGING_FAULTS = [
    ([Belonging(unit="b-9")], [("unit.unknown", "belongs[0].unit")]),
    ([Belonging(unit="b-1"), Belonging(unit="b-2")], [("belongs.overlap", "belongs[1]")]),
    (
        [Belonging(unit="b-1", until=DAY), Belonging(unit="b-2", since=DAY)],
        [("belongs.overlap", "belongs[1]")],
    ),
    ([Belonging(unit="v-1"), Belonging(unit="v-2")], [("belongs.overlap", "belongs[1]")]),
    ([Belonging(unit="old")], [("term.outside", "belongs[0].unit")]),
    ([Belonging(unit="old", since=BEFORE)], [("term.outside", "belongs[0].unit")]),
    ([Belonging(unit="old", since=DAY, until=DAY)], [("term.outside", "belongs[0].unit")]),
    ([Belonging(unit="new", since=BEFORE)], [("term.outside", "belongs[0].unit")]),
    ([Belonging(unit="new", until=BEFORE)], [("term.outside", "belongs[0].unit")]),
    ([Belonging(unit="odd")], []),
]


@pytest.mark.parametrize(("belongs", "expected"), BELONGING_FAULTS)
def test_a_belonging_that_does_not_fit_is_named(belongs, expected):
    """One unit at a time, and on no day on which it does not stand."""
    units = (
        *TOWN,
        Unit(id="old", kind="branch", name="旧", until=BEFORE),
        Unit(id="new", kind="branch", name="新", since=DAY),
        Unit(id="odd", kind="hamlet", name="村"),
    )
    found = faults(units=units, members=[person("m", *belongs)])

    assert [("unit.kind", "units[8].kind"), *((code, f"members[0].{at}") for code, at in expected)] == found


def test_a_member_and_a_household_that_do_not_fit_are_named():
    """Doubled ids, unknown households, posts that nobody can hold, and a household in a branch."""
    old = Unit(id="old", kind="branch", name="旧", until=BEFORE, merged_into="b-1")
    found = faults(
        units=(*TOWN, old),
        households=[
            Household(id="h", belongs=[Belonging(unit="b-1")]),
            Household(id="h"),
            Household(id="g", belongs=[Belonging(unit="v-1"), Belonging(unit="v-2")]),
        ],
        members=[
            person("m", "b-1", household="hh"),
            person("m"),
            person("n", posts=[Post(role="supervisor", unit="nowhere")]),
            person("o", posts=[Post(role="supervisor", unit="old", until=DAY)]),
            person("p", posts=[Post(role="supervisor", unit="old", since=DAY)]),
            person("q", posts=[Post(role="supervisor", unit="old")]),
        ],
    )

    assert found == [
        ("id.doubled", "households[1].id"),
        ("id.doubled", "members[1].id"),
        ("unit.line", "households[0].belongs[0].unit"),
        ("belongs.overlap", "households[2].belongs[1]"),
        ("household.unknown", "members[0].household"),
        ("unit.unknown", "members[2].posts[0].unit"),
        ("term.outside", "members[3].posts[0].unit"),
        ("term.outside", "members[4].posts[0].unit"),
    ]


def test_a_fault_says_what_was_meant():
    """An unknown id is answered with the nearest there is, and an error text never repeats what was given."""
    with pytest.raises(InvalidInput) as caught:
        Roster(units=TOWN, members=[person("m", "b1")])

    assert "did you mean b-1?" in str(caught.value)
    assert "是否为 b-1？" in caught.value.text("zh")


def test_an_id_that_is_no_code_is_not_told_as_what_was_meant():
    """It may be a name, or the number that stands on somebody's card."""
    for id in ("王苗家", "330521199001011234"):
        with pytest.raises(InvalidInput) as caught:
            Roster(units=TOWN, households=[Household(id=id)], members=[person("m", household=f"{id}x")])
        assert "names no household of this roster" == caught.value.faults[0].text()


@pytest.mark.untraced("other tests take its branches")
def test_ten_thousand_faults_are_counted_and_a_hundred_kept():
    """A roster that is wrong throughout is read to the end."""
    people = [person(f"m{n}", "nowhere", household="none") for n in range(5_000)]
    with pytest.raises(InvalidInput) as caught:
        Roster(units=TOWN, members=people)

    assert (caught.value.count, len(caught.value.faults)) == (10_000, 100)


@pytest.mark.parametrize(
    ("look_up", "code"),
    [
        (lambda roster: roster.unit("b-3"), "unit.not_found"),
        (lambda roster: roster.member("x"), "member.not_found"),
        (lambda roster: roster.household("h-2"), "household.not_found"),
        (lambda roster: roster.unit(None), "unit.not_found"),
        (lambda roster: under(roster, "b-3", on=DAY), "unit.not_found"),
        (lambda roster: under(roster, "old", on=DAY), "unit.not_standing"),
        (lambda roster: under(roster, "merged", on=DAY), "unit.not_standing"),
        (lambda roster: unit_of(roster, "x", on=DAY), "member.not_found"),
        (lambda roster: unit_of(roster, "m-2", on=DAY), "member.belongs_nowhere"),
        (lambda roster: roster.actor("m-2", on=DAY), "member.belongs_nowhere"),
        (lambda roster: branch_of(roster, "m-1", on=DAY), "member.no_branch"),
        (lambda roster: place_of(roster, "m-1", on=DAY), "place.none"),
        (lambda roster: dwelling_of(roster, "h-1", on=DAY), "place.none"),
        (lambda roster: answering(roster, "h-1", on=DAY), "household.no_unit"),
        (lambda roster: answering(roster, "h-9", on=DAY), "household.not_found"),
    ],
)
def test_what_is_not_there_is_not_found(look_up, code):
    """No question answers None: what is not there is an error with a code."""
    old = Unit(id="old", kind="branch", name="旧", until=BEFORE)
    merged = Unit(id="merged", kind="branch", name="并", until=BEFORE, merged_into="b-1")
    roster = Roster(
        units=(*TOWN, old, merged),
        members=[person("m-1", "c"), person("m-2")],
        households=[Household(id="h-1")],
    )
    with pytest.raises(NotFound) as caught:
        look_up(roster)

    assert code == caught.value.code


def test_the_nearest_id_is_named_among_many():
    """Among thousands of ids the neighbours of the mistyped one are looked at."""
    roster = Roster(units=TOWN, members=[person(f"m-{n:04}") for n in range(3_000)])
    with pytest.raises(NotFound, match="did you mean m-1"):
        roster.member("m-12x4")


def test_a_day_is_a_day():
    """A moment or a text is no day to ask about."""
    with pytest.raises(InvalidInput, match="must be a day"):
        count(Roster(units=TOWN), on="2026-07-01")


def test_who_belonged_to_a_merged_branch_is_in_the_other_from_the_next_day():
    """Merged and split units are answered on every day, without a change at the member."""
    units = (
        *TOWN,
        Unit(
            id="b-old", kind="branch", name="旧支部", parent="c", place="v-1", until=BEFORE, merged_into="b-1"
        ),
        Unit(id="p-old", kind="party_group", name="小组", parent="b-old"),
        Unit(id="b-new", kind="branch", name="新支部", parent="c", since=DAY, split_from="b-2"),
    )
    stays = [Belonging(unit="b-2", until=BEFORE), Belonging(unit="b-new", since=DAY)]
    roster = Roster(
        units=units, members=[person("m-1", "b-old"), person("m-2", "p-old"), person("m-3", *stays)]
    )
    expected = [("b-old", "b-1"), ("b-old", "b-1"), ("b-2", "b-new")]

    assert expected == [
        tuple(branch_of(roster, id, on=day).id for day in (BEFORE, DAY)) for id in ("m-1", "m-2", "m-3")
    ]
    assert [one.id for one in under(roster, "b-1", on=DAY)] == ["m-1", "m-2"]
    assert [one.id for one in below(roster, "b-1", on=DAY)] == ["b-1", "p-old"]
    assert "b-old" not in {one.id for one in units_on(roster, on=DAY)}


def test_members_of_a_temporary_branch_are_counted_at_home():
    """A temporary branch stands beside the own branch; who has no other is counted in it."""
    units = (*TOWN, Unit(id="x", kind="temporary_branch", name="临时支部", parent="c"))
    roster = Roster(units=units, members=[person("m-1", "b-1", "x"), person("m-2", "x")])
    counts = count(roster, on=DAY)

    assert (counts["x"].direct.full, counts["x"].direct.guests) == (1, 1)
    assert (counts["c"].total.members, counts["c"].total.guests) == (2, 1)
    assert [one.id for one in under(roster, "x", on=DAY)] == ["m-1", "m-2"]
    assert branch_of(roster, "m-1", on=DAY).id == "b-1"


def test_contact_households_are_counted_where_they_live():
    """A household that needs something is one; counts add up."""
    belongs = [Belonging(unit="v-1")]
    homes = [Household(id="h-1", belongs=belongs), Household(id="h-2", belongs=belongs, needs=["labour"])]
    counts = count(Roster(units=TOWN, households=homes), on=DAY)

    assert (2, 1) == (counts["v-1"].total.households, counts["v-1"].total.contact_households)
    assert counts["v-1"].total == counts["v-1"].direct + counts["v-2"].total


def test_56_full_members_are_49_households():
    """
    "At least one full member in a household": 56 full members of a village gave 49 plaques.

    Source: https://longling.gov.cn/info/5674/128561.htm
    """
    homes = [Household(id=f"h-{n:02}", belongs=[Belonging(unit="v-1")]) for n in range(60)]
    people = [person(f"m-{n:02}", "b-1", household=f"h-{n % 49:02}") for n in range(56)]
    people += [person(f"n-{n}", "b-1", household=f"h-{50 + n}", status="probationary") for n in range(3)]
    roster = Roster(units=TOWN, members=people, households=homes)
    total = count(roster, on=DAY)["v-1"].total

    assert (total.full, total.probationary, total.member_households, total.households) == (56, 3, 49, 60)
    assert len(member_households(roster, "b-1", on=DAY)) == 49


def test_a_household_is_answered_for_by_what_sits_where_it_is():
    """Where no full member lives: the unit that sits there, or the one above all that do, or further up."""
    units = (
        *TOWN,
        Unit(id="gb", kind="general_branch", name="总支", parent="c"),
        Unit(id="b-3", kind="branch", name="三支部", parent="gb", place="v-3"),
        Unit(id="b-4", kind="branch", name="四支部", parent="gb", place="v-3"),
        Unit(id="v-3", kind="village", name="三村", parent="t"),
        Unit(id="v-4", kind="village", name="四村", parent="t"),
        Unit(id="alone", kind="village", name="孤村"),
        Unit(id="b-5", kind="branch", name="五支部", place="alone"),
        Unit(id="b-6", kind="branch", name="六支部", place="alone"),
    )
    homes = [
        Household(id=f"h-{place}", belongs=[Belonging(unit=place)])
        for place in ("v-1", "v-3", "v-4", "alone")
    ]
    roster = Roster(units=units, households=homes)

    assert [answering(roster, f"h-{place}", on=DAY).id for place in ("v-1", "v-3", "v-4")] == [
        "b-1",
        "gb",
        "c",
    ]
    with pytest.raises(NotFound):
        answering(roster, "h-alone", on=DAY)
    assert [one.id for one in households_under(roster, "c", on=DAY)] == ["h-v-1", "h-v-3", "h-v-4"]


def test_a_secretary_reaches_his_branch_and_his_village():
    """The scope of a post is its unit, all below it, and the place where it sits with all below that."""
    units = (
        *TOWN,
        Unit(id="p-1", kind="party_group", name="小组", parent="b-1"),
        Unit(id="g-1", kind="villager_group", name="一组", parent="v-1"),
    )
    head = person("m", "p-1", status="probationary", posts=[Post(role="branch_secretary", unit="b-1")])
    roster = Roster(units=units, members=[head])

    assert Actor(
        id="m",
        roles=frozenset({"member", "probationary", "branch_secretary"}),
        unit="p-1",
        scope=frozenset({"b-1", "p-1", "v-1", "g-1"}),
    ) == roster.actor("m", on=DAY)


def test_a_post_ends_with_its_unit():
    """Who was secretary of a merged branch is not secretary of the other."""
    old = Unit(id="old", kind="branch", name="旧", parent="c", until=BEFORE, merged_into="b-1")
    head = person("m", "old", posts=[Post(role="branch_secretary", unit="old")])
    roster = Roster(units=(*TOWN, old), members=[head])

    assert frozenset({"member", "branch_secretary"}) == roster.actor("m", on=BEFORE).roles
    assert frozenset({"member"}) == roster.actor("m", on=DAY).roles


def test_a_place_that_was_merged_keeps_those_who_sit_in_it():
    """A branch whose village was merged reaches the village that took it over."""
    old = Unit(id="v-old", kind="village", name="旧村", parent="t", until=BEFORE, merged_into="v-1")
    branch = Unit(id="b-3", kind="branch", name="三支部", parent="c", place="v-old")
    head = person("m", "b-3", posts=[Post(role="branch_secretary", unit="b-3")])
    roster = Roster(units=(*TOWN, old, branch), members=[head])

    assert frozenset({"b-3", "v-1"}) == roster.actor("m", on=DAY).scope


def test_a_place_that_is_gone_is_not_reached():
    """A branch may sit in a place only while that stands."""
    gone = Unit(id="v-old", kind="village", name="旧村", parent="t", until=BEFORE)
    branch = Unit(id="b-3", kind="branch", name="三支部", parent="c", place="v-old")
    head = person("m", "b-3", posts=[Post(role="branch_secretary", unit="b-3")])
    roster = Roster(units=(*TOWN, gone, branch), members=[head])

    assert frozenset({"b-3"}) == roster.actor("m", on=DAY).scope


def test_a_roster_is_a_value():
    """It compares and hashes by its rows, pickles, and shows no person."""
    roster = Roster(units=TOWN, members=[person("m-secret", "b-1")])
    same = pickle.loads(pickle.dumps(roster))

    assert (roster, hash(roster)) == (same, hash(same))
    assert repr(roster) == "Roster(units=<6>, members=<1>, households=<0>)"
    assert isinstance(count(same, on=DAY)["b-1"], UnitCount)


@pytest.mark.parametrize("rows", [{"units": "t"}, {"members": [None]}, {"households": 3}, {"nesting": {}}])
def test_rows_are_rows(rows):
    """What is no list of units, members or households is refused."""
    assert len(faults(**rows)) == 1


def test_a_roster_is_its_rows():
    """What it looks up is no field of it: attrs takes a roster apart into its rows, and makes it again."""
    roster = Roster(units=TOWN, members=[person("m-1", "b-1")], households=[Household(id="h-1")])
    parts = attrs.asdict(roster)

    assert ["units", "members", "households", "nesting"] == [*parts]
    assert ["m-1"] == [row["id"] for row in parts["members"]]
    moved = attrs.evolve(roster, members=[person("m-2", "b-2")])
    assert ("m-2",) == tuple(one.id for one in under(moved, "b-2", on=DAY))
    assert () == under(moved, "b-1", on=DAY)
