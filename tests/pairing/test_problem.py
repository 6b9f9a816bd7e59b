"""Problems: what is no problem is refused at its place; a large one has a reason for each, in no time."""

from functools import lru_cache
from time import process_time

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pace import within

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.fields import FrozenMap
from sanliang.pairing import Change, Helper, Household, Lots, Problem, Wishes, audit
from sanliang.pairing._check import UNKNOWN_HELPER, UNKNOWN_HOUSEHOLD
from sanliang.testing.strategies import problems
from sanliang.testing.strategies._problems import MAKERS

NO_HELPER, NO_HOUSEHOLD = UNKNOWN_HELPER.code, UNKNOWN_HOUSEHOLD.code


def refused(make):
    """The places of what is wrong, with the codes."""
    with pytest.raises(InvalidInput) as error:
        make()
    assert all(fault.text("zh") and fault.text("en") for fault in error.value.faults)
    return [(fault.path, fault.code) for fault in error.value.faults]


def town(*, helpers=None, households=None, **more):
    """A problem of a helper and a household, unless others are given."""
    return Problem(
        helpers=[Helper(id="m-1")] if helpers is None else helpers,
        households=[Household(id="h-1")] if households is None else households,
        **more,
    )


# --- what does not fit together --------------------------------------------------------------------------


def test_an_id_that_nobody_has_is_refused():
    """Unknown ids: in wishes, in ties, in refusals, in costs, each at its place."""
    helper = Helper(id="m-1", wishes=["h-1", ["h-7", "h-8"]], refuses=["h-9"])
    home = Household(id="h-1", wishes=["m-7"], refuses=["m-9", "m-8"])

    assert [
        ("helpers[0].wishes[1][0]", NO_HOUSEHOLD),
        ("helpers[0].wishes[1][1]", NO_HOUSEHOLD),
        ("helpers[0].refuses[0]", NO_HOUSEHOLD),
        ("households[0].wishes[0]", NO_HELPER),
        ("households[0].refuses[0]", NO_HELPER),
        ("households[0].refuses[1]", NO_HELPER),
        ("costs[0][1]", NO_HELPER),
        ("costs[1][0]", NO_HOUSEHOLD),
    ] == refused(
        lambda: town(helpers=[helper], households=[home], costs=[("h-1", "m-7", 1), ("h-7", "m-1", 1)])
    )
    assert [("helpers[0].wishes[1]", NO_HOUSEHOLD)] == refused(
        lambda: town(helpers=[Helper(id="m-1", wishes=["h-1", "h-7"])])
    )


def test_an_id_stands_once_on_one_side():
    """One id on both sides, or twice on one, is refused."""
    assert [("households[1].id", "problem.both_sides")] == refused(
        lambda: town(households=[Household(id="h-1"), Household(id="m-1")])
    )
    assert [("helpers[1].id", "list.doubled")] == refused(
        lambda: town(helpers=[Helper(id="m-1"), Helper(id="m-1", room=3)])
    )
    assert [("households[2].id", "list.doubled")] == refused(
        lambda: town(households=[Household(id=id) for id in ("h-1", "h-2", "h-1")])
    )


@pytest.mark.parametrize("wishes", [["h-1", "h-1"], [["h-1", "h-2"], "h-1"], [["h-1", "h-1"]]])
def test_somebody_is_wished_for_once(wishes):
    """Wishes that name someone twice, in a tie or beside it, are refused."""
    homes = [Household(id="h-1"), Household(id="h-2")]
    ((path, code),) = refused(lambda: town(helpers=[Helper(id="m-1", wishes=wishes)], households=homes))

    assert path.startswith("helpers[0].wishes[")
    assert "list.doubled" == code


def test_nobody_is_wished_for_and_refused():
    """Wished for and refused at once is one too much, on either side."""
    assert [("helpers[0].wishes[0]", "wishes.refused")] == refused(
        lambda: town(helpers=[Helper(id="m-1", wishes=["h-1"], refuses=["h-1"])])
    )
    assert [("households[0].wishes[0]", "wishes.refused")] == refused(
        lambda: town(households=[Household(id="h-1", wishes=["m-1"], refuses=["m-1"])])
    )


