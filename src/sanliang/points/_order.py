"""What an order costs, from which lots it is paid, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from heapq import heappop, heappush

from sanliang.kernel.fields import each, whole
from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason
from sanliang.points._events import Line, Part
from sanliang.points._office import Office, Purse
from sanliang.points._requests import Order
from sanliang.points._terms import Terms

CLOSED = Phrase(
    "points.closed",
    "{on} 不是兑换日；下一个兑换日：{next}",
    "{on} is no exchange day; the next one is: {next}",
)
NO_ITEM = Phrase("points.no_item", "目录中没有这种物品", "is no item of the catalogue")
NO_PRICE = Phrase("points.no_price", "{item}在 {on} 还没有价格", "{item} has no price on {on} yet")
NO_STOCK = Phrase(
    "points.no_stock",
    "{item}库存 {stock} 件，不够 {count} 件",
    "{item}: {stock} in stock, and {count} were asked for",
)
KEPT = Phrase(
    "points.kept",
    "{item}优先供应“{privilege}”：本周期须满 {least} 分，现有 {earned} 分",
    "{item} is kept for {privilege}: that takes {least} points in the cycle, and there are {earned}",
)
UNPAYABLE = Phrase(
    "points.denomination",
    "{points} 分不能由面额 {denominations} 凑成",
    "{points} points are no sum of {denominations}",
)
SHORT = Phrase(
    "points.short",
    "需 {needed} 分，{on} 可用 {held} 分，还差 {missing} 分",
    "{needed} points are needed; {held} can be spent on {on}, and {missing} are missing",
)


def lines_of(order: Order, on: date, terms: Terms) -> tuple[Line, ...]:
    """The lines of an order, by item; without those that have no price on the day."""
    return tuple(
        Line(item=id, count=count, price=price)
        for id, count in order.items.items()
        if (item := terms.item(id)) is not None and (price := item.price_on(on)) is not None
    )


def parts_of(purse: Purse, points: int, on: date) -> tuple[Part, ...]:
    """So many points from the lots that can be spent on a day: of the oldest issue first."""
    parts = list[Part]()
    for lot, left in purse.live(on):
        if points <= 0:
            break
        parts.append(Part(lot=lot, points=min(left, points)))
        points -= left
    return tuple(parts)


def earned_in_cycle(purse: Purse, on: date, terms: Terms) -> int:
    """The points for what was done in the cycle of a day; issues that were reversed do not count."""
    span = terms.cycle.span(on)
    return sum(one.points for one in purse.issues.values() if span.start <= one.earned <= span.end)


def against_order(office: Office, order: Order, on: date, terms: Terms) -> Iterator[Reason]:
    """What speaks against an order."""
    if terms.exchange is not None and on not in terms.exchange:
        ahead = next((one for one in terms.exchange if one > on), None)
        yield Reason.of(CLOSED, clause=terms.source, on=on, next=ahead)
    purse = office._purses.get(order.wallet)
    yield from _against_items(office, purse, order, on, terms)
    needed = sum(line.count * line.price for line in lines_of(order, on, terms))
    if not payable(needed, terms.denominations):
        yield Reason.of(UNPAYABLE, clause=terms.source, points=needed, denominations=terms.denominations)
    if purse is not None and (held := purse.held(on)) < needed:
        yield Reason.of(SHORT, path="wallet", on=on, needed=needed, held=held, missing=needed - held)


def _against_items(
    office: Office, purse: Purse | None, order: Order, on: date, terms: Terms
) -> Iterator[Reason]:
    rights = {one.code: one for one in terms.privileges}
    for place, (id, count) in enumerate(order.items.items()):
        item, path = terms.item(id), f"items[{place}]"
        if item is None:
            yield Reason.of(NO_ITEM, path=path, clause=terms.source)
            continue
        if item.price_on(on) is None:
            yield Reason.of(NO_PRICE, path=path, item=item.name, on=on)
        stock = office._stock.get(id) or 0
        if stock < count:
            yield Reason.of(NO_STOCK, path=path, item=item.name, stock=stock, count=count)
        if item.privilege is not None and purse is not None:
            right, there = rights[item.privilege], earned_in_cycle(purse, on, terms)
            if there < right.least:
                yield Reason.of(
                    KEPT,
                    path=path,
                    clause=right.source,
                    item=item.name,
                    privilege=right.says,
                    least=right.least,
                    earned=there,
                )


def payable(points: int, denominations: tuple[int, ...]) -> bool:
    """
    Whether so many points are a sum of denominations, each as often as one likes; of none, any number is.

    Source:
        Remainders of the smallest one, as in A. Nijenhuis, A minimal-path algorithm for the "money changing
        problem", Amer. Math. Monthly 86 (1979), 832-835.

    Example:
        >>> payable(70, (20, 50)), payable(30, (20, 50))
        (True, False)
    """
    whole(points, "points")
    every = each(partial(whole, least=1))(denominations, "denominations")
    if not every:
        return True
    first, *others = every
    least = {0: 0}
    ahead = [0]
    while ahead:
        total = heappop(ahead)
        for one in others:
            more = total + one
            if more <= points and more < least.get(more % first, more + 1):
                least[more % first] = more
                heappush(ahead, more)
    return least.get(points % first, points + 1) <= points
