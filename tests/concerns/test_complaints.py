"""Complaints about conduct: who may see and handle them is a table, and some never may."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.concerns.town import (
    ACCUSED,
    CONDUCT,
    DAY,
    ELSEWHERE,
    FELLOW,
    FIXED,
    GRID,
    MEMBER,
    NO,
    RAISER,
    RISEN_FELLOW,
    ROADS,
    ROSTER,
    RUDE,
    SECRETARY,
    SUPERVISOR,
    TOWN,
    WHY,
    actor,
    assigned,
    charge,
    collected,
    go,
    private,
    why_not,
)

from sanliang import InvalidInput, NotFound, Private, Refused, Source, concerns
from sanliang.concerns import BASE, Above, Complaint, Standing
from sanliang.kernel.lifecycles import available, changed
from sanliang.kernel.overlays import replace
from sanliang.testing._bench import walked
from sanliang.testing._benches import bench

RULES = Source(title="本镇作风问题办理办法")
OUT = (ACCUSED, RISEN_FELLOW, FELLOW, SECRETARY)


def complained(by=TOWN, raised=RUDE):
    """A complaint that has just been collected."""
    return collected(raised, by=by)


def reads(concern, by, under=BASE):
    """The codes of what speaks against seeing it."""
    return concerns.may_read(concern, by=by, under=under).codes


def test_a_complaint_goes_its_way_without_the_branch():
    """Taken down and handled by the town, done by a member of another branch, confirmed by the villager."""
    done = go(go(assigned(raised=RUDE, by=TOWN), "finish", by=MEMBER, result=FIXED), "confirm", by=RAISER)
    assert Standing.DONE is done.standing


@given(st.data())
def test_whom_it_is_about_never_moves_it(data):
    """Over all moves: no event is theirs or their fellows', whatever posts they hold."""
    walk = walked(bench(BASE), data, most=12)
    if walk.thing.raised.complaint is not None:
        assert {event.by for event in walk.log.events}.isdisjoint({one.id for one in OUT})
        for by in OUT:
            assert () == available(walk.thing, by=by, on=walk.on, under=BASE)
            assert not concerns.may_read(walk.thing, by=by, under=BASE)


@pytest.mark.parametrize("state", ["collected", "assigned", "finished"])
def test_the_reason_says_why_they_stay_out(state):
    """Whom it is about, and whoever belongs to their branch."""
    one = {
        "collected": complained,
        "assigned": lambda: assigned(raised=RUDE, by=TOWN),
        "finished": lambda: go(assigned(raised=RUDE, by=TOWN), "finish", by=MEMBER, result=FIXED),
    }[state]()
    for move in BASE.table[one.state]:
        assert "concern.about_actor" in why_not(one, move, by=ACCUSED)
        assert "concern.fellow" in why_not(one, move, by=RISEN_FELLOW)
    assert ("concern.about_actor",) == reads(one, ACCUSED)
    assert ("concern.fellow",) == reads(one, RISEN_FELLOW) == reads(one, FELLOW)


def test_who_handles_and_who_sees_is_a_table():
    """The town and a general branch handle; a supervisor sees; a town may say otherwise."""
    one = complained()
    assert () == reads(one, TOWN) == reads(one, SUPERVISOR)
    assert ("concern.not_for_role",) == reads(one, ELSEWHERE)
    far = actor("m-22", "township_secretary", unit="t-9")
    assert ("concern.not_in_reach",) == reads(one, far)
    helper = actor("m-23", "branch_secretary", unit="t-1")
    assert ("concern.not_for_role",) == why_not(one, "sort", by=helper, sorting=CONDUCT)
    town = changed(
        BASE,
        id="town",
        settings=[
            replace("complaint_handlers", "branch_secretary", source=RULES),
            replace("complaint_readers", "branch_secretary", source=RULES),
        ],
    )
    assert () == why_not(one, "sort", by=helper, under=town, sorting=CONDUCT) == reads(one, helper, town)
    inspector = actor("m-24", "discipline", unit="t-1")
    town = changed(BASE, id="town", settings=[replace("complaint_readers", "discipline", source=RULES)])
    assert () == reads(one, inspector, town)
    assert "collected" == collected(RUDE, by=inspector, under=town).state
    assert ("concern.not_for_role",) == reads(one, TOWN, town)
    town = changed(
        BASE, id="town", settings=[replace("complaint_handlers", "branch_secretary", source=RULES)]
    )
    assert ("concern.not_for_role",) == why_not(one, "sort", by=TOWN, under=town, sorting=CONDUCT)


def test_an_ordinary_concern_is_seen_in_its_reach():
    """By the villager, whoever is charged, and those who take down or handle what is raised there."""
    one = assigned()
    for by in (RAISER, MEMBER, GRID, SECRETARY, TOWN):
        assert () == reads(one, by)
    for by in (FELLOW, ELSEWHERE, actor("h-8")):
        assert ("concern.not_in_reach",) == reads(one, by)


