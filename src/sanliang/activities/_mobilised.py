"""Calling people to the front, reading a mobilisation off its log, and what is due about one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sanliang import calendars
from sanliang.activities._mobilisation import (
    Call,
    Mobilisation,
    MobilisationGiven,
    MobilisationMove,
    MobilisationState,
)
from sanliang.activities._mobilisation_rules import MOBILISATION_BASE, MOBILISATION_KIND
from sanliang.calendars import Due
from sanliang.kernel import lifecycles
from sanliang.kernel.events import Log
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import Actor, Corrected, Lifecycle, Moved, things_of

DISSOLVE_DUE = Phrase("mobilisation.dissolve_due", "临时党支部到期：{name}", "the life of {name} ends")
REPORT_DUE = Phrase("mobilisation.report_due", "应报到：{title}", "to report: {title}")


def mobilise(
    id: str,
    call: Call,
    *,
    by: Actor,
    on: date,
    under: Lifecycle[Mobilisation] = MOBILISATION_BASE,
) -> Moved[MobilisationGiven]:
    """
    The event that opens a mobilisation.

    Raises:
        Refused: The actor is no officer of the unit that calls, or the moment of the call is not of that day.

    Example:
        >>> from datetime import UTC, date, datetime
        >>> order = Call(title="防汛", unit="c-1", units=["b-1"], at=datetime(2026, 7, 1, 8, tzinfo=UTC))
        >>> chief = Actor(id="m-1", roles=frozenset({"township_secretary"}), unit="c-1")
        >>> replay_mobilisation([mobilise("w-1", order, by=chief, on=date(2026, 7, 1))]).state
        'called'
    """
    given = MobilisationGiven(call=call)
    return lifecycles.begin(id, MobilisationMove.CALL, by=by, on=on, under=under, given=given)


def apply_mobilisation(
    mobilisation: Mobilisation | None, event: Moved[MobilisationGiven] | Corrected[MobilisationGiven]
) -> Mobilisation:
    """The mobilisation after an event; nothing before the first. It never refuses."""
    return MOBILISATION_KIND.apply(mobilisation, event)


def replay_mobilisation(
    log: Log | Iterable[Moved[MobilisationGiven] | Corrected[MobilisationGiven]],
) -> Mobilisation:
    """
    The mobilisation that a log makes.

    Raises:
        NotFound: The log is empty: nothing was opened.
        InvalidInput: Its first event opens nothing, or something in it is no event of this kind.
    """
    return MOBILISATION_KIND.replay(log)


def due_mobilisations(mobilisations: Iterable[Mobilisation], *, before: date) -> tuple[Due, ...]:
    """
    What is to be done about mobilisations before a day; what is late is in it too.

    That is, of each unit that was called and of which nobody has reported, to report on the last day for it;
    and of each temporary branch to dissolve it when the span of its life ends.

    Example:
        >>> from datetime import date
        >>> due_mobilisations([], before=date(2026, 8, 1))
        ()
    """
    every = things_of(Mobilisation, mobilisations, "mobilisations")
    return calendars.due((due for one in every for due in _dues(one)), before=before)


def _dues(one: Mobilisation) -> Iterator[Due]:
    if one.state == MobilisationState.STOOD_DOWN:
        return
    there = {each.unit for each in one.reports}
    kind, last = MOBILISATION_KIND.name, one.call.until.date()
    says = REPORT_DUE.fill(title=one.call.title)
    for unit in one.call.units:
        if unit not in there:
            yield Due(
                on=last, kind=kind, thing=one.id, step=MobilisationMove.REPORT.value, unit=unit, says=says
            )
    for branch in one.standing:
        ends = DISSOLVE_DUE.fill(name=branch.name)
        step = MobilisationMove.DISSOLVE.value
        yield Due(
            on=branch.until, kind=kind, thing=one.id, step=step, unit=branch.id, who=branch.head, says=ends
        )
