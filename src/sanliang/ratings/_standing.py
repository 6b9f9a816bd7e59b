"""Where somebody stands between clauses and the rating: what quotas look at, move, and leave open."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from sanliang.kernel.fields import FrozenMap
from sanliang.ratings._known import Number, Unknown
from sanliang.ratings._outcomes import NotRatable, Override, Rated

NOWHERE = FrozenMap[str, Number]()
"""The places of those of whom nobody asks for one."""


NOTHING = frozenset[str]()
"""What hangs on nothing, and leaves nothing open."""


class Standing:
    """
    Somebody whose tier is known before quotas and decisions. Tiers are numbers here, 0 the highest.

    Attributes:
        id: Who; empty where there is no group.
        start: The tier that the clauses left; *rung* is the tier now.
        override: The decision of a committee; *decided* is its tier.
        moved: The places of the quotas that moved it, in their order.
        hangs: What the tier hangs on after all; then it has no seat in any line.
        open: What of the clauses is not known.
    """

    # Quotas look at these of everybody, again and again: what an instance has is found at once.
    __slots__ = ("decided", "hangs", "id", "moved", "open", "override", "rung", "start")

    id: str
    start: int
    rung: int
    override: Override | None
    decided: int | None
    moved: tuple[int, ...]
    hangs: frozenset[str]
    open: frozenset[str]

    def __init__(self, start: int = 0) -> None:
        self.start = self.rung = start
        self.id, self.moved = "", ()
        self.hangs = self.open = NOTHING
        self.override = self.decided = None

    @property
    def final(self) -> int:
        """The tier in the end: that of a decision, where there is one."""
        return self.rung if self.decided is None else self.decided

    def reset(self) -> None:
        """Go back to where the clauses left it: the quotas are run again."""
        self.rung, self.moved, self.hangs = self.start, (), NOTHING

    def below(self, tiers: int) -> set[int]:
        """The nearest tier below that is none of these, for each set that may be left; -1 where none is."""
        lower = ~tiers & -(2 << self.rung)
        return {((free := left & lower) & -free).bit_length() - 1 for left in self.lefts()}

    def above(self, tiers: int) -> set[int]:
        """The nearest tier above that is none of these, for each set that may be left; -1 where none is."""
        higher = ~tiers & ((1 << self.rung) - 1)
        return {(left & higher).bit_length() - 1 for left in self.lefts()}

    @abstractmethod
    def lefts(self) -> tuple[int, ...]:
        """What the clauses may leave, a bit for each tier: one set, or several where that is not known."""

    @abstractmethod
    def words(self) -> Mapping[str, str]:
        """The words that are known, by fact."""

    @abstractmethod
    def parts(self, item: str) -> int | Unknown:
        """The points of an item in ten-thousandths: they are rounded to four decimals at most."""

    @abstractmethod
    def hanging(self) -> NotRatable:
        """That the tier hangs on something after all, or on what was given and cannot be taken."""

    @abstractmethod
    def finish(self, places: Mapping[str, Number] = NOWHERE) -> Rated | NotRatable:
        """
        The rating: what follows from the final tier.

        Args:
            places: By kind of peer group, which place the subject has there.
        """
