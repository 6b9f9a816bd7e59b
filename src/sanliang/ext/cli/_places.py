"""On which line of a JSON text the places of its faults stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sanliang.kernel.wire._in import shown_key

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],]|[^\s{}\[\],:"]+')
_JOINT = re.compile(r"\.|(?=\[)")


class Lines(NamedTuple):
    """The line of the first value at a path, and of the last: a key may stand twice."""

    first: int
    last: int


def lines_of(text: str, paths: Iterable[str]) -> dict[str, Lines]:
    """
    The lines of these paths, and of all that they stand in; those that the text does not have are left out.

    Args:
        text: A JSON text that was parsed, whatever stands in it.
        paths: As faults have them: keys that are no codes are `(key)` there.
    """
    asked = {""}.union(*map(_ways, paths))
    found, line, at = dict[str, Lines](), 1, 0
    for path, place in _values(text, asked):
        line, at = line + text.count("\n", at, place), place
        found[path] = Lines(found[path].first if path in found else line, line)
    return found


def nearest_line(path: str, lines: dict[str, Lines], *, last: bool = False) -> int | None:
    """The line of a path; where the text does not have it, of what it should have stood in."""
    for way in sorted(_ways(path), key=len, reverse=True):
        if way in lines:
            return lines[way].last if last else lines[way].first
    return None


def _ways(path: str) -> set[str]:
    """A path and all that leads to it."""
    return {path[: joint.start()] for joint in _JOINT.finditer(path)} | {"", path}


def _values(text: str, asked: set[str]) -> Iterator[tuple[str, int]]:
    """Each value at a path that is asked for, and where it begins: at its key, where it has one."""
    # Of each table and list that is open: its path, where it is asked for, and the place in a list.
    paths, places, keyed = list[str | None](), list[int | None](), False
    path: str | None = ""
    for token in _TOKEN.finditer(text):
        written = token[0]
        if written in {"}", "]"}:
            paths.pop()
            places.pop()
            keyed = False
            continue
        if written == ",":
            keyed = False
            if (place := places[-1]) is not None:
                places[-1] = place + 1
            continue
        if paths and not keyed:
            path = _under(paths[-1], places[-1], written)
            if path in asked:
                yield path, token.start()
            if places[-1] is None:
                keyed = True
                continue
        elif not paths:
            yield "", token.start()
        if written in {"{", "["}:
            paths.append(path if path in asked else None)
            places.append(0 if written == "[" else None)
            keyed = False


def _under(path: str | None, place: int | None, written: str) -> str | None:
    """The path of a member of what stands at a path that is asked for."""
    if path is None:
        return None
    if place is not None:
        return f"{path}[{place}]"
    return f"{path}.{shown_key(json.loads(written))}".lstrip(".")
