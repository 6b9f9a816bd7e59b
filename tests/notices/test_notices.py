"""Public notices: posted, contested, answered, filed; who may, what is needed, what is refused."""

import traceback
from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from sanliang import Actor, InvalidInput, Log, Private, Refused, notices, orgs
from sanliang.calendars import NotKnown, Period
from sanliang.kernel.lifecycles import Row, changed, diagram
from sanliang.kernel.overlays import drop, replace
from sanliang.kernel.sources import Source
from sanliang.kernel.wire import encode
from sanliang.notices import (
    BASE,
    Answer,
    Clock,
    Filed,
    Given,
    Move,
    Notice,
    Objection,
    Posted,
    Posting,
    State,
)

DAY = date(2026, 7, 1)
AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
CLERK = Actor(id="m-1", roles={"branch_secretary"}, unit="b-1")
CONCERNED = Actor(id="m-3", roles={"branch_secretary"}, unit="b-1")
ELSEWHERE = Actor(id="m-9", roles={"branch_secretary"}, unit="b-2")
VILLAGER = Actor(id="v-1", roles=(), unit="b-1")
PLEDGE = Posting(
    word="pledge", thing="p-1", unit="b-1", place="村务公开栏", period=Period(days=5), concerns=("m-3",)
)
TOWN = Source(title="本镇公示办法", article="3")


def after(days):
    """The day so many days after posting."""
    return DAY + timedelta(days=days)


def posted(posting=PLEDGE):
    """A notice that has just been posted."""
    return notices.replay([notices.post("n-1", posting, by=CLERK, on=DAY)])


def go(notice, move, *, by=CLERK, on=DAY, under=BASE, **given):
    """The notice after a move."""
    value = Given(**given) if given else None
    return notices.apply(notice, notices.decide(notice, move, by=by, on=on, under=under, given=value))


def contested(*ids, on=DAY, notice=None):
    """A notice with these objections open."""
    notice = notice or posted()
    for id in ids:
        notice = go(notice, "object", by=VILLAGER, on=on, objection=Objection(id=id, says="数量不实"))
    return notice


def answered(notice, id, *, on=DAY, upheld=False, by=CLERK):
    """The notice after an answer."""
    return go(notice, "answer", by=by, on=on, answer=Answer(objection=id, says="已复核", upheld=upheld))


def file(notice, on, by=CLERK):
    """The notice after filing on a day."""
    return go(notice, "file", by=by, on=on, clock=notices.clock(notice, on=on))


def why_not(notice, move, *, by=CLERK, on=DAY, **given):
    """The codes of what speaks against a move."""
    value = Given(**given) if given else None
    return notices.explain(notice, move, by=by, on=on, under=BASE, given=value).codes


# --- the course ----------------------------------------------------------------------------------------


def test_a_notice_runs_out_and_is_filed():
    """Posted on 1 July for five days, a notice runs out at the end of the 6th, and is filed on the 7th."""
    notice = posted()
    early = notices.clock(notice, on=after(5))
    assert early.counted == 4
    assert why_not(notice, "file", on=after(5), clock=early) == ("notice.running",)
    done = file(notice, after(6))

    assert (State.FILED, after(6), 2) == (done.state, done.on, done.version)
    assert notices.final(done).ok
    assert Filed(notice="n-1", word="pledge", thing="p-1", posted=DAY, on=after(6)) == notices.filed(done)


def test_what_is_posted_says_where_and_for_how_long():
    """From its first day on a notice certifies what hangs where, for how long, and whom it concerns."""
    certificate = Posted(
        notice="n-1",
        word="pledge",
        thing="p-1",
        place="村务公开栏",
        period=Period(days=5),
        concerns=("m-3",),
        on=DAY,
    )
    assert certificate == notices.posted(posted())
    assert posted().unit == "b-1"


