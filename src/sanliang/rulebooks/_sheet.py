"""One table of a document being read: what it holds, lacks, or should not hold; every fault at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from sanliang.kernel.errors import Faults, InvalidInput, nearest
from sanliang.kernel.fields import FrozenMap, clean_text, code
from sanliang.kernel.labels import Phrase, Text
from sanliang.rulebooks._values import Band, ByDay, ByWord, Fixed, Value

T = TypeVar("T")
Check = Callable[[Any, str], T]

NOT_TABLE = Phrase("book.table", "应为表", "must be a table")
NOT_LIST = Phrase("book.list", "应为列表", "must be a list")
NOT_YES = Phrase("book.yes", "应为 true 或 false", "must be true or false")
NOT_WHOLE = Phrase("book.whole", "应为 {least} 至 {most} 的整数", "must be a whole number, {least} to {most}")
MISSING = Phrase("book.missing", "缺少此项", "is missing")
UNKNOWN = Phrase(
    "book.unknown_key", "不认识的键；相近的有：{near}", "is not a known key; the nearest is: {near}"
)
NOT_ONE_OF = Phrase("book.one_of", "只能是：{known}", "must be one of: {known}")
NOT_NUMBER = Phrase(
    "book.number",
    '应为数、份额（如 "12%"、"1/8"）、按日期或按词取值的表',
    'must be a number, a share such as "12%" or "1/8", or a table by day or by word',
)
TOO_LONG = Phrase("book.digits", "整数部分至多 9 位", "has more than 9 digits before the point")
BAD_DAY = Phrase("book.day", "应为日期，如 2026-07-01", "must be a day such as 2026-07-01")
DAYS_ORDER = Phrase("book.days_order", "日期须由早到晚", "must come after the day before it in the table")
EMPTY = Phrase("book.empty", "不能为空", "must not be empty")
NO_EDGE = Phrase("book.no_edge", "至少需要一条界线", "needs at least one edge")
TWO_EDGES = Phrase(
    "book.two_edges",
    "“{one}”和“{other}”只能有一个",
    "has both {one} and {other}; a band has one edge on each side",
)

_SHARE = re.compile(r"(\d{1,9})(?:\.(\d{1,4}))?%|(\d{1,9})/(\d{1,9})", re.ASCII)
_LARGEST = 10**9


class Sheet:
    """A table while it is read. What was not read when it is closed is a fault, and so is what was wrong."""

    def __init__(self, data: Any, path: str) -> None:
        if type(data) is not dict:
            raise InvalidInput(NOT_TABLE.fault(path))
        self.data: dict[str, Any] = data
        self.path = path
        self.faults = Faults()
        self._known: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def at(self, key: str) -> str:
        """The path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def read(self, key: str, check: Check[T], default: Any = None) -> T | Any:
        """What a key holds, or the default where it is left out or wrong."""
        self._known.append(key)
        if key not in self.data:
            return default
        return self.attempt(lambda: check(self.data[key], self.at(key)), default)

    def need(self, key: str, check: Check[T]) -> T | Any:
        """What a key holds; a fault where it is left out."""
        if key not in self.data:
            self.faults.add(MISSING.fault(self.at(key)))
        return self.read(key, check)

    def attempt(self, make: Callable[[], T], default: Any = None) -> T | Any:
        """What *make* gives; its faults are kept."""
        try:
            return make()
        except InvalidInput as error:
            self.faults.extend(error)
            return default

    def close(self) -> None:
        """Raise every fault of the table, unknown keys among them."""
        for key in self.data:
            if key not in self._known:
                near = nearest(key, self._known) or ", ".join(self._known)
                self.faults.add(UNKNOWN.fault(self.at(shown(key)), near=near))
        self.faults.check()


def shown(key: str) -> str:
    """A key that a stranger wrote, as a path may show it."""
    return key if re.fullmatch(r"[\w.-]{1,40}", key) else "(key)"


def rows(each: Check[T]) -> Check[tuple[T, ...]]:
    """A check for a list: every member is read, and every fault is kept."""

    def check(value: Any, path: str) -> tuple[T, ...]:
        if type(value) is not list:
            raise InvalidInput(NOT_LIST.fault(path))
        faults, good = Faults(), []
        for place, one in enumerate(value):
            try:
                good.append(each(one, f"{path}[{place}]"))
            except InvalidInput as error:
                faults.extend(error)
        faults.check()
        return tuple(good)

    return check


