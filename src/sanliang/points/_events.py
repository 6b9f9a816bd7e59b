"""What happens at a points office, as its log has it: the answers to its requests."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TypeAlias

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import (
    as_rows,
    checked,
    clean_text,
    code,
    day,
    each,
    identifier,
    instance,
    instances,
    optional,
    some,
    whole,
)
from sanliang.kernel.labels import Phrase
from sanliang.kernel.privacy import Private
from sanliang.points._requests import MOST_PIECES, Holder, holder, other_wallet, pieces, points_of
from sanliang.points._terms import MOST_POINTS
from sanliang.records import Window

UNBALANCED = Phrase("points.unbalanced", "各部分之和与总数不符", "does not add up: its parts are another sum")
NO_LINES = Phrase("points.no_lines", "至少须有一行", "needs one line at least")


@attrs.frozen(kw_only=True)
class Earned:
    """
    What a record earned by one rule, and how much of it counts: 30 earned, 12 counted.

    Attributes:
        rule: The rule's id.
        points: What it earned.
        counted: What the rule's ceilings left of it.
        cut: The windows that were full, the shortest first.
    """

    rule: str = attrs.field(validator=checked(code))
    points: int = attrs.field(validator=checked(partial(whole, least=0, most=10**18 - 1)))
    counted: int = attrs.field(validator=checked(partial(whole, least=0, most=10**18 - 1)))
    cut: tuple[Window, ...] = attrs.field(default=(), converter=as_rows, validator=checked(each(Window.of)))


@attrs.frozen(kw_only=True)
class Line:
    """So many of one item, each at a price in points."""

    item: str = attrs.field(validator=checked(identifier))
    count: int = attrs.field(validator=checked(partial(whole, least=1, most=MOST_PIECES)))
    price: int = attrs.field(validator=checked(partial(whole, least=1, most=MOST_POINTS)))


@attrs.frozen(kw_only=True)
class Part:
    """So many points of one lot: of those that were issued by one event."""

    lot: str = attrs.field(validator=checked(identifier))
    points: int = attrs.field(validator=checked(points_of))


@attrs.frozen(kw_only=True)
class Opened:
    """The event that a wallet was opened."""

    thing: str = attrs.field(validator=checked(identifier))
    id: str = attrs.field(validator=checked(identifier))
    wallet: str = attrs.field(validator=checked(identifier))
    holder: Holder = attrs.field(converter=holder)
    unit: str = attrs.field(validator=checked(identifier))
    by: str = attrs.field(validator=checked(identifier))
    on: date = attrs.field(validator=checked(day))

    @property
    def tag(self) -> str:
        """The name and version under which it is stored."""
        return "points.opened/1"


@attrs.frozen(kw_only=True)
class Issued:
    """
    The event that points were issued. What was issued together is a lot, and its id is the event's.

    Attributes:
        wallet: Whose points.
        record: The id of the record; *earned* is its day, and *activity* what it belongs to.
        points: How many: the sum of what counts.
        rules: What each rule gave.
        last: The last day on which they can be spent; nothing where they carry over.
    """

    thing: str = attrs.field(validator=checked(identifier))
    id: str = attrs.field(validator=checked(identifier))
    wallet: str = attrs.field(validator=checked(identifier))
    record: str = attrs.field(validator=checked(identifier))
    earned: date = attrs.field(validator=checked(day))
    activity: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    points: int = attrs.field(validator=checked(points_of))
    rules: tuple[Earned, ...] = attrs.field(
        converter=as_rows, validator=checked(some(instances(Earned), NO_LINES))
    )
    last: date | None = attrs.field(default=None, validator=checked(optional(day)))
    by: str = attrs.field(validator=checked(identifier))
    on: date = attrs.field(validator=checked(day))

    def __attrs_post_init__(self) -> None:
        if sum(one.counted for one in self.rules) != self.points:
            raise InvalidInput(UNBALANCED.fault("points"))

    @property
    def tag(self) -> str:
        """The name and version under which it is stored."""
        return "points.issued/1"


@attrs.frozen(kw_only=True)
class Redeemed:
    """
    The event that points were redeemed: from which lots, and for what. Both come to the same sum.

    Attributes:
        wallet: Whose points.
        parts: The points of each lot, in the order in which they were spent.
        lines: The items, in the order of their ids.
        collector: Who fetched them, where it was somebody else. Private.
    """

    thing: str = attrs.field(validator=checked(identifier))
    id: str = attrs.field(validator=checked(identifier))
    wallet: str = attrs.field(validator=checked(identifier))
    parts: tuple[Part, ...] = attrs.field(
        converter=as_rows, validator=checked(some(instances(Part), NO_LINES))
    )
    lines: tuple[Line, ...] = attrs.field(
        converter=as_rows, validator=checked(some(instances(Line), NO_LINES))
    )
    collector: Private[str] | None = attrs.field(default=None, validator=checked(optional(instance(Private))))
    by: str = attrs.field(validator=checked(identifier))
    on: date = attrs.field(validator=checked(day))

    def __attrs_post_init__(self) -> None:
        if sum(one.count * one.price for one in self.lines) != self.points:
            raise InvalidInput(UNBALANCED.fault("parts"))

    @property
    def points(self) -> int:
        """How many points were redeemed."""
        return sum(one.points for one in self.parts)

    @property
    def tag(self) -> str:
        """The name and version under which it is stored."""
        return "points.redeemed/1"


@attrs.frozen(kw_only=True)
class Supplied:
    """The event that goods came into the stock, or, below zero, went out of it."""

    thing: str = attrs.field(validator=checked(identifier))
    id: str = attrs.field(validator=checked(identifier))
    item: str = attrs.field(validator=checked(identifier))
    count: int = attrs.field(validator=checked(pieces))
    why: str = attrs.field(validator=checked(clean_text))
    by: str = attrs.field(validator=checked(identifier))
    on: date = attrs.field(validator=checked(day))

    @property
    def tag(self) -> str:
        """The name and version under which it is stored."""
        return "points.supplied/1"


@attrs.frozen(kw_only=True)
class Reversed:
    """The event that takes another one back: that one stays in the log, and counts nowhere."""

    thing: str = attrs.field(validator=checked(identifier))
    id: str = attrs.field(validator=checked(identifier))
    of: str = attrs.field(validator=checked(identifier))
    why: str = attrs.field(validator=checked(clean_text))
    by: str = attrs.field(validator=checked(identifier))
    on: date = attrs.field(validator=checked(day))

    @property
    def tag(self) -> str:
        """The name and version under which it is stored."""
        return "points.reversed/1"


@attrs.frozen(kw_only=True)
class Closed:
    """
    The event that a wallet was closed: all that it held went to another wallet, or expired.

    Attributes:
        wallet: The wallet that was closed.
        into: The wallet that got what was held; nothing where it expired.
        parts: All that was held on the day, by lot, in the order of spending; none where nothing was.
        why: The reason, in words.
    """

    thing: str = attrs.field(validator=checked(identifier))
    id: str = attrs.field(validator=checked(identifier))
    wallet: str = attrs.field(validator=checked(identifier))
    into: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    parts: tuple[Part, ...] = attrs.field(default=(), converter=as_rows, validator=checked(instances(Part)))
    why: str = attrs.field(validator=checked(clean_text))
    by: str = attrs.field(validator=checked(identifier))
    on: date = attrs.field(validator=checked(day))

    def __attrs_post_init__(self) -> None:
        other_wallet(self.wallet, self.into)

    @property
    def points(self) -> int:
        """How many points it held."""
        return sum(one.points for one in self.parts)

    @property
    def tag(self) -> str:
        """The name and version under which it is stored."""
        return "points.closed/1"


Event: TypeAlias = Opened | Issued | Redeemed | Supplied | Reversed | Closed
