"""The log of one stream, its entries and its head."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Protocol, final

import attrs

from sanliang.kernel.errors import Conflict, InvalidInput, NotFound
from sanliang.kernel.fields import (
    FrozenMap,
    checked,
    clean_text,
    code,
    day,
    identifier,
    instance,
    moment,
    whole,
)
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Private
from sanliang.kernel.wire import canonical, encode, without_private

START = "0" * 64
_DIGEST = re.compile(r"[0-9a-f]{64}")
NO_NOTES: FrozenMap[str, str] = FrozenMap()

STALE = Phrase(
    "log.stale",
    "日志已前进到第 {actual} 条（预期第 {expected} 条）；请重新读取后再决定",
    "the log stands at version {actual}, not {expected}; read it again and decide again",
)
REUSED = Phrase(
    "log.key_reused",
    "同一请求编号已用于其他内容",
    "this key has been used for another content; a new request needs a new key",
)
NO_DIGEST = Phrase("log.digest", "应为 64 位小写十六进制数字", "must be 64 hexadecimal digits, in lower case")
NO_EVENT = Phrase(
    "log.no_event",
    "该值不能作为事件写入",
    "is no event: it has no tag, no fields to write, or a field named kind",
)
FOREIGN = Phrase("log.foreign", "该事件属于另一条日志", "belongs to another stream than this log's")
NOTHING = Phrase("log.nothing", "没有要追加的事件", "there is nothing to append")
NO_VERSION = Phrase("log.no_version", "日志没有第 {version} 条", "the log has no version {version}")


class Event(Protocol):
    """What a log takes: a frozen value that names its stored kind, its stream and its day."""

    @property
    def tag(self) -> str:
        """The name and version under which it is stored, such as `"pledge.moved/1"`."""
        ...

    @property
    def thing(self) -> str:
        """The id of the stream it belongs to."""
        ...

    @property
    def on(self) -> date:
        """The day on which it counts."""
        ...


def is_digest(value: Any) -> bool:
    """Whether it is written as a digest is."""
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _hexadecimal(value: Any, path: str) -> str:
    if not is_digest(value):
        raise InvalidInput(NO_DIGEST.fault(path))
    return str(value)


@attrs.frozen
class Head:
    """
    How long a log is and the digest of all of it: what is printed on the board, out of the log's reach.

    Example:
        >>> str(Log.begin("p-17").head)[:20]
        'p-17@0:0000000000000'
    """

    stream: str = attrs.field(validator=checked(identifier))
    length: int = attrs.field(validator=checked(whole))
    digest: str = attrs.field(validator=checked(_hexadecimal))

    def __str__(self) -> str:
        return f"{self.stream}@{self.length}:{self.digest}"


@attrs.frozen(kw_only=True)
class Entry:
    """
    One event as the log has it.

    Attributes:
        version: Its place in the log, from 1.
        by: The id of whoever entered it.
        at: The moment of entering; `on` is the day on which it counts.
        why: A reason in words, or empty.
        meta: Free texts by code, such as the request's address.
        key: The idempotency key of the request, or empty.
        data: The canonical bytes as first written.
        digest: SHA-256 of the digest before and of *data*, in hexadecimal.
    """

    stream: str
    version: int
    event: Any
    by: str
    at: datetime
    on: date
    why: str
    meta: FrozenMap[str, str]
    key: str
    data: bytes
    digest: str


def _notes(meta: Mapping[str, str]) -> FrozenMap[str, str]:
    return FrozenMap((code(name, "meta"), clean_text(text, f"meta.{name}")) for name, text in meta.items())


def chained(before: str, data: bytes) -> str:
    """The digest of an entry's bytes and of the digest before."""
    return hashlib.sha256(bytes.fromhex(before) + data).hexdigest()


def tagged(event: Event) -> dict[str, Any]:
    """An event as plain data, with its tag."""
    data, tag = encode(event), getattr(event, "tag", None)
    if type(data) is not dict or "kind" in data or not isinstance(tag, str):
        raise InvalidInput(NO_EVENT.fault())
    data["kind"] = tag
    return data


def entry_bytes(
    stream: str,
    version: int,
    event: dict[str, Any],
    by: str,
    at: datetime,
    on: date,
    why: str,
    meta: Mapping[str, str],
    key: str,
) -> bytes:
    """What is written of an entry, and hashed."""
    return canonical(
        {
            "kind": "entry/1",
            "stream": stream,
            "version": version,
            "event": event,
            "by": by,
            "at": at.isoformat(),
            "on": on.isoformat(),
            "why": why,
            "meta": {**meta} if meta else {},
            "key": key,
        }
    )


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
        kept = dict(enumerate(entries))
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
        by, at = identifier(by, "by"), moment(at, "at")
        why = clean_text(why, "why") if why else ""
        key = identifier(key, "key") if key else ""
        notes = _notes(meta) if meta else NO_NOTES
        if not events:
            raise InvalidInput(NOTHING.fault("events"))
        for place, event in enumerate(events):
            if getattr(event, "thing", None) != self.stream:
                raise InvalidInput(FOREIGN.fault(f"events[{place}].thing"))
            day(getattr(event, "on", None), f"events[{place}].on")
        if key and self._has(key, events, by, why):
            return self
        if expected is not None and instance(Head)(expected, "expected") != self.head:
            raise Conflict(STALE.fault("expected", actual=self.length, expected=expected.length))
        return self._grown(self._made(events, by=by, at=at, why=why, meta=notes, key=key), key)

    def _has(self, key: str, events: tuple[Event, ...], by: str, why: str) -> bool:
        """Whether the key's request is in the log already; another request with that key is a conflict."""
        stored = self.answered(key)
        if not stored:
            return False
        # Events are compared, not bytes: a request that is sent again draws another salt for a private value.
        same = [*events] == [entry.event for entry in stored]
        if not same or (stored[0].by, stored[0].why) != (by, why):
            raise Conflict(REUSED.fault("key"))
        return True

    def _made(self, events: tuple[Event, ...], **said: Any) -> list[Entry]:
        """The entries that would follow, each with its bytes and its digest."""
        stream, digest, made = self.stream, self._digest, list[Entry]()
        for version, event in enumerate(events, self.length + 1):
            data = entry_bytes(stream, version, tagged(event), on=event.on, **said)
            digest = chained(digest, data)
            made.append(
                Entry(
                    stream=stream,
                    version=version,
                    event=event,
                    on=event.on,
                    data=data,
                    digest=digest,
                    **said,
                )
            )
        return made

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
