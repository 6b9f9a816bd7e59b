"""One subject: exempt, rated, or not ratable because of what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from sanliang.kernel.errors import Fault, Faults, InvalidInput
from sanliang.kernel.fields import NOT_LIST, FrozenMap, day, exact, instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.timeline import Span
from sanliang.ratings._clauses import Step, after, judge, open_names, steps
from sanliang.ratings._facts import Facts
from sanliang.ratings._given import at, table
from sanliang.ratings._known import Unknown, together
from sanliang.ratings._points import Line, Sheet
from sanliang.ratings._questions import Answer, Asked, answer
from sanliang.ratings._scale import Proposal, proposals
from sanliang.records import Record
from sanliang.rulebooks import Effect, Rulebook, tier_names

UNKNOWN_TIER = Phrase(
    "past.tier", "不是该办法的等次；有：{known}", "is no tier of the book; there are: {known}"
)
UNKNOWN_ITEM = Phrase("credited.item", "不是该办法的项目", "is no item of the book")

EXEMPT, WITHHELD = Effect(word="exempt"), Effect(word="withheld")


@attrs.frozen(kw_only=True)
class Rated:
    """
    A subject's rating in one cycle.

    Attributes:
        book: The id of the rulebook; *cycle* is the cycle.
        score: The total; nothing where the tier is settled without one.
        tier: The tier; `none` where there is none. *proposed* is the scale's, before the clauses.
        withheld: Whether the tier is rated and not displayed.
        lines: A row for each item that is known, in the book's order; the parts of an item add up to it.
        struck: The places of the clauses that took tiers away, in their order.
        yielded: The places of the clauses that would have left nothing, and yielded to those before them.
        actions: What the consequences name, in their order.
        missing: What is not known and could not change the tier; an action that hangs on it is not named.
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
    missing: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Exempt:
    """
    A subject that the book does not rate: in nobody's group, no place in a run.

    Attributes:
        book: The id of the rulebook; *cycle* is the cycle.
        clause: The place of the clause that says so.
    """

    book: str
    cycle: Span
    clause: int


@attrs.frozen(kw_only=True)
class NotRatable:
    """
    A subject whose tier hangs on what is not known, or of whom something was given that cannot be taken.

    Attributes:
        book: The id of the rulebook; *cycle* is the cycle.
        missing: The facts on which it hangs; `past` stands for the tiers of earlier cycles.
        wrong: For those of them that were given and cannot be taken, why.
        lines: A row for each item that is known all the same, in the book's order.
    """

    book: str
    cycle: Span
    missing: tuple[str, ...]
    wrong: tuple[Fault, ...] = ()
    lines: tuple[Line, ...] = ()


Rating = Rated | Exempt | NotRatable
"""What comes of rating somebody: three classes, for three answers."""


def rate(
    facts: Mapping[str, Any],
    book: Rulebook,
    *,
    on: date,
    records: Iterable[Record] | None = None,
    past: Iterable[str | None] | None = None,
    credited: Mapping[str, Fraction | int | str] = FrozenMap(),
) -> Rating:
    """
    The rating of one subject in the cycle that holds a day.

    Args:
        facts: By name: a number, a word, a yes or no; marks by rater (those of the subject itself left out);
            ballots by grade; records, or tables of their fields with `on` and `activity`; a mark with
            `mark`, `reason`, `by` and `on`. What is left out, or `None`, is not known, and never 0. What
            cannot be taken makes the subject not ratable, and `NotRatable` says why.
        book: The rulebook.
        on: Any day of the cycle. Everything but a record stands as on the cycle's last day.
        records: The subject's records. An empty book of records says that nothing happened; none at all says
            nothing.
        past: The tiers of the cycles before, the oldest first, `None` for a cycle without a rating. Nothing
            before is `()`; left out, it is not known.
        credited: By item, what past ratings credited, for limits of `ever`; nothing where left out.

    Raises:
        InvalidInput: A fact, a tier or an item that the book does not have; a float.
        NotInForce: A value of the book does not count yet on the cycle's last day.

    Example:
        >>> from sanliang.rulebooks import loads
        >>> book = loads('''
        ... schema = 1
        ... id     = "hours"
        ... rates  = "member"
        ... title  = { zh = "志愿服务星级" }
        ... source = { title = "某镇党委文件" }
        ... cycle  = { every = "year", starts = 2026-01-01 }
        ... [fact.hours]
        ... [item.hours]
        ... each   = 2
        ... [scale]
        ... tiers  = [ { name = 2, at_least = 20 }, { name = 1, at_least = 10 } ]
        ... ''')
        >>> rate({"hours": 7}, book, on=date(2026, 12, 31)).tier
        '1'
        >>> rate({}, book, on=date(2026, 12, 31)).missing
        ('hours',)
    """
    span = instance(Rulebook)(book, "book").cycle.span(day(on, "on"))
    tiers = tier_names(book)
    known = Facts(book, facts, span=span, records=records)
    before = None if past is None else _tiers(past, tiers)
    sheet = Sheet(book, known, _credited(credited, book))
    asked = Asked(facts=known, points=sheet.points, tiers=tiers, past=before)
    return _exempt(book, span, asked) or _rating(book, span, sheet, asked)


