"""What a field may hold, and what is kept of what came in."""

import copy
import pickle
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang.kernel import fields
from sanliang.kernel.errors import SHOWN, InvalidInput
from sanliang.kernel.fields import FrozenMap, checked, clean_text, code, each, identifier, instances, names

SECRET = "110105198001010123"
MAPS = st.dictionaries(st.text(max_size=4), st.integers())


class Odd(str):
    """A text that is more than a text."""

    __slots__ = ()

    def __repr__(self):
        return SECRET


# --- texts ---------------------------------------------------------------------------------------


@given(st.text(max_size=30))
def test_a_clean_text_is_clean_for_good(text):
    """What is accepted is in normal form C, not empty, encodable, and is accepted again unchanged."""
    try:
        clean = clean_text(text)
    except InvalidInput:
        return

    assert unicodedata.is_normalized("NFC", clean)
    assert clean.strip()
    assert clean.encode().decode() == clean
    assert clean_text(clean) == clean


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), min_size=1))
def test_a_plain_text_comes_back_as_it_is(text):
    """Printable ASCII is kept sign for sign."""
    assert clean_text(text) == text


def test_a_text_in_another_normal_form_is_kept_in_form_c():
    """The same word typed as composed and as decomposed letters is one word."""
    assert clean_text("Zoe\u0308") == clean_text("Zo\u00eb") == "Zo\u00eb"
    assert len({*names(["\u00eb"]), *names(["e\u0308"])}) == 1


@pytest.mark.parametrize(
    "sign",
    [
        *("\x00", "\x07", "\n", "\t", "\x1b", "\x7f", "\x85", "\xad"),
        *("\u061c", "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"),
        *("\u2066", "\u2067", "\u2068", "\u2069", "\u206a", "\u2028", "\u2029"),
        *("\u200b", "\u200c", "\u200d", "\u2060", "\u2061", "\ufeff", "\u034f", "\u3164", "\uffa0", "\u115f"),
        *(
            "\ud800",
            "\udfff",
            "\ufffe",
            "\uffff",
            "\ufdd0",
            "\U0001fffe",
            "\U0010ffff",
            "\ufff9",
            "\U000e0041",
        ),
    ],
    ids=lambda sign: f"U+{ord(sign):04X}",
)
def test_hidden_and_broken_characters_are_refused(sign):
    """Control, bidirectional, invisible and broken characters are refused, with their place."""
    with pytest.raises(InvalidInput) as raised:
        clean_text(f"张三{sign}李四", "name")

    assert (raised.value.code, raised.value.path) == ("text.character", "name")
    assert "at place 3" in str(raised.value)
    assert "张" not in str(raised.value)


@pytest.mark.parametrize(
    "text", ["\U0002ebf0", "葛\U000e0100", "\ue000", "\U0001f600", "ᠮᠣᠩᠭᠣᠯ", "欧阳·某", "a b", "\U000323af"]
)
def test_rare_names_are_names(text):
    """Rare ideographs, variants and private-use characters are taken, whatever Unicode this Python knows."""
    assert clean_text(text) == text


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\t\n"])
def test_an_empty_text_is_refused(text):
    """Nothing, and nothing but space, is no text."""
    with pytest.raises(InvalidInput, match="must not be empty"):
        clean_text(text)


@pytest.mark.parametrize("value", [None, 5, True, b"x", ["x"], date(2026, 7, 1)])
@pytest.mark.parametrize("check", [clean_text, identifier, code])
def test_what_is_no_text_is_refused(check, value):
    """Nothing is turned into a text."""
    with pytest.raises(InvalidInput, match="must be a text"):
        check(value)


def test_a_text_is_as_long_as_it_may_be():
    """The bound counts characters, before and after the normal form: what is kept is accepted again."""
    assert len(identifier("x" * 200)) == 200
    assert len(clean_text("灯" * 20_000)) == 20_000
    with pytest.raises(InvalidInput, match="200 characters"):
        identifier("x" * 201)
    # One character that has two in normal form C.
    assert len(identifier("\u0958" * 100)) == 200
    with pytest.raises(InvalidInput, match="200 characters"):
        identifier("\u0958" * 101)


def test_a_kind_of_text_is_kept_as_a_plain_one():
    """A subclass of str goes in, a plain str comes out."""
    assert {type(check(Odd("abc"))) for check in (clean_text, identifier, code)} == {str}
    assert type(clean_text(Odd("灯"))) is str


@given(st.from_regex(r"[a-z][a-z0-9_-]{0,39}", fullmatch=True))
def test_a_code_is_of_one_shape(text):
    """`[a-z][a-z0-9_-]{0,39}` is a code."""
    assert code(text) == text


