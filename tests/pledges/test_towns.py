"""A town's own course: states, moves, guards and settings of its own, each with its source."""

import attrs
import pytest
from tests.pledges.town import (
    BRANCH,
    HOUSEHOLD,
    LAMP,
    ME,
    ROAD,
    SECRETARY,
    TOWNSHIP,
    VILLAGER,
    after,
    at,
    evidence,
    outcomes,
    story,
)

from sanliang import InvalidInput, Refused, Source, Text, pledges
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import Fork, Node, Row, changed, diagram
from sanliang.kernel.overlays import add, drop, replace
from sanliang.kernel.verdicts import Reason
from sanliang.orgs import OFFICERS
from sanliang.pledges import BASE, KIND, Given, Grade, Move

RULES = Source(title="本镇公开承诺办法", article="6")
VAGUE = Phrase("town.vague", "“{item}”没有数量", "item {item!r} has no quantity")


def with_settings(**changes):
    """The base with other settings."""
    return changed(
        BASE,
        id="town",
        settings=[replace(name, value, source=RULES) for name, value in changes.items()],
    )


def base_row(name):
    """A row of the base."""
    return next(row for row in BASE.rows if row.name == name)


def quantified(pledge, _ask):
    """Every item says how many: what cannot be counted is not approved."""
    for item in pledge.letter.items:
        if item.quantity is None:
            return Reason.of(VAGUE, item=item.id)
    return None


# --- settings ------------------------------------------------------------------------------------------


def test_what_holds_where_a_town_says_nothing():
    """One item is enough, of a branch two; the plaque comes first; good is commended, poor is rectified."""
    assert {
        "least_member": 1,
        "least_household": 1,
        "least_group": 1,
        "least_branch": 2,
        "most_items": 50,
        "plaque_first": 1,
        "commended_grades": "good",
        "rectified_grades": "poor",
    } == {name: BASE.setting(name) for name in BASE.kind.settings}


def test_a_town_where_the_plaque_is_not_first():
    """Where a town says so, a household pledges without a plaque."""
    town = with_settings(plaque_first=0)
    assert story(HOUSEHOLD, under=town, plaque=None).pledge.state == "drafted"
    with pytest.raises(Refused):
        story(HOUSEHOLD, plaque=None)


def test_a_town_with_other_numbers_of_items():
    """How many items at least and at most is the town's to say, for each kind of pledger."""
    town = with_settings(least_branch=10, least_member=2, most_items=3)
    with pytest.raises(Refused):
        story(BRANCH, under=town)
    with pytest.raises(Refused):
        story(items=(LAMP,), under=town)
    assert story(items=(LAMP, ROAD), under=town).pledge.state == "drafted"
    with pytest.raises(Refused):
        story(items=[attrs.evolve(LAMP, id=f"i-{n}") for n in range(4)], under=town)


def test_a_town_with_other_grades():
    """Which grades are commended and which must be rectified is the town's to say."""
    town = with_settings(commended_grades="good fairly_good", rectified_grades="fair poor")
    one = at("verified", under=town).go("evaluate", grade=Grade.FAIRLY_GOOD)
    assert one.why_not("commend") == ()
    two = at("verified", under=town).go("evaluate", grade=Grade.FAIR)
    assert two.why_not("consolidate") == ("pledge.to_rectify",)


@pytest.mark.parametrize(
    ("name", "value"), [("least_members", 1), ("most_items", "50"), ("plaque_first", True)]
)
def test_a_setting_that_nobody_reads_is_refused(name, value):
    """A mistyped setting, or one of another kind, is found when the table is made."""
    with pytest.raises(InvalidInput):
        with_settings(**{name: value})


# --- rows and states -----------------------------------------------------------------------------------

SIGN = base_row("sign")
PASS = Row(
    move="pass",
    leaves=("approved",),
    enters="passed",
    label=Text("党员大会通过", "pass"),
    roles=OFFICERS,
    guards=("within", "not_own"),
    needs=("reasons",),
)
ASSEMBLY = changed(
    BASE,
    id="assembly",
    nodes=[add("passed", Node(code="passed", label=Text("党员大会通过", "passed")), source=RULES)],
    rows=[
        add("pass", PASS, source=RULES),
        replace(
            "sign",
            attrs.evolve(
                SIGN, leaves=("passed",), enters=Fork(by="signatures", to={"all": "signed", "some": "passed"})
            ),
            source=RULES,
        ),
    ],
)


def test_a_town_with_a_state_and_a_move_of_its_own():
    """Where the members' meeting passes each letter, nothing is signed before it has."""
    one = at("approved", HOUSEHOLD, under=ASSEMBLY)
    assert one.why_not("sign", ME, signatory="m-3") == ("move.not_from_here",)
    assert one.why_not("pass", ME, reasons="12 人到会，11 人同意") == ("move.role", "pledge.own")
    one.go("pass", reasons="12 人到会，11 人同意").sign().post().file()
    assert (one.pledge.state, one.pledge.signed) == ("in_progress", ("m-3", "f-3"))
    assert [change.source for change in ASSEMBLY.changes] == [RULES] * 3
    assert "党员大会通过" in diagram(ASSEMBLY, lang="zh")


def test_a_town_that_drops_a_row():
    """A town that commends nobody has no such move, and no state that cannot be reached."""
    town = changed(
        BASE,
        id="sober",
        rows=[
            drop("commend", source=RULES),
            replace(
                "consolidate", attrs.evolve(base_row("consolidate"), leaves=("evaluated",)), source=RULES
            ),
        ],
        nodes=[drop("commended", source=RULES)],
    )
    one = at("evaluated", under=town)
    assert "commend" not in pledges.available(one.pledge, by=TOWNSHIP, on=one.day, under=town)
    assert one.go("consolidate").pledge.state == "consolidated"


