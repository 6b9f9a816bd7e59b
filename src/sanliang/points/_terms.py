"""The terms of a points office as data: what earns, what it buys, how long points keep, what is limited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property, partial
from operator import attrgetter
from typing import Any, TypeVar, cast

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import (
    DOUBLED,
    FrozenMap,
    checked,
    code,
    day,
    each,
    identifier,
    instance,
    instances,
    optional,
    whole,
)
from sanliang.kernel.labels import Labelled, Phrase, Text
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Cycle, Dated, add
from sanliang.records import Query, Record, Value, Window, kind_code

MOST_POINTS = 10**9
MOST_STEP = 10_000
"""The largest denomination: what can be paid with them is found by the remainders of the smallest."""

NO_PRICE = Phrase(
    "item.no_price", "须有价格（积分）", "needs a price in points, or the days from which one counts"
)
NOT_LIMITS = Phrase(
    "points.limits", "应为表：窗口对应上限", "must be a map from windows to the most that counts there"
)
NO_DAYS = Phrase(
    "points.cap_window",
    "全村上限不能按活动；可用：{known}",
    "is no span of days, which a cap of the village needs; there are: {known}",
)
MONTHS_NEEDED = Phrase("points.months", "按月过期的须写明月数", "says after how many months points expire")
MONTHS_IDLE = Phrase(
    "points.months_idle", "只有按月过期的才写月数", "counts only where points expire after months"
)
NO_PRIVILEGE = Phrase("item.privilege", "本办法没有这一优先资格", "is no privilege of these terms")

T = TypeVar("T")


class Keeps(Labelled):
    """How long points keep."""

    CARRY = "carry", "结转累积", "carried over without end"
    RESET = "reset", "期末清零", "to the end of the cycle of issue"
    EXPIRE = "expire", "到期失效", "so many months from the day of issue"


def _limits(value: Any, path: str) -> FrozenMap[str, int]:
    if not isinstance(value, Mapping):
        raise InvalidInput(NOT_LIMITS.fault(path))
    faults, kept = Faults(), dict[str, int]()
    for name, most in value.items():
        try:
            window = Window.of(name, path)
            kept[window.value] = whole(most, f"{path}.{window}", least=0)
        except InvalidInput as error:
            faults.extend(error)
    faults.check()
    return FrozenMap(kept)


def _caps(value: Any, path: str) -> FrozenMap[str, int]:
    caps = _limits(value, path)
    if Window.ACTIVITY in caps:
        known = tuple(str(one) for one in Window if one is not Window.ACTIVITY)
        raise InvalidInput(NO_DAYS.fault(path, known=known))
    return caps


def _as_limits(value: Mapping[str, int] | Mapping[Window, int]) -> FrozenMap[str, int]:
    """What was given: it is the validator that makes a frozen map of it, or refuses it."""
    return cast("FrozenMap[str, int]", value)


def _where(value: Mapping[str, Iterable[Value | int]]) -> FrozenMap[str, tuple[Any, ...]]:
    """What was given: it is the validator that makes a frozen map of it, or refuses it."""
    return cast("FrozenMap[str, tuple[Any, ...]]", value)


def _allowed(value: Any, path: str) -> FrozenMap[str, tuple[Any, ...]]:
    return Query(kind="any", where=value).where


@attrs.frozen(kw_only=True)
class Rule:
    """
    One line of the tariff: which records earn, and how many points.

    Args:
        id: Its code, unique within the terms.
        says: The rule as a sentence.
        kind: The kind of record, such as `volunteer`.
        where: By field, the values that are allowed there. A record without the field does not earn.
        points: So many for each record, or for each unit of *per*: 1 to 1,000,000. Wrong-doing takes no
            points of a wallet: it lowers a rating.
        per: The field whose number is multiplied, such as `hours`. What comes out is rounded down.
        ceilings: By window, the most that one wallet is issued by this rule; as `records.limit` has them, but
            what was issued once stays, and fills the window first.
        source: Where it says so.

    Example:
        >>> tidy = Rule(id="yard", says=Text("庭院整洁", "a clean yard"), kind="yard.clean", points=3)
        >>> tidy.ceilings
        FrozenMap({})
    """

    id: str = attrs.field(validator=checked(code))
    says: Text = attrs.field(validator=checked(instance(Text)))
    kind: str = attrs.field(validator=checked(kind_code))
    where: FrozenMap[str, tuple[Any, ...]] = attrs.field(
        default=FrozenMap(), converter=_where, validator=checked(_allowed)
    )
    points: int = attrs.field(validator=checked(partial(whole, least=1, most=10**6)))
    per: str | None = attrs.field(default=None, validator=checked(optional(code)))
    ceilings: FrozenMap[str, int] = attrs.field(
        default=FrozenMap(), converter=_as_limits, validator=checked(_limits)
    )
    source: Source | None = attrs.field(default=None, validator=checked(optional(instance(Source))))

    @cached_property
    def _query(self) -> Query:
        return Query(kind=self.kind, where=self.where)

    def matches(self, record: Record) -> bool:
        """Whether a record is of the rule's kind and has the fields."""
        return self._query.matches(record)

    def earns(self, record: Record) -> int | None:
        """
        The points of a record that matches, ceilings aside: 0 or more, rounded down.

        Nothing where the record does not say how much it was.
        """
        if type(record) is not Record:
            instance(Record)(record, "record")
        if self.per is None:
            return self.points
        amount = record.fields.get(self.per)
        return max(0, int(self.points * amount)) if type(amount) is Fraction else None


