"""Concerns on their way: collected, sorted, assigned, passed upward, done, confirmed; who may what."""

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.concerns.town import (
    DAY,
    DEPUTY,
    ELSEWHERE,
    FELLOW,
    FIXED,
    GRID,
    LAMP,
    MEMBER,
    NO,
    RAISER,
    ROADS,
    ROSTER,
    SECRETARY,
    TOWN,
    WHY,
    actor,
    after,
    assigned,
    charge,
    collected,
    finished,
    go,
    log_of,
    private,
    why_not,
)

from sanliang import InvalidInput, NotFound, Private, Refused, Source, concerns
from sanliang.concerns import BASE, Above, Answer, Given, Move, Sorting, Standing, State
from sanliang.kernel.lifecycles import changed
from sanliang.kernel.overlays import replace
from sanliang.orgs import Role
from sanliang.testing._bench import moved, opened, walked
from sanliang.testing._benches import bench

UP = Above(unit="b-1", above="t-1", on=DAY)
RULES = Source(title="本镇急难愁盼办理办法")


def passed():
    """A concern that was passed upward."""
    return go(go(collected(), "sort", sorting=ROADS), "pass_up", above=UP, reason=WHY)


def refused():
    """A concern that was refused."""
    return go(collected(), "refuse", refusal=NO)


# --- the course ------------------------------------------------------------------------------------------


def test_a_concern_goes_from_the_talk_to_the_villagers_word():
    """Collected, sorted, assigned, done, confirmed: each step keeps what it brought."""
    done = go(finished(), "confirm", by=RAISER, on=after(2))

    assert (State.CONFIRMED, Standing.DONE, after(2)) == (done.state, done.standing, done.closed)
    assert ("roads", FIXED, ("m-4",)) == (done.category, done.result, done.doers)
    assert (charge(), DAY, DAY) == (done.charge, done.collected, done.finished)


def test_what_is_not_sorted_is_so_by_name():
    """Before it is sorted a concern has no category of its own, and nobody is charged with it."""
    assert ("unsorted", None) == (collected().category, collected().charge)


def test_a_concern_is_sorted_again():
    """What turns out to be about something else is sorted anew, until it is assigned."""
    water = attrs.evolve(ROADS, category="water")
    again = go(go(collected(), "sort", sorting=ROADS), "sort", sorting=water)
    assert "water" == again.category


def test_a_concern_comes_back_with_the_answer_from_above():
    """The upper unit answers, and the lower one goes on with it."""
    answer = Answer(says="列入明年计划", takes=False)
    back = go(passed(), "answer", by=TOWN, on=after(1), answer=answer)

    assert ("sorted", "b-1") == (back.state, back.unit)
    (one,) = back.passings
    assert ("b-1", "t-1", DAY, answer, after(1)) == (one.unit, one.to, one.on, one.answer, one.answered)


def test_an_upper_unit_may_take_a_concern_over():
    """Then its own officers assign it, pass it on or refuse it, and the lower unit's no more."""
    taken = go(passed(), "answer", by=TOWN, answer=Answer(says="由镇办理", takes=True))

    assert "t-1" == taken.unit
    assert ("actor.scope",) == why_not(taken, "assign", charge=charge())
    assert "assigned" == go(taken, "assign", by=TOWN, charge=charge(unit="t-1")).state


def test_a_concern_is_opened_again():
    """Whoever raised it says that it is not settled: it is open once more, and may be assigned anew."""
    for one in (finished(), go(finished(), "confirm", by=RAISER), refused()):
        again = go(one, "reopen", by=RAISER, on=after(1), reason=WHY)
        assert (State.REOPENED, Standing.OPEN, 1) == (again.state, again.standing, again.reopened)
        assert (None, None, None) == (again.closed, again.refusal, again.finished)
        assert () == why_not(again, "assign", on=after(1), charge=charge())


def test_a_refusal_has_a_ground_and_a_reason():
    """Without both nothing is refused, and the reason is private."""
    assert ("move.needs",) == why_not(collected(), "refuse")
    one = refused()
    assert (Standing.REFUSED, DAY, "not_ours") == (one.standing, one.closed, one.refusal.ground)
    assert "归县里管" not in repr(one)


