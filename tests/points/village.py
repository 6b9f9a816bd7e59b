"""A village with a points office, for the tests: its terms, its records, and requests of its people."""

from datetime import UTC, date, datetime

from sanliang import Cycle, Source, Text
from sanliang.points import (
    Award,
    Closing,
    Item,
    Office,
    Opening,
    Order,
    Reversal,
    Rule,
    Supply,
    Terms,
    apply,
    decide,
)
from sanliang.records import Record

DAY = date(2026, 1, 5)
AT = datetime(2026, 1, 5, 10, tzinfo=UTC)
CLERK = "m-1"
SCHEME = Source(title="青山村积分兑换办法", article="3")
YEAR = Cycle(starts=date(2026, 1, 1))

YARD = Rule(id="yard", says=Text("庭院整洁", "a clean yard"), kind="yard.clean", points=3, source=SCHEME)
HOURS = Rule(id="hours", says=Text("志愿服务", "voluntary work"), kind="volunteer", points=1, per="hours")
SOAP = Item(id="soap", name=Text("肥皂", "soap"), price=5, cost=450)
OIL = Item(id="oil", name=Text("食用油", "cooking oil"), price=40, cost=4000)


def terms(**changes):
    """The terms of the village, with some changes."""
    return Terms(
        **{"rules": [YARD, HOURS], "catalogue": [SOAP, OIL], "cycle": YEAR, "source": SCHEME, **changes}
    )


TERMS = terms()


def deed(id, kind="yard.clean", subject="h-1", on=DAY, activity=None, **fields):
    """A record of something done."""
    return Record(
        id=id,
        subject=subject,
        kind=kind,
        on=on,
        fields=fields,
        activity=activity,
        recorder="m-2",
        recorded=datetime(max(2030, on.year + 1), 1, 1, tzinfo=UTC),
    )


def award(id, wallet="h-1", **fields):
    """The request to pay a deed of the same number."""
    return Award(id=f"i-{id}", wallet=wallet, record=deed(f"r-{id}", **{"subject": wallet, **fields}))


def opening(wallet="h-1"):
    """The request to open a wallet."""
    return Opening(id=f"w-{wallet}", wallet=wallet, unit="group-3")


def supply(id="s-1", item="soap", count=10):
    """The request to take goods in."""
    return Supply(id=id, item=item, count=count, why="进货")


def order(id="o-1", wallet="h-1", **items):
    """The request to redeem."""
    return Order(id=id, wallet=wallet, items=items or {"soap": 1})


def undo(of, id=None):
    """The request to take something back."""
    return Reversal(id=id or f"v-{of}", of=of, why="登记有误")


def closing(wallet="h-1", into=None, id=None):
    """The request to close a wallet."""
    return Closing(id=id or f"c-{wallet}", wallet=wallet, into=into, why="搬离")


def after(*requests, office=None, on=DAY, under=TERMS, by=CLERK):
    """The office once all these requests were answered, one after the other."""
    office = Office.begin("village-1") if office is None else office
    for request in requests:
        office = apply(office, decide(office, request, by=by, on=on, under=under))
    return office


def events_of(*requests, on=DAY, under=TERMS, by=CLERK):
    """The events that answer these requests, one after the other."""
    office, made = Office.begin("village-1"), []
    for request in requests:
        made.append(decide(office, request, by=by, on=on, under=under))
        office = apply(office, made[-1])
    return made


def rich(points=30, wallets=("h-1",), soap=10, under=TERMS, on=DAY):
    """An office whose wallets were issued so many points for voluntary work, and that has some soap."""
    return after(
        *(opening(wallet) for wallet in wallets),
        *(award(wallet, wallet=wallet, kind="volunteer", hours=points) for wallet in wallets),
        supply(count=soap),
        on=on,
        under=under,
    )