def test_there_is_somebody_on_each_side():
    """An empty side is refused; both at once are told."""
    assert [("helpers", "problem.empty"), ("households", "problem.empty")] == refused(
        lambda: town(helpers=[], households=[])
    )


def test_a_role_must_be_one_of_the_problem():
    """Room, least and need in a role that the problem does not have are refused; none of it is no fault."""
    helper = Helper(id="m-1", room={"first": 1, "other": 2}, least={"other": 1})
    home = Household(id="h-1", helpers={"first": 1, "second": 1})

    assert [
        ("helpers[0].room", "role.unknown"),
        ("helpers[0].least", "role.unknown"),
        ("households[0].helpers", "role.unknown"),
    ] == refused(lambda: town(helpers=[helper], households=[home], roles=["first"]))
    assert town(households=[Household(id="h-1", helpers={"helper": 1, "other": 0})])
    assert [("roles[1]", "list.doubled")] == refused(lambda: town(roles=["first", "first"]))


def test_every_fault_is_told_at_once():
    """Faults of helpers, of households and of costs are told together."""
    helpers = [Helper(id="m-1", room=1, least=1), Helper(id="m-1", wishes=["h-7"])]

    assert ["helpers[1].id", "helpers[1].wishes[0]", "households[0].id", "costs"] == [
        path for path, _ in refused(lambda: town(helpers=helpers, households=[Household(id="m-1")], costs=7))
    ]


# --- numbers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [-1, 1.0, True, "3", 100_001, None, {"helper": -1}, {"helper": 2.5}])
def test_room_is_a_whole_number(number):
    """Negative room is refused, and so is a float, a truth, a text, and too much."""
    path = "room.helper" if isinstance(number, dict) else "room"
    assert [path] == [where for where, _ in refused(lambda: Helper(id="m-1", room=number))]
    path = path.replace("room", "least")
    assert [path] == [where for where, _ in refused(lambda: Helper(id="m-1", least=number))]


def test_least_is_not_above_room():
    """`least` above `room` is refused, in any role."""
    assert [("helpers[0].least", "helper.least")] == refused(
        lambda: town(helpers=[Helper(id="m-1", room=2, least=3)])
    )
    helper = Helper(id="m-1", room={"first": 3}, least={"first": 2, "second": 1})
    assert [("helpers[0].least", "helper.least")] == refused(
        lambda: town(
            helpers=[helper],
            households=[Household(id="h-1", helpers={"first": 1})],
            roles=["first", "second"],
        )
    )


@pytest.mark.parametrize("number", [0, -1, 21, 1.0, True, {}, {"a": 0}, {"a": 11, "b": 10}])
def test_a_household_needs_one_helper_or_more(number):
    """A household needs 1 to 20 helpers in all."""
    assert refused(lambda: Household(id="h-1", helpers=number))


@pytest.mark.parametrize("cost", [1.0, 1.5, True, -1, "1", None, 10**9 + 1, float("nan")])
def test_costs_are_whole_numbers(cost):
    """Costs that are not whole, or are a truth, or negative, are refused, in rows and in tables."""
    assert ["costs[0][2]"] == [path for path, _ in refused(lambda: town(costs=[("h-1", "m-1", cost)]))]
    table = FrozenMap({"h-1": FrozenMap({"m-1": cost})})
    assert ["costs[0][2]"] == [path for path, _ in refused(lambda: town(costs=table))]


@pytest.mark.parametrize(
    ("costs", "path", "code"),
    [
        ("h-1", "costs", "list.type"),
        (7, "costs", "list.type"),
        ([("h-1", "m-1")], "costs[0]", "costs.shape"),
        ([("h-1", "m-1", 1, 1)], "costs[0]", "costs.shape"),
        (["h-1"], "costs[0]", "costs.shape"),
        (b"", "costs", "list.type"),
        (FrozenMap({"h-1": 3}), "costs[0]", "costs.shape"),
        (FrozenMap({"h-1": {"m-1": -1}}), "costs[0][2]", "number.small"),
        ([("h-1", 1, 1)], "costs[0]", "text.type"),
        ([("h-1", "m-1", 1), ("h-1", "m-1", 1)], "costs[1]", "list.doubled"),
        (FrozenMap({"h-7": FrozenMap({"m-1": 1})}), "costs[0][0]", NO_HOUSEHOLD),
        (FrozenMap({"h-1": FrozenMap({"m-7": 1})}), "costs[0][1]", NO_HELPER),
    ],
)
def test_costs_have_a_shape(costs, path, code):
    """Costs are rows of three things, or tables by household, of people who are there, each pair once."""
    assert [(path, code)] == refused(lambda: town(costs=costs))


