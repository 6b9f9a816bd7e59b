"""The laws of points: nothing is lost, nothing is below zero, and what is unrelated does not matter."""

from collections import Counter
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.forms import by_place, left_out
from tests.points.village import (
    AT,
    CLERK,
    DAY,
    SOAP,
    TERMS,
    YARD,
    after,
    award,
    deed,
    events_of,
    opening,
    order,
    rich,
    supply,
    terms,
    undo,
)

from sanliang import InvalidInput, Log, Refused, SanliangError, Text
from sanliang.points import (
    Award,
    Closed,
    Earned,
    Issued,
    Item,
    Line,
    Office,
    Opened,
    Part,
    Redeemed,
    Reversed,
    Supplied,
    apply,
    decide,
    decide_all,
    decide_each,
    forecast,
    journal,
    payable,
    replay,
)
from sanliang.points._layers import Layers

hours = st.lists(st.integers(1, 12), min_size=1, max_size=6)
BEIJING = timezone(timedelta(hours=8))


NAMES = ("held", "redeemed", "expired", "reversed")


def tried(work, *given, **more):
    """What came of it, or nothing and the code of what was wrong."""
    try:
        return work(*given, **more), ""
    except SanliangError as error:
        return None, error.code


def summed(transactions):
    """The sum of each account, of entries that add up to nothing."""
    sums = Counter()
    for transaction in transactions:
        assert 0 == sum(one.points for one in transaction.entries)
        for one in transaction.entries:
            sums[one.account.value] += one.points
    return sums


# --- any log ------------------------------------------------------------------------------------------------

ids = st.sampled_from("abcd")
days = st.dates(DAY, DAY + timedelta(days=3))
common = {"thing": st.just("village-1"), "id": ids, "by": st.just(CLERK), "on": days}
small = st.integers(1, 4)
some_events = st.one_of(
    st.builds(
        Opened, **common, wallet=st.sampled_from("hg"), holder=st.just("household"), unit=st.just("g-1")
    ),
    st.builds(
        lambda points, **rest: Issued(
            points=points, rules=[Earned(rule="yard", points=points, counted=points)], **rest
        ),
        **common,
        points=small,
        wallet=st.sampled_from("hg"),
        record=ids,
        earned=days,
        last=st.none() | days,
    ),
    st.builds(
        lambda points, lot, **rest: Redeemed(
            parts=[Part(lot=lot, points=points)], lines=[Line(item="soap", count=points, price=1)], **rest
        ),
        **common,
        points=small,
        lot=ids,
        wallet=st.sampled_from("hg"),
    ),
    st.builds(
        Supplied, **common, item=st.just("soap"), count=small | small.map(lambda n: -n), why=st.just("进货")
    ),
    st.builds(Reversed, **common, of=ids, why=st.just("有误")),
    st.builds(
        lambda wallet, **rest: Closed(wallet=wallet, into={"h": "g", "g": None}[wallet], **rest),
        **common,
        wallet=st.sampled_from("hg"),
        parts=st.lists(st.builds(Part, lot=ids, points=small), max_size=2),
        why=st.just("搬离"),
    ),
)


def fitting(office, event):
    """The event; a closing without parts passes on what its wallet really holds, where there is one."""
    purse = office._purses.get(event.wallet) if isinstance(event, Closed) and not event.parts else None
    return event if purse is None else attrs.evolve(event, parts=purse.parts(event.on))


