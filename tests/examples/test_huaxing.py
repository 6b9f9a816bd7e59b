"""The examples of 华兴镇: the figures of the article are counted from logs, and every script stays short."""

from collections import Counter
from datetime import date

import pytest

from sanliang import points
from sanliang.pledges import Result

pytestmark = [
    pytest.mark.untraced("it plays a year of a town"),
    pytest.mark.once("each word that it uses has tests of its own on the lowest versions"),
]


def test_hundreds_exchange_on_the_fifteenth_of_january(ran):
    """Each redemption is of that day, nobody is served twice, and whoever has too few points is not."""
    exchange = ran("huaxing/exchange")
    sold = [one for one in exchange.log.events if isinstance(one, points.Redeemed)]

    assert {date(2020, 1, 15)} == {one.on for one in sold}
    assert 352 == len(sold) == len({one.wallet for one in sold})
    assert exchange.served == {one.wallet for one in sold}
    assert "2020-01-15：360 户有积分账户，352 户兑换" == exchange.printed[0]
    assert exchange.length < 100


def test_every_point_is_held_redeemed_expired_or_reversed(ran):
    """The balance that is printed is the sum of the journal, and of what the events say by hand."""
    exchange = ran("huaxing/exchange")
    now, sums = exchange.now, Counter()
    for one in points.journal(exchange.log, on=exchange.DAY):
        for entry in one.entries:
            sums[entry.account.value] += entry.points
    issued = {one.id: one.points for one in exchange.log.events if isinstance(one, points.Issued)}
    taken = [one.of for one in exchange.log.events if isinstance(one, points.Reversed)]
    parts = now.held, now.redeemed, now.expired, now.reversed

    assert (sum(issued.values()), -sums["issued"]) == (now.issued, now.issued) == (sum(parts), sum(parts))
    assert (sums["held"], sums["redeemed"], sums["expired"], sums["reversed"]) == parts
    assert sum(issued[id] for id in taken) == now.reversed
    assert min(parts) > 0
    assert f"发放 {now.issued} = 持有 {now.held}" in exchange.printed[-1]


def test_goods_come_from_the_stock(ran):
    """What came in is what was fetched and what is left, item by item; nothing is below zero."""
    exchange = ran("huaxing/exchange")
    sold = Counter[str]()
    for one in exchange.log.events:
        if isinstance(one, points.Redeemed):
            sold.update({line.item: line.count for line in one.lines})

    left = exchange.office.stock
    assert exchange.STOCK == {item: sold[item] + left[item] for item in exchange.STOCK}
    assert 0 == left["oil"] == min(left.values())


def test_results_are_shown_each_month_beside_the_pledges(ran):
    """Eleven theme Party days show what came of the pledges of the one before, and the minutes say it."""
    results = ran("huaxing/results")
    assert 11 == len(results.year) == len(results.printed)
    for session, found in results.year:
        members = Counter(one.outcomes[0].result for one in found[1:])
        kept, not_kept = members[Result.FULFILLED], members[Result.UNFULFILLED]

        assert f"党员24名：已兑现{kept}名、未兑现{not_kept}名。" == session.minutes
        assert 24 == kept + not_kept
        assert all(one.notice and one.signed for one in found)


def test_what_is_not_done_stands_on_the_agenda(ran):
    """The agenda of a session is each item without evidence, and those are the ones that were not kept."""
    results = ran("huaxing/results")
    for session, found in results.year:
        late = {(one.id, item.item) for one in found for item in one.outcomes if item.result != "fulfilled"}

        assert late == {(due.thing, due.step) for due in session.plan.agenda}
        assert late


def test_the_village_kept_its_pledge_of_the_fifteenth_of_january(ran):
    """Its exchange was promised for the day, done on the day, and shown on the next theme Party day."""
    results = ran("huaxing/results")
    session, (village, *_) = results.year[-1]
    (item,) = [one for one in village.letter.items if one.deed == "1月15日兑换积分"]
    (done,) = [one for one in village.progress if one.item == item.id]

    assert date(2020, 1, 15) == item.deadline == done.on
    assert {"fulfilled"} == {one.result for one in village.outcomes}
    assert date(2020, 2, 5) == session.held_on
    assert results.length < 100


def test_268_share_a_political_birthday(ran):
    """Of 512 members of 11 branches 268 came, each once; new ones say the oath, the others say it again."""
    script = ran("huaxing/birthdays")
    found = script.found

    assert (512, 11, 268) == (found["党员"], found["党支部"], found["到会"])
    assert 268 == sum(found["各支部到会"].values()) == found["新党员宣誓"] + found["老党员重温誓词"]
    assert 11 == len(found["各支部到会"]) == found["新党员宣誓"]
    assert "到会：268" in script.printed
    assert script.length < 100


def test_a_thousand_lectures_are_planned_and_the_logs_count_those_held(ran):
    """100 speakers give them; what was called off is not counted, and the plan is not the figure."""
    script = ran("huaxing/lectures")
    held = [one for one in script.every if one.state == "held"]

    assert (1000, len(held)) == (script.found.target, script.found.held)
    assert len(held) < len(script.every) == 1000
    assert 100 == len(script.found.by_speaker) == len({one.plan.speaker for one in held})
    assert len(held) == sum(script.found.by_unit.values())
    assert "宣讲人 100 名，党支部 11 个，还差 20 次" == script.printed[-1]
    assert script.length < 100
