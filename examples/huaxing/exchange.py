"""
The exchange of points for daily goods on 15 January in 涪陵村 of 华兴镇, and what became of every point.

    python examples/huaxing/exchange.py

From the report (15 January, about 2020): the village had pledged an exchange of points for daily goods and
held it, and hundreds of villagers came. The households, their deeds, the tariff and the goods are invented.
"""

from datetime import date, datetime, time, timedelta, timezone

from sanliang import Cycle, Log, Text, points, records
from sanliang.points import Item, Opening, Order, Privilege, Redeemed, Rule, Supply, Terms
from sanliang.records import Book, Record

BEIJING, CLERK = timezone(timedelta(hours=8)), "m-1"
DAY = date(2020, 1, 15)
MONTHS = [date(2019, month, 28) for month in range(2, 13)]
HOUSES = [f"h-{number:03}" for number in range(1, 361)]
YARD = Rule(id="yard", says=Text("庭院整洁"), kind="yard.clean", points=3)
HOURS = Rule(
    id="hours", says=Text("志愿服务"), kind="volunteer", points=2, per="hours", ceilings={"month": 4}
)
TERMS = Terms(
    rules=[YARD, HOURS],
    catalogue=[
        Item(id="oil", name=Text("食用油"), price=30),
        Item(id="powder", name=Text("洗衣粉"), price=20),
        Item(id="soap", name=Text("肥皂"), price=10),
    ],
    cycle=Cycle(starts=date(2019, 2, 1)),
    keeps="expire",
    months=10,
    denominations=[10, 20, 50],
    privileges=[Privilege(code="first", says=Text("优先兑换"), least=40)],
    exchange=[DAY],
)
STOCK = {"oil": 40, "powder": 100, "soap": 300}


def moment(on):
    """The evening of a day."""
    return datetime.combine(on, time(18), BEIJING)


def deeds(on):
    """What was done in a month, as records: clean yards, and one to three hours of voluntary work."""
    for number, house in enumerate(HOUSES):
        same = {"subject": house, "on": on, "recorder": "m-2", "recorded": moment(on)}
        if number * on.month % 7 < 2:
            yield Record(id=f"{house}.yard.{on.month}", kind=YARD.kind, **same)
        if (number + on.month) % 6 == 0:
            hours = {"hours": 1 + number % 3}
            yield Record(id=f"{house}.hours.{on.month}", kind=HOURS.kind, fields=hours, **same)


def carried_out(log, requests, on):
    """The log with the answers to many requests at its end: whoever is refused changes nothing."""
    answers = points.decide_each(points.replay(log), requests, by=CLERK, on=on, under=TERMS)
    return log.append(*answers.events, by=CLERK, at=moment(on))


def year():
    """The log up to the exchange: wallets, each month paid, one record taken back, goods in stock."""
    opened = [Opening(id=f"open:{house}", wallet=house, unit="fuling") for house in HOUSES]
    log, book = carried_out(Log.begin("fuling-points"), opened, MONTHS[0]), Book.begin("fuling-records")
    for on in MONTHS:
        for event in records.record_all(book, deeds(on)):
            book = records.apply(book, event)
        log = carried_out(log, points.awards(points.replay(log), book, under=TERMS), on)
    wrong = book.of(HOUSES[0])[-1].id
    book = records.apply(book, records.reverse(book, wrong, why="记错了户", by=CLERK, on=MONTHS[-1]))
    log = carried_out(log, points.recalls(points.replay(log), book), MONTHS[-1])
    return carried_out(log, [Supply(id=id, item=id, count=STOCK[id], why="进货") for id in STOCK], DAY)


def exchanged():
    """The log after the exchange: each asks for the dearest thing first, and if refused for the next one."""
    log, served = year(), set()
    for item in sorted(TERMS.catalogue, key=lambda one: -one.price_on(DAY)):
        queue = [one for one in points.queue(points.replay(log), on=DAY, under=TERMS) if one not in served]
        orders = [Order(id=f"{item.id}:{one}", wallet=one, items={item.id: 1}) for one in queue]
        log = carried_out(log, orders, DAY)
        served = {one.wallet for one in log.events if isinstance(one, Redeemed)}
    return log, served


if __name__ == "__main__":
    log, served = exchanged()
    office = points.replay(log)
    now = office.balance(on=DAY)
    print(f"{DAY}：{len(office.wallets)} 户有积分账户，{len(served)} 户兑换")
    for item in TERMS.catalogue:
        print(f"{item.name.zh}：每件 {item.price_on(DAY)} 分，库存 {office.stock[item.id]} 件")
    parts = f"持有 {now.held} + 兑换 {now.redeemed} + 过期 {now.expired} + 冲销 {now.reversed}"
    print(f"发放 {now.issued} = {parts}")
