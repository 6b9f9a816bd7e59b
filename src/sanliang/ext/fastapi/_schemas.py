"""What an OpenAPI document says of our kinds: their schemas, under their names, and problems."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sanliang import serial
from sanliang.kernel.privacy import Audience
from sanliang.serial import Registry

MARK = "x-sanliang"
"""
Where a schema that stands in a document carries those it will be replaced by, as a text.

pydantic follows every reference that it finds and knows none of ours; `install` puts them in afterwards.
"""
SCHEMAS = "#/components/schemas/"

_TEXT = {"type": "string"}
_FOUND = {
    "type": "object",
    "properties": {"code": _TEXT, "path": _TEXT, "text": _TEXT},
    "required": ["code", "path", "text"],
}
_REASON = {"$ref": f"{SCHEMAS}problem.reason-1"}
PROBLEM_SCHEMAS: dict[str, Any] = {
    "problem-1": {
        "title": "problem-1",
        "description": "An error, as RFC 9457 has it. A refusal has `reasons`, any other error has `faults`.",
        "type": "object",
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "count": {"type": "integer", "minimum": 0},
            "faults": {"type": "array", "items": _FOUND},
            "reasons": {"type": "array", "items": _REASON},
        },
        "required": ["type", "title", "status", "detail", "count"],
    },
    "problem.reason-1": {
        "title": "problem.reason-1",
        **_FOUND,
        "properties": {
            **_FOUND["properties"],  # type: ignore[dict-item]
            "clause": _TEXT,
            "because": {"type": "array", "items": _REASON},
        },
    },
}

_SAYS = {
    404: "Nothing here has that id or name",
    409: "The rules do not allow it, or somebody else was faster",
    422: "What was sent is not valid",
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": says,
        "content": {"application/problem+json": {"schema": {"$ref": f"{SCHEMAS}problem-1"}}},
    }
    for status, says in _SAYS.items()
}
"""
What to say of a route in OpenAPI: `responses=PROBLEMS`, for all three, or for some of them.

Example:
    >>> sorted(PROBLEMS)
    [404, 409, 422]
"""
_OWN_ERROR = {"application/json": {"schema": {"$ref": f"{SCHEMAS}HTTPValidationError"}}}


def marked(tags: tuple[str, ...], registry: Registry, audience: Audience | None = None) -> dict[str, Any]:
    """A schema that says the kind alone, and carries the whole one to where `install` finds it."""
    parts, refs = dict[str, Any](), list[dict[str, str]]()
    for tag in tags:
        name, found = _parts(tag, registry, audience)
        parts.update(found)
        refs.append({"$ref": f"{SCHEMAS}{name}"})
    return {
        "type": "object",
        "properties": {"kind": {"enum": [*tags]}},
        "required": ["kind"],
        MARK: json.dumps({"schema": refs[0] if len(refs) == 1 else {"anyOf": refs}, "parts": parts}),
    }


def _parts(tag: str, registry: Registry, audience: Audience | None) -> tuple[str, dict[str, Any]]:
    """The component of a kind and those below it; what an audience sees otherwise has its name at the end."""
    name = tag.replace("/", "-")
    shown, plain = (_split(name, tag, registry, one) for one in (audience, None))
    other = {one for one in shown if shown[one] != plain.get(one)}
    while more := {one for one in shown if one not in other and _refs(shown[one]) & other}:
        other |= more
    names = {one: f"{one}.{audience}" if one in other else one for one in shown}
    return names[name], {names[one]: _pointing(schema, names) for one, schema in shown.items()}


def _split(name: str, tag: str, registry: Registry, audience: Audience | None) -> dict[str, Any]:
    """A schema and its definitions, by name."""
    whole = serial.schema_of(tag, audience=audience, registry=registry)
    parts: dict[str, Any] = whole.pop("$defs", {})
    return {**parts, name: {key: one for key, one in whole.items() if key not in {"$schema", "$id"}}}


def _refs(value: Any) -> set[str]:
    """The names that a schema refers to."""
    if isinstance(value, dict):
        own = {value["$ref"].rpartition("/")[2]} if isinstance(value.get("$ref"), str) else set[str]()
        return own.union(*map(_refs, value.values()))
    return set[str]().union(*map(_refs, value)) if isinstance(value, list) else set()


def _pointing(value: Any, names: Mapping[str, str]) -> Any:
    """A schema whose references lead to components, by their names there."""
    if isinstance(value, dict):
        found = {key: _pointing(one, names) for key, one in value.items()}
        if isinstance(ref := value.get("$ref"), str):
            name = ref.rpartition("/")[2]
            found["$ref"] = f"{SCHEMAS}{names.get(name, name)}"
        return found
    return [_pointing(one, names) for one in value] if isinstance(value, list) else value


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI document with our schemas in place of their marks, and problems for FastAPI's own errors."""
    found = dict(PROBLEM_SCHEMAS)
    for operation in _operations(document):
        _say_body(operation)
        _say_problem(operation)
    whole: dict[str, Any] = _unmarked(document, found)
    schemas = whole.setdefault("components", {}).setdefault("schemas", {})
    # A model of the application's own keeps its name.
    names = {name: f"sanliang.{name}" if name in schemas else name for name in found}
    schemas.update((names[name], _pointing(schema, names)) for name, schema in found.items())
    # FastAPI's own shape of errors goes, where nothing is left that names it.
    for name in ("HTTPValidationError", "ValidationError"):
        if f'"{SCHEMAS}{name}"' not in json.dumps(whole):
            schemas.pop(name, None)
    whole["components"]["schemas"] = dict(sorted(schemas.items()))
    return whole


def _operations(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document.get("paths", {}).values():
        yield from (one for one in path.values() if isinstance(one, dict))


def _say_body(operation: dict[str, Any]) -> None:
    """The body that a dependency of ours reads: it came in with the header that it looks at."""
    parameters = operation.get("parameters", [])
    for one in [one for one in parameters if MARK in one["schema"]]:
        parameters.remove(one)
        content = {"application/json": {"schema": {MARK: one["schema"][MARK]}}}
        operation["requestBody"] = {"required": True, "content": content}
    if not parameters:
        operation.pop("parameters", None)


def _say_problem(operation: dict[str, Any]) -> None:
    """A problem, where FastAPI says that it would answer with an error in a shape of its own."""
    if operation["responses"].get("422", {}).get("content") == _OWN_ERROR:
        operation["responses"]["422"] = PROBLEMS[422]


def _unmarked(value: Any, found: dict[str, Any]) -> Any:
    """The same, with the schemas that a mark carries put where it stands and gathered."""
    if isinstance(value, dict):
        if MARK in value:
            carried = json.loads(value[MARK])
            found.update(carried["parts"])
            return carried["schema"]
        return {key: _unmarked(one, found) for key, one in value.items()}
    return [_unmarked(one, found) for one in value] if isinstance(value, list) else value
