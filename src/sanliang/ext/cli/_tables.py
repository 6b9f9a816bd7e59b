"""Subjects out of a table that an office keeps: a row for each of them, or for each of their records."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import attrs

from sanliang.ext.cli._subjects import LARGEST, Known, Reader, once_each
from sanliang.kernel.errors import SHOWN, Faults, InvalidInput, nearest
from sanliang.kernel.fields import code, identifier
from sanliang.kernel.labels import Phrase, Text
from sanliang.orgs._csv import BROKEN, DOUBLED_COLUMN, NO_COLUMN, UNKNOWN_COLUMN, WIDTH
from sanliang.orgs._index import meant
from sanliang.orgs._words import parts, plain
from sanliang.ratings import Subject
from sanliang.records import Record
from sanliang.rulebooks import Fact, FactType, FromBallots, FromRaters

TOO_LARGE = Phrase("subjects.size", "文件超过 {most} 字节", "the file is larger than {most} bytes")
NOT_UTF8 = Phrase(
    "subjects.encoding",
    "不是 UTF-8 编码；请另存为“CSV UTF-8”",
    "is not encoded in UTF-8; save it as CSV UTF-8",
)
DIFFERS = Phrase(
    "subjects.differs",
    "与该对象前面的行不一致",
    "says something else than an earlier row of the same subject",
)

FACTS = Phrase(
    "subjects.facts", "；本办法的事实有：{facts}{hint}", "; the facts of the book are: {facts}{hint}"
)

Where = tuple[str, ...]
Cells = dict[Where, Any]

WHO = ("subject", "对象", "对象编号", "党员编号", "户编号", "户号", "组织编号")
ID = ("id", "编号", "记录编号")
KIND = ("kind", "类型", "记录类型")
NAME = ("姓名", "名称", "户主", "户主姓名")
"""Columns that an office's tables have beside the id; they are passed over, and never printed."""
GROUP = ("group", "分组", "组别")
KINDS = {
    "branch": ("支部", "党支部", "所在支部", "所在党支部", "所属党支部"),
    "village": ("村", "所在村"),
}
"""Groups as the tables of an office head them; passed over where the book does not count by them."""
PAST = ("past", "往期等次", "历次等次")
OF_RECORD = {
    "kind": KIND,
    "on": ("on", "日期", "发生日期"),
    "activity": ("activity", "活动", "活动编号"),
    "evidence": ("evidence", "佐证", "佐证编号"),
    "recorder": ("recorder", "记录人"),
    "recorded": ("recorded", "记录时间"),
}
DECISION = ("mark", "reason", "by", "on")
NONE_YET = ("-", "—")
YES = {"是": True, "yes": True, "true": True, "否": False, "no": False, "false": False}


@attrs.frozen
class Column:
    """
    Where the cells of a column belong, and how they are read.

    Attributes:
        where: The keys that lead there, such as `facts`, `appraisal`, `members`; none, if it is passed over.
    """

    where: Where
    read: Callable[[str], Any] = str


PASSED_OVER = Column(())


