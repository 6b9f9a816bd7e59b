"""Numbers of a book as TOML writes them: fixed, shares, by day, by word; the edges of a band."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any, TypeVar

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap, code
from sanliang.kernel.labels import Phrase
from sanliang.kernel.sheets import EMPTY, NOT_WORD, Check, Sheet, day_key, is_day, word
from sanliang.rulebooks._values import Band, ByDay, ByWord, Fixed, Value, leaves

T = TypeVar("T")

NOT_NUMBER = Phrase(
    "book.number",
    '应为数、份额（如 "12%"、"1/8"）、按日期或按词取值的表',
    'must be a number, a share such as "12%" or "1/8", or a table by day or by word',
)
TOO_LONG = Phrase("book.digits", "整数部分至多 9 位", "has more than 9 digits before the point")
DAYS_ORDER = Phrase("book.days_order", "日期须由早到晚", "must come after the day before it in the table")
NO_EDGE = Phrase("book.no_edge", "至少需要一条界线", "needs at least one edge")
TWO_EDGES = Phrase(
    "book.two_edges",
    "“{one}”和“{other}”只能有一个",
    "has both {one} and {other}; a band has one edge on each side",
)
NOT_POSITIVE = Phrase("book.positive", "必须大于 0", "must be more than 0")

_SHARE = re.compile(r"(\d{1,9})(?:\.(\d{1,4}))?%|(\d{1,9})/(\d{1,9})", re.ASCII)
_LARGEST = 10**9


def is_number(value: Any) -> bool:
    """Whether TOML wrote a number: a decimal comes as a text of a class of its own."""
    return type(value) is int or (isinstance(value, str) and type(value) is not str)


def plain(value: Any, path: str) -> Fraction:
    """A number, without a share."""
    if not is_number(value):
        raise InvalidInput(NOT_NUMBER.fault(path))
    number = Fraction(value if type(value) is int else str(value))
    if abs(number) >= _LARGEST:
        raise InvalidInput(TOO_LONG.fault(path))
    return number


def _share(value: str, path: str) -> Fixed:
    match = _SHARE.fullmatch(value)
    if match is None or match[4] == "0" * len(match[4] or ""):
        raise InvalidInput(NOT_NUMBER.fault(path))
    whole_part, decimals, top, bottom = match.groups()
    if bottom:
        return Fixed(Fraction(int(top), int(bottom)), share=True)
    return Fixed(Fraction(f"{whole_part}.{decimals or 0}") / 100, share=True)


def number(value: Any, path: str) -> Value:
    """Any number in a book: fixed, a share, by day, by word."""
    if type(value) is str:
        return _share(value, path)
    if type(value) is not dict:
        return Fixed(plain(value, path))
    return _by_word(value, path) if "by" in value else _by_day(value, path)


def _by_word(value: dict[str, Any], path: str) -> ByWord:
    sheet = Sheet(value, path)
    by, otherwise = sheet.need("by", code), sheet.read("else", number)
    arms = {key: sheet.read(key, number) for key in value if key not in {"by", "else"}}
    for key in arms:
        sheet.attempt(partial(_arm, key, sheet.at(key)))
    if not arms:
        sheet.faults.add(EMPTY.fault(path))
    sheet.close()
    return ByWord(by, FrozenMap(arms), otherwise)


def _arm(key: str, path: str) -> str:
    if is_day(key):
        raise InvalidInput(NOT_WORD.fault(path))
    return word(key, path)


def _by_day(value: dict[str, Any], path: str) -> ByDay:
    sheet = Sheet(value, path)
    steps: list[tuple[date, Value]] = []
    for key in value:
        step, since = sheet.read(key, number), sheet.attempt(partial(day_key, key, sheet.at(key)))
        if since is None:
            continue
        if steps and since <= steps[-1][0]:
            sheet.faults.add(DAYS_ORDER.fault(sheet.at(key)))
        steps.append((since, step))
    if not value:
        sheet.faults.add(EMPTY.fault(path))
    sheet.close()
    return ByDay(tuple(steps))


def positive(value: Any, path: str) -> Value:
    """A number that is never 0 or less, since something is divided by it."""
    found = number(value, path)
    if any(leaf.number <= 0 for leaf in leaves(found)):
        raise InvalidInput(NOT_POSITIVE.fault(path))
    return found


EDGES = ("at_least", "above", "at_most", "below")


def edges(sheet: Sheet, check: Check[T]) -> dict[str, T]:
    """The edges that a table writes; one at most on each side."""
    found = {word: sheet.read(word, check) for word in EDGES}
    for one, other in (("at_least", "above"), ("at_most", "below")):
        if one in sheet and other in sheet:
            sheet.faults.add(TWO_EDGES.fault(sheet.path, one=one, other=other))
    return {word: value for word, value in found.items() if value is not None}


def band(value: Any, path: str) -> Band:
    """A band by itself: a table of edges."""
    sheet = Sheet(value, path)
    found = edges(sheet, number)
    if not any(word in sheet for word in EDGES):
        sheet.faults.add(NO_EDGE.fault(path))
    sheet.close()
    return Band(**found)
