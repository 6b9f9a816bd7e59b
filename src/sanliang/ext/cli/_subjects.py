"""Whom to rate: a file of subjects with their facts or their records, as JSON or as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from os.path import isdir, isfile
from pathlib import Path
from typing import Any

import attrs

from sanliang.kernel.errors import SHOWN, Faults, InvalidInput, NotFound
from sanliang.kernel.fields import (
    DOUBLED,
    NOT_LIST,
    clean_text,
    code,
    exact,
    identifier,
    names,
    optional,
)
from sanliang.kernel.labels import Phrase, Text, nearest_of
from sanliang.kernel.wire import converter, decode, read_json
from sanliang.kernel.wire._in import MISSING, UNKNOWN, shown_key
from sanliang.orgs._words import a_day
from sanliang.ratings import Override, Subject
from sanliang.ratings._facts import UNKNOWN_FACT
from sanliang.ratings._given import NO_TABLE, at, table
from sanliang.ratings._groups import kinds_of_groups
from sanliang.ratings._rate import UNKNOWN_ITEM, UNKNOWN_TIER
from sanliang.records import Record, kind_code
from sanliang.rulebooks import Fact, Rulebook, tier_names
from sanliang.townships._where import FILE

LARGEST = 256 * 1024 * 1024
"""The largest file of subjects that is read, in bytes."""

NO_FILE = Phrase("subjects.file", "没有该文件，或无法读取", "is not there, or cannot be read")
A_FOLDER = Phrase("files.folder", "是文件夹，此处应为文件", "is a folder, and has to be a file")
A_TOWN = Phrase(
    "files.town",
    "是镇的文件夹；请用：sanliang township check {folder}",
    "is the folder of a town: use sanliang township check {folder}",
)
NO_LIST = Phrase(
    "subjects.list",
    '应为表，其中 "subjects" 是评定对象的列表',
    'must be a table with the list of those who are rated under "subjects"',
)
NOT_THEIRS = Phrase("record.subject", "不是该对象的记录", "is the record of another subject")

Read = Callable[[Any, str], Any]


@attrs.frozen(kw_only=True)
class Known:
    """What a file of subjects may speak of: everything that one of the books has."""

    facts: Mapping[str, Fact]
    items: frozenset[str]
    tiers: tuple[str, ...]
    groups: frozenset[str]


def known_to(*books: Rulebook) -> Known:
    """What these books have, together."""
    return Known(
        facts={fact.id: fact for book in books for fact in book.facts},
        items=frozenset(item.id for book in books for item in book.items),
        tiers=tuple(dict.fromkeys(tier for book in books for tier in tier_names(book))),
        groups=frozenset(group for book in books for group in kinds_of_groups(book)),
    )


def content(path: Path, most: int = LARGEST) -> bytes:
    """
    What a file holds, and a byte more than is read of a file that is too large.

    Raises:
        NotFound: It is not there, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except (OSError, ValueError):
        raise NotFound(NO_FILE.fault(path.name)) from None


def unread(path: Path) -> NotFound:
    """The error for what is no file that can be read: of a folder it says so, and what looks at a town's."""
    if not isdir(path):
        return NotFound(NO_FILE.fault(path.name))
    if isfile(path / FILE):
        return NotFound(A_TOWN.fault(path.name, folder=path))
    return NotFound(A_FOLDER.fault(path.name))