@given(st.data())
def test_a_concern_is_open_done_or_refused(data):
    """Never two of them, whatever moves are made; closed is what is not open, on the day of its closing."""
    walk = walked(bench(BASE), data)
    one, closed = walk.thing, {"confirmed": Standing.DONE, "refused": Standing.REFUSED}
    assert closed.get(one.state, Standing.OPEN) is one.standing
    assert (one.closed is None) is (one.standing is Standing.OPEN)
    assert (one.refusal is None) is (one.standing is not Standing.REFUSED)


# --- who may ---------------------------------------------------------------------------------------------


@given(st.data())
def test_nobody_closes_what_they_are_responsible_for(data):
    """Over all moves: who closes it was never charged, reported nothing, and acts for no charged unit."""
    walk = opened(bench(BASE), data)
    for _ in range(data.draw(st.integers(4, 16), label="steps")):
        moved(walk, curious=True)
    charged, doers = [], set()
    for event in walk.log.events:
        if event.move == "finish":
            doers.add(event.by)
        if event.move == "assign":
            charged.append(event.given.charge)
        if event.enters in {"confirmed", "refused"}:
            whole = [one for one in charged if one.member is None]
            acting = {"m-1" for one in whole if one.unit == "b-1"}
            acting |= {"m-20" for one in whole if one.above is None}
            assert event.by not in doers | acting | {one.member for one in charged}


@pytest.mark.parametrize("state", ["assigned", "finished"])
def test_the_responsible_one_neither_confirms_nor_refuses_nor_corrects(state):
    """Not even as an officer, nor for the villager; nor may they once somebody else is charged."""
    secretary = actor("m-4", "branch_secretary")
    one = assigned() if state == "assigned" else finished()
    for move in {*Move} & {"confirm", "refuse", "correct"}:
        if move in BASE.table[one.state]:
            assert "concern.own_work" in why_not(one, move, by=secretary)
    other = go(assigned(), "assign", charge=charge(member="m-9"))
    assert "concern.own_work" in why_not(other, "refuse", by=secretary, refusal=NO)


def test_where_a_unit_is_charged_none_of_its_officers_closes_it():
    """Its officers report what was done; a villager, or somebody of another post, has the last word."""
    one = go(assigned(charge(member=None)), "finish", by=DEPUTY, result=FIXED)

    assert ("concern.own_work",) == why_not(one, "confirm", by=SECRETARY)
    assert () == why_not(one, "confirm", by=GRID) == why_not(one, "confirm", by=RAISER)
    grouped = attrs.evolve(SECRETARY, unit="g-1", scope={"b-1", "g-1"})
    assert ("concern.own_work",) == why_not(one, "confirm", by=grouped)


def test_officers_above_a_charged_unit_may_still_refuse():
    """Where the charge says what stands above; where it says nothing, no officer is exempt."""
    whole = charge(member=None)
    assert "concern.own_work" in why_not(assigned(whole), "refuse", by=TOWN, refusal=NO)
    known = concerns.charge(ROSTER, "b-1", until=whole.until, on=DAY)
    assert attrs.evolve(whole, above="t-1") == known
    assert () == why_not(assigned(known), "refuse", by=TOWN, refusal=NO)
    assert "concern.own_work" in why_not(assigned(known), "refuse", by=SECRETARY, refusal=NO)
    top = concerns.charge(ROSTER, "t-1", until=whole.until, on=DAY, member="m-20")
    assert ("t-1", "m-20", None) == (top.unit, top.member, top.above)


def test_whoever_reports_it_as_done_does_not_confirm_it():
    """An officer who took down the member's report does not take down the villager's word."""
    one = finished(by=SECRETARY)
    assert ("concern.own_work",) == why_not(one, "confirm", by=SECRETARY)
    assert () == why_not(one, "confirm", by=DEPUTY)


def test_a_villager_confirms_or_has_it_taken_down():
    """Others of the branch do not speak for the villager, nor does an officer of another one."""
    one = finished()
    assert () == why_not(one, "confirm", by=RAISER) == why_not(one, "confirm", by=GRID)
    assert ("concern.not_its_own",) == why_not(one, "confirm", by=FELLOW)
    assert ("actor.scope",) == why_not(one, "confirm", by=ELSEWHERE)


