"""安排, 检查, 督促, 落实: who may do what in an inspection, and when; the base lifecycle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import attrs

from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles import Ask, Fork, Kind, Lifecycle, Moved, node, row, within
from sanliang.kernel.verdicts import Reason
from sanliang.orgs import OFFICERS, OFFICERS_ABOVE
from sanliang.supervision._inspection import (
    Finding,
    Inspection,
    InspectionGiven,
    Issue,
    Plan,
    Remedy,
    Word,
)
from sanliang.supervision._team import Team
from sanliang.supervision._words import InspectionMove, InspectionState

NOT_ON_TEAM = Phrase("inspection.not_on_team", "{actor} 不是检查组成员", "{actor} is not on the team")
OF_THE_UNIT = Phrase(
    "inspection.of_the_unit",
    "{actor} 属于受检单位，不得检查、销号",
    "{actor} belongs to the unit that is inspected, and neither checks it nor closes anything",
)
CONCERNED = Phrase(
    "inspection.concerned",
    "{actor} 是当事人，不得检查、销号",
    "{actor} is one of those whom a finding concerns, and neither checks nor closes anything",
)
NOT_INSPECTED = Phrase(
    "inspection.not_inspected",
    "须由当事人或受检单位的负责人办理，{actor} 不是",
    "it is for those whom a finding concerns or an officer of the unit; {actor} is neither",
)
OTHER_TEAM = Phrase(
    "inspection.other_team",
    "所附检查组不是针对该单位、当日的",
    "is no team for this unit on this day",
)
PLAN_PAST = Phrase("inspection.plan_past", "检查日期早于安排日", "lies before the day of arranging")
TWICE = Phrase("inspection.finding_twice", "该问题编号已使用", "is the id of an earlier finding")
UNTIL_PAST = Phrase(
    "inspection.until", "整改期限早于办理日，或未写明", "is missing, or lies before the day of the move"
)
NOT_OPEN = Phrase(
    "inspection.not_open", "不在未销号的问题之列；有：{known}", "is no open finding; there are: {known}"
)
NOT_WAITING = Phrase(
    "inspection.not_waiting",
    "该问题不待整改；待整改的：{known}",
    "does not wait for a correction; those that do: {known}",
)
NOT_READY = Phrase(
    "inspection.not_ready",
    "该问题尚未报整改，或整改由 {actor} 本人所报；可办理的：{known}",
    "has no correction that {actor} may judge, who reported none of them; there are: {known}",
)


# --- guards: of the thing, the actor and the day ---------------------------------------------------------


def _on_team(inspection: Inspection, ask: Ask) -> Reason | None:
    return None if ask.by.id in inspection.team.members else Reason.of(NOT_ON_TEAM, actor=ask.by.id)


def _outside(inspection: Inspection, ask: Ask) -> Reason | None:
    """Nobody of the unit as it stands that day, though they were elsewhere when the team was made."""
    if ask.by.id in inspection.concerned:
        return Reason.of(CONCERNED, actor=ask.by.id)
    if ask.by.unit in {*inspection.plan.team.units, *inspection.team.units}:
        return Reason.of(OF_THE_UNIT, actor=ask.by.id)
    return None


def _inspected(inspection: Inspection, ask: Ask) -> Reason | None:
    if ask.by.id in inspection.concerned:
        return None
    if ask.by.roles.isdisjoint(OFFICERS):
        return Reason.of(NOT_INSPECTED, actor=ask.by.id)
    return within(inspection, ask)


def _some_wait(inspection: Inspection, _ask: Ask) -> Reason | None:
    return None if _waiting(inspection) else Reason.of(NOT_WAITING, known=())


def _some_ready(inspection: Inspection, ask: Ask) -> Reason | None:
    known = _ready(inspection, ask.by.id)
    return None if known else Reason.of(NOT_READY, actor=ask.by.id, known=())


def _waiting(inspection: Inspection) -> tuple[str, ...]:
    return tuple(one.finding.id for one in inspection.issues if one.waits)


def _ready(inspection: Inspection, actor: str) -> tuple[str, ...]:
    """The findings whose remedy somebody else has reported."""
    return tuple(one.finding.id for one in inspection.issues if one.ready and one.remedier != actor)


# --- needs: of what was given ----------------------------------------------------------------------------


def _good_plan(_inspection: Inspection, ask: Ask, plan: Plan) -> Reason | None:
    if plan.on < ask.on:
        return Reason.of(PLAN_PAST, path="given.plan.on")
    return None if plan.team.on == ask.on else Reason.of(OTHER_TEAM, path="given.plan.team")


def _good_team(inspection: Inspection, ask: Ask, team: Team) -> Reason | None:
    if (team.unit, team.on) == (inspection.unit, ask.on):
        return None
    return Reason.of(OTHER_TEAM, path="given.team")


def _new_finding(inspection: Inspection, ask: Ask, finding: Finding) -> Reason | None:
    if any(one.finding.id == finding.id for one in inspection.issues):
        return Reason.of(TWICE, path="given.finding.id")
    return Reason.of(UNTIL_PAST, path="given.finding.until") if finding.until < ask.on else None


def _open_one(inspection: Inspection, _ask: Ask, word: Word) -> Reason | None:
    known = tuple(one.finding.id for one in inspection.open_issues)
    return None if word.finding in known else Reason.of(NOT_OPEN, path="given.urging.finding", known=known)


def _waiting_one(inspection: Inspection, _ask: Ask, remedy: Remedy) -> Reason | None:
    known = _waiting(inspection)
    return (
        None if remedy.finding in known else Reason.of(NOT_WAITING, path="given.remedy.finding", known=known)
    )


def _ready_one(name: str, inspection: Inspection, ask: Ask, word: Word) -> Reason | None:
    known = _ready(inspection, ask.by.id)
    if word.finding in known:
        return None
    return Reason.of(NOT_READY, path=f"given.{name}.finding", actor=ask.by.id, known=known)


def _returned_well(inspection: Inspection, ask: Ask, word: Word) -> Reason | None:
    if word.until is None or word.until < ask.on:
        return Reason.of(UNTIL_PAST, path="given.returning.until")
    return _ready_one("returning", inspection, ask, word)


# --- forks and folds -------------------------------------------------------------------------------------


def _found(inspection: Inspection, _ask: Ask) -> str:
    return "some" if inspection.issues else "none"


def _left(inspection: Inspection, _ask: Ask) -> str:
    return "some" if len(inspection.open_issues) > 1 else "none"


def _opened(event: Moved[InspectionGiven]) -> dict[str, Any]:
    plan = event.given and event.given.plan
    return {"plan": plan, "team": plan and plan.team}


def _reteamed(inspection: Inspection, event: Moved[InspectionGiven]) -> dict[str, Any]:
    return {"team": (event.given and event.given.team) or inspection.team}


def _checked(_inspection: Inspection, event: Moved[InspectionGiven]) -> dict[str, Any]:
    return {"checked": event.on}


def _with_finding(inspection: Inspection, event: Moved[InspectionGiven]) -> dict[str, Any]:
    finding = event.given and event.given.finding
    if not finding:
        return {}
    return {"issues": (*inspection.issues, Issue(finding=finding, found=event.on, until=finding.until))}


def _concluded(_inspection: Inspection, event: Moved[InspectionGiven]) -> dict[str, Any]:
    return {"closed": event.on} if event.enters == InspectionState.CLEAN else {}


def _cancelled(_inspection: Inspection, event: Moved[InspectionGiven]) -> dict[str, Any]:
    return {"closed": event.on}


Change = Callable[[Issue, Any, Moved[InspectionGiven]], Issue]


def _on_issue(
    name: str, change: Change, inspection: Inspection, event: Moved[InspectionGiven]
) -> dict[str, Any]:
    """The issues after a word about one of them."""
    word = getattr(event.given, name, None)
    if word is None:
        return {}
    issues = (
        change(one, word, event) if one.finding.id == word.finding else one for one in inspection.issues
    )
    return {"issues": tuple(issues)}


def _urged(issue: Issue, _word: Word, event: Moved[InspectionGiven]) -> Issue:
    return attrs.evolve(issue, urged=(*issue.urged, event.on))


def _remedied(issue: Issue, remedy: Remedy, event: Moved[InspectionGiven]) -> Issue:
    return attrs.evolve(issue, remedy=remedy, remedier=event.by, remedied=event.on)


def _returned(issue: Issue, word: Word, _event: Moved[InspectionGiven]) -> Issue:
    until: date = word.until or issue.until
    times = issue.returned + 1
    return attrs.evolve(issue, until=until, returned=times, remedy=None, remedier=None, remedied=None)


def _issue_closed(issue: Issue, _word: Word, event: Moved[InspectionGiven]) -> Issue:
    return attrs.evolve(issue, closed=event.on)


def _closed(inspection: Inspection, event: Moved[InspectionGiven]) -> dict[str, Any]:
    found = _on_issue("closing", _issue_closed, inspection, event)
    return {**found, "closed": event.on} if event.enters == InspectionState.SETTLED else found


# --- the table -------------------------------------------------------------------------------------------

INSPECTION_KIND: Kind[Inspection, InspectionGiven] = Kind(
    name="inspection",
    label=Text("监督检查", "inspection"),
    thing=Inspection,
    given=InspectionGiven,
    opens=_opened,
    folds={
        InspectionMove.RETEAM: _reteamed,
        InspectionMove.CHECK: _checked,
        InspectionMove.FIND: _with_finding,
        InspectionMove.CONCLUDE: _concluded,
        InspectionMove.URGE: partial(_on_issue, "urging", _urged),
        InspectionMove.REMEDY: partial(_on_issue, "remedy", _remedied),
        InspectionMove.RETURN: partial(_on_issue, "returning", _returned),
        InspectionMove.CLOSE: _closed,
        InspectionMove.CANCEL: _cancelled,
    },
    guards={
        "within": within,
        "on_team": _on_team,
        "outside": _outside,
        "inspected": _inspected,
        "some_wait": _some_wait,
        "some_ready": _some_ready,
    },
    needs={
        "plan": _good_plan,
        "team": _good_team,
        "finding": _new_finding,
        "remedy": _waiting_one,
        "urging": _open_one,
        "returning": _returned_well,
        "closing": partial(_ready_one, "closing"),
        "reason": None,
    },
    names={
        "on_team": "检查组成员",
        "outside": "不属于受检单位",
        "inspected": "当事人或受检单位负责人",
        "some_wait": "有待整改的问题",
        "some_ready": "有可销号的问题",
        "plan": "检查方案",
        "team": "检查组",
        "finding": "发现的问题",
        "remedy": "整改情况",
        "urging": "督促意见",
        "returning": "退回意见",
        "closing": "销号意见",
        "reason": "理由",
    },
    forks={"found": _found, "left": _left},
    settings={"check_days": 7, "close_days": 7},
)
"""
The code behind inspections.