def is_json(path: Path, raw: bytes) -> bool:
    """Whether a file is JSON, by its name; where that does not tell, by its first character."""
    kind = path.suffix.lower()
    return kind == ".json" or (kind != ".csv" and raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["})


def from_json(text: bytes, known: Known, *, name: str) -> tuple[Subject, ...]:
    """
    The subjects of a JSON document.

    Raises:
        InvalidInput: Every fault of the document, each with its path.
    """
    data = read_json(text, path=name, most=LARGEST)
    if type(data) is not dict or type(data.get("subjects")) is not list:
        raise InvalidInput(NO_LIST.fault(name))
    faults, reader = Faults(), Reader(known)
    for key in data:
        if key != "subjects":
            faults.add(UNKNOWN.fault(f"{name}.{shown_key(key)}", near=nearest_of(None, ["subjects"])))
    found = list[tuple[str, Subject]]()
    for place, value in enumerate(data["subjects"]):
        where = f"{name}.subjects[{place}]"
        try:
            found.append((where, reader.subject(value)))
        except InvalidInput as error:
            faults.extend(error, under=where)
    return once_each(found, faults)


def once_each(found: Iterable[tuple[str, Subject]], faults: Faults) -> tuple[Subject, ...]:
    """
    The subjects as the file has them, if nothing is wrong with any and each stands there once.

    Args:
        found: Each with its place.
        faults: What was found already.
    """
    seen, subjects = set[str](), list[Subject]()
    for where, subject in found:
        if subject.id in seen:
            faults.add(DOUBLED.fault(f"{where}.id"))
        seen.add(subject.id)
        subjects.append(subject)
    faults.check()
    return tuple(subjects)


class Reader:
    """How plain data becomes subjects; every fault of one is told at once, and never what somebody wrote."""

    def __init__(self, known: Known) -> None:
        self.known, self.hints = known, SHOWN
        self.tiers = frozenset(known.tiers)
        strict = converter()
        self.of_subject: dict[str, Read] = {
            "id": identifier,
            "group": self.group,
            "facts": self.facts,
            "records": a_list,
            "past": self.past,
            "credited": self.credited,
            "override": self.override,
        }
        self.of_record: dict[str, Read] = {
            "id": identifier,
            "subject": identifier,
            "kind": kind_code,
            "on": a_day_of,
            "activity": optional(identifier),
            "evidence": names,
            "recorder": identifier,
            "recorded": lambda value, path: decode(value, datetime, path=path, using=strict),
            "fields": table,
        }
        self.of_override: dict[str, Read] = {
            "tier": self.tier,
            "by": identifier,
            "on": a_day_of,
            "why": clean_text,
        }

    def subject(self, value: Any) -> Subject:
        """One subject."""
        given = self.parts(value, self.of_subject, needed=("id",))
        if "records" in given:
            given["records"] = self.records(given["records"], given["id"])
        return Subject(**given)

    def group(self, value: Any, path: str) -> str | dict[str, str]:
        """The name of the peer group, or one for each kind of group."""
        if type(value) is not dict:
            return identifier(value, path)
        return {code(kind, at(path, kind)): identifier(one, at(path, kind)) for kind, one in value.items()}

    def facts(self, value: Any, path: str) -> dict[str, Any]:
        """Facts by name, as data has them: their days are texts."""
        faults, found = Faults(), dict[str, Any]()
        for name, one in table(value, path).items():
            if name not in self.known.facts:
                faults.add(UNKNOWN_FACT.fault(at(path, name), near=self.near(name, self.known.facts)))
            else:
                found[name] = _with_days(one)
        faults.check()
        return found

    def near(self, name: str, known: Iterable[str]) -> Text:
        """What a name most likely means: looked up for as many names as are shown, and no more."""
        self.hints -= 1
        return nearest_of(name, known) if self.hints >= 0 else Text("")

    def records(self, values: Iterable[Any], subject: str) -> tuple[Record, ...]:
        """The records of a subject."""
        faults, found = Faults(), list[Record]()
        for place, value in enumerate(values):
            try:
                found.append(self.record(value, subject, place))
            except InvalidInput as error:
                faults.extend(error, under=f"records[{place}]")
        faults.check()
        return tuple(found)

    def record(self, value: Any, subject: str, place: int) -> Record:
        """One record; what it does not say of its writing down is left at that."""
        given = self.parts(value, self.of_record, needed=("kind", "on"), rest="fields")
        if given.setdefault("subject", subject) != subject:
            raise InvalidInput(NOT_THEIRS.fault("subject"))
        given.setdefault("id", f"{place:06d}")
        given.setdefault("recorder", subject)
        given.setdefault("recorded", datetime.combine(given["on"], time.max, tzinfo=UTC))
        return Record(**given)

    def past(self, value: Any, path: str) -> tuple[str | None, ...]:
        """The tiers before, the oldest first; nothing for a cycle without a rating."""
        return tuple(
            None if one is None else self.tier(one, f"{path}[{place}]")
            for place, one in enumerate(a_list(value, path))
        )

    def tier(self, value: Any, path: str) -> str:
        """A tier of the book; one whose name is a number may be written as one."""
        tier = str(value) if type(value) is int else value
        if not isinstance(tier, str) or tier not in self.tiers:
            raise InvalidInput(UNKNOWN_TIER.fault(path, known=self.known.tiers))
        return tier

    def credited(self, value: Any, path: str) -> dict[str, Any]:
        """By item, what past ratings credited."""
        faults = Faults()
        for name in table(value, path):
            if name not in self.known.items:
                faults.add(UNKNOWN_ITEM.fault(at(path, name)))
        faults.check()
        return {name: exact(points, f"{path}.{name}") for name, points in value.items()}

    def override(self, value: Any, path: str) -> Override:
        """A committee's decision."""
        try:
            return Override(**self.parts(value, self.of_override, needed=("tier", "by", "on", "why")))
        except InvalidInput as error:
            faults = Faults()
            faults.extend(error, under=path)
            faults.throw()

    def parts(
        self, value: Any, readers: Mapping[str, Read], *, needed: tuple[str, ...], rest: str = ""
    ) -> dict[str, Any]:
        """
        The parts of a table, each read; every fault at once.

        Args:
            value: The table. A part that is `null` is left out.
            readers: By key, how it is read.
            needed: The keys that may not be missing.
            rest: The part to which all other keys belong; without it there may be none.
        """
        if type(value) is not dict:
            raise InvalidInput(NO_TABLE.fault())
        faults, found, more = Faults(), dict[str, Any](), dict[str, Any]()
        for key, one in value.items():
            read = readers.get(key)
            try:
                if read is None and not rest:
                    faults.add(UNKNOWN.fault(shown_key(key), near=self.near(key, readers)))
                elif read is None:
                    more[key] = one
                elif one is not None:
                    found[key] = read(one, key)
            except InvalidInput as error:
                faults.extend(error)
        for key in needed:
            if value.get(key) is None:
                faults.add(MISSING.fault(key))
        faults.check()
        if rest:
            found[rest] = more | found.get(rest, {})
        return found


def a_list(value: Any, path: str) -> list[Any]:
    """A list of anything."""
    if type(value) is not list:
        raise InvalidInput(NOT_LIST.fault(path))
    return value


def a_day_of(value: Any, path: str) -> date:
    """A day that is written as a text."""
    return a_day(value if isinstance(value, str) else "", path)


def _with_days(value: Any) -> Any:
    """A fact with the days of its rows and decisions as days; what is none is left for the rating to tell."""
    match value:
        case list():
            return [_with_days(one) for one in value]
        case {"on": str(on)}:
            try:
                return value | {"on": a_day(on, "on")}
            except InvalidInput:
                return value
        case _:
            return value
