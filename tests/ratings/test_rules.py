"""The laws of the language over books of every word of it, held against a second reading of its text."""

from datetime import timedelta
from fractions import Fraction

import attrs
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from tests.ratings import oracle
from tests.ratings.books import HEAD, LAST
from tests.ratings.oracle.numbers import Unknown, Wrong, number
from tests.ratings.oracle.points import Steps4
from tests.ratings.strategies import (
    World,
    completions,
    looked_through,
    odd_facts,
    pasts,
    plain_facts,
    some_facts,
    whole_facts,
    worlds,
)

from sanliang import InvalidInput
from sanliang.ratings import Exempt, NotRatable, Rated, rate
from sanliang.rulebooks import Each, Effect, Steps, loads, tier_names
from sanliang.rulebooks._model import tests_of as questions_of
from sanliang.testing.strategies._book_lines import EDGES, FACTS, bands, ranks, table


def found(world, **changed):
    """What the library says of somebody."""
    world = attrs.evolve(world, **changed)
    return rate(world.facts, world.book, on=LAST, past=world.past, credited=world.credited)


def expected(world, facts=None):
    """What the second reading says."""
    facts = world.facts if facts is None else facts
    return oracle.judged(facts, world.book, LAST, past=world.past, credited=world.credited)


def rows(rating):
    """The steps of each item, as the second reading names them."""
    return {
        line.item: Steps4(
            earned=line.earned, counted=line.counted, own=line.own, limited=line.limited, points=line.points
        )
        for line in rating.lines
    }


# --- the second reading -----------------------------------------------------------------------------------


@pytest.mark.promise("Q1")
@given(worlds(), st.lists(whole_facts, max_size=2))
def test_two_readings_agree(world, others):
    """
    Of somebody of whom all is known, the library and a plain reading of the text say the same to the last
    digit: each step of each item, the tier, what clauses struck out and which yielded, what follows.
    """
    for facts in (world.facts, *others):
        one = expected(world, facts)
        event(one.outcome)
        agree(one, found(world, facts=facts))


@pytest.mark.promise("Q1")
@pytest.mark.parametrize(
    ("pool", "plain"),
    [
        ("number", True),
        ("number", False),
        ("record", False),
        ("record", None),
        ("tiers", True),
        ("tiers", False),
    ],
)
@given(st.data())
def test_two_readings_agree_at_every_edge(pool, plain, data):
    """At each number that a book names, beside it, and for any records, both readings come to the same."""
    for world in data.draw(looked_through(pool, plain)):
        agree(expected(world), found(world))


@pytest.mark.promise("Q1")
@given(worlds(facts=plain_facts, plain=True), st.lists(plain_facts | some_facts, max_size=3))
def test_two_readings_agree_about_one_after_the_other(world, others):
    """Who was rated by the same book before leaves no trace in what somebody comes to."""
    for facts in (world.facts, *others, world.facts):
        agree(expected(world, facts), found(world, facts=facts))


def agree(one, other):
    """See that what the second reading knows is what the library says."""
    assert (one.outcome == "exempt") <= isinstance(other, Exempt) <= (one.outcome != "rated")
    if isinstance(other, Exempt):  # or by what holds whatever turns out: see below
        assert one.clause == other.clause or not one.sure or one.outcome != "exempt"
        return
    assert one.items == {name: row for name, row in rows(other).items() if name in one.items}
    assert (one.outcome == "wrong") == (isinstance(other, NotRatable) and bool(other.wrong))
    if one.outcome == "rated":
        assert one == oracle.Answer(
            outcome="rated",
            tier=other.tier,
            proposed=other.proposed,
            left=other.left,
            score=other.score,
            items=rows(other),
            struck=other.struck,
            yielded=other.yielded,
            withheld=other.withheld,
            actions=other.actions,
        )


@pytest.mark.promise("Q3")
@given(worlds(known=False), st.sets(st.sampled_from(FACTS), min_size=1))
def test_what_is_missing_is_never_zero(world, some):
    """
    A missing fact never counts as zero unless the book says so: an item has a row just where all that it
    reads is known, and nobody is exempt, or settled in another tier, by what is not known.
    """
    for facts in without_some(world, some):
        one, other = expected(world, facts), found(world, facts=facts)
        event(f"{one.outcome} {type(other).__name__}")
        if one.outcome == "rated" and isinstance(other, Rated):  # what can be nothing else is known, too
            assert set(one.actions) <= set(other.actions)
            more = {"score": other.score} if one.score is None else {}
            one = attrs.evolve(one, actions=other.actions, items=rows(other) | one.items, **more)
        agree(one, other)


def without_some(world, some):
    """The same facts without each of some, without all of them, and none at all."""
    for names in (*([name] for name in sorted(some)), some):
        yield {name: fact for name, fact in world.facts.items() if name not in names}
    yield {}


