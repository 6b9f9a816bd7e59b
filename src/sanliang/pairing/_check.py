"""Whether the parts of a problem fit together: every fault at once, in the order in which it was given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import (
    DOUBLED,
    LONGEST_ID,
    NOT_TEXT,
    FrozenMap,
    identifier,
    listed,
    whole,
)
from sanliang.kernel.labels import Phrase

if TYPE_CHECKING:
    from sanliang.pairing._problem import Helper, Household, Problem

EMPTY = Phrase("problem.empty", "至少需要一个", "must have at least one")
BOTH_SIDES = Phrase(
    "problem.both_sides", "该编号也用于一名联系人", "is the id of a helper too; one id stands on one side"
)
UNKNOWN_HELPER = Phrase("problem.unknown_helper", "不是本问题的联系人", "is no helper of this problem")
UNKNOWN_HOUSEHOLD = Phrase("problem.unknown_household", "不是本问题的户", "is no household of this problem")
UNKNOWN_ROLE = Phrase(
    "role.unknown",
    "不是本问题的角色；本问题的角色：{known}",
    "is no role of this problem; its roles are: {known}",
)
ABOVE_ROOM = Phrase("helper.least", "至少数大于容量", "is above the room for it")
WISHED_AND_REFUSED = Phrase("wishes.refused", "同时在意愿和拒绝之中", "is wished for and refused at once")


NOT_COSTS = Phrase(
    "costs.shape",
    "应为三项：户、联系人、费用",
    "must be three things: a household, a helper and a whole number",
)

MOST_COST = 10**9
_COSTS = range(MOST_COST + 1)


def check(problem: Problem) -> None:
    """
    Look at all that the parts of a problem say of each other, and keep its costs by household.

    Raises:
        InvalidInput: With every fault, at its place in the input.
    """
    faults = Faults()
    helpers = _ids(problem.helpers, "helpers", faults)
    households = _ids(problem.households, "households", faults)
    for place, helper in enumerate(problem.helpers):
        path = f"helpers[{place}]"
        check_wishes(helper, path, households, UNKNOWN_HOUSEHOLD, faults)
        check_roles(problem.roles, helper.room, f"{path}.room", faults)
        check_roles(problem.roles, helper.least, f"{path}.least", faults)
        if any(least > helper.room.get(role, 0) for role, least in helper.least.items()):
            faults.add(ABOVE_ROOM.fault(f"{path}.least"))
    for place, household in enumerate(problem.households):
        path = f"households[{place}]"
        if household.id in helpers:
            faults.add(BOTH_SIDES.fault(f"{path}.id"))
        check_wishes(household, path, helpers, UNKNOWN_HELPER, faults)
        check_roles(problem.roles, household.helpers, f"{path}.helpers", faults)
    costs = _costs(problem.costs, helpers, households, faults)
    faults.check()
    object.__setattr__(problem, "costs", costs)


def _ids(side: Iterable[Helper | Household], path: str, faults: Faults) -> set[str]:
    seen = set[str]()
    for place, one in enumerate(side):
        if one.id in seen:
            faults.add(DOUBLED.fault(f"{path}[{place}].id"))
        seen.add(one.id)
    if not seen:
        faults.add(EMPTY.fault(path))
    return seen


def check_wishes(
    one: Helper | Household,
    path: str,
    known: Set[str],
    unknown: Phrase,
    faults: Faults,
    *,
    part: str = ".wishes",
) -> None:
    """Whether each wish names somebody who is there, once, and nobody who is refused."""
    wishes = one.wishes or ()
    wished = set(wishes)
    if not one.refuses and len(wished) == len(wishes) and wished <= known:
        return
    seen = set[str]()
    for where, id in flat(wishes, f"{path}{part}"):
        if id not in known:
            faults.add(unknown.fault(where))
        elif id in seen:
            faults.add(DOUBLED.fault(where))
        elif id in one.refuses:
            faults.add(WISHED_AND_REFUSED.fault(where))
        seen.add(id)
    for place, id in enumerate(sorted(one.refuses)):
        if id not in known:
            faults.add(unknown.fault(f"{path}.refuses[{place}]"))


def flat(wishes: Iterable[str | tuple[str, ...]], path: str) -> Iterator[tuple[str, str]]:
    """Each id that is wished for, with its place."""
    for place, wish in enumerate(wishes):
        if isinstance(wish, str):
            yield f"{path}[{place}]", wish
        else:
            yield from ((f"{path}[{place}][{at}]", id) for at, id in enumerate(wish))


def check_roles(roles: tuple[str, ...], by_role: Mapping[str, int], path: str, faults: Faults) -> None:
    """Whether each role with a number is one of those there are; one fault for all that are not."""
    if any(number and role not in roles for role, number in by_role.items()):
        faults.add(UNKNOWN_ROLE.fault(path, known=roles))


def _costs(
    given: Any, helpers: set[str], households: set[str], faults: Faults
) -> FrozenMap[str, FrozenMap[str, int]]:
    """What each pair costs, by household and helper."""
    kept: dict[str, dict[str, int]] = {}
    if isinstance(given, FrozenMap) and _sound(given, helpers, households):
        return given
    for place, row in enumerate(_rows(given, faults)):
        try:
            household, helper, cost = cost_row(row, f"costs[{place}]")
        except InvalidInput as error:
            faults.extend(error)
            continue
        if household not in households:
            faults.add(UNKNOWN_HOUSEHOLD.fault(f"costs[{place}][0]"))
        if helper not in helpers:
            faults.add(UNKNOWN_HELPER.fault(f"costs[{place}][1]"))
        of = kept.setdefault(household, {})
        if helper in of:
            faults.add(DOUBLED.fault(f"costs[{place}]"))
        of[helper] = cost
    return FrozenMap((household, FrozenMap(of)) for household, of in kept.items())


def _sound(given: FrozenMap[Any, Any], helpers: set[str], households: set[str]) -> bool:
    """Whether costs by household are in order; a table that many households share is looked at once."""
    tables = {id(of): of for of in given.values()}
    return households.issuperset(given) and all(
        isinstance(of, FrozenMap)
        and len(of)
        and helpers.issuperset(of)
        and all(type(cost) is int and cost in _COSTS for cost in of.values())
        for of in tables.values()
    )


def _rows(given: Any, faults: Faults) -> Iterable[Any]:
    """Costs as rows, in whatever form they were given."""
    if isinstance(given, FrozenMap):
        return [
            (household, *one)
            for household, of in given.items()
            for one in (of.items() if isinstance(of, Mapping) else [()])
        ]
    try:
        return listed(given, "costs")
    except InvalidInput as error:
        faults.extend(error)
        return ()


def are_plain(ids: Sequence[str]) -> bool:
    """Whether ids are in normal form as they stand: printable ASCII, none of them blank or too long."""
    joined = "".join(ids)
    if not joined.isascii() or not joined.isprintable() or not all(map(str.strip, ids)):
        return False
    return len(joined) <= LONGEST_ID or max(map(len, ids)) <= LONGEST_ID


def cost_row(row: Any, path: str) -> tuple[str, str, int]:
    """What a pair costs: a household, a helper and a whole number."""
    if not isinstance(row, tuple | list) or len(row) != 3:
        raise InvalidInput(NOT_COSTS.fault(path))
    household, helper, cost = row
    if not isinstance(household, str) or not isinstance(helper, str):
        raise InvalidInput(NOT_TEXT.fault(path))
    if not are_plain((household, helper)):
        household = identifier(household, f"{path}[0]")
        helper = identifier(helper, f"{path}[1]")
    return household, helper, whole(cost, f"{path}[2]", least=0, most=MOST_COST)
