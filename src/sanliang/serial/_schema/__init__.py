"""The JSON Schemas of a registry, made of its forms: the types of fields and what their checks demand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from json import dumps
from typing import Any

from sanliang.kernel.fields import _BAD
from sanliang.kernel.privacy import Audience
from sanliang.serial._form import Form
from sanliang.serial._registry import Registry
from sanliang.serial._schema._parts import SPACES, Schema
from sanliang.serial._schema._types import Types, name_of

__all__ = ["as_text", "component_schemas", "document", "name_of"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_UNSEEN = re.compile(f"(?!\\n)(?:{_BAD.pattern}|[{SPACES[1:]}])")
_HERE, _THERE = "#/$defs/", "#/components/schemas/"


def document(form: Form[Any], registry: Registry, audience: Audience | None) -> Schema:
    """The schema of one kind, with whatever it needs in its `$defs`."""
    public = (
        audience if audience in {Audience.VILLAGE, Audience.WEB} and form.tag in registry.private else None
    )
    types: Types = registry.schemas_for(public, Types)
    found = types.defs[types.document(form)]
    id = ":".join(["urn:sanliang:schema", *form.tag.split("/"), *([] if public is None else [str(public)])])
    needed = {name: types.defs[name] for name in sorted(_needed(found, types.defs))}
    return deepcopy({"$schema": DIALECT, "$id": id, **found, "$defs": needed})


def as_text(data: Any) -> str:
    """
    A schema, or several, as a JSON document for people: Chinese as it is, but nothing that cannot be seen.

    The patterns of texts list what no text may have; a terminal or an editor is spared that.
    """
    shown = dumps(data, ensure_ascii=False, indent=1)
    return _UNSEEN.sub(lambda found: dumps(found[0])[1:-1], shown) + "\n"


def component_schemas(registry: Registry) -> Schema:
    """The schemas of all kinds, and of whatever stands in them, as OpenAPI names them."""
    types: Types = registry.schemas_for(None, Types)
    names = {types.document(form) for form in registry.forms}
    for name in [*names]:
        names |= _needed(types.defs[name], types.defs)
    return {name: _moved(types.defs[name]) for name in sorted(names)}


def _needed(schema: Any, defs: Schema) -> set[str]:
    """The names of what a schema refers to, and of what that refers to."""
    ahead, found = [*_named(schema)], set[str]()
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += _named(defs[name])
    return found


def _named(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict) and isinstance(name := schema.get("$ref"), str):
        yield name.removeprefix(_HERE)
    for one in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _named(one)


def _moved(schema: Any) -> Any:
    """A copy that refers to where OpenAPI has its schemas."""
    if isinstance(schema, dict):
        return {
            key: _THERE + one.removeprefix(_HERE) if key == "$ref" and isinstance(one, str) else _moved(one)
            for key, one in schema.items()
        }
    return [_moved(one) for one in schema] if isinstance(schema, list) else schema
