"""What the linter finds in a rulebook, before anybody is rated."""

import pytest

from sanliang import InvalidInput
from sanliang.rulebooks import Finding, Severity, base_of, lint, lint_book, loads

HEAD = """
schema = 1
id     = "stars"
rates  = "member"
title  = { zh = "星级评定" }
source = { title = "某镇党委文件", date = 2026-01-05 }
cycle  = { every = "year", starts = 2026-01-01 }
"""
SAYS = '[scale]\nsays = { zh = "等次" }\n'
SCALE = SAYS + "tiers = [ { name = 5, at_least = 90 }, { name = 4, at_least = 80 } ]\n"
DUTIES = """
[fact.absences]
records = "meeting.absent"
[item.duties]
says   = { zh = "每次缺席扣2分" }
points = 100
fact   = "absences"
each   = -2
"""


def codes(text):
    """The codes and paths of what is found."""
    return [(one.code, one.path) for one in lint(text)]


def book(items=DUTIES, scale=SCALE, rest=""):
    """A book of parts."""
    return HEAD + items + scale + rest


def test_a_quiet_book_is_quiet():
    """A book in which nothing is doubtful gives no finding."""
    assert lint(book()) == ()


def test_a_finding_says_where_and_what():
    """A finding has a code, a severity, a path, a line, and texts in both languages."""
    (found,) = lint(book(DUTIES + "[fact.visits]\n"))

    assert found == Finding(
        code="fact.unused",
        severity=Severity.WARNING,
        path="fact.visits",
        line=16,
        says=found.says,
    )
    assert found.says.zh
    assert found.says.en


def test_an_item_of_the_same_name_does_not_use_a_fact():
    """Who asks for the points of an item has not asked for the fact of its name."""
    visits = '[fact.visits]\n[item.visits]\nsays = { zh = "x" }\npoints = 1\n'
    rest = '[[clause]]\nsays = { zh = "x" }\nwhen = { item = "visits", above = 0 }\nthen = "exempt"\n'

    assert codes(book(DUTIES + visits, rest=rest)) == [("fact.unused", "fact.visits")]
    assert codes(book(DUTIES + visits, rest=rest.replace("item =", "fact ="))) == []


@pytest.mark.parametrize("rest", ["", "[fact.visits]\n", "[fact.visits]\n[fact.calls]\n"])
def test_a_book_that_was_read_has_the_doubts_of_its_text(rest):
    """Who has a book and no text learns the same, but for the lines."""
    text = book(DUTIES + rest)

    expected = sorted((one.path, one.code, one.severity, 0, one.says) for one in lint(text))
    found = [(one.path, one.code, one.severity, one.line, one.says) for one in lint_book(loads(text))]
    assert expected == found
    with pytest.raises(InvalidInput):
        lint_book(text)


def test_the_book_that_a_text_extends_is_known_before_it_is_read():
    """The id of the base, or nothing; what is no id, and what is no TOML, is refused."""
    assert ("stars", None) == (base_of('extends = "stars"'), base_of(book()))
    for wrong in ("extends = 3", 'extends = "../stars"', "extends ="):
        with pytest.raises(InvalidInput):
            base_of(wrong)


def test_what_refuses_a_book_is_an_error():
    """Faults of the reader and of the checks are errors, in the order of their lines."""
    found = lint(book(DUTIES.replace('fact   = "absences"', 'fact   = "absense"')))

    assert [(one.code, one.severity, one.line) for one in found] == [("name.fact", Severity.ERROR, 14)]


def test_what_is_no_toml_is_an_error_too():
    """A text that is no TOML gives a finding, never an exception."""
    assert [one.severity for one in lint("[")] == [Severity.ERROR]
    assert [one.severity for one in lint(b"\xff")] == [Severity.ERROR]


