"""The chain of a log's lines: each read and checked against the one before it, whatever its event is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, pairwise
from typing import Any, TypeVar

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.events._entry import START
from sanliang.kernel.fields import FrozenMap, identifier, whole
from sanliang.kernel.labels import Phrase
from sanliang.kernel.wire import canonical, decode, read_json
from sanliang.serial._base import BASE
from sanliang.serial._documents import LARGEST
from sanliang.serial._entries import NOT_CANONICAL, Link, check_kind, link_of

LINE = "log.line/1"

TORN = Phrase(
    "log.torn",
    "最后一行不完整；此前各条完好",
    "is torn: the last line was not written to its end; everything before it is whole",
)

NOT_LINES = Phrase(
    "log.lines",
    "应为整段文字、字节，或逐行给出（如打开的文件）",
    "must be the whole text, or bytes, or its lines one by one, such as an open file",
)

_CUT = {"json.syntax", "json.encoding"}

Made = TypeVar("Made")


@attrs.frozen(kw_only=True)
class _Line:
    """A line: the digest after it, the entry's canonical text, and what is private by its commitment."""

    kind: str
    digest: str
    entry: str
    private: FrozenMap[str, Any] = FrozenMap()


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
    """What is made of each link that fits what stands before it; wrong arguments are refused at once."""
    name = None if stream is None else identifier(stream, "stream")
    return _walked(split(lines), name, whole(most, "most", least=1), make)


def _walked(
    lines: Iterator[str | bytes], name: str | None, most: int, make: Callable[[Link], Made]
) -> Iterator[Made]:
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


def _with_end(rest: Iterator[str | bytes]) -> Iterator[tuple[str | bytes, bool]]:
    """Each line, and whether it is the last."""
    end: Any = object()
    for line, following in pairwise(chain(rest, (end,))):
        yield line, following is end


def split(lines: str | bytes | Iterable[str | bytes]) -> Iterator[str | bytes]:
    """The lines of a text, each with its end; only a line feed ends one. Lines are given as they are."""
    if isinstance(lines, str | bytes):
        return _split(lines)
    if not isinstance(lines, Iterable):
        raise InvalidInput(NOT_LINES.fault("lines"))
    return iter(lines)


def _split(text: Any) -> Iterator[Any]:
    feed: Any = "\n" if isinstance(text, str) else b"\n"
    at = 0
    while line := text[at : text.find(feed, at) + 1 or None]:
        yield line
        at += len(line)


def is_ended(line: str | bytes) -> bool:
    """Whether a line has its line end."""
    return line.endswith("\n") if isinstance(line, str) else line.endswith(b"\n")


def _link(line: str | bytes, before: str, version: int, stream: str | None, most: int) -> Link:
    """The link of a line that fits what stands before it."""
    data = read_json(line, most=most)
    check_kind(data, LINE)
    read = decode(data, _Line, using=BASE.reading)
    if read.kind != LINE or canonical(data) != _bytes(line) or data.get("private") == {}:
        raise InvalidInput(NOT_CANONICAL.fault())
    raw = read.entry.encode()
    return link_of(raw, read.digest, read.private, before=before, version=version, stream=stream, most=most)


def _bytes(line: str | bytes) -> bytes:
    raw = line.encode() if isinstance(line, str) else line
    return raw.removesuffix(b"\n")
