"""
Pairing against what is usual: a loop written by hand, `matching`, and the min-cost flow of OR-tools.

The towns are invented: a household wishes for 10 to 30 helpers of its village, who wish for it too, in an
order of their own; a helper has room for 1 to 5. All start from
the same rows in the same order, and every answer is compared. The problem is made beforehand, as its own
line; its digest is part of two-way choice. The loop by hand is Gale and Shapley's with a deque and tables of
ranks, and ends with sorted pairs. OR-tools goes village by village, from ids to pairs of ids, and keeps no
even load. The collector of garbage is on. Prints one line `NAME ratio=...` each, and ends with an error where
a goal is missed.
"""

from __future__ import annotations

import gc
import random
import sys
import tracemalloc
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from time import process_time
from typing import Any, TypeAlias

import numpy as np
from matching.games import HospitalResident
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from sanliang import pairing
from sanliang.pairing import Helper, Household, Problem, cost, cover, two_way

PINGSHAN, COUNTY, CITY, PROVINCE = (327, 771), (3_000, 8_000), (12_871, 30_000), (100_000, 250_000)
"""How many helpers and households; the first is a township that has published its numbers."""

VILLAGE = 150
"""Households of a village."""

LEFT_OUT = 10**6
"""What a household left out costs the peer, more than any pairs moved for it."""

Wishes: TypeAlias = Mapping[str, Sequence[str]]


