"""Schemas of a registry of one's own: its types, its checks, its documents."""

from collections.abc import Mapping
from datetime import date
from enum import Enum, IntEnum
from functools import partial
from typing import Annotated, Any, Generic, Literal, NewType, TypeVar

import attrs
import pytest
from tests.serial.test_schemas import SCHEMAS, codes, in_keys, takes

from sanliang import InvalidInput, Private, Text, pledges, serial
from sanliang.kernel import fields
from sanliang.kernel.fields import FrozenMap, checked, each, identifier, optional
from sanliang.kernel.labels import Labelled
from sanliang.kernel.privacy import mask_name
from sanliang.serial import BASE, Form, schema_of

T = TypeVar("T")


class Colour(Labelled):
    """An enum whose members have names."""

    RED = "red", "红", "red"


class Size(IntEnum):
    """An enum of numbers."""

    SMALL = 1


class Grade(Enum):
    """A name that another enum of the registry has."""

    A = "a"


Id = NewType("Id", str)


@attrs.frozen(kw_only=True)
class Box(Generic[T]):
    """A class without a tag, with a parameter."""

    inner: T
    more: "tuple[Box[T], ...]" = ()


@attrs.frozen(kw_only=True)
class Lamp:
    """
    A lamp of the town's list.

    Args:
        id: Its id,
            in two lines.
        low, high: Bounds.
    """

    id: Id = attrs.field(validator=checked(identifier))
    low: Annotated[int, "metres"] = 3
    high: Literal["a", "b"] = "a"
    colour: Colour = Colour.RED
    size: Size = Size.SMALL
    boxes: list[Box[int]] = attrs.Factory(list)
    days: dict[str, date] = attrs.Factory(dict)
    says: Text | None = None
    any: Any = None
    owner: Private[str] | None = None
    number: Private[int] | None = None
    either: Private | None = None
    owners: tuple[Private[str], ...] = ()
    by_id: FrozenMap[str, Private[str]] = FrozenMap()
    row: tuple[int, Private[str]] | None = None
    last: Mapping[str, int] = FrozenMap({"a": 1})
    hidden: int = attrs.field(init=False, default=1)


@attrs.frozen(kw_only=True)
class Empty:
    """A value of which there is only one."""


TOWN = BASE.with_(
    Form(tag="lamp/1", of=Lamp, masks={"owner": mask_name}),
    Form(tag="box/1", of=Box, shape=Box[Grade]),
    enums={"town.Colour": Colour},
)
LAMP = {"kind": "lamp/1", "id": "l-1", "boxes": [{"inner": 1, "more": [{"inner": 2}]}], "row": None}
PRIVATE = {"value": "禾苗", "salt": "00" * 16}
LAMPS = {
    "all": ({"owner": PRIVATE, "number": {"whole": "3", "salt": "00" * 16}, "either": PRIVATE}, True),
    "erased": ({"owner": {"commitment": "0" * 64}, "owners": [PRIVATE], "by_id": {"a": PRIVATE}}, True),
    "row": ({"row": [1, PRIVATE], "days": {"a": "2026-07-01"}, "any": {"a": [True]}}, True),
    "a number for a text": ({"owner": {"whole": "3", "salt": "00" * 16}}, False),
    "a text for a number": ({"number": PRIVATE}, False),
    "a code": ({"colour": "blue"}, False),
    "an enum's number": ({"size": 2}, False),
    "a literal": ({"high": "c"}, False),
    "a box": ({"boxes": [{"inner": "1"}]}, False),
    "a short row": ({"row": [1]}, False),
    "hidden": ({"hidden": 1}, False),
    "a float": ({"any": 1.5}, False),
    "a large number": ({"number": {"whole": "1" + "0" * 18, "salt": "00" * 16}}, True),
    "a larger number": ({"number": {"whole": "1" + "0" * 17 + "1", "salt": "00" * 16}}, False),
    "an odd salt": ({"owner": {**PRIVATE, "salt": "0" * 33}}, False),
}


@pytest.mark.parametrize(("more", "taken"), LAMPS.values(), ids=LAMPS.keys())
def test_a_kind_of_a_town_has_a_schema(more, taken):
    """Whatever type a field may have, loader and schema agree."""
    data = {**LAMP, **more}
    assert taken == takes(schema_of(Lamp, registry=TOWN), data)
    assert taken == (not codes(data, TOWN))


