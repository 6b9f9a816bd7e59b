"""The next tier: how far it is, what stands in the way, and the smallest changes that reach it."""

from datetime import date
from fractions import Fraction

import pytest
from tests.ratings.books import HEAD, LAST, book
from tests.rulebooks.words import effect, key, scale, tariff

import sanliang.ratings._next._nearest as module
from sanliang import rulebooks
from sanliang.kernel.errors import InvalidInput
from sanliang.ratings import Exempt, FactChange, NotRatable, next_tier, rate
from sanliang.ratings._next import _search as search
from sanliang.ratings._next._looks import Looks
from sanliang.ratings._next._pulls import DOWN, EITHER, UP, Ask, slack
from sanliang.rulebooks import Words, loads


def asked(facts, made, **others):
    """The next tier of somebody in 2026."""
    return next_tier(facts, made, **{"on": LAST, **others})


def moves(found):
    """By how much each fact moves, way by way."""
    return [{change.fact: change.by for change in way.changes} for way in found.ways]


def barred(found):
    """The tiers that cannot be reached, with the clauses that bar them."""
    return [(one.tier, one.clauses) for one in found.barred]


# --- one fact ----------------------------------------------------------------------------------------------

TARIFFS = """
[item.meetings]
fact = { records = "meeting" }
each = 2
[item.absences]
fact = { records = "meeting.absent" }
each = -3
[item.thirds]
fact = { records = "visit" }
each = 1
per = 3
whole = true
[item.talks]
fact = { records = "talk" }
steps = [ { at_least = 10, points = 4 }, { at_least = 4, points = 2 } ]
[item.appraisal]
fact = { raters = { members = "40%", villagers = "60%" }, at_most = 100 }
each = 10
per = 100
[item.pledged]
fact = { type = "yes" }
each = 5
[fact.effort]
[item.effort]
given = { at_least = 0, below = 5 }
"""
FACTS = {
    "meetings": 10,
    "absences": 4,
    "thirds": 4,
    "talks": 3,
    "appraisal": {"members": 60, "villagers": 70},
    "pledged": False,
    "effort": "1.5",
}
LINE = "[scale]\ntiers = [ {{ name = 1, {} }} ]\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # 20 - 12 + 1 + 0 + 6.6 + 0 + 1.5 is 17.1
        (
            "at_least = 18",
            {
                "absences": -1,
                "appraisal": "8.95",
                "effort": "0.9",
                "meetings": 1,
                "pledged": 1,
                "talks": 1,
                "thirds": 2,
            },
        ),
        (
            "above = 18.1",
            {
                "absences": -1,
                "appraisal": "10.05",
                "effort": "1.01",
                "meetings": 1,
                "pledged": 1,
                "talks": 1,
                "thirds": 5,
            },
        ),
        (
            "at_least = 20.5",
            {
                "absences": -2,
                "appraisal": "33.95",
                "effort": "3.4",
                "meetings": 2,
                "pledged": 1,
                "talks": 7,
                "thirds": 11,
            },
        ),
        ("above = 22.1", {"absences": -2, "meetings": 3, "thirds": 17}),
    ],
)
def test_each_fact_that_is_enough_by_itself(line, expected):
    """Counts move by one, marks as finely as they are rounded and within their edges, a yes or no turns."""
    found = asked(FACTS, book(TARIFFS, scale=LINE.format(line)))

    assert [{name: Fraction(by)} for name, by in expected.items()] == moves(found)
    assert (True, (), ()) == (found.complete, found.barred, found.quotas)


def test_how_far_it_is():
    """The distance is what the score lacks; where the edge is outside, it has to be more than that."""
    at, past = (
        asked({"hours": 70}, book(scale=LINE.format(line))) for line in ("at_least = 80", "above = 80")
    )

    assert (10, False, 10) == (at.distance, at.above, at.ways[0].changes[0].by)
    assert (10, True, Fraction("10.01")) == (past.distance, past.above, past.ways[0].changes[0].by)


def test_a_way_says_what_to_hand_in():
    """The facts of a way, handed in instead, give the tier and the score that it names."""
    found = asked({"hours": 70}, book())
    (way,) = found.ways

    assert "this one leads to 2" == found.reasons[1].says.en
    assert (FactChange(fact="hours", now=Fraction(70), to=Fraction(80)),) == way.changes
    assert {"hours": 80} == way.facts
    assert (way.tier, way.score) == ("2", 80) == (rate(way.facts, book(), on=LAST).tier, 80)


def test_the_caller_knows_what_cannot_change_and_by_what_steps():
    """A fact that is fixed does not move, and a number moves by the steps that the caller names."""
    made = book(TARIFFS, scale=LINE.format("at_least = 18"))
    found = asked(FACTS, made, fixed=["absences", "talks", "meetings"], steps={"appraisal": 10, "effort": 1})

    assert [{"appraisal": 10}, {"effort": 1}, {"pledged": 1}, {"thirds": 2}] == moves(found)


def test_words_and_the_roster_do_not_change():
    """What somebody is does not change: only what was done does."""
    items = """
[fact.age]
roster = "age"
[fact.class]
type = "word"
[item.years]
fact = "age"
[item.base]
points = { by = "class", elder = 50, else = 0 }
[fact.hours]
[item.hours]
"""
    found = asked({"age": 40, "class": "full", "hours": 10}, book(items))

    assert [{"hours": 10}] == moves(found)


