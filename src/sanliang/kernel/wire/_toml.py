"""TOML as plain data, in bounded time and memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

from sanliang.kernel.errors import SHOWN, InvalidInput
from sanliang.kernel.fields import NOT_TEXT
from sanliang.kernel.labels import Phrase
from sanliang.kernel.wire._in import under
from sanliang.kernel.wire._reasons import why

LARGEST = 256 * 1024
"""The largest TOML document that is read, in bytes."""
DEEPEST = 16
LONGEST_KEY = 8
LONGEST_WORD = 64

TOO_LARGE = Phrase("toml.size", "文件超过 {most} 字节", "the document is larger than {most} bytes")
TOO_DEEP = Phrase("toml.depth", "嵌套超过 {most} 层", "is nested deeper than {most} levels")
LONG_KEY = Phrase(
    "toml.key", "第 {line} 行的键超过 {most} 段", "has a key of more than {most} parts in line {line}"
)
LONG_WORD = Phrase(
    "toml.word",
    "第 {line} 行有超过 {most} 个字符的数字或键",
    "has a number or a bare key of more than {most} characters in line {line}",
)
BAD_TOML = Phrase(
    "toml.syntax",
    "不是有效的 TOML：第 {line} 行第 {column} 个字符处，{why}",
    "is no valid TOML near line {line}, column {column}: {why}",
)
NOT_UTF8 = Phrase("toml.encoding", "不是 UTF-8 编码", "is not encoded in UTF-8")
NO_FLOAT = Phrase(
    "wire.float", "只允许至多 9 位整数和 4 位小数的十进制数", "must be a decimal of at most 9 and 4 digits"
)

_POINT = re.compile(r"^[+-]?\d{1,9}\.\d{1,4}$", re.ASCII | re.MULTILINE)
# Keys of too many parts, strings and comments whole, words that are too long, and brackets. A string that is
# never closed ends with its line, or with the document: it is no valid TOML anyway. Nothing is looked at more
# than nine times: as a part of each of eight keys that might begin before it, and by itself.
_TEXT = r'"(?:[^"\\\n]++|\\[^\n])*+"'
_PLAIN_TEXT = r"'[^'\n]*+'"
_TOKEN = re.compile(
    rf"(?P<key>(?<![\w+-])(?:(?:[\w+-]++|{_TEXT}|{_PLAIN_TEXT})[ \t]*+\.[ \t]*+){{{LONGEST_KEY}}})"
    r'|"""(?:[^"\\]++|\\.|"(?!""))*+(?:"{3,5})?'
    r"|'''(?:[^']++|'(?!''))*+(?:'{3,5})?"
    rf"|{_TEXT}?"
    rf"|{_PLAIN_TEXT}?"
    r"|\#[^\n]*+"
    rf"|(?P<word>(?<![\w+-])[\w+-]{{{LONGEST_WORD + 1},}}+)"
    r"|[\[\]{}]",
    re.DOTALL | re.ASCII,
)


class _Decimal(str):
    """A number with a point as it was written; whoever knows its scale makes an integer of it."""

    __slots__ = ()


def read_toml(text: str | bytes, *, path: str = "") -> dict[str, Any]:
    """
    A TOML document as plain data, in bounded time and memory.

    A number with a point stays the text that was written: at most 9 digits before the point and 4 after it.
    Days stay days.

    Raises:
        InvalidInput: More than 256 KiB, nested deeper than 16 levels, a key of more than 8 parts, a number or
            a bare key of more than 64 characters; not UTF-8, or not TOML.

    Example:
        >>> read_toml('on = 2020-08-11')
        {'on': datetime.date(2020, 8, 11)}
    """
    clean = _text(text, path)
    _scan(clean, path)
    import tomli  # noqa: PLC0415 -- only reading pays for it

    points, data, broken = list[str](), dict[str, Any](), None

    def decimal(written: str) -> _Decimal:
        points.append(written)
        return _Decimal(written)

    try:
        data = tomli.loads(clean, parse_float=decimal)
    except tomli.TOMLDecodeError as error:
        broken = BAD_TOML.fault(path, line=error.lineno, column=error.colno, why=why(error.msg))
    except RecursionError:
        broken = TOO_DEEP.fault(path, most=DEEPEST)
    if broken is not None:
        # Raised here, and not above: the parser's own error holds the whole document.
        raise InvalidInput(broken)
    # All at once, since to look at each takes as long as to parse it.
    if odd := len(points) - len(_POINT.findall("\n".join(points))):
        places = islice(_odd_numbers(data, path), SHOWN)
        raise InvalidInput(*map(NO_FLOAT.fault, places), count=odd)
    return data


def _text(
    text: str | bytes,
    path: str,
    *,
    most: int = LARGEST,
    too_large: Phrase = TOO_LARGE,
    not_utf8: Phrase = NOT_UTF8,
) -> str:
    """The document as a text, without the mark that some editors put at its start."""
    if not isinstance(text, str | bytes):
        raise InvalidInput(NOT_TEXT.fault(path))
    if len(text) <= most:
        raw, clean = b"", None
        with suppress(UnicodeError):  # which would hold the whole document
            raw, clean = (text.encode(), text) if isinstance(text, str) else (text, text.decode())
        if clean is None:
            raise InvalidInput(not_utf8.fault(path))
        if len(raw) <= most:
            return clean.removeprefix("\ufeff").replace("\r\n", "\n")
    raise InvalidInput(too_large.fault(path, most=most))


def _scan(text: str, path: str) -> None:
    """Refuse, in one pass, what would cost the parser too much."""
    depth = 0
    for token in _TOKEN.finditer(text):
        sign = token.group()
        if sign in "[{":
            depth += 1
            if depth > DEEPEST:
                raise InvalidInput(TOO_DEEP.fault(path, most=DEEPEST))
        elif sign in "]}":
            depth -= 1
        elif token.lastgroup is not None:
            phrase, most = _LONG[token.lastgroup]
            line = text.count("\n", 0, token.start()) + 1
            raise InvalidInput(phrase.fault(path, line=line, most=most))


_LONG = {"key": (LONG_KEY, LONGEST_KEY), "word": (LONG_WORD, LONGEST_WORD)}


def _odd_numbers(table: Any, path: str) -> Iterator[str]:
    """Where in a table or a list a number stands that is no short decimal."""
    is_dict = type(table) is dict
    for key, one in table.items() if is_dict else enumerate(table):
        if type(one) in (dict, list):
            yield from _odd_numbers(one, under(path, key) if is_dict else f"{path}[{key}]")
        elif type(one) is _Decimal and not _POINT.fullmatch(one):
            yield under(path, key) if is_dict else f"{path}[{key}]"
