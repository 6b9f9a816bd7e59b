"""
A points office: what its log says now of wallets and of the stock.

All wallets of a village and the goods that they buy are one office, and one log. So a redemption takes points
and goods in one event: there is no moment, and no crash, between the two; and since an append names the head
that it was decided on, of two redemptions of one balance or of one piece the log takes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from operator import attrgetter
from typing import final

import attrs

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.fields import (
    FrozenMap,
    checked,
    day,
    identifier,
    instance,
    instances,
    optional,
    whole,
)
from sanliang.kernel.labels import Phrase
from sanliang.kernel.timeline import Span
from sanliang.points._events import UNBALANCED, Closed, Event, Issued, Part, Reversed
from sanliang.points._layers import Layers
from sanliang.points._requests import Holder, holder, points_of

NO_WALLET = Phrase("points.no_wallet", "本积分站没有这个积分账户", "is no wallet of this office")
_count = partial(whole, least=0)
DAY = timedelta(days=1)
LEFT_OVER = Phrase("lot.left", "剩余多于发放", "must not be more than was issued")
NO_EVENT = Phrase("points.unknown", "本积分站没有这个编号的业务", "is the id of nothing at this office")


class Purse:
    """
    What a wallet is while events are posted; nobody changes it once an office has it.

    `issues` are the lots that were not reversed, `came` those that came from wallets that were closed, and
    `left` the points of all of them that are not spent. What came was earned by somebody else, and so gives
    no privilege and fills no ceiling here.
    """

    __slots__ = ("came", "closed", "holder", "issued", "issues", "left", "redeemed", "reversed", "unit")

    def __init__(self, holder: Holder, unit: str) -> None:
        self.holder, self.unit = holder, unit
        self.issued = self.redeemed = self.reversed = 0
        self.issues: dict[str, Issued] = {}
        self.came: dict[str, Issued] = {}
        self.left: dict[str, int] = {}
        self.closed: Closed | None = None

    def copy(self) -> Purse:
        """Another one with the same in it."""
        new = Purse(self.holder, self.unit)
        new.issued, new.redeemed, new.reversed = self.issued, self.redeemed, self.reversed
        new.issues, new.left = self.issues.copy(), self.left.copy()
        new.came, new.closed = self.came.copy(), self.closed
        return new

    def lot(self, id: str) -> Issued:
        """The issue of a lot that is in the wallet."""
        return self.issues.get(id) or self.came[id]

    def last(self, lot: Issued) -> date | None:
        """
        The last day of a lot in this wallet.

        What is left in a wallet that was closed had to be spent before the day of the closing.
        """
        shut = self.closed
        if shut is None or not self.left.get(lot.id):
            return lot.last
        before = max(shut.on, date.min + DAY) - DAY
        return before if lot.last is None else min(before, lot.last)

    def live(self, on: date) -> Iterator[tuple[str, int]]:
        """The lots that can be spent on a day and what is left of each, in the order of spending."""
        if self.closed is not None:
            return
        lots = self.issues | self.came if self.came else self.issues
        for lot in sorted(self.left, key=lambda lot: spending(lots[lot])):
            last = lots[lot].last
            if last is None or last >= on:
                yield lot, self.left[lot]

    def parts(self, on: date) -> tuple[Part, ...]:
        """All that can be spent on a day, in the order of spending."""
        return tuple(Part(lot=lot, points=points) for lot, points in self.live(on))

    def held(self, on: date) -> int:
        """How many points can be spent on a day."""
        return sum(points for _, points in self.live(on))


spending = attrgetter("on", "earned", "id")
"""The order in which lots are spent: by day of issue, by day of what was done, by id."""


@attrs.frozen(kw_only=True)
class Balance:
    """
    What became of all points that were issued: *issued* is the sum of the other four.

    Attributes:
        on: The day as of which it is; a lot whose last day lies before it has expired.
        issued: Every point that was ever issued.
        held: Those that can be spent on the day.
        redeemed: Those that were spent, redemptions that were reversed aside.
        expired: Those that nobody spent in time.
        reversed: Those whose issue was taken back.

    Raises:
        InvalidInput: A number below zero, or another sum.
    """

    on: date = attrs.field(validator=checked(day))
    issued: int = attrs.field(validator=checked(_count))
    held: int = attrs.field(validator=checked(_count))
    redeemed: int = attrs.field(validator=checked(_count))
    expired: int = attrs.field(validator=checked(_count))
    reversed: int = attrs.field(validator=checked(_count))

    def __attrs_post_init__(self) -> None:
        if self.issued != self.held + self.redeemed + self.expired + self.reversed:
            raise InvalidInput(UNBALANCED.fault("issued"))


@attrs.frozen(kw_only=True)
class Lot:
    """
    Points that were issued together.

    Attributes:
        id: The id of the issue.
        points: How many there were; *left* is what was not spent of them.
        on: The day of issue.
        last: The last day on which they can be spent; nothing where they carry over.
    """

    id: str = attrs.field(validator=checked(identifier))
    points: int = attrs.field(validator=checked(points_of))
    left: int = attrs.field(validator=checked(_count))
    on: date = attrs.field(validator=checked(day))
    last: date | None = attrs.field(default=None, validator=checked(optional(day)))

    def __attrs_post_init__(self) -> None:
        if self.left > self.points:
            raise InvalidInput(LEFT_OVER.fault("left"))


@attrs.frozen(kw_only=True)
class Wallet:
    """
    One wallet as it stands.

    Attributes:
        id: Its id; *holder* says whether it is a member's or a household's.
        unit: The unit that it belongs to.
        lots: What was issued and not reversed, in the order in which it is spent: by day of issue, by day of
            what was done, by id. The lots that are spent are among them, with nothing left; so are those that
            went to another wallet, and in that one those that came.
        issued, redeemed, reversed: As in a `Balance`. What came from another wallet was issued here, and no
            longer there.

    Raises:
        InvalidInput: What was issued is not what is left, redeemed and reversed together.
    """

    id: str = attrs.field(validator=checked(identifier))
    holder: Holder = attrs.field(converter=holder)
    unit: str = attrs.field(validator=checked(identifier))
    lots: tuple[Lot, ...] = attrs.field(validator=checked(instances(Lot)))
    issued: int = attrs.field(validator=checked(_count))
    redeemed: int = attrs.field(validator=checked(_count))
    reversed: int = attrs.field(validator=checked(_count))

    def __attrs_post_init__(self) -> None:
        if self.issued != sum(one.left for one in self.lots) + self.redeemed + self.reversed:
            raise InvalidInput(UNBALANCED.fault("issued"))

    def balance(self, *, on: date) -> Balance:
        """The balance of the wallet as of a day."""
        at = day(on, "on")
        held = sum(one.left for one in self.lots if one.last is None or one.last >= at)
        return Balance(
            on=at,
            issued=self.issued,
            held=held,
            redeemed=self.redeemed,
            expired=sum(one.left for one in self.lots) - held,
            reversed=self.reversed,
        )


@final
@attrs.frozen(eq=False, repr=False)
class Office:
    """
    What the log of a points office says now. It is made by `replay`, and an empty one by `Office.begin`.

    One more event copies the wallet that it touches, and little besides. Two offices are equal when the same
    has happened at them; in which order does not matter.

    Attributes:
        id: The id of the office, and of its log.
        version: How many events made it.
        on: The latest day of its events; nothing before the first.

    Example:
        >>> office = Office.begin("village-1")
        >>> office.wallets, office.balance(on=date(2026, 1, 15)).issued
        ((), 0)
    """

    id: str
    version: int = 0
    on: date | None = None
    _seen: Layers[str, Event] = attrs.field(factory=Layers)
    _paid: Layers[str, str] = attrs.field(factory=Layers)
    _ends: Layers[str, Reversed] = attrs.field(factory=Layers)
    _purses: Layers[str, Purse] = attrs.field(factory=Layers)
    _stock: Layers[str, int] = attrs.field(factory=Layers)
    _daily: Layers[date, int] = attrs.field(factory=Layers)

    @classmethod
    def begin(cls, id: str) -> Office:
        """An office at which nothing has happened yet."""
        return cls(identifier(id, "id"))

    @property
    def wallets(self) -> tuple[Wallet, ...]:
        """All wallets, by id."""
        return tuple(_shown(id, purse) for id, purse in sorted(self._purses.merged().items()))

    def wallet(self, id: str) -> Wallet:
        """
        A wallet by its id.

        Raises:
            NotFound: The office has no such wallet.
        """
        purse = self._purses.get(identifier(id, "id"))
        if purse is None:
            raise NotFound(NO_WALLET.fault("id"))
        return _shown(id, purse)

    @property
    def stock(self) -> FrozenMap[str, int]:
        """How many there are of each item that ever came in."""
        return FrozenMap(self._stock.merged())

    def balance(self, *, on: date) -> Balance:
        """The balance of all wallets together as of a day."""
        return _sum((one.balance(on=on) for one in self.wallets), day(on, "on"))

    def issued(self, span: Span) -> int:
        """How many points were issued on the days of a span and not reversed."""
        days = instance(Span)(span, "span")
        return sum(points for on, points in self._daily.merged().items() if days.start <= on <= days.end)

    @property
    def reversals(self) -> tuple[Reversed, ...]:
        """What was taken back, by day and by id."""
        return tuple(sorted(self._ends.merged().values(), key=attrgetter("on", "id")))

    @property
    def closings(self) -> tuple[Closed, ...]:
        """How wallets were closed, by the wallet's id; closings that were taken back are not among them."""
        purses = sorted(self._purses.merged().items())
        return tuple(purse.closed for _, purse in purses if purse.closed is not None)

    def get(self, id: str) -> Event:
        """
        What happened under an id, be it reversed or not.

        Raises:
            NotFound: Nothing did.
        """
        event = self._seen.get(identifier(id, "id"))
        if event is None:
            raise NotFound(NO_EVENT.fault("id"))
        return event

    def __contains__(self, id: object) -> bool:
        """Whether something happened under this id, be it reversed or not."""
        return isinstance(id, str) and self._seen.get(id) is not None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Office) and (self.id, self._seen.merged()) == (
            other.id,
            other._seen.merged(),
        )

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"Office({self.id!r}, {self.version} events)"


def _shown(id: str, purse: Purse) -> Wallet:
    lots = tuple(
        Lot(id=one.id, points=one.points, left=purse.left.get(one.id, 0), on=one.on, last=purse.last(one))
        for one in sorted([*purse.issues.values(), *purse.came.values()], key=spending)
    )
    return Wallet(
        id=id,
        holder=purse.holder,
        unit=purse.unit,
        lots=lots,
        issued=purse.issued,
        redeemed=purse.redeemed,
        reversed=purse.reversed,
    )


def _sum(balances: Iterable[Balance], on: date) -> Balance:
    names = ("issued", "held", "redeemed", "expired", "reversed")
    sums = dict.fromkeys(names, 0)
    for one in balances:
        for name in names:
            sums[name] += getattr(one, name)
    return Balance(on=on, **sums)
