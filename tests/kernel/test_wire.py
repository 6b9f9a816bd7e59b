"""Values as data and back: one form, exact kinds, every fault at once with its path, and never the input."""

import gc
import json
import sys
import traceback
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum, IntEnum
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, NewType, TypeVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sanliang
from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.kernel.fields import FrozenMap, checked, clean_text, instance, whole
from sanliang.kernel.labels import Labelled
from sanliang.kernel.privacy import Private
from sanliang.kernel.timeline import Dated, Span
from sanliang.kernel.wire import (
    canonical,
    converter,
    decode,
    encode,
    newer,
    read_json,
    read_toml,
    without_private,
)

T = TypeVar("T")
ItemId = NewType("ItemId", str)
DAY = date(2026, 7, 1)
AT = datetime(2026, 7, 1, 8, 30, 0, 250, tzinfo=timezone(timedelta(hours=8)))


class Colour(Labelled):
    """An enum of codes."""

    RED = "red", "红", "red"
    GREEN = "green", "绿", "green"


class Plain(Enum):
    """An enum of texts."""

    A = "a"


class Level(IntEnum):
    """An enum of numbers."""

    ONE = 1
    TWO = 2


@attrs.frozen(kw_only=True)
class Item:
    """One thing of a form."""

    deed: str = attrs.field(validator=checked(clean_text))
    deadline: date | None = None
    count: int = attrs.field(default=1, validator=checked(whole))


@attrs.frozen(kw_only=True)
class Box(Generic[T]):
    """A generic value."""

    holds: T
    more: tuple[T, ...] = ()


@attrs.frozen(kw_only=True)
class Form:
    """A field of every kind that can be read."""

    text: str
    number: int
    flag: bool
    day: date
    moment: datetime
    colour: Colour
    plain: Plain = Plain.A
    level: Level = Level.ONE
    lang: Literal["zh", "en"] = "zh"
    id: ItemId = ItemId("i-1")
    note: Annotated[str, "shown"] = "x"
    item: Item | None = None
    items: tuple[Item, ...] = ()
    pair: tuple[date, int] = (DAY, 1)
    codes: frozenset[Colour] = frozenset()
    marks: FrozenMap[Colour, int] = FrozenMap()
    box: Box[Item] | None = None
    quota: Dated[int] | None = None
    anything: Any = None
    derived: int = attrs.field(init=False, default=7)


ITEM = {"deed": "修路灯", "deadline": "2026-09-30", "count": 2}
GOOD = {
    "text": "t",
    "number": 1,
    "flag": True,
    "day": "2026-07-01",
    "moment": "2026-07-01T08:30:00.000250+08:00",
    "colour": "red",
    "plain": "a",
    "level": 2,
    "lang": "en",
    "id": "i-2",
    "note": "y",
    "item": ITEM,
    "items": [ITEM, {"deed": "扫雪"}],
    "pair": ["2026-07-01", 3],
    "codes": ["green", "red"],
    "marks": {"red": 1},
    "box": {"holds": ITEM, "more": [ITEM]},
    "quota": {"steps": [["2026-07-01", 12], ["2027-07-01", 16]]},
    "anything": ["x", {"y": None}],
}


# One for many examples: to make one costs more than to read with it.
SHARED = converter()


def faults_of(data, kind, **more):
    """The faults of some data: path and code of each."""
    with pytest.raises(InvalidInput) as caught:
        decode(data, kind, **more)
    return [(fault.path, fault.code) for fault in caught.value.faults]


# --- out -----------------------------------------------------------------------------------------------


def test_canonical_bytes_are_one_form():
    """Keys sorted, no spaces, UTF-8, nothing escaped that need not be: the examples of RFC 8785."""
    data = {"b": [1, True, None, '€$\x0f\nA\'B"\\\\"/'], "a": {}, "": "", "€": "x", "1": []}

    assert canonical(data) == (
        '{"":"","1":[],"a":{},"b":[1,true,null,"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"],"€":"x"}'.encode()
    )
    assert canonical(2**70) == b"1180591620717411303424"
    assert canonical("\x7f\u2028灯😀") == '"\x7f\u2028灯😀"'.encode()


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=4), below, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_canonical_bytes_say_the_data(data):
    """Any JSON reader reads canonical bytes back; two data are equal exactly where their bytes are."""
    assert json.loads(canonical(data)) == data
    assert canonical(json.loads(canonical(data))) == canonical(data)


