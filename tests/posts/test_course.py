"""A post on its way: open for choosing, assigned, published, held, reported, appraised."""

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from tests.posts.town import AT, WHY, Way

from sanliang import Actor, InvalidInput, Log, NotFound, Refused, notices, posts, serial
from sanliang.calendars import Period
from sanliang.kernel.lifecycles import changed, effective_entries
from sanliang.kernel.overlays import replace
from sanliang.kernel.sources import Source
from sanliang.orgs import Belonging, Member, Roster, Unit
from sanliang.posts import Appraisal, Candidate, Given, PostPlan, Report
from sanliang.testing._benches.posts import CLERK, DEPUTY, LANES, MEMBER, OUTSIDER, PLAN, later


def chooser(member="m-3", unit="b-1", day=0):
    """Who chooses."""
    return Given(candidate=Candidate(member=member, unit=unit, on=later(day)))


# --- the whole way ------------------------------------------------------------------------------------------


def test_the_five_steps():
    """Set in public, chosen, assigned, published, reported and appraised, and carried on."""
    way = Way().held("m-3", "m-4")
    assert ("held", ("m-3", "m-4"), 0) == (way.post.state, way.post.holders, way.post.vacancies)

    way.report("m-4")
    assert ("held", ("m-3",)) == (way.post.state, way.post.unreported)
    way.report("m-3")
    assert "reported" == way.post.state
    way.appraise(("m-3", "good"), ("m-4", "fair")).move("renew", Given(until=later(400)), day=120)
    assert ("held", (), (), later(400)) == (
        way.post.state,
        way.post.reports,
        way.post.appraisals,
        way.post.report_by,
    )
    way.move("close", WHY, day=130)
    assert ("ended", (), {later(130)}) == (
        way.post.state,
        way.post.holders,
        {one.until for one in way.post.tenures},
    )


def test_a_vacancy_is_filled_beside_those_who_stay():
    """Whoever leaves is gone the next day; the place is filled by the same steps, or left."""
    way = Way().held("m-3", "m-4").move("vacate", Given(member="m-3", reasons="外出务工"), by=MEMBER, day=20)
    assert ("held", ("m-4",), 1) == (way.post.state, way.post.holders, way.post.vacancies)
    assert (("m-3", "p-1"), ("m-4", "p-1")) == posts.holding([way.post], on=later(20))
    assert (("m-4", "p-1"),) == posts.holding([way.post], on=later(21))
    assert () == posts.holding([way.post], on=later(6))

    way.move("reopen", Given(until=later(30)), day=21)
    assert ("duty_post.already",) == way.why_not("choose", chooser("m-4", day=22), day=22)
    way.move("keep", day=22).move("reopen", Given(until=later(30)), day=22)
    way.choose("m-5", day=23).assign("m-5", day=24).install("n-2", day=24)
    assert ("held", ("m-4", "m-5"), 0) == (way.post.state, way.post.holders, way.post.vacancies)
    assert ("duty_post.no_vacancy",) == way.why_not("reopen", Given(until=later(40)), day=31)


@pytest.mark.parametrize(
    ("reported", "leaves", "leads"),
    [
        ((), ("m-3", "m-4"), "announced"),
        (("m-4",), ("m-3",), "reported"),
        (("m-4", "m-3"), ("m-3",), "reported"),
    ],
)
def test_who_leaves_holds_nobody_up(reported, leaves, leads):
    """When the last who had not reported leaves, all have; when nobody is left, the post is open again."""
    way = Way().held("m-3", "m-4").report(*reported)
    for one in leaves:
        way.move("vacate", Given(member=one, reasons="外出务工"), day=100)

    assert leads == way.post.state


def test_who_was_graded_poor_leaves_first():
    """A post is not carried on with somebody whose grade is one that leaves; which those are, a town says."""
    way = Way().held("m-3", "m-4").report("m-3", "m-4").appraise(("m-3", "good"), ("m-4", "poor"))
    again = Given(until=later(400))
    assert ("duty_post.to_leave",) == way.why_not("renew", again, day=120)
    town = changed(
        posts.BASE, id="town", settings=[replace("leaving_grades", "fair", source=Source(title="本镇办法"))]
    )
    assert posts.explain(way.post, "renew", by=CLERK, on=later(120), under=town, given=again).ok

    way.move("vacate", Given(member="m-4", reasons="评议较差"), day=120)
    assert "appraised" == way.post.state
    assert "held" == way.move("renew", again, day=120).post.state


# --- who may, and what speaks against it --------------------------------------------------------------------


