"""Between what a number lies: what is given elsewhere is wrong, what is not known lies there."""

from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ratings.books import book, rated

from sanliang.ratings import NotRatable, Rated, _clauses, _people, _reach
from sanliang.ratings._known import Amount
from sanliang.ratings._next import _axes, _looks, _nearest, _new_records, _search
from sanliang.ratings._short import _leaves, _plain, _plan, _shape

EDGES = "at_least = 0\nat_most = 100\n"
SCALE = "[scale]\ntiers = [ { name = 2, above = 100 }, { name = 1, at_least = 0 } ]\n"
ROWS = "[fact.hours]\n{}\n[item.hours]\neach = 1\n"


def made(fact, rest="", scale=SCALE):
    """A book whose score is one fact."""
    return book(ROWS.format(fact), rest, scale)


def wrong(facts, of, **others):
    """The faults that keep somebody from being rated."""
    found = rated(facts, of, **others)
    assert isinstance(found, NotRatable), found
    return [(fault.path, fault.en) for fault in found.wrong]


@pytest.mark.parametrize(
    ("edges", "taken", "refused", "says"),
    [
        ("at_least = 0\nat_most = 100", [0, 100], [-1, 101], "must be at least 0, at most 100"),
        ("above = 0\nbelow = 2.5", [1, "2.4"], [0, "2.5"], "must be more than 0, less than 2.5"),
        ("at_most = 3", [-5, 3], [4], "must be at most 3"),
        ('at_most = { by = "class", elder = 9, else = 5 }', [5], [6], "must be at most 5"),
        ("at_most = { 2025-01-01 = 9, 2026-06-01 = 5 }", [5], [6], "must be at most 5"),
    ],
)
def test_a_number_lies_between_its_edges(edges, taken, refused, says):
    """What is given outside the edges is wrong; the fault names the edges and not the number."""
    of = made(edges, '[fact.class]\ntype = "word"\n')

    for number in taken:
        assert Fraction(number) == rated({"hours": number, "class": "full"}, of).score
    for number in refused:
        assert [("facts.hours", says)] == wrong({"hours": number, "class": "full"}, of)


def test_an_edge_by_a_word_that_is_not_known():
    """Whose class is not known has no number either: it may be one too many."""
    of = made('at_most = { by = "class", elder = 9, full = 5 }', '[fact.class]\ntype = "word"\n')

    assert ("class",) == rated({"hours": 3}, of).missing
    assert 3 == rated({"hours": 3, "class": "full"}, of).score
    assert [("facts.class", "is a word that the book gives no value for, and no `else`")] == wrong(
        {"hours": 3, "class": "full-time"}, of
    )


def test_each_mark_of_raters_lies_between_the_edges():
    """One mark of 110 is wrong, though the mean would be right."""
    of = made('raters = ["branch", "members"]\nat_most = 100')

    assert [("facts.hours.members", "must be at most 100")] == wrong(
        {"hours": {"branch": 50, "members": [80, 110]}}, of
    )
    assert 65 == rated({"hours": {"branch": 50, "members": [60, 100]}}, of).score
    assert [("facts.hours", "must be at most 100")] == wrong({"hours": 101}, of)


def test_records_come_to_a_number_between_the_edges():
    """A sum or a count of records outside the edges is wrong, from a list and from a book of records."""
    of = made('records = "volunteer"\nsum = "hours"\nat_most = 24')
    rows = [{"hours": 20, "on": date(2026, 3, 1)}, {"hours": 5, "on": date(2026, 4, 1)}]

    assert [("facts.hours", "must be at most 24")] == wrong({"hours": rows}, of)
    assert 20 == rated({"hours": rows[:1]}, of).score
    assert 0 == rated({}, of, records=()).score
    assert [("facts.hours", "must be at least 2")] == wrong(
        {}, made('records = "volunteer"\nat_least = 2'), records=()
    )


def test_records_under_an_edge_that_is_not_known():
    """Where the edge hangs on a word that is not known, so does what the records come to."""
    of = made('records = "volunteer"\nat_most = { by = "class", elder = 9 }', '[fact.class]\ntype = "word"\n')

    assert ("class",) == rated({}, of, records=()).missing


