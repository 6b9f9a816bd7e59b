"""From the score to the tier, and what clauses make of it: the order of reading, steps 4 to 7 and 10."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from tests.ratings.books import HEAD, ITEM, LAST, book, rated

from sanliang.ratings import Exempt, NotRatable, Rated, _clauses, explain, rate
from sanliang.rulebooks import load, loads

EXAMPLES = Path(__file__).parents[2] / "examples" / "rulebooks"


def tier(facts, made=None, **others):
    """The tier that somebody has."""
    found = rated(facts, made, **others)
    assert isinstance(found, Rated), found
    return found.tier


def missing(facts, made=None, **others):
    """What somebody's rating hangs on."""
    found = rated(facts, made, **others)
    assert isinstance(found, NotRatable), found
    return found.missing


def clauses(*texts, items="", scale=None):
    """A book whose score is the fact `hours`, with clauses."""
    rest = "".join(f"[[clause]]\n{text}\n" for text in texts)
    bare = "[fact.hours]\n[item.hours]\neach = 1\n"
    return book(bare + items, rest) if scale is None else book(bare + items, rest, scale)


VETO = """
[fact.sanctioned]
records = "sanction"
window  = "18 months"
"""
NO_STAR = 'when = { fact = "sanctioned", at_least = 1 }\nthen = { is = "none" }'
LADDER = "then = { rise_at_most = 1, fall_at_most = 2 }"


# --- step 5: the scale ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("composite", "expected"),
    [
        (59, "none"),
        (60, "1"),
        (69, "1"),
        (70, "2"),
        (89, "3"),
        (90, "4"),
        (95, "4"),
        ("95.5", "4"),
        (96, "5"),
    ],
)
def test_the_plaques_of_huaning(composite, expected):
    """The bands of the source, with gaps that belong to the band below."""
    huaning = load(EXAMPLES / "huaning-closed.toml")

    assert expected == rate({"composite": composite}, huaning, on=date(2018, 12, 31)).tier


def test_above_a_closed_top_band():
    """With `gap = "lower"` what lies above a closed top band belongs to it."""
    scale = '[scale]\ngap = "lower"\ntiers = [ { name = "good", at_least = 80, at_most = 100 } ]\n'

    assert ["good", "good", "none"] == [tier({"hours": hours}, book(scale=scale)) for hours in (101, 80, 79)]


@pytest.mark.parametrize(
    ("overlap", "hours", "expected"),
    [("higher", 91, "2"), ("lower", 91, "1"), ("lower", 93, "2"), ("lower", 85, "1"), ("lower", 79, "none")],
)
def test_bands_that_overlap(overlap, hours, expected):
    """Where two bands hold, the book says which one counts."""
    scale = f"""
[scale]
overlap = "{overlap}"
tiers   = [ {{ name = 2, at_least = 90 }}, {{ name = 1, at_least = 80, at_most = 92 }} ]
"""
    assert expected == tier({"hours": hours}, book(scale=scale))


def test_bands_that_overlap_beside_a_condition_of_several_parts():
    """What is no band has no end, and none below it gives it one."""
    scale = """
[scale]
overlap = "lower"
tiers   = [
    { name = 2, all = [ { fact = "hours", at_least = 90 }, { fact = "hours", below = 99 } ] },
    { name = 1, any = [ { fact = "hours", at_least = 80 }, { fact = "hours", below = 2 } ] },
]
"""
    assert ["2", "1", "none"] == [tier({"hours": hours}, book(scale=scale)) for hours in (91, 85, 70)]


CONDITIONS = """
[scale]
tiers = [
  { name = "red", all = [ { item = "score", at_least = 60 }, { fact = "kept", is = true } ] },
  { name = "amber", any = [ { item = "score", at_least = 60 }, { not = { fact = "class", is = "b" } } ] },
  { name = "yellow", all = [ { fact = "late", at_most = 2 } ] },
]
"""
FACTS = '[fact.kept]\ntype = "yes"\n[fact.class]\ntype = "word"\n[fact.late]\n'


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"hours": 60, "kept": True}, "red"),
        ({"hours": 60, "kept": False}, "amber"),
        ({"hours": 9, "class": "elder"}, "amber"),
        ({"hours": 9, "class": "b", "late": 2}, "yellow"),
        ({"hours": 9, "class": "b", "late": 3}, "none"),
    ],
)
def test_the_first_condition_that_holds(facts, expected):
    """Tiers with conditions: the first that holds, from the highest; a part that settles it is enough."""
    assert expected == tier(facts, clauses(items=FACTS, scale=CONDITIONS))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"hours": 60}, ("kept",)),
        ({"hours": 9}, ("class", "late")),
        ({"hours": 9, "class": "b"}, ("late",)),
        ({"kept": False, "class": "b", "late": 3}, ("hours",)),
        ({}, ("class", "hours", "kept", "late")),
    ],
)
def test_a_condition_that_is_not_known(facts, expected):
    """What a condition lacks is named where it could change the tier."""
    assert expected == missing(facts, clauses(items=FACTS, scale=CONDITIONS))


