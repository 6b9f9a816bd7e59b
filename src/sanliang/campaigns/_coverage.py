"""How far the units have come: the cases of a stage counted, and rolled up along the Party line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import partial

import attrs

from sanliang.campaigns._cases import Case, Stage, Status
from sanliang.kernel.errors import Faults
from sanliang.kernel.fields import (
    DOUBLED,
    FrozenMap,
    checked,
    day,
    identifier,
    instance,
    instances,
    names,
    whole,
)
from sanliang.kernel.labels import Phrase
from sanliang.orgs import Line, Roster, path, units_on

OTHER_STAGE = Phrase(
    "coverage.stage", "不是本阶段（{stage}）的情况", "is a case of another stage than {stage}"
)
OTHER_DAY = Phrase("coverage.day", "不是 {on} 当日的情况", "is a case of another day than {on}")
NO_UNIT = Phrase(
    "coverage.unit",
    "在 {on} 名册中没有该党组织，或该组织不存在",
    "is no Party unit of the roster that stands on {on}",
)
MORE_DIRECT = Phrase("coverage.direct", "不能多于合计", "cannot be more than the total")
OTHER_MISSING = Phrase(
    "coverage.missing", "应正好列出未完成的 {open} 个", "must name exactly the {open} that are open"
)

_count = partial(whole, least=0)


@attrs.frozen(kw_only=True)
class Tally:
    """
    How many are done, open and exempt.

    Example:
        >>> Tally(done=2, open=1).share, Tally(exempt=3).share
        (Fraction(2, 3), None)
    """

    done: int = attrs.field(default=0, validator=checked(_count))
    open: int = attrs.field(default=0, validator=checked(_count))
    exempt: int = attrs.field(default=0, validator=checked(_count))

    @property
    def due(self) -> int:
        """How many have to: done or open."""
        return self.done + self.open

    @property
    def share(self) -> Fraction | None:
        """The share of those due that are done; a share of nobody is not defined, and not 100 %."""
        return Fraction(self.done, self.due) if self.due else None

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            done=self.done + other.done, open=self.open + other.open, exempt=self.exempt + other.exempt
        )


@attrs.frozen(kw_only=True)
class Coverage:
    """
    How far one unit has come in one stage on a day.

    Attributes:
        stage: The stage; *on* is the day.
        unit: The Party unit.
        direct: The cases for which the unit itself answers.
        total: Those, and the totals of the units directly under it.
        missing: The ids of all who are open, in their order: the unit's own, and those under it.

    Raises:
        InvalidInput: More are counted directly than in total, or others are named than are open.
    """

    stage: Stage = attrs.field(validator=checked(Stage.of))
    on: date = attrs.field(validator=checked(day))
    unit: str = attrs.field(validator=checked(identifier))
    direct: Tally = attrs.field(validator=checked(instance(Tally)))
    total: Tally = attrs.field(validator=checked(instance(Tally)))
    missing: tuple[str, ...] = attrs.field(default=(), validator=checked(names))

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        for name in ("done", "open", "exempt"):
            if getattr(self.direct, name) > getattr(self.total, name):
                faults.add(MORE_DIRECT.fault(f"direct.{name}"))
        if len(self.missing) != self.total.open:
            faults.add(OTHER_MISSING.fault("missing", open=self.total.open))
        faults.check()


def coverage(roster: Roster, found: Iterable[Case], *, stage: Stage, on: date) -> FrozenMap[str, Coverage]:
    """
    All cases of a stage counted for every Party unit that stands on the day, rolled up along the tree.

    The total of a unit is the sum of the totals of the units directly under it and of its own cases. Who is
    not among the cases is not counted: hand over what `cases` gave, whole.

    Raises:
        InvalidInput: A case of another stage or day, of a unit that does not stand, or of a subject that
            stands here already; all at once.
    """
    at, which = day(on, "on"), Stage.of(stage, "stage")
    units = [unit.id for unit in units_on(roster, on=at, line=Line.PARTY)]
    every = instances(Case)(found, "found")
    _check(every, which, at, frozenset(units))
    direct = {unit: _Pile() for unit in units}
    for case in every:
        direct[case.unit][case.status].append(case.subject)
    total = {unit: _Pile() for unit in units}
    for unit in units:
        for above in path(roster, unit, on=at):
            for status, subjects in direct[unit].items():
                total[above.id][status] += subjects
    return FrozenMap(
        (
            unit,
            Coverage(
                stage=which,
                on=at,
                unit=unit,
                direct=direct[unit].tally(),
                total=total[unit].tally(),
                missing=tuple(sorted(total[unit][Status.OPEN])),
            ),
        )
        for unit in units
    )


class _Pile(dict[Status, list[str]]):
    """Subjects by what their cases have come to."""

    def __init__(self) -> None:
        super().__init__((status, []) for status in Status)

    def tally(self) -> Tally:
        return Tally(**{status.value: len(subjects) for status, subjects in self.items()})


def _check(found: tuple[Case, ...], stage: Stage, on: date, units: frozenset[str]) -> None:
    faults, seen = Faults(), set[str]()
    for place, case in enumerate(found):
        where = f"found[{place}]"
        if case.stage != stage:
            faults.add(OTHER_STAGE.fault(f"{where}.stage", stage=stage))
        if case.on != on:
            faults.add(OTHER_DAY.fault(f"{where}.on", on=on))
        if case.unit not in units:
            faults.add(NO_UNIT.fault(f"{where}.unit", on=on))
        if case.subject in seen:
            faults.add(DOUBLED.fault(f"{where}.subject"))
        seen.add(case.subject)
    faults.check()
