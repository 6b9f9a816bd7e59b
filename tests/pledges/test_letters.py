"""What is promised: pledgers, items, letters, evidence, outcomes; and what is refused of them."""

from datetime import UTC, date, datetime

import attrs
import pendulum
import pytest
from tests.pledges.town import (
    DAY,
    HOUSEHOLD,
    LAMP,
    MEMBER,
    ROAD,
    after,
    at,
    evidence,
    hung,
    letter,
    notice_of,
    outcomes,
)

from sanliang import InvalidInput, NotFound, Text, pledges
from sanliang.kernel.timeline import Span
from sanliang.pledges import (
    Given,
    Grade,
    Holder,
    Letter,
    Outcome,
    PlaqueGiven,
    PledgeKind,
    Pledger,
    PledgerKind,
    Progress,
    Result,
)

NOON = datetime(2026, 12, 31, 12, tzinfo=UTC)
HIDDEN = "修路灯\u202e"
JULY = Span(date(2026, 7, 1), date(2026, 7, 31))


def item(**changes):
    """The lamp with something else about it."""
    return attrs.evolve(LAMP, **changes)


def test_a_member_signs_alone_where_nothing_is_said():
    """A member signs for themselves; whoever else promises has to say who signs."""
    assert MEMBER.signatories == ("m-3",)
    for kind in (PledgerKind.HOUSEHOLD, PledgerKind.GROUP, PledgerKind.BRANCH):
        with pytest.raises(InvalidInput) as error:
            Pledger(kind=kind, id="x-1", unit="b-1")
        assert (error.value.code, error.value.path) == ("pledge.no_signatory", "signatories")


def test_codes_become_members():
    """A code stands for its member, so that data can be written as it is stored."""
    promised = letter(LAMP, pledger=Pledger(kind="member", id="m-3", unit="b-1"))
    assert (promised.pledger.kind, promised.kind) == (PledgerKind.MEMBER, PledgeKind.ANNUAL)
    assert Outcome(item="lamp", result="objective", says="遇洪水").result is Result.OBJECTIVE
    assert Given(grade="fairly_good").grade is Grade.FAIRLY_GOOD


def test_a_pendulum_date_is_kept_as_a_date():
    """What comes in as a `pendulum.Date` is a plain date inside."""
    assert type(item(deadline=pendulum.Date(2026, 12, 31)).deadline) is date


def test_the_least_and_the_most_are_taken():
    """One of a measure is enough, and a plaque shows none of ten stars or all of them."""
    assert (1, 1) == (item(quantity=1).quantity, evidence(quantity=1).quantity)
    assert (0, 10) == (PlaqueGiven(stars=0).stars, PlaqueGiven(stars=10).stars)


def test_all_faults_of_a_letter_are_found_at_once():
    """An id twice and a deadline outside the cycle are named together, each with its path."""
    with pytest.raises(InvalidInput) as error:
        Letter(pledger=MEMBER, kind="annual", items=(LAMP, LAMP, ROAD), cycle=JULY)
    found = [(fault.code, fault.path) for fault in error.value.faults]
    assert found == [
        ("pledge.out_of_cycle", "items[0].deadline"),
        ("pledge.item_twice", "items[1].id"),
        ("pledge.out_of_cycle", "items[1].deadline"),
        ("pledge.out_of_cycle", "items[2].deadline"),
    ]


def test_a_letter_needs_an_item():
    """Nothing is no promise."""
    with pytest.raises(InvalidInput) as error:
        Letter(pledger=MEMBER, kind="annual", items=())
    assert error.value.code == "pledge.no_items"


def test_the_deadline_of_a_letter_is_its_last():
    """A letter runs until the last deadline of its items."""
    assert letter(ROAD, LAMP).deadline == LAMP.deadline