def test_whoever_heard_it_first_may_also_take_down_the_last_word():
    """Where an upper unit took it over, those who are in reach of the villager still are."""
    taken = go(passed(), "answer", by=TOWN, answer=Answer(says="由镇办理", takes=True))
    done = go(go(taken, "assign", by=TOWN, charge=charge(unit="t-1")), "finish", by=MEMBER, result=FIXED)
    assert () == why_not(done, "confirm", by=GRID)


def test_whoever_raised_it_is_not_charged_with_it():
    """Else nobody could confirm it; and of an erased name nobody can tell."""
    one = go(collected(), "sort", sorting=ROADS)
    assert ("concern.raiser_charged",) == why_not(one, "assign", charge=charge(member="h-7"))
    erased = attrs.evolve(LAMP, by=Private.erased(private("h-7").commitment))
    one = go(collected(erased), "sort", sorting=ROADS)
    assert () == why_not(one, "assign", charge=charge(member="h-7"))
    assert ("concern.not_its_own",) == why_not(finished(raised=LAMP), "confirm", by=actor("h-8"))


def test_only_who_is_charged_reports_it_as_done():
    """The member, or an officer of the unit that is charged; nobody else, though they could assign it."""
    one = assigned()
    assert () == why_not(one, "finish", by=MEMBER, result=FIXED)
    assert () == why_not(one, "finish", by=SECRETARY, result=FIXED)
    for by in (FELLOW, ELSEWHERE, RAISER):
        assert ("concern.not_charged",) == why_not(one, "finish", by=by, result=FIXED)


def test_collecting_is_for_the_villager_and_for_those_who_listen():
    """A deputy, a grid worker, a hub head take down what is said in their reach; others raise their own."""
    for role in (Role.DEPUTY, Role.HUB_HEAD, Role.GRID_WORKER, Role.FIRST_SECRETARY):
        assert "collected" == collected(by=actor("m-7", role)).state
    assert "collected" == collected(by=RAISER).state
    for by, code in ((FELLOW, "concern.not_its_own"), (ELSEWHERE, "actor.scope")):
        with pytest.raises(Refused) as caught:
            collected(by=by)
        assert (code,) == caught.value.verdict.codes


def test_the_answer_from_above_is_the_upper_units():
    """An officer above, in whose reach the unit is that was asked."""
    for by in (SECRETARY, actor("m-21", "township_secretary", unit="t-2")):
        assert "concern.not_above" in why_not(
            passed(), "answer", by=by, answer=Answer(says="无", takes=False)
        )


# --- what is given ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"until": date(2022, 2, 28)}, "concern.until"),
        ({"unit": "b-2"}, "concern.charge_scope"),
        ({"above": "b-1"}, "concern.other_unit"),
    ],
)
def test_a_charge_that_cannot_be_kept_is_refused(wrong, code):
    """A deadline gone by, or a unit over which the actor has no say."""
    one = go(collected(), "sort", sorting=ROADS)
    assert (code,) == why_not(one, "assign", charge=attrs.evolve(charge(), **wrong))


def test_a_town_may_bound_the_deadline_by_urgency():
    """What is urgent is settled within days; where nothing is said there is no bound."""
    town = changed(BASE, id="town", settings=[replace("most_days_urgent", 7, source=RULES)])
    hard = go(collected(), "sort", sorting=ROADS)
    urgent = go(collected(), "sort", sorting=attrs.evolve(ROADS, urgency="urgent"))

    assert ("concern.until_far",) == why_not(urgent, "assign", under=town, charge=charge(until=after(8)))
    assert () == why_not(urgent, "assign", under=town, charge=charge(until=after(7)))
    assert () == why_not(hard, "assign", under=town, charge=charge(until=after(300)))
    # What a town lets through unsorted is bound like what is hoped for.
    assert () == why_not(attrs.evolve(hard, sorting=None), "assign", charge=charge(until=after(300)))


