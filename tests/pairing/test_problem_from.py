"""A problem out of a roster: who is in it on the day, what a pair costs, what is struck out; and the laws."""

import random
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pairing.towns import DAY, UNITS, excused, home, member, town

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.privacy import Private
from sanliang.kernel.timeline import Dated
from sanliang.orgs import Belonging, Household, Member, MemberStatus, Post, Roster, Standing, Unit
from sanliang.pairing import _problem as pairing
from sanliang.pairing._policy import Kin, Match, Near, Rank, Rules, Seats
from sanliang.pairing._problem_from import Struck, WhyStruck, problem_from, struck
from sanliang.pairing._wishes import Wishes

GROUPS = ("g-east-1", "g-east-2", "g-west-1", "g-west-2")
TOWNWIDE = (
    Near(kind="villager_group"), Near(kind="village", cost=5), Near(kind="township", cost=20),
)  # fmt: skip


def faults(make):
    """Code and path of each fault."""
    with pytest.raises(InvalidInput) as error:
        make()
    return [(fault.code, fault.path) for fault in error.value.faults]


# Who is in it.


def test_only_full_members_of_the_day_help():
    """A probationary member helps from the day of full membership, and nobody before or after belonging."""
    becoming = Dated([(date(2025, 7, 2), MemberStatus.PROBATIONARY), (date(2026, 7, 2), MemberStatus.FULL)])
    gone = Belonging(unit="b-east", until=date(2026, 6, 30))
    roster = town(
        [
            member("m-1"),
            member("m-2", status=becoming),
            Member(id="m-3", name="陈", status="full", belongs=[gone]),
        ],
        [home("h-1")],
    )

    def helpers(on, rules=None):
        return [one.id for one in problem_from(roster, rules or Rules(), on=on).helpers]

    assert ["m-1"] == helpers(DAY)
    assert ["m-1", "m-2"] == helpers(date(2026, 7, 2))
    assert ["m-1", "m-3"] == helpers(date(2026, 6, 30))
    assert ["m-1", "m-2"] == helpers(DAY, Rules(probationary=True))


def test_posts_count_on_the_day_and_while_the_unit_stands():
    """A post that has ended, or whose unit has, makes nobody a helper."""
    old = Unit(id="b-old", kind="branch", name="旧支部", parent="c", until=date(2026, 6, 30))
    posts = [Post(role="cadre", unit="b-east", until=date(2026, 6, 29)), Post(role="cadre", unit="b-old")]
    roster = town([member("m-1", posts=posts[:1]), member("m-2", posts=posts[1:])], [home("h-1")], old)
    rules = Rules(ranks=[Rank(posts=["cadre"])])

    assert ["m-1", "m-2"] == [one.id for one in problem_from(roster, rules, on=date(2026, 6, 29)).helpers]
    assert ["m-2"] == [one.id for one in problem_from(roster, rules, on=date(2026, 6, 30)).helpers]
    assert [("problem.empty", "helpers")] == faults(lambda: problem_from(roster, rules, on=DAY))


def test_a_helper_is_what_the_roster_says():
    """Rank, skills, unit and place are for people who read the problem."""
    roster = town([member("m-1", "b-west", "g-west-2", skills=["labour"])], [home("h-1", needs=["labour"])])
    problem = problem_from(roster, Rules(ranks=[Rank(code="all", room=2, least=1)]), on=DAY, salt="2026")
    helper, household = problem.helper("m-1"), problem.household("h-1")

    assert ("all", ("labour",), "b-west", "g-west-2") == (
        helper.rank, helper.skills, helper.unit, helper.place,
    )  # fmt: skip
    assert (2, 1) == (helper.room["helper"], helper.least["helper"])
    assert (("labour",), "g-east-1", "2026") == (household.needs, household.place, problem.salt)


def test_the_first_row_of_seats_counts():
    """A household that fits several rows gets what the first says; one that fits none is left out."""
    rules = Rules(
        seats=[
            Seats(statuses=["registered_poor"], helpers=2),
            Seats(statuses=["lifted", "special"], must=False),
        ]
    )
    statuses = [Standing(status="registered_poor"), Standing(status="special")]
    homes = [home("h-1", statuses=statuses), home("h-2", status="special"), home("h-3", status="monitored")]
    problem = problem_from(town([member("m-1")], homes), rules, on=DAY)

    assert [("h-1", True, 2), ("h-2", False, 1)] == [
        (one.id, one.must, one.helpers["helper"]) for one in problem.households
    ]


