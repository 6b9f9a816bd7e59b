"""The terms of points are data of a town: read, told, checked, and handed over as they stand on a day."""

from datetime import date

import pytest
from tests.townships.folders import change, folder

from sanliang import Cycle, InvalidInput, Source, Text, points
from sanliang.calendars import MonthDay, YearDay
from sanliang.kernel.overlays import add, drop, replace
from sanliang.kernel.timeline import Dated
from sanliang.points import Item, Keeps, Opening, Privilege, Rule, Terms
from sanliang.townships import Layer, Stated, base, check, describe, get, is_doubtful, load, overlay

LAW = Source(title="办法")
RULE = Rule(id="yard", says=Text("庭院整洁", "a clean yard"), kind="visit", points=3)
OIL = Item(id="oil", name=Text("食用油", "cooking oil"), price=40)

WRITTEN = (
    change("points", "replace", "cycle", '{ every = "month", count = 6, starts = 2026-07-01 }'),
    change("points", "replace", "keeps", '"expire"'),
    change("points", "add", "months", "12"),
    change("points", "replace", "caps", "{ month = 500, year = 4000 }"),
    change("points", "replace", "denominations", "[50, 10, 5]"),
    change(
        "points",
        "add",
        "rules.yard",
        '{ says = { zh = "庭院整洁", en = "a clean yard" }, kind = "yard.clean", points = 3 }',
    ),
    change(
        "points",
        "add",
        "rules.service",
        '{ says = "志愿服务", kind = "volunteer", points = 2, per = "hours", ceilings = { activity = 4 }, '
        'where = { place = ["village", 3], paid = false, share = 0.5 }, source = { title = "志愿办法" } }',
    ),
    change(
        "points", "add", "privileges.first", '{ says = { zh = "优先兑换", en = "served first" }, least = 10 }'
    ),
    change(
        "points",
        "add",
        "catalogue.oil",
        '{ name = { zh = "食用油", en = "cooking oil" }, price = 40, cost = 4000 }',
    ),
    change(
        "points",
        "add",
        "catalogue.rice",
        '{ name = "大米", price = { 2026-01-01 = 60, 2026-07-01 = 65 }, privilege = "first" }',
    ),
    change(
        "points", "add", "exchange.spring", '{ month = 1, day = 15, says = { zh = "春节前", en = "spring" } }'
    ),
    change("points", "add", "exchange.monthly", "{ day = 31 }"),
    change("points", "add", "exchange.once", "2026-06-05"),
    change("records", "add", "yard.clean", '"庭院整洁"'),
    change("records", "add", "volunteer", '"志愿服务"'),
)


def town(*changes):
    """The base with changes of points."""
    stated = tuple(Stated(part="points", change=one) for one in changes)
    return overlay(base(), Layer(id="qingshan", name=Text("青山镇"), changes=stated))


def faults(make):
    """What is wrong: the paths and codes."""
    with pytest.raises(InvalidInput) as caught:
        make()
    return {(fault.path.partition(": ")[2] or fault.path, fault.code) for fault in caught.value.faults}


def test_the_base_has_no_rule_and_no_goods_and_any_day_is_one():
    """Where nothing is said points carry over, by calendar years, and nothing earns or can be had."""
    on = date(2027, 3, 1)

    assert Terms(cycle=Cycle(starts=date(2026, 1, 1))) == base().points(on=on)
    assert Keeps.CARRY is base().points(on=on).keeps
    assert base().points(on=on).exchange is None


def test_every_entry_is_read_as_the_terms_know_it(tmp_path):
    """A file says what `Terms` says, entry by entry; rules and privileges cite what their change cites."""
    one = load(folder(tmp_path, *WRITTEN))
    terms = one.points(on=date(2026, 3, 1))

    assert "青山镇三亮办法" == terms.source.title
    assert (6, date(2026, 7, 1)) == (terms.cycle.count, terms.cycle.starts)
    assert (Keeps.EXPIRE, 12, (5, 10, 50)) == (terms.keeps, terms.months, terms.denominations)
    assert {"month": 500, "year": 4000} == terms.caps
    assert [("service", "志愿办法"), ("yard", "青山镇三亮办法")] == [
        (rule.id, rule.source.title) for rule in terms.rules
    ]
    service, _ = terms.rules
    assert ("hours", {"activity": 4}) == (service.per, service.ceilings)
    assert (
        Rule(
            id="x",
            says=Text("x"),
            kind="x",
            points=1,
            where={"place": ["village", 3], "paid": [False], "share": ["0.5"]},
        ).where
        == service.where
    )
    assert [40, 4000] == [terms.item("oil").price_on(date.min), terms.item("oil").cost]
    assert [None, 60, 65] == [
        terms.item("rice").price_on(date(*on)) for on in ((2025, 12, 31), (2026, 1, 1), (2026, 7, 1))
    ]
    assert (
        Privilege(code="first", says=Text("优先兑换", "served first"), least=10, source=terms.source),
    ) == (terms.privileges)
    assert check(one).ok