def test_canonical_refuses_what_is_no_data():
    """What is no plain data is refused with our error."""
    circle = []
    circle.append(circle)
    for wrong in (float("nan"), float("inf"), {1, 2}, b"x", "\ud800", {(1,): 2}, circle, {1: 2, "a": 3}):
        with pytest.raises(InvalidInput):
            canonical(wrong)


def test_every_kind_has_its_form():
    """A value becomes data field by field: days as texts, sets sorted, what is `None` left out."""
    form = decode(GOOD, Form)
    data = encode(form)

    assert data == {
        **GOOD,
        "items": [ITEM, {"deed": "扫雪", "count": 1}],
        "moment": "2026-07-01T08:30:00.000250+08:00",
    }
    assert encode(attrs.evolve(form, item=None)).keys() == GOOD.keys() - {"item"}
    assert encode([1, (2, "x"), {"a": None}]) == [1, [2, "x"], {"a": None}]
    assert encode(frozenset({10, 9, 1})) == [1, 10, 9]
    assert encode(frozenset({Span(DAY, DAY)})) == [{"start": "2026-07-01", "end": "2026-07-01"}]
    assert encode({Plain.A: 1}) == {"a": 1}


@pytest.mark.promise("V1")
def test_a_private_value_is_its_commitment():
    """A private value becomes its commitment, never itself."""
    private = Private("secret", salt=bytes(16))

    assert encode({"x": private}) == {"x": {"commitment": private.commitment}}


@pytest.mark.parametrize(
    "wrong",
    [
        1.5,
        {1, 2},
        b"x",
        object(),
        1j,
        Path(),
        {1: 2},
        {None: 1},
        {Private("x"): 1},
        {Level.ONE: 1},
        datetime(2026, 7, 1),  # naive
        datetime(2026, 7, 1, tzinfo=timezone(timedelta(seconds=29143))),  # Shanghai before 1901
        datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=8, microseconds=1))),
        [float("nan")],
        Item,
    ],
)
def test_what_has_no_form_is_refused(wrong):
    """A float, a set that changes, bytes, a naive moment: whatever has no form as data is refused."""
    with pytest.raises(InvalidInput):
        encode(wrong)


# --- there and back ------------------------------------------------------------------------------------

TEXTS = st.text("修灯abc 1", min_size=1).filter(str.strip)
DAYS = st.dates()
NUMBERS = st.integers(-(10**12), 10**12)
OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.builds(
    lambda moment, offset: moment.replace(tzinfo=offset),
    st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)),
    OFFSETS,
)
ITEMS = st.builds(Item, deed=TEXTS, deadline=st.none() | DAYS, count=NUMBERS)
STEPS = st.dictionaries(DAYS, NUMBERS, min_size=1, max_size=3).map(lambda steps: Dated(sorted(steps.items())))
FORMS = st.builds(
    Form,
    text=st.text("修灯abc\u0301", max_size=5),
    number=NUMBERS,
    flag=st.booleans(),
    day=DAYS,
    moment=MOMENTS,
    colour=st.sampled_from(Colour),
    level=st.sampled_from(Level),
    lang=st.sampled_from(["zh", "en"]),
    item=st.none() | ITEMS,
    items=st.lists(ITEMS, max_size=2).map(tuple),
    pair=st.tuples(DAYS, NUMBERS),
    codes=st.frozensets(st.sampled_from(Colour)),
    marks=st.dictionaries(st.sampled_from(Colour), NUMBERS).map(FrozenMap),
    box=st.none() | st.builds(Box, holds=ITEMS, more=st.lists(ITEMS, max_size=2).map(tuple)),
    quota=st.none() | STEPS,
)


def kinds_of(value):
    """The classes of a value and of everything in it: `==` alone would hide a text for a code."""
    if attrs.has(type(value)):
        fields = attrs.fields(type(value))
        return type(value), [kinds_of(getattr(value, field.name)) for field in fields]
    if isinstance(value, tuple | frozenset):
        return type(value), sorted(map(str, map(kinds_of, value)))
    if isinstance(value, FrozenMap):
        return type(value), [(type(key), kinds_of(one)) for key, one in value.items()]
    return type(value)