@pytest.mark.parametrize(
    "wrong", [{"unit": "b-2"}, {"on": after(1)}, {"above": "b-1"}], ids=["unit", "day", "the unit itself"]
)
def test_it_goes_to_the_unit_directly_above(wrong):
    """What says so is of this unit and this day."""
    one = go(collected(), "sort", sorting=ROADS)
    assert ("concern.other_unit",) == why_not(one, "pass_up", above=attrs.evolve(UP, **wrong), reason=WHY)


def test_the_roster_says_what_stands_above():
    """On a day; of the topmost unit, nothing does."""
    assert UP == concerns.above(ROSTER, "b-1", on=DAY)
    with pytest.raises(NotFound) as caught:
        concerns.above(ROSTER, "t-1", on=DAY)
    assert "concern.nothing_above" == caught.value.code


def test_what_was_closed_long_ago_is_raised_anew():
    """The lifecycle says for how long a concern may be reopened; what waits for confirmation always may."""
    closed = go(finished(), "confirm", by=RAISER)
    assert () == why_not(closed, "reopen", by=RAISER, on=after(30), reason=WHY)
    assert ("concern.too_late",) == why_not(closed, "reopen", by=RAISER, on=after(31), reason=WHY)
    assert () == why_not(finished(), "reopen", by=RAISER, on=after(99), reason=WHY)


def test_words_that_are_none_of_ours_are_refused():
    """A channel, an urgency, a ground, a category of another shape."""
    for kind, name in ((LAMP, "channel"), (ROADS, "urgency"), (ROADS, "category"), (NO, "ground")):
        with pytest.raises(InvalidInput) as caught:
            attrs.evolve(kind, **{name: "Zzz"})
        assert name == caught.value.path


# --- corrections, stored events --------------------------------------------------------------------------


def test_a_wrong_confirmation_is_struck_out():
    """By an officer who was not charged; the log keeps both events."""
    log = log_of("confirmed", member="m-4")
    event = concerns.correct(log, 5, by=DEPUTY, on=after(9), under=BASE, why="听错了")
    again = concerns.replay(log.append(event, by="m-2", at=log.entries[-1].at))
    assert (State.FINISHED, None) == (again.state, again.closed)


def test_a_result_that_was_confirmed_is_not_corrected_under_the_confirmation():
    """The villager confirmed what was reported, and nothing else."""
    log = log_of("confirmed")
    with pytest.raises(Refused) as caught:
        concerns.correct(
            log, 4, by=DEPUTY, on=after(9), under=BASE, why="记错",
            given=Given(result=attrs.evolve(FIXED, deed="换灯两盏")),
        )  # fmt: skip
    assert ("correct.rests_on_it",) == caught.value.verdict.codes


def test_apply_never_refuses():
    """Stored events that lack what their move needs change the state alone."""
    for state in ("confirmed", "passed", "refused"):
        for blank in (None, Given()):
            first, *rest = log_of(state).events
            one = concerns.replay([first, *(attrs.evolve(event, given=blank) for event in rest)])
            assert state == one.state
            assert ((), ()) == (one.charges, one.passings)
    answer = concerns.decide(passed(), "answer", by=TOWN, on=DAY, under=BASE,
                             given=Given(answer=Answer(says="无", takes=True)))  # fmt: skip
    for event in (answer, attrs.evolve(answer, given=None)):
        assert "b-1" == concerns.apply(collected(), event).unit
    lost = attrs.evolve(passed(), passings=())
    assert ("b-1",) == tuple(one.unit for one in concerns.due([lost], before=date(2030, 1, 1)))
    assert "concern.not_above" in why_not(lost, "answer", by=ELSEWHERE, answer=answer.given.answer)


def test_an_opening_without_what_was_raised_opens_nothing():
    """Replay says so."""
    event = attrs.evolve(concerns.collect("c-1", LAMP, by=GRID, on=DAY), given=Given())
    with pytest.raises(InvalidInput) as caught:
        concerns.replay([event])
    assert "event.not_opened" == caught.value.code


def test_a_town_sorts_by_codes_of_its_own():
    """The categories of the library are no fence."""
    own = Sorting(category="mill", urgency="hoped", gist="磨坊")
    assert "mill" == go(collected(), "sort", sorting=own).category