def test_one_unit_of_either_line():
    """Under a unit there are only its members and only its households, and it has to stand on the day."""
    roster = town(
        [member("m-1", place="g-east-1"), member("m-2", "b-west", "g-west-1")],
        [home("h-1"), home("h-2", "g-west-1")],
    )

    for unit in ("v-west", "b-west"):
        problem = problem_from(roster, Rules(), on=DAY, under=unit)
        assert (["m-2"], ["h-2"]) == (
            [one.id for one in problem.helpers],
            [one.id for one in problem.households],
        )
    with pytest.raises(NotFound):
        problem_from(roster, Rules(), on=DAY, under="b-north")


# Who is exempt.


def test_why_somebody_takes_none():
    """The exemption counts before the tags, these in their order, and the age last, without its reason."""
    old = {"born": Private("1950-03-01")}
    tags = {"tags": ["out_of_contact", "floating"]}
    roster = town(
        [
            member("m-1", exemption=excused("infirm"), **tags, **old), member("m-2", **tags, **old),
            member("m-3", **old), member("m-4"),
        ],
        [home("h-1")],
    )  # fmt: skip

    def away(rules):
        return [one.away for one in problem_from(roster, rules, on=DAY).helpers]

    assert ["infirm", "floating", "exempt", None] == away(Rules(age=70))
    assert ["infirm", "floating", None, None] == away(Rules())
    assert ["floating", "floating", "exempt", None] == away(Rules(excuses=[], age=70))
    assert ["infirm", "exempt", "exempt", None] == away(Rules(away=[], age=70))


@pytest.mark.parametrize(
    ("born", "day", "exempt"),
    [
        ("1956-02-29", date(2026, 2, 28), False),
        ("1956-02-29", date(2026, 3, 1), True),
        ("1956-07-01", date(2026, 6, 30), False),
        ("1956-07-01", date(2026, 7, 1), True),
    ],
)
def test_an_age_is_reached_on_the_birthday(born, day, exempt):
    """Whole years count; whoever was born on 29 February is a year older on 1 March."""
    roster = town([member("m-1", born=Private(born))], [home("h-1")])

    assert exempt == (problem_from(roster, Rules(age=70), on=day).helper("m-1").away is not None)


def test_who_has_no_known_birth_date_is_not_exempt_by_age():
    """An unknown or erased birth date exempts nobody; one that is no day is a fault that does not show it."""
    erased = Private.erased(Private("1930-01-01").commitment)
    unread = town([member("m-1", born=Private("1930年")), member("m-2", born=erased)], [home("h-1")])
    with pytest.raises(InvalidInput) as error:
        problem_from(unread, Rules(age=70), on=DAY)

    assert [("cell.day", "roster.members.m-1.born")] == [(one.code, one.path) for one in error.value.faults]
    assert "1930" not in str(error.value)
    assert problem_from(unread, Rules(), on=DAY).helper("m-1").away is None
    known = town([member("m-2", born=erased)], [home("h-1")])
    assert problem_from(known, Rules(age=70), on=DAY).helper("m-2").away is None


# What is near.


def test_the_first_step_that_holds_counts():
    """The same group, the same village, the same town: each has its cost, and no other pair has one."""
    people = [member(f"m-{n}", "b-east" if n < 3 else "b-west", GROUPS[n - 1]) for n in (1, 2, 3)]
    roster = town(people, [home("h-1")])

    assert {"m-1": 0, "m-2": 5, "m-3": 20} == problem_from(roster, Rules(near=TOWNWIDE), on=DAY).costs["h-1"]
    assert {"m-1": 0, "m-2": 5} == problem_from(roster, Rules(), on=DAY).costs["h-1"]


