"""The terms of points as a file writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from sanliang.calendars import MonthDay, YearDay
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Phrase
from sanliang.kernel.sheets import EMPTY, Check, Sheet, day, day_key, one_of, rows, source, text, whole, words
from sanliang.kernel.timeline import Cycle, Dated, Every
from sanliang.points import Item, Keeps, Privilege, Rule
from sanliang.townships._part import Reading, under

LISTS = ("rules", "catalogue", "privileges", "exchange")
PLAIN = ("cycle", "keeps", "months", "caps", "denominations")
MOST, MOST_STEP = 10**9, 10_000

BAD_KEY = Phrase(
    "township.points_key",
    "应为 cycle、keeps、months、caps、denominations，或以 rules.、catalogue.、privileges.、exchange. 开头，"
    "后接名称",
    "must be cycle, keeps, months, caps or denominations; or rules., catalogue., privileges. or exchange. "
    "and a name",
)

_SOURCE = source(None)


def read(reading: Reading) -> Any:
    """An entry of the part: a field of the terms, or a row of one of its lists."""
    head, _, name = reading.key.partition(".")
    if reading.key in PLAIN:
        return _PLAIN[reading.key](reading.value, reading.path)
    if head not in LISTS or not name:
        raise InvalidInput(BAD_KEY.fault(reading.path))
    return _ROWS[head](name, reading.value, reading.path)


# --- fields --------------------------------------------------------------------------------------------


def _cycle(value: Any, path: str) -> Cycle:
    sheet = Sheet(value, path)
    every = sheet.read("every", one_of(*(one.value for one in Every)), Every.YEAR)
    count, starts = sheet.read("count", whole(1, 1200), 1), sheet.need("starts", day)
    sheet.close()
    return Cycle(every=Every(every), count=count, starts=starts)


def _numbers(value: Any, path: str) -> FrozenMap[str, int]:
    """A number by window; which windows there are is looked at with the terms."""
    sheet = Sheet(value, path)
    found = {key: sheet.read(key, whole(0, MOST)) for key in sheet.data}
    sheet.close()
    return FrozenMap(found)


def _keeps(value: Any, path: str) -> Keeps:
    return Keeps.of(words(value, path), path)


_PLAIN: Mapping[str, Check[Any]] = {
    "cycle": _cycle,
    "keeps": _keeps,
    "months": whole(1, 1200),
    "caps": _numbers,
    "denominations": rows(whole(1, MOST_STEP)),
}


# --- rows ----------------------------------------------------------------------------------------------


def _rule(name: str, value: Any, path: str) -> Rule:
    sheet = Sheet(value, path)
    found: dict[str, Any] = {
        "says": sheet.need("says", text),
        "kind": sheet.need("kind", words),
        "points": sheet.need("points", whole(1, 10**6)),
        "per": sheet.read("per", words),
        "where": sheet.read("where", _where, FrozenMap()),
        "ceilings": sheet.read("ceilings", _numbers, FrozenMap()),
        "source": sheet.read("source", _SOURCE),
    }
    sheet.close()
    rule: Rule = under(path, partial(Rule, id=name, **found))
    return rule


def _where(value: Any, path: str) -> FrozenMap[str, tuple[Any, ...]]:
    """By field, what is allowed there: one value, or several."""
    sheet = Sheet(value, path)
    found = {key: sheet.read(key, _allowed, ()) for key in sheet.data}
    sheet.close()
    return FrozenMap(found)


def _allowed(value: Any, path: str) -> tuple[Any, ...]:
    return rows(_plain)(value, path) if type(value) is list else (_plain(value, path),)


def _plain(value: Any, path: str) -> Any:
    """True or false, a number, a word; what else TOML has is refused as no word."""
    return (
        value if type(value) in {bool, int} else words(str(value) if isinstance(value, str) else value, path)
    )


def _item(name: str, value: Any, path: str) -> Item:
    sheet = Sheet(value, path)
    found: dict[str, Any] = {
        "name": sheet.need("name", text),
        "price": sheet.need("price", _price),
        "cost": sheet.read("cost", whole(0, 10**12)),
        "privilege": sheet.read("privilege", words),
    }
    sheet.close()
    item: Item = under(path, partial(Item, id=name, **found))
    return item


def _price(value: Any, path: str) -> int | Dated[int]:
    """A number, or one by the day from which it counts."""
    if type(value) is not dict:
        return whole(1, MOST)(value, path)
    if not value:
        raise InvalidInput(EMPTY.fault(path))
    sheet, steps = Sheet(value, path), list[tuple[Any, Any]]()
    for key in value:
        since = sheet.attempt(partial(day_key, key, sheet.at(key)))
        steps.append((since, sheet.read(key, whole(1, MOST))))
    sheet.close()
    return Dated(sorted(steps))


def _privilege(name: str, value: Any, path: str) -> Privilege:
    sheet = Sheet(value, path)
    found: dict[str, Any] = {
        "says": sheet.need("says", text),
        "least": sheet.need("least", whole(1, MOST)),
        "source": sheet.read("source", _SOURCE),
    }
    sheet.close()
    privilege: Privilege = under(path, partial(Privilege, code=name, **found))
    return privilege


def _exchange(name: str, value: Any, path: str) -> date | MonthDay | YearDay:
    """A day by itself, one of each month, or one of each year."""
    if type(value) is not dict:
        return day(value, path)
    sheet = Sheet(value, path)
    number = sheet.need("day", whole(1, 31))
    if "month" not in sheet:
        sheet.close()
        return MonthDay(day=number)
    month, says = sheet.need("month", whole(1, 12)), sheet.need("says", text)
    sheet.close()
    rule: YearDay = under(path, partial(YearDay, code=name, month=month, day=number, says=says))
    return rule


_ROWS: Mapping[str, Callable[[str, Any, str], Any]] = {
    "rules": _rule,
    "catalogue": _item,
    "privileges": _privilege,
    "exchange": _exchange,
}
