"""Who may answer for whom, what an answer leads to, how a pair is renewed and ended; the base lifecycle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

from sanliang import calendars
from sanliang.calendars import Due
from sanliang.kernel import lifecycles
from sanliang.kernel.events import Log
from sanliang.kernel.fields import day
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles import (
    Actor,
    Ask,
    Corrected,
    Fork,
    Kind,
    Lifecycle,
    Moved,
    Row,
    node,
    row,
    thing_of,
    things_of,
    within,
)
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.orgs import OFFICERS
from sanliang.pairing._consents import (
    IN_FORCE,
    Answer,
    Consent,
    ConsentGiven,
    ConsentMove,
    ConsentState,
    Proposal,
    Said,
    Side,
)

OTHER_SIDE = Phrase(
    "consent.other_side",
    "{actor} 是另一方，不能代{side}答复",
    "{actor} is of the other side and cannot answer for the {side}",
)
NOT_ITS_OWN = Phrase(
    "consent.not_its_own",
    "须由{side}本人或其所在组织办理，{actor} 不是",
    "it is for the {side} or an officer of the unit, and {actor} is neither",
)
A_SIDE = Phrase(
    "consent.a_side", "{actor} 是结对一方，不得办理", "{actor} is one of the two and cannot settle it"
)
OPPOSED = Phrase(
    "consent.opposed",
    "{sides}不同意继续结对",
    "is not carried on against the will of: {sides}",
)
TOO_SHORT = Phrase(
    "consent.until",
    "新的期满日须晚于原期满日和当日",
    "must lie after the end of the term and after the day",
)
OVER_BEFORE = Phrase("consent.over_before", "期满日早于当日", "lies before the day of asking")
NOT_AGREED = Phrase("consent.not_agreed", "现为“{state}”", "it is {state}")
NOT_BEFORE = Phrase("consent.not_before", "双方自 {since} 起结对", "the two are a pair since {since}")
TERM_OVER = Phrase("consent.term_over", "已于 {until} 期满", "the term was over on {until}")
TERM_ENDS = Phrase("consent.term_ends", "期满，应续结或解除", "the term ends: renew the pair or end it")


# --- guards ----------------------------------------------------------------------------------------------


def _speaking(consent: Consent, actor: Actor) -> Side | None:
    """The side that an actor belongs to."""
    if actor.id == consent.proposal.helper:
        return Side.HELPER
    return Side.HOUSEHOLD if actor.id in consent.proposal.speakers else None


def _answers_for(side: Side, consent: Consent, ask: Ask) -> Reason | None:
    """Only the side itself, or an officer who takes down what it says; nobody of the other side."""
    own = _speaking(consent, ask.by)
    if own == side:
        return None
    if own is not None:
        return Reason.of(OTHER_SIDE, actor=ask.by.id, side=side)
    if ask.by.roles.isdisjoint(OFFICERS):
        return Reason.of(NOT_ITS_OWN, actor=ask.by.id, side=side)
    return within(consent, ask)


def _proposes(consent: Consent, ask: Ask) -> Reason | None:
    """Either side may propose the pair, or an officer."""
    return _answers_for(_speaking(consent, ask.by) or Side.HELPER, consent, ask)


def _no_side(consent: Consent, ask: Ask) -> Reason | None:
    return None if _speaking(consent, ask.by) is None else Reason.of(A_SIDE, actor=ask.by.id)


def _unopposed(consent: Consent, _ask: Ask) -> Reason | None:
    return Reason.of(OPPOSED, sides=consent.refusing) if consent.refusing else None


# --- what is given ---------------------------------------------------------------------------------------


def _not_over(_consent: Consent, ask: Ask, proposal: Proposal) -> Reason | None:
    if proposal.until is None or ask.on <= proposal.until:
        return None
    return Reason.of(OVER_BEFORE, path="given.proposal.until")


def _longer(consent: Consent, ask: Ask, until: date) -> Reason | None:
    return None if until > max(ask.on, consent.until or ask.on) else Reason.of(TOO_SHORT, path="given.until")


# --- what an answer leads to -----------------------------------------------------------------------------

_REFUSED = {
    (Side.HELPER,): ConsentState.REFUSED_BY_HELPER,
    (Side.HOUSEHOLD,): ConsentState.REFUSED_BY_HOUSEHOLD,
    (Side.HELPER, Side.HOUSEHOLD): ConsentState.REFUSED_BY_BOTH,
}
_AGREED = {
    (Side.HELPER,): ConsentState.HELPER_AGREED,
    (Side.HOUSEHOLD,): ConsentState.HOUSEHOLD_AGREED,
    (Side.HELPER, Side.HOUSEHOLD): ConsentState.AGREED,
}


def _leads(side: Side, answer: Answer, consent: Consent, _ask: Ask) -> str:
    """The state that both answers make once this side has answered so."""
    says = {one: answer if one == side else getattr(consent, one) for one in Side}
    refused = tuple(one for one in Side if says[one] == Answer.REFUSED)
    if consent.state in IN_FORCE:
        return str(ConsentState.OBJECTED if refused else ConsentState.AGREED)
    agreed = tuple(one for one in Side if says[one] == Answer.AGREED)
    return str(_REFUSED[refused] if refused else _AGREED[agreed])


def _said(side: Side, answer: Answer, consent: Consent, event: Moved[ConsentGiven]) -> dict[str, Any]:
    first = event.enters == ConsentState.AGREED and consent.agreed is None
    said = {f"{side}_said": Said(answer=answer, on=event.on, by=event.by)}
    return {**said, "agreed": event.on} if first else said


def _renewed(consent: Consent, event: Moved[ConsentGiven]) -> dict[str, Any]:
    return {"until": consent.until if event.given is None else event.given.until}


def _opened(event: Moved[ConsentGiven]) -> dict[str, Any]:
    proposal = event.given and event.given.proposal
    until = {} if proposal is None or proposal.until is None else {"until": proposal.until}
    return {"proposal": proposal, **until}


# --- the table -------------------------------------------------------------------------------------------

_ANSWERS = (
    (ConsentMove.HELPER_AGREE, Side.HELPER, Answer.AGREED),
    (ConsentMove.HELPER_REFUSE, Side.HELPER, Answer.REFUSED),
    (ConsentMove.HOUSEHOLD_AGREE, Side.HOUSEHOLD, Answer.AGREED),
    (ConsentMove.HOUSEHOLD_REFUSE, Side.HOUSEHOLD, Answer.REFUSED),
)

CONSENT_KIND: Kind[Consent, ConsentGiven] = Kind(
    name="consent",
    label=Text("结对意见", "consent"),
    thing=Consent,
    given=ConsentGiven,
    opens=_opened,
    folds={
        **{move: partial(_said, side, answer) for move, side, answer in _ANSWERS},
        ConsentMove.RENEW: _renewed,
    },
    guards={
        "within": within,
        "proposes": _proposes,
        "for_helper": partial(_answers_for, Side.HELPER),
        "for_household": partial(_answers_for, Side.HOUSEHOLD),
        "no_side": _no_side,
        "unopposed": _unopposed,
    },
    needs={"proposal": _not_over, "reason": None, "discussion": None, "until": _longer},
    names={
        "proposes": "双方之一或所在组织负责人",
        "for_helper": "帮扶人本人或所在组织负责人",
        "for_household": "联系户本人或所在组织负责人",
        "no_side": "不是双方当事人",
        "unopposed": "没有一方不同意",
        "proposal": "结对建议",
        "reason": "理由",
        "discussion": "谈话情况",
        "until": "期限",
    },
    forks={move.value: partial(_leads, side, answer) for move, side, answer in _ANSWERS},
)
"""
The code behind consents.

