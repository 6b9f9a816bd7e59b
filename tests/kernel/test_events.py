"""Logs: append-only, all or nothing, one winner, one effect for a key; what is erased is gone everywhere."""

import pickle
import threading
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from time import process_time

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.benches import DOOR, DOOR_KIND, Given

from sanliang.kernel.errors import Conflict, InvalidInput, NotFound
from sanliang.kernel.events import Entry, Head, Log, MemoryStore, head_of, verify
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.lifecycles import Actor, Moved, begin, correct, decide, explain
from sanliang.kernel.privacy import Private

DAY = date(2026, 7, 1)
AT = datetime(2026, 7, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))
SALT = b"salt-of-the-door"


@attrs.frozen(kw_only=True)
class Noted:
    """An event of nothing but a note."""

    thing: str = "p-17"
    on: date = DAY
    note: str = "a"
    private: Private[str] | None = None
    tag: str = "noted/1"


def log_of(*notes, stream="p-17"):
    """A log with one event for each note."""
    log = Log.begin(stream)
    for note in notes:
        log = log.append(Noted(thing=stream, note=note), by="m-1", at=AT)
    return log


def notes_of(log):
    """The notes of a log."""
    return [event.note for event in log.events]


# --- appending -----------------------------------------------------------------------------------------


def test_appending_gives_a_new_log():
    """A log is never changed: appending gives a new one, whose entry says who, when, on which day and why."""
    old = log_of("a")
    new = old.append(Noted(note="b"), by="m-2", at=AT, why="会后补记", meta={"seat": "3"}, key="r-1")

    assert notes_of(old) == ["a"]
    assert notes_of(new) == ["a", "b"]
    entry = new.entries[1]
    assert (entry.stream, entry.version, entry.by, entry.at) == ("p-17", 2, "m-2", AT)
    assert (entry.on, entry.why, entry.meta, entry.key) == (DAY, "会后补记", {"seat": "3"}, "r-1")
    assert (len(new), bool(Log.begin("p-17")), repr(new)) == (2, False, "Log('p-17', 2 entries)")


def test_the_bytes_are_canonical_and_chained():
    """An entry keeps its canonical bytes; the digest covers them and the digest before."""
    log = log_of("a")

    assert log.entries[0].data.decode() == (
        '{"at":"2026-07-01T08:30:00+08:00","by":"m-1",'
        '"event":{"kind":"noted/1","note":"a","on":"2026-07-01","tag":"noted/1","thing":"p-17"},'
        '"key":"","kind":"entry/1","meta":{},"on":"2026-07-01","stream":"p-17","version":1,"why":""}'
    )
    assert log.head.digest == sha256(bytes(32) + log.entries[0].data).hexdigest()
    longer = log.append(Noted(note="b"), by="m-1", at=AT)
    before = bytes.fromhex(log.head.digest)
    assert longer.head.digest == sha256(before + longer.entries[1].data).hexdigest()


@given(notes=st.lists(st.text("ab", min_size=1, max_size=2), max_size=8), cut=st.integers(0, 8))
def test_forks_never_disturb_each_other(notes, cut):
    """Appending twice to the same old log gives two logs, each with what was appended to it."""
    logs = [Log.begin("p-17")]
    for note in notes:
        logs.append(logs[-1].append(Noted(note=note), by="m-1", at=AT, key=f"k-{len(logs)}"))
    old = logs[min(cut, len(notes))]
    kept = notes_of(old)
    forks = [old.append(Noted(note=name), by="m-1", at=AT, key=name) for name in ("x", "y")]
    forks.append(forks[0].append(Noted(note="z"), by="m-1", at=AT, key="y"))

    assert [notes_of(fork) for fork in forks] == [[*kept, "x"], [*kept, "y"], [*kept, "x", "z"]]
    assert [notes_of(log) for log in logs] == [notes[:n] for n in range(len(logs))]
    assert all(verify(log, head=log.head).ok for log in [*logs, *forks])
    # The keys of one branch are not known in another.
    assert forks[1].append(Noted(note="x"), by="m-1", at=AT, key="x").length == len(kept) + 2


def test_a_decision_on_an_old_head_is_a_conflict():
    """One of several appends with the same expected head wins; the others learn the actual version."""
    old = log_of("a")
    new = old.append(Noted(note="b"), by="m-1", at=AT, expected=old.head)

    with pytest.raises(Conflict, match="stands at version 2, not 1") as caught:
        new.append(Noted(note="c"), by="m-1", at=AT, expected=old.head)
    assert (caught.value.code, caught.value.path) == ("log.stale", "expected")
    with pytest.raises(Conflict):
        new.append(Noted(note="c"), by="m-1", at=AT, expected=log_of("a", "x").head)


