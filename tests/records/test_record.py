"""One record: what it holds, and what is refused."""

import pickle
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records.samples import BEIJING, FIELDS, VALUES, made, many

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.wire import canonical, decode, encode, read_toml
from sanliang.records import Record, field_value, kind_code, late

SECRET = "13911872246"


def refused(**fields):
    """The code and the path of the fault that a record with these fields has."""
    with pytest.raises(InvalidInput) as raised:
        made(**fields)
    assert SECRET not in str(raised.value) + raised.value.text("zh")
    return raised.value.code, raised.value.path


@given(many())
def test_a_record_comes_back_from_data(records):
    """Written as data and read again, a record is the same, to the kind of each value."""
    for record in records:
        again = decode(encode(record), Record)
        assert record == again
        assert canonical(encode(record)) == canonical(encode(again))
        assert record == pickle.loads(pickle.dumps(record))
        assert hash(record) == hash(again)


@given(st.dictionaries(st.sampled_from(["a", "b"]), VALUES), FIELDS)
def test_a_yes_is_not_a_one(one, other):
    """Two records are equal when their fields are, and `True` is not 1, nor False 0."""
    kinds = [{name: (type(value), value) for name, value in fields.items()} for fields in (one, other)]

    assert (kinds[0] == kinds[1]) == (made(fields=one) == made(fields=other))
    assert made(fields={"a": True}) != made(fields={"a": 1})


def test_a_number_is_a_number_however_it_is_written():
    """Whole, as a fraction, as a text, as a TOML file has it: the same field."""
    written = (3, Fraction(3), "3", "3.0", "+3", read_toml("n = 3.00")["n"])
    found = [made(fields={"hours": value}).fields["hours"] for value in written]

    assert [(Fraction, 3)] * len(written) == [(type(value), value) for value in found]


@pytest.mark.parametrize(
    "word", ["county", "县级", "a1", "1级", "1/2", "nan", "inf", "e5", "-", "1-2", "true"]
)
def test_a_word_is_a_word(word):
    """A text that nobody means as a number is kept as it is."""
    assert word == field_value(word)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.5, "number.float"),
        (float("nan"), "number.float"),
        (Decimal("0.5"), "record.value"),
        (None, "record.value"),
        (["county"], "record.value"),
        (date(2026, 7, 1), "record.value"),
        (SECRET, "number.digits"),
        (10**9, "number.digits"),
        ("0.00001", "number.places"),
        (Fraction(1, 3), "number.places"),
        ("1e3", "number.exact"),
        ("1.", "number.exact"),
        (".5", "number.exact"),
        ("", "text.empty"),
        ("a\x00", "text.character"),
        ("x" * 201, "text.long"),
        ("1" * 200, "number.exact"),
    ],
)
def test_what_no_field_holds_is_refused(value, code):
    """A float, an odd number or anything else is refused at its field, and never shown."""
    assert (code, "fields.hours") == refused(fields={"hours": value})


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"fields": ["hours"]}, ("record.fields", "fields")),
        ({"fields": {"Hours": 3}}, ("code.shape", "fields")),
        ({"fields": {3: 3}}, ("text.type", "fields")),
        ({"id": ""}, ("text.empty", "id")),
        ({"subject": None}, ("text.type", "subject")),
        ({"on": "2026-07-04"}, ("day.type", "on")),
        ({"on": datetime(2026, 7, 4, tzinfo=UTC)}, ("day.type", "on")),
        ({"recorded": datetime(2026, 7, 4, 9)}, ("moment.type", "recorded")),
        ({"recorder": 7}, ("text.type", "recorder")),
        ({"activity": ""}, ("text.empty", "activity")),
        ({"evidence": "photo-1"}, ("list.type", "evidence")),
        ({"evidence": ["photo-1", "photo-1"]}, ("list.doubled", "evidence[1]")),
    ],
)
def test_every_field_is_checked(fields, where):
    """What is wrong is named at its place."""
    assert where == refused(**fields)


def test_all_faults_of_the_fields_are_found():
    """Every fault of the fields is reported at once."""
    with pytest.raises(InvalidInput) as raised:
        made(fields={"hours": 0.5, "level": None, "B": 1})

    assert [fault.path for fault in raised.value.faults] == ["fields.hours", "fields.level", "fields"]


@given(st.from_regex(r"[a-z][a-z0-9_-]{0,39}(\.[a-z][a-z0-9_-]{0,39}){0,7}", fullmatch=True))
def test_a_kind_is_codes_joined_by_points(kind):
    """One to eight codes, joined by points, are a kind."""
    assert kind == kind_code(kind)


@pytest.mark.parametrize(
    "kind",
    ["", ".", "a.", ".a", "a..b", "A", "a.B", "a b", "a.1", "会议", "a\n", "a" * 41, ".".join("abcdefghi")],
)
def test_what_looks_like_a_kind_is_not(kind):
    """A kind has one shape."""
    assert ("record.kind", "kind") == refused(kind=kind)


def test_a_kind_is_a_text():
    """Nothing is turned into a kind."""
    assert ("text.type", "kind") == refused(kind=None)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.datetimes(timezones=st.just(BEIJING)))
def test_nothing_is_recorded_before_it_happens(on, recorded):
    """A record is refused exactly when its day lies after the day of recording."""
    if on > recorded.date():
        assert ("record.future", "on") == refused(on=on, recorded=recorded)
    else:
        assert on == made(on=on, recorded=recorded).on


@given(
    st.datetimes(datetime(2026, 7, 5), datetime(2026, 7, 20), timezones=st.timezones()), st.integers(0, 20)
)
def test_a_record_is_late_by_the_calendar_of_its_moment(recorded, days):
    """A record is late when it was written down after the closing day, where it was written down."""
    closes = date(2026, 7, 4) + timedelta(days=days)

    assert (recorded.date() > closes) == late(made(recorded=recorded), closes=closes)


def test_late_asks_for_a_record_and_a_day():
    """Any other argument is refused at once."""
    with pytest.raises(InvalidInput, match="record: must be a Record"):
        late("r-1", closes=date(2026, 7, 4))
    with pytest.raises(InvalidInput, match="closes: must be a day"):
        late(made(), closes="2026-07-04")


def test_a_record_never_changes():
    """A record is frozen, and what it was made of can change without it."""
    fields = {"hours": 3}
    record = made(fields=fields, evidence=["photo-1"])
    fields["hours"] = 4

    assert (3, ("photo-1",)) == (record.fields["hours"], record.evidence)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        record.on = date(2026, 7, 5)


def test_faults_of_data_are_all_reported():
    """Data with several faults gets all of them, each with its path."""
    data = encode(made(fields={"hours": 3})) | {"on": "4 July", "kind": "A", "hours": 3}
    data["fields"] = {"hours": 0.5}
    with pytest.raises(InvalidInput) as raised:
        decode(data, Record)

    assert {"on", "kind", "hours", "fields.hours"} == {fault.path for fault in raised.value.faults}
