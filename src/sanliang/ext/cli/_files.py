"""The plain files of a played campaign: what each row of them says."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import attrs

from sanliang.calendars import Calendar, Counting, MonthDay, Period, Shift, YearDay
from sanliang.campaigns import Decision, LeadingGroup, Plan, Stage
from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Span
from sanliang.kernel.wire import decode, read_toml
from sanliang.orgs import Roster, read_roster
from sanliang.pledges import Grade, Item, PledgeKind, PledgerKind

T = TypeVar("T")

NO_FILE = Phrase("files.missing", "缺少此文件", "is not in the folder")
NOT_A_NUMBER = Phrase("files.number", "应为整数", "must be a whole number")


@attrs.frozen(kw_only=True)
class PlaqueRow:
    """A household's plaque: who lists it, and whether it is hung or withheld."""

    plaque: str
    household: str
    unit: str
    by: str
    owed: date
    state: str
    place: str | None = None
    zh: str | None = None
    en: str | None = None


@attrs.frozen(kw_only=True)
class LetterRow:
    """A letter and the days of its way to the start of action."""

    pledge: str
    pledger_kind: PledgerKind
    pledger: str
    unit: str
    kind: PledgeKind
    signatories: str
    by: str
    vetter: str
    drafted: date
    approved: date
    signed: date
    posted: date
    started: date


@attrs.frozen(kw_only=True)
class ChoiceRow:
    """One item of a letter, chosen from the village's menu."""

    pledge: str
    item: str
    menu: str
    quantity: int
    deadline: date
    witness: str | None = None


@attrs.frozen(kw_only=True)
class MoveRow:
    """One move after that: of a pledge, a plaque or a notice."""

    on: date
    thing: str
    move: str
    by: str
    item: str | None = None
    quantity: int | None = None
    ref: str | None = None
    value: str | None = None
    until: date | None = None
    zh: str | None = None
    en: str | None = None


@attrs.frozen(kw_only=True)
class LeadingRow:
    """Somebody of a leading group; its head or not."""

    branch: str
    member: str
    part: str


@attrs.frozen(kw_only=True)
class Entry:
    """An entry of a village's menu."""

    id: str
    duty: str
    deed: Text
    measure: Text


@attrs.frozen(kw_only=True)
class Village:
    """A village that takes part: its branch, its place, where its notices hang."""

    code: str
    branch: str
    pilot: bool
    board: Text


@attrs.frozen(kw_only=True)
class Town:
    """Everything that the files of a campaign say."""

    id: str
    plan: Plan
    published: date
    cycle: Span
    calendar: Calendar
    period: Period
    progress: Text
    fulfilled: Text
    villages: tuple[Village, ...]
    roster: Roster
    menu: Mapping[str, Entry]
    leading: Mapping[str, LeadingGroup]
    decisions: Mapping[tuple[str, Stage, date], Decision]
    plaques: tuple[PlaqueRow, ...]
    letters: tuple[LetterRow, ...]
    items: Mapping[str, tuple[Item, ...]]
    course: tuple[MoveRow, ...]


def shipped() -> Traversable:
    """The folder of the campaign that comes with the package."""
    return files("sanliang.ext.cli") / "xingshisi"


def reader(folder: Traversable) -> Callable[[str], str]:
    """
    How the files of a folder are read, by name.

    Raises:
        NotFound: The folder has no such file.
    """

    def read(name: str) -> str:
        try:
            return (folder / name).read_text(encoding="utf-8")
        except OSError:
            raise NotFound(NO_FILE.fault(name)) from None

    return read


def _rows(read: Callable[[str], str], name: str, kind: type[T], *numbers: str) -> tuple[T, ...]:
    """The rows of a CSV file; an empty cell is left out."""
    table = csv.DictReader(read(name).splitlines(), strict=True)
    return tuple(
        decode(
            {
                column: _number(cell, where) if column in numbers else cell
                for column, cell in row.items()
                if cell
            },
            kind,
            path=where,
        )
        for line, row in enumerate(table, 2)
        if (where := f"{name}:{line}")
    )


def _number(cell: str, path: str) -> int:
    if not cell.isdecimal():
        raise InvalidInput(NOT_A_NUMBER.fault(path))
    return int(cell)