@pytest.mark.promise("E7")
def test_many_events_are_appended_all_or_none():
    """Where one of several events cannot be written, none is."""
    log = log_of("a")
    wrong_ones = (Noted(thing="p-18"), Noted(on=AT), Noted(note=1.5), Noted(on="2026-07-01"), Noted(tag=None))
    dayless = attrs.make_class("Dayless", ["thing"], frozen=True)("p-17")
    for wrong in (*wrong_ones, dayless, "note", None):
        with pytest.raises(InvalidInput):
            log.append(Noted(note="b"), wrong, by="m-1", at=AT, key="k")
    assert notes_of(log.append(Noted(note="b"), Noted(note="c"), by="m-1", at=AT, key="k")) == ["a", "b", "c"]


@attrs.frozen
class Kindly:
    """An event whose field would hide its tag."""

    kind: str = "x"
    thing: str = "p-17"
    on: date = DAY
    tag: str = "kindly/1"


@pytest.mark.parametrize(
    ("given_", "code", "path"),
    [
        ({"events": ()}, "log.nothing", "events"),
        ({"events": (Noted(), Noted(thing="p-18"))}, "log.foreign", "events[1].thing"),
        ({"events": (Noted(on=AT),)}, "day.type", "events[0].on"),
        ({"events": (Kindly(),)}, "log.no_event", ""),
        ({"by": ""}, "text.empty", "by"),
        ({"by": None}, "text.type", "by"),
        ({"at": AT.replace(tzinfo=None)}, "moment.type", "at"),
        ({"at": DAY}, "moment.type", "at"),
        ({"why": "\u202e"}, "text.character", "why"),
        ({"why": 3}, "text.type", "why"),
        ({"meta": {"A": "b"}}, "code.shape", "meta"),
        ({"meta": {"a": 1}}, "text.type", "meta.a"),
        ({"key": "\n"}, "text.empty", "key"),
        ({"expected": "p-17@0"}, "value.kind", "expected"),
    ],
)
def test_wrong_arguments_are_refused_at_once(given_, code, path):
    """A wrong argument is refused with its code and place, and nothing is appended."""
    arguments = {"by": "m-1", "at": AT, **given_}
    events = arguments.pop("events", (Noted(),))
    with pytest.raises(InvalidInput) as caught:
        log_of("a").append(*events, **arguments)
    assert (caught.value.code, caught.value.path) == (code, path)


@pytest.mark.promise("E1")
def test_time_may_run_backwards_and_order_does_not():
    """Order is by version, never by time: clocks do run backwards."""
    log = log_of("a").append(Noted(note="b", on=date(2026, 6, 1)), by="m-1", at=AT - timedelta(days=40))

    assert notes_of(log) == ["a", "b"]
    assert verify(log).ok


@pytest.mark.untraced("it measures time")
@pytest.mark.once("it measures our own loops")
def test_fifty_thousand_appends_grow_linearly():
    """The second half of 50,000 appends takes no longer than the first, within what a busy machine allows."""
    log, event, times = Log.begin("p-17"), Noted(), []
    for _ in range(2):
        start = process_time()
        for _ in range(25_000):
            log = log.append(event, by="m-1", at=AT)
        times.append(process_time() - start)

    assert len(log) == 50_000
    assert times[1] < 2 * times[0] + 0.2


# --- keys ----------------------------------------------------------------------------------------------


@pytest.mark.promise("E6")
def test_a_doubled_request_has_one_effect():
    """The same key with the same content changes nothing and gives the log, even with a stale expectation."""
    old = log_of("a")
    asked = {"by": "m-1", "why": "会后补记", "key": "r-1"}
    new = old.append(Noted(note="b"), Noted(note="c"), at=AT, expected=old.head, **asked)
    later = new.append(Noted(note="d"), by="m-1", at=AT)

    again = later.append(
        Noted(note="b"), Noted(note="c"), at=AT + timedelta(hours=1), expected=old.head, **asked
    )
    assert again is later


@pytest.mark.promise("E6")
@pytest.mark.parametrize(
    "other",
    [
        {"events": (Noted(note="c"),)},
        {"events": (Noted(note="b"), Noted(note="b"))},
        {"by": "m-2"},
        {"why": "另有原因"},
    ],
)
def test_a_key_with_another_content_is_refused(other):
    """The same key with other events, another person or another reason is a conflict."""
    log = log_of("a").append(Noted(note="b"), by="m-1", at=AT, key="r-1")
    arguments = {"events": (Noted(note="b"),), "by": "m-1", "why": "", **other}
    events = arguments.pop("events")

    with pytest.raises(Conflict) as caught:
        log.append(*events, at=AT, key="r-1", **arguments)
    assert (caught.value.code, caught.value.path) == ("log.key_reused", "key")