Guards: `within`, `on_team`, `outside`, `inspected`, `some_wait`, `some_ready`.

Settings: the days within which a check is concluded after its planned day, and a reported correction judged.
"""

_ARRANGE = Text("安排", "arrange")
_CHECK = Text("检查", "check")
_URGE = Text("督促", "urge")
_SETTLE = Text("落实", "settle")
_STAGES = {
    InspectionState.ARRANGED: _ARRANGE,
    InspectionState.CHECKING: _CHECK,
    InspectionState.URGING: _URGE,
    InspectionState.SETTLED: _SETTLE,
    InspectionState.CLEAN: _SETTLE,
}
_ENDS = {InspectionState.SETTLED, InspectionState.CLEAN, InspectionState.CANCELLED}
_above = partial(row, roles=OFFICERS_ABOVE, guards=("within", "outside"))
_team = partial(row, guards=("on_team", "outside"))
_judge = partial(row, guards=("on_team", "outside", "some_ready"))

INSPECTION_BASE: Lifecycle[Inspection] = Lifecycle(
    id="inspection",
    kind=INSPECTION_KIND,
    nodes=tuple(node(state, stage=_STAGES.get(state), final=state in _ENDS) for state in InspectionState),
    rows=(
        _above(InspectionMove.ARRANGE, (), "arranged", needs=("plan",)),
        _above(InspectionMove.RETEAM, ("arranged", "checking", "urging"), "=", needs=("team",)),
        _team(InspectionMove.CHECK, ("arranged",), "checking"),
        _team(InspectionMove.FIND, ("checking",), "=", needs=("finding",)),
        _team(
            InspectionMove.CONCLUDE,
            ("checking",),
            Fork(by="found", to={"some": "urging", "none": "clean"}),
        ),
        _team(InspectionMove.URGE, ("urging",), "=", needs=("urging",)),
        row(InspectionMove.REMEDY, ("urging",), "=", guards=("inspected", "some_wait"), needs=("remedy",)),
        _judge(InspectionMove.RETURN, ("urging",), "=", needs=("returning",)),
        _judge(
            InspectionMove.CLOSE,
            ("urging",),
            Fork(by="left", to={"some": "urging", "none": "settled"}),
            needs=("closing",),
        ),
        _above(InspectionMove.CANCEL, ("arranged",), "cancelled", needs=("reason",)),
        _above(InspectionMove.CORRECT, ("*",), "="),
    ),
)
"""
The base lifecycle of inspections, which a town may change.

Source:
    Seed 000: a group of retired cadres checks every village; what was pledged is arranged, checked, urged and
    carried out (安排, 检查, 督促, 落实).
"""
