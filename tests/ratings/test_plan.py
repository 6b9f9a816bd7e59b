"""The short way through a book and the long one: two readings, one meaning."""

import pickle
from collections import Counter, defaultdict
from fractions import Fraction
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pace import within
from tests.ratings.books import HEAD, LAST, SCALE, book

from sanliang import InvalidInput
from sanliang.kernel.fields import FrozenMap
from sanliang.ratings import Override, Subject, rate, rate_group
from sanliang.ratings._placed import place_at_length
from sanliang.ratings._short._leaves import MOST, Leaf, Unfit, course, points_by
from sanliang.ratings._short._plan import plan_of
from sanliang.ratings._short._wholes import AS_IT_IS
from sanliang.ratings._standing import Standing
from sanliang.ratings._tariffs import points_of
from sanliang.rulebooks import Fixed, Item, loads

DECIDED = Override(tier="2", by="committee", on=LAST, why="committee's decision")


def short(facts, made, past=None, override=None):
    """The rating by the short way; nothing where it does not take the subject."""
    return finished(plan_of(made, LAST).place(facts, past), override)


def long(facts, made, past=None, override=None):
    """The rating by the long way."""
    span = plan_of(made, LAST).span
    return finished(place_at_length(facts, made, span, records=None, past=past, credited={}), override)


def finished(placed, override):
    """The rating of whoever has a place."""
    if not isinstance(placed, Standing):
        return placed
    placed.override = override
    return placed.finish()


# --- books and people ----------------------------------------------------------------------------------

NUMBERS = ("a", "b", "c")
QUARTERS = st.integers(-40, 40).map(lambda number: f"{number / 4:.2f}")
POSITIVE = st.integers(1, 24).map(lambda number: f"{number / 4:.2f}")
BY_DAY = st.tuples(QUARTERS, QUARTERS).map("{{ 2020-01-01 = {0[0]}, 2026-06-01 = {0[1]} }}".format)
BY_WORD = st.tuples(QUARTERS, BY_DAY).map(
    '{{ by = "class", elder = {0[0]}, young = {0[1]}, else = 1 }}'.format
)
VALUES = QUARTERS | BY_WORD
WEIGHTS = st.sampled_from(["0.5", "-1.25", "0", '"1/3"'])
CONDITIONS = st.sampled_from(
    [
        '{ fact = "a", at_least = 7 }',
        '{ fact = "b", in = [2, 2.5, 9] }',
        '{ fact = "ill", is = true }',
        '{ fact = "class", in = ["elder", "young"] }',
        '{ not = { fact = "c", above = 2.25, below = 7 } }',
        '{ any = [ { fact = "ill", is = false }, { fact = "b", at_most = 0.5 } ] }',
        '{ all = [ { fact = "a", above = 0 }, { fact = "class", is = "elder" } ] }',
    ]
)
LATER = CONDITIONS | st.sampled_from(
    [
        '{ item = "score", at_least = { by = "class", elder = 20, else = 30.5 } }',
        '{ item = "block", is = 0 }',
        '{ tier = "last", at_least = 2 }',
        '{ tier = "last", in = [1, 3], within = 2 }',
    ]
)
THENS = st.sampled_from(
    [
        '{ is = "none" }',
        "{ at_most = 2 }",
        "{ at_least = 1 }",
        "{ in = [3, 1] }",
        "{ rise_at_most = 1 }",
        '{ rise_at_most = 1, fall_at_most = 1, from = "none" }',
        '"withheld"',
        '"exempt"',
    ]
)


@st.composite
def tariffs(draw):
    """How a fact becomes points."""
    match draw(st.sampled_from(["plain", "each", "bent", "steps", "given"])):
        case "plain":
            return ""
        case "each":
            whole = draw(st.sampled_from(["", "whole = true\n"]))
            return f"each = {draw(VALUES)}\nper = {draw(POSITIVE)}\n{whole}"
        case "bent":
            side = draw(st.sampled_from(["above", "below"]))
            whole = draw(st.sampled_from(["", "per = 1.5\n", "whole = true\nper = 1.5\n"]))
            return f"each = {draw(QUARTERS)}\n{side} = {draw(VALUES)}\n{whole}"
        case "steps":
            edges = sorted(draw(st.sets(st.integers(0, 40), min_size=1, max_size=3)), reverse=True)
            word = draw(st.sampled_from(["at_least", "above"]))
            steps = [f"{{ {word} = {edge / 4}, points = {draw(VALUES)} }}" for edge in edges]
            return f"steps = [ {', '.join(steps)} ]\n"
        case _:
            return "given = { above = 0.5, at_most = 9 }\n"


