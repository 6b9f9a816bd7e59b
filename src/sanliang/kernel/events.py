"""
Logs: append-only, ordered, chained by digests; heads for the village board; a memory store.

The digest of an entry covers its bytes as they were first written and the digest before it. The bytes hold
the tagged event and who, when, why. Order is by version, never by time.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice, pairwise
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
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.kernel.wire import canonical, encode, without_private

__all__ = ["Entry", "Event", "Head", "Log", "MemoryStore", "Store", "head_of", "verify"]

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
    "log.no_event", "该值不能作为事件写入", "is no event: it has no fields to write, or a field named kind"
)
FOREIGN = Phrase("log.foreign", "该事件属于另一条日志", "belongs to another stream than this log's")
NOTHING = Phrase("log.nothing", "没有要追加的事件", "there is nothing to append")
UNKNOWN = Phrase("log.unknown", "没有该日志", "no such stream")
TWICE = Phrase("log.twice", "同一日志出现两次", "one stream stands here twice")
NO_VERSION = Phrase("log.no_version", "日志没有第 {version} 条", "the log has no version {version}")
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


def _hexadecimal(value: Any, path: str) -> str:
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        raise InvalidInput(NO_DIGEST.fault(path))
    return value


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


def _digest(before: str, data: bytes) -> str:
    return hashlib.sha256(bytes.fromhex(before) + data).hexdigest()


def _tagged(event: Event) -> dict[str, Any]:
    data = encode(event)
    if type(data) is not dict or "kind" in data:
        raise InvalidInput(NO_EVENT.fault())
    data["kind"] = event.tag
    return data


def _data(
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
            day(event.on, f"events[{place}].on")
        if key and self._has(key, events, by, why):
            return self
        if expected is not None and instance(Head)(expected, "expected") != self.head:
            raise Conflict(STALE.fault("expected", actual=self.length, expected=expected.length))
        return self._grown(self._made(events, by=by, at=at, why=why, meta=notes, key=key), key)

    def _has(self, key: str, events: tuple[Event, ...], by: str, why: str) -> bool:
        """Whether the key's request is in the log already; another request with that key is a conflict."""
        first = self._keys.get(key, self.length)
        if first >= self.length:
            return False
        stored = [entry for place in range(first, self.length) if (entry := self._entries[place]).key == key]
        # Events are compared, not bytes: a request that is sent again draws another salt for a private value.
        same = [*events] == [entry.event for entry in stored]
        if not same or (stored[0].by, stored[0].why) != (by, why):
            raise Conflict(REUSED.fault("key"))
        return True

    def _made(self, events: tuple[Event, ...], **said: Any) -> list[Entry]:
        """The entries that would follow, each with its bytes and its digest."""
        stream, digest, made = self.stream, self._digest, list[Entry]()
        for version, event in enumerate(events, self.length + 1):
            data = _data(stream, version, _tagged(event), on=event.on, **said)
            digest = _digest(digest, data)
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


def verify(log: Log, *, head: Head | None = None) -> Verdict:
    """
    Whether the log is as it was written; the first entry that is not, by its place.

    Args:
        log: Any log, as a store gave it back.
        head: A head that was kept elsewhere. Without one, a tail that was cut off is not seen, and neither
            is a log that somebody wrote anew from its first entry on.

    Example:
        >>> verify(Log.begin("p-17")).ok
        True
    """
    before, seen = START, set[bytes]()
    for place, entry in enumerate(log):
        if (phrase := _wrong(entry, place + 1, before, seen, log)) is not None:
            return _found(phrase, place, entry.version)
        before = entry.digest
        seen.add(entry.data)
    if head is None:
        return Verdict(ok=True)
    if head.length > log.length:
        reason = Reason.of(CUT, path=f"entries[{log.length}]", actual=log.length, expected=head.length)
        return Verdict.against([reason])
    stands = next(islice(log, head.length - 1, None)).digest if head.length else START
    if head.stream != log.stream or head.digest != stands:
        return _found(REWRITTEN, max(head.length - 1, 0), head.length)
    return Verdict(ok=True)


def _found(phrase: Phrase, place: int, version: int) -> Verdict:
    missing = phrase is DROPPED or phrase is CHANGED
    return Verdict.against(
        [Reason.of(phrase, path=f"entries[{place}]", version=place + 1 if missing else version)]
    )


def _written(entry: Entry) -> dict[str, Any]:
    """What the bytes say, or nothing where they are no object."""
    try:
        written = json.loads(entry.data)
    except (ValueError, RecursionError):
        return {}
    return written if isinstance(written, dict) else {}


def _wrong(entry: Entry, version: int, before: str, seen: set[bytes], log: Log) -> Phrase | None:
    """What is wrong with the entry that should be this version, or nothing."""
    written = _written(entry)
    if entry.data in seen:
        return DOUBLED
    if entry.version != written.get("version"):
        return CHANGED
    if entry.version != version:
        return REORDERED if any(other.version == version for other in log) else DROPPED
    if entry.stream != log.stream or _digest(before, entry.data) != entry.digest:
        return CHANGED
    return None if _reads_as_written(entry, written) else CHANGED


def _reads_as_written(entry: Entry, written: dict[str, Any]) -> bool:
    """Whether the fields that programs read still say what the bytes say."""
    event: Any = written.get("event")
    try:
        said = {name: getattr(entry, name) for name in ("by", "at", "on", "why", "meta", "key")}
        if _data(entry.stream, entry.version, event, **said) != entry.data:
            return False
        tagged = _tagged(entry.event)
        return canonical(tagged) == canonical(event) or _is_newer(tagged["kind"], event["kind"])
    except Exception:  # whatever else stands in a field now, it is not what was written there
        return False


def _is_newer(kind: str, written: str) -> bool:
    """Whether a shape is a later version of the one that was written, so that the bytes may differ."""
    (name, _, version), (old_name, _, old_version) = kind.rpartition("/"), written.rpartition("/")
    return name == old_name and int(version) > int(old_version)


def head_of(logs: Iterable[Log]) -> str:
    """
    One digest for all logs of a town, to be printed on the board; their order does not matter.

    Example:
        >>> head_of([Log.begin("b"), Log.begin("a")]) == head_of([Log.begin("a"), Log.begin("b")])
        True
    """
    heads = sorted((log.head for log in logs), key=lambda head: head.stream)
    for earlier, later in pairwise(heads):
        if earlier.stream == later.stream:
            raise InvalidInput(TWICE.fault("logs"))
    rows = [[head.stream, head.length, head.digest] for head in heads]
    return hashlib.sha256(canonical(rows)).hexdigest()


class Store(Protocol):
    """
    Where logs are kept. What `append` gave back is stored; what it raised changed nothing.

    Of several appends that expect the same head one wins; the others raise `Conflict`.
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
            if stream not in self._logs:
                raise NotFound(UNKNOWN.fault("stream"))
            self._logs[stream] = self._logs[stream].erase(version)
            return self._logs[stream]

    def streams(self) -> tuple[str, ...]:
        """The ids of all streams that have an entry, in their order."""
        return tuple(sorted(self._logs))
