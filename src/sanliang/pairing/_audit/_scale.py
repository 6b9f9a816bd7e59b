"""What each kind of loss in a cover weighs, reckoned again from its definition."""

from __future__ import annotations

from itertools import accumulate
from operator import mul

import attrs

from sanliang.pairing._audit._seats import Seats
from sanliang.pairing._audit._terms import Terms
from sanliang.pairing._pairing import Certificate, Key, Policy


@attrs.frozen
class Scale:
    """
    The weights of the losses in one role, the lightest first; a kind that cannot occur weighs 0.

    Each weighs one more than all the lighter ones can come to together, which is a product: each kind that
    occurs at most *n* times makes the next one weigh *n* + 1 times as much.
    """

    even: int
    cost: int
    broken: int
    filler: int
    least: int
    may: int
    before: int
    agreed: int
    must: int

    @classmethod
    def of(cls, terms: Terms, seats: Seats, certificate: Certificate) -> Scale:
        """The weights in the role of these seats."""
        helpers, households = terms.helpers.values(), terms.households.values()
        number = sum(seats.needs.values())
        occurs = (
            min(number, max(seats.rooms.values(), default=0)),
            max((max(of.values()) for of in terms.priced.values()), default=0),
            2 if certificate.policy is Policy.BOTH else 0,
            int(any(one.filler for one in helpers)),
            int(any(one.least[role] for one in helpers for role in one.least)),
            int(not all(one.must for one in households)),
            int(bool(certificate.before)),
            int(bool(certificate.agreed)),
            1,
        )
        most = [number * times for times in occurs]
        weights = accumulate((1 + greatest for greatest in most[:-1]), mul, initial=1)
        return cls(*(weight if greatest else 0 for weight, greatest in zip(weights, most, strict=True)))


@attrs.frozen
class Losses:
    """
    What a cover loses by each of its choices in one role.

    Attributes:
        kept: The helpers whom it counts to keep, by household: those agreed and those from before.
    """

    terms: Terms
    seats: Seats
    scale: Scale
    agreed: frozenset[Key]
    before: frozenset[Key]
    kept: dict[str, list[str]]

    @classmethod
    def of(cls, terms: Terms, seats: Seats, certificate: Certificate) -> Losses:
        """The losses in the role of these seats."""
        agreed, before = frozenset(certificate.agreed), frozenset(certificate.before)
        kept: dict[str, list[str]] = {}
        for household, helper, role in sorted(agreed | before):
            if role == seats.role:
                kept.setdefault(household, []).append(helper)
        scale = Scale.of(terms, seats, certificate)
        return cls(terms=terms, seats=seats, scale=scale, agreed=agreed, before=before, kept=kept)

    def pair(self, household: str, helper: str) -> int:
        """What a pair costs that may be made."""
        scale, key = self.scale, Key(household, helper, self.seats.role)
        return (
            scale.cost * self.terms.allowed[household][helper]
            + scale.broken * self._broken(household, helper)
            + scale.filler * self.terms.helpers[helper].filler
            - scale.agreed * (key in self.agreed)
            - scale.before * (key in self.before)
        )

    def _broken(self, household: str, helper: str) -> int:
        """How many of the two have said whom they wish for, if only that it is nobody, and not this one."""
        wants, takes = self.terms.wants.get(household), self.terms.takes[helper]
        return int(wants is not None and helper not in wants) + int(
            takes is not None and household not in takes
        )

    def seat(self, helper: str, taken: int) -> int:
        """What a seat of a helper costs who has so many households in the role already."""
        above = taken >= self.terms.helpers[helper].least.get(self.seats.role, 0)
        return self.scale.even * taken + self.scale.least * above

    def empty(self, household: str) -> int:
        """What it costs to leave a seat of a household empty."""
        return self.scale.must if self.terms.households[household].must else self.scale.may
