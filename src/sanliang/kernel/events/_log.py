"""The log of one stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, final

from sanliang.kernel.errors import Conflict, NotFound
from sanliang.kernel.events._entry import START, Entry, Event, Head, request
from sanliang.kernel.fields import identifier, instance, instances, whole
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Private
from sanliang.kernel.wire import without_private

STALE = Phrase(
    "log.stale",
    "日志已前进到第 {actual} 条（预期第 {expected} 条）；请重新读取后再决定",
    "the log stands at version {actual}, not {expected}; read it again and decide again",
)
NO_VERSION = Phrase("log.no_version", "日志没有第 {version} 条", "the log has no version {version}")


@final
class Log:
    """
    The events of one stream, in order. Appending gives a new log and leaves the old one as it was.

    Logs that grew from one another share their entries, so that appending costs the same at any length.

    Example:
        >>> log = Log.begin("p-17")
        >>> len(log), log.head.length
        (0, 0)
    """

    __slots__ = ("_entries", "_keys", "length", "stream")

    stream: str
    length: int
    # Shared by all logs of one growth; each sees its first *length* entries. `setdefault` claims a place.
    _entries: dict[int, Entry]
    _keys: dict[str, int]

    def __init__(self, stream: str, entries: dict[int, Entry], keys: dict[str, int], length: int) -> None:
        self.stream, self._entries, self._keys, self.length = stream, entries, keys, length

    @classmethod
    def begin(cls, stream: str) -> Log:
        """An empty log for the thing with this id."""
        return cls(identifier(stream, "stream"), {}, {}, 0)

    @classmethod
    def restore(cls, stream: str, entries: Iterable[Entry]) -> Log:
        """A log of entries as a store gave them back, unchecked: `verify` checks it."""
        kept = dict(enumerate(instances(Entry)(entries, "entries")))
        keys = {entry.key: place for place, entry in reversed(kept.items()) if entry.key}
        return cls(identifier(stream, "stream"), kept, keys, len(kept))

    @property
    def head(self) -> Head:
        """Its length and digest now."""
        return Head(self.stream, self.length, self._digest)

    @property
    def _digest(self) -> str:
        return self._entries[self.length - 1].digest if self.length else START

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries, the oldest first."""
        return tuple(self)

    @property
    def events(self) -> tuple[Any, ...]:
        """The events, the oldest first."""
        return tuple(entry.event for entry in self)

    def answered(self, key: str) -> tuple[Entry, ...]:
        """
        The entries that the request with this key wrote; none where it has not been answered here.

        Whoever decides anew when a request arrives again asks this first: the move that it made is not open a
        second time.

        Example:
            >>> Log.begin("p-17").answered("request-81")
            ()
        """
        first = self._keys.get(identifier(key, "key"), self.length)
        later = (self._entries[place] for place in range(first, self.length))
        return tuple(entry for entry in later if entry.key == key)

    def append(
        self,
        *events: Event,
        by: str,
        at: datetime,
        why: str = "",
        meta: Mapping[str, str] | None = None,
        expected: Head | None = None,
        key: str = "",
    ) -> Log:
        """
        The log with these events at its end: all of them or none.

        Args:
            events: One or more, of this stream.
            by: The id of whoever enters them.
            at: The moment, with an offset. It may lie before the last one: clocks do run backwards.
            why: A reason in words.
            meta: Texts by code.
            expected: The head that the decision was made on.
            key: The request's own id. The same key with the same events, from the same person for the same
                reason, changes nothing and gives this log, whatever is expected.

        Raises:
            Conflict: The log has grown past *expected*, or *key* came with other events.
            InvalidInput: No event, an event of another stream, a naive moment, an unclean text.
        """
        asked = request(self.stream, events, by=by, at=at, why=why, meta=meta, key=key)
        if asked.key and asked.is_answered_by(self.answered(asked.key)):
            return self
        if expected is not None and instance(Head)(expected, "expected") != self.head:
            raise Conflict(STALE.fault("expected", actual=self.length, expected=expected.length))
        return self._grown(asked.after(self.length, self._digest), asked.key)

    def _grown(self, made: list[Entry], key: str) -> Log:
        entries, keys, length = self._entries, self._keys, self.length
        if entries.setdefault(length, made[0]) is not made[0]:
            # Another log has grown from here. Copies first: other threads may be writing.
            entries = {place: entries[place] for place in range(length)}
            keys = {old: place for old, place in keys.copy().items() if place < length}
        entries.update(enumerate(made, length))
        if key:
            keys[key] = length
        return Log(self.stream, entries, keys, length + len(made))

    def erase(self, version: int) -> Log:
        """
        The log without the private values of one entry, here and wherever else they were written.

        Their commitments stay, so the chain still verifies. Copies of the log that were made before keep
        the values: whoever holds them has to erase them there.

        Raises:
            NotFound: There is no such version.
        """
        if not 1 <= whole(version, "version") <= self.length:
            raise NotFound(NO_VERSION.fault("version", version=version))
        gone: set[str] = set()

        def note(value: Private[Any]) -> Private[Any]:
            gone.add(value.commitment)
            return value

        def wipe(value: Private[Any]) -> Private[Any]:
            return Private.erased(value.commitment) if value.commitment in gone else value

        without_private(self._entries[version - 1].event, note)
        return Log.restore(self.stream, (without_private(entry, wipe) for entry in self))

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[Entry]:
        return map(self._entries.__getitem__, range(self.length))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Log) and self.entries == other.entries and self.stream == other.stream

    def __hash__(self) -> int:
        return hash(self.head)

    def __repr__(self) -> str:
        return f"Log({self.stream!r}, {self.length} entries)"

    def __reduce__(self) -> tuple[Any, ...]:
        return Log.restore, (self.stream, self.entries)
