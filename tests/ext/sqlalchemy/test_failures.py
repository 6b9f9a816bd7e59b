"""Whatever the database does in the middle: all or nothing, our own error, and asking again finds out."""

import os
import sqlite3
import threading
import traceback

import pytest
import sqlalchemy as sa
from tests.ext.sqlalchemy.notes import REGISTRY, SAID, made, note, notes

from sanliang import Private, StoreFailed
from sanliang.ext import sqlalchemy as edge
from sanliang.kernel.events import verify

CANARY = "朱鹮-4711"


class Trouble:
    """Counts what the driver is asked; at one place it fails, before it has done it or right after."""

    def __init__(self):
        self.at, self.done, self.after = 0, 0, False

    def arm(self, at, after=False):
        """Fail at this place, from now on."""
        self.at, self.done, self.after = at, 0, after

    def asked(self, work, *arguments):
        """Do it, or fail."""
        self.done += 1
        if self.done != self.at:
            return work(*arguments)
        if self.after:
            work(*arguments)
        raise sqlite3.OperationalError(f"disk I/O error at {CANARY}")


TROUBLE = Trouble()


class Cursor(sqlite3.Cursor):
    """A cursor that may fail."""

    def execute(self, *arguments):
        """Asked for one statement."""
        return TROUBLE.asked(super().execute, *arguments)

    def executemany(self, *arguments):
        """Asked for one statement with many rows."""
        return TROUBLE.asked(super().executemany, *arguments)


class Connection(sqlite3.Connection):
    """A connection that may fail."""

    def cursor(self, factory=Cursor):
        """A cursor that may fail."""
        return super().cursor(factory)

    def commit(self):
        """Asked to commit."""
        return TROUBLE.asked(super().commit)


@pytest.fixture
def store(tmp_path):
    """A store whose driver fails when it is told to."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'ledger.db'}", connect_args={"factory": Connection})
    TROUBLE.arm(0)
    yield made(engine)
    TROUBLE.arm(0)
    engine.dispose()


def shown(error):
    """Everything that a log record or a tracer could show of an error."""
    chain = "".join(traceback.format_exception(error))
    return f"{error!r} {error} {error.text('zh')} {chain} {error.__context__!r} {error.__cause__!r}"


def until_it_works(arm, work):
    """The errors of the work when it fails at its first step, at its second, and so on."""
    for at in range(1, 100):
        arm(at)
        try:
            work(at)
        except StoreFailed as error:
            yield at, error
        else:
            arm(0)
            return


@pytest.mark.promise("E10")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("key", ["", "r-1"], ids=["without a key", "with a key"])
def test_a_failure_at_any_place_stores_all_or_nothing(store, after, key):
    """Whichever step of a request fails: its entries are there whole or not at all, and a key finds out."""

    def arm(at):
        TROUBLE.arm(at, after)

    def ask(at):
        events = [note(name, f"p-{at}", phone=Private(CANARY)) for name in ("b", "c")]
        return store.add(f"p-{at}", *events, **SAID, key=key)

    codes = set()
    for at, error in until_it_works(arm, ask):
        TROUBLE.arm(0)
        read = store.read(f"p-{at}")
        assert notes(read) in ([], ["b", "c"])
        assert verify(read).ok
        if error.code == "store.failed":
            assert [] == notes(read)
        codes.add(error.code)
        assert CANARY not in shown(error)
        if key:
            again = ask(at)
            assert ["b", "c"] == notes(store.read(f"p-{at}"))
            assert again.entries == store.read(f"p-{at}").entries
            assert again.again == bool(read)

    assert {"store.failed", "store.open"} == codes


SAYS = {"store.failed": [[]], "store.open": [[], ["b", "c"]], "store.stored": [["b", "c"]]}
"""What may stand in the log after each failure."""


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_failure_says_whether_anything_was_stored(store, after):
    """Also where all is stored, and only reading it back for the answer fails."""
    codes = []

    def ask(at):
        return store.append(f"p-{at}", note("b", f"p-{at}"), note("c", f"p-{at}"), **SAID)

    for at, error in until_it_works(lambda at: TROUBLE.arm(at, after), ask):
        TROUBLE.arm(0)
        assert notes(store.read(f"p-{at}")) in SAYS[error.code]
        codes.append(error.code)

    assert [*SAYS] == sorted(set(codes), key=codes.index)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_failure_while_erasing_erases_all_or_nothing(store, after):
    """A value that stands in two entries is gone from both, or from none."""
    secret, steps = Private(CANARY), 0
    for at in range(1, 30):
        store.append(f"p-{at}", *(note(n, f"p-{at}", phone=secret) for n in "ab"), **SAID)
    for at, error in until_it_works(lambda at: TROUBLE.arm(at, after), lambda at: store.erase(f"p-{at}", 1)):
        TROUBLE.arm(0)
        phones = [event.phone.is_erased for event in store.read(f"p-{at}").events]
        assert phones in ([False, False], [True, True])
        assert error.code != "store.stored" or phones == [True, True]
        assert CANARY not in shown(error)
        steps = at
    assert steps >= 4


def test_a_failure_while_reading_is_ours(store):
    """Reading raises our error at whichever step the database fails, and the next one reads on."""
    store.append("p-1", note(), **SAID)
    asks = (
        lambda: store.read("p-1"),
        lambda: store.entries("p-1", after=1),
        lambda: store.head("p-1"),
        store.heads,
        store.streams,
        lambda: store.verify("p-1"),
    )
    for ask in asks:
        TROUBLE.arm(1)
        with pytest.raises(StoreFailed) as caught:
            ask()
        assert "store.failed" == caught.value.code
        assert CANARY not in shown(caught.value)
        ask()


def test_who_waits_too_long_is_told(tmp_path):
    """A database that another one holds for longer than the timeout is our error; nothing was stored."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'ledger.db'}", connect_args={"timeout": 0})
    store = made(engine)
    with sqlite3.connect(tmp_path / "ledger.db") as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFailed) as caught:
            store.add("p-1", note(), **SAID)
    other.close()

    assert "store.failed" == caught.value.code
    assert () == store.streams()
    engine.dispose()