def test_a_schema_says_what_the_docstring_says():
    """Of the class, and of each field; names of enums are those of the registry, labels in both languages."""
    schema = schema_of(Lamp, registry=TOWN)
    assert "A lamp of the town's list." == schema["description"]
    said = {name: one.get("description") for name, one in schema["properties"].items()}
    assert ("Its id, in two lines.", "Bounds.", "Bounds.") == (said["id"], said["low"], said["high"])
    assert "red: 红, red" == schema["$defs"]["town.Colour"]["description"]
    assert {"enum": [1]} == schema["$defs"]["Size"]
    assert (3, "red", 1) == tuple(schema["properties"][name]["default"] for name in ("low", "colour", "size"))
    assert "default" not in schema["properties"]["last"]
    assert ["kind", "id"] == schema["required"]
    assert "Box.int" in schema["$defs"]


def test_a_field_of_any_text_has_to_be_there():
    """A check that takes any text says what a mask is like, and is none."""

    def text(value, path=""):
        return value

    text.schema = {"type": "string"}
    note = attrs.make_class("Note", {"text": attrs.field(type=str, validator=checked(text))})
    schema = schema_of(note, registry=BASE.with_(Form(tag="note/1", of=note)))
    assert ["kind", "text"] == schema["required"]


def test_a_name_that_is_taken_gets_another():
    """Two classes of one name are two definitions."""
    first = attrs.make_class("Twin", {"a": attrs.field(type=int)})
    second = attrs.make_class("Twin", {"b": attrs.field(type=int)})
    pair = attrs.make_class("Pair", {"one": attrs.field(type=first), "two": attrs.field(type=second)})
    schema = schema_of(pair, registry=BASE.with_(Form(tag="pair/1", of=pair)))
    assert {"Twin", "Twin_"} == schema["$defs"].keys()
    assert takes(schema, {"kind": "pair/1", "one": {"a": 1}, "two": {"b": 1}})


def test_the_public_sees_nothing_private_of_a_town():
    """A field goes, a list and a map are empty, a row is shorter, a masked field is a text."""
    value = Lamp(
        id="l-1",
        owner=Private("禾苗"),
        number=Private(3),
        owners=(Private("禾苗"),),
        by_id=FrozenMap({"a": Private("禾苗")}),
        row=(1, Private("禾苗")),
    )
    for audience, masked in (("village", {"owner"}), ("web", set())):
        schema = schema_of(Lamp, audience=audience, registry=TOWN)
        data = serial.to_dict(value, audience=audience, registry=TOWN)
        assert takes(schema, data)
        assert masked == {"owner", "number", "either"} & schema["properties"].keys()
        assert not takes(schema, {**data, "owners": ["禾苗"]})
        assert not takes(schema, {**data, "by_id": {"a": "禾苗"}})


def test_what_has_been_erased_is_not_there_for_the_village():
    """Of a field that is always there the village sees a mask, and nothing once it has been erased."""
    of = attrs.make_class("Named", {"name": attrs.field(type=Private[str])}, frozen=True)
    town = BASE.with_(Form(tag="named/1", of=of, masks={"name": mask_name}))
    schema = schema_of(of, audience="village", registry=town)
    for name in (Private("禾苗"), Private.erased("0" * 64)):
        assert takes(schema, serial.to_dict(of(name), audience="village", registry=town))
    assert ["kind", "audience"] == schema["required"]
    assert ["kind", "name"] == schema_of(of, registry=town)["required"]


# --- checks and documents of one's own ---------------------------------------------------------------------


def even(value, path=""):
    """A check that the table of the schemas does not have."""
    if value % 2:
        raise InvalidInput(fields.NOT_WHOLE.fault(path))
    return value


def odd(value, path=""):
    """Such a check that says itself what it demands."""
    return value


odd.schema = {"type": "integer", "not": {"multipleOf": 2}}


def with_check(check, **more):
    """A kind whose one field has a check."""
    of = attrs.make_class(
        "Counted", {"count": attrs.field(type=int, **(more or {"validator": checked(check)}))}
    )
    return of, BASE.with_(Form(tag="counted/1", of=of))


UNKNOWN = {
    "a check": with_check(even),
    "one in another": with_check(optional(even)),
    "one with bounds": with_check(partial(even, path="x")),
    "a validator of attrs": with_check(None, validator=attrs.validators.gt(1)),
    "a converter": with_check(None, converter=even),
}


