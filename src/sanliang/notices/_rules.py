"""Who may do what with a notice, and when: guards, needs, folds, and the base lifecycle."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import Any

import attrs

from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles import Ask, Fork, Kind, Lifecycle, Moved, node, row, within
from sanliang.kernel.verdicts import Reason
from sanliang.notices._notice import Answer, Clock, Given, Move, Notice, Objection, Posting, State
from sanliang.orgs import OFFICERS

CONCERNED = Phrase(
    "notice.concerned",
    "{actor} 是当事人，不得办理",
    "{actor} is concerned by what is published and cannot settle it",
)
NO_OBJECTION = Phrase("notice.no_objection", "没有这条未答复的异议", "there is no such open objection")
TWICE = Phrase("notice.objection_twice", "该异议编号已使用", "an objection with this id is there already")
RUNNING = Phrase(
    "notice.running",
    "公示期 {needed} 个{days}，仅满 {counted} 个",
    "the notice has run {counted} of its {needed} {days}",
)
OPEN = Phrase("notice.open_objection", "异议“{id}”尚未答复", "objection {id!r} is open")
STALE_CLOCK = Phrase(
    "notice.clock",
    "所附计时不是本公示当日的计时",
    "the clock that was given is not this notice's clock of this day",
)
OTHER_DAY = Phrase("notice.other_day", "日期须为办理当日", "must be the day of the move")
NOT_ANSWERED_YET = Phrase(
    "notice.answered_before", "异议提出时不得已有答复", "an objection comes without its answer"
)
TOO_SHORT = Phrase(
    "notice.too_short",
    "公示期 {days} 天，短于规定的 {least} 天",
    "the period is {days} days, and the least is {least}",
)


def _not_concerned(notice: Notice, ask: Ask) -> Reason | None:
    if ask.by.id not in notice.posting.concerns:
        return None
    return Reason.of(CONCERNED, actor=ask.by.id)


def _long_enough(_notice: Notice, ask: Ask, posting: Posting) -> Reason | None:
    days, least = posting.period.days, ask.under.number("least_days")
    if days >= least:
        return None
    return Reason.of(TOO_SHORT, path="given.posting.period", days=days, least=least)


def _new_objection(notice: Notice, ask: Ask, objection: Objection) -> Reason | None:
    if objection.on not in {None, ask.on}:
        return Reason.of(OTHER_DAY, path="given.objection.on")
    if objection.answered is not None or objection.answer is not None or objection.upheld:
        return Reason.of(NOT_ANSWERED_YET, path="given.objection")
    if any(one.id == objection.id for one in notice.objections):
        return Reason.of(TWICE, path="given.objection.id")
    return None


def _open_one(notice: Notice, _ask: Ask, answer: Answer) -> Reason | None:
    if any(one.id == answer.objection for one in notice.open_objections):
        return None
    return Reason.of(NO_OBJECTION, path="given.answer.objection")


def _ran_out(notice: Notice, ask: Ask, given: Clock) -> Reason | None:
    if (given.notice, given.version, given.on) != (notice.id, notice.version, ask.on):
        return Reason.of(STALE_CLOCK, path="given.clock")
    if notice.open_objections:
        return Reason.of(OPEN, path="given.clock", id=notice.open_objections[0].id)
    if given.ran_out is None:
        days = notice.posting.period.counting
        return Reason.of(RUNNING, path="given.clock", counted=given.counted, needed=given.needed, days=days)
    return None


def _after_answer(notice: Notice, ask: Ask) -> str:
    if ask.given.answer.upheld:
        return "upheld"
    return "others" if len(notice.open_objections) > 1 else "none"


def _with_objection(notice: Notice, event: Moved[Given]) -> dict[str, Any]:
    objection = event.given.objection if event.given is not None else None
    if objection is None:
        return {}
    return {"objections": (*notice.objections, attrs.evolve(objection, on=event.on))}


def _with_answer(notice: Notice, event: Moved[Given]) -> dict[str, Any]:
    answer = event.given.answer if event.given is not None else None
    if answer is None:
        return {}
    return {
        "objections": tuple(
            attrs.evolve(one, answered=event.on, answer=answer.says, upheld=answer.upheld)
            if one.id == answer.objection
            else one
            for one in notice.objections
        )
    }


def _opened(event: Moved[Given]) -> dict[str, Any]:
    return {"posting": event.given and event.given.posting, "posted": event.on}


KIND: Kind[Notice, Given] = Kind(
    name="notice",
    label=Text("公示", "notice"),
    thing=Notice,
    given=Given,
    opens=_opened,
    folds={Move.OBJECT: _with_objection, Move.ANSWER: _with_answer},
    guards={"within": within, "not_concerned": _not_concerned},
    needs={
        "posting": _long_enough,
        "objection": _new_objection,
        "answer": _open_one,
        "clock": _ran_out,
        "reasons": None,
    },
    names={
        "not_concerned": "不是当事人",
        "posting": "公示内容",
        "objection": "异议",
        "answer": "答复",
        "clock": "公示计时",
        "reasons": "理由",
    },
    forks={"answered": _after_answer},
    rests={Move.FILE: attrgetter("posting")},
    settings=FrozenMap({"answer_days": 7, "least_days": 1}),
)
"""
The code behind notices: the guards `within` and `not_concerned`.

Settings: the days within which an objection is to be answered, the least days of a period.
"""


_SETTLE = partial(row, roles=OFFICERS, guards=("within", "not_concerned"))

BASE: Lifecycle[Notice] = Lifecycle(
    id="notice",
    kind=KIND,
    nodes=(
        node(State.POSTED),
        node(State.CONTESTED),
        node(State.UPHELD, final=True),
        node(State.FILED, final=True),
        node(State.WITHDRAWN, final=True),
    ),
    rows=(
        row(Move.POST, (), State.POSTED, roles=OFFICERS, guards=("within",), needs=("posting",)),
        row(Move.OBJECT, (State.POSTED, State.CONTESTED), State.CONTESTED, needs=("objection",)),
        _SETTLE(
            Move.ANSWER,
            (State.CONTESTED,),
            Fork(
                by="answered",
                to={"others": State.CONTESTED, "none": State.POSTED, "upheld": State.UPHELD},
            ),
            needs=("answer",),
        ),
        _SETTLE(Move.FILE, (State.POSTED,), State.FILED, needs=("clock",)),
        _SETTLE(Move.WITHDRAW, (State.POSTED, State.CONTESTED), State.WITHDRAWN, needs=("reasons",)),
        _SETTLE(Move.CORRECT, ("*",), "="),
    ),
)
"""The base lifecycle of notices, which a town may change."""
