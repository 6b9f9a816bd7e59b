"""
A points office on random ways, against counters in boxes (`model.py`).

After every step the office is the one that its log makes, its balances are those of the boxes on any day, the
journal adds up to them, and nothing is below zero.
"""

from datetime import date

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.points.exchange import CEILINGS, WALLETS, Exchange

wallets = st.sampled_from((*WALLETS[:2], *WALLETS))


class Exchanging(Exchange, RuleBasedStateMachine):
    """An office that is asked for this and that."""

    begin = initialize(
        keeps=st.sampled_from(["carry", "reset", "expire"]),
        ceilings=st.sampled_from(CEILINGS),
        cap=st.sampled_from([None, None, 25]),
        steps=st.sampled_from([(), (), (5, 7)]),
        start=st.sampled_from([date(2026, 1, 28), date(2026, 12, 20)]),
    )(Exchange.begin)
    wait = rule(days=st.sampled_from([0, 1, 3, 11, 20, 31]))(Exchange.wait)
    award = rule(
        wallet=wallets,
        hours=st.integers(0, 9),
        ago=st.sampled_from([0, 0, 1, 30, -1]),
        activity=st.sampled_from([None, "a-1", "a-2"]),
        again=st.booleans(),
    )(Exchange.award)
    buy = rule(
        wallet=wallets, soap=st.integers(0, 2), salt=st.integers(0, 2), other=st.sampled_from([0, 0, 0, 1])
    )(Exchange.buy)
    bring = rule(item=st.sampled_from(["soap", "salt", "car"]), count=st.sampled_from([-2, 1, 3]))(
        Exchange.bring
    )
    close = rule(wallet=wallets, into=st.none() | wallets)(Exchange.close)

    @rule(data=st.data())
    def takes_back(self, data):
        """Something that happened, or that did not, is taken back."""
        self.take_back(data.draw(st.sampled_from(["nothing", *(one.id for one in self.asked[-6:])])))

    @rule(data=st.data(), days=st.sampled_from([0, 40]))
    def asks_again(self, data, days):
        """A request arrives again."""
        self.ask_again(data.draw(st.sampled_from(self.asked)), days)

    the_office_is_its_log = invariant()(Exchange.the_office_is_its_log)
    the_office_is_the_village = invariant()(Exchange.the_office_is_the_village)
    the_journal_adds_up = invariant()(Exchange.the_journal_adds_up)


Exchanging.TestCase.settings = settings(stateful_step_count=20)
TestExchange = pytest.mark.traced("it takes a branch that no other test takes")(Exchanging.TestCase)
