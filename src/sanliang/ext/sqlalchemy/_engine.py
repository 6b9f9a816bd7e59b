"""An engine over a file of SQLite, set as a store needs it."""

from __future__ import annotations

from os import PathLike, fspath
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import whole
from sanliang.kernel.labels import Phrase

BEGIN = "sanliang_begin"
"""The execution option that says how a transaction on SQLite begins."""

NO_FILE = Phrase(
    "store.file",
    "须为文件路径；内存数据库没有日志文件，也不耐久",
    "must be the path of a file: a database in memory has no journal and outlives nothing",
)
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")


def sqlite_engine(path: str | PathLike[str], *, timeout: int = 10) -> Engine:
    """
    An engine over a file of SQLite that keeps what it has acknowledged.

    Each connection has `journal_mode=WAL` (readers and a writer do not wait for each other),
    `synchronous=FULL` (a commit is on the disk), `foreign_keys=ON`, and `secure_delete=ON` (what is erased is
    overwritten). Transactions are SQLAlchemy's own and not the driver's: one with the execution option
    `sanliang_begin="IMMEDIATE"` takes its turn to write as it begins; any other one begins as a reader.
    Errors of SQLAlchemy do not show parameters.

    Args:
        path: The file; it is made where there is none.
        timeout: How many seconds a writer waits for another one, up to an hour.

    Raises:
        InvalidInput: No path of a file.

    Example:
        >>> sqlite_engine("ledger.db").url.database
        'ledger.db'
    """
    if not isinstance(path, str | PathLike) or (name := fspath(path)) in {"", ":memory:"}:
        raise InvalidInput(NO_FILE.fault("path"))
    seconds = whole(timeout, "timeout", least=0, most=3_600)
    engine = create_engine(
        URL.create("sqlite", database=name), connect_args={"timeout": seconds}, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing of its own
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(link: Connection) -> None:
    immediate = link.get_execution_options().get(BEGIN) == "IMMEDIATE"
    link.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
