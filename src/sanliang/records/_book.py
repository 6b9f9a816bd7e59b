"""A book of records: an event log in which nothing is edited, and what it says now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter
from typing import Any, TypeAlias, cast, final

import attrs

from sanliang.kernel.errors import Faults, InvalidInput, NotFound
from sanliang.kernel.events import Log
from sanliang.kernel.fields import NOT_LIST, checked, clean_text, day, identifier, instance, instances
from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason, Refused, Verdict
from sanliang.records._record import Record, in_order

TAKEN = Phrase(
    "record.id_taken",
    "该编号已用于本册的一条记录；更正请先冲销，再用新编号记录",
    "is the id of a record of this book; to correct that one, reverse it and record anew under a new id",
)
NO_RECORD = Phrase("record.unknown", "本册没有这条记录", "is no record of this book")
REVERSED = Phrase(
    "record.reversed",
    "该记录已于 {on} 由 {by} 冲销",
    "the record was reversed on {on} by {by} and counts nowhere already",
)
TOO_EARLY = Phrase(
    "record.reversed_before", "冲销日早于该记录的记录日", "lies before the day on which it was recorded"
)
NOT_EVENT = Phrase(
    "record.event", "不是本册的事件", "must be an event of this book: a Recorded or a Reversed of its id"
)
NO_EVENTS = Phrase(
    "record.no_events",
    "没有事件，不知是哪一册；空册请用 Book.begin",
    "has no events, so nobody knows which book it is; an empty one is `Book.begin(id)`",
)


@attrs.frozen(kw_only=True)
class Recorded:
    """The event that a record was written into the book *thing*."""

    thing: str = attrs.field(validator=checked(identifier))
    record: Record = attrs.field(validator=checked(instance(Record)))

    @property
    def tag(self) -> str:
        """The name and version under which it is stored."""
        return "record.recorded/1"

    @property
    def on(self) -> date:
        """The day of what was recorded."""
        return self.record.on


@attrs.frozen(kw_only=True)
class Reversed:
    """
    The event that takes a record of the book *thing* back: it stays in the log, and counts nowhere.

    Attributes:
        record: The id of the record.
        why: The reason, in words.
        by: The id of whoever takes it back.
        on: The day.
    """

    thing: str = attrs.field(validator=checked(identifier))
    record: str = attrs.field(validator=checked(identifier))
    why: str = attrs.field(validator=checked(clean_text))
    by: str = attrs.field(validator=checked(identifier))
    on: date = attrs.field(validator=checked(day))

    @property
    def tag(self) -> str:
        """The name and version under which it is stored."""
        return "record.reversed/1"


Event: TypeAlias = Recorded | Reversed


class _Pages:
    """
    The events of all books that grew from one another; each book sees the first so many.

    A place is claimed by `setdefault`, and nothing that is written is ever changed.
    """

    __slots__ = ("ends", "events", "places", "subjects")

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.events: dict[int, tuple[Event]] = {}
        self.places: dict[str, int] = {}
        self.ends: dict[str, int] = {}
        self.subjects: dict[str, list[int]] = {}
        for place, event in enumerate(events):
            self.write(place, event)

    def write(self, place: int, event: Event) -> bool:
        """Write an event at the end, unless another one stands there already."""
        claim = (event,)
        if self.events.setdefault(place, claim) is not claim:
            return False
        if isinstance(event, Reversed):
            if event.record in self.places:
                self.ends.setdefault(event.record, place)
        elif self.places.setdefault(event.record.id, place) == place:
            self.subjects.setdefault(event.record.subject, []).append(place)
        return True

    def first(self, length: int) -> Iterator[Event]:
        return (self.events[place][0] for place in range(length))


@final
@attrs.frozen(eq=False, repr=False)
class Book:
    """
    What a book of records says now: each record that was written into it and not taken back.

    Books that grew from one another share their pages, so that one more event costs the same at any length.
    Two books are equal when they have the same id, the same records and the same reversals.

    Attributes:
        id: The id of the book, and of its log.
        version: How many events made it.

    Example:
        >>> Book.begin("branch-1").records
        ()
    """

    id: str
    version: int
    _pages: _Pages

    @classmethod
    def begin(cls, id: str) -> Book:
        """A book that was opened and has no entry: nothing was done, which is not the same as not known."""
        return cls(identifier(id, "id"), 0, _Pages())

    @property
    def records(self) -> tuple[Record, ...]:
        """All records that count, by day, by kind, by id."""
        return self._counting(range(self.version))

    @property
    def subjects(self) -> tuple[str, ...]:
        """The ids of everybody about whom a record counts, in their order."""
        return tuple(sorted({record.subject for record in self.records}))

    @property
    def reversals(self) -> tuple[Reversed, ...]:
        """What was taken back, by day and by the id of the record."""
        ends = self._pages.ends
        found = (
            event
            for place, event in enumerate(self._pages.first(self.version))
            if isinstance(event, Reversed) and ends.get(event.record) == place
        )
        return tuple(sorted(found, key=attrgetter("on", "record")))

    def of(self, subject: str) -> tuple[Record, ...]:
        """
        The records that count and are about one member, household or unit: by day, by kind, by id.

        Whoever has none did nothing that is in the book, and gets an empty tuple.
        """
        return self._counting(self._pages.subjects.get(identifier(subject, "subject"), ()))

    def get(self, id: str) -> Record:
        """
        A record by its id, be it reversed or not.

        Raises:
            NotFound: The book has no such record.
        """
        place = self._pages.places.get(identifier(id, "id"), self.version)
        if place >= self.version:
            raise NotFound(NO_RECORD.fault("id"))
        event = self._pages.events[place][0]
        return instance(Recorded)(event, "id").record

    def __contains__(self, id: object) -> bool:
        """Whether a record with this id was written into it, be it reversed or not."""
        return isinstance(id, str) and self._pages.places.get(id, self.version) < self.version

    def _counting(self, places: Iterable[int]) -> tuple[Record, ...]:
        version, events, ends, at = self.version, self._pages.events, self._pages.ends, self._pages.places
        found = [
            event.record
            for place in places
            if place < version
            and isinstance(event := events[place][0], Recorded)
            and ends.get(event.record.id, version) >= version
            and at[event.record.id] == place
        ]
        return tuple(sorted(found, key=in_order))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Book) and (self.id, self.records, self.reversals) == (
            other.id,
            other.records,
            other.reversals,
        )

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"Book({self.id!r}, {self.version} events)"

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopened, (self.id, tuple(self._pages.first(self.version)))


def _reopened(id: str, events: tuple[Event, ...]) -> Book:
    return Book(id, len(events), _Pages(events))


def record(book: Book, entry: Record) -> Recorded:
    """
    The event that writes a record into the book.

    Raises:
        InvalidInput: The id is taken, be that record reversed or not.

    Example:
        >>> from datetime import UTC, datetime
        >>> book = Book.begin("branch-1")
        >>> visit = Record(id="r-1", subject="m-3", kind="visit", on=date(2026, 7, 4), recorder="m-1",
        ...                recorded=datetime(2026, 7, 4, 18, tzinfo=UTC))
        >>> apply(book, record(book, visit)).of("m-3") == (visit,)
        True
    """
    if instance(Record)(entry, "entry").id in instance(Book)(book, "book"):
        raise InvalidInput(TAKEN.fault("entry.id"))
    return Recorded(thing=book.id, record=entry)


def record_all(book: Book, entries: Iterable[Record]) -> tuple[Recorded, ...]:
    """
    The events that write many records into the book, in the order given: all of them or none.

    Raises:
        InvalidInput: Every id that is taken, in the book or by an earlier one of the entries, at its place.
    """
    instance(Book)(book, "book")
    faults, new, made = Faults(), set[str](), list[Recorded]()
    for place, entry in enumerate(instances(Record)(entries, "entries")):
        if entry.id in new or entry.id in book:
            faults.add(TAKEN.fault(f"entries[{place}].id"))
        new.add(entry.id)
        made.append(Recorded(thing=book.id, record=entry))
    faults.check()
    return tuple(made)


def reverse(book: Book, id: str, *, why: str, by: str, on: date) -> Reversed:
    """
    The event that takes a record back. Whatever should stand in its place is recorded under a new id.

    Args:
        why: The reason, in words.
        by: The id of whoever takes it back.
        on: The day; not before the day of recording.

    Raises:
        NotFound: The book has no such record.
        Refused: It was reversed already.
        InvalidInput: *on* lies before the record was written down.
    """
    entry = instance(Book)(book, "book").get(id)
    event = Reversed(thing=book.id, record=entry.id, why=why, by=by, on=on)
    place = book._pages.ends.get(entry.id, book.version)
    if place < book.version:
        before = instance(Reversed)(book._pages.events[place][0], "id")
        raise Refused(Verdict.against([Reason.of(REVERSED, path="id", on=before.on, by=before.by)]))
    if event.on < entry.recorded.date():
        raise InvalidInput(TOO_EARLY.fault("on"))
    return event


def apply(book: Book | None, event: Event) -> Book:
    """
    The book after the event. What was decided has happened: nothing is judged again.

    Of two records with one id the first stands. A reversal of what is not there takes nothing back.

    Raises:
        InvalidInput: The value is no event of this book.
    """
    if book is None:
        book = Book.begin(_event(event).thing)
    pages = instance(Book)(book, "book")._pages
    if _event(event).thing != book.id:
        raise InvalidInput(NOT_EVENT.fault("event"))
    if not pages.write(book.version, event):
        # Another book has grown from here.
        pages = _Pages(pages.first(book.version))
        pages.write(book.version, event)
    return Book(book.id, book.version + 1, pages)


def _event(value: Any) -> Event:
    if not isinstance(value, Recorded | Reversed):
        raise InvalidInput(NOT_EVENT.fault("event"))
    return value


def replay(log: Log | Iterable[Event]) -> Book:
    """
    The book that the events of a log make; a log without an entry makes a book without one.

    Raises:
        InvalidInput: Something in it is no event of this book; or events without a log, and none of them.
    """
    given = log.events if isinstance(log, Log) else tuple(_listed(log))
    if not given and not isinstance(log, Log):
        raise InvalidInput(NO_EVENTS.fault("log"))
    stream = log.stream if isinstance(log, Log) else getattr(given[0], "thing", None)
    faults = Faults()
    for place, event in enumerate(given):
        if not isinstance(event, Recorded | Reversed) or event.thing != stream:
            faults.add(NOT_EVENT.fault(f"log[{place}]"))
    faults.check()
    return _reopened(cast("str", stream), given)


def _listed(value: Any) -> Iterable[Any]:
    if not isinstance(value, Iterable):
        raise InvalidInput(NOT_LIST.fault("log"))
    return value
