"""
Boundary days: what depends on a day changes on that day, and neither the day before nor the day after it.

The days are counted here by plain steps over a calendar, not by the verbs that are tried.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import attrs

from sanliang import calendars, notices, ratings
from sanliang.calendars import Calendar, Counting, Due, ListedDays, NthWeekday, Period
from sanliang.kernel.errors import NotInForce, SanliangError
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Actor, Lifecycle
from sanliang.kernel.timeline import Every, Span
from sanliang.notices import Clock, Given, Notice, Posting
from sanliang.notices._rules import RUNNING
from sanliang.rulebooks import Case, Rulebook
from sanliang.rulebooks._places import Places, values
from sanliang.rulebooks._values import days_of
from sanliang.testing._check import DOUBT, Broken, Check, Note
from sanliang.testing._effort import Effort
from sanliang.townships import Township

ONE = timedelta(days=1)
YEARS = (2026, 2027)
WORKED = ListedDays(
    span=Span(date(2025, 12, 1), date(2028, 12, 31)),
    holidays=[date(year, 10, day) for year in (2026, 2027, 2028) for day in range(1, 8)],
)
"""Monday to Friday but for the first week of October: days that nobody has to publish."""

CALENDAR = Text(
    "固定党日和固定日：只在其日，前一日和后一日都不是",
    "a theme Party day or a fixed day is on its day, and on no day before or after it",
)
NOTICE = Text(
    "公示满期的次日起应归档、可归档，前一日不可",
    "a notice is due and may be filed from the day after it has run out, and not the day before",
)
CYCLE = Text(
    "周期末日仍属本周期，次日属下一周期",
    "the last day of a cycle is in it, and the next day in the next one",
)
STEP = Text(
    "分值分档只在施行日变：两个施行日之间，同样的事实得同样的结果",
    "ratings change with a value that changes by day: between two such days equal facts are rated alike",
)
SEEN = Text("{on}：应为 {expected}，得 {got}", "{on}: expected {expected}, got {got}")
NOT_HELD = Text("{on} 起 {within} 天内没有工作日，无法举行", "{on} finds no working day within {within} days")
REFUSED = Text("不能公示：{why}", "it cannot be posted: {why}")
BESIDE = Text(
    "办法“{book}”有的值自 {on} 起变，离周期首日 {first} 只差一天",
    "a value of book {book} changes on {on}, a day beside {first}, the first day of a cycle",
)
ALIKE = Text(
    "算例“{case}”的事实：周期 {earlier} 得 {before}，周期 {later} 得 {after}，其间没有施行日",
    "the facts of case {case}: {before} in the cycle {earlier}, {after} in the cycle {later}, and no value "
    "changes between",
)


def days(town: Township) -> Iterator[Check]:
    """The checks of a town's calendar, of each of its notices, and of each of its rulebooks."""
    yield Check(id="days:calendar", says=CALENDAR, run=partial(_calendar, town.calendar))
    for kind, period in town.notices.items():
        run = partial(_notice, town, kind, period)
        yield Check(id=f"days:notice:{kind}", says=NOTICE, run=run)
    for book in town.rulebooks.values():
        says = book.source.text("zh")
        yield Check(id=f"days:cycle:{book.id}", says=CYCLE, source=says, run=partial(_cycle, book))
        yield Check(id=f"days:steps:{book.id}", says=STEP, source=says, run=partial(_steps, book))


def beside(day: date) -> tuple[date, date, date]:
    """The day before, the day, and the day after."""
    return day - ONE, day, day + ONE


def same(on: date, expected: object, got: object, about: str = "") -> None:
    """
    What came out on a day is what should have.

    Raises:
        Broken: It is not; both are told.
    """
    if expected != got:
        shown = {"on": f"{on} {about}".strip(), "expected": _shown(expected), "got": _shown(got)}
        raise Broken(Text(SEEN.zh.format_map(shown), SEEN.en.format_map(shown)))


def _shown(value: object) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(_shown, value)) or "-"
    return str(value)


# --- the calendar -------------------------------------------------------------------------------------------


def _of_month(rule: Any, year: int, month: int) -> date:
    """The day of a month that a rule means, found by looking at each."""
    every = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
    if isinstance(rule, NthWeekday):
        right = [day for day in every if day.weekday() == rule.weekday.number]
        return right[rule.nth - 1] if rule.nth > 0 else right[-1]
    return [day for day in every if day.day <= rule.day][-1]


