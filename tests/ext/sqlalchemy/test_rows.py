"""What lies in the table: the rows, and what is found when somebody changes one."""

import json

import pytest
import sqlalchemy as sa
from hypothesis import settings
from tests.ext.sqlalchemy.notes import REGISTRY, SAID, lines, made, note, notes

from sanliang import InvalidInput, Log, Private, StoreFailed
from sanliang.kernel.events import verify
from sanliang.serial import BASE, read_log

STEP = 1 if settings.default.max_examples > 1_000 else 13
SECRET = Private("朱鹮-4711", salt=bytes(16))


@pytest.fixture
def store(memory_engine):
    """A store with a log of five entries, three of one request."""
    store = made(memory_engine)
    store.append("p-1", note("a", phone=SECRET), **SAID)
    store.append("p-1", note("b"), note("c", phone=SECRET), note("d"), **SAID, key="r-1", why="会后补记")
    store.append("p-1", note("e"), **SAID, key="r-2")
    return store


def rows(store):
    """The rows, by version."""
    with engine_of(store).connect() as link:
        return link.execute(sa.select(store.table).order_by(store.table.c.version)).all()


def engine_of(store):
    """The engine of a store."""
    return store._link.engine


def put(store, row, **values):
    """Change a row behind the store's back."""
    with engine_of(store).begin() as link:
        link.execute(sa.update(store.table).where(store.table.c.version == row).values(**values))


def test_a_row_is_an_entry(store):
    """The bytes lie there as they were hashed; a key is one of its request; what is private lies beside."""
    log, found = store.read("p-1"), rows(store)

    assert [one.data for one in log] == [row.data for row in found]
    assert [one.digest for one in log] == [row.digest for row in found]
    keys = [(None, 0), ("r-1", 0), ("r-1", 1), ("r-1", 2), ("r-2", 0)]
    assert keys == [(row.key, row.place) for row in found]
    beside = {SECRET.commitment: {"value": "朱鹮-4711", "salt": "00" * 16}}
    assert [beside, None, beside, None, None] == [row.private and json.loads(row.private) for row in found]
    assert log == read_log(lines(log), registry=REGISTRY).log


def test_what_is_erased_is_no_longer_in_a_row(store):
    """Value and salt leave the column in every row; nothing else changes."""
    before = rows(store)
    store.erase("p-1", 3)

    assert [None] * 5 == [row.private for row in rows(store)]
    assert [row[:-1] for row in before] == [row[:-1] for row in rows(store)]


def changed(value, place):
    """A value with one of its bytes, digits or letters changed; no two places give the same."""
    if isinstance(value, bytes):
        return value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :]
    if isinstance(value, str):
        other = chr(ord(value[place]) ^ 1)
        return value[:place] + other + value[place + 1 :]
    return value + place + 1


def changes(store):
    """Every row, with each of its columns, and each place of it."""
    for row in rows(store):
        for name, value in row._mapping.items():
            size = len(value) if isinstance(value, bytes | str) else 3
            step = STEP if size > 20 else 1
            for place in range(0, 0 if value is None else size, step):
                yield row.version, name, value, changed(value, place)


@pytest.mark.promise("E12")
@pytest.mark.untraced("it changes every byte")
def test_a_change_of_any_byte_is_found(store):
    """Whatever byte of whatever column of a row is changed: `verify` says so."""
    log, count = store.read("p-1"), 0
    for version, name, old, new in [*changes(store)]:
        try:
            put(store, version, **{name: new})
        except sa.exc.IntegrityError:
            continue  # the table has refused it
        verdict = store.verify("p-1", head=log.head)
        now = new if name == "version" else version
        put(store, now, **{name: old})
        count += 1
        assert not verdict, (version, name)
        # What has lost its name is not there at all; then it is the one after that shows it, or the head.
        assert f"entries[{version - 1}]" == verdict.reasons[0].path or name in {"stream", "version"}
        assert "朱鹮" not in verdict.text("zh")

    assert store.verify("p-1", head=log.head)
    assert log == store.read("p-1")
    assert count > 1_800 // STEP


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"digest": "0" * 64}, "entries[2]", "log.chain"),
        ({"digest": "0"}, "entries[2].digest", "log.digest"),
        ({"data": b"{}"}, "entries[2]", "log.chain"),
        ({"key": "r-3"}, "entries[2].key", "store.key"),
        ({"key": None}, "entries[2].key", "store.key"),
        ({"place": 7}, "entries[2].key", "store.key"),
        ({"private": "{}"}, "entries[2].private", "log.form"),
        ({"private": "7"}, "entries[2].private", "log.form"),
        ({"private": "{"}, "entries[2].private", "json.syntax"),
        ({"private": '{"a":{"value":"b"}}'}, "entries[2].private", "private.shape"),
        ({"version": 9}, "entries[2]", "log.dropped"),
    ],
)
def test_a_row_that_does_not_fit_is_not_read(store, change, path, code):
    """Reading stops before the first row that is not what was written, and says where it stands."""
    head = store.head("p-1")
    put(store, 3, **change)
    with pytest.raises(StoreFailed) as caught:
        store.read("p-1")
    verdict = store.verify("p-1", head=head)

    assert (path, code) == (caught.value.path, caught.value.code)
    assert ["log.dropped" if "version" in change else "log.changed"] == [*verdict.codes]
    assert "entries[2]" == verdict.reasons[0].path
    entries = store.entries("p-1")
    assert ["a", "b"] == [next(entries).event.note, next(entries).event.note]
    with pytest.raises(StoreFailed):
        next(entries)


