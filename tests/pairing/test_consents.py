"""Consents: two answers that are kept apart, a term, and an end that the branch has discussed."""

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang import Actor, InvalidInput, Log, NotFound, Private, Refused
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Fork, Node, available, changed, correct, decide, explain, row
from sanliang.kernel.overlays import add
from sanliang.kernel.sources import Source
from sanliang.pairing._consent_rules import (
    CONSENT_BASE,
    apply_consent,
    ask,
    expiring,
    in_force,
    replay_consent,
)
from sanliang.pairing._consents import (
    Answer,
    Consent,
    ConsentGiven,
    ConsentMove,
    ConsentState,
    Proposal,
    Refusals,
    Said,
    assignments,
    refusals,
)
from sanliang.testing._benches.consents import CLERK, HELPER, SPEAKER, STRANGER

DAY = date(2026, 7, 1)
YEAR_END = date(2026, 12, 31)
PAIR = Proposal(household="h-7", helper="m-3", unit="b-1", until=YEAR_END, speakers=["m-7"])
WHY = Private("路太远")
YES = ("helper_agree", "household_agree")
LONGER = ConsentGiven(until=date(2027, 12, 31))
ENDING = ConsentGiven(reason=WHY, discussion="minutes-7")


def asked(proposal=PAIR, id="k-1"):
    """A consent that has just been opened."""
    return replay_consent([ask(id, proposal, by=CLERK, on=DAY)])


def moved(consent, *moves, by=CLERK, on=DAY, given=None):
    """The consent after these moves."""
    for move in moves:
        event = decide(consent, move, by=by, on=on, under=CONSENT_BASE, given=given)
        consent = apply_consent(consent, event)
    return consent


def why_not(consent, move, *, by=CLERK, on=DAY, given=None):
    """The codes of what speaks against a move."""
    return explain(consent, move, by=by, on=on, under=CONSENT_BASE, given=given).codes


# --- the answers ------------------------------------------------------------------------------------------


@given(answers=st.lists(st.sampled_from(["helper", "household"]).flatmap(
    lambda side: st.sampled_from([f"{side}_agree", f"{side}_refuse"])), max_size=6))  # fmt: skip
def test_the_state_is_what_both_sides_said_last(answers):
    """The state says who agreed and who refused, whatever each side said before; two agreed are a pair."""
    consent, said, pair = asked(), {}, False
    for answer in answers:
        consent = moved(consent, answer)
        side, word = answer.split("_")
        said[side] = {"agree": "agreed", "refuse": "refused"}[word]
        pair = pair or said == {"helper": "agreed", "household": "agreed"}

    assert (said.get("helper"), said.get("household")) == (consent.helper, consent.household)
    no = [side for side in ("helper", "household") if said.get(side) == "refused"]
    assert tuple(no) == consent.refusing
    if pair:
        expected = "objected" if no else "agreed"
    elif no:
        expected = "refused_by_both" if len(no) == 2 else f"refused_by_{no[0]}"
    else:
        expected = f"{next(iter(said))}_agreed" if said else "asked"
    assert expected == consent.state
    assert pair == in_force(consent, on=DAY).ok
    assert (said == {"helper": "agreed", "household": "agreed"}) == consent.both


@pytest.mark.parametrize("order", [YES, YES[::-1]])
def test_both_agree_in_either_order(order):
    """Who answers first makes no difference to what was agreed."""
    consent = moved(asked(), *order)

    assert (ConsentState.AGREED, DAY) == (consent.state, consent.agreed)
    assert ("h-7", "m-3") == consent.pair
    assert consent.both


def test_each_answer_has_its_day_and_whoever_took_it_down():
    """A side's last answer is kept with its day and its recorder; the reason stands in the log alone."""
    later = DAY + timedelta(days=2)
    event = decide(
        asked(),
        "helper_refuse",
        by=HELPER,
        on=later,
        under=CONSENT_BASE,
        given=ConsentGiven(reason=WHY),
    )
    consent = apply_consent(asked(), event)

    assert Said(answer=Answer.REFUSED, on=later, by="m-3") == consent.helper_said
    assert consent.household_said is None
    assert WHY == event.given.reason
    assert "路太远" not in repr((event, consent))


def test_asking_is_no_answer():
    """Whoever proposes the pair has not agreed by that; either side or an officer may propose."""
    for by in (HELPER, SPEAKER, CLERK):
        consent = replay_consent([ask("k-1", PAIR, by=by, on=DAY)])
        assert (None, None) == (consent.helper, consent.household)
    for id in ("a-0", "m-0", "m-9", "z-9"):
        with pytest.raises(Refused) as caught:
            ask("k-1", PAIR, by=attrs.evolve(STRANGER, id=id), on=DAY)
        assert ("consent.not_its_own",) == caught.value.verdict.codes