def test_an_objection_is_kept_with_its_day_and_its_answer():
    """An objection gets the day of the move; its answer the day, the words and whether it agrees."""
    notice = answered(contested("o-1", on=after(1)), "o-1", on=after(3))
    expected = Objection(
        id="o-1", says="数量不实", on=after(1), answered=after(3), answer="已复核", upheld=False
    )
    assert (expected,) == notice.objections
    assert notice.open_objections == ()


def test_where_an_answer_leads():
    """With others open a notice stays contested; with none it runs again; an upheld one ends it."""
    notice = contested("o-1", "o-2")
    assert notice.state == State.CONTESTED
    assert answered(notice, "o-1").state == State.CONTESTED
    assert answered(answered(notice, "o-2"), "o-1").state == State.POSTED
    assert answered(notice, "o-1", upheld=True).state == State.UPHELD


def test_a_notice_may_be_taken_down():
    """Posted or contested, a notice can be withdrawn with reasons, and that is its end."""
    for notice in (posted(), contested("o-1")):
        assert why_not(notice, "withdraw") == ("move.needs",)
        gone = go(notice, "withdraw", reasons="张贴有误")
        assert gone.state == State.WITHDRAWN
        assert notices.available(gone, by=CLERK, on=DAY, under=BASE) == ("correct",)


# --- who may -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [VILLAGER, ELSEWHERE])
def test_only_officers_of_the_unit_publish(by):
    """Whatever is done with a notice but objecting is for an officer in whose reach its unit is."""
    with pytest.raises(Refused):
        notices.post("n-1", PLEDGE, by=by, on=DAY)
    for notice in (posted(), contested("o-1")):
        assert notices.available(notice, by=by, on=after(9), under=BASE) == ("object",)


def test_anybody_may_object():
    """An objection is taken down from anybody, the concerned and strangers too."""
    for by in (VILLAGER, ELSEWHERE, CONCERNED, CLERK):
        assert "object" in notices.available(posted(), by=by, on=DAY, under=BASE)


def test_an_objection_is_not_answered_by_whom_it_concerns():
    """Whom it concerns cannot answer, file, withdraw or correct a notice, whatever their role."""
    notice = contested("o-1")
    answer = Answer(objection="o-1", says="没有问题", upheld=False)
    assert why_not(notice, "answer", by=CONCERNED, answer=answer) == ("notice.concerned",)
    for move in ("answer", "withdraw", "correct"):
        assert "notice.concerned" in why_not(notice, move, by=CONCERNED)
    assert "notice.concerned" in why_not(posted(), "file", by=CONCERNED, on=after(9))


# --- what is refused -----------------------------------------------------------------------------------


def test_an_objection_with_an_id_that_is_there_is_refused():
    """Each objection of a notice has its own id, also after the first was answered."""
    again = Objection(id="o-1", says="还是不实")
    for notice in (contested("o-1"), answered(contested("o-1"), "o-1")):
        assert why_not(notice, "object", objection=again) == ("notice.objection_twice",)


def test_an_objection_has_the_day_of_its_move():
    """An objection that names another day than the move's is refused; the same day is taken."""
    early = Objection(id="o-1", says="不实", on=after(-1))
    assert why_not(posted(), "object", objection=early) == ("notice.other_day",)
    assert why_not(posted(), "object", objection=attrs.evolve(early, on=DAY)) == ()


@pytest.mark.parametrize("more", [{"answered": DAY}, {"answer": "已复核"}, {"upheld": True}])
def test_an_objection_comes_without_its_answer(more):
    """Nobody brings an objection that is answered already: it would not stop the clock."""
    objection = Objection(id="o-1", says="不实", **more)
    assert why_not(posted(), "object", objection=objection) == ("notice.answered_before",)


def test_only_an_open_objection_is_answered():
    """An answer to what nobody objected, or a second answer, is refused."""
    notice = answered(contested("o-1", "o-2"), "o-1")
    for id in ("o-1", "o-9"):
        answer = Answer(objection=id, says="已复核", upheld=False)
        assert why_not(notice, "answer", answer=answer) == ("notice.no_objection",)


