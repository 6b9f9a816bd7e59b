"""
A points office beside the counters in boxes (`model.py`): each request is answered as the boxes answer it.

State machines and long walks ask; the answers, and what has to hold after them, are here.
"""

from collections import Counter
from datetime import date, timedelta

import attrs
import pytest
from tests.points.model import Village
from tests.points.village import AT, CLERK, SOAP, award, closing, opening, order, supply, terms, undo

from sanliang import Conflict, Log, Refused, Text
from sanliang.kernel.timeline import add
from sanliang.points import Account, Award, Item, Rule, apply, decide, explain, journal, replay

WALLETS = ("h-1", "h-2", "m-3")
CEILINGS = ({}, {"month": 7}, {"activity": 4, "cycle": 11}, {"ever": 9})


class Exchange:
    """An office with its log, and the village's boxes beside it."""

    def begin(self, keeps, ceilings, cap, steps, start, wallets=WALLETS[:2], kind="volunteer"):
        """Say the terms, open some wallets, and take in some goods."""
        self.keeps, self.day, self.number, self.kind = keeps, start, 0, kind
        hours = Rule(id="hours", says=Text("志愿"), kind=kind, points=1, per="hours", ceilings=ceilings)
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
        for wallet in wallets:
            self.open(wallet)
        self.bring("soap", 4)

    def open(self, wallet):
        """Open a wallet."""
        self.village.boxes[wallet] = []
        self.ask(opening(wallet), True)

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

    def wait(self, days):
        """Some days go by."""
        self.day += timedelta(days=days)

    def award(self, wallet, hours, ago, activity, again):
        """Pay a record, now and then one that was paid before."""
        number = self.next()
        record = f"r-{number - 1 if again else number}"
        earned = self.day - timedelta(days=ago)
        request = award(number, wallet=wallet, kind=self.kind, on=earned, activity=activity, hours=hours)
        self.pay(attrs.evolve(request.record, id=record), hours, request.id)

    def pay(self, record, hours, id):
        """Pay for a record."""
        wallet, earned = record.subject, record.on
        done = self.village.award(
            id, wallet, record.id, "hours", hours, self.day, earned, record.activity, self.last_day()
        )
        self.ask(Award(id=id, wallet=wallet, record=record), done)

    def buy(self, wallet, soap, salt, other):
        """Redeem, now and then for what there is not."""
        items = {
            item: count for item, count in (("soap", soap), ("salt", salt), ("car", other)) if count
        } or {"soap": 1}
        request = order(f"o-{self.next()}", wallet=wallet, **items)
        self.ask(request, self.village.order(request.id, wallet, items, self.day))

    def bring(self, item, count):
        """Take goods in or out."""
        request = supply(f"s-{self.next()}", item=item, count=count)
        self.ask(request, self.village.supply(request.id, item, count))

    def close(self, wallet, into):
        """Close a wallet for another one, or for nobody."""
        into = None if into == wallet else into
        request = closing(wallet, into, id=f"c-{self.next()}")
        self.ask(request, self.village.close(request.id, wallet, into, self.day))

    def take_back(self, of):
        """Take back something that happened, or that did not."""
        self.ask(undo(of, id=f"v-{self.next()}"), self.village.undo(of))

    def ask_again(self, request, days):
        """A request that arrives again gets the same answer, on any day, and changes nothing."""
        on = self.day + timedelta(days=days)
        event = decide(self.office, request, by=CLERK, on=on, under=self.terms)

        assert self.office.get(request.id) == event
        assert self.log == self.log.append(event, by=CLERK, at=AT, key=event.id)
        assert explain(self.office, request, by=CLERK, on=on, under=self.terms)
        with pytest.raises(Conflict):
            decide(self.office, request, by="m-9", on=on, under=self.terms)

    def the_office_is_its_log(self):
        """What was applied one by one is what the log makes."""
        assert replay(self.log) == self.office
        assert len(self.log) == self.office.version

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