def test_a_number_does_not_go_below_zero_by_itself():
    """A deduction that is all gone can do no more; one below 0 may fall."""
    made = book('[fact.lost]\n[item.lost]\nfact = "lost"\neach = -1\npoints = 70\n')

    assert [{"lost": -10}] == moves(asked({"lost": 20}, made))
    assert [] == moves(asked({"lost": 5}, made))
    assert [{"lost": -5}] == moves(asked({"lost": -5}, made))


def test_ballots_lie_between_their_grades():
    """A mean of ballots cannot pass what the best ballot is worth."""
    made = book("[item.poll]\nfact = { ballots = { good = 85, poor = 0 } }\n")
    low, high = ({"poll": {"good": good, "poor": 10 - good}} for good in (8, 10))

    assert [{"poll": 12}] == moves(asked(low, made))
    assert ("3", ()) == (asked(high, made).barred[0].tier, asked(high, made).barred[0].clauses)


def test_shares_and_counts_of_pledges():
    """A share of kept pledges ends at 1; kept ones are counted."""
    items = """
[item.share]
fact = { pledges = "share" }
each = 20
[item.kept]
fact = { pledges = "kept" }
each = 3
"""
    made = [book(items, scale=LINE.format(f"at_least = {least}")) for least in (22, 25)]
    facts = {"share": "0.8", "kept": 1}

    assert [{"kept": 1}, {"share": Fraction("0.15")}] == moves(asked(facts, made[0]))
    assert [{"kept": 2}] == moves(asked(facts, made[1]))


def test_a_mark_keeps_what_was_decided_beside_it():
    """A mark that needs a decision keeps who decided, and when."""
    made = book("[fact.effort]\n[item.effort]\ngiven = { above = 0, at_most = 90 }\ndecision = true\n")
    given = {"mark": 50, "by": "branch-1", "on": LAST, "reason": "主动牵头"}
    (way,) = asked({"effort": given}, made).ways

    assert {"effort": {**given, "mark": 60}} == way.facts
    assert [] == moves(asked({"effort": {**given, "mark": 90}}, made))


# --- several facts -----------------------------------------------------------------------------------------

CAPPED = "".join(
    f"[fact.{name}]\nat_least = 0\n[item.{name}]\neach = 2\nceiling = {ceiling}\n"
    for name, ceiling in (("c", 6), ("a", 10), ("b", 4))
)


def test_the_fewest_that_are_enough_together():
    """Where none is enough by itself, every set of as few facts as possible, in the order of names."""
    made = book(CAPPED, scale=LINE.format("at_least = 12"))
    found = asked({"a": 0, "b": 0, "c": 0}, made, steps=dict.fromkeys("abc", 1))

    assert [{"a": 4, "b": 2}, {"a": 3, "c": 3}] == moves(found)
    assert {"these 2 together lead to 1"} == {way.says.en for way in found.reasons[1:]}


def test_the_first_of_a_set_moves_as_little_as_it_can():
    """Within a set the first by name moves as little as the others let it, then the next one."""
    made = book(CAPPED, scale=LINE.format("at_least = 17"))

    assert [{"a": Fraction("3.5"), "b": 2, "c": 3}] == moves(asked({"a": 0, "b": 0, "c": 0}, made))


def test_what_every_way_needs_is_found_first():
    """Conditions beside the score: what no way can do without, and the fewest of the others."""
    tier = '{ name = 1, all = [ { item = "score", at_least = 12 }, { fact = "ready", is = true } ] }'
    made = book(f'{CAPPED}[fact.ready]\ntype = "yes"\n', scale=f"[scale]\ntiers = [ {tier} ]\n")
    facts, steps = {"a": 3, "b": 0, "c": 0, "ready": False}, dict.fromkeys("abc", 1)

    assert [{"c": 3, "ready": 1}] == moves(asked(facts, made, steps=steps))
    assert [{"ready": 1}] == moves(asked({**facts, "b": 2, "c": 3}, made, steps=steps))
    assert [{"a": 1, "b": 2, "ready": 1}] == moves(asked(facts, made, steps=steps, fixed=["c"]))


@pytest.mark.parametrize("many", [2, 3])
def test_what_every_way_needs_may_be_enough(many):
    """Where what no way can do without is enough, nothing is moved beside it."""
    names = [f"r{place}" for place in range(many)]
    asks = ", ".join(f'{{ fact = "{name}", is = true }}' for name in names)
    tiers = f"{{ name = 2, at_least = 99 }}, {{ name = 1, all = [ {asks} ] }}"
    made = book(
        CAPPED + "".join(f'[fact.{name}]\ntype = "yes"\n' for name in names),
        scale=f"[scale]\ntiers = [ {tiers} ]\n",
    )
    facts = {"a": 0, "b": 0, "c": 0, **dict.fromkeys(names, False)}

    assert [dict.fromkeys(names, 1)] == moves(asked(facts, made))


def test_what_every_way_needs_may_leave_the_tier_open():
    """What no way can do without need not be rated by itself: others settle what it leaves open."""
    tier = '{ name = 1, all = [ { item = "score", at_least = 12 }, { fact = "ready", is = true } ] }'
    asks = '{ all = [ { fact = "ready", is = true }, { fact = "unknown", at_least = 1 } ] }'
    made = book(
        f'{CAPPED}[fact.ready]\ntype = "yes"\n[fact.unknown]\n',
        f"[[clause]]\nwhen = {asks}\nthen = {{ at_least = 1 }}\n",
        f"[scale]\ntiers = [ {tier} ]\n",
    )
    facts = {"a": 3, "b": 0, "c": 0, "ready": False}

    assert [{"c": 3, "ready": 1}] == moves(asked(facts, made, steps=dict.fromkeys("abc", 1)))


