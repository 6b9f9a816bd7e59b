"""
Values in columns and logs in tables, with the extra `sqlalchemy`: SQLite and PostgreSQL.

`ValueType` is a column for a value of any kind of a registry. `EventStore` keeps logs as
`kernel.events.Store` says: one row for each entry, with its bytes as first written. `sqlite_engine` opens a
file as a store needs it.
"""

from sanliang.kernel.errors import MissingExtra

try:
    import sqlalchemy as _sqlalchemy  # noqa: F401 -- an extra that may be missing
except ImportError:
    raise MissingExtra(extra="sqlalchemy", package="sqlalchemy") from None

from sanliang.ext.sqlalchemy._engine import sqlite_engine
from sanliang.ext.sqlalchemy._store import Added, EventStore
from sanliang.ext.sqlalchemy._types import InvalidValue, ValueType

__all__ = ["Added", "EventStore", "InvalidValue", "ValueType", "sqlite_engine"]
