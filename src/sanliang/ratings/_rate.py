"""One subject: exempt, rated, or not ratable because of what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from sanliang.kernel.fields import FrozenMap, day
from sanliang.kernel.timeline import Span
from sanliang.ratings._facts import Facts, Unknown
from sanliang.ratings._points import Line, Sheet
from sanliang.ratings._questions import Asked, answer, ranked
from sanliang.records import Record
from sanliang.rulebooks import (
    NONE,
    Band,
    Clause,
    Effect,
    NamedStars,
    PointStars,
    Rulebook,
    Rungs,
    Test,
    Tier,
    Tiers,
    Within,
    tier_names,
)


@attrs.frozen(kw_only=True)
class Rated:
    """
    A subject's rating in one cycle.

    Attributes:
        score: The total; nothing where a veto settled the tier without one.
        tier: The tier; `none` where there is none. *proposed* is the scale's, before the clauses.
        withheld: Whether the tier is rated and not displayed.
        lines: A row for each item, in the book's order; the parts of an item add up to it.
        struck: The places of the clauses that struck the proposed tier out or set aside others.
        yielded: The places of clauses that held and yielded to those before them.
        actions: What the consequences name.
    """

    book: str
    cycle: Span
    score: Fraction | None
    tier: str
    proposed: str
    withheld: bool = False
    lines: tuple[Line, ...] = ()
    struck: tuple[int, ...] = ()
    yielded: tuple[int, ...] = ()
    actions: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Exempt:
    """A subject that the book does not rate: in nobody's group, no place in a run. *clause* says why."""

    book: str
    cycle: Span
    clause: int


@attrs.frozen(kw_only=True)
class NotRatable:
    """A subject whose tier hangs on what is not known: the facts are named."""

    book: str
    cycle: Span
    missing: tuple[str, ...]


Rating = Rated | Exempt | NotRatable
"""What comes of rating somebody: three classes, for three answers."""


def rate(
    facts: Mapping[str, Any],
    book: Rulebook,
    *,
    on: date,
    records: Iterable[Record] | None = None,
    past: Iterable[str] | None = None,
    credited: Mapping[str, Fraction] = FrozenMap(),
) -> Rating:
    """
    The rating of one subject in the cycle that holds a day.

    Args:
        facts: By name: numbers, words, yes and no; marks by rater, ballots by grade; lists of records. What
            is missing is not known, and never 0.
        book: The rulebook.
        on: Any day of the cycle. Everything but a record stands as on the cycle's last day.
        records: The subject's records. An empty book of records says that nothing happened; none at all says
            nothing.
        past: The tiers of the cycles before, the oldest first; not known where left out.
        credited: By item, what past ratings have credited, for ceilings of `ever`.

    Raises:
        InvalidInput: A fact that the book does not have, or a float.
        NotInForce: The book has a value that does not count yet in that cycle.
    """
    span = book.cycle.span(day(on, "on"))
    known = Facts(book, facts, span=span, records=records)
    sheet = Sheet(book, known, credited)
    names = tier_names(book)
    asked = Asked(facts=known, points=sheet.points, tiers=names, past=None if past is None else tuple(past))
    return _Judge(book, span, sheet, asked).rating()


