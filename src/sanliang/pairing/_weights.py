"""What counts before what in a cover: a whole number for each kind of loss, so that sums compare in order."""

from __future__ import annotations

from itertools import chain

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import code, instance
from sanliang.pairing._check import UNKNOWN_ROLE
from sanliang.pairing._pairing import Certificate, Policy
from sanliang.pairing._problem import Problem


@attrs.frozen
class Weights:
    """
    The weights of one role, from the heaviest to the lightest: each weighs more than all that come after it.

    A kind of loss that cannot occur weighs 0. What leaving a seat empty costs is `must` or `may`, by its
    household. What a pair costs is `cost` times its cost, and `broken` for each side that has said whom it
    wishes for, if only that it is nobody, and not this one, and `filler` with a gap filler, less `agreed` if
    the pair was agreed, less `before` if it stood before. What a seat of a helper costs who has *x*
    households in the role already is `even` times *x*, and `least` if *x* is not below the helper's *least*.

    Attributes:
        must: A seat left empty that must be filled.
        agreed: A pair of the two-way choice undone.
        before: A pair undone that stood before the repair.
        may: A seat left empty that need not be filled.
        least: A household of a helper who has the *least* without it.
        filler: A household of a gap filler.
        broken: A wish broken.
        cost: One of the cost of a pair.
        even: One household that a helper has already when another one comes.
    """

    must: int
    agreed: int
    before: int
    may: int
    least: int
    filler: int
    broken: int
    cost: int
    even: int


def weights(problem: Problem, role: str, certificate: Certificate) -> Weights:
    """
    The weights of one role, of what the certificate says.

    With *S* seats needed in the role, a weight is one more than the most that can come of the lighter kinds
    together: of `even` *S* times the greatest room (counted up to *S*), of `cost` *S* times the greatest
    cost, of `broken` twice *S* under `both` and else nothing, and of each of the others *S* where the
    problem or the certificate has such a thing in any role, and else nothing. `even` weighs 1.

    Raises:
        InvalidInput: The problem has no such role.
    """
    instance(Certificate)(certificate, "certificate")
    households = instance(Problem)(problem, "problem").households
    if code(role, "role") not in problem.roles:
        raise InvalidInput(UNKNOWN_ROLE.fault("role", known=problem.roles))
    seats = sum(one.helpers.get(role, 0) for one in households)
    room = max(one.takes(role) for one in problem.helpers)
    dearest = max(chain.from_iterable(of.values() for of in problem.costs.values()), default=0)
    most = {
        "even": seats * min(room, seats),
        "cost": seats * dearest,
        "broken": 2 * seats * (certificate.policy is Policy.BOTH),
        "filler": seats * any(one.filler for one in problem.helpers),
        "least": seats * any(any(one.least.values()) for one in problem.helpers),
        "may": seats * any(not one.must for one in problem.households),
        "before": seats * bool(certificate.before),
        "agreed": seats * bool(certificate.agreed),
    }
    weight, found = 1, {}
    for kind, greatest in most.items():
        found[kind] = weight if greatest else 0
        weight *= 1 + greatest
    return Weights(must=weight, **found)
