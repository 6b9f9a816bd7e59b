"""What has happened since a pairing was made, and the problem as it is after that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, TypeAlias, cast

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import (
    DOUBLED,
    FrozenMap,
    as_names,
    checked,
    code,
    instances,
    listed,
    names,
    optional,
)
from sanliang.kernel.labels import Phrase
from sanliang.kernel.wire._by_id import each_by_id
from sanliang.kernel.wire._in import shown_key
from sanliang.pairing._check import cost_row
from sanliang.pairing._problem import (
    MOST_ROOM,
    Absence,
    Helper,
    Household,
    Wish,
    Wishes,
    as_helpers,
    as_households,
    by_role,
    wished,
)

TWICE_SAID = Phrase(
    "change.contradictory",
    "同一变更在 {other} 中另有说法，请只留一处",
    "is spoken of under {other} too; say one of the two",
)

NO_PART = Phrase(
    "change.part", "不是说明何人的部分；有：{known}", "is no part that speaks of somebody; there are: {known}"
)

_SPEAK = ("helpers", "households", "leaves", "rooms", "ends", "wishes")

Row: TypeAlias = tuple[str, str, int]
"""What a pair costs: a household, a helper, a whole number."""

_APART = {
    "leaves": ("helpers",),
    "rooms": ("leaves", "helpers"),
    "ends": ("households",),
    "wishes": ("leaves", "ends", "helpers", "households"),
}
"""Of whom a part speaks, these other parts must not."""


def _left(value: Any, path: str) -> FrozenMap[str, str]:
    """Why each of them is away; whoever is only named has withdrawn."""
    if isinstance(value, Mapping):
        return each_by_id(code)(value, path)
    return FrozenMap(dict.fromkeys(names(value, path), Absence.WITHDRAWN.value))


def _rows(value: Any, path: str) -> tuple[Row, ...]:
    """Rows in their order, none of them for the same pair as another."""
    faults, kept = Faults(), dict[tuple[str, str], Row]()
    for place, row in enumerate(listed(value, path)):
        try:
            household, helper, cost = cost_row(row, f"{path}[{place}]")
        except InvalidInput as error:
            faults.extend(error)
            continue
        if (household, helper) in kept:
            faults.add(DOUBLED.fault(f"{path}[{place}]"))
        kept[household, helper] = household, helper, cost
    faults.check()
    return tuple(kept.values())


_rooms = each_by_id(partial(by_role, most=MOST_ROOM))
_wished = each_by_id(optional(wished))


def _as_left(value: Mapping[str, str] | Iterable[str]) -> FrozenMap[str, str]:
    """What was given: it is the validator that makes a frozen map of it, or refuses it."""
    return cast("FrozenMap[str, str]", value)


def _as_rooms(value: Mapping[str, int | Mapping[str, int]]) -> FrozenMap[str, FrozenMap[str, int]]:
    """What was given: it is the validator that makes a frozen map of it, or refuses it."""
    return cast("FrozenMap[str, FrozenMap[str, int]]", value)


def _as_wished(value: Mapping[str, Iterable[str | Iterable[str]] | None]) -> FrozenMap[str, Wishes | None]:
    """What was given: it is the validator that makes a frozen map of it, or refuses it."""
    return cast("FrozenMap[str, Wishes | None]", value)


def _as_rows(value: Iterable[Row]) -> tuple[Row, ...]:
    """What was given: it is the validator that makes a tuple of it, or refuses it."""
    return cast("tuple[Row, ...]", value)


@attrs.frozen(kw_only=True)
class Change:
    """
    What has happened since a pairing was made.

    Lists are kept in the order given, so that a fault names its place; what comes of a change does not depend
    on it.

    Args:
        leaves: Helpers who take no household any more, each with a code, as a rule one of `Absence`; a list
            of ids says that they have withdrawn.
        rooms: The new room of helpers who stay: one number, or one for each role, of 0 to 100,000.
        helpers: Helpers who are added; or who take the place of the one with the same id, since they have
            moved, say.
        households: Households likewise.
        ends: Households that need no help any more.
        wishes: The new wishes of helpers and households that stay, as `Helper.wishes`. Whoever is to wish for
            somebody who is added says so here.
        costs: What pairs cost from now on, as rows of household, helper and a whole number; the other pairs
            keep their cost.

    Raises:
        InvalidInput: Whoever leaves is given room, who ends is also added, and so on: every fault at once.

    Example:
        >>> change = Change(leaves={"m-1": "exempt"}, rooms={"m-2": 4}, ends=["h-3"])
        >>> change.leaves["m-1"], change.rooms["m-2"]["helper"]
        ('exempt', 4)
        >>> Change(leaves=["m-1"], rooms={"m-1": 4})
        Traceback (most recent call last):
        sanliang.kernel.errors.InvalidInput: rooms.m-1: is spoken of under leaves too; say one of the two
    """

    leaves: FrozenMap[str, str] = attrs.field(
        default=FrozenMap(), converter=_as_left, validator=checked(_left)
    )
    rooms: FrozenMap[str, FrozenMap[str, int]] = attrs.field(
        default=FrozenMap(), converter=_as_rooms, validator=checked(_rooms)
    )
    helpers: tuple[Helper, ...] = attrs.field(
        default=(), converter=as_helpers, validator=checked(instances(Helper))
    )
    households: tuple[Household, ...] = attrs.field(
        default=(), converter=as_households, validator=checked(instances(Household))
    )
    ends: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(names))
    wishes: FrozenMap[str, Wishes | None] = attrs.field(
        default=FrozenMap(), converter=_as_wished, validator=checked(_wished)
    )
    costs: tuple[Row, ...] = attrs.field(default=(), converter=_as_rows, validator=checked(_rows))

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        for side in ("helpers", "households"):
            seen = set[str]()
            for path, id in self.named(side):
                if id in seen:
                    faults.add(DOUBLED.fault(path))
                seen.add(id)
        for part, others in _APART.items():
            for other in others:
                there = {id for _, id in self.named(other)}
                for path, id in self.named(part):
                    if id in there:
                        faults.add(TWICE_SAID.fault(path, other=other))
        faults.check()

    def named(self, part: str) -> Iterator[tuple[str, str]]:
        """
        Of whom a part speaks, each with its place.

        Raises:
            InvalidInput: It is no part that speaks of somebody.
        """
        if part not in _SPEAK:
            raise InvalidInput(NO_PART.fault("part", known=_SPEAK))
        for place, one in enumerate(getattr(self, part)):
            if not isinstance(one, str):
                yield f"{part}[{place}].id", one.id
            elif part == "ends":
                yield f"ends[{place}]", one
            else:
                yield f"{part}.{shown_key(one)}", one


def unsaid(wishes: Wishes | None, gone: frozenset[str]) -> Wishes | None:
    """The same wishes without those who are gone; of a tie, what is left of it."""
    if wishes is None or not gone:
        return wishes
    return tuple(left for one in wishes for left in _left_of(one, gone))


def _left_of(wish: Wish, gone: frozenset[str]) -> tuple[Wish, ...]:
    if isinstance(wish, str):
        return () if wish in gone else (wish,)
    stay = tuple(id for id in wish if id not in gone)
    return (stay,) if len(stay) > 1 else stay
