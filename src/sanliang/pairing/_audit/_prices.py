"""Whether the dual prices prove that no cover loses less: complementary slackness, pair by pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason
from sanliang.pairing._audit._scale import Losses
from sanliang.pairing._audit._seats import Seats
from sanliang.pairing._audit._terms import Terms, plain
from sanliang.pairing._pairing import Certificate, Prices

TABLES = Phrase(
    "audit.prices.roles",
    "每个角色应依次有一张价格表：{roles}",
    "there must be one table of prices for each role, in this order: {roles}",
)
HOUSEHOLDS = Phrase(
    "audit.prices.households",
    "价格表（{role}）应恰好包括需要该角色的户",
    "the prices ({role}) must be those of the households that need the role, and of no others",
)
HELPERS = Phrase(
    "audit.prices.helpers",
    "价格表（{role}）应恰好包括有该角色容量的联系人",
    "the prices ({role}) must be those of the helpers who have room in the role, and of no others",
)
ABOVE_NEXT = Phrase(
    "audit.prices.next",
    "{helper}（{role}）尚有容量，其价格高于下一户",
    "{helper} ({role}) has room left, and the price is above what the next seat costs",
)
BELOW_LAST = Phrase(
    "audit.prices.last",
    "{helper}（{role}）的价格低于最后一户",
    "the price of {helper} ({role}) is below what the last seat costs that is taken",
)
CHEAPER = Phrase(
    "audit.prices.not_made",
    "{household} 与 {helper}（{role}）未结对，而结对更省",
    "{household} and {helper} ({role}) are not paired, and by the prices should be",
)
DEARER = Phrase(
    "audit.prices.made",
    "{household} 与 {helper}（{role}）已结对，而不结对更省",
    "{household} and {helper} ({role}) are paired, and by the prices should not be",
)
COVERED = Phrase(
    "audit.prices.covered",
    "{household}（{role}）已有联系人，其价格高于空缺的损失",
    "{household} ({role}) has a helper, and its price is above what an empty seat costs",
)
LEFT_OUT = Phrase(
    "audit.prices.left_out",
    "{household}（{role}）缺联系人，其价格低于空缺的损失",
    "{household} ({role}) misses a helper, and its price is below what an empty seat costs",
)


def unproved(terms: Terms, seats: dict[str, Seats], certificate: Certificate) -> Iterator[Reason]:
    """Each condition that the prices do not meet, role by role."""
    roles = tuple(seats)
    if tuple(table.role for table in certificate.prices) != roles:
        yield Reason.of(TABLES, path="certificate.prices", roles=roles)
        return
    for place, (table, one) in enumerate(zip(certificate.prices, seats.values(), strict=True)):
        path = f"certificate.prices[{place}]"
        misfits = [*_misfits(table, one, path)]
        if misfits:
            # Without a price on each side there is nothing to compare.
            yield from misfits
            continue
        households, helpers = plain(table.households), plain(table.helpers)
        losses = Losses.of(terms, one, certificate)
        yield from _of_helpers(losses, helpers, path)
        yield from _of_households(losses, households, path)
        for household, price in households.items():
            yield from _of_pairs(losses, household, price, helpers, path)


def _misfits(table: Prices, seats: Seats, path: str) -> Iterator[Reason]:
    if set(table.households) != seats.needs.keys():
        yield Reason.of(HOUSEHOLDS, path=f"{path}.households", role=seats.role)
    if set(table.helpers) != seats.rooms.keys():
        yield Reason.of(HELPERS, path=f"{path}.helpers", role=seats.role)


def _of_helpers(losses: Losses, prices: dict[str, int], path: str) -> Iterator[Reason]:
    seats = losses.seats
    for helper, price in prices.items():
        taken = len(seats.households.get(helper, ()))
        if taken < seats.rooms[helper] and price > losses.seat(helper, taken):
            yield Reason.of(ABOVE_NEXT, path=f"{path}.helpers", helper=helper, role=seats.role)
        if taken and price < losses.seat(helper, taken - 1):
            yield Reason.of(BELOW_LAST, path=f"{path}.helpers", helper=helper, role=seats.role)


def _of_households(losses: Losses, prices: dict[str, int], path: str) -> Iterator[Reason]:
    seats = losses.seats
    for household, price in prices.items():
        held, empty = len(seats.helpers.get(household, ())), losses.empty(household)
        if held and price > empty:
            yield Reason.of(COVERED, path=f"{path}.households", household=household, role=seats.role)
        if held < seats.needs[household] and price < empty:
            yield Reason.of(LEFT_OUT, path=f"{path}.households", household=household, role=seats.role)


def _of_pairs(
    losses: Losses, household: str, price: int, helpers: dict[str, int], path: str
) -> Iterator[Reason]:
    seats = losses.seats
    made = seats.helpers.get(household, ())
    struck = seats.struck.get(household, ())
    for helper in made:
        if losses.pair(household, helper) > price - helpers[helper]:
            yield Reason.of(DEARER, path=path, household=household, helper=helper, role=seats.role)
    for helper in _suspects(losses, household, price, helpers):
        if (
            helper not in made
            and helper not in struck
            and losses.pair(household, helper) < price - helpers[helper]
        ):
            yield Reason.of(CHEAPER, path=path, household=household, helper=helper, role=seats.role)


def _suspects(losses: Losses, household: str, price: int, helpers: dict[str, int]) -> Iterable[str]:
    """
    Those who might cost too little: whose cost alone is below the prices, or whom it counts to keep.

    Only what it counts to keep costs less than its cost; the whole sum is reckoned for these few.
    """
    allowed, unit = losses.terms.allowed[household], losses.scale.cost
    found = {
        helper: None
        for helper, cost in allowed.items()
        if helper in helpers and cost * unit < price - helpers[helper]
    }
    kept = losses.kept.get(household, ())
    found.update((helper, None) for helper in kept if helper in allowed and helper in helpers)
    return found
