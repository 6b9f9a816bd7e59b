"""A notice as its log has it: what it publishes, what is said against it, what comes with its moves."""

from __future__ import annotations

from datetime import date

import attrs

from sanliang.calendars import Period
from sanliang.kernel.fields import (
    as_names,
    checked,
    clean_text,
    code,
    day,
    identifier,
    instance,
    names,
    optional,
)
from sanliang.kernel.labels import Labelled
from sanliang.kernel.privacy import Private


class State(Labelled):
    """Where a notice stands in the base lifecycle."""

    POSTED = "posted", "公示中", "posted"
    CONTESTED = "contested", "有异议", "contested"
    UPHELD = "upheld", "异议成立", "objection upheld"
    FILED = "filed", "已归档", "filed"
    WITHDRAWN = "withdrawn", "已撤下", "withdrawn"


class Move(Labelled):
    """What can be done with a notice in the base lifecycle."""

    POST = "post", "张榜公示", "post"
    OBJECT = "object", "提出异议", "object"
    ANSWER = "answer", "答复异议", "answer"
    FILE = "file", "归档", "file"
    WITHDRAW = "withdraw", "撤下", "withdraw"
    CORRECT = "correct", "更正", "correct"


@attrs.frozen(kw_only=True)
class Posting:
    """
    What is published, where, and for how long.

    Args:
        word: The kind of the thing, such as `"pledge"`.
        thing: Its id.
        unit: The unit that publishes it.
        place: Where it hangs, in words.
        period: How many days it hangs; the day of posting is not counted.
        concerns: The persons whom it concerns: none of them can settle an objection to it.
    """

    word: str = attrs.field(validator=checked(code))
    thing: str = attrs.field(validator=checked(identifier))
    unit: str = attrs.field(validator=checked(identifier))
    place: str = attrs.field(validator=checked(clean_text))
    period: Period = attrs.field(validator=checked(instance(Period)))
    concerns: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(names))


@attrs.frozen(kw_only=True)
class Objection:
    """
    What somebody says against what is published.

    Args:
        id: Its id within the notice.
        says: What is objected, in words that may be shown to whoever settles it.
        by: Who objects; hidden. The actor of the move is whoever takes the objection down, and is not.
        on: The day of it, which the move fills in.
        answered: The day of its answer.
        answer: The answer in words.
        upheld: Whether the answer agrees with it.
    """

    id: str = attrs.field(validator=checked(identifier))
    says: str = attrs.field(validator=checked(clean_text))
    by: Private[str] | None = attrs.field(default=None, validator=checked(optional(instance(Private))))
    on: date | None = attrs.field(default=None, validator=checked(optional(day)))
    answered: date | None = attrs.field(default=None, validator=checked(optional(day)))
    answer: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))
    upheld: bool = attrs.field(default=False, validator=checked(instance(bool)))

    def open_on(self, at: date) -> bool:
        """Whether it was open on some part of that day."""
        on = day(at, "at")
        return self.on is not None and self.on <= on and (self.answered is None or on <= self.answered)


@attrs.frozen(kw_only=True)
class Answer:
    """The answer to an objection, which may agree with it."""

    objection: str = attrs.field(validator=checked(identifier))
    says: str = attrs.field(validator=checked(clean_text))
    upheld: bool = attrs.field(validator=checked(instance(bool)))


@attrs.frozen(kw_only=True)
class Clock:
    """
    How far a notice has run at the beginning of a day. Made by `clock`.

    Attributes:
        notice: The notice's id; *version* is the one it was read at.
        on: The day.
        counted: Full days that counted so far; never more than *needed*.
        needed: The days of its period.
        ran_out: The last day that counted, or nothing while it runs.
    """

    notice: str
    version: int
    on: date
    counted: int
    needed: int
    ran_out: date | None


@attrs.frozen(kw_only=True)
class Given:
    """What comes with a move of a notice."""

    posting: Posting | None = attrs.field(default=None, validator=checked(optional(instance(Posting))))
    objection: Objection | None = attrs.field(default=None, validator=checked(optional(instance(Objection))))
    answer: Answer | None = attrs.field(default=None, validator=checked(optional(instance(Answer))))
    clock: Clock | None = attrs.field(default=None, validator=checked(optional(instance(Clock))))
    reasons: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))


@attrs.frozen(kw_only=True, weakref_slot=False)
class Notice:
    """
    A public notice as its log has it.

    Attributes:
        posting: What is published, where, how long, whom it concerns.
        posted: The day of posting.
        objections: In the order in which they came.
    """

    id: str
    state: str
    version: int
    on: date
    posting: Posting
    posted: date
    objections: tuple[Objection, ...] = ()

    @property
    def unit(self) -> str:
        """The unit that publishes."""
        return self.posting.unit

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        """The objections without an answer."""
        return tuple(one for one in self.objections if one.answered is None)


@attrs.frozen(kw_only=True)
class Posted:
    """
    That something hangs at a place since a day. Made by `posted`.

    Attributes:
        notice: The notice's id.
        word: The kind of what is published; *thing* is its id.
        place: Where it hangs; *period* is for how long.
        concerns: The persons who cannot settle an objection to it.
        on: The day of posting.
    """

    notice: str
    word: str
    thing: str
    place: str
    period: Period
    concerns: tuple[str, ...]
    on: date


@attrs.frozen(kw_only=True)
class Filed:
    """
    That something was published and nobody's objection stands against it. Made by `filed`.

    Attributes:
        notice: The notice's id.
        word: The kind of what was published; *thing* is its id.
        posted: The day of posting; *on* is the day of filing.
    """

    notice: str
    word: str
    thing: str
    posted: date
    on: date
