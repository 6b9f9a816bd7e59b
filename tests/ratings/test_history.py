"""The history of one subject: what past ratings leave for the next one."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ratings.books import HEAD, ITEM, book

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.timeline import Span
from sanliang.ratings import Exempt, NotRatable, Override, Rated, history, in_a_row, rate, rate_cycles, times

STARS = book(
    rest='[[clause]]\nwhen = { fact = "ill", is = true }\nthen = "exempt"\n',
    items=f"""
[fact.ill]
type    = "yes"
missing = false
{ITEM}""",
)
EVER = """
[fact.hours]
[item.hours]
each    = 1
per     = 3
weight  = 10
ceiling = { ever = 9 }
"""
LADDER = ("3", "2", "1", "none")


def day(year):
    """A day of the cycle that is a year; the books of the tests go from January to December."""
    return date(year, 6, 1)


def in_year(year, hours, made=STARS, **others):
    """The rating of a year."""
    facts = {"ill": True} if hours == "ill" else {} if hours is None else {"hours": hours}
    return rate(facts, made, on=day(year), **{"past": (), **others})


def faults(ratings, made=STARS):
    """The codes and paths of what is wrong with some ratings."""
    with pytest.raises(InvalidInput) as caught:
        history(ratings, made, on=day(2030))
    return [(fault.code, fault.path) for fault in caught.value.faults]


RATINGS = (in_year(2026, 95), in_year(2027, None), in_year(2029, 85), in_year(2030, "ill"), in_year(2031, 70))


# --- tiers -------------------------------------------------------------------------------------------------


def test_each_cycle_from_the_first_rating_on_has_a_place():
    """Exempt, not ratable, never rated: a cycle without a tier is there, and has none."""
    assert [Rated, NotRatable, Rated, Exempt, Rated] == [type(one) for one in RATINGS]

    found = history(RATINGS, STARS, on=day(2033))

    assert ("3", None, None, "2", None, "1", None) == found.tiers
    assert RATINGS == found.ratings
    assert ("stars", LADDER) == (found.book, found.ladder)
    assert Span(date(2033, 1, 1), date(2033, 12, 31)) == found.cycle


@given(st.permutations(RATINGS))
def test_the_order_of_ratings_does_not_matter(ratings):
    """Any order in, one order inside."""
    assert history(RATINGS, STARS, on=day(2032)) == history(ratings, STARS, on=day(2032))


@pytest.mark.parametrize("year", range(2025, 2033))
def test_what_comes_later_is_not_past(year):
    """A cycle has before it what lies before it, whatever is there beside that."""
    before = [one for one in RATINGS if one.cycle.end < date(year, 1, 1)]

    assert history(before, STARS, on=day(year)) == history(RATINGS, STARS, on=day(year))


def test_nothing_before_is_known_to_be_nothing():
    """Without a rating there is no tier, which is not the same as not to know."""
    assert ((), None) == ((found := history((), STARS, on=day(2026))).tiers, found.last)


@pytest.mark.parametrize(("year", "expected"), [(2026, None), (2027, "3"), (2029, "3"), (2031, "2")])
def test_the_last_rating_is_the_last_that_gave_a_tier(year, expected):
    """However long ago: a cycle without a tier does not take its place."""
    last = history(RATINGS, STARS, on=day(year)).last

    assert expected == (last and last.tier)


def test_a_decision_is_the_last_tier():
    """What a committee decided is what later cycles call the last tier; the computed one is not."""
    decided = Override(tier="1", by="committee", on=date(2027, 1, 9), why="群众反映强烈，经查属实")
    found = history([in_year(2026, 95, override=decided)], STARS, on=day(2027))

    assert (("1",), "1", "3") == (found.tiers, found.last.tier, found.last.computed)


def test_another_rhythm_has_its_own_cycles():
    """Cycles are the book's: quarters from July on, or whatever it says."""
    quarters = book(head=HEAD.replace('"year", starts = 2026-01-01', '"quarter", starts = 2026-02-01'))
    ratings = [rate({"hours": 95}, quarters, on=date(2026, month, 1)) for month in (2, 8)]

    assert ("3", None, "3") == history(ratings, quarters, on=date(2026, 12, 1)).tiers


