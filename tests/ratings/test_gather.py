"""Facts that others know: the roster, pledges; what is given by hand comes first."""

from datetime import date
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pledges.town import BRIDGE, LAMP, PATHS, ROAD, at, outcomes
from tests.ratings.books import LAST, book

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.privacy import Private
from sanliang.kernel.timeline import Dated
from sanliang.orgs import Exemption, Household, Member, Post, Standing, Unit
from sanliang.pledges import Result
from sanliang.ratings import NotRatable, gather, rate

LI = Member(
    id="m-1",
    name="李禾",
    status=Dated([(date(2016, 7, 1), "probationary"), (date(2026, 9, 1), "full")]),
    admitted=date(2016, 7, 1),
    tags=["floating"],
    posts=[Post(role="branch_secretary", unit="b-1", until=date(2026, 6, 30))],
    phone=Private("000-0000"),
)
EXCUSED = Exemption(
    reason="elderly",
    decision="本人申请，会议表决通过",
    decided_by="东岭村党支部党员大会",
    decided_on=date(2026, 1, 5),
    since=date(2026, 1, 5),
)


def facts(**fields):
    """A book of facts, each with its origin in TOML."""
    return book(
        "".join(f"[fact.{name}]\n{origin}\n" for name, origin in fields.items()) + "[item.x]\npoints = 1\n"
    )


def from_roster(row, field, kind="word", on=LAST):
    """What is gathered of one field of a row; the code where it is not known."""
    made = facts(said=f'type = "{kind}"\nroster = "{field}"')
    found = gather(made, on=on, roster=row)
    return found.facts["said"] if found.facts else found.unknown["said"].code


def told(error):
    """The codes and paths of what was refused."""
    return [(fault.code, fault.path) for fault in error.value.faults]


# --- the roster --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "kind", "expected"),
    [
        ("status", "word", "full"),
        ("exempt", "yes", False),
        ("excuse", "word", "gather.not_said"),
        ("post", "yes", False),
        ("party_years", "number", 10),
        ("floating", "yes", True),
        ("out_of_contact", "yes", False),
    ],
)
def test_a_member_is_read_as_on_the_last_day(field, kind, expected):
    """Status, posts and years stand as on the last day of the cycle, on whatever day of it one asks."""
    assert expected == from_roster(LI, field, kind, on=date(2026, 2, 1))


def test_a_member_before_the_first_day_says_nothing():
    """No status and no years before the admission; an excuse while it holds."""
    assert "gather.not_said" == from_roster(LI, "status", on=date(2015, 6, 1))
    assert "gather.not_said" == from_roster(LI, "party_years", "number", on=date(2015, 6, 1))
    assert "gather.not_said" == from_roster(attrs.evolve(LI, admitted=None), "party_years", "number")
    assert 1 == from_roster(LI, "party_years", "number", on=date(2017, 1, 1))
    assert "elderly" == from_roster(attrs.evolve(LI, exemption=EXCUSED), "excuse")
    assert from_roster(attrs.evolve(LI, exemption=EXCUSED), "exempt", "yes")


def test_years_are_whole():
    """The day before the anniversary is a year less."""
    late = attrs.evolve(LI, status="full", admitted=date(2016, 12, 31))
    later = attrs.evolve(LI, status="full", admitted=date(2017, 1, 1))

    assert (10, 9) == (
        from_roster(late, "party_years", "number"),
        from_roster(later, "party_years", "number"),
    )


def test_a_household_and_a_unit_are_rows_too():
    """Statuses of the last day, needs by their number, the kind of a unit."""
    home = Household(
        id="h-1", statuses=[Standing(status="lifted", until=date(2026, 6, 30)), Standing(status="monitored")]
    )

    assert from_roster(home, "contact", "yes")
    assert 0 == from_roster(home, "needs", "number")
    assert (False, True) == (from_roster(home, "lifted", "yes"), from_roster(home, "monitored", "yes"))
    assert "branch" == from_roster(Unit(id="b-1", kind="branch", name="东岭村党支部"), "kind")


def test_a_platform_brings_its_own_fields():
    """A table is a row with the fields that it has; what is left open is not known."""
    row = {"class": "elder", "frailty": None}

    assert "elder" == from_roster(row, "class")
    assert "gather.not_said" == from_roster(row, "frailty")


