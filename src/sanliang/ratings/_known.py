"""What is known, and what is not: then because of which facts, and between what ends."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from sanliang.ratings._readings import Decision, Weighed
from sanliang.records import Row
from sanliang.rulebooks._reach import ANYTHING, FAR, ONE, ZERO, Ends, hull, plus, times

__all__ = [
    "ANYTHING",
    "FAR",
    "ONE",
    "ZERO",
    "Amount",
    "Ends",
    "Known",
    "Number",
    "Unknown",
    "ends_of",
    "hull",
    "plus",
    "times",
    "together",
]


@attrs.frozen
class Unknown:
    """
    That something is not known, because these facts are not.

    Attributes:
        names: The facts; `past` is what earlier cycles gave.
        ends: Where it is a number: the least and the most that it can be.
    """

    names: frozenset[str]
    ends: Ends = ANYTHING


@attrs.frozen(kw_only=True)
class Amount:
    """
    A number that is known, and the dated rows that it was summed of, where they are known, too.

    Attributes:
        total: The number.
        rows: One for each record; nothing where only the total is known.
        weighed: The numbers that it is the mean of.
        decision: What was recorded beside it.
    """

    total: Fraction
    rows: tuple[Row, ...] | None = None
    weighed: tuple[Weighed, ...] = ()
    decision: Decision | None = None


Known = Amount | str | bool | Unknown
Number = Fraction | Unknown


def together(unknown: Iterable[Unknown]) -> frozenset[str]:
    """The facts because of which any of these is not known."""
    return frozenset[str]().union(*(one.names for one in unknown))


def ends_of(number: Number) -> Ends:
    """Between what a number lies: both ends are the number itself, where it is known."""
    return number.ends if isinstance(number, Unknown) else (number, number)
