"""The least-cost cover of one role: successive shortest paths with prices, in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from operator import add

import attrs

NOBODY = -1


@attrs.define
class Flow:
    """
    Households that are placed one seat at a time, each at the least that it then costs in all.

    A household is a place in *helpers_of*, a helper a place in *room*. A seat goes to a helper, or it is left
    out. After each step the prices prove that what is placed so far could not be placed more cheaply.

    Attributes:
        out: Of each household, what a seat left out costs.
        room, least: Of each helper.
        even, above: What a seat of a helper costs for each household there already, and what one costs that
            is not below *least*.
        helpers_of, costs: Of each household, the helpers that it may have, and what each costs.
        made: Of each household, the helpers it has, with what each costs.
        missing: Of each household, how many seats are left out.
        household_price, helper_price: The dual prices.

    Source:
        Edmonds & Karp, J. ACM 19 (1972), 248-264; Jonker & Volgenant, Computing 38 (1987), 325-340.
    """

    out: list[int]
    room: list[int]
    least: list[int]
    even: int
    above: int
    helpers_of: list[Sequence[int]] = attrs.field(init=False)
    costs: list[Sequence[int]] = attrs.field(init=False)
    made: list[dict[int, int]] = attrs.field(init=False)
    missing: list[int] = attrs.field(init=False)
    served: list[dict[int, int]] = attrs.field(init=False)
    household_price: list[int] = attrs.field(init=False)
    helper_price: list[int] = attrs.field(init=False)
    _next: list[int] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.helpers_of = [()] * len(self.out)
        self.costs = [()] * len(self.out)
        self.made = [{} for _ in self.out]
        self.missing = [0] * len(self.out)
        self.served = [{} for _ in self.room]
        self.household_price = [0] * len(self.out)
        self.helper_price = [0] * len(self.room)
        self._next = [self._seat(helper) for helper in range(len(self.room))]

    def _seat(self, helper: int) -> int:
        """What the next seat of a helper costs; without room, nothing that anybody asks for."""
        load = len(self.served[helper])
        if load >= self.room[helper]:
            return NOBODY
        return load * self.even + (self.above if load >= self.least[helper] else 0)

    def place(self, household: int, seats: int, helpers: Sequence[int], costs: Sequence[int]) -> None:
        """Place a household that has not been placed yet, with whom it may have at what cost."""
        self.helpers_of[household], self.costs[household] = helpers, costs
        prices = map(add, costs, map(self.helper_price.__getitem__, helpers))
        self.household_price[household] = min(prices, default=self.out[household])
        self.household_price[household] = min(self.household_price[household], self.out[household])
        for _ in range(seats):
            self._place_one(household)

    def _place_one(self, start: int) -> None:
        """
        The cheapest way to place one more seat of a household: who is moved where, and who is left out.

        The search goes from households to helpers and, where a helper could give one up, on to his
        households, in the order of what it costs over the prices; it ends with the cheapest seat that is free
        or the cheapest that is left out.
        """
        price, worth, room_for = self.helper_price, self.household_price, self._next
        far: dict[int, int] = {}
        via: dict[int, int] = {}
        reached, came = {start: 0}, {start: NOBODY}
        best, end = self.out[start] - worth[start], ~start
        heap: list[tuple[int, int]] = []
        rows = [start]
        while True:
            for row in rows:
                base, has = reached[row] - worth[row], self.made[row]
                for helper, cost in zip(self.helpers_of[row], self.costs[row], strict=True):
                    here = base + cost + price[helper]
                    if here < best and here < far.get(helper, best) and helper not in has:
                        far[helper], via[helper] = here, row
                        heappush(heap, (here, helper))
                        if (
                            room_for[helper] >= 0
                            and (total := here + room_for[helper] - price[helper]) < best
                        ):
                            best, end = total, helper
            rows = []
            while heap and not rows:
                here, node = heappop(heap)
                if here >= best:
                    heap.clear()
                elif node < 0:
                    if here == reached[~node]:
                        rows.append(~node)
                elif here == far[node]:
                    for row, cost in self.served[node].items():
                        there = here + worth[row] - cost - price[node]
                        if there < best and there < reached.get(row, best):
                            reached[row], came[row] = there, node
                            if there == here:
                                rows.append(row)
                            else:
                                heappush(heap, (there, ~row))
                            if (total := there + self.out[row] - worth[row]) < best:
                                best, end = total, ~row
            if not rows:
                break
        for helper, here in far.items():
            if here < best:
                price[helper] += best - here
        for row, here in reached.items():
            if here < best:
                worth[row] += best - here
        self._move(end, via, came)

    def _move(self, end: int, via: dict[int, int], came: dict[int, int]) -> None:
        """Move along the way that was found, from its end to its beginning."""
        if end < 0:
            self.missing[~end] += 1
            row, helper = ~end, came[~end]
        else:
            row, helper = via[end], NOBODY
            self._make(row, end)
            helper = came[row]
            self._next[end] = self._seat(end)
        while helper != NOBODY:
            del self.made[row][helper], self.served[helper][row]
            row = via[helper]
            self._make(row, helper)
            helper = came[row]

    def _make(self, row: int, helper: int) -> None:
        cost = self.costs[row][self.helpers_of[row].index(helper)]
        self.made[row][helper] = self.served[helper][row] = cost