@pytest.mark.parametrize("field", ["class", "phone", "id"])
def test_a_field_that_is_not_there_is_refused(field):
    """The error names those there are; what is private is not among them, and never told."""
    with pytest.raises(InvalidInput) as caught:
        from_roster(LI, field)
    assert [("gather.field", "facts.said")] == told(caught)
    assert "status" in caught.value.text()
    assert "000" not in caught.value.text()


def test_private_values_stay_private():
    """A table that holds one does not hand it on."""
    with pytest.raises(InvalidInput) as caught:
        from_roster({"phone": LI.phone}, "phone")
    assert [("gather.private", "facts.said")] == told(caught)
    assert "000" not in caught.value.text()


def test_what_is_no_row_is_refused():
    """The id of a member is no member."""
    with pytest.raises(InvalidInput) as caught:
        from_roster("m-1", "status")
    assert [("value.kind", "roster")] == told(caught)


# --- pledges -----------------------------------------------------------------------------------------------

ASKED = {what: f'pledges = "{what}"' for what in ("kept", "broken", "share", "all_kept")}
PLEDGES = facts(**ASKED)


def came_of(*pledges, on=LAST):
    """What came of pledges: kept, broken, share, all kept, and a code for each that is not known."""
    found = gather(PLEDGES, on=on, pledges=pledges)
    return tuple(found.facts[what] if what in found.facts else found.unknown[what].code for what in ASKED)


def pledge(*broken, result=Result.UNFULFILLED, items=(LAMP, ROAD, BRIDGE), id="p-1"):
    """A pledge of which every item has been verified."""
    verified = attrs.evolve(at("reported", items=items).pledge, id=id, state="verified")
    return attrs.evolve(verified, outcomes=outcomes(*broken, of=items, result=result))


ACTING, DONE = at("in_progress", items=(LAMP,)).pledge, pledge(items=(LAMP,))
UNKNOWN = ("gather.unverified",) * 4
NOTHING = (0, 0, "gather.no_item", "gather.no_item")


def test_items_are_counted():
    """Three items, one of them broken: two kept of three."""
    assert (3, 0, 1, True) == came_of(pledge())
    assert (2, 1, Fraction(2, 3), False) == came_of(pledge("road"))


def test_an_objective_reason_breaks_nothing():
    """It is not kept, and it is not broken."""
    assert (2, 0, Fraction(2, 3), False) == came_of(pledge("road", result=Result.OBJECTIVE))


def test_an_item_counts_in_the_cycle_in_which_it_is_due():
    """A pledge over several years has its items in each of them."""
    later = attrs.evolve(LAMP, deadline=date(2027, 6, 30))
    long = pledge("lamp", items=(later, ROAD))

    assert (1, 0, 1, True) == came_of(long)
    assert (0, 1, 0, False) == came_of(long, on=date(2027, 1, 1))
    assert NOTHING == came_of(long, on=date(2028, 1, 1))


def test_without_a_pledge_there_is_no_share():
    """Nothing pledged is 0 kept and 0 broken; all of nothing is not known, so that the book has to say it."""
    assert NOTHING == came_of()


def test_what_is_not_verified_is_not_known():
    """Unless one that was broken is enough to say that not all were kept."""
    acting = attrs.evolve(at("in_progress").pledge, id="p-2")

    assert UNKNOWN == came_of(acting)
    assert UNKNOWN == came_of(pledge(), acting)
    assert (*UNKNOWN[:3], False) == came_of(pledge("road"), acting)
    assert "p-2" in gather(PLEDGES, on=LAST, pledges=[acting]).unknown["kept"].en


EXPECTED = {
    "verified": (2, 0, 1, True),
    "unfulfilled": (1, 1, Fraction(1, 2), False),
    "evaluated": (2, 0, 1, True),
    "evaluated, poor": (2, 0, 1, True),
    "commended": (2, 0, 1, True),
    "rectifying": (2, 0, 1, True),
    "consolidated": (2, 0, 1, True),
    **dict.fromkeys(
        ["drafted", "submitted", "returned", "approved", "signed", "withdrawn", "lapsed"], NOTHING
    ),
}


@pytest.mark.parametrize("place", PATHS)
def test_every_state_of_a_pledge_says_what_came_of_it(place):
    """Before it is public nothing is promised; after that it is open until it is verified."""
    assert EXPECTED.get(place, UNKNOWN) == came_of(at(place).pledge)


