"""The cases of a town: what its courses, days, notices, pairs, boards, posts and points come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any, TypeVar

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import (
    FrozenMap,
    checked,
    clean_text,
    code,
    day,
    each,
    identifier,
    instance,
    instances,
    listed,
    names,
    not_kind,
    optional,
    whole,
)
from sanliang.kernel.labels import Phrase, nearest_of
from sanliang.kernel.privacy import Audience
from sanliang.kernel.wire._by_id import each_by_id
from sanliang.kernel.wire._in import shown_key
from sanliang.points import Balance
from sanliang.points._requests import MOST_PIECES
from sanliang.records import Record, kind_code

T = TypeVar("T")

NO_LIFECYCLE = Phrase(
    "township.case_word",
    "没有这个事项的流程；{near}",
    "is no word that has a lifecycle; {near}",
)
NO_END = Phrase(
    "township.case_end",
    "expect 和 refused 须写其一，steps 至少一步",
    "has at least one step, and says either expect or refused",
)
NO_BUSINESS = Phrase(
    "township.case_business",
    "须写 record 或 order 之一，并写 points 或 refused 之一",
    "says either record or order, and either points or refused",
)
NO_DAY = Phrase(
    "township.case_points",
    "至少须有一笔业务；没有的，须写 on 和 exchange",
    "has one business at least; where it has none, it says on and exchange",
)
NO_FIELD = Phrase(
    "township.case_balance",
    "余额没有这一项；{near}",
    "is nothing that a balance has; {near}",
)


def _set(check: Callable[[Any, str], T], value: Any, path: str) -> frozenset[T]:
    """The same check for every member; faults stand in an order that does not depend on the run."""
    return frozenset(each(check)(sorted(listed(value, path), key=str), path))


_days = partial(_set, day)
_DAYS = checked(_days)
_LISTS = checked(each_by_id(names))


def _balance(value: Any, path: str) -> FrozenMap[str, int]:
    """Numbers by the fields of a balance."""
    known, faults = [field.name for field in attrs.fields(Balance) if field.name != "on"], Faults()
    found = each_by_id(partial(whole, least=0))(value, path)
    for name in found:
        if name not in known:
            faults.add(NO_FIELD.fault(f"{path}.{shown_key(name)}", near=nearest_of(name, known)))
    faults.check()
    return found


@attrs.frozen(kw_only=True)
class Step:
    """
    One move of a course: who makes it, when, and what comes with it.

    Attributes:
        move: The code of the move; that of the first step opens the thing, whose id is `case`.
        by, roles, unit: The id of the actor, the roles held that day, the unit of the actor.
        given: What comes with the move, as the word has it.
    """

    move: str = attrs.field(validator=checked(code))
    by: str = attrs.field(validator=checked(identifier))
    roles: frozenset[str] = attrs.field(default=frozenset(), validator=checked(partial(_set, code)))
    unit: str = attrs.field(validator=checked(identifier))
    on: date = attrs.field(validator=checked(day))
    given: Any = None


@attrs.frozen(kw_only=True)
class CourseCase:
    """
    A course of a word: its moves one by one, the last of which is what the case is about.

    Attributes:
        expect: The state after the last move; or *refused*: the codes of the reasons against it.
    """

    name: str = attrs.field(validator=checked(clean_text))
    word: str = attrs.field(validator=checked(code))
    steps: tuple[Step, ...] = attrs.field(validator=checked(instances(Step)))
    expect: str | None = attrs.field(default=None, validator=checked(optional(code)))
    refused: frozenset[str] = attrs.field(default=frozenset(), validator=checked(partial(_set, identifier)))

    def __attrs_post_init__(self) -> None:
        if not self.steps or (self.expect is None) != bool(self.refused):
            raise InvalidInput(NO_END.fault(""))

    @property
    def part(self) -> str:
        """The part of the town that it is about."""
        return self.word


@attrs.frozen(kw_only=True)
class CalendarCase:
    """
    The theme Party day and the fixed days of a month: all of them, and no others.

    Attributes:
        month: Any day of the month.
        held: By code, on which day it is held; *not_held*: the codes of those that fall out.
        holidays, extra_workdays: What was published; else Monday to Friday are worked.
    """

    name: str = attrs.field(validator=checked(clean_text))
    month: date = attrs.field(validator=checked(day))
    held: FrozenMap[str, date] = attrs.field(validator=checked(each_by_id(day)))
    not_held: frozenset[str] = attrs.field(default=frozenset(), validator=checked(partial(_set, identifier)))
    holidays: frozenset[date] = attrs.field(default=frozenset(), validator=_DAYS)
    extra_workdays: frozenset[date] = attrs.field(default=frozenset(), validator=_DAYS)

    part = "calendar"


@attrs.frozen(kw_only=True)
class NoticeCase:
    """How long something hangs: posted on a day, until another, which is the last one."""

    name: str = attrs.field(validator=checked(clean_text))
    notice: str = attrs.field(validator=checked(identifier))
    posted: date = attrs.field(validator=checked(day))
    until: date = attrs.field(validator=checked(day))
    holidays: frozenset[date] = attrs.field(default=frozenset(), validator=_DAYS)
    extra_workdays: frozenset[date] = attrs.field(default=frozenset(), validator=_DAYS)

    part = "notices"


@attrs.frozen(kw_only=True)
class PairingCase:
    """
    A few people, and who helps whom by the rules.

    Attributes:
        on: The day.
        units, members, households: The tables of a roster, as CSV.
        wishes, asks: What members and households wish, the dearest first.
        pairs: By household, its helpers; an empty list where it goes without. All households that are helped.
        short: The households that must be helped and miss a helper.
        costs: By household and helper, what a pair costs, where the case says it; 0 and above.
        apart: By household, helpers who may not be paired with it.
    """

    name: str = attrs.field(validator=checked(clean_text))
    on: date = attrs.field(validator=checked(day))
    units: str = attrs.field(validator=checked(instance(str)))
    members: str = attrs.field(validator=checked(instance(str)))
    households: str = attrs.field(validator=checked(instance(str)))
    wishes: FrozenMap[str, tuple[str, ...]] = attrs.field(default=FrozenMap(), validator=_LISTS)
    asks: FrozenMap[str, tuple[str, ...]] = attrs.field(default=FrozenMap(), validator=_LISTS)
    pairs: FrozenMap[str, tuple[str, ...]] = attrs.field(validator=_LISTS)
    short: frozenset[str] = attrs.field(default=frozenset(), validator=checked(partial(_set, identifier)))
    costs: FrozenMap[str, FrozenMap[str, int]] = attrs.field(
        default=FrozenMap(), validator=checked(each_by_id(each_by_id(partial(whole, least=0))))
    )
    apart: FrozenMap[str, tuple[str, ...]] = attrs.field(default=FrozenMap(), validator=_LISTS)

    part = "pairing"


@attrs.frozen(kw_only=True)
class ShownCase:
    """Who sees something: these audiences, and no others."""

    name: str = attrs.field(validator=checked(clean_text))
    shown: str = attrs.field(validator=checked(identifier))
    to: frozenset[Audience] = attrs.field(validator=checked(partial(_set, Audience.of)))

    part = "shown"


@attrs.frozen(kw_only=True)
class Owed:
    """
    One duty of a post, as whoever holds the post pledges it; what is left out there is left out here.

    Attributes:
        model: The code of the model that it stands for.
        measure: What is counted; *quantity*: how many of it in one term.
    """

    model: str | None = attrs.field(default=None, validator=checked(optional(code)))
    measure: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))
    quantity: int | None = attrs.field(default=None, validator=checked(optional(partial(whole, least=1))))


@attrs.frozen(kw_only=True)
class PostsCase:
    """
    The posts that one member holds: all that the member pledges by them, and how many may hold each.

    Attributes:
        holds: The posts, by their codes in the catalogue.
        pledges: By post and duty, what is pledged: all duties of all these posts.
        places: By post, how many may hold it at a time; posts of which each unit says it are left out.
        kinds: By post, of which kind it is, where that is not `duty`.
    """

    name: str = attrs.field(validator=checked(clean_text))
    holds: tuple[str, ...] = attrs.field(validator=checked(names))
    pledges: FrozenMap[str, FrozenMap[str, Owed]] = attrs.field(
        validator=checked(each_by_id(each_by_id(instance(Owed))))
    )
    places: FrozenMap[str, int] = attrs.field(
        default=FrozenMap(), validator=checked(each_by_id(partial(whole, least=1)))
    )
    kinds: FrozenMap[str, str] = attrs.field(default=FrozenMap(), validator=checked(each_by_id(code)))

    part = "posts"


@attrs.frozen(kw_only=True)
class Business:
    """
    One thing at the points office for the one wallet of a case: a record that is paid, or an order.

    Attributes:
        on: The day on which the office is asked.
        record: The kind of the record; *fields* are its fields, *activity* what it belongs to.
        done: The day of the record; that on which the office is asked, if left out.
        order: By item, how many. There are always enough of each item of the catalogue.
        points: How many are issued or spent; or *refused*: the codes of the reasons against it.
    """

    on: date = attrs.field(validator=checked(day))
    record: str | None = attrs.field(default=None, validator=checked(optional(kind_code)))
    fields: FrozenMap[str, Any] = attrs.field(
        default=FrozenMap(), validator=checked(each_by_id(lambda value, _: value))
    )
    activity: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    done: date | None = attrs.field(default=None, validator=checked(optional(day)))
    order: FrozenMap[str, int] = attrs.field(
        default=FrozenMap(), validator=checked(each_by_id(partial(whole, least=1, most=MOST_PIECES)))
    )
    points: int | None = attrs.field(default=None, validator=checked(optional(partial(whole, least=1))))
    refused: frozenset[str] = attrs.field(default=frozenset(), validator=checked(partial(_set, identifier)))

    def __attrs_post_init__(self) -> None:
        if (self.record is None) != bool(self.order) or (self.points is None) != bool(self.refused):
            raise InvalidInput(NO_BUSINESS.fault(""))
        if self.record is not None:
            self.as_record("case")

    def as_record(self, id: str) -> Record:
        """
        The record that is paid, written down on the day on which the office is asked.

        Raises:
            InvalidInput: It is an order; or a field is none that a record can have.
        """
        if self.record is None:
            raise InvalidInput(NO_BUSINESS.fault("record"))
        done = self.on if self.done is None else self.done
        written = datetime.combine(max(self.on, done), time(12), tzinfo=UTC)
        return Record(
            id=id,
            subject="case",
            kind=self.record,
            on=done,
            fields=self.fields,
            activity=self.activity,
            recorder="case",
            recorded=written,
        )


@attrs.frozen(kw_only=True)
class PointsCase:
    """
    What one wallet is issued and spends, and what is left of it.

    Attributes:
        points: What the office is asked, in this order; each either comes to so many points, or is refused.
        on: The day of what follows; that of the last business, if left out.
        balance: What became of the points, by the fields of `points.Balance`: those that are named.
        privileges: The codes of all privileges that the wallet has; nothing where the case does not say.
        exchange: All days of exchange of that year; nothing where the case does not say.
    """

    name: str = attrs.field(validator=checked(clean_text))
    points: tuple[Business, ...] = attrs.field(validator=checked(instances(Business)))
    on: date | None = attrs.field(default=None, validator=checked(optional(day)))
    balance: FrozenMap[str, int] = attrs.field(default=FrozenMap(), validator=checked(_balance))
    privileges: frozenset[str] | None = attrs.field(
        default=None, validator=checked(optional(partial(_set, code)))
    )
    exchange: frozenset[date] | None = attrs.field(default=None, validator=checked(optional(_days)))

    part = "points"

    def __attrs_post_init__(self) -> None:
        if not self.points and (self.on is None or self.exchange is None):
            raise InvalidInput(NO_DAY.fault("points"))


TownCase = CourseCase | CalendarCase | NoticeCase | PairingCase | ShownCase | PostsCase | PointsCase
KINDS = (CourseCase, CalendarCase, NoticeCase, PairingCase, ShownCase, PostsCase, PointsCase)


def _still(value: Any, path: str = "") -> Any:
    """Plain data that nobody can change any more: maps for tables, tuples for lists."""
    if isinstance(value, Mapping):
        return FrozenMap({str(key): _still(one, path) for key, one in value.items()})
    return tuple(_still(one, path) for one in value) if isinstance(value, list | tuple) else value


@attrs.frozen(kw_only=True)
class WrittenCase:
    """
    A case as a file has it: whoever only uses a town does not pay for reading it. `Township.cases` reads it.

    Attributes:
        data: What stands there, as plain data.
        place: Which of the cases of the file it is, from 0.
        text: The file, which knows the line of a fault; it makes no case another one.

    Example:
        >>> WrittenCase(data={"name": "five days"}, place=0).name
        'five days'
    """

    data: Any = attrs.field(validator=checked(_still))
    place: int = attrs.field(validator=checked(partial(whole, least=0)))
    text: str = attrs.field(default="", eq=False, repr=False, validator=checked(instance(str)))

    @property
    def name(self) -> str:
        """What the case is called; its number, from 1, where it says no text."""
        name = self.data.get("name") if isinstance(self.data, Mapping) else None
        return name if isinstance(name, str) else f"{self.place + 1}"


def a_case(value: Any, path: str = "") -> TownCase | WrittenCase:
    """A check for a case of any kind, read or not."""
    if isinstance(value, (*KINDS, WrittenCase)):
        return value
    raise InvalidInput(not_kind(path, *(kind.__name__ for kind in KINDS)))
