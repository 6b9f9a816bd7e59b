"""What is of a wrong type is refused by every door of the word, with our own error."""

from datetime import date

import attrs
import pytest
from tests.laws.forms import by_place, lean, left_out

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.timeline import Cycle
from sanliang.pairing import (
    Certificate,
    Change,
    Helper,
    Household,
    Lots,
    Match,
    Near,
    Pairing,
    Prices,
    Problem,
    Rank,
    Rules,
    Schedule,
    Seats,
    Unpaired,
    apply_consent,
    changed,
    cost,
    cover,
    expiring,
    explain,
    in_force,
    read_problem,
    refusals,
    repair,
    replay_consent,
    weights,
    write_change,
    write_problem,
    write_result,
)
from sanliang.pairing._check import MOST_COST
from sanliang.pairing._lots import LENGTH
from sanliang.pairing._pairing import MOST_PRICE
from sanliang.pairing._problem import MOST_NEED, MOST_ROOM
from sanliang.pairing._two_way import NOBODY
from sanliang.pairing._wire._results import LONGEST
from sanliang.pairing._wire._strict import LARGEST

PROBLEM = Problem(helpers=[Helper(id="m-1")], households=[Household(id="h-1", wishes=["m-1"])])
OTHER = attrs.evolve(PROBLEM, salt="another")
CLAIMS = Certificate(policy="cover")
ONE = FrozenMap({"h-1": 1})
DAY = date(2026, 1, 1)
MONTH = Cycle(every="month", starts=DAY)


@pytest.mark.parametrize(
    ("ask", "path"),
    [
        (lambda: changed(None, Change()), "problem"),
        (lambda: changed(PROBLEM, None), "change"),
        (lambda: write_problem(None), "problem"),
        (lambda: write_result(None), "pairing"),
        (lambda: write_change(None), "change"),
        (lambda: weights(None, "helper", CLAIMS), "problem"),
        (lambda: weights(PROBLEM, "nobody", CLAIMS), "role"),
        (lambda: weights(PROBLEM, "helper", None), "certificate"),
        (lambda: Lots(None), "salt"),
        (lambda: refusals([3]), "consents[0]"),
        (lambda: refusals(3), "consents"),
        (lambda: in_force(3, on=date(2026, 7, 1)), "consent"),
        (lambda: expiring([3], before=date(2026, 7, 1)), "consents[0]"),
        (lambda: apply_consent(None, 3), "events[0]"),
        (lambda: replay_consent(3), "log"),
        (lambda: replay_consent([3]), "events[0]"),
        (lambda: read_problem("{}", most=None), "most"),
        (lambda: cost(OTHER, cover(PROBLEM)), "pairing"),
        (lambda: Change(rooms={"m-\u00e9": 1, "m-e\u0301": 2}), "rooms.(key)"),
        (lambda: PROBLEM.helper([]), "id"),
        (lambda: PROBLEM.household([]), "id"),
        (lambda: PROBLEM.helper("m-1").takes([]), "role"),
        (lambda: PROBLEM.household("h-1").wants([]), "role"),
        (lambda: cover(PROBLEM).helpers_of([]), "household"),
        (lambda: cover(PROBLEM).households_of([]), "helper"),
        (lambda: Helper(id="m-1", room=FrozenMap({"BAD ROLE": 0})), "room"),
        (lambda: Certificate(policy="cover", agreed=7), "agreed"),
        (lambda: Certificate(policy="cover", before=[("h-1",)]), "before[0]"),
        (lambda: Unpaired(id="h-1", why="not_wished", role="helper", missing=21), "missing"),
        (lambda: Prices(role="helper", households=FrozenMap({"h-1": 10**400}), helpers=ONE), "households"),
        (lambda: Prices(role="helper", households=ONE, helpers=FrozenMap({7: 1})), "helpers"),
        (lambda: Prices(role="helper", households=ONE, helpers={"m-1": 1}), "helpers"),
        (lambda: Pairing(problem="0f", pairs=b"", certificate=CLAIMS), "pairs"),
    ],
)
def test_a_wrong_argument_is_named(ask, path):
    """Each door names the argument; no error of Python's own comes out."""
    with pytest.raises(InvalidInput) as caught:
        ask()

    assert path == caught.value.path


@pytest.mark.parametrize(
    "ask",
    [
        lambda pairing: cost(PROBLEM, pairing),
        lambda pairing: explain(PROBLEM, pairing, "h-1"),
        lambda pairing: repair(PROBLEM, pairing, Change()),
    ],
    ids=["cost", "explain", "repair"],
)
def test_a_pairing_of_another_problem_is_refused(ask):
    """The result of any other problem is refused, whatever its digest; that of this one is not."""
    found = cover(PROBLEM)
    ask(found)
    for digest in ("0" * 64, "f" * 64):
        with pytest.raises(InvalidInput) as caught:
            ask(attrs.evolve(found, problem=digest))
        assert [("pairing.other_problem", "pairing")] == [(one.code, one.path) for one in caught.value.faults]


def test_what_is_given_is_named():
    """Values take what they hold by name, but for the tools inside; no argument has to be without one."""
    named = "Allowed Flow Losses Market Scale Seats Terms Ties Weights Whys Wished _Asked _Made _Role _Side"
    assert named == by_place("pairing")