BAD = [
    (lambda: item(id=""), "id"),
    (lambda: item(deed=" "), "deed"),
    (lambda: item(deed=HIDDEN), "deed"),
    (lambda: item(deed=Text("修路灯")), "deed"),
    (lambda: item(deadline="2026-12-31"), "deadline"),
    (lambda: item(deadline=NOON), "deadline"),
    (lambda: item(measure="\x07"), "measure"),
    (lambda: item(quantity=0), "quantity"),
    (lambda: item(quantity=True), "quantity"),
    (lambda: item(quantity=6.0), "quantity"),
    (lambda: item(quantity="6"), "quantity"),
    (lambda: item(beneficiary=""), "beneficiary"),
    (lambda: item(witness=7), "witness"),
    (lambda: item(responsible=""), "responsible"),
    (lambda: item(duty="Policy Implementer"), "duty"),
    (lambda: item(menu="\u200b"), "menu"),
    (lambda: attrs.evolve(MEMBER, kind="members"), "kind"),
    (lambda: attrs.evolve(MEMBER, id=""), "id"),
    (lambda: attrs.evolve(MEMBER, unit=None), "unit"),
    (lambda: attrs.evolve(MEMBER, signatories="m-3"), "signatories"),
    (lambda: attrs.evolve(MEMBER, signatories=("m-3", "m-3")), "signatories[1]"),
    (lambda: Letter(pledger="m-3", kind="annual", items=(LAMP,)), "pledger"),
    (lambda: Letter(pledger=MEMBER, kind="yearly", items=(LAMP,)), "kind"),
    (lambda: Letter(pledger=MEMBER, kind="annual", items=("lamp",)), "items[0]"),
    (lambda: Letter(pledger=MEMBER, kind="annual", items="lamp"), "items"),
    (lambda: letter(LAMP, cycle=DAY), "cycle"),
    (lambda: letter(LAMP, renews=""), "renews"),
    (lambda: evidence(item=""), "item"),
    (lambda: evidence(on=NOON), "on"),
    (lambda: Progress(item="lamp", on=DAY, says=""), "says"),
    (lambda: evidence(quantity=True), "quantity"),
    (lambda: evidence(quantity=-1), "quantity"),
    (lambda: evidence(evidence="photo-1"), "evidence"),
    (lambda: evidence(evidence=("photo-1", "photo-1")), "evidence[1]"),
    (lambda: evidence(done=1), "done"),
    (lambda: Progress(item="lamp", on=DAY, says=HIDDEN), "says"),
    (lambda: Outcome(item="lamp", result="kept", says="属实"), "result"),
    (lambda: Outcome(item="lamp", result="fulfilled", says=""), "says"),
    (lambda: Outcome(item=None, result="fulfilled", says="属实"), "item"),
    (lambda: Holder(household="", unit="b-1", full_members=()), "household"),
    (lambda: Holder(household="h-3", unit="", full_members=()), "unit"),
    (lambda: Holder(household="h-3", unit="b-1", full_members="m-3"), "full_members"),
    (lambda: Holder(household="h-3", unit="b-1", full_members=("m-3", "")), "full_members[1]"),
    (lambda: Holder(household="h-3", unit="b-1", full_members=("m-3",), excused=("m-4",)), "excused"),
    (lambda: Holder(household="h-3", unit="b-1", full_members=("m-3",), excused="m-3"), "excused"),
    (lambda: attrs.evolve(HOUSEHOLD, excused=("m-9", "m-9")), "excused[1]"),
    (lambda: attrs.evolve(HOUSEHOLD, excused=("m-3",)), "excused"),
    (lambda: PlaqueGiven(holder="h-3"), "holder"),
    (lambda: PlaqueGiven(place=""), "place"),
    (lambda: PlaqueGiven(stars=True), "stars"),
    (lambda: PlaqueGiven(stars=11), "stars"),
    (lambda: PlaqueGiven(stars=-1), "stars"),
    (lambda: PlaqueGiven(reasons="\n"), "reasons"),
    (lambda: Given(letter=LAMP), "letter"),
    (lambda: Given(plaque="q-3"), "plaque"),
    (lambda: Given(reasons=""), "reasons"),
    (lambda: Given(signatory=3), "signatory"),
    (lambda: Given(posted=notice_of(at("signed").pledge)), "posted"),
    (lambda: Given(filed=DAY), "filed"),
    (lambda: Given(progress="六盏"), "progress"),
    (lambda: Given(outcomes="fulfilled"), "outcomes"),
    (lambda: Given(outcomes=(*outcomes(), None)), "outcomes[2]"),
    (lambda: Given(grade="excellent"), "grade"),
    (lambda: Given(until=NOON), "until"),
]


@pytest.mark.parametrize(("make", "path"), BAD)
def test_bad_input_is_refused_with_its_place(make, path):
    """Wrong kinds, moments for days, bool for numbers, empty, doubled, unclean: the error says where."""
    with pytest.raises(InvalidInput) as error:
        make()
    assert error.value.path == path
    assert "\u202e" not in str(error.value)


def test_done_by_quantity_or_by_word():
    """An item is complete when its quantity is reached, or when the evidence says so."""
    one = at("in_progress")
    assert not pledges.done(one.pledge, "lamp")
    one.go("progress", progress=evidence(on=one.day, quantity=4))
    one.go("progress", progress=evidence("road", on=one.day))
    assert not pledges.done(one.pledge, "lamp")
    one.go("progress", progress=evidence(on=one.day, quantity=2))
    assert pledges.done(one.pledge, "lamp")
    assert not pledges.done(one.pledge, "road")
    one.go("progress", progress=evidence("road", on=one.day, done=True))
    assert pledges.done(one.pledge, "road")


def test_done_of_no_item_is_not_found():
    """An item that the letter does not have is not found, and the text names those it has."""
    with pytest.raises(NotFound) as error:
        pledges.done(at("in_progress").pledge, "bridge")
    assert error.value.text("zh") == "item: 没有这一项；本承诺有：lamp、road"


def test_a_notice_of_a_pledge_concerns_every_signatory():
    """What is posted of a pledge is its letter, or the proposed one, and it concerns whoever signs."""
    posting = notice_of(at("signed").pledge, on=after(1)).posting
    assert (posting.word, posting.thing, posting.unit, posting.concerns) == ("pledge", "p-1", "b-1", ("m-3",))
    assert hung().holder.full_members == ("m-3",)
