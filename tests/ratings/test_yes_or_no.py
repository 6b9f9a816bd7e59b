"""A number that goes by a yes or no."""

import pytest
from tests.ratings.books import book, line, rated

from sanliang.ratings import NotRatable

FACTS = """
[fact.sick]
type = "yes"
[fact.old]
type = "yes"
missing = false
[fact.roles]
records = "role"
"""
BASE = FACTS + '[item.base]\npoints = { by = "sick", yes = 95, no = 60 }\n'


@pytest.mark.parametrize(("sick", "points", "tier"), [(True, 95, "3"), (False, 60, "1")])
def test_points_by_a_yes_or_no(sick, points, tier):
    """The sick have 95 points and all others 60."""
    found = rated({"sick": sick}, book(BASE))

    assert (points, tier) == (found.score, found.tier)


def test_a_yes_or_no_that_is_not_known():
    """Who may be either has either number: it is not known where that could matter."""
    assert ("sick",) == rated({}, book(BASE)).missing
    assert isinstance(rated({}, book(BASE)), NotRatable)
    assert "1" == rated({}, book(BASE.replace("95", "70"))).tier


def test_what_is_missing_chooses_too():
    """Where the book says what holds for whoever says nothing, that chooses the number."""
    made = book(FACTS + '[item.base]\npoints = { by = "old", yes = 95, no = 60 }\n')

    assert [60, 95] == [rated(facts, made).score for facts in ({}, {"old": True})]


def test_an_answer_that_is_not_listed():
    """Without a number for a no, whoever says no is not ratable, as with a word."""
    made = book(FACTS + '[item.base]\npoints = { by = "sick", yes = 95 }\n')
    (fault,) = rated({"sick": False}, made).wrong

    assert 95 == rated({"sick": True}, made).score
    assert ("facts.unlisted", "facts.sick") == (fault.code, fault.path)


def test_a_record_says_yes_or_no_itself():
    """Under `for_each` a field that is true or false chooses, before the fact of that name."""
    items = FACTS + '[item.roles]\nfor_each = "roles"\neach = { by = "led", yes = 5, no = 2 }\n'
    rows = [{"led": True}, {"led": False}, {"led": True}]

    assert 12 == line({"roles": rows}, items, "roles").points


def test_edges_of_tiers_by_a_yes_or_no():
    """The line of the old is lower."""
    scale = '[scale]\ntiers = [ { name = 1, at_least = { by = "old", yes = 50, no = 60 } } ]\n'
    made = book(FACTS + "[fact.hours]\n[item.hours]\n", scale=scale)

    assert ["none", "1"] == [rated({"hours": 55, "old": old}, made).tier for old in (False, True)]
