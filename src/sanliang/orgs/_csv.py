"""Rosters out of the tables that an office keeps: texts of CSV, with headers in Chinese or in English."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import attrs

from sanliang.kernel.errors import Faults, InvalidInput, nearest
from sanliang.kernel.fields import FrozenMap, clean_text, instance, not_kind
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.privacy import Private
from sanliang.orgs import _words as words
from sanliang.orgs._households import Household
from sanliang.orgs._index import meant
from sanliang.orgs._people import Belonging, Exemption, Member
from sanliang.orgs._references import Table, references
from sanliang.orgs._roster import Roster
from sanliang.orgs._units import NESTING, Nesting, Unit, division_code

NOT_TEXT = Phrase("csv.type", "应为文件内容（文字）", "must be the text of a file, not bytes and not a path")
BROKEN = Phrase(
    "csv.broken",
    "不是规范的 CSV（引号或字段有误），其后未读",
    "is no well-formed CSV (a quote, or a field that is too long); what follows was not read",
)
NO_COLUMN = Phrase("csv.column_missing", "缺少“{column}”列", "lacks the column {column}")
UNKNOWN_COLUMN = Phrase(
    "csv.column", "第 {place} 列的表头不认识{hint}", "has an unknown header in column {place}{hint}"
)
DOUBLED_COLUMN = Phrase(
    "csv.column_doubled", "第 {place} 列与前面的列重复", "has in column {place} what an earlier column has"
)
WIDTH = Phrase(
    "csv.width", "有 {found} 格，表头有 {wanted} 格", "has {found} cells, and the header has {wanted}"
)

UNFOUNDED = Phrase(
    "exemption.incomplete",
    "免除须同时注明原因、决定、决定机构和决定日期",
    "is missing: an exemption has a reason, a decision, who decided it, and the day",
)

Read = Callable[[str, str], Any]
Cells = dict[str, Any]

_NO_WORDS: FrozenMap[str, str] = FrozenMap()
_EXEMPTION = {
    "exempt_reason": "reason",
    "exempt_decision": "decision",
    "exempt_by": "decided_by",
    "exempt_decided": "decided_on",
    "exempt_since": "since",
    "exempt_until": "until",
}


def _private(cell: str, path: str) -> Private[str]:
    return Private(clean_text(cell, path))


def _belongs(cell: str, path: str) -> tuple[Belonging, ...]:
    return words.each(cell, path, words.a_belonging)


def _own(known: Mapping[str, str], own: Mapping[str, str]) -> Read:
    """A reader of one code, by the words that are known and the town's own."""
    both = {**known, **own}
    return lambda cell, path: words.open_word(both, cell, path)


def _all(read: Read) -> Read:
    return lambda cell, path: words.each(cell, path, read)


def _readers(own: Mapping[str, str]) -> dict[Table, dict[str, Read]]:
    """How each column of each file is read; a column without a reader is a text."""
    return {
        "units": {
            "kind": _own(words.KINDS, own),
            "since": words.a_day,
            "until": words.a_day,
            "code": division_code,
            "covers": lambda cell, _: words.parts(cell),
        },
        "members": {
            "status": words.a_status,
            "belongs": _belongs,
            "place": _belongs,
            "posts": _all(partial(words.a_post, {**words.ROLES, **own})),
            "skills": _all(_own({}, own)),
            "tags": _all(_own(words.TAGS, own)),
            "floating": words.yes,
            "out_of_contact": words.yes,
            "admitted": words.a_day,
            "born": _private,
            "phone": _private,
            "id_number": _private,
            "exempt_reason": _own(words.EXCUSES, own),
            "exempt_decided": words.a_day,
            "exempt_since": words.a_day,
            "exempt_until": words.a_day,
        },
        "households": {
            "head": _private,
            "belongs": _belongs,
            "statuses": _all(words.a_standing),
            "needs": _all(_own({}, own)),
        },
    }


def _unit(cells: Cells) -> Unit:
    return Unit(**cells)


def _household(cells: Cells) -> Household:
    return Household(**cells)


def _member(cells: Cells) -> Member:
    """A member of the cells of a row: the columns that a person writes are not quite the fields."""
    cells["belongs"] = (*cells.get("belongs", ()), *cells.pop("place", ()))
    flags = {tag for tag in ("floating", "out_of_contact") if cells.pop(tag, False)}
    cells["tags"] = flags.union(cells.get("tags", ()))
    given = {field: cells.pop(column) for column, field in _EXEMPTION.items() if column in cells}
    if given:
        faults = Faults()
        for column, field in _EXEMPTION.items():
            if field not in given and field not in {"since", "until"}:
                faults.add(UNFOUNDED.fault(column))
        faults.check()
        cells["exemption"] = Exemption(**given)
    return Member(**cells)


