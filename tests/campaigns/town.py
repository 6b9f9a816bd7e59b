"""A small town for the tests: a committee, three branches, households with plaques and pledges."""

from datetime import UTC, date, datetime, timedelta

from sanliang import Actor, Text
from sanliang.campaigns import (
    Campaign,
    Case,
    Course,
    Coverage,
    Decision,
    Entry,
    LeadingGroup,
    Plan,
    Stage,
    Status,
    Tally,
)
from sanliang.orgs import Belonging, Exemption, Household, Member, Roster, Unit
from sanliang.pledges import Holder, Item, Letter, Plaque, Pledge, PledgeKind, Pledger

DAY = date(2026, 7, 1)
AT = datetime(2026, 7, 1, 12, tzinfo=UTC)


def after(days):
    """The day so many days after the first."""
    return DAY + timedelta(days=days)


# --- who there is --------------------------------------------------------------------------------------

UNITS = (
    Unit(id="t", kind="township", name="青山镇"),
    Unit(id="v-1", kind="village", name="东岭村", parent="t"),
    Unit(id="c", kind="township_committee", name="青山镇党委", place="t"),
    Unit(id="b-1", kind="branch", name="东岭村党支部", parent="c", place="v-1"),
    Unit(id="g-1", kind="party_group", name="一组", parent="b-1"),
    Unit(id="g-2", kind="party_group", name="二组", parent="b-1"),
    Unit(id="b-2", kind="branch", name="西岭村党支部", parent="c"),
    Unit(id="b-3", kind="branch", name="学校党支部", parent="c"),
)
EXCUSED = Exemption(reason="elderly", decision="表决通过", decided_by="党员大会", decided_on=DAY)


def person(id, unit, household=None, **fields):
    """A full member who belongs to a unit and lives in a household."""
    belongs = [Belonging(unit=unit)] if isinstance(unit, str) else unit
    return Member(
        **{"id": id, "name": "何", "status": "full", "belongs": belongs, "household": household, **fields}
    )


ROSTER = Roster(
    units=UNITS,
    members=[
        person("m-1", "g-1", "h-1"),
        person("m-2", "g-1", "h-1", exemption=EXCUSED),
        person("m-3", "g-2", "h-2", exemption=EXCUSED),
        person("m-4", "b-1", "h-3"),
        person("m-5", "b-2", "h-4"),
        person("m-6", "b-2", "h-5", status="probationary"),
        person("m-7", [], "h-5"),
    ],
    households=[Household(id=f"h-{n}") for n in range(1, 7)],
)
"""b-1 answers for h-1 (by g-1), h-2 (by g-2) and h-3; b-2 for h-4; in h-5 and h-6 lives no full member."""

TOWN = Actor(id="m-20", roles={"township_secretary"}, unit="c", scope={"c", "b-1", "b-2", "b-3"})
OFFICER = Actor(id="m-1", roles={"member", "branch_secretary"}, unit="b-1")
HEAD = Actor(id="m-4", roles={"member"}, unit="b-1")
HELPER = Actor(id="m-2", roles={"member"}, unit="g-1")
ELSEWHERE = Actor(id="m-5", roles={"branch_secretary"}, unit="b-2")
NOBODY = Actor(id="m-9", roles={"member"}, unit="b-1")
EVERYBODY = (TOWN, OFFICER, HEAD, HELPER, ELSEWHERE, NOBODY)


# --- what they have ------------------------------------------------------------------------------------


def plaque(id="q-1", state="hung", household="h-1", unit="b-1"):
    """A plaque in a state."""
    holder = Holder(household=household, unit=unit, full_members=("m-1",))
    return Plaque(id=id, state=state, version=1, on=DAY, holder=holder)


def pledge(id="p-1", state="published", who="h-1", kind="household", **fields):
    """A pledge in a state."""
    pledger = Pledger(kind=kind, id=who, unit="b-1", signatories=("m-1", "f-1"))
    lamp = Item(id="lamp", deed="修路灯", deadline=after(90))
    letter = Letter(pledger=pledger, kind=PledgeKind.ANNUAL, items=(lamp,))
    return Pledge(id=id, state=state, version=1, on=DAY, letter=letter, **fields)


def case(subject="h-1", status="open", unit="b-1", stage="plaque", on=DAY, **fields):
    """A case of the first stage."""
    return Case(stage=stage, on=on, subject=subject, unit=unit, status=status, **fields)


# --- the campaign --------------------------------------------------------------------------------------

PLAN = {
    "title": Text("三亮"),
    "unit": "c",
    "units": ("b-1", "b-2", "b-3"),
    "pilots": ("b-1",),
    "pilot_on": after(1),
    "meeting_on": after(2),
    "rollout_on": after(3),
    "rollouts": {"b-3": after(5)},
    "until": {"plaque": after(10), "pledge": after(20), "action": after(90)},
}


def plan(**changes):
    """The town's plan, changed."""
    return Plan(**{**PLAN, **changes})


def campaign(state="rolled_out", **changes):
    """A campaign as it stands after the roll-out, on its own days; or changed."""
    fields = {"id": "c-1", "version": 4, "on": DAY, "plan": plan()}
    days = {"piloted": after(1), "met": after(2), "rolled_out": after(3)}
    return Campaign(**{**fields, **days, "state": state, **changes})


LEADING = LeadingGroup(head="m-4", members=("m-2",))
ENTRY = Entry(campaign="c-1", unit="b-1", leading=LEADING)


def course(state="waiting", unit="b-1", **changes):
    """A course in a state."""
    entry = Entry(campaign="c-1", unit=unit, leading=LEADING)
    return Course(**{"id": f"k-{unit}", "state": state, "version": 1, "on": DAY, "entry": entry, **changes})


def covered(stage="plaque", unit="b-1", on=DAY, done=2, missing=()):
    """A coverage with so many done, and these missing."""
    total = Tally(done=done, open=len(missing))
    return Coverage(stage=stage, on=on, unit=unit, direct=total, total=total, missing=missing)


def decision(*over):
    """A decision over some."""
    return Decision(body="党员大会", says="转入下一阶段继续办理", over=over, minutes="〔2026〕3号")


STAGES, STATUSES = tuple(Stage), tuple(Status)
