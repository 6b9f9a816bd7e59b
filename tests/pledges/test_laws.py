"""The laws of lifecycles, held against pledges: the base, and a town that takes over from paper."""

import attrs
import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from tests.laws.lifecycles import TABLE_LAWS, WALK_LAWS, walked
from tests.pledges.benches import PLEDGE, drafts

from sanliang.pledges import BASE

each_bench = pytest.mark.parametrize(
    "bench",
    [attrs.evolve(PLEDGE, name="base", lifecycle=BASE, openings={"draft": drafts}), PLEDGE],
    ids=["base", "from paper"],
)


@each_bench
@pytest.mark.parametrize("law", TABLE_LAWS, ids=lambda law: law.__name__)
def test_tables(bench, law):
    """Each law of the table alone holds for pledges."""
    law(bench)


@each_bench
@given(data=st.data())
def test_walks(bench, data):
    """Every law of things on their way holds for pledges."""
    walk = walked(bench, data)
    for law in WALK_LAWS:
        note(law.__doc__)
        law(walk)
