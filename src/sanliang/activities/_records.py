"""What activities give to rulebooks: attendance, catching up, reporting for duty, checkpoints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from sanliang.activities._mobilisation import Call, MobilisationGiven, MobilisationMove
from sanliang.activities._mobilisation_rules import MOBILISATION_KIND
from sanliang.activities._session import Move, Session, SessionGiven, SessionKind, State
from sanliang.activities._session_rules import SESSION_KIND
from sanliang.kernel.events import Log
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.lifecycles import Moved, effective_entries
from sanliang.records import Query, Record
from sanliang.records._told import told_by, told_in

ATTENDED, EXCUSED, ABSENT, CAUGHT_UP = (
    "meeting.attended",
    "meeting.excused",
    "meeting.absent",
    "meeting.caught_up",
)
REPORTED, STATIONED = "mobilisation.reported", "mobilisation.stationed"

_THEME = {"session": [SessionKind.THEME_DAY.value]}
_THREE_AND_ONE = (
    SessionKind.MEMBERS,
    SessionKind.COMMITTEE,
    SessionKind.GROUP,
    SessionKind.PARTY_CLASS,
)
"""The kinds of session of 三会一课, the three meetings and one class."""

FACTS: FrozenMap[str, Query] = FrozenMap(
    {
        "meetings_attended": Query(kind=ATTENDED),
        "meetings_excused": Query(kind=EXCUSED),
        "meetings_missed": Query(kind=ABSENT),
        "meetings_caught_up": Query(kind=CAUGHT_UP),
        "meetings_caught_up_in_time": Query(kind=CAUGHT_UP, where={"in_time": [True]}),
        "theme_days_attended": Query(kind=ATTENDED, where=_THEME),
        "theme_days_missed": Query(kind=ABSENT, where=_THEME),
        "three_meetings_attended": Query(
            kind=ATTENDED, where={"session": [one.value for one in _THREE_AND_ONE]}
        ),
        "party_classes_attended": Query(kind=ATTENDED, where={"session": [SessionKind.PARTY_CLASS.value]}),
        "mobilisations_reported": Query(kind=REPORTED),
        "mobilisations_reported_in_time": Query(kind=REPORTED, where={"in_time": [True]}),
        "checkpoints_stood": Query(kind=STATIONED),
    }
)
"""The facts that a township may choose from, by name; each is a question to the records of a cycle."""

_HOUR = timedelta(hours=1)
_Told = Iterator[tuple[str, str, date, dict[str, Any]]]
"""Of whom, what, on which day, with which fields."""


def as_records(logs: Iterable[Log]) -> tuple[Record, ...]:
    """
    What sessions and mobilisations give to rulebooks, of their logs: records about people, by day, kind, id.

    | kind | when | fields |
    |---|---|---|
    | `meeting.attended` | somebody on the roll came, due or not | `session`: its kind |
    | `meeting.excused` | somebody due asked for leave | `session` |
    | `meeting.absent` | somebody due neither came nor asked | `session` |
    | `meeting.caught_up` | somebody has caught up, on that day | `session`, `in_time` |
    | `mobilisation.reported` | somebody has reported, on that day | `hours`, `in_time` |
    | `mobilisation.stationed` | somebody was sent to a checkpoint | |

    `hours` are those since the call; one that has begun counts whole. A session without a quorum gives no
    record. A record's activity is the session or the mobilisation; its recorder and its moment are those of
    the entry that counts: where an event was corrected, those of the correction. What was struck out gives
    none.

    Raises:
        InvalidInput: An event whose day lies after the moment at which it was written down.

    Example:
        >>> as_records([])
        ()
    """
    return told_by(logs, _of_log)


def _of_log(log: Log) -> Iterator[Record]:
    session: Session | None = None
    call: Call | None = None
    for entry, event in effective_entries(log):
        if event.word == SESSION_KIND.name:
            session = SESSION_KIND.apply(session, event)
            told = _of_session(session, event)
        else:
            MOBILISATION_KIND.own(event, entry.version - 1)
            call = event.given.call if call is None and event.given is not None else call
            told = _of_mobilisation(call, event)
        for subject, kind, on, fields in told:
            yield told_in(entry, subject, kind, on, fields)


def _of_session(session: Session, event: Moved[SessionGiven]) -> _Told:
    given = event.given or SessionGiven()
    kind = {"session": session.plan.kind}
    if event.move == Move.HOLD and event.enters != State.INQUORATE and given.attendance is not None:
        came, excused = {*given.attendance.present}, {*given.attendance.excused}
        for one in sorted({*session.due} | came):
            word = ATTENDED if one in came else EXCUSED if one in excused else ABSENT
            yield one, word, event.on, kind
    elif event.move == Move.CATCH_UP and given.catch_up is not None:
        late, last = given.catch_up, session.catch_up_by
        in_time = last is None or late.on <= last
        yield late.member, CAUGHT_UP, late.on, {**kind, "in_time": in_time}


def _of_mobilisation(call: Call | None, event: Moved[MobilisationGiven]) -> _Told:
    given = event.given or MobilisationGiven()
    if event.move == MobilisationMove.REPORT and call is not None:
        for one in given.reports or ():
            hours = -((call.at - one.at) // _HOUR)
            fields = {"hours": hours, "in_time": one.at <= call.until}
            yield one.person, REPORTED, one.at.astimezone(call.at.tzinfo).date(), fields
    elif event.move == MobilisationMove.STATION and given.person is not None:
        yield given.person, STATIONED, event.on, {}
