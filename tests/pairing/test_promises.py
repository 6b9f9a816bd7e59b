"""What the library promises of pairing, each promise with its id."""

import ast
import random
from itertools import chain
from pathlib import Path

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.pairing import brute
from tests.pairing.results import before_role, problems

from sanliang.pairing import (
    Certificate,
    Change,
    Helper,
    Household,
    Problem,
    Proposing,
    audit,
    both,
    cover,
    explain,
    repair,
    two_way,
)

PACKAGE = Path(__file__).parents[2] / "src/sanliang/pairing"
SIDES = st.sampled_from([*Proposing])


def solved(problem, side="households"):
    """The problem by each policy."""
    return two_way(problem, proposing=side), cover(problem), both(problem, proposing=side)


@st.composite
def strict(draw, most=3):
    """One role, one seat and one place each; everybody has handed in a list without ties."""
    homes, people = ([f"{letter}-{n}" for n in range(1, most + 1)] for letter in "hm")
    listed = {
        id: draw(st.permutations(others))[: draw(st.integers(0, most))]
        for ids, others in ((homes, people), (people, homes))
        for id in ids
    }
    return Problem(
        helpers=[Helper(id=id, wishes=listed[id]) for id in people],
        households=[Household(id=id, wishes=listed[id]) for id in homes],
    )


# --- the proof -----------------------------------------------------------------------------------


@pytest.mark.promise("P1")
@given(problems(), SIDES)
def test_every_result_passes_the_audit(problem, side):
    """Whatever the problem and the policy, the result carries what the audit asks for."""
    assert [(), (), ()] == [audit(problem, result).reasons for result in solved(problem, side)]


@pytest.mark.promise("P1")
@given(problems(), SIDES, st.data())
def test_a_result_with_a_pair_less_fails_the_audit(problem, side, data):
    """A pair that is taken away is missed."""
    result = data.draw(st.sampled_from(solved(problem, side)))
    assume(result.pairs)
    gone = data.draw(st.sampled_from(result.pairs))
    less = attrs.evolve(result, pairs=[pair for pair in result.pairs if pair != gone])

    assert not audit(problem, less)


@pytest.mark.promise("P2")
@pytest.mark.once("it reads the files of the package alone")
def test_the_audit_imports_no_solver():
    """Of pairing, the audit knows its own parts and the values that it looks at, and nothing else."""
    imported = {
        node.module
        for path in (PACKAGE / "_audit").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module.startswith("sanliang.pairing.")
    }
    values = {f"sanliang.pairing.{name}" for name in ("_pairing", "_problem")}

    assert values == {name for name in imported if not name.startswith("sanliang.pairing._audit")}


# --- two-way choice ------------------------------------------------------------------------------


@pytest.mark.promise("P3")
@given(problems(), SIDES)
def test_no_two_would_rather_have_each_other(problem, side):
    """Only who has consented is paired, and nobody is left with somebody better who would come."""
    result = two_way(problem, proposing=side)
    for role in problem.roles:
        pairs = {key[:2] for key in result.keys if key.role == role}

        assert pairs <= {*brute.mutual(problem, role)}
        assert [] == brute.blocking(problem, role, pairs, before_role(problem, result.keys, role))


@pytest.mark.promise("P4")
@given(strict(), SIDES, st.data())
def test_truth_pays_for_the_side_that_proposes(problem, side, data):
    """Whoever proposes for one place gets nobody better by any other list, whatever the others say."""
    field = "households" if side is Proposing.HOUSEHOLDS else "helpers"
    liar = data.draw(st.sampled_from(getattr(problem, field)))
    others = problem.helpers if side is Proposing.HOUSEHOLDS else problem.households
    ids = [one.id for one in others]
    lie = data.draw(st.permutations(ids))[: data.draw(st.integers(0, len(ids)))]
    people = [attrs.evolve(one, wishes=lie) if one == liar else one for one in getattr(problem, field)]
    told, found = problem, attrs.evolve(problem, **{field: people})

    assert place(liar, two_way(told, proposing=side)) <= place(liar, two_way(found, proposing=side))


def place(one, result):
    """How good whom somebody has is by the true wishes, 0 being best; nobody is worse than all of them."""
    have = [*result.helpers_of(one.id), *result.households_of(one.id)]
    return next((one.wishes.index(id) for id in have if id in one.wishes), len(one.wishes))


@pytest.mark.promise("P4")
def test_truth_need_not_pay_for_the_side_that_is_asked():
    """A helper who leaves a household out gets one that he likes better, where households propose."""
    helpers = [Helper(id="m-1", wishes=["h-2", "h-1"]), Helper(id="m-2", wishes=["h-1", "h-2"])]
    homes = [Household(id="h-1", wishes=["m-1", "m-2"]), Household(id="h-2", wishes=["m-2", "m-1"])]
    sly = [attrs.evolve(helpers[0], wishes=["h-2"]), helpers[1]]
    honest, gained = (
        two_way(Problem(helpers=some, households=homes), proposing="households") for some in (helpers, sly)
    )

    assert (("h-1",), ("h-2",)) == (honest.households_of("m-1"), gained.households_of("m-1"))


# --- full coverage -------------------------------------------------------------------------------


