"""The schemas take what the loader takes, and refuse what it refuses for its shape."""

import json
import re
from copy import deepcopy
from functools import cache
from typing import get_origin

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.serial import schema_files
from tests.serial.freeze import file_of
from tests.serial.semantics import SEMANTIC
from tests.serial.strategies import BY_TAG
from tests.serial.test_laws import each_kind, places, put

from sanliang import InvalidInput, rulebooks, serial

SCHEMAS = serial.schemas()
NAMED = serial.openapi()["schemas"]
# What is written and what is broken are tried for each of more than a hundred kinds: a few examples do.
SOME = settings(max_examples=max(3, settings.default.max_examples // 16))
SORTS = [None, True, False, 0, -1, 1.5, "", "x", [], ["x"], {}, {"x": 1}]
LEFT_OUT = object()
JUNK = [
    *SORTS,
    *(
        "é",
        "a b",
        "X",
        "x\n",
        "\0",
        "\u200b",
        "x" * 41,
        "x" * 201,
        "x.y",
        "1/3",
        "-0.50",
        "1e5",
        ".5",
        "2.50001",
    ),
    *("2024-02-29", "1900-02-29", "2026-02-28\n", "2026-07-05T09:00:00+08:00", "2026-07-05T24:00:00Z"),
    *(10**9, -(10**9), 10**17, "0" * 21 + "9" * 9, "9" * 401),
    *(
        ["x", "x"],
        [None],
        [[]],
        {"kind": 1},
        {"none": True},
        {"text": "x"},
        {"value": "x", "salt": "00" * 16},
    ),
]


@cache
def validator(tag):
    """Made once for each kind."""
    return Draft202012Validator(SCHEMAS[tag])


def codes(data, registry=serial.BASE):
    """The codes of what the loader says of the data."""
    try:
        serial.from_dict(data, registry=registry)
    except InvalidInput as error:
        return {fault.code for fault in error.faults}
    return set()


def agree(tag, data, valid=None):
    """Whether loader and schema say the same, but for what no schema can say."""
    said = codes(data)
    taken = validator(tag).is_valid(data) if valid is None else valid
    return taken == (not said) or (taken and said <= SEMANTIC.keys())


# --- taken and refused -------------------------------------------------------------------------------------


@pytest.mark.untraced("it looks at what has been made when the module was read")
@pytest.mark.once("what the schemas say does not depend on the versions of others")
@each_kind
@SOME
@given(data=st.data())
def test_loader_and_schema_agree(tag, data):
    """What is written is taken; wherever it is broken, both refuse it, or both take it."""
    plain = serial.to_dict(data.draw(BY_TAG[tag]), audience="ledger")
    assert [] == [*validator(tag).iter_errors(plain)]
    for path in data.draw(st.lists(st.sampled_from([*places(plain)]), min_size=2, max_size=2)):
        broken = data.draw(st.sampled_from([*breaks(plain, path)]))
        assert agree(tag, broken), broken


def breaks(plain, path):
    """The data with something else at a place, without it, and with one more beside it."""
    yield from (put(plain, path, junk) for junk in JUNK)
    copy = at = deepcopy(plain)
    for key in path[:-1]:
        at = at[key]
    if path:
        more = deepcopy(copy)
        del at[path[-1]]
        yield copy
        inner = more
        for key in path:
            inner = inner[key]
        if isinstance(inner, list):
            inner.append(inner[0] if inner else 1)
            yield more
        if isinstance(inner, dict):
            inner["unheard_of"] = 1
            yield more


@pytest.mark.untraced("it looks at what has been made when the module was read")
@pytest.mark.once("what the schemas say does not depend on the versions of others")
@each_kind
def test_every_field_takes_the_same_kinds_of_json(tag):
    """The truth table: each field of each kind, with each of twelve kinds of JSON in it, and left out."""
    plain = json.loads(file_of(tag).read_text("utf-8"))
    form, schema = serial.BASE.by_tag[tag], validator(tag)
    table, of = (
        (plain["value"], SCHEMAS[tag]["$defs"][f"{file_of(tag).stem}.fields"])
        if form.wraps
        else (
            plain,
            SCHEMAS[tag],
        )
    )
    assert schema.is_valid(plain)
    rules = {"oneOf", "anyOf"} & of.keys()
    for name, one in of["properties"].items():
        field = schema.evolve(schema={"$defs": SCHEMAS[tag]["$defs"], **one})
        for sort in [*SORTS, LEFT_OUT]:
            new = (
                {**table, name: sort}
                if sort is not LEFT_OUT
                else {k: v for k, v in table.items() if k != name}
            )
            data = {**plain, "value": new} if form.wraps else new
            # To look at the one value is far cheaper, where nothing hangs on the others.
            alone = not rules and sort is not LEFT_OUT
            assert agree(tag, data, field.is_valid(sort) if alone else None), (name, sort)


def test_the_fields_of_the_table_are_those_of_the_forms():
    """No field is left out of a schema, and none is made up."""
    for form in serial.BASE.forms:
        if form.text is None:
            fields = {one.name for one in attrs.fields(get_origin(form.shape) or form.shape) if one.init}
            name = file_of(form.tag).stem
            table = NAMED[f"{name}.fields" if form.wraps else name]
            assert fields == table["properties"].keys() - ({"kind"} if not form.wraps else set())


@pytest.mark.parametrize("code", SEMANTIC)
def test_what_no_schema_can_say_is_on_the_list(code):
    """Each code on the list is needed: a document that the schema takes, and the loader refuses for it."""
    data = SEMANTIC[code]
    assert [] == [*validator(data["kind"]).iter_errors(data)]
    assert {code} == codes(data)


def test_what_the_list_lacks_is_a_fault_of_shape():
    """The faults of shape are not on the list, so that a schema has to know them."""
    shape = {
        "wire.type",
        "wire.missing",
        "wire.unknown",
        "wire.length",
        "wire.day",
        "wire.moment",
        "code.unknown",
    }
    texts = {"text.type", "text.empty", "text.character", "text.broken", "code.shape", "number.shape"}
    bounds = {"number.small", "number.large", "number.digits", "number.places", "number.exact", "log.digest"}
    assert set() == SEMANTIC.keys() & (shape | texts | bounds)


# --- texts, days and numbers -------------------------------------------------------------------------------

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
    plain = json.loads(file_of(tag).read_text("utf-8"))
    form = serial.BASE.by_tag[tag]
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


def test_patterns_are_of_the_sort_that_all_languages_read():
    """No look-around, no class by name, no escape but that of a point; and each says where it ends."""
    patterns = {one for schema in NAMED.values() for one in in_keys(schema, "pattern")}
    assert 20 < len(patterns)
    for pattern in patterns:
        assert re.search(r"\\[^.]|\(\?", pattern) is None
        re.compile(pattern)


def in_keys(schema, key):
    """Whatever stands under a key, at any depth."""
    if isinstance(schema, dict):
        if isinstance(schema.get(key), str):
            yield schema[key]
        for one in schema.values():
            yield from in_keys(one, key)
    for one in schema if isinstance(schema, list) else ():
        yield from in_keys(one, key)


# --- what the schemas look like ----------------------------------------------------------------------------


def test_the_schemas_are_valid_and_stand_for_themselves():
    """Of the dialect of 2020-12; whatever is referred to is there; the ids differ and say the kind."""
    Draft202012Validator.check_schema({"$schema": SCHEMAS["span/1"]["$schema"], "$defs": NAMED})
    for tag, schema in SCHEMAS.items():
        assert {one.removeprefix("#/$defs/") for one in in_keys(schema, "$ref")} == schema["$defs"].keys()
        assert f"urn:sanliang:schema:{tag.replace('/', ':')}" == schema["$id"]
        assert {"const": tag} == schema["properties"]["kind"]
        assert tag == schema["title"]


def test_every_table_is_closed():
    """`additionalProperties` is there wherever there are keys, and lists say what stands in them."""
    for name, schema in NAMED.items():
        for table in tables(schema):
            assert "additionalProperties" in table, name
            assert table["additionalProperties"] is False or "propertyNames" in table, name
            assert set(table.get("required", ())) <= table.get("properties", {}).keys(), name


def tables(schema):
    """Every part that is about a table."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for one in schema.values():
            yield from tables(one)
    for one in schema if isinstance(schema, list) else ():
        yield from tables(one)


def test_a_schema_is_the_callers_own():
    """Whatever is done to it, the next one is as before."""
    before = serial.schema_of("span/1")
    before["$defs"]["day"].clear()
    assert SCHEMAS["span/1"] == serial.schema_of("span/1") != before


def test_the_components_hold_every_kind():
    """All names are of OpenAPI's sort, and what is referred to is there; none has an id of its own."""
    refs = set(in_keys(NAMED, "$ref"))
    assert {one.removeprefix("#/components/schemas/") for one in refs} <= NAMED.keys()
    assert {file_of(tag).stem for tag in serial.BASE.tags} <= NAMED.keys()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", name) for name in NAMED)
    assert not [*in_keys(NAMED, "$id")]
    whole = {"$ref": "#/components/schemas/pledge.moved-1", "components": {"schemas": NAMED}}
    plain = json.loads(file_of("pledge.moved/1").read_text("utf-8"))
    assert Draft202012Validator(whole).is_valid(plain)
    assert not Draft202012Validator(whole).is_valid({**plain, "on": 1})


def test_the_files_are_what_is_made():
    """None is stale, missing or left over: `python -m tests.serial.schema_files` writes them."""
    files = {file.name: file.read_text("utf-8") for file in schema_files.FOLDER.glob("*.json")}
    assert schema_files.made() == files
    assert 111 <= len(files)
    assert rulebooks.schema()["$schema"] == SCHEMAS["span/1"]["$schema"]
