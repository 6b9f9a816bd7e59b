"""What is due in a campaign, and the agenda of the next theme Party day."""

from datetime import date

import pytest
from tests.campaigns.town import DAY, after, campaign, case, course, plan

from sanliang import InvalidInput, Text
from sanliang.calendars import Calendar, Due, MonthDay, NotKnown, Shift
from sanliang.campaigns import Agenda, Entry, LeadingGroup, agenda, due, due_courses

FIFTH = Calendar(theme=MonthDay(day=5))


def test_open_cases_are_due_by_the_end_of_their_stage():
    """Who is open is due by the plan's day of the stage; who is done or exempt is not."""
    found = [
        case("h-2", stage="pledge"),
        case("h-1"),
        case("h-3", "done"),
        case("h-4", "exempt"),
        case("h-5", stage="consolidation"),
    ]
    dues = due(campaign(), found, before=after(21))

    assert [(one.on, one.step, one.who, one.unit, one.thing) for one in dues] == [
        (after(10), "plaque", "h-1", "b-1", "c-1"),
        (after(20), "pledge", "h-2", "b-1", "c-1"),
    ]
    assert [one.says.get("zh") for one in dues] == ["挂牌亮户未完成", "公开承诺未完成"]
    assert due(campaign(), found, before=after(20)) == dues[:1]
    assert due(campaign("closed"), found, before=after(99)) == ()


def test_units_are_due_to_start_and_to_close_their_stages():
    """A unit that has not started is due on its own day, one in a stage by the end of the stage."""
    courses = [course("pledge", "b-1"), course("waiting", "b-2")]
    dues = due_courses(campaign(), courses, before=after(99))

    assert [(one.on, one.step, one.unit, one.thing, one.who) for one in dues] == [
        (after(3), "start", "b-2", "k-b-2", "m-4"),
        (after(5), "start", "b-3", "c-1", ""),
        (after(20), "advance", "b-1", "k-b-1", "m-4"),
    ]
    assert due_courses(campaign(), courses, before=after(5)) == dues[:1]
    assert due_courses(campaign("closed"), courses, before=after(99)) == ()


def test_a_course_that_has_ended_or_has_no_last_day_is_not_due():
    """What is closed is not due, and neither is a stage to which the plan gives no day."""
    courses = [course("closed", "b-1"), course("consolidation", "b-2"), course("own-state", "b-3")]
    assert due_courses(campaign(), courses, before=after(99)) == ()


def test_courses_of_other_campaigns_say_nothing():
    """Only the campaign's own courses count, and each unit has one."""
    other = Entry(campaign="c-2", unit="b-1", leading=LeadingGroup(head="m-1"))
    dues = due_courses(campaign(), [course("action", entry=other)], before=after(2))
    assert [(one.step, one.unit) for one in dues] == [("start", "b-1")]
    with pytest.raises(InvalidInput) as caught:
        due_courses(campaign(), [course(), course(id="k-2")], before=DAY)
    assert caught.value.path == "courses[1].unit"


def test_the_agenda_holds_what_is_due_before_the_next_theme_party_day():
    """What is due on the day itself is not before it; what is late is; what is not known is kept apart."""
    on = date(2026, 7, 5)
    dues = [
        Due(on=day, kind="plaque", thing="q", step="hang", says=Text("挂牌")) for day in (on, DAY, after(-9))
    ]
    unknown = [NotKnown(day=after(9)), NotKnown(day=after(8)), NotKnown(day=after(9))]

    assert agenda(FIFTH, [*dues, *unknown], after=DAY) == Agenda(
        on=on, dues=(dues[2], dues[1]), unknown=(unknown[1], unknown[0])
    )
    assert agenda(FIFTH, dues, after=on).dues == (dues[2], dues[1], dues[0])


def test_an_agenda_without_a_day_is_the_calendars_own_answer():
    """Where the theme Party day hangs on working days that nobody has published, so does the agenda."""
    shifted = Calendar(theme=MonthDay(day=5, shift=Shift(within=7)))
    answer = agenda(shifted, due(campaign(plan=plan()), [case()], before=after(99)), after=DAY)
    assert isinstance(answer, NotKnown)
