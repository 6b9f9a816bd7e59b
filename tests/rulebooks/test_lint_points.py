"""Items that may grow without end, limits that cross, ceilings out of reach; words that are missing."""

import pytest
from tests.rulebooks.books import found
from tests.rulebooks.test_lint import DUTIES, HEAD, SAYS, SCALE, book, codes

from sanliang.rulebooks import Severity, lint

ITEM = '[fact.deeds]\n{}\n[item.deeds]\nsays = {{ zh = "x" }}\n{}\n'


EACH = 'for_each = "deeds"\nfield = "mark"'


@pytest.mark.parametrize(
    ("fact", "item", "grows"),
    [
        ('records = "deed"', "", True),
        ('records = "deed"\nsum = "hours"', "", True),
        ('records = "deed"\nsum = "hours"\nat_most = 24', "", False),
        ("at_most = 9", "each = 1", False),
        ("", "each = 1", True),
        ("", "", False),
        ('raters = ["branch"]', "each = 1", False),
        ('records = "deed"', 'fact = "deeds"\nceiling = "none"', False),
        ('records = "deed"', EACH, True),
        (
            'records = "deed"',
            EACH + "\ngiven = { at_least = 1, at_most = 5 }",
            True,
        ),
        (
            'records = "deed"',
            EACH + "\ngiven = { at_least = -5, at_most = 0 }",
            False,
        ),
        (
            'records = "deed"',
            EACH + "\nsteps = [ { at_least = 1, points = 2 } ]",
            True,
        ),
        ('records = "deed"', 'for_each = "deeds"\neach = -1', False),
        ('records = "deed"', 'for_each = "deeds"', True),
        ('records = "deed"', "ceiling = { quarter = 20 }", False),
        ('records = "deed"', "ceiling = { activity = 2 }", True),
    ],
)
def test_items_without_a_ceiling(fact, item, grows):
    """What records or a hand give without end is named, whatever the tariff; edges of a fact are an end."""
    named = [path for code, path in codes(book(ITEM.format(fact, item))) if code == "item.no_ceiling"]

    assert named == (["item.deeds"] if grows else [])


def test_no_ceiling_above_is_enough():
    """Where the source says of the whole that there is no ceiling, nothing below it needs one."""
    deeds = ITEM.format('records = "deed"', "each = 1")

    assert codes(book('[item.score]\nceiling = "none"\n' + deeds)) == []


def test_no_ceiling_is_said_of_the_whole_only():
    """A table of windows holds numbers; `"none"` is no number."""
    item = "[item.x]\npoints = 1\nceiling = {}\n"

    assert found(book(item.format('{ cycle = "none" }'))) == [("book.number", "item.x.ceiling.cycle")]
    assert found(book(item.format('"None"'))) == [("book.number", "item.x.ceiling")]
    assert found(book("[item.x]\npoints = 1\nfloor = 'none'\n")) == [("book.number", "item.x.floor")]


CLASS = '[fact.class]\ntype = "word"\n'
BY = '{{ by = "class", elder = {}, else = {} }}'


@pytest.mark.parametrize(
    ("limits", "refused", "warned"),
    [
        ("floor = 5\nceiling = 3", ["item.floor.cycle"], []),
        ("floor = 3\nceiling = 3", [], []),
        ("floor = { ever = 5 }\nceiling = { ever = 3 }", ["item.floor.ever"], []),
        ("floor = { ever = 5 }\nceiling = { cycle = 3 }", [], []),
        (f"floor = {BY.format(5, 1)}\nceiling = 3", [], ["item.floor.cycle"]),
        (f"floor = {BY.format(5, 1)}\nceiling = {BY.format(6, 2)}", [], []),
        (f"floor = {BY.format(7, 3)}\nceiling = {BY.format(6, 2)}", ["item.floor.cycle"], []),
        ("floor = { 2026-01-01 = 1, 2027-01-01 = 5 }\nceiling = 3", [], ["item.floor.cycle"]),
        ("floor = { 2030-01-01 = 1 }\nceiling = { 2031-01-01 = 5 }", [], []),
        ("ceiling = { month = -1 }", ["item.ceiling.month"], []),
        ("ceiling = { year = 0 }", [], []),
        (f"ceiling = {{ activity = {BY.format(-1, 1)} }}", ["item.ceiling.activity"], []),
        ("floor = { quarter = 1 }", ["item.floor.quarter"], []),
        ("floor = { quarter = 0 }", [], []),
        ("ceiling = { cycle = -1 }\nfloor = { cycle = -2 }", [], []),
    ],
)
def test_limits(limits, refused, warned):
    """A floor above the ceiling of its window is refused; where it is so for some only, it is named."""
    text = book(f'{CLASS}[fact.deeds]\nrecords = "deed"\n[item.x]\nfact = "deeds"\neach = 0\n{limits}\n')
    faults = [path for code, path in found(text)]
    warnings = [path for code, path in codes(text) if code == "item.limits_sometimes"]

    assert faults == [path.replace("item.", "item.x.", 1) for path in refused]
    assert warnings == [path.replace("item.", "item.x.", 1) for path in warned]


