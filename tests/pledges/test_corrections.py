"""A wrong event is put right by an event: what may be corrected, by whom, and what rests on what."""

import attrs
import pytest
from tests.pledges.town import (
    AT,
    BRANCH,
    DEPUTY,
    ELSEWHERE,
    LAMP,
    ME,
    ME_AS_SECRETARY,
    ROAD,
    SECRETARY,
    TOWNSHIP,
    VILLAGER,
    after,
    at,
    evidence,
    letter,
    outcomes,
)

from sanliang import InvalidInput, Log, NotFound, Refused, pledges
from sanliang.kernel.events import verify
from sanliang.kernel.lifecycles import changed, effective
from sanliang.kernel.overlays import drop, replace
from sanliang.kernel.sources import Source
from sanliang.pledges import BASE, Given, Grade, Result

TOWN = Source(title="本镇承诺办法")


def version_of(one, move):
    """The version of the last event of a move."""
    return max(place for place, event in enumerate(one.log.events, 1) if getattr(event, "move", "") == move)


def correct(one, move, *, by=TOWNSHIP, on=None, under=BASE, why="录错", **given):
    """Correct the last event of a move."""
    value = Given(**given) if given else None
    version = version_of(one, move)
    event = pledges.correct(one.log, version, by=by, on=on or one.day, under=under, why=why, given=value)
    return one.take(event)


def refused(one, move, **more):
    """The codes of a refused correction."""
    before = one.log
    with pytest.raises(Refused) as error:
        correct(one, move, **more)
    assert (one.log, error.value.verdict.ok) == (before, False)
    return error.value.verdict.codes


# --- what is put right ---------------------------------------------------------------------------------


def test_wrong_evidence_is_put_right():
    """Evidence with a wrong number is replaced, and evidence that was of another pledge is struck out."""
    one = at("in_progress")
    one.go("progress", ME, progress=evidence(on=one.day, quantity=6))
    correct(one, "progress", progress=evidence(on=one.day, quantity=5))
    assert [done.quantity for done in one.pledge.progress] == [5]
    correct(one, "progress")
    assert one.pledge.progress == ()
    assert len(one.log) == one.pledge.version == 9


def test_a_wrong_outcome_is_put_right_and_leads_elsewhere():
    """A corrected outcome takes the fork again: what was verified is unfulfilled."""
    one = at("verified")
    correct(one, "verify", outcomes=outcomes("road", result=Result.OBJECTIVE))
    assert one.pledge.state == "unfulfilled"
    assert one.pledge.outcomes[1].result is Result.OBJECTIVE
    one.go("evaluate", grade=Grade.FAIR)
    assert one.pledge.state == "evaluated"


def test_a_wrong_grade_is_put_right():
    """A corrected grade counts for what follows."""
    one = at("evaluated, poor")
    correct(one, "evaluate", grade=Grade.GOOD)
    assert (one.pledge.grade, one.why_not("commend")) == (Grade.GOOD, ())


def test_a_move_that_was_not_to_be_is_struck_out():
    """A submission by mistake is struck out: the pledge is drafted again, and the log keeps both."""
    one = at("submitted")
    correct(one, "submit", why="误点送审")
    assert (one.pledge.state, one.pledge.version) == ("drafted", 3)
    assert [event.tag for event in one.log.events][1:] == ["pledge.moved/1", "pledge.corrected/1"]
    assert one.log.events[-1].why == "误点送审"
    assert verify(one.log, head=one.log.head).ok
    assert one.go("submit", ME).pledge.state == "submitted"


def test_a_wrong_draft_is_put_right_but_not_struck_out():
    """The letter of the draft can be corrected; the event that opens the pledge stays."""
    one = at("drafted")
    correct(one, "draft", letter=letter(ROAD))
    assert one.pledge.letter == letter(ROAD)
    with pytest.raises(InvalidInput) as error:
        correct(one, "draft")
    assert error.value.code == "correct.version"


