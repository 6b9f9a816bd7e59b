"""One subject over the cycles: what past ratings leave for the next one, and how often a tier has held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import FrozenMap, day, each, instance, names, whole
from sanliang.kernel.labels import Phrase
from sanliang.kernel.timeline import Span
from sanliang.ratings._known import ZERO
from sanliang.ratings._outcomes import Rated, Rating, a_rating
from sanliang.rulebooks import Rulebook, tier_names

OTHER_BOOK = Phrase(
    "history.book", "是另一办法的评定；本办法为 {book}", "is a rating by another book than {book}"
)
NO_CYCLE = Phrase(
    "history.cycle",
    "不是本办法的周期；其首日所在的周期为 {start} 至 {end}",
    "is no cycle of the book: the one of its first day goes from {start} to {end}",
)
TWICE = Phrase("history.twice", "本周期已有一份评定", "is a cycle that another of the ratings has, too")
NO_TIER = Phrase(
    "history.tier", "不是该办法的等次；有：{known}", "is no tier of the book; there are: {known}"
)

Numbered = dict[int, Rating]
"""Ratings by the number of their cycle."""


@attrs.frozen(kw_only=True)
class History:
    """
    What a book has given one subject in the cycles before one.

    Made by `history` or `rate_cycles`.

    Attributes:
        book: The id of the rulebook.
        cycle: The cycle that comes next: everything here lies before it.
        ratings: The earlier ratings, the oldest first, one for a cycle at most.
        tiers: The final tier of each cycle from the first rating on, the oldest first; nothing for a cycle
            without one: exempt, not ratable, never rated.
        credited: By item with a limit of `ever`: what the ratings credited it, its weight apart.
        ladder: The book's tiers from the highest down.
    """

    book: str
    cycle: Span
    ratings: tuple[Rating, ...] = ()
    tiers: tuple[str | None, ...] = ()
    credited: Mapping[str, Fraction] = FrozenMap()
    ladder: tuple[str, ...]

    @property
    def last(self) -> Rated | None:
        """The last rating that gave a tier, however long ago: what a book calls `"last"`."""
        return next((one for one in reversed(self.ratings) if isinstance(one, Rated)), None)


def history(ratings: Iterable[Rating], book: Rulebook, *, on: date) -> History:
    """
    The history of one subject, as the cycle that holds a day has it before it.

    Args:
        ratings: All that the book has given the subject, in any order. A rating of that cycle or of a later
            one is not part of its past, and is left out: a cycle may be rated again.
        book: The rulebook.
        on: Any day of the cycle that is to be rated. Where the last cycles before it have no rating, they
            break a run.

    Raises:
        InvalidInput: A rating by another book, of a cycle that the book does not have, of the same cycle as
            another one, or with a tier that the book does not have; every fault at once.
    """
    number = instance(Rulebook)(book, "book").cycle.index(day(on, "on"))
    course = Course(book)
    for place, rating in sorted(numbered(ratings, book, "ratings").items()):
        if place < number:
            course.add(place, rating)
    return course.before(number)


def numbered(ratings: Iterable[Rating], book: Rulebook, path: str) -> Numbered:
    """Ratings of the book by the number of their cycle, each cycle once."""
    faults, found, ladder = Faults(), Numbered(), tier_names(book)
    for place, one in enumerate(each(a_rating)(ratings, path)):
        where = f"{path}[{place}]"
        number, span = _cycle(book, one.cycle.start)
        if one.book != book.id:
            faults.add(OTHER_BOOK.fault(f"{where}.book", book=book.id))
        elif one.cycle != span:
            faults.add(NO_CYCLE.fault(f"{where}.cycle", start=span.start, end=span.end))
        elif number in found:
            faults.add(TWICE.fault(f"{where}.cycle"))
        elif isinstance(one, Rated) and one.tier not in ladder:
            faults.add(NO_TIER.fault(f"{where}.tier", known=ladder))
        else:
            found[number] = one
    faults.check()
    return found


def _cycle(book: Rulebook, on: date) -> tuple[int, Span]:
    """The number of the cycle that holds a day, and the cycle."""
    number = book.cycle.index(on)
    return number, Span(book.cycle.first(number), book.cycle.first(number + 1) - timedelta(days=1))


class Course:
    """
    A history that grows: ratings are added from the oldest on, each once.

    Raises:
        InvalidInput: It is no rulebook.
    """

    def __init__(self, book: Rulebook) -> None:
        self._book, self._ladder = book, tier_names(book)
        self._ratings: list[Rating] = []
        self._tiers: list[str | None] = []
        self._credited = {item.id: ZERO for item in book.items if "ever" in {*item.floor, *item.ceiling}}
        self._next: int | None = None

    def add(self, number: int, rating: Rating) -> None:
        """Add what a later cycle came to."""
        self._pass(number)
        self._ratings.append(rating)
        self._tiers.append(rating.tier if isinstance(rating, Rated) else None)
        self._next = number + 1
        for item, points in self._credits(rating):
            self._credited[item] += points

    def before(self, number: int) -> History:
        """Everything so far, as the past of a later cycle."""
        self._pass(number)
        first = self._book.cycle.first(number)
        return History(
            book=self._book.id,
            cycle=self._book.cycle.span(first),
            ratings=tuple(self._ratings),
            tiers=tuple(self._tiers),
            credited=FrozenMap(self._credited),
            ladder=self._ladder,
        )

    def _pass(self, number: int) -> None:
        """The cycles up to this one have no rating; before the first rating nobody counts them."""
        if self._next is not None:
            self._tiers.extend([None] * (number - self._next))
            self._next = number

    def _credits(self, rating: Rating) -> Iterator[tuple[str, Fraction]]:
        """Only who was rated has been credited anything; rows are made when read, so few are."""
        if self._credited and isinstance(rating, Rated):
            yield from ((line.item, line.limited) for line in rating.lines if line.item in self._credited)


# --- how often a tier has held -----------------------------------------------------------------------------


def in_a_row(
    history: History,
    *,
    at_least: str | None = None,
    at_most: str | None = None,
    among: Iterable[str] | None = None,
) -> int:
    """
    How many cycles in a row, up to the last one, have had a tier of these; any tier, where none is named.

    Args:
        history: The history.
        at_least: The lowest of the tiers; *at_most* is the highest.
        among: The tiers by name.

    Raises:
        InvalidInput: A tier that the book does not have.
    """
    chosen = _chosen(history, at_least, at_most, among)
    count = 0
    for tier in reversed(history.tiers):
        if tier not in chosen:
            break
        count += 1
    return count


def times(
    history: History,
    *,
    within: int | None = None,
    at_least: str | None = None,
    at_most: str | None = None,
    among: Iterable[str] | None = None,
) -> int:
    """
    How many of the last cycles have had a tier of these; any tier, where none is named.

    Args:
        history: The history.
        within: So many cycles back, those without a rating among them; all, where nothing is said.
        at_least: The lowest of the tiers; *at_most* is the highest.
        among: The tiers by name.

    Raises:
        InvalidInput: A tier that the book does not have; a number of cycles below 1.
    """
    chosen = _chosen(history, at_least, at_most, among)
    tiers = history.tiers if within is None else history.tiers[-whole(within, "within", least=1) :]
    return sum(tier in chosen for tier in tiers)


def _chosen(
    history: History, at_least: str | None, at_most: str | None, among: Iterable[str] | None
) -> frozenset[str]:
    ladder = instance(History)(history, "history").ladder
    bottom = len(ladder) if at_least is None else _rung(at_least, ladder, "at_least") + 1
    top = 0 if at_most is None else _rung(at_most, ladder, "at_most")
    named = ladder if among is None else names(among, "among", each=_tier_of(ladder))
    return frozenset(ladder[top:bottom]) & frozenset(named)


def _tier_of(ladder: tuple[str, ...]) -> Callable[[Any, str], str]:
    return lambda tier, path: ladder[_rung(tier, ladder, path)]


def _rung(tier: str, ladder: tuple[str, ...], path: str) -> int:
    if tier not in ladder:
        raise InvalidInput(NO_TIER.fault(path, known=ladder))
    return ladder.index(tier)
