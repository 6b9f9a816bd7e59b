"""Amending a published pledge: the old letter stays in force until the new one may take its place."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pledges.town import (
    BRIDGE,
    DEPUTY,
    HOUSEHOLD,
    LAMP,
    ME,
    PLEDGERS,
    ROAD,
    SECRETARY,
    TOWNSHIP,
    WIFE,
    at,
    evidence,
    filed,
    letter,
    notice_of,
)

from sanliang import notices, pledges

NEW = letter(LAMP, BRIDGE, pledger=HOUSEHOLD)
STEPS = ("accept", "sign m-3", "sign f-3", "republish", "resume")


def step(one, name):
    """Make one of the steps of an amendment, with what it needs, if it is allowed; whether it was."""
    move, _, signatory = name.partition(" ")
    given = {}
    if move == "sign":
        given = {"signatory": signatory}
    elif move == "republish":
        given = {"posted": notices.posted(notice_of(one.pledge, f"n-{one.notices + 1}", on=one.day))}
    elif move == "resume":
        given = {"filed": filed(one.last)}
    by = ME if move == "sign" else TOWNSHIP
    if one.why_not(move, by, on=one.day, **given):
        return False
    if move == "republish":
        one.post("republish")
        one.day = filed(one.last).on
    else:
        one.go(move, by, **given)
    return True


@given(st.lists(st.sampled_from(STEPS), max_size=12))
def test_the_old_letter_is_in_force_until_the_new_one_has_all(steps):
    """The new letter is in force once it was accepted, signed by all, published, and its notice filed."""
    one = at("in_progress", HOUSEHOLD)
    old = one.pledge.letter
    one.go("amend", ME, letter=NEW, reasons="路已硬化")
    made = set()
    for name in steps:
        ready = {*STEPS[:3]} <= made
        right = {"republish": ready, "resume": ready and "republish" in made}.get(name, True)
        right = right and name not in made and "resume" not in made
        assert step(one, name) == right, name
        made |= {name} if right else set()
        expected = NEW if "resume" in made else old
        assert one.pledge.letter == expected
        assert (one.pledge.state == "in_progress") == (expected is NEW)


@pytest.mark.parametrize("place", ["published", "in_progress"])
@given(
    pledger=st.sampled_from(PLEDGERS),
    steps=st.lists(st.sampled_from(STEPS[:4]), unique=True),
    evident=st.booleans(),
)
def test_declining_restores_what_was(place, pledger, steps, evident):
    """A declined amendment leaves the pledge as it was, but for what was recorded of the old letter."""
    one = at(place, pledger)
    before = one.pledge
    one.go("amend", ME, letter=letter(LAMP, BRIDGE, pledger=pledger), reasons="有变")
    for name in steps:
        step(one, name)
    if evident:
        one.go("progress", ME, progress=evidence(on=one.day))
    one.go("decline", TOWNSHIP, reasons="理由不足")
    expected = attrs.evolve(
        before, version=one.pledge.version, on=one.pledge.on, progress=one.pledge.progress
    )
    assert one.pledge == expected
    assert len(before.progress) + evident == len(one.pledge.progress)


def test_the_old_notice_does_not_put_an_amendment_in_force():
    """An amendment comes into force by the filing of its own notice, never by that of the old letter's."""
    one = at("amending, signed")
    old = filed(one.last)
    assert one.why_not("resume", filed=old) == ("pledge.not_republished", "pledge.other_notice")
    one.post("republish")
    assert one.why_not("resume", filed=old) == ("pledge.other_notice",)
    new = filed(one.last)
    assert one.why_not("resume", on=new.on, filed=new) == ()


def test_the_old_notice_does_not_publish_an_amendment():
    """Neither the old letter's notice nor one from before the last signature publishes the new one."""
    one = at("amending, signed")
    assert one.why_not("republish", posted=notices.posted(one.last)) == ("pledge.other_notice",)
    early = attrs.evolve(notices.posted(one.last), notice="n-2")
    assert one.why_not("republish", posted=early) == ("pledge.early_notice",)
    for name in ("n-0", "n-2"):
        new = notices.posted(notice_of(one.pledge, name, on=one.day))
        assert one.why_not("republish", posted=new) == ()