Guards: `within`, `proposes`, `for_helper` and `for_household`, `no_side`, `unopposed`.
"""

_REFUSALS = tuple(state.value for state in _REFUSED.values())
_BEFORE = ("asked", "helper_agreed", "household_agreed", *_REFUSALS)
_LASTING = ("agreed", "objected")


def _fork(move: ConsentMove, *states: str) -> Fork:
    return Fork(by=move.value, to={state: state for state in states})


def _answer_rows(move: ConsentMove, side: Side, answer: Answer) -> Iterator[Row]:
    """An answer before both have agreed, and one while they are a pair, which ends nothing by itself."""
    other = Side.HOUSEHOLD if side is Side.HELPER else Side.HELPER
    if answer is Answer.AGREED:
        leads = _fork(move, f"{side}_agreed", "agreed", f"refused_by_{other}")
    else:
        leads = _fork(move, f"refused_by_{side}", "refused_by_both")
    lasting = _fork(move, *(_LASTING if answer is Answer.AGREED else ("objected",)))
    guards = (f"for_{side}",)
    yield row(move, _BEFORE, leads, guards=guards)
    yield row(move, _LASTING, lasting, guards=guards, name=f"{move}_later")


_clerk = partial(row, roles=OFFICERS)

CONSENT_BASE: Lifecycle[Consent] = Lifecycle(
    id="consent",
    kind=CONSENT_KIND,
    nodes=tuple(
        node(state, final=state in {ConsentState.ENDED, ConsentState.WITHDRAWN}) for state in ConsentState
    ),
    rows=(
        row(ConsentMove.ASK, (), "asked", guards=("proposes",), needs=("proposal",)),
        *(one for answer in _ANSWERS for one in _answer_rows(*answer)),
        _clerk(ConsentMove.RENEW, _LASTING, "=", guards=("within", "unopposed"), needs=("until",)),
        _clerk(
            ConsentMove.END,
            _LASTING,
            "ended",
            guards=("within", "no_side"),
            needs=("reason", "discussion"),
        ),
        _clerk(ConsentMove.WITHDRAW, _BEFORE, "withdrawn", guards=("within",)),
        _clerk(ConsentMove.CORRECT, ("*",), "=", guards=("within", "no_side")),
    ),
)
"""
The base lifecycle of consents, which a town may change.

