"""Explanations as they are read: each step has its sentence, in Chinese and in English."""

from datetime import date
from fractions import Fraction

import attrs
import pytest
from tests.ratings.books import HEAD, LAST, SCALE, book, rated

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.sources import Source
from sanliang.ratings import Line, Override, Rated, explain, rate, rate_group
from sanliang.ratings._explain._ground import Ground, Index
from sanliang.ratings._explain._tiers import movers
from sanliang.rulebooks import loads
from sanliang.testing._adding import walk

FACT = "[fact.n]\n"


def lines(facts, made, lang="en", **others):
    """The sentences of an explanation, without their depth."""
    found = explain(rated(facts, made, **others), made).text(lang)
    return [line.strip() for line in found.splitlines()]


def item(facts, items, lang="en", **others):
    """The sentences below the item `a`, of a book with these items."""
    made = book(items)
    verdict = explain(rated(facts, made, **others), made)
    (found,) = [one for one in walk(verdict.reasons) if one.params.get("item") == "a"]
    return [line.strip() for line in found.text(lang).splitlines()[1:]]


def test_a_score_is_read_aloud():
    """The whole of a small explanation: the outcome and its reasons, then the score and its items."""
    made = book(
        """
[item.duties]
says = { zh = "履行义务60分", en = "Duties, 60" }
source = { title = "某镇党委文件", date = 2026-01-05, article = "5" }
points = 60
floor = 0
[item.absences]
part_of = "duties"
says = "无故缺席，每次扣2分"
fact = { records = "meeting.absent" }
each = -2
"""
    )
    assert (
        """
星级评定，2026-01-01至2026-12-31：不授星（无等次）（《某镇党委文件》）
  各档条件都不成立：不授星（无等次）
    得分：54，不符合“90以上”
    得分：54，不符合“80以上”
    得分：54，不符合“60以上”
得分：54分
  履行义务60分：54分（《某镇党委文件》第5条）
    无故缺席，每次扣2分：-6分
      “absences”：3
      3 × -2分 = -6分
    各项之和：-6分
    基础分60分，合计54分
  各项之和：54分"""
        == "\n" + explain(rated({"absences": 3}, made), made).text("zh")
    )


def test_a_tier_is_true_where_one_is_held():
    """The verdict is true for a tier other than none, and for nobody who is exempt or not ratable."""
    made = book(rest='[[clause]]\nwhen = { fact = "hours", below = 1 }\nthen = "exempt"\n')
    assert [bool(explain(rated({"hours": hours}, made), made)) for hours in (95, 12, 0, None)] == [
        True,
        False,
        False,
        False,
    ]


# --- tariffs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tariff", "number", "sentences"),
    [
        ("", 7, ["1 point each, since no tariff is written: 7"]),
        ("each = 0.5", 7, ["7 x 0.5 = 3.5"]),
        ('each = "1/3"', 7, ["7 x 1/3 = 7/3", "rounded to 2 decimals: 2.33"]),
        ("each = 2", 0, ["nothing to count: 0"]),
        ("each = 20\nper = 100", "90.5", ["90.5 / 100 x 20 = 18.1"]),
        ("each = -2\nper = 3\nwhole = true", 7, ["7 has 2 whole times 3; 2 x -2 = -4"]),
        ("each = 1\nabove = 5", 7, ["7 is 2 above 5", "2 x 1 = 2"]),
        ("each = 1\nbelow = 5", 7, ["7 is 0 below 5", "0 x 1 = 0"]),
        ("steps = [ { at_least = 5, points = 3 } ]", 7, ["7 is in the band at least 5: 3"]),
        ("steps = [ { above = 7, points = 3 } ]", 7, ["7 is below all bands: 0"]),
        (
            'gap = "lower"\nsteps = [ { above = 9, points = 3 }, { above = 1, below = 4, points = 2 } ]',
            7,
            ["7 is in no band and goes to the one below, above 1 and below 4: 2"],
        ),
        (
            'overlap = "lower"\nsteps = [ { at_least = 5, points = 3 }, { at_most = 8, points = 2 } ]',
            7,
            ["7 is in several bands; the book takes at most 8: 2"],
        ),
        (
            'overlap = "higher"\nsteps = [ { at_least = 5, points = 3 }, { at_most = 8, points = 2 } ]',
            7,
            ["7 is in several bands; the book takes at least 5: 3"],
        ),
        (
            "given = { at_least = 0, at_most = 10 }",
            7,
            ["a mark within the edges at least 0 and at most 10: 7"],
        ),
    ],
)
def test_each_tariff_has_its_arithmetic(tariff, number, sentences):
    """A tariff is one line of arithmetic, after what was read."""
    found = item({"n": number}, f'{FACT}[item.a]\nfact = "n"\n{tariff}\n')
    assert found == [f"n: {number}", *sentences]


def test_how_often_a_number_counts_is_told_exactly():
    """A reason holds how often the points are given: parts of times, or whole ones alone."""
    for tariff, count in (("", Fraction("0.905")), ("whole = true", Fraction(0))):
        made = book(f'{FACT}[item.a]\nfact = "n"\neach = 20\nper = 100\n{tariff}\n')
        verdict = explain(rated({"n": "90.5"}, made), made)
        assert [count] == [one.params["count"] for one in walk(verdict.reasons) if "count" in one.params]


