"""The ledger of contacts: published rules, periods that are owed, and what a day-by-day model says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pairing.visits import AT, DAYS, MONTH, NEW_YEAR, YEAR, made, on, pair, pairs, rule, rules, visits

from sanliang import InvalidInput, Private, Source, calendars
from sanliang.kernel.timeline import Cycle, Every, Span, add
from sanliang.pairing._contacts import ContactKind
from sanliang.pairing._ledger import due, ledger, missed
from sanliang.pairing._records import as_records
from sanliang.pairing._schedule import Schedule, assigned
from sanliang.records import Book, Query, apply, fold, record_all

TWO_MONTHS = Cycle(every=Every.MONTH, count=2, starts=NEW_YEAR)
YEAR_END = date(2026, 12, 31)


def spans(rows):
    """The first and last days of rows, as month and day."""
    return [(row.span.start.month, row.span.start.day, row.span.end.month, row.span.end.day) for row in rows]


# --- published rules --------------------------------------------------------------------------------------


def test_r6_a_meeting_every_two_months():
    """R6: "people's-sentiment meeting every 2 months"."""
    source = Source(title="一联三会", seen="https://m.pgsk.com/book/chapter/169549/15.html")
    meetings = rule(kinds=["meeting"], cycle=TWO_MONTHS, source=source)
    held = on((2, 10), (5, 1), kind=ContactKind.MEETING)

    rows = ledger([pair()], held, [meetings], on=date(2026, 7, 1))
    assert [1, 0, 1, 0] == [row.made for row in rows]
    assert [(3, 1, 4, 30)] == spans(missed([pair()], held, [meetings], on=date(2026, 7, 1)))
    assert [date(2026, 8, 31)] == [one.on for one in due([pair()], held, [meetings], on=date(2026, 7, 1))]


def test_r18_at_most_a_month_apart_and_one_deed_a_year():
    """R18: "interval <= 1 month" and "1 concrete deed per year"."""
    source = Source(title="条例", seen="https://gwyoo.com/article/shijicailiao/gzzd/200809/128865.html")
    monthly = rule("monthly", kinds=["visit", "call"], months_apart=1, source=source)
    deed = rule("deed", kinds=["deed"], cycle=YEAR, source=source)
    held = on((1, 31), (2, 28), (4, 1))

    rows = ledger([pair()], held, [monthly], on=date(2026, 4, 10))
    assert [(1, 1, 2, 1), (1, 31, 2, 28), (2, 28, 3, 28), (4, 1, 5, 1)] == spans(rows)
    assert [(2, 28, 3, 28)] == spans(missed([pair()], held, [monthly], on=date(2026, 4, 10)))
    dues = due([pair()], held, [monthly, deed], on=date(2026, 4, 10))
    assert [("monthly", date(2026, 5, 1)), ("deed", YEAR_END)] == [(one.step, one.on) for one in dues]
    done = [*held, made("c-9", kind="deed")]
    assert ["monthly"] == [one.step for one in due([pair()], done, [monthly, deed], on=date(2026, 7, 4))]


def test_r20_four_visits_a_year_and_a_call_a_month():
    """R20: "visits >= 4 per year, calls >= 1 per month"."""
    visiting = rule("visits", kinds=["visit"], cycle=YEAR, least=4)
    calling = rule("calls", kinds=["call"], cycle=MONTH)
    calls = [made(f"k-{month}", kind="call", on=date(2026, month, 15)) for month in range(1, 12)]
    held = [*on((1, 5), (4, 5), (7, 5)), *calls]

    late = missed([pair()], held, [visiting, calling], on=date(2027, 1, 1))
    assert [("calls", 1), ("visits", 1)] == [(row.schedule.id, row.missing) for row in late]
    assert not missed([pair()], held, [visiting, calling], on=YEAR_END)
    assert [("calls", True), ("visits", True)] == [
        (one.step, one.on == YEAR_END) for one in due([pair()], held, [visiting, calling], on=YEAR_END)
    ]


def test_r21_two_visits_a_month_each_with_its_log():
    """R21: "visits >= 2 per month, video + log each visit"."""
    visiting = rule(kinds=["visit"], cycle=MONTH, least=2)
    held = on((1, 3), (1, 20), (2, 3), (3, 1), (3, 2), (3, 30), evidence=["video-1"])

    rows = ledger([pair()], held, [visiting], on=date(2026, 3, 31))
    assert [(2, 0), (1, 1), (3, 0)] == [(row.made, row.missing) for row in rows]
    assert all(one.evidence for row in rows for one in row.contacts)


def test_r12_the_two_helpers_have_different_schedules():
    """R12: "two helpers per household" and "second helper supervises first": each has a schedule by role."""
    first = rule("first", role="first", kinds=["visit"], cycle=MONTH)
    second = rule("second", role="second", kinds=["visit", "call"], cycle=YEAR, least=4)
    both = [pair(role="first"), pair(role="second", helper="m-4")]
    held = [*on((1, 3)), made("c-9", helper="m-4", on=date(2026, 1, 9))]

    rows = ledger(both, held, [second, first], on=date(2026, 1, 31))
    assert [("m-3", "first", 0), ("m-4", "second", 3)] == [
        (row.assignment.helper, row.schedule.id, row.missing) for row in rows
    ]


# --- periods ----------------------------------------------------------------------------------------------


def test_a_part_of_a_period_owes_nothing():
    """A period counts as owed only where the pair and the rule held through all of it; a part is shown."""
    monthly = rule(cycle=MONTH, since=date(2026, 1, 1), until=date(2026, 4, 15))
    short = pair(since=date(2026, 1, 2), until=date(2026, 6, 30))

    rows = ledger([short], on((1, 20)), [monthly], on=date(2026, 7, 1))
    assert [(1, 2, 1, 31), (2, 1, 2, 28), (3, 1, 3, 31), (4, 1, 4, 15)] == spans(rows)
    assert [(False, 0, 1), (True, 1, 0), (True, 1, 0), (False, 0, 0)] == [
        (row.whole, row.needed, row.made) for row in rows
    ]


def test_a_stretch_that_the_pair_does_not_outlast_owes_nothing():
    """Where the pair ends before the next contact had to come, nothing was missed and nothing is due."""
    apart = rule(days_apart=10)
    short = pair(until=date(2026, 1, 15))

    [first, rest] = ledger([short], on((1, 8)), [apart], on=date(2026, 3, 1))
    assert [(1, 1, 1, 11), (1, 8, 1, 15)] == spans([first, rest])
    assert (1, True, 0, False, True) == (first.made, first.whole, rest.needed, rest.open, rest.over)
    assert () == missed([short], on((1, 8)), [apart], on=date(2026, 3, 1))


def test_a_late_contact_leaves_one_stretch_missed_and_begins_the_next():
    """However late a contact comes, one stretch was missed; while it does not come, it is missed and due."""
    apart = rule(days_apart=10)
    waiting = due([pair()], [], [apart], on=date(2026, 5, 1))
    [before] = missed([pair()], [], [apart], on=date(2026, 5, 1))
    came = on((5, 1))

    assert [date(2026, 1, 11)] == [one.on for one in waiting]
    assert waiting == calendars.late(waiting, on=date(2026, 5, 1))
    assert (before.over, before.open, before.missing) == (True, True, 1)
    [after] = missed([pair()], came, [apart], on=date(2026, 5, 2))
    assert (before.span, False, ()) == (after.span, after.open, after.contacts)
    assert [date(2026, 5, 11)] == [one.on for one in due([pair()], came, [apart], on=date(2026, 5, 2))]


def test_several_contacts_on_one_day_begin_one_stretch():
    """A visit and a call on one day are both shown, and the next stretch begins that day, once."""
    held = [made("c-1", on=NEW_YEAR), made("c-2", on=NEW_YEAR, kind="call")]

    rows = ledger([pair()], held, [rule(days_apart=10)], on=date(2026, 1, 5))
    assert [(2, 0), (0, 1)] == [(row.made, row.missing) for row in rows]
    assert [(1, 1, 1, 11)] * 2 == spans(rows)


@pytest.mark.parametrize("at", [NEW_YEAR - timedelta(days=1), date(2025, 1, 1)])
def test_nothing_is_owed_before_it_begins(at):
    """Before the first day of the pair or of the rule there is no row."""
    assert () == ledger([pair()], [], [rule(cycle=MONTH)], on=at)
    assert () == ledger([pair(since=date(2026, 9, 1))], [], [rule(months_apart=1)], on=NEW_YEAR)
    assert () == ledger([pair(since=date(2026, 9, 1))], [], [rule(cycle=YEAR, until=NEW_YEAR)], on=YEAR_END)


def test_a_contact_that_is_not_of_the_pair_counts_nowhere():
    """Another helper's, another household's, another kind's, an earlier and a later one do not count."""
    others = [
        made("c-1", helper="m-4", on=date(2026, 2, 5)),
        made("c-2", household="h-8", on=date(2026, 2, 5)),
        made("c-3", kind="call", on=date(2026, 2, 5)),
        made("c-4", on=date(2026, 1, 31)),
        made("c-5", on=date(2026, 2, 11)),
    ]
    visiting = rule(kinds=["visit"], cycle=MONTH)

    [row] = ledger([pair(since=date(2026, 2, 1))], others, [visiting], on=date(2026, 2, 10))
    assert () == row.contacts


