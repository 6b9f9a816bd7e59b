"""What is due and what is late: one value, one order."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang.calendars import Due, days_left, due, late
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.labels import Text

DAYS = st.dates(date(2026, 6, 25), date(2026, 7, 5))
WORDS = st.sampled_from(["a", "b"])
DUES = st.lists(
    st.builds(
        Due,
        on=DAYS,
        kind=WORDS,
        thing=WORDS,
        step=WORDS,
        unit=st.just("") | WORDS,
        who=st.just("") | WORDS,
        says=st.builds(Text, WORDS, st.just("") | WORDS),
    )
)
HANG = {"on": date(2026, 7, 31), "kind": "plaque", "thing": "h-7", "step": "hang", "says": Text("挂牌")}


def key(one):
    """The documented order, and the words last so that equal lists come out equal."""
    return one.on, one.kind, one.thing, one.step, one.unit, one.who, one.says.zh, one.says.en


@given(DUES, DAYS, st.randoms(use_true_random=False))
def test_what_is_due_is_filtered_and_in_order(dues, day, random):
    """What is due before a day is all of it whose last day is earlier, in one order for any order given."""
    expected = tuple(sorted((one for one in dues if one.on < day), key=key))
    random.shuffle(dues)

    assert expected == due(dues, before=day)
    assert expected == due(iter(dues), before=day)
    assert expected == late(dues, on=day)


@given(DUES, DAYS)
def test_what_is_late_has_no_days_left(dues, day):
    """A thing is late exactly when its days left are below zero; on its last day it is not."""
    assert {one for one in dues if days_left(one, on=day) < 0} == set(late(dues, on=day))
    for one in dues:
        assert one.on == day + timedelta(days=days_left(one, on=day))


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": datetime(2026, 7, 31)},
        {"on": "2026-07-31"},
        {"kind": "Plaque"},
        {"thing": ""},
        {"thing": 7},
        {"step": "\u200b"},
        {"unit": None},
        {"unit": " "},
        {"who": 5},
        {"says": "挂牌"},
    ],
)
def test_a_due_has_fields_of_the_right_kind(wrong):
    """A wrong field is refused with its name."""
    with pytest.raises(InvalidInput) as raised:
        Due(**{**HANG, **wrong})

    assert next(iter(wrong)) == raised.value.path


@pytest.mark.parametrize(
    "ask",
    [
        lambda: due([None], before=date(2026, 7, 1)),
        lambda: due("dues", before=date(2026, 7, 1)),
        lambda: due([], before="2026-07-01"),
        lambda: late([], on=datetime(2026, 7, 1)),
        lambda: days_left(None, on=date(2026, 7, 1)),
        lambda: days_left(Due(**HANG), on=5),
    ],
)
def test_a_wrong_argument_is_refused_at_once(ask):
    """Every verb refuses a wrong argument with our error."""
    with pytest.raises(InvalidInput):
        ask()
