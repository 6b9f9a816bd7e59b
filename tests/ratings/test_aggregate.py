"""One rating from others: a branch or a household from its members, a year from its quarters."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ratings.books import HEAD, LAST, SCALE, book

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.timeline import Cycle, Every, Span
from sanliang.ratings import Exempt, NotRatable, Rated, aggregate, rate, rate_cycles
from sanliang.rulebooks import load, loads

EXAMPLES = Path(__file__).parents[2] / "examples" / "rulebooks"
YEAR = Span(date(2026, 1, 1), LAST)
SCORES = st.lists(st.fractions(-500, 500, max_denominator=12), min_size=1, max_size=6)


def rated(score, tier="3", cycle=YEAR, made="members"):
    """A rating by another book."""
    score = None if score is None else Fraction(score)
    return Rated(book=made, cycle=cycle, score=score, tier=tier, computed=tier, proposed=tier)


EXEMPT = Exempt(book="members", cycle=YEAR, clause=0)
OPEN = NotRatable(book="members", cycle=YEAR, missing=("hours",))


def reading(take, what="score"):
    """A book that reads the ratings of another one."""
    words = [f'what = "{what}"', *([f'take = "{take}"'] if take else [])]
    origin = f'ratings = {{ book = "members", {", ".join(words)} }}'
    return book(f"[fact.members]\n{origin}\n[item.x]\npoints = 1\n")


def taken(ratings, take=None, what="score"):
    """What ratings come to, or the code of why that is not known."""
    found = aggregate(ratings, reading(take, what), on=LAST)
    return found.facts["members"] if found.facts else found.unknown["members"].code


# --- scores ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("take", "expected"), [("sum", 250), ("mean", Fraction(250, 3)), ("highest", 95), ("lowest", 70)]
)
def test_scores_are_taken_together(take, expected):
    """95, 85 and 70, as the book says; thirds stay exact."""
    assert expected == taken([rated(95), rated(85), rated(70)], take)


def test_the_own_rating_is_taken_as_it_is():
    """Without `take` the book reads one rating of the subject."""
    assert 95 == taken([rated(95)])
    assert "2" == taken([rated(85, "2")], what="tier")


def test_several_own_ratings_are_refused():
    """Which of them is meant, only the book can say, by `take`."""
    with pytest.raises(InvalidInput) as caught:
        taken([rated(95), EXEMPT])
    assert ("gather.take", "facts.members") == (caught.value.code, caught.value.path)
    assert "`take`" in caught.value.text()


def test_an_exact_mean_passes_through_a_rating():
    """A third of a point is not rounded before the item is."""
    made = loads(
        HEAD
        + """
[fact.members]
ratings = { book = "members", take = "mean" }
[item.members]
each    = 3
"""
        + SCALE
    )
    found = aggregate([rated(95), rated(85), rated(71)], made, on=LAST)

    assert 251 == rate(found.facts, made, on=LAST).score


def test_whoever_is_exempt_is_left_out():
    """In nobody's mean; a group of which everybody is exempt has none."""
    assert 90 == taken([rated(95), EXEMPT, rated(85)], "mean")
    assert "gather.no_rating" == taken([EXEMPT, EXEMPT], "mean")
    assert "gather.no_rating" == taken([EXEMPT])


def test_nothing_is_not_zero():
    """No rating, or those of another book alone: not known."""
    assert "gather.no_rating" == taken([], "sum") == taken([])
    assert "gather.no_rating" == taken([rated(95, made="others")], "sum")


@pytest.mark.parametrize(
    ("open", "code"), [(OPEN, "gather.not_ratable"), (rated(None, "none"), "gather.no_score")]
)
def test_one_that_is_not_known_makes_the_whole_not_known(open, code):
    """It is said whose it is: by id, or by the place where nobody says."""
    made = reading("highest")
    by_id = aggregate({"m-2": open, "m-1": rated(95), "m-0": open}, made, on=LAST).unknown["members"]
    by_place = aggregate([rated(95), open], made, on=LAST).unknown["members"]

    assert (code, "facts.members") == (by_id.code, by_id.path)
    assert by_id.en.endswith(": m-0, m-2")
    assert by_place.en.endswith(": ratings[1]")


