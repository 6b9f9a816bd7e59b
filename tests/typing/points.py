"""What a type checker sees of points: what an embedder writes, and what it must not."""

from datetime import date, datetime
from typing import assert_type

from sanliang import Conflict, Cycle, Log, Refused, Text, Verdict, points
from sanliang.calendars import Due
from sanliang.points import Award, Event, Forecast, Item, Office, Opening, Order, Request, Rule, Supply, Terms
from sanliang.records import Record


def terms() -> Terms:
    """Lists where tuples are kept, codes where enums are, numbers where prices change by day."""
    yard = Rule(id="yard", says=Text("庭院整洁"), kind="yard.clean", points=3, ceilings={"month": 9})
    oil = Item(id="oil", name=Text("食用油"), price=40, cost=4000)
    return Terms(
        rules=[yard],
        catalogue=[oil],
        cycle=Cycle(starts=date(2026, 1, 1)),
        keeps="expire",
        months=12,
        caps={"month": 900},
        denominations=[10, 50],
    )


def exchanged(log: Log, record: Record, day: date, now: datetime) -> Log:
    """Open, award, supply, redeem, with the head that each was decided on."""
    under = terms()
    requests: list[Request] = [
        Opening(id="w-1", wallet="h-7", holder="household", unit="group-3"),
        Award(id="i-1", wallet="h-7", record=record),
        Supply(id="s-1", item="oil", count=20, why="进货"),
        Order(id="o-1", wallet="h-7", items={"oil": 1}),
    ]
    for request in requests:
        office = points.replay(log)
        assert_type(office, Office)
        assert_type(points.explain(office, request, by="m-1", on=day, under=under), Verdict)
        try:
            event = points.decide(office, request, by="m-1", on=day, under=under)
            assert_type(event, Event)
            log = log.append(event, by="m-1", at=now, key=event.id, expected=log.head)
        except (Refused, Conflict) as error:
            print(error.text("zh"))
    return log


def looked_at(office: Office, day: date) -> int:
    """What an office says."""
    assert_type(points.due(office, on=day), tuple[Due, ...])
    assert_type(points.forecast(office, on=day, under=terms()), Forecast)
    assert_type(points.queue(office, on=day, under=terms()), tuple[str, ...])
    return office.balance(on=day).held


def wrong(office: Office, day: date) -> None:
    """No request is a text, no points are a fraction of one, and the day is named."""
    points.decide(office, "o-1", by="m-1", on=day, under=terms())  # type: ignore[arg-type]
    Rule(id="yard", says=Text("庭院"), kind="yard", points=2.5)  # type: ignore[arg-type]
    office.balance(day)  # type: ignore[call-arg]
