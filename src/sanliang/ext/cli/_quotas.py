"""What quotas look like: rows for people, and plain data for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sanliang.ext.cli._ratings import joined, shown_tier
from sanliang.kernel.errors import Lang
from sanliang.kernel.labels import Text
from sanliang.ratings import QuotaResult
from sanliang.rulebooks import Rulebook

HEAD = (
    Text("名额", "quota"),
    Text("范围", "group"),
    Text("人数", "of"),
    Text("至多", "seats"),
    Text("已占", "held"),
    Text("说明", "remarks"),
)
TARGET = Text("至少 {seats}", "{seats} or more")
EVERYBODY = Text("全部", "all")
MOVED = Text("移动 {ids}", "moved: {ids}")
KEPT = Text("依规定保留 {ids}", "kept by their clauses: {ids}")
STUCK = Text("上档无名额 {ids}", "no seat above: {ids}")
TIED = Text("并列 {ids}", "tied: {ids}")
WAITING = Text("未定 {ids}", "open: {ids}")
OVER = Text("超出", "exceeded")
SHORT = Text("未达到", "not reached")


def as_data(one: QuotaResult, book: Rulebook) -> dict[str, Any]:
    """What came of a quota in a group, as plain data."""
    return {
        "quota": one.quota,
        "tiers": book.quotas[one.quota].tiers,
        "of": one.of,
        "group": one.group,
        "base": one.base,
        "seats": one.seats,
        "holders": one.holders,
        "moved": one.moved,
        "kept": one.kept,
        "stuck": one.stuck,
        "tied": one.tied,
        "waiting": one.waiting,
        "open": one.open,
        "met": one.met,
    }


def notable(one: QuotaResult) -> bool:
    """Whether there is anything to tell: somebody was moved, ties or waits, or it is not kept."""
    return bool(one.moved or one.kept or one.stuck or one.tied or one.waiting) or not one.met


def row(one: QuotaResult, book: Rulebook, lang: Lang) -> tuple[str, ...]:
    """What came of a quota in a group, as the cells of `HEAD`."""
    quota = book.quotas[one.quota]
    seats = "?" if one.seats is None else str(one.seats)
    return (
        ", ".join(shown_tier(tier, lang) for tier in quota.tiers),
        one.group or EVERYBODY.get(lang),
        str(one.base),
        seats if quota.at_least is None else TARGET.get(lang).format(seats=seats),
        str(len(one.holders)),
        joined(_remarks(one, lang, target=quota.at_least is not None), lang),
    )


def _remarks(one: QuotaResult, lang: Lang, *, target: bool) -> Iterator[str]:
    said = (
        (MOVED, one.moved),
        (KEPT, one.kept),
        (STUCK, one.stuck),
        (TIED, one.tied),
        (WAITING, one.waiting),
    )
    for says, ids in said:
        if ids:
            yield says.get(lang).format(ids=", ".join(ids))
    if one.met is False:
        yield (SHORT if target else OVER).get(lang)
