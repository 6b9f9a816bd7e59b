"""Plays a campaign from its files, day by day, by the library's own verbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import Any

import attrs

from sanliang import campaigns, notices, pledges
from sanliang.calendars import Due, NotKnown, reviews
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
from sanliang.ext.cli._files import LetterRow, MoveRow, PlaqueRow, Town, grade_of
from sanliang.ext.cli._office import BASES, Office
from sanliang.ext.workdays import published
from sanliang.kernel.events import head_of, verify
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.timeline import Span
from sanliang.notices import Answer, Notice, Objection, Posting
from sanliang.orgs import path
from sanliang.pledges import (
    Given,
    Item,
    Letter,
    Outcome,
    Plaque,
    PlaqueGiven,
    Pledge,
    Pledger,
    PledgerKind,
    Progress,
    Result,
    State,
)

PILOT = Phrase("play.pilot", "试点开始：{units}", "the pilot begins: {units}")
CLOSED = Phrase("play.closed", "活动结束", "the campaign is closed")
MEETING = Phrase("play.meeting", "全镇推进会", "the town meeting")
ROLL_OUT = Phrase("play.roll_out", "全面开展：{units}", "all begin: {units}")
DONE = Phrase("play.done", "{word}：{moves}", "{word}: {moves}")
MOVE = Phrase("play.move", "{move} {count}", "{move} {count}")
STAGE = Phrase("play.stage", "“{stage}”阶段结束：{units}", "{stage} is closed: {units}")
ONE = Phrase("play.one", "{thing} {move}：{says}", "{thing} {move}: {says}")
REVIEW = Phrase(
    "play.review",
    "{what}总结评议：逾期 {late}，表彰 {commended}，整改 {rectifying}",
    "review on {what}: {late} late, {commended} commended, {rectifying} to be rectified",
)
SUMMARY = Phrase("play.summary", "在践 {acting}，已核实 {found}", "in action {acting}, verified {found}")
DECIDED = Phrase("play.decided", "{body}决定：{says}", "{body}: {says}")
TOLD = {"object", "answer", "amend", "correct", "withdraw", "withhold", "return", "reopen", "rectify"}
"""The moves that the story tells one by one."""


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
        things: What each log has come to.
        board: The one digest of all logs; *sound* says whether they verify against their heads.
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
    sound: bool


def play(town: Town) -> Played:
    """Play the campaign from its first day to the theme Party day after the first cycle."""
    days = _Days(town)
    last = max(town.plan.until.values())
    for on in Span(town.cycle.start, last):
        days.day(on)
    return days.curtain(last)


class _Days:
    """The days of the campaign: the office, what happens when, the story so far."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.office = Office(town.roster)
        self.workdays = published()
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
        self.script = _script(town)

    def tell(self, on: date, says: Text) -> None:
        self.story.append(Line(on=on, says=says))

    def day(self, on: date) -> None:
        """Everything that happens on one day, in its order."""
        self.campaign(on)
        acts = self.script.get(on, ())
        for act in acts:
            act(self, on)
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
            over = campaigns.ended(self.office.things[self.town.id], self.office.all(Course))
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
        campaign = self.office.things[self.town.id]
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

    def review(self, on: date) -> None:
        """The review of a theme Party day, of 1 January or 1 July, branch by branch."""
        said: dict[str, list[str]] = {"commended": [], "rectifying": []}
        for course in self.office.all(Course):
            if course.state not in {Stage.ACTION, Stage.CONSOLIDATION}:
                continue
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
        for pledge in self.office.all(Pledge):
            by = self.town.leading[self.branch[pledge.unit]]
            judge = next(
                one for one in (by.head, *by.members) if one not in pledge.letter.pledger.signatories
            )
            ready = "consolidate" in pledges.available(
                pledge, by=self.office.actor(judge, on), on=on, under=pledges.BASE
            )
            if ready:
                self.office.move("pledge", pledge.id, "consolidate", judge, on)

    # --- the end -------------------------------------------------------------------------------------

    def curtain(self, last: date) -> Played:
        """What there is to show, and whether the logs prove it."""
        streams = self.office.store.streams()
        logs = [self.office.log(stream) for stream in streams]
        sound = all(verify(log, head=log.head).ok for log in logs)
        same = all(
            BASES[log.entries[0].event.word].kind.replay(log) == self.office.things[log.stream]
            for log in logs
        )
        found = self.cases(Stage.CONSOLIDATION, last)
        campaign: Campaign = self.office.things[self.town.id]
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
            sound=sound and same,
        )


Act = Callable[[_Days, date], None]
"""What somebody does on a day."""