def test_the_day_of_what_is_corrected_stays():
    """A correction counts from its own day; the corrected event keeps its day, and days do not run back."""
    one = at("evaluated, poor")
    day = one.day
    correct(one, "evaluate", on=after(20), grade=Grade.FAIR)
    assert dict(effective(one.log))[version_of(one, "evaluate")].on == day
    assert one.pledge.on == after(20)
    assert one.why_not("consolidate", on=after(19)) == ("move.day",)
    assert refused(one, "evaluate", on=after(19), grade=Grade.FAIR) == ("move.day",)


# --- what rests on what --------------------------------------------------------------------------------


FAIR = {"grade": Grade.FAIR}
OTHER = {"letter": letter(LAMP), "reasons": "有变"}


@pytest.mark.parametrize(
    ("place", "move", "given"),
    [
        ("approved", "submit", {}),
        ("approved", "draft", OTHER),
        ("signed", "draft", OTHER),
        ("published", "draft", OTHER),
        ("published", "sign", {}),
        ("reported", "progress", {}),
        ("amending, accepted", "amend", OTHER),
        ("amending, signed", "amend", OTHER),
        ("amending, published", "amend", OTHER),
        ("amending, published", "accept", {}),
        ("evaluated", "verify", {"outcomes": outcomes("road")}),
        ("commended", "evaluate", FAIR),
        ("rectifying", "evaluate", FAIR),
        ("consolidated", "evaluate", {"grade": Grade.POOR}),
    ],
)
def test_what_a_later_event_rests_on_stays(place, move, given):
    """Nothing is corrected under a later event that vouched for it, or would not have been without it."""
    assert refused(at(place), move, **given) == ("correct.rests_on_it",)


@pytest.mark.parametrize(
    ("place", "move", "given"),
    [
        ("submitted", "draft", {"letter": letter(ROAD)}),
        ("amending", "amend", OTHER),
        (
            "evaluated",
            "verify",
            {"outcomes": tuple(attrs.evolve(one, says="另行查看") for one in outcomes())},
        ),
        ("reported", "progress", {"progress": evidence("road", on=after(6), quantity=1)}),
    ],
)
def test_on_what_nothing_rests_is_put_right(place, move, given):
    """A letter that nobody has vetted yet, other words, another number: that can be put right."""
    one = at(place)
    assert correct(one, move, **given).pledge.state == place.split(",")[0]


def test_signatures_rest_on_who_signs():
    """A letter with one more signatory would not have been signed by all: the last signature rests on it."""
    one = at("signed")
    pledger = attrs.evolve(one.pledge.letter.pledger, signatories=("m-3", "m-4"))
    assert refused(one, "draft", letter=letter(pledger=pledger)) == ("correct.rests_on_it",)


def test_a_vetting_rests_on_who_promises():
    """A letter whose signatories turn out to include whoever vetted it is not corrected under the vetting."""
    one = at("approved")
    pledger = attrs.evolve(one.pledge.letter.pledger, signatories=("m-3", "m-20"))
    assert refused(one, "draft", letter=letter(pledger=pledger), by=SECRETARY) == ("correct.rests_on_it",)


def test_the_later_one_is_corrected_first():
    """What rests on a wrong event is struck out first; then the wrong one can be put right."""
    one = at("commended")
    correct(one, "commend")
    correct(one, "evaluate", grade=Grade.POOR)
    assert (one.pledge.state, one.why_not("consolidate")) == ("evaluated", ("pledge.to_rectify",))


def test_older_rules_do_not_hinder_a_correction():
    """What was right by the rules of its time stays right: only what the correction breaks counts."""
    one = at("commended")
    now = changed(BASE, id="now", settings=[replace("commended_grades", "fairly_good", source=TOWN)])
    correct(one, "verify", outcomes=outcomes(result=Result.FULFILLED), under=now)
    assert one.pledge.state == "commended"


def test_a_move_that_the_town_has_dropped_is_not_corrected_anew():
    """An event of a row that is no longer there can be struck out, and not be given anew."""
    later = changed(BASE, id="later", rows=[drop("reopen", source=TOWN)])
    one = at("reported").go("reopen", reasons="缺照片")
    with pytest.raises(InvalidInput):
        correct(one, "reopen", under=later, reasons="缺收据")
    assert correct(one, "reopen", under=later).pledge.state == "reported"


