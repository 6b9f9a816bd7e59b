"""Where a fault of a town stands: file, line and path."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.kernel.sheets import lines
from sanliang.kernel.wire import read_toml
from sanliang.townships._layer import Layer
from sanliang.townships._parts import PARTS

FILE = "township.toml"
LARGEST = 64 * 1024
"""The largest file of a town, in bytes; so no fault stands on a later line."""


def settled(faults: tuple[Fault, ...], layer: Layer, written: str) -> Iterator[Fault]:
    """The faults of parts at the changes of the document that made them; where none did, without a line."""
    places = [*_places(layer)]
    found = [
        (one, next(filter(None, (_beneath(one.path, *place) for place in places)), "")) for one in faults
    ]
    where = lines(written, [path for _, path in found if path])
    for fault, path in found:
        if path:
            yield _at(attrs.evolve(fault, path=path), where)
        else:
            yield attrs.evolve(fault, path=f"{FILE}: {fault.path}")


def _beneath(found: str, path: str, head: str) -> str:
    """Where in a document something of an entry stands whose change stands at *path*."""
    if found == head:
        return path
    return f"{path}.value{found[len(head) :]}" if found.startswith((f"{head}.", f"{head}[")) else ""


def _places(layer: Layer) -> Iterator[tuple[str, str]]:
    """Where each entry is written, the last one first: the path of a change, and the entry that it is of."""
    for part in PARTS:
        keys = [one.change.key for one in layer.changes if one.part == part]
        for place in reversed(range(len(keys))):
            yield f"{part}[{place}]", f"{part}.{keys[place]}"
    for place, one in enumerate(layer.open):
        yield f"open[{place}]", f"{one.part}.{one.key}"
    for place, one in enumerate(layer.open):
        yield f"open[{place}].part", one.part
    yield "id", "id"


def written_at(layer: Layer, part: str, key: str, path: str) -> tuple[str, str]:
    """
    The file of a town that says a rule, and the path there; nothing where none does, or nobody knows which.

    Args:
        layer: What the town changes. Where a county lies between, its changes stand in another file.
        part, key: The part and the entry in it; of rulebooks, the book.
        path: What of the entry.
    """
    changes = (one.change for one in layer.changes if one.part == part)
    places = [place for place, one in enumerate(changes) if one.key == key]
    if not places or len(layer.over) != 1:
        return "", ""
    if part == "rulebooks":
        return f"{key}.toml", path
    beneath = f".value{'.' if path and path[0] != '[' else ''}{path}" if path else ""
    return FILE, f"{part}[{places[-1]}]{beneath}"


def lines_of_book(written: str, paths: Iterable[str]) -> dict[str, int]:
    """
    By path, the line of the file of a rulebook; a path of what it takes over of another book is left out.

    Where it extends another, the entries of its lists have other places in the book, and no line either. A
    fact that an item defines in place stands there.
    """
    data = read_toml(written)
    inline = {f"fact.{id}": f"item.{id}.fact" for id in _inline(data)}
    at = {path: path for path in paths}
    for path in at:
        head = ".".join(path.split(".")[:2])
        at[path] = inline[head] + path[len(head) :] if head in inline else path
    where = lines(written, [one for one in at.values() if _is_in(data, _STEPS.findall(one)[:2])])
    return {path: where[one] for path, one in at.items() if one in where}


def _inline(data: Mapping[str, Any]) -> Iterator[str]:
    """The items that define their fact in place."""
    items = data.get("item")
    for id, item in items.items() if type(items) is dict else ():
        if type(item) is dict and type(item.get("fact")) is dict:
            yield id


_STEPS = re.compile(r"[^.\[\]]+")


def _is_in(data: Mapping[str, Any], steps: list[str]) -> bool:
    """Whether a document says the entry that a path leads to."""
    first, *second = steps
    entries = data.get(first)
    if type(entries) is list:
        return "extends" not in data
    return first in data and {*second} <= {*(entries if type(entries) is dict else ())}


def lined(faults: tuple[Fault, ...], written: str, *, error_count: int) -> InvalidInput:
    """The faults with file and line, in the order of lines; those of a book have theirs, and are last."""
    own = [fault.path for fault in faults if ".toml" not in fault.path]
    where = lines(written, own)
    ordered = sorted(faults, key=lambda fault: where.get(fault.path, LARGEST))
    placed = (_at(fault, where) for fault in ordered)
    return InvalidInput(*placed, count=error_count)


def _at(fault: Fault, where: Mapping[str, int]) -> Fault:
    if fault.path not in where:
        return fault
    return attrs.evolve(fault, path=f"{FILE}:{where[fault.path]}: {fault.path}".rstrip(": "))
