"""
The teams that live in the villages of 三原县陂西镇: how many there are, who leads them, what they have done.

    python examples/sanyuan/teams.py

From the report (1 September 2022): 21 teams with 48 first secretaries and members, and five tasks for each: a
plan, a training, a survey, an industry, an organisation. The people, their organs and the days are invented.
"""

from collections import Counter
from datetime import date, datetime, timedelta, timezone

from sanliang import Span, Text, orgs, posts, records
from sanliang.orgs import NESTING, Belonging, Member, Post, Roster, Unit, UnitRule
from sanliang.posts import Area, Charge
from sanliang.records import Book, Query, Record

BEIJING = timezone(timedelta(hours=8))
FIRST, CHANGE, TODAY = date(2022, 1, 1), date(2022, 5, 16), date(2022, 8, 31)
VILLAGES = [f"{place:02}" for place in range(1, 22)]
TASKS = ("工作方案", "业务培训", "深入调研", "特色产业", "基层组织")
UNDER, TEAMS = ["township_committee"], Text("驻村工作队", "resident team")
TEAM = UnitRule(kind="work_team", line="party", under=UNDER, name=TEAMS, guests=True)


def sent(village, place, **stay):
    """Somebody whom a county organ sends to a village, and still counts; "a" and "x" lead the team."""
    belongs = [Belonging(unit=f"o-{place}"), Belonging(unit=f"w-{village}", **stay)]
    leads = [Post(role="first_secretary", unit=f"w-{village}", **stay)] if place in "ax" else []
    return Member(id=f"m-{village}-{place}", name="某", status="full", belongs=belongs, posts=leads)


def team(village):
    """Two people, in every fourth village three; in every tenth, another first secretary came in May."""
    changed = int(village) % 10 == 0
    yield sent(village, "a", until=CHANGE - timedelta(1) if changed else None)
    yield from [sent(village, "x", since=CHANGE)] if changed else []
    yield from [sent(village, place) for place in ("bc" if int(village) % 4 == 1 else "b")]


ROSTER = Roster(
    nesting=NESTING.with_rules(TEAM),
    units=[
        Unit(id="t-1", kind="township_committee", name="陂西镇党委"),
        *(Unit(id=f"o-{place}", kind="branch", name="县直机关支部") for place in "abcx"),
        *(Unit(id=f"w-{one}", kind="work_team", name=f"驻{one}村工作队", parent="t-1") for one in VILLAGES),
    ],
    members=[one for village in VILLAGES for one in team(village)],
)


def done(village, task):
    """The record that a team has done a task: one task a month from February on."""
    on = date(2022, 2 + task, 20)
    return Record(
        id=f"{village}.{task}", subject=f"w-{village}", kind="team.task", fields={"task": task}, on=on,
        recorder=f"m-{village}-b", recorded=datetime(on.year, on.month, on.day, 18, tzinfo=BEIJING),
    )  # fmt: skip


def book():
    """What the teams have done of their tasks, three to five of five, as a book of records."""
    made = [done(village, task) for village in VILLAGES for task in range(3 + int(village) % 3)]
    return records.replay(records.record_all(Book.begin("teams"), made))


def led(teams, on):
    """Which teams have one first secretary on a day, and which have none, or two."""
    held = {team: orgs.under(ROSTER, team, on=on) for team in teams}
    charges = {
        team: [Charge(member=one.id, since=post.since, until=post.until) for one in who for post in one.posts]
        for team, who in held.items()
    }
    areas = [Area(id=one, unit=one, place=one, task="驻村帮扶", charges=charges[one]) for one in teams]
    return posts.coverage(areas, on=on)


def figures(on):
    """What the roster comes to on a day, and the book of tasks up to that day."""
    teams = [unit.id for unit in orgs.units_on(ROSTER, on=on) if unit.kind == TEAM.kind]
    counts, known = orgs.count(ROSTER, on=on), book().records
    tasks = [Query(kind="team.task", where={"task": [task]}) for task in range(len(TASKS))]
    totals = [records.fold(known, one, cycle=Span(FIRST, on)).total for one in tasks]
    return {
        "工作队": len(teams),
        "队员": counts["t-1"].total.guests,
        "第一书记": len(led(teams, on).covered),
        "按人数": dict(sorted(Counter(counts[team].total.guests for team in teams).items())),
    } | dict(zip(TASKS, totals, strict=True))


if __name__ == "__main__":
    for day in (CHANGE - timedelta(1), TODAY):
        print(day, "，".join(f"{name} {figure}" for name, figure in figures(day).items()))
