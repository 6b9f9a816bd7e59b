"""How facts become points, item by item: the order of reading, steps 1 to 3."""

from datetime import date, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from tests.ratings.books import HEAD, LAST, book, line, rated

from sanliang import InvalidInput, NotInForce
from sanliang.ratings import NotRatable, Rated, rate, rate_group
from sanliang.records import Record, Window

BEIJING = timezone(timedelta(hours=8))


def record(id, kind, on, activity=None, **fields):
    """A record that was written down in 2027."""
    return Record(
        id=id,
        subject="m-3",
        kind=kind,
        on=on,
        activity=activity,
        fields=fields,
        recorder="m-1",
        recorded=datetime(2027, 1, 5, tzinfo=BEIJING),
    )


def points(facts, items, item, **others):
    """What an item comes to."""
    return line(facts, items, item, **others).points


def missing(facts, items, **others):
    """What somebody's rating hangs on, and why what was given cannot be taken."""
    found = rated(facts, book(items), **others)
    assert isinstance(found, NotRatable)
    return found.missing, tuple(fault.code for fault in found.wrong)


# --- (b) tariffs ---------------------------------------------------------------------------------------


def test_an_item_without_a_tariff_is_its_number():
    """An item that reads a fact and says nothing more counts 1 for each."""
    assert 85 == points({"hours": 85}, "[fact.hours]\n[item.hours]\n", "hours")


@pytest.mark.parametrize(
    ("tariff", "number", "expected"),
    [
        ("each = 2", "3", "6"),
        ("each = -2", "3", "-6"),
        ("each = 2\nper = 5", "12", "4.8"),
        ("each = 2\nper = 5\nwhole = true", "14", "4"),
        ("each = -0.5\nabove = 80", "83", "-1.5"),
        ("each = -0.5\nabove = 80", "80", "0"),
        ("each = -2\nbelow = 85", "80", "-10"),
        ("each = -2\nbelow = 85", "90", "0"),
        ("each = -2\nbelow = 85\nper = 2\nwhole = true", "80", "-4"),
        ("given = { at_least = 5, at_most = 10 }", "5", "5"),
        ("given = { at_least = 5, at_most = 10 }", "10", "10"),
        ("given = { above = 5, below = 10 }", "9.5", "9.5"),
        ("given = { at_most = 10 }", "-3", "-3"),
    ],
)
def test_tariffs(tariff, number, expected):
    """`each` counts units, or the distance past a line; `given` is the mark itself."""
    items = f"[fact.done]\n[item.done]\n{tariff}\n"

    assert Fraction(expected) == points({"done": number}, items, "done")


STEPS = """
[fact.days]
[item.study]
fact  = "days"
steps = [ { at_least = 7, at_most = 30, points = 2 }, { at_least = 60, points = 3 } ]
gap   = "lower"
"""


@pytest.mark.parametrize(("days", "expected"), [(6, 0), (7, 2), (30, 2), (45, 2), (60, 3), (400, 3)])
def test_steps(days, expected):
    """Below all steps there is nothing; a gap that is declared belongs to the step below it."""
    assert expected == points({"days": days}, STEPS, "study")


@pytest.mark.parametrize(
    ("overlap", "number", "expected"),
    [
        ("higher", 10, 1),
        ("higher", 15, 2),
        ("lower", 15, 1),
        ("lower", 20, 1),
        ("lower", 21, 2),
        ("lower", 9, 0),
    ],
)
def test_steps_that_overlap(overlap, number, expected):
    """Where two steps hold, the book says which one counts."""
    items = f"""
[fact.days]
[item.days]
steps   = [ {{ at_least = 10, at_most = 20, points = 1 }}, {{ at_least = 15, points = 2 }} ]
overlap = "{overlap}"
"""
    assert expected == points({"days": number}, items, "days")


