"""
The lectures of 华兴镇: a plan of 1,000 for 2019, 100 members and cadres who give them, and what the logs say.

    python examples/huaxing/lectures.py

From the report (15 January, about 2020): from 2019 on every village and community lectures to the people each
month; 1,000 a year are planned, by 100 members and cadres. Who spoke where and when is invented.
"""

from datetime import date, datetime, time, timedelta, timezone

from sanliang import Actor, Log, Span, activities
from sanliang.activities import SESSION_BASE, Attendance, Programme, Roll, SessionGiven, SessionPlan

BEIJING, YEAR = timezone(timedelta(hours=8)), Span(date(2019, 1, 1), date(2019, 12, 31))
PLAN = Programme(id="lectures", title="农家书屋宣讲", kind="lecture", target=1000, span=YEAR)
BRANCHES = [f"b-{place:02}" for place in range(1, 12)]
SPEAKERS = [f"m-{place:03}" for place in range(1, 101)]
FALLEN_OUT = 49  # one in so many is called and not held


def lecture(number):
    """The log of a lecture: two or three a day all year, by each speaker and at each branch in turn."""
    on, unit = YEAR.start + timedelta(number * YEAR.days // PLAN.target), BRANCHES[number % len(BRANCHES)]
    id, clerk = f"l-{number:04}", Actor(id=f"head-{unit}", roles={"branch_secretary"}, unit=unit)
    speaker = SPEAKERS[number % len(SPEAKERS)]
    plan = SessionPlan(title=PLAN.title, unit=unit, kind="lecture", on=on, place="农家书屋", speaker=speaker)
    called = activities.call(id, plan, by=clerk, on=on)
    log = Log.begin(id).append(called, by=clerk.id, at=datetime.combine(on, time(9), BEIJING))
    came = SessionGiven(roll=Roll(unit=unit, on=on), attendance=Attendance(guests=20 + number % 30))
    off = number % FALLEN_OUT == FALLEN_OUT - 1
    move, given = ("cancel", SessionGiven(reasons="下雨")) if off else ("hold", came)
    session = activities.replay(log)
    event = activities.decide(session, move, by=clerk, on=on, under=SESSION_BASE, given=given)
    return log.append(event, by=clerk.id, at=datetime.combine(on, time(21), BEIJING))


def sessions():
    """Every lecture of the plan, as its log has it."""
    return [activities.replay(lecture(number)) for number in range(PLAN.target)]


if __name__ == "__main__":
    every = sessions()
    for day in (date(2019, 6, 30), YEAR.end):
        found = activities.progress(PLAN, every, on=day)
        print(f"{day}：计划 {found.target} 次，至今应讲 {round(found.expected)} 次，已讲 {found.held} 次")
    print(f"宣讲人 {len(found.by_speaker)} 名，党支部 {len(found.by_unit)} 个，还差 {found.left} 次")
