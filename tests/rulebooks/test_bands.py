"""Bands side by side, held against every number that can be."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rulebooks.books import FACTS, HEAD, ITEMS, book, found, refusal

from sanliang import InvalidInput
from sanliang.kernel.errors import Faults
from sanliang.kernel.fields import FrozenMap
from sanliang.rulebooks import Band, ByDay, ByWord, Fixed, load, loads
from sanliang.rulebooks._bands import Line, Patience, faults, from_the_top, never, shown
from sanliang.rulebooks._check._names import Names
from sanliang.rulebooks._places import Places
from sanliang.rulebooks._reach import ANYTHING
from sanliang.rulebooks._read import Draft

DAY = date(2026, 1, 1)
EDGES = st.integers(0, 12).map(lambda halves: Fixed(Fraction(halves, 2)))


@st.composite
def bands(draw):
    """A band of numbers between 0 and 6, with edges at whole numbers and halves."""
    found = {}
    if low := draw(st.sampled_from(["at_least", "above", None])):
        found[low] = draw(EDGES)
    if (high := draw(st.sampled_from(["at_most", "below", None]))) or not low:
        found[high or "at_most"] = draw(EDGES)
    return Band(**found)


def codes(listed, **line):
    """The codes and places of what is found, the highest band first."""
    paths = [(str(place), band) for place, band in enumerate(listed)]
    return [(one.code, int(one.path)) for one in faults(paths, Line(**line), Patience())]


def held(band, grid):
    """The numbers of a grid that a band holds."""
    return {number for number in grid if band.holds(number, on=DAY, words=FrozenMap())}


def grid_of(decimals, least, most):
    """The numbers of so many decimals between two whole ones; of any, those that are finer than all edges."""
    grain = Fraction(1, 10**decimals) if decimals is not None else Fraction(1, 4)
    return grain, [grain * step for step in range(least * grain.denominator, most * grain.denominator)]


def agree(higher, lower, decimals, *, least=-10, most=20, held=held):
    """What is found in two bands, side by side, is what some number of so many decimals shows."""
    grain, grid = grid_of(decimals, least, most)
    above, below = held(higher, grid), held(lower, grid)
    found = codes([higher, lower], decimals=decimals)
    low = higher.at_least or higher.above

    for place, (band, numbers) in enumerate([(higher, above), (lower, below)]):
        assert (("bands.empty", place) in found) == (not numbers and len(band.edges) == 2)
    assert (("bands.gap_above", 0) in found) == bool(higher.at_most or higher.below)
    assert (("bands.no_lower", 0) in found) == (low is None)
    if low is None or ("bands.order", 1) in found or not above:
        return found
    reached = min(above)
    if lower.at_most or lower.below:
        between = [number for number in grid if number < reached and number not in below]
        past = max(below, default=min(grid) - grain)
        assert (("bands.gap", 1) in found) == any(number > past for number in between)
        assert (("bands.overlap", 1) in found) == any(number >= reached for number in below)
    else:
        assert not {("bands.gap", 1), ("bands.overlap", 1)} & {*found}
    return found


@pytest.mark.promise("R5")
@given(bands(), bands(), st.sampled_from([0, 1, None]))
def test_two_bands_against_every_number(higher, lower, decimals):
    """
    Gaps, overlaps, wrong orders and empty bands are found where some number of so many decimals shows them,
    and nowhere else. Numbers that may be any are seen on a grid that is finer than all edges.
    """
    agree(higher, lower, decimals)


LOWS = [{}, *({word: Fixed(Fraction(edge, 2))} for word in ("at_least", "above") for edge in (0, 1))]
HIGHS = [{}, *({word: Fixed(Fraction(edge, 2))} for word in ("at_most", "below") for edge in (0, 1))]


@pytest.mark.parametrize("decimals", [0, None])
def test_every_two_small_bands(decimals):
    """All bands with an edge at 0 and at a half, two by two: what is found is what some number shows."""
    least, most = -2, 3
    _, grid = grid_of(decimals, least, most)
    small = {
        Band(**low, **high): (Band(**low), Band(**high)) for low, high in product(LOWS, HIGHS) if low | high
    }
    numbers = {band: held(band, grid) for band in small}
    starts = {band: min(held(low, grid)) for band, (low, _) in small.items() if low.edges}
    ends = {band: max(held(high, grid)) for band, (_, high) in small.items() if high.edges}

    for higher, lower in product(small, small):
        found = agree(higher, lower, decimals, least=least, most=most, held=lambda band, _: numbers[band])
        ordered = {higher, lower} <= starts.keys() and starts[lower] >= starts[higher]
        assert (("bands.order", 1) in found) == ordered
        told = codes([higher, lower], decimals=decimals, gap="lower", overlap="higher")
        assert {"bands.gap", "bands.overlap", "bands.gap_above"}.isdisjoint(code for code, _ in told)
        nested = {higher, lower} <= ends.keys() and ends[lower] > ends[higher]
        assert (("bands.nested", 1) in told) == nested


@given(bands(), bands(), st.sampled_from([0, 1, None]))
def test_bands_are_listed_from_the_highest_down(higher, lower, decimals):
    """A band that does not begin below the one before it is out of order."""
    grain = Fraction(1, 10**decimals) if decimals is not None else Fraction(1, 4)
    grid = [grain * step for step in range(30 * grain.denominator)]
    if (higher.at_least or higher.above) and (lower.at_least or lower.above):
        starts = [min(held(Band(at_least=band.at_least, above=band.above), grid)) for band in (higher, lower)]
        assert (("bands.order", 1) in codes([higher, lower], decimals=decimals)) == (starts[1] >= starts[0])


def test_an_edge_that_only_the_higher_band_leaves_out():
    """Above 90 and from 90 on are two bands: the second holds 90 alone."""
    ninety = Fixed(Fraction(90))

    assert [] == codes([Band(above=ninety), Band(at_least=ninety)])
    assert [("bands.order", 1)] == codes([Band(at_least=ninety), Band(above=ninety)])


def fixed(number):
    """A number."""
    return Fixed(Fraction(number))


def by_day(**steps):
    """A number by day, the years being the keys."""
    return ByDay(tuple((date(int(year[1:]), 1, 1), fixed(number)) for year, number in steps.items()))


@pytest.mark.promise("R5")
def test_each_day_on_which_an_edge_moves_is_looked_at():
    """Edges that move on different days leave a gap between, and it is found once."""
    higher = Band(at_least=by_day(y2026=90, y2028=95))
    lower = Band(at_least=fixed(80), below=by_day(y2026=90, y2030=95))

    assert [("bands.gap", 1)] == codes([higher, lower])
    assert [] == codes([higher, Band(at_least=fixed(80), below=higher.at_least)])


def test_a_day_before_an_edge_is_in_force_is_left_out():
    """Where one edge is not in force yet, nobody is rated, and there is no gap."""
    higher = Band(at_least=by_day(y2026=90, y2028=95))
    lower = Band(at_least=fixed(80), below=by_day(y2028=95))

    assert [] == codes([higher, lower])


@pytest.mark.promise("R5")
def test_each_word_is_looked_at():
    """A gap for one class of members is a gap; a word that no edge lists stands for all others."""
    by_class = ByWord("class", FrozenMap({"elder": fixed(70)}), fixed(80))
    without_else = ByWord("class", FrozenMap({"elder": fixed(70)}))

    assert [("bands.gap", 1)] == codes([Band(at_least=by_class), Band(at_least=fixed(60), below=fixed(70))])
    assert [] == codes([Band(at_least=by_class), Band(at_least=fixed(60), below=by_class)])
    assert [] == codes([Band(at_least=without_else), Band(at_least=fixed(60), below=fixed(70))])


def test_each_word_within_an_arm_is_looked_at():
    """An arm may go by another word in its turn: a gap for one mixture of the two is a gap."""
    by_level = ByWord("level", FrozenMap({"town": fixed(90)}), fixed(80))
    by_class = ByWord("class", FrozenMap({"elder": by_level}), fixed(80))

    assert [("bands.gap", 1)] == codes([Band(at_least=by_class), Band(at_least=fixed(60), below=fixed(80))])
    assert [] == codes([Band(at_least=by_class), Band(at_least=fixed(60), below=by_class)])


def test_too_many_mixtures_are_refused():
    """What cannot be looked at in bounded time is no book: nothing is left unchecked."""
    words = FrozenMap({f"w{place}": fixed(place) for place in range(80)})
    facts = "".join(f"[fact.f{place}]\ntype = 'word'\n" for place in range(2))
    arms = ", ".join(f"w{place} = {place}" for place in range(80))
    edges = [f"{{ by = 'f{place}', {arms} }}" for place in range(2)]
    tiers = f"[scale]\ntiers = [ {{ name = 5, at_least = {edges[0]}, at_most = {edges[1]} }} ]\n"

    assert [] == codes([Band(at_least=ByWord("a", words))])
    assert ("bands.too_many", "scale.tiers[0]") in found(book(facts, scale=tiers))


def test_so_much_patience():
    """After the first of each band, every mixture of days and words takes one of what is left."""
    band = Band(at_least=by_day(y2026=1, y2027=2, y2028=3))
    patience = Patience(left=2)

    assert [] == [*faults([("0", band)], Line(gap="lower"), patience)]
    assert 0 == patience.left
    assert [] == [*faults([("0", Band(at_least=fixed(1)))], Line(gap="lower"), patience)]
    assert ["bands.too_many"] == [
        one.code for one in faults([("0", band)], Line(gap="lower"), Patience(left=1))
    ]


def test_steps_may_be_listed_up_or_down():
    """Steps are kept from the highest down, however they are listed; their faults keep their paths."""
    up = "{ below = 3, points = 1 }, { at_least = 3, below = 6, points = 2 }, { at_least = 6, points = 3 }"
    down = ", ".join(reversed(up.replace(" }, {", " }\n{").split("\n")))
    items = [f"[item.x]\nfact = 'mark'\nsteps = [ {steps} ]\n" for steps in (up, down)]

    assert loads(book(items[0])) == loads(book(items[1]))
    assert [3, 2, 1] == [points.number for _, points in loads(book(items[0])).items[-1].tariff.bands]
    assert [("bands.gap", "item.x.steps[0]")] == found(book(items[0].replace("at_least = 3", "at_least = 4")))
    assert [("bands.gap", "item.x.steps[2]")] == found(book(items[1].replace("at_least = 3", "at_least = 4")))


def test_the_direction_of_steps_is_that_of_the_first_day_and_word_in_force():
    """Where an edge is in force on no day that is looked at, the order is the one that is written."""
    never_yet = ByDay(((DAY, ByDay(((date(2027, 1, 1), fixed(1)),))),))
    unlisted = ByWord("a", FrozenMap({"x": ByWord("a", FrozenMap({"y": fixed(1)}))}))

    assert from_the_top([Band(at_least=unlisted), Band(at_least=unlisted)])
    assert not from_the_top([Band(at_least=never_yet), Band(at_least=fixed(3))])
    assert from_the_top([Band(at_least=fixed(3)), Band(at_most=fixed(3))])
    assert not from_the_top([Band(at_most=fixed(3)), Band(at_least=fixed(3))])


def test_a_band_that_never_holds():
    """A band holds nothing where no day and no word lets a number lie between its edges."""
    nobody = ByWord("a", FrozenMap({"x": ByWord("a", FrozenMap({"y": fixed(1)}))}))
    few, many = (ByWord("a", FrozenMap({f"w{n}": fixed(4) for n in range(count)})) for count in (64, 65))

    assert never([Band(above=fixed(3), below=fixed(3))], Line(), ANYTHING)
    assert not never([Band(at_least=by_day(y2026=5, y2027=1), at_most=fixed(3))], Line(), ANYTHING)
    assert not never([Band(at_least=nobody)], Line(), ANYTHING)
    assert never([Band(at_least=few, at_most=fixed(3))], Line(), ANYTHING)
    assert not never([Band(at_least=many, at_most=fixed(3))], Line(), ANYTHING)


def test_bands_that_hold_together():
    """Several bands share no number: at all, between two ends, of so many decimals, of some numbers."""
    low, high = Band(at_most=fixed(3)), Band(at_least=fixed(4))
    three, between = (Fraction(3), Fraction(3)), Band(above=fixed(3), below=fixed(4))

    assert never([low, high], Line(), ANYTHING)
    assert never([high], Line(), three)
    assert not never([low], Line(), three)
    assert never([between], Line(decimals=0), ANYTHING)
    assert not never([between], Line(decimals=1), ANYTHING)
    assert never([high], Line(), ANYTHING, {Fraction(3), Fraction("3.5")})
    assert never([between], Line(), ANYTHING, {Fraction(3), Fraction(4)})
    assert not never([between], Line(), ANYTHING, {Fraction(3), Fraction("3.5")})


COUNTED = [
    ("records = 'meeting'", []),
    ("records = 'meeting'\nsum = 'hours'", [("bands.gap", "item.x.steps[1]")]),
    ("", [("bands.gap", "item.x.steps[1]")]),
    ("raters = ['a']", [("bands.gap", "item.x.steps[1]")]),
]


@pytest.mark.parametrize(("fact", "faults"), COUNTED)
def test_counts_are_whole(fact, faults):
    """Steps for 1 to 2 and from 3 on leave nothing out where records are counted, and else they do."""
    steps = "steps = [ { at_least = 3, points = 2 }, { at_least = 1, at_most = 2, points = 1 } ]"

    assert faults == found(book(f"[fact.n]\n{fact}\n[item.x]\nfact = 'n'\n{steps}\n"))


def test_how_fine_a_number_is():
    """Marks of raters may be any number; a field of a record, and a number by hand, has four decimals."""
    steps = "steps = [ { at_least = 2, points = 2 }, { at_most = 1.9999, points = 1 } ]"
    by_hand = found(book(f"[item.x]\nfact = 'mark'\n{steps}\n"))
    raters = found(book(f"[item.x]\nfact = {{ raters = ['a'] }}\n{steps}\n"))
    wider = found(book(f"[item.x]\nfact = 'mark'\n{steps.replace('1.9999', '1.9998')}\n"))
    of_records = f"[fact.n]\nrecords = 'n'\n[item.x]\nfor_each = 'n'\nfield = 'hours'\n{steps}\n"

    gap = [("bands.gap", "item.x.steps[1]")]
    assert ([], gap, []) == (by_hand, raters, found(book(of_records)))
    assert (gap, gap) == (wider, found(book(of_records.replace("1.9999", "1.9998"))))


def test_numbers_in_texts_are_shown_as_they_are_written():
    """A gap is named by its edges, exact and without a float."""
    text = "[scale]\ntiers = [ { name = 5, at_least = 90.25 }, { name = 4, below = '1/3' } ]\n"

    assert "between 1/3 and 90.25 is in no band" in str(refusal(book(scale=text)))
    written = ["-0.5", "3", "12.0001", "0", "-12.5", "1/100000", "-1/3", "0.0625", "1000000"]
    assert ["None", *written] == [shown(number) for number in (None, *map(Fraction, written))]


def test_a_book_can_be_read_with_the_gaps_of_its_tiers(tmp_path):
    """What a town has published is read as it is; gaps of steps and every other fault refuse it still."""
    tiers = "{ name = 2, at_least = 90, at_most = 95 }, { name = 1, at_least = 60, at_most = 80 }"
    gapped = f"{HEAD}{FACTS}{ITEMS}[scale]\ntiers = [ {tiers} ]\n"
    file = tmp_path / "stars.toml"
    file.write_text(gapped, "utf-8")
    assert loads(gapped, open_gaps=True).scale.gap == load(file, open_gaps=True).scale.gap == "open"
    for read in (lambda: loads(gapped), lambda: load(file)):
        with pytest.raises(InvalidInput) as refused:
            read()
        assert {fault.code for fault in refused.value.faults} == {"bands.gap", "bands.gap_above"}
    closed = gapped.replace("[scale]\n", '[scale]\ngap = "lower"\n')
    assert loads(closed, open_gaps=True) == loads(closed)


def test_how_fine_numbers_are():
    """What is counted is whole, what is given has four decimals, a mean has any; items say their own."""
    made = loads(
        HEAD
        + "decimals = 1\n"
        + '[fact.visits]\nrecords = "visit"\n[fact.hours]\nrecords = "visit"\nsum = "hours"\n[fact.mark]\n'
        + '[fact.mean]\nraters = { members = "40%", villagers = "60%" }\n'
        + "[item.visits]\n[item.mark]\ndecimals = 3\n[item.hours]\ndecimals = 0\n[item.mean]\n"
    )
    names = Names(Draft(made, Faults(), Places.of(made), frozenset()))

    facts = {"visits": 0, "hours": 4, "mark": 4, "mean": None, "nobody": 4}
    assert facts == {name: names.decimals("fact", name) for name in facts}
    items = {"visits": 1, "mark": 3, "hours": 0, "mean": 1, "nobody": 1}
    assert items == {name: names.decimals("item", name) for name in items}


def test_what_facts_and_items_cannot_pass():
    """A fact its upper edge; an item its ceiling, unless it is weighed, and all that it is made of."""
    made = loads(
        HEAD
        + "[fact.mark]\nat_most = 9\n[fact.free]\n[item.mark]\nceiling = 7\n[item.free]\nceiling = 6\n"
        + "[item.double]\nfact = 'mark'\nweight = 2\nceiling = 5\n[item.open]\nfact = 'free'\n"
    )
    names = Names(Draft(made, Faults(), Places.of(made), frozenset()))

    assert [(fixed(9),), (), ()] == [names.most("fact", name) for name in ("mark", "free", "nobody")]
    expected = {
        "mark": (fixed(7), fixed(7)),
        "free": (fixed(6), fixed(6)),
        "double": (fixed(10),),
        "open": (),
        "nobody": (),
    }
    assert expected == {name: names.most("item", name) for name in expected}
