"""What is asked of an office: accepted, or refused with every reason, and nothing has changed."""

import threading
from collections import Counter
from datetime import UTC, date, datetime

import attrs
import pytest
from tests.points.village import (
    AT,
    CLERK,
    DAY,
    OIL,
    SCHEME,
    SOAP,
    TERMS,
    YARD,
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

from sanliang import Conflict, InvalidInput, Log, MemoryStore, NotFound, Private, Refused, Text
from sanliang.kernel.timeline import Dated
from sanliang.points import (
    Award,
    Item,
    Line,
    Office,
    Opened,
    Opening,
    Part,
    Privilege,
    Reversed,
    apply,
    decide,
    decide_all,
    explain,
    journal,
    replay,
)

PRIORITY = Privilege(code="first", says=Text("优先兑换", "served first"), least=20, source=SCHEME)
KEPT = attrs.evolve(OIL, price=5, privilege="first")


def refused(office, request, *, on=DAY, under=TERMS, by=CLERK):
    """The verdict of a refusal, which is the one that `explain` gives; the office is as it was."""
    before = (office.wallets, office.stock, office.version)
    with pytest.raises(Refused) as caught:
        decide(office, request, by=by, on=on, under=under)
    assert explain(office, request, by=by, on=on, under=under) == caught.value.verdict
    assert before == (office.wallets, office.stock, office.version)
    return caught.value.verdict


def said(office, request, **more):
    """The codes and the paths of a refusal."""
    return [(one.code.removeprefix("points."), one.path) for one in refused(office, request, **more).reasons]


# --- redeeming ----------------------------------------------------------------------------------------------


def test_more_than_is_held():
    """Redeeming more than is held is refused, with what is held and what is missing, in both languages."""
    verdict = refused(rich(12), order(soap=3))

    assert "15 points are needed; 12 can be spent on 2026-01-05, and 3 are missing" == verdict.text()
    assert "需 15 分，2026-01-05 可用 12 分，还差 3 分" == verdict.text("zh")


def test_stock_that_ran_out():
    """What is not in stock is refused, with how many there are."""
    verdict = refused(rich(soap=1), order(soap=2))

    assert ("points.no_stock",) == verdict.codes
    assert "soap: 1 in stock, and 2 were asked for" == verdict.text()
    assert [("no_stock", "items[0]")] == said(
        rich(), order(oil=1), under=terms(catalogue=[KEPT, SOAP], privileges=[PRIORITY])
    )


def test_every_reason_at_once():
    """A refusal lists whatever speaks against it: the day, each item, the denomination and the balance."""
    under = terms(
        exchange=[date(2026, 1, 15), date(2026, 2, 15)],
        denominations=[50],
        catalogue=[attrs.evolve(SOAP, price=Dated([(date(2027, 1, 1), 5)])), OIL],
    )
    asked = order(car=1, oil=1, soap=1)

    assert [
        ("closed", ""),
        ("no_item", "items[0]"),
        ("no_stock", "items[1]"),
        ("no_price", "items[2]"),
        ("denomination", ""),
        ("short", "wallet"),
    ] == said(rich(), asked, under=under)
    assert "the next one is: 2026-01-15" in refused(rich(), asked, under=under).text()
    assert "下一个兑换日：无" in refused(rich(), asked, on=date(2026, 3, 1), under=under).text("zh")
    assert [("no_wallet", "wallet")] == said(rich(), order(wallet="h-9"))


def test_an_exchange_day():
    """On an exchange day, and only then, points are redeemed."""
    under = terms(exchange=[date(2026, 1, 15)])
    office = rich(under=under)

    assert decide(office, order(), by=CLERK, on=date(2026, 1, 15), under=under).points == 5
    assert [("closed", "")] == said(office, order(), on=date(2026, 1, 16), under=under)


def test_denominations():
    """What an order comes to is a sum of the denominations, whatever single items cost."""
    under = terms(denominations=[10, 50])
    office = rich(under=under)

    assert refused(office, order(soap=3), under=under).text().startswith("15 points are no sum of 10, 50")
    assert 10 == after(order(soap=2), office=office, under=under).get("o-1").points


def test_the_oldest_issue_is_spent_first():
    """Points are taken from the oldest lot, then from the next; what is spent of each is in the event."""
    office = after(opening(), supply())
    for number, much in ((1, 4), (2, 3), (3, 9)):
        on = date(2026, 1, 5 + number)
        office = after(award(number, kind="volunteer", hours=much), office=office, on=on)
    event = decide(office, order(soap=2), by=CLERK, on=date(2026, 1, 15), under=TERMS)

    assert [("i-1", 4), ("i-2", 3), ("i-3", 3)] == [(one.lot, one.points) for one in event.parts]
    assert [("i-1", 0), ("i-2", 0), ("i-3", 6)] == [
        (lot.id, lot.left) for lot in apply(office, event).wallet("h-1").lots
    ]


def test_a_lot_that_just_suffices():
    """An order that takes the whole of a lot leaves the next one alone."""
    office = after(opening(), supply(), award(1, kind="volunteer", hours=5), award(2))
    event = decide(office, order(), by=CLERK, on=DAY, under=TERMS)

    assert [("i-1", 5)] == [(one.lot, one.points) for one in event.parts]


def test_the_order_of_spending():
    """Lots are spent by day of issue, then by day of what was done, then by id."""
    office = after(opening(), supply())
    for number, back in ((9, 1), (7, 0), (8, 1)):
        done = award(number, kind="volunteer", hours=2, on=date(2026, 1, 6 - back))
        office = after(done, office=office, on=date(2026, 1, 6))
    office = after(
        award(1, kind="volunteer", hours=9, on=date(2025, 12, 1)), office=office, on=date(2026, 1, 7)
    )
    event = decide(office, order(soap=2), by=CLERK, on=date(2026, 1, 15), under=TERMS)

    assert [("i-8", 2), ("i-9", 2), ("i-7", 2), ("i-1", 4)] == [(one.lot, one.points) for one in event.parts]
    assert ["i-8", "i-9", "i-7", "i-1"] == [lot.id for lot in office.wallet("h-1").lots]


@pytest.mark.parametrize("whole", [False, True], ids=["applied", "replayed"])
def test_no_log_pays_or_reverses_twice(whole):
    """A second issue for one record, and a second reversal of one redemption, make no office."""
    events = [*events_of(opening(), award("h-1", kind="volunteer", hours=30), supply(), order(), undo("o-1"))]
    for again in (attrs.evolve(events[1], id="i-2"), attrs.evolve(events[-1], id="v-2")):
        with pytest.raises(InvalidInput) as caught:
            replay([*events, again]) if whole else apply(replay(events), again)
        assert "points.unfit" == caught.value.code


def test_the_price_of_the_day():
    """An order costs what its items cost on its day; a later price changes nothing of it."""
    dear = attrs.evolve(SOAP, price=Dated([(DAY, 5), (date(2026, 2, 1), 8)]))
    office = rich(under=terms(catalogue=[dear]))
    first = after(order(), office=office, under=terms(catalogue=[dear]))
    second = after(order("o-2"), office=first, on=date(2026, 2, 1), under=terms(catalogue=[dear]))

    assert (5, 8) == (second.get("o-1").points, second.get("o-2").points)


def test_what_is_kept_for_a_privilege():
    """An item that is kept for a priority goes to those who earned enough in the cycle of the day."""
    under = terms(catalogue=[KEPT, SOAP], privileges=[PRIORITY])
    goods = supply("s-2", "oil", 3)
    office = after(goods, office=rich(19, under=under), under=under)

    verdict = refused(office, order(oil=1), under=under)
    assert ("points.kept",) == verdict.codes
    assert SCHEME == verdict.reasons[0].clause
    assert "cooking oil is kept for served first: that takes 20 points in the cycle, and there are 19" in (
        verdict.text()
    )
    enough = after(award("x", kind="volunteer", hours=1), office=office, under=under)
    assert explain(enough, order(oil=1), by=CLERK, on=DAY, under=under)
    assert not explain(enough, order(oil=1), by=CLERK, on=date(2027, 1, 2), under=under)
    assert [("no_wallet", "wallet")] == said(office, order(wallet="h-9", oil=1), under=under)


# --- one balance, one piece ---------------------------------------------------------------------------------


@pytest.mark.promise("L3")
@pytest.mark.parametrize(
    ("office", "other", "reason"),
    [
        (rich(7), order("o-2"), "points.short"),
        (rich(wallets=("h-1", "h-2"), soap=1), order("o-2", "h-2"), "points.no_stock"),
    ],
    ids=["balance", "piece"],
)
def test_two_at_once(office, other, reason):
    """Of two redemptions of one balance or one piece one wins; the other, decided anew, is told why not."""
    log = Log.begin("village-1").append(*office._seen.merged().values(), by=CLERK, at=AT)
    first, second = (decide(office, one, by=CLERK, on=DAY, under=TERMS) for one in (order(), other))
    won = log.append(first, by=CLERK, at=AT, key=first.id, expected=log.head)
    with pytest.raises(Conflict) as caught:
        won.append(second, by=CLERK, at=AT, key=second.id, expected=log.head)

    assert "log.stale" == caught.value.code
    assert (reason,) == refused(replay(won), other).codes
    # Without a head the log would take both; then it makes no office.
    with pytest.raises(InvalidInput) as torn:
        replay(won.append(second, by=CLERK, at=AT))
    assert ("points.unfit", f"log[{len(won)}]") == (torn.value.code, torn.value.path)


@pytest.mark.promise("L3")
def test_many_counters_sell_what_there_is():
    """Counters that sell at once, each deciding anew when it was too late, sell what there is."""
    store, ids = MemoryStore(), [f"o-{number}" for number in range(12)]
    store.append("village-1", *rich(32, soap=20)._seen.merged().values(), by=CLERK, at=AT)
    told = {}

    def sell(id):
        while id not in told:
            log = store.read("village-1")
            try:
                event = decide(replay(log), order(id), by=CLERK, on=DAY, under=TERMS)
                store.append("village-1", event, by=CLERK, at=AT, key=event.id, expected=log.head)
                told[id] = "sold"
            except Refused as error:
                told[id] = error.code
            except Conflict:
                continue

    counters = [threading.Thread(target=sell, args=(id,)) for id in ids * 2]
    for one in counters:
        one.start()
    for one in counters:
        one.join()
    office = replay(store.read("village-1"))

    assert {"sold": 6, "points.short": 6} == Counter(told.values())
    assert (2, 14) == (office.balance(on=DAY).held, office.stock["soap"])


@pytest.mark.promise("L2")
def test_a_request_has_one_effect():
    """The same request gets the same event, on any day and under any terms; another one is refused."""
    office = after(order(soap=1), office=rich(7, soap=1))
    event = office.get("o-1")
    gone = terms(catalogue=[])

    assert event == decide(office, order(soap=1), by=CLERK, on=date(2027, 1, 1), under=gone)
    assert office == apply(office, event)
    assert explain(office, order(soap=1), by=CLERK, on=DAY, under=gone)
    for asked in (
        order(oil=1),
        order(soap=2),
        order(wallet="h-0"),
        order(wallet="h-2"),
        attrs.evolve(opening("h-5"), id="o-1"),
    ):
        with pytest.raises(Conflict) as caught:
            decide(office, asked, by=CLERK, on=DAY, under=TERMS)
        assert ("points.reused", "request.id") == (caught.value.code, caught.value.path)
        verdict = explain(office, asked, by=CLERK, on=DAY, under=TERMS)
        assert (False, ("points.reused",)) == (verdict.ok, verdict.codes)


def test_a_collector_is_the_same_under_another_salt():
    """A request that comes again draws another salt for its collector, and is the same request."""
    asked = attrs.evolve(order(), collector=Private("欧阳禾"))
    office = after(asked, office=rich())
    again = attrs.evolve(order(), collector=Private("欧阳禾"))

    assert office.get("o-1") == decide(office, again, by=CLERK, on=DAY, under=TERMS)
    with pytest.raises(Conflict):
        decide(office, order(), by=CLERK, on=DAY, under=TERMS)


# --- issuing ------------------------------------------------------------------------------------------------


def test_what_speaks_against_an_award():
    """A record that is paid, one's own, of a later day, or that earns nothing is refused."""
    office = after(opening(), award(1))

    assert [("paid", "record.id")] == said(office, attrs.evolve(award(1), id="i-2"))
    assert [("own", "")] == said(office, award(2), by="h-1")
    assert [("own", "")] == said(office, attrs.evolve(award(2, subject="m-4")), by="m-4")
    assert [("early", "record.on")] == said(office, award(2, on=date(2026, 1, 6)))
    assert [("no_rule", "record.kind")] == said(office, award(2, kind="award"))
    assert [("lacking", "record.fields")] == said(office, award(2, kind="volunteer", hours="many"))
    assert [("lacking", "record.fields")] == said(office, award(2, kind="volunteer"))
    assert [("no_wallet", "wallet")] == said(office, award(2, wallet="h-9"))


def test_a_record_is_paid_once():
    """Also where its issue was reversed, a record is not paid again: what was wrong is recorded anew."""
    office = after(opening(), award(1), undo("i-1"))

    assert [("paid", "record.id")] == said(office, attrs.evolve(award(1), id="i-2"))


def test_part_points_are_not_issued():
    """What a rule makes of a number is rounded down; less than one point is nothing, and a minus is too."""
    office = after(opening())

    assert 2 == after(award(1, kind="volunteer", hours="2.75"), office=office).get("i-1").points
    for hours in ("0.5", 0, -3):
        assert ("points.nothing",) == refused(office, award(1, kind="volunteer", hours=hours)).codes


def test_every_rule_that_matches_pays():
    """A record earns by each rule that it matches, and the event says by which."""
    county = attrs.evolve(YARD, id="county", where={"level": ["county"]}, points=10)
    under = terms(rules=[YARD, county])
    office = after(opening(), award(1, level="county"), award(2), under=under)

    assert [("county", 10), ("yard", 3)] == [(one.rule, one.points) for one in office.get("i-1").rules]
    assert (13, 3) == (office.get("i-1").points, office.get("i-2").points)


def test_a_cap_of_the_village():
    """What would pass the cap is refused as a whole, with the window, the cap and what is issued."""
    under = terms(caps={"month": 30, "ever": 1000})
    office = rich(28, under=under)
    verdict = refused(office, award(1), under=under)

    assert (
        "the village issues 30 points at most (month); 28 are issued, and 3 more are too many"
        == (verdict.text().partition(" (青山村")[0])
    )
    assert 3 == after(award(1), office=office, on=date(2026, 2, 1), under=under).get("i-1").points
    assert 3 == after(award(1), office=after(undo("i-h-1"), office=office), under=under).get("i-1").points


# --- wallets, goods, reversals ------------------------------------------------------------------------------


def test_a_wallet_is_opened_once():
    """A wallet with this id may be there already, whoever asks."""
    assert [("open", "wallet")] == said(rich(), attrs.evolve(opening(), id="w-2"))


def test_goods_come_and_go():
    """Goods that come in are of the catalogue; goods that go out are there."""
    office = rich(soap=3)

    assert [("no_item", "item")] == said(office, supply("s-2", "car"))
    assert [("fewer", "count")] == said(office, supply("s-2", "soap", -4))
    assert [("fewer", "count")] == said(office, supply("s-2", "car", -1))
    assert {"soap": 0} == {**after(supply("s-2", "soap", -3), office=office).stock}


def test_what_cannot_be_taken_back():
    """A wallet, a reversal, what never happened, goods that are gone, and points that are spent."""
    office = after(order(), undo("o-1"), order("o-2"), order("o-3"), office=rich(soap=2))

    assert [("unknown", "of")] == said(office, undo("o-9"))
    assert [("not_undone", "of")] == said(office, undo("w-h-1", "v-2"))
    assert [("not_undone", "of")] == said(office, undo("v-o-1", "v-2"))
    assert [("fewer", "of")] == said(office, undo("s-1", "v-2"))
    verdict = refused(office, undo("i-h-1", "v-2"))
    assert "of its 30 points 10 are spent; reverse first what they were redeemed by: o-2, o-3" == (
        verdict.text()
    )


def test_the_last_point_and_the_last_piece():
    """An issue of one point that is spent, and a supply of one piece that is sold, cannot be taken back."""
    cheap = terms(catalogue=[SOAP, attrs.evolve(OIL, price=1)])
    office = after(supply("s-2", "oil", 1), order(oil=1), office=rich(1, under=cheap), under=cheap)

    assert [("spent", "of")] == said(office, undo("i-h-1"))
    assert [("fewer", "of")] == said(office, undo("s-2"))


def test_no_day_runs_backwards():
    """Nothing is decided for a day before the office's last one."""
    office = after(opening("h-2"), office=rich(), on=date(2026, 2, 1))

    assert [("backwards", "")] == said(office, order())
    assert "2026-01-05 早于本站上一笔业务的日期 2026-02-01" == refused(office, order()).text("zh")


# --- wrong arguments ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "call"),
    [
        ("office", lambda: decide(None, order(), by=CLERK, on=DAY, under=TERMS)),
        ("request", lambda: explain(rich(), "o-1", by=CLERK, on=DAY, under=TERMS)),
        ("by", lambda: decide(rich(), order(), by="", on=DAY, under=TERMS)),
        ("on", lambda: decide(rich(), order(), by=CLERK, on=AT, under=TERMS)),
        ("under", lambda: decide(rich(), order(), by=CLERK, on=DAY, under=None)),
        ("requests", lambda: decide_all(rich(), order(), by=CLERK, on=DAY, under=TERMS)),
        ("event", lambda: apply(None, order())),
        ("event", lambda: apply(Office.begin("v-2"), rich().get("s-1"))),
        ("event", lambda: apply(Office.begin("w-2"), rich().get("s-1"))),
        ("office", lambda: apply("v-1", rich().get("s-1"))),
        ("log", lambda: replay(7)),
        ("log", lambda: replay([])),
        ("log[0]", lambda: replay([7])),
        ("log[1]", lambda: replay([rich().get("s-1"), attrs.evolve(rich().get("s-1"), thing="v-2", id="x")])),
        ("log[1]", lambda: replay([rich().get("s-1"), attrs.evolve(rich().get("s-1"), count=3)])),
        ("log[0]", lambda: journal([7], on=DAY)),
    ],
)
def test_a_wrong_argument_is_refused_at_once(path, call):
    """What is no office, no request, no day or no event is refused, and its place is named."""
    with pytest.raises(InvalidInput) as caught:
        call()
    assert path == caught.value.path


