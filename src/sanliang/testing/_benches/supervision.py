"""How inspections and objections are brought to life under any town's table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from sanliang.kernel.lifecycles import Actor, Lifecycle
from sanliang.kernel.privacy import Private
from sanliang.supervision import (
    INSPECTION_BASE,
    OBJECTION_BASE,
    Claim,
    Finding,
    Inspection,
    InspectionGiven,
    Issue,
    Objection,
    ObjectionGiven,
    Plan,
    Remedy,
    Ruling,
    Target,
    Team,
    Word,
)
from sanliang.testing._bench import DAY, Bench, Draw, Good, acting, actor, no_wider, one_of, opening_by

ALL = {"t-1", "b-1", "b-2"}
TOWN = actor("m-20", "member", "township_secretary", unit="t-1", scope=ALL)
RETIRED = actor("m-30", "member", "supervisor", unit="b-2", scope=ALL)
OTHER = actor("m-31", "member", unit="b-2")
SECRETARY = actor("m-1", "member", "branch_secretary")
CONCERNED = actor("m-3", "member")
# Whom it concerns, risen to every post: they stay out.
RISEN = actor("m-3", "member", "township_secretary", "supervisor", unit="t-1", scope=ALL)
# On the team, and moved into the unit since.
MOVED_IN = actor("m-31", "member", "township_secretary", scope=ALL)
VILLAGER = actor("h-7")
# A town officer on the team, who may report a correction for the unit and cannot close it then.
HELPFUL = actor("m-33", "member", "township_committee", unit="t-1", scope=ALL)

words = st.text("公示栏灯已修", min_size=1, max_size=6)
hidden = st.builds(Private, words, salt=st.binary(min_size=16, max_size=16))
objectors = st.sampled_from([Private("h-7", salt=bytes(16)), Private("m-3", salt=bytes(16))])
TARGET = Target(word="rating", thing="2019:m-3", unit="b-1", concerns=["m-3"], on=DAY)
claims = st.builds(Claim, target=st.just(TARGET), says=hidden, by=objectors)
rulings = st.builds(Ruling, upheld=st.booleans(), says=words)


def team(on: date) -> Team:
    """A team of this day."""
    return Team(unit="b-1", units=["b-1"], members=["m-30", "m-31", "m-33"], on=on)


def soon(draw: Draw, on: date) -> date:
    """A day from this one on."""
    return on + timedelta(days=one_of(draw, range(21)))


def finding(draw: Draw, one: Inspection, _by: Actor, on: date) -> Finding:
    """A finding with an id of its own."""
    concerns = one_of(draw, [(), ("m-3",)])
    return Finding(id=f"f-{len(one.issues)}", says=draw(words), concerns=concerns, until=soon(draw, on))


def about(
    kind: Any, which: Callable[[Issue, Actor], bool], *, says: str = "says", anew: bool = False
) -> Good:
    """A word about one of the findings that a test chooses."""

    def make(draw: Draw, one: Inspection, by: Actor, on: date) -> Any:
        ids = [each.finding.id for each in one.issues if which(each, by)] or ["f-0"]
        more = {"until": soon(draw, on)} if anew else {}
        return kind(finding=one_of(draw, ids), **{says: draw(words)}, **more)

    return make


def _open(issue: Issue, _by: Actor) -> bool:
    return issue.closed is None


def _waits(issue: Issue, _by: Actor) -> bool:
    return issue.waits


def _ready(issue: Issue, by: Actor) -> bool:
    return issue.ready and issue.remedier != by.id


def inspection(lifecycle: Lifecycle[Inspection]) -> Bench:
    """The bench of inspections under a table."""
    plan = Plan(topic="承诺兑现", on=DAY + timedelta(days=3), team=team(DAY))
    return Bench(
        name="inspection",
        lifecycle=lifecycle,
        openings=opening_by(lifecycle, st.just(InspectionGiven(plan=plan))),
        fields={
            "plan": lambda *_: plan,
            "team": lambda _draw, _one, _by, on: team(on),
            "finding": finding,
            "remedy": about(Remedy, _waits, says="deed"),
            "urging": about(Word, _open),
            "returning": about(Word, _ready, anew=True),
            "closing": about(Word, _ready),
            "reason": lambda draw, *_: draw(words),
        },
        actors=acting(
            lifecycle,
            INSPECTION_BASE,
            TOWN,
            RETIRED,
            RETIRED,
            OTHER,
            HELPFUL,
            SECRETARY,
            CONCERNED,
            RISEN,
            MOVED_IN,
        ),
        sure=no_wider(lifecycle, INSPECTION_BASE),
    )


def objection(lifecycle: Lifecycle[Objection]) -> Bench:
    """The bench of objections under a table."""
    return Bench(
        name="objection",
        lifecycle=lifecycle,
        openings=opening_by(lifecycle, claims.map(lambda claim: ObjectionGiven(claim=claim))),
        fields={
            "claim": lambda draw, *_: draw(claims),
            "until": lambda draw, _one, _by, on: soon(draw, on),
            "ruling": lambda draw, *_: draw(rulings),
            "reason": lambda draw, *_: draw(hidden),
        },
        actors=acting(lifecycle, OBJECTION_BASE, TOWN, RETIRED, SECRETARY, VILLAGER, CONCERNED, RISEN),
        sure=no_wider(lifecycle, OBJECTION_BASE),
    )
