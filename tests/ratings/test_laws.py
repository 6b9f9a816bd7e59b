"""What holds for every book and everybody: laws over small books that are made up, against a plain model."""

from datetime import date
from fractions import Fraction
from itertools import product

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ratings.books import HEAD, LAST, SCALE

from sanliang.ratings import Exempt, NotRatable, Rated, rate
from sanliang.rulebooks import loads

FACTS = ("a", "b", "c")
GRID = (Fraction(-30), Fraction(0), Fraction("2.5"), Fraction(7), Fraction(40), Fraction(95))
NUMBERS = st.sampled_from(GRID) | st.integers(-400, 400).map(lambda number: Fraction(number, 4))
POINTS = st.integers(-40, 40).map(lambda number: Fraction(number, 4))


@attrs.frozen
class Leaf:
    """One item, as the model has it: points + each x fact, within limits, times a weight."""

    fact: str
    part_of: str
    each: Fraction
    points: Fraction
    floor: Fraction | None
    ceiling: Fraction | None
    weight: Fraction

    def toml(self, name):
        """The item as a book writes it."""
        limits = [("floor", self.floor), ("ceiling", self.ceiling)]
        lines = [
            f'[item.{name}]\nfact = "{self.fact}"\npart_of = "{self.part_of}"\neach = {number(self.each)}'
        ]
        lines += [f"points = {number(self.points)}\nweight = {number(self.weight)}"]
        return "\n".join(
            [*lines, *(f"{key} = {number(edge)}" for key, edge in limits if edge is not None), ""]
        )


def number(value):
    """A number of quarters as TOML writes it."""
    return f"{'-' if value < 0 else ''}{abs(value) // 1}.{int(abs(value) % 1 * 100):02}"


@st.composite
def leaves(draw):
    """One to four items of a score or of one block of it."""
    some = draw(st.integers(1, 4))
    return tuple(
        Leaf(
            fact=draw(st.sampled_from(FACTS)),
            part_of=draw(st.sampled_from(["score", "block"])),
            each=draw(POINTS),
            points=draw(POINTS),
            floor=draw(st.none() | st.integers(-20, 0).map(Fraction)),
            ceiling=draw(st.none() | st.integers(0, 40).map(Fraction)),
            weight=draw(st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(5, 4)])),
        )
        for _ in range(some)
    )


CONDITIONS = st.sampled_from(
    [
        '{ fact = "a", at_least = 7 }',
        '{ fact = "b", below = 7 }',
        '{ item = "block", above = 2.5 }',
        '{ any = [ { fact = "a", at_most = 0 }, { fact = "b", at_most = 0 } ] }',
        '{ all = [ { fact = "a", above = 0 }, { not = { fact = "c", above = 0 } } ] }',
        '{ tier = "last", at_least = 2 }',
    ]
)
THENS = st.sampled_from(
    [
        '{ is = "none" }',
        "{ is = 3 }",
        "{ at_most = 2 }",
        "{ at_least = 1 }",
        "{ in = [3, 1] }",
        "{ rise_at_most = 1 }",
        '"exempt"',
        '"withheld"',
    ]
)
CLAUSES = st.lists(st.tuples(CONDITIONS, THENS), max_size=4)
BOOKS = st.tuples(leaves(), CLAUSES)
PASTS = st.none() | st.lists(st.sampled_from(["3", "2", "1", "none", None]), max_size=3)
SUBJECTS = st.fixed_dictionaries({}, optional=dict.fromkeys(FACTS, NUMBERS))
WHOLE = st.fixed_dictionaries(dict.fromkeys(FACTS, NUMBERS))


def made(items, clauses=(), order=None):
    """The book of items and clauses; *order* shuffles the items."""
    named = [(f"i{place}", leaf) for place, leaf in enumerate(items)]
    texts = [
        leaf.toml(name) for name, leaf in (named if order is None else [named[place] for place in order])
    ]
    rules = [f"[[clause]]\nwhen = {when}\nthen = {then}\n" for when, then in clauses]
    facts = "".join(f"[fact.{name}]\n" for name in (FACTS if order is None else reversed(FACTS)))
    return loads(
        HEAD + facts + "[item.block]\nopen = true\nfloor = -10\n" + "".join(texts) + SCALE + "".join(rules)
    )