@pytest.mark.promise("P5")
@given(problems())
def test_no_cover_loses_less(problem):
    """In the first role nothing that may be done loses less, by the order of losses that is written down."""
    role, claims = problem.roles[0], Certificate(policy="cover")
    pairs = [key[:2] for key in cover(problem).keys if key.role == role]
    least, _ = brute.least_covers(problem, claims, role)

    assert least == brute.role_loss(problem, role, pairs, claims)


@pytest.mark.promise("P6")
@given(problems())
def test_a_set_that_is_short_of_room_cannot_be_covered(problem):
    """Where somebody who must be covered is not, a set is named that needs more than all its helpers give."""
    result = cover(problem)
    must = {one.id for one in problem.households if one.must}
    short = {(one.id, one.role) for one in result.unpaired if one.id in must}
    named = {(id, one.role) for one in result.certificate.shortages for id in one.households}

    assert short <= named
    for one in result.certificate.shortages:
        free = {*brute.allowed(problem, one.role)} - before_role(problem, result.keys, one.role)
        room = sum(
            min(helper.takes(one.role), sum((id, helper.id) in free for id in one.households))
            for helper in problem.helpers
        )

        assert sum(problem.household(id).wants(one.role) for id in one.households) > room


# --- everybody -----------------------------------------------------------------------------------


@pytest.mark.promise("P7")
@given(problems(), SIDES)
def test_nobody_is_left_out_without_a_reason(problem, side):
    """Of each seat there is a pair, or it is counted as missing with a reason; so is each idle helper."""
    for result in solved(problem, side):
        missing = {(one.id, one.role): one.missing for one in result.unpaired}
        for home, role in ((home, role) for home in problem.households for role in problem.roles):
            have = sum(key.household == home.id and key.role == role for key in result.keys)

            assert home.wants(role) == have + missing.get((home.id, role), 0)
        idle = {one.id for one in problem.helpers if not result.households_of(one.id)}

        assert idle == {id for id, role in missing if not role}
        assert all(
            explain(problem, result, id).reasons for id in chain(idle, (one.id for one in problem.households))
        )


@pytest.mark.promise("P8")
@given(problems(), SIDES, st.integers(0, 2**32))
def test_the_order_of_rows_does_not_matter(problem, side, seed):
    """The same rows in another order are the same problem, and have the same results."""
    mixer = random.Random(seed)
    costs = [(home, helper, cost) for home, of in problem.costs.items() for helper, cost in of.items()]
    mixed = {
        part: mixer.sample(rows, len(rows))
        for part, rows in (
            ("helpers", [*problem.helpers]),
            ("households", [*problem.households]),
            ("costs", costs),
        )
    }
    other = Problem(**mixed, roles=problem.roles, salt=problem.salt)

    assert problem.digest == other.digest
    assert solved(problem, side) == solved(other, side)


@pytest.mark.promise("P9")
@given(problems(), SIDES)
def test_a_refusal_holds_whatever_the_policy(problem, side):
    """Nobody is paired whom the other side refuses, or who is away."""
    refused = {(home.id, id) for home in problem.households for id in home.refuses}
    refused |= {(id, helper.id) for helper in problem.helpers for id in helper.refuses}
    away = {one.id for one in problem.helpers if one.away is not None}
    for result in solved(problem, side):
        assert not refused & {key[:2] for key in result.keys}
        assert not away & {key.helper for key in result.keys}


# --- repair --------------------------------------------------------------------------------------


@pytest.mark.promise("P10")
@given(problems(), SIDES)
def test_where_nothing_changed_nothing_moves(problem, side):
    """A repair without a change gives the pairing that there was."""
    for result in solved(problem, side):
        found = repair(problem, result, Change())

        assert (result, (), (), ()) == (found.pairing, found.left, found.came, found.moved)
        assert found.fewest


@pytest.mark.promise("P11")
@given(strict(), SIDES, st.data())
def test_where_it_says_fewest_no_stable_pairing_ends_fewer(problem, side, data):
    """With strict lists it says so, and of all pairings that are stable then none keeps more."""
    result = two_way(problem, proposing=side)
    gone = data.draw(st.sampled_from(problem.helpers))
    found = repair(problem, result, Change(leaves=[gone.id]))
    could = {key[:2] for key in result.keys if key.helper != gone.id}
    kept = [len(could & pairs) for pairs in brute.stable_pairings(found.problem)]

    assert found.fewest
    assert max(kept) == len(could & {key[:2] for key in found.pairing.keys})
    assert audit(found.problem, found.pairing).ok


@pytest.mark.traced("it takes a branch that no other test takes")
@pytest.mark.promise("P11")
@given(problems(), SIDES, st.data())
def test_what_is_repaired_passes_the_audit(problem, side, data):
    """Whoever leaves, the pairing after it proves what its policy promises; what was lost is named."""
    result = data.draw(st.sampled_from(solved(problem, side)))
    gone = data.draw(st.sampled_from(problem.helpers))
    found = repair(problem, result, Change(leaves=[gone.id]))
    must = {one.id for one in problem.households if one.must}
    uncovered = [one.id for one in found.pairing.unpaired if one.id in must]
    two_way_choice = found.pairing.certificate.policy == "two-way"

    assert () == audit(found.problem, found.pairing).reasons
    assert two_way_choice or uncovered == [one.params["household"] for one in found.verdict.reasons]
