"""The plan, and the campaign on its way from the plan to its end."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.campaigns.town import (
    AT,
    DAY,
    ELSEWHERE,
    OFFICER,
    PLAN,
    ROSTER,
    TOWN,
    after,
    campaign,
    course,
    decision,
    plan,
)

from sanliang import InvalidInput, Log, NotFound, Refused, Source, Text, campaigns
from sanliang.campaigns import (
    CAMPAIGN_BASE,
    CampaignGiven,
    Decision,
    Entry,
    LeadingGroup,
    Plan,
    Stage,
    check_plan,
    ended,
)
from sanliang.kernel import wire
from sanliang.kernel.lifecycles import Row, changed
from sanliang.kernel.overlays import add


def faults(ask, kind=InvalidInput):
    """The paths and codes of what is wrong."""
    with pytest.raises(kind) as caught:
        ask()
    return [(one.path, one.code) for one in caught.value.faults]


def why_not(thing, move, *, by=TOWN, on=DAY, **given):
    """The codes of what speaks against a move."""
    given = CampaignGiven(**given) if given else None
    return campaigns.explain(thing, move, by=by, on=on, under=CAMPAIGN_BASE, given=given).codes


# --- the plan ------------------------------------------------------------------------------------------


def test_units_begin_on_days_of_their_own():
    """Pilots begin with the pilot, the others with the roll-out or on a later day of their own."""
    assert [plan().starts(unit) for unit in ("b-1", "b-2", "b-3")] == [after(1), after(3), after(5)]
    assert plan(rollouts={"b-2": after(3)}).starts("b-2") == after(3)
    with pytest.raises(NotFound):
        plan().starts("b-9")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"units": ()}, "units: campaign.no_units"),
        ({"units": ("b-1", "b-1", "b-3")}, "units[1]: list.doubled"),
        ({"units": "b-1"}, "units: list.type"),
        ({"pilots": ("b-2", "b-9")}, "pilots[1]: campaign.pilot_unknown"),
        ({"pilots": ()}, "pilot_on: campaign.pilot_day"),
        ({"pilot_on": None}, "pilot_on: campaign.pilot_day"),
        ({"pilot_on": datetime(2026, 7, 2)}, "pilot_on: day.type"),
        ({"meeting_on": DAY}, "meeting_on: campaign.meeting_order"),
        ({"rollout_on": after(1)}, "rollout_on: campaign.rollout_order"),
        ({"rollouts": {"b-1": after(4)}}, "rollouts.b-1: campaign.pilot_rollout"),
        ({"rollouts": {"b-9": after(4)}}, "rollouts.b-9: campaign.rollout_unknown"),
        ({"rollouts": {"b-2": after(2)}}, "rollouts.b-2: campaign.rollout_early"),
        ({"rollouts": [("b-2", after(4))]}, "rollouts: value.kind"),
        ({"until": {"plaque": DAY}}, "until.plaque: campaign.stage_first"),
        ({"until": {"plaque": after(9), "action": after(8)}}, "until.action: campaign.stage_order"),
        ({"title": "三亮"}, "title: value.kind"),
        ({"unit": ""}, "unit: text.empty"),
        ({"source": "报道"}, "source: value.kind"),
    ],
)
def test_a_plan_that_does_not_hold_together_is_refused(changes, expected):
    """Each thing that is wrong with a plan is a fault with its path."""
    where, _, code = expected.partition(": ")
    assert (where, code) in faults(lambda: plan(**changes))


def test_all_faults_of_a_plan_come_at_once():
    """A plan is read to the end, whatever is wrong with it."""
    wrong = {"pilots": ("b-9",), "meeting_on": DAY, "rollout_on": DAY, "until": {"plaque": DAY}}
    assert len(faults(lambda: plan(**wrong, rollouts={"b-8": after(-1)}))) == 5
    days = {"plaques": DAY, "pledge": "2026-07-11", 5: DAY}
    assert faults(lambda: plan(until=days)) == [
        ("until", "code.unknown"),
        ("until.pledge", "day.type"),
        ("until", "code.unknown"),
    ]


def test_a_plan_without_pilots_needs_no_day_for_them():
    """Without pilots the stages end no earlier than the roll-out."""
    bare = plan(pilots=(), pilot_on=None, rollouts={}, until={})
    assert bare.starts("b-1") == after(3)
    assert faults(lambda: plan(pilots=(), pilot_on=None, until={"plaque": after(2)})) == [
        ("until.plaque", "campaign.stage_first")
    ]


def test_a_plan_is_read_back():
    """A plan is written as data and read back as itself, its days by unit and by stage included."""
    assert wire.decode(wire.encode(plan()), Plan) == plan()
    assert [*plan().until] == [Stage.ACTION, Stage.PLAQUE, Stage.PLEDGE]


@given(st.lists(st.integers(0, 6), min_size=3, max_size=3), st.lists(st.integers(0, 9), max_size=4))
def test_days_stand_in_order_or_the_plan_is_refused(days, ends):
    """A plan is taken exactly where pilot, meeting, roll-out and the ends of the stages stand in order."""
    pilot, meeting, rollout = days
    until = dict(zip(Stage, map(after, ends), strict=False))
    good = pilot <= meeting <= rollout and sorted(ends) == ends and all(end >= pilot for end in ends)
    fields = {"pilot_on": pilot, "meeting_on": meeting, "rollout_on": rollout}

    def make():
        return plan(**{name: after(day) for name, day in fields.items()}, rollouts={}, until=until)

    if good:
        assert make().starts("b-1") == after(pilot)
    else:
        assert faults(make)


# --- the plan against the roster ------------------------------------------------------------------------


def entry(unit="b-1", head="m-1", *members):
    """A unit with its leading group."""
    return Entry(campaign="c-1", unit=unit, leading=LeadingGroup(head=head, members=members))


def test_a_plan_that_fits_the_roster_passes():
    """Party units that stand on the day, led by members, are what a plan is about."""
    assert (
        check_plan(plan(), ROSTER, on=DAY, entries=[entry("b-1", "m-1", "m-4"), entry("b-2", "m-5")]) is None
    )


def test_a_plan_of_strangers_is_refused_all_at_once():
    """Unknown units and members, places, and units under one another are each a fault with its path."""
    units = ("b-1", "g-1", "v-1", "b-9")
    strange = plan(unit="c-9", units=units, rollouts={})
    entries = [entry("b-1", "m-1"), entry("b-2", "m-99", "m-7"), entry("b-1")]

    assert faults(lambda: check_plan(strange, ROSTER, on=DAY, entries=entries)) == [
        ("unit", "unit.not_found"),
        ("units[1]", "campaign.under_another"),
        ("units[2]", "campaign.not_party"),
        ("units[3]", "unit.not_found"),
        ("entries[1].unit", "campaign.no_part"),
        ("entries[1].leading.head", "member.not_found"),
        ("entries[1].leading.members[0]", "member.belongs_nowhere"),
        ("entries[2].unit", "list.doubled"),
    ]


# --- the way of a campaign ------------------------------------------------------------------------------


def test_a_campaign_goes_from_the_pilot_to_its_end():
    """Plan, pilot, meeting, roll-out, end: each on its day, all kept in one log."""
    event = campaigns.plan("c-1", plan(), by=TOWN, on=DAY)
    log, thing = Log.begin("c-1").append(event, by=TOWN.id, at=AT), campaigns.replay_campaign([event])
    steps = [
        ("pilot", after(1), None),
        ("meet", after(2), CampaignGiven(says="亮出来")),
        ("roll_out", after(3), None),
        ("close", after(99), CampaignGiven(ended=("b-1", "b-2", "b-3"))),
    ]
    for move, on, what in steps:
        assert campaigns.available(thing, by=TOWN, on=on, under=CAMPAIGN_BASE) == (move, "correct")
        event = campaigns.decide(thing, move, by=TOWN, on=on, under=CAMPAIGN_BASE, given=what)
        log, thing = log.append(event, by=TOWN.id, at=AT), campaigns.apply_campaign(thing, event)

    assert thing == campaigns.replay_campaign(log)
    assert (thing.state, thing.unit, thing.decision) == ("closed", "c", None)
    assert (thing.piloted, thing.met, thing.rolled_out) == (after(1), after(2), after(3))


def test_the_township_runs_it():
    """A branch secretary, and an officer of another township, cannot open or move a campaign."""
    for by, code in ((OFFICER, "move.role"), (ELSEWHERE, "actor.scope")):
        with pytest.raises(Refused) as caught:
            campaigns.plan("c-1", plan(), by=by, on=DAY)
        assert code in caught.value.verdict.codes
    assert why_not(campaign("planned"), "pilot", by=OFFICER, on=after(1)) == ("move.role", "actor.scope")


@pytest.mark.parametrize(("state", "move"), [("planned", "pilot"), ("piloting", "meet"), ("met", "roll_out")])
def test_nothing_comes_before_its_day(state, move):
    """Pilot, meeting and roll-out do not come before the days of the plan."""
    planned = {"pilot": after(1), "meet": after(2), "roll_out": after(3)}[move]
    days = {(on, move): why_not(campaign(state), move, on=on) for on in map(after, range(6))}
    assert days == {
        (on, move): () if on >= planned else ("campaign.too_early",) for on in map(after, range(6))
    }


def test_the_pilot_comes_first():
    """Where the plan has pilots the meeting waits for them; where it has none, there is no pilot."""
    assert why_not(campaign("planned", piloted=None), "meet", on=after(9)) == ("campaign.pilot_first",)
    bare = campaign("planned", piloted=None, plan=plan(pilots=(), pilot_on=None))
    assert why_not(bare, "meet", on=after(9)) == ()
    assert why_not(bare, "pilot", on=after(9)) == ("campaign.no_pilots",)


@given(st.sets(st.sampled_from(PLAN["units"])), st.none() | st.sets(st.sampled_from([*PLAN["units"], "b-9"])))
def test_a_campaign_never_closes_over_open_units_without_a_decision(done, over):
    """It closes exactly where every unit's course has ended or is named by a decision."""
    left = {*PLAN["units"]} - done
    said = None if over is None else decision(*sorted(over))
    codes = why_not(campaign(), "close", ended=tuple(done), decision=said)

    if left <= (over or set()):
        assert codes == ()
    else:
        assert codes == (("campaign.courses_open",) if over is None else ("campaign.not_named",))


