"""The clock of a notice against a model that counts day by day with pencil and paper."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sanliang import Actor, notices
from sanliang.calendars import ListedDays, NotKnown, Period
from sanliang.kernel.timeline import Span
from sanliang.notices import BASE, Answer, Given, Objection, Posting

DAY = date(2026, 9, 20)
LAST = date(2026, 10, 20)
AUTUMN = ListedDays(
    span=Span(date(2026, 9, 1), LAST),
    holidays=[date(2026, 10, day) for day in range(1, 8)],
    extra_workdays=[date(2026, 9, 26), date(2026, 10, 10)],
)
CLERK = Actor(id="m-1", roles={"branch_secretary"}, unit="b-1")
# An objection comes on a day after posting and is answered so many days later, or not at all.
OBJECTIONS = st.lists(st.tuples(st.integers(0, 30), st.none() | st.integers(0, 9)), max_size=5)


def posting(days, counting):
    """What is posted for so many days."""
    period = Period(days=days, counting=counting)
    return Posting(word="pledge", thing="p-1", unit="b-1", place="栏", period=period)


def played(objections, days, counting):
    """A notice with objections that came and were answered on their days, each by its move."""
    notice = notices.replay([notices.post("n-1", posting(days, counting), by=CLERK, on=DAY)])
    steps = []
    for place, (came, took) in enumerate(objections):
        id = f"o-{place}"
        steps.append((came, 0, "object", Given(objection=Objection(id=id, says="不实"))))
        if took is not None:
            answer = Answer(objection=id, says="属实", upheld=False)
            steps.append((came + took, 1, "answer", Given(answer=answer)))
    for at, _, move, value in sorted(steps, key=lambda step: step[:2]):
        on = DAY + timedelta(days=at)
        notice = notices.apply(notice, notices.decide(notice, move, by=CLERK, on=on, under=BASE, given=value))
    return notice


def by_hand(objections, days, counting, on):
    """The day on which it ran out, or how many days counted, or the first day that nobody knows."""
    counted = 0
    for ordinal in range(DAY.toordinal() + 1, on.toordinal()):
        today = ordinal - DAY.toordinal()
        if any(came <= today and (took is None or today <= came + took) for came, took in objections):
            continue
        at = date.fromordinal(ordinal)
        if counting == "working":
            if not AUTUMN.span.start <= at <= AUTUMN.span.end:
                return at, None
            if at in AUTUMN.holidays or (at.weekday() > 4 and at not in AUTUMN.extra_workdays):
                continue
        counted += 1
        if counted == days:
            return counted, at
    return counted, None


@given(OBJECTIONS, st.integers(1, 15), st.sampled_from(["calendar", "working"]), st.integers(-2, 60))
def test_the_clock_counts_as_one_does_by_hand(objections, days, counting, ahead):
    """The clock of a notice never runs while an objection is open; what is not known reaches the caller."""
    on = DAY + timedelta(days=ahead)
    now = notices.clock(played(objections, days, counting), on=on, workdays=AUTUMN)
    counted, ran_out = by_hand(objections, days, counting, on)

    if isinstance(counted, date):
        assert NotKnown(day=counted) == now
    else:
        assert (counted, ran_out, days, on) == (now.counted, now.ran_out, now.needed, now.on)


@given(OBJECTIONS, st.integers(1, 15), st.integers(1, 60))
def test_it_is_filed_exactly_when_it_ran_out_and_nothing_is_open(objections, days, ahead):
    """A notice is filed only when its clock has run out without an open objection."""
    notice = played(objections, days, "calendar")
    on = max(DAY + timedelta(days=ahead), notice.on)
    now = notices.clock(notice, on=on)
    verdict = notices.explain(notice, "file", by=CLERK, on=on, under=BASE, given=Given(clock=now))
    _, ran_out = by_hand(objections, days, "calendar", on)
    still_open = any(took is None for _, took in objections)

    assert (ran_out is not None and not still_open) == verdict.ok
    if verdict.ok:
        event = notices.decide(notice, "file", by=CLERK, on=on, under=BASE, given=Given(clock=now))
        filed = notices.apply(notice, event)
        assert notices.final(filed).ok
        assert filed.open_objections == ()


@given(OBJECTIONS, st.integers(1, 10), st.integers(0, 40), st.integers(0, 40))
def test_the_clock_never_runs_back(objections, days, first, second):
    """A later day has counted at least as much, and what ran out has run out."""
    notice = played(objections, days, "calendar")
    earlier, later = (
        notices.clock(notice, on=DAY + timedelta(days=ahead)) for ahead in sorted((first, second))
    )
    assert earlier.counted <= later.counted <= days
    assert earlier.ran_out in {None, later.ran_out}


def test_without_a_provider_working_days_are_not_known():
    """Working days are not guessed: without a provider the answer is the first day that is not known."""
    notice = played([], 3, "working")
    assert NotKnown(day=date(2026, 9, 21)) == notices.clock(notice, on=date(2026, 9, 30))
    assert notices.clock(notice, on=date(2026, 9, 21)).counted == 0
