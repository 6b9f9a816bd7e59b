"""Contacts: what is written stays, what was taken back counts nowhere, and a note shows itself nowhere."""

import pickle
from datetime import UTC, date, datetime, timedelta, timezone

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pairing.visits import AT, DAYS, made, visits

from sanliang import InvalidInput, Log, NotFound, Private, Refused
from sanliang.kernel.events import verify
from sanliang.kernel.wire import decode, encode
from sanliang.pairing._contacts import (
    Contact,
    Contacted,
    ContactKind,
    ContactReversed,
    Contacts,
    apply_contact,
    contact,
    replay_contacts,
    reverse_contact,
)

LATER = date(2028, 2, 1)


def taken_back(id, thing="village-1"):
    """The event that takes a contact back, undecided."""
    return ContactReversed(thing=thing, contact=id, why="重复登记", by="m-1", on=LATER)


@st.composite
def heaps(draw):
    """Events as no decision would give them: doubled ids, reversals of what is not there."""
    ids = st.sampled_from(["c-1", "c-2", "c-3"])
    entry = st.builds(made, ids, on=DAYS, kind=st.sampled_from(ContactKind))
    event = st.builds(Contacted, thing=st.just("village-1"), contact=entry) | st.builds(taken_back, ids)
    return draw(st.lists(event, min_size=1, max_size=8))


@pytest.mark.traced("it takes a branch that no other test takes")
@given(heaps())
def test_the_first_of_an_id_stands_and_a_reversal_takes_back_what_was_there(events):
    """Replay takes what is stored: a plain model of two dictionaries gives the same contacts."""
    written, gone = {}, {}
    for event in events:
        if isinstance(event, Contacted):
            written.setdefault(event.contact.id, event.contact)
        elif event.contact in written:
            gone.setdefault(event.contact, event)
    book = replay_contacts(events)
    stepwise = None
    for event in events:
        stepwise = apply_contact(stepwise, event)

    assert {one for id, one in written.items() if id not in gone} == {*book.made}
    assert sorted(written.values(), key=order) == [*book.entries]
    assert {*gone.values()} == {*book.reversals}
    assert book == stepwise == pickle.loads(pickle.dumps(book))


def order(one):
    """The documented order."""
    return one.on, one.household, one.helper, one.kind, one.id


@given(visits())
def test_a_log_of_contacts_is_a_log(entries):
    """What was decided is appended, verifies, and makes the same contacts again, in any order."""
    log, book = Log.begin("village-1"), Contacts(id="village-1")
    for entry in entries:
        event = contact(book, entry)
        book, log = apply_contact(book, event), log.append(event, by="m-1", at=AT)

    assert book == replay_contacts(log)
    assert verify(log, head=log.head).ok
    assert tuple(sorted(entries, key=order)) == book.made
    if entries:
        assert book == replay_contacts(reversed(log.events))


def test_what_is_stored_has_names_of_its_own():
    """The events are stored under short tags, on the day of the contact and of the reversal."""
    event = Contacted(thing="village-1", contact=made("c-1"))

    assert ("contact.made/1", made("c-1").on) == (event.tag, event.on)
    assert ("contact.reversed/1", LATER) == (taken_back("c-1").tag, taken_back("c-1").on)


@given(st.sampled_from([made("c-1"), made("c-2", kind="deed", note=None, evidence=["photo-3"])]))
def test_a_contact_comes_back_from_data(entry):
    """Without its note, a contact is plain data and comes back from it."""
    bare = attrs.evolve(entry, note=None)

    assert bare == decode(encode(bare), Contact)


def test_an_id_is_used_once():
    """A contact under an id that is taken is refused, be the first one reversed or not."""
    book = apply_contact(None, first := contact(Contacts(id="village-1"), made("c-1")))
    assert Contacted(thing="village-1", contact=made("c-1")) == first
    for one in (book, apply_contact(book, taken_back("c-1"))):
        with pytest.raises(InvalidInput) as caught:
            contact(one, made("c-1", kind="call"))
        assert ("contact.id_taken", "entry.id") == (caught.value.code, caught.value.path)