def test_the_days_of_exchange_are_those_of_the_year_and_of_the_next(tmp_path):
    """A day of each month or year stands in for two years, so that a refusal can name the next one."""
    one = load(folder(tmp_path, *WRITTEN))
    days = one.points(on=date(2027, 5, 1)).exchange

    assert [*sorted(days)] == [*days]
    assert {date(2026, 6, 5), date(2027, 2, 28), date(2028, 12, 31)} <= {*days}
    assert 1 + 2 * 13 == len(days)
    assert {9999, 2026} == {day.year for day in one.points(on=date.max).exchange}
    with pytest.raises(InvalidInput):
        one.points(on="2027-05-01")


def test_a_leap_day_is_the_day_before_in_other_years():
    """29 February, as a day of each year, is the 28th where there is none."""
    leap = YearDay(code="leap", month=2, day=29, says=Text("闰日"))
    days = town(add("exchange.leap", leap, source=LAW)).points(on=date(2027, 1, 1)).exchange

    assert (date(2027, 2, 28), date(2028, 2, 29)) == days


def test_the_office_refuses_what_the_towns_terms_refuse(tmp_path):
    """The terms of a town are what an office decides by: on another day it says when there is one."""
    terms = get("huaxing").points(on=date(2027, 1, 16))
    opened = points.decide(
        points.Office(id="points"),
        Opening(id="o-1", wallet="h-1", unit="g-1"),
        by="m-1",
        on=date(2027, 1, 5),
        under=terms,
    )
    office = points.apply(points.Office(id="points"), opened)
    verdict = points.explain(
        office,
        points.Order(id="b-1", wallet="h-1", items={"oil": 1}),
        by="m-1",
        on=date(2027, 1, 16),
        under=terms,
    )

    assert "points.closed" == verdict.codes[0]
    assert "2028-01-15" in verdict.reasons[0].text("en")


def test_what_is_dropped_is_as_terms_have_it():
    """A cap or a number of months that is dropped is none; without a cycle there are no terms."""
    one = town(drop("caps", source=LAW), drop("keeps", source=LAW))

    assert ({}, Keeps.CARRY) == (one.points(on=date(2026, 1, 1)).caps, one.points(on=date(2026, 1, 1)).keeps)
    assert {("points.cycle", "township.needed")} == faults(lambda: town(drop("cycle", source=LAW)))


def test_a_page_tells_every_entry_in_both_languages(tmp_path):
    """A committee reads rules, goods, rights, limits and days as sentences."""
    page = describe(load(folder(tmp_path, *WRITTEN)))
    english = page.text("en")

    for said in (
        "periods of 6 month, counted from 2026-07-01 (before: periods of 1 year, counted from 2026-01-01)",
        "`keeps` now: ",
        "`months` added: 12",
        "500 in the month, 4000 in the year (before: no limit)",
        "now: 5, 10, 50 (before: no limit)",
        "a clean yard: 3 points for each record of 'yard.clean'",
        "2 points for each hours of 'volunteer', at most 4 in the ",
        "served first: from 10 points of the cycle on",
        "cooking oil: 40 points",
        "大米: 60 (from 2026-01-01), 65 (from 2026-07-01) points (kept for 'first')",
        "spring: 1/15 of each year",
        "day 31 of each month",
        "`exchange.once` added: 2026-06-05",
    ):
        assert said in english
    assert "庭院整洁：每条“庭院整洁”记录计 3 分" in page.text("zh")
    assert "每月至多 500 分、每年至多 4000 分（原为：不限）" in page.text("zh")