def test_a_doubled_request_may_salt_its_private_values_anew():
    """A request that is sent again is the same one, though its private values are salted anew."""
    log = log_of("a").append(Noted(private=Private("secret")), by="m-1", at=AT, key="r-1")

    assert log.append(Noted(private=Private("secret")), by="m-1", at=AT, key="r-1") is log
    with pytest.raises(Conflict):
        log.append(Noted(private=Private("other")), by="m-1", at=AT, key="r-1")


def test_keys_survive_the_store():
    """A log that was read back knows its keys, by the first entry of each request."""
    log = log_of("a").append(Noted(note="b"), Noted(note="c"), by="m-1", at=AT, key="r-1")
    back = Log.restore("p-17", log.entries)

    assert back.append(Noted(note="b"), Noted(note="c"), by="m-1", at=AT, key="r-1") is back
    assert back == log
    assert hash(back) == hash(log)
    assert back != log_of("a")
    assert back != 1


# --- threads -------------------------------------------------------------------------------------------


def at_once(work, count=16):
    """What each of so many threads gave or raised; all of them start together."""
    gate, results = threading.Barrier(count), [None] * count

    def run(place):
        gate.wait()
        try:
            results[place] = work(place)
        except Conflict as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.promise("E2")
def test_one_of_sixteen_threads_wins():
    """Of 16 appends to a store that expect the same head one wins; the others learn the actual version."""
    for _ in range(20):
        store = MemoryStore()
        head = store.append("p-17", Noted(), by="m-1", at=AT).head
        results = at_once(
            lambda place, store=store, head=head: store.append(
                "p-17", Noted(note=f"t{place}"), by="m-1", at=AT, expected=head
            )
        )
        won = [one for one in results if isinstance(one, Log)]
        lost = [one for one in results if isinstance(one, Conflict)]
        assert (len(won), len(lost)) == (1, 15)
        assert store.read("p-17") == won[0]
        assert all("stands at version 2, not 1" in str(one) for one in lost)


@pytest.mark.untraced("other tests take its branches")
def test_sixteen_threads_share_one_log_value():
    """16 threads that append to the same log value get 16 logs, each whole."""
    for _ in range(20):
        old = log_of("a", "b").append(Noted(note="c"), by="m-1", at=AT, key="k")
        logs = at_once(
            lambda place, old=old: old.append(
                Noted(note=f"t{place}"), Noted(note="z"), by="m-1", at=AT, key=f"k-{place}"
            )
        )
        assert [notes_of(log) for log in logs] == [["a", "b", "c", f"t{n}", "z"] for n in range(16)]
        assert all(verify(log, head=log.head).ok for log in logs)
        assert notes_of(old) == ["a", "b", "c"]


@pytest.mark.promise("E6")
def test_sixteen_threads_with_one_key_have_one_effect():
    """A request that arrives 16 times at once has one effect."""
    store = MemoryStore()
    logs = at_once(lambda _: store.append("p-17", Noted(), by="m-1", at=AT, key="r-1"))

    assert {len(log) for log in logs} == {1}
    assert len(store.read("p-17")) == 1


# --- the store -----------------------------------------------------------------------------------------


def test_a_store_keeps_logs_by_stream():
    """A store gives back what was appended, and an empty log for a stream that it does not know."""
    store = MemoryStore()
    store.append("b", Noted(thing="b"), by="m-1", at=AT)
    store.append("a", Noted(thing="a"), Noted(thing="a"), by="m-1", at=AT, why="x", meta={"seat": "1"})

    assert store.streams() == ("a", "b")
    assert len(store.read("a")) == 2
    assert store.read("c") == Log.begin("c")
    assert store.streams() == ("a", "b")


@pytest.mark.promise("S1")
def test_a_refused_append_stores_nothing():
    """What `append` raised changed nothing."""
    store = MemoryStore()
    store.append("p-17", Noted(), by="m-1", at=AT)
    for wrong in ({"by": ""}, {"expected": Head("p-17", 0, "0" * 64)}, {"key": "\n"}):
        with pytest.raises((Conflict, InvalidInput)):
            store.append("p-17", Noted(note="b"), **{"by": "m-1", "at": AT, **wrong})
    with pytest.raises(InvalidInput):
        store.append("p-18", Noted(), by="m-1", at=AT)

    assert store.streams() == ("p-17",)
    assert notes_of(store.read("p-17")) == ["a"]


