"""What people do on the days of a played campaign: each row of the files is an act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any, Protocol

import attrs

from sanliang import notices, pledges
from sanliang.calendars import WorkDays
from sanliang.ext.cli._files import found
from sanliang.ext.cli._office import Office
from sanliang.ext.cli._sheets import LetterRow, MoveRow, PlaqueRow, Town
from sanliang.kernel.labels import Phrase, Text
from sanliang.notices import Answer, Objection, Posting
from sanliang.pledges import (
    Given,
    Grade,
    Item,
    Letter,
    Outcome,
    Plaque,
    PlaqueGiven,
    Pledger,
    PledgerKind,
    Progress,
    Result,
)

ONE = Phrase("play.one", "{thing} {move}：{says}", "{thing} {move}: {says}")
TOLD = {"object", "answer", "amend", "correct", "withdraw", "withhold", "return", "reopen", "rectify"}
"""The moves that the story tells one by one."""


class Days(Protocol):
    """What an act sees of the days that are played."""

    town: Town
    office: Office
    workdays: WorkDays
    boards: dict[str, str]
    branch: dict[str, str]

    def tell(self, on: date, says: Text) -> None:
        """Add a line to the story."""
        ...


Act = Callable[[Days, date], None]
"""What somebody does on a day."""


def script(town: Town) -> dict[date, list[Act]]:
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
    def act(days: Days, on: date) -> None:
        home = attrs.evolve(pledges.holder(days.town.roster, row.household, on=on), unit=row.unit)
        days.office.open("plaque", row.plaque, "owe", row.by, on, PlaqueGiven(holder=home))
        if row.state == "hung":
            days.office.move("plaque", row.plaque, "hang", row.by, on, PlaqueGiven(place=row.place))
        else:
            days.office.move("plaque", row.plaque, "withhold", row.by, on, PlaqueGiven(reasons=row.zh))

    return act


def _draft(row: LetterRow) -> Act:
    def act(days: Days, on: date) -> None:
        signatories = tuple(row.signatories.split(";"))
        kind = row.pledger_kind
        hung = {plaque.holder.household: plaque for plaque in days.office.all(Plaque)}
        plaque = hung.get(row.pledger) if kind == PledgerKind.HOUSEHOLD else None
        maker = Pledger(kind=kind, id=row.pledger, unit=row.unit, signatories=signatories)
        letter = Letter(pledger=maker, kind=row.kind, items=found(days.town.items, row.pledge, "choices.csv"))
        given = Given(letter=letter, plaque=plaque)
        days.office.open("pledge", row.pledge, "draft", row.by, on, given)
        days.office.move("pledge", row.pledge, "submit", row.by, on)

    return act


def _approve(row: LetterRow) -> Act:
    def act(days: Days, on: date) -> None:
        days.office.move("pledge", row.pledge, "approve", row.vetter, on)

    return act


def _sign(row: LetterRow) -> Act:
    def act(days: Days, on: date) -> None:
        for one in row.signatories.split(";"):
            days.office.move("pledge", row.pledge, "sign", row.by, on, Given(signatory=one))

    return act


def _post(row: LetterRow) -> Act:
    def act(days: Days, on: date) -> None:
        notice = row.pledge.replace("p-", "n-")
        given = Given(posted=days.office.post(notice, _posting(days, row.pledge), row.vetter, on))
        days.office.move("pledge", row.pledge, "publish", row.vetter, on, given)

    return act


def _start(row: LetterRow) -> Act:
    def act(days: Days, on: date) -> None:
        notice = days.office.thing(row.pledge).notice
        given = Given(filed=days.office.file(notice, row.vetter, on, days.workdays))
        days.office.move("pledge", row.pledge, "start", row.vetter, on, given)

    return act


def _posting(days: Days, pledge: str) -> Posting:
    """What a notice says of the letter of a pledge, on its village's board."""
    maker = days.office.thing(pledge).letter.pledger
    return Posting(
        word="pledge",
        thing=pledge,
        unit=maker.unit,
        place=days.boards[days.branch[maker.unit]],
        period=days.town.period,
        concerns=maker.signatories,
    )


def _moves(move: str, rows: tuple[MoveRow, ...]) -> list[Act]:
    """The acts of the rows with one move of one thing on one day: a verification is one, others one each."""
    if move == "verify":
        return [_act(rows[0], lambda days: Given(outcomes=_outcomes(days, rows)))]
    return [_act(row, partial(_GIVEN.get(move, _nothing), row)) for row in rows]


