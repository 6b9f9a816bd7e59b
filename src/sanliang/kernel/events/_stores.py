"""Where logs are kept, and the one digest of all of them."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any, Protocol, final

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.events._entry import Event, Head
from sanliang.kernel.events._log import Log
from sanliang.kernel.fields import identifier, listed, not_kind
from sanliang.kernel.labels import Phrase
from sanliang.kernel.wire import canonical

UNKNOWN = Phrase("log.unknown", "没有该日志", "no such stream")
TWICE = Phrase("log.twice", "同一日志出现两次", "one stream stands here twice")


def head_of(logs: Iterable[Log | Head]) -> str:
    """
    One digest for all logs of a town, to be printed on the board; their order does not matter.

    Args:
        logs: The logs, or their heads as a store gives them.

    Raises:
        InvalidInput: One stream stands here twice, or something is neither log nor head.

    Example:
        >>> head_of([Log.begin("b"), Log.begin("a")]) == head_of([Log.begin("a"), Log.begin("b")])
        True
    """
    heads = sorted((_head(one, place) for place, one in enumerate(listed(logs, "logs"))), key=_stream)
    for earlier, later in pairwise(heads):
        if earlier.stream == later.stream:
            raise InvalidInput(TWICE.fault("logs"))
    rows = [[head.stream, head.length, head.digest] for head in heads]
    return hashlib.sha256(canonical(rows)).hexdigest()


def _head(one: Any, place: int) -> Head:
    if not isinstance(one, Head | Log):
        raise InvalidInput(not_kind(f"logs[{place}]", "Log", "Head"))
    return one if isinstance(one, Head) else one.head


def _stream(head: Head) -> str:
    return head.stream


class Store(Protocol):
    """
    Where logs are kept. What `append` gave back is stored; what it raised changed nothing.

    `StoreFailed` alone may leave open whether all was stored or nothing: the same request with the same key
    finds out. Of several appends that expect the same head one wins; the others raise `Conflict`.
    """

    def read(self, stream: str) -> Log:
        """The log of a stream; an empty one where nothing was appended yet."""
        ...

    def append(
        self,
        stream: str,
        *events: Event,
        by: str,
        at: datetime,
        why: str = "",
        meta: Mapping[str, str] | None = None,
        expected: Head | None = None,
        key: str = "",
    ) -> Log:
        """As `Log.append`, for the stored log of that stream."""
        ...

    def erase(self, stream: str, version: int) -> Log:
        """As `Log.erase`, for the stored log of that stream; one that has no entry is `NotFound`."""
        ...

    def streams(self) -> tuple[str, ...]:
        """The ids of all streams that have an entry, in their order."""
        ...


@final
class MemoryStore:
    """A store in memory, for tests and for programs that end before they forget. Safe between threads."""

    __slots__ = ("_lock", "_logs")

    def __init__(self) -> None:
        self._logs: dict[str, Log] = {}
        self._lock = threading.Lock()

    def read(self, stream: str) -> Log:
        """The log of a stream; an empty one where nothing was appended yet."""
        return self._logs.get(identifier(stream, "stream")) or Log.begin(stream)

    def append(
        self,
        stream: str,
        *events: Event,
        by: str,
        at: datetime,
        why: str = "",
        meta: Mapping[str, str] | None = None,
        expected: Head | None = None,
        key: str = "",
    ) -> Log:
        """
        As `Log.append`, for the stored log of that stream.

        Raises:
            Conflict: As there; nothing was stored.
            InvalidInput: As there; nothing was stored.
        """
        with self._lock:
            log = self.read(stream).append(
                *events, by=by, at=at, why=why, meta=meta, expected=expected, key=key
            )
            self._logs[log.stream] = log
        return log

    def erase(self, stream: str, version: int) -> Log:
        """
        As `Log.erase`, for the stored log of that stream.

        Raises:
            NotFound: There is no such stream or version.
        """
        with self._lock:
            if identifier(stream, "stream") not in self._logs:
                raise NotFound(UNKNOWN.fault("stream"))
            self._logs[stream] = self._logs[stream].erase(version)
            return self._logs[stream]

    def streams(self) -> tuple[str, ...]:
        """The ids of all streams that have an entry, in their order."""
        return tuple(sorted(self._logs))
