"""How other words make records of their logs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from sanliang.kernel.events import Entry, Log
from sanliang.kernel.fields import instances
from sanliang.records._record import Record, Value, in_order


def told_by(logs: Iterable[Log], tell: Callable[[Log], Iterable[Record]]) -> tuple[Record, ...]:
    """What each log tells, by day, by kind, by id."""
    return tuple(sorted((one for log in instances(Log)(logs, "logs") for one in tell(log)), key=in_order))


def told_in(entry: Entry, subject: str, kind: str, on: date, fields: Mapping[str, Value]) -> Record:
    """
    What an event tells of somebody. The record's activity is the thing of the log.

    Args:
        entry: The entry that counts: where the event was corrected, that of the correction.
        subject: Whom it tells of.
        kind: What it tells.
        on: The day of it.
        fields: More of it.
    """
    return Record(
        id=f"{entry.stream}.{entry.version}.{subject}",
        subject=subject,
        kind=kind,
        on=on,
        fields=fields,
        activity=entry.stream,
        recorder=entry.by,
        recorded=entry.at,
    )
