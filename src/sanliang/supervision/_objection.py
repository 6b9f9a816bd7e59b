"""Objections from the public to a pledge, a pairing, a star: who settles them, and who never does."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import attrs

from sanliang.kernel.fields import (
    as_names,
    checked,
    clean_text,
    code,
    day,
    identifier,
    instance,
    names,
    optional,
)
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles import Ask, Fork, Kind, Lifecycle, Moved, node, row, thing_of, within
from sanliang.kernel.privacy import Private
from sanliang.kernel.verdicts import Reason, Refused, Verdict
from sanliang.notices import Notice
from sanliang.notices import State as NoticeState
from sanliang.orgs import OFFICERS
from sanliang.supervision._words import SUPERVISORS, ObjectionMove, ObjectionState

AFTER_FILING = Phrase(
    "objection.after_filing",
    "公示“{notice}”已结束（{state}），不再受理异议",
    "notice {notice!r} is {state}: what it published can no longer be objected to",
)
BEFORE_POSTING = Phrase(
    "objection.before_posting",
    "公示“{notice}”在 {on} 尚未张榜",
    "notice {notice!r} did not hang yet on {on}",
)
OTHER_DAY = Phrase("objection.other_day", "所附对象不是当日的", "was not looked at on this day")
CONCERNED = Phrase(
    "objection.concerned",
    "{actor} 是当事人，不得办理",
    "{actor} is concerned by what is objected to, and does nothing about the objection",
)
NOT_ITS_OWN = Phrase(
    "objection.not_its_own",
    "须由提出人本人或代为记录的负责人撤回，{actor} 不是",
    "it is withdrawn by whoever objected, or by an officer who takes that down; {actor} is neither",
)
UNTIL_PAST = Phrase("objection.until", "答复期限早于办理日", "lies before the day of the move")


@attrs.frozen(kw_only=True)
class Target:
    """
    What is objected to, as it was on a day. Of what a notice publishes it is made by `target`.

    Args:
        word: The kind of the thing, such as `pledge`, `consent` or `rating`.
        thing: Its id.
        unit: The unit that answers for it.
        concerns: The ids of the persons whom it concerns: none of them settles the objection.
        notice: The id of the notice that publishes it, where one does.
        on: The day.
    """

    word: str = attrs.field(validator=checked(code))
    thing: str = attrs.field(validator=checked(identifier))
    unit: str = attrs.field(validator=checked(identifier))
    concerns: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(names))
    notice: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    on: date = attrs.field(validator=checked(day))


def target(notice: Notice, *, on: date) -> Target:
    """
    What a notice publishes, to be objected to while it hangs; whom it concerns is what the notice says.

    Raises:
        Refused: The notice is filed, withdrawn or ended by an objection, or did not hang yet.
    """
    at, posting = day(on, "on"), thing_of(Notice, notice, "notice").posting
    reasons = []
    if notice.state in _OVER:
        reasons.append(Reason.of(AFTER_FILING, notice=notice.id, state=NoticeState(notice.state)))
    if at < notice.posted:
        reasons.append(Reason.of(BEFORE_POSTING, notice=notice.id, on=at))
    if reasons:
        raise Refused(Verdict.against(reasons))
    return Target(
        word=posting.word,
        thing=posting.thing,
        unit=posting.unit,
        concerns=posting.concerns,
        notice=notice.id,
        on=at,
    )


_OVER = frozenset({NoticeState.FILED, NoticeState.WITHDRAWN, NoticeState.UPHELD})


@attrs.frozen(kw_only=True)
class Claim:
    """
    What somebody says against a thing.

    Args:
        target: The thing.
        says: What is objected; private.
        by: The id of whoever objects; private. The actor of the move is whoever takes it down, and is not.
    """

    target: Target = attrs.field(validator=checked(instance(Target)))
    says: Private[str] = attrs.field(validator=checked(instance(Private)))
    by: Private[str] = attrs.field(validator=checked(instance(Private)))


@attrs.frozen(kw_only=True)
class Ruling:
    """
    What examining an objection has found.

    Args:
        upheld: Whether the objection is right.
        says: The answer, in words that may be told to whoever objected.
    """

    upheld: bool = attrs.field(validator=checked(instance(bool)))
    says: str = attrs.field(validator=checked(clean_text))


@attrs.frozen(kw_only=True)
class ObjectionGiven:
    """What comes with a move of an objection; *until* is the last day for its answer."""

    claim: Claim | None = attrs.field(default=None, validator=checked(optional(instance(Claim))))
    until: date | None = attrs.field(default=None, validator=checked(optional(day)))
    ruling: Ruling | None = attrs.field(default=None, validator=checked(optional(instance(Ruling))))
    reason: Private[str] | None = attrs.field(default=None, validator=checked(optional(instance(Private))))


@attrs.frozen(kw_only=True, weakref_slot=False)
class Objection:
    """
    An objection as its log has it.

    Attributes:
        claim: Who says what against which thing.
        raised: The day of it.
        examiner: The id of whoever took it up last; nothing while nobody has.
        until: The last day for its answer, once it is taken up.
        ruling: The answer, once there is one.
        closed: The day on which it was answered or withdrawn.
    """

    id: str
    state: str
    version: int
    on: date
    claim: Claim
    raised: date
    examiner: str | None = None
    until: date | None = None
    ruling: Ruling | None = None
    closed: date | None = None

    @property
    def unit(self) -> str:
        """The unit that answers for what is objected to."""
        return self.claim.target.unit


# --- guards, needs, folds --------------------------------------------------------------------------------


def _not_concerned(objection: Objection, ask: Ask) -> Reason | None:
    return Reason.of(CONCERNED, actor=ask.by.id) if ask.by.id in objection.claim.target.concerns else None


def _own_or_taken_down(objection: Objection, ask: Ask) -> Reason | None:
    by = objection.claim.by
    if not by.is_erased and by.open(reason="whether the actor is whoever objected") == ask.by.id:
        return None
    if ask.by.roles.isdisjoint(OFFICERS | SUPERVISORS):
        return Reason.of(NOT_ITS_OWN, actor=ask.by.id)
    return within(objection, ask)


def _of_today(_objection: Objection, ask: Ask, claim: Claim) -> Reason | None:
    return None if claim.target.on == ask.on else Reason.of(OTHER_DAY, path="given.claim.target.on")


def _not_past(_objection: Objection, ask: Ask, until: date) -> Reason | None:
    return Reason.of(UNTIL_PAST, path="given.until") if until < ask.on else None


def _ruled(_objection: Objection, ask: Ask) -> str:
    return "upheld" if ask.given.ruling.upheld else "dismissed"


def _opened(event: Moved[ObjectionGiven]) -> dict[str, Any]:
    return {"claim": event.given and event.given.claim, "raised": event.on}


def _taken_up(objection: Objection, event: Moved[ObjectionGiven]) -> dict[str, Any]:
    return {"examiner": event.by, "until": (event.given and event.given.until) or objection.until}


def _answered(_objection: Objection, event: Moved[ObjectionGiven]) -> dict[str, Any]:
    return {"ruling": event.given and event.given.ruling, "closed": event.on}


def _withdrawn(_objection: Objection, event: Moved[ObjectionGiven]) -> dict[str, Any]:
    return {"closed": event.on}


OBJECTION_KIND: Kind[Objection, ObjectionGiven] = Kind(
    name="objection",
    label=Text("群众异议", "objection"),
    thing=Objection,
    given=ObjectionGiven,
    opens=_opened,
    folds={
        ObjectionMove.TAKE_UP: _taken_up,
        ObjectionMove.ANSWER: _answered,
        ObjectionMove.WITHDRAW: _withdrawn,
    },
    guards={
        "within": within,
        "not_concerned": _not_concerned,
        "own_or_taken_down": _own_or_taken_down,
    },
    needs={"claim": _of_today, "until": _not_past, "ruling": None, "reason": None},
    names={
        "not_concerned": "不是当事人",
        "own_or_taken_down": "本人或登记人员",
        "claim": "异议内容",
        "until": "答复期限",
        "ruling": "处理决定",
        "reason": "理由",
    },
    forks={"ruled": _ruled},
    settings={"take_up_days": 3},
)
"""
The code behind objections: the guards `within`, `not_concerned`, `own_or_taken_down`.

Settings: the days within which an objection is taken up.
"""

_settle = partial(row, roles=SUPERVISORS, guards=("within", "not_concerned"))
_ENDS = {ObjectionState.UPHELD, ObjectionState.DISMISSED, ObjectionState.WITHDRAWN}

OBJECTION_BASE: Lifecycle[Objection] = Lifecycle(
    id="objection",
    kind=OBJECTION_KIND,
    nodes=tuple(node(state, final=state in _ENDS) for state in ObjectionState),
    rows=(
        row(ObjectionMove.OBJECT, (), "open", needs=("claim",)),
        _settle(ObjectionMove.TAKE_UP, ("open", "examining"), "examining", needs=("until",)),
        _settle(
            ObjectionMove.ANSWER,
            ("examining",),
            Fork(by="ruled", to={"upheld": "upheld", "dismissed": "dismissed"}),
            needs=("ruling",),
        ),
        row(
            ObjectionMove.WITHDRAW,
            ("open", "examining"),
            "withdrawn",
            guards=("own_or_taken_down", "not_concerned"),
            needs=("reason",),
        ),
        _settle(ObjectionMove.CORRECT, ("*",), "="),
    ),
)
"""The base lifecycle of objections from the public, which a town may change."""
