"""
A million events of points offices against the same loop by hand, and one event more at any length.

The peer keeps plain integers in plain dictionaries and is given plain tuples. It makes the same checks: an
id and a record count once, a wallet is there, no lot, no balance and no stock goes below zero, what is taken
back is there and whole; and it keeps the same sums. Ours is `replay` of the events. Both end with the same
balances.
Prints one line `NAME ratio=...` each, and ends with an error where a goal is missed.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median
from time import perf_counter
from typing import Any

from sanliang import Cycle
from sanliang.kernel.labels import Text
from sanliang.points import (
    Earned,
    Holder,
    Issued,
    Item,
    Line,
    Office,
    Opened,
    Order,
    Part,
    Redeemed,
    Reversed,
    Supplied,
    Terms,
    apply,
    decide,
    replay,
)

MANY = 1_000_000
WALLETS = 1_000
ROUNDS = 5
GOALS = {"fold": 3.0, "apply": 2.0}
START = date(2026, 1, 1)
OPENED, ISSUED, REDEEMED, SUPPLIED, REVERSED = range(5)


def events(count: int) -> Iterator[Any]:
    """So many events of an office: in ten, six issues, three redemptions and a reversal of one of these."""
    thing, by = "village-1", "m-1"
    yield Supplied(thing=thing, id="s", item="soap", count=10**6, why="进货", by=by, on=START)
    for wallet in range(WALLETS):
        yield Opened(
            thing=thing,
            id=f"w-{wallet}",
            wallet=f"h-{wallet}",
            holder=Holder.HOUSEHOLD,
            unit="g",
            by=by,
            on=START,
        )
    made, number = WALLETS + 1, 0
    five = (Earned(rule="yard", points=5, counted=5),)
    one_soap = (Line(item="soap", count=1, price=8),)
    while made < count:
        number += 1
        wallet, on = f"h-{number % WALLETS}", START + timedelta(days=number // 400)
        lots = [f"i-{number}-{place}" for place in range(6)]
        for lot in lots:
            yield Issued(
                thing=thing,
                id=lot,
                wallet=wallet,
                record=f"r-{lot}",
                earned=on,
                points=5,
                rules=five,
                by=by,
                on=on,
            )
        for place in range(3):
            parts = (Part(lot=lots[2 * place], points=5), Part(lot=lots[2 * place + 1], points=3))
            yield Redeemed(
                thing=thing,
                id=f"o-{number}-{place}",
                wallet=wallet,
                parts=parts,
                lines=one_soap,
                by=by,
                on=on,
            )
        yield Reversed(thing=thing, id=f"v-{number}", of=f"o-{number}-2", why="退货", by=by, on=on)
        made += 10


def plain(event: Any) -> tuple[Any, ...]:
    """An event as the peer is given it: numbers, and strings for ids."""
    match event:
        case Opened():
            return OPENED, event.id, event.wallet
        case Issued():
            return ISSUED, event.id, event.wallet, event.record, event.points, event.on.toordinal()
        case Redeemed():
            parts = tuple((one.lot, one.points) for one in event.parts)
            lines = tuple((one.item, one.count) for one in event.lines)
            return REDEEMED, event.id, event.wallet, parts, lines
        case Supplied():
            return SUPPLIED, event.id, event.item, event.count
        case _:
            return REVERSED, event.id, event.of


def by_hand(rows: list[tuple[Any, ...]]) -> dict[str, list[int]]:
    """The peer: for each wallet what was issued, redeemed and reversed, and what is left."""
    seen: dict[str, tuple[Any, ...]] = {}
    paid: set[str] = set()
    ends: set[str] = set()
    sums: dict[str, list[int]] = {}
    left: dict[str, dict[str, int]] = {}
    stock: dict[str, int] = {}
    daily: dict[int, int] = {}
    for row in rows:
        kind, id = row[0], row[1]
        if id in seen:
            if seen[id] != row:
                raise ValueError(id)
            continue
        seen[id] = row
        if kind == ISSUED:
            _, _, wallet, record, points, on = row
            if wallet not in left or record in paid:
                raise ValueError(id)
            paid.add(record)
            left[wallet][id] = points
            sums[wallet][0] += points
            daily[on] = daily.get(on, 0) + points
        elif kind == REDEEMED:
            _, _, wallet, parts, lines = row
            lots, total = left[wallet], sums[wallet]
            for lot, points in parts:
                rest = lots.get(lot, 0) - points
                if rest < 0:
                    raise ValueError(id)
                if rest:
                    lots[lot] = rest
                else:
                    del lots[lot]
                total[1] += points
            for item, count in lines:
                rest = stock.get(item, 0) - count
                if rest < 0:
                    raise ValueError(id)
                stock[item] = rest
        elif kind == OPENED:
            if row[2] in left:
                raise ValueError(id)
            left[row[2]], sums[row[2]] = {}, [0, 0, 0]
        elif kind == SUPPLIED:
            rest = stock.get(row[2], 0) + row[3]
            if rest < 0:
                raise ValueError(id)
            stock[row[2]] = rest
        else:
            undo(id, row[2], seen, ends, sums, left, stock, daily)
    return {wallet: [*total, sum(left[wallet].values())] for wallet, total in sums.items()}


def undo(id: str, of: str, seen: Any, ends: Any, sums: Any, left: Any, stock: Any, daily: Any) -> None:
    """The peer takes something back."""
    row = seen.get(of)
    if row is None or of in ends:
        raise ValueError(id)
    ends.add(of)
    if row[0] == REDEEMED:
        lots, total = left[row[2]], sums[row[2]]
        for lot, points in row[3]:
            lots[lot] = lots.get(lot, 0) + points
            total[1] -= points
        for item, count in row[4]:
            stock[item] += count
    elif row[0] == ISSUED:
        if left[row[2]].pop(of, 0) != row[4]:
            raise ValueError(id)
        sums[row[2]][2] += row[4]
        daily[row[5]] -= row[4]
    elif row[0] == SUPPLIED:
        stock[row[2]] -= row[3]
        if stock[row[2]] < 0:
            raise ValueError(id)
    else:
        raise ValueError(id)


def seconds(work: Any) -> float:
    """Seconds for one run, without the collector, as for the peer."""
    gc.collect()
    gc.disable()
    start = perf_counter()
    work()
    spent = perf_counter() - start
    gc.enable()
    return spent


def fold() -> float:
    """How many times as long as the peer `replay` takes."""
    given = tuple(events(MANY))
    rows = [plain(event) for event in given]
    office, peer = replay(given), by_hand(rows)
    balances = {one.id: one.balance(on=date(2099, 1, 1)) for one in office.wallets}
    assert peer == {id: [one.issued, one.redeemed, one.reversed, one.held] for id, one in balances.items()}
    assert sum(one.held for one in balances.values()) == office.balance(on=date(2099, 1, 1)).held > 0
    del office, peer, balances
    pairs = [(seconds(lambda: replay(given)), seconds(lambda: by_hand(rows))) for _ in range(ROUNDS)]
    ours, theirs = (median(times) for times in zip(*pairs, strict=True))
    ratio = median(one / other for one, other in pairs)
    print(
        f"points-fold ratio={ratio:.2f} goal={GOALS['fold']} events={len(given)} "
        f"seconds={ours:.2f} peer-seconds={theirs:.2f}"
    )
    return ratio


def one_more() -> float:
    """How many times as long one event more takes in an office that has grown; and what a decision takes."""
    for count in (4_000, 200_000):
        asked, applied = one_order(replay(tuple(events(count))))
        print(f"points-decide events={count} us={asked:.1f} us-apply={applied:.1f}")
    return grown()


def one_order(office: Office) -> tuple[float, float]:
    """Microseconds to decide an order and to apply its event."""
    soap = Item(id="soap", name=Text("肥皂", "soap"), price=8)
    terms, on = Terms(catalogue=[soap], cycle=Cycle(starts=START)), date(2030, 1, 1)
    order = Order(id="new", wallet="h-1", items={"soap": 1})
    event = decide(office, order, by="m-1", on=on, under=terms)
    asked = micros(lambda: decide(office, order, by="m-1", on=on, under=terms))
    return asked, micros(lambda: apply(office, event))


def micros(work: Any) -> float:
    """Microseconds for one call."""
    return min(seconds(lambda: [work() for _ in range(500)]) for _ in range(ROUNDS)) / 500 * 1e6


def grown() -> float:
    """How the second half of 20,000 events, applied one by one, compares with the first."""
    given = tuple(events(20_000))
    half, ratios = len(given) // 2, []
    for _ in range(3):
        office: Office | None = None
        spent = []
        for part in (given[:half], given[half:]):
            start = perf_counter()
            for event in part:
                office = apply(office, event)
            spent.append(perf_counter() - start)
        ratios.append(spent[1] / spent[0])
    print(
        f"points-growing ratio={min(ratios):.2f} goal={GOALS['apply']} us={sum(spent) / len(given) * 1e6:.1f}"
    )
    return min(ratios)


def main() -> int:
    """Measure, print, judge."""
    return (fold() > GOALS["fold"]) + (one_more() > GOALS["apply"])


if __name__ == "__main__":
    sys.exit(main())