def test_where_a_member_is():
    """A place of one's own counts before the household's, and that before the seat of the Party unit."""
    people = [
        member("m-1", "b-east", "g-west-1", household="h-9"), member("m-2", "b-east", household="h-9"),
        member("m-3", "b-east"), member("m-4", "b-office"), member("m-5", "b-top"),
    ]  # fmt: skip
    top = Unit(id="b-top", kind="branch", name="无处支部")
    roster = town(people, [home("h-1"), home("h-9", "g-east-2", None)], top)
    problem = problem_from(roster, Rules(near=[Near(kind="township")]), on=DAY)

    assert ["g-west-1", "g-east-2", "v-east", "t", None] == [one.place for one in problem.helpers]
    assert ["m-1", "m-2", "m-3", "m-4"] == list(problem.costs["h-1"])


def test_the_offices_of_the_town():
    """A seated step holds for those whose own place is the unit, and for nobody who lives somewhere in it."""
    rules = Rules(near=[Near(kind="village"), Near(kind="township", cost=7, seated=True)])
    people = [member("m-1", place="g-east-2"), member("m-2", "b-west"), member("m-3", "b-office", "t")]
    problem = problem_from(town(people, [home("h-1"), home("h-2", "t")]), rules, on=DAY)

    assert {"m-1": 0, "m-3": 7} == problem.costs["h-1"]
    assert {"m-3": 7} == problem.costs["h-2"]


def test_mergers_are_followed():
    """After a merger the people of both villages, and whose branch sat in the old one, are near."""
    last = date(2026, 3, 31)
    units = [
        Unit(id="v-old", kind="village", name="旧村", parent="t", until=last, merged_into="v-east"),
        Unit(id="g-old", kind="villager_group", name="旧组", parent="v-old"),
        Unit(id="b-old", kind="branch", name="旧村支部", parent="c", place="v-old"),
    ]
    rules = Rules(near=[Near(kind="village", cost=3)])
    roster = town(
        [member("m-1", "b-old"), member("m-2", "b-old", "g-old"), member("m-3")],
        [home("h-1"), home("h-2", "v-old")],
        *units,
    )
    before, after = (problem_from(roster, rules, on=day) for day in (last, last + timedelta(days=1)))

    assert {"h-1": {"m-3": 3}, "h-2": {"m-1": 3, "m-2": 3}} == before.costs
    everybody = {"m-1": 3, "m-2": 3, "m-3": 3}
    assert {"h-1": everybody, "h-2": everybody} == after.costs
    assert ["v-east", "g-old", "v-east"] == [one.place for one in after.helpers]


def test_a_household_without_a_place_is_near_to_nobody():
    """It has no cost with anybody, unless a wish reaches beyond the steps."""
    roster = town([member("m-1")], [home("h-1", None)])
    wishes = Wishes(households={"h-1": ["m-1"]})

    assert {} == problem_from(roster, Rules(), wishes, on=DAY).costs
    assert {"h-1": {"m-1": 9}} == problem_from(roster, Rules(beyond=9), wishes, on=DAY).costs


def test_beyond_the_last_step_only_wishes_and_preferred_relatives_reach():
    """Where rules reach beyond, a pair that either side wishes for has a cost, and no other far one."""
    people = [member(f"m-{n}", "b-west", "g-west-1") for n in range(4)]
    roster = town(people, [home("h-1"), home("h-2")])
    wishes = Wishes(members={"m-0": ["h-1"]}, households={"h-1": ["m-1"]}, kin=[("m-2", "h-1")])
    prefer = Rules(beyond=30, kin="prefer", kin_worth=4)

    assert {"h-1": {"m-0": 30, "m-1": 30}} == problem_from(roster, Rules(beyond=30), wishes, on=DAY).costs
    nothing = Rules(near=[Near(kind="villager_group")], beyond=0)
    assert {"h-1": {"m-0": 0, "m-1": 0}} == problem_from(roster, nothing, wishes, on=DAY).costs
    assert {"h-1": {"m-0": 34, "m-1": 34, "m-2": 30}} == problem_from(roster, prefer, wishes, on=DAY).costs


# What else counts.


def test_kin():
    """Relatives are preferred, count like others, or are not paired; the sum is of nearness and of that."""
    roster = town([member("m-1", place="g-east-1"), member("m-2", place="g-east-2")], [home("h-1")])
    wishes = Wishes(kin=[("m-2", "h-1")])

    def costs(**more):
        return problem_from(roster, Rules(**more), wishes, on=DAY).costs["h-1"]

    assert {"m-1": 6, "m-2": 5} == costs(kin="prefer", kin_worth=6)
    assert {"m-1": 0, "m-2": 5} == costs(kin="allow", kin_worth=6)
    assert {"m-1": 0} == costs(kin="forbid")