def model(items, facts):
    """The score, by the words of the language and nothing else."""
    blocks = {"score": Fraction(0), "block": Fraction(0)}
    for leaf in items:
        blocks[leaf.part_of] += rounded(
            leaf.weight * limited(leaf, leaf.points + leaf.each * facts[leaf.fact])
        )
    return rounded(blocks["score"] + rounded(max(blocks["block"], Fraction(-10))))


def limited(leaf, value):
    """A value within a floor and a ceiling."""
    value = value if leaf.floor is None else max(value, leaf.floor)
    return value if leaf.ceiling is None else min(value, leaf.ceiling)


def rounded(value):
    """To two decimals, halves away from 0."""
    cents = (abs(value) * 100 + Fraction(1, 2)) // 1
    return Fraction(cents if value >= 0 else -cents, 100)


def stars(score):
    """The tier of a score."""
    return next((name for name, least in (("3", 90), ("2", 80), ("1", 60)) if score >= least), "none")


@pytest.mark.promise("Q1")
@given(leaves(), WHOLE)
def test_the_score_is_exact(items, facts):
    """Every number is an exact result: a plain model with fractions gives the same score and tier."""
    found = rate(facts, made(items), on=LAST)

    assert (model(items, facts), stars(model(items, facts))) == (found.score, found.tier)


@pytest.mark.promise("R6")
@given(BOOKS, SUBJECTS, PASTS)
def test_every_subject_gets_an_outcome(book, facts, past):
    """Every subject gets an outcome for a day on which the book is in force, never an exception."""
    assert isinstance(rate(facts, made(*book), on=LAST, past=past), Rated | Exempt | NotRatable)


ODD = st.sampled_from(
    [None, True, "x", "", (), {}, [3], {"mark": 3}, 10**12, Fraction(1, 3), date(2026, 1, 1)]
)


@pytest.mark.promise("R6")
@given(BOOKS, st.dictionaries(st.sampled_from(FACTS), ODD))
def test_odd_facts_get_an_outcome_too(book, facts):
    """What is no number makes its bearer not ratable, and raises nothing."""
    found = rate(facts, made(*book), on=LAST)

    assert isinstance(found, Rated | Exempt | NotRatable)
    if isinstance(found, Rated):
        assert all(value is None or value == {"mark": 3} for value in facts.values())


@pytest.mark.promise("Q2")
@given(BOOKS, SUBJECTS)
def test_rows_add_up(book, facts):
    """The parts of an item add up to what it earned, its steps to its points; floors and ceilings hold."""
    found = rate(facts, made(*book), on=LAST, past=())
    if isinstance(found, Exempt):
        return
    lines = {line.item: line for line in found.lines}
    for line in found.lines:
        if line.read is None:
            assert sum(one.points for one in found.lines if one.part_of == line.item) == line.earned
        assert rounded(line.limited * line.weight) == line.points
        if not {"floor", "ceiling"} & set(line.notes):
            assert line.counted + line.own == line.limited
    for place, leaf in enumerate(book[0]):
        if f"i{place}" in lines:
            assert limited(leaf, lines[f"i{place}"].limited) == lines[f"i{place}"].limited
    if isinstance(found, Rated):
        assert found.score == (lines["score"].points if "score" in lines else None)


@given(BOOKS, SUBJECTS, PASTS, st.data())
def test_the_order_of_items_and_facts_does_not_matter(book, facts, past, data):
    """Items and facts may stand in any order, in the book and in what is given."""
    order = data.draw(st.permutations(range(len(book[0]))))
    one = rate(facts, made(*book), on=LAST, past=past)
    other = rate(dict(reversed(facts.items())), made(*book, order=order), on=LAST, past=past)

    assert whatever_the_order(one) == whatever_the_order(other)


def whatever_the_order(found):
    """An outcome with its rows by name."""
    lines = () if isinstance(found, Exempt) else tuple(sorted(found.lines, key=lambda line: line.item))
    return found if isinstance(found, Exempt) else attrs.evolve(found, lines=lines)


@given(leaves(), WHOLE, NUMBERS, st.sampled_from(FACTS))
def test_points_and_tiers_are_monotone(items, facts, more, name):
    """More of a fact never lowers the score where each tariff gives, nor the tier with the score."""
    giving = [attrs.evolve(leaf, each=abs(leaf.each)) for leaf in items]
    low = rate(facts, made(giving), on=LAST)
    high = rate({**facts, name: facts[name] + abs(more)}, made(giving), on=LAST)

    assert low.score <= high.score
    assert low.tier in {"none", high.tier} or low.tier <= high.tier != "none"