def _price(value: int | Dated[int]) -> Dated[int]:
    """A price that counts from some day, or always."""
    return Dated([(date.min, value)]) if type(value) is int else cast("Dated[int]", value)


def _prices(value: Any, path: str) -> Dated[int]:
    if value is None:
        raise InvalidInput(NO_PRICE.fault(path))
    for _, price in instance(Dated)(value, path).steps:
        whole(price, path, least=1, most=MOST_POINTS)
    return cast("Dated[int]", value)


@attrs.frozen(kw_only=True)
class Item:
    """
    One line of the catalogue.

    Args:
        id: Its id, unique within the terms.
        name: What it is.
        price: Points for one: 1 or more; a number, or `Dated` where it changes. Before its first day it
            cannot be had.
        cost: What one costs the village, in fen (a hundredth of a yuan); left out, the forecast says so.
        privilege: The code of the privilege that it is kept for, if it is.

    Raises:
        InvalidInput: No price, among others.

    Example:
        >>> oil = Item(id="oil", name=Text("食用油", "cooking oil"), price=40, cost=4000)
        >>> oil.price_on(date(2026, 1, 15))
        40
    """

    id: str = attrs.field(validator=checked(identifier))
    name: Text = attrs.field(validator=checked(instance(Text)))
    price: Dated[int] = attrs.field(default=None, converter=_price, validator=checked(_prices))
    cost: int | None = attrs.field(
        default=None, validator=checked(optional(partial(whole, least=0, most=10**12)))
    )
    privilege: str | None = attrs.field(default=None, validator=checked(optional(code)))

    def price_on(self, on: date) -> int | None:
        """The price on a day; nothing before its first one."""
        return self.price.on(on) if day(on, "on") >= self.price.steps[0][0] else None


@attrs.frozen(kw_only=True)
class Privilege:
    """
    So many points earned in a cycle give a priority.

    Args:
        code: Its code, unique within the terms.
        says: What it gives.
        least: The points of the cycle from which on it holds: 1 or more.
        source: Where it says so.
    """

    code: str = attrs.field(validator=checked(code))
    says: Text = attrs.field(validator=checked(instance(Text)))
    least: int = attrs.field(validator=checked(partial(whole, least=1)))
    source: Source | None = attrs.field(default=None, validator=checked(optional(instance(Source))))


def _unique(kind: type[T], key: str) -> Callable[[Any, str], tuple[T, ...]]:
    """A check for a list of values with keys of their own, kept in the order of the keys."""
    get = attrgetter(key)

    def check(value: Any, path: str) -> tuple[T, ...]:
        faults, seen = Faults(), set[str]()
        given = instances(kind)(value, path)
        for place, one in enumerate(given):
            if get(one) in seen:
                faults.add(DOUBLED.fault(f"{path}[{place}].{key}"))
            seen.add(get(one))
        faults.check()
        return tuple(sorted(given, key=get))

    return check


