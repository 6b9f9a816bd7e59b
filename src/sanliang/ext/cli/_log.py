"""The verb of logs: verify."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import attrs
from cyclopts import App, Parameter
from cyclopts.validators import Number

from sanliang import serial
from sanliang.ext.cli import _sound
from sanliang.ext.cli._documents import Most
from sanliang.ext.cli._looking import Wrong, by_line, lines
from sanliang.ext.cli._output import Lang, document, told
from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.kernel.events._entry import NO_DIGEST, START, is_digest
from sanliang.kernel.events._verify import CUT, REWRITTEN
from sanliang.kernel.labels import Text
from sanliang.serial import LARGEST

NO_HEAD = Text("--length 须与 --head 一并给出", "--length goes with --head")

app = App(name="log", help="Logs, as JSON Lines.")


@attrs.frozen(kw_only=True)
class Walked:
    """
    How far a log is whole.

    Attributes:
        stream, entries, digest: Whose it is, and its head there.
        at: The digest after so many entries as were asked for; nothing where it has fewer.
        error: Where it ends sooner than its file, why.
    """

    stream: str | None
    entries: int
    digest: str
    at: str | None
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
        The digest that was kept elsewhere, such as the one on the village board.
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
    if head is not None and not is_digest(head):
        print(f"--head: {NO_DIGEST.fault().text(lang)}", file=sys.stderr)
        return 2
    found = _walk(file, stream, length, most)
    wrong, count = by_line(found.error), found.error.count
    if head is not None and (fault := _off(found, head, length)) is not None:
        wrong, count = (*wrong, Wrong(fault=fault, line=None)), count + 1
    if json:
        whose = _sound.of_log(found.stream, found.entries, found.digest)
        document({"file": file.name} | whose | _sound.wrong_data(wrong, count))
    else:
        _sound.tell_log(found.stream, found.entries, found.digest, file, lang)
        _sound.tell_wrong(wrong, count, file, lang)
    return int(bool(count))


def _walk(file: Path, stream: str | None, length: int | None, most: int) -> Walked:
    """Follow the chain to its end, or to the first line that does not fit, whatever its events are."""
    last, at, found = None, START if length == 0 else None, InvalidInput()
    try:
        for last in serial.read_links(lines(file, most), stream=stream, most=most):
            if last.version == length:
                at = last.digest
    except InvalidInput as error:
        found = error
    entries, digest = (0, START) if last is None else (last.version, last.digest)
    whose = stream if last is None else last.stream
    return Walked(
        stream=whose, entries=entries, digest=digest, at=digest if length is None else at, error=found
    )


def _off(found: Walked, head: str, length: int | None) -> Fault | None:
    """What a head says against a log."""
    if found.at is None:
        return CUT.fault("head", actual=found.entries, expected=length)
    if found.at != head:
        return REWRITTEN.fault("head", version=found.entries if length is None else length)
    return None
