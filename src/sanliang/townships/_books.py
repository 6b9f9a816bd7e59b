"""Rulebooks as a part of a town: each is a file of its own beside `township.toml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import attrs

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.fields import FrozenMap, instance
from sanliang.kernel.labels import Phrase, Text, nearest_of
from sanliang.kernel.verdicts import Reason
from sanliang.ratings import run_cases
from sanliang.rulebooks import FromRatings, FromRecords, Rulebook, Words, base_of, lint_book, loads
from sanliang.rulebooks import load as load_book
from sanliang.townships._facts import KINDS
from sanliang.townships._folder import content
from sanliang.townships._part import Making, Part, Reading
from sanliang.townships._unlisted import unlisted

HERE = Path(__file__).parent
DEEPEST = 16

OTHER_ID = Phrase("township.book_id", "文件中的 id 与名称不一致", "has another id in its file")
CIRCLE = Phrase(
    "township.book_circle",
    "继承关系成环或超过 {most} 层",
    "extends itself by a circle, or over more than {most} books",
)
BASE_REFUSED = Phrase("township.book_base", "所继承的办法有错误", "extends a book that is refused itself")
NO_BASE = Phrase(
    "township.book_no_base",
    "所继承的办法既不在本文件夹（并列入 rulebooks），也不在基础中",
    "extends a book that is neither in this folder (and listed under rulebooks) nor in the base",
)
UNRECORDED = Phrase(
    "township.unrecorded",
    "办法“{book}”以“{kind}”的记录评定，而没有哪一部分会作这样的记录；{near}；本镇自记的请列入 records",
    "book {book!r} rates by records of {kind!r}, which nothing here records; {near}; what the"
    " town writes down by itself, list under records",
)
NO_FIELD = Phrase(
    "township.no_field",
    "办法“{book}”读“{kind}”记录的“{field}”，而这种记录没有这一栏；{near}",
    "book {book!r} reads {field!r} of records of {kind!r}, which have no such field; {near}",
)
NO_RATED = Phrase(
    "township.no_book",
    "办法“{book}”引用办法“{other}”，本镇没有",
    "book {book!r} takes the ratings of {other!r}, which the town does not have",
)
CASE_FAILED = Phrase(
    "township.case",
    "办法“{book}”的算例 {place} 不符：{what} 应为 {expected}，得 {got}；详见：sanliang test {book}.toml",
    "case {place} of book {book!r} does not come out as it says: {what}: expected {expected}, got {got};"
    " for more, sanliang test {book}.toml",
)


_EXTENDS = re.compile(rb'^extends *= *"([a-z][a-z0-9_-]*)" *(?:#.*)?$', re.MULTILINE)


@attrs.frozen
class FolderBooks:
    """The rulebooks of a folder, which may extend one another and those of the base."""

    folder: Path
    named: frozenset[str]
    base: Mapping[str, Rulebook]
    words: Words
    read: dict[str, Rulebook] = attrs.field(factory=dict)

    def book(self, id: str) -> Rulebook:
        """
        The book that the file of this name holds.

        Raises:
            InvalidInput, NotFound: The book is refused, or its file is not there.
        """
        return self._book(id, ())

    def _book(self, id: str, above: tuple[str, ...]) -> Rulebook:
        if id not in self.read:
            self.read[id] = self._loaded(id, above)
        return self.read[id]

    def _loaded(self, id: str, above: tuple[str, ...]) -> Rulebook:
        file = f"{id}.toml"
        written = content(self.folder, file)
        wanted = _in(file, lambda: _extends(written))
        base = None if wanted is None else self._base(id, wanted, (*above, id))
        book: Rulebook = _in(file, lambda: _read_book(written, base, self.words))
        if book.id != id:
            raise InvalidInput(OTHER_ID.fault(f"{file}: id"))
        return book

    def _base(self, id: str, wanted: str, above: tuple[str, ...]) -> Rulebook:
        path = f"{id}.toml: extends"
        if wanted == id or wanted not in self.named:
            if wanted not in self.base:
                raise InvalidInput(NO_BASE.fault(path))
            return self.base[wanted]
        if wanted in above or len(above) >= DEEPEST:
            raise InvalidInput(CIRCLE.fault(path, most=DEEPEST))
        try:
            return self._book(wanted, above)
        except (InvalidInput, NotFound) as error:
            # A circle is told; what else is wrong with that book is told of itself.
            fault = error.faults[0] if error.code == CIRCLE.code else BASE_REFUSED.fault(path)
        raise InvalidInput(fault)


def _read_book(written: bytes, base: Rulebook | None, words: Words) -> Rulebook:
    try:
        return loads(written, base=base, words=words)
    except InvalidInput as error:
        raise InvalidInput(*(unlisted(one, written) for one in error.faults), count=error.count) from None


def _extends(written: bytes) -> str | None:
    """The id of the book that a document extends: a line at its top, or else what the parser finds."""
    if b"extends" not in written:
        return None
    top = written.partition(b"\n[")[0]
    plain = None if b"'''" in top or b'"""' in top else _EXTENDS.search(top)
    return base_of(written) if plain is None else plain[1].decode()


