"""
Concerns: what villagers raise (急难愁盼), until whoever raised it confirms that it is settled.

A concern goes through a `Lifecycle` by the verbs of the one engine: `decide`, `explain`, `available`,
`decide_all`, `correct`. `collect` opens it, `replay` makes it of its log, `tally` counts the logs. A
complaint about the conduct of a member is a concern that neither the member nor the branch sees or handles.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from sanliang.concerns._access import above, charge, complaint, may_read, visible_to
from sanliang.concerns._board import Board, BoardRow, board
from sanliang.concerns._concern import (
    Above,
    Answer,
    Charge,
    Complaint,
    Concern,
    Given,
    Passing,
    Raised,
    Refusal,
    Result,
    Sorting,
)
from sanliang.concerns._due import due, late
from sanliang.concerns._rules import BASE, KIND
from sanliang.concerns._tally import Count, Tally, tally
from sanliang.concerns._words import (
    COLLECTORS,
    Category,
    Channel,
    Ground,
    Move,
    Standing,
    State,
    Urgency,
)
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

# What rulebooks read of it stands on the records, which whoever wants only the courses does not pay for.
if TYPE_CHECKING:
    from sanliang.concerns._records import FACTS, as_records
else:
    __getattr__ = later(__name__, {"FACTS": "_records", "as_records": "_records"})

__all__ = [
    "BASE",
    "COLLECTORS",
    "FACTS",
    "KIND",
    "Above",
    "Answer",
    "Board",
    "BoardRow",
    "Category",
    "Channel",
    "Charge",
    "Complaint",
    "Concern",
    "Count",
    "Given",
    "Ground",
    "Move",
    "Passing",
    "Raised",
    "Refusal",
    "Result",
    "Sorting",
    "Standing",
    "State",
    "Tally",
    "Urgency",
    "above",
    "apply",
    "as_records",
    "available",
    "board",
    "charge",
    "collect",
    "complaint",
    "correct",
    "decide",
    "decide_all",
    "due",
    "explain",
    "late",
    "may_read",
    "replay",
    "tally",
    "visible_to",
]


def __dir__() -> list[str]:
    return __all__


def collect(
    id: str, raised: Raised, *, by: Actor, on: date, under: Lifecycle[Concern] = BASE
) -> Moved[Given]:
    """
    The event that opens a concern.

    Args:
        id: The concern's id, which is the id of its log.
        raised: What was raised, where, by whom.
        by: Whoever raises it, or somebody in reach who takes it down. The actor of a move is not hidden: who
            must not be seen to have raised it has it taken down.
        on: The day.
        under: The lifecycle in force.

    Raises:
        Refused: The actor may not, or it is a complaint about whoever raises it or for their fellows' unit.

    Example:
        >>> from sanliang.kernel.privacy import Private
        >>> lamp = Raised(says=Private("村口路灯不亮"), by=Private("h-7"), channel="visit", unit="b-1")
        >>> grid = Actor(id="m-5", roles=frozenset({"grid_worker"}), unit="b-1")
        >>> concern = replay([collect("c-1", lamp, by=grid, on=date(2022, 3, 1))])
        >>> concern.state, concern.standing.value, concern.category
        ('collected', 'open', 'unsorted')
    """
    given = Given(raised=raised)
    return lifecycles.begin(id, Move.COLLECT, by=by, on=on, under=under, given=given)


def apply(concern: Concern | None, event: Moved[Given] | Corrected[Given]) -> Concern:
    """The concern after an event; nothing before the first. It never refuses: what was decided happened."""
    return KIND.apply(concern, event)


def replay(log: Log | Iterable[Moved[Given] | Corrected[Given]]) -> Concern:
    """
    The concern that a log makes.

    Raises:
        NotFound: The log is empty: nothing was opened.
        InvalidInput: Its first event opens nothing, or something in it is no event of this kind.
    """
    return KIND.replay(log)
