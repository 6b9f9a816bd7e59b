"""Exact numbers: what is one, how it is written, and how it comes back."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import exact
from sanliang.kernel.wire import decode, encode, read_toml

LARGEST = 10**13 - 1
SCALED = st.integers(-LARGEST, LARGEST)


@given(SCALED)
def test_an_exact_number_comes_back(scaled):
    """Every number of nine digits and four decimals is written as a decimal text and read as itself."""
    number = Fraction(scaled, 10_000)
    written = encode(number)

    assert number == exact(number) == exact(written) == decode(written, Fraction)
    assert Decimal(written) == Decimal(scaled) / 10_000
    assert not written.endswith(".")
    assert "." not in written or not written.endswith("0")


@given(st.integers(-(10**9) + 1, 10**9 - 1))
def test_a_whole_number_is_exact(number):
    """A whole number is the fraction that it is, as a number and as a text."""
    assert Fraction(number) == exact(number) == exact(str(number)) == decode(number, Fraction)
    assert str(number) == encode(Fraction(number))
    assert type(exact(number)) is Fraction


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.5", "1/2"),
        ("-0", "0"),
        ("-0.0001", "-1/10000"),
        ("+2.50", "5/2"),
        ("007", "7"),
        ("0.1000", "1/10"),
    ],
)
def test_a_decimal_text_is_exact(text, number):
    """What is written is what is meant, whatever zeros stand around it."""
    assert Fraction(number) == exact(text)


@pytest.mark.parametrize("text", ["0.5", "+12.25", "-0.0001", "999999999.9999"])
def test_a_number_of_a_toml_file_is_exact(text):
    """A number with a point, as the TOML reader keeps it, is an exact number."""
    assert Fraction(text) == exact(read_toml(f"n = {text}")["n"])


@pytest.mark.parametrize("value", [0.5, 3.0, float("nan"), float("inf"), -0.0])
def test_a_float_is_refused(value):
    """A float is not exact, even where it could be; the text names the way out."""
    with pytest.raises(InvalidInput, match="hours: a float is not exact: write it as text") as raised:
        exact(value, "hours")

    assert raised.value.code == "number.float"


@pytest.mark.parametrize(
    "value",
    [
        *(True, None, Decimal("0.5"), 1 + 0j, b"1", [1]),
        *("", "1.", ".5", "1e3", "nan", "0x1f", "1_0", " 1", "1\n", "１", "1/2", "--1"),
        *("1" * 31, "0." + "1" * 31),
    ],
)
def test_what_is_no_number_is_refused(value):
    """A bool, a `Decimal`, and a text of any other shape is no exact number."""
    with pytest.raises(InvalidInput) as raised:
        exact(value)

    assert raised.value.code == "number.exact"


@pytest.mark.parametrize(
    "value", [10**9, -(10**9), "1000000000", "1000000000.0", Fraction(10**13, 3 * 10**3), 10**4000]
)
def test_a_number_has_nine_digits_before_the_point(value):
    """A number of ten digits is refused."""
    with pytest.raises(InvalidInput) as raised:
        exact(value)

    assert raised.value.code == "number.digits"


@pytest.mark.parametrize("value", ["0.00001", "0.10000", Fraction(1, 3), Fraction(1, 100_000)])
def test_a_number_has_four_decimals(value):
    """More decimals are refused, and so is a fraction that is no such decimal, in a value and in data."""
    with pytest.raises(InvalidInput, match="4 decimals or fewer"):
        exact(value)
    with pytest.raises(InvalidInput, match="4 decimals or fewer"):
        encode({"n": Fraction(value)}) if isinstance(value, Fraction) else decode(value, Fraction)


def test_a_check_may_ask_for_fewer_decimals():
    """How many decimals there may be is for the caller to say."""
    assert Fraction(5, 2) == exact("2.5", places=1)
    for value in ("2.55", Fraction(51, 20)):
        with pytest.raises(InvalidInput, match="must have 1 decimals or fewer"):
            exact(value, places=1)


def test_a_float_in_data_is_refused_with_its_path():
    """Reading names the place of what is not exact."""
    with pytest.raises(InvalidInput) as raised:
        decode([1, 0.5, True], tuple[Fraction, ...])

    found = [(fault.code, fault.path) for fault in raised.value.faults]
    assert found == [("number.float", "[1]"), ("number.exact", "[2]")]
