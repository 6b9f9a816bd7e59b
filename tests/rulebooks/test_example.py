"""The example of the language, and each shape of published rules, in a few lines."""

# ruff: noqa: E501 -- a shape a line

from datetime import date
from fractions import Fraction

import pytest
from tests.rulebooks.books import HEAD, QINGSHAN, book, found

from sanliang import Cycle, Source, Text, rulebooks
from sanliang.kernel.timeline import Every
from sanliang.records import Length
from sanliang.rulebooks import (
    Band,
    ByDay,
    ByWord,
    Clause,
    Consequence,
    Each,
    Fact,
    FactType,
    Fixed,
    FromRaters,
    FromRecords,
    FromRoster,
    Item,
    Quota,
    Rank,
    Rungs,
    Tier,
    Tiers,
    Within,
    loads,
    tier_names,
)


def fixed(number, share=False):
    """A number, or a share of it in hundredths."""
    return Fixed(Fraction(number) / (100 if share else 1), share)


def test_the_head_of_the_example():
    """What stands at the top of the book is kept as it is written."""
    read = loads(QINGSHAN)

    assert ("qingshan-member-stars", "member", 1, None) == (read.id, read.rates, read.decimals, read.extends)
    assert Text("青山镇党员星级评定办法", "Star rating of members, Qingshan") == read.title
    assert Source(title="青山镇党委 2026 年第 3 号", dated=date(2026, 1, 20)) == read.source
    assert Cycle(every=Every.YEAR, starts=date(2026, 7, 1)) == read.cycle
    assert ("5", "4", "3", "none") == tier_names(read)


def test_the_facts_of_the_example():
    """Facts that are written by themselves come first, then those that items define in place."""
    weights = {"members": fixed(30, True), "branch": fixed(40, True), "villagers": fixed(30, True)}

    assert (
        Fact(id="class", type=FactType.WORD, origin=FromRoster(field="class")),
        Fact(id="service", origin=FromRecords(kind="volunteer", sum="hours")),
        Fact(
            id="sanctioned",
            origin=FromRecords(kind="sanction", window=Length(count=18, every=Every.MONTH)),
        ),
        Fact(id="absences", origin=FromRecords(kind="meeting.absent")),
        Fact(id="appraisal", origin=FromRaters(weights=weights)),
    ) == loads(QINGSHAN).facts


def test_the_items_of_the_example():
    """Each item keeps what it is part of, what it reads, its tariff and its limits."""
    items = list(loads(QINGSHAN).items)

    assert [
        Item(id="score", part_of=None, floor={"cycle": fixed(0)}),
        Item(
            id="duties",
            points=ByWord("class", {"elder": fixed(70)}, fixed(60)),
            floor={"cycle": fixed(0)},
            says=Text("履行义务60分，老党员70分，扣完为止"),
        ),
        Item(
            id="absences",
            part_of="duties",
            fact="absences",
            tariff=Each(points=fixed(-2)),
            says=Text("无故缺席，每次扣2分"),
        ),
        Item(
            id="hours",
            fact="service",
            tariff=Each(points=fixed("0.5")),
            ceiling={"activity": fixed(2), "cycle": fixed(12)},
            says=Text("志愿服务每小时0.5分，每次活动至多2分，全年至多12分"),
        ),
        Item(
            id="appraisal",
            fact="appraisal",
            tariff=Each(points=fixed(20), per=fixed(100)),
            says=Text("评议20分：党员30%，支部40%，群众30%"),
        ),
    ] == items


def test_the_way_to_a_tier_in_the_example():
    """Tiers are bands of the score; clauses, quota and consequence come after them."""
    read = loads(QINGSHAN)
    lines = (("5", 92), ("4", 84), ("3", 75))

    assert (
        Tiers(
            tiers=tuple(
                Tier(name=name, when=rulebooks.Test(of="item", name="score", band=Band(at_least=fixed(line))))
                for name, line in lines
            )
        )
        == read.scale
    )
    assert (
        Clause(
            when=rulebooks.Test(of="fact", name="sanctioned", band=Band(at_least=fixed(1))),
            then=Within(among=("none",)),
            says=Text("十八个月内受处分的，不授星"),
        ),
        Clause(then=Rungs(rise=1)),
    ) == read.clauses
    assert (
        Quota(
            tiers=("5",),
            at_most=ByDay(((date(2026, 7, 1), fixed(12, True)), (date(2027, 7, 1), fixed(16, True)))),
            of="branch",
            rank=("score", "appraisal"),
            least=1,
            ties="narrow",
            says=Text("五星不超过支部的12%，2027年7月起16%，至少一名"),
        ),
    ) == read.quotas
    assert (
        Consequence(
            when=rulebooks.Test(of="tier", name="this", band=Rank(), among=("none",), run=2),
            then=("talk",),
            says=Text("连续两年不授星的，镇党委约谈"),
        ),
    ) == read.consequences


