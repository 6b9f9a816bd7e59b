"""The store of SQLAlchemy: its table, its answers, what it streams, what it refuses."""

import importlib.util
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.ext.sqlalchemy.notes import AT, REGISTRY, SAID, made, note, notes

import sanliang.ext.sqlalchemy
from sanliang import Conflict, Head, InvalidInput, Log, MissingExtra, NotFound, Private
from sanliang.ext.sqlalchemy import Added, EventStore, _queries, sqlite_engine
from sanliang.kernel.events import head_of, verify
from sanliang.serial import BASE, Form
from sanliang.testing._events import NEXT, Noted, Told

# --- answers --------------------------------------------------------------------------------------------


def test_what_was_added_is_the_answer(engine):
    """`add` answers with the entries that it wrote and the head after them, and not with the whole log."""
    store = made(engine)
    store.append("p-1", note("a"), **SAID)
    added = store.add("p-1", note("b"), note("c"), **SAID, key="r-1", meta={"seat": "3"})

    assert store.read("p-1").entries[1:] == added.entries
    assert (False, store.head("p-1")) == (added.again, added.head)
    assert {"seat": "3"} == added.entries[0].meta


@pytest.mark.promise("E6")
def test_a_request_that_arrives_again_has_the_same_answer(engine):
    """However the log has grown by then: the same entries, salts and all, and the head that was answered."""
    store = made(engine)
    first = store.add("p-1", note("a", phone=Private("000-0000")), **SAID, key="r-1")
    store.append("p-1", note("b"), **SAID)
    again = store.add("p-1", note("a", phone=Private("000-0000")), **SAID, key="r-1", expected=first.head)
    later = store.add("p-1", note("c"), note("d"), **SAID, key="r-2")

    assert (first, first.head) == (again, again.head)
    assert (False, True) == (first.again, again.again)
    assert later == store.add("p-1", note("c"), note("d"), **SAID, key="r-2")
    assert ["a", "b", "c", "d"] == notes(store.append("p-1", note("c"), note("d"), **SAID, key="r-2"))


def test_a_request_of_many_events_has_one_answer(monkeypatch, sqlite_engine):
    """More events than are read at a time are answered whole, the second time too."""
    monkeypatch.setattr(_queries, "BATCH", 5)
    store, names = made(sqlite_engine), [f"n-{number}" for number in range(11)]
    store.append("p-1", note("a"), **SAID)
    first = store.add("p-1", *map(note, names), **SAID, key="r-1")
    again = store.add("p-1", *map(note, names), **SAID, key="r-1")

    assert first == again
    assert 11 == len(again.entries)
    assert ["a", *names] == notes(store.read("p-1"))
    assert store.verify("p-1", head=first.head)


def test_an_append_costs_the_same_at_any_length(sqlite_engine):
    """It asks the database for three things, however long the log is, and for no row but the last."""
    store, asked = made(sqlite_engine), []
    store.append("p-1", *(note(f"n-{number}") for number in range(200)), **SAID)
    sa.event.listen(sqlite_engine, "before_cursor_execute", lambda *args: asked.append(args[2].split()[0]))
    store.add("p-1", note("b"), **SAID, key="r-1")
    assert ["BEGIN", "SELECT", "INSERT"] == asked

    asked.clear()
    store.head("p-1")
    assert ["BEGIN", "SELECT"] == asked


@pytest.mark.promise("E13")
def test_entries_are_streamed(monkeypatch, sqlite_engine):
    """A few at a time, from any version on, and nothing is held in between: others may write."""
    monkeypatch.setattr(_queries, "BATCH", 5)
    store, asked = made(sqlite_engine), []
    log = store.append("p-1", *(note(f"n-{number}") for number in range(12)), **SAID)
    sa.event.listen(sqlite_engine, "before_cursor_execute", lambda *args: asked.append(args[2].split()[0]))
    entries = store.entries("p-1")
    assert [] == asked
    first = next(entries)
    assert ["BEGIN", "SELECT"] == asked
    store.append("p-1", note("z"), **SAID)

    rest = [*entries]
    assert log.entries == (first, *rest[:-1])
    assert "z" == rest[-1].event.note
    for after in (0, 1, 4, 5, 12):
        assert [*range(after + 1, 14)] == [one.version for one in store.entries("p-1", after=after)]