def test_each_need_without_a_skill_costs():
    """What a match is worth is added for each need of the table that the helper has no skill for."""
    matches = [
        Match(need="labour", skills=["strong", "young"], worth=3),
        Match(need="company", skills=["kind"]),
    ]
    people = [member("m-1", skills=["young"]), member("m-2", skills=["kind", "strong"]), member("m-3")]
    homes = [home("h-1", needs=["labour", "company", "sales"]), home("h-2", needs=["sales"])]
    problem = problem_from(town(people, homes), Rules(near=[Near(kind="village")], matches=matches), on=DAY)

    assert {"m-1": 1, "m-2": 0, "m-3": 4} == problem.costs["h-1"]
    assert {"m-1": 0, "m-2": 0, "m-3": 0} == problem.costs["h-2"]


def test_the_cost_of_a_pair_is_a_sum():
    """Nearness, no kinship and skills that are missing are added up, near and far."""
    people = [member("m-1"), member("m-2", "b-west", "g-west-1")]
    roster = town(people, [home("h-1", needs=["labour"])])
    wishes = Wishes(members={"m-2": ["h-1"]})
    labour = Match(need="labour", skills=["strong"], worth=3)
    rules = Rules(near=[Near(kind="village", cost=5)], beyond=7, kin="prefer", kin_worth=6, matches=[labour])

    assert {"m-1": 14, "m-2": 16} == problem_from(roster, rules, wishes, on=DAY).costs["h-1"]


def test_nobody_helps_the_household_that_he_lives_in():
    """The own household is struck out of costs and wishes, under whatever rules."""
    roster = town([member("m-1", household="h-1"), member("m-2")], [home("h-1"), home("h-2")])
    wishes = Wishes(members={"m-1": ["h-1", "h-2"]}, households={"h-1": ["m-1"]}, kin=[("m-1", "h-1")])
    problem = problem_from(roster, Rules(beyond=50, kin="prefer"), wishes, on=DAY)

    assert ["m-2"] == list(problem.costs["h-1"])
    assert (("h-2",), ()) == (problem.helper("m-1").wishes, problem.household("h-1").wishes)


def test_two_refusals_are_kept_apart():
    """The member's refusal stands at the member, the household's at the household."""
    roster = town(
        [member("m-1"), member("m-2", status="probationary")], [home("h-1"), home("h-2", status=None)]
    )
    wishes = Wishes(members_refuse={"m-1": ["h-1", "h-2"]}, households_refuse={"h-1": ["m-2"]})
    problem = problem_from(roster, Rules(), wishes, on=DAY)

    assert {"h-1"} == problem.helper("m-1").refuses
    assert frozenset() == problem.household("h-1").refuses
    assert problem.helper("m-1").wishes is None
    other = problem_from(roster, Rules(), Wishes(households_refuse={"h-1": ["m-1"]}), on=DAY)
    assert (frozenset(), {"m-1"}) == (other.helper("m-1").refuses, other.household("h-1").refuses)


# What is struck out.


def test_each_wish_that_is_struck_out_is_named():
    """The first reason is given: no helper, no contact household, one's own, a relative, too far."""
    roster = town(
        [member("m-1", household="h-1"), member("m-2", status="probationary"), member("m-3", "b-west")],
        [home("h-1"), home("h-2"), home("h-3", "g-west-1"), home("h-4", status=None), home("h-5")],
    )
    wishes = Wishes(
        members={"m-1": ["h-1", ["h-2", "h-3", "h-4", "h-5"]]},
        households={"h-2": ["m-2", "m-3", "m-1"], "h-4": ["m-3"]},
        kin=[("m-1", "h-2")],
    )
    rules = Rules(kin="forbid")

    assert (
        Struck(member="m-1", household="h-1", why=WhyStruck.OWN_HOUSEHOLD),
        Struck(member="m-1", household="h-2", why=WhyStruck.KIN),
        Struck(member="m-1", household="h-3", why=WhyStruck.TOO_FAR),
        Struck(member="m-1", household="h-4", why=WhyStruck.NOT_HELPED),
        Struck(member="m-2", household="h-2", why=WhyStruck.NOT_HELPING),
        Struck(member="m-3", household="h-2", why=WhyStruck.TOO_FAR),
        Struck(member="m-3", household="h-4", why=WhyStruck.NOT_HELPED),
    ) == struck(roster, rules, wishes, on=DAY)
    problem = problem_from(roster, rules, wishes, on=DAY)
    assert ("h-5",) == problem.helper("m-1").wishes
    assert () == problem.household("h-2").wishes


