"""Why two are paired, and why somebody is not: the one true answer, from the problem and the pairs."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from functools import cached_property

import attrs

from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason
from sanliang.pairing._audit._seats import Seats
from sanliang.pairing._audit._terms import Mutual, Terms
from sanliang.pairing._pairing import Key, Pair, Policy, Why
from sanliang.pairing._problem import Helper, Wishes

WRONG_PAIR = Phrase(
    "audit.pair.why",
    "{household} 与 {helper} 的来由应为“{why}”",
    "{household} and {helper} are paired for another reason: {why}",
)


def wrong_pairs(
    terms: Terms, pairs: Iterable[Pair], policy: Policy, agreed: Container[Key]
) -> Iterator[Reason]:
    """The pairs that came about in another way than they say."""
    for place, pair in enumerate(pairs):
        if policy is Policy.TWO_WAY or pair.key in agreed:
            why = Why.MUTUAL
        else:
            helper = terms.helpers.get(pair.helper)
            why = Why.FILLED if helper is not None and helper.filler else Why.PLACED
        if pair.why is not why:
            key = pair.key._asdict()
            yield Reason.of(WRONG_PAIR, path=f"pairs[{place}]", why=why, **key)


@attrs.frozen
class Whys:
    """
    Why somebody is unpaired.

    Attributes:
        mutual: Where both sides had to consent, as in two-way choice: with whom a household may be paired.
        idle: The helpers who have nobody.
    """

    terms: Terms
    seats: dict[str, Seats]
    mutual: Mutual | None
    idle: set[str]

    def household(self, id: str, role: str) -> str:
        """Why a household misses a helper in a role."""
        seats, wishes = self.seats[role], self.terms.households[id].wishes
        struck = seats.struck.get(id, ())
        near = self.terms.allowed[id] if self.mutual is None else self.mutual[id]
        possible = any(helper in seats.rooms and helper not in struck for helper in near)
        if self.mutual is None:
            return Why.SHORT_OF_ROOM if possible else Why.NOBODY_ALLOWED
        if possible or wishes is not None:
            return _chosen(wishes, possible=possible)
        return Why.NOT_MUTUAL if id in self.terms.asked_by else Why.NOT_WISHED

    def helper(self, id: str) -> str:
        """Why a helper has nobody in any role."""
        helper = self.terms.helpers[id]
        if helper.away is not None:
            return helper.away
        rooms = [role for role, one in self.seats.items() if id in one.rooms]
        if not rooms:
            return Why.NO_ROOM
        possible = self._possible(helper, rooms)
        if self.mutual is None:
            return Why.NOT_NEEDED if possible else Why.NOBODY_ALLOWED
        if possible or helper.wishes is not None:
            return _chosen(helper.wishes, possible=possible)
        return Why.NOT_MUTUAL if id in self.terms.listed else Why.NOT_WISHED

    def _possible(self, helper: Helper, roles: Iterable[str]) -> bool:
        """Whether a household that needs one of the roles may be paired with a helper."""
        if self.mutual is None or helper.wishes is None:
            return any(helper.id in self._reached[role] for role in roles)
        needs = [self.seats[role].needs for role in roles]
        return any(
            self.terms.consent(household, helper.id)
            for household in self.terms.welcome(helper.id)
            if any(household in need for need in needs)
        )

    @cached_property
    def _reached(self) -> dict[str, set[str]]:
        """
        By role, the idle helpers with whom a household may be paired that needs the role.

        Of two-way choice, those only whose wishes are absent.
        """
        reached: dict[str, set[str]] = {role: set() for role in self.seats}
        for household, helpers in self._met():
            for role, one in self.seats.items():
                if household in one.needs:
                    reached[role].update(helpers)
        return reached

    def _met(self) -> Iterator[tuple[str, Iterable[str]]]:
        """The idle helpers with whom each household may be paired, of the households that can have any."""
        terms, idle = self.terms, self.idle
        if self.mutual is None:
            yield from ((id, idle.intersection(near)) for id, near in terms.allowed.items())
            return
        silent = {id for id in idle if terms.helpers[id].wishes is None}
        for id in terms.households if silent else ():
            found = silent.intersection(terms.list_of(id))
            yield id, [helper for helper in found if not terms.refused(id, helper)]


def _chosen(wishes: Wishes | None, *, possible: bool) -> Why:
    if possible:
        return Why.OUTRANKED
    return Why.NOT_MUTUAL if wishes else Why.WISHES_NOBODY
