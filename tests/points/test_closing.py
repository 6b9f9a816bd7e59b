"""Wallets that are closed: what they held goes to another one or expires, and no point is lost on the way."""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.points.test_decide import refused, said
from tests.points.village import (
    CLERK,
    DAY,
    SCHEME,
    TERMS,
    YARD,
    after,
    award,
    closing,
    events_of,
    opening,
    order,
    rich,
    supply,
    terms,
    undo,
)

from sanliang import Conflict, InvalidInput, Text
from sanliang.points import (
    Closed,
    Closing,
    Part,
    Privilege,
    apply,
    board,
    decide,
    due,
    earned,
    forecast,
    journal,
    queue,
    replay,
)

LATER = DAY + timedelta(days=40)
MONTH = terms(keeps="expire", months=1)
BOTH = ("h-1", "h-2")


def left(office, wallet, on=DAY):
    """What a wallet holds and what of it expired."""
    balance = office.wallet(wallet).balance(on=on)
    return balance.held, balance.expired


def moved(events, on=DAY):
    """The last transaction of a journal: its accounts, wallets and points."""
    return [(one.account.value, one.wallet, one.points) for one in journal(events, on=on)[-1].entries]


@given(st.lists(st.integers(1, 9), max_size=4), st.integers(0, 3))
def test_the_rest_goes_to_the_other_wallet(much, soap):
    """What was held in two wallets is held in the one, by the same lots; the office issued as much."""
    issues = [award(number, kind="volunteer", hours=hours) for number, hours in enumerate(much)]
    before = after(opening(), opening("h-2"), supply(count=9), *issues, under=MONTH)
    if sum(much) >= 5 * soap > 0:
        before = after(order(soap=soap), office=before, under=MONTH)
    done = after(closing(into="h-2"), office=before, under=MONTH)
    held = left(before, "h-1")[0]
    lots = [(one.id, one.left, one.last) for one in before.wallet("h-1").lots if one.left]

    assert (0, 0) == left(done, "h-1")
    assert (held, 0) == left(done, "h-2")
    assert held == done.get("c-h-1").points == done.wallet("h-2").issued
    assert lots == [(one.id, one.left, one.last) for one in done.wallet("h-2").lots]
    for on in (DAY, LATER):
        assert before.balance(on=on) == done.balance(on=on)
    assert before.wallets == after(undo("c-h-1"), office=done, under=MONTH).wallets


def test_the_journal_of_a_wallet_that_passes_on():
    """What was issued to the one was issued to the other: the entries of each wallet add up to nothing."""
    asked = (opening(), opening("h-2"), award(1), closing(into="h-2"))
    events = events_of(*asked)

    assert [
        ("held", "h-1", -3),
        ("issued", "h-1", 3),
        ("issued", "h-2", -3),
        ("held", "h-2", 3),
    ] == moved(events)
    assert [("held", "h-2", -3), ("expired", "h-2", 3)] == moved(events_of(*asked, under=MONTH), LATER)
    assert [
        ("held", "h-2", -3),
        ("issued", "h-2", 3),
        ("issued", "h-1", -3),
        ("held", "h-1", 3),
    ] == moved(events_of(*asked, undo("c-h-1")))


def test_without_another_wallet_the_rest_expires_at_once():
    """Where nobody gets what is held it is gone on the day itself, and was held until the day before."""
    asked = (opening(), award("h-1", kind="volunteer", hours=30), supply(), order(), closing())
    for under in (TERMS, MONTH):
        office = after(*asked, under=under)
        assert (0, 25) == left(office, "h-1")
        assert (25, 0) == left(office, "h-1", DAY - timedelta(days=1))
        assert [("held", "h-1", -25), ("expired", "h-1", 25)] == moved(events_of(*asked, under=under))
        assert moved(events_of(*asked, under=under)) == moved(events_of(*asked, under=under), LATER)
        assert 0 == forecast(office, on=DAY, under=under).points
        assert () == due(office, on=DAY)


def test_a_wallet_that_was_closed_for_nobody_is_opened_again():
    """After a closing by mistake the points are held again, unless their own last day has passed since."""
    asked = (opening(), award("x"), closing())
    events = events_of(*asked, undo("c-h-1"), under=MONTH)
    office, soon = replay(events), date(2026, 2, 5)
    late = after(undo("c-h-1"), office=after(*asked, under=MONTH), on=LATER, under=MONTH)

    assert [("expired", "h-1", -3), ("held", "h-1", 3)] == moved(events, soon)
    assert [("held", "h-1", -3), ("expired", "h-1", 3)] == moved(events, soon + timedelta(days=1))
    assert [(3, 0), (0, 3)] == [left(office, "h-1", soon), left(office, "h-1", LATER)]
    assert (0, 3) == left(late, "h-1", LATER)
    assert 2 == len(journal([*events[:3], late.get("v-c-h-1")], on=LATER))