@pytest.mark.promise("L1")
@given(st.lists(some_events, max_size=12))
def test_no_log_makes_a_balance_below_zero(events):
    """
    Whatever events somebody hands in: as far as they make an office, no balance, no lot and no stock of it is
    below zero at any version, and what was issued is what is held, redeemed, expired and reversed.
    """
    office, kept = Office.begin("village-1"), []
    for drawn in events:
        event = fitting(office, drawn)
        grown, code = tried(apply, office, event)
        if grown is None:
            assert "points.unfit" == code
            with pytest.raises(InvalidInput) as caught:
                replay([*kept, event])
            assert f"log[{len(kept)}]" == caught.value.path
            continue
        office = grown
        kept.append(event)
        assert all(count >= 0 for count in office.stock.values())
        for on in (DAY, DAY + timedelta(days=2), date.max):
            for one in (office.balance(on=on), *(wallet.balance(on=on) for wallet in office.wallets)):
                assert one.issued == one.held + one.redeemed + one.expired + one.reversed
                assert min(one.held, one.redeemed, one.expired, one.reversed) >= 0
        total, sums = office.balance(on=date.max), summed(journal(kept, on=date.max))
        assert {name: sums[name] for name in NAMES} == {name: getattr(total, name) for name in NAMES}
        assert -total.issued == sums["issued"]
        mine = Counter()
        for one in (entry for row in journal(kept, on=date.max) for entry in row.entries):
            mine[one.wallet, one.account.value] += one.points
        for wallet in office.wallets:
            balance = wallet.balance(on=date.max)
            assert -balance.issued == mine[wallet.id, "issued"]
            assert all(getattr(balance, name) == mine[wallet.id, name] for name in NAMES)
    if kept:
        assert replay(kept) == office


@pytest.mark.traced("it takes a branch that no other test takes")
@given(st.lists(some_events, max_size=8), st.data())
def test_an_office_never_changes(events, data):
    """What grows from an office leaves it as it was, and two that grow from it know nothing of each other."""
    office = Office.begin("village-1")
    grown = [office]
    for event in events:
        base = data.draw(st.sampled_from(grown))
        try:
            grown.append(apply(base, event))
        except InvalidInput:
            continue
        assert event.id in grown[-1]
    shown = [(one.wallets, one.stock, one.reversals) for one in grown]

    assert shown == [(one.wallets, one.stock, one.reversals) for one in grown]
    assert office == grown[0] == Office.begin("village-1")


@given(st.lists(st.dictionaries(st.integers(0, 9), st.integers(0, 99), max_size=3), max_size=12))
def test_layers_are_a_dictionary(steps):
    """A map that grows by layers is the dictionary that was updated, and has few layers."""
    layers, plain = Layers(), {}
    for new in steps:
        before, layers = layers.merged(), layers.grown(new)
        assert before == plain
        plain = {**plain, **new}
        assert plain == layers.merged() == layers.part(range(10))
        assert [layers.get(key) for key in range(10)] == [plain.get(key) for key in range(10)]
        sizes = [len(one) for one in layers._dicts]
        assert sizes == sorted({*sizes}, reverse=True)


# --- what is unrelated --------------------------------------------------------------------------------------


@given(hours, st.data())
def test_the_order_of_issues_does_not_matter(earned, data):
    """Offices to which the same was issued in any order are equal, and spend the same lots first."""
    requests = [
        award(number, f"h-{1 + number % 2}", kind="volunteer", hours=much, on=DAY - timedelta(number))
        for number, much in enumerate(earned)
    ]
    first = [opening(), opening("h-2"), supply(count=99)]
    one = after(*first, *requests)
    other = after(*first, *data.draw(st.permutations(requests)))
    asked = order(soap=data.draw(st.integers(1, 3)))

    assert one == other
    assert one.wallets == other.wallets
    assert hash(one) == hash(other)
    answers = [tried(decide, office, asked, by=CLERK, on=DAY, under=TERMS) for office in (one, other)]
    assert answers[0] == answers[1]


@given(st.permutations([order("o-1"), order("o-2", "h-2", soap=2), undo("i-h-3"), order("o-4", "h-4")]))
def test_what_happens_at_other_wallets_does_not_matter(requests):
    """Redemptions, reversals and expiry of unrelated wallets commute."""
    short = terms(keeps="expire", months=1)
    base = rich(wallets=("h-1", "h-2", "h-3", "h-4"), under=short)
    straight = after(*sorted(requests, key=lambda one: one.id), office=base)
    other = after(*requests, office=base)

    assert straight == other
    for on in (DAY, date(2026, 2, 5), date(2026, 2, 6)):
        assert straight.balance(on=on) == other.balance(on=on)
        assert [one.balance(on=on) for one in straight.wallets] == [
            one.balance(on=on) for one in other.wallets
        ]


