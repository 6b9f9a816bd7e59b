"""Repair: what stands is kept as far as it can be, when somebody leaves, comes, or changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.pairing._allowed import allowed
from sanliang.pairing._change import Change
from sanliang.pairing._changed import changed
from sanliang.pairing._cover import placed
from sanliang.pairing._kept import choose_near
from sanliang.pairing._lots import Lots
from sanliang.pairing._market import market
from sanliang.pairing._pairing import OTHER_PROBLEM, Certificate, Key, Pairing, Policy, Why, pair_of
from sanliang.pairing._problem import Problem
from sanliang.pairing._two_way import strict_on_both_sides
from sanliang.pairing._unchosen import unchosen

UNCOVERED = Phrase(
    "repair.uncovered",
    "“{household}”必须有人帮扶，尚缺 {missing} 人（角色“{role}”）",
    "{household} must be covered and still misses {missing} in the role {role!r}",
)


@attrs.frozen(kw_only=True)
class Repaired:
    """
    What came of a repair.

    Attributes:
        problem: The problem as it is after the change.
        pairing: The pairing of it.
        left: The pairs that no longer stand, in their order.
        came: The pairs that did not stand before, in their order.
        moved: The households, in their order, of which a pair has ended that could have stood.
        fewest: Whether it is proved that no pairing of the same kind ends fewer pairs that could stand.
        verdict: Yes where what the policy promises is kept; otherwise each household that must be covered and
            is not. Two-way choice promises a stable pairing, and keeps it.
    """

    problem: Problem
    pairing: Pairing
    left: tuple[Key, ...]
    came: tuple[Key, ...]
    moved: tuple[str, ...]
    fewest: bool
    verdict: Verdict


def repair(problem: Problem, pairing: Pairing, change: Change) -> Repaired:
    """
    The pairing after a change, with as few pairs moved as can be found.

    The policy stays, and so does the tie-break: ties are drawn by the same lots. Two-way choice gives the
    stable pairing that keeps the most of the old pairs; full coverage covers as many as it can and ends the
    fewest pairs for it, and only then looks at the cost; both do the one and then the other. Where nothing
    has changed, nothing moves. A pair that cannot stand any more, since one of the two is gone, say, or does
    not wish for the other, is not moved: it has left.

    At the end of a term pairs go on as they are unless either side objects: that is a change in which the
    side that objects refuses the other.

    Args:
        problem, pairing: As they were before. The pairing need not be ours, and is not audited.
        change: What has happened since.

    Raises:
        InvalidInput: The pairing is of another problem, or the change does not fit the problem.

    Source:
        The nearest stable pairing: Irving, Leather & Gusfield, J. ACM 34 (1987), 532-543. That with ties the
        best stable pairing is hard to find: Manlove, Irving, Iwama, Miyazaki & Morita, Theor. Comput. Sci.
        276 (2002), 261-279.

    Example:
        >>> from sanliang.pairing import Helper, Household, Problem, both
        >>> problem = Problem(
        ...     helpers=[Helper(id=id, room=2) for id in ("m-1", "m-2")],
        ...     households=[Household(id="h-1", wishes=["m-1"]), Household(id="h-2", wishes=["m-2", "m-1"])])
        >>> found = repair(problem, both(problem), Change(leaves=["m-2"]))
        >>> [key[:2] for key in found.left], [key[:2] for key in found.came], found.moved, found.fewest
        ([('h-2', 'm-2')], [('h-2', 'm-1')], (), True)
    """
    old = instance(Pairing)(pairing, "pairing")
    if old.problem != instance(Problem)(problem, "problem").digest:
        raise InvalidInput(OTHER_PROBLEM.fault("pairing"))
    after = changed(problem, instance(Change)(change, "change"))
    if after.digest == old.problem:
        return _repaired(after, old, old, old.keys, proved=True)
    could = _could_stand(after, old.keys, old.certificate.policy)
    found, proved = _near(after, old.certificate, could)
    return _repaired(after, old, found, could, proved=proved)


def _could_stand(problem: Problem, keys: Iterable[Key], policy: Policy) -> list[Key]:
    """The pairs that the policy could make as before, were there nobody else."""
    if policy is Policy.TWO_WAY:
        lots = Lots(problem.salt)
        of = {role: market(problem, role, lots, {}, helpers_propose=False) for role in problem.roles}
        return [key for key in keys if key.role in of and of[key.role].mutual(key.household, key.helper)]
    rows = allowed(problem).rows
    return [
        key
        for key in keys
        if key.household in rows
        and key.helper in rows[key.household]
        and problem.household(key.household).wants(key.role)
        and problem.helper(key.helper).takes(key.role)
    ]


def _near(problem: Problem, old: Certificate, could: Collection[Key]) -> tuple[Pairing, bool]:
    """The pairing of the same kind that is near to pairs which could stand; and whether none is nearer."""
    one_role = len(problem.roles) == 1
    if old.policy is Policy.COVER:
        return placed(problem, Certificate(policy=old.policy, before=could)), one_role
    agreed_before = {*could} if old.policy is Policy.TWO_WAY else {*could}.intersection(old.agreed)
    chosen, alone = choose_near(problem, agreed_before)
    certificate = Certificate(policy=old.policy, proposing=old.proposing if alone else None, before=could)
    strict = one_role and strict_on_both_sides(problem)
    if old.policy is Policy.TWO_WAY:
        pairs = [pair_of(*pair, role, Why.MUTUAL) for role, pairs, _ in chosen for pair in pairs]
        left = unchosen(problem, chosen)
        made = Pairing(problem=problem.digest, pairs=pairs, unpaired=left, certificate=certificate)
        return made, strict
    agreed = [(*pair, role) for role, pairs, _ in chosen for pair in pairs]
    return placed(problem, attrs.evolve(certificate, agreed=agreed)), strict and alone


def _repaired(
    problem: Problem, old: Pairing, found: Pairing, could: Iterable[Key], *, proved: bool
) -> Repaired:
    before, now = {*old.keys}, {*found.keys}
    moved = {key.household for key in could if key not in now}
    return Repaired(
        problem=problem,
        pairing=found,
        left=tuple(sorted(before - now)),
        came=tuple(sorted(now - before)),
        moved=tuple(sorted(moved)),
        fewest=proved or not moved,
        verdict=Verdict.against(_uncovered(problem, found)),
    )


def _uncovered(problem: Problem, found: Pairing) -> Iterable[Reason]:
    if found.certificate.policy is Policy.TWO_WAY:
        return
    must = {one.id for one in problem.households if one.must}
    for one in found.unpaired:
        if one.id in must:
            yield Reason.of(UNCOVERED, household=one.id, role=one.role, missing=one.missing)