def test_the_case_of_the_example():
    """A case keeps its days, its facts and what it expects."""
    (case,) = loads(QINGSHAN).cases

    assert (date(2026, 7, 1), date(2027, 6, 30)) == case.cycle
    assert {
        "class": "full",
        "absences": 3,
        "service": ({"hours": 6}, {"hours": 3}),
        "appraisal": {"members": 90, "branch": 95, "villagers": 85},
    } == dict(case.facts)
    assert {"score": Fraction("75.6"), "hours": Fraction("3.5"), "tier": 3} == dict(case.expect)
    assert hash(case)


HUANING = [(5, 96, None), (4, 90, 95), (3, 80, 89), (2, 70, 79), (1, 60, 69)]


def huaning(rest=""):
    """The bands of 华宁县, as they are published for whole numbers."""
    rows = (
        f"{{ name = {name}, at_least = {low}" + (f", at_most = {high} }}" if high else " }")
        for name, low, high in HUANING
    )
    return HEAD + f"[fact.composite]\n[item.composite]\n[scale]\n{rest}tiers = [ {', '.join(rows)} ]\n"


def test_bands_for_whole_numbers_are_refused():
    """M01: 69.5, 79.5, 89.5 and 95.5 are in no band; each gap is a fault."""
    assert [("bands.gap", f"scale.tiers[{place}]") for place in (1, 2, 3, 4)] == found(huaning())


def test_gaps_that_the_book_owns_up_to():
    """M01: with `gap = "lower"`, or with a score that has no decimals, nothing is in no band."""
    assert [] == found(huaning('gap = "lower"\n'))
    assert [] == found(huaning().replace("[fact.composite]", "[item.score]\ndecimals = 0\n[fact.composite]"))


