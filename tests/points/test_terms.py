"""The terms, the requests and the events as values: what they may hold, and every fault at once."""

from datetime import date

import attrs
import pytest
from tests.points.village import CLERK, DAY, OIL, SOAP, TERMS, YARD, YEAR, order, rich, supply, terms

from sanliang import InvalidInput, Text, serial
from sanliang.kernel.timeline import Cycle, Dated
from sanliang.points import (
    Account,
    Balance,
    Earned,
    Entry,
    Holder,
    Issued,
    Item,
    Line,
    Lot,
    Order,
    Part,
    Privilege,
    Redeemed,
    Rule,
    Terms,
    Transaction,
    Wallet,
)

FIRST = Privilege(code="first", says=Text("优先"), least=20)


def faults(call):
    """The codes and the paths of what is wrong."""
    with pytest.raises(InvalidInput) as caught:
        call()
    return [(one.code, one.path) for one in caught.value.faults]


def test_a_catalogue_without_a_price():
    """An item needs a price of one point at least on each of its days."""
    assert [("item.no_price", "price")] == faults(lambda: Item(id="soap", name=Text("肥皂")))
    assert [("number.small", "price")] == faults(lambda: Item(id="soap", name=Text("肥皂"), price=0))
    assert [("value.kind", "price")] == faults(lambda: Item(id="soap", name=Text("肥皂"), price="5"))
    steps = Dated([(DAY, 5), (date(2027, 1, 1), -5)])
    assert [("number.small", "price")] == faults(lambda: attrs.evolve(SOAP, price=steps))
    dated = attrs.evolve(SOAP, price=Dated([(DAY, 5)]))
    assert (None, 5) == (dated.price_on(date(2026, 1, 4)), dated.price_on(DAY))


def test_names_stand_once():
    """Rules, items and privileges are told apart by their names, and are kept in their order."""
    assert [("list.doubled", "rules[1].id")] == faults(lambda: terms(rules=[YARD, YARD]))
    assert [("list.doubled", "catalogue[1].id")] == faults(lambda: terms(catalogue=[SOAP, SOAP]))
    assert [("list.doubled", "privileges[1].code")] == faults(lambda: terms(privileges=[FIRST, FIRST]))
    assert ("oil", "soap") == tuple(one.id for one in terms(catalogue=[SOAP, OIL]).catalogue)
    assert terms(catalogue=[SOAP, OIL]) == terms(catalogue=[OIL, SOAP])
    assert (SOAP, None) == (TERMS.item("soap"), TERMS.item("car"))


def test_months_go_with_expiry():
    """After how many months points expire is said where they expire after months, and only there."""
    kept = attrs.evolve(OIL, privilege="first")

    assert [("points.months", "months")] == faults(lambda: terms(keeps="expire"))
    assert [("points.months_idle", "months"), ("item.privilege", "catalogue[0].privilege")] == faults(
        lambda: terms(keeps="reset", months=3, catalogue=[kept])
    )
    assert [("code.unknown", "keeps")] == faults(lambda: terms(keeps="for ever"))


@pytest.mark.parametrize(
    ("changes", "on", "last"),
    [
        ({}, DAY, None),
        ({"keeps": "reset"}, DAY, date(2026, 12, 31)),
        ({"keeps": "reset", "cycle": Cycle(starts=date(2025, 7, 1))}, DAY, date(2026, 6, 30)),
        ({"keeps": "expire", "months": 12}, DAY, date(2027, 1, 5)),
        ({"keeps": "expire", "months": 1}, date(2026, 1, 31), date(2026, 2, 28)),
    ],
)
def test_the_last_day(changes, on, last):
    """Points carry over, are reset at the end of the cycle, or expire on the day so many months later."""
    assert last == terms(**changes).last_day(on)


