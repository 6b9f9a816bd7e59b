"""
Plaques and pledges: their lifecycles, their events, what is due.

A plaque says who lives here, a pledge what they promise. Both go through a `Lifecycle` by the verbs of the
one engine: `decide`, `explain`, `available`, `decide_all`, `correct`. `draft` and `owe` open them, `replay`
and `replay_plaque` make them of their logs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from sanliang import calendars
from sanliang.calendars import Due, Period
from sanliang.kernel import lifecycles
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.events import Log
from sanliang.kernel.fields import day
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.later import later
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
from sanliang.kernel.timeline import Span
from sanliang.kernel.verdicts import Reason, Refused, Verdict
from sanliang.notices import Posting
from sanliang.pledges._letter import (
    Grade,
    Item,
    Letter,
    Outcome,
    PledgeKind,
    Pledger,
    PledgerKind,
    Progress,
    Result,
)
from sanliang.pledges._plaque import (
    PLAQUE_BASE,
    PLAQUE_KIND,
    Holder,
    Plaque,
    PlaqueGiven,
    PlaqueMove,
    PlaqueState,
    apply_plaque,
    holder,
    owe,
    replay_plaque,
)
from sanliang.pledges._pledge import Amendment, Given, Move, Pledge, State, done, unsigned
from sanliang.pledges._rules import KIND
from sanliang.pledges._table import BASE

# What rulebooks read of it stands on the records, which whoever wants only the courses does not pay for.
if TYPE_CHECKING:
    from sanliang.pledges._records import FACTS, as_records
else:
    __getattr__ = later(__name__, {"FACTS": "_records", "as_records": "_records"})

__all__ = [
    "BASE",
    "FACTS",
    "KIND",
    "PLAQUE_BASE",
    "PLAQUE_KIND",
    "Amendment",
    "Given",
    "Grade",
    "Holder",
    "Item",
    "Letter",
    "Move",
    "Outcome",
    "Plaque",
    "PlaqueGiven",
    "PlaqueMove",
    "PlaqueState",
    "Pledge",
    "PledgeKind",
    "Pledger",
    "PledgerKind",
    "Progress",
    "Result",
    "State",
    "apply",
    "apply_plaque",
    "as_records",
    "available",
    "correct",
    "decide",
    "decide_all",
    "done",
    "draft",
    "due",
    "explain",
    "holder",
    "owe",
    "posting",
    "renew",
    "replay",
    "replay_plaque",
    "unsigned",
]


def __dir__() -> list[str]:
    return __all__


NOT_CONSOLIDATED = Phrase(
    "pledge.not_consolidated",
    "承诺“{pledge}”尚未固化，不能续诺",
    "pledge {pledge!r} is not consolidated, so it cannot be renewed",
)
SAME_PLEDGE = Phrase(
    "pledge.same_id", "续诺须用新的编号", "must be a new id: the pledge that is carried on keeps its own"
)
TOO_EARLY = Phrase(
    "pledge.renewed_early",
    "{on} 早于上一承诺固化的日期 {last}",
    "{on} lies before {last}, the day on which the pledge was consolidated",
)
ITEM_DUE = Phrase("pledge.item_due", "承诺事项：{deed}", "pledged: {deed}")
RECTIFY_DUE = Phrase("pledge.rectify_due", "整改到期", "rectification is due")


def draft(
    id: str,
    *,
    pledger: Pledger,
    kind: PledgeKind | str,
    items: Iterable[Item],
    by: Actor,
    on: date,
    under: Lifecycle[Pledge] = BASE,
    cycle: Span | None = None,
    plaque: Plaque | None = None,
    renews: str | None = None,
) -> Moved[Given]:
    """
    The event that opens a pledge.

    Args:
        id: The pledge's id, which is the id of its log.
        pledger: Who promises.
        kind: Annual, immediate, long-term, micro.
        items: What is promised.
        by: The pledger, or an officer of the pledger's unit.
        on: The day.
        under: The lifecycle in force.
        cycle: The days in which every deadline lies.
        plaque: The household's plaque, where a household promises.
        renews: The id of the pledge that is carried on.

    Raises:
        Refused: Too few or too many items, a deadline gone by, no plaque, an actor who may not.
        InvalidInput: The letter is not whole.

    Example:
        >>> lamp = Item(id="lamp", deed="修路灯", deadline=date(2026, 12, 31))
        >>> me = Pledger(kind=PledgerKind.MEMBER, id="m-3", unit="b-1")
        >>> actor = Actor(id="m-3", roles=frozenset({"member"}), unit="b-1")
        >>> day = date(2026, 1, 5)
        >>> event = draft("p-17", pledger=me, kind=PledgeKind.ANNUAL, items=[lamp], by=actor, on=day)
        >>> replay([event]).state
        'drafted'
    """
    letter = Letter(pledger=pledger, kind=kind, items=items, cycle=cycle, renews=renews)
    given = Given(letter=letter, plaque=plaque)
    return lifecycles.begin(id, Move.DRAFT, by=by, on=on, under=under, given=given)


def renew(
    pledge: Pledge,
    *,
    id: str,
    items: Iterable[Item],
    by: Actor,
    on: date,
    under: Lifecycle[Pledge] = BASE,
    cycle: Span | None = None,
    plaque: Plaque | None = None,
) -> Moved[Given]:
    """
    The event that opens the pledge of the next cycle, of the same pledger and kind, on a consolidated one.

    Raises:
        Refused: *pledge* is not consolidated, or was so only after *on*; or as `draft`.
        InvalidInput: *id* is the one of *pledge*; or as `draft`.
    """
    if id == thing_of(Pledge, pledge, "pledge").id:
        raise InvalidInput(SAME_PLEDGE.fault("id"))
    if pledge.state != State.CONSOLIDATED:
        raise Refused(Verdict.against([Reason.of(NOT_CONSOLIDATED, pledge=pledge.id)]))
    if day(on, "on") < pledge.on:
        raise Refused(Verdict.against([Reason.of(TOO_EARLY, on=on, last=pledge.on)]))
    return draft(
        id,
        pledger=pledge.letter.pledger,
        kind=pledge.letter.kind,
        items=items,
        by=by,
        on=on,
        under=under,
        cycle=cycle,
        plaque=plaque,
        renews=pledge.id,
    )


def apply(pledge: Pledge | None, event: Moved[Given] | Corrected[Given]) -> Pledge:
    """The pledge after an event; nothing before the first. It never refuses: what was decided happened."""
    return KIND.apply(pledge, event)


def replay(log: Log | Iterable[Moved[Given] | Corrected[Given]]) -> Pledge:
    """
    The pledge that a log makes.

    Raises:
        NotFound: The log is empty: nothing was opened.
        InvalidInput: Its first event opens nothing, or something in it is no event of this kind.
    """
    return KIND.replay(log)


def posting(pledge: Pledge, *, place: str, period: Period) -> Posting:
    """
    What a notice publishes of a pledge: its letter, or the one that is to take its place.

    It concerns every signatory and whoever is excused, so that none of them can settle an objection to it.

    Args:
        pledge: Signed by all, or with an amendment that is.
        place: Where it hangs, in words.
        period: How many days it hangs.
    """
    concerns = (thing_of(Pledge, pledge, "pledge").amendment or pledge).letter.pledger.concerned
    return Posting(
        word=KIND.name, thing=pledge.id, unit=pledge.unit, place=place, period=period, concerns=concerns
    )


def due(pledges: Iterable[Pledge], *, before: date) -> tuple[Due, ...]:
    """
    What has to be done for pledges before a day, such as the next theme Party day; what is late is in it too.

    That is each item in action whose evidence does not say that it is complete, by its deadline, and each
    rectification that has not been reported, by its last day. Nothing moves by itself: a pledge whose
    deadline has passed stays where it is until somebody decides.
    """
    return calendars.due(
        (one for pledge in things_of(Pledge, pledges, "pledges") for one in _dues(pledge)), before=before
    )


def _dues(pledge: Pledge) -> Iterator[Due]:
    acting = pledge.state in {State.IN_PROGRESS, State.AMENDING}
    for item in pledge.letter.items if acting else ():
        if not done(pledge, item.id):
            who = item.responsible or pledge.letter.pledger.id
            yield _due(pledge, item.id, item.deadline, who, ITEM_DUE.fill(deed=item.deed))
    if pledge.rectify_until is not None and (acting or pledge.state == State.RECTIFYING):
        step = Move.REPORT if acting else Move.ACT_AGAIN
        who = pledge.letter.pledger.id
        yield _due(pledge, step.value, pledge.rectify_until, who, RECTIFY_DUE.fill())


def _due(pledge: Pledge, step: str, on: date, who: str, says: Text) -> Due:
    return Due(on=on, kind=KIND.name, thing=pledge.id, step=step, unit=pledge.unit, who=who, says=says)
