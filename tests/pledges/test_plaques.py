"""The plaque on a household's door: due, hung, withheld, removed, with its stars."""

import attrs
import pytest
from tests.pledges.town import (
    AT,
    DAY,
    ELSEWHERE,
    EVERYBODY,
    ME,
    SECRETARY,
    TOWNSHIP,
    VILLAGER,
    WIFE,
    after,
    hung,
)

from sanliang import InvalidInput, Log, NotFound, Refused, Text, pledges
from sanliang.kernel.lifecycles import Row, changed
from sanliang.kernel.overlays import add
from sanliang.kernel.sources import Source
from sanliang.orgs import Belonging, Exemption, Household, Member, Roster, Unit
from sanliang.pledges import PLAQUE_BASE, Holder, PlaqueGiven, PlaqueMove, PlaqueState

DOOR = Holder(household="h-3", unit="b-1", full_members=("m-3",))
# By hand: from which states, to which, what is needed.
BY_HAND = {
    "hang": (("due",), "hung", {"place": "大门右侧"}),
    "star": (("hung",), None, {"stars": 4}),
    "withhold": (("due", "hung"), "withheld", {"reasons": "长期外出"}),
    "remove": (("due", "hung", "withheld"), "removed", {"reasons": "搬离"}),
    "restore": (("withheld", "removed"), "due", {"holder": DOOR}),
    "correct": (("due", "hung", "withheld", "removed"), None, {}),
}
PATHS = {
    "due": (),
    "hung": ("hang", "star"),
    "withheld": ("hang", "withhold"),
    "removed": ("hang", "star", "remove"),
}


def go(plaque, move, *, by=SECRETARY, on=DAY, **given):
    """The plaque after a move."""
    value = PlaqueGiven(**given) if given else None
    event = pledges.decide(plaque, move, by=by, on=on, under=PLAQUE_BASE, given=value)
    return pledges.apply_plaque(plaque, event)


def at(state):
    """A plaque in a state."""
    plaque = pledges.replay_plaque([pledges.owe("q-3", DOOR, by=SECRETARY, on=DAY)])
    for move in PATHS[state]:
        plaque = go(plaque, move, **BY_HAND[move][2])
    return plaque


@pytest.mark.parametrize("state", PlaqueState)
@pytest.mark.parametrize("move", [one for one in PlaqueMove if one is not PlaqueMove.OWE])
def test_every_state_and_move(state, move):
    """A plaque makes exactly the moves written by hand, by officers in whose reach it is."""
    plaque = at(state.value)
    leaves, enters, needed = BY_HAND[move]
    given = PlaqueGiven(**needed)
    for by in EVERYBODY:
        officer = bool(by.roles & {"branch_secretary", "deputy_secretary", "township_secretary"})
        allowed = state in leaves and officer and "b-1" in by.scope
        ask = {"by": by, "on": DAY, "under": PLAQUE_BASE}
        assert (move in pledges.available(plaque, **ask)) == allowed
        assert pledges.explain(plaque, move, given=given, **ask).ok == allowed
        if allowed:
            assert pledges.decide(plaque, move, given=given, **ask).enters == (enters or state)


def test_a_household_without_a_full_member_has_no_plaque():
    """A household without a full member is not listed, and a plaque is not restored for one."""
    empty = attrs.evolve(DOOR, full_members=())
    with pytest.raises(Refused) as error:
        pledges.owe("q-3", empty, by=SECRETARY, on=DAY)
    assert error.value.verdict.codes == ("plaque.no_full_member",)
    given = PlaqueGiven(holder=empty)
    verdict = pledges.explain(at("removed"), "restore", by=SECRETARY, on=DAY, under=PLAQUE_BASE, given=given)
    assert verdict.codes == ("plaque.no_full_member",)


@pytest.mark.parametrize("by", [ME, WIFE, ELSEWHERE, VILLAGER])
def test_a_plaque_is_listed_by_an_officer_in_reach(by):
    """The household itself, a stranger and an officer of another branch list nothing."""
    with pytest.raises(Refused):
        pledges.owe("q-3", DOOR, by=by, on=DAY)


