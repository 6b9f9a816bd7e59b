"""Rating by words of a township's own: the same arithmetic, the same unknowns, and code that fails."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.forms import by_place, hidden, left_out
from tests.ratings.books import HEAD, LAST, SCALE
from tests.rulebooks.words import CLIMB, OURS, effect, key, scale, tariff

from sanliang.ratings import NotRatable, Rated, Subject, compare, explain, rate, rate_group
from sanliang.rulebooks import KeyType, Words, loads

DEEDS = '[fact.class]\ntype = "word"\n[fact.deeds]\nrecords = "deed"\n[item.deeds]\n'
KEYS = {"points": key(), "per": key(missing=1)}


def times_bounds(low, high, *, points, per):
    """What so much for each comes to between two ends; a loss turns them round."""
    one, other = (None if end is None else end / per * points for end in (low, high))
    return (one, other) if points >= 0 else (other, one)


TIMES = tariff(
    lambda number, *, points, per: number / per * points, tag="times", keys=KEYS, bounds=times_bounds
)
LADDER = effect(
    lambda tiers, last, *, rungs: tiers if last is None else tiers[max(tiers.index(last) - rungs, 0) :],
    tag="ladder",
    keys={"rungs": key(KeyType.WHOLE)},
)
LINES = scale(
    lambda score, tiers, *, top, low: tiers[0] if score >= top else tiers[1] if score >= low else "none",
    tag="lines",
    keys={"top": key(), "low": key(missing=10)},
    rises=True,
)
SAME = Words(tariffs=[TIMES], scales=[LINES], effects=[LADDER])


def book(items, words=OURS, scale=SCALE, rest=""):
    """A book in a township's words."""
    return loads(HEAD + items + scale + rest, words=words)


def rated(facts, made, **others):
    """Somebody rated in 2026."""
    return rate(facts, made, on=LAST, **others)


def fails(word, facts=(("deeds", 4),), **others):
    """How somebody is rated by a tariff that fails: the fault, and its place."""
    found = rated(dict(facts), book(DEEDS + "own = {}\n", Words(tariffs=[word]), **others))
    assert isinstance(found, NotRatable)
    (fault,) = found.wrong
    assert fault.path in found.missing
    return fault.code, fault.path


# --- the same arithmetic, the same unknowns -------------------------------------------------------------

PLAIN = st.sampled_from(
    ["3", "0.5", "-2", "{ 2026-01-01 = 2, 2026-07-01 = 4 }", '{ by = "class", a = 3, else = 2 }']
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "class": st.sampled_from(["a", "b"]),
        "deeds": st.integers(0, 60)
        | st.lists(
            st.builds(lambda month: {"on": date(2026, month, 1), "count": month}, st.integers(1, 12)),
            max_size=4,
        ),
    },
)


@given(points=PLAIN, facts=FACTS, one_by_one=st.booleans(), ceiling=st.sampled_from(["", "ceiling = 50\n"]))
def test_a_tariff_of_the_same_arithmetic_gives_the_same_points(points, facts, one_by_one, ceiling):
    """Ours has no way that a stranger's has not: known or not, the rating is the same."""
    head = '[fact.class]\ntype = "word"\n[fact.deeds]\nrecords = "deed"\n[item.deeds]\n' + ceiling
    reads = 'for_each = "deeds"\nfield = "count"\n' if one_by_one else ""
    ours = loads(HEAD + head + reads + f"each = {points}\nper = 2\nwhole = false\n" + SCALE)
    theirs = book(head + reads + f"times = {{ points = {points}, per = 2 }}\n", SAME)
    one, other = rated(facts, ours), rated(facts, theirs)

    listed = isinstance(facts.get("deeds"), list) and not one_by_one
    # Ours prices each record by itself, and none where there is none; a township's reads the sum.
    if not listed or (facts["deeds"] and "2026-07-01" not in points):
        assert type(one) is type(other)
        if isinstance(one, Rated):
            assert (one.tier, one.score) == (other.tier, other.score)