def _tiers(past: Iterable[str | None], tiers: tuple[str, ...]) -> tuple[str | None, ...]:
    if isinstance(past, str) or not isinstance(past, Iterable):
        raise InvalidInput(NOT_LIST.fault("past"))
    faults, found = Faults(), tuple(past)
    for place, tier in enumerate(found):
        if tier is not None and tier not in tiers:
            faults.add(UNKNOWN_TIER.fault(f"past[{place}]", known=tiers))
    faults.check()
    return found


def _credited(given: Mapping[str, Fraction | int | str], book: Rulebook) -> dict[str, Fraction]:
    faults, items = Faults(), {item.id for item in book.items}
    for name in table(given, "credited"):
        if name not in items:
            faults.add(UNKNOWN_ITEM.fault(at("credited", name)))
    faults.check()
    return {name: exact(points, f"credited.{name}") for name, points in given.items()}


# --- steps 4 to 7 and 10 of the order of reading ----------------------------------------------------------


def _exempt(book: Rulebook, span: Span, asked: Asked) -> Exempt | None:
    """Exempt by the first clause that says so and holds."""
    for place, clause in enumerate(book.clauses):
        if clause.then == EXEMPT and answer(clause.when, asked) is True:
            return Exempt(book=book.id, cycle=span, clause=place)
    return None


def _rating(book: Rulebook, span: Span, sheet: Sheet, asked: Asked) -> Rated | NotRatable:
    """The tier, or what it hangs on: an exemption that is not known keeps everything open."""
    proposed, course = proposals(book.scale, asked), steps(book.clauses, asked)
    verdict = judge(proposed, course, asked.tiers)
    exempting = [answer(clause.when, asked) for clause in book.clauses if clause.then == EXEMPT]
    names = verdict.names | _names(exempting)
    if verdict.tier is None or names:
        return _not_ratable(book, span, sheet, names)
    found = _rated(book, span, sheet, attrs.evolve(asked, now=verdict.tier), proposed, course)
    return _not_ratable(book, span, sheet, frozenset()) if sheet.facts.wrong else found


def _not_ratable(book: Rulebook, span: Span, sheet: Sheet, names: frozenset[str]) -> NotRatable:
    wrong = sheet.facts.wrong
    missing = tuple(sorted(names | wrong.keys()))
    return NotRatable(
        book=book.id,
        cycle=span,
        missing=missing,
        wrong=tuple(wrong[name] for name in missing if name in wrong),
        lines=sheet.rows,
    )


def _rated(
    book: Rulebook,
    span: Span,
    sheet: Sheet,
    asked: Asked,
    proposed: tuple[Proposal, ...],
    course: tuple[Step, ...],
) -> Rated:
    withheld = [answer(clause.when, asked) for clause in book.clauses if clause.then == WITHHELD]
    actions = [(one.then, answer(one.when, asked)) for one in book.consequences]
    struck, yielded = _walked(course, asked.tiers)
    missing = _names([*withheld, *(held for _, held in actions)])
    missing |= together(points for points in sheet.points.values() if isinstance(points, Unknown))
    missing |= open_names(proposed, course)
    return Rated(
        book=book.id,
        cycle=span,
        score=sheet.score if isinstance(sheet.score, Fraction) else None,
        tier=str(asked.now),
        proposed=proposed[-1].tier,
        withheld=True in withheld,
        lines=sheet.rows,
        struck=struck,
        yielded=yielded,
        actions=tuple(action for action, held in actions if held is True),
        missing=tuple(sorted(missing)),
    )


def _walked(course: tuple[Step, ...], tiers: tuple[str, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Which clauses took tiers away, and which yielded; one of which it is not known does neither."""
    left, struck, yielded = frozenset(tiers), list[int](), list[int]()
    for step in course:
        kept = step.ways[0]
        now = after(left, kept)
        if now != left:
            struck.append(step.place)
        elif kept is not None and not left & kept:
            yielded.append(step.place)
        left = now
    return tuple(struck), tuple(yielded)


def _names(answers: Iterable[Answer]) -> frozenset[str]:
    return together(held for held in answers if isinstance(held, Unknown))
