"""
The service centres of 三原县陂西镇: who heads each, whose identity stands on the counter, what is held there.

    python examples/sanyuan/centres.py

From the report (1 September 2022): 21 centres, each headed by the secretary of its village; members show who
they are; there is an activity each month. The people, the post at the counter and every day are invented.
"""

from datetime import date, datetime, time, timedelta, timezone

from sanliang import Log, Span, activities, calendars, notices, orgs, posts, townships
from sanliang.activities import SESSION_BASE, Attendance, SessionGiven, SessionPlan
from sanliang.calendars import Period
from sanliang.posts import BASE, Area, Charge, Duty, Given, PostPlan

BEIJING, TOWN = timezone(timedelta(hours=8)), townships.get("poxi")
SET, TODAY = date(2022, 1, 10), date(2022, 8, 31)
MONTHS = [one.nominal for one in calendars.reviews(TOWN.calendar, Span(date(2022, 1, 1), TODAY))]
BRANCHES = [f"b-{place:02}" for place in range(1, 22)]
ROSTER = orgs.read_roster(
    units="id,kind,name,parent\nt-1,township_committee,陂西镇党委,\n"
    + "".join(f"{id},branch,第{id[2:]}村党支部,t-1\n" for id in BRANCHES),
    members="id,name,status,belongs,posts\n"
    + "".join(f"m-{id}-1,李禾,full,{id},branch_secretary@{id}\n" for id in BRANCHES)
    + "".join(f"m-{id}-{place},陈谷,full,{id},\n" for id in BRANCHES for place in (2, 3)),
)
COUNTER = Duty(id="counter", says="为办事群众代办", model="friend")


def added(log, on, move, given, *, by, word=posts, under=BASE):
    """The log with a move at its end."""
    made = word.decide(word.replay(log), move, by=ROSTER.actor(by, on=on), on=on, under=under, given=given)
    return log.append(made, by=by, at=datetime.combine(on, time(18), BEIJING))


def begun(event, on):
    """The log of a post or a session that begins with an event."""
    return Log.begin(event.thing).append(event, by=event.by, at=datetime.combine(on, time(9), BEIJING))


def counter(branch):
    """The post at the counter of a branch's centre: set, chosen, assigned, published for five days, held."""
    head, clerk, over = f"m-{branch}-1", f"m-{branch}-2", SET + timedelta(days=6)
    by = ROSTER.actor(head, on=SET)
    plan = PostPlan(
        title="便民服务窗口", unit=branch, kind="vanguard", duties=[COUNTER], where="便民服务中心"
    )
    log = begun(posts.announce(f"p-{branch}", plan, by=by, on=SET), SET)
    given = Given(candidate=posts.candidate(ROSTER, clerk, unit=branch, on=SET))
    log = added(log, SET, "choose", given, by=clerk)
    log = added(log, SET, "assign", Given(holders=[clerk]), by=head)
    posting = posts.posting(posts.replay(log), place="村公开栏", period=Period(days=5))
    notice = notices.replay([notices.post(f"n-{branch}", posting, by=by, on=SET)])
    log = added(log, SET, "publish", Given(posted=notices.posted(notice)), by=head)
    clock = notices.Given(clock=notices.clock(notice, on=over))
    event = notices.decide(notice, "file", by=by, on=over, under=notices.BASE, given=clock)
    return added(log, over, "install", Given(filed=notices.filed(notices.apply(notice, event))), by=head)


def centres():
    """The centres as areas: whoever is secretary of the village is responsible for its centre."""
    heads = [(one.id, post) for one in ROSTER.members for post in one.posts]
    what = {"kind": "service_centre", "place": "便民服务中心", "task": TOWN.duties["service_centre"].zh}
    charges = {post.unit: Charge(member=id, since=post.since, until=post.until) for id, post in heads}
    return [Area(id=unit, unit=unit, charges=[one], **what) for unit, one in charges.items()]


def card(member, title, town=TOWN):
    """What stands on the counter: of a name, a post and a telephone, what the town shows in the village."""
    says = {"member_name": ROSTER.member(member).name, "member_post": title, "member_phone": "000-0000"}
    return tuple(text for field, text in says.items() if town.shows(field, to="village"))


def held(branch, on):
    """A month's session of a branch in its centre."""
    by, roll = ROSTER.actor(f"m-{branch}-1", on=on), activities.roll(ROSTER, branch, on=on)
    plan = SessionPlan(title="主题党日", unit=branch, on=on, place="便民服务中心")
    log = begun(activities.call(f"s-{branch}-{on}", plan, by=by, on=on), on)
    given = SessionGiven(roll=roll, attendance=Attendance(present=roll.members))
    return activities.replay(added(log, on, "hold", given, by=by.id, word=activities, under=SESSION_BASE))


def figures():
    """How many centres have one head, what stands on the counters, how many sessions were held."""
    found = posts.coverage(centres(), on=TODAY)
    heads = [(who, "便民服务中心主任") for one in centres() for who in one.responsible(on=TODAY)]
    counters = {one.id: one for one in map(posts.replay, map(counter, BRANCHES))}
    held_by = [(who, counters[id].plan.title) for who, id in posts.holding(counters.values(), on=TODAY)]
    cards = [card(who, title) for who, title in (*heads, *held_by)]
    months = activities.gathered([held(branch, on) for branch in BRANCHES for on in MONTHS])
    return len(found.covered), cards, months.sessions


if __name__ == "__main__":
    many, cards, sessions = figures()
    print(f"便民服务中心 {many} 处；亮身份 {len(cards)} 名，如：{' '.join(cards[0])}")
    print(f"{len(MONTHS)} 个月，党建活动 {sessions} 次")
