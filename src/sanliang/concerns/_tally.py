"""How many concerns were collected, settled and refused, and what stands open: counted from their logs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs

from sanliang.concerns._concern import Concern
from sanliang.concerns._due import late
from sanliang.concerns._rules import BASE, KIND
from sanliang.concerns._words import Standing
from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.events import Log
from sanliang.kernel.fields import (
    FrozenMap,
    checked,
    day,
    instance,
    names,
    optional,
    whole,
)
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import Lifecycle, as_of
from sanliang.kernel.wire._by_id import each_by_id

if TYPE_CHECKING:
    from sanliang.orgs import Roster

MORE_OVERDUE = Phrase("tally.overdue", "不能多于未办结的数量", "cannot be more than stand open")
NOT_THE_SUM = Phrase("tally.sum", "与各单位合计不符", "is not the sum of what the units have")

_count = partial(whole, least=0)


@attrs.frozen(kw_only=True)
class Count:
    """
    How many concerns are done, refused and open, and how many of the open ones are overdue.

    Example:
        >>> half = Count(done=150, open=45, refused=5)
        >>> half.collected, half.share, Count().share
        (200, Fraction(3, 4), None)
    """

    done: int = attrs.field(default=0, validator=checked(_count))
    refused: int = attrs.field(default=0, validator=checked(_count))
    open: int = attrs.field(default=0, validator=checked(_count))
    overdue: int = attrs.field(default=0, validator=checked(_count))

    def __attrs_post_init__(self) -> None:
        if self.overdue > self.open:
            raise InvalidInput(MORE_OVERDUE.fault("overdue"))

    @property
    def collected(self) -> int:
        """How many were collected: each is done, refused or open."""
        return self.done + self.refused + self.open

    @property
    def share(self) -> Fraction | None:
        """The share of those collected that are done; a share of none is not defined."""
        return Fraction(self.done, self.collected) if self.collected else None

    def __add__(self, other: Count) -> Count:
        return Count(
            done=self.done + other.done,
            refused=self.refused + other.refused,
            open=self.open + other.open,
            overdue=self.overdue + other.overdue,
        )


_counts = each_by_id(instance(Count))


@attrs.frozen(kw_only=True)
class Tally:
    """
    What the logs of a town's concerns come to on a day.

    Attributes:
        on: The day: what was written for a later one does not count.
        since: The first day of collecting that counts; nothing where all of them do.
        complaints: Whether complaints about conduct are among them.
        units: By the unit where it was raised; their sum is `total`.
        rolled: By every unit of the tree: its own, and those of all units under it; empty without a roster.
        categories: By category; `unsorted` are those that nobody has sorted yet.
        open: The ids of what stands open, in order; *overdue* are those whose next step is late.

    Raises:
        InvalidInput: The parts do not add up to one another.
    """

    on: date = attrs.field(validator=checked(day))
    since: date | None = attrs.field(default=None, validator=checked(optional(day)))
    complaints: bool = attrs.field(default=False, validator=checked(instance(bool)))
    units: FrozenMap[str, Count] = attrs.field(default=FrozenMap(), validator=checked(_counts))
    rolled: FrozenMap[str, Count] = attrs.field(default=FrozenMap(), validator=checked(_counts))
    categories: FrozenMap[str, Count] = attrs.field(default=FrozenMap(), validator=checked(_counts))
    open: tuple[str, ...] = attrs.field(default=(), validator=checked(names))
    overdue: tuple[str, ...] = attrs.field(default=(), validator=checked(names))

    def __attrs_post_init__(self) -> None:
        faults, total = Faults(), self.total
        if _sum(self.categories.values()) != total:
            faults.add(NOT_THE_SUM.fault("categories"))
        if len(self.open) != total.open:
            faults.add(NOT_THE_SUM.fault("open"))
        if len(self.overdue) != total.overdue or not {*self.overdue} <= {*self.open}:
            faults.add(NOT_THE_SUM.fault("overdue"))
        faults.check()

    @property
    def total(self) -> Count:
        """All of them."""
        return _sum(self.units.values())


def _sum(counts: Iterable[Count]) -> Count:
    return sum(counts, Count())


def tally(
    logs: Iterable[Log | Iterable[Any]],
    *,
    on: date,
    since: date | None = None,
    roster: Roster | None = None,
    complaints: bool = False,
    under: Lifecycle[Concern] = BASE,
) -> Tally:
    """
    What the logs of concerns come to on a day: "200 collected and 150 settled" is read off here, and is what
    anybody finds who counts the logs by hand.

    Args:
        logs: Each concern's log, or its events; in any order.
        on: The day. Events of later days are left out, so that the figure of the half-year stays what it was.
        since: Where only concerns collected on this day or later count.
        roster: Rolls the units up along its tree, as it stands on the day; mergers are followed.
        complaints: Whether complaints about conduct count, too. A figure for the board leaves them out.
        under: The lifecycle in force: its settings say what is overdue.

    Raises:
        NotFound: The roster does not have a unit in which something was raised.
        InvalidInput: Two logs of one concern, or a log that opens nothing.

    Example:
        >>> tally([], on=date(2022, 6, 30)).total.collected
        0
    """
    at, first = day(on, "on"), optional(day)(since, "since")
    instance(Lifecycle)(under, "under")
    instance(bool)(complaints, "complaints")
    found = [
        one
        for one in as_of(logs, KIND, on=at)
        if (first is None or first <= one.collected) and (complaints or one.raised.complaint is None)
    ]
    units, categories = defaultdict[str, Count](Count), defaultdict[str, Count](Count)
    overdue = {one.id for one in found if late(one, on=at, under=under)}
    for one in found:
        count = _one(one, one.id in overdue)
        units[one.raised.unit] += count
        categories[one.category] += count
    return Tally(
        on=at,
        since=first,
        complaints=complaints,
        units=FrozenMap(units),
        rolled=_rolled(units, roster, at),
        categories=FrozenMap(categories),
        open=tuple(sorted(one.id for one in found if one.standing is Standing.OPEN)),
        overdue=tuple(sorted(overdue)),
    )


def _one(concern: Concern, overdue: bool) -> Count:
    return Count(**{concern.standing.value: 1}, overdue=int(overdue))


def _rolled(units: dict[str, Count], roster: Roster | None, on: date) -> FrozenMap[str, Count]:
    if roster is None:
        return FrozenMap()
    from sanliang.orgs import roll_up  # noqa: PLC0415 -- only who has a roster pays for it

    return roll_up(roster, units, on=on)
