"""The store of SQLAlchemy does what every store has to, on each database and however its engine begins."""

import pytest
import sqlalchemy as sa

from sanliang.ext.sqlalchemy import EventStore
from sanliang.testing import StoreCases

AT_ONCE = {
    "test_one_of_many_wins",
    "test_without_an_expectation_nobody_is_lost",
    "test_a_doubled_request_may_come_at_once",
    "test_a_decision_on_an_old_head_is_a_conflict",
    "test_what_is_erased_is_gone",
}


class Cases(StoreCases):
    """The cases for a store over the engine of the test."""

    def store(self, registry):
        """A store with nothing of its own in memory."""
        store = EventStore(self.engine, registry=registry)
        store.create()
        return store


class CasesAtOnce(Cases):
    """Those in which it matters how a transaction begins."""

    locals().update(dict.fromkeys({name for name in dir(StoreCases) if name.startswith("test_")} - AT_ONCE))


class TestSQLite(Cases):
    """A file, as `sqlite_engine` opens it."""

    @pytest.fixture(autouse=True)
    def _opened(self, sqlite_engine):
        self.engine = sqlite_engine


class TestSQLiteAsItIs(CasesAtOnce):
    """A file of an engine that nobody has set up: the driver begins its transactions."""

    @pytest.fixture(autouse=True)
    def _opened(self, tmp_path):
        self.engine = sa.create_engine(f"sqlite:///{tmp_path / 'ledger.db'}", connect_args={"timeout": 60})
        yield
        self.engine.dispose()


class TestSQLiteAsReaders(CasesAtOnce):
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


class TestMemory(CasesAtOnce):
    """One connection to memory."""

    @pytest.fixture(autouse=True)
    def _opened(self, memory_engine):
        self.engine = memory_engine


@pytest.mark.untraced("the other databases take its branches")
@pytest.mark.once("the server is the same one")
class TestPostgreSQL(Cases):
    """A server."""

    @pytest.fixture(autouse=True)
    def _opened(self, postgresql_engine):
        self.engine = postgresql_engine


@pytest.mark.untraced("the other databases take its branches")
@pytest.mark.once("the server is the same one")
class TestPostgreSQLSerializable(CasesAtOnce):
    """A server, for whose other work the strictest isolation is set."""

    @pytest.fixture(autouse=True)
    def _opened(self, postgresql_engine):
        self.engine = postgresql_engine.execution_options(isolation_level="SERIALIZABLE")
