"""What is in a file: a document, a log, a rulebook; which version, and what is wrong with it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import IO

import attrs

from sanliang import serial
from sanliang.ext.cli._courses import off_course
from sanliang.ext.cli._places import Lines, lines_of, nearest_line
from sanliang.ext.cli._shelf import Shelf
from sanliang.ext.cli._subjects import content, unread
from sanliang.kernel.errors import Fault, Faults, InvalidInput
from sanliang.kernel.events._entry import START
from sanliang.kernel.fields import DOUBLED
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.wire import LARGEST, read_json, read_toml
from sanliang.kernel.wire._json import BAD_JSON
from sanliang.rulebooks import Finding, Severity
from sanliang.serial import BASE, Registry
from sanliang.serial._links import LINE
from sanliang.serial._tags import parsed
from sanliang.townships import Township

NO_LINE = Phrase("log.no_line", "日志是空的，没有任何一条", "has no line: the log is empty")
NO_END = Phrase(
    "log.no_line_end",
    "最后一行完好，但缺行末换行；追加前请先补上",
    "is whole and lacks its line end: write that before the next line",
)

LOOKED_AT = 1000
"""So many lines may be empty before what a file holds has to begin."""

_PLACE = re.compile(r"lines\[(\d+)\]")
_WHOLE = {"json.size", "json.encoding", "wire.depth"}
"""What is wrong with a text as a whole."""
_SPACE = b"\xef\xbb\xbf \t\r\n"


class What(Labelled):
    """What a file holds."""

    DOCUMENT = "document", "文档", "document"
    LOG = "log", "日志", "log"
    RULEBOOK = "rulebook", "规则", "rulebook"


class Version(Labelled):
    """How the version of a kind stands to the one that we write."""

    CURRENT = "current", "当前版本", "the version of today"
    OLDER = "older", "较旧版本", "an older version"
    NEWER = "newer", "较新版本", "a newer version"
    UNKNOWN = "unknown", "未知类型", "not known"


@attrs.frozen(kw_only=True)
class Kind:
    """
    A kind that stands in a file.

    Attributes:
        tag: As it is written there.
        through: The tags that its data goes through until it is that of today; none where we do not read it.
        count: How many there are.
    """

    tag: str
    version: Version
    through: tuple[str, ...] = ()
    count: int = 1


@attrs.frozen(kw_only=True)
class Wrong:
    """A fault, and its line in the file where that is known."""

    fault: Fault
    line: int | None


@attrs.frozen(kw_only=True)
class Looked:
    """
    What was found in a file.

    Attributes:
        kinds: The kinds in it: of a document its own, of a log those of its events.
        wrong: The first hundred faults; *count* is how many there are.
        notes: Of a log, what is no fault, and should be known all the same.
        findings: Of a rulebook, what the linter says instead.
        stream, entries, digest: Of a log, whose it is, and its head as far as it is whole.
    """

    what: What
    kinds: tuple[Kind, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    count: int = 0
    notes: tuple[Wrong, ...] = ()
    findings: tuple[Finding, ...] = ()
    schema: int | None = None
    stream: str | None = None
    entries: int = 0
    digest: str = START

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.count


def look(path: Path, *, most: int, town: Township | None = None, registry: Registry = BASE) -> Looked:
    """
    What is in a file, and what is wrong with it.

    Args:
        path: The file.
        most: How many bytes a document, or a line of a log, may have.
        town: Whose rulebooks another may extend, and whose moves those of a log have to be.
        registry: Which kinds there are.

    Raises:
        NotFound: It is not there, or cannot be read; or a rulebook that this one extends is not.
    """
    what = what_is(path, most)
    if what is What.RULEBOOK:
        return _rulebook(path, town)
    if what is What.LOG:
        return _log(path, most, registry, town)
    return _document(content(path, most), most, registry)


def what_is(path: Path, most: int) -> What:
    """
    What a file holds, by its name; where that does not tell, by its first line.

    Raises:
        NotFound: It is not there, or cannot be read.
    """
    written = (line for line in islice(lines(path, most), LOOKED_AT) if line.strip(_SPACE))
    first = next(written, b"")
    by_name = {".toml": What.RULEBOOK, ".jsonl": What.LOG}.get(path.suffix.lower())
    if by_name is not None:
        return by_name
    if f'"{LINE.partition("/")[0]}/'.encode() in first:
        return What.LOG
    is_json = path.suffix.lower() == ".json" or first.lstrip(_SPACE)[:1] in {b"{", b""}
    return What.DOCUMENT if is_json else What.RULEBOOK


def kind_of(tag: str, registry: Registry, count: int = 1) -> Kind:
    """What is known of a tag."""
    try:
        through = registry.versions(tag)
    except InvalidInput as error:
        version = Version.NEWER if error.code == "document.newer" else Version.UNKNOWN
        return Kind(tag=tag, version=version, count=count)
    version = Version.CURRENT if len(through) == 1 else Version.OLDER
    return Kind(tag=tag, version=version, through=through, count=count)


# --- documents -----------------------------------------------------------------------------------------


def _document(raw: bytes, most: int, registry: Registry) -> Looked:
    kinds = tuple[Kind, ...]()
    try:
        data = read_json(raw, most=most)
        tag = data.get("kind") if type(data) is dict else None
        # What is no tag is not shown: a stranger may have written anything there.
        kinds = (kind_of(tag, registry),) if type(tag) is str and parsed(tag) else ()
        serial.from_dict(data, registry=registry)
    except InvalidInput as error:
        # The paths of what was upgraded are those of the newest shape.
        places = {} if any(one.version is Version.OLDER for one in kinds) else _places(raw, error)
        wrong = tuple(_placed(fault, places) for fault in error.faults)
        return Looked(what=What.DOCUMENT, kinds=kinds, wrong=wrong, count=error.count)
    return Looked(what=What.DOCUMENT, kinds=kinds)


def _places(raw: bytes, error: InvalidInput) -> dict[str, Lines]:
    """The lines of the faults; none where the whole was not read."""
    if error.code == BAD_JSON.code:
        return dict.fromkeys([""], _broken(raw))
    if error.code in _WHOLE:
        return {}
    return lines_of(raw.decode("utf-8-sig"), (fault.path for fault in error.faults))


def _broken(raw: bytes) -> Lines:
    """The line on which a text ceases to be JSON."""
    line = 1
    try:
        json.loads(raw.decode("utf-8-sig"), parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        line = error.lineno
    return Lines(line, line)


def _placed(fault: Fault, places: dict[str, Lines]) -> Wrong:
    return Wrong(fault=fault, line=nearest_line(fault.path, places, last=fault.code == DOUBLED.code))


# --- logs ----------------------------------------------------------------------------------------------


@attrs.define
class Followed:
    """The lines of a log's file, one after the other, and what there is to note once they are read."""

    path: Path
    most: int
    count: int = 0
    last: bytes = b""

    def __iter__(self) -> Iterator[bytes]:
        for line in lines(self.path, self.most):
            self.count, self.last = self.count + 1, line
            yield line

    def notes(self) -> tuple[Wrong, ...]:
        """That nothing is there, or that the last line lacks its end: neither is a fault."""
        if not self.count:
            return (Wrong(fault=NO_LINE.fault(), line=None),)
        if self.last.endswith(b"\n"):
            return ()
        return (Wrong(fault=NO_END.fault(f"lines[{self.count - 1}]"), line=self.count),)


