"""
1 July in 华兴镇: 268 members share a political birthday; new members say the oath, the others say it again.

    python examples/huaxing/birthdays.py

From the report (15 January, about 2020): over 500 members in 11 branches; on 1 July 2019, 268 of them came
together in the members' homes of the town. The people, their days of joining and who came are invented.
"""

from datetime import date, datetime, time, timedelta, timezone

from sanliang import Dated, Log, Span, activities, orgs
from sanliang.activities import SESSION_BASE, Attendance, SessionGiven, SessionPlan
from sanliang.orgs import Belonging, Member, Post, Roster, Unit

BEIJING = timezone(timedelta(hours=8))
DAY, ASKED = date(2019, 7, 1), date(2019, 6, 24)
BRANCHES = [f"b-{place:02}" for place in range(1, 12)]
SIZES = [47 - (place > 5) for place in range(11)]


def member(branch, place):
    """A member: the first of a branch is its secretary, the second joins on the day, the others before."""
    number = 50 * BRANCHES.index(branch) + place
    admitted = DAY if place == 1 else date(1956 + 7 * number % 62, 1 + number % 12, 1 + 3 * number % 28)
    status = Dated([(admitted, "probationary"), (admitted + timedelta(366), "full")])
    return Member(
        id=f"m-{branch}-{place:02}",
        name="某",
        status=status,
        admitted=admitted,
        belongs=[Belonging(unit=branch)],
        posts=[] if place else [Post(role="branch_secretary", unit=branch)],
    )


ROSTER = Roster(
    units=[
        Unit(id="t-1", kind="township_committee", name="华兴镇党委"),
        *(Unit(id=id, kind="branch", name=f"第{id[2:]}党支部", parent="t-1") for id in BRANCHES),
    ],
    members=[member(id, place) for id, size in zip(BRANCHES, SIZES, strict=True) for place in range(size)],
)


def gathering(branch, came):
    """The log of a session: called with the birthdays of the month, held with so many of the roll."""
    clerk = ROSTER.actor(f"m-{branch}-00", on=ASKED)
    july = Span(DAY, date(2019, 7, 31))
    days = activities.birthdays(ROSTER, branch, span=july, on=DAY).days
    plan = SessionPlan(
        title="过政治生日、温入党誓词", unit=branch, kind="birthday", on=DAY, place="党员之家",
        agenda=activities.due_birthdays(days, before=july.end, unit=branch),
    )  # fmt: skip
    opened = activities.call(f"s-{branch}", plan, by=clerk, on=ASKED)
    log = Log.begin(f"s-{branch}").append(opened, by=clerk.id, at=datetime.combine(ASKED, time(9), BEIJING))
    roll = activities.roll(ROSTER, branch, on=DAY)
    given = SessionGiven(roll=roll, attendance=Attendance(present=roll.members[:came]))
    session = activities.replay(log)
    held = activities.decide(session, "hold", by=clerk, on=DAY, under=SESSION_BASE, given=given)
    return log.append(held, by=clerk.id, at=datetime.combine(DAY, time(18), BEIJING))


def figures():
    """What the logs and the roster come to."""
    sessions = [activities.replay(gathering(id, 24 + (place < 4))) for place, id in enumerate(BRANCHES)]
    found = activities.gathered(sessions, kind="birthday")
    who = [ROSTER.member(id) for one in sessions for id in one.present]
    year = Span(date(2019, 1, 1), date(2019, 12, 31))
    years = {one.member: one.years for one in activities.birthdays(ROSTER, "t-1", span=year, on=DAY).days}
    return {
        "党员": orgs.count(ROSTER, on=DAY)["t-1"].total.members,
        "党支部": found.sessions,
        "到会": found.people,
        "新党员宣誓": sum(one.admitted == DAY for one in who),
        "老党员重温誓词": sum(one.admitted < DAY for one in who),
        "到会者党龄最长（年）": max(years.get(one.id, 0) for one in who),
        "七月过生日": sum(len(one.plan.agenda) for one in sessions),
        "各支部到会": dict(found.by_unit),
    }


if __name__ == "__main__":
    found = figures()
    for name, figure in found.items():
        print(f"{name}：{figure}")