def test_edges_of_steps_belong_to_the_band_that_says_so():
    """`above` leaves its edge to the band below, whichever end of the list stands first."""
    items = "[fact.days]\n[item.days]\nsteps = [ { at_most = 5, points = 1 }, { above = 5, points = 2 } ]\n"

    assert [1, 1, 2] == [points({"days": day}, items, "days") for day in (-1, 5, "5.5")]


def test_steps_below_an_edge_that_is_not_in_them():
    """`below` closes a band without its edge."""
    items = """
[fact.days]
[item.days]
steps   = [ { at_least = 0, below = 20, points = 1 }, { at_least = 15, points = 2 } ]
overlap = "lower"
"""
    assert [1, 2] == [points({"days": day}, items, "days") for day in (19, 20)]


def test_a_yes_is_one():
    """All or nothing: a yes counts 1, a no 0."""
    items = '[fact.all_kept]\ntype = "yes"\n[item.all_kept]\neach = 10\n'

    assert [10, 0] == [points({"all_kept": kept}, items, "all_kept") for kept in (True, False)]


def test_points_by_class():
    """A number may depend on a word that is known of the subject."""
    items = """
[fact.class]
type = "word"
[item.base]
points = { by = "class", elder = 70, else = 60 }
"""
    assert [70, 60] == [points({"class": word}, items, "base") for word in ("elder", "full")]


def test_a_word_that_is_not_known_is_not_any_other():
    """`else` is for other words, not for none."""
    items = """
[fact.class]
type = "word"
[item.base]
points = { by = "class", elder = 90, else = 60 }
"""
    assert (("class",), ()) == missing({}, items)


def test_an_unlisted_word_is_not_ratable():
    """A word that a value has no arm for makes its bearer not ratable, and is named."""
    items = '[fact.class]\ntype = "word"\n[item.base]\npoints = { by = "class", elder = 90, full = 60 }\n'

    assert (("class",), ("facts.unlisted",)) == missing({"class": "guest"}, items)
    assert (("class",), ()) == missing({}, items)


def test_a_word_that_its_fact_does_not_list_is_not_ratable():
    """A misspelt word does not take `else` where the book lists the words, and the answer names them."""
    fact = '[fact.class]\ntype = "word"\nwords = ["full", "elder"]\n'
    made = book(fact + '[item.base]\npoints = { by = "class", elder = 90, else = 60 }\n')

    for others in ({}, {"m2": {"class": "elder"}}):
        found = rate_group({"m1": {"class": "eldre"}, **others}, made, on=LAST).ratings["m1"]
        assert (("class",), ["facts.word"]) == (found.missing, [fault.code for fault in found.wrong])
        assert "full, elder" in found.wrong[0].text("en")
    assert [60, 90] == [rate({"class": word}, made, on=LAST).score for word in ("full", "elder")]


# --- facts ---------------------------------------------------------------------------------------------


def test_what_is_missing_is_not_zero():
    """A fact without a value is not known; `missing` says what holds instead."""
    assert (("hours",), ()) == missing({}, "[fact.hours]\n[item.hours]\neach = 1\n")
    assert (("hours",), ()) == missing({"hours": None}, "[fact.hours]\n[item.hours]\neach = 1\n")
    assert 4 == points({}, "[fact.hours]\nmissing = 4\n[item.hours]\neach = 1\n", "hours")


def test_missing_words_and_answers():
    """`missing` may be a word, a yes or no, or a number by word."""
    items = """
[fact.class]
type    = "word"
missing = "full"
[fact.kept]
type    = "yes"
missing = true
[fact.hours]
missing = { by = "class", full = 3, elder = 1 }
[item.kept]
each = 2
[item.hours]
each = 1
"""
    assert (2, 3) == (points({}, items, "kept"), points({}, items, "hours"))
    assert 1 == points({"class": "elder"}, items, "hours")
    assert ("class",) == missing({"class": "guest"}, items)[0]


