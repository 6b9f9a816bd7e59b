"""The cases of a book: what it says that it gives, and what it gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import cast

import attrs

from sanliang.kernel.fields import instance
from sanliang.kernel.timeline import Span
from sanliang.ratings._given import record_of
from sanliang.ratings._groups import GroupRating, kinds_of_groups, rate_group
from sanliang.ratings._outcomes import Exempt, NotRatable, Rated, Rating
from sanliang.ratings._rate import rate
from sanliang.ratings._subjects import Subject
from sanliang.records import Record
from sanliang.rulebooks import NONE, Case, CaseRecord, Rulebook
from sanliang.rulebooks._bands import shown
from sanliang.rulebooks._model import Given

OUTCOMES = {Rated: "rated", Exempt: "exempt", NotRatable: "not_ratable"}


@attrs.frozen(kw_only=True)
class Difference:
    """
    One thing that a case expects and does not get.

    Attributes:
        who: In a case of a group, whose it is.
        what: `tier`, `stars`, `outcome`, `actions`, `cycle`, an item.
        expected: What the case says; *got* is what came out, `-` where nothing did.
    """

    who: str | None = None
    what: str
    expected: str
    got: str


@attrs.frozen(kw_only=True)
class CaseResult:
    """
    What came of a case.

    Attributes:
        name: The case.
        rating: What the book gave: to one subject, or to a group.
        differences: What is not as expected; empty where all is.
    """

    name: str
    rating: Rating | GroupRating
    differences: tuple[Difference, ...]


def run_cases(book: Rulebook) -> tuple[CaseResult, ...]:
    """
    The cases of a book, each rated by it and held against what it expects.

    A case is its own record book: records that it does not list did not happen, and before its first past
    tier there was none. The people of a case are one group for every quota, unless they name groups of their
    own, as `branch = "b-1"` beside their facts.

    Raises:
        InvalidInput: No rulebook; a case with a past tier or a fact that the book does not have.
        NotInForce: A case for a cycle in which a value of the book does not count yet.
    """
    return tuple(_run(case, book) for case in instance(Rulebook)(book, "book").cases)


def _run(case: Case, book: Rulebook) -> CaseResult:
    found = rated(case, book)
    return CaseResult(name=case.name, rating=found, differences=tuple(_compared(case, found)))


def rated(case: Case, book: Rulebook) -> Rating | GroupRating:
    """What a book gives to the one or the people of a case."""
    on = case.cycle[1]
    if case.people is None:
        return rate(_facts(case.facts or {}, book), book, on=on, records=_records(case), past=case.past)
    groups = _groups(case.people, book)
    pasts = case.pasts or dict.fromkeys(case.people, case.past)
    people = [
        Subject(
            id=id,
            facts=_facts(given, book),
            group=groups.get(id),
            records=_records(case, id),
            past=pasts.get(id, ()),
        )
        for id, given in case.people.items()
    ]
    return rate_group(people, book, on=on)


def _records(case: Case, subject: str | None = None) -> tuple[Record, ...]:
    """What the one subject of a case has done, or one of its people."""
    span = Span(*case.cycle)
    return tuple(
        record_of(f"record-{place:06d}", one.kind, _table(one, span), span, f"records[{place}]")
        for place, one in enumerate(case.records)
        if one.subject == subject
    )


def _table(one: CaseRecord, span: Span) -> Mapping[str, object]:
    activity = {} if one.activity is None else {"activity": one.activity}
    return {**one.fields, **activity, "on": one.on or span.end}


def _facts(given: Given, book: Rulebook) -> Given:
    """What is known of somebody, without the names of peer groups that stand beside it."""
    facts = {fact.id for fact in book.facts}
    kinds = kinds_of_groups(book) - facts
    return {name: value for name, value in given.items() if name not in kinds}


def _groups(people: Mapping[str, Given], book: Rulebook) -> dict[str, Mapping[str, str]]:
    """The peer groups that people name; all of those who name none are one group."""
    kinds = kinds_of_groups(book)
    if not any(kind in given for given in people.values() for kind in kinds):
        return {}
    return {id: {kind: _shown(given.get(kind)) for kind in kinds} for id, given in people.items()}


def _compared(case: Case, found: Rating | GroupRating) -> Iterator[Difference]:
    span = Span(*case.cycle)
    if span != found.cycle:
        yield Difference(what="cycle", expected=_shown(span), got=_shown(found.cycle))
    if not isinstance(found, GroupRating):
        yield from _differences(None, case.expect, found)
        return
    for who, expected in case.expect.items():
        yield from _differences(who, cast(Given, expected), found.ratings[who])


def _differences(who: str | None, expect: Given, rating: Rating) -> Iterator[Difference]:
    found = _found(rating)
    for what, wanted in expect.items():
        expected = _shown(wanted) if what == "tier" else wanted
        if expected != found.get(what):
            yield Difference(who=who, what=what, expected=_shown(wanted), got=_shown(found.get(what)))


def _found(rating: Rating) -> dict[str, object]:
    """Everything that a case may expect, by name."""
    found: dict[str, object] = {"outcome": OUTCOMES[type(rating)]}
    if not isinstance(rating, Exempt):
        found |= {line.item: line.points for line in rating.lines}
    match rating:
        case Rated():
            found |= {"tier": rating.tier, "stars": _stars(rating.tier), "actions": rating.actions}
        case Exempt():
            found["actions"] = ()
        case _:
            found["actions"] = found["outcome"]  # what follows is not known
    return found


def _stars(tier: str) -> Fraction | None:
    """How many stars a tier is, where its name is their number."""
    if tier == NONE:
        return Fraction(0)
    return Fraction(tier) if tier.isascii() and tier.isdigit() else None


def _shown(value: object) -> str:
    match value:
        case None:
            return "-"
        case Fraction():
            return shown(value)
        case Span(start=start, end=end):
            return f"{start} .. {end}"
        case tuple():
            return ", ".join(map(_shown, value)) or "-"
        case _:
            return str(value)
