"""Tags: the short name and the version under which a kind is stored, such as `pledge/1`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from sanliang.kernel.errors import InvalidInput, few
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
    start = written[:LONGEST]
    return few(tuple(sorted(known, key=lambda tag: (-SequenceMatcher(None, tag, start).ratio(), tag))))
