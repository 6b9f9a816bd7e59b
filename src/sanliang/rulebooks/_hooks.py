"""What the code of a word gives, looked at before anything rests on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product
from math import prod
from typing import Any

from sanliang.kernel.errors import Fault
from sanliang.kernel.labels import Phrase
from sanliang.rulebooks._values import ByDay, ByWord, Fixed, Value
from sanliang.rulebooks._words import EffectWord, Given, ScaleWord, Setting, TariffWord

RAISED = Phrase(
    "word.raised", "“{tag}”的代码出错：{kind}", "rests on the word {tag!r}, whose code raised: {kind}"
)
NOT_EXACT = Phrase(
    "word.number",
    "“{tag}”的代码须返回整数或 Fraction，整数部分至多 9 位",
    "rests on the word {tag!r}, whose code must give an int or a Fraction of 9 digits before the point",
)
NOT_ENDS = Phrase(
    "word.ends",
    "“{tag}”的代码须返回最小值和最大值",
    "rests on the word {tag!r}, whose code must give the least and the most, in this order",
)
NOT_TIERS = Phrase(
    "word.tiers",
    "“{tag}”的代码返回了不存在的等次",
    "rests on the word {tag!r}, whose code gave something that is no tier",
)

LARGEST, FINEST, LONGEST = 10**9, 10**18, 1_000
MOST_WAYS = 64
"""So many ways that the keys of a word may come out are looked at one by one."""

End = Fraction | None
"""The least or the most that something can be; nothing where there is no end."""


class Failed(Exception):
    """The code of a word raised, or gave what cannot be taken. It never leaves the package."""

    def __init__(self, phrase: Phrase, **params: str) -> None:
        super().__init__(phrase.code)
        self.phrase, self.params = phrase, params

    def fault(self, path: str) -> Fault:
        """What is wrong, at the place of the book that rests on it."""
        return self.phrase.fault(path, **self.params)


def settled(given: Mapping[str, Given], price: Callable[[Value], Fraction]) -> Setting:
    """What the keys of a word come to, where *price* says what values of the book come to."""
    return {key: price(one) if isinstance(one, Fixed | ByDay | ByWord) else one for key, one in given.items()}


def settings(
    given: Mapping[str, Given], choices: Callable[[Value], Sequence[Fraction]]
) -> tuple[Setting, ...] | None:
    """All that the keys of a word may come to, where values may come to several numbers; None of too many."""
    ways = {
        key: choices(one) if isinstance(one, Fixed | ByDay | ByWord) else (one,) for key, one in given.items()
    }
    if prod(map(len, ways.values())) > MOST_WAYS:
        return None
    return tuple(dict(zip(ways, way, strict=True)) for way in product(*ways.values()))


def points(word: TariffWord, number: Fraction, setting: Setting) -> Fraction:
    """
    The points of a number.

    Raises:
        Failed: The code raised, or gave no exact number.
    """
    return _exact(word.tag, _called(word.tag, word.points, number, setting=setting))


def ends(word: TariffWord, low: End, high: End, setting: Setting) -> tuple[End, End]:
    """
    The least and the most that the points of a number between two ends can be.

    Raises:
        Failed: The code raised, or gave no ends.
    """
    if word.bounds is not None:
        found = _called(word.tag, word.bounds, low, high, setting=setting)
        if type(found) is not tuple or len(found) != 2:
            raise Failed(NOT_ENDS, tag=word.tag)
        one, other = (None if end is None else _exact(word.tag, end) for end in found)
    elif word.rises is None:
        return None, None
    else:
        one, other = (None if end is None else points(word, end, setting) for end in (low, high))
        one, other = (one, other) if word.rises else (other, one)
    if one is not None and other is not None and one > other:
        raise Failed(NOT_ENDS, tag=word.tag)
    return one, other


def reach(
    word: TariffWord,
    low: End,
    high: End,
    given: Mapping[str, Given],
    choices: Callable[[Value], Sequence[Fraction]],
) -> tuple[End, End]:
    """
    As `ends`, over everything that the keys may come to.

    Raises:
        Failed: The code raised, or gave no ends.
    """
    found = [ends(word, low, high, setting) for setting in settings(given, choices) or ()]
    lows, highs = [one for one, _ in found], [one for _, one in found]
    least = None if None in lows else min((one for one in lows if one is not None), default=None)
    most = None if None in highs else max((one for one in highs if one is not None), default=None)
    return least, most


def tier(word: ScaleWord, score: Fraction, tiers: tuple[str, ...], setting: Setting) -> str:
    """
    The tier of a score; *tiers* are all names, `none` the last.

    Raises:
        Failed: The code raised, or gave no tier.
    """
    found = _called(word.tag, word.tier, score, tiers[:-1], setting=setting)
    if type(found) is not str or found not in tiers:
        raise Failed(NOT_TIERS, tag=word.tag)
    return found


def left(word: EffectWord, tiers: tuple[str, ...], last: str | None, setting: Setting) -> frozenset[str]:
    """
    The tiers that remain.

    Raises:
        Failed: The code raised, or gave what is no tier.
    """

    def names(*given: Any, **keys: Any) -> list[object]:
        found: Iterable[object] = word.left(*given, **keys)
        return [None] if isinstance(found, str) else [*islice(found, LONGEST)]

    found = _called(word.tag, names, tiers, last, setting=setting)
    if not all(type(one) is str and one in tiers for one in found):
        raise Failed(NOT_TIERS, tag=word.tag)
    return frozenset(found)


def _called(tag: str, code: Callable[..., Any], *given: Any, setting: Setting) -> Any:
    """What code gives; whatever it raises is a fault that names the word."""
    try:
        return code(*given, **setting)
    except Exception as error:
        raise Failed(RAISED, tag=tag, kind=type(error).__name__) from error


def _exact(tag: str, value: object) -> Fraction:
    if type(value) is int or type(value) is Fraction:
        number = Fraction(value)
        if abs(number) < LARGEST and number.denominator <= FINEST:
            return number
    raise Failed(NOT_EXACT, tag=tag)
