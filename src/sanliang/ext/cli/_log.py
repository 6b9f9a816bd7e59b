"""The verb of logs: verify."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import attrs
from cyclopts import App, Parameter
from cyclopts.validators import Number

from sanliang import serial
from sanliang.ext.cli import _sound
from sanliang.ext.cli._documents import Most
from sanliang.ext.cli._looking import Followed, Wrong, by_line
from sanliang.ext.cli._output import Lang, document, told
from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.kernel.events._entry import START
from sanliang.kernel.events._verify import CUT, REWRITTEN
from sanliang.kernel.labels import Phrase, Text
from sanliang.serial import LARGEST

NO_HEAD = Text("--length 须与 --head 一并给出", "--length goes with --head")
SAID = Text(
    "--head 中已写明日志和条数，不必再给 --stream、--length",
    "--head says which log it is and how many entries it covers: no --stream and no --length beside it",
)
NOT_HEAD = Text(
    "--head：应为 64 位小写十六进制数字，或 日志@条数:摘要",
    "--head: must be 64 hexadecimal digits, in lower case, or stream@length:digest",
)
GROWN = Phrase(
    "log.grown",
    "所给的是第 {version} 条的摘要，日志已到第 {actual} 条；加 --length {version} 可只核对到该条",
    "is the digest of entry {version}, and the log goes on to {actual}: --length {version} looks no further",
)
NO_SUCH_DIGEST = Phrase(
    "log.no_such_digest",
    "日志中没有一条有此摘要：末尾被截去，或已被改写；加 --length（摘要涵盖的条数）可以分辨",
    "is the digest of no entry: the tail was cut off, or the log was written anew; --length tells which, "
    "with the number of entries that the digest covers",
)

_HEAD = re.compile(r"(?:(.+)@([0-9]{1,18}):)?([0-9a-f]{64})", re.DOTALL)

app = App(name="log", help="Logs, as JSON Lines.")


@attrs.frozen(kw_only=True)
class Walked:
    """
    How far a log is whole.

    Attributes:
        stream, entries, digest: Whose it is, and its head there.
        at: The digest after so many entries as were asked for; nothing where it has fewer.
        seen: The place of the digest that was asked for; nothing where no entry has it.
        notes: What is no fault, and should be known all the same.
        error: Where it ends sooner than its file, why.
    """

    stream: str | None
    entries: int
    digest: str
    at: str | None
    seen: int | None
    notes: tuple[Wrong, ...]
    error: InvalidInput


@app.command
@told
def verify(
    file: Path,
    /,
    *,
    head: str | None = None,
    length: Annotated[int | None, Parameter(validator=Number(gte=0))] = None,
    stream: str | None = None,
    most: Most = LARGEST,
    lang: Lang = "zh",
    json: bool = False,
) -> int:
    """
    Tell whether a log is as it was written: the first line that is not, or that its last line is torn.

    Parameters
    ----------
    file
        The log, as JSON Lines.
    head
        The digest that was kept elsewhere, such as the one on the village board; or the whole head, as
        stream@length:digest.
    length
        How many entries that digest covers; all of them where nothing is said.
    stream
        The id of the log that it has to be.
    most
        How many bytes a line may have.
    lang
        The language of what is printed.
    json
        Print one JSON document instead.
    """
    if head is None and length is not None:
        print(NO_HEAD.get(lang), file=sys.stderr)
        return 2
    parts = None if head is None else _HEAD.fullmatch(head)
    if head is not None and (parts is None or (parts[2] and (length, stream) != (None, None))):
        print((NOT_HEAD if parts is None else SAID).get(lang), file=sys.stderr)
        return 2
    if parts is not None:
        head, length = parts[3], int(parts[2]) if parts[2] else length
        stream = stream or parts[1]
    found = _walk(file, stream, head, length, most)
    wrong, count = by_line(found.error), found.error.count
    if head is not None and (fault := _off(found, head, length)) is not None:
        wrong, count = (*wrong, Wrong(fault=fault, line=None)), count + 1
    if json:
        whose = _sound.of_log(found.stream, found.entries, found.digest)
        notes = {"notes": _sound.noted(found.notes)}
        document({"file": file.name} | whose | notes | _sound.wrong_data(wrong, count))
    else:
        _sound.tell_log(found.stream, found.entries, found.digest, file, lang)
        _sound.tell_each(found.notes, file, lang)
        _sound.tell_wrong(wrong, count, file, lang)
    return int(bool(count))


def _walk(file: Path, stream: str | None, head: str | None, length: int | None, most: int) -> Walked:
    """Follow the chain to its end, or to the first line that does not fit, whatever its events are."""
    last, at, found, read = None, START if length == 0 else None, InvalidInput(), Followed(file, most)
    seen = 0 if head == START else None
    try:
        for last in serial.read_links(read, stream=stream, most=most):
            if last.version == length:
                at = last.digest
            if last.digest == head:
                seen = last.version
    except InvalidInput as error:
        found = error
    entries, digest = (0, START) if last is None else (last.version, last.digest)
    whose = stream if last is None else last.stream
    return Walked(
        stream=whose,
        entries=entries,
        digest=digest,
        at=digest if length is None else at,
        seen=seen,
        notes=() if found.count else read.notes(),
        error=found,
    )


def _off(found: Walked, head: str, length: int | None) -> Fault | None:
    """What a head says against a log."""
    if found.at is None:
        return CUT.fault("head", actual=found.entries, expected=length)
    if found.at == head:
        return None
    if length is not None:
        return REWRITTEN.fault("head", version=length)
    if found.seen is not None:
        return GROWN.fault("head", version=found.seen, actual=found.entries)
    return NO_SUCH_DIGEST.fault("head")