@pytest.mark.parametrize(
    ("fact", "value", "code"),
    [
        ("[fact.f]", True, "number.exact"),
        ("[fact.f]", "many", "number.exact"),
        ("[fact.f]", "1.23456", "number.places"),
        ("[fact.f]", [3], "number.exact"),
        ("[fact.f]", {"reason": "x"}, "facts.mark"),
        ("[fact.f]", {"mark": 3, "on": "2026"}, "day.type"),
        ('[fact.f]\ntype = "yes"', 1, "facts.type"),
        ('[fact.f]\nrecords = "visit"', -1, "facts.negative"),
        ('[fact.f]\nrecords = "visit"', [3], "facts.table"),
        ('[fact.f]\nrecords = "visit"', [{"on": "x"}, {"on": 3}], "day.type"),
        ('[fact.f]\nraters = ["a", "b"]', {"c": 90}, "facts.source"),
        ('[fact.f]\nraters = ["a", "b"]', Fraction(10**10, 3), "number.digits"),
        ("[fact.f]\nballots = { good = 100, poor = 0 }", {"good": -1}, "facts.negative"),
        ("[fact.f]\nballots = { good = 100, poor = 0 }", {"fine": 1}, "facts.source"),
    ],
)
def test_a_fault_in_the_facts_makes_that_one_not_ratable(fact, value, code):
    """What cannot be taken for a fact is not known, and the rating says why."""
    assert (("f",), (code,)) == missing({"f": value}, f"{fact}\n[item.f]\neach = 1\n")


def test_a_word_that_is_no_word():
    """A number for a word is no word."""
    items = '[fact.f]\ntype = "word"\n[item.base]\npoints = { by = "f", a = 90, b = 0 }\n'

    assert (("f",), ("text.type",)) == missing({"f": 3}, items)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("[fact.f]", 0.5),
        ('[fact.f]\nraters = ["a"]', {"a": [90, 0.5]}),
        ('[fact.f]\nrecords = "visit"', [{"hours": 0.5}]),
    ],
)
def test_floats_are_refused(fact, value):
    """A float is not what was meant, wherever it stands among the facts."""
    with pytest.raises(InvalidInput, match="a float is not exact"):
        rated({"f": value}, book(f"{fact}\n[item.f]\neach = 1\n"))


def test_unknown_facts_are_refused():
    """A fact that the book does not have is a mistake of the caller, with the nearest that it has."""
    with pytest.raises(InvalidInput, match="the nearest is: hours") as caught:
        rated({"hour": 3, "visits": 2})

    assert ["facts.hour", "facts.visits"] == [fault.path for fault in caught.value.faults]
    with pytest.raises(InvalidInput) as caught:
        rated({"李禾 13900000000": 3, 7: 2, "13900000000": 1})
    assert ["facts.(key)"] * 3 == [fault.path for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("others", "path"),
    [
        ({"past": "3"}, "past"),
        ({"past": 3}, "past"),
        ({"past": ["3", "7", 3]}, "past[1]"),
        ({"credited": {"hour": 3}}, "credited.hour"),
        ({"credited": [3]}, "credited"),
        ({"records": [3]}, "records[0]"),
        ({"on": "2026"}, "on"),
    ],
)
def test_wrong_arguments_are_refused(others, path):
    """Tiers, items and records that are none are mistakes of the caller."""
    with pytest.raises(InvalidInput) as caught:
        rated({"hours": 3}, **others)

    assert path == caught.value.path


def test_facts_are_a_table_and_a_book_is_a_book():
    """What is no table of facts, and what is no book, is refused."""
    with pytest.raises(InvalidInput, match="facts: must be a table"):
        rated([3])
    with pytest.raises(InvalidInput, match="book: must be a Rulebook"):
        rated({}, "book")


# --- a panel and ballots --------------------------------------------------------------------------------

PANEL = """
[item.appraisal]
fact = { raters = { members = "30%", branch = "40%", villagers = "30%" }@ }
each = 20
per  = 100
"""


