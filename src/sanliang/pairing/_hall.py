"""Hall sets: households whose willing helpers have too little room together."""

from __future__ import annotations

from collections.abc import Sequence

from sanliang.pairing._flow import Flow
from sanliang.pairing._pairing import Shortage
from sanliang.pairing._problem import Household


def shortages(flow: Flow, role: str, homes: Sequence[Household], helpers: Sequence[str]) -> list[Shortage]:
    """
    A short set for each household that must be covered and misses somebody; sets that meet are one.

    From such a household the set grows to the helpers it might have had, who are all full, and to whom they
    have instead: had one of them room to give, somebody would have been moved.
    """
    group: dict[int, _Set] = {}
    for start, home in enumerate(homes):
        if home.must and flow.missing[start] and start not in group:
            _grow(flow, start, group)
    found = {id(one): one for one in group.values()}
    sets = sorted(
        (tuple(sorted(homes[row].id for row in one.rows)), tuple(sorted(helpers[at] for at in one.helpers)))
        for one in found.values()
    )
    return [Shortage(role=role, households=rows, helpers=full) for rows, full in sets]


class _Set:
    """Households and the helpers whom they might have had."""

    def __init__(self) -> None:
        self.rows: set[int] = set()
        self.helpers: set[int] = set()


def _grow(flow: Flow, start: int, group: dict[int, _Set]) -> None:
    """The set of one household; a set that it meets is taken in, the smaller by the larger."""
    mine, waiting = _Set(), [start]
    while waiting:
        row = waiting.pop()
        theirs = group.get(row)
        if theirs is mine:
            continue
        if theirs is not None:
            mine, other = (theirs, mine) if len(theirs.rows) > len(mine.rows) else (mine, theirs)
            mine.rows |= other.rows
            mine.helpers |= other.helpers
            group.update(dict.fromkeys(other.rows, mine))
            continue
        mine.rows.add(row)
        group[row] = mine
        for helper in flow.helpers_of[row]:
            if helper not in flow.made[row] and helper not in mine.helpers:
                mine.helpers.add(helper)
                waiting.extend(flow.served[helper])
