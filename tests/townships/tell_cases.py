"""
What a course case may say, as the page `docs/reference/town-cases.md` tells it: keys of `given`, and codes.

    python -m tests.townships.tell_cases

writes the tables of the page anew; what stands above them is written by hand.
"""

import pkgutil
import re
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs

from sanliang import points
from sanliang.kernel import lifecycles
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.privacy import Private
from sanliang.townships._parts import COURSES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "town-cases.md"
START = "## What comes with a move"
SHAPES = {"event", "fork", "kind", "lifecycle", "list", "log", "text", "value"}
"""What is said of arguments and tables, and never of a move."""
PLAIN = {
    datetime: "moment",
    str: "text",
    int: "whole number",
    bool: "true or false",
    date: "day",
    Fraction: "number",
    Text: "text",
}


def words():
    """By package, the lifecycles that it brings."""
    found = {}
    for name, part in COURSES.items():
        package = part.base().kind.given.__module__.split(".")[1]
        found.setdefault(package, {})[name] = part.base()
    return found


def told(kind, seen):
    """A type in words; a class of its own by its name, which gets a line of its own."""
    origin, inside = get_origin(kind), [one for one in get_args(kind) if one not in {NoneType, Ellipsis}]
    if kind in PLAIN:
        return PLAIN[kind]
    if origin in {Union, UnionType}:
        return " or ".join(dict.fromkeys(told(one, seen) for one in inside))
    if origin in {tuple, frozenset, list}:
        return f"list of {told(inside[0], seen)}"
    if origin is FrozenMap:
        return f"table of {told(inside[1], seen)}"
    if Private in {kind, origin}:
        return "text"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(f"`{one.value}`" for one in kind)
    seen.setdefault(kind)
    return f"`{called(kind)}`"


def called(kind):
    """A class by its word and its name; what all words share, by its name alone."""
    _, package, *_ = kind.__module__.split(".")
    return kind.__name__ if package == "kernel" else f"{package}.{kind.__name__}"


def keys(kind, seen):
    """The keys of a class, each with what it holds; one that may be left out in brackets."""
    hints = get_type_hints(kind)
    for field in attrs.fields(kind):
        if field.init:
            needed = field.default is attrs.NOTHING
            yield field.name, needed, told(hints[field.name], seen)


def of_given(course, seen):
    """The table of what comes with the moves of a course."""
    needs = {}
    for row in course.rows:
        for need in row.needs:
            needs.setdefault(need, dict.fromkeys([])).setdefault(f"`{row.move}`")
    yield f"### `{course.kind.name}` {course.kind.label.zh}"
    yield ""
    yield "| key | what it holds | moves that need it |"
    yield "|---|---|---|"
    for name, _, holds in keys(course.kind.given, seen):
        yield f"| `{name}` | {holds} | {', '.join(needs.get(name, ())) or '-'} |"
    yield ""


def of_parts(seen):
    """The table of the classes that stand in what comes with moves, and in one another."""
    yield "### What stands in them"
    yield ""
    yield "| | keys; those in brackets may be left out |"
    yield "|---|---|"
    lines, done = [], set()
    while waiting := [one for one in seen if one not in done]:
        for kind in waiting:
            done.add(kind)
            said = (
                f"`{name}` {holds}" if needed else f"(`{name}` {holds})"
                for name, needed, holds in keys(kind, seen)
            )
            lines.append(f"| `{called(kind)}` | {'; '.join(said)} |")
    yield from sorted(lines)
    yield ""


def phrases(package):
    """The reasons and faults of a package by code; a phrase that is only ever filled in is neither."""
    modules = [
        package,
        *(import_module(f"{package.__name__}.{one.name}") for one in pkgutil.iter_modules(package.__path__)),
    ]
    written = "\n".join(Path(one.__file__).read_text("utf-8") for one in modules)
    found = {}
    for module in modules:
        for name, one in vars(module).items():
            if isinstance(one, Phrase) and one.code.partition(".")[0] not in SHAPES:
                uses = re.findall(
                    rf"^(?!{name} = |from .*|    {name},).*\b{name}\b(\.fill)?", written, re.MULTILINE
                )
                if not one.code.endswith("_due") and any(use != ".fill" for use in uses):
                    found[one.code] = one
    return found


def of_codes(title, known):
    """The table of codes."""
    yield f"### {title}"
    yield ""
    yield "| code | 中文 | English |"
    yield "|---|---|---|"
    yield from (f"| `{code}` | {known[code].zh} | {known[code].en} |" for code in sorted(known))
    yield ""


def tables():
    """All tables of the page."""
    seen: dict[Any, None] = {}
    lines = [START, ""]
    for courses in words().values():
        for course in courses.values():
            lines += of_given(course, seen)
    lines += of_parts(seen)
    lines += ["## Codes of `refused`", ""]
    lines += of_codes("every word", phrases(lifecycles))
    for package, courses in words().items():
        lines += of_codes(
            ", ".join(f"`{name}`" for name in courses), phrases(import_module(f"sanliang.{package}"))
        )
    lines += of_codes("`points`", phrases(points))
    return "\n".join(lines)


if __name__ == "__main__":
    head = PAGE.read_text("utf-8").partition(START)[0]
    PAGE.write_text(head + tables(), "utf-8")
