"""The numbers of the regulation on branches."""

from datetime import date

import pytest

from sanliang.orgs import REGULATION, Belonging, Member, Post, Roster, Unit, check

DAY = date(2026, 7, 1)
SECRETARY, DEPUTY, COMMITTEE = "branch_secretary", "deputy_secretary", "branch_committee"


def codes(kind, full, *roles, probationary=0, **fields):
    """The codes of what is found in one unit with so many members, the first of whom hold these posts."""
    unit = Unit(id="b", kind=kind, name="支部", **fields)
    people = [
        Member(
            id=f"m{n:03}",
            name="何",
            status="full" if n < full else "probationary",
            belongs=[Belonging(unit="b")],
            posts=[Post(role=roles[n], unit="b")] if n < len(roles) else [],
        )
        for n in range(full + probationary)
    ]
    found = check(Roster(units=[unit], members=people), on=DAY)
    assert all((one.path, one.clause) == ("units.b", REGULATION) for one in found)
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("kind", "full", "roles", "expected"),
    [
        ("branch", 2, [SECRETARY], ["branch.too_few"]),
        ("branch", 3, [SECRETARY], []),
        ("branch", 3, [], ["branch.no_secretary"]),
        ("branch", 6, [SECRETARY, DEPUTY], []),
        ("branch", 6, [SECRETARY, COMMITTEE], ["committee.too_early"]),
        ("branch", 7, [SECRETARY, DEPUTY], ["committee.too_small"]),
        ("branch", 7, [SECRETARY, COMMITTEE, COMMITTEE], []),
        ("branch", 50, [SECRETARY] + 4 * [COMMITTEE], []),
        ("branch", 51, [SECRETARY] + 5 * [COMMITTEE], ["branch.too_many", "committee.large"]),
        ("branch", 9, [SECRETARY] + 6 * [COMMITTEE], ["committee.large"]),
        ("branch", 9, [SECRETARY] + 7 * [COMMITTEE], ["committee.too_large"]),
        ("general_branch", 50, [], ["general_branch.too_few"]),
        ("general_branch", 51, [], []),
        ("general_branch", 99, [], []),
        ("general_branch", 100, [], ["general_branch.too_many"]),
        ("temporary_branch", 2, [SECRETARY], ["branch.too_few"]),
        ("township_committee", 1, [], []),
        ("village", 0, [], []),
    ],
)
def test_the_numbers_of_the_regulation(kind, full, roles, expected):
    """
    3 full members form a branch, generally of 50 at most; a general branch has over 50 and under 100.

    "Fewer than 7 full members: a secretary, a deputy if needed; 7 or more: a committee of 3 to 5, at most 7."
    """
    if kind == "village":
        assert expected == [
            one.code for one in check(Roster(units=[Unit(id="v", kind=kind, name="村")]), on=DAY)
        ]
    else:
        assert expected == codes(kind, full, *roles)


@pytest.mark.parametrize(("covers", "expected"), [(5, []), (6, ["joint_branch.covers"])])
def test_a_joint_branch_covers_five_units(covers, expected):
    """A joint branch covers 5 units at most."""
    assert expected == codes("joint_branch", 3, SECRETARY, covers=[f"单位{n}" for n in range(covers)])


def test_probationary_members_are_members_but_do_not_form_a_branch():
    """Three full members are needed; the fifty are of both kinds."""
    assert codes("branch", 2, SECRETARY, probationary=9) == ["branch.too_few"]
    assert codes("branch", 6, SECRETARY, probationary=45) == ["branch.too_many"]


def test_who_holds_two_posts_is_one_of_the_committee():
    """The committee is counted in heads, on the day, in this branch."""
    many = [
        Post(role=SECRETARY, unit="b"),
        Post(role=COMMITTEE, unit="b"),
        Post(role=COMMITTEE, unit="b", until=date(2020, 1, 1)),
        Post(role="supervisor", unit="b"),
        Post(role=COMMITTEE, unit="other"),
    ]
    people = [
        Member(
            id=f"m{n}",
            name="何",
            status="full",
            belongs=[Belonging(unit="b")],
            posts=many[:] if n == 0 else [],
        )
        for n in range(7)
    ]
    units = [Unit(id="b", kind="branch", name="支部"), Unit(id="other", kind="party_group", name="小组")]
    (finding,) = check(Roster(units=units, members=people), on=DAY)

    assert (
        finding.code,
        finding.params["committee"],
        finding.params["full"],
    ) == ("committee.too_small", 1, 7)
    assert "支部：正式党员 7 人" in finding.text("zh")
