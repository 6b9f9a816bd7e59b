"""The cases of a book, and the published schemes with theirs."""

from pathlib import Path

import pytest
from tests.ratings.books import ITEM, book

from sanliang import InvalidInput
from sanliang.ratings import Difference, Exempt, GroupRating, NotRatable, run_cases
from sanliang.rulebooks import load

EXAMPLES = Path(__file__).parents[2] / "examples" / "rulebooks"
REFUSED = {"huaning"}
BOOKS = sorted(path for path in EXAMPLES.glob("*.toml") if path.stem not in REFUSED)

CASE = """
[[case]]
name   = "a case"
cycle  = [2026-01-01, 2026-12-31]
"""
AWAY = '[fact.away]\ntype = "yes"\n[fact.hours]\n[item.hours]\neach = 1\ndecimals = 4\n'
EXEMPT = '[[clause]]\nwhen = { fact = "away", is = true }\nthen = "exempt"\n'


def result(case, rest="", items=AWAY, **others):
    """What came of one case."""
    (found,) = run_cases(book(items, rest + CASE + case, **others))
    return found


def differences(expect, facts="{ hours = 85 }", **others):
    """What is not as expected, in three words each."""
    found = result(f"facts = {facts}\nexpect = {{ {expect} }}\n", **others).differences
    return [(one.what, one.expected, one.got) for one in found]


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("path", BOOKS, ids=[path.stem for path in BOOKS])
def test_the_published_schemes_give_what_they_say(path):
    """Every case, of one subject or of a group, gives what its book expects."""
    assert [] == [(one.name, one.differences) for one in run_cases(load(path)) if one.differences]


def test_the_example_of_the_language():
    """54 + 3.5 + 18.1 is 75.6: three stars."""
    found = result("""
facts  = { class = "full", absences = 3, service = [ { hours = 6 }, { hours = 3 } ], appraisal = 90.5 }
expect = { duties = 54, absences = -6, hours = 3.5, appraisal = 18.1, score = 75.6, tier = 3 }
""", items="""
[fact]
class    = { type = "word", roster = "class" }
service  = { records = "volunteer", sum = "hours" }
[item.score]
floor    = 0
[item.duties]
points   = { by = "class", elder = 70, else = 60 }
floor    = 0
[item.absences]
part_of  = "duties"
fact     = { records = "meeting.absent" }
each     = -2
[item.hours]
fact     = "service"
each     = 0.5
ceiling  = { activity = 2, cycle = 12 }
[item.appraisal]
fact     = { raters = { members = "30%", branch = "40%", villagers = "30%" } }
each     = 20
per      = 100
""", scale="[scale]\ntiers = [ { name = 4, at_least = 84 }, { name = 3, at_least = 75 } ]\n",
    )  # fmt: skip
    assert ((), "3") == (found.differences, found.rating.tier)


def test_all_is_as_expected():
    """A case may expect the tier, the stars, the outcome, the actions, the score and any item."""
    talk = '[[consequence]]\nwhen = { tier = "this", is = 2 }\nthen = "talk"\n'
    expect = 'tier = 2, stars = 2, outcome = "rated", actions = ["talk"], score = 85, hours = 85'

    assert [] == differences(expect, rest=talk)
    assert [] == differences('stars = 0, tier = "none", actions = []', "{ hours = 0 }")


def test_differences():
    """What is not as expected is shown as a clerk writes it."""
    assert [("tier", "1", "2")] == differences("tier = 1")
    assert [("score", "85.125", "85.25")] == differences("score = 85.125", "{ hours = 85.25 }")
    assert [("score", "-0.5", "-1")] == differences("score = -0.5", "{ hours = -1 }")
    assert [("actions", "talk, praise", "-")] == differences('actions = ["talk", "praise"]')
    assert [("outcome", "exempt", "rated")] == differences('outcome = "exempt"')


def test_names_of_tiers_that_are_no_numbers():
    """Of a tier with a name there is no number of stars."""
    scale = '[scale]\ntiers = [ { name = "red", at_least = 60 } ]\n'

    assert [("stars", "2", "-")] == differences("stars = 2", scale=scale)
    assert [("stars", "2", "-")] == differences("stars = 2", scale=scale.replace('"red"', '"good"'))