@pytest.mark.parametrize(("low", "high"), [(69, 70), (79, 80), (89, 90), (95, 96)])
def test_gaps_between_whole_numbers_are_errors(low, high):
    """M01: bands written for whole numbers leave 69.5, 79.5, 89.5 and 95.5 nowhere."""
    tiers = [(5, 96, None), (4, 90, 95), (3, 80, 89), (2, 70, 79), (1, 60, 69)]
    rows = ", ".join(
        f"{{ name = {name}, at_least = {least}" + (f", at_most = {most} }}" if most else " }")
        for name, least, most in tiers
    )
    text = book(scale=f"{SAYS}tiers = [ {rows} ]\n")
    found = [one for one in lint(text) if f"{low} " in one.says.en and f"{high} " in one.says.en]

    assert [(one.code, one.severity) for one in found] == [("bands.gap", Severity.ERROR)]
    assert lint(text.replace("[scale]", '[scale]\ngap = "lower"')) == ()


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ("each = 1", True),
        ("each = -1", False),
        ("each = 1\nceiling = 8", False),
        ("each = 1\nceiling = { ever = 8 }", False),
        ("each = 1\nceiling = { month = 8 }", False),
        ("each = 1\nceiling = { activity = 8 }", True),
        ("each = 1\nceiling = 'none'", False),
        ("", True),
        ('each = { by = "class", elder = -1, else = 2 }', True),
        ("steps = [ { at_least = 3, points = 2 } ]", False),
    ],
)
def test_items_without_a_ceiling(item, found):
    """An item that gives points without end is named, unless something above it has a ceiling."""
    text = book(
        '[fact.class]\ntype = "word"\n[fact.deeds]\nrecords = "deed"\n'
        f'[item.deeds]\nsays = {{ zh = "好事" }}\n{item}\n'
        '[[clause]]\nsays = { zh = "x" }\nwhen = { fact = "class", is = "elder" }\nthen = "exempt"\n'
    )

    assert (("item.no_ceiling", "item.deeds") in codes(text)) == found


def test_a_ceiling_above_is_enough():
    """A ceiling of the item that the item is a part of ends it, too; marks of raters end by themselves."""
    deeds = '[fact.deeds]\nrecords = "deed"\n[item.deeds]\nsays = { zh = "好事" }\n'
    raters = '[item.marks]\nsays = { zh = "评议" }\nfact = { raters = ["branch", "members"] }\n'
    text = book("[item.score]\nceiling = 100\n" + deeds)
    marks = book(raters + "each = 20\nper = 100\n")

    assert codes(text) == []
    assert codes(marks) == []


def test_rules_without_words():
    """Items with a tariff, clauses, quotas and consequences say what they do."""
    text = book(
        '[fact.sanctioned]\nrecords = "sanction"\n'
        '[item.duties]\npoints = 100\nfact = "sanctioned"\neach = -2\n',
        rest="""
[[clause]]
when = { fact = "sanctioned", at_least = 1 }
then = { is = "none" }
[[quota]]
tier = 5
at_most = "12%"
of = "branch"
ties = "narrow"
[[consequence]]
when = { tier = "this", is = "none", run = 2 }
then = "talk"
""",
    )

    assert codes(text) == [
        ("says.missing", "item.duties"),
        ("says.missing", "clause[0]"),
        ("says.missing", "quota[0]"),
        ("says.missing", "consequence[0]"),
    ]


def test_a_source_that_nobody_can_look_up():
    """A source needs a day, or a place where it can be seen."""
    bare = book().replace(", date = 2026-01-05", "")

    assert codes(bare) == [("source.undated", "source")]
    assert codes(bare.replace("某镇党委文件", '某镇党委文件", seen = "公开栏')) == []


USES = [
    '[item.more]\nsays = { zh = "x" }\nfact = "extra"\nceiling = 3\n',
    '[item.more]\nsays = { zh = "x" }\npoints = 3\nwhen = { fact = "extra", at_least = 1 }\n',
    '[[clause]]\nsays = { zh = "x" }\nwhen = { any = [ { fact = "extra", is = 1 } ] }\nthen = "exempt"\n',
    '[[consequence]]\nsays = { zh = "x" }\nwhen = { not = { fact = "extra", is = 1 } }\nthen = "talk"\n',
]


@pytest.mark.parametrize("rest", USES)
def test_a_fact_that_a_rule_reads_is_used(rest):
    """Items, their conditions, clauses and consequences read facts."""
    assert codes(book(DUTIES + '[fact.extra]\nrecords = "extra"\n' + rest)) == []


