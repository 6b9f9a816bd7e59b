"""What a comparison of two rulebooks looks like as plain data."""

from __future__ import annotations

from typing import Any

from sanliang.ext.cli import _reasons
from sanliang.ext.cli._ratings import both, outcome, shown_score
from sanliang.kernel.labels import decimal
from sanliang.ratings import Change, Comparison, Count, Move, Rated, Rating


def as_data(found: Comparison) -> dict[str, Any]:
    """Who moves, how many hold each tier, and which rules differ."""
    return {
        "people": found.people,
        "moves": [_move(one) for one in found.moves],
        "counts": [_count(one) for one in found.counts],
        "changes": [_change(one) for one in found.changes],
    }


def _move(one: Move) -> dict[str, Any]:
    return {
        "id": one.id,
        "before": _held(one.before),
        "after": _held(one.after),
        "rungs": one.rungs,
        "score": None if one.score is None else decimal(one.score),
        "rules": one.rules,
        "because": [_reasons.as_data(reason) for reason in one.because],
    }


def _held(rating: Rating) -> dict[str, Any]:
    tier = rating.tier if isinstance(rating, Rated) else None
    return {"outcome": outcome(rating).value, "tier": tier, "score": shown_score(rating)}


def _count(one: Count) -> dict[str, Any]:
    return {"outcome": one.outcome, "tier": one.tier, "before": one.before, "after": one.after}


def _change(one: Change) -> dict[str, Any]:
    return {
        "part": one.part.value,
        "what": one.what.value,
        "old": one.old,
        "new": one.new,
        "message": both(one.says),
    }