@pytest.mark.parametrize(
    ("fact", "taken", "refused", "says"),
    [
        ("ballots = { good = 100, poor = 10 }", 10, 9, "must be at least 10, at most 100"),
        ('pledges = "kept"', 0, -1, "must be at least 0"),
        ('pledges = "broken"', 3, -1, "must be at least 0"),
        ('pledges = "share"', 1, 2, "must be at least 0, at most 1"),
        ('records = "volunteer"', 4, -1, "must be 0 or more"),
    ],
)
def test_what_lies_between_edges_by_its_nature(fact, taken, refused, says):
    """Ballots, pledges and counts need no edges: what they are tells them."""
    assert taken == rated({"hours": taken}, made(fact)).score
    assert [("facts.hours", says)] == wrong({"hours": refused}, made(fact))


@pytest.mark.parametrize(
    ("fact", "tier"),
    [
        (EDGES, "1"),
        ("at_least = 0", None),
        ("at_least = 101", "2"),
        ("at_least = 0\nbelow = 100", "1"),
        ('records = "volunteer"\nat_most = 90', "1"),
        ('pledges = "share"', "1"),
        ('pledges = "kept"', None),
        ("ballots = { good = 100, poor = 0 }", "1"),
        ('raters = ["branch"]\nat_least = 0\nat_most = 100', "1"),
    ],
)
def test_what_is_not_known_lies_between_the_edges(fact, tier):
    """A number that is not known cannot matter where no number between its edges would."""
    found = rated({}, made(fact))

    assert tier == (found.tier if isinstance(found, Rated) else None)


@pytest.mark.parametrize(
    ("among", "is_open"),
    [("[0]", True), ("[100]", True), ("[101, 50]", True), ("[-1, 101]", False), ("[101]", False)],
)
def test_one_of_some_numbers_may_lie_at_an_edge(among, is_open):
    """A number that is not known may be one of those that are asked for, the edges among them."""
    scale = f'[scale]\ntiers = [ {{ name = 1, fact = "hours", in = {among} }} ]\n'
    found = rated({}, made(EDGES, "[fact.none]\n[item.none]\n", scale=scale))

    assert is_open == isinstance(found, NotRatable)


@given(st.integers(-40, 40), st.integers(0, 40), st.integers(-90, 90))
def test_edges_are_those_of_a_comparison(low, width, number):
    """A number is taken if and only if it lies between its edges, and then it counts whole."""
    of = made(f"at_least = {low}\nat_most = {low + width}", scale="")
    found = rated({"hours": number}, of)

    assert isinstance(found, Rated) == (low <= number <= low + width)
    assert isinstance(found, NotRatable) or found.score == number


def test_rows_that_go_both_ways_weigh_what_they_are_without_a_sign():
    """What records of both signs may come to lies between all of them taken away and all of them added."""
    for amounts, ends in (((2, -3), (-5, 5)), ((2, 3), (5, 5)), ((-2, -3), (-5, -5))):
        known = Amount(
            total=Fraction(sum(amounts)), rows=tuple(SimpleNamespace(amount=Fraction(one)) for one in amounts)
        )
        assert ends == _reach._read(known)
    assert (4, 4) == _reach._read(Amount(total=Fraction(4)))
    assert (0, 1) == _reach._read(True)


def test_the_limits_stay():
    """The numbers that hold in what is read and searched for stay: a smaller one refuses what was taken."""
    assert (256, 1_024) == (_clauses.MOST, _clauses.MANY)
    assert (32, 366, 10**6) == (_looks.NEAR, _new_records.MOST_NEW, _axes.FAR_OWN)
    assert (10, 100_000) == (_search.MOST_WAYS, _search.MOST_SETS)
    assert (500, 2_000) == (_search.MOST_CHOICES, _search.KEPT)
    assert (300, 4_000, 1_000_000) == (_nearest.FEW, _nearest.MANY, _nearest.ROWS)
    assert (10_000, 10_000, 10**60) == (_plan.FINE, _plain.FINEST, _leaves.NO_LIMIT)
    assert {999_999_999} == {_shape.LARGEST, _axes.LARGEST}
    assert (256, 4_096, 256) == (_plan.MOST, _leaves.MOST, _people.TOGETHER)
