"""The cases of posts and of points: what one member pledges, and what one wallet is issued and spends."""

from __future__ import annotations

from collections.abc import Callable
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
    optional,
    whole,
)
from sanliang.kernel.labels import Phrase, nearest_of
from sanliang.kernel.wire._by_id import each_by_id
from sanliang.kernel.wire._in import shown_key
from sanliang.points import Balance
from sanliang.points._requests import MOST_PIECES
from sanliang.records import Record, kind_code

T = TypeVar("T")

NO_BUSINESS = Phrase(
    "township.case_business",
    "须写 record 或 order 之一，并写 points 或 refused 之一",
    "says either record or order, and either points or refused",
)
NO_DAY = Phrase(
    "township.case_points",
    "至少须有一笔业务；没有的，须写 on，以及 exchange 或 costs",
    "has one business at least; where it has none, it says on, and exchange or costs",
)
NO_FIELD = Phrase(
    "township.case_balance",
    "余额没有这一项；{near}",
    "is nothing that a balance has; {near}",
)


def a_set(check: Callable[[Any, str], T], value: Any, path: str) -> frozenset[T]:
    """The same check for every member; faults stand in an order that does not depend on the run."""
    return frozenset(each(check)(sorted(listed(value, path), key=str), path))


days = partial(a_set, day)


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
        where: By post, where it is held, of posts of which the case says it.
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
    where: FrozenMap[str, str] = attrs.field(default=FrozenMap(), validator=checked(each_by_id(clean_text)))

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
    refused: frozenset[str] = attrs.field(default=frozenset(), validator=checked(partial(a_set, identifier)))

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
        costs: By item, what one costs the village, in fen, of items of which the case says it.
    """

    name: str = attrs.field(validator=checked(clean_text))
    points: tuple[Business, ...] = attrs.field(validator=checked(instances(Business)))
    on: date | None = attrs.field(default=None, validator=checked(optional(day)))
    balance: FrozenMap[str, int] = attrs.field(default=FrozenMap(), validator=checked(_balance))
    privileges: frozenset[str] | None = attrs.field(
        default=None, validator=checked(optional(partial(a_set, code)))
    )
    exchange: frozenset[date] | None = attrs.field(default=None, validator=checked(optional(days)))
    costs: FrozenMap[str, int] = attrs.field(
        default=FrozenMap(), validator=checked(each_by_id(partial(whole, least=0)))
    )

    part = "points"

    def __attrs_post_init__(self) -> None:
        if not self.points and (self.on is None or (self.exchange is None and not self.costs)):
            raise InvalidInput(NO_DAY.fault("points"))