def _share(coverage: Coverage) -> str:
    total = coverage.total
    return f"{total.done}/{total.due}"


# --- the script: what happens on which day ----------------------------------------------------------------


def _script(town: Town) -> dict[date, list[Act]]:
    """The acts of each day in their order: what is listed and drafted, then the returns, then the rest."""
    acts: list[tuple[date, int, Act]] = []
    for plaque in town.plaques:
        acts.append((plaque.owed, 0, _hang(plaque)))
    for letter in town.letters:
        steps = (
            (letter.drafted, _draft),
            (letter.approved, _approve),
            (letter.signed, _sign),
            (letter.posted, _post),
            (letter.started, _start),
        )
        acts += [(on, 2 * place, act(letter)) for place, (on, act) in enumerate(steps, 1)]
    started = {letter.pledge: letter.started for letter in town.letters}
    for (on, thing, move), rows in groupby(town.course, key=lambda row: (row.on, row.thing, row.move)):
        before = on < started.get(thing, on)
        acts += [(on, 3 if before else 12, act) for act in _moves(move, tuple(rows))]
    script: dict[date, list[Act]] = {}
    for on, _, act in sorted(acts, key=lambda one: one[:2]):
        script.setdefault(on, []).append(act)
    return script


def _hang(row: PlaqueRow) -> Act:
    def act(days: _Days, on: date) -> None:
        home = attrs.evolve(pledges.holder(days.town.roster, row.household, on=on), unit=row.unit)
        days.office.open("plaque", row.plaque, "owe", row.by, on, PlaqueGiven(holder=home))
        if row.state == "hung":
            days.office.move("plaque", row.plaque, "hang", row.by, on, PlaqueGiven(place=row.place))
        else:
            days.office.move("plaque", row.plaque, "withhold", row.by, on, PlaqueGiven(reasons=row.zh))

    return act


def _draft(row: LetterRow) -> Act:
    def act(days: _Days, on: date) -> None:
        signatories = tuple(row.signatories.split(";"))
        kind, plaque = row.pledger_kind, None
        if kind == PledgerKind.HOUSEHOLD:
            plaque = next(one for one in days.office.all(Plaque) if one.holder.household == row.pledger)
        maker = Pledger(kind=kind, id=row.pledger, unit=row.unit, signatories=signatories)
        letter = Letter(pledger=maker, kind=row.kind, items=days.town.items[row.pledge])
        given = Given(letter=letter, plaque=plaque)
        days.office.open("pledge", row.pledge, "draft", row.by, on, given)
        days.office.move("pledge", row.pledge, "submit", row.by, on)

    return act


def _approve(row: LetterRow) -> Act:
    def act(days: _Days, on: date) -> None:
        days.office.move("pledge", row.pledge, "approve", row.vetter, on)

    return act


def _sign(row: LetterRow) -> Act:
    def act(days: _Days, on: date) -> None:
        for one in row.signatories.split(";"):
            days.office.move("pledge", row.pledge, "sign", row.by, on, Given(signatory=one))

    return act


def _post(row: LetterRow) -> Act:
    def act(days: _Days, on: date) -> None:
        notice = row.pledge.replace("p-", "n-")
        _publish(days, notice, row.pledge, row.vetter, on)
        given = Given(posted=notices.posted(days.office.things[notice]))
        days.office.move("pledge", row.pledge, "publish", row.vetter, on, given)

    return act


def _start(row: LetterRow) -> Act:
    def act(days: _Days, on: date) -> None:
        notice = days.office.things[days.office.things[row.pledge].notice]
        _file(days, notice, row.vetter, on)
        given = Given(filed=notices.filed(days.office.things[notice.id]))
        days.office.move("pledge", row.pledge, "start", row.vetter, on, given)

    return act


def _publish(days: _Days, id: str, pledge: str, by: str, on: date) -> None:
    """Post the letter of a pledge on its village's board."""
    maker = days.office.things[pledge].letter.pledger
    posting = Posting(
        word="pledge",
        thing=pledge,
        unit=maker.unit,
        place=days.boards[days.branch[maker.unit]],
        period=days.town.period,
        concerns=maker.signatories,
    )
    days.office.open("notice", id, "post", by, on, notices.Given(posting=posting))


def _file(days: _Days, notice: Notice, by: str, on: date) -> None:
    """File a notice that has run out."""
    clock = notices.clock(notice, on=on, workdays=days.workdays)
    if not isinstance(clock, NotKnown):
        days.office.move("notice", notice.id, "file", by, on, notices.Given(clock=clock))


