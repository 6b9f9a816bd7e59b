"""
A hundred thousand steps of pledges against a plain model, at each commit; five million in a deep run.

Each walk has a number, by which it is the same again: `Walk(number).goes_on(STEPS)`.
"""

from collections import Counter

import pytest
from hypothesis import settings
from tests.pledges import plain
from tests.pledges.walks import Walk

from sanliang.testing._effort import MANY

STEPS = 2_000
WALKS = 2_500 if settings().max_examples > MANY else 50


@pytest.mark.untraced("it is long; each branch is taken by the other tests of pledges")
@pytest.mark.once("it says nothing of versions")
def test_long_walks_keep_to_the_plain_model():
    """Whatever is asked of a pledge, by whom and when, is answered as the clerk answers it, with each reason;
    and a pledge has all that the clerk wrote down. Every row is made, and every reason is met."""
    met, steps = Counter(), 0
    for number in range(WALKS):
        walk = Walk(number).goes_on(STEPS)
        met.update(walk.met)
        steps += walk.steps
    made = {key for key in met if len(key) == 2}
    print(f"{steps:,} steps of pledges, of which {sum(met[key] for key in made):,} were made")
    assert steps >= 100_000
    assert {*plain.TABLE} == made
    assert {code for key in met for code in key[2:]} == plain.CODES
