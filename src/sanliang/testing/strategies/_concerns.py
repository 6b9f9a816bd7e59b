"""Concerns of villagers, inspections, objections."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sanliang import concerns, supervision
from sanliang.kernel.fields import FrozenMap
from sanliang.testing.strategies._fields import (
    Parts,
    a_thing,
    codes,
    days,
    ids,
    listed,
    made,
    names,
    privates,
)


@st.composite
def counts(draw: DrawFn) -> concerns.Count:
    """Counts of concerns, of which no more are overdue than stand open."""
    done, refused, standing = (draw(st.integers(0, 3)) for _ in range(3))
    overdue = draw(st.integers(0, standing))
    return concerns.Count(done=done, refused=refused, open=standing, overdue=overdue)


@st.composite
def tallies(draw: DrawFn) -> concerns.Tally:
    """Tallies whose parts add up."""
    units = draw(st.dictionaries(ids, counts(), max_size=2).map(FrozenMap))
    total = sum(units.values(), concerns.Count())
    left = tuple(f"c-{place}" for place in range(total.open))
    return concerns.Tally(
        on=draw(days),
        since=draw(st.none() | days),
        complaints=draw(st.booleans()),
        units=units,
        rolled=draw(st.dictionaries(ids, counts(), max_size=2).map(FrozenMap)),
        categories=FrozenMap({draw(codes): total}),
        open=left,
        overdue=left[: total.overdue],
    )


CLASSES: Parts = {
    concerns.Above: made(concerns.Above),
    concerns.Answer: made(concerns.Answer),
    concerns.BoardRow: made(concerns.BoardRow),
    concerns.Charge: made(concerns.Charge),
    concerns.Complaint: made(
        concerns.Complaint, persons=st.lists(privates, min_size=1, max_size=2).map(tuple)
    ),
    concerns.Concern: a_thing(concerns.Concern),
    concerns.Count: counts(),
    concerns.Given: made(concerns.Given),
    concerns.Passing: made(concerns.Passing),
    concerns.Raised: made(concerns.Raised),
    concerns.Refusal: made(concerns.Refusal),
    concerns.Result: made(concerns.Result, evidence=names),
    concerns.Sorting: made(concerns.Sorting, category=codes),
    concerns.Tally: tallies(),
    supervision.Claim: made(supervision.Claim),
    supervision.Finding: made(supervision.Finding, concerns=names),
    supervision.Inspection: a_thing(supervision.Inspection),
    supervision.InspectionGiven: made(supervision.InspectionGiven),
    supervision.Issue: made(supervision.Issue),
    supervision.Objection: a_thing(supervision.Objection),
    supervision.ObjectionGiven: made(supervision.ObjectionGiven),
    supervision.Plan: made(supervision.Plan),
    supervision.Remedy: made(supervision.Remedy, evidence=names),
    supervision.Ruling: made(supervision.Ruling),
    supervision.Target: made(supervision.Target, word=codes, concerns=names),
    supervision.Team: made(supervision.Team, units=names, members=listed(ids, min_size=1)),
    supervision.Word: made(supervision.Word),
}