# --- reversal -----------------------------------------------------------------------------------------------


@pytest.mark.promise("L4")
@given(hours, st.integers(1, 4))
def test_a_reversal_restores_exactly(earned, soap):
    """After a redemption and its reversal the wallets and the stock are what they were, to the lot."""
    issues = [award(number, kind="volunteer", hours=much) for number, much in enumerate(earned)]
    before = after(opening(), *issues, supply(count=9))
    if sum(earned) < 5 * soap:
        return
    spent = after(order(soap=soap), office=before)
    back = after(undo("o-1"), office=spent)

    assert before.wallets == back.wallets
    assert before.stock == back.stock
    assert before.wallets != spent.wallets
    assert ("v-o-1",) == tuple(one.id for one in back.reversals)


@given(hours)
def test_a_reversed_issue_leaves_nothing(earned):
    """After an issue and its reversal every wallet holds what it held, and the points stand as reversed."""
    issues = [award(number, kind="volunteer", hours=much) for number, much in enumerate(earned)]
    before = after(opening(), *issues)
    back = after(award("x", kind="volunteer", hours=7), undo("i-x"), office=before)
    then, now = before.balance(on=DAY), back.balance(on=DAY)

    assert before.wallet("h-1").lots == back.wallet("h-1").lots
    assert (then.held, then.redeemed, then.reversed + 7) == (now.held, now.redeemed, now.reversed)


@pytest.mark.parametrize("request_", [undo("o-1"), undo("i-h-2"), undo("s-2")], ids=lambda one: one.of)
def test_void_twice(request_):
    """What was taken back cannot be taken back again; the refusal says who did it when."""
    office = after(order(), supply("s-2", count=1), office=rich(wallets=("h-1", "h-2")))
    once = after(request_, office=office)
    with pytest.raises(Refused) as caught:
        after(attrs.evolve(request_, id="v-2"), office=once)

    assert ("points.undone",) == caught.value.verdict.codes
    assert {"on": DAY, "by": CLERK} == {**caught.value.verdict.reasons[0].params}


# --- expiry -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keeps", "last"),
    [
        ({"keeps": "expire", "months": 1}, date(2026, 2, 5)),
        ({"keeps": "reset"}, date(2026, 12, 31)),
    ],
)
def test_points_expire_at_the_midnight_after_their_last_day(keeps, last):
    """To the last minute of the last day, in the town's zone, the points can be spent; then they are gone."""
    under = terms(**keeps)
    office = rich(under=under)
    late = datetime(last.year, last.month, last.day, 23, 59, tzinfo=BEIJING)
    for at, held in ((late - timedelta(days=1), 30), (late, 30), (late + timedelta(minutes=1), 0)):
        balance = office.balance(on=at.date())
        assert (held, 30 - held) == (balance.held, balance.expired)
        if held:
            assert decide(office, order(), by=CLERK, on=at.date(), under=under).points == 5
        else:
            with pytest.raises(Refused) as caught:
                decide(office, order(), by=CLERK, on=at.date(), under=under)
            assert ("points.short",) == caught.value.verdict.codes


def test_points_that_carry_over_stay():
    """Points without a last day can be spent in any later cycle."""
    office = rich()
    assert 30 == office.balance(on=date(2100, 1, 1)).held
    assert None is office.wallet("h-1").lots[0].last


def test_a_reset_leaves_what_the_new_cycle_earned():
    """At the start of a cycle that begins in July the old points are gone, and those issued since are not."""
    july = terms(keeps="reset", cycle=attrs.evolve(TERMS.cycle, starts=date(2025, 7, 1)))
    office = after(opening(), award(1, kind="volunteer", hours=8), under=july)
    office = after(
        award(2, kind="volunteer", hours=5, on=date(2026, 6, 30)),
        office=office,
        on=date(2026, 7, 1),
        under=july,
    )
    assert (8, 0) == (office.balance(on=date(2026, 6, 30)).held - 5, 0)
    assert (5, 8) == (
        office.balance(on=date(2026, 7, 1)).held,
        office.balance(on=date(2026, 7, 1)).expired,
    )