def test_a_reversal_takes_back_once():
    """A contact is taken back with a reason, once; after that it is there and counts nowhere."""
    book = replay_contacts([Contacted(thing="village-1", contact=made("c-1"))])
    event = reverse_contact(book, "c-1", why="重复登记", by="m-1", on=LATER)
    after = apply_contact(book, event)

    assert (taken_back("c-1"), (), made("c-1")) == (event, after.made, after.get("c-1"))
    assert "c-1" in after
    with pytest.raises(Refused) as caught:
        reverse_contact(after, "c-1", why="再次", by="m-1", on=LATER)
    assert ("contact.reversed",) == caught.value.verdict.codes


def test_a_reversal_is_of_something_that_was_written_before():
    """What is not there is not found, and nothing is taken back before it was written down."""
    book = replay_contacts([Contacted(thing="village-1", contact=made("c-1"))])
    with pytest.raises(NotFound) as missing:
        reverse_contact(book, "c-9", why="重复", by="m-1", on=LATER)
    with pytest.raises(InvalidInput) as early:
        reverse_contact(book, "c-1", why="重复", by="m-1", on=AT.date() - timedelta(days=1))

    assert "contact.unknown" == missing.value.code
    assert ("contact.reversed_before", "on") == (early.value.code, early.value.path)


@pytest.mark.parametrize(
    ("log", "code"),
    [
        ([], "contact.no_events"),
        (["visit"], "contact.event"),
        (
            [Contacted(thing="village-1", contact=made("c-1")), taken_back("c-1", "village-2")],
            "contact.event",
        ),
        (
            [Contacted(thing="village-1", contact=made("c-1")), taken_back("c-1", "village-0")],
            "contact.event",
        ),
        ("visits", "list.type"),
    ],
)
def test_what_is_no_log_of_contacts_is_refused(log, code):
    """Events of another log, values that are no events, and nothing at all make no contacts."""
    with pytest.raises(InvalidInput) as caught:
        replay_contacts(log)
    assert code == caught.value.code


def test_an_event_of_another_log_is_not_applied():
    """A log takes its own events alone."""
    for thing in ("village-0", "village-2"):
        with pytest.raises(InvalidInput) as caught:
            apply_contact(Contacts(id="village-1"), Contacted(thing=thing, contact=made("c-1")))
        assert "contact.event" == caught.value.code


def test_nothing_is_written_down_before_it_happened():
    """The day of a contact does not lie after its writing down, by the calendar of that moment's offset."""
    midnight = datetime(2026, 7, 4, 16, 30, tzinfo=UTC)
    beijing = midnight.astimezone(timezone(timedelta(hours=8)))

    assert date(2026, 7, 5) == made("c-1", on=date(2026, 7, 5), recorded=beijing).on
    with pytest.raises(InvalidInput) as caught:
        made("c-1", on=date(2026, 7, 5), recorded=midnight)
    assert ("contact.future", "on") == (caught.value.code, caught.value.path)


def test_a_note_is_seen_nowhere():
    """A note opens with a reason and is in no text of what holds it, nor in an error."""
    entry = made("c-1", note=Private("屋顶漏雨"))
    event = Contacted(thing="village-1", contact=entry)
    book = replay_contacts([event])
    log = Log.begin("village-1").append(event, by="m-1", at=AT)

    assert "屋顶漏雨" == entry.note.open(reason="复核走访")
    for shown in (repr(entry), repr(event), repr(book), str(log), log.entries[0].data.decode()):
        assert "屋顶漏雨" not in shown
    with pytest.raises(InvalidInput) as caught:
        made("c-1", note="屋顶漏雨")
    assert "屋顶漏雨" not in caught.value.text("zh")
