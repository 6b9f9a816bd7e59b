"""Working days: who knows them, what a provider answers, and the answer that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol, cast, runtime_checkable

import attrs

from sanliang.kernel import fields
from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import checked, instance, optional
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import OFF_CALENDAR, Span
from sanliang.kernel.verdicts import Reason

NOT_PUBLISHED = Phrase(
    "workdays.not_known",
    "{day} 是否为工作日尚未公布",
    "whether {day} is a working day has not been published",
)
NEITHER = Phrase(
    "workdays.undecided",
    "“未知”既不是“是”也不是“否”，请先用 isinstance 区分",
    "what is not known is neither yes nor no: ask isinstance(answer, NotKnown) first",
)
NO_PROVIDER = Phrase(
    "workdays.provider",
    "应为工作日来源，即带有 is_workday(日期) 的值",
    "must be a provider of working days: a value with is_workday(day)",
)
NO_ANSWER = Phrase(
    "workdays.answer",
    "工作日来源只能回答 True、False 或 NotKnown",
    "a provider of working days answers True, False or NotKnown, nothing else",
)
OUTSIDE = Phrase("workdays.outside", "不在所列期间之内", "lies outside the span that is listed")
BOTH = Phrase("workdays.both", "同时列为放假和上班", "is listed as a holiday and as a working day")


def _unpublished(unknown: NotKnown) -> Text:
    return NOT_PUBLISHED.fill(day=unknown.day)


@attrs.frozen(kw_only=True)
class NotKnown:
    """
    An answer that nobody can give yet. It is neither true nor false: `bool()` of it is an error.

    Args:
        day: The first day that had to be known and is not.
        says: Why; left out, that it has not been published.

    Example:
        >>> print(NotKnown(day=date(2028, 5, 2)).says.get("en"))
        whether 2028-05-02 is a working day has not been published
    """

    day: date = attrs.field(validator=checked(fields.day))
    says: Text = attrs.field(
        default=attrs.Factory(_unpublished, takes_self=True), validator=checked(instance(Text))
    )

    @property
    def reason(self) -> Reason:
        """The same as a finding, for a verdict."""
        return Reason(code=NOT_PUBLISHED.code, says=self.says, params=fields.FrozenMap({"day": self.day}))

    def __bool__(self) -> bool:
        raise InvalidInput(NEITHER.fault())


@runtime_checkable
class WorkDays(Protocol):
    """
    Who knows which days are worked: any value with this one method.

    A provider that does not know answers `NotKnown`: it does not guess, raise or answer `None`.
    """

    def is_workday(self, day: date, /) -> bool | NotKnown:
        """Whether the day is worked."""
        ...


def provider_of(value: Any, path: str = "workdays") -> WorkDays:
    if isinstance(value, type) or not isinstance(value, WorkDays):
        raise InvalidInput(NO_PROVIDER.fault(path))
    return value


def asked(workdays: WorkDays, on: date) -> bool | NotKnown:
    answer: object = workdays.is_workday(on)
    if isinstance(answer, bool | NotKnown):
        return answer
    raise InvalidInput(NO_ANSWER.fault("workdays"))


def _day_set(value: Any, path: str) -> frozenset[date]:
    return frozenset(fields.each(fields.day)(value, path))


def _as_given(value: Iterable[date]) -> frozenset[date]:
    """What was given: it is the validator that makes a set of it, or refuses it."""
    return cast(frozenset[date], value)


@attrs.frozen(kw_only=True)
class ListedDays:
    """
    Working days from a list: Monday to Friday, less the holidays, plus the weekend days made up for them.

    This is what the State Council publishes for a year, or what a town writes down for itself.

    Args:
        span: The days that the list speaks for. Outside it the answer is `NotKnown`.
        holidays: Days off within the span; weekends need not be named.
        extra_workdays: Weekend days that are worked.
        source: The notice that says so.

    Raises:
        InvalidInput: A day outside the span, or one that is listed as both; every such day is named.

    Example:
        >>> new_year = ListedDays(
        ...     span=Span(date(2026, 1, 1), date(2026, 1, 31)),
        ...     holidays=[date(2026, 1, 1), date(2026, 1, 2)],
        ...     extra_workdays=[date(2026, 1, 4)],
        ... )
        >>> new_year.is_workday(date(2026, 1, 2)), new_year.is_workday(date(2026, 1, 4))
        (False, True)
        >>> new_year.is_workday(date(2026, 2, 2)).says.get("zh")
        '2026-02-02 是否为工作日尚未公布'
    """

    span: Span = attrs.field(validator=checked(instance(Span)))
    holidays: frozenset[date] = attrs.field(
        default=frozenset(), converter=_as_given, validator=checked(_day_set)
    )
    extra_workdays: frozenset[date] = attrs.field(
        default=frozenset(), converter=_as_given, validator=checked(_day_set)
    )
    source: Source | None = attrs.field(default=None, validator=checked(optional(instance(Source))))

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        for name, listed in (("holidays", self.holidays), ("extra_workdays", self.extra_workdays)):
            for one in sorted(listed):
                if one not in self.span:
                    faults.add(OUTSIDE.fault(f"{name}[{one}]"))
        for one in sorted(self.holidays & self.extra_workdays):
            faults.add(BOTH.fault(f"extra_workdays[{one}]"))
        faults.check()

    def is_workday(self, day: date, /) -> bool | NotKnown:
        """Whether the list says that the day is worked; not known outside its span."""
        if day not in self.span:
            return NotKnown(day=day)
        return day in self.extra_workdays or (day.weekday() < 5 and day not in self.holidays)


@attrs.frozen(kw_only=True)
class FirstKnown:
    """
    Several providers asked in turn: the first that knows answers, such as a list for each year.

    Where none knows, the first one's answer stands; without any provider nothing is known.

    Example:
        >>> FirstKnown(providers=()).is_workday(date(2026, 7, 1)) == NotKnown(day=date(2026, 7, 1))
        True
    """

    providers: tuple[WorkDays, ...] = attrs.field(validator=checked(fields.each(provider_of)))

    def is_workday(self, day: date, /) -> bool | NotKnown:
        """Whether the first provider that knows says that the day is worked."""
        unknown = None
        for provider in self.providers:
            answer = asked(provider, day)
            if not isinstance(answer, NotKnown):
                return answer
            unknown = answer if unknown is None else unknown
        return NotKnown(day=day) if unknown is None else unknown


UNPUBLISHED: WorkDays = FirstKnown(providers=())
"""A provider that knows nothing: what a verb uses that was given none."""


def later(at: date, by: int) -> date:
    number = at.toordinal() + by
    if number > date.max.toordinal():
        raise InvalidInput(OFF_CALENDAR.fault())
    return date.fromordinal(number)
