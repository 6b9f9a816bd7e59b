"""Working days: what providers answer, and that what is not known stays not known."""

import pickle
import sys
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang.calendars import UNPUBLISHED, Counting, FirstKnown, ListedDays, NotKnown, WorkDays, counts
from sanliang.ext import workdays as ext
from sanliang.kernel.errors import InvalidInput, MissingExtra
from sanliang.kernel.labels import Text
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Span

DAY = date(2026, 10, 1)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@st.composite
def lists(draw):
    """A list of working days for some months, as a notice would have it."""
    start = draw(DAYS)
    span = Span(start, start + timedelta(days=draw(st.integers(0, 200))))
    inside = st.dates(span.start, span.end)
    holidays = draw(st.frozensets(inside, max_size=20))
    extra = draw(st.frozensets(inside, max_size=5)) - holidays
    return ListedDays(span=span, holidays=holidays, extra_workdays=extra)


class Answers:
    """A provider that always answers the same."""

    def __init__(self, answer):
        self.answer = answer

    def is_workday(self, day, /):
        """The same as ever."""
        return self.answer


@given(lists(), DAYS)
def test_a_list_speaks_for_its_span_alone(listed, day):
    """Within its span: extra days are worked, holidays are not, else Monday to Friday; outside: not known."""
    if not listed.span.start <= day <= listed.span.end:
        expected = NotKnown(day=day)
    elif day in listed.extra_workdays:
        expected = True
    elif day in listed.holidays:
        expected = False
    else:
        expected = f"{day:%a}" not in {"Sat", "Sun"}

    assert expected == listed.is_workday(day)


@given(lists())
def test_a_list_hashes_and_pickles(listed):
    """A list is a value: equal, hashed and pickled like one."""
    copy = pickle.loads(pickle.dumps(listed))

    assert (listed, hash(listed)) == (copy, hash(copy))


def test_a_list_may_be_given_as_any_collection():
    """Lists, tuples, sets and spans of days are kept as the same frozen sets."""
    golden_week = Span(DAY, DAY + timedelta(days=6))
    span = Span(DAY, date(2026, 10, 31))

    for days in ([*golden_week], (*golden_week,), {*golden_week}, golden_week):
        assert frozenset(golden_week) == ListedDays(span=span, holidays=days).holidays


def test_every_fault_of_a_list_is_named():
    """Days outside the span and days listed twice are all reported, in order."""
    with pytest.raises(InvalidInput) as raised:
        ListedDays(
            span=Span(DAY, DAY + timedelta(days=9)),
            holidays=[DAY, date(2026, 11, 1), date(2026, 9, 1)],
            extra_workdays=[DAY, date(2026, 12, 1)],
        )

    assert [(fault.code, fault.path) for fault in raised.value.faults] == [
        ("workdays.outside", "holidays[2026-09-01]"),
        ("workdays.outside", "holidays[2026-11-01]"),
        ("workdays.outside", "extra_workdays[2026-12-01]"),
        ("workdays.both", "extra_workdays[2026-10-01]"),
    ]


@pytest.mark.parametrize("bad", ["2026-10-01", 5, [datetime(2026, 10, 1)], ["2026-10-01"], [None]])
def test_a_list_takes_days_only(bad):
    """Texts, moments and numbers are refused where days are asked for."""
    with pytest.raises(InvalidInput):
        ListedDays(span=Span(DAY, DAY), holidays=bad)


def test_a_list_keeps_its_source():
    """A list says on which notice it rests."""
    source = Source(title="国务院办公厅关于2026年部分节假日安排的通知")

    assert source == ListedDays(span=Span(DAY, DAY), source=source).source


def test_not_known_is_neither_true_nor_false():
    """Asking what is not known for yes or no is an error with a way out, never a guess."""
    with pytest.raises(InvalidInput, match=r"isinstance\(answer, NotKnown\)"):
        bool(NotKnown(day=DAY))


def test_not_known_says_so_and_gives_a_reason():
    """What is not known has words of its own or the provider's, and can stand in a verdict."""
    plain = NotKnown(day=DAY)
    own = NotKnown(day=DAY, says=Text("以镇政府通知为准", "the town will say"))

    assert plain.says.get("zh") == "2026-10-01 是否为工作日尚未公布"
    assert own.reason.text("en") == "the town will say"
    assert (own.reason.code, own.reason.params) == ("workdays.not_known", {"day": DAY})


