"""How notices are brought to life under any town's table."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sanliang import notices
from sanliang.calendars import Period
from sanliang.kernel.lifecycles import Actor, Lifecycle
from sanliang.kernel.privacy import Private
from sanliang.notices import Answer, Clock, Given, Notice, Objection, Posting
from sanliang.testing._bench import Bench, acting, actor, no_wider, opening_by

CLERK = actor("m-1", "branch_secretary")
CONCERNED = actor("m-3", "branch_secretary")
VILLAGER = actor("v-1")

words = st.text("数量不实已复核", min_size=1, max_size=8)


def posting(lifecycle: Lifecycle[Notice]) -> Posting:
    """What hangs as short as the town allows."""
    period = Period(days=max(1, lifecycle.number("least_days")))
    return Posting(
        word="pledge", thing="p-1", unit="b-1", place="村务公开栏", period=period, concerns=("m-3",)
    )


def notice(lifecycle: Lifecycle[Notice]) -> Bench:
    """The bench of notices under a table."""
    return Bench(
        name="notice",
        lifecycle=lifecycle,
        openings=opening_by(lifecycle, st.just(Given(posting=posting(lifecycle)))),
        fields={
            "posting": lambda *_: st.just(posting(lifecycle)),
            "objection": objecting,
            "answer": answering,
            "clock": clocks,
            "reasons": lambda *_: words,
        },
        blank=st.none() | st.just(Given()),
        actors=acting(lifecycle, notices.BASE, CLERK, CLERK, CONCERNED, VILLAGER),
        sure=no_wider(lifecycle, notices.BASE),
    )


def objecting(one: Notice, _by: Actor, on: date) -> SearchStrategy[Objection]:
    """An objection that is new; who objects is hidden."""
    hidden = st.builds(Private, words, salt=st.binary(min_size=16, max_size=16))
    return st.builds(
        lambda says, by, day: Objection(id=f"o-{len(one.objections)}", says=says, by=by, on=day),
        words,
        st.none() | hidden,
        st.sampled_from([None, on]),
    )


def answering(one: Notice, _by: Actor, _on: date) -> SearchStrategy[Answer]:
    """An answer to one of the open objections, or to one that nobody made; seldom does it agree."""
    ids = st.sampled_from([each.id for each in one.open_objections] or ["o-0"])
    seldom = st.integers(0, 5).map(lambda number: number == 0)
    return st.builds(Answer, objection=ids, says=words, upheld=seldom)


def clocks(one: Notice, _by: Actor, on: date) -> SearchStrategy[Clock]:
    """A clock that has run out, since walks are short."""
    days = one.posting.period.days
    return st.just(
        Clock(notice=one.id, version=one.version, on=on, counted=days, needed=days, ran_out=one.posted)
    )