@st.composite
def items(draw, name):
    """An item that reads a fact."""
    tariff = draw(tariffs())
    bands = "steps" in tariff or "given" in tariff
    fact = draw(st.sampled_from(NUMBERS if bands else [*NUMBERS, "ill"]))
    lines = [f'[item.{name}]\nfact = "{fact}"', tariff]
    lines += [f'part_of = "{draw(st.sampled_from(["score", "block"]))}"']
    if draw(st.booleans()):
        lines.append(f"points = {draw(VALUES)}")
    if draw(st.booleans()):
        lines.append(
            f"floor = {draw(st.integers(-20, 0))}\nceiling = {{ quarter = 3, cycle = {draw(POSITIVE)} }}"
        )
    if draw(st.booleans()):
        lines.append(f"weight = {draw(WEIGHTS)}")
    if draw(st.booleans()):
        lines.append(f"decimals = {draw(st.integers(0, 4))}")
    if draw(st.booleans()):
        lines.append(f"when = {draw(CONDITIONS)}")
    return "\n".join(lines) + "\n"


@st.composite
def books(draw):
    """A book with a few items, clauses and consequences."""
    parts = [HEAD, '[fact.class]\ntype = "word"\n[fact.ill]\ntype = "yes"\nmissing = false\n']
    parts += ["[fact.a]\nat_most = 90\n[fact.b]\nmissing = 2.5\n[fact.c]\n"]
    parts += [draw(items(f"i{place}")) for place in range(draw(st.integers(1, 4)))]
    take = draw(st.sampled_from(["sum", "highest", "lowest", "mean"]))
    parts += [f'[item.block]\ntake = "{take}"\n[item.filler]\npart_of = "block"\npoints = {draw(VALUES)}\n']
    if draw(st.booleans()):
        parts.append(f"weight = {draw(POSITIVE)}\nwhen = {draw(CONDITIONS)}\n")
    scales = [
        SCALE.replace("90", "30").replace("80", "15").replace("60", "5"),
        '[scale]\nstars = [ { name = "x", at_least = 4 }, { name = "y", item = "block", above = 1 }, '
        '{ name = "z", fact = "ill", is = false } ]\n',
        "[scale]\nstars = 3\n",
    ]
    parts.append(draw(st.sampled_from(scales)))
    for _ in range(draw(st.integers(0, 3))):
        parts.append(f"[[clause]]\nwhen = {draw(LATER)}\nthen = {draw(THENS)}\n")
    if draw(st.booleans()):
        parts.append('[[consequence]]\nwhen = { tier = "this", is = "none", run = 2 }\nthen = "talk"\n')
    return loads("".join(parts))


AMOUNTS = st.integers(0, 95) | st.integers(0, 400).map(lambda number: Fraction(number, 4)) | st.just("3.1416")


@st.composite
def people(draw):
    """What is known of somebody: mostly everything, and plain numbers."""
    facts = {name: draw(AMOUNTS) for name in NUMBERS}
    facts |= {"class": draw(st.sampled_from(["elder", "young", "old"])), "ill": draw(st.booleans())}
    for name in draw(st.sets(st.sampled_from(["b", "ill"]))):
        del facts[name]
    return facts


PASTS = st.none() | st.lists(st.sampled_from([None, "none", "1", "3"]), max_size=3).map(tuple)


@given(books(), st.lists(people(), min_size=1, max_size=3), PASTS)
def test_both_ways_come_to_the_same_rating_row_by_row(made, some, past):
    """Every number is an exact result: the compiled book and the explained one agree to the last digit."""
    for facts in some:
        found, expected = short(facts, made, past), long(facts, made, past)
        if found is not None:
            assert found == expected
            assert {
                name: one for name, one in found.readings.items() if name in expected.readings
            } == expected.readings
            assert (found.lines, found.past) == (expected.lines, expected.past)
            assert [*found.points.items()] == [*expected.points.items()]
            assert found.points == {line.item: line.points for line in found.lines}


