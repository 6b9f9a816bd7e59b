"""The way to the database: one transaction at a time, whose failures are ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from sanliang.ext.sqlalchemy._engine import BEGIN
from sanliang.kernel.errors import Fault, InvalidInput, StoreFailed
from sanliang.kernel.labels import Phrase

T = TypeVar("T")

OTHER_DATABASE = Phrase(
    "store.database", "只支持 SQLite 和 PostgreSQL", "must be an engine over SQLite or PostgreSQL"
)
FAILED = Phrase(
    "store.failed",
    "数据库未能完成；没有写入任何内容，可以原样再试",
    "the database could not do it, and nothing was stored; the same may be tried again",
)
OPEN = Phrase(
    "store.open",
    "数据库在提交时中断：或已全部写入，或什么也没有写入；请以同一请求编号再试",
    "the database failed while it committed: all is stored, or nothing; ask again with the same key",
)
NO_TABLE = Phrase(
    "store.no_table",
    "库中没有表“{table}”：请先运行一次 EventStore.create()，或由迁移脚本建表",
    "the database has no table {table!r}: run `EventStore.create()` once, or let a migration make it",
)
BROKEN = Phrase(
    "store.broken",
    "库中各行互不相符；请核对该日志",
    "the rows in the database do not fit together; verify the log",
)
_OPTIONS: dict[str, dict[str, Any]] = {
    "sqlite": {BEGIN: "IMMEDIATE"},
    "postgresql": {"isolation_level": "READ COMMITTED"},
}


class Link:
    """Transactions over an engine, to read or to write the rows of one table."""

    def __init__(self, engine: Engine, table: Table) -> None:
        if not isinstance(engine, Engine) or engine.dialect.name not in _OPTIONS:
            raise InvalidInput(OTHER_DATABASE.fault("engine"))
        self.engine = engine
        self._options = _OPTIONS[engine.dialect.name]
        self.table = table.name
        name = engine.dialect.identifier_preparer.format_table(table)
        # An update takes its turn to write even if it finds no row, however the transaction began.
        on_sqlite = f"UPDATE {name} SET place = place WHERE 0 = 1"
        on_postgresql = f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE"
        self._lock = text(on_sqlite if engine.dialect.name == "sqlite" else on_postgresql)

    def create(self, table: Table) -> None:
        """
        Make the table where it is not there yet.

        Raises:
            StoreFailed: The database failed.
        """
        for _ in range(2):  # another program may be making it at the same time; then it is there now
            try:
                with self.engine.connect() as link:
                    table.create(link.execution_options(**self._options), checkfirst=True)
                    link.commit()
            except SQLAlchemyError:
                continue
            return
        raise StoreFailed(FAILED.fault())

    def read(self, work: Callable[[Connection], T]) -> T:
        """
        What is read in a transaction.

        Raises:
            StoreFailed: The database failed.
        """
        try:
            with self.engine.connect() as link:
                return work(link)
        except SQLAlchemyError as error:
            failure = self._failure(error)
        raise StoreFailed(failure)

    def write(self, work: Callable[[Connection, bool], T], *, waits: bool = False) -> T:
        """
        What the work gives, once it is committed.

        It is done without a lock. If another one wrote the same rows in the meantime, it is done once more
        behind a lock, where nobody can.

        Args:
            work: What is done; it is told whether nobody else writes.
            waits: Whether to lock at once.

        Raises:
            StoreFailed: The database failed.
        """
        while True:
            committing = False
            try:
                with self.engine.connect() as link:
                    link.execution_options(**self._options)
                    if waits:
                        link.execute(self._lock)
                    done = work(link, waits)
                    committing = True
                    _commit(link)
                return done
            except SQLAlchemyError as error:
                again = not (waits or committing) and _was_slower(error)
                failure = OPEN.fault() if committing else self._failure(error)
            if not again:
                # Raised here, so that it does not carry the error of the database, which shows values.
                raise StoreFailed(failure)
            waits = True

    def _failure(self, error: SQLAlchemyError) -> Fault:
        """What is told of an error of the database, nothing of its text."""
        if isinstance(error, IntegrityError):
            return BROKEN.fault()
        return NO_TABLE.fault(table=self.table) if _lacks_table(error) else FAILED.fault()


def _lacks_table(error: SQLAlchemyError) -> bool:
    cause = getattr(error, "orig", None)
    state = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)
    return state == "42P01" or str(cause).startswith("no such table: ")


def _commit(link: Connection) -> None:
    try:
        link.commit()
    except BaseException:
        # SQLAlchemy would give the connection back to its pool as it is: with the transaction still open.
        link.invalidate()
        raise


def _was_slower(error: SQLAlchemyError) -> bool:
    """Whether another writer was faster: the row is there already, or what was read is not the newest."""
    # SQLite does not let a transaction wait to write that has begun as a reader.
    busy = getattr(getattr(error, "orig", None), "sqlite_errorname", "").startswith("SQLITE_BUSY")
    return busy or isinstance(error, IntegrityError)
