"""From the draft to the consolidation: who may, what is needed, and what a pledge keeps."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.forms import by_place, lean, left_out
from tests.pledges.town import (
    AT,
    BRANCH,
    BRIDGE,
    DAY,
    DEADLINE,
    DEPUTY,
    ELSEWHERE,
    EVERYBODY,
    GROUP,
    HOUSEHOLD,
    LAMP,
    ME,
    ME_AS_SECRETARY,
    MEMBER,
    PATHS,
    PLEDGERS,
    ROAD,
    SECRETARY,
    TOWNSHIP,
    VILLAGER,
    WIFE,
    actor,
    after,
    at,
    evidence,
    filed,
    goods,
    hung,
    letter,
    notice_of,
    outcomes,
    story,
)

from sanliang import InvalidInput, NotFound, Refused, notices, pledges
from sanliang.calendars import Period
from sanliang.kernel.timeline import Span
from sanliang.pledges import BASE, Given, Grade, Pledger, PledgerKind, Result

JUDGED = ("return", "approve", "accept", "decline", "reopen", "verify", "evaluate", "commend", "rectify")
OFFICES = [
    "township_secretary",
    "township_committee",
    "general_branch_secretary",
    "branch_secretary",
    "deputy_secretary",
    "branch_committee",
    "member",
]


def refused(make):
    """The codes of a refusal."""
    with pytest.raises(Refused) as error:
        make()
    assert not error.value.verdict.ok
    return error.value.verdict.codes


def test_a_pledge_goes_from_the_draft_to_the_consolidation():
    """On its straight way a pledge keeps signatures, notice, start, evidence, outcomes and grade."""
    one = at("consolidated", HOUSEHOLD)
    pledge = one.pledge
    assert [event.move for event in one.log.events] == [
        "draft",
        "submit",
        "approve",
        "sign",
        "sign",
        "publish",
        "start",
        "progress",
        "progress",
        "report",
        "verify",
        "evaluate",
        "commend",
        "consolidate",
    ]
    assert (pledge.signed, pledge.signed_on, pledge.notice) == (("m-3", "f-3"), DAY, "n-1")
    assert (pledge.started, [done.item for done in pledge.progress]) == (after(6), ["lamp", "road"])
    assert (pledge.outcomes, pledge.grade, pledge.amendment) == (outcomes(), Grade.GOOD, None)


# --- drafting ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [ME, SECRETARY, TOWNSHIP])
def test_a_draft_is_made_by_the_pledger_or_an_officer(by):
    """The pledger drafts, or an officer of the pledger's unit."""
    event = pledges.draft("p-1", pledger=MEMBER, kind="annual", items=[LAMP], by=by, on=DAY)
    assert (event.by, event.enters) == (by.id, "drafted")


@pytest.mark.parametrize(
    ("by", "code"), [(WIFE, "pledge.not_own"), (VILLAGER, "pledge.not_own"), (ELSEWHERE, "actor.scope")]
)
def test_nobody_else_drafts(by, code):
    """Neither a stranger nor an officer of another branch drafts a member's pledge."""
    make = {"pledger": MEMBER, "kind": "annual", "items": [LAMP], "by": by, "on": DAY}
    assert refused(lambda: pledges.draft("p-1", **make)) == (code,)


def test_nobody_chooses_whose_officers_judge():
    """A member pledges under a unit of his own, a household under the unit that hung its plaque."""
    elsewhere = attrs.evolve(MEMBER, unit="b-2")
    make = {"kind": "annual", "items": [LAMP], "by": ME, "on": DAY}
    assert refused(lambda: pledges.draft("p-1", pledger=elsewhere, **make)) == ("actor.scope",)

    for unit in ("b-0", "b-2"):
        home = {**make, "pledger": attrs.evolve(HOUSEHOLD, unit=unit), "plaque": hung()}
        assert refused(lambda: pledges.draft("p-1", **home)) == ("pledge.other_unit",)  # noqa: B023