def test_an_amendment_is_published_once():
    """Nobody evades an objection by a second notice: where the first fails, the amendment is declined."""
    one = at("amending, published")
    again = notices.posted(notice_of(one.pledge, "n-9", on=one.day))
    assert one.why_not("republish", posted=again) == ("pledge.republished",)
    one.go("decline", reasons="异议成立").go("amend", ME, letter=letter(LAMP), reasons="再次变更")
    assert one.pledge.amendment.notice == ""


def test_an_amendment_before_action_starts_it():
    """Amended while it hangs, a pledge goes into action by the notice of the new letter."""
    one = at("published").go("amend", ME, letter=letter(LAMP), reasons="有变").go("accept").sign()
    one.post("republish").file("resume")
    pledge = one.pledge
    assert (pledge.state, pledge.letter, pledge.notice) == ("in_progress", letter(LAMP), "n-2")
    assert (pledge.started, pledge.signed, pledge.amendment) == (one.day, ("m-3",), None)


def test_the_old_notice_starts_no_amended_pledge():
    """While an amendment is open there is no start; declined, the old notice still holds."""
    one = at("published")
    old = filed(one.last)
    one.go("amend", ME, letter=letter(LAMP), reasons="有变")
    assert one.why_not("start", on=old.on, filed=old) == ("move.not_from_here",)
    one.go("decline", reasons="理由不足")
    assert one.go("start", on=old.on, filed=old).pledge.state == "in_progress"


def test_evidence_during_an_amendment_is_of_the_old_letter():
    """While it is amended a pledge is kept by its old letter."""
    one = at("amending, published")
    assert one.why_not("progress", ME, progress=evidence("bridge", on=one.day)) == ("pledge.no_such_item",)
    one.go("progress", ME, progress=evidence("road", on=one.day))
    assert one.file("resume").pledge.progress[0].item == "road"
    assert one.why_not("report", ME) == ("pledge.no_evidence",)


def test_who_may_amend_and_who_accepts():
    """The pledger asks for it with reasons; whoever vets the pledge accepts or declines, once."""
    one = at("in_progress")
    assert one.why_not("amend", ME, letter=letter(LAMP)) == ("move.needs",)
    assert one.why_not("amend", WIFE, letter=letter(LAMP), reasons="有变") == ("pledge.not_own",)
    one.go("amend", ME, letter=letter(LAMP), reasons="有变")
    assert "pledge.own" in one.why_not("accept", ME)
    one.go("accept", SECRETARY)
    assert one.why_not("accept", DEPUTY) == ("pledge.accepted",)
    one.sign()
    assert one.why_not("sign", ME, signatory="m-3") == ("pledge.all_signed", "pledge.not_a_signatory")


def test_what_is_missing_is_named():
    """An amendment that is not accepted, or not signed by all, is not published, and the reasons say so."""
    one = at("amending", HOUSEHOLD)
    given = {"posted": notices.posted(notice_of(one.pledge, "n-2", on=one.day))}
    assert one.why_not("republish", TOWNSHIP, **given) == ("pledge.not_accepted",)
    one.go("accept").go("sign", ME, signatory="m-3")
    assert one.why_not("republish", TOWNSHIP, **given) == ("pledge.unsigned",)
    assert pledges.unsigned(one.pledge) == ("f-3",)


def test_a_second_amendment_begins_anew():
    """After an amendment has come into force, the next needs its own vetting, signatures and notice."""
    one = at("amending, published").file("resume")
    assert (one.pledge.notice, one.pledge.letter) == ("n-2", letter(LAMP, BRIDGE))
    one.go("amend", ME, letter=letter(LAMP, BRIDGE, ROAD), reasons="又有变")
    assert (one.pledge.amendment.accepted, one.pledge.amendment.signed) == (False, ())
    assert one.pledge.notice == "n-2"