def test_what_comes_back_to_an_expired_lot_expires():
    """Points that come back after their last day are expired at once, and the journal says both."""
    under = terms(keeps="expire", months=1)
    office = after(order(), office=rich(under=under), under=under)
    later = date(2026, 3, 1)
    back = after(undo("o-1"), office=office, on=later, under=under)
    events = [
        *events_of(opening(), award("h-1", kind="volunteer", hours=30), supply(), order(), under=under),
        back.get("v-o-1"),
    ]
    rows = [
        (one.version, one.id, one.on, [(entry.account.value, entry.points) for entry in one.entries])
        for one in journal(events, on=later)
    ]

    assert (0, 30) == (back.balance(on=later).held, back.balance(on=later).expired)
    assert [
        (2, "i-h-1", DAY, [("issued", -30), ("held", 30)]),
        (4, "o-1", DAY, [("held", -5), ("redeemed", 5)]),
        (4, "i-h-1", date(2026, 2, 6), [("held", -25), ("expired", 25)]),
        (5, "v-o-1", later, [("redeemed", -5), ("held", 5), ("held", -5), ("expired", 5)]),
    ] == rows


def test_what_was_taken_back_expires_no_more():
    """Of an issue that was reversed nothing is left to expire: the journal ends with the reversal."""
    under = terms(keeps="expire", months=1)
    events = events_of(opening(), award("h-1"), undo("i-h-1"), under=under)

    assert ["i-h-1", "v-i-h-1"] == [one.id for one in journal(events, on=date(2027, 1, 1))]


def test_the_journal_of_a_log_whose_days_run_backwards():
    """What a log takes of a lot that had ended comes out of what expired, and the sums still fit."""
    under = terms(keeps="expire", months=1)
    office = rich(wallets=("h-1", "h-2"), under=under)
    sold = decide(office, order(), by=CLERK, on=DAY, under=under)
    late = decide(office, supply("s-2"), by=CLERK, on=date(2026, 3, 1), under=under)
    back = Reversed(thing=office.id, id="v-1", of="i-h-2", why="登记有误", by=CLERK, on=DAY)
    whole = replay([*office._seen.merged().values(), late, sold, back])
    rows = journal([*office._seen.merged().values(), late, sold, back], on=DAY)
    total = whole.balance(on=date(2026, 3, 1))

    assert date(2026, 3, 1) == whole.on
    assert [[("expired", -5), ("redeemed", 5)], [("expired", -30), ("reversed", 30)]] == [
        [(one.account.value, one.points) for one in row.entries] for row in rows[-2:]
    ]
    assert {name: getattr(total, name) for name in NAMES} == {name: summed(rows)[name] for name in NAMES}


def test_the_journal_of_a_reversal_in_time():
    """Points that come back before their last day are held again; where nothing happened is no journal."""
    under = terms(keeps="expire", months=1)
    asked = (opening(), award("h-1", kind="volunteer", hours=30), supply(), order(), undo("o-1"), undo("s-1"))
    events = events_of(*asked, under=under)
    back, ended = journal(events, on=date(2026, 2, 6))[-2:]

    assert [("redeemed", -5), ("held", 5)] == [(one.account.value, one.points) for one in back.entries]
    assert [("held", -30), ("expired", 30)] == [(one.account.value, one.points) for one in ended.entries]
    assert back == journal(events, on=date(2026, 2, 5))[-1]
    assert () == journal([], on=DAY)


def test_the_terms_of_the_day_do_not_touch_what_was_issued():
    """Points keep the last day that they were issued with, whatever terms come later."""
    office = rich(under=terms(keeps="expire", months=1))
    later = after(award("x", kind="volunteer", hours=2), office=office, under=terms())

    assert [date(2026, 2, 5), None] == [lot.last for lot in later.wallet("h-1").lots]


