"""Posts with duties, and areas."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sanliang import pledges, posts
from sanliang.kernel.sources import Source
from sanliang.testing.strategies._fields import (
    Parts,
    a_thing,
    by,
    codes,
    days,
    decimals,
    ids,
    listed,
    made,
    names,
    of_class,
    texts,
    with_term,
)


@st.composite
def appraisals(draw: DrawFn) -> posts.Appraisal:
    """Appraisals whose holder is not among the raters."""
    who = draw(listed(ids, min_size=1))
    points = draw(st.none() | decimals)
    says = draw(st.none() | texts)
    grade = draw(st.sampled_from([*pledges.Grade]))
    return posts.Appraisal(holder=who[0], grade=grade, points=points, says=says, raters=who[1:])


@st.composite
def post_plans(draw: DrawFn) -> posts.PostPlan:
    """Plans of posts whose days stand in order."""
    first, last = sorted(draw(st.lists(days, min_size=2, max_size=2)))
    return posts.PostPlan(
        title=draw(texts),
        unit=draw(ids),
        kind=draw(codes),
        duties=draw(by(lambda one: one.id, of_class(posts.Duty), min_size=1)),
        places=draw(st.integers(1, 1000)),
        where=draw(st.none() | texts),
        choose_until=draw(st.none() | st.just(first)),
        report_by=draw(st.none() | st.just(last)),
        source=draw(st.none() | made(Source)),
    )


CLASSES: Parts = {
    posts.Appraisal: appraisals(),
    posts.Area: with_term(posts.Area, kind=codes, charges=st.lists(of_class(posts.Charge), max_size=2)),
    posts.Candidate: made(posts.Candidate),
    posts.Charge: with_term(posts.Charge),
    posts.Coverage: made(posts.Coverage),
    posts.Duty: made(posts.Duty, model=st.none() | codes, quantity=st.none() | st.integers(1, 10**6)),
    posts.DutyPost: a_thing(posts.DutyPost),
    posts.Given: made(posts.Given, holders=st.none() | names),
    posts.Link: made(posts.Link),
    posts.PostPlan: post_plans(),
    posts.Report: made(posts.Report, evidence=names),
    posts.Tenure: made(posts.Tenure),
}
