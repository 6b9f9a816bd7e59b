"""
Counts what was raised and settled in half a year in 三原县陂西镇, from the logs of the concerns.

    python examples/sanyuan/concerns.py

From the report (1 September 2022): 21 villages, over 50 talk meetings, over 200 urgent problems collected,
over 150 settled. Here it is 50, 200 and 150. The villages, the people and every single concern are invented.
"""

from datetime import date, datetime, time, timedelta, timezone

from sanliang import Actor, Log, Private, concerns
from sanliang.concerns import BASE, Charge, Given, Raised, Refusal, Result, Sorting
from sanliang.orgs import Roster, Unit

BEIJING = timezone(timedelta(hours=8))
FIRST, LAST = date(2022, 1, 4), date(2022, 6, 30)
VILLAGES, TALKS, COLLECTED, SOLVED, REFUSED = 21, 50, 200, 150, 5
GISTS = (
    ("roads", "hard", "村道修补"),
    ("water", "urgent", "水渠疏通"),
    ("housing", "urgent", "老屋修缮"),
    ("care", "worrying", "老人就餐"),
    ("work", "hoped", "技能培训"),
)
UNITS = [
    Unit(id="t-1", kind="township_committee", name="陂西镇党委"),
    *(Unit(id=f"b-{place}", kind="branch", name=f"第{place}村", parent="t-1") for place in range(VILLAGES)),
]
ROSTER = Roster(units=UNITS)


def actors(unit):
    """The secretary of a village, and the first secretary of its work team."""
    secretary = Actor(id=f"m-{unit}", roles={"branch_secretary"}, unit=unit)
    return secretary, Actor(id=f"w-{unit}", roles={"first_secretary"}, unit=unit)


def steps(place, on):
    """What becomes of a concern: who makes which move, when, and what comes with it."""
    unit, (category, urgency, gist) = f"b-{place % TALKS % VILLAGES}", GISTS[place % len(GISTS)]
    secretary, worker = actors(unit)
    sorting = Sorting(category=category, urgency=urgency, gist=gist)
    yield secretary, on + timedelta(days=1), "sort", Given(sorting=sorting)
    if place >= COLLECTED - REFUSED:
        refusal = Refusal(ground="not_ours", says=Private("由县里统一安排"))
        yield secretary, on + timedelta(days=2), "refuse", Given(refusal=refusal)
        return
    charge = Charge(unit=unit, member=worker.id, until=on + timedelta(days=120))
    yield secretary, on + timedelta(days=2), "assign", Given(charge=charge)
    if place < SOLVED:
        result = Result(deed=f"{gist}已办理", evidence=[f"photo-{place}"])
        villager = Actor(id=f"h-{place}", roles=(), unit=unit)
        yield worker, on + timedelta(days=20), "finish", Given(result=result)
        yield villager, on + timedelta(days=24), "confirm", None


def logs():
    """The logs of all concerns; four or so are raised at each talk."""
    made = []
    for place in range(COLLECTED):
        talk, on = place % TALKS, FIRST + timedelta(days=3 * (place % TALKS))
        unit = f"b-{talk % VILLAGES}"
        raised = Raised(
            says=Private(GISTS[place % len(GISTS)][2]), by=Private(f"h-{place}"), name=Private("周田"),
            channel="talk", unit=unit, at=f"talk-{talk}",
        )  # fmt: skip
        secretary, _ = actors(unit)
        log = Log.begin(f"c-{place}")
        event = concerns.collect(log.stream, raised, by=secretary, on=on)
        log = log.append(event, by=event.by, at=datetime.combine(on, time(18), BEIJING))
        for by, day, move, given in steps(place, on):
            event = concerns.decide(concerns.replay(log), move, by=by, on=day, under=BASE, given=given)
            log = log.append(event, by=by.id, at=datetime.combine(day, time(18), BEIJING))
        made.append(log)
    return made


def main():
    """Print the figures of the half-year."""
    found = logs()
    half = concerns.tally(found, on=LAST, roster=ROSTER)
    total, talks = half.total, {concerns.replay(log).raised.at for log in found}
    print(f"座谈会 {len(talks)} 场，收集 {total.collected} 件，办结 {total.done} 件，占 {100 * total.share}%")
    print(f"不予办理 {total.refused} 件，未办结 {total.open} 件，其中逾期 {total.overdue} 件")
    for category, count in half.categories.items():
        print(f"{concerns.Category(category).label('zh')}：收集 {count.collected} 件，办结 {count.done} 件")


if __name__ == "__main__":
    main()
