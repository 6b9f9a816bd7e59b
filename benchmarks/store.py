"""
The event store against bare inserts of the same rows, on SQLite and on PostgreSQL, both with durable commits.

The peer is SQLAlchemy Core and nothing else: the rows are made beforehand, and each request is one insert in
one transaction. Ours is `EventStore.add`: it makes the entries, their bytes and digests, reads the head, and
stores the same rows in as many transactions. The ratio is the median of rounds in which both take turns.

A request has one event, as from a web page, and then the goal is at least half of the bare rate. With ten or
a hundred, as when logs are brought over, hashing them costs more than their rows; that is printed, too.
Prints one line `NAME ratio=...` each, and ends with an error where a goal is missed or PostgreSQL is missing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.ext.sqlalchemy import server

from sanliang.ext.sqlalchemy import EventStore, sqlite_engine
from sanliang.kernel.events import Log
from sanliang.kernel.lifecycles import Moved
from sanliang.pledges import Given

ROUNDS = 7
GOAL = 2.0
AT = datetime(2026, 7, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))
STREAMS = 40

Request = tuple[str, list[Any], str]


def event(stream: str) -> Moved[Given]:
    """A move of a pledge, as it is stored."""
    return Moved(
        word="pledge",
        thing=stream,
        move="submit",
        leaves="drafted",
        enters="submitted",
        by="m-3",
        on=date(2026, 7, 1),
        given=Given(reasons="经支部大会讨论通过"),
    )


def requests(count: int, size: int) -> list[Request]:
    """So many requests of so many events, turn by turn on each of the streams."""
    streams = [f"p-{number % STREAMS}" for number in range(count)]
    return [(stream, [event(stream)] * size, f"r-{number}") for number, stream in enumerate(streams)]


def asked(store: EventStore, given: list[Request]) -> float:
    """Seconds of ours: each request expects the head that it was decided on."""
    heads = {stream: Log.begin(stream).head for stream, _, _ in given}
    start = perf_counter()
    for stream, events, key in given:
        heads[stream] = store.add(stream, *events, by="m-3", at=AT, expected=heads[stream], key=key).head
    return perf_counter() - start


def inserted(engine: sa.Engine, table: sa.Table, given: list[list[dict[str, Any]]]) -> float:
    """Seconds of the peer."""
    insert = sa.insert(table)
    start = perf_counter()
    for rows in given:
        with engine.begin() as link:
            link.execute(insert, rows)
    return perf_counter() - start


def rows_of(engine: sa.Engine, table: sa.Table) -> list[dict[str, Any]]:
    """The rows of a table in the order of streams and versions."""
    with engine.connect() as link:
        found = link.execute(sa.select(table).order_by(table.c.stream, table.c.version)).mappings()
        return [dict(row) for row in found]


def prepared(given: list[Request], rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The rows of each request, as ours has stored them."""
    by_stream: dict[str, Iterator[dict[str, Any]]] = {
        stream: iter([row for row in rows if row["stream"] == stream]) for stream, _, _ in given
    }
    return [[next(by_stream[stream]) for _ in events] for stream, events, _ in given]


def compared(engine: sa.Engine, count: int, size: int) -> tuple[float, float, float]:
    """The median ratio of ours to the peer for the same requests, and the median seconds of both."""
    given = requests(count, size)
    ours, bare = (EventStore(engine, table=name) for name in ("ours", "bare"))
    times = []
    for _ in range(ROUNDS):
        for store in (ours, bare):
            store.table.drop(engine, checkfirst=True)
            store.create()
        first = asked(ours, given)
        rows = rows_of(engine, ours.table)
        times.append((first, inserted(engine, bare.table, prepared(given, rows))))
        assert rows == rows_of(engine, bare.table), "the rows differ"
    return median(one / other for one, other in times), *map(median, zip(*times, strict=True))


@contextmanager
def engines() -> Iterator[list[tuple[str, sa.Engine]]]:
    """A file of SQLite, and a server that keeps what it commits."""
    with TemporaryDirectory() as folder, server.Server(server.SURE) as one:
        found = [
            ("sqlite", sqlite_engine(Path(folder) / "ledger.db")),
            ("postgresql", sa.create_engine(one.url(), hide_parameters=True)),
        ]
        yield found
        for _, engine in found:
            engine.dispose()


def main() -> int:
    """Measure, print, judge."""
    if server.programs() is None:
        print(server.MISSING)
        return 1
    missed = 0
    with engines() as found:
        for name, engine in found:
            for count, size in ((1_000, 1), (400, 10), (40, 100)):
                ratio, ours, bare = compared(engine, count, size)
                missed += size == 1 and ratio > GOAL
                goal = f"goal={GOAL} " if size == 1 else ""
                rates = f"per-second={count * size / ours:.0f} bare-per-second={count * size / bare:.0f}"
                print(f"store-{name}-{size} ratio={ratio:.2f} {goal}{rates}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