def test_the_holder_is_whom_the_roster_has():
    """The holder of a plaque is the household with its full members and unit of that day."""
    branch = Unit(id="b-1", kind="branch", name="东岭村党支部")
    people = [
        Member(id=id, name="李禾", status=status, belongs=[Belonging(unit="b-1")], household="h-3")
        for id, status in (("m-4", "full"), ("m-3", "full"), ("m-5", "probationary"))
    ]
    excused = Exemption(
        reason="elderly", decision="表决通过", decided_by="党员大会", decided_on=DAY, since=after(1)
    )
    people[0] = attrs.evolve(people[0], exemption=excused)
    roster = Roster(units=[branch], members=people, households=[Household(id="h-3")])
    both = attrs.evolve(DOOR, full_members=("m-3", "m-4"))
    assert pledges.holder(roster, "h-3", on=DAY) == both
    assert pledges.holder(roster, "h-3", on=after(1)) == attrs.evolve(both, excused=("m-4",))
    with pytest.raises(NotFound):
        pledges.holder(roster, "h-9", on=DAY)


def test_what_a_plaque_shows():
    """Place and stars are of a plaque that hangs; why it does not is kept until it is due again."""
    assert (hung().place, hung().stars, hung().unit) == ("大门右侧", None, "b-1")
    assert at("hung").stars == 4
    removed = at("removed")
    assert (removed.place, removed.stars, removed.reasons) == ("", None, "搬离")
    moved = attrs.evolve(DOOR, full_members=("m-3", "m-4"))
    again = go(removed, "restore", holder=moved)
    assert (again.holder, again.reasons, again.stars, again.version) == (moved, "", None, 5)


def test_a_move_keeps_only_what_it_asks_for():
    """Stars that come with another move than `star` are not shown."""
    plaque = go(at("due"), "hang", place="门口", stars=10, reasons="无")
    assert (plaque.place, plaque.stars, plaque.reasons) == ("门口", None, "")
    assert go(plaque, "correct", stars=10).stars is None


@pytest.mark.parametrize("move", PlaqueMove)
@pytest.mark.parametrize("state", PlaqueState)
def test_apply_takes_any_event(state, move):
    """`apply` never refuses: an event that holds nothing leaves the holder as it was."""
    plaque = at(state.value)
    event = pledges.decide(plaque, "correct", by=TOWNSHIP, on=DAY, under=PLAQUE_BASE)
    for given in (None, PlaqueGiven()):
        after_it = pledges.apply_plaque(plaque, attrs.evolve(event, move=move.value, given=given))
        assert (after_it.holder, after_it.version) == (DOOR, plaque.version + 1)


def test_what_opens_no_plaque_is_refused():
    """Without a holder there is no plaque, and an empty log makes none."""
    event = pledges.owe("q-3", DOOR, by=SECRETARY, on=DAY)
    for given in (None, PlaqueGiven()):
        with pytest.raises(InvalidInput):
            pledges.replay_plaque([attrs.evolve(event, given=given)])
    with pytest.raises(NotFound):
        pledges.replay_plaque([])


def test_wrong_stars_are_corrected_by_an_event():
    """A wrong number of stars is put right by an event; the wrong one stays in the log."""
    log = Log.begin("q-3").append(pledges.owe("q-3", DOOR, by=SECRETARY, on=DAY), by="m-1", at=AT)
    for move in ("hang", "star"):
        given = PlaqueGiven(**BY_HAND[move][2])
        event = pledges.decide(
            pledges.replay_plaque(log), move, by=SECRETARY, on=DAY, under=PLAQUE_BASE, given=given
        )
        log = log.append(event, by="m-1", at=AT)
    fixed = pledges.correct(
        log, 3, by=SECRETARY, on=after(1), under=PLAQUE_BASE, why="多写一星", given=PlaqueGiven(stars=3)
    )
    log = log.append(fixed, by="m-1", at=AT)
    assert (pledges.replay_plaque(log).stars, log.events[2].given.stars) == (3, 4)


def test_a_towns_own_move_changes_nothing_but_the_state():
    """What a town's own move is given stands in the log; the plaque changes its state."""
    town = changed(
        PLAQUE_BASE,
        id="town",
        rows=[
            add(
                "lend",
                Row(move="lend", leaves=("hung",), enters="due", label=Text("借出", "lend")),
                source=Source(title="本镇门牌办法"),
            )
        ],
    )
    plaque = at("hung")
    event = pledges.decide(plaque, "lend", by=ME, on=DAY, under=town, given=PlaqueGiven(stars=9))
    assert pledges.apply_plaque(plaque, event) == attrs.evolve(plaque, state="due", version=4)
