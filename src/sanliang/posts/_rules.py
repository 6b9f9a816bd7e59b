"""Who may do what with a post, and when: guards, needs, forks, and the base lifecycle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from operator import attrgetter

from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles import Ask, Fork, Kind, Lifecycle, Row, node, row, within
from sanliang.kernel.verdicts import Reason
from sanliang.notices import Filed, Posted
from sanliang.orgs import OFFICERS
from sanliang.posts._duties import Appraisal, Candidate, PostPlan, Report
from sanliang.posts._post import FOLDS, DutyPost, Given, Move, State, opened

CONCERNED = Phrase(
    "duty_post.concerned",
    "{actor} 在该岗或拟任该岗，不得办理",
    "{actor} holds the post or is to hold it, and cannot settle it",
)
NOT_OWN = Phrase(
    "duty_post.not_own",
    "须由本人或所在组织负责人办理，{actor} 不是",
    "it is for the member or an officer of the unit, and {actor} is neither",
)
CHOOSING_OVER = Phrase(
    "duty_post.choosing_over", "选岗已于 {until} 截止", "the days for choosing ended on {until}"
)
OTHER_ROLL = Phrase(
    "duty_post.other_roll",
    "所附身份不是本组织当日的",
    "what was given of the candidate is not of this unit and this day",
)
ALREADY = Phrase("duty_post.already", "已选岗或已在岗", "has chosen the post already, or holds it")
NO_CANDIDATE = Phrase("duty_post.no_candidate", "没有选这个岗", "has not chosen the post")
NO_HOLDER = Phrase("duty_post.no_holder", "不在岗", "does not hold the post")
NOBODY = Phrase("duty_post.nobody", "至少需要一人", "names nobody")
FULL = Phrase(
    "duty_post.full",
    "岗位共 {places} 个名额，尚缺 {left} 人，所定 {count} 人",
    "of {places} places {left} are free, and {count} were named",
)
NOT_CHOSEN = Phrase("duty_post.not_chosen", "未选岗：{who}", "have not chosen the post: {who}")
OWN_PLACE = Phrase("duty_post.own_place", "不得为自己定岗", "nobody assigns a post to themselves")
NOBODY_ELSE = Phrase(
    "duty_post.nobody_else", "除办理人外无人选岗", "nobody but whoever assigns has chosen the post"
)
NO_VACANCY = Phrase("duty_post.no_vacancy", "没有空缺", "no place is free")
NOBODY_LEFT = Phrase("duty_post.nobody_left", "无人在岗", "nobody holds it")
OTHER_NOTICE = Phrase(
    "duty_post.other_notice", "所附公示不是本次定岗的公示", "the notice is not the one of this assignment"
)
NOTICE_DAY = Phrase(
    "duty_post.notice_day",
    "公示日期须在定岗之后、办理日之前",
    "lies before the day of assignment or after the day of the move",
)
UNNAMED = Phrase(
    "duty_post.unnamed", "公示的当事人中缺少：{left}", "the notice does not say that it concerns: {left}"
)
REPORTED = Phrase("duty_post.reported", "本期已述岗", "has reported in this term already")
ONE_EACH = Phrase(
    "duty_post.one_each",
    "每名在岗者须有且只有一个评议：{holders}",
    "each holder needs one appraisal and no more: {holders}",
)
TO_LEAVE = Phrase(
    "duty_post.to_leave", "评议等次不宜续岗，须先离岗：{who}", "were graded so that they leave first: {who}"
)
DAY_PAST = Phrase("duty_post.day_past", "早于办理日", "lies before the day of the move")


# --- guards ----------------------------------------------------------------------------------------------


def _not_concerned(post: DutyPost, ask: Ask) -> Reason | None:
    if ask.by.id in post.holders or ask.by.id in post.proposed:
        return Reason.of(CONCERNED, actor=ask.by.id)
    return None


def _choosing(post: DutyPost, ask: Ask) -> Reason | None:
    until = post.choose_until
    return None if until is None or ask.on <= until else Reason.of(CHOOSING_OVER, until=until)


def _can_choose(post: DutyPost, ask: Ask) -> Reason | None:
    """Whoever has not chosen it may; an officer takes down what others choose."""
    if ask.by.id not in (*post.candidates, *post.holders):
        return None
    return Reason.of(ALREADY) if ask.by.roles.isdisjoint(OFFICERS) else within(post, ask)


def _theirs(who: Callable[[DutyPost], tuple[str, ...]], post: DutyPost, ask: Ask) -> Reason | None:
    """It is for one of these, or for an officer who takes down what one of them says."""
    if ask.by.id in who(post):
        return None
    if ask.by.roles.isdisjoint(OFFICERS):
        return Reason.of(NOT_OWN, actor=ask.by.id)
    return within(post, ask) or (None if who(post) else Reason.of(NOBODY))


def _somebody_else(post: DutyPost, ask: Ask) -> Reason | None:
    return None if {*post.candidates} - {ask.by.id} else Reason.of(NOBODY_ELSE)


def _vacancy(post: DutyPost, _ask: Ask) -> Reason | None:
    return None if post.vacancies else Reason.of(NO_VACANCY)


def _somebody(post: DutyPost, _ask: Ask) -> Reason | None:
    return None if post.holders else Reason.of(NOBODY_LEFT)


def _fit_to_stay(post: DutyPost, ask: Ask) -> Reason | None:
    grades = str(ask.under.setting("leaving_grades")).split()
    who = tuple(one.holder for one in post.appraisals if one.grade in grades)
    return Reason.of(TO_LEAVE, who=who) if who else None


# --- what is given ---------------------------------------------------------------------------------------


def _own_or_officer(post: DutyPost, ask: Ask, member: str) -> Reason | None:
    if ask.by.id == member:
        return None
    return Reason.of(NOT_OWN, actor=ask.by.id) if ask.by.roles.isdisjoint(OFFICERS) else within(post, ask)


def _days_ahead(_post: DutyPost, ask: Ask, plan: PostPlan) -> Reason | None:
    for name in ("choose_until", "report_by"):
        last: date | None = getattr(plan, name)
        if last is not None and last < ask.on:
            return Reason.of(DAY_PAST, path=f"given.plan.{name}")
    return None


def _ahead(_post: DutyPost, ask: Ask, until: date) -> Reason | None:
    return Reason.of(DAY_PAST, path="given.until") if until < ask.on else None


def _may_choose(post: DutyPost, ask: Ask, one: Candidate) -> Reason | None:
    if (one.unit, one.on) != (post.unit, ask.on):
        return Reason.of(OTHER_ROLL, path="given.candidate")
    if one.member in (*post.candidates, *post.holders):
        return Reason.of(ALREADY, path="given.candidate.member")
    return _own_or_officer(post, ask, one.member)


def _there(post: DutyPost, ask: Ask, member: str) -> Reason | None:
    """Who steps back is a candidate; who leaves holds the post."""
    choosing = post.state == State.ANNOUNCED
    if member not in (post.candidates if choosing else post.holders):
        return Reason.of(NO_CANDIDATE if choosing else NO_HOLDER, path="given.member")
    return _own_or_officer(post, ask, member)


def _places(post: DutyPost, ask: Ask, holders: tuple[str, ...]) -> Reason | None:
    path, left = "given.holders", post.plan.places - len(post.holders)
    if not holders:
        return Reason.of(NOBODY, path=path)
    if len(holders) > left:
        return Reason.of(FULL, path=path, places=post.plan.places, left=left, count=len(holders))
    if strangers := tuple(one for one in holders if one not in post.candidates):
        return Reason.of(NOT_CHOSEN, path=path, who=strangers)
    return Reason.of(OWN_PLACE, path=path) if ask.by.id in holders else None


def _posted_here(post: DutyPost, ask: Ask, posted: Posted) -> Reason | None:
    """A new notice of this post, posted since the assignment, which says whom it concerns."""
    if (posted.word, posted.thing) != (ask.under.kind.name, post.id) or posted.notice == post.notice:
        return Reason.of(OTHER_NOTICE, path="given.posted")
    if not (post.assigned_on or post.on) <= posted.on <= ask.on:
        return Reason.of(NOTICE_DAY, path="given.posted.on")
    left = tuple(one for one in post.proposed if one not in posted.concerns)
    return Reason.of(UNNAMED, path="given.posted.concerns", left=left) if left else None


def _filed_here(post: DutyPost, ask: Ask, filed: Filed) -> Reason | None:
    """The notice has run out without an open objection: it is filed, and it is the one of this assignment."""
    if (filed.word, filed.thing, filed.notice) != (ask.under.kind.name, post.id, post.notice):
        return Reason.of(OTHER_NOTICE, path="given.filed")
    return Reason.of(NOTICE_DAY, path="given.filed.on") if filed.on > ask.on else None


def _of_a_holder(post: DutyPost, ask: Ask, report: Report) -> Reason | None:
    if report.holder not in post.holders:
        return Reason.of(NO_HOLDER, path="given.report.holder")
    if report.holder not in post.unreported:
        return Reason.of(REPORTED, path="given.report.holder")
    return _own_or_officer(post, ask, report.holder)


def _one_for_each(post: DutyPost, _ask: Ask, appraisals: tuple[Appraisal, ...]) -> Reason | None:
    if sorted(one.holder for one in appraisals) == sorted(post.holders):
        return None
    return Reason.of(ONE_EACH, path="given.appraisals", holders=post.holders)


# --- forks -----------------------------------------------------------------------------------------------


def _reports(post: DutyPost, _ask: Ask) -> str:
    return "all" if len(post.unreported) <= 1 else "some"


def _remaining(post: DutyPost, ask: Ask) -> str:
    """The state once somebody has left: open again where nobody is, and else as far as the others are."""
    left = [one for one in post.holders if one != ask.given.member]
    if not left:
        return "announced"
    waiting = [one for one in post.unreported if one != ask.given.member]
    return "reported" if post.state == State.HELD and not waiting else post.state


# --- the table -------------------------------------------------------------------------------------------


KIND: Kind[DutyPost, Given] = Kind(
    name="duty_post",
    label=Text("岗位", "post"),
    thing=DutyPost,
    given=Given,
    opens=opened,
    folds=FOLDS,
    guards={
        "within": within,
        "not_concerned": _not_concerned,
        "choosing": _choosing,
        "can_choose": _can_choose,
        "of_a_candidate": partial(_theirs, attrgetter("candidates")),
        "of_a_holder": partial(_theirs, attrgetter("holders")),
        "of_a_reporter": partial(_theirs, attrgetter("unreported")),
        "somebody_else": _somebody_else,
        "vacancy": _vacancy,
        "somebody": _somebody,
        "fit_to_stay": _fit_to_stay,
    },
    needs={
        "plan": _days_ahead,
        "candidate": _may_choose,
        "member": _there,
        "holders": _places,
        "posted": _posted_here,
        "filed": _filed_here,
        "report": _of_a_holder,
        "appraisals": _one_for_each,
        "until": _ahead,
        "reasons": None,
    },
    names={
        "not_concerned": "不是当事人",
        "choosing": "选岗尚未截止",
        "can_choose": "本人或所在组织负责人，尚未选岗",
        "of_a_candidate": "选了这个岗的本人或所在组织负责人",
        "of_a_holder": "在岗者本人或所在组织负责人",
        "of_a_reporter": "尚未述岗的本人或所在组织负责人",
        "somebody_else": "另有人选岗",
        "vacancy": "有空缺",
        "somebody": "有人在岗",
        "fit_to_stay": "评议等次可以续岗",
        "plan": "设岗方案",
        "candidate": "报名人",
        "member": "党员",
        "holders": "上岗人员",
        "posted": "公示",
        "filed": "公示归档",
        "report": "述岗",
        "appraisals": "评岗意见",
        "until": "期限",
        "reasons": "理由",
    },
    forks={"reports": _reports, "remaining": _remaining},
    rests={
        Move.PUBLISH: attrgetter("proposed"),
        Move.INSTALL: attrgetter("proposed"),
        Move.APPRAISE: attrgetter("reports"),
    },
    settings={"appraise_days": 15, "leaving_grades": "poor"},
)
"""
The code behind posts.