@given(books(), st.lists(people(), min_size=1, max_size=6), st.booleans())
def test_who_is_read_together_comes_to_what_each_comes_to_alone(made, some, as_subjects):
    """Nobody's rating hangs on who else is in a group, where no quota counts it."""
    plan = plan_of(made, LAST)
    known = {f"m{place}": facts for place, facts in enumerate(some)}
    for id, one in plan.place_all(known).items():
        assert (short(known[id], made), id) == (finished(one, None), id)
    given = [Subject(id=id, facts=facts) for id, facts in known.items()] if as_subjects else known
    found = rate_group(given, made, on=LAST).ratings
    assert {id: rate(facts, made, on=LAST) for id, facts in known.items()} == found


@given(books(), people())
def test_a_decision_is_kept_by_both_ways(made, facts):
    """A committee's decision replaces the tier; consequences and what is withheld follow from it."""
    found = short(facts, made, (), DECIDED)
    assert found is None or found == long(facts, made, (), DECIDED)


def test_one_who_goes_the_long_way_leaves_the_others_on_the_short_one():
    """A word without an arm, a number out of bounds: whoever has it is read alone, the others together."""
    made = book(PLAIN)
    plan = plan_of(made, LAST)
    one, other = {"class": "elder", "hours": 5, "ill": False}, {"class": "old", "hours": 5, "ill": False}

    assert ["a"] == [*plan.place_all({"a": one, "b": other})]
    assert [] == [*plan.place_all({"a": one, "b": one | {"hours": 10**9}})]
    for odd in (other, one | {"hours": 10**9}, one | {"hours": True}, {"class": "elder"}):
        found = rate_group({"a": one, "b": odd}, made, on=LAST).ratings
        assert [rate(facts, made, on=LAST) for facts in (one, odd)] == [*found.values()]


@pytest.mark.parametrize("together", [1, 2, 3])
def test_a_group_is_read_part_by_part(monkeypatch, together):
    """Whoever is read with whom comes to the same; who is not plain does not hold up the other parts."""
    monkeypatch.setattr("sanliang.ratings._people.TOGETHER", together)
    made = book(PLAIN)
    known = {f"m{n}": {"class": "elder", "hours": n, "ill": False} for n in range(7)}
    known["m3"] = {"class": "elder", "hours": None}

    found = rate_group(known, made, on=LAST).ratings
    assert {id: rate(facts, made, on=LAST) for id, facts in known.items()} == found


@pytest.mark.untraced("it measures time")
@pytest.mark.once("it measures our own loops")
def test_many_mistyped_names_are_counted_in_little_time():
    """Which fact was meant is looked up for as many names as are shown, of one and of a group."""
    made = book(PLAIN)
    start = process_time()
    with pytest.raises(InvalidInput) as one:
        rate({f"huors{n}": 1 for n in range(20_000)}, made, on=LAST)
    with pytest.raises(InvalidInput) as group:
        rate_group({f"m{n}": {f"huors{n}": 1} for n in range(20_000)}, made, on=LAST)

    assert process_time() - start < within(2)
    for error in (one.value, group.value):
        assert error.count == 20_000
        assert all("hours" in fault.en for fault in error.faults)


# --- who takes the short way ---------------------------------------------------------------------------

PLAIN = """
[fact.class]
type = "word"
[fact.ill]
type = "yes"
missing = false
[fact.hours]
[item.hours]
each = { by = "class", elder = 2, young = 1 }
"""


def test_who_gives_plain_numbers_takes_the_short_way():
    """Whole numbers, fractions and decimals as text are plain, and so is what the book assumes."""
    made = book(PLAIN)
    for hours in (30, Fraction(61, 2), "30.5"):
        assert short({"class": "elder", "hours": hours}, made) is not None


@pytest.mark.parametrize(
    "facts",
    [
        {"class": "elder"},
        {"class": "elder", "hours": None},
        {"class": "elder", "hours": -1},
        {"class": "elder", "hours": 10**9},
        {"class": "elder", "hours": True},
        {"class": "elder", "hours": "1.00001"},
        {"class": "elder", "hours": "-2.5"},
        {"class": "elder", "hours": 1, "ill": 1},
        {"class": "elder", "hours": "1.5", "ill": None},
        {"class": "old", "hours": 1},
        {"class": "\x00", "hours": 1},
        {"class": ["elder"], "hours": 1},
        {"hours": 1},
        {"class": "elder", "hours": 1, "strange": 1},
        {"class": "elder", "hours": 1, "ill": False, "strange": 1},
        {"class": "elder", "strange": 1},
    ],
)
def test_everybody_else_takes_the_long_way(facts):
    """What is missing, below 0, out of bounds or of another kind is read by the long way."""
    assert short(facts, book(PLAIN)) is None