def test_what_is_left_of_a_tie():
    """A tie that loses one stays a tie of the others; one that is left alone is a wish like any other."""
    homes = [home("h-1"), home("h-2"), home("h-3"), home("h-4", "g-west-1"), home("h-5", "g-west-1")]
    wishes = Wishes(members={"m-1": [["h-3", "h-4", "h-1"], ["h-2", "h-5"], "h-4"][:2]})
    problem = problem_from(town([member("m-1")], homes), Rules(), wishes, on=DAY)

    assert (("h-1", "h-3"), "h-2") == problem.helper("m-1").wishes


# What is refused.


def test_unknown_ids_are_faults_with_their_places():
    """All who wish, refuse, are named or related have to be in the roster; every fault at once."""
    wishes = Wishes(
        members={"m-1": ["h-1", ["h-8", "h-9"]], "m-9": []},
        households={"h-1": ["h-1"], "h-9": []},
        members_refuse={"m-8": ["h-2", "h-7"]},
        households_refuse={"h-8": ["m-1"], "h-1": ["m-7"]},
        kin=[("m-1", "h-1"), ("h-1", "m-1")],
    )
    roster = town([member("m-1")], [home("h-1"), home("h-2")])
    member_, household = "wishes.member", "wishes.household"

    assert [
        (member_, "wishes.members.m-9"),
        (household, "wishes.members.m-1[1][0]"),
        (household, "wishes.members.m-1[1][1]"),
        (member_, "wishes.members_refuse.m-8"),
        (household, "wishes.members_refuse.m-8[1]"),
        (household, "wishes.households.h-9"),
        (member_, "wishes.households.h-1[0]"),
        (member_, "wishes.households_refuse.h-1[0]"),
        (household, "wishes.households_refuse.h-8"),
        (member_, "wishes.kin[0][0]"),
        (household, "wishes.kin[0][1]"),
    ] == faults(lambda: problem_from(roster, Rules(), wishes, on=DAY))


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: Wishes(members=["m-1"]), [("table.by_id", "members")]),
        (lambda: Wishes(members={"m-1": "h-1"}), [("list.type", "members.m-1")]),
        (
            lambda: Wishes(members={1: ["h-1"], "m-1": 2}),
            [("text.type", "members.(key)"), ("list.type", "members.m-1")],
        ),
        (lambda: Wishes(members={"m-1": ["h-1", ["h-2"]]}), [("wishes.tie", "members.m-1[1]")]),
        (lambda: Wishes(members={"m-1": ["h-1", ["h-2", "h-1"]]}), [("list.doubled", "members.m-1[1][0]")]),
        (
            lambda: Wishes(households_refuse={"h-1": ["m-1", "m-1"]}),
            [("list.doubled", "households_refuse.h-1[1]")],
        ),
        (lambda: Wishes(kin=["m-1"]), [("wishes.kin", "kin[0]")]),
        (lambda: Wishes(kin=[("m-1",)]), [("wishes.kin", "kin[0]")]),
        (lambda: Wishes(kin=[("m-1", "h-1", "h-2")]), [("wishes.kin", "kin[0]")]),
        (lambda: Wishes(kin=[("m-1", 1)]), [("text.type", "kin[0][1]")]),
        (
            lambda: Wishes(members={"m-1": ["h-2", "h-1"]}, members_refuse={"m-1": ["h-1"]}),
            [("wishes.refused", "members.m-1[1]")],
        ),
        (
            lambda: Wishes(households={"h-1": ["m-1"]}, households_refuse={"h-1": ["m-1"]}),
            [("wishes.refused", "households.h-1[0]")],
        ),
    ],
)  # fmt: skip
def test_wishes_that_cannot_be(make, expected):
    """Who is wished for twice, or wished for and refused, and what is no list, is named with its place."""
    assert expected == faults(make)


