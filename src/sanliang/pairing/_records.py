"""What rulebooks read of contacts: records about the helpers, and facts made of them by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sanliang.kernel.fields import FrozenMap, instances
from sanliang.pairing._contacts import Contact, ContactKind
from sanliang.pairing._ledger import without_overlap
from sanliang.pairing._schedule import Assignment
from sanliang.records import Query, Record
from sanliang.records._record import in_order


def _kind(contact: str) -> str:
    return f"contact.{contact}"


FACTS: FrozenMap[str, Query] = FrozenMap(
    {
        "household_visits": Query(kind=_kind(ContactKind.VISIT)),
        "household_calls": Query(kind=_kind(ContactKind.CALL)),
        "household_meetings": Query(kind=_kind(ContactKind.MEETING)),
    }
)
"""The facts that a township may choose from, by name; each is a question to the records of a cycle."""


def as_records(contacts: Iterable[Contact], *, assignments: Iterable[Assignment] = ()) -> tuple[Record, ...]:
    """
    Contacts as records about the helper, so that a rulebook can count them: of the kind `contact.visit` etc.

    A record keeps the contact's id, day, evidence, recorder and moment. Its field `role` is the role in which
    the helper was paired with the household that day (the first in the order of codes), where an assignment
    says so. The note and the household stay behind.

    Returns:
        The records by day, by kind, by id.

    Raises:
        InvalidInput: Two assignments of one household, helper and role share a day.

    Example:
        >>> from datetime import UTC, date, datetime
        >>> call = Contact(id="c-1", helper="m-3", household="h-7", kind="call", on=date(2026, 7, 4),
        ...                recorder="m-3", recorded=datetime(2026, 7, 4, 18, tzinfo=UTC))
        >>> [record] = as_records([call])
        >>> record.subject, record.kind
        ('m-3', 'contact.call')
    """
    pairs = defaultdict[tuple[str, str], list[Assignment]](list)
    for pair in without_overlap(assignments):
        pairs[pair.household, pair.helper].append(pair)
    made = (
        _record(one, [pair for pair in pairs[one.household, one.helper] if pair.holds(on=one.on)])
        for one in instances(Contact)(contacts, "contacts")
    )
    return tuple(sorted(made, key=in_order))


def _record(contact: Contact, held: Sequence[Assignment]) -> Record:
    return Record(
        id=contact.id,
        subject=contact.helper,
        kind=_kind(contact.kind),
        on=contact.on,
        fields={"role": held[0].role} if held else {},
        evidence=contact.evidence,
        recorder=contact.recorder,
        recorded=contact.recorded,
    )
