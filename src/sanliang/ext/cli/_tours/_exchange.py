"""An exchange of points for daily goods: what households did is paid, and buys what it buys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

import attrs

from sanliang import points, records
from sanliang.ext.cli._office import BEIJING
from sanliang.ext.cli._tours._tour import Count, Stage
from sanliang.kernel.events import Log
from sanliang.kernel.labels import Text
from sanliang.kernel.timeline import Cycle
from sanliang.points import Item, Opening, Order, Request, Rule, Supply, Terms
from sanliang.records import Book, Record

CLERK, RECORDER = "m-001", "m-012"


@attrs.frozen(kw_only=True)
class TariffRow:
    """A rule: for which records there are how many points."""

    rule: str
    zh: str
    en: str
    kind: str
    points: int


@attrs.frozen(kw_only=True)
class GoodRow:
    """A thing that points buy: its price, and how many there are."""

    good: str
    zh: str
    en: str
    price: int
    stock: int


@attrs.frozen(kw_only=True)
class DeedRow:
    """What a household did."""

    household: str
    kind: str
    on: date


@attrs.frozen(kw_only=True)
class OrderRow:
    """What a household takes on the day of the exchange."""

    order: str
    household: str
    good: str


def exchange(stage: Stage) -> dict[str, Count]:
    """Open the wallets, pay what was done, and hold the exchange; every point is somewhere in the end."""
    paid = stage.day("paid")
    terms, goods = _terms(stage, paid), stage.rows("goods.csv", GoodRow, "price", "stock")
    day = next(one for one in terms.exchange or () if one >= paid)
    book, office = _book(stage), _Counter(terms, paid)
    wallets = sorted({one.subject for one in book.records})
    office.take(Opening(id=f"open:{one}", wallet=one, unit="v-01") for one in wallets)
    office.take(points.awards(office.now, book, under=terms))
    office.take(Supply(id=f"in:{row.good}", item=row.good, count=row.stock, why="进货") for row in goods)
    office.day = day
    asked = stage.rows("orders.csv", OrderRow)
    office.take(Order(id=row.order, wallet=row.household, items={row.good: 1}) for row in asked)
    stage.keep(office.log, same=points.replay(office.log) == office.now)
    total = office.now.balance(on=day)
    return {
        "wallets": len(wallets),
        "customers": len({row.household for row in asked}),
        "issued": total.issued,
        "redeemed": total.redeemed,
        "exchange_day": Text(day.isoformat()),
        "lost": total.issued - total.held - total.redeemed - total.expired - total.reversed,
    }


def _terms(stage: Stage, on: date) -> Terms:
    """The town's terms, with its days of exchange; what it leaves open, deeds and goods, is of the files."""
    return attrs.evolve(
        stage.town.points(on=on),
        rules=[
            Rule(id=row.rule, says=Text(row.zh, row.en), kind=row.kind, points=row.points)
            for row in stage.rows("tariff.csv", TariffRow, "points")
        ],
        catalogue=[
            Item(id=row.good, name=Text(row.zh, row.en), price=row.price)
            for row in stage.rows("goods.csv", GoodRow, "price", "stock")
        ],
        cycle=Cycle(starts=stage.day("first")),
    )


def _book(stage: Stage) -> Book:
    """The book of what was done."""
    deeds = [
        Record(
            id=f"{row.household}.{row.kind}.{row.on}",
            subject=row.household,
            kind=row.kind,
            on=row.on,
            recorder=RECORDER,
            recorded=datetime.combine(row.on, time(18), BEIJING),
        )
        for row in stage.rows("deeds.csv", DeedRow)
    ]
    return records.replay(records.record_all(Book.begin("deeds"), deeds))


class _Counter:
    """The counter of the points office: what is asked for is decided on what the log says, all or nothing."""

    def __init__(self, terms: Terms, day: date) -> None:
        self.terms, self.day, self.log = terms, day, Log.begin("points")
        self.now = points.replay(self.log)

    def take(self, requests: Iterable[Request]) -> None:
        """
        Answer requests, one after the other.

        Raises:
            Refused: One of them cannot be met; then none is.
        """
        events = points.decide_all(self.now, requests, by=CLERK, on=self.day, under=self.terms)
        at = datetime.combine(self.day, time(9), BEIJING)
        self.log = self.log.append(*events, by=CLERK, at=at)
        self.now = points.replay(self.log)