def test_costs_are_kept_by_household():
    """Rows and tables come to the same; a table that says nothing is dropped, one that is shared is kept."""
    rows = [("户1", "m-1", 3), ("户1", "m-2", 4)]
    table = FrozenMap({"m-1": 3, "m-2": 4})
    homes, helpers = [Household(id="户1"), Household(id="h-2")], [Helper(id="m-1"), Helper(id="m-2")]

    def kept(costs):
        return town(helpers=helpers, households=homes, costs=costs).costs

    assert {"户1": table} == dict(kept(rows))
    assert kept(rows) == kept([[*row] for row in reversed(rows)])
    assert kept(rows) == kept(FrozenMap({"户1": table, "h-2": FrozenMap()}))
    both = FrozenMap({"户1": table, "h-2": table})
    assert kept(both) is both


@pytest.mark.parametrize(
    "make",
    [
        lambda: Helper(id="m-1", wishes={"h-1", "h-2"}),
        lambda: Household(id="m-1", wishes=frozenset({"h-1"})),
        lambda: Change(wishes={"m-1": {"h-1", "h-2"}}).wishes,
    ],
)
def test_wishes_have_an_order(make):
    """A set has no order, and what came of it would differ from run to run: a list is asked for."""
    assert [code for _, code in refused(make)] == ["wishes.order"]


def test_roles_are_few_and_a_map_has_one_fault():
    """At most 20 roles; however many roles of a map are unknown, it is one fault."""
    many = [f"role-{n}" for n in range(21)]
    assert [("roles", "problem.roles")] == refused(lambda: town(roles=many))
    assert 20 == len(town(roles=["helper", *many[:19]]).roles)
    start = process_time()
    found = refused(lambda: town(helpers=[Helper(id="m-1", room={f"r-{n}": 1 for n in range(4_000)})]))
    assert [("helpers[0].room", "role.unknown")] == found
    assert process_time() - start < within(2)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Helper(id=""),
        lambda: Helper(id=7),
        lambda: Helper(id="m-1", wishes="h-1"),
        lambda: Helper(id="m-1", wishes=7),
        lambda: Helper(id="m-1", wishes=b""),
        lambda: Helper(id="m-1", wishes=[["h-1"]]),
        lambda: Helper(id="m-1", wishes=[7]),
        lambda: Helper(id="m-1", wishes=[["h-1", 7]]),
        lambda: Helper(id="m-1", refuses="h-1"),
        lambda: Helper(id="m-1", filler=1),
        lambda: Helper(id="m-1", away="Not A Code"),
        lambda: Household(id="h-1", must="yes"),
        lambda: Household(id="h-1", needs=["Not A Code"]),
        lambda: town(helpers=7),
        lambda: town(households=[{"id": "h-1"}]),
        lambda: town(salt=7),
    ],
)
def test_a_wrong_argument_is_refused_at_once(make):
    """What is no id, no list, no truth, no code is refused."""
    assert refused(make)


def test_nobody_is_found_who_is_not_there():
    """Who is asked for and is not there is not found."""
    problem = town()
    assert ("m-1", "h-1") == (problem.helper("m-1").id, problem.household("h-1").id)
    for find in (problem.helper, problem.household):
        with pytest.raises(NotFound):
            find("x-1")


# --- what it is known by ---------------------------------------------------------------------------------


