"""A store of logs in a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import final

import attrs
from sqlalchemy import Connection, Engine, MetaData

from sanliang.ext.sqlalchemy._link import Link
from sanliang.ext.sqlalchemy._queries import Rows, fitting
from sanliang.ext.sqlalchemy._tables import AnyRow, Misfit, entries_of, table_of
from sanliang.kernel.errors import Conflict, InvalidInput, NotFound, StoreFailed
from sanliang.kernel.events import Entry, Event, Head, Log
from sanliang.kernel.events._entry import START, Request, request
from sanliang.kernel.events._log import NO_VERSION, STALE
from sanliang.kernel.events._verify import against
from sanliang.kernel.fields import identifier, instance, whole
from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.serial import BASE, Registry
from sanliang.serial._registry import NO_KIND

STORED = Phrase(
    "store.stored",
    "已全部写入，但未能读回日志作答",
    "all is stored, and the log cannot be read back for the answer",
)
_TABLE = re.compile(r"[a-z][a-z0-9_]{0,39}")
NO_TABLE = Phrase(
    "store.table",
    "表名须为小写字母、数字和下划线，以字母开头，至多 40 个字符",
    "must be a name of at most 40 lower-case letters, digits and underscores that starts with a letter",
)


@attrs.frozen(kw_only=True)
class Added:
    """
    What a request wrote: the same for each time that it arrives.

    Attributes:
        entries: Its entries, as they are stored.
        again: Whether they had been stored before; it does not count when answers are compared.
    """

    entries: tuple[Entry, ...]
    again: bool = attrs.field(default=False, eq=False)

    @property
    def head(self) -> Head:
        """The head of the log right after these entries."""
        last = self.entries[-1]
        return Head(last.stream, last.version, last.digest)


@final
class EventStore:
    """
    Logs in a table of SQLite or PostgreSQL: a `kernel.events.Store` that outlives the program.

    Each entry is a row with its bytes as first written and its digest; beside them lies what is private, with
    its salt. `(stream, version)` is unique, and so is the key of a request within its stream. What was
    acknowledged is stored, as durably as the database commits; what was not, is stored whole or not at all.

    It may be shared between threads. It holds nothing in memory, so several programs may use one table.

    Args:
        engine: An engine over SQLite (`sqlite_engine` makes one) or PostgreSQL.
        registry: Which kinds of events are written and read. What older versions wrote is upgraded on
            reading.
        table: The name of the table.
        metadata: Where the table is declared, as for Alembic; a fresh one where nothing is said.

    Raises:
        InvalidInput: An engine over another database, no registry, no name for a table, or one that another
            table of *metadata* has.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from sanliang.ext.sqlalchemy import sqlite_engine
        >>> with TemporaryDirectory() as folder:
        ...     engine = sqlite_engine(Path(folder) / "ledger.db")
        ...     store = EventStore(engine)
        ...     store.create()
        ...     print(store.read("p-17"), store.streams())
        ...     engine.dispose()
        Log('p-17', 0 entries) ()
    """

    __slots__ = ("_link", "_registry", "_rows", "table")

    def __init__(
        self,
        engine: Engine,
        *,
        registry: Registry = BASE,
        table: str = "sanliang_entries",
        metadata: MetaData | None = None,
    ) -> None:
        self._registry = instance(Registry)(registry, "registry")
        self.table = table_of(_name(table), MetaData() if metadata is None else metadata)
        self._link = Link(engine, self.table)
        self._rows = Rows(self.table, self._registry)

    @property
    def metadata(self) -> MetaData:
        """Where the table is declared."""
        return self.table.metadata

    def create(self) -> None:
        """
        Make the table where it is not there yet; on SQLite it is STRICT.

        Raises:
            StoreFailed: The database failed.
        """
        self._link.create(self.table)

    # --- writing -----------------------------------------------------------------------------------------

    def add(
        self,
        stream: str,
        *events: Event,
        by: str,
        at: datetime,
        why: str = "",
        meta: Mapping[str, str] | None = None,
        expected: Head | None = None,
        key: str = "",
    ) -> Added:
        """
        As `append`, with what was written for an answer: it costs the same however long the log is.

        Returns:
            The entries of this request. One that arrives again has the same answer.

        Raises:
            Conflict: The log has grown past *expected*, or *key* came with other events; nothing was stored.
            InvalidInput: As for `Log.append`; an event of a kind that the registry does not have.
            StoreFailed: The database failed. Nothing was stored (`store.failed`), or it is not known whether
                all was or nothing (`store.open`): ask again with the same key.
        """
        asked = request(identifier(stream, "stream"), events, by=by, at=at, why=why, meta=meta, key=key)
        self._check_kinds(asked)
        if expected is not None:
            instance(Head)(expected, "expected")
        return self._link.write(lambda link, alone: self._added(link, asked, expected, alone))

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

        Writing costs the same however long the log is, and reading it back for the answer does not: whoever
        does not need the whole log takes `add`.

        Raises:
            Conflict: As for `add`; nothing was stored.
            InvalidInput: As for `add`; nothing was stored.
            StoreFailed: As for `add`; all is stored, and cannot be read back (`store.stored`).
        """
        added = self.add(stream, *events, by=by, at=at, why=why, meta=meta, expected=expected, key=key)
        log = self._after(stream)
        return log if added.again else Log.restore(stream, log.entries[: added.head.length])

    def erase(self, stream: str, version: int) -> Log:
        """
        As `Log.erase`, for the stored log of that stream.

        The rows are overwritten. What the database keeps elsewhere goes later: PostgreSQL by `VACUUM`, SQLite
        with the next checkpoint of its journal, a backup when it is deleted.

        Raises:
            NotFound: There is no such stream or version.
            StoreFailed: As for `append`.
        """
        name, number = identifier(stream, "stream"), whole(version, "version")
        try:
            self._link.write(lambda link, _: self._rows.erase(link, name, number), waits=True)
        except InvalidInput as error:
            found = error
        else:
            return self._after(name)
        raise StoreFailed(*found.faults)

    def _after(self, stream: str) -> Log:
        """The log after something was stored in it; that this was done is said even if it cannot be read."""
        try:
            return self.read(stream)
        except StoreFailed as error:
            found = error
        raise StoreFailed(STORED.fault(), *found.faults)

    def _check_kinds(self, asked: Request) -> None:
        """See that each event can be read again."""
        for place, event in enumerate(asked.events):
            try:
                if self._registry.form_of(event).tag == getattr(event, "tag", None):
                    continue
            except InvalidInput:
                pass
            raise InvalidInput(NO_KIND.fault(f"events[{place}]"))

    def _added(self, link: Connection, asked: Request, expected: Head | None, alone: bool) -> Added:
        head = self._rows.head(link, asked.stream)
        stale = expected is not None and expected != head
        # Whether the key has been answered is looked up where it matters: where the log has grown, and where
        # another one has just been faster.
        if asked.key and (stale or alone):
            stored = self._rows.answered(link, asked.stream, asked.key)
            if asked.is_answered_by(stored):
                return Added(entries=stored, again=True)
        if stale and expected is not None:
            raise Conflict(STALE.fault("expected", actual=head.length, expected=expected.length))
        entries = tuple(asked.after(head.length, head.digest))
        self._rows.insert(link, entries)
        return Added(entries=entries)

    # --- reading -----------------------------------------------------------------------------------------

    def read(self, stream: str) -> Log:
        """
        The log of a stream, its chain checked; an empty one where nothing was appended yet.

        Raises:
            StoreFailed: The database failed; a row is not as it was written; an event cannot be read by this
                registry. Each fault has its path.
        """
        return Log.restore(identifier(stream, "stream"), self.entries(stream))

    def entries(self, stream: str, *, after: int = 0) -> Iterator[Entry]:
        """
        The entries of a log, the oldest first, each checked against the chain before it is given.

        A few hundred rows are held at a time, and no transaction in between.

        Args:
            stream: The id of the log.
            after: The version from which to go on: the first entry given is the next one.

        Raises:
            NotFound: There is no version *after*.
            StoreFailed: As for `read`.
        """
        name, number = identifier(stream, "stream"), whole(after, "after", least=0, most=2**62)
        if not number:
            return fitting(self._from(name, None))
        found = self._link.read(lambda link: self._rows.between(link, name, number, number))
        if not found:
            raise NotFound(NO_VERSION.fault("after", version=number))
        return fitting(self._from(name, found[0]))

    def verify(self, stream: str, *, head: Head | None = None) -> Verdict:
        """
        Whether the stored log is as it was written; the first entry that is not, by its place.

        Args:
            stream: The id of the log.
            head: A head that was kept elsewhere. Without one, a tail that was cut off is not seen, and
                neither is a log that somebody wrote anew from its first entry on.

        Raises:
            StoreFailed: The database failed; the bytes are as they were written, and the registry cannot read
                an event.
        """
        name = identifier(stream, "stream")
        if head is not None:
            instance(Head)(head, "head")
        length, stands = 0, START
        try:
            for entry in self._from(name, None):
                length = entry.version
                if head is not None and length == head.length:
                    stands = entry.digest
        except Misfit as error:
            found = error
        else:
            return against(head, name, length, stands)
        if found.is_only_unread:
            raise StoreFailed(*found.faults)
        path = f"entries[{found.version - 1}]"
        return Verdict.against([Reason.of(found.phrase, path=path, version=found.version)])

    def head(self, stream: str) -> Head:
        """
        The head of the log of a stream, by its last row alone.

        Raises:
            StoreFailed: The database failed.
        """
        name = identifier(stream, "stream")
        return self._link.read(lambda link: self._rows.head(link, name))

    def heads(self) -> tuple[Head, ...]:
        """
        The heads of all logs, in the order of their streams: what `head_of` makes one digest of.

        Raises:
            StoreFailed: The database failed.
        """
        return tuple(sorted(self._link.read(self._rows.heads), key=lambda head: head.stream))

    def streams(self) -> tuple[str, ...]:
        """
        The ids of all streams that have an entry, in their order.

        Raises:
            StoreFailed: The database failed.
        """
        return tuple(sorted(self._link.read(self._rows.streams)))

    def _from(self, stream: str, before: AnyRow | None) -> Iterator[Entry]:
        """The entries that follow a row, batch by batch."""
        while found := self._batch(stream, before):
            yield from entries_of(found, before, self._registry)
            if len(found) < self._rows.most:
                return
            before = found[-1]

    def _batch(self, stream: str, before: AnyRow | None) -> list[AnyRow]:
        return self._link.read(lambda link: self._rows.after(link, stream, before))


def _name(table: str) -> str:
    if not isinstance(table, str) or not _TABLE.fullmatch(table):
        raise InvalidInput(NO_TABLE.fault("table"))
    return table
