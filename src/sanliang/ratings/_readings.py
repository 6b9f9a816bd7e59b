"""What a rating was made of: each fact that was known, and where its number comes from."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs


@attrs.frozen(kw_only=True)
class Weighed:
    """
    One of several numbers that a fact is the weighted mean of.

    Attributes:
        name: The source of a mark, or the grade of ballots.
        number: The plain mean of the source's marks, or what a ballot for the grade is worth.
        weight: The source's weight among those that gave a mark, or the number of ballots.
        count: Of how many marks or ballots.
    """

    name: str
    number: Fraction
    weight: Fraction
    count: Fraction = Fraction(1)


@attrs.frozen(kw_only=True)
class Decision:
    """
    What was recorded beside a mark.

    Attributes:
        by: Who decided on it; *on* is the day.
        reason: Why.
    """

    by: str | None = None
    on: date | None = None
    reason: str | None = None


@attrs.frozen(kw_only=True)
class Reading:
    """
    What was known of a fact.

    Attributes:
        value: A number, a word, a yes or no.
        assumed: Whether nobody gave it, so that the book's `missing` holds.
        weighed: The numbers that it is the mean of, where raters or ballots gave it.
        decision: What was recorded beside a mark.
    """

    value: Fraction | str | bool
    assumed: bool = False
    weighed: tuple[Weighed, ...] = ()
    decision: Decision | None = None