@given(
    facts=FACTS,
    past=st.none() | st.lists(st.none() | st.sampled_from(["2", "1", "none"]), max_size=2),
    rungs=st.integers(0, 2),
)
def test_a_scale_and_an_effect_of_the_same_arithmetic_give_the_same_tier(facts, past, rungs):
    """A scale and a ladder of a township's own rate as ours do, whatever is not known."""
    items = DEEDS + "each = 1\nceiling = 40\n"
    ours = loads(
        HEAD + items + "[scale]\ntiers = [ { name = 2, at_least = 20 }, { name = 1, at_least = 10 } ]\n"
        f"[[clause]]\nthen = {{ rise_at_most = {rungs} }}\n"
    )
    theirs = book(
        items,
        SAME,
        "[scale]\nlines = { tiers = [2, 1], top = 20 }\n",
        f"[[clause]]\nthen = {{ ladder = {{ rungs = {rungs} }} }}\n",
    )
    one, other = rated(facts, ours, past=past), rated(facts, theirs, past=past)

    assert type(one) is type(other)
    assert one.missing == other.missing
    if isinstance(one, Rated):
        assert (one.tier, one.proposed, one.left, one.struck) == (
            other.tier,
            other.proposed,
            other.left,
            other.struck,
        )


# --- tariffs --------------------------------------------------------------------------------------------

ROOTS = DEEDS + 'root = { scale = { by = "class", elder = 4, else = 3 } }\n'


def test_points_are_those_of_the_code():
    """The whole root of 9 is 3: at 3 points each 9, for an elder at 4 each 12."""
    assert 9 == rated({"deeds": 9, "class": "full"}, book(ROOTS)).score
    assert 12 == rated({"deeds": 9, "class": "elder"}, book(ROOTS)).score


def test_a_record_has_the_numbers_of_its_own_day():
    """Taken one by one, each record has what a key comes to on its day and by its own words."""
    text = (
        '[fact.deeds]\nrecords = "deed"\n[item.deeds]\nfor_each = "deeds"\nfield = "count"\n'
        'root = { scale = { 2026-01-01 = 1, 2026-07-01 = { by = "level", town = 10, else = 2 } } }\n'
        "ceiling = { month = 15 }\n"
    )
    rows = [
        {"on": date(2026, 3, 1), "count": 4, "level": "town"},
        {"on": date(2026, 8, 1), "count": 4, "level": "town"},
        {"on": date(2026, 9, 1), "count": 4, "level": "village"},
    ]
    (score, line) = rated({"deeds": rows}, book(text)).lines

    assert [2, 20, 4] == [credit.earned for credit in line.credits]
    assert [2, 15, 4] == [credit.counted for credit in line.credits]
    assert 21 == score.points


@pytest.mark.parametrize(
    ("word", "ceiling", "tier"),
    [
        (tariff(lambda number: number, rises=True), 59, "none"),
        (tariff(lambda number: -number, rises=False), 100, "none"),
        (tariff(lambda number: number, bounds=lambda low, high: (95, 99)), 100, "3"),
        (tariff(lambda number: number, bounds=lambda low, high: (low, None)), 59, "none"),
        (tariff(lambda number: number, bounds=lambda low, high: (95, 99)), 59, "none"),
        (tariff(lambda number: number), 59, "none"),
    ],
)
def test_what_is_not_known_lies_within_the_bounds_of_the_word(word, ceiling, tier):
    """Who may come to one tier only has it, though the deeds are not known."""
    assert tier == rated({}, book(DEEDS + f"own = {{}}\nceiling = {ceiling}\n", Words(tariffs=[word]))).tier


def test_a_word_without_bounds_may_come_to_anything():
    """Without bounds and without a direction, what is not known matters."""
    silent = tariff(lambda number: 0)

    assert ("deeds",) == rated({}, book(DEEDS + "own = {}\n", Words(tariffs=[silent]))).missing


def test_keys_that_are_not_known_are_looked_at_one_by_one():
    """A class that is not known is either: if both give the tier, it is the tier."""
    assert "none" == rated({"deeds": 9}, book(ROOTS)).tier
    assert ("class",) == rated({"deeds": 400}, book(ROOTS)).missing
    assert ("deeds",) == rated({}, book(ROOTS)).missing


def test_too_many_ways_are_anything():
    """Past 64 ways that keys may come out nothing is said of the points."""
    arms = ", ".join(f"a{place} = {place}" for place in range(65))
    text = DEEDS + f'root = {{ scale = {{ by = "class", {arms} }} }}\n'

    assert ("class",) == rated({"deeds": 1}, book(text)).missing
    assert "none" == rated({"deeds": 1, "class": "a7"}, book(text)).tier


@pytest.mark.parametrize("value", [0.5, True, "3", None, 10**9, Fraction(1, 10**19)])
def test_points_are_exact(value):
    """A float, a text, a number of ten digits: nobody is rated by it, and the answer names the word."""
    assert ("word.number", "item.deeds.own") == fails(tariff(lambda number: value))


def test_code_that_raises_is_a_fault():
    """Whatever code raises, the answer is a value: not ratable, because of this word."""
    assert ("word.raised", "item.deeds.own") == fails(tariff(lambda number: number / 0))


