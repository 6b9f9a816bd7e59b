"""Who is done with a stage, who is not and why: one case for each household, member or unit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar

import attrs

from sanliang.kernel.errors import Faults, InvalidInput, NotFound
from sanliang.kernel.fields import (
    DOUBLED,
    FrozenMap,
    checked,
    code_set,
    day,
    identifier,
    instance,
    instances,
    not_kind,
    optional,
)
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.verdicts import Reason
from sanliang.orgs import Line, Roster, UnitKind, answering, residents, unit_of, units_on
from sanliang.pledges import Plaque, PlaqueState, Pledge, PledgerKind, State, unsigned

NO_PLAQUE = Phrase("coverage.no_plaque", "尚未列入应挂", "its plaque has not been listed as due")
PLAQUE_OPEN = Phrase("coverage.plaque", "门牌“{plaque}”：{state}", "plaque {plaque!r} is {state}")
NO_PLEDGE = Phrase("coverage.no_pledge", "尚未提诺", "there is no pledge yet")
PLEDGE_OPEN = Phrase("coverage.pledge", "承诺“{pledge}”：{state}", "pledge {pledge!r} is {state}")
UNSIGNED = Phrase("coverage.unsigned", "尚未签名：{who}", "not signed yet: {who}")
EXCUSED_HOME = Phrase(
    "coverage.excused_household", "户内正式党员均已免除", "every full member living there is excused"
)
EXCUSED = Phrase("coverage.excused", "已免除", "is excused")
TWO_PLAQUES = Phrase(
    "coverage.two_plaques",
    "该户另有门牌“{plaque}”；请先摘下其中一块",
    "is a household with plaque {plaque!r} as well; one of them has to be removed",
)


class Stage(Labelled):
    """The four stages of a campaign."""

    PLAQUE = "plaque", "挂牌亮户", "display plaque"
    PLEDGE = "pledge", "公开承诺", "public pledge"
    ACTION = "action", "先锋行动", "vanguard action"
    CONSOLIDATION = "consolidation", "总结固化", "summarize and consolidate"


class Status(Labelled):
    """What a case has come to."""

    DONE = "done", "已完成", "done"
    OPEN = "open", "未完成", "open"
    EXEMPT = "exempt", "免除", "exempt"


_ACTED = frozenset({"verified", "unfulfilled", "evaluated", "commended", "consolidated"})

DONE: FrozenMap[Stage, frozenset[str]] = FrozenMap(
    {
        Stage.PLAQUE: frozenset({"hung"}),
        Stage.PLEDGE: frozenset({"published", "in_progress", "amending", "reported", "rectifying"}) | _ACTED,
        Stage.ACTION: _ACTED,
        Stage.CONSOLIDATION: frozenset({"consolidated"}),
    }
)
"""The states in which a plaque or a pledge has passed a stage, in the base lifecycles."""

_GONE = frozenset({"withdrawn", "lapsed"})

T = TypeVar("T", Plaque, Pledge)


@attrs.frozen(kw_only=True)
class Case:
    """
    Where one household, member or unit stands in one stage on a day.

    Attributes:
        stage: The stage; *on* is the day.
        subject: The id of the household, the member or the unit.
        unit: The Party unit that answers for it on that day.
        status: Done, open or exempt.
        why: What is missing, or why it is exempt; nothing where it is done.
    """

    stage: Stage = attrs.field(validator=checked(Stage.of))
    on: date = attrs.field(validator=checked(day))
    subject: str = attrs.field(validator=checked(identifier))
    unit: str = attrs.field(validator=checked(identifier))
    status: Status = attrs.field(validator=checked(Status.of))
    why: Reason | None = attrs.field(default=None, validator=checked(optional(instance(Reason))))


class _Subject(NamedTuple):
    """Who has to, the unit that answers, and whether it is excused."""

    id: str
    unit: str
    excused: Phrase | None = None


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
    Where everybody stands in a stage: each member household, member, Party group or branch, once.

    From the plaque a household is exempt while its plaque is withheld. From the other stages a member is
    exempt while excused, and a household while every full member living in it is; but a pledge that was made
    all the same counts until it is withdrawn. A pledge that was withdrawn or has lapsed is none.

    Args:
        roster: Who there is.
        stage: The stage.
        on: The day.
        plaques: The plaques as they stand, for the first stage.
        pledges: The pledges of the campaign as they stand, for the others; those of another kind of pledger
            are left out.
        pledger: Who has to pledge; plaques are always of households.
        done: The states that pass a stage, where a town's lifecycle has others.

    Returns:
        The cases in the order of their subjects' ids.

    Raises:
        InvalidInput: A plaque or a pledge of somebody who is not on the roster, one that stands here twice,
            or two plaques of one household that both count; all at once.
    """
    at, which, who = day(on, "on"), Stage.of(stage, "stage"), PledgerKind.of(pledger, "pledger")
    instance(Roster)(roster, "roster")
    if not isinstance(done, Mapping):
        raise InvalidInput(not_kind("done", "Mapping"))
    passed = code_set(done.get(which, DONE[which]), f"done.{which}")
    if which == Stage.PLAQUE:
        hung = _by_household(roster, plaques)
        found = ((one, *_of_plaque(hung.get(one.id), passed)) for one in _households(roster, at))
    else:
        mine = _by_pledger(roster, pledges, who)
        subjects = _SUBJECTS[who](roster, at)
        found = ((one, *_of_pledges(one, mine.get(one.id, []), passed)) for one in subjects)
    # The roster keeps its rows in the order of their ids.
    return tuple(
        Case(stage=which, on=at, subject=one.id, unit=one.unit, status=status, why=why)
        for one, status, why in found
    )