def test_a_panel():
    """27 + 38 + 25.5 is 90.5 of 100, and 18.1 of 20; several marks of one source are their plain mean."""
    marks = {"members": [80, 100], "branch": 95, "villagers": 85}

    assert Fraction("18.1") == points({"appraisal": marks}, PANEL.replace("@", ""), "appraisal")
    assert Fraction("18.1") == points({"appraisal": "90.5"}, PANEL.replace("@", ""), "appraisal")
    assert Fraction("6.67") == points({"appraisal": Fraction(100, 3)}, PANEL.replace("@", ""), "appraisal")


@pytest.mark.parametrize("nothing", [{}, {"villagers": None}, {"villagers": []}])
def test_a_missing_rater(nothing):
    """A source without a mark is not known, or its weight goes to the others: (27 + 38) / 0.7 is 92.857."""
    marks = {"members": 90, "branch": 95, **nothing}

    assert (("appraisal",), ()) == missing({"appraisal": marks}, PANEL.replace("@", ""))
    assert Fraction("18.57") == points(
        {"appraisal": marks}, PANEL.replace("@", ', absent = "share"'), "appraisal"
    )


def test_nobody_marked():
    """A panel without any mark is not known, even where the present share the weights of the absent."""
    assert (("appraisal",), ()) == missing({"appraisal": {}}, PANEL.replace("@", ', absent = "share"'))


def test_a_weight_by_a_word_that_is_not_listed():
    """Weights may depend on a word; without it the mean is not known."""
    items = """
[fact.class]
type = "word"
[item.marks]
fact = { raters = { a = { by = "class", full = 1 }, b = 1 } }
"""
    assert 50 == points({"class": "full", "marks": {"a": 0, "b": 100}}, items, "marks")
    assert ("class",) == missing({"class": "guest", "marks": {"a": 0, "b": 100}}, items)[0]


def test_ballots():
    """The mean worth of the ballots that were cast, (12 x 100 + 6 x 60) / 20; without one, not known."""
    items = "[item.vote]\nfact = { ballots = { good = 100, fair = 60, poor = 0 } }\n"

    assert 78 == points({"vote": {"good": 12, "fair": 6, "poor": 2}}, items, "vote")
    assert (("vote",), ()) == missing({"vote": {"good": 0}}, items)


# --- a mark with its decision ---------------------------------------------------------------------------

FREE = "[fact.free]\n[item.free]\ngiven = { at_least = -10, at_most = 10 }\ndecision = true\n"


def test_a_decision_says_who_and_when():
    """A free adjustment counts only with whoever decided on it, and the day."""
    decided = {"mark": "2.5", "reason": "抗洪抢险", "by": "支部委员会", "on": date(2026, 8, 1)}

    assert Fraction("2.5") == points({"free": decided}, FREE, "free")


def test_a_mark_that_nobody_gave():
    """What the book assumes needs nobody's decision."""
    assumed = FREE.replace("[fact.free]\n", "[fact.free]\nmissing = 0\n")
    assert line({}, assumed, "free").points == 0
    assert missing({"free": 3}, assumed + "[item.base]\npoints = 55\n") == (("free",), ("facts.undecided",))


@pytest.mark.parametrize("given", [2, {"mark": 2}, {"mark": 2, "by": "支部"}, {"mark": 2, "on": LAST}])
def test_a_mark_without_its_decision(given):
    """Without both, the mark is as good as not known."""
    items = FREE + "[item.base]\npoints = 55\n"

    assert (("free",), ("facts.undecided",)) == missing({"free": given}, items)


@pytest.mark.parametrize("mark", [4, "10.5", -1])
def test_a_mark_outside_its_edges(mark):
    """A mark that the scorer may not give is a fault of the facts, whoever gave it."""
    items = "[fact.role]\n[item.role]\ngiven = { at_least = 5, at_most = 10 }\n[item.base]\npoints = 54\n"

    assert (("role",), ("facts.outside",)) == missing({"role": mark}, items)


# --- records ---------------------------------------------------------------------------------------------

