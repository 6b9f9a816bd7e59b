"""A book that the linter calls free of gaps leaves no score without a tier, and none with two."""

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.ratings.books import HEAD, rated

from sanliang.rulebooks import Severity, lint, loads

EDGES = st.integers(0, 20)
LOWER, UPPER = st.sampled_from(["at_least", "above"]), st.sampled_from([None, "at_most", "below"])


@st.composite
def scales(draw):
    """A scale of one to four bands that go down, with gaps, overlaps and disputed edges among them."""
    edges = sorted(draw(st.sets(EDGES, min_size=1, max_size=4)), reverse=True)
    bands = [(draw(LOWER), edge, draw(UPPER), draw(EDGES)) for edge in edges]
    rows = [
        f"{{ name = {len(bands) - place}, {low} = {edge}{f', {high} = {top}' if high else ''} }}"
        for place, (low, edge, high, top) in enumerate(bands)
    ]
    said = draw(st.sampled_from(["", 'gap = "lower"\n', 'overlap = "higher"\n', 'overlap = "lower"\n']))
    return edges[-1], f'[scale]\nsays = "等次"\n{said}tiers = [ {", ".join(rows)} ]\n'


DECIMALS = st.integers(0, 2)


@given(scales(), DECIMALS)
def test_a_book_without_gaps_leaves_no_score_without_a_tier(scale, decimals):
    """From the lowest edge on every score has a tier, and a higher score never has a lower one."""
    lowest, written = scale
    text = HEAD + f'decimals = {decimals}\n[fact.hours]\n[item.hours]\nsays = "分"\n' + written
    assume(not [one for one in lint(text) if one.severity is Severity.ERROR])
    book = loads(text)
    scores = [Fraction(step, 10**decimals) for step in range((lowest - 1) * 10**decimals, 22 * 10**decimals)]
    tiers = [rated({"hours": score}, book).tier for score in scores]
    places = [0 if tier == "none" else int(tier) for tier in tiers]

    assert all(place for place, score in zip(places, scores, strict=True) if score > lowest)
    if 'overlap = "lower"' not in written:
        assert places == sorted(places)
