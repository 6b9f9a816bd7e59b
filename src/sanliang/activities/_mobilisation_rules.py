"""Who may do what with a mobilisation, and when: guards, needs, folds, and the base lifecycle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from sanliang.activities._mobilisation import (
    NOT_CALLED,
    Call,
    Checkpoint,
    Mobilisation,
    MobilisationGiven,
    MobilisationMove,
    MobilisationState,
    Reported,
    Stationed,
    TemporaryBranch,
)
from sanliang.activities._reporting import grown, has_reported
from sanliang.kernel.errors import SHOWN
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles import Ask, Kind, Lifecycle, Moved, Row, node, row, within
from sanliang.kernel.verdicts import Reason
from sanliang.orgs import OFFICERS

OTHER_DAY = Phrase(
    "mobilisation.other_day", "动员时刻不在办理当日", "is a moment of another day than the move's"
)
NOT_OURS = Phrase(
    "mobilisation.not_ours",
    "须由本人或所动员单位负责人办理，{actor} 不是",
    "it is for whoever reports or for an officer of a unit that is called, and {actor} is neither",
)
AND_MORE = Phrase("mobilisation.and_more", "另有 {more} 处", "and {more} more")
NOBODY = Phrase("mobilisation.nobody", "没有人", "names nobody")
ALREADY = Phrase("mobilisation.already", "已经报到", "has reported already")
TOO_EARLY = Phrase("mobilisation.early", "早于动员时刻", "lies before the call")
TOO_LATE = Phrase("mobilisation.late", "晚于办理日", "lies after the day of the move")
NOT_YOURS = Phrase("mobilisation.not_yours", "不由该办理人登记", "is not for this actor to write down")
TAKEN = Phrase("mobilisation.taken", "该编号已使用", "is an id that is there already")
TOO_FEW = Phrase("mobilisation.branch_members", "成员少于 {least} 名", "has fewer than {least} members")
NOT_REPORTED = Phrase("mobilisation.not_reported", "尚未报到：{who}", "have not reported: {who}")
BEFORE_CALL = Phrase("mobilisation.before_call", "早于动员之日", "lies before the day of the call")
OVER = Phrase("mobilisation.over", "存续期已过", "is over already")
NO_BRANCH = Phrase("mobilisation.no_branch", "没有该临时党支部", "is no temporary branch that stands")
NO_POST = Phrase("mobilisation.no_post", "没有该卡点或已满员", "is no checkpoint with a free place")
NOT_FREE = Phrase("mobilisation.not_free", "未报到或已在岗", "has not reported, or stands at a checkpoint")
NOT_ON_POST = Phrase("mobilisation.not_on_post", "不在岗", "stands at no checkpoint")
NO_PLACE = Phrase(
    "mobilisation.no_place", "没有空余卡点岗位或无人可派", "no checkpoint has a free place, or nobody is free"
)
EMPTY = Phrase("mobilisation.empty", "没有可办理的", "there is none")
STILL = Phrase(
    "mobilisation.still",
    "临时党支部未撤销：{branches}；在岗未换下：{people}",
    "temporary branches that stand: {branches}; people on post: {people}",
)


# --- guards ----------------------------------------------------------------------------------------------


def _officer_of(mobilisation: Mobilisation, ask: Ask, unit: str) -> bool:
    """Whether the actor is an officer of a unit, or of the one that called."""
    return not ask.by.roles.isdisjoint(OFFICERS) and not ask.by.scope.isdisjoint({unit, mobilisation.unit})


def _of_a_called_unit(mobilisation: Mobilisation, ask: Ask) -> Reason | None:
    """Whoever has not reported reports for themselves; an officer writes down who has."""
    units = mobilisation.call.units
    if any(_officer_of(mobilisation, ask, unit) for unit in units):
        return None
    if ask.by.unit in units and not has_reported(mobilisation, ask.by.id):
        return None
    return Reason.of(NOT_OURS, actor=ask.by.id)


def _a_branch(mobilisation: Mobilisation, _ask: Ask) -> Reason | None:
    return None if mobilisation.standing else Reason.of(EMPTY)


def _a_place(mobilisation: Mobilisation, _ask: Ask) -> Reason | None:
    return None if mobilisation.open_posts and mobilisation.free else Reason.of(NO_PLACE)


def _somebody(mobilisation: Mobilisation, _ask: Ask) -> Reason | None:
    return None if mobilisation.on_post else Reason.of(EMPTY)


def _enough_people(mobilisation: Mobilisation, ask: Ask) -> Reason | None:
    least = ask.under.number("least_branch_members")
    return Reason.of(TOO_FEW, least=least) if len(mobilisation.reports) < least else None


def _all_home(mobilisation: Mobilisation, _ask: Ask) -> Reason | None:
    branches = tuple(one.id for one in mobilisation.standing)
    people = tuple(sorted(one.person for one in mobilisation.on_post))
    return Reason.of(STILL, branches=branches, people=people) if branches or people else None


# --- what is given ---------------------------------------------------------------------------------------


def _of_today(_mobilisation: Mobilisation, ask: Ask, call: Call) -> Reason | None:
    return None if call.at.date() == ask.on else Reason.of(OTHER_DAY, path="given.call.at")


def _good_reports(mobilisation: Mobilisation, ask: Ask, reports: tuple[Reported, ...]) -> Reason | None:
    """
    Every report is looked at, and what is wrong with any is said: the first reason has the others, a hundred
    in all, and how many more there are.

    Who may write a report down comes last. A correction asks again what was written down, without knowing the
    roles of its actor, and must not overlook that somebody would have reported twice.
    """
    if not reports:
        return Reason.of(NOBODY, path="given.reports")
    found = sorted(_wrong(mobilisation, ask, reports), key=_last_who_may)
    if not found:
        return None
    more = [Reason.of(AND_MORE, more=len(found) - SHOWN)] if len(found) > SHOWN else []
    return attrs.evolve(found[0], because=(*found[1:SHOWN], *more))


def _last_who_may(reason: Reason) -> bool:
    return reason.code == NOT_YOURS.code


def _wrong(mobilisation: Mobilisation, ask: Ask, reports: tuple[Reported, ...]) -> Iterator[Reason]:
    call, seen = mobilisation.call, set[str]()
    units = {unit for unit in call.units if _officer_of(mobilisation, ask, unit)}
    for place, one in enumerate(reports):
        path = f"given.reports[{place}]"
        if one.person in seen or has_reported(mobilisation, one.person):
            yield Reason.of(ALREADY, path=f"{path}.person")
        seen.add(one.person)
        if one.unit not in call.units:
            yield Reason.of(NOT_CALLED, path=f"{path}.unit")
        elif one.unit not in units and (one.person, one.unit) != (ask.by.id, ask.by.unit):
            yield Reason.of(NOT_YOURS, path=path)
        if one.at < call.at:
            yield Reason.of(TOO_EARLY, path=f"{path}.at")
        if one.at.astimezone(call.at.tzinfo).date() > ask.on:
            yield Reason.of(TOO_LATE, path=f"{path}.at")


def _good_branch(mobilisation: Mobilisation, ask: Ask, branch: TemporaryBranch) -> Reason | None:
    path, least = "given.branch", ask.under.number("least_branch_members")
    if any(one.id == branch.id for one in mobilisation.branches):
        return Reason.of(TAKEN, path=f"{path}.id")
    if len(branch.members) < least:
        return Reason.of(TOO_FEW, path=f"{path}.members", least=least)
    if missing := tuple(sorted({*branch.members} - {one.person for one in mobilisation.reports})):
        return Reason.of(NOT_REPORTED, path=f"{path}.members", who=missing)
    if branch.since < mobilisation.call.at.date():
        return Reason.of(BEFORE_CALL, path=f"{path}.since")
    return Reason.of(OVER, path=f"{path}.until") if branch.last < ask.on or branch.dissolved else None


def _that_stands(mobilisation: Mobilisation, ask: Ask, id: str) -> Reason | None:
    for one in mobilisation.standing:
        if one.id == id:
            return Reason.of(BEFORE_CALL, path="given.dissolves") if ask.on < one.since else None
    return Reason.of(NO_BRANCH, path="given.dissolves")


def _new_post(mobilisation: Mobilisation, _ask: Ask, checkpoint: Checkpoint) -> Reason | None:
    if any(one.id == checkpoint.id for one in mobilisation.checkpoints):
        return Reason.of(TAKEN, path="given.checkpoint.id")
    return None


def _open_post(mobilisation: Mobilisation, _ask: Ask, checkpoint: str) -> Reason | None:
    return None if checkpoint in mobilisation.open_posts else Reason.of(NO_POST, path="given.station")


def _this_person(mobilisation: Mobilisation, ask: Ask, person: str) -> Reason | None:
    """Who is stationed has reported and is free; who is relieved stands at a checkpoint."""
    if ask.given.station is not None:
        return None if person in mobilisation.free else Reason.of(NOT_FREE, path="given.person")
    on_post = {one.person for one in mobilisation.on_post}
    return None if person in on_post else Reason.of(NOT_ON_POST, path="given.person")


# --- folds -----------------------------------------------------------------------------------------------


def _given(event: Moved[MobilisationGiven]) -> MobilisationGiven:
    return event.given or MobilisationGiven()


def _opened(event: Moved[MobilisationGiven]) -> dict[str, Any]:
    return {"call": _given(event).call}


def _reported(one: Mobilisation, event: Moved[MobilisationGiven]) -> dict[str, Any]:
    reports, index = grown(one, _given(event).reports or ())
    return {"reports": reports, "_index": index}


def _set_up(one: Mobilisation, event: Moved[MobilisationGiven]) -> dict[str, Any]:
    branch = _given(event).branch
    return {} if branch is None else {"branches": (*one.branches, branch)}


def _dissolved(one: Mobilisation, event: Moved[MobilisationGiven]) -> dict[str, Any]:
    id = _given(event).dissolves
    ended = (
        attrs.evolve(branch, dissolved=max(branch.since, event.on)) if branch.id == id else branch
        for branch in one.branches
    )
    return {"branches": tuple(ended)}


def _post_set(one: Mobilisation, event: Moved[MobilisationGiven]) -> dict[str, Any]:
    checkpoint = _given(event).checkpoint
    return {} if checkpoint is None else {"checkpoints": (*one.checkpoints, checkpoint)}


def _stationed(one: Mobilisation, event: Moved[MobilisationGiven]) -> dict[str, Any]:
    given = _given(event)
    if given.person is None or given.station is None:
        return {}
    new = Stationed(person=given.person, checkpoint=given.station, since=event.on)
    return {"stationed": (*one.stationed, new)}


def _relieved(one: Mobilisation, event: Moved[MobilisationGiven]) -> dict[str, Any]:
    gone = _given(event).person
    left = (
        attrs.evolve(post, until=max(post.since, event.on))
        if post.person == gone and post.until is None
        else post
        for post in one.stationed
    )
    return {"stationed": tuple(left)}


# --- the table -------------------------------------------------------------------------------------------

MOBILISATION_KIND: Kind[Mobilisation, MobilisationGiven] = Kind(
    name="mobilisation",
    label=Text("动员", "mobilisation"),
    thing=Mobilisation,
    given=MobilisationGiven,
    opens=_opened,
    folds={
        MobilisationMove.REPORT: _reported,
        MobilisationMove.SET_UP: _set_up,
        MobilisationMove.DISSOLVE: _dissolved,
        MobilisationMove.SET_POST: _post_set,
        MobilisationMove.STATION: _stationed,
        MobilisationMove.RELIEVE: _relieved,
    },
    guards={
        "within": within,
        "of_a_called_unit": _of_a_called_unit,
        "a_branch": _a_branch,
        "a_place": _a_place,
        "somebody": _somebody,
        "enough_people": _enough_people,
        "all_home": _all_home,
    },
    needs={
        "call": _of_today,
        "reports": _good_reports,
        "branch": _good_branch,
        "dissolves": _that_stands,
        "checkpoint": _new_post,
        "station": _open_post,
        "person": _this_person,
        "says": None,
    },
    names={
        "of_a_called_unit": "本人或所动员单位负责人",
        "a_branch": "有这个临时党支部",
        "a_place": "卡点有空位、有人可派",
        "somebody": "有人在岗",
        "enough_people": "成员达到最少人数",
        "all_home": "临时党支部已撤销、人员已换下",
        "call": "动员令",
        "reports": "报到情况",
        "branch": "临时党支部",
        "dissolves": "撤销的临时党支部",
        "checkpoint": "卡点",
        "station": "上岗卡点",
        "person": "人员",
        "says": "说明",
    },
    settings={"least_branch_members": 3},
)
"""
The code behind mobilisations.

