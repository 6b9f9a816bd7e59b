"""
What a tiny pairing problem comes to, by trying everything: stable pairings, least losses, dual prices.

It is written from the definitions and shares nothing with what it checks. Everything here takes time that
doubles with each pair that may be made: a dozen of them is enough.
"""

from itertools import chain, combinations

from sanliang.kernel.fields import FrozenMap
from sanliang.pairing._pairing import Key, Policy, Prices


def _flat(wishes):
    """The ids in a list of wishes, with the place of their tie."""
    ties = [(wish,) if isinstance(wish, str) else wish for wish in wishes or ()]
    return {id: place for place, tie in enumerate(ties) for id in tie}


def _refuse(household, helper):
    return helper.id in household.refuses or household.id in helper.refuses


def _couples(problem, role):
    """The households that need the role with the helpers who take it, where neither refuses."""
    for household in problem.households:
        for helper in problem.helpers:
            if household.wants(role) and helper.takes(role) and not _refuse(household, helper):
                yield household, helper


def rank(one, other):
    """How welcome *other* is to *one*, 0 being best; `None` where it is not."""
    if one.wishes is not None:
        return _flat(one.wishes).get(other.id)
    return 0 if one.id in _flat(other.wishes) else None


def mutual(problem, role):
    """The pairs to which both sides consent, in one role."""
    return [
        (household.id, helper.id)
        for household, helper in _couples(problem, role)
        if rank(household, helper) is not None and rank(helper, household) is not None
    ]


def allowed(problem, role):
    """The pairs that a cover may make in one role."""
    return [
        (household.id, helper.id)
        for household, helper in _couples(problem, role)
        if helper.id in problem.costs.get(household.id, ())
        or helper.id in _flat(household.wishes)
        or household.id in _flat(helper.wishes)
    ]


def _fits(problem, role, pairs):
    """Whether nobody has more than there is need and room for."""
    by_household, by_helper = _both(pairs)
    return all(len(of) <= problem.household(id).wants(role) for id, of in by_household.items()) and all(
        len(of) <= problem.helper(id).takes(role) for id, of in by_helper.items()
    )


def _both(pairs):
    """The same pairs, by household and by helper."""
    by_household, by_helper = {}, {}
    for household, helper in pairs:
        by_household.setdefault(household, []).append(helper)
        by_helper.setdefault(helper, []).append(household)
    return by_household, by_helper


def blocking(problem, role, pairs, struck=()):
    """The pairs that block in one role: of household and helper, in order."""
    by_household, by_helper = _both(pairs)
    found = []
    for id, other in sorted(set(mutual(problem, role)) - set(pairs) - set(struck)):
        household, helper = problem.household(id), problem.helper(other)
        mine = [problem.helper(one) for one in by_household.get(id, ())]
        his = [problem.household(one) for one in by_helper.get(other, ())]
        glad = len(mine) < household.wants(role) or any(
            rank(household, helper) < rank(household, one) for one in mine
        )
        willing = len(his) < helper.takes(role) or any(
            rank(helper, household) < rank(helper, one) for one in his
        )
        if glad and willing:
            found.append((id, other))
    return found


def choices_of(problem, role, pairs, struck):
    """Each set of these pairs that fits, without those of earlier roles."""
    free = [pair for pair in pairs if pair not in set(struck)]
    some = chain.from_iterable(combinations(free, number) for number in range(len(free) + 1))
    return (frozenset(one) for one in some if _fits(problem, role, one))


def stable_pairings(problem, role=None, struck=()):
    """
    Every stable pairing in one role, as sets of household and helper.

    Args:
        role: The first role of the problem where nothing is said.
        struck: Household and helper of the pairs that were made in earlier roles.
    """
    role = problem.roles[0] if role is None else role
    choices = choices_of(problem, role, mutual(problem, role), struck)
    return [pairs for pairs in choices if not blocking(problem, role, pairs, struck)]


def pair_loss(problem, certificate, role, household, helper):
    """What a pair loses in one role: nine numbers, the heaviest first."""
    one, other, key = problem.household(household), problem.helper(helper), (household, helper, role)
    broken = one.wishes is not None and helper not in _flat(one.wishes)
    breaks = other.wishes is not None and household not in _flat(other.wishes)
    return (
        0,
        -(key in certificate.agreed),
        -(key in certificate.before),
        0,
        0,
        int(other.filler),
        (broken + breaks) * (certificate.policy is Policy.BOTH),
        problem.costs.get(household, {}).get(helper, 0),
        0,
    )


def seat_loss(problem, role, helper, taken):
    """What a seat loses of a helper who has so many households in the role already."""
    somebody = any(any(one.least.values()) for one in problem.helpers)
    above = somebody and taken >= problem.helper(helper).least.get(role, 0)
    return (0, 0, 0, 0, int(above), 0, 0, 0, taken)


