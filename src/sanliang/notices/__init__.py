"""
Public notices: posted at a place for a period, contested, answered, filed.

What a notice publishes is final once the notice has been filed, and it can be filed only when its clock has
run out without an open objection. The clock does not run on a day on which an objection is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from operator import attrgetter

from sanliang.calendars import UNPUBLISHED, Due, NotKnown, WorkDays, counts
from sanliang.kernel import lifecycles
from sanliang.kernel.events import Log
from sanliang.kernel.fields import day, instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import (
    Actor,
    Corrected,
    Lifecycle,
    Moved,
    available,
    correct,
    decide,
    decide_all,
    explain,
    thing_of,
    things_of,
)
from sanliang.kernel.timeline import add
from sanliang.kernel.verdicts import Reason, Refused, Verdict
from sanliang.notices._notice import (
    Answer,
    Clock,
    Filed,
    Given,
    Move,
    Notice,
    Objection,
    Posted,
    Posting,
    State,
)
from sanliang.notices._rules import BASE, KIND, OPEN

__all__ = [
    "BASE",
    "KIND",
    "Answer",
    "Clock",
    "Filed",
    "Given",
    "Move",
    "Notice",
    "Objection",
    "Posted",
    "Posting",
    "State",
    "apply",
    "available",
    "clock",
    "correct",
    "decide",
    "decide_all",
    "due",
    "explain",
    "filed",
    "final",
    "post",
    "posted",
    "replay",
]

NOT_FILED = Phrase(
    "notice.not_filed", "公示“{id}”尚未归档：{state}", "notice {id!r} is not filed: it is {state}"
)
FILE_DUE = Phrase("notice.file_due", "公示期满，应予归档", "the notice has run out and is to be filed")
ANSWER_DUE = Phrase("notice.answer_due", "异议“{id}”应予答复", "objection {id!r} is to be answered")


def post(
    id: str,
    posting: Posting,
    *,
    by: Actor,
    on: date,
    under: Lifecycle[Notice] = BASE,
) -> Moved[Given]:
    """
    The event that opens a notice.

    Raises:
        Refused: The actor may not publish for that unit, or the period is too short.

    Example:
        >>> from sanliang.calendars import Period
        >>> clerk = Actor(id="m-3", roles=frozenset({"branch_secretary"}), unit="b-1")
        >>> five = Period(days=5)
        >>> pledge = Posting(word="pledge", thing="p-17", unit="b-1", place="村务公开栏", period=five)
        >>> replay([post("n-1", pledge, by=clerk, on=date(2026, 7, 1))]).state
        'posted'
    """
    return lifecycles.begin(id, Move.POST, by=by, on=on, under=under, given=Given(posting=posting))


def apply(notice: Notice | None, event: Moved[Given] | Corrected[Given]) -> Notice:
    """The notice after an event; nothing before the first. It never refuses."""
    return KIND.apply(notice, event)


def replay(log: Log | Iterable[Moved[Given] | Corrected[Given]]) -> Notice:
    """
    The notice that a log makes.

    Raises:
        NotFound: The log is empty: nothing was opened.
        InvalidInput: Its first event opens nothing, or something in it is no event of this kind.
    """
    return KIND.replay(log)


def _counted_days(notice: Notice, on: date, workdays: WorkDays) -> Iterator[date | NotKnown]:
    """The full days between posting and *on* that count and on which no objection was open."""
    at = notice.posted + timedelta(days=1)
    while at < on:
        if not any(one.open_on(at) for one in notice.objections):
            worked = counts(notice.posting.period.counting, on=at, workdays=workdays)
            if isinstance(worked, NotKnown):
                yield worked
            elif worked:
                yield at
        at += timedelta(days=1)


def clock(notice: Notice, *, on: date, workdays: WorkDays = UNPUBLISHED) -> Clock | NotKnown:
    """
    How far a notice has run at the beginning of a day.

    The day of posting is not counted, and neither is a day on which an objection was open, from the day it
    came to the day it was answered, both included. The day *on* itself is not over, so it is not counted.

    Args:
        notice: The notice as it stands.
        on: The day, not before the day of posting.
        workdays: Who knows the working days, where the period counts those.

    Returns:
        The clock, or `NotKnown` where a day in question has not been published.

    Source:
        中华人民共和国民法典 (Civil Code), articles 201 and 203: the first day is not counted, and the last
        one ends at its end.
    """
    needed = thing_of(Notice, notice, "notice").posting.period.days
    counted, ran_out = 0, None
    for one in _counted_days(notice, day(on, "on"), workdays):
        if isinstance(one, NotKnown):
            return one
        counted += 1
        if counted == needed:
            ran_out = one
            break
    return Clock(
        notice=notice.id, version=notice.version, on=on, counted=counted, needed=needed, ran_out=ran_out
    )


def final(notice: Notice) -> Verdict:
    """Whether what the notice publishes is final: filed, and nothing else. The reasons say what is open."""
    if thing_of(Notice, notice, "notice").state == State.FILED:
        return Verdict(ok=True)
    open_ones = (Reason.of(OPEN, id=one.id) for one in notice.open_objections)
    state = State(notice.state) if notice.state in {*State} else notice.state
    return Verdict.against([Reason.of(NOT_FILED, id=notice.id, state=state, because=open_ones)])


def posted(notice: Notice) -> Posted:
    """What a notice certifies from its first day on, to be given with a move of what it publishes."""
    posting = thing_of(Notice, notice, "notice").posting
    return Posted(
        notice=notice.id,
        word=posting.word,
        thing=posting.thing,
        place=posting.place,
        period=posting.period,
        concerns=posting.concerns,
        on=notice.posted,
    )


def filed(notice: Notice) -> Filed:
    """
    What a filed notice certifies, to be given with a move of the thing that it published.

    Raises:
        Refused: The notice is not filed; its verdict is the one of `final`.
    """
    verdict = final(notice)
    if not verdict.ok:
        raise Refused(verdict)
    posting = notice.posting
    return Filed(notice=notice.id, word=posting.word, thing=posting.thing, posted=notice.posted, on=notice.on)


def due(
    notices: Iterable[Notice],
    *,
    on: date,
    under: Lifecycle[Notice] = BASE,
    workdays: WorkDays = UNPUBLISHED,
) -> tuple[Due | NotKnown, ...]:
    """
    What is to be done about notices as a day begins: answers to open objections, filing of those run out.

    An objection is to be answered within the setting `answer_days` (calendar days); a notice is to be filed
    on the day after it has run out. Where its working days are not published, that answer stands in place.

    Returns:
        First the dues, in their order, then what is not known, in the order of days.
    """
    day(on, "on")
    found: list[Due] = []
    unknown: list[NotKnown] = []
    instance(Lifecycle)(under, "under")
    for notice in things_of(Notice, notices, "notices"):
        for one in notice.open_objections if notice.state == State.CONTESTED else ():
            found.append(
                _due(notice, "answer", add(one.on or notice.on, days=under.number("answer_days")), one.id)
            )
        if notice.state == State.POSTED:
            now = clock(notice, on=on, workdays=workdays)
            if isinstance(now, NotKnown):
                unknown.append(now)
            elif now.ran_out is not None:
                found.append(_due(notice, "file", add(now.ran_out, days=1), ""))
    return (*sorted(found), *sorted(unknown, key=attrgetter("day")))


def _due(notice: Notice, step: str, on: date, objection: str) -> Due:
    says = ANSWER_DUE.fill(id=objection) if objection else FILE_DUE.fill()
    return Due(on=on, kind=KIND.name, thing=notice.id, step=step, unit=notice.unit, says=says)
