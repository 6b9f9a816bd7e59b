"""Which rules of a book its cases reach, and which no case does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import partial

import attrs

from sanliang.kernel.fields import instance
from sanliang.ratings._cases import rated
from sanliang.ratings._groups import GroupRating, QuotaResult
from sanliang.ratings._known import ONE, ZERO
from sanliang.ratings._outcomes import Exempt, Line, Rated, Rating
from sanliang.ratings._tariffs import step_of
from sanliang.rulebooks import (
    Case,
    Consequence,
    Effect,
    Item,
    NamedStars,
    OwnScale,
    PointStars,
    Rulebook,
    Steps,
    Tiers,
    tier_names,
)
from sanliang.rulebooks._model import Condition, Given
from sanliang.rulebooks._values import worth

WITHHELD = Effect(word="withheld")


@attrs.frozen(kw_only=True)
class Coverage:
    """
    Which rules of a book its cases reach.

    A fact is reached where a case gives it, or has records of it; an item where it has a row and was asked
    for; a band of `steps` where a number falls into it; a tier where somebody has it, and a star where
    somebody wins it; a clause that exempts or withholds where it holds, any other where it strikes out a
    tier or yields; a quota where somebody has to leave, stays by his clauses or ties, and one that is only
    compared where there is a group; a consequence where its action follows from it.

    Attributes:
        rules: The paths of all rules: facts, items with the bands of their steps (the highest first), tiers
            or stars, clauses, quotas, consequences, each in the order of the book.
        missed: The paths of those that no case reaches.
    """

    rules: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def reached(self) -> tuple[str, ...]:
        """The paths of the rules that a case reaches."""
        missed = frozenset(self.missed)
        return tuple(path for path in self.rules if path not in missed)


def coverage(book: Rulebook) -> Coverage:
    """
    Which rules of a book its cases reach, whether they come out as expected or not.

    Raises:
        InvalidInput: As `run_cases`.
        NotInForce: As `run_cases`.
    """
    rules = tuple(_rules(instance(Rulebook)(book, "book")))
    probe = attrs.evolve(book, consequences=tuple(_probes(book)))
    reached = {path for case in book.cases for path in _of_case(case, probe)}
    return Coverage(rules=rules, missed=tuple(path for path in rules if path not in reached))


def _rules(book: Rulebook) -> Iterator[str]:
    yield from (f"fact.{fact.id}" for fact in book.facts)
    for item in book.items:
        yield f"item.{item.id}"
        if isinstance(item.tariff, Steps):
            yield from (_band(item, place) for place in range(len(item.tariff.bands)))
    yield from dict.fromkeys(_tiers(book).values())
    if isinstance(book.scale, NamedStars):
        yield from (f"scale.stars[{place}]" for place in range(len(book.scale.stars)))
    yield from (f"clause[{place}]" for place in range(len(book.clauses)))
    yield from (f"quota[{place}]" for place in range(len(book.quotas)))
    yield from (f"consequence[{place}]" for place in range(len(book.consequences)))


def _tiers(book: Rulebook) -> dict[str, str]:
    """The paths of tiers by name; stars that are won one by one have none, and there is no path of `none`."""
    match book.scale:
        case Tiers(tiers=tiers):
            return {tier.name: f"scale.tiers[{place}]" for place, tier in enumerate(tiers)}
        case OwnScale(word=word, tiers=names):
            return {name: f"scale.{word.tag}.tiers[{place}]" for place, name in enumerate(names)}
        case PointStars():
            return dict.fromkeys(tier_names(book)[:-1], "scale.stars")
        case _:
            return {}


def _band(item: Item, place: int) -> str:
    return f"item.{item.id}.steps[{place}]"


def _probes(book: Rulebook) -> Iterator[Consequence]:
    """Consequences that tell by their path what held, of what a rating does not say by itself."""

    def asked(path: str, when: Condition | None) -> Consequence:
        return Consequence(when=when, then=(path,))

    yield from (asked(f"consequence[{place}]", one.when) for place, one in enumerate(book.consequences))
    for place, clause in enumerate(book.clauses):
        if clause.then == WITHHELD:
            yield asked(f"clause[{place}]", clause.when)
    if isinstance(book.scale, NamedStars):
        yield from (asked(f"scale.stars[{place}]", star.when) for place, star in enumerate(book.scale.stars))


# --- what a case reaches -----------------------------------------------------------------------------------


def _of_case(case: Case, book: Rulebook) -> Iterator[str]:
    found = rated(case, book)
    if not isinstance(found, GroupRating):
        yield from _of_rating(case.facts or {}, found, book)
        return
    for id, given in (case.people or {}).items():
        yield from _of_rating(given, found.ratings[id], book)
    yield from (f"quota[{one.quota}]" for one in found.quotas if _at_work(one, book))


def _at_work(found: QuotaResult, book: Rulebook) -> bool:
    """Whether more stood in line than there are seats; what is only compared is always at work."""
    quota = book.quotas[found.quota]
    enforced = quota.binding and quota.at_most is not None
    return not enforced or bool(found.moved or found.kept or found.stuck or found.tied)


def _of_rating(given: Given, rating: Rating, book: Rulebook) -> Iterator[str]:
    yield from (f"fact.{name}" for name in given)
    known = rating.readings.items()
    yield from (f"fact.{name}" for name, one in known if not one.assumed and one.value != 0)
    if isinstance(rating, Exempt):
        yield f"clause[{rating.clause}]"
        return
    yield from _of_lines(rating.lines, _words(rating), rating.cycle.end, book)
    if isinstance(rating, Rated):
        yield from (f"clause[{place}]" for place in (*rating.struck, *rating.yielded))
        yield from rating.actions
        yield from (path for tier, path in _tiers(book).items() if tier == rating.tier)


def _words(rating: Rating) -> dict[str, str]:
    """The words that are known of somebody."""
    return {name: known.value for name, known in rating.readings.items() if isinstance(known.value, str)}


def _of_lines(lines: Iterable[Line], words: Mapping[str, str], on: date, book: Rulebook) -> Iterator[str]:
    items = {item.id: item for item in book.items}
    for line in lines:
        if "when" in line.notes:
            continue
        yield f"item.{line.item}"
        item = items[line.item]
        if isinstance(item.tariff, Steps):
            for number, day, known in _numbers(line, item, words, on):
                step = step_of(item.tariff, number, partial(worth, on=day, words=known))
                if step is not None:
                    yield _band(item, item.tariff.bands.index(step))


Number = tuple[Fraction, date, Mapping[str, str]]
"""A number that steps were asked for, with the day and the words by which their edges were chosen."""


def _numbers(line: Line, item: Item, words: Mapping[str, str], on: date) -> Iterator[Number]:
    """The numbers that an item read: one of each record, or one in all."""
    if not item.for_each:
        yield line.read or ZERO, on, words
        return
    for credit in line.credits:
        record = credit.row.record
        number = ONE if item.field is None else record.fields[item.field]
        own = {key: value for key, value in record.fields.items() if isinstance(value, str)}
        yield number, record.on, {**words, **own}
