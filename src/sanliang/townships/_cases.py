"""The cases of a town, of all kinds: here those of courses, days, notices, pairs and boards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import (
    FrozenMap,
    checked,
    clean_text,
    code,
    day,
    identifier,
    instance,
    instances,
    names,
    not_kind,
    optional,
    whole,
)
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Audience
from sanliang.kernel.wire._by_id import each_by_id
from sanliang.townships._points_cases import PointsCase, PostsCase, a_set, days

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

_DAYS = checked(days)
_LISTS = checked(each_by_id(names))


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
    roles: frozenset[str] = attrs.field(default=frozenset(), validator=checked(partial(a_set, code)))
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
    refused: frozenset[str] = attrs.field(default=frozenset(), validator=checked(partial(a_set, identifier)))

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
    not_held: frozenset[str] = attrs.field(default=frozenset(), validator=checked(partial(a_set, identifier)))
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
    short: frozenset[str] = attrs.field(default=frozenset(), validator=checked(partial(a_set, identifier)))
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
    to: frozenset[Audience] = attrs.field(validator=checked(partial(a_set, Audience.of)))

    part = "shown"


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
