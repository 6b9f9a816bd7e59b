"""A programme of so many sessions in a span, and how far it has come; political birthdays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import partial

import attrs

from sanliang import calendars
from sanliang.activities._session import Session, SessionKind
from sanliang.calendars import Due
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import (
    DOUBLED,
    FrozenMap,
    checked,
    clean_text,
    code,
    day,
    identifier,
    instance,
    instances,
    whole,
)
from sanliang.kernel.labels import Phrase
from sanliang.kernel.timeline import Span, add
from sanliang.orgs import Roster, under

BIRTHDAY_DUE = Phrase(
    "birthday.due", "政治生日：入党 {years} 周年", "political birthday: {years} years in the Party"
)


@attrs.frozen(kw_only=True)
class Programme:
    """
    So many sessions of a kind that are to be held in a span, such as 1,000 lectures in a year.

    Args:
        id: Its id.
        title: What it is called.
        kind: The kind of the sessions, as a rule one of `SessionKind`.
        target: How many: 1 or more.
        span: From which day to which.
    """

    id: str = attrs.field(validator=checked(identifier))
    title: str = attrs.field(validator=checked(clean_text))
    kind: str = attrs.field(default=SessionKind.LECTURE.value, validator=checked(code))
    target: int = attrs.field(validator=checked(partial(whole, least=1)))
    span: Span = attrs.field(validator=checked(instance(Span)))


@attrs.frozen(kw_only=True)
class Progress:
    """
    How far a programme has come at the end of a day. Made by `progress`.

    Attributes:
        programme: Its id.
        on: The day.
        target: How many there are to be.
        held: How many were held.
        expected: How many it would be by now if all days had the same part, exactly.
        forecast: How many it will be in the end if it goes on as until now, exactly; nothing before its first
            day.
        by_unit: How many each unit held.
        by_speaker: How many each speaker gave; a session without one is not among them.
    """

    programme: str
    on: date
    target: int
    held: int
    expected: Fraction
    forecast: Fraction | None
    by_unit: FrozenMap[str, int] = FrozenMap()
    by_speaker: FrozenMap[str, int] = FrozenMap()

    @property
    def left(self) -> int:
        """How many are still to be held: 0 or more."""
        return max(self.target - self.held, 0)

    @property
    def on_course(self) -> bool:
        """Whether no fewer were held than expected by now."""
        return self.held >= self.expected


def progress(programme: Programme, sessions: Iterable[Session], *, on: date) -> Progress:
    """
    How many sessions of a programme were held until a day, against its target.

    Only a session counts that was held, in the programme's span and until that day: the log proves it.

    Args:
        programme: What was planned.
        sessions: As their logs made them; others than the programme's are passed over.
        on: The last day that counts.

    Raises:
        InvalidInput: Two sessions with one id.

    Example:
        >>> year = Span(date(2019, 1, 1), date(2019, 12, 31))
        >>> talks = Programme(id="talks", title="书屋夜话", target=1000, span=year)
        >>> progress(talks, [], on=date(2019, 3, 14)).expected
        Fraction(200, 1)
    """
    span, at = instance(Programme)(programme, "programme").span, day(on, "on")
    seen, units, speakers = set[str](), Counter[str](), Counter[str]()
    for place, one in enumerate(instances(Session)(sessions, "sessions")):
        if one.id in seen:
            raise InvalidInput(DOUBLED.fault(f"sessions[{place}].id"))
        seen.add(one.id)
        if one.plan.kind == programme.kind and _held_in(one, span, at):
            units[one.unit] += 1
            if one.plan.speaker is not None:
                speakers[one.plan.speaker] += 1
    held, gone = units.total(), max(0, min((at - span.start).days + 1, span.days))
    return Progress(
        programme=programme.id,
        on=at,
        target=programme.target,
        held=held,
        expected=Fraction(programme.target * gone, span.days),
        forecast=Fraction(held * span.days, gone) if gone else None,
        by_unit=FrozenMap(units),
        by_speaker=FrozenMap(speakers),
    )


def _held_in(session: Session, span: Span, on: date) -> bool:
    return session.held_on is not None and session.held_on in span and session.held_on <= on


def political_birthday(admitted: date, *, year: int) -> date:
    """
    The day of a year on which somebody's joining of the Party is remembered.

    It is the day and the month of joining; whoever joined on 29 February has it on the 28th in a year that
    has no 29th, as fixed days of a calendar do.

    Args:
        admitted: The day of joining.
        year: A year after that of joining.

    Raises:
        InvalidInput: The year is not after that of joining.

    Example:
        >>> political_birthday(date(2020, 2, 29), year=2023), political_birthday(date(2020, 2, 29), year=2024)
        (datetime.date(2023, 2, 28), datetime.date(2024, 2, 29))
    """
    since = day(admitted, "admitted")
    return add(since, years=whole(year, "year", least=since.year + 1, most=9999) - since.year)


@attrs.frozen(kw_only=True, order=True)
class Birthday:
    """
    A political birthday: the day, the member, and how many years it is since joining, 1 or more.
    """

    on: date = attrs.field(validator=checked(day))
    member: str = attrs.field(validator=checked(identifier))
    years: int = attrs.field(validator=checked(partial(whole, least=1)))


@attrs.frozen(kw_only=True)
class Birthdays:
    """
    The political birthdays of a unit in a span, and of whom the day is not known. Made by `birthdays`.

    Attributes:
        days: By day, then by member.
        unknown: The ids of the members whose day of joining is not on record, in their order.
    """

    days: tuple[Birthday, ...] = ()
    unknown: tuple[str, ...] = ()


def birthdays(roster: Roster, unit: str, *, span: Span, on: date) -> Birthdays:
    """
    Whose political birthday falls when: of the members under a unit on a day, in a span.

    Raises:
        NotFound: There is no such unit, or it does not stand on that day.

    Example:
        >>> from sanliang.orgs import Belonging, Member, Unit
        >>> roster = Roster(
        ...     units=[Unit(id="b-1", kind="branch", name="东岭村党支部")],
        ...     members=[Member(id="m-3", name="陈谷", status="full", admitted=date(1990, 7, 1),
        ...                     belongs=[Belonging(unit="b-1")])])
        >>> july = Span(date(2026, 7, 1), date(2026, 7, 31))
        >>> [(one.member, one.years) for one in birthdays(roster, "b-1", span=july, on=july.start).days]
        [('m-3', 36)]
    """
    found, unknown = list[Birthday](), list[str]()
    years = range(instance(Span)(span, "span").start.year, span.end.year + 1)
    for one in under(roster, unit, on=on):
        if one.admitted is None:
            unknown.append(one.id)
            continue
        for year in years:
            if year > one.admitted.year and (falls := political_birthday(one.admitted, year=year)) in span:
                found.append(Birthday(on=falls, member=one.id, years=year - one.admitted.year))
    return Birthdays(days=tuple(sorted(found)), unknown=tuple(unknown))


def due_birthdays(days: Iterable[Birthday], *, before: date, unit: str = "") -> tuple[Due, ...]:
    """
    Political birthdays before a day as what is due, for an agenda.

    Example:
        >>> one = Birthday(on=date(2026, 7, 1), member="m-3", years=36)
        >>> [due.says.get("en") for due in due_birthdays([one], before=date(2026, 7, 6))]
        ['political birthday: 36 years in the Party']
    """
    every = instances(Birthday)(days, "days")
    return calendars.due(
        (
            Due(
                on=one.on,
                kind="birthday",
                thing=one.member,
                step="celebrate",
                unit=unit,
                who=one.member,
                says=BIRTHDAY_DUE.fill(years=one.years),
            )
            for one in every
        ),
        before=before,
    )