def test_a_branch_pledges_at_least_two_items():
    """A member pledges at least one item, a branch at least two."""
    for pledger in (MEMBER, HOUSEHOLD, GROUP):
        assert len(story(pledger, items=(LAMP,)).pledge.letter.items) == 1
    assert refused(lambda: story(BRANCH, items=(LAMP,))) == ("pledge.too_few_items",)


def test_a_letter_has_no_more_than_fifty_items():
    """More than fifty items are refused."""
    many = [attrs.evolve(LAMP, id=f"i-{n}") for n in range(51)]
    assert refused(lambda: story(items=many)) == ("pledge.too_many_items",)
    assert len(story(items=many[:50]).pledge.letter.items) == 50


def test_no_deadline_lies_in_the_past():
    """An item that is already late when it is pledged is refused; the day itself is in time."""
    assert refused(lambda: story(items=[attrs.evolve(LAMP, deadline=after(-1))])) == ("pledge.past_deadline",)
    assert story(items=[attrs.evolve(LAMP, deadline=DAY)]).pledge.state == "drafted"


@pytest.mark.parametrize(
    "plaque",
    [
        None,
        hung("h-2"),
        hung("h-4"),
        attrs.evolve(hung(), state="due"),
        attrs.evolve(hung(), state="withheld"),
        attrs.evolve(hung(), state="removed"),
    ],
    ids=["none", "a neighbour's", "another neighbour's", "due", "withheld", "removed"],
)
def test_a_household_pledge_needs_its_plaque_hung(plaque):
    """A household's pledge stands on its own plaque, which hangs."""
    assert refused(lambda: story(HOUSEHOLD, plaque=plaque)) == ("pledge.no_plaque",)


def test_every_full_member_of_the_household_signs():
    """Nobody of the household's full members is left out, so that none of them vets it either."""
    plaque = hung(full_members=("m-3", "m-1"))
    assert refused(lambda: story(HOUSEHOLD, plaque=plaque)) == ("pledge.member_left_out",)
    both = attrs.evolve(HOUSEHOLD, signatories=("f-3", "m-1", "m-3"))
    one = story(both, plaque=plaque).go("submit", ME)
    assert one.why_not("approve", SECRETARY) == ("pledge.own",)


def test_a_member_who_is_excused_need_not_sign():
    """A home with an excused full member pledges without that signature, where plaque and letter say so."""
    plaque = hung(full_members=("m-3", "m-1"), excused=("m-1",))
    home = attrs.evolve(HOUSEHOLD, signatories=("f-3", "m-3"))
    said = attrs.evolve(home, excused=("m-1",))
    left_out = ("pledge.member_left_out",)
    assert refused(lambda: story(home, plaque=plaque)) == left_out
    assert refused(lambda: story(attrs.evolve(home, excused=("m-9",)), plaque=plaque)) == left_out
    assert refused(lambda: story(said, plaque=hung(full_members=("m-3", "m-1")))) == left_out

    one = story(said, plaque=plaque)
    assert pledges.unsigned(one.pledge) == ("f-3", "m-3")
    posting = pledges.posting(one.pledge, place="村务公开栏", period=Period(days=5))
    assert posting.concerns == ("f-3", "m-3", "m-1")


def test_a_member_who_is_excused_judges_nothing_at_home():
    """Nobody vets, verifies or evaluates the pledge of their own home, whether they sign it or not."""
    plaque = hung(full_members=("m-3", "m-1"), excused=("m-1",))
    home = attrs.evolve(HOUSEHOLD, signatories=("f-3", "m-3"), excused=("m-1",))
    one = story(home, plaque=plaque).go("submit", ME)
    assert one.why_not("approve", SECRETARY) == ("pledge.own",)
    assert "pledge.own" in one.why_not("return", SECRETARY)


def test_a_returned_letter_is_revised_and_goes_again():
    """A letter that was returned with reasons is revised by its pledger and submitted again."""
    one = at("returned")
    assert one.log.events[-1].given.reasons == "请写明数量"
    one.go("revise", ME, letter=letter(LAMP)).go("submit", ME).go("approve")
    assert (one.pledge.state, one.pledge.letter) == ("approved", letter(LAMP))