def test_a_decision_over_open_units_is_kept():
    """What was decided stands in the campaign."""
    given = CampaignGiven(ended=("b-1",), decision=decision("b-2", "b-3"))
    event = campaigns.decide(campaign(), "close", by=TOWN, on=DAY, under=CAMPAIGN_BASE, given=given)
    assert campaigns.apply_campaign(campaign(), event).decision == decision("b-2", "b-3")


def test_a_move_of_a_towns_own_changes_the_state_alone():
    """A town adds a move; whatever is given with it changes nothing of the campaign."""
    pause = Row(move="pause", leaves=("rolled_out",), enters="met", label=Text("暂停"))
    town = changed(CAMPAIGN_BASE, id="town", rows=[add("pause", pause, source=Source(title="本镇细则"))])
    given = CampaignGiven(decision=decision("b-1"), plan=plan(units=("b-1",), rollouts={}))
    event = campaigns.decide(campaign(), "pause", by=OFFICER, on=DAY, under=town, given=given)
    assert campaigns.apply_campaign(campaign(), event) == campaign("met", version=5)


def test_what_was_not_given_cannot_close_it():
    """Without the list of ended units nothing is closed."""
    with pytest.raises(InvalidInput) as caught:
        campaigns.decide(campaign(), "close", by=TOWN, on=DAY, under=CAMPAIGN_BASE)
    assert caught.value.path == "given.ended"


def test_ended_are_the_closed_courses_of_the_campaign():
    """Courses of other campaigns, of other units, and those that are still on their way are left out."""
    entered = Entry(campaign="c-2", unit="b-2", leading=LeadingGroup(head="m-5"))
    courses = [
        course("closed", "b-3"),
        course("closed", "b-1"),
        course("action", "b-2"),
        course("closed", "b-2", id="k-9", entry=entered),
        course("closed", "b-9"),
    ]
    assert ended(campaign(), courses) == ("b-1", "b-3")
    assert faults(lambda: ended(campaign(), [campaign()])) == [("courses[0]", "value.kind")]


@pytest.mark.parametrize("name", ["body", "says", "minutes"])
def test_a_decision_is_in_words(name):
    """Who decided, and what, is said in words without strange characters."""
    for bad in ("", "\u202e会议", 5):
        fields = {"body": "党员大会", "says": "继续办理", "over": ("h-1",), name: bad}
        assert [path for path, _ in faults(lambda: Decision(**fields))] == [name]  # noqa: B023
    assert faults(lambda: Decision(body="党员大会", says="继续", over="h-1")) == [("over", "list.type")]
