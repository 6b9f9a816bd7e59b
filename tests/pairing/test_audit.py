"""The audit accepts what is so, and names whatever is not."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pairing import brute
from tests.pairing.results import before_role, chosen, conditions, covered, problems, proved, told

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import FrozenMap
from sanliang.pairing._audit import audit
from sanliang.pairing._cover import cover as least
from sanliang.pairing._pairing import (
    Certificate,
    Key,
    Pair,
    Pairing,
    Policy,
    Prices,
    Proposing,
    Shortage,
    Unpaired,
    Why,
)
from sanliang.pairing._problem import Helper, Household, Problem
from sanliang.pairing._two_way import two_way

RESULTS = st.one_of(chosen(), covered())
TWO_WAY = Certificate(policy="two-way")


def claiming(pairing, **claims):
    """The same pairing with other claims."""
    return attrs.evolve(pairing, certificate=attrs.evolve(pairing.certificate, **claims))


def codes(problem, pairing):
    """The codes of what an audit finds."""
    return list(audit(problem, pairing).codes)


# --- what is so is accepted ----------------------------------------------------------------------


@given(RESULTS)
def test_what_brute_force_finds_is_accepted(result):
    """No fault is found in a stable pairing, nor in a least-cost cover with its prices and shortages."""
    assert () == audit(*result).reasons


@given(st.data())
def test_the_pairs_that_block_are_those_that_brute_force_finds(data):
    """Every pair that blocks is named, and no other, whatever pairs there are."""
    problem = data.draw(problems())
    role = problem.roles[0]
    pairs = data.draw(st.sampled_from([*brute.choices_of(problem, role, brute.mutual(problem, role), ())]))
    found = audit(problem, told(problem, [Key(*pair, role) for pair in sorted(pairs)], TWO_WAY))
    named = [
        (one.params["household"], one.params["helper"]) for one in found.reasons if one.params["role"] == role
    ]

    assert brute.blocking(problem, role, pairs) == named
    assert {"audit.blocking"} >= set(found.codes)


@given(covered(), st.data())
def test_no_cover_that_loses_more_is_accepted(result, data):
    """Where other pairs lose more, no prices prove them, and those that prove the least do not either."""
    problem, pairing = result
    claims, role = pairing.certificate, problem.roles[-1]
    struck = before_role(problem, pairing.keys, role)
    choices = brute.choices_of(problem, role, brute.allowed(problem, role), struck)
    pairs = data.draw(st.sampled_from(sorted(choices, key=sorted)))
    keys = [key for key in pairing.keys if key.role != role] + [Key(*pair, role) for pair in pairs]
    worse = brute.loss(problem, keys, claims) > brute.loss(problem, pairing.keys, claims)
    other = attrs.evolve(told(problem, keys, claims), certificate=claims)

    assert worse == (not proved(problem, keys, attrs.evolve(claims, shortages=())).prices)
    assert worse == any(code.startswith("audit.prices.") for code in codes(problem, other))


# --- every single tampering is refused -----------------------------------------------------------


def swapped(pairing, place, **changes):
    """The same pairing with another pair in one place."""
    pairs = [*pairing.pairs]
    pairs[place] = attrs.evolve(pairs[place], **changes)
    return attrs.evolve(pairing, pairs=pairs)


def relisted(pairing, place, **changes):
    """The same pairing with another entry in one place of those unpaired."""
    unpaired = [*pairing.unpaired]
    unpaired[place] = attrs.evolve(unpaired[place], **changes)
    return attrs.evolve(pairing, unpaired=unpaired)


def without(rows, place):
    """All rows but one."""
    return [*rows[:place], *rows[place + 1 :]]


def tampered(problem, pairing):
    """The pairing with one thing in it changed, in each way that can be told."""
    claims = pairing.certificate
    yield attrs.evolve(pairing, problem="0" * 64)
    yield attrs.evolve(pairing, pairs=[*pairing.pairs, Pair(household="h-9", helper="m-1")])
    keys = set(pairing.keys)
    for role in problem.roles:
        for household in problem.households:
            for helper in problem.helpers:
                key = Key(household.id, helper.id, role)
                if key not in keys:
                    pair = Pair(household=key.household, helper=key.helper, role=role, why=Why.PLACED)
                    yield attrs.evolve(pairing, pairs=[*pairing.pairs, pair])
                    yield attrs.evolve(pairing, pairs=[*pairing.pairs, attrs.evolve(pair, why=Why.MUTUAL)])
    for place, pair in enumerate(pairing.pairs):
        yield attrs.evolve(pairing, pairs=without(pairing.pairs, place))
        yield attrs.evolve(pairing, pairs=[*pairing.pairs, pair])
        yield from (swapped(pairing, place, why=why) for why in Why if why is not pair.why)
        yield swapped(pairing, place, role="other")
        yield swapped(pairing, place, helper="m-9")
    for place, one in enumerate(pairing.unpaired):
        yield attrs.evolve(pairing, unpaired=without(pairing.unpaired, place))
        yield attrs.evolve(pairing, unpaired=[*pairing.unpaired, one])
        yield from (relisted(pairing, place, why=why) for why in [*Why, "abroad"] if why != one.why)
        yield relisted(pairing, place, missing=one.missing + 1)
        yield relisted(pairing, place, role="other")
        yield relisted(pairing, place, id="h-9")
    for place in range(len(claims.shortages)):
        yield claiming(pairing, shortages=without(claims.shortages, place))
    for place, short in enumerate(claims.shortages):
        missing = {one.id for one in pairing.unpaired if one.role == short.role}
        for at in (at for at, id in enumerate(short.households) if id in missing):
            fewer = attrs.evolve(short, households=without(short.households, at))
            yield claiming(pairing, shortages=[*without(claims.shortages, place), fewer])
        for at in range(len(short.helpers)):
            fewer = attrs.evolve(short, helpers=without(short.helpers, at))
            yield claiming(pairing, shortages=[*without(claims.shortages, place), fewer])
    for place, table in enumerate(claims.prices):
        yield claiming(pairing, prices=without(claims.prices, place))
        for side in ("households", "helpers"):
            prices = getattr(table, side)
            for id in prices:
                fewer = FrozenMap((other, price) for other, price in prices.items() if other != id)
                tables = [*claims.prices]
                tables[place] = attrs.evolve(table, **{side: fewer})
                yield claiming(pairing, prices=tables)


def test_a_result_of_another_problem_or_with_another_reason_is_refused():
    """Who is left out, is for the reason that the problem has."""
    problem = Problem(helpers=[Helper(id="m-1")], households=[Household(id="h-1")])
    pairing = two_way(problem, proposing="households")

    for digest in ("0" * 64, "f" * 64):
        assert ["pairing.other_problem"] == codes(problem, attrs.evolve(pairing, problem=digest))
    assert ["audit.unpaired.why"] == codes(problem, relisted(pairing, 0, why="abroad"))


@pytest.mark.parametrize(
    ("claimed", "found"), [(1, ["audit.unpaired.missing"]), (2, []), (3, ["audit.unpaired.missing"])]
)
def test_how_many_are_missing_is_told_exactly(claimed, found):
    """A household that misses two helpers misses neither one nor three."""
    problem = Problem(helpers=[Helper(id="m-1")], households=[Household(id="h-1", helpers=2)])
    pairing = two_way(problem, proposing="households")

    assert ["h-1", "m-1"] == [one.id for one in pairing.unpaired]
    assert found == codes(problem, relisted(pairing, 0, missing=claimed))


def test_prices_are_looked_at_in_each_role():
    """Where the prices of one role do not fit, those of the next are looked at all the same."""
    problem = Problem(
        helpers=[Helper(id="m-1", room={"first": 1}), Helper(id="m-2", room={"second": 1})],
        households=[Household(id="h-1", helpers={"first": 1, "second": 1})],
        costs=[("h-1", "m-1", 0), ("h-1", "m-2", 0)],
        roles=["first", "second"],
    )
    pairing = least(problem)
    bare = [attrs.evolve(one, households=FrozenMap()) for one in pairing.certificate.prices]

    assert audit(problem, pairing)
    assert [f"certificate.prices[{place}].households" for place in range(2)] == [
        one.path for one in audit(problem, claiming(pairing, prices=bare)).reasons
    ]


@given(RESULTS)
def test_every_single_tampering_is_refused(result):
    """Whatever one thing is changed, the audit says no, and says why in both languages."""
    problem, pairing = result
    for other in tampered(problem, pairing):
        found = audit(problem, other)
        assert not found, (pairing, other)
        assert found.text("zh")
        assert found.text("en")


@given(covered(), st.data())
def test_a_price_may_be_changed_only_as_far_as_it_still_proves_the_cover(result, data):
    """There is more than one proof: other prices are accepted where they meet all conditions, only there."""
    problem, pairing = result
    for place, table in enumerate(pairing.certificate.prices):
        rows = conditions(problem, pairing.keys, pairing.certificate, table.role)
        for side in ("households", "helpers"):
            for id, price in getattr(table, side).items():
                for step in (-1, 1, data.draw(st.integers(-50, 50))):
                    prices = FrozenMap({**getattr(table, side), id: price + step})
                    tables = [*pairing.certificate.prices]
                    tables[place] = other = attrs.evolve(table, **{side: prices})

                    assert brute.proves(other, rows) == audit(problem, claiming(pairing, prices=tables)).ok


@given(covered())
def test_agreed_pairs_must_be_a_stable_choice(result):
    """Leaving out a pair from those agreed, or adding one, is named where they are."""
    problem, pairing = result
    agreed = pairing.certificate.agreed
    for place in range(len(agreed)):
        found = audit(problem, claiming(pairing, agreed=without(agreed, place)))
        assert "certificate.agreed" in {one.path for one in found.reasons}
        found = audit(problem, claiming(pairing, agreed=[*agreed, agreed[place]]))
        assert "audit.pair.twice" in found.codes


# --- by hand -------------------------------------------------------------------------------------

TOWN = Problem(
    helpers=[
        Helper(id="m-1", room=1, wishes=["h-1", "h-2"], refuses=["h-3"]),
        Helper(id="m-2", room=2, wishes=["h-2", "h-1", "h-3"]),
        Helper(id="m-3", room=0, wishes=["h-1"]),
        Helper(id="m-4", away="exempt"),
    ],
    households=[
        Household(id="h-1", wishes=["m-1", "m-2", "m-3", "m-4"]),
        Household(id="h-2", wishes=["m-1", "m-2"]),
        Household(id="h-3", helpers={"other": 1}, wishes=["m-2"]),
        Household(id="h-4"),
    ],
    roles=("helper", "other"),
)


def one_pair(household, helper, role="helper"):
    """What the audit says of this one pair."""
    pairs = [Pair(household=household, helper=helper, role=role)]
    pairing = Pairing(problem=TOWN.digest, pairs=pairs, certificate=TWO_WAY)
    return [one.code for one in audit(TOWN, pairing).reasons if one.path == "pairs[0]"]


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (("h-9", "m-1"), "household"),
        (("m-1", "m-1"), "household"),
        (("h-1", "m-9"), "helper"),
        (("h-1", "m-1", "third"), "role"),
        (("h-3", "m-1", "other"), "refused"),
        (("h-1", "m-3"), "no_room"),
        (("h-1", "m-4"), "away"),
        (("h-3", "m-2"), "no_need"),
        (("h-4", "m-1"), "consent"),
    ],
)
def test_a_pair_that_cannot_stand_is_named_with_what_speaks_against_it(key, code):
    """The first thing that speaks against a pair is named, at its place."""
    assert [f"audit.pair.{code}"] == one_pair(*key)


def test_a_pair_that_can_stand_is_not_named():
    """Nothing speaks against a pair of two who both wish and have need and room."""
    assert [] == one_pair("h-1", "m-2")


def test_nobody_has_more_than_there_is_need_and_room_for():
    """A household with more helpers than it needs is named, and a helper with more households than room."""
    pairs = [Pair(household=one, helper=two) for one, two in [("h-1", "m-1"), ("h-1", "m-2"), ("h-2", "m-1")]]
    found = audit(TOWN, Pairing(problem=TOWN.digest, pairs=pairs, certificate=TWO_WAY))

    assert ["h-1 has 2 helpers as helper and needs 1", "m-1 has 2 households as helper and room for 1"] == [
        one.text() for one in found.reasons if one.code in ("audit.need", "audit.room")
    ]


def test_nobody_has_two_roles_in_one_household():
    """The same two in a second role are named, and a pair that cannot stand between them changes nothing."""
    town = Problem(
        helpers=[Helper(id="m-1", room={"a": 1, "c": 1})],
        households=[Household(id="h-1", helpers={"a": 1, "c": 1}, wishes=["m-1"])],
        roles=("c", "a"),
    )
    pairs = [Pair(household="h-1", helper="m-1", role=role) for role in "abc"]
    found = audit(town, Pairing(problem=town.digest, pairs=pairs, certificate=TWO_WAY))

    assert [("audit.pair.twice", "pairs[1]"), ("audit.pair.twice", "pairs[2]")] == [
        (one.code, one.path) for one in found.reasons if one.path.startswith("pairs[")
    ]


@pytest.mark.parametrize("policy", Policy)
def test_what_a_policy_does_not_claim_is_named(policy):
    """Two-way choice has no prices, nothing agreed and no shortages; in a cover nobody proposes."""
    town = Problem(helpers=[Helper(id="m-1")], households=[Household(id="h-1", wishes=["m-1"])])
    claims = Certificate(
        policy=policy,
        proposing=Proposing.HELPERS,
        agreed=[("h-1", "m-1")],
        prices=[Prices(role="helper", households=FrozenMap(), helpers=FrozenMap())],
        shortages=[Shortage(role="helper", households=["h-1"], helpers=["m-1"])],
    )
    found = audit(town, told(town, [Key("h-1", "m-1")], claims))
    expected = {Policy.TWO_WAY: ["agreed", "prices", "shortages"], Policy.COVER: ["proposing", "agreed"]}

    assert [f"certificate.{name}" for name in expected.get(policy, [])] == [
        one.path for one in found.reasons if one.code == "audit.certificate.claims"
    ]


def test_who_stood_before_is_known():
    """A pair from before names a household, a helper and a role of the problem."""
    before = [("h-1", "m-9"), ("h-9", "m-1"), ("h-1", "m-1", "third"), ("h-1", "m-1")]
    pairing = Pairing(problem=TOWN.digest, pairs=[], certificate=Certificate(policy="two-way", before=before))

    assert [f"certificate.before[{place}]" for place in (1, 2, 3)] == [
        one.path for one in audit(TOWN, pairing).reasons if one.code == "audit.certificate.before"
    ]


def test_of_very_many_blocking_pairs_a_hundred_are_named():
    """The first hundred pairs that block are named in order, and the others counted."""
    helpers = [Helper(id=f"m-{number:03}", room=200) for number in range(2)]
    households = [Household(id=f"h-{number:03}", wishes=["m-000", "m-001"]) for number in range(100)]
    town = Problem(helpers=helpers, households=households)
    found = audit(town, told(town, [], TWO_WAY)).reasons

    assert [("h-000", "m-000"), ("h-000", "m-001"), ("h-001", "m-000")] == [
        (one.params["household"], one.params["helper"]) for one in found[:3]
    ]
    assert ["audit.blocking"] * 100 + ["audit.blocking_more"] == [one.code for one in found]
    assert "100 more would rather have each other" == found[-1].text()


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("length", [64, 65, 100])
def test_long_lists_are_judged_like_short_ones(length):
    """A household on the last but one of a long list is tempted by all above it, and not by the one below."""
    people = [f"m-{number:03}" for number in range(length)]
    town = Problem(helpers=[Helper(id=id) for id in people], households=[Household(id="h-1", wishes=people)])
    found = audit(town, told(town, [Key("h-1", people[-2])], TWO_WAY)).reasons

    assert people[:-2] == [one.params["helper"] for one in found]


COVER = Problem(
    helpers=[Helper(id="m-1", room=1)],
    households=[Household(id="h-1"), Household(id="h-2"), Household(id="h-3", must=False)],
    costs=[("h-1", "m-1", 1), ("h-2", "m-1", 2), ("h-3", "m-1", 0)],
)


def cover(*shortages):
    """The least cover of that town, with these shortages."""
    claims = Certificate(policy="cover")
    _, keys = brute.best_cover(COVER, claims)
    return claiming(told(COVER, keys, proved(COVER, keys, claims)), shortages=shortages)


def short(households, helpers=("m-1",), role="helper"):
    """A shortage."""
    return Shortage(role=role, households=households, helpers=helpers)


@pytest.mark.parametrize(
    ("shortages", "expected"),
    [
        ([short(["h-1", "h-2"])], []),
        ([short(["h-1", "h-2"]), short(["h-1", "h-2"])], []),
        ([], ["absent"]),
        ([short(["h-1"])], ["enough", "absent"]),
        ([short(["h-1", "h-2", "h-3"])], ["households"]),
        ([short(["h-1", "h-2", "h-9"])], ["households"]),
        ([short(["h-1", "h-2"], [])], ["helpers"]),
        ([short(["h-1", "h-2"], ["m-1", "m-9"])], ["helpers"]),
        ([short(["h-1", "h-2"], role="third")], ["role", "absent"]),
        ([short(["h-1"], role="third"), short(["h-1", "h-2"])], ["role"]),
    ],
)
def test_a_shortage_is_one(shortages, expected):
    """A shortage names those who must be covered, and the helpers who have too little room for them."""
    assert [f"audit.shortage.{code}" for code in expected] == codes(COVER, cover(*shortages))


def test_a_helper_with_room_for_more_than_the_set_is_not_named_in_a_shortage():
    """A helper counts with no more than the households of the set, and is named where all his room counts."""
    town = Problem(
        helpers=[Helper(id="m-1", room=5), Helper(id="m-2", room=1), Helper(id="m-3", room=0)],
        households=[Household(id="h-1", helpers=3)],
        costs=[("h-1", "m-1", 0), ("h-1", "m-2", 0), ("h-1", "m-3", 0)],
    )
    claims = Certificate(policy="cover")
    _, keys = brute.best_cover(town, claims)
    pairing = told(town, keys, proved(town, keys, claims))

    assert (short(["h-1"], ["m-2"]),) == pairing.certificate.shortages
    assert () == audit(town, pairing).reasons


@pytest.mark.parametrize(
    ("side", "id", "price", "expected"),
    [
        ("helpers", "m-1", 0, ["not_made"]),
        ("helpers", "m-1", 10**6, ["made"]),
        ("helpers", "m-1", -1, ["last", "not_made"]),
        ("helpers", "m-2", 1, ["next"]),
        ("households", "h-1", 0, ["made"]),
        ("households", "h-1", 10**6, ["covered"]),
        ("households", "h-2", 0, ["left_out"]),
    ],
)
def test_each_condition_on_prices_is_named(side, id, price, expected):
    """A price that breaks a condition is named with the condition, on the side where it stands."""
    town = Problem(
        helpers=[Helper(id="m-1"), Helper(id="m-2")],
        households=[Household(id="h-1"), Household(id="h-2")],
        costs=[("h-1", "m-1", 1), ("h-2", "m-1", 2)],
    )
    claims = Certificate(policy="cover")
    pairing = told(town, [Key("h-1", "m-1")], proved(town, [Key("h-1", "m-1")], claims))
    table = pairing.certificate.prices[0]
    other = attrs.evolve(table, **{side: FrozenMap({**getattr(table, side), id: price})})
    found = audit(town, claiming(pairing, prices=[other])).codes

    assert {f"audit.prices.{code}" for code in expected} <= set(found), (table, found)


@pytest.mark.parametrize(
    ("home", "left_out", "helper", "idle", "expected"),
    [
        (15, 15, 9, 0, []),
        (15, 15, 8, 0, ["not_made"]),
        (15, 15, 12, 0, []),
        (15, 15, 13, 0, ["made"]),
        (12, 15, 9, 0, []),
        (11, 15, 9, 0, ["made"]),
        (16, 15, 12, 0, ["covered"]),
        (15, 14, 12, 0, ["left_out"]),
        (15, 18, 12, 0, []),
        (15, 19, 12, 0, ["not_made"]),
        (15, 15, 12, 1, ["next"]),
        (15, 15, 12, -1, []),
        (3, 5, -1, 0, ["last", "left_out"]),
        (3, 6, 0, 0, ["left_out"]),
    ],
)
def test_each_condition_on_prices_is_met_at_the_edge(home, left_out, helper, idle, expected):
    """A price may be as high or as low as its condition says, and not one more or less."""
    town = Problem(
        helpers=[Helper(id="m-1"), Helper(id="m-2")],
        households=[Household(id="h-1"), Household(id="h-2")],
        costs=[("h-1", "m-1", 1), ("h-2", "m-1", 2)],
    )
    table = Prices(
        role="helper",
        households=FrozenMap({"h-1": home, "h-2": left_out}),
        helpers=FrozenMap({"m-1": helper, "m-2": idle}),
    )
    claims = Certificate(policy="cover", prices=[table], shortages=[short(["h-1", "h-2"])])

    found = codes(town, told(town, [Key("h-1", "m-1")], claims))
    assert [f"audit.prices.{code}" for code in expected] == found


@pytest.mark.parametrize("claim", ["agreed", "before"])
def test_whom_it_counts_to_keep_is_held_against_the_prices(claim):
    """A pair that is dearer by its cost alone should be made where it counts to keep it."""
    town = Problem(
        helpers=[Helper(id="m-1"), Helper(id="m-2")],
        households=[Household(id="h-1")],
        costs=[("h-1", "m-1", 1), ("h-1", "m-2", 4)],
    )
    pairs = [Key("h-1", "m-1")]
    kept = {claim: [Key("h-1", "m-2")]}
    claims = proved(town, pairs, Certificate(policy="both"))

    assert "audit.prices.not_made" not in codes(town, told(town, pairs, claims))
    assert "audit.prices.not_made" in codes(town, told(town, pairs, attrs.evolve(claims, **kept)))


def test_tables_of_prices_stand_in_the_order_of_the_roles():
    """Without a table for each role, in order, there is no proof, and that is all that is said of prices."""
    table = Prices(role="other", households=FrozenMap(), helpers=FrozenMap())
    pairing = claiming(cover(short(["h-1", "h-2"])), prices=[table])

    assert ["audit.prices.roles"] == codes(COVER, pairing)


def test_prices_are_of_those_who_need_and_have_room():
    """A table without those whom it must price names both sides at fault, and compares nothing."""
    table = Prices(role="helper", households=FrozenMap({"h-9": 1}), helpers=FrozenMap({"m-9": 1}))
    pairing = claiming(cover(short(["h-1", "h-2"])), prices=[table])

    assert ["audit.prices.households", "audit.prices.helpers"] == codes(COVER, pairing)


def test_a_pair_with_an_unknown_helper_was_placed_by_nobody_in_particular():
    """The reason of a pair is looked at even where the pair cannot stand."""
    pair = Pair(household="h-1", helper="m-9", why=Why.FILLED)
    found = codes(COVER, attrs.evolve(cover(short(["h-1", "h-2"])), pairs=[pair]))

    assert ["audit.pair.helper", "audit.pair.why"] == found[:2]


def test_those_unpaired_are_listed_once():
    """Somebody who is listed twice, or not unpaired, or with another number, is named at the place."""
    row = Unpaired(id="h-2", why="short_of_room", role="helper", missing=2)
    pairing = attrs.evolve(
        cover(short(["h-1", "h-2"])), unpaired=[row, row, Unpaired(id="h-1", why="exempt")]
    )

    assert [
        "audit.unpaired.extra",
        "audit.unpaired.missing",
        "audit.unpaired.twice",
        "audit.unpaired.absent",
    ] == [one for one in codes(COVER, pairing) if one.startswith("audit.unpaired")]


def test_only_a_problem_and_a_pairing_are_audited():
    """Anything else is refused."""
    with pytest.raises(InvalidInput, match="problem: must be a Problem"):
        audit("town", cover())
    with pytest.raises(InvalidInput, match="pairing: must be a Pairing"):
        audit(COVER, "town")


def test_two_who_both_say_nothing_have_not_chosen_each_other():
    """A pair of two whose wishes are both absent has the consent of neither side."""
    town = Problem(helpers=[Helper(id="m-1")], households=[Household(id="h-1")])
    assert "audit.pair.consent" in codes(town, told(town, [Key("h-1", "m-1")], TWO_WAY))