def test_a_household_may_wish_for_somebody_who_refuses_it():
    """The two sides are two: that is no fault, and both stand in the problem."""
    wishes = Wishes(households={"h-1": ["m-1"]}, members_refuse={"m-1": ["h-1"]})
    problem = problem_from(town([member("m-1")], [home("h-1")]), Rules(), wishes, on=DAY)

    assert (("m-1",), {"h-1"}) == (problem.household("h-1").wishes, problem.helper("m-1").refuses)


def test_what_was_given_must_be_of_the_kind():
    """A roster, rules, wishes, a day, steps of kinds that the roster knows, somebody on each side."""
    roster = town([member("m-1")], [home("h-1")])

    assert [("value.kind", "roster")] == faults(lambda: problem_from(None, Rules(), on=DAY))
    assert [("value.kind", "rules")] == faults(lambda: problem_from(roster, {}, on=DAY))
    assert [("value.kind", "wishes")] == faults(lambda: problem_from(roster, Rules(), {}, on=DAY))
    assert [("day.type", "on")] == faults(lambda: problem_from(roster, Rules(), on="2026-07-01"))
    assert [("rules.kind", "rules.near[1].kind")] == faults(
        lambda: problem_from(roster, Rules(near=[Near(kind="village"), Near(kind="street")]), on=DAY)
    )
    lifted = Rules(seats=[Seats(statuses=["lifted"])])
    assert [("problem.empty", "households")] == faults(lambda: problem_from(roster, lifted, on=DAY))


# The laws.

NEEDS = ("labour", "company", "sales")
SKILLS = ("strong", "kind", "sly")


@st.composite
def rules_of_pairing(draw):
    """Rules of every kind, in small numbers."""
    costs = sorted(draw(st.lists(st.integers(0, 9), min_size=4, max_size=4)))
    kinds = draw(
        st.sampled_from(
            [("villager_group", "village"), ("village",), ("villager_group", "village", "township")]
        )
    )
    return Rules(
        ranks=[Rank(room=2, posts=["cadre"]), Rank(room=1)][draw(st.integers(0, 1)) :],
        seats=[Seats(needs=["labour"], helpers=2), Seats(every=draw(st.booleans()))],
        near=[Near(kind=kind, cost=cost) for kind, cost in zip(kinds, costs, strict=False)],
        beyond=draw(st.sampled_from([None, costs[-1]])),
        kin=draw(st.sampled_from(Kin)),
        matches=[
            Match(need=need, skills=[skill], worth=3) for need, skill in zip(NEEDS, SKILLS, strict=True)
        ],
        probationary=draw(st.booleans()),
    )


@st.composite
def towns(draw):
    """A roster in which some members live in contact households."""
    some, needs, skills = {"max_size": 2, "unique": True}, st.sampled_from(NEEDS), st.sampled_from(SKILLS)
    branches = st.sampled_from(["b-east", "b-west", "b-office"])
    homes = [
        home(
            f"h-{n}", draw(st.sampled_from([*GROUPS, "v-east", None])),
            draw(st.sampled_from(["registered_poor", None])), needs=draw(st.lists(needs, **some)),
        )
        for n in range(draw(st.integers(1, 6)))
    ]  # fmt: skip
    people = [
        member(
            f"m-{n}", draw(branches), draw(st.sampled_from([*GROUPS, None])),
            household=draw(st.sampled_from([None, *(one.id for one in homes)])),
            status=draw(st.sampled_from(["full", "full", "probationary"])),
            post=draw(st.sampled_from(["cadre", None])), skills=draw(st.lists(skills, **some)),
        )
        for n in range(draw(st.integers(1, 5)))
    ]  # fmt: skip
    # Somebody to help and somebody to be helped there is always.
    return town([*people, member("m-x", post="cadre")], [*homes, home("h-x")])


