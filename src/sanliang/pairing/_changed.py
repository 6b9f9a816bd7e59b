"""A problem after a change; what does not fit is told at its place in the change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import Any, TypeVar

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import FrozenMap, instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.wire._in import shown_key
from sanliang.pairing._change import Change, unsaid
from sanliang.pairing._check import UNKNOWN_HELPER, UNKNOWN_HOUSEHOLD, check_roles, check_wishes
from sanliang.pairing._problem import Costs, Helper, Household, Problem

S = TypeVar("S", Helper, Household)

UNKNOWN = Phrase("change.unknown", "本问题中没有该编号", "is nobody of this problem")
A_HOUSEHOLD = Phrase(
    "change.both_sides", "该编号也用于一户", "is the id of a household too; one id stands on one side"
)


def changed(problem: Problem, change: Change) -> Problem:
    """
    The problem as it is after a change, with the same roles and the same salt.

    Whoever leaves stays in it, away, so that the wishes of the others stay as they are. A household that ends
    is gone, and with it the wishes, refusals and costs that name it; whoever wished for nobody else then
    wishes for nobody. What a helper takes at the least is at most the new room.

    Raises:
        InvalidInput: Somebody whom the problem does not know, a role that it does not have ...: every fault
            at once, at its place in the change. Or nobody is left on one side.

    Example:
        >>> before = Problem(
        ...     helpers=[Helper(id="m-1", wishes=["h-2", "h-1"]), Helper(id="m-2")],
        ...     households=[Household(id="h-1", wishes=["m-2"]), Household(id="h-2")])
        >>> after = changed(before, Change(leaves=["m-2"], ends=["h-2"]))
        >>> after.helper("m-1").wishes, after.helper("m-2").away, after.household("h-1").wishes
        (('h-1',), 'withdrawn', ('m-2',))
        >>> changed(before, Change(rooms={"m-3": 4}))
        Traceback (most recent call last):
        sanliang.kernel.errors.InvalidInput: rooms.m-3: is no helper of this problem
    """
    instance(Problem)(problem, "problem")
    faults, gone = Faults(), frozenset(instance(Change)(change, "change").ends)
    old = {one.id for one in problem.helpers}, {one.id for one in problem.households}
    _check_named(change, *old, faults)
    # Whoever is given stands first, so that the problem's own faults are told at their place in the change.
    stay = (one for one in problem.households if one.id not in gone)
    households = _with(change.households, (_without(one, gone) for one in stay))
    given = _not_households(change, old[1] - gone, faults)
    helpers = _with(given, (_later(problem, one, change, faults) for one in problem.helpers))
    _wish(helpers, change, households.keys(), UNKNOWN_HOUSEHOLD, faults)
    _wish(households, change, helpers.keys(), UNKNOWN_HELPER, faults)
    costs = _costs(problem, change, helpers.keys(), households.keys(), faults)
    try:
        after = Problem(
            costs=costs,
            roles=problem.roles,
            salt=problem.salt,
            helpers=tuple(helpers.values()),
            households=tuple(households.values()),
        )
    except InvalidInput as error:
        faults.extend(error)
        faults.throw()
    faults.check()
    return after


def _check_named(change: Change, helpers: Set[str], households: Set[str], faults: Faults) -> None:
    """Whether everybody of whom the change says something was there before it."""
    known = {
        "leaves": (helpers, UNKNOWN_HELPER),
        "rooms": (helpers, UNKNOWN_HELPER),
        "ends": (households, UNKNOWN_HOUSEHOLD),
        "wishes": (helpers | households, UNKNOWN),
    }
    for part, (ids, unknown) in known.items():
        for path, id in change.named(part):
            if id not in ids:
                faults.add(unknown.fault(path))


def _not_households(change: Change, households: Set[str], faults: Faults) -> Iterator[Helper]:
    """The helpers that are given, but for those whose id a household has that stays."""
    for (path, id), one in zip(change.named("helpers"), change.helpers, strict=True):
        if id in households:
            faults.add(A_HOUSEHOLD.fault(path))
        else:
            yield one


def _with(given: Iterable[S], stay: Iterable[S]) -> dict[str, S]:
    """By id whoever is given, and then whoever stays and is not replaced."""
    people = {one.id: one for one in given}
    for one in stay:
        people.setdefault(one.id, one)
    return people


def _later(problem: Problem, helper: Helper, change: Change, faults: Faults) -> Helper:
    """A helper who was there before the change."""
    helper, more = _without(helper, frozenset(change.ends)), dict[str, Any]()
    if helper.id in change.leaves:
        more["away"] = change.leaves[helper.id]
    if helper.id in change.rooms:
        room, count = change.rooms[helper.id], faults.count
        check_roles(problem.roles, room, f"rooms.{shown_key(helper.id)}", faults)
        if faults.count == count:
            least = {role: min(least, room.get(role, 0)) for role, least in helper.least.items()}
            more |= {"room": room, "least": least}
    return attrs.evolve(helper, **more) if more else helper


def _without(one: S, gone: frozenset[str]) -> S:
    """Somebody without the wishes and refusals that name who is gone."""
    wishes, refuses = unsaid(one.wishes, gone), one.refuses - gone
    if (wishes, refuses) == (one.wishes, one.refuses):
        return one
    return attrs.evolve(one, wishes=wishes, refuses=refuses)


def _wish(people: dict[str, S], change: Change, known: Set[str], unknown: Phrase, faults: Faults) -> None:
    """Give those who stay their new wishes, where nothing is wrong with them."""
    for path, id in change.named("wishes"):
        if id in people:
            one, count = attrs.evolve(people[id], wishes=change.wishes[id]), faults.count
            check_wishes(one, path, known, unknown, faults, part="")
            if faults.count == count:
                people[id] = one


def _costs(
    problem: Problem, change: Change, helpers: Set[str], households: Set[str], faults: Faults
) -> Costs:
    """What pairs cost now: the costs that were, but for households that are gone, and the new ones."""
    kept = {household: dict(of) for household, of in problem.costs.items() if household not in change.ends}
    for place, (household, helper, cost) in enumerate(change.costs):
        if household not in households:
            faults.add(UNKNOWN_HOUSEHOLD.fault(f"costs[{place}][0]"))
        elif helper not in helpers:
            faults.add(UNKNOWN_HELPER.fault(f"costs[{place}][1]"))
        else:
            kept.setdefault(household, {})[helper] = cost
    return FrozenMap((household, FrozenMap(of)) for household, of in kept.items())
