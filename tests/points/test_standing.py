"""What wallets have earned: privileges, the queue, the board, what is due, and records both ways."""

import pickle
from datetime import UTC, date, datetime

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.points.village import (
    AT,
    CLERK,
    DAY,
    TERMS,
    after,
    award,
    deed,
    events_of,
    opening,
    order,
    rich,
    supply,
    terms,
    undo,
)

from sanliang import InvalidInput, Log, NotFound, Span, Text, calendars, records, serial
from sanliang.points import (
    Privilege,
    as_records,
    awards,
    board,
    decide_all,
    decide_each,
    due,
    earned,
    explain,
    journal,
    privileges,
    queue,
    recalls,
    replay,
)
from sanliang.records import Book, Query, fold, record_all, reverse

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
FIRST = Privilege(code="first", says=Text("优先兑换"), least=20)
GUEST = Privilege(code="guest", says=Text("列席会议"), least=30)


def of_three():
    """An office with three wallets that earned 12, 25 and 40 points."""
    wallets = {"h-1": 12, "h-2": 25, "h-3": 40}
    return after(
        *map(opening, wallets), *(award(id, id, kind="volunteer", hours=much) for id, much in wallets.items())
    )


def written(office):
    """The log of an office whose events were given in their order."""
    return Log.begin(office.id).append(*office._seen.merged().values(), by=CLERK, at=AT)


def test_so_many_points_give_a_priority():
    """A privilege holds from its line on, in the cycle of what was done; the highest is first."""
    office, under = of_three(), terms(privileges=[FIRST, GUEST])
    held = {id: privileges(office, id, on=DAY, under=under) for id in ("h-1", "h-2", "h-3")}

    assert {"h-1": (), "h-2": (FIRST,), "h-3": (GUEST, FIRST)} == held
    assert () == privileges(office, "h-3", on=date(2027, 1, 1), under=under)
    assert () == privileges(after(undo("i-h-3"), office=office), "h-3", on=DAY, under=under)
    with pytest.raises(NotFound):
        privileges(office, "h-9", on=DAY, under=under)


def test_the_edge_of_a_privilege():
    """19 points are too few for a line of 20, and 20 are enough."""
    under = terms(privileges=[FIRST])
    assert [0, 1] == [len(privileges(rich(points), "h-1", on=DAY, under=under)) for points in (19, 20)]


def test_a_cycle_has_its_first_and_its_last_day():
    """What was done on the first and on the last day of a cycle counts for it, and for no other."""
    under, end = terms(privileges=[attrs.evolve(FIRST, least=6)]), date(2027, 1, 1)
    office = after(
        opening(), award(1, on=date(2026, 1, 1)), award(2, on=date(2026, 12, 31)), on=end, under=under
    )

    assert [1, 0] == [len(privileges(office, "h-1", on=on, under=under)) for on in (YEAR.end, end)]
    assert ("h-1",) == queue(after(opening("h-0"), office=office, on=end), on=YEAR.start, under=under)[:1]
    assert 6 == earned(office, "h-1", span=YEAR)


def test_the_queue_of_an_exchange_day():
    """Who has the higher privilege is served first; points alone give no priority."""
    office = of_three()

    assert ("h-3", "h-2", "h-1") == queue(office, on=DAY, under=terms(privileges=[FIRST, GUEST]))
    assert ("h-2", "h-3", "h-1") == queue(office, on=DAY, under=terms(privileges=[FIRST]))
    assert ("h-1", "h-2", "h-3") == queue(office, on=DAY, under=TERMS)
    assert ("h-3", "h-1", "h-2") == queue(
        office, on=DAY, under=terms(privileges=[attrs.evolve(FIRST, least=40)])
    )
    assert ("h-1", "h-0") == queue(
        after(opening("h-0"), office=rich(1)),
        on=DAY,
        under=terms(privileges=[attrs.evolve(FIRST, least=1)]),
    )


def test_what_was_earned_in_a_span():
    """The day of what was done counts, not the day of issue; what was reversed does not count."""
    office = after(opening(), award(1, on=date(2025, 12, 31)), award(2))

    assert 3 == earned(office, "h-1", span=YEAR)
    assert 6 == earned(office, "h-1", span=Span(date(2025, 1, 1), DAY))
    assert 0 == earned(after(undo("i-2"), office=office), "h-1", span=YEAR)


