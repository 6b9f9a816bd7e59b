"""A town of invented people, a team of retired cadres, and what they inspect."""

from datetime import UTC, date, datetime, time, timedelta

from sanliang import Actor, Log, Private, notices, supervision
from sanliang.calendars import Period
from sanliang.notices import Posting
from sanliang.orgs import Belonging, Member, Post, Roster, Unit
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

DAY = date(2019, 4, 1)
SALT = bytes(range(16))


def private(text):
    """A private text whose salt is always the same."""
    return Private(text, salt=SALT)


def after(days):
    """The day so many days after the first."""
    return DAY + timedelta(days=days)


def at(on):
    """Nine o'clock of a day."""
    return datetime.combine(on, time(9), UTC)


def actor(id, *roles, unit="b-1", scope=None):
    """Somebody with some roles."""
    more = {} if scope is None else {"scope": frozenset(scope)}
    return Actor(id=id, roles=frozenset(roles), unit=unit, **more)


ALL = {"t-1", "b-1", "b-2"}
TOWN = actor("m-20", "member", "township_secretary", unit="t-1", scope=ALL)
RETIRED = actor("m-30", "member", "supervisor", unit="b-2", scope=ALL)
OTHER = actor("m-31", "member", unit="b-2")
SECRETARY = actor("m-1", "member", "branch_secretary")
CONCERNED = actor("m-3", "member")
# Whom it concerns, risen to every post: they stay out.
RISEN = actor("m-3", "member", "township_secretary", "supervisor", unit="t-1", scope=ALL)
# On the team, and moved into the unit since.
MOVED_IN = actor("m-31", "member", "township_secretary", unit="b-1", scope=ALL)
VILLAGER = actor("h-7")

ROSTER = Roster(
    units=[
        Unit(id="t-1", kind="township_committee", name="青山镇党委"),
        Unit(id="b-1", kind="branch", name="东岭村党支部", parent="t-1"),
        Unit(id="g-1", kind="party_group", name="一组党小组", parent="b-1"),
        Unit(id="b-2", kind="branch", name="西岭村党支部", parent="t-1"),
    ],
    members=[
        Member(id="m-1", name="李禾", status="full", belongs=[Belonging(unit="b-1")]),
        Member(id="m-3", name="何麦", status="full", belongs=[Belonging(unit="g-1")]),
        Member(id="m-30", name="王苗", status="full", belongs=[Belonging(unit="b-2")]),
        Member(id="m-31", name="陈谷", status="full", belongs=[Belonging(unit="b-2")]),
        Member(
            id="m-32",
            name="周田",
            status="full",
            belongs=[Belonging(unit="b-2")],
            posts=[
                Post(role="first_secretary", unit="b-1", since=date(2019, 1, 1), until=date(2019, 12, 31))
            ],
        ),
    ],
)


def team(*members, on=DAY):
    """A team for the branch."""
    return Team(unit="b-1", units=["b-1", "g-1"], members=members or ("m-30", "m-31"), on=on)


PLAN = Plan(topic="承诺兑现", on=after(4), team=team())
BOARD = Finding(id="f-1", says="公示栏未更新", until=after(20))
LAMP = Finding(id="f-2", says="路灯承诺未兑现", concerns=["m-3"], thing="p-17", until=after(20))
FIXED = Remedy(finding="f-1", deed="已更新公示栏", evidence=["photo-1"])


def arranged(plan=PLAN, *, id="x-1", by=TOWN, on=DAY):
    """An inspection that has just been arranged."""
    return supervision.replay_inspection([supervision.arrange(id, plan, by=by, on=on)])


def go(inspection, move, *, by=RETIRED, on=None, **given):
    """The inspection after a move."""
    value = InspectionGiven(**given) if given else None
    event = supervision.decide(
        inspection, move, by=by, on=on or inspection.on, under=INSPECTION_BASE, given=value
    )
    return supervision.apply_inspection(inspection, event)


def why_not(inspection, move, *, by=RETIRED, on=None, **given):
    """The codes of what speaks against a move."""
    value = InspectionGiven(**given) if given else None
    return supervision.explain(
        inspection, move, by=by, on=on or inspection.on, under=INSPECTION_BASE, given=value
    ).codes


def checking(*findings):
    """An inspection in which this was found."""
    inspection = go(arranged(), "check", on=after(4))
    for finding in findings:
        inspection = go(inspection, "find", finding=finding)
    return inspection


def urging(*findings):
    """An inspection whose check is over, with these findings open."""
    return go(checking(*(findings or (BOARD,))), "conclude")


def remedied(*findings, by=SECRETARY):
    """One in which the first finding was put right."""
    return go(urging(*findings), "remedy", by=by, on=after(9), remedy=FIXED)


def says(finding="f-1", **more):
    """A word of the team about a finding."""
    return Word(finding=finding, says="已核", **more)


STAR = Target(word="rating", thing="2019:m-3", unit="b-1", concerns=["m-3"], on=DAY)
CLAIM = Claim(target=STAR, says=private("评星过高"), by=private("h-7"))
WHY = private("误会")
RIGHT, WRONG = Ruling(upheld=True, says="属实，重评"), Ruling(upheld=False, says="经核不属实")


def objected(claim=CLAIM, *, id="o-1", by=VILLAGER, on=DAY):
    """An objection that has just been taken down."""
    return supervision.replay_objection([supervision.object_to(id, claim, by=by, on=on)])


def settle(objection, move, *, by=RETIRED, on=None, **given):
    """The objection after a move."""
    value = ObjectionGiven(**given) if given else None
    event = supervision.decide(
        objection, move, by=by, on=on or objection.on, under=OBJECTION_BASE, given=value
    )
    return supervision.apply_objection(objection, event)


def against(objection, move, *, by=RETIRED, on=None, **given):
    """The codes of what speaks against a move."""
    value = ObjectionGiven(**given) if given else None
    return supervision.explain(
        objection, move, by=by, on=on or objection.on, under=OBJECTION_BASE, given=value
    ).codes


def examining(claim=CLAIM):
    """An objection that somebody examines."""
    return settle(objected(claim), "take_up", until=after(10))


def notice():
    """A notice of a pledge that hangs since the first day."""
    posting = Posting(
        word="pledge", thing="p-17", unit="b-1", place="村务公开栏", period=Period(days=5), concerns=["m-3"]
    )
    return notices.replay([notices.post("n-1", posting, by=SECRETARY, on=DAY)])


def logged(replay, base, *steps):
    """A log of an opening event and moves: by whom, on which day, which move, what is given."""
    first, *rest = steps
    log = Log.begin(first.thing).append(first, by=first.by, at=at(first.on))
    for by, on, move, given in rest:
        event = supervision.decide(replay(log), move, by=by, on=on, under=base, given=given)
        log = log.append(event, by=by.id, at=at(on))
    return log
