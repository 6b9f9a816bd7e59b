"""How many inspections and objections there were, and what came of them: counted from their logs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.events import Log
from sanliang.kernel.fields import FrozenMap, checked, day, instance, optional, whole
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import Lifecycle, as_of
from sanliang.kernel.wire._by_id import each_by_id
from sanliang.supervision._dues import due_objections
from sanliang.supervision._inspection import Inspection
from sanliang.supervision._inspection_rules import INSPECTION_KIND
from sanliang.supervision._objection import OBJECTION_BASE, OBJECTION_KIND, Objection
from sanliang.supervision._words import InspectionState, ObjectionState

if TYPE_CHECKING:
    from sanliang.orgs import Roster

TOO_MANY = Phrase(
    "supervision.tally_part", "不能多于其所属的数量", "cannot be more than there are of which it is a part"
)
NOT_THE_SUM = Phrase(
    "supervision.tally_sum", "与各单位合计不符", "does not come to the sum of what the units have"
)

C = TypeVar("C", bound="InspectionCount | ObjectionCount")

_count = partial(whole, least=0)


def _number() -> Any:
    return attrs.field(default=0, validator=checked(_count))


@attrs.frozen(kw_only=True)
class InspectionCount:
    """
    How many inspections there were, and what came of their findings.

    Attributes:
        open: Inspections that are arranged, being made, or have a finding that is not closed.
        clean: Those that found nothing; *settled*: those whose findings are all closed; *cancelled*.
        findings: Findings of all of them, and *closed* are those that the team has closed.
        overdue: Findings that wait for a correction past their deadline.

    Example:
        >>> spring = InspectionCount(settled=9, clean=2, findings=12, closed=12)
        >>> spring.inspections, spring.share, InspectionCount().share
        (11, Fraction(1, 1), None)
    """

    open: int = _number()
    clean: int = _number()
    settled: int = _number()
    cancelled: int = _number()
    findings: int = _number()
    closed: int = _number()
    overdue: int = _number()

    def __attrs_post_init__(self) -> None:
        if self.closed + self.overdue > self.findings:
            raise InvalidInput(TOO_MANY.fault("closed" if self.closed > self.findings else "overdue"))

    @property
    def inspections(self) -> int:
        """How many inspections were arranged, those that were cancelled among them."""
        return self.open + self.clean + self.settled + self.cancelled

    @property
    def share(self) -> Fraction | None:
        """The share of the findings that are closed; a share of none is not defined."""
        return Fraction(self.closed, self.findings) if self.findings else None

    def __add__(self, other: InspectionCount) -> InspectionCount:
        return _added(self, other)


@attrs.frozen(kw_only=True)
class ObjectionCount:
    """
    How many objections there were, and what came of them.

    Attributes:
        open: Those that wait for an answer, and *overdue* are those of them whose next step is late.
        upheld, dismissed, withdrawn: How the others ended.

    Example:
        >>> (ObjectionCount(upheld=1) + ObjectionCount(open=2, overdue=1)).objections
        3
    """

    open: int = _number()
    upheld: int = _number()
    dismissed: int = _number()
    withdrawn: int = _number()
    overdue: int = _number()

    def __attrs_post_init__(self) -> None:
        if self.overdue > self.open:
            raise InvalidInput(TOO_MANY.fault("overdue"))

    @property
    def objections(self) -> int:
        """How many there were."""
        return self.open + self.upheld + self.dismissed + self.withdrawn

    def __add__(self, other: ObjectionCount) -> ObjectionCount:
        return _added(self, other)


def _added(one: C, other: C) -> C:
    names = [field.name for field in attrs.fields(type(one))]
    return type(one)(**{name: getattr(one, name) + getattr(other, name) for name in names})


_inspections = each_by_id(instance(InspectionCount))
_objections = each_by_id(instance(ObjectionCount))


@attrs.frozen(kw_only=True)
class InspectionTally:
    """
    What the logs of a town's inspections come to on a day. Numbers alone, which may hang anywhere.

    Attributes:
        on: The day: what was written for a later one does not count.
        units: By the unit that was inspected; their sum is `total`.
        rolled: By every unit of the tree: its own, and those of all units under it; empty without a roster.
    """

    on: date = attrs.field(validator=checked(day))
    units: FrozenMap[str, InspectionCount] = attrs.field(default=FrozenMap(), validator=checked(_inspections))
    rolled: FrozenMap[str, InspectionCount] = attrs.field(
        default=FrozenMap(), validator=checked(_inspections)
    )

    @property
    def total(self) -> InspectionCount:
        """All of them."""
        return sum(self.units.values(), InspectionCount())


@attrs.frozen(kw_only=True)
class ObjectionTally:
    """
    What the logs of a town's objections come to on a day. Numbers alone, which may hang anywhere.

    Attributes:
        on: The day: what was written for a later one does not count.
        units: By the unit that answers for what is objected to; their sum is `total`.
        rolled: By every unit of the tree: its own, and those of all units under it; empty without a roster.
        words: By the kind of the thing, such as `rating`.

    Raises:
        InvalidInput: The kinds of things do not add up to the units.
    """

    on: date = attrs.field(validator=checked(day))
    units: FrozenMap[str, ObjectionCount] = attrs.field(default=FrozenMap(), validator=checked(_objections))
    rolled: FrozenMap[str, ObjectionCount] = attrs.field(default=FrozenMap(), validator=checked(_objections))
    words: FrozenMap[str, ObjectionCount] = attrs.field(default=FrozenMap(), validator=checked(_objections))

    def __attrs_post_init__(self) -> None:
        if sum(self.words.values(), ObjectionCount()) != self.total:
            raise InvalidInput(NOT_THE_SUM.fault("words"))

    @property
    def total(self) -> ObjectionCount:
        """All of them."""
        return sum(self.units.values(), ObjectionCount())


def tally_inspections(
    logs: Iterable[Log | Iterable[Any]], *, on: date, since: date | None = None, roster: Roster | None = None
) -> InspectionTally:
    """
    What the logs of inspections come to on a day.

    Args:
        logs: Each inspection's log, or its events; in any order.
        on: The day. Events of later days are left out, so that the figure stays what it was.
        since: Where only inspections that were planned for this day or later count.
        roster: Rolls the units up along its tree, as it stands on the day; mergers are followed.

    Raises:
        NotFound: The roster does not have a unit that was inspected.
        InvalidInput: Two logs of one inspection, or a log that opens nothing.

    Example:
        >>> tally_inspections([], on=date(2019, 6, 30)).total.findings
        0
    """
    at, first = day(on, "on"), optional(day)(since, "since")
    units = defaultdict[str, InspectionCount](InspectionCount)
    for one in as_of(logs, INSPECTION_KIND, on=at):
        if first is None or first <= one.plan.on:
            units[one.unit] += _inspected(one, at)
    return InspectionTally(on=at, units=FrozenMap(units), rolled=_rolled(units, roster, at))


_ENDS = {InspectionState.CLEAN, InspectionState.SETTLED, InspectionState.CANCELLED}


def _inspected(one: Inspection, on: date) -> InspectionCount:
    return InspectionCount(
        **{one.state if one.state in _ENDS else "open": 1},
        findings=len(one.issues),
        closed=len(one.issues) - len(one.open_issues),
        overdue=sum(issue.waits and issue.until < on for issue in one.issues),
    )


def tally_objections(
    logs: Iterable[Log | Iterable[Any]],
    *,
    on: date,
    since: date | None = None,
    roster: Roster | None = None,
    under: Lifecycle[Objection] = OBJECTION_BASE,
) -> ObjectionTally:
    """
    What the logs of objections come to on a day.

    Args:
        logs: Each objection's log, or its events; in any order.
        on: The day. Events of later days are left out, so that the figure stays what it was.
        since: Where only what was objected on this day or later counts.
        roster: Rolls the units up along its tree, as it stands on the day; mergers are followed.
        under: The lifecycle in force: its settings say what is overdue.

    Raises:
        NotFound: The roster does not have a unit that answers for something.
        InvalidInput: Two logs of one objection, or a log that opens nothing.

    Example:
        >>> tally_objections([], on=date(2019, 6, 30)).total.objections
        0
    """
    at, first = day(on, "on"), optional(day)(since, "since")
    units, words = (defaultdict[str, ObjectionCount](ObjectionCount) for _ in range(2))
    for one in as_of(logs, OBJECTION_KIND, on=at):
        if first is None or first <= one.raised:
            count = _objected(one, late=bool(due_objections([one], before=at, under=under)))
            units[one.unit] += count
            words[one.claim.target.word] += count
    rolled = _rolled(units, roster, at)
    return ObjectionTally(on=at, units=FrozenMap(units), rolled=rolled, words=FrozenMap(words))


_ANSWERED = {ObjectionState.UPHELD, ObjectionState.DISMISSED, ObjectionState.WITHDRAWN}


def _objected(one: Objection, *, late: bool) -> ObjectionCount:
    return ObjectionCount(**{one.state if one.state in _ANSWERED else "open": 1}, overdue=int(late))


def _rolled(units: dict[str, C], roster: Roster | None, on: date) -> FrozenMap[str, C]:
    if roster is None:
        return FrozenMap()
    from sanliang.orgs import roll_up  # noqa: PLC0415 -- only who has a roster pays for it

    return roll_up(roster, units, on=on)
