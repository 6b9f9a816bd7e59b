"""
Keeps the logs of pledges in a database, and beside them a table of how each pledge stands.

    python examples/sqlalchemy_ledger/ledger.py [database]

The database is an address for SQLAlchemy, such as postgresql+psycopg://town@localhost/ledger; without one it
is a file of SQLite that is gone afterwards. What the example plays is told in README.md.
"""

import sys
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from sanliang import Actor, Conflict, pledges
from sanliang.ext.sqlalchemy import EventStore, ValueType, sqlite_engine
from sanliang.kernel.events import head_of
from sanliang.pledges import BASE, Item, Pledge, Pledger

BEIJING = timezone(timedelta(hours=8))
TRIES = 5
INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Base(DeclarativeBase):
    """The tables of the program."""


class Standing(Base):
    """How a pledge stands: made of its log, for lists and searches, and made again whenever one likes."""

    __tablename__ = "standings"
    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    state: Mapped[str] = mapped_column(index=True)
    pledge: Mapped[Pledge] = mapped_column(ValueType(Pledge))


class Ledger:
    """The logs of the town's pledges, and how each pledge stands."""

    def __init__(self, engine):
        self.engine = engine
        self.store = EventStore(engine, metadata=Base.metadata, table="pledge_log")
        Base.metadata.create_all(engine)

    def draft(self, id, *, key, by, at, **said):
        """Open a pledge."""
        return self._enter(id, key, by, at, lambda _: pledges.draft(id, by=by, on=at.date(), **said))

    def move(self, id, move, *, key, by, at, given=None):
        """Let a pledge make a move, as the rules allow it."""

        def decide(log):
            pledge = pledges.replay(log)
            return pledges.decide(pledge, move, by=by, on=at.date(), under=BASE, given=given)

        return self._enter(id, key, by, at, decide)

    def _enter(self, id, key, by, at, decide):
        """Read, decide, add; where somebody else was faster, read and decide again."""
        for _ in range(TRIES):
            log = self.store.read(id)
            if log.answered(key):  # the same request has arrived before: its move is not open a second time
                return self._keep(log)
            try:
                log = self.store.append(id, decide(log), by=by.id, at=at, expected=log.head, key=key)
            except Conflict as error:
                lost = error
            else:
                return self._keep(log)
        raise lost

    def _keep(self, log):
        """Write down how the pledge stands, unless a later version has been written down already."""
        pledge = pledges.replay(log)
        row = {"id": log.stream, "version": len(log), "state": pledge.state, "pledge": pledge}
        insert = INSERTS[self.engine.dialect.name](Standing).values(row)
        later = insert.on_conflict_do_update(
            index_elements=[Standing.id],
            set_={name: insert.excluded[name] for name in row},
            where=Standing.version < insert.excluded.version,
        )
        with self.engine.begin() as link:
            link.execute(later)
        return pledge

    def standing(self, state):
        """The pledges that stand in a state, by their ids."""
        query = sa.select(Standing.pledge).where(Standing.state == state).order_by(Standing.id)
        with self.engine.connect() as link:
            return link.scalars(query).all()

    def rebuild(self):
        """Make the table of standings anew from the logs."""
        with self.engine.begin() as link:
            link.execute(sa.delete(Standing))
        for id in self.store.streams():
            self._keep(self.store.read(id))


@contextmanager
def opened(database=None):
    """An engine over a database, or over a file that is gone afterwards."""
    with TemporaryDirectory() as folder:
        engine = sa.create_engine(database) if database else sqlite_engine(Path(folder) / "ledger.db")
        yield engine
        engine.dispose()


def told(ledger):
    """What the example does, and how the ledger stands afterwards."""
    member = Actor(id="m-3", roles={"member"}, unit="b-1")
    secretary = Actor(id="m-1", roles={"member", "branch_secretary"}, unit="b-1")
    at = datetime(2026, 7, 1, 9, tzinfo=BEIJING)
    for number, deed in enumerate(["修好组里的路灯", "每周清扫村道", "教老人用手机"], 1):
        item = Item(id="deed", deed=deed, deadline=date(2026, 12, 31))
        pledger = Pledger(kind="member", id="m-3", unit="b-1")
        ledger.draft(
            f"p-{number}", key=f"d-{number}", by=member, at=at, pledger=pledger, kind="annual", items=[item]
        )
    for key in ("s-1", "s-1", "s-2"):  # the first request arrives twice
        ledger.move(f"p-{key[-1]}", "submit", key=key, by=member, at=at)
    ledger.move("p-1", "approve", key="a-1", by=secretary, at=at + timedelta(hours=1))
    for state in ("drafted", "submitted", "approved"):
        ids = ", ".join(pledge.id for pledge in ledger.standing(state))
        yield f"{state}: {ids}"
    heads = ledger.store.heads()
    yield f"entries: {sum(head.length for head in heads)}"
    yield f"for the board: {head_of(heads)[:16]}"
    sound = all(ledger.store.verify(head.stream, head=head) for head in heads)
    yield "every log verified" if sound else "a log is NOT as it was written"


def main(database=None):
    """Play the example."""
    with opened(database) as engine:
        print(*told(Ledger(engine)), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