@given(FORMS)
def test_what_is_written_is_read_again(form):
    """`decode(encode(x)) == x`, down to the class of every part, also through canonical bytes."""
    back = decode(json.loads(canonical(encode(form))), Form, using=SHARED)

    assert back == form
    assert kinds_of(back) == kinds_of(form)


# --- in: exact kinds -----------------------------------------------------------------------------------

KINDS = {
    "null": None,
    "true": True,
    "one": 1,
    "point": 1.0,
    "text": "1",
    "list": [],
    "table": {},
    "nested": [[{"a": [1]}]],
    "day": date(2026, 7, 1),
    "naive moment": datetime(2026, 7, 1),
    "moment": AT,
    "day text": "2026-07-01",
    "code": "red",
}
ACCEPTED = {
    "text": {"text", "day text", "code"},
    "number": {"one"},
    "flag": {"true"},
    "day": {"day", "day text"},
    "moment": {"moment"},
    "colour": {"code"},
    "plain": set(),
    "level": {"one"},
    "lang": set(),
    "id": {"text", "day text", "code"},
    "note": {"text", "day text", "code"},
    "item": {"null"},
    "items": {"list"},
    "pair": set(),
    "codes": {"list"},
    "marks": {"table"},
    "box": {"null"},
    "quota": {"null"},
    "anything": set(KINDS),
}


@pytest.mark.promise("J1")
@pytest.mark.parametrize("field", GOOD)
def test_each_field_takes_its_own_kind_alone(field):
    """Each field is given null, true, 1, 1.0, "1", a list, a table and more: it takes its own kind alone."""
    accepted, refused = set(), []
    for name, value in KINDS.items():
        try:
            decode({**GOOD, field: value}, Form, using=SHARED)
            accepted.add(name)
        except InvalidInput as error:
            refused += error.faults
    assert all(fault.path.startswith(field) and fault.zh and fault.en for fault in refused)
    assert accepted == ACCEPTED[field]
    assert ACCEPTED.keys() == GOOD.keys()


@pytest.mark.parametrize("data", [None, [], "x", 1, [GOOD], [["text", "t"]]])
def test_only_a_table_is_a_value_of_a_class(data):
    """A class is read from a table alone; nothing else passes for one whose fields all have defaults."""
    assert faults_of(data, Form) == [("", "wire.type")]


@pytest.mark.parametrize(
    ("data", "kind", "faults"),
    [
        (["2026-07-01"], tuple[date, int], [("", "wire.length")]),
        (["x", "y"], tuple[date, int], [("[0]", "wire.day"), ("[1]", "wire.type")]),
        ([], tuple[()], None),
        ([1], tuple[()], [("", "wire.length")]),
        (["red", "red"], frozenset[Colour], [("[1]", "list.doubled")]),
        ([1, "x", None], list[int], [("[1]", "wire.type"), ("[2]", "wire.type")]),
        ({"a": 1, "b": "x"}, dict[str, int], [("b", "wire.type")]),
        ({"red": 1, "blue": 2}, FrozenMap[Colour, int], [("blue", "code.unknown")]),
        ({1: 1}, dict[str, int], [("(key)", "wire.type")]),
        ("2026-02-30", date, [("", "wire.day")]),
        ("20260701", date, [("", "wire.day")]),
        ("２０２６-07-01", date, [("", "wire.day")]),
        ("2026-07-01T08:30:00", datetime, [("", "wire.moment")]),
        ("2026-07-01T25:30:00Z", datetime, [("", "wire.moment")]),
        ("2026-07-01 08:30:00Z", datetime, [("", "wire.moment")]),
        ("now", datetime, [("", "wire.moment")]),
        (3, Level, [("", "code.unknown")]),
        ("1", Level, [("", "wire.type")]),
        (True, Level, [("", "wire.type")]),
        ("RED", Colour, [("", "code.unknown")]),
        ("fr", Literal["zh", "en"], [("", "code.unknown")]),
        ("x", Private[str], [("", "wire.private")]),
        ({"commitment": "x"}, Private, [("", "wire.private")]),
        (None, Private[str] | None, None),
    ],
)
def test_each_kind_says_what_is_wrong(data, kind, faults):
    """Each kind of field has its own faults, at their own places."""
    if faults is None:
        decode(data, kind)
    else:
        assert faults_of(data, kind) == faults