def test_some_alone_may_leave_the_tier_open():
    """Where of some it is not known what they bring alone, every set of a size is looked at."""
    lift = '{ all = [ { item = "score", at_least = 8 }, { fact = "unknown", at_least = 1 } ] }'
    made = book(
        f"{CAPPED}[fact.d]\nat_least = 0\n[item.d]\nceiling = 1\n[fact.unknown]\n",
        f"[[clause]]\nwhen = {lift}\nthen = {{ at_least = 1 }}\n",
        LINE.format("at_least = 13"),
    )
    found = asked({"a": 3, "b": 0, "c": 0, "d": 0}, made, steps=dict.fromkeys("abcd", 1))

    assert [{"a": 2, "b": 2}, {"a": 1, "c": 3}, {"b": 1, "c": 3}, {"c": 3, "d": 1}] == moves(found)


def test_what_is_asked_for_itself_brings_more_than_points():
    """Two that a higher tier asks for lead on together, though neither brings a point."""
    asks = ", ".join(f'{{ fact = "{name}", is = true }}' for name in "de")
    made = book(
        CAPPED + "".join(f'[fact.{name}]\ntype = "yes"\n' for name in "de"),
        scale=f"[scale]\ntiers = [ {{ name = 2, all = [ {asks} ] }}, {{ name = 1, at_least = 17 }} ]\n",
    )

    assert [{"d": 1, "e": 1}] == moves(asked({**dict.fromkeys("abc", 0), **dict.fromkeys("de", False)}, made))


def test_the_lowest_of_several():
    """Where the lowest part counts, all of them have to rise."""
    parts = "".join(f'[fact.{name}]\n[item.{name}]\npart_of = "least"\n' for name in "abc")
    made = book(f'{parts}[item.least]\ntake = "lowest"\n')

    assert [{"a": 40, "b": 30}] == moves(asked({"a": 20, "b": 30, "c": 95}, made))


def test_a_floor_makes_two_more_than_the_sum():
    """Where losses are held at 0, less of each brings nothing by itself."""
    lost = "".join(f'[fact.{name}]\n[item.{name}]\npart_of = "block"\neach = -10\n' for name in "ab")
    made = book(f"{lost}[item.block]\npoints = 65\nfloor = 0\n")

    assert [{"a": Fraction("-6.5"), "b": -7}] == moves(asked({"a": 7, "b": 7}, made))


def test_a_floor_under_three():
    """Where losses are held at 0, any two of three may be enough, though none brings anything by itself."""
    lost = "".join(f"[fact.{name}]\n[item.{name}]\npart_of = 'block'\neach = -10\n" for name in "abc")
    made = book(f"{lost}[item.block]\npoints = 130\nfloor = 0\n")

    assert [{"a": -7, "b": -7}, {"a": -7, "c": -7}, {"b": -7, "c": -7}] == moves(
        asked({"a": 7, "b": 7, "c": 7}, made)
    )


def test_a_gate_and_what_it_opens():
    """A yes that opens an item may be of use only with more of what the item counts."""
    gate = 'when = { fact = "on", is = true }'
    made = book(f'[fact.on]\ntype = "yes"\n[fact.a]\n[item.a]\neach = 10\nceiling = 60\n{gate}\n')

    assert [{"a": 2, "on": 1}] == moves(asked({"a": 4, "on": False}, made))
    assert [{"a": 2}] == moves(asked({"a": 4, "on": True}, made))


def test_a_fact_that_helps_and_harms():
    """A fact may be read twice, and the best of it lie in the middle, at one number alone."""
    items = """
[fact.trips]
[item.gain]
fact = "trips"
each = 10
part_of = "gains"
[item.gains]
ceiling = 100
[item.cost]
fact = "trips"
each = -1
"""
    at_20, at_0, at_2000 = (asked({"trips": trips}, book(items)) for trips in (20, 0, 2000))

    assert [{"trips": -10}] == moves(at_20)
    assert [{"trips": Fraction("6.67")}] == moves(at_0)
    assert [{"trips": -1960}] == moves(at_2000)


def test_an_item_that_must_not_grow_too_far():
    """Where a clause bars those whose item passes a line, the search stops below it."""
    clause = '[[clause]]\nwhen = { item = "late", above = 12 }\nthen = { at_most = 1 }\n'
    items = '[fact.hours]\n[item.late]\nfact = "hours"\neach = 0.1\n[item.hours]\n'
    top = "[scale]\ntiers = [ { name = 2, at_least = 80 }, { name = 1, at_least = 60 } ]\n"

    assert [{"hours": Fraction("12.73")}] == moves(asked({"hours": 60}, book(items, clause, top)))


# --- what stands in the way --------------------------------------------------------------------------------


def test_the_highest_tier_has_none_above():
    """Whoever holds the highest tier, and a book of points alone, has no next tier."""
    top, points = asked({"hours": 95}, book()), asked({"hours": 95}, book(scale=""))

    assert (None, (), True) == (top.tier, top.barred, top.complete)
    assert ("3 is the highest tier", "3 已是最高等次") == (top.verdict.text("en"), top.verdict.text("zh"))
    assert "the book has points only, and no tiers" == points.verdict.text("en")


