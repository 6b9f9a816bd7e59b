"""Values as plain data, and plain data as bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from operator import attrgetter, is_
from typing import Any

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap, exact
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Private

NO_FORM = Phrase("wire.kind", "该值没有数据形式", "this kind of value has no form as data")
BAD_MOMENT = Phrase(
    "wire.moment",
    "应为带时区的时刻，形如 2026-07-01T09:00:00+08:00",
    "must be a moment with an offset such as 2026-07-01T09:00:00+08:00",
)

_DUMP = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False, check_circular=False
).encode

quoted = json.encoder.encode_basestring
"""The canonical form of a text, for bytes that are put together of parts."""


def canonical(data: Any) -> bytes:
    """
    The one form of plain data in bytes: keys sorted by code point, no spaces, UTF-8, nothing escaped that
    need not be. It is the form of RFC 8785 but that whole numbers are exact at any size, and that a key with
    a character beyond U+FFFF stands after one with U+E000 to U+FFFF in its place, as in UTF-8.

    Raises:
        InvalidInput: The data is not what `encode` gives.

    Example:
        >>> canonical({"b": ["灯", 1], "a": True}).decode()
        '{"a":true,"b":["灯",1]}'
    """
    try:
        return _DUMP(data).encode()
    except (TypeError, ValueError, RecursionError):
        raise InvalidInput(NO_FORM.fault()) from None


def encode(value: Any) -> Any:
    """
    A value as plain data: an attrs value as an object without the fields that are `None`.

    A `Private` value becomes its commitment, a frozen set a list in the order of its canonical bytes, a
    `Fraction` of at most four decimals a decimal text.

    Raises:
        InvalidInput: The value has no form as data; floats and naive moments have none.

    Example:
        >>> from sanliang.kernel.timeline import Span
        >>> encode(Span(date(2026, 7, 1), date(2026, 7, 31)))
        {'start': '2026-07-01', 'end': '2026-07-31'}
    """
    return _WRITERS[type(value)](value)


def _same(value: Any) -> Any:
    return value


def _write_moment(value: datetime) -> str:
    offset = value.utcoffset()
    if offset is None or offset.seconds % 60 or offset.microseconds:
        raise InvalidInput(BAD_MOMENT.fault())
    return value.isoformat()


def _write_exact(value: Fraction) -> str:
    """An exact number as the shortest decimal text, which `fields.exact` reads."""
    scaled = int(exact(value) * 10_000)
    units, decimals = divmod(abs(scaled), 10_000)
    return f"{'-' * (scaled < 0)}{units}.{decimals:04}".rstrip("0").rstrip(".")


def _write_list(value: Any) -> list[Any]:
    return [_WRITERS[type(one)](one) for one in value]


def _write_set(value: Any) -> list[Any]:
    return sorted(_write_list(value), key=canonical)


def _write_map(value: Mapping[str, Any]) -> dict[str, Any]:
    return {a_key(_WRITERS[type(key)](key)): _WRITERS[type(one)](one) for key, one in value.items()}


def a_key(written: Any) -> str:
    """What a key is written as, if that is a text."""
    if type(written) is not str:
        raise InvalidInput(NO_FORM.fault())
    return written


def _write_enum(value: Enum) -> Any:
    return value.value


def _write_private(value: Private[Any]) -> dict[str, str]:
    return {"commitment": value.commitment}


class _Writers(dict[Any, Callable[[Any], Any]]):
    """How values of each class are written; found once for each class."""

    def __missing__(self, kind: Any) -> Callable[[Any], Any]:
        if issubclass(kind, Enum):
            found: Callable[[Any], Any] = _write_enum
        elif attrs.has(kind):
            found = _write_fields(tuple(field.name for field in attrs.fields(kind) if field.init))
        else:
            raise InvalidInput(NO_FORM.fault())
        self[kind] = found
        return found


_WRITERS = _Writers(
    {
        type(None): _same,
        bool: _same,
        int: _same,
        str: _same,
        date: date.isoformat,
        datetime: _write_moment,
        Fraction: _write_exact,
        tuple: _write_list,
        list: _write_list,
        frozenset: _write_set,
        FrozenMap: _write_map,
        dict: _write_map,
        Private: _write_private,
    }
)


def _write_fields(names: tuple[str, ...]) -> Callable[[Any], dict[str, Any]]:
    readers = [(name, attrgetter(name)) for name in names]

    def write(value: Any) -> dict[str, Any]:
        return {name: _WRITERS[type(one)](one) for name, read in readers if (one := read(value)) is not None}

    return write


def without_private(value: Any, change: Callable[[Private[Any]], Private[Any]]) -> Any:
    """
    The value with each `Private` in it replaced by what *change* gives for it, at any depth.

    Whatever holds none that changes is the same object as before.
    """
    match value:
        case Private():
            return change(value)
        case tuple() | list() | frozenset():
            parts = [without_private(one, change) for one in value]
            return value if all(map(is_, parts, value)) else type(value)(parts)
        case FrozenMap() | dict():
            kept = {key: without_private(one, change) for key, one in value.items()}
            return value if all(map(is_, kept.values(), value.values())) else type(value)(kept)
        case _ if attrs.has(type(value)):
            new = {
                field.alias: after
                for field in attrs.fields(type(value))
                if field.init
                and (after := without_private(before := getattr(value, field.name), change)) is not before
            }
            return attrs.evolve(value, **new) if new else value
        case _:
            return value