def test_a_moment_in_utc_may_end_in_z():
    """RFC 3339 writes UTC as Z."""
    assert decode("2026-07-01T00:30:00Z", datetime) == datetime(2026, 7, 1, 0, 30, tzinfo=UTC)


# --- in: every fault at once ---------------------------------------------------------------------------


@pytest.mark.promise("J3")
def test_every_fault_is_reported_with_its_path():
    """Unknown and missing keys, wrong kinds, what the class refuses: all at once, each with its path."""
    data = {
        **GOOD,
        "items": [ITEM, {"deed": " ", "deadline": 7, "count": True, "dedline": 1}, {"count": 1}],
        "marks": {"blue": 1, "red": "x"},
        "box": {"holds": {"deed": 1}, "more": [{}]},
        "colr": "red",
    }
    del data["text"]

    assert sorted(faults_of(data, Form)) == [
        ("box.holds.deed", "wire.type"),
        ("box.more[0].deed", "wire.missing"),
        ("colr", "wire.unknown"),
        ("items[1].count", "wire.type"),
        ("items[1].deadline", "wire.day"),
        ("items[1].dedline", "wire.unknown"),
        ("items[1].deed", "text.empty"),
        ("items[2].deed", "wire.missing"),
        ("marks.blue", "code.unknown"),
        ("marks.red", "wire.type"),
        ("text", "wire.missing"),
    ]


@attrs.frozen(kw_only=True)
class Strict:
    """Two checks, and a third that looks at both."""

    first: int = attrs.field(validator=checked(whole))
    name: str = attrs.field(validator=checked(clean_text))
    last: int = attrs.field()
    other: str = attrs.field(default="x", validator=checked(clean_text))

    @last.validator
    def _after(self, _attribute, value):
        if value < self.first:
            raise InvalidInput(Fault(code="late", path="last", zh="太早", en="too early"))


def test_a_class_refuses_all_its_fields_at_once():
    """The checks of a class all speak, not the first one alone; one that needs a missing field is silent."""
    assert faults_of({"first": "x", "name": "", "last": 1, "other": "\n"}, Strict) == [
        ("first", "wire.type"),
        ("name", "text.empty"),
        ("other", "text.empty"),
    ]
    assert faults_of({"first": 2, "name": "", "last": 1, "other": "\n"}, Strict) == [
        ("name", "text.empty"),
        ("other", "text.empty"),
    ]
    assert faults_of({"first": 2, "name": "x", "last": 1}, Strict) == [("last", "late")]


def test_an_unknown_key_has_a_nearest():
    """An unknown key says which known one is meant; a derived field is not one of them."""
    with pytest.raises(InvalidInput) as caught:
        decode({"deed": "x", "dedline": 1, "zzz": 2, "账号": 3, "13800138000": 4}, Item)

    assert [(fault.path, fault.en) for fault in caught.value.faults] == [
        ("(key)", "is not a known key; there are: deed, deadline, count"),
        ("dedline", "is not a known key; the nearest is: deadline"),
        ("zzz", "is not a known key; there are: deed, deadline, count"),
        ("(key)", "is not a known key; there are: deed, deadline, count"),
    ]
    assert ("derived", "wire.unknown") in faults_of({**GOOD, "derived": 1}, Form)
    assert faults_of({"deed": "x", 5: 6}, Item) == [("(key)", "wire.type")]


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.promise("J3")
def test_ten_thousand_faults_are_counted():
    """10,000 faults are all counted, and the first hundred kept, at any depth and for unknown keys, too."""
    with pytest.raises(InvalidInput) as caught:
        decode({"holds": [{"deed": 1}] * 10_000}, Box[tuple[Item, ...]])
    assert (caught.value.count, len(caught.value.faults)) == (10_000, 100)
    assert caught.value.faults[99].path == "holds[99].deed"
    with pytest.raises(InvalidInput) as caught:
        decode({"deed": "x", **{f"k{number}": 1 for number in range(10_000)}}, Item)
    assert (caught.value.count, len(caught.value.faults)) == (10_000, 100)