def test_the_first_wrong_event_is_told():
    """Of several events that are wrong, the first one is told, with its place and in its words."""
    first, unfit = rich().get("s-1"), attrs.evolve(rich().get("s-1"), count=3)
    for wrong, code in (((unfit, 7), "points.unfit"), ((7, unfit), "points.event")):
        with pytest.raises(InvalidInput) as caught:
            replay([first, first, *wrong])
        assert [("log[2]", code)] == [(one.path, one.code) for one in caught.value.faults]


def test_what_is_not_there_is_not_found():
    """A wallet and an event are asked for by their ids."""
    for call in (rich().wallet, rich().get):
        with pytest.raises(NotFound):
            call("nobody")
    assert "o-1" not in rich()
    assert 7 not in rich()
    assert "i-h-1" in rich()


def test_offices_differ():
    """Another id, other events, or something else is another office; its name shows its length alone."""
    assert rich() == rich() != rich(29)
    assert Office.begin("v-1") != Office.begin("v-2")
    assert rich() != "village-1"
    assert "Office('village-1', 3 events)" == repr(rich())


def test_a_wallet_may_be_a_members():
    """A wallet belongs to a member or to a household, and to a unit."""
    wallet = after(Opening(id="w-1", wallet="m-3", holder="member", unit="group-3")).wallet("m-3")

    assert ("member", "group-3", ()) == (wallet.holder, wallet.unit, wallet.lots)


