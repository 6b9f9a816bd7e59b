"""华兴镇: three displays with results month by month, lectures, retired cadres who check every branch."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

import attrs

from sanliang import activities, calendars, pledges, supervision
from sanliang.activities import Attendance, Programme, Session, SessionGiven, SessionPlan
from sanliang.calendars._theme import THEME
from sanliang.ext.cli._tours._exchange import exchange
from sanliang.ext.cli._tours._letters import begin, display
from sanliang.ext.cli._tours._tour import Count, Stage
from sanliang.kernel.labels import Text
from sanliang.kernel.privacy import Audience
from sanliang.kernel.timeline import Span
from sanliang.kernel.verdicts import Refused
from sanliang.orgs import Role, units_on
from sanliang.pledges import Given, Item, Outcome, Pledge, Pledger, Progress
from sanliang.supervision import Finding, Inspection, InspectionGiven, Plan, Remedy, Word

TOWN, BRANCH, CLERK, BOARD = "c-1", "b-01", "m-001", "涪陵村公开栏"
CARD = ("member_name", "member_post", "member_phone", "member_photo")
"""What may stand on the card on a member's desk, as the town's table of what is shown calls it."""


@attrs.frozen(kw_only=True)
class LetterRow:
    """What a member promises for the year, and how many of it."""

    pledge: str
    member: str
    deed: str
    measure: str
    quantity: int


@attrs.frozen(kw_only=True)
class ResultRow:
    """What a member shows of a pledge on the theme Party day of a month."""

    month: int
    pledge: str
    quantity: int


@attrs.frozen(kw_only=True)
class OathRow:
    """Somebody who said the oath again on 1 July."""

    member: str


@attrs.frozen(kw_only=True)
class LectureRow:
    """A lecture: where, and who spoke."""

    lecture: str
    on: date
    unit: str
    speaker: str


@attrs.frozen(kw_only=True)
class InspectionRow:
    """A branch that is checked; and what was found there, if anything was."""

    inspection: str
    unit: str
    finding: str | None = None


def play(stage: Stage) -> dict[str, Count]:
    """A year: who they are, what they promise, what came of it; and everything that goes with it."""
    return {
        **_identity(stage),
        **_results(stage),
        **_oath(stage),
        **_lectures(stage),
        **exchange(stage),
        **_inspections(stage),
    }


# --- who they are, what they promise, what came of it ------------------------------------------------------


def _identity(stage: Stage) -> dict[str, Count]:
    """How many members and branches there are, and what the town lets the card on a desk show."""
    on, open_to = stage.day("first"), {Audience.VILLAGE, Audience.WEB}
    branches = [one for one in units_on(stage.roster, on=on) if one.kind == "branch"]
    shown = [name for name in CARD if stage.town.shown[name] in open_to]
    return {"members": len(stage.roster.members), "branches": len(branches), "card": len(shown)}


def _results(stage: Stage) -> dict[str, Count]:
    """Letters on the board; on each theme Party day of the town what came of them; the findings."""
    letters = {row.pledge: row for row in stage.rows("letters.csv", LetterRow, "quantity")}
    until = stage.day("last")
    for row in letters.values():
        item = Item(id="deed", deed=row.deed, deadline=until, measure=row.measure, quantity=row.quantity)
        maker = Pledger(kind="member", id=row.member, unit=BRANCH, signatories=[row.member])
        display(stage, row.pledge, maker, [item], vetter=CLERK, place=BOARD, on=stage.day("posted"))
        begin(stage, row.pledge, vetter=CLERK, on=stage.day("started"))
    shown = _by_month(stage)
    days = [(month, on) for month, on in _theme_days(stage) if month in shown]
    for month, on in days:
        _theme_day(stage, on)
        for row in shown[month]:
            _show(stage, row, letters[row.pledge], on)
    for row in letters.values():
        _verify(stage, row, stage.day("verified"))
    states = Counter(one.state for one in stage.office.all(Pledge))
    return {
        "pledges": len(letters),
        "theme_days": len(days),
        "results": sum(len(shown[month]) for month, _ in days),
        "fulfilled": states["verified"],
        "unfulfilled": states["unfulfilled"],
    }


def _by_month(stage: Stage) -> dict[int, list[ResultRow]]:
    found: dict[int, list[ResultRow]] = defaultdict(list)
    for row in stage.rows("results.csv", ResultRow, "month", "quantity"):
        found[row.month].append(row)
    return found


def _theme_days(stage: Stage) -> list[tuple[int, date]]:
    """The theme Party day of each month of the year, by the town's calendar, where it is known."""
    span = Span(stage.day("first"), stage.day("last"))
    found = calendars.reviews(stage.town.calendar, span, workdays=stage.workdays)
    return [(one.nominal.month, one.on) for one in found if one.code == THEME and isinstance(one.on, date)]


def _theme_day(stage: Stage, on: date) -> None:
    """The session of a branch, with whatever is due on its agenda."""
    plan = SessionPlan(title="主题党日", unit=BRANCH, on=on, place="村部")
    due = pledges.due(stage.office.all(Pledge), before=on + timedelta(days=31))
    _hold(stage, f"s-{on}", activities.with_agenda(plan, due), CLERK)