def test_a_clause_that_cannot_change_bars_and_is_named():
    """The past does not change: the answer names the clause that stands in the way, and no changes."""
    rest = "[[clause]]\nsays = '一次只升一星'\nthen = { rise_at_most = 1 }\n"
    found = asked({"hours": 65}, book(rest=rest), past=["none"])

    assert (None, [("2", (0,)), ("3", (0,))]) == (found.tier, barred(found))
    assert [15, 25] == [one.distance for one in found.barred]
    assert (False, ("next.nowhere", "next.barred", "next.barred")) == (found.verdict.ok, found.verdict.codes)
    assert "clause 1: 一次只升一星" in found.verdict.text("en")
    assert [{"hours": 15}] == moves(asked({"hours": 65}, book(rest=rest), past=["1"]))
    assert "2" == asked({"hours": 65}, book(rest=rest), past=()).tier
    two = f"[[clause]]\nsays = '一次最多升两星'\nthen = {{ rise_at_most = 2 }}\n{rest}"
    assert [("2", (1,)), ("3", (0, 1))] == barred(asked({"hours": 65}, book(rest=two), past=["none"]))


def test_a_veto_is_lifted_where_its_fact_can_change():
    """A veto by a fact that can change is a change like others; by one that is fixed, it bars."""
    rest = '[[clause]]\nwhen = { fact = "sanction", at_least = 1 }\nthen = { is = "none" }\n'
    made = book('[fact.sanction]\nrecords = "sanction"\n[fact.hours]\n[item.hours]\n', rest)
    facts = {"hours": 85, "sanction": 1}

    assert (0, [{"sanction": -1}]) == (asked(facts, made).distance, moves(asked(facts, made)))
    assert "the score is enough" in asked(facts, made).reasons[0].says.en
    fixed = asked(facts, made, fixed={"sanction"})
    assert [("1", (0,)), ("2", (0,)), ("3", (0,))] == barred(fixed)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("at_least = 90", "next is 1: it lacks 25 points"),
        ("above = 90", "next is 1: it lacks more than 25 points"),
        ("above = 65", "next is 1: it lacks more than 0 points"),
        (
            'all = [ { item = "score", at_least = 65 }, { fact = "talks", at_least = 1 } ]',
            "next is 1: the score is enough",
        ),
        ('fact = "talks", at_least = 1', "next is 1"),
    ],
)
def test_it_is_said_first_how_many_points_are_lacking(line, says):
    """So many, or more than so many; where the score is enough, or has no part in it, that is said."""
    made = book('[fact.hours]\n[item.hours]\n[fact.talks]\nrecords = "talk"\n', scale=LINE.format(line))

    assert says == asked({"hours": 65, "talks": 0}, made).reasons[0].says.en.partition(",")[0]


def test_a_change_names_the_fact():
    """By its sentence where it has one, in Chinese else in quotation marks."""
    made = book(
        '[fact.hours]\n[item.hours]\n[fact.talks]\nsays = { zh = "宣讲", en = "talks given" }\n[item.talks]\n'
    )
    texts = [
        (one.text("zh"), one.text("en"))
        for way in asked({"hours": 50, "talks": 0}, made).reasons[1:]
        for one in way.because
    ]

    assert [
        ("“hours”：由 50 增至 60，多 10", "hours: up by 10, from 50 to 60"),
        ("宣讲：由 0 增至 10，多 10", "talks given: up by 10, from 0 to 10"),
    ] == texts


def test_what_can_change_may_not_be_enough():
    """A tier that ceilings keep out of reach is barred by no clause."""
    found = asked(
        {"hours": 65}, book("[fact.hours]\n[item.hours]\nceiling = 85\n", scale=LINE.format("at_least = 90"))
    )

    assert [("1", ())] == barred(found)
    assert "1 is out of reach: all that can change is not enough" in found.verdict.text("en")


def test_a_rung_that_is_barred_is_passed_over():
    """Where a clause bars the next rung alone, the one above it is next, and the barred one named."""
    rest = "[[clause]]\nthen = { in = [3, 1] }\n"
    found = asked({"hours": 65}, book(rest=rest))

    assert ("3", 25, [("2", (0,))], [{"hours": 25}]) == (
        found.tier,
        found.distance,
        barred(found),
        moves(found),
    )
    assert "clause 1: (no words)" in found.verdict.text("en")


def test_a_quota_is_a_note():
    """A quota hangs on others: it is named, where it caps the tier and is enforced."""
    quota = "[[quota]]\ntier = {}\nof = 'branch'\nties = 'narrow'\n{}\n".format
    rest = (
        quota(2, "at_most = '30%'")
        + quota(2, "at_least = '10%'")
        + quota(2, "at_most = 1\nspare = 'up'")
        + quota(3, "at_most = 1\nbinding = false")
    )
    found, top = (asked({"hours": hours}, book(rest=rest)) for hours in (65, 85))

    assert ((0,), ()) == (found.quotas, top.quotas)
    assert "2 has a quota, which must leave room: (no words)" in found.verdict.text("en")


def test_where_quotas_alone_share_the_tiers_out():
    """Where the highest tier is open to all, there is none above it, and its quota is named."""
    scale = "[scale]\ntiers = [ { name = 2 }, { name = 1 } ]\n"
    rest = "[[quota]]\ntier = 2\nat_most = '30%'\nof = 'branch'\nties = 'narrow'\n"
    found = asked({"hours": 5}, book(rest=rest, scale=scale))

    assert ("2", None, (0,)) == (found.held, found.tier, found.quotas)