def test_streaming_starts_where_there_is_something(memory_engine):
    """Whoever goes on from a version that is not there is told at once, not at the first entry."""
    store = made(memory_engine)
    log = store.append("p-1", note("a"), **SAID)
    assert [] == [*store.entries("p-1", after=1)]
    for stream, after in (("p-1", 2), ("p-2", 1)):
        with pytest.raises(NotFound) as caught:
            store.entries(stream, after=after)
        assert ("after", "log.no_version") == (caught.value.path, caught.value.code)
    for wrong in (-1, True, "1", None, 2**63):
        with pytest.raises(InvalidInput):
            store.entries("p-1", after=wrong)
    assert log.entries == (*store.entries("p-1"),)


def test_heads_are_there_without_the_logs(engine):
    """The head of one log and of all, which make the same digest for the board as the logs themselves."""
    store = made(engine)
    assert (Log.begin("p-1").head, ()) == (store.head("p-1"), store.heads())
    for name in ("p-2", "p-1", "p-10"):
        store.append(name, note("a", name), note("b", name), **SAID)
    logs = [store.read(name) for name in store.streams()]

    assert ("p-1", "p-10", "p-2") == store.streams()
    assert tuple(log.head for log in logs) == store.heads()
    assert logs[0].head == store.head("p-1")
    assert head_of(logs) == head_of(store.heads())


def test_a_newer_release_reads_and_goes_on(engine):
    """Events are upgraded as they are read; the rows stay as they are; a doubled request is still known."""
    old = made(engine)
    secret = Private("000-0000")
    head = old.append("p-1", note("a", phone=secret), **SAID, key="r-1").head
    store = made(engine, NEXT)
    told = Told(thing="p-1", text="a", phone=Private("000-0000"))

    assert [Told(thing="p-1", text="a", phone=secret)] == [*store.read("p-1").events]
    assert store.verify("p-1", head=head)
    assert store.add("p-1", told, **SAID, key="r-1").again
    assert head == store.head("p-1")
    with pytest.raises(InvalidInput) as caught:
        store.append("p-1", note("b"), **SAID)
    assert ("events[0]", "registry.class") == (caught.value.path, caught.value.code)


# --- refusals -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"stream": ""}, "stream"),
        ({"stream": 7}, "stream"),
        ({"expected": Log.begin("p-1")}, "expected"),
        ({"events": ()}, "events"),
        ({"events": (note("b", "p-2"),)}, "events[0].thing"),
        ({"events": (note("b"), Told(thing="p-1", text="a"))}, "events[1]"),
        ({"events": (note(10**18),)}, "event.note"),
        ({"events": (note("\x00"),)}, "event.note"),
        ({"events": (note(1.5),)}, ""),
        ({"meta": {"A": "b"}}, "meta"),
    ],
)
def test_what_cannot_be_read_again_is_not_written(memory_engine, arguments, path):
    """A wrong argument, a kind that the registry lacks, a text that no reader takes are refused at once."""
    store = made(memory_engine)
    arguments = {"stream": "p-1", "events": (note(),), **SAID, **arguments}
    stream, events = arguments.pop("stream"), arguments.pop("events")
    with pytest.raises(InvalidInput) as caught:
        store.add(stream, *events, **arguments)

    assert path == caught.value.path
    assert () == store.streams()


def test_an_event_without_its_tag_is_refused(memory_engine):
    """What has another tag than its class in the registry, or none, could not be read again."""
    registry = BASE.with_(Form(tag="case.renamed/1", of=Noted))
    with pytest.raises(InvalidInput) as caught:
        made(memory_engine, registry).add("p-1", note(), **SAID)
    assert ("events[0]", "registry.class") == (caught.value.path, caught.value.code)
    with pytest.raises(InvalidInput):
        made(memory_engine).add("p-1", "a", **SAID)