@st.composite
def wishes_in(draw, roster):
    """Wishes with ties, refusals that do not go against them, and relatives."""
    sides = {
        "members": ([one.id for one in roster.members], [one.id for one in roster.households]),
        "households": ([one.id for one in roster.households], [one.id for one in roster.members]),
    }
    found = {"kin": draw(st.lists(st.tuples(*map(st.sampled_from, sides["members"])), max_size=4))}
    for side, (own, other) in sides.items():
        found[side], found[f"{side}_refuse"] = {}, {}
        for id in draw(st.lists(st.sampled_from(own), max_size=4, unique=True)):
            mixed = draw(st.permutations(other))
            cut, end = sorted(draw(st.tuples(st.integers(0, len(mixed)), st.integers(0, len(mixed)))))
            tie = [mixed[:2], *mixed[2:cut]] if cut >= 2 and draw(st.booleans()) else mixed[:cut]
            found[side][id], found[f"{side}_refuse"][id] = tie, mixed[end:]
    return Wishes(**found)


@st.composite
def cases(draw):
    """A roster, rules and wishes."""
    roster = draw(towns())
    return roster, draw(rules_of_pairing()), draw(wishes_in(roster))


def listed(one):
    """The ids that are wished for, in whatever order."""
    return {id for wish in one.wishes or () for id in ([wish] if isinstance(wish, str) else wish)}


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(case, chance):
    """The same rows in another order make the same problem."""
    roster, rules, wishes = case
    tables = {name: list(getattr(roster, name)) for name in ("units", "members", "households")}
    for rows in tables.values():
        chance.shuffle(rows)

    problem = problem_from(roster, rules, wishes, on=DAY)
    again = problem_from(Roster(**tables), rules, wishes, on=DAY)
    assert problem == again
    assert problem.digest == again.digest


@given(cases())
def test_nobody_is_paired_with_the_own_household(case):
    """Neither a cost nor a wish stands between a member and the household that he or she lives in."""
    roster, rules, wishes = case
    problem = problem_from(roster, rules, wishes, on=DAY)

    for one in problem.helpers:
        own = roster.member(one.id).household
        assert one.id not in problem.costs.get(own, ())
        assert own not in listed(one)
        assert own is None or all(own != home.id or one.id not in listed(home) for home in problem.households)


@given(cases())
def test_no_relatives_where_they_are_forbidden(case):
    """`kin="forbid"` leaves no relatives among the pairs that may come about."""
    roster, rules, wishes = case
    problem = problem_from(roster, attrs.evolve(rules, kin="forbid"), wishes, on=DAY)

    pairs = {(helper, home) for home, of in problem.costs.items() for helper in of}
    pairs |= {(one.id, home) for one in problem.helpers for home in listed(one)}
    pairs |= {(helper, one.id) for one in problem.households for helper in listed(one)}
    assert set() == pairs & set(wishes.kin)


@given(cases())
def test_what_may_come_about_has_a_cost(case):
    """Each wish that is left stands on a stated cost; each that is not is among those struck out."""
    roster, rules, wishes = case
    problem = problem_from(roster, rules, wishes, on=DAY)
    kept = {(one.id, home) for one in problem.helpers for home in listed(one)}
    kept |= {(helper, one.id) for one in problem.households for helper in listed(one)}
    asked = {(member, home) for _, member, home in wishes.listed("members")}
    asked |= {(member, home) for _, home, member in wishes.listed("households")}

    assert all(member in problem.costs[home] for member, home in kept)
    gone = {(one.member, one.household) for one in struck(roster, rules, wishes, on=DAY)}
    assert asked == kept | gone
    assert set() == kept & gone


@given(cases(), st.data())
def test_a_need_changes_no_other_row(case, data):
    """A household with another need has other costs, and nobody else has; no wish moves."""
    roster, rules, wishes = case
    changed = data.draw(st.sampled_from(roster.households))
    homes = [
        attrs.evolve(one, needs=data.draw(st.lists(st.sampled_from(NEEDS), unique=True)))
        if one is changed
        else one
        for one in roster.households
    ]
    problem = problem_from(roster, rules, wishes, on=DAY)
    again = problem_from(attrs.evolve(roster, households=homes), rules, wishes, on=DAY)

    def others(rows):
        return {one.id: one for one in rows if one.id != changed.id}

    assert others(problem.households) == others(again.households)
    for id in others(problem.households):
        assert problem.costs.get(id) == again.costs.get(id)