def test_one_of_several_numbers():
    """`in` asks for one of several numbers, and what is not known can be any of them."""
    scale = '[scale]\ntiers = [ { name = "lucky", fact = "late", in = [2, 4] } ]\n'
    made = clauses(items="[fact.late]\n", scale=scale)

    assert ["lucky", "none"] == [tier({"late": late}, made) for late in (4, 3)]
    assert ("late",) == missing({}, made)
    capped = '[scale]\ntiers = [ { name = "lucky", item = "score", in = [90, 95] } ]\n'
    assert "none" == tier({}, book("[fact.f]\n[item.f]\nfloor = 0\nceiling = 10\n", scale=capped))


def test_lines_by_status():
    """A line may depend on a word; where it is not known, it counts only if the lines differ on it."""
    scale = '[scale]\ntiers = [ { name = "kept", at_least = { by = "class", new = 85, full = 60 } } ]\n'
    made = clauses(items='[fact.class]\ntype = "word"\n', scale=scale)

    assert ["none", "kept"] == [tier({"hours": 84, "class": word}, made) for word in ("new", "full")]
    assert ["kept", "none"] == [tier({"hours": hours}, made) for hours in (85, 59)]
    assert ("class",) == missing({"hours": 84}, made)
    assert ("class",) == missing({"hours": 84, "class": "guest"}, made)


STARS = """
[scale]
stars = [
  { name = "duty", fact = "duty", at_least = 8 },
  { name = "service", fact = "service", at_least = 8 },
  { name = "order", item = "score", at_least = 60 },
]
"""


def test_named_stars():
    """Each star is won at its own line; the tier is how many, and what is not known counts if it turns it."""
    made = clauses(items="[fact.duty]\n[fact.service]\n", scale=STARS)

    assert "2" == tier({"duty": 8, "service": 3, "hours": 60}, made)
    assert "none" == tier({"duty": 7, "service": 7, "hours": 59}, made)
    assert ("duty",) == missing({"service": 9, "hours": 60}, made)


@pytest.mark.parametrize(("hours", "expected"), [(-3, "none"), ("0.99", "none"), ("3.99", "3"), (9, "7")])
def test_a_star_for_each_point(hours, expected):
    """A star for each whole point of the score, seven at most."""
    assert expected == tier({"hours": hours}, clauses(scale="[scale]\nstars = 7\n"))


def test_a_star_for_each_point_that_is_not_known():
    """Where the points are not known, the stars are settled only if all that they can be agree."""
    made = book("[fact.f]\n[item.f]\ngiven = { at_least = 7, at_most = 9 }\n", scale="[scale]\nstars = 7\n")

    assert ("7", None) == (rated({}, made).tier, rated({}, made).score)
    assert ("hours",) == missing({}, clauses(scale="[scale]\nstars = 7\n"))


# --- step 6: clauses -------------------------------------------------------------------------------------


def test_a_veto_settles_the_tier_without_a_score():
    """No star for whoever was sanctioned, whatever the points, known or not."""
    made = clauses(NO_STAR, items=VETO)
    found = rated({"sanctioned": 1}, made)

    assert ("none", None, "none", (0,), ("hours",)) == (
        found.tier, found.score, found.proposed, found.struck, found.missing,
    )  # fmt: skip
    assert ("none", "3") == (
        tier({"sanctioned": 1, "hours": 95}, made),
        tier({"hours": 95}, made, records=()),
    )
    assert ("sanctioned",) == missing({"hours": 95}, made)
    assert "none" == tier({"hours": 50}, made)


