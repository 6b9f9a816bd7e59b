"""No mutant is made of an edge that is the same for everybody there may be."""

import pytest
from tests.townships.folders import BOOK

from sanliang.rulebooks import loads
from sanliang.townships._unreached import same_for_all

TWO_EACH = BOOK.replace("[item.deeds]", '[item.deeds]\nfact = "deeds"\neach = 2')
"""Two points a deed, twelve at most: one star from three points."""


def edge(text):
    """The book with another edge of its one tier."""
    return loads(TWO_EACH.replace("at_least = 3", text))


def test_an_edge_that_no_score_lies_past_is_the_same():
    """Scores are 0, 2, 4 ... 12: 3 and 4 ask for two deeds, 2 for one and 5 for three."""
    book = edge("at_least = 3")

    assert [False, True, False] == [same_for_all(book, edge(f"at_least = {one}")) for one in (2, 4, 5)]
    assert [True, False] == [
        same_for_all(edge(f"at_least = {one}"), edge(f"above = {one}")) for one in (3, 4)
    ]


def test_an_edge_above_all_scores_is_left_to_the_reader():
    """Nobody has more than twelve points: that an edge lies above it is worth a line."""
    assert not same_for_all(edge("at_least = 14"), edge("at_least = 13"))
    assert not same_for_all(edge("at_least = { 2026-01-01 = 3 }"), edge("at_least = { 2026-01-01 = 4 }"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("each = 2", "each = 4"),
        ("{ name = 1,", "{ name = 2, at_least = 11 }, { name = 1,"),
        ("at_least = 3 }", "at_least = 4, below = 13 }, { name = 0, at_least = 1 }"),
        ("name = 1, at_least = 3", 'name = 1, fact = "deeds", at_least = 3'),
    ],
)
def test_books_that_differ_in_more_than_an_edge_are_not_the_same(old, new):
    """Another price, another tier, another question: whoever has no score in between may still notice."""
    assert not same_for_all(edge("at_least = 3"), loads(TWO_EACH.replace(old, new)))


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('records  = "deed"', ""),
        ('records  = "deed"', 'records  = "deed"\nsum = "hours"'),
        ("[item.deeds]", '[fact.hours]\n[item.hours]\nfact = "hours"\neach = 1\nceiling = 1\n[item.deeds]'),
        ('fact = "deeds"', 'for_each = "deeds"'),
        ("each = 2", "each = { 2026-01-01 = 2, 2027-01-01 = 1 }"),
        ("each = 2", "given = { at_least = 0, at_most = 20 }"),
    ],
)
def test_what_hangs_on_more_than_a_count_is_not_known(old, new):
    """Where points hang on hours, on two facts, on each record, on the day or on a mark, any score may be."""
    one, other = (loads(TWO_EACH.replace("= 3", f"= {edge}").replace(old, new)) for edge in (3, 4))

    assert not same_for_all(one, other)


def test_pledges_are_counted_too():
    """How many pledges were kept is a whole count as well; what share of them, is not."""
    for what, expected in (("kept", True), ("share", False)):
        text = TWO_EACH.replace('records  = "deed"', f'pledges = "{what}"')
        one, other = (loads(text.replace("at_least = 3", f"at_least = {edge}")) for edge in (1.5, 2))
        assert expected == same_for_all(one, other)


def test_a_scale_without_tiers_has_no_edges():
    """A star for each point has no edge that could be moved."""
    stars, more = (loads(TWO_EACH[: TWO_EACH.index("tiers")] + f"stars = {most}\n") for most in (7, 8))
    assert not same_for_all(stars, more)