@pytest.mark.parametrize(
    "bounds", [lambda low, high: 5, lambda low, high: (2, 1), lambda low, high: (0.5, 1)]
)
def test_bounds_are_the_least_and_the_most(bounds):
    """Bounds that are none are a fault, too."""
    code, path = fails(tariff(lambda number: 1, bounds=bounds), facts=())

    assert (code, path) in {("word.ends", "item.deeds.own"), ("word.number", "item.deeds.own")}


def test_a_fault_counts_even_where_it_could_not_matter():
    """Somebody whose tier is settled without the item is not rated, either: the book does not work."""
    veto = '[[clause]]\nthen = { is = "none" }\n'

    assert ("word.raised", "item.deeds.own") == fails(tariff(lambda number: number / 0), rest=veto)


# --- scales and effects ---------------------------------------------------------------------------------

LINE = DEEDS + "each = 1\n"


def test_a_scale_gives_one_of_its_tiers():
    """Three tiers and none in four equal parts of 100."""
    made = book(LINE, scale="[scale]\nparts = { tiers = [3, 2, 1] }\n")

    assert ["none", "1", "2", "3", "3"] == [
        rated({"deeds": deeds}, made).tier for deeds in (24, 25, 74, 75, 100)
    ]
    assert ("deeds",) == rated({}, made).missing


@pytest.mark.parametrize(
    ("ceiling", "floor", "found"), [(24, 0, "none"), (200, 75, "3"), (25, 0, ("deeds",))]
)
def test_a_score_between_ends_has_the_tiers_between(ceiling, floor, found):
    """A scale that rises is asked at both ends; where they agree, it is the tier."""
    made = book(
        LINE + f"ceiling = {ceiling}\nfloor = {floor}\n", scale="[scale]\nparts = { tiers = [3, 2, 1] }\n"
    )
    rating = rated({}, made)

    assert found == (rating.tier if isinstance(rating, Rated) else rating.missing)


@pytest.mark.parametrize(
    ("each", "limit", "asked"), [(1, "floor = 5", 5), (2, "floor = 5", 5), (-1, "", 0), (-2, "", 0)]
)
def test_a_scale_is_not_asked_of_what_has_no_end(each, limit, asked):
    """Of a score that may be any number on one side the scale is asked at the other end alone."""
    seen = set()
    lines = Words(scales=[scale(lambda score, tiers: seen.add(score) or "none", rises=True)])
    made = book(f"{DEEDS}each = {each}\n{limit}\n", lines, "[scale]\nown = { tiers = [1] }\n")
    seen.clear()
    rating = rated({}, made)

    assert {asked} == seen
    assert "none" == rating.tier if each < 0 else ("deeds",) == rating.missing


def test_a_scale_that_does_not_rise_may_give_any_tier():
    """Nothing is concluded from two ends of the score."""
    flat = Words(scales=[scale(lambda score, tiers: "none")])
    made = book(LINE + "ceiling = 5\n", flat, "[scale]\nown = { tiers = [1] }\n")

    assert "none" == rated({"deeds": 3}, made).tier
    assert ("deeds",) == rated({}, made).missing


def test_a_scale_that_falls_after_all_gives_what_lies_between():
    """A scale that says that it rises and does not is taken at its two ends, whichever is higher."""
    falls = Words(scales=[scale(lambda score, tiers: "none" if score else "1", rises=True)])
    made = book(LINE + "ceiling = 5\n", falls, "[scale]\nown = { tiers = [1] }\n")

    assert ("deeds",) == rated({}, made).missing


def test_keys_of_a_scale_that_are_not_known():
    """A line that is chosen by a word that is not known leaves both tiers open; a known one closes it."""
    text = '[scale]\nlines = { tiers = [2, 1], top = { by = "class", a = 20, else = 30 } }\n'
    made = book(LINE, SAME, text)

    assert ("class",) == rated({"deeds": 25}, made).missing
    assert "1" == rated({"deeds": 15}, made).tier
    assert "2" == rated({"deeds": 25, "class": "a"}, made).tier


@pytest.mark.parametrize("tier", ["9", None, 1])
def test_a_tier_is_one_of_the_names(tier):
    """A scale that gives no tier of its own is a fault that names it."""
    made = book(LINE, Words(scales=[scale(lambda score, tiers: tier)]), "[scale]\nown = { tiers = [1] }\n")
    rating = rated({"deeds": 3}, made)

    assert ("scale.own",) == rating.missing
    assert ["word.tiers"] == [fault.code for fault in rating.wrong]