@given(SCORES, st.sampled_from(["sum", "mean", "highest", "lowest"]), st.randoms(use_true_random=False))
def test_the_order_of_ratings_does_not_matter(scores, take, random):
    """Any order gives the same, and the mean lies between the lowest and the highest."""
    ratings = [rated(score) for score in scores]
    shuffled = random.sample(ratings, len(ratings))

    assert taken(ratings, take) == taken(shuffled, take)
    assert taken(ratings, "lowest") <= taken(ratings, "mean") <= taken(ratings, "highest")
    assert taken(ratings, "sum") == taken(ratings, "mean") * len(ratings)


# --- tiers -------------------------------------------------------------------------------------------------


def test_stars_have_an_order():
    """The highest of the members' stars, or the lowest; none is below them all."""
    ratings = [rated(None, tier) for tier in ("5", "10", "none")]

    assert "10" == taken(ratings, "highest", "tier")
    assert "none" == taken(ratings, "lowest", "tier")


def test_words_have_none():
    """Which of two words is the higher is in the book that gave them, not in the one that reads them."""
    for one, other in (("first", "second"), ("top", "upper")):
        assert "gather.tiers" == taken([rated(9, one), rated(9, other)], "highest", "tier")
    assert "first" == taken([rated(9, "first"), rated(8, "first")], "lowest", "tier")


@pytest.mark.parametrize("take", ["mean", "sum"])
def test_tiers_have_no_mean(take):
    """The book that asks for it is refused: tiers are words."""
    with pytest.raises(InvalidInput) as caught:
        reading(take, "tier")
    assert "fact.take" == caught.value.code


# --- cycles ------------------------------------------------------------------------------------------------

STARTS = st.dates(date(2020, 1, 1), date(2029, 12, 31))


def quarters(*scores, starts=date(2026, 1, 1), months=3):
    """Ratings of cycles one after another; nothing where there is no score."""
    cycle = Cycle(every=Every.MONTH, count=months, starts=starts)
    ends = [cycle.first(place + 1) - timedelta(days=1) for place in range(len(scores))]
    return [
        rated(score, cycle=cycle.span(end))
        for end, score in zip(ends, scores, strict=True)
        if score is not None
    ]


def test_quarters_add_up_to_a_year():
    """Four of them; those of the years beside it are left out."""
    assert 14 == taken(quarters(2, 3, 4, 5), "sum")
    assert 14 == taken([*quarters(2, 3, 4, 5, 6), *quarters(1, starts=date(2025, 10, 1))], "sum")


def test_a_quarter_without_a_rating_is_not_zero():
    """A hole makes the year not known, and it is said which one; an exempt quarter is no hole."""
    missing = [rated(2, cycle=one.cycle) for one in quarters(2, 3, None, 5)]
    exempt = attrs.evolve(EXEMPT, cycle=Span(date(2026, 7, 1), date(2026, 9, 30)))

    assert "gather.hole" == taken(missing, "sum")
    assert "2026-07-01 .. 2026-09-30" in aggregate(missing, reading("sum"), on=LAST).unknown["members"].en
    assert "gather.hole" == taken(quarters(2, 3, 4), "mean")
    assert 10 == taken([*quarters(2, 3, None, 5), exempt], "sum")


def test_a_cycle_counts_where_it_ends():
    """A year from July to June belongs to the calendar year of its June, and leaves no hole behind it."""
    assert 9 == taken(quarters(8, 9, 10, starts=date(2024, 7, 1), months=12), "sum")
    assert "gather.no_rating" == taken([rated(9, cycle=Span(date(2026, 7, 1), date(2027, 6, 30)))], "sum")


def test_a_stretch_of_no_month_is_no_rhythm():
    """What no book gives leaves holes, and breaks nothing."""
    assert "gather.hole" == taken([rated(9, cycle=Span(date(2026, 7, 1), date(2026, 7, 3)))], "sum")