def test_a_direct_grade_and_a_veto():
    """An honour sets the tier; a later clause that would leave nothing yields, and the rating says so."""
    made = clauses('when = { fact = "honour", is = true }\nthen = { is = 3 }', NO_STAR,
                   items='[fact.honour]\ntype = "yes"\n' + VETO)  # fmt: skip
    found = rated({"hours": 10, "honour": True, "sanctioned": 1}, made)

    assert ("3", "none", (0,), (1,)) == (found.tier, found.proposed, found.struck, found.yielded)
    assert "none" == tier({"hours": 95, "honour": False, "sanctioned": 1}, made)


@pytest.mark.parametrize(
    ("then", "hours", "expected"),
    [
        ("{ at_most = 2 }", 95, "2"),
        ("{ below = 2 }", 95, "1"),
        ("{ at_least = 2 }", 10, "2"),
        ("{ above = 2 }", 10, "3"),
        ("{ in = [3, 1] }", 85, "1"),
        ('{ in = [3, "none"] }', 85, "none"),
        ("{ is = 3 }", 85, "3"),
        ("{ at_least = 1, below = 3 }", 85, "2"),
    ],
)
def test_where_a_struck_proposal_goes(then, hours, expected):
    """A proposal that was struck out moves to the nearest tier left below, else above."""
    assert expected == tier({"hours": hours}, clauses(f"then = {then}"))


@pytest.mark.parametrize(
    ("past", "hours", "expected"),
    [
        (["1"], 95, "2"),
        (["none"], 95, "1"),
        (["none", "2"], 95, "3"),
        (["3"], 10, "1"),
        (["1"], 10, "none"),
        (["1", None], 95, "2"),
        ([], 95, "3"),
        ([None], 95, "3"),
    ],
)
def test_a_ladder(past, hours, expected):
    """One rung up, two down, from the last rating however long ago; without one it does not bind."""
    assert expected == tier({"hours": hours}, clauses(LADDER), past=past)


@pytest.mark.parametrize(
    ("past", "hours", "expected"),
    [
        ((), 99, "1"),
        ((None,), 99, "1"),
        ((), 10, "none"),
        (["2"], 99, "3"),
        (["none"], 99, "1"),
        (["1", None], 99, "2"),
    ],
)
def test_where_a_ladder_starts(past, hours, expected):
    """Who has no last rating counts as having had the tier that the ladder starts from."""
    made = clauses('then = { rise_at_most = 1, from = "none" }')

    assert expected == tier({"hours": hours}, made, past=past)


def test_where_a_fall_starts():
    """A fall may start somewhere, too: from two stars no lower than one."""
    made = clauses("then = { fall_at_most = 1, from = 2 }")

    assert ["1", "none"] == [tier({"hours": 0}, made, past=past) for past in ((), ["1"])]


def test_a_ladder_that_starts_without_a_history():
    """A history that was not handed in is not known, wherever the ladder starts."""
    made = clauses('then = { rise_at_most = 1, from = "none" }')

    assert ("past",) == missing({"hours": 99}, made)
    assert "1" == tier({"hours": 70}, made)


def test_a_ladder_that_is_not_known_and_does_not_matter_strikes_nothing():
    """What it may have struck is not told as struck."""
    made = clauses('then = { rise_at_most = 1, from = "none" }')
    rating = rated({"hours": 10}, made)
    assert (rating.tier, rating.struck, rating.left) == ("none", (), ("3", "2", "1", "none"))


def test_a_ladder_without_a_history():
    """A history that was not handed in is not known, and counts only where it could change the tier."""
    assert ("past",) == missing({"hours": 95}, clauses(LADDER))
    assert "none" == tier({"hours": 10}, clauses("then = { rise_at_most = 1 }"))
    assert "3" == tier({"hours": 95}, clauses("then = { rise_at_most = 3 }"))
    assert "3" == tier({"hours": 95}, clauses("then = { fall_at_most = 1 }"))


def test_a_withheld_plaque():
    """Rated, and not displayed; whether it is withheld does not change the tier."""
    made = clauses(
        'when = { fact = "serving", is = true }\nthen = "withheld"', items='[fact.serving]\ntype = "yes"\n'
    )
    found = [rated({"hours": 95, "serving": serving}, made) for serving in (True, False, None)]

    assert [("3", True, ()), ("3", False, ()), ("3", False, ("serving",))] == [
        (one.tier, one.withheld, one.missing) for one in found
    ]


# --- step 4: exemptions ----------------------------------------------------------------------------------