HOURS = """
[fact.service]
records = "volunteer"
sum     = "hours"
[item.service]
each    = 0.5
@
"""


def test_records_are_folded_into_facts():
    """A book with no entry is 0; no book at all is not known; what does not say how much is not known."""
    items = HOURS.replace("@", "")
    some = [record("r-1", "volunteer", date(2026, 3, 1), hours=6), record("r-2", "visit", date(2026, 3, 1))]

    assert 3 == points({}, items, "service", records=some)
    assert 0 == points({}, items, "service", records=())
    assert ("service",) == missing({}, items)[0]
    assert ("service",) == missing({}, items, records=[record("r-3", "volunteer", date(2026, 3, 1))])[0]
    assert ("service",) == missing({"service": [{"notes": True}]}, items)[0]


def test_what_is_given_goes_before_records():
    """A total by hand stands for the records of that fact."""
    items = HOURS.replace("@", "")

    assert 2 == points({"service": 4}, items, "service", records=[record("r-1", "volunteer", LAST, hours=6)])
    assert 3 == points({"service": [record("r-1", "volunteer", LAST, hours=6)]}, items, "service")


def test_where_filters_by_fields():
    """An occurrence counts only with what it needs: here notes."""
    items = '[fact.f]\nrecords = "event"\nwhere = { notes = true }\n[item.f]\neach = 1\n'

    assert 1 == points({"f": [{"notes": True}, {"notes": False}, {}]}, items, "f")


def test_windows_on_records():
    """6 hours of one activity are worth 3, of which 2 count; 3 hours of another 1.5: 3.5 of 4.5 count."""
    items = HOURS.replace("@", "ceiling = { activity = 2, cycle = 12 }")
    found = line({"service": [{"hours": 6}, {"hours": 3}]}, items, "service")

    assert (9, Fraction("4.5"), Fraction("3.5")) == (found.read, found.earned, found.counted)
    assert [(3, 2, (Window.ACTIVITY,)), (Fraction("1.5"), Fraction("1.5"), ())] == [
        (one.earned, one.counted, one.cut) for one in found.credits
    ]
    assert ("window",) == found.notes


def test_two_windows_on_one_item():
    """At most 2 a month and 5 a year: 3 in January, 1 and 1 in March, 4 in May count 2 + 2 + 2, so 5."""
    items = '[fact.f]\nrecords = "visit"\nsum = "n"\n[item.f]\nceiling = { month = 2, cycle = 5 }\n'
    visits = [{"n": n, "on": date(2026, month, 10)} for month, n in ((1, 3), (3, 1), (3, 1), (5, 4))]
    found = line({"f": visits}, items, "f")

    assert (9, 6, 5) == (found.earned, found.counted, found.points)
    assert ("window", "ceiling") == found.notes


def test_a_floor_within_a_window():
    """At most 3 are lost in a month: 4 absences at -2 in one month and 1 in another are -3 and -2."""
    items = '[fact.f]\nrecords = "absent"\n[item.f]\neach = -2\nfloor = { month = -3 }\n'
    days = [date(2026, 1, day) for day in (3, 10, 17, 24)] + [date(2026, 2, 3)]
    found = line({"f": [{"on": on} for on in days]}, items, "f")

    assert (-10, -5) == (found.earned, found.points)


def test_only_a_total_is_known():
    """A limit within a window is not applied where only a total is known, and the row says so."""
    items = HOURS.replace("@", "ceiling = { month = 2, cycle = 12 }")
    found = line({"service": 30}, items, "service")

    assert (12, ("total_only", "ceiling")) == (found.points, found.notes)


QUARTERLY = """
schema = 1
id     = "stars"
rates  = "member"
title  = { zh = "星级评定" }
source = { title = "某镇党委文件", date = 2026-01-05 }
cycle  = { every = "quarter", starts = 2026-01-01 }
"""


