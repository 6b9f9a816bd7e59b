"""The audit of a pairing: every claim of it looked at from scratch, and no solver asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter

from sanliang.kernel.fields import instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.pairing._audit._blocking import unstable
from sanliang.pairing._audit._left import wrong_unpaired
from sanliang.pairing._audit._prices import unproved
from sanliang.pairing._audit._seats import seat, seats_of
from sanliang.pairing._audit._short import wrong_shortages
from sanliang.pairing._audit._terms import Mutual, Terms
from sanliang.pairing._audit._whys import wrong_pairs
from sanliang.pairing._pairing import OTHER_PROBLEM, Certificate, Pairing, Policy
from sanliang.pairing._problem import Problem

__all__ = ["audit"]

NOT_CLAIMED = Phrase(
    "audit.certificate.claims",
    "“{policy}”的证明不应有此项",
    "does not belong into the certificate of this policy: {policy}",
)
NOT_KNOWN = Phrase(
    "audit.certificate.before",
    "本问题没有这样的户、联系人或角色",
    "names a household, a helper or a role that the problem does not have",
)

_KEY = attrgetter("household", "helper", "role")


def audit(problem: Problem, pairing: Pairing) -> Verdict:
    """
    Whether a pairing is what it claims to be, checked from scratch, and everything in it that is not.

    It takes the word of no solver and shares no code with one. Its time grows with the problem and the
    pairing, never with households times helpers. What is checked:

    - it is this problem's; each pair may stand, nobody has more than there is need and room for;
    - everyone who is unpaired is listed, with what is missing and the true reason; each pair says truly how
      it came about;
    - under two-way choice, no two would rather have each other; under `both`, no two of those agreed would;
    - otherwise, the dual prices prove that no cover loses less, and each shortage is one.

    Returns:
        Yes, or no with every reason, each at its place in the pairing. A pair that cannot stand is named,
        and then left out: what it hid is named too. Of pairs that block, the first hundred are named, by
        household, and the others counted.

    Raises:
        InvalidInput: What was given is not a problem and a pairing.

    Source:
        Stability: Gale & Shapley, Am. Math. Monthly 69 (1962), 9-15. Complementary slackness: Ford &
        Fulkerson, Flows in Networks (1962). Sets that are short of room: Hall, J. London Math. Soc. 10
        (1935), 26-30.

    Example:
        >>> from sanliang.pairing._pairing import Pair
        >>> from sanliang.pairing._problem import Helper, Household
        >>> problem = Problem(
        ...     helpers=[Helper(id="m-1"), Helper(id="m-2")],
        ...     households=[Household(id="h-1", wishes=["m-2", "m-1"])])
        >>> claims = Certificate(policy="two-way")
        >>> poor = Pairing(
        ...     problem=problem.digest, certificate=claims, pairs=[Pair(household="h-1", helper="m-1")])
        >>> print(audit(problem, poor).text())
        m-2 is unpaired and not listed (role: none)
        h-1 and m-2, as helper, would rather have each other
    """
    instance(Problem)(problem, "problem")
    instance(Pairing)(pairing, "pairing")
    return Verdict.against(_all(problem, pairing))


def _all(problem: Problem, pairing: Pairing) -> Iterator[Reason]:
    claims, terms = pairing.certificate, Terms.of(problem)
    policy, chosen = claims.policy, claims.policy is Policy.TWO_WAY
    mutual = Mutual(terms)
    may = terms.consent if chosen else terms.allows
    if pairing.problem != problem.digest:
        yield Reason.of(OTHER_PROBLEM, path="problem")
    seats = seats_of(terms, problem.roles)
    yield from seat(terms, seats, map(_KEY, pairing.pairs), "pairs", may=may)
    yield from wrong_pairs(terms, pairing.pairs, policy, frozenset(claims.agreed))
    yield from wrong_unpaired(terms, mutual if chosen else None, seats, pairing.unpaired)
    yield from _misplaced(claims)
    yield from _unknown(terms, problem, claims)
    if chosen:
        yield from unstable(terms, mutual, seats.values(), "pairs")
        return
    if policy is Policy.BOTH:
        yield from _not_agreed(terms, mutual, problem.roles, claims)
    yield from unproved(terms, seats, claims)
    yield from wrong_shortages(terms, seats, claims.shortages)


def _misplaced(claims: Certificate) -> Iterator[Reason]:
    """What a certificate of this policy does not claim."""
    names = {
        Policy.TWO_WAY: ("agreed", "prices", "shortages"),
        Policy.COVER: ("proposing", "agreed"),
        Policy.BOTH: (),
    }
    for name in names[claims.policy]:
        if getattr(claims, name):
            yield Reason.of(NOT_CLAIMED, path=f"certificate.{name}", policy=claims.policy)


def _unknown(terms: Terms, problem: Problem, claims: Certificate) -> Iterator[Reason]:
    for place, (household, helper, role) in enumerate(claims.before):
        known = household in terms.households and helper in terms.helpers and role in problem.roles
        if not known:
            yield Reason.of(NOT_KNOWN, path=f"certificate.before[{place}]")


def _not_agreed(terms: Terms, mutual: Mutual, roles: Iterable[str], claims: Certificate) -> Iterator[Reason]:
    """What keeps the agreed pairs from being a stable pairing of the two-way choice."""
    seats = seats_of(terms, roles)
    yield from seat(terms, seats, claims.agreed, "certificate.agreed", may=terms.consent)
    yield from unstable(terms, mutual, seats.values(), "certificate.agreed")