def test_equal_contacts_count_once():
    """The same contact handed in twice is one; two visits on one day are two."""
    one, other = made("c-1", note=Private("好", salt=bytes(16))), made("c-2")

    [*_, row] = ledger([pair()], [one, other, one], [rule(cycle=MONTH, least=3)], on=date(2026, 7, 4))
    assert (2, 1) == (row.made, row.missing)


# --- a model that looks at every day ----------------------------------------------------------------------


def holds(one, schedule, day):
    """Whether both the pair and the rule hold on a day."""
    return all(span.since <= day <= (span.until or date.max) for span in (one, schedule))


def counting(one, schedule, held, day):
    """How many contacts of the day count."""
    return sum(
        (each.helper, each.household, each.on) == (one.helper, one.household, day)
        and (not schedule.kinds or each.kind in schedule.kinds)
        for each in held
    )


def by_periods(one, schedule, held, at):
    """The last days of periods that were missed, and of those that still miss some."""
    late, ahead, day = [], [], max(one.since, schedule.since)
    while day <= at and holds(one, schedule, day):
        span = schedule.cycle.span(day)
        made = sum(counting(one, schedule, held, each) for each in span if each <= at)
        if all(holds(one, schedule, each) for each in span) and made < schedule.least:
            (late if span.end < at else ahead).append(span.end)
        day = span.end + timedelta(days=1)
    return late, ahead


