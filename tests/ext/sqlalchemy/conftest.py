"""The databases of the tests: files of SQLite, and one PostgreSQL server for all of them."""

import itertools

import pytest
import sqlalchemy as sa
from tests.ext.sqlalchemy import server

from sanliang.ext import sqlalchemy as edge

_NUMBERS = itertools.count(1)


def _in_haste(connection, _record):
    connection.execute("PRAGMA synchronous = OFF").close()


@pytest.fixture(scope="session")
def postgresql():
    """A server; where its programs are missing, a skip that is heard, and a failure where it is needed."""
    if server.programs() is None:
        server.refuse()
    with server.Server() as one:
        yield one


@pytest.fixture
def postgresql_engine(postgresql):
    """An engine over a schema of its own."""
    name = f"t{next(_NUMBERS)}"
    engine = sa.create_engine(
        postgresql.url(),
        connect_args={"options": f"-c search_path={name}"},
        hide_parameters=True,
        pool_size=16,
    )
    with engine.begin() as link:
        link.execute(sa.schema.CreateSchema(name))
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(tmp_path):
    """An engine over a file, which need not outlive the machine."""
    engine = edge.sqlite_engine(tmp_path / "ledger.db", timeout=60)
    sa.event.listen(engine, "connect", _in_haste)
    yield engine
    engine.dispose()


@pytest.fixture
def memory_engine():
    """An engine over one connection to memory, which everybody waits for."""
    engine = sa.create_engine(
        "sqlite://",
        poolclass=sa.QueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"check_same_thread": False},
    )
    yield engine
    engine.dispose()


SERVER = [
    pytest.mark.untraced("the other databases take its branches"),
    pytest.mark.once("the server is the same one"),
]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=SERVER)])
def engine(request):
    """Each database in turn."""
    return request.getfixturevalue(
        {"sqlite": "sqlite_engine", "postgresql": "postgresql_engine"}[request.param]
    )
