"""The calendar as a part of a town: the theme Party day and the fixed days, changed one by one."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from sanliang.calendars import Calendar, MonthDay, NthWeekday, Shift, Weekday, YearDay
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.sheets import Sheet, one_of, text, whole
from sanliang.townships._part import NEEDED, Making, Part, Reading, under

THEME = "theme"

TWO_RULES = Phrase(
    "township.theme",
    "写 day，或者写 nth 和 weekday，不能都写",
    "says either day, or nth and weekday, and not both",
)
EACH_MONTH = Phrase("township.each_month", "每月 {day} 日{shift}", "day {day} of each month{shift}")
NTH = Phrase("township.nth", "每月第 {nth} 个{weekday}{shift}", "{weekday} number {nth} of each month{shift}")
LAST = Phrase("township.last", "每月最后一个{weekday}{shift}", "the last {weekday} of each month{shift}")
EACH_YEAR = Phrase(
    "township.each_year",
    "{says}：每年 {month} 月 {day} 日{shift}",
    "{says}: {month}/{day} of each year{shift}",
)
SHIFTS = Phrase(
    "township.shift",
    "，遇休息日顺延，至多 {within} 天",
    ", or the next working day, {within} days later at most",
)


@lru_cache(maxsize=1)
def _base() -> Calendar:
    return Calendar(theme=MonthDay(day=5, shift=Shift(within=7)))


def _entries(value: Calendar) -> dict[str, Any]:
    return {THEME: value.theme, **{one.code: one for one in value.fixed}}


def _make(making: Making) -> Calendar:
    fixed = dict(making.entries)
    theme = fixed.pop(THEME, None)
    if theme is None:
        raise InvalidInput(NEEDED.fault(THEME))
    sources = dict.fromkeys(one.source for one in making.changes)
    return Calendar(theme=theme, fixed=tuple(fixed.values()), sources=tuple(sources))


def _read(reading: Reading) -> Any:
    sheet = Sheet(reading.value, reading.path)
    within = sheet.read("within", whole(1, 31))
    shift = None if within is None else Shift(within=within)
    if reading.key != THEME:
        month, day = sheet.need("month", whole(1, 12)), sheet.need("day", whole(1, 31))
        says = sheet.need("says", text)
        sheet.close()
        return under(
            reading.path,
            partial(YearDay, code=reading.key, month=month, day=day, says=says, shift=shift),
        )
    return _theme(sheet, shift)


def _theme(sheet: Sheet, shift: Shift | None) -> MonthDay | NthWeekday:
    if "day" in sheet and not ("nth" in sheet or "weekday" in sheet):
        day = sheet.need("day", whole(1, 31))
        sheet.close()
        return MonthDay(day=day, shift=shift)
    if "day" in sheet:
        sheet.read("day", whole(1, 31))
        sheet.faults.add(TWO_RULES.fault(sheet.at("day")))
    nth, weekday = (
        sheet.need("nth", whole(-1, 4)),
        sheet.need("weekday", one_of(*(one.value for one in Weekday))),
    )
    sheet.close()
    rule: NthWeekday = under(sheet.path, partial(NthWeekday, nth=nth, weekday=Weekday(weekday), shift=shift))
    return rule


def _tell(_key: str, entry: Any, _town: Any) -> Text:
    shift = Text("") if entry.shift is None else SHIFTS.fill(within=entry.shift.within)
    match entry:
        case MonthDay():
            return EACH_MONTH.fill(day=entry.day, shift=shift)
        case YearDay():
            return EACH_YEAR.fill(says=entry.says, month=entry.month, day=entry.day, shift=shift)
        case _:
            if entry.nth < 0:
                return LAST.fill(weekday=entry.weekday, shift=shift)
            return NTH.fill(nth=entry.nth, weekday=entry.weekday, shift=shift)


CALENDAR = Part(
    name="calendar",
    says=Text("日历", "calendar"),
    base=_base,
    entries=_entries,
    make=_make,
    read=_read,
    tell=_tell,
)
