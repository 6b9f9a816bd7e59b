"""A mobilisation: who is called, who reported when, temporary branches, posts at checkpoints."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import (
    FrozenMap,
    as_names,
    checked,
    clean_text,
    day,
    identifier,
    instance,
    instances,
    moment,
    optional,
    some,
    sorted_names,
    whole,
)
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.lifecycles import thing_of
from sanliang.kernel.sources import Source
from sanliang.kernel.wire._by_id import each_by_id
from sanliang.orgs import Belonging, Unit, UnitKind

NO_UNITS = Phrase("mobilisation.no_units", "至少须动员一个单位", "calls at least one unit")
NOT_CALLED = Phrase("mobilisation.not_called", "不在动员单位之列", "is no unit that is called")
BACKWARDS = Phrase("mobilisation.backwards", "结束日早于开始日", "lies before the first day")
HEAD = Phrase("mobilisation.head", "负责人须在成员之列", "is none of the members")


class MobilisationState(Labelled):
    """Where a mobilisation stands in the base lifecycle."""

    CALLED = "called", "已动员", "called"
    UNDER_WAY = "under_way", "已集结", "under way"
    STOOD_DOWN = "stood_down", "已解除", "stood down"


class MobilisationMove(Labelled):
    """What can be done with a mobilisation in the base lifecycle."""

    CALL = "call", "动员", "call"
    REPORT = "report", "报到", "report for duty"
    SET_UP = "set_up", "成立临时党支部", "set up a temporary branch"
    DISSOLVE = "dissolve", "撤销临时党支部", "dissolve a temporary branch"
    SET_POST = "set_post", "设立卡点", "set up a checkpoint"
    STATION = "station", "派岗", "station"
    RELIEVE = "relieve", "换岗", "relieve"
    STAND_DOWN = "stand_down", "解除动员", "stand down"
    CORRECT = "correct", "更正", "correct"


_hours = partial(whole, least=1, most=24 * 366)


_numbers = each_by_id(partial(whole, least=0))


@attrs.frozen(kw_only=True)
class Call:
    """
    Who is called to the front, when, and within how many hours they are to report.

    Args:
        title: What it is called.
        unit: The Party unit that calls.
        units: The units whose people are called, in the order of ids: 1 or more.
        at: The moment of the call.
        within: How many hours they have to report: 1 or more.
        expected: How many people are called of a unit, where that is known.
        source: Who ordered it.

    Raises:
        InvalidInput: No unit, a number for a unit that is not called, a moment without an offset.

    Example:
        >>> from datetime import timezone
        >>> beijing = timezone(timedelta(hours=8))
        >>> at = datetime(2026, 7, 1, 8, tzinfo=beijing)
        >>> order = Call(title="防汛", unit="c-1", units=["b-2", "b-1"], at=at)
        >>> order.units, str(order.until)
        (('b-1', 'b-2'), '2026-07-03 08:00:00+08:00')
    """

    title: str = attrs.field(validator=checked(clean_text))
    unit: str = attrs.field(validator=checked(identifier))
    units: tuple[str, ...] = attrs.field(validator=checked(some(sorted_names, NO_UNITS)))
    at: datetime = attrs.field(validator=checked(moment))
    within: int = attrs.field(default=48, validator=checked(_hours))
    expected: FrozenMap[str, int] = attrs.field(default=FrozenMap(), validator=checked(_numbers))
    source: Source | None = attrs.field(default=None, validator=checked(optional(instance(Source))))

    def __attrs_post_init__(self) -> None:
        strange = sorted(set(self.expected) - set(self.units))
        if strange:
            raise InvalidInput(*(NOT_CALLED.fault(f"expected.{one}") for one in strange))

    @property
    def until(self) -> datetime:
        """The moment up to which a report is in time."""
        return self.at + timedelta(hours=self.within)


@attrs.frozen(kw_only=True)
class Reported:
    """
    That somebody has reported for duty.

    Args:
        person: The id of a member or a cadre.
        unit: The unit that was called, in which the person is counted.
        at: The moment of reporting.
    """

    person: str = attrs.field(validator=checked(identifier))
    unit: str = attrs.field(validator=checked(identifier))
    at: datetime = attrs.field(validator=checked(moment))


@attrs.frozen(kw_only=True)
class TemporaryBranch:
    """
    A temporary branch at the front, with the span of its life.

    Args:
        id: Its id, unlike that of any other unit.
        name: What it is called.
        head: The id of its secretary, one of the members.
        members: The ids of its members, in their order.
        since: Its first day.
        until: The last day for which it is planned.
        dissolved: Its last day in fact; nothing while it stands.

    Raises:
        InvalidInput: It ends before it begins, or its head is none of its members.
    """

    id: str = attrs.field(validator=checked(identifier))
    name: str = attrs.field(validator=checked(clean_text))
    head: str = attrs.field(validator=checked(identifier))
    members: tuple[str, ...] = attrs.field(converter=as_names, validator=checked(sorted_names))
    since: date = attrs.field(validator=checked(day))
    until: date = attrs.field(validator=checked(day))
    dissolved: date | None = attrs.field(default=None, validator=checked(optional(day)))

    def __attrs_post_init__(self) -> None:
        if min(self.until, self.last) < self.since:
            raise InvalidInput(BACKWARDS.fault("until"))
        if self.head not in self.members:
            raise InvalidInput(HEAD.fault("head"))

    @property
    def last(self) -> date:
        """Its last day: as it was in fact, or else as it is planned."""
        return self.dissolved or self.until


@attrs.frozen(kw_only=True)
class Checkpoint:
    """
    A post at the front.

    Args:
        id: Its id.
        place: Where it is, in words.
        task: What is to be done there, in words.
        places: How many stand there at a time: 1 or more.
    """

    id: str = attrs.field(validator=checked(identifier))
    place: str = attrs.field(validator=checked(clean_text))
    task: str = attrs.field(validator=checked(clean_text))
    places: int = attrs.field(default=1, validator=checked(partial(whole, least=1)))


@attrs.frozen(kw_only=True)
class Stationed:
    """
    That somebody stands or stood at a checkpoint.

    Args:
        person: Who; *checkpoint* is where.
        since: The first day; *until* is the last one, or nothing while it lasts.

    Raises:
        InvalidInput: It ends before it begins.
    """

    person: str = attrs.field(validator=checked(identifier))
    checkpoint: str = attrs.field(validator=checked(identifier))
    since: date = attrs.field(validator=checked(day))
    until: date | None = attrs.field(default=None, validator=checked(optional(day)))

    def __attrs_post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise InvalidInput(BACKWARDS.fault("until"))


def _reports(value: Iterable[Reported] | None) -> tuple[Reported, ...] | None:
    return None if value is None else instances(Reported)(value, "reports")


@attrs.frozen(kw_only=True)
class MobilisationGiven:
    """
    What comes with a move of a mobilisation.

    Args:
        call: With `call`.
        reports: Who has reported, one or many at a time, with `report`.
        branch: With `set_up`.
        dissolves: The id of the temporary branch that ends, with `dissolve`.
        checkpoint: With `set_post`.
        station: With `station`: where.
        person: Who is stationed or relieved.
        says: What was said when it ended, in words.
    """

    call: Call | None = attrs.field(default=None, validator=checked(optional(instance(Call))))
    reports: tuple[Reported, ...] | None = attrs.field(default=None, converter=_reports)
    branch: TemporaryBranch | None = attrs.field(
        default=None, validator=checked(optional(instance(TemporaryBranch)))
    )
    dissolves: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    checkpoint: Checkpoint | None = attrs.field(
        default=None, validator=checked(optional(instance(Checkpoint)))
    )
    station: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    person: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    says: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))


@attrs.frozen(kw_only=True, weakref_slot=False)
class Mobilisation:
    """
    A mobilisation as its log has it.

    Attributes:
        call: Who is called, when, within how many hours.
        reports: Who has reported, in the order in which it was written down; nobody twice.
        branches: The temporary branches, those that are dissolved too.
        checkpoints: The posts at the front.
        stationed: Who stands and stood where.
    """

    id: str
    state: str
    version: int
    on: date
    call: Call
    reports: tuple[Reported, ...] = ()
    branches: tuple[TemporaryBranch, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    stationed: tuple[Stationed, ...] = ()
    # Found, not stored: by person, where the report stands. See `_reporting`.
    _index: dict[str, int] | None = attrs.field(default=None, init=False, eq=False, repr=False)

    @property
    def unit(self) -> str:
        """The Party unit that calls."""
        return self.call.unit

    @property
    def standing(self) -> tuple[TemporaryBranch, ...]:
        """The temporary branches that are not dissolved."""
        return tuple(one for one in self.branches if one.dissolved is None)

    @property
    def on_post(self) -> tuple[Stationed, ...]:
        """Who stands at a checkpoint now."""
        return tuple(one for one in self.stationed if one.until is None)

    @property
    def free(self) -> tuple[str, ...]:
        """Who has reported and stands at no checkpoint, in the order of ids."""
        return tuple(sorted({one.person for one in self.reports} - {one.person for one in self.on_post}))

    @property
    def open_posts(self) -> tuple[str, ...]:
        """The ids of the checkpoints with a free place, in their order."""
        taken = [one.checkpoint for one in self.on_post]
        return tuple(one.id for one in self.checkpoints if taken.count(one.id) < one.places)


def branch_units(mobilisation: Mobilisation) -> tuple[Unit, ...]:
    """
    The temporary branches as units for a roster: each with the span of its life, under the unit that called.

    Example:
        >>> from datetime import UTC
        >>> front = TemporaryBranch(id="tb-1", name="卡点临时党支部", head="m-1", members=["m-1"],
        ...     since=date(2022, 4, 1), until=date(2022, 5, 31))
        >>> order = Call(title="防控", unit="c-1", units=["b-1"], at=datetime(2022, 4, 1, tzinfo=UTC))
        >>> one = Mobilisation(
        ...     id="w-1", state="called", version=2, on=front.since, call=order, branches=(front,))
        >>> [(unit.kind, unit.parent, str(unit.until)) for unit in branch_units(one)]
        [('temporary_branch', 'c-1', '2022-05-31')]
    """
    call = thing_of(Mobilisation, mobilisation, "mobilisation").call
    return tuple(
        Unit(
            id=one.id,
            kind=UnitKind.TEMPORARY_BRANCH,
            name=one.name,
            parent=call.unit,
            since=one.since,
            until=one.last,
        )
        for one in mobilisation.branches
    )


def belongings(mobilisation: Mobilisation) -> FrozenMap[str, tuple[Belonging, ...]]:
    """
    By member, what belongs to the temporary branches for the span of their lives: beside the member's own.

    Example:
        >>> from datetime import UTC
        >>> order = Call(title="防控", unit="c-1", units=["b-1"], at=datetime(2022, 4, 1, tzinfo=UTC))
        >>> belongings(Mobilisation(id="w-1", state="called", version=1, on=date(2022, 4, 1), call=order))
        FrozenMap({})
    """
    found = dict[str, list[Belonging]]()
    for one in thing_of(Mobilisation, mobilisation, "mobilisation").branches:
        for member in one.members:
            found.setdefault(member, []).append(Belonging(unit=one.id, since=one.since, until=one.last))
    return FrozenMap((member, tuple(all_of)) for member, all_of in found.items())
