"""A points office that is asked for this and that, and a plain purse for each of its wallets."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from sanliang.kernel.errors import Lang
from sanliang.kernel.labels import Text
from sanliang.kernel.privacy import Audience
from sanliang.kernel.timeline import Span
from sanliang.kernel.verdicts import Refused
from sanliang.points import Award, Office, Opening, Order, Reversal, Supply, Terms, board, journal
from sanliang.testing._laws import points as of_points
from sanliang.testing._laws.points import CLERK, HOURS, KEEPS, SOAP, YARD, YEAR, Course
from sanliang.testing._machines.reached import Tally
from sanliang.testing._told import broken_unless

WALLETS = ("h-1", "h-2")
FIRST, LAST = 2026, 2050
PRICE = 5
WHO = Text("{by} 于 {on}：{request}，", "{by} on {on}: {request}")


@attrs.define
class Purse:
    """
    A wallet as the model has it.

    Attributes:
        lots: By the id of an issue: its points, what is left, its day and its last one.
        issued, back: The points ever issued, and those of issues that were taken back.
    """

    lots: dict[str, dict[str, Any]] = attrs.field(factory=dict)
    issued: int = 0
    back: int = 0

    def live(self, on: date) -> list[dict[str, Any]]:
        """What can be spent on a day, the oldest first."""
        some = [one for one in self.lots.values() if one["last"] is None or on <= one["last"]]
        return sorted(some, key=lambda one: (one["on"], one["id"]))

    def held(self, on: date) -> int:
        """How much can be spent on a day."""
        return sum(one["left"] for one in self.live(on))


@attrs.define
class Shop:
    """
    An office, with the days of its exchanges, and the model of it.

    Args:
        day: The day of the month on which there is an exchange.
        tally: What is counted over all examples.
        keeps: How points are kept: without end, to the end of the year, or so many months.
    """

    day: int
    tally: Tally
    keeps: int = 0
    course: Course = attrs.field(init=False, repr=False)
    purses: dict[str, Purse] = attrs.field(factory=lambda: {one: Purse() for one in WALLETS})
    stock: int = 0
    spent: dict[str, tuple[str, int, dict[str, int]]] = attrs.field(factory=dict)
    number: int = 0

    def __attrs_post_init__(self) -> None:
        days = tuple(date(year, month, self.day) for year in range(FIRST, LAST) for month in range(1, 13))
        under = Terms(rules=(YARD, HOURS), catalogue=(SOAP,), cycle=YEAR, exchange=days, **KEEPS[self.keeps])
        self.course = Course(Office.begin("village-1"), under)

    def open(self, on: date, keeps: int) -> None:
        """Open the wallets, under terms that keep points so."""
        self.keeps, self.course.under = keeps, attrs.evolve(self.course.under, **KEEPS[keeps])
        for wallet in WALLETS:
            self.course.ask(Opening(id=f"w-{wallet}", wallet=wallet, unit="group-3"), on)

    def next_exchange(self, on: date) -> date:
        """The first exchange on or after a day."""
        while on.day != self.day:
            on += timedelta(days=1)
        return on

    def last_day(self, on: date) -> date | None:
        """The last day of points that are issued on a day: a month has the same day, or its last one."""
        if self.keeps == 0:
            return None
        if self.keeps == 2:
            return date(on.year, 12, 31)
        year, month = (on.year + on.month // 12, on.month % 12 + 1)
        return date(year, month, min(on.day, monthrange(year, month)[1]))

    def _id(self, letter: str) -> str:
        self.number += 1
        return f"{letter}-{self.number}"

    # --- what is asked --------------------------------------------------------------------------------

    def step(self, data: DataObject, on: date) -> None:
        """Ask for something, and see that what comes of it is what the purse says."""
        ask: Callable[[DataObject, date], None] = data.draw(
            st.sampled_from([self.award, self.award, self.supply, self.order, self.order, self.take_back])
        )
        ask(data, on)

    def market(self, data: DataObject, on: date) -> None:
        """Goods come in, somebody wants some, and something earns points for the next time; or one errs."""
        for ask in (self.supply, self.order, self.award):
            ask(data, on)
        if data.draw(st.integers(0, 3), label="errs") == 0:
            self.take_back(data, on)

    def award(self, data: DataObject, on: date) -> None:
        """Points for something that was done today."""
        wallet, hours = data.draw(st.sampled_from(WALLETS)), data.draw(st.integers(0, 12))
        id, points = self._id("i"), hours or 3
        at = datetime(on.year, on.month, on.day, 8, tzinfo=UTC)
        record = attrs.evolve(of_points._record(self.number, wallet, hours), on=on, recorded=at)
        made = self._asked(Award(id=id, wallet=wallet, record=record), on, good=True)
        purse = self.purses[wallet]
        lot = {"id": id, "points": points, "left": points, "on": on, "last": self.last_day(on)}
        purse.lots[id], purse.issued = lot, purse.issued + points
        broken_unless(
            made.points == points,
            "发放 {id} 得 {made} 分，应为 {points} 分",
            "award {id} comes to {made} points, and not {points}",
            id=id,
            made=made.points,
            points=points,
        )

    def supply(self, data: DataObject, on: date) -> None:
        """Goods come in."""
        count = data.draw(st.integers(1, 9))
        self._asked(Supply(id=self._id("s"), item="soap", count=count, why="进货"), on, good=True)
        self.stock += count

    def order(self, data: DataObject, on: date) -> None:
        """Somebody wants goods."""
        wallet, count = data.draw(st.sampled_from(WALLETS)), data.draw(st.integers(1, 2))
        purse, needed, id = self.purses[wallet], PRICE * count, self._id("o")
        good = on.day == self.day and self.stock >= count and purse.held(on) >= needed
        self._asked(Order(id=id, wallet=wallet, items={"soap": count}), on, good=good)
        if not good:
            late = purse.held(on - timedelta(days=1)) >= needed > purse.held(on)
            self.tally.rare["expired_the_day_before"] += late
            return
        parts = dict[str, int]()
        for lot in purse.live(on):
            part = min(lot["left"], needed - sum(parts.values()))
            if part:
                lot["left"], parts[lot["id"]] = lot["left"] - part, part
                self.tally.rare["expires_on_exchange_day"] += lot["last"] == on
        self.stock, self.spent[id] = self.stock - count, (wallet, count, parts)

    def take_back(self, data: DataObject, on: date) -> None:
        """Take an award or a redemption back."""
        issues = [(wallet, id) for wallet, purse in self.purses.items() for id in purse.lots]
        some = [id for _, id in issues] + [*self.spent]
        if not some:
            return
        of = data.draw(st.sampled_from(some))
        request = Reversal(id=self._id("v"), of=of, why="登记有误")
        if of in self.spent:
            self._asked(request, on, good=True)
            wallet, count, parts = self.spent.pop(of)
            for id, part in parts.items():
                self.purses[wallet].lots[id]["left"] += part
            self.stock += count
            self.tally.rare["taken_back"] += 1
            return
        purse = next(self.purses[wallet] for wallet, id in issues if id == of)
        lot = purse.lots[of]
        good = lot["left"] == lot["points"]
        self._asked(request, on, good=good)
        if good:
            purse.back += lot["points"]
            del purse.lots[of]

    def _asked(self, request: Any, on: date, *, good: bool) -> Any:
        """Ask; it is done where it is good by the rules, and else refused."""
        made = self.course.ask(request, on)
        who = {"by": CLERK, "on": on, "request": of_points.asked(request)}
        broken_unless(
            not good or not isinstance(made, Exception),
            f"{WHO.zh}不予办理：\n{{made}}",
            f"{WHO.en} is refused:\n{{made}}",
            made=made,
            **who,
        )
        broken_unless(
            good or isinstance(made, Refused),
            f"{WHO.zh}已办理，而按规则不得办理",
            f"{WHO.en} is done, and by the rules it may not be",
            **who,
        )
        again = self.course.ask(request, on)
        broken_unless(
            isinstance(made, Exception) or made == again,
            f"{WHO.zh}再次提交，答复不同",
            f"{WHO.en}, asked again, is answered in another way",
            **who,
        )
        return made

    # --- what holds after each step -------------------------------------------------------------------

    def agrees(self, on: date) -> None:
        """The office says what the purses say, nothing is lost, and nothing is below zero."""
        office = self.course.office
        for wallet, purse in self.purses.items():
            of = office.wallet(wallet).balance(on=on)
            left = sum(one["left"] for one in purse.lots.values())
            ours = (purse.issued, purse.held(on), left - purse.held(on), purse.back)
            theirs = (of.issued, of.held, of.expired, of.reversed)
            broken_unless(
                ours == theirs,
                "{wallet}，{on}：按规则为 {ours}，账上为 {theirs}（发出、现有、过期、冲正）",
                "{wallet} on {on}: {ours} by the rules, and {theirs} by the office",
                wallet=wallet,
                on=on,
                ours=ours,
                theirs=theirs,
            )
            broken_unless(
                min(of.held, of.redeemed, of.expired) >= 0,
                "{wallet}，{on} 为负：{of}",
                "{wallet} on {on} is below zero: {of}",
                wallet=wallet,
                on=on,
                of=of,
            )
        stock = office.stock.get("soap", 0)
        broken_unless(
            self.stock == stock >= 0,
            "{on} 肥皂余 {ours} 件，账上为 {stock} 件",
            "on {on} {ours} of soap are left, and {stock} are told",
            on=on,
            ours=self.stock,
            stock=stock,
        )

    def close(self, on: date) -> None:
        """The events make the same office, each entry comes to nothing, and a board tells no balance."""
        of_points.replay_is_the_office(self.course)
        for row in journal(self.course.events, on=on):
            broken_unless(
                sum(one.points for one in row.entries) == 0,
                "{id} 的各笔借贷不相抵",
                "the entries of {id} lose points",
                id=row.id,
            )
        for said in self._shown(on):
            broken_unless(
                said is None,
                "村内公开栏露出了各户余额",
                "the village board shows what a household has left",
            )

    def _shown(self, on: date) -> Iterator[Any]:
        span = Span(date(FIRST, 1, 1), on)
        yield from (
            one.balance for one in board(self.course.office, span=span, audience=Audience.VILLAGE).rows
        )
        yield from board(self.course.office, span=span, audience=Audience.WEB).rows

    def story(self, lang: Lang = "en") -> str:
        """What was asked, and what came of it."""
        return self.course.story(lang, 8)
