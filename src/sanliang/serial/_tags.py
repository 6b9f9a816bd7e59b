"""Tags: the short name and the version under which a kind is stored, such as `pledge/1`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from heapq import heapify, heappop, heapreplace
from itertools import islice
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
    tags = tuple(known)
    return few((*islice(_ordered(written[:LONGEST], tags), NEAREST), *tags[NEAREST:]))


def _ordered(start: str, tags: tuple[str, ...]) -> Iterator[str]:
    """
    Tags by how much of them and of a text stands in both, of as much by name.

    How much that is, is found of a tag when it has the best hope, and it is the next one when none has more.
    """
    ahead = _hopes(start, tags)
    heapify(ahead)
    while ahead:
        _, tag, is_hope = ahead[0]
        if is_hope:
            heapreplace(ahead, (-_alike(tag, start) / (len(tag) + len(start)), tag, False))
        else:
            heappop(ahead)
            yield tag


def _hopes(start: str, tags: tuple[str, ...]) -> list[tuple[float, str, bool]]:
    """How near each tag is at the most: as the signs in both would have it, which are soon counted."""
    signs = _signs(start)
    return [
        (-(signs & others).bit_count() / (len(tag) + len(start)), tag, True)
        for tag, others in _with_signs(tags)
    ]


@lru_cache
def _with_signs(tags: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((tag, _signs(tag)) for tag in tags)


def _alike(one: str, other: str) -> int:
    """
    How many signs of two texts are in both: those of the longest piece, of that on either side, and so on.

    Source:
        Ratcliff & Metzener, Pattern Matching: The Gestalt Approach, Dr. Dobb's Journal 13 (1988). It gives
        what `difflib.SequenceMatcher` does, which takes several times as long for short texts.
    """
    parts, found = [(one, other)], 0
    while parts:
        left, right = parts.pop()
        size = place = 0
        for start in range(len(left)):
            while start + size < len(left) and left[start : start + size + 1] in right:
                size, place = size + 1, start
        if size:
            at = right.find(left[place : place + size])
            found += size
            parts += (left[:place], right[:at]), (left[place + size :], right[at + size :])
    return found


def _signs(text: str) -> int:
    """The signs of a text as bits: that of its code, and where it stands again the one 128 further."""
    bits, free = 0, dict[str, int]()
    for sign in text:
        if sign.isascii():
            bit = free.get(sign, ord(sign))
            bits |= 1 << bit
            free[sign] = bit + 128
    return bits
