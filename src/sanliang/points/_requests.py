"""What is asked of a points office: each request has an id of its own, which is its idempotency key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, TypeAlias, cast

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap, checked, clean_text, identifier, instance, optional, some, whole
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.privacy import Private
from sanliang.kernel.wire._by_id import each_by_id
from sanliang.records import Record

MOST_PIECES = 10**6

NOTHING_ORDERED = Phrase("order.nothing", "至少须有一件物品", "needs one item at least")
SAME = Phrase("closing.same", "须为另一账户", "must be another wallet than the one that is closed")
NO_PIECES = Phrase("supply.nothing", "件数不能为 0", "must not be 0: goods come in or go out")


class Holder(Labelled):
    """Whose wallet it is."""

    MEMBER = "member", "党员", "member"
    HOUSEHOLD = "household", "户", "household"


def holder(value: Holder | str) -> Holder:
    """Whose wallet it is, of its code."""
    return Holder.of(value, "holder")


@attrs.frozen(kw_only=True)
class Opening:
    """
    The request to open a wallet.

    Args:
        id: The request's own id.
        wallet: The wallet's id: that of the member or of the household.
        holder: Which of the two it is.
        unit: The unit, such as the villager group.
    """

    id: str = attrs.field(validator=checked(identifier))
    wallet: str = attrs.field(validator=checked(identifier))
    holder: Holder = attrs.field(default=Holder.HOUSEHOLD, converter=holder)
    unit: str = attrs.field(validator=checked(identifier))


@attrs.frozen(kw_only=True)
class Award:
    """
    The request to issue the points of a record. An office pays a record once, whatever rules it matches.

    Args:
        id: The request's own id.
        wallet: Where the points go: the subject of the record, or the household of that member.
        record: The record. Where an office takes records of several books, their ids differ.
    """

    id: str = attrs.field(validator=checked(identifier))
    wallet: str = attrs.field(validator=checked(identifier))
    record: Record = attrs.field(validator=checked(instance(Record)))


_items = some(each_by_id(partial(whole, least=1, most=MOST_PIECES)), NOTHING_ORDERED)


def _as_given(value: Mapping[str, int]) -> FrozenMap[str, int]:
    """What was given: it is the validator that makes a frozen map of it, or refuses it."""
    return cast("FrozenMap[str, int]", value)


@attrs.frozen(kw_only=True)
class Order:
    """
    The request to redeem points for items of the catalogue: all of them or none.

    Args:
        id: The request's own id.
        wallet: Whose points.
        items: By item, how many.
        collector: Who fetches them, where it is somebody else. Private.

    Example:
        >>> Order(id="o-1", wallet="h-7", items={"oil": 1}).items
        FrozenMap({'oil': 1})
    """

    id: str = attrs.field(validator=checked(identifier))
    wallet: str = attrs.field(validator=checked(identifier))
    items: FrozenMap[str, int] = attrs.field(converter=_as_given, validator=checked(_items))
    collector: Private[str] | None = attrs.field(default=None, validator=checked(optional(instance(Private))))


def pieces(value: Any, path: str = "") -> int:
    """How many pieces come in, or, below zero, go out."""
    count = whole(value, path, least=-MOST_PIECES, most=MOST_PIECES)
    if not count:
        raise InvalidInput(NO_PIECES.fault(path))
    return count


@attrs.frozen(kw_only=True)
class Supply:
    """
    The request to put goods into the stock, or to take out what is spoilt or missing.

    Args:
        id: The request's own id.
        item: Which item.
        count: How many come in; below zero, how many go out. Not 0.
        why: The reason, in words.
    """

    id: str = attrs.field(validator=checked(identifier))
    item: str = attrs.field(validator=checked(identifier))
    count: int = attrs.field(validator=checked(pieces))
    why: str = attrs.field(validator=checked(clean_text))


@attrs.frozen(kw_only=True)
class Reversal:
    """
    The request to take an issue, a redemption, a supply or a closing back, as a whole. It stays in the log.

    Args:
        id: The request's own id.
        of: The id of what is taken back.
        why: The reason, in words.
    """

    id: str = attrs.field(validator=checked(identifier))
    of: str = attrs.field(validator=checked(identifier))
    why: str = attrs.field(validator=checked(clean_text))


def other_wallet(wallet: str, into: str | None) -> None:
    """What a wallet holds goes to another one, or to none."""
    if wallet == into:
        raise InvalidInput(SAME.fault("into"))


@attrs.frozen(kw_only=True)
class Closing:
    """
    The request to close a wallet: somebody moved away or died, or two households became one.

    What it holds goes to another wallet, with the last days that it has; where no other one is named, it
    expires at once. Whether there is an heir, and who, is decided outside.

    Args:
        id: The request's own id.
        wallet: The wallet that is closed.
        into: The wallet that gets what is held: of the heir, or of the household that both are now.
        why: The reason, in words.

    Raises:
        InvalidInput: A wallet that would go to itself.

    Example:
        >>> Closing(id="c-1", wallet="h-7", into="h-8", why="两户并户").into
        'h-8'
    """

    id: str = attrs.field(validator=checked(identifier))
    wallet: str = attrs.field(validator=checked(identifier))
    into: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    why: str = attrs.field(validator=checked(clean_text))

    def __attrs_post_init__(self) -> None:
        other_wallet(self.wallet, self.into)


Request: TypeAlias = Opening | Award | Order | Supply | Reversal | Closing

REQUESTS = (Opening, Award, Order, Supply, Reversal, Closing)

points_of = partial(whole, least=1, most=10**18 - 1)
"""A check for points that are issued or spent at once."""
