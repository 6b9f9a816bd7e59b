"""Full coverage at the least cost; and two-way choice first, with the rest placed by the organisation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap, instance
from sanliang.pairing._allowed import Allowed, allowed
from sanliang.pairing._flow import Flow
from sanliang.pairing._hall import shortages
from sanliang.pairing._islands import islands
from sanliang.pairing._lots import Lots
from sanliang.pairing._market import Struck
from sanliang.pairing._pairing import (
    OTHER_PROBLEM,
    Certificate,
    Pair,
    Pairing,
    Policy,
    Prices,
    Proposing,
    Shortage,
    Unpaired,
    Why,
    pair_of,
    prices_of,
    unpaired_of,
)
from sanliang.pairing._problem import Helper, Problem
from sanliang.pairing._two_way import choose, strike
from sanliang.pairing._weights import weights


def cover(problem: Problem) -> Pairing:
    """
    The cheapest pairing that leaves out nobody whom it need not.

    Whoever may be placed is placed by the organisation, wished for or not: a pair needs a cost or one side's
    wish, and no refusal. What counts first is in `Weights`: that everyone who must be covered is, then
    whoever may be, then that each helper has the least that is asked, then that gap fillers are spared, then
    the cost, then that the load is even.

    Returns:
        A pairing that no other undercuts, role by role in the order of the roles, with the dual prices that
        show it. Where some households have too little willing room, it covers the most it can, and its
        certificate names those households and the helpers they could have had. The order of the problem's
        rows does not matter: among pairings that are equal in all this, households are placed in the order of
        their lots.

    Raises:
        InvalidInput: *problem* is none.

    Source:
        Successive shortest paths with prices: Edmonds & Karp, J. ACM 19 (1972), 248-264. Short sets: Hall, J.
        London Math. Soc. 10 (1935), 26-30.

    Example:
        >>> from sanliang.pairing import Helper, Household, Problem
        >>> problem = Problem(
        ...     helpers=[Helper(id="m-1"), Helper(id="m-2")],
        ...     households=[Household(id="h-1"), Household(id="h-2")],
        ...     costs=[("h-1", "m-1", 0), ("h-1", "m-2", 1), ("h-2", "m-1", 3)])
        >>> result = cover(problem)
        >>> [pair.key[:2] for pair in result.pairs], cost(problem, result)
        ([('h-1', 'm-2'), ('h-2', 'm-1')], 4)
    """
    return placed(instance(Problem)(problem, "problem"), Certificate(policy=Policy.COVER))


def both(problem: Problem, *, proposing: str = Proposing.HOUSEHOLDS) -> Pairing:
    """
    Two-way choice first; whoever is left is placed by the organisation, with the fewest broken wishes.

    A pair that both chose stands, unless a household that must be covered would be left out by it: then the
    fewest of them are undone. Every pair says whether it was chosen by both, placed by the organisation, or
    placed with a gap filler. A wish is broken where a side has wishes, and the other is not among them.

    Returns:
        A pairing whose certificate has the pairs of the two-way choice and the dual prices, see `cover`.

    Raises:
        InvalidInput: *problem* is none, or there is no such side.

    Example:
        >>> from sanliang.pairing import Helper, Household, Problem
        >>> problem = Problem(
        ...     helpers=[Helper(id="m-1", wishes=["h-1"]), Helper(id="m-2", wishes=["h-1"])],
        ...     households=[Household(id="h-1", wishes=["m-1"]), Household(id="h-2", wishes=["m-2"])])
        >>> [(pair.key[:2], str(pair.why)) for pair in both(problem).pairs]
        [(('h-1', 'm-1'), 'mutual'), (('h-2', 'm-2'), 'placed')]
    """
    side = Proposing.of(proposing, "proposing")
    chosen = choose(instance(Problem)(problem, "problem"), side)
    agreed = [(*pair, role) for role, pairs, _ in chosen for pair in pairs]
    return placed(problem, Certificate(policy=Policy.BOTH, proposing=side, agreed=agreed))


def cost(problem: Problem, pairing: Pairing) -> int:
    """
    What a pairing costs: the sum of the costs of its pairs.

    Example:
        >>> from sanliang.pairing import Helper, Household, Problem
        >>> problem = Problem(
        ...     helpers=[Helper(id="m-1")], households=[Household(id="h-1")], costs=[("h-1", "m-1", 3)])
        >>> cost(problem, cover(problem))
        3

    Raises:
        InvalidInput: The pairing is of another problem.
    """
    costs = instance(Problem)(problem, "problem").costs
    if instance(Pairing)(pairing, "pairing").problem != problem.digest:
        raise InvalidInput(OTHER_PROBLEM.fault("pairing"))
    pairs = pairing.pairs
    return sum(costs[one.household].get(one.helper, 0) for one in pairs if one.household in costs)


def placed(problem: Problem, certificate: Certificate) -> Pairing:
    """The pairing of least loss, by what the certificate says was agreed and stood before."""
    pool, lots, struck = allowed(problem), Lots(problem.salt), dict[str, set[str]]()
    roles = list[_Role]()
    for role in problem.roles:
        one = _place(problem, role, certificate, pool, lots, struck)
        strike(problem, struck, one.pairs)
        roles.append(one)
    return Pairing(
        problem=problem.digest,
        pairs=_pairs(problem, roles, certificate),
        unpaired=[*_short(roles), *_idle(problem, roles)],
        certificate=attrs.evolve(
            certificate,
            prices=tuple(one.prices for one in roles),
            shortages=tuple(found for one in roles for found in one.shortages),
        ),
    )


@attrs.frozen
class _Role:
    """What came of one role."""

    role: str
    pairs: list[tuple[str, str]]
    prices: Prices
    shortages: list[Shortage]
    missing: list[tuple[str, int, Why]]
    asked: set[str]


def _place(
    problem: Problem, role: str, certificate: Certificate, pool: Allowed, lots: Lots, struck: Struck
) -> _Role:
    by = weights(problem, role, certificate)
    takers = sorted((one for one in problem.helpers if one.takes(role)), key=lambda one: lots[one.id])
    numbers = {one.id: number for number, one in enumerate(takers)}
    agreed, before = {*certificate.agreed}, {*certificate.before}
    households = [one for one in problem.households if one.wants(role)]
    rows = [_numbered(numbers, *pool.row(one, role, by, agreed, before, struck)) for one in households]
    order = _by_island([helpers for helpers, _ in rows], [lots[one.id] for one in households])
    homes = [households[at] for at in order]
    flow = Flow(
        out=[by.must if one.must else by.may for one in homes],
        room=[one.takes(role) for one in takers],
        least=[one.least.get(role, 0) for one in takers],
        even=by.even,
        above=by.least,
    )
    for place, at in enumerate(order):
        flow.place(place, households[at].wants(role), *rows[at])
    ids = [one.id for one in takers]
    prices = dict(zip(order, flow.prices(), strict=True))
    return _Role(
        role=role,
        pairs=[(home.id, ids[one]) for home, made in zip(homes, flow.made, strict=True) for one in made],
        prices=prices_of(
            role,
            FrozenMap((one.id, prices[at]) for at, one in enumerate(households)),
            FrozenMap(zip(ids, flow.helper_price, strict=True)),
        ),
        shortages=shortages(flow, role, homes, ids),
        missing=[
            (home.id, missing, Why.SHORT_OF_ROOM if flow.helpers_of[place] else Why.NOBODY_ALLOWED)
            for place, (home, missing) in enumerate(zip(homes, flow.missing, strict=True))
            if missing
        ],
        asked={ids[one] for one in set[int]().union(*flow.helpers_of)},
    )


def _numbered(
    numbers: Mapping[str, int], helpers: Iterable[str], costs: Sequence[int]
) -> tuple[tuple[int, ...], Sequence[int]]:
    """A row by numbers instead of ids, without those who take nobody in the role."""
    found = tuple(map(numbers.get, helpers))
    if None in found:
        costs = tuple(one for one, number in zip(costs, found, strict=True) if number is not None)
        found = tuple(number for number in found if number is not None)
    return cast("tuple[int, ...]", found), costs


def _by_island(rows: Sequence[Sequence[int]], drawn: Sequence[bytes]) -> list[int]:
    """The places of rows island by island, each in the order of their lots: no search leaves its island."""
    order = sorted(range(len(rows)), key=drawn.__getitem__)
    number = dict(zip(order, islands([rows[at] for at in order]), strict=True))
    return sorted(order, key=number.__getitem__)


def _pairs(problem: Problem, roles: Iterable[_Role], certificate: Certificate) -> list[Pair]:
    agreed = {*certificate.agreed}
    fillers = {one.id for one in problem.helpers if one.filler}

    def why(key: tuple[str, str, str]) -> Why:
        return Why.MUTUAL if key in agreed else Why.FILLED if key[1] in fillers else Why.PLACED

    return [
        pair_of(household, helper, one.role, why((household, helper, one.role)))
        for one in roles
        for household, helper in one.pairs
    ]


def _short(roles: Iterable[_Role]) -> list[Unpaired]:
    return [unpaired_of(id, why, one.role, missing) for one in roles for id, missing, why in one.missing]


def _idle(problem: Problem, roles: Sequence[_Role]) -> list[Unpaired]:
    busy = {helper for one in roles for _, helper in one.pairs}
    asked = set[str]().union(*(one.asked for one in roles))
    idle = (one for one in problem.helpers if one.id not in busy)
    return [unpaired_of(one.id, _why(one, one.id in asked), "", 0) for one in idle]


def _why(one: Helper, asked: bool) -> str:
    """Why a helper has nobody; *asked* is whether some household might have had him."""
    if one.away is not None:
        return one.away
    if not any(one.room.values()):
        return Why.NO_ROOM
    return Why.NOT_NEEDED if asked else Why.NOBODY_ALLOWED
