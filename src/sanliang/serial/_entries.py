"""An entry of a log as it lies in a file or a row: its bytes, its digest, and beside them what is private."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.events import Entry
from sanliang.kernel.events._entry import FOREIGN, NO_DIGEST, START, chained, entry_bytes
from sanliang.kernel.fields import FrozenMap, identifier
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Private
from sanliang.kernel.wire import decode, newer, read_json, without_private
from sanliang.serial._base import BASE
from sanliang.serial._documents import from_dict
from sanliang.serial._out import _private
from sanliang.serial._registry import Registry

ENTRY = "entry/1"

BROKEN = Phrase(
    "log.chain",
    "与摘要链不符：该行或其前的行被改动、缺失、重复或移位",
    "does not fit the chain: it, or a line before it, was changed, dropped, doubled or moved",
)
NOT_CANONICAL = Phrase("log.form", "不是规范形式的日志行", "is no line of a log in its canonical form")
OTHER_COMMITMENT = Phrase("log.commitment", "与其承诺值不符", "is not what its commitment stands for")
UNUSED = Phrase("log.unused", "该条中没有这一承诺值", "is no commitment of this entry")


@attrs.frozen(kw_only=True)
class _Written:
    """An entry's text, read."""

    kind: str
    stream: str
    version: int
    event: Any
    by: str
    at: datetime
    on: date
    why: str
    meta: FrozenMap[str, str]
    key: str


def private_of(event: Any) -> dict[str, Any]:
    """By its commitment, each private value that has not been erased."""
    found = dict[str, Any]()

    def note(value: Private[Any]) -> Private[Any]:
        if not value.is_erased:
            found[value.commitment] = _private(value)
        return value

    without_private(event, note)
    return found


@attrs.frozen(kw_only=True)
class Link:
    """
    An entry of a log, read and checked against the chain; its event is plain data yet.

    Attributes:
        stream: The id of the log.
        version: Its place in the log, from 1.
        event: The event's data, with what is private in its place.
        data: The canonical bytes as first written.
        digest: The digest after it.
        said: Who entered it, when and why.
    """

    stream: str
    version: int
    event: Any
    data: bytes
    digest: str
    said: Mapping[str, Any]


def link_of(
    raw: bytes,
    digest: str,
    private: Mapping[str, Any],
    *,
    before: str,
    version: int,
    stream: str | None,
    most: int,
) -> Link:
    """
    The link of an entry's bytes, where it fits what stands before it.

    Args:
        raw: The bytes as they were first written.
        digest: The digest that lies beside them.
        private: By its commitment, each private value that has not been erased, with its salt.
        before: The digest of the entry before.
        version: Its place in the log.
        stream: Whose log it has to be.
        most: How many bytes it may have.

    Raises:
        InvalidInput: It does not fit, or a newer release has written it.
    """
    if len(digest) != len(START):
        raise InvalidInput(NO_DIGEST.fault("digest"))
    if chained(before, raw) != digest:
        raise InvalidInput(BROKEN.fault())
    said = read_json(raw, path="entry", most=most)
    check_kind(said, ENTRY, "entry.")
    at = decode(said, _Written, path="entry", using=BASE.reading)
    if at.kind != ENTRY or at.version != version:
        raise InvalidInput(BROKEN.fault("entry.version"))
    if stream is None:
        identifier(at.stream, "entry.stream")
    elif at.stream != stream:
        raise InvalidInput(FOREIGN.fault("entry.stream"))
    fields = {name: getattr(at, name) for name in ("by", "at", "on", "why", "meta", "key")}
    if entry_bytes(at.stream, version, said["event"], **fields) != raw:
        raise InvalidInput(NOT_CANONICAL.fault("entry"))
    event = _filled(said["event"], private)
    return Link(stream=at.stream, version=version, event=event, data=raw, digest=digest, said=fields)


def entry_of(link: Link, registry: Registry) -> Entry:
    """
    The entry of a link, its event made.

    Raises:
        InvalidInput: The event cannot be read, or is of another stream or day; the path starts with
            `entry.event`.
    """
    event, said = _event(link.event, registry), link.said
    if getattr(event, "thing", None) != link.stream or getattr(event, "on", None) != said["on"]:
        raise InvalidInput(FOREIGN.fault("entry.event"))
    return Entry(
        stream=link.stream,
        version=link.version,
        event=event,
        data=link.data,
        digest=link.digest,
        **said,
    )


def check_kind(data: Any, known: str, path: str = "") -> None:
    """Refuse what a newer release has written before anything of it is looked at."""
    fault = newer(data.get("kind"), known, f"{path}kind") if type(data) is dict else None
    if fault is not None:
        raise InvalidInput(fault)


def _filled(data: Any, private: Mapping[str, Any]) -> Any:
    """The data of an event, with what is private put in the place of its commitment."""
    for commitment, one in private.items():
        value = decode(one, Private, path="private", using=BASE.reading)
        if value.is_erased or value.commitment != commitment:
            raise InvalidInput(OTHER_COMMITMENT.fault("private"))
    used = set[str]()

    def filled(one: Any) -> Any:
        match one:
            case {"commitment": str(commitment), **rest} if not rest and commitment in private:
                used.add(commitment)
                return private[commitment]
            case dict():
                return {key: filled(value) for key, value in one.items()}
            case list():
                return [*map(filled, one)]
        return one

    whole = filled(data)
    if private.keys() - used:
        raise InvalidInput(UNUSED.fault("private"))
    return whole


def _event(data: Any, registry: Registry) -> Any:
    """The event of its data."""
    try:
        return from_dict(data, registry=registry)
    except InvalidInput as error:
        found = error
    raise InvalidInput(*(fault.under("entry.event") for fault in found.faults), count=found.count)