def _hold(stage: Stage, id: str, plan: SessionPlan, by: str, *present: str) -> None:
    """Call a session and hold it; everybody came, if nobody is named."""
    office = stage.office
    office.open("session", id, "call", by, plan.on, SessionGiven(plan=plan))
    roll = stage.roll(plan.unit, plan.on)
    came = Attendance(present=present or roll.members)
    office.move("session", id, "hold", by, plan.on, SessionGiven(roll=roll, attendance=came))


def _show(stage: Stage, row: ResultRow, letter: LetterRow, on: date) -> None:
    says = f"{letter.deed}{row.quantity}{letter.measure}"
    progress = Progress(item="deed", on=on, says=says, quantity=row.quantity)
    stage.office.move("pledge", row.pledge, "progress", letter.member, on, Given(progress=progress))


def _verify(stage: Stage, row: LetterRow, on: date) -> None:
    """The branch looks whether what was shown is as much as was promised."""
    pledge: Pledge = stage.office.thing(row.pledge)
    shown = sum(one.quantity or 0 for one in pledge.progress)
    stage.office.move("pledge", row.pledge, "report", row.member, on)
    kept = "fulfilled" if shown >= row.quantity else "unfulfilled"
    outcome = Outcome(item="deed", result=kept, says=f"{shown}/{row.quantity}{row.measure}")
    stage.office.move("pledge", row.pledge, "verify", CLERK, on, Given(outcomes=[outcome]))


# --- the oath and the lectures -----------------------------------------------------------------------------


def _oath(stage: Stage) -> dict[str, Count]:
    """The oath on the day of July that the town's calendar has."""
    year = stage.day("first").year
    (day,) = (date(year, one.month, one.day) for one in stage.town.calendar.fixed)
    plan = SessionPlan(title="重温入党誓词", kind="oath", unit=TOWN, on=day, place="镇政府")
    came = [row.member for row in stage.rows("oath.csv", OathRow)]
    _hold(stage, "s-oath", plan, stage.office.secretary(day), *came)
    return {"oath": len(stage.office.thing("s-oath").present), "oath_day": Text(day.isoformat())}


def _lectures(stage: Stage) -> dict[str, Count]:
    """A thousand lectures a year: how many were held, and by how many speakers."""
    chief = stage.office.secretary(stage.day("first"))
    for row in stage.rows("lectures.csv", LectureRow):
        plan = SessionPlan(
            title="书屋夜话", kind="lecture", unit=row.unit, on=row.on, place="农家书屋", speaker=row.speaker
        )
        _hold(stage, row.lecture, plan, chief, row.speaker)
    span = Span(stage.day("first"), stage.day("last"))
    programme = Programme(id="lectures", title="书屋夜话", target=1000, span=span)
    found = activities.progress(programme, stage.office.all(Session), on=span.end)
    return {"lectures": found.held, "speakers": len(found.by_speaker)}


# --- retired cadres check ----------------------------------------------------------------------------------


def _inspections(stage: Stage) -> dict[str, Count]:
    """Every branch is checked by retired cadres, who do not check their own; what is found is put right."""
    for row in stage.rows("inspections.csv", InspectionRow):
        _inspect(stage, row)
    all_ = stage.office.all(Inspection)
    return {
        "inspected": len({one.unit for one in all_}),
        "inspectors": len(_elders(stage)),
        "findings": sum(len(one.issues) for one in all_),
        "settled": sum(one.state == "settled" for one in all_),
        "substitutes": sum(not {*one.team.members} & {*_elders(stage)} for one in all_),
    }


def _elders(stage: Stage) -> list[str]:
    role = str(Role.SUPERVISOR)
    return [one.id for one in stage.roster.members if any(post.role == role for post in one.posts)]


def _team(stage: Stage, unit: str, on: date) -> supervision.Team:
    """The retired cadres; in their own branch the secretary of another one goes in their place."""
    try:
        return supervision.team(stage.roster, unit, _elders(stage), on=on)
    except Refused:
        return supervision.team(stage.roster, unit, [CLERK], on=on)


def _inspect(stage: Stage, row: InspectionRow) -> None:
    office, id, arranged, came = stage.office, row.inspection, stage.day("arranged"), stage.day("came")
    plan = Plan(topic="承诺兑现", on=came, team=_team(stage, row.unit, arranged))
    checker, chief = plan.team.members[0], office.secretary(arranged)
    office.open("inspection", id, "arrange", chief, arranged, InspectionGiven(plan=plan))
    office.move("inspection", id, "check", checker, came)
    if row.finding is None:
        office.move("inspection", id, "conclude", checker, came)
        return
    week = timedelta(days=7)
    finding = Finding(id="f-1", says=row.finding, until=came + 3 * week)
    remedy = Remedy(finding="f-1", deed="已公布", evidence=[f"photo-{id}"])
    secretary = next(
        one.id
        for one in stage.roster.members
        for post in one.posts
        if (post.role, post.unit) == (str(Role.BRANCH_SECRETARY), row.unit)
    )
    steps = (
        (checker, came, "find", InspectionGiven(finding=finding)),
        (checker, came, "conclude", None),
        (checker, came + week, "urge", InspectionGiven(urging=Word(finding="f-1", says="月底前公布"))),
        (secretary, came + 2 * week, "remedy", InspectionGiven(remedy=remedy)),
        (checker, came + 3 * week, "close", InspectionGiven(closing=Word(finding="f-1", says="现场已核"))),
    )
    for by, on, move, given in steps:
        office.move("inspection", id, move, by, on, given)