@given(problems(), st.data())
def test_a_digest_is_of_all_that_a_pairing_depends_on(problem, data):
    """Another number, wish, refusal, cost, role or salt is another problem; what is for readers is not."""
    helper, home = problem.helpers[0], problem.households[0]

    def but(one, **changes):
        side = "helpers" if isinstance(one, Helper) else "households"
        rows = [attrs.evolve(one, **changes) if of is one else of for of in getattr(problem, side)]
        return attrs.evolve(problem, **{side: rows})

    role = problem.roles[0]
    others = [
        but(helper, room={**helper.room, role: helper.room[role] + 1}),
        but(helper, filler=not helper.filler),
        but(helper, away="abroad"),
        but(helper, wishes=() if helper.wishes else None if helper.wishes == () else ()),
        but(helper, wishes=[], refuses=[] if home.id in helper.refuses else [home.id]),
        but(home, must=not home.must),
        but(home, helpers={**home.helpers, role: home.helpers[role] + 1}),
        attrs.evolve(problem, salt=problem.salt + "x"),
        attrs.evolve(problem, roles=[*problem.roles, "third"]),
        attrs.evolve(problem, costs=[] if problem.costs else [(home.id, helper.id, 0)]),
    ]

    assert problem.digest not in {other.digest for other in others}
    assert problem.digest == but(helper, rank="cadre", skills=["nurse"], unit="b-1", place="v-1").digest
    assert problem.digest == but(home, needs=["nurse"], place="v-1").digest


def test_a_digest_is_the_same_in_every_version():
    """A stored result names its problem by a digest, which is of all that is in it, and stays as it is."""
    problem = Problem(
        roles=["first", "second"],
        helpers=[
            Helper(
                id="m-1",
                room={"first": 2, "second": 1},
                least={"first": 1},
                wishes=["h-1", ["h-2", "h-3"]],
                away="exempt",
            ),
            Helper(id="m-2", room={"first": 1}, wishes=[], refuses=["h-3", "h-1"], filler=True),
            Helper(id="m-3", room={"first": 3}),
        ],
        households=[
            Household(id="h-1", helpers={"first": 1, "second": 1}, must=False, wishes=["m-1"]),
            Household(id="h-2", helpers={"first": 1}, wishes=[], refuses=["m-3"]),
            Household(id="h-3", helpers={"first": 1}),
        ],
        costs=[("h-1", "m-2", 3), ("h-3", "m-1", 0)],
        salt="青山镇 2026",
    )

    assert "124b0c5fb6494001499d01e1a724d64aed520524fab25470195b3c49f44d9232" == problem.digest
    assert {"m-1"} == problem.tied


def test_a_lot_is_drawn_by_id_and_salt():
    """One draw for each id under one salt, the same whoever asks first."""
    one, other = Lots("a"), Lots("b")

    assert [one[id] for id in ("m-1", "m-2")] == [Lots("a")[id] for id in ("m-2", "m-1")][::-1]
    assert one["m-1"] != other["m-1"]
    assert 16 == len(one["m-1"])


# --- large ones ------------------------------------------------------------------------------------------


@lru_cache
def silent(households):
    """Households with no wish, and a helper for every hundred, who has none either."""
    return Problem(
        helpers=[Helper(id=f"m-{n}", room=5) for n in range(households // 100)],
        households=[Household(id=f"h-{n}", must=n % 10 == 0) for n in range(households)],
    )


@pytest.mark.untraced("it measures time")
@pytest.mark.once("it measures our own loops")
@pytest.mark.parametrize("make", [MAKERS[0], MAKERS[-1]], ids=["two-way", "cover"])
def test_a_large_town_without_a_wish(make):
    """20,000 households with no wish: each has a reason, in a second or so, and in linear time."""
    few, many = silent(2_000), silent(20_000)
    start = process_time()
    make(few)
    short, start = process_time() - start, process_time()
    found = make(many)
    spent = process_time() - start
    reasons = {"not_wished"} if make in MAKERS[:2] else {"nobody_allowed"}

    assert spent < within(4)
    assert spent < 30 * (short + 0.05)
    assert () == found.pairs
    assert 20_200 == len({one.id for one in found.unpaired})
    assert reasons == {str(one.why) for one in found.unpaired}
    assert audit(many, found)


# --- what a fault shows ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda key: Helper(id="m-1", room={key: 1}),
        lambda key: Helper(id="m-1", room={key: "one"}),
        lambda key: Household(id="h-1", helpers={key: -1}),
        lambda key: Wishes(members={key: 7}),
        lambda key: Change(rooms={key: -1}),
    ],
)
def test_a_key_that_is_no_code_stands_in_no_fault(make):
    """A stranger may have written a number or a name where a role or an id belongs: no fault repeats it."""
    with pytest.raises(InvalidInput) as caught:
        make("李禾 0000000")

    assert "0000000" not in caught.value.text("zh") + repr(caught.value.faults)
