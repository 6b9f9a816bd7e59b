"""
Public notices: posted at a place for a period, contested, answered, filed.

What a notice publishes is final once the notice has been filed, and it can be filed only when its clock has
run out without an open objection. The clock does not run on a day on which an objection is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from operator import attrgetter
from typing import Any

import attrs

from sanliang.calendars import UNPUBLISHED, Due, NotKnown, Period, WorkDays, counts
from sanliang.kernel import lifecycles
from sanliang.kernel.events import Log
from sanliang.kernel.fields import (
    FrozenMap,
    checked,
    clean_text,
    code,
    day,
    identifier,
    instance,
    names,
    optional,
)
from sanliang.kernel.labels import Labelled, Phrase, Text
from sanliang.kernel.lifecycles import (
    Actor,
    Ask,
    Corrected,
    Fork,
    Kind,
    Lifecycle,
    Moved,
    Node,
    Row,
    available,
    correct,
    decide,
    decide_all,
    explain,
    within,
)
from sanliang.kernel.privacy import Private
from sanliang.kernel.timeline import add
from sanliang.kernel.verdicts import Reason, Refused, Verdict
from sanliang.orgs import OFFICERS

__all__ = [
    "BASE",
    "KIND",
    "Answer",
    "Clock",
    "Filed",
    "Given",
    "Move",
    "Notice",
    "Objection",
    "Posted",
    "Posting",
    "State",
    "apply",
    "available",
    "clock",
    "correct",
    "decide",
    "decide_all",
    "due",
    "explain",
    "filed",
    "final",
    "post",
    "posted",
    "replay",
]

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
NOT_FILED = Phrase(
    "notice.not_filed", "公示“{id}”尚未归档：{state}", "notice {id!r} is not filed: it is {state}"
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
FILE_DUE = Phrase("notice.file_due", "公示期满，应予归档", "the notice has run out and is to be filed")
ANSWER_DUE = Phrase("notice.answer_due", "异议“{id}”应予答复", "objection {id!r} is to be answered")


class State(Labelled):
    """Where a notice stands in the base lifecycle."""

    POSTED = "posted", "公示中", "posted"
    CONTESTED = "contested", "有异议", "contested"
    UPHELD = "upheld", "异议成立", "objection upheld"
    FILED = "filed", "已归档", "filed"
    WITHDRAWN = "withdrawn", "已撤下", "withdrawn"


class Move(Labelled):
    """What can be done with a notice in the base lifecycle."""

    POST = "post", "张榜公示", "post"
    OBJECT = "object", "提出异议", "object"
    ANSWER = "answer", "答复异议", "answer"
    FILE = "file", "归档", "file"
    WITHDRAW = "withdraw", "撤下", "withdraw"
    CORRECT = "correct", "更正", "correct"


def _concerns(value: Iterable[str]) -> tuple[str, ...]:
    return names(value, "concerns")


@attrs.frozen(kw_only=True)
class Posting:
    """
    What is published, where, and for how long.

    Args:
        word: The kind of the thing, such as `"pledge"`.
        thing: Its id.
        unit: The unit that publishes it.
        place: Where it hangs, in words.
        period: How many days it hangs; the day of posting is not counted.
        concerns: The persons whom it concerns: none of them can settle an objection to it.
    """

    word: str = attrs.field(validator=checked(code))
    thing: str = attrs.field(validator=checked(identifier))
    unit: str = attrs.field(validator=checked(identifier))
    place: str = attrs.field(validator=checked(clean_text))
    period: Period = attrs.field(validator=checked(instance(Period)))
    concerns: tuple[str, ...] = attrs.field(default=(), converter=_concerns)


@attrs.frozen(kw_only=True)
class Objection:
    """
    What somebody says against what is published.

    Args:
        id: Its id within the notice.
        says: What is objected, in words that may be shown to whoever settles it.
        by: Who objects; hidden. The actor of the move is whoever takes the objection down, and is not.
        on: The day of it, which the move fills in.
        answered: The day of its answer.
        answer: The answer in words.
        upheld: Whether the answer agrees with it.
    """

    id: str = attrs.field(validator=checked(identifier))
    says: str = attrs.field(validator=checked(clean_text))
    by: Private[str] | None = attrs.field(default=None, validator=checked(optional(instance(Private))))
    on: date | None = attrs.field(default=None, validator=checked(optional(day)))
    answered: date | None = attrs.field(default=None, validator=checked(optional(day)))
    answer: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))
    upheld: bool = attrs.field(default=False, validator=checked(instance(bool)))

    def open_on(self, at: date) -> bool:
        """Whether it was open on some part of that day."""
        return self.on is not None and self.on <= at and (self.answered is None or at <= self.answered)


@attrs.frozen(kw_only=True)
class Answer:
    """The answer to an objection, which may agree with it."""

    objection: str = attrs.field(validator=checked(identifier))
    says: str = attrs.field(validator=checked(clean_text))
    upheld: bool = attrs.field(validator=checked(instance(bool)))


@attrs.frozen(kw_only=True)
class Clock:
    """
    How far a notice has run at the beginning of a day. Made by `clock`.

    Attributes:
        notice: The notice's id; *version* is the one it was read at.
        on: The day.
        counted: Full days that counted so far; never more than *needed*.
        needed: The days of its period.
        ran_out: The last day that counted, or nothing while it runs.
    """

    notice: str
    version: int
    on: date
    counted: int
    needed: int
    ran_out: date | None


@attrs.frozen(kw_only=True)
class Given:
    """What comes with a move of a notice."""

    posting: Posting | None = attrs.field(default=None, validator=checked(optional(instance(Posting))))
    objection: Objection | None = attrs.field(default=None, validator=checked(optional(instance(Objection))))
    answer: Answer | None = attrs.field(default=None, validator=checked(optional(instance(Answer))))
    clock: Clock | None = attrs.field(default=None, validator=checked(optional(instance(Clock))))
    reasons: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))


@attrs.frozen(kw_only=True, weakref_slot=False)
class Notice:
    """
    A public notice as its log has it.

    Attributes:
        posting: What is published, where, how long, whom it concerns.
        posted: The day of posting.
        objections: In the order in which they came.
    """

    id: str
    state: str
    version: int
    on: date
    posting: Posting
    posted: date
    objections: tuple[Objection, ...] = ()

    @property
    def unit(self) -> str:
        """The unit that publishes."""
        return self.posting.unit

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        """The objections without an answer."""
        return tuple(one for one in self.objections if one.answered is None)


@attrs.frozen(kw_only=True)
class Posted:
    """
    That something hangs at a place since a day. Made by `posted`.

    Attributes:
        notice: The notice's id.
        word: The kind of what is published; *thing* is its id.
        place: Where it hangs; *period* is for how long.
        concerns: The persons who cannot settle an objection to it.
        on: The day of posting.
    """

    notice: str
    word: str
    thing: str
    place: str
    period: Period
    concerns: tuple[str, ...]
    on: date


@attrs.frozen(kw_only=True)
class Filed:
    """
    That something was published and nobody's objection stands against it. Made by `filed`.

    Attributes:
        notice: The notice's id.
        word: The kind of what was published; *thing* is its id.
        posted: The day of posting; *on* is the day of filing.
    """

    notice: str
    word: str
    thing: str
    posted: date
    on: date


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


def _unchanged(_notice: Notice, _event: Moved[Given]) -> dict[str, Any]:
    return {}


KIND: Kind[Notice, Given] = Kind(
    name="notice",
    label=Text("公示", "notice"),
    thing=Notice,
    given=Given,
    opens=_opened,
    folds={Move.OBJECT: _with_objection, Move.ANSWER: _with_answer},
    otherwise=_unchanged,
    guards={"within": within, "not_concerned": _not_concerned},
    needs={
        "posting": _long_enough,
        "objection": _new_objection,
        "answer": _open_one,
        "clock": _ran_out,
        "reasons": None,
    },
    forks={"answered": _after_answer},
    rests={Move.FILE: attrgetter("posting")},
    settings=FrozenMap({"answer_days": 7, "least_days": 1}),
)
"""
The code behind notices: the guards `within` and `not_concerned`.