def test_a_value_says_by_which_day_and_word_it_was_chosen():
    """A value that changes by day or by word says since when, and because of which word."""
    items = """
[fact.class]
type = "word"
says = "党员类别"
[item.a]
points = { by = "class", elder = { 2025-01-01 = 65, 2026-07-01 = 70 }, else = 60 }
"""
    assert item({"class": "elder"}, items, "zh") == [
        "基础分70分，合计70分",
        "因为党员类别为“elder”",
        "自2026-07-01起为此数",
    ]
    assert item({"class": "young"}, items) == [
        "60 to start with: 60",
        "since class is young, one of all others",
    ]


def test_a_yes_is_read_as_such():
    """A yes or no is shown as one, and counts as 1 or 0."""
    found = item({"n": True}, '[fact.n]\ntype = "yes"\n[item.a]\nfact = "n"\neach = 5\n', "zh")
    assert found == ["“n”：是", "1 × 5分 = 5分"]


def test_a_mean_lists_its_marks():
    """Of raters there is each mark with its weight, and who gave none; of ballots each grade."""
    raters = '{ members = "30%", villagers = "30%", branch = "40%" }'
    marks = f'[item.a]\nfact = {{ raters = {raters}, absent = "share" }}\n'
    assert item({"a": {"members": 90, "villagers": [70, 80]}}, marks)[:4] == [
        "a: 82.5",
        "members: 90, weight 50%",
        "villagers: 75, weight 50%",
        "branch gave no mark; the others share its weight",
    ]
    thirds = '[item.a]\nfact = { raters = { x = "1/3", y = "2/3" } }\n'
    assert item({"a": {"x": 90, "y": 60}}, thirds)[1:3] == ["x: 90, weight 1/3", "y: 60, weight 2/3"]
    ballots = "[item.a]\nfact = { ballots = { good = 100, poor = 0 } }\n"
    assert item({"a": {"good": 3, "poor": 1}}, ballots)[:3] == [
        "a: 75",
        "good: 3 ballots, worth 100 each",
        "poor: 1 ballots, worth 0 each",
    ]
    assert item({"a": 82}, marks) == ["a: 82", "1 point each, since no tariff is written: 82"]


def test_a_mark_names_who_decided():
    """A mark that was given says who decided on it, when and why."""
    items = FACT + '[item.a]\nfact = "n"\ngiven = { at_least = 0 }\n'
    mark = {"mark": 5, "by": "m-1", "on": date(2026, 12, 1), "reason": "抢险"}
    assert item({"n": mark}, items)[1:3] == ["decided by m-1 on 2026-12-01", "the reason: 抢险"]
    assert item({"n": {"mark": 5, "by": "m-1"}}, items)[1:] == ["a mark within the edges at least 0: 5"]


# --- records -------------------------------------------------------------------------------------------


def test_records_say_what_was_cut():
    """Each record has its day, its arithmetic and what of it counts; then the limits that cut something."""
    items = """
[item.a]
fact = { records = "visit", sum = "hours" }
each = 0.5
ceiling = { activity = 2, month = 3, cycle = 9 }
"""
    visits = [
        {"on": date(2026, 3, 1), "hours": 6, "activity": "a-1"},
        {"on": date(2026, 3, 9), "hours": 3},
        {"on": date(2026, 4, 1), "hours": 1},
    ]
    assert item({"a": visits}, items) == [
        "a: 10",
        "by record (3): 5",
        "2026-03-01: 3 earned, 2 counted (the limit by activity)",
        "6 x 0.5 = 3",
        "2026-03-09: 1.5 earned, 1 counted (the limit by month)",
        "3 x 0.5 = 1.5",
        "2026-04-01: 0.5",
        "1 x 0.5 = 0.5",
        "5 earned, 3.5 counted within the limits",
        "no more than 2 by activity",
        "no more than 3 by month",
    ]
    assert item({"a": 10}, items)[2:] == [
        "only the total is known, so the limits by activity, month are not applied"
    ]


def test_a_window_of_the_whole_cycle_needs_no_days():
    """Of a total, the window that covers the whole cycle is applied and said; only the others are not."""
    limits = "ceiling = { activity = 2, quarter = 4, year = 12 }\n"
    items = '[item.a]\nfact = { records = "visit", sum = "hours" }\neach = 0.5\n' + limits
    open_to = "只知总数，按活动、季度的限额未能适用"
    assert item({"a": 40}, items, "zh")[1:] == ["40 × 0.5分 = 20分", "不超过12分：12分", open_to]
    assert item({"a": 10}, items, "zh")[1:] == ["10 × 0.5分 = 5分", open_to]
    assert item({"a": 0}, items, "zh")[1:] == ["没有可计的，0分", open_to]
    losses = '[fact.n]\n[item.a]\nfact = "n"\neach = -2\nfloor = { year = -6 }\n'
    assert item({"n": 5}, losses)[1:] == ["5 x -2 = -10", "no less than -6: -6"]