def test_every_fault_of_the_ratings_is_told():
    """Another book, no cycle of it, a cycle twice, a tier that is none: all at once, each with its path."""
    good = in_year(2026, 95)
    half = Span(date(2027, 1, 1), date(2027, 6, 30))

    assert [
        ("history.book", "ratings[1].book"),
        ("history.cycle", "ratings[2].cycle"),
        ("history.twice", "ratings[3].cycle"),
        ("history.tier", "ratings[4].tier"),
    ] == faults(
        [
            good,
            attrs.evolve(good, book="other"),
            attrs.evolve(good, cycle=half),
            in_year(2026, "ill"),
            attrs.evolve(in_year(2028, 95), tier="5"),
        ]
    )


def test_what_is_no_rating_is_refused():
    """A tier is no rating, and one rating is no list of them."""
    assert [("value.kind", "ratings[1]")] == faults([RATINGS[0], "3"])
    assert [("list.type", "ratings")] == faults("3")
    assert [("list.type", "ratings")] == faults(RATINGS[0])
    with pytest.raises(InvalidInput):
        history((), STARS, on="2026")
    with pytest.raises(InvalidInput):
        history((), "stars", on=day(2026))


# --- what was credited -------------------------------------------------------------------------------------


def test_what_was_credited_is_without_weight():
    """A limit of `ever` holds before the weight: thirds of an hour stay exact."""
    made = book(EVER)
    first = in_year(2026, 10, made, credited={"hours": 0})
    found = history([first, in_year(2027, None, made)], made, on=day(2028))

    assert {"hours": Fraction(10, 3)} == found.credited
    assert Fraction("33.33") == first.score

    second = in_year(2028, 30, made, past=found.tiers, credited=found.credited)
    assert Fraction("56.67") == second.score  # 9 - 10/3 is left, of 10


def test_only_what_is_limited_for_ever_is_counted():
    """A book without such a limit is credited nothing, and the rows of its ratings are not read."""
    read = []

    @attrs.frozen
    class Rows:
        def __iter__(self):
            read.append(self)
            return iter(())

    found = history([attrs.evolve(RATINGS[0], lines=Rows())], STARS, on=day(2027))

    assert ({}, []) == (found.credited, read)
    assert {"hours": 0} == history((), book(EVER), on=day(2027)).credited


# --- how often a tier has held -----------------------------------------------------------------------------

YEARS = st.dictionaries(st.integers(2026, 2034), st.sampled_from([95, 85, 70, 10, "ill", None]), max_size=8)
TIER = st.sampled_from(LADDER)


def of(years, until=2035):
    """The history of somebody, by year."""
    return history([in_year(*year) for year in years.items()], STARS, on=day(until))


def test_an_unrated_cycle_breaks_a_run():
    """A year away ends it, at the end as in the middle."""
    assert 3 == in_a_row(of({2026: 95, 2027: 95, 2028: 95}, 2029), at_least="3")
    assert 0 == in_a_row(of({2026: 95, 2027: 95, 2028: 95}, 2030), at_least="3")
    assert 1 == in_a_row(of({2026: 95, 2027: "ill", 2028: 95}, 2029), at_least="3")
    assert 2 == times(of({2026: 95, 2027: "ill", 2028: 95}, 2029), at_least="3")
    assert 1 == times(of({2026: 95, 2027: "ill", 2028: 95}, 2029), at_least="3", within=2)


def test_tiers_are_chosen_by_edges_or_by_name():
    """At least, at most, these; any of them, where nothing is said."""
    found = of({2026: 95, 2027: 85, 2028: 70, 2029: 10, 2030: 85, 2031: 95}, 2032)

    assert 6 == in_a_row(found) == times(found)
    assert (2, 4) == (in_a_row(found, at_least="2"), times(found, at_least="2"))
    assert (0, 4) == (in_a_row(found, at_most="2"), times(found, at_most="2"))
    assert (1, 2) == (in_a_row(found, among={"3"}), times(found, among={"3"}))
    assert (2, 2) == (times(found, at_least="2", at_most="2"), times(found, at_least="2", among=["2", "1"]))


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"at_least": "5"}, "at_least"),
        ({"at_most": 3}, "at_most"),
        ({"among": ["3", "5"]}, "among[1]"),
        ({"among": "3"}, "among"),
        ({"within": 0}, "within"),
    ],
)
def test_what_cannot_be_counted_is_refused(asked, path):
    """A tier that the book does not have, no list, no cycle at all."""
    with pytest.raises(InvalidInput) as caught:
        times(of({2026: 95}), **asked)
    assert path == caught.value.path


