"""The plain files of a played campaign, read."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from sanliang.calendars import Calendar, MonthDay, Shift
from sanliang.campaigns import Decision, LeadingGroup, Plan
from sanliang.ext.cli._sheets import (
    ChoiceRow,
    Entry,
    LeadingRow,
    LetterRow,
    MoveRow,
    PlaqueRow,
    Sheet,
    SlipRow,
    Town,
)
from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.labels import Phrase, nearest_of
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Span
from sanliang.kernel.wire import converter, decode, read_toml
from sanliang.orgs import Roster, read_roster
from sanliang.pledges import Item

T = TypeVar("T")

REST = "(more)"
"""What the cells of a row are called that stand beyond its header."""

NOT_UTF8 = Phrase("files.encoding", "不是 UTF-8 编码", "is not encoded in UTF-8")
BROKEN = Phrase("files.csv", "不是规范的 CSV", "is no well-formed CSV")
NO_FILE = Phrase("files.missing", "缺少此文件", "is not in the folder")
NO_SUCH = Phrase("files.unknown", "文件中没有该编号；{near}", "is in none of the files; {near}")
NOT_A_NUMBER = Phrase("files.number", "应为整数", "must be a whole number")
OUTSIDE = Phrase("files.outside", "应在周期之内", "must be a day of the cycle")


CAMPAIGN = "xingshisi"
"""The id of the town whose campaign comes with the package."""


def shipped(town: str = CAMPAIGN) -> Traversable:
    """The folder of the campaign that comes with the package, or of the tour of another town."""
    here = files("sanliang.ext.cli")
    return here / town if town == CAMPAIGN else here / "tours" / town


def reader(folder: Traversable) -> Callable[[str], str]:
    """
    How the files of a folder are read, by name.

    Raises:
        NotFound: The folder has no such file.
        InvalidInput: It is not encoded in UTF-8.
    """

    def read(name: str) -> str:
        try:
            return (folder / name).read_text(encoding="utf-8-sig")
        except OSError:
            raise NotFound(NO_FILE.fault(name)) from None
        except UnicodeError:
            raise InvalidInput(NOT_UTF8.fault(name)) from None

    return read


def rows(read: Callable[[str], str], name: str, kind: type[T], *numbers: str) -> tuple[T, ...]:
    """The rows of a CSV file; an empty cell is left out."""
    text = io.StringIO(read(name), newline="")
    try:
        table = [*csv.DictReader(text, restkey=REST, strict=True)]
    except csv.Error:
        raise InvalidInput(BROKEN.fault(name)) from None
    strict = converter()
    return tuple(
        decode(_cells(row, f"{name}:{line}", numbers), kind, path=f"{name}:{line}", using=strict)
        for line, row in enumerate(table, 2)
    )


def _cells(row: Mapping[str, str], where: str, numbers: tuple[str, ...]) -> dict[str, str | int]:
    """What a row says, by column; the columns of numbers as numbers."""
    return {
        column: _number(cell, f"{where}.{column}") if column in numbers else cell
        for column, cell in row.items()
        if cell
    }


def tables(read: Callable[[str], str], before: str = "") -> Roster:
    """
    The roster of the tables whose names begin so: units, members, households; `words.toml`, if there is one,
    has the words of them that are the town's own.

    Raises:
        NotFound: A table is missing.
        InvalidInput: Every fault of the tables.
    """
    try:
        written = read(f"{before}words.toml")
    except NotFound:
        written = ""
    words = decode(read_toml(written, path="words.toml"), dict[str, str], path="words.toml")
    units, members, households = (read(f"{before}{name}.csv") for name in ("units", "members", "households"))
    return read_roster(units=units, members=members, households=households, own_words=words)


def _number(cell: str, path: str) -> int:
    if not cell.isdecimal() or len(cell) > 9:
        raise InvalidInput(NOT_A_NUMBER.fault(path))
    return int(cell)


def found(table: Mapping[str, T], id: str, path: str) -> T:
    """
    What a file means by an id.

    Raises:
        NotFound: No file has it; the text names the nearest.
    """
    if id not in table:
        raise NotFound(NO_SUCH.fault(path, near=nearest_of(id, table)))
    return table[id]


def town_of(read: Callable[[str], str]) -> Town:
    """
    The campaign that the files tell.

    Raises:
        InvalidInput: A file is not as it should be, with its name and line.
        NotFound: A file is missing, or names what no other has.
    """
    sheet = decode(read_toml(read("campaign.toml"), path="campaign.toml"), Sheet, path="campaign.toml")
    menus = decode(
        read_toml(read("menus.toml"), path="menus.toml"), dict[str, tuple[Entry, ...]], path="menus.toml"
    )
    menu = {
        entry.id: entry
        for village in sheet.village
        for entry in found(menus, village.code, f"menus.toml.{village.code}")
    }
    leading = _leading(rows(read, "leading.csv", LeadingRow))
    cycle = Span(sheet.cycle.first, sheet.cycle.last)
    if sheet.pairing.on not in cycle:
        raise InvalidInput(OUTSIDE.fault("campaign.toml.pairing.on"))
    return Town(
        id=sheet.id,
        plan=_plan(sheet),
        published=sheet.dates.published,
        cycle=cycle,
        calendar=Calendar(
            theme=MonthDay(day=sheet.theme.day, shift=Shift(within=sheet.theme.within)), fixed=sheet.fixed
        ),
        period=sheet.notice,
        progress=sheet.texts.progress,
        fulfilled=sheet.texts.fulfilled,
        villages=sheet.village,
        roster=read_roster(
            units=read("units.csv"),
            members=read("members.csv"),
            households=read("households.csv"),
            own_words=sheet.words,
        ),
        leading={one.branch: found(leading, one.branch, "leading.csv") for one in sheet.village},
        decisions={
            (one.branch, one.stage, one.on): Decision(body=one.body.zh, says=one.says.zh, over=())
            for one in sheet.decision
        },
        plaques=rows(read, "plaques.csv", PlaqueRow),
        letters=rows(read, "letters.csv", LetterRow),
        items=_items(rows(read, "choices.csv", ChoiceRow, "quantity"), menu),
        course=rows(read, "course.csv", MoveRow, "quantity"),
        choice=sheet.pairing,
        slips=rows(read, "wishes.csv", SlipRow),
    )


def _plan(sheet: Sheet) -> Plan:
    article, dates = sheet.article, sheet.dates
    return Plan(
        title=sheet.title,
        unit=sheet.unit,
        units=tuple(village.branch for village in sheet.village),
        pilots=tuple(village.branch for village in sheet.village if village.pilot),
        pilot_on=dates.pilot,
        meeting_on=dates.meeting,
        rollout_on=dates.rollout,
        until=sheet.until,
        source=Source(title=article.title, dated=article.dated, seen=article.seen),
    )


def _leading(listed: tuple[LeadingRow, ...]) -> dict[str, LeadingGroup]:
    groups: dict[str, list[LeadingRow]] = {}
    for row in listed:
        groups.setdefault(row.branch, []).append(row)
    return {
        branch: LeadingGroup(
            head=found({row.part: row.member for row in group}, "head", f"leading.csv.{branch}"),
            members=tuple(row.member for row in group if row.part != "head"),
        )
        for branch, group in groups.items()
    }


def _items(listed: tuple[ChoiceRow, ...], menu: Mapping[str, Entry]) -> dict[str, tuple[Item, ...]]:
    items: dict[str, tuple[Item, ...]] = {}
    for line, row in enumerate(listed, 2):
        entry = found(menu, row.menu, f"choices.csv:{line}.menu")
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
        items[row.pledge] = (*items.get(row.pledge, ()), item)
    return items