def test_who_sees_what():
    """The ledger sees balances; the village what each earned, the most first; the web the sums alone."""
    office = after(order(), office=rich(wallets=("h-2", "h-1")))
    ledger, village, web = (board(office, span=YEAR, audience=one) for one in ("ledger", "village", "web"))

    assert [("h-1", 30, 25), ("h-2", 30, 30)] == [
        (one.wallet, one.earned, one.balance.held) for one in ledger.rows
    ]
    assert [("h-1", 30, None), ("h-2", 30, None)] == [
        (one.wallet, one.earned, one.balance) for one in village.rows
    ]
    assert ((), 60, 5) == (web.rows, web.total.issued, web.total.redeemed)
    assert ("h-3", "h-2", "h-1") == tuple(
        one.wallet for one in board(of_three(), span=YEAR, audience="village").rows
    )
    with pytest.raises(InvalidInput):
        board(office, span=YEAR, audience="everybody")


def test_what_is_due():
    """Points that can still be spent are due by their last day, in one sum for each wallet and day."""
    under = terms(keeps="expire", months=1)
    office = after(award("x"), order(), office=rich(under=under), under=under)
    office = after(award("y"), office=office, on=date(2026, 1, 20), under=under)
    dues = due(office, on=date(2026, 2, 1))

    assert [
        (date(2026, 2, 5), "h-1", "redeem", "group-3"),
        (date(2026, 2, 20), "h-1", "redeem", "group-3"),
    ] == [(one.on, one.thing, one.step, one.unit) for one in dues]
    assert "28 points can be redeemed until then" == dues[0].says.get("en")
    assert (dues[0],) == calendars.due(dues, before=date(2026, 2, 6))
    assert (dues[1],) == due(office, on=date(2026, 2, 6))
    assert () == due(rich(), on=DAY)


def test_a_lot_that_was_spent_does_not_expire():
    """On the day after its last one there is nothing left of it to move."""
    under = terms(keeps="expire", months=1)
    paid = award("x", kind="volunteer", hours=5)
    events = events_of(opening(), paid, supply(), order(), under=under)

    assert journal(events, on=date(2026, 3, 1)) == journal(events, on=DAY)
    assert [paid.id, "o-1"] == [one.id for one in journal(events, on=date(2026, 3, 1)) if one.entries]


# --- records in, records out --------------------------------------------------------------------------------


def book(*entries):
    """A book with these records."""
    return records.replay(record_all(Book.begin("branch-1"), entries)) if entries else Book.begin("branch-1")


@pytest.mark.traced("it takes a branch that no other test takes")
@given(st.lists(st.tuples(st.sampled_from(["h-1", "m-3"]), st.integers(1, 5)), max_size=5))
def test_a_book_is_paid_once(done):
    """All records of a book that earn something are paid, each once, into the wallet that they belong to."""
    ledger = book(
        deed("r-0", kind="award"),
        *(
            deed(f"r-{number}", "volunteer", subject=who, hours=much)
            for number, (who, much) in enumerate(done, 1)
        ),
    )
    office = after(opening())
    asked = awards(office, ledger, under=TERMS, wallets={"m-3": "h-1"})
    paid = after(*asked, office=office)

    assert len(done) == len(asked)
    assert sum(much for _, much in done) == paid.balance(on=DAY).held
    assert () == awards(paid, ledger, under=TERMS, wallets={"m-3": "h-1"})
    assert len(done) == len(decide_all(office, asked, by=CLERK, on=DAY, under=TERMS))


def test_a_record_that_was_reversed_is_recalled():
    """What was issued for a record that its book took back is reversed, once."""
    ledger = book(deed("r-1"), deed("r-2"))
    office = after(*awards(after(opening()), ledger, under=TERMS), office=after(opening()))
    wrong = records.apply(ledger, reverse(ledger, "r-1", why="记错了", by=CLERK, on=date(2031, 1, 1)))
    asked = recalls(office, wrong)
    back = after(*asked, office=office)

    assert () == recalls(office, ledger)
    assert ["award:r-1"] == [one.of for one in asked]
    now = back.balance(on=DAY)
    assert (6, 3, 3) == (now.issued, now.held, now.reversed)
    assert () == recalls(back, wrong)
    assert () == recalls(after(opening()), wrong)


