"""Both sides of one role as two-way choice sees them: who proposes to whom, and who takes whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain, count
from typing import NamedTuple, TypeAlias, cast, final

import attrs

from sanliang.kernel.fields import FrozenMap
from sanliang.pairing._lots import Lots
from sanliang.pairing._problem import Helper, Household, Problem, Wishes

One: TypeAlias = Helper | Household
Rank: TypeAlias = Mapping[str, int]
Struck: TypeAlias = Mapping[str, set[str]]

SCANS = 8
"""How often an order is looked along before its ranks are put into a table."""


@final
class Ranks(dict[str, Rank]):
    """
    Of each receiver, the place in its order of each who is in it; the table is made when it is asked for.

    A table costs as much as looking along the order several times, and most receivers are asked less often:
    so `of` makes none before that.
    """

    __slots__ = ("_left", "_orders")

    def __init__(self, orders: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self._orders = orders
        self._left = dict.fromkeys(orders, SCANS)

    def __missing__(self, receiver: str) -> Rank:
        made = self[receiver] = dict(zip(self._orders.get(receiver, ()), count()))
        return made

    def of(self, receiver: str, proposer: str) -> int | None:
        """The place of a proposer; none where the receiver would not take it."""
        if receiver not in self and (left := self._left.get(receiver)):
            self._left[receiver] = left - 1
            try:
                return self._orders[receiver].index(proposer)
            except ValueError:
                return None
        return self[receiver].get(proposer)


@attrs.frozen
class Market:
    """
    One role, ties broken.

    Attributes:
        lists: Of each proposer with a place, those to whom it would be paired, best first.
        places: How many each proposer takes.
        orders: Of each receiver with a place, those whom it would take, best first.
        ranks: Of each receiver, the place in that order of each who is in it.
        rooms: How many each receiver with a place takes.
    """

    lists: dict[str, Sequence[str]]
    places: dict[str, int]
    orders: dict[str, Sequence[str]]
    ranks: Ranks
    rooms: dict[str, int]

    @cached_property
    def _wanted(self) -> Ranks:
        """Of each proposer, the place in its list of each who is in it."""
        return Ranks(self.lists)

    def mutual(self, one: str, other: str) -> bool:
        """Whether the two, of whichever sides, would be paired, each going by its own wishes."""
        proposer, receiver = (one, other) if one in self.lists else (other, one)
        return proposer in self.ranks[receiver] and self._wanted.of(proposer, receiver) is not None


class Chosen(NamedTuple):
    """What came of one role: its pairs of household and helper, in any order."""

    role: str
    pairs: list[tuple[str, str]]
    of: Market


def market(problem: Problem, role: str, lots: Lots, struck: Struck, *, helpers_propose: bool) -> Market:
    """One role of a problem; *struck* has by id with whom somebody is paired in an earlier role."""
    sides: tuple[tuple[One, ...], tuple[One, ...]] = (problem.households, problem.helpers)
    propose, receive = reversed(sides) if helpers_propose else sides
    needs, takes = _needs(problem.households, role), _rooms(problem.helpers, role)
    places, rooms = (takes, needs) if helpers_propose else (needs, takes)
    proposers = [one for one in propose if one.id in places]
    receivers = [one for one in receive if one.id in rooms]
    wished = Wished(problem.tied, lots)
    orders = wished.by_all(receivers)
    ranks = Ranks(orders)
    if silent := [one.id for one in receivers if one.wishes is None]:
        anybody = wished.drawn(places)
        orders.update(dict.fromkeys(silent, anybody))
        by_lot = dict(zip(anybody, count()))  # one for all, not one for each
        ranks.update((id, by_lot) for id in silent)
    return Market(_lists(proposers, receivers, wished, struck), places, orders, ranks, rooms)


@attrs.frozen
class Wished:
    """What each wishes for, with ties in the order of their lots."""

    tied: Set[str]
    lots: Lots

    def by_all(self, side: Iterable[One]) -> dict[str, Sequence[str]]:
        """Of each, nobody where nothing is said."""
        found = {one.id: one.wishes or () for one in side}
        for id in self.tied & found.keys():
            ties = [(wish,) if isinstance(wish, str) else self.drawn(wish) for wish in found[id]]
            found[id] = tuple(chain.from_iterable(ties))
        return cast("dict[str, Sequence[str]]", found)

    def drawn(self, ids: Iterable[str]) -> list[str]:
        return sorted(ids, key=self.lots.__getitem__)


def _rooms(helpers: Iterable[Helper], role: str) -> dict[str, int]:
    """The room of each helper who takes households in a role."""
    takes = _by_map((one.room for one in helpers), role)
    return {one.id: room for one in helpers if (room := takes[id(one.room)]) and one.away is None}


def _needs(households: Iterable[Household], role: str) -> dict[str, int]:
    """How many helpers each household needs that needs any in a role."""
    wants = _by_map((one.helpers for one in households), role)
    return {one.id: need for one in households if (need := wants[id(one.helpers)])}


def _by_map(maps: Iterable[FrozenMap[str, int]], role: str) -> dict[int, int]:
    """The number of a role by the identity of the map: most of a town share one, and each is asked once."""
    return {number: by_role.get(role, 0) for number, by_role in {id(one): one for one in maps}.items()}


def _lists(
    proposers: Sequence[One], receivers: Sequence[One], wished: Wished, struck: Struck
) -> dict[str, Sequence[str]]:
    lists = wished.by_all(proposers)
    silent = {one.id for one in proposers if one.wishes is None}
    lists.update((id, wished.drawn(those)) for id, those in listed_by(receivers, silent).items())
    for id, not_these in _barred(proposers, receivers, struck).items():
        if id in lists:
            lists[id] = [other for other in lists[id] if other not in not_these]
    return lists


def _barred(proposers: Iterable[One], receivers: Iterable[One], struck: Struck) -> dict[str, set[str]]:
    """With whom a proposer may not be paired, whoever says so."""
    barred = {one.id: set(one.refuses) for one in proposers if one.refuses}
    for one in receivers:
        for id in one.refuses:
            barred.setdefault(id, set()).add(one.id)
    for id, others in struck.items():
        barred.setdefault(id, set()).update(others)
    return barred


def listed_by(side: Iterable[One], whom: set[str]) -> dict[str, list[str]]:
    """For each of *whom*, who of a side wishes for it, in the order of the side."""
    found = {id: list[str]() for id in whom}
    if whom:
        for one in side:
            for id in whom.intersection(flat(one.wishes or ())):
                found[id].append(one.id)
    return found


def flat(wishes: Wishes) -> Sequence[str]:
    """Each id that is wished for, ties in the order of their ids."""
    if tuple not in map(type, wishes):
        return wishes  # type: ignore[return-value]  # a tuple of texts alone
    return [*chain.from_iterable((wish,) if isinstance(wish, str) else wish for wish in wishes)]
