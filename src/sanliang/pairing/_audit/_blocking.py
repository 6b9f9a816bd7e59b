"""Which two would rather have each other than what the pairing gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from sanliang.kernel.errors import SHOWN
from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason
from sanliang.pairing._audit._seats import Seats
from sanliang.pairing._audit._terms import Mutual, Ranked, Terms

BLOCKING = Phrase(
    "audit.blocking",
    "{household} 与 {helper}（{role}）宁愿彼此结对",
    "{household} and {helper}, as {role}, would rather have each other",
)
MORE_BLOCKING = Phrase(
    "audit.blocking_more",
    "另有 {number} 对宁愿彼此结对",
    "{number} more would rather have each other",
)


def unstable(terms: Terms, mutual: Mutual, seats: Iterable[Seats], path: str) -> Iterator[Reason]:
    """Each pair that blocks, by household, helper and role: the first hundred, and how many more."""
    found = sorted(
        (household, helper, one.role) for one in seats for household, helper in _blocking(terms, mutual, one)
    )
    for household, helper, role in found[:SHOWN]:
        yield Reason.of(BLOCKING, path=path, household=household, helper=helper, role=role)
    if more := len(found[SHOWN:]):
        yield Reason.of(MORE_BLOCKING, path=path, number=more)


def _blocking(terms: Terms, mutual: Mutual, seats: Seats) -> Iterator[tuple[str, str]]:
    """Who blocks in one role: both would rather, and they have no role together yet."""
    would, helpers = _would(terms, seats), seats.helpers
    for household, need in seats.needs.items():
        mine = helpers.get(household, ())
        near = mutual[household] if len(mine) < need else terms.better(household, mine)
        for helper in [one for one in near if household in would[one]]:
            if (
                helper not in mine
                and helper not in seats.struck.get(household, ())
                and not terms.refused(household, helper)
            ):
                yield household, helper


def _would(terms: Terms, seats: Seats) -> dict[str, Ranked | Set[str]]:
    """The households that each helper would take if they list him, in free room or for the worst of his."""
    would: dict[str, Ranked | Set[str]] = dict.fromkeys(terms.helpers, frozenset())
    for helper, room in seats.rooms.items():
        mine = seats.households.get(helper, ())
        would[helper] = terms.above(helper, mine) if len(mine) >= room else terms.welcome(helper)
    return would