def _act(row: MoveRow, given: Callable[[Days], Any]) -> Act:
    def act(days: Days, on: date) -> None:
        says = Text(row.zh or "", row.en or "")
        if row.move == "post":
            days.office.post(row.thing, _posting(days, row.ref or ""), row.by, on)
        elif row.move == "file":
            days.office.file(row.thing, row.by, on, days.workdays)
        elif row.move == "correct":
            days.office.write("pledge", _corrected(days, row, says.zh, on))
        else:
            word = days.office.words[days.office.thing(row.thing).id]
            days.office.move(word, row.thing, row.move, row.by, on, given(days))
        if row.move in TOLD:
            label = days.office.courses[days.office.words[row.thing]].label(row.move)
            days.tell(on, ONE.fill(thing=row.thing, move=label, says=says))

    return act


def _nothing(_row: MoveRow, _days: Days) -> None:
    return None


def _reasons(row: MoveRow, days: Days) -> Given | PlaqueGiven:
    return (PlaqueGiven if isinstance(days.office.thing(row.thing), Plaque) else Given)(reasons=row.zh)


def _another(row: MoveRow, days: Days) -> Given:
    """The letter with another quantity for one item, and another deadline where one is given."""
    letter: Letter = days.office.thing(row.thing).letter
    items = tuple(
        attrs.evolve(item, quantity=row.quantity, deadline=row.until or item.deadline)
        if item.id == row.item
        else item
        for item in letter.items
    )
    return Given(letter=attrs.evolve(letter, items=items), reasons=row.zh)


def _progress(row: MoveRow, days: Days) -> Given:
    item = _item(row, days)
    says = days.town.progress.zh
    for place, shown in (("{deed}", item.deed), ("{quantity}", row.quantity), ("{measure}", item.measure)):
        # Replaced, not formatted: the text comes from a file.
        says = says.replace(place, str(shown))
    return Given(progress=Progress(item=item.id, on=row.on, says=says, quantity=row.quantity))


def _item(row: MoveRow, days: Days) -> Item:
    letter: Letter = days.office.thing(row.thing).letter
    return found({one.id: one for one in letter.items}, row.item or "", f"{row.thing}.item")


def _outcomes(days: Days, rows: tuple[MoveRow, ...]) -> tuple[Outcome, ...]:
    """An outcome for each item: what a row says of it, and fulfilled where none says anything."""
    said = {row.item: row for row in rows if row.item}
    letter: Letter = days.office.thing(rows[0].thing).letter
    default = MoveRow(on=rows[0].on, thing=rows[0].thing, move="verify", by=rows[0].by, value="fulfilled")
    return tuple(
        Outcome(
            item=item.id,
            result=Result.of(row.value or "", f"{row.thing}.value"),
            says=row.zh or days.town.fulfilled.zh,
        )
        for item in letter.items
        for row in [said.get(item.id, default)]
    )


def _corrected(days: Days, row: MoveRow, why: str, on: date) -> Any:
    """The event that puts a wrongly recorded progress right: the one of that item on that day."""
    log = days.office.log(row.thing)
    shown = {
        f"{entry.event.given.progress.item} {entry.on}": (entry.version, entry.event.given.progress)
        for entry in log
        if getattr(entry.event, "move", "") == "progress"
    }
    version, wrong = found(shown, f"{row.item} {row.ref}", f"{row.thing}.ref")
    right = Given(progress=attrs.evolve(wrong, quantity=row.quantity))
    actor, course = days.office.actor(row.by, on), days.office.courses["pledge"]
    return pledges.correct(log, version, by=actor, on=on, under=course, why=why, given=right)


_GIVEN: Mapping[str, Callable[[MoveRow, Days], Any]] = {
    "return": _reasons,
    "reopen": _reasons,
    "withdraw": _reasons,
    "withhold": _reasons,
    "revise": _another,
    "amend": _another,
    "progress": _progress,
    "evaluate": lambda row, _: Given(grade=Grade.of(row.value or "", f"{row.thing}.value")),
    "rectify": lambda row, _: Given(reasons=row.zh, until=row.until),
    "sign": lambda row, _: Given(signatory=row.ref),
    "republish": lambda row, days: Given(posted=notices.posted(days.office.thing(row.ref or ""))),
    "resume": lambda row, days: Given(filed=notices.filed(days.office.thing(row.ref or ""))),
    "object": lambda row, _: notices.Given(objection=Objection(id=row.ref or "", says=row.zh or "")),
    "answer": lambda row, _: notices.Given(
        answer=Answer(objection=row.ref or "", says=row.zh or "", upheld=row.value == "upheld")
    ),
}
"""What comes with a move, by its name; the others need nothing."""
