"""Numbers by day and by word: what they come to, and what a band holds."""

import re
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rulebooks.books import book, found

from sanliang import NotInForce
from sanliang.kernel.fields import FrozenMap
from sanliang.rulebooks import Band, ByDay, ByWord, Fixed, loads
from sanliang.rulebooks._places import with_paths
from sanliang.rulebooks._values import (
    NOT_YET,
    Unlisted,
    choices_of,
    days_of,
    leaves,
    starts_after,
    words_of,
    worth,
)

DAY = date(2026, 1, 1)
FIXED = st.integers(-100, 100).map(lambda number: Fixed(Fraction(number)))
DAYS = st.integers(0, 30).map(lambda days: DAY + timedelta(days))
WORDS = st.sampled_from(["a", "b", "c"])


def wider(inner):
    """Values by day and by word, of other values."""
    by_day = st.dictionaries(DAYS, inner, min_size=1, max_size=3).map(
        lambda steps: ByDay(tuple(sorted(steps.items())))
    )
    by_word = st.builds(
        ByWord,
        st.sampled_from(["class", "post"]),
        st.dictionaries(WORDS, inner, min_size=1).map(FrozenMap),
        st.none() | inner,
    )
    return by_day | by_word


VALUES = st.recursive(FIXED, wider, max_leaves=6)


def plainly(value, on, words):
    """What a value comes to, by its definition; nothing where it has none."""
    if isinstance(value, Fixed):
        return value.number
    if isinstance(value, ByDay):
        steps = {since: step for since, step in value.steps if since <= on}
        return plainly(steps[max(steps)], on, words) if steps else None
    arm = value.arms.get(words[value.by], value.otherwise)
    return None if arm is None else plainly(arm, on, words)


def written(value):
    """A value as TOML."""
    if isinstance(value, Fixed):
        return str(value.number)
    if isinstance(value, ByDay):
        return "{ " + ", ".join(f"{since} = {written(step)}" for since, step in value.steps) + " }"
    rest = "" if value.otherwise is None else f", else = {written(value.otherwise)}"
    arms = "".join(f", {word} = {written(arm)}" for word, arm in value.arms.items())
    return f'{{ by = "{value.by}"{arms}{rest} }}'


@given(VALUES, DAYS, WORDS, WORDS)
def test_a_value_comes_to_what_is_in_force_for_the_word(value, on, one, other):
    """A value by day takes the last step that has begun; a value by word the arm of the word, else `else`."""
    words = {"class": one, "post": other}
    try:
        assert plainly(value, on, words) == worth(value, on=on, words=words)
    except (NotInForce, Unlisted):
        assert plainly(value, on, words) is None


@given(VALUES)
def test_a_value_reads_as_it_is_written(value):
    """Any number in a book may be any of the values, nested in any way."""
    text = book(f'[fact.post]\ntype = "word"\n[item.x]\npoints = {written(value)}\n')

    assert value == next(item.points for item in loads(text).items if item.id == "x")


@given(VALUES)
def test_what_a_value_is_made_of(value):
    """The numbers, words and days of a value are those that are written in it."""
    text = written(value)
    days = re.findall(r"\d{4}-\d\d-\d\d", text)
    numbers = re.findall(r"(?<![\d-])-?\d+(?![\d-])", text)

    assert sorted(map(int, numbers)) == sorted(int(leaf.number) for leaf in leaves(value))
    assert sorted(days) == sorted(map(str, days_of(value)))
    assert sorted(re.findall(r'by = "(\w+)"', text)) == sorted(choice.by for choice in choices_of(value))


def test_before_the_first_day_there_is_no_value():
    """A day before the first step is refused, with the day from which it counts."""
    with pytest.raises(NotInForce, match="not in force on 2025-12-31, but from 2026-01-01"):
        worth(ByDay(((DAY, Fixed(Fraction(1))),)), on=date(2025, 12, 31), words={})


