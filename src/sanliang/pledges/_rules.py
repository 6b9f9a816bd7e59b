"""Who may do what with a pledge, and when: guards, needs, forks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles import Ask, Kind, within
from sanliang.kernel.verdicts import Reason
from sanliang.notices import Filed, Posted
from sanliang.orgs import OFFICERS, OFFICERS_ABOVE
from sanliang.pledges._letter import Grade, Letter, Outcome, Pledger, PledgerKind, Progress, Result
from sanliang.pledges._plaque import Plaque, PlaqueState
from sanliang.pledges._pledge import (
    FOLDS,
    NO_SUCH_ITEM,
    Given,
    Move,
    Pledge,
    opened,
    unsigned,
)

OWN = Phrase(
    "pledge.own",
    "{actor} 是承诺人，不得审定、核实、评定自己的承诺",
    "{actor} is one of the pledgers: nobody vets, verifies or evaluates their own pledge",
)
DOES_IT = Phrase(
    "pledge.does_it",
    "{actor} 是“{item}”的责任人，不得审定、核实、评定",
    "{actor} is responsible for item {item!r}, and nobody vets or evaluates their own deeds",
)
NOT_OWN = Phrase(
    "pledge.not_own",
    "须由承诺人本人或其所在组织办理，{actor} 不是",
    "it is for the pledger or an officer of the pledger's unit, and {actor} is neither",
)
FROM_ABOVE = Phrase(
    "pledge.from_above",
    "支部的承诺由上级党组织审定和评定",
    "a branch's pledge is vetted and evaluated by the organisation above it",
)
TOO_FEW = Phrase(
    "pledge.too_few_items",
    "{kind}至少承诺 {least} 项，现有 {count} 项",
    "a {kind} pledges at least {least} items, and there are {count}",
)
TOO_MANY = Phrase(
    "pledge.too_many_items",
    "至多承诺 {most} 项，现有 {count} 项",
    "at most {most} items, and there are {count}",
)
PAST_DEADLINE = Phrase(
    "pledge.past_deadline",
    "“{item}”的期限 {deadline} 已过",
    "the deadline {deadline} of item {item!r} has passed already",
)
NO_PLAQUE = Phrase(
    "pledge.no_plaque",
    "党员户须先挂牌再承诺",
    "a household's pledge stands on its plaque, which has to hang first",
)
MEMBER_LEFT_OUT = Phrase(
    "pledge.member_left_out",
    "户内正式党员须全部签署，免除的须列明；未列入的：{left}",
    "every full member of the household signs or is named as excused, and these are neither: {left}",
)
OTHER_UNIT = Phrase(
    "pledge.other_unit",
    "门牌由“{unit}”挂出，承诺由同一组织审定",
    "the plaque is hung by {unit!r}, and the same unit answers for the pledge",
)
OTHER_PLEDGER = Phrase("pledge.other_pledger", "承诺人不能更换", "the pledger cannot be another one")
NOT_A_SIGNATORY = Phrase(
    "pledge.not_a_signatory",
    "不在未签署人之列；未签署：{left}",
    "is nobody who still has to sign; those are: {left}",
)
ALL_SIGNED = Phrase("pledge.all_signed", "均已签署", "everybody has signed")
UNSIGNED = Phrase("pledge.unsigned", "尚未签署：{left}", "not signed yet by: {left}")
NOT_ACCEPTED = Phrase(
    "pledge.not_accepted", "变更尚未经支部审定", "the amendment has not been vetted by the branch"
)
ACCEPTED = Phrase("pledge.accepted", "变更已经审定", "the amendment has been vetted already")
NOT_REPUBLISHED = Phrase("pledge.not_republished", "变更尚未公示", "the amendment has not been published")
REPUBLISHED = Phrase(
    "pledge.republished",
    "变更已经公示；公示未能通过的，请不同意变更后重新申请",
    "the amendment has been published; where its notice failed, decline it and amend again",
)
OTHER_NOTICE = Phrase(
    "pledge.other_notice", "所附公示不是本承诺的公示", "the notice that was given is not one of this pledge"
)
EARLY_NOTICE = Phrase(
    "pledge.early_notice",
    "张榜日 {posted} 早于最后一次签署的日期 {signed}",
    "posted on {posted}, before the last signature of {signed}",
)
FUTURE_NOTICE = Phrase(
    "pledge.future_notice",
    "所附公示的日期 {day} 晚于办理日",
    "the day {day} of the notice lies after the day of the move",
)
UNNAMED = Phrase(
    "pledge.unnamed",
    "公示的当事人中缺少：{left}",
    "the notice does not say that it concerns: {left}",
)
NO_EVIDENCE = Phrase("pledge.no_evidence", "缺少进展记录：{items}", "there is no evidence for: {items}")
LATE_EVIDENCE = Phrase(
    "pledge.evidence_day", "完成日期晚于记录日期", "is after the day on which it is recorded"
)
EARLY_EVIDENCE = Phrase(
    "pledge.evidence_early",
    "早于开始践诺之日 {started}",
    "is before {started}, the day on which action began",
)
OUTCOMES = Phrase(
    "pledge.outcomes",
    "每一项都须有且只有一个核实结果：{items}",
    "each item needs one outcome and no more: {items}",
)
NOT_OVERDUE = Phrase(
    "pledge.not_overdue",
    "期限 {deadline} 未过，不能按逾期办理",
    "the deadline {deadline} has not passed: nothing is overdue yet",
)
NOT_COMMENDABLE = Phrase(
    "pledge.not_commendable", "等次为“{grade}”，不予表彰", "graded {grade}, which is not commended"
)
TO_RECTIFY = Phrase(
    "pledge.to_rectify", "等次为“{grade}”，须先整改", "graded {grade}, which has to be rectified first"
)
UNTIL_PAST = Phrase("pledge.until", "整改期限早于办理日", "the last day of rectification lies before today")


# --- guards: of the thing, the actor and the day -------------------------------------------------------


def _owns(pledge: Pledge, ask: Ask) -> bool:
    pledger, actor = pledge.letter.pledger, ask.by.id
    return actor in pledger.signatories or actor == pledger.id


def _not_own(pledge: Pledge, ask: Ask) -> Reason | None:
    if _owns(pledge, ask) or ask.by.id in pledge.letter.pledger.excused:
        return Reason.of(OWN, actor=ask.by.id)
    for item in (pledge.amendment or pledge).letter.items:
        if item.responsible == ask.by.id:
            return Reason.of(DOES_IT, actor=ask.by.id, item=item.id)
    return None


def _own_or_officer(pledge: Pledge, ask: Ask) -> Reason | None:
    if _owns(pledge, ask):
        return None
    if ask.by.roles.isdisjoint(OFFICERS):
        return Reason.of(NOT_OWN, actor=ask.by.id)
    return within(pledge, ask)


def _from_above(pledge: Pledge, ask: Ask) -> Reason | None:
    if pledge.letter.pledger.kind != PledgerKind.BRANCH or not ask.by.roles.isdisjoint(OFFICERS_ABOVE):
        return None
    return Reason.of(FROM_ABOVE)


def _unsigned_left(pledge: Pledge, _ask: Ask) -> Reason | None:
    return None if unsigned(pledge) else Reason.of(ALL_SIGNED)


def _not_accepted_yet(pledge: Pledge, _ask: Ask) -> Reason | None:
    amendment = pledge.amendment
    return Reason.of(ACCEPTED) if amendment is not None and amendment.accepted else None


def _amendment_ready(pledge: Pledge, _ask: Ask) -> Reason | None:
    amendment = pledge.amendment
    if amendment is None or not amendment.accepted:
        return Reason.of(NOT_ACCEPTED)
    left = unsigned(pledge)
    return Reason.of(UNSIGNED, left=left) if left else None


def _not_republished(pledge: Pledge, _ask: Ask) -> Reason | None:
    amendment = pledge.amendment
    return Reason.of(REPUBLISHED) if amendment is not None and amendment.notice else None


def _republished(pledge: Pledge, _ask: Ask) -> Reason | None:
    amendment = pledge.amendment
    return None if amendment is not None and amendment.notice else Reason.of(NOT_REPUBLISHED)


def _has_evidence(pledge: Pledge, _ask: Ask) -> Reason | None:
    shown = {one.item for one in pledge.progress}
    bare = tuple(item.id for item in pledge.letter.items if item.id not in shown)
    return Reason.of(NO_EVIDENCE, items=bare) if bare else None


def _overdue(pledge: Pledge, ask: Ask) -> Reason | None:
    deadline = pledge.deadline
    return Reason.of(NOT_OVERDUE, deadline=deadline) if ask.on <= deadline else None


def _commendable(pledge: Pledge, ask: Ask) -> Reason | None:
    if pledge.grade is None or pledge.grade in str(ask.under.setting("commended_grades")).split():
        return None
    return Reason.of(NOT_COMMENDABLE, grade=pledge.grade)


def _nothing_to_rectify(pledge: Pledge, ask: Ask) -> Reason | None:
    if pledge.grade is None or pledge.grade not in str(ask.under.setting("rectified_grades")).split():
        return None
    return Reason.of(TO_RECTIFY, grade=pledge.grade)


# --- needs: of what was given ---------------------------------------------------------------------------


def _good_letter(pledge: Pledge, ask: Ask, letter: Letter) -> Reason | None:
    if letter.pledger != pledge.letter.pledger:
        return Reason.of(OTHER_PLEDGER, path="given.letter.pledger")
    kind = letter.pledger.kind
    count, least, most = len(letter.items), ask.under.number(f"least_{kind}"), ask.under.number("most_items")
    if count < least:
        return Reason.of(TOO_FEW, path="given.letter.items", kind=kind, least=least, count=count)
    if count > most:
        return Reason.of(TOO_MANY, path="given.letter.items", most=most, count=count)
    kept = {} if ask.opens else {item.id: item.deadline for item in pledge.letter.items}
    return _deadlines_ahead(kept, ask, letter) or (_answers(pledge, ask) if ask.opens else None)


def _deadlines_ahead(kept: dict[str, date], ask: Ask, letter: Letter) -> Reason | None:
    """No new deadline lies in the past; an item of the letter before may keep its own."""
    for place, item in enumerate(letter.items):
        if item.deadline < ask.on and kept.get(item.id) != item.deadline:
            path = f"given.letter.items[{place}].deadline"
            return Reason.of(PAST_DEADLINE, path=path, item=item.id, deadline=item.deadline)
    return None


def _answers(pledge: Pledge, ask: Ask) -> Reason | None:
    """The unit whose officers will judge is not the pledger's to choose: it is the plaque's, or their own."""
    pledger, plaque = pledge.letter.pledger, ask.given.plaque
    if pledger.kind == PledgerKind.HOUSEHOLD and (plaque or ask.under.number("plaque_first")):
        return _plaque_hangs(pledger, plaque)
    return within(pledge, ask) if _owns(pledge, ask) else None


def _plaque_hangs(pledger: Pledger, plaque: Plaque | None) -> Reason | None:
    """A household's draft comes with its plaque, which hangs; it has the same unit and the same members."""
    if plaque is None or plaque.state != PlaqueState.HUNG or plaque.holder.household != pledger.id:
        return Reason.of(NO_PLAQUE, path="given.plaque")
    if plaque.unit != pledger.unit:
        return Reason.of(OTHER_UNIT, path="given.letter.pledger.unit", unit=plaque.unit)
    excused = {*pledger.excused} & {*plaque.holder.excused}
    left = tuple(
        one for one in plaque.holder.full_members if one not in pledger.signatories and one not in excused
    )
    return Reason.of(MEMBER_LEFT_OUT, path="given.letter.pledger.signatories", left=left) if left else None


