"""Whether a log is as it was written."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

from sanliang.kernel.events._entry import START, Entry, Head, chained, entry_bytes, tagged
from sanliang.kernel.events._log import Log
from sanliang.kernel.fields import instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.kernel.wire import canonical

CHANGED = Phrase("log.changed", "第 {version} 条被改动", "entry {version} has been changed")
DROPPED = Phrase("log.dropped", "第 {version} 条缺失", "entry {version} is missing")
DOUBLED = Phrase("log.doubled", "第 {version} 条重复", "entry {version} stands here twice")
REORDERED = Phrase("log.reordered", "第 {version} 条不在原位", "entry {version} is out of its place")
CUT = Phrase(
    "log.cut",
    "日志只到第 {actual} 条，而公示的是第 {expected} 条：末尾被截去",
    "the log ends at version {actual}, and its head says {expected}: the tail was cut off",
)
REWRITTEN = Phrase(
    "log.rewritten",
    "到第 {version} 条为止与公示的摘要不符",
    "the log up to version {version} is not the one of the head",
)


def verify(log: Log, *, head: Head | None = None) -> Verdict:
    """
    Whether the log is as it was written; the first entry that is not, by its place.

    Args:
        log: Any log, as a store gave it back.
        head: A head that was kept elsewhere. Without one, a tail that was cut off is not seen, and neither
            is a log that somebody wrote anew from its first entry on.

    Raises:
        InvalidInput: *log* is no `Log`, or *head* is no `Head`. Whatever stands in the log raises nothing.

    Example:
        >>> verify(Log.begin("p-17")).ok
        True
    """
    if head is not None:
        instance(Head)(head, "head")
    instance(Log)(log, "log")
    before, seen = START, set[bytes]()
    for place, entry in enumerate(log):
        if (phrase := _wrong(entry, place + 1, before, seen, log)) is not None:
            return _found(phrase, place, entry.version)
        before = entry.digest
        seen.add(entry.data)
    stands = START
    if head is not None and 0 < head.length <= log.length:
        stands = next(islice(log, head.length - 1, None)).digest
    return against(head, log.stream, log.length, stands)


def against(head: Head | None, stream: str, length: int, stands: str) -> Verdict:
    """Whether a log whose chain holds is the one of the head; *stands* is its digest at the head's length."""
    if head is None:
        return Verdict(ok=True)
    if head.length > length:
        reason = Reason.of(CUT, path=f"entries[{length}]", actual=length, expected=head.length)
        return Verdict.against([reason])
    if head.stream != stream or head.digest != stands:
        return _found(REWRITTEN, max(head.length - 1, 0), head.length)
    return Verdict(ok=True)


def _found(phrase: Phrase, place: int, version: int) -> Verdict:
    missing = phrase is DROPPED or phrase is CHANGED
    return Verdict.against(
        [Reason.of(phrase, path=f"entries[{place}]", version=place + 1 if missing else version)]
    )


def _said(entry: Entry) -> dict[str, Any]:
    """What the bytes say, or nothing where they are no object."""
    try:
        written = json.loads(entry.data)
    except (ValueError, RecursionError):
        return {}
    return written if isinstance(written, dict) else {}


def _wrong(entry: Entry, version: int, before: str, seen: set[bytes], log: Log) -> Phrase | None:
    """What is wrong with the entry that should be this version, or nothing."""
    written = _said(entry)
    if entry.data in seen:
        return DOUBLED
    if entry.version != written.get("version"):
        return CHANGED
    if entry.version != version:
        return REORDERED if any(other.version == version for other in log) else DROPPED
    if entry.stream != log.stream or chained(before, entry.data) != entry.digest:
        return CHANGED
    return None if _reads_as_written(entry, written) else CHANGED


def _reads_as_written(entry: Entry, written: dict[str, Any]) -> bool:
    """Whether the fields that programs read still say what the bytes say."""
    event: Any = written.get("event")
    try:
        said = {name: getattr(entry, name) for name in ("by", "at", "on", "why", "meta", "key")}
        if entry_bytes(entry.stream, entry.version, event, **said) != entry.data:
            return False
        now = tagged(entry.event)
        return canonical(now) == canonical(event) or _is_newer(now["kind"], event["kind"])
    except Exception:  # whatever else stands in a field now, it is not what was written there
        return False


def _is_newer(kind: str, written: str) -> bool:
    """Whether a shape is a later version of the one that was written, so that the bytes may differ."""
    (name, _, version), (old_name, _, old_version) = kind.rpartition("/"), written.rpartition("/")
    return name == old_name and int(version) > int(old_version)
