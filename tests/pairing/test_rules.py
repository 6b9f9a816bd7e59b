"""Rules of pairing: what a row says, what is refused, and what towns have published."""

import pickle
from datetime import date

import pytest
from tests.pairing.rules_of_towns import PUBLISHED, R1, R2, R3, R9, R12, R18, R19
from tests.pairing.towns import DAY, excused, home, member, town

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.privacy import Private
from sanliang.orgs import Belonging, Household, Standing, Unit
from sanliang.pairing._policy import Kin, Match, Near, Rank, Rules, Seats
from sanliang.pairing._problem_from import problem_from
from sanliang.pairing._wishes import Wishes


def faults(make):
    """Code and path of each fault."""
    with pytest.raises(InvalidInput) as error:
        make()
    return [(fault.code, fault.path) for fault in error.value.faults]


# What the rows say.


def test_the_plainest_rules():
    """Without a word, each contact household must have a helper of its village, and each takes one."""
    rules = Rules()

    assert [FrozenMap({"helper": 1})] == [rank.room for rank in rules.ranks]
    assert [(True, FrozenMap({"helper": 1}))] == [(row.must, row.helpers) for row in rules.seats]
    assert [("villager_group", 0), ("village", 5)] == [(step.kind, step.cost) for step in rules.near]
    assert (None, Kin.ALLOW, None) == (rules.beyond, rules.kin, rules.age)


def test_a_rank_fits_by_a_post_or_by_a_tag():
    """Any of the posts is enough, or any of the tags; without either, everybody fits."""
    either = Rank(posts=["cadre"], tags=["veteran"])

    assert either.fits(frozenset({"cadre", "grid_head"}), frozenset())
    assert either.fits(frozenset(), frozenset({"veteran"}))
    assert not either.fits(frozenset({"grid_head"}), frozenset({"floating"}))
    assert Rank().fits(frozenset(), frozenset())


def test_seats_fit_by_a_status_on_the_day_or_by_a_need():
    """A status counts on its days only; a need always; without either, whatever makes a contact household."""
    lifted = Household(id="h", statuses=[Standing(status="registered_poor", until=date(2020, 12, 31))])
    poor, labour = Seats(statuses=["registered_poor"]), Seats(needs=["labour"])

    assert poor.fits(lifted, on=date(2020, 12, 31))
    assert not poor.fits(lifted, on=date(2021, 1, 1))
    assert Seats().fits(lifted, on=date(2020, 12, 31))
    assert not Seats().fits(lifted, on=date(2021, 1, 1))
    assert Seats(every=True).fits(lifted, on=date(2021, 1, 1))
    assert labour.fits(Household(id="h", needs=["labour"]), on=DAY)
    assert not labour.fits(Household(id="h", needs=["company"]), on=DAY)


def test_rules_are_values():
    """Equal rules are equal, hash alike and survive a pickle; lists and sets are kept as frozen ones."""
    for rules in PUBLISHED.values():
        again = pickle.loads(pickle.dumps(rules))
        assert rules == again
        assert hash(rules) == hash(again)
    assert frozenset({"b", "a"}) == Rules(fillers=["b", "a"]).fillers
    assert R1 != R2


def test_each_published_rule_names_its_source():
    """Whoever doubts a rule finds where it was read, in words of both languages."""
    for rules in PUBLISHED.values():
        assert rules.source.title
        assert rules.says.zh != rules.says.en


# What is refused.


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: Rank(room=-1), [("number.small", "room")]),
        (lambda: Rank(room={"first": 1}, least={"second": 1}), [("helper.least", "least")]),
        (lambda: Rank(room=1, least=2), [("helper.least", "least")]),
        (lambda: Rank(posts="cadre"), [("list.type", "posts")]),
        (lambda: Rank(code="Cadre"), [("code.shape", "code")]),
        (lambda: Seats(helpers=0), [("household.no_need", "helpers")]),
        (lambda: Seats(helpers={"first": 20, "second": 1}), [("number.large", "helpers")]),
        (lambda: Seats(statuses=["rich"]), [("code.unknown", "statuses[0]")]),
        (lambda: Seats(must=1), [("value.bool", "must")]),
        (lambda: Seats(every=True, needs=["labour"]), [("seats.every", "every")]),
        (lambda: Near(kind="village", cost="5"), [("number.type", "cost")]),
        (lambda: Match(need="labour", skills=["a", "a"]), [("list.doubled", "skills[1]")]),
        (lambda: Rules(ranks=[]), [("problem.empty", "ranks")]),
        (lambda: Rules(seats=[Rank()]), [("value.kind", "seats[0]")]),
        (lambda: Rules(age=0), [("number.small", "age")]),
        (lambda: Rules(kin="hate"), [("code.unknown", "kin")]),
    ],
)
def test_a_wrong_field_is_named(make, expected):
    """A field that cannot be is refused at once, with its name."""
    assert expected == faults(make)