def test_a_table_that_cannot_be_made_is_told(tmp_path):
    """Where there is no place for it, the error is ours."""
    engine = edge.sqlite_engine(tmp_path / "missing" / "ledger.db")
    with pytest.raises(StoreFailed) as caught:
        edge.EventStore(engine).create()
    assert "store.failed" == caught.value.code
    assert None is caught.value.__context__


def test_a_table_may_be_made_by_many(engine):
    """Programs that start at the same time make it together; nobody fails."""
    stores = [edge.EventStore(engine, table=f"log_{number}") for number in range(5) for _ in range(4)]
    gate, failed = threading.Barrier(len(stores)), []

    def make(store):
        gate.wait()
        try:
            store.create()
        except StoreFailed as error:
            failed.append(error)

    threads = [threading.Thread(target=make, args=(store,)) for store in stores]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [] == failed
    assert [()] * len(stores) == [store.streams() for store in stores]


def test_a_table_that_is_not_there_is_told(engine):
    """Whoever forgets to make the table learns how it is made, on reading as on writing."""
    store = edge.EventStore(engine, registry=REGISTRY, table="never_made")
    for ask in (lambda: store.read("p-1"), lambda: store.add("p-1", note(), **SAID), store.heads):
        with pytest.raises(StoreFailed) as caught:
            ask()
        assert ("store.no_table", "") == (caught.value.code, caught.value.path)
        assert "`EventStore.create()`" in caught.value.text()
        assert None is caught.value.__context__


@pytest.mark.once("the server is the same one")
@pytest.mark.promise("E10")
def test_a_server_that_hangs_up_at_any_place(postgresql, postgresql_engine):
    """Whichever statement the connection is cut at: all or nothing, and the key finds out."""
    store, other = made(postgresql_engine), sa.create_engine(postgresql.url(), isolation_level="AUTOCOMMIT")
    left = [0]

    def cut(link, *_):
        left[0] -= 1
        if left[0] == 0:
            process = link.connection.dbapi_connection.info.backend_pid
            with other.connect() as admin:
                admin.execute(sa.text("SELECT pg_terminate_backend(:one, 5000)"), {"one": process})

    sa.event.listen(postgresql_engine, "before_cursor_execute", cut)
    sa.event.listen(postgresql_engine, "commit", cut)

    def ask(at):
        events = [note(name, f"p-{at}", phone=Private(CANARY)) for name in ("b", "c")]
        return store.add(f"p-{at}", *events, **SAID, key="r-1")

    codes = []
    for at, error in until_it_works(lambda at: left.__setitem__(0, at), ask):
        left[0] = 0
        codes.append(error.code)
        assert CANARY not in shown(error)
        assert [] == notes(store.read(f"p-{at}"))
        assert ["b", "c"] == [entry.event.note for entry in ask(at).entries]
        assert ["b", "c"] == notes(store.read(f"p-{at}"))
    other.dispose()

    assert ["store.failed", "store.failed", "store.open"] == codes


def test_a_child_that_dies_in_the_middle_leaves_nothing(tmp_path):
    """A process that ends between its statements and its commit has stored nothing."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'ledger.db'}", connect_args={"timeout": 60})
    store = made(engine)
    engine.dispose()
    child = os.fork()
    if not child:
        sa.event.listen(engine, "commit", lambda _: os._exit(0))
        store.add("p-1", note("a"), note("b"), **SAID)
        os._exit(1)

    assert (child, 0) == os.waitpid(child, 0)
    assert () == store.streams()
    assert ["c"] == notes(store.append("p-1", note("c"), **SAID))
    engine.dispose()
