"""Rules and offers of a points exchange, and what its wallets and its journal hold."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sanliang import points, records
from sanliang.kernel.labels import Text
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Dated
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
def wallets(draw: DrawFn) -> points.Wallet:
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
def transactions(draw: DrawFn) -> points.Transaction:
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


CLASSES: Parts = {
    points.Award: made(points.Award),
    points.Balance: balances,
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
    points.Transaction: transactions(),
    points.Wallet: wallets(),
}
