"""One table of a document being read: what it holds, lacks, or should not hold; every fault at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any, TypeVar

import attrs

from sanliang.kernel.errors import Fault, Faults, InvalidInput
from sanliang.kernel.fields import DOUBLED, NOT_TEXT, FrozenMap, clean_text, code, each, identifier
from sanliang.kernel.labels import Phrase, Text, nearest_of
from sanliang.kernel.sources import Source

T = TypeVar("T")
Check = Callable[[Any, str], T]

NOT_TABLE = Phrase("book.table", "应为表", "must be a table")
NOT_LIST = Phrase("book.list", "应为列表", "must be a list")
NOT_YES = Phrase("book.yes", "应为 true 或 false", "must be true or false")
NOT_WHOLE = Phrase("book.whole", "应为 {least} 至 {most} 的整数", "must be a whole number, {least} to {most}")
MISSING = Phrase("book.missing", "缺少此项", "is missing")
UNKNOWN = Phrase("book.unknown_key", "不认识的键；{near}", "is not a known key; {near}")
NOT_ONE_OF = Phrase("book.one_of", "只能是：{known}", "must be one of: {known}")
BAD_DAY = Phrase("book.day", "应为日期，如 2026-07-01", "must be a day such as 2026-07-01")
EMPTY = Phrase("book.empty", "不能为空", "must not be empty")
NOT_WORD = Phrase(
    "book.word",
    "应为代码：小写字母或数字开头，后接小写字母、数字、_ 或 -，至多 40 个字符",
    "must be a code: a lower-case letter or a digit, then such, _ or -, 40 characters at most",
)

TOO_LONG_LIST = Phrase("book.list_long", "超过 {most} 项", "has more than {most} members")

LONGEST = 200
"""So many steps, tiers, words or conditions a list may have."""

_WORD = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SHOWN = re.compile(r"(?!.*\d{7})[A-Za-z0-9][\w.-]{0,39}", re.ASCII)
"""Keys that a path may show: seven digits and more may be somebody's number."""
COMPARED = 5_000
"""How many names are compared, at most, to find what mistyped ones might have meant."""
FEW = 30
"""So many known names are told where none is near."""


@attrs.frozen(kw_only=True)
class Mistyped(Fault):
    """A name that nothing has. What it might have meant is looked up only for those that are shown."""

    zh: str = ""
    en: str = ""
    phrase: Phrase
    word: str = attrs.field(repr=False)
    known: tuple[str, ...]


def mistyped(phrase: Phrase, path: str, word: str, known: Iterable[str]) -> Mistyped:
    """The fault of a name that nothing has."""
    return Mistyped(code=phrase.code, path=path, phrase=phrase, word=word, known=tuple(known))


def looked_up(faults: Iterable[Fault]) -> Iterator[Fault]:
    """
    The same faults; mistyped names with the nearest that is known, as long as few are compared.

    A known name may be a stranger's, too: it is told where a path may show it, and never else.
    """
    left = COMPARED
    for fault in faults:
        if not isinstance(fault, Mistyped):
            yield fault
            continue
        left -= len(fault.known)
        known = (one for one in fault.known[: None if left >= 0 else FEW + 1] if shown(one) == one)
        yield fault.phrase.fault(fault.path, near=nearest_of(fault.word if left >= 0 else None, known, FEW))


class Sheet:
    """A table while it is read. What was not read when it is closed is a fault, and so is what was wrong."""

    def __init__(self, data: Any, path: str) -> None:
        if type(data) is not dict:
            raise InvalidInput(NOT_TABLE.fault(path))
        self.data: dict[str, Any] = data
        self.path = path
        self.faults = Faults()
        self._known: dict[str, None] = {}

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def at(self, key: str) -> str:
        """The path of a key."""
        return f"{self.path}.{shown(key)}" if self.path else shown(key)

    def read(self, key: str, check: Check[T], default: Any = None) -> T | Any:
        """What a key holds, or the default where it is left out or wrong."""
        self._known[key] = None
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
        self.end()
        self.faults.check()

    def end(self) -> None:
        """Every key that was not read is a fault."""
        for key in self.data:
            if key not in self._known:
                self.faults.add(mistyped(UNKNOWN, self.at(key), key, self._known))


def shown(key: str) -> str:
    """A key that a stranger wrote, as a path may show it."""
    return key if _SHOWN.fullmatch(key) else "(key)"


def a_list(value: Any, path: str) -> list[Any]:
    """A list of anything."""
    if type(value) is not list:
        raise InvalidInput(NOT_LIST.fault(path))
    return value


def rows(check: Check[T]) -> Check[tuple[T, ...]]:
    """A check for a list: every member is read, and every fault is kept."""
    every = each(check)
    return lambda value, path: every(a_list(value, path), path)


def filled(members: Check[tuple[T, ...]]) -> Check[tuple[T, ...]]:
    """A check for a list of 1 to 200 members."""

    def check(value: Any, path: str) -> tuple[T, ...]:
        if not a_list(value, path):
            raise InvalidInput(EMPTY.fault(path))
        if len(value) > LONGEST:
            raise InvalidInput(TOO_LONG_LIST.fault(path, most=LONGEST))
        return members(value, path)

    return check


def named(member: Check[T], name: Check[str] = code) -> Check[FrozenMap[str, T]]:
    """A check for a table whose keys are names; it is not empty."""

    def check(value: Any, path: str) -> FrozenMap[str, T]:
        sheet = Sheet(value, path)
        found: dict[str, T] = {}
        for key in value:
            one, clean = sheet.read(key, member), sheet.attempt(partial(name, key, sheet.at(key)), key)
            if clean in found:
                sheet.faults.add(DOUBLED.fault(sheet.at(key)))
            found[clean] = one
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


def word(value: Any, path: str) -> str:
    """A word that a fact may be, or the name of a tier: a code, or one that starts with a digit."""
    if type(value) is not str or not _WORD.fullmatch(value):
        raise InvalidInput(NOT_WORD.fault(path))
    return value


def words(value: Any, path: str) -> str:
    """A text in one language."""
    if type(value) is not str:
        raise InvalidInput(NOT_TEXT.fault(path))
    return clean_text(value, path)


def ident(value: Any, path: str) -> str:
    """The id of a person, or the name of a field of a record."""
    return identifier(words(value, path), path)


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


def is_day(key: str) -> bool:
    """Whether a key looks like a day."""
    return _DAY.fullmatch(key) is not None


def day_key(key: str, path: str) -> date:
    """A day as the key of a table."""
    with suppress(ValueError):
        if is_day(key):
            return date.fromisoformat(key)
    raise InvalidInput(BAD_DAY.fault(path))


def text(value: Any, path: str) -> Text:
    """A sentence: in both languages, or in Chinese alone."""
    if type(value) is str:
        return Text(words(value, path))
    sheet = Sheet(value, path)
    zh, en = sheet.need("zh", words), sheet.read("en", words, "")
    sheet.close()
    return Text(zh, en)


def source(book: Source | None) -> Check[Source]:
    """A check for a source; a part that names an article alone means one of the source of its book."""

    def check(value: Any, path: str) -> Source:
        sheet = Sheet(value, path)
        found: dict[str, Any] = {
            "title": sheet.need("title", words) if book is None else sheet.read("title", words),
            "article": sheet.read("article", words),
            "dated": sheet.read("date", day),
            "seen": sheet.read("seen", words),
        }
        sheet.close()
        if book is not None and found["title"] is None:
            return attrs.evolve(book, **{key: one for key, one in found.items() if one is not None})
        return Source(**found)

    return check