def from_csv(raw: bytes, known: Known, *, name: str) -> tuple[Subject, ...]:
    """
    The subjects of a table.

    Raises:
        InvalidInput: Every fault of the table, each with its line, as `people.csv:18.id`.
    """
    if len(raw) > LARGEST:
        raise InvalidInput(TOO_LARGE.fault(name, most=LARGEST))
    rows = csv.reader(io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8-sig", newline=""), strict=True)
    faults, reader = Faults(), Reader(known)
    found = list[tuple[str, Subject]]()
    try:
        words = [plain(cell).lower() for cell in next(rows, [])]
        columns = _header(words, known, faults, f"{name}:1")
        faults.check()
        gather = _of_records if _has_records(words) else _of_subjects
        for one in gather(_lines(rows, columns, faults, name), reader, faults):
            found.append(one)
    except csv.Error:
        faults.add(BROKEN.fault(f"{name}:{rows.line_num}"))
    except UnicodeError:
        raise InvalidInput(NOT_UTF8.fault(name)) from None
    return once_each(found, faults)


# --- the header ----------------------------------------------------------------------------------------


def _has_records(words: list[str]) -> bool:
    """Whether there is a row for each record, since the header has a kind of record."""
    return not set(KIND).isdisjoint(words)


def _header(words: list[str], known: Known, faults: Faults, path: str) -> list[Column]:
    """What each column holds."""
    # With the first unknown header, and no other, come all the facts that a column may be for.
    columns = _of_record_rows(words, known) if _has_records(words) else _of_subject_rows(known)
    found, wheres, begun = list[Column](), set[Where](), set[Where]()
    for place, word in enumerate(words, 1):
        column = columns.get(word)
        if column is None:
            hint = meant(nearest(word[:40], columns) if faults.count < SHOWN else "")
            if not faults and known.facts:
                hint = FACTS.fill(hint=hint, facts=tuple(known.facts))
            faults.add(UNKNOWN_COLUMN.fault(path, place=place, hint=hint))
        elif not column.where:
            found.append(column)
        elif column.where in begun or not wheres.isdisjoint(_beginnings(column.where)):
            faults.add(DOUBLED_COLUMN.fault(path, place=place))
        else:
            found.append(column)
            wheres.add(column.where)
            begun.update(_beginnings(column.where))
    needed = {("id",): Text("编号", "id"), ("record", "on"): Text("日期", "on")}
    for where, shown in needed.items():
        if where not in wheres and (where == ("id",) or _has_records(words)):
            faults.add(NO_COLUMN.fault(path, column=shown))
    return found


def _beginnings(where: Where) -> Iterator[Where]:
    """A place and all that it is a part of: a column for one of those says the whole of it, or the same."""
    return (where[:length] for length in range(1, len(where) + 1))


def _of_subject_rows(known: Known) -> dict[str, Column]:
    """By word of the header, the columns of a table with a row for each subject."""
    facts = dict(chain.from_iterable(map(_of_fact, known.facts.values())))
    groups = {kind: Column(("group", kind)) for kind in known.groups}
    named = {f"facts.{word}": column for word, column in facts.items()}
    return groups | facts | named | _own(known) | {word: Column(("id",)) for word in (*WHO, *ID)}


def _of_record_rows(words: list[str], known: Known) -> dict[str, Column]:
    """
    By word of the header, the columns of a table with a row for each record.

    Whatever is not known is a field of the record. What is a fact of the subject says so: `facts.class`.
    """
    facts = chain.from_iterable(map(_of_fact, known.facts.values()))
    named = {f"facts.{word}": column for word, column in facts}
    read = {"evidence": parts}
    record = {
        word: Column(("record", name), read.get(name, str))
        for name, more in OF_RECORD.items()
        for word in more
    }
    # Without a column for the subject, `id` is who did it.
    id = Column(("id",) if set(WHO).isdisjoint(words) else ("record", "id"))
    ids = {word: Column(("id",)) for word in WHO} | dict.fromkeys(ID, id)
    return (
        {word: Column(("record", word), _field) for word in words if _is_code(word)}
        | named
        | record
        | _own(known)
        | ids
    )


def _own(known: Known) -> dict[str, Column]:
    """What every table may say of a subject."""
    return {
        **dict.fromkeys(NAME, PASSED_OVER),
        **{
            word: Column(("group", kind)) if kind in known.groups else PASSED_OVER
            for kind, words in KINDS.items()
            for word in words
        },
        **{word: Column(("group",)) for word in GROUP},
        **{word: Column(("past",), _past) for word in PAST},
        **{f"group.{kind}": Column(("group", kind)) for kind in known.groups},
        **{f"credited.{item}": Column(("credited", item)) for item in known.items},
    }


def _of_fact(fact: Fact) -> Iterator[tuple[str, Column]]:
    """The columns of a fact: one for it, and one for each rater, grade, or part of a decision."""
    whole = ("facts", fact.id)
    yield fact.id, Column(whole, _yes if fact.type == FactType.YES else str)
    match fact.origin:
        case FromRaters(weights=sources) | FromBallots(worth=sources):
            for source in sources:
                yield f"{fact.id}.{source}".lower(), Column((*whole, source), _marks)
        case None if fact.type == FactType.NUMBER:
            for part in DECISION:
                yield f"{fact.id}.{part}", Column((*whole, part))


def _is_code(word: str) -> bool:
    try:
        return bool(code(word))
    except InvalidInput:
        return False


# --- the cells -----------------------------------------------------------------------------------------


def _yes(cell: str) -> bool | str:
    """Yes or no; what is neither is left for the rating to tell."""
    return YES.get(cell.lower(), cell)


_field = _yes


def _marks(cell: str) -> str | list[str]:
    """One mark, or several of one source."""
    several = parts(cell)
    return several if len(several) > 1 else cell


def _past(cell: str) -> list[str | None]:
    """The tiers before, the oldest first."""
    return [None if one in NONE_YET else one for one in parts(cell)]


# --- the rows ------------------------------------------------------------------------------------------


def _lines(rows: Any, columns: list[Column], faults: Faults, name: str) -> Iterator[tuple[str, Cells]]:
    """What each row says, with its place; a row of empty cells is passed over."""
    for row in rows:
        cells = [plain(cell) for cell in row]
        if len(cells) != len(columns) and any(cells):
            faults.add(WIDTH.fault(f"{name}:{rows.line_num}", found=len(cells), wanted=len(columns)))
        elif any(cells):
            said = zip(columns, cells, strict=True)
            yield (
                f"{name}:{rows.line_num}",
                {column.where: column.read(cell) for column, cell in said if cell and column.where},
            )


def _of_subjects(
    lines: Iterator[tuple[str, Cells]], reader: Reader, faults: Faults
) -> Iterator[tuple[str, Subject]]:
    for where, cells in lines:
        try:
            yield where, reader.subject(_nested(cells))
        except InvalidInput as error:
            faults.extend(error, under=where)


@attrs.define
class _Person:
    """Somebody whose records stand in several rows."""

    where: str
    cells: Cells = attrs.field(factory=dict)
    records: list[Record] = attrs.field(factory=list)


def _of_records(
    lines: Iterator[tuple[str, Cells]], reader: Reader, faults: Faults
) -> Iterator[tuple[str, Subject]]:
    people = dict[str, _Person]()
    for where, cells in lines:
        try:
            id = identifier(cells.get(("id",), ""), "id")
            _add(people.setdefault(id, _Person(where)), id, cells, reader)
        except InvalidInput as error:
            faults.extend(error, under=where)
    for person in people.values():
        try:
            subject = reader.subject(_nested(person.cells))
            yield person.where, attrs.evolve(subject, records=tuple(person.records))
        except InvalidInput as error:
            faults.extend(error, under=person.where)


def _add(person: _Person, id: str, cells: Cells, reader: Reader) -> None:
    """Take a row over; one without a record only names the subject."""
    faults, record = Faults(), {}
    for where, value in cells.items():
        if where[0] == "record":
            record[where[1]] = value
        elif person.cells.setdefault(where, value) != value:
            faults.add(DIFFERS.fault(".".join(where)))
    try:
        if record:
            person.records.append(reader.record(record, id, len(person.records)))
    except InvalidInput as error:
        faults.extend(error)
    faults.check()


def _nested(cells: Cells) -> dict[str, Any]:
    """The cells of a row as the data of a subject."""
    found = dict[str, Any]()
    for (*above, last), value in cells.items():
        here = found
        for name in above:
            here = here.setdefault(name, {})
        here[last] = value
    return found