def test_paths_begin_where_the_caller_says():
    """Paths begin with the one that the caller gives."""
    assert faults_of({}, Item, path="body") == [("body.deed", "wire.missing")]
    assert faults_of([1], tuple[str, ...], path="rows") == [("rows[0]", "wire.type")]


NEWER = {
    "the next": ("pledge/2", "pledge/1", True),
    "a far one": ("pledge/100000000", "pledge/1", True),
    "the same": ("pledge/1", "pledge/1", False),
    "an older": ("pledge/1", "pledge/2", False),
    "another name": ("pledges/2", "pledge/1", False),
    "no version": ("pledge", "pledge/1", False),
    "a nought in front": ("pledge/02", "pledge/1", False),
    "a billion": ("pledge/1000000000", "pledge/1", False),
    "no text": (2, "pledge/1", False),
    "a known one without a version": ("pledge/2", "pledge", False),
}


@pytest.mark.parametrize(("found", "known", "expected"), NEWER.values(), ids=NEWER.keys())
def test_a_newer_version_of_a_kind_is_known(found, known, expected):
    """A later version of the same name, and nothing else; the fault names our release and what it reads."""
    fault = newer(found, known, "body.kind")
    assert expected == (fault is not None)
    if fault is not None:
        assert ("body.kind", "document.newer") == (fault.path, fault.code)
        assert f"sanliang {sanliang.__version__} reads up to {known}" in fault.en


# --- in: never the input -------------------------------------------------------------------------------

CANARY = "孙大娘13800138000"


@pytest.mark.promise("J2")
@pytest.mark.parametrize("field", GOOD)
@given(data=st.data())
def test_no_fault_holds_the_input(field, data):
    """No text, code, path, traceback or chained error of a refusal holds a value of the input."""
    canary = st.just(CANARY)
    nested = st.recursive(
        canary,
        lambda below: st.lists(below, min_size=1) | st.dictionaries(canary, below, min_size=1),
        max_leaves=4,
    )
    wrong = {**GOOD, field: data.draw(nested), CANARY: CANARY}
    with pytest.raises(InvalidInput) as caught:
        decode(wrong, Form, using=SHARED)
    error = caught.value
    shown = [str(error), repr(error), *map(repr, error.faults), error.text("zh")]
    shown += traceback.format_exception(error)
    assert all(CANARY not in text for text in shown)
    assert error.__context__ is None
    assert error.__cause__ is None


@pytest.mark.promise("J2")
@pytest.mark.parametrize("read", [read_json, read_toml], ids=lambda read: read.__name__)
@pytest.mark.parametrize(
    "start", ["{{", "[" * 10_000, "a = \ud800", b"\xff", "a = [[1]", '{"a":1,"a":2'], ids=repr
)
def test_what_a_parser_says_is_not_chained(read, start):
    """A parser's own error holds the whole document: it is not behind ours, in nobody's report."""
    with pytest.raises(InvalidInput) as caught:
        read(start + (CANARY if isinstance(start, str) else CANARY.encode()))
    assert CANARY not in "".join(traceback.format_exception(caught.value))
    assert (None, None) == (caught.value.__context__, caught.value.__cause__)


@pytest.mark.promise("J1")
@given(PLAIN)
def test_any_data_gives_a_value_or_our_error(data):
    """Any data gives a valid value or our `InvalidInput`, and nothing else."""
    for kind in (Form, Item, Box[Item], Dated[int], tuple[Item, ...], FrozenMap[Colour, Span]):
        with suppress(InvalidInput):
            assert decode(data, kind, using=SHARED) is not None


# --- in: depth -----------------------------------------------------------------------------------------


@attrs.frozen
class Tree:
    """A value that holds its like."""

    below: "tuple[Tree, ...]" = ()


def tree(depth):
    """A tree as data, so many levels deep: two lists or tables for each."""
    data = {"below": []}
    for _ in range(depth - 1):
        data = {"below": [data]}
    return data


