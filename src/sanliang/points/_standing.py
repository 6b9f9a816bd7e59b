"""What wallets have earned: their privileges, the board, and the records that a rulebook counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from operator import attrgetter

import attrs

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.events import Log
from sanliang.kernel.fields import FrozenMap, day, identifier, instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Audience
from sanliang.kernel.timeline import Span
from sanliang.points._events import Issued
from sanliang.points._office import NO_WALLET, Balance, Office
from sanliang.points._order import earned_in_cycle
from sanliang.points._post import replay
from sanliang.points._requests import Award, Reversal
from sanliang.points._terms import Privilege, Terms
from sanliang.records import Book, Query, Record

EARNED = "points.earned"

FACTS: FrozenMap[str, Query] = FrozenMap(
    {
        "points_earned": Query(kind=EARNED, sum="points"),
        "deeds_paid": Query(kind=EARNED),
    }
)
"""The facts that a township may choose from, by name; each is a question to the records of a cycle."""

EARLIER = Phrase(
    "points.written_before",
    "写入时刻早于业务日期，不能作为记录",
    "was written before the day on which it counts, and so makes no record",
)
TAKEN_BACK = Phrase("points.record_reversed", "所依据的记录已冲销", "the record that it paid was reversed")


def earned(office: Office, wallet: str, *, span: Span) -> int:
    """
    The points that a wallet was issued for what was done within a span; what was reversed does not count.

    Raises:
        NotFound: The office has no such wallet.

    Example:
        >>> from sanliang.points import Opened, apply
        >>> office = apply(None, Opened(thing="village-1", id="w-1", wallet="h-7", holder="household",
        ...                             unit="group-3", by="m-1", on=date(2026, 1, 5)))
        >>> earned(office, "h-7", span=Span(date(2026, 1, 1), date(2026, 12, 31)))
        0
    """
    purse = instance(Office)(office, "office")._purses.get(identifier(wallet, "wallet"))
    if purse is None:
        raise NotFound(NO_WALLET.fault("wallet"))
    days = instance(Span)(span, "span")
    return sum(one.points for one in purse.issues.values() if days.start <= one.earned <= days.end)


def privileges(office: Office, wallet: str, *, on: date, under: Terms) -> tuple[Privilege, ...]:
    """
    The privileges that a wallet has by what it earned in the cycle of a day, the highest first.

    Raises:
        NotFound: The office has no such wallet.
    """
    terms = instance(Terms)(under, "under")
    points = earned(office, wallet, span=terms.cycle.span(day(on, "on")))
    reached = (one for one in terms.privileges if one.least <= points)
    return tuple(sorted(reached, key=lambda one: (-one.least, one.code)))


def queue(office: Office, *, on: date, under: Terms) -> tuple[str, ...]:
    """
    The wallets in the order in which they are served on an exchange day, those that were closed left out.

    Those with the higher privilege come first; among equals it is by id, since points alone give no
    priority that the terms do not name.

    Example:
        >>> from sanliang import Cycle
        >>> terms = Terms(cycle=Cycle(starts=date(2026, 1, 1)))
        >>> queue(Office.begin("village-1"), on=date(2026, 1, 15), under=terms)
        ()
    """
    at, terms = day(on, "on"), instance(Terms)(under, "under")

    def rank(id: str) -> tuple[int, str]:
        points = earned_in_cycle(purses[id], at, terms)
        return -max((one.least for one in terms.privileges if one.least <= points), default=0), id

    purses = instance(Office)(office, "office")._purses.merged()
    return tuple(sorted((id for id, purse in purses.items() if purse.closed is None), key=rank))


@attrs.frozen(kw_only=True)
class BoardRow:
    """
    One wallet on a board.

    Attributes:
        wallet: Its id.
        earned: What it earned in the span.
        balance: What became of its points; nothing for anybody but the ledger.
    """

    wallet: str
    earned: int
    balance: Balance | None = None


@attrs.frozen(kw_only=True)
class Board:
    """
    What an office shows: to whom, of which days, all together, and wallet by wallet.

    Attributes:
        audience: Who reads it.
        span: The days of which it shows what was earned.
        total: The balance of all wallets on the last of these days.
        rows: By what was earned, the most first, then by id; none for the web.
    """

    audience: Audience
    span: Span
    total: Balance
    rows: tuple[BoardRow, ...]


def board(office: Office, *, span: Span, audience: Audience | str) -> Board:
    """
    What an office shows of the days of a span.

    The ledger sees all. On the village board stands what each wallet earned, and not what it has left or has
    spent: what a household buys is its own affair. The web sees the sums.

    Raises:
        InvalidInput: It is no office, no span, or no audience.

    Example:
        >>> year = Span(date(2026, 1, 1), date(2026, 12, 31))
        >>> board(Office.begin("village-1"), span=year, audience="village").rows
        ()
    """
    reader, days = Audience.of(audience, "audience"), instance(Span)(span, "span")
    wallets = instance(Office)(office, "office").wallets if reader is not Audience.WEB else ()
    rows = (
        BoardRow(
            wallet=one.id,
            earned=earned(office, one.id, span=days),
            balance=one.balance(on=days.end) if reader is Audience.LEDGER else None,
        )
        for one in wallets
    )
    return Board(
        audience=reader,
        span=days,
        total=office.balance(on=days.end),
        rows=tuple(sorted(rows, key=lambda row: (-row.earned, row.wallet))),
    )


# --- records in, records out --------------------------------------------------------------------------------


def awards(
    office: Office, book: Book, *, under: Terms, wallets: Mapping[str, str] = FrozenMap()
) -> tuple[Award, ...]:
    """
    The requests for all records of a book that earn something by the terms and have not been paid.

    Args:
        office: The office.
        book: The book of records; those that were reversed earn nothing.
        under: The terms.
        wallets: By the id of a subject, the wallet that its points go to, where that is another one: that of
            the household of a member.

    Returns:
        The requests in the order of the records: by day, by kind, by id. The id of each is that of the record
        with `award` and a colon before it.

    Example:
        >>> from sanliang import Cycle
        >>> terms = Terms(cycle=Cycle(starts=date(2026, 1, 1)))
        >>> awards(Office.begin("village-1"), Book.begin("branch-1"), under=terms)
        ()
    """
    paid, rules = instance(Office)(office, "office")._paid, instance(Terms)(under, "under").rules
    return tuple(
        Award(id=f"award:{record.id}", wallet=wallets.get(record.subject, record.subject), record=record)
        for record in instance(Book)(book, "book").records
        if paid.get(record.id) is None and any(rule.matches(record) for rule in rules)
    )


def recalls(office: Office, book: Book) -> tuple[Reversal, ...]:
    """
    The requests to take back what was issued for records that have been reversed in their book since.

    Returns:
        The requests in the order of the records' ids. The id of each is that of the record with `recall`
        and a colon before it.

    Example:
        >>> recalls(Office.begin("village-1"), Book.begin("branch-1"))
        ()
    """
    paid, ends = instance(Office)(office, "office")._paid, office._ends
    gone = sorted(one.record for one in instance(Book)(book, "book").reversals)
    found = ((record, paid.get(record)) for record in gone)
    return tuple(
        Reversal(id=f"recall:{record}", of=issue, why=TAKEN_BACK.zh)
        for record, issue in found
        if issue is not None and ends.get(issue) is None
    )


def as_records(log: Log) -> tuple[Record, ...]:
    """
    What was issued as records of the kind `points.earned`, so that a rulebook can count it.

    A record is about the wallet, on the day of what was done, with the number in its field `points`; whoever
    wrote the issue into the log, and when, is its recorder. What was reversed is not among them, and what a
    household bought never is.

    Returns:
        The records by day and by id.

    Raises:
        InvalidInput: The log is not that of an office; or an issue counts from a day after its moment.

    Example:
        >>> as_records(Log.begin("village-1"))
        ()
    """
    office = replay(instance(Log)(log, "log"))
    found = dict[str, Record]()
    for place, entry in enumerate(log):
        event = entry.event
        if not isinstance(event, Issued) or office._ends.get(event.id) is not None:
            continue
        if entry.at.date() < event.on:
            raise InvalidInput(EARLIER.fault(f"log[{place}].at"))
        found.setdefault(
            event.id,
            Record(
                id=event.id,
                subject=event.wallet,
                kind=EARNED,
                on=event.earned,
                fields={"points": event.points},
                activity=event.activity,
                recorder=entry.by,
                recorded=entry.at,
            ),
        )
    return tuple(sorted(found.values(), key=attrgetter("on", "id")))
