"""How the tables of inspections and objections are brought to life for the laws of lifecycles."""

from datetime import timedelta

from hypothesis import strategies as st
from tests.laws.lifecycles import DAY, Bench
from tests.supervision.town import (
    ALL,
    CONCERNED,
    MOVED_IN,
    OTHER,
    RETIRED,
    RISEN,
    SECRETARY,
    TOWN,
    VILLAGER,
    actor,
)

from sanliang import Private
from sanliang.supervision import (
    INSPECTION_BASE,
    OBJECTION_BASE,
    Claim,
    Finding,
    InspectionGiven,
    ObjectionGiven,
    Plan,
    Remedy,
    Ruling,
    Target,
    Team,
    Word,
)

words = st.text("公示栏灯已修", min_size=1, max_size=6)
hidden = st.builds(Private, words, salt=st.binary(min_size=16, max_size=16))
# A town officer on the team, who may report a correction for the unit and cannot close it then.
HELPFUL = actor("m-33", "member", "township_committee", unit="t-1", scope=ALL)


def team(on):
    """A team of this day."""
    return Team(unit="b-1", units=["b-1"], members=["m-30", "m-31", "m-33"], on=on)


def soon(on):
    """A day from this one on."""
    return st.integers(0, 20).map(lambda days: on + timedelta(days=days))


def finding(inspection, _by, on):
    """A finding with an id of its own."""
    return st.builds(
        InspectionGiven,
        finding=st.builds(
            Finding,
            id=st.just(f"f-{len(inspection.issues)}"),
            says=words,
            concerns=st.sampled_from([(), ("m-3",)]),
            until=soon(on),
        ),
    )


def chosen(name, kind, which):
    """A word about one of the findings that a test chooses."""

    def make(inspection, by, on):
        ids = [one.finding.id for one in inspection.issues if which(one, by)] or ["f-0"]
        more = {"until": soon(on)} if name == "returning" else {}
        says = "deed" if kind is Remedy else "says"
        word = st.builds(kind, finding=st.sampled_from(ids), **{says: words}, **more)
        return st.builds(InspectionGiven, **{name: word})

    return make


def ready(issue, by):
    """Whether this actor may judge it."""
    return issue.ready and issue.remedier != by.id


INSPECTION = Bench(
    name="inspection",
    lifecycle=INSPECTION_BASE,
    openings={
        "arrange": st.builds(
            InspectionGiven, plan=st.just(Plan(topic="承诺兑现", on=DAY + timedelta(days=3), team=team(DAY)))
        )
    },
    given={
        "reteam": lambda _inspection, _by, on: st.just(InspectionGiven(team=team(on))),
        "find": finding,
        "urge": chosen("urging", Word, lambda one, _: one.closed is None),
        "remedy": chosen("remedy", Remedy, lambda one, _: one.waits),
        "return": chosen("returning", Word, ready),
        "close": chosen("closing", Word, ready),
        "cancel": lambda *_: st.builds(InspectionGiven, reason=words),
    },
    actors=st.sampled_from([TOWN, RETIRED, RETIRED, OTHER, HELPFUL, SECRETARY, CONCERNED, RISEN, MOVED_IN]),
)

objectors = st.sampled_from([Private("h-7", salt=bytes(16)), Private("m-3", salt=bytes(16))])
TARGET = Target(word="rating", thing="2019:m-3", unit="b-1", concerns=["m-3"], on=DAY)
OBJECTION = Bench(
    name="objection",
    lifecycle=OBJECTION_BASE,
    openings={
        "object": st.builds(
            ObjectionGiven,
            claim=st.builds(Claim, target=st.just(TARGET), says=hidden, by=objectors),
        )
    },
    given={
        "take_up": lambda _objection, _by, on: st.builds(ObjectionGiven, until=soon(on)),
        "answer": lambda *_: st.builds(
            ObjectionGiven, ruling=st.builds(Ruling, upheld=st.booleans(), says=words)
        ),
        "withdraw": lambda *_: st.builds(ObjectionGiven, reason=hidden),
    },
    actors=st.sampled_from([TOWN, RETIRED, SECRETARY, VILLAGER, CONCERNED, RISEN]),
)
