"""The patterns and the bounds of texts, days and numbers are those of the loader."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.serial.test_schemas import NAMED, agree, codes, fixture

from sanliang import serial
from sanliang.serial._schema import _own, _parts

SIGNS = st.sampled_from(
    "a1z9_-./+Z:T \n\t\0é修𠮷🙂\u00a0\u3000\u2009\u200b\u202e\ufeff\u0301\U000e0041\U0001fffe"
)
LINES = {
    "any_text": ("text/1", "zh"),
    "text": ("source/1", "title"),
    "id": ("belonging/1", "unit"),
    "code": ("due/1", "kind"),
    "record_kind": ("record/1", "kind"),
    "day": ("belonging/1", "since"),
    "moment": ("contact/1", "recorded"),
    "number": ("rating.weighed/1", "number"),
    "digest": ("head/1", "digest"),
    "division": ("unit/1", "code"),
}

TEXTS = {name: Draft202012Validator(NAMED[name]) for name in LINES}


def with_text(tag, field, text):
    """A document of the kind with the text in a field."""
    plain, form = fixture(tag), serial.BASE.by_tag[tag]
    return {**plain, "value": {**plain["value"], field: text}} if form.wraps else {**plain, field: text}


@pytest.mark.parametrize("name", LINES)
@given(text=st.text(SIGNS, max_size=5) | st.from_regex(r"[0-9./+-]{0,12}\n?", fullmatch=True))
def test_a_text_is_taken_as_the_loader_takes_it(name, text):
    """Texts, ids, codes, days, numbers: whatever the text, loader and pattern agree."""
    assert_text(name, text)


def assert_text(name, text):
    """Loader and pattern agree on a text."""
    assert agree("", with_text(*LINES[name], text), TEXTS[name].is_valid(text)), text


@pytest.mark.parametrize(
    "year", ["0000", "0001", "0004", "0100", "0400", "1900", "2000", "2023", "2024", "9999"]
)
def test_a_day_is_one_of_the_calendar(year):
    """30 February is refused by the pattern, and so is 29 February where there is none."""
    pattern = re.compile(NAMED["day"]["pattern"])
    for month in range(14):
        for day in range(33):
            text = f"{year}-{month:02}-{day:02}"
            loaded = not codes({"kind": "belonging/1", "unit": "u", "since": text})
            assert loaded == bool(pattern.search(text)), text


EDGES = {
    "text": ["x" * 20_000, "x" * 20_001],
    "id": ["x" * 200, "x" * 201, " ", "\u3000", " x "],
    "code": ["a" * 40, "a" * 41, "a\n", "1a", "A"],
    "record_kind": [".".join("abcdefgh"), ".".join("abcdefghi"), "a.", "a\n"],
    "moment": [
        *("2026-07-05T09:00:00Z", "2026-07-05T09:00:00", "2026-07-05T23:59:59.123456-23:59"),
        *(
            "2026-07-05T24:00:00Z",
            "2026-07-05T09:60:00Z",
            "2026-07-05T09:00:60Z",
            "2026-07-05T09:00:00.1234567Z",
        ),
        *("2026-07-05T09:00:00+24:00", "2026-07-05T09:00:00+01:60", "2026-02-30T09:00:00Z"),
        *("2026-07-05t09:00:00Z", "2026-07-05 09:00:00Z", "2026-07-05T09:00:00z", "2026-07-05T09:00:00Z\n"),
    ],
    "number": [
        "9" * 400,
        "9" * 401,
        "1/0",
        "1/01",
        "1/10",
        "-0",
        "1.",
        ".5",
        "+1",
        "1/3\n",
        "1.5/2",
        "1" + "/9" * 2,
    ],
    "digest": ["0" * 64, "0" * 63, "0" * 64 + "\n", "A" * 64],
    "division": ["1" * digits for digits in range(5, 17)],
}


@pytest.mark.parametrize("name", EDGES)
def test_a_bound_is_where_the_loader_has_it(name):
    """The longest and one more, the last that is taken and the first that is not."""
    for text in EDGES[name]:
        assert_text(name, text)


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        (
            _parts._WHOLE,
            ["0", "7", "-7", "9" * 18, "-" + "9" * 18, f"1{'0' * 18}", f"-1{'0' * 18}"],
            ["", "-0", "01", "1.5", "9" * 19, f"1{'0' * 17}1"],
        ),
        (_own._PRICE, ["0", "7", "-7", "9" * 400, "-" + "9" * 400], ["", "-0", "01", "9" * 401]),
        (_parts.whole(), [10**18 - 1, 1 - 10**18], [10**18, -(10**18)]),
    ],
    ids=["private", "price", "whole"],
)
def test_the_longest_numbers_are_taken(schema, good, bad):
    """A number of a document and a private one have eighteen digits, the price of a pairing four hundred."""
    takes = Draft202012Validator(schema).is_valid

    assert (good, []) == ([*filter(takes, good)], [*filter(takes, bad)])