# --- who may ----------------------------------------------------------------------------------------------


def test_nobody_answers_for_the_other_side():
    """The helper never answers for the household, nor a speaker for the helper, whatever post they hold."""
    for actor, own, other in ((HELPER, "helper", "household"), (SPEAKER, "household", "helper")):
        officer = attrs.evolve(actor, roles={"branch_secretary"}, unit="b-1", scope={"b-1"})
        for by in (actor, officer):
            assert () == why_not(asked(), f"{own}_agree", by=by)
            assert ("consent.other_side",) == why_not(asked(), f"{other}_agree", by=by)
            assert ("consent.other_side",) == why_not(asked(), f"{other}_refuse", by=by)


def test_an_officer_of_the_unit_takes_down_both_answers():
    """A clerk of the unit may record what each side says; one of another unit, or somebody else, may not."""
    elsewhere = Actor(id="m-8", roles={"branch_secretary"}, unit="b-8")
    for move in (*YES, "helper_refuse", "household_refuse"):
        assert () == why_not(asked(), move)
        assert ("consent.not_its_own",) == why_not(asked(), move, by=STRANGER)
        assert ("actor.scope",) == why_not(asked(), move, by=elsewhere)


def test_a_helper_does_not_speak_for_the_household():
    """A proposal in which the helper is among those who speak for the household is refused."""
    with pytest.raises(InvalidInput) as caught:
        Proposal(household="h-7", helper="m-3", unit="b-1", speakers=["m-3"])
    assert ("consent.own_helper", "speakers") == (caught.value.code, caught.value.path)


def test_the_table_names_the_states_to_which_an_answer_leads():
    """An answer of one side names no state that it does not lead to, whatever the other side has said."""
    leads = {row.name: {*row.enters.to} for row in CONSENT_BASE.rows if isinstance(row.enters, Fork)}

    for side, other in (("helper", "household"), ("household", "helper")):
        assert {f"{side}_agreed", "agreed", f"refused_by_{other}"} == leads[f"{side}_agree"]
        assert {f"refused_by_{side}", "refused_by_both"} == leads[f"{side}_refuse"]
        assert {"agreed", "objected"} == leads[f"{side}_agree_later"]
        assert {"objected"} == leads[f"{side}_refuse_later"]


# --- the end ----------------------------------------------------------------------------------------------


def test_a_pair_is_changed_only_after_the_branch_has_discussed_it():
    """R18: "change only after branch discussion": an end needs a reason and the minutes of the discussion."""
    pair = moved(asked(), *YES)

    assert ("move.needs", "move.needs") == why_not(pair, "end")
    assert ("move.needs",) == why_not(pair, "end", given=ConsentGiven(reason=WHY))
    assert ConsentState.ENDED == moved(pair, "end", given=ENDING).state


def test_neither_side_ends_the_pair_alone():
    """A side that wants no more is heard, and the pair stays until the branch decides, without that side."""
    pair = moved(asked(), *YES)
    secretary = attrs.evolve(HELPER, roles={"branch_secretary"}, unit="b-1", scope={"b-1"})

    assert "move.role" in why_not(pair, "end", by=HELPER, given=ENDING)
    assert ("consent.a_side",) == why_not(pair, "end", by=secretary, given=ENDING)
    objected = moved(pair, "helper_refuse", by=HELPER)
    assert ConsentState.OBJECTED == objected.state
    assert in_force(objected, on=DAY).ok
    assert ConsentState.AGREED == moved(objected, "helper_agree", by=HELPER).state


def test_an_end_is_an_end():
    """What was ended or withdrawn takes no more answers; a new proposal is a new consent."""
    ended = moved(moved(asked(), *YES), "end", given=ENDING)
    withdrawn = moved(asked(), "withdraw")

    for consent in (ended, withdrawn):
        assert ("correct",) == available(consent, by=CLERK, on=DAY, under=CONSENT_BASE)
        assert ("consent.not_agreed",) == in_force(consent, on=DAY).codes


# --- the term ---------------------------------------------------------------------------------------------


