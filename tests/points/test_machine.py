"""
A points office on random ways, against counters in boxes (`model.py`).

After every step the office is the one that its log makes, its balances are those of the boxes on any day, the
journal adds up to them, and nothing is below zero.
"""

from collections import Counter
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.points.model import Village
from tests.points.village import AT, CLERK, SOAP, award, closing, opening, order, supply, terms, undo

from sanliang import Conflict, Log, Refused, Text
from sanliang.kernel.timeline import add
from sanliang.points import Account, Item, Rule, apply, decide, explain, journal, replay

WALLETS = ("h-1", "h-2", "m-3")
CEILINGS = ({}, {"month": 7}, {"activity": 4, "cycle": 11}, {"ever": 9})
wallets = st.sampled_from((*WALLETS[:2], *WALLETS))


class Exchanging(RuleBasedStateMachine):
    """An office with its log, and the village's boxes beside it."""

    @initialize(
        keeps=st.sampled_from(["carry", "reset", "expire"]),
        ceilings=st.sampled_from(CEILINGS),
        cap=st.sampled_from([None, None, 25]),
        steps=st.sampled_from([(), (), (5, 7)]),
        start=st.sampled_from([date(2026, 1, 28), date(2026, 12, 20)]),
    )
    def begin(self, keeps, ceilings, cap, steps, start):
        """Draw the terms, open two of three wallets, and take in some goods."""
        self.keeps, self.day, self.number = keeps, start, 0
        hours = Rule(
            id="hours", says=Text("志愿"), kind="volunteer", points=1, per="hours", ceilings=ceilings
        )
        salt = Item(id="salt", name=Text("食盐"), price=2)
        self.terms = terms(
            rules=[hours],
            catalogue=[SOAP, salt],
            keeps=keeps,
            months=1 if keeps == "expire" else None,
            caps={} if cap is None else {"month": cap},
            denominations=steps,
        )
        self.village = Village(
            ceilings={"hours": ceilings}, cap=cap, steps=steps, prices={"soap": 5, "salt": 2}
        )
        self.log, self.asked = Log.begin("village-1"), []
        self.office = replay(self.log)
        for wallet in WALLETS[:2]:
            self.village.boxes[wallet] = []
            self.ask(opening(wallet), True)
        self.bring("soap", 4)

    def ask(self, request, expected):
        """Ask the office; it accepts what the village does, says so beforehand, and keeps what it decided."""
        verdict = explain(self.office, request, by=CLERK, on=self.day, under=self.terms)
        assert expected == verdict.ok, verdict.text()
        if not expected:
            with pytest.raises(Refused) as caught:
                decide(self.office, request, by=CLERK, on=self.day, under=self.terms)
            assert verdict == caught.value.verdict
            assert verdict.reasons
            return
        event = decide(self.office, request, by=CLERK, on=self.day, under=self.terms)
        before = self.office
        self.office = apply(before, event)
        self.log = self.log.append(event, by=CLERK, at=AT, key=event.id, expected=self.log.head)
        self.asked.append(request)

    def next(self):
        """A number that was not used yet."""
        self.number += 1
        return self.number

    def last_day(self):
        """The last day of what is issued today, by hand."""
        if self.keeps == "carry":
            return None
        return date(self.day.year, 12, 31) if self.keeps == "reset" else add(self.day, months=1)

    @rule(days=st.sampled_from([0, 1, 3, 11, 20, 31]))
    def wait(self, days):
        """Some days go by."""
        self.day += timedelta(days=days)

    @rule(
        wallet=wallets,
        hours=st.integers(0, 9),
        ago=st.sampled_from([0, 0, 1, 30, -1]),
        activity=st.sampled_from([None, "a-1", "a-2"]),
        again=st.booleans(),
    )
    def award(self, wallet, hours, ago, activity, again):
        """Pay a record, now and then one that was paid before."""
        number = self.next()
        record = f"r-{number - 1 if again else number}"
        earned = self.day - timedelta(days=ago)
        request = award(number, wallet=wallet, kind="volunteer", on=earned, activity=activity, hours=hours)
        request = attrs.evolve(request, record=attrs.evolve(request.record, id=record))
        done = self.village.award(
            request.id, wallet, record, "hours", hours, self.day, earned, activity, self.last_day()
        )
        self.ask(request, done)

    @rule(wallet=wallets, soap=st.integers(0, 2), salt=st.integers(0, 2), other=st.sampled_from([0, 0, 0, 1]))
    def buy(self, wallet, soap, salt, other):
        """Redeem, now and then for what there is not."""
        items = {
            item: count for item, count in (("soap", soap), ("salt", salt), ("car", other)) if count
        } or {"soap": 1}
        request = order(f"o-{self.next()}", wallet=wallet, **items)
        self.ask(request, self.village.order(request.id, wallet, items, self.day))

    @rule(item=st.sampled_from(["soap", "salt", "car"]), count=st.sampled_from([-2, 1, 3]))
    def bring(self, item, count):
        """Take goods in or out."""
        request = supply(f"s-{self.next()}", item=item, count=count)
        self.ask(request, self.village.supply(request.id, item, count))

    @rule(wallet=wallets, into=st.none() | wallets)
    def close(self, wallet, into):
        """Close a wallet for another one, or for nobody."""
        into = None if into == wallet else into
        request = closing(wallet, into, id=f"c-{self.next()}")
        self.ask(request, self.village.close(request.id, wallet, into, self.day))

    @rule(data=st.data())
    def take_back(self, data):
        """Take back something that happened, or that did not."""
        of = data.draw(st.sampled_from(["nothing", *(one.id for one in self.asked[-6:])]))
        self.ask(undo(of, id=f"v-{self.next()}"), self.village.undo(of))

    @rule(data=st.data(), days=st.sampled_from([0, 40]))
    def ask_again(self, data, days):
        """A request that arrives again gets the same answer, on any day, and changes nothing."""
        request = data.draw(st.sampled_from(self.asked))
        on = self.day + timedelta(days=days)
        event = decide(self.office, request, by=CLERK, on=on, under=self.terms)

        assert self.office.get(request.id) == event
        assert self.log == self.log.append(event, by=CLERK, at=AT, key=event.id)
        assert explain(self.office, request, by=CLERK, on=on, under=self.terms)
        with pytest.raises(Conflict):
            decide(self.office, request, by="m-9", on=on, under=self.terms)

    @invariant()
    def the_office_is_its_log(self):
        """What was applied one by one is what the log makes."""
        assert replay(self.log) == self.office
        assert len(self.log) == self.office.version

    @invariant()
    def the_office_is_the_village(self):
        """Balances, lots and stock are those of the boxes and the shelf, on any day."""
        for on in (self.day, self.day + timedelta(days=1), self.day + timedelta(days=33)):
            for wallet, box in self.village.boxes.items():
                balance = self.office.wallet(wallet).balance(on=on)
                held, thrown = self.village.held(wallet, on), len(self.village.trash.get(wallet, ()))
                assert (len(held), len(box) - len(held) + thrown) == (balance.held, balance.expired)
            total = self.office.balance(on=on)
            assert (self.village.issued, self.village.reversed) == (total.issued, total.reversed)
            assert self.village.redeemed() == total.redeemed
        for wallet, box in self.village.boxes.items():
            lots = {lot.id: lot.left for lot in self.office.wallet(wallet).lots if lot.left}
            there = [*box, *self.village.trash.get(wallet, ())]
            assert Counter(point.order[2] for point in there) == lots
        assert {wallet for wallet in self.village.boxes if self.village.shut(wallet)} == {
            one.wallet for one in self.office.closings
        }
        assert self.village.shelf == {**self.office.stock}
        assert all(count >= 0 for count in self.office.stock.values())

    @invariant()
    def the_journal_adds_up(self):
        """
        The entries of each transaction add up to nothing, for each wallet alone too, and all of them to the
        balance of the day, of the office and of each wallet.
        """
        for on in (self.day, self.day + timedelta(days=33)):
            sums, each = Counter(), Counter()
            for transaction in journal(self.log, on=on):
                nothing = Counter()
                for one in transaction.entries:
                    nothing[one.wallet] += one.points
                    each[one.wallet, one.account] += one.points
                assert not any(nothing.values())
                sums.update({one.account: 0 for one in transaction.entries})
                for one in transaction.entries:
                    sums[one.account] += one.points
                assert all(sums[account] >= 0 for account in Account if account != "issued")
            for wallet in self.office.wallets:
                mine = wallet.balance(on=on)
                assert -mine.issued == each[wallet.id, "issued"]
                assert all(
                    getattr(mine, name) == each[wallet.id, name]
                    for name in ("held", "redeemed", "expired", "reversed")
                )
            total = self.office.balance(on=on)
            assert -total.issued == sums["issued"]
            assert {name: getattr(total, name) for name in ("held", "redeemed", "expired", "reversed")} == {
                name: sums[name] for name in ("held", "redeemed", "expired", "reversed")
            }


Exchanging.TestCase.settings = settings(stateful_step_count=20)
TestExchange = pytest.mark.traced("it takes a branch that no other test takes")(Exchanging.TestCase)