def climbing(top, share="0.5", when=""):
    """A clause with the effect of a township's own."""
    return f"[[clause]]\n{when}then = {{ climb = {{ top = {top}, share = {share} }} }}\n"


def test_an_effect_leaves_tiers():
    """Half of the rungs that are left above the last tier, and never above the top."""
    made = book(LINE, rest=climbing(2))

    assert "2" == rated({"deeds": 99}, made, past=["none"]).tier
    assert ("2", "1", "none") == rated({"deeds": 99}, made, past=["none"]).left
    assert "2" == rated({"deeds": 99}, made, past=["3"]).tier
    assert (0,) == rated({"deeds": 99}, made, past=[]).struck


def test_a_last_tier_that_is_not_known_is_each_of_them():
    """Past tiers that were not handed in matter only where they could change the tier."""
    made = book(LINE, rest=climbing(2))

    assert "none" == rated({"deeds": 5}, made).tier
    assert ("past",) == rated({"deeds": 85}, book(LINE, rest=climbing(3, 0))).missing


def test_an_effect_whose_clause_does_not_hold_is_not_asked():
    """A clause that does not hold changes nothing; one that is not known may."""
    when = 'when = { fact = "class", is = "a" }\n'
    made = book(LINE, rest=climbing(1, when=when))

    assert "3" == rated({"deeds": 95, "class": "b"}, made, past=[]).tier
    assert "1" == rated({"deeds": 95, "class": "a"}, made, past=[]).tier
    assert ("class",) == rated({"deeds": 95}, made, past=[]).missing


def test_keys_of_an_effect_that_are_not_known():
    """A share that is chosen by a word that is not known is each of its numbers; too many are anything."""
    few = book(LINE, rest=climbing(3, '{ by = "class", a = 0, else = 1 }'))
    arms = ", ".join(f"a{place} = 1" for place in range(65))
    many = book(LINE, rest=climbing(3, f'{{ by = "class", {arms} }}'))
    same = ", ".join(f"a{place} = {place}" for place in range(65))

    assert ("class",) == rated({"deeds": 95}, few, past=["1"]).missing
    assert "1" == rated({"deeds": 65}, few, past=["1"]).tier
    assert "3" == rated({"deeds": 95}, many, past=["1"]).tier
    assert ("class",) == rated(
        {"deeds": 95}, book(LINE, rest=climbing(3, f'{{ by = "class", {same} }}')), past=["1"]
    ).missing


@pytest.mark.parametrize("left", [["9"], [3], "3", [None], 5])
def test_what_an_effect_leaves_are_tiers(left):
    """An effect that gives anything but names of tiers is a fault that names its clause."""
    made = book(
        LINE, Words(effects=[effect(lambda tiers, last: left)]), rest="[[clause]]\nthen = { own = {} }\n"
    )
    rating = rated({"deeds": 95}, made, past=[])

    assert ("clause[0].then.own",) == rating.missing
    assert {"word.tiers", "word.raised"} > {fault.code for fault in rating.wrong}


def test_an_effect_that_leaves_nothing_yields():
    """As any clause: one that would leave nothing yields to those before it."""
    made = book(
        LINE, Words(effects=[effect(lambda tiers, last: [])]), rest="[[clause]]\nthen = { own = {} }\n"
    )
    rating = rated({"deeds": 95}, made, past=[])

    assert ("3", (0,)) == (rating.tier, rating.yielded)
    assert CLIMB in OURS.effects


# --- why ------------------------------------------------------------------------------------------------


def texts(verdict):
    """Every code of an explanation, with its text."""

    def walk(reasons):
        for reason in reasons:
            zh, en = (reason.text(lang).partition("\n")[0] for lang in ("zh", "en"))
            yield reason.code, zh, en
            yield from walk(reason.because)

    return [*walk(verdict.reasons)]


def test_an_explanation_says_the_sentence_of_a_word():
    """The arithmetic of a tariff, the tier of a scale and what an effect struck out are in words."""
    made = book(ROOTS + "weight = 10\n", scale="[scale]\nparts = { tiers = [3, 2, 1] }\n", rest=climbing(2))
    rating = rated({"deeds": 9, "class": "full"}, made, past=["none"])
    found = texts(explain(rating, made))

    assert ("3", "2", (0,)) == (rating.proposed, rating.tier, rating.struck)
    assert ("why.word", "9，一句话：9分", "9, a sentence: 9") in found
    assert {"why.word_scale", "why.struck"} <= {code for code, _, _ in found}