def test_a_renewal_keeps_the_pair_unless_a_side_objects():
    """Who says nothing stays in the pair; while one of the two refuses, it is not renewed."""
    pair = moved(asked(), *YES)
    renewed = moved(pair, "renew", given=LONGER)

    assert ("agreed", LONGER.until, DAY) == (renewed.state, renewed.until, renewed.agreed)
    for side in ("helper", "household"):
        objected = moved(pair, f"{side}_refuse")
        assert ("consent.opposed",) == why_not(objected, "renew", given=LONGER)
        assert () == why_not(moved(objected, f"{side}_agree"), "renew", given=LONGER)


@pytest.mark.parametrize(("until", "on"), [(YEAR_END, DAY), (date(2027, 1, 31), date(2027, 1, 31))])
def test_a_renewal_is_longer(until, on):
    """The new term ends after the old one, and after the day of the renewal."""
    pair = moved(asked(), *YES)

    assert ("consent.until",) == why_not(pair, "renew", on=on, given=ConsentGiven(until=until))
    earlier = ConsentGiven(until=until - timedelta(days=1))
    assert ("consent.until",) == why_not(pair, "renew", on=on, given=earlier)
    assert () == why_not(pair, "renew", on=on, given=ConsentGiven(until=until + timedelta(days=1)))


def test_a_term_without_an_end_can_get_one():
    """Where the proposal named no last day, a renewal may name one."""
    pair = moved(asked(attrs.evolve(PAIR, until=None)), *YES)

    assert pair.until is None
    assert in_force(pair, on=date(2040, 1, 1)).ok
    assert YEAR_END == moved(pair, "renew", given=ConsentGiven(until=YEAR_END)).until


def test_a_pair_is_in_force_from_the_second_yes_to_the_last_day():
    """It begins on the day on which both had agreed, and ends with the last day of the term."""
    pair = moved(asked(), *YES, on=DAY + timedelta(days=3))

    assert ("consent.not_before",) == in_force(pair, on=DAY).codes
    assert in_force(pair, on=DAY + timedelta(days=3)).ok
    assert in_force(pair, on=YEAR_END).ok
    assert ("consent.term_over",) == in_force(pair, on=YEAR_END + timedelta(days=1)).codes


def test_a_term_is_not_over_before_it_begins():
    """A proposal whose term has passed is refused when it is made."""
    with pytest.raises(Refused) as caught:
        ask("k-1", PAIR, by=CLERK, on=YEAR_END + timedelta(days=1))
    assert ("consent.over_before",) == caught.value.verdict.codes


def test_what_expires_is_to_be_renewed_or_ended():
    """A pair whose term ends is due: to be renewed, or to be ended where a side refuses; others are not."""
    pair = moved(asked(), *YES)
    objected = attrs.evolve(moved(pair, "household_refuse"), id="k-0")
    endless = moved(asked(attrs.evolve(PAIR, until=None), "k-2"), *YES)
    all_of_them = [asked(id="k-3"), endless, pair, objected]

    dues = expiring(all_of_them, before=date(2027, 1, 1))
    assert [("k-0", "end"), ("k-1", "renew")] == [(one.thing, one.step) for one in dues]
    assert {(YEAR_END, "consent", "b-1")} == {(one.on, one.kind, one.unit) for one in dues}
    assert () == expiring(all_of_them, before=YEAR_END)


# --- the refusals -----------------------------------------------------------------------------------------


def refused(id, pair, *moves, on=DAY, role="helper"):
    """A consent of a pair on which these moves were made."""
    household, helper = pair
    proposal = Proposal(household=household, helper=helper, unit="b-1", role=role)
    return moved(asked(proposal, id), *moves, on=on)


def test_two_refusals_are_kept_apart():
    """What the helper refuses and what the household refuses are two sets; a pair may be in both."""
    consents = [
        refused("k-1", ("h-1", "m-11"), "helper_refuse", "household_agree"),
        refused("k-2", ("h-2", "m-12"), "helper_agree", "household_refuse"),
        refused("k-3", ("h-3", "m-13"), "helper_refuse", "household_refuse"),
        refused("k-4", ("h-4", "m-14"), *YES),
        refused("k-5", ("h-5", "m-15"), *YES, "household_refuse"),
    ]
    expected = Refusals(
        by_helper=frozenset({("h-1", "m-11"), ("h-3", "m-13")}),
        by_household=frozenset({("h-2", "m-12"), ("h-3", "m-13"), ("h-5", "m-15")}),
    )

    assert expected == refusals(consents) == refusals(reversed(consents))
    assert Refusals(by_helper=frozenset(), by_household=frozenset()) == refusals(())