def test_a_window_on_parts_is_said():
    """What parts come to has no days either: the window of the whole cycle is applied, and no other."""
    parts = '[fact.n]\n[item.a]\nceiling = { month = 3, year = 5 }\n[item.b]\npart_of = "a"\nfact = "n"\n'
    assert item({"n": 9}, parts)[-3:] == [
        "together: 9",
        "no more than 5: 5",
        "only the total is known, so the limits by month are not applied",
    ]


def test_a_floor_by_window_is_named():
    """What a floor gave back in a window is said like what a ceiling took."""
    items = '[item.a]\nfact = { records = "absent" }\neach = -2\nfloor = { month = -3 }\n'
    found = item({"a": [{"on": date(2026, 3, day)} for day in (1, 2)]}, items, "zh")
    assert found[-2:] == ["得-4分，限额之内计-3分", "每个月不低于-3分"]


def test_records_one_by_one_show_the_word_that_chose():
    """A record that is taken by itself shows its number and the word that chose its value."""
    items = (
        '[fact.w]\nrecords = "essay"\n[item.a]\nfor_each = "w"\neach = { by = "level", city = 3, else = 1 }\n'
    )
    assert item({"w": [{"level": "city"}]}, items) == [
        "w: 1",
        "by record (1): 3",
        "2026-12-31: 3",
        "1 x 3 = 3",
        "since level is city",
    ]
    assert item({"w": []}, items) == ["w: 0", "by record (0): 0"]
    above = '[fact.w]\nrecords = "essay"\n[item.a]\nfor_each = "w"\nfield = "pages"\neach = 2\nabove = 5\n'
    assert item({"w": [{"pages": 7}]}, above)[2:] == ["2026-12-31: 4", "7 is 2 above 5", "2 x 2 = 4"]


UNCREDITED = "what was credited before was not handed in: the limit over all cycles stands as if nothing was"


# --- limits, weight, rounding, parts -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "number", "credited", "sentences"),
    [
        ("floor = 5", 3, {}, ["no less than 5: 5"]),
        ("ceiling = 5", 7, {}, ["no more than 5: 5"]),
        (
            "ceiling = { ever = 10 }",
            7,
            {"a": 6},
            ["no more than 10 over all cycles, less what was credited before: 4"],
        ),
        (
            "floor = { ever = -10 }",
            -7,
            {"a": -6},
            ["no less than -10 over all cycles, less what was credited before: -4"],
        ),
        ("ceiling = { cycle = 6, ever = 10 }", 7, {"a": 1}, ["no more than 6: 6"]),
        (
            "ceiling = { cycle = 6, ever = 10 }",
            7,
            {"a": 6},
            ["no more than 6: 6", "no more than 10 over all cycles, less what was credited before: 4"],
        ),
        (
            "ceiling = { ever = 5 }",
            3,
            {},
            [UNCREDITED],
        ),
        ('weight = "70%"', 7, {}, ["7 x 0.7 = 4.9"]),
        ("decimals = 0", "2.5", {}, ["rounded to 0 decimals: 3"]),
    ],
)
def test_limits_and_weights_have_their_sentence(words, number, credited, sentences):
    """Floor, ceiling, weight and rounding are said where they change something."""
    found = item({"n": number}, f'{FACT}[item.a]\nfact = "n"\neach = 1\n{words}\n', credited=credited)
    assert found[2:] == sentences


@pytest.mark.parametrize(
    ("take", "sentence"),
    [
        ("sum", "together: 9"),
        ("highest", "the highest of them: 5"),
        ("lowest", "the lowest of them: 4"),
        ("mean", "the mean of them: 4.5"),
    ],
)
def test_parts_say_what_was_taken(take, sentence):
    """What is taken of parts is said after them."""
    parts = "".join(
        f'[item.{name}]\npart_of = "a"\npoints = {points}\n' for name, points in (("x", 5), ("y", 4))
    )
    found = item({}, f'[item.a]\ntake = "{take}"\n{parts}')
    assert sentence == found[-1]


def test_an_item_that_is_not_asked_for_says_so():
    """Where the condition of an item does not hold, the condition is shown, and nothing else."""
    when = '{ any = [ { fact = "n", above = 3 }, { not = { fact = "n", in = [1, 2] } } ] }'
    items = f"{FACT}[item.a]\npoints = 5\nwhen = {when}\n"
    assert item({"n": 2}, items) == [
        "its condition does not hold: 0",
        "any of these: it does not hold",
        "n: 2, and not: above 3",
        "not this: it does not hold",
        "n: 2, as asked: 1, 2",
    ]


def test_an_open_block_without_parts_is_nothing():
    """An item to which nobody has added parts says that it has none."""
    assert item({}, "[item.a]\nopen = true\n") == ["has no parts yet: 0"]
    assert item({}, "[item.a]\nopen = true\npoints = 2\n") == ["2 to start with: 2"]


# --- the tier ------------------------------------------------------------------------------------------


def tiers(facts, rest="", scale=SCALE, items="[fact.hours]\n[item.hours]\n", lang="en", **others):
    """The sentences below the outcome."""
    made = book(items, rest, scale)
    outcome = explain(rated(facts, made, **others), made).reasons[0]
    return [line.strip() for line in outcome.text(lang).splitlines()]