def by_stretches(one, schedule, held, at):
    """The last days that went by without a contact, and the one that is still ahead or waited for."""

    def until():
        return add(last, months=schedule.months_apart or 0, days=schedule.days_apart or 0)

    late, day = [], max(one.since, schedule.since)
    last = day
    while day <= at:
        if day == until() + timedelta(days=1) and holds(one, schedule, until()):
            late.append(until())
        if holds(one, schedule, day) and counting(one, schedule, held, day):
            last = day
        day += timedelta(days=1)
    return late, [until()] if holds(one, schedule, at) and holds(one, schedule, until()) else []


@given(one=pairs(), held=visits(), schedule=rules(), at=st.dates(NEW_YEAR, date(2027, 4, 30)))
def test_the_ledger_is_what_a_clerk_finds_day_by_day(one, held, schedule, at):
    """What is missed and what is due is what somebody finds who goes through the days with a pencil."""
    late, ahead = [], []
    for each in one:
        for this in schedule:
            if this.role in {None, each.role}:
                by_hand = by_stretches if this.cycle is None else by_periods
                missing, waiting = by_hand(each, this, held, at)
                whose = (each.household, each.role, each.helper, this.id)
                late += [(*whose, day) for day in missing]
                ahead += [(day, each.household, this.id, each.helper) for day in waiting]

    found = missed(one, held, schedule, on=at)
    assert sorted(late) == sorted(
        (r.assignment.household, r.assignment.role, r.assignment.helper, r.schedule.id, r.span.end)
        for r in found
    )
    dues = due(one, held, schedule, on=at)
    assert sorted(ahead) == sorted((d.on, d.thing, d.step, d.who) for d in dues)
    assert tuple(sorted(dues)) == dues