# --- heads ---------------------------------------------------------------------------------------------


def test_a_head_is_a_length_and_a_digest():
    """A head says how long a log is and stands for all of it; it is printed on one line."""
    log = log_of("a")

    assert Log.begin("p-17").head == Head("p-17", 0, "0" * 64)
    assert log.head == Head("p-17", 1, log.entries[0].digest)
    assert str(log.head) == f"p-17@1:{log.head.digest}"


@pytest.mark.parametrize("wrong", [("", 0, "0" * 64), ("p", -1.0, "0" * 64), ("p", 0, "0"), ("p", 0, None)])
def test_a_head_is_checked(wrong):
    """A head that was copied wrongly is refused."""
    with pytest.raises(InvalidInput):
        Head(*wrong)


@given(st.permutations(["a", "b", "c"]))
def test_the_head_of_a_town_does_not_depend_on_order(order):
    """One digest stands for all logs of a town; the order in which they come does not matter."""
    logs = {name: log_of("x", stream=name) for name in order}
    heads = {head_of(logs[name] for name in order), head_of(logs[name] for name in sorted(order))}

    assert len(heads) == 1
    changed = logs["a"].append(Noted(thing="a", note="y"), by="m-1", at=AT)
    assert head_of([changed, logs["b"], logs["c"]]) not in heads
    assert head_of([logs["b"], logs["c"]]) not in heads
    assert {head_of([logs["a"].head, logs["b"], logs["c"].head])} == heads


def test_one_stream_has_one_head():
    """A stream that stands twice among the logs of a town is refused."""
    with pytest.raises(InvalidInput) as caught:
        head_of([log_of("a"), log_of("b")])
    assert (caught.value.code, caught.value.path) == ("log.twice", "logs")


# --- pickling ------------------------------------------------------------------------------------------


def test_a_log_pickles():
    """A log survives pickling with its chain, and grows on its own afterwards."""
    log = log_of("a", "b")
    back = pickle.loads(pickle.dumps(log))

    assert back == log
    assert verify(back, head=log.head).ok
    back.append(Noted(note="c"), by="m-1", at=AT)
    assert notes_of(log.append(Noted(note="d"), by="m-1", at=AT)) == ["a", "b", "d"]


# --- erasing -------------------------------------------------------------------------------------------

CANARY = "孙大娘的电话是138"


def door_log():
    """A log in which a private value stands in an opening, in a move and in what a correction restored."""
    locksmith = Actor(id="m-1", roles={"locksmith"}, unit="house-1")
    ask = {"by": locksmith, "on": DAY, "under": DOOR}
    opening = begin(
        "d-1", "hang", given=Given(unit="house-1", key="k-1", note=Private(CANARY, salt=SALT)), **ask
    )
    log = Log.begin("d-1").append(opening, by="m-1", at=AT)
    event = decide(DOOR_KIND.replay(log), "kick", given=Given(how="softly"), **ask)
    log = log.append(event, by="m-1", at=AT)
    return log.append(correct(log, 2, why="记错了", given=Given(how="hard"), **ask), by="m-1", at=AT)


def holds(value, text):
    """Whether a text stands anywhere in a pickled value, as UTF-8."""
    return text.encode() in pickle.dumps(value)


@pytest.mark.promise("V1")
def test_a_private_value_shows_nowhere():
    """A private value of an event is in no bytes, representation, verdict or error of its log."""
    log = door_log()
    locksmith = Actor(id="m-1", roles={"guest"}, unit="house-1")
    shown = [repr(log), repr(log.entries), repr(log.events), str(log.head), repr(DOOR_KIND.replay(log))]
    shown += [verify(Log.restore("d-1", log.entries[1:])).text(lang) for lang in ("zh", "en")]
    shown += [entry.data.decode() for entry in log]
    for move in DOOR.moves:
        verdict = explain(DOOR_KIND.replay(log), move, by=locksmith, on=date(2020, 1, 1), under=DOOR)
        shown += [repr(verdict), verdict.text("zh"), verdict.text("en")]
    with pytest.raises(Conflict) as caught:
        log.append(log.events[0], by="m-1", at=AT, expected=Log.begin("d-1").head)
    shown += [str(caught.value), repr(caught.value)]

    assert holds(log, CANARY)
    assert all(CANARY not in text and SALT.decode() not in text for text in shown)


