"""Responsibility areas: a place, a task, and who is responsible for it on which days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import Any

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import DOUBLED, checked, clean_text, code, day, identifier, instances, optional
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.orgs._terms import first, holds, last, ordered

GAP = Phrase("area.gap", "“{area}”当日无人负责", "nobody is responsible for {area!r} on that day")
DOUBLE = Phrase(
    "area.double",
    "“{area}”当日有多人负责：{who}",
    "more than one is responsible for {area!r} on that day: {who}",
)


class AreaKind(Labelled):
    """What kind of area it is; a town may use codes of its own beside these."""

    RESPONSIBILITY = "responsibility", "党员责任区", "responsibility area"
    GRID = "grid", "网格", "grid"
    HUB = "hub", "党员中心户", "hub household"


@attrs.frozen(kw_only=True)
class Charge:
    """
    That a member is responsible for an area, from a day and to a day, both included; either may be open.

    Args:
        member: The member's id.
        since, until: The first and the last day.

    Raises:
        InvalidInput: It ends before it starts.
    """

    member: str = attrs.field(validator=checked(identifier))
    since: date | None = attrs.field(default=None, validator=checked(optional(day)))
    until: date | None = attrs.field(default=None, validator=checked(optional(day)))

    def __attrs_post_init__(self) -> None:
        ordered(self)


def _place(one: Charge) -> tuple[date, date, str]:
    return first(one), last(one), one.member


def _charges(value: Any, path: str) -> tuple[Charge, ...]:
    return tuple(sorted(instances(Charge)(value, path), key=_place))


@attrs.frozen(kw_only=True)
class Area:
    """
    A place with a task, and who is responsible for it.

    Args:
        id: Unique among the areas that are looked at together.
        unit: The unit that it belongs to.
        kind: A code, as a rule one of `AreaKind`.
        place: Where it is, in words, as on its sign.
        task: What is to be done there, in words.
        charges: Who is responsible and when, from the earliest to the latest.
        since, until: The first and the last day of the area itself; either may be open.

    Raises:
        InvalidInput: It ends before it starts.

    Example:
        >>> Area(id="a-1", unit="b-1", place="河边绿地", task="管护花木", charges=[Charge(member="m-3")]).kind
        'responsibility'
    """

    id: str = attrs.field(validator=checked(identifier))
    unit: str = attrs.field(validator=checked(identifier))
    kind: str = attrs.field(default=AreaKind.RESPONSIBILITY.value, validator=checked(code))
    place: str = attrs.field(validator=checked(clean_text))
    task: str = attrs.field(validator=checked(clean_text))
    charges: tuple[Charge, ...] = attrs.field(default=(), validator=checked(_charges))
    since: date | None = attrs.field(default=None, validator=checked(optional(day)))
    until: date | None = attrs.field(default=None, validator=checked(optional(day)))

    def __attrs_post_init__(self) -> None:
        ordered(self)

    def responsible(self, *, on: date) -> tuple[str, ...]:
        """Who is responsible on a day, each once, in the order of ids; nobody where the area is not there."""
        at = day(on, "on")
        return tuple(sorted({one.member for one in self.charges if holds(self, at) and holds(one, at)}))


@attrs.frozen(kw_only=True)
class Coverage:
    """
    Whether every area has exactly one who is responsible on a day. Made by `coverage`.

    Attributes:
        on: The day.
        covered: The ids of the areas with exactly one, in their order.
        gaps: The ids of those with nobody.
        doubles: The ids of those with more than one.
    """

    on: date = attrs.field(validator=checked(day))
    covered: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    doubles: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many areas there are on the day."""
        return len(self.covered) + len(self.gaps) + len(self.doubles)

    @property
    def full(self) -> bool:
        """Whether there is neither a gap nor a double."""
        return not self.gaps and not self.doubles


def coverage(areas: Iterable[Area], *, on: date) -> Coverage:
    """
    Which areas have exactly one who is responsible on a day, which have nobody, and which more than one.

    An area that is not there on the day is not counted. The order of *areas* does not matter.

    Raises:
        InvalidInput: Two areas with one id.

    Example:
        >>> here = [Charge(member="m-3")]
        >>> green = Area(id="a-1", unit="b-1", place="河边绿地", task="管护花木", charges=here)
        >>> square = Area(id="a-2", unit="b-1", place="文化广场", task="保洁")
        >>> found = coverage([square, green], on=date(2026, 7, 1))
        >>> found.covered, found.gaps, found.full
        (('a-1',), ('a-2',), False)
    """
    counted: tuple[list[str], list[str], list[str]] = ([], [], [])
    for one in _there(areas, on):
        counted[min(len(one.responsible(on=on)), 2)].append(one.id)
    gaps, covered, doubles = map(tuple, counted)
    return Coverage(on=on, covered=covered, gaps=gaps, doubles=doubles)


def check(areas: Iterable[Area], *, on: date) -> Verdict:
    """
    Whether the coverage is full, and, where it is not, which area has nobody and which has whom at once.

    Raises:
        InvalidInput: Two areas with one id.

    Example:
        >>> both = [Charge(member="m-3"), Charge(member="m-4")]
        >>> square = Area(id="a-2", unit="b-1", place="文化广场", task="保洁", charges=both)
        >>> check([square], on=date(2026, 7, 1)).text("en")
        "more than one is responsible for 'a-2' on that day: m-3, m-4"
    """
    found: list[Reason] = []
    for one in _there(areas, on):
        who = one.responsible(on=on)
        if len(who) != 1:
            found.append(Reason.of(DOUBLE, area=one.id, who=who) if who else Reason.of(GAP, area=one.id))
    return Verdict.against(found)


def _there(areas: Iterable[Area], on: date) -> list[Area]:
    """The areas that are there on a day, by id."""
    at, seen = day(on, "on"), set[str]()
    every = instances(Area)(areas, "areas")
    for place, one in enumerate(every):
        if one.id in seen:
            raise InvalidInput(DOUBLED.fault(f"areas[{place}].id"))
        seen.add(one.id)
    return sorted((one for one in every if holds(one, at)), key=attrgetter("id"))
