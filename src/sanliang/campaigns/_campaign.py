"""The campaign of a town: its lifecycle from the plan over pilot and meeting to the roll-out and the end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

import attrs

from sanliang.campaigns._plan import Plan
from sanliang.kernel import lifecycles
from sanliang.kernel.events import Log
from sanliang.kernel.fields import checked, clean_text, instance, names, optional
from sanliang.kernel.labels import Labelled, Phrase, Text
from sanliang.kernel.lifecycles import Actor, Ask, Corrected, Kind, Lifecycle, Moved, Row, node, row, within
from sanliang.kernel.verdicts import Reason
from sanliang.orgs import TOWN_OFFICERS

NO_PILOTS = Phrase("campaign.no_pilots", "计划中没有试点单位", "the plan has no pilots")
NOT_NAMED = Phrase(
    "campaign.not_named",
    "决定未列出的尚有 {count} 个：{who}",
    "the decision does not name {count} who are open, the first of them: {who}",
)
TOO_EARLY = Phrase(
    "campaign.too_early",
    "计划日期为 {planned}，不得提前",
    "is planned for {planned}, not before",
)
PILOT_FIRST = Phrase("campaign.pilot_first", "须先试点", "the pilot comes first")
COURSES_OPEN = Phrase(
    "campaign.courses_open",
    "尚有单位未结束：{units}",
    "units not closed: {units}; close them, or decide so",
)


class CampaignState(Labelled):
    """Where a campaign stands in the base lifecycle."""

    PLANNED = "planned", "已部署", "planned"
    PILOTING = "piloting", "试点", "piloting"
    MET = "met", "已动员", "met"
    ROLLED_OUT = "rolled_out", "全面开展", "rolled out"
    CLOSED = "closed", "已结束", "closed"


class CampaignMove(Labelled):
    """What can be done with a campaign in the base lifecycle."""

    PLAN = "plan", "部署", "plan"
    PILOT = "pilot", "开始试点", "begin the pilot"
    MEET = "meet", "召开推进会", "hold the meeting"
    ROLL_OUT = "roll_out", "全面开展", "roll out"
    CLOSE = "close", "结束", "close"
    CORRECT = "correct", "更正", "correct"


@attrs.frozen(kw_only=True)
class Decision:
    """
    That a body decided to go on over open cases: who decided, over whom, why, and by which minutes.

    Args:
        body: Who decided, such as the branch's general meeting.
        says: What was decided and why.
        over: The ids of those who are open, such as `coverage.missing`. A decision holds for nobody else.
        minutes: Where it is written down.
    """

    body: str = attrs.field(validator=checked(clean_text))
    says: str = attrs.field(validator=checked(clean_text))
    over: tuple[str, ...] = attrs.field(validator=checked(names))
    minutes: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))


def undecided(open_ones: Iterable[str], decision: Decision | None, otherwise: Reason) -> Reason | None:
    """Why something cannot be closed over open cases; nothing where none is open, or all were decided on."""
    left = tuple(open_ones)
    if not left:
        return None
    if decision is None:
        return otherwise
    over = frozenset(decision.over)
    left = tuple(one for one in left if one not in over)
    return Reason.of(NOT_NAMED, path="given.decision.over", count=len(left), who=left[:10]) if left else None


@attrs.frozen(kw_only=True)
class CampaignGiven:
    """
    What comes with a move of a campaign.

    Args:
        plan: The plan, with the first move.
        ended: The units whose courses have ended, with the last move; `ended` finds them.
        decision: Why it is closed over units whose courses have not.
        says: What the meeting said, in words.
    """

    plan: Plan | None = attrs.field(default=None, validator=checked(optional(instance(Plan))))
    ended: tuple[str, ...] | None = attrs.field(default=None, validator=checked(optional(names)))
    decision: Decision | None = attrs.field(default=None, validator=checked(optional(instance(Decision))))
    says: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))


@attrs.frozen(kw_only=True, weakref_slot=False)
class Campaign:
    """
    A campaign as its log has it.

    Attributes:
        plan: What was intended.
        piloted, met, rolled_out: The days on which it happened.
        decision: What was decided where it was closed over units whose courses had not ended.
    """

    id: str
    state: str
    version: int
    on: date
    plan: Plan
    piloted: date | None = None
    met: date | None = None
    rolled_out: date | None = None
    decision: Decision | None = None

    @property
    def unit(self) -> str:
        """The township's committee."""
        return self.plan.unit


def _not_before(name: str, campaign: Campaign, ask: Ask) -> Reason | None:
    planned: date | None = getattr(campaign.plan, name)
    if planned is None or planned <= ask.on:
        return None
    return Reason.of(TOO_EARLY, planned=planned)


def _has_pilots(campaign: Campaign, _ask: Ask) -> Reason | None:
    return None if campaign.plan.pilots else Reason.of(NO_PILOTS)


