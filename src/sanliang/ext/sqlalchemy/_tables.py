"""The table of a store, the statements on it, and how an entry is a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Row,
    Table,
    Text,
    UniqueConstraint,
)

from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.kernel.events import Entry
from sanliang.kernel.events._entry import START
from sanliang.kernel.events._verify import CHANGED, DROPPED
from sanliang.kernel.labels import Phrase
from sanliang.kernel.wire import canonical, read_json
from sanliang.serial import Registry
from sanliang.serial._entries import NOT_CANONICAL, entry_of, link_of, private_of
from sanliang.serial._plain import check_text

WRONG_KEY = Phrase(
    "store.key",
    "请求编号与该条所写的不符",
    "has another key, or another place in its request, than its bytes say",
)
TAKEN = Phrase(
    "store.taken",
    "该名称已用于另一张表",
    "is the name of another table that is declared here",
)
_INFO = {"holds": "log.entry/1"}
_WHOLE = BigInteger().with_variant(Integer(), "sqlite")  # STRICT tables of SQLite know INTEGER, of 64 bits
AnyRow: TypeAlias = "Row[Any]"
_ANY_SIZE = 2**40  # what lies in a row has been read already


class Misfit(Exception):
    """A row that is not what was written: its version, what is wrong, and the faults that say so."""

    def __init__(self, version: int, phrase: Phrase, *faults: Fault) -> None:
        super().__init__(version)
        self.version, self.phrase = version, phrase
        self.faults = tuple(fault.under(f"entries[{version - 1}]") for fault in faults)

    @property
    def is_only_unread(self) -> bool:
        """Whether the bytes are as they were written, and only the registry cannot read their event."""
        return all(fault.path.startswith(f"entries[{self.version - 1}].entry.event") for fault in self.faults)


def table_of(name: str, metadata: MetaData) -> Table:
    """
    The table of a store, a row for each entry: the one that is declared already, or a new one.

    Raises:
        InvalidInput: Another table is declared under that name.
    """
    found = metadata.tables.get(f"{metadata.schema}.{name}" if metadata.schema else name)
    if found is None:
        return _declared(name, metadata)
    if found.info != _INFO:
        raise InvalidInput(TAKEN.fault("table"))
    return found


def _declared(name: str, metadata: MetaData) -> Table:
    return Table(
        name,
        metadata,
        Column("stream", Text, nullable=False),
        Column("version", _WHOLE, nullable=False),
        Column("key", Text),
        Column("place", _WHOLE, nullable=False),
        Column("digest", Text, nullable=False),
        Column("data", LargeBinary, nullable=False),
        Column("private", Text),
        PrimaryKeyConstraint("stream", "version", name=f"{name}_version"),
        UniqueConstraint("stream", "key", "place", name=f"{name}_request"),
        CheckConstraint("version >= 1 AND place >= 0", name=f"{name}_from_one"),
        sqlite_strict=True,
        info=_INFO,
    )


def rows_of(entries: Iterable[Entry], registry: Registry) -> list[dict[str, Any]]:
    """The rows of the entries of one request."""
    rows = list[dict[str, Any]]()
    for place, entry in enumerate(entries):
        check_text(entry.data)
        hides = registry.form_of(entry.event).tag in registry.private
        rows.append(
            {
                "stream": entry.stream,
                "version": entry.version,
                "key": entry.key or None,
                "place": place if entry.key else 0,
                "digest": entry.digest,
                "data": entry.data,
                "private": private_text(private_of(entry.event)) if hides else None,
            }
        )
    return rows


def private_text(private: dict[str, Any]) -> str | None:
    """What lies in the column beside the bytes; nothing where nothing is private, or all is erased."""
    return canonical(private).decode() if private else None


def private_data(text: str | None) -> dict[str, Any]:
    """
    What lies beside the bytes of an entry, by its commitments.

    Raises:
        InvalidInput: It is not what `private_text` writes.
    """
    if text is None:
        return {}
    data = read_json(text, path="private", most=_ANY_SIZE)
    if type(data) is not dict or not data or canonical(data) != text.encode():
        raise InvalidInput(NOT_CANONICAL.fault("private"))
    return data


def entries_of(rows: Iterable[AnyRow], before: AnyRow | None, registry: Registry) -> Iterator[Entry]:
    """
    The entries of rows that follow one another, each checked against what stands before it.

    Raises:
        Misfit: The first row that does not fit.
    """
    for row in rows:
        version = before.version + 1 if before is not None else 1
        yield _entry(row, before, version, registry)
        before = row


def _entry(row: AnyRow, before: AnyRow | None, version: int, registry: Registry) -> Entry:
    if row.version != version:
        raise Misfit(version, DROPPED, DROPPED.fault(version=version))
    try:
        link = link_of(
            row.data,
            row.digest,
            private_data(row.private),
            before=before.digest if before is not None else START,
            version=version,
            stream=row.stream,
            most=_ANY_SIZE,
        )
        entry = entry_of(link, registry)
        if (row.key or "", row.place) != (entry.key, _place(row, before)):
            raise InvalidInput(WRONG_KEY.fault("key"))
    except InvalidInput as error:
        found = error
    else:
        return entry
    raise Misfit(version, CHANGED, *found.faults)


def _place(row: AnyRow, before: AnyRow | None) -> int:
    """Where in its request a row has to stand, by the one before."""
    follows = before is not None and row.key is not None and row.key == before.key
    return before.place + 1 if follows and before is not None else 0
