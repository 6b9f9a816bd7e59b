"""The chain of a log's lines: each read and checked against the one before it, whatever its event is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.events._log import FOREIGN, NO_DIGEST, START, chained, entry_bytes
from sanliang.kernel.fields import FrozenMap, identifier
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Private
from sanliang.kernel.wire import canonical, decode, newer, read_json
from sanliang.serial._base import BASE
from sanliang.serial._documents import LARGEST

LINE, ENTRY = "log.line/1", "entry/1"

TORN = Phrase(
    "log.torn",
    "最后一行不完整；此前各条完好",
    "is torn: the last line was not written to its end; everything before it is whole",
)
BROKEN = Phrase(
    "log.chain",
    "与摘要链不符：该行或其前的行被改动、缺失、重复或移位",
    "does not fit the chain: it, or a line before it, was changed, dropped, doubled or moved",
)
NOT_CANONICAL = Phrase("log.form", "不是规范形式的日志行", "is no line of a log in its canonical form")
OTHER_COMMITMENT = Phrase("log.commitment", "与其承诺值不符", "is not what its commitment stands for")
UNUSED = Phrase("log.unused", "该条中没有这一承诺值", "is no commitment of this entry")

_CUT = {"json.syntax", "json.encoding"}

Made = TypeVar("Made")


@attrs.frozen(kw_only=True)
class Link:
    """
    A line of a log, read and checked against the chain; its event is plain data yet.

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


@attrs.frozen(kw_only=True)
class _Line:
    """A line: the digest after it, the entry's canonical text, and what is private by its commitment."""

    kind: str
    digest: str
    entry: str
    private: FrozenMap[str, Any] = FrozenMap()


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


def read_links(
    lines: str | bytes | Iterable[str | bytes], *, stream: str | None = None, most: int = LARGEST
) -> Iterator[Link]:
    """
    The links of a log's chain, one after the other, each checked, whatever the events in them are.

    It is for checking a log whose kinds are not known here, such as those of a newer release: what is private
    is checked against its commitment, and no event is made.

    Raises:
        InvalidInput: As for `read_entries`, but that an event may be anything.

    Example:
        >>> [link.digest for link in read_links("")]
        []
    """
    return walk(lines, stream, most, lambda link: link)


def walk(
    lines: str | bytes | Iterable[str | bytes], stream: str | None, most: int, make: Callable[[Link], Made]
) -> Iterator[Made]:
    """What is made of each link that fits what stands before it."""
    name = None if stream is None else identifier(stream, "stream")
    before = START
    for place, (line, is_last) in enumerate(_with_end(lines)):
        try:
            link = _link(line, before, place + 1, name, most)
            made = make(link)
        except InvalidInput as error:
            found = error
        else:
            name, before = link.stream, link.digest
            yield made
            continue
        where = f"lines[{place}]"
        if is_last and found.code in _CUT and not is_ended(line):
            raise InvalidInput(TORN.fault(where))
        raise InvalidInput(*(fault.under(where) for fault in found.faults), count=found.count)


def _with_end(lines: str | bytes | Iterable[str | bytes]) -> Iterator[tuple[str | bytes, bool]]:
    """Each line, and whether it is the last."""
    rest = iter(split(lines))
    nothing = object()
    line: Any = next(rest, nothing)
    while line is not nothing:
        following: Any = next(rest, nothing)
        yield line, following is nothing
        line = following


def split(lines: str | bytes | Iterable[str | bytes]) -> Iterator[str | bytes]:
    """The lines of a text, each with its end; only a line feed ends one. Lines are given as they are."""
    return _split(lines) if isinstance(lines, str | bytes) else iter(lines)


def _split(text: Any) -> Iterator[Any]:
    feed, at = text[:0] + ("\n" if isinstance(text, str) else b"\n"), 0
    while at < len(text):
        end = text.find(feed, at) + 1 or len(text)
        yield text[at:end]
        at = end


def is_ended(line: str | bytes) -> bool:
    """Whether a line has its line end."""
    return line.endswith("\n") if isinstance(line, str) else line.endswith(b"\n")


def _link(line: str | bytes, before: str, version: int, stream: str | None, most: int) -> Link:
    """The link of a line that fits what stands before it."""
    data = read_json(line, most=most)
    _check_kind(data, LINE)
    read = decode(data, _Line, using=BASE.reading)
    if read.kind != LINE or canonical(data) != _bytes(line):
        raise InvalidInput(NOT_CANONICAL.fault())
    raw = read.entry.encode()
    if len(read.digest) != len(START):
        raise InvalidInput(NO_DIGEST.fault("digest"))
    if chained(before, raw) != read.digest:
        raise InvalidInput(BROKEN.fault())
    said = read_json(read.entry, path="entry", most=most)
    _check_kind(said, ENTRY, "entry.")
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
    event = _filled(said["event"], read.private)
    return Link(stream=at.stream, version=version, event=event, data=raw, digest=read.digest, said=fields)


def _check_kind(data: Any, known: str, path: str = "") -> None:
    """Refuse what a newer release has written before anything of it is looked at."""
    fault = newer(data.get("kind"), known, f"{path}kind") if type(data) is dict else None
    if fault is not None:
        raise InvalidInput(fault)


def _bytes(line: str | bytes) -> bytes:
    raw = line.encode() if isinstance(line, str) else line
    return raw.removesuffix(b"\n")


def _filled(data: Any, private: FrozenMap[str, Any]) -> Any:
    """The data of an event, with what is private put in the place of its commitment."""
    for commitment, one in private.items():
        value = decode(one, Private, path="private", using=BASE.reading)
        if value.is_erased or value.commitment != commitment:
            raise InvalidInput(OTHER_COMMITMENT.fault("private"))
    used = set[str]()

    def filled(one: Any) -> Any:
        if type(one) is dict:
            commitment = one["commitment"] if one.keys() == {"commitment"} else None
            if type(commitment) is str and commitment in private:
                used.add(commitment)
                return private[commitment]
            return {key: filled(value) for key, value in one.items()}
        return [filled(value) for value in one] if type(one) is list else one

    whole = filled(data)
    if used != private.keys():
        raise InvalidInput(UNUSED.fault("private"))
    return whole