def missing(found: Iterable[Case]) -> tuple[Case, ...]:
    """The open cases, each with what is missing, in the order of the stages and of their subjects' ids."""
    order = {stage: place for place, stage in enumerate(Stage)}
    open_ones = (one for one in instances(Case)(found, "found") if one.status == Status.OPEN)
    return tuple(sorted(open_ones, key=lambda one: (order[one.stage], one.subject)))


# --- who has to ----------------------------------------------------------------------------------------


def _households(roster: Roster, on: date) -> Iterator[_Subject]:
    """The member households."""
    for one in roster.households:
        full = [member for member in residents(roster, one.id, on=on) if member.is_full(on=on)]
        if full:
            excused = all(member.is_exempt(on=on) for member in full)
            unit = answering(roster, one.id, on=on).id
            yield _Subject(one.id, unit, EXCUSED_HOME if excused else None)


def _members(roster: Roster, on: date) -> Iterator[_Subject]:
    """Those who belong to a Party unit on the day."""
    for member in roster.members:
        try:
            unit = unit_of(roster, member.id, on=on).id
        except NotFound:
            continue
        yield _Subject(member.id, unit, EXCUSED if member.is_exempt(on=on) else None)


def _groups(roster: Roster, on: date) -> Iterator[_Subject]:
    """The Party groups."""
    for unit in units_on(roster, on=on, line=Line.PARTY):
        if unit.kind == UnitKind.PARTY_GROUP:
            yield _Subject(unit.id, unit.id)


def _branches(roster: Roster, on: date) -> Iterator[_Subject]:
    """The branches of every kind."""
    for unit in units_on(roster, on=on, line=Line.PARTY):
        if roster.nesting.rule(unit.kind).branch:
            yield _Subject(unit.id, unit.id)


_SUBJECTS: dict[PledgerKind, Callable[[Roster, date], Iterator[_Subject]]] = {
    PledgerKind.HOUSEHOLD: _households,
    PledgerKind.MEMBER: _members,
    PledgerKind.GROUP: _groups,
    PledgerKind.BRANCH: _branches,
}


# --- what they have ------------------------------------------------------------------------------------


