"""The course of a unit through the four stages."""

from datetime import timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.campaigns.town import (
    AT,
    DAY,
    ELSEWHERE,
    ENTRY,
    HEAD,
    HELPER,
    NOBODY,
    OFFICER,
    STAGES,
    TOWN,
    after,
    campaign,
    course,
    covered,
    decision,
    plan,
)

from sanliang import InvalidInput, Log, Refused, campaigns
from sanliang.campaigns import (
    COURSE_BASE,
    COURSE_KIND,
    Course,
    CourseGiven,
    Entry,
    LeadingGroup,
    Review,
    Stage,
)
from sanliang.kernel import wire
from sanliang.kernel.lifecycles import Moved


def why_not(thing, move, *, by=OFFICER, on=DAY, **given):
    """The codes of what speaks against a move."""
    given = CourseGiven(**given) if given else None
    return campaigns.explain(thing, move, by=by, on=on, under=COURSE_BASE, given=given).codes


def moved(thing, move, *, by=OFFICER, on=DAY, **given):
    """The course after a move."""
    given = CourseGiven(**given) if given else None
    event = campaigns.decide(thing, move, by=by, on=on, under=COURSE_BASE, given=given)
    return campaigns.apply_course(thing, event)


def test_a_course_goes_through_the_four_stages():
    """A unit enters, starts, closes each stage with its coverage, and is reviewed on the way."""
    event = campaigns.enter("k-b-1", ENTRY, by=OFFICER, on=DAY)
    log, thing = Log.begin("k-b-1").append(event, by=OFFICER.id, at=AT), campaigns.replay_course([event])
    steps = [("start", after(1), {"campaign": campaign()})]
    steps += [
        ("advance", after(place * 10), {"coverage": covered(stage, on=after(place * 10))})
        for place, stage in enumerate(STAGES, 1)
    ]
    steps.insert(4, ("review", after(35), {"review": Review(says="总结", commended=("p-1",))}))
    for move, on, what in steps:
        event = campaigns.decide(thing, move, by=HEAD, on=on, under=COURSE_BASE, given=CourseGiven(**what))
        log, thing = log.append(event, by=HEAD.id, at=AT), campaigns.apply_course(thing, event)

    assert thing == campaigns.replay_course(log)
    assert (thing.state, thing.started, thing.decisions) == ("closed", after(1), ())
    assert [one.stage for one in thing.gates] == [*Stage]
    assert [on for on, _ in thing.reviews] == [after(35)]


def test_a_course_is_read_back():
    """A course is written as data and read back as itself, gates, decisions and reviews included."""
    thing = course(
        "closed",
        started=DAY,
        gates=(covered(missing=("h-1",)),),
        decisions=((Stage.PLAQUE, decision("h-1")),),
        reviews=((DAY, Review(says="总结")),),
    )
    assert wire.decode(wire.encode(thing), Course) == thing
    given = CourseGiven(campaign=campaign(decision=decision("b-1")))
    assert wire.decode(wire.encode(given), CourseGiven) == given


# --- who ------------------------------------------------------------------------------------------------


def test_an_officer_enters_a_unit():
    """Nobody makes himself the head of a unit: an officer of the unit enters it."""
    for by in (HEAD, NOBODY, ELSEWHERE):
        with pytest.raises(Refused):
            campaigns.enter("k-1", ENTRY, by=by, on=DAY)
    for by in (OFFICER, TOWN):
        assert campaigns.enter("k-1", ENTRY, by=by, on=DAY).enters == "waiting"


def test_the_leading_group_and_the_officers_lead():
    """The head, the others of the group, and the officers of the unit may move a course; nobody else."""
    asked = {by.id: why_not(course("action"), "review", by=by, review=Review(says="总结")) for by in
             (HEAD, HELPER, OFFICER, TOWN, NOBODY, ELSEWHERE)}  # fmt: skip
    assert asked == {
        "m-4": (),
        "m-2": (),
        "m-1": (),
        "m-20": (),
        "m-9": ("course.not_leading",),
        "m-5": ("actor.scope",),
    }