def test_gaps_and_overlaps_name_the_word_that_decided():
    """Where a tier was given by the book's word for gaps or overlaps, the explanation says so."""
    bands = "tiers = [ {{ name = 2, at_least = {} }}, {{ name = 1, at_least = 1, at_most = 5 }} ]\n"
    gap = '[scale]\ngap = "lower"\n' + bands.format(9)
    assert tiers({"hours": 7}, scale=gap)[1] == "in no band, and the book gives the one below: 1 star"
    for word, hours, sentence in (
        ("higher", 4, "in several bands, and the book takes 2 stars"),
        ("lower", 4, "in several bands, and the book takes 1 star"),
        ("lower", 7, "the scale gives 2 stars"),
    ):
        scale = f'[scale]\noverlap = "{word}"\n' + bands.format(4)
        assert sentence == tiers({"hours": hours}, scale=scale)[1]


def test_each_kind_of_scale_has_its_sentence():
    """Stars won one by one, stars by points, tiers open to all, a book that has none."""
    stars = """
[scale]
stars = [
  { name = "red", item = "hours", at_least = 5, says = "红星" },
  { name = "blue", item = "hours", at_least = 9 },
]
"""
    assert tiers({"hours": 7}, scale=stars)[1:] == [
        "1 stars are won",
        "红星: won",
        "hours: 7, as asked: at least 5",
        "blue: not won",
        "hours: 7, and not: at least 9",
    ]
    assert tiers({"hours": 1}, scale=stars)[1] == "0 stars are won"
    assert (
        tiers({"hours": "3.5"}, scale="[scale]\nstars = 7\n")[1]
        == "3.5: a star for each whole point, 7 at most: 3 stars"
    )
    named = '[scale]\ntiers = [ { name = "good", at_least = 9, says = "优秀" }, { name = "all" } ]\n'
    assert tiers({"hours": 9}, scale=named, lang="zh")[1] == "按标准应为优秀"
    assert tiers({"hours": 9}, scale=named)[1] == "the scale gives good"
    assert tiers({"hours": 1}, scale=named)[1] == "open to all: all"
    none = '[scale]\ntiers = [ { name = "none" } ]\n'
    assert tiers({"hours": 1}, scale=none)[1] == "no tier's condition holds: no tier"


@pytest.mark.parametrize("name", ["good", "red"])
def test_a_tier_is_called_by_its_name(name):
    """A tier that is no number and has no sentence is called what the book calls it."""
    scale = f'[scale]\ntiers = [ {{ name = "{name}", at_least = 60 }} ]\n'
    made = book(scale=scale)
    assert f"the scale gives {name}" == tiers({"hours": 95}, scale=scale)[1]
    assert explain(rated({"hours": 95}, made), made).ok


def test_a_book_without_a_scale_names_no_tier():
    """Where a book only counts points, its explanation does not say that no tier is given."""
    found = tiers({"hours": 7}, scale="", lang="zh")
    assert found == ["星级评定，2026-01-01至2026-12-31（《某镇党委文件》）", "办法没有等次"]


NO_EFFECT = "not known, without an effect on the tier"
CLAUSES = """
[[clause]]
says = "受处分的，不授星"
when = { fact = "sanctioned", at_least = 1 }
then = { is = "none" }
[[clause]]
when = { fact = "sanctioned", at_least = 2 }
then = { at_least = 1 }
[[clause]]
says = "处分未满的，不展示"
when = { fact = "sanctioned", at_least = 1 }
then = "withheld"
[[consequence]]
when = { tier = "this", is = "none" }
then = "talk"
"""
SANCTIONED = '[fact.hours]\n[item.hours]\n[fact.sanctioned]\nsays = { zh = "处分", en = "Sanctions" }\n'


def test_clauses_say_what_they_left():
    """A clause says what it left and why, or that it yields; then where the proposal went."""
    assert tiers({"hours": 95, "sanctioned": 2}, CLAUSES, items=SANCTIONED)[1:] == [
        "the scale gives 3 stars",
        "score: 95, as asked: at least 90",
        "受处分的，不授星: only these are left: no tier",
        "Sanctions: 2, as asked: at least 1",
        "rule 2: it would leave nothing, and yields to those before it",
        "Sanctions: 2, as asked: at least 2",
        "3 stars is not left; the nearest below is no tier",
        "处分未满的，不展示: rated, and not displayed",
        "Sanctions: 2, as asked: at least 1",
        "rule 1: talk",
        "the tier of this cycle: no tier, as asked: no tier",
    ]


def test_a_question_that_is_not_known_is_shown_as_such():
    """Beside the part of a condition that settles it, a part that is not known says so."""
    when = '{ any = [ { fact = "sanctioned", above = 0 }, { item = "hours", above = 0 } ] }'
    found = tiers({"hours": 95}, f"[[clause]]\nwhen = {when}\nthen = {{ at_most = 2 }}\n", items=SANCTIONED)
    assert found[3:7] == [
        "rule 1: only these are left: 2 stars, 1 star, no tier",
        "any of these: it holds",
        "Sanctions: not known; asked is: above 0",
        "hours: 95, as asked: above 0",
    ]


def test_what_lies_above_is_taken_where_nothing_below_is_left():
    """A proposal with nothing left below it goes up, and the explanation says so."""
    found = tiers({"hours": 61}, "[[clause]]\nthen = { at_least = 2 }\n")
    assert found[-1] == "1 star and what is below are not left; the nearest above is 2 stars"


