"""What lies ahead: what the points already issued will cost, and by when they have to be spent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import attrs

from sanliang.calendars import Due
from sanliang.kernel.fields import day, instance
from sanliang.kernel.labels import Phrase
from sanliang.points._office import Office
from sanliang.points._terms import Terms

EXPIRING = Phrase("points.expiring", "{points} 分到期前可兑换", "{points} points can be redeemed until then")


@attrs.frozen(kw_only=True)
class Outstanding:
    """
    Points that are held and have one last day.

    Attributes:
        last: Their last day; nothing where they carry over.
        points: How many there are.
    """

    last: date | None
    points: int


@attrs.frozen(kw_only=True)
class Forecast:
    """
    What the points already issued will cost, if they are redeemed.

    Attributes:
        on: The day as of which it is.
        rows: The points that are held, by last day, those that carry over at the end.
        least: What all of them cost, in fen, if each is spent on the item that costs least for a point.
        most: The same for the item that costs most. Both are exact, and are `None` where no item has a cost.
        uncosted: The ids of the items that have a price on the day and no cost: with them, nobody knows.
    """

    on: date
    rows: tuple[Outstanding, ...]
    least: Fraction | None
    most: Fraction | None
    uncosted: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """How many points are held."""
        return sum(one.points for one in self.rows)

    def cost(self, fen: Fraction | int) -> Fraction:
        """What the points cost at so many fen for a point."""
        return Fraction(self.points * fen)


def forecast(office: Office, *, on: date, under: Terms) -> Forecast:
    """
    What the points already issued will cost, by expiry and by what the catalogue costs for a point.

    It looks at no habit: a point that is held may be redeemed until its last day, and what is not redeemed
    then expires and costs nothing. The stock is not looked at either, since it can be filled.

    Args:
        office: The office.
        on: The day.
        under: The terms, with the prices of the day.

    Raises:
        InvalidInput: Something is no office, no terms, or no day.

    Example:
        >>> from sanliang import Cycle
        >>> terms = Terms(cycle=Cycle(starts=date(2026, 1, 1)))
        >>> forecast(Office.begin("village-1"), on=date(2026, 1, 15), under=terms).points
        0
    """
    at, terms = day(on, "on"), instance(Terms)(under, "under")
    rows = _rows(instance(Office)(office, "office"), at)
    priced = [(item, price) for item in terms.catalogue if (price := item.price_on(at)) is not None]
    rates = [Fraction(item.cost, price) for item, price in priced if item.cost is not None]
    points = sum(one.points for one in rows)
    return Forecast(
        on=at,
        rows=rows,
        least=points * min(rates) if rates else None,
        most=points * max(rates) if rates else None,
        uncosted=tuple(item.id for item, _ in priced if item.cost is None),
    )


def _rows(office: Office, on: date) -> tuple[Outstanding, ...]:
    found = defaultdict[date | None, int](int)
    for _, last, left in _open_lots(office, on):
        found[last] += left
    ordered = sorted(found.items(), key=lambda row: row[0] or date.max)
    return tuple(Outstanding(last=last, points=points) for last, points in ordered)


def _open_lots(office: Office, on: date) -> Iterator[tuple[str, date | None, int]]:
    """The wallet, the last day and what is left of each lot that can be spent on a day."""
    for id, purse in office._purses.merged().items():
        for lot, left in purse.live(on):
            yield id, purse.lot(lot).last, left


def due(office: Office, *, on: date) -> tuple[Due, ...]:
    """
    By which day points have to be redeemed: one for each wallet and last day, as of a day.

    What has expired cannot be made good, and is not due. `calendars.due(..., before=)` chooses among them.

    Returns:
        The dues in their order: the thing is the wallet, the step is `redeem`.

    Raises:
        InvalidInput: It is no office, or no day.

    Example:
        >>> due(Office.begin("village-1"), on=date(2026, 1, 15))
        ()
    """
    found = defaultdict[tuple[str, date], int](int)
    for wallet, last, left in _open_lots(instance(Office)(office, "office"), day(on, "on")):
        if last is not None:
            found[wallet, last] += left
    units = {one.id: one.unit for one in office.wallets}
    return tuple(
        sorted(
            Due(
                on=last,
                kind="points",
                thing=wallet,
                step="redeem",
                unit=units[wallet],
                says=EXPIRING.fill(points=points),
            )
            for (wallet, last), points in found.items()
        )
    )
