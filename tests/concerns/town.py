"""A town of invented people, and concerns on their way through it."""

from datetime import UTC, date, datetime, time, timedelta

from sanliang import Actor, Log, Private, concerns
from sanliang.concerns import (
    BASE,
    Above,
    Charge,
    Complaint,
    Given,
    Raised,
    Refusal,
    Result,
    Sorting,
)
from sanliang.orgs import Belonging, Member, Roster, Unit

DAY = date(2022, 3, 1)
SALT = bytes(range(16))


def private(text):
    """A private text whose salt is always the same."""
    return Private(text, salt=SALT)


def actor(id, *roles, unit="b-1", scope=None):
    """Somebody with some roles."""
    more = {} if scope is None else {"scope": frozenset(scope)}
    return Actor(id=id, roles=frozenset(roles), unit=unit, **more)


ALL = {"c-1", "t-1", "b-1", "b-2"}
RAISER = actor("h-7")
GRID = actor("m-5", "member", "grid_worker")
SECRETARY = actor("m-1", "member", "branch_secretary")
DEPUTY = actor("m-2", "member", "deputy_secretary")
MEMBER = actor("m-4", "member", unit="b-2")
FELLOW = actor("m-6", "member")
ELSEWHERE = actor("m-9", "member", "branch_secretary", unit="b-2")
TOWN = actor("m-20", "member", "township_secretary", unit="t-1", scope=ALL)
SUPERVISOR = actor("m-30", "member", "supervisor", unit="t-1", scope=ALL)
# Whom complaints are about: whatever posts they hold, they stay out.
ACCUSED = actor("m-3", "member", "township_committee", "supervisor", scope=ALL)
RISEN_FELLOW = actor("m-8", "member", "township_committee", "supervisor", scope=ALL)

ROSTER = Roster(
    units=[
        Unit(id="t-1", kind="township_committee", name="青山镇党委"),
        Unit(id="b-1", kind="branch", name="东岭村党支部", parent="t-1"),
        Unit(id="g-1", kind="party_group", name="东岭一组党小组", parent="b-1"),
        Unit(id="b-2", kind="branch", name="西岭村党支部", parent="t-1"),
    ],
    members=[
        Member(id="m-3", name="李禾", status="full", belongs=[Belonging(unit="g-1")]),
        Member(id="m-20", name="王苗", status="full", belongs=[Belonging(unit="t-1")]),
    ],
)

LAMP = Raised(
    says=private("村口路灯不亮"), by=private("h-7"), name=private("周田"), channel="visit", unit="b-1"
)
RUDE = Raised(
    says=private("办事态度差"),
    by=private("h-7"),
    channel="direct",
    unit="t-1",
    complaint=Complaint(persons=[private("m-3")], units=[private("b-1"), private("g-1")]),
)
ROADS = Sorting(category="roads", urgency="hard", gist="村口路灯")
CONDUCT = Sorting(category="conduct", urgency="worrying", gist="办事态度")
FIXED = Result(deed="换灯六盏", evidence=["photo-1"])
WHY = private("灯又坏了")
NO = Refusal(ground="not_ours", says=private("归县里管"))


def after(days):
    """The day so many days after the first."""
    return DAY + timedelta(days=days)


UNTIL = after(10)


def charge(member="m-4", unit="b-1", until=UNTIL):
    """Who is to settle it, and by when."""
    return Charge(unit=unit, member=member, until=until)


def collected(raised=LAMP, *, id="c-1", by=GRID, on=DAY, under=BASE):
    """A concern that has just been collected."""
    return concerns.replay([concerns.collect(id, raised, by=by, on=on, under=under)])


def go(concern, move, *, by=SECRETARY, on=DAY, under=BASE, **given):
    """The concern after a move."""
    value = Given(**given) if given else None
    event = concerns.decide(concern, move, by=by, on=on, under=under, given=value)
    return concerns.apply(concern, event)


def why_not(concern, move, *, by=SECRETARY, on=DAY, under=BASE, **given):
    """The codes of what speaks against a move."""
    value = Given(**given) if given else None
    return concerns.explain(concern, move, by=by, on=on, under=under, given=value).codes


def assigned(to=None, raised=LAMP, **more):
    """A concern that somebody is charged with."""
    first = collected(raised, **more)
    if raised is LAMP:
        return go(go(first, "sort", sorting=ROADS), "assign", charge=to or charge())
    return go(go(first, "sort", by=TOWN, sorting=CONDUCT), "assign", by=TOWN, charge=to or charge(unit="b-2"))


def finished(by=MEMBER, **more):
    """A concern that was reported as done."""
    return go(assigned(**more), "finish", by=by, result=FIXED)


MOVES = {
    "collected": (),
    "sorted": ("sort",),
    "assigned": ("sort", "assign"),
    "passed": ("sort", "pass_up"),
    "finished": ("sort", "assign", "finish"),
    "confirmed": ("sort", "assign", "finish", "confirm"),
    "refused": ("refuse",),
    "reopened": ("sort", "assign", "finish", "confirm", "reopen"),
}


def log_of(state, *, id="c-1", unit="b-1", category="roads", on=DAY, step=1, member="m-4", until=None):
    """The log of a concern that came to this state, a move every so many days."""
    office = actor("m-1", "branch_secretary", "member", unit=unit)
    raised = Raised(says=private("路灯"), by=private("h-7"), name=private("周田"), channel="talk", unit=unit)
    event = concerns.collect(id, raised, by=office, on=on)
    log = Log.begin(id).append(event, by=office.id, at=at(on))
    for move in MOVES[state]:
        on += timedelta(days=step)
        given = {
            "sort": Given(sorting=Sorting(category=category, urgency="urgent", gist="路灯")),
            "assign": Given(charge=charge(member, unit, until or on + timedelta(days=5))),
            "pass_up": Given(above=Above(unit=unit, above="t-1", on=on), reason=WHY),
            "finish": Given(result=FIXED),
            "refuse": Given(refusal=NO),
            "reopen": Given(reason=WHY),
        }.get(move)
        by = RAISER if move in {"confirm", "reopen"} else office
        event = concerns.decide(concerns.replay(log), move, by=by, on=on, under=BASE, given=given)
        log = log.append(event, by=by.id, at=at(on))
    return log


def at(on):
    """Nine o'clock of a day."""
    return datetime.combine(on, time(9), UTC)