def _still_to_sign(pledge: Pledge, _ask: Ask, signatory: str) -> Reason | None:
    paper = pledge.amendment or pledge
    if signatory in paper.letter.pledger.signatories and signatory not in paper.signed:
        return None
    return Reason.of(NOT_A_SIGNATORY, path="given.signatory", left=unsigned(pledge))


def _posted_here(pledge: Pledge, ask: Ask, posted: Posted) -> Reason | None:
    """A new notice of this pledge, posted when everybody had signed, which says whom it concerns."""
    paper = pledge.amendment or pledge
    if (posted.word, posted.thing) != (ask.under.kind.name, pledge.id) or posted.notice == pledge.notice:
        return Reason.of(OTHER_NOTICE, path="given.posted")
    if posted.on > ask.on:
        return Reason.of(FUTURE_NOTICE, path="given.posted.on", day=posted.on)
    if paper.signed_on is not None and posted.on < paper.signed_on:
        path = "given.posted.on"
        return Reason.of(EARLY_NOTICE, path=path, posted=posted.on, signed=paper.signed_on)
    left = tuple(one for one in paper.letter.pledger.concerned if one not in posted.concerns)
    return Reason.of(UNNAMED, path="given.posted.concerns", left=left) if left else None


def _filed_here(pledge: Pledge, ask: Ask, filed: Filed) -> Reason | None:
    """The notice of the letter that is to be in force."""
    paper = pledge.amendment or pledge
    if (filed.word, filed.thing, filed.notice) != (ask.under.kind.name, pledge.id, paper.notice):
        return Reason.of(OTHER_NOTICE, path="given.filed")
    return Reason.of(FUTURE_NOTICE, path="given.filed.on", day=filed.on) if filed.on > ask.on else None


