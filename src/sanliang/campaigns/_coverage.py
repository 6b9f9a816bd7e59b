"""Who is done with a stage, who is not and why: cases, and their tallies rolled up along the Party line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap, checked, day, identifier, instance, optional, whole
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.verdicts import Reason
from sanliang.orgs import (
    Household,
    Line,
    Member,
    Roster,
    answering,
    member_households,
    path,
    residents,
    units_on,
)
from sanliang.orgs import under as members_under
from sanliang.pledges import Plaque, PlaqueState, Pledge, PledgerKind

NO_PLAQUE = Phrase("coverage.no_plaque", "尚未列入应挂", "its plaque has not been listed as due")
PLAQUE_OPEN = Phrase("coverage.plaque", "门牌“{plaque}”：{state}", "plaque {plaque!r} is {state}")
NO_PLEDGE = Phrase("coverage.no_pledge", "尚未提诺", "there is no pledge yet")
PLEDGE_OPEN = Phrase("coverage.pledge", "承诺“{pledge}”：{state}", "pledge {pledge!r} is {state}")
EXCUSED = Phrase("coverage.excused", "户内正式党员均已免除", "every full member living there is excused")
TWICE = Phrase("coverage.twice", "同一对象出现两次", "is a case that stands here already")
OTHER_STAGE = Phrase("coverage.stage", "不是同一阶段的情况", "is a case of another stage")


class Stage(Labelled):
    """The four stages of a campaign."""

    PLAQUE = "plaque", "挂牌亮户", "display plaque"
    PLEDGE = "pledge", "公开承诺", "public pledge"
    ACTION = "action", "先锋行动", "vanguard action"
    CONSOLIDATION = "consolidation", "总结固化", "summarize and consolidate"


class Status(Labelled):
    """What a stage's case has come to."""

    DONE = "done", "已完成", "done"
    OPEN = "open", "未完成", "open"
    EXEMPT = "exempt", "免除", "exempt"


_ACTED = frozenset({"verified", "unfulfilled", "evaluated", "commended", "consolidated"})

DONE: Mapping[Stage, frozenset[str]] = FrozenMap(
    {
        Stage.PLAQUE: frozenset({"hung"}),
        Stage.PLEDGE: frozenset({"published", "in_progress", "amending", "reported", "rectifying"}) | _ACTED,
        Stage.ACTION: _ACTED,
        Stage.CONSOLIDATION: frozenset({"consolidated"}),
    }
)
"""The states in which a plaque or a pledge has passed a stage, in the base lifecycles."""

_GONE = frozenset({"withdrawn", "lapsed"})


@attrs.frozen(kw_only=True)
class Case:
    """
    Where one household or member stands in one stage.

    Attributes:
        stage: The stage.
        subject: The id of the household or of the member.
        unit: The Party unit that answers for it.
        status: Done, open or exempt.
        why: What is missing, or why it is exempt; nothing where it is done.
    """

    stage: Stage = attrs.field(validator=checked(Stage.of))
    subject: str = attrs.field(validator=checked(identifier))
    unit: str = attrs.field(validator=checked(identifier))
    status: Status = attrs.field(validator=checked(Status.of))
    why: Reason | None = attrs.field(default=None, validator=checked(optional(instance(Reason))))


