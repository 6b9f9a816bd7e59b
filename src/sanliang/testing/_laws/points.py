"""The laws of points: of whatever is asked of an office, in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from sanliang.kernel.errors import Lang, SanliangError
from sanliang.kernel.labels import Text
from sanliang.kernel.timeline import Cycle
from sanliang.points import (
    Award,
    Closing,
    Item,
    Office,
    Opening,
    Order,
    Reversal,
    Rule,
    Supply,
    Terms,
    apply,
    decide,
    journal,
    replay,
)
from sanliang.records import Record
from sanliang.testing._law import Law
from sanliang.testing._told import broken_unless, of_town, telling
from sanliang.townships import Township

KEPT = "积分一分一元、结转累积、不兑现金，每月核对并公示（“互助五兴”爱心超市）"
DAY = date(2026, 1, 5)
LAST = date(2026, 2, 5)
"""The last day of what is issued on the day and kept for a month."""

AT = datetime(2026, 1, 5, 10, tzinfo=UTC)
CLERK = "m-1"

YARD = Rule(id="yard", says=Text("庭院整洁", "a clean yard"), kind="yard.clean", points=3)
HOURS = Rule(id="hours", says=Text("志愿服务", "voluntary work"), kind="volunteer", points=1, per="hours")
SOAP = Item(id="soap", name=Text("肥皂", "soap"), price=5, cost=450)
YEAR = Cycle(starts=date(2026, 1, 1))
KEEPS: tuple[dict[str, Any], ...] = ({}, {"keeps": "expire", "months": 1}, {"keeps": "reset"})

numbers = st.integers(0, 5)
wallets = st.sampled_from(["h-1", "h-2"])


def _record(number: int, wallet: str, hours: int) -> Record:
    kind, fields = ("volunteer", {"hours": hours}) if hours else ("yard.clean", {})
    return Record(
        id=f"r-{number}",
        subject=wallet,
        kind=kind,
        on=DAY,
        fields=fields,
        recorder="m-2",
        recorded=AT,
    )


def _asked() -> SearchStrategy[Any]:
    """Something that is asked of an office."""
    return st.one_of(
        wallets.map(lambda wallet: Opening(id=f"w-{wallet}", wallet=wallet, unit="group-3")),
        st.builds(
            lambda number, wallet, hours: Award(
                id=f"i-{number}", wallet=wallet, record=_record(number, wallet, hours)
            ),
            numbers,
            wallets,
            st.integers(0, 12),
        ),
        st.builds(
            lambda number, count: Supply(id=f"s-{number}", item="soap", count=count, why="进货"),
            numbers,
            st.integers(1, 9),
        ),
        st.builds(
            lambda number, wallet, count: Order(id=f"o-{number}", wallet=wallet, items={"soap": count}),
            numbers,
            wallets,
            st.integers(1, 3),
        ),
        st.builds(
            lambda number, of: Reversal(id=f"v-{number}", of=f"{of}-{number}", why="登记有误"),
            numbers,
            st.sampled_from("iosc"),
        ),
        st.builds(
            lambda number, ways: Closing(id=f"c-{number}", wallet=ways[0], into=ways[1], why="搬离"),
            numbers,
            st.sampled_from([("h-1", "h-2"), ("h-2", "h-1"), ("h-2", None)]),
        ),
    )


ASKED = {
    "Opening": "开户",
    "Award": "发放",
    "Supply": "进货",
    "Order": "兑换",
    "Reversal": "冲正",
    "Closing": "销户",
}
"""By the kind of a request, what it is called in Chinese."""

REFUSED, DONE = Text("不予办理，", "refused, "), Text("已办理", "done")
POINTS_OF = Text("积分", "points")


@attrs.define
class Course:
    """An office, the terms, and what was asked of it so far with what came of it."""

    office: Office
    under: Terms
    events: list[Any] = attrs.field(factory=list)
    told: list[tuple[date, Any, str]] = attrs.field(factory=list)

    def ask(self, request: Any, on: date) -> Any:
        """Ask for something; what is decided happens."""
        try:
            event = decide(self.office, request, by=CLERK, on=on, under=self.under)
        except SanliangError as error:
            self.told.append((on, request, error.code))
            return error
        if request.id not in self.office:
            self.office = apply(self.office, event)
            self.events.append(event)
            self.told.append((on, request, ""))
        return event

    def story(self, lang: Lang = "en", most: int = 0) -> str:
        """What was asked, and what came of it; the last of it alone, where so much is said."""
        return "\n".join(
            f"  {on} {CLERK}: {asked(request).get(lang)}: {(REFUSED if code else DONE).get(lang)}{code}"
            for on, request, code in self.told[-most:]
        )


def asked(request: Any) -> Text:
    """A request by its kind and its id."""
    name = type(request).__name__
    return Text(f"{ASKED[name]} {request.id}", f"{name} {request.id}")


OPENED = tuple(Opening(id=f"w-{wallet}", wallet=wallet, unit="group-3") for wallet in ("h-1", "h-2"))

STOCKED = (
    Award(id="i-9", wallet="h-1", record=_record(9, "h-1", 12)),
    Supply(id="s-9", item="soap", count=9, why="进货"),
)
"""What some courses begin with, so that there is something to spend and something to be had."""

REQUESTS = st.lists(st.tuples(_asked(), st.integers(0, 20)), max_size=10)
"""What is asked of an office, and how many days after the last."""


def _terms(**keeps: Any) -> Terms:
    return Terms(rules=(YARD, HOURS), catalogue=(SOAP,), cycle=YEAR, **keeps)


def _course(data: DataObject, check: Callable[[Course, Any, date], None]) -> Course:
    under = _terms(**data.draw(st.sampled_from(KEEPS), label="terms"))
    course, on = Course(Office.begin("village-1"), under), DAY
    first = (*OPENED, *(STOCKED if data.draw(st.booleans(), label="stocked") else ()))
    some = data.draw(REQUESTS, label="requests")
    for request, days in (*((one, 0) for one in first), *some):
        on += timedelta(days=days)
        course.ask(request, on)
        check(course, request, on)
    return course


def _holds(
    check: Callable[[Course, Any, date], None], last: Callable[[Course], None] | None = None
) -> Callable[[Township, str, DataObject], None]:
    def holds(town: Township, _part: str, data: DataObject) -> None:
        seen = list[Course]()

        def story(lang: Lang) -> str:
            return "\n".join(course.story(lang) for course in seen)

        def checked(course: Course, request: Any, on: date) -> None:
            seen[:] = [course]
            check(course, request, on)

        with telling(of_town(town, POINTS_OF), story):
            course = _course(data, checked)
            if last is not None:
                last(course)

    return holds


def nothing_is_lost(course: Course, _request: Any, on: date) -> None:
    """What was issued is held, redeemed, expired or reversed; each transaction adds up to nothing."""
    office = course.office
    for balance in (office.balance(on=on), *(wallet.balance(on=on) for wallet in office.wallets)):
        parts = balance.held + balance.redeemed + balance.expired + balance.reversed
        broken_unless(
            balance.issued == parts,
            "{on} 共发出 {issued} 分，列出的合计 {parts} 分",
            "on {on} {issued} points were issued, and {parts} are told",
            on=on,
            issued=balance.issued,
            parts=parts,
        )
    for row in journal(course.events, on=on):
        total = sum(entry.points for entry in row.entries)
        broken_unless(
            total == 0,
            "{id} 的各笔合计 {total}",
            "the entries of {id} come to {total}",
            id=row.id,
            total=total,
        )


def nothing_is_below_zero(course: Course, _request: Any, on: date) -> None:
    """No balance, no lot and no stock is ever below zero."""
    for wallet in course.office.wallets:
        held = wallet.balance(on=on).held
        broken_unless(
            held >= 0,
            "{on} 账户 {id} 余 {held} 分",
            "on {on} wallet {id} holds {held} points",
            on=on,
            id=wallet.id,
            held=held,
        )
    for item, count in course.office.stock.items():
        broken_unless(
            count >= 0,
            "{on} 的 {item} 有 {count} 件",
            "on {on} there are {count} of {item}",
            on=on,
            item=item,
            count=count,
        )


def a_request_counts_once(course: Course, request: Any, on: date) -> None:
    """A request that comes twice has one effect and one answer."""
    if request.id not in course.office:
        return
    before = course.office
    first = outcome_of(course, request, on)
    broken_unless(
        before == course.office,
        "{request} 重复提交，生效了两次",
        "{request} that came twice has two effects",
        request=asked(request),
    )
    again = outcome_of(course, request, on)
    broken_unless(
        first == again,
        "{request} 重复提交，两次答复不同",
        "{request} that came twice is answered in two ways",
        request=asked(request),
    )


def what_expired_is_not_spent(town: Township, _part: str, data: DataObject) -> None:
    """Points can be spent on their last day, and on no later one."""
    later = LAST + timedelta(days=data.draw(st.integers(1, 300), label="days after the last"))
    with telling(of_town(town, POINTS_OF)):
        spent = _spent(LAST)
        broken_unless(
            not isinstance(spent, SanliangError),
            "{last} 到期的积分，当日不能使用：\n{spent}",
            "points good to {last} cannot be spent then:\n{spent}",
            last=LAST,
            spent=spent,
        )
        broken_unless(
            isinstance(_spent(later), SanliangError),
            "{later} 的兑换用了 {last} 之后已过期的积分",
            "an order on {later} spends points that expired after {last}",
            later=later,
            last=LAST,
        )


def _spent(on: date) -> Any:
    """What an order comes to on a day, for points that were issued before and are kept for a month."""
    course = Course(Office.begin("village-1"), _terms(keeps="expire", months=1))
    award = Award(id="i-1", wallet="h-1", record=_record(1, "h-1", 9))
    for request in (OPENED[0], award, Supply(id="s-1", item="soap", count=9, why="进货")):
        course.ask(request, DAY)
    return course.ask(Order(id="o-1", wallet="h-1", items={"soap": 1}), on)


def outcome_of(course: Course, request: Any, on: date) -> Any:
    """What a request comes to, or the code of what is against it."""
    found = course.ask(request, on)
    return found.code if isinstance(found, SanliangError) else found


def nothing(_course: Course, _request: Any, _on: date) -> None:
    """No check on the way."""


def replay_is_the_office(course: Course) -> None:
    """The events, replayed, make the same office."""
    broken_unless(
        replay(course.events) == course.office, "从流水重算，账不同", "its events make another office"
    )


POINTS: tuple[Law, ...] = (
    Law(
        code="points.conserved",
        says=Text(
            "发出的积分等于现有、已兑、过期与冲正之和，每笔账借贷相抵",
            "what was issued is what is held, redeemed, expired and reversed; each entry adds up to nothing",
        ),
        source=KEPT,
        holds=_holds(nothing_is_lost),
    ),
    Law(
        code="points.not_below_zero",
        says=Text("余额和库存任何时候不为负", "no balance and no stock is ever below zero"),
        source=KEPT,
        holds=_holds(nothing_is_below_zero),
    ),
    Law(
        code="points.once",
        says=Text("同一请求重复提交只生效一次", "a request that comes twice has one effect and one answer"),
        source=KEPT,
        holds=_holds(a_request_counts_once),
    ),
    Law(
        code="points.expired",
        says=Text(
            "过期的积分不能再用，期满之日仍可用", "points are spent up to their last day, and not after it"
        ),
        source=KEPT,
        holds=what_expired_is_not_spent,
        share=4,
    ),
    Law(
        code="points.replay",
        says=Text("从流水重算，得到同样的账", "the events, replayed, make the same office"),
        source=KEPT,
        holds=_holds(nothing, replay_is_the_office),
    ),
)
"""The laws of points."""
