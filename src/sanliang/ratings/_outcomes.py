"""What comes of rating somebody: three answers, and the rows behind them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.kernel.fields import FrozenMap, checked, clean_text, day, identifier, not_kind
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Span
from sanliang.ratings._known import ONE, ZERO
from sanliang.ratings._readings import Reading
from sanliang.records import Credit


@attrs.frozen(kw_only=True)
class Line:
    """
    How an item came to its points: one row of a rating, each step with its number.

    Attributes:
        item: The item's id; *part_of* is the item that it is a part of.
        read: The number that it read, where it read one.
        earned: What its tariff gave, or its parts together; *counted* is what windows left of that.
        own: The points that it has of its own.
        limited: *counted* and *own* within the floor and the ceiling.
        weight: What that was multiplied with.
        points: What the item came to in the end, rounded.
        credits: Of each record, what it earned and what of it counts.
        notes: What a default or a limit decided, in this order: `when` (the item was not asked for),
            `window` (a window cut something off), `total_only` (a window could not be applied, since only a
            total is known), `floor`, `ceiling`, `uncredited` (a limit over all cycles was applied as if
            nothing had been credited before).
    """

    item: str
    part_of: str | None
    read: Fraction | None = None
    earned: Fraction = ZERO
    counted: Fraction = ZERO
    own: Fraction = ZERO
    limited: Fraction = ZERO
    weight: Fraction = ONE
    points: Fraction = ZERO
    credits: tuple[Credit, ...] = ()
    notes: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Override:
    """
    What a committee decided beside the computed tier.

    Attributes:
        tier: The tier that it gives; the book has to have it.
        by: Who decided: a person or an organ, as the caller names it.
        on: The day of the decision.
        why: The reason that is recorded.
        source: The rule or the minutes that it rests on.
    """

    tier: str
    by: str = attrs.field(validator=checked(identifier))
    on: date = attrs.field(validator=checked(day))
    why: str = attrs.field(validator=checked(clean_text))
    source: Source | None = None


class Unmade(Iterable[Line]):
    """Rows that are made when somebody reads them; what the items came to is known before."""

    __slots__ = ()

    @abstractmethod
    def points(self) -> dict[str, Fraction]:
        """What each item came to, in the book's order."""


def _as_given(lines: Iterable[Line]) -> Any:
    """Rows, or what will make them when somebody reads them."""
    return lines


def _readings() -> Any:
    """What a rating was made of. Two ratings that came to the same are equal, whatever they were made of."""
    return attrs.field(default=FrozenMap(), eq=False, repr=False)


def _past() -> Any:
    return attrs.field(default=None, eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Rated:
    """
    A subject's rating in one cycle.

    Attributes:
        book: The id of the rulebook; *cycle* is the cycle.
        score: The total; nothing where the tier is settled without one.
        tier: The tier that holds; `none` where there is none.
        computed: The tier that the book gives; a committee's override is beside it. The scale had *proposed*
            one, clauses *left* some of all (from the highest down), quotas *moved* it.
        withheld: Whether the tier is rated and not displayed.
        struck: The places of the clauses that took tiers away, in their order.
        yielded: The places of the clauses that would have left nothing, and yielded to those before them.
        moved: The places of the quotas that moved it, in the order in which they did.
        override: The committee's decision, where there is one.
        actions: What the consequences name, in their order.
        missing: What is not known and could not change the tier; an action that hangs on it is not named.
        readings: By fact, what was known. It says how the rating came about, and makes no two of them differ.
        past: The tiers of the cycles before, as they were handed in; of them the same holds.
    """

    book: str
    cycle: Span
    score: Fraction | None
    tier: str
    computed: str
    proposed: str
    left: tuple[str, ...] = ()
    withheld: bool = False
    _lines: Iterable[Line] = attrs.field(default=(), converter=_as_given, eq=tuple, alias="lines")
    struck: tuple[int, ...] = ()
    yielded: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    override: Override | None = None
    actions: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    readings: Mapping[str, Reading] = _readings()
    past: tuple[str | None, ...] | None = _past()

    @property
    def lines(self) -> tuple[Line, ...]:
        """A row for each item that is known, in the book's order; the parts of an item add up to it."""
        return tuple(self._lines)

    @property
    def points(self) -> dict[str, Fraction]:
        """By item, what each that is known came to, in the book's order; the rows need not be made for it."""
        rows = self._lines
        return rows.points() if isinstance(rows, Unmade) else {row.item: row.points for row in rows}


@attrs.frozen(kw_only=True)
class Exempt:
    """
    A subject that the book does not rate: in nobody's group, no place in a run.

    Attributes:
        book: The id of the rulebook; *cycle* is the cycle.
        clause: The place of the clause that says so.
        readings: By fact, what was known; *past* are the tiers of the cycles before, as of a `Rated`.
    """

    book: str
    cycle: Span
    clause: int
    readings: Mapping[str, Reading] = _readings()
    past: tuple[str | None, ...] | None = _past()


@attrs.frozen(kw_only=True)
class NotRatable:
    """
    A subject whose tier hangs on what is not known, or of whom something was given that cannot be taken.

    Attributes:
        book: The id of the rulebook; *cycle* is the cycle.
        missing: The facts on which it hangs; `past` stands for the tiers of earlier cycles, `vote` for
            the vote on a tie at the edge of a quota, a place in the book (`item.deeds.root`) for a word of a
            township whose code failed.
        wrong: For those of them that were given and cannot be taken, why.
        lines: A row for each item that is known all the same, in the book's order.
        readings: By fact, what was known; *past* are the tiers of the cycles before, as of a `Rated`.
    """

    book: str
    cycle: Span
    missing: tuple[str, ...]
    wrong: tuple[Fault, ...] = ()
    lines: tuple[Line, ...] = ()
    readings: Mapping[str, Reading] = _readings()
    past: tuple[str | None, ...] | None = _past()


Rating = Rated | Exempt | NotRatable
"""What comes of rating somebody: three classes, for three answers."""


def a_rating(value: Any, path: str = "") -> Rating:
    """A check for one rating, of whichever of the three kinds."""
    if not isinstance(value, Rated | Exempt | NotRatable):
        raise InvalidInput(not_kind(path, "Rated", "Exempt", "NotRatable"))
    return value