@pytest.mark.parametrize(
    "text", ["", "A", "1a", "-a", "a" * 41, "a b", "a\n", "\uff41", "\u0430bc", "a.b", "é", "灯", "a\x00"]
)
def test_what_looks_like_a_code_is_not(text):
    """Capitals, full-width letters, Cyrillic look-alikes, line ends and dots make no code."""
    with pytest.raises(InvalidInput) as raised:
        code(text, "kind")

    assert raised.value.code == "code.shape"


# --- days, moments, numbers ----------------------------------------------------------------------


@given(st.dates())
def test_a_day_is_kept_as_a_plain_date(day):
    """A pendulum day becomes the `datetime.date` that it is."""
    kept = fields.day(pendulum.date(day.year, day.month, day.day))

    assert (type(kept), kept) == (date, day)
    assert fields.day(day) is day


@pytest.mark.parametrize(
    "value", [datetime(2026, 7, 1), pendulum.datetime(2026, 7, 1), "2026-07-01", 20260701, None, True]
)
def test_what_is_no_day_is_refused(value):
    """A moment, a text and a number are no days."""
    with pytest.raises(InvalidInput, match=r"^on: must be a day"):
        fields.day(value, "on")


@given(st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.timezones()))
def test_a_moment_is_kept_as_a_plain_datetime(moment):
    """A pendulum moment becomes the `datetime.datetime` of the same moment with the same offset."""
    theirs = pendulum.instance(moment)
    kept = fields.moment(theirs)

    assert type(kept) is datetime
    assert (kept.timestamp(), kept.utcoffset()) == (theirs.timestamp(), theirs.utcoffset())
    assert fields.moment(moment) is moment


@pytest.mark.parametrize(
    "value",
    [datetime(2026, 7, 1), pendulum.naive(2026, 7, 1), date(2026, 7, 1), "2026-07-01T00:00:00Z", 0, None],
)
def test_a_moment_without_an_offset_is_refused(value):
    """A naive datetime is no moment; nor is a day, a text or a number."""
    with pytest.raises(InvalidInput, match=r"^at: must be a moment with an offset"):
        fields.moment(value, "at")


def test_a_moment_keeps_which_of_two_hours_it_is():
    """In the hour that the clock shows twice, the offset says which one is meant."""
    first, second = (
        fields.moment(pendulum.datetime(2026, 10, 25, 2, 30, tz="Europe/Berlin", fold=fold))
        for fold in (0, 1)
    )

    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)
    assert fields.moment(datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=8))))


@given(st.integers(), st.none() | st.integers(-10, 10), st.none() | st.integers(-10, 10))
def test_a_whole_number_lies_within_its_bounds(value, least, most):
    """A number is kept exactly when it lies within the bounds, both included."""
    fits = (least is None or value >= least) and (most is None or value <= most)
    if fits:
        assert fields.whole(value, least=least, most=most) == value
    else:
        with pytest.raises(InvalidInput, match=r"or more|or less"):
            fields.whole(value, least=least, most=most)


@pytest.mark.parametrize("value", [True, False, 1.0, "1", None, 1 + 0j, float("nan")])
def test_a_bool_is_no_number(value):
    """`True` is not 1, and 1.0 is not 1."""
    with pytest.raises(InvalidInput, match="must be a whole number"):
        fields.whole(value)


# --- lists ---------------------------------------------------------------------------------------


@given(st.lists(st.text("abc", min_size=1), unique=True))
def test_names_keep_the_order_given(given_names):
    """Lists and tuples keep their order; a set has none and comes out sorted."""
    assert names(given_names) == names(tuple(given_names)) == names(iter(given_names)) == tuple(given_names)
    assert names(set(given_names)) == names(frozenset(given_names)) == tuple(sorted(given_names))


def test_every_fault_of_a_list_of_names_is_found():
    """Wrong and doubled names are all reported, with their places."""
    with pytest.raises(InvalidInput) as raised:
        names(["a", 5, "b", "a", "", "b"], "roles")

    assert [(fault.code, fault.path) for fault in raised.value.faults] == [
        ("text.type", "roles[1]"),
        ("list.doubled", "roles[3]"),
        ("text.empty", "roles[4]"),
        ("list.doubled", "roles[5]"),
    ]
    with pytest.raises(InvalidInput, match=r"roles\[0\]: must be a code"):
        names(["Clerk"], "roles", each=code)


@pytest.mark.parametrize("value", ["abc", "", 5, None, True])
@pytest.mark.parametrize("check", [names, instances(str), each(identifier)])
def test_one_text_is_no_list(check, value):
    """A text is not taken for the list of its letters."""
    with pytest.raises(InvalidInput, match=r"^roles: must be a list"):
        check(value, "roles")