Guards: `within`, `of_a_called_unit`, `a_branch`, `a_place`, `somebody`, `enough_people`, `all_home`. Setting:
the least members of a temporary branch.
"""

_HERE = ("called", "under_way")


def _clerk(move: MobilisationMove, leaves: tuple[str, ...], enters: str, *guards: str, needs: str) -> Row:
    return row(move, leaves, enters, roles=OFFICERS, guards=("within", *guards), needs=tuple(needs.split()))


MOBILISATION_BASE: Lifecycle[Mobilisation] = Lifecycle(
    id="mobilisation",
    kind=MOBILISATION_KIND,
    nodes=tuple(node(state, final=state is MobilisationState.STOOD_DOWN) for state in MobilisationState),
    rows=(
        _clerk(MobilisationMove.CALL, (), "called", needs="call"),
        row(MobilisationMove.REPORT, _HERE, "under_way", guards=("of_a_called_unit",), needs=("reports",)),
        _clerk(MobilisationMove.SET_UP, ("under_way",), "=", "enough_people", needs="branch"),
        _clerk(MobilisationMove.DISSOLVE, ("under_way",), "=", "a_branch", needs="dissolves"),
        _clerk(MobilisationMove.SET_POST, _HERE, "=", needs="checkpoint"),
        _clerk(MobilisationMove.STATION, ("under_way",), "=", "a_place", needs="station person"),
        _clerk(MobilisationMove.RELIEVE, ("under_way",), "=", "somebody", needs="person"),
        _clerk(MobilisationMove.STAND_DOWN, _HERE, "stood_down", "all_home", needs="says"),
        _clerk(MobilisationMove.CORRECT, ("*",), "=", needs=""),
    ),
)
"""
The base lifecycle of mobilisations, which a town may change.

Source:
    兴县, May 2022: 12,871 members and cadres at the front within two days; two temporary branches in 康宁镇.
    A branch has three members or more by the regulation on branches (支部工作条例（试行）).
"""
