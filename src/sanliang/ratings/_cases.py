"""The cases of a book: what it says that it gives, and what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from sanliang.kernel.timeline import Span
from sanliang.ratings._outcomes import Exempt, NotRatable, Rated, Rating
from sanliang.ratings._rate import rate
from sanliang.rulebooks import NONE, Case, Rulebook
from sanliang.rulebooks._model import Given

OUTCOMES = {Rated: "rated", Exempt: "exempt", NotRatable: "not_ratable"}


@attrs.frozen(kw_only=True)
class Difference:
    """
    One thing that a case expects and does not get.

    Attributes:
        what: `tier`, `stars`, `outcome`, `actions`, `cycle`, an item.
        expected: What the case says; *got* is what came out, `-` where nothing did.
    """

    what: str
    expected: str
    got: str


@attrs.frozen(kw_only=True)
class CaseResult:
    """
    What came of a case.

    Attributes:
        name: The case.
        rating: What the book gave.
        differences: What is not as expected; empty where all is.
    """

    name: str
    rating: Rating
    differences: tuple[Difference, ...]


def run_cases(book: Rulebook) -> tuple[CaseResult, ...]:
    """
    The cases of one subject, each rated by the book and held against what it expects.

    A case is its own record book: records that it does not list did not happen, and before its first past
    tier there was none.

    Raises:
        InvalidInput: A case with a past tier or a fact that the book does not have.
        NotInForce: A case for a cycle in which a value of the book does not count yet.
    """
    return tuple(_run(case, case.facts, book) for case in book.cases if case.facts is not None)


def _run(case: Case, facts: Given, book: Rulebook) -> CaseResult:
    rating = rate(facts, book, on=case.cycle[1], records=(), past=case.past)
    return CaseResult(name=case.name, rating=rating, differences=tuple(_compared(case, rating)))


def _compared(case: Case, rating: Rating) -> Iterator[Difference]:
    span, found = Span(*case.cycle), _found(rating)
    if span != rating.cycle:
        yield Difference(what="cycle", expected=_shown(span), got=_shown(rating.cycle))
    for what, wanted in case.expect.items():
        expected = _shown(wanted) if what == "tier" else wanted
        if expected != found.get(what):
            yield Difference(what=what, expected=_shown(wanted), got=_shown(found.get(what)))


def _found(rating: Rating) -> dict[str, object]:
    """Everything that a case may expect, by name."""
    found: dict[str, object] = {"outcome": OUTCOMES[type(rating)]}
    if not isinstance(rating, Exempt):
        found |= {line.item: line.points for line in rating.lines}
    if isinstance(rating, Rated):
        found |= {"tier": rating.tier, "stars": _stars(rating.tier), "actions": rating.actions}
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
        case Fraction() if 10**4 % value.denominator == 0 and value.denominator > 1:
            sign, (units, rest) = "-" if value < 0 else "", divmod(int(abs(value) * 10**4), 10**4)
            return f"{sign}{units}.{rest:04}".rstrip("0")
        case Span(start=start, end=end):
            return f"{start} .. {end}"
        case tuple():
            return ", ".join(map(_shown, value)) or "-"
        case _:
            return str(value)
