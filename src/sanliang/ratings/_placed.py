"""The long way through a book: for somebody of whom records are given, or not everything is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import attrs

from sanliang.kernel.errors import SHOWN
from sanliang.kernel.timeline import Span
from sanliang.ratings._clauses import Left, Step, after, endings, judge, open_names, steps
from sanliang.ratings._facts import Facts
from sanliang.ratings._known import Number, Unknown, together
from sanliang.ratings._outcomes import Exempt, NotRatable, Rated
from sanliang.ratings._points import Sheet
from sanliang.ratings._questions import Answer, Asked, answer
from sanliang.ratings._scale import Proposal, proposals
from sanliang.ratings._standing import NOWHERE, Standing
from sanliang.records import Record
from sanliang.rulebooks import Rulebook, tier_names
from sanliang.rulebooks._model import EXEMPT, WITHHELD


class Placed(Standing):
    """
    A subject whose tier is known before quotas and decisions, as the long way found it.

    Attributes:
        asked: What conditions may ask; the tier of now is not yet among it.
        proposed: What the scale may have proposed; *course* is what the clauses did to it.
        wrong: Whether something was given that cannot be taken, though the tier does not hang on it.
    """

    __slots__ = ("asked", "course", "proposed", "sheet")

    def __init__(
        self,
        sheet: Sheet,
        asked: Asked,
        proposed: tuple[Proposal, ...],
        course: tuple[Step, ...],
        tier: str,
    ) -> None:
        super().__init__(asked.tiers.index(tier))
        self.sheet, self.asked, self.proposed, self.course = sheet, asked, proposed, course
        self.open = open_names((), course)

    @property
    def wrong(self) -> bool:
        """Whether something was given that cannot be taken, though the tier does not hang on it."""
        return bool(self.sheet.facts.wrong)

    def words(self) -> Mapping[str, str]:
        """The words that are known, by fact."""
        return self.sheet.facts.words

    def lefts(self) -> tuple[int, ...]:
        """What the clauses may leave, a bit for each tier; where that is too much to say, nothing or all."""
        tiers = self.asked.tiers
        every = (1 << len(tiers)) - 1
        if not self.course:
            return (every,)
        ends = endings(self.course, tiers)
        return (0, every) if ends is None else tuple({bits_of(left, tiers) for left in ends})

    def parts(self, item: str) -> int | Unknown:
        """The points of an item in ten-thousandths: they are rounded to four decimals at most."""
        points = self.sheet.points[item]
        if isinstance(points, Unknown):
            return points
        return points.numerator * (10**4 // points.denominator)

    def hanging(self) -> NotRatable:
        """That the tier hangs on something after all, or on what was given and cannot be taken."""
        return not_ratable(self.sheet, self.asked, self.hangs)

    def finish(self, places: Mapping[str, Number] = NOWHERE) -> Rated | NotRatable:
        """The rating, unless the last conditions read something that cannot be taken."""
        sheet, tiers, override = self.sheet, self.asked.tiers, self.override
        book, computed = sheet.book, tiers[self.rung]
        asked = attrs.evolve(self.asked, now=computed if override is None else override.tier, places=places)
        withheld = [answer(clause.when, asked) for clause in book.clauses if clause.then == WITHHELD]
        actions = [(one.then, answer(one.when, asked)) for one in book.consequences]
        if self.wrong:
            return self.hanging()
        left, struck, yielded = _walked(self.course, tiers)
        missing = _names([*withheld, *(held for _, held in actions)])
        missing |= together(points for points in sheet.points.values() if isinstance(points, Unknown))
        missing |= open_names(self.proposed, self.course)
        return Rated(
            book=book.id,
            cycle=asked.facts.span,
            score=sheet.score if isinstance(sheet.score, Fraction) else None,
            tier=str(asked.now),
            computed=computed,
            proposed=self.proposed[-1].tier,
            left=tuple(tier for tier in tiers if tier in left),
            withheld=True in withheld,
            lines=sheet.rows,
            struck=struck,
            yielded=yielded,
            moved=self.moved,
            override=override,
            actions=tuple(action for named, held in actions if held is True for action in named),
            missing=tuple(sorted(missing)),
            readings=asked.facts.readings,
            past=asked.past,
        )


def bits_of(some: Iterable[str], tiers: tuple[str, ...]) -> int:
    """Some of the tiers as bits: the first of them is the lowest bit."""
    return sum(1 << tiers.index(tier) for tier in some)


def not_ratable(sheet: Sheet, asked: Asked, names: frozenset[str]) -> NotRatable:
    """That the tier hangs on these facts, or on what was given and cannot be taken."""
    wrong = sheet.facts.wrong
    missing = tuple(sorted(names | wrong.keys()))
    return NotRatable(
        book=sheet.book.id,
        cycle=asked.facts.span,
        missing=missing,
        wrong=tuple(wrong[name] for name in missing if name in wrong),
        lines=sheet.rows,
        readings=asked.facts.readings,
        past=asked.past,
    )


def place_at_length(
    facts: Mapping[str, Any],
    book: Rulebook,
    span: Span,
    *,
    records: Iterable[Record] | None,
    past: tuple[str | None, ...] | None,
    credited: Mapping[str, Fraction],
    hints: int = SHOWN,
) -> Placed | Exempt | NotRatable:
    """
    Where a subject stands before quotas, or what that hangs on: an open exemption keeps everything open.

    Records may be given one by one, and facts may not be known.
    """
    known = Facts(book, facts, span=span, records=records, hints=hints)
    sheet = Sheet(book, known, credited)
    asked = Asked(facts=known, points=sheet.points, tiers=tier_names(book), past=past)
    return _exempt(book, span, asked) or _place(book, span, sheet, asked)


def _exempt(book: Rulebook, span: Span, asked: Asked) -> Exempt | None:
    """Exempt by the first clause that says so and holds."""
    for place, clause in enumerate(book.clauses):
        if clause.then == EXEMPT and answer(clause.when, asked) is True:
            readings = asked.facts.readings
            return Exempt(book=book.id, cycle=span, clause=place, readings=readings, past=asked.past)
    return None


def _place(book: Rulebook, span: Span, sheet: Sheet, asked: Asked) -> Placed | NotRatable:
    proposed, course = proposals(book.scale, asked), steps(book.clauses, asked)
    verdict = judge(proposed, course, asked.tiers)
    exempting = [answer(clause.when, asked) for clause in book.clauses if clause.then == EXEMPT]
    names = verdict.names | _names(exempting)
    if verdict.tier is None or names:
        return not_ratable(sheet, asked, names)
    return Placed(sheet, asked, proposed, course, verdict.tier)


def _walked(
    course: tuple[Step, ...], tiers: tuple[str, ...]
) -> tuple[Left, tuple[int, ...], tuple[int, ...]]:
    """What the clauses left, which took tiers away, which yielded; one that is not known does neither."""
    left, struck, yielded = frozenset(tiers), list[int](), list[int]()
    for step in course:
        kept = step.ways[0] if len(step.ways) == 1 else None
        now = after(left, kept)
        if now != left:
            struck.append(step.place)
        elif kept is not None and not left & kept:
            yielded.append(step.place)
        left = now
    return left, tuple(struck), tuple(yielded)


def _names(answers: Iterable[Answer]) -> frozenset[str]:
    return together(held for held in answers if isinstance(held, Unknown))
