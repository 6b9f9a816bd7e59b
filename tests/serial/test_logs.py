"""Logs as JSON Lines: what was written stays as it was, and whatever was changed is found."""

import io
import json
from datetime import date, datetime, timedelta, timezone

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang import Conflict, Head, InvalidInput, Log, Private, Text, notices, pairing, pledges, serial
from sanliang.kernel.events import verify
from sanliang.kernel.events._entry import START, chained
from sanliang.pairing import Contact, Contacted
from sanliang.serial import BASE, Form, Upgrade
from sanliang.testing.strategies._fields import ids, moments
from sanliang.testing.strategies._stored import moved

AT = datetime(2026, 7, 1, 9, tzinfo=timezone(timedelta(hours=8)))


def contact(number, note=None):
    """The event that a contact was written down."""
    return Contacted(
        thing="v-1",
        contact=Contact(
            id=f"c-{number}",
            helper="m-3",
            household="h-7",
            kind="visit",
            on=AT.date(),
            note=note,
            recorder="m-3",
            recorded=AT,
        ),
    )


def log_of(*notes):
    """A log of contacts with these notes."""
    log = Log.begin("v-1")
    for number, note in enumerate(notes, 1):
        kept = None if note is None else Private(note, salt=bytes([number] * 16))
        log = log.append(
            contact(number, kept), by="m-3", at=AT, why="会后补记", meta={"seat": "3"}, key=f"k{number}"
        )
    return log


LOG = log_of("屋顶漏雨", None, "已修")
TEXT = serial.write_log(LOG, audience="ledger")
LINES = TEXT.splitlines(keepends=True)


def wrong(lines, **more):
    """The first fault of what is no log."""
    with pytest.raises(InvalidInput) as caught:
        serial.read_log(lines, **more)
    return caught.value.path, caught.value.code


