"""
Campaigns over a town: the four stages with their gates, pilots first, coverage, what is due.

A `Campaign` is the town's plan on its way from the pilot to the roll-out, a `Course` one unit's way through
the stages. `cases` says where everybody stands in a stage, `coverage` counts them with roll-up, and a stage
is closed with its coverage: over open cases only by a recorded decision that names them.
"""

from __future__ import annotations

from sanliang.campaigns._campaign import (
    CAMPAIGN_BASE,
    CAMPAIGN_KIND,
    Campaign,
    CampaignGiven,
    CampaignMove,
    CampaignState,
    Decision,
    apply_campaign,
    plan,
    replay_campaign,
)
from sanliang.campaigns._cases import DONE, Case, Stage, Status, cases, missing
from sanliang.campaigns._check import check_plan
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
    ended,
    enter,
    replay_course,
)
from sanliang.campaigns._coverage import Coverage, Tally, coverage
from sanliang.campaigns._dues import Agenda, agenda, due, due_courses
from sanliang.campaigns._plan import Plan
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
    "check_plan",
    "correct",
    "coverage",
    "decide",
    "decide_all",
    "due",
    "due_courses",
    "ended",
    "enter",
    "explain",
    "missing",
    "plan",
    "replay_campaign",
    "replay_course",
]