@pytest.mark.promise("Q3")
@given(
    worlds(known=False) | worlds(facts=plain_facts, known=False, plain=True),
    st.sets(st.sampled_from(FACTS)),
    st.integers(0, 1000),
)
def test_what_cannot_matter_does_not_matter(world, some, seed):
    """
    Whoever is rated although something is not known has that tier whatever turns out; who is exempt is
    exempt whatever turns out; a row that is there stays as it is; and only what is not known is named.
    """
    for facts in without_some(world, some):
        partial = attrs.evolve(world, facts=facts)
        one = found(partial)
        if isinstance(one, NotRatable):
            open_ = {fact.id for fact in world.book.facts if facts.get(fact.id) is None}
            assert one.missing
            assert one.wrong or set(one.missing) <= open_ | {"past", *some_known(partial)}
        for whole, past in completions(partial, seed):
            stays(one, found(world, facts=whole, past=past), totals=for_each_totals(world, whole))


def stays(one, other, *, totals):
    """See that what was settled of somebody stays so; *totals* say nothing of records one by one."""
    if isinstance(one, Exempt):
        assert isinstance(other, Exempt) or other.wrong
        return
    assert isinstance(other, Exempt) or same_rows(one, other)
    if isinstance(one, Rated):
        assert isinstance(other, Rated) or other.wrong or totals
        assert not isinstance(other, Rated) or one.tier == other.tier


@pytest.mark.promise("Q3")
@given(st.data())
def test_a_history_that_is_not_known_is_not_none(data):
    """Whoever is rated without a history has that tier whatever it was."""
    for world in data.draw(looked_through("tiers", plain=True)):
        one = found(world, past=None)
        for past in ([], [tier_names(world.book)[0]], ["none"], world.past):
            stays(one, found(world, past=past), totals=False)


def same_rows(one, other):
    """Whether the points that were known stay as they are, unless something else cannot be taken."""
    known = {line.item: line.points for line in one.lines}
    return (
        getattr(other, "wrong", ())
        or known.items() <= {line.item: line.points for line in other.lines}.items()
    )


def some_known(world):
    """Facts that are given and still leave something open: records, panels, ballots."""
    return {name for name, value in world.facts.items() if isinstance(value, list | dict | int)}


def for_each_totals(world, facts):
    """Whether only a total is known of records that are taken one by one."""
    return any(item.for_each and not isinstance(facts.get(item.fact), list) for item in world.book.items)


# --- outcomes ---------------------------------------------------------------------------------------------


@pytest.mark.promise("R6")
@given(worlds(facts=odd_facts, known=False), st.integers(-800, 800))
def test_everybody_gets_an_outcome(world, days):
    """Every subject gets an outcome for a day on which the book is in force, never an exception."""
    on = LAST + timedelta(days=days)
    one = rate(world.facts, world.book, on=on, past=world.past, credited=world.credited)

    assert isinstance(one, Rated | Exempt | NotRatable)
    assert isinstance(one, Exempt) or on in one.cycle


@pytest.mark.promise("Q2")
@given(worlds(facts=some_facts))
def test_rows_sum_to_the_score_within_their_limits(world):
    """The rows sum to the score, and no row lies outside its floor and its ceiling."""
    one = found(world)
    if isinstance(one, Exempt):
        return
    items, lines = {item.id: item for item in world.book.items}, {line.item: line for line in one.lines}
    words = {"w1": world.facts["w1"]} if "w1" in world.facts else {}
    for name, line in lines.items():
        item = items[name]
        parts = [part.points for part in one.lines if part.part_of == name]
        if item.fact is None and item.take == "sum":
            assert "when" in line.notes or sum(parts) == line.earned
        assert line.counted == sum(credit.counted for credit in line.credits) or not line.credits
        for window, value in item.ceiling.items() if "when" not in line.notes else ():
            if window in {"cycle", "ever"} and known(value, words) is not None:
                gone = world.credited.get(name, 0) if window == "ever" else 0
                assert line.limited <= max(known(value, words) - gone, 0)
    assert not isinstance(one, Rated) or one.score is None or one.score == lines["score"].points


def known(value, words):
    """A value of the book, if it is known."""
    try:
        return number(value, LAST, words)
    except (Unknown, Wrong):
        return None


# --- order and direction ----------------------------------------------------------------------------------


@given(worlds(facts=some_facts, known=False), st.randoms(use_true_random=False))
def test_the_order_of_rules_does_not_matter(world, random):
    """Facts, items, named stars and consequences may stand in any order; only clauses and tiers have one."""
    book = world.book
    mixed = {
        name: random.sample(some := getattr(book, name), len(some))
        for name in ("facts", "items", "consequences")
    }
    shuffled = attrs.evolve(book, **{name: tuple(some) for name, some in mixed.items()})

    assert in_any_order(found(world)) == in_any_order(found(world, book=shuffled))


