"""Books: what is written stays, and what was taken back counts nowhere."""

import pickle
import threading
from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records.samples import WRITTEN, made, many

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.events import Entry, Log, verify
from sanliang.kernel.verdicts import Refused
from sanliang.kernel.wire import decode, encode
from sanliang.records import Book, Record, Recorded, Reversed, apply, record, record_all, replay, reverse

LATER = date(2028, 2, 1)


def taken_back(id, thing="book"):
    """The event that takes a record back, undecided."""
    return Reversed(thing=thing, record=id, why="重复登记", by="m-1", on=LATER)


def order(entry):
    """The documented order."""
    return entry.on, entry.kind, entry.id


@st.composite
def courses(draw):
    """What happens to a book: records written, and some of them taken back later."""
    entries = draw(many())
    gone = draw(st.sets(st.sampled_from([entry.id for entry in entries]))) if entries else set()
    events = []
    for entry in entries:
        events.append(Recorded(thing="book", record=entry))
        if entry.id in gone:
            events.insert(draw(st.integers(events.index(events[-1]) + 1, len(events))), taken_back(entry.id))
    return events


@st.composite
def heaps(draw):
    """Events as no decision would give them: doubled ids, reversals of what is not there."""
    ids = st.sampled_from(["r-1", "r-2", "r-3"])
    entry = st.builds(
        made, ids, on=st.dates(date(2026, 7, 1), date(2026, 7, 3)), subject=st.sampled_from("ab")
    )
    event = st.builds(Recorded, thing=st.just("book"), record=entry) | st.builds(taken_back, ids)
    return draw(st.lists(event, max_size=8))


def told(events):
    """The plain model: the first record of each id, and the reversals of those that were there before."""
    written, gone = {}, {}
    for event in events:
        if isinstance(event, Recorded):
            written.setdefault(event.record.id, event.record)
        elif event.record in written:
            gone.setdefault(event.record, event)
    return written, gone


def opened(events):
    """The book that events make, also where there are none."""
    return replay(events) if events else Book.begin("book")


@pytest.mark.traced("it takes a branch that no other test takes")
@given(courses() | heaps())
def test_a_book_says_what_its_events_say(events):
    """A book counts each record that was written and not taken back, in the documented order."""
    book, (written, gone) = opened(events), told(events)
    counting = sorted((entry for id, entry in written.items() if id not in gone), key=order)

    assert tuple(counting) == book.records
    assert tuple(sorted({entry.subject for entry in counting})) == book.subjects
    assert tuple(sorted(gone.values(), key=lambda event: (event.on, event.record))) == book.reversals
    assert len(events) == book.version
    for subject in ("a", "b", "m-1", "m-2", "h-1", "nobody"):
        assert tuple(entry for entry in counting if entry.subject == subject) == book.of(subject)
    for id in ("r-1", "r-2", "r-3", "r-99"):
        assert (id in written) == (id in book)
        if id in written:
            assert written[id] == book.get(id)


@pytest.mark.traced("it takes a branch that no other test takes")
@given(courses() | heaps())
def test_applying_one_by_one_is_replaying(events):
    """A log replayed, its events applied one by one, and the book pickled are one book."""
    book = None
    for event in events:
        book = apply(book, event)
    if book is None:
        return

    assert book == replay(events) == pickle.loads(pickle.dumps(book))
    assert hash(book) == hash(replay(events))


@given(many(), st.randoms(use_true_random=False))
def test_the_order_of_recording_does_not_matter(entries, random):
    """Books with the same records are equal and answer alike, whatever was written first."""
    shuffled = [*entries]
    random.shuffle(shuffled)
    one, other = (opened(record_all(Book.begin("book"), rows)) for rows in (entries, shuffled))

    assert one == other
    assert one.records == other.records


@given(heaps(), heaps(), heaps())
def test_a_book_never_changes(first, left, right):
    """What grows from a book, on one branch and on another, leaves the book and the other branch alone."""
    base = opened(first)
    before = base.records
    one, other = base, base
    for event in left:
        one = apply(one, event)
    for event in right:
        other = apply(other, event)

    assert before == base.records
    assert told(first + left)[0].keys() == {id for id in ("r-1", "r-2", "r-3") if id in one}
    assert opened(first + left).records == one.records
    assert opened(first + right).records == other.records
    assert opened(first + right).reversals == other.reversals
    for id in ("r-1", "r-2", "r-3"):
        assert (id in told(first)[0]) == (id in base)