def test_the_other_outcomes():
    """Who is exempt has no points; who is not ratable has those of the items that are known."""
    case = 'facts = { hours = 85, away = true }\nexpect = { outcome = "exempt", hours = 85 }\n'
    found = result(case, EXEMPT)
    assert (Exempt, (Difference(what="hours", expected="85", got="-"),)) == (
        type(found.rating),
        found.differences,
    )

    case = 'facts = { hours = 85 }\nexpect = { outcome = "not_ratable", hours = 85 }\n'
    found = result(case, EXEMPT)
    assert (NotRatable, ()) == (type(found.rating), found.differences)


def test_a_case_is_its_own_record_book():
    """Records that a case does not list did not happen, and before its first past tier there was none."""
    items = '[fact.f]\nrecords = "visit"\n[item.f]\neach = 1\n[item.base]\npoints = 95\n'
    ladder = "[[clause]]\nthen = { rise_at_most = 1 }\n"

    assert () == result("facts = {}\nexpect = { f = 0, tier = 3 }\n", ladder, items).differences
    assert () == result('facts = {}\npast = ["none", 1]\nexpect = { tier = 2 }\n', ladder, items).differences


def test_a_cycle_that_is_none_of_the_book():
    """A case of other days than the book's cycles is told so, and rated on its last day."""
    made = book(
        AWAY, CASE.replace("2026-01-01", "2025-07-01") + "facts = { hours = 85 }\nexpect = { tier = 2 }\n"
    )
    (found,) = run_cases(made)

    expected = Difference(what="cycle", expected="2025-07-01 .. 2026-12-31", got="2026-01-01 .. 2026-12-31")
    assert (expected,) == found.differences


GROUP = ITEM + '[[quota]]\ntier = 3\nat_most = 1\nof = "branch"\nties = "narrow"\n'


def of_group(people, expect, rest=""):
    """What came of a case of several people, and what is not as expected."""
    text = f"[case.people]\n{people}\n[case.expect]\n{expect}\n"
    (found,) = run_cases(book(GROUP, rest + CASE + text))
    return found.rating, [(one.who, one.what, one.expected, one.got) for one in found.differences]


def test_a_case_of_a_group():
    """All people of a case are one group for every quota, and each may be expected to come to something."""
    rating, differences = of_group(
        "a = { hours = 99 }\nb = { hours = 95 }\nc = {}",
        'a = { tier = 3 }\nb = { tier = 3, score = 95 }\nc = { outcome = "not_ratable" }',
    )
    assert isinstance(rating, GroupRating)
    assert [("b", "tier", "3", "2")] == differences
    assert [1] == [one.seats for one in rating.quotas]


def test_people_may_name_their_groups():
    """Beside the facts a peer group may be named; who names none is a peer of those who name none."""
    people = 'a = { hours = 99, branch = "b1" }\nb = { hours = 95, branch = 2 }\nc = { hours = 91 }'
    rating, differences = of_group(people, "a = { tier = 3 }\nb = { tier = 3 }\nc = { tier = 3 }")

    assert [] == differences
    assert ["-", "2", "b1"] == [one.group for one in rating.quotas]
    assert (
        ()
        == result('facts = { hours = 85, branch = "b1" }\nexpect = { tier = 2 }\n', items=GROUP).differences
    )


def test_a_peer_group_that_is_a_fact():
    """Where the book has a fact of that name, it is the fact as well."""
    people = 'a = { hours = 99, branch = "b1" }\nb = { hours = 95, branch = "b2" }'
    rest = '[fact.branch]\ntype = "word"\n[[clause]]\nwhen = { fact = "branch", is = "b2" }\n'
    rest += 'then = { is = "none" }\n'

    assert [] == of_group(people, 'a = { tier = 3 }\nb = { tier = "none" }', rest)[1]


