"""
Three clients of a store in every order: nothing is lost, nothing is there twice, nobody is told a lie.

Each client reads, appends what it decided on that, and sends the same request again. Their steps interleave
in 1,680 ways; with what they may ask for, that is 10,080 histories. The store in memory goes through all of
them, the databases through some: through one in seven at `make deep`.
"""

from itertools import islice, product

import pytest
from hypothesis import settings
from tests.ext.sqlalchemy.notes import SAID, made, note, notes

from sanliang import Conflict, MemoryStore
from sanliang.kernel.events import verify

WAYS = [*product([True, False], ["own", "same", "none"])]
"""Whether a client expects the head that it read; whether each has a key of its own, all one, or none."""
DEEP = settings.default.max_examples > 1_000
SOME = 7 if DEEP else 599


def orders(done="", left=(3, 3, 3)):
    """Each order in which three clients take three steps."""
    if not any(left):
        yield done
    for client, steps in enumerate(left):
        if steps:
            fewer = tuple(steps - (client == place) for place, steps in enumerate(left))
            yield from orders(f"{done}{client}", fewer)


HISTORIES = [*product(orders(), WAYS)]


class Client:
    """One of three, and what it has been told."""

    def __init__(self, number, stream, store, way):
        self.expects, keys = way
        self.number, self.stream, self.store = number, stream, store
        self.key = {"own": f"r-{number}", "same": "r", "none": ""}[keys]
        self.name = "one" if keys == "same" else f"n-{number}"
        self.steps, self.head, self.told = iter((self.read, self.ask, self.ask)), None, []

    def read(self):
        """See how the log stands."""
        self.head = self.store.read(self.stream).head

    def ask(self):
        """Append what was decided; the second time it is the same request, sent again."""
        expected = self.head if self.expects else None
        event = note(self.name, self.stream)
        try:
            self.told.append(
                self.store.append(self.stream, event, **SAID, expected=expected, key=self.key).length
            )
        except Conflict as error:
            self.told.append(error.code)


def played(store, stream, order, way):
    """Three clients after an order of steps."""
    clients = [Client(number, stream, store, way) for number in range(3)]
    for one in order:
        next(clients[int(one)].steps)()
    return clients


def is_right(log, clients, way):
    """Whether the log holds what was acknowledged, once, and nothing else."""
    expects, keys = way
    won = [(one.name, told) for one in clients for told in one.told if told != "log.stale"]
    if keys == "none":
        # Each acknowledgement is an entry of its own; who expects the head that was read, has one at most.
        names = [name for name, _ in won]
        most = 1 if expects else 2
        return sorted(names) == sorted(notes(log)) and all(names.count(name) <= most for name in names)
    # A request has one effect, however often it is sent; and once it is acknowledged, it always is.
    told_off = any(one.told[0] != "log.stale" and one.told[1] == "log.stale" for one in clients)
    return sorted({name for name, _ in won}) == sorted(notes(log)) and not told_off


def test_there_are_ten_thousand():
    """So many histories there are."""
    assert 10_080 == len(HISTORIES) == len(set(HISTORIES))


@pytest.mark.untraced("ten thousand histories")
@pytest.mark.once("it is the same on every version")
@pytest.mark.promise("E2")
def test_memory_is_right_in_every_order():
    """All of them, on the store in memory; each on a stream of its own."""
    wrong = []
    for number, (order, way) in enumerate(HISTORIES):
        if not number % 2_000:
            store = MemoryStore()
        stream = f"p-{number}"
        clients = played(store, stream, order, way)
        if not is_right(store.read(stream), clients, way):
            wrong.append((order, way))
    assert [] == wrong


@pytest.mark.promise("E11")
@pytest.mark.untraced("many histories")
def test_a_database_is_right_in_every_order(engine):
    """The same histories have the same answers as on the store in memory, and the same logs."""
    store, model = made(engine), MemoryStore()
    for number, (order, way) in enumerate(islice(HISTORIES, 0, None, SOME)):
        stream = f"p-{number}"
        clients, twins = (played(one, stream, order, way) for one in (store, model))
        log = store.read(stream)

        assert [one.told for one in twins] == [one.told for one in clients], (order, way)
        assert model.read(stream) == log
        assert is_right(log, clients, way), (order, way)
        assert verify(log)
