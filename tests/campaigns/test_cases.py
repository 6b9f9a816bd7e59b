"""Where everybody stands in a stage, and why."""

import attrs
import pytest
from tests.campaigns.town import DAY, EXCUSED, ROSTER, STATUSES, after, case, person, plaque, pledge

from sanliang import InvalidInput
from sanliang.campaigns import DONE, Stage, Status, cases, missing
from sanliang.kernel.errors import SanliangError
from sanliang.orgs import Belonging, Household, Roster, Unit
from sanliang.pledges import PlaqueState, State


def found(stage="plaque", *, on=DAY, roster=ROSTER, **more):
    """Status and code of the reason, by subject."""
    rows = cases(roster, stage, on=on, **more)
    return {one.subject: (one.status.value, one.why and one.why.code) for one in rows}


def faults(ask):
    """The paths and codes of what is wrong."""
    with pytest.raises(SanliangError) as caught:
        ask()
    return [(one.path, one.code) for one in caught.value.faults]


NO_PLAQUE = ("open", "coverage.no_plaque")
NO_PLEDGE = ("open", "coverage.no_pledge")


# --- plaques: 应挂尽挂 ----------------------------------------------------------------------------------


def test_every_member_household_is_due_a_plaque():
    """Each household in which a full member lives is one case, at the unit that answers for it."""
    rows = cases(ROSTER, Stage.PLAQUE, on=DAY)

    assert [(one.subject, one.unit) for one in rows] == [
        ("h-1", "g-1"),
        ("h-2", "g-2"),
        ("h-3", "b-1"),
        ("h-4", "b-2"),
    ]
    assert {(Stage.PLAQUE, DAY)} == {(one.stage, one.on) for one in rows}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("hung", ("done", None)),
        ("due", ("open", "coverage.plaque")),
        ("removed", ("open", "coverage.plaque")),
        ("withheld", ("exempt", "coverage.plaque")),
        ("own-state", ("open", "coverage.plaque")),
    ],
)
def test_a_plaque_is_done_when_it_hangs(state, expected):
    """A household is done when its plaque hangs, exempt while it is withheld, and else open."""
    assert {"h-1": expected, "h-2": NO_PLAQUE, "h-3": NO_PLAQUE, "h-4": NO_PLAQUE} == found(
        plaques=[plaque(state=state)]
    )


def test_every_state_of_a_plaque_has_been_thought_of():
    """The states above are those of the base lifecycle and one of a town's own."""
    assert {*PlaqueState} == {"hung", "due", "removed", "withheld"}


def test_a_removed_plaque_counts_where_there_is_no_other():
    """Of two plaques the one that was not removed counts; of two that were, the later by id."""
    old, new = plaque("q-1", "removed"), plaque("q-2", "hung")
    for both in ([old, new], [new, old]):
        assert found(plaques=both)["h-1"] == ("done", None)
    first, last = cases(ROSTER, "plaque", on=DAY, plaques=[old])[0], plaque("q-2", "removed")
    assert "q-1" in first.why.text("zh")
    assert "q-2" in cases(ROSTER, "plaque", on=DAY, plaques=[last, old])[0].why.text("zh")
    other_way = [plaque("q-1", "hung"), plaque("q-2", "removed")]
    assert found(plaques=other_way)["h-1"] == ("done", None)


def test_bad_plaques_are_refused_all_at_once():
    """Unknown households, a plaque twice, two plaques that hang on one door: every fault has its path."""
    wrong = [plaque(), plaque(household="h-1"), plaque("q-2"), plaque("q-3", household="h-99")]

    assert faults(lambda: cases(ROSTER, "plaque", on=DAY, plaques=wrong)) == [
        ("plaques[1].id", "list.doubled"),
        ("plaques[2].holder.household", "coverage.two_plaques"),
        ("plaques[3].holder.household", "household.not_found"),
    ]


