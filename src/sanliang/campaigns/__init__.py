"""
Campaigns over a town: the four stages with their gates, pilots first, coverage, what is due.

A `Campaign` is the town's plan on its way from the pilot to the roll-out, a `Course` one unit's way through
the stages. `cases` says where everybody stands in a stage, `coverage` counts them with roll-up, and a stage
is closed with its coverage: over open cases only by a recorded decision.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from sanliang.calendars import UNPUBLISHED, Calendar, Due, NotHeld, NotKnown, WorkDays, next_theme_day
from sanliang.calendars import due as due_before
from sanliang.campaigns._campaign import (
    CAMPAIGN_BASE,
    CAMPAIGN_KIND,
    Campaign,
    CampaignGiven,
    CampaignMove,
    CampaignState,
    Decision,
    Plan,
    apply_campaign,
    plan,
    replay_campaign,
)
from sanliang.campaigns._course import (
    COURSE_BASE,
    COURSE_KIND,
    Course,
    CourseGiven,
    CourseMove,
    CourseState,
    Entry,
    LeadingGroup,
    Review,
    apply_course,
    enter,
    replay_course,
)
from sanliang.campaigns._coverage import DONE, Case, Coverage, Stage, Status, Tally, cases, coverage, missing
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import available, correct, decide, decide_all, explain

__all__ = [
    "CAMPAIGN_BASE",
    "CAMPAIGN_KIND",
    "COURSE_BASE",
    "COURSE_KIND",
    "DONE",
    "Agenda",
    "Campaign",
    "CampaignGiven",
    "CampaignMove",
    "CampaignState",
    "Case",
    "Course",
    "CourseGiven",
    "CourseMove",
    "CourseState",
    "Coverage",
    "Decision",
    "Entry",
    "LeadingGroup",
    "Plan",
    "Review",
    "Stage",
    "Status",
    "Tally",
    "agenda",
    "apply_campaign",
    "apply_course",
    "available",
    "cases",
    "correct",
    "coverage",
    "decide",
    "decide_all",
    "due",
    "enter",
    "explain",
    "missing",
    "plan",
    "replay_campaign",
    "replay_course",
]

STAGE_DUE = Phrase("campaign.stage_due", "{stage}未完成", "{stage} is not done")


@attrs.frozen(kw_only=True)
class Agenda:
    """
    The next theme Party day, and what is to be done before it.

    Attributes:
        on: The day of it.
        dues: What is due before that day or late already, in order.
    """

    on: date
    dues: tuple[Due, ...]


def due(campaign: Campaign, found: Iterable[Case]) -> tuple[Due, ...]:
    """
    The open cases of a stage as dues, each by the last day that the plan gives the stage.

    A stage without a last day gives none.
    """
    return tuple(
        sorted(
            Due(
                on=campaign.plan.until[case.stage],
                kind=CAMPAIGN_KIND.name,
                thing=campaign.id,
                step=case.stage.value,
                unit=case.unit,
                who=case.subject,
                says=STAGE_DUE.fill(stage=case.stage),
            )
            for case in missing(found)
            if case.stage in campaign.plan.until
        )
    )


def agenda(
    calendar: Calendar, dues: Iterable[Due], *, after: date, workdays: WorkDays = UNPUBLISHED
) -> Agenda | NotHeld | NotKnown:
    """
    What is due before the next theme Party day, of every word.

    Args:
        calendar: The town's rule.
        dues: What any of the words answered.
        after: The day after which the next theme Party day is looked for.
        workdays: Who knows the working days, where the rule shifts.

    Returns:
        The agenda, or the calendar's own answer where the day is not known or not held.
    """
    on = next_theme_day(calendar, after=after, workdays=workdays)
    if isinstance(on, NotHeld | NotKnown):
        return on
    return Agenda(on=on, dues=due_before(dues, before=on))
