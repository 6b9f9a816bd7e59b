"""
What a branch of 华兴镇 pledged, and what came of it, shown month by month on the theme Party day.

    python examples/huaxing/results.py

From the report (15 January, about 2020): results were told once a year and are now shown each month beside
what was pledged; the village kept its pledge of 15 January. Days, people and all other deeds are invented.
"""

from datetime import date, datetime, time, timedelta, timezone

from sanliang import Log, Span, Text, activities, calendars, notices, orgs, pledges, reports
from sanliang.activities import SESSION_BASE, Attendance, SessionGiven, SessionPlan
from sanliang.calendars import Calendar, MonthDay, Period
from sanliang.pledges import Given, Item, Outcome, Pledger, Progress, Result

BEIJING, THEME = timezone(timedelta(hours=8)), Calendar(theme=MonthDay(day=5))
DAYS = [one.on for one in calendars.reviews(THEME, Span(date(2019, 3, 1), date(2020, 2, 29)))]
CHIEF, HEAD, MEMBERS = "m-90", "m-01", [f"m-{n:02}" for n in range(1, 25)]
ROSTER = orgs.read_roster(
    units="id,kind,name,parent\nt-1,township_committee,华兴镇党委,\nb-1,branch,涪陵村党支部,t-1",
    members=f"id,name,status,belongs,posts\n{CHIEF},某,full,t-1,township_secretary@t-1\n"
    + "".join(f"{id},某,full,b-1,{'branch_secretary@b-1' * (id == HEAD)}\n" for id in MEMBERS),
)
PLEDGERS = [
    (Pledger(kind="branch", id="b-1", unit="b-1", signatories=[HEAD]), CHIEF),
    *((Pledger(kind="member", id=id, unit="b-1"), CHIEF if id == HEAD else HEAD) for id in MEMBERS),
]
DEEDS = ("清扫巷道", "管护花木", "看望老人", "调解纠纷")
RESULTS = [reports.Category(code=one, label=one.text) for one in Result]


def added(log, on, *steps, word=pledges, under=pledges.BASE):
    """The log with moves of one day at its end: each is who, what, and what comes with it."""
    for by, move, what in steps:
        made = word.decide(word.replay(log), move, by=ROSTER.actor(by, on=on), on=on, under=under, given=what)
        log = log.append(made, by=by, at=datetime.combine(on, time(18), BEIJING))
    return log


def pledged(pledger, judge, deeds, on):
    """The log of a pledge from its draft on a theme day to the first day of action, with its notice."""
    id, me, over = f"{pledger.id}-{on:%m}", pledger.signatories[0], on + timedelta(4)
    items = [Item(id=f"i-{n}", deed=deed, deadline=on + timedelta(10)) for n, deed in enumerate(deeds)]
    by, clerk = ROSTER.actor(me, on=on), ROSTER.actor(judge, on=on)
    event = pledges.draft(id, pledger=pledger, kind="micro", items=items, by=by, on=on)
    log = Log.begin(id).append(event, by=me, at=datetime.combine(on, time(9), BEIJING))
    log = added(log, on, (me, "submit", None), (judge, "approve", None), (me, "sign", Given(signatory=me)))
    posting = pledges.posting(pledges.replay(log), place="村公开栏", period=Period(days=3))
    notice = notices.replay([notices.post(f"n-{id}", posting, by=clerk, on=on)])
    log = added(log, on, (judge, "publish", Given(posted=notices.posted(notice))))
    clock = notices.Given(clock=notices.clock(notice, on=over))
    event = notices.decide(notice, "file", by=clerk, on=over, under=notices.BASE, given=clock)
    return added(log, over, (judge, "start", Given(filed=notices.filed(notices.apply(notice, event)))))


def acted(log, on):
    """The log after the pledger has done every item, has written that down and reported it."""
    letter = pledges.replay(log).letter
    me, did = letter.pledger.signatories[0], {"on": on, "says": "已办", "done": True}
    done = [Given(progress=Progress(item=item.id, **did)) for item in letter.items]
    return added(log, on, *((me, "progress", one) for one in done), (me, "report", None))


def verified(log, judge, on):
    """The pledge after a judge has looked at it: what there is no evidence of was not kept."""
    pledge, results = pledges.replay(log), {True: Result.FULFILLED, False: Result.UNFULFILLED}
    found = [(item.id, results[pledges.done(pledge, item.id)]) for item in pledge.letter.items]
    outcomes = [Outcome(item=id, result=result, says="已核") for id, result in found]
    return pledges.replay(added(log, on, (judge, "verify", Given(outcomes=outcomes))))


def shown(start, end):
    """The session of a theme day, and what came of the pledges of the one before."""
    logs, deeds = [], ["公布兑现情况", "1月15日兑换积分" if start.month == 1 else "开放服务中心"]
    for n, (pledger, judge) in enumerate(PLEDGERS):
        log = pledged(pledger, judge, [DEEDS[n % 4]] if n else deeds, start)
        logs.append(acted(log, start + timedelta(10)) if (n + start.month) % 9 else log)
    agenda = pledges.due(map(pledges.replay, logs), before=end)
    plan = SessionPlan(title="主题党日", unit="b-1", on=end, place="村部", agenda=agenda)
    call = activities.call(f"s-{end}", plan, by=ROSTER.actor(HEAD, on=end), on=end)
    found = [verified(log, judge, end) for log, (_, judge) in zip(logs, PLEDGERS, strict=True)]
    came_of = {one.letter.pledger.id: one.outcomes[0].result for one in found[1:]}
    counted = reports.tally(came_of, ROSTER, on=end, among=came_of).total
    part = reports.Part(counted=counted, noun=Text("党员"), measure="名", categories=RESULTS)
    roll = activities.roll(ROSTER, "b-1", on=end)
    came, minutes = Attendance(present=roll.members[: 24 - end.month % 4]), reports.sentence([part]).zh
    hold = SessionGiven(roll=roll, attendance=came, minutes=minutes)
    log = Log.begin(f"s-{end}").append(call, by=HEAD, at=datetime.combine(end, time(9), BEIJING))
    return activities.replay(
        added(log, end, (HEAD, "hold", hold), word=activities, under=SESSION_BASE)
    ), found


if __name__ == "__main__":
    year = [*map(shown, DAYS, DAYS[1:])]
    for session, (village, *_) in year:
        own = village.outcomes[-1].result.label("zh")
        print(f"{session.held_on} 到会{len(session.present)}名，村支部{own}，{session.minutes}")
