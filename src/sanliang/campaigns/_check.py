"""Whether a plan and the leading groups fit a roster."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import attrs

from sanliang.campaigns._course import Entry
from sanliang.campaigns._plan import NO_PART, Plan
from sanliang.kernel.errors import Faults, NotFound
from sanliang.kernel.fields import DOUBLED, day, instance, instances
from sanliang.kernel.labels import Phrase
from sanliang.orgs import Line, Roster, path, unit_of, units_on

NOT_PARTY = Phrase("campaign.not_party", "不是党组织", "is no Party unit, but a place")
UNDER_ANOTHER = Phrase(
    "campaign.under_another",
    "在“{unit}”之下，将被重复统计",
    "stands under {unit!r}, which takes part too: its people would be counted twice",
)


def check_plan(plan: Plan, roster: Roster, *, on: date, entries: Iterable[Entry] = ()) -> None:
    """
    Make sure that a plan names Party units which stand on a day, and that the leading groups are members.

    A `Plan` by itself cannot know; call this before it is opened.

    Raises:
        InvalidInput: Unknown units and members, places, a unit under another one, an entry of a unit that
            takes no part or has one already; all at once, each with its path.

    Example:
        >>> from sanliang.kernel.labels import Text
        >>> from sanliang.orgs import Unit
        >>> roster = Roster(units=[Unit(id="b-1", kind="branch", name="东岭村党支部")])
        >>> day = date(2020, 8, 3)
        >>> plan = Plan(title=Text("三亮"), unit="b-1", units=("b-7",), meeting_on=day, rollout_on=day)
        >>> check_plan(plan, roster, on=day)
        Traceback (most recent call last):
        sanliang.kernel.errors.InvalidInput: units[0]: the roster has no such unit; did you mean b-1?
    """
    at, faults = day(on, "on"), Faults()
    instance(Plan)(plan, "plan")
    party = {unit.id for unit in units_on(instance(Roster)(roster, "roster"), on=at, line=Line.PARTY)}
    _look(lambda: path(roster, plan.unit, on=at), "unit", faults)
    for place, unit in enumerate(plan.units):
        where = f"units[{place}]"
        up = _look(lambda: path(roster, unit, on=at), where, faults)  # noqa: B023
        if up and unit not in party:
            faults.add(NOT_PARTY.fault(where))
        for above in (one.id for one in (up or ())[:-1] if one.id in plan.units):
            faults.add(UNDER_ANOTHER.fault(where, unit=above))
    seen = set[str]()
    for place, entry in enumerate(instances(Entry)(entries, "entries")):
        _check_entry(entry, plan, roster, at, f"entries[{place}]", faults)
        if entry.unit in seen:
            faults.add(DOUBLED.fault(f"entries[{place}].unit"))
        seen.add(entry.unit)
    faults.check()


def _check_entry(entry: Entry, plan: Plan, roster: Roster, on: date, where: str, faults: Faults) -> None:
    if entry.unit not in plan.units:
        faults.add(NO_PART.fault(f"{where}.unit"))
    leading = entry.leading
    _look(lambda: unit_of(roster, leading.head, on=on), f"{where}.leading.head", faults)
    for place, member in enumerate(leading.members):
        _look(lambda: unit_of(roster, member, on=on), f"{where}.leading.members[{place}]", faults)  # noqa: B023


def _look(ask: Callable[[], Any], where: str, faults: Faults) -> Any:
    """What the roster answers; where it finds nothing, a fault at this place."""
    try:
        return ask()
    except NotFound as error:
        faults.add(attrs.evolve(error.faults[0], path=where))
    return None
