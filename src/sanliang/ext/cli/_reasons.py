"""Reasons as plain data: a tree of codes, sentences and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from sanliang.ext.cli._ratings import both
from sanliang.kernel.labels import Labelled, Text, decimal
from sanliang.kernel.sources import Source
from sanliang.kernel.verdicts import Reason


def as_data(reason: Reason) -> dict[str, Any]:
    """A reason with those below it."""
    return {
        "code": reason.code,
        "path": reason.path,
        "message": both(reason.says),
        "params": _plain(reason.params),
        "source": None if reason.clause is None else _source(reason.clause),
        "because": [as_data(one) for one in reason.because],
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "article": source.article,
        "date": _plain(source.dated),
        "seen": source.seen,
    }


def _plain(value: Any) -> Any:
    """What a sentence was filled with: numbers as decimal texts, days as texts, texts in both languages."""
    match value:
        case Text():
            return both(value)
        case Labelled():
            return value.value
        case Fraction():
            return decimal(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {name: _plain(one) for name, one in value.items()}
        case tuple():
            return [_plain(one) for one in value]
        case _:
            return value
