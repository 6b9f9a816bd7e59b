"""
A group of retired cadres checks every village of 华兴镇: arranged, checked, urged, carried out.

    python examples/huaxing/supervision.py

From the report (15 January, about 2020): the town has 11 Party branches; a supervision group of retired
cadres checks each; what is pledged is arranged, checked, urged and carried out. The branches, the people and
every finding are invented.
"""

from datetime import date, datetime, time, timedelta, timezone

from sanliang import Log, Refused, supervision
from sanliang.orgs import Belonging, Member, Post, Roster, Unit
from sanliang.supervision import INSPECTION_BASE, Finding, InspectionGiven, Plan, Remedy, Word

BEIJING = timezone(timedelta(hours=8))
ARRANGED, CAME = date(2019, 12, 2), date(2019, 12, 9)
BRANCHES = [f"b-{place:02}" for place in range(1, 12)]
ELDERS = ("m-901", "m-902", "m-903")


def member(id, name, unit, role=None, of=None):
    """A full member, with a post or without."""
    posts = [] if role is None else [Post(role=role, unit=of or unit)]
    return Member(id=id, name=name, status="full", belongs=[Belonging(unit=unit)], posts=posts)


ROSTER = Roster(
    units=[
        Unit(id="t-1", kind="township_committee", name="华兴镇党委"),
        *(Unit(id=id, kind="branch", name=f"第{id[2:]}党支部", parent="t-1") for id in BRANCHES),
    ],
    members=[
        member("m-900", "王苗", "t-1", "township_secretary"),
        *(member(id, "陈谷", BRANCHES[-1], "supervisor", "t-1") for id in ELDERS),
        *(member(f"m-{unit}", "李禾", unit, "branch_secretary") for unit in BRANCHES),
        member("m-904", "吴桑", BRANCHES[0]),
    ],
)


def group(unit):
    """The elders; where they belong to the branch themselves, a member of another one goes in their place."""
    try:
        return supervision.team(ROSTER, unit, ELDERS, on=ARRANGED)
    except Refused as refused:
        print(refused.verdict.text("zh"))
        return supervision.team(ROSTER, unit, ["m-904"], on=ARRANGED)


def steps(unit, checker, found):
    """Who makes which move, when, and what comes with it; with a finding, it is urged and put right."""
    yield checker, CAME, "check", None
    if found:
        until = CAME + timedelta(days=21)
        finding = Finding(id="f-1", says="公示栏未公布上月承诺兑现情况", until=until)
        yield checker, CAME, "find", InspectionGiven(finding=finding)
    yield checker, CAME, "conclude", None
    if found:
        urging = Word(finding="f-1", says="月底前公布")
        remedy = Remedy(finding="f-1", deed="已公布", evidence=[f"photo-{unit}"])
        closing = Word(finding="f-1", says="现场已核")
        yield checker, CAME + timedelta(days=7), "urge", InspectionGiven(urging=urging)
        yield f"m-{unit}", CAME + timedelta(days=14), "remedy", InspectionGiven(remedy=remedy)
        yield checker, CAME + timedelta(days=15), "close", InspectionGiven(closing=closing)


def inspected(unit, *, found):
    """The log of the inspection of a branch."""
    plan = Plan(topic="承诺兑现", on=CAME, team=group(unit))
    event = supervision.arrange(f"x-{unit}", plan, by=ROSTER.actor("m-900", on=ARRANGED), on=ARRANGED)
    log = Log.begin(f"x-{unit}").append(event, by="m-900", at=datetime.combine(ARRANGED, time(18), BEIJING))
    for by, on, move, given in steps(unit, plan.team.members[0], found):
        now, actor = supervision.replay_inspection(log), ROSTER.actor(by, on=on)
        event = supervision.decide(now, move, by=actor, on=on, under=INSPECTION_BASE, given=given)
        log = log.append(event, by=by, at=datetime.combine(on, time(18), BEIJING))
    return log


def logs():
    """The logs of all branches; in every third something was found."""
    return [inspected(unit, found=place % 3 == 0) for place, unit in enumerate(BRANCHES)]


def main():
    """Print what the group found, and what became of it."""
    found = [supervision.replay_inspection(log) for log in logs()]
    for inspection in found:
        state = supervision.InspectionState(inspection.state).label("zh")
        print(f"{ROSTER.unit(inspection.unit).name}：{state}，问题 {len(inspection.issues)} 个")
    print(f"共检查 {len(found)} 个党支部")


if __name__ == "__main__":
    main()