WISH = """
[fact.wish]
type = "yes"
[fact.vote]
type = "yes"
[fact.away]
type = "yes"
"""
BY_WISH = 'when = { all = [ { fact = "wish", is = true }, { fact = "vote", is = true } ] }\nthen = "exempt"'
AWAY = 'when = { fact = "away", is = true }\nthen = "exempt"'


def test_exemptions():
    """Exempt by own wish and a meeting's vote, whatever else is known; by the first clause that holds."""
    made = clauses(BY_WISH, AWAY, items=WISH)

    assert 0 == rated({"wish": True, "vote": True}, made).clause
    found = rated({"away": True}, made)
    assert (Exempt, 1) == (type(found), found.clause)
    assert "3" == tier({"wish": True, "vote": False, "away": False, "hours": 95}, made)


def test_an_exemption_that_is_not_known():
    """Whether somebody is exempt is never of no matter; a part that is no settles that he is not."""
    made = clauses(BY_WISH, AWAY, NO_STAR, items=WISH + VETO)

    assert ("vote",) == missing({"wish": True, "away": False, "sanctioned": 1}, made)
    assert ("away", "hours") == missing({"wish": False, "sanctioned": 0}, made)
    assert "none" == tier({"vote": False, "away": False, "sanctioned": 1}, made)


def test_a_fault_of_the_facts_is_never_of_no_matter():
    """What cannot be taken makes its bearer not ratable, even beside a veto; an exemption stands."""
    made = clauses(NO_STAR, AWAY, items=VETO + WISH)
    facts = {"sanctioned": 1, "hours": "many", "away": False}

    assert ("hours",) == missing(facts, made)
    assert isinstance(rated({**facts, "away": True}, made), Exempt)


# --- step 7: what is not known ---------------------------------------------------------------------------


def test_points_within_a_band():
    """Points that are not known do not matter where all that they can be end in one tier."""
    items = "[fact.role]\n[item.role]\ngiven = { at_least = 0, at_most = 5 }\n"
    made = clauses(items=items)

    assert ["2", "none", "3"] == [tier({"hours": hours}, made) for hours in (84, 54, 90)]
    assert [("role",), ("role",)] == [missing({"hours": hours}, made) for hours in (85, 79)]
    assert ("hours",) == missing({"role": 3}, made)


@pytest.mark.parametrize(
    ("item", "least", "most"),
    [
        ("each = 2\nceiling = 10\nfloor = 0", 0, 10),
        ("each = -2\nfloor = -6\nceiling = 6", -6, 6),
        ("points = 4\neach = 1\nceiling = 10\nfloor = 0\nweight = 0.5", 0, 5),
        ("each = 1\nceiling = 10\nfloor = 0\nweight = -1", -10, 0),
        ('points = { by = "class", a = 5, b = 9 }\nwhen = { fact = "class", in = ["a", "b", "c"] }', 0, 9),
        ("steps = [ { at_least = 5, points = 3 }, { at_least = 9, points = 7 } ]", 0, 7),
        ("given = { above = -2, below = 3 }", -2, 3),
        ("each = -2\nbelow = 5\nfloor = -10", -10, 0),
        ("each = 1\nabove = 5\nceiling = 7", 0, 7),
        ("each = 1\nper = 2\nwhole = true\nceiling = 7\nfloor = 0", 0, 7),
        ("each = 1\nceiling = { cycle = 7, ever = 5 }\nfloor = { cycle = -9, ever = -3 }", -3, 5),
        ('each = 1\nceiling = { by = "class", a = 3, b = 6 }\nfloor = 0', 0, 6),
    ],
)
def test_between_what_points_lie(item, least, most):
    """Points that are not known lie between what the words of their item allow, and reach both ends."""
    items = f'[fact.f]\n[fact.class]\ntype = "word"\n[item.f]\nfact = "f"\n{item}\n'
    if "points = {" in item:
        items = items.replace('fact = "f"\n', "")
    wide = "[scale]\ntiers = [ { name = 2, at_least = 190 }, { name = 1, at_least = 150 } ]\n"
    made = clauses(items=items, scale=wide)

    settled = (150 - least, Fraction("189.99") - most, 190 - least)
    assert ["1", "1", "2"] == [tier({"hours": hours}, made) for hours in settled]
    assert all(missing({"hours": hours}, made) for hours in (Fraction("149.99") - least, 190 - most))