def test_a_notice_with_an_open_objection_is_never_filed():
    """Contested, a notice has no way to the file; nor has it where a town lets it, while one is open."""
    notice = contested("o-1", on=after(30))
    now = notices.clock(notice, on=after(31))
    assert now.ran_out == after(5)
    assert why_not(notice, "file", on=after(31), clock=now) == ("move.not_from_here",)
    file_row = next(row for row in BASE.rows if row.move == "file")
    lax = changed(
        BASE,
        id="lax",
        rows=[replace("file", attrs.evolve(file_row, leaves=("posted", "contested")), source=TOWN)],
    )
    verdict = notices.explain(notice, "file", by=CLERK, on=after(31), under=lax, given=Given(clock=now))
    assert verdict.codes == ("notice.open_objection",)


@pytest.mark.parametrize(
    "other",
    [{"notice": "n-2"}, {"version": 2}, {"on": after(30)}],
    ids=["another notice", "another version", "another day"],
)
def test_a_clock_counts_for_one_notice_as_it_stands_on_one_day(other):
    """A clock of another notice, of an earlier state or of another day files nothing."""
    notice = posted()
    clock = attrs.evolve(notices.clock(notice, on=after(6)), **other)
    assert why_not(notice, "file", on=after(6), clock=clock) == ("notice.clock",)


def test_days_do_not_run_backwards():
    """No move is made on a day before the last one."""
    notice = contested("o-1", on=after(3))
    assert "move.day" in why_not(notice, "withdraw", on=after(2), reasons="误")


def test_what_is_not_filed_is_not_final():
    """Final is what is filed: verdict and refusal name the state and each open objection."""
    verdict = notices.final(contested("o-1", "o-2"))
    assert not verdict.ok
    assert [one.code for one in verdict.reasons[0].because] == ["notice.open_objection"] * 2
    assert "有异议" in verdict.text("zh")
    with pytest.raises(Refused) as error:
        notices.filed(posted())
    assert notices.final(posted()) == error.value.verdict


def test_a_town_may_ask_for_a_longer_period():
    """The settings say how long a notice hangs at least."""
    town = changed(BASE, id="town", settings=[replace("least_days", 7, source=TOWN)])
    with pytest.raises(Refused) as error:
        notices.post("n-1", PLEDGE, by=CLERK, on=DAY, under=town)
    assert error.value.verdict.codes == ("notice.too_short",)
    week = attrs.evolve(PLEDGE, period=Period(days=7))
    assert notices.post("n-1", week, by=CLERK, on=DAY, under=town).enters == "posted"


def test_a_towns_state_is_no_end_of_the_notice():
    """A notice in a state that a town added is not final, and the verdict names the state as it is."""
    notice = attrs.evolve(posted(), state="read_aloud")
    assert "read_aloud" in notices.final(notice).text("en")


def test_a_town_may_do_without_a_move():
    """A town that takes nothing down drops the row."""
    town = changed(
        BASE, id="town", rows=[drop("withdraw", source=TOWN)], nodes=[drop("withdrawn", source=TOWN)]
    )
    assert "withdraw" not in town.moves


# --- corrections ---------------------------------------------------------------------------------------


def log_of(*steps):
    """The log of a notice: posted, then these moves."""
    log = Log.begin("n-1").append(notices.post("n-1", PLEDGE, by=CLERK, on=DAY), by="m-1", at=AT)
    for move, by, on, given in steps:
        event = notices.decide(notices.replay(log), move, by=by, on=on, under=BASE, given=Given(**given))
        log = log.append(event, by=by.id, at=AT)
    return log


def correct(log, version, *, on, by=CLERK, **given):
    """The log after a correction."""
    value = Given(**given) if given else None
    return log.append(
        notices.correct(log, version, by=by, on=on, under=BASE, why="录错", given=value), by="m-1", at=AT
    )


TWO = (
    ("object", VILLAGER, DAY, {"objection": Objection(id="o-1", says="不实")}),
    ("object", VILLAGER, DAY, {"objection": Objection(id="o-2", says="太少")}),
    ("answer", CLERK, after(1), {"answer": Answer(objection="o-1", says="属实", upheld=False)}),
    ("answer", CLERK, after(2), {"answer": Answer(objection="o-2", says="够了", upheld=False)}),
)