def test_an_older_book_does_not_see_what_came_later():
    """A book that has grown on says at its old length what it said there."""
    old = replay(record_all(Book.begin("book"), [made("r-1")]))
    new = apply(apply(old, taken_back("r-1")), Recorded(thing="book", record=made("r-2", subject="m-9")))

    assert ((made("r-1"),), (), ()) == (old.records, old.reversals, old.of("m-9"))
    assert ("r-2",) == tuple(entry.id for entry in new.records)
    assert "r-2" not in old
    with pytest.raises(NotFound):
        old.get("r-2")
    assert "r-1" == reverse(old, "r-1", why="重复登记", by="m-1", on=LATER).record


def test_threads_grow_books_apart():
    """Many threads that grow one book each get their own."""
    base, grown = Book.begin("book"), {}

    def grow(name):
        book = base
        for place in range(50):
            book = apply(book, Recorded(thing="book", record=made(f"{name}-{place:02}")))
        grown[name] = book

    threads = [threading.Thread(target=grow, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for name in "abcd":
        assert [f"{name}-{place:02}" for place in range(50)] == [entry.id for entry in grown[name].records]
    assert base.records == ()


# --- the log ------------------------------------------------------------------------------------------


def test_a_log_makes_a_book():
    """Decided events go into a log, the log verifies, and it makes the book; an empty one an empty book."""
    log = Log.begin("book")
    assert Book.begin("book") == replay(log)

    log = log.append(*record_all(replay(log), [made("r-1"), made("r-2")]), by="m-1", at=WRITTEN)
    log = log.append(reverse(replay(log), "r-1", why="重复登记", by="m-1", on=LATER), by="m-1", at=WRITTEN)

    assert verify(log, head=log.head)
    assert (made("r-2"),) == replay(log).records
    assert ["record.recorded/1", "record.recorded/1", "record.reversed/1"] == [
        event.tag for event in log.events
    ]
    assert (made().on, LATER) == (log.entries[0].on, log.entries[2].on)


@given(courses())
def test_events_come_back_from_data(events):
    """Each event is written as plain data and read again as the same."""
    for event in events:
        assert event == decode(encode(event), type(event))


def test_replay_takes_events_of_one_book():
    """Anything else in a log, or in a list of events, is refused at its place."""
    good = Recorded(thing="book", record=made())
    with pytest.raises(InvalidInput, match=r"log\[1\]: must be an event of this book"):
        replay([good, attrs.evolve(good, thing="other")])
    with pytest.raises(InvalidInput, match=r"log\[1\]: must be an event of this book"):
        replay([good, made()])
    with pytest.raises(InvalidInput, match="log: has no events"):
        replay([])
    with pytest.raises(InvalidInput, match="log: must be a list"):
        replay(7)

    entry = Log.begin("book").append(good, by="m-1", at=WRITTEN).entries[0]
    assert isinstance(entry, Entry)
    with pytest.raises(InvalidInput, match=r"log\[0\]: must be an event of this book"):
        replay(Log.restore("book", [attrs.evolve(entry, event=attrs.evolve(good, thing="other"))]))
    with pytest.raises(InvalidInput, match=r"log\[0\]: must be an event of this book"):
        replay(Log.restore("book", [attrs.evolve(entry, event="recorded")]))


def test_apply_takes_events_of_the_book():
    """An event of another book, or no event at all, is refused; the first one opens a book."""
    book = Book.begin("book")

    assert "r-1" in apply(None, Recorded(thing="book", record=made()))
    for event in (Recorded(thing="other", record=made()), made(), None):
        for before in (book, None):
            if before is None and isinstance(event, Recorded):
                continue
            with pytest.raises(InvalidInput, match="event: must be an event of this book"):
                apply(before, event)
    with pytest.raises(InvalidInput, match="book: must be a Book"):
        apply("book", Recorded(thing="book", record=made()))


# --- deciding -----------------------------------------------------------------------------------------


def test_an_id_is_used_once():
    """A second record with an id is refused, also after a reversal; the text says what to do."""
    book = apply(Book.begin("book"), record(Book.begin("book"), made()))
    for before in (book, apply(book, taken_back("r-1"))):
        with pytest.raises(InvalidInput, match=r"entry\.id: .* reverse it and record anew under a new id"):
            record(before, made(kind="award"))


def test_many_records_are_written_all_or_none():
    """Every id that is taken is named at its place."""
    book = apply(Book.begin("book"), record(Book.begin("book"), made("r-1")))
    rows = [made("r-2"), made("r-1"), made("r-3"), made("r-2"), made("r-1")]
    with pytest.raises(InvalidInput) as raised:
        record_all(book, rows)

    assert ["entries[1].id", "entries[3].id", "entries[4].id"] == [
        fault.path for fault in raised.value.faults
    ]
    assert {"record.id_taken"} == {fault.code for fault in raised.value.faults}
    assert () == record_all(book, [])
    assert (record(book, rows[0]),) == record_all(book, rows[:1])


def test_a_record_is_taken_back_once():
    """A second reversal is refused, with the reason; nothing has changed."""
    book = apply(Book.begin("book"), Recorded(thing="book", record=made()))
    event = reverse(book, "r-1", why="重复登记", by="m-1", on=LATER)
    after = apply(book, event)

    assert taken_back("r-1") == event
    with pytest.raises(Refused, match="reversed on 2028-02-01 by m-1") as raised:
        reverse(after, "r-1", why="重复登记", by="m-2", on=LATER)
    assert ("record.reversed",) == raised.value.verdict.codes
    assert "冲销" in raised.value.text("zh")
    assert ((), (event,)) == (after.records, after.reversals)


def test_what_is_not_there_is_not_taken_back():
    """A reversal names a record of the book."""
    with pytest.raises(NotFound, match="id: is no record of this book"):
        reverse(Book.begin("book"), "r-1", why="重复登记", by="m-1", on=LATER)


@pytest.mark.traced("it takes a branch that no other test takes")
@given(st.integers(-5, 5), st.timezones())
def test_nothing_is_taken_back_before_it_is_written(days, zone):
    """A reversal is refused exactly when its day lies before the day of recording."""
    recorded = datetime(2026, 7, 10, 12, tzinfo=UTC).astimezone(zone)
    book = apply(None, Recorded(thing="book", record=made(recorded=recorded)))
    on = recorded.date() + timedelta(days=days)
    if days < 0:
        with pytest.raises(InvalidInput, match="on: lies before the day on which it was recorded"):
            reverse(book, "r-1", why="重复登记", by="m-1", on=on)
    else:
        assert on == reverse(book, "r-1", why="重复登记", by="m-1", on=on).on


@pytest.mark.parametrize(
    ("ask", "path"),
    [
        (lambda book: record("book", made()), "book"),
        (lambda book: record(book, "r-1"), "entry"),
        (lambda book: record_all("book", []), "book"),
        (lambda book: record_all(book, [made(), "r-1"]), "entries[1]"),
        (lambda book: record_all(book, 7), "entries"),
        (lambda book: reverse("book", "r-1", why="x", by="m-1", on=LATER), "book"),
        (lambda book: reverse(book, 7, why="x", by="m-1", on=LATER), "id"),
        (lambda book: reverse(book, "r-1", why="", by="m-1", on=LATER), "why"),
        (lambda book: reverse(book, "r-1", why="x", by=None, on=LATER), "by"),
        (lambda book: reverse(book, "r-1", why="x", by="m-1", on="2028"), "on"),
        (lambda book: book.of(7), "subject"),
        (lambda book: book.get(None), "id"),
        (lambda book: Book.begin(""), "id"),
        (lambda book: Recorded(thing="book", record="r-1"), "record"),
    ],
)
def test_a_wrong_argument_is_refused_at_once(ask, path):
    """Every verb refuses a wrong argument with our error, at its name."""
    with pytest.raises(InvalidInput) as raised:
        ask(apply(None, Recorded(thing="book", record=made())))

    assert path == raised.value.path


def test_a_book_shows_its_id_and_length_only():
    """A book is printed without its records, is frozen, and equals no other kind of value."""
    book = apply(None, Recorded(thing="book", record=made()))

    assert "Book('book', 1 events)" == repr(book)
    assert book != "book"
    assert Book.begin("book") != Book.begin("other")
    assert 7 not in book
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        book.version = 0
    assert isinstance(book.get("r-1"), Record)