def test_an_event_that_comes_twice_counts_once():
    """An event that stands in a log a second time takes a version and changes nothing."""
    events = [*rich()._seen.merged().values()]
    twice = replay([*events, events[1]])

    assert (4, 30) == (twice.version, twice.balance(on=DAY).issued)
    assert twice == replay(events)
    assert 1 == len(journal([*events, events[1]], on=DAY))


def test_the_record_of_a_member_may_pay_the_household():
    """A record about a member can be paid into the wallet of the household."""
    request = Award(id="i-1", wallet="h-1", record=deed("r-1", subject="m-3"))

    assert 3 == after(opening(), request).wallet("h-1").balance(on=DAY).held


def test_erasing_who_fetched_the_goods():
    """Who fetched the goods can be erased from the log, and the balances stay."""
    asked = attrs.evolve(order(), collector=Private("欧阳禾"))
    log = Log.begin("village-1").append(*rich()._seen.merged().values(), by=CLERK, at=AT)
    log = log.append(decide(replay(log), asked, by=CLERK, on=DAY, under=TERMS), by=CLERK, at=AT)
    erased = log.erase(len(log))

    assert replay(log).wallets == replay(erased).wallets
    assert replay(erased).get("o-1").collector.is_erased


def test_the_day_is_the_towns():
    """An office is asked by days; the moment of writing down may lie on another day elsewhere."""
    event = decide(rich(), order(), by=CLERK, on=DAY, under=TERMS)
    log = Log.begin("village-1").append(
        *rich()._seen.merged().values(), event, by=CLERK, at=datetime(2026, 1, 4, 23, tzinfo=UTC)
    )
    assert DAY == replay(log).on
    assert None is Office.begin("village-1").on


