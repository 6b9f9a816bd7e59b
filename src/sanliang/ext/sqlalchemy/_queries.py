"""What is asked of the table of a store, within a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update

from sanliang.ext.sqlalchemy._tables import (
    AnyRow,
    Misfit,
    entries_of,
    private_data,
    private_text,
    rows_of,
)
from sanliang.kernel.errors import InvalidInput, NotFound, StoreFailed
from sanliang.kernel.events import Entry, Head
from sanliang.kernel.events._entry import START
from sanliang.kernel.events._log import NO_VERSION
from sanliang.kernel.events._stores import UNKNOWN
from sanliang.serial import Registry

BATCH = 500
"""So many rows are read at a time."""


class Rows:
    """The statements over one table, whose events are of one registry."""

    def __init__(self, table: Table, registry: Registry) -> None:
        self._table, self._registry, self.most = table, registry, BATCH
        rows = table.c
        of_stream = rows.stream == bindparam("of")
        self._insert = insert(table)
        self._last = select(rows.version, rows.digest).where(of_stream).order_by(rows.version.desc()).limit(1)
        self._all = select(table).where(of_stream, rows.version >= bindparam("first")).order_by(rows.version)

    def head(self, link: Connection, stream: str) -> Head:
        """The head of a stream, by its last row."""
        row = link.execute(self._last, {"of": stream}).one_or_none()
        return Head(stream, 0, START) if row is None else _head(stream, row.version, row.digest)

    def heads(self, link: Connection) -> list[Head]:
        """The heads of all streams, in any order."""
        rows = self._table.c
        last = select(rows.stream, func.max(rows.version).label("version")).group_by(rows.stream).subquery()
        on = (rows.stream == last.c.stream) & (rows.version == last.c.version)
        query = select(rows.stream, rows.version, rows.digest).join_from(self._table, last, on)
        return [_head(row.stream, row.version, row.digest) for row in link.execute(query)]

    def streams(self, link: Connection) -> Sequence[str]:
        """The ids of all streams, in any order."""
        return link.scalars(select(self._table.c.stream).distinct()).all()

    def after(self, link: Connection, stream: str, before: AnyRow | None) -> list[AnyRow]:
        """The rows that follow one, or the first ones: as many as there are, and `most` at most."""
        first = before.version + 1 if before is not None else 1
        return [*link.execute(self._all.limit(self.most), {"of": stream, "first": first})]

    def between(self, link: Connection, stream: str, first: int, last: int) -> list[AnyRow]:
        """The rows from one version to another."""
        query = self._all.where(self._table.c.version <= last)
        return [*link.execute(query, {"of": stream, "first": first})]

    def insert(self, link: Connection, entries: Iterable[Entry]) -> None:
        """Write the entries of one request."""
        link.execute(self._insert, rows_of(entries, self._registry))

    def answered(self, link: Connection, stream: str, key: str) -> tuple[Entry, ...]:
        """
        The entries that the request with this key wrote.

        Raises:
            StoreFailed: They are not as they were written.
        """
        rows = self._table.c
        ends = select(func.min(rows.version), func.max(rows.version))
        first, last = link.execute(ends.where(rows.stream == stream, rows.key == key)).one()
        if first is None:
            return ()
        found = self.between(link, stream, first - 1, last)
        before = found.pop(0) if first > 1 else None
        return tuple(fitting(entries_of(found, before, self._registry)))

    def erase(self, link: Connection, stream: str, version: int) -> None:
        """
        Take the private values of one entry from all rows of its stream.

        Raises:
            NotFound: There is no such stream or version.
            InvalidInput: What lies beside the bytes is not what was written.
        """
        head = self.head(link, stream)
        if not head.length:
            raise NotFound(UNKNOWN.fault("stream"))
        if not 1 <= version <= head.length:
            raise NotFound(NO_VERSION.fault("version", version=version))
        rows = self._table.c
        hiding = select(rows.version, rows.private).where(rows.stream == stream, rows.private.is_not(None))
        beside = {row.version: private_data(row.private) for row in link.execute(hiding)}
        gone = beside.get(version, {}).keys()
        changes = [
            {
                "row": place,
                "left": private_text({name: one for name, one in private.items() if name not in gone}),
            }
            for place, private in beside.items()
            if private.keys() & gone
        ]
        if changes:
            row = update(self._table).where(rows.stream == stream, rows.version == bindparam("row"))
            link.execute(row.values(private=bindparam("left")), changes)


def fitting(entries: Iterator[Entry]) -> Iterator[Entry]:
    """
    The entries as they come.

    Raises:
        StoreFailed: A row does not fit.
    """
    try:
        yield from entries
    except Misfit as error:
        found = error
    else:
        return
    raise StoreFailed(*found.faults)


def _head(stream: str, length: int, digest: str) -> Head:
    try:
        return Head(stream, length, digest)
    except InvalidInput as error:
        found = error
    raise StoreFailed(*found.faults)
