"""The schemas take what the loader takes, and refuse what it refuses for its shape."""

import json
import re
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
from tests.serial.test_laws import each_kind, places

from sanliang import InvalidInput, rulebooks, serial
from sanliang.testing.strategies._stored import BY_TAG

SCHEMAS = serial.schemas()
NAMED = serial.openapi()["schemas"]
# What is written and what is broken are tried for each of more than a hundred kinds: a few examples do.
SOME = settings(max_examples=max(3, settings.default.max_examples // 16))
SORTS = [None, True, False, 0, -1, 1.5, "", "x", [], ["x"], {}, {"x": 1}]
LEFT_OUT, MORE = object(), object()
LONG = "x" * 20_001
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


def takes(schema, data):
    """Whether a schema takes the data."""
    return Draft202012Validator(schema).is_valid(data)


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
        broken = broken_at(plain, path, data.draw(st.sampled_from([LEFT_OUT, MORE, *JUNK])))
        assert agree(tag, broken), broken


def broken_at(plain, path, junk):
    """The data with something else at a place, without what is there, or with one more within it."""
    there = at(plain, path)
    if junk is MORE:
        junk = {**there, "unheard_of": 1} if isinstance(there, dict) else [there, there]
        junk = [*there, *there[:1], LONG] if isinstance(there, list) else junk
    if junk is not LEFT_OUT:
        return replaced(plain, path, junk)
    *above, last = path or ("kind",)
    rest = at(plain, above).copy()
    del rest[last]
    return replaced(plain, above, rest)


def fixture(tag):
    """The frozen document of a kind: it has most of the fields."""
    return json.loads(file_of(tag).read_text("utf-8"))


def table_of(tag):
    """A document of the kind, where in it its fields stand, and the name of their schema."""
    wraps = serial.BASE.by_tag[tag].wraps
    return tag, fixture(tag), ("value",) if wraps else (), f"{file_of(tag).stem}.fields" if wraps else ""


PROBLEM = {
    "kind": "pairing.problem/1",
    "helpers": [{"id": "m-1", "wishes": ["h-1"]}],
    "households": [{"id": "h-1"}],
}
RESULT = {
    "kind": "pairing.result/1",
    "problem": "0f3a",
    "pairs": [],
    "unpaired": [{"id": "m-1", "code": "no_room"}],
    "certificate": {
        "policy": "cover",
        "prices": [{"role": "helper", "households": {}, "helpers": {}}],
        "shortages": [{"role": "helper", "households": [], "helpers": []}],
    },
}
PARAM = {"label": {"of": "pledges.Grade", "code": "good"}}
REASON = {"kind": "reason/1", "code": "a", "says": {"zh": "a"}, "params": {"x": PARAM}}
TABLES = {
    **{tag: table_of(tag) for tag in serial.BASE.tags},
    "helper": ("pairing.problem/1", PROBLEM, ("helpers", 0), "pairing.helper"),
    "household": ("pairing.problem/1", PROBLEM, ("households", 0), "pairing.household"),
    "certificate": ("pairing.result/1", RESULT, ("certificate",), "pairing.certificate"),
    "unpaired": ("pairing.result/1", RESULT, ("unpaired", 0), "pairing.unpaired"),
    "prices": ("pairing.result/1", RESULT, ("certificate", "prices", 0), None),
    "shortage": ("pairing.result/1", RESULT, ("certificate", "shortages", 0), None),
    "dated": ("member/1", fixture("member/1"), ("status",), "Dated.MemberStatus"),
    "param": ("reason/1", REASON, ("params", "x"), "Param"),
    "label": ("reason/1", REASON, ("params", "x", "label"), "Label"),
}


def at(data, path):
    """What stands at a place."""
    for key in path:
        data = data[key]
    return data


def replaced(data, path, new):
    """The data with something else at a place; what does not lead there is the same."""
    if not path:
        return new
    copy = data.copy()
    copy[path[0]] = replaced(data[path[0]], path[1:], new)
    return copy


def table_schema(tag, path, name):
    """The schema of a table: that of the kind, one in its `$defs`, or a part of the certificate."""
    schema = SCHEMAS[tag]
    if name is None:
        return schema["$defs"]["pairing.certificate"]["properties"][path[1]]["items"]
    return schema["$defs"][name] if name else schema


@pytest.mark.untraced("it looks at what has been made when the module was read")
@pytest.mark.once("what the schemas say does not depend on the versions of others")
@pytest.mark.parametrize(("tag", "plain", "path", "name"), TABLES.values(), ids=TABLES.keys())
def test_every_field_takes_the_same_kinds_of_json(tag, plain, path, name):
    """The truth table: each field of each table, with each of twelve kinds of JSON in it, and left out."""
    schema, table = validator(tag), at(plain, path)
    assert schema.is_valid(plain)
    of = table_schema(tag, path, name)
    rules = {"oneOf", "anyOf"} & of.keys()
    # To look at the one field is far cheaper, where nothing hangs on the others.
    needed = schema.evolve(schema={"required": of.get("required", [])})
    for field, one in of["properties"].items():
        alone = schema.evolve(schema={"$defs": SCHEMAS[tag]["$defs"], **one})
        for sort in SORTS:
            taken = None if rules else alone.is_valid(sort)
            assert agree(tag, replaced(plain, path, {**table, field: sort}), taken), (field, sort)
        without = {key: value for key, value in table.items() if key != field}
        assert agree(tag, replaced(plain, path, without), None if rules else needed.is_valid(without)), field


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


# --- what the schemas look like ----------------------------------------------------------------------------


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


@pytest.mark.once("what the schemas say does not depend on the versions of others")
@pytest.mark.untraced("another library looks at each of them")
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
    plain = fixture("pledge.moved/1")
    assert Draft202012Validator(whole).is_valid(plain)
    assert not Draft202012Validator(whole).is_valid({**plain, "on": 1})


@pytest.mark.untraced("other tests take its branches")
def test_the_files_are_what_is_made():
    """None is stale, missing or left over: `python -m tests.serial.schema_files` writes them."""
    files = {file.name: file.read_text("utf-8") for file in schema_files.FOLDER.glob("*.json")}
    assert schema_files.made() == files
    assert 111 <= len(files)
    assert rulebooks.schema()["$schema"] == SCHEMAS["span/1"]["$schema"]