@given(one=pairs(), held=visits(), schedule=rules(), at=DAYS, data=st.data())
def test_the_order_of_what_is_given_makes_no_difference(one, held, schedule, at, data):
    """Assignments, contacts and schedules in any order make the same ledger."""
    mixed = [data.draw(st.permutations(rows)) for rows in (one, held, schedule)]

    rows = ledger(one, held, schedule, on=at)
    assert rows == ledger(*mixed, on=at)
    assert all(row.made == 0 or row.span.start <= row.contacts[0].on <= row.span.end for row in rows)


# --- what is shown and handed on --------------------------------------------------------------------------


def test_the_ledger_shows_no_note():
    """A row says in both languages what was owed and made, and nothing of what was seen."""
    held = [made("c-1", note=Private("屋顶漏雨"), on=date(2026, 1, 4))]
    visiting = rule(kinds=["visit", "tea"], cycle=MONTH, least=2)
    [row] = ledger([pair(role="first")], held, [visiting], on=date(2026, 1, 5))

    assert "h-7，m-3（first）：2026-01-01 至 2026-01-31，tea、走访应 2 次，计 1 次，缺 1 次" == row.says.zh
    assert "h-7, m-3 (first): 2026-01-01 to 2026-01-31, tea, visit: 1 of 2 made, 1 missing" == row.says.en
    assert "屋顶漏雨" not in repr(row)
    [one] = due([pair()], held, [rule(cycle=MONTH, least=2)], on=date(2026, 1, 5))
    assert ("各类联系应 2 次，还差 1 次", "contact") == (one.says.zh, one.kind)


@given(held=visits(), one=pairs())
def test_contacts_are_counted_by_a_rulebook_as_records(held, one):
    """As records, contacts are about the helper; a fact counts them, and none is lost or counted twice."""
    found = as_records(reversed(held), assignments=one)
    year = Span(NEW_YEAR, YEAR_END)
    book = Book.begin("village-1")
    for event in record_all(book, found):
        book = apply(book, event)

    assert found == as_records(held, assignments=reversed(one)) == book.records
    for helper in ("m-3", "m-4"):
        for kind in ContactKind:
            expected = sum((c.helper, c.kind) == (helper, kind) for c in held)
            assert expected == fold(book.of(helper), Query(kind=f"contact.{kind}"), cycle=year).total
    for record, contact in zip(
        sorted(found, key=lambda r: r.id), sorted(held, key=lambda c: c.id), strict=True
    ):
        roles = [
            each.role
            for each in one
            if (each.household, each.helper) == (contact.household, contact.helper)
            and each.holds(on=contact.on)
        ]
        assert {"role": min(roles)} == dict(record.fields) if roles else not record.fields