@attrs.frozen(kw_only=True)
class Tally:
    """
    How many are done, open and exempt.

    Example:
        >>> Tally(done=2, open=1).share, Tally(exempt=3).share
        (Fraction(2, 3), None)
    """

    done: int = attrs.field(default=0, validator=checked(whole))
    open: int = attrs.field(default=0, validator=checked(whole))
    exempt: int = attrs.field(default=0, validator=checked(whole))

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
    """

    stage: Stage
    on: date
    unit: str
    direct: Tally
    total: Tally


def cases(
    roster: Roster,
    stage: Stage,
    *,
    on: date,
    plaques: Iterable[Plaque] = (),
    pledges: Iterable[Pledge] = (),
    pledger: PledgerKind = PledgerKind.HOUSEHOLD,
    done: Mapping[Stage, Collection[str]] = DONE,
) -> tuple[Case, ...]:
    """
    Where everybody stands in a stage: each member household, or each member, once.

    A household is exempt from the plaque while its plaque is withheld; from the other stages while every
    full member living in it is excused. A member is exempt while excused. A pledge that was withdrawn or
    has lapsed is none.

    Args:
        roster: Who there is.
        stage: The stage.
        on: The day.
        plaques: The plaques as they stand, for the first stage.
        pledges: The pledges as they stand, for the others.
        pledger: Whether households or members pledge; plaques are always of households.
        done: The states that pass a stage, where a town's lifecycle has others.

    Returns:
        The cases in the order of their subjects' ids.
    """
    at, passed = day(on, "on"), frozenset(done[Stage.of(stage, "stage")])
    if stage == Stage.PLAQUE:
        found = _plaque_cases(roster, at, {one.holder.household: one for one in plaques}, passed)
    else:
        mine: dict[str, list[Pledge]] = {}
        for pledge in pledges:
            maker = pledge.letter.pledger
            if maker.kind == pledger and pledge.state not in _GONE:
                mine.setdefault(maker.id, []).append(pledge)
        subjects = _households(roster, at) if pledger == PledgerKind.HOUSEHOLD else _members(roster, at)
        found = (_pledge_case(stage, *subject, mine.get(subject[0], []), passed) for subject in subjects)
    return tuple(sorted(found, key=lambda case: case.subject))


def _tops(roster: Roster, on: date) -> list[str]:
    return [unit.id for unit in units_on(roster, on=on, line=Line.PARTY) if unit.parent is None]


def _all_households(roster: Roster, on: date) -> Iterator[Household]:
    for top in _tops(roster, on):
        yield from member_households(roster, top, on=on)


def _households(roster: Roster, on: date) -> Iterator[tuple[str, str, bool]]:
    """Each member household, the unit that answers for it, and whether it is excused."""
    for one in _all_households(roster, on):
        full = [member for member in residents(roster, one.id, on=on) if member.is_full(on=on)]
        excused = all(member.is_exempt(on=on) for member in full)
        yield one.id, answering(roster, one.id, on=on).id, excused


def _members(roster: Roster, on: date) -> Iterator[tuple[str, str, bool]]:
    for top in _tops(roster, on):
        for member in members_under(roster, top, on=on):
            yield member.id, _home(roster, member, on), member.is_exempt(on=on)


def _home(roster: Roster, member: Member, on: date) -> str:
    return roster.actor(member.id, on=on).unit


def _plaque_cases(
    roster: Roster, on: date, plaques: Mapping[str, Plaque], passed: frozenset[str]
) -> Iterator[Case]:
    for household in _all_households(roster, on):
        plaque = plaques.get(household.id)
        status, why = _of_plaque(plaque, passed)
        yield Case(
            stage=Stage.PLAQUE,
            subject=household.id,
            unit=plaque.unit if plaque is not None else answering(roster, household.id, on=on).id,
            status=status,
            why=why,
        )


def _of_plaque(plaque: Plaque | None, passed: frozenset[str]) -> tuple[Status, Reason | None]:
    if plaque is None:
        return Status.OPEN, Reason.of(NO_PLAQUE)
    if plaque.state in passed:
        return Status.DONE, None
    state = PlaqueState(plaque.state) if plaque.state in {*PlaqueState} else plaque.state
    why = Reason.of(PLAQUE_OPEN, plaque=plaque.id, state=state)
    return (Status.EXEMPT if plaque.state == PlaqueState.WITHHELD else Status.OPEN), why


def _pledge_case(
    stage: Stage, subject: str, unit: str, excused: bool, mine: list[Pledge], passed: frozenset[str]
) -> Case:
    behind = [pledge for pledge in mine if pledge.state not in passed]
    why = None
    if behind:
        open_ones = (Reason.of(PLEDGE_OPEN, pledge=one.id, state=one.state) for one in behind)
        first, *others = open_ones
        status, why = Status.OPEN, attrs.evolve(first, because=tuple(others))
    elif mine:
        status = Status.DONE
    elif excused:
        status, why = Status.EXEMPT, Reason.of(EXCUSED)
    else:
        status, why = Status.OPEN, Reason.of(NO_PLEDGE)
    return Case(stage=stage, subject=subject, unit=unit, status=status, why=why)


def coverage(roster: Roster, found: Iterable[Case], *, on: date) -> FrozenMap[str, Coverage]:
    """
    The cases of one stage counted for every Party unit, rolled up along the tree.

    The total of a unit is the sum of the totals of the units directly under it and of its own cases.

    Raises:
        InvalidInput: A subject stands twice among the cases, or two stages are mixed.
    """
    all_cases = tuple(found)
    at = day(on, "on")
    _one_stage(all_cases)
    stage = all_cases[0].stage if all_cases else Stage.PLAQUE
    units = [unit.id for unit in units_on(roster, on=at, line=Line.PARTY)]
    direct = dict.fromkeys(units, Tally())
    total = dict.fromkeys(units, Tally())
    for case in all_cases:
        one = Tally(**{case.status.value: 1})
        direct[case.unit] += one
        for above in path(roster, case.unit, on=at):
            total[above.id] += one
    return FrozenMap(
        (unit, Coverage(stage=stage, on=at, unit=unit, direct=direct[unit], total=total[unit]))
        for unit in units
    )


def _one_stage(found: tuple[Case, ...]) -> None:
    seen = set[str]()
    for place, case in enumerate(found):
        if case.subject in seen:
            raise InvalidInput(TWICE.fault(f"cases[{place}].subject"))
        if case.stage != found[0].stage:
            raise InvalidInput(OTHER_STAGE.fault(f"cases[{place}].stage"))
        seen.add(case.subject)


def missing(found: Iterable[Case]) -> tuple[Case, ...]:
    """The open cases, each with what is missing, in the order of their subjects' ids."""
    return tuple(sorted((one for one in found if one.status == Status.OPEN), key=lambda one: one.subject))