def _of_an_item(pledge: Pledge, ask: Ask, progress: Progress) -> Reason | None:
    items = tuple(item.id for item in pledge.letter.items)
    if progress.item not in items:
        return Reason.of(NO_SUCH_ITEM, path="given.progress.item", items=items)
    if pledge.started is not None and progress.on < pledge.started:
        return Reason.of(EARLY_EVIDENCE, path="given.progress.on", started=pledge.started)
    return Reason.of(LATE_EVIDENCE, path="given.progress.on") if progress.on > ask.on else None


def _one_for_each(pledge: Pledge, _ask: Ask, outcomes: tuple[Outcome, ...]) -> Reason | None:
    items, found = [item.id for item in pledge.letter.items], [one.item for one in outcomes]
    if found == items or sorted(found) == sorted(items):
        return None
    return Reason.of(OUTCOMES, path="given.outcomes", items=tuple(items))


def _not_past(_pledge: Pledge, ask: Ask, until: Any) -> Reason | None:
    return Reason.of(UNTIL_PAST, path="given.until") if until < ask.on else None


# --- forks: where a move leads --------------------------------------------------------------------------


def _signatures(pledge: Pledge, _ask: Ask) -> str:
    return "all" if len(pledge.letter.pledger.signatories) - len(pledge.signed) <= 1 else "some"


