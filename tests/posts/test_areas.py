"""Responsibility areas, grids and hub households: one who is responsible, no gap, no blind spot."""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang import InvalidInput, NotFound, posts
from sanliang.orgs import Belonging, Household, Member, Post, Roster, Unit
from sanliang.posts import Area, Charge

DAY = date(2022, 5, 1)
days = st.integers(0, 9).map(lambda n: DAY + timedelta(days=n))


@st.composite
def terms(draw):
    """A first and a last day, either of them open."""
    first, last = sorted((draw(days), draw(days)))
    return {"since": draw(st.sampled_from([None, first])), "until": draw(st.sampled_from([None, last]))}


charges = st.builds(lambda who, term: Charge(member=who, **term), st.sampled_from(["m-1", "m-2"]), terms())
areas = st.lists(
    st.builds(
        lambda id, held, term: Area(id=id, unit="b-1", place="广场", task="保洁", charges=held, **term),
        st.sampled_from(["a-1", "a-2", "a-3"]),
        st.lists(charges, max_size=3),
        terms(),
    ),
    max_size=3,
    unique_by=lambda one: one.id,
)


@pytest.mark.traced("it takes a branch that no other test takes")
@given(areas=areas, on=days, data=st.data())
def test_every_area_is_covered_once_or_named(areas, on, data):
    """An area that is there has one who is responsible, or it is a gap, or a double: never two of these."""
    found = posts.coverage(data.draw(st.permutations(areas)), on=on)
    there = [
        one
        for one in areas
        if (one.since is None or one.since <= on) and (one.until is None or on <= one.until)
    ]
    for one in there:
        held = {
            each.member
            for each in one.charges
            if (each.since is None or each.since <= on) and (each.until is None or on <= each.until)
        }
        where = {0: found.gaps, 1: found.covered}.get(len(held), found.doubles)
        assert one.id in where
    assert len(there) == found.total
    verdict = posts.check(areas, on=on)
    assert found.full == verdict.ok
    assert sorted((*found.gaps, *found.doubles)) == [one.params["area"] for one in verdict.reasons]


def test_an_area_stands_in_a_list_once():
    """Two areas with one id are a fault of the list; a term that ends before it starts, one of the area."""
    one = Area(id="a-1", unit="b-1", place="河边", task="管护")
    with pytest.raises(InvalidInput, match=r"areas\[1\].id"):
        posts.coverage([one, one], on=DAY)
    with pytest.raises(InvalidInput):
        attrs.evolve(one, since=DAY, until=DAY - timedelta(days=1))
    with pytest.raises(InvalidInput):
        Charge(member="m-1", since=DAY, until=DAY - timedelta(days=1))


def member(id, *offices, branch="b-1"):
    """A member with these offices."""
    return Member(
        id=id,
        name="陈谷",
        status="full",
        belongs=[Belonging(unit=branch)],
        posts=[Post(role=role, unit=unit, until=until) for role, unit, until in offices],
    )


VILLAGE = Roster(
    units=[
        Unit(id="b-1", kind="branch", name="东岭村党支部", place="v-1"),
        Unit(id="v-1", kind="village", name="东岭村"),
        Unit(id="g-1", kind="large_grid", name="大网格", parent="v-1"),
        Unit(id="g-2", kind="small_grid", name="小网格", parent="g-1"),
        Unit(id="g-3", kind="micro_grid", name="微网格", parent="g-2"),
        Unit(id="k-1", kind="hub_household", name="中心户", parent="g-3"),
    ],
    members=[
        member(
            "m-1", ("grid_head", "g-1", None), ("grid_worker", "g-1", None), ("branch_secretary", "b-1", None)
        ),
        member("m-2", ("grid_worker", "g-1", None), ("grid_worker", "g-2", DAY)),
        member("m-3", ("grid_worker", "g-2", None), ("hub_head", "k-1", None)),
    ],
    households=[
        Household(id="h-1", belongs=[Belonging(unit="k-1")]),
        Household(id="h-2", belongs=[Belonging(unit="k-1")]),
        Household(id="h-3", belongs=[Belonging(unit="v-1")]),
        Household(id="h-4", belongs=[Belonging(unit="v-1", until=DAY)]),
    ],
)


def test_grids_are_areas():
    """A grid's head is responsible, or else its attendants, and a hub's head is; nobody else."""
    found = posts.grid_areas(VILLAGE, on=DAY)
    assert [
        ("g-1", "grid", ("m-1",)),
        ("g-2", "grid", ("m-2", "m-3")),
        ("g-3", "grid", ()),
        ("k-1", "hub", ("m-3",)),
    ] == [(one.id, one.kind, one.responsible(on=DAY)) for one in found]
    coverage = posts.coverage(found, on=DAY)
    assert (("g-1", "k-1"), ("g-3",), ("g-2",)) == (coverage.covered, coverage.gaps, coverage.doubles)
    next_day = DAY + timedelta(days=1)
    assert () == posts.coverage(posts.grid_areas(VILLAGE, on=next_day), on=next_day).doubles


def test_an_office_ends_when_its_holder_leaves():
    """Who belongs to no unit on the day is responsible for nothing."""
    gone = attrs.evolve(VILLAGE.member("m-3"), belongs=[Belonging(unit="b-1", until=DAY - timedelta(days=1))])
    roster = attrs.evolve(VILLAGE, members=[gone])
    assert ((), ("g-1", "g-2", "g-3", "k-1")) == (
        posts.coverage(posts.grid_areas(roster, on=DAY), on=DAY).covered,
        posts.coverage(posts.grid_areas(roster, on=DAY), on=DAY).gaps,
    )


def test_no_household_is_out_of_sight():
    """Households in no grid and at no hub are named; a unit that is not there is not found."""
    assert ("h-3", "h-4") == posts.blind_spots(VILLAGE, "v-1", on=DAY)
    homeless = attrs.evolve(
        VILLAGE,
        households=[Household(id="h-9", belongs=[])],
        members=[attrs.evolve(VILLAGE.member("m-3"), household="h-9")],
    )
    assert ("h-9",) == posts.blind_spots(homeless, "b-1", on=DAY)
    with pytest.raises(NotFound):
        posts.blind_spots(VILLAGE, "v-9", on=DAY)


def test_the_way_to_a_household():
    """Village, grids, hub: who is responsible at each step down to the household."""
    way = posts.way_to(VILLAGE, "h-1", areas=posts.grid_areas(VILLAGE, on=DAY), on=DAY)
    assert [("v-1", ()), ("g-1", ("m-1",)), ("g-2", ("m-2", "m-3")), ("g-3", ()), ("k-1", ("m-3",))] == [
        (one.unit, one.who) for one in way
    ]