def test_members_of_the_unit_choose():
    """Members of the unit choose once, in time, each for himself or by an officer who takes it down."""
    way = Way(attrs.evolve(PLAN, choose_until=later(5)))
    assert ("duty_post.other_roll",) == way.why_not("choose", chooser(unit="b-2"))
    assert ("duty_post.other_roll",) == way.why_not("choose", chooser(day=1))
    assert ("duty_post.not_own",) == way.why_not("choose", chooser("m-4"), by=MEMBER)
    assert ("actor.scope",) == way.why_not("choose", chooser("m-4"), by=OUTSIDER)
    assert ("duty_post.choosing_over",) == way.why_not("choose", chooser(day=6), day=6)
    way.move("extend", Given(until=later(9)), day=6).move("choose", chooser(day=6), by=MEMBER, day=6)
    assert "duty_post.already" in way.why_not("choose", chooser(day=6), by=MEMBER, day=6)
    assert ("duty_post.already",) == way.why_not("choose", chooser(day=6), day=6)
    assert ("duty_post.day_past",) == way.why_not("extend", Given(until=later(5)), day=6)

    way.move("step_back", Given(member="m-3"), by=MEMBER, day=7)
    assert () == way.post.candidates
    assert "duty_post.nobody" in way.why_not("step_back", Given(member="m-3"), day=7)
    assert "duty_post.not_own" in way.why_not("step_back", Given(member="m-3"), by=MEMBER, day=7)
    way.choose("m-4", day=7)
    assert ("duty_post.no_candidate",) == way.why_not("step_back", Given(member="m-3"), day=7)
    other = Actor(id="m-4", roles={"member"}, unit="b-1")
    assert "duty_post.no_candidate" in way.why_not("step_back", Given(member="m-3"), by=other, day=7)


def test_the_roster_says_who_may_choose():
    """A candidate is made by the roster: a stranger is refused, and a unit that does not stand yet."""
    roster = Roster(
        units=[Unit(id="b-1", kind="branch", name="东岭村党支部", since=date(2026, 1, 1))],
        members=[Member(id="m-3", name="陈谷", status="full", belongs=[Belonging(unit="b-1")])],
    )
    assert Candidate(member="m-3", unit="b-1", on=later(0)) == posts.candidate(
        roster, "m-3", unit="b-1", on=later(0)
    )
    with pytest.raises(InvalidInput, match="is no member under the unit"):
        posts.candidate(roster, "m-9", unit="b-1", on=later(0))
    with pytest.raises(NotFound):
        posts.candidate(roster, "m-3", unit="b-1", on=date(2025, 12, 31))


def test_the_organisation_assigns_within_the_places():
    """Those are assigned who chose, not more than there are places, and nobody by themselves."""
    way = Way().choose("m-1", "m-3", "m-4", "m-5")
    assert ("duty_post.full",) == way.why_not("assign", Given(holders=["m-3", "m-4", "m-5"]))
    assert ("duty_post.nobody",) == way.why_not("assign", Given(holders=[]))
    assert ("duty_post.not_chosen",) == way.why_not("assign", Given(holders=["m-3", "m-8"]))
    assert ("duty_post.own_place",) == way.why_not("assign", Given(holders=["m-1"]))
    assert "duty_post.nobody_else" in Way().choose("m-1").why_not("assign", Given(holders=["m-1"]))

    way.move("assign", Given(holders=["m-1"]), by=DEPUTY, day=1)
    assert ("duty_post.concerned",) == way.why_not("reconsider", WHY, day=1)
    way.move("reconsider", WHY, by=DEPUTY, day=1)
    assert ("announced", ()) == (way.post.state, way.post.proposed)
    assert ("m-1", "m-3", "m-4", "m-5") == way.post.candidates


def test_nobody_takes_a_post_up_before_its_notice_has_run_out():
    """The notice is of this post and this assignment, names whom it concerns, and is filed."""
    way = Way().choose("m-3").assign("m-3")
    notice = way.notice(day=1)
    posted = notices.posted(notice)
    bad = {
        "duty_post.other_notice": attrs.evolve(posted, thing="p-2"),
        "duty_post.notice_day": attrs.evolve(posted, on=later(0)),
        "duty_post.unnamed": attrs.evolve(posted, concerns=()),
    }
    for code, one in bad.items():
        assert (code,) == way.why_not("publish", Given(posted=one), day=1)
    assert ("duty_post.notice_day",) == way.why_not(
        "publish", Given(posted=attrs.evolve(posted, on=later(2))), day=1
    )
    way.move("publish", Given(posted=posted), day=1)

    objection = notices.Objection(id="o-1", says="另有任务")
    event = notices.decide(
        notice, "object", by=MEMBER, on=later(2), under=notices.BASE, given=notices.Given(objection=objection)
    )
    with pytest.raises(Refused, match="'o-1' is open"):
        notices.filed(notices.apply(notice, event))
    filed = notices.Filed(notice="n-1", word="duty_post", thing="p-1", posted=later(1), on=later(7))
    assert ("duty_post.other_notice",) == way.why_not(
        "install", Given(filed=attrs.evolve(filed, notice="n-9")), day=7
    )
    assert ("duty_post.notice_day",) == way.why_not("install", Given(filed=filed), day=6)

    way.move("reconsider", WHY, day=8).assign("m-3", day=8)
    assert ("duty_post.other_notice",) == way.why_not("publish", Given(posted=posted), day=8)


