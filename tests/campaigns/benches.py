"""How the tables of campaigns and of courses are brought to life for the laws of lifecycles."""

import attrs
from hypothesis import strategies as st
from tests.campaigns.town import (
    DAY,
    ENTRY,
    EVERYBODY,
    LEADING,
    OFFICER,
    TOWN,
    after,
    campaign,
    covered,
    decision,
    plan,
)
from tests.laws.lifecycles import Bench

from sanliang.campaigns import (
    CAMPAIGN_BASE,
    COURSE_BASE,
    CampaignGiven,
    CourseGiven,
    LeadingGroup,
    Review,
)

people = st.sampled_from(EVERYBODY)
ids = st.sampled_from(["h-1", "h-2", "h-3"])
some_ids = st.lists(ids, unique=True).map(tuple)


@st.composite
def closing(draw, thing):
    """What closes a campaign: all courses ended, or a decision over the others."""
    units = thing.plan.units
    ended = draw(st.lists(st.sampled_from(units), unique=True))
    left = [unit for unit in units if unit not in ended]
    over = None if not left else decision(*left, *draw(st.sampled_from([(), ("b-9",)])))
    return CampaignGiven(ended=ended, decision=over)


@st.composite
def passing(draw, thing, on):
    """What closes a stage: nobody is missing, or a decision over them."""
    missing = draw(some_ids)
    over = decision(*missing) if missing or draw(st.booleans()) else None
    coverage = covered(thing.state, thing.unit, on, draw(st.integers(0, 3)), missing)
    return CourseGiven(coverage=coverage, decision=over)


SOON = plan(pilot_on=DAY, meeting_on=after(1), rollout_on=after(1), rollouts={})

CAMPAIGN = Bench(
    name="campaign",
    lifecycle=CAMPAIGN_BASE,
    openings={
        "plan": st.sampled_from([SOON, attrs.evolve(SOON, pilots=(), pilot_on=None)]).map(
            lambda one: CampaignGiven(plan=one)
        )
    },
    given={
        "meet": lambda *_: st.builds(CampaignGiven, says=st.sampled_from([None, "大家都要亮出来"])),
        "close": lambda thing, _by, _on: closing(thing),
    },
    blank=st.none() | st.just(CampaignGiven()),
    actors=st.sampled_from([TOWN, attrs.evolve(TOWN, id="m-21"), OFFICER]),
)
COURSE = Bench(
    name="course",
    lifecycle=COURSE_BASE,
    openings={"begin": st.just(CourseGiven(entry=ENTRY))},
    given={
        # On any day of a walk the pilots have begun.
        "start": lambda thing, _by, on: st.just(
            CourseGiven(campaign=campaign(piloted=on, plan=plan(pilot_on=min(on, plan().meeting_on))))
        ),
        "advance": lambda thing, _by, on: passing(thing, on),
        "review": lambda *_: st.builds(
            CourseGiven,
            review=some_ids.map(lambda one: Review(says="总结", commended=one[:1], rectifying=one[1:])),
        ),
        "appoint": lambda *_: st.sampled_from([LEADING, LeadingGroup(head="m-2")]).map(
            lambda one: CourseGiven(leading=one)
        ),
    },
    blank=st.none() | st.just(CourseGiven()),
    actors=people,
)
