"""Strict reading by hand: kinds of documents, kinds of values, keys; every fault at once, with its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sanliang.kernel.errors import SHOWN, Faults, InvalidInput
from sanliang.kernel.labels import Phrase, Text, nearest_of
from sanliang.kernel.wire import newer, read_json
from sanliang.kernel.wire._by_id import each_by_id
from sanliang.kernel.wire._in import _KINDS, MISSING, UNKNOWN, WRONG_KIND, under

T = TypeVar("T")
Read = Callable[[Any, str], Any]
"""How a value at a path is read: it comes back clean, or `InvalidInput` is raised."""

LARGEST = 256 * 1024 * 1024
"""The largest document that is read, in bytes: some 350,000 people with twenty wishes each."""

OTHER_KIND = Phrase("document.kind", "应为 {kind}", "must be {kind}")

_LINE = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


# --- in ------------------------------------------------------------------------------------------------


def opened(text: str | bytes, kind: str, most: int) -> dict[str, Any]:
    """
    The table of a document of one kind, without its `kind`.

    Raises:
        InvalidInput: No JSON, no table, of another kind, or written by a newer version.
    """
    data = exactly(dict)(read_json(text, most=most), "")
    if "kind" not in data:
        raise InvalidInput(MISSING.fault("kind"))
    found = exactly(str)(data.pop("kind"), "kind")
    if found == kind:
        return data
    raise InvalidInput(newer(found, kind) or OTHER_KIND.fault("kind", kind=kind))


def exactly(kind: type[T]) -> Callable[[Any, str], T]:
    """A check for one of JSON's own kinds; `True` is no number."""

    def check(value: Any, path: str) -> T:
        if type(value) is not kind:
            raise InvalidInput(WRONG_KIND.fault(path, kind=Text(*_KINDS[kind])))
        return value

    return check


a_list, a_table = exactly(list), exactly(dict)


def listed(check: Read) -> Read:
    """The same check for what must be a list."""
    return lambda value, path: check(a_list(value, path), path)


def table(
    data: Any, path: str, fields: Mapping[str, Read], faults: Faults, *, needed: tuple[str, ...] = ()
) -> dict[str, Any]:
    """
    The fields of a table that can be read.

    Args:
        data: What stands at *path*.
        path: Where it stands.
        fields: How each field is read.
        faults: Takes on what is wrong: no table, an unknown key, a missing one, a value.
        needed: The fields that must be there.
    """
    good = dict[str, Any]()
    if type(data) is not dict:
        faults.add(WRONG_KIND.fault(path, kind=Text(*_KINDS[dict])))
        return good
    for key, value in data.items():
        where = under(path, key)
        if key not in fields:
            # What is only counted needs no hint, which costs more than all the rest.
            near = nearest_of(key[:40], fields) if len(faults.kept) < SHOWN else ""
            faults.add(UNKNOWN.fault(where, near=near))
            continue
        try:
            good[key] = fields[key](value, where)
        except InvalidInput as error:
            faults.extend(error)
    for key in needed:
        if key not in data:
            faults.add(MISSING.fault(under(path, key)))
    return good


def made(kind: type[T], good: Mapping[str, Any], faults: Faults) -> T:
    """A value of its fields, where nothing was wrong with them and nothing is with the whole."""
    try:
        value = kind(**good)
    except InvalidInput as error:
        faults.extend(error)
        faults.throw()
    faults.check()
    return value


def every(check: Read) -> Read:
    """The same check for each member of what must be a list; every fault at once."""

    def check_every(value: Any, path: str) -> list[Any]:
        faults, kept = Faults(), []
        for place, one in enumerate(a_list(value, path)):
            try:
                kept.append(check(one, f"{path}[{place}]"))
            except InvalidInput as error:
                faults.extend(error)
        faults.check()
        return kept

    return check_every


def by_id(check: Read) -> Read:
    """The same check for each value of what must be a table by id; every fault at once."""
    of_each = each_by_id(check)
    return lambda value, path: of_each(a_table(value, path), path)


# --- out -----------------------------------------------------------------------------------------------


def laid_out(data: dict[str, Any]) -> str:
    """A document with a line for each helper, household, pair and so on, so that two can be compared."""
    return _lines(data, "", depth=2) + "\n"


def _lines(data: Any, indent: str, *, depth: int) -> str:
    if not depth or not data or type(data) not in {dict, list}:
        return _LINE(data)
    inner = f"{indent} "
    if type(data) is dict:
        members = [f"{_LINE(key)}: {_lines(one, inner, depth=depth - 1)}" for key, one in data.items()]
    else:
        members = [_lines(one, inner, depth=depth - 1) for one in data]
    first, last = "{}" if type(data) is dict else "[]"
    return f"{first}\n{inner}" + f",\n{inner}".join(members) + f"\n{indent}{last}"