@given(STARTS, st.sampled_from([1, 3, 6]), st.data())
def test_a_year_is_known_if_every_part_of_it_is(starts, months, data):
    """Whatever day the rhythm starts on, and also where a month lacks the day."""
    year = Cycle(starts=starts)
    made = reading("sum")
    made = attrs.evolve(made, cycle=year)
    parts = quarters(*[1] * (12 // months), starts=starts, months=months)
    left_out = data.draw(st.none() | st.sampled_from(parts))

    found = aggregate([one for one in parts if one is not left_out], made, on=starts)

    assert found.facts == ({"members": 12 // months} if left_out is None else {})


# --- what was handed in ------------------------------------------------------------------------------------


def test_what_is_no_rating_is_refused():
    """Each with its place: something else, an id that is none."""
    with pytest.raises(InvalidInput) as caught:
        taken({"m-1": rated(95), "m-2": "5", "": rated(95)}, "sum")
    assert ["ratings[1]", "ratings[2]"] == [fault.path for fault in caught.value.faults]
    with pytest.raises(InvalidInput) as caught:
        taken([rated(95), "5"], "sum")
    assert "ratings[1]" == caught.value.path


def test_a_book_that_reads_no_ratings_gathers_none():
    """Only facts that come from ratings are worked out of them."""
    assert {} == aggregate([rated(95)], book(), on=LAST).facts


# --- the published schemes ---------------------------------------------------------------------------------

TOWN_YEAR = """
schema  = 1
id      = "town-year"
extends = "dongyang-year"
[fact.annual]
change  = "replace"
says    = "年度得分为四季的平均（本镇的选择）"
ratings = { book = "dongyang-quarter", take = "mean" }
"""


def test_the_quarters_of_dongyang_make_a_year():
    """Four quarters of a probationary member at a mean of 84.75: below 85, so probation is cancelled."""
    quarter, year = load(EXAMPLES / "dongyang-quarter.toml"), load(EXAMPLES / "dongyang-year.toml")
    town = loads(TOWN_YEAR, base=year)
    clean = {"illegal_building": False, "other_deductions": 0, "leading_roles": [], "other_bonuses": 0}
    facts = {date(2014, month, 1): clean for month in (1, 4, 7, 10)}
    facts[date(2014, 4, 1)] = {**clean, "illegal_building": True, "other_deductions": 21}

    quarters = rate_cycles(facts, quarter).ratings
    annual = aggregate(quarters, town, on=date(2014, 12, 31))
    rating = rate({**annual.facts, "status": "probationary"}, town, on=date(2014, 12, 31))

    assert [(), ("rectification_branch",), (), ()] == [one.actions for one in quarters]
    assert (Fraction("84.75"), ("cancel_probation",)) == (rating.score, rating.actions)


def test_the_lists_of_nitun_run_over_quarters():
    """The plaque comes with the second quarter in the first class, and again only while the run goes on."""
    nitun = load(EXAMPLES / "nitun.toml")
    classes = ["first", "first", "third", "first", "fourth", "fourth"]
    months = [date(2019 + place // 4, 1 + 3 * (place % 4), 1) for place in range(len(classes))]
    facts = {on: {"class": one, "red_line": 0} for on, one in zip(months, classes, strict=True)}

    found = rate_cycles(facts, nitun)
    away = rate_cycles({on: one for on, one in facts.items() if on != months[4]}, nitun)

    assert tuple(classes) == found.tiers
    assert [1, 5] == [n for n, one in enumerate(found.ratings) if len(one.actions) > 1]
    assert ("yellow_list", "education_branch", "pair_with_leader") == found.ratings[5].actions
    assert ("yellow_list",) == away.ratings[-1].actions


def test_a_red_line_breaks_the_run_of_nitun():
    """Whoever touches it is third, whatever the meeting said, and begins anew."""
    nitun = load(EXAMPLES / "nitun.toml")
    facts = {
        date(2019, 1 + 3 * place, 1): {"class": "first", "red_line": int(place == 1)} for place in range(4)
    }

    found = rate_cycles(facts, nitun)

    assert ("first", "third", "first", "first") == found.tiers
    assert [False, False, False, True] == ["award_plaque" in one.actions for one in found.ratings]


def test_a_branch_comes_from_its_members():
    """The members are rated, and the branch by the mean of them; one who is exempt is not among them."""
    members = book(
        items='[fact.ill]\ntype = "yes"\nmissing = false\n[fact.hours]\n[item.hours]\neach = 1\n',
        rest='[[clause]]\nwhen = { fact = "ill", is = true }\nthen = "exempt"\n',
        head=HEAD.replace('"stars"', '"members"'),
    )
    branch = reading("mean")
    facts = {"m-1": {"hours": 95}, "m-2": {"hours": 80}, "m-3": {"ill": True}}

    known = aggregate({id: rate(mine, members, on=LAST) for id, mine in facts.items()}, branch, on=LAST)

    assert {"members": Fraction("87.5")} == known.facts
