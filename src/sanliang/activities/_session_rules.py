"""Who may do what with a session, and when: guards, needs, folds, and the base lifecycle."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any

import attrs

from sanliang import calendars
from sanliang.activities._session import (
    Attendance,
    CatchUp,
    Move,
    Roll,
    Session,
    SessionGiven,
    SessionPlan,
    State,
)
from sanliang.calendars import Due
from sanliang.kernel import lifecycles
from sanliang.kernel.events import Log
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles import (
    Actor,
    Ask,
    Corrected,
    Fork,
    Kind,
    Lifecycle,
    Moved,
    node,
    row,
    things_of,
    within,
)
from sanliang.kernel.verdicts import Reason
from sanliang.orgs import OFFICERS

DAY_PAST = Phrase("session.day_past", "早于办理日", "lies before the day of the move")
NOT_ITS_DAY = Phrase(
    "session.not_its_day",
    "定于 {planned} 召开，不在当日；须先改期",
    "it is called for {planned}, which is not the day: postpone it first",
)
OTHER_ROLL = Phrase(
    "session.other_roll",
    "所附应到名单不是本组织当日的",
    "the roll that was given is not the one of this unit and this day",
)
STRANGERS = Phrase(
    "session.strangers", "不在应到名单之列：{who}", "stand in the list and not on the roll: {who}"
)
NOT_OWN = Phrase(
    "session.not_own",
    "须由本人或所在组织负责人办理，{actor} 不是",
    "it is for the member or an officer of the unit, and {actor} is neither",
)
NONE_OWING = Phrase("session.none_owing", "无人需要补学", "nobody has to catch up")
NOT_OWING = Phrase("session.not_owing", "不需要补学", "has not to catch up")
CATCH_UP_DAY = Phrase(
    "session.catch_up_day",
    "补学日期须在召开之后、办理日之前",
    "lies before the session or after the day of the move",
)
STILL_OWING = Phrase(
    "session.still_owing",
    "补学至 {until} 截止，尚未补学：{who}",
    "have still to catch up, until {until}: {who}",
)
HOLD_DUE = Phrase("session.hold_due", "应召开：{title}", "to be held: {title}")
CATCH_UP_DUE = Phrase("session.catch_up_due", "应补学：{title}", "to catch up: {title}")


# --- guards ----------------------------------------------------------------------------------------------


def _on_its_day(session: Session, ask: Ask) -> Reason | None:
    planned = session.plan.on
    return None if ask.on == planned else Reason.of(NOT_ITS_DAY, planned=planned)


def _may_catch_up(session: Session, ask: Ask) -> Reason | None:
    if ask.by.id in session.owing:
        return None
    if ask.by.roles.isdisjoint(OFFICERS):
        return Reason.of(NOT_OWN, actor=ask.by.id)
    return within(session, ask) or (None if session.owing else Reason.of(NONE_OWING))


def _settled(session: Session, ask: Ask) -> Reason | None:
    """Everybody has caught up, or the last day for it has passed."""
    until = session.catch_up_by
    if not session.owing or until is None or until < ask.on:
        return None
    return Reason.of(STILL_OWING, until=until, who=session.owing)


# --- what is given ---------------------------------------------------------------------------------------


def _planned_ahead(_session: Session, ask: Ask, plan: SessionPlan) -> Reason | None:
    return Reason.of(DAY_PAST, path="given.plan.on") if plan.on < ask.on else None


def _ahead(_session: Session, ask: Ask, on: date) -> Reason | None:
    return Reason.of(DAY_PAST, path="given.day") if on < ask.on else None


def _roll_of_the_day(session: Session, ask: Ask, roll: Roll) -> Reason | None:
    if (roll.unit, roll.on) == (session.unit, ask.on):
        return None
    return Reason.of(OTHER_ROLL, path="given.roll")


def _on_the_roll(_session: Session, ask: Ask, attendance: Attendance) -> Reason | None:
    known = {*ask.given.roll.members, *ask.given.roll.exempt}
    who = tuple(sorted({*attendance.present, *attendance.excused} - known))
    return Reason.of(STRANGERS, path="given.attendance", who=who) if who else None


def _who_owes(session: Session, ask: Ask, one: CatchUp) -> Reason | None:
    if one.member not in session.owing:
        return Reason.of(NOT_OWING, path="given.catch_up.member")
    if session.held_on is None or not session.held_on <= one.on <= ask.on:
        return Reason.of(CATCH_UP_DAY, path="given.catch_up.on")
    if ask.by.id == one.member:
        return None
    return Reason.of(NOT_OWN, actor=ask.by.id) if ask.by.roles.isdisjoint(OFFICERS) else within(session, ask)


def reached(plan: SessionPlan, roll: Roll, attendance: Attendance) -> bool:
    """Whether enough of those who are due were there: whoever is not due does not count."""
    if plan.quorum is None:
        return True
    came = len({*attendance.present} & {*roll.members})
    return came >= plan.quorum.least(len(roll.members))


def _enough(session: Session, ask: Ask) -> str:
    return "enough" if reached(session.plan, ask.given.roll, ask.given.attendance) else "too_few"


# --- folds -----------------------------------------------------------------------------------------------


def _given(event: Moved[SessionGiven]) -> SessionGiven:
    return event.given or SessionGiven()


def _opened(event: Moved[SessionGiven]) -> dict[str, Any]:
    return {"plan": _given(event).plan}


def _agenda_set(session: Session, event: Moved[SessionGiven]) -> dict[str, Any]:
    return {"plan": attrs.evolve(session.plan, agenda=_given(event).agenda or ())}


def _moved_to(session: Session, event: Moved[SessionGiven]) -> dict[str, Any]:
    on = _given(event).day
    return {} if on is None else {"plan": attrs.evolve(session.plan, on=on)}


def _held(_session: Session, event: Moved[SessionGiven]) -> dict[str, Any]:
    given = _given(event)
    found = {"roll": given.roll, "attendance": given.attendance, "minutes": given.minutes}
    return found if event.enters == State.INQUORATE else {**found, "held_on": event.on}


def _caught_up(session: Session, event: Moved[SessionGiven]) -> dict[str, Any]:
    one = _given(event).catch_up
    return {} if one is None else {"caught_up": (*session.caught_up, one)}


# --- the table -------------------------------------------------------------------------------------------

SESSION_KIND: Kind[Session, SessionGiven] = Kind(
    name="session",
    label=Text("活动", "session"),
    thing=Session,
    given=SessionGiven,
    opens=_opened,
    folds={
        Move.SET_AGENDA: _agenda_set,
        Move.POSTPONE: _moved_to,
        Move.RECONVENE: _moved_to,
        Move.HOLD: _held,
        Move.CATCH_UP: _caught_up,
    },
    guards={
        "within": within,
        "on_its_day": _on_its_day,
        "may_catch_up": _may_catch_up,
        "settled": _settled,
    },
    needs={
        "plan": _planned_ahead,
        "agenda": None,
        "day": _ahead,
        "roll": _roll_of_the_day,
        "attendance": _on_the_roll,
        "catch_up": _who_owes,
        "reasons": None,
    },
    names={
        "on_its_day": "召开当日",
        "may_catch_up": "本人或所在组织负责人，补学未截止",
        "settled": "都已补学，或补学已截止",
        "plan": "活动方案",
        "agenda": "议程",
        "day": "日期",
        "roll": "名单",
        "attendance": "到会情况",
        "catch_up": "补课情况",
        "reasons": "理由",
    },
    forks={"quorum": _enough},
    rests={Move.CATCH_UP: attrgetter("roll", "attendance"), Move.CLOSE: attrgetter("roll", "attendance")},
)
"""The code behind sessions: the guards `within`, `on_its_day`, `may_catch_up`, `settled`."""

_clerk = partial(row, roles=OFFICERS, guards=("within",))

SESSION_BASE: Lifecycle[Session] = Lifecycle(
    id="session",
    kind=SESSION_KIND,
    nodes=tuple(node(state, final=state in {State.CLOSED, State.CANCELLED}) for state in State),
    rows=(
        _clerk(Move.CALL, (), "called", needs=("plan",)),
        _clerk(Move.SET_AGENDA, ("called",), "=", needs=("agenda",)),
        _clerk(Move.POSTPONE, ("called",), "=", needs=("day", "reasons")),
        row(
            Move.HOLD,
            ("called",),
            Fork(by="quorum", to={"enough": "held", "too_few": "inquorate"}),
            roles=OFFICERS,
            guards=("within", "on_its_day"),
            needs=("roll", "attendance"),
        ),
        _clerk(Move.RECONVENE, ("inquorate",), "called", needs=("day",)),
        row(Move.CATCH_UP, ("held",), "=", guards=("may_catch_up",), needs=("catch_up",)),
        row(Move.CLOSE, ("held",), "closed", roles=OFFICERS, guards=("within", "settled")),
        _clerk(Move.CANCEL, ("called", "inquorate"), "cancelled", needs=("reasons",)),
        _clerk(Move.CORRECT, ("*",), "="),
    ),
)
"""The base lifecycle of sessions, which a town may change."""


# --- verbs -----------------------------------------------------------------------------------------------


def call(
    id: str,
    plan: SessionPlan,
    *,
    by: Actor,
    on: date,
    under: Lifecycle[Session] = SESSION_BASE,
) -> Moved[SessionGiven]:
    """
    The event that opens a session: it is called for its day.

    Raises:
        Refused: The actor is no officer of the unit, or the day has gone by.

    Example:
        >>> plan = SessionPlan(title="七月主题党日", unit="b-1", on=date(2026, 7, 5), place="村部")
        >>> clerk = Actor(id="m-1", roles=frozenset({"branch_secretary"}), unit="b-1")
        >>> replay([call("s-1", plan, by=clerk, on=date(2026, 7, 1))]).state
        'called'
    """
    return lifecycles.begin(id, Move.CALL, by=by, on=on, under=under, given=SessionGiven(plan=plan))


def apply(session: Session | None, event: Moved[SessionGiven] | Corrected[SessionGiven]) -> Session:
    """The session after an event; nothing before the first. It never refuses."""
    return SESSION_KIND.apply(session, event)


def replay(log: Log | Iterable[Moved[SessionGiven] | Corrected[SessionGiven]]) -> Session:
    """
    The session that a log makes.

    Raises:
        NotFound: The log is empty: nothing was opened.
        InvalidInput: Its first event opens nothing, or something in it is no event of this kind.
    """
    return SESSION_KIND.replay(log)


def due(sessions: Iterable[Session], *, before: date) -> tuple[Due, ...]:
    """
    What is to be done about sessions before a day: hold those that are called, catch up on those that were.

    What is late is in it too. Nothing moves by itself.

    Example:
        >>> due([], before=date(2026, 8, 1))
        ()
    """
    every = things_of(Session, sessions, "sessions")
    return calendars.due((one for session in every for one in _dues(session)), before=before)


def _dues(session: Session) -> Iterable[Due]:
    title, last = session.plan.title, session.catch_up_by
    if session.state == State.CALLED:
        yield _due(session, Move.HOLD, session.plan.on, HOLD_DUE.fill(title=title), "")
    if session.state == State.HELD and last is not None:
        for one in session.owing:
            yield _due(session, Move.CATCH_UP, last, CATCH_UP_DUE.fill(title=title), one)


def _due(session: Session, step: Move, on: date, says: Text, who: str) -> Due:
    return Due(
        on=on,
        kind=SESSION_KIND.name,
        thing=session.id,
        step=step.value,
        unit=session.unit,
        who=who,
        says=says,
    )