def test_who_is_exempt_or_not_ratable():
    """Whoever is not rated gets the answer that rating gives: the clause, or the facts that are missing."""
    rest = '[[clause]]\nwhen = { fact = "ill", is = true }\nthen = "exempt"\n'
    made = book('[fact.ill]\ntype = "yes"\nmissing = false\n[fact.hours]\n[item.hours]\n', rest)

    assert isinstance(asked({"hours": 65, "ill": True}, made), Exempt)
    missing = asked({}, made)
    assert isinstance(missing, NotRatable)
    assert ("hours",) == missing.missing


def test_a_guarantee_and_a_bar_by_what_is_not():
    """A clause that keeps only higher tiers helps where it holds; `not` turns which way a fact has to go."""
    floor = "[[clause]]\nthen = { at_least = 1 }\n"
    lift = '[[clause]]\nwhen = { fact = "honours", at_least = 2 }\nthen = { at_least = 2 }\n'
    bar = '[[clause]]\nwhen = { not = { fact = "honours", at_least = 1 } }\nthen = { at_most = 1 }\n'
    ladder = "[[clause]]\nthen = { fall_at_most = 1 }\n"
    items = '[fact.honours]\nrecords = "honour"\n[fact.hours]\n[item.hours]\n'
    facts = {"hours": 65, "honours": 0}

    assert [{"honours": 2}, {"hours": 15}] == moves(asked(facts, book(items, lift + floor + ladder), past=()))
    assert [{"honours": 1, "hours": 15}] == moves(asked(facts, book(items, bar)))


def test_a_bar_that_leaves_a_higher_rung():
    """A clause that leaves some of the higher tiers and not others may help or harm."""
    rest = '[[clause]]\nwhen = { fact = "honours", at_least = 2 }\nthen = { in = [3, 1] }\n'
    items = '[fact.honours]\nrecords = "honour"\n[fact.hours]\n[item.hours]\nceiling = 85\n'
    found = asked({"hours": 82, "honours": 2}, book(items, rest))

    assert ("1", "2", [{"honours": -1}]) == (found.held, found.tier, moves(found))


def test_stars_that_are_won_and_barred():
    """Where a clause holds back stars that are won, the score is enough."""
    scale = '[scale]\nstars = [ { name = "a", at_least = 60 }, { name = "b", at_least = 70 } ]\n'
    rest = '[[clause]]\nwhen = { fact = "late", at_least = 1 }\nthen = { at_most = 1 }\n'
    found = asked({"hours": 75, "late": 1}, book("[fact.late]\n[fact.hours]\n[item.hours]\n", rest, scale))

    assert ("2", 0, [{"late": Fraction("-0.01")}]) == (found.tier, found.distance, moves(found))
    more = ', { name = "c", at_least = 74 }, { name = "d", at_least = 90 } ]'
    bar = f"{rest}[[clause]]\nthen = {{ in = [0, 1, 3] }}\n".replace("0,", '"none",')
    found = asked(
        {"hours": 75, "late": 1},
        book("[fact.late]\n[fact.hours]\n[item.hours]\n", bar, scale.replace(" ]", more)),
    )

    assert ("3", 0, [("2", 0)]) == (
        found.tier,
        found.distance,
        [(one.tier, one.distance) for one in found.barred],
    )


def test_how_far_the_stars_are_that_a_clause_takes():
    """Of stars that are barred, each is as far away as the line with which so many are won."""
    scale = "".join(
        f'{{ name = "{name}", at_least = {least} }},' for name, least in (("a", 6), ("b", 7), ("c", 9))
    )
    found = asked(
        {"hours": 5}, book(rest="[[clause]]\nthen = { is = 'none' }\n", scale=f"[scale]\nstars = [{scale}]\n")
    )

    assert [("1", 1), ("2", 2), ("3", 4)] == [(one.tier, one.distance) for one in found.barred]


def test_points_that_fall_and_rise_by_steps():
    """Steps that fall with their number are climbed by less of it."""
    few, none = "{ at_least = 2, points = 70 }", "{ at_least = 0, points = 85 }"
    steps = f"steps = [ {{ at_least = 5, points = 0 }}, {few}, {none} ]"
    made = book(f'[item.late]\nfact = {{ records = "late" }}\n{steps}\n')

    assert [{"late": -3}] == moves(asked({"late": 4}, made))
    assert [{"late": -1}] == moves(asked({"late": 5}, made))


def test_nobody_is_helped_by_being_exempt():
    """A change that makes somebody exempt reaches no tier."""
    rest = '[[clause]]\nwhen = { fact = "hours", above = 70 }\nthen = "exempt"\n'

    assert [("2", ()), ("3", ())] == barred(asked({"hours": 65}, book(rest=rest)))


def test_what_is_not_known_stays():
    """A fact that is not known does not move, and is named."""
    found = asked(
        {"hours": 65}, book("[fact.hours]\n[item.hours]\n[fact.more]\n[item.more]\nceiling = 5\nfloor = 0\n")
    )

    assert (("more",), None, [{"hours": 15}]) == (found.missing, found.distance, moves(found))
    assert ("未知，未计入：“more”", "not known, and left as it is: more") == (
        found.reasons[-1].says.get("zh"),
        found.reasons[-1].says.get("en"),
    )


# --- scales ------------------------------------------------------------------------------------------------


EIGHT, FOUR, HOURS = "{ name = 2, at_least = 8 }", "{ name = 'a', at_least = 4 }", "{ fact = 'hours',"