def test_the_leading_group_changes():
    """An officer appoints a new leading group; from then on the new head leads, and the old one does not."""
    thing = moved(course("action"), "appoint", leading=LeadingGroup(head="m-9"))
    assert thing.entry.leading.head == "m-9"
    assert why_not(thing, "review", by=NOBODY, review=Review(says="总结")) == ()
    assert why_not(thing, "review", by=HEAD, review=Review(says="总结")) == ("course.not_leading",)
    assert why_not(thing, "appoint", by=NOBODY, leading=LeadingGroup(head="m-4")) == ("move.role",)
    assert why_not(course("closed"), "appoint", leading=LeadingGroup(head="m-9")) == ("move.not_from_here",)


def test_a_correction_does_not_slip_another_unit_under_a_start():
    """The entry can be corrected by an officer, but not to another unit once the course has started."""
    entered = campaigns.enter("k-1", ENTRY, by=OFFICER, on=after(1))
    log = Log.begin("k-1").append(entered, by=OFFICER.id, at=AT)
    start = campaigns.decide(
        campaigns.replay_course(log), "start", by=OFFICER, on=after(1), under=COURSE_BASE,
        given=CourseGiven(campaign=campaign(plan=plan(pilots=("b-1", "b-2")))),
    )  # fmt: skip
    log = log.append(start, by=OFFICER.id, at=AT)

    def correct(by=TOWN, **changes):
        given = CourseGiven(entry=attrs.evolve(ENTRY, **changes))
        return campaigns.correct(log, 1, by=by, on=after(2), under=COURSE_BASE, why="写错", given=given)

    other = LeadingGroup(head="m-2")
    assert campaigns.apply_course(None, correct(leading=other)).entry.leading == other
    for changes in ({"unit": "b-2"}, {"campaign": "c-2"}, {"by": HEAD, "leading": other}):
        with pytest.raises(Refused):
            correct(**changes)


# --- the start ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (campaign(id="c-9"), "course.other_campaign"),
        (campaign(plan=plan(units=("b-2", "b-3"), pilots=("b-2",))), "campaign.no_part"),
        (campaign("closed"), "course.campaign_over"),
        (campaign("planned", piloted=None), "course.not_begun"),
        (campaign("own-state", piloted=after(10)), "course.not_begun"),
    ],
)
def test_a_course_starts_with_its_own_campaign(given, code):
    """The campaign must be the course's, have the unit among its units, have begun here, and not be over."""
    assert why_not(course(), "start", on=after(9), campaign=given) == (code,)


@given(
    unit=st.sampled_from(["b-1", "b-2", "b-3"]),
    piloted=st.none() | st.integers(0, 8),
    rolled=st.none() | st.integers(0, 8),
    on=st.integers(0, 9),
)
def test_no_unit_but_a_pilot_starts_before_the_roll_out(unit, piloted, rolled, on):
    """A pilot starts once the pilot has begun, any other unit after the roll-out, none before its own day."""
    days = {"piloted": piloted, "rolled_out": rolled}
    now = campaign(**{name: None if day is None else after(day) for name, day in days.items()})
    begun = piloted if unit == "b-1" else rolled
    planned = {"b-1": 1, "b-2": 3, "b-3": 5}[unit]
    expected = () if begun is not None and begun <= on and planned <= on else ("course.not_begun",)

    by = attrs.evolve(TOWN, scope={unit})
    assert why_not(course(unit=unit), "start", by=by, on=after(on), campaign=now) == expected


# --- the gates ------------------------------------------------------------------------------------------

ids = st.sets(st.sampled_from([f"h-{n}" for n in range(1, 16)]))


@given(st.sampled_from(STAGES), ids, st.none() | ids)
def test_a_stage_never_closes_over_open_cases_without_a_decision(stage, missing, over):
    """A stage closes exactly where everybody who is open is named by a recorded decision."""
    thing = course(stage.value)
    coverage = covered(stage, missing=tuple(sorted(missing)))
    said = None if over is None else decision(*sorted(over))
    codes = why_not(thing, "advance", coverage=coverage, decision=said)

    if missing <= (over or set()):
        assert codes == ()
        after_it = moved(thing, "advance", coverage=coverage, decision=said)
        assert after_it.gates == (coverage,)
        assert after_it.decisions == (() if said is None else ((stage, said),))
    else:
        assert codes == (("course.stage_open",) if over is None else ("campaign.not_named",))