@pytest.mark.parametrize(
    ("fact", "item", "most"),
    [
        ('[fact.f]\nrecords = "visit"', "each = 1\nceiling = 4", 4),
        ('[fact.f]\nrecords = "visit"', "each = 1\nceiling = { month = 1, cycle = 4 }", 4),
        (
            '[fact.f]\nrecords = "visit"',
            'for_each = "f"\nsteps = [ { at_least = 1, points = 2 } ]\nceiling = 4',
            4,
        ),
        ('[fact.f]\ntype = "yes"', "each = 4", 4),
        ("[fact.f]\nballots = { good = 4, fair = 2, poor = 0 }", "each = 1", 4),
    ],
)
def test_between_what_facts_lie(fact, item, most):
    """Counts are 0 or more, a yes is 1 at most, ballots lie between their worths."""
    made = clauses(items=f"{fact}\n[item.f]\n{item}\n")

    assert ["2", "2"] == [tier({"hours": hours}, made) for hours in (80, Fraction("89.99") - most)]
    assert [("f",), ("f",)] == [missing({"hours": hours}, made) for hours in (Fraction("79.99"), 90 - most)]


ONE_BY_ONE = """
for_each = "f"
field    = "n"
steps    = [ { at_least = 1, points = { by = "class", a = 1, b = 2 } } ]
"""


@pytest.mark.parametrize(
    ("rows", "item", "least", "most"),
    [
        ([{"n": 1}, {"n": 2}], 'each = { by = "class", a = 1, b = 2 }', 3, 6),
        ([{"n": 1}, {"n": 2}], 'each = { by = "class", a = 1, b = 2 }\nceiling = { month = 2 }', 0, 6),
        ([{"n": 2}, {"n": -1}], 'each = { by = "class", a = 0, b = 1 }', -3, 3),
        ([{"n": 5}, {"n": 5}], ONE_BY_ONE, 0, 4),
    ],
)  # fmt: skip
def test_between_what_the_points_of_records_lie(rows, item, least, most):
    """Records whose value hangs on a word that is not known lie between those of the words there are."""
    items = f'[fact.class]\ntype = "word"\n[fact.f]\nrecords = "visit"\nsum = "n"\n[item.f]\n{item}\n'
    made = clauses(items=items)
    facts = {"f": rows}

    assert "2" == tier({**facts, "hours": 80 - least}, made)
    assert "2" == tier({**facts, "hours": Fraction("89.99") - most}, made)
    assert ("class",) == missing({**facts, "hours": 90 - most}, made)


def test_records_that_choose_by_words_of_their_own():
    """What a record says of itself goes before what is known of the subject, for what is not known too."""
    items = """
[fact.level]
type = "word"
[fact.class]
type = "word"
[fact.f]
records  = "award"
[item.f]
for_each = "f"
each     = { by = "level", county = 5, village = 2 }
points   = { by = "class", a = 0, b = 1 }
"""
    facts = {"f": [{"level": "county"}], "level": "village", "hours": 85}

    assert "3" == tier({**facts, "class": "a"}, clauses(items=items))
    assert ("class",) == missing(facts, clauses(items=items))


def test_between_what_the_points_of_a_yes_lie():
    """A yes is worth one of the values that its word may choose."""
    items = """
[fact.class]
type = "word"
[fact.kept]
type = "yes"
[item.kept]
each = { by = "class", a = 1, b = 4 }
"""
    assert "2" == tier({"kept": True, "hours": 85}, clauses(items=items))
    assert ("class",) == missing({"kept": True, "hours": 87}, clauses(items=items))


def test_points_only():
    """Without a scale everybody is rated with points, and clauses and consequences go on holding."""
    rest = """
[[clause]]
when = { fact = "sick", is = true }
then = "exempt"
[[consequence]]
when = { item = "score", below = 60 }
then = "talk"
"""
    made = book('[fact.sick]\ntype = "yes"\nmissing = false\n[fact.hours]\n[item.hours]\n', rest, "")
    found = rated({"hours": 59}, made)

    assert (59, "none", ("none",), ("talk",)) == (found.score, found.tier, found.left, found.actions)
    assert () == rated({"hours": 60}, made).actions
    assert isinstance(rated({"sick": True}, made), Exempt)
    assert (None, ("hours",)) == (rated({}, made).score, rated({}, made).missing)


def test_a_book_without_a_scale():
    """Where there is no way to a tier there is none."""
    made = attrs.evolve(book(), scale=None)

    assert "none" == tier({"hours": 95}, made)