def test_the_answering_unit_is_that_of_the_day():
    """A household whose unit was merged is a case of the unit that took it over."""
    roster = Roster(
        units=[
            Unit(id="b-1", kind="branch", name="甲", until=DAY, merged_into="b-2"),
            Unit(id="b-2", kind="branch", name="乙"),
        ],
        members=[person("m-1", "b-1", "h-1")],
        households=[Household(id="h-1")],
    )
    hung = [plaque(unit="b-1")]

    assert [one.unit for one in cases(roster, "plaque", on=DAY, plaques=hung)] == ["b-1"]
    assert [one.unit for one in cases(roster, "plaque", on=after(1), plaques=hung)] == ["b-2"]


# --- pledges: 应签尽签 ----------------------------------------------------------------------------------


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("stage", [Stage.PLEDGE, Stage.ACTION, Stage.CONSOLIDATION])
@pytest.mark.parametrize("state", list(State))
def test_a_pledge_is_done_in_the_states_that_pass(stage, state):
    """A household is done when its pledge has passed the stage; a pledge that is gone is none."""
    expected = ("open", "coverage.pledge")
    if state in DONE[stage]:
        expected = ("done", None)
    elif state in {State.WITHDRAWN, State.LAPSED}:
        expected = NO_PLEDGE

    assert expected == found(stage, pledges=[pledge(state=state)])["h-1"]


def test_later_stages_are_passed_by_fewer_states():
    """What has passed a stage has passed the stages before it."""
    assert DONE[Stage.CONSOLIDATION] < DONE[Stage.ACTION] < DONE[Stage.PLEDGE] <= {*State}


def test_who_is_excused_is_exempt_until_there_is_a_pledge():
    """A household is exempt while all its full members are excused; a pledge made all the same counts."""
    assert {"h-1": NO_PLEDGE, "h-2": ("exempt", "coverage.excused_household")}.items() <= found(
        "pledge"
    ).items()
    assert found("pledge", pledges=[pledge(who="h-2", state="signed")])["h-2"] == ("open", "coverage.pledge")
    assert found("pledge", pledges=[pledge(who="h-2")])["h-2"] == ("done", None)


def test_an_exemption_counts_on_its_days():
    """Whether somebody is excused is asked for the day."""
    lapsed = attrs.evolve(EXCUSED, until=DAY)
    roster = Roster(units=[Unit(id="b-1", kind="branch", name="甲")], members=[
        person("m-1", "b-1", exemption=lapsed)
    ])  # fmt: skip

    assert found("pledge", roster=roster, pledger="member") == {"m-1": ("exempt", "coverage.excused")}
    assert found("pledge", roster=roster, pledger="member", on=after(1)) == {"m-1": NO_PLEDGE}


def test_all_pledges_of_a_household_have_to_pass():
    """One of two pledges that is behind keeps the household open, and all that are behind are named."""
    three = [pledge("p-3", "drafted"), pledge("p-1", "in_progress"), pledge("p-2", "submitted")]

    row = cases(ROSTER, "pledge", on=DAY, pledges=three)[0]
    assert row.status == Status.OPEN
    assert row.why.text("zh").splitlines() == ["承诺“p-2”：送审", "  承诺“p-3”：提诺"]


def test_who_has_not_signed_is_named():
    """A pledge that waits for its signatures says whose."""
    half = pledge(state="approved", signed=("m-1",))

    row = cases(ROSTER, "pledge", on=DAY, pledges=[half])[0]
    assert row.why.text("en").splitlines() == ["pledge 'p-1' is approved", "  not signed yet: f-1"]


@pytest.mark.parametrize(
    ("pledger", "expected"),
    [
        ("household", {"h-1": "g-1", "h-2": "g-2", "h-3": "b-1", "h-4": "b-2"}),
        ("member", {"m-1": "g-1", "m-2": "g-1", "m-3": "g-2", "m-4": "b-1", "m-5": "b-2", "m-6": "b-2"}),
        ("group", {"g-1": "g-1", "g-2": "g-2"}),
        ("branch", {"b-1": "b-1", "b-2": "b-2", "b-3": "b-3"}),
    ],
)
def test_whoever_pledges_is_counted(pledger, expected):
    """Households, members, Party groups or branches are counted, each at the unit that answers for it."""
    rows = cases(ROSTER, "pledge", on=DAY, pledger=pledger)
    assert expected == {one.subject: one.unit for one in rows}

    first = min(expected)
    mine = [pledge(who=first, kind=pledger), pledge("p-2", who="m-1", kind="member")]
    assert {"done"} == {
        one.status.value for one in cases(ROSTER, "pledge", on=DAY, pledger=pledger, pledges=mine)[:1]
    }


