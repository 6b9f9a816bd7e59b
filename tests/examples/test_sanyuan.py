"""The teams and the service centres of 三原县陂西镇: the figures of the article are counted from data."""

from collections import Counter
from datetime import date, timedelta

import pytest

from sanliang import orgs, posts, townships

pytestmark = [
    pytest.mark.untraced("it plays eight months of a town"),
    pytest.mark.once("each word that it uses has tests of its own on the lowest versions"),
]


def test_21_teams_have_48_people_on_every_day(ran):
    """Also on the days on which one first secretary leaves and another one comes, and counted by hand."""
    teams = ran("sanyuan/teams")
    for on in (teams.CHANGE - timedelta(1), teams.CHANGE, teams.TODAY):
        found = teams.figures(on)
        by_hand = {team: len(orgs.under(teams.ROSTER, f"w-{team}", on=on)) for team in teams.VILLAGES}

        assert (21, 48, 21) == (found["工作队"], found["队员"], found["第一书记"])
        assert 48 == sum(by_hand.values())
        assert {2: 15, 3: 6} == found["按人数"] == {**Counter(by_hand.values())}
    assert 50 == len(teams.ROSTER.members)
    assert teams.length < 100


def test_they_are_counted_at_home_too(ran):
    """Whoever lives in a village stays a member of an organ of the county: nobody is counted twice."""
    teams = ran("sanyuan/teams")
    counts = orgs.count(teams.ROSTER, on=teams.TODAY)

    assert 0 == counts["t-1"].total.members
    assert 50 == sum(one.total.members for id, one in counts.items() if id.startswith("o-"))


def test_the_five_tasks_are_counted_from_records(ran):
    """Each figure is a fold of the book, and together they are all that the book has until that day."""
    teams = ran("sanyuan/teams")
    found = teams.figures(teams.TODAY)

    assert [21, 21, 21, 14, 7] == [found[name] for name in teams.TASKS]
    assert len(teams.book().records) == sum(found[name] for name in teams.TASKS)
    assert 0 == teams.figures(date(2022, 2, 19))["工作方案"]


def test_21_centres_are_headed_by_the_secretary_of_the_village(ran):
    """Each has exactly one head, who holds that office in that village."""
    centres = ran("sanyuan/centres")
    areas = centres.centres()

    assert 21 == centres.many == len({one.unit for one in areas})
    for area in areas:
        (head,) = area.responsible(on=centres.TODAY)
        assert "branch_secretary" in centres.ROSTER.actor(head, on=centres.TODAY).roles
        assert area.unit == centres.ROSTER.actor(head, on=centres.TODAY).unit
    assert centres.length < 100


def test_the_counter_shows_what_the_town_shows(ran):
    """A name and a post, and no telephone number; in 华兴镇, whose article has it, it is on the card."""
    centres = ran("sanyuan/centres")
    assert {("李禾", "便民服务中心主任"): 21, ("陈谷", "便民服务窗口"): 21} == {**Counter(centres.cards)}
    assert ("李禾", "主任", "000-0000") == centres.card("m-b-01-1", "主任", townships.get("huaxing"))


def test_whoever_stands_at_the_counter_was_published(ran):
    """The post was assigned and its notice ran out before it was held."""
    centres = ran("sanyuan/centres")
    post = posts.replay(centres.counter("b-07"))

    assert ("held", ("m-b-07-2",), "n-b-07") == (post.state, post.holders, post.notice)
    assert date(2022, 1, 16) == post.on


def test_there_is_an_activity_each_month_in_every_centre(ran):
    """Eight months in 21 centres, counted of the sessions that were held."""
    centres = ran("sanyuan/centres")
    assert 8 == len(centres.MONTHS) == len({on.month for on in centres.MONTHS})
    assert (8 * 21, "8 个月，党建活动 168 次") == (centres.sessions, centres.printed[-1])