def test_the_pledger_stays_who_it_is():
    """A revision or an amendment does not change the pledger, so that nobody signs themselves out of it."""
    other = attrs.evolve(HOUSEHOLD, signatories=("f-3",))
    changed = letter(LAMP, pledger=other)
    assert at("drafted", HOUSEHOLD).why_not("revise", ME, letter=changed) == ("pledge.other_pledger",)
    assert at("in_progress", HOUSEHOLD).why_not("amend", ME, letter=changed, reasons="有变") == (
        "pledge.other_pledger",
    )


def test_an_item_that_is_kept_may_be_late():
    """In an amendment an old item keeps its deadline, even a past one; a new item's lies ahead."""
    one = at("in_progress")
    late = after(200)
    assert one.why_not("amend", ME, on=late, letter=letter(LAMP, ROAD), reasons="有变") == ()
    for days in (100, 190):
        again = letter(LAMP, attrs.evolve(ROAD, deadline=after(days)))
        assert one.why_not("amend", ME, on=late, letter=again, reasons="有变") == ("pledge.past_deadline",)
    assert one.why_not("amend", ME, on=late, letter=one.pledge.letter, reasons="有变") == ()


# --- nobody vets, verifies or evaluates their own ------------------------------------------------------


@given(
    st.sampled_from(PLEDGERS),
    st.sampled_from([*PATHS]),
    st.sampled_from(JUDGED),
    st.sets(st.sampled_from(OFFICES)),
    st.data(),
)
def test_nobody_judges_their_own_pledge(pledger, place, move, roles, data):
    """Nobody vets, verifies or evaluates their own pledge: no signatory, in whatever role."""
    one = at(place, pledger)
    by = actor(data.draw(st.sampled_from(pledger.signatories)), *roles, scope={"b-1", "t-1"})
    verdict = one.why_not(move, by, on=after(500), **goods(one, move))
    assert "pledge.own" in verdict or verdict == ("move.not_from_here",)
    assert move not in pledges.available(one.pledge, by=by, on=after(500), under=BASE)


def test_whoever_does_an_item_does_not_judge_it():
    """The person responsible for an item vets and verifies no pledge that has it, proposed ones too."""
    mine = attrs.evolve(LAMP, responsible="m-1")
    for other in ("m-0", "m-9"):
        theirs = story(items=(attrs.evolve(LAMP, responsible=other), ROAD)).go("submit", ME)
        assert theirs.why_not("approve", SECRETARY) == ()
    one = story(items=(mine, ROAD)).go("submit", ME)
    assert one.why_not("approve", SECRETARY) == ("pledge.does_it",)
    assert one.why_not("approve", DEPUTY) == ()
    two = at("in_progress").go("amend", ME, letter=letter(mine), reasons="有变")
    assert two.why_not("accept", SECRETARY) == ("pledge.does_it",)


def test_a_branch_is_judged_from_above():
    """A branch's pledge is vetted and evaluated by the organisation above it."""
    one = at("submitted", BRANCH)
    assert one.why_not("approve", DEPUTY) == ("pledge.from_above",)
    assert one.why_not("approve", TOWNSHIP) == ()


# --- signing, publishing, starting ---------------------------------------------------------------------


@given(st.permutations(("m-3", "f-3", "s-3", "m-4")))
def test_every_signatory_signs_before_publication(order):
    """Until the last signatory has signed the letter is not signed, and cannot be published."""
    one = at("approved", attrs.evolve(GROUP, signatories=("m-3", "f-3", "s-3", "m-4")))
    for place, signatory in enumerate(order, 1):
        assert one.why_not("publish") == ("move.not_from_here",)
        one.go("sign", ME, signatory=signatory)
        assert one.pledge.state == ("signed" if place == len(order) else "approved")
    assert one.pledge.signed == tuple(order)
    assert one.post().pledge.state == "published"


def test_nobody_signs_twice_or_for_nobody():
    """A signature of somebody who has signed, or who is no signatory, is refused."""
    one = at("approved", HOUSEHOLD).go("sign", ME, signatory="m-3")
    for signatory in ("m-3", "m-1"):
        assert one.why_not("sign", ME, signatory=signatory) == ("pledge.not_a_signatory",)


