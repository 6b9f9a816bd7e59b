"""What a log is made of: events, entries with their bytes and digests, and the request that brings them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

import attrs

from sanliang.kernel.errors import Conflict, InvalidInput
from sanliang.kernel.fields import (
    FrozenMap,
    checked,
    clean_text,
    code,
    day,
    identifier,
    moment,
    not_kind,
    whole,
)
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Private
from sanliang.kernel.wire import canonical, encode, without_private
from sanliang.kernel.wire._out import quoted

START = "0" * 64
_DIGEST = re.compile(r"[0-9a-f]{64}")
_BLANK: Private[Any] = Private.erased(START)
NO_NOTES: FrozenMap[str, str] = FrozenMap()

REUSED = Phrase(
    "log.key_reused",
    "同一请求编号已用于其他内容",
    "this key has been used for another content; a new request needs a new key",
)
KEY_ERASED = Phrase(
    "log.key_erased",
    "该请求已写入，其中的私密内容此后已被删除，无法再作比对；请勿重发，其各条可由 answered(key) 取得",
    "this key's request is stored, and what is private in it has been erased since, so that nothing can be "
    "compared; do not send it again: `answered(key)` gives its entries",
)
NO_DIGEST = Phrase("log.digest", "应为 64 位小写十六进制数字", "must be 64 hexadecimal digits, in lower case")
NO_EVENT = Phrase(
    "log.no_event",
    "该值不能作为事件写入",
    "is no event: it has no tag, no fields to write, or a field named kind",
)
FOREIGN = Phrase("log.foreign", "该事件属于另一条日志", "belongs to another stream than this log's")
NOTHING = Phrase("log.nothing", "没有要追加的事件", "there is nothing to append")


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
        >>> str(Head("p-17", 0, "0" * 64))[:20]
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
    if not isinstance(meta, Mapping):
        raise InvalidInput(not_kind("meta", "Mapping"))
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


@attrs.frozen(kw_only=True)
class Request:
    """What is to be appended to one stream, looked at; made by `request`."""

    stream: str
    events: tuple[Event, ...]
    by: str
    at: datetime
    why: str
    meta: FrozenMap[str, str]
    key: str

    def after(self, length: int, digest: str) -> list[Entry]:
        """The entries that follow a log of this length and digest."""
        said: dict[str, Any] = {
            "by": self.by,
            "at": self.at,
            "why": self.why,
            "meta": self.meta,
            "key": self.key,
        }
        stream, made = self.stream, list[Entry]()
        # As `entry_bytes` writes it, but what all entries of a request share is written once.
        start = f'{{"at":"{self.at.isoformat()}","by":{quoted(self.by)},"event":'.encode()
        meta = canonical({**self.meta}).decode() if self.meta else "{}"
        middle = f',"key":{quoted(self.key)},"kind":"entry/1","meta":{meta},"on":"'
        end = f'","stream":{quoted(stream)},"version":'
        last = f',"why":{quoted(self.why)}}}'
        for version, event in enumerate(self.events, length + 1):
            rest = f"{middle}{event.on.isoformat()}{end}{version}{last}"
            data = start + canonical(tagged(event)) + rest.encode()
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

    def is_answered_by(self, stored: Sequence[Entry]) -> bool:
        """
        Whether the entries that its key wrote are what it asks for; no entries are no answer.

        Raises:
            Conflict: The key came with another content (`log.key_reused`), or what is private in it has been
                erased since (`log.key_erased`).
        """
        if not stored:
            return False
        # Events are compared, not bytes: a request that is sent again draws another salt for a private value.
        same = [*self.events] == [entry.event for entry in stored]
        if (stored[0].by, stored[0].why) != (self.by, self.why) or not (same or self._erased_in(stored)):
            raise Conflict(REUSED.fault("key"))
        if not same:
            raise Conflict(KEY_ERASED.fault("key"))
        return True

    def _erased_in(self, stored: Sequence[Entry]) -> bool:
        """Whether what is stored differs from what is asked for in private values alone, some being gone."""
        gone = list[bool]()

        def blank(value: Private[Any]) -> Private[Any]:
            gone.append(value.is_erased)
            return _BLANK

        there = [without_private(entry.event, blank) for entry in stored]
        return any(gone) and there == [without_private(event, blank) for event in self.events]


def request(
    stream: str,
    events: Sequence[Event],
    *,
    by: str,
    at: datetime,
    why: str,
    meta: Mapping[str, str] | None,
    key: str,
) -> Request:
    """
    What is to be appended, once it has been looked at; as for `Log.append`.

    Raises:
        InvalidInput: No event, an event of another stream, a naive moment, an unclean text.
    """
    by, at = identifier(by, "by"), moment(at, "at")
    why = clean_text(why, "why") if why else ""
    key = identifier(key, "key") if key else ""
    notes = _notes(meta) if meta else NO_NOTES
    if not events:
        raise InvalidInput(NOTHING.fault("events"))
    for place, event in enumerate(events):
        if getattr(event, "thing", None) != stream:
            raise InvalidInput(FOREIGN.fault(f"events[{place}].thing"))
        day(getattr(event, "on", None), f"events[{place}].on")
    return Request(stream=stream, events=tuple(events), by=by, at=at, why=why, meta=notes, key=key)
