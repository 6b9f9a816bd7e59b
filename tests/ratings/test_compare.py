"""Two rulebooks and the same people: who moves, by how much, and because of which rule."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ratings.books import HEAD, LAST, SCALE, book
from tests.ratings.test_laws import BOOKS, PASTS, SUBJECTS, made

from sanliang.kernel.errors import InvalidInput
from sanliang.ratings import Rated, Subject, compare
from sanliang.rulebooks import loads

HOURS = "[fact.hours]\n[item.hours]\neach = 1\n"
JANUARY = [{"on": LAST}, {"on": LAST.replace(month=1)}]
PEOPLE = {"m-1": {"hours": 95}, "m-2": {"hours": 85}, "m-3": {"hours": 10}}


def compared(old, new, people=None, **others):
    """People compared by two books, each given by its parts."""
    return compare(old, new, PEOPLE if people is None else people, on=LAST, **others)


def moved(old, new, people=None):
    """Who moves, by how many rungs and points, because of which rules."""
    found = compared(old, new, people).moves
    return [(move.id, move.rungs, move.score, *move.rules) for move in found]


# --- by which rule -------------------------------------------------------------------------------------


def test_an_item_that_changed_is_named():
    """Whoever comes to other points by an item that changed moves because of it."""
    assert moved(book(HOURS), book(HOURS.replace("each = 1", "each = 1\nceiling = 90"))) == [
        ("m-1", 0, -5, "item.hours")
    ]


NOISE = "[fact.noise]\nmissing = 3\n"
FIRST, SECOND = "[[clause]]\nthen = { is = 1 }\n", "[[clause]]\nthen = { is = 2 }\n"
LOW = SCALE.replace("at_least = 80", "at_least = 70").replace("at_least = 90", "at_least = 80")
SEAT = '[[quota]]\ntier = 3\nat_most = 1\nof = "branch"\nties = "narrow"\n'
VISITS = '[item.visits]\nfact = {{ records = "visit"{} }}\neach = 10\n'.format


@pytest.mark.parametrize(
    ("old", "new", "facts", "rule"),
    [
        ({"items": VISITS("")}, {"head": HEAD.replace('"year"', '"quarter"')}, {"visits": JANUARY}, "cycle"),
        ({}, {"head": HEAD + "decimals = 0\n"}, {"hours": "89.5"}, "decimals"),
        (
            {"items": VISITS("")},
            {"items": VISITS(", window = '3 months'")},
            {"visits": JANUARY},
            "fact.visits",
        ),
        ({}, {"items": HOURS.replace("each = 1", "each = 2")}, {"hours": 10}, "item.hours"),
        ({}, {"scale": LOW}, {"hours": 85}, "scale"),
        ({}, {"rest": FIRST}, {"hours": 85}, "clause[0]"),
        ({"rest": FIRST}, {"rest": ""}, {"hours": 85}, "clause[0]"),
        ({"rest": FIRST + SECOND}, {"rest": SECOND + FIRST}, {"hours": 95}, "order"),
        ({"rest": SECOND + FIRST}, {"rest": FIRST + SECOND}, {"hours": 95}, "order"),
    ],
)
def test_what_makes_no_difference_is_not_named_beside_what_does(old, new, facts, rule):
    """Whatever part of a book makes somebody move, a fact that came with it unread does not."""
    was = {"items": HOURS, **old}
    now = {**was, **new}
    later = book(**{**now, "items": now["items"] + NOISE})

    assert (rule,) == compared(book(**was), later, {"m": facts}).moves[0].rules


def test_a_quota_is_named_beside_what_makes_no_difference():
    """A quota that came or went is named alone, for whomever it moved."""
    people = {"a": {"hours": 95}, "b": {"hours": 95}}
    quota, none = book(HOURS + NOISE, SEAT), book(HOURS)

    for old, new in ((none, quota), (quota, none)):
        assert [("quota[0]",)] * 2 == [move.rules for move in compared(old, new, people).moves]


def test_a_block_that_stands_elsewhere_is_named_where_it_came_to_something():
    """An item that became part of another is named where it had points in one of the books."""
    items = (
        "[item.x]\nopen = true\n[item.y]\nopen = true\nweight = 2\n"
        '[item.a]\npart_of = "{}"\n[item.p]\npart_of = "a"\npoints = {}\n'
    )
    for one, other in ((("x", 0), ("y", 7)), (("x", 7), ("y", 0))):
        old, new = (book(items.format(*some)) for some in (one, other))
        assert ("item.a", "item.p") == compared(old, new, {"m": {}}).moves[0].rules
    moved_alone, nothing = (book(items.format(*some)) for some in (("x", 0), ("y", 0)))
    assert () == compared(moved_alone, nothing, {"m": {}}).moves


def test_items_that_came_or_went_are_named():
    """An item that is new or gone is named where it gave points, or counted in a mean."""
    more = f"{HOURS}[item.bonus]\npoints = 5\n[item.nothing]\npoints = 0\n"
    assert moved(book(HOURS), book(more), {"m-2": {"hours": 85}}) == [("m-2", 1, 5, "item.bonus")]
    assert moved(book(more), book(HOURS), {"m-2": {"hours": 85}}) == [("m-2", -1, -5, "item.bonus")]
    less = more.replace("points = 5", "points = -5")
    assert moved(book(HOURS), book(less), {"m-2": {"hours": 85}}) == [("m-2", 0, -5, "item.bonus")]
    mean = '[item.score]\ntake = "mean"\n' + HOURS
    nothing = mean + "[item.nothing]\npoints = 0\n"
    assert moved(book(mean), book(nothing), {"m-1": {"hours": 90}}) == [("m-1", -3, -45, "item.nothing")]


PARTS = """
[item.a]
part_of = "block"
fact = "hours"
each = 1
[item.b]
part_of = "block"
points = 0
[fact.hours]
"""


@pytest.mark.parametrize(
    ("old", "new", "points"),
    [
        ("points = 1", "points = 2", 1),
        ("weight = 1", "weight = 2", 10),
        ("ceiling = 9", "ceiling = 8", -1),
        ('take = "sum"', 'take = "mean"', -5),
        ("decimals = 0", "decimals = 1", Fraction("-0.5")),
    ],
)
def test_a_block_is_named_for_its_own_rule(old, new, points):
    """An item with parts is named for what its own rule changed, and not for what its parts did."""
    parts = PARTS
    hours = "9.5" if "decimals" in old else 10
    was, now = (book(f"[item.block]\n{rule}\n{parts}") for rule in (old, new))
    assert moved(was, now, {"m-1": {"hours": hours}}) == [("m-1", 0, points, "item.block")]
    other = book(f"[item.block]\nfloor = -9\n{parts}".replace("each = 1", "each = 2"))
    bare = book(f"[item.block]\n{parts}")
    assert moved(bare, other, {"m-1": {"hours": 10}}) == [("m-1", 0, 10, "item.a")]


def test_a_block_that_is_asked_for_otherwise_is_named():
    """An item with another condition is named where it is now asked for, or no longer."""
    when = '[item.block]\nwhen = {{ fact = "hours", above = {} }}\n'
    items = when + '[item.a]\npart_of = "block"\npoints = 7\n[fact.hours]\n'
    for one, other, points in ((1, 20, -7), (20, 1, 7)):
        assert moved(book(items.format(one)), book(items.format(other)), {"m": {"hours": 10}}) == [
            ("m", 0, points, "item.block")
        ]


def test_an_item_that_is_not_known_is_named_where_it_was():
    """An item that changed and is known by one of the books alone is named; by neither, it is not."""
    settled = "[[clause]]\nthen = {{ is = {} }}\n".format
    known = "[item.a]\npoints = 5\n"
    once, twice = (f"[fact.n]\n[item.a]\nfact = 'n'\neach = {each}\n" for each in (1, 2))
    for old, new, rules in ((known, once, ["item.a"]), (once, known, ["item.a"]), (once, twice, [])):
        found = compared(book(old, settled(1)), book(new, settled(2)), {"m": {}}).moves[0].rules
        assert (*rules, "clause[0]") == found


def test_an_item_that_reads_a_fact_in_place_of_its_parts_is_named():
    """Where what an item came to is no longer what its parts did, it is named beside them."""
    parts, fact = '[item.a]\n[item.p]\npart_of = "a"\npoints = 5\n', "[item.a]\nfact = 'hours'\n"
    for old, new in ((parts, fact), (fact, parts)):
        found = compared(book(old + HOURS), book(new + HOURS), {"m": {"hours": 7}}).moves[0]
        assert ("item.a", "item.p") == found.rules


def test_an_item_that_stands_elsewhere_is_named():
    """An item that has become part of another one is named."""
    items = '[item.x]\nopen = true\n[item.y]\nopen = true\nweight = 2\n[item.a]\npart_of = "{}"\npoints = 7\n'
    assert moved(book(items.format("x")), book(items.format("y")), {"m": {}}) == [("m", 0, 7, "item.a")]


def test_a_fact_that_reads_otherwise_is_named():
    """A fact that changed is named where it was read as something else."""
    marks = '[fact.marks]\nraters = {{ members = "{}", villagers = "{}" }}\n[item.marks]\n'
    people = {
        "m-1": {"marks": {"members": 90, "villagers": 80}},
        "m-2": {"marks": {"members": 70, "villagers": 70}},
    }
    halves, others = book(marks.format("50%", "50%")), book(marks.format("40%", "60%"))
    assert moved(halves, others, people) == [("m-1", 0, -1, "fact.marks")]
    assert moved(others, halves, people) == [("m-1", 0, 1, "fact.marks")]


def test_decimals_are_named_where_they_round_otherwise():
    """Other decimals of the book are named where a number comes out otherwise."""
    people = {"m-1": {"hours": "89.5"}, "m-2": {"hours": 85}}
    whole = book(HOURS, head=HEAD + "decimals = 0\n")
    assert moved(book(HOURS), whole, people) == [("m-1", 1, Fraction("0.5"), "decimals")]
    assert moved(whole, book(HOURS), people) == [("m-1", -1, Fraction("-0.5"), "decimals")]


def test_the_scale_is_named_for_another_tier():
    """A scale that gives another tier for the same is named; a tier without a rung in common has none."""
    low = SCALE.replace("90", "80").replace("at_least = 80 }, { name = 1", "at_least = 70 }, { name = 1")
    assert moved(book(HOURS), book(HOURS, scale=low)) == [("m-2", 1, 0, "scale")]
    other = '[scale]\ntiers = [ { name = "good", at_least = 80 } ]\n'
    assert moved(book(HOURS), book(HOURS, scale=other)) == [
        ("m-1", None, 0, "scale"),
        ("m-2", None, 0, "scale"),
    ]
    asking = '[fact.extra]\nmissing = 9\n[scale]\ntiers = [ { name = 3, fact = "extra", above = 5 } ]\n'
    assert moved(book(HOURS, scale=asking), book(HOURS)) == [
        ("m-2", -1, 0, "scale"),
        ("m-3", -3, 0, "scale"),
    ]
    two = "[scale]\ntiers = [ { name = 2, at_least = 80 }, { name = 1, at_least = 60 } ]\n"
    assert moved(book(HOURS), book(HOURS, scale=two)) == [("m-1", -1, 0, "scale")]


def test_a_clause_is_named_where_it_decides():
    """A clause that came, went or changed is named where without it another tier would be left."""
    strict = '[[clause]]\nwhen = {{ fact = "hours", below = {} }}\nthen = {{ at_most = {} }}\n'
    none, some = book(HOURS), book(HOURS, strict.format(90, 1))
    assert moved(none, some) == [("m-2", -1, 0, "clause[0]")]
    assert moved(some, none) == [("m-2", 1, 0, "clause[0]")]
    named = '[[clause]]\nid = "strict"\n' + strict.removeprefix("[[clause]]\n")
    assert moved(book(HOURS, named.format(90, 1)), book(HOURS, named.format(99, 1))) == [
        ("m-1", -2, 0, "clause[0]")
    ]
    (change,) = compared(book(HOURS, named.format(90, 1)), book(HOURS, named.format(99, 1))).changes
    assert (change.what, change.old, change.new, change.says.zh) == (
        "replaced",
        "clause[0]",
        "clause[0]",
        "strict",
    )


def test_the_order_of_clauses_is_a_rule():
    """Of two clauses that contradict each other the later one yields: so their order is named."""
    one, other = "[[clause]]\nthen = { is = 1 }\n", "[[clause]]\nthen = { is = 2 }\n"
    assert moved(book(HOURS, one + other), book(HOURS, other + one), {"m": {"hours": 95}}) == [
        ("m", 1, 0, "order")
    ]
    low = '[[clause]]\nwhen = { fact = "hours", below = 50 }\n'
    one, other = (clause.replace("[[clause]]\n", low) for clause in (one, other))
    more = HOURS.replace("each = 1", "each = 1.5")
    assert moved(book(HOURS, one + other), book(more, other + one), {"m": {"hours": 60}}) == [
        ("m", 2, 30, "item.hours")
    ]


def test_a_quota_is_named_where_it_moves():
    """A quota that came or went is named for whom it moved; where nothing else did, others have moved."""
    quota = '[[quota]]\ntier = 3\nat_most = 1\nof = "branch"\nties = "narrow"\n'
    people = {"m-1": {"hours": 95, "extra": 0}, "m-2": {"hours": 92, "extra": 5}}
    assert moved(
        book(HOURS), book(HOURS, quota), {one: {"hours": 90 + at} for at, one in enumerate("ab")}
    ) == [("a", -1, 0, "quota[0]")]
    extra = HOURS + "[fact.extra]\n"
    more = extra + "[item.extra]\n"
    assert moved(book(extra, quota), book(more, quota), people) == [
        ("m-1", -1, 0, ""),
        ("m-2", 1, 5, "item.extra"),
    ]


def test_a_fact_that_only_the_new_book_reads_is_named():
    """Whoever cannot be rated any more moves because of the rules that ask for what is missing."""
    more = book(HOURS + "[fact.extra]\n[item.extra]\neach = 1\n")
    (move, *_) = compared(book(HOURS), more).moves
    assert (move.rungs, move.score, move.rules) == (None, None, ("fact.extra", "item.extra"))
    assert moved(more, book(HOURS), {"m": {"hours": 95}}) == [("m", None, None, "fact.extra", "item.extra")]
    noisy = book(HOURS + NOISE + "[fact.extra]\n[item.extra]\neach = 1\n")
    for old, new in ((book(HOURS), noisy), (noisy, book(HOURS))):
        assert moved(old, new, {"m": {"hours": 95}}) == [("m", None, None, "fact.extra", "item.extra")]
    veto = '[[clause]]\nwhen = { fact = "sanctioned", above = 0 }\nthen = { is = "none" }\n'
    assert moved(book(HOURS), book(HOURS + "[fact.sanctioned]\n", veto), {"m": {"hours": 95}}) == [
        ("m", None, None, "fact.sanctioned", "clause[0]")
    ]
    ladder = "[[clause]]\nthen = { rise_at_most = 1 }\n"
    ladder += '[[clause]]\nwhen = { tier = "last", is = "none" }\nthen = { is = 1 }\n'
    assert moved(book(HOURS), book(HOURS, ladder), {"m": {"hours": 95}})[0][3:] == ("clause[0]", "clause[1]")
    scale = '[scale]\ntiers = [ { name = 1, fact = "extra", above = 5 } ]\n'
    assert moved(book(HOURS), book(HOURS + "[fact.extra]\n", scale=scale), {"m": {"hours": 95}})[0][3:] == (
        "fact.extra",
        "scale",
    )
    stars = "[scale]\nstars = 7\n"
    asking = book(HOURS + "[fact.extra]\n[item.extra]\n", scale=stars)
    assert moved(book(HOURS), asking, {"m": {"hours": 1}})[0][3:] == ("fact.extra", "item.extra")


def test_a_quota_is_named_for_what_it_asks():
    """Whoever waits for a vote, or cannot be ranked, moves because of the quota."""
    quota = '[[quota]]\ntier = 3\nat_most = 1\nof = "branch"\nties = "{}"\n'
    praise = '[[consequence]]\nwhen = { tier = "this", is = 3 }\nthen = "praise"\n'
    tied = {"a": {"hours": 95}, "b": {"hours": 95}}
    rest = quota.format("vote") + praise
    assert moved(book(HOURS), book(HOURS, rest), tied) == [
        ("a", None, None, "quota[0]"),
        ("b", None, None, "quota[0]"),
    ]
    marks = HOURS + '[fact.rank]\n[item.side]\nweight = 0\n[item.rank]\npart_of = "side"\n'
    ranked = quota.format("narrow") + 'rank = ["side"]\n'
    people = {"a": {"hours": 95, "rank": 1}, "b": {"hours": 95}}
    assert moved(book(marks), book(marks, ranked), people)[0][3:] == ("quota[0]",)


def test_an_exemption_is_named():
    """Whoever is exempt by one of the books alone moves because of the clause that says so."""
    exempt = '[[clause]]\nwhen = { fact = "hours", below = 20 }\nthen = "exempt"\n'
    assert moved(book(HOURS), book(HOURS, exempt)) == [("m-3", None, None, "clause[0]")]
    first = compared(book(HOURS), book(HOURS, exempt)).text("en").splitlines()[0]
    assert "of 3 people, 1 change their tier and 0 their score alone" == first
    assert moved(book(HOURS, exempt), book(HOURS)) == [("m-3", None, None, "clause[0]")]


def test_only_the_clause_that_exempts_is_named():
    """Of several clauses that came with it, whoever is exempt moves because of the one that says so."""
    exempt = '[[clause]]\nwhen = { fact = "hours", below = 20 }\nthen = "exempt"\n'
    other = '[[clause]]\nwhen = { fact = "hours", above = 99 }\nthen = { is = 1 }\n'
    for rest, named in ((exempt + other, "clause[0]"), (other + exempt, "clause[1]")):
        assert [("m-3", None, None, named)] == moved(book(HOURS), book(HOURS, rest))
        assert [("m-3", None, None, named)] == moved(book(HOURS, rest), book(HOURS))


def test_a_rule_without_a_name_is_told_by_its_number():
    """Clauses without an id or a sentence are told by their numbers, counted from one."""
    some = [f"[[clause]]\nthen = {{ at_most = {most} }}\n" for most in (1, 2, 3)]
    found = compared(book(HOURS), book(HOURS, "".join(some)), {}).changes
    assert ["#1", "#2", "#3"] == [change.says.zh for change in found]


def test_an_item_that_changed_is_not_named_for_whoever_is_exempt():
    """Whom the clause takes out has no points by either rule of an item that changed as well."""
    exempt = '[[clause]]\nwhen = { fact = "hours", below = 20 }\nthen = "exempt"\n'
    twice = book(HOURS.replace("each = 1", "each = 2"), exempt)
    assert moved(book(HOURS), twice, {"m-3": {"hours": 10}}) == [("m-3", None, None, "clause[0]")]


def test_another_cycle_is_named():
    """Where the books rate other cycles, the cycle is named."""
    quarterly = HEAD.replace('"year"', '"quarter"')
    records = '[item.visits]\nfact = { records = "visit" }\neach = 10\n'
    visits = {"visits": [{"on": LAST}, {"on": LAST.replace(month=1)}]}
    old, new = book(records), book(records, head=quarterly)
    assert moved(old, new, {"m": visits}) == [("m", 0, -10, "cycle")]


def test_changes_that_only_work_together_are_named_together():
    """Where no change makes a difference alone, every one of them is named."""
    either = '[[clause]]\nwhen = {{ fact = "hours", above = {} }}\nthen = {{ at_most = 1 }}\n'
    both = either.format(1) + either.format(2)
    found = compared(book(HOURS), book(HOURS, both), {"m": {"hours": 95}}).moves[0]
    assert found.rules == ("clause[0]", "clause[1]")
    withheld = '[[consequence]]\nwhen = { tier = "this", is = 3 }\nthen = "praise"\n'
    target = '[[quota]]\ntier = 3\nat_least = 1\nof = "branch"\n'
    more = compared(book(HOURS), book(HOURS, both + withheld + target), {"m": {"hours": 95}}).moves[0]
    assert more.rules == ("clause[0]", "clause[1]", "quota[0]")
    same = book(HOURS + "[fact.other]\nmissing = 1\n", withheld)
    assert compared(book(HOURS), same).moves == ()
    assert [change.part for change in compared(book(HOURS), same).changes] == ["fact", "consequence"]


# --- what it says --------------------------------------------------------------------------------------


def test_a_comparison_is_read_aloud():
    """Who moves and why, how many hold each tier, what has changed; and that nobody moves."""
    new = book(HOURS.replace("each = 1", 'each = 1\nceiling = 84\nsays = "志愿服务"'))
    found = compared(book(HOURS), new, {**PEOPLE, "m-4": {}})
    assert (
        """
