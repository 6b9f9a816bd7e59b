"""
Calls the people of 兴县 to the front, and looks whether a village's grid sees every household.

    python examples/xingxian/front.py

Every figure is counted of a log or of a roster. What is invented is in README.md.
"""

from datetime import date, datetime, timedelta, timezone

from sanliang import Actor, Log, activities, orgs, posts
from sanliang.activities import Call, MobilisationGiven, Reported, TemporaryBranch
from sanliang.orgs import Belonging, Household, Member, Post, Role, Roster, Unit, UnitKind

CALLED = datetime(2022, 4, 1, 20, tzinfo=timezone(timedelta(hours=8)))
DAY, NEXT = CALLED.date(), date(2022, 4, 3)
CHIEF = Actor(id="chief", roles={Role.TOWNSHIP_SECRETARY}, unit="county")
UNITS = {f"u-{number:02}": 757 + (number < 3) for number in range(1, 18)}


def mobilised():
    """The log of the mobilisation: the call, a list of reports from each unit, two temporary branches."""
    order = Call(title="疫情防控", unit="county", units=UNITS, at=CALLED, within=48, expected=UNITS)
    log = Log.begin("front").append(
        activities.mobilise("front", order, by=CHIEF, on=DAY), by=CHIEF.id, at=CALLED
    )
    given = [("report", MobilisationGiven(reports=reports(unit, size))) for unit, size in UNITS.items()]
    given += [("set_up", MobilisationGiven(branch=branch(name))) for name in ("康宁镇一号", "康宁镇二号")]
    for move, what in given:
        one, rules = activities.replay_mobilisation(log), activities.MOBILISATION_BASE
        event = activities.decide(one, move, by=CHIEF, on=NEXT, under=rules, given=what)
        log = log.append(event, by=CHIEF.id, at=CALLED + timedelta(days=2))
    return log


def reports(unit, size):
    """Who of a unit reported when: one every three minutes."""
    return [
        Reported(person=f"{unit}-{place}", unit=unit, at=CALLED + timedelta(minutes=5 + 3 * place))
        for place in range(size)
    ]


def branch(name):
    """A temporary branch of five of the first unit, for two months."""
    members, since, until = [f"u-01-{place}" for place in range(5)], NEXT, date(2022, 6, 2)
    return TemporaryBranch(
        id=name, name=f"{name}临时党支部", head=members[0], members=members, since=since, until=until
    )


def village():
    """917 households of a village at 63 hub households, each a member's, in 9 grids under one township."""
    units = [
        Unit(id="town", kind=UnitKind.TOWNSHIP, name="某镇"),
        Unit(id="village", kind=UnitKind.VILLAGE, name="马蒲滩村", parent="town"),
        Unit(id="branch", kind=UnitKind.BRANCH, name="马蒲滩村党支部", place="village"),
    ]
    members = []
    for place in range(63):
        grid, hub, offices = f"grid-{place // 7}", f"hub-{place}", []
        if place % 7 == 0:
            units.append(Unit(id=grid, kind=UnitKind.SMALL_GRID, name=grid, parent="village"))
            offices.append(Post(role=Role.GRID_HEAD, unit=grid))
        units.append(Unit(id=hub, kind=UnitKind.HUB_HOUSEHOLD, name=hub, parent=grid))
        offices.append(Post(role=Role.HUB_HEAD, unit=hub))
        belongs = [Belonging(unit="branch")]
        members.append(
            Member(id=f"m-{place}", name=f"党员{place + 1}", status="full", belongs=belongs, posts=offices)
        )
    hubs = [Belonging(unit=f"hub-{place % 63}") for place in range(917)]
    homes = [Household(id=f"h-{place}", belongs=[hub]) for place, hub in enumerate(hubs)]
    return Roster(units=units, members=members, households=homes)


def figures():
    """What the logs and the roster come to."""
    one, roster = activities.replay_mobilisation(mobilised()), village()
    found, areas = activities.turnout(one), posts.grid_areas(roster, on=NEXT)
    way = posts.way_to(roster, "h-0", areas=areas, on=NEXT)
    return {
        "reported within two days": found.in_time,
        "of those who were called": sum(unit.expected for unit in found.units),
        "by unit": {unit.unit: unit.in_time for unit in found.units},
        "by day": [count for _, count in activities.arrivals(one, hours=24)],
        "temporary branches": len(one.standing),
        "members of the village": len(orgs.under(roster, "branch", on=NEXT)),
        "households": len(orgs.households_under(roster, "village", on=NEXT)),
        "grids and hubs with one who is responsible": len(posts.coverage(areas, on=NEXT).covered),
        "gaps and doubles": len(posts.check(areas, on=NEXT).reasons),
        "households that no grid sees": len(posts.blind_spots(roster, "village", on=NEXT)),
        "the way to a household": [(step.kind, step.who) for step in way],
        "levels, down to the residents": len(way) + 1,
    }


if __name__ == "__main__":
    for name, figure in figures().items():
        print(f"{name}: {figure}")