def test_a_gate_names_some_of_those_who_were_forgotten():
    """The refusal says how many the decision does not name, and the first ten of them."""
    missing = tuple(f"h-{n:02}" for n in range(30))
    verdict = campaigns.explain(
        course("plaque"), "advance", by=OFFICER, on=DAY, under=COURSE_BASE,
        given=CourseGiven(coverage=covered(missing=missing), decision=decision("h-00")),
    )  # fmt: skip
    assert verdict.reasons[0].params["count"] == 29
    assert "h-10" in verdict.text("zh")
    assert "h-11" not in verdict.text("en")
    assert ("course.stage_open",) == why_not(course("plaque"), "advance", coverage=covered(missing=missing))


@pytest.mark.parametrize(
    "changes", [{"stage": "pledge"}, {"unit": "b-2"}, {"on": DAY - timedelta(days=1)}, {"on": after(1)}]
)
def test_a_gate_takes_only_its_own_coverage(changes):
    """A coverage of another stage, another unit or another day closes nothing, whoever decides."""
    coverage = covered(**changes)
    assert why_not(course("plaque"), "advance", coverage=coverage) == ("course.coverage",)
    assert why_not(course("plaque"), "advance", coverage=coverage, decision=decision("h-1")) == (
        "course.coverage",
    )


def test_what_is_missing_is_asked_for():
    """A move that was given nothing says what it needs."""
    asked = {
        "waiting": ("start", "given.campaign"),
        "plaque": ("advance", "given.coverage"),
        "action": ("review", "given.review"),
        "pledge": ("appoint", "given.leading"),
    }
    for state, (move, path) in asked.items():
        with pytest.raises(InvalidInput) as caught:
            moved(course(state), move)
        assert caught.value.path == path


def test_no_event_brings_what_its_move_does_not_ask_for():
    """What comes along with another move opens no gate and changes no group, and an empty event nothing."""
    everything = CourseGiven(
        entry=ENTRY,
        campaign=campaign(),
        coverage=covered(),
        decision=decision("h-1"),
        review=Review(says="总结"),
        leading=LeadingGroup(head="m-9"),
    )
    fields = {"advance": {"gates", "decisions"}, "review": {"reviews"}, "appoint": {"entry"}}
    thing = course("plaque")
    for move in ("advance", "review", "appoint", "own-move"):
        event = Moved(
            word="course", thing="k-1", move=move, leaves="plaque", enters="plaque", by="m-1", on=DAY
        )
        kept = attrs.evolve(thing, version=2)
        assert COURSE_KIND.apply(thing, event) == kept
        full = COURSE_KIND.apply(thing, attrs.evolve(event, given=everything))
        changed = {
            one.name for one in attrs.fields(Course) if getattr(full, one.name) != getattr(kept, one.name)
        }
        assert changed == fields.get(move, set())


# --- values ---------------------------------------------------------------------------------------------


def test_the_head_is_no_other_member():
    """The head of a leading group stands there once."""
    with pytest.raises(InvalidInput) as caught:
        LeadingGroup(head="m-1", members=("m-2", "m-1"))
    assert caught.value.path == "members"


def test_a_review_does_not_praise_and_blame_at_once():
    """No pledge is commended and ordered to be rectified in one review."""
    with pytest.raises(InvalidInput) as caught:
        Review(says="总结", commended=("p-1", "p-2"), rectifying=("p-3", "p-2", "p-1"))
    assert [one.path for one in caught.value.faults] == ["rectifying[1]", "rectifying[2]"]


@pytest.mark.parametrize("name", ["campaign", "unit", "leading"])
def test_an_entry_is_whole(name):
    """An entry without its campaign, its unit or its leading group is refused."""
    with pytest.raises(InvalidInput) as caught:
        Entry(**{"campaign": "c-1", "unit": "b-1", "leading": ENTRY.leading, name: None})
    assert caught.value.path == name
