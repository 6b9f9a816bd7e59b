"""The terms of points as a part of a town: what earns, what it buys, when there is an exchange."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import attrs

from sanliang.calendars import MonthDay, YearDay
from sanliang.kernel.errors import Fault, Faults, InvalidInput
from sanliang.kernel.fields import FrozenMap, day, instance
from sanliang.kernel.labels import Phrase, Text, nearest_of
from sanliang.kernel.overlays import MISNAMED
from sanliang.kernel.timeline import Cycle
from sanliang.kernel.verdicts import Reason
from sanliang.points import Item, Privilege, Rule, Terms, payable
from sanliang.townships._facts import KINDS
from sanliang.townships._part import NEEDED, Making, Part
from sanliang.townships._points_read import BAD_KEY, LISTS, PLAIN, read
from sanliang.townships._points_tell import tell

Exchange = date | MonthDay | YearDay

NOT_DAY = Phrase(
    "township.exchange_day",
    "应为一天、每月的一天或者每年的一天",
    "must be a day, a day of each month or a day of each year",
)
UNRECORDED = Phrase(
    "township.points_unrecorded",
    "积分规则“{rule}”以“{kind}”的记录计分，而没有哪一部分会作这样的记录；{near}；本镇自记的请列入 records",
    "rule {rule!r} gives points for records of {kind!r}, which nothing here records; {near}; what the town"
    " writes down by itself, list under records",
)
UNPAYABLE = Phrase(
    "township.points_unpayable",
    "“{item}”的价格 {price} 分，不能用面额 {denominations} 付清",
    "{item!r} costs {price} points, which is no sum of the denominations {denominations}",
)
NOTHING_EARNS = Phrase(
    "township.points_idle",
    "有可兑换的物品，而没有一条规则给分",
    "there are goods to be had, and no rule that gives points",
)

_KINDS = {"rules": Rule, "catalogue": Item, "privileges": Privilege}
_NAMED = {"rules": "id", "catalogue": "id", "privileges": "code"}


class Points(NamedTuple):
    """The terms, and the days of exchange by name, as rules that hold in any year."""

    terms: Terms
    days: FrozenMap[str, Exchange]


@lru_cache(maxsize=1)
def _base() -> Points:
    return Points(Terms(cycle=Cycle(starts=date(2026, 1, 1))), FrozenMap())


def terms_on(value: Points, on: date) -> Terms:
    """The terms as they stand on a day: the days of exchange of its year and of the next are in them."""
    year = day(on, "on").year
    if not value.days:
        return value.terms
    years = range(year, min(year + 1, date.max.year) + 1)
    return attrs.evolve(
        value.terms, exchange=[one for rule in value.days.values() for one in _in(rule, years)]
    )


def _in(rule: Exchange, years: range) -> Iterator[date]:
    """The days of a rule in some years; the last of a month that lacks the day."""
    if isinstance(rule, date):
        yield rule
        return
    for year in years:
        for month in range(1, 13) if isinstance(rule, MonthDay) else (rule.month,):
            yield date(year, month, min(rule.day, monthrange(year, month)[1]))


# --- entries -------------------------------------------------------------------------------------------


def _entries(value: Points) -> dict[str, Any]:
    """What the terms say. What says nothing (`None`) is no entry: it is dropped, and added again."""
    terms = value.terms
    plain = {name: one for name in PLAIN if (one := getattr(terms, name)) is not None}
    listed = {
        f"{head}.{getattr(one, name)}": one for head, name in _NAMED.items() for one in getattr(terms, head)
    }
    return {**plain, **listed, **{f"exchange.{name}": one for name, one in value.days.items()}}


def _make(making: Making) -> Points:
    plain, listed = _sorted_out(making.entries)
    sources = {one.key: one.source for one in making.changes}
    for head in ("rules", "privileges"):
        for name, one in listed[head].items():
            if one.source is None and f"{head}.{name}" in sources:
                listed[head][name] = attrs.evolve(one, source=sources[f"{head}.{name}"])
    if "cycle" not in plain:
        raise InvalidInput(NEEDED.fault("cycle"))
    rows: dict[str, Any] = {head: listed[head].values() for head in _KINDS}
    try:
        terms = Terms(**plain, **rows, source=making.changes[-1].source)
    except InvalidInput as error:
        faults = (_placed(fault, sorted(listed["catalogue"])) for fault in error.faults)
        raise InvalidInput(*faults, count=error.count) from None
    return Points(terms, FrozenMap(listed["exchange"]))


def _sorted_out(entries: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Fields, and rows by list and name; what has another name or is of another kind is a fault."""
    plain, listed, faults = dict[str, Any](), {head: dict[str, Any]() for head in LISTS}, Faults()
    for key, one in entries.items():
        head, _, name = key.partition(".")
        try:
            if key in PLAIN:
                plain[key] = one
            else:
                listed[head][name] = _row(head, name, one, key)
        except KeyError:
            faults.add(BAD_KEY.fault(key))
        except InvalidInput as error:
            faults.extend(error)
    faults.check()
    return plain, listed


def _row(head: str, name: str, one: Any, key: str) -> Any:
    if head == "exchange":
        if not isinstance(one, date | MonthDay | YearDay):
            raise InvalidInput(NOT_DAY.fault(key))
        return one if isinstance(one, MonthDay | YearDay) else day(one, key)
    if getattr(instance(_KINDS[head])(one, key), _NAMED[head]) != name:
        raise InvalidInput(MISNAMED.fault(key))
    return one


def _placed(fault: Fault, items: list[str]) -> Fault:
    """The fault at the name of an item, which a change says, and not at its place in the catalogue."""
    place, bracket, rest = fault.path.removeprefix("catalogue[").partition("]")
    return attrs.evolve(fault, path=f"catalogue.{items[int(place)]}{rest}") if bracket else fault


# --- checking ------------------------------------------------------------------------------------------


def _check(value: Points, town: Any) -> Iterator[Reason]:
    """Rules by records that nobody makes; prices that nobody can pay; goods that nobody can earn."""
    terms, recorded = value.terms, town.part("records")
    for rule in terms.rules:
        if rule.kind not in recorded and rule.kind not in KINDS:
            path, known = f"points.rules.{rule.id}", sorted({*KINDS, *recorded})
            near = nearest_of(rule.kind, known, len(known))
            yield Reason.of(UNRECORDED, path=path, rule=rule.says, kind=rule.kind, near=near)
    for item in terms.catalogue:
        for price in (one for _, one in item.price.steps if not payable(one, terms.denominations)):
            path, steps = f"points.catalogue.{item.id}", terms.denominations
            yield Reason.of(UNPAYABLE, path=path, item=item.name, price=price, denominations=steps)
    if terms.catalogue and not terms.rules:
        yield Reason.of(NOTHING_EARNS, path="points.catalogue")


POINTS = Part(
    name="points",
    says=Text("积分", "points"),
    base=_base,
    entries=_entries,
    make=_make,
    read=read,
    tell=tell,
    check=_check,
)