# --- ceilings and caps --------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from("ab")), max_size=12), st.integers(0, 20))
def test_caps_are_never_exceeded(done, cap):
    """Whatever is asked, the points of a month are within the cap of the village and the rule's ceiling."""
    rule = attrs.evolve(YARD, points=2, ceilings={"month": 5})
    under = terms(rules=[rule], caps={"month": cap, "year": 30})
    office = after(opening("h-a"), opening("h-b"))
    for number, (ago, who) in enumerate(done):
        request = award(number, wallet=f"h-{who}", on=DAY + timedelta(days=ago))
        on = max(DAY + timedelta(days=ago), office.on)
        grown, code = tried(after, request, office=office, on=on, under=under)
        assert (grown is None) == (code in {"points.capped", "points.nothing"})
        office = grown or office
    issues = [office.get(f"i-{number}") for number in range(len(done)) if f"i-{number}" in office]
    months, mine = Counter(), Counter()
    for issue in issues:
        months[issue.on.month] += issue.points
        mine[issue.wallet, issue.earned.month] += issue.points

    assert all(points <= cap for points in months.values())
    assert sum(months.values()) <= 30
    assert all(points <= 5 for points in mine.values())


def test_an_activity_counts_at_most_two_hours():
    """Three hours of one activity earn two points at an hour a point and two hours an activity (V09)."""
    rule = attrs.evolve(TERMS.rules[0], ceilings={"activity": 2})
    under = terms(rules=[rule])
    three = award(1, kind="volunteer", hours=3, activity="a-1")
    again = award(2, kind="volunteer", hours=1, activity="a-1")
    alone, before = (
        award(3, kind="volunteer", hours=3),
        attrs.evolve(again, record=attrs.evolve(again.record, activity="a-0")),
    )
    office = after(opening(), three, under=under)

    assert 2 == office.get("i-1").points
    assert (3, 2, ("activity",)) == attrs.astuple(office.get("i-1").rules[0])[1:]
    with pytest.raises(Refused) as caught:
        after(again, office=office, under=under)
    assert ("points.nothing",) == caught.value.verdict.codes
    assert 2 == after(alone, office=office, under=under).get("i-3").points
    assert 1 == after(before, office=office, under=under).get("i-2").points


@pytest.mark.parametrize("steps", [(), (10, 50), (20, 50), (4, 7), (7,), (6, 10, 15), (9, 11, 20)])
def test_payable_is_every_sum_that_there_is(steps):
    """Points can be paid where trying all sums of the denominations finds them."""
    sums = {0}
    for _ in range(130):
        sums |= {one + step for one in sums for step in steps if one + step <= 130}

    assert [not steps or points in sums for points in range(1, 131)] == [
        payable(points, steps) for points in range(1, 131)
    ]


def test_a_large_sum_takes_no_longer():
    """What is payable is found by remainders of the smallest denomination, however many points there are."""
    assert (True, True, False) == (
        payable(10**15, (7, 11, 13)),
        payable(7 * 10**14, (7,)),
        payable(9, (7, 11)),
    )


def test_ceilings_fill_with_what_counted():
    """What was cut off fills no window, each rule fills its own, and room that just suffices cuts nothing."""
    hours = attrs.evolve(TERMS.rules[0], ceilings={"activity": 2, "cycle": 4})
    other = attrs.evolve(hours, id="other", ceilings={"cycle": 9})
    under = terms(rules=[hours, other])
    office = after(opening())
    for number in (1, 2, 3):
        done = award(number, kind="volunteer", hours=3, activity=f"a-{number}")
        office = after(done, office=office, under=under)

    assert [
        [("hours", 3, 2, ("activity",)), ("other", 3, 3, ())],
        [("hours", 3, 2, ("activity",)), ("other", 3, 3, ())],
        [("hours", 3, 0, ("activity", "cycle")), ("other", 3, 3, ())],
    ] == [[attrs.astuple(one) for one in office.get(f"i-{number}").rules] for number in (1, 2, 3)]


