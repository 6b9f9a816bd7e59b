"""What a rulebook is made of: six ideas, all of them frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

import attrs

from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Labelled, Text
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Cycle
from sanliang.records import Length
from sanliang.rulebooks._values import Band, Fixed, Value

SCORE = "score"
"""The topmost item."""

NONE = "none"
"""The tier that is always there, below all others."""


EVERYWHERE = Band()


class FactType(Labelled):
    """What kind of thing is known."""

    NUMBER = "number", "数", "number"
    YES = "yes", "是或否", "yes or no"
    WORD = "word", "词", "word"


# --- where a fact comes from --------------------------------------------------------------------------


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
    """

    id: str
    type: FactType = FactType.NUMBER
    origin: Origin | None = None
    band: Band = EVERYWHERE
    missing: Value | str | bool | None = None
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
    def values(self) -> tuple[Value, ...]:
        """The numbers that are written in it: its edges, what is missing, weights, the worth of ballots."""
        missing = () if isinstance(self.missing, str | bool | None) else (self.missing,)
        own = (*(value for _, value in self.band.edges), *missing)
        match self.origin:
            case FromRaters(weights=numbers) | FromBallots(worth=numbers):
                return (*own, *numbers.values())
            case _:
                return own


# --- conditions ----------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Rank:
    """The tiers between two edges; each edge is the name of a tier."""

    at_least: str | None = None
    above: str | None = None
    at_most: str | None = None
    below: str | None = None

    @property
    def edges(self) -> tuple[tuple[str, str], ...]:
        """The edges that are written, with their words."""
        written = (
            ("at_least", self.at_least),
            ("above", self.above),
            ("at_most", self.at_most),
            ("below", self.below),
        )
        return tuple((word, tier) for word, tier in written if tier is not None)


ANYWHERE = Rank()


@attrs.frozen(kw_only=True)
class Test:
    """
    A question to one fact, item or rating.

    Attributes:
        of: `fact`, `item`, `tier` or `place`.
        name: The fact, the item; `this` or `last` for a tier; the peer group for a place.
        band: The edges that a number or a tier has to lie in.
        among: The words, tiers or yes and no that it has to be one of; empty where edges say it.
        run: Of a tier: that it held so many times in a row; *within*: once in so many.
    """

    of: str
    name: str
    band: Band | Rank = EVERYWHERE
    among: tuple[str | bool | Fraction, ...] = ()
    run: int | None = None
    within: int | None = None


@attrs.frozen(kw_only=True)
class AllOf:
    """Every one of these."""

    parts: tuple[Condition, ...]


@attrs.frozen(kw_only=True)
class AnyOf:
    """At least one of these."""

    parts: tuple[Condition, ...]


@attrs.frozen(kw_only=True)
class NotOf:
    """Not this."""

    part: Condition


Condition = Test | AllOf | AnyOf | NotOf
"""A question to facts, items and ratings: yes, no, or not known."""


def tests_of(condition: Condition | None) -> Iterator[Test]:
    """The single questions of a condition, in the order in which they are written."""
    return (test for _, test in tests_at(condition, ""))


def tests_at(condition: Condition | None, path: str) -> Iterator[tuple[str, Test]]:
    """The single questions of a condition with their paths; *path* is the condition's."""
    match condition:
        case None:
            return
        case Test():
            yield path, condition
        case AllOf(parts=parts) | AnyOf(parts=parts):
            word = "all" if isinstance(condition, AllOf) else "any"
            for place, part in enumerate(parts):
                yield from tests_at(part, f"{path}.{word}[{place}]")
        case _:
            yield from tests_at(condition.part, f"{path}.not")


# --- items ---------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Each:
    """
    So many points for each, or for each `per` of them.

    Attributes:
        points: For one.
        per: How many make one, more than 0; 1 where nothing is said.
        whole: Whether parts of one count for nothing.
        above, below: A line (one of them): what counts is the distance past it.
    """

    points: Value
    per: Value | None = None
    whole: bool = False
    above: Value | None = None
    below: Value | None = None


@attrs.frozen(kw_only=True)
class Steps:
    """Bands of a number from the highest down, each with its points; below all of them 0."""

    bands: tuple[tuple[Band, Value], ...]
    gap: str | None = None
    overlap: str | None = None


@attrs.frozen(kw_only=True)
class Mark:
    """
    A mark that somebody chooses within edges, with a reason.

    Attributes:
        band: The edges.
        decision: Whether it also needs a recorded decision: who and when.
    """

    band: Band
    decision: bool = False


Tariff = Each | Steps | Mark