def test_ladders_say_where_they_count_from():
    """A ladder says the last tier that it counted from; without a last rating, that it does not bind."""
    ladder = '[[clause]]\nsays = "一次只升一星"\nthen = { rise_at_most = 1 }\n'
    assert (
        tiers({"hours": 95}, ladder, past=["1"])[3]
        == "一次只升一星: only these are left: 2 stars, 1 star, no tier"
    )
    assert (
        tiers({"hours": 95}, ladder, past=[])[3]
        == "一次只升一星: there is no last rating, so it does not bind"
    )
    assert len(tiers({"hours": 95}, ladder, past=["3"])) == 3
    start = '[[clause]]\nthen = { rise_at_most = 1, from = "none" }\n'
    assert tiers({"hours": 95}, start, past=[])[3:5] == [
        "rule 1: only these are left: 1 star, no tier",
        "there is no last rating: counted from no tier",
    ]


def test_tiers_of_earlier_cycles_are_shown():
    """A question to earlier cycles shows their tiers, as far as they were handed in."""
    rest = """
[[consequence]]
when = { tier = "this", at_least = 2, run = 2 }
then = "a"
[[consequence]]
when = { tier = "last", is = "none", within = 2 }
then = "b"
[[consequence]]
when = { tier = "last", at_least = 1 }
then = "c"
"""
    assert tiers({"hours": 95}, rest, past=["3", "none", "2"])[3:] == [
        "rule 1: a",
        "the tiers of 2 cycles in a row: 2 stars, 3 stars, as asked: at least 2 stars",
        "rule 2: b",
        "one of the tiers of the last 2 cycles: no tier, 2 stars, as asked: no tier",
        "rule 3: c",
        "the last tier: 2 stars, as asked: at least 1 star",
    ]
    assert tiers({"hours": 95}, rest)[3:] == [
        "not known, without an effect on the tier",
        "the tiers of earlier cycles",
    ]


def test_a_place_is_asked_by_its_name():
    """A consequence that asks for a place is shown with the group; the rating alone knows that it holds."""
    rest = '[[consequence]]\nwhen = { place = "branch", at_most = 1 }\nthen = "praise"\n'
    made = book("[fact.hours]\n[item.hours]\n", rest)
    rating = attrs.evolve(rated({"hours": 95}, made), actions=("praise",), missing=())
    assert explain(rating, made).reasons[0].text("zh").splitlines()[-2:] == [
        "  第1条规则：praise",
        "    在branch中的名次：不详，所问为“1以上”".replace("以上", "以下"),
    ]


QUOTA = '[[quota]]\nsays = "三星不超过一成"\ntier = 3\nat_most = "10%"\nof = "branch"\nties = "narrow"\n'


def test_quotas_and_decisions_stand_beside_the_computed_tier():
    """What quotas moved and what a committee decided is said, with its rule and with the tier by the book."""
    made = book("[fact.hours]\n[item.hours]\n", QUOTA)
    minutes = Source(title="会议纪要", article="2")
    decided = Override(tier="1", by="b-1", on=date(2027, 1, 5), why="群众反映", source=minutes)
    rating = attrs.evolve(rated({"hours": 95}, made), moved=(0,), computed="2", tier="1", override=decided)
    assert explain(rating, made).reasons[0].text("en").splitlines()[3:] == [
        "  quotas moved it from 3 stars to 2 stars",
        "    三星不超过一成",
        "  b-1 decided on 2027-01-05 that it is 1 star (by the book 2 stars): 群众反映 (会议纪要, article 2)",
    ]


def test_a_group_is_explained_one_by_one():
    """Whoever a quota moved, and whoever waits for a vote, is told so."""
    made = book("[fact.hours]\n[item.hours]\n", QUOTA.replace("10%", "50%"))
    found = rate_group({"m-1": {"hours": 95}, "m-2": {"hours": 92}}, made, on=LAST)
    texts = [explain(one, made).reasons[0].text("zh").splitlines() for one in found.ratings.values()]
    assert texts[0][0].endswith("：3星（《某镇党委文件》）")
    assert texts[1][3:] == ["  因名额所限，由3星改为2星", "    三星不超过一成"]
    voting = book("[fact.hours]\n[item.hours]\n", QUOTA.replace("10%", "50%").replace("narrow", "vote"))
    (one, _) = rate_group({"m-1": {"hours": 95}, "m-2": {"hours": 95}}, voting, on=LAST).ratings.values()
    assert explain(one, voting).reasons[0].because[0].text("zh") == "缺少：并列者的表决结果"


def test_what_a_default_decided_shows():
    """A fact that nobody gave, for which the book's `missing` holds, is named with its value."""
    made = '[fact.hours]\nmissing = 95\n[fact.ill]\ntype = "yes"\nmissing = false\n[item.hours]\n'
    rest = '[[clause]]\nwhen = { fact = "ill", is = true }\nthen = "exempt"\n'
    assert tiers({}, rest, items=made)[3:] == [
        "not given, and by the book 95: hours",
        "not given, and by the book no: ill",
    ]
    called = made.replace("missing = 95", 'missing = 95\nsays = "志愿服务时长"')
    assert tiers({}, rest, items=called, lang="zh")[3:] == [
        "“志愿服务时长”没有填报，按办法视为95",
        "“ill”没有填报，按办法视为否",
    ]