def test_taking_of_parts_that_are_not_known():
    """The highest of two parts is at least the one that is known; their mean may be anything."""
    items = """
[item.whole]
take    = "{take}"
[fact.f]
[item.f]
part_of = "whole"
each    = 1
ceiling = 10
floor   = 0
[item.p]
part_of = "whole"
points  = 8
"""
    highest, lowest, mean = (clauses(items=items.format(take=take)) for take in ("highest", "lowest", "mean"))

    assert ["2", "3"] == [tier({"hours": 72}, highest), tier({"hours": 90}, lowest)]
    assert "2" == tier({"hours": 76}, mean)
    assert [("f",)] * 3 == [
        missing({"hours": 81}, highest),
        missing({"hours": 89}, lowest),
        missing({"hours": 75}, mean),
    ]


def test_clauses_that_are_not_known():
    """Of clauses that are not known, those are named that could turn the tier, alone or with another."""
    facts = "".join(f'[fact.{name}]\ntype = "yes"\n' for name in "abcd")
    made = clauses(
        'when = { fact = "a", is = true }\nthen = { at_most = 2 }',
        'when = { fact = "b", is = true }\nthen = { at_least = "none" }',
        'when = { fact = "c", is = true }\nthen = { at_most = 1 }',
        'when = { fact = "d", is = true }\nthen = { is = 3 }',
        items=facts,
    )
    assert ("a", "c") == missing({"hours": 95}, made)
    assert ("c", "d") == missing({"hours": 85, "a": False}, made)
    assert ("d",) == missing({"hours": 85, "a": False, "c": False}, made)
    assert "2" == tier({"hours": 85, "a": True, "c": False}, made)


def test_a_clause_that_a_later_one_makes_up_for_is_not_named():
    """What a clause that is not known would strike out does not matter where a later one does so too."""
    facts = "".join(f'[fact.{name}]\ntype = "yes"\n' for name in "ab")
    made = clauses(
        'when = { fact = "a", is = true }\nthen = { at_most = 2 }',
        "then = { at_most = 1 }",
        'when = { fact = "b", is = true }\nthen = { is = "none" }',
        items=facts,
    )
    assert ("b",) == missing({"hours": 95}, made)


def test_a_proposal_that_is_not_known_and_does_not_matter():
    """Of two proposals that clauses lead to one tier, it does not matter which it is."""
    made = clauses("then = { in = [1, 2] }")

    assert "2" == tier({"hours": 95}, made)
    assert ("3", None) == (
        rated({}, clauses("then = { is = 3 }")).tier,
        rated({}, clauses("then = { is = 3 }")).score,
    )


def test_very_many_clauses_that_are_not_known():
    """What could strike out tiers in too many ways is taken to matter, in bounded time."""
    names = [f"f{number}" for number in range(40)]
    facts = "".join(f'[fact.{name}]\ntype = "yes"\n' for name in names)
    tiers = ", ".join(f"{{ name = {n}, at_least = {n} }}" for n in range(40, 0, -1))
    others = [[str(n) for n in range(1, 41) if n != own] for own in range(1, 41)]
    strike = [
        f'when = {{ fact = "{name}", is = true }}\nthen = {{ in = ["none", {", ".join(kept)}] }}'
        for name, kept in zip(names, others, strict=True)
    ]
    made = clauses(*strike, items=facts, scale=f"[scale]\ntiers = [{tiers}]\n")

    assert tuple(sorted(names)) == missing({"hours": 40}, made)


def test_clauses_that_come_apart_in_too_many_ways(monkeypatch):
    """A clause whose ways cannot all be followed to the end is named, whatever the others are known to do."""
    kept = ('2, 5, "none"', "2, 4", "4", "2, 5")
    facts = "".join(f'[fact.f{n}]\ntype = "yes"\n' for n in range(4))
    some = [
        f'when = {{ fact = "f{n}", is = true }}\nthen = {{ in = [{tiers}] }}' for n, tiers in enumerate(kept)
    ]
    tiers = ", ".join(f"{{ name = {n}, at_least = {n} }}" for n in range(5, 0, -1))
    made = clauses(*some, items=facts, scale=f"[scale]\ntiers = [{tiers}]\n")
    exact = missing({"hours": 3}, made)
    monkeypatch.setattr(_clauses, "MOST", 6)

    assert {*exact} <= {*missing({"hours": 3}, made)}
    assert "f0" in missing({"hours": 3}, made)


