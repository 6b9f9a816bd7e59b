"""The course of one unit through the four stages, each closed by its gate; its leading group; its reviews."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from operator import attrgetter
from typing import Any

import attrs

from sanliang.campaigns._campaign import Campaign, CampaignState, Decision, undecided
from sanliang.campaigns._cases import Stage
from sanliang.campaigns._coverage import Coverage
from sanliang.campaigns._plan import NO_PART
from sanliang.kernel import lifecycles
from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.events import Log
from sanliang.kernel.fields import checked, clean_text, identifier, instance, names, optional
from sanliang.kernel.labels import Labelled, Phrase, Text
from sanliang.kernel.lifecycles import (
    Actor,
    Ask,
    Corrected,
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
from sanliang.kernel.verdicts import Reason
from sanliang.orgs import OFFICERS

NOT_BEGUN = Phrase(
    "course.not_begun",
    "须待活动在本单位开始（{planned}），现为：{state}",
    "the campaign has to begin here first (planned for {planned}); it is {state}",
)
OTHER_CAMPAIGN = Phrase("course.other_campaign", "不是本单位参加的活动", "is not the campaign of this course")
CAMPAIGN_OVER = Phrase("course.campaign_over", "活动已结束", "the campaign is closed")
OTHER_COVERAGE = Phrase(
    "course.coverage",
    "所附覆盖情况不是本单位本阶段当日的",
    "the coverage that was given is not the one of this unit, this stage and this day",
)
STAGE_OPEN = Phrase(
    "course.stage_open",
    "{stage}：应完成 {due}，尚有 {open} 未完成；须先完成，或附会议决定",
    "{stage}: {open} of {due} are open; finish them, or give a recorded decision",
)
NOT_LEADING = Phrase(
    "course.not_leading",
    "须由领导小组成员或所属组织负责人办理，{actor} 不是",
    "it is for the leading group or an officer of the unit, and {actor} is neither",
)
BOTH = Phrase("course.both", "已列为表彰", "was commended in the same review")
HEAD_OUTSIDE = Phrase("course.head", "组长已列为组员", "is the head already")


class CourseState(Labelled):
    """Where a unit stands in a campaign."""

    WAITING = "waiting", "待启动", "waiting"
    PLAQUE = "plaque", "挂牌亮户", "display plaque"
    PLEDGE = "pledge", "公开承诺", "public pledge"
    ACTION = "action", "先锋行动", "vanguard action"
    CONSOLIDATION = "consolidation", "总结固化", "summarize and consolidate"
    CLOSED = "closed", "已结束", "closed"


class CourseMove(Labelled):
    """What can be done with a unit's course in the base lifecycle."""

    BEGIN = "begin", "列入活动", "enter"
    START = "start", "启动", "start"
    ADVANCE = "advance", "转入下一阶段", "advance"
    REVIEW = "review", "总结评议", "review"
    APPOINT = "appoint", "调整领导小组", "appoint the leading group"
    CORRECT = "correct", "更正", "correct"


@attrs.frozen(kw_only=True)
class LeadingGroup:
    """
    Who leads a campaign in a unit: to carry it out, to supervise it, to spread it.

    Args:
        head: As a rule the branch secretary.
        members: The others.
    """

    head: str = attrs.field(validator=checked(identifier))
    members: tuple[str, ...] = attrs.field(default=(), validator=checked(names))

    def __attrs_post_init__(self) -> None:
        if self.head in self.members:
            raise InvalidInput(HEAD_OUTSIDE.fault("members"))


@attrs.frozen(kw_only=True)
class Entry:
    """
    With what a unit enters a campaign.

    Args:
        campaign: The campaign's id.
        unit: The unit.
        leading: Its leading group.
    """

    campaign: str = attrs.field(validator=checked(identifier))
    unit: str = attrs.field(validator=checked(identifier))
    leading: LeadingGroup = attrs.field(validator=checked(instance(LeadingGroup)))


@attrs.frozen(kw_only=True)
class Review:
    """
    What a review said: on a theme Party day, on 1 July, on 1 January.

    Args:
        says: The summary, in words.
        commended: The ids of the pledges that were commended.
        rectifying: The ids of the pledges that were to be rectified.
    """

    says: str = attrs.field(validator=checked(clean_text))
    commended: tuple[str, ...] = attrs.field(default=(), validator=checked(names))
    rectifying: tuple[str, ...] = attrs.field(default=(), validator=checked(names))

    def __attrs_post_init__(self) -> None:
        faults, commended = Faults(), frozenset(self.commended)
        for place, one in enumerate(self.rectifying):
            if one in commended:
                faults.add(BOTH.fault(f"rectifying[{place}]"))
        faults.check()