def certificate(one, **changes):
    """What the first notice of a pledge certifies, with something else about it."""
    return attrs.evolve(notices.posted(notice_of(one.pledge, on=one.day)), **changes)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"word": "rating"}, "pledge.other_notice"),
        ({"word": "inspection"}, "pledge.other_notice"),
        ({"thing": "p-0"}, "pledge.other_notice"),
        ({"thing": "p-2"}, "pledge.other_notice"),
        ({"on": after(1)}, "pledge.future_notice"),
        ({"on": after(-1)}, "pledge.early_notice"),
        ({"concerns": ()}, "pledge.unnamed"),
    ],
)
def test_a_pledge_is_published_by_a_notice_of_its_own(changes, code):
    """The notice is of this pledge, posted after the last signature, and names whom it concerns."""
    one = at("signed")
    assert one.why_not("publish", posted=certificate(one, **changes)) == (code,)
    assert one.why_not("publish", posted=certificate(one)) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"word": "rating"}, "pledge.other_notice"),
        ({"word": "inspection"}, "pledge.other_notice"),
        ({"thing": "p-0"}, "pledge.other_notice"),
        ({"thing": "p-2"}, "pledge.other_notice"),
        ({"notice": "n-0"}, "pledge.other_notice"),
        ({"notice": "n-2"}, "pledge.other_notice"),
        ({"on": after(8)}, "pledge.future_notice"),
    ],
)
def test_action_starts_when_its_notice_is_filed(changes, code):
    """Action starts with the filed notice that published the pledge, not before the day of filing."""
    one = at("published")
    done = filed(one.last)
    assert one.why_not("start", on=after(7), filed=attrs.evolve(done, **changes)) == (code,)
    assert one.why_not("start", on=after(7), filed=done) == ()


# --- acting --------------------------------------------------------------------------------------------


def test_evidence_comes_before_the_report():
    """Nothing is reported before there is evidence for each item."""
    one = at("in_progress")
    one.go("progress", ME, progress=evidence(on=one.day))
    assert one.why_not("report", ME) == ("pledge.no_evidence",)
    one.go("progress", ME, progress=evidence("road", on=one.day))
    assert one.why_not("report", ME) == ()


def test_evidence_is_of_an_item_and_of_a_day_gone_by():
    """Evidence names an item of the letter in force, and a day of the action that has come."""
    one = at("in_progress")
    assert one.why_not("progress", ME, progress=evidence("bridge")) == ("pledge.no_such_item",)
    late = evidence(on=after(7))
    assert one.why_not("progress", ME, progress=late) == ("pledge.evidence_day",)
    early = evidence(on=after(-1))
    assert one.why_not("progress", ME, progress=early) == ("pledge.evidence_early",)
    assert one.why_not("progress", ME, on=after(7), progress=late) == ()


@pytest.mark.parametrize(
    "found",
    [(), outcomes(of=(LAMP,)), outcomes(of=(LAMP, LAMP, ROAD)), outcomes(of=(LAMP, BRIDGE))],
    ids=["none", "one missing", "one twice", "another item"],
)
def test_verification_finds_one_outcome_for_each_item(found):
    """Each item needs one outcome and no more."""
    assert at("reported").why_not("verify", outcomes=found) == ("pledge.outcomes",)


@pytest.mark.parametrize("result", Result)
def test_the_state_follows_from_the_outcomes(result):
    """All fulfilled is verified; one that is not, with or without an objective reason, is unfulfilled."""
    one = at("reported").go("verify", outcomes=outcomes("road", result=result))
    assert one.pledge.state == ("verified" if result == Result.FULFILLED else "unfulfilled")
    assert one.pledge.outcomes[1].result is result


def test_what_is_late_is_verified_without_a_report():
    """Once the last deadline has passed, somebody else may verify what nobody reported."""
    one = at("in_progress")
    assert one.why_not("verify", on=DEADLINE, outcomes=outcomes()) == ("pledge.not_overdue",)
    one.go("verify", on=after(184), outcomes=outcomes("lamp"))
    assert (one.pledge.state, one.log.events[-1].on) == ("unfulfilled", after(184))


