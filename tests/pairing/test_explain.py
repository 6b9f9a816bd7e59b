"""Why this helper, why not that one: everyone can ask, and each reason that is given is true."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pairing import brute
from tests.pairing.problems import by_role

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.fields import FrozenMap
from sanliang.pairing import (
    Certificate,
    Change,
    Helper,
    Household,
    Lots,
    Pair,
    Pairing,
    Prices,
    Problem,
    both,
    cover,
    explain,
    repair,
    two_way,
)
from sanliang.testing.strategies import changes, problems
from sanliang.testing.strategies._problems import MAKERS, flat


@st.composite
def explained(draw):
    """A problem and a result of it, perhaps one that a repair has made."""
    problem = draw(problems())
    found = draw(st.sampled_from(MAKERS))(problem)
    if draw(st.booleans()):
        return problem, found
    after = repair(problem, found, draw(changes(problem)))
    return after.problem, after.pairing


class Witness:
    """What is so in a problem and a result of it, by code of a reason."""

    def __init__(self, problem, pairing):
        self.problem, self.pairing = problem, pairing
        self.people = {one.id: one for one in (*problem.helpers, *problem.households)}
        self.keys = {pair.key: pair for pair in pairing.pairs}

    def true(self, reason, one, other=None):
        """Whether a reason is true that was given to *one*, who asked for *other*."""
        said = dict(reason.params)
        subject = self.people[said.pop("one", one)]
        if other is not None:
            said.setdefault("other", other if subject.id == one else one)
        return getattr(self, reason.code.replace("explain.", "_"))(subject, **said)

    def _pair(self, one, other, role, why):
        home, helper = (one.id, other) if isinstance(one, Household) else (other, one.id)
        return why == self.keys[home, helper, role].why.text

    def _wish(self, one, other, place):
        return flat(one.wishes)[other] + 1 == place

    def _welcome(self, one, other):
        return one.wishes is None

    def _broken(self, one, other):
        return one.wishes is not None and other not in flat(one.wishes)

    def _cost(self, one, other, cost):
        pair = (one.id, other) if isinstance(one, Household) else (other, one.id)
        return self.problem.costs[pair[0]][pair[1]] == cost

    def _unpaired(self, one, missing, role, why):
        return (one.id, missing, role) in {(of.id, of.missing, of.role) for of in self.pairing.unpaired}

    def _nobody(self, one, why):
        return one.id not in {id for key in self.keys for id in key[:2]}

    def _refuses(self, one, other):
        return other in one.refuses

    def _away(self, one, other, why):
        return one.away is not None

    def _no_room(self, one, other):
        wanted = self.people[other].helpers
        return not any(number and one.takes(role) for role, number in wanted.items())

    def _not_wished(self, one, other):
        return other not in flat(one.wishes)

    def _likes_better(self, one, other, others):
        ranks = {**dict.fromkeys([other, *others], 0), **flat(one.wishes)}
        held = {id for key in self.keys if one.id in key[:2] for id in key[:2]}
        return {*others} <= held and others and all(ranks[id] <= ranks[other] for id in others)

    def _lot(self, one, other):
        ranks, lots = flat(one.wishes), Lots(self.problem.salt)
        for role in self.problem.roles:
            held = {id for key in self.keys if one.id in key and key.role == role for id in key[:2]}
            alike = [id for id in held - {one.id} if ranks.get(id) == ranks.get(other)]
            if alike and all(lots[id] < lots[other] for id in alike):
                return True
        return False

    def _not_allowed(self, one, other):
        home, helper = (one.id, other) if isinstance(one, Household) else (other, one.id)
        return all((home, helper) not in brute.allowed(self.problem, role) for role in self.problem.roles)

    def in_a_best(self, one, other):
        """Whether a cover with the pair loses as little as any, in a role that both are in."""
        pair, claims = (one.id, other), self.pairing.certificate
        return any(
            pair in pairs
            for role, _, struck in by_role(self.problem, self.pairing.keys)
            for pairs in brute.least_covers(self.problem, claims, role, struck)[1]
        )

    def _dearer(self, one, other):
        one, other = (one.id, other) if isinstance(one, Household) else (other, one.id)
        return not self.in_a_best(self.people[one], other)

    def _not_ruled_out(self, one, other):
        return True


@given(explained())
def test_everyone_is_explained_and_each_reason_is_true(case):
    """Everyone of every result has a reason for each pair, and for each place left empty; each is true."""
    problem, pairing = case
    witness = Witness(*case)
    for one in witness.people.values():
        found = explain(problem, pairing, one.id)
        gaps = [of for of in pairing.unpaired if of.id == one.id]

        assert len(found.reasons) == len(gaps) + sum(one.id in key[:2] for key in pairing.keys)
        assert found.ok == (not gaps)
        assert found.text("zh")
        assert found.text("en")
        for reason in found.reasons:
            assert witness.true(reason, one.id)
            if "other" in reason.params:
                assert all(witness.true(ground, one.id, reason.params["other"]) for ground in reason.because)
                assert 2 <= len(reason.because)


@pytest.mark.traced("it takes a branch that no other test takes")
@given(explained(), st.booleans())
def test_rather_is_answered_yes_for_pairs_only_and_no_with_true_reasons(case, helpers_ask):
    """With *rather*, yes exactly where the two are paired; otherwise what stands between them, truly."""
    problem, pairing = case
    witness, paired = Witness(*case), {key[:2] for key in pairing.keys}
    for pair in product((home.id for home in problem.households), (helper.id for helper in problem.helpers)):
        one, other = reversed(pair) if helpers_ask else pair
        found = explain(problem, pairing, one, rather=other)

        assert (pair in paired) == found.ok
        assert found.reasons
        assert found.text("zh")
        for reason in found.reasons:
            assert witness.true(reason, one, other), (reason, one, other)
            for ground in reason.because:
                assert witness.true(ground, one, other), (ground, one, other)


# --- by hand ---------------------------------------------------------------------------------------------

TOWN = Problem(
    helpers=[
        Helper(id="m-1", wishes=["h-1", "h-2", "h-3"]),
        Helper(id="m-2", wishes=[["h-1", "h-2"]]),
        Helper(id="m-3", refuses=["h-1"]),
        Helper(id="m-4", away="exempt"),
        Helper(id="m-5", away="abroad", room=0),
        Helper(id="m-6", room=0),
    ],
    households=[
        Household(id="h-1", wishes=["m-2", "m-1"]),
        Household(id="h-2", wishes=[["m-1", "m-2"]]),
        Household(id="h-3", wishes=["m-1"]),
    ],
)
CHOSEN = two_way(TOWN, proposing="households")


def asked(id, rather=None, pairing=CHOSEN, problem=TOWN, lang="en"):
    """The lines of an answer."""
    return explain(problem, pairing, id, rather=rather).text(lang).split("\n")


def test_why_somebody_has_whom_he_has():
    """Each pair is told with the wishes of both, and each place left empty with the reason."""
    assert [
        "is paired with m-2 (helper): chosen by both",
        "  h-1 has m-2 as wish no. 1",
        "  m-2 has h-1 as wish no. 1",
    ] == asked("h-1")
    assert ["还缺 1 人（helper）：所愿均选了他人"] == asked("h-3", lang="zh")
    assert ["has nobody: exempt"] == asked("m-4")
    assert ["has nobody: abroad"] == asked("m-5")
    assert "与“h-1”结对（helper）：双向选择" == asked("m-2", "h-1", lang="zh")[0]


def test_why_not_that_one():
    """A refusal, no room, a wish that is not there, somebody who is liked better, a lot."""
    assert ["m-3 refuses h-1"] == asked("h-1", "m-3")
    assert ["m-4 takes nobody: exempt"] == asked("h-1", "m-4")
    assert ["m-5 takes nobody: abroad"] == asked("h-1", "m-5")
    assert ["m-6 takes nobody in a role that is needed"] == asked("m-6", "h-1")
    assert ["h-2 does not wish for m-3"] == asked("m-3", "h-2")
    assert ["m-1 has whom it likes as much or more: h-2"] == asked("h-3", "m-1")
    assert ["h-1 has whom it likes as much or more: m-2"] == asked("h-1", "m-1")[:1]


def test_a_lot_is_named_only_where_it_decided():
    """Who likes two as much has the one with the lower lot, unless that one has somebody better."""
    lots = Lots("sanliang")
    low, high = sorted(["m-1", "m-2"], key=lots.__getitem__)
    home = Household(id="h-1", wishes=[["m-1", "m-2"]])
    helpers = [Helper(id="m-1"), Helper(id="m-2")]
    problem = Problem(helpers=helpers, households=[home])
    lines = asked("h-1", high, two_way(problem, proposing="households"), problem)

    assert [
        f"h-1 has whom it likes as much or more: {low}",
        "  h-1 likes both as much, and the lower lot comes first",
    ] == lines

    helpers = [Helper(id=high), Helper(id=low, wishes=["h-2", "h-1"])]
    problem = Problem(helpers=helpers, households=[home, Household(id="h-2", wishes=[low])])
    lines = asked("h-1", low, two_way(problem, proposing="households"), problem)

    assert [
        f"h-1 has whom it likes as much or more: {high}",
        f"{low} has whom it likes as much or more: h-2",
    ] == lines


def test_nobody_wishes_who_says_nothing():
    """Two who both name no wishes are not paired in two-way choice."""
    problem = Problem(helpers=[Helper(id="m-1")], households=[Household(id="h-1")])
    found = two_way(problem, proposing="helpers")

    assert ["h-1 does not wish for m-1"] == asked("m-1", "h-1", found, problem)


def test_why_the_organisation_did_not_place_it_so():
    """Neither a cost nor a wish; the whole would be worse; or the prices do not rule it out."""
    problem = Problem(
        helpers=[Helper(id="m-1"), Helper(id="m-2"), Helper(id="m-3")],
        households=[Household(id="h-1"), Household(id="h-2")],
        costs=[("h-1", "m-1", 1), ("h-1", "m-2", 4), ("h-2", "m-2", 1), ("h-2", "m-3", 1)],
    )
    found = cover(problem)
    (has,) = found.helpers_of("h-2")
    (other,) = {"m-2", "m-3"} - {has}

    assert ["is paired with m-1 (helper): placed by the organisation", "  at a cost of 1"] == [
        line for line in asked("h-1", None, found, problem) if "names no wishes" not in line
    ]
    assert ["there is no cost for the two, and neither wishes for the other"] == asked(
        "h-1", "m-3", found, problem
    )
    assert [
        "with this pair the whole would be worse: what it takes elsewhere outweighs what it gives here"
    ] == (asked("h-1", "m-2", found, problem))
    assert ["the prices do not rule this pair out: with it the whole may be as good"] == asked(
        other, "h-2", found, problem
    )


@pytest.mark.parametrize(
    "prices",
    [
        (),
        [Prices(role="helper", households=FrozenMap(), helpers=FrozenMap())],
        [Prices(role="helper", households=FrozenMap({"h-1": 1}), helpers=FrozenMap())],
        [Prices(role="helper", households=FrozenMap(), helpers=FrozenMap({"m-2": 1}))],
        [Prices(role="helper", households=FrozenMap({"h-1": 99}), helpers=FrozenMap({"m-2": 1}))],
    ],
)
def test_without_a_true_price_nothing_is_ruled_out(prices):
    """A cover by hand, without prices or with wrong ones, proves nothing of pairs that it does not have."""
    problem = Problem(
        helpers=[Helper(id="m-1"), Helper(id="m-2")],
        households=[Household(id="h-1")],
        costs=[("h-1", "m-1", 1), ("h-1", "m-2", 4)],
    )
    made = Pairing(
        problem=problem.digest,
        pairs=[Pair(household="h-1", helper="m-1", why="placed")],
        certificate=Certificate(policy="cover", prices=prices),
    )

    assert ["explain.not_ruled_out"] == [
        one.code for one in explain(problem, made, "h-1", rather="m-2").reasons
    ]


@pytest.mark.parametrize(("price", "code"), [(16, "dearer"), (17, "not_ruled_out"), (18, "not_ruled_out")])
def test_a_pair_is_ruled_out_by_a_price_that_is_lower_than_what_it_costs(price, code):
    """What a pair weighs with the price of the helper must be more than the price of the household."""
    problem = Problem(
        helpers=[Helper(id="m-1"), Helper(id="m-2")],
        households=[Household(id="h-1")],
        costs=[("h-1", "m-1", 1), ("h-1", "m-2", 4)],
    )
    prices = Prices(role="helper", households=FrozenMap({"h-1": price}), helpers=FrozenMap({"m-2": 9}))
    made = Pairing(
        problem=problem.digest,
        pairs=[Pair(household="h-1", helper="m-1", why="placed")],
        certificate=Certificate(policy="cover", prices=[prices]),
    )

    assert [f"explain.{code}"] == [one.code for one in explain(problem, made, "h-1", rather="m-2").reasons]


def test_a_wish_is_told_with_its_place():
    """The first wish is no. 1, a tie counts as one, and each of two sides has its own."""
    problem = Problem(
        helpers=[Helper(id=f"m-{n}", wishes=["h-1"]) for n in range(1, 5)],
        households=[Household(id="h-1", helpers=4, wishes=["m-4", ["m-1", "m-3"], "m-2"])],
    )
    found = two_way(problem, proposing="households")

    lines = [line.strip() for line in asked("h-1", None, found, problem)]
    assert ["2", "3", "2", "1"] == [line[-1] for line in lines if line.startswith("h-1 has")]
    assert ["1"] * 4 == [line[-1] for line in lines if line.endswith(". 1") and line.startswith("m-")]


def test_a_pair_that_blocks_is_told():
    """Where two would rather have each other, in a pairing that somebody made by hand, that is the reason."""
    problem = Problem(
        helpers=[Helper(id="m-1", wishes=["h-1"])], households=[Household(id="h-1", wishes=["m-1"])]
    )
    made = Pairing(problem=problem.digest, pairs=[], certificate=Certificate(policy="two-way"))

    assert ["explain.blocking"] == [one.code for one in explain(problem, made, "h-1", rather="m-1").reasons]


def test_whoever_is_not_wished_for_is_not_liked_as_much():
    """Whom a household has by hand and does not wish for stands in the way of nobody for whom it wishes."""
    problem = Problem(
        helpers=[Helper(id="m-1", wishes=["h-1"]), Helper(id="m-2")],
        households=[Household(id="h-1", wishes=["m-1"])],
    )
    pairs = [Pair(household="h-1", helper="m-2")]
    made = Pairing(problem=problem.digest, pairs=pairs, certificate=Certificate(policy="two-way"))

    assert ["explain.blocking"] == [one.code for one in explain(problem, made, "h-1", rather="m-1").reasons]


def test_only_roles_that_the_two_could_share_are_looked_at():
    """A role that the helper does not take, or the household does not need, says nothing of the two."""
    problem = Problem(
        roles=["first", "second"],
        helpers=[
            Helper(id="m-1", room={"first": 1, "second": 1}),
            Helper(id="m-2", room={"second": 1}),
        ],
        households=[Household(id="h-1", helpers={"second": 1})],
        costs=[("h-1", "m-1", 1), ("h-1", "m-2", 2)],
    )
    found = cover(problem)

    assert (("h-1", "m-1", "second"),) == found.keys
    assert ["explain.dearer"] == [one.code for one in explain(problem, found, "h-1", rather="m-2").reasons]


def test_a_wish_that_was_broken_is_named():
    """A pair that the organisation placed says whose wish it broke, and who would have anybody."""
    problem = Problem(
        helpers=[Helper(id="m-1", wishes=[]), Helper(id="m-2", wishes=["h-1"])],
        households=[Household(id="h-1"), Household(id="h-2", wishes=["m-1"])],
    )
    found = both(problem)

    assert [
        "is paired with h-2 (helper): placed by the organisation",
        "  h-2 has m-1 as wish no. 1",
        "  m-1 did not wish for h-2",
    ] == asked("m-1", None, found, problem)
    assert "  h-1 names no wishes and takes whoever comes" == asked("h-1", None, found, problem)[1]


def test_a_wrong_question_is_refused_at_once():
    """Another problem's pairing, somebody who is not there, two of one side, what is no id."""
    after = repair(TOWN, CHOSEN, Change(leaves=["m-1"]))
    with pytest.raises(InvalidInput) as error:
        explain(after.problem, CHOSEN, "h-1")
    assert ["pairing"] == [fault.path for fault in error.value.faults]
    for one, rather in (("m-9", None), ("h-1", "m-9")):
        with pytest.raises(NotFound):
            explain(TOWN, CHOSEN, one, rather=rather)
    for one, rather in (("h-1", "h-2"), ("m-1", "m-2"), ("m-1", "m-1"), (7, None), ("h-1", ["m-1"])):
        with pytest.raises(InvalidInput):
            explain(TOWN, CHOSEN, one, rather=rather)
    with pytest.raises(InvalidInput):
        explain(TOWN, None, "h-1")
