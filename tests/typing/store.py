"""What a type checker must see of stores and columns. Checked by mypy and pyright; never run."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_type

from sqlalchemy import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from sanliang import Head, Log, MemoryStore, pledges
from sanliang.ext.sqlalchemy import Added, EventStore, ValueType, sqlite_engine
from sanliang.kernel.events import Entry, Event, Store, head_of
from sanliang.kernel.verdicts import Verdict
from sanliang.serial import Registry
from sanliang.testing import StoreCases


class Base(DeclarativeBase):
    """The tables of a program."""


class Row(Base):
    """A row with a pledge."""

    __tablename__ = "rows"
    id: Mapped[str] = mapped_column(primary_key=True)
    pledge: Mapped[pledges.Pledge] = mapped_column(ValueType(pledges.Pledge))


def column() -> None:
    """A column is of the kind that it holds."""
    assert_type(ValueType(pledges.Pledge), ValueType[pledges.Pledge])
    both = ValueType[pledges.Item | pledges.Pledge](pledges.Item | pledges.Pledge)
    assert_type(both, ValueType[pledges.Item | pledges.Pledge])


def stores(engine: Engine) -> tuple[Store, Store]:
    """Both stores are stores."""
    return MemoryStore(), EventStore(engine)


def asked(store: EventStore, event: Event, at: datetime) -> tuple[Added, Log]:
    """What a store answers."""
    head = store.head("p-1")
    assert_type(head, Head)
    assert_type(store.entries("p-1", after=1), Iterator[Entry])
    assert_type(store.verify("p-1", head=head), Verdict)
    assert_type(head_of(store.heads()), str)
    assert_type(sqlite_engine("ledger.db"), Engine)
    return store.add("p-1", event, by="m-3", at=at, expected=head), store.append(
        "p-1", event, by="m-3", at=at, key="r-1"
    )


class TestOurs(StoreCases):
    """A store of somebody's own."""

    def store(self, registry: Registry) -> MemoryStore:
        """It may say more of itself than that it is a store."""
        return MemoryStore()