def test_who_agreed_is_assigned():
    """From the second yes to the last day of the term, or to the day before an end; without both, never."""
    agreed = moved(asked(), *YES)
    later = DAY + timedelta(days=9)
    ended = moved(agreed, "end", on=later, given=ENDING)
    endless = moved(asked(attrs.evolve(PAIR, until=None, household="h-0"), id="k-2"), *YES)

    def days(*consents):
        return [(one.household, one.since, one.until) for one in assignments(consents)]

    assert [("h-0", DAY, None), ("h-7", DAY, YEAR_END)] == days(agreed, endless)
    assert [("h-7", DAY, later - timedelta(days=1))] == days(ended)
    assert [("h-0", DAY, later - timedelta(days=1))] == days(moved(endless, "end", on=later, given=ENDING))
    assert [] == days(moved(agreed, "end", given=ENDING), asked(), moved(asked(), "withdraw"))
    assert [("h-7", YEAR_END, YEAR_END)] == days(moved(asked(), *YES, on=YEAR_END))


@pytest.mark.parametrize("on", [DAY - timedelta(days=1), DAY, YEAR_END, YEAR_END + timedelta(days=1)])
def test_an_assignment_holds_while_the_pair_is_in_force(on):
    """The two readings of a consent agree on the day before, of and after each of its days."""
    agreed = moved(asked(), *YES)
    (held,) = assignments([agreed])

    assert in_force(agreed, on=on).ok == held.holds(on=on)


def test_the_latest_consent_of_a_pair_counts():
    """Whoever has refused and agrees a year later has agreed; another role is another question."""
    pair = ("h-1", "m-11")
    no = refused("k-9", pair, "helper_refuse", role="first")
    yes = refused("k-1", pair, "helper_agree", on=DAY + timedelta(days=365), role="first")
    other = refused("k-2", pair, "household_refuse", role="second")

    assert frozenset() == refusals([yes, no]).by_helper
    assert frozenset({pair}) == refusals([yes, no, other]).by_household


# --- corrections and towns --------------------------------------------------------------------------------


def test_a_wrong_answer_is_put_right():
    """A refusal that was taken down by mistake is struck out, and the log keeps both events."""
    opening = ask("k-1", PAIR, by=CLERK, on=DAY)
    wrong = decide(replay_consent([opening]), "helper_refuse", by=CLERK, on=DAY, under=CONSENT_BASE)
    at = datetime(2026, 7, 1, 9, tzinfo=UTC)
    log = Log.begin("k-1").append(opening, wrong, by=CLERK.id, at=at)
    event = correct(log, 2, by=CLERK, on=DAY, under=CONSENT_BASE, why="记错了人")

    consent = replay_consent(log.append(event, by=CLERK.id, at=at))
    assert ("asked", None, 3) == (consent.state, consent.helper, consent.version)


def test_a_town_may_add_a_state_of_its_own():
    """A pair that a town has on trial is not in force by the base's reading; the verdict says its state."""
    law = Source(title="本镇结对办法")
    town = changed(
        CONSENT_BASE,
        id="town",
        nodes=[add("on-trial", Node(code="on-trial", label=Text("试行", "on trial")), source=law)],
        rows=[
            add("try", attrs.evolve(row(ConsentMove.END, ("agreed",), "on-trial", name="try"), move="try"),
                source=law),
            add("keep", attrs.evolve(row(ConsentMove.END, ("on-trial",), "agreed", name="keep"), move="keep"),
                source=law),
        ],
    )  # fmt: skip
    event = decide(moved(asked(), *YES), "try", by=CLERK, on=DAY, under=town)

    verdict = in_force(apply_consent(moved(asked(), *YES), event), on=DAY)
    assert "it is on-trial" == verdict.text("en")


def test_an_opening_without_a_proposal_opens_nothing():
    """Replay takes what is stored, and says so where its first event opens nothing."""
    event = attrs.evolve(ask("k-1", PAIR, by=CLERK, on=DAY), given=ConsentGiven())

    for events in ([event], [attrs.evolve(event, given=None)]):
        with pytest.raises(InvalidInput) as caught:
            replay_consent(events)
        assert "event.not_opened" == caught.value.code
    with pytest.raises(NotFound):
        replay_consent([])


def test_a_stored_renewal_without_a_day_changes_nothing():
    """Apply never refuses: a renewal that was stored without its day leaves the term as it was."""
    pair = moved(asked(), *YES)
    event = decide(pair, "renew", by=CLERK, on=DAY, under=CONSENT_BASE, given=LONGER)

    assert YEAR_END == apply_consent(pair, attrs.evolve(event, given=None)).until
    assert isinstance(pair, Consent)
