"""A store of notes, for the tests."""

from datetime import datetime, timedelta, timezone

from sanliang import serial
from sanliang.ext.sqlalchemy import EventStore
from sanliang.testing._events import FIRST, Noted

AT = datetime(2026, 7, 1, 9, 30, tzinfo=timezone(timedelta(hours=8)))
SAID = {"by": "m-3", "at": AT}
REGISTRY = FIRST


def note(text="a", thing="p-1", **more):
    """An event."""
    return Noted(thing=thing, note=text, **more)


def notes(log):
    """What the events of a log say."""
    return [event.note for event in log.events]


def made(engine, registry=REGISTRY, **more):
    """A store over an engine, with its table."""
    store = EventStore(engine, registry=registry, **more)
    store.create()
    return store


def lines(log):
    """A log as text for the ledger, private values and all."""
    return serial.write_log(log, audience="ledger", registry=REGISTRY)
