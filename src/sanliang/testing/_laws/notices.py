"""The laws of public notices: how long they hang, and what an objection does."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from sanliang import notices
from sanliang.calendars import Counting, Period
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Lifecycle, Moved
from sanliang.kernel.verdicts import Refused
from sanliang.notices import Answer, Clock, Given, Notice, Objection, Posting
from sanliang.testing._bench import outcome
from sanliang.testing._benches.notices import CLERK, VILLAGER
from sanliang.testing._law import Law
from sanliang.testing._told import broken_unless, of_town, telling, told
from sanliang.townships import Township

POSTED = "公示5天，期满无异议后生效（某镇评星方案；县“爱心超市”公示3天）；民法典第201、203条"
OBJECTED = "对公示有异议的，由支部调查、答复（华宁县，2018-02-22）"
DAY = date(2026, 7, 1)


@attrs.frozen
class WeekDays:
    """Working days without holidays, which is enough to count some."""

    def is_workday(self, on: date) -> bool:
        """Monday to Friday."""
        return on.weekday() < 5


def published(town: Township) -> tuple[str, ...]:
    """What is published in a town, each with a period of its own."""
    return tuple(sorted(town.notices))


def _posting(word: str, period: Period) -> Posting:
    return Posting(word=word, thing="p-1", unit="b-1", place="村务公开栏", period=period, concerns=("m-3",))


def _of(town: Township, word: str) -> Text:
    period = town.notices[word]
    says = told(
        "“{word}”的公示，{days} 个{counting}",
        "notice of a {word}, {days} {counting}",
        word=word,
        days=period.days,
        counting=period.counting,
    )
    return of_town(town, says)


def _posted(town: Township, word: str, period: Period, on: date) -> Notice:
    under = town.lifecycles["notice"]
    return notices.replay([notices.post("n-1", _posting(word, period), by=CLERK, on=on, under=under)])


def no_notice_is_too_short(town: Township, word: str, _data: DataObject) -> None:
    """The town's period may be posted, and one that is shorter than the rules ask for may not."""
    under: Lifecycle[Notice] = town.lifecycles["notice"]
    least, period = under.number("least_days"), town.notices[word]
    with telling(_of(town, word)):
        made = outcome(lambda: notices.post("n-1", _posting(word, period), by=CLERK, on=DAY, under=under))
        broken_unless(
            isinstance(made, Moved),
            "{by} 于 {on} 不能公示：\n{made}",
            "{by} may not post it on {on}:\n{made}",
            by=CLERK.id,
            on=DAY,
            made=made,
        )
        if least > 1:
            short = _posting(word, attrs.evolve(period, days=least - 1))
            made = outcome(lambda: notices.post("n-1", short, by=CLERK, on=DAY, under=under))
            broken_unless(
                isinstance(made, Refused),
                "公示 {days} 天也能办理，而至少应为 {least} 天",
                "{days} days may be posted, and the least is {least}",
                days=least - 1,
                least=least,
            )


def it_hangs_for_its_period(town: Township, word: str, data: DataObject) -> None:
    """It cannot be filed before as many days as the period have passed, and can be filed then."""
    on = DAY + timedelta(days=data.draw(st.integers(0, 30), label="posted"))
    period = town.notices[word]
    with telling(_of(town, word)):
        hangs, passed = _posted(town, word, period, on), 0
        day = on
        while passed < period.days:
            day += timedelta(days=1)
            counts = period.counting is Counting.CALENDAR or WeekDays().is_workday(day)
            broken_unless(
                not _filed(town, hangs, day),
                "{on} 公示，{day} 即可归档，而 {days} 天中才过 {passed} 天",
                "posted on {on}, it may be filed on {day}, when {passed} days of {days} are over",
                on=on,
                day=day,
                passed=passed,
                days=period.days,
            )
            passed += counts
        day += timedelta(days=1)
        broken_unless(
            _filed(town, hangs, day),
            "{on} 公示，{day} 仍不能归档",
            "posted on {on}, it may not be filed on {day}",
            on=on,
            day=day,
        )


def _filed(town: Township, hangs: Notice, on: date) -> bool:
    """Whether it may be filed on a day, with the clock of that day."""
    under = town.lifecycles["notice"]
    clock = notices.clock(hangs, on=on, workdays=WeekDays())
    given = Given(clock=clock if isinstance(clock, Clock) else None)
    made = outcome(lambda: notices.decide(hangs, "file", by=CLERK, on=on, under=under, given=given))
    return isinstance(made, Moved)


def an_objection_stops_the_clock(town: Township, word: str, data: DataObject) -> None:
    """While an objection is open nothing is filed and no day counts; it is answered first."""
    period, under = town.notices[word], town.lifecycles["notice"]
    open_for = data.draw(st.integers(0, 9), label="open for so many days")
    with telling(_of(town, word)):
        hangs = _posted(town, word, period, DAY)
        said = Given(objection=Objection(id="o-1", says="数量不实"))
        event = outcome(lambda: notices.decide(hangs, "object", by=VILLAGER, on=DAY, under=under, given=said))
        broken_unless(
            isinstance(event, Moved),
            "{by} 于 {on} 不能提出异议：\n{event}",
            "{by} may not object on {on}:\n{event}",
            by=VILLAGER.id,
            on=DAY,
            event=event,
        )
        hangs = notices.apply(hangs, event)
        late = DAY + timedelta(days=2 * period.days + 30)
        broken_unless(
            not _filed(town, hangs, late),
            "{late} 可以归档，而 {on} 提出的异议尚未答复",
            "it may be filed on {late}, and an objection is open since {on}",
            late=late,
            on=DAY,
        )
        answered = DAY + timedelta(days=open_for)
        reply = Given(answer=Answer(objection="o-1", says="已复核", upheld=False))
        hangs = notices.apply(
            hangs, notices.decide(hangs, "answer", by=CLERK, on=answered, under=under, given=reply)
        )
        clock = notices.clock(hangs, on=answered + timedelta(days=1), workdays=WeekDays())
        counted = clock.counted if isinstance(clock, Clock) else 0
        broken_unless(
            counted == 0,
            "异议到 {answered} 才答复，其间计入了 {counted} 天",
            "{counted} days count while an objection was open to {answered}",
            answered=answered,
            counted=counted,
        )


NOTICES: tuple[Law, ...] = (
    Law(
        code="notice.least",
        says=Text("公示期不短于规定", "no notice is shorter than the rules ask for"),
        source=POSTED,
        holds=no_notice_is_too_short,
        over=published,
        share=1_000,
    ),
    Law(
        code="notice.hangs",
        says=Text("公示期满才能备案，期满即可备案", "it is filed when its period is over, and not before"),
        source=POSTED,
        holds=it_hangs_for_its_period,
        over=published,
        share=4,
    ),
    Law(
        code="notice.objection",
        says=Text(
            "异议未答复前不得备案，其间不计入公示期",
            "while an objection is open nothing is filed, and no day counts",
        ),
        source=OBJECTED,
        holds=an_objection_stops_the_clock,
        over=published,
        share=4,
    ),
)
"""The laws of notices."""