def test_a_report_may_be_sent_back():
    """A report that does not hold goes back into action with reasons; the evidence stays."""
    one = at("reported").go("reopen", reasons="缺照片")
    assert (one.pledge.state, len(one.pledge.progress)) == ("in_progress", 2)


# --- reviewing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("grade", Grade)
def test_what_follows_from_a_grade(grade):
    """By the base rules `good` is commended, `poor` must be rectified, and the others are consolidated."""
    one = at("verified").go("evaluate", grade=grade)
    assert (one.why_not("commend") == ()) == (grade is Grade.GOOD)
    assert (one.why_not("consolidate") == ()) == (grade is not Grade.POOR)
    assert one.why_not("rectify", reasons="未落实", until=one.day) == ()


def test_a_rectification_ends_no_earlier_than_it_is_ordered():
    """The last day of a rectification does not lie in the past."""
    one = at("evaluated, poor")
    assert one.why_not("rectify", reasons="未落实", until=after(5)) == ("pledge.until",)


def test_rectified_a_pledge_is_in_action_again():
    """Rectifying leads back into action: outcomes and grade go, evidence and the last day stay."""
    one = at("rectifying")
    until = one.pledge.rectify_until
    one.go("act_again", ME)
    assert (one.pledge.state, one.pledge.outcomes, one.pledge.grade) == ("in_progress", (), None)
    assert (len(one.pledge.progress), one.pledge.rectify_until) == (2, until)
    one.go("report", ME).go("verify", outcomes=outcomes())
    assert (one.pledge.state, one.pledge.rectify_until) == ("verified", None)


def test_nobody_verifies_a_rectification_before_its_last_day():
    """A rectification that runs past the deadlines is overdue after its own last day."""
    one = at("evaluated, poor")
    one.go("rectify", reasons="未落实", until=after(300)).go("act_again", ME)
    assert one.why_not("verify", on=after(299), outcomes=outcomes()) == ("pledge.not_overdue",)
    assert one.why_not("verify", on=after(301), outcomes=outcomes()) == ()


def test_a_consolidated_pledge_is_renewed_into_the_next_cycle():
    """The next cycle's pledge is of the same pledger and kind, and says which pledge it carries on."""
    old = at("consolidated", HOUSEHOLD).pledge
    year = Span(after(184), after(548))
    lamp = attrs.evolve(LAMP, deadline=after(400))
    make = {"items": [lamp], "by": ME, "cycle": year, "plaque": hung()}
    new = pledges.replay([pledges.renew(old, id="p-2", on=after(184), **make)])
    assert (new.letter.pledger, new.letter.kind, new.letter.renews) == (HOUSEHOLD, old.letter.kind, "p-1")
    assert refused(lambda: pledges.renew(old, id="p-2", on=DAY, **make)) == ("pledge.renewed_early",)
    assert old.on == pledges.renew(old, id="p-2", on=old.on, **make).on
    with pytest.raises(InvalidInput) as error:
        pledges.renew(old, id="p-1", on=after(184), **make)
    assert error.value.path == "id"
    assert "p-0" == pledges.renew(old, id="p-0", on=after(184), **make).thing


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("place", [place for place in PATHS if place != "consolidated"])
def test_only_a_consolidated_pledge_is_renewed(place):
    """What is not consolidated is not carried on."""
    pledge = at(place).pledge
    make = {"items": [LAMP], "by": ME, "on": after(30)}
    assert refused(lambda: pledges.renew(pledge, id="p-2", **make)) == ("pledge.not_consolidated",)


# --- outside -------------------------------------------------------------------------------------------


def test_a_pledger_withdraws_before_publication_only():
    """Before publication the pledger withdraws with reasons; afterwards only somebody who judges it may."""
    for place in ("drafted", "submitted", "returned", "approved", "signed"):
        assert at(place).why_not("withdraw", ME, reasons="外出") == ()
        assert at(place).why_not("withdraw", ME) == ("move.needs",)
    for place in ("published", "in_progress"):
        assert "move.role" in at(place).why_not("withdraw", ME, reasons="外出")
        assert "pledge.own" in at(place).why_not("withdraw", ME_AS_SECRETARY, reasons="外出")
        assert at(place).why_not("withdraw", SECRETARY, reasons="外出") == ()