WORDS = [
    "[item.more]\npoints = {}\n",
    "[item.more]\npoints = 1\nweight = {}\n",
    "[item.more]\npoints = 1\nfloor = {}\n",
    "[item.more]\npoints = 1\nceiling = {{ cycle = {} }}\n",
    '[item.more]\nsays = {{ zh = "x" }}\nfact = "absences"\neach = -1\nper = {}\n',
    '[item.more]\nsays = {{ zh = "x" }}\nfact = "absences"\neach = -1\nabove = {}\n',
    '[item.more]\nsays = {{ zh = "x" }}\nfact = "absences"\nsteps = [ {{ at_least = 3, points = {} }} ]\n',
    '[item.more]\nsays = {{ zh = "x" }}\nfact = "absences"\nsteps = [ {{ at_least = {}, points = 3 }} ]\n',
    '[item.more]\nsays = {{ zh = "x" }}\nfact = "absences"\ngiven = {{ at_least = 0, at_most = {} }}\n',
    '[[clause]]\nsays = {{ zh = "x" }}\nwhen = {{ fact = "absences", at_least = {} }}\nthen = "exempt"\n',
    '[[quota]]\nsays = {{ zh = "x" }}\ntier = 5\nat_most = {}\nof = "branch"\nties = "narrow"\n',
]


@pytest.mark.parametrize("rest", WORDS)
def test_a_word_that_a_value_depends_on_is_used(rest):
    """Wherever a value stands that goes by a word, the fact that gives the word is read."""
    value = '{ by = "class", elder = 1, else = 2 }'
    text = book(DUTIES + '[fact.class]\ntype = "word"\nroster = "class"\n' + rest.format(value))

    assert "fact.unused" not in [one.code for one in lint(text)]
    assert "fact.unused" in [one.code for one in lint(text.replace(value, "1"))]


STARS = SAYS + 'stars = [ { name = "honest", fact = "absences", at_most = 0 } ]\n'


def test_stars_read_facts_too():
    """The conditions of named stars are looked at; stars for points have none."""
    facts = '[fact.absences]\nrecords = "meeting.absent"\n[item.duties]\nsays = { zh = "x" }\npoints = 5\n'

    assert codes(book(facts, STARS)) == []
    assert codes(book(facts, SAYS + "stars = 5\n")) == [("fact.unused", "fact.absences")]


@pytest.mark.parametrize(
    ("edges", "never"),
    [
        ("at_least = 3, at_most = 2", True),
        ("at_least = 3, at_most = 3", False),
        ("above = 3, at_most = 3", True),
        ("at_least = 3, below = 3", True),
        ("at_least = 2, below = 3", False),
        ("at_least = 3", False),
        ("at_least = { 2026-01-01 = 3, 2027-01-01 = 1 }, at_most = 2", False),
    ],
)
def test_conditions_that_never_hold(edges, never):
    """Edges between which no number lies, on no day, are named."""
    rest = f'[[clause]]\nsays = {{ zh = "x" }}\nwhen = {{ fact = "absences", {edges} }}\nthen = "exempt"\n'

    assert codes(book(rest=rest)) == ([("condition.never", "clause[0].when")] if never else [])


TOTALS = [
    ("points = 89", True),
    ("points = 90", False),
    ("points = 100\nceiling = 85", True),
    ("points = 80\nfloor = 95", False),
    ('points = 120\nweight = "70%"', True),
    ("points = 120\nweight = -1", True),
    ("points = -120\nweight = -1", False),
    ("points = { 2026-01-01 = 60, 2027-01-01 = 95 }", False),
    ('points = 60\nfact = "absences"\neach = -2', True),
    ('points = 60\nfact = "absences"\neach = 2\nceiling = 200', False),
    ('points = 60\nfact = "absences"\neach = 2\nabove = 3\nceiling = 80', True),
    ('points = 60\nfact = "mark"\neach = 2', False),
    ('points = 60\nfact = "mark"\neach = -2\nbelow = 90', True),
    ('points = 60\nfact = "absences"\nceiling = 80', True),
    ('points = 60\nfact = "mark"\ngiven = { at_least = 0, at_most = 10 }', True),
    ('points = 60\nfact = "mark"\ngiven = { at_least = 0 }', False),
    ('points = 60\nfact = "mark"\ngiven = { at_most = 40 }', False),
    ('points = 60\nfact = "absences"\nsteps = [ { at_least = 3, points = 20 } ]', True),
    ('points = 60\nfact = "absences"\nsteps = [ { at_least = 3, points = 40 } ]', False),
    ('points = 95\nwhen = { fact = "absences", at_most = 3 }', False),
]


