"""The verbs of townships: which there are, what one changes, what is wrong with it."""

from __future__ import annotations

import re
from os.path import isdir, isfile
from pathlib import Path
from typing import Any

import attrs
from cyclopts import App

from sanliang import townships as towns
from sanliang.ext.cli._output import Lang, document, table, told
from sanliang.ext.cli._ratings import both
from sanliang.kernel.errors import Fault, NotFound
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.sources import Source
from sanliang.kernel.verdicts import Reason
from sanliang.townships import Description, Found, Township
from sanliang.townships._folder import content
from sanliang.townships._where import FILE, lines_of_book, settled, written_at

ALL_WELL = Text("{name}：没有发现问题", "{name}: nothing is wrong")
NO_FOLDER = Phrase(
    "town.folder",
    "没有该文件夹；镇可写其文件夹，或 sanliang townships 所列的编号",
    "is no folder; a town is named by its folder, or by an id that `sanliang townships` lists",
)
A_FILE = Phrase(
    "town.file",
    "是文件；请写它所在的文件夹，其中须有 township.toml",
    "is a file: name the folder in which it lies, with `township.toml` in it",
)
DOUBTFUL, WRONG = Text("提醒", "warning"), Text("错误", "error")

township = App(name="township", help="What a town changes, and what is wrong with it.")


def townships(*, only: list[str] | None = None, lang: Lang = "zh", json: bool = False) -> int:
    """
    List the towns that installed packages bring, and those that fail to.

    Parameters
    ----------
    only
        The ids that may be loaded; all, if left out.
    lang
        The language of the names.
    json
        Print one JSON document instead.
    """
    found = towns.discover(only=only)
    if json:
        document({"townships": [_found(one) for one in found]})
    elif found:
        table([_line(one, lang) for one in found])
    return int(any(one.town is None for one in found))


@township.command
@told
def describe(which: str, /, *, against: str | None = None, lang: Lang = "zh", json: bool = False) -> int:
    """
    Tell what a town changes against the base, each change with its source.

    Parameters
    ----------
    which
        The id of a town, or the folder of one.
    against
        What it is compared with instead of the base: another town, or its own revision before.
    lang
        The language of the page.
    json
        Print one JSON document instead.
    """
    page = towns.describe(named(which), against=maybe(against))
    if json:
        document(_page(page))
    else:
        print(page.text(lang))
    return 0


@township.command
@told
def check(which: str, /, *, lang: Lang = "zh", json: bool = False) -> int:
    """
    Tell what is wrong or doubtful with a town; the exit code is 1 where something is wrong.

    Parameters
    ----------
    which
        The id of a town, or the folder of one.
    lang
        The language of the findings.
    json
        Print one JSON document instead.
    """
    town = named(which)
    verdict = towns.check(town)
    reasons = _lined(verdict.reasons, town, which)
    if json:
        document({"id": town.id, "ok": verdict.ok, "findings": [_reason(one) for one in reasons]})
    for one in () if json else reasons:
        grave = DOUBTFUL if towns.is_doubtful(one) else WRONG
        print(f"{grave.get(lang)} {one.code} {one.path}: {one.text(lang)}")
    if not json and not verdict.reasons:
        print(ALL_WELL.get(lang).format(name=town.name.get(lang)))
    return int(not verdict.ok)


def _lined(reasons: tuple[Reason, ...], town: Township, which: str) -> list[Reason]:
    """The reasons; those about a change that a folder makes, or a book of it, with file and line."""
    if not isdir(which):
        return [*reasons]
    faults = tuple(Fault(code=one.code, path=one.path, zh="", en="") for one in reasons)
    placed = settled(faults, town.layer, content(Path(which), FILE).decode())
    in_books = _in_books(reasons, town, Path(which))
    return [
        attrs.evolve(
            one, path=in_books.get(one.path, one.path) if fault.path.startswith(f"{FILE}: ") else fault.path
        )
        for one, fault in zip(reasons, placed, strict=True)
    ]


def _in_books(reasons: tuple[Reason, ...], town: Township, folder: Path) -> dict[str, str]:
    """By the path of a reason about a book of the folder: file, line if it has one, and the path there."""
    asked: dict[str, dict[str, str]] = {}
    for found in filter(None, (_OF_BOOK.fullmatch(one.path) for one in reasons)):
        file, path = written_at(town.layer, "rulebooks", *found.groups())
        asked.setdefault(file, {})[found[0]] = path
    asked.pop("", None)
    said = {}
    for file, paths in asked.items():
        where = lines_of_book(content(folder, file).decode("utf-8-sig"), paths.values())
        for whole, path in paths.items():
            said[whole] = f"{file}:{where[path]}: {path}" if path in where else f"{file}: {path}"
    return said


_OF_BOOK = re.compile(r"rulebooks\.([^:]+): (.+)")


def named(which: str) -> Township:
    """
    The town of a folder, where there is such a folder, and else the one with that id.

    Raises:
        NotFound: There is neither; or it is a file, or the path of what is not there.
        InvalidInput: As `townships.load`.
    """
    if isdir(which):
        return towns.load(which)
    path = Path(which)
    if isfile(which):
        raise NotFound(A_FILE.fault(path.name))
    if path.name != which or path.suffix:
        raise NotFound(NO_FOLDER.fault(path.name))
    return towns.get(which)


def maybe(which: str | None) -> Township | None:
    """The town that was named, if one was."""
    return None if which is None else named(which)


# --- as lines and as data ------------------------------------------------------------------------------


def _line(one: Found, lang: Lang) -> tuple[str, ...]:
    if one.town is not None:
        return one.id, one.package, one.town.name.get(lang)
    return one.id, one.package, "; ".join(_fault_line(fault, lang) for fault in one.faults)


def _fault_line(fault: Fault, lang: Lang) -> str:
    return f"{fault.path}: {fault.text(lang)}" if fault.path else fault.text(lang)


def _found(one: Found) -> dict[str, Any]:
    return {
        "id": one.id,
        "package": one.package,
        "name": None if one.town is None else both(one.town.name),
        "faults": [
            {"code": fault.code, "path": fault.path, "message": both(Text(fault.zh, fault.en))}
            for fault in one.faults
        ],
    }


def _reason(one: Reason) -> dict[str, Any]:
    severity = "warning" if towns.is_doubtful(one) else "error"
    return {"code": one.code, "severity": severity, "path": one.path, "message": both(one.says)}


def _page(page: Description) -> dict[str, Any]:
    return {
        "id": page.id,
        "name": both(page.name),
        "differences": [
            {
                "part": one.part,
                "key": one.key,
                "change": one.op.value,
                "old": _maybe(one.old),
                "new": _maybe(one.new),
                "says": _maybe(one.says),
                "source": _source(one.source),
            }
            for one in page.differences
        ],
        "open": [
            {
                "part": one.part,
                "key": one.key,
                "says": both(one.says),
                "holds": both(value),
                "source": _source(one.source),
            }
            for one, value in page.open
        ],
    }


def _maybe(text: Text | None) -> dict[str, str] | None:
    return None if text is None else both(text)


def _source(one: Source) -> dict[str, str | None]:
    dated = None if one.dated is None else one.dated.isoformat()
    return {"title": one.title, "article": one.article, "dated": dated, "seen": one.seen}