class Town:
    """The rows of a town, before anything is made of them; nothing refers to them longer than it must."""

    def __init__(self, size: tuple[int, int], *, costs: bool = False) -> None:
        draw = random.Random(1)
        helpers, homes = size
        villages = max(1, homes // VILLAGE)
        members = [f"m-{number:06}" for number in range(helpers)]
        self.helpers: dict[str, list[str]] = {id: [] for id in members}
        self.households: dict[str, list[str]] = {}
        self.villages: list[list[str]] = [[] for _ in range(villages)]
        for number in range(homes):
            id, village = f"h-{number:06}", number * villages // homes
            near = members[village * helpers // villages : (village + 1) * helpers // villages]
            self.households[id] = draw.sample(near, min(len(near), draw.randint(10, 30)))
            self.villages[village].append(id)
            for helper in self.households[id]:
                self.helpers[helper].append(id)
        for wishes in self.helpers.values():
            draw.shuffle(wishes)
        self.room = {id: draw.randint(1, 5) for id in members}
        self.costs = [
            (id, other, draw.randint(0, 100))
            for id, wishes in self.households.items()
            if costs
            for other in wishes
        ]

    @property
    def wishes(self) -> int:
        """How many wishes there are, of both sides."""
        return sum(len(row) for side in (self.households, self.helpers) for row in side.values())

    def problem(self) -> Problem:
        """The problem, made anew."""
        return Problem(
            helpers=[Helper(id=id, room=self.room[id], wishes=row) for id, row in self.helpers.items()],
            households=[Household(id=id, wishes=row) for id, row in self.households.items()],
            costs=self.costs,
        )


# --- the peers -----------------------------------------------------------------------------------------


def by_hand(households: Wishes, helpers: Wishes, room: Mapping[str, int]) -> list[tuple[str, str]]:
    """Deferred acceptance, as one writes it for this and nothing else."""
    ranks = {helper: {id: rank for rank, id in enumerate(row)} for helper, row in helpers.items()}
    going, held = dict.fromkeys(households, 0), {id: dict[str, int]() for id in helpers}
    waiting = deque(households)
    while waiting:
        household = waiting.popleft()
        row = households[household]
        while going[household] < len(row):
            helper = row[going[household]]
            going[household] += 1
            rank = ranks[helper].get(household)
            if rank is None:
                continue
            have = held[helper]
            if len(have) < room[helper]:
                have[household] = rank
                break
            worst = max(have, key=have.__getitem__)
            if rank < have[worst]:
                del have[worst]
                have[household] = rank
                waiting.append(worst)
                break
    return sorted((household, helper) for helper, have in held.items() for household in have)


def by_matching(households: Wishes, helpers: Wishes, room: Mapping[str, int]) -> list[tuple[str, str]]:
    """The same with `matching`, which wants lists and names nobody who has none."""
    game = HospitalResident.create_from_dictionaries(
        {id: [*row] for id, row in households.items()},
        {id: [*row] for id, row in helpers.items() if row},
        {id: room[id] for id, row in helpers.items() if row},
    )
    found = game.solve(optimal="resident")
    return sorted((home.name, helper.name) for helper, homes in found.items() for home in homes)


def by_flow(
    villages: Iterable[Sequence[str]], costs: Mapping[str, Mapping[str, int]], room: Mapping[str, int]
) -> tuple[int, list[tuple[str, str]]]:
    """What the cheapest cover costs, and its pairs; a household may be left out at a price."""
    total, pairs = 0, list[tuple[str, str]]()
    for homes in villages:
        helpers: dict[str, int] = {}
        tails, heads, prices = list[int](), list[int](), list[int]()
        for place, id in enumerate(homes):
            for helper, price in costs[id].items():
                tails.append(place)
                heads.append(len(homes) + helpers.setdefault(helper, len(helpers)))
                prices.append(price)
        names, first, arcs = [*helpers], len(homes), len(tails)
        sink = first + len(names)
        flow: Any = SimpleMinCostFlow()
        flow.add_arcs_with_capacity_and_unit_cost(
            np.array([*tails, *range(first, sink), *range(first)]),
            np.array(heads + [sink] * sink),
            np.array([1] * arcs + [room[id] for id in names] + [1] * first),
            np.array(prices + [0] * len(names) + [LEFT_OUT] * first),
        )
        flow.set_nodes_supplies(np.arange(sink + 1), np.array([1] * first + [0] * len(names) + [-first]))
        assert flow.solve() == flow.OPTIMAL
        total += flow.optimal_cost()
        taken = np.nonzero(flow.flows(np.arange(arcs)))[0]
        pairs.extend((homes[tails[arc]], names[heads[arc] - first]) for arc in taken)
    return total, pairs


# --- the measuring -------------------------------------------------------------------------------------


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The seconds of the processor that something takes, after a cleaning up, and what comes of it."""
    gc.collect()
    start = process_time()
    found = work()
    return process_time() - start, found


class Best:
    """The least of what each work has taken; the works of a round come in turns."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def of(self, name: str, work: Callable[[], Any]) -> Any:
        """Do some work, and keep its time if it is the least so far."""
        seconds, found = timed(work)
        self.seconds[name] = min(seconds, self.seconds.get(name, seconds))
        return found

    def line(self, title: str, ours: str, peer: str, goal: float | None = None) -> bool:
        """Print a ratio, and say whether its goal is missed."""
        mine, theirs = self.seconds[ours], self.seconds[peer]
        ratio = mine / theirs
        aim = "" if goal is None else f"; goal {goal:g}"
        print(f"{title} ratio={ratio:.2f} (ours {mine * 1000:.1f} ms, peer {theirs * 1000:.1f} ms{aim})")
        return goal is not None and ratio > goal


def sides(problem: Problem) -> tuple[Any, Any, dict[str, int]]:
    """What the peers start from: the problem's own rows, in its order."""
    return (
        {one.id: one.wishes for one in problem.households},
        {one.id: one.wishes for one in problem.helpers},
        {one.id: one.takes("helper") for one in problem.helpers},
    )


def pairs_of(result: pairing.Pairing) -> list[tuple[str, str]]:
    """The pairs of a result, as the peers have them."""
    return [(pair.household, pair.helper) for pair in result.pairs]


def choices(size: tuple[int, int], *, rounds: int, name: str) -> tuple[Best, bool]:
    """Two-way choice at one size, and its audit, against the loop by hand."""
    town, best = Town(size), Best()
    for _ in range(rounds):
        problem = best.of("problem", town.problem)
        rows = sides(problem)
        peer = best.of("by hand", lambda rows=rows: by_hand(*rows))
        result = best.of("two-way", lambda made=problem: two_way(made, proposing="households"))
        assert peer == pairs_of(result)
        del peer, rows
        verdict = best.of("audit", lambda made=problem, claims=result: pairing.audit(made, claims))
        assert verdict, verdict.text()
        del problem, result, verdict
    best.line(f"problem-{name}", "problem", "by hand")
    missed = best.line(f"two-way-{name}", "two-way", "by hand", 2)
    return best, best.line(f"audit-{name}", "audit", "by hand", 2) or missed


def against_matching(size: tuple[int, int], best: Best, name: str) -> None:
    """What `matching` takes for the same; once, since it takes long."""
    problem = Town(size).problem()
    found = best.of("matching", lambda: by_matching(*sides(problem)))
    assert found == pairs_of(two_way(problem, proposing="households"))
    best.line(f"matching-{name}", "matching", "two-way")


def growth(small: Best, large: Best) -> bool:
    """
    How much more a wish takes in a province than in a city, over how much more it takes the loop by hand.

    The loop looks at each wish a few times at most: what it grows by is what the caches do.
    """
    wishes = Town(PROVINCE).wishes / Town(CITY).wishes
    peer, ours, audit = (
        large.seconds[one] / small.seconds[one] / wishes for one in ("by hand", "two-way", "audit")
    )
    print(
        f"growth-two-way ratio={ours / peer:.2f} (a wish {ours:.2f} times, peer {peer:.2f} times; goal 1.25)"
    )
    print(
        f"growth-audit ratio={audit / peer:.2f} (a wish {audit:.2f} times, peer {peer:.2f} times; goal 1.25)"
    )
    return max(ours, audit) > 1.25 * peer


def covers(size: tuple[int, int], *, rounds: int, name: str, goal: float | None = None) -> bool:
    """The cheapest cover at one size, against OR-tools village by village: the same cost to the unit."""
    town, best = Town(size, costs=True), Best()
    villages, room = town.villages, town.room
    for _ in range(rounds):
        problem = town.problem()
        total, pairs = best.of("flow", lambda made=problem: by_flow(villages, made.costs, room))
        result = best.of("cover", lambda made=problem: cover(made))
        missing = sum(one.missing for one in result.unpaired)
        assert (total - LEFT_OUT * missing, len(pairs)) == (cost(problem, result), len(result.pairs))
        verdict = best.of("audit", lambda made=problem, claims=result: pairing.audit(made, claims))
        assert verdict, verdict.text()
        del problem, result, pairs, verdict
    best.line(f"audit-of-cover-{name}", "audit", "flow")
    return best.line(f"cover-{name}", "cover", "flow", goal)


def memory(size: tuple[int, int]) -> bool:
    """The most bytes at once for a problem and its two-way choice, by wish."""
    town = Town(size)
    wishes = town.wishes
    tracemalloc.start()
    problem = town.problem()
    result = two_way(problem, proposing="households")
    most = tracemalloc.get_traced_memory()[1] / wishes
    tracemalloc.stop()
    assert result.problem == problem.digest
    print(f"memory ratio={most / 200:.2f} ({most:.0f} bytes a wish at most; goal 200)")
    return most > 200


def main() -> int:
    """Measure, print, and say whether a goal is missed."""
    missed = list[bool]()
    for size, name in ((PINGSHAN, "327x771"), (COUNTY, "3000x8000")):
        best, over = choices(size, rounds=9, name=name)
        missed.append(over)
        against_matching(size, best, name)
    city, over = choices(CITY, rounds=7, name="12871x30000")
    missed.append(over)
    missed += [
        covers(PINGSHAN, rounds=9, name="327x771"),
        covers(COUNTY, rounds=5, name="3000x8000"),
        covers(CITY, rounds=5, name="12871x30000", goal=3),
        memory(CITY),
    ]
    province, _ = choices(PROVINCE, rounds=2, name="100000x250000")
    missed.append(growth(city, province))
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(main())