def test_floor_and_ceiling_hold_where_points_are_thirds():
    """The short way holds to a floor and a ceiling as the long one does, whatever a point is divided by."""
    made = book('[fact.hours]\n[item.hours]\neach = "1/3"\nfloor = 3\nceiling = 5\n', scale="")
    for hours, points in ((1, 3), (9, 3), (12, 4), (15, 5), (30, 5)):
        assert points == short({"hours": hours}, made).score == rate({"hours": hours}, made, on=LAST).score


@pytest.mark.parametrize(
    ("tariff", "hours", "points"),
    [
        ("each = 2\nabove = 3\nper = 4", 9, 3),
        ("each = 2\nabove = 3\nper = 4\nwhole = true", 9, 2),
        ("each = 2\nbelow = 9\nper = 4", 3, 3),
        ("each = -1\nper = 2\ndecimals = 0", 1, -1),
        ("each = 1\nper = 2\ndecimals = 0", 1, 1),
        ("each = -1\nper = 3\ndecimals = 0", 1, 0),
    ],
)
def test_points_past_an_edge_and_between_two(tariff, hours, points):
    """So many points for so many past an edge, and halves away from 0, by either way."""
    made = book(f"[fact.hours]\n[item.hours]\n{tariff}\n", scale="")
    assert points == short({"hours": hours}, made).score == long({"hours": hours}, made).score


STEPS = "steps = [ {{ {} = 8, points = 5 }}, {{ {} = 2.5, points = -3.25 }}, {{ below = 1, points = 9 }} ]\n"
WORDS = [
    "",
    "each = 3",
    "each = -0.75",
    'each = "1/3"',
    "each = 2\nper = 3",
    "each = 2\nper = 3\nwhole = true",
    "each = 2\nper = 1.5\nwhole = true",
    "each = 2\nabove = 3",
    "each = 2\nabove = 2.5\nper = 1.5\nwhole = true",
    "each = 2\nbelow = 4",
    "each = 2\nbelow = 4.75\nwhole = true",
    "each = 1\nbelow = 4.75\nper = 0.5",
    STEPS.format("at_least", "at_least") + 'gap = "lower"',
    STEPS.format("above", "at_least") + 'gap = "lower"',
    STEPS.format("at_least", "above") + 'gap = "lower"',
]
ROUND_IT = [
    "",
    "points = 4.5",
    "ceiling = 7",
    "floor = 2.5",
    "ceiling = 7\nfloor = 2.5\npoints = -1.5",
    "weight = 0.5",
    "weight = -1.25\nceiling = 7\nfloor = 2.5",
    "weight = 0\nfloor = 3",
]


@pytest.mark.untraced("many numbers, and no branch that others do not take")
@pytest.mark.parametrize("words", WORDS)
def test_whole_numbers_come_to_what_fractions_come_to(words):
    """Points in whole numbers are those of the plain steps: tariff, own points, limits, weight, rounding."""

    def price(value):
        return value.number

    def plainly(item, number, decimals):
        found = (points_of(item.tariff, number, price) or 0) + (price(item.points) if item.points else 0)
        found = max(found, price(item.floor["cycle"])) if item.floor else found
        found = min(found, price(item.ceiling["cycle"])) if item.ceiling else found
        found = found * (price(item.weight) if item.weight else 1) * 10**decimals
        return int(abs(found) + Fraction(1, 2)) * (1 if found > 0 else -1)

    for more in ROUND_IT:
        (_, item) = loads(f"{HEAD}[fact.n]\n[item.n]\nfact = 'n'\n{words}\n{more}\n").items
        for unit, decimals in ((1, 0), (4, 1)):
            points = points_by(item, decimals, unit, price)
            for number in range(10 * unit):
                assert plainly(item, Fraction(number, unit), decimals) == points(number)