def test_points_are_records_for_a_rulebook():
    """What was earned is counted by a rulebook; what was reversed is not, and what was bought is not told."""
    office = after(award("x", activity="a-1"), award("y"), undo("i-y"), order(), office=rich())
    made = as_records(written(office))

    assert [("i-h-1", 30, None), ("i-x", 3, "a-1")] == [
        (one.id, one.fields["points"], one.activity) for one in made
    ]
    assert 33 == fold(made, Query(kind="points.earned", sum="points"), cycle=YEAR).total
    assert {(CLERK, AT, "h-1")} == {(one.recorder, one.recorded, one.subject) for one in made}


def test_an_issue_that_was_written_too_early_is_no_record():
    """An issue whose moment lies before its day makes no record, and its place is named."""
    events = rich()._seen.merged().values()
    log = Log.begin("village-1").append(*events, by=CLERK, at=datetime(2026, 1, 4, tzinfo=UTC))
    with pytest.raises(InvalidInput) as caught:
        as_records(log)
    assert ("points.written_before", "log[1].at") == (caught.value.code, caught.value.path)


def test_the_log_is_stored_and_read():
    """The log of an office is written line by line and read again; a crash within a line loses all of it."""
    office = after(order(), office=rich())
    log = written(office)
    lines = serial.write_log(log, audience="ledger")
    torn = serial.read_log(lines[:-9])

    assert office == replay(serial.read_log(lines).log)
    assert len(torn.log) == len(log) - 1
    # Neither the points nor the soap are gone: they are in one event.
    assert (30, 10) == (replay(torn.log).balance(on=DAY).held, replay(torn.log).stock["soap"])


def test_a_renamed_record_is_another():
    """A record under a new id is paid again: that is how a wrong one is put right."""
    ledger = book(deed("r-1"))
    office = after(*awards(after(opening()), ledger, under=TERMS), office=after(opening()))
    other = book(attrs.evolve(deed("r-1"), id="r-9"))

    assert ["award:r-9"] == [one.id for one in awards(office, other, under=TERMS)]


def test_an_office_and_its_refusals_travel():
    """An office is pickled whole; a refusal is written as JSON and read again, whatever it says."""
    under = terms(
        rules=[attrs.evolve(TERMS.rules[0], ceilings={"month": 0})],
        caps={"month": 1},
        exchange=[],
        denominations=[7],
    )
    office = rich()
    asked = [award("x", kind="volunteer", hours=2), order(car=1, soap=9), undo("i-h-2")]
    verdicts = decide_each(office, asked, by=CLERK, on=DAY, under=under).refused
    capped = explain(office, award("x"), by=CLERK, on=DAY, under=terms(caps={"month": 31}))

    assert office == pickle.loads(pickle.dumps(office))
    assert office.wallets == pickle.loads(pickle.dumps(office)).wallets
    for verdict in (*verdicts.values(), capped):
        assert not verdict.ok
        assert verdict == serial.loads(serial.dumps(verdict))


def test_the_first_and_the_last_day_of_a_span_are_in_it():
    """What was done on the first and on the last day of a cycle counts in it, and on no day beside it."""
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    least = [Privilege(code=f"p-{many}", says=Text("优先"), least=many) for many in (6, 7)]
    year = attrs.evolve(TERMS.rules[1], ceilings={"cycle": 7})
    under, paid = terms(privileges=least, rules=[year]), date(2027, 1, 5)
    office = after(opening(), *(award(n, on=on) for n, on in enumerate(days)), on=paid, under=under)

    assert 6 == earned(office, "h-1", span=YEAR)
    assert [3] * 4 == [earned(office, "h-1", span=Span(on, on)) for on in days]
    assert ("p-6",) == tuple(one.code for one in privileges(office, "h-1", on=days[2], under=under))
    assert (12, 0, 0) == tuple(office.issued(Span(on, on)) for on in (paid, days[3], date(2027, 1, 6)))
    for on, counted in ((days[0], 3), (days[1], 1), (days[2], 1), (days[3], 3)):
        assert counted == after(award("x", on=on), office=office, on=paid, under=under).get("i-x").points
