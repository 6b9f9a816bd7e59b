"""What every part is made of: sources, lengths, kinds of records, names of tiers, answers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import names
from sanliang.kernel.labels import Phrase
from sanliang.kernel.sheets import Check, Sheet, a_list, filled, source, text, word, words
from sanliang.kernel.sources import Source
from sanliang.records import Length, Window, kind_code, read_window
from sanliang.rulebooks._numbers import is_number, plain

BAD_LENGTH = Phrase("fact.window", "应为时长，如 18 months", 'must be a length such as "18 months"')
BAD_KIND = Phrase(
    "fact.kind", "应为记录种类，如 meeting.absent", "must be a kind of record such as meeting.absent"
)
BAD_TIER = Phrase(
    "tier.name", "应为等次名称：数字或代码", "must be the name of a tier: a whole number or a code"
)

WINDOWS = tuple(window.value for window in Window)


def dropped(name: str) -> Check[bool]:
    """A check for what is dropped: it says nothing but its name, why, and by whose word."""

    def check(value: Any, path: str) -> bool:
        sheet = Sheet(value, path)
        if path.endswith("]"):  # what stands in a list has its name within, the others are called by theirs
            sheet.read(name, words)
        sheet.read("says", text)
        sheet.read("source", source(Source(title="-")))
        sheet.close()
        return True

    return check


def length(value: Any, path: str) -> Length:
    """A length such as `18 months`, 100 years at most."""
    try:
        found = read_window(value) if type(value) is str else None
    except InvalidInput:
        found = None
    if not isinstance(found, Length):
        raise InvalidInput(BAD_LENGTH.fault(path))
    return found


def kind(value: Any, path: str) -> str:
    """The kind of a record."""
    try:
        return kind_code(value)
    except InvalidInput:
        raise InvalidInput(BAD_KIND.fault(path)) from None


def tier(value: Any, path: str) -> str:
    """The name of a tier: a whole number from 0, or a code."""
    try:
        return word(str(value) if type(value) is int else value, path)
    except InvalidInput:
        raise InvalidInput(BAD_TIER.fault(path)) from None


def answer(value: Any, path: str) -> str | bool | Fraction:
    """What a field or a fact may be compared with: a word, a yes or no, a number."""
    if type(value) is bool:
        return value
    return plain(value, path) if is_number(value) else word(value, path)


def one_or_more(each: Check[Any]) -> Check[tuple[Any, ...]]:
    """A check for one, or for a list of them."""

    def check(value: Any, path: str) -> tuple[Any, ...]:
        return several(each)(value, path) if type(value) is list else (each(value, path),)

    return check


def several(each: Check[Any]) -> Check[tuple[Any, ...]]:
    """A check for a list that is not empty and has nothing twice."""
    return filled(lambda value, path: names(a_list(value, path), path, each=each))