def test_a_ceiling_that_came_down_takes_nothing_back():
    """Under a ceiling that is lower than what was issued there is no room, and nothing less than none."""
    low = attrs.evolve(TERMS.rules[0], ceilings={"cycle": 10})
    other = attrs.evolve(low, id="other", ceilings={})
    office = after(award("x", kind="volunteer", hours=2), office=rich(30), under=terms(rules=[low, other]))

    assert [("hours", 0), ("other", 2)] == [(one.rule, one.counted) for one in office.get("i-x").rules]


@pytest.mark.parametrize("done", [date(2026, 1, 1), date(2026, 1, 31)])
def test_a_window_has_its_first_and_its_last_day(done):
    """What was done on the first or the last day of a month fills the ceiling of that month alone."""
    under = terms(rules=[attrs.evolve(YARD, ceilings={"month": 3})])
    office = after(opening(), award(1, on=done), on=date(2026, 2, 1), under=under)
    within, before, later = (
        tried(after, award(2, on=on), office=office, on=date(2026, 2, 1), under=under)[1]
        for on in (date(2026, 1, 15), date(2025, 12, 31), date(2026, 2, 1))
    )

    assert ("points.nothing", "", "") == (within, before, later)


@pytest.mark.parametrize("issued", [date(2026, 1, 1), date(2026, 1, 31)])
def test_a_cap_has_its_first_and_its_last_day(issued):
    """What was issued on the first or the last day of a month counts for the cap of that month alone."""
    under = terms(caps={"month": 3})
    office = after(opening(), award(1, on=date(2025, 12, 1)), on=issued, under=under)
    within, later = (
        tried(after, award(2, on=date(2025, 12, 1)), office=office, on=on, under=under)[1]
        for on in (date(2026, 1, 31), date(2026, 2, 1))
    )

    assert ("points.capped", "") == (within, later)


def test_a_cap_can_be_reached():
    """The village may issue as many points as its cap says, and not one more."""
    assert 30 == rich(30, under=terms(caps={"month": 30})).balance(on=DAY).held
    with pytest.raises(Refused):
        rich(31, under=terms(caps={"month": 30}))


# --- forecast -----------------------------------------------------------------------------------------------


@pytest.mark.traced("it takes a branch that no other test takes")
@given(st.lists(st.integers(1, 9), min_size=1, max_size=4), st.integers(1, 999))
def test_the_forecast_is_what_happens_when_everybody_redeems(soaps, cost):
    """Where each wallet spends all that it holds on one item, the cost is what was forecast."""
    wallets = [f"h-{number}" for number in range(len(soaps))]
    under = terms(catalogue=[attrs.evolve(SOAP, cost=cost)])
    office = after(
        supply(count=99),
        *(opening(one) for one in wallets),
        *(
            award(one, wallet=one, kind="volunteer", hours=5 * soap)
            for one, soap in zip(wallets, soaps, strict=True)
        ),
        under=under,
    )
    ahead = forecast(office, on=DAY, under=under)
    asked = [order(f"o-{one}", one, soap=soap) for one, soap in zip(wallets, soaps, strict=True)]
    spent = after(*asked, office=office, under=under)
    paid = sum(line.count * cost for one in asked for line in spent.get(one.id).lines)

    assert 5 * sum(soaps) == ahead.points
    assert Fraction(paid) == ahead.least == ahead.most == ahead.cost(Fraction(cost, 5))
    assert 0 == forecast(spent, on=DAY, under=under).points


def test_the_forecast_is_between_the_cheapest_and_the_dearest():
    """Whoever spends all on what costs least for a point costs the least, and on what costs most the most."""
    under = terms()  # soap is 90 fen a point, oil is 100
    office = after(supply("s-2", "oil", 9), office=rich(40, under=under), under=under)
    ahead = forecast(office, on=DAY, under=under)

    assert (3600, 4000, ()) == (ahead.least, ahead.most, ahead.uncosted)
    for asked, cost in ((order(soap=8), 8 * 450), (order(oil=1), 4000)):
        spent = after(asked, office=office, under=under)
        assert (0, cost) == (
            spent.balance(on=DAY).held,
            sum(line.count * under.item(line.item).cost for line in spent.get("o-1").lines),
        )


