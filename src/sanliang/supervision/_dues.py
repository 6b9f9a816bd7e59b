"""What is due of inspections and objections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sanliang import calendars
from sanliang.calendars import Due
from sanliang.kernel.fields import instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import Lifecycle, things_of
from sanliang.supervision._inspection import Inspection, Issue
from sanliang.supervision._inspection_rules import INSPECTION_BASE, INSPECTION_KIND
from sanliang.supervision._objection import OBJECTION_BASE, OBJECTION_KIND, Objection
from sanliang.supervision._words import InspectionMove, InspectionState, ObjectionMove, ObjectionState

CHECK_DUE = Phrase("inspection.check_due", "应开展检查", "the team is to come")
CONCLUDE_DUE = Phrase("inspection.conclude_due", "检查应结束", "the check is to be concluded")
REMEDY_DUE = Phrase("inspection.remedy_due", "问题“{id}”整改到期", "finding {id!r} is to be put right")
CLOSE_DUE = Phrase("inspection.close_due", "问题“{id}”的整改待核", "the correction of {id!r} is to be judged")
TAKE_UP_DUE = Phrase("objection.take_up_due", "异议待受理", "the objection is to be taken up")
ANSWER_DUE = Phrase("objection.answer_due", "异议待答复", "the objection is to be answered")


def due_inspections(
    inspections: Iterable[Inspection], *, before: date, under: Lifecycle[Inspection] = INSPECTION_BASE
) -> tuple[Due, ...]:
    """
    What has to be done for inspections before a day, and what is late.

    The team comes on the planned day and concludes within `check_days` of it; each finding is put right by
    its deadline, and a reported correction is judged within `close_days`. Nothing moves by itself.
    """
    given = things_of(Inspection, inspections, "inspections")
    instance(Lifecycle)(under, "under")
    return calendars.due((one for inspection in given for one in _steps(inspection, under)), before=before)


def _steps(inspection: Inspection, under: Lifecycle[Inspection]) -> Iterator[Due]:
    planned = inspection.plan.on
    if inspection.state == InspectionState.ARRANGED:
        yield _due(inspection, InspectionMove.CHECK.value, planned, CHECK_DUE)
    elif inspection.state == InspectionState.CHECKING:
        last = planned + timedelta(days=under.number("check_days"))
        yield _due(inspection, InspectionMove.CONCLUDE.value, last, CONCLUDE_DUE)
    elif inspection.state == InspectionState.URGING:
        for issue in inspection.open_issues:
            yield _issue(inspection, issue, under)


def _issue(inspection: Inspection, issue: Issue, under: Lifecycle[Inspection]) -> Due:
    if issue.remedied is None:
        return _due(inspection, issue.finding.id, issue.until, REMEDY_DUE, issue.finding.id)
    last = issue.remedied + timedelta(days=under.number("close_days"))
    return _due(inspection, issue.finding.id, last, CLOSE_DUE, issue.finding.id)


def _due(inspection: Inspection, step: str, on: date, says: Phrase, id: str = "") -> Due:
    text = says.fill(id=id) if id else says.fill()
    return Due(
        on=on, kind=INSPECTION_KIND.name, thing=inspection.id, step=step, unit=inspection.unit, says=text
    )


def due_objections(
    objections: Iterable[Objection], *, before: date, under: Lifecycle[Objection] = OBJECTION_BASE
) -> tuple[Due, ...]:
    """
    What has to be done for objections before a day, and what is late.

    An objection is taken up within `take_up_days`, and answered by the day that whoever took it up has set.
    """
    given = things_of(Objection, objections, "objections")
    instance(Lifecycle)(under, "under")
    return calendars.due((one for each in given for one in _answers(each, under)), before=before)


def _answers(objection: Objection, under: Lifecycle[Objection]) -> Iterator[Due]:
    if objection.state == ObjectionState.OPEN:
        last = objection.raised + timedelta(days=under.number("take_up_days"))
        step, says, who = ObjectionMove.TAKE_UP, TAKE_UP_DUE, ""
    elif objection.state == ObjectionState.EXAMINING and objection.until is not None:
        last, step, says = objection.until, ObjectionMove.ANSWER, ANSWER_DUE
        who = objection.examiner or ""
    else:
        return
    yield Due(
        on=last,
        kind=OBJECTION_KIND.name,
        thing=objection.id,
        step=step.value,
        unit=objection.unit,
        who=who,
        says=says.fill(),
    )
