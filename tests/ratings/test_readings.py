"""What a rating was made of: the facts that were known, and where their numbers come from."""

from datetime import date
from fractions import Fraction

import attrs
from tests.ratings.books import book, rated

from sanliang.ratings import Decision, Reading, Weighed

FACTS = """
[fact.class]
type = "word"
[fact.ill]
type = "yes"
missing = false
[fact.late]
missing = 3
[fact.sanctioned]
records = "sanction"
[item.appraisal]
fact = { raters = { members = "30%", branch = "40%", villagers = "30%" }, absent = "share" }
[item.mark]
fact = "mark"
given = { at_least = 0, at_most = 10 }
decision = true
[fact.mark]
[item.late]
each = -1
"""
CLAUSE = '[[clause]]\nwhen = { fact = "ill", is = true }\nthen = "exempt"\n'


def readings(facts, **others):
    """What is known of the facts of somebody."""
    return rated(facts, book(FACTS, CLAUSE), **others).readings


def test_what_was_given_is_read():
    """A word and a number are there as they were given, a record book as its total."""
    found = readings({"class": "elder", "late": 1, "mark": None}, records=())
    assert Reading(value="elder") == found["class"]
    assert Reading(value=Fraction(1)) == found["late"]


def test_what_is_missing_says_so():
    """Where the book's `missing` holds, the reading says so; what is not known is not there."""
    found = readings({})
    assert Reading(value=False, assumed=True) == found["ill"]
    assert Reading(value=Fraction(3), assumed=True) == found["late"]
    assert "appraisal" not in found


def test_a_mean_says_what_it_is_made_of():
    """Of marks there is the mean of each source, with its weight and how many there were."""
    found = readings({"appraisal": {"villagers": [80, 85], "members": 90, "branch": []}})["appraisal"]
    assert found.value == Fraction("86.25")
    assert found.weighed == (
        Weighed(name="members", number=Fraction(90), weight=Fraction("0.3")),
        Weighed(name="villagers", number=Fraction("82.5"), weight=Fraction("0.3"), count=Fraction(2)),
    )


def test_ballots_say_what_they_are_worth():
    """Of ballots there is what each is worth and how many were cast."""
    ballots = "[item.vote]\nfact = { ballots = { good = 100, fair = 60, poor = 0 } }\n"
    found = rated({"vote": {"poor": 1, "good": 3, "fair": 0}}, book(ballots)).readings["vote"]
    assert [(one.name, one.number, one.weight, one.count) for one in found.weighed] == [
        ("good", 100, 3, 3),
        ("poor", 0, 1, 1),
    ]


def test_a_mark_keeps_who_decided():
    """Beside a mark stands who decided on it, when and why."""
    mark = {"mark": 5, "by": "m-1", "on": date(2026, 12, 1), "reason": "抢险"}
    found = readings({"mark": mark})["mark"]
    assert found.decision == Decision(by="m-1", on=date(2026, 12, 1), reason="抢险")
    assert readings({"mark": {"mark": 5}})["mark"].decision is None


def test_each_answer_has_its_readings():
    """Whoever is exempt or not ratable has readings, too, and the tiers of the cycles before."""
    exempt = rated({"ill": True}, book(FACTS, CLAUSE), past=["3", None])
    assert (exempt.readings["ill"].value, exempt.past) == (True, ("3", None))
    open_one = rated({"late": 1}, book(FACTS, CLAUSE), past=())
    assert (open_one.missing, open_one.readings["late"].value, open_one.past) == (
        ("appraisal", "mark"),
        1,
        (),
    )


def test_readings_make_no_two_ratings_differ():
    """Ratings that came to the same are equal, whatever they were made of."""
    one = rated({"hours": 7}, past=["3"])
    assert one == attrs.evolve(one, readings={}, past=None)
