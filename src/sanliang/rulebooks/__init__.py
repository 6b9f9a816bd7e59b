"""
Rulebooks: the language in which a town writes its rules of rating, read from TOML and checked whole.

`loads` reads a text and `load` a file. A book that has a fault is refused, with every fault at once, each
with its path and line; `lint` also tells what is doubtful. Nothing in a book is ever imported, evaluated or
formatted as code.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

from sanliang.kernel.errors import Faults, InvalidInput, NotFound
from sanliang.kernel.fields import code
from sanliang.kernel.labels import Phrase
from sanliang.kernel.wire import read_toml
from sanliang.rulebooks._check import faults, resolved, tier_names
from sanliang.rulebooks._lines import line_of, lines
from sanliang.rulebooks._lint import Finding, Severity, of_fault, warnings
from sanliang.rulebooks._model import (
    NONE,
    SCORE,
    AllOf,
    AnyOf,
    Case,
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
)
from sanliang.rulebooks._read import read
from sanliang.rulebooks._values import Band, ByDay, ByWord, Fixed

__all__ = [
    "NONE",
    "SCORE",
    "AllOf",
    "AnyOf",
    "Band",
    "ByDay",
    "ByWord",
    "Case",
    "Clause",
    "Consequence",
    "Each",
    "Effect",
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
    "Mark",
    "NamedStars",
    "NotOf",
    "PointStars",
    "Quota",
    "Rank",
    "Rulebook",
    "Rungs",
    "Severity",
    "Steps",
    "Test",
    "Tier",
    "Tiers",
    "Within",
    "lint",
    "lint_file",
    "load",
    "loads",
    "tier_names",
]

NO_FILE = Phrase("book.file", "没有该文件，或无法读取", "is not there, or cannot be read")
CIRCLE = Phrase(
    "book.circle",
    "继承关系成环或超过 {most} 层",
    "extends itself by a circle, or over more than {most} books",
)
OTHER_BASE = Phrase(
    "book.base", "应与其基础“{base}”一并读取", "extends {base!r}: read it together with that book"
)

DEEPEST = 16


def loads(text: str | bytes, *, base: Rulebook | None = None) -> Rulebook:
    """
    The book that a text says.

    Args:
        text: TOML, 256 KiB at most.
        base: The book that it extends, if it extends one.

    Raises:
        InvalidInput: Every fault of the book at once, each with its path and line.

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
    data = read_toml(text)
    known = lines(text if isinstance(text, str) else text.decode())
    try:
        return _book(data, base)
    except InvalidInput as error:
        raise _placed(error, known) from None


def _book(data: dict[str, Any], base: Rulebook | None) -> Rulebook:
    """The book of a document, checked whole."""
    wanted = data.get("extends")
    if type(wanted) is str and (base is None or base.id != wanted):
        raise InvalidInput(OTHER_BASE.fault("extends", base=wanted))
    book = resolved(read(data, base))
    found = Faults()
    for fault in faults(book):
        found.add(fault)
    found.check()
    return book


def lint(text: str | bytes, *, base: Rulebook | None = None) -> tuple[Finding, ...]:
    """
    Everything that is wrong or doubtful with a book, without rating anybody.

    Args:
        text: As for `loads`.
        base: As for `loads`.

    Returns:
        The findings by line, then path and code. Where there is an error, `loads` refuses the book; then
        the warnings, which need a whole book, are left out.

    Example:
        >>> [finding.code for finding in lint("schema = 2")][:2]
        ['book.missing', 'book.missing']
    """
    known: dict[str, int] = {}
    try:
        data = read_toml(text)
        known = lines(text if isinstance(text, str) else text.decode())
        book = _book(data, base)
    except InvalidInput as error:
        found = [of_fault(one, Severity.ERROR, lambda path: line_of(path, known)) for one in error.faults]
    else:
        found = [of_fault(one, Severity.WARNING, lambda path: line_of(path, known)) for one in warnings(book)]
    return tuple(sorted(found, key=lambda one: (one.line, one.path, one.code)))


def _placed(error: InvalidInput, known: dict[str, int]) -> InvalidInput:
    """The same error, each path with its line."""
    placed = (
        attrs.evolve(fault, path=f"{line_of(fault.path, known) or 1}: {fault.path}".rstrip(": "))
        for fault in error.faults
    )
    return InvalidInput(*placed, count=error.count)


def load(path: str | Path) -> Rulebook:
    """
    The book of a file, with the books that it extends from the same folder: `base` is `base.toml`.

    Raises:
        NotFound: There is no such file, or none for a book that is extended.
        InvalidInput: As `loads`; or books that extend one another by a circle.
    """
    return _load(Path(path), 1)


def lint_file(path: str | Path) -> tuple[Finding, ...]:
    """
    As `lint`, for a file and the books that it extends from the same folder.

    Raises:
        NotFound: As `load`.
        InvalidInput: A book that is extended is refused: mend it first.
    """
    content, base = _opened(Path(path), 1)
    return lint(content, base=base)


def _load(path: Path, depth: int) -> Rulebook:
    content, base = _opened(path, depth)
    try:
        return loads(content, base=base)
    except InvalidInput as error:
        placed = (attrs.evolve(fault, path=f"{path.name}:{fault.path}") for fault in error.faults)
        raise InvalidInput(*placed, count=error.count) from None


def _opened(path: Path, depth: int) -> tuple[bytes, Rulebook | None]:
    """What a file holds, and the book that it extends."""
    if depth > DEEPEST:
        raise InvalidInput(CIRCLE.fault(path.name, most=DEEPEST))
    try:
        content = path.read_bytes()
    except OSError:
        raise NotFound(NO_FILE.fault(path.name)) from None
    try:
        wanted = read_toml(content).get("extends")
    except InvalidInput:
        return content, None
    if type(wanted) is not str:
        return content, None
    name = code(wanted, f"{path.name}: extends")
    return content, _load(path.with_name(f"{name}.toml"), depth + 1)
