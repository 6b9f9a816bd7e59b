"""Plays a campaign from its files, day by day, by the library's own verbs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import attrs

from sanliang import campaigns, pledges
from sanliang.calendars import Due, WorkDays, reviews
from sanliang.campaigns import (
    Campaign,
    CampaignGiven,
    Case,
    Course,
    CourseGiven,
    Coverage,
    Entry,
    Review,
    Stage,
)
from sanliang.ext.cli._acts import script
from sanliang.ext.cli._helping import Helping, choose
from sanliang.ext.cli._office import BASES, Office
from sanliang.ext.cli._sheets import Town
from sanliang.ext.workdays import published
from sanliang.kernel.events import head_of
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles import Lifecycle
from sanliang.kernel.timeline import Span
from sanliang.orgs import path
from sanliang.pledges import Plaque, Pledge, State

PILOT = Phrase("play.pilot", "试点开始：{units}", "the pilot begins: {units}")
CLOSED = Phrase("play.closed", "活动结束", "the campaign is closed")
MEETING = Phrase("play.meeting", "全镇推进会", "the town meeting")
ROLL_OUT = Phrase("play.roll_out", "全面开展：{units}", "all begin: {units}")
DONE = Phrase("play.done", "{word}：{moves}", "{word}: {moves}")
MOVE = Phrase("play.move", "{move} {count}", "{move} {count}")
STAGE = Phrase("play.stage", "“{stage}”阶段结束：{units}", "{stage} is closed: {units}")
REVIEW = Phrase(
    "play.review",
    "{what}总结评议：逾期 {late}，表彰 {commended}，整改 {rectifying}",
    "review on {what}: {late} late, {commended} commended, {rectifying} to be rectified",
)
SUMMARY = Phrase("play.summary", "在践 {acting}，已核实 {found}", "in action {acting}, verified {found}")
DECIDED = Phrase("play.decided", "{body}决定：{says}", "{body}: {says}")


@attrs.frozen(kw_only=True)
class Line:
    """One line of the story: a day and what happened."""

    on: date
    says: Text


@attrs.frozen(kw_only=True)
class Played:
    """
    A played campaign.

    Attributes:
        story: What happened, day by day.
        coverage: Where each branch stood, in each stage, on the days that the story stops at.
        open: Who is not done with the last stage, and why; *dues* are by when.
        helping: The two-way choice of member households and contact households.
        things: What each log has come to.
        board: The one digest of all logs; *verified* says whether they verify against their heads.
    """

    town: Town
    things: tuple[Any, ...]
    story: tuple[Line, ...]
    coverage: tuple[Coverage, ...]
    open: tuple[Case, ...]
    dues: tuple[Due, ...]
    last: date
    logs: int
    events: int
    board: str
    verified: bool
    helping: Helping

    @property
    def sound(self) -> bool:
        """Whether the logs verify, and everyone who is to be helped is, with a proof that holds."""
        return self.verified and self.helping.sound


def play(town: Town, courses: Mapping[str, Lifecycle[Any]] = BASES) -> Played:
    """Play the campaign from its first day to the theme Party day after the first cycle."""
    days = Days(town, courses)
    last = max(town.plan.until.values())
    for on in Span(town.cycle.start, last):
        days.day(on)
    return days.curtain(last)


class Days:
    """The days of the campaign: the office, what happens when, the story so far."""

    def __init__(self, town: Town, courses: Mapping[str, Lifecycle[Any]]) -> None:
        self.town = town
        self.office = Office(town.roster, courses)
        self.workdays: WorkDays = published()
        self.story: list[Line] = []
        self.shown: list[Coverage] = []
        self.boards = {village.branch: village.board.zh for village in town.villages}
        self.names = {unit.id: unit.name for unit in town.roster.units}
        self.branch = {
            unit.id: above.id
            for unit in town.roster.units
            for above in path(town.roster, unit.id, on=town.cycle.start)
            if above.id in self.boards
        }
        span = Span(town.cycle.start, max(town.plan.until.values()))
        self.reviews = {one.on: one for one in reviews(town.calendar, span, workdays=self.workdays)}
        self.script = script(town)
        self.helping = choose(town)

    def tell(self, on: date, says: Text) -> None:
        self.story.append(Line(on=on, says=says))

    def day(self, on: date) -> None:
        """Everything that happens on one day, in its order."""
        self.campaign(on)
        acts = self.script.get(on, ())
        for act in acts:
            act(self, on)
        if on == self.town.choice.on:
            self.tell(on, self.helping.says)
        if on == self.last_review:
            self.consolidate(on)
        early, reviewed = on <= self.town.published, on in self.reviews
        if early or reviewed:
            self.summarize(on)
        if reviewed and not early:
            self.review(on)
        if (early and acts) or reviewed or on == self.town.cycle.end:
            self.gates(on)
        if on == self.last_review:
            over = campaigns.ended(self.office.thing(self.town.id), self.office.all(Course))
            self.run("close", on, CampaignGiven(ended=over))
            self.tell(on, CLOSED.fill())
        if on in {self.town.published, self.town.cycle.end, self.last_review}:
            self.shown += self.standing(on)

    def summarize(self, on: date) -> None:
        """Tell what was done since the last summary, word by word."""
        counted = self.office.counted()
        for word in dict.fromkeys(word for word, _, _ in counted):
            moves = [MOVE.fill(move=move, count=count) for of, move, count in counted if of == word]
            self.tell(on, DONE.fill(word=word, moves=tuple(moves)))

    @property
    def last_review(self) -> date:
        return self.town.plan.until[Stage.CONSOLIDATION]

    # --- the campaign and its courses -----------------------------------------------------------------

    def campaign(self, on: date) -> None:
        """The dates of the plan: the pilot, the meeting, the roll-out."""
        plan = self.town.plan
        if on == plan.pilot_on:
            campaigns.check_plan(plan, self.town.roster, on=on)
            by = self.office.secretary(on)
            self.office.open("campaign", self.town.id, "plan", by, on, CampaignGiven(plan=plan))
            self.run("pilot", on)
            self.begin(on, PILOT, plan.pilots)
        elif on == plan.meeting_on:
            self.run("meet", on)
            self.tell(on, MEETING.fill())
        elif on == plan.rollout_on:
            self.run("roll_out", on)
            self.begin(on, ROLL_OUT, tuple(unit for unit in plan.units if unit not in plan.pilots))

    def run(self, move: str, on: date, given: CampaignGiven | None = None) -> None:
        """Move the campaign."""
        self.office.move("campaign", self.town.id, move, self.office.secretary(on), on, given)

    def begin(self, on: date, phrase: Phrase, branches: tuple[str, ...]) -> None:
        """Let branches enter the campaign and start."""
        campaign = self.office.thing(self.town.id)
        for branch in branches:
            leading = self.town.leading[branch]
            entry = Entry(campaign=self.town.id, unit=branch, leading=leading)
            id = f"course-{branch}"
            self.office.open("course", id, "begin", leading.head, on, CourseGiven(entry=entry))
            self.office.move("course", id, "start", leading.head, on, CourseGiven(campaign=campaign))
        self.tell(on, phrase.fill(units=tuple(self.names[branch] for branch in branches)))

    def cases(self, stage: Stage, on: date) -> tuple[Case, ...]:
        """Where every household stands in a stage."""
        plaques, letters = self.office.all(Plaque), self.office.all(Pledge)
        return campaigns.cases(self.town.roster, stage, on=on, plaques=plaques, pledges=letters)

    def coverage(self, stage: Stage, on: date) -> Any:
        """The coverage of every unit in a stage."""
        return campaigns.coverage(self.town.roster, self.cases(stage, on), stage=stage, on=on)

    def standing(self, on: date) -> list[Coverage]:
        """The coverage of every branch, and of the town, in each stage."""
        units = (*self.boards, self.town.plan.unit)
        return [table[unit] for stage in Stage for table in [self.coverage(stage, on)] for unit in units]

    def gates(self, on: date) -> None:
        """Close the stage of each branch in which nobody is open any more, or whose last day has come."""
        for stage in Stage:
            here = [one for one in self.office.all(Course) if one.state == stage]
            table = self.coverage(stage, on) if here else {}
            passed = [one for one in here if self.passes(one, stage, table[one.unit], on)]
            if passed:
                told = tuple(f"{self.names[one.unit]} {_share(table[one.unit])}" for one in passed)
                self.tell(on, STAGE.fill(stage=stage, units=told))

    def passes(self, course: Course, stage: Stage, coverage: Coverage, on: date) -> bool:
        """Whether a branch goes on: with nobody open, or by the decision of its general meeting."""
        decision = self.town.decisions.get((course.unit, stage, on))
        if coverage.total.open:
            if decision is None:
                return False
            self.tell(on, DECIDED.fill(body=decision.body, says=decision.says))
            decision = attrs.evolve(decision, over=coverage.missing)
        given = CourseGiven(coverage=coverage, decision=decision)
        self.office.move("course", course.id, "advance", course.entry.leading.head, on, given)
        return True

    def acting(self) -> list[Course]:
        """The courses that are reviewed: those that have come to action, and are not closed."""
        return [one for one in self.office.all(Course) if one.state in {Stage.ACTION, Stage.CONSOLIDATION}]

    def review(self, on: date) -> None:
        """The review of a theme Party day, of 1 January or 1 July, branch by branch."""
        said: dict[str, list[str]] = {"commended": [], "rectifying": []}
        for course in self.acting():
            mine = [one for one in self.office.all(Pledge) if self.branch[one.unit] == course.unit]
            sorts = {
                state: tuple(one.id for one in mine if one.state == state and one.on == on) for state in said
            }
            acting = sum(one.state == State.IN_PROGRESS for one in mine)
            found = sum(bool(one.outcomes) for one in mine)
            says = SUMMARY.fill(acting=acting, found=found).zh
            given = CourseGiven(review=Review(says=says, **sorts))
            self.office.move("course", course.id, "review", course.entry.leading.head, on, given)
            for state, ids in sorts.items():
                said[state] += ids
        counts = {state: len(ids) for state, ids in said.items()}
        counts["late"] = len(pledges.due(self.office.all(Pledge), before=on))
        self.tell(on, REVIEW.fill(what=self.reviews[on].says, **counts))

    def consolidate(self, on: date) -> None:
        """Consolidate every pledge that has been evaluated and needs no rectification."""
        course = self.office.courses["pledge"]
        for pledge in self.office.all(Pledge):
            leading = self.town.leading[self.branch[pledge.unit]]
            for judge in (leading.head, *leading.members):
                by = self.office.actor(judge, on)
                if "consolidate" in pledges.available(pledge, by=by, on=on, under=course):
                    self.office.move("pledge", pledge.id, "consolidate", judge, on)
                    break

    # --- the end -------------------------------------------------------------------------------------

    def curtain(self, last: date) -> Played:
        """What there is to show, and whether the logs prove it."""
        logs = self.office.logs
        found = self.cases(Stage.CONSOLIDATION, last)
        campaign: Campaign = self.office.thing(self.town.id)
        soon = last + timedelta(days=60)
        dues = (
            *pledges.due(self.office.all(Pledge), before=soon),
            *campaigns.due(campaign, found, before=soon),
            *campaigns.due_courses(campaign, self.office.all(Course), before=soon),
        )
        return Played(
            town=self.town,
            things=tuple(self.office.things.values()),
            story=tuple(self.story),
            coverage=tuple(self.shown),
            open=campaigns.missing(found),
            dues=tuple(sorted(dues)),
            last=last,
            logs=len(logs),
            events=sum(len(log) for log in logs),
            board=head_of(logs),
            verified=self.office.proved(),
            helping=self.helping,
        )


def _share(coverage: Coverage) -> str:
    total = coverage.total
    return f"{total.done}/{total.due}"