@pytest.mark.parametrize(("item", "found"), TOTALS)
def test_tiers_that_nobody_reaches(item, found):
    """A tier that starts above the most that the score can come to is named."""
    text = book(
        '[fact.absences]\nrecords = "meeting.absent"\n[fact.mark]\n[item.all]\nsays = { zh = "x" }\n'
        + item
        + "\n"
    )

    assert (("tier.unreachable", "scale.tiers[0]") in codes(text)) == found


@pytest.mark.parametrize(
    ("take", "found"), [("sum", False), ("highest", True), ("lowest", True), ("mean", True)]
)
def test_how_parts_are_taken_counts(take, found):
    """Two parts of 50 reach 100 together, and 50 one by one."""
    items = f'[item.score]\ntake = "{take}"\n[item.one]\npoints = 50\n[item.other]\npoints = 50\n'

    assert (("tier.unreachable", "scale.tiers[0]") in codes(book(items))) == found


def test_an_edge_that_the_highest_score_only_touches():
    """A tier above 100 is not reached by 100, and a tier from 100 is."""
    above = SAYS + "tiers = [ { name = 5, above = 100 }, { name = 4, at_least = 80 } ]\n"

    assert codes(book(scale=above)) == [("tier.unreachable", "scale.tiers[0]")]
    assert codes(book(scale=above.replace("above", "at_least"))) == []


def test_tiers_by_another_item_or_without_a_lower_edge():
    """Bands of any item are held against what it can come to; one without a lower edge is for all below."""
    other = SAYS + 'tiers = [ { name = 5, item = "duties", at_least = 900 }, { name = 4 } ]\n'
    below = SAYS + "tiers = [ { name = 5, at_least = 90 }, { name = 4, below = 90 } ]\n"

    assert codes(book(scale=other)) == [("tier.unreachable", "scale.tiers[0]")]
    assert codes(book(scale=other.replace("900", "90"))) == []
    assert codes(book(scale=below)) == []


QUOTA = '[[quota]]\nsays = {{ zh = "x" }}\ntier = {}\n{} = {}\nof = "town"\nties = "narrow"\n'


@pytest.mark.parametrize(
    ("quotas", "path"),
    [
        (
            [("5", "at_most", '"10%"'), ("4", "at_most", '"40%"'), ("[5, 4]", "at_least", '"100%"')],
            "quota[2]",
        ),
        ([("[5, 4]", "at_most", '"50%"'), ("[5, 4]", "at_least", '"51%"')], "quota[1]"),
        ([("5", "at_most", '"10%"'), ("[5, 4]", "at_least", '"100%"')], None),
        ([("5", "at_most", "3"), ("5", "at_least", '"30%"')], None),
        ([("5", "at_most", '"30%"'), ("5", "at_least", "3")], None),
        ([("5", "at_most", '"30%"'), ("5", "at_least", '"30%"')], None),
        ([("5", "at_most", '{ 2026-01-01 = "9%", 2027-01-01 = "30%" }'), ("5", "at_least", '"30%"')], None),
    ],
)
def test_targets_that_quotas_forbid(quotas, path):
    """B05: 10 % and 40 % at most forbid the target that all have four stars or more."""
    rest = "".join(QUOTA.format(*one) for one in quotas)

    assert codes(book(rest=rest)) == ([] if path is None else [("quota.target", path)])


def test_a_share_of_more_than_everybody():
    """A share of more than 100 % is named."""
    assert codes(book(rest=QUOTA.format("5", "at_most", '"120%"'))) == [("quota.over", "quota[0].at_most")]
