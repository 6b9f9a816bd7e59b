"""What a type checker sees of pledges and notices: what an embedder writes, and what it must not."""

from datetime import date, datetime
from typing import assert_type

from sanliang import Actor, Lifecycle, Log, Verdict, notices, pledges
from sanliang.calendars import Counting, Due, NotKnown, Period
from sanliang.kernel.lifecycles import Corrected, Moved
from sanliang.notices import Clock, Filed, Notice, Objection, Posting
from sanliang.pledges import Given, Item, Letter, Outcome, Pledge, PledgeKind, Pledger, Progress


def workflow(clerk: Actor, plaque: pledges.Plaque, day: date, now: datetime) -> Pledge:
    """Open, ask, do, explain."""
    lamp = Item(id="lamp", deed="修路灯", deadline=date(2026, 12, 31), quantity=6)
    member = Pledger(kind="member", id="m-3", unit="b-1")
    under: Lifecycle[Pledge] = pledges.BASE
    opening = pledges.draft(
        "p-17", pledger=member, kind="annual", items=[lamp], by=clerk, on=day, under=under
    )
    log = Log.begin("p-17").append(opening, by=clerk.id, at=now)
    pledge = pledges.replay(log)
    assert_type(pledge, Pledge)
    assert_type(pledges.available(pledge, by=clerk, on=day, under=under), tuple[str, ...])
    event = pledges.decide(pledge, "submit", by=clerk, on=day, under=under)
    log = log.append(event, by=clerk.id, at=now, expected=log.head)
    verdict = pledges.explain(pledge, "publish", by=clerk, on=day, under=under)
    assert_type(verdict, Verdict)
    print(verdict.text("zh"))
    assert_type(pledges.due([pledge], before=day), tuple[Due, ...])
    return pledges.apply(pledge, event)


def opened(letter: Letter, home: Pledger, lamp: Item, me: Actor, day: date) -> Moved[Given]:
    """Lists where tuples are kept, codes or members where enums are."""
    Letter(pledger=home, kind=PledgeKind.MICRO, items=[lamp])
    Pledger(kind=pledges.PledgerKind.GROUP, id="g-1", unit="b-1", signatories=["m-3"])
    Progress(item="lamp", on=day, says="六盏", evidence=["photo-1"])
    Given(outcomes=[Outcome(item="lamp", result="objective", says="遇洪水")], grade="fair", letter=letter)
    return pledges.draft("p-1", pledger=home, kind=PledgeKind.ANNUAL, items=(lamp,), by=me, on=day)


def published(pledge: Pledge, clerk: Actor, day: date) -> Filed | NotKnown:
    """A notice of a pledge, and its clock that may not be known."""
    posting = pledges.posting(pledge, place="村务公开栏", period=Period(days=5, counting=Counting.WORKING))
    assert_type(posting, Posting)
    notice = notices.replay([notices.post("n-1", posting, by=clerk, on=day)])
    assert_type(notice, Notice)
    clock = notices.clock(notice, on=day)
    if isinstance(clock, NotKnown):
        return clock
    assert_type(clock, Clock)
    given = notices.Given(clock=clock)
    notice = notices.apply(
        notice, notices.decide(notice, "file", by=clerk, on=day, under=notices.BASE, given=given)
    )
    return notices.filed(notice)


def corrected(log: Log, clerk: Actor, day: date) -> Corrected[Given]:
    """A correction is an event."""
    given = Given(grade=pledges.Grade.GOOD)
    return pledges.correct(log, 12, by=clerk, on=day, under=pledges.BASE, why="录错", given=given)


def refused(notice: Notice, pledge: Pledge, clerk: Actor, day: date) -> None:
    """A notice does not go by the table of pledges; a name is not hidden; a day has no default."""
    pledges.explain(notice, "submit", by=clerk, on=day, under=pledges.BASE)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
    Objection(id="o-1", says="不实", by="王苗")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    pledges.decide(pledge, "submit", by=clerk, under=pledges.BASE)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