@given(cases())
def test_costs_are_the_sum_of_their_parts(case):
    """Counted by hand for each pair alone, the costs are the same, and no pair has one beside these."""
    roster, rules, wishes = case
    problem = problem_from(roster, rules, wishes, on=DAY)
    asked = {(member, home) for _, member, home in wishes.listed("members")}
    asked |= {(member, home) for _, home, member in wishes.listed("households")}

    for household in problem.households:
        for helper in problem.helpers:
            expected = by_hand(roster, rules, helper, household, wishes.kin, asked)
            assert expected == problem.costs.get(household.id, {}).get(helper.id)


PARENTS = {unit.id: unit.parent for unit in UNITS}
KINDS = {unit.id: unit.kind for unit in UNITS}


def above(place):
    """A place and all above it."""
    while place is not None:
        yield place
        place = PARENTS[place]


def by_hand(roster, rules, helper, household, kin, asked):
    """What a pair costs, or `None` where it may not be."""
    pair, related = (helper.id, household.id), (helper.id, household.id) in kin
    if roster.member(helper.id).household == household.id or (related and rules.kin is Kin.FORBID):
        return None
    shared = {KINDS[id] for id in set(above(helper.place)) & set(above(household.place))}
    cost = next((step.cost for step in rules.near if step.kind in shared), None)
    prefers = rules.kin is Kin.PREFER
    if cost is None and (pair in asked or (related and prefers)):
        cost = rules.beyond
    if cost is None:
        return None
    lacking = sum(
        match.worth
        for match in rules.matches
        if match.need in household.needs and not match.skills & set(helper.skills)
    )
    return cost + lacking + rules.kin_worth * (prefers and not related)


def test_costs_grow_with_the_pairs_that_are_near():
    """Twice as many villages have twice as many costs, not four times; equal households share one table."""

    def made(villages):
        draw = random.Random(7)
        units = [Unit(id=f"n-{n}", kind="village", name=f"{n}", parent="t") for n in range(villages)]
        people = [member(f"m-{n}", "b-east", f"n-{n % villages}") for n in range(villages * 5)]
        homes = [home(f"h-{n}", f"n-{n % villages}") for n in range(villages * 10)]
        draw.shuffle(homes)
        return problem_from(town(people, homes, *units), Rules(near=[Near(kind="village")]), on=DAY).costs

    few, many = made(4), made(8)
    assert (4 * 50, 8 * 50) == (sum(map(len, few.values())), sum(map(len, many.values())))
    assert 8 == len({id(of) for of in many.values()})


def test_a_household_without_contact_is_helped_where_every_one_is():
    """R8-like rules: every household has somebody, also one with neither a status nor a need."""
    roster = town([member("m-1")], [Household(id="h-1", belongs=[Belonging(unit="v-east")])])

    assert {"m-1": 5} == problem_from(roster, Rules(seats=[Seats(every=True)]), on=DAY).costs["h-1"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (FrozenMap({"h-1": FrozenMap({"m-1": 5})}), []),
        (FrozenMap({"h-1": FrozenMap({"m-1": 5}), "h-2": FrozenMap()}), []),
        (FrozenMap({"h-9": FrozenMap({"m-1": 5})}), [("problem.unknown_household", "costs[0][0]")]),
        (FrozenMap({"h-1": FrozenMap({"m-9": 5})}), [("problem.unknown_helper", "costs[0][1]")]),
        (FrozenMap({"h-1": FrozenMap({"m-1": -1})}), [("number.small", "costs[0][2]")]),
        (FrozenMap({"h-1": FrozenMap({"m-1": 5.0})}), [("number.type", "costs[0][2]")]),
        (FrozenMap({"h-1": FrozenMap({"m-1": 10**9 + 1})}), [("number.large", "costs[0][2]")]),
        (FrozenMap({"h-1": {"m-1": 5}}), []),
    ],
)
def test_tables_of_costs_are_looked_at_like_rows(table, expected):
    """Costs by household and helper are checked as rows are, and kept as the same frozen map."""

    def make(costs):
        return pairing.Problem(
            helpers=(pairing.Helper(id="m-1"),),
            households=(pairing.Household(id="h-1"), pairing.Household(id="h-2")),
            costs=costs,
        )

    if expected:
        assert expected == faults(lambda: make(table))
    else:
        assert make((("h-1", "m-1", 5),)) == make(table)
