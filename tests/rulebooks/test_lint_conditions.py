"""Conditions that can never hold, and tiers that nobody reaches."""

import pytest
from tests.rulebooks.test_lint import DUTIES, SAYS, book, codes

from sanliang.rulebooks import lint

FACTS = """
[fact.class]
type = "word"
[fact.sick]
type = "yes"
[fact.mark]
at_least = 0
at_most = 50
[fact.panel]
raters = ["branch"]
at_most = 50
[item.mark]
says = { zh = "x" }
part_of = "none-of-these"
[item.none-of-these]
says = { zh = "x" }
weight = 0
[item.panel]
part_of = "none-of-these"
says = { zh = "x" }
"""
USED = """
[[clause]]
says = { zh = "x" }
when = { any = [ { fact = "class", is = "elder" }, { fact = "sick", is = true } ] }
then = "exempt"
"""


def clause(when, then='"exempt"'):
    """What is found in the condition of a clause."""
    rest = f'[[clause]]\nsays = {{ zh = "x" }}\nwhen = {when}\nthen = {then}\n'
    return [(code, path) for code, path in codes(book(DUTIES + FACTS, rest=rest + USED)) if "clause" in path]


JOINED = [
    ('{ all = [ { fact = "mark", below = 3 }, { fact = "mark", above = 3 } ] }', ""),
    ('{ all = [ { fact = "mark", at_most = 3 }, { fact = "mark", at_least = 3 } ] }', None),
    ('{ all = [ { fact = "absences", above = 2 }, { fact = "absences", below = 3 } ] }', ""),
    ('{ all = [ { fact = "mark", above = 3 }, { fact = "mark", below = 4 } ] }', None),
    ('{ all = [ { fact = "panel", above = 3 }, { fact = "panel", below = 3.0001 } ] }', None),
    ('{ all = [ { fact = "mark", above = 3 }, { fact = "mark", below = 3.0001 } ] }', ""),
    ('{ all = [ { item = "score", above = 3 }, { item = "score", below = 3.01 } ] }', ""),
    ('{ all = [ { item = "score", above = 3 }, { item = "score", below = 3.02 } ] }', None),
    ('{ all = [ { fact = "absences", below = 3 }, { fact = "mark", above = 3 } ] }', None),
    ('{ all = [ { item = "score", below = 3 }, { item = "score", above = 3 } ] }', ""),
    ('{ all = [ { fact = "mark", in = [3, 4] }, { fact = "mark", in = [5, 6] } ] }', ""),
    ('{ all = [ { fact = "mark", in = [3, 4] }, { fact = "mark", above = 3 } ] }', None),
    ('{ all = [ { fact = "mark", in = [3, 4] }, { fact = "mark", above = 4 } ] }', ""),
    ('{ all = [ { fact = "class", is = "elder" }, { fact = "class", is = "full" } ] }', ""),
    ('{ all = [ { fact = "class", in = ["a", "b"] }, { fact = "class", in = ["b", "c"] } ] }', None),
    ('{ all = [ { fact = "class", is = "a" }, { not = { fact = "class", in = ["a", "b"] } } ] }', ""),
    ('{ all = [ { not = { fact = "class", is = "a" } }, { not = { fact = "class", is = "b" } } ] }', None),
    ('{ all = [ { fact = "sick", is = true }, { fact = "sick", is = false } ] }', ""),
    ('{ all = [ { not = { fact = "sick", is = true } }, { not = { fact = "sick", is = false } } ] }', ""),
    ('{ all = [ { fact = "mark", above = 3 }, { not = { fact = "mark", above = 2 } } ] }', ""),
    ('{ all = [ { fact = "mark", above = 3 }, { not = { fact = "mark", above = 2, below = 9 } } ] }', None),
    ('{ all = [ { fact = "mark", above = 3 }, { not = { fact = "mark", in = [4] } } ] }', None),
    (
        '{ all = [ { fact = "mark", above = 3 }, '
        '{ not = { any = [ { fact = "mark", above = 2 }, { fact = "sick", is = true } ] } } ] }',
        "",
    ),
    (
        '{ all = [ { fact = "mark", above = 3 }, '
        '{ not = { all = [ { fact = "mark", above = 2 }, { fact = "sick", is = true } ] } } ] }',
        None,
    ),
    ('{ all = [ { fact = "mark", above = 3 }, { all = [ { fact = "mark", below = 3 } ] } ] }', ""),
    ('{ any = [ { fact = "mark", above = 3 }, { fact = "mark", below = 3 } ] }', None),
    ('{ any = [ { all = [ { fact = "mark", above = 3 }, { fact = "mark", below = 3 } ] } ] }', ".any[0]"),
    ('{ not = { fact = "mark", above = 3, below = 2 } }', ".not"),
    ('{ all = [ { tier = "last", is = 5 }, { tier = "last", is = 4 } ] }', ""),
    ('{ all = [ { tier = "last", at_least = 4 }, { tier = "last", is = 4 } ] }', None),
    ('{ all = [ { tier = "last", is = 5, run = 2 }, { tier = "last", is = 4 } ] }', None),
    ('{ all = [ { tier = "last", is = 5, run = 2 }, { tier = "last", is = 4, run = 2 } ] }', ""),
    ('{ all = [ { tier = "last", is = 5, within = 2 }, { tier = "last", is = 4, within = 2 } ] }', None),
    ('{ not = { tier = "last", at_least = "none" } }', None),
    ('{ tier = "last", above = 5 }', ""),
]