def test_what_was_cut_or_written_anew_is_found_by_a_head(store):
    """Without a head from outside neither is seen; with one, both are told apart."""
    log = store.read("p-1")
    with engine_of(store).begin() as link:
        link.execute(sa.delete(store.table).where(store.table.c.version == 5))
    assert store.verify("p-1")
    assert ("log.cut",) == store.verify("p-1", head=log.head).codes
    assert ("log.cut",) == verify(store.read("p-1"), head=log.head).codes

    store.append("p-1", note("x"), **SAID)
    assert store.verify("p-1")
    assert ("log.rewritten",) == store.verify("p-1", head=log.head).codes
    assert ("log.rewritten",) == store.verify("p-2", head=Log.begin("p-1").head).codes
    assert store.verify("p-1", head=Log.begin("p-1").head)
    assert store.verify("p-2")


def test_nothing_is_appended_to_what_does_not_fit(store):
    """Where the last digest is none, or a key is taken by another row, the store says so and adds nothing."""
    put(store, 5, digest="x")
    for ask in (
        lambda: store.append("p-1", note(), **SAID),
        lambda: store.head("p-1"),
        store.heads,
        lambda: store.append("p-1", note("e"), **SAID, key="r-2", expected=Log.begin("p-1").head),
    ):
        with pytest.raises(StoreFailed):
            ask()
    assert 5 == len(rows(store))


def test_a_taken_place_is_told(store):
    """Where a row stands in the way that no request has put there, the same answer comes each time."""
    put(store, 5, key="r-9")
    for _ in range(2):
        with pytest.raises(StoreFailed) as caught:
            store.append("p-1", note(), **SAID, key="r-9")
        assert ("store.key", "entries[4].key") == (caught.value.code, caught.value.path)


def test_rows_that_another_rule_refuses_are_told(store):
    """Where the database refuses a row for a reason that no other writer explains, nothing was stored."""
    with engine_of(store).begin() as link:
        link.execute(sa.text(TRIGGER))
    with pytest.raises(StoreFailed) as caught:
        store.append("p-2", note("a", "p-2"), **SAID)
    assert "store.broken" == caught.value.code
    assert ("p-1",) == store.streams()


TRIGGER = """
CREATE TRIGGER no_more BEFORE INSERT ON sanliang_entries
BEGIN SELECT RAISE(ABORT, 'no more'); END
"""


def test_what_is_beside_a_row_is_checked_before_it_is_erased(store):
    """A column that holds something else is not overwritten."""
    put(store, 3, private="[]")
    with pytest.raises(StoreFailed) as caught:
        store.erase("p-1", 1)
    assert ("private", "log.form") == (caught.value.path, caught.value.code)


def test_an_event_of_a_kind_that_is_not_known_is_not_a_change(store):
    """A registry that lacks the kind cannot read the log; `verify` does not call that a change."""
    other = made(engine_of(store), BASE)
    for ask in (lambda: other.read("p-1"), lambda: other.verify("p-1")):
        with pytest.raises(StoreFailed, match="is not a known kind") as caught:
            ask()
        assert "entries[0].entry.event.kind" == caught.value.path
    with pytest.raises(InvalidInput, match="the registry does not have") as wrong:
        other.append("p-1", note(), **SAID)
    assert "events[0]" == wrong.value.path
    assert ["a", "b", "c", "d", "e"] == notes(store.read("p-1"))
