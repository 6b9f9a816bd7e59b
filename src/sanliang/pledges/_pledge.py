"""A pledge as its log has it, what comes with its moves, and how each event becomes part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import attrs

from sanliang.kernel.errors import NotFound
from sanliang.kernel.fields import (
    checked,
    clean_text,
    day,
    identifier,
    instance,
    instances,
    optional,
)
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.lifecycles import Moved, thing_of
from sanliang.notices import Filed, Posted
from sanliang.pledges._letter import Grade, Letter, Outcome, Progress
from sanliang.pledges._plaque import Plaque

NO_SUCH_ITEM = Phrase(
    "pledge.no_such_item", "没有这一项；本承诺有：{items}", "is no item of the letter; there are: {items}"
)


class State(Labelled):
    """Where a pledge stands in the base lifecycle."""

    DRAFTED = "drafted", "提诺", "drafted"
    SUBMITTED = "submitted", "送审", "submitted"
    RETURNED = "returned", "退回", "returned"
    APPROVED = "approved", "审诺", "approved"
    SIGNED = "signed", "签诺", "signed"
    PUBLISHED = "published", "公诺", "published"
    IN_PROGRESS = "in_progress", "践诺", "in progress"
    AMENDING = "amending", "变更", "amending"
    REPORTED = "reported", "报完成", "reported"
    VERIFIED = "verified", "核实", "verified"
    UNFULFILLED = "unfulfilled", "未兑现", "unfulfilled"
    EVALUATED = "evaluated", "评诺", "evaluated"
    COMMENDED = "commended", "表彰", "commended"
    RECTIFYING = "rectifying", "整改", "rectifying"
    CONSOLIDATED = "consolidated", "固化", "consolidated"
    WITHDRAWN = "withdrawn", "撤回", "withdrawn"
    LAPSED = "lapsed", "逾期", "lapsed"


class Move(Labelled):
    """What can be done with a pledge in the base lifecycle."""

    DRAFT = "draft", "提诺", "draft"
    REVISE = "revise", "修改", "revise"
    SUBMIT = "submit", "送审", "submit"
    RETURN = "return", "退回", "return"
    APPROVE = "approve", "审定", "approve"
    SIGN = "sign", "签诺", "sign"
    PUBLISH = "publish", "公诺", "publish"
    START = "start", "开始践诺", "start"
    PROGRESS = "progress", "记进展", "record progress"
    AMEND = "amend", "申请变更", "amend"
    ACCEPT = "accept", "同意变更", "accept the amendment"
    DECLINE = "decline", "不同意变更", "decline the amendment"
    REPUBLISH = "republish", "变更公示", "publish the amendment"
    RESUME = "resume", "变更生效", "put the amendment in force"
    REPORT = "report", "报完成", "report"
    REOPEN = "reopen", "退回继续践诺", "reopen"
    VERIFY = "verify", "核实", "verify"
    EVALUATE = "evaluate", "评诺", "evaluate"
    COMMEND = "commend", "表彰", "commend"
    RECTIFY = "rectify", "责令整改", "order rectification"
    ACT_AGAIN = "act_again", "整改后继续践诺", "act again"
    CONSOLIDATE = "consolidate", "固化", "consolidate"
    WITHDRAW = "withdraw", "撤回", "withdraw"
    LAPSE = "lapse", "逾期作废", "lapse"
    CORRECT = "correct", "更正", "correct"


def _found(value: Iterable[Outcome] | None) -> tuple[Outcome, ...] | None:
    return None if value is None else instances(Outcome)(value, "outcomes")


def _graded(value: Grade | str | None) -> Grade | None:
    return None if value is None else Grade.of(value, "grade")


@attrs.frozen(kw_only=True)
class Given:
    """
    What comes with a move of a pledge; which move needs what is in its row.

    Args:
        letter: The letter, of a draft, a revision or an amendment.
        plaque: The household's plaque, with the draft of a household's pledge.
        reasons: In words.
        signatory: The id of whoever signs.
        posted: What a notice certifies from its first day on.
        filed: What a filed notice certifies.
        progress: A piece of dated evidence.
        outcomes: One for each item.
        grade: How the pledge is evaluated.
        until: The last day of a rectification.
    """

    letter: Letter | None = attrs.field(default=None, validator=checked(optional(instance(Letter))))
    plaque: Plaque | None = attrs.field(default=None, validator=checked(optional(instance(Plaque))))
    reasons: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))
    signatory: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    posted: Posted | None = attrs.field(default=None, validator=checked(optional(instance(Posted))))
    filed: Filed | None = attrs.field(default=None, validator=checked(optional(instance(Filed))))
    progress: Progress | None = attrs.field(default=None, validator=checked(optional(instance(Progress))))
    outcomes: tuple[Outcome, ...] | None = attrs.field(default=None, converter=_found)
    grade: Grade | None = attrs.field(default=None, converter=_graded)
    until: date | None = attrs.field(default=None, validator=checked(optional(day)))


@attrs.frozen(kw_only=True)
class Amendment:
    """
    A new letter that is not in force yet, and how far it has come.

    Attributes:
        letter: The proposed letter.
        accepted: Whether it has been vetted.
        signed: Who has signed it, in the order of signing; *signed_on* is the day of the last signature.
        notice: The id of the notice that publishes it; empty before.
    """

    letter: Letter
    accepted: bool = False
    signed: tuple[str, ...] = ()
    signed_on: date | None = None
    notice: str = ""


@attrs.frozen(kw_only=True, weakref_slot=False)
class Pledge:
    """
    A pledge as its log has it.

    Attributes:
        letter: The letter in force. While an amendment is vetted, signed and posted, it is still the old one.
        amendment: The letter that is to take its place, until it comes into force or is declined.
        signed: Who has signed the letter in force, in the order of signing.
        signed_on: The day of the last signature.
        notice: The id of the notice that publishes the letter in force; empty before.
        started: The day on which action began.
        progress: The evidence, in the order of recording.
        outcomes: What was found of each item; empty before verification.
        grade: How it was evaluated.
        rectify_until: The last day of a rectification that was ordered, until it is verified.
    """

    id: str
    state: str
    version: int
    on: date
    letter: Letter
    amendment: Amendment | None = None
    signed: tuple[str, ...] = ()
    signed_on: date | None = None
    notice: str = ""
    started: date | None = None
    progress: tuple[Progress, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    grade: Grade | None = None
    rectify_until: date | None = None

    @property
    def unit(self) -> str:
        """The Party unit that answers for the pledger."""
        return self.letter.pledger.unit

    @property
    def deadline(self) -> date:
        """The last day: of its items, or of a rectification that was ordered after them."""
        last = self.letter.deadline
        return last if self.rectify_until is None else max(last, self.rectify_until)


def unsigned(pledge: Pledge) -> tuple[str, ...]:
    """Who still has to sign the letter, or the proposed one while there is one."""
    paper = thing_of(Pledge, pledge, "pledge").amendment or pledge
    return tuple(one for one in paper.letter.pledger.signatories if one not in paper.signed)


def done(pledge: Pledge, item: str) -> bool:
    """
    Whether the evidence says that an item is complete: by its own word, or by its quantity.

    Raises:
        NotFound: The letter in force has no such item.
    """
    wanted = {one.id: one.quantity for one in thing_of(Pledge, pledge, "pledge").letter.items}
    if identifier(item, "item") not in wanted:
        raise NotFound(NO_SUCH_ITEM.fault("item", items=tuple(wanted)))
    mine = [one for one in pledge.progress if one.item == item]
    quantity = wanted[item]
    enough = quantity is not None and sum(one.quantity or 0 for one in mine) >= quantity
    return enough or any(one.done for one in mine)


# --- folding: what each move changes of a pledge -------------------------------------------------------

# An event is folded in whatever it holds: what a town's row did not ask for and nobody gave changes nothing.

Changes = dict[str, Any]
_NOTHING: Changes = {}


def opened(event: Moved[Given]) -> Changes:
    """What the first event says of a new pledge."""
    return {"letter": event.given and event.given.letter}


def _given(event: Moved[Given]) -> Given:
    return event.given or Given()


def _revised(_pledge: Pledge, event: Moved[Given]) -> Changes:
    letter = _given(event).letter
    return _NOTHING if letter is None else {"letter": letter, "signed": (), "signed_on": None}


def _signed(pledge: Pledge, event: Moved[Given]) -> Changes:
    one, amendment = _given(event).signatory, pledge.amendment
    if one is None:
        return _NOTHING
    if amendment is None:
        return {"signed": (*pledge.signed, one), "signed_on": event.on}
    signed = (*amendment.signed, one)
    return {"amendment": attrs.evolve(amendment, signed=signed, signed_on=event.on)}


def _published(_pledge: Pledge, event: Moved[Given]) -> Changes:
    posted = _given(event).posted
    return _NOTHING if posted is None else {"notice": posted.notice}


def _started(_pledge: Pledge, event: Moved[Given]) -> Changes:
    return {"started": event.on}


def _progressed(pledge: Pledge, event: Moved[Given]) -> Changes:
    progress = _given(event).progress
    return _NOTHING if progress is None else {"progress": (*pledge.progress, progress)}


def _amended(_pledge: Pledge, event: Moved[Given]) -> Changes:
    letter = _given(event).letter
    return _NOTHING if letter is None else {"amendment": Amendment(letter=letter)}


def _accepted(pledge: Pledge, _event: Moved[Given]) -> Changes:
    amendment = pledge.amendment
    return _NOTHING if amendment is None else {"amendment": attrs.evolve(amendment, accepted=True)}


def _declined(_pledge: Pledge, _event: Moved[Given]) -> Changes:
    return {"amendment": None}


def _republished(pledge: Pledge, event: Moved[Given]) -> Changes:
    amendment, posted = pledge.amendment, _given(event).posted
    if amendment is None or posted is None:
        return _NOTHING
    return {"amendment": attrs.evolve(amendment, notice=posted.notice)}


def _resumed(pledge: Pledge, event: Moved[Given]) -> Changes:
    new = pledge.amendment
    if new is None:
        return _NOTHING
    return {
        "letter": new.letter,
        "amendment": None,
        "signed": new.signed,
        "signed_on": new.signed_on,
        "notice": new.notice,
        "started": pledge.started or event.on,
    }


def _verified(_pledge: Pledge, event: Moved[Given]) -> Changes:
    return {"outcomes": _given(event).outcomes or (), "rectify_until": None}


def _evaluated(_pledge: Pledge, event: Moved[Given]) -> Changes:
    return {"grade": _given(event).grade}


def _ordered(_pledge: Pledge, event: Moved[Given]) -> Changes:
    return {"rectify_until": _given(event).until}


def _acting_again(_pledge: Pledge, _event: Moved[Given]) -> Changes:
    return {"outcomes": (), "grade": None}


FOLDS: dict[str, Callable[[Pledge, Moved[Given]], Changes]] = {
    Move.REVISE: _revised,
    Move.SIGN: _signed,
    Move.PUBLISH: _published,
    Move.START: _started,
    Move.PROGRESS: _progressed,
    Move.AMEND: _amended,
    Move.ACCEPT: _accepted,
    Move.DECLINE: _declined,
    Move.REPUBLISH: _republished,
    Move.RESUME: _resumed,
    Move.VERIFY: _verified,
    Move.EVALUATE: _evaluated,
    Move.RECTIFY: _ordered,
    Move.ACT_AGAIN: _acting_again,
}
"""What each move changes of a pledge beside its state; the moves that are not here change nothing else."""