def test_who_is_in_two_units_is_one_case():
    """A guest of a temporary branch is counted at home, once."""
    roster = Roster(
        units=[
            Unit(id="b-1", kind="branch", name="甲"),
            Unit(id="x-1", kind="temporary_branch", name="临时"),
        ],
        members=[person("m-1", [Belonging(unit="b-1"), Belonging(unit="x-1")])],
    )
    assert [(one.subject, one.unit) for one in cases(roster, "pledge", on=DAY, pledger="member")] == [
        ("m-1", "b-1")
    ]


def test_bad_pledges_are_refused_all_at_once():
    """Unknown pledgers and a pledge twice are refused, each with its path; other kinds are left out."""
    wrong = [
        pledge(),
        pledge("p-2", who="h-99"),
        pledge(state="drafted"),
        pledge("p-3", who="m-99", kind="member"),
    ]

    def ask(kind):
        return lambda: cases(ROSTER, "pledge", on=DAY, pledges=wrong, pledger=kind)

    assert faults(ask("household")) == [
        ("pledges[2].id", "list.doubled"),
        ("pledges[1].letter.pledger.id", "household.not_found"),
    ]
    assert ("pledges[3].letter.pledger.id", "member.not_found") in faults(ask("member"))
    group = [pledge(who="g-9", kind="group")]
    assert faults(lambda: cases(ROSTER, "pledge", on=DAY, pledges=group, pledger="group")) == [
        ("pledges[0].letter.pledger.id", "unit.not_found")
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"stage": "plaques"}, ("stage", "code.unknown")),
        ({"on": "2026-07-01"}, ("on", "day.type")),
        ({"pledger": "villager"}, ("pledger", "code.unknown")),
        ({"pledges": [plaque()]}, ("pledges[0]", "value.kind")),
        ({"stage": "plaque", "plaques": [pledge()]}, ("plaques[0]", "value.kind")),
        ({"done": {"pledge": "signed"}}, ("done.pledge", "list.type")),
    ],
)
def test_bad_questions_are_refused(changes, expected):
    """A wrong argument is our error, with its name as the path."""
    ask = {"stage": "pledge", "on": DAY, **changes}
    assert [expected] == faults(lambda: cases(ROSTER, ask.pop("stage"), **ask))


def test_a_town_says_which_states_pass():
    """A town with states of its own names those that pass; what it leaves out stays as it is."""
    done = {Stage.PLEDGE: {"sealed"}}

    assert found("pledge", pledges=[pledge(state="sealed")], done=done)["h-1"] == ("done", None)
    assert found("pledge", pledges=[pledge(state="published")], done=done)["h-1"][0] == "open"
    assert (
        cases(ROSTER, "action", on=DAY, pledges=[pledge(state="sealed")], done=done)[0].why.text("zh")
        == "承诺“p-1”：sealed"
    )


# --- who is missing ------------------------------------------------------------------------------------


def test_missing_are_the_open_ones_in_order():
    """The missing are the open cases, in the order of the stages and of the subjects' ids."""
    mixed = [case(id, status, stage=stage) for stage in ("pledge", "plaque") for id in ("h-2", "h-1")
             for status in STATUSES]  # fmt: skip

    assert [(one.stage.value, one.subject) for one in missing(mixed)] == [
        ("plaque", "h-1"),
        ("plaque", "h-2"),
        ("pledge", "h-1"),
        ("pledge", "h-2"),
    ]
    with pytest.raises(InvalidInput):
        missing(["h-1"])