class _Judge:
    """From the items to the tier: steps 4 to 7 and 10 of the order of reading."""

    def __init__(self, book: Rulebook, span: Span, sheet: Sheet, asked: Asked) -> None:
        self.book, self.span, self.sheet, self.asked = book, span, sheet, asked
        self.names = asked.tiers
        self.missing = set[str]()

    def rating(self) -> Rating:
        exempt = self._exempt()
        if exempt is not None:
            return exempt
        outcomes = {
            ending
            for proposed in self._proposals()
            for ending in self._endings(proposed, 0, self.names, (), ())
        }
        if len({outcome[0] for outcome in outcomes}) > 1:
            return NotRatable(book=self.book.id, cycle=self.span, missing=tuple(sorted(self.missing)))
        tier, proposed, struck, yielded = min(outcomes, key=str)
        score = self.sheet.score
        asked = attrs.evolve(self.asked, now=tier)
        return Rated(
            book=self.book.id,
            cycle=self.span,
            score=None if isinstance(score, Unknown) else score,
            tier=tier,
            proposed=proposed,
            withheld=any(
                clause.then == Effect(word="withheld") and answer(clause.when, self.asked) is True
                for clause in self.book.clauses
            ),
            lines=tuple(self.sheet.lines[item.id] for item in self.book.items if item.id in self.sheet.lines),
            struck=struck,
            yielded=yielded,
            actions=tuple(one.then for one in self.book.consequences if answer(one.when, asked) is True),
        )

    def _exempt(self) -> Exempt | NotRatable | None:
        for place, clause in enumerate(self.book.clauses):
            if clause.then == Effect(word="exempt"):
                held = answer(clause.when, self.asked)
                if held is True:
                    return Exempt(book=self.book.id, cycle=self.span, clause=place)
                if isinstance(held, Unknown):
                    missing = tuple(sorted(held.names))
                    return NotRatable(book=self.book.id, cycle=self.span, missing=missing)
        return None

    # --- the scale ------------------------------------------------------------------------------------

    def _proposals(self) -> tuple[str, ...]:
        """The tiers that the scale may propose: one, unless something that matters is not known."""
        match self.book.scale:
            case Tiers() as scale:
                return self._of_tiers(scale)
            case NamedStars(stars=stars):
                return self._of_stars(stars)
            case PointStars(most=most):
                return self._of_points(most)
            case None:
                return (NONE,)

    def _of_tiers(self, scale: Tiers) -> tuple[str, ...]:
        found: list[str] = []
        for tier in scale.tiers:
            held = answer(_without_upper(tier, scale), self.asked)
            if isinstance(held, Unknown):
                self.missing |= held.names
            if held is not False:
                found.append(tier.name)
            if held is True:
                return tuple(found)
        return (*found, NONE)

    def _of_stars(self, stars: tuple[Tier, ...]) -> tuple[str, ...]:
        answers = [answer(star.when, self.asked) for star in stars]
        for held in answers:
            if isinstance(held, Unknown):
                self.missing |= held.names
        least = sum(held is True for held in answers)
        most = sum(held is not False for held in answers)
        return tuple(str(count) if count else NONE for count in range(most, least - 1, -1))

    def _of_points(self, most: int) -> tuple[str, ...]:
        score = self.sheet.score
        if isinstance(score, Unknown):
            self.missing |= score.names
            return self.names
        count = min(max(int(score), 0), most)
        return (str(count) if count else NONE,)

    # --- the clauses ----------------------------------------------------------------------------------

    def _endings(
        self,
        proposed: str,
        place: int,
        left: tuple[str, ...],
        struck: tuple[int, ...],
        yielded: tuple[int, ...],
    ) -> Iterable[tuple[str, str, tuple[int, ...], tuple[int, ...]]]:
        """Where the clauses from one on may lead: both ways, where one is not known."""
        if place == len(self.book.clauses):
            yield _nearest(proposed, left, self.names), proposed, struck, yielded
            return
        clause = self.book.clauses[place]
        held = answer(clause.when, self.asked)
        kept = self._kept(clause)
        if kept is None or held is False:
            yield from self._endings(proposed, place + 1, left, struck, yielded)
            return
        if isinstance(held, Unknown):
            self.missing |= held.names
            yield from self._endings(proposed, place + 1, left, struck, yielded)
        now = tuple(tier for tier in left if tier in kept)
        if now:
            yield from self._endings(proposed, place + 1, now, (*struck, place), yielded)
        else:
            yield from self._endings(proposed, place + 1, left, struck, (*yielded, place))

    def _kept(self, clause: Clause) -> frozenset[str] | None:
        """The tiers that a clause leaves; nothing where it strikes none out."""
        match clause.then:
            case Within(band=band, among=among):
                return frozenset(among) or ranked(band, self.names)
            case Rungs() as rungs:
                return self._reach(rungs)
            case _:
                return None

    def _reach(self, rungs: Rungs) -> frozenset[str] | None:
        """The tiers within so many rungs of the last one; without a last rating it does not bind."""
        if not self.asked.past:
            return None
        last = self.names.index(self.asked.past[-1])
        top = 0 if rungs.rise is None else max(last - rungs.rise, 0)
        bottom = len(self.names) if rungs.fall is None else last + rungs.fall + 1
        return frozenset(self.names[top:bottom])


def _without_upper(tier: Tier, scale: Tiers) -> Any:
    """The condition of a tier; where a gap goes to the band below, its upper edge does not count."""
    match tier.when:
        case Test(of="item", name="score", band=Band() as band) if scale.gap == "lower":
            return attrs.evolve(tier.when, band=attrs.evolve(band, at_most=None, below=None))
        case when:
            return when


def _nearest(proposed: str, left: tuple[str, ...], names: tuple[str, ...]) -> str:
    """The proposed tier if it is left; else the nearest one below that is, else above."""
    place = names.index(proposed)
    below = [tier for tier in names[place:] if tier in left]
    above = [tier for tier in reversed(names[:place]) if tier in left]
    return next(iter((*below, *above)))
