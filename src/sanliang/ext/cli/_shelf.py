"""Where a verb takes its rulebooks from: files, or the books of a town by their ids."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from os.path import isdir
from pathlib import Path

import attrs

from sanliang import rulebooks
from sanliang.ext.cli._subjects import content, unread
from sanliang.ext.cli._townships import maybe
from sanliang.kernel.errors import Fault, InvalidInput, Lang, NotFound
from sanliang.kernel.labels import Phrase, Text, nearest_of
from sanliang.kernel.wire import LARGEST
from sanliang.rulebooks import Finding, Rulebook, Tiers
from sanliang.rulebooks._check._names import UNKNOWN_FACT
from sanliang.rulebooks._model import OPEN
from sanliang.townships import Township
from sanliang.townships._parts import PARTS
from sanliang.townships._unlisted import unlisted
from sanliang.townships._where import FILE

GAPS = Text(
    "{file}：各档之间有空当；分数落入空当的不能评定（见 sanliang lint）",
    "{file}: its bands leave gaps; a score in one of them is not ratable (see sanliang lint)",
)
NO_BOOK = Phrase(
    "town.book",
    "既不是本镇的评定办法，也不是文件；{near}",
    "is neither a rulebook of the town nor a file; {near}",
)

NOT_A_BOOK = Phrase(
    "town.not_book",
    "是镇的文件，不是评定办法；请用：sanliang township check {folder}；算例用：sanliang test {folder}",
    "is the file of a town, and no rulebook: use sanliang township check {folder}; for its cases,"
    " sanliang test {folder}",
)

_TOWNS = re.compile(rf"^\[(?:\[(?:{'|'.join([*PARTS, 'open'])})\]\]|sources\.)".encode(), re.MULTILINE)
_BOOKS = re.compile(rb"^(?:rates|extends) *=", re.MULTILINE)
"""What only the file of a town says, and what a rulebook has to say."""


@attrs.frozen
class Shelf:
    """Files; and where a town is named, its rulebooks, which come before files of the same name."""

    town: Township | None

    @classmethod
    def of(cls, town: str | None) -> Shelf:
        """
        The shelf of a town, by its id or its folder; of files alone where none is named.

        Raises:
            NotFound, InvalidInput: As `townships.get` and `townships.load`.
        """
        return cls(maybe(town))

    @property
    def all(self) -> list[Path]:
        """The names of a town's books."""
        return [] if self.town is None else [Path(id) for id in sorted(self.town.rulebooks)]

    def book(self, which: Path, lang: Lang) -> Rulebook:
        """
        A book, as it was published: one with gaps is told, and those who fall into one not ratable.

        Raises:
            InvalidInput, NotFound: As `rulebooks.load`; or the town has no such book, nor is there a file;
                or it is the file of a town.
        """
        book = self._own(which) or self._loaded(which)
        if isinstance(book.scale, Tiers) and book.scale.gap == OPEN:
            print(GAPS.get(lang).format(file=which.name), file=sys.stderr)
        return book

    def lint(self, which: Path) -> tuple[Finding, ...]:
        """
        What is wrong or doubtful with a book; in one of the town's, no line is known.

        Raises:
            InvalidInput, NotFound: As `book`.
        """
        if (own := self._own(which)) is not None:
            return rulebooks.lint_book(own)
        written = _written(which)
        base = self._base(which, written)
        found = rulebooks.lint_file(which) if base is None else rulebooks.lint(written, base=base)
        return tuple(_listed(one, written) for one in found)

    def text(self, which: Path) -> str | None:
        """The text of a file; of a book of the town, whose lines are not known, nothing."""
        return None if self._own(which) is not None else which.read_text("utf-8-sig")

    def _loaded(self, which: Path) -> Rulebook:
        written = _written(which)
        base = self._base(which, written)
        with _listing(which.name, written):
            if base is None:
                return rulebooks.load(which, open_gaps=True)
            with _of_file(which.name):
                return rulebooks.loads(written, base=base, open_gaps=True)

    def _own(self, which: Path) -> Rulebook | None:
        """The town's book of that id."""
        if self.town is None:
            return None
        found = self.town.rulebooks.get(str(which))
        if found is None and not which.exists():
            known = sorted(self.town.rulebooks)
            raise NotFound(NO_BOOK.fault(which.name, near=nearest_of(which.name, known)))
        return found

    def _base(self, which: Path, written: bytes) -> Rulebook | None:
        """The town's book that a file extends, where no file beside it is that book."""
        if self.town is None:
            return None
        with _of_file(which.name):
            wanted = rulebooks.base_of(written)
        if wanted is None or which.with_name(f"{wanted}.toml").exists():
            return None
        return self.town.rulebooks.get(wanted)


def _written(file: Path) -> bytes:
    """
    What the file of a book holds; of one that is too large for a book, a byte more than a book may have.

    Raises:
        NotFound, InvalidInput: It is not there, or a folder, or the file of a town.
    """
    if isdir(file):
        raise unread(file)
    written = content(file, LARGEST)
    if file.name == FILE or (_TOWNS.search(written) and not _BOOKS.search(written)):
        raise InvalidInput(NOT_A_BOOK.fault(file.name, folder=file.parent))
    return written


def _listed(found: Finding, written: bytes) -> Finding:
    """The finding; where it is that the book does not list a fact of a word, with the line that lists it."""
    if found.code != UNKNOWN_FACT.code:
        return found
    fault = unlisted(
        Fault(code=found.code, path=found.path, zh=found.says.zh, en=found.says.get("en")), written
    )
    return attrs.evolve(found, code=fault.code, says=Text(fault.zh, fault.en))


@contextmanager
def _listing(name: str, written: bytes) -> Iterator[None]:
    """Say of each fact of a word that a book does not list which line lists it, as `_listed` does."""
    try:
        yield
    except InvalidInput as error:
        raise InvalidInput(
            *(_with_line(one, name, written) for one in error.faults), count=error.count
        ) from None


def _with_line(fault: Fault, name: str, written: bytes) -> Fault:
    own = fault.path.removeprefix(f"{name}:")
    if fault.code != UNKNOWN_FACT.code or own == fault.path:
        return fault
    return attrs.evolve(unlisted(attrs.evolve(fault, path=own), written), path=fault.path)


@contextmanager
def _of_file(name: str) -> Iterator[None]:
    """Say of what is wrong with a text, whose paths begin with a line, in which file it is."""
    try:
        yield
    except InvalidInput as error:
        faults = (attrs.evolve(one, path=f"{name}:{one.path}" if one.path else name) for one in error.faults)
        raise InvalidInput(*faults, count=error.count) from None
