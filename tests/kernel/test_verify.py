"""Tampering: `verify` finds it, names the first wrong place, and never raises."""

from datetime import UTC, date, datetime, timedelta, timezone

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.events import Head, Log, verify
from sanliang.kernel.events._entry import START, chained, entry_bytes
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.privacy import Private

DAY = date(2026, 7, 1)
AT = datetime(2026, 7, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))


@attrs.frozen(kw_only=True)
class Noted:
    """An event with a note, and now and then a private one."""

    thing: str = "p-17"
    on: date = DAY
    note: str = "a"
    private: Private[str] | None = None

    @property
    def tag(self):
        """The name and version under which it is stored."""
        return "noted/1"


@attrs.frozen(kw_only=True)
class NotedLater:
    """The same event in its next shape."""

    thing: str = "p-17"
    on: date = DAY
    words: str = "a"

    @property
    def tag(self):
        """The name and version under which it is stored."""
        return "noted/2"


def test_a_head_is_a_head():
    """What is printed of a head is no head: it is refused, and not compared."""
    log = long_log(1)
    with pytest.raises(InvalidInput) as caught:
        verify(log, head=str(log.head))
    assert [("head", "value.kind")] == [(one.path, one.code) for one in caught.value.faults]


def long_log(length):
    """A log of so many entries, each a little different."""
    log = Log.begin("p-17")
    for number in range(length):
        private = Private(f"secret {number}") if number % 3 == 0 else None
        event = Noted(note=f"第{number}条", on=DAY + timedelta(days=number), private=private)
        why = "例会" if number % 4 == 0 else ""
        log = log.append(
            event, by=f"m-{number % 5}", at=AT, why=why, meta={"n": str(number)}, key=f"r-{number}"
        )
    return log


LOG = long_log(50)
ERASED = LOG.erase(1).erase(31)


def with_entry(log, place, **changes):
    """The log with some fields of one entry changed, as a store could give it back."""
    entries = [*log.entries]
    entries[place] = attrs.evolve(entries[place], **changes)
    return Log.restore(log.stream, entries)


def found(log, head=None):
    """The code and the place of the first thing that is wrong; both empty where nothing is."""
    verdict = verify(log, head=head)
    assert verdict.ok == (not verdict.reasons)
    return (verdict.codes[0], verdict.reasons[0].path) if verdict.reasons else ("", "")


# --- what is as it was ---------------------------------------------------------------------------------


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("log", [Log.begin("p-17"), long_log(1), LOG, ERASED])
def test_an_untouched_log_verifies(log):
    """A log as it was written verifies with its own head and every earlier one, erased in part or not."""
    assert verify(log).ok
    for length in range(len(log) + 1):
        head = Log.restore(log.stream, log.entries[:length]).head
        assert verify(log, head=head).ok


@pytest.mark.promise("E8")
def test_a_newer_shape_of_an_event_verifies():
    """A log whose events were read in a newer shape still verifies: the bytes as first written are hashed."""
    newer = with_entry(LOG, 7, event=NotedLater(words="第7条"))

    assert verify(newer, head=LOG.head).ok


# --- what was changed ----------------------------------------------------------------------------------


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.promise("E3")
@pytest.mark.parametrize("log", [LOG, ERASED], ids=["whole", "erased"])
@pytest.mark.once("it looks at our own digests")
def test_every_single_byte_change_is_found(log):
    """Every change of a single byte of a 50-event log is found, and its place is named."""
    # What `verify` looks at is the digest: it is asked about every byte, the whole log about some of them.
    some = 1 if settings().max_examples >= 1_000 else 29
    count = 0
    for place, entry in enumerate(log.entries):
        before = log.entries[place - 1].digest if place else START
        for at in range(len(entry.data)):
            data = bytearray(entry.data)
            data[at] ^= 1 << (at % 8)
            assert chained(before, bytes(data)) != entry.digest
            count += 1
            if count % some == 0:
                changed = with_entry(log, place, data=bytes(data))
                assert found(changed, log.head) == ("log.changed", f"entries[{place}]")
    assert count > 10_000


