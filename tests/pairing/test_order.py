"""The order of what is given does not matter, nor does the machine; islands do not hear of each other."""

import os
import subprocess
import sys

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pairing.problems import results

from sanliang.kernel.fields import FrozenMap
from sanliang.pairing import Helper, Household, Lots, Problem
from sanliang.testing.strategies import problems

PROBLEMS = problems() | problems(max_size=5, room=3)


def mixed(rows, mixer):
    """The same rows in another order."""
    return mixer.sample([*rows], len(rows))


def rows_of(costs):
    """Costs as rows."""
    return [(household, helper, cost) for household, of in costs.items() for helper, cost in of.items()]


def otherwise(one, mixer):
    """The same person, with ties and refusals in another order."""
    wishes = one.wishes
    if wishes is not None:
        wishes = [wish if isinstance(wish, str) else mixed(wish, mixer) for wish in wishes]
    return attrs.evolve(one, wishes=wishes, refuses=mixed(sorted(one.refuses), mixer))


@given(PROBLEMS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(problem, mixer):
    """
    Result independent of row order.

    Shuffled are helpers, households, costs, the ids of a tie, refusals; what is asked stays as it was.
    """
    digest = problem.digest
    again = Problem(
        helpers=[otherwise(one, mixer) for one in mixed(problem.helpers, mixer)],
        households=[otherwise(one, mixer) for one in mixed(problem.households, mixer)],
        costs=mixed(rows_of(problem.costs), mixer),
        roles=problem.roles,
        salt=problem.salt,
    )

    assert results(problem) == results(again)
    assert digest == again.digest == problem.digest


ASK = """
from tests.pairing.test_order import town
from sanliang.pairing import Change, repair, write_result
from tests.pairing.problems import results

problem = town(12, 30)
for found in results(problem):
    print(write_result(found))
    print(write_result(repair(problem, found, Change(leaves=["m-3"], ends=["h-4"])).pairing))
"""


def town(helpers, households):
    """A problem with ties, absent wishes, refusals, costs, fillers and two seats, all by the lots of ids."""
    lots = Lots("invented")

    def drawn(id, others, many):
        others = sorted(others, key=lambda other: lots[f"{id} {other}"])[:many]
        if lots[id][0] < 40:
            return {"wishes": None, "refuses": others[:1]}
        return {"wishes": [others[:2], *others[2:-1]], "refuses": others[-1:]}

    people, homes = [f"m-{n}" for n in range(helpers)], [f"h-{n}" for n in range(households)]
    return Problem(
        helpers=[
            Helper(id=id, room=1 + lots[id][1] % 3, filler=lots[id][2] < 30, **drawn(id, homes, 12))
            for id in people
        ],
        households=[Household(id=id, helpers=1 + lots[id][1] % 2, **drawn(id, people, 5)) for id in homes],
        costs=[(home, helper, lots[home + helper][0] % 4) for home in homes for helper in people[::2]],
    )


@pytest.mark.once("it says nothing of versions")
def test_another_interpreter_gives_the_same():
    """Shuffled rows and another machine give the same list: whatever texts hash to, so it is in repairs."""
    found = {
        subprocess.run(
            [sys.executable, "-c", ASK],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert 1 == len(found)
    assert "pairing.result/1" in found.pop()


# --- islands ---------------------------------------------------------------------------------------------


def moved(problem, tail):
    """The same problem with other ids, which have the same places among each other."""

    def one_of(one):
        wishes = one.wishes
        if wishes is not None:
            wishes = [wish + tail if isinstance(wish, str) else [id + tail for id in wish] for wish in wishes]
        return attrs.evolve(one, id=one.id + tail, wishes=wishes, refuses={id + tail for id in one.refuses})

    return attrs.evolve(
        problem,
        helpers=[one_of(one) for one in problem.helpers],
        households=[one_of(one) for one in problem.households],
        costs=FrozenMap(
            (household + tail, FrozenMap((helper + tail, cost) for helper, cost in of.items()))
            for household, of in problem.costs.items()
        ),
    )


def together(one, other):
    """Two problems as one."""
    return Problem(
        helpers=one.helpers + other.helpers,
        households=one.households + other.households,
        costs=[*rows_of(one.costs), *rows_of(other.costs)],
        roles=one.roles,
        salt=one.salt,
    )


@given(problems(one_role=True), problems(one_role=True))
def test_islands_are_solved_one_by_one(one, other):
    """Independent islands are solved one by one: together they come to what each comes to alone."""
    one, other = moved(one, "-east"), attrs.evolve(moved(other, "-west"), salt=one.salt)
    apart = zip(results(one), results(other), strict=True)
    for (east, west), both in zip(apart, results(together(one, other)), strict=True):
        assert tuple(sorted(east.pairs + west.pairs, key=lambda pair: pair.key)) == both.pairs
        assert {*east.unpaired, *west.unpaired} == {*both.unpaired}
        assert {*east.certificate.shortages, *west.certificate.shortages} == {*both.certificate.shortages}