@pytest.mark.parametrize(
    ("limits", "points", "notes"),
    [
        ("ceiling = { quarter = 20 }", 20, ("window",)),
        ("ceiling = { year = 20 }", 20, ("window",)),
        ("ceiling = { month = 5, quarter = 20 }", 20, ("window", "total_only")),
        ("ceiling = { month = 5 }", 30, ("total_only",)),
        ("ceiling = { quarter = 40 }", 30, ()),
        ("floor = { quarter = -40 }", 30, ()),
        ("points = 10\nceiling = { quarter = 20 }", 30, ("window",)),
    ],
)
def test_a_window_that_covers_the_cycle_needs_no_days(limits, points, notes):
    """By the quarter, a limit of the quarter or the year holds for a total, too."""
    made = book(HOURS.replace("@", limits), head=QUARTERLY)
    (found,) = [one for one in rated({"service": 60}, made, on=date(2026, 3, 31)).lines if one.part_of]

    assert (points, notes) == (found.points, found.notes)


def test_a_window_of_a_whole():
    """Parts have no days together: the year of a book by the year holds, and a month is said not to."""
    parts = '[item.a]\npart_of = "whole"\npoints = 5\n[fact.f]\n[item.b]\npart_of = "whole"\nfact = "f"\n'
    year, month = (f"[item.whole]\nceiling = {{ {window} = 6 }}\n{parts}" for window in ("year", "month"))

    assert [(6, ("window",)), (7, ("total_only",))] == [
        (found.points, found.notes) for found in (line({"f": 2}, one, "whole") for one in (year, month))
    ]
    scale = "[scale]\ntiers = [ { name = 1, above = 6 } ]\n"
    capped = book(year.replace('fact = "f"', 'fact = "f"\nfloor = 3'), scale=scale)
    assert "none" == rated({}, capped).tier == rated({"f": 9}, capped).tier


def test_a_loss_within_a_window_that_covers_the_cycle():
    """The floor of such a window ends a loss, and what is not known lies within both."""
    items = HOURS.replace("@", "weight = -1\nfloor = { quarter = -20 }\nceiling = { year = 90 }")
    made = book(items.replace("0.5", "-0.5"), head=QUARTERLY)
    found = rated({"service": 60}, made, on=date(2026, 3, 31))

    assert 20 == found.score
    assert "none" == rated({}, made, on=date(2026, 3, 31)).tier


def test_a_tariff_that_reads_the_total():
    """Whole units are units of the total: no record has points of its own."""
    items = HOURS.replace("@", "per = 2\nwhole = true\nceiling = { month = 1 }")
    found = line({"service": [{"hours": 3}, {"hours": 2}]}, items, "service")

    assert (1, (), ("total_only",)) == (found.points, found.credits, found.notes)


def test_a_record_takes_the_value_of_its_day():
    """2 a visit, 3 from July on: 2 + 3 + 3; everything else stands as on the last day of the cycle."""
    items = """
[fact.f]
records = "visit"
[item.f]
each   = { 2026-01-01 = 2, 2026-07-01 = 3 }
points = { 2026-01-01 = 10, 2026-07-01 = 20 }
"""
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31)]

    assert 28 == points({"f": [{"on": on} for on in days]}, items, "f", on=date(2026, 1, 1))


def test_a_record_of_a_day_without_a_value():
    """A record from before the first value is a fault of the facts, not of the book, which is in force."""
    items = '[fact.f]\nrecords = "visit"\nwindow = "24 months"\n[item.f]\neach = { 2026-01-01 = 2 }\n'

    assert 2 == points({"f": [{}]}, items, "f")
    assert (("f",), ("facts.no_value",)) == missing({"f": [{"on": date(2025, 12, 31)}]}, items)


@pytest.mark.parametrize("facts", [{"f": 3}, {"f": [{}]}])
def test_a_book_that_is_not_in_force(facts):
    """Before the first step of a value there is no rating, but an error."""
    with pytest.raises(NotInForce, match="2027-01-01"):
        rated(facts, book('[fact.f]\nrecords = "visit"\n[item.f]\neach = { 2027-01-01 = 2 }\n'))


