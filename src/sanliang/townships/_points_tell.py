"""The terms of points in words, for the page that a committee reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sanliang.calendars import MonthDay, YearDay
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.timeline import Cycle
from sanliang.points import Item, Keeps, Privilege, Rule
from sanliang.records import Window

A_RULE = Phrase(
    "township.points_rule",
    "{says}：每{per}“{kind}”记录计 {points} 分{ceilings}",
    "{says}: {points} points for each {per} of {kind!r}{ceilings}",
)
CEILINGS = Phrase("township.points_ceilings", "，但{limits}", ", at most {limits}")
AN_ITEM = Phrase("township.points_item", "{name}：{price} 分{kept}", "{name}: {price} points{kept}")
KEPT = Phrase("township.points_kept", "（限“{privilege}”）", " (kept for {privilege!r})")
SINCE = Phrase("township.points_since", "{points}（自 {since} 起）", "{points} (from {since})")
A_RIGHT = Phrase(
    "township.points_right", "{says}：当期满 {least} 分", "{says}: from {least} points of the cycle on"
)
A_CYCLE = Phrase(
    "township.points_cycle",
    "每 {count} {every}一期，从 {starts} 起算",
    "periods of {count} {every}, counted from {starts}",
)
A_LIMIT = Phrase("township.points_limit", "{window}至多 {most} 分", "{most} in the {window}")
EACH_MONTH = Phrase("township.exchange_month", "每月 {day} 日", "day {day} of each month")
EACH_YEAR = Phrase(
    "township.exchange_year", "{says}：每年 {month} 月 {day} 日", "{says}: {month}/{day} of each year"
)

_WITHIN = {
    Window.ACTIVITY: "每次活动",
    Window.MONTH: "每月",
    Window.QUARTER: "每季度",
    Window.YEAR: "每年",
    Window.CYCLE: "每周期",
    Window.EVER: "历年累计",
}
NO_LIMIT, RECORD = Text("不限", "no limit"), Text("条", "record")


def tell(_key: str, entry: Any, town: Any) -> Text:
    """An entry of the part, in both languages."""
    match entry:
        case Rule():
            return A_RULE.fill(
                says=entry.says,
                per=entry.per or RECORD,
                kind=Text(town.part("records").get(entry.kind, Text(entry.kind)).zh, entry.kind),
                points=entry.points,
                ceilings=_ceilings(entry),
            )
        case Item():
            kept = "" if entry.privilege is None else KEPT.fill(privilege=entry.privilege)
            return AN_ITEM.fill(name=entry.name, price=_price(entry), kept=kept)
        case Privilege():
            return A_RIGHT.fill(says=entry.says, least=entry.least)
        case _:
            return _field(entry)


def _ceilings(rule: Rule) -> str | Text:
    return CEILINGS.fill(limits=_limits(rule.ceilings.items())) if rule.ceilings else ""


def _price(item: Item) -> str | Text:
    (first, price), *more = item.price.steps
    if first == date.min and not more:
        return str(price)
    return _listed(SINCE.fill(points=points, since=since) for since, points in item.price.steps)


def _field(entry: Any) -> Text:
    match entry:
        case Keeps():
            return entry.text
        case Cycle():
            return A_CYCLE.fill(count=entry.count, every=entry.every, starts=entry.starts)
        case MonthDay():
            return EACH_MONTH.fill(day=entry.day)
        case YearDay():
            return EACH_YEAR.fill(says=entry.says, month=entry.month, day=entry.day)
        case tuple():
            return _listed(Text(str(one), str(one)) for one in entry)
        case int() | date():
            return Text(str(entry), str(entry))
        case _:
            return _limits(entry.items())


def _limits(limits: Iterable[tuple[str, int]]) -> Text:
    return _listed(
        A_LIMIT.fill(window=Text(_WITHIN[Window(window)], Window(window).en), most=most)
        for window, most in limits
    )


def _listed(many: Iterable[Text]) -> Text:
    every = [*many]
    if not every:
        return NO_LIMIT
    return Text("、".join(one.zh for one in every), ", ".join(one.get("en") for one in every))