def _once(things: tuple[T, ...], path: str, faults: Faults) -> list[tuple[str, T]]:
    """The things in the order of their ids, each with its path; one that stands there twice is a fault."""
    found: dict[str, tuple[str, T]] = {}
    for place, thing in enumerate(things):
        if thing.id in found:
            faults.add(DOUBLED.fault(f"{path}[{place}].id"))
        found.setdefault(thing.id, (f"{path}[{place}]", thing))
    return [found[id] for id in sorted(found)]


def _known(look_up: Callable[[str], Any], id: str, path: str, faults: Faults) -> None:
    """Note a fault where the roster does not have this id."""
    try:
        look_up(id)
    except NotFound as error:
        faults.add(attrs.evolve(error.faults[0], path=path))


def _by_household(roster: Roster, plaques: Iterable[Plaque]) -> dict[str, Plaque]:
    """The plaque of each household; one that was removed counts where there is no other."""
    faults, found = Faults(), dict[str, Plaque]()
    for path, plaque in _once(instances(Plaque)(plaques, "plaques"), "plaques", faults):
        household, where = plaque.holder.household, f"{path}.holder.household"
        _known(roster.household, household, where, faults)
        other = found.get(household)
        if other is None or other.state == PlaqueState.REMOVED:
            found[household] = plaque
        elif plaque.state != PlaqueState.REMOVED:
            faults.add(TWO_PLAQUES.fault(where, plaque=other.id))
    faults.check()
    return found


def _by_pledger(roster: Roster, pledges: Iterable[Pledge], kind: PledgerKind) -> dict[str, list[Pledge]]:
    """The pledges of each pledger of this kind, in the order of their ids; without those that are gone."""
    look_ups = {PledgerKind.MEMBER: roster.member, PledgerKind.HOUSEHOLD: roster.household}
    faults, found = Faults(), dict[str, list[Pledge]]()
    for path, pledge in _once(instances(Pledge)(pledges, "pledges"), "pledges", faults):
        pledger = pledge.letter.pledger
        if pledger.kind == kind:
            _known(look_ups.get(kind, roster.unit), pledger.id, f"{path}.letter.pledger.id", faults)
            if pledge.state not in _GONE:
                found.setdefault(pledger.id, []).append(pledge)
    faults.check()
    return found


def _of_plaque(plaque: Plaque | None, passed: frozenset[str]) -> tuple[Status, Reason | None]:
    if plaque is None:
        return Status.OPEN, Reason.of(NO_PLAQUE)
    if plaque.state in passed:
        return Status.DONE, None
    why = Reason.of(PLAQUE_OPEN, plaque=plaque.id, state=_named(PlaqueState, plaque.state))
    return (Status.EXEMPT if plaque.state == PlaqueState.WITHHELD else Status.OPEN), why


def _of_pledges(
    subject: _Subject, mine: list[Pledge], passed: frozenset[str]
) -> tuple[Status, Reason | None]:
    behind = [_behind(pledge) for pledge in mine if pledge.state not in passed]
    if behind:
        first, *others = behind
        return Status.OPEN, attrs.evolve(first, because=(*first.because, *others))
    if mine:
        return Status.DONE, None
    if subject.excused is not None:
        return Status.EXEMPT, Reason.of(subject.excused)
    return Status.OPEN, Reason.of(NO_PLEDGE)


def _behind(pledge: Pledge) -> Reason:
    """That a pledge has not passed, and who still has to sign it, where that is what it waits for."""
    because: tuple[Reason, ...] = ()
    if pledge.state == State.APPROVED:
        because = (Reason.of(UNSIGNED, who=unsigned(pledge)),)
    return Reason.of(PLEDGE_OPEN, because=because, pledge=pledge.id, state=_named(State, pledge.state))


def _named(states: type[Labelled], state: str) -> str:
    """A state with its name, where the base lifecycle has it."""
    return states(state) if state in {*states} else state