def empty_loss(problem, household):
    """What an empty seat of a household loses."""
    must = problem.household(household).must
    return (int(must), 0, 0, int(not must), 0, 0, 0, 0, 0)


def _sum(losses):
    return tuple(map(sum, zip(*losses, (0,) * 9, strict=True)))


def role_loss(problem, role, pairs, certificate):
    """What the pairs of one role lose."""
    by_household, by_helper = _both(pairs)
    return _sum(
        [
            *(pair_loss(problem, certificate, role, *pair) for pair in pairs),
            *(
                seat_loss(problem, role, helper, taken)
                for helper, of in by_helper.items()
                for taken in range(len(of))
            ),
            *(
                empty_loss(problem, one.id)
                for one in problem.households
                for _ in range(one.wants(role) - len(by_household.get(one.id, ())))
            ),
        ]
    )


def loss(problem, pairs, certificate):
    """
    What a pairing loses: nine numbers for each role, role after role.

    They are, the heaviest first: seats empty that must be filled, agreed pairs kept (negative), pairs from
    before kept (negative), seats empty that may be filled, households above *least*, of fillers, broken
    wishes, costs, unevenness.

    Args:
        pairs: Keys: household, helper and role.
    """
    return tuple(
        number
        for role in problem.roles
        for number in role_loss(problem, role, [key[:2] for key in pairs if key[2] == role], certificate)
    )


def least_covers(problem, certificate, role=None, struck=()):
    """Each cover of one role that loses least, as sets of household and helper, and what it loses."""
    role = problem.roles[0] if role is None else role
    found = {
        pairs: role_loss(problem, role, pairs, certificate)
        for pairs in choices_of(problem, role, allowed(problem, role), struck)
    }
    least = min(found.values())
    return least, [pairs for pairs, loses in found.items() if loses == least]


def best_cover(problem, certificate):
    """
    The least that a cover can lose, role after role, and the keys of one that loses no more.

    Of the covers that lose least in one role, one is taken after which the later roles lose least.
    """

    def best(roles, struck):
        if not roles:
            return (), ()
        least, covers = least_covers(problem, certificate, roles[0], struck)
        tails = []
        for pairs in covers:
            loses, keys = best(roles[1:], {*struck, *pairs})
            tails.append((loses, (*(Key(*pair, roles[0]) for pair in sorted(pairs)), *keys)))
        loses, keys = min(tails)
        return least + loses, keys

    loses, keys = best(problem.roles, set())
    return loses, tuple(sorted(keys))


def conditions(problem, certificate, weights, role, pairs, struck=()):
    """
    What prices must meet to prove that these pairs of one role lose least: rows of *one*, *other*, *most*.

    The price of *one* less that of *other* is at most *most*; `None` stands for nothing at all.

    Args:
        weights: What the nine kinds of loss weigh, the heaviest first.
    """

    def weighed(losses):
        return sum(number * weight for number, weight in zip(losses, weights, strict=True))

    by_household, by_helper = _both(pairs)
    for pair in allowed(problem, role):
        costs = weighed(pair_loss(problem, certificate, role, *pair))
        if pair in pairs:
            yield pair[1], pair[0], -costs
        elif pair not in struck:
            yield pair[0], pair[1], costs
    for helper in (one for one in problem.helpers if one.takes(role)):
        taken = len(by_helper.get(helper.id, ()))
        if taken < helper.takes(role):
            yield helper.id, None, weighed(seat_loss(problem, role, helper.id, taken))
        if taken:
            yield None, helper.id, -weighed(seat_loss(problem, role, helper.id, taken - 1))
    for household in (one for one in problem.households if one.wants(role)):
        held, empty = len(by_household.get(household.id, ())), weighed(empty_loss(problem, household.id))
        if held:
            yield household.id, None, empty
        if held < household.wants(role):
            yield None, household.id, -empty


def prices_of(problem, certificate, weights, role, pairs, struck=()):
    """
    Prices that prove that these pairs of one role lose least, by Bellman and Ford; `None` where none do.

    Args:
        weights: What the nine kinds of loss weigh, the heaviest first.
    """
    rows = [*conditions(problem, certificate, weights, role, pairs, struck)]
    households = [one.id for one in problem.households if one.wants(role)]
    helpers = [one.id for one in problem.helpers if one.takes(role)]
    price = dict.fromkeys([*households, *helpers, None], 0)
    for _ in range(len(price)):
        for one, other, most in rows:
            price[one] = min(price[one], price[other] + most)
    if any(price[one] > price[other] + most for one, other, most in rows):
        return None
    return Prices(
        role=role,
        households=FrozenMap((id, price[id] - price[None]) for id in households),
        helpers=FrozenMap((id, price[id] - price[None]) for id in helpers),
    )


def proves(prices, rows):
    """Whether prices meet all the conditions."""
    price = {None: 0, **prices.households, **prices.helpers}
    return all(price[one] - price[other] <= most for one, other, most in rows)