@attrs.frozen(kw_only=True)
class CourseGiven:
    """
    What comes with a move of a course.

    Args:
        entry: The campaign, the unit and its leading group, with the first move.
        campaign: The campaign as it stands, with the start.
        coverage: The unit's coverage in the stage and on the day, with which the stage is closed.
        decision: Why the stage is closed over open cases, and over whose.
        review: What a review said.
        leading: The new leading group.
    """

    entry: Entry | None = attrs.field(default=None, validator=checked(optional(instance(Entry))))
    campaign: Campaign | None = attrs.field(default=None, validator=checked(optional(instance(Campaign))))
    coverage: Coverage | None = attrs.field(default=None, validator=checked(optional(instance(Coverage))))
    decision: Decision | None = attrs.field(default=None, validator=checked(optional(instance(Decision))))
    review: Review | None = attrs.field(default=None, validator=checked(optional(instance(Review))))
    leading: LeadingGroup | None = attrs.field(
        default=None, validator=checked(optional(instance(LeadingGroup)))
    )


@attrs.frozen(kw_only=True, weakref_slot=False)
class Course:
    """
    A unit's course through a campaign as its log has it.

    Attributes:
        entry: The campaign, the unit and its leading group, as it is now.
        started: The day on which it started.
        gates: The coverage with which each stage was closed, in order.
        decisions: What was decided where a stage was closed over open cases, each with its stage, in order.
        reviews: Each review with its day, in order.
    """

    id: str
    state: str
    version: int
    on: date
    entry: Entry
    started: date | None = None
    gates: tuple[Coverage, ...] = ()
    decisions: tuple[tuple[Stage, Decision], ...] = ()
    reviews: tuple[tuple[date, Review], ...] = ()

    @property
    def unit(self) -> str:
        """The unit."""
        return self.entry.unit


def _leads(course: Course, ask: Ask) -> Reason | None:
    leading = course.entry.leading
    if ask.by.id == leading.head or ask.by.id in leading.members:
        return None
    if ask.by.roles.isdisjoint(OFFICERS):
        return Reason.of(NOT_LEADING, actor=ask.by.id)
    return within(course, ask)


def _begun_here(course: Course, ask: Ask, campaign: Campaign) -> Reason | None:
    if campaign.id != course.entry.campaign:
        return Reason.of(OTHER_CAMPAIGN, path="given.campaign")
    if course.unit not in campaign.plan.units:
        return Reason.of(NO_PART, path="given.campaign")
    if campaign.state == CampaignState.CLOSED:
        return Reason.of(CAMPAIGN_OVER, path="given.campaign")
    begun = campaign.piloted if course.unit in campaign.plan.pilots else campaign.rolled_out
    planned = campaign.plan.starts(course.unit)
    if begun is not None and max(begun, planned) <= ask.on:
        return None
    state = CampaignState(campaign.state) if campaign.state in {*CampaignState} else campaign.state
    return Reason.of(NOT_BEGUN, path="given.campaign", planned=planned, state=state)


def _gate(course: Course, ask: Ask, coverage: Coverage) -> Reason | None:
    """A stage closes when nobody is open, or when a body has decided to close it over those who are."""
    if (coverage.unit, coverage.stage.value, coverage.on) != (course.unit, course.state, ask.on):
        return Reason.of(OTHER_COVERAGE, path="given.coverage")
    stage, total = coverage.stage, coverage.total
    still = Reason.of(STAGE_OPEN, path="given.coverage", stage=stage, due=total.due, open=total.open)
    return undecided(coverage.missing, ask.given.decision, still)


def _opened(event: Moved[CourseGiven]) -> dict[str, Any]:
    return {"entry": event.given and event.given.entry}


def _given(event: Moved[CourseGiven]) -> CourseGiven:
    return event.given or CourseGiven()


def _started(_course: Course, event: Moved[CourseGiven]) -> dict[str, Any]:
    return {"started": event.on}


def _advanced(course: Course, event: Moved[CourseGiven]) -> dict[str, Any]:
    given, found = _given(event), dict[str, Any]()
    if given.coverage is not None:
        found["gates"] = (*course.gates, given.coverage)
        if given.decision is not None:
            found["decisions"] = (*course.decisions, (given.coverage.stage, given.decision))
    return found


def _reviewed(course: Course, event: Moved[CourseGiven]) -> dict[str, Any]:
    review = _given(event).review
    return {} if review is None else {"reviews": (*course.reviews, (event.on, review))}


def _appointed(course: Course, event: Moved[CourseGiven]) -> dict[str, Any]:
    leading = _given(event).leading
    return {} if leading is None else {"entry": attrs.evolve(course.entry, leading=leading)}