def test_a_store_is_made_of_the_right_things(memory_engine):
    """Another database, no registry, an odd name for a table: refused when the store is made."""
    others = [
        ({"engine": sa.create_mock_engine("mysql://", lambda _: None)}, "engine"),
        ({"engine": "sqlite://"}, "engine"),
        ({"registry": None}, "registry"),
        *(({"table": name}, "table") for name in ("", "A", "x" * 41, 'a"b', "1a", None)),
    ]
    for wrong, path in others:
        arguments = {"engine": memory_engine, **wrong}
        with pytest.raises(InvalidInput) as caught:
            EventStore(arguments.pop("engine"), **arguments)
        assert path == caught.value.path


# --- the table ------------------------------------------------------------------------------------------


def test_tables_have_names_of_their_own(engine):
    """Two stores in one database do not touch each other; a table may be declared among a program's own."""
    metadata = sa.MetaData()
    other = EventStore(engine, registry=REGISTRY, table="other_log", metadata=metadata)
    metadata.create_all(engine)
    store = made(engine)
    other.append("p-1", note("a"), **SAID)

    assert other.table is EventStore(engine, table="other_log", metadata=metadata).table
    assert (metadata, "other_log") == (other.metadata, other.table.name)
    assert {"other_log"} == {*metadata.tables}
    assert (1, 0) == (other.read("p-1").length, store.read("p-1").length)
    assert {"other_log", "sanliang_entries"} <= {*sa.inspect(engine).get_table_names()}


def test_the_database_itself_refuses_a_second_row(engine):
    """`(stream, version)` and `(stream, key, place)` are unique, versions begin at 1: whoever writes."""
    store = made(engine)
    store.append("p-1", note("a"), **SAID, key="r-1")
    row = {
        "stream": "p-1",
        "version": 2,
        "key": None,
        "place": 0,
        "digest": "x",
        "data": b"x",
        "private": None,
    }
    for wrong in ({"version": 1}, {"key": "r-1"}, {"version": 0}, {"place": -1}, {"data": None}):
        with pytest.raises(sa.exc.IntegrityError), engine.begin() as link:
            link.execute(sa.insert(store.table), {**row, **wrong})


