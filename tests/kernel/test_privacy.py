"""Privacy is a type: a private value shows itself nowhere, and masks never depend on validity."""

import copy
import hashlib
import json
import logging
import pickle
import string
import traceback

import attrs
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.laws.forms import by_place, left_out

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Text
from sanliang.kernel.privacy import (
    FEWEST,
    LARGEST,
    Audience,
    Private,
    mask_id,
    mask_name,
    mask_phone,
    too_few,
)
from sanliang.kernel.verdicts import Reason

CANARY = "canary-13800138000"
SALT = b"0123456789abcdef"
TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=20)
VALUES = TEXTS | st.integers(-LARGEST, LARGEST)
SALTS = st.binary(min_size=16, max_size=64)


@attrs.frozen
class Household:
    """A value with a private field."""

    phone: Private[str]


def test_a_private_value_shows_itself_in_no_form():
    """Not in a repr, a format, a string, a log record, `asdict`, a map or a reason."""
    private = Private(CANARY)
    forms = [
        repr(private),
        str(private),
        ascii(private),
        f"{private}",
        f"{private!s:>40}",
        f"{private:>40}",
        "%s %r" % (private, private),  # noqa: UP031
        "{}".format(private),  # noqa: UP032
        f"{private!r:.3}",
        string.Template("$it").substitute(it=private),
        repr([private, {"it": private}]),
        repr(Household(private)),
        repr(attrs.asdict(Household(private))),
        repr(attrs.astuple(Household(private))),
        repr(FrozenMap({"it": private})),
        Reason(code="x", says=Text("不行"), params=FrozenMap({"it": private})).text("zh"),
        logging.LogRecord("x", 10, "x", 1, "%s", (private,), None).getMessage(),
        json.dumps(private, default=repr),
        " ".join(dir(private)),
        private.commitment,
    ]

    assert [form for form in forms if CANARY in form or "13800138000" in form] == []


def test_a_private_value_has_no_form_as_data():
    """It is no attrs class, has no `__dict__`, and JSON refuses it."""
    assert not attrs.has(Private)
    assert not hasattr(Private(CANARY), "__dict__")
    with pytest.raises(TypeError):
        json.dumps(Private(CANARY))


@pytest.mark.parametrize(
    ("value", "salt"),
    [
        (CANARY + "\x00", None),
        (CANARY + "\u202e", None),
        ([CANARY], None),
        (CANARY.encode(), None),
        (CANARY * 2_000, None),
        (True, None),
        (1.5, None),
        (None, None),
        ("", None),
        (1_000_000_000_000_000_001, None),
        (-1_000_000_000_000_000_001, None),
        pytest.param(10**5_000, None, id="huge"),
        (CANARY, b"short"),
        (CANARY, b"x" * 15),
        (CANARY, b"x" * 65),
        (CANARY, "0123456789abcdef"),
        (CANARY, bytearray(SALT)),
        (CANARY, 16),
    ],
)
def test_a_value_that_is_refused_is_not_repeated(value, salt):
    """Only texts and whole numbers are private values, only 16 to 64 bytes a salt; no error shows one."""
    with pytest.raises(InvalidInput) as raised:
        Private(value, salt=salt)

    shown = "".join(traceback.format_exception_only(raised.value)) + repr(raised.value.args)
    assert CANARY not in shown
    assert "1000000000000000001" not in shown


@given(VALUES)
def test_a_private_value_opens_for_a_reason(value):
    """The value comes back for a reason that is given in words, and for nothing else."""
    private = Private(value)

    assert private.open(reason="calling the household") == Private(value).open(reason="核对")
    for nothing in ("", " ", None, True):
        with pytest.raises(InvalidInput) as raised:
            private.open(reason=nothing)
        assert raised.value.path == "reason"
    for words in ((), ("calling the household",)):
        with pytest.raises(TypeError):
            private.open(*words)


def test_a_private_number_has_eighteen_noughts_at_most():
    """The bound is told, and is itself a private value that comes back."""
    assert 1_000_000_000_000_000_000 == LARGEST
    assert (LARGEST, -LARGEST) == tuple(Private(one).open(reason="核对") for one in (LARGEST, -LARGEST))


def test_a_private_text_is_kept_in_normal_form():
    """The same word typed in two ways is one value with one commitment."""
    typed, composed = Private("Zoe\u0308", salt=SALT), Private("Zo\u00eb", salt=SALT)

    assert typed == composed
    assert typed.commitment == composed.commitment


