"""Which rules of a book its cases reach."""

import pytest
from tests.ratings.books import HEAD, ITEM, book
from tests.rulebooks.words import OURS

from sanliang.kernel.errors import InvalidInput
from sanliang.ratings import coverage
from sanliang.rulebooks import loads

CASE = '[[case]]\nname = "a case"\ncycle = [2026-01-01, 2026-12-31]\n'


def missed(*cases, **parts):
    """The paths of what these cases do not reach."""
    parts["rest"] = parts.get("rest", "") + "".join(
        CASE.replace("a case", f"case {place}") + case + "\n" for place, case in enumerate(cases)
    )
    found = coverage(book(**parts))
    assert sorted(found.rules) == sorted((*found.reached, *found.missed))
    return [*found.missed]


def test_a_book_without_cases():
    """No rule is reached, and each is named in the order of the book."""
    rest = '[[clause]]\nthen = "withheld"\n[[quota]]\ntier = 3\nat_most = 1\nof = "b"\nties = "narrow"\n'
    rest += '[[consequence]]\nthen = "talk"\n'
    found = coverage(book(rest=rest))

    assert ("fact.hours", "item.score", "item.hours", *(f"scale.tiers[{place}]" for place in range(3))) == (
        found.missed[:6]
    )
    assert ("clause[0]", "quota[0]", "consequence[0]") == found.missed[6:]
    assert (found.rules, ()) == (found.missed, found.reached)


def test_tiers():
    """A tier is reached where somebody has it."""
    assert ["scale.tiers[0]", "scale.tiers[2]"] == missed("facts = { hours = 85 }\nexpect = { tier = 2 }")
    assert [f"scale.tiers[{place}]" for place in range(3)] == missed(
        "facts = { hours = 9 }\nexpect = { hours = 9 }"
    )


def test_facts_and_items():
    """A fact is reached where it is given, an item where it was asked for and worked out."""
    items = '[fact.away]\ntype = "yes"\n' + ITEM + 'when = { fact = "away", is = false }\n'
    tiers = [f"scale.tiers[{place}]" for place in range(3)]

    assert ["fact.hours", "item.hours", *tiers] == missed(
        "facts = { away = true }\nexpect = { score = 0 }", items=items
    )
    assert ["fact.away", "item.score", "item.hours", *tiers] == missed(
        "facts = { hours = 85 }\nexpect = { tier = 2 }", items=items
    )


def test_facts_from_records():
    """A fact is reached where the records of a case make it, too; what nobody did reaches nothing."""
    items = '[fact.hours]\nrecords = "volunteer"\nsum = "hours"\n[item.hours]\n[fact.late]\nmissing = 0\n'
    one = '{ kind = "volunteer", on = 2026-03-01, hours = 85 }'
    case = f"records = [ {one} ]\nexpect = {{ tier = 2 }}"

    assert ["fact.late", "scale.tiers[0]", "scale.tiers[2]"] == missed(case, items=items)
    assert "fact.hours" in missed("records = []\nexpect = { score = 0 }", items=items)
    assert "fact.hours" not in missed(case.replace("85", "-85"), items=items)


STEPS = """
[fact.class]
type = "word"
missing = "full"
[fact.days]
[item.days]
steps = [
    { at_least = { by = "class", new = 30, else = 20 }, points = 90 },
    { at_least = 10, points = 80 },
    { at_least = 0, points = 60 },
]
"""


@pytest.mark.parametrize(
    ("facts", "reached"),
    [("days = 20", 0), ('days = 20, class = "new"', 1), ("days = 9", 2), ("days = -1", None), ("", None)],
)
def test_bands_of_steps(facts, reached):
    """A band is reached where the number falls into it, by the words of the subject."""
    found = missed(f"facts = {{ {facts} }}\nexpect = {{ days = 0 }}", items=STEPS)

    assert [place for place in range(3) if f"item.days.steps[{place}]" not in found] == (
        [] if reached is None else [reached]
    )


def test_bands_of_steps_record_by_record():
    """Each record by itself: with its own day, and its own words before those of the subject."""
    items = """
[fact.visits]
records = "visit"
[item.visits]
for_each = "visits"
field = "hours"
steps = [ { at_least = { by = "kind", night = 1, else = 3 }, points = 2 }, { above = 0, points = 1 } ]
[item.each]
for_each = "visits"
steps = [ { at_least = { 2026-01-01 = 1, 2026-07-01 = 2 }, points = 2 }, { at_least = 0, points = 1 } ]
"""
    case = "facts = { visits = [ %s ] }\nexpect = { score = 0 }"
    tiers = [f"scale.tiers[{place}]" for place in range(3)]

    night = case % '{ on = 2026-02-01, hours = 2, kind = "night" }'
    assert ["item.visits.steps[1]", "item.each.steps[1]", *tiers] == missed(night, items=items)
    day = case % '{ on = 2026-08-01, hours = 2, kind = "day" }'
    assert ["item.visits.steps[0]", "item.each.steps[0]", *tiers] == missed(day, items=items)
    assert tiers == missed(night, day, items=items)