def _in(file: str, make: Callable[[], Any]) -> Any:
    """What *make* gives of a book; the paths of its faults, which begin with a line, begin with its file."""
    try:
        return make()
    except InvalidInput as error:
        faults = tuple(
            attrs.evolve(one, path=f"{file}:{one.path}" if one.path else file) for one in error.faults
        )
        raise InvalidInput(*faults, count=error.count) from None


@lru_cache(maxsize=1)
def _base() -> FrozenMap[str, Rulebook]:
    files = sorted((HERE / "base").glob("*.toml"))
    return FrozenMap({file.stem: load_book(file) for file in files})


def _make(making: Making) -> FrozenMap[str, Rulebook]:
    for key, book in making.entries.items():
        if instance(Rulebook)(book, key).id != key:
            raise InvalidInput(OTHER_ID.fault(key))
    return FrozenMap(making.entries)


def _read(reading: Reading) -> Rulebook:
    return reading.books.book(reading.key)


def _tell(_key: str, entry: Rulebook, _town: Any) -> Text:
    return entry.title


def _check(value: FrozenMap[str, Rulebook], town: Any) -> Iterable[Reason]:
    """What the linter says of each book, cases that come out otherwise, and names that lead nowhere."""
    for book in value.values():
        kept = book.worked_out  # a book is looked at once, and those of the base stand in every town
        if CASE_FAILED not in kept:
            kept[CASE_FAILED] = (*_doubts(book), *_failed(book))
        yield from kept[CASE_FAILED]
        yield from _led_nowhere(book, town, value)


def _doubts(book: Rulebook) -> Iterator[Reason]:
    for finding in lint_book(book):
        path = f"rulebooks.{book.id}: {finding.path}"
        params: FrozenMap[str, Any] = FrozenMap({"severity": finding.severity.value})
        yield Reason(code=finding.code, says=finding.says, path=path, params=params)


def _failed(book: Rulebook) -> Iterator[Reason]:
    for place, case in enumerate(run_cases(book)):
        for one in case.differences:
            path, what = f"rulebooks.{book.id}: case[{place}]", ".".join(filter(None, (one.who, one.what)))
            yield Reason.of(
                CASE_FAILED,
                path=path,
                book=book.id,
                place=place + 1,
                what=what,
                expected=one.expected,
                got=one.got,
            )


def _led_nowhere(book: Rulebook, town: Any, books: Mapping[str, Rulebook]) -> Iterator[Reason]:
    recorded = town.part("records")
    for fact in book.facts:
        path = f"rulebooks.{book.id}: fact.{fact.id}"
        match fact.origin:
            case FromRecords(kind=kind) if kind not in recorded and kind not in KINDS:
                known = sorted({*KINDS, *recorded})
                near = nearest_of(kind, known, len(known))
                yield Reason.of(UNRECORDED, path=path, book=book.id, kind=kind, near=near)
            case FromRecords(kind=kind) as asked if kind in KINDS and KINDS[kind].word != "records":
                fields = KINDS[kind].fields
                for field in sorted({*asked.where, *filter(None, (asked.sum,))} - {*fields}):
                    near = nearest_of(field, fields)
                    yield Reason.of(NO_FIELD, path=path, book=book.id, kind=kind, field=field, near=near)
            case FromRatings(book=other) if other not in books:
                yield Reason.of(NO_RATED, path=path, book=book.id, other=other)


BOOKS = Part(
    name="rulebooks",
    says=Text("评定办法", "rulebooks"),
    base=_base,
    entries=dict,
    make=_make,
    read=_read,
    tell=_tell,
    check=_check,
    bare=True,
)
