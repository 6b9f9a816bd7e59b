"""One subject: exempt, rated, or not ratable because of what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from sanliang.kernel.errors import SHOWN, Faults, InvalidInput, NotInForce
from sanliang.kernel.fields import FrozenMap, instance, listed
from sanliang.kernel.labels import Phrase
from sanliang.ratings._given import any_fraction, at, table
from sanliang.ratings._outcomes import Exempt, NotRatable, Override, Rating
from sanliang.ratings._placed import place_at_length
from sanliang.ratings._short import Plan, plan_of
from sanliang.ratings._standing import Standing
from sanliang.records import Record
from sanliang.rulebooks import Rulebook
from sanliang.rulebooks._places import with_paths

NOTHING = FrozenMap[str, Any]()

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
    credited: Mapping[str, Fraction | int | str] = NOTHING,
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
    plan = plan_of(book, on)
    try:
        return _rated(place(plan, facts, records, past, credited), override_of(override, plan.tiers))
    except NotInForce as error:
        raise with_paths(error, book, plan.span.end) from None


def _rated(placed: Standing | Exempt | NotRatable, decision: Override | None) -> Rating:
    """What comes of somebody, beside a decision; who has no place is not rated by one."""
    if not isinstance(placed, Standing):
        return placed
    placed.override = decision
    return placed.finish()


def tiers_before(past: Iterable[str | None], tiers: tuple[str, ...]) -> tuple[str | None, ...]:
    faults, found = Faults(), tuple(listed(past, "past"))
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


def place(
    plan: Plan,
    facts: Mapping[str, Any],
    records: Iterable[Record] | None,
    past: Iterable[str | None] | None,
    credited: Mapping[str, Fraction | int | str],
    hints: int = SHOWN,
) -> Standing | Exempt | NotRatable:
    """
    Where a subject stands before quotas, or what that hangs on.

    The compiled book is asked first: it takes those of whom everything is plain. For so many names that the
    book does not have, *hints* looks up which one was meant.
    """
    before = None if past is None else tiers_before(past, plan.tiers)
    if records is None and (credited is NOTHING or not credited):
        # A copy of any other mapping: a `Counter` would say 0 of what it does not hold.
        found = plan.place(facts if type(facts) is dict else {**table(facts, "facts")}, before)
        if found is not None:
            return found
    book = plan.book
    given = _credited(credited, book)
    return place_at_length(facts, book, plan.span, records=records, past=before, credited=given, hints=hints)