@pytest.mark.parametrize(
    ("items", "unreached"),
    [
        ("[item.score]\nceiling = 100\n[item.a]\nsays = { zh = 'x' }\npoints = 80\n", True),
        ("[item.score]\nceiling = 100\n[item.a]\nsays = { zh = 'x' }\npoints = 100\n", False),
        ("[item.score]\nceiling = 100\nopen = true\n[item.a]\nsays = { zh = 'x' }\npoints = 90\n", False),
        (
            "[item.score]\nceiling = 100\n[item.b]\nsays = { zh = 'x' }\nopen = true\n"
            "[item.a]\nsays = { zh = 'x' }\npoints = 90\n",
            False,
        ),
        ("[item.score]\nceiling = 100\nweight = 2\n[item.a]\nsays = { zh = 'x' }\npoints = 60\n", True),
        ("[item.score]\nceiling = { month = 200 }\n[item.a]\nsays = { zh = 'x' }\npoints = 90\n", False),
        (f"{CLASS}[item.score]\nceiling = {BY.format(50, 200)}\n[item.a]\nsays = 'x'\npoints = 80\n", False),
        (f"{CLASS}[item.score]\nceiling = {BY.format(90, 200)}\n[item.a]\nsays = 'x'\npoints = 80\n", True),
        (f"{CLASS}[item.score]\nceiling = 100\n[item.a]\nsays = 'x'\npoints = {BY.format(80, 100)}\n", False),
    ],
)
def test_ceilings_that_nobody_reaches(items, unreached):
    """A ceiling above all that the parts come to is named, where nothing may be added."""
    found_codes = [path for code, path in codes(book(items)) if code == "item.ceiling_unreached"]

    assert found_codes == (["item.score.ceiling"] if unreached else [])


def test_a_ceiling_that_nobody_reaches_says_what_is_reached():
    """The finding says both numbers as they are written."""
    (one,) = lint(book("[item.score]\nceiling = 100\n[item.a]\nsays = 'x'\npoints = 90.5\n"))

    assert "has a ceiling of 100, and comes to 90.5 at most" == one.says.en


def test_a_window_that_is_the_whole_cycle_is_a_ceiling():
    """By the quarter, a ceiling of the quarter or of the year is one of the cycle; that of a month is not."""
    quarterly = HEAD.replace('every = "year"', 'every = "quarter"')
    item = '[fact.deeds]\nrecords = "deed"\n[item.deeds]\nsays = {{ zh = "x" }}\nceiling = {{ {} = 80 }}\n'

    for window, reached in (("quarter", False), ("year", False), ("month", True)):
        text = quarterly + item.format(window) + SCALE
        assert (("tier.unreachable", "scale.tiers[0]") not in codes(text)) == reached


def test_every_rule_says_what_it_does():
    """Items with points or parts, and tiers, say in words what they do; the sum of all needs none."""
    points = book("[item.block]\n[item.base]\npart_of = 'block'\npoints = 100\n")
    score = book("[item.score]\npoints = 100\n")
    tiers = "tiers = [ { name = 5, at_least = 90, says = { zh = 'x' } }, { name = 4, at_least = 80 } ]\n"

    assert codes(points) == [("says.missing", "item.block"), ("says.missing", "item.base")]
    assert codes(score) == [("says.missing", "item.score")]
    assert codes(book(scale="[scale]\n" + tiers)) == [("says.missing", "scale")]
    assert codes(book(scale="[scale]\n" + tiers.replace("at_least = 80", "at_least = 80, says = 'x'"))) == []
    assert codes(book(scale="[scale]\nstars = 5\n")) == [("says.missing", "scale")]
    assert codes(book(scale=SAYS + "stars = 5\n")) == []
    assert codes(book(DUTIES, scale="")) == []


@pytest.mark.parametrize(
    ("raters", "together"),
    [
        ('{ a = "30%", b = "40%", c = "30%" }', None),
        ('{ a = "1/3", b = "2/3" }', None),
        ('["a", "b"]', None),
        ("{ a = 3, b = 4 }", None),
        ('{ a = "30%", b = 4 }', None),
        ('{ a = "30%", b = "40%", c = "20%" }', "90%"),
        ('{ a = "30%", b = { 2026-01-01 = "70%", 2027-01-01 = "80%" } }', "110%"),
        ('{ a = "30%", b = { 2027-01-01 = "70%" } }', None),
        ('{ a = "30%", b = { by = "class", elder = "70%" } }', None),
        ('{ a = "30%", b = { by = "class", elder = "70%", else = "60%" } }', "90%"),
    ],
)
def test_shares_of_raters_are_a_whole(raters, together):
    """Weights are relative; shares that do not come to 100 % on every day and for every word are named."""
    by = '[fact.class]\ntype = "word"\n' if "class" in raters else ""
    item = f'[item.marks]\nsays = {{ zh = "评议" }}\nfact = {{ raters = {raters} }}\n'
    found = [one for one in lint(book(by + item)) if one.code == "raters.sum"]

    assert [one.path for one in found] == (["item.marks.fact.raters"] if together else [])
    assert {one.severity for one in found} <= {Severity.WARNING}
    assert all(together in one.says.zh for one in found)
