"""The course of the example campaign: the command plays it, and it shows what a town has to cope with."""

import importlib
import re
from collections import Counter
from datetime import date

import pytest

from sanliang.calendars import FOUNDING_DAY, NEW_YEAR_DAY, Calendar, MonthDay, Shift, reviews
from sanliang.ext.cli._files import reader, town_of
from sanliang.ext.cli._play import play
from sanliang.ext.workdays import published
from sanliang.kernel.timeline import Span
from sanliang.notices import Notice
from sanliang.pledges import Plaque, Pledge

# The tests of the command play the same files, as they are shipped.
pytestmark = [pytest.mark.untraced("it plays a whole campaign"), pytest.mark.once("its figures are ours")]


@pytest.fixture(scope="module")
def played(xingshisi):
    """The campaign, played from the files of the repository."""
    return play(town_of(reader(xingshisi.home)))


def states(played, kind):
    """How many things of a class have come to each state."""
    return Counter(one.state for one in played.things if isinstance(one, kind))


def told(played, word):
    """The numbers that the reviews tell beside a word, by day."""
    found = {line.on: re.search(rf"{word} (\d+)", line.says.zh) for line in played.story}
    return {on: int(match[1]) for on, match in found.items() if match}


def test_the_engine_accepts_the_whole_course(played):
    """Every row is a move that the base lifecycles accept; two pledges are left, to be put right."""
    assert states(played, Pledge) == {"consolidated": 245, "rectifying": 2, "withdrawn": 1}
    assert states(played, Plaque) == {"hung": 262, "withheld": 26}
    assert states(played, Notice) == {"filed": 249}
    assert played.sound


def test_a_decision_closes_over_what_is_left(played, xingshisi):
    """The branches where a pledge is still to be put right have decided to close all the same."""
    left = {case.unit for case in played.open}

    assert sorted(one["branch"] for one in xingshisi.campaign["decision"]) == sorted(
        xingshisi.roster.unit(unit).parent for unit in left
    )


def test_both_sides_choose_while_every_branch_is_in_action(played):
    """Both sides choose after the last branch has come to action, and before the first one leaves it."""
    ends = {
        stage: [line.on for line in played.story if line.says.zh.startswith(f"“{stage}”阶段结束")]
        for stage in ("公开承诺", "先锋行动")
    }

    assert max(ends["公开承诺"]) <= played.helping.on < min(ends["先锋行动"])


def test_each_is_helped_by_somebody_else_of_the_village(played):
    """Each is helped by somebody of its village who lives elsewhere; neither side refuses the other."""
    town, problem = played.town.roster, played.helping.problem

    assert 126 == len(played.helping.pairing.pairs)
    for pair in played.helping.pairing.pairs:
        home, helper = problem.household(pair.household), problem.helper(pair.helper)
        assert home.place.split("-")[1] == helper.unit.split("-")[1]
        assert town.member(pair.helper).household != pair.household
        assert pair.helper not in home.refuses
        assert pair.household not in helper.refuses


def test_some_miss_a_deadline(played):
    """On theme Party days in the autumn something is late, and it is told."""
    late = told(played, "逾期")
    autumn = (date(2020, 10, 9), date(2020, 11, 5), date(2020, 12, 7), date(2021, 1, 5))

    assert [late[on] for on in autumn] == [2, 3, 5, 7]


def test_what_the_course_shows(xingshisi):
    """Each of the things that a town has to cope with happens."""
    rows = xingshisi.table("course")
    moves = Counter(row["move"] for row in rows)
    results = Counter(row["value"] for row in rows if row["move"] == "verify")
    grades = Counter(row["value"] for row in rows if row["move"] == "evaluate")
    seldom = {move: count for move, count in moves.items() if count < 24}

    assert seldom == {
        "return": 3, "revise": 3, "submit": 3,
        "object": 1, "answer": 1, "correct": 1, "reopen": 2,
        "amend": 1, "accept": 1, "sign": 5, "post": 1, "republish": 1, "file": 1, "resume": 1,
        "withdraw": 1, "withhold": 1,
        "rectify": 5, "act_again": 3,
    }  # fmt: skip
    assert moves["commend"] == 3 * 8
    assert grades == {"good": 158, "fairly_good": 69, "fair": 18, "poor": 5}
    assert results == {"fulfilled": 253, "objective": 14, "unfulfilled": 9}


def test_reviews_fall_on_theme_party_days_and_fixed_days(xingshisi, monkeypatch):
    """Verification falls on theme Party days or the last day, evaluation on 1 January and 1 July."""
    plan = xingshisi.campaign
    monkeypatch.syspath_prepend(xingshisi.home)
    theme = MonthDay(day=plan["theme"]["day"], shift=Shift(within=plan["theme"]["within"]))
    found = reviews(
        Calendar(theme=theme, fixed=[FOUNDING_DAY, NEW_YEAR_DAY]),
        Span(date(2020, 9, 1), xingshisi.end),
        workdays=published(),
    )
    held = tuple(one.on for one in found if one.code == "theme")
    rows = xingshisi.table("course")

    assert held == importlib.import_module("making.course").THEME_DAYS
    assert {row["on"] for row in rows if row["move"] == "verify"} <= {*held, plan["cycle"]["last"]}
    assert {row["on"] for row in rows if row["move"] in {"evaluate", "commend", "rectify"}} == {
        one.on for one in found if one.code != "theme"
    }