Source:
    条例, https://gwyoo.com/article/shijicailiao/gzzd/200809/128865.html: the organisation assigns and the two
    choose; a pair is changed only after the branch has discussed it.
"""


# --- verbs -----------------------------------------------------------------------------------------------


def ask(
    id: str,
    proposal: Proposal,
    *,
    by: Actor,
    on: date,
    under: Lifecycle[Consent] = CONSENT_BASE,
) -> Moved[ConsentGiven]:
    """
    The event that opens a consent: both sides are asked. Who asks has not answered by that.

    Args:
        id: The consent's id, which is the id of its log.
        proposal: Who is to help which household.
        by: The helper, a speaker of the household, or an officer of the unit.
        on: The day.
        under: The lifecycle in force.

    Raises:
        Refused: The actor may not, or the term would be over before it begins.

    Example:
        >>> pair = Proposal(household="h-7", helper="m-3", unit="b-1")
        >>> helper = Actor(id="m-3", roles=frozenset({"member"}), unit="b-1")
        >>> consent = replay_consent([ask("k-1", pair, by=helper, on=date(2026, 7, 1))])
        >>> consent.state, consent.helper, consent.household
        ('asked', None, None)
    """
    given = ConsentGiven(proposal=proposal)
    return lifecycles.begin(id, ConsentMove.ASK, by=by, on=on, under=under, given=given)


def apply_consent(consent: Consent | None, event: Moved[ConsentGiven] | Corrected[ConsentGiven]) -> Consent:
    """The consent after an event; nothing before the first. It never refuses."""
    return CONSENT_KIND.apply(consent, event)


def replay_consent(log: Log | Iterable[Moved[ConsentGiven] | Corrected[ConsentGiven]]) -> Consent:
    """
    The consent that a log makes.

    Raises:
        NotFound: The log is empty: nothing was opened.
        InvalidInput: Its first event opens nothing, or something in it is no event of this kind.
    """
    return CONSENT_KIND.replay(log)


def in_force(consent: Consent, *, on: date) -> Verdict:
    """
    Whether the two are a pair on a day, as the consent stands: both have agreed, nobody has ended it, and the
    term is not over.

    A side that has refused since does not end the pair; it keeps it from being renewed.

    Example:
        >>> pair = Proposal(household="h-7", helper="m-3", unit="b-1")
        >>> asked = Consent(id="k-1", state="asked", version=1, on=date(2026, 7, 1), proposal=pair)
        >>> in_force(asked, on=date(2026, 7, 1)).text("zh")
        '现为“征求意见”'
    """
    at = day(on, "on")
    thing_of(Consent, consent, "consent")
    if consent.agreed is None or consent.state not in IN_FORCE:
        state = ConsentState(consent.state) if consent.state in {*ConsentState} else consent.state
        return Verdict.against([Reason.of(NOT_AGREED, state=state)])
    if at < consent.agreed:
        return Verdict.against([Reason.of(NOT_BEFORE, since=consent.agreed)])
    over = consent.until is not None and consent.until < at
    return Verdict.against([Reason.of(TERM_OVER, until=consent.until)] if over else [])


def expiring(consents: Iterable[Consent], *, before: date) -> tuple[Due, ...]:
    """
    The pairs whose term ends before a day, such as the next meeting of the branch; what is over is in it too.

    Each is to be renewed, or ended where one of the two objects. Nothing ends by itself.
    """
    return calendars.due(
        (
            Due(
                on=one.until,
                kind=CONSENT_KIND.name,
                thing=one.id,
                step=(ConsentMove.END if one.refusing else ConsentMove.RENEW).value,
                unit=one.unit,
                says=TERM_ENDS.fill(),
            )
            for one in things_of(Consent, consents, "consents")
            if one.state in IN_FORCE and one.until is not None
        ),
        before=before,
    )
