"""Names and sentences in Chinese and English: `Text`, enums whose members have names, phrases with a code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self

import attrs

from sanliang.kernel.errors import NEAREST, Fault, InvalidInput, Lang, few, nearest

__all__ = ["Labelled", "Phrase", "Text", "nearest_of"]


@attrs.frozen
class Text:
    """
    The same words in Chinese and in English.

    Where a town has written only Chinese, the Chinese stands for both.

    Example:
        >>> Text("修路灯", "repair street lamps").get("en"), Text("修路灯").get("en")
        ('repair street lamps', '修路灯')
    """

    zh: str
    en: str = ""

    def get(self, lang: Lang) -> str:
        """The words in one language."""
        return self.zh if lang == "zh" or not self.en else self.en


class Labelled(StrEnum):
    """
    An enum whose members are codes (ASCII, stored) with a name in both languages (shown).

    Example:
        >>> class Colour(Labelled):
        ...     RED = "red", "红", "red"
        >>> Colour("red").label("zh"), Colour.RED == "red"
        ('红', True)
    """

    _value_: str
    zh: str
    en: str

    def __new__(cls, code: str, zh: str = "", en: str = "") -> Self:
        """Make a member of its code and its two names."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh = zh
        member.en = en
        return member

    def label(self, lang: Lang) -> str:
        """The member's name in one language."""
        return self.zh if lang == "zh" else self.en

    @property
    def text(self) -> Text:
        """The member's name in both languages."""
        return Text(self.zh, self.en)

    @classmethod
    def of(cls, code: str, path: str = "") -> Self:
        """
        The member with this code.

        Raises:
            InvalidInput: No member has it; the text lists those there are.
        """
        if isinstance(code, cls):
            return code
        for member in cls:
            if member == code:
                return member
        known = sorted(cls)
        raise InvalidInput(
            Fault(
                code="code.unknown",
                path=path,
                zh=f"不是已知的代码；可用：{'、'.join(known)}",
                en=f"is not a known code; there are: {', '.join(known)}",
            )
        )


@attrs.frozen
class Phrase:
    """
    A sentence with a stable code and named places, the form of every fault and every reason.

    The templates are ours; what fills them are numbers, days, ids and codes, never a format string from data.

    Example:
        >>> few = Phrase("items.too_few", "至少 {least} 项", "at least {least} items are needed")
        >>> few.fill(least=2).get("zh")
        '至少 2 项'
    """

    code: str
    zh: str
    en: str

    def fill(self, **params: Any) -> Text:
        """The sentence in both languages; `None` and texts of both languages are shown in each."""
        if not params:
            return Text(self.zh, self.en)
        zh = {name: shown(value, "zh") for name, value in params.items()}
        en = {name: shown(value, "en") for name, value in params.items()}
        return Text(self.zh.format_map(zh), self.en.format_map(en))

    def fault(self, path: str = "", **params: Any) -> Fault:
        """The sentence as a fault at *path*."""
        if not params:
            return Fault(code=self.code, path=path, zh=self.zh, en=self.en or self.zh)
        text = self.fill(**params)
        return Fault(code=self.code, path=path, zh=text.zh, en=text.get("en"))


def nearest_of(word: object, known: Iterable[str], most: int = NEAREST) -> Text:
    """
    The known word that a mistyped one most likely meant; where none is near, the first few that there are.

    Example:
        >>> nearest_of("rosd", ["lamp", "road"]).get("en"), nearest_of("x", ["lamp", "road"]).get("en")
        ('the nearest is: road', 'there are: lamp, road')
    """
    words = tuple(known)
    near = nearest(word[:40], words) if isinstance(word, str) else ""
    if near:
        return Text(f"相近的有：{near}", f"the nearest is: {near}")
    if not words:
        return Text("一个也没有", "there are none")
    return THERE_ARE.fill(known=few(words, most))


THERE_ARE = Phrase("hint.known", "有：{known}", "there are: {known}")

PLACES = 12
"""So many decimals a number is shown with; one that needs more is shown as a fraction."""


def decimal(number: Fraction) -> str:
    """
    A number as an exact decimal where it ends, and else as a fraction.

    Example:
        >>> decimal(Fraction(-5, 2)), decimal(Fraction(3)), decimal(Fraction(1, 3))
        ('-2.5', '3', '1/3')
    """
    places = next((count for count in range(PLACES + 1) if 10**count % number.denominator == 0), None)
    if not places:
        return str(number)
    digits = f"{abs(number.numerator) * 10**places // number.denominator:0{places + 1}}"
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


_PLAIN = {str, int, date}
"""What most parameters are, and is shown as it stands."""


def shown(value: Any, lang: Lang) -> str:
    """
    A parameter in one language: names of codes and texts by language, lists joined, facts with their names.

    Whatever else says itself in a language, such as an error or a verdict, by its `text(lang)`, does so.
    """
    if type(value) in _PLAIN:
        return str(value)
    match value:
        case None:
            return "无" if lang == "zh" else "none"
        case Labelled():
            return value.label(lang)
        case Text():
            return value.get(lang)
        case Fraction():
            return decimal(value)
        case tuple() | list() | frozenset():
            parts = [shown(one, lang) for one in (sorted(value) if isinstance(value, frozenset) else value)]
            return _joined(parts, lang) or ("无" if lang == "zh" else "none")
        case Mapping():
            return f"{{{_joined([f'{name} = {_held(one, lang)}' for name, one in value.items()], lang)}}}"
        case _:
            text = getattr(value, "text", None)
            return str(text(lang) if callable(text) else value)


def _joined(parts: list[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(parts)


def _held(value: Any, lang: Lang) -> str:
    """What stands under a name: a list in brackets, so that its end is seen."""
    text = shown(value, lang)
    return f"[{text}]" if isinstance(value, tuple | list | frozenset) and value else text
