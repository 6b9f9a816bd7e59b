"""How notices are brought to life under any town's table."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from sanliang import notices
from sanliang.calendars import Period
from sanliang.kernel.lifecycles import Actor, Lifecycle
from sanliang.kernel.privacy import Private
from sanliang.notices import Answer, Clock, Given, Notice, Objection, Posting
from sanliang.testing._bench import Bench, Draw, acting, actor, no_wider, one_of, opening_by

CLERK = actor("m-1", "branch_secretary")
CONCERNED = actor("m-3", "branch_secretary")
VILLAGER = actor("v-1")

words = st.text("数量不实已复核", min_size=1, max_size=8)
salts = st.binary(min_size=16, max_size=16)
booleans = st.booleans()


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
            "posting": lambda *_: posting(lifecycle),
            "objection": objecting,
            "answer": answering,
            "clock": clocks,
            "reasons": lambda draw, *_: draw(words),
        },
        blank=st.sampled_from([None, Given()]),
        actors=acting(lifecycle, notices.BASE, CLERK, CLERK, CONCERNED, VILLAGER),
        sure=no_wider(lifecycle, notices.BASE),
    )


def objecting(draw: Draw, one: Notice, _by: Actor, on: date) -> Objection:
    """An objection that is new; who objects is hidden."""
    says, day = draw(words), one_of(draw, [None, on])
    by = Private(draw(words), salt=draw(salts)) if draw(booleans) else None
    return Objection(id=f"o-{len(one.objections)}", says=says, by=by, on=day)


def answering(draw: Draw, one: Notice, _by: Actor, _on: date) -> Answer:
    """An answer to one of the open objections, or to one that nobody made; seldom does it agree."""
    id = one_of(draw, [each.id for each in one.open_objections] or ["o-0"])
    return Answer(objection=id, says=draw(words), upheld=one_of(draw, range(6)) == 0)


def clocks(_draw: Draw, one: Notice, _by: Actor, on: date) -> Clock:
    """A clock that has run out, since walks are short."""
    days = one.posting.period.days
    return Clock(notice=one.id, version=one.version, on=on, counted=days, needed=days, ran_out=one.posted)