def test_limits_are_by_window():
    """A ceiling is by any window, a cap of the village by spans of days; both are 0 or more."""
    assert [("points.limits", "ceilings")] == faults(lambda: attrs.evolve(YARD, ceilings=7))
    assert [("code.unknown", "ceilings"), ("number.small", "ceilings.month")] == faults(
        lambda: attrs.evolve(YARD, ceilings={"week": 7, "month": -1})
    )
    assert [("points.cap_window", "caps")] == faults(lambda: terms(caps={"activity": 7}))
    assert {"month": 0} == {**terms(caps={"month": 0}).caps}


@pytest.mark.parametrize(
    ("make", "lowest", "highest"),
    [
        (lambda number: attrs.evolve(YARD, points=number), 1, 10**6),
        (lambda number: attrs.evolve(SOAP, price=Dated([(DAY, number)])), 1, 10**9),
        (lambda number: attrs.evolve(SOAP, cost=number), 0, 10**12),
        (lambda number: attrs.evolve(FIRST, least=number), 1, None),
        (lambda number: terms(denominations=[number]), 1, 10_000),
        (lambda number: terms(keeps="expire", months=number), 1, 1200),
        (lambda number: order(soap=number), 1, 10**6),
        (lambda number: Line(item="soap", count=number, price=1), 1, 10**6),
        (lambda number: Line(item="soap", count=1, price=number), 1, 10**9),
        (lambda number: Earned(rule="yard", points=number, counted=0), 0, 10**18 - 1),
        (lambda number: Earned(rule="yard", points=0, counted=number), 0, 10**18 - 1),
        (lambda number: Part(lot="i-1", points=number), 1, 10**18 - 1),
        (lambda number: supply(count=number), -(10**6), 10**6),
        (lambda number: terms(caps={"month": number}), 0, None),
    ],
)
def test_the_bounds_of_numbers(make, lowest, highest):
    """A number at its bound is taken, and the one beyond it is not."""
    assert make(lowest)
    assert ["number.small"] == [code for code, _ in faults(lambda: make(lowest - 1))]
    if highest is not None:
        assert make(highest)
        assert ["number.large"] == [code for code, _ in faults(lambda: make(highest + 1))]


def test_a_cap_names_the_windows_that_there_are():
    """A cap by activity is refused with the windows that have days."""
    with pytest.raises(InvalidInput) as caught:
        terms(caps={"activity": 7})
    assert "there are: month, quarter, year, cycle, ever" in caught.value.text()


def test_days_and_steps_are_kept_in_order():
    """The days of exchange and the denominations stand once, the least first."""
    assert (10, 50) == terms(denominations=[50, 10, 50]).denominations
    assert (DAY, date(2026, 2, 5)) == terms(exchange=[date(2026, 2, 5), DAY, DAY]).exchange
    assert [("number.small", "denominations[0]")] == faults(lambda: terms(denominations=[0]))
    assert [("day.type", "exchange[0]")] == faults(lambda: terms(exchange=["15 January"]))


def test_a_rule_reads_fields():
    """A rule takes one value or another of a field, as a rulebook does."""
    rule = attrs.evolve(YARD, where={"level": ["town", "county"]})

    assert {"level": ("county", "town")} == {**rule.where}
    assert [("query.where", "where")] == faults(lambda: attrs.evolve(YARD, where=[]))
    assert hash(rule) == hash(attrs.evolve(rule))
    assert rule != YARD
    assert [("value.kind", "record")] == faults(lambda: rule.earns("r-1"))


def test_the_values_of_a_field_are_a_list():
    """In a document, a table where the allowed values stand is refused: its keys are no values."""
    plain = serial.to_dict(YARD, audience="ledger")
    plain["value"]["where"] = {"level": {"town": 1}}
    assert [("wire.type", "value.where.level")] == faults(lambda: serial.from_dict(plain))


