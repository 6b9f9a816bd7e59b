"""The next tier: how far it is, what stands in the way, and the smallest changes that reach it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import takewhile
from typing import Any

import attrs

from sanliang.kernel.errors import SHOWN, Faults, InvalidInput
from sanliang.kernel.fields import FrozenMap, exact, instance, instances, names
from sanliang.kernel.labels import Phrase
from sanliang.ratings._clauses import rungs_left
from sanliang.ratings._facts import Facts, unknown_fact
from sanliang.ratings._given import table
from sanliang.ratings._known import Amount
from sanliang.ratings._next._advice import reasons
from sanliang.ratings._next._axes import Axes, Axis
from sanliang.ratings._next._distance import lines_of, missing, start_of
from sanliang.ratings._next._looks import Looks, Places
from sanliang.ratings._next._pulls import Ask, asks, pulls, slack
from sanliang.ratings._next._search import Found, Search
from sanliang.ratings._next._ways import Barred, FactChange, NextTier, Way
from sanliang.ratings._outcomes import Exempt, NotRatable, Rated, Rating
from sanliang.ratings._own import ways_of
from sanliang.ratings._questions import last_of, tiers_of
from sanliang.ratings._rate import rate, tiers_before
from sanliang.records import Record
from sanliang.rulebooks import OwnEffect, Quota, Rulebook, Rungs, Within, tier_names

NO_STEP = Phrase("steps.positive", "应大于 0", "must be more than 0")

FEW, MANY, ROWS = 300, 4_000, 1_000_000
"""So few and so many ratings are made to find the ways; between them, so many items are worked out."""


def next_tier(
    facts: Mapping[str, Any],
    book: Rulebook,
    *,
    on: date,
    records: Iterable[Record] | None = None,
    past: Iterable[str | None] | None = None,
    credited: Mapping[str, Fraction | int | str] = FrozenMap(),
    fixed: Iterable[str] = (),
    steps: Mapping[str, Fraction | int | str] = FrozenMap(),
) -> NextTier | Exempt | NotRatable:
    """
    How far a subject is from the next tier, and the smallest changes that reach it.

    Args:
        facts: As for `rate`, and so are *book*, *records*, *past* and *credited*.
        on: Today: new records fall on the days that are left of the cycle.
        fixed: The facts that cannot change any more.
        steps: By fact, the smallest move of a number. Left out, a count moves by 1, and any other number as
            finely as the items that read it are rounded.

    Returns:
        Where somebody is exempt or not ratable, what `rate` says: the clause, or the facts that are missing.

        Else the ways to the next tier that can be reached. A way moves one fact, if there is one that is
        enough by itself; else as few as are enough together. Each move is the smallest with the others as
        they are, tried out by rating anew.

    Raises:
        InvalidInput, NotInForce: As `rate`; a fact that the book does not have, a step that is not above 0.

    Example:
        >>> from sanliang.rulebooks import loads
        >>> book = loads('''
        ... schema = 1
        ... id     = "hours"
        ... rates  = "member"
        ... title  = { zh = "志愿服务星级" }
        ... source = { title = "某镇党委文件" }
        ... cycle  = { every = "year", starts = 2026-01-01 }
        ... [item.visits]
        ... fact   = { records = "visit" }
        ... each   = 2
        ... [scale]
        ... tiers  = [ { name = 2, at_least = 20 }, { name = 1, at_least = 10 } ]
        ... ''')
        >>> found = next_tier({"visits": 7}, book, on=date(2026, 12, 31))
        >>> found.tier, found.distance, found.ways[0].changes[0].by
        ('2', Fraction(6, 1), Fraction(3, 1))
        >>> print(found.verdict.text("en"))
        next is 2: it lacks 6 points
        this one leads to 2
          visits: up by 3, from 7 to 10
    """
    given, sizes = table(facts, "facts"), _steps(steps, instance(Rulebook)(book, "book"))
    kept = _known_facts(names(fixed, "fixed"), book, "fixed")
    done = None if records is None else instances(Record)(records, "records")
    before = None if past is None else tiers_before(past, tier_names(book))

    def rated(moved: Mapping[str, Any]) -> Rating:
        return rate({**given, **moved}, book, on=on, records=done, past=before, credited=credited)

    rating = rated(FrozenMap())
    if not isinstance(rating, Rated):
        return rating
    known = Facts(book, given, span=rating.cycle, records=done)
    some = _Somebody(book=book, given=given, known=known, rating=rating, rated=rated)
    found = some.next_tier(on=on, fixed=kept, steps=sizes)
    return attrs.evolve(found, reasons=reasons(found, book))


def _known_facts(given: Iterable[str], book: Rulebook, path: str) -> tuple[str, ...]:
    faults, facts = Faults(), {fact.id for fact in book.facts}
    for name in given:
        if name not in facts:
            faults.add(unknown_fact(path, name, facts, hint=faults.count < SHOWN))
    faults.check()
    return tuple(given)


def _steps(given: Mapping[str, Fraction | int | str], book: Rulebook) -> dict[str, Fraction]:
    _known_facts(table(given, "steps"), book, "steps")
    found = {name: exact(size, f"steps.{name}") for name, size in given.items()}
    for name, size in found.items():
        if size <= 0:
            raise InvalidInput(NO_STEP.fault(f"steps.{name}"))
    return found


def _whole(number: Fraction) -> Fraction | int:
    return number.numerator if number.denominator == 1 else number


@attrs.frozen(kw_only=True)
class _Somebody:
    """
    Somebody who is rated.

    Attributes:
        given: The facts that were handed in; *known* is what they say.
        rated: The rating with other facts in place of some of them.
    """

    book: Rulebook
    given: Mapping[str, Any]
    known: Facts
    rating: Rated
    rated: Callable[[Mapping[str, Any]], Rating]

    def next_tier(self, *, on: date, fixed: Container[str], steps: Mapping[str, Fraction]) -> NextTier:
        """The next tier that can be reached, or what bars those that there are."""
        tiers = self._above()
        axes = self._axes(asks(self.book, frozenset(tiers)), on, fixed, steps)
        found = self._search(tiers, axes) if tiers else Found()
        ways = [(way, rating) for places in found.ways for way, rating in self._way(places, axes, tiers)]
        tier = next((tier for tier in tiers if any(way.tier == tier for way, _ in ways)), None)
        seen = next((rating for _, rating in ways if rating.computed == tier), found.best)
        distance, above = self._distance(tier)
        return NextTier(
            book=self.book.id,
            cycle=self.rating.cycle,
            held=self.rating.computed,
            tier=tier,
            distance=distance,
            above=above,
            barred=() if seen is None else tuple(self._barred(tiers, tier, seen)),
            ways=tuple(way for way, _ in ways),
            quotas=tuple(
                place
                for place, quota in enumerate(self.book.quotas)
                if _caps(quota, tier or self.rating.computed)
            ),
            missing=self.rating.missing,
            complete=found.complete,
        )

    def _above(self) -> tuple[str, ...]:
        """The tiers above the one that is held, from the lowest up."""
        tiers = tier_names(self.book)
        return tiers[: tiers.index(self.rating.computed)][::-1]

    # --- the search -------------------------------------------------------------------------------------

    def _axes(
        self, asked: Iterable[Ask], on: date, fixed: Container[str], steps: Mapping[str, Fraction]
    ) -> dict[str, Axis]:
        """How the facts can move that may be of use, by name."""
        signs, axes = pulls(self.book, asked), Axes(self.book, self.known, self.given, on=on)
        facts = sorted(self.book.facts, key=lambda fact: fact.id)
        moving = (fact for fact in facts if fact.id in signs and fact.id not in fixed)
        found = {fact.id: axes.of(fact, signs[fact.id], steps.get(fact.id)) for fact in moving}
        return {name: axis for name, axis in found.items() if axis is not None}

    def _search(self, tiers: tuple[str, ...], axes: Mapping[str, Axis]) -> Found:
        goal, plain = frozenset(tiers), self._plain()
        asked = asks(self.book, goal)
        rows = len(self.book.items) + len(self.book.clauses)
        looks = Looks(
            lambda moved: self.rated({**plain, **moved}),
            axes,
            goal,
            [line for ask in asked for line in lines_of(ask.test, self.known)],
            max(FEW, min(MANY, ROWS // rows)),
        )
        start = start_of(tiers[0], self.book, self.known, self.rating)
        aim = None if start is None else start[0]
        return Search(looks=looks, aim=aim, slack=slack(self.book, asked)).run()

    def _plain(self) -> dict[str, Any]:
        """What was read, as it is read the fastest: whole numbers, means as numbers, tables as records."""
        known = {fact.id: self.known.get(fact.id) for fact in self.book.facts}
        return {
            name: _whole(one.total) if one.rows is None else tuple(row.record for row in one.rows)
            for name, one in known.items()
            if isinstance(one, Amount) and one.decision is None
        }

    def _way(
        self, places: Places, axes: Mapping[str, Axis], tiers: tuple[str, ...]
    ) -> list[tuple[Way, Rated]]:
        """A way, if it leads where it should when somebody goes it."""
        facts = {name: axes[name].hand_in(place) for name, place in places.items()}
        changes = (
            FactChange(fact=name, now=axes[name].value(0), to=axes[name].value(place))
            for name, place in sorted(places.items())
        )
        way = partial(Way, changes=tuple(changes), facts=FrozenMap(facts))
        return [
            (way(tier=found.computed, score=found.score), found)
            for found in (self.rated(facts),)
            if isinstance(found, Rated) and found.computed in tiers
        ]

    # --- what lies between ---------------------------------------------------------------------------------

    def _distance(self, tier: str | None) -> tuple[Fraction | None, bool]:
        if tier is None:
            return None, False
        return missing(start_of(tier, self.book, self.known, self.rating), self.rating.score)

    def _barred(self, tiers: tuple[str, ...], tier: str | None, seen: Rated) -> Iterator[Barred]:
        """The tiers below the one reached that clauses take away; all tiers where none is reached."""
        for one in takewhile(lambda name: name != tier, tiers):
            if tier is None or one not in seen.left:
                clauses = (place for place in seen.struck if not self._keeps(place, one))
                yield Barred(tier=one, clauses=tuple(clauses), distance=self._distance(one)[0])

    def _keeps(self, place: int, tier: str) -> bool:
        """Whether a clause that holds leaves a tier."""
        then, tiers = self.book.clauses[place].then, tier_names(self.book)
        last = last_of(self.rating.past or ())
        if isinstance(then, Within):
            return tier in tiers_of(then.band, then.among, tiers)
        if isinstance(then, OwnEffect):
            kept = ways_of(then, (last,), tiers, self.known, f"clause[{place}]")[0][0]
        else:
            kept = rungs_left(then, last, tiers) if isinstance(then, Rungs) else None
        return kept is None or tier in kept


def _caps(quota: Quota, tier: str) -> bool:
    """Whether a quota may keep somebody out of a tier."""
    return tier in quota.tiers and quota.binding and quota.at_most is not None and quota.spare is None