def test_very_many_clauses_and_few_tiers():
    """Naming what matters among very many clauses is not tried: all that is not known is named."""
    facts = "".join(f'[fact.f{n}]\ntype = "yes"\n' for n in range(300))
    some = [f'when = {{ fact = "f{n}", is = true }}\nthen = {{ at_most = 1 }}' for n in range(300)]

    assert 300 == len(missing({"hours": 85}, clauses(*some, items=facts)))
    assert "1" == tier({"hours": 65}, clauses(*some, items=facts))


@pytest.mark.parametrize(("many", "exact"), [(32, True), (33, False)])
def test_so_many_clauses_are_told_apart(many, exact):
    """Of 32 clauses that are not known, one that leaves every tier is not named; of more, all are."""
    facts = "".join(f'[fact.f{n}]\ntype = "yes"\n' for n in range(many))
    then = ["{ at_least = 'none' }", *["{ at_most = 1 }"] * (many - 1)]
    some = [f'when = {{ fact = "f{n}", is = true }}\nthen = {one}' for n, one in enumerate(then)]

    assert exact == ("f0" not in missing({"hours": 85}, clauses(*some, items=facts)))


@pytest.mark.parametrize(("most", "known"), [(2, False), (3, False), (4, True), (5, True)])
def test_so_many_ways_are_followed(monkeypatch, most, known):
    """Two clauses that are not known leave tiers in four ways, which are followed, or too many."""
    monkeypatch.setattr(_clauses, "MOST", most)
    course = [_clauses.Step(at, (None, frozenset(kept))) for at, kept in enumerate(("abc", "bcd"))]
    found = _clauses.endings(course, ("a", "b", "c", "d"))

    assert ({*map(frozenset, ("abcd", "abc", "bcd", "bc"))} if known else None) == found


def test_a_value_stands_as_on_the_last_day_for_what_is_not_known():
    """What held earlier in a cycle bounds nothing that is not known at its end."""
    limit = "ceiling = { 2025-01-01 = 50, 2026-03-01 = 40, 2026-06-01 = 10 }"
    items = f"[fact.n]\nat_least = 0\n[item.n]\n{limit}\n"
    lines = "[scale]\ntiers = [ {{ name = 1, at_least = {} }} ]\n".format

    assert "none" == rated({}, book(items, scale=lines(11))).tier
    assert ("n",) == rated({}, book(items, scale=lines(10))).missing


# --- step 10: consequences --------------------------------------------------------------------------------

TALK = '[[consequence]]\nwhen = { tier = "this", is = "none"@ }\nthen = "talk"\n'


def actions(times, **others):
    """What follows for somebody without a star."""
    found = rated({"hours": 10}, book(rest=TALK.replace("@", times)), **others)
    return found.actions, found.missing


@pytest.mark.parametrize(
    ("times", "past", "expected"),
    [
        ("", None, (("talk",), ())),
        (", run = 1", None, (("talk",), ())),
        (", run = 2", ["none"], (("talk",), ())),
        (", run = 2", ["none", "1"], ((), ())),
        (", run = 2", ["none", None], ((), ())),
        (", run = 2", [], ((), ())),
        (", run = 2", None, ((), ("past",))),
        (", within = 2", None, (("talk",), ())),
        (", within = 2", [], (("talk",), ())),
    ],
)
def test_a_run(times, past, expected):
    """So many in a row, this cycle among them; a cycle without a rating breaks it."""
    assert expected == actions(times, past=past)


@pytest.mark.parametrize(
    ("when", "past", "expected"),
    [
        ('{ tier = "last", is = "none" }', ["none", None], ("talk",)),
        ('{ tier = "last", is = "none" }', [], ()),
        ('{ tier = "last", at_least = 2 }', ["3"], ("talk",)),
        ('{ tier = "last", is = "none", within = 2 }', ["none", "1"], ("talk",)),
        ('{ tier = "last", is = "none", within = 2 }', ["none", "1", "1"], ()),
        ('{ tier = "last", is = "none", run = 2 }', ["none", "none"], ("talk",)),
        ('{ tier = "this", at_least = 1, run = 2 }', None, ()),
        ('{ tier = "this", at_least = 1, within = 2 }', ["2"], ("talk",)),
    ],
)
def test_what_is_asked_of_earlier_tiers(when, past, expected):
    """The last rating, one within so many cycles, so many in a row; no last rating is a no."""
    made = book(rest=f'[[consequence]]\nwhen = {when}\nthen = "talk"\n')

    assert expected == rated({"hours": 10}, made, past=past).actions