def test_a_role_has_to_be_one_of_the_roles():
    """Room, least and seats are in the roles of the rules; every fault comes at once."""
    rank = Rank(room={"third": 2}, least={"third": 1})

    assert [
        ("role.unknown", "ranks[0].room"),
        ("role.unknown", "ranks[0].least"),
        ("role.unknown", "seats[0].helpers"),
    ] == faults(lambda: Rules(roles=["first", "second"], ranks=[rank], seats=[Seats()]))


def test_steps_go_from_the_nearest():
    """A later step costs no less, and what lies beyond no less than the last; those seated have their own."""
    group, village = Near(kind="villager_group", cost=3), Near(kind="village", cost=2)

    assert [("rules.near_order", "near[1].cost")] == faults(lambda: Rules(near=[group, village]))
    assert [("rules.near_order", "beyond")] == faults(lambda: Rules(near=[group], beyond=2))
    assert 1 == Rules(near=[group, Near(kind="township", cost=1, seated=True)]).near[1].cost
    assert 3 == Rules(near=[group], beyond=3).beyond


def test_a_kind_and_a_need_stand_once():
    """Which row counts must not be asked."""
    steps = [Near(kind="village"), Near(kind="village", cost=1)]
    matches = [Match(need="labour", skills=["a"]), Match(need="labour", skills=["b"])]

    assert [("list.doubled", "near[1].kind"), ("list.doubled", "matches[1].need")] == faults(
        lambda: Rules(near=steps, matches=matches)
    )


def test_no_pair_may_cost_more_than_a_problem_takes():
    """The dearest pair that could be is looked at when the rules are made."""
    most = 10**9
    match = Match(need="labour", skills=["a"], worth=most - 5)

    assert most == Rules(matches=[match]).matches[0].worth + 5
    assert [("rules.dear", "")] == faults(lambda: Rules(matches=[match], kin="prefer"))
    assert [("rules.dear", "")] == faults(lambda: Rules(matches=[match], beyond=6))
    kin = {"near": [], "kin": "prefer"}
    assert most == Rules(**kin, kin_worth=most).surcharge
    labour = Match(need="labour", skills=["a"], worth=7)
    assert Rules(**kin, kin_worth=most - 14, beyond=7, matches=[labour])
    assert [("rules.dear", "")] == faults(
        lambda: Rules(**kin, kin_worth=most - 13, beyond=7, matches=[labour])
    )


# What towns have published.


def test_r1_every_poor_household_and_household_in_difficulty_must_be_covered():
    """R1: the selection covers all poor households and households in difficulty, and only those."""
    homes = [
        home("h-1"), home("h-2", status="in_difficulty"), home("h-3", status="subsistence"),
        home("h-4", status=None, needs=["labour"]),
    ]  # fmt: skip
    problem = problem_from(town([member("m-1")], homes), R1, on=DAY)

    assert [("h-1", True), ("h-2", True)] == [(one.id, one.must) for one in problem.households]


def test_r2_327_members_have_room_for_771_households():
    """R2: 327 members and 771 poor households, offices too: two or three each, 2.36 in the mean."""
    grids = [Unit(id=f"x-{n:02}", kind="small_grid", name=f"{n}", parent="v-east") for n in range(52)]
    people = [member(f"m-{n:03}", "b-east", f"x-{n % 52:02}") for n in range(320)]
    people += [member(f"o-{n}", "b-office", "t") for n in range(7)]
    homes = [home(f"h-{n:03}", f"x-{n % 52:02}") for n in range(771)]
    problem = problem_from(town(people, homes, *grids), R2, on=DAY)

    assert (327, 771) == (len(problem.helpers), len(problem.households))
    assert {(2, 3)} == {(one.least["helper"], one.room["helper"]) for one in problem.helpers}
    assert 327 * 2 <= 771 <= 327 * 3
    assert {0: 320 // 52 + 1, 5: 327 - 320 // 52 - 1} == {
        cost: list(problem.costs["h-000"].values()).count(cost) for cost in (0, 5)
    }
    assert [5] * 7 == [problem.costs["h-770"][f"o-{n}"] for n in range(7)]


def test_r3_five_to_twenty_households_near_and_related():
    """R3: 5 to 20 households each; near costs less than far, and a relative less than another."""
    people = [member("m-1", place="g-east-1"), member("m-2", place="g-east-2")]
    homes = [home("h-1", "g-east-1", None), home("h-2", "g-east-2")]
    problem = problem_from(town(people, homes), R3, Wishes(kin=[("m-2", "h-1")]), on=DAY)

    assert {(5, 20)} == {(one.least["helper"], one.room["helper"]) for one in problem.helpers}
    assert {"m-1": 2, "m-2": 5} == problem.costs["h-1"]
    assert {"m-1": 7, "m-2": 2} == problem.costs["h-2"]