@pytest.mark.parametrize(("when", "where"), JOINED)
def test_conditions_that_contradict_themselves(when, where):
    """What no fact, item or tier can be at once is named, at the smallest part that says so."""
    assert clause(when) == ([] if where is None else [("condition.never", f"clause[0].when{where}")])


def test_places_are_whole():
    """Nobody stands between the first and the second place."""
    rest = (
        '[[consequence]]\nsays = { zh = "x" }\nthen = "praise"\nwhen = { all = [ '
        '{ place = "branch", above = 1 }, { place = "branch", below = 2 } ] }\n'
    )

    assert codes(book(rest=rest)) == [("condition.never", "consequence[0].when")]
    assert codes(book(rest=rest.replace("below = 2", "at_most = 2"))) == []


FAR = [
    ('{ fact = "mark", above = 50 }', True),
    ('{ fact = "mark", at_least = 50 }', False),
    ('{ fact = "mark", below = 0 }', True),
    ('{ fact = "mark", in = [60] }', True),
    ('{ fact = "mark", in = [60, 40] }', False),
    ('{ fact = "panel", above = 50 }', True),
    ('{ fact = "absences", below = 0 }', True),
    ('{ item = "score", above = 100 }', True),
    ('{ item = "score", at_least = 100 }', False),
    ('{ item = "mark", above = 50 }', True),
    ('{ not = { item = "mark", above = 50 } }', True),
    ('{ fact = "sick", is = true }', False),
]


@pytest.mark.parametrize(("when", "found"), FAR)
def test_conditions_outside_of_what_is_asked_for(when, found):
    """A question for more than a fact or an item can ever be is named."""
    assert [code for code, _ in clause(when)] == (["condition.out_of_reach"] if found else [])


@pytest.mark.parametrize(
    ("tariff", "found"),
    [
        ("each = 1", True),
        ("points = 2\neach = 1", True),
        ("points = -2\neach = 1", False),
        ('each = { by = "class", elder = -1, else = 2 }', False),
    ],
)
def test_a_limit_over_all_cycles_leaves_more_to_who_lost(tariff, found):
    """A ceiling over all cycles leaves more than it says, where cycles before may have cost points."""
    deeds = f'[fact.deeds]\nrecords = "deed"\n[item.deeds]\n{tariff}\nceiling = {{ ever = 8 }}\n'
    rest = '[[clause]]\nwhen = { item = "deeds", above = 8 }\nthen = "withheld"\n'

    assert (("condition.out_of_reach", "clause[0].when") in codes(book(deeds + FACTS, rest=rest))) == found


