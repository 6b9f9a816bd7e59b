"""Rules and offers of a points exchange, and what its wallets and its journal hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from sanliang import points, records
from sanliang.kernel.labels import Text
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Cycle, Dated
from sanliang.testing.strategies._fields import (
    Parts,
    by,
    codes,
    days,
    few,
    fields,
    ids,
    listed,
    made,
    privates,
)
from sanliang.testing.strategies._kernel import cycles
from sanliang.testing.strategies._records import field_values, kinds_of_record
from sanliang.townships import Township

limits = st.dictionaries(st.sampled_from([*records.Window]), st.integers(0, 99), max_size=2)


prices = few | st.builds(lambda on, price: Dated([(on, price)]), days, few)


made_items = made(
    points.Item,
    name=made(Text),
    price=prices,
    cost=st.none() | st.integers(0, 9999),
    privilege=st.none() | st.just("a-b"),
)


made_rules = made(
    points.Rule,
    id=codes,
    kind=kinds_of_record,
    where=st.dictionaries(codes, st.lists(field_values, min_size=1, max_size=2), max_size=1),
    points=few,
    per=st.none() | codes,
    ceilings=limits,
)


@st.composite
def made_terms(draw: DrawFn) -> points.Terms:
    """Terms that have the privilege that an item may be kept for."""
    keeps = draw(st.sampled_from([*points.Keeps]))
    privileges = draw(by(lambda one: one.code, made(points.Privilege, code=codes, least=few)))
    right = points.Privilege(code="a-b", says=Text("优先"), least=9)
    return points.Terms(
        rules=draw(by(lambda one: one.id, made_rules)),
        catalogue=draw(by(lambda one: one.id, made_items)),
        cycle=draw(cycles),
        keeps=keeps,
        months=draw(few) if keeps == "expire" else None,
        caps={name: most for name, most in draw(limits).items() if name != "activity"},
        denominations=draw(listed(few)),
        privileges=[*(one for one in privileges if one.code != "a-b"), right],
        exchange=draw(st.none() | listed(days)),
        source=draw(st.none() | made(Source)),
    )


@st.composite
def issues(draw: DrawFn) -> points.Issued:
    """Issues whose rules add up."""
    rules = draw(
        st.lists(made(points.Earned, rule=codes, points=few, counted=few), min_size=1, max_size=2).map(tuple)
    )
    rest = fields(points.Issued, {}, frozenset({"points", "rules"}))
    total = sum(one.counted for one in rules)
    return points.Issued(points=total, rules=rules, **draw(st.fixed_dictionaries(rest)))


@st.composite
def redemptions(draw: DrawFn) -> points.Redeemed:
    """Redemptions that come to the same sum in points and in items."""
    lines = draw(st.lists(made(points.Line, count=few, price=few), min_size=1, max_size=2).map(tuple))
    total = sum(one.count * one.price for one in lines)
    cut = draw(st.integers(1, total))
    parts = [points.Part(lot=draw(ids), points=much) for much in (cut, total - cut) if much]
    rest = fields(points.Redeemed, {}, frozenset({"parts", "lines"}))
    return points.Redeemed(parts=parts, lines=lines, **draw(st.fixed_dictionaries(rest)))


@st.composite
def with_heir(draw: DrawFn, kind: Callable[..., Any], rest: SearchStrategy[dict[str, Any]]) -> Any:
    """Closings, and the answers to them: for nobody, or for a wallet that is not the one that is closed."""
    wallet, into = draw(st.lists(ids, min_size=2, max_size=2, unique=True))
    return kind(wallet=wallet, into=draw(st.none() | st.just(into)), **draw(rest))


def closings(kind: type) -> SearchStrategy[Any]:
    """Closings or the answers to them."""
    return with_heir(kind, st.fixed_dictionaries(fields(kind, {}, frozenset({"wallet", "into"}))))


sums = st.fixed_dictionaries(dict.fromkeys(("held", "redeemed", "expired", "reversed"), few))


balances = st.builds(lambda on, each: points.Balance(on=on, issued=sum(each.values()), **each), days, sums)


lots = st.builds(
    lambda left, spent, **rest: points.Lot(points=left + spent, left=left, **rest),
    left=st.integers(0, 9),
    spent=few,
    id=ids,
    on=days,
    last=st.none() | days,
)


@st.composite
def any_wallets(draw: DrawFn) -> points.Wallet:
    """Wallets that add up."""
    has, redeemed, reversed = draw(st.lists(lots, max_size=2).map(tuple)), draw(few), draw(few)
    return points.Wallet(
        id=draw(ids),
        holder=draw(st.sampled_from([*points.Holder])),
        unit=draw(ids),
        lots=has,
        issued=sum(one.left for one in has) + redeemed + reversed,
        redeemed=redeemed,
        reversed=reversed,
    )


@st.composite
def any_transactions(draw: DrawFn) -> points.Transaction:
    """Transactions that add up to nothing."""
    much, wallet = draw(few), draw(ids)
    out, into = draw(st.permutations([*points.Account]))[:2]
    return points.Transaction(
        version=draw(few),
        id=draw(ids),
        on=draw(days),
        entries=(
            points.Entry(account=out, wallet=wallet, points=-much),
            points.Entry(account=into, wallet=wallet, points=much),
        ),
    )


DAY = date(2026, 1, 5)
TERMS = points.Terms(
    rules=[points.Rule(id="yard", says=Text("庭院整洁", "a clean yard"), kind="yard.clean", points=3)],
    catalogue=[points.Item(id="soap", name=Text("肥皂", "soap"), price=5, cost=450)],
    cycle=Cycle(starts=date(2026, 1, 1)),
)
HOMES = ("h-1", "h-2")
Ask = Callable[[int, str, points.Terms, date], points.Request]


def _award(place: int, wallet: str, under: points.Terms, on: date) -> points.Request:
    """A record that a rule pays, each rule in its turn."""
    rule = under.rules[place % len(under.rules)]
    fields: dict[str, Any] = {name: allowed[0] for name, allowed in rule.where.items()}
    deed = records.Record(
        id=f"r-{place}",
        subject=wallet,
        kind=rule.kind,
        on=on,
        fields={**fields, rule.per: 1} if rule.per else fields,
        recorder="m-2",
        recorded=datetime.combine(on, time(9), tzinfo=UTC),
    )
    return points.Award(id=f"i-{place}", wallet=wallet, record=deed)


def _order(place: int, wallet: str, under: points.Terms, _on: date) -> points.Request:
    item = under.catalogue[place % len(under.catalogue)]
    return points.Order(id=f"o-{place}", wallet=wallet, items={item.id: 1})


def _undo(place: int, _wallet: str, _under: points.Terms, _on: date) -> points.Request:
    return points.Reversal(id=f"v-{place}", of=f"i-{place - 1}", why="登记有误")


def _close(place: int, wallet: str, _under: points.Terms, _on: date) -> points.Request:
    into = None if wallet == HOMES[1] else HOMES[1]
    return points.Closing(id=f"c-{place}", wallet=wallet, into=into, why="搬离")


@st.composite
def exchanges(draw: DrawFn, *, town: Township | None = None, max_size: int = 6) -> tuple[points.Event, ...]:
    """
    The log of a points office: what it answered to requests, those that it refused left out.

    Args:
        town: By whose terms, on a day of exchange; if left out, three points for a clean yard, and soap for
            five.
        max_size: How many requests of the households there are at most.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(exchanges())
        ... def test(events):
        ...     assert [event.wallet for event in events[:2]] == ["h-1", "h-2"]
        >>> test()
    """
    under = TERMS if town is None else town.points(on=DAY)
    earns, spends = [_award] * 2 if under.rules else [], [_order] if under.catalogue else []
    ways: list[Ask] = [*earns, *spends, _undo, _close]
    asks = st.tuples(st.sampled_from(ways), st.sampled_from(HOMES))
    return _answered(draw(st.lists(asks, max_size=max_size)), under)


def _answered(asks: list[tuple[Ask, str]], under: points.Terms) -> tuple[points.Event, ...]:
    """What an office with two wallets and two pieces of each item answers, one after the other."""
    on = next((one for one in under.exchange or () if one >= DAY), DAY)
    start = [points.Opening(id=f"w-{home}", wallet=home, unit="g-1") for home in HOMES]
    stock = [
        points.Supply(id=f"s-{place}", item=item.id, count=2, why="进货")
        for place, item in enumerate(under.catalogue, 1)
    ]
    asked = [ask(place, home, under, on) for place, (ask, home) in enumerate(asks)]
    office, found = points.Office.begin("v-1"), list[points.Event]()
    for request in (*start, *stock, *asked):
        if points.explain(office, request, by="m-1", on=on, under=under).ok:
            found.append(points.decide(office, request, by="m-1", on=on, under=under))
            office = points.apply(office, found[-1])
    return tuple(found)


def offices(*, town: Township | None = None, max_size: int = 6) -> SearchStrategy[points.Office]:
    """
    Points offices, as their logs make them.

    Args:
        town: As for `exchanges`.
        max_size: How many requests of the households were made at most.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(offices())
        ... def test(office):
        ...     assert [wallet.id for wallet in office.wallets] == ["h-1", "h-2"]
        >>> test()
    """
    return exchanges(town=town, max_size=max_size).map(points.replay)


def wallets() -> SearchStrategy[points.Wallet]:
    """
    Wallets of such offices.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(wallets())
        ... def test(wallet):
        ...     assert wallet.redeemed <= wallet.issued
        >>> test()
    """
    return offices().flatmap(lambda office: st.sampled_from(office.wallets))


def transactions() -> SearchStrategy[points.Transaction]:
    """
    Transactions of such offices in double entry: their entries add up to nothing.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=3)
        ... @given(transactions())
        ... def test(one):
        ...     assert sum(entry.points for entry in one.entries) == 0
        >>> test()
    """
    some = exchanges().map(lambda events: points.journal(events, on=DAY)).filter(bool)
    return some.flatmap(st.sampled_from)


CLASSES: Parts = {
    points.Award: made(points.Award),
    points.Balance: balances,
    points.Closed: closings(points.Closed),
    points.Closing: closings(points.Closing),
    points.Earned: made(points.Earned, rule=codes),
    points.Entry: made(points.Entry, points=st.integers(-99, 99)),
    points.Issued: issues(),
    points.Item: made_items,
    points.Line: made(points.Line, count=few, price=few),
    points.Lot: lots,
    points.Opened: made(points.Opened),
    points.Opening: made(points.Opening),
    points.Order: made(
        points.Order, items=st.dictionaries(ids, few, min_size=1, max_size=2), collector=st.none() | privates
    ),
    points.Part: made(points.Part, points=few),
    points.Privilege: made(points.Privilege, code=codes, least=few),
    points.Redeemed: redemptions(),
    points.Reversal: made(points.Reversal),
    points.Reversed: made(points.Reversed),
    points.Rule: made_rules,
    points.Supplied: made(points.Supplied, count=few | few.map(lambda count: -count)),
    points.Supply: made(points.Supply, count=few | few.map(lambda count: -count)),
    points.Terms: made_terms(),
    points.Transaction: any_transactions(),
    points.Wallet: any_wallets(),
    points.Answers: made(points.Answers),
    points.Board: made(points.Board),
    points.BoardRow: made(points.BoardRow),
    points.Forecast: made(points.Forecast),
    points.Office: offices(),
    points.Outstanding: made(points.Outstanding),
}