def test_nobody_appraises_themselves():
    """A holder appraises none of the holders, and no appraisal names its holder among the raters."""
    way = Way().choose("m-1", "m-4").move("assign", Given(holders=["m-1", "m-4"]), by=DEPUTY, day=1).install()
    way.report("m-1", "m-4")
    rows = [Appraisal(holder=one, grade="good") for one in ("m-1", "m-4")]
    assert ("duty_post.concerned",) == way.why_not("appraise", Given(appraisals=rows), day=110)
    assert () == way.why_not("appraise", Given(appraisals=rows), by=DEPUTY, day=110)
    for some in (rows[:1], [*rows, rows[0]]):
        assert ("duty_post.one_each",) == way.why_not("appraise", Given(appraisals=some), by=DEPUTY, day=110)
    with pytest.raises(InvalidInput, match="nobody appraises themselves"):
        Appraisal(holder="m-4", grade="good", raters=["m-1", "m-4"])


def test_holders_report_themselves_or_by_an_officer():
    """Whoever reports holds the post and has not reported in this term."""
    way = Way().held("m-3", "m-4")
    of = lambda who: Given(report=Report(holder=who, says="清扫十二次"))  # noqa: E731
    assert ("duty_post.no_holder",) == way.why_not("report", of("m-8"), day=10)
    assert ("duty_post.not_own",) == way.why_not("report", of("m-4"), by=MEMBER, day=10)
    way.move("report", of("m-3"), by=MEMBER, day=10)
    assert ("duty_post.reported",) == way.why_not("report", of("m-3"), day=10)
    assert "duty_post.not_own" in way.why_not("report", of("m-3"), by=MEMBER, day=10)
    assert ("duty_post.no_holder",) == way.why_not("vacate", Given(member="m-8", reasons="外出"), day=10)
    assert ("duty_post.nobody_left",) == Way().why_not("keep")


def test_a_post_has_days_and_duties_in_order():
    """A plan has a duty, each once, and days that come after one another and after the day of opening."""
    for plan in (
        {"duties": []},
        {"duties": [LANES, LANES]},
        {"choose_until": later(9), "report_by": later(8)},
        {"places": 0},
    ):
        with pytest.raises(InvalidInput):
            attrs.evolve(PLAN, **plan)
    for name in ("choose_until", "report_by"):
        with pytest.raises(Refused) as caught:
            Way(attrs.evolve(PLAN, **{name: later(-1)}))
        assert f"given.plan.{name}" == caught.value.path
    assert ("look_keeper", "mediator") == PLAN.models
    plan = attrs.evolve(PLAN, choose_until=later(1), report_by=later(9))
    assert (later(1), later(9)) == (Way(plan).post.choose_until, Way(plan).post.report_by)


def test_a_correction_does_not_pull_the_ground_away():
    """What a notice published is not corrected under it; a move that is struck out leaves nothing behind."""
    way = Way().choose("m-3", "m-4").assign("m-3")
    way.move("publish", Given(posted=notices.posted(way.notice())), day=1)
    with pytest.raises(Refused) as caught:
        posts.correct(
            way.log, 4, by=CLERK, on=later(2), under=posts.BASE, why="写错了", given=Given(holders=["m-4"])
        )
    assert ("correct.rests_on_it",) == caught.value.verdict.codes
    with pytest.raises(InvalidInput):
        posts.replay([attrs.evolve(way.log.events[0], given=None)])
    with pytest.raises(InvalidInput):
        posts.replay([attrs.evolve(way.log.events[0], given=Given())])


def test_folding_never_refuses():
    """Whatever is stored is folded: an event without what it needs changes the state and no more."""
    way = Way()
    for move in posts.Move:
        if move not in {"announce", "correct"}:
            bare = attrs.evolve(way.log.events[0], move=move.value, leaves="announced", given=None)
            assert () == posts.apply(way.post, bare).tenures


# --- what is due, records, pledges by post ------------------------------------------------------------------