def test_a_wrong_posting_is_corrected():
    """Where a notice hangs and for how long can be put right, and the clock follows."""
    longer = attrs.evolve(PLEDGE, period=Period(days=7))
    notice = notices.replay(correct(log_of(), 1, on=after(3), posting=longer))
    assert (longer, DAY, 2) == (notice.posting, notice.posted, notice.version)
    assert notices.clock(notice, on=after(9)).needed == 7


def test_an_answer_on_which_another_rests_is_not_corrected_away():
    """An answer moved to another objection would leave one open in a notice that runs: it is refused."""
    with pytest.raises(Refused) as error:
        correct(log_of(*TWO), 4, on=after(3), answer=Answer(objection="o-2", says="够了", upheld=False))
    assert error.value.verdict.codes == ("correct.rests_on_it",)


def test_the_last_answer_can_be_corrected_to_uphold():
    """The last answer rests on nothing later: corrected to agree, it ends the notice."""
    log = correct(log_of(*TWO), 5, on=after(3), answer=Answer(objection="o-2", says="确实太少", upheld=True))
    assert notices.replay(log).state == State.UPHELD


def test_who_is_concerned_does_not_correct():
    """A correction is for an officer whom the notice does not concern."""
    for by in (CONCERNED, ELSEWHERE, VILLAGER):
        with pytest.raises(Refused):
            correct(log_of(), 1, on=DAY, by=by, posting=PLEDGE)


# --- due -----------------------------------------------------------------------------------------------


def test_what_is_due_of_notices():
    """Due are answers within seven days, and filing on the day after the clock ran out."""
    first, second = contested("o-1", on=after(1)), attrs.evolve(posted(), id="n-2")
    found = notices.due([second, first, file(posted(), after(6))], on=after(8))
    assert [(after(6), "n-2", "file"), (after(8), "n-1", "answer")] == [
        (one.on, one.thing, one.step) for one in found
    ]
    assert [one.says.get("zh") for one in found] == ["公示期满，应予归档", "异议“o-1”应予答复"]
    assert notices.due([posted()], on=after(5)) == ()


def test_what_is_not_known_about_notices_comes_last():
    """A notice in working days whose days are not published is answered with what is not known."""
    working = posted(attrs.evolve(PLEDGE, period=Period(days=2, counting="working")))
    found = notices.due([working, posted()], on=after(8))
    assert ["n-1", NotKnown(day=after(1))] == [getattr(one, "thing", one) for one in found]


def test_the_day_of_due_is_a_day():
    """A moment is no day, even where there is nothing to count."""
    with pytest.raises(InvalidInput):
        notices.due([], on=AT)


# --- bad input -----------------------------------------------------------------------------------------

