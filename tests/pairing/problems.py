"""Problems with several answers, and what the laws of pairing ask of them."""

import attrs
from hypothesis import strategies as st

from sanliang.pairing import Helper, Household, Lots, Problem
from sanliang.testing.strategies._problems import MAKERS, flat

SIDES = ("households", "helpers")


@st.composite
def opposed(draw):
    """Problems with several stable pairings, as a rule: what is good for one side is bad for the other."""
    places = draw(st.sampled_from([1, 1, 2]))
    lists = {f"h-{n}": [f"m-{(n + step) % 3 + 1}" for step in range(3)] for n in (1, 2, 3)}
    for home, at in draw(st.lists(st.tuples(st.sampled_from([*lists]), st.integers(0, 1)), max_size=2)):
        lists[home][at : at + 2] = reversed(lists[home][at : at + 2])
    return Problem(
        helpers=[
            Helper(id=id, room=places, wishes=sorted(lists, key=lambda home, id=id: -lists[home].index(id)))
            for id in ("m-1", "m-2", "m-3")
        ],
        households=[Household(id=id, helpers=places, wishes=wishes) for id, wishes in lists.items()],
    )


def written(problem):
    """The same problem, as if everybody had written down all who are welcome, ties by the problem's lots."""
    lots = Lots(problem.salt)

    def strict(one, others):
        if one.wishes is None:
            ranks = {other.id: 0 for other in others if one.id in flat(other.wishes)}
        else:
            ranks = flat(one.wishes)
        wishes = sorted(ranks, key=lambda id: (ranks[id], lots[id]))
        return attrs.evolve(one, wishes=[id for id in wishes if id not in one.refuses])

    return attrs.evolve(
        problem,
        helpers=[strict(one, problem.households) for one in problem.helpers],
        households=[strict(one, problem.helpers) for one in problem.households],
    )


def results(problem):
    """All that the policies make of a problem."""
    return [make(problem) for make in MAKERS]


def pairs_in(pairing, role):
    """The pairs of household and helper in one role."""
    return frozenset(key[:2] for key in pairing.keys if key.role == role)


def by_role(problem, keys):
    """Each role with its pairs, and with those of the roles before it."""
    struck = set()
    for role in problem.roles:
        pairs = frozenset((key[0], key[1]) for key in keys if key[2] == role)
        yield role, pairs, frozenset(struck)
        struck |= pairs


def helpers_of(pairs, household):
    """The helpers of a household among some pairs."""
    return [helper for home, helper in pairs if home == household]


def households_of(pairs, helper):
    """The households of a helper among some pairs."""
    return [home for home, other in pairs if other == helper]