def _pilot_done(campaign: Campaign, _ask: Ask) -> Reason | None:
    return Reason.of(PILOT_FIRST) if campaign.piloted is None and campaign.plan.pilots else None


def _all_ended(campaign: Campaign, ask: Ask, ended: tuple[str, ...]) -> Reason | None:
    """A campaign closes when all courses have ended, or when it was decided to close it all the same."""
    left = tuple(unit for unit in campaign.plan.units if unit not in ended)
    return undecided(left, ask.given.decision, Reason.of(COURSES_OPEN, path="given.ended", units=left))


def _opened(event: Moved[CampaignGiven]) -> dict[str, Any]:
    return {"plan": event.given and event.given.plan}


def _on(field: str) -> Any:
    def fold(_campaign: Campaign, event: Moved[CampaignGiven]) -> dict[str, Any]:
        return {field: event.on}

    return fold


def _closed(_campaign: Campaign, event: Moved[CampaignGiven]) -> dict[str, Any]:
    return {"decision": event.given and event.given.decision}


CAMPAIGN_KIND: Kind[Campaign, CampaignGiven] = Kind(
    name="campaign",
    label=Text("活动", "campaign"),
    thing=Campaign,
    given=CampaignGiven,
    opens=_opened,
    folds={
        CampaignMove.PILOT: _on("piloted"),
        CampaignMove.MEET: _on("met"),
        CampaignMove.ROLL_OUT: _on("rolled_out"),
        CampaignMove.CLOSE: _closed,
    },
    guards={
        "within": within,
        "pilot_day": partial(_not_before, "pilot_on"),
        "meeting_day": partial(_not_before, "meeting_on"),
        "rollout_day": partial(_not_before, "rollout_on"),
        "has_pilots": _has_pilots,
        "pilot_done": _pilot_done,
    },
    needs={"plan": None, "says": None, "decision": None, "ended": _all_ended},
    names={
        "pilot_day": "试点日期已到",
        "meeting_day": "会议日期已到",
        "rollout_day": "推开日期已到",
        "has_pilots": "有试点单位",
        "pilot_done": "试点已完成",
        "plan": "活动方案",
        "says": "说明",
        "decision": "决定",
        "ended": "已完成的单位",
    },
)
"""The code behind campaigns: the guards of their days and of their order."""


def _row(
    move: CampaignMove,
    leaves: tuple[str, ...],
    enters: str,
    guards: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
) -> Row:
    return row(move, leaves, enters, roles=TOWN_OFFICERS, guards=("within", *guards), needs=needs)


CAMPAIGN_BASE: Lifecycle[Campaign] = Lifecycle(
    id="campaign",
    kind=CAMPAIGN_KIND,
    nodes=tuple(node(state, final=state == CampaignState.CLOSED) for state in CampaignState),
    rows=(
        _row(CampaignMove.PLAN, (), "planned", needs=("plan",)),
        _row(CampaignMove.PILOT, ("planned",), "piloting", ("has_pilots", "pilot_day")),
        _row(CampaignMove.MEET, ("planned", "piloting"), "met", ("meeting_day", "pilot_done")),
        _row(CampaignMove.ROLL_OUT, ("met",), "rolled_out", ("rollout_day",)),
        _row(CampaignMove.CLOSE, ("rolled_out",), "closed", needs=("ended",)),
        _row(CampaignMove.CORRECT, ("*",), "="),
    ),
)
"""The base lifecycle of campaigns, which a town may change."""


def plan(
    id: str, what: Plan, *, by: Actor, on: date, under: Lifecycle[Campaign] = CAMPAIGN_BASE
) -> Moved[CampaignGiven]:
    """
    The event that opens a campaign.

    Raises:
        Refused: The actor does not act for the township.

    Example:
        >>> day = date(2020, 8, 3)
        >>> title = Text("三亮", "Three displays")
        >>> what = Plan(title=title, unit="t-1", units=("b-1",), meeting_on=day, rollout_on=day)
        >>> clerk = Actor(id="m-1", roles=frozenset({"township_secretary"}), unit="t-1")
        >>> replay_campaign([plan("c-1", what, by=clerk, on=date(2020, 7, 1))]).state
        'planned'
    """
    given = CampaignGiven(plan=what)
    return lifecycles.begin(id, CampaignMove.PLAN, by=by, on=on, under=under, given=given)


def apply_campaign(
    campaign: Campaign | None, event: Moved[CampaignGiven] | Corrected[CampaignGiven]
) -> Campaign:
    """The campaign after an event; nothing before the first. It never refuses."""
    return CAMPAIGN_KIND.apply(campaign, event)


def replay_campaign(log: Log | Iterable[Moved[CampaignGiven] | Corrected[CampaignGiven]]) -> Campaign:
    """
    The campaign that a log makes.

    Raises:
        NotFound: The log is empty: nothing was opened.
        InvalidInput: Its first event opens nothing, or something in it is no event of this kind.
    """
    return CAMPAIGN_KIND.replay(log)
