"""What members and households have written on their slips: wishes, refusals, and who is related to whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias, cast

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import DOUBLED, FrozenMap, checked, each, identifier, name_set
from sanliang.kernel.labels import Phrase
from sanliang.kernel.wire._by_id import each_by_id
from sanliang.kernel.wire._in import shown_key
from sanliang.pairing import _problem
from sanliang.pairing._check import WISHED_AND_REFUSED, flat

NOT_KIN = Phrase("wishes.kin", "应为党员、户两项", "must be two texts: a member and a household")
NO_SIDE = Phrase("wishes.side", "不是其中一方；有：{known}", "is neither side; there are: {known}")

_SIDES = ("members", "households")

Lists: TypeAlias = FrozenMap[str, _problem.Wishes]
Refusals: TypeAlias = FrozenMap[str, frozenset[str]]
GivenLists: TypeAlias = Mapping[str, Iterable[str | Iterable[str]]]
GivenRefusals: TypeAlias = Mapping[str, Iterable[str]]


def _listed(value: Any, path: str) -> _problem.Wishes:
    """Wishes in their order, nobody among them twice."""
    kept, faults, seen = _problem.wished(value, path), Faults(), set[str]()
    for where, id in flat(kept, path):
        if id in seen:
            faults.add(DOUBLED.fault(where))
        seen.add(id)
    faults.check()
    return kept


def _relative(value: Any, path: str) -> tuple[str, str]:
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise InvalidInput(NOT_KIN.fault(path))
    member, household = value
    return identifier(member, f"{path}[0]"), identifier(household, f"{path}[1]")


def _relatives(value: Any, path: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(set(each(_relative)(value, path))))


def _as_lists(value: GivenLists) -> Lists:
    """What was given: it is the validator that makes a frozen map of it, or refuses it."""
    return cast("Lists", value)


def _as_refusals(value: GivenRefusals) -> Refusals:
    """What was given: it is the validator that makes a frozen map of it, or refuses it."""
    return cast("Refusals", value)


def _as_kin(value: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    """What was given: it is the validator that makes a tuple of it, or refuses it."""
    return cast("tuple[tuple[str, str], ...]", value)


@attrs.frozen(kw_only=True)
class Wishes:
    """
    What both sides wish and refuse, by their ids in the roster, and who is related to whom.

    Args:
        members: Of a member, the households wished for, best first; a list within the list is a tie. Who
            has no entry welcomes all who wish for him or her; an empty list welcomes nobody.
        households: Of a household, the members wished for, likewise.
        members_refuse: Of a member, the households that he or she will not have, whoever places them.
        households_refuse: Of a household, the members that it will not have.
        kin: Pairs of a member and a household of relatives. The member's own household need not be named.

    Raises:
        InvalidInput: Somebody who is wished for twice, or wished for and refused by the same side, and so
            on: every fault of a field at once.

    Example:
        >>> wishes = Wishes(members={"m-1": ["h-2", ["h-1", "h-3"]]}, households_refuse={"h-3": ["m-1"]})
        >>> wishes.members["m-1"], wishes.households
        (('h-2', ('h-1', 'h-3')), FrozenMap({}))
    """

    members: Lists = attrs.field(
        factory=FrozenMap, converter=_as_lists, validator=checked(each_by_id(_listed))
    )
    households: Lists = attrs.field(
        factory=FrozenMap, converter=_as_lists, validator=checked(each_by_id(_listed))
    )
    members_refuse: Refusals = attrs.field(
        factory=FrozenMap, converter=_as_refusals, validator=checked(each_by_id(name_set))
    )
    households_refuse: Refusals = attrs.field(
        factory=FrozenMap, converter=_as_refusals, validator=checked(each_by_id(name_set))
    )
    kin: tuple[tuple[str, str], ...] = attrs.field(
        default=(), converter=_as_kin, validator=checked(_relatives)
    )

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        for side in _SIDES:
            refused: Refusals = getattr(self, f"{side}_refuse")
            for where, id, wish in self.listed(side):
                if wish in refused.get(id, ()):
                    faults.add(WISHED_AND_REFUSED.fault(where))
        faults.check()

    def listed(self, side: str) -> Iterator[tuple[str, str, str]]:
        """
        Each wish of the members or of the households: where it stands, whose it is, whom it names.

        Raises:
            InvalidInput: It is neither side.
        """
        if side not in _SIDES:
            raise InvalidInput(NO_SIDE.fault("side", known=_SIDES))
        lists: Lists = getattr(self, side)
        for id, wishes in lists.items():
            for where, wish in flat(wishes, f"{side}.{shown_key(id)}"):
                yield where, id, wish
