"""How the table of posts is brought to life for the laws of lifecycles."""

from datetime import timedelta

import attrs
from hypothesis import strategies as st
from tests.laws.lifecycles import DAY, Bench

from sanliang import Actor
from sanliang.calendars import Period
from sanliang.notices import Filed, Posted
from sanliang.orgs import OFFICERS
from sanliang.posts import BASE, Appraisal, Candidate, Duty, Given, PostPlan, Report

CLERK = Actor(id="m-1", roles={"branch_secretary"}, unit="b-1")
DEPUTY = Actor(id="m-2", roles={"deputy_secretary"}, unit="b-1")
MEMBER = Actor(id="m-3", roles={"member"}, unit="b-1")
OUTSIDER = Actor(id="m-9", roles={"branch_secretary"}, unit="b-2")
ORDINARY = ("m-3", "m-4", "m-5", "m-6", "m-7", "m-8")

LANES = Duty(id="lanes", says="清扫巷道", model="look_keeper", measure="次", quantity=12)
TALK = Duty(id="talk", says="调解邻里纠纷", model="mediator")
PLAN = PostPlan(title="环境卫生岗", unit="b-1", duties=[LANES, TALK], places=2)


def later(days):
    """So many days after the first."""
    return DAY + timedelta(days=days)


def _clerk(by):
    return "b-1" in by.scope and bool(by.roles & OFFICERS)


def _one_of(who, by):
    """Whom an actor may speak for: an officer of the unit for each, anybody else for himself."""
    return st.sampled_from([*who]) if _clerk(by) and who else st.just(by.id)


def choosing(post, by, on):
    """Somebody who has not chosen yet, as the roster has it that day."""
    taken = (*post.candidates, *post.holders)
    others = [one for one in ORDINARY if one not in taken] or [f"m-{post.version + 100}"]
    free = others if _clerk(by) else [by.id]
    return st.sampled_from(free).map(lambda one: Given(candidate=_candidate(one, on)))


def _candidate(member, on):
    return Candidate(member=member, unit="b-1", on=on)


def leaving(post, by, _on):
    """Somebody who steps back, or leaves."""
    who = post.candidates if post.state == "announced" else post.holders
    return _one_of(who, by).map(lambda one: Given(member=one, reasons="外出务工"))


@st.composite
def assigning(draw, post, by, _on):
    """As many of the candidates as there are places, never who assigns."""
    others = [one for one in post.candidates if one != by.id] or ["m-5"]
    most = max(min(len(others), post.vacancies), 1)
    return Given(holders=draw(st.lists(st.sampled_from(others), min_size=1, max_size=most, unique=True)))


def publishing(post, _by, on):
    """A new notice of this assignment."""
    posted = Posted(
        notice=f"n-{post.version}",
        word="duty_post",
        thing=post.id,
        place="村务公开栏",
        period=Period(days=5),
        concerns=post.proposed,
        on=on,
    )
    return st.just(Given(posted=posted))


def installing(post, _by, on):
    """The same notice, filed."""
    filed = Filed(notice=post.notice, word="duty_post", thing=post.id, posted=on, on=on)
    return st.just(Given(filed=filed))


def reporting(post, by, _on):
    """A report of somebody who has not reported in this term."""
    return _one_of(post.unreported, by).map(lambda one: Given(report=Report(holder=one, says="清扫十二次")))


@st.composite
def appraising(draw, post, _by, _on):
    """One appraisal for each holder."""
    grades = st.sampled_from(["good", "fairly_good", "fair", "poor"])
    points = st.none() | st.integers(0, 50)
    return Given(
        appraisals=[Appraisal(holder=one, grade=draw(grades), points=draw(points)) for one in post.holders]
    )


def longer(_post, _by, on):
    """A last day that is still to come."""
    return st.integers(0, 30).map(lambda days: Given(until=on + timedelta(days=days)))


def why(*_):
    """A reason in words."""
    return st.just(Given(reasons="群众有不同意见"))


POST = Bench(
    name="post",
    lifecycle=BASE,
    openings={
        "announce": st.builds(
            lambda places, days: Given(
                plan=attrs.evolve(PLAN, places=places, choose_until=None if days is None else later(days))
            ),
            st.sampled_from([1, 1, 2, 3]),
            st.sampled_from([None, None, 3, 20]),
        )
    },
    given={
        "extend": longer,
        "choose": choosing,
        "step_back": leaving,
        "assign": assigning,
        "reconsider": why,
        "publish": publishing,
        "install": installing,
        "reopen": longer,
        "report": reporting,
        "appraise": appraising,
        "renew": longer,
        "vacate": leaving,
        "close": why,
    },
    blank=st.none() | st.just(Given()),
    actors=st.sampled_from([*[CLERK] * 6, DEPUTY, MEMBER, OUTSIDER]),
    days=st.sampled_from([0, 0, 0, 1, 1, 2, 3, -1]),
)