def test_a_table_that_does_not_hold_together_is_refused():
    """Dropping a row may leave a state that nothing reaches: it is found when the table is made."""
    with pytest.raises(InvalidInput) as error:
        changed(BASE, id="broken", rows=[drop("commend", source=RULES)])
    assert "lifecycle.unreachable" in {fault.code for fault in error.value.faults}


def test_a_towns_own_move_changes_nothing_but_the_state():
    """What a town's own move is given stands in the log; nobody gets a grade or evidence by it."""
    note = Row(move="note", leaves=("in_progress",), enters="=", label=Text("记事", "note"))
    town = changed(BASE, id="notes", rows=[add("note", note, source=RULES)])
    one = at("in_progress", under=town)
    before = one.pledge
    one.go("note", VILLAGER, grade=Grade.GOOD, progress=evidence(), reasons="村民来访")
    assert one.pledge == attrs.evolve(before, version=before.version + 1)
    assert one.log.events[-1].given.reasons == "村民来访"


def test_a_second_row_for_a_move_of_the_base():
    """A row of its own name for a move of the base folds as that move does: a grade for what is half done."""
    midway = Row(
        move=Move.EVALUATE,
        name="midway",
        leaves=("in_progress",),
        enters="=",
        label=Text("半年评诺", "half-year evaluation"),
        roles=OFFICERS,
        guards=("within", "not_own"),
        needs=("grade",),
    )
    town = changed(BASE, id="midway", rows=[add("midway", midway, source=RULES)])
    one = at("in_progress", under=town).go("evaluate", grade=Grade.FAIR)
    assert (one.pledge.state, one.pledge.grade) == ("in_progress", Grade.FAIR)
    assert one.why_not("evaluate", ME, grade=Grade.GOOD) == ("move.role", "pledge.own")


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("drafted", "submit"),
        ("submitted", "approve"),
        ("in_progress", "report"),
        ("verified", "evaluate"),
        ("in_progress", "progress"),
        ("published", "amend"),
    ],
)
def test_a_row_without_its_needs_and_guards_does_no_harm(place, name):
    """A town that asks for less gets a pledge with less in it, and no broken one."""
    bare = attrs.evolve(base_row(name), guards=(), needs=(), roles=())
    town = changed(BASE, id="bare", rows=[replace(name, bare, source=RULES)])
    one = at(place, under=town).go(name, VILLAGER)
    assert one.pledge.letter.items == (LAMP, ROAD)
    if name == "evaluate":
        assert (one.pledge.grade, one.why_not("commend"), one.why_not("consolidate")) == (None, (), ())


def test_a_town_without_notices_of_amendments():
    """A town may put an amendment in force without a notice, by a row that does not ask for one."""
    short = attrs.evolve(base_row("resume"), guards=("within", "amendment_ready"), needs=())
    town = changed(BASE, id="short", rows=[replace("resume", short, source=RULES)])
    one = at("amending, signed", under=town).go("resume")
    assert (one.pledge.state, [item.id for item in one.pledge.letter.items]) == (
        "in_progress",
        ["lamp", "bridge"],
    )


# --- guards --------------------------------------------------------------------------------------------


def test_a_town_with_a_guard_of_its_own():
    """A vague pledge is refused where a town says so, with the town's own words and source."""
    kind = KIND.extended(guards={"quantified": quantified})
    approve = base_row("approve")
    strict = attrs.evolve(approve, guards=(*approve.guards, "quantified"), source=RULES)
    town = changed(BASE, id="strict", kind=kind, rows=[replace("approve", strict, source=RULES)])
    one = at("submitted", under=town)
    assert one.why_not("approve") == ("town.vague",)
    verdict = pledges.explain(one.pledge, "approve", by=SECRETARY, on=one.day, under=town)
    assert verdict.text("zh") == "“road”没有数量（《本镇公开承诺办法》第6条）"
    counted = story(items=(LAMP,), under=town).go("submit", ME).go("approve")
    assert counted.pledge.state == "approved"


def test_a_guard_that_nobody_made_is_refused():
    """A row that names a guard that the kind does not have is found when the table is made."""
    approve = attrs.evolve(base_row("approve"), guards=("quantified",))
    with pytest.raises(InvalidInput) as error:
        changed(BASE, id="strict", rows=[replace("approve", approve, source=RULES)])
    assert error.value.code == "lifecycle.name"


def test_a_name_of_a_guard_is_taken_once():
    """A town does not put its own code in the place of the base's guards."""
    with pytest.raises(InvalidInput) as error:
        KIND.extended(guards={"not_own": quantified})
    assert (error.value.code, error.value.path) == ("kind.taken", "guards.not_own")


def test_a_guard_that_raises_changes_nothing():
    """A fault in a town's own code reaches the caller, and the pledge is what it was."""

    def faulty(_pledge, _ask):
        raise ZeroDivisionError

    town = changed(
        BASE,
        id="faulty",
        kind=KIND.extended(guards={"faulty": faulty}),
        rows=[replace("approve", attrs.evolve(base_row("approve"), guards=("faulty",)), source=RULES)],
    )
    one = at("submitted", under=town)
    before = one.pledge
    for ask in (pledges.decide, pledges.explain):
        with pytest.raises(ZeroDivisionError):
            ask(one.pledge, "approve", by=SECRETARY, on=after(1), under=town)
    assert one.pledge == before


def test_a_pledge_of_one_table_is_read_under_another():
    """A pledge does not know its table: the town's change of rules holds for what is decided from then on."""
    one = at("reported")
    one.under = with_settings(commended_grades="fair")
    one.go("verify", outcomes=outcomes()).go("evaluate", grade=Grade.FAIR).go("commend")
    assert one.pledge.state == "commended"
    assert Given().grade is None