def _log(path: Path, most: int, registry: Registry, town: Township | None) -> Looked:
    tags, last, faults, read = Counter[str](), None, Faults(), Followed(path, most)
    try:
        for last in serial.read_entries(read, most=most, registry=registry):
            tags[json.loads(last.data)["event"]["kind"]] += 1
            off = None if town is None else off_course(last.event, town, f"lines[{last.version - 1}]")
            if off is not None:
                faults.add(off)
    except InvalidInput as error:
        faults.extend(error)
    found = InvalidInput(*faults.kept, count=faults.count)
    return Looked(
        what=What.LOG,
        kinds=tuple(kind_of(tag, registry, count) for tag, count in sorted(tags.items())),
        wrong=by_line(found),
        count=found.count,
        notes=() if found.count else read.notes(),
        stream=None if last is None else last.stream,
        entries=0 if last is None else last.version,
        digest=START if last is None else last.digest,
    )


def by_line(error: InvalidInput) -> tuple[Wrong, ...]:
    """The faults of a log, each with its line."""
    return tuple(Wrong(fault=fault, line=_line(fault.path)) for fault in error.faults)


def _line(path: str) -> int | None:
    place = _PLACE.match(path)
    return int(place[1]) + 1 if place else None


def lines(path: Path, most: int) -> Iterator[bytes]:
    """
    The lines of a file, one after the other; of a line that is too long a byte more than it may have.

    Raises:
        NotFound: The file is not there, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            yield from _read(file, most)
    except (OSError, ValueError):
        raise unread(path) from None


def _read(file: IO[bytes], most: int) -> Iterator[bytes]:
    while line := file.readline(most + 1):
        yield line


# --- rulebooks -----------------------------------------------------------------------------------------


def _rulebook(path: Path, town: Township | None) -> Looked:
    findings, schema = Shelf(town).lint(path), None
    with suppress(InvalidInput):
        schema = read_toml(content(path, LARGEST)).get("schema")
    errors = sum(one.severity is Severity.ERROR for one in findings)
    return Looked(
        what=What.RULEBOOK,
        findings=findings,
        schema=schema if type(schema) is int else None,
        count=errors,
    )
