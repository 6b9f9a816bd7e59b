"""Posting: how an event changes the wallets and the stock, and when it cannot have been decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.events import Log
from sanliang.kernel.fields import NOT_LIST, instance
from sanliang.kernel.labels import Phrase
from sanliang.points._events import Closed, Event, Issued, Opened, Redeemed, Reversed, Supplied
from sanliang.points._layers import Layers
from sanliang.points._office import Office, Purse

NOT_EVENT = Phrase("points.event", "不是本积分站的事件", "must be an event of this office")
UNFIT = Phrase(
    "points.unfit",
    "与此前的账不符：编号或记录已用过，所指的账户、积分或业务不存在，或超出余额、库存",
    "does not fit what stands before it: its id or its record is taken, it names what is not there, or it "
    "takes more than there is",
)
NO_EVENTS = Phrase(
    "points.no_events",
    "没有事件，不知是哪个积分站；空站请用 Office.begin",
    "has no events, so nobody knows which office it is; an empty one is `Office.begin(id)`",
)


class Books:
    """The dictionaries of an office while events are posted."""

    __slots__ = ("daily", "ends", "id", "on", "paid", "purses", "seen", "stock", "version")

    def __init__(self, id: str, version: int, on: date) -> None:
        self.id, self.version, self.on = id, version, on
        self.seen: dict[str, Any] = {}
        self.paid: dict[str, str] = {}
        self.ends: dict[str, Reversed] = {}
        self.purses: dict[str, Purse] = {}
        self.stock: dict[str, int] = {}
        self.daily: dict[date, int] = {}


def _open(books: Books, event: Opened) -> bool:
    if event.wallet in books.purses:
        return False
    books.purses[event.wallet] = Purse(event.holder, event.unit)
    return True


def _issue(books: Books, event: Issued) -> bool:
    purse, record = books.purses.get(event.wallet), event.record
    if purse is None or purse.closed is not None or record in books.paid:
        return False
    id, points, on, daily = event.id, event.points, event.on, books.daily
    books.paid[record] = id
    purse.issues[id] = event
    purse.left[id] = points
    purse.issued += points
    daily[on] = daily.get(on, 0) + points
    return True


def _redeem(books: Books, event: Redeemed) -> bool:
    purse, stock = books.purses.get(event.wallet), books.stock
    if purse is None or purse.closed is not None:
        return False
    left = purse.left
    for part in event.parts:
        lot, points = part.lot, part.points
        rest = left.get(lot, 0) - points
        if rest < 0:
            return False
        if rest:
            left[lot] = rest
        else:
            del left[lot]
        purse.redeemed += points
    for line in event.lines:
        item = line.item
        rest = stock.get(item, 0) - line.count
        if rest < 0:
            return False
        stock[item] = rest
    return True


def _supply(books: Books, event: Supplied) -> bool:
    rest = books.stock.get(event.item, 0) + event.count
    books.stock[event.item] = rest
    return rest >= 0


def _close(books: Books, event: Closed) -> bool:
    purse = books.purses.get(event.wallet)
    if purse is None or purse.closed is not None or event.parts != purse.parts(event.on):
        return False
    purse.closed = event
    return event.into is None or _pass_on(purse, books.purses.get(event.into), event)


def _pass_on(purse: Purse, heir: Purse | None, event: Closed) -> bool:
    """The lots that a wallet held go to another one, and with them that they were issued."""
    if heir is None or heir.closed is not None:
        return False
    for part in event.parts:
        heir.came[part.lot] = purse.lot(part.lot)
        heir.left[part.lot] = purse.left.pop(part.lot)
    purse.issued -= event.points
    heir.issued += event.points
    return True


def _reverse(books: Books, event: Reversed) -> bool:
    undo = _UNDO.get(type(books.seen.get(event.of)))
    if undo is None or event.of in books.ends:
        return False
    books.ends[event.of] = event
    return undo(books, books.seen[event.of])


def _undo_issue(books: Books, event: Issued) -> bool:
    purse = books.purses[event.wallet]
    if purse.closed is not None or purse.left.pop(event.id, None) != event.points:
        return False
    del purse.issues[event.id]
    purse.reversed += event.points
    books.daily[event.on] -= event.points
    return True


def _undo_redemption(books: Books, event: Redeemed) -> bool:
    purse, stock = books.purses[event.wallet], books.stock
    if purse.closed is not None:
        return False
    for part in event.parts:
        purse.left[part.lot] = purse.left.get(part.lot, 0) + part.points
        purse.redeemed -= part.points
    for line in event.lines:
        stock[line.item] += line.count
    return True


def _undo_supply(books: Books, event: Supplied) -> bool:
    books.stock[event.item] -= event.count
    return books.stock[event.item] >= 0


def _undo_closing(books: Books, event: Closed) -> bool:
    purse = books.purses[event.wallet]
    purse.closed = None
    return event.into is None or _give_back(purse, books.purses[event.into], event)


def _give_back(purse: Purse, heir: Purse, event: Closed) -> bool:
    """What a wallet passed on comes back to it, where it is whole."""
    for part in event.parts:
        if heir.left.pop(part.lot, None) != part.points:
            return False
        del heir.came[part.lot]
        purse.left[part.lot] = part.points
    heir.issued -= event.points
    purse.issued += event.points
    return heir.closed is None


_POST: dict[type, Callable[[Books, Any], bool]] = {
    Opened: _open,
    Issued: _issue,
    Redeemed: _redeem,
    Supplied: _supply,
    Reversed: _reverse,
    Closed: _close,
}
_UNDO: dict[type, Callable[[Books, Any], bool]] = {
    Issued: _undo_issue,
    Redeemed: _undo_redemption,
    Supplied: _undo_supply,
    Closed: _undo_closing,
}


def post(books: Books, events: Iterable[Any]) -> Phrase | None:
    """
    Post events one after the other. An id that comes again with the same event has no second effect.

    Returns:
        What is wrong with the first event that is none of this office or does not fit: it is the one after
        the version that the books have then, and they are of no use any more.
    """
    office, seen, posting, version, on = books.id, books.seen, _POST, books.version, books.on
    wrong = None
    for event in events:
        posted = posting.get(type(event))
        if posted is None or event.thing != office:
            wrong = NOT_EVENT
            break
        id = event.id
        if seen[id] != event if id in seen else not posted(books, event):
            wrong = UNFIT
            break
        seen[id] = event
        version += 1
        if event.on > on:  # noqa: PLR1730 -- `max` takes a tenth of the loop
            on = event.on
    books.version, books.on = version, on
    return wrong


def apply(office: Office | None, event: Event) -> Office:
    """
    The office after the event; a new one where there is none yet. No rule is judged again, but the sums are.

    So there is no office with a balance or a stock below zero, whatever log somebody hands in.

    Raises:
        InvalidInput: It is no event of this office, or takes what is not there.

    Example:
        >>> office = Office.begin("village-1")
        >>> apply(office, Supplied(thing="village-1", id="s-1", item="oil", count=20, why="进货", by="m-1",
        ...                        on=date(2026, 1, 10))).stock
        FrozenMap({'oil': 20})
    """
    if type(event) not in _POST:
        raise InvalidInput(NOT_EVENT.fault("event"))
    if office is None:
        office = Office.begin(event.thing)
    books = _touched(instance(Office)(office, "office"), event)
    if wrong := post(books, [event]):
        raise InvalidInput(wrong.fault("event"))
    return Office(
        office.id,
        books.version,
        books.on,
        office._seen.grown(books.seen),
        office._paid.grown(books.paid),
        office._ends.grown(books.ends),
        office._purses.grown(books.purses),
        office._stock.grown(books.stock),
        office._daily.grown(books.daily),
    )


def _touched(office: Office, event: Event) -> Books:
    """As much of an office as the event can change, copied."""
    books = Books(office.id, office.version, office.on or date.min)
    books.seen = office._seen.part([event.id])
    target: Any = event
    if isinstance(event, Reversed):
        books.seen.update(office._seen.part([event.of]))
        books.ends = office._ends.part([event.of])
        target = books.seen.get(event.of)
    if isinstance(target, Issued):
        books.paid = office._paid.part([target.record])
        books.daily = office._daily.part([target.on])
    if isinstance(target, Opened | Issued | Redeemed):
        purse = office._purses.get(target.wallet)
        books.purses = {} if purse is None else {target.wallet: purse.copy()}
    if isinstance(target, Closed):
        ids = (target.wallet, *([] if target.into is None else [target.into]))
        books.purses = {id: purse.copy() for id, purse in office._purses.part(ids).items()}
    if isinstance(target, Redeemed):
        books.stock = office._stock.part(line.item for line in target.lines)
    if isinstance(target, Supplied):
        books.stock = office._stock.part([target.item])
    return books


def replay(log: Log | Iterable[Event]) -> Office:
    """
    The office that the events of a log make; a log without an entry makes one at which nothing happened.

    Raises:
        InvalidInput: Something in it is no event of this office or does not fit what stands before it: the
            first such place is named. Or there are events without a log, and none of them.
    """
    given = listed(log)
    if not given and not isinstance(log, Log):
        raise InvalidInput(NO_EVENTS.fault("log"))
    books = Books(log.stream if isinstance(log, Log) else getattr(given[0], "thing", ""), 0, date.min)
    if wrong := post(books, given):
        raise InvalidInput(wrong.fault(f"log[{books.version}]"))
    return Office(
        books.id,
        books.version,
        books.on if given else None,
        Layers.of(books.seen),
        Layers.of(books.paid),
        Layers.of(books.ends),
        Layers.of(books.purses),
        Layers.of(books.stock),
        Layers.of(books.daily),
    )


def listed(log: Any) -> tuple[Any, ...]:
    """The events of a log, or events that were given without one."""
    if isinstance(log, Log):
        return log.events
    if not isinstance(log, Iterable):
        raise InvalidInput(NOT_LIST.fault("log"))
    return tuple(log)
