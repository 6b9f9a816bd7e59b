"""
Activities: sessions with an agenda, a roll and catching up; programmes; political birthdays; mobilisations.

A `Session` and a `Mobilisation` go through a `Lifecycle` each, by the verbs of the one engine: `decide`,
`explain`, `available`, `decide_all`, `correct`. `call` and `mobilise` open them. Figures are counted of what
their logs made: `gathered` at sessions, `progress` of a programme, `turnout` and `arrivals` of mobilisations.
"""

from typing import TYPE_CHECKING

from sanliang.activities._gathered import Gathered, gathered
from sanliang.activities._mobilisation import (
    Call,
    Checkpoint,
    Mobilisation,
    MobilisationGiven,
    MobilisationMove,
    MobilisationState,
    Reported,
    Stationed,
    TemporaryBranch,
    belongings,
    branch_units,
)
from sanliang.activities._mobilisation_rules import MOBILISATION_BASE, MOBILISATION_KIND
from sanliang.activities._mobilised import (
    apply_mobilisation,
    due_mobilisations,
    mobilise,
    replay_mobilisation,
)
from sanliang.activities._programme import (
    Birthday,
    Birthdays,
    Programme,
    Progress,
    birthdays,
    due_birthdays,
    political_birthday,
    progress,
)
from sanliang.activities._session import (
    Attendance,
    CatchUp,
    Move,
    Quorum,
    Roll,
    Session,
    SessionGiven,
    SessionKind,
    SessionPlan,
    State,
    roll,
    with_agenda,
)
from sanliang.activities._session_rules import SESSION_BASE, SESSION_KIND, apply, call, due, replay
from sanliang.activities._turnout import Turnout, UnitTurnout, arrivals, turnout
from sanliang.kernel.later import later
from sanliang.kernel.lifecycles import available, correct, decide, decide_all, explain

# What rulebooks read of it stands on the records, which whoever wants only the courses does not pay for.
if TYPE_CHECKING:
    from sanliang.activities._records import FACTS, as_records
else:
    __getattr__ = later(__name__, {"FACTS": "_records", "as_records": "_records"})

__all__ = [
    "FACTS",
    "MOBILISATION_BASE",
    "MOBILISATION_KIND",
    "SESSION_BASE",
    "SESSION_KIND",
    "Attendance",
    "Birthday",
    "Birthdays",
    "Call",
    "CatchUp",
    "Checkpoint",
    "Gathered",
    "Mobilisation",
    "MobilisationGiven",
    "MobilisationMove",
    "MobilisationState",
    "Move",
    "Programme",
    "Progress",
    "Quorum",
    "Reported",
    "Roll",
    "Session",
    "SessionGiven",
    "SessionKind",
    "SessionPlan",
    "State",
    "Stationed",
    "TemporaryBranch",
    "Turnout",
    "UnitTurnout",
    "apply",
    "apply_mobilisation",
    "arrivals",
    "as_records",
    "available",
    "belongings",
    "birthdays",
    "branch_units",
    "call",
    "correct",
    "decide",
    "decide_all",
    "due",
    "due_birthdays",
    "due_mobilisations",
    "explain",
    "gathered",
    "mobilise",
    "political_birthday",
    "progress",
    "replay",
    "replay_mobilisation",
    "roll",
    "turnout",
    "with_agenda",
]


def __dir__() -> list[str]:
    return __all__
