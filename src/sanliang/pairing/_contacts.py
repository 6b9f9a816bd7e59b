"""
Contacts: visits, calls and meetings of a helper with a household, as a log has them.

They are no records of `records`, but become some (`as_records`), for two reasons. A contact may have a note,
which is private, and a record has no place for anything private: its fields are what a rule may count. And it
is of two sides, whose ids are ids; a field of a record takes a text that is a decimal for a number, and would
make one household of `007` and `7`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import TypeAlias

import attrs

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.events import Log
from sanliang.kernel.fields import (
    checked,
    clean_text,
    code,
    day,
    each,
    identifier,
    instance,
    instances,
    moment,
    names,
    optional,
)
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.privacy import Private
from sanliang.kernel.verdicts import Reason, Refused, Verdict

NOT_YET_MADE = Phrase(
    "contact.future", "联系日晚于记录日", "lies after the day of writing down, in the offset of that moment"
)
TAKEN = Phrase(
    "contact.id_taken",
    "该编号已用于本册的一次联系；更正请先冲销，再用新编号登记",
    "is the id of a contact of this log; to correct that one, reverse it and write it down under a new id",
)
NO_CONTACT = Phrase("contact.unknown", "本册没有这次联系", "is no contact of this log")
REVERSED = Phrase(
    "contact.reversed",
    "该次联系已于 {on} 由 {by} 冲销",
    "the contact was reversed on {on} by {by} and counts nowhere already",
)
TOO_EARLY = Phrase(
    "contact.reversed_before",
    "冲销日早于该次联系的记录日",
    "lies before the day on which it was written down",
)
NOT_EVENT = Phrase(
    "contact.event",
    "不是本册的事件",
    "must be an event of this log: a Contacted or a ContactReversed of its id",
)
NO_EVENTS = Phrase(
    "contact.no_events",
    "没有事件，不知是哪一册；空册请用 Contacts(id=...)",
    "has no events, so nobody knows which log it is; an empty one is `Contacts(id=...)`",
)


class ContactKind(Labelled):
    """How a helper meets a household; a town may use codes of its own beside these."""

    VISIT = "visit", "走访", "visit"
    CALL = "call", "电话联系", "call"
    MEETING = "meeting", "座谈", "meeting"


def kind_name(kind: str) -> str:
    """A kind as a sentence shows it: its name in each language where it has one, else its code."""
    return ContactKind(kind) if kind in {*ContactKind} else kind


@attrs.frozen(kw_only=True)
class Contact:
    """
    One visit, call or meeting of a helper with a household, as somebody wrote it down.

    A meeting with ten households is ten contacts; what shows it, they may share.

    Args:
        id: Its own id within its log.
        helper, household: The ids of the two.
        kind: A code, as a rule one of `ContactKind`.
        on: The day of it; not after the day of writing down.
        note: What was said or seen there. Private.
        evidence: The ids of what shows it, such as a photograph.
        recorder: The id of whoever wrote it down.
        recorded: The moment of writing down, with the offset of the town.

    Raises:
        InvalidInput: A naive moment, a day after the one of writing down, and so on.

    Example:
        >>> from datetime import timedelta, timezone
        >>> beijing = timezone(timedelta(hours=8))
        >>> visit = Contact(
        ...     id="c-1", helper="m-3", household="h-7", kind="visit", on=date(2026, 7, 4),
        ...     note=Private("屋顶漏雨"), recorder="m-3", recorded=datetime(2026, 7, 4, 18, tzinfo=beijing))
        >>> visit.note
        Private(...)
    """

    id: str = attrs.field(validator=checked(identifier))
    helper: str = attrs.field(validator=checked(identifier))
    household: str = attrs.field(validator=checked(identifier))
    kind: str = attrs.field(validator=checked(code))
    on: date = attrs.field(validator=checked(day))
    note: Private[str] | None = attrs.field(default=None, validator=checked(optional(instance(Private))))
    evidence: tuple[str, ...] = attrs.field(default=(), validator=checked(names))
    recorder: str = attrs.field(validator=checked(identifier))
    recorded: datetime = attrs.field(validator=checked(moment))

    def __attrs_post_init__(self) -> None:
        if self.recorded.date() < self.on:
            raise InvalidInput(NOT_YET_MADE.fault("on"))


contact_order = attrgetter("on", "household", "helper", "kind", "id")
"""The order of contacts: by day, by household, by helper, by kind, by id."""


@attrs.frozen(kw_only=True)
class Contacted:
    """The event that a contact was written into the log *thing*."""

    thing: str = attrs.field(validator=checked(identifier))
    contact: Contact = attrs.field(validator=checked(instance(Contact)))

    @property
    def tag(self) -> str:
        """The name and version under which it is stored."""
        return "contact.made/1"

    @property
    def on(self) -> date:
        """The day of the contact."""
        return self.contact.on


@attrs.frozen(kw_only=True)
class ContactReversed:
    """
    The event that takes a contact of the log *thing* back: it stays in the log, and counts nowhere.

    Attributes:
        contact: The id of the contact.
        why: The reason, in words.
        by: The id of whoever takes it back.
        on: The day.
    """

    thing: str = attrs.field(validator=checked(identifier))
    contact: str = attrs.field(validator=checked(identifier))
    why: str = attrs.field(validator=checked(clean_text))
    by: str = attrs.field(validator=checked(identifier))
    on: date = attrs.field(validator=checked(day))

    @property
    def tag(self) -> str:
        """The name and version under which it is stored."""
        return "contact.reversed/1"


Event: TypeAlias = Contacted | ContactReversed


@attrs.frozen(kw_only=True)
class Contacts:
    """
    What a log of contacts says now. It is made by `replay_contacts`, and an empty one of its id alone.

    One more event takes as long as the log: keep a log for each branch or village, not one for a county.

    Attributes:
        id: The id of the log.
        entries: Every contact that was written into it, reversed or not, by day, household, helper, kind, id.
        reversals: What was taken back, by day and by the id of the contact.

    Example:
        >>> Contacts(id="village-1").made
        ()
    """

    id: str = attrs.field(validator=checked(identifier))
    entries: tuple[Contact, ...] = attrs.field(default=(), validator=checked(instances(Contact)))
    reversals: tuple[ContactReversed, ...] = attrs.field(
        default=(), validator=checked(instances(ContactReversed))
    )

    @cached_property
    def _ends(self) -> dict[str, ContactReversed]:
        return {one.contact: one for one in self.reversals}

    @property
    def made(self) -> tuple[Contact, ...]:
        """The contacts that count, in the order of `entries`."""
        return tuple(one for one in self.entries if one.id not in self._ends)

    def get(self, id: str) -> Contact:
        """
        A contact by its id, be it reversed or not.

        Raises:
            NotFound: The log has no such contact.
        """
        for one in self.entries:
            if one.id == id:
                return one
        raise NotFound(NO_CONTACT.fault("id"))

    def __contains__(self, id: object) -> bool:
        """Whether a contact with this id was written into it, be it reversed or not."""
        return any(one.id == id for one in self.entries)


def contact(contacts: Contacts, entry: Contact) -> Contacted:
    """
    The event that writes a contact into the log.

    Raises:
        InvalidInput: The id is taken, be that contact reversed or not.

    Example:
        >>> from datetime import UTC
        >>> log = Contacts(id="village-1")
        >>> call = Contact(id="c-1", helper="m-3", household="h-7", kind="call", on=date(2026, 7, 4),
        ...                recorder="m-3", recorded=datetime(2026, 7, 4, 18, tzinfo=UTC))
        >>> apply_contact(log, contact(log, call)).made == (call,)
        True
    """
    if instance(Contact)(entry, "entry").id in instance(Contacts)(contacts, "contacts"):
        raise InvalidInput(TAKEN.fault("entry.id"))
    return Contacted(thing=contacts.id, contact=entry)


def reverse_contact(contacts: Contacts, id: str, *, why: str, by: str, on: date) -> ContactReversed:
    """
    The event that takes a contact back. Whatever should stand in its place is written under a new id.

    Args:
        why: The reason, in words.
        by: The id of whoever takes it back.
        on: The day; not before the day of writing down.

    Raises:
        NotFound: The log has no such contact.
        Refused: It was reversed already.
        InvalidInput: *on* lies before the contact was written down.
    """
    entry = instance(Contacts)(contacts, "contacts").get(id)
    event = ContactReversed(thing=contacts.id, contact=entry.id, why=why, by=by, on=on)
    if before := contacts._ends.get(entry.id):
        raise Refused(Verdict.against([Reason.of(REVERSED, path="id", on=before.on, by=before.by)]))
    if event.on < entry.recorded.date():
        raise InvalidInput(TOO_EARLY.fault("on"))
    return event


def apply_contact(contacts: Contacts | None, event: Event) -> Contacts:
    """
    The log after the event; nothing before the first. What was decided has happened: nothing is judged again.

    Of two contacts with one id the first stands. A reversal of what is not there takes nothing back.

    Raises:
        InvalidInput: The value is no event of this log.
    """
    if contacts is None:
        return replay_contacts([event])
    return _grown(instance(Contacts)(contacts, "contacts"), [event], "event")


def replay_contacts(log: Log | Iterable[Event]) -> Contacts:
    """
    The contacts that the events of a log make; a log without an entry has none.

    Raises:
        InvalidInput: Something in it is no event of this log; or events without a log, and none of them.
    """
    given = log.events if isinstance(log, Log) else instances(object)(log, "log")
    if isinstance(log, Log):
        return _grown(Contacts(id=log.stream), given, "log")
    if not given:
        raise InvalidInput(NO_EVENTS.fault("log"))
    thing = given[0].thing if isinstance(given[0], Contacted | ContactReversed) else "-"
    return _grown(Contacts(id=thing), given, "log")


def _grown(contacts: Contacts, events: Iterable[object], path: str) -> Contacts:
    def one_of_these(value: object, path: str) -> Event:
        if not isinstance(value, Contacted | ContactReversed) or value.thing != contacts.id:
            raise InvalidInput(NOT_EVENT.fault(path))
        return value

    entries, ends = {one.id: one for one in contacts.entries}, dict(contacts._ends)
    for event in each(one_of_these)(events, path):
        if isinstance(event, Contacted):
            entries.setdefault(event.contact.id, event.contact)
        elif event.contact in entries:
            ends.setdefault(event.contact, event)
    return Contacts(
        id=contacts.id,
        entries=tuple(sorted(entries.values(), key=contact_order)),
        reversals=tuple(sorted(ends.values(), key=attrgetter("on", "contact"))),
    )