def filled(each: Check[tuple[T, ...]]) -> Check[tuple[T, ...]]:
    """A check for a list that must not be empty."""

    def check(value: Any, path: str) -> tuple[T, ...]:
        found = each(value, path)
        if not found:
            raise InvalidInput(EMPTY.fault(path))
        return found

    return check


def named(each: Check[T], name: Check[str] = code) -> Check[FrozenMap[str, T]]:
    """A check for a table whose keys are names."""

    def check(value: Any, path: str) -> FrozenMap[str, T]:
        sheet = Sheet(value, path)
        for key in value:
            sheet.attempt(lambda key=key: name(key, sheet.at(shown(key))))  # type: ignore[misc]
        found = {key: sheet.read(key, each) for key in value}
        if not found:
            sheet.faults.add(EMPTY.fault(path))
        sheet.close()
        return FrozenMap(found)

    return check


def one_of(*known: str) -> Check[str]:
    """A check for one of these words."""

    def check(value: Any, path: str) -> str:
        if type(value) is not str or value not in known:
            raise InvalidInput(NOT_ONE_OF.fault(path, known=known))
        return value

    return check


def yes(value: Any, path: str) -> bool:
    """True or false."""
    if type(value) is not bool:
        raise InvalidInput(NOT_YES.fault(path))
    return value


def whole(least: int, most: int) -> Check[int]:
    """A check for a whole number."""

    def check(value: Any, path: str) -> int:
        if type(value) is not int or not least <= value <= most:
            raise InvalidInput(NOT_WHOLE.fault(path, least=least, most=most))
        return value

    return check


def day(value: Any, path: str) -> date:
    """A day as TOML writes it."""
    if type(value) is not date:
        raise InvalidInput(BAD_DAY.fault(path))
    return value


def text(value: Any, path: str) -> Text:
    """A sentence: in both languages, or in Chinese alone."""
    if type(value) is str:
        return Text(clean_text(value, path))
    sheet = Sheet(value, path)
    zh, en = sheet.need("zh", clean_text), sheet.read("en", clean_text, "")
    sheet.close()
    return Text(zh, en)


# --- numbers -------------------------------------------------------------------------------------------


def is_number(value: Any) -> bool:
    """Whether TOML wrote a number: a decimal comes as a text of a class of its own."""
    return type(value) is int or (isinstance(value, str) and type(value) is not str)


def plain(value: Any, path: str) -> Fraction:
    """A number, without a share."""
    if not is_number(value):
        raise InvalidInput(NOT_NUMBER.fault(path))
    number = Fraction(str(value))
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
    by = sheet.need("by", code)
    otherwise = sheet.read("else", number)
    arms = {key: sheet.read(key, number) for key in value if key not in {"by", "else"}}
    for key in arms:
        sheet.attempt(lambda key=key: code(key, sheet.at(shown(key))))  # type: ignore[misc]
    if not arms:
        sheet.faults.add(EMPTY.fault(path))
    sheet.close()
    return ByWord(by, FrozenMap(arms), otherwise)


def _by_day(value: dict[str, Any], path: str) -> ByDay:
    sheet = Sheet(value, path)
    steps: list[tuple[date, Value]] = []
    for key in value:
        since = sheet.attempt(lambda key=key: _day_key(key, path))  # type: ignore[misc]
        if since is not None and steps and since <= steps[-1][0]:
            sheet.faults.add(DAYS_ORDER.fault(sheet.at(key)))
        steps.append((since or date.max, sheet.read(key, number)))
    if not steps:
        sheet.faults.add(EMPTY.fault(path))
    sheet.close()
    return ByDay(tuple(steps))


def _day_key(key: str, path: str) -> date:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", key, re.ASCII):
        try:
            return date.fromisoformat(key)
        except ValueError:
            pass
    raise InvalidInput(BAD_DAY.fault(f"{path}.{shown(key)}"))


EDGES = ("at_least", "above", "at_most", "below")


def edges(sheet: Sheet, check: Check[T]) -> dict[str, T]:
    """The edges that a table writes; one at most on each side."""
    found = {word: sheet.read(word, check) for word in EDGES}
    for one, other in (("at_least", "above"), ("at_most", "below")):
        if one in sheet and other in sheet:
            sheet.faults.add(TWO_EDGES.fault(sheet.path, one=one, other=other))
    return {word: value for word, value in found.items() if value is not None}


def band(value: Mapping[str, Any], path: str) -> Band:
    """A band by itself: a table of edges."""
    sheet = Sheet(value, path)
    found = edges(sheet, number)
    if not any(word in sheet for word in EDGES):
        sheet.faults.add(NO_EDGE.fault(path))
    sheet.close()
    return Band(**found)
