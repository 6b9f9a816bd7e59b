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


@st.composite
def inspection_counts(draw: DrawFn) -> supervision.InspectionCount:
    """Counts of inspections, of whose findings no more are closed or late than there are."""
    findings = draw(st.integers(0, 3))
    closed = draw(st.integers(0, findings))
    ended = {name: draw(st.integers(0, 3)) for name in ("open", "clean", "settled", "cancelled")}
    return supervision.InspectionCount(
        **ended, findings=findings, closed=closed, overdue=draw(st.integers(0, findings - closed))
    )


@st.composite
def objection_counts(draw: DrawFn) -> supervision.ObjectionCount:
    """Counts of objections, of which no more are late than wait."""
    waiting = draw(st.integers(0, 3))
    ended = {name: draw(st.integers(0, 3)) for name in ("upheld", "dismissed", "withdrawn")}
    return supervision.ObjectionCount(**ended, open=waiting, overdue=draw(st.integers(0, waiting)))


@st.composite
def objection_tallies(draw: DrawFn) -> supervision.ObjectionTally:
    """Tallies of objections whose kinds of things add up to the units."""
    units = draw(st.dictionaries(ids, objection_counts(), max_size=2).map(FrozenMap))
    total = sum(units.values(), supervision.ObjectionCount())
    return supervision.ObjectionTally(on=draw(days), units=units, words=FrozenMap({draw(codes): total}))


CLASSES: Parts = {
    concerns.Board: made(concerns.Board, fits=st.just(FrozenMap())),
    supervision.InspectionCount: inspection_counts(),
    supervision.InspectionTally: made(
        supervision.InspectionTally,
        units=st.dictionaries(ids, inspection_counts(), max_size=2).map(FrozenMap),
        rolled=st.dictionaries(ids, inspection_counts(), max_size=2).map(FrozenMap),
    ),
    supervision.ObjectionCount: objection_counts(),
    supervision.ObjectionTally: objection_tallies(),
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
