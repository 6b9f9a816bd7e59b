"""
The event store against bare inserts of the same rows, on SQLite and on PostgreSQL, both with durable commits.

The peer is SQLAlchemy Core and nothing else: the rows are made beforehand, and each request is one insert in
one transaction. Ours is `EventStore.add`: it makes the entries, their bytes and digests, reads the head, and
stores the same rows in as many transactions. A request has one event, as from a web page, or ten or a
hundred, as when logs are brought over. Prints one line `NAME ratio=...` each, and ends with an error where a
goal is missed: at least half of the bare rate. Without PostgreSQL it says so and ends with an error.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
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

ROUNDS = 5
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


def compared(engine: sa.Engine, count: int, size: int) -> tuple[float, float]:
    """Seconds of ours and of the peer for the same requests, the best of some rounds, turn by turn."""
    given = requests(count, size)
    ours, bare = (EventStore(engine, table=name) for name in ("ours", "bare"))
    prepared: list[list[dict[str, Any]]] = []
    best = [float("inf"), float("inf")]
    for _ in range(ROUNDS + 1):  # the first one prepares the rows of the peer
        for store in (ours, bare):
            store.table.drop(engine, checkfirst=True)
            store.create()
        best[0] = min(best[0], asked(ours, given))
        rows = rows_of(engine, ours.table)
        if not prepared:
            by_place = {(row["stream"], row["version"]): row for row in rows}
            versions = dict.fromkeys((stream for stream, _, _ in given), 0)
            for stream, events, _ in given:
                first = versions[stream] + 1
                versions[stream] += len(events)
                prepared.append([by_place[stream, one] for one in range(first, versions[stream] + 1)])
            best[0] = float("inf")
            continue
        best[1] = min(best[1], inserted(engine, bare.table, prepared))
        assert rows == rows_of(engine, bare.table), "the rows differ"
    return best[0], best[1]


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
                ours, bare = compared(engine, count, size)
                events, ratio = count * size, ours / bare
                missed += ratio > GOAL
                rates = f"per-second={events / ours:.0f} bare-per-second={events / bare:.0f}"
                print(f"store-{name}-{size} ratio={ratio:.2f} goal={GOAL} events={events} {rates}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