@attrs.define
class _File:
    """One file while it is read: rows, the lines they stood on, the ids of those that were refused."""

    table: Table
    make: Callable[[Cells], Any]
    readers: dict[str, Read]
    faults: Faults
    rows: list[Any] = attrs.field(factory=list)
    lines: list[int] = attrs.field(factory=list)
    refused: list[str] = attrs.field(factory=list)

    def path(self, line: int) -> str:
        """The place of a line."""
        return f"{self.table}.csv:{line}"

    def read(self, text: str) -> None:
        """Every row of a text, to the end."""
        if not isinstance(text, str):
            self.faults.add(NOT_TEXT.fault(f"{self.table}.csv"))
            return
        reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
        try:
            header = self.header(next(reader, []))
            for row in reader if header else ():
                self.row(header, row, reader.line_num)
        except csv.Error:
            self.faults.add(BROKEN.fault(self.path(reader.line_num)))

    def header(self, cells: list[str]) -> list[str]:
        """The columns of the file, or nothing where they cannot be told."""
        known, faults = words.columns(self.table), self.faults.count
        headers = [words.plain(cell).lower() for cell in cells]
        taken = {known.get(word) for word in headers}
        free = [word for word, name in known.items() if name not in taken]
        found: list[str] = []
        for place, word in enumerate(headers, 1):
            name = known.get(word, "")
            if not name:
                self.faults.add(
                    UNKNOWN_COLUMN.fault(self.path(1), place=place, hint=meant(nearest(word, free)))
                )
            elif name in found:
                self.faults.add(DOUBLED_COLUMN.fault(self.path(1), place=place))
            found.append(name)
        for column in words.REQUIRED[self.table]:
            if column not in found:
                shown = Text(words.HEADERS[self.table][column][0], column)
                self.faults.add(NO_COLUMN.fault(self.path(1), column=shown))
        return found if self.faults.count == faults else []

    def row(self, header: list[str], row: list[str], line: int) -> None:
        """One row; a row of empty cells is passed over."""
        cells = [words.plain(cell) for cell in row]
        if not any(cells):
            return
        try:
            if len(cells) != len(header):
                raise InvalidInput(WIDTH.fault(found=len(cells), wanted=len(header)))
            self.rows.append(self.make(self.cells(dict(zip(header, cells, strict=True)))))
            self.lines.append(line)
        except InvalidInput as error:
            self.faults.extend(error, under=self.path(line))
            self.refused += [cell for name, cell in zip(header, cells, strict=False) if name == "id"]

    def cells(self, row: dict[str, str]) -> Cells:
        """The values of the cells that are not empty; every fault of the row at once."""
        found: Cells = {}
        faults = Faults()
        for name, cell in row.items():
            try:
                if cell:
                    read: Read = self.readers.get(name, clean_text)
                    found[name] = read(cell, name)
                elif name in words.REQUIRED[self.table]:
                    clean_text(cell, name)
            except InvalidInput as error:
                faults.extend(error)
        faults.check()
        return found


def _codes_of(own_words: Mapping[str, str]) -> dict[str, str]:
    """The town's own words in small letters, with their codes."""
    if not isinstance(own_words, Mapping):
        raise InvalidInput(not_kind("own_words", "Mapping"))
    return {
        clean_text(word, "own_words.(key)").lower(): clean_text(code, f"own_words.{word}")
        for word, code in own_words.items()
    }


def read_roster(
    *,
    units: str,
    members: str = "",
    households: str = "",
    nesting: Nesting = NESTING,
    own_words: Mapping[str, str] = _NO_WORDS,
) -> Roster:
    """
    A roster out of three texts of CSV, with Chinese or English headers.

    Args:
        units: Units of both lines: `id`, `kind`, `name`, and whatever else is known.
        members: Members: `id`, `name`, `status`, and whatever else is known; empty for none.
        households: Households: `id`, and whatever else is known; empty for none.
        nesting: Which kind of unit may stand under which.
        own_words: The town's own words for kinds, posts, tags, skills, needs and reasons, and their codes.

    Raises:
        InvalidInput: Every fault of the three texts at once, each with its line, as `members.csv:18.status`.

    Example:
        >>> roster = read_roster(
        ...     units="编号,类别,名称\\nb-east,党支部,东岭村党支部",
        ...     members="编号,姓名,党员类别,所属组织,特长\\nm-1,李禾,正式,b-east,养蜂",
        ...     own_words={"养蜂": "bees"})
        >>> roster.member("m-1").skills
        ('bees',)
    """
    instance(Nesting)(nesting, "nesting")
    faults, readers = Faults(), _readers(_codes_of(own_words))
    files: dict[Table, _File] = {
        "units": _File("units", _unit, readers["units"], faults),
        "members": _File("members", _member, readers["members"], faults),
        "households": _File("households", _household, readers["households"], faults),
    }
    files["units"].read(units)
    if members != "":
        files["members"].read(members)
    if households != "":
        files["households"].read(households)
    found = references(
        files["units"].rows,
        files["members"].rows,
        files["households"].rows,
        nesting,
        where=lambda table, place: files[table].path(files[table].lines[place]),
        spared=(id for file in files.values() for id in file.refused),
    )
    for fault in found.kept:
        faults.add(fault)
    faults.count += found.count - len(found.kept)
    faults.check()
    rows = {str(table): file.rows for table, file in files.items()}
    return Roster(**rows, nesting=nesting)