@pytest.mark.parametrize(
    ("more", "away"),
    [
        ({"born": Private("1956-07-01")}, "exempt"),
        ({"born": Private("1956-07-02")}, None),
        ({}, None),
        ({"exemption": excused("infirm")}, "infirm"),
        ({"exemption": excused("away")}, "away"),
        ({"exemption": excused("studies")}, None),
        ({"tags": ["floating"]}, None),
    ],
)
def test_r3_those_of_seventy_the_infirm_and_the_long_absent_are_exempt(more, away):
    """R3: 70 and over, infirm and long absent are exempt; who works outside pairs with outside families."""
    problem = problem_from(town([member("m-1", **more)], [home("h-1")]), R3, on=DAY)

    assert away == problem.helper("m-1").away


def test_r3_members_outside_pair_with_families_outside():
    """R3: a group of its own for those who live outside makes them near to each other, and to nobody more."""
    outside = Unit(id="g-out", kind="villager_group", name="在外", parent="v-east")
    people = [member("m-1", place="g-out", tags=["floating"]), member("m-2", place="g-east-1")]
    problem = problem_from(town(people, [home("h-1", "g-out")], outside), R3, on=DAY)

    assert problem.costs["h-1"]["m-1"] < problem.costs["h-1"]["m-2"]


def test_r3_gaps_are_filled_by_the_village_committee():
    """R3: members of the village committee are gap fillers, with no least of their own."""
    people = [member("m-1", post="village_committee"), member("m-2")]
    problem = problem_from(town(people, [home("h-1")]), R3, on=DAY)

    assert [(True, 0), (False, 5)] == [(one.filler, one.least["helper"]) for one in problem.helpers]


@pytest.mark.parametrize(
    ("post", "room"),
    [
        ("township_secretary", 3), ("township_committee", 3), ("station_head", 2), ("cadre", 1),
        ("branch_secretary", 1), ("village_head", 1),
    ],
)  # fmt: skip
def test_r9_the_rank_says_how_many(post, room):
    """R9: township leaders 3, station heads 2, cadres 1, village secretary or head 1; others none."""
    people = [member("m-1", "b-office", post=post), member("m-2")]
    problem = problem_from(town(people, [home("h-1")]), R9, on=DAY)

    assert [("m-1", room)] == [(one.id, one.takes("helper")) for one in problem.helpers]


def test_r9_the_higher_rank_counts():
    """R9: a station head who sits on the township committee takes three: the first row that fits counts."""
    leader = member("m-1", "b-office", post="station_head")
    seat = member("x", "c", post="township_committee")
    both = member("m-1", "b-office", posts=[*leader.posts, *seat.posts])
    problem = problem_from(town([both], [home("h-1")]), R9, on=DAY)

    assert ("township_leader", 3) == (problem.helper("m-1").rank, problem.helper("m-1").takes("helper"))


def test_r12_two_helpers_for_a_household():
    """R12: the first helper one to one, the second one to many, 5 at most; two helpers for each household."""
    people = [member("m-1", "b-office", post="cadre"), member("m-2", post="village_head")]
    problem = problem_from(town(people, [home("h-1")]), R12, on=DAY)

    assert ("first", "second") == problem.roles
    assert {"first": 1, "second": 1} == problem.household("h-1").helpers
    assert [(1, 0), (0, 5)] == [(one.takes("first"), one.takes("second")) for one in problem.helpers]


def test_r18_until_out_of_poverty():
    """R18: a household has its helper until it is lifted out of poverty, and not on the day after."""
    poor = Standing(status="registered_poor", until=DAY)
    homes = [
        Household(id="h-1", belongs=[Belonging(unit="g-east-1")], statuses=[poor, Standing(status="lifted")]),
        home("h-2"),
    ]
    roster = town([member("m-1")], homes)

    assert ["h-1", "h-2"] == [one.id for one in problem_from(roster, R18, on=DAY).households]
    assert ["h-2"] == [one.id for one in problem_from(roster, R18, on=date(2026, 7, 2)).households]


@pytest.mark.parametrize(
    ("need", "skill"),
    [
        ("hardship", "wealth"), ("disputes", "mediation"), ("petition", "mediation"),
        ("left_behind", "labour"), ("disabled", "labour"),
    ],
)  # fmt: skip
def test_r19_who_can_do_what_is_needed(need, skill):
    """R19: wealth to hardship, mediation to disputes, petitions, labour to left-behind, disabled."""
    people = [member(f"m-{one}", place="g-east-2", skills=[one]) for one in ("wealth", "mediation", "labour")]
    people.append(member("m-near", place="g-east-1"))
    costs = problem_from(town(people, [home("h-1", needs=[need])]), R19, on=DAY).costs["h-1"]

    assert f"m-{skill}" == min(costs, key=costs.__getitem__)
    assert (5, 8) == (costs[f"m-{skill}"], costs["m-near"])
    assert {13} == {costs[id] for id in costs if id not in {f"m-{skill}", "m-near"}}