def chained_anew(*entries):
    """Lines of entries by hand, whose chain is right."""
    digest, lines = START, []
    for entry, *beside in entries:
        text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = chained(digest, text.encode())
        line = {"kind": "log.line/1", "digest": digest, "entry": text, **(beside[0] if beside else {})}
        lines.append(json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n")
    return lines


def said(number):
    """What an entry says."""
    return json.loads(LOG.entries[number].data)


# --- there and back -------------------------------------------------------------------------------------


def streams():
    """Logs of moves of notices and pledges, and of contacts."""
    given_events = st.lists(st.one_of(moved(notices.KIND), moved(pledges.KIND)), min_size=0, max_size=4)
    return st.builds(_log, ids, given_events, st.lists(moments, min_size=4, max_size=4), ids)


def _log(stream, events, times, by):
    log = Log.begin(stream)
    for event, at in zip(events, times, strict=False):
        log = log.append(attrs.evolve(event, thing=stream), by=by, at=at)
    return log


@given(streams())
def test_a_log_is_read_as_it_was_written(log):
    """The same entries, digests, bytes and private values; and it verifies against the same head."""
    text = serial.write_log(log, audience="ledger")
    read = serial.read_log(text, stream=log.stream, head=log.head)

    assert (log, None) == (read.log, read.torn)
    assert [one.data for one in log] == [one.data for one in read.log]
    assert text == serial.write_log(read.log, audience="ledger")
    assert verify(read.log, head=log.head).ok
    assert log.length == text.count("\n")


def test_a_line_is_the_bytes_that_were_hashed():
    """Another language hashes the text of `entry` after the digest before, and needs no serializer for it."""
    line = json.loads(LINES[0])

    assert {"kind", "digest", "entry", "private"} == line.keys()
    assert chained(START, line["entry"].encode()) == line["digest"]
    assert "private" not in json.loads(LINES[1])
    assert ["log.line/1"] * 3 == [json.loads(one)["kind"] for one in LINES]


@pytest.mark.parametrize(
    "source",
    [TEXT, TEXT.encode(), LINES, [one.encode() for one in LINES], TEXT.split("\n")[:-1], io.StringIO(TEXT)],
    ids=["text", "bytes", "lines", "lines of bytes", "lines without ends", "file"],
)
def test_lines_come_from_anywhere(source):
    """A text, a file, lines with or without their ends."""
    assert LOG == serial.read_log(source).log


def test_entries_are_given_as_they_are_read():
    """One after the other: what comes later is not looked at yet."""
    entries = serial.read_entries([LINES[0], "x\n"])

    assert LOG.entries[0] == next(entries)
    with pytest.raises(InvalidInput):
        next(entries)


def test_an_empty_log_has_no_line():
    """Whose it is must be said."""
    assert "" == serial.write_log(Log.begin("p-1"))
    assert Log.begin("p-1") == serial.read_log("", stream="p-1").log
    assert Log.begin("p-1") == serial.read_log([], stream="p-1").log
    assert ("stream", "log.empty") == wrong("")
    assert ("stream", "text.type") == wrong("", stream=1)


# --- private --------------------------------------------------------------------------------------------


def test_what_is_private_lies_beside_the_bytes():
    """For the ledger with its salt; for others not at all, and the chain verifies."""
    assert "屋顶漏雨" in LINES[0]
    assert "屋顶漏雨" not in json.loads(LINES[0])["entry"]
    for audience in ("village", "web"):
        text = serial.write_log(LOG, audience=audience)
        assert "屋顶漏雨" not in text
        assert "private" not in text
        read = serial.read_log(text, head=LOG.head).log
        assert read.events[0].contact.note.is_erased
        assert verify(read, head=LOG.head).ok


def test_an_erased_value_stays_erased():
    """Its commitment is all that is written."""
    log = LOG.erase(1)
    text = serial.write_log(log, audience="ledger")

    assert "屋顶漏雨" not in text
    assert log == serial.read_log(text, head=LOG.head).log


def test_a_log_that_can_hold_private_values_has_no_default_audience():
    """Whoever writes it says for whom; one that can hold none need not."""
    with pytest.raises(InvalidInput, match="name the `audience`"):
        serial.write_log(LOG)
    with pytest.raises(InvalidInput, match="not a known code"):
        serial.write_log(LOG, audience="town")
    reversed_ = pairing.ContactReversed(thing="v-1", contact="c-1", why="记错", by="m-1", on=date(2026, 7, 2))
    plain = Log.begin("v-1").append(reversed_, by="m-1", at=AT)
    assert plain == serial.read_log(serial.write_log(plain)).log


# --- what is found ---------------------------------------------------------------------------------------


@pytest.mark.once("the chain is our own")
@pytest.mark.promise("E9")
@pytest.mark.untraced("it looks at every byte")
def test_every_change_of_a_byte_is_found():
    """Whatever byte, whatever it becomes: it is refused, or it is a last line that is not there."""
    raw = TEXT.encode()
    for place in range(len(raw)):
        for new in (raw[place] ^ 1, raw[place] ^ 0x20, 0x20):
            if new == raw[place]:
                continue
            changed = raw[:place] + bytes([new]) + raw[place + 1 :]
            try:
                read = serial.read_log(changed)
            except InvalidInput:
                continue
            assert read.torn is not None
            assert LOG.entries[:2] == read.log.entries


@pytest.mark.once("where a line ends is ours to say")
@pytest.mark.untraced("it looks at every byte")
def test_a_torn_last_line_is_told_and_the_rest_is_kept():
    """Wherever the writing stopped."""
    raw = TEXT.encode()
    for cut in range(2, len(LINES[2].encode())):
        read = serial.read_log(raw[:-cut])
        assert not read.ended, cut
        assert LOG.entries[:2] == read.log.entries, cut
        assert ("lines[2]", "log.torn") == (read.torn.path, read.torn.code), cut


def test_a_last_line_that_only_lacks_its_end_is_whole():
    """Nothing is torn there."""
    read = serial.read_log(TEXT.encode()[:-1])
    assert (LOG, None, False) == (read.log, read.torn, read.ended)


def test_a_torn_line_in_the_middle_is_refused():
    """Somebody went on writing after it."""
    assert ("lines[1]", "json.syntax") == wrong(TEXT.replace(LINES[1], LINES[1][:40] + "\n"))
    assert ("lines[2]", "json.syntax") == wrong(TEXT[:-5] + "\n")
    assert ("lines[0]", "log.torn") == (
        (torn := serial.read_log("{", stream="v-1").torn).path,
        torn.code,
    )
    assert ("stream", "log.empty") == wrong("{")


CHAINS = {
    "dropped": [LINES[0], LINES[2]],
    "swapped": [LINES[1], LINES[0], LINES[2]],
    "doubled": [LINES[0], LINES[0], LINES[1]],
    "the first dropped": LINES[1:],
    "of another log": [LINES[0], *serial.write_log(log_of("a", "b"), audience="ledger").splitlines(True)[1:]],
}


@pytest.mark.parametrize("lines", CHAINS.values(), ids=CHAINS.keys())
def test_lines_that_do_not_follow_one_another_are_refused(lines):
    """The first that does not fit is named."""
    path, code = wrong(lines)
    assert "log.chain" == code
    assert path.startswith("lines[")


def test_a_cut_tail_is_found_with_a_head():
    """And a log that was written anew; without a head neither is."""
    assert LOG.entries[:2] == serial.read_log(LINES[:2]).log.entries
    assert ("head", "log.cut") == wrong(LINES[:2], head=LOG.head)
    assert ("head", "log.rewritten") == wrong(LINES, head=Head("v-1", 2, "0" * 64))


def test_another_log_than_asked_for_is_refused():
    """By the id that stands in its entries."""
    assert ("lines[0].entry.stream", "log.foreign") == wrong(TEXT, stream="v-2")
    assert ("lines[0].entry.stream", "log.foreign") == wrong(TEXT, stream="v-0")


SECRET = Private("a", salt=bytes(16))
FORGED = {
    "another kind of entry": ({**said(0), "kind": "entry"}, {}, "entry.version", "log.chain"),
    "a newer entry": ({**said(0), "kind": "entry/2", "x": 1}, {}, "entry.kind", "document.newer"),
    "another kind of entry, later by name": ({**said(0), "kind": "note"}, {}, "entry.version", "log.chain"),
    "another version": ({**said(0), "version": 2}, {}, "entry.version", "log.chain"),
    "no version": ({**said(0), "version": 0}, {}, "entry.version", "log.chain"),
    "a moment in another form": ({**said(0), "at": "2026-07-01T01:00:00Z"}, {}, "entry", "log.form"),
    "an id with a control character": (
        {**said(0), "stream": "v\u001b[31m"},
        {},
        "entry.stream",
        "text.character",
    ),
    "a moment with fewer digits": (
        {**said(0), "at": "2026-07-01T09:00:00.1+08:00"},
        {},
        "entry",
        "log.form",
    ),
    "another day": ({**said(0), "on": "2026-07-02"}, {}, "entry.event", "log.foreign"),
    "a day before": ({**said(0), "on": "2026-06-30"}, {}, "entry.event", "log.foreign"),
    "another stream's event": (
        {**said(0), "event": {**said(0)["event"], "thing": "v-2"}},
        {},
        "entry.event",
        "log.foreign",
    ),
    "an earlier stream's event": (
        {**said(0), "event": {**said(0)["event"], "thing": "v-0"}},
        {},
        "entry.event",
        "log.foreign",
    ),
    "no event": ({**said(0), "event": Text("a").zh}, {}, "entry.event", "wire.type"),
    "a value that is no event": (
        {**said(0), "event": {"kind": "text/1", "zh": "a", "en": ""}},
        {},
        "entry.event",
        "log.foreign",
    ),
    "a number with a point": ({**said(0), "event": {"a": 1.5}}, {}, "", "wire.kind"),
    "a list for a commitment": (
        {**said(0), "event": {**said(0)["event"], "contact": {"commitment": [1]}}},
        {},
        "entry.event.contact",
        None,
    ),
    "nothing for a commitment": (
        {**said(0), "event": {**said(0)["event"], "contact": {}}},
        {},
        "entry.event.contact",
        None,
    ),
    "more than a commitment": (
        {**said(0), "event": {**said(0)["event"], "contact": {"commitment": SECRET.commitment, "a": 1}}},
        {"private": {SECRET.commitment: {"value": "a", "salt": "00" * 16}}},
        "private",
        "log.unused",
    ),
    "private without a commitment": (
        said(0),
        {"private": {"0" * 64: {"value": "a", "salt": "00" * 16}}},
        "private",
        "log.commitment",
    ),
    "private without a commitment, later by name": (
        said(0),
        {"private": {"f" * 64: {"value": "a", "salt": "00" * 16}}},
        "private",
        "log.commitment",
    ),
    "an erased value beside": (
        said(0),
        {"private": {"0" * 64: {"commitment": "0" * 64}}},
        "private",
        "log.commitment",
    ),
    "another private value": (
        said(1),
        {"private": {SECRET.commitment: {"value": "a", "salt": "00" * 16}}},
        "entry.version",
        "log.chain",
    ),
    "a private value that nobody has": (
        {**said(1), "version": 1},
        {"private": {SECRET.commitment: {"value": "a", "salt": "00" * 16}}},
        "private",
        "log.unused",
    ),
    "a broken private value": (said(0), {"private": {"0" * 64: 1}}, "private", "private.shape"),
    "another kind of line": (said(0), {"kind": "log.line"}, "", "log.form"),
    "another kind of line, later by name": (said(0), {"kind": "note"}, "", "log.form"),
    "nothing private, said at length": (said(1), {"private": {}}, "", "log.form"),
    "a newer line": (said(0), {"kind": "log.line/2", "x": 1}, "kind", "document.newer"),
    "a key too many": (said(0), {"x": 1}, "x", "wire.unknown"),
    "a short digest": (said(0), {"digest": "0"}, "digest", "log.digest"),
    "a long digest": (said(0), {"digest": "0" * 65}, "digest", "log.digest"),
}


@pytest.mark.parametrize(("entry", "beside", "path", "code"), FORGED.values(), ids=FORGED.keys())
def test_a_forged_line_is_refused_though_its_chain_is_right(entry, beside, path, code):
    """Whoever can write the chain anew still writes what a log would."""
    found, told = wrong(chained_anew((entry, beside)))
    assert found.startswith(f"lines[0].{path}".rstrip("."))
    assert code in {told, None}


def test_no_line_is_larger_than_the_caller_allows():
    """A line, not the log."""
    assert LOG == serial.read_log(TEXT, most=max(len(one.encode()) for one in LINES)).log
    assert ("lines[0]", "json.size") == wrong(TEXT, most=100)
    assert Log.begin("v-1") == serial.read_log("", stream="v-1", most=1).log
    assert "most" == wrong("", stream="v-1", most=0)[0]


@pytest.mark.parametrize("changed", ['{ "digest"', '{"\\u0064igest"', '\t{"digest"'])
def test_a_line_in_another_form_is_refused(changed):
    """A space where none is written, and an escape where none is needed."""
    assert ("lines[0]", "log.form") == wrong(LINES[0].replace('{"digest"', changed))


def test_whether_a_line_end_is_due_is_told():
    """What is added to a whole line that lacks its end would be part of that line."""
    assert serial.read_log(TEXT).ended
    assert serial.read_log("", stream="v-1").ended
    read = serial.read_log("".join(LINES[:2]).rstrip("\n"))
    added = serial.append(LOG, expected=read.log.head, audience="ledger")
    text = "".join(LINES[:2]).rstrip("\n") + ("" if read.ended else "\n") + added

    assert LOG == serial.read_log(text).log


def test_what_is_no_line_is_refused():
    """Neither a text nor bytes."""
    assert ("lines[0]", "text.type") == wrong([1])
    assert ("lines", "log.lines") == wrong(1)
    assert ("registry", "value.kind") == wrong("", stream="p", registry={})
    assert ("lines[1]", "json.syntax") == wrong([LINES[0], "\n", *LINES[1:]])


def test_links_are_checked_whatever_their_events_are():
    """A chain verifies where nobody knows its kinds; what is private is held against its commitment."""
    strange = chained_anew(({**said(1), "version": 1, "event": {"kind": "lamp.lit/3", "watts": 7}},))
    assert ("lines[0].entry.event.kind", "tag.unknown") == wrong(strange)
    (link,) = serial.read_links(strange, stream="v-1")
    assert ("v-1", 1, "lamp.lit/3") == (link.stream, link.version, link.event["kind"])

    links = [*serial.read_links(TEXT)]
    assert [one.digest for one in LOG] == [one.digest for one in links]
    assert "屋顶漏雨" == links[0].event["contact"]["note"]["value"]
    with pytest.raises(InvalidInput, match="is not what its commitment stands for"):
        [*serial.read_links(TEXT.replace("屋顶漏雨", "屋顶不漏"))]


# --- more ------------------------------------------------------------------------------------------------


def test_the_lines_to_add_follow_a_head():
    """What the file has and what is added are the log."""
    for length in range(LOG.length + 1):
        head = serial.read_log(LINES[:length], stream="v-1").log.head
        added = serial.append(LOG, expected=head, audience="ledger")
        assert LINES[length:] == added.splitlines(keepends=True)


@pytest.mark.parametrize(
    "head",
    [
        Head("v-2", 0, START),
        Head("v-1", 1, START),
        Head("v-1", 0, "1" * 64),
        Head("v-1", 2, "0" * 64),
        Head("v-1", 2, "f" * 64),
        Head("v-0", 2, LOG.entries[1].digest),
        Head("v-2", 2, LOG.entries[1].digest),
        Head("v-1", 4, START),
        Head("v-1", -1, START),
        Head("v-1", -1, LOG.entries[-2].digest),
        log_of("a").head,
    ],
    ids=str,
)
def test_another_head_than_expected_is_a_conflict(head):
    """Appending twice with one expected head lets one through."""
    with pytest.raises(Conflict, match="read it again and decide again"):
        serial.append(LOG, expected=head, audience="ledger")


def test_what_no_reader_takes_is_not_written():
    """A number of 19 digits in an event, and an event of a kind that the registry does not have."""

    @attrs.frozen(kw_only=True)
    class Noted:
        thing: str
        on: date
        number: int

        @property
        def tag(self):
            return "noted/1"

    registry = BASE.with_(Form(tag="noted/1", of=Noted))
    log = Log.begin("a").append(Noted(thing="a", on=AT.date(), number=10**18), by="m", at=AT)
    with pytest.raises(InvalidInput, match="at most 18 digits"):
        serial.write_log(log, registry=registry)
    with pytest.raises(InvalidInput, match="the registry does not have"):
        serial.write_log(log)
    with pytest.raises(InvalidInput):
        serial.write_log(log, registry={})
    small = Log.begin("a").append(Noted(thing="a", on=AT.date(), number=10**17), by="m", at=AT)
    assert small == serial.read_log(serial.write_log(small, registry=registry), registry=registry).log


def test_an_upgrade_leaves_the_bytes_as_they_were():
    """The event is read in its newest shape; what the digest covers is what was written."""

    @attrs.frozen(kw_only=True)
    class Old:
        thing: str
        on: date
        who: Private[str]
        tag = "noted/1"

    @attrs.frozen(kw_only=True)
    class New:
        thing: str
        on: date
        by: Private[str]
        tag = "noted/2"

    def change(data):
        return {("by" if name == "who" else name): one for name, one in data.items()}

    log = Log.begin("a").append(Old(thing="a", on=AT.date(), who=Private("王")), by="m", at=AT)
    text = serial.write_log(log, audience="ledger", registry=BASE.with_(Form(tag="noted/1", of=Old)))
    newer = BASE.with_(
        Form(tag="noted/2", of=New), upgrades=[Upgrade(old="noted/1", new="noted/2", change=change)]
    )
    read = serial.read_log(text, registry=newer, head=log.head).log

    assert New(thing="a", on=AT.date(), by=Private("王")) == read.events[0]
    assert log.entries[0].data == read.entries[0].data
    assert verify(read, head=log.head).ok
    assert text == serial.write_log(read, audience="ledger", registry=newer)