def test_a_book_that_is_not_in_force_for_what_is_not_known():
    """The same holds where the item is not known: there is no rating to be had."""
    with pytest.raises(NotInForce, match="2027-01-01"):
        rated({}, book("[fact.f]\n[item.f]\neach = 1\npoints = { 2027-01-01 = 2 }\n"))


def test_a_refusal_names_the_values_that_do_not_count_yet():
    """Each value that begins on the day that is named has its path; one that counts already has not."""
    values = "points = { 2026-01-01 = { 2027-01-01 = 2 }, 2028-01-01 = 3 }\nweight = { 2026-01-01 = 1 }\n"
    words = (
        '[fact.class]\ntype = "word"\n[item.g]\npoints = { by = "class", a = { 2027-01-01 = 1 }, else = 0 }\n'
    )
    with pytest.raises(NotInForce) as refused:
        rated({"f": 1, "class": "b"}, book(f"[fact.f]\n[item.f]\neach = 1\n{values}{words}"))

    assert ["item.f.points", "item.g.points"] == [fault.path for fault in refused.value.faults]


def test_records_one_by_one():
    """`for_each` reads a field of each record, and `by` looks at the record first: 3 + 5 + 2 x 1."""
    items = """
[fact.level]
type = "word"
[fact.awards]
records = "award"
[item.awards]
for_each = "awards"
field    = "people"
each     = { by = "level", county = 5, town = 3, village = 2 }
"""
    given = [{"level": "town", "people": 1}, {"level": "county", "people": 1}, {"people": 1}]

    assert 10 == points({"awards": given, "level": "village"}, items, "awards")
    assert ("level",) == missing({"awards": given}, items)[0]


def test_records_one_by_one_without_what_is_read():
    """A field that a record lacks is not 0, nor is a total as good as the records."""
    items = """
[fact.f]
records  = "study"
[item.f]
for_each = "f"
field    = "days"
steps    = [ { at_least = 7, points = 2 } ]
[item.base]
points   = 59
"""

    assert 4 == points({"f": [{"days": 7}, {"days": 6}, {"days": 90}]}, items, "f")
    assert ("f",) == missing({"f": [{"days": 7}, {}]}, items)[0]
    assert ("f",) == missing({"f": 2}, items)[0]


def test_each_record_counts_one():
    """`for_each` without a field takes each record as 1, at a value that its own words choose."""
    items = """
[fact.f]
records = "award"
[item.f]
for_each = "f"
each     = { by = "level", county = 5, town = 3 }
"""
    assert 8 == points({"f": [{"level": "town"}, {"level": "county"}]}, items, "f")
    assert (("f",), ("facts.unlisted",)) == missing({"f": [{"level": "world"}]}, items)


def test_a_record_that_does_not_say_what_chooses():
    """A record without the word is worth one of the numbers: that matters, or it does not."""
    items = '[fact.f]\nrecords = "award"\n[item.f]\nfor_each = "f"\neach = { by = "level", a = 80, b = @ }\n'

    assert (("f",), ()) == missing({"f": [{}]}, items.replace("@", "90"))
    assert "2" == rated({"f": [{}]}, book(items.replace("@", "85"))).tier


def test_marks_one_by_one():
    """Each record has its own mark within the edges, and says itself who wrote it down and when."""
    items = """
[fact.f]
records = "role"
[item.f]
for_each = "f"
field    = "mark"
given    = { at_least = 5, at_most = 10 }
decision = true
"""
    assert 15 == points({"f": [{"mark": 5}, {"mark": 10}]}, items, "f")
    assert (("f",), ("facts.outside",)) == missing({"f": [{"mark": 5}, {"mark": 11}]}, items)


# --- (a), (d) to (g) -------------------------------------------------------------------------------------