COURSE_KIND: Kind[Course, CourseGiven] = Kind(
    name="course",
    label=Text("单位进程", "course"),
    thing=Course,
    given=CourseGiven,
    opens=_opened,
    folds={
        CourseMove.START: _started,
        CourseMove.ADVANCE: _advanced,
        CourseMove.REVIEW: _reviewed,
        CourseMove.APPOINT: _appointed,
    },
    guards={"within": within, "leads": _leads},
    needs={
        "entry": None,
        "campaign": _begun_here,
        "coverage": _gate,
        "decision": None,
        "review": None,
        "leading": None,
    },
    names={
        "leads": "领导小组成员或所属组织负责人",
        "entry": "参加单位的情况",
        "campaign": "所属活动",
        "coverage": "完成情况",
        "decision": "决定",
        "review": "检查情况",
        "leading": "领导小组",
    },
    rests={CourseMove.START: attrgetter("entry.campaign", "entry.unit")},
)
"""The code behind courses: the guards `within` and `leads`, the gates."""


def _row(
    move: CourseMove, leaves: tuple[str, ...], enters: str, needs: tuple[str, ...] = (), name: str = ""
) -> Row:
    """A move of whoever leads here."""
    return row(move, leaves, enters, name=name or move.value, guards=("leads",), needs=needs)


def _officers(led: Row) -> Row:
    """The same move for the officers alone: who leads does not say who leads."""
    return attrs.evolve(led, roles=OFFICERS, guards=("within",))


_STEPS = (*(stage.value for stage in Stage), CourseState.CLOSED.value)

COURSE_BASE: Lifecycle[Course] = Lifecycle(
    id="course",
    kind=COURSE_KIND,
    nodes=tuple(node(state, final=state == CourseState.CLOSED) for state in CourseState),
    rows=(
        _officers(_row(CourseMove.BEGIN, (), "waiting", ("entry",))),
        _row(CourseMove.START, ("waiting",), "plaque", ("campaign",)),
        *(
            _row(CourseMove.ADVANCE, (here,), there, ("coverage",), f"advance_{here}")
            for here, there in pairwise(_STEPS)
        ),
        _row(CourseMove.REVIEW, ("action", "consolidation"), "=", ("review",)),
        _officers(_row(CourseMove.APPOINT, ("waiting", *_STEPS[:-1]), "=", ("leading",))),
        _officers(_row(CourseMove.CORRECT, ("*",), "=")),
    ),
)
"""The base lifecycle of a unit's course, which a town may change."""


def enter(
    id: str, entry: Entry, *, by: Actor, on: date, under: Lifecycle[Course] = COURSE_BASE
) -> Moved[CourseGiven]:
    """
    The event that enters a unit into a campaign.

    Raises:
        Refused: The actor is no officer of the unit.

    Example:
        >>> entry = Entry(campaign="c-1", unit="b-1", leading=LeadingGroup(head="m-3"))
        >>> head = Actor(id="m-3", roles=frozenset({"branch_secretary"}), unit="b-1")
        >>> replay_course([enter("k-1", entry, by=head, on=date(2020, 8, 11))]).state
        'waiting'
    """
    given = CourseGiven(entry=entry)
    return lifecycles.begin(id, CourseMove.BEGIN, by=by, on=on, under=under, given=given)


def apply_course(course: Course | None, event: Moved[CourseGiven] | Corrected[CourseGiven]) -> Course:
    """The course after an event; nothing before the first. It never refuses."""
    return COURSE_KIND.apply(course, event)


def replay_course(log: Log | Iterable[Moved[CourseGiven] | Corrected[CourseGiven]]) -> Course:
    """
    The course that a log makes.

    Raises:
        NotFound: The log is empty: nothing was opened.
        InvalidInput: Its first event opens nothing, or something in it is no event of this kind.
    """
    return COURSE_KIND.replay(log)


def ended(campaign: Campaign, courses: Iterable[Course]) -> tuple[str, ...]:
    """
    The units of a campaign whose courses have ended, in their order: what comes with its last move.

    Example:
        >>> from sanliang.campaigns import Plan
        >>> plan = Plan(
        ...     title=Text("三亮"), unit="t-1", units=("b-1",),
        ...     meeting_on=date(2020, 8, 3), rollout_on=date(2020, 8, 11))
        >>> ended(Campaign(id="c-1", state="rolled_out", version=3, on=date(2020, 8, 11), plan=plan), [])
        ()
    """
    thing_of(Campaign, campaign, "campaign")
    every = things_of(Course, courses, "courses")
    mine = (one for one in every if one.entry.campaign == campaign.id and one.unit in campaign.plan.units)
    return tuple(sorted({one.unit for one in mine if one.state == CourseState.CLOSED}))