def test_what_never_came_into_action_lapses_after_its_deadline():
    """A pledge that is not in action lapses once its last deadline has passed, and not before."""
    one = at("signed")
    assert one.why_not("lapse", on=DEADLINE, reasons="逾期") == ("pledge.not_overdue",)
    assert one.go("lapse", on=after(184), reasons="逾期").pledge.state == "lapsed"


def test_an_unknown_move_is_not_found():
    """A move that no row has is not found, and the text names the nearest."""
    with pytest.raises(NotFound) as error:
        at("drafted").go("sumbit", ME)
    assert "submit" in str(error.value)


def test_what_is_not_asked_for_changes_nothing():
    """Nobody slips a grade, evidence or a letter in with a move that does not ask for it."""
    one = at("in_progress")
    before = one.pledge
    extra = {"grade": Grade.GOOD, "progress": evidence(), "letter": letter(LAMP), "outcomes": outcomes()}
    one.go("correct", SECRETARY, **extra)
    assert one.pledge == attrs.evolve(before, version=before.version + 1)


def test_what_opens_no_pledge_is_refused():
    """Without a letter there is no pledge, and an empty log makes none."""
    event = story().log.events[0]
    for value in (None, Given()):
        with pytest.raises(InvalidInput):
            pledges.replay([attrs.evolve(event, given=value)])
    with pytest.raises(NotFound):
        pledges.replay([])


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"id": ""}, "id"),
        ({"id": "p\u202e"}, "id"),
        ({"on": AT}, "on"),
        ({"items": ()}, "items"),
        ({"items": ["lamp"]}, "items[0]"),
        ({"kind": "yearly"}, "kind"),
        ({"pledger": "m-3"}, "pledger"),
        ({"plaque": "q-3"}, "plaque"),
        ({"renews": ""}, "renews"),
        ({"cycle": DAY}, "cycle"),
    ],
)
def test_a_bad_draft_is_refused_with_its_place(changes, path):
    """What is wrong with a draft is named by its place."""
    good = {"id": "p-1", "pledger": MEMBER, "kind": "annual", "items": [LAMP], "by": ME, "on": DAY}
    make = {**good, **changes}
    with pytest.raises(InvalidInput) as error:
        pledges.draft(make.pop("id"), **make)
    assert error.value.path == path


def test_many_are_decided_together_or_not_at_all():
    """`decide_all` gives the events of all in the order of ids, or names each that may not."""
    three = [attrs.evolve(at("submitted").pledge, id=f"p-{n}") for n in (3, 1, 2)]
    ask = {"by": SECRETARY, "on": DAY, "under": BASE}
    assert [event.thing for event in pledges.decide_all(three, "approve", **ask)] == ["p-1", "p-2", "p-3"]
    mixed = [*three[:2], attrs.evolve(at("approved").pledge, id="p-2")]
    with pytest.raises(Refused) as error:
        pledges.decide_all(mixed, "approve", **ask)
    assert [reason.path for reason in error.value.verdict.reasons] == ["p-2"]


def test_pledgers_of_all_four_kinds_go_all_the_way():
    """A member, a household, a Party group and a branch each come to the consolidation."""
    assert {at("consolidated", one).pledge.letter.pledger.kind for one in PLEDGERS} == {*PledgerKind}
    assert Pledger(kind="branch", id="b-1", unit="b-1", signatories=["m-1"]).signatories == ("m-1",)
    assert len(EVERYBODY) == 8


def test_what_is_given_is_named():
    """Values take what they hold by name, and no argument has to be without one."""
    assert "" == by_place("pledges")


def test_what_there_is_many_of_is_lean():
    """What a town has thousands of has no place for weak references, so that it is made quickly."""
    assert "Plaque Pledge" == lean("pledges")


def test_what_holds_where_nothing_is_said():
    """The numbers, and yes or no, that are left out are the ones that everybody has relied on."""
    assert "Amendment.accepted=False Progress.done=False" == left_out("pledges")