@pytest.mark.parametrize(
    ("scale", "facts", "expected"),
    [
        ("stars = 3", {"hours": "1.4"}, ("2", Fraction("0.6"), False)),
        ('tiers = [ { name = 1, fact = "hours", at_least = 9 } ]', {"hours": 2}, ("1", None, False)),
        (
            f'tiers = [ {EIGHT}, {{ name = 1, at_least = 2, at_most = 9 }} ]\noverlap = "lower"',
            {"hours": 3},
            ("2", 6, True),
        ),
        (
            f'tiers = [ {EIGHT}, {{ name = 1, at_least = 2, below = 9 }} ]\noverlap = "lower"',
            {"hours": 3},
            ("2", 6, False),
        ),
        (
            f'tiers = [ {{ name = 1, any = [ {{ item = "score", at_least = 3 }}, {HOURS} above = 2 }} ] }} ]',
            {"hours": 2},
            ("1", None, False),
        ),
        (
            f'tiers = [ {{ name = 1, all = [ {{ item = "score", at_least = 7 }}, {HOURS} above = 2 }} ] }} ]',
            {"hours": 2},
            ("1", 5, False),
        ),
        (
            f'stars = [ {FOUR}, {{ name = "b", above = 2 }}, {HOURS} name = "c", at_least = 1 }} ]',
            {"hours": 2},
            ("2", 0, True),
        ),
        (
            f'stars = [ {FOUR}, {HOURS} name = "c", at_least = 3 }} ]',
            {"hours": 2},
            ("1", 2, False),
        ),
        (
            'stars = [ { name = "a", at_least = 0 }, { name = "b", at_least = 5 } ]',
            {"hours": 0},
            ("2", 5, False),
        ),
        (
            'stars = [ { name = "c", fact = "hours", at_least = 3 } ]',
            {"hours": 2},
            ("1", None, False),
        ),
    ],
)
def test_how_far_it_is_on_each_scale(scale, facts, expected):
    """Points to the next star, to a line, past the end of a band that holds first; nothing without a line."""
    found = asked(facts, book(scale=f"[scale]\n{scale}\n"))

    assert expected == (found.tier, found.distance, found.above)


@pytest.mark.parametrize("names", ["ab", "ba"])
def test_the_next_tier_begins_where_the_book_says(names):
    """Whatever tiers are called, the next one is the lowest above, and begins at its own line."""
    high, low = names
    tiers = f'{{ name = "{high}", at_least = 90 }}, {{ name = "{low}", at_least = 60 }}'
    found = asked({"hours": 50}, book(scale=f"[scale]\ntiers = [ {tiers} ]\n"))

    assert (low, 10) == (found.tier, found.distance)


@pytest.mark.parametrize("name", ["hours", "zeal"])
def test_points_of_another_item_are_no_distance(name):
    """Where a tier asks for an item that is not the score, the score lacks nothing that could be told."""
    line = f"[scale]\ntiers = [ {{ name = 1, item = '{name}', at_least = 9 }} ]\n"
    found = asked({name: 2}, book(f"[fact.{name}]\n[item.{name}]\n", scale=line))

    assert ("1", None, [{name: 7}]) == (found.tier, found.distance, moves(found))


def test_how_much_more_several_facts_bring():
    """No more than rounding, where the score alone is asked for; any amount where an item is, for itself."""
    made = book("[fact.hours]\n[item.hours]\n")
    rounded = slack(made, [])

    assert rounded is not None
    for test, known in (
        (rulebooks.Test(of="item", name="score"), True),
        (rulebooks.Test(of="item", name="hours"), False),
        (rulebooks.Test(of="item", name="talks"), False),
        (rulebooks.Test(of="fact", name="hours"), True),
    ):
        assert (rounded if known else None) == slack(made, [Ask(test, UP)])
    for signs in (DOWN, EITHER):
        assert slack(made, [Ask(rulebooks.Test(of="item", name="score"), signs)]) is None


# --- records -----------------------------------------------------------------------------------------------

SERVICE = """
[item.service]
fact = { records = "volunteer", sum = "hours", where = { level = ["town", "county"] } }
each = 0.5
ceiling = { activity = 2, month = 3, cycle = 12 }
"""


def days(records):
    """The days of records, and how much each is."""
    return [(record.on.month, record.on.day, record.fields.get("hours")) for record in records]


def test_new_records_fall_on_the_days_that_are_left():
    """More hours are new activities, one in each month that is left, each as long as it counts."""
    made = book(SERVICE, scale=LINE.format("at_least = 7"))
    facts = {"service": [{"hours": 3, "on": date(2026, 2, 1), "level": "county"}]}
    found = asked(facts, made, on=date(2026, 10, 20), steps={"service": "0.5"})
    (way,) = found.ways

    assert [{"service": 11}] == moves(found)
    assert [(2, 1, 3), (10, 20, 4), (11, 1, 4), (12, 1, 3)] == days(way.facts["service"])
    assert {"county", "town"} == {record.fields["level"] for record in way.facts["service"]}
    assert "1" == rate({**facts, **way.facts}, made, on=LAST).tier
    assert [("1", ())] == barred(asked(facts, made, on=date(2026, 12, 20)))


def test_records_that_are_handed_in_are_kept():
    """Records of a book of records stay as they are, and a new one has an id of its own."""
    made = book(SERVICE, scale=LINE.format("at_least = 2"))
    (way,) = asked({}, made, records=(), steps={"service": 1}).ways
    more = book(SERVICE, scale=LINE.format("at_least = 3"))
    (again,) = asked({}, more, records=way.facts["service"], steps={"service": 1}).ways

    assert [(12, 31, 4)] == days(way.facts["service"])
    assert way.facts["service"] == again.facts["service"][:1]
    assert ["service+001", "service+002"] == [record.id for record in again.facts["service"]]