def _kept(_pledge: Pledge, ask: Ask) -> str:
    return "kept" if all(one.result == Result.FULFILLED for one in ask.given.outcomes) else "broken"


def _begun(pledge: Pledge, _ask: Ask) -> str:
    return "no" if pledge.started is None else "yes"


# --- what a move vouches for: not to be corrected under it ---------------------------------------------


def _paper(pledge: Pledge) -> Letter:
    """The letter that is vetted, signed, published: the one in force, or the one to take its place."""
    return (pledge.amendment or pledge).letter


def _results(pledge: Pledge) -> tuple[Result, ...]:
    return tuple(one.result for one in pledge.outcomes)


def _grade(pledge: Pledge) -> Grade | None:
    return pledge.grade


_ON_PAPER = (Move.APPROVE, Move.SIGN, Move.PUBLISH, Move.START, Move.ACCEPT, Move.REPUBLISH, Move.RESUME)
_RESTS: dict[str, Callable[[Pledge], Any]] = {
    **dict.fromkeys(_ON_PAPER, _paper),
    Move.EVALUATE: _results,
    Move.COMMEND: _grade,
    Move.RECTIFY: _grade,
}

_SETTINGS: dict[str, int | str] = {
    "least_member": 1,
    "least_household": 1,
    "least_group": 1,
    "least_branch": 2,
    "most_items": 50,
    "plaque_first": 1,
    "commended_grades": "good",
    "rectified_grades": "poor",
}

KIND: Kind[Pledge, Given] = Kind(
    name="pledge",
    label=Text("承诺", "pledge"),
    thing=Pledge,
    given=Given,
    opens=opened,
    folds=FOLDS,
    guards={
        "within": within,
        "not_own": _not_own,
        "own_or_officer": _own_or_officer,
        "from_above": _from_above,
        "unsigned_left": _unsigned_left,
        "not_accepted_yet": _not_accepted_yet,
        "amendment_ready": _amendment_ready,
        "not_republished": _not_republished,
        "republished": _republished,
        "has_evidence": _has_evidence,
        "overdue": _overdue,
        "commendable": _commendable,
        "nothing_to_rectify": _nothing_to_rectify,
    },
    needs={
        "letter": _good_letter,
        "plaque": None,
        "reasons": None,
        "signatory": _still_to_sign,
        "posted": _posted_here,
        "filed": _filed_here,
        "progress": _of_an_item,
        "outcomes": _one_for_each,
        "grade": None,
        "until": _not_past,
    },
    names={
        "not_own": "不是承诺人本人",
        "own_or_officer": "承诺人本人或其所在组织",
        "from_above": "支部的承诺由上级党组织办理",
        "unsigned_left": "尚有人未签署",
        "not_accepted_yet": "变更尚未审定",
        "amendment_ready": "变更已审定、已签署",
        "not_republished": "变更尚未公示",
        "republished": "变更已公示",
        "has_evidence": "每项都有进展记录",
        "overdue": "期限已过",
        "commendable": "等次可予表彰",
        "nothing_to_rectify": "不须整改",
        "letter": "承诺书",
        "plaque": "门牌",
        "reasons": "理由",
        "signatory": "签诺人",
        "posted": "公示",
        "filed": "公示归档",
        "progress": "进展",
        "outcomes": "各项结果",
        "grade": "评定等次",
        "until": "期限",
    },
    forks={"signatures": _signatures, "outcome": _kept, "begun": _begun},
    rests=_RESTS,
    settings=_SETTINGS,
)
"""
The code behind pledges: its guards, what its moves need, its forks.

Settings: the least items of each kind of pledger, the most of any, whether a household's plaque comes first
(1 or 0), the grades that are commended and those that must be rectified, as codes with a space between.
"""