def town_of(read: Callable[[str], str]) -> Town:
    """
    The campaign that the files tell.

    Raises:
        InvalidInput: A file is not as it should be, with its name and line.
    """
    data = read_toml(read("campaign.toml"), path="campaign.toml")
    menus = read_toml(read("menus.toml"), path="menus.toml")
    villages = tuple(
        Village(code=one["code"], branch=one["branch"], pilot=one["pilot"], board=Text(**one["board"]))
        for one in data["village"]
    )
    menu = {
        entry["id"]: Entry(
            id=entry["id"], duty=entry["duty"], deed=Text(**entry["deed"]), measure=Text(**entry["measure"])
        )
        for village in villages
        for entry in menus[village.code]
    }
    return Town(
        id=data["id"],
        plan=_plan(data, villages),
        published=data["dates"]["published"],
        cycle=Span(data["cycle"]["first"], data["cycle"]["last"]),
        calendar=_calendar(data),
        period=Period(days=data["notice"]["days"], counting=Counting(data["notice"]["counting"])),
        progress=Text(**data["texts"]["progress"]),
        fulfilled=Text(**data["texts"]["fulfilled"]),
        villages=villages,
        roster=read_roster(
            units=read("units.csv"),
            members=read("members.csv"),
            households=read("households.csv"),
            own_words=data["words"],
        ),
        menu=menu,
        leading=_leading(_rows(read, "leading.csv", LeadingRow)),
        decisions={
            (one["branch"], Stage(one["stage"]), one["on"]): Decision(
                body=one["body"]["zh"], says=one["says"]["zh"], over=()
            )
            for one in data["decision"]
        },
        plaques=_rows(read, "plaques.csv", PlaqueRow),
        letters=_rows(read, "letters.csv", LetterRow),
        items=_items(_rows(read, "choices.csv", ChoiceRow, "quantity"), menu),
        course=_rows(read, "course.csv", MoveRow, "quantity"),
    )


def _plan(data: Mapping[str, Any], villages: tuple[Village, ...]) -> Plan:
    article, dates = data["article"], data["dates"]
    return Plan(
        title=Text(**data["title"]),
        unit=data["unit"],
        units=tuple(village.branch for village in villages),
        pilots=tuple(village.branch for village in villages if village.pilot),
        pilot_on=dates["pilot"],
        meeting_on=dates["meeting"],
        rollout_on=dates["rollout"],
        until=FrozenMap((Stage(stage), day) for stage, day in data["until"].items()),
        source=Source(title=article["title"], dated=article["dated"], seen=article["seen"]),
    )


def _calendar(data: Mapping[str, Any]) -> Calendar:
    theme = data["theme"]
    return Calendar(
        theme=MonthDay(day=theme["day"], shift=Shift(within=theme["within"])),
        fixed=tuple(
            YearDay(code=one["code"], month=one["month"], day=one["day"], says=Text(**one["says"]))
            for one in data["fixed"]
        ),
    )


def _leading(rows: tuple[LeadingRow, ...]) -> dict[str, LeadingGroup]:
    groups: dict[str, list[LeadingRow]] = {}
    for row in rows:
        groups.setdefault(row.branch, []).append(row)
    return {
        branch: LeadingGroup(
            head=next(row.member for row in group if row.part == "head"),
            members=tuple(row.member for row in group if row.part != "head"),
        )
        for branch, group in groups.items()
    }


def _items(rows: tuple[ChoiceRow, ...], menu: Mapping[str, Entry]) -> dict[str, tuple[Item, ...]]:
    found: dict[str, tuple[Item, ...]] = {}
    for row in rows:
        entry = menu[row.menu]
        item = Item(
            id=row.item,
            deed=entry.deed.zh,
            deadline=row.deadline,
            measure=entry.measure.zh,
            quantity=row.quantity,
            witness=row.witness,
            duty=entry.duty,
            menu=entry.id,
        )
        found[row.pledge] = (*found.get(row.pledge, ()), item)
    return found


def grade_of(row: MoveRow) -> Grade:
    """The grade of an evaluation."""
    return Grade.of(row.value or "", f"{row.thing}.value")