def test_a_count_is_of_a_history():
    """Tiers alone are not enough: their order is the book's."""
    with pytest.raises(InvalidInput):
        in_a_row(("3", "2"))


@given(YEARS, TIER, st.integers(1, 5))
def test_counts_are_what_conditions_say(years, tier, count):
    """`run` and `within` of a book are these counts."""
    asked = book(
        items=STARS_TOML,
        rest=f"""
[[consequence]]
when = {{ tier = "last", at_least = "{tier}", run = {count} }}
then = "run"
[[consequence]]
when = {{ tier = "last", at_least = "{tier}", within = {count} }}
then = "within"
""",
    )
    found = of(years)
    actions = rate({"hours": 0}, asked, on=day(2035), past=found.tiers).actions

    assert (in_a_row(found, at_least=tier) >= count) == ("run" in actions)
    assert (times(found, at_least=tier, within=count) > 0) == ("within" in actions)


STARS_TOML = f'[fact.ill]\ntype = "yes"\nmissing = false\n{ITEM}'


# --- cycle by cycle ----------------------------------------------------------------------------------------

RULES = """
[[clause]]
says = "因病不参加"
when = { fact = "ill", is = true }
then = "exempt"
[[clause]]
says = "一次只升一星"
then = { rise_at_most = 1, fall_at_most = 2 }
[[clause]]
says = "评为无星的，此后两年不得评三星"
when = { tier = "last", is = "none", within = 2 }
then = { at_most = 2 }
[[clause]]
says = "两年内曾为无星的，只评不挂"
when = { tier = "last", is = "none", within = 2 }
then = "withheld"
[[consequence]]
says = "连续三年二星以上"
when = { tier = "this", at_least = 2, run = 3 }
then = "model"
[[consequence]]
says = "三年内两次"
when = { all = [ { tier = "this", is = "none" }, { tier = "last", is = "none", within = 2 } ] }
then = "talk"
"""
COURSE = book(items=STARS_TOML, rest=RULES)
FACTS = st.dictionaries(
    st.integers(2026, 2034).map(day),
    st.sampled_from([{"hours": 95}, {"hours": 85}, {"hours": 70}, {"hours": 10}, {"ill": True}, {}]),
    min_size=1,
    max_size=9,
)


def course(*hours, made=COURSE, **others):
    """What a book gives one subject from 2026 on, year by year."""
    facts = {day(2026 + n): {"ill": True} if one == "ill" else {"hours": one} for n, one in enumerate(hours)}
    return rate_cycles(facts, made, **others)


def test_a_ladder_rises_rung_by_rung():
    """Three stars at once, then one year down: up one a year, down two."""
    assert ("1", "2", "3", "3") == course(70, 95, 95, 95).tiers
    assert ("3", "1", "none") == course(95, 10, 10).tiers


def test_a_ladder_may_begin_at_its_foot():
    """Whoever has never been rated begins below one star, and never again so."""
    from_none = RULES.replace("fall_at_most = 2", 'fall_at_most = 2, from = "none"')

    assert ("1", "2", None, "3") == course(
        95, 95, "ill", 95, made=book(items=STARS_TOML, rest=from_none)
    ).tiers


def test_a_ladder_stands_while_somebody_is_away():
    """The last tier is the last that was given, before the year of illness."""
    assert ("1", None, "2") == course(70, "ill", 95).tiers


def test_a_bar_holds_for_its_cycles():
    """None in the first year keeps from three stars in the two after it, and hides what is given."""
    found = course(10, 95, 95, 95, made=book(items=STARS_TOML, rest=RULES.replace("rise_at_most = 1, ", "")))

    assert ("none", "2", "2", "3") == found.tiers
    assert [False, True, True, False] == [one.withheld for one in found.ratings]


def test_runs_and_repetitions_have_consequences():
    """Three years in a row, or twice in three years."""
    assert [(), (), ("model",), ("model",)] == [one.actions for one in course(85, 85, 95, 95).ratings]
    assert [(), (), ("talk",)] == [one.actions for one in course(10, 70, 10).ratings]


def test_a_decision_moves_the_ladder():
    """The next cycle rises from what the committee gave, not from what was computed."""
    decided = Override(tier="2", by="committee", on=date(2027, 1, 9), why="事迹突出")
    found = course(70, 95, 95, overrides={day(2026): decided})

    assert ("2", "3", "3") == found.tiers
    assert ("1", "2") == (found.ratings[0].computed, found.ratings[0].override.tier)


