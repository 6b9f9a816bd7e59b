"""The laws of the next tier, over books that are made up, against trying everything."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ratings.books import HEAD, LAST

from sanliang.ratings import NextTier, Rated, next_tier, rate
from sanliang.rulebooks import loads, tier_names

MOST = 5
NAMES = ("a", "b", "c")
COUNTS = st.fixed_dictionaries(dict.fromkeys(NAMES, st.integers(0, MOST)))
EACH = st.sampled_from(["0", "1", "2", "3", "0.5", "1.5", "-1", "-2", "-0.5"])
LIMITS = st.sampled_from(["", "ceiling = 3", "ceiling = 5", "floor = -2", "ceiling = 4\nfloor = 0"])
SHAPES = st.sampled_from(
    [
        "",
        "per = 2\nwhole = true",
        "above = 2",
        "below = 4",
        "per = 3",
        "points = 2",
        'weight = "50%"',
        "decimals = 0",
    ]
)
TARIFFS = st.builds("each = {}\n{}\n{}".format, EACH, SHAPES, LIMITS) | st.sampled_from(
    [
        "steps = [ { at_least = 5, points = 4 }, { at_least = 2, points = 2 } ]",
        "steps = [ { at_least = 4, points = 0 }, { at_least = 2, points = 3 }, { below = 2, points = 5 } ]",
        "steps = [ { at_least = 6, points = 1 }, { at_least = 2, at_most = 5, points = 6 } ]",
        'each = 1\nwhen = { fact = "b", at_least = 3 }',
        'each = 2\nwhen = { fact = "c", at_most = 2 }',
    ]
)
LEAVES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(["score", "block"]), TARIFFS), min_size=1, max_size=4
)
BLOCKS = st.sampled_from(
    ["", "ceiling = 6", "floor = 0", 'take = "highest"', 'take = "lowest"', 'take = "mean"', "weight = 2"]
)
CLAUSES = st.lists(
    st.sampled_from(
        [
            '{ fact = "a", at_least = 4 }#{ at_most = 1 }',
            '{ fact = "b", below = 2 }#{ at_most = 1 }',
            '{ fact = "c", below = 1 }#{ is = "none" }',
            '{ item = "block", below = 2 }#{ at_most = 2 }',
            '{ fact = "a", at_least = 5 }#{ at_least = 2 }',
            '{ fact = "b", at_least = 5 }#{ in = [3, 1] }',
            '{ fact = "c", at_least = 5 }#"exempt"',
        ]
    ),
    max_size=2,
)
SCALES = st.sampled_from(
    [
        "tiers = [ { name = 3, at_least = 12 }, { name = 2, above = 7 }, { name = 1, at_least = 3 } ]",
        'stars = [ { name = "x", at_least = 3 }, { name = "y", fact = "a", at_least = 3 }, '
        '{ name = "z", item = "block", at_least = 4 } ]',
        "stars = 3",
        'tiers = [ { name = 3, all = [ { item = "score", at_least = 9 }, { fact = "b", at_least = 4 } ] }, '
        "{ name = 2, at_least = 6 }, { name = 1, at_least = 1 } ]",
    ]
)


def made(leaves, block="", clauses=(), scale="stars = 3"):
    """A book whose facts are counts up to five."""
    facts = "".join(f'[fact.{name}]\nrecords = "{name}"\nat_most = {MOST}\n' for name in NAMES)
    items = "".join(
        f'[item.i{place}]\nfact = "{fact}"\npart_of = "{part_of}"\n{tariff}\n'
        for place, (fact, part_of, tariff) in enumerate(leaves)
    )
    rules = "".join("[[clause]]\nwhen = {}\nthen = {}\n".format(*clause.split("#")) for clause in clauses)
    return loads(f"{HEAD}{facts}[item.block]\nopen = true\n{block}\n{items}[scale]\n{scale}\n{rules}")


BOOKS = st.builds(made, LEAVES, BLOCKS, CLAUSES, SCALES)


class Tried:
    """Who reaches a higher tier, by rating everybody there can be."""

    def __init__(self, facts, book):
        self.facts, tiers = facts, tier_names(book)
        self.goal = tiers[: tiers.index(rate(facts, book, on=LAST).computed)]
        grid = product(range(MOST + 1), repeat=len(NAMES))
        self.reaching = {
            values for values in grid if self.reaches(dict(zip(NAMES, values, strict=True)), book)
        }

    def reaches(self, facts, book):
        """Whether one of the tiers is given."""
        found = rate(facts, book, on=LAST)
        return isinstance(found, Rated) and found.computed in self.goal

    def fewest(self):
        """The sets of the fewest facts that can be changed so that a tier is reached, by name."""
        moved = [
            tuple(name for name, value in zip(NAMES, values, strict=True) if value != self.facts[name])
            for values in self.reaching
        ]
        return sorted({names for names in moved if len(names) == min(map(len, moved))})

    def smaller(self, way):
        """Those who reach it by a smaller set of changes: one of them left out, or made smaller."""
        to = {**self.facts, **{change.fact: int(change.to) for change in way.changes}}
        for change in way.changes:
            for value in range(int(change.now), int(change.to), 1 if change.by > 0 else -1):
                changed = {**to, change.fact: value}
                if tuple(changed[name] for name in NAMES) in self.reaching:
                    yield change.fact, value


@pytest.mark.traced("sets that do not reach come in numbers")
@given(BOOKS, COUNTS)
def test_no_smaller_set_of_the_same_kind_does(book, facts):
    """Applied, the changes reach the tier, and no smaller set of the same kind does: all have been tried."""
    found = next_tier(facts, book, on=LAST)
    if not isinstance(found, NextTier):
        return
    tried = Tried(facts, book)
    for way in found.ways:
        assert way.tier in tried.goal
        assert rate({**facts, **way.facts}, book, on=LAST).computed == way.tier
        assert [] == [*tried.smaller(way)]
    ways = [tuple(change.fact for change in way.changes) for way in found.ways]
    assert found.complete
    assert tried.fewest() == ways
