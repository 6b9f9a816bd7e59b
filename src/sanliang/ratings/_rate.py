"""One subject: exempt, rated, or not ratable because of what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import NOT_LIST, FrozenMap, instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.timeline import Span
from sanliang.ratings._clauses import Left, Step, after, judge, open_names, steps
from sanliang.ratings._facts import Facts
from sanliang.ratings._given import any_fraction, at, table
from sanliang.ratings._known import Number, Unknown, together
from sanliang.ratings._outcomes import Exempt, NotRatable, Override, Rated, Rating
from sanliang.ratings._plan import plan_of
from sanliang.ratings._points import Sheet
from sanliang.ratings._questions import Answer, Asked, answer
from sanliang.ratings._scale import Proposal, proposals
from sanliang.ratings._shape import Past, Plain
from sanliang.records import Record
from sanliang.rulebooks import Rulebook, tier_names
from sanliang.rulebooks._model import EXEMPT, WITHHELD

UNKNOWN_TIER = Phrase(
    "past.tier", "不是该办法的等次；有：{known}", "is no tier of the book; there are: {known}"
)
UNKNOWN_ITEM = Phrase("credited.item", "不是该办法的项目", "is no item of the book")


def rate(
    facts: Mapping[str, Any],
    book: Rulebook,
    *,
    on: date,
    records: Iterable[Record] | None = None,
    past: Iterable[str | None] | None = None,
    credited: Mapping[str, Fraction | int | str] = FrozenMap(),
    override: Override | None = None,
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
        override: A committee's decision: its tier replaces the one of the book, which stays as `computed`.
            Who is exempt or not ratable is not rated by a decision either.

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
    if records is None and past is None and override is None and not credited:
        plain = plan_of(book, on).place(facts, None) if type(facts) is dict else None
        if plain is not None:  # the short way through the short way: nothing but facts
            return plain.finish(plain.tier)
    placed = place(facts, book, on=on, records=records, past=past, credited=credited)
    if not isinstance(placed, Plain | Placed):
        return placed
    return finish(placed, placed.tier, override=override_of(override, tier_names(book)))


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
    return {name: any_fraction(points, f"credited.{name}") for name, points in given.items()}


def override_of(given: Override | None, tiers: tuple[str, ...]) -> Override | None:
    if given is not None and instance(Override)(given, "override").tier not in tiers:
        raise InvalidInput(UNKNOWN_TIER.fault("override.tier", known=tiers))
    return given


# --- steps 1 to 7 of the order of reading: everything that hangs on the subject alone -----------------------


@attrs.frozen(kw_only=True)
class Placed:
    """
    A subject whose tier is known before quotas and decisions.

    Attributes:
        asked: What conditions may ask; the tier of now is not yet among it.
        proposed: What the scale may have proposed; *course* is what the clauses did to it.
        tier: What the clauses left of it.
    """

    book: Rulebook
    span: Span
    sheet: Sheet
    asked: Asked
    proposed: tuple[Proposal, ...]
    course: tuple[Step, ...]
    tier: str


def place(
    facts: Mapping[str, Any],
    book: Rulebook,
    *,
    on: date,
    records: Iterable[Record] | None,
    past: Iterable[str | None] | None,
    credited: Mapping[str, Fraction | int | str],
) -> Plain | Placed | Exempt | NotRatable:
    """
    The tier of a subject before quotas, or what it hangs on: an open exemption keeps everything open.

    Of whom everything is a plain number, the compiled book is asked first.
    """
    plan = plan_of(book, on)
    before = None if past is None else _tiers(past, plan.tiers)
    if records is None and not credited:
        found = plan.place(table(facts, "facts"), before)
        if found is not None:
            return found
    return place_at_length(facts, book, plan.span, records=records, past=before, credited=credited)


def place_at_length(
    facts: Mapping[str, Any],
    book: Rulebook,
    span: Span,
    *,
    records: Iterable[Record] | None,
    past: Past,
    credited: Mapping[str, Fraction | int | str],
) -> Placed | Exempt | NotRatable:
    """As `place`, for somebody of whom something may be given record by record, or not be known."""
    known = Facts(book, facts, span=span, records=records)
    sheet = Sheet(book, known, _credited(credited, book))
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
        return not_ratable(book, asked, sheet, names)
    return Placed(
        book=book, span=span, sheet=sheet, asked=asked, proposed=proposed, course=course, tier=verdict.tier
    )


def not_ratable(book: Rulebook, asked: Asked, sheet: Sheet, names: frozenset[str]) -> NotRatable:
    wrong = sheet.facts.wrong
    missing = tuple(sorted(names | wrong.keys()))
    return NotRatable(
        book=book.id,
        cycle=asked.facts.span,
        missing=missing,
        wrong=tuple(wrong[name] for name in missing if name in wrong),
        lines=sheet.rows,
        readings=asked.facts.readings,
        past=asked.past,
    )


# --- steps 9 and 10: the decision, and what follows from the final tier ------------------------------------


def finish(
    placed: Plain | Placed,
    computed: str,
    *,
    moved: tuple[int, ...] = (),
    override: Override | None = None,
    places: Mapping[str, Number] = FrozenMap(),
) -> Rated | NotRatable:
    """
    The rating of somebody who has a place.

    Args:
        placed: The place.
        computed: The tier that quotas leave, and *moved* the places of those that changed it.
        override: A committee's decision.
        places: By kind of peer group, which place the subject has there.
    """
    if isinstance(placed, Plain):
        return placed.finish(computed, moved=moved, override=override)
    book, sheet = placed.book, placed.sheet
    asked = attrs.evolve(placed.asked, now=computed if override is None else override.tier, places=places)
    withheld = [answer(clause.when, asked) for clause in book.clauses if clause.then == WITHHELD]
    actions = [(one.then, answer(one.when, asked)) for one in book.consequences]
    if sheet.facts.wrong:  # what conditions read at last may be what cannot be taken
        return not_ratable(book, asked, sheet, frozenset())
    left, struck, yielded = _walked(placed.course, asked.tiers)
    missing = _names([*withheld, *(held for _, held in actions)])
    missing |= together(points for points in sheet.points.values() if isinstance(points, Unknown))
    missing |= open_names(placed.proposed, placed.course)
    return Rated(
        book=book.id,
        cycle=placed.span,
        score=sheet.score if isinstance(sheet.score, Fraction) else None,
        tier=str(asked.now),
        computed=computed,
        proposed=placed.proposed[-1].tier,
        left=tuple(tier for tier in asked.tiers if tier in left),
        withheld=True in withheld,
        lines=sheet.rows,
        struck=struck,
        yielded=yielded,
        moved=moved,
        override=override,
        actions=tuple(action for action, held in actions if held is True),
        missing=tuple(sorted(missing)),
        readings=asked.facts.readings,
        past=asked.past,
    )


def _walked(
    course: tuple[Step, ...], tiers: tuple[str, ...]
) -> tuple[Left, tuple[int, ...], tuple[int, ...]]:
    """What the clauses left, which took tiers away, which yielded; one that is not known does neither."""
    left, struck, yielded = frozenset(tiers), list[int](), list[int]()
    for step in course:
        kept = step.ways[0]
        now = after(left, kept)
        if now != left:
            struck.append(step.place)
        elif kept is not None and not left & kept:
            yielded.append(step.place)
        left = now
    return left, tuple(struck), tuple(yielded)


def _names(answers: Iterable[Answer]) -> frozenset[str]:
    return together(held for held in answers if isinstance(held, Unknown))
