"""What a town gives for its cases, held against what they say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import attrs

from sanliang import pairing
from sanliang.calendars import ListedDays, ends, reviews
from sanliang.kernel.errors import Fault, SanliangError
from sanliang.kernel.fields import instance
from sanliang.kernel.lifecycles import Actor, begin, decide
from sanliang.kernel.timeline import Span
from sanliang.kernel.verdicts import Refused
from sanliang.orgs import Roster, read_roster
from sanliang.pairing import Policy
from sanliang.ratings import Difference
from sanliang.townships._cases import (
    CalendarCase,
    CourseCase,
    NoticeCase,
    PairingCase,
    ShownCase,
    TownCase,
)
from sanliang.townships._differs import differs
from sanliang.townships._misnamed import misnamed
from sanliang.townships._points_cases import PointsCase, PostsCase
from sanliang.townships._run_points import earned_and_spent, held_posts
from sanliang.townships._tables import WIDTH
from sanliang.townships._town import Township

ID = "case"
"""The id of the thing that goes through the course of a case."""


@attrs.frozen(kw_only=True)
class TownCaseResult:
    """
    What came of a case of a town.

    Attributes:
        name: The case.
        part: The part of the town that it is about.
        differences: What is not as expected; empty where all is.
        strange: Of a case that does not come out as expected: the names in it that the town has not, each
            with its path within the case and the nearest name that it has.
    """

    name: str
    part: str
    differences: tuple[Difference, ...]
    strange: tuple[Fault, ...] = ()


def run_cases(town: Township) -> tuple[TownCaseResult, ...]:
    """
    The cases that a town's own `township.toml` has, each held against what it expects.

    Those of its rulebooks are run by `ratings.run_cases`.

    Returns:
        One for each case, in the order in which they are written. What the town refuses is a difference, too.

    Raises:
        InvalidInput: A case of a file cannot be read: every fault of all of them, with file, line and path.

    Example:
        >>> from sanliang.townships import get
        >>> [(one.part, one.differences) for one in run_cases(get("xingshisi"))]
        [('calendar', ()), ('calendar', ()), ('pairing', ())]
    """
    return tuple(run_case(case, town) for case in instance(Township)(town, "town").cases)


def run_case(case: TownCase, town: Township) -> TownCaseResult:
    """One case by the rules of any town."""
    try:
        found = tuple(_differences(case, town))
    except SanliangError as error:
        found = (differs("refused", "-", error.code),)
    strange = tuple(misnamed(case, town)) if found else ()
    return TownCaseResult(name=case.name, part=case.part, differences=found, strange=strange)


def _differences(case: TownCase, town: Township) -> Iterator[Difference]:
    match case:
        case CourseCase():
            yield from _course(case, town)
        case CalendarCase():
            yield from _month(case, town)
        case NoticeCase():
            period = town.notices.get(case.notice)
            until = None if period is None else ends(period, after=case.posted, workdays=_worked(case))
            if until != case.until:
                yield differs("until", case.until, until)
        case PairingCase():
            yield from _paired(case, town)
        case PostsCase():
            yield from held_posts(case, town)
        case PointsCase():
            yield from earned_and_spent(case, town)
        case _:
            yield from _seen(case, town)


# --- courses -------------------------------------------------------------------------------------------


def _course(case: CourseCase, town: Township) -> Iterator[Difference]:
    """The state that a course ends in, or the reasons for which its last move is refused."""
    lifecycle = town.part(case.word)
    thing: Any = None
    last = len(case.steps) - 1
    for place, step in enumerate(case.steps):
        what = "refused" if place == last else f"steps[{place}]"
        expected = case.refused if place == last else frozenset()
        thing, reasons = _moved(thing, step, lifecycle)
        if reasons != expected:
            yield differs(what, expected, reasons)
        if reasons:
            return
    if thing.state != case.expect and case.expect is not None:
        yield differs("expect", case.expect, thing.state)


def _moved(thing: Any, step: Any, lifecycle: Any) -> tuple[Any, frozenset[str]]:
    """The thing after a move; or as it was, with the codes of what speaks against the move."""
    try:
        actor = Actor(id=step.by, roles=step.roles, unit=step.unit)
        asked = {"by": actor, "on": step.on, "under": lifecycle, "given": step.given}
        event = begin(ID, step.move, **asked) if thing is None else decide(thing, step.move, **asked)
        return lifecycle.kind.apply(thing, event), frozenset()
    except Refused as error:
        return thing, frozenset(reason.code for reason in error.verdict.reasons)
    except SanliangError as error:
        return thing, frozenset((error.code,))


# --- days ----------------------------------------------------------------------------------------------


def _worked(case: CalendarCase | NoticeCase) -> ListedDays:
    """Which days are worked: from a year before what the case is about until eleven years after."""
    on = case.month if isinstance(case, CalendarCase) else case.posted
    span = Span(on - timedelta(days=366), on + timedelta(days=4000))
    return ListedDays(span=span, holidays=case.holidays, extra_workdays=case.extra_workdays)


def _month(case: CalendarCase, town: Township) -> Iterator[Difference]:
    start = case.month.replace(day=1)
    span = Span(start, (start + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    found = {one.code: one.on for one in reviews(town.calendar, span, workdays=_worked(case))}
    for code in sorted({*found, *case.held, *case.not_held}):
        held = found.get(code)
        wanted = case.held.get(code, "not held" if code in case.not_held else None)
        got = held if isinstance(held, date) or held is None else "not held"
        if wanted != got:
            yield differs(code, wanted, got)


# --- pairs ---------------------------------------------------------------------------------------------


def _paired(case: PairingCase, town: Township) -> Iterator[Difference]:
    roster = _roster(case.units, case.members, case.households)
    wishes = pairing.Wishes(members=case.wishes, households=case.asks)
    problem = pairing.problem_from(roster, town.pairing, wishes, on=case.on)
    for home, by_helper in case.costs.items():
        for helper, cost in by_helper.items():
            got = problem.costs[home].get(helper) if home in problem.costs else None
            if got != cost:
                yield differs(f"costs.{home}.{helper}", cost, got)
    for home, helpers in case.apart.items():
        for helper in helpers:
            if home in problem.costs and helper in problem.costs[home]:
                yield differs(f"apart.{home}.{helper}", None, problem.costs[home][helper])
    made = _made(problem, town.policy)
    missing = {one.id for one in made.unpaired}
    short = frozenset(one.id for one in problem.households if one.must and one.id in missing)
    if short != case.short:
        yield differs("short", case.short, short)
    for home in sorted({*case.pairs, *(one.id for one in problem.households)}):
        wanted, found = case.pairs.get(home), None
        if any(one.id == home for one in problem.households):
            found = made.helpers_of(home)
        if wanted is None or found is None or sorted(wanted) != sorted(found):
            yield differs(f"pairs.{home}", wanted, found)


@lru_cache(maxsize=32)
def _roster(units: str, members: str, households: str) -> Roster:
    """The roster of a case, which each changed rule of a town is tried on."""
    return read_roster(units=units, members=members, households=households)


def _made(problem: pairing.Problem, policy: Policy) -> pairing.Pairing:
    if policy is Policy.TWO_WAY:
        return pairing.two_way(problem, proposing="households")
    return pairing.cover(problem) if policy is Policy.COVER else pairing.both(problem)


# --- boards --------------------------------------------------------------------------------------------


def _seen(case: ShownCase, town: Township) -> Iterator[Difference]:
    widest = town.shown.get(case.shown)
    seen = frozenset(one for one in WIDTH if widest is not None and WIDTH[one] <= WIDTH[widest])
    if seen != case.to:
        yield differs("to", case.to, seen)
