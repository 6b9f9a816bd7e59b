"""What comes of asking for the next tier: the ways to it, what bars it, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.timeline import Span
from sanliang.kernel.verdicts import Reason, Verdict


@attrs.frozen(kw_only=True)
class FactChange:
    """
    One fact, and what it would have to be.

    Attributes:
        fact: Its name.
        now: What it is: a number, yes or no.
        to: What it would have to be.
    """

    fact: str
    now: Fraction | bool
    to: Fraction | bool

    @property
    def by(self) -> Fraction:
        """How much more (above 0) or less it would be; of yes and no, 1 or -1."""
        return Fraction(self.to) - Fraction(self.now)


@attrs.frozen(kw_only=True)
class Way:
    """
    Changes that reach a higher tier together, and of which none can be left out or made smaller.

    Attributes:
        changes: One for each fact, by name.
        tier: The tier that they reach; *score* is the score then.
        facts: What to hand to `rate` in place of these facts to get there: `{**facts, **way.facts}`. For a
            fact that is made of records, those that are there and new ones.
    """

    changes: tuple[FactChange, ...]
    tier: str
    score: Fraction | None
    facts: Mapping[str, Any] = FrozenMap()


@attrs.frozen(kw_only=True)
class Barred:
    """
    A tier that cannot be reached.

    Attributes:
        tier: The tier.
        clauses: The places of the clauses that take it away, in their order. Where there is none, what can
            change is not enough.
        distance: As of the next tier.
    """

    tier: str
    clauses: tuple[int, ...] = ()
    distance: Fraction | None = None


@attrs.frozen(kw_only=True)
class NextTier:
    """
    How a rated subject comes to more.

    Attributes:
        book: The id of the rulebook; *cycle* is the cycle.
        held: The tier that the book gives now, before quotas and decisions.
        tier: The next tier that can be reached; nothing where there is none.
        distance: How many points the score lacks to where that tier begins, 0 where it is enough: then
            something else stands in the way. Nothing where the tier does not hang on the score, or the score
            is not known.
        above: Whether the score has to pass that point, and not only to come to it.
        barred: The tiers above the one that is held that cannot be reached, from the lowest up; where another
            one can, those below it.
        ways: The smallest changes that reach *tier* or more, by the names of their facts. All are of as many
            facts, the fewest that are enough.
        quotas: The places of the quotas that cap *tier*, or *held* where there is no next one: there has to
            be room in the group, too.
        missing: What is not known and could not change the tier. It is not moved either.
        complete: Whether all was looked at that had to be. If not, there may be ways with fewer facts.
        reasons: All of that in words.
    """

    book: str
    cycle: Span
    held: str
    tier: str | None
    distance: Fraction | None = None
    above: bool = False
    barred: tuple[Barred, ...] = ()
    ways: tuple[Way, ...] = ()
    quotas: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()
    complete: bool = True
    reasons: tuple[Reason, ...] = attrs.field(default=(), repr=False)

    @property
    def verdict(self) -> Verdict:
        """Whether there is a way to more, and everything that was found, in both languages."""
        return Verdict(ok=self.tier is not None, reasons=self.reasons)