def test_a_word_without_an_arm_names_its_fact():
    """A word that is not listed, or not known, is a fault of the facts."""
    value = ByWord("class", FrozenMap({"a": Fixed(Fraction(1))}))
    for words in ({"class": "b"}, {}):
        with pytest.raises(Unlisted) as caught:
            worth(value, on=DAY, words=words)
        assert "class" == caught.value.by


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("3", Fixed(Fraction(3))),
        ("-0.0", Fixed(Fraction(0))),
        ("1_000", Fixed(Fraction(1000))),
        ("999999999.9999", Fixed(Fraction("999999999.9999"))),
        ("-999999999", Fixed(Fraction(-999999999))),
        ('"12%"', Fixed(Fraction(12, 100), share=True)),
        ('"12.5%"', Fixed(Fraction(125, 1000), share=True)),
        ('"1/8"', Fixed(Fraction(1, 8), share=True)),
        ('"1/3"', Fixed(Fraction(1, 3), share=True)),
    ],
)
def test_numbers_are_exact(written, number):
    """Numbers have at most 9 digits and 4 decimals; a share is a text, and exact whatever it divides by."""
    assert number == loads(book(f"[item.x]\npoints = {written}\n")).items[-1].points


@pytest.mark.parametrize("number", ["1e3", "1e999", "1.23456", "1234567890.5", "inf", "nan", "0x" + "f" * 62])
def test_numbers_beyond_the_limits_are_refused(number):
    """Powers, long numbers and what is no number are faults."""
    assert found(book(f"[item.x]\npoints = {number}\n"))


UNDER, OVER = st.sampled_from(["at_least", "above", None]), st.sampled_from(["at_most", "below", None])


@given(UNDER, OVER, FIXED, FIXED)
def test_a_band_holds_what_lies_between_its_edges(under, over, low, high):
    """以上 and 以下 include the edge, 超过 and 不满 exclude it (Civil Code, article 1259)."""
    edges = {under: low, over: high}
    band = Band(**{word: edge for word, edge in edges.items() if word})
    for number in {low.number, low.number + 1, high.number, high.number - 1, Fraction(0)}:
        inside = {"at_least": number >= low.number, "above": number > low.number, None: True}[under] and {
            "at_most": number <= high.number,
            "below": number < high.number,
            None: True,
        }[over]
        assert inside == band.holds(number, on=DAY, words={})


def one(number):
    """A number."""
    return Fixed(Fraction(number))


EARLY, LATER = ByDay(((date(2026, 1, 1), one(1)),)), ByDay(((date(2027, 1, 1), one(2)),))
WITHIN = ByDay(((date(2025, 1, 1), one(1)), (date(2026, 1, 1), LATER)))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (one(3), []),
        (EARLY, []),
        (LATER, [date(2027, 1, 1)]),
        (ByDay((*LATER.steps, (date(2028, 1, 1), one(3)))), [date(2027, 1, 1)]),
        (WITHIN, [date(2027, 1, 1)]),
        (ByDay((*WITHIN.steps, (date(2026, 6, 1), one(3)))), []),
        (ByWord("class", FrozenMap({"a": LATER, "b": EARLY, "c": one(1)})), [date(2027, 1, 1)]),
        (ByWord("class", FrozenMap({"a": one(1)}), LATER), [date(2027, 1, 1)]),
    ],
)
def test_what_begins_to_count_after_a_day(value, expected):
    """Of each value by day that is asked for before its first day, that day; what is past tells nothing."""
    assert expected == [*starts_after(value, date(2026, 6, 1))]


def test_the_facts_that_a_value_depends_on():
    """Each fact whose word chooses, from the outside in, those behind a day too."""
    inner = ByWord("post", FrozenMap({"a": one(1)}))
    value = ByWord("class", FrozenMap({"a": ByDay(((DAY, inner),))}), ByWord("age", FrozenMap({"b": one(1)})))

    assert ["class", "post", "age"] == [*words_of(value)]
    assert [] == [*words_of(one(3))]


def test_what_is_not_in_force_has_its_paths():
    """A refusal names each value of the book that begins to count on the day it tells, and no other."""
    made = loads(
        book(
            "[item.x]\npoints = { 2027-01-01 = 1 }\neach = { 2028-01-01 = 1 }\nfact = 'mark'\n"
            "[item.y]\nceiling = { cycle = { 2027-01-01 = 1 } }\npoints = 1\n"
        )
    )

    def refused(since):
        error = NotInForce(NOT_YET.fault("", on=DAY, since=since))
        return [(fault.path, fault.code) for fault in with_paths(error, made, DAY).faults]

    code = "value.not_in_force"
    assert [("item.x.points", code), ("item.y.ceiling.cycle", code)] == refused(date(2027, 1, 1))
    assert [("item.x.each", code)] == refused(date(2028, 1, 1))
    assert [("", code)] == refused(date(2029, 1, 1))