def test_the_latest_records_go_first():
    """Fewer are those that came first; of the last that goes, a part may stay."""
    made = book('[item.missed]\nfact = { records = "missed", sum = "hours" }\neach = -10\npoints = 100\n')
    given = [
        {"hours": 0, "on": date(2026, 4, 1)},
        {"hours": 2, "on": date(2026, 3, 1)},
        {"hours": 1, "on": date(2026, 2, 1)},
    ]
    (way,) = asked({"missed": given}, made).ways

    assert [{"missed": -1}] == moves(asked({"missed": given}, made))
    assert {(2, 1, 1), (3, 1, 1), (4, 1, 0)} == set(days(way.facts["missed"]))


def test_records_that_are_taken_one_by_one():
    """One more record is like the last one there is; without any, it is worth what any of them may be."""
    items = """
[fact.awards]
records = "award"
[item.awards]
for_each = "awards"
each = { by = "level", county = 20, town = 5 }
"""
    made = book(items)
    given = [{"level": "county", "on": date(2026, month, 1)} for month in (1, 2, 3)]

    assert [{"awards": 1}] == moves(asked({"awards": given}, made))
    assert [{"awards": 18}] == moves(asked({"awards": []}, made))


def test_a_window_that_the_days_left_do_not_reach():
    """A fact looks at its own window; a total without records is just a number."""
    fact, ceiling = '[fact.visits]\nrecords = "visit"\nwindow = "3 months"\n', "{ month = 30 }"
    made = book(f"{fact}[item.visits]\neach = 10\nceiling = {ceiling}\n")
    (way,) = asked({"visits": []}, made, on=date(2026, 1, 1)).ways

    assert [(10, 1), (11, 1), (12, 1)] * 2 == [(month, day) for month, day, _ in days(way.facts["visits"])]
    assert [{"visits": 6}] == moves(asked({"visits": 0}, made))


# --- bounds ------------------------------------------------------------------------------------------------


def counted(monkeypatch):
    """How many ratings are made from now on."""
    made = []
    monkeypatch.setattr(module, "rate", lambda *args, **others: made.append(1) or rate(*args, **others))
    return made


def wide(items, edge, rest=""):
    """A book of so many items with a ceiling of five each, and one line."""
    text = "".join(f"[fact.f{one:03}]\n[item.f{one:03}]\neach = 0.5\nceiling = 5\n" for one in range(items))
    made = book(text, rest, LINE.format(f"at_least = {edge}"))
    return made, {f"f{one:03}": 2 for one in range(items)}


@pytest.mark.parametrize(
    ("edge", "size", "ways", "many"), [(15, 1, 12, 85), (19, 2, 10, 137), (42, 8, 10, 377), (61, 0, 0, 14)]
)
def test_so_many_ratings_are_enough(monkeypatch, edge, size, ways, many):
    """A book of a dozen items takes some hundred ratings, however many facts have to move."""
    made, facts = wide(12, edge)
    looks = counted(monkeypatch)
    found = asked(facts, made)

    assert (ways, True) == (len(found.ways), found.complete)
    assert all(size == len(way.changes) for way in found.ways)
    assert many == len(looks)


@pytest.mark.parametrize(("rows", "looks"), [(16 * 500 + 15, 500), (16 * 299, 300), (16 * 4_001, 4_000)])
def test_a_large_book_is_looked_at_less_often(monkeypatch, rows, looks):
    """The more items and clauses a book has, the fewer ratings are made of it, between few and many."""
    made, facts = wide(12, 15, "[[clause]]\nthen = { at_least = 'none' }\n" * 3)
    left = []
    monkeypatch.setattr(module, "ROWS", rows)
    monkeypatch.setattr(module, "Looks", lambda *args: left.append(args[-1]) or Looks(*args))
    asked(facts, made)

    assert [looks] == left


@pytest.mark.parametrize(("looks", "size"), [(5, 0), (12, 0), (13, 8), (30, 8)])
def test_a_search_ends(monkeypatch, looks, size):
    """However large a book is, the search ends, and says that it did not see everything."""
    monkeypatch.setattr(module, "FEW", looks)
    monkeypatch.setattr(module, "MANY", looks)
    made, facts = wide(12, 42)
    found = asked(facts, made)

    assert not found.complete
    assert [size] * bool(size) == [len(way.changes) for way in found.ways]
    if size:
        assert "there may be ways with fewer changes" in found.verdict.text("en")
    else:
        assert ((), None) == (found.barred, found.tier)
        assert "not everything could be tried" in found.verdict.text("en")


@pytest.mark.parametrize(("looks", "kept", "complete"), [(126, 0, False), (126, 500, True), (127, 0, True)])
def test_looks_are_kept_back_to_make_moves_small(monkeypatch, looks, kept, complete):
    """Where none are left once the sets are found, moves may not be the smallest, and that is said."""
    monkeypatch.setattr(module, "FEW", looks)
    monkeypatch.setattr(module, "MANY", looks)
    monkeypatch.setattr(search, "KEPT", kept)
    made, facts = wide(12, 19)
    found = asked(facts, made)

    assert (10, complete) == (len(found.ways), found.complete)


def gates(count):
    """A book with so many facts that pull both ways."""
    items = (f"[fact.g{one}]\ntype = 'yes'\n[item.i{one}]\npoints = 1\n" for one in range(count))
    whens = (f"when = {{ fact = 'g{one}', is = true }}\n" for one in range(count))
    return book("".join(item + when for item, when in zip(items, whens, strict=True)))


