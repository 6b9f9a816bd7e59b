"""What holds of every explanation: it adds up, in both languages, and shows nothing that was not read."""

import pkgutil
import re
from datetime import date
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ratings.books import HEAD, LAST, SCALE
from tests.ratings.test_laws import BOOKS, PASTS, SUBJECTS, made

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.labels import Phrase
from sanliang.ratings import Exempt, GroupRating, NotRatable, Rated, _explain, explain, rate, run_cases
from sanliang.ratings._placed import Placed, place_at_length
from sanliang.rulebooks import load, loads
from sanliang.testing._adding import points, walk

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ROOT = Path(__file__).parents[2]
SHIPPED = sorted(ROOT.glob("examples/rulebooks/*.toml"))

RICH = loads(
    HEAD
    + """
[fact.class]
type = "word"
missing = "full"
[fact.visits]
records = "visit"
sum = "hours"
[fact.notes]
records = "note"
[fact.age]
[fact.mark]
[item.duties]
points = { by = "class", elder = 70, else = 60 }
floor = 0
[item.late]
part_of = "duties"
fact = "late"
each = { 2026-01-01 = -2, 2026-07-01 = -3 }
whole = true
per = 2
[fact.late]
missing = 0
[item.visits]
each = { by = "class", elder = 0.5, else = "1/3" }
ceiling = { activity = 2, month = 3, cycle = 8 }
weight = "80%"
[item.notes]
for_each = "notes"
field = "pages"
steps = [
  { at_least = 10, points = { by = "kind", essay = 3, else = 2 } },
  { at_least = 2, at_most = 6, points = 1 },
]
gap = "lower"
ceiling = { quarter = 3 }
floor = { quarter = -3 }
[item.age]
each = -0.25
above = 60
ceiling = { ever = 10 }
floor = { ever = -4 }
decimals = 0
[item.mark]
given = { at_least = -5, at_most = 5 }
[item.best]
take = "highest"
[item.best_late]
part_of = "best"
fact = "late"
each = 1
below = 5
[item.best_mark]
part_of = "best"
fact = "mark"
each = 2
"""
    + SCALE
)
DAYS = st.integers(0, 364).map(lambda place: date.fromordinal(date(2026, 1, 1).toordinal() + place))
QUARTERS = st.integers(-40, 120).map(lambda number: Fraction(number, 4))
VISITS = st.fixed_dictionaries({"on": DAYS, "hours": QUARTERS}, optional={"activity": st.sampled_from("ab")})
NOTES = st.fixed_dictionaries({"on": DAYS, "pages": QUARTERS, "kind": st.sampled_from(["essay", "poem"])})
PEOPLE = st.fixed_dictionaries(
    {
        "visits": st.lists(VISITS, max_size=6) | QUARTERS,
        "notes": st.lists(NOTES, max_size=5),
        "age": QUARTERS,
        "mark": st.integers(-20, 20).map(lambda number: Fraction(number, 4)),
    },
    optional={"class": st.sampled_from(["elder", "young"]), "late": st.integers(0, 9)},
)


@pytest.mark.promise("Q4")
@given(PEOPLE, st.sampled_from([{}, {"age": 8}, {"age": -3}]))
def test_an_explanation_adds_up_again(facts, credited):
    """Promise Q: the explanation lists each addend and adds up again to the score."""
    rated = rate(facts, RICH, on=LAST, records=(), credited=credited)
    outcome, score = explain(rated, RICH).reasons
    assert outcome.params["name"] == rated.tier
    assert points(score) == rated.score


@given(BOOKS, SUBJECTS, PASTS)
def test_everybody_is_explained(parts, facts, past):
    """Whatever comes of rating somebody is explained in both languages, and adds up as far as it is known."""
    book = made(*parts)
    rating = rate(facts, book, on=LAST, past=past)
    verdict = explain(rating, book)
    match rating:
        case Rated():
            assert verdict.codes[0] == "why.rated"
            assert verdict.ok == (rating.tier != "none")
        case NotRatable():
            codes = [one for one in verdict.reasons[0].because if one.code == "why.missing"]
            assert tuple(one.params["fact"] for one in codes) == rating.missing
        case Exempt():
            assert verdict.codes == ("why.exempt",)
    known = {one.params["item"]: one for one in walk(verdict.reasons) if one.code == "why.item"}
    lines = () if isinstance(rating, Exempt) else rating.lines
    assert {line.item: line.points for line in lines} == {name: points(one) for name, one in known.items()}
    assert CHINESE.search(verdict.text("zh"))
    assert verdict.text("en")


@given(BOOKS, SUBJECTS, PASTS)
def test_no_tier_that_may_be_proposed_is_passed_over(parts, facts, past):
    """Of a score that is not known, each tier is named that the scale may have proposed."""
    book = made(*parts)
    found = place_at_length(facts, book, book.cycle.span(LAST), records=None, past=past, credited={})
    if isinstance(found, Placed):
        proposal = explain(found.finish(), book).reasons[0].because[0].params
        said = proposal.get("names", (proposal.get("name", str(proposal.get("count"))),))
        assert {one.tier for one in found.proposed} <= {"none" if one == "0" else one for one in said}


def each_of(rating):
    """The ratings of a case: of one subject, or of each of its people."""
    return rating.ratings.values() if isinstance(rating, GroupRating) else (rating,)


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_shipped_case_is_explained(path):
    """Every case of every book that is shipped explains without fault, in both languages, and adds up."""
    try:
        book = load(path)
    except InvalidInput:
        assert path.stem == "huaning"  # its gaps are what it shows
        return
    for rating in (one for result in run_cases(book) for one in each_of(result.rating)):
        verdict = explain(rating, book)
        assert verdict.text("zh") != verdict.text("en")
        for one in verdict.reasons[1:]:
            assert one.code == "why.item_open" or points(one) == one.params["points"]


def phrases():
    """The sentences of explanations, by code."""
    names = [found.name for found in pkgutil.iter_modules(_explain.__path__, f"{_explain.__name__}.")]
    values = [value for name in (_explain.__name__, *names) for value in vars(import_module(name)).values()]
    several = [one for value in values if type(value) is dict for one in value.values()]
    return {one.code: one for one in (*values, *several) if isinstance(one, Phrase)}


def test_each_code_stands_on_its_page():
    """The reference lists each code with its sentence in both languages, and no other."""
    page = (ROOT / "docs/reference/explanations.md").read_text("utf-8")
    rows = re.findall(r"^\| `(why\.\w+)` \| (.+) \| (.+) \|$", page, re.MULTILINE)
    assert sorted((code, one.zh, one.en) for code, one in phrases().items()) == sorted(rows)


def test_nothing_shows_that_was_not_read():
    """Of a record only its day and what the rule read are shown: nothing else that it holds."""
    secret = {"on": date(2026, 3, 1), "hours": 3, "illness": "secret-1", "phone": 139}
    facts = {
        "visits": [secret],
        "notes": [{"pages": 3, "kind": "essay", "of": "secret-2"}],
        "age": 1,
        "mark": 1,
    }
    verdict = explain(rate(facts, RICH, on=LAST), RICH)
    shown = repr(verdict) + verdict.text("zh") + verdict.text("en")
    assert "2026-03-01" in verdict.text("en")
    assert "secret" not in shown
    assert "139" not in shown