Guards: `within`, `not_concerned`, `choosing`, `can_choose`, `of_a_candidate`, `of_a_holder`, `of_a_reporter`,
`vacancy`, `somebody`, `somebody_else`, `fit_to_stay`. Settings: the days after the
last day for reports within which they are to be appraised; the grades with which nobody stays, as codes.
"""

_CHOOSE = Text("公开设岗、党员选岗", "posts are set and chosen")
_ASSIGN = Text("组织定岗", "the organisation assigns")
_HOLD = Text("公示上岗", "notice and taking up")
_REVIEW = Text("述岗评岗", "report and appraisal")
_STAGES = {
    State.ANNOUNCED: _CHOOSE,
    State.ASSIGNED: _ASSIGN,
    State.PUBLISHED: _HOLD,
    State.HELD: _HOLD,
    State.REPORTED: _REVIEW,
    State.APPRAISED: _REVIEW,
}
_clerk = partial(row, roles=OFFICERS, guards=("within",))
_judge = partial(row, roles=OFFICERS, guards=("within", "not_concerned"))


def _leave(state: str, *leads: str, name: str = Move.VACATE.value) -> Row:
    return row(
        Move.VACATE,
        (state,),
        Fork(by="remaining", to={one: one for one in leads}),
        name=name,
        guards=("of_a_holder",),
        needs=("member", "reasons"),
    )


BASE: Lifecycle[DutyPost] = Lifecycle(
    id="duty_post",
    kind=KIND,
    nodes=tuple(node(state, stage=_STAGES.get(state), final=state is State.ENDED) for state in State),
    rows=(
        _clerk(Move.ANNOUNCE, (), "announced", needs=("plan",)),
        _clerk(Move.EXTEND, ("announced",), "=", needs=("until",)),
        row(Move.CHOOSE, ("announced",), "=", guards=("choosing", "can_choose"), needs=("candidate",)),
        row(Move.STEP_BACK, ("announced",), "=", guards=("of_a_candidate",), needs=("member",)),
        row(
            Move.ASSIGN,
            ("announced",),
            "assigned",
            roles=OFFICERS,
            guards=("within", "vacancy", "somebody_else"),
            needs=("holders",),
        ),
        _judge(Move.RECONSIDER, ("assigned", "published"), "announced", needs=("reasons",)),
        _clerk(Move.PUBLISH, ("assigned",), "published", needs=("posted",)),
        _clerk(Move.INSTALL, ("published",), "held", needs=("filed",)),
        row(
            Move.REOPEN,
            ("held",),
            "announced",
            roles=OFFICERS,
            guards=("within", "vacancy"),
            needs=("until",),
        ),
        row(Move.KEEP, ("announced",), "held", roles=OFFICERS, guards=("within", "somebody")),
        row(
            Move.REPORT,
            ("held",),
            Fork(by="reports", to={"some": "held", "all": "reported"}),
            guards=("of_a_reporter",),
            needs=("report",),
        ),
        _judge(Move.APPRAISE, ("reported",), "appraised", needs=("appraisals",)),
        row(
            Move.RENEW,
            ("appraised",),
            "held",
            roles=OFFICERS,
            guards=("within", "fit_to_stay"),
            needs=("until",),
        ),
        _leave("held", "announced", "held", "reported"),
        _leave("reported", "announced", "reported", name="vacate_reported"),
        _leave("appraised", "announced", "appraised", name="vacate_appraised"),
        _judge(Move.CLOSE, ("announced", "held", "reported", "appraised"), "ended", needs=("reasons",)),
        _judge(Move.CORRECT, ("*",), "="),
    ),
)
"""
The base lifecycle of posts, which a town may change.

Source:
    开江县 members without posts, http://www.kjwww.cn/mtkkj/2018/1205/15860.html: 公开设岗, 党员选岗,
    组织定岗, 公示上岗, 述岗评岗.
"""