def _moved(rule: Any, on: date) -> date | None:
    """Where a day moves to; nothing, where it finds no working day in time."""
    if rule.shift is None:
        return on
    reach = (on + ONE * by for by in range(rule.shift.within + 1))
    return next((day for day in reach if WORKED.is_workday(day) is True), None)


def _expected(calendar: Calendar) -> list[tuple[date, str, date | None, int]]:
    """By the day of the rule: each review, and the day on which it is held."""
    found = []
    for year in YEARS:
        for month in range(1, 13):
            rules = [
                ("theme", calendar.theme),
                *((one.code, one) for one in calendar.fixed if one.month == month),
            ]
            for code, rule in rules:
                nominal = _of_month(rule, year, month)
                found.append((nominal, code, _moved(rule, nominal), rule.shift.within if rule.shift else 0))
    return sorted(found, key=lambda one: one[0])


def _calendar(calendar: Calendar, _effort: Effort) -> Iterable[Note]:
    expected = _expected(calendar)
    by_day: dict[date, list[tuple[str, date | None]]] = {}
    for nominal, code, held, _ in expected:
        by_day.setdefault(nominal, []).append((code, held))
    for on in Span(date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)):
        found = calendars.reviews(calendar, Span(on, on), workdays=WORKED)
        got = [(one.code, one.on if isinstance(one.on, date) else None) for one in found]
        same(on, by_day.get(on, []), got)
    _late(expected)
    _next(calendar, [held for _, code, held, _ in expected if code == "theme"])
    return [
        _doubt("days:calendar", NOT_HELD, on=nominal, within=within)
        for nominal, _, held, within in expected
        if held is None
    ]


def _late(expected: Iterable[tuple[date, str, date | None, int]]) -> None:
    """What is due on a review is late from the day after it."""
    for _, code, held, _ in expected:
        if held is not None:
            one = Due(on=held, kind="review", thing=code, step="hold", says=Text(code))
            for on in (held - ONE, held, held + ONE):
                same(on, [one] * (on > held), [*calendars.late([one], on=on)], code)


def _next(calendar: Calendar, held: list[date | None]) -> None:
    """The next theme Party day becomes another one on a theme Party day, and on no other."""
    if None in held:
        return
    days_held = sorted(day for day in held if day is not None)
    for earlier, later in pairwise(days_held):
        for on in {earlier - ONE, earlier, earlier + ONE, later - ONE}:
            first = next(day for day in days_held if day > on)
            same(on, first, calendars.next_theme_day(calendar, after=on, workdays=WORKED), "theme")


# --- notices ------------------------------------------------------------------------------------------------


def _notice(town: Township, kind: str, period: Period, _effort: Effort) -> Iterable[Note]:
    course = town.lifecycles["notice"]
    roles = frozenset(role for row in course.rows for role in row.roles)
    clerk = Actor(id="m-1", roles=roles, unit="b-1")
    posting = Posting(word=kind, thing="x-1", unit="b-1", place="村务公开栏", period=period)
    for first in (date(2026, 3, 2), date(2026, 9, 29)):
        try:
            notice = notices.replay([notices.post("n-1", posting, by=clerk, on=first, under=course)])
        except SanliangError as error:
            why = error.text("zh"), error.text("en")
            raise Broken(Text(REFUSED.zh.format(why=why[0]), REFUSED.en.format(why=why[1]))) from None
        _runs_out(notice, course, clerk, _last(period, first))
    return ()


def _last(period: Period, first: date) -> date:
    """The last day of a period, counted one by one."""
    on, left = first, period.days
    while left:
        on += ONE
        left -= period.counting is Counting.CALENDAR or WORKED.is_workday(on) is True
    return on


def _runs_out(notice: Notice, course: Lifecycle[Notice], clerk: Actor, last: date) -> None:
    """It is to be filed from the day after its last one, and neither before nor on another day after."""
    before = {notice.posted + ONE, last - ONE, last}
    moves = [row.move for row in course.rows if "clock" in row.needs and notice.state in row.leaves]
    for on in sorted({*before, last + ONE, last + 2 * ONE, last + 30 * ONE}):
        if on > notice.posted:
            expected = [last + ONE] if on > last else []
            due = notices.due([notice], on=on, under=course, workdays=_endless(last))
            same(on, expected, [one.on if isinstance(one, Due) else one for one in due], "file")
            clock = notices.clock(notice, on=on, workdays=_endless(last))
            ran_out = getattr(clock, "ran_out", clock)
            same(on, last if on > last else None, ran_out, "clock")
            for move in moves:
                given = Given(clock=clock) if isinstance(clock, Clock) else None
                codes = notices.explain(notice, move, by=clerk, on=on, under=course, given=given).codes
                same(on, on <= last, RUNNING.code in codes, move)