BIDI = "村务\u202e公开栏"


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda: attrs.evolve(PLEDGE, word="Pledge"), "word"),
        (lambda: attrs.evolve(PLEDGE, thing=""), "thing"),
        (lambda: attrs.evolve(PLEDGE, unit=7), "unit"),
        (lambda: attrs.evolve(PLEDGE, place=BIDI), "place"),
        (lambda: attrs.evolve(PLEDGE, period=5), "period"),
        (lambda: attrs.evolve(PLEDGE, period=Period(days=True)), "days"),
        (lambda: attrs.evolve(PLEDGE, concerns="m-3"), "concerns"),
        (lambda: attrs.evolve(PLEDGE, concerns=["m-3", "m-3"]), "concerns[1]"),
        (lambda: Objection(id="o-1", says="\n"), "says"),
        (lambda: Objection(id="o\x00", says="不实"), "id"),
        (lambda: Objection(id="o-1", says="不实", by="v-1"), "by"),
        (lambda: Objection(id="o-1", says="不实", on=AT), "on"),
        (lambda: Objection(id="o-1", says="不实", answered="2026-07-01"), "answered"),
        (lambda: Objection(id="o-1", says="不实", answer=" "), "answer"),
        (lambda: Objection(id="o-1", says="不实", upheld=1), "upheld"),
        (lambda: Answer(objection="o-1", says="", upheld=False), "says"),
        (lambda: Answer(objection="", says="属实", upheld=False), "objection"),
        (lambda: Answer(objection="o-1", says="属实", upheld=0), "upheld"),
        (lambda: Given(posting="p-1"), "posting"),
        (lambda: Given(objection="o-1"), "objection"),
        (lambda: Given(answer="属实"), "answer"),
        (lambda: Given(clock=5), "clock"),
        (lambda: Given(reasons="\u200b"), "reasons"),
        (lambda: notices.clock(posted(), on=AT), "on"),
        (lambda: notices.post("", PLEDGE, by=CLERK, on=DAY), "id"),
        (lambda: notices.post("n-1", PLEDGE, by=CLERK, on="2026-07-01"), "on"),
        (lambda: notices.decide(posted(), "withdraw", by=CLERK, on=DAY, under=BASE, given="误"), "given"),
        (lambda: notices.replay([3]), "events[0]"),
    ],
)
def test_bad_input_is_refused_with_its_place(make, path):
    """What is of the wrong kind, empty, doubled or unclean is refused at once, and the error says where."""
    with pytest.raises(InvalidInput) as error:
        make()
    assert path == error.value.path


def test_an_event_that_opens_nothing_is_refused():
    """Without a posting there is no notice."""
    event = notices.post("n-1", PLEDGE, by=CLERK, on=DAY)
    for given in (None, Given()):
        with pytest.raises(InvalidInput):
            notices.replay([attrs.evolve(event, given=given)])


def test_apply_takes_any_event():
    """An event that holds nothing changes the state and nothing else."""
    event = notices.decide(posted(), "correct", by=CLERK, on=DAY, under=BASE)
    for move in Move:
        for given in (None, Given()):
            after_it = notices.apply(posted(), attrs.evolve(event, move=move.value, given=given))
            assert attrs.evolve(posted(), version=2) == after_it


# --- privacy -------------------------------------------------------------------------------------------


def test_who_objected_is_shown_nowhere():
    """The objector is in no `repr`, error, trace, encoded form or byte of the log."""
    canary = "王小梅-13800000000"
    objection = Objection(id="o-1", says="不实", by=Private(canary))
    given = Given(objection=objection)
    log = log_of(("object", CLERK, DAY, {"objection": objection}))
    notice = notices.replay(log)
    with pytest.raises(Refused) as error:
        notices.decide(notice, "object", by=CLERK, on=DAY, under=BASE, given=given)
    shown = [
        *map(repr, (objection, given, notice, log, log.events, error.value, error.value.verdict)),
        str(error.value),
        "".join(traceback.format_exception(error.value)),
        str(attrs.asdict(notice)),
        str(encode(notice)),
        *(entry.data.decode() for entry in log),
        notices.final(notice).text("zh"),
        str(notices.due([notice], on=DAY)),
    ]
    assert [text for text in shown if any(part in text for part in (canary, "王小梅", "138"))] == []
    assert canary == notice.objections[0].by.open(reason="答复异议")


# --- the picture ---------------------------------------------------------------------------------------


def test_the_diagram_names_the_states():
    """The diagram has every state by its Chinese name."""
    picture = diagram(BASE, lang="zh")
    assert all(state.zh in picture for state in State)


def test_rows_rest_on_values():
    """A row of a notice can be read as data: who may, what is needed."""
    answer = next(row for row in BASE.rows if row.move == "answer")
    assert isinstance(answer, Row)
    assert (answer.roles, answer.guards, answer.needs) == (
        orgs.OFFICERS,
        ("within", "not_concerned"),
        ("answer",),
    )
    assert isinstance(posted(), Notice)
    assert isinstance(notices.clock(posted(), on=DAY), Clock)
