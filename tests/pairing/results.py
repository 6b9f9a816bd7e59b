"""Tiny problems, and their results made by brute force: what an audit has to accept."""

from itertools import chain, combinations
from operator import itemgetter

from hypothesis import strategies as st
from tests.pairing import brute

from sanliang.pairing._pairing import (
    Certificate,
    Key,
    Pair,
    Pairing,
    Policy,
    Proposing,
    Shortage,
    Unpaired,
    Why,
)
from sanliang.pairing._problem import Helper, Household, Problem
from sanliang.pairing._weights import weights

KINDS = ("must", "agreed", "before", "may", "least", "filler", "broken", "cost", "even")


@st.composite
def _wishes(draw, others):
    """Nothing said, nobody, or some of the others in some order, perhaps with a tie; and who is refused."""
    mixed = draw(st.permutations(others))
    kind = draw(st.sampled_from(["absent", "nobody", "listed", "listed", "listed"]))
    listed = mixed[: draw(st.integers(0, len(mixed)))]
    rest = sorted(set(others) - set(listed)) if kind == "listed" else others
    refuses = [id for id in rest if draw(st.integers(0, 5)) == 0]
    if kind != "listed":
        return {"wishes": None if kind == "absent" else (), "refuses": refuses}
    cut = draw(st.integers(0, len(listed)))
    tie = listed[cut : cut + 2]
    return {
        "wishes": [*listed[:cut], tie, *listed[cut + 2 :]] if len(tie) == 2 else listed,
        "refuses": refuses,
    }


@st.composite
def problems(draw):
    """Tiny problems of one or two roles."""
    roles = draw(st.sampled_from([("helper",), ("helper",), ("second", "first")]))
    homes = [f"h-{n}" for n in range(1, draw(st.integers(1, 3)) + 1)]
    people = [f"m-{n}" for n in range(1, draw(st.integers(1, 3)) + 1)]
    helpers = []
    for id in people:
        room = {role: draw(st.integers(0, 2)) for role in roles}
        least = {role: draw(st.sampled_from([0, 0, number])) for role, number in room.items()}
        away = draw(st.sampled_from([None] * 7 + ["exempt"]))
        filler = draw(st.integers(0, 4)) == 0
        helpers.append(
            Helper(id=id, room=room, least=least, away=away, filler=filler, **draw(_wishes(homes)))
        )
    households = []
    for id in homes:
        needs = {role: draw(st.integers(0, 2)) for role in roles}
        needs = needs if any(needs.values()) else dict.fromkeys(roles, 1)
        must = draw(st.integers(0, 3)) > 0
        households.append(Household(id=id, helpers=needs, must=must, **draw(_wishes(people))))
    costs = [
        (home, helper, draw(st.integers(0, 4)))
        for home in homes
        for helper in people
        if draw(st.integers(0, 2)) == 0
    ]
    return Problem(helpers=helpers, households=households, costs=costs, roles=roles)


def stable_keys(problem, draw):
    """The keys of a stable pairing, role after role."""
    keys, struck = [], set()
    for role in problem.roles:
        pairs = draw(st.sampled_from(brute.stable_pairings(problem, role, struck)))
        struck |= pairs
        keys += [Key(*pair, role) for pair in sorted(pairs)]
    return tuple(keys)


@st.composite
def chosen(draw):
    """A problem and a result of two-way choice."""
    problem = draw(problems())
    claims = Certificate(policy=Policy.TWO_WAY, proposing=draw(st.sampled_from([None, *Proposing])))
    return problem, told(problem, stable_keys(problem, draw), claims)


@st.composite
def covered(draw):
    """A problem and a result of `cover` or `both`, perhaps after a repair."""
    problem = draw(problems())
    agreed = draw(st.sampled_from([None, "agreed"])) and stable_keys(problem, draw)
    policy = Policy.COVER if agreed is None else Policy.BOTH
    possible = [Key(*pair, role) for role in problem.roles for pair in brute.allowed(problem, role)]
    before = [key for key in possible if draw(st.integers(0, 5)) == 0]
    claims = Certificate(policy=policy, agreed=agreed or (), before=before)
    _, keys = brute.best_cover(problem, claims)
    return problem, told(problem, keys, proved(problem, keys, claims))


def in_role(keys, role):
    """The household and the helper of each key in one role."""
    return frozenset(key[:2] for key in keys if key[2] == role)


