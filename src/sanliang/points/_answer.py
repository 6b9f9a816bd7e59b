"""The event that answers a request against which nothing speaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sanliang.points._award import earned
from sanliang.points._events import Closed, Event, Issued, Opened, Redeemed, Reversed, Supplied
from sanliang.points._office import Office
from sanliang.points._order import lines_of, parts_of
from sanliang.points._requests import Award, Closing, Opening, Order, Request, Reversal, Supply
from sanliang.points._terms import Terms


def answer(office: Office, request: Request, by: str, on: date, terms: Terms) -> Event:
    """The event that answers a request."""
    return _ANSWER[type(request)](office, request, by, on, terms)


def _open(office: Office, request: Opening, by: str, on: date, _terms: Terms) -> Event:
    return Opened(
        thing=office.id,
        id=request.id,
        wallet=request.wallet,
        holder=request.holder,
        unit=request.unit,
        by=by,
        on=on,
    )


def _issue(office: Office, request: Award, by: str, on: date, terms: Terms) -> Event:
    record, purse = request.record, office._purses.part([request.wallet])[request.wallet]
    rules = earned(purse, record, terms)
    return Issued(
        thing=office.id,
        id=request.id,
        wallet=request.wallet,
        record=record.id,
        earned=record.on,
        activity=record.activity,
        points=sum(one.counted for one in rules),
        rules=rules,
        last=terms.last_day(on),
        by=by,
        on=on,
    )


def _redeem(office: Office, request: Order, by: str, on: date, terms: Terms) -> Event:
    lines, purse = lines_of(request, on, terms), office._purses.part([request.wallet])[request.wallet]
    return Redeemed(
        thing=office.id,
        id=request.id,
        wallet=request.wallet,
        parts=parts_of(purse, sum(line.count * line.price for line in lines), on),
        lines=lines,
        collector=request.collector,
        by=by,
        on=on,
    )


def _supply(office: Office, request: Supply, by: str, on: date, _terms: Terms) -> Event:
    return Supplied(
        thing=office.id,
        id=request.id,
        item=request.item,
        count=request.count,
        why=request.why,
        by=by,
        on=on,
    )


def _reverse(office: Office, request: Reversal, by: str, on: date, _terms: Terms) -> Event:
    return Reversed(thing=office.id, id=request.id, of=request.of, why=request.why, by=by, on=on)


def _close(office: Office, request: Closing, by: str, on: date, _terms: Terms) -> Event:
    purse = office._purses.part([request.wallet])[request.wallet]
    return Closed(
        thing=office.id,
        id=request.id,
        wallet=request.wallet,
        into=request.into,
        parts=purse.parts(on),
        why=request.why,
        by=by,
        on=on,
    )


_ANSWER: dict[type, Callable[[Office, Any, str, date, Terms], Event]] = {
    Opening: _open,
    Award: _issue,
    Order: _redeem,
    Supply: _supply,
    Reversal: _reverse,
    Closing: _close,
}