@given(
    place=st.integers(0, 49),
    at=st.integers(0, 10_000),
    byte=st.integers(1, 255),
    erased=st.booleans(),
)
def test_any_byte_may_become_any_other(place, at, byte, erased):
    """Whatever byte becomes whatever other one, the log is found changed there, also without a head."""
    log = ERASED if erased else LOG
    data = bytearray(log.entries[place].data)
    data[at % len(data)] ^= byte

    assert found(with_entry(log, place, data=bytes(data))) == ("log.changed", f"entries[{place}]")


@given(place=st.integers(0, 49), at=st.integers(0, 63), sign=st.sampled_from("0123456789abcdefgF "))
def test_any_change_of_a_digest_is_found(place, at, sign):
    """A digest of which one sign is another is found changed."""
    digest = LOG.entries[place].digest
    if digest[at] != sign:
        changed = with_entry(LOG, place, digest=digest[:at] + sign + digest[at + 1 :])
        assert found(changed) == ("log.changed", f"entries[{place}]")


CHANGES = {
    "stream": ["p-18", ""],
    "version": [0, 7, 9, 51, -1, "8", None],
    "event": [
        Noted(note="other", on=DAY + timedelta(days=7)),
        Noted(note="第7条", on=DAY),
        Noted(note="第7条", on=DAY + timedelta(days=7), private=Private("new")),
        NotedLater(thing="p-18", words="x").thing,
        None,
        1.5,
        attrs.make_class("Other", ["thing", "on", "note", "tag"])("p-17", DAY, "第7条", "other/2"),
        attrs.make_class("Older", ["thing", "on", "note", "tag"])("p-17", DAY, "第7条", "noted/0"),
        attrs.make_class("Bare", ["thing", "on", "note", "tag"])("p-17", DAY, "第7条", "noted"),
    ],
    "by": ["m-9", "", None, 1.5],
    "at": [AT + timedelta(seconds=1), AT.astimezone(UTC), AT.replace(tzinfo=None), None],
    "on": [DAY, None],
    "why": ["x", None],
    "meta": [FrozenMap(), FrozenMap({"n": "8"}), FrozenMap({"n": "7", "m": "x"}), None],
    "key": ["", "r-8", None],
    "data": [
        b"",
        b"{}",
        b"[1]",
        b"null",
        b"\xff",
        b'{"version":8}',
        b"[" * 100_000,
        b'{"version":8,"event":3}',
    ],
    "digest": ["", "x", START, None],
}


@pytest.mark.promise("E3")
@pytest.mark.parametrize(("field", "values"), CHANGES.items(), ids=CHANGES.keys())
def test_any_change_of_a_field_is_found(field, values):
    """A change of any field of an entry is found, and its place is named."""
    assert {field.name for field in attrs.fields(type(LOG.entries[0]))} == CHANGES.keys()
    for value in values:
        assert found(with_entry(LOG, 7, **{field: value})) == ("log.changed", "entries[7]"), value


def test_a_private_value_cannot_be_changed_for_another():
    """A private value that says something else than its commitment is found."""
    event = attrs.evolve(LOG.events[3], private=Private("secret 4"))

    assert found(with_entry(LOG, 3, event=event)) == ("log.changed", "entries[3]")
    erased = attrs.evolve(LOG.events[3], private=Private.erased("0" * 64))
    assert found(with_entry(LOG, 3, event=erased)) == ("log.changed", "entries[3]")


# --- what was dropped, swapped, doubled, cut -----------------------------------------------------------


@pytest.mark.promise("E3")
@given(place=st.integers(0, 48), erased=st.booleans())
def test_a_drop_is_found(place, erased):
    """A log that lacks an entry before its last is found at the gap, and the missing version is named."""
    log = ERASED if erased else LOG
    entries = [*log.entries]
    del entries[place]
    verdict = verify(Log.restore("p-17", entries))

    assert (verdict.codes, verdict.reasons[0].path) == (("log.dropped",), f"entries[{place}]")
    assert verdict.reasons[0].params == {"version": place + 1}