def test_what_was_public_and_lapsed_is_broken():
    """It was promised to the village, and nobody began."""
    lapsed = at("published").go("lapse", on=date(2027, 1, 1), reasons="逾期").pledge

    assert (0, 2, 0, False) == came_of(lapsed)


def test_a_pledge_counts_once():
    """The same one twice is refused, and so is what is no pledge."""
    with pytest.raises(InvalidInput) as caught:
        came_of(pledge(), pledge("road"))
    assert [("list.doubled", "pledges[1]")] == told(caught)
    with pytest.raises(InvalidInput):
        came_of("p-1")


@given(st.lists(st.sampled_from([*Result, None]), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_pledges_does_not_matter(results, random):
    """Share and counts agree with each other, in any order."""
    some = [
        attrs.evolve(ACTING, id=f"p-{n}")
        if one is None
        else attrs.evolve(DONE, id=f"p-{n}", outcomes=outcomes("lamp", of=(LAMP,), result=one))
        for n, one in enumerate(results)
    ]
    kept, broken, share, all_kept = came_of(*some)

    assert (kept, broken, share, all_kept) == came_of(*random.sample(some, len(some)))
    if results and None not in results:
        assert (kept, broken) == (results.count(Result.FULFILLED), results.count(Result.UNFULFILLED))
        assert (share, all_kept) == (Fraction(kept, len(results)), share == 1)


# --- all of it ---------------------------------------------------------------------------------------------

WHOLE = facts(
    status='type = "word"\nroster = "status"',
    frailty='type = "word"\nroster = "frailty"\nmissing = "able"',
    kept='pledges = "kept"',
    home='ratings = { book = "homes" }',
    visits='records = "visit"',
)


def test_what_is_not_handed_in_is_not_gathered():
    """A source that is not there is not asked; nothing is made up."""
    found = gather(WHOLE, on=LAST)

    assert ({}, {}) == (found.facts, found.unknown)


def test_what_is_given_by_hand_comes_first():
    """The source is not asked then, and the roster may lack the field; `None` gives nothing."""
    by_hand = {"frailty": "bedridden", "kept": None, "visits": 3}
    found = gather(WHOLE, on=LAST, roster=LI, pledges=[pledge()], given=by_hand)

    assert {"frailty": "bedridden", "kept": 3, "status": "full", "visits": 3} == found.facts


def test_what_is_gathered_is_rated():
    """Facts go to `rate` as they are; what is not known stays so, with its reason."""
    made = book(
        '[fact.kept]\npledges = "share"\n[item.kept]\neach = 90\n'
        '[fact.status]\ntype = "word"\nroster = "status"\n'
        '[item.standing]\npoints = { by = "status", full = 5, else = 0 }\n'
    )
    found = gather(made, on=LAST, roster=LI, pledges=[pledge()])
    assert (95, "3") == ((rating := rate(found.facts, made, on=LAST)).score, rating.tier)

    found = gather(made, on=LAST, roster=LI, pledges=())
    rating = rate(found.facts, made, on=LAST)
    assert isinstance(rating, NotRatable)
    assert rating.missing == tuple(found.unknown) == ("kept",)


def test_everything_that_is_wrong_is_told_at_once():
    """Two fields that are not there; a fact that the book does not have."""
    made = facts(a='type = "word"\nroster = "class"', b='type = "word"\nroster = "grade"')
    with pytest.raises(InvalidInput) as caught:
        gather(made, on=LAST, roster=LI)
    assert [("gather.field", "facts.a"), ("gather.field", "facts.b")] == told(caught)
    with pytest.raises(InvalidInput) as caught:
        gather(WHOLE, on=LAST, given={"visit": 3, 7: 1})
    assert [("facts.unknown", "given.visit"), ("facts.unknown", "given.(key)")] == told(caught)
    assert "visits" in caught.value.text()


@pytest.mark.parametrize("wrong", [{"given": [1]}, {"on": "2026"}, {"pledges": "p-1"}, {"ratings": "3"}])
def test_what_is_of_another_kind_is_refused(wrong):
    """Our error, whatever comes in."""
    with pytest.raises(InvalidInput):
        gather(WHOLE, **{"on": LAST, **wrong})
    with pytest.raises(InvalidInput):
        gather("stars", on=LAST)