def _keeps(value: Keeps | str) -> Keeps:
    return Keeps.of(value, "keeps")


def _rules(value: Iterable[Rule]) -> tuple[Rule, ...]:
    return _unique(Rule, "id")(value, "rules")


def _catalogue(value: Iterable[Item]) -> tuple[Item, ...]:
    return _unique(Item, "id")(value, "catalogue")


def _privileges(value: Iterable[Privilege]) -> tuple[Privilege, ...]:
    return _unique(Privilege, "code")(value, "privileges")


def _steps(value: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted({*each(partial(whole, least=1, most=MOST_STEP))(value, "denominations")}))


def _days(value: Iterable[date] | None) -> tuple[date, ...] | None:
    return None if value is None else tuple(sorted({*each(day)(value, "exchange")}))


@attrs.frozen(kw_only=True)
class Terms:
    """
    What holds at a points office: a frozen value that is handed to each decision.

    What was decided under older terms stays: each issue keeps its own last day, each redemption its prices.

    Args:
        rules: The tariff, kept in the order of ids. A record earns by every rule that it matches.
        catalogue: What can be had, kept in the order of ids.
        cycle: The periods of ceilings, caps and privileges, and those after which points are reset.
        keeps: Whether points carry over, are reset at the start of the next cycle, or expire.
        months: After how many months they expire, counted from the day of issue, which is not counted itself.
        caps: By window, the most points that the village issues in it; reversed ones do not count.
        denominations: The points of a redemption are a sum of these, such as 10 and 50; none: any number.
        privileges: The priorities, kept in the order of their codes.
        exchange: The days on which there is an exchange, as announced; nothing where every day is one.
        source: The document.

    Raises:
        InvalidInput: Two rules, items or privileges of one name, an item for a privilege that there is not,
            a number of months where none counts or none where one does; every fault at once.

    Source:
        For the last day: 中华人民共和国民法典 (Civil Code), articles 201 and 202: a term of months does not
        count its first day, and ends on the same day of its last month, or on that month's last day.

    Example:
        >>> terms = Terms(cycle=Cycle(starts=date(2026, 1, 1)), keeps="expire", months=12)
        >>> terms.last_day(date(2026, 1, 15))
        datetime.date(2027, 1, 15)
    """

    rules: tuple[Rule, ...] = attrs.field(default=(), converter=_rules)
    catalogue: tuple[Item, ...] = attrs.field(default=(), converter=_catalogue)
    cycle: Cycle = attrs.field(validator=checked(instance(Cycle)))
    keeps: Keeps = attrs.field(default=Keeps.CARRY, converter=_keeps)
    months: int | None = attrs.field(
        default=None, validator=checked(optional(partial(whole, least=1, most=1200)))
    )
    caps: FrozenMap[str, int] = attrs.field(
        default=FrozenMap(), converter=_as_limits, validator=checked(_caps)
    )
    denominations: tuple[int, ...] = attrs.field(default=(), converter=_steps)
    privileges: tuple[Privilege, ...] = attrs.field(default=(), converter=_privileges)
    exchange: tuple[date, ...] | None = attrs.field(default=None, converter=_days)
    source: Source | None = attrs.field(default=None, validator=checked(optional(instance(Source))))

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        if self.keeps is Keeps.EXPIRE and self.months is None:
            faults.add(MONTHS_NEEDED.fault("months"))
        if self.keeps is not Keeps.EXPIRE and self.months is not None:
            faults.add(MONTHS_IDLE.fault("months"))
        known = {one.code for one in self.privileges}
        for place, item in enumerate(self.catalogue):
            if item.privilege is not None and item.privilege not in known:
                faults.add(NO_PRIVILEGE.fault(f"catalogue[{place}].privilege"))
        faults.check()

    def last_day(self, on: date) -> date | None:
        """The last day on which points that are issued on a day can be spent; nothing where there is none."""
        if self.keeps is Keeps.CARRY:
            return None
        return self.cycle.span(on).end if self.months is None else add(on, months=self.months)

    def item(self, id: str) -> Item | None:
        """An item of the catalogue by its id; nothing where there is none."""
        return next((one for one in self.catalogue if one.id == id), None)
