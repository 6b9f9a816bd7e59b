"""The schemas of types: what the data of a field may be, and of a class, all its fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from functools import partial
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap, _validate
from sanliang.kernel.labels import Labelled
from sanliang.kernel.privacy import Audience, Private
from sanliang.kernel.wire._in import UNREADABLE
from sanliang.serial._form import Form
from sanliang.serial._registry import Registry
from sanliang.serial._schema._demands import ALSO, demanded
from sanliang.serial._schema._own import own_document
from sanliang.serial._schema._parts import (
    PARTS,
    Schema,
    by_key,
    closed,
    codes_of,
    listed,
    ref,
    row,
    whole,
)
from sanliang.serial._schema._texts import described, fields_said
from sanliang.serial._shapes import LabelShape

_PLAIN: Mapping[Any, Schema] = {
    str: ref("any_text"),
    int: whole(),
    bool: {"type": "boolean"},
    date: ref("day"),
    datetime: ref("moment"),
    Fraction: ref("number"),
    NoneType: {"type": "null"},
    Any: {"type": ["null", "boolean", "integer", "string", "array", "object"]},
}
_PRIVATE: Mapping[Any, Schema] = {
    (): ref("private"),
    (str,): ref("private_text"),
    (int,): ref("private_whole"),
}
_NULL = _PLAIN[NoneType]
_FACTORY: Any = attrs.Factory
_UNSEEN: Any = False
"""The schema that nothing fits: what an audience does not see."""
_MASKED: Schema = {"type": "string"}
"""What the village sees of it; where it has been erased, that is nothing."""


def name_of(tag: str) -> str:
    """The name of a kind where no slash may stand: in `$defs`, and as a file."""
    return tag.replace("/", "-")


class Types:
    """
    The schemas of the types of a registry, for whoever reads what is written.

    Whatever has a name stands in `defs` under it, once. After a refusal it is not to be used any more.
    """

    def __init__(self, registry: Registry, audience: Audience | None) -> None:
        self.defs: dict[str, Schema] = dict(PARTS)
        self._registry = registry
        self._audience = audience
        self._public = audience in {Audience.VILLAGE, Audience.WEB}
        self._names = dict[Any, str]()
        self._shapes = {form.shape: form for form in registry.forms if get_origin(form.shape)}
        self._enums = {of: name for name, of in registry.enums.items()}

    # --- types ---------------------------------------------------------------------------------------------

    def of(self, kind: Any, bound: Mapping[Any, Any] = FrozenMap()) -> Any:
        """
        What the data of a type may be.

        Raises:
            InvalidInput: A type that no data is read as.
        """
        kind = bound.get(kind, kind)
        origin, args = get_origin(kind), get_args(kind)
        if kind in _PLAIN:
            return _PLAIN[kind]
        if isinstance(kind, NewType):
            return self.of(kind.__supertype__, bound)
        if origin is Annotated:
            return self.of(args[0], bound)
        if origin is Literal:
            return {"enum": [*args]}
        if Private in {kind, origin}:
            return _UNSEEN if self._public else _PRIVATE.get(args, _PRIVATE[()])
        if origin in {Union, UnionType}:
            return _union([self.of(one, bound) for one in args])
        if origin in {tuple, list, frozenset}:
            return self._list(origin, args, bound)
        if origin in {FrozenMap, Mapping, dict}:
            return by_key(*(self.of(one, bound) for one in args))
        if isinstance(kind, type) and issubclass(kind, Enum):
            return ref(self._names.get(kind) or self._enum(kind))
        if attrs.has(origin or kind):
            return ref(self.fields(_filled(kind, bound)))
        raise InvalidInput(UNREADABLE.fault(kind=getattr(kind, "__name__", kind)))

    def _list(self, origin: Any, args: tuple[Any, ...], bound: Mapping[Any, Any]) -> Schema:
        if origin is tuple and args[-1] is not ...:
            members = (self.of(one, bound) for one in args)
            return row(*(one for one in members if one is not _UNSEEN))
        once = {"uniqueItems": True} if origin is frozenset else {}
        return listed(self.of(args[0], bound), **once)

    def _enum(self, kind: type[Enum]) -> str:
        name = self._named(kind, self._enums.get(kind, kind.__name__))
        labels = [f"{one.value}: {one.zh}, {one.en}" for one in kind if isinstance(one, Labelled)]
        said = {"description": "\n".join(labels)} if labels else {}
        self.defs[name] = {**codes_of(kind), **said}
        return name

    def _named(self, kind: Any, wanted: str) -> str:
        """A name for a type that no other has."""
        name = wanted
        while name in self.defs:
            name += "_"
        self._names[kind] = name
        self.defs[name] = {}  # whatever stands within itself finds it there
        return name

    # --- classes -------------------------------------------------------------------------------------------

    def fields(self, kind: Any) -> str:
        """The name under which the fields of a class stand; with its kind, where it always carries that."""
        form = self._registry.by_class.get(kind) or self._shapes.get(kind)
        if form is not None and form.always:
            return self.document(form)
        shape = kind if form is None else form.shape
        known = self._names.get(shape)
        if known is not None:
            return known
        name = self._named(shape, _class_name(kind) if form is None else f"{name_of(form.tag)}.fields")
        self.defs[name] = self._table(shape, form)
        return name

    def document(self, form: Form[Any]) -> str:
        """
        The name under which a kind stands with its tag.

        Raises:
            InvalidInput: Its documents are its own, and nobody has said what they look like.
        """
        name = name_of(form.tag)
        if name not in self.defs:
            self.defs[name] = {}  # whatever stands within itself finds it there
            head: Schema = {"kind": {"const": form.tag}}
            if self._public and form.tag in self._registry.private:
                head["audience"] = {"const": str(self._audience)}
            self.defs[name] = {"title": form.tag, **described(form.of), **self._whole(form, head)}
        return name

    def _whole(self, form: Form[Any], head: Schema) -> Schema:
        if form.text is not None:
            table, parts = own_document(form)
            self.defs.update(parts)
        elif form.wraps:
            table = closed({"value": ref(self.fields(form.of))}, "value")
        else:
            table = self._table(form.shape, form)
        required = [*head, *table.get("required", ())]
        return {**table, "properties": {**head, **table["properties"]}, "required": required}

    def _table(self, kind: Any, form: Form[Any] | None) -> Schema:
        """The fields of a class, or of an alias of one."""
        of = get_origin(kind) or kind
        shown = of if form is None else form.of
        bound = dict(zip(getattr(of, "__parameters__", ()), get_args(kind), strict=False))
        properties, required, said = dict[str, Schema](), list[str](), fields_said(shown)
        for field in attrs.fields(attrs.resolve_types(of)):
            where = f"{shown.__name__}.{field.name}"
            found = self._field(field, bound, form, where) if field.init else _UNSEEN
            if found is not _UNSEEN:
                properties[field.name] = {**found, **said.get(field.name, {}), **self._default(field)}
                required += [field.name] if found is not _MASKED and _is_needed(field) else []
        table = closed(properties, *required, **described(shown))
        return _joined(table, self._labels() if of is LabelShape else ALSO.get(of, {}))

    def _field(self, field: Any, bound: Mapping[Any, Any], form: Form[Any] | None, path: str) -> Any:
        """What may stand in a field: what its type takes and its checks leave of that."""
        found = self.of(field.type, bound)
        if found is _UNSEEN:
            masked = form is not None and field.name in form.masks and self._audience is Audience.VILLAGE
            return _MASKED if masked else _UNSEEN
        more = None if form is None else form.checks.get(field.name)
        for check in (_validator(field), field.converter, more):
            try:
                found = found if check is None else demanded(check, found)
            except InvalidInput as error:
                raise InvalidInput(*(fault.under(path) for fault in error.faults)) from None
        return found

    def _default(self, field: Any) -> Schema:
        """What holds where nothing is said, where that is short."""
        if isinstance(field.default, _FACTORY) or field.default in (attrs.NOTHING, None):
            return {}
        data = self._registry.writers(Audience.LEDGER).of(field.default)
        return {} if isinstance(data, dict | list) and data else {"default": data}

    def _labels(self) -> Schema:
        """By the name of an enum, the codes of its members."""
        both = ({"of": {"const": name}, "code": codes_of(of)} for name, of in self._registry.enums.items())
        return {"anyOf": [{"properties": one} for one in both]}


def _union(members: list[Any]) -> Any:
    """One of several, `null` last; nothing, where the audience sees none of them."""
    seen = [one for one in members if one is not _UNSEEN]
    if seen in ([], [_NULL]):
        return _UNSEEN
    one, *others = sorted(seen, key=_is_null)
    return {"anyOf": [one, *others]} if others else one


def _is_null(one: Schema) -> bool:
    return one == _NULL


def _is_needed(field: Any) -> bool:
    """Whether it is always there."""
    return field.default is attrs.NOTHING and NoneType not in get_args(field.type)


def _validator(field: Any) -> Any:
    """What a class asks of a field when it is made: our check, where it is one of ours."""
    check = field.validator
    return check.args[0] if isinstance(check, partial) and check.func is _validate else check


def _joined(table: Schema, rule: Schema) -> Schema:
    """A table with one more rule."""
    more = rule.get("properties", {})
    properties = {name: {**one, **more.get(name, {})} for name, one in table["properties"].items()}
    return {**table, **rule, "properties": properties}


def _filled(kind: Any, bound: Mapping[Any, Any]) -> Any:
    """An alias with its parameters filled in."""
    free = getattr(kind, "__parameters__", ())
    return kind[tuple(bound[one] for one in free)] if free and get_args(kind) else kind


def _class_name(kind: Any) -> str:
    """A name for a class without a tag, and for an alias of one."""
    of = get_origin(kind) or kind
    return ".".join([of.__name__.removesuffix("Shape"), *map(_class_name, get_args(kind))])