def test_on_sqlite_the_table_is_strict(sqlite_engine):
    """A text where a whole number belongs is refused by SQLite."""
    store = made(sqlite_engine)
    with pytest.raises(sa.exc.IntegrityError), sqlite_engine.begin() as link:
        link.exec_driver_sql("INSERT INTO sanliang_entries VALUES ('p', 'x', NULL, 0, 'x', x'00', NULL)")
    with sqlite_engine.connect() as link:
        assert "STRICT" in link.scalar(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table'"))
    assert () == store.streams()


def test_a_name_that_is_taken_is_refused(memory_engine):
    """A table of the program's own is not taken for a log; one in another schema has another name."""
    metadata = sa.MetaData()
    sa.Table("sanliang_entries", metadata, sa.Column("stream", sa.Text))
    with pytest.raises(InvalidInput) as caught:
        EventStore(memory_engine, metadata=metadata)
    assert ("table", "store.taken") == (caught.value.path, caught.value.code)
    metadata = sa.MetaData(schema="town")
    stores = [EventStore(memory_engine, metadata=metadata) for _ in range(2)]
    assert ["town.sanliang_entries"] * 2 == [store.table.fullname for store in stores]


@pytest.mark.once("the server is the same one")
def test_on_postgresql_whole_numbers_are_bigint(postgresql_engine):
    """Texts are TEXT, bytes are BYTEA, whole numbers BIGINT."""
    store = made(postgresql_engine)
    columns = {
        one["name"]: str(one["type"]) for one in sa.inspect(postgresql_engine).get_columns(store.table.name)
    }

    assert {
        "stream": "TEXT",
        "version": "BIGINT",
        "key": "TEXT",
        "place": "BIGINT",
        "digest": "TEXT",
        "data": "BYTEA",
        "private": "TEXT",
    } == columns


# --- the engine over a file -----------------------------------------------------------------------------


def test_a_file_is_opened_to_last(tmp_path):
    """A journal beside the file, each commit on the disk, what is deleted overwritten, parameters hidden."""
    engine = sqlite_engine(str(tmp_path / "ledger.db"))
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    with engine.connect() as link:
        assert ["wal", 2, 1, 1] == [link.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    assert engine.hide_parameters
    engine.dispose()


def test_who_writes_begins_as_a_writer(sqlite_engine):
    """A store takes its turn as it begins to write; it begins to read as a reader, as everybody else."""
    begun = []
    store = made(sqlite_engine)
    sa.event.listen(sqlite_engine, "before_cursor_execute", lambda *args: begun.append(args[2]))
    store.add("p-1", note("a"), **SAID)
    store.head("p-1")
    with sqlite_engine.connect() as link:
        link.execute(sa.select(1))

    assert ["BEGIN IMMEDIATE", "BEGIN", "BEGIN"] == [one for one in begun if one.startswith("BEGIN")]


def test_readers_do_not_wait_for_a_writer(sqlite_engine):
    """While somebody writes, the log is read as it stood."""
    store = made(sqlite_engine)
    store.append("p-1", note("a"), **SAID)
    with sqlite_engine.connect().execution_options(sanliang_begin="IMMEDIATE") as link:
        link.execute(sa.delete(store.table))
        assert ["a"] == notes(store.read("p-1"))
        link.rollback()


@pytest.mark.parametrize("wrong", ["", ":memory:", None, 7])
def test_only_a_file_is_opened(wrong):
    """A database in memory outlives nothing."""
    with pytest.raises(InvalidInput) as caught:
        sqlite_engine(wrong)
    assert "path" == caught.value.path
    with pytest.raises(InvalidInput):
        sqlite_engine("ledger.db", timeout=1.5)


def test_what_is_erased_is_in_no_file(tmp_path):
    """After the next checkpoint of the journal an erased value is nowhere in the files of SQLite."""
    engine = sqlite_engine(tmp_path / "ledger.db")
    store = made(engine)
    head = store.append("p-1", *(note(str(n), phone=Private(f"000-{n:04}")) for n in range(20)), **SAID).head
    for version in range(1, 21):
        store.erase("p-1", version)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as link:
        link.rollback()
        link.connection.dbapi_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert b"p-1" in kept
    assert not any(f"000-{n:04}".encode() in kept for n in range(20))
    assert verify(store.read("p-1"), head=head)
    engine.dispose()


# --- the extra ------------------------------------------------------------------------------------------


def test_a_missing_library_names_its_extra(monkeypatch):
    """Whoever lacks the library is told what to install."""
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    spec = importlib.util.spec_from_file_location("again", Path(sanliang.ext.sqlalchemy.__file__))
    with pytest.raises(MissingExtra) as caught:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
    assert ("sqlalchemy", "sqlalchemy") == (caught.value.extra, caught.value.package)


def test_an_answer_is_a_value():
    """Two answers with the same entries are equal, whether they were given first or again."""
    entries = Log.begin("p-1").append(note(), by="m-3", at=AT).entries

    assert Added(entries=entries) == Added(entries=entries, again=True)
    assert Head("p-1", 1, entries[0].digest) == Added(entries=entries).head


def test_a_conflict_in_the_database_is_ours(engine):
    """Who expects an old head learns the actual version, on each database."""
    store = made(engine)
    head = store.append("p-1", note("a"), **SAID).head
    store.append("p-1", note("b"), **SAID, expected=head)
    with pytest.raises(Conflict, match="stands at version 2, not 1") as caught:
        store.append("p-1", note("c"), **SAID, expected=head, key="r-1")
    assert None is caught.value.__context__
