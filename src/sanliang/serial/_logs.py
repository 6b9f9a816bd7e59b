"""Logs as JSON Lines: each an entry as it was first written, its digest, and beside it what is private."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from sanliang.kernel.errors import Conflict, Fault, InvalidInput
from sanliang.kernel.events import Entry, Head, Log, verify
from sanliang.kernel.events._entry import START
from sanliang.kernel.events._log import STALE
from sanliang.kernel.fields import instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Audience
from sanliang.kernel.wire import canonical
from sanliang.serial._base import BASE
from sanliang.serial._documents import LARGEST, NO_AUDIENCE
from sanliang.serial._entries import entry_of, private_of
from sanliang.serial._links import LINE, TORN, is_ended, split, walk
from sanliang.serial._plain import check_text
from sanliang.serial._registry import Registry

NO_STREAM = Phrase(
    "log.empty", "没有任何一行，须写明是哪条日志", "has no line: name the `stream` whose log it is"
)


@attrs.frozen(kw_only=True)
class ReadLog:
    """
    What was read of a file of a log.

    Attributes:
        log: The entries that are whole; their chain was checked.
        torn: Where the last line was not written to its end, the fault that says so; else nothing.
        ended: Whether the last line has its line end. Where it has none though it is whole, as when the
            writing stopped just before, one is due before the next line.
    """

    log: Log
    torn: Fault | None = None
    ended: bool = True


# --- out -----------------------------------------------------------------------------------------------


def write_log(log: Log, *, audience: Audience | str | None = None, registry: Registry = BASE) -> str:
    """
    A log as JSON Lines: one line for each entry, the oldest first; nothing for a log without one.

    The bytes that the digest covers are there as they were first written, whatever has been upgraded since.
    What is private lies beside them, with its salt, for the ledger only; for anybody else its commitment is
    all there is, and the chain verifies all the same.

    Args:
        log: The log.
        audience: Who will read it. There is no default where an event is of a kind that can hold a `Private`.
        registry: Which kinds there are.

    Raises:
        InvalidInput: An event that the registry does not have; no audience where one is needed.

    Example:
        >>> write_log(Log.begin("p-17"))
        ''
    """
    return _lines(instance(Log)(log, "log"), audience, registry)


def append(
    log: Log, *, expected: Head, audience: Audience | str | None = None, registry: Registry = BASE
) -> str:
    """
    The lines to add to a file that ends at a head.

    Args:
        log: The log as it is to be; it starts with what the file has.
        expected: The head of the file as it is.
        audience: As for `write_log`.
        registry: As for `write_log`.

    Raises:
        Conflict: The log is not one that grew from that head: somebody else has written in between.
        InvalidInput: As for `write_log`.

    Example:
        >>> log = Log.begin("p-17")
        >>> append(log, expected=log.head)
        ''
    """
    entries = instance(Log)(log, "log").entries
    length = instance(Head)(expected, "expected").length
    stands = [entry.digest for entry in entries[length - 1 : length]] if length else [START]
    if length < 0 or expected.stream != log.stream or stands != [expected.digest]:
        raise Conflict(STALE.fault("expected", actual=log.length, expected=length))
    return _lines(entries[length:], audience, registry)


def _lines(entries: Iterable[Entry], audience: Audience | str | None, registry: Registry) -> str:
    reader = None if audience is None else Audience.of(audience, "audience")
    instance(Registry)(registry, "registry")
    return "".join(f"{_line(entry, reader, registry)}\n" for entry in entries)


def _line(entry: Entry, audience: Audience | None, registry: Registry) -> str:
    if registry.form_of(entry.event).tag in registry.private and audience is None:
        raise InvalidInput(NO_AUDIENCE.fault("audience", known=tuple(map(str, Audience))))
    check_text(entry.data)
    data: dict[str, Any] = {"kind": LINE, "digest": entry.digest, "entry": entry.data.decode()}
    beside = private_of(entry.event) if audience is Audience.LEDGER else {}
    return canonical({**data, "private": beside} if beside else data).decode()


# --- in ------------------------------------------------------------------------------------------------


def read_log(
    lines: str | bytes | Iterable[str | bytes],
    *,
    stream: str | None = None,
    head: Head | None = None,
    most: int = LARGEST,
    registry: Registry = BASE,
) -> ReadLog:
    """
    The log of its lines, the chain checked on the way.

    Args:
        lines: A text, or lines one after the other, such as an open file.
        stream: The id of the log that it has to be.
        head: A head that was kept elsewhere. Without one, a tail that was cut off is not seen.
        most: How many bytes a line may have; 16 MiB where nothing is said.
        registry: Which kinds there are. Events of older versions are upgraded; their bytes stay as they are.

    Returns:
        The log, and whether its last line was torn: what was whole is kept.

    Raises:
        InvalidInput: The first line that does not fit, by its place; another log than that of *stream*, or
            one that is not that of *head*; no line, and no *stream*.

    Example:
        >>> read_log("", stream="p-17").log
        Log('p-17', 0 entries)
    """
    found, ended = list[Entry](), True
    torn: Fault | None = None

    def noted() -> Iterator[str | bytes]:
        nonlocal ended
        for line in split(lines):
            ended = isinstance(line, str | bytes) and is_ended(line)
            yield line

    try:
        for entry in read_entries(noted(), stream=stream, most=most, registry=registry):
            found.append(entry)
    except InvalidInput as error:
        if error.code != TORN.code:
            raise
        (torn,) = error.faults
    if stream is None and not found:
        raise InvalidInput(NO_STREAM.fault("stream"))
    log = Log.restore(next((entry.stream for entry in found), str(stream)), found)
    if head is not None and not (verdict := verify(log, head=head)):
        (reason,) = verdict.reasons
        raise InvalidInput(Fault(code=reason.code, path="head", zh=reason.text("zh"), en=reason.text("en")))
    return ReadLog(log=log, torn=torn, ended=ended)


def read_entries(
    lines: str | bytes | Iterable[str | bytes],
    *,
    stream: str | None = None,
    most: int = LARGEST,
    registry: Registry = BASE,
) -> Iterator[Entry]:
    """
    The entries of a log, one after the other, each checked against the chain before it is given.

    No more than two lines are held at a time, so a file may be longer than the memory.

    Raises:
        InvalidInput: As for `read_log`; a torn last line too, after all that is whole (`log.torn`).

    Example:
        >>> list(read_entries(""))
        []
    """
    instance(Registry)(registry, "registry")
    return walk(lines, stream, most, lambda link: entry_of(link, registry))