@given(VALUES, VALUES)
def test_private_values_compare_without_opening(one, other):
    """Two are equal when their values are, whatever their salts; a private value is not its value."""
    assert (Private(one) == Private(other)) == (
        Private(one).open(reason="test") == Private(other).open(reason="test")
    )
    assert hash(Private(one)) == hash(Private(one))
    assert Private(one) != one


def test_a_private_value_is_pickled_with_its_salt():
    """What comes back has the same commitment, and opens."""
    private = Private(CANARY, salt=SALT)
    twin = pickle.loads(pickle.dumps(private))

    assert (CANARY, private.commitment) == (twin.open(reason="test"), twin.commitment)


@given(VALUES, SALTS)
def test_a_private_value_pickles_and_copies(value, salt):
    """Its owner may pickle and copy it, whole or erased."""
    whole = Private(value, salt=salt)

    for private in (whole, Private.erased(whole.commitment)):
        for twin in (pickle.loads(pickle.dumps(private)), copy.copy(private), copy.deepcopy(private)):
            assert twin == private
            assert (twin.commitment, twin.is_erased) == (private.commitment, private.is_erased)


@given(VALUES, SALTS)
def test_a_commitment_is_the_documented_hash(value, salt):
    """SHA-256 of the salt's length, the salt, the sort of value and the value."""
    private = Private(value, salt=salt)
    kept = private.open(reason="test")
    sort = "i:" if isinstance(kept, int) else "s:"

    assert (
        private.commitment
        == hashlib.sha256(bytes([len(salt)]) + salt + (sort + str(kept)).encode()).hexdigest()
    )


@given(VALUES, SALTS, VALUES, SALTS)
@example("b s:c", SALT, "c", SALT + b"s:b ")
@example("1", SALT, 1, SALT)
def test_a_commitment_binds(value, salt, other, other_salt):
    """Another value or another salt has another commitment, also where one runs over into the other."""
    one, two = Private(value, salt=salt), Private(other, salt=other_salt)
    assume((one.open(reason="t"), type(value), salt) != (two.open(reason="t"), type(other), other_salt))

    assert one.commitment != two.commitment


def test_two_equal_values_are_written_differently():
    """Without a salt of its own each value draws one, so that nobody can try all telephone numbers."""
    assert Private("13800138000").commitment != Private("13800138000").commitment


@given(VALUES)
def test_an_erased_value_is_gone(value):
    """What is left is the commitment: it does not open, is no longer equal, and says that it is erased."""
    private = Private(value)
    left = Private.erased(private.commitment)

    assert (left.is_erased, private.is_erased) == (True, False)
    assert (left.commitment, repr(left)) == (private.commitment, "Private(erased)")
    assert left == Private.erased(private.commitment)
    assert left != private
    with pytest.raises(NotFound, match="erased"):
        left.open(reason="calling the household")


@pytest.mark.parametrize(
    "bad", ["", "0" * 63, "0" * 65, "G" * 64, "A" * 64, "0" * 63 + "\n", None, 5, b"0" * 64]
)
def test_a_commitment_has_64_digits(bad):
    """What is no commitment is refused when a value is called erased."""
    with pytest.raises(InvalidInput, match=r"^commitment: "):
        Private.erased(bad)


def test_a_private_value_never_changes():
    """Nothing of it can be set or deleted."""
    private = Private(CANARY)

    for name in ("_value", "_salt", "other"):
        with pytest.raises(AttributeError):
            setattr(private, name, "x")
        with pytest.raises(AttributeError):
            delattr(private, name)
    assert private.open(reason="test") == CANARY


def test_there_are_three_audiences():
    """Ledger, village board, web."""
    assert [f"{one} {one.label('zh')}" for one in Audience] == [
        "ledger 台账",
        "village 村务公开栏",
        "web 互联网",
    ]


# --- masks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mask", "value", "expected"),
    [
        (mask_name, "张三", "张*"),
        (mask_name, "欧阳某某", "欧***"),
        (mask_name, "张", "*"),
        (mask_name, "", ""),
        (mask_phone, "13800138000", "138****8000"),
        (mask_phone, "021-12345678", "021*****5678"),
        (mask_phone, "1380013800", "138***3800"),
        (mask_phone, "138001380", "1********"),
        (mask_phone, "12345678", "1*******"),
        (mask_phone, "7", "*"),
        (mask_phone, "", ""),
        (mask_id, "110105198001010123", "110105********0123"),
        (mask_id, "1101058001010123", "110105******0123"),
        (mask_id, "110105800101012", "1**************"),
        (mask_id, "not an id", "n********"),
    ],
)
def test_masks_as_they_are_used_in_practice(mask, value, expected):
    """Surname and stars; three and four digits of a telephone; six and four of an identity number."""
    assert mask(value) == expected