def test_a_list_is_made_of_what_its_reader_may_see():
    """In the order of the ids."""
    both = [complained(), attrs.evolve(assigned(), id="c-0")]
    assert ["c-0", "c-1"] == [one.id for one in concerns.visible_to(both, by=TOWN, under=BASE)]
    assert ["c-0"] == [one.id for one in concerns.visible_to(both, by=SECRETARY, under=BASE)]


def test_nobody_complains_about_themselves_and_confirms_it():
    """Whom it is about is nobody who raised it."""
    own = attrs.evolve(RUDE, by=private("m-3"))
    for by in (TOWN, ACCUSED):
        with pytest.raises(Refused) as caught:
            complained(by=by, raised=own)
        assert "concern.about_self" in caught.value.verdict.codes
    # Where a log says so all the same, they still neither see it nor have the last word.
    stored = go(assigned(raised=RUDE, by=TOWN), "finish", by=MEMBER, result=FIXED)
    stored = attrs.evolve(stored, raised=own)
    assert ("concern.about_actor",) == reads(stored, ACCUSED) == why_not(stored, "confirm", by=ACCUSED)


def test_a_fellow_may_complain():
    """Whoever raises it sees it and confirms it, though they belong to the branch."""
    one = complained(by=FELLOW, raised=attrs.evolve(RUDE, by=private("m-6")))
    assert () == reads(one, FELLOW)
    one = go(go(one, "sort", by=TOWN, sorting=CONDUCT), "assign", by=TOWN, charge=charge(unit="b-2"))
    assert () == why_not(go(one, "finish", by=MEMBER, result=FIXED), "confirm", by=FELLOW)
    assert "concern.fellow" in why_not(one, "refuse", by=FELLOW, refusal=NO)


def test_the_branch_is_not_charged_with_it():
    """Neither the unit nor the person; nor does it pass up to a unit that it is kept from."""
    one = go(complained(), "sort", by=TOWN, sorting=CONDUCT)
    for wrong in (charge(unit="b-1"), charge(unit="b-2", member="m-3")):
        assert ("concern.fellows_unit",) == why_not(one, "assign", by=TOWN, charge=wrong)
    kept = attrs.evolve(RUDE, complaint=Complaint(persons=[private("m-3")], units=[private("c-1")]))
    one = go(complained(raised=kept), "sort", by=TOWN, sorting=CONDUCT)
    up = Above(unit="t-1", above="c-1", on=DAY)
    assert ("concern.fellows_unit",) == why_not(one, "pass_up", by=TOWN, above=up, reason=WHY)
    with pytest.raises(Refused) as caught:
        complained(raised=attrs.evolve(RUDE, unit="b-1"))
    assert ("concern.fellows_unit",) == caught.value.verdict.codes


def test_an_officer_of_the_charged_unit_reports_only_with_the_role():
    """The table holds there, too."""
    one = assigned(raised=RUDE, by=TOWN)
    assert ("concern.not_for_role",) == why_not(one, "finish", by=ELSEWHERE, result=FIXED)
    assert () == why_not(one, "finish", by=TOWN, result=FIXED)


def test_conduct_is_the_category_of_complaints_alone():
    """So that nobody is complained of in a list that everybody reads."""
    assert ("concern.complaints_only",) == why_not(complained(), "sort", by=TOWN, sorting=ROADS)
    assert ("concern.complaints_only",) == why_not(collected(), "sort", sorting=CONDUCT)


def test_once_the_names_are_erased_nobody_can_be_shown_to_stay_out():
    """So nobody handles it any more."""
    gone = Complaint(persons=[Private.erased("0" * 64)], units=RUDE.complaint.units)
    one = attrs.evolve(complained(), raised=attrs.evolve(RUDE, complaint=gone))
    assert ("concern.names_gone",) == reads(one, TOWN) == why_not(one, "sort", by=TOWN, sorting=CONDUCT)


def test_the_roster_says_who_the_fellows_are():
    """The branch with all that is under it; of a member above the branches, the unit itself."""
    about = concerns.complaint(ROSTER, ["m-3"], on=DAY)
    assert ["b-1", "g-1"] == [one.open(reason="a test") for one in about.units]
    above = concerns.complaint(ROSTER, ["m-20"], on=DAY)
    assert ["t-1"] == [one.open(reason="a test") for one in above.units]
    assert 1 == len(above.persons)
    with pytest.raises(NotFound):
        concerns.complaint(ROSTER, ["m-77"], on=DAY)
    with pytest.raises(InvalidInput) as caught:
        concerns.complaint(ROSTER, [], on=DAY)
    assert "concern.no_person" == caught.value.code


def test_nothing_of_it_is_shown():
    """Neither whom it is about nor what was said is in what is printed, or in why somebody stays out."""
    one = complained()
    verdicts = [concerns.may_read(one, by=by, under=BASE).text("zh") for by in OUT]
    for text in (repr(one), *verdicts):
        assert "办事态度差" not in text
        assert "h-7" not in text
    assert "m-3" not in repr(one)
