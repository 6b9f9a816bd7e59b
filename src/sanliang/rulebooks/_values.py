"""Numbers as a rulebook writes them: fixed, by day, by word; and the edges of a band."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction

import attrs

from sanliang.kernel.errors import NotInForce
from sanliang.kernel.labels import Labelled, Phrase

NOT_YET = Phrase(
    "value.not_in_force", "{on} 尚未施行，自 {since} 起", "not in force on {on}, but from {since}"
)


@attrs.frozen
class Fixed:
    """
    A number that is always the same.

    Attributes:
        number: Exact.
        share: Whether it was written as a share, such as `"12%"` or `"1/8"`.
    """

    number: Fraction
    share: bool = False


@attrs.frozen
class ByDay:
    """A number that changes by day: each step counts from its day until the next one."""

    steps: tuple[tuple[date, Value], ...]


@attrs.frozen
class ByWord:
    """
    A number that depends on a word that is known of the subject, such as its class, or on a yes or no.

    Attributes:
        by: The fact that gives the word.
        arms: The number for each word.
        otherwise: The number for every other word; without it such a word is a fault of the facts.
    """

    by: str
    arms: Mapping[str, Value]
    otherwise: Value | None = None

    @property
    def every(self) -> tuple[Value, ...]:
        """The numbers for all words, that for every other word last."""
        return (*self.arms.values(), *(() if self.otherwise is None else (self.otherwise,)))


Value = Fixed | ByDay | ByWord
"""Any number in a book."""


YES, NO = "yes", "no"
"""The words by which a fact chooses that is one of the two."""


class Unlisted(LookupError):
    """A word that an arm is missing for. It never leaves the package: whoever has it is not ratable."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


def worth(value: Value, *, on: date, words: Mapping[str, str]) -> Fraction:
    """
    What a value comes to on a day for somebody of whom these words are known.

    Raises:
        NotInForce: The day lies before the first step.
        Unlisted: The word is not known, or has no arm.
    """
    return chosen(value, on=on, words=words).number


def chosen(value: Value, *, on: date, words: Mapping[str, str]) -> Fixed:
    """As `worth`, with whether it is a share."""
    match value:
        case Fixed():
            return value
        case ByDay(steps=steps):
            for since, step in reversed(steps):
                if since <= on:
                    return chosen(step, on=on, words=words)
            raise NotInForce(NOT_YET.fault(on=on, since=steps[0][0]))
        case _:
            arm = value.arms.get(words[value.by], value.otherwise) if value.by in words else None
            if arm is None:
                raise Unlisted(value.by)
            return chosen(arm, on=on, words=words)


def leaves(value: Value) -> Iterator[Fixed]:
    """Every fixed number that a value may come to, in the order in which they are written."""
    match value:
        case Fixed():
            yield value
        case ByDay(steps=steps):
            for _, step in steps:
                yield from leaves(step)
        case _:
            for arm in value.every:
                yield from leaves(arm)


def starts_after(value: Value, on: date) -> Iterator[date]:
    """The first day of each value by day that is asked for on a day before it."""
    match value:
        case Fixed():
            return
        case ByDay(steps=steps):
            past = [step for since, step in steps if since <= on]
            if past:
                yield from starts_after(past[-1], on)
            else:
                yield steps[0][0]
        case _:
            for arm in value.every:
                yield from starts_after(arm, on)


def choices_of(value: Value) -> Iterator[ByWord]:
    """Every choice by a word that a value makes."""
    match value:
        case Fixed():
            return
        case ByDay(steps=steps):
            for _, step in steps:
                yield from choices_of(step)
        case _:
            yield value
            for arm in value.every:
                yield from choices_of(arm)


def words_of(value: Value) -> Iterator[str]:
    """The facts whose words a value depends on."""
    return (choice.by for choice in choices_of(value))


def days_of(value: Value) -> Iterator[date]:
    """The days on which a value changes, those within its arms too."""
    match value:
        case Fixed():
            return
        case ByDay(steps=steps):
            for since, step in steps:
                yield since
                yield from days_of(step)
        case _:
            for arm in value.every:
                yield from days_of(arm)


@attrs.frozen(kw_only=True)
class Band:
    """
    The numbers between two edges, in the words of the drafters.

    Attributes:
        at_least: 以上: the edge belongs to it.
        above: 超过: the edge does not.
        at_most: 以下, 以内: the edge belongs to it.
        below: 不满: the edge does not.
    """

    at_least: Value | None = None
    above: Value | None = None
    at_most: Value | None = None
    below: Value | None = None

    @property
    def edges(self) -> tuple[tuple[str, Value], ...]:
        """The edges that are written, with their words."""
        written = (
            ("at_least", self.at_least),
            ("above", self.above),
            ("at_most", self.at_most),
            ("below", self.below),
        )
        return tuple((word, value) for word, value in written if value is not None)

    def holds(self, number: Fraction, *, on: date, words: Mapping[str, str]) -> bool:
        """Whether a number lies in it on a day for somebody of whom these words are known."""
        return all(INSIDE[word](number, worth(value, on=on, words=words)) for word, value in self.edges)


class Edge(Labelled):
    """The words of edges, as a sentence has them."""

    AT_LEAST = "at_least", "不小于", "at least"
    ABOVE = "above", "大于", "more than"
    AT_MOST = "at_most", "不大于", "at most"
    BELOW = "below", "小于", "less than"


INSIDE: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "at_least": Fraction.__ge__,
    "above": Fraction.__gt__,
    "at_most": Fraction.__le__,
    "below": Fraction.__lt__,
}
"""When a number lies on the right side of an edge."""