4人中，等次有变的1人，只有得分有变的1人
  m-1：3星（95分），改后2星（84分）
    志愿服务：95分，改后84分
  m-2：2星（85分），改后2星（84分）
    志愿服务：85分，改后84分
各等次人数
  3星：1人，改后0人
  2星：1人，改后2人
  1星：0人，改后0人
  不授星（无等次）：1人，改后1人
  不参加评定：0人，改后0人
  暂不能评定：1人，改后1人
办法的改动
  项目（改动）：志愿服务"""
        == "\n" + found.text("zh")
    )
    assert not found.verdict
    none = compared(new, new)
    assert none.text("en").splitlines()[0] == "3 people, and nobody moves"
    assert none.verdict
    open_one = compared(book(HOURS), book(HOURS + "[fact.x]\n[item.x]\n"), {"m": {"hours": 1}})
    assert "  m: no tier (1), then cannot be rated yet" in open_one.text("en").splitlines()
    settled = '[[clause]]\nwhen = { fact = "hours", above = 0 }\nthen = { is = 1 }\n'
    veto = book(HOURS + "[fact.x]\n[item.x]\n", settled)
    assert (
        "  m: no tier (1), then 1 star"
        in compared(book(HOURS), veto, {"m": {"hours": 1}}).text("en").splitlines()
    )


def test_rules_that_say_the_same_twice_are_matched_one_by_one():
    """Two clauses that say the same are the same two in a book that has them, too, and one is one too few."""
    twice, once = book(HOURS, FIRST * 2), book(HOURS, FIRST)
    assert () == compared(twice, book(HOURS, FIRST * 2)).changes
    assert [("dropped", "clause[1]", "#2")] == [
        (one.what, one.path, one.says.zh) for one in compared(twice, once).changes
    ]


def test_it_is_said_first_how_many_move():
    """Those whose tier is another, and those of whom the score alone is."""
    people = {f"m-{hours}": {"hours": hours} for hours in (95, 85, 86, 87, 10)}
    found = compared(book(HOURS), book(HOURS.replace("each = 1", "each = 1\nceiling = 84")), people)
    assert "5人中，等次有变的1人，只有得分有变的3人" == found.text("zh").splitlines()[0]


def test_changes_that_do_not_matter_are_not_named():
    """A rule that changed and makes no difference to somebody is not among the rules that move him."""
    strict = '[[clause]]\nwhen = { fact = "hours", below = 5 }\nthen = { is = "none" }\n'
    quota = '[[quota]]\ntier = 3\nat_most = 9\nof = "branch"\nties = "narrow"\n'
    new = book(
        HOURS.replace("each = 1", "each = 1\nceiling = 94") + "[fact.other]\nmissing = 3\n",
        strict + quota,
        scale=SCALE.replace("60", "50"),
        head=HEAD + "decimals = 1\n",
    )
    found = compared(book(HOURS), new, {"m-1": {"hours": 95}})
    assert [move.rules for move in found.moves] == [("item.hours",)]
    assert [change.part for change in found.changes] == [
        "decimals",
        "fact",
        "item",
        "scale",
        "clause",
        "quota",
    ]


def test_a_book_without_tiers_can_be_compared():
    """A scale that came or went is a change like any other."""
    none = loads(HEAD + HOURS)
    assert moved(none, book(HOURS), {"m": {"hours": 95}}) == [("m", 3, 0, "scale")]
    assert [one.what for one in compared(none, book(HOURS)).changes] == ["added"]
    assert [one.what for one in compared(book(HOURS), none).changes] == ["dropped"]


def test_counts_go_from_the_highest_tier_down():
    """Counts are by the tiers of the new book, then those that it no longer has."""
    other = '[scale]\ntiers = [ { name = "good", at_least = 80 } ]\n'
    found = compared(book(HOURS), book(HOURS, scale=other))
    assert [(one.outcome, one.tier, one.before, one.after) for one in found.counts] == [
        ("rated", "good", 0, 2),
        ("rated", "none", 1, 1),
        ("rated", "3", 1, 0),
        ("rated", "2", 1, 0),
        ("rated", "1", 0, 0),
        ("exempt", None, 0, 0),
        ("not_ratable", None, 0, 0),
    ]


def test_what_is_known_to_one_book_alone_is_for_that_book():
    """Facts and credits of one book do not disturb the other; a fact that neither has is refused."""
    more = book(HOURS + "[fact.extra]\n[item.extra]\nceiling = { ever = 5 }\n")
    one = Subject(id="m", facts={"hours": 10, "extra": 9}, credited={"extra": 3})
    assert moved(book(HOURS), more, [one]) == [("m", 0, 2, "item.extra")]
    with pytest.raises(InvalidInput) as error:
        compared(book(HOURS), more, {"m": {"hours": 1, "huors": 2}})
    assert error.value.code == "facts.unknown"
    with pytest.raises(InvalidInput, match="Rulebook"):
        compare(more, "book", {}, on=LAST)


def test_words_alone_change_nothing():
    """What a rule says of itself, and where it stands in the file, is no change of the rule."""
    told = loads(
        (HEAD + HOURS + SCALE)
        .replace("each = 1", 'each = 1\nsays = "志愿服务"')
        .replace("name = 3,", 'name = 3, says = "三星",')
    )
    assert compared(book(HOURS), told).changes == ()
    stars = '[scale]\nstars = [ {{ name = "a", item = "hours", at_least = 5, says = "{}" }} ]\n'
    assert (
        compared(book(HOURS, scale=stars.format("甲")), book(HOURS, scale=stars.format("乙"))).changes == ()
    )
    points = "[scale]\nstars = {}\n"
    assert (
        len(compared(book(HOURS, scale=points.format(5)), book(HOURS, scale=points.format(6))).changes) == 1
    )


# --- laws ----------------------------------------------------------------------------------------------

OTHERWISE = pytest.mark.traced("rows that only one of two books has")
GROUPS = st.lists(st.tuples(SUBJECTS, PASTS), max_size=4)


def group(people):
    """Subjects of facts and pasts."""
    return [Subject(id=f"m-{at}", facts=facts, past=past) for at, (facts, past) in enumerate(people)]


@OTHERWISE
@given(BOOKS, BOOKS, GROUPS)
def test_who_moves_has_a_rule_and_who_has_none_stays(old, new, people):
    """Subjects untouched by a change of rules keep their stars: each move names the rules that made it."""
    found = compare(made(*old), made(*new), group(people), on=LAST)
    for move in found.moves:
        assert move.because
        paths = {change.path for change in found.changes}
        assert {*move.rules} <= paths
        assert move.before != move.after
        if isinstance(move.before, Rated) and isinstance(move.after, Rated):
            assert move.rungs is not None
    assert sum(one.before for one in found.counts) == len(people)
    assert sum(one.after for one in found.counts) == len(people)
    assert found.text("zh") != found.text("en")


@pytest.mark.traced("it takes a branch that no other test takes")
@OTHERWISE
@given(BOOKS, BOOKS, GROUPS, st.randoms())
def test_the_order_of_people_does_not_matter(old, new, people, random):
    """The same people in any order give the same comparison."""
    some = group(people)
    mixed = random.sample(some, len(some))
    one, other = made(*old), made(*new)
    assert compare(one, other, some, on=LAST) == compare(one, other, mixed, on=LAST)


@given(BOOKS, GROUPS)
def test_a_book_beside_itself_moves_nobody(parts, people):
    """A book compared with itself, and with one that extends it by nothing, changes nothing."""
    one = made(*parts)
    extended = loads(HEAD.replace("schema = 1", 'schema = 1\nextends = "stars"').split("source")[0], base=one)
    for other in (one, extended):
        found = compare(one, other, group(people), on=LAST)
        assert (found.changes, found.moves) == ((), ())
        assert all(count.before == count.after for count in found.counts)
        assert found.verdict.ok
