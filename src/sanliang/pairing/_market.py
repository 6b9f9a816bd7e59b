"""Both sides of one role as two-way choice sees them: who proposes to whom, and who takes whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count
from typing import NamedTuple, TypeAlias

import attrs

from sanliang.pairing._lots import Lots
from sanliang.pairing._problem import Helper, Household, Problem, Wishes

One: TypeAlias = Helper | Household
Rank: TypeAlias = Mapping[str, int | bytes]
Struck: TypeAlias = Mapping[str, set[str]]


@attrs.frozen
class Market:
    """
    One role, ties broken.

    Attributes:
        lists: Of each proposer with a place, those to whom it would be paired, best first.
        places: How many each proposer takes.
        ranks: Of each receiver with a place, the rank of those whom it would take: the lower, the better.
        rooms: How many each receiver takes.
    """

    lists: dict[str, Sequence[str]]
    places: dict[str, int]
    ranks: dict[str, Rank]
    rooms: dict[str, int]

    def mutual(self, one: str, other: str) -> bool:
        """Whether the two, of whichever sides, would be paired, each going by its own wishes."""
        proposer, receiver = (one, other) if one in self.lists else (other, one)
        return proposer in self.ranks.get(receiver, ()) and receiver in self.lists.get(proposer, ())


class Chosen(NamedTuple):
    """What came of one role: its pairs of household and helper, in any order."""

    role: str
    pairs: list[tuple[str, str]]
    of: Market


def market(problem: Problem, role: str, lots: Lots, struck: Struck, *, helpers_propose: bool) -> Market:
    """One role of a problem; *struck* has by id with whom somebody is paired in an earlier role."""
    sides: tuple[tuple[One, ...], tuple[One, ...]] = (problem.households, problem.helpers)
    propose, receive = reversed(sides) if helpers_propose else sides
    places, rooms = _places(propose, role), _places(receive, role)
    proposers = [one for one in propose if one.id in places]
    receivers = [one for one in receive if one.id in rooms]
    return Market(
        _lists(proposers, receivers, lots, struck), places, _ranks(receivers, proposers, lots), rooms
    )


def _places(side: Iterable[One], role: str) -> dict[str, int]:
    """How many each of a side takes in a role, but those who take none."""
    found = ((one.id, one.takes(role) if isinstance(one, Helper) else one.wants(role)) for one in side)
    return {id: number for id, number in found if number}


def _lists(
    proposers: Sequence[One], receivers: Sequence[One], lots: Lots, struck: Struck
) -> dict[str, Sequence[str]]:
    welcome = listed_by(receivers, {one.id for one in proposers if one.wishes is None})
    barred = _barred(proposers, receivers, struck)
    lists = dict[str, Sequence[str]]()
    for one in proposers:
        wishes = one.wishes
        wished = sorted(welcome[one.id], key=lots.__getitem__) if wishes is None else strict(wishes, lots)
        if not_these := barred.get(one.id):
            wished = [id for id in wished if id not in not_these]
        lists[one.id] = wished
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


def _ranks(receivers: Iterable[One], proposers: Iterable[One], lots: Lots) -> dict[str, Rank]:
    anybody: Rank = {}
    if any(one.wishes is None for one in receivers):
        anybody = {one.id: lots[one.id] for one in proposers}
    return {
        one.id: anybody if one.wishes is None else dict(zip(strict(one.wishes, lots), count()))
        for one in receivers
    }


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


def strict(wishes: Wishes, lots: Lots) -> Sequence[str]:
    """Each id that is wished for, ties in the order of their lots."""
    if tuple not in map(type, wishes):
        return wishes  # type: ignore[return-value]  # a tuple of texts alone
    found = list[str]()
    for wish in wishes:
        found.extend((wish,) if isinstance(wish, str) else sorted(wish, key=lots.__getitem__))
    return found
