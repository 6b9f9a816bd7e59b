"""
Posts with duties: set in public, chosen by members, assigned by the organisation, published, held, appraised.

A `DutyPost` goes through a `Lifecycle` by the verbs of the one engine: `decide`, `explain`, `available`,
`decide_all`, `correct`; `announce` opens it. An `Area` is a place with a task and somebody responsible: areas
have no states, and `coverage` says on a day which has nobody, and which more than one. A unit's offices, such
as branch secretary, are `orgs.Post`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from sanliang.calendars import Period
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
    thing_of,
)
from sanliang.notices import Posting
from sanliang.posts._areas import Area, AreaKind, Charge, Coverage, check, coverage
from sanliang.posts._duties import (
    Appraisal,
    Candidate,
    Duty,
    Model,
    PostKind,
    PostPlan,
    Report,
    Tenure,
    candidate,
)
from sanliang.posts._grids import Link, blind_spots, grid_areas, way_to
from sanliang.posts._held import charges, due, holding, pledge_items
from sanliang.posts._post import DutyPost, Given, Move, State
from sanliang.posts._rules import BASE, KIND

# What rulebooks read of it stands on the records, which whoever wants only the courses does not pay for.
if TYPE_CHECKING:
    from sanliang.posts._records import FACTS, as_records
else:
    __getattr__ = later(__name__, {"FACTS": "_records", "as_records": "_records"})

__all__ = [
    "BASE",
    "FACTS",
    "KIND",
    "Appraisal",
    "Area",
    "AreaKind",
    "Candidate",
    "Charge",
    "Coverage",
    "Duty",
    "DutyPost",
    "Given",
    "Link",
    "Model",
    "Move",
    "PostKind",
    "PostPlan",
    "Report",
    "State",
    "Tenure",
    "announce",
    "apply",
    "as_records",
    "available",
    "blind_spots",
    "candidate",
    "charges",
    "check",
    "correct",
    "coverage",
    "decide",
    "decide_all",
    "due",
    "explain",
    "grid_areas",
    "holding",
    "pledge_items",
    "posting",
    "replay",
    "way_to",
]


def __dir__() -> list[str]:
    return __all__


def announce(
    id: str,
    plan: PostPlan,
    *,
    by: Actor,
    on: date,
    under: Lifecycle[DutyPost] = BASE,
) -> Moved[Given]:
    """
    The event that opens a post: it is set in public, and members of the unit may choose it.

    Raises:
        Refused: The actor is no officer of the unit, or a last day has gone by.

    Example:
        >>> plan = PostPlan(title="环境卫生岗", unit="b-1", duties=[Duty(id="lanes", says="清扫巷道")])
        >>> clerk = Actor(id="m-1", roles=frozenset({"branch_secretary"}), unit="b-1")
        >>> replay([announce("p-1", plan, by=clerk, on=date(2026, 1, 5))]).state
        'announced'
    """
    return lifecycles.begin(id, Move.ANNOUNCE, by=by, on=on, under=under, given=Given(plan=plan))


def apply(post: DutyPost | None, event: Moved[Given] | Corrected[Given]) -> DutyPost:
    """The post after an event; nothing before the first. It never refuses: what was decided happened."""
    return KIND.apply(post, event)


def replay(log: Log | Iterable[Moved[Given] | Corrected[Given]]) -> DutyPost:
    """
    The post that a log makes.

    Raises:
        NotFound: The log is empty: nothing was opened.
        InvalidInput: Its first event opens nothing, or something in it is no event of this kind.
    """
    return KIND.replay(log)


def posting(post: DutyPost, *, place: str, period: Period) -> Posting:
    """
    What a notice publishes of a post: who is to hold it. It concerns them: none settles an objection to it.

    Args:
        post: Assigned.
        place: Where the notice hangs, in words.
        period: How many days it hangs.
    """
    return Posting(
        word=KIND.name,
        thing=thing_of(DutyPost, post, "post").id,
        unit=post.unit,
        place=place,
        period=period,
        concerns=post.proposed,
    )