@pytest.mark.parametrize(("mask", "first", "last"), [(mask_name, 1, 0), (mask_phone, 3, 4), (mask_id, 6, 4)])
@given(value=st.text(max_size=25))
def test_a_mask_never_shows_more_than_its_ends(mask, first, last, value):
    """Whatever the value, its length stays, its middle is hidden, and never all of it is shown."""
    masked = mask(value)
    shown = {place for place in range(len(value)) if masked[place] != "*"}

    assert len(masked) == len(value)
    assert all(masked[place] == value[place] for place in shown)
    assert shown <= {*range(first), *range(len(value) - last, len(value))}
    assert len(shown) < len(value) or not value
    assert len(shown) <= 1 or masked.count("*") >= first


@pytest.mark.parametrize("mask", [mask_name, mask_phone, mask_id])
@pytest.mark.parametrize("value", [None, 13800138000, b"13800138000", Private("13800138000")])
def test_only_texts_are_masked(mask, value):
    """A number or a private value is refused, without being shown."""
    with pytest.raises(InvalidInput) as raised:
        mask(value)

    assert str(raised.value) == "must be a text"


GROUPS = st.dictionaries(st.sampled_from("甲乙丙丁"), st.integers(0, 7))


@given(GROUPS, st.integers(0, 7), st.integers(1, 6))
def test_whatever_a_table_shows_fits_enough(sizes, others, least):
    """What keeps its name has enough, and so have all together that stand without one, or there is nobody."""
    groups = {name: {f"{name}{one}" for one in range(size)} for name, size in sizes.items()}
    hidden = too_few(groups, rest={f"-{one}" for one in range(others)}, least=least)
    without = others + sum(sizes[name] for name in hidden)

    assert all(sizes[name] >= least for name in sizes.keys() - hidden)
    assert without >= least or hidden == sizes.keys() or not (hidden or others)
    # No more is left out than it takes: but for the largest of those that are large enough, too few would be.
    larger = [sizes[name] for name in hidden if sizes[name] >= least]
    assert not larger or without - max(larger) < least


@pytest.mark.parametrize(
    ("sizes", "others", "hidden"),
    [
        ("55", 0, ""),
        ("45", 0, "ab"),
        ("55", 1, "a"),
        ("55", 5, ""),
        ("45", 4, "a"),
        ("1455", 0, "ab"),
        ("1466", 0, "ab"),
        ("1366", 0, "abc"),
        ("6361", 0, "abd"),
        ("12", 0, "ab"),
        ("", 3, ""),
    ],
)
def test_groups_that_five_do_not_fill(sizes, others, hidden):
    """Where nothing else is said, five are enough; of two of one size the first by name is left out first."""
    groups = {
        name: {f"{name}{one}" for one in range(int(size))} for name, size in zip("abcd", sizes, strict=False)
    }
    rest = {f"-{one}" for one in range(others)}

    assert 5 == FEWEST
    assert {*hidden} == too_few(groups, rest=rest) == too_few(groups, rest=rest, least=5)


def test_one_fits_at_the_least():
    """That nobody is enough cannot be asked for."""
    assert frozenset() == too_few({"a": {"h-1"}}, least=1)
    with pytest.raises(InvalidInput, match=r"^least: "):
        too_few({"a": {"h-1"}}, least=0)


def test_a_salt_that_is_drawn_has_16_bytes():
    """A salt that nobody gave is as long as the shortest that may be given."""
    salt = Private(CANARY).__reduce__()[1][1]

    assert 16 == len(salt)
    assert {16, 64} == {len(Private(CANARY, salt=b"x" * long).__reduce__()[1][1]) for long in (16, 64)}


def test_what_is_given_is_named():
    """Values take what they hold by name, and no argument has to be without one."""
    assert "" == by_place("kernel.privacy")


def test_what_holds_where_nothing_is_said():
    """The numbers, and yes or no, that are left out are the ones that everybody has relied on."""
    assert "too_few.least=5" == left_out("kernel.privacy")