@given(hours)
def test_the_forecast_is_what_happens_when_nobody_redeems(earned):
    """Each row of the forecast expires on the day after its last one, and costs nothing then."""
    under = terms(keeps="expire", months=2)
    office = after(opening())
    for number, much in enumerate(earned):
        on = DAY + timedelta(days=9 * number)
        office = after(award(number, kind="volunteer", hours=much, on=on), office=office, on=on, under=under)
    ahead = forecast(office, on=office.on, under=under)
    for row in ahead.rows:
        then = office.balance(on=row.last).held - office.balance(on=row.last + timedelta(days=1)).held
        assert row.points == then

    assert sum(earned) == ahead.points
    assert 0 == office.balance(on=ahead.rows[-1].last + timedelta(days=1)).held


def test_the_forecast_says_what_it_does_not_know():
    """An item without a cost is named, and one without a price left aside; what carries over comes last."""
    gift = Item(id="gift", name=Text("礼包"), price=10)
    later = attrs.evolve(
        SOAP, id="later", price=attrs.evolve(SOAP.price, steps=[(date(2027, 1, 1), 5)]), cost=1
    )
    office = after(award("x"), office=rich(), under=terms(keeps="reset"))
    office = after(award("y"), office=office, under=terms(keeps="expire", months=1))
    ahead = forecast(office, on=DAY, under=terms(catalogue=[SOAP, gift, later]))

    assert (("gift",), 36 * Fraction(450, 5)) == (ahead.uncosted, ahead.least)
    blind = forecast(office, on=DAY, under=terms(catalogue=[gift]))
    assert (None, None) == (blind.least, blind.most)
    assert [(date(2026, 2, 5), 3), (date(2026, 12, 31), 3), (None, 30)] == [
        (row.last, row.points) for row in ahead.rows
    ]


# --- many at once -------------------------------------------------------------------------------------------


def requests_of(answers, requests):
    """The requests that were answered."""
    return [one for one in requests if one.id in {event.id for event in answers.events}]


@pytest.mark.traced("it takes a branch that no other test takes")
@given(st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_many_are_decided_as_one_after_the_other(much):
    """All are answered as they would be one by one, or none is; or each that can be, and why not the rest."""
    requests = [
        Award(id=f"i-{number}", wallet="h-1", record=deed(f"r-{number}", "volunteer", hours=hours))
        for number, hours in enumerate(much)
    ]
    office = after(opening())
    bad = [number for number, hours in enumerate(much) if not hours]
    answers = decide_each(office, requests, by=CLERK, on=DAY, under=TERMS)
    assert {f"i-{number}": ("points.nothing",) for number in bad} == {
        id: verdict.codes for id, verdict in answers.refused.items()
    }
    assert sum(much) == after(*requests_of(answers, requests), office=office).balance(on=DAY).held
    if bad:
        with pytest.raises(Refused) as caught:
            decide_all(office, requests, by=CLERK, on=DAY, under=TERMS)
        assert not caught.value.verdict.ok
        assert [f"requests[{number}]" for number in bad] == [
            reason.path for reason in caught.value.verdict.reasons
        ]
        return
    events = decide_all(office, [*requests, requests[0]], by=CLERK, on=DAY, under=TERMS)
    whole = after(*requests, office=office)

    assert answers.events == events
    assert len(requests) == len(events)
    log = Log.begin("village-1").append(office.get("w-h-1"), *events, by=CLERK, at=AT)
    assert whole == replay(log)
    assert () == decide_all(whole, requests, by=CLERK, on=DAY, under=TERMS)


def test_what_is_given_is_named():
    """Values take what they hold by name, but for the ledgers inside; no argument has to be without one."""
    assert "Layers Office" == by_place("points")


def test_what_holds_where_nothing_is_said():
    """The numbers, and yes or no, that are left out are the ones that everybody has relied on."""
    assert "Office.version=0" == left_out("points")
