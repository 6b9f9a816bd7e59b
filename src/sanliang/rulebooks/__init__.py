"""
Rulebooks: the language in which a town writes its rules of rating, read from TOML and checked whole.

`loads` reads a text and `load` a file. A book that has a fault is refused, with every fault at once, each
with its path and line; `lint` also tells what is doubtful. Nothing in a book is ever imported, evaluated or
formatted as code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

import attrs

from sanliang.kernel.errors import Fault, Faults, InvalidInput, NotFound
from sanliang.kernel.fields import code, instance, optional
from sanliang.kernel.labels import Phrase
from sanliang.kernel.sheets import lines, looked_up
from sanliang.kernel.wire import LARGEST, read_toml
from sanliang.rulebooks._bands import is_gap_of_tiers
from sanliang.rulebooks._check import Names, faults, ordered, resolved
from sanliang.rulebooks._lint import Finding, Severity, of_fault, warnings
from sanliang.rulebooks._model import (
    NONE,
    OPEN,
    SCORE,
    AllOf,
    AnyOf,
    Case,
    CaseRecord,
    Clause,
    Consequence,
    Each,
    Effect,
    Fact,
    FactType,
    FromBallots,
    FromPledges,
    FromRaters,
    FromRatings,
    FromRecords,
    FromRoster,
    Item,
    Mark,
    NamedStars,
    NotOf,
    OwnEffect,
    OwnScale,
    OwnTariff,
    PointStars,
    Quota,
    Rank,
    Rulebook,
    Rungs,
    Steps,
    Test,
    Tier,
    Tiers,
    Within,
    tier_names,
)
from sanliang.rulebooks._places import Places
from sanliang.rulebooks._read import Draft, read
from sanliang.rulebooks._table import WORDS, Words, schema
from sanliang.rulebooks._values import Band, ByDay, ByWord, Fixed
from sanliang.rulebooks._words import EffectWord, Key, KeyType, ScaleWord, TariffWord

__all__ = [
    "NONE",
    "SCORE",
    "WORDS",
    "AllOf",
    "AnyOf",
    "Band",
    "ByDay",
    "ByWord",
    "Case",
    "CaseRecord",
    "Clause",
    "Consequence",
    "Each",
    "Effect",
    "EffectWord",
    "Fact",
    "FactType",
    "Finding",
    "Fixed",
    "FromBallots",
    "FromPledges",
    "FromRaters",
    "FromRatings",
    "FromRecords",
    "FromRoster",
    "Item",
    "Key",
    "KeyType",
    "Mark",
    "NamedStars",
    "NotOf",
    "OwnEffect",
    "OwnScale",
    "OwnTariff",
    "PointStars",
    "Quota",
    "Rank",
    "Rulebook",
    "Rungs",
    "ScaleWord",
    "Severity",
    "Steps",
    "TariffWord",
    "Test",
    "Tier",
    "Tiers",
    "Within",
    "Words",
    "base_of",
    "lint",
    "lint_book",
    "lint_file",
    "load",
    "loads",
    "schema",
    "tier_names",
]

NO_FILE = Phrase("book.file", "没有该文件，或无法读取", "is not there, or cannot be read")
NOT_PATH = Phrase("book.path", "应为路径", "must be a path")
CIRCLE = Phrase(
    "book.circle",
    "继承关系成环或超过 {most} 层",
    "extends itself by a circle, or over more than {most} books",
)
OTHER_BASE = Phrase(
    "book.base",
    "应与其基础一并读取",
    "names another book: read this one together with the book that it extends",
)
NO_EXTENDS = Phrase("book.extends", "未写明继承哪一本", "does not say which book it extends")
TOO_MUCH = Phrase("book.size", "键和成员超过 {most} 个", "has more than {most} keys and members of lists")

T = TypeVar("T")

DEEPEST = 16
MOST_KEYS = 16_000
"""So many equals signs and commas a document may have: each key and each member costs some time."""


def loads(
    text: str | bytes, *, base: Rulebook | None = None, words: Words = WORDS, open_gaps: bool = False
) -> Rulebook:
    """
    The book that a text says.

    Args:
        text: TOML, 256 KiB at most, with 2,000 rules and 16,000 keys and members at most.
        base: The book that it extends, if it extends one.
        words: The words that it may use; without it, those of the language alone.
        open_gaps: Whether gaps between the bands of its tiers refuse the book, or leave whoever falls into
            one not ratable, with `gap` among what is missing. It is for reading what a town has published.

    Raises:
        InvalidInput: Every fault of the book at once, each with its line and path.

    Example:
        >>> book = loads('''
        ... schema = 1
        ... id     = "stars"
        ... rates  = "member"
        ... title  = { zh = "星级评定" }
        ... source = { title = "某镇党委文件" }
        ... cycle  = { every = "year", starts = 2026-01-01 }
        ... [fact.composite]
        ... [item.composite]
        ... [scale]
        ... tiers  = [ { name = 5, at_least = 90 }, { name = 4, at_least = 80 } ]
        ... ''')
        >>> tier_names(book)
        ('5', '4', 'none')
    """
    data = _parsed(text)
    base, words = optional(instance(Rulebook))(base, "base"), instance(Words)(words, "words")
    return _placed(lambda: _book(data, base, words, open_gaps=open_gaps), text, base)


def lint(text: str | bytes, *, base: Rulebook | None = None, words: Words = WORDS) -> tuple[Finding, ...]:
    """
    Everything that is wrong or doubtful with a book, without rating anybody.

    Args:
        text: As for `loads`.
        base: As for `loads`.
        words: As for `loads`.

    Returns:
        The findings by line, then path and code. Where there is an error, `loads` refuses the book; then
        the warnings, which need a whole book, are left out.

    Example:
        >>> [finding.code for finding in lint("schema = 2")][:2]
        ['book.missing', 'book.missing']
    """
    base, words = optional(instance(Rulebook))(base, "base"), instance(Words)(words, "words")
    try:
        data = _parsed(text)
    except InvalidInput as error:
        return tuple(of_fault(one, Severity.ERROR, lambda path: 0) for one in error.faults)
    severity, found = Severity.ERROR, tuple[Fault, ...]()
    try:
        names = _names(data, base, words)
        severity, found = Severity.WARNING, tuple(_new_warnings(names, base))
    except InvalidInput as error:
        found = tuple(looked_up(error.faults))
    where = _lines(text, found, base)
    findings = (of_fault(one, severity, where.__getitem__) for one in found)
    return tuple(sorted(findings, key=lambda one: (one.line, one.path, one.code)))


def load(path: str | PathLike[str], *, words: Words = WORDS, open_gaps: bool = False) -> Rulebook:
    """
    The book of a file, with the books that it extends from the same folder: `base` is `base.toml`.

    Args:
        path: Where the file lies.
        words: The words that it and the books below it may use.
        open_gaps: As for `loads`, of the book itself.

    Raises:
        NotFound: There is no such file, or none for a book that is extended, or it is a link that leads out
            of the folder.
        InvalidInput: As `loads`; or books that extend one another by a circle.
    """
    return _load(_path(path), (), instance(Words)(words, "words"), open_gaps=open_gaps)


def lint_book(book: Rulebook) -> tuple[Finding, ...]:
    """
    What is doubtful with a book that has been read: the warnings of `lint`, whose lines are not known (0).

    Args:
        book: A book; what it took from the book that it extends is looked at too.

    Raises:
        InvalidInput: It is no rulebook.
    """
    whole = instance(Rulebook)(book, "book")
    names = Names(Draft(whole, Faults(), Places.of(whole), frozenset()))
    found = (of_fault(one, Severity.WARNING, lambda path: 0) for one in warnings(names))
    return tuple(sorted(found, key=lambda one: (one.path, one.code)))


def base_of(text: str | bytes) -> str | None:
    """
    The id of the book that a text extends, for whoever has to find that one first; else nothing.

    Raises:
        InvalidInput: It is no TOML, or too much of it, or the id is none.

    Example:
        >>> base_of('extends = "stars"'), base_of("schema = 1")
        ('stars', None)
    """
    found = _parsed(text).get("extends")
    return None if found is None else code(found, "extends")


def lint_file(path: str | PathLike[str], *, words: Words = WORDS) -> tuple[Finding, ...]:
    """
    As `lint`, for a file and the books that it extends from the same folder.

    Raises:
        NotFound: As `load`.
        InvalidInput: A book that is extended is refused: mend it first.
    """
    file, words = _path(path), instance(Words)(words, "words")
    content = _content(file)
    try:
        data = _parsed(content, file.name)
    except InvalidInput:
        return lint(content, words=words)
    return lint(content, base=_base(data, content, file, (), words), words=words)


def _path(path: object) -> Path:
    if not isinstance(path, str | PathLike):
        raise InvalidInput(NOT_PATH.fault("path"))
    return Path(path)


def _load(path: Path, above: tuple[str, ...], words: Words, *, open_gaps: bool = False) -> Rulebook:
    content = _content(path)
    data = _parsed(content, path.name)
    base = _base(data, content, path, above, words)
    return _placed(lambda: _book(data, base, words, open_gaps=open_gaps), content, base, path.name)


def _base(
    data: dict[str, Any], content: bytes, path: Path, above: tuple[str, ...], words: Words
) -> Rulebook | None:
    """The book that the one of a file extends, from the same folder."""
    if "extends" not in data:
        return None
    wanted = _placed(lambda: _wanted(data["extends"], {*above, path.stem}), content, None, path.name)
    return _load(_beside(path, wanted), (*above, path.stem), words)


def _wanted(value: Any, above: set[str]) -> str:
    """The id of the book that is extended, which is none of those that led to it."""
    wanted = code(value, "extends")
    if wanted in above or len(above) > DEEPEST:
        raise InvalidInput(CIRCLE.fault("extends", most=DEEPEST))
    return wanted


def _beside(path: Path, name: str) -> Path:
    """The file of another book in the same folder; a link may not lead out of it."""
    found = path.with_name(f"{name}.toml")
    if found.resolve().parent != path.parent.resolve():
        raise NotFound(NO_FILE.fault(found.name))
    return found


def _content(path: Path) -> bytes:
    with suppress(OSError, ValueError):
        if path.is_file():
            with path.open("rb") as file:
                return file.read(LARGEST + 1)
    raise NotFound(NO_FILE.fault(path.name))


def _parsed(text: str | bytes, path: str = "") -> dict[str, Any]:
    """The data of a text; one that would cost too much time is not parsed."""
    if isinstance(text, str | bytes) and len(text) <= LARGEST:
        marks = (
            text.count("=") + text.count(",")
            if isinstance(text, str)
            else text.count(b"=") + text.count(b",")
        )
        if marks > MOST_KEYS:
            raise InvalidInput(TOO_MUCH.fault(path, most=MOST_KEYS))
    return read_toml(text, path=path)


def _book(data: dict[str, Any], base: Rulebook | None, words: Words, *, open_gaps: bool = False) -> Rulebook:
    return ordered(_names(data, base, words, open_gaps=open_gaps).book)


def _names(data: dict[str, Any], base: Rulebook | None, words: Words, *, open_gaps: bool = False) -> Names:
    """A book that holds together, with all that it has by name."""
    wanted = data.get("extends")
    if base is not None and wanted is None:
        raise InvalidInput(NO_EXTENDS.fault("extends"))
    if wanted is not None and (base is None or base.id != wanted):
        raise InvalidInput(OTHER_BASE.fault("extends"))
    draft = read(data, base, words)
    draft.book = resolved(draft.book)
    names = Names(draft)
    found = tuple(faults(names))
    gaps = tuple(fault for fault in found if open_gaps and is_gap_of_tiers(fault))
    for fault in found:
        if fault not in gaps:
            draft.faults.add(fault)
    draft.faults.check()
    if gaps and isinstance(draft.book.scale, Tiers):
        names.book = attrs.evolve(draft.book, scale=attrs.evolve(draft.book.scale, gap=OPEN))
    return names


def _new_warnings(names: Names, base: Rulebook | None) -> Iterator[Fault]:
    """What is doubtful with a book and not with its base alone, of which its own linter tells."""
    known = set[Fault]()
    if base is not None:
        places = Places.of(base, f"{base.id}.")
        known = set(warnings(Names(Draft(base, Faults(), places, frozenset()))))
    return (fault for fault in warnings(names) if fault not in known)


def _placed(make: Callable[[], T], text: str | bytes, base: object, name: str = "") -> T:
    """What *make* gives; each of its faults has its line, in the order of lines."""
    try:
        return make()
    except InvalidInput as error:
        told, count = error.faults, error.count
    where = _lines(text, told, base)
    head = f"{name}:" if name else ""
    found = sorted(looked_up(told), key=lambda one: where[one.path])
    # Raised here, and not above: a name that was mistyped is in those faults as it was written.
    raise InvalidInput(
        *(attrs.evolve(one, path=f"{head}{where[one.path]}: {one.path}".rstrip(": ")) for one in found),
        count=count,
    )


def _lines(text: str | bytes, found: Iterable[Fault], base: object) -> dict[str, int]:
    """The line of each path; what is written in the base stands where the document names its base."""
    home = tuple(f"{base.id}.{part}" for part in _PARTS) if isinstance(base, Rulebook) else ()
    paths = {one.path: "extends" if one.path.startswith(home) else one.path for one in found}
    where = lines(text if isinstance(text, str) else text.decode(), paths.values())
    return {path: where[written] for path, written in paths.items()}


_PARTS = ("fact.", "item.", "scale", "source", "clause[", "quota[", "consequence[", "case[")
"""How the paths of the parts of a book begin."""