# --- exempt, not ratable -------------------------------------------------------------------------------

OPEN = """
[fact.ill]
type = "yes"
says = "因病"
[fact.limit]
type = "word"
[item.a]
says = "走访"
fact = "n"
each = 1
above = { by = "limit", far = 1, else = 2 }
[fact.n]
[item.b]
fact = "m"
steps = [ { at_least = { by = "limit", far = 1, else = 2 }, points = 1 } ]
[fact.m]
[item.c]
fact = "m"
given = { at_least = 0 }
when = { fact = "n", above = 0 }
"""
EXEMPT = '[[clause]]\nsays = "因病的，不参加"\nwhen = { fact = "ill", is = true }\nthen = "exempt"\n'


def test_exempt_names_the_clause():
    """Whoever is exempt sees the clause and why it holds, and no score."""
    made = book(OPEN, EXEMPT)
    verdict = explain(rated({"ill": True}, made), made)
    assert [line.strip() for line in verdict.text("zh").splitlines()] == [
        "星级评定，2026-01-01至2026-12-31：不参加评定（《某镇党委文件》）",
        "因病的，不参加",
        "因病：是，符合“是”",
    ]
    always = book(rest='[[clause]]\nthen = "exempt"\n')
    assert explain(rated({}, always), always).reasons[0].because[0].text("en") == "rule 1"


def test_not_ratable_names_what_is_missing():
    """Each missing fact by its sentence, by that of its item, or by its id, which is quoted in Chinese."""
    made = book(OPEN, EXEMPT)
    verdict = explain(rated({"m": "x"}, made), made)
    assert [line.strip() for line in verdict.text("zh").splitlines()][1:] == [
        "缺少：因病",
        "所填的不能采用：“m”",
        "应为整数、分数或十进制文字（如“0.5”），不能是真假值",
        "缺少：走访",
        "得分：不详",
        "走访：不详",
        "缺少：走访",
        "“b”：不详",
        "缺少：“m”",
        "“c”：不详",
        "缺少：“m”",
        "缺少：走访",
    ]
    assert [one.text("en") for one in verdict.reasons[0].because][-1] == "missing: n"
    assert "x" not in {one.params.get("value") for one in walk(verdict.reasons)}


def test_a_tier_without_a_score_says_that_it_is_settled():
    """Where a veto settles the tier, what the scale may give is named, and that it does not matter."""
    found = tiers({"sanctioned": 1}, CLAUSES, items=SANCTIONED)
    may = "the scale may give 3 stars, 2 stars, 1 star, no tier"
    assert found[1] == f"{may}: what is not known does not change the tier in the end"
    assert found[-2:] == [NO_EFFECT, "hours"]


MARKED = "[fact.hours]\n[item.hours]\n[fact.mark]\n[item.mark]\ngiven = { at_least = 1, at_most = 5 }\n"


def test_only_tiers_that_the_scale_may_give_are_named():
    """What a mark can be bounds the score: where one tier is possible, it alone is said, and between what."""
    assert tiers({"hours": 83}, items=MARKED, lang="zh")[1:] == [
        "按标准应为2星",
        "得分：84至88，符合“80以上”",
        "不详，但不影响等次的",
        "“mark”",
    ]
    veto = "[[clause]]\nthen = { at_most = 1 }\n"
    found = tiers({"hours": 86}, veto, items=MARKED)
    assert found[1].startswith("the scale may give 3 stars, 2 stars:")
    assert tiers({"hours": 1}, items=MARKED)[1:3] == [
        "no tier's condition holds: no tier",
        "score: 2 to 6, and not: at least 90",
    ]
    assert tiers({"hours": 8}, scale="[scale]\nstars = 5\n", items=MARKED)[1] == "the scale gives 5 stars"
    maybe = MARKED + 'when = { fact = "hours", at_least = { by = "w", x = 1, else = 90 } }\n'
    maybe += '[fact.w]\ntype = "word"\n'
    assert tiers({"hours": 83, "mark": 2}, items=maybe)[2] == "score: 83 to 88, as asked: at least 80"


def test_a_question_that_what_a_fact_can_be_settles():
    """A fact that is not known is shown between its edges; where it has but one, as not known."""
    asks = '[scale]\ntiers = [ { name = 1, fact = "n", at_least = 1 } ]\n'
    for edges, tier, said in (
        ("at_least = 1\nat_most = 5", "1 star", "n: 1 to 5, as asked: at least 1"),
        ("at_least = 1", "1 star", "n: not known; asked is: at least 1"),
        ("at_most = 0", "no tier", "n: not known; asked is: at least 1"),
    ):
        found = tiers({}, scale=asks, items=f"[fact.n]\n{edges}\n[item.a]\npoints = 1\n")
        assert tier in found[1]
        assert found[2] == said


