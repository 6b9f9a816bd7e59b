"""The named facts: written in a rulebook, each reads what its question reads."""

from datetime import date

import pytest
from tests.concerns.town import after, log_of
from tests.supervision.town import (
    BOARD,
    CLAIM,
    DAY,
    FIXED,
    LAMP,
    PLAN,
    RETIRED,
    RIGHT,
    SECRETARY,
    TOWN,
    VILLAGER,
    logged,
    says,
)
from tests.supervision.town import after as later

from sanliang import Span, concerns, ratings, rulebooks, supervision
from sanliang.records import fold
from sanliang.supervision import INSPECTION_BASE, OBJECTION_BASE, InspectionGiven, ObjectionGiven

NAMED = {**concerns.FACTS, **supervision.FACTS}


def _written(value):
    """A value as a book has it."""
    return str(value).lower() if isinstance(value, bool) else repr(value)


def book(name, query, year):
    """A rulebook whose score is this fact."""
    words = (f"{field} = {_written(*allowed)}" for field, allowed in query.where.items())
    where = f", where = {{ {', '.join(words)} }}" if query.where else ""
    return rulebooks.loads(f"""
schema = 1
id     = "facts"
rates  = "unit"
title  = "事实"
source = {{ title = "某镇党委文件", date = {year}-01-01 }}
cycle  = {{ every = "year", starts = {year}-01-01 }}
[item.{name}]
says   = "每项一分"
fact   = {{ records = "{query.kind}"{where} }}
each   = 1
[scale]
tiers  = [ {{ name = "any", at_least = 0 }} ]
""")


@pytest.fixture(scope="module")
def made():
    """The records of both words, by the year in which they were made."""
    inspection = logged(
        supervision.replay_inspection,
        INSPECTION_BASE,
        supervision.arrange("x-1", PLAN, by=TOWN, on=DAY),
        (RETIRED, later(4), "check", None),
        (RETIRED, later(4), "find", InspectionGiven(finding=BOARD)),
        (RETIRED, later(4), "find", InspectionGiven(finding=LAMP)),
        (RETIRED, later(4), "conclude", None),
        (SECRETARY, later(21), "remedy", InspectionGiven(remedy=FIXED)),
        (RETIRED, later(22), "close", InspectionGiven(closing=says())),
    )
    objection = logged(
        supervision.replay_objection,
        OBJECTION_BASE,
        supervision.object_to("o-1", CLAIM, by=VILLAGER, on=DAY),
        (RETIRED, DAY, "take_up", ObjectionGiven(until=later(9))),
        (RETIRED, later(3), "answer", ObjectionGiven(ruling=RIGHT)),
    )
    raised = [log_of("confirmed", id="c-1"), log_of("confirmed", id="c-2", until=after(2))]
    return {
        2022: concerns.as_records(raised),
        2019: (*supervision.finding_records([inspection]), *supervision.objection_records([objection])),
    }


@pytest.mark.parametrize("name", NAMED)
def test_a_named_fact_is_what_a_rulebook_reads(name, made):
    """The rating by a book that asks in its own words has the count that the question has."""
    year = 2022 if name in concerns.FACTS else 2019
    cycle = Span(date(year, 1, 1), date(year, 12, 31))
    total = fold(made[year], NAMED[name], cycle=cycle).total

    assert total == ratings.rate({}, book(name, NAMED[name], year), on=cycle.end, records=made[year]).score
    assert total > 0
