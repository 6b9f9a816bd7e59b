"""The course of one unit through the four stages, each closed by its gate; its leading group; its reviews."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any

import attrs

from sanliang.campaigns._campaign import Campaign, CampaignState, Decision
from sanliang.campaigns._coverage import Coverage, Stage
from sanliang.kernel import lifecycles
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.events import Log
from sanliang.kernel.fields import checked, clean_text, identifier, instance, names, optional
from sanliang.kernel.labels import Labelled, Phrase, Text
from sanliang.kernel.lifecycles import Actor, Ask, Corrected, Kind, Lifecycle, Moved, Node, Row, within
from sanliang.kernel.verdicts import Reason
from sanliang.notices import OFFICERS

NOT_BEGUN = Phrase(
    "course.not_begun",
    "须待活动在本单位开始（{planned}），现为：{state}",
    "the campaign has to begin here first (planned for {planned}); it is {state}",
)
OTHER_CAMPAIGN = Phrase("course.other_campaign", "不是本单位参加的活动", "is not the campaign of this course")
NO_PART = Phrase("course.no_part", "该单位不参加本活动", "is a unit that takes no part in the campaign")
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
    "须由领导小组成员或所属组织办理，{actor} 不是",
    "it is for the leading group or an officer of the unit, and {actor} is neither",
)
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


@attrs.frozen(kw_only=True)
class CourseGiven:
    """What comes with a move of a course."""

    entry: Entry | None = attrs.field(default=None, validator=checked(optional(instance(Entry))))
    campaign: Campaign | None = attrs.field(default=None, validator=checked(optional(instance(Campaign))))
    coverage: Coverage | None = attrs.field(default=None, validator=checked(optional(instance(Coverage))))
    decision: Decision | None = attrs.field(default=None, validator=checked(optional(instance(Decision))))
    review: Review | None = attrs.field(default=None, validator=checked(optional(instance(Review))))


@attrs.frozen(kw_only=True, weakref_slot=False)
class Course:
    """
    A unit's course through a campaign as its log has it.

    Attributes:
        entry: The campaign, the unit and its leading group.
        started: The day on which it started.
        gates: The coverage with which each stage was closed, in order.
        decisions: What was decided where a stage was closed over open cases.
        reviews: Each review with its day, in order.
    """

    id: str
    state: str
    version: int
    on: date
    entry: Entry
    started: date | None = None
    gates: tuple[Coverage, ...] = ()
    decisions: tuple[Decision, ...] = ()
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
    begun = campaign.piloted if course.unit in campaign.plan.pilots else campaign.rolled_out
    if begun is not None and begun <= ask.on:
        return None
    state = CampaignState(campaign.state) if campaign.state in {*CampaignState} else campaign.state
    planned = campaign.plan.starts(course.unit)
    return Reason.of(NOT_BEGUN, path="given.campaign", planned=planned, state=state)


def _gate(course: Course, ask: Ask, coverage: Coverage) -> Reason | None:
    """A stage closes when nobody is open, or when a body has decided to close it all the same."""
    if (coverage.unit, coverage.stage.value, coverage.on) != (course.unit, course.state, ask.on):
        return Reason.of(OTHER_COVERAGE, path="given.coverage")
    total = coverage.total
    if not total.open or ask.given.decision is not None:
        return None
    return Reason.of(STAGE_OPEN, path="given.coverage", stage=coverage.stage, due=total.due, open=total.open)


def _opened(event: Moved[CourseGiven]) -> dict[str, Any]:
    return {"entry": event.given and event.given.entry}


def _started(_course: Course, event: Moved[CourseGiven]) -> dict[str, Any]:
    return {"started": event.on}


def _kept(course: Course, event: Moved[CourseGiven]) -> dict[str, Any]:
    """Whatever was given is kept, in order."""
    given = event.given or CourseGiven()
    found: dict[str, Any] = {}
    if given.coverage is not None:
        found["gates"] = (*course.gates, given.coverage)
    if given.decision is not None:
        found["decisions"] = (*course.decisions, given.decision)
    if given.review is not None:
        found["reviews"] = (*course.reviews, (event.on, given.review))
    return found


COURSE_KIND: Kind[Course, CourseGiven] = Kind(
    name="course",
    label=Text("单位进程", "course"),
    thing=Course,
    given=CourseGiven,
    opens=_opened,
    folds={CourseMove.START: _started},
    otherwise=_kept,
    guards={"within": within, "leads": _leads},
    needs={"entry": None, "campaign": _begun_here, "coverage": _gate, "decision": None, "review": None},
)
"""The code behind courses: the guards `within` and `leads`, the gates."""


def _row(
    move: CourseMove, leaves: tuple[str, ...], enters: str, needs: tuple[str, ...] = (), name: str = ""
) -> Row:
    return Row(
        move=move.value,
        name=name or move.value,
        leaves=leaves,
        enters=enters,
        label=Text(move.zh, move.en),
        guards=("leads",),
        needs=needs,
    )


_STEPS = (*(stage.value for stage in Stage), CourseState.CLOSED.value)

COURSE_BASE: Lifecycle[Course] = Lifecycle(
    id="course",
    kind=COURSE_KIND,
    nodes=tuple(
        Node(code=state.value, label=Text(state.zh, state.en), final=state == CourseState.CLOSED)
        for state in CourseState
    ),
    rows=(
        _row(CourseMove.BEGIN, (), "waiting", ("entry",)),
        _row(CourseMove.START, ("waiting",), "plaque", ("campaign",)),
        *(
            _row(CourseMove.ADVANCE, (here,), there, ("coverage",), f"advance_{here}")
            for here, there in pairwise(_STEPS)
        ),
        _row(CourseMove.REVIEW, ("action", "consolidation"), "=", ("review",)),
        _row(CourseMove.CORRECT, ("*",), "="),
    ),
)
"""The base lifecycle of a unit's course, which a town may change."""


def enter(
    id: str, entry: Entry, *, by: Actor, on: date, under: Lifecycle[Course] = COURSE_BASE
) -> Moved[CourseGiven]:
    """
    The event that enters a unit into a campaign.

    Raises:
        Refused: The actor neither leads there nor is an officer of the unit.

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
        InvalidInput: The log is empty, or its first event opens nothing.
    """
    return COURSE_KIND.replay(log)