def test_an_order_has_something_in_it():
    """An order names one item at least, and one piece at least of each."""
    assert [("table.by_id", "items")] == faults(lambda: Order(id="o-1", wallet="h-1", items=["soap"]))
    assert [("list.doubled", "items.(key)")] == faults(
        lambda: Order(id="o-1", wallet="h-1", items={"\u00e9": 1, "e\u0301": 1})
    )
    assert [("order.nothing", "items")] == faults(lambda: Order(id="o-1", wallet="h-1", items={}))
    assert [("number.small", "items.soap"), ("text.empty", "items.(key)")] == faults(
        lambda: Order(id="o-1", wallet="h-1", items={"soap": 0, "": 1})
    )
    assert [("supply.nothing", "count")] == faults(lambda: supply(count=0))


def test_an_event_adds_up():
    """An issue is what its rules gave, a redemption the price of its lines, a transaction nothing."""
    rules = [Earned(rule="yard", points=3, counted=3)]
    issue = {"thing": "v", "id": "i", "wallet": "h", "record": "r", "earned": DAY, "by": CLERK, "on": DAY}
    spent = {"thing": "v", "id": "o", "wallet": "h", "by": CLERK, "on": DAY}
    line, part = Line(item="soap", count=2, price=5), Part(lot="i", points=10)

    assert 3 == Issued(points=3, rules=rules, **issue).points
    assert 10 == Redeemed(parts=[part], lines=[line], **spent).points
    for points in (2, 4):
        wrong = {"points": points, "rules": rules, **issue}
        assert [("points.unbalanced", "points")] == faults(lambda: Issued(**wrong))  # noqa: B023
    assert [("points.no_lines", "rules")] == faults(lambda: Issued(points=4, rules=[], **issue))
    for parts in ([part, part], [attrs.evolve(part, points=9)]):
        assert [("points.unbalanced", "parts")] == faults(
            lambda: Redeemed(parts=parts, lines=[line], **spent)  # noqa: B023
        )
    out = Entry(account=Account.HELD, wallet="h", points=-3)
    assert [("points.uneven", "entries")] == faults(
        lambda: Transaction(version=1, id="i", on=DAY, entries=[out])
    )


def test_a_balance_adds_up():
    """There is no balance, no lot and no wallet that does not add up."""
    sums = {"issued": 9, "held": 4, "redeemed": 3, "expired": 1, "reversed": 1}
    lot = Lot(id="i", points=9, left=4, on=DAY)
    wallet = {"id": "h", "holder": Holder.HOUSEHOLD, "unit": "g", "lots": [lot], "reversed": 1}

    assert 9 == Balance(on=DAY, **sums).issued
    for issued in (8, 10):
        wrong = {**sums, "issued": issued}
        assert [("points.unbalanced", "issued")] == faults(lambda: Balance(on=DAY, **wrong))  # noqa: B023
    assert [("number.small", "held")] == faults(lambda: Balance(on=DAY, **{**sums, "held": -1}))
    assert [("lot.left", "left")] == faults(lambda: attrs.evolve(lot, left=10))
    assert 4 == Wallet(issued=8, redeemed=3, **wallet).balance(on=DAY).held
    for issued in (7, 9):
        wrong = {"issued": issued, "redeemed": 3, **wallet}
        assert [("points.unbalanced", "issued")] == faults(lambda: Wallet(**wrong))  # noqa: B023


def test_what_is_no_number_is_refused():
    """Points are whole numbers: no float, no truth, no text."""
    for wrong in (2.5, True, "3"):
        assert [("number.type", "points")] == faults(
            lambda: Rule(id="yard", says=Text("庭院"), kind="yard", points=wrong)  # noqa: B023
        )
        assert [("number.type", "items.soap")] == faults(lambda: order(soap=wrong))  # noqa: B023


def test_terms_need_a_cycle_alone():
    """Terms without a rule or an item are terms: nothing is issued, nothing can be had."""
    assert ((), (), None) == (
        Terms(cycle=YEAR).rules,
        Terms(cycle=YEAR).catalogue,
        Terms(cycle=YEAR).exchange,
    )
    assert 30 == rich().balance(on=DAY).held