def test_when_is_no():
    """An item whose `when` is no is 0, and nothing below applies: no points, no floor."""
    items = """
[fact.kept]
type = "yes"
[item.kept]
when   = { fact = "kept", is = true }
points = 10
floor  = 5
"""
    assert [10, 0] == [points({"kept": kept}, items, "kept") for kept in (True, False)]
    assert ("when",) == line({"kept": False}, items, "kept").notes


@pytest.mark.parametrize(("take", "expected"), [("sum", 6), ("highest", 3), ("lowest", 1), ("mean", 2)])
def test_taking_of_parts(take, expected):
    """A whole is the sum of its parts, or one of them, or their mean."""
    parts = "".join(f'[item.p{n}]\npart_of = "whole"\npoints = {n}\n' for n in (1, 2, 3))

    assert expected == points({}, f'[item.whole]\ntake = "{take}"\n{parts}', "whole")


def test_an_open_item_without_parts():
    """An item that only waits for parts is 0."""
    assert 0 == points({}, "[item.local]\nopen = true\n", "local")


def test_deducting_down_to_zero():
    """扣完为止: 40 less 25 x 2 is 0, within the floor; 倒扣: without one it is -10."""
    items = "[fact.f]\n[item.f]\npoints = 40\neach = -2\n@\n"

    assert 0 == points({"f": 25}, items.replace("@", "floor = 0"), "f")
    assert -10 == points({"f": 25}, items.replace("@", ""), "f")


def test_floor_and_ceiling_are_noted():
    """A row says which limit it was held by."""
    items = "[fact.f]\n[item.f]\nfloor = 0\nceiling = 10\n"

    assert [(0, ("floor",)), (10, ("ceiling",)), (7, ())] == [
        (found.points, found.notes) for found in (line({"f": number}, items, "f") for number in (-3, 30, 7))
    ]


def test_limits_over_all_cycles():
    """At most 10 ever: 6 credited before leave 4, 12 leave nothing; what is left out counts as nothing."""
    items = "[fact.f]\n[item.f]\nceiling = { cycle = 8, ever = 10 }\nfloor = { ever = -10 }\n"

    assert [4, 0, 8] == [points({"f": 9}, items, "f", credited={"f": past}) for past in (6, 12, -5)]
    assert (8, ("ceiling", "uncredited")) == (
        line({"f": 9}, items, "f").points,
        line({"f": 9}, items, "f").notes,
    )
    assert -4 == points({"f": -9}, items, "f", credited={"f": -6})


def test_weighted_blocks():
    """70 % of one block and 30 % of another: 0.7 x 90 + 0.3 x 80 is 87."""
    items = '[fact.a]\n[fact.b]\n[item.a]\nweight = "70%"\n[item.b]\nweight = "30%"\n'

    assert 87 == rated({"a": 90, "b": 80}, book(items)).score


def test_rounding_is_once_and_away_from_zero():
    """Halves go away from 0, at the end, to the decimals of the item or of the book."""
    items = "[fact.f]\n[item.f]\neach = 0.05\ndecimals = 1\n"
    found = [points({"f": number}, items, "f") for number in (1, -1, "0.9")]

    assert [Fraction("0.1"), Fraction("-0.1"), 0] == found
    thirds = book("[fact.f]\n[item.f]\nper = 3\neach = 1\n", head=HEAD + "decimals = 1\n")
    assert Fraction("33.3") == rated({"f": 100}, thirds).score


def test_a_division_by_nothing_is_refused_when_the_book_is_read():
    """`per` and the weights of raters are more than 0."""
    with pytest.raises(InvalidInput, match=r"item\.f\.per"):
        book("[fact.f]\n[item.f]\neach = 1\nper = 0\n")
    with pytest.raises(InvalidInput, match=r"raters\.a"):
        book("[item.f]\nfact = { raters = { a = 0, b = 1 } }\n")


def test_a_rating_is_rated():
    """All of this ends in a tier."""
    assert isinstance(rated({"hours": 85}), Rated)
