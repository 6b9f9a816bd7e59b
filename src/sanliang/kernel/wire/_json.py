"""JSON as plain data: no key twice, no number rounded, in bounded time and memory."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from functools import lru_cache
from itertools import chain, islice
from typing import Any

import attrs

from sanliang.kernel.errors import SHOWN, Fault, InvalidInput
from sanliang.kernel.fields import DOUBLED, whole
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.wire._in import DEEPEST, TOO_DEEP, _check_depth, under
from sanliang.kernel.wire._toml import LARGEST, _text

TOO_LARGE = Phrase("json.size", "文件超过 {most} 字节", "the document is larger than {most} bytes")
NOT_UTF8 = Phrase("json.encoding", "不是 UTF-8 编码", "is not encoded in UTF-8")
BAD_JSON = Phrase("json.syntax", "不是有效的 JSON{near}", "is no valid JSON{near}")
NO_NUMBER = Phrase(
    "json.number",
    "应为至多 18 位的整数，或至多 9 位整数和 4 位小数的数，不用指数",
    "must be a number of at most 18 digits, or of 9 and 4 around a point, with no exponent",
)

LONGEST_WHOLE = 18
CACHED = 4096
"""So many numbers are kept at hand: what a town writes down is mostly the same few marks."""

_POINT = re.compile(r"(-?[0-9]{1,9})\.([0-9]{1,4})")


@attrs.frozen
class _Wrong:
    """What stands in the data where something could not be taken, until its place is known."""

    phrase: Phrase


def read_json(text: str | bytes, *, path: str = "", most: int = LARGEST) -> Any:
    """
    A JSON document as plain data, in bounded time and memory.

    A number with a point is a `Fraction`: at most 9 digits before the point and 4 after it. A whole number
    has 18 digits at most.

    Args:
        text: The document.
        path: What stands before the path of each fault.
        most: How many bytes it may have.

    Raises:
        InvalidInput: Too large, nested deeper than 64 levels, not UTF-8, or not JSON; or, all of them at
            once: keys that stand twice in one table, numbers of another shape, `NaN`, `Infinity`.

    Example:
        >>> read_json('{"score": 75.6, "tier": 3}')
        {'score': Fraction(378, 5), 'tier': 3}
        >>> read_json('{"score": NaN, "tier": 3, "tier": 4}')
        Traceback (most recent call last):
        sanliang.kernel.errors.InvalidInput: 2 faults
          score  must be a number of at most 18 digits, or of 9 and 4 around a point, with no exponent
          tier  stands here a second time
    """
    whole(most, "most", least=0)
    clean = _text(text, path, most=most, too_large=TOO_LARGE, not_utf8=NOT_UTF8)
    data, broken = None, None
    try:
        with suppress(_Odd):
            return _parsed(clean, _QUICK)
        # Something is odd: the document is read once more, to tell everything that is, and where it stands.
        data = _parsed(clean, _PATIENT)
    except json.JSONDecodeError as error:
        broken = BAD_JSON.fault(path, near=_near(error.lineno) if "\n" in clean.strip() else "")
    except (RecursionError, InvalidInput):
        broken = TOO_DEEP.fault(path, most=DEEPEST)
    if broken is not None:
        # Raised here, and not above: the parser's own error holds the whole document.
        raise InvalidInput(broken)
    found = _faults(data, path)
    kept = tuple(islice(found, SHOWN))
    raise InvalidInput(*kept, count=len(kept) + sum(1 for _ in found))


def _near(line: int) -> Text:
    return Text(f"：第 {line} 行", f" near line {line}")


def _parsed(clean: str, decoder: json.JSONDecoder) -> Any:
    data = decoder.decode(clean)
    # Few brackets cannot stand deep within one another, whatever texts they may be part of.
    if clean.count("[") + clean.count("{") > DEEPEST:
        _check_depth(data)
    return data


# --- how the parts of a document are taken --------------------------------------------------------------


class _Odd(Exception):
    """Something in a document could not be taken."""


def _never(_written: str) -> Any:
    raise _Odd


def _marked(_written: str) -> Any:
    return _Wrong(NO_NUMBER)


def _whole(written: str, odd: Callable[[str], Any]) -> Any:
    return int(written) if len(written.removeprefix("-")) <= LONGEST_WHOLE else odd(written)


def _decimal(written: str, odd: Callable[[str], Any]) -> Any:
    if (parts := _POINT.fullmatch(written)) is None:
        return odd(written)
    units, decimals = parts.groups()
    return Fraction(int(units + decimals), 10 ** len(decimals))


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Odd
    return found


def _marked_table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found, seen = dict(pairs), set[str]()
    for key, _ in pairs:
        if key in seen:
            found[key] = _Wrong(DOUBLED)
        seen.add(key)
    return found


_QUICK = json.JSONDecoder(
    object_pairs_hook=_table,
    parse_constant=_never,
    parse_int=lambda written: _whole(written, _never),
    parse_float=lru_cache(CACHED)(lambda written: _decimal(written, _never)),
)
_PATIENT = json.JSONDecoder(
    object_pairs_hook=_marked_table,
    parse_constant=_marked,
    parse_int=lambda written: _whole(written, _marked),
    parse_float=lambda written: _decimal(written, _marked),
)


def _faults(value: Any, path: str) -> Iterator[Fault]:
    """What could not be taken, in the order of the document."""
    match value:
        case _Wrong(phrase=phrase):
            yield phrase.fault(path)
        case dict():
            places = ((under(path, key), one) for key, one in value.items())
            yield from chain.from_iterable(_faults(one, place) for place, one in places)
        case list():
            for place, one in enumerate(value):
                yield from _faults(one, f"{path}[{place}]")