def _moves(move: str, rows: tuple[MoveRow, ...]) -> list[Act]:
    """The acts of the rows with one move of one thing on one day: a verification is one, others one each."""
    if move == "verify":
        return [_act(rows[0], lambda days: Given(outcomes=_outcomes(days, rows)))]
    return [_act(row, partial(_GIVEN.get(move, _nothing), row)) for row in rows]


def _act(row: MoveRow, given: Callable[[_Days], Any]) -> Act:
    def act(days: _Days, on: date) -> None:
        says = Text(row.zh or "", row.en or "")
        if row.move == "post":
            _publish(days, row.thing, row.ref or "", row.by, on)
        elif row.move == "file":
            _file(days, days.office.things[row.thing], row.by, on)
        elif row.move == "correct":
            days.office.write("pledge", _corrected(days, row, says.zh, on))
        else:
            days.office.move(_word(row.thing), row.thing, row.move, row.by, on, given(days))
        if row.move in TOLD:
            label = BASES[_word(row.thing)].label(row.move)
            days.tell(on, ONE.fill(thing=row.thing, move=label, says=says))

    return act


def _word(id: str) -> str:
    return {"p": "pledge", "n": "notice", "q": "plaque"}[id[0]]


def _nothing(_row: MoveRow, _days: _Days) -> None:
    return None


def _reasons(row: MoveRow, _days: _Days) -> Given | PlaqueGiven:
    return (PlaqueGiven if row.thing.startswith("q") else Given)(reasons=row.zh)


def _another(row: MoveRow, days: _Days) -> Given:
    """The letter with another quantity for one item, and another deadline where one is given."""
    letter: Letter = days.office.things[row.thing].letter
    items = tuple(
        attrs.evolve(item, quantity=row.quantity, deadline=row.until or item.deadline)
        if item.id == row.item
        else item
        for item in letter.items
    )
    return Given(letter=attrs.evolve(letter, items=items), reasons=row.zh)


def _progress(row: MoveRow, days: _Days) -> Given:
    item = _item(row, days)
    says = days.town.progress.zh.format(deed=item.deed, quantity=row.quantity, measure=item.measure)
    return Given(progress=Progress(item=item.id, on=row.on, says=says, quantity=row.quantity))


def _item(row: MoveRow, days: _Days) -> Item:
    letter: Letter = days.office.things[row.thing].letter
    return next(one for one in letter.items if one.id == row.item)


def _outcomes(days: _Days, rows: tuple[MoveRow, ...]) -> tuple[Outcome, ...]:
    """An outcome for each item: what a row says of it, and fulfilled where none says anything."""
    said = {row.item: row for row in rows if row.item}
    letter: Letter = days.office.things[rows[0].thing].letter
    default = MoveRow(on=rows[0].on, thing=rows[0].thing, move="verify", by=rows[0].by, value="fulfilled")
    return tuple(
        Outcome(item=item.id, result=Result.of(row.value or ""), says=row.zh or days.town.fulfilled.zh)
        for item in letter.items
        for row in [said.get(item.id, default)]
    )


def _corrected(days: _Days, row: MoveRow, why: str, on: date) -> Any:
    """The event that puts a wrongly recorded progress right: the one of that item on that day."""
    log = days.office.log(row.thing)
    version, wrong = next(
        (entry.version, entry.event.given.progress)
        for entry in log
        if getattr(entry.event, "move", "") == "progress"
        and (entry.event.given.progress.item, entry.on.isoformat()) == (row.item, row.ref)
    )
    right = Given(progress=attrs.evolve(wrong, quantity=row.quantity))
    actor = days.office.actor(row.by, on)
    return pledges.correct(log, version, by=actor, on=on, under=pledges.BASE, why=why, given=right)


_GIVEN: Mapping[str, Callable[[MoveRow, _Days], Any]] = {
    "return": _reasons,
    "reopen": _reasons,
    "withdraw": _reasons,
    "withhold": _reasons,
    "revise": _another,
    "amend": _another,
    "progress": _progress,
    "evaluate": lambda row, _: Given(grade=grade_of(row)),
    "rectify": lambda row, _: Given(reasons=row.zh, until=row.until),
    "sign": lambda row, _: Given(signatory=row.ref),
    "republish": lambda row, days: Given(posted=notices.posted(days.office.things[row.ref or ""])),
    "resume": lambda row, days: Given(filed=notices.filed(days.office.things[row.ref or ""])),
    "object": lambda row, _: notices.Given(objection=Objection(id=row.ref or "", says=row.zh or "")),
    "answer": lambda row, _: notices.Given(
        answer=Answer(objection=row.ref or "", says=row.zh or "", upheld=row.value == "upheld")
    ),
}
"""What comes with a move, by its name; the others need nothing."""