def test_an_item_to_which_nothing_happens_is_told_from_others():
    """Whole numbers pass it as they are; with points, a limit, a weight or other decimals they do not."""
    bare = Item(id="x")
    more = {
        "points": Fixed(Fraction(1)),
        "weight": Fixed(Fraction(2)),
        "floor": FrozenMap({"cycle": Fixed(Fraction(0))}),
    }

    assert AS_IT_IS == course(bare, Fraction(1), 0, None)
    assert AS_IT_IS == course(bare, Fraction(1, 100), 2, None)
    assert AS_IT_IS != course(bare, Fraction(1, 100), 1, None)
    for name, value in more.items():
        item = Item(id="x", **{name: value})
        assert AS_IT_IS != course(item, Fraction(1), 0, lambda value: value.number)


@pytest.mark.parametrize("asked", ["fact = 'hours'", "item = 'hours'", "item = 'years'"])
def test_two_of_one_score_may_have_different_tiers(asked):
    """Where a tier asks for something else than the score, one score does not tell the tier."""
    items = "[fact.hours]\n[item.hours]\n[item.years]\nfact = 'hours'\n[item.score]\nweight = 0\n"
    made = book(items, scale=f"[scale]\ntiers = [ {{ name = 1, {asked}, at_least = 5 }} ]\n")

    assert [("none", 0), ("1", 0), ("none", 0)] == [
        (found.tier, found.score) for found in (short({"hours": hours}, made) for hours in (1, 9, 2))
    ]


def test_points_in_ten_thousandths():
    """Ranks are by whole numbers: a point is ten thousand, by either way."""
    made = book("[fact.hours]\n[item.hours]\ndecimals = 4\n")
    span = plan_of(made, LAST).span
    for hours, parts in (("3", 30_000), ("3.5", 35_000), ("0.0001", 1), ("2.25", 22_500)):
        far = place_at_length({"hours": hours}, made, span, records=None, past=None, credited={})
        assert [parts] * 2 == [
            one.parts("hours") for one in (far, plan_of(made, LAST).place({"hours": hours}, None))
        ]


def test_one_mistyped_name_among_many_is_told():
    """Of a group that gives all its facts, whoever gives one more is told of it."""
    known = {"class": "elder", "hours": 1, "ill": False}
    with pytest.raises(InvalidInput) as caught:
        rate_group({"m-1": known, "m-2": {**known, "huors": 1}}, book(PLAIN), on=LAST)
    assert ["subjects[1].facts.huors"] == [one.path for one in caught.value.faults]


@pytest.mark.parametrize(
    "item",
    [
        '[item.hours]\nfor_each = "hours"\nfield = "many"\n',
        "[item.hours]\nceiling = { ever = 5 }\n",
        "[item.hours]\ngiven = { at_most = 5 }\ndecision = true\n",
        '[item.hours]\npoints = { 2027-01-01 = 5 }\n[item.more]\npart_of = "hours"\npoints = 1\n',
        '[item.more]\npoints = 1\nwhen = { fact = "hours", at_least = { 2027-01-01 = 5 } }\n',
        '[item.all]\nceiling = { ever = 5 }\n[item.more]\npart_of = "all"\nfact = "hours"\n',
    ],
)
def test_a_book_that_needs_more_than_numbers_is_read_the_long_way(item):
    """Records one by one, limits over all cycles, decisions, values that are not in force."""
    made = book(f'[fact.hours]\nrecords = "hours"\n{item}')
    assert short({"hours": 3}, made) is None


def test_a_ladder_without_its_past_is_read_the_long_way():
    """What hangs on earlier tiers is not known without them."""
    made = book(PLAIN, "[[clause]]\nthen = { rise_at_most = 1 }\n")
    assert short({"class": "elder", "hours": 45}, made) is None
    assert short({"class": "elder", "hours": 45}, made, ("1",)).tier == "2"


def test_the_exempt_are_found_by_the_long_way():
    """Whoever is exempt has no rows to keep."""
    made = book(PLAIN, '[[clause]]\nwhen = { fact = "ill", is = true }\nthen = "exempt"\n')
    facts = {"class": "elder", "hours": 45, "ill": True}
    assert short(facts, made) is None
    assert rate(facts, made, on=LAST).clause == 0


