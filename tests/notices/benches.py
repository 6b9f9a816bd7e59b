"""How the table of notices is brought to life for the laws of lifecycles."""

import attrs
from hypothesis import strategies as st
from tests.laws.lifecycles import Bench

from sanliang import Actor, Private, notices
from sanliang.calendars import Period
from sanliang.notices import BASE, Answer, Given, Objection, Posting

CLERK = Actor(id="m-1", roles={"branch_secretary"}, unit="b-1")
PEOPLE = [
    CLERK,
    CLERK,
    Actor(id="m-3", roles={"branch_secretary"}, unit="b-1"),
    Actor(id="v-1", roles=(), unit="b-1"),
]
words = st.text("数量不实已复核", min_size=1, max_size=8)
POSTING = Posting(
    word="pledge", thing="p-1", unit="b-1", place="村务公开栏", period=Period(days=1), concerns=("m-3",)
)


def objecting(notice, _by, on):
    """An objection that is new; who objects is hidden."""
    hidden = st.builds(Private, words, salt=st.binary(min_size=16, max_size=16))
    return st.builds(
        lambda says, by, day: Given(
            objection=Objection(id=f"o-{len(notice.objections)}", says=says, by=by, on=day)
        ),
        words,
        st.none() | hidden,
        st.sampled_from([None, on]),
    )


def answering(notice, _by, _on):
    """An answer to one of the open objections, or to one that nobody made; seldom does it agree."""
    ids = st.sampled_from([one.id for one in notice.open_objections] or ["o-0"])
    seldom = st.integers(0, 5).map(lambda number: number == 0)
    answers = st.builds(Answer, objection=ids, says=words, upheld=seldom)
    return st.builds(Given, answer=answers)


def filing(notice, _by, on):
    """A clock that has run out: its own, or one that says so, since walks are short."""
    now = notices.clock(notice, on=on)
    out = attrs.evolve(now, counted=1, ran_out=now.ran_out or notice.posted)
    return st.just(Given(clock=out))


NOTICE = Bench(
    name="notice",
    lifecycle=BASE,
    openings={"post": st.just(Given(posting=POSTING))},
    given={
        "object": objecting,
        "answer": answering,
        "file": filing,
        "withdraw": lambda *_: st.builds(Given, reasons=words),
    },
    blank=st.none() | st.just(Given()),
    actors=st.sampled_from(PEOPLE),
)