@given(st.lists(st.integers() | st.booleans() | st.text(max_size=2)))
def test_each_member_of_a_list_is_checked(values):
    """All members pass and are kept in order, or every one that fails is reported at its place."""
    bad = [f"marks[{place}]" for place, value in enumerate(values) if type(value) is not int]
    if not bad:
        assert each(fields.whole)(iter(values), "marks") == tuple(values)
        return

    with pytest.raises(InvalidInput) as raised:
        each(fields.whole)(values, "marks")
    assert [fault.path for fault in raised.value.faults] == bad


def test_instances_are_of_one_kind():
    """Every member of another kind is reported at its place; thousands are counted."""
    assert instances(int)([1, 2]) == (1, 2)
    with pytest.raises(InvalidInput) as raised:
        instances(int)([1, "a", 2, None], "marks")
    assert [str(fault) for fault in raised.value.faults] == [
        "marks[1]: must be a int",
        "marks[3]: must be a int",
    ]
    with pytest.raises(InvalidInput) as raised:
        instances(int)(["a"] * 10_000)
    assert (raised.value.count, len(raised.value.faults)) == (10_000, SHOWN)


def test_a_field_may_be_left_out():
    """`None` passes an optional check; all else is checked."""
    check = fields.optional(fields.day)

    assert check(None) is None
    assert check(date(2026, 7, 1)) == date(2026, 7, 1)
    with pytest.raises(InvalidInput, match=r"^on: "):
        check("2026-07-01", "on")
    assert fields.instance(date)(date(2026, 7, 1)) == date(2026, 7, 1)


def test_no_fault_repeats_the_input():
    """Whatever is wrong with a value, the error names the place, never the value."""
    for check in (code, fields.day, fields.moment, fields.whole, instances(int), fields.instance(date)):
        with pytest.raises(InvalidInput) as raised:
            check(SECRET, "id")
        assert SECRET not in f"{raised.value} {raised.value!r} {raised.value.text('zh')}"


# --- validators ----------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Visit:
    """A value whose fields are checked."""

    on: date = attrs.field(validator=checked(fields.day))
    by: tuple[str, ...] = attrs.field(validator=checked(names))
    note: str = attrs.field(default="灯", validator=checked(clean_text))


def test_a_checked_field_keeps_the_clean_value():
    """Lists become tuples, pendulum days dates, texts their normal form; equal values are one value."""
    visit = Visit(on=pendulum.date(2026, 7, 1), by=["m-1"], note="e\u0308")

    assert (type(visit.on), visit.by, visit.note) == (date, ("m-1",), "\u00eb")
    assert {visit} == {Visit(on=date(2026, 7, 1), by=("m-1",), note="\u00eb")}
    assert pickle.loads(pickle.dumps(visit)) == visit


def test_a_checked_field_names_itself():
    """The path of a fault is the name of the field."""
    with pytest.raises(InvalidInput) as raised:
        Visit(on=date(2026, 7, 1), by=["m-1", ""])

    assert raised.value.path == "by[1]"


# --- frozen maps ---------------------------------------------------------------------------------


@given(MAPS, MAPS)
def test_a_frozen_map_is_equal_as_dicts_are(one, other):
    """Frozen maps equal each other, and dicts, exactly when the dicts do; equal ones hash alike."""
    first, second = FrozenMap(one), FrozenMap(other)

    assert (first == second) == (one == other)
    assert (first == other) == (one == other)
    assert first == FrozenMap(reversed(one.items())) == FrozenMap(first)
    assert hash(first) == hash(FrozenMap(reversed(one.items())))


@given(MAPS)
def test_a_frozen_map_reads_as_its_dict(one):
    """Look-ups, length, membership and the order of keys are those of the sorted dict."""
    frozen = FrozenMap(one)

    assert [*frozen.items()] == sorted(one.items())
    assert (len(frozen), bool(frozen)) == (len(one), bool(one))
    assert all(frozen[key] == value and key in frozen for key, value in one.items())
    assert frozen.get("no such key") is None
    with pytest.raises(KeyError):
        frozen["no such key"]


@given(MAPS)
def test_a_frozen_map_pickles_and_copies(one):
    """Pickled, copied and printed, it is still the same map."""
    frozen = FrozenMap(one)

    assert frozen == pickle.loads(pickle.dumps(frozen)) == copy.deepcopy(frozen) == eval(repr(frozen))


def test_a_frozen_map_never_changes():
    """Nothing of it can be set or deleted, and a change of the dict it was made of does not reach it."""
    source = {"a": 1}
    frozen = FrozenMap(source)
    source["a"] = 2

    with pytest.raises(AttributeError):
        frozen._items = {}
    with pytest.raises(AttributeError):
        del frozen._items
    with pytest.raises(TypeError):
        frozen["a"] = 3
    assert frozen == {"a": 1}
