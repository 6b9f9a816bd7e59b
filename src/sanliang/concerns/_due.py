"""What is due of concerns: an open one waits for exactly one thing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sanliang import calendars
from sanliang.calendars import Due
from sanliang.concerns._concern import Concern
from sanliang.concerns._rules import BASE, KIND
from sanliang.concerns._words import Move, State
from sanliang.kernel.fields import day, instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import Lifecycle, thing_of, things_of

SORT_DUE = Phrase("concern.sort_due", "待分类", "is to be sorted")
ASSIGN_DUE = Phrase("concern.assign_due", "待交办", "is to be assigned")
ANSWER_DUE = Phrase("concern.answer_due", "待上级答复", "is to be answered from above")
FINISH_DUE = Phrase("concern.finish_due", "待办结", "is to be settled")
CONFIRM_DUE = Phrase("concern.confirm_due", "待反映人确认", "is to be confirmed by whoever raised it")

_WAITS = {
    State.COLLECTED.value: (Move.SORT, SORT_DUE, "sort_days"),
    State.SORTED.value: (Move.ASSIGN, ASSIGN_DUE, "assign_days"),
    State.REOPENED.value: (Move.ASSIGN, ASSIGN_DUE, "assign_days"),
    State.PASSED.value: (Move.ANSWER, ANSWER_DUE, "answer_days"),
    State.FINISHED.value: (Move.CONFIRM, CONFIRM_DUE, "confirm_days"),
}


def due(concerns: Iterable[Concern], *, before: date, under: Lifecycle[Concern] = BASE) -> tuple[Due, ...]:
    """
    What has to be done for concerns before a day, such as the next theme Party day, and what is late.

    An open concern waits for one thing: to be sorted, assigned, answered from above, settled by its deadline,
    or confirmed, each within the days of the lifecycle's setting. Nothing moves by itself. A due says nothing
    of what was raised, but names the concern and its unit: hand over what `visible_to` gives.
    """
    instance(Lifecycle)(under, "under")
    found = (_due(one, under) for one in things_of(Concern, concerns, "concerns"))
    return calendars.due((one for one in found if one is not None), before=before)


def late(concern: Concern, *, on: date, under: Lifecycle[Concern] = BASE) -> bool:
    """Whether the day has passed by which the next thing was due; a closed concern is never late."""
    one = _due(thing_of(Concern, concern, "concern"), instance(Lifecycle)(under, "under"))
    return one is not None and one.on < day(on, "on")


def _due(concern: Concern, under: Lifecycle[Concern]) -> Due | None:
    """The one thing that a concern waits for; nothing of a closed one, or of a state of a town's own."""
    charge = concern.charge
    if concern.state == State.ASSIGNED and charge is not None:
        step, says, on, unit, who = Move.FINISH, FINISH_DUE, charge.until, charge.unit, charge.member or ""
    elif concern.state in _WAITS:
        step, says, setting = _WAITS[concern.state]
        on, unit, who = concern.on + timedelta(days=under.number(setting)), _waits_at(concern), ""
    else:
        return None
    return Due(on=on, kind=KIND.name, thing=concern.id, step=step.value, unit=unit, who=who, says=says.fill())


def _waits_at(concern: Concern) -> str:
    """The unit that is to act: of what was passed upward, the one that is to answer."""
    return concern.passings[-1].to if concern.state == State.PASSED and concern.passings else concern.unit
