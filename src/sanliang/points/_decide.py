"""Asking and deciding: pure functions over an office, a request and the terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from operator import attrgetter
from typing import Any

from sanliang.kernel.errors import Conflict, InvalidInput
from sanliang.kernel.fields import day, identifier, instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason, Refused, Verdict
from sanliang.points._answer import answer
from sanliang.points._award import against_award
from sanliang.points._events import Closed, Event, Issued, Opened, Redeemed, Reversed, Supplied
from sanliang.points._office import NO_EVENT, NO_WALLET, Office
from sanliang.points._order import NO_ITEM, against_order
from sanliang.points._requests import (
    REQUESTS,
    Award,
    Closing,
    Opening,
    Order,
    Request,
    Reversal,
    Supply,
)
from sanliang.points._terms import Terms

NOT_REQUEST = Phrase(
    "points.request",
    "应为 Opening、Award、Order、Supply、Reversal 或 Closing",
    "must be an Opening, an Award, an Order, a Supply, a Reversal or a Closing",
)
REUSED = Phrase(
    "points.reused",
    "该请求编号已用于其他内容；新的请求须用新编号",
    "is the id of another request that was answered; a new request needs a new id",
)
BACKWARDS = Phrase(
    "points.backwards",
    "{on} 早于本站上一笔业务的日期 {last}",
    "{on} lies before {last}, the day of the last business of the office",
)
OPEN = Phrase("points.open", "该账户已开立", "is a wallet already")
NOT_UNDONE = Phrase(
    "points.not_undone",
    "只能冲销发放、兑换、进出库和销户",
    "can be taken back only where it is an issue, a redemption, a supply or a closing",
)
UNDONE = Phrase(
    "points.undone", "已于 {on} 由 {by} 冲销", "was reversed on {on} by {by} and counts nowhere already"
)
SPENT = Phrase(
    "points.spent",
    "该次发放的 {points} 分已用 {spent} 分；请先冲销兑换：{redemptions}",
    "of its {points} points {spent} are spent; reverse first what they were redeemed by: {redemptions}",
)
SHUT = Phrase(
    "points.shut",
    "该账户已由业务“{closing}”销户；如有误，请先冲销该业务",
    "was closed by {closing!r}; where that was a mistake, reverse it first",
)
OWN_GAIN = Phrase(
    "points.own_gain",
    "{by} 不得把积分转入自己的账户",
    "{by} cannot pass the points of a wallet to {by}'s own",
)
PASSED = Phrase(
    "points.passed",
    "转出的积分已用：{lots}；请先冲销兑换",
    "of what it passed on some is spent, of the lots {lots}: reverse first what they were redeemed by",
)
FEWER = Phrase(
    "points.fewer",
    "库存 {stock} 件，不够出库 {count} 件",
    "{stock} are in stock, and {count} would have to go out",
)


def explain(office: Office, request: Request, *, by: str, on: date, under: Terms) -> Verdict:
    """
    Whether `decide` would accept the request now, and everything that speaks against it.

    A request that was answered already is accepted again, since it has no second effect.

    Raises:
        InvalidInput: Something is no office, no request, no terms, or no day.
    """
    actor, at, terms = _given(office, request, by, on, under)
    if (before := office._seen.get(request.id)) is not None:
        same = _asked(before) == _asking(request, actor)
        return Verdict.against([] if same else [Reason.of(REUSED, path="id")])
    return Verdict.against(_against(office, request, actor, at, terms))


def decide(office: Office, request: Request, *, by: str, on: date, under: Terms) -> Event:
    """
    The event that answers a request, or a refusal with every reason. Nothing changes.

    A request with an id that was answered gets the same answer: the event that the log has already, which
    appended under its id as the key changes nothing. Its day is not looked at, since the second one may come
    after midnight.

    Args:
        office: The office, as `replay` gave it.
        request: What is asked.
        by: The id of whoever acts.
        on: The day, in the zone of the town; not before the latest day of the office.
        under: The terms in force.

    Raises:
        Refused: The terms, the balance or the stock do not allow it; the verdict lists every reason.
        Conflict: The request's id was used for another request.
        InvalidInput: Something is no office, no request, no terms, or no day.

    Example:
        >>> from sanliang import Cycle
        >>> from sanliang.points import apply
        >>> terms = Terms(cycle=Cycle(starts=date(2026, 1, 1)))
        >>> opened = decide(Office.begin("village-1"), Opening(id="w-1", wallet="h-7", unit="group-3"),
        ...                 by="m-1", on=date(2026, 1, 5), under=terms)
        >>> apply(None, opened).wallet("h-7").balance(on=date(2026, 1, 5)).held
        0
    """
    actor, at, terms = _given(office, request, by, on, under)
    if (before := office._seen.get(request.id)) is not None:
        if _asked(before) != _asking(request, actor):
            raise Conflict(REUSED.fault("request.id"))
        return before
    if reasons := tuple(_against(office, request, actor, at, terms)):
        raise Refused(Verdict(ok=False, reasons=reasons))
    return answer(office, request, actor, at, terms)


def _given(office: Office, request: Any, by: str, on: date, under: Terms) -> tuple[str, date, Terms]:
    instance(Office)(office, "office")
    if not isinstance(request, REQUESTS):
        raise InvalidInput(NOT_REQUEST.fault("request"))
    return identifier(by, "by"), day(on, "on"), instance(Terms)(under, "under")


# --- what was asked, for a request that comes again --------------------------------------------------------


_ASKED: dict[type, Callable[[Any], Any]] = {
    Opened: attrgetter("wallet", "holder", "unit"),
    Issued: attrgetter("wallet", "record"),
    Redeemed: lambda event: (event.wallet, {one.item: one.count for one in event.lines}, event.collector),
    Supplied: attrgetter("item", "count", "why"),
    Reversed: attrgetter("of", "why"),
    Closed: attrgetter("wallet", "into", "why"),
}
_ASKING: dict[type, tuple[type, Callable[[Any], Any]]] = {
    Opening: (Opened, attrgetter("wallet", "holder", "unit")),
    Award: (Issued, attrgetter("wallet", "record.id")),
    Order: (Redeemed, lambda order: (order.wallet, {**order.items}, order.collector)),
    Supply: (Supplied, attrgetter("item", "count", "why")),
    Reversal: (Reversed, attrgetter("of", "why")),
    Closing: (Closed, attrgetter("wallet", "into", "why")),
}


def _asked(event: Event) -> tuple[Any, ...]:
    """What an event answers: its sort, who acted, and what the request said."""
    return type(event), event.by, _ASKED[type(event)](event)


def _asking(request: Request, by: str) -> tuple[Any, ...]:
    kind, said = _ASKING[type(request)]
    return kind, by, said(request)


# --- what speaks against it --------------------------------------------------------------------------------


def _against(office: Office, request: Request, by: str, on: date, terms: Terms) -> Iterator[Reason]:
    if office.on is not None and on < office.on:
        yield Reason.of(BACKWARDS, on=on, last=office.on)
    match request:
        case Opening():
            if office._purses.get(request.wallet) is not None:
                yield Reason.of(OPEN, path="wallet")
        case Award():
            yield from _against_wallet(office, request.wallet)
            yield from against_award(office, request, by, on, terms)
        case Order():
            yield from _against_wallet(office, request.wallet)
            yield from against_order(office, request, on, terms)
        case Supply():
            yield from _against_supply(office, request, terms)
        case Closing():
            yield from _against_closing(office, request, by)
        case _:
            yield from _against_reversal(office, request)


def _against_wallet(office: Office, id: str, path: str = "wallet") -> Iterator[Reason]:
    purse = office._purses.get(id)
    if purse is None:
        yield Reason.of(NO_WALLET, path=path)
    elif purse.closed is not None:
        yield Reason.of(SHUT, path=path, closing=purse.closed.id)


def _against_closing(office: Office, closing: Closing, by: str) -> Iterator[Reason]:
    yield from _against_wallet(office, closing.wallet)
    if closing.into is not None:
        yield from _against_wallet(office, closing.into, "into")
    if closing.into == by:
        yield Reason.of(OWN_GAIN, path="into", by=by)


def _against_supply(office: Office, supply: Supply, terms: Terms) -> Iterator[Reason]:
    stock = office._stock.get(supply.item) or 0
    if supply.count > 0 and terms.item(supply.item) is None:
        yield Reason.of(NO_ITEM, path="item", clause=terms.source)
    if stock + supply.count < 0:
        yield Reason.of(FEWER, path="count", stock=stock, count=-supply.count)


def _against_reversal(office: Office, reversal: Reversal) -> Iterator[Reason]:
    event, before = office._seen.get(reversal.of), office._ends.get(reversal.of)
    if event is None:
        yield Reason.of(NO_EVENT, path="of")
    elif before is not None:
        yield Reason.of(UNDONE, path="of", on=before.on, by=before.by)
    elif isinstance(event, Closed):
        yield from _against_reopening(office, event)
    elif isinstance(event, Issued):
        yield from _against_taking(office, event)
    elif isinstance(event, Supplied):
        stock = office._stock.get(event.item) or 0
        if stock < event.count:
            yield Reason.of(FEWER, path="of", stock=stock, count=event.count)
    elif isinstance(event, Redeemed):
        yield from _against_wallet(office, event.wallet, "of")
    else:
        yield Reason.of(NOT_UNDONE, path="of")


def _against_reopening(office: Office, closed: Closed) -> Iterator[Reason]:
    """A closing cannot be taken back once what it passed on is spent, or was passed on again."""
    if closed.into is None:
        return
    yield from _against_wallet(office, closed.into, "of")
    purse = office._purses.part([closed.into])[closed.into]
    lots = tuple(part.lot for part in closed.parts if purse.left.get(part.lot) != part.points)
    if lots and purse.closed is None:
        yield Reason.of(PASSED, path="of", lots=lots)


def _against_taking(office: Office, issue: Issued) -> Iterator[Reason]:
    """An issue cannot be taken back while some of its points are spent: the redemptions go first."""
    purse = office._purses.part([issue.wallet])[issue.wallet]
    spent = issue.points - purse.left.get(issue.id, 0)
    if purse.closed is not None:
        yield from _against_wallet(office, issue.wallet, "of")
    elif spent:
        seen, ends = office._seen.merged(), office._ends.merged()
        by = (
            id
            for id, event in seen.items()
            if isinstance(event, Redeemed)
            and id not in ends
            and any(part.lot == issue.id for part in event.parts)
        )
        yield Reason.of(SPENT, path="of", points=issue.points, spent=spent, redemptions=tuple(sorted(by)))
