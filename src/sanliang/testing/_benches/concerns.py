"""How concerns are brought to life under any town's table."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from hypothesis import strategies as st

from sanliang import concerns
from sanliang.concerns import (
    Above,
    Answer,
    Charge,
    Complaint,
    Concern,
    Given,
    Ground,
    Raised,
    Refusal,
    Result,
    Sorting,
    Urgency,
)
from sanliang.kernel.lifecycles import Actor, Lifecycle
from sanliang.kernel.privacy import Private
from sanliang.testing._bench import Bench, Draw, acting, actor, no_wider, one_of, opening_by

SALT = bytes(range(16))
ALL = {"c-1", "t-1", "b-1", "b-2"}
RAISER = actor("h-7")
GRID = actor("m-5", "member", "grid_worker")
SECRETARY = actor("m-1", "member", "branch_secretary")
MEMBER = actor("m-4", "member", unit="b-2")
FELLOW = actor("m-6", "member")
TOWN = actor("m-20", "member", "township_secretary", unit="t-1", scope=ALL)
# Whom complaints are about: whatever posts they hold, they stay out.
ACCUSED = actor("m-3", "member", "township_committee", "supervisor", scope=ALL)
RISEN_FELLOW = actor("m-8", "member", "township_committee", "supervisor", scope=ALL)

words = st.text("灯路水已修", min_size=1, max_size=6)
hidden = st.builds(Private, words, salt=st.binary(min_size=16, max_size=16))


def private(text: str) -> Private[str]:
    """A private text whose salt is always the same."""
    return Private(text, salt=SALT)


LAMP = Raised(
    says=private("村口路灯不亮"), by=private("h-7"), name=private("周田"), channel="visit", unit="b-1"
)
RUDE = Raised(
    says=private("办事态度差"),
    by=private("h-7"),
    channel="direct",
    unit="t-1",
    complaint=Complaint(persons=(private("m-3"),), units=(private("b-1"), private("g-1"))),
)
FIXED = Result(deed="换灯六盏", evidence=["photo-1"])

raisings = st.sampled_from([LAMP, RUDE])
urgencies = st.sampled_from(Urgency)
answers = st.builds(Answer, says=words, takes=st.booleans())
refusals = st.builds(Refusal, ground=st.sampled_from(Ground), says=hidden)


def concern(lifecycle: Lifecycle[Concern]) -> Bench:
    """The bench of concerns under a table."""
    return Bench(
        name="concern",
        lifecycle=lifecycle,
        openings=opening_by(lifecycle, raisings.map(lambda one: Given(raised=one))),
        fields={
            "raised": lambda draw, *_: draw(raisings),
            "sorting": sorting,
            "charge": partial(charging, lifecycle),
            "above": passing,
            "answer": lambda draw, *_: draw(answers),
            "result": lambda *_: FIXED,
            "refusal": lambda draw, *_: draw(refusals),
            "reason": lambda draw, *_: draw(hidden),
        },
        actors=acting(
            lifecycle,
            concerns.BASE,
            TOWN,
            TOWN,
            SECRETARY,
            RAISER,
            MEMBER,
            GRID,
            ACCUSED,
            FELLOW,
            RISEN_FELLOW,
        ),
        sure=no_wider(lifecycle, concerns.BASE),
    )


def _most(lifecycle: Lifecycle[Concern], one: Concern) -> int:
    """How many days the town gives at most to settle it, up to twenty."""
    urgency = Urgency.HOPED if one.sorting is None else one.sorting.urgency
    return min(lifecycle.number(f"most_days_{urgency.value}") or 20, 20)


def sorting(draw: Draw, one: Concern, _by: Actor, _on: date) -> Sorting:
    """A category that fits: conduct for complaints, and for these alone."""
    codes = ["conduct"] if one.raised.complaint else ["roads", "water", "mill"]
    return Sorting(category=one_of(draw, codes), urgency=draw(urgencies), gist=draw(words))


def charging(lifecycle: Lifecycle[Concern], draw: Draw, one: Concern, by: Actor, on: date) -> Charge:
    """Somebody in reach of the actor, and not one of those from whom a complaint is kept."""
    unit = one_of(draw, sorted(by.scope - {"b-1"} if one.raised.complaint else by.scope) or ["b-2"])
    return Charge(
        unit=unit,
        member=one_of(draw, [None, "m-4", "m-4"]),
        until=on + timedelta(days=one_of(draw, range(_most(lifecycle, one) + 1))),
        above=one_of(draw, [None, "t-1"]) if unit.startswith("b") else None,
    )


def passing(_draw: Draw, one: Concern, _by: Actor, on: date) -> Above:
    """The unit above."""
    upper = "c-1" if one.unit == "t-1" else "t-1" if one.unit != "c-1" else "p-1"
    return Above(unit=one.unit, above=upper, on=on)
