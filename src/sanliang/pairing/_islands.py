"""Islands: households and helpers that have nothing to do with those of any other island."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable


def islands(rows: Iterable[Collection[Hashable]]) -> list[int]:
    """
    For each row of helpers the number of its island, in the order in which islands are met.

    Two rows are in one island if they share a helper, or if each shares one with a row of it. A row without
    helpers is an island. The time is about that of reading the rows.

    Source:
        Disjoint sets: Tarjan, J. ACM 22 (1975), 215-225.

    Example:
        >>> islands([["m-1"], ["m-2", "m-3"], [], ["m-3", "m-4"]])
        [0, 1, 2, 1]
    """
    above: list[int] = []
    of: dict[Hashable, int] = {}

    def top(number: int) -> int:
        while above[number] != number:
            above[number] = number = above[above[number]]
        return number

    firsts = list[int]()
    for place, row in enumerate(rows):
        above.append(place)
        mine = place
        met = {*map(of.get, row)}
        for number in met:
            if number is not None and (other := top(number)) != mine:
                mine, other = min(mine, other), max(mine, other)
                above[other] = mine
        if None in met:
            of.update(dict.fromkeys(row, mine))
        firsts.append(place)
    tops = [top(place) for place in firsts]
    numbers = {one: number for number, one in enumerate(sorted({*tops}))}
    return [numbers[one] for one in tops]