@pytest.mark.parametrize(("limit", "tier"), [("floor = 5", "1 star"), ("ceiling = 0", "no tier")])
def test_points_without_an_end_are_shown_as_not_known(limit, tier):
    """Points that may be twice whatever a number is have no end on that side, and are shown as not known."""
    asks = '[scale]\ntiers = [ { name = 1, item = "a", at_least = 1 } ]\n'
    found = tiers({}, scale=asks, items=f"[fact.n]\n[item.a]\nfact = 'n'\neach = 2\n{limit}\n")
    assert tier in found[1]
    assert found[2] == "a: not known; asked is: at least 1"


def test_a_tier_that_a_gap_may_have_given_is_told_alone():
    """Of a score that may lie in a band or in the gap above it, the tier is said and not the reason."""
    tiers_of = "tiers = [ { name = 2, at_least = 9 }, { name = 1, at_least = 1, at_most = 5 } ]\n"
    scale = '[scale]\ngap = "lower"\n' + tiers_of
    assert tiers({"hours": 3}, scale=scale, items=MARKED)[1] == "the scale gives 1 star"


@pytest.mark.parametrize(
    "words",
    ['fact = "n"\neach = 1\nceiling = { cycle = 2, ever = 9 }', 'fact = { records = "r", sum = "n" }'],
)
def test_what_a_rating_does_not_hand_on_may_be_anything(words):
    """Credits of earlier cycles and the sums of records bound nothing in an explanation."""
    facts = "[fact.n]\nat_least = 0\nat_most = 2\n" if "ever" in words else ""
    items = f'{facts}[item.a]\n{words}\n[fact.v]\ntype = "yes"\n'
    veto = '[[clause]]\nwhen = { fact = "v", is = true }\nthen = { is = "none" }\n'
    may = "the scale may give 3 stars, 2 stars, 1 star, no tier"
    assert tiers({"v": True}, veto, items=items)[1].startswith(may)


# --- what does not fit ---------------------------------------------------------------------------------


def test_another_book_is_refused():
    """A rating by another book, or by another version of it, is refused: no wrong arithmetic is shown."""
    rating = rated({"hours": 7})
    others = [
        loads((HEAD + "[fact.hours]\n[item.hours]\neach = 1\n" + SCALE).replace('"stars"', '"other"')),
        book("[fact.hours]\n[item.hours]\neach = 2\n"),
        book("[fact.hours]\n[item.hours]\neach = 1\npoints = 1\n"),
        book("[fact.hours]\n[item.hours]\neach = 1\nweight = 2\n"),
        book('[fact.hours]\n[item.hours]\neach = { by = "w", x = 1 }\n[fact.w]\ntype = "word"\n'),
        book('[fact.hours]\n[item.other]\nfact = "hours"\n'),
        book(scale='[scale]\ntiers = [ { name = "good", at_least = 5 } ]\n'),
        book("[fact.hours]\n[item.hours]\neach = 1\n[item.more]\npoints = 1\n"),
        book("[item.hours]\npoints = 7\n"),
    ]
    for other in others:
        with pytest.raises(InvalidInput) as error:
            explain(rating, other)
        assert error.value.code == "why.other_book"
    with pytest.raises(InvalidInput, match="Rulebook"):
        explain(rating, "book")


def test_what_is_no_rating_is_refused():
    """Anything but one of the three is an error of ours, with its path."""
    with pytest.raises(InvalidInput, match="rating: must be a Rated, an Exempt or a NotRatable"):
        explain(None, book())


def test_another_version_of_the_rules_is_refused():
    """Where a clause has become another, or a record lacks what the book now reads, the rating is refused."""
    strict = '[[clause]]\nwhen = { fact = "hours", above = 9 }\nthen = { is = 1 }\n'
    items = '[item.a]\nfor_each = "w"\nfield = "pages"\n[fact.w]\nrecords = "essay"\n'
    pairs = [
        (book(rest=strict), book(rest=strict.replace("{ is = 1 }", '"withheld"')), {"hours": 95}),
        (book(items), book(items.replace("pages", "sheets")), {"w": [{"pages": 3}]}),
    ]
    for made, other, facts in pairs:
        with pytest.raises(InvalidInput):
            explain(rated(facts, made), other)


def test_a_rating_made_by_hand_needs_no_readings():
    """A rating without readings is explained by its rows alone."""
    made = book()
    line = Line(item="hours", part_of="score", read=Fraction(95), earned=Fraction(95), counted=Fraction(95))
    line = attrs.evolve(line, limited=Fraction(95), points=Fraction(95))
    top = attrs.evolve(line, item="score", part_of=None, read=None)
    bare = Rated(
        book="stars",
        cycle=made.cycle.span(LAST),
        score=Fraction(95),
        tier="3",
        computed="3",
        proposed="3",
        left=("3", "2", "1", "none"),
        lines=(top, line),
    )
    assert explain(bare, made) == explain(rate({"hours": 95}, made, on=LAST), made)


