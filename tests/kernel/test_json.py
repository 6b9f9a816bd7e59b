"""JSON of strangers: no key twice, no number rounded, bounded in size and depth."""

import json
from fractions import Fraction
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pace import within

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.wire import LARGEST, read_json

# Seconds; whoever measures coverage traces every line.
HOSTILE = {
    "257 KiB": (" " * (257 * 1024) + "1", "json.size"),
    "257 KiB in Chinese": ('"' + "灯" * 100_000 + '"', "json.size"),
    "65 levels": ("[" * 65 + "]" * 65, "wire.depth"),
    "65 tables": ('{"a":' * 65 + "1" + "}" * 65, "wire.depth"),
    "100,000 levels": ("[" * 100_000, "wire.depth"),
    "doubled tables, deep": ('{"a":1,"a":' * 20_000, "wire.depth"),
    "a doubled key": ('{"a": 1, "a": 1}', "list.doubled"),
    "a doubled key, escaped": ('{"a": 1, "\\u0061": 2}', "list.doubled"),
    "NaN": ("NaN", "json.number"),
    "Infinity": ('{"a": Infinity}', "json.number"),
    "-Infinity": ("[-Infinity]", "json.number"),
    "1e999999": ("1e999999", "json.number"),
    "1E5": ("1E5", "json.number"),
    "1.5e-3": ("1.5e-3", "json.number"),
    "five decimals": ("0.12345", "json.number"),
    "ten digits before the point": ("1234567890.5", "json.number"),
    "19 digits": ("1" * 19, "json.number"),
    "4,301 digits": ("1" * 4_301, "json.number"),
    "250,000 digits": ("-" + "1" * 250_000, "json.number"),
    "250,000 decimals": ("1." + "1" * 250_000, "json.number"),
    "no UTF-8": (b'"\xff"', "json.encoding"),
    "UTF-16": ("1".encode("utf-16"), "json.encoding"),
    "a lone surrogate": ('"\ud800"', "json.encoding"),
    "two marks": ("\ufeff\ufeff1", "json.syntax"),
    "nothing": ("", "json.syntax"),
    "two values": ("1 2", "json.syntax"),
    "a comment": ("1 // one", "json.syntax"),
    "a comma at the end": ("[1,]", "json.syntax"),
    "NUL in a text": ('"\0"', "json.syntax"),
    "a text never closed": ('"' + "\\\\" * 100_000, "json.syntax"),
    "a leading zero": ("[007]", "json.syntax"),
    "no text": (7, "text.type"),
}

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18) + 1, 10**18 - 1) | st.text(),
    lambda one: st.lists(one) | st.dictionaries(st.text(), one),
    max_leaves=20,
)


@pytest.mark.parametrize(("text", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_document_is_refused_at_once(text, code):
    """Whatever would cost time, memory or exactness is refused, in a fraction of a second."""
    start = process_time()
    with pytest.raises(InvalidInput) as refused:
        read_json(text)

    assert refused.value.code == code
    assert process_time() - start < within(0.25)


@given(PLAIN)
def test_what_json_writes_is_read_as_it_was(value):
    """Without numbers with a point, a document reads as the standard reader has it, from text and bytes."""
    text = json.dumps(value, ensure_ascii=True)

    assert value == read_json(text, most=10**9)
    assert value == read_json(b"\xef\xbb\xbf" + text.encode(), most=10**9)


@given(st.integers(-(10**9) + 1, 10**9 - 1), st.integers(0, 9999), st.integers(1, 4))
def test_a_number_with_a_point_is_exact(units, rest, places):
    """A decimal is the fraction that was written, and no float ever stands between."""
    decimals = f"{rest:04}"[:places]
    sign = -1 if units < 0 else 1
    wanted = sign * (abs(units) + Fraction(int(decimals), 10**places))

    assert wanted == read_json(f"{units}.{decimals}")


def test_every_fault_of_a_document_comes_with_its_place():
    """Numbers and doubled keys are told together, in their order; a key that is no code is hidden."""
    with pytest.raises(InvalidInput) as refused:
        read_json('{"a": [1, {"b": 1e9}], "张 三": NaN, "c": 1, "c": {"d": 2}}', path="people.json")

    assert [(one.path, one.code) for one in refused.value.faults] == [
        ("people.json.a[1].b", "json.number"),
        ("people.json.(key)", "json.number"),
        ("people.json.c", "list.doubled"),
    ]


def test_faults_are_counted_beyond_those_that_are_shown():
    """Of ten thousand wrong numbers a hundred are kept, and all are counted."""
    with pytest.raises(InvalidInput) as refused:
        read_json("[" + ",".join(["1e9"] * 10_000) + "]")

    assert (len(refused.value.faults), refused.value.count) == (100, 10_000)


def test_more_is_read_where_more_is_allowed():
    """A caller says how many bytes a document may have."""
    text = json.dumps(["x" * 1000] * 1000)

    assert len(text) > LARGEST
    assert len(read_json(text, most=10**7)) == 1000