def test_what_is_due():
    """Assign when the days for choosing end, report by the last day for it, appraise soon after."""
    way = Way(attrs.evolve(PLAN, choose_until=later(5), report_by=later(90)))
    end = later(1000)
    dues = lambda: [(one.step, one.on, one.who) for one in posts.due([way.post], before=end)]  # noqa: E731
    assert [("assign", later(5), "")] == dues()
    way.choose("m-3", "m-4").assign("m-3", "m-4")
    assert [] == dues()
    way.install()
    assert [("report", later(90), "m-3"), ("report", later(90), "m-4")] == dues()
    way.report("m-3")
    assert [("report", later(90), "m-4")] == dues()
    assert () == posts.due([way.post], before=later(90))
    way.report("m-4")
    assert [("appraise", later(105), "")] == dues()
    assert [] == [*posts.due([Way().post, Way().held("m-3").post], before=end)]


def test_records_for_rulebooks():
    """Held, reported and appraised, each with who wrote it down; what was struck out gives none."""
    way = Way().held("m-3", "m-4").report("m-3", "m-4")
    rows = [Appraisal(holder="m-3", grade="good", points=45), Appraisal(holder="m-4", grade="poor")]
    way.move("appraise", Given(appraisals=rows), day=110)
    records = posts.as_records([way.log])
    assert [
        ("post.held", "m-3"),
        ("post.held", "m-4"),
        ("post.reported", "m-3"),
        ("post.reported", "m-4"),
        ("post.appraised", "m-3"),
        ("post.appraised", "m-4"),
    ] == [(one.kind, one.subject) for one in records]
    assert {"post": "duty", "grade": "good", "points": 45} == {**records[4].fields}
    assert {"post": "duty", "grade": "poor"} == {**records[5].fields}
    assert {("p-1", "m-1", AT)} == {(one.activity, one.recorder, one.recorded) for one in records}
    assert len({one.id for one in records}) == len(records)

    later_at = AT + timedelta(days=1)
    event = posts.correct(way.log, len(way.log), by=DEPUTY, on=later(111), under=posts.BASE, why="未到评岗")
    log = way.log.append(event, by="m-2", at=later_at)
    assert records[:4] == posts.as_records([log])
    given = Given(appraisals=[attrs.evolve(one, grade="fair") for one in rows])
    again = posts.correct(
        log, len(way.log), by=DEPUTY, on=later(111), under=posts.BASE, why="等次有误", given=given
    )
    log = log.append(again, by="m-2", at=later_at)
    found = posts.as_records([log])
    assert {"fair"} == {one.fields["grade"] for one in found[4:]}
    assert {("m-2", later_at)} == {(one.recorder, one.recorded) for one in found[4:]}
    assert [7, 8, 11] == [entry.version for entry, _ in effective_entries(log)][6:]


def test_a_log_is_read_as_it_was_written():
    """The log of a post goes out and comes in again, and makes the same post."""
    way = Way().held("m-3").report("m-3").appraise(("m-3", "good"))
    log = serial.read_log(serial.write_log(way.log, audience="ledger")).log
    assert (way.log, way.post) == (log, posts.replay(log))


def test_a_record_is_not_written_before_its_day():
    """A log whose moments lie before its days gives no records: somebody has to look at it."""
    event = Way().held("m-3").log.events
    log = Log.begin("p-1").append(*event, by="m-1", at=datetime(2026, 7, 1, tzinfo=UTC))
    with pytest.raises(InvalidInput):
        posts.as_records([log])


def test_a_pledge_by_post():
    """The duties of a post are the items of its holder's pledge, and of nobody else's."""
    way = Way().held("m-3")
    items = posts.pledge_items(way.post, member="m-3", deadline=date(2026, 12, 31))
    assert [
        ("p-1.lanes", "清扫巷道", "look_keeper", "次", 12),
        ("p-1.talk", "调解邻里纠纷", "mediator", None, None),
    ] == [(one.id, one.deed, one.duty, one.measure, one.quantity) for one in items]
    with pytest.raises(InvalidInput):
        posts.pledge_items(way.post, member="m-4", deadline=date(2026, 12, 31))


def test_an_area_that_goes_with_a_post():
    """Whoever holds the post is responsible for its area, from the day of taking it up to that of leaving."""
    way = Way().held("m-3", "m-4").move("vacate", Given(member="m-3", reasons="外出务工"), day=20)
    area = posts.Area(id="a-1", unit="b-1", place="广场", task="保洁", charges=posts.charges(way.post))
    assert [(), ("m-3", "m-4"), ("m-4",)] == [area.responsible(on=later(day)) for day in (6, 20, 21)]


def test_a_posting_concerns_who_is_to_hold_it():
    """Whoever is proposed settles no objection to the notice."""
    way = Way().choose("m-3").assign("m-3")
    assert ("m-3",) == posts.posting(way.post, place="公开栏", period=Period(days=3)).concerns
    assert isinstance(way.post.plan, PostPlan)
