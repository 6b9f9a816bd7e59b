"""Facts that others know: the roster, pledges, other ratings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs

from sanliang.kernel.errors import SHOWN, Fault, Faults, InvalidInput
from sanliang.kernel.fields import FrozenMap, day, instance
from sanliang.kernel.labels import Phrase
from sanliang.kernel.timeline import Span
from sanliang.ratings._facts import unknown_fact
from sanliang.ratings._gather._below import named, together
from sanliang.ratings._given import table
from sanliang.ratings._outcomes import Rating
from sanliang.rulebooks import FromPledges, FromRatings, FromRoster, Rulebook
from sanliang.rulebooks._model import Origin

if TYPE_CHECKING:
    import sanliang.orgs
    from sanliang.pledges import Pledge
    from sanliang.ratings._gather._pledged import Pledged

NOT_SAID = Phrase("gather.not_said", "名册没有写明", "the roster does not say")


@attrs.frozen(kw_only=True)
class Gathered:
    """
    What is known of one subject before it is rated.

    Attributes:
        facts: By name; what was given by hand is among them. Hand them to `rate`.
        unknown: By fact that was looked for and is not known: why.
    """

    facts: Mapping[str, Any] = FrozenMap()
    unknown: Mapping[str, Fault] = FrozenMap()


def gather(
    book: Rulebook,
    *,
    on: date,
    given: Mapping[str, Any] = FrozenMap(),
    roster: sanliang.orgs.Member
    | sanliang.orgs.Household
    | sanliang.orgs.Unit
    | Mapping[str, Any]
    | None = None,
    pledges: Iterable[Pledge] | None = None,
    ratings: Iterable[Rating] | Mapping[str, Rating] | None = None,
) -> Gathered:
    """
    The facts of one subject, each from where the book says that it comes from.

    Each source has the name of the word in the book. From what is not handed in nothing is gathered; records
    are handed to `rate`.

    Args:
        book: The rulebook.
        on: Any day of the cycle. The roster is read as on its last day.
        given: Facts by hand. They count before any source, and the source is then not asked.
        roster: The subject's row: a member, a household, a unit, or a table of a platform's own fields, where
            `None` says that a field is left open.
        pledges: The subject's pledges. An item counts in the cycle in which it is due.
        ratings: By other books: the subject's own, or those of everybody below it, by id where it is to be
            said whose is missing. They count if their cycle ends in this one.

    Raises:
        InvalidInput: A field that the row does not have, or that is private; a pledge twice; several ratings
            where the book does not say by `take` how to put them together.
    """
    span = instance(Rulebook)(book, "book").cycle.span(day(on, "on"))
    sources = _Sources(span, roster, pledges, ratings)
    faults, facts, unknown = Faults(), _by_hand(given, book), dict[str, Fault]()
    for fact in book.facts:
        if fact.id in facts:
            continue
        try:
            found = sources.find(fact.origin, f"facts.{fact.id}")
        except InvalidInput as error:
            faults.extend(error)
            continue
        if isinstance(found, Fault):
            unknown[fact.id] = found
        elif found is not None:
            facts[fact.id] = found
    faults.check()
    return Gathered(facts=FrozenMap(facts), unknown=FrozenMap(unknown))


def aggregate(ratings: Iterable[Rating] | Mapping[str, Rating], book: Rulebook, *, on: date) -> Gathered:
    """
    The facts that come from other ratings: a branch from its members, a year from its quarters.

    The order of ratings does not matter. Whoever is exempt is left out; if somebody is not ratable, if a
    cycle of theirs that ends in this one has no rating, or if there is none at all, the fact is not known.

    Args:
        ratings: By other books, of everybody whom it concerns; by id where it is to be said whose is missing.
            Those whose cycle does not end in this one are left out.
        book: The rulebook that reads them.
        on: Any day of its cycle.

    Raises:
        InvalidInput: Several ratings where the book does not say by `take` how to put them together.
    """
    return gather(book, on=on, ratings=ratings)


def _by_hand(given: Mapping[str, Any], book: Rulebook) -> dict[str, Any]:
    """The facts that somebody knows; what is left open may still come from its source."""
    faults, known = Faults(), {fact.id for fact in book.facts}
    for name in table(given, "given"):
        if name not in known:
            faults.add(unknown_fact("given", name, known, hint=faults.count < SHOWN))
    faults.check()
    return {name: value for name, value in given.items() if value is not None}


class _Sources:
    """What was handed in, each source read once, and only if it was: who rates by numbers pays for none."""

    def __init__(self, span: Span, roster: Any, pledges: Any, ratings: Any) -> None:
        self.span = span
        self.roster = None if roster is None else _roster(roster, span.end)
        self.pledged = None if pledges is None else _pledged(pledges, span)
        self.ratings = None if ratings is None else named(ratings)

    def find(self, origin: Origin | None, path: str) -> Fraction | str | int | bool | Fault | None:
        """What a source says, or why it does not; nothing where it was not handed in."""
        match origin:
            case FromRoster(field=field) if self.roster is not None:
                value = self.roster(field, path)
                return NOT_SAID.fault(path) if value is None else value
            case FromPledges(what=what) if self.pledged is not None:
                return self.pledged.told(what, path)
            case FromRatings() if self.ratings is not None:
                return together(origin, self.ratings, self.span, path)
            case _:
                return None


def _roster(row: Any, on: date) -> Callable[[str, str], Any]:
    from sanliang.ratings._gather._rostered import said  # noqa: PLC0415 -- the roster is loaded by whoever has one

    return partial(said, row, on)


def _pledged(pledges: Any, span: Span) -> Pledged:
    from sanliang.ratings._gather._pledged import pledged  # noqa: PLC0415 -- 80 ms that only pledges pay

    return pledged(pledges, span)