def test_an_opened_wallet_is_opened_once_in_a_log():
    """A second opening of a wallet under another id makes no office."""
    first = Opened(
        thing="village-1", id="w-1", wallet="h-1", holder="household", unit="g-1", by=CLERK, on=DAY
    )
    assert replay([first]) == apply(None, first)
    with pytest.raises(InvalidInput):
        replay([first, attrs.evolve(first, id="w-2")])


def test_spent_points_are_not_taken_back_by_any_log():
    """Reversing an issue whose points are spent, or a supply that was sold, makes no office."""
    office = after(order(soap=10), office=rich(50))
    for of in ("i-h-1", "s-1", "w-h-1", "nothing"):
        event = Reversed(thing="village-1", id="v-1", of=of, why="登记有误", by=CLERK, on=DAY)
        with pytest.raises(InvalidInput) as caught:
            apply(office, event)
        assert ("points.unfit", "event") == (caught.value.code, caught.value.path)
    with pytest.raises(InvalidInput) as other:
        apply(office, attrs.evolve(office.get("s-1"), thing="village-2", id="s-2"))
    assert "points.event" == other.value.code


def test_what_is_not_there_is_nothing():
    """No point of a lot that is spent or unknown can be spent, and no piece of what never came in."""
    cheap = terms(catalogue=[attrs.evolve(SOAP, price=1), OIL])
    office = rich(1, under=cheap)
    spent = after(order(soap=1), office=office, under=cheap)
    sold = spent.get("o-1")
    other = [Line(item="oil", count=1, price=1)]
    for base, event in (
        (spent, attrs.evolve(sold, id="o-2")),
        (office, attrs.evolve(sold, id="o-2", parts=[Part(lot="i-9", points=1)])),
        (office, attrs.evolve(sold, id="o-2", lines=other)),
        (spent, Reversed(thing="village-1", id="v-1", of="i-h-1", why="登记有误", by=CLERK, on=DAY)),
    ):
        with pytest.raises(InvalidInput) as caught:
            apply(base, event)
        assert "points.unfit" == caught.value.code


def test_an_item_that_is_new_has_a_first_stock():
    """Of what never came in there is nothing, and it is not listed."""
    assert "oil" not in rich().stock
    assert 2 == after(supply("s-2", "oil", 2), office=rich()).stock["oil"]
    assert 10 == Item(id="x", name=Text("洗衣粉"), price=10).price_on(date.min)