def test_a_finding_says_between_what_it_lies():
    """The finding names what is asked, and its ends."""
    rest = USED.replace('fact = "class", is = "elder"', 'fact = "mark", above = 50')
    (found,) = [one for one in lint(book(DUTIES + FACTS, rest=rest)) if one.code == "condition.out_of_reach"]

    assert found.says.en == "can never hold: 'mark' is always at least 0, at most 50"
    assert found.says.zh == "永远不成立：“mark”总是不小于 0、不大于 50"


def test_what_a_withheld_plaque_and_a_consequence_ask():
    """The tier of now is asked for after it is there, and everybody has one."""
    whole = (
        '{ all = [ { not = { tier = "this", at_least = 4 } }, { not = { tier = "this", is = "none" } } ] }'
    )

    assert clause(whole, '"withheld"') == [("condition.never", "clause[0].when")]
    assert clause('{ not = { tier = "this", at_least = 4 } }', '"withheld"') == []


TIERS = [
    ("{ name = 5, above = 100 }, { name = 4 }", [("tier.unreachable", "scale.tiers[0]")]),
    ("{ name = 5, at_least = 90 }, { name = 4, below = 90 }", []),
    (
        '{ name = 5, item = "mark", at_least = 10 }, { name = 4, item = "mark", below = 0 }',
        [("bands.gap", "scale.tiers[1]")],
    ),
    (
        '{ name = 5, all = [ { item = "mark", above = 60 } ] }, { name = 4 }',
        [("condition.out_of_reach", "scale.tiers[0].all[0]")],
    ),
    ('{ name = 5, fact = "mark", above = 60 }, { name = 4 }', [("tier.unreachable", "scale.tiers[0]")]),
]


@pytest.mark.parametrize(("tiers", "expected"), TIERS)
def test_tiers_that_nobody_reaches(tiers, expected):
    """A tier by one band says so itself; in a joined one, the part that is out of reach is named."""
    found = codes(book(DUTIES + FACTS, SAYS + f"tiers = [ {tiers} ]\n", USED))

    assert [one for one in found if "scale" in one[1]] == expected


FOR_EACH = """
[fact.roles]
records = "role"
[item.roles]
says     = {{ zh = "x" }}
for_each = "roles"
field    = "days"
ceiling  = {}
{}
"""


@pytest.mark.parametrize(
    ("ceiling", "tariff", "found"),
    [
        ("60", "steps = [ { at_least = 7, points = 30 } ]", False),
        ("60", "given = { at_least = 5, at_most = 30 }", False),
        ("60", "each = 30", False),
        ("60", "steps = [ { at_least = 7, points = -30 } ]", True),
        ("40", "steps = [ { at_least = 7, points = 30 } ]", True),
    ],
)
def test_records_one_by_one_add_up(ceiling, tariff, found):
    """Two records of 30 are 60: `for_each` is not bounded by what one record gives."""
    text = book("[item.base]\nsays = { zh = 'x' }\npoints = 30\n" + FOR_EACH.format(ceiling, tariff))

    assert (("tier.unreachable", "scale.tiers[0]") in codes(text)) == found


OPEN = "[[quota]]\nsays = { zh = 'x' }\ntier = 5\nat_most = '10%'\nof = 'branch'\nties = 'vote'\n"


@pytest.mark.parametrize(
    ("tiers", "rest", "expected"),
    [
        ("{ name = 5 }, { name = 4 }, { name = 3 }", OPEN + OPEN.replace("tier = 5", "tier = 4"), []),
        (
            "{ name = 5 }, { name = 4, at_least = 80 }, { name = 3 }",
            OPEN,
            [("tier.unasked", "scale.tiers[1]")],
        ),
        ("{ name = 5, at_least = 90 }, { name = 4 }", "", []),
        ("{ name = 5 }, { name = 4 }", OPEN + "spare = 'up'\n", [("tier.open", "scale.tiers[0]")]),
        ("{ name = 5 }, { name = 4 }", OPEN + "binding = false\n", [("tier.open", "scale.tiers[0]")]),
    ],
)
def test_tiers_below_one_that_is_open_to_all(tiers, rest, expected):
    """Everybody reaches a tier without a condition; below it are those whom a quota sends down."""
    assert codes(book(scale=SAYS + f"tiers = [ {tiers} ]\n", rest=rest)) == expected