@pytest.mark.promise("E5")
def test_erasing_removes_the_value_everywhere():
    """An erased value is gone from the whole log, from restored things too, and the chain verifies."""
    log = door_log()
    assert log.events[2].restored.note == Private(CANARY)
    erased = log.erase(1)

    assert holds(log, CANARY)
    assert not holds(erased, CANARY)
    assert not holds(erased, SALT.decode())
    assert erased.events[2].restored.note.is_erased
    assert verify(erased, head=log.head).ok
    assert [entry.data for entry in erased] == [entry.data for entry in log]
    assert DOOR_KIND.replay(erased).state == DOOR_KIND.replay(log).state
    assert erased.erase(1) == erased


def test_erasing_one_entry_leaves_the_others():
    """Only the values of the entry that was named are erased; what holds none is the same object."""
    log = Log.begin("p-17").append(Noted(private=Private("a")), by="m-1", at=AT)
    log = log.append(Noted(private=Private("b")), by="m-1", at=AT)
    erased = log.erase(2)

    assert erased.events[0] is log.events[0]
    assert erased.events[0].private.open(reason="test") == "a"
    with pytest.raises(NotFound):
        erased.events[1].private.open(reason="test")
    assert verify(erased, head=log.head).ok
    assert log.events[1].private.open(reason="test") == "b"


def test_a_request_that_comes_again_after_its_values_were_erased_is_told_so():
    """It cannot be compared any more; what differs in anything else is another request, as before."""
    asked = {"by": "m-1", "at": AT, "key": "r-1"}
    log = Log.begin("p-17").append(Noted(private=Private("a")), Noted(), **asked).erase(1)
    codes = []
    for events in ([Noted(private=Private("a")), Noted()], [Noted(), Noted()], [Noted(private=Private("a"))]):
        with pytest.raises(Conflict) as caught:
            log.append(*events, **asked)
        codes.append(caught.value.code)
    with pytest.raises(Conflict) as caught:
        log.append(Noted(private=Private("a")), Noted(), **{**asked, "by": "m-2"})

    assert ["log.key_erased", "log.key_reused", "log.key_reused"] == codes
    assert "log.key_reused" == caught.value.code
    assert 2 == len(log.answered("r-1"))


@pytest.mark.parametrize("version", [0, 3, -1])
def test_only_what_is_there_can_be_erased(version):
    """A version that the log does not have is not found."""
    with pytest.raises(NotFound) as caught:
        log_of("a", "b").erase(version)
    assert (caught.value.code, caught.value.path) == ("log.no_version", "version")


def test_a_store_erases():
    """A store keeps what is left; a stream that it does not know is not found."""
    store = MemoryStore()
    head = store.append("p-17", Noted(private=Private(CANARY)), by="m-1", at=AT).head
    store.erase("p-17", 1)

    assert not holds(store.read("p-17"), CANARY)
    assert verify(store.read("p-17"), head=head).ok
    with pytest.raises(NotFound):
        store.erase("p-18", 1)


def test_an_erased_log_still_grows():
    """A log that was erased in part takes further entries, and verifies with them."""
    erased = Log.begin("p-17").append(Noted(private=Private("a")), by="m-1", at=AT).erase(1)
    grown = erased.append(Noted(note="b"), by="m-1", at=AT, expected=erased.head)

    assert verify(grown, head=grown.head).ok


def test_entries_are_values():
    """An entry is frozen, and its fields are what was said."""
    entry = log_of("a").entries[0]

    assert isinstance(entry, Entry)
    assert entry.meta == FrozenMap()
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        entry.by = "m-2"
    assert isinstance(door_log().events[0], Moved)


def test_a_log_knows_which_requests_it_has_answered():
    """The entries of a key are what its request wrote, in this log and in no older one or fork."""
    old = log_of("a")
    new = old.append(Noted(note="b"), Noted(note="c"), by="m-1", at=AT, key="r-1")
    later = new.append(Noted(note="d"), by="m-1", at=AT, key="r-2").append(Noted(note="e"), by="m-1", at=AT)
    fork = old.append(Noted(note="x"), by="m-1", at=AT)

    assert new.entries[1:] == new.answered("r-1") == later.answered("r-1")
    assert ("d",) == tuple(entry.event.note for entry in later.answered("r-2"))
    assert later.answered("r-1") == Log.restore("p-17", later.entries).answered("r-1")
    for log, key in ((old, "r-1"), (new, "r-2"), (fork, "r-1"), (later, "r-3")):
        assert () == log.answered(key)
    for wrong in ("", None, 7, "a\nb"):
        with pytest.raises(InvalidInput) as caught:
            later.answered(wrong)
        assert "key" == caught.value.path
