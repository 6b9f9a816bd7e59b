"""Two-way choice: deferred acceptance, with ties, incomplete lists and room for many."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable
from itertools import chain

from sanliang.kernel.fields import instance
from sanliang.pairing._lots import Lots
from sanliang.pairing._market import Chosen, Market, market
from sanliang.pairing._pairing import Certificate, Pairing, Policy, Proposing, Why, pair_of
from sanliang.pairing._problem import Problem
from sanliang.pairing._unchosen import unchosen

NOBODY = 1 << 62
"""The rank of nobody, after all others."""


def two_way(problem: Problem, *, proposing: str) -> Pairing:
    """
    A pairing that nobody can better together: no household and no helper would both rather have each other.

    Only those are paired who consent, each by its own wishes: a list that is left out welcomes whoever lists
    its owner. A household takes as many helpers as it needs, a helper as many households as there is room.
    Roles are filled one after the other, and whoever helps a household in one role does not in a later one.

    Truth pays for the side that proposes, where each of it takes one: whatever the others say, nobody on it
    gets somebody better by wishes that are not its own. On the other side, and for who takes several, that is
    not promised.

    Args:
        problem: Ties in it are broken by its salt, see `Lots`.
        proposing: `"households"` or `"helpers"`: the side each of whom gets the best that any stable pairing
            has for it, under the ties as broken.

    Returns:
        A stable pairing. The order of the problem's rows does not matter. With strict lists and one role the
        same households are paired, and the same number with each helper, whichever side proposes; with
        several roles that holds for the first one alone, since the later ones depend on its pairs.

    Raises:
        InvalidInput: *problem* is none, or there is no such side.

    Source:
        Gale & Shapley, Am. Math. Monthly 69 (1962), 9-15; Roth, Econometrica 54 (1986), 425-427.

    Example:
        >>> from sanliang.pairing import Helper, Household, Problem
        >>> problem = Problem(
        ...     helpers=[Helper(id="m-1", wishes=["h-2", "h-3"]), Helper(id="m-2", wishes=["h-1"])],
        ...     households=[Household(id=id, wishes=["m-1", "m-2"]) for id in ("h-1", "h-2", "h-3")])
        >>> result = two_way(problem, proposing="households")
        >>> [pair.key[:2] for pair in result.pairs], [(one.id, str(one.why)) for one in result.unpaired]
        ([('h-1', 'm-2'), ('h-2', 'm-1')], [('h-3', 'outranked')])
    """
    side = Proposing.of(proposing, "proposing")
    chosen = choose(instance(Problem)(problem, "problem"), side)
    return Pairing(
        problem=problem.digest,
        pairs=[pair_of(home, one, role, Why.MUTUAL) for role, pairs, _ in chosen for home, one in pairs],
        unpaired=unchosen(problem, chosen),
        certificate=Certificate(policy=Policy.TWO_WAY, proposing=side),
    )


def choose(problem: Problem, proposing: Proposing) -> list[Chosen]:
    """Two-way choice, role by role."""
    lots, struck, found = Lots(problem.salt), dict[str, set[str]](), list[Chosen]()
    helpers_propose = proposing is Proposing.HELPERS
    for role in problem.roles:
        of = market(problem, role, lots, struck, helpers_propose=helpers_propose)
        pairs = _pairs(of, helpers_propose=helpers_propose)
        found.append(Chosen(role, pairs, of))
        strike(problem, struck, pairs)
    return found


def _pairs(of: Market, *, helpers_propose: bool) -> list[tuple[str, str]]:
    """The pairs of one role, of household and helper."""
    held = ((id, of.orders[id], row) for id, row in accepted(of).items())
    if helpers_propose:
        return [(household, order[rank]) for household, order, row in held for rank in row if rank != NOBODY]
    return [(order[rank], helper) for helper, order, row in held for rank in row if rank != NOBODY]


def strike(problem: Problem, struck: dict[str, set[str]], pairs: Iterable[tuple[str, str]]) -> None:
    """Note who is paired already, if there is another role: nobody helps a household in two of them."""
    if len(problem.roles) == 1:
        return
    for household, helper in pairs:
        struck.setdefault(household, set()).add(helper)
        struck.setdefault(helper, set()).add(household)


def accepted(of: Market) -> dict[str, list[int]]:
    """
    Deferred acceptance: by receiver, the places in its order of the proposers it ends up with, best first.

    Each proposer goes down its list while it has a place; a receiver keeps the best of those who come. A
    free place is held by nobody, who comes after everyone: it gives way like the last of a full receiver.
    """
    orders, rank_of = of.orders, of.ranks.of
    held = {id: [NOBODY] * min(room, len(orders[id])) for id, room in _rooms(of).items()}
    going = {id: iter(wished) for id, wished in of.lists.items()}
    for first, places in of.places.items():
        waiting = [first] * places
        while waiting:
            one = waiting.pop()
            for other in going[one]:
                rank = rank_of(other, one)
                if rank is not None and rank < (row := held[other])[-1]:
                    insort(row, rank)
                    if (last := row.pop()) != NOBODY:
                        waiting.append(orders[other][last])
                    break
    return held


def _rooms(of: Market) -> dict[str, int]:
    """How many each receiver takes, and no more than may come where the rooms are larger than that."""
    if sum(of.rooms.values()) <= sum(map(len, of.lists.values())):
        return of.rooms
    # Whoever welcomes all has everybody in its order: with room for all of them, each would be a whole town.
    come = Counter(chain.from_iterable(of.lists.values()))
    return {id: min(room, come[id]) for id, room in of.rooms.items()}


def strict_on_both_sides(problem: Problem) -> bool:
    """Whether nobody is equally welcome to anybody as somebody else."""
    sides = (problem.households, problem.helpers)
    return not problem.tied and all(one.wishes is not None for side in sides for one in side)