QUOTA = '[[quota]]\ntier = {}\nof = "branch"\nties = "narrow"\n{}\n'
# By the numbers of the shapes: what a book says for it. 36 to 38 are the wallet's, 40 a committee's, 42 a notice's.
SHAPES = {
    "1 base points": "[item.base]\npoints = 60\n",
    "1 base points by class": '[item.base]\npoints = { by = "class", a = 60, b = 50 }\n',
    "2 start at zero": "[item.deeds]\nfact = 'hours'\nceiling = 100\n",
    "3 per unit, capped": "[item.deeds]\nfact = 'hours'\neach = 0.5\nceiling = { activity = 2, month = 3, quarter = 5, year = 9, cycle = 9 }\n",
    "4 two windows": "[item.deeds]\nfact = 'hours'\nceiling = { year = 5, ever = 20 }\n",
    "5 all or nothing": "[item.kept]\npoints = 10\nwhen = { fact = 'sick', is = true }\n",
    "6 conditional credit": "[item.noted]\nfact = { records = 'meeting.attended', where = { notes = true, level = ['town', 'city'] } }\n",
    "7 down to zero": "[item.block]\npoints = 10\nfloor = 0\n[item.late]\npart_of = 'block'\nfact = { records = 'late' }\neach = -0.5\n",
    "8 below zero": "[item.late]\nfact = { records = 'late' }\neach = -2\n",
    "9 floor and ceiling": "[item.score]\nfloor = 0\nceiling = 100\n",
    "10 a range": "[item.led]\nfact = 'mark'\ngiven = { at_least = 5, at_most = 10 }\n",
    "11 a free adjustment": "[item.led]\nfact = 'mark'\ngiven = { at_least = -5, at_most = 5 }\ndecision = true\n",
    "12 escalation, cumulative": "[item.essay]\nfact = { records = 'essay' }\neach = 3\n[item.city]\nfact = { records = 'essay', where = { level = 'city' } }\neach = 3\n",
    "12 escalation, the highest": "[item.honours]\ntake = 'highest'\n[item.town]\npart_of = 'honours'\npoints = 1\n[item.city]\npart_of = 'honours'\npoints = 3\n",
    "13 steps": "[item.study]\nfact = 'mark'\nsteps = [ { at_least = 1, points = 1 }, { at_least = 4, points = 2 }, { above = 8, points = 3 } ]\n",
    "14 distance": "[item.turnout]\nfact = 'mark'\neach = -1\nbelow = 85\nper = 1\nwhole = true\n",
    "15 coefficient": "[item.work]\nfact = 'mark'\neach = { by = 'class', a = 1.2, else = 1 }\n",
    "15 coefficient by record": "[item.awards]\nfor_each = 'hours'\nfield = 'count'\neach = { by = 'level', city = 3, province = 5 }\n",
    "16 weighted blocks": "[item.basic]\npoints = 100\nweight = '70%'\n[item.voted]\nfact = 'mark'\nweight = '30%'\n",
    "17 a panel": "[item.panel]\nfact = { raters = ['members', 'branch'], absent = 'share' }\n",
    "18 ballots": "[item.vote]\nfact = { ballots = { good = 100, fair = 60, poor = 0 } }\n",
    "19 bands to stars": "[item.a]\npoints = 1\n",
    "22 ladder": "[[clause]]\nthen = { rise_at_most = 1, fall_at_most = 2 }\n[[clause]]\nwhen = { tier = 'last', below = 4 }\nthen = { at_most = 4 }\n",
    "23 quota": QUOTA.format("5", "at_most = '15%'"),
    "23 quota of a bottom tier": QUOTA.format("4", "at_most = 3\nspare = 'up'"),
    "24 quota by year": QUOTA.format("5", "at_most = { 2026-01-01 = '10%', 2027-01-01 = '1/8' }"),
    "26 ranks": QUOTA.format("[5, 4]", "at_most = '50%'\nrank = ['score', 'hours']\nround = 'half_up'\namong = 'listed'"),
    "27 veto": "[[clause]]\nwhen = { fact = 'sick', is = true }\nthen = { is = 'none' }\n[[clause]]\nwhen = { fact = 'hours', is = 0 }\nthen = { at_most = 4 }\n",
    "28 direct grade": "[[clause]]\nwhen = { fact = 'hours', at_least = 900 }\nthen = { in = [5, 4] }\n",
    "29 lines by status": "[[consequence]]\nwhen = { item = 'score', below = { by = 'class', probationary = 85, else = 60 } }\nthen = 'talk'\n",
    "30 consecutive periods": "[[consequence]]\nwhen = { tier = 'this', is = 5, run = 2 }\nthen = 'award'\n",
    "31 bans and withholding": "[[clause]]\nwhen = { tier = 'last', is = 'none', within = 3 }\nthen = 'withheld'\n",
    "33 exemption": "[[clause]]\nwhen = { all = [ { fact = 'sick', is = true }, { not = { fact = 'class', in = ['cadre', 'core'] } } ] }\nthen = 'exempt'\n",
    "34 entry conditions": "[item.score]\nwhen = { any = [ { fact = 'sick', is = false }, { fact = 'mark', above = 3 } ] }\n",
    "35 unit of rating": "[item.members]\nfact = { ratings = { book = 'member-stars', take = 'mean' } }\n",
    "39 consequence": "[[consequence]]\nwhen = { place = 'branch', at_most = 3 }\nthen = 'model'\n[[consequence]]\nthen = 'file'\n",
}  # fmt: skip
SCALES = {
    "20 named stars": "[scale]\nstars = [ { name = 'study', at_least = 8 }, { name = 'honest', fact = 'sick', is = false } ]\n",
    "21 metric stars": "[item.score]\nweight = '1/10'\n[scale]\nstars = 7\n",
    "25 forced distribution": "[scale]\ntiers = [ { name = 5 }, { name = 4 }, { name = 3 } ]\n"
    + QUOTA.format("5", "at_most = '10%'") + QUOTA.format("4", "at_most = '40%'"),
    "41 other scales": "[scale]\ntiers = [ { name = 'red', at_least = 60 }, { name = 'yellow' } ]\n",
}  # fmt: skip


@pytest.mark.parametrize("rest", SHAPES.values(), ids=SHAPES)
def test_a_shape_reads(rest):
    """Everything that occurs in published schemes can be said."""
    assert [] == found(book(rest))


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_a_scale_reads(scale):
    """Tiers by bands, by names, by stars and by shares can be said."""
    assert [] == found(book(scale=scale))


@pytest.mark.parametrize(
    ("every", "cycle"),
    [
        ("month", Cycle(every=Every.MONTH, starts=date(2026, 7, 1))),
        ("quarter", Cycle(every=Every.MONTH, count=3, starts=date(2026, 7, 1))),
        ("year", Cycle(every=Every.YEAR, starts=date(2026, 7, 1))),
        ("2 years", Cycle(every=Every.YEAR, count=2, starts=date(2026, 7, 1))),
        ("6 months", Cycle(every=Every.MONTH, count=6, starts=date(2026, 7, 1))),
    ],
)
def test_a_rhythm_reads(every, cycle):
    """Shape 32: months, quarters, years, or so many of them, from any day."""
    text = QINGSHAN.replace('every = "year"', f'every = "{every}"')

    assert cycle == loads(text).cycle
