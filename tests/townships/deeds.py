"""A record of every kind that the words of the library make, each made by its word from a log."""

from datetime import UTC, date, datetime

import attrs
from tests.activities import test_mobilisations as mobilised
from tests.activities import test_sessions as sessions
from tests.concerns.town import after, log_of
from tests.pairing.visits import made, pair
from tests.pledges.town import Story, at
from tests.points.test_standing import written
from tests.points.village import rich
from tests.posts.town import Way as PostWay
from tests.supervision import town

from sanliang import (
    Log,
    activities,
    concerns,
    pairing,
    pledges,
    points,
    posts,
    supervision,
)
from sanliang.posts import Appraisal, Given
from sanliang.records import Record
from sanliang.supervision import INSPECTION_BASE, OBJECTION_BASE, InspectionGiven, ObjectionGiven
from sanliang.testing._benches.posts import PLAN

ON = date(2026, 7, 4)
AT = datetime(2027, 1, 1, 8, tzinfo=UTC)


def honour(level):
    """An honour that somebody wrote down."""
    return Record(
        id=f"honour-{level}",
        subject="m-3",
        kind="honour",
        on=ON,
        fields={"level": level},
        recorder="m-1",
        recorded=AT,
    )


def all_records():
    """By the function that makes them, the records of every word, all of one day."""
    by_maker = {
        "activities.as_records": activities.as_records([*_sessions(), _mobilisation()]),
        "concerns.as_records": concerns.as_records(
            [log_of("confirmed", id="c-1"), log_of("confirmed", id="c-2", until=after(2))]
        ),
        "pairing.as_records": pairing.as_records(
            [made(kind, kind=kind) for kind in ("visit", "call", "meeting")], assignments=[pair()]
        ),
        "pledges.as_records": pledges.as_records([commended().log]),
        "points.as_records": points.as_records(written(rich())),
        "posts.as_records": posts.as_records([_post("duty", "good"), _post("vanguard", "poor")]),
        "records.record": [honour(level) for level in ("town", "district", "city", "province", "national")],
        "supervision.finding_records": supervision.finding_records([_inspection()]),
        "supervision.objection_records": supervision.objection_records([_objection()]),
    }
    return {
        maker: [attrs.evolve(one, on=ON, recorded=AT) for one in records]
        for maker, records in by_maker.items()
    }


def commended():
    """A pledge that was commended, in a log that was written afterwards."""
    events = at("commended").log.events
    return Story(Log.begin("p-1").append(*events, by="m-20", at=AT))


def _sessions():
    """A theme Party day and a Party class: some came, some asked for leave, some caught up."""
    for id, kind in (("s-1", "theme_day"), ("s-2", "party_class")):
        plan = attrs.evolve(sessions.PLAN, kind=kind)
        way = sessions.Way(plan, id=id).hold("m-1", "m-2", "m-3", excused=["m-4"])
        yield way.move("catch_up", sessions.late("m-4", 3), day=3).log


def _mobilisation():
    way = mobilised.Way().move("set_post", mobilised.GATE).move("report", mobilised.report("m-3", "m-4"))
    given = activities.MobilisationGiven(station="k-1", person="m-3")
    return way.move("station", given).log


def _post(kind, grade):
    way = PostWay(attrs.evolve(PLAN, kind=kind)).held("m-3").report("m-3")
    rows = [Appraisal(holder="m-3", grade=grade, points=45)]
    return way.move("appraise", Given(appraisals=rows), day=110).log


def _inspection():
    retired, secretary = town.RETIRED, town.SECRETARY
    late = attrs.evolve(town.FIXED, finding="f-2")
    return town.logged(
        supervision.replay_inspection,
        INSPECTION_BASE,
        supervision.arrange("x-1", town.PLAN, by=town.TOWN, on=town.DAY),
        (retired, town.after(4), "check", None),
        (retired, town.after(4), "find", InspectionGiven(finding=town.BOARD)),
        (retired, town.after(4), "find", InspectionGiven(finding=town.LAMP)),
        (retired, town.after(4), "conclude", None),
        (secretary, town.after(5), "remedy", InspectionGiven(remedy=town.FIXED)),
        (retired, town.after(6), "close", InspectionGiven(closing=town.says())),
        (secretary, town.after(21), "remedy", InspectionGiven(remedy=late)),
    )


def _objection():
    return town.logged(
        supervision.replay_objection,
        OBJECTION_BASE,
        supervision.object_to("o-1", town.CLAIM, by=town.VILLAGER, on=town.DAY),
        (town.RETIRED, town.DAY, "take_up", ObjectionGiven(until=town.after(9))),
        (town.RETIRED, town.after(3), "answer", ObjectionGiven(ruling=town.RIGHT)),
    )