def in_any_order(one):
    """An outcome without the order of its rows and actions; of two faults of a fact either may be told."""
    if isinstance(one, Exempt):
        return one
    lines = sorted(one.lines, key=lambda line: line.item)
    if isinstance(one, Rated):
        rest = {"actions": tuple(sorted(one.actions))}
    else:
        rest = {"wrong": tuple(fault.path for fault in one.wrong)}
    return attrs.evolve(one, lines=tuple(lines), **rest)


@st.composite
def ladders(draw):
    """A book of bands of one number, and clauses that do not ask for it."""
    some, gap, overlap = draw(bands())
    names = ("3", "2", "1")[-len(some) :]
    tiers = ", ".join(
        f'{{ name = "{name}", {table(**one)[2:]}' for name, one in zip(names, some, strict=True)
    )
    text = HEAD + '[fact]\nw1 = { type = "word" }\n[item.n]\nfact = {}\n[scale]\n'
    text += f"tiers = [ {tiers} ]\n" + 'gap = "lower"\n' * gap
    text += "" if overlap is None else f'overlap = "{overlap}"\n'
    for _ in range(draw(st.integers(0, 2))):
        rungs = f"{{ rise_at_most = {draw(st.integers(0, 2))}, fall_at_most = {draw(st.integers(0, 2))} }}"
        text += (
            f"[[clause]]\nthen = {draw(st.sampled_from([rungs, table(**draw(ranks((*names, 'none'))))]))}\n"
        )
    book = loads(text)
    return World(text, {}, draw(pasts((*names, "none"))), {}, book)


@given(ladders(), st.sampled_from("abd"), st.lists(st.integers(-40, 120), min_size=2, max_size=8))
def test_tiers_are_monotone_in_the_score(world, word, quarters):
    """A higher score never gives a lower tier, whatever else is known of somebody and what clauses say."""
    order = tier_names(world.book)[::-1]
    ratings = [found(world, facts={"n": Fraction(n, 4), "w1": word}) for n in sorted(quarters)]
    tiers = [order.index(one.tier) for one in ratings]

    assert sorted(tiers) == tiers


@given(worlds(), st.integers(1, 40))
def test_the_score_is_monotone_in_each_fact(world, quarters):
    """More of a fact moves the score in the direction of the tariffs that read it, or not at all."""
    items = {item.id: item for item in world.book.items}
    asked = {test.name for item in items.values() for test in questions_of(item.when)}
    for name in ("n1", "n2"):
        given_ = world.facts[name]
        ways = {direction(item, items, world.facts["w1"]) for item in items.values() if item.fact == name}
        if name in asked or not ways or None in ways or (not ways <= {0, 1} and not ways <= {0, -1}):
            continue
        mark = given_["mark"] if isinstance(given_, dict) else given_
        more = Fraction(mark) + Fraction(quarters, 4)
        more = {**given_, "mark": more} if isinstance(given_, dict) else more
        low, high = (lines_of(world, {**world.facts, name: x}).get("score") for x in (given_, more))
        if low is not None and high is not None:
            event("compared")
            assert (high - low) * sum(ways) >= 0


def lines_of(world, facts):
    """The points of each item that is known."""
    one = found(world, facts=facts)
    return {} if isinstance(one, Exempt) else {line.item: line.points for line in one.lines}


def direction(item, items, word):
    """1 where more of its fact gives more of the score, -1 less, 0 nothing; None where it may be any."""
    words, tariff = {"w1": word}, item.tariff
    sign = 1
    if isinstance(tariff, Each):
        sign = signum(known(tariff.points, words)) if known(tariff.points, words) is not None else None
        sign = -sign if sign and tariff.below is not None else sign
    if isinstance(tariff, Steps):
        points = [known(points, words) for _, points in tariff.bands]
        sign = None
        if None not in points:
            sign = 1 if points == sorted([*points], reverse=True) and points[-1] >= 0 else None
    while item is not None and sign is not None:
        weight = Fraction(1) if item.weight is None else known(item.weight, words)
        sign = None if weight is None else sign * signum(weight)
        item = items.get(item.part_of)
    return sign


def signum(x):
    """1, 0 or -1."""
    return (x > 0) - (x < 0)


# --- rules that change ------------------------------------------------------------------------------------


@given(worlds(facts=some_facts, known=False))
def test_a_veto_that_holds_dominates(world):
    """Whoever a veto holds of has no tier, whatever is not known and whatever the other clauses say."""
    assume(world.book.scale is not None)
    text = world.text.replace("[fact]\n", '[fact]\nveto = { type = "yes" }\n')
    first, *rest = text.split("[[clause]]", 1) if "[[clause]]" in text else (text, None)
    veto = '[[clause]]\nwhen = { fact = "veto", is = true }\nthen = { is = "none" }\n'
    text = first + veto + ("" if rest == [None] else "[[clause]]" + rest[0])
    exempting = any(isinstance(one.then, Effect) and one.then.word == "exempt" for one in world.book.clauses)
    one = found(world, book=loads(text), facts={**world.facts, "veto": True})
    if not exempting and not (isinstance(one, NotRatable) and one.wrong):
        assert (Rated, "none") == (type(one), one.tier)