def test_limits_for_ever_run_over_the_cycles():
    """Nine points in all: three, three, three, none."""
    made = book(EVER)

    assert [30, 30, 30, 0] == [one.score for one in course(9, 9, 9, 9, made=made).ratings]
    assert {"hours": 9} == course(9, 9, 9, 9, made=made).credited


def test_what_is_rated_already_is_not_rated_again():
    """A cycle that is handed in as the past stands as it is, and the next one begins there."""
    facts = {day(2026): {"hours": 95}, day(2027): {"hours": 9}}
    whole = rate_cycles(facts, COURSE)

    assert whole == rate_cycles({day(2027): {"hours": 9}}, COURSE, past=whole.ratings[:1])


@given(FACTS, st.data())
def test_any_split_of_a_course_gives_the_same(facts, data):
    """What is rated already is handed in as the past, and the rest comes out as before."""
    whole = rate_cycles(facts, COURSE)
    done = data.draw(st.integers(0, len(facts) - 1))
    later = {on: facts[on] for on in sorted(facts)[done:]}
    past = data.draw(st.permutations(whole.ratings[:done]))

    assert whole == rate_cycles(later, COURSE, past=past)
    assert whole == rate_cycles(dict(reversed(facts.items())), COURSE)


@given(FACTS)
def test_a_course_is_rate_with_its_history(facts):
    """Each rating is what `rate` gives with the history of those before it."""
    whole = rate_cycles(facts, COURSE)

    for on, rating in zip(sorted(facts), whole.ratings, strict=True):
        before = history(whole.ratings, COURSE, on=on)
        assert rating == rate(facts[on], COURSE, on=on, past=before.tiers, credited=before.credited)
    assert whole == history(whole.ratings, COURSE, on=whole.cycle.start)


@given(FACTS)
def test_nobody_rises_or_falls_further_than_the_ladder(facts):
    """From one final tier to the next: one rung up, two down, however many cycles lie between."""
    rungs = [-LADDER.index(tier) for tier in rate_cycles(facts, COURSE).tiers if tier is not None]

    assert all(-2 <= later - earlier <= 1 for earlier, later in pairwise(rungs))


@given(FACTS)
def test_a_bar_keeps_from_the_tier(facts):
    """After a year without stars nobody has three in the next two."""
    tiers = rate_cycles(facts, COURSE).tiers

    assert not any(
        "none" in tiers[max(place - 2, 0) : place] for place, tier in enumerate(tiers) if tier == "3"
    )


def test_records_serve_every_cycle():
    """One book of records: each cycle takes what falls into it."""
    made = book(items='[item.hours]\nfact = { records = "hour" }\neach = 30\n')
    found = rate_cycles({day(2026): {}, day(2027): {}}, made, records=())

    assert ("none", "none") == found.tiers


def test_what_does_not_fit_together_is_refused():
    """No cycle; a cycle twice; a decision for a cycle that is not rated here."""
    decided = Override(tier="2", by="committee", on=date(2027, 1, 9), why="事迹突出")

    def told(facts, **others):
        with pytest.raises(InvalidInput) as caught:
            rate_cycles(facts, STARS, **others)
        return [(fault.code, fault.path) for fault in caught.value.faults]

    assert [("cycles.empty", "facts")] == told({})
    assert [("history.twice", "facts.2026-01-01")] == told({day(2026): {}, date(2026, 1, 1): {}})
    assert [("history.twice", "facts.2026-06-01"), ("cycles.override", "overrides.2028-06-01")] == told(
        {day(2026): {}}, past=[in_year(2026, 95)], overrides={day(2028): decided}
    )
    assert [("day.type", "facts[0]")] == told({"2026": {}})
    assert [("facts.table", "facts")] == told([{}])
    assert [("facts.unknown", "2027-06-01.facts.visits")] == told({day(2026): {}, day(2027): {"visits": 3}})
    assert [("past.tier", "2026-06-01.override.tier")] == told(
        {day(2026): {"hours": 95}}, overrides={day(2026): attrs.evolve(decided, tier="5")}
    )
    assert [("history.book", "past[0].book")] == told(
        {day(2027): {}}, past=[attrs.evolve(RATINGS[0], book="other")]
    )
