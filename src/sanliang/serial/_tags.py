"""Tags: the short name and the version under which a kind is stored, such as `pledge/1`."""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from sanliang.kernel.errors import NEAREST, InvalidInput, few
from sanliang.kernel.fields import NOT_TEXT
from sanliang.kernel.labels import Phrase

NOT_TAG = Phrase(
    "tag.shape",
    "应为标签：以点相连的小写名称、斜线、版本号，如 pledge.moved/1",
    "must be a tag: lower-case names joined by points, a slash, a version, such as pledge.moved/1",
)
UNKNOWN_TAG = Phrase(
    "tag.unknown",
    "不是已知的类型；已知的有（相近的在前）：{known}",
    "is not a known kind; there are, the nearest first: {known}",
)

LONGEST = 80
_TAG = re.compile(r"([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)/([1-9][0-9]{0,3})")


class Tag(NamedTuple):
    """A kind's name and its version."""

    name: str
    version: int


def parsed(text: str) -> Tag | None:
    """A tag in its two parts; nothing where it is none."""
    parts = _TAG.fullmatch(text) if len(text) <= LONGEST else None
    return Tag(parts[1], int(parts[2])) if parts else None


def tag_text(value: Any, path: str = "") -> str:
    """A check for a tag."""
    if not isinstance(value, str):
        raise InvalidInput(NOT_TEXT.fault(path))
    if parsed(str(value)) is None:
        raise InvalidInput(NOT_TAG.fault(path))
    return str(value)


def by_nearness(written: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known tags that look most like what was written, the nearest first; "…" stands for the rest."""
    start, length = written[:LONGEST], min(len(written), LONGEST)
    signs = _signs(start)
    # No tag is nearer than the signs in both would have it, whatever their order. To count these is quick.
    hopes = sorted(
        (-2 * (signs & others).bit_count() / (len(tag) + length), tag)
        for tag, others in _with_signs(tuple(known))
    )
    found = list[tuple[float, str]]()
    for hope in hopes:
        if len(found) == NEAREST and found[-1] < hope:
            break
        least = -found[-1][0] if len(found) == NEAREST else 0
        insort(found, (-_likeness(hope[1], start, least), hope[1]))
        del found[NEAREST:]
    return few((*(tag for _, tag in found), *(tag for _, tag in hopes[NEAREST:])))


@lru_cache(64)
def _with_signs(tags: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((tag, _signs(tag)) for tag in tags)


def _likeness(one: str, other: str, least: float) -> float:
    """
    How much of two texts stands in both, from 0 to 1: the longest piece, that on either side, and so on.

    Where it is less than what is asked for, it may be more than it is, and less than that all the same.

    Source:
        Ratcliff & Metzener, Pattern Matching: The Gestalt Approach, Dr. Dobb's Journal 13 (1988). It gives
        what `difflib.SequenceMatcher` does, which takes several times as long for short texts.
    """
    parts, both = [(one, other)], len(one) + len(other)
    most = min(len(one), len(other))
    while parts and 2 * most / both >= least:
        left, right = parts.pop()
        size = place = 0
        for start in range(len(left)):
            while start + size < len(left) and left[start : start + size + 1] in right:
                size, place = size + 1, start
        most += size - min(len(left), len(right))
        if size:
            at = right.find(left[place : place + size])
            before, after = (left[:place], right[:at]), (left[place + size :], right[at + size :])
            for part in (before, after):
                if part[0] and part[1]:
                    most += min(len(part[0]), len(part[1]))
                    parts.append(part)
    return 2 * most / both


def _signs(text: str) -> int:
    """The signs of a text as bits, each as often as it stands there: what two texts share is soon counted."""
    bits, often = 0, dict[str, int]()
    for sign in text:
        if sign.isascii():
            bits |= 1 << (128 * often.get(sign, 0) + ord(sign))
            often[sign] = often.get(sign, 0) + 1
    return bits