def test_each_of_a_group_may_have_earlier_tiers_of_its_own():
    """Before whom the table does not list, there was no rating, so that a ladder does not bind."""
    ladder = "[[clause]]\nthen = { rise_at_most = 1 }\n"
    case = CASE + "past = { a = [3, 1], b = [2] }\n"
    case += "people = { a = { hours = 99 }, b = { hours = 98 }, c = { hours = 97 } }\n"
    case += "expect = { a = { tier = 2 }, b = { tier = 3 }, c = { tier = 3 } }\n"
    (found,) = run_cases(book(GROUP.replace("at_most = 1", "at_most = 3"), ladder + case))

    assert () == found.differences


def test_earlier_tiers_and_other_days_of_a_group():
    """The past tiers of a case are those of all its people; a wrong cycle is told once."""
    ladder = "[[clause]]\nthen = { rise_at_most = 1 }\n"
    case = CASE.replace("2026-01-01", "2026-07-01") + "past = [1]\n"
    case += "people = { a = { hours = 99 }, b = { hours = 98 } }\n"
    case += "expect = { a = { tier = 2 }, b = { tier = 2 } }\n"
    (found,) = run_cases(book(GROUP, ladder + case))

    assert [(None, "cycle")] == [(one.who, one.what) for one in found.differences]


# --- records ---------------------------------------------------------------------------------------------

TWO_FACTS = """
[fact.hours]
records = "volunteer"
sum     = "hours"
[fact.times]
records = "volunteer"
[item.hours]
each    = 1
ceiling = { activity = 2 }
[item.times]
each    = 10
"""


def results(case, items=TWO_FACTS, rest=""):
    """What is not as expected in a case, for short."""
    text = f'[[case]]\nname = "a"\ncycle = [2026-01-01, 2026-12-31]\n{case}\n'
    (found,) = run_cases(book(items, rest + text))
    return [(one.who, one.what, one.expected, one.got) for one in found.differences]


def test_records_stand_once_in_a_case():
    """Two facts over one kind of record read the same records; facts that are listed count before them."""
    rows = """
records = [
  { kind = "volunteer", on = 2026-03-01, hours = 2, activity = "a" },
  { kind = "volunteer", on = 2026-03-08, hours = 1, activity = "a" },
  { kind = "volunteer", on = 2025-12-31, hours = 40 },
  { kind = "volunteer", hours = 4.5 },
]
"""
    assert [] == results(rows + "expect = { hours = 4, times = 30 }")
    assert [] == results(rows + "facts = { times = 1 }\nexpect = { hours = 4, times = 10 }")
    assert [] == results("records = []\nexpect = { hours = 0, times = 0 }")
    assert [(None, "times", "31", "30")] == results(rows + "expect = { times = 31 }")


def test_records_of_a_group():
    """Each record of a group is of one of its people."""
    case = """
people  = { m1 = {}, m2 = { times = 5 } }
records = [
  { kind = "volunteer", subject = "m1", hours = 2 },
  { kind = "volunteer", subject = "m2", hours = 1 },
]
expect  = { m1 = { hours = 2, times = 10 }, m2 = { hours = 1, times = 50 } }
"""
    assert [] == results(case)


def test_a_consequence_of_several_actions():
    """The actions of a consequence come in their order, those of the next one after them."""
    rest = '[[consequence]]\nthen = ["talk", "rectify"]\n[[consequence]]\nthen = "praise"\n'

    assert [] == results(
        'facts = { hours = 1 }\nexpect = { actions = ["talk", "rectify", "praise"] }', rest=rest
    )


def test_cases_of_no_book():
    """What is no rulebook has no cases."""
    with pytest.raises(InvalidInput, match="book: must be a Rulebook"):
        run_cases("hours")


def test_actions_of_who_is_not_rated():
    """Nothing follows for who is exempt; what follows for who is not ratable is not known."""
    clause = '[[clause]]\nwhen = { fact = "hours", is = 0 }\nthen = "exempt"\n'
    case = '[[case]]\nname = "x"\ncycle = [2026-01-01, 2026-12-31]\nexpect = { actions = [] }\n'
    exempt, open_ = (
        run_cases(book(rest=clause + case + facts))[0] for facts in ("facts.hours = 0\n", "facts = {}\n")
    )
    assert exempt.differences == ()
    assert open_.differences == (Difference(what="actions", expected="-", got="not_ratable"),)