@pytest.mark.parametrize(
    "when",
    [
        '{ tier = "last", is = "none" }',
        '{ tier = "last", is = "none", run = 2 }',
        '{ tier = "this", at_least = 1, within = 2 }',
    ],
)
def test_what_is_asked_of_a_history_that_is_not_known(when):
    """An action that hangs on a history that was not handed in is not named, and the rating says so."""
    found = rated({"hours": 10}, book(rest=f'[[consequence]]\nwhen = {when}\nthen = "talk"\n'))

    assert ((), ("past",)) == (found.actions, found.missing)


def test_a_place_among_others():
    """A place is not known of one subject by itself."""
    quota = '[[quota]]\ntier = 3\nat_most = 5\nof = "branch"\nties = "widen"\n'
    place = '[[consequence]]\nwhen = { place = "branch", at_most = 10 }\nthen = "praise"\n'
    found = rated({"hours": 95}, book(rest=quota + place))

    assert ((), ("branch",)) == (found.actions, found.missing)


def test_a_threshold_gives_a_privilege():
    """So many points in a cycle lead to an action, whatever the tier."""
    made = book(rest='[[consequence]]\nwhen = { item = "hours", at_least = 50 }\nthen = "priority"\n')

    assert [("priority",), ()] == [rated({"hours": hours}, made).actions for hours in (50, 49)]


# --- days -------------------------------------------------------------------------------------------------


def test_everything_stands_as_on_the_last_day():
    """The version of a line is that of the cycle's last day, whichever day of it is asked for."""
    scale = "[scale]\ntiers = [ { name = 1, at_least = { 2026-01-01 = 60, 2026-12-01 = 70 } } ]\n"

    assert ["none", "none"] == [
        tier({"hours": 65}, book(scale=scale), on=on) for on in (date(2026, 1, 1), LAST)
    ]
    assert LAST == rated({"hours": 65}, on=date(2026, 3, 1)).cycle.end


def test_cycles():
    """A cycle of a quarter is the quarter that holds the day."""
    made = book(head=HEAD.replace('"year"', '"quarter"'))

    assert date(2026, 7, 1) == rated({"hours": 65}, made, on=date(2026, 9, 30)).cycle.start


# --- gaps that a book is read with ----------------------------------------------------------------------

GAPPED = """
[scale]
tiers = [ { name = 3, at_least = 90, at_most = 95 }, { name = 2, at_least = 80, at_most = 89 },
          { name = 1, above = 60, at_most = 79 } ]
"""


def gapped(rest=""):
    """A book whose tiers leave gaps, as it was published."""
    return loads(HEAD + ITEM + GAPPED + rest, open_gaps=True)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(60, "none"), (61, "1"), (79, "1"), (80, "2"), (89, "2"), (90, "3"), (95, "3")],
)
def test_outside_its_gaps_a_book_rates_as_any_other(hours, expected):
    """Only who falls into a gap is not ratable."""
    assert rated({"hours": hours}, gapped()).tier == expected


@pytest.mark.parametrize("hours", ["79.5", "89.01", 96])
def test_who_falls_into_a_gap_is_not_ratable(hours):
    """Which of the tiers beside it holds, nobody has said."""
    rating = rated({"hours": hours}, gapped())
    assert isinstance(rating, NotRatable)
    assert rating.missing == ("gap",)
    assert "落在两档之间的分数归哪一档" in explain(rating, gapped()).text("zh")


def test_a_gap_that_cannot_matter_does_not_matter():
    """Where clauses leave the same tier of both sides, it holds."""
    assert rated({"hours": "89.5"}, gapped("[[clause]]\nthen = { at_most = 1 }\n")).tier == "1"
    assert rated({"hours": "79.5"}, gapped("[[clause]]\nthen = { in = [2, 3] }\n")).tier == "2"
    assert rated({"hours": "89.5"}, gapped("[[clause]]\nthen = { in = [1, 3] }\n")).missing == ("gap",)


def test_what_is_not_known_beside_a_gap_is_named_with_it():
    """A number that is not known may lie in a gap, too."""
    assert rated({}, gapped()).missing == ("hours",)
