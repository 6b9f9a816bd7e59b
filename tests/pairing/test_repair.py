"""Repair: what stands is kept as far as it can be, and what is said of it is so."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pairing import brute
from tests.pairing.problems import by_role, opposed, pairs_in, results, written
from tests.pairing.results import stable_keys, told

from sanliang.kernel.errors import InvalidInput
from sanliang.pairing import (
    Certificate,
    Change,
    Helper,
    Household,
    Lots,
    Pair,
    Pairing,
    Policy,
    Problem,
    audit,
    both,
    changed,
    cover,
    repair,
    two_way,
)
from sanliang.testing.strategies import changes, problems
from sanliang.testing.strategies._problems import MAKERS


@st.composite
def repaired(draw, made=MAKERS, **kinds):
    """A result, and what a repair after a change makes of it."""
    problem = draw(problems(**kinds))
    old = draw(st.sampled_from(made))(problem)
    return old, repair(problem, old, draw(changes(problem, strict=kinds.get("strict", False))))


ANY = st.one_of(repaired(), repaired(one_role=True), repaired(one_role=True, strict=True))


def possible(found, policy):
    """The pairs that could be made by a policy in the problem after the change, were there nobody else."""
    pairs = brute.mutual if policy is Policy.TWO_WAY else brute.allowed
    return {(*pair, role) for role in found.problem.roles for pair in pairs(found.problem, role)}


# --- what holds of every repair --------------------------------------------------------------------------


@given(st.one_of(ANY, repaired(max_size=5, room=3)))
def test_audit_accepts_every_repair(case):
    """`audit` accepts every result of a repair."""
    _, found = case
    assert () == audit(found.problem, found.pairing).reasons


@given(ANY)
def test_what_left_what_came_and_who_moved(case):
    """The moved ones are named: households of which a pair has ended that could have been made still."""
    old, found = case
    before, now = {*old.keys}, {*found.pairing.keys}
    could = before & possible(found, old.certificate.policy)

    assert tuple(sorted(before - now)) == found.left
    assert tuple(sorted(now - before)) == found.came
    assert tuple(sorted({key[0] for key in could - now})) == found.moved
    assert found.fewest >= (not found.moved)


@pytest.mark.traced("it takes a branch that no other test takes")
@given(ANY)
def test_the_verdict_names_who_must_be_covered_and_is_not(case):
    """Coverage is kept, or the verdict says what was lost: each household, with how many it misses where."""
    _, found = case
    problem, pairing = found.problem, found.pairing
    lost = []
    if pairing.certificate.policy is not Policy.TWO_WAY:
        for role, pairs, _ in by_role(problem, pairing.keys):
            for one in problem.households:
                missing = one.wants(role) - sum(pair[0] == one.id for pair in pairs)
                if one.must and missing:
                    lost.append((one.id, role, missing))
    named = [
        tuple(one.params[key] for key in ("household", "role", "missing")) for one in found.verdict.reasons
    ]

    assert sorted(lost) == sorted(named)
    assert found.verdict.ok == (not lost)


@given(ANY)
def test_the_policy_stays_and_the_certificate_claims_no_more_than_is_so(case):
    """The policy stays; a side is named that proposed only where there is one stable choice at most."""
    old, found = case
    claims = found.pairing.certificate

    assert old.certificate.policy is claims.policy
    if claims.proposing is not None and found.pairing is not old:
        ours = two_way(found.problem, proposing=claims.proposing).keys
        assert ours == (found.pairing.keys if claims.policy is Policy.TWO_WAY else claims.agreed)


@given(problems(), st.data())
def test_nothing_moves_where_nothing_changed(problem, data):
    """Nothing moves when nothing changed, whoever made the pairing, nor when only readers see the change."""
    chosen = told(problem, stable_keys(problem, data.draw), Certificate(policy="two-way"))
    first = problem.helpers[0]
    for old in [*results(problem), chosen]:
        for change in (Change(), Change(helpers=[attrs.evolve(first, rank="cadre")])):
            found = repair(problem, old, change)

            assert old == found.pairing
            assert ((), (), (), True) == (found.left, found.came, found.moved, found.fewest)


# --- two-way choice --------------------------------------------------------------------------------------


@given(repaired(MAKERS[:2], one_role=True, strict=True))
def test_no_stable_pairing_keeps_more(case):
    """`repair` moves no more than brute force needs on small cases with strict lists, and says so."""
    old, found = case
    kept = len({*old.keys} & {*found.pairing.keys})
    stable = brute.stable_pairings(found.problem)

    assert max(len({key[:2] for key in old.keys} & one) for one in stable) == kept
    assert found.fewest


@given(opposed(), st.data())
def test_of_several_stable_pairings_the_nearest_is_found(problem, data):
    """Whichever stable pairing stood, none keeps more of it; where the change is no matter, it stands."""
    old = told(problem, stable_keys(problem, data.draw), Certificate(policy="two-way"))
    costs = Change(costs=[("h-1", "m-1", 1)])
    found = repair(problem, old, data.draw(st.just(costs) | changes(problem, strict=True)))
    kept = [len({key[:2] for key in old.keys} & one) for one in brute.stable_pairings(found.problem)]

    assert max(kept) == len({*old.keys} & {*found.pairing.keys})
    assert old.pairs == repair(problem, old, costs).pairing.pairs


@given(repaired(MAKERS[:2], strict=True))
def test_a_stable_pairing_that_stands_is_kept(case):
    """Where the old pairs, without those that are gone, are still stable, they are kept as they are."""
    old, found = case
    keys = {*old.keys} & possible(found, Policy.TWO_WAY)
    if all(
        not brute.blocking(found.problem, role, pairs, struck)
        for role, pairs, struck in by_role(found.problem, keys)
    ):
        assert keys == {*found.pairing.keys}
        assert () == found.moved


@given(repaired(MAKERS[:2], max_size=4))
def test_the_old_tie_break_is_kept(case):
    """The old tie-break is kept: the pairing is stable too if all had written their ties by the same lots."""
    _, found = case
    problem, strict = found.problem, written(found.problem)
    for role, pairs, struck in by_role(problem, found.pairing.keys):
        assert [] == brute.blocking(strict, role, pairs, struck)


# --- coverage --------------------------------------------------------------------------------------------


def empty(problem, role, pairs):
    """How many seats are left empty that must be filled."""
    return brute.role_loss(problem, role, pairs, Certificate(policy="cover"))[0]


def agreed_sets(found, policy):
    """What the two sides could agree on; nothing under full coverage alone."""
    return brute.stable_pairings(found.problem) if policy is Policy.BOTH else [frozenset()]


@given(repaired(MAKERS[2:], one_role=True))
def test_no_pairing_as_good_keeps_more(case):
    """No cover of equal coverage, which keeps as many agreed pairs, keeps more of the old ones."""
    old, found = case
    problem, claims = found.problem, found.pairing.certificate
    if found.pairing is old:
        return
    agreed = {key[:2] for key in claims.agreed}
    before = {key[:2] for key in {*old.keys} & possible(found, Policy.COVER)}
    role, pairs, _ = next(by_role(problem, found.pairing.keys))

    def rank(some):
        return -empty(problem, role, some), len(agreed & some), len(before & some)

    choices = brute.choices_of(problem, role, brute.allowed(problem, role), ())
    assert max(map(rank, choices)) == rank(pairs)
    assert before == {key[:2] for key in claims.before}


@given(ANY)
def test_a_role_could_not_be_filled_at_less(case):
    """Among those that keep as many, it is one of least loss: the loss equals brute force, role by role."""
    _, found = case
    problem, claims = found.problem, found.pairing.certificate
    if claims.policy is not Policy.TWO_WAY and found.left + found.came:
        for role, pairs, struck in by_role(problem, found.pairing.keys):
            least, _ = brute.least_covers(problem, claims, role, struck)
            assert least == brute.role_loss(problem, role, pairs, claims)


@pytest.mark.traced("it takes a branch that no other test takes")
@given(ANY)
def test_fewest_is_said_only_where_it_is_so(case):
    """`fewest` says that fewer is proved impossible: no pairing of the same kind keeps more old pairs."""
    old, found = case
    policy, problem = old.certificate.policy, found.problem
    if not found.fewest or not found.moved:
        return
    (role,) = problem.roles
    before, pairs = {key[:2] for key in old.keys}, pairs_in(found.pairing, role)
    if policy is Policy.TWO_WAY:
        assert len(before & pairs) == max(len(before & one) for one in brute.stable_pairings(problem))
        return
    choices = [*brute.choices_of(problem, role, brute.allowed(problem, role), ())]
    fewest = min(empty(problem, role, one) for one in choices)
    choices = [one for one in choices if empty(problem, role, one) == fewest]
    for agreed in agreed_sets(found, policy):
        most = max(len(agreed & one) for one in choices)
        alike = [one for one in choices if len(agreed & one) == most]
        assert len(before & pairs) >= max(len(before & one) for one in alike)


# --- by hand ---------------------------------------------------------------------------------------------

TOWN = Problem(
    helpers=[
        Helper(id="m-1", room=2, wishes=["h-1", "h-2"]),
        Helper(id="m-2", room=2, wishes=["h-2", "h-3"]),
    ],
    households=[
        Household(id="h-1", wishes=["m-1"]),
        Household(id="h-2", wishes=["m-2", "m-1"]),
        Household(id="h-3", wishes=["m-2"]),
    ],
)


def ids(keys):
    """Household and helper of each key."""
    return [key[:2] for key in keys]


def test_who_leaves_has_left_and_has_not_moved_anybody():
    """The households of a helper who withdraws are placed anew, and the others stay with whom they have."""
    found = repair(TOWN, both(TOWN), Change(leaves=["m-2"]))

    assert [("h-2", "m-2"), ("h-3", "m-2")] == ids(found.left)
    assert [("h-2", "m-1")] == ids(found.came)
    assert () == found.moved
    assert "h-3 must be covered and still misses 1 in the role 'helper'" == found.verdict.text()
    assert "“h-3”必须有人帮扶，尚缺 1 人（角色“helper”）" == found.verdict.text("zh")


def test_a_pair_goes_on_at_the_end_of_a_term_unless_either_side_objects():
    """Renewals keep pairs unless either side objects: the side that objects refuses the other."""
    old = both(TOWN)
    home = attrs.evolve(TOWN.household("h-2"), wishes=["m-1"], refuses=["m-2"])
    found = repair(TOWN, old, Change(households=[home]))

    assert [("h-2", "m-2")] == ids(found.left)
    assert [("h-2", "m-1")] == ids(found.came)
    assert found.verdict


def test_a_pair_that_is_not_wished_any_more_has_left():
    """Whoever does not wish for the other any more is not moved in two-way choice; in a cover it may stay."""
    change = Change(wishes={"h-1": [], "m-1": ["h-2"]})
    found = repair(TOWN, two_way(TOWN, proposing="helpers"), change)

    assert [("h-1", "m-1")] == ids(found.left)
    assert () == found.moved
    assert ids(cover(TOWN).keys) == ids(
        repair(TOWN, cover(TOWN), Change(wishes={"h-1": [], "h-2": []})).pairing.keys
    )


@pytest.mark.parametrize("wishes", [{"h-1": []}, {"m-1": ["h-2"]}])
def test_one_wish_is_enough_for_a_pair_to_go_on_in_a_cover_alone(wishes):
    """A pair of which one side wishes still may stay in a cover; in two-way choice it has left."""
    placed = repair(TOWN, cover(TOWN), Change(wishes=wishes))
    chosen = repair(TOWN, two_way(TOWN, proposing="helpers"), Change(wishes=wishes))

    assert ("h-1", "m-1") in ids(placed.pairing.certificate.before)
    assert ("h-1", "m-1") not in ids(chosen.pairing.certificate.before)
    assert () == placed.left
    assert [("h-1", "m-1")] == ids(chosen.left)
    assert () == chosen.moved


def test_a_household_is_moved_for_one_that_has_nobody_else():
    """The moved ones are named: who makes place for a household that is added has moved."""
    problem = Problem(
        helpers=[Helper(id=id, wishes=["h-2"]) for id in ("m-1", "m-2")],
        households=[Household(id="h-2", wishes=["m-2", "m-1"])],
    )
    found = repair(problem, both(problem), Change(households=[Household(id="h-9", wishes=["m-2"])]))

    assert [("h-2", "m-2")] == ids(found.left)
    assert ("h-2",) == found.moved
    assert found.fewest
    assert found.verdict


def test_fewest_is_not_said_where_a_tie_was_drawn():
    """A lot that sends somebody away proves nothing: another draw would have kept the pair."""
    low, high = sorted(["h-1", "h-2"], key=Lots("sanliang").__getitem__)
    problem = Problem(
        helpers=[Helper(id="m-1", wishes=[high])], households=[Household(id=high, wishes=["m-1"])]
    )
    change = Change(households=[Household(id=low, wishes=["m-1"])], wishes={"m-1": [[low, high]]})
    for make in (MAKERS[0], MAKERS[1]):
        found = repair(problem, make(problem), change)

        assert [(low, "m-1")] == ids(found.came)
        assert (high,) == found.moved
        assert not found.fewest


def test_a_pairing_of_somebody_else_is_repaired():
    """The pairing need not be ours, and is not audited: pairs that cannot be are left, and named."""
    keys = [
        ("h-9", "m-1", "helper"),
        ("h-1", "m-9", "helper"),
        ("h-1", "m-1", "first"),
        ("h-3", "m-2", "helper"),
    ]
    pairs = [Pair(household=home, helper=helper, role=role) for home, helper, role in keys]
    for policy in Policy:
        old = Pairing(problem=TOWN.digest, pairs=pairs, certificate=Certificate(policy=policy))
        found = repair(TOWN, old, Change(rooms={"m-1": 1}))

        assert sorted(keys[:3]) == [*found.left]
        assert () == found.moved
        assert audit(found.problem, found.pairing)


def test_the_problem_after_the_change_is_given_back():
    """The pairing is of the problem after the change, and can be repaired again."""
    found = repair(TOWN, cover(TOWN), Change(leaves=["m-2"]))
    again = repair(found.problem, found.pairing, Change(rooms={"m-1": 3}))

    assert changed(TOWN, Change(leaves=["m-2"])) == found.problem
    assert found.problem.digest == found.pairing.problem
    assert audit(again.problem, again.pairing)


def test_a_wrong_argument_is_refused_at_once():
    """The pairing must be of this problem; what is no problem, pairing or change is refused."""
    other = attrs.evolve(TOWN, salt="other")
    with pytest.raises(InvalidInput) as error:
        repair(other, cover(TOWN), Change())
    assert [("pairing", "pairing.other_problem")] == [(one.path, one.code) for one in error.value.faults]
    for given_ in ((None, cover(TOWN), Change()), (TOWN, None, Change()), (TOWN, cover(TOWN), {})):
        with pytest.raises(InvalidInput):
            repair(*given_)
    with pytest.raises(InvalidInput):
        repair(TOWN, cover(TOWN), Change(leaves=["m-9"]))
