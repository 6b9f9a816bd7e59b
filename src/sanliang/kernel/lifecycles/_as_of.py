"""Things as they stood at the end of a day, read off their logs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import takewhile
from typing import Any, TypeVar

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.events import Log
from sanliang.kernel.fields import DOUBLED, NOT_LIST, day
from sanliang.kernel.lifecycles._kind import Kind
from sanliang.kernel.lifecycles._rows import Thing

T = TypeVar("T", bound=Thing)


def as_of(logs: Iterable[Log | Iterable[Any]], kind: Kind[T, Any], *, on: date) -> tuple[T, ...]:
    """
    Each thing as it stood at the end of a day, of those that were there: what was written for a later day
    does not count, so that a figure of the half-year stays what it was.

    Args:
        logs: Each thing's log, or its events; in any order.
        kind: The code behind the word.

    Returns:
        The things in the order of their logs.

    Raises:
        InvalidInput: What is no list of logs, two logs of one thing, or a log that opens nothing.

    Example:
        >>> from sanliang.notices import KIND
        >>> as_of([], KIND, on=date(2026, 7, 1))
        ()
    """
    return tuple(_as_of(logs, kind, day(on, "on")))


def _as_of(logs: Iterable[Log | Iterable[Any]], kind: Kind[T, Any], on: date) -> Iterator[T]:
    if not isinstance(logs, Iterable) or isinstance(logs, Log | str):
        raise InvalidInput(NOT_LIST.fault("logs"))
    seen = set[str]()
    for place, log in enumerate(logs):
        if not isinstance(log, Log | Iterable):
            raise InvalidInput(NOT_LIST.fault(f"logs[{place}]"))
        events = log.events if isinstance(log, Log) else log
        until = [*takewhile(lambda event: event.on <= on, _own(events, kind, place))]
        if until:
            thing = kind.replay(until)
            if thing.id in seen:
                raise InvalidInput(DOUBLED.fault(f"logs[{place}]"))
            seen.add(thing.id)
            yield thing


def _own(events: Iterable[Any], kind: Kind[Any, Any], place: int) -> Iterator[Any]:
    """The events, each looked at before its day is asked for."""
    for at, event in enumerate(events):
        try:
            yield kind.own(event, at)
        except InvalidInput as error:
            raise InvalidInput(*(fault.under(f"logs[{place}]") for fault in error.faults)) from None