@given(BOOKS, SUBJECTS, PASTS)
def test_a_veto_dominates(book, facts, past):
    """A veto that holds leaves nobody a star, whatever else is known and whatever clauses follow."""
    vetoed = ('{ fact = "veto", is = true }', '{ is = "none" }')
    items, clauses = book
    after = [clause for clause in clauses if clause[1] != '"exempt"']
    text = HEAD + '[fact.veto]\ntype = "yes"\n' + "".join(f"[fact.{name}]\n" for name in FACTS)
    text += (
        "[item.block]\nopen = true\n" + "".join(leaf.toml(f"i{n}") for n, leaf in enumerate(items)) + SCALE
    )
    text += "".join(f"[[clause]]\nwhen = {when}\nthen = {then}\n" for when, then in (vetoed, *after))
    found = rate({**facts, "veto": True}, loads(text), on=LAST, past=past)

    assert (Rated, "none") == (type(found), found.tier)


@given(BOOKS, SUBJECTS, PASTS)
def test_extending_by_nothing_changes_nothing(book, facts, past):
    """A book that extends another and says nothing rates as it does."""
    base = made(*book)
    same = loads('schema = 1\nid = "stars"\nextends = "stars"\n', base=base)

    assert rate(facts, base, on=LAST, past=past) == rate(facts, same, on=LAST, past=past)


@pytest.mark.promise("Q3")
@given(BOOKS, SUBJECTS)
def test_what_does_not_matter_does_not_matter(book, facts):
    """Whoever is rated with something not known has that tier for all values of a grid."""
    found = rate(facts, made(*book), on=LAST, past=())
    if isinstance(found, NotRatable):
        assert set(found.missing) <= set(FACTS) - set(facts)
        return
    for whole in completed(facts):
        other = rate(whole, made(*book), on=LAST, past=())
        assert isinstance(found, Exempt) == isinstance(other, Exempt)
        assert isinstance(found, Exempt) or found.tier == other.tier


def completed(facts):
    """All ways to fill in what is not known."""
    names = [name for name in FACTS if name not in facts]
    return ({**facts, **dict(zip(names, some, strict=True))} for some in product(GRID, repeat=len(names)))


FAR = (Fraction(-(10**6)), *(Fraction(n, 2) for n in range(-40, 300)), Fraction(10**6))


@given(leaves(), WHOLE, st.sampled_from(FACTS))
def test_what_matters_matters(items, facts, name):
    """Where one fact is not known and one item reads it, who is not ratable could have one of two tiers."""
    once = [leaf for place, leaf in enumerate(items) if leaf.fact != name or place == 0]
    once[0] = attrs.evolve(once[0], fact=name)
    known = {fact: value for fact, value in facts.items() if fact != name}
    found = rate(known, made(once), on=LAST)
    tiers = {stars(model(once, {**known, name: value})) for value in (*FAR, *edges(once, known, name))}

    assert (len(tiers) == 1) == isinstance(found, Rated)
    assert isinstance(found, Rated) or (name,) == found.missing


def edges(items, known, name):
    """The values of a fact at which its one item reaches a limit, or the score a tier."""
    leaf = items[0]
    if not leaf.each:
        return []
    wanted = [edge for edge in (leaf.floor, leaf.ceiling) if edge is not None]
    rest = model(items, {**known, name: Fraction(0)}) - leaf.weight * limited(leaf, leaf.points)
    wanted += [
        (line - rest + cents) / leaf.weight for line in (60, 80, 90) for cents in (0, Fraction(-1, 100))
    ]
    return [(edge - leaf.points) / leaf.each for edge in wanted]


@pytest.mark.promise("Q3")
@given(leaves(), WHOLE, st.sampled_from(FACTS))
def test_missing_is_never_zero(items, facts, name):
    """A missing fact never counts as zero unless the book says so: its items have no row."""
    known = {fact: value for fact, value in facts.items() if fact != name}
    found = rate(known, made(items), on=LAST)
    rows = {line.item for line in found.lines}

    for place, leaf in enumerate(items):
        assert (leaf.fact == name) == (f"i{place}" not in rows)
    assert any(leaf.fact == name for leaf in items) == ("score" not in rows)