def test_what_pulls_both_ways_is_not_tried_for_ever():
    """Of many yes and no that could be mixed, only so many mixtures are tried."""
    few, many = (asked({f"g{one}": False for one in range(count)}, gates(count)) for count in (3, 12))

    assert (True, [("1", ()), ("2", ()), ("3", ())]) == (few.complete, barred(few))
    assert (False, []) == (many.complete, barred(many))


def test_so_many_sets_are_thought_of(monkeypatch):
    """Where there are too many sets to think of, one is told of which nothing can be left out."""
    monkeypatch.setattr(search, "MOST_SETS", 5)
    made, facts = wide(12, 42)
    found = asked(facts, made)

    assert (False, [8]) == (found.complete, [len(way.changes) for way in found.ways])


# --- what cannot be taken ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("others", "code", "path"),
    [
        ({"fixed": ["hour"]}, "facts.unknown", "fixed.hour"),
        ({"fixed": "hours"}, "list.type", "fixed"),
        ({"steps": {"hour": 1}}, "facts.unknown", "steps.hour"),
        ({"steps": {"hours": 0}}, "steps.positive", "steps.hours"),
        ({"steps": {"hours": 0.5}}, "number.float", "steps.hours"),
        ({"steps": 1}, "facts.table", "steps"),
        ({"past": ["x"]}, "past.tier", "past[0]"),
        ({"records": [1]}, "value.kind", "records[0]"),
        ({"credited": {"x": 1}}, "credited.item", "credited.x"),
    ],
)
def test_what_cannot_be_taken(others, code, path):
    """A fact that the book does not have, a step that is none, and all that rating refuses."""
    with pytest.raises(InvalidInput) as error:
        asked({"hours": 65}, book(), **others)

    assert [(code, path)] == [(fault.code, fault.path) for fault in error.value.faults]


def test_a_gate_into_a_day_before_the_book():
    """What would open a rule that is not in force yet leads nowhere, and raises nothing."""
    items = """
[fact.on]
type = "yes"
[fact.hours]
[item.hours]
when = { fact = "on", is = true }
each = { 2027-01-01 = 1 }
points = { 2027-01-01 = 1 }
ceiling = { 2027-01-01 = 95 }
"""
    assert [("1", ()), ("2", ()), ("3", ())] == barred(asked({"on": False, "hours": 70}, book(items)))


def test_what_a_word_would_have_to_say():
    """Lines and limits that hang on a word that is not known are not looked at."""
    items = """
[fact.class]
type = "word"
[fact.hours]
[item.hours]
ceiling = { by = "class", elder = 80, else = 85 }
"""
    line = '{ by = "class", elder = 60, else = 65 }'
    scale = f'[scale]\ntiers = [ {{ name = 1, item = "hours", at_least = {line} }} ]\n'
    found = asked({"hours": 5}, book(items, scale=scale))

    assert [{"hours": 60}] == moves(found)


# --- words of a township's own -----------------------------------------------------------------------------


@pytest.mark.parametrize("rises", [True, False])
def test_a_tariff_and_a_scale_of_a_township(rises):
    """Words of a township's own are climbed, too, whether they say that they rise or not."""
    lines = scale(
        lambda score, tiers, *, top: tiers[0] if score >= top else "none",
        tag="lines",
        keys={"top": key()},
        rises=rises,
    )
    words = Words(
        tariffs=[tariff(lambda number: 2 * number, tag="twice", rises=rises or None)], scales=[lines]
    )
    items = "[fact.hours]\n[item.hours]\ntwice = {}\n"
    made = loads(f"{HEAD}{items}[scale]\nlines = {{ top = 10, tiers = ['2'] }}\n", words=words)
    found = asked({"hours": 2}, made)

    assert ("2", None, [{"hours": 3}]) == (found.tier, found.distance, moves(found))


def test_a_tariff_that_falls():
    """Where more of a number gives fewer points, less of it leads on."""
    words = Words(tariffs=[tariff(lambda number: 100 - number, tag="rest", rises=False)])
    made = loads(f"{HEAD}[fact.late]\n[item.late]\nrest = {{}}\n{LINE.format('at_least = 90')}", words=words)

    assert [{"late": -2}] == moves(asked({"late": 12}, made))


@pytest.mark.parametrize(("now", "by"), [(0, 16), (32, -16)])
def test_a_tariff_that_turns_near_by(now, by):
    """A word that does not say which way it goes may turn anywhere: what is near is looked at one by one."""
    words = Words(tariffs=[tariff(lambda number: 100 if number == 16 else 0, tag="peak")])
    fact = "[fact.n]\nat_least = 0\nat_most = 32\n[item.n]\npeak = {}\n"
    made = loads(f"{HEAD}{fact}{LINE.format('at_least = 90')}", words=words)

    assert [{"n": by}] == moves(asked({"n": now}, made, steps={"n": 1}))


def test_an_effect_of_a_township_bars():
    """An effect that takes a tier away is named as the clause that it is."""
    low = effect(lambda tiers, last: tiers[1:] if last is None else tiers, tag="low")
    rest = '[[clause]]\nthen = { low = {} }\n[[clause]]\nthen = "withheld"\n'
    made = loads(f"{HEAD}[fact.hours]\n[item.hours]\n[scale]\nstars = 2\n{rest}", words=Words(effects=[low]))

    assert [("2", (0,))] == barred(asked({"hours": 1}, made, past=()))
