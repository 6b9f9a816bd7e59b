"""The cases of a book: what it says that it gives, and what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from sanliang.kernel.fields import FrozenMap
from sanliang.ratings._rate import Exempt, NotRatable, Rated, Rating, rate
from sanliang.rulebooks import Case, Rulebook, tier_names

OUTCOMES = {Rated: "rated", Exempt: "exempt", NotRatable: "not_ratable"}


@attrs.frozen(kw_only=True)
class Difference:
    """One thing that a case expects and does not get."""

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

    A case is its own record book: records that it does not list did not happen.
    """
    return tuple(_run(case, book) for case in book.cases if case.facts is not None)


def _run(case: Case, book: Rulebook) -> CaseResult:
    rating = rate(case.facts or FrozenMap(), book, on=case.cycle[1], records=(), past=case.past)
    got = _outcome(rating, book)
    return CaseResult(name=case.name, rating=rating, differences=tuple(_compared(case, got)))


def _outcome(rating: Rating, book: Rulebook) -> dict[str, object]:
    """Everything that a case may expect, by name."""
    found: dict[str, object] = {"outcome": OUTCOMES[type(rating)]}
    if isinstance(rating, Rated):
        found |= {line.item: line.points for line in rating.lines}
        names = tier_names(book)
        stars = len(names) - 1 - names.index(rating.tier)
        found |= {"score": rating.score, "tier": rating.tier, "stars": Fraction(stars)}
        found["actions"] = rating.actions
    return found


def _compared(case: Case, got: dict[str, object]) -> Iterator[Difference]:
    for what, expected in case.expect.items():
        wanted = str(expected) if what == "tier" else expected
        if wanted != got.get(what):
            yield Difference(what=what, expected=_shown(wanted), got=_shown(got.get(what)))


def _shown(value: object) -> str:
    if isinstance(value, Fraction):
        return str(value) if value.denominator == 1 else f"{float(value):.4f}".rstrip("0")
    return ", ".join(map(_shown, value)) if isinstance(value, tuple) else str(value)