@pytest.mark.promise("E3")
@given(
    places=st.lists(st.integers(0, 49), min_size=2, max_size=2, unique=True).map(sorted), erased=st.booleans()
)
def test_a_swap_is_found(places, erased):
    """Two entries that stand in each other's place are found at the first of them."""
    log = ERASED if erased else LOG
    first, second = places
    entries = [*log.entries]
    entries[first], entries[second] = entries[second], entries[first]
    verdict = verify(Log.restore("p-17", entries))

    assert (verdict.codes, verdict.reasons[0].path) == (("log.reordered",), f"entries[{first}]")
    assert verdict.reasons[0].params == {"version": second + 1}


@pytest.mark.traced("it takes a branch that no other test takes")
@pytest.mark.promise("E3")
@given(place=st.integers(0, 49), to=st.integers(1, 50))
def test_a_doubled_entry_is_found(place, to):
    """An entry that stands in the log a second time is found where it stands wrongly."""
    entries = [*LOG.entries]
    entries.insert(to, entries[place])
    code, path = found(Log.restore("p-17", entries))

    if to >= place:
        assert (code, path) == ("log.doubled", f"entries[{max(to, place + 1)}]")
    else:
        assert (code, path) == ("log.reordered", f"entries[{to}]")


@pytest.mark.promise("E4")
@given(kept=st.integers(0, 49), erased=st.booleans())
def test_a_cut_is_found_with_a_head(kept, erased):
    """A tail that was cut off is found when a head is given, and only then."""
    log = ERASED if erased else LOG
    cut = Log.restore("p-17", log.entries[:kept])

    assert found(cut, log.head) == ("log.cut", f"entries[{kept}]")
    assert verify(cut).ok


def rewritten(log, **changes):
    """A log that somebody wrote anew from its first entry on, all digests right, one thing changed."""
    digest, entries = START, []
    for entry in log.entries:
        event = {"kind": "noted/1", "note": "x", "on": "2026-07-01", "thing": "p-17", **changes}
        said = {name: getattr(entry, name) for name in ("by", "at", "on", "why", "meta", "key")}
        data = entry_bytes(entry.stream, entry.version, event, **said)
        digest = chained(digest, data)
        entries.append(attrs.evolve(entry, event=Noted(note="x"), data=data, digest=digest))
    return Log.restore(log.stream, entries)


@pytest.mark.promise("E4")
def test_a_log_written_anew_is_found_with_a_head():
    """A log that was written anew as a whole verifies by itself, and not against a head kept elsewhere."""
    forged = rewritten(LOG)

    assert verify(forged).ok
    assert found(forged, LOG.head) == ("log.rewritten", "entries[49]")
    assert found(forged, long_log(10).head) == ("log.rewritten", "entries[9]")
    assert found(LOG, Head("p-18", 50, LOG.head.digest)) == ("log.rewritten", "entries[49]")
    assert found(LOG, Head("p-17", 0, "f" * 64)) == ("log.rewritten", "entries[0]")
    assert found(Log.begin("p-17"), Head("p-18", 0, START)) == ("log.rewritten", "entries[0]")


@pytest.mark.parametrize(
    "changes", [{"kind": None}, {"kind": 3}, {"kind": []}, {"note": "y"}, {"kind": "noted/x"}]
)
def test_bytes_that_no_event_writes_are_found(changes):
    """Well-chained bytes that are not those of the event are found, whatever they hold."""
    assert found(rewritten(LOG, **changes)) == ("log.changed", "entries[0]")


def test_a_log_of_another_stream_is_found():
    """An entry that was written for another stream does not pass for one of this log."""
    other = Log.begin("p-18").append(Noted(thing="p-18"), by="m-1", at=AT)

    assert found(Log.restore("p-17", other.entries)) == ("log.changed", "entries[0]")
    spliced = Log.restore("p-17", [*LOG.entries[:10], *rewritten(LOG).entries[10:]])
    assert found(spliced) == ("log.changed", "entries[10]")


def test_the_verdict_speaks_both_languages():
    """The verdict names the entry in Chinese and in English."""
    verdict = verify(with_entry(LOG, 7, why="x"))

    assert verdict.text("zh") == "第 8 条被改动"
    assert verdict.text("en") == "entry 8 has been changed"
