"""A book that the linter calls free of gaps leaves no score without a tier, and none with two."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.ratings.books import HEAD, LAST, rated
from tests.ratings.oracle.numbers import chosen, inside

from sanliang import InvalidInput
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


@given(scales(), st.sampled_from(["higher", "lower"]), st.booleans())
def test_a_number_in_exactly_one_band_belongs_to_it(scale, overlap, steps):
    """In tiers and in steps, whatever is said of gaps and overlaps; the others go where the book says."""
    _, written = scale
    rows = written[written.index("[ {") :].strip()
    said = f'gap = "lower"\noverlap = "{overlap}"\n'
    text = HEAD + "[fact.hours]\n[item.hours]\n"
    text += (
        f"{said}steps = {rows.replace('name', 'points')}\n" if steps else f"[scale]\n{said}tiers = {rows}\n"
    )
    try:
        book = loads(text)
    except InvalidInput:
        assume(False)
    bands = (
        [band for band, _ in book.items[-1].tariff.bands]
        if steps
        else [one.when.band for one in book.scale.tiers]
    )
    for number in (Fraction(half, 2) for half in range(44)):
        place = chosen(number, bands, "lower", overlap, LAST, {})
        own = [at for at, band in enumerate(bands) if inside(number, band, LAST, {})]
        found = rated({"hours": number}, book)
        got = found.score if steps else Fraction(0 if found.tier == "none" else int(found.tier))
        assert got == (0 if place is None else len(bands) - place)
        closed = [at for at in own if bands[at].at_most is not None or bands[at].below is not None]
        assert len(own) != 1 or not closed or place == own[0]


@pytest.mark.parametrize("overlap", ["higher", "lower"])
@pytest.mark.parametrize("kind", ["tiers", "steps"])
def test_a_band_that_ends_past_the_end_of_one_above_it_is_a_fault(kind, overlap):
    """With 3 to 3.5 above 2 to 4, a number would rise at 3, fall at 3.5 and rise again at 4."""
    key = "name" if kind == "tiers" else "points"
    rows = f"[ {{ {key} = 3, at_least = 3, at_most = 3.5 }}, {{ {key} = 2, at_least = 2 }}, "
    rows += f"{{ {key} = 1, at_most = {{ 2020-01-01 = 3.25, 2026-01-01 = 4 }} }} ]"
    said = f'gap = "lower"\noverlap = "{overlap}"\n{kind} = {rows}\n'
    text = HEAD + "[fact.hours]\n[item.hours]\n" + ("[scale]\n" if kind == "tiers" else "") + said

    with pytest.raises(InvalidInput) as caught:
        loads(text)
    path = "scale.tiers[2]" if kind == "tiers" else "item.hours.steps[2]"
    found = {(fault.code, fault.path.partition(": ")[2]) for fault in caught.value.faults}
    assert ("bands.nested", path) in found
    assert "bands.nested" not in _codes(text.replace("2026-01-01 = 4", "2026-01-01 = 3.5"))


def _codes(text):
    """What is wrong with a book."""
    try:
        loads(text)
    except InvalidInput as error:
        return {fault.code for fault in error.faults}
    return set()