@pytest.mark.promise("J1")
def test_depth_is_bounded():
    """Data is read down to 64 lists and tables within one another, and refused below."""
    assert encode(decode(tree(32), Tree)) == tree(32)
    assert faults_of(tree(33), Tree) == [("", "wire.depth")]
    deep = []
    for _ in range(100_000):
        deep = [deep]
    for kind in (Tree, Any, int, Box[Any]):
        assert faults_of(deep, kind) == [("", "wire.depth")]
    assert decode(1, Any) == 1
    # Taken apart from outside, since old Pythons free nested lists by calling themselves.
    while deep:
        deep = deep.pop()
    gc.collect()


def test_a_stack_that_is_nearly_full_is_no_crash():
    """Where the caller has used up the stack, reading is refused with our error."""

    def dig(levels):
        return decode(tree(32), Tree) if levels == 0 else dig(levels - 1)

    frame, used = sys._getframe(), 0
    while frame is not None:
        frame, used = frame.f_back, used + 1
    with pytest.raises(InvalidInput) as caught:
        dig(sys.getrecursionlimit() - used - 80)
    assert caught.value.code == "wire.depth"


# --- in: what cannot be read ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind",
    [int | str, Item | Span, Item | Span | None, float, bytes, Path, list, tuple, dict, set[int], object, T],
)
def test_a_type_that_cannot_be_read_is_named(kind):
    """A union of several classes, a float, a bare list: what no data is exactly is refused by name."""
    with pytest.raises(InvalidInput) as caught:
        decode({"holds": 1}, Box[kind])
    assert caught.value.code == "wire.unreadable"
    assert "`decode` a converter with a hook" in caught.value.faults[0].en


def test_a_converter_takes_hooks():
    """A fresh converter takes the hooks of whoever can tell a union apart; others stay as they are."""
    using = converter()
    using.register_structure_hook_func(
        lambda kind: kind == Item | Span,
        lambda data, _: using.structure(data, Span if "start" in data else Item),
    )

    assert decode({"holds": {"deed": "x"}}, Box[Item | Span], using=using) == Box(holds=Item(deed="x"))
    assert faults_of({"holds": {"start": 1}}, Box[Item | Span], using=using) == [
        ("holds.start", "wire.day"),
        ("holds.end", "wire.missing"),
    ]
    assert faults_of({"holds": 1}, Box[Item | Span]) == [("", "wire.unreadable")]


@attrs.frozen
class Broken:
    """A class that breaks in its own way."""

    value: int

    def __attrs_post_init__(self):
        raise KeyError(self.value)


def test_a_broken_class_is_no_fault_of_the_data():
    """An error that is no fault of the data, such as that of a broken class, is not dressed up as one."""
    with pytest.raises(KeyError):
        decode({"value": 1}, Broken)
    with pytest.raises(KeyError):
        decode([{"value": 1}], tuple[Broken, ...])


# --- private values ------------------------------------------------------------------------------------


@attrs.frozen
class Holder:
    """Private values in every kind of place."""

    one: Private[str]
    many: tuple[Any, ...]
    by_name: FrozenMap[str, Any]
    _hidden: Private[str]
    plain: tuple[str, ...] = ("x",)
    derived: Any = attrs.field(init=False, default=None)


def test_private_values_are_replaced_at_any_depth():
    """Each private value is replaced, in lists, sets, maps and values; what holds none is the same object."""
    private = Private("secret")
    deep = [private, {"a": frozenset({private})}, ("x", Item(deed="x"))]
    holder = Holder(private, (deep, "x"), FrozenMap({"a": private}), private)
    seen = []

    wiped = without_private(holder, lambda value: seen.append(value) or Private.erased(value.commitment))

    assert len(seen) == 5
    erased = Private.erased(private.commitment)
    assert wiped.one == wiped._hidden == wiped.by_name["a"] == erased
    assert wiped.many == ([erased, {"a": frozenset({erased})}, ("x", Item(deed="x"))], "x")
    assert wiped.many[0][2] is deep[2]
    assert wiped.plain is holder.plain
    assert without_private(holder, lambda value: value) is holder
    assert instance(Holder)(wiped) is wiped