Settings: the days within which an objection is to be answered, the least days of a period.
"""


def _node(state: State, *, final: bool = False) -> Node:
    return Node(code=state.value, label=Text(state.zh, state.en), final=final)


def _row(move: Move, leaves: tuple[str, ...], enters: str | Fork, **rest: Any) -> Row:
    return Row(move=move.value, leaves=leaves, enters=enters, label=Text(move.zh, move.en), **rest)


_SETTLE = partial(_row, roles=OFFICERS, guards=("within", "not_concerned"))

BASE: Lifecycle[Notice] = Lifecycle(
    id="notice",
    kind=KIND,
    nodes=(
        _node(State.POSTED),
        _node(State.CONTESTED),
        _node(State.UPHELD, final=True),
        _node(State.FILED, final=True),
        _node(State.WITHDRAWN, final=True),
    ),
    rows=(
        _row(Move.POST, (), State.POSTED, roles=OFFICERS, guards=("within",), needs=("posting",)),
        _row(Move.OBJECT, (State.POSTED, State.CONTESTED), State.CONTESTED, needs=("objection",)),
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


def post(
    id: str,
    posting: Posting,
    *,
    by: Actor,
    on: date,
    under: Lifecycle[Notice] = BASE,
) -> Moved[Given]:
    """
    The event that opens a notice.

    Raises:
        Refused: The actor may not publish for that unit, or the period is too short.

    Example:
        >>> clerk = Actor(id="m-3", roles=frozenset({"branch_secretary"}), unit="b-1")
        >>> five = Period(days=5)
        >>> pledge = Posting(word="pledge", thing="p-17", unit="b-1", place="村务公开栏", period=five)
        >>> replay([post("n-1", pledge, by=clerk, on=date(2026, 7, 1))]).state
        'posted'
    """
    return lifecycles.begin(id, Move.POST, by=by, on=on, under=under, given=Given(posting=posting))


def apply(notice: Notice | None, event: Moved[Given] | Corrected[Given]) -> Notice:
    """The notice after an event; nothing before the first. It never refuses."""
    return KIND.apply(notice, event)


def replay(log: Log | Iterable[Moved[Given] | Corrected[Given]]) -> Notice:
    """
    The notice that a log makes.

    Raises:
        InvalidInput: The log is empty, or its first event opens nothing.
    """
    return KIND.replay(log)


def _counted_days(notice: Notice, on: date, workdays: WorkDays) -> Iterator[date | NotKnown]:
    """The full days between posting and *on* that count and on which no objection was open."""
    at = notice.posted + timedelta(days=1)
    while at < on:
        if not any(one.open_on(at) for one in notice.objections):
            worked = counts(notice.posting.period.counting, on=at, workdays=workdays)
            if isinstance(worked, NotKnown):
                yield worked
            elif worked:
                yield at
        at += timedelta(days=1)


def clock(notice: Notice, *, on: date, workdays: WorkDays = UNPUBLISHED) -> Clock | NotKnown:
    """
    How far a notice has run at the beginning of a day.

    The day of posting is not counted, and neither is a day on which an objection was open, from the day it
    came to the day it was answered, both included. The day *on* itself is not over, so it is not counted.

    Args:
        notice: The notice as it stands.
        on: The day, not before the day of posting.
        workdays: Who knows the working days, where the period counts those.

    Returns:
        The clock, or `NotKnown` where a day in question has not been published.

    Source:
        中华人民共和国民法典 (Civil Code), articles 201 and 203: the first day is not counted, and the last
        one ends at its end.
    """
    needed = notice.posting.period.days
    counted, ran_out = 0, None
    for one in _counted_days(notice, day(on, "on"), workdays):
        if isinstance(one, NotKnown):
            return one
        counted += 1
        if counted == needed:
            ran_out = one
            break
    return Clock(
        notice=notice.id, version=notice.version, on=on, counted=counted, needed=needed, ran_out=ran_out
    )


def final(notice: Notice) -> Verdict:
    """Whether what the notice publishes is final: filed, and nothing else. The reasons say what is open."""
    if notice.state == State.FILED:
        return Verdict(ok=True)
    open_ones = (Reason.of(OPEN, id=one.id) for one in notice.open_objections)
    state = State(notice.state) if notice.state in {*State} else notice.state
    return Verdict.against([Reason.of(NOT_FILED, id=notice.id, state=state, because=open_ones)])


def posted(notice: Notice) -> Posted:
    """What a notice certifies from its first day on, to be given with a move of what it publishes."""
    posting = notice.posting
    return Posted(
        notice=notice.id,
        word=posting.word,
        thing=posting.thing,
        place=posting.place,
        period=posting.period,
        concerns=posting.concerns,
        on=notice.posted,
    )


def filed(notice: Notice) -> Filed:
    """
    What a filed notice certifies, to be given with a move of the thing that it published.

    Raises:
        Refused: The notice is not filed; its verdict is the one of `final`.
    """
    verdict = final(notice)
    if not verdict.ok:
        raise Refused(verdict)
    posting = notice.posting
    return Filed(notice=notice.id, word=posting.word, thing=posting.thing, posted=notice.posted, on=notice.on)


def due(
    notices: Iterable[Notice],
    *,
    on: date,
    under: Lifecycle[Notice] = BASE,
    workdays: WorkDays = UNPUBLISHED,
) -> tuple[Due | NotKnown, ...]:
    """
    What is to be done about notices as a day begins: answers to open objections, filing of those run out.

    An objection is to be answered within the setting `answer_days` (calendar days); a notice is to be filed
    on the day after it has run out. Where its working days are not published, that answer stands in place.

    Returns:
        First the dues, in their order, then what is not known, in the order of days.
    """
    day(on, "on")
    found: list[Due] = []
    unknown: list[NotKnown] = []
    for notice in notices:
        for one in notice.open_objections if notice.state == State.CONTESTED else ():
            found.append(
                _due(notice, "answer", add(one.on or notice.on, days=under.number("answer_days")), one.id)
            )
        if notice.state == State.POSTED:
            now = clock(notice, on=on, workdays=workdays)
            if isinstance(now, NotKnown):
                unknown.append(now)
            elif now.ran_out is not None:
                found.append(_due(notice, "file", add(now.ran_out, days=1), ""))
    return (*sorted(found), *sorted(unknown, key=attrgetter("day")))


def _due(notice: Notice, step: str, on: date, objection: str) -> Due:
    says = ANSWER_DUE.fill(id=objection) if objection else FILE_DUE.fill()
    return Due(on=on, kind=KIND.name, thing=notice.id, step=step, unit=notice.unit, says=says)
