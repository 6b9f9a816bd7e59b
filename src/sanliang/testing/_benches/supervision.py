"""How inspections and objections are brought to life under any town's table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

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
from sanliang.testing._bench import DAY, Bench, Good, acting, actor, no_wider, opening_by

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


def team(on: date) -> Team:
    """A team of this day."""
    return Team(unit="b-1", units=["b-1"], members=["m-30", "m-31", "m-33"], on=on)


def soon(on: date) -> SearchStrategy[date]:
    """A day from this one on."""
    return st.integers(0, 20).map(lambda days: on + timedelta(days=days))


def finding(one: Inspection, _by: Actor, on: date) -> SearchStrategy[Finding]:
    """A finding with an id of its own."""
    return st.builds(
        Finding,
        id=st.just(f"f-{len(one.issues)}"),
        says=words,
        concerns=st.sampled_from([(), ("m-3",)]),
        until=soon(on),
    )


def about(kind: Any, which: Callable[[Issue, Actor], bool], *, anew: bool = False) -> Good:
    """A word about one of the findings that a test chooses."""

    def make(one: Inspection, by: Actor, on: date) -> SearchStrategy[Any]:
        ids = [each.finding.id for each in one.issues if which(each, by)] or ["f-0"]
        says = "deed" if kind is Remedy else "says"
        more = {"until": soon(on)} if anew else {}
        return st.builds(kind, finding=st.sampled_from(ids), **{says: words}, **more)

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
            "plan": lambda *_: st.just(plan),
            "team": lambda _one, _by, on: st.just(team(on)),
            "finding": finding,
            "remedy": about(Remedy, _waits),
            "urging": about(Word, _open),
            "returning": about(Word, _ready, anew=True),
            "closing": about(Word, _ready),
            "reason": lambda *_: words,
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
            "claim": lambda *_: claims,
            "until": lambda _one, _by, on: soon(on),
            "ruling": lambda *_: st.builds(Ruling, upheld=st.booleans(), says=words),
            "reason": lambda *_: hidden,
        },
        actors=acting(lifecycle, OBJECTION_BASE, TOWN, RETIRED, SECRETARY, VILLAGER, CONCERNED, RISEN),
        sure=no_wider(lifecycle, OBJECTION_BASE),
    )