@pytest.mark.parametrize(("of", "registry"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_a_check_that_says_nothing_is_refused(of, registry):
    """A new check without an entry fails, with class and field: no schema is loose in silence."""
    for _ in range(2):
        with pytest.raises(InvalidInput, match="give the check an attribute `schema`") as caught:
            schema_of(of, registry=registry)
        assert ("Counted.count", "schema.check") == (caught.value.path, caught.value.code)
    assert schema_of("span/1", registry=registry) == SCHEMAS["span/1"]


def test_a_check_may_say_what_it_demands():
    """In an attribute; as a field's own check, within another, and of a form."""
    of, registry = with_check(optional(odd))
    schema = schema_of(of, registry=registry)
    assert [True, False, True] == [takes(schema, {"kind": "counted/1", "count": one}) for one in (1, 2, None)]

    plain = attrs.make_class("Plain", {"count": attrs.field(type=int)})
    town = BASE.with_(Form(tag="plain/1", of=plain, checks={"count": odd}))
    assert not takes(schema_of(plain, registry=town), {"kind": "plain/1", "count": 2})

    many = attrs.make_class("Many", {"all": attrs.field(type=tuple[int, ...], validator=checked(each(odd)))})
    schema = schema_of(many, registry=BASE.with_(Form(tag="many/1", of=many)))
    assert [True, False] == [takes(schema, {"kind": "many/1", "all": one}) for one in ([1, 3], [1, 2])]


def test_a_check_that_may_be_left_out_stands_for_each_of_several_kinds():
    """A field that is one of two kinds or nothing keeps both."""
    either = checked(optional(partial(fields._instance, object)))
    of = attrs.make_class(
        "Either", {"on": attrs.field(type=date | bool | None, default=None, validator=either)}
    )
    schema = schema_of(of, registry=BASE.with_(Form(tag="either/1", of=of)))
    taken = [takes(schema, {"kind": "either/1", "on": one}) for one in ("2026-07-01", True, None, 1)]
    assert [True, True, True, False] == taken


def test_a_form_asks_of_a_field_what_its_class_does_not():
    """Every fault at once, each with its path."""
    checks = {"a": identifier, "b": partial(fields.whole, least=1)}
    plain = attrs.make_class("Plain", {"a": attrs.field(type=str), "b": attrs.field(type=int)})
    town = BASE.with_(Form(tag="plain/1", of=plain, checks=checks))
    assert plain("x", 1) == serial.from_dict({"kind": "plain/1", "a": "x", "b": 1}, registry=town)
    with pytest.raises(InvalidInput) as caught:
        serial.from_dict({"kind": "plain/1", "a": "", "b": 0}, registry=town)
    assert ["a", "b"] == [fault.path for fault in caught.value.faults]


def test_a_document_of_its_own_says_what_it_looks_like():
    """In an attribute of its reader; without one it is refused."""

    def read(text, *, most):
        return Empty()

    def registry():
        return BASE.with_(Form(tag="empty/1", of=Empty, text=(lambda _: '{"kind":"empty/1"}', read)))

    with pytest.raises(InvalidInput) as caught:
        schema_of(Empty, registry=registry())
    assert "empty/1" == caught.value.path
    read.schema = {"type": "object", "properties": {}, "additionalProperties": False}
    schema = schema_of(Empty, registry=registry())
    assert [True, False] == [takes(schema, {"kind": "empty/1", **one}) for one in ({}, {"a": 1})]


def test_a_type_that_no_data_is_read_as_is_refused():
    """As the loader refuses it."""
    of = attrs.make_class("Floating", {"a": attrs.field(type=float)})
    with pytest.raises(InvalidInput, match="cannot be read from data"):
        schema_of(of, registry=BASE.with_(Form(tag="floating/1", of=of)))


def test_the_parts_of_a_sentence_are_of_the_registry():
    """A label names an enum that the registry has, and one of its codes."""
    schema = schema_of("reason/1", registry=TOWN)
    for label, taken in (
        ({"of": "town.Colour", "code": "red"}, True),
        ({"of": "town.Colour", "code": "good"}, False),
        ({"of": "pledges.Grade", "code": pledges.Grade.GOOD.value}, True),
        ({"of": "os.Enum", "code": "red"}, False),
    ):
        data = {"kind": "reason/1", "code": "a", "says": {"zh": "a"}, "params": {"x": {"label": label}}}
        assert taken == takes(schema, data)
        assert taken == (not codes(data, TOWN))
    assert "town.Colour" not in [*in_keys(SCHEMAS["reason/1"], "const")]
