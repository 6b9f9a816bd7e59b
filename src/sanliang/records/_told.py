"""How other words make records of their logs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from sanliang.kernel.events import Entry, Log
from sanliang.kernel.fields import instances
from sanliang.kernel.lifecycles import Kind, Moved, Thing, effective_entries
from sanliang.records._record import Record, Value, in_order

T = TypeVar("T", bound=Thing)
Told = Iterable[tuple[str, str, Mapping[str, Value]]]
"""Of whom, what, with which fields."""


def told_by(logs: Iterable[Log], tell: Callable[[Log], Iterable[Record]]) -> tuple[Record, ...]:
    """What each log tells, by day, by kind, by id."""
    return tuple(sorted((one for log in instances(Log)(logs, "logs") for one in tell(log)), key=in_order))


def told_of(
    logs: Iterable[Log], kind: Kind[T, Any], tell: Callable[[T, T, Moved[Any]], Told]
) -> tuple[Record, ...]:
    """What the logs of one kind tell: *tell* is given the thing as an event found it and as it left it."""

    def of_log(log: Log) -> Iterator[Record]:
        thing: T | None = None
        for entry, event in effective_entries(log):
            before, thing = thing, kind.apply(thing, event)
            for subject, what, fields in tell(before or thing, thing, event):
                yield told_in(entry, subject, what, event.on, fields)

    return told_by(logs, of_log)


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