def test_a_closed_wallet_takes_part_in_nothing():
    """Nothing is issued to it, redeemed from it, taken back at it or passed to it; nobody opens it again."""
    office = after(order(), closing(into="h-2"), office=rich(wallets=BOTH))
    for request, path in (
        (award("x"), "wallet"),
        (closing(id="c-2"), "wallet"),
        (closing("h-2", "h-1"), "into"),
        (undo("o-1"), "of"),
        (undo("i-h-1"), "of"),
    ):
        assert [("shut", path)] == said(office, request)
    assert [("shut", "wallet"), ("short", "wallet")] == said(office, order("o-2"))
    assert [("open", "wallet")] == said(office, attrs.evolve(opening(), id="w-9"))
    assert ("h-2",) == queue(office, on=DAY, under=TERMS)
    assert ("h-1",) == tuple(one.wallet for one in office.closings)
    assert "该账户已由业务“c-h-1”销户；如有误，请先冲销该业务" == refused(office, award("x")).text("zh")


def test_what_speaks_against_a_closing():
    """Both wallets are there; whoever closes one does not get what it held; and none goes to itself."""
    office = rich()
    assert [("no_wallet", "wallet"), ("no_wallet", "into")] == said(office, closing("h-8", "h-9"))
    mine = after(opening("m-1"), office=office)
    assert [("own_gain", "into")] == said(mine, closing(into="m-1"))
    for heir in ("m-0", "m-9"):
        assert heir == after(opening(heir), closing(into=heir), office=office).get("c-h-1").into
    for make in (Closing, Closed):
        rest = {} if make is Closing else {"thing": "village-1", "by": CLERK, "on": DAY}
        with pytest.raises(InvalidInput) as caught:
            make(id="c-1", wallet="h-1", into="h-1", why="搬离", **rest)
        assert ("closing.same", "into") == (caught.value.code, caught.value.path)


def test_a_closing_is_asked_once():
    """The same closing again is the same event; another one under its id is a conflict."""
    office = after(closing(into="h-2"), office=rich(wallets=BOTH))
    again = decide(office, closing(into="h-2"), by=CLERK, on=LATER, under=TERMS)

    assert office.get("c-h-1") is again
    with pytest.raises(Conflict):
        decide(office, closing(), by=CLERK, on=DAY, under=TERMS)


def test_what_was_passed_on_and_spent_does_not_come_back():
    """A closing is taken back once every redemption of what it passed on was, and no sooner."""
    office = after(closing(into="h-2"), order("o-1", "h-2", soap=10), office=rich(wallets=BOTH))
    verdict = refused(office, undo("c-h-1"))
    back = after(undo("o-1"), undo("c-h-1"), office=office)

    assert ("points.passed",) == verdict.codes
    assert ("i-h-1",) == verdict.reasons[0].params["lots"]
    assert [(30, 0), (30, 0)] == [left(back, wallet) for wallet in BOTH]


def test_points_are_passed_on_twice():
    """What came may go on to a third wallet, and comes back one closing after the other."""
    whole = rich(wallets=(*BOTH, "h-3"))
    office = after(closing(into="h-2"), closing("h-2", "h-3"), office=whole)

    assert [0, 0, 90] == [left(office, one.id)[0] for one in office.wallets]
    assert [("shut", "of")] == said(office, undo("c-h-1"))
    assert whole.wallets == after(undo("c-h-2"), undo("c-h-1"), office=office).wallets


def test_what_came_was_earned_by_somebody_else():
    """Points that came buy, and give no privilege and fill no ceiling: they were earned in another wallet."""
    first = Privilege(code="first", says=Text("优先兑换"), least=3, source=SCHEME)
    under = terms(rules=[attrs.evolve(YARD, ceilings={"cycle": 3})], privileges=[first])
    office = after(opening("h-1"), opening("h-2"), award(1), closing(into="h-2"), under=under)

    assert [3, 0] == [earned(office, wallet, span=TERMS.cycle.span(DAY)) for wallet in BOTH]
    assert [("h-1", 3), ("h-2", 0)] == [
        (row.wallet, row.earned) for row in board(office, span=TERMS.cycle.span(DAY), audience="village").rows
    ]
    assert 6 == after(award(2, wallet="h-2"), office=office, under=under).balance(on=DAY).held