@pytest.mark.parametrize(
    ("key", "value", "path", "code"),
    [
        ("catalogue.oil", '{ name = "食用油" }', "points[0].value.price", "book.missing"),
        ("catalogue.oil", '{ name = "食用油", price = 0 }', "points[0].value.price", "book.whole"),
        ("catalogue.oil", '{ name = "食用油", price = {} }', "points[0].value.price", "book.empty"),
        (
            "catalogue.oil",
            '{ name = "食用油", price = { 2026-02-30 = 1 } }',
            "points[0].value.price.2026-02-30",
            "book.day",
        ),
        (
            "catalogue.oil",
            '{ name = "油", price = 1, privilege = "vip" }',
            "points[0].value.privilege",
            "item.privilege",
        ),
        (
            "exchange.feb",
            '{ month = 2, day = 30, says = "二月三十" }',
            "points[0].value.day",
            "fixed_day.date",
        ),
        ("exchange.feb", "{ day = 32 }", "points[0].value.day", "book.whole"),
        ("exchange.feb", '"2026-02-03"', "points[0].value", "book.day"),
        ("rules.yard", '{ says = "净", points = 3 }', "points[0].value.kind", "book.missing"),
        ("rules.yard", '{ says = "净", kind = "Yard", points = 3 }', "points[0].value.kind", "record.kind"),
        (
            "rules.yard",
            '{ says = "净", kind = "y", points = 3, where = { a = 1979-05-27 } }',
            "points[0].value.where.a",
            "text.type",
        ),
        (
            "rules.yard",
            '{ says = "净", kind = "y", points = 3, ceilings = { week = 1 } }',
            "points[0].value.ceilings",
            "code.unknown",
        ),
        ("rules.Yard", '{ says = "净", kind = "y", points = 3 }', "points[0].value.id", "code.shape"),
        ("privileges.first", '{ says = "优先" }', "points[0].value.least", "book.missing"),
        ("months", "12", "points[0]", "points.months_idle"),
        ("rule.yard", "{}", "points[0].value", "township.points_key"),
        ("rules.", "{}", "points[0].value", "township.points_key"),
    ],
)
def test_what_is_wrong_stands_at_its_place(tmp_path, key, value, path, code):
    """A price that is not there, a day that does not exist, no such kind: each is a fault with a path."""
    assert (path, code) in faults(lambda: load(folder(tmp_path, change("points", "add", key, value))))


def test_caps_and_fields_of_the_wrong_kind_are_refused(tmp_path):
    """A cap of the village has no activities to count by; a way of keeping is one of three."""
    wrong = (
        change("points", "replace", "caps", "{ activity = 3 }"),
        change("points", "replace", "denominations", "[0]"),
        change("points", "replace", "keeps", '"for ever"'),
        change("points", "replace", "cycle", '{ every = "week" }'),
    )
    paths = [faults(lambda one=one: load(folder(tmp_path, one))) for one in wrong]

    assert {("points[0]", "points.cap_window")} == paths[0]
    assert {("points[0].value[0]", "book.whole")} == paths[1]
    assert {("points[0].value", "code.unknown")} == paths[2]
    assert {("points[0].value.every", "book.one_of"), ("points[0].value.starts", "book.missing")} == paths[3]


def test_python_says_what_a_file_says_or_is_refused():
    """A layer made in Python is held to the same names and kinds."""
    changes = (
        add("weather", 1, source=LAW),
        add("rules.other", RULE, source=LAW),
        add("catalogue.oil", "oil", source=LAW),
        add("exchange.x", "never", source=LAW),
    )

    assert {
        ("points.weather", "township.points_key"),
        ("points.rules.other", "overlay.name"),
        ("points.catalogue.oil", "value.kind"),
        ("points.exchange.x", "township.exchange_day"),
    } == faults(lambda: town(*changes))


def test_an_issue_rule_by_records_that_nobody_makes_is_found():
    """A rule that gives points for what the town does not record is wrong; goods nobody earns are a doubt."""
    strange = Rule(id="lamp", says=Text("修路灯", "lamps"), kind="lamp", points=3)
    one = check(town(add("rules.lamp", strange, source=LAW), add("rules.yard", RULE, source=LAW)))

    assert [("points.rules.lamp", "township.points_unrecorded")] == [
        (why.path, why.code) for why in one.reasons
    ]
    assert not one.ok
    idle = check(town(add("catalogue.oil", OIL, source=LAW)))
    assert [("points.catalogue", "township.points_idle")] == [(why.path, why.code) for why in idle.reasons]
    assert idle.ok


def test_a_price_that_no_vouchers_make_up_is_a_doubt():
    """One of it cannot be paid, though two may be: it is said, and does not make a no."""
    priced = Item(
        id="oil", name=Text("食用油", "oil"), price=Dated([(date(2026, 1, 1), 40), (date(2027, 1, 1), 45)])
    )
    one = check(
        town(
            add("rules.yard", RULE, source=LAW),
            add("catalogue.oil", priced, source=LAW),
            replace("denominations", (10, 20), source=LAW),
        )
    )

    assert [("points.catalogue.oil", "township.points_unpayable")] == [
        (why.path, why.code) for why in one.reasons
    ]
    assert one.ok
    assert is_doubtful(one.reasons[0])
    assert "45" in one.text("en")


def test_huaxing_exchanges_on_the_day_of_its_article():
    """15 January, each year; what the article leaves open is marked."""
    huaxing = get("huaxing")

    assert (date(2027, 1, 15), date(2028, 1, 15)) == huaxing.points(on=date(2027, 7, 1)).exchange
    assert {"exchange.january", "keeps"} == {one.key for one in huaxing.open if one.part == "points"}
    assert not any(isinstance(one, MonthDay) for one in huaxing.part("points").days.values())
