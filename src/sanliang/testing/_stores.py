"""The contract of a store, as test cases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from sanliang.kernel.errors import Conflict, InvalidInput, NotFound, SanliangError
from sanliang.kernel.events import Head, Log, MemoryStore, Store, head_of, verify
from sanliang.kernel.privacy import Private
from sanliang.serial import Registry
from sanliang.testing._events import FIRST, NEXT, Noted, Told

AT = datetime(2026, 7, 1, 9, 30, tzinfo=timezone(timedelta(hours=8)))
CLIENTS = 8


class StoreCases:
    """
    What every store of logs has to do: `kernel.events.Store`, one sentence a case.

    A subclass whose name begins with `Test` says in `store` how its store is opened; the rest is inherited.
    Each case begins with a store that is empty.

    Example:
        >>> from sanliang import MemoryStore
        >>> class TestMemory(StoreCases):
        ...     kept = None
        ...     def store(self, registry):
        ...         self.kept = self.kept or MemoryStore()
        ...         return self.kept
        >>> TestMemory().test_a_batch_is_stored_whole()
    """

    def store(self, registry: Registry) -> Store:
        """
        The store of this test, opened anew: a second call finds what the first one stored.

        Args:
            registry: Which kinds of events it writes and reads; a store without bytes has no use for it.
        """
        raise NotImplementedError

    # --- reading what was written ------------------------------------------------------------------------

    def test_a_stream_without_entries_is_empty(self) -> None:
        """A stream that the store does not know has an empty log, and is not among the streams afterwards."""
        store = self.store(FIRST)

        assert Log.begin("p-1") == store.read("p-1")
        assert () == store.streams()

    def test_what_was_appended_is_read_again(self) -> None:
        """An entry comes back with its event, who, when, on which day, why, its notes and its key."""
        said: dict[str, Any] = {"by": "m-3", "at": AT, "why": "会后补记", "meta": {"seat": "3"}, "key": "r-1"}
        log = self.store(FIRST).append("p-1", note("扫雪"), **said)
        read = self.store(FIRST).read("p-1")

        assert Log.begin("p-1").append(note("扫雪"), **said) == log
        assert log == read
        assert [one.data for one in log] == [one.data for one in read]

    def test_what_was_acknowledged_is_stored(self) -> None:
        """Whoever opens the store right after an answer finds all of it."""
        for number in range(1, 4):
            log = self.store(FIRST).append("p-1", note(f"n-{number}"), by="m-3", at=AT)
            assert log.head == self.store(FIRST).read("p-1").head
            assert number == log.length

    def test_a_batch_is_stored_whole(self) -> None:
        """Several events of one request are stored in their order, and the answer has all of them."""
        names = [f"n-{number}" for number in range(9)]
        log = self.store(FIRST).append("p-1", *map(note, names), by="m-3", at=AT)

        assert names == notes(log)
        assert names == notes(self.store(FIRST).read("p-1"))

    def test_order_is_by_version(self) -> None:
        """A clock that runs backwards and texts that sort otherwise change no order."""
        store = self.store(FIRST)
        for number, name in enumerate(["z", "m", "a"]):
            store.append("p-1", note(name), note(name.upper()), by="m-3", at=AT - timedelta(days=number))

        assert ["z", "Z", "m", "M", "a", "A"] == notes(self.store(FIRST).read("p-1"))
        assert [*range(1, 7)] == [one.version for one in self.store(FIRST).read("p-1")]

    def test_each_stream_has_its_own_log(self) -> None:
        """Streams do not touch each other, whatever their ids look like; they are listed in their order."""
        store, odd = self.store(FIRST), ["p-2", "p-1", "P-1", "三亮", "a'b\"c%d_e\\f", "p-1 ", "𠮷", "\uff5e"]
        for name in odd:
            store.append(name, note(name, thing=name), by="m-3", at=AT)

        store = self.store(FIRST)
        assert tuple(sorted(odd)) == store.streams()
        assert [[name] for name in odd] == [notes(store.read(name)) for name in odd]

    def test_the_chain_holds(self) -> None:
        """What is read verifies against the head that was answered; so does the head of the town."""
        store = self.store(FIRST)
        logs = [store.append(name, note("a", thing=name), by="m-3", at=AT) for name in ("p-1", "p-2")]
        log = store.append("p-1", note("b"), by="m-3", at=AT, expected=logs[0].head)
        store = self.store(FIRST)

        assert verify(store.read("p-1"), head=log.head).ok
        assert verify(store.read("p-1"), head=logs[0].head).ok
        assert head_of([log, logs[1]]) == head_of(map(store.read, store.streams()))

    def test_bytes_stay_as_they_were_first_written(self) -> None:
        """A release that reads events in a newer shape finds the same bytes and digests, and adds to them."""
        old = self.store(FIRST).append("p-1", note("a"), note("b"), by="m-3", at=AT)
        store = self.store(NEXT)
        read = store.read("p-1")
        log = store.append("p-1", Told(thing="p-1", text="c"), by="m-3", at=AT, expected=old.head)

        assert [one.data for one in old] == [one.data for one in read]
        assert old.head == read.head
        assert verify(self.store(NEXT).read("p-1"), head=old.head).ok
        assert log.head == self.store(NEXT).read("p-1").head
        assert [one.data for one in old] == [one.data for one in self.store(NEXT).read("p-1")][:2]

    # --- what is refused ---------------------------------------------------------------------------------

    @pytest.mark.parametrize(
        "wrong",
        [
            {"by": ""},
            {"at": AT.replace(tzinfo=None)},
            {"why": "\u202e"},
            {"key": "\n"},
            {"expected": "p-1@0"},
        ],
        ids=["by", "at", "why", "key", "expected"],
    )
    def test_a_wrong_argument_stores_nothing(self, wrong: dict[str, Any]) -> None:
        """What is refused for its form changes nothing."""
        store = self.store(FIRST)
        head = store.append("p-1", note("a"), by="m-3", at=AT).head
        with pytest.raises(InvalidInput):
            store.append("p-1", note("b"), **{"by": "m-3", "at": AT, **wrong})

        assert head == self.store(FIRST).read("p-1").head

    def test_a_batch_with_a_wrong_event_stores_nothing(self) -> None:
        """Where one of several events cannot be stored, none is; the stream is as it was."""
        store, at_fault = self.store(FIRST), note("x", thing="p-2")
        with pytest.raises(InvalidInput):
            store.append("p-1", note("a"), at_fault, by="m-3", at=AT)
        with pytest.raises(InvalidInput):
            store.append("p-1", by="m-3", at=AT)

        assert () == self.store(FIRST).streams()
        assert 1 == store.append("p-1", note("a"), by="m-3", at=AT).length

    # --- who was first -----------------------------------------------------------------------------------

    def test_a_decision_on_an_old_head_is_a_conflict(self) -> None:
        """Of two appends that expect one head the first wins; the other learns the actual version."""
        store = self.store(FIRST)
        head = store.append("p-1", note("a"), by="m-3", at=AT).head
        store.append("p-1", note("b"), note("c"), by="m-3", at=AT, expected=head)
        for stale in (head, Log.begin("p-1").head, Head("p-1", 3, "0" * 64), Head("p-1", 9, head.digest)):
            with pytest.raises(Conflict, match="stands at version 3") as caught:
                store.append("p-1", note("d"), by="m-3", at=AT, expected=stale)
            assert "log.stale" == caught.value.code

        assert ["a", "b", "c"] == notes(self.store(FIRST).read("p-1"))

    def test_one_of_many_wins(self) -> None:
        """Of appends that expect one head and come at once one wins; the others are told so."""
        store = self.store(FIRST)
        head = store.append("p-1", note("a"), by="m-3", at=AT).head
        found = at_once(
            lambda number: store.append("p-1", note(f"n-{number}"), by="m-3", at=AT, expected=head)
        )
        won = [one for one in found if isinstance(one, Log)]

        assert [1, CLIENTS - 1] == [len(won), sum(isinstance(one, Conflict) for one in found)]
        assert won[0] == self.store(FIRST).read("p-1")

    def test_without_an_expectation_nobody_is_lost(self) -> None:
        """Appends that come at once and expect nothing are all stored, once each, one after the other."""
        store = self.store(FIRST)
        found = at_once(lambda number: store.append("p-1", note(f"n-{number}"), by="m-3", at=AT))
        log = self.store(FIRST).read("p-1")

        assert sorted(f"n-{number}" for number in range(CLIENTS)) == sorted(notes(log))
        assert [*range(1, CLIENTS + 1)] == sorted(one.length for one in found)
        assert verify(log).ok

    # --- requests that arrive twice ----------------------------------------------------------------------

    def test_a_doubled_request_has_one_effect(self) -> None:
        """The same key with the same content has one effect and one answer, whatever is expected by then."""
        asked: dict[str, Any] = {"by": "m-3", "why": "会后补记", "key": "r-1"}
        head = self.store(FIRST).append("p-1", note("a"), by="m-3", at=AT).head
        first = self.store(FIRST).append("p-1", note("b"), note("c"), at=AT, expected=head, **asked)
        self.store(FIRST).append("p-1", note("d"), by="m-3", at=AT, key="r-2")
        for expected in (None, head, first.head):
            again = self.store(FIRST).append(
                "p-1", note("b"), note("c"), at=AT + timedelta(hours=1), expected=expected, **asked
            )
            assert first.answered("r-1") == again.answered("r-1")

        assert ["a", "b", "c", "d"] == notes(self.store(FIRST).read("p-1"))

    def test_a_key_with_another_content_is_refused(self) -> None:
        """The same key with other events, from somebody else or for another reason is a conflict."""
        store = self.store(FIRST)
        store.append("p-1", note("a"), note("b"), by="m-3", at=AT, key="r-1")
        events = [note("a"), note("b")]
        said: dict[str, Any] = {"by": "m-3", "at": AT, "key": "r-1"}
        others = ([note("a")], said), ([*events, note("c")], said), ([note("b"), note("a")], said)
        for one, arguments in (*others, (events, {**said, "by": "m-4"}), (events, {**said, "why": "补记"})):
            with pytest.raises(Conflict) as caught:
                store.append("p-1", *one, **arguments)
            assert "log.key_reused" == caught.value.code

        assert ["a", "b"] == notes(self.store(FIRST).read("p-1"))

    def test_a_doubled_request_may_come_at_once(self) -> None:
        """A request that arrives many times at once has one effect, and everybody gets its answer."""
        store = self.store(FIRST)
        found = at_once(lambda _: store.append("p-1", note("a"), note("b"), by="m-3", at=AT, key="r-1"))

        assert [2] * CLIENTS == [one.length for one in found]
        assert 2 == self.store(FIRST).read("p-1").length

    def test_a_key_counts_within_its_stream(self) -> None:
        """Two streams may each have a request with the same key."""
        store = self.store(FIRST)
        store.append("p-1", note("a"), by="m-3", at=AT, key="r-1")
        store.append("p-2", note("b", thing="p-2"), by="m-3", at=AT, key="r-1")

        assert [["a"], ["b"]] == [notes(self.store(FIRST).read(name)) for name in ("p-1", "p-2")]

    def test_three_clients_are_answered_as_by_memory(self) -> None:
        """Whatever three clients ask in turn, the answers and refusals are those of a store in memory."""
        store, model, places = self.store(FIRST), MemoryStore(), Places()
        seen: dict[int, Head | None] = dict.fromkeys(range(3))
        for step in range(60):
            client, act, size = places.below(3), places.below(4), 1 + places.below(2)
            if act == 0:
                seen[client] = store.read("p-1").head
                continue
            asked: dict[str, Any] = {
                "by": f"m-{client}",
                "at": AT,
                "expected": seen[client] if act > 1 else None,
            }
            key = f"r-{client}-{places.below(6)}" if act != 2 else ""
            events = [note(f"{key or step}-{number}") for number in range(size)]
            both = (told(one, events, {**asked, "key": key}) for one in (model, store))
            assert next(both) == next(both), f"step {step}"

        assert model.read("p-1") == self.store(FIRST).read("p-1")

    # --- what is private ---------------------------------------------------------------------------------

    def test_what_is_private_comes_back(self) -> None:
        """A private value is read as it was written, and is not among the bytes."""
        secret = Private("000-0000")
        log = self.store(FIRST).append("p-1", note("a", phone=secret), by="m-3", at=AT)
        read = self.store(FIRST).read("p-1")

        assert secret == read.events[0].phone
        assert log.head == read.head
        assert b"000-0000" not in read.entries[0].data

    def test_a_doubled_request_is_salted_anew(self) -> None:
        """A request that is sent again draws another salt for its private values, and is the same one."""
        store = self.store(FIRST)
        log = store.append("p-1", note("a", phone=Private("000-0000")), by="m-3", at=AT, key="r-1")
        again = store.append("p-1", note("a", phone=Private("000-0000")), by="m-3", at=AT, key="r-1")

        assert log.head == again.head
        with pytest.raises(Conflict):
            store.append("p-1", note("a", phone=Private("000-0001")), by="m-3", at=AT, key="r-1")

    def test_what_is_erased_is_gone(self) -> None:
        """Erasing takes a private value from wherever it stands in the log, and the chain still verifies."""
        store, secret = self.store(FIRST), Private("000-0000")
        store.append("p-1", note("a", phone=secret), note("b", phone=Private("000-0001")), by="m-3", at=AT)
        head = store.append("p-1", note("c", phone=secret), note("d"), by="m-3", at=AT).head
        erased = store.erase("p-1", 3)
        read = self.store(FIRST).read("p-1")

        assert erased == read
        assert [True, False, True] == [event.phone.is_erased for event in read.events[:3]]
        assert verify(read, head=head).ok
        assert erased == self.store(FIRST).erase("p-1", 3)
        assert 5 == store.append("p-1", note("e"), by="m-3", at=AT, expected=head).length

    def test_only_what_is_there_can_be_erased(self) -> None:
        """A stream or a version that is not there is not found."""
        store = self.store(FIRST)
        store.append("p-1", note("a"), by="m-3", at=AT)
        for stream, version in (("p-2", 1), ("p-1", 2), ("p-1", 0)):
            with pytest.raises(NotFound):
                store.erase(stream, version)


class Places:
    """Places that look drawn and are the same every time."""

    def __init__(self) -> None:
        self._last = 1

    def below(self, most: int) -> int:
        """The next one, from 0."""
        self._last = self._last * 48_271 % 2_147_483_647
        return self._last // 8 % most


def note(text: str, *, thing: str = "p-1", phone: Private[str] | None = None) -> Noted:
    """An event."""
    return Noted(thing=thing, note=text, phone=phone)


def notes(log: Log) -> list[str]:
    """What the events of a log say."""
    return [event.note for event in log.events]


def told(store: Store, events: list[Noted], asked: dict[str, Any]) -> Any:
    """The head after a request, or the code of the refusal."""
    try:
        return store.append("p-1", *events, **asked).head
    except SanliangError as error:
        return error.code


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What each of so many threads got, a refusal too; they start together."""
    gate, found = threading.Barrier(CLIENTS), list[Any]([None] * CLIENTS)

    def run(number: int) -> None:
        gate.wait()
        try:
            found[number] = work(number)
        except SanliangError as error:
            found[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