CLAUSES = """
[fact.word]
type = "word"
[[clause]]
when = { fact = "word", is = "away" }
then = "exempt"
[[clause]]
when = { fact = "word", is = "quiet" }
then = "withheld"
[[clause]]
when = { fact = "word", is = "loud" }
then = "withheld"
[[clause]]
when = { fact = "word", is = "hero" }
then = { is = 3 }
[[clause]]
when = { fact = "word", in = ["hero", "barred"] }
then = { is = "none" }
"""


@pytest.mark.parametrize(
    ("word", "reached"),
    [("away", {0}), ("quiet", {1}), ("loud", {2}), ("barred", {4}), ("hero", {3, 4}), ("x", set())],
)
def test_clauses(word, reached):
    """What exempts or withholds is reached where it holds; else what strikes out a tier, or yields."""
    found = missed(f'facts = {{ hours = 85, word = "{word}" }}\nexpect = {{ tier = 3 }}', rest=CLAUSES)

    assert {place for place in range(5) if f"clause[{place}]" not in found} == reached


def test_consequences():
    """Two consequences may name the same action: only the one that holds is reached."""
    rest = "".join(
        f'[[consequence]]\nwhen = {{ tier = "this", is = {tier} }}\nthen = "talk"\n' for tier in (3, 2)
    )
    found = missed("facts = { hours = 85 }\nexpect = { tier = 2 }", rest=rest)

    assert "consequence[0]" in found
    assert "consequence[1]" not in found


def test_stars():
    """A star that is won by itself is reached where somebody wins it; stars for points where there is one."""
    scale = "[scale]\nstars = [ { name = 'a', at_least = 5 }, { name = 'b', at_least = 3 } ]\n"
    assert ["scale.stars[0]"] == missed("facts = { hours = 4 }\nexpect = { stars = 1 }", scale=scale)
    case = "facts = { hours = %s }\nexpect = { stars = 1 }"
    scale = "[scale]\nstars = 7\n"
    assert ["scale.stars"] == missed(case % "0.5", scale=scale)
    assert [] == missed(case % 1, scale=scale)


QUOTAS = """
[[quota]]
tier    = 3
at_most = 1
of      = "branch"
ties    = "narrow"
[[quota]]
tier    = [3, 2]
at_least = "50%"
of      = "branch"
[[quota]]
tier    = 2
at_most = 1
of      = "branch"
binding = false
"""


@pytest.mark.parametrize(
    ("people", "unreached"),
    [
        ("a = { hours = 99 }, b = { hours = 85 }", {0}),
        ("a = { hours = 99 }, b = { hours = 95 }", set()),
        ("a = { hours = 99 }, b = { hours = 99 }", set()),
    ],
)
def test_quotas(people, unreached):
    """A quota is reached where more stand in line than there are seats; a target where there is a group."""
    case = f"people = {{ {people} }}\nexpect = {{ a = {{ score = 99 }} }}"
    found = missed(case, rest=QUOTAS)

    assert {place for place in range(3) if f"quota[{place}]" in found} == unreached
    assert not {"scale.tiers[1]", "fact.hours"} & {*found}
    assert {"quota[0]", "quota[1]", "quota[2]"} < {*missed("facts = {}\nexpect = { score = 9 }", rest=QUOTAS)}


@pytest.mark.parametrize(
    ("rest", "hours"),
    [
        ("[[clause]]\nthen = { is = 3 }\n", (99, 95)),
        ('ties = "widen"', (99, 99)),
        ('[[quota]]\ntier = 3\nat_most = 1\nof = "branch"\nties = "narrow"\n', (99, 85, 81)),
    ],
)
def test_a_quota_that_moves_nobody(rest, hours):
    """A quota is reached where clauses keep those who are too many, ties widen it, or nobody can rise."""
    quota = '[[quota]]\ntier = {}\nat_most = 1\nof = "branch"\n{}\n'.format
    narrow = 'ties = "narrow"'
    if len(hours) > 2:
        rest = quota(2, f'spare = "up"\n{narrow}') + rest
    else:
        rest = quota(3, rest if "ties" in rest else narrow) + (rest if "clause" in rest else "")
    people = ", ".join(f"p{place} = {{ hours = {one} }}" for place, one in enumerate(hours))

    assert "quota[0]" not in missed(
        f"people = {{ {people} }}\nexpect = {{ p0 = {{ score = 99 }} }}", rest=rest
    )


def test_a_scale_of_a_township():
    """The tiers of a scale that a township has added are reached as any others."""
    scale = "[scale]\nparts = { tiers = [2, 1], whole = 90 }\n"
    made = loads(HEAD + ITEM + scale + CASE + "facts = { hours = 40 }\nexpect = { tier = 1 }\n", words=OURS)

    assert ("scale.parts.tiers[0]",) == coverage(made).missed


def test_a_book_of_points_alone():
    """A book without a scale has no tiers to reach."""
    made = loads(HEAD + ITEM + CASE + "facts = { hours = 4 }\nexpect = { score = 4 }\n")

    assert ((), ("fact.hours", "item.score", "item.hours")) == (coverage(made).missed, coverage(made).rules)


def test_what_is_no_book():
    """Anything else is refused."""
    with pytest.raises(InvalidInput):
        coverage("stars")