def _endless(last: date) -> Any:
    """The working days; of a period that goes beyond what is listed, plain weeks."""
    if last + 31 * ONE in WORKED.span:
        return WORKED
    return ListedDays(span=Span(WORKED.span.start, last + 400 * ONE), holidays=WORKED.holidays)


# --- rulebooks ----------------------------------------------------------------------------------------------


def _first(book: Rulebook, number: int) -> date:
    """The first day of a cycle, by counting months."""
    cycle = book.cycle
    months = number * cycle.count * (12 if cycle.every is Every.YEAR else 1)
    year, month = divmod(cycle.starts.year * 12 + cycle.starts.month - 1 + months, 12)
    return date(year, month + 1, min(cycle.starts.day, monthrange(year, month + 1)[1]))


def _cycle(book: Rulebook, _effort: Effort) -> Iterable[Note]:
    for number in range(4):
        first, then = _first(book, number), _first(book, number + 1)
        for on in (first, first + ONE, then - ONE):
            try:
                got = ratings.rate({}, book, on=on).cycle
            except NotInForce:
                continue
            same(on, Span(first, then - ONE), got, book.id)
    return ()


def _changes(book: Rulebook) -> list[date]:
    """The days on which a value of a book changes."""
    return sorted({on for _, value in values(book, Places.of(book)) for on in days_of(value)})


def _steps(book: Rulebook, _effort: Effort) -> Iterable[Note]:
    changes = _changes(book)
    spans = [book.cycle.span(_first(book, 0))]
    while len(spans) < 24 and (not changes or spans[-1].start <= changes[-1] + 400 * ONE or len(spans) < 3):
        spans.append(book.cycle.next(spans[-1].end))
    timeless = attrs.evolve(book, cases=tuple(filter(_timeless, book.cases)))
    found = [(span, came_out(timeless, span)) for span in spans]
    for (earlier, before), (later, after) in pairwise(found):
        if not any(earlier.end < on <= later.end for on in changes):
            for case, *both in zip(timeless.cases, before, after, strict=True):
                _alike(case, earlier, later, *both)
    near = {
        on: first for on in changes for first in (on - ONE, on + ONE) if book.cycle.span(first).start == first
    }
    return [
        _doubt(f"days:steps:{book.id}", BESIDE, book=book.id, on=on, first=first)
        for on, first in near.items()
    ]


def _timeless(case: Case) -> bool:
    """Whether its facts are the same in whichever cycle: none of them is something that was done on a day."""
    given = [case.facts or {}, *(case.people or {}).values()]
    return not case.records and not any(
        isinstance(value, tuple | list | Mapping) for facts in given for value in facts.values()
    )


def _alike(case: Case, earlier: Span, later: Span, before: str, after: str) -> None:
    """The same facts give the same in two cycles between which no value changes."""
    if before != after:
        shown = {"case": case.name, "before": before, "after": after}
        shown |= {"earlier": f"{earlier.start} - {earlier.end}", "later": f"{later.start} - {later.end}"}
        raise Broken(Text(ALIKE.zh.format_map(shown), ALIKE.en.format_map(shown)))


def came_out(book: Rulebook, span: Span) -> list[str]:
    """What each case of a book comes to in another cycle; nothing where the book does not count then."""
    cases = tuple(attrs.evolve(case, cycle=(span.start, span.end)) for case in book.cases)
    try:
        found = ratings.run_cases(attrs.evolve(book, cases=cases))
    except NotInForce:
        alone = (attrs.evolve(book, cases=(case,)) for case in cases)
        return [came for one in alone for came in came_out(one, span)] if len(cases) > 1 else [""]
    return [_rated(one.rating) for one in found]


def _rated(rating: Any) -> str:
    found = getattr(rating, "ratings", {"": rating})
    return ", ".join(
        " ".join(str(getattr(one, name, type(one).__name__)) for name in ("tier", "score"))
        for _, one in sorted(found.items())
    )


def _doubt(about: str, says: Text, **shown: object) -> Note:
    return Note(DOUBT, about, says.zh.format_map(shown), says.en.format_map(shown))
