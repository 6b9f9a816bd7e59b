"""The journal: every transaction in double entry, with what expired between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from heapq import heappop, heappush
from typing import Any

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.events import Log
from sanliang.kernel.fields import checked, day, identifier, instances, whole
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.points._events import Closed, Event, Issued, Part, Redeemed, Reversed
from sanliang.points._post import listed, replay

UNEVEN = Phrase("points.uneven", "各分录之和须为 0", "must add up to 0")


class Account(Labelled):
    """Where points are: what is issued comes from the first and is always in one of the others."""

    ISSUED = "issued", "发放", "issued"
    HELD = "held", "持有", "held"
    REDEEMED = "redeemed", "兑换", "redeemed"
    EXPIRED = "expired", "过期", "expired"
    REVERSED = "reversed", "冲销", "reversed"


def _account(value: Account | str) -> Account:
    return Account.of(value, "account")


@attrs.frozen(kw_only=True)
class Entry:
    """So many points that go into an account of a wallet, or, below zero, out of it."""

    account: Account = attrs.field(converter=_account)
    wallet: str = attrs.field(validator=checked(identifier))
    points: int = attrs.field(validator=checked(whole))


@attrs.frozen(kw_only=True)
class Transaction:
    """
    Points that move from accounts to accounts: its entries add up to 0.

    Attributes:
        version: How many events had happened, this one among them.
        id: The id of the event; of a lot that expired, the id of its issue.
        on: The day; of a lot that expired, the day after its last one, or the day on which points came back
            to it.
        entries: Out of an account, and into another one.
    """

    version: int = attrs.field(validator=checked(whole))
    id: str = attrs.field(validator=checked(identifier))
    on: date = attrs.field(validator=checked(day))
    entries: tuple[Entry, ...] = attrs.field(validator=checked(instances(Entry)))

    def __attrs_post_init__(self) -> None:
        if sum(one.points for one in self.entries):
            raise InvalidInput(UNEVEN.fault("entries"))


class _Ledger:
    """What is left of each lot, and which of them have expired, as the journal is written."""

    def __init__(self) -> None:
        self.wallets: dict[str, str] = {}
        self.left: dict[str, int] = {}
        self.gone: set[str] = set()
        self.passed: set[str] = set()
        self.ends: list[tuple[date, str]] = []

    def move(self, wallet: str, points: int, out: Account, into: Account) -> tuple[Entry, Entry]:
        return (
            Entry(account=out, wallet=wallet, points=-points),
            Entry(account=into, wallet=wallet, points=points),
        )

    def place(self, lot: str) -> Account:
        """Where the points of a lot are that nobody has spent."""
        return Account.EXPIRED if lot in self.gone else Account.HELD

    def issue(self, event: Issued) -> tuple[Entry, ...]:
        self.wallets[event.id], self.left[event.id] = event.wallet, event.points
        if event.last is not None:
            heappush(self.ends, (event.last, event.id))
        return self.move(event.wallet, event.points, Account.ISSUED, Account.HELD)

    def redeem(self, event: Redeemed) -> tuple[Entry, ...]:
        made = list[Entry]()
        for part in event.parts:
            self.left[part.lot] -= part.points
            made += self.move(event.wallet, part.points, self.place(part.lot), Account.REDEEMED)
        return tuple(made)

    def pass_on(self, event: Closed, out: str, into: str) -> tuple[Entry, ...]:
        """What was issued to the one wallet was issued to the other, wherever it is now."""
        made = list[Entry]()
        for part in event.parts:
            place = self.place(part.lot)
            made += self.move(out, part.points, place, Account.ISSUED)
            made += self.move(into, part.points, Account.ISSUED, place)
            self.wallets[part.lot] = into
        return tuple(made)

    def close(self, event: Closed) -> tuple[Entry, ...]:
        """What is passed on stays held; for nobody it is gone, unless it was gone before."""
        if event.into is not None:
            return self.pass_on(event, event.wallet, event.into)
        made = list[Entry]()
        for part in event.parts:
            if part.lot not in self.gone:
                self.gone.add(part.lot)
                made += self.move(event.wallet, part.points, Account.HELD, Account.EXPIRED)
        return tuple(made)

    def reopen(self, event: Closed) -> tuple[Entry, ...]:
        """What was passed on comes back; what was gone is held again, unless its last day has passed."""
        if event.into is not None:
            return self.pass_on(event, event.into, event.wallet)
        made = list[Entry]()
        for part in event.parts:
            if part.lot not in self.passed:
                self.gone.discard(part.lot)
                made += self.move(event.wallet, part.points, Account.EXPIRED, Account.HELD)
        return tuple(made)

    def undo(self, event: Any) -> tuple[Entry, ...]:
        if isinstance(event, Issued):
            self.left[event.id] = 0
            return self.move(event.wallet, event.points, self.place(event.id), Account.REVERSED)
        if isinstance(event, Closed):
            return self.reopen(event)
        made = list[Entry]()
        for part in event.parts if isinstance(event, Redeemed) else ():
            self.left[part.lot] += part.points
            made += self.back(event.wallet, part)
        return tuple(made)

    def back(self, wallet: str, part: Part) -> Iterator[Entry]:
        """Points that come back to a lot are held; of one that has expired, they expire at once."""
        yield from self.move(wallet, part.points, Account.REDEEMED, Account.HELD)
        if part.lot in self.gone:
            yield from self.move(wallet, part.points, Account.HELD, Account.EXPIRED)

    def expire(self, before: date, version: int) -> Iterator[Transaction]:
        """The lots whose last day lies before a day and that have something left."""
        while self.ends and self.ends[0][0] < before:
            last, lot = heappop(self.ends)
            self.passed.add(lot)
            if lot in self.gone:
                continue
            self.gone.add(lot)
            if left := self.left[lot]:
                entries = self.move(self.wallets[lot], left, Account.HELD, Account.EXPIRED)
                yield Transaction(version=version, id=lot, on=last + timedelta(days=1), entries=entries)


def journal(log: Log | Iterable[Event], *, on: date) -> tuple[Transaction, ...]:
    """
    Every transaction of an office as of a day, in double entry.

    What expires is nobody's event: it stands before the first event of a later day. The sums of all entries
    by account are the balance, at every version.

    Args:
        log: The log of the office, or its events.
        on: The day; lots whose last day lies before it have expired. Every event is in it, be its day later:
            a log is as it is.

    Raises:
        InvalidInput: As `replay`.

    Example:
        >>> journal(Log.begin("village-1"), on=date(2026, 1, 15))
        ()
    """
    end = day(on, "on")
    events = listed(log)
    if events:
        replay(events)
    ledger, seen, made = _Ledger(), dict[str, Event](), list[Transaction]()
    for version, event in enumerate(events, 1):
        made += ledger.expire(event.on, version - 1)
        if event.id not in seen:
            seen[event.id] = event
            if entries := _entries(ledger, event, seen):
                made.append(Transaction(version=version, id=event.id, on=event.on, entries=entries))
    made += ledger.expire(end, len(events))
    return tuple(made)


def _entries(ledger: _Ledger, event: Event, seen: dict[str, Event]) -> tuple[Entry, ...]:
    match event:
        case Issued():
            return ledger.issue(event)
        case Redeemed():
            return ledger.redeem(event)
        case Reversed():
            return ledger.undo(seen[event.of])
        case Closed():
            return ledger.close(event)
        case _:
            return ()