@given(worlds(facts=some_facts, known=False))
def test_extending_by_nothing_rates_the_same(world):
    """A book that extends another and says nothing gives everybody the same outcome."""
    same = loads(f'schema = 1\nid = "{world.book.id}"\nextends = "{world.book.id}"\n', base=world.book)

    assert found(world) == found(world, book=same)


@given(worlds(facts=some_facts, known=False), st.sampled_from(["clause", "item", "consequence"]), st.data())
def test_who_is_not_touched_keeps_the_stars(world, part, data):
    """Whom a change of rules does not touch keeps outcome, tier and score."""
    when = '{ fact = "w1", is = "e" }'
    tiers = tier_names(world.book)
    then = '"exempt"' if world.book.scale is None else table(**data.draw(ranks(tiers)))
    added = {
        "clause": f"[[clause]]\nwhen = {when}\nthen = {then}\n",
        "item": f"[item.new]\npoints = 7\nwhen = {when}\n",
        "consequence": f'[[consequence]]\nwhen = {when}\nthen = "new"\n',
    }[part]
    word = data.draw(st.sampled_from("abc"))
    facts = {**world.facts, "w1": word}
    old, new = found(world, facts=facts), found(world, facts=facts, book=loads(world.text + added))

    assert without(old) == without(new)


def without(one):
    """An outcome without the rows."""
    return one if isinstance(one, Exempt) else attrs.evolve(one, lines=())


# --- what lint says of bands ------------------------------------------------------------------------------

edge = st.integers(0, 40).map(lambda n: Fraction(n, 2))


@st.composite
def loose_bands(draw):
    """Bands from the highest down that may leave something out, or share it."""
    lows = draw(
        st.lists(edge, min_size=1, max_size=3, unique=True).map(lambda some: sorted(some, reverse=True))
    )
    some = []
    for place, low in enumerate(lows):
        near = [low + 1, low + 5, *lows[max(place - 1, 0) : place], *(one - 1 for one in lows[:place])]
        upper = draw(st.sampled_from([None, *EDGES[2:]]))
        end = draw(st.sampled_from(near)) if upper else None
        some.append({draw(st.sampled_from(EDGES[:2])): low, **({upper: end} if upper else {})})
    return some


@given(loose_bands(), st.integers(0, 1))
def test_a_book_without_a_gap_leaves_no_score_without_a_tier(some, decimals):
    """
    A book that is not refused for a gap gives every score from its lowest edge up a tier, and one that has no
    overlap gives it one only; of one that is refused for a gap there is a score between two bands, or above.
    """
    tiers = ", ".join(
        f'{{ name = "{len(some) - n}", {table(**{k: float(v) for k, v in one.items()})[2:]}'
        for n, one in enumerate(some)
    )
    text = HEAD + f"decimals = {decimals}\n[item.n]\nfact = {{}}\n[scale]\ntiers = [ {tiers} ]\n"
    scores = [Fraction(n, 10**decimals) for n in range(-10, 30 * 10**decimals)]
    try:
        book = loads(text)
    except InvalidInput as error:
        codes = {fault.code for fault in error.faults}
        event(str(sorted(codes)))
        if codes <= {"bands.gap", "bands.gap_above"}:
            assert any(tier_of(some, x) is None and begun(some[-1], x) for x in scores)
        elif codes == {"bands.overlap"}:
            assert any(sum(holds(some, n, x) for n in range(len(some))) > 1 for x in scores)
        return
    event("taken")
    for x in scores[:: 7 if decimals else 1]:
        one = rate({"n": x}, book, on=LAST)
        assert (one.tier != "none") == begun(some[-1], x)
        assert sum(holds(some, n, x) for n in range(len(some))) == begun(some[-1], x)


def begun(band, x):
    """Whether a number is not below a band."""
    low = band.get("at_least")
    return x >= low if low is not None else x > band["above"]


def holds(some, place, x):
    """Whether a number lies in a band; where the upper edge is left out, the next band closes it."""
    band = some[place]
    if (
        not begun(band, x)
        or ("at_most" in band and x > band["at_most"])
        or ("below" in band and x >= band["below"])
    ):
        return False
    closed = "at_most" in band or "below" in band
    return closed or place == 0 or not begun(some[place - 1], x)


def tier_of(some, x):
    """The place of the first band that a number lies in."""
    return next((place for place in range(len(some)) if holds(some, place, x)), None)
