"""Campaigns, and the figures that are sent upward."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sanliang import campaigns, reports
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Text
from sanliang.kernel.sources import Source
from sanliang.testing.strategies._fields import Parts, a_thing, days, ids, listed, made, names, texts


@st.composite
def coverages(draw: DrawFn) -> campaigns.Coverage:
    """Coverages whose totals are no less than what is counted directly."""
    missing = draw(names)
    done, exempt, direct = (draw(st.integers(0, 9)) for _ in range(3))
    tally = campaigns.Tally
    return campaigns.Coverage(
        stage=draw(st.sampled_from([*campaigns.Stage])),
        on=draw(days),
        unit=draw(ids),
        direct=tally(done=min(direct, done), open=draw(st.integers(0, len(missing)))),
        total=tally(done=done, open=len(missing), exempt=exempt),
        missing=missing,
    )


@st.composite
def plans(draw: DrawFn) -> campaigns.Plan:
    """Plans whose days stand in order."""
    steps = sorted(draw(st.lists(days, min_size=8, max_size=8)))
    units = draw(listed(ids, min_size=1))
    cut = draw(st.integers(0, len(units)))
    late = {unit: steps[3] for unit in units[cut:] if draw(st.booleans())}
    until = {
        stage: end for stage, end in zip(campaigns.Stage, steps[4:], strict=False) if draw(st.booleans())
    }
    return campaigns.Plan(
        title=draw(made(Text)),
        unit=draw(ids),
        units=units,
        pilots=units[:cut],
        pilot_on=steps[0] if cut else None,
        meeting_on=steps[1],
        rollout_on=steps[2],
        rollouts=FrozenMap(late),
        until=FrozenMap(until),
        source=draw(st.none() | made(Source)),
    )


people = listed(ids, min_size=1)


@st.composite
def reviews(draw: DrawFn) -> campaigns.Review:
    """Reviews that name nobody for both."""
    who = draw(people)
    cut = draw(st.integers(0, len(who)))
    return campaigns.Review(says=draw(texts), commended=who[:cut], rectifying=who[cut:])


@st.composite
def counted(draw: DrawFn) -> reports.Counted:
    """Counts that are no more together than the whole."""
    counts = draw(st.dictionaries(texts, st.integers(0, 99), max_size=3))
    return reports.Counted(whole=sum(counts.values()) + draw(st.integers(0, 9)), counts=counts)


@st.composite
def parts(draw: DrawFn) -> reports.Part:
    """Parts of a sentence that name each category."""
    count = draw(counted())
    names = [reports.Category(code=code, label=draw(made(Text))) for code in count.counts]
    return reports.Part(counted=count, noun=draw(made(Text)), measure=draw(texts), categories=names)


@st.composite
def tables(draw: DrawFn) -> reports.Table:
    """Tables of a unit and those under it, whose sums are the sums of their parts."""
    first, *others = draw(listed(ids, min_size=1))
    direct = {unit: draw(counted()) for unit in (first, *others)}
    rows = [reports.Row(unit=one, parent=first, direct=direct[one], total=direct[one]) for one in others]
    total = sum((direct[one] for one in others), direct[first])
    return reports.Table(
        on=draw(days),
        whose=draw(st.sampled_from([*reports.Whose])),
        rows=[reports.Row(unit=first, direct=direct[first], total=total), *rows],
        apart=draw(counted()),
    )


CLASSES: Parts = {
    campaigns.Agenda: made(campaigns.Agenda),
    campaigns.Campaign: a_thing(campaigns.Campaign),
    campaigns.CampaignGiven: made(campaigns.CampaignGiven, ended=st.none() | names),
    campaigns.Case: made(campaigns.Case),
    campaigns.Course: a_thing(campaigns.Course),
    campaigns.CourseGiven: made(campaigns.CourseGiven),
    campaigns.Coverage: coverages(),
    campaigns.Decision: made(campaigns.Decision, over=names),
    campaigns.Entry: made(campaigns.Entry),
    campaigns.LeadingGroup: people.map(lambda who: campaigns.LeadingGroup(head=who[0], members=who[1:])),
    campaigns.Plan: plans(),
    campaigns.Review: reviews(),
    campaigns.Tally: made(campaigns.Tally),
    reports.Category: made(reports.Category),
    reports.Counted: counted(),
    reports.Part: parts(),
    reports.Row: made(reports.Row),
    reports.Table: tables(),
}
