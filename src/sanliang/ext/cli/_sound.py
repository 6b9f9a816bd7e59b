"""What was found in a file: lines for people, data for programs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sanliang.ext.cli import _books
from sanliang.ext.cli._looking import Kind, Looked, Version, What, Wrong
from sanliang.kernel.errors import Fault, Lang
from sanliang.kernel.labels import Text
from sanliang.rulebooks import Severity

HOLDS = Text("{file}：{what} {kind}，{version}{through}", "{file}: {what} {kind}, {version}{through}")
THROUGH = Text("，升级经 {tags}", ", upgraded through {tags}")
OF_LOG = Text(
    "{file}：日志 {stream}，{entries} 条，摘要 {digest}",
    "{file}: log {stream}, {entries} entries, digest {digest}",
)
EVENTS = Text(
    "{file}：{count} 条 {kind}，{version}{through}", "{file}: {count} of {kind}, {version}{through}"
)
RULES = Text("{file}：规则文件，schema = {schema}", "{file}: a rulebook, schema = {schema}")
SOUND = Text("{file}：无误", "{file}: nothing is wrong")
COUNT = Text("{file}：{count} 处错误", "{file}: {count} faults")
ONE = Text("{file}：1 处错误", "{file}: 1 fault")
MORE = Text("{file}：另有 {more} 处", "{file}: and {more} more")


# --- for programs --------------------------------------------------------------------------------------


def as_data(found: Looked, file: Path) -> dict[str, Any]:
    """What was found, as plain data."""
    data: dict[str, Any] = {"file": file.name, "what": found.what.value}
    match found.what:
        case What.DOCUMENT:
            kinds = [_kind(one) for one in found.kinds]
            data |= {"kind": None, "version": None, "through": []} | (kinds[0] if kinds else {})
        case What.LOG:
            data |= of_log(found.stream, found.entries, found.digest)
            data["kinds"] = [_kind(one) | {"count": one.count} for one in found.kinds]
            data["notes"] = noted(found.notes)
        case _:
            data["schema"] = found.schema
            some = [_books.finding(one, file, named=False) for one in found.findings]
            errors = [one for one in some if one["severity"] == Severity.ERROR]
            warnings = [one for one in some if one["severity"] != Severity.ERROR]
            return data | {"sound": found.sound, "count": found.count, "faults": errors, "warnings": warnings}
    return data | wrong_data(found.wrong, found.count)


def of_log(stream: str | None, entries: int, digest: str) -> dict[str, Any]:
    """The head of a log, as plain data."""
    return {"stream": stream, "entries": entries, "digest": digest}


def wrong_data(wrong: Iterable[Wrong], count: int) -> dict[str, Any]:
    """What is wrong, as plain data: the first hundred, and how many there are."""
    return {"sound": not count, "count": count, "faults": [_fault(one) for one in wrong]}


def noted(notes: Iterable[Wrong]) -> list[dict[str, Any]]:
    """What is no fault and is told all the same, as plain data."""
    return [_fault(one) for one in notes]


def _kind(one: Kind) -> dict[str, Any]:
    return {"kind": one.tag, "version": one.version.value, "through": list(one.through)}


def _fault(one: Wrong) -> dict[str, Any]:
    fault = one.fault
    said = {"zh": fault.zh, "en": fault.en}
    return {"code": fault.code, "path": fault.path, "line": one.line, "message": said}


# --- for people ----------------------------------------------------------------------------------------


def tell(found: Looked, file: Path, lang: Lang) -> None:
    """Print what a file holds, and each fault with its line."""
    match found.what:
        case What.DOCUMENT:
            _tell_kinds(found.kinds, HOLDS, file, lang)
        case What.LOG:
            tell_log(found.stream, found.entries, found.digest, file, lang)
            _tell_kinds(found.kinds, EVENTS, file, lang)
        case _:
            schema = "-" if found.schema is None else found.schema
            print(RULES.get(lang).format(file=file.name, schema=schema))
            for one in found.findings:
                _books.tell_finding(one, file, lang)
    tell_each(found.notes, file, lang)
    tell_wrong(found.wrong, found.count, file, lang)


def _tell_kinds(kinds: Iterable[Kind], says: Text, file: Path, lang: Lang) -> None:
    for one in kinds:
        older = one.version is Version.OLDER
        through = THROUGH.get(lang).format(tags=" → ".join(one.through)) if older else ""
        label = one.version.label(lang)
        said = {"what": What.DOCUMENT.label(lang), "kind": one.tag, "count": one.count}
        print(says.get(lang).format(file=file.name, version=label, through=through, **said))


def tell_log(stream: str | None, entries: int, digest: str, file: Path, lang: Lang) -> None:
    """Print the head of a log."""
    said = {"stream": "-" if stream is None else stream, "entries": entries, "digest": digest}
    print(OF_LOG.get(lang).format(file=file.name, **said))


def tell_wrong(wrong: tuple[Wrong, ...], count: int, file: Path, lang: Lang) -> None:
    """Print each fault that was kept, and how many there are."""
    tell_each(wrong, file, lang)
    if wrong and count > len(wrong):
        print(MORE.get(lang).format(file=file.name, more=count - len(wrong)))
    says = SOUND if not count else ONE if count == 1 else COUNT
    print(says.get(lang).format(file=file.name, count=count))


def tell_each(found: Iterable[Wrong], file: Path, lang: Lang) -> None:
    """Print each with its line, where it has one."""
    for one in found:
        where = file.name if one.line is None else f"{file.name}:{one.line}"
        print(f"{where}: {_said(one.fault, lang)}")


def _said(fault: Fault, lang: Lang) -> str:
    place = f"{fault.code} {fault.path}" if fault.path else fault.code
    return f"{place}: {fault.text(lang)}"