@attrs.frozen(kw_only=True)
class Item:
    """
    A piece of the score: a leaf turns a fact into points, any other adds up its parts.

    Attributes:
        part_of: The item that it is a part of; only `score` has none.
        fact: The fact that it reads, if it reads one.
        points: What it starts with.
        tariff: How the fact becomes points.
        for_each: Whether the records of the fact are taken one by one.
        field: The field of each record that is read; where it is left out, each record is 1.
        when: A question to facts; where it is no, the item is 0.
        take: `sum`, `highest`, `lowest` or `mean` of its parts.
        floor, ceiling: Limits, by window: `activity`, `month`, `quarter`, `year`, `cycle`, `ever`.
        weight: What it is multiplied with at the end.
        decimals: To how many it is rounded, half away from 0; the book's where nothing is said.
        open: Whether a book that extends this one may add parts.
    """

    id: str
    part_of: str | None = SCORE
    fact: str | None = None
    points: Value | None = None
    tariff: Tariff | None = None
    for_each: bool = False
    field: str | None = None
    when: Condition | None = None
    take: str = "sum"
    floor: Mapping[str, Value] = FrozenMap()
    ceiling: Mapping[str, Value] = FrozenMap()
    weight: Value | None = None
    decimals: int | None = None
    open: bool = False
    says: Text | None = None
    source: Source | None = None


# --- from the score to a tier --------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Tier:
    """A tier and its condition; open to all where there is none."""

    name: str
    when: Condition | None = None
    says: Text | None = None
    source: Source | None = None


@attrs.frozen(kw_only=True)
class Tiers:
    """A scale of tiers, listed from the highest down."""

    tiers: tuple[Tier, ...]
    gap: str | None = None
    overlap: str | None = None
    says: Text | None = None
    source: Source | None = None


@attrs.frozen(kw_only=True)
class NamedStars:
    """Stars that are won one by one; the tier is how many."""

    stars: tuple[Tier, ...]
    says: Text | None = None
    source: Source | None = None


@attrs.frozen(kw_only=True)
class PointStars:
    """A star for each whole point of the score, so many at most."""

    most: int
    says: Text | None = None
    source: Source | None = None


Scale = Tiers | NamedStars | PointStars


@attrs.frozen(kw_only=True)
class Within:
    """Only these tiers remain: those between edges, or those named."""

    band: Rank = ANYWHERE
    among: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Rungs:
    """
    The tier may rise or fall by so many rungs from the last rating.

    Attributes:
        rise, fall: How many.
        start: The tier that whoever has no last rating counts as having had; without it, there is no bound.
    """

    rise: int | None = None
    fall: int | None = None
    start: str | None = None


@attrs.frozen(kw_only=True)
class Effect:
    """`exempt`, or `withheld`: rated, and not displayed."""

    word: str


@attrs.frozen(kw_only=True)
class Clause:
    """When a condition holds, only these tiers remain."""

    id: str | None = None
    when: Condition | None = None
    then: Within | Rungs | Effect
    says: Text | None = None
    source: Source | None = None


@attrs.frozen(kw_only=True)
class Quota:
    """
    How many of a peer group may hold a tier.

    Attributes:
        tiers: The tiers that it counts together.
        at_most: A share, or a number; *at_least* is a target, compared and never enforced.
        of: The peer group.
        rank: Items by which the group is ranked, the first first.
        round: `down`, `up` or `half_up`; *least* is how many are guaranteed.
        ties: `narrow`, `widen` or `vote`.
        among: Whom a share counts: `rated`, or all who are `listed`.
        spare: `"up"`: of a low tier the spare ones rise.
        binding: Whether it is enforced, or compared only.
    """

    id: str | None = None
    tiers: tuple[str, ...]
    at_most: Value | None = None
    at_least: Value | None = None
    of: str
    rank: tuple[str, ...] = (SCORE,)
    round: str = "down"
    least: int = 0
    ties: str | None = None
    among: str = "rated"
    spare: str | None = None
    binding: bool = True
    says: Text | None = None
    source: Source | None = None


@attrs.frozen(kw_only=True)
class Consequence:
    """A clause read last: it names an action and changes nothing."""

    id: str | None = None
    when: Condition | None = None
    then: str
    says: Text | None = None
    source: Source | None = None


# --- cases and the book --------------------------------------------------------------------------------

Given = Mapping[str, object]


@attrs.frozen(kw_only=True)
class Case:
    """
    An example that the book must rate as it says.

    Attributes:
        cycle: The first and the last day.
        facts: By name, of one subject; *people* are those of a group, by id.
        past: The tiers of the cycles before, the oldest first.
        expect: What has to come out: `score` or any item, `tier`, `stars`, `outcome`, `actions`; of a group
            by id, and then by name.
    """

    name: str
    cycle: tuple[date, date]
    facts: Given | None = None
    people: Mapping[str, Given] | None = None
    past: tuple[str, ...] = ()
    expect: Mapping[str, object]
    says: Text | None = None
    source: Source | None = None


@attrs.frozen(kw_only=True)
class Rulebook:
    """
    A town's rules for one kind of subject and one rhythm.

    Attributes:
        id: Its name.
        rates: The kind of subject: `member`, `household`, `group`, `branch` ...
        cycle: The periods that are rated.
        decimals: To how many the items are rounded.
        facts, items: In the order in which they are written; `score` is among the items.
        extends: The id of the book that this one changes, if it was read with it.
    """

    id: str
    rates: str
    title: Text
    source: Source
    cycle: Cycle
    decimals: int = 2
    facts: tuple[Fact, ...] = ()
    items: tuple[Item, ...] = ()
    scale: Scale | None = None
    clauses: tuple[Clause, ...] = ()
    quotas: tuple[Quota, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    cases: tuple[Case, ...] = ()
    extends: str | None = None
