"""How the table of concerns is brought to life for the laws of lifecycles."""

from datetime import timedelta

from hypothesis import strategies as st
from tests.concerns.town import (
    ACCUSED,
    FELLOW,
    FIXED,
    GRID,
    LAMP,
    MEMBER,
    RAISER,
    RISEN_FELLOW,
    RUDE,
    SECRETARY,
    TOWN,
)
from tests.laws.lifecycles import Bench

from sanliang import Private
from sanliang.concerns import BASE, Above, Answer, Charge, Given, Ground, Refusal, Sorting, Urgency

words = st.text("灯路水已修", min_size=1, max_size=6)
hidden = st.builds(Private, words, salt=st.binary(min_size=16, max_size=16))


def sorting(concern, _by, _on):
    """A category that fits: conduct for complaints, and for these alone."""
    codes = ["conduct"] if concern.raised.complaint else ["roads", "water", "mill"]
    return st.builds(
        Given,
        sorting=st.builds(
            Sorting, category=st.sampled_from(codes), urgency=st.sampled_from(Urgency), gist=words
        ),
    )


def charging(concern, by, on):
    """Somebody in reach of the actor, and not one of those from whom a complaint is kept."""
    units = sorted(by.scope - {"b-1"} if concern.raised.complaint else by.scope) or ["b-2"]
    days = st.integers(0, 20).map(lambda more: on + timedelta(days=more))

    def of(unit):
        above = st.sampled_from([None, "t-1" if unit.startswith("b") else None])
        member = st.sampled_from([None, "m-4", "m-4"])
        return st.builds(Charge, unit=st.just(unit), member=member, until=days, above=above)

    return st.builds(Given, charge=st.sampled_from(units).flatmap(of))


def passing(concern, _by, on):
    """The unit above."""
    upper = "c-1" if concern.unit == "t-1" else "t-1" if concern.unit != "c-1" else "p-1"
    return st.builds(Given, above=st.just(Above(unit=concern.unit, above=upper, on=on)), reason=hidden)


CONCERN = Bench(
    name="concern",
    lifecycle=BASE,
    openings={"collect": st.sampled_from([LAMP, RUDE]).map(lambda raised: Given(raised=raised))},
    given={
        "sort": sorting,
        "assign": charging,
        "pass_up": passing,
        "answer": lambda *_: st.builds(Given, answer=st.builds(Answer, says=words, takes=st.booleans())),
        "finish": lambda *_: st.just(Given(result=FIXED)),
        "refuse": lambda *_: st.builds(
            Given, refusal=st.builds(Refusal, ground=st.sampled_from(Ground), says=hidden)
        ),
        "reopen": lambda *_: st.builds(Given, reason=hidden),
    },
    actors=st.sampled_from([TOWN, TOWN, SECRETARY, RAISER, MEMBER, GRID, ACCUSED, FELLOW, RISEN_FELLOW]),
)
