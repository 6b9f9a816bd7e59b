"""The store of SQLAlchemy does what every store has to, on each database and however its engine begins."""

import pytest
import sqlalchemy as sa

from sanliang.ext.sqlalchemy import EventStore
from sanliang.testing import StoreCases


class _Cases(StoreCases):
    """The cases for a store over the engine of the test."""

    def store(self, registry):
        """A store with nothing of its own in memory."""
        store = EventStore(self.engine, registry=registry)
        store.create()
        return store


class TestSQLite(_Cases):
    """A file, as `sqlite_engine` opens it."""

    @pytest.fixture(autouse=True)
    def _opened(self, sqlite_engine):
        self.engine = sqlite_engine


class TestSQLiteAsItIs(_Cases):
    """A file of an engine that nobody has set up: the driver begins its transactions."""

    @pytest.fixture(autouse=True)
    def _opened(self, tmp_path):
        self.engine = sa.create_engine(f"sqlite:///{tmp_path / 'ledger.db'}", connect_args={"timeout": 60})
        yield
        self.engine.dispose()


class TestSQLiteAsReaders(_Cases):
    """A file in which every transaction begins as a reader, as the documents of SQLAlchemy have it."""

    @pytest.fixture(autouse=True)
    def _opened(self, tmp_path):
        self.engine = sa.create_engine(f"sqlite:///{tmp_path / 'ledger.db'}", connect_args={"timeout": 60})
        sa.event.listen(self.engine, "connect", self._plain)
        sa.event.listen(self.engine, "begin", lambda link: link.exec_driver_sql("BEGIN"))
        yield
        self.engine.dispose()

    @staticmethod
    def _plain(connection, _record):
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL").close()


class TestMemory(_Cases):
    """One connection to memory."""

    @pytest.fixture(autouse=True)
    def _opened(self, memory_engine):
        self.engine = memory_engine


@pytest.mark.once("the server is the same one")
class TestPostgreSQL(_Cases):
    """A server."""

    @pytest.fixture(autouse=True)
    def _opened(self, postgresql_engine):
        self.engine = postgresql_engine


@pytest.mark.once("the server is the same one")
class TestPostgreSQLSerializable(_Cases):
    """A server, for whose other work the strictest isolation is set."""

    @pytest.fixture(autouse=True)
    def _opened(self, postgresql_engine):
        self.engine = postgresql_engine.execution_options(isolation_level="SERIALIZABLE")
