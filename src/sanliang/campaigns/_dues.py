"""What is due in a campaign, and the agenda of the next theme Party day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from sanliang import calendars
from sanliang.calendars import UNPUBLISHED, Calendar, Due, NotHeld, NotKnown, WorkDays, next_theme_day
from sanliang.campaigns._campaign import CAMPAIGN_KIND, Campaign, CampaignState
from sanliang.campaigns._cases import Case, Stage, missing
from sanliang.campaigns._course import COURSE_KIND, Course, CourseMove, CourseState
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import DOUBLED
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import thing_of, things_of

STAGE_DUE = Phrase("campaign.stage_due", "{stage}未完成", "{stage} is not done")
START_DUE = Phrase("campaign.start_due", "应启动活动", "the campaign is to start here")
ADVANCE_DUE = Phrase("campaign.advance_due", "{stage}应结束", "{stage} is to be closed")


@attrs.frozen(kw_only=True)
class Agenda:
    """
    The next theme Party day, and what is to be done before it.

    Attributes:
        on: The day of it.
        dues: What is due before that day or late already, in order.
        unknown: What may be due, but hangs on working days that are not published; by the first such day.
    """

    on: date
    dues: tuple[Due, ...]
    unknown: tuple[NotKnown, ...] = ()


def due(campaign: Campaign, found: Iterable[Case], *, before: date) -> tuple[Due, ...]:
    """
    The open cases whose stage ends before a day by the plan; what is late is in it too.

    A stage without a last day gives none, and neither does a campaign that is closed.
    """
    until = (
        {} if thing_of(Campaign, campaign, "campaign").state == CampaignState.CLOSED else campaign.plan.until
    )
    return calendars.due(
        (
            Due(
                on=until[case.stage],
                kind=CAMPAIGN_KIND.name,
                thing=campaign.id,
                step=case.stage.value,
                unit=case.unit,
                who=case.subject,
                says=STAGE_DUE.fill(stage=case.stage),
            )
            for case in missing(found)
            if case.stage in until
        ),
        before=before,
    )


def due_courses(campaign: Campaign, courses: Iterable[Course], *, before: date) -> tuple[Due, ...]:
    """
    The units that are to start, or to close a stage, before a day by the plan; what is late is in it too.

    Raises:
        InvalidInput: Two courses of one unit.
    """
    thing_of(Campaign, campaign, "campaign")
    mine: dict[str, Course] = {}
    for place, course in enumerate(things_of(Course, courses, "courses")):
        if course.entry.campaign == campaign.id:
            if course.unit in mine:
                raise InvalidInput(DOUBLED.fault(f"courses[{place}].unit"))
            mine[course.unit] = course
    closed = campaign.state == CampaignState.CLOSED
    units = () if closed else campaign.plan.units
    dues = (one for unit in units for one in _of_unit(campaign, unit, mine.get(unit)))
    return calendars.due(dues, before=before)


def _of_unit(campaign: Campaign, unit: str, course: Course | None) -> Iterator[Due]:
    plan, thing, who = campaign.plan, campaign.id, ""
    if course is not None:
        thing, who = course.id, course.entry.leading.head
    if course is None or course.state == CourseState.WAITING:
        on, step, says = plan.starts(unit), CourseMove.START, START_DUE.fill()
    elif course.state in plan.until:
        stage = Stage(course.state)
        on, step, says = plan.until[stage], CourseMove.ADVANCE, ADVANCE_DUE.fill(stage=stage)
    else:
        return
    yield Due(on=on, kind=COURSE_KIND.name, thing=thing, step=step.value, unit=unit, who=who, says=says)


def agenda(
    calendar: Calendar,
    dues: Iterable[Due | NotKnown],
    *,
    after: date,
    workdays: WorkDays = UNPUBLISHED,
) -> Agenda | NotHeld | NotKnown:
    """
    What is due before the next theme Party day, of every word.

    Args:
        calendar: The town's rule.
        dues: What any of the words answered; what is not known among it is kept apart.
        after: The day after which the next theme Party day is looked for.
        workdays: Who knows the working days, where the rule shifts.

    Returns:
        The agenda, or the calendar's own answer where the day is not known or not held.
    """
    on = next_theme_day(calendar, after=after, workdays=workdays)
    if isinstance(on, NotHeld | NotKnown):
        return on
    every = tuple(dues)
    unknown = {one for one in every if isinstance(one, NotKnown)}
    known = (one for one in every if not isinstance(one, NotKnown))
    return Agenda(
        on=on,
        dues=calendars.due(known, before=on),
        unknown=tuple(sorted(unknown, key=_first_day)),
    )


def _first_day(one: NotKnown) -> tuple[date, str]:
    return one.day, one.says.zh