# --- a correction of a correction ----------------------------------------------------------------------


def test_a_correction_is_put_right_by_correcting_the_same_event_again():
    """The last correction of a version counts; a correction itself is nothing that can be corrected."""
    one = at("evaluated, poor")
    correct(one, "evaluate", grade=Grade.FAIR)
    with pytest.raises(InvalidInput) as error:
        pledges.correct(one.log, len(one.log), by=TOWNSHIP, on=one.day, under=BASE, why="录错")
    assert error.value.code == "correct.version"
    correct(one, "evaluate", grade=Grade.FAIRLY_GOOD)
    assert one.pledge.grade is Grade.FAIRLY_GOOD


def test_what_was_struck_out_can_come_back():
    """An event that was struck out comes back in its old place when it is corrected with a given."""
    one = at("in_progress")
    for quantity in (1, 2, 3):
        one.go("progress", ME, progress=evidence(on=one.day, quantity=quantity))
    second = version_of(one, "progress") - 1
    for given in (None, Given(progress=evidence(on=one.day, quantity=2))):
        one.take(
            pledges.correct(one.log, second, by=TOWNSHIP, on=one.day, under=BASE, why="录错", given=given)
        )
    assert [done.quantity for done in one.pledge.progress] == [1, 2, 3]
    assert [*dict(effective(one.log))] == [*range(1, second + 2)]
    with pytest.raises(InvalidInput):
        pledges.correct(one.log, 99, by=TOWNSHIP, on=one.day, under=BASE, why="录错", given=Given())


def test_what_was_struck_out_is_not_struck_out_again():
    """There is nothing left to strike out."""
    one = at("submitted")
    correct(one, "submit")
    with pytest.raises(InvalidInput):
        correct(one, "submit")
    assert correct(one, "submit", reasons="确已送审").pledge.state == "submitted"


# --- who may, and bad input ----------------------------------------------------------------------------


@pytest.mark.parametrize("by", [ME, ME_AS_SECRETARY, ELSEWHERE, VILLAGER])
def test_who_may_not_correct(by):
    """Neither the pledger, in whatever role, nor a stranger, nor an officer of another branch corrects."""
    assert refused(at("evaluated"), "evaluate", by=by, grade=Grade.POOR) != ()


def test_a_branchs_pledge_is_corrected_from_above():
    """What the branch itself promised, the organisation above it corrects."""
    one = at("evaluated", BRANCH)
    assert refused(one, "evaluate", by=DEPUTY, grade=Grade.POOR) == ("pledge.from_above",)
    assert correct(one, "evaluate", by=TOWNSHIP, grade=Grade.POOR).pledge.grade is Grade.POOR


def test_what_is_corrected_is_checked_again():
    """The corrected event meets the same checks, and needs what its row needs."""
    one = at("verified")
    assert refused(one, "verify", outcomes=outcomes(of=(LAMP,))) == ("pledge.outcomes",)
    with pytest.raises(InvalidInput) as error:
        correct(one, "verify", grade=Grade.GOOD)
    assert error.value.path == "given.outcomes"


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"why": ""}, "why"),
        ({"why": "录\u202e错"}, "why"),
        ({"version": True}, "version"),
        ({"version": "2"}, "version"),
        ({"version": 0}, "version"),
        ({"version": 99}, "version"),
        ({"on": AT}, "on"),
        ({"given": "good"}, "given"),
    ],
)
def test_bad_input_is_refused_with_its_place(more, path):
    """A correction needs words, a version that is there, a day, and a given of its kind."""
    one = at("evaluated")
    version = more.get("version", version_of(one, "evaluate"))
    make = {"by": TOWNSHIP, "on": one.day, "under": BASE, "why": "录错", "given": Given(grade="poor"), **more}
    make.pop("version", None)
    with pytest.raises(InvalidInput) as error:
        pledges.correct(one.log, version, **make)
    assert error.value.path == path


def test_an_empty_log_has_nothing_to_correct():
    """Without a first event there is no pledge."""
    with pytest.raises(NotFound):
        pledges.correct(Log.begin("p-1"), 1, by=TOWNSHIP, on=after(1), under=BASE, why="录错")