@pytest.mark.parametrize(
    ("make", "highest"),
    [
        (lambda number: Rules(age=number), 150),
        (lambda number: Rules(near=(), beyond=number), 10**9),
        (lambda number: Rules(near=(), kin="prefer", kin_worth=number), 10**9),
        (lambda number: Match(need="ill", skills=["nurse"], worth=number), 10**9),
        (lambda number: Near(kind="group", cost=number), 10**9),
        (lambda number: Seats(helpers=number), 20),
        (lambda number: Schedule(id="r", since=DAY, cycle=MONTH, least=number), 3_660),
        (lambda number: Schedule(id="r", since=DAY, months_apart=number), 3_660),
        (lambda number: Schedule(id="r", since=DAY, days_apart=number), 3_660),
        (lambda number: Change(rooms={"m-1": number}), 100_000),
        (lambda number: Helper(id="m-1", room=number), 100_000),
        (lambda number: Helper(id="m-1", room={"first": number}), 100_000),
        (lambda number: Household(id="h-1", helpers=number), 20),
        (lambda number: Household(id="h-1", helpers={"first": number - 1, "second": 1}), 20),
        (lambda number: attrs.evolve(PROBLEM, costs=[("h-1", "m-1", number)]), 10**9),
        (lambda number: Rules(roles=["helper", *map("role-{}".format, range(number - 1))]), 20),
        (lambda number: Rank(room=7, least=number), 7),
        (lambda number: Unpaired(id="h-1", why="not_wished", role="helper", missing=number), 20),
        (
            lambda number: Prices(role="helper", households=FrozenMap({"h-1": number}), helpers=ONE),
            10**400 - 1,
        ),
        (lambda number: Rules(near=[Near(kind="group", cost=number - 1)], kin="prefer", kin_worth=1), 10**9),
    ],
)
def test_a_number_at_its_bound_is_taken(make, highest):
    """A number at its bound is taken, and the one beyond it is not."""
    assert make(highest)
    with pytest.raises(InvalidInput):
        make(highest + 1)


@pytest.mark.parametrize(
    ("make", "lowest"),
    [
        (lambda number: Rules(age=number), 1),
        (lambda number: Rules(near=(), beyond=number), 0),
        (lambda number: Rules(near=(), kin="prefer", kin_worth=number), 0),
        (lambda number: Match(need="ill", skills=["nurse"], worth=number), 0),
        (lambda number: Near(kind="group", cost=number), 0),
        (lambda number: Seats(helpers=number), 1),
        (lambda number: Seats(helpers={"first": number, "second": 1}), 0),
        (lambda number: Schedule(id="r", since=DAY, cycle=MONTH, least=number), 1),
        (lambda number: Schedule(id="r", since=DAY, months_apart=number), 1),
        (lambda number: Schedule(id="r", since=DAY, days_apart=number), 1),
        (lambda number: Change(rooms={"m-1": number}), 0),
        (lambda number: Helper(id="m-1", room=number), 0),
        (lambda number: Helper(id="m-1", least=number), 0),
        (lambda number: Household(id="h-1", helpers=number), 1),
        (lambda number: Household(id="h-1", helpers={"first": number, "second": 1}), 0),
        (lambda number: attrs.evolve(PROBLEM, costs=[("h-1", "m-1", number)]), 0),
        (lambda number: Rank(room=number), 0),
        (lambda number: Rank(least=number), 0),
        (lambda number: Unpaired(id="h-1", why="not_wished", role="helper", missing=number), 0),
        (
            lambda number: Prices(role="helper", households=FrozenMap({"h-1": number}), helpers=ONE),
            1 - 10**400,
        ),
    ],
)
def test_a_number_at_its_least_is_taken(make, lowest):
    """The least number is taken, and the one below it is not."""
    assert make(lowest)
    with pytest.raises(InvalidInput):
        make(lowest - 1)


def test_the_limits_stay():
    """The numbers that hold in what is read and searched for stay: a smaller one refuses what was taken."""
    assert (1_000_000_000, 20, 100_000, 16) == (MOST_COST, MOST_NEED, MOST_ROOM, LENGTH)
    assert 4_611_686_018_427_387_904 == NOBODY
    assert (268_435_456, 400, "9" * 400) == (LARGEST, LONGEST, str(MOST_PRICE))


def test_what_there_is_many_of_is_lean():
    """What a town has thousands of has no place for weak references, so that it is made quickly."""
    assert "Consent Pair Prices Unpaired" == lean("pairing")


def test_what_holds_where_nothing_is_said():
    """The numbers, and yes or no, that are left out are the ones that everybody has relied on."""
    said = (
        "Helper.filler=False Household.must=True Match.worth=1 Near.cost=0 Near.seated=False "
        "Rules.kin_worth=1 Rules.probationary=False Schedule.least=1 Seats.every=False Seats.must=True "
        "Unpaired.missing=0 _Household.at=0 read_change.most=268435456 read_problem.most=268435456 "
        "read_result.most=268435456"
    )
    assert said == left_out("pairing")
