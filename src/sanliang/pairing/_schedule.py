"""Who is paired with whom from when to when, and how often they have to meet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from operator import attrgetter

import attrs

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import (
    checked,
    code,
    day,
    identifier,
    instance,
    instances,
    optional,
    sorted_codes,
    whole,
)
from sanliang.kernel.labels import Phrase
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Cycle, add

BACKWARDS = Phrase("assignment.backwards", "结束日早于开始日", "lies before the day on which it began")
NOT_ONE = Phrase(
    "schedule.measure",
    "须且只须写明一项：周期（cycle）、相隔月数（months_apart）、相隔天数（days_apart）",
    "says one of three: how many in a `cycle`, or how far apart, in `months_apart` or in `days_apart`",
)
ONE_ENOUGH = Phrase(
    "schedule.least",
    "间隔规定每段一次；次数须与周期（cycle）同写",
    "goes with a `cycle`; between two contacts so far apart, one is always enough",
)


def _ordered(value: Assignment | Schedule) -> None:
    if value.until is not None and value.until < value.since:
        raise InvalidInput(BACKWARDS.fault("until"))


@attrs.frozen(kw_only=True)
class Assignment:
    """
    Who helps which household, in which role, from which day to which day; both days are included.

    Args:
        household, helper: Their ids.
        role: A code, such as `first` and `second` where a household has two helpers.
        since: The first day.
        until: The last day; nothing while nobody knows it.

    Example:
        >>> pair = Assignment(household="h-7", helper="m-3", since=date(2026, 7, 1))
        >>> pair.holds(on=date(2026, 6, 30)), pair.holds(on=date(2030, 1, 1))
        (False, True)
    """

    household: str = attrs.field(validator=checked(identifier))
    helper: str = attrs.field(validator=checked(identifier))
    role: str = attrs.field(default="helper", validator=checked(code))
    since: date = attrs.field(validator=checked(day))
    until: date | None = attrs.field(default=None, validator=checked(optional(day)))

    def __attrs_post_init__(self) -> None:
        _ordered(self)

    def holds(self, *, on: date) -> bool:
        """Whether they are paired on that day."""
        return self.since <= day(on, "on") and (self.until is None or on <= self.until)


in_order = attrgetter("household", "role", "helper", "since")
"""The order of assignments: by household, by role, by helper, by first day."""


def assigned(assignments: Iterable[Assignment], *, on: date) -> tuple[Assignment, ...]:
    """
    Who is paired with whom on a day, by household, role, helper and first day.

    Example:
        >>> old = Assignment(household="h-7", helper="m-3", since=date(2026, 1, 1), until=date(2026, 6, 30))
        >>> new = Assignment(household="h-7", helper="m-4", since=date(2026, 7, 1))
        >>> [one.helper for one in assigned([new, old], on=date(2026, 6, 30))]
        ['m-3']
    """
    at = day(on, "on")
    given = instances(Assignment)(assignments, "assignments")
    return tuple(sorted((one for one in given if one.holds(on=at)), key=in_order))


_number = optional(partial(whole, least=1, most=3660))


@attrs.frozen(kw_only=True)
class Schedule:
    """
    One rule on how often a helper meets a household: how many times in a cycle, or at most how far apart.

    A rule that says both is two schedules. A rule that changes is not edited: the old one gets its last day,
    and the new one begins on the next.

    Args:
        id: Its code, unique among the schedules that are used together.
        kinds: The kinds of contact that count; every kind where none is named.
        role: The role it is for; every role where nothing is said.
        cycle: The periods in each of which so many are needed, such as each month.
        least: How many in one period of the cycle; 1 where nothing is said.
        months_apart: A contact is due by the same day so many months after the last one; 1 to 3,660.
        days_apart: Likewise, in calendar days.
        since, until: The first and the last day on which it counts.
        source: Who says so.

    Raises:
        InvalidInput: Not exactly one of *cycle*, *months_apart* and *days_apart*; *least* without a cycle.

    Example:
        >>> month = Cycle(every="month", starts=date(2026, 1, 1))
        >>> Schedule(id="visits", kinds=["visit"], cycle=month, least=2, since=date(2026, 1, 1)).least
        2
        >>> Schedule(id="monthly", since=date(2026, 1, 1)).cycle
        Traceback (most recent call last):
        sanliang.kernel.errors.InvalidInput: says one of three: how many in a `cycle`, or how far apart, in \
`months_apart` or in `days_apart`
    """

    id: str = attrs.field(validator=checked(code))
    kinds: tuple[str, ...] = attrs.field(default=(), validator=checked(sorted_codes))
    role: str | None = attrs.field(default=None, validator=checked(optional(code)))
    cycle: Cycle | None = attrs.field(default=None, validator=checked(optional(instance(Cycle))))
    least: int = attrs.field(default=1, validator=checked(partial(whole, least=1, most=3660)))
    months_apart: int | None = attrs.field(default=None, validator=checked(_number))
    days_apart: int | None = attrs.field(default=None, validator=checked(_number))
    since: date = attrs.field(validator=checked(day))
    until: date | None = attrs.field(default=None, validator=checked(optional(day)))
    source: Source | None = attrs.field(default=None, validator=checked(optional(instance(Source))))

    def __attrs_post_init__(self) -> None:
        _ordered(self)
        measures = (self.cycle, self.months_apart, self.days_apart)
        if sum(one is not None for one in measures) != 1:
            raise InvalidInput(NOT_ONE.fault())
        if self.cycle is None and self.least != 1:
            raise InvalidInput(ONE_ENOUGH.fault("least"))

    def counts(self, kind: str) -> bool:
        """Whether a contact of that kind counts."""
        return not self.kinds or kind in self.kinds

    def deadline(self, after: date) -> date:
        """The last day for the next contact after one on that day, where the schedule says how far apart."""
        return add(after, months=self.months_apart or 0, days=self.days_apart or 0)
