"""Pledges, plaques, and the notices by which they are shown."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from sanliang import notices, pledges
from sanliang.kernel.lifecycles import Lifecycle
from sanliang.kernel.timeline import Span
from sanliang.testing.strategies._fields import (
    Parts,
    a_thing,
    by,
    codes,
    ids,
    made,
    names,
    numbered,
    of_class,
    texts,
)


@st.composite
def pledgers(draw: DrawFn) -> pledges.Pledger:
    """Pledgers of whom somebody signs, and nobody who is excused."""
    who = draw(st.lists(ids, min_size=1, max_size=4, unique=True))
    cut = draw(st.integers(1, len(who)))
    kind = draw(st.sampled_from([*pledges.PledgerKind]))
    return pledges.Pledger(kind=kind, id=draw(ids), unit=draw(ids), signatories=who[:cut], excused=who[cut:])


@st.composite
def letters(
    draw: DrawFn, some: SearchStrategy[pledges.Item] | None = None, course: Lifecycle[Any] | None = None
) -> pledges.Letter:
    """Letters whose deadlines lie in their cycle; with as many items as a lifecycle asks for, if one does."""
    one, pledger = of_class(pledges.Item) if some is None else some, draw(pledgers())
    if course is None:
        items = draw(by(lambda item: item.id, one, min_size=1))
    else:
        least, most = course.number(f"least_{pledger.kind}"), course.number("most_items")
        items = draw(numbered(one, min_size=max(least, 1)))[:most]
    ends = [item.deadline for item in items]
    return pledges.Letter(
        pledger=pledger,
        kind=draw(st.sampled_from([*pledges.PledgeKind])),
        items=items,
        cycle=draw(st.none() | st.just(Span(min(ends), max(ends)))),
        renews=draw(st.none() | ids),
    )


@st.composite
def holders(draw: DrawFn) -> pledges.Holder:
    """Holders, some of whose members are excused."""
    who = draw(names)
    return pledges.Holder(
        household=draw(ids), unit=draw(ids), full_members=who, excused=who[: draw(st.integers(0, len(who)))]
    )


CLASSES: Parts = {
    pledges.Amendment: made(pledges.Amendment),
    pledges.Given: made(pledges.Given),
    pledges.Holder: holders(),
    pledges.Item: made(pledges.Item, quantity=st.none() | st.integers(1, 10**6), duty=st.none() | codes),
    pledges.Letter: letters(),
    pledges.Outcome: made(pledges.Outcome),
    pledges.Plaque: a_thing(pledges.Plaque, place=st.just("") | texts, stars=st.none() | st.integers(0, 10)),
    pledges.PlaqueGiven: made(pledges.PlaqueGiven, stars=st.none() | st.integers(0, 10)),
    pledges.Pledge: a_thing(pledges.Pledge),
    pledges.Pledger: pledgers(),
    pledges.Progress: made(pledges.Progress, quantity=st.none() | st.integers(1, 10**6), evidence=names),
    notices.Answer: made(notices.Answer),
    notices.Clock: made(notices.Clock),
    notices.Filed: made(notices.Filed),
    notices.Given: made(notices.Given),
    notices.Notice: a_thing(notices.Notice),
    notices.Objection: made(notices.Objection),
    notices.Posted: made(notices.Posted),
    notices.Posting: made(notices.Posting, word=codes, concerns=names),
}