def test_a_book_without_a_scale_has_points_only():
    """Points are what it says; the tier is none."""
    rating = short({"class": "young", "hours": 3}, book(PLAIN, scale=""))
    assert (rating.score, rating.tier, rating.left) == (3, "none", ("none",))


def test_a_fact_that_no_item_reads_is_looked_at_too():
    """A number out of its bounds is wrong, whoever reads it."""
    made = book("[fact.hours]\n[item.hours]\n[fact.other]\nat_most = 3\n")
    assert short({"hours": 1, "other": 3}, made).score == 1
    assert rate({"hours": 1, "other": 4}, made, on=LAST).missing == ("other",)


# --- what is kept --------------------------------------------------------------------------------------


def test_a_rating_pickles_with_its_rows():
    """A stored rating does not hang on the book that made it."""
    rating = short({"class": "elder", "hours": 30}, book(PLAIN))
    again = pickle.loads(pickle.dumps(rating))
    assert (again, again.lines) == (rating, rating.lines)
    assert dict(again.readings) == dict(rating.readings)
    assert (len(rating.readings), rating.readings["hours"].value) == (3, 30)


def test_a_rating_does_not_change_with_the_facts_that_were_handed_in():
    """What was read is kept, not whose it was."""
    facts = {"class": "elder", "hours": 30}
    rating = rate(facts, book(PLAIN), on=LAST)
    facts["hours"] = 1
    assert rating.lines[-1].read == 30


def test_what_a_counter_does_not_hold_is_missing():
    """A mapping that answers 0 for what it does not hold has not been given it; nor is it filled."""
    made = book("[fact.a]\n[item.a]\n[fact.b]\n[item.b]\n")
    facts = Counter({"a": 5})
    filled = defaultdict(int, a=5)

    assert ("b",) == rate(facts, made, on=LAST).missing
    assert ("b",) == rate(filled, made, on=LAST).missing
    assert {"a": 5} == filled


def test_a_leaf_keeps_so_many_numbers_and_works_out_the_others():
    """Memory is bounded, whatever numbers come."""
    leaf = Leaf(lambda number: number + 1, 0, 10**6)
    assert [leaf[number] for number in range(MOST + 10)] == list(range(1, MOST + 11))
    assert (len(leaf.kept), leaf[5]) == (MOST, 6)
    with pytest.raises(Unfit):
        leaf[-1]


def test_scores_and_words_past_what_is_kept_are_worked_out_again(monkeypatch):
    """Memory is bounded for scores, tiers and compiled forms, too."""
    monkeypatch.setattr("sanliang.ratings._short._shape.MOST", 2)
    monkeypatch.setattr("sanliang.ratings._short._plan.MOST", 2)
    made = loads(HEAD + PLAIN.replace("young", "else") + SCALE)
    for word in ("elder", "b", "c", "d"):
        for hours in range(0, 100, 30):
            facts = {"class": word, "hours": hours}
            assert short(facts, made) == long(facts, made)
    assert 2 == max(len(shape._scores) for shape in plan_of(made, LAST)._shapes.values())
    for year in range(2026, 2031):
        assert plan_of(made, LAST.replace(year=year)).span.end.year == year
    assert len(made.worked_out) <= 3


def test_a_plan_takes_a_day_and_a_book():
    """Anything else is refused before it is looked up."""
    with pytest.raises(InvalidInput):
        plan_of(book(), "2026-12-31")
    with pytest.raises(InvalidInput):
        plan_of(None, LAST)


def test_the_ratings_of_a_group_are_made_when_they_are_read():
    """They are a mapping like any other: by id, equal, hashable, printed and pickled as what they hold."""
    made = book(PLAIN, '[[quota]]\ntier = 3\nat_most = 1\nof = "branch"\nties = "narrow"\n')
    people = {id: {"class": "elder", "hours": hours} for id, hours in [("m-2", 50), ("m-1", 46), ("m-3", 1)]}
    found, again = (rate_group(people, made, on=LAST).ratings for _ in range(2))
    assert (list(found), len(found), found["m-1"].moved) == (["m-1", "m-2", "m-3"], 3, (0,))
    assert found["m-1"] is found["m-1"]
    assert (found, hash(found), repr(found)) == (again, hash(again), repr(again))
    assert pickle.loads(pickle.dumps(found)) == dict(found)
