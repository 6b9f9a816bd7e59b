"""Which pairs can stand at all, and whether they fit into the seats and the room that there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import attrs

from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason
from sanliang.pairing._audit._terms import Terms

NO_HOUSEHOLD = Phrase(
    "audit.pair.household", "{household} 不是本问题的户", "{household} is no household of the problem"
)
NO_HELPER = Phrase("audit.pair.helper", "{helper} 不是本问题的联系人", "{helper} is no helper of the problem")
NO_ROLE = Phrase("audit.pair.role", "{role} 不是本问题的角色", "{role} is no role of the problem")
TWICE = Phrase(
    "audit.pair.twice", "{helper} 已是 {household} 的联系人", "{helper} is a helper of {household} already"
)
REFUSED = Phrase(
    "audit.pair.refused", "{household} 与 {helper} 有一方拒绝", "{household} or {helper} refuses the other"
)
AWAY = Phrase("audit.pair.away", "{helper} 本次不结对", "{helper} takes no households this time")
NO_ROOM = Phrase("audit.pair.no_room", "{helper} 没有 {role} 的容量", "{helper} has no room as {role}")
NO_NEED = Phrase("audit.pair.no_need", "{household} 不需要 {role}", "{household} needs no {role}")
NO_CONSENT = Phrase(
    "audit.pair.consent",
    "没有为 {household} 与 {helper} 结对所需的意愿（全覆盖时：意愿或费用）",
    "{household} and {helper} lack the wishes of both sides, or for a cover, a cost or one wish",
)
OVER_ROOM = Phrase(
    "audit.room",
    "{helper} 作为 {role} 有 {number} 户，容量为 {room}",
    "{helper} has {number} households as {role} and room for {room}",
)
OVER_NEED = Phrase(
    "audit.need",
    "{household} 有 {number} 名 {role}，需要 {need} 名",
    "{household} has {number} helpers as {role} and needs {need}",
)


@attrs.frozen
class Seats:
    """
    One role: who needs and takes how many, and who is paired with whom.

    Attributes:
        needs: How many helpers each household needs that needs any.
        rooms: How many households each helper takes who takes any.
        helpers: The helpers of each household that has any.
        households: The households of each helper who has any.
        struck: The helpers that each household has in an earlier role.
    """

    role: str
    needs: dict[str, int]
    rooms: dict[str, int]
    helpers: defaultdict[str, list[str]] = attrs.field(factory=partial(defaultdict, list))
    households: defaultdict[str, list[str]] = attrs.field(factory=partial(defaultdict, list))
    struck: dict[str, set[str]] = attrs.field(factory=dict)

    def missing(self) -> Iterator[tuple[str, int]]:
        """The households that have fewer helpers than they need, and how many are missing."""
        helpers = self.helpers
        for household, need in self.needs.items():
            if (missing := need - len(helpers.get(household, ()))) > 0:
                yield household, missing


def seats_of(terms: Terms, roles: Iterable[str]) -> dict[str, Seats]:
    """The empty seats of each role."""
    households, helpers = terms.households.values(), terms.helpers.values()
    return {
        role: Seats(
            role=role,
            needs={one.id: need for one in households if (need := one.wants(role))},
            rooms={one.id: room for one in helpers if (room := one.takes(role))},
        )
        for role in roles
    }


def seat(
    terms: Terms,
    seats: dict[str, Seats],
    keys: Iterable[tuple[str, str, str]],
    path: str,
    *,
    may: Callable[[str, str], bool],
) -> Iterator[Reason]:
    """
    Fill the seats with pairs; say of each one that cannot stand why not, and leave it out.

    Args:
        keys: Household, helper and role, in order.
        may: Whether a household and a helper may be paired under the policy, if there is room.
    """
    of = with_ = None
    for place, (household, helper, role) in enumerate(keys):
        one = seats.get(role)
        # The way of nearly all pairs; it is asked only of the others what speaks against them. Two of the
        # same household and helper follow each other.
        twice = household == of and helper == with_
        if (
            one is not None
            and not twice
            and helper in one.rooms
            and household in one.needs
            and may(household, helper)
        ):
            of, with_ = household, helper
            one.helpers[household].append(helper)
            one.households[helper].append(household)
            continue
        against = TWICE if twice else _against(terms, one, household, helper)
        yield Reason.of(against, path=f"{path}[{place}]", household=household, helper=helper, role=role)
    _strike(list(seats.values()))
    for one in seats.values():
        yield from _over(one, path)


def _against(terms: Terms, seats: Seats | None, household: str, helper: str) -> Phrase:
    """The first thing that speaks against a pair, whatever other pairs there are."""
    if household not in terms.households:
        return NO_HOUSEHOLD
    if helper not in terms.helpers:
        return NO_HELPER
    if seats is None:
        return NO_ROLE
    if helper in terms.households[household].refuses or household in terms.helpers[helper].refuses:
        return REFUSED
    if helper not in seats.rooms:
        return NO_ROOM if terms.helpers[helper].away is None else AWAY
    return NO_CONSENT if household in seats.needs else NO_NEED


def _strike(seats: list[Seats]) -> None:
    """Keep with each role who is paired in an earlier one."""
    for place, later in enumerate(seats):
        for earlier in seats[:place]:
            for household, helpers in earlier.helpers.items():
                later.struck.setdefault(household, set()).update(helpers)


def _over(seats: Seats, path: str) -> Iterator[Reason]:
    for household, helpers in seats.helpers.items():
        number, need = len(helpers), seats.needs[household]
        if number > need:
            yield Reason.of(
                OVER_NEED, path=path, household=household, role=seats.role, number=number, need=need
            )
    for helper, households in sorted(seats.households.items()):
        number, room = len(households), seats.rooms[helper]
        if number > room:
            yield Reason.of(OVER_ROOM, path=path, helper=helper, role=seats.role, number=number, room=room)