def test_a_book_without_tiers_is_explained():
    """Points by a township's word alone: there is no tier to explain."""
    made = book(DEEDS + "root = { scale = 3 }\n", scale="")

    assert ("why.no_scale", "why.word") == tuple(
        sorted(
            {"why.no_scale", "why.word"}
            & {code for code, _, _ in texts(explain(rated({"deeds": 9}, made), made))}
        )
    )


@pytest.mark.parametrize("facts", [{}, {"deeds": 9}, {"class": "full"}, {"deeds": 0, "class": "elder"}])
@pytest.mark.parametrize("past", [None, [], ["none"], ["2"]])
def test_every_rating_by_words_of_a_township_is_explained(facts, past):
    """Whatever is not known, an explanation adds up."""
    made = book(ROOTS, scale="[scale]\nparts = { tiers = [3, 2, 1] }\n", rest=climbing(1, 0))
    rating = rated(facts, made, past=past)

    assert texts(explain(rating, made))


def test_an_explanation_names_a_word_that_failed():
    """Where code fails, the explanation names its place in the book and what happened."""
    made = book(DEEDS + "own = {}\n", Words(tariffs=[tariff(lambda number: number / 0)]))
    found = {code: en for code, _, en in texts(explain(rated({"deeds": 4}, made), made))}

    assert "a word of the book cannot be worked out: item.deeds.own" == found["why.failed"]
    assert "whose code raised: ZeroDivisionError" in found["word.raised"]


# --- groups ---------------------------------------------------------------------------------------------


def test_a_group_is_rated_by_words_of_a_township():
    """Quotas rank by the points of a township's words as by any other; who fails takes no seat."""
    quota = '[[quota]]\ntier = 3\nat_most = 1\nof = "branch"\nties = "narrow"\n'
    made = book(DEEDS + "root = { scale = 30 }\n", rest=quota)
    ratings = rate_group({"a": {"deeds": 9}, "b": {"deeds": 16}, "c": {"deeds": 0}}, made, on=LAST).ratings

    assert {"a": "2", "b": "3", "c": "none"} == {id: rating.tier for id, rating in ratings.items()}


def test_words_are_compared_like_any_rule():
    """A clause or a scale in a township's words is named for what it decides and for what it asks."""
    ladder = "[[clause]]\nthen = { ladder = { rungs = 1 } }\n"
    plain, climbing = book(HOURS, SAME), book(HOURS, SAME, rest=ladder)
    one = Subject(id="m", facts={"hours": 95}, past=("none",))
    (move,) = compare(plain, climbing, [one], on=LAST).moves
    assert (move.rungs, move.rules) == (-2, ("clause[0]",))
    (move,) = compare(plain, climbing, {"m": {"hours": 95}}, on=LAST).moves
    assert (move.rungs, move.rules) == (None, ("clause[0]",))
    by_class = '[scale]\nlines = { top = { by = "class", full = 90, elder = 99 }, tiers = [2, 1] }\n'
    other = book(HOURS + '[fact.class]\ntype = "word"\n', SAME, scale=by_class)
    (move,) = compare(plain, other, {"m": {"hours": 95}}, on=LAST).moves
    assert (move.rungs, move.rules) == (None, ("fact.class", "scale"))


HOURS = "[fact.hours]\n[item.hours]\neach = 1\n"


def test_what_is_given_is_named():
    """Values take what they hold by name, but for the tools inside; no argument has to be without one."""
    assert "Ask Price Proposal Step Total Unknown Verdict Whole _Steps" == by_place("ratings")


def test_what_holds_where_nothing_is_said():
    """The numbers, and yes or no, that are left out are the ones that everybody has relied on."""
    said = (
        "Axis.asked=False Axis.yes=False Facts.__init__.hints=100 Facts.bounds.ever=False "
        "Found.complete=True Line.taken=0 NextTier.above=False NextTier.complete=True "
        "Rated.withheld=False Reading.assumed=False Standing.__init__.start=0 place.hints=100 "
        "place_at_length.hints=100 unknown_fact.hint=True"
    )
    assert said == left_out("ratings")


def test_what_is_neither_shown_nor_compared():
    """All of a value shows itself and tells it from another, but for what would only be long."""
    kept = (
        "Comparison._names:repr Exempt.past:eq Exempt.past:repr Exempt.readings:eq Exempt.readings:repr "
        "NextTier.reasons:repr NotRatable.past:eq NotRatable.past:repr NotRatable.readings:eq "
        "NotRatable.readings:repr Rated.past:eq Rated.past:repr Rated.readings:eq Rated.readings:repr"
    )
    assert kept == hidden("ratings")
