"""Hall sets: households whose willing helpers have too little room together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sanliang.pairing._flow import Flow
from sanliang.pairing._pairing import Shortage
from sanliang.pairing._problem import Household


def shortages(flow: Flow, role: str, homes: Sequence[Household], helpers: Sequence[str]) -> list[Shortage]:
    """
    A short set for each household that must be covered and misses somebody; sets that meet are one.

    From such a household the set grows to the helpers it might have had, who are all full, and to whom they
    have instead: had one of them room to give, somebody would have been moved. Named are the helpers who
    count with all their room: so many households of the set, or more, might have them.
    """
    group: dict[int, set[int]] = {}
    asked: dict[int, int] = {}
    for start, home in enumerate(homes):
        if home.must and flow.missing[start] and start not in group:
            _grow(flow, start, group, asked)
    sets = {id(rows): rows for rows in group.values()}.values()
    found = [
        (sorted(homes[row].id for row in rows), sorted(helpers[one] for one in _full(flow, rows)))
        for rows in sets
    ]
    return [Shortage(role=role, households=rows, helpers=full) for rows, full in sorted(found)]


def _full(flow: Flow, rows: Iterable[int]) -> Iterator[int]:
    """The helpers whom as many of the households might have as they have room for."""
    asked = Counter(helper for row in rows for helper in flow.helpers_of[row])
    return (helper for helper, count in asked.items() if flow.room[helper] <= count)


def _grow(flow: Flow, start: int, group: dict[int, set[int]], asked: dict[int, int]) -> None:
    """
    The set of one household; of two sets that meet the larger takes in the other.

    *asked* has for each helper a household of its set, whichever that is: nobody is asked a second time.
    """
    mine, waiting = set[int](), [start]
    while waiting:
        row = waiting.pop()
        theirs = group.get(row)
        if theirs is mine:
            continue
        if theirs is not None:
            other, mine = sorted((theirs, mine), key=len)
            mine |= other
            group.update(dict.fromkeys(other, mine))
            continue
        mine.add(row)
        group[row] = mine
        for helper in flow.helpers_of[row]:
            if helper in flow.made[row]:
                continue
            if helper in asked:
                waiting.append(asked[helper])
            else:
                asked[helper] = row
                waiting.extend(flow.served[helper])
