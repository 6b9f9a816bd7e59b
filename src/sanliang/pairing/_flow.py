"""The least-cost cover of one role: successive shortest paths with prices, in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from operator import add

import attrs

NOBODY = -1
FEW = 16
"""A helper with room for more is not asked for all his households, but for those who leave the easiest."""


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
        made: Of each household, the helpers it has, each with its place in the row.
        missing: Of each household, how many seats are left out.
        served: Of each helper, his households, with what each costs.
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
    # What the next seat of each helper costs, and more than anything else where there is none.
    _seat: list[int] = attrs.field(init=False)
    _full: int = attrs.field(init=False)
    # A household has nothing open for less than this: prices only rise.
    _floor: list[int] = attrs.field(init=False)
    # Of each helper, his households, and some that he had, by the least that giving one up can cost.
    _exits: list[list[tuple[int, int]]] = attrs.field(init=False)
    _many: bool = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.helpers_of = [()] * len(self.out)
        self.costs = [()] * len(self.out)
        self.made = [{} for _ in self.out]
        self.missing = [0] * len(self.out)
        self.served = [{} for _ in self.room]
        self.household_price = [0] * len(self.out)
        self.helper_price = [0] * len(self.room)
        self._full = 16 * max(self.out, default=0)
        self._seat = [self._next(helper) for helper in range(len(self.room))]
        self._floor = [0] * len(self.out)
        self._exits = [[] for _ in self.room]
        self._many = max(self.room, default=0) > FEW

    def _next(self, helper: int) -> int:
        load = len(self.served[helper])
        if load >= self.room[helper]:
            return self._full
        return load * self.even + (self.above if load >= self.least[helper] else 0)

    def place(self, household: int, seats: int, helpers: Sequence[int], costs: Sequence[int]) -> None:
        """Place a household that has not been placed yet, with whom it may have at what cost."""
        self.helpers_of[household], self.costs[household] = helpers, costs
        overs = [*map(add, costs, map(self.helper_price.__getitem__, helpers))]
        self._floor[household] = least = min(overs, default=self._full)
        self.household_price[household] = min(self.out[household], least)
        for seat in range(seats):
            self._place_one(household, self._open(household) if seat else overs)
            for place in self.made[household].values():
                overs[place] = self._full
            self._floor[household] = min(overs, default=self._full)

    def prices(self) -> list[int]:
        """The prices of the households, as what is placed proves them."""
        return [self._worth(row) for row in range(len(self.out))]

    def _open(self, row: int) -> list[int]:
        """What each helper costs whom a household may have and has not, with his price."""
        overs = [*map(add, self.costs[row], map(self.helper_price.__getitem__, self.helpers_of[row]))]
        for place in self.made[row].values():
            overs[place] = self._full
        return overs

    def _place_one(self, start: int, overs: list[int]) -> None:
        """
        The cheapest way to place one more seat of a household: who is moved where, and who is left out.

        The search goes from households to helpers and, where a helper could give one up, on to his
        households, in the order of what it costs over the prices; it ends with the cheapest seat that is free
        or the cheapest that is left out. What it has seen below that becomes dearer by the difference.
        """
        price, worth, seat, floor = self.helper_price, self.household_price, self._seat, self._floor
        room, many = self.room, self._many
        best, end = self._at_once(start)
        far: dict[int, int] = {}
        via = {end: start}
        reached, came = {start: 0}, {start: NOBODY}
        if not best:  # nothing is cheaper, and no price rises
            self._move(end, via, came)
            return
        heap: list[tuple[int, int]] = []
        rows, here = [start], 0
        while rows:
            for row in rows:
                base = here - worth[row]
                limit = best - base
                if row != start:
                    if floor[row] >= limit:
                        continue
                    overs = self._open(row)
                    floor[row] = min(overs)
                    if floor[row] >= limit:
                        continue
                for over, helper in zip(overs, self.helpers_of[row], strict=True):
                    if over < limit and (there := base + over) < far.get(helper, best):
                        far[helper], via[helper] = there, row
                        heappush(heap, (there, helper))
                        if (total := there + seat[helper] - price[helper]) < best:
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
                    over = here - price[node]
                    served = self.served[node]
                    for row, cost in (
                        served.items() if room[node] <= FEW else self._easiest(node, best - over)
                    ):
                        if many and row not in reached:
                            worth[row] = self._worth(row)
                        there = over + worth[row] - cost
                        if there < best and there < reached.get(row, best):
                            reached[row], came[row] = there, node
                            if there == here:
                                rows.append(row)
                            else:
                                heappush(heap, (there, ~row))
                            if (total := there + self.out[row] - worth[row]) < best:
                                best, end = total, ~row
        _raise(price, far, best)
        _raise(worth, reached, best)
        self._move(end, via, came)

    def _at_once(self, start: int) -> tuple[int, int]:
        """The cheapest end for which nobody is moved: a free seat, or the seat left out."""
        ends = [*map(add, self.costs[start], map(self._seat.__getitem__, self.helpers_of[start]))]
        for place in self.made[start].values():
            ends[place] = self._full
        low, out, worth = min(ends, default=self._full), self.out[start], self.household_price[start]
        return (low - worth, self.helpers_of[start][ends.index(low)]) if low < out else (out - worth, ~start)

    def _easiest(self, helper: int, limit: int) -> list[tuple[int, int]]:
        """
        Of a helper who has many, the households through which there is a way for less than a limit.

        A household that is given up takes another helper, for its floor at the least, or is left out. The
        first of those who are left out bounds what is worth looking at after it.
        """
        exits, served, floor, out = self._exits[helper], self.served[helper], self._floor, self.out
        seen, found = list[tuple[int, int]](), list[tuple[int, int]]()
        while exits and exits[0][0] < limit:
            _, row = heappop(exits)
            if (cost := served.get(row)) is not None:
                bound = min(floor[row], out[row]) - cost
                seen.append((bound, row))
                if bound < limit:
                    found.append((row, cost))
                    limit = min(limit, out[row] - cost)
        for one in seen:
            heappush(exits, one)
        return found

    def _worth(self, row: int) -> int:
        """The price of a household, at least what its helpers cost: a price that rose may not show yet."""
        price, costs = self.helper_price, self.costs[row]
        worth = self.household_price[row]
        for helper, place in self.made[row].items():
            if (cost := costs[place] + price[helper]) > worth:
                worth = cost
        return worth

    def _move(self, end: int, via: dict[int, int], came: dict[int, int]) -> None:
        """Move along the way that was found, from its end to its beginning."""
        if end < 0:
            self.missing[~end] += 1
            row = ~end
        else:
            row = via[end]
            self._make(row, end)
            self._seat[end] = self._next(end)
        while (helper := came[row]) != NOBODY:
            # No floor falls: whoever gives one helper up takes another that costs as little.
            del self.made[row][helper], self.served[helper][row]
            row = via[helper]
            self._make(row, helper)

    def _make(self, row: int, helper: int) -> None:
        place = self.helpers_of[row].index(helper)
        cost = self.costs[row][place]
        self.made[row][helper] = place
        self.served[helper][row] = cost
        if self.room[helper] > FEW:
            heappush(self._exits[helper], (min(self._floor[row], self.out[row]) - cost, row))


def _raise(prices: list[int], reached: dict[int, int], best: int) -> None:
    """Raise the price of each that was reached for less than the best end, by the difference."""
    for one, here in reached.items():
        if here < best:
            prices[one] += best - here