@given(DAYS)
def test_nothing_is_known_without_a_provider(day):
    """The provider that stands for none answers not known to every day."""
    assert NotKnown(day=day) == UNPUBLISHED.is_workday(day)
    assert NotKnown(day=day) == counts(Counting.WORKING, on=day)


@given(st.lists(lists(), max_size=4), DAYS)
def test_the_first_provider_that_knows_answers(providers, day):
    """Providers are asked in turn; where none knows, it is not known."""
    known = [one.is_workday(day) for one in providers if day in one.span]

    assert (known[0] if known else NotKnown(day=day)) == FirstKnown(providers=providers).is_workday(day)


def test_the_first_that_knows_answers():
    """Whoever does not know passes the question on."""
    assert FirstKnown(providers=[Answers(NotKnown(day=DAY)), Answers(True), Answers(False)]).is_workday(DAY)


def test_the_first_that_does_not_know_says_why():
    """Where no provider knows, the words of the first one stand."""
    first, second = (NotKnown(day=DAY, says=Text(words)) for words in ("甲", "乙"))

    assert first == FirstKnown(providers=[Answers(first), Answers(second)]).is_workday(DAY)


@pytest.mark.parametrize("bad", [None, "monday", 5, ListedDays, object()])
def test_a_provider_is_a_value_with_one_method(bad):
    """What cannot be asked for working days is refused, a class in place of a value among it."""
    with pytest.raises(InvalidInput, match="must be a provider of working days"):
        counts(Counting.WORKING, on=DAY, workdays=bad)
    with pytest.raises(InvalidInput, match=r"providers\[0\]: must be a provider"):
        FirstKnown(providers=[bad])


@pytest.mark.parametrize("answer", [None, 1, 0, "yes", date(2026, 1, 1)])
def test_a_provider_answers_yes_no_or_not_known(answer):
    """An answer of another kind is refused, not taken for yes or no."""
    with pytest.raises(InvalidInput, match="True, False or NotKnown"):
        counts(Counting.WORKING, on=DAY, workdays=Answers(answer))


@pytest.mark.untraced("other tests take its branches")
def test_the_published_days_are_those_of_the_package():
    """In every year that the package knows, its answers are ours; the last days of the last year are open."""
    chinese_calendar = pytest.importorskip("chinese_calendar")
    provider = ext.published()
    first, last = (pick(chinese_calendar.holidays).year for pick in (min, max))

    assert isinstance(provider, WorkDays)
    assert Span(date(first, 1, 1), date(last, 12, 26)) == provider.span
    for day in provider.span:
        assert chinese_calendar.is_workday(day) == provider.is_workday(day)


def test_new_year_has_moved_days_of_the_year_before():
    """Days off and made up for New Year's Day have lain in the December before, from the 27th on at most."""
    chinese_calendar = pytest.importorskip("chinese_calendar")
    new_year = chinese_calendar.Holiday.new_years_day.value
    listed = {**chinese_calendar.holidays, **chinese_calendar.workdays}
    moved = {day for day, name in listed.items() if day.month == 12 and name == new_year}

    assert moved
    assert all(day.day >= 27 for day in moved)


@pytest.mark.traced("it takes a branch that no other test takes")
@given(st.dates())
def test_beyond_what_is_published_nothing_is_known(day):
    """Outside the published days the answer is not known, for any day and any claimed span."""
    pytest.importorskip("chinese_calendar")
    if day not in ext.published().span:
        assert NotKnown(day=day) == ext.published().is_workday(day)
    if day.year > 2200:
        assert NotKnown(day=day) == ext.PublishedDays(span=Span(day, day)).is_workday(day)


def test_a_missing_package_names_the_extra(monkeypatch):
    """Without the package the error says which extra brings it."""
    monkeypatch.setitem(sys.modules, "chinese_calendar", None)

    with pytest.raises(MissingExtra, match=r'pip install "sanliang\[workdays\]"'):
        ext.published()
