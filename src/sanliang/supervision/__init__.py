"""
Supervision: inspections by a team from outside the branch, and objections from the public.

An inspection is arranged, checked, urged and carried out (安排, 检查, 督促, 落实). An objection is about a
pledge, a pairing, a star. Both go through a `Lifecycle` by the verbs of the one engine: `decide`, `explain`,
`available`, `decide_all`, `correct`. Nothing in either is closed by somebody whom it concerns.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from sanliang.kernel import lifecycles
from sanliang.kernel.events import Log
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
)
from sanliang.supervision._dues import due_inspections, due_objections
from sanliang.supervision._inspection import (
    Finding,
    Inspection,
    InspectionGiven,
    Issue,
    Plan,
    Remedy,
    Word,
)
from sanliang.supervision._inspection_rules import INSPECTION_BASE, INSPECTION_KIND
from sanliang.supervision._objection import (
    OBJECTION_BASE,
    OBJECTION_KIND,
    Claim,
    Objection,
    ObjectionGiven,
    Ruling,
    Target,
    target,
)
from sanliang.supervision._tally import (
    InspectionCount,
    InspectionTally,
    ObjectionCount,
    ObjectionTally,
    tally_inspections,
    tally_objections,
)
from sanliang.supervision._team import Team, conflicts, team
from sanliang.supervision._words import (
    SUPERVISORS,
    InspectionMove,
    InspectionState,
    ObjectionMove,
    ObjectionState,
)

# What rulebooks read of it stands on the records, which whoever wants only the courses does not pay for.
if TYPE_CHECKING:
    from sanliang.supervision._records import FACTS, finding_records, objection_records
else:
    __getattr__ = later(
        __name__, dict.fromkeys(["FACTS", "finding_records", "objection_records"], "_records")
    )

__all__ = [
    "FACTS",
    "INSPECTION_BASE",
    "INSPECTION_KIND",
    "OBJECTION_BASE",
    "OBJECTION_KIND",
    "SUPERVISORS",
    "Claim",
    "Finding",
    "Inspection",
    "InspectionCount",
    "InspectionGiven",
    "InspectionMove",
    "InspectionState",
    "InspectionTally",
    "Issue",
    "Objection",
    "ObjectionCount",
    "ObjectionGiven",
    "ObjectionMove",
    "ObjectionState",
    "ObjectionTally",
    "Plan",
    "Remedy",
    "Ruling",
    "Target",
    "Team",
    "Word",
    "apply_inspection",
    "apply_objection",
    "arrange",
    "available",
    "conflicts",
    "correct",
    "decide",
    "decide_all",
    "due_inspections",
    "due_objections",
    "explain",
    "finding_records",
    "object_to",
    "objection_records",
    "replay_inspection",
    "replay_objection",
    "tally_inspections",
    "tally_objections",
    "target",
    "team",
]


def __dir__() -> list[str]:
    return __all__


def arrange(
    id: str, plan: Plan, *, by: Actor, on: date, under: Lifecycle[Inspection] = INSPECTION_BASE
) -> Moved[InspectionGiven]:
    """
    The event that opens an inspection.

    Args:
        id: The inspection's id, which is the id of its log.
        plan: Which unit, on what, on which day, by which team.
        by: An officer above the branches, in whose scope the unit lies, and who does not belong to it.
        on: The day; the team is one of this day.
        under: The lifecycle in force.

    Raises:
        Refused: The actor may not, the day has gone by, or the team is one of another day.

    Example:
        >>> outside = Team(unit="b-1", units=["b-1"], members=["m-30"], on=date(2026, 7, 1))
        >>> plan = Plan(topic="承诺兑现", on=date(2026, 7, 5), team=outside)
        >>> scope = frozenset({"t-1", "b-1"})
        >>> town = Actor(id="m-20", roles=frozenset({"township_secretary"}), unit="t-1", scope=scope)
        >>> replay_inspection([arrange("x-1", plan, by=town, on=date(2026, 7, 1))]).state
        'arranged'
    """
    given = InspectionGiven(plan=plan)
    return lifecycles.begin(id, InspectionMove.ARRANGE, by=by, on=on, under=under, given=given)


def apply_inspection(
    inspection: Inspection | None, event: Moved[InspectionGiven] | Corrected[InspectionGiven]
) -> Inspection:
    """The inspection after an event; nothing before the first. It never refuses."""
    return INSPECTION_KIND.apply(inspection, event)


def replay_inspection(
    log: Log | Iterable[Moved[InspectionGiven] | Corrected[InspectionGiven]],
) -> Inspection:
    """
    The inspection that a log makes.

    Raises:
        NotFound: The log is empty: nothing was opened.
        InvalidInput: Its first event opens nothing, or something in it is no event of this kind.
    """
    return INSPECTION_KIND.replay(log)


def object_to(
    id: str, claim: Claim, *, by: Actor, on: date, under: Lifecycle[Objection] = OBJECTION_BASE
) -> Moved[ObjectionGiven]:
    """
    The event that opens an objection from the public.

    Args:
        id: The objection's id, which is the id of its log.
        claim: Who says what against which thing, as that was on this day.
        by: Anybody. The actor of a move is not hidden: who must not be seen has it taken down.
        on: The day.
        under: The lifecycle in force.

    Raises:
        Refused: The thing was looked at on another day.

    Example:
        >>> from sanliang.kernel.privacy import Private
        >>> star = Target(word="rating", thing="2026:m-3", unit="b-1", concerns=["m-3"], on=date(2026, 7, 1))
        >>> claim = Claim(target=star, says=Private("评星过高"), by=Private("h-7"))
        >>> clerk = Actor(id="m-30", roles=frozenset({"supervisor"}), unit="t-1")
        >>> replay_objection([object_to("o-1", claim, by=clerk, on=date(2026, 7, 1))]).state
        'open'
    """
    given = ObjectionGiven(claim=claim)
    return lifecycles.begin(id, ObjectionMove.OBJECT, by=by, on=on, under=under, given=given)


def apply_objection(
    objection: Objection | None, event: Moved[ObjectionGiven] | Corrected[ObjectionGiven]
) -> Objection:
    """The objection after an event; nothing before the first. It never refuses."""
    return OBJECTION_KIND.apply(objection, event)


def replay_objection(log: Log | Iterable[Moved[ObjectionGiven] | Corrected[ObjectionGiven]]) -> Objection:
    """
    The objection that a log makes.

    Raises:
        NotFound: The log is empty: nothing was opened.
        InvalidInput: Its first event opens nothing, or something in it is no event of this kind.
    """
    return OBJECTION_KIND.replay(log)
