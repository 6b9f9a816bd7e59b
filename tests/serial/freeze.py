"""
The shapes and the fixtures of all kinds: `python -m tests.serial.freeze` adds those of new kinds.

What is frozen is never written again: it is what a release has written, and what every later one reads. The
schemas are written anew: they follow the code.
"""

import json
import types
import typing
import warnings
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from pathlib import Path

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from tests.serial import schema_files

import sanliang.serial
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.privacy import Private
from sanliang.serial import BASE

FIXTURES = Path(sanliang.serial.__file__).parent / "fixtures"
SHAPES = Path(__file__).parent / "shapes.json"
PLAIN = {
    str: "text",
    int: "whole",
    bool: "yes or no",
    date: "day",
    datetime: "moment",
    Fraction: "exact",
    types.NoneType: "nothing",
    typing.Any: "anything",
}


def file_of(tag):
    """The fixture of a kind: a tag is no name of a file."""
    return FIXTURES / f"{tag.replace('/', '-')}.json"


def described(kind, classes, bound=None):
    """A type in words that no refactoring changes; the classes in it are added to *classes*, by name."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    kind = (bound or {}).get(kind, kind)
    if kind in PLAIN:
        return PLAIN[kind]
    inner = [described(one, classes, bound) for one in args if one is not ...]
    if origin in {typing.Union, types.UnionType}:
        return " or ".join(sorted(inner))
    if origin is Private:
        return f"private {inner[0]}"
    if origin in {FrozenMap, Mapping}:
        return f"map of {inner[0]} to {inner[1]}"
    if origin is tuple:
        return f"list of {inner[0]}" if args[-1] is ... else f"row of {', '.join(inner)}"
    if origin is frozenset:
        return f"set of {inner[0]}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "one of " + ", ".join(str(one.value) for one in kind)
    return described_class(kind, classes)


def described_class(kind, classes):
    """The name of a class, whose fields are added to *classes*."""
    of = typing.get_origin(kind) or kind
    form = BASE.by_class.get(of)
    name = " of ".join([of.__name__, *(described(one, classes) for one in typing.get_args(kind))])
    name = name if form is None else form.tag
    if form is not None:
        kind = form.shape
        of = typing.get_origin(kind) or kind
    if name not in classes:
        fields = classes[name] = {}
        bound = dict(zip(getattr(of, "__parameters__", ()), typing.get_args(kind), strict=True))
        for field in attrs.fields(attrs.resolve_types(of)):
            if field.init:
                said = described(_filled(field.type, bound), classes, bound)
                fields[field.name] = said if field.default is attrs.NOTHING else f"{said}, or left out"
    return name


def _filled(kind, bound):
    """An alias with its parameters filled in."""
    free = getattr(kind, "__parameters__", ())
    return kind[tuple(bound[one] for one in free)] if free and all(one in bound for one in free) else kind


def shape(form):
    """The fields of a form, and those of every class in them."""
    if form.text is not None:
        return "a document of its own"
    classes = {}
    name = described_class(form.shape, classes)
    return {"fields": classes.pop(name), "classes": classes}


def shapes():
    """The shapes of all kinds."""
    return {form.tag: shape(form) for form in BASE.forms}


def example(tag):
    """The longest document of so many generated ones: it has most of the fields."""
    from sanliang.testing.strategies._stored import BY_TAG

    found = []

    @settings(
        max_examples=60,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[*HealthCheck],
    )
    @given(BY_TAG[tag])
    def collect(value):
        found.append(sanliang.serial.dumps(value, audience="ledger"))

    collect()
    return json.loads(max((text for text in found if len(text) < 6000), key=len))


def main():
    """Write what is not frozen yet."""
    warnings.simplefilter("ignore")
    FIXTURES.mkdir(exist_ok=True)
    frozen = json.loads(SHAPES.read_text("utf-8")) if SHAPES.exists() else {}
    SHAPES.write_text(_laid_out({**shapes(), **frozen}), "utf-8")
    for tag in BASE.tags:
        if not file_of(tag).exists():
            file_of(tag).write_text(_laid_out(example(tag)), "utf-8")
    schema_files.main()


def _laid_out(data):
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    main()
