"""Between what facts and items lie: the least and the most of each, worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest
from tests.rulebooks.books import HEAD
from tests.rulebooks.words import OURS, key, tariff

from sanliang.kernel.timeline import Cycle, Every
from sanliang.rulebooks import Rank, Words, loads
from sanliang.rulebooks._bands import in_words
from sanliang.rulebooks._model import tiers_of
from sanliang.rulebooks._reach import FAR, covers, of_book, of_leaves, room, rounded, taken, windowed

FACTS = """
[fact.class]
type = "word"
[fact.n]
at_least = 2
at_most = 5
[fact.both]
above = -5
below = 5
[fact.deed]
records = "deed"
[fact.hours]
records = "deed"
sum = "hours"
at_least = 0
[fact.sick]
type = "yes"
[fact.vote]
ballots = { good = 3, bad = -1 }
[fact.moved]
at_least = { by = "class", a = 1, else = 2 }
at_most = { by = "class", a = 6, else = 5 }
"""
BY = '{{ by = "class", a = {}, else = {} }}'.format
ALL = "all"
STARTS = date(2026, 1, 1)

RANGES = [
    # numbers, as they are
    ("fact = 'n'", 2, 5),
    ("fact = 'moved'", 1, 6),
    ("fact = 'both'", -5, 5),
    ("fact = 'sick'", 0, 1),
    ("fact = 'vote'", -1, 3),
    ("fact = 'deed'", 0, ALL),
    ("fact = { pledges = 'share' }", 0, 1),
    ("fact = { pledges = 'broken' }", 0, ALL),
    ("fact = { raters = ['a'] }", ALL, ALL),
    ("fact = { records = 'a', at_most = 3 }", 0, 3),
    ("fact = { records = 'a', at_least = 2 }", 2, ALL),
    ("fact = { records = 'a', above = 2 }", 2, ALL),
    # with points of its own, weighed, rounded
    ("fact = 'n'\npoints = 10", 12, 15),
    ("points = 10", 10, 10),
    (f"points = {BY(3, 7)}", 3, 7),
    ("fact = 'n'\nweight = 2", 4, 10),
    ("fact = 'n'\nweight = -1", -5, -2),
    (f"fact = 'n'\nweight = {BY(1, 3)}", 2, 15),
    ("fact = 'n'\neach = 0.5\ndecimals = 0", 1, 3),
    ("fact = 'n'\neach = -0.5\ndecimals = 0", -3, -1),
    ("fact = 'n'\neach = 0.0001", 0, 0),
    ("fact = 'n'\nwhen = { fact = 'sick', is = true }", 0, 5),
    ("fact = 'n'\neach = -1\nwhen = { fact = 'sick', is = true }", -5, 0),
    # so many for each
    ("fact = 'n'\neach = 3", 6, 15),
    ("fact = 'n'\neach = -3", -15, -6),
    (f"fact = 'n'\neach = {BY(-1, 2)}", -5, 10),
    ("fact = 'n'\neach = 2\nabove = 3", 0, 4),
    ("fact = 'n'\neach = 2\nabove = 1", 2, 8),
    (f"fact = 'n'\neach = 2\nabove = {BY(1, 4)}", 0, 8),
    ("fact = 'n'\neach = 2\nabove = 9", 0, 0),
    ("fact = 'n'\neach = 2\nbelow = 4", 0, 4),
    ("fact = 'n'\neach = 2\nbelow = 9", 8, 14),
    (f"fact = 'n'\neach = 2\nbelow = {BY(4, 9)}", 0, 14),
    ("fact = 'n'\neach = 2\nbelow = 1", 0, 0),
    ("fact = 'n'\neach = 1\nper = 2", 1, "2.5"),
    (f"fact = 'n'\neach = 1\nper = {BY(1, 2)}", 1, 5),
    ("fact = 'n'\neach = 1\nper = 2\nwhole = true", 1, 2),
    ("fact = 'both'\neach = 1\nper = 2\nwhole = true", -2, 2),
    # bands, marks
    ("fact = 'n'\nsteps = [ { at_least = 4, points = 7 }, { below = 4, points = -2 } ]", -2, 7),
    ("fact = 'n'\nsteps = [ { at_least = 4, points = 7 } ]", 0, 7),
    (f"fact = 'n'\nsteps = [ {{ at_least = 4, points = {BY(3, 9)} }} ]", 0, 9),
    ("fact = 'n'\ngiven = { at_least = 1, at_most = 4 }", 1, 4),
    ("fact = 'n'\ngiven = { above = 1, below = 4 }", 1, 4),
    (f"fact = 'n'\ngiven = {{ at_least = {BY(1, 2)}, at_most = {BY(7, 9)} }}", 1, 9),
    ("fact = 'n'\ngiven = { at_least = 3 }", 3, ALL),
    ("fact = 'n'\ngiven = { at_most = 3 }", ALL, 3),
    # records one by one
    ("for_each = 'deed'\neach = 2\ndecimals = 0", 0, ALL),
    ("for_each = 'deed'\neach = -2", ALL, 0),
    ("for_each = 'deed'\nfield = 'mark'\ngiven = { at_least = -1, at_most = 0 }", ALL, 0),
    ("for_each = 'deed'\nfield = 'mark'\neach = 1", ALL, ALL),
    # limits of the cycle
    ("fact = 'n'\nceiling = 4", 2, 4),
    ("fact = 'n'\nceiling = 1", 1, 1),
    ("fact = 'n'\nfloor = 3", 3, 5),
    ("fact = 'n'\nfloor = 9", 9, 9),
    (f"fact = 'n'\nfloor = {BY(3, 4)}", 3, 5),
    (f"fact = 'n'\nceiling = {BY(3, 4)}", 2, 4),
    ("fact = 'n'\nceiling = 4\nweight = 2", 4, 8),
    # limits of shorter windows, which leave all of it only where they last as long as the cycle
    ("fact = 'deed'\nceiling = { year = 4 }", 0, 4),
    ("fact = 'deed'\nceiling = { quarter = 4 }", 0, ALL),
    ("fact = 'deed'\nceiling = { month = 4 }", 0, ALL),
    ("fact = 'deed'\nceiling = { activity = 4 }", 0, ALL),
    (f"fact = 'deed'\nceiling = {{ year = {BY(3, 4)} }}", 0, 4),
    ("fact = 'deed'\neach = -1\nfloor = { year = -4 }", -4, 0),
    (f"fact = 'deed'\neach = -1\nfloor = {{ year = {BY(-3, -4)} }}", -4, 0),
    ("for_each = 'deed'\neach = 2\nceiling = { year = 4 }", 0, 4),
    ("fact = 'hours'", 0, ALL),
    ("fact = 'hours'\neach = 2", 0, ALL),
    ("fact = 'hours'\nceiling = { month = 4 }", ALL, ALL),
    (f"fact = 'hours'\neach = {BY(1, 2)}", ALL, ALL),
    (f"fact = 'deed'\neach = {BY(1, 2)}", 0, ALL),
    # limits over all cycles: what was credited before is not known
    ("fact = 'deed'\nceiling = { ever = 8 }", 0, 8),
    ("fact = 'n'\nceiling = { ever = 4 }", 0, 4),
    ("fact = 'n'\nceiling = { ever = -2 }", -2, 0),
    ("fact = 'both'\nceiling = { ever = -2 }", -5, 5),
    ("fact = 'n'\nfloor = { ever = 9 }", 2, 9),
    ("points = 20\nceiling = { ever = 8 }", 0, 20),
    ("fact = 'n'\neach = -1\nfloor = { ever = 9 }", -5, ALL),
    ("fact = 'n'\npoints = -9\nfloor = { ever = 0 }", -7, ALL),
    (f"fact = 'deed'\neach = {BY(-1, 2)}\nceiling = {{ ever = 8 }}", ALL, ALL),
    (f"fact = 'deed'\npoints = {BY(-3, 5)}\nceiling = {{ ever = 8 }}", -3, ALL),
    ("fact = 'deed'\npoints = 0\nceiling = { ever = 8 }", 0, 8),
    # no parts
    ("open = true", 0, 0),
]


def ends(item, facts=FACTS, words=OURS, id="x"):
    """Between what an item lies; `all` stands for what has no end."""
    low, high = of_book(loads(f"{HEAD}{facts}[item.x]\n{item}\n", words=words))[id]
    return ALL if low <= -FAR / 2 else low, ALL if high >= FAR / 2 else high


@pytest.mark.parametrize(("item", "low", "high"), RANGES)
def test_between_what_an_item_lies(item, low, high):
    """The least and the most of an item are those that its words leave, on any day and for any word."""
    expected = tuple(one if one is ALL else Fraction(one) for one in (low, high))

    assert expected == ends(item)


@pytest.mark.parametrize(
    ("take", "low", "high"),
    [("sum", 5, 9), ("highest", 4, 6), ("lowest", 1, 3), ("mean", "2.5", "4.5")],
)
def test_what_parts_are_together(take, low, high):
    """Of parts from 1 to 3 and from 4 to 6: their sum, the highest, the lowest, the mean of the two."""
    parts = "".join(
        f"[item.{name}]\npart_of = 'x'\npoints = {BY(*between)}\n"
        for name, between in (("a", (1, 3)), ("b", (4, 6)))
    )

    assert (Fraction(low), Fraction(high)) == ends(f"take = '{take}'\n{parts}")
    assert (Fraction(low), Fraction(high)) == ends(f"take = '{take}'\n{parts}", id="score")
    assert (5, 5) == ends(f"take = '{take}'\nceiling = 5\nfloor = 5\n{parts}")


def test_what_the_word_of_a_township_says_of_its_ends():
    """Its code is asked for the ends of the number, where it has any, and its silence is no end."""
    asked = []

    def bounds(low, high, *, by):
        asked.append((low, high, by))
        return (None if low is None else low * by), (None if high is None else high * by)

    own = Words(tariffs=[tariff(lambda number, *, by: number * by, keys={"by": key()}, bounds=bounds)])
    found = [
        ends(f"fact = '{fact}'\nown = {{ by = {by} }}", words=own)
        for fact, by in (("n", 3), ("n", BY(1, 3)), ("deed", 3))
    ]

    assert [(6, 15), (2, 15), (0, ALL)] == found
    assert [(2, 5, 3), (2, 5, 1), (2, 5, 3), (0, None, 3)] == asked
    assert (ALL, ALL) == ends("fact = { raters = ['a'] }\nown = { by = 2 }", words=own)
    assert {(None, None, 2)} == {*asked[4:]}


def test_code_that_fails_may_give_anything():
    """What the ends of an item are is not known where the code of its word raises."""
    own = Words(tariffs=[tariff(lambda number: number, bounds=lambda low, high: 1 // 0)])

    assert (ALL, ALL) == ends("fact = 'n'\nown = {}", words=own)


def test_a_window_gives_nothing_and_takes_nothing():
    """A ceiling below nothing leaves nothing, and so does a floor above it."""
    (_, item) = loads(f"{HEAD}{FACTS}[item.x]\nfact = 'n'\nceiling = {{ year = 0 }}\n").items
    cycle = Cycle(starts=STARTS)

    assert (0, 0) == windowed(item, (Fraction(2), Fraction(5)), of_leaves, cycle)
    assert (-3, 0) == windowed(item, (Fraction(-3), Fraction(5)), of_leaves, cycle)


def test_which_windows_are_never_shorter_than_the_cycle():
    """A month covers a cycle of a month, a quarter one of three, a year one of twelve; an activity none."""
    windows = ("activity", "month", "quarter", "year")
    found = {
        (count, every.value): [
            one for one in windows if covers(one, Cycle(starts=STARTS, every=every, count=count))
        ]
        for every in Every
        for count in (1, 2, 3, 4, 12, 13)
        if every is Every.MONTH or count == 1
    }

    assert {
        (1, "month"): ["month", "quarter", "year"],
        (2, "month"): ["quarter", "year"],
        (3, "month"): ["quarter", "year"],
        (4, "month"): ["year"],
        (12, "month"): ["year"],
        (13, "month"): [],
        (1, "year"): ["year"],
    } == found


def test_halves_go_away_from_nothing():
    """Halves are rounded up above 0 and down below it; all else goes to the nearest."""
    numbers = ["2.25", "-2.25", "2.24", "2.26", "0.05", "-0.05", "0.049", "7", "1/3", "2/3", "-2/3"]

    assert [23, -23, 22, 23, 1, -1, 0, 70, 3, 7, -7] == [rounded(Fraction(one), 1) * 10 for one in numbers]
    assert [2, 3, -3, 0] == [rounded(Fraction(one), 0) for one in ("2.49", "2.5", "-2.5", "0")]
    assert Fraction("0.3333") == rounded(Fraction(1, 3), 4)


def test_what_earlier_cycles_leave_of_a_ceiling():
    """What was credited is taken off, down to nothing; where nothing was, the ceiling is left as it is."""
    pairs = [(8, 0), (8, 3), (8, 9), (8, -3), (-2, 0), (-2, 1), (-2, -1)]

    assert [8, 5, 0, 11, -2, 0, 0] == [room(Fraction(most), Fraction(past)) for most, past in pairs]


def test_nothing_is_nothing_however_it_is_taken():
    """Without parts there is nothing, whichever of them is taken."""
    assert {0} == {taken([], take) for take in ("sum", "highest", "lowest", "mean")}


SENTENCES = [
    ((-FAR, FAR), ()),
    ((-2 * FAR, 2 * FAR), ()),
    ((Fraction(3), FAR), ("at least 3",)),
    ((Fraction(3), 2 * FAR), ("at least 3",)),
    ((-FAR, Fraction(3)), ("at most 3",)),
    ((-2 * FAR, Fraction(3)), ("at most 3",)),
    ((Fraction("0.5"), Fraction(3)), ("at least 0.5", "at most 3")),
    ((Fraction(3), Fraction(3)), ("3",)),
]


@pytest.mark.parametrize(("between", "expected"), SENTENCES)
def test_two_ends_in_words(between, expected):
    """A sentence has the ends that there are; of two that are one, the number."""
    assert expected == tuple(one.en for one in in_words(between))


TIERS = ("5", "4", "3", "2", "none")


@pytest.mark.parametrize(
    ("word", "holds"),
    [
        ("at_least", lambda place, edge: place <= edge),
        ("above", lambda place, edge: place < edge),
        ("at_most", lambda place, edge: place >= edge),
        ("below", lambda place, edge: place > edge),
    ],
)
def test_tiers_between_edges(word, holds):
    """Each edge leaves the tiers on its side of every tier, the edge itself where it belongs to them."""
    for edge, name in enumerate(TIERS):
        expected = {tier for place, tier in enumerate(TIERS) if holds(place, edge)}
        assert expected == tiers_of(Rank(**{word: name}), (), TIERS)


def test_tiers_between_two_edges():
    """Two edges leave what lies between them, and names leave those that are named."""
    assert {"4", "3"} == tiers_of(Rank(at_most="4", above="2"), (), TIERS)
    assert set() == tiers_of(Rank(at_least="5", below="4"), (), TIERS)
    assert {"5", "none"} == tiers_of(Rank(), ("none", "5", "9"), TIERS)
