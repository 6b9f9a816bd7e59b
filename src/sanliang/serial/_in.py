"""Plain data as values: the strict converter of the kernel, with what the words need besides."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

import attrs

from sanliang.kernel import wire
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FLOAT, FrozenMap
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import LARGEST as LARGEST_PRIVATE
from sanliang.kernel.privacy import Private
from sanliang.kernel.wire._in import _table_reader
from sanliang.serial._form import check_fields
from sanliang.serial._plain import clean, number

if TYPE_CHECKING:
    from cattrs import Converter

    from sanliang.serial._form import Form
    from sanliang.serial._registry import Registry

NOT_PRIVATE = Phrase(
    "private.shape",
    "应为台账中的隐私内容：value 或 whole 及 salt，或只有 commitment",
    "must be a private value as the ledger has it: value or whole with a salt, or a commitment alone",
)
NO_MEMBER = Phrase("union.none", "应为 {known} 之一", "must be one of: {known}")
AS_TEXT = Phrase(
    "number.as_text",
    "带小数点的数须以文字写出，如“2.5”",
    "must be written as text, such as '2.5', since it has a decimal point",
)

_SALT = re.compile(r"(?:[0-9a-f]{2}){16,64}")
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,18}")


def strict(registry: Registry) -> Converter:
    """A fresh converter that reads the kinds of a registry."""
    made = wire.converter()
    made.register_structure_hook(str, _texts(made.get_structure_hook(str)))
    made.register_structure_hook_func(_is(Fraction), lambda data, _: number(data))
    made.register_structure_hook_func(_is(Any), _anything)
    made.register_structure_hook_func(_is_private, _private)
    made.register_structure_hook_func(_is_mapping, _mapping(made))
    made.register_structure_hook_factory(_is_class, lambda kind: _class_reader(kind, made, registry))
    made.register_structure_hook_factory(_is_union, lambda kind: _union_reader(kind, made, registry))
    return made


def _is(one: Any) -> Callable[[Any], bool]:
    return lambda kind: kind is one


def _is_mapping(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is Mapping


def _is_private(kind: Any) -> bool:
    return kind is Private or get_origin(kind) is Private


def _is_class(kind: Any) -> bool:
    return attrs.has(get_origin(kind) or kind)


def _is_union(kind: Any) -> bool:
    """Whether it is a union of more than a type and `None`."""
    return get_origin(kind) in {Union, UnionType} and bool(_members(kind)[1:])


def _members(kind: Any) -> list[Any]:
    """The types that are joined, but for that of `None`."""
    return [one for one in get_args(kind) if one is not NoneType]


def _texts(read: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Texts as the kernel reads them, and clean; an enum of texts is asked for here as well."""

    def read_clean(data: Any, kind: Any) -> Any:
        if kind is str and type(data) is str:
            return clean(data)
        return read(data, kind)

    return read_clean


def _anything(data: Any, _: Any) -> Any:
    """What only the class that takes it can check; it never is a float, nor a number with a point."""
    if isinstance(data, float):
        raise InvalidInput(FLOAT.fault())
    if isinstance(data, Fraction):
        raise InvalidInput(AS_TEXT.fault())
    return clean(data) if type(data) is str else data


def _private(data: Any, kind: Any) -> Private[Any]:
    """A private value as the ledger has it."""
    of = get_args(kind)
    match data:
        case {"value": str(value), "salt": str(salt), **rest} if not rest and int not in of:
            pass
        case {"whole": str(digits), "salt": str(salt), **rest} if not rest and str not in of:
            value = _private_whole(digits)
        case {"commitment": str(commitment), **rest} if not rest:
            return Private.erased(commitment)
        case _:
            raise InvalidInput(NOT_PRIVATE.fault())
    if not _SALT.fullmatch(salt):
        raise InvalidInput(NOT_PRIVATE.fault("salt"))
    return Private(value, salt=bytes.fromhex(salt))


def _private_whole(digits: str) -> Any:
    if not _WHOLE.fullmatch(digits) or abs(int(digits)) > LARGEST_PRIVATE:
        raise InvalidInput(NOT_PRIVATE.fault("whole"))
    return int(digits)


def _mapping(made: Converter) -> Callable[[Any, Any], Any]:
    def read(data: Any, kind: Any) -> Any:
        frozen: Any = FrozenMap[get_args(kind)]  # type: ignore[misc]
        return made.structure(data, frozen)

    return read


def _class_reader(kind: Any, made: Converter, registry: Registry) -> Callable[[Any, Any], Any]:
    """How a class is read: what is left out is nothing where a field may be that."""
    form = registry.by_class.get(kind)
    if form is not None and form.always:
        return _tagged_reader(form, made, registry)
    return table_reader(kind, made) if form is None else form_reader(form, made)


def form_reader(form: Form[Any], made: Converter) -> Callable[[Any, Any], Any]:
    """How the data of a form becomes a value: its kind apart."""
    read, make = table_reader(form.shape, made), form.make
    if not form.checks:
        return read if make is None else lambda data, to: make(read(data, to))

    def read_checked(data: Any, to: Any) -> Any:
        value = read(data, to)
        check_fields(form, value)
        return value if make is None else make(value)

    return read_checked


def table_reader(kind: Any, made: Converter) -> Callable[[Any, Any], Any]:
    """How a table becomes a value of an attrs class, or of an alias of one."""
    of = get_origin(kind) or kind
    read = _table_reader(kind, made)
    unsaid = {
        field.name: None
        for field in attrs.fields(attrs.resolve_types(of))
        if field.default is attrs.NOTHING and NoneType in get_args(field.type)
    }
    if not unsaid:
        return read
    return lambda data, to: read({**unsaid, **data} if type(data) is dict else data, to)


def _tagged_reader(form: Form[Any], made: Converter, registry: Registry) -> Callable[[Any, Any], Any]:
    """How a kind is read that carries its tag wherever it stands."""
    read = form_reader(form, made)
    return lambda data, to: read(registry.opened(data, (form.tag,)).data, to)


def _union_reader(kind: Any, made: Converter, registry: Registry) -> Callable[[Any, Any], Any]:
    """How one of several types is read: a table by its kind, anything else as the one that is no class."""
    members = _members(kind)
    forms = {form.tag: form for one in members if (form := registry.by_class.get(one)) and form.always}
    others = [one for one in members if not _is_class(one)]
    optional = NoneType in get_args(kind)
    known = (*(getattr(one, "__name__", str(one)) for one in others), *forms)

    def read(data: Any, _: Any) -> Any:
        if data is None and optional:
            return None
        if type(data) is dict and forms:
            found = registry.opened(data, tuple(forms))
            return made.structure({"kind": found.form.tag, **found.data}, found.form.of)
        match others:
            case [one]:
                return made.structure(data, one)
        raise InvalidInput(NO_MEMBER.fault(known=known))

    return read
