"""
Processes that are killed, and many that write at once: what was acknowledged is there, once.

The gate plays a round or two. `make deep` kills 500 clients on SQLite, 200 clients and 10 servers on
PostgreSQL, and makes 10,000 appends from 16 threads in 4 processes on both. It prints what it has counted.
"""

import json
import os
import random
import select
import signal
import threading
import time
from collections import Counter

import pytest
import sqlalchemy as sa
from hypothesis import settings
from tests.ext.sqlalchemy import server
from tests.ext.sqlalchemy.notes import SAID, made, note, notes

from sanliang import Conflict
from sanliang.ext.sqlalchemy import EventStore, sqlite_engine
from sanliang.testing._events import FIRST

EXAMPLES = settings.default.max_examples
DEEP = EXAMPLES > 1_000
STREAMS = 3

pytestmark = [
    pytest.mark.untraced("other tests take its branches"),
    pytest.mark.once("what a crash leaves does not depend on versions"),
]


def child(work):
    """Another process that does its work and writes lines; its id, and where they are read."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    try:
        os.close(reading)
        work(lambda *told: os.write(writing, (json.dumps(told) + "\n").encode()))
    except BaseException:
        os._exit(1)
    os._exit(0)


def heard(reading):
    """What the process has said, to its end; a line that it did not finish was not said."""
    with os.fdopen(reading, "rb") as lines:
        return [json.loads(line) for line in lines if line.endswith(b"\n")]


def name(number, round_):
    """A stream of a round."""
    return f"p-{round_}-{number % STREAMS}"


def ask(store, number, round_):
    """The request with this number: two events on one of three streams."""
    stream, key = name(number, round_), f"r-{number}"
    events = (note(f"{key}-{part}", stream) for part in "ab")
    return store.add(stream, *events, **SAID, expected=store.head(stream), key=key)


def client(engine, round_):
    """Ask one request after the other, and say what was acknowledged, until somebody ends it."""

    def work(say):
        store = EventStore(engine(), registry=FIRST)
        for number in range(1_000_000):
            added = ask(store, number, round_)
            say(number, added.head.length)

    return work


def check(store, told, round_):
    """What was acknowledged is there, once and whole; of what was not, all or nothing; asking finds out."""
    logs = {name(number, round_): store.read(name(number, round_)) for number in range(STREAMS)}
    answered = {number: logs[name(number, round_)].answered(f"r-{number}") for number, _ in told}
    there = {number: [one.version for one in entries] for number, entries in answered.items()}
    lost = [number for number, length in told if there[number] != [length - 1, length]]
    found = Counter(one for log in logs.values() for one in notes(log))
    assert ([], 0) == (lost, sum(found.values()) - len(found)), "lost or doubled"

    after = len(told)
    expected = {f"r-{number}-{part}" for number in range(after) for part in "ab"}
    last = {f"r-{after}-a", f"r-{after}-b"}
    assert {*found} in (expected, expected | last), "a part of a request"

    again = ask(store, after, round_)
    assert ({*found} == expected | last) == again.again
    log = store.read(name(after, round_))
    assert [f"r-{after}-a", f"r-{after}-b"] == [one.event.note for one in log.answered(f"r-{after}")]
    assert all(store.verify(one.stream, head=one.head) for one in [*logs.values(), log])


def killed(engine, round_, moment):
    """A client that is killed so many seconds after its first answer; what it was told until then."""
    process, reading = child(client(engine, round_))
    select.select([reading], [], [], 60)
    time.sleep(moment)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return heard(reading)


@pytest.mark.promise("E10")
def test_a_client_is_killed_on_sqlite(tmp_path, capsys):
    """500 times: nothing that was acknowledged is lost or doubled."""
    drawn, file, count = random.Random(5), tmp_path / "ledger.db", 0
    keeper = sqlite_engine(file)
    store = made(keeper)
    keeper.dispose()
    for round_ in range(max(EXAMPLES // 10, 2)):
        told = killed(lambda: sqlite_engine(file), round_, drawn.random() / 50)
        check(store, told, round_)
        count += len(told)
        keeper.dispose()
    report(capsys, f"SQLite: {round_ + 1} clients killed, {count} requests acknowledged, 0 lost, 0 doubled")


@pytest.mark.promise("E10")
def test_a_client_is_killed_on_postgresql(postgresql_engine, capsys):
    """200 times: nothing that was acknowledged is lost or doubled."""
    drawn, count = random.Random(7), 0
    store = made(postgresql_engine)
    for round_ in range(max(EXAMPLES // 25, 1)):
        postgresql_engine.dispose()
        told = killed(lambda: again(postgresql_engine), round_, drawn.random() / 50)
        check(store, told, round_)
        count += len(told)
    report(
        capsys, f"PostgreSQL: {round_ + 1} clients killed, {count} requests acknowledged, 0 lost, 0 doubled"
    )


@pytest.mark.skipif(not DEEP, reason="a server is killed at `make deep`")
def test_a_server_is_killed(postgresql, capsys):
    """10 times, with all its processes, while four clients write: nothing acknowledged is lost or doubled."""
    drawn, count = random.Random(11), 0
    with server.Server(server.SURE) as one:
        engine = sa.create_engine(one.url(), poolclass=sa.NullPool)
        store = made(engine)
        for round_ in range(10):
            clients = [child(client(lambda: engine, f"{round_}-{number}")) for number in range(4)]
            time.sleep(0.5 + drawn.random())
            one.kill()
            told = [heard(reading) for _, reading in clients]
            assert {1 << 8} == {os.waitpid(process, 0)[1] for process, _ in clients}
            one.start()
            for number, each in enumerate(told):
                check(store, each, f"{round_}-{number}")
            count += sum(map(len, told))
    report(capsys, f"PostgreSQL: 10 servers killed, {count} requests acknowledged, 0 lost, 0 doubled")


# --- many at once ---------------------------------------------------------------------------------------

PROCESSES, THREADS = 4, 4


def crowd(engine, process, each):
    """Threads that decide on what they read: the next number of one of three logs, until each has so many."""

    def work(say):
        store, said = EventStore(engine(), registry=FIRST), threading.Lock()

        def run(thread):
            drawn = random.Random(process * THREADS + thread)
            for number in range(each):
                key = f"r-{process}-{thread}-{number}"
                stream = name(drawn.randrange(STREAMS), "crowd")
                while (added := tried(store, stream, key)) is None:
                    pass
                if not number % 5:  # a doubled request, as from an impatient hand
                    assert added == tried(store, stream, key)
                with said:
                    say(stream, key, added.head.length)

        threads = [threading.Thread(target=run, args=(thread,)) for thread in range(THREADS)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

    return work


def tried(store, stream, key):
    """What was added by a decision on the log as it stands; nothing where somebody was faster."""
    head = store.head(stream)
    try:
        return store.add(stream, note(key, stream), **SAID, expected=head, key=key)
    except Conflict:
        return None


def crowded(store, engine, each):
    """Many writers at once; afterwards every answer is in the log, once, at the version that was answered."""
    children = [child(crowd(engine, process, each)) for process in range(PROCESSES)]
    told = [line for _, reading in children for line in heard(reading)]
    assert {0} == {os.waitpid(process, 0)[1] for process, _ in children}

    logs = {stream: store.read(stream) for stream in store.streams()}
    found = [(log.stream, one.key, one.version) for log in logs.values() for one in log]
    assert PROCESSES * THREADS * each == len(told) == len(found)
    assert sorted(map(tuple, told)) == sorted(found)
    assert len(found) == len({key for _, key, _ in found})
    assert all(store.verify(log.stream, head=log.head) for log in logs.values())
    return len(found)


@pytest.mark.promise("E11")
def test_many_write_at_once_on_sqlite(tmp_path, capsys):
    """10,000 appends of 16 threads in 4 processes: none is lost, none is there twice, none was told a lie."""
    keeper = sqlite_engine(tmp_path / "ledger.db", timeout=60)
    store = made(keeper)
    keeper.dispose()
    count = crowded(store, lambda: sqlite_engine(tmp_path / "ledger.db", timeout=60), 625 if DEEP else 2)
    keeper.dispose()
    report(capsys, f"SQLite: {count} appends of 16 threads in 4 processes, 0 lost, 0 doubled")


@pytest.mark.promise("E11")
def test_many_write_at_once_on_postgresql(postgresql_engine, capsys):
    """10,000 appends of 16 threads in 4 processes: none is lost, none is there twice, none was told a lie."""
    store = made(postgresql_engine)
    postgresql_engine.dispose()
    count = crowded(store, lambda: again(postgresql_engine), 625 if DEEP else 2)
    report(capsys, f"PostgreSQL: {count} appends of 16 threads in 4 processes, 0 lost, 0 doubled")


def again(engine):
    """The engine in another process, with no connection of this one."""
    engine.dispose(close=False)
    return engine


def report(capsys, line):
    """Say what was counted, where it was worth counting."""
    if DEEP:
        with capsys.disabled():
            print(f"\n{line}")
