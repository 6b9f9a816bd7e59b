"""
What pledges and concerns have to do by a day: it is listed from the day after it, and not before.

As in `_days`, the days are counted here by plain steps, not by the verbs that are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

import attrs

from sanliang import concerns, pledges
from sanliang.calendars import Due
from sanliang.concerns import Charge, Concern
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Actor, Lifecycle, explain
from sanliang.pledges import Pledge
from sanliang.testing._benches import concerns as of_concerns
from sanliang.testing._benches import pledges as of_pledges
from sanliang.testing._check import Check, Note
from sanliang.testing._days import ONE, beside, same
from sanliang.testing._effort import Effort
from sanliang.townships import Township

DAY = date(2026, 7, 1)
FIRST, LATER = date(2026, 9, 30), date(2027, 2, 28)

PLEDGE = Text(
    "承诺事项和整改到期日的次日起列为应办，前一日和当日不列；期限未过不能按逾期办理",
    "what a pledge has to do by a day is listed from the day after it, and it is overdue then, not before",
)
CONCERN = Text(
    "群众诉求的每一步，期限的次日起列为应办、算作逾期，前一日和当日都不",
    "what a concern waits for is listed, and late, from the day after its last day, and not before",
)


def dues(town: Township) -> Iterator[Check]:
    """The checks of what pledges and concerns have to do by a day."""
    yield Check(id="days:due:pledge", says=PLEDGE, run=partial(_pledge, town.pledging))
    yield Check(id="days:due:concern", says=CONCERN, run=partial(_concern, town.lifecycles["concern"]))


def everybody(course: Lifecycle[Any]) -> Actor:
    """Somebody who may make every move, as far as roles and units go."""
    roles = frozenset(role for row in course.rows for role in row.roles)
    return Actor(id="m-9", roles=roles, unit="t-1", scope=frozenset({"t-1", "b-1"}))


def listed(due: Callable[..., Iterable[Due]], steps: Iterable[str], last: date, about: str) -> None:
    """These steps are listed from the day after their last one."""
    for on in beside(last):
        expected = [(last, step) for step in sorted(steps)] if on > last else []
        same(on, expected, [(one.on, one.step) for one in due(before=on)], about)


def guarded(
    course: Lifecycle[Any], thing: Any, guard: str, code: str, refuses: Mapping[date, bool], given: Any = None
) -> None:
    """Wherever a guard stands, or something is needed, it refuses on some days and not on others."""
    by = everybody(course)
    for row in course.rows:
        if guard in row.guards or guard in row.needs:
            for state in (one for one in row.leaves if one in course.node):
                there = attrs.evolve(thing, state=state)
                for on, refused in refuses.items():
                    codes = explain(there, row.move, by=by, on=on, under=course, given=given).codes
                    same(on, refused, code in codes, f"{course.kind.name} {row.move}")


def _pledge(course: Lifecycle[Pledge], _effort: Effort) -> Iterable[Note]:
    letter = of_pledges.letter(course, of_pledges.MEMBER, FIRST)
    acting = Pledge(id="p-1", state="in_progress", version=1, on=DAY, letter=letter)
    ordered = attrs.evolve(acting, state="rectifying", rectify_until=LATER)
    listed(partial(pledges.due, [acting]), [item.id for item in letter.items], FIRST, "pledge")
    listed(partial(pledges.due, [ordered]), ["act_again"], LATER, "pledge")
    guarded(course, acting, "overdue", "pledge.not_overdue", {on: on <= FIRST for on in beside(FIRST)})
    return ()


def _waits(course: Lifecycle[Concern]) -> Iterator[tuple[str, str, date]]:
    """What a concern that moved on the day waits for in each state, and until when."""
    yield "assigned", "finish", FIRST
    for state, step in (("collected", "sort"), ("sorted", "assign"), ("reopened", "assign")):
        yield state, step, DAY + course.number(f"{step}_days") * ONE
    for state, step in (("passed", "answer"), ("finished", "confirm")):
        yield state, step, DAY + course.number(f"{step}_days") * ONE


def _concern(course: Lifecycle[Concern], _effort: Effort) -> Iterable[Note]:
    charge = Charge(unit="b-1", member="m-4", until=FIRST)
    one = Concern(
        id="c-1", state="collected", version=1, on=DAY, raised=of_concerns.LAMP, collected=DAY, unit="b-1",
        charges=(charge,),
    )  # fmt: skip
    for state, step, last in _waits(course):
        there, about = attrs.evolve(one, state=state), f"concern {state}"
        listed(partial(concerns.due, [there], under=course), [step], last, about)
        for on in beside(last):
            same(on, on > last, concerns.late(there, on=on, under=course), about)
    again = DAY + course.number("reopen_days") * ONE
    closed = attrs.evolve(one, closed=DAY)
    guarded(course, closed, "in_time", "concern.too_late", {on: on > again for on in beside(again)})
    return ()