def test_what_had_expired_stays_where_it_was():
    """A lot whose last day had passed is not passed on: it has expired in the wallet that was closed."""
    office = rich(wallets=BOTH, under=MONTH)
    late = after(closing(into="h-2"), office=office, on=LATER, under=MONTH)
    gone = after(closing(), office=office, on=LATER, under=MONTH)

    assert () == late.get("c-h-1").parts == gone.get("c-h-1").parts
    assert [(0, 30), (0, 30)] == [left(late, wallet, LATER) for wallet in BOTH]
    assert (0, 30) == left(gone, "h-1", LATER)
    assert date(2026, 2, 5) == gone.wallet("h-1").lots[0].last


def test_what_was_spent_keeps_its_last_day():
    """A closing ends early what is left alone: a lot that is spent or was passed on has its own last day."""
    spent = after(order(soap=6), closing(), office=rich(under=MONTH), under=MONTH)
    passed = after(closing(into="h-2"), office=rich(wallets=BOTH, under=MONTH), under=MONTH)

    assert [date(2026, 2, 5)] == [lot.last for lot in spent.wallet("h-1").lots]
    assert [date(2026, 2, 5)] == [lot.last for lot in passed.wallet("h-1").lots]


@pytest.mark.parametrize("whole", [False, True], ids=["applied", "replayed"])
def test_no_log_closes_otherwise(whole):
    """Exactly what a wallet holds is passed on, to a wallet that is there and open, and comes back whole."""
    office = rich(wallets=BOTH)
    closed = decide(office, closing(into="h-2"), by=CLERK, on=DAY, under=TERMS)
    done = after(closing(into="h-2"), office=office)
    spent = after(order("o-1", "h-2", soap=10), office=done)
    back = decide(done, undo("c-h-1"), by=CLERK, on=DAY, under=TERMS)
    sold = decide(office, order(), by=CLERK, on=DAY, under=TERMS)
    bought = after(order(), closing(into="h-2"), office=office)
    undone = attrs.evolve(back, of="o-1")
    for base, event in (
        (office, attrs.evolve(closed, wallet="h-9")),
        (office, attrs.evolve(closed, into="h-9")),
        (office, attrs.evolve(closed, parts=())),
        (office, attrs.evolve(closed, parts=[Part(lot="i-h-1", points=29)])),
        (done, attrs.evolve(closed, id="c-2", parts=())),
        (done, attrs.evolve(closed, id="c-2", wallet="h-2", into="h-1", parts=spent.get("o-1").parts)),
        (done, attrs.evolve(done.get("i-h-1"), id="i-9", record="r-9")),
        (done, sold),
        (done, attrs.evolve(back, of="i-h-1")),
        (bought, undone),
        (spent, back),
        (after(closing("h-2"), office=done), back),
    ):
        events = list(base._seen.merged().values())
        with pytest.raises(InvalidInput) as caught:
            replay([*events, event]) if whole else apply(base, event)
        assert "points.unfit" == caught.value.code


def test_the_journal_of_closings_whose_days_run_backwards():
    """What a log closes of lots that had ended in its journal moves as expired, or does not move at all."""
    base = list(rich(wallets=BOTH, under=MONTH)._seen.merged().values())
    office = replay(base)
    late = decide(office, supply("s-2"), by=CLERK, on=LATER, under=MONTH)
    passed = decide(office, closing(into="h-2"), by=CLERK, on=DAY, under=MONTH)
    thrown = decide(office, closing(), by=CLERK, on=DAY, under=MONTH)

    assert [
        ("expired", "h-1", -30),
        ("issued", "h-1", 30),
        ("issued", "h-2", -30),
        ("expired", "h-2", 30),
    ] == moved([*base, late, passed], LATER)
    assert journal([*base, late], on=LATER) == journal([*base, late, thrown], on=LATER)


def test_a_wallet_that_was_closed_on_the_first_day_that_there_is():
    """The first day has none before it: there the points are held on the day itself, and gone on the next."""
    events = [
        attrs.evolve(one, on=date.min, **({"last": None, "earned": date.min} if hasattr(one, "last") else {}))
        for one in events_of(opening(), award(1), closing())
    ]
    office = replay(events)

    assert [(3, 0), (0, 3)] == [left(office, "h-1", date.min), left(office, "h-1", date.min + timedelta(1))]
