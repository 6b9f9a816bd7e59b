"""Changes: one thing is said of each, and the problem after them is what was said."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang.kernel.errors import InvalidInput
from sanliang.pairing._change import Change
from sanliang.pairing._changed import changed
from sanliang.pairing._problem import Helper, Household, Problem
from sanliang.testing.strategies import _papers as papers

TOWN = Problem(
    helpers=[
        Helper(id="m-1", room=3, least=2, wishes=["h-1", ["h-2", "h-3"]], refuses=["h-4"]),
        Helper(id="m-2", wishes=["h-2"]),
        Helper(id="m-3"),
    ],
    households=[
        Household(id="h-1", wishes=["m-1", "m-2"]),
        Household(id="h-2", wishes=[["m-1", "m-3"]]),
        Household(id="h-3"),
        Household(id="h-4", refuses=["m-2"]),
    ],
    costs=[("h-1", "m-1", 3), ("h-2", "m-1", 4), ("h-2", "m-3", 5)],
    salt="青山镇 2026",
)


def after(**parts):
    """The town after a change."""
    return changed(TOWN, Change(**parts))


def refused(make):
    """The places of what is wrong, with the codes."""
    with pytest.raises(InvalidInput) as error:
        make()
    return [(fault.path, fault.code) for fault in error.value.faults]


def mentioned(problem):
    """Everybody whom a wish, a refusal or a cost of a problem names."""
    people = [*problem.helpers, *problem.households]
    wished = {
        id for one in people for wish in one.wishes or () for id in ([wish] if type(wish) is str else wish)
    }
    costs = {id for household, of in problem.costs.items() for id in (household, *of)}
    return wished | costs | {id for one in people for id in one.refuses}


def test_no_change_changes_nothing():
    """A change that says nothing leaves an equal problem with the same digest."""
    assert after() == TOWN
    assert after().digest == TOWN.digest


def test_whoever_leaves_stays_in_the_problem():
    """Who leaves is away with a reason, by default withdrawn; the wishes of the others stay as they were."""
    found = after(leaves={"m-1": "ill"})

    assert attrs.evolve(TOWN.helper("m-1"), away="ill") == found.helper("m-1")
    assert TOWN.households == found.households
    assert "withdrawn" == after(leaves=["m-1"]).helper("m-1").away


def test_room_may_grow_and_shrink():
    """New room takes the place of the old one, and what is taken at the least is at most that."""
    assert (5, 2) == _room(after(rooms={"m-1": 5}))
    assert (1, 1) == _room(after(rooms={"m-1": {"helper": 1}}))
    assert (0, 0) == _room(after(rooms={"m-1": {}}))


def _room(problem):
    one = problem.helper("m-1")
    return one.takes("helper"), one.least["helper"]


def test_whoever_is_given_is_added_or_replaced():
    """A helper or a household takes the place of the one with its id; another one is added."""
    moved, new = Helper(id="m-2", room=2, place="v-2"), Helper(id="m-9", wishes=["h-9", "h-1"])
    home, other = Household(id="h-9", wishes=["m-9", "m-1"]), Household(id="h-1", must=False)
    found = after(helpers=[new, moved], households=[home, other])

    assert (TOWN.helper("m-1"), moved, TOWN.helper("m-3"), new) == found.helpers
    assert (other, *TOWN.households[1:], home) == found.households


def test_a_household_that_ends_is_forgotten():
    """It is gone from wishes, ties, refusals and costs; whoever wished for nobody else wishes for nobody."""
    found = after(ends=["h-2", "h-4"])

    assert ["h-1", "h-3"] == [one.id for one in found.households]
    assert ("h-1", "h-3") == found.helper("m-1").wishes
    assert () == found.helper("m-2").wishes
    assert found.helper("m-3").wishes is None
    assert frozenset() == found.helper("m-1").refuses
    assert {"h-1": {"m-1": 3}} == {household: dict(of) for household, of in found.costs.items()}
    assert (["h-1"],) == tuple([*one] for one in [after(ends=["h-2", "h-3", "h-4"]).helper("m-1").wishes])


def test_a_tie_of_three_is_left_a_tie_of_two():
    """Of a tie there remains a tie, one wish, or nothing."""
    helper = Helper(id="m-1", wishes=[["h-1", "h-2", "h-3"]])
    town = Problem(helpers=[helper], households=[Household(id=f"h-{n}") for n in range(1, 5)])
    left = [changed(town, Change(ends=[f"h-{n}" for n in range(1, many)])) for many in (2, 3, 4)]

    assert [(("h-2", "h-3"),), ("h-3",), ()] == [one.helper("m-1").wishes for one in left]


def test_new_wishes_take_the_place_of_the_old():
    """Helpers and households that stay may wish anew, for those who are added too, or for nobody."""
    found = after(
        households=[Household(id="h-9")],
        wishes={"m-1": ["h-9", ["h-2", "h-1"]], "m-2": None, "m-3": [], "h-2": ["m-2"]},
    )

    assert ("h-9", ("h-1", "h-2")) == found.helper("m-1").wishes
    assert found.helper("m-2").wishes is None
    assert () == found.helper("m-3").wishes
    assert ("m-2",) == found.household("h-2").wishes


def test_costs_are_set_anew_pair_by_pair():
    """A row takes the place of the cost of its pair or gives it one; the others keep theirs."""
    found = after(helpers=[Helper(id="m-9")], costs=[("h-2", "m-3", 0), ("h-3", "m-9", 7)], leaves=["m-1"])

    assert {"h-1": {"m-1": 3}, "h-2": {"m-1": 4, "m-3": 0}, "h-3": {"m-9": 7}} == {
        household: dict(of) for household, of in found.costs.items()
    }


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"rooms": {"m-1": 1}, "leaves": ["m-1"]}, [("rooms.m-1", "change.contradictory")]),
        ({"rooms": {"m-1": 1}, "helpers": [Helper(id="m-1")]}, [("rooms.m-1", "change.contradictory")]),
        ({"leaves": ["m-1"], "helpers": [Helper(id="m-1")]}, [("leaves.m-1", "change.contradictory")]),
        ({"ends": ["h-1"], "households": [Household(id="h-1")]}, [("ends[0]", "change.contradictory")]),
        (
            {
                "wishes": {"m-1": [], "m-2": [], "h-1": [], "h-2": None, "张三": []},
                "leaves": ["m-1", "张三"],
                "helpers": [Helper(id="m-2"), Helper(id="m-2")],
                "ends": ["h-1"],
                "households": [Household(id="h-2"), Household(id="h-3"), Household(id="h-3")],
            },
            [
                ("helpers[1].id", "list.doubled"),
                ("households[2].id", "list.doubled"),
                ("wishes.m-1", "change.contradictory"),
                ("wishes.(key)", "change.contradictory"),
                ("wishes.h-1", "change.contradictory"),
                ("wishes.m-2", "change.contradictory"),
                ("wishes.h-2", "change.contradictory"),
            ],
        ),
        ({"leaves": "m-1"}, [("leaves", "list.type")]),
        (
            {"leaves": {"m-1": "Ill", "": "ill"}},
            [("leaves.m-1", "code.shape"), ("leaves.(key)", "text.empty")],
        ),
        ({"leaves": ["m-1", "m-1"]}, [("leaves[1]", "list.doubled")]),
        ({"rooms": ["m-1"]}, [("rooms", "table.by_id")]),
        (
            {"rooms": {"m-1": -1, "m-2": {"Helper": 1}}},
            [("rooms.m-1", "number.small"), ("rooms.m-2", "code.shape")],
        ),
        ({"helpers": [Household(id="h-1")]}, [("helpers[0]", "value.kind")]),
        ({"households": ["h-1"]}, [("households[0]", "value.kind")]),
        ({"ends": ["h-1", "h-1"]}, [("ends[1]", "list.doubled")]),
        ({"wishes": {"m-1": "h-1"}}, [("wishes.m-1", "list.type")]),
        ({"wishes": {"m-1": [["h-1"]]}}, [("wishes.m-1[0]", "wishes.tie")]),
        ({"costs": "h-1"}, [("costs", "list.type")]),
        ({"costs": 7}, [("costs", "list.type")]),
        (
            {"costs": [("h-1", "m-1", 1), ("h-1", "m-1", 2), ("h-1", "m-1"), ("h-1", "m-1", 0.5)]},
            [("costs[1]", "list.doubled"), ("costs[2]", "costs.shape"), ("costs[3][2]", "number.type")],
        ),
    ],
)
def test_a_change_says_one_thing_of_each(parts, expected):
    """What contradicts itself or has no shape is refused, with every place."""
    assert expected == refused(lambda: Change(**parts))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            {
                "leaves": ["m-8", "h-3"],
                "rooms": {"m-7": 1, "m-2": {"second": 1}},
                "ends": ["h-8", "m-3"],
                "wishes": {
                    "m-6": [],
                    "m-1": ["h-7", "h-4", "h-1", "h-1"],
                    "h-1": ["h-2", "m-2"],
                    "h-4": ["m-2"],
                },
                "helpers": [
                    Helper(id="m-9", wishes=["h-1", ["h-8", "h-9"]]),
                    Helper(id="m-3", room={"second": 1}),
                    Helper(id="m-5", room=1, least=2),
                    Helper(id="h-2"),
                ],
                "households": [Household(id="h-9", wishes=["m-9", "m-8"], helpers={"third": 1})],
                "costs": [("h-1", "m-1", 1), ("h-7", "m-1", 1), ("h-1", "m-7", 1)],
            },
            [
                ("leaves.h-3", "problem.unknown_helper"),
                ("leaves.m-8", "problem.unknown_helper"),
                ("rooms.m-7", "problem.unknown_helper"),
                ("ends[0]", "problem.unknown_household"),
                ("ends[1]", "problem.unknown_household"),
                ("wishes.m-6", "change.unknown"),
                ("helpers[3].id", "change.both_sides"),
                ("rooms.m-2", "role.unknown"),
                ("wishes.m-1[0]", "problem.unknown_household"),
                ("wishes.m-1[1]", "wishes.refused"),
                ("wishes.m-1[3]", "list.doubled"),
                ("wishes.h-1[0]", "problem.unknown_helper"),
                ("wishes.h-4[0]", "wishes.refused"),
                ("costs[1][0]", "problem.unknown_household"),
                ("costs[2][1]", "problem.unknown_helper"),
                ("helpers[0].wishes[1][0]", "problem.unknown_household"),
                ("helpers[1].room", "role.unknown"),
                ("helpers[2].least", "helper.least"),
                ("households[0].wishes[1]", "problem.unknown_helper"),
                ("households[0].helpers", "role.unknown"),
            ],
        ),
        (
            {"helpers": [Helper(id="m-9", wishes=["h-1"])], "ends": ["h-1"]},
            [("helpers[0].wishes[0]", "problem.unknown_household")],
        ),
        ({"costs": [("h-1", "m-1", 1)], "ends": ["h-1"]}, [("costs[0][0]", "problem.unknown_household")]),
        ({"wishes": {"m-2": ["h-1"]}, "ends": ["h-1"]}, [("wishes.m-2[0]", "problem.unknown_household")]),
        ({"households": [Household(id="m-1")]}, [("households[0].id", "problem.both_sides")]),
        ({"ends": ["h-1", "h-2", "h-3", "h-4"]}, [("households", "problem.empty")]),
        ({"leaves": ["m-9"]}, [("leaves.m-9", "problem.unknown_helper")]),
    ],
)
def test_what_does_not_fit_the_problem_is_told_in_the_change(parts, expected):
    """Each fault stands at its place in the change, where whoever wrote it looks."""
    assert sorted(expected) == sorted(refused(lambda: after(**parts)))


NO_IDS = {
    "": "text.empty",
    "  ": "text.empty",
    "h\n1": "text.character",
    "x" * 201: "text.long",
    "h\u200b": "text.character",
}


@pytest.mark.parametrize(
    ("id", "code"), NO_IDS.items(), ids=["empty", "blank", "a line break", "long", "unseen"]
)
def test_what_is_no_id_is_refused_wherever_it_stands(id, code):
    """In a wish, in a tie, in the wishes of whoever is added, and in the row of a cost."""
    for parts, path in (
        ({"wishes": {"m-1": ["h-1", id]}}, "wishes.m-1[1]"),
        ({"wishes": {"m-1": [["h-1", id]]}}, "wishes.m-1[0][1]"),
        ({"costs": [("h-1", id, 1)]}, "costs[0][1]"),
    ):
        with pytest.raises(InvalidInput) as caught:
            Change(**parts)
        assert [(code, path)] == [(fault.code, fault.path) for fault in caught.value.faults]
    with pytest.raises(InvalidInput) as caught:
        Helper(id="m-9", wishes=[id])
    assert [(code, "wishes[0]")] == [(fault.code, fault.path) for fault in caught.value.faults]


def test_a_long_list_of_short_ids_is_no_long_id():
    """What is bounded is each id."""
    assert 300 == len(Helper(id="m-1", wishes=[f"h-{place}" for place in range(300)]).wishes)


def test_a_household_needs_so_many_over_all_roles():
    """Twenty in all, however they are shared out."""
    assert 20 == sum(Household(id="h-1", helpers={"first": 19, "second": 1}).helpers.values())
    with pytest.raises(InvalidInput, match="needs 20 helpers at most, over all roles"):
        Household(id="h-1", helpers={"first": 20, "second": 1})


def test_an_id_may_change_sides_once_it_is_free():
    """The id of a household that ends may be given to a helper."""
    found = after(ends=["h-4"], helpers=[Helper(id="h-4")])

    assert "h-4" in [one.id for one in found.helpers]


@given(st.data())
def test_a_change_comes_to_what_it_says(data):
    """Nobody is lost but those who end, nobody unknown is named, and each is as the change has it."""
    before = data.draw(papers.problems())
    change = data.draw(papers.changes(before))
    found = changed(before, change)
    ids = {one.id for one in found.helpers} | {one.id for one in found.households}

    assert {one.id for one in (*before.helpers, *change.helpers)} == {one.id for one in found.helpers}
    homes = {one.id for one in (*before.households, *change.households)} - {*change.ends}
    assert homes == {one.id for one in found.households}
    assert mentioned(found) <= ids
    assert dict(change.leaves) == {id: found.helper(id).away for id in change.leaves}
    assert dict(change.rooms) == {id: found.helper(id).room for id in change.rooms}
    assert dict(change.wishes) == {id: found.helper(id).wishes for id in change.wishes}
    assert {*change.costs} == {
        (household, helper, found.costs[household][helper]) for household, helper, _ in change.costs
    }
    assert (before.roles, before.salt) == (found.roles, found.salt)


@given(st.data())
def test_the_order_of_a_change_does_not_matter(data):
    """However its parts are listed, the same problem comes of a change."""
    before = data.draw(papers.problems())
    change = data.draw(papers.changes(before))
    lists = {name: getattr(change, name)[::-1] for name in ("helpers", "households", "ends", "costs")}

    assert changed(before, change) == changed(before, attrs.evolve(change, **lists))


@given(st.data())
def test_a_change_that_is_made_again_changes_nothing(data):
    """What has been changed is as the change says already, but for ends, of which there is nothing left."""
    before = data.draw(papers.problems())
    change = data.draw(papers.changes(before))
    once = changed(before, change)

    assert once == changed(once, attrs.evolve(change, ends=()))
