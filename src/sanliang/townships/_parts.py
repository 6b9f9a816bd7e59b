"""The table of parts: every word that a town may change. A further word is a further line here."""

from __future__ import annotations

from collections.abc import Mapping

from sanliang import activities, campaigns, concerns, notices, pledges, posts, supervision
from sanliang.townships._books import BOOKS
from sanliang.townships._calendar import CALENDAR
from sanliang.townships._lifecycles import lifecycle
from sanliang.townships._pairing import PAIRING
from sanliang.townships._part import Part
from sanliang.townships._points import POINTS
from sanliang.townships._posts import POSTS
from sanliang.townships._tables import DUTIES, NOTICES, RECORDS, SHOWN

COURSES = {
    part.name: part
    for part in (
        lifecycle(pledges.PLAQUE_BASE),
        lifecycle(pledges.BASE),
        lifecycle(notices.BASE),
        lifecycle(campaigns.CAMPAIGN_BASE),
        lifecycle(campaigns.COURSE_BASE),
        lifecycle(concerns.BASE),
        lifecycle(supervision.INSPECTION_BASE),
        lifecycle(supervision.OBJECTION_BASE),
        lifecycle(posts.BASE),
        lifecycle(activities.SESSION_BASE),
        lifecycle(activities.MOBILISATION_BASE),
    )
}
"""The words that go through a lifecycle."""

PARTS: Mapping[str, Part] = {
    **COURSES,
    **{
        part.name: part for part in (CALENDAR, NOTICES, PAIRING, BOOKS, POSTS, POINTS, DUTIES, RECORDS, SHOWN)
    },
}
"""Every part of a town, in the order in which it is told."""