DATED = [{"hours": 2, "on": date(2026, 3, 1)}, {"hours": 2, "on": date(2026, 3, 2)}]
CHECKED = [
    ("fact = { records = 'n' }\neach = 2", 3),
    ("fact = { records = 'n' }\neach = 2", 0),
    ("fact = { type = 'number' }\nsteps = [ { at_least = 3, points = 2 } ]", 3),
    ("fact = { type = 'number' }\npoints = 7\nceiling = 8", 5),
    ("fact = { type = 'number' }\nfloor = 9\nweight = 0.5", 5),
    ("fact = { type = 'number' }\ndecimals = 0", "2.5"),
    ("fact = { records = 'n' }\nceiling = { year = 3 }", 5),
    ("fact = { records = 'n', sum = 'hours' }\neach = 2\nceiling = { month = 5 }", DATED),
    ("open = true", None),
]
NUMBERS = ("earned", "counted", "own", "limited", "weight", "points")


@pytest.mark.parametrize(("words", "given"), CHECKED)
def test_no_number_of_a_row_is_shown_that_is_not_the_book_s(words, given):
    """A row of which one number is a little more or less is of another book: each of them is worked out."""
    made = book(f"[item.a]\n{words}\n")
    rating = rated({} if given is None else {"a": given}, made)
    assert explain(rating, made).reasons
    top, row = rating.lines
    for name in NUMBERS:
        for change in (-1, 1):
            more_above, more = (
                attrs.evolve(one, **{name: getattr(one, name) + change}) for one in (top, row)
            )
            for rows in ((more_above, row), (top, more)):
                with pytest.raises(InvalidInput):
                    explain(attrs.evolve(rating, lines=rows), made)


@pytest.mark.parametrize("change", [-1, 1])
def test_a_row_that_is_wrong_from_the_beginning_is_not_shown(change):
    """What a row earned is worked out, from its tariff or its parts, though what follows agrees with it."""
    made = book("[item.a]\nfact = { type = 'number' }\n")
    rating = rated({"a": 5}, made)
    top, row = rating.lines
    for rows in ((top, other(row, change)), (other(top, change), row)):
        with pytest.raises(InvalidInput):
            explain(attrs.evolve(rating, lines=rows), made)


def other(row, change):
    """A row that earned more or less, and all that follows from it."""
    names = ("earned", "counted", "limited", "points")
    return attrs.evolve(row, **{name: getattr(row, name) + change for name in names})


def test_no_number_of_a_record_is_shown_that_is_not_the_book_s():
    """What a record earned, and what counted of it, adds up to its row."""
    made = book(f"[item.a]\n{CHECKED[-2][0]}\n")
    rating = rated({"a": DATED}, made)
    top, row = rating.lines
    first, second = row.credits
    for change in (-1, 1):
        amount = attrs.evolve(first, row=attrs.evolve(first.row, amount=first.earned + change))
        counted = attrs.evolve(first, counted=first.counted + change)
        for other in (
            attrs.evolve(row, credits=(amount, second)),
            attrs.evolve(row, credits=(amount, second), earned=row.earned + change),
            attrs.evolve(row, credits=(counted, second)),
        ):
            with pytest.raises(InvalidInput):
                explain(attrs.evolve(rating, lines=(top, other)), made)


OTHERS = [
    {"book": "other"},
    {"book": "town"},
    {"proposed": "3"},
    {"proposed": "1"},
    {"proposed": "none"},
    {"left": ("3", "2", "1")},
    {"left": ("none", "1", "2", "3")},
    {"left": ()},
    {"computed": "3"},
    {"computed": "1"},
    {"moved": (1,)},
    {"moved": (0, 1)},
    {"tier": "4"},
    {"tier": ""},
    {"struck": (0,)},
]


@pytest.mark.parametrize("other", OTHERS)
def test_no_step_to_a_tier_is_shown_that_is_not_the_book_s(other):
    """What was proposed, what clauses left and what came of it is worked out, and has to agree."""
    never = '[[clause]]\nwhen = { fact = "hours", above = 99 }\nthen = { is = 1 }\n'
    made = book(rest=never + QUOTA)
    rating = rated({"hours": 85}, made)

    assert explain(rating, made).ok
    with pytest.raises(InvalidInput):
        explain(attrs.evolve(rating, **other), made)


def test_the_rows_are_those_of_the_book():
    """A row of an item that the book does not have, and one that is not there, are of another book."""
    made = book()
    rating = rated({"hours": 85}, made)
    top, row = rating.lines

    for rows in ((top, row, attrs.evolve(row, item="years")), (top,)):
        with pytest.raises(InvalidInput):
            explain(attrs.evolve(rating, lines=rows), made)


def test_a_plaque_that_a_clause_withholds_is_withheld():
    """A rating that shows what a clause withholds is of another book."""
    made = book(rest='[[clause]]\nwhen = { fact = "hours", above = 80 }\nthen = "withheld"\n')
    rating = rated({"hours": 85}, made)

    assert explain(rating, made).ok
    with pytest.raises(InvalidInput):
        explain(attrs.evolve(rating, withheld=False), made)


def test_which_clauses_moved_the_tier():
    """Of the clauses that struck something out, those that left another tier than before, with that tier."""
    clauses = ("{ in = [3, 2, 1] }", "{ at_most = 2 }", "{ in = [2, 1, 'none'] }", "{ is = 1 }")
    made = book(rest="".join(f"[[clause]]\nthen = {then}\n" for then in clauses))
    rating = rated({"hours": 95}, made)

    assert (0, 1, 3) == rating.struck
    assert [(1, "2"), (3, "1")] == [*movers(rating, Ground.of(rating, Index.of(made)))]
