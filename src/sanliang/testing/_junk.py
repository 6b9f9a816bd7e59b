"""
Junk for every loader: a file of the town with something wrong in it gives a value or its faults.

A fault has a code and a place, and never says what stood there: that may be anybody's number.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis.strategies import DataObject

from sanliang import townships
from sanliang.kernel.errors import SanliangError
from sanliang.kernel.labels import Text
from sanliang.ratings import run_cases
from sanliang.rulebooks import Rulebook, base_of, loads
from sanliang.testing._bench import pick
from sanliang.testing._check import Broken, Check, Note
from sanliang.testing._effort import Effort
from sanliang.testing._subject import Subject
from sanliang.townships import Township

CANARY = "13911872246"
"""A number that nobody has, and that no fault may repeat."""

TOKENS = tuple("{} [] 3 'x' true -1 1.5 2026-02-03 '../x' '\\u0000' nan [[open]] =".replace("'", '"').split())
SIGNS = (b"\x00", b"\xff", b"\xed\xa0\x80", "\u202e".encode(), b"[[", b'"""', b"=", b"\n", b"9" * 400)

TOWN = Text(
    "town 文件写坏了，要么读得出来，要么指出错在哪里，且不重复所写内容",
    "a broken township.toml is read, or its faults say where and do not repeat what it says",
)
BOOK = Text(
    "办法文件写坏了，要么读得出来，要么指出错在哪里，且不重复所写内容",
    "a broken rulebook is read, or its faults say where and do not repeat what it says",
)
DOCUMENT = Text(
    "存储的文件写坏了，要么读得出来，要么指出错在哪里，且不重复所写内容",
    "a broken stored document is read, or its faults say where and do not repeat what it says",
)
NO_FOLDER = Text(
    "不知道本镇的文件在哪里：请给出文件夹", "where its files lie is not known: give the folder instead"
)
REPEATED = Text("错误 {code} 重复了所写的内容", "fault {code} repeats what was written")
PLACELESS = Text("有一处错误没有代码", "a fault has no code")


def junk(subject: Subject, town: Township) -> Iterator[Check]:
    """The checks of the loaders that read this town."""
    folder = subject.folder
    if folder is None:
        yield Check(id="junk:town", says=TOWN, exempt=NO_FOLDER)
    else:
        yield Check(id="junk:town", says=TOWN, run=partial(_town, subject, folder))
        for id in sorted({file.stem for file in folder.glob("*.toml")} & {*town.rulebooks}):
            yield Check(id=f"junk:book:{id}", says=BOOK, run=partial(_book, subject, folder, town, id))
    yield Check(id="junk:documents", says=DOCUMENT, run=partial(_documents, town))


def garbled(data: DataObject, written: bytes, sign: bytes = b"=") -> bytes:
    """A file with a few pieces of it replaced: values, lines or single bytes; a canary is among them."""
    lines = written.split(b"\n")
    for _ in range(pick(data, (1, 2, 3))):
        place = pick(data, range(len(lines)))
        key, _, _ = lines[place].partition(sign)
        token = pick(data, (CANARY, f'"{CANARY}"', *TOKENS)).encode()
        signs = pick(data, (*SIGNS, *map(str.encode, TOKENS)))
        at = pick(data, range(len(lines[place]) + 1))
        lines[place] = pick(
            data,
            (
                key + sign + b" " + token,
                token + b" " + sign + b" 3",
                lines[place][:at] + signs + lines[place][at:],
                lines[place] + b"\n" + lines[place],
                b"",
            ),
        )
    return b"\n".join(lines)


def read_or_refused(read: Callable[[], Any]) -> Any:
    """
    What a loader gives; nothing where it refuses with faults as they should be.

    Raises:
        Broken: A fault says what was written, or has no code. Whatever else the loader raises comes through.
    """
    try:
        return read()
    except SanliangError as error:
        if not all(fault.code for fault in error.faults):
            raise Broken(PLACELESS) from None
        shown = (error.text("zh"), error.text("en"), repr(error), "".join(traceback.format_exception(error)))
        if any(CANARY in text for text in shown):
            raise Broken(_repeated(error)) from None
    return None


def _repeated(error: SanliangError) -> Text:
    fault = next((one for one in error.faults if CANARY in str(one)), error.faults[0])
    return Text(REPEATED.zh.format(code=fault.code), REPEATED.en.format(code=fault.code))


def _town(subject: Subject, folder: Path, effort: Effort) -> Iterable[Note]:
    files = {file.name: file.read_bytes() for file in sorted(folder.glob("*.toml"))}
    with TemporaryDirectory() as home:
        for name, written in files.items():
            Path(home, name).write_bytes(written)

        def once(data: DataObject) -> None:
            Path(home, "township.toml").write_bytes(garbled(data, files["township.toml"]))
            load = partial(
                townships.load, home, over=subject.over, words=subject.words, guards=subject.guards
            )
            town = read_or_refused(load)
            if town is not None:
                townships.check(town)
                townships.describe(town).text("en")

        effort.tries("junk:town", once)
    return ()


def _book(subject: Subject, folder: Path, town: Township, id: str, effort: Effort) -> Iterable[Note]:
    written, base = (folder / f"{id}.toml").read_bytes(), _base(town, folder, id, subject)

    def once(data: DataObject) -> None:
        read_or_refused(partial(loads, garbled(data, written), base=base, words=subject.words))

    effort.tries(f"junk:book:{id}", once)
    return ()


def _base(town: Township, folder: Path, id: str, subject: Subject) -> Rulebook | None:
    """The book that a file extends: another one of the town, or the one below it."""
    wanted = base_of((folder / f"{id}.toml").read_bytes())
    below = townships.base() if subject.over is None else subject.over
    books = below.rulebooks if wanted == id else {**below.rulebooks, **town.rulebooks}
    return None if wanted is None else books.get(wanted)


def _documents(town: Township, effort: Effort) -> Iterable[Note]:
    from sanliang import serial  # noqa: PLC0415 -- a second that only this check pays

    written = [serial.dumps(value).replace(",", ",\n").encode() for value in _stored(town)]

    def once(data: DataObject) -> None:
        broken = garbled(data, pick(data, written), sign=b":")
        read_or_refused(partial(serial.loads, broken))

    effort.tries("junk:documents", once)
    return ()


def _stored(town: Township) -> Iterator[Any]:
    """Values of the town that are stored: its calendar, periods and sources, and what its cases come to."""
    yield from (
        town.calendar,
        *town.notices.values(),
        *dict.fromkeys(one.change.source for one in town.changes),
    )
    for book in town.rulebooks.values():
        yield from (result.rating for result in run_cases(book))
