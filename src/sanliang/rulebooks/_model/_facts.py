"""What is known of one subject in one cycle, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Labelled, Text
from sanliang.kernel.sources import Source
from sanliang.records import Length
from sanliang.rulebooks._model._conditions import EVERYWHERE
from sanliang.rulebooks._model._items import SCORE
from sanliang.rulebooks._values import Band, Fixed, Value


class FactType(Labelled):
    """What kind of thing is known."""

    NUMBER = "number", "数", "number"
    YES = "yes", "是或否", "yes or no"
    WORD = "word", "词", "word"


@attrs.frozen(kw_only=True)
class FromRecords:
    """
    Dated records: counted, summed, or taken one by one.

    Attributes:
        kind: The kind of the records, such as `meeting.absent`.
        where: By field of the record, the values that are taken.
        sum: The field that is added up; without it the records are counted.
        window: A length such as `18 months` that ends with the cycle; without it the cycle.
    """

    kind: str
    where: Mapping[str, tuple[str | bool | Fraction, ...]] = FrozenMap()
    sum: str | None = None
    window: Length | None = None


@attrs.frozen(kw_only=True)
class FromRoster:
    """What the roster says of the subject, such as `class`."""

    field: str


@attrs.frozen(kw_only=True)
class FromRaters:
    """
    The weighted mean of marks from several sources.

    Attributes:
        weights: By source, each more than 0; equal where nothing was written.
        absent: `"share"` gives a missing source's weight to the others; else the fact is not known.
    """

    weights: Mapping[str, Value]
    absent: str | None = None


@attrs.frozen(kw_only=True)
class FromBallots:
    """The mean worth of ballots: by grade, what one ballot for it is worth."""

    worth: Mapping[str, Value]


@attrs.frozen(kw_only=True)
class FromPledges:
    """What came of the subject's pledges: `kept`, `broken`, `share` or `all_kept`."""

    what: str


@attrs.frozen(kw_only=True)
class FromRatings:
    """
    What another book gave.

    Attributes:
        book: Its id.
        what: `score` or `tier`.
        take: Of those below the subject: `mean`, `sum`, `highest` or `lowest`; without it the subject's own.
    """

    book: str
    what: str = SCORE
    take: str | None = None


_FROM_ZERO, _TO_ONE = ("at_least", Fixed(Fraction(0))), ("at_most", Fixed(Fraction(1)))

Origin = FromRecords | FromRoster | FromRaters | FromBallots | FromPledges | FromRatings


@attrs.frozen(kw_only=True)
class Fact:
    """
    Something known of one subject in one cycle.

    Attributes:
        id: Its name.
        type: A number, a yes or no, a word.
        origin: Where it comes from; without it somebody gives it by hand.
        band: Between what a number lies; what lies elsewhere is wrong. Of marks, each of them.
        missing: What holds where it is not known; without it, it is not known.
        words: The words that it may be, as written; any, where none is listed.
    """

    id: str
    type: FactType = FactType.NUMBER
    origin: Origin | None = None
    band: Band = EVERYWHERE
    missing: Value | str | bool | None = None
    words: tuple[str, ...] = ()
    says: Text | None = None
    source: Source | None = None

    @property
    def edges(self) -> tuple[tuple[str, Value], ...]:
        """Between what its number lies: what its origin tells, and what is written."""
        match self.origin:
            case FromRecords(sum=None) | FromPledges(what="kept" | "broken"):
                open_below = self.band.at_least is None and self.band.above is None
                return (_FROM_ZERO, *self.band.edges) if open_below else self.band.edges
            case FromPledges(what="share"):
                return (_FROM_ZERO, _TO_ONE)
            case _:
                return self.band.edges

    @property
    def values(self) -> tuple[tuple[str, Value], ...]:
        """The numbers that are written in it, with their keys."""
        missing = () if isinstance(self.missing, str | bool | None) else (("missing", self.missing),)
        return (*self._of_origin, *self.band.edges, *missing)

    @property
    def _of_origin(self) -> tuple[tuple[str, Value], ...]:
        match self.origin:
            case FromRaters(weights=weights):
                return tuple((f"raters.{name}", weight) for name, weight in weights.items())
            case FromBallots(worth=worth):
                return tuple((f"ballots.{name}", one) for name, one in worth.items())
            case _:
                return ()
