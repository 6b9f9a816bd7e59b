"""The folder of a town, read strictly and to the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from os import PathLike
from os.path import isdir
from pathlib import Path
from typing import Any

import attrs

from sanliang.kernel.errors import Faults, InvalidInput, NotFound, SanliangError
from sanliang.kernel.fields import code, identifier, instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.overlays import KNOWN, UNKNOWN, Change, Op
from sanliang.kernel.sheets import Sheet, a_list, day, looked_up, mistyped, named, source, text, whole, words
from sanliang.kernel.sources import Source
from sanliang.kernel.wire import read_toml
from sanliang.rulebooks import WORDS, Words
from sanliang.townships._books import FolderBooks
from sanliang.townships._folder import content
from sanliang.townships._layer import Guard, Layer, Open, Stated, guards_of
from sanliang.townships._part import Part, Reading
from sanliang.townships._parts import PARTS
from sanliang.townships._read_cases import written_cases
from sanliang.townships._town import ROOT, Township, base, overlaid
from sanliang.townships._where import FILE, LARGEST, lined, settled

MOST = 400
MOST_BOOKS = 20

NOT_PATH = Phrase("township.path", "应为路径", "must be a path")
NO_FOLDER = Phrase("township.folder", "没有该文件夹", "is no folder")
BAD_SCHEMA = Phrase(
    "township.schema", "本版本只认识 schema = 1", "is not known to this version, which reads schema = 1"
)
TOO_LARGE = Phrase("township.size", "文件超过 {most} 字节", "is larger than {most} bytes")
TOO_MANY = Phrase(
    "township.many", "更改和未定事项超过 {most} 条", "has more than {most} changes and open ends"
)
TOO_MANY_BOOKS = Phrase("township.many_books", "评定办法超过 {most} 本", "has more than {most} rulebooks")
NO_OP = Phrase(
    "township.op", "须写 add、replace、drop 中的一个", "must say one of add, replace and drop, and only one"
)
NO_SOURCE = Phrase(
    "township.source",
    "没有写明出处：请写 source，名称须列入 sources",
    "names no source: say source, and list its name under sources",
)
STRANGE_SOURCE = Phrase(
    "township.unknown_source",
    "sources 中没有该出处；{near}",
    "is not listed under sources; {near}",
)
NO_VALUE = Phrase("township.value", "新增或替换须写 value", "adds or replaces, and says no value")
NEEDLESS = Phrase("township.no_value", "此处不写 value", "takes no value here")
OTHER_TOWN = Phrase(
    "township.base",
    "不是在所给的基础之上修改：请以 over= 给出这里写的那一个",
    "is not the id of what it is laid over: give the one that it names as over=",
)
UNREAD = Source(title="-")
"""What stands in the place of a source that is refused itself, so that what it stands for is not."""


@attrs.define
class _Document:
    """
    A township.toml while it is read.

    Attributes:
        listed: What stands under sources, also where it is refused; nothing where that is no table.
    """

    sheet: Sheet
    sources: Mapping[str, Source]
    listed: Mapping[str, Any] | None
    below: Township
    books: FolderBooks
    changes: list[Stated] = attrs.field(factory=list)


def read(
    folder: str | PathLike[str],
    *,
    over: Township | None = None,
    words: Words = WORDS,
    guards: Mapping[str, Mapping[str, Guard]] | None = None,
) -> Layer:
    """
    What the folder of a county or a town says, without laying it over anything yet.

    Args:
        folder: Where `township.toml` and the rulebooks that it lists lie. Nothing else is opened.
        over: What it changes, so that it may name a part of a row or extend a book; the base, if left out.
        words: The words that its rulebooks may use.
        guards: Its own guards, by word and name.

    Raises:
        NotFound: There is no such folder, or no `township.toml` in it.
        InvalidInput: Every fault of its files at once, each with file and line.
    """
    path, below = _path(folder), base() if over is None else instance(Township)(over, "over")
    own = guards_of({} if guards is None else guards, "guards")
    written = content(path, FILE)
    if len(written) > LARGEST:
        raise InvalidInput(TOO_LARGE.fault(FILE, most=LARGEST))
    data = read_toml(written, path=FILE)
    listed = frozenset(_listed(data))
    books = FolderBooks(path, listed, below.rulebooks, instance(Words)(words, "words"))
    return _layer(data, written.decode(), below, books, own)


def load(
    folder: str | PathLike[str],
    *,
    over: Township | None = None,
    words: Words = WORDS,
    guards: Mapping[str, Mapping[str, Guard]] | None = None,
) -> Township:
    """
    The town of a folder.

    A file names guards and words, and never brings them: whoever has code for them gives it here. The folder
    is a stranger's: only the files that the format names are opened, links are refused, and nothing in it is
    imported, called or looked up.

    Args:
        folder: Where `township.toml` lies, with the rulebooks beside it.
        over: What it changes: a county, say; the base, if left out.
        words: The words that its rulebooks may use.
        guards: Its own guards, by word and name.

    Raises:
        NotFound: There is no such folder, or no `township.toml` in it.
        InvalidInput: Every fault at once, each with file, line and path.
    """
    below = base() if over is None else instance(Township)(over, "over")
    layer = read(folder, over=below, words=words, guards=guards)
    try:
        return overlaid(below, layer)
    except InvalidInput as error:
        faults, count = error.faults, error.count
    written = content(_path(folder), FILE).decode()
    raise InvalidInput(*settled(faults, layer, written), count=count)


def _path(folder: object) -> Path:
    if not isinstance(folder, str | PathLike):
        raise InvalidInput(NOT_PATH.fault("folder"))
    path = Path(folder)
    if not isdir(path):  # unlike `Path.is_dir`, it answers whatever a name is
        raise NotFound(NO_FOLDER.fault("folder"))
    return path


def _listed(data: Mapping[str, Any]) -> Iterable[str]:
    """The ids of the books that a document lists; what is wrong with the list is found later."""
    rows = data.get("rulebooks")
    for row in rows if type(rows) is list else ():
        for op in ("add", "replace"):
            if type(row) is dict and type(row.get(op)) is str:
                yield row[op]


def _layer(data: Any, written: str, below: Township, books: FolderBooks, guards: Any) -> Layer:
    sheet = Sheet(data, "")
    try:
        found = _head(sheet, below)
        sources = sheet.read("sources", named(source(None)), {})
        listed = sheet.data.get("sources", {})
        document = _Document(sheet, sources, listed if type(listed) is dict else None, below, books)
        _count(sheet)
        for part in PARTS.values():
            document.changes += sheet.read(part.name, partial(_changes, part=part, document=document), ())
        left = sheet.read("open", partial(_opens, document=document), ())
        cases = sheet.read("case", partial(written_cases, written), ())
        sheet.end()
        sheet.faults.check()
        return Layer(**found, changes=tuple(document.changes), open=tuple(left), guards=guards, cases=cases)
    except InvalidInput as error:
        faults = tuple(looked_up(error.faults))
        count = error.count
    raise lined(faults, written, error_count=count)


def _head(sheet: Sheet, below: Township) -> dict[str, Any]:
    schema = sheet.need("schema", whole(1, 1_000_000))
    if schema not in {None, 1}:
        sheet.faults.add(BAD_SCHEMA.fault("schema"))
    wanted = sheet.read("base", code, ROOT)
    if wanted is not None and wanted != below.id:
        # Seen over another base, every change would be looked at wrongly.
        raise InvalidInput(OTHER_TOWN.fault("base"))
    return {
        "id": sheet.need("id", code),
        "name": sheet.need("name", text),
        "since": sheet.read("since", day),
        "over": (wanted,),
    }


def _count(sheet: Sheet) -> None:
    lists = [found for key in (*PARTS, "open", "case") if type(found := sheet.data.get(key)) is list]
    if sum(map(len, lists)) > MOST:
        raise InvalidInput(TOO_MANY.fault("", most=MOST))
    if len(a_list(sheet.data.get("rulebooks", []), "rulebooks")) > MOST_BOOKS:
        raise InvalidInput(TOO_MANY_BOOKS.fault(f"rulebooks[{MOST_BOOKS}]", most=MOST_BOOKS))


# --- changes -------------------------------------------------------------------------------------------


def _changes(value: Any, path: str, part: Part, document: _Document) -> list[Stated]:
    known = part.entries(document.below.part(part.name))
    there = dict(known)
    faults, found = Faults(), list[Stated]()
    for place, one in enumerate(a_list(value, path)):
        try:
            found.append(_change(Sheet(one, f"{path}[{place}]"), part, known, there, document))
        except InvalidInput as error:
            faults.extend(error)
    faults.check()
    return found


def _change(
    sheet: Sheet, part: Part, known: Mapping[str, Any], there: dict[str, Any], document: _Document
) -> Stated:
    """One change, seen on what is there after those before it; then it is there too."""
    op, key = _op(sheet)
    cited = _source(sheet, document)
    says = sheet.read("says", text)
    value = sheet.read("value", _as_it_is)
    sheet.end()
    if op is None or key is None:
        sheet.faults.throw()
    _fits(sheet, op, key, there, known)
    was = there.get(key) if op is Op.REPLACE else None
    value = _value(sheet, part, op, Reading(key, value, sheet.at("value"), was, document.books))
    if op is Op.DROP:
        there.pop(key, None)
    else:
        there[key] = was if value is None else value
    sheet.faults.check()
    change = Change(op=op, key=key, value=value, source=cited)
    return Stated(part=part.name, change=change, says=says)


def _fits(sheet: Sheet, op: Op, key: str, there: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    """What is added is not there yet, and what is replaced or dropped is."""
    if (key in there) == (op is Op.ADD):
        unknown = mistyped(UNKNOWN, sheet.path, key, known)
        sheet.faults.add(KNOWN.fault(sheet.path) if op is Op.ADD else unknown)


def _as_it_is(value: Any, _path: str) -> Any:
    return value


def _op(sheet: Sheet) -> tuple[Any, Any]:
    said = [op for op in Op if op.value in sheet]
    keys = [sheet.read(op.value, lambda value, path: identifier(words(value, path), path)) for op in said]
    if len(said) != 1:
        sheet.faults.add(NO_OP.fault(sheet.path))
        return None, None
    return said[0], keys[0]


def _source(sheet: Sheet, document: _Document) -> Any:
    name = sheet.read("source", words)
    if "source" not in sheet:
        sheet.faults.add(NO_SOURCE.fault(sheet.path))
    elif name is not None and document.listed is not None and name not in document.listed:
        sheet.faults.add(mistyped(STRANGE_SOURCE, sheet.at("source"), name, document.listed))
    return None if name is None else document.sources.get(name, UNREAD)


def _value(sheet: Sheet, part: Part, op: Op, reading: Reading) -> Any:
    """What is put there; nothing where something is dropped, or where it is a file of its own."""
    if op is Op.DROP or part.bare:
        if "value" in sheet:
            sheet.faults.add(NEEDLESS.fault(sheet.at("value")))
        if op is Op.DROP:
            return None
        return _file(sheet, part, sheet.at(op.value), reading)
    if "value" not in sheet:
        sheet.faults.add(NO_VALUE.fault(sheet.path))
        return None
    return sheet.attempt(lambda: part.read(reading))


def _file(sheet: Sheet, part: Part, where: str, reading: Reading) -> Any:
    """What the file of this name holds; that it is not there is a fault like any other."""
    try:
        return part.read(reading._replace(key=code(reading.key, where), path=where))
    except SanliangError as error:
        sheet.faults.extend(error)
        return None


def _opens(value: Any, path: str, document: _Document) -> list[Open]:
    faults, found = Faults(), list[Open]()
    for place, one in enumerate(a_list(value, path)):
        sheet = Sheet(one, f"{path}[{place}]")
        part = sheet.need("part", code)
        key = sheet.need("key", lambda value, path: identifier(words(value, path), path))
        says = sheet.need("says", text)
        cited = _source(sheet, document)
        sheet.end()
        if sheet.faults:
            faults.extend(InvalidInput(*sheet.faults.kept, count=sheet.faults.count))
        else:
            found.append(Open(part=part, key=key, says=says, source=cited))
    faults.check()
    return found