def test_the_second_helper_counts_apart():
    """A rulebook tells by the field `role` in which role a visit was made."""
    found = as_records(on((1, 3), (2, 3)), assignments=[pair(role="second", until=date(2026, 1, 31))])
    second = Query(kind="contact.visit", where={"role": ["second"]})

    assert 1 == fold(found, second, cycle=Span(NEW_YEAR, YEAR_END)).total
    assert [("c-0", AT, "m-3"), ("c-1", AT, "m-3")] == [(r.id, r.recorded, r.recorder) for r in found]
    (both,) = as_records(on((1, 3)), assignments=[pair(role="second"), pair(role="first")])
    assert {"role": "first"} == dict(both.fields)


@given(one=pairs(), at=DAYS)
def test_who_is_assigned_on_a_day(one, at):
    """On a day those are assigned whose first day has come and whose last has not passed."""
    expected = [each for each in one if each.since <= at <= (each.until or date.max)]

    assert sorted(expected, key=lambda a: (a.household, a.role, a.helper)) == [
        *assigned(reversed(one), on=at)
    ]


# --- what is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "code", "path"),
    [
        ({}, "schedule.measure", ""),
        ({"cycle": MONTH, "days_apart": 10}, "schedule.measure", ""),
        ({"months_apart": 1, "days_apart": 10}, "schedule.measure", ""),
        ({"months_apart": 1, "least": 2}, "schedule.least", "least"),
        ({"days_apart": 0}, "number.small", "days_apart"),
        ({"cycle": MONTH, "until": date(2025, 12, 31)}, "assignment.backwards", "until"),
        ({"cycle": MONTH, "kinds": ["visit", "visit"]}, "list.doubled", "kinds[1]"),
    ],
)
def test_a_schedule_says_one_thing(fields, code, path):
    """A schedule without a measure, with two, or whose days or kinds make no sense is refused."""
    with pytest.raises(InvalidInput) as caught:
        rule(**fields)
    assert (code, path) == (caught.value.code, caught.value.path)


def test_an_assignment_does_not_end_before_it_begins():
    """The last day of an assignment is its first or a later one."""
    assert pair(until=NEW_YEAR).holds(on=NEW_YEAR)
    with pytest.raises(InvalidInput) as caught:
        pair(until=NEW_YEAR - timedelta(days=1))
    assert ("assignment.backwards", "until") == (caught.value.code, caught.value.path)


def test_no_pair_is_counted_twice():
    """Two assignments of one household, helper and role that share a day are refused, at the later one."""
    early, late = pair(until=date(2026, 6, 30)), pair(since=date(2026, 7, 1))
    open_end = pair(since=date(2025, 1, 1))

    assert 2 == len(ledger([late, early], [], [rule(cycle=YEAR)], on=YEAR_END))
    assert 2 == len(ledger([early, pair(role="second")], [], [rule(cycle=YEAR)], on=NEW_YEAR))
    for both, place in (([late, open_end], 0), ([open_end, late], 1), ([early, pair()], 1)):
        for ask in (
            lambda given: ledger(given, [], [], on=NEW_YEAR),
            lambda given: as_records([], assignments=given),
        ):
            with pytest.raises(InvalidInput) as caught:
                ask(both)
            assert ("assignment.overlap", f"assignments[{place}]") == (caught.value.code, caught.value.path)


def test_schedules_are_told_apart_by_their_ids():
    """Two schedules with one id are refused, since a due names the schedule by it."""
    with pytest.raises(InvalidInput) as caught:
        ledger([], [], [rule(cycle=YEAR), rule(months_apart=1)], on=NEW_YEAR)
    assert ("list.doubled", "schedules[1].id") == (caught.value.code, caught.value.path)


def test_a_rule_that_changes_is_two_schedules():
    """The old rule ends, the new one begins the next day, and each is owed in its own periods."""
    old = rule("old", cycle=MONTH, until=date(2026, 6, 30))
    new = Schedule(id="new", cycle=MONTH, least=2, since=date(2026, 7, 1))

    rows = ledger([pair()], [], [old, new], on=date(2026, 8, 31))
    assert [2, 2] + [1] * 6 == [row.needed for row in rows]
