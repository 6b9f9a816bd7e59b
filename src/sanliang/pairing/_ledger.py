"""
The ledger of contacts: what each pair owed in each period, what was made of it, what is due, what was missed.

Nothing here says more of a contact than its day and its id: a note stays in its log.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import groupby, pairwise
from operator import attrgetter

import attrs

from sanliang.calendars import Due
from sanliang.kernel.errors import Faults
from sanliang.kernel.fields import DOUBLED, day, instances
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.timeline import Cycle, Span
from sanliang.pairing._contacts import Contact, contact_order, kind_name
from sanliang.pairing._schedule import Assignment, Schedule, in_order

OVERLAP = Phrase(
    "assignment.overlap",
    "与同一户、同一人、同一身份的另一条时间重叠",
    "shares a day with another one of the same household, helper and role",
)
WHOLE = Phrase(
    "ledger.whole",
    "{household}，{helper}（{role}）：{start} 至 {end}，{kinds}应 {needed} 次，计 {made} 次，缺 {missing} 次",
    "{household}, {helper} ({role}): {start} to {end}, {kinds}: {made} of {needed} made, {missing} missing",
)
PART = Phrase(
    "ledger.part",
    "{household}，{helper}（{role}）：{start} 至 {end} 不满一期，不作要求；{kinds}计 {made} 次",
    "{household}, {helper} ({role}): {start} to {end}, part of a period, owes nothing; {kinds}: {made} made",
)
STILL_DUE = Phrase(
    "contact.due",
    "{kinds}应 {needed} 次，还差 {missing} 次",
    "{kinds}: {missing} of {needed} still to make",
)
ANY_KIND = Text("各类联系", "contacts of any kind")


@attrs.frozen(kw_only=True)
class LedgerRow:
    """
    One period of one assignment under one schedule. Made by `ledger`.

    Attributes:
        assignment, schedule: Whose row it is, and by which rule.
        span: The days of the period; of one that is only in part, the days on which both held.
        whole: Whether assignment and schedule held through all of it; a part owes nothing.
        contacts: Those that count in it, by day, kind and id.
        over: Whether its last day has passed.
        open: Whether what is missing can still be done.
    """

    assignment: Assignment
    schedule: Schedule
    span: Span
    whole: bool
    contacts: tuple[Contact, ...]
    over: bool
    open: bool

    @property
    def needed(self) -> int:
        """How many contacts it owes: none where it was held only in part."""
        return self.schedule.least if self.whole else 0

    @property
    def made(self) -> int:
        """How many contacts count in it."""
        return len(self.contacts)

    @property
    def missing(self) -> int:
        """How many fewer there are than it owes."""
        return max(0, self.needed - self.made)

    @property
    def says(self) -> Text:
        """The row as a sentence, without anything that was said or seen."""
        return (WHOLE if self.whole else PART).fill(
            household=self.assignment.household,
            helper=self.assignment.helper,
            role=self.assignment.role,
            start=self.span.start,
            end=self.span.end,
            kinds=_kinds(self.schedule),
            needed=self.needed,
            made=self.made,
            missing=self.missing,
        )


def ledger(
    assignments: Iterable[Assignment],
    contacts: Iterable[Contact],
    schedules: Iterable[Schedule],
    *,
    on: date,
) -> tuple[LedgerRow, ...]:
    """
    What each pair owed in each period up to a day, and what was made of it.

    A contact counts for the helper who made it, at the household and on a day of the assignment and of the
    schedule. In a cycle, a period is owed only where assignment and schedule hold through all of it; else it
    is shown as a part and owes nothing. Where a schedule says how far apart, a stretch begins on the first
    day on which both hold or on the day of a contact, and ends on the last day for the next one. A contact
    that comes later leaves that stretch missed, once, however late it is, and begins the next.

    Args:
        assignments: Who is paired with whom, as of that day.
        contacts: Those that count, such as `Contacts.made`; equal ones count once.
        schedules: The rules.
        on: The day. Contacts of later days are not looked at.

    Returns:
        The rows by household, role, helper and first day of the assignment; then by schedule and by day.

    Raises:
        InvalidInput: Two assignments of one household, helper and role share a day; two schedules have
            one id.

    Example:
        >>> from sanliang.kernel.timeline import Cycle
        >>> month = Cycle(every="month", starts=date(2026, 1, 1))
        >>> monthly = Schedule(id="monthly", kinds=["visit"], cycle=month, since=date(2026, 1, 1))
        >>> pair = Assignment(household="h-7", helper="m-3", since=date(2026, 6, 20))
        >>> for row in ledger([pair], [], [monthly], on=date(2026, 8, 1)):
        ...     row.says.get("en")
        'h-7, m-3 (helper): 2026-06-20 to 2026-06-30, part of a period, owes nothing; visit: 0 made'
        'h-7, m-3 (helper): 2026-07-01 to 2026-07-31, visit: 0 of 1 made, 1 missing'
        'h-7, m-3 (helper): 2026-08-01 to 2026-08-31, visit: 0 of 1 made, 1 missing'
    """
    at = day(on, "on")
    pairs, rules = without_overlap(assignments), _rules(schedules)
    made = _by_pair(contacts, at)
    return tuple(
        row
        for pair in pairs
        for rule in rules
        if rule.role in {None, pair.role}
        for row in _rows(pair, rule, made.get((pair.household, pair.helper), ()), at)
    )


def missed(
    assignments: Iterable[Assignment],
    contacts: Iterable[Contact],
    schedules: Iterable[Schedule],
    *,
    on: date,
) -> tuple[LedgerRow, ...]:
    """
    The rows of the ledger that are over, as the day begins, with fewer contacts than they owe.

    Raises:
        InvalidInput: As `ledger`.
    """
    rows = ledger(assignments, contacts, schedules, on=on)
    return tuple(row for row in rows if row.over and row.missing)


def due(
    assignments: Iterable[Assignment],
    contacts: Iterable[Contact],
    schedules: Iterable[Schedule],
    *,
    on: date,
) -> tuple[Due, ...]:
    """
    Which contacts are due, as of a day, and by which day: one for each row that is open and misses some.

    A month that is over cannot be made good and is missed, not due. What is due by a time apart stays due
    when it is late. `calendars.due(..., before=)` and `calendars.late(..., on=)` choose among them.

    Returns:
        The dues in their order: the thing is the household, the step the schedule, and the helper has to.

    Raises:
        InvalidInput: As `ledger`.

    Example:
        >>> rule = Schedule(id="r-18", months_apart=1, since=date(2026, 1, 1))
        >>> pair = Assignment(household="h-7", helper="m-3", since=date(2026, 6, 20))
        >>> [one] = due([pair], [], [rule], on=date(2026, 7, 1))
        >>> one.on, one.thing, one.who
        (datetime.date(2026, 7, 20), 'h-7', 'm-3')
    """
    rows = ledger(assignments, contacts, schedules, on=on)
    return tuple(sorted(_due(row) for row in rows if row.open and row.missing))


def _due(row: LedgerRow) -> Due:
    says = STILL_DUE.fill(kinds=_kinds(row.schedule), needed=row.needed, missing=row.missing)
    pair = row.assignment
    return Due(
        on=row.span.end,
        kind="contact",
        thing=pair.household,
        step=row.schedule.id,
        who=pair.helper,
        says=says,
    )


def _kinds(schedule: Schedule) -> tuple[str, ...] | Text:
    return tuple(map(kind_name, schedule.kinds)) or ANY_KIND


def without_overlap(assignments: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """The assignments in their order; two of one household, helper and role that share a day are refused."""
    given = instances(Assignment)(assignments, "assignments")
    places = sorted(range(len(given)), key=lambda place: in_order(given[place]))
    faults = Faults()
    for earlier, later in pairwise(places):
        one, other = given[earlier], given[later]
        if _whose(one) == _whose(other) and (one.until is None or other.since <= one.until):
            faults.add(OVERLAP.fault(f"assignments[{later}]"))
    faults.check()
    return tuple(given[place] for place in places)


_whose = attrgetter("household", "role", "helper")


def _rules(schedules: Iterable[Schedule]) -> tuple[Schedule, ...]:
    rules, faults, seen = instances(Schedule)(schedules, "schedules"), Faults(), set[str]()
    for place, one in enumerate(rules):
        if one.id in seen:
            faults.add(DOUBLED.fault(f"schedules[{place}].id"))
        seen.add(one.id)
    faults.check()
    return tuple(sorted(rules, key=attrgetter("id")))


def _by_pair(contacts: Iterable[Contact], on: date) -> dict[tuple[str, str], list[Contact]]:
    """The contacts of each household and helper up to a day, in their order."""
    found = defaultdict[tuple[str, str], list[Contact]](list)
    for one in sorted({*instances(Contact)(contacts, "contacts")}, key=contact_order):
        if one.on <= on:
            found[one.household, one.helper].append(one)
    return found


def _rows(pair: Assignment, rule: Schedule, made: Iterable[Contact], on: date) -> Iterator[LedgerRow]:
    """The rows of one pair under one rule: of periods where it has a cycle, else of stretches."""
    since = max(pair.since, rule.since)
    until = min(pair.until or date.max, rule.until or date.max)
    if since > min(until, on):
        return
    held = Span(since, until)
    counting = [one for one in made if one.on in held and rule.counts(one.kind)]
    row = partial(LedgerRow, assignment=pair, schedule=rule)
    if rule.cycle is None:
        yield from _stretches(row, rule, held, counting, on)
    else:
        yield from _periods(row, rule.cycle, held, counting, on)


def _periods(
    row: Callable[..., LedgerRow], cycle: Cycle, held: Span, made: Sequence[Contact], on: date
) -> Iterator[LedgerRow]:
    """A row for each period that has begun; what was held in part owes nothing."""
    number = cycle.index(held.start)
    start = cycle.first(number)
    while start <= min(held.end, on):
        number += 1
        after = cycle.first(number)
        end = after - timedelta(days=1)
        span = Span(max(start, held.start), min(end, held.end))
        yield row(
            span=span,
            whole=span == Span(start, end),
            contacts=tuple(one for one in made if one.on in span),
            over=span.end < on,
            open=on <= span.end,
        )
        start = after


def _stretches(
    row: Callable[..., LedgerRow], rule: Schedule, held: Span, made: Sequence[Contact], on: date
) -> Iterator[LedgerRow]:
    """A row for each stretch from one day with contacts to the next, and one for what has not come yet."""
    days = [(came, tuple(found)) for came, found in groupby(made, key=attrgetter("on"))]
    start = held.start
    for came, found in (*days, (None, ())):
        last = rule.deadline(start)
        span = Span(start, min(last, held.end))
        yield row(
            span=span,
            whole=last <= held.end,
            contacts=found if came is not None and came <= last else (),
            over=span.end < on,
            open=came is None and on <= held.end,
        )
        start = came or start
