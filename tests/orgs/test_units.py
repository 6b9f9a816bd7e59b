"""Units, their kinds, and the table of which may stand under which."""

from datetime import date

import pytest

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.labels import Text
from sanliang.orgs import NESTING, Line, Nesting, Roster, Unit, UnitKind, UnitRule, path

DAY = date(2026, 7, 1)


def fault(**fields):
    """The code and path of the first fault of a unit made so."""
    with pytest.raises(InvalidInput) as caught:
        Unit(**{"id": "u", "kind": "branch", "name": "支部", **fields})
    return caught.value.code, caught.value.path


def test_every_kind_has_a_row_with_its_name():
    """The table knows each of the kinds, under its name in both languages."""
    assert {str(kind) for kind in UnitKind} == {rule.kind for rule in NESTING.rules}
    assert {kind.zh for kind in UnitKind} == {rule.name.zh for rule in NESTING.rules}


def test_the_five_levels_of_a_grid_can_be_said():
    """Township, village, grids in three sizes and the hub household stand under each other."""
    kinds = ["township", "village", "large_grid", "small_grid", "micro_grid", "hub_household"]
    units = [
        Unit(id=f"u{n}", kind=kind, name=kind, parent=f"u{n - 1}" if n else None)
        for n, kind in enumerate(kinds)
    ]

    assert kinds == [unit.kind for unit in path(Roster(units=units), "u5", on=DAY)]


@pytest.mark.parametrize("kind", ["large_grid", "small_grid", "micro_grid"])
@pytest.mark.parametrize("above", ["township", "village"])
def test_every_grid_may_stand_directly_under_a_village_or_a_township(kind, above):
    """A place with one size of grid needs no other."""
    assert above in NESTING.rule(kind).under


def test_a_town_adds_a_kind_and_changes_one():
    """A row for a new kind is added, a row for a known kind takes its place."""
    area = UnitRule(kind="area", line="place", under=["township"], name=Text("片区", "area"))
    village = UnitRule(kind="village", line=Line.PLACE, under=["area"], name=Text("村"))
    table = NESTING.with_rules(area, village)

    assert (len(NESTING.rules) + 1, frozenset({"area"})) == (len(table.rules), table.rule("village").under)


def test_a_table_says_all_that_is_wrong_with_it():
    """A doubled kind, an unknown kind above, and a kind of the other line are found at once."""
    row = UnitRule(kind="a", line="place", name=Text("甲"))
    lost = UnitRule(kind="b", line="place", under=["nowhere"], name=Text("乙"))
    mixed = UnitRule(kind="c", line="party", under=["a"], name=Text("丙"))
    with pytest.raises(InvalidInput) as caught:
        Nesting(rules=[row, row, lost, mixed])

    assert [(one.code, one.path) for one in caught.value.faults] == [
        ("nesting.doubled", "rules[1].kind"),
        ("nesting.unknown", "rules[2].under"),
        ("nesting.line", "rules[3].under"),
    ]


def test_an_unknown_kind_is_not_found():
    """Asking for the row of a kind that is not there is an error that lists the kinds."""
    with pytest.raises(NotFound, match="villager_group"):
        NESTING.rule("hamlet")


@pytest.mark.parametrize("code", ["230225", "230225001", "230225001000", "230225001000001"])
def test_a_division_code_has_6_9_12_or_15_digits(code):
    """A division code is opaque but for its shape."""
    assert code == Unit(id="v", kind="village", name="村", code=code).code


@pytest.mark.parametrize("code", ["23022", "2302250", "23022５", "230225001000001000", "23022A", "²³0225"])
def test_another_shape_of_division_code_is_refused(code):
    """Other lengths and other signs than digits are no division code."""
    assert fault(code=code) == ("unit.code", "code")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": " "}, ("text.empty", "name")),
        ({"name": "支\u202e部"}, ("text.character", "name")),
        ({"id": "a\nb"}, ("text.character", "id")),
        ({"kind": "Branch"}, ("code.shape", "kind")),
        ({"since": "2026-07-01"}, ("day.type", "since")),
        ({"since": DAY, "until": date(2026, 6, 30)}, ("term.backwards", "until")),
        ({"merged_into": "b"}, ("unit.merged_open", "until")),
        ({"split_from": "b"}, ("unit.split_open", "since")),
        ({"covers": "abc"}, ("list.type", "covers")),
        ({"covers": ["甲", "甲"]}, ("list.doubled", "covers[1]")),
    ],
)
def test_a_unit_refuses_what_it_cannot_hold(fields, expected):
    """Each wrong field is named, with a code."""
    assert expected == fault(**fields)


def test_a_line_is_given_by_its_code():
    """An unknown line is refused with the lines there are."""
    with pytest.raises(InvalidInput, match="party, place"):
        UnitRule(kind="a", line="sideways", name=Text("甲"))