def before_role(problem, keys, role):
    """The household and the helper of each key in the roles before."""
    earlier = problem.roles[: problem.roles.index(role)]
    return frozenset(key[:2] for key in keys if key[2] in earlier)


def conditions(problem, keys, claims, role):
    """What the prices of a role must meet to prove these keys."""
    by_kind = weights(problem, role, claims)
    heavy = [getattr(by_kind, kind) for kind in KINDS]
    struck = before_role(problem, keys, role)
    return [*brute.conditions(problem, claims, heavy, role, in_role(keys, role), struck)]


def proved(problem, keys, claims):
    """The certificate with prices and shortages; without prices where none prove the keys."""
    tables = []
    for role in problem.roles:
        by_kind = weights(problem, role, claims)
        heavy = [getattr(by_kind, kind) for kind in KINDS]
        struck = before_role(problem, keys, role)
        tables.append(brute.prices_of(problem, claims, heavy, role, in_role(keys, role), struck))
    return Certificate(
        policy=claims.policy,
        proposing=claims.proposing,
        agreed=claims.agreed,
        before=claims.before,
        prices=() if None in tables else tables,
        shortages=[one for role in problem.roles for one in _shortages(problem, keys, role)],
    )


def _shortages(problem, keys, role):
    """Of the sets of households that are short of most, the smallest: all who miss somebody are in it."""
    must = [one for one in problem.households if one.must and one.wants(role)]
    free = set(brute.allowed(problem, role)) - before_role(problem, keys, role)
    sets = chain.from_iterable(combinations(must, number) for number in range(len(must) + 1))
    missing, shortage = max((_short(problem, role, one, free) for one in sets), key=itemgetter(0))
    return [shortage] if missing else []


def _short(problem, role, households, free):
    """How many these households are short of, and the set as a shortage."""
    helpers, room = [], 0
    for helper in problem.helpers:
        willing = sum((one.id, helper.id) in free for one in households)
        room += min(willing, helper.takes(role))
        if willing and helper.takes(role) and willing >= helper.takes(role):
            helpers.append(helper.id)
    shortage = Shortage(role=role, households=[one.id for one in households], helpers=helpers)
    return sum(one.wants(role) for one in households) - room, shortage


def told(problem, keys, claims):
    """The pairing of these keys, each with its reason, and everyone unpaired with the true one."""
    fillers = {one.id for one in problem.helpers if one.filler}
    two_way = claims.policy is Policy.TWO_WAY
    pairs = [
        Pair(
            household=key[0],
            helper=key[1],
            role=key[2],
            why=Why.MUTUAL
            if two_way or key in claims.agreed
            else (Why.FILLED if key[1] in fillers else Why.PLACED),
        )
        for key in keys
    ]
    unpaired = [
        Unpaired(id=one.id, role=role, missing=missing, why=_why_household(problem, keys, one, role, two_way))
        for role in problem.roles
        for one in problem.households
        if (missing := one.wants(role) - sum(key[0] == one.id and key[2] == role for key in keys)) > 0
    ]
    unpaired += [
        Unpaired(id=one.id, why=_why_helper(problem, one, two_way))
        for one in problem.helpers
        if one.id not in {key[1] for key in keys}
    ]
    return Pairing(problem=problem.digest, pairs=pairs, unpaired=unpaired, certificate=claims)


def _why_household(problem, keys, household, role, two_way):
    possible = brute.mutual(problem, role) if two_way else brute.allowed(problem, role)
    free = set(possible) - before_role(problem, keys, role)
    hope = household.id in {pair[0] for pair in free}
    if not two_way:
        return Why.SHORT_OF_ROOM if hope else Why.NOBODY_ALLOWED
    return Why.OUTRANKED if hope else _hopeless(household, problem.helpers)


def _why_helper(problem, helper, two_way):
    if helper.away:
        return helper.away
    if not any(helper.takes(role) for role in problem.roles):
        return Why.NO_ROOM
    possible = brute.mutual if two_way else brute.allowed
    hope = any(helper.id == pair[1] for role in problem.roles for pair in possible(problem, role))
    if not two_way:
        return Why.NOT_NEEDED if hope else Why.NOBODY_ALLOWED
    return Why.OUTRANKED if hope else _hopeless(helper, problem.households)


def _hopeless(one, others):
    if one.wishes is None:
        listed = any(other.wishes and brute.rank(other, one) is not None for other in others)
        return Why.NOT_MUTUAL if listed else Why.NOT_WISHED
    return Why.NOT_MUTUAL if one.wishes else Why.WISHES_NOBODY
