"""What plain data may hold: texts and numbers that every reader of JSON takes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from sanliang.kernel.errors import Fault, Faults, InvalidInput
from sanliang.kernel.fields import FLOAT
from sanliang.kernel.labels import Phrase, decimal
from sanliang.kernel.wire import canonical
from sanliang.kernel.wire._in import DEEPEST, _check_depth, shown_key

BAD_TEXT = Phrase(
    "text.broken",
    "第 {place} 个字符不允许（空字符或残缺字符）",
    "has a NUL or a broken character at place {place}",
)
BAD_KEY = Phrase("key.broken", "有一个键不是文字，或含不允许的字符", "has a key that is no clean text")
TOO_LONG = Phrase("number.long", "整数不能超过 {most} 位", "must be a whole number of at most {most} digits")
NOT_NUMBER = Phrase(
    "number.shape",
    "应为整数，或以文字写出的数，如“2.5”“1/3”，至多 {most} 位",
    "must be a whole number, or a number as text such as '2.5' or '1/3', of at most {most} digits",
)

LONGEST_WHOLE = 18
LONGEST = 400
"""So many digits a part of an exact number has at most."""

_BAD = re.compile("[\x00\ud800-\udfff]")
_NUMBER = re.compile(
    rf"(-?[0-9]{{1,{LONGEST}}})(?:\.([0-9]{{1,{LONGEST}}})|/([1-9][0-9]{{0,{LONGEST - 1}}}))?"
)
_AS_ZEROS = bytes.maketrans(b"123456789", b"0" * 9)


def clean(value: str) -> str:
    """A text as it is, where it has no NUL and no half of a pair."""
    # Nothing that can be printed is one of these, and to ask for that is quick.
    if not value.isprintable() and (bad := _BAD.search(value)):
        raise InvalidInput(BAD_TEXT.fault(place=bad.start() + 1))
    return value


def number_text(number: Fraction) -> str:
    """An exact number as a text: a decimal where it ends soon, and else a fraction in lowest terms."""
    if max(abs(number.numerator), number.denominator) >= 10**LONGEST:
        raise InvalidInput(NOT_NUMBER.fault(most=LONGEST))
    return decimal(number)


def number(value: Any) -> Fraction:
    """An exact number of its data."""
    if type(value) is int and abs(value) < 10**LONGEST:
        return Fraction(value)
    if type(value) is float:
        raise InvalidInput(FLOAT.fault())
    if type(value) is not str or (parts := _NUMBER.fullmatch(value)) is None:
        raise InvalidInput(NOT_NUMBER.fault(most=LONGEST))
    units, decimals, under = parts.groups()
    if under is not None:
        return Fraction(int(units), int(under))
    return Fraction(int(units + (decimals or "")), 10 ** len(decimals or ""))


def is_sound(text: str, *, deep: bool) -> bool:
    """
    Whether `read_json` certainly takes a canonical text whose whole numbers are short.

    Args:
        text: The text.
        deep: Whether lists and tables may stand more than 64 levels deep in it; only then are they counted.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    # To ask for one sign is far quicker than for six, and few texts have it.
    if "\\" in text and "\\u0000" in text:
        return False
    return not deep or _is_shallow(text)


def _is_shallow(text: str) -> bool:
    """Whether so few lists and tables stand in a text that it cannot be too deep."""
    return text.count("[") + text.count("{") <= DEEPEST


def written(data: dict[str, Any], encoder: Callable[[Any], bytes] = canonical) -> str:
    """
    Plain data as canonical JSON that `read_json` takes.

    Raises:
        InvalidInput: A broken text, a number that is too long, too many levels; each with its path.
    """
    try:
        raw = encoder(data)
    except (TypeError, ValueError, RecursionError):  # `InvalidInput` is a `ValueError`
        _look(data)
        raw = canonical(data)
    if _is_suspect(raw):
        _look(data)
    text = raw.decode()
    if not _is_shallow(text):
        _check_depth(data)
    return text


def _is_suspect(raw: bytes) -> bool:
    """Whether 19 digits or a NUL may stand in it: to look at the bytes is far cheaper than at each value."""
    return b"\\u0000" in raw or b"0" * (LONGEST_WHOLE + 1) in raw.translate(_AS_ZEROS)


def check_text(raw: bytes) -> None:
    """
    See that `read_json` takes canonical bytes.

    Raises:
        InvalidInput: A NUL, a number that is too long, too many levels.
    """
    if _is_suspect(raw):
        _look(json.loads(raw))


def _look(data: Any) -> None:
    _check_depth(data)
    faults = Faults()
    for fault in _faults(data, ""):
        faults.add(fault)
    faults.check()


def _faults(data: Any, path: str) -> Iterator[Fault]:
    """Whatever no reader would take, in the order of the data."""
    match data:
        case str() if bad := _BAD.search(data):
            yield BAD_TEXT.fault(path, place=bad.start() + 1)
        case int() if abs(data) >= 10**LONGEST_WHOLE:
            yield TOO_LONG.fault(path, most=LONGEST_WHOLE)
        case list():
            for place, one in enumerate(data):
                yield from _faults(one, f"{path}[{place}]")
        case dict():
            for key, one in data.items():
                if not isinstance(key, str) or _BAD.search(key):
                    yield BAD_KEY.fault(path)
                yield from _faults(one, f"{path}.{shown_key(key)}".lstrip("."))
