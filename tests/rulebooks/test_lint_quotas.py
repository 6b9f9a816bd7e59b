"""Quotas that contradict themselves, each other, or a stated target."""

import pytest
from tests.rulebooks.test_lint import SAYS, book, codes

from sanliang.rulebooks import lint

OPEN = SAYS + "tiers = [ { name = 5 }, { name = 4 }, { name = 3 } ]\n"


def quota(tier, limit, value, *, of="town", more=""):
    """A quota as a book writes it."""
    ties = 'ties = "narrow"' if limit == "at_most" else ""
    return (
        f'[[quota]]\nsays = {{ zh = "x" }}\ntier = {tier}\n{limit} = {value}\nof = "{of}"\n{ties}\n{more}\n'
    )


def found(*quotas, scale=None):
    """What is found in quotas."""
    text = book(rest="".join(quotas)) if scale is None else book(rest="".join(quotas), scale=scale)
    return codes(text)


def test_more_guaranteed_than_allowed():
    """Three places guaranteed of two contradict each other; a share may be any number of people."""
    assert found(quota(5, "at_most", 2, more="least = 3")) == [("quota.least", "quota[0].least")]
    assert found(quota(5, "at_most", 3, more="least = 3")) == []
    assert found(quota(5, "at_most", '"1%"', more="least = 3")) == []
    assert found(quota(5, "at_least", 2, more="least = 3")) == []


def test_so_many_are_guaranteed_at_most():
    """A million places can be guaranteed, and not one more."""
    most = quota(5, "at_most", '"10%"', more="least = 1000000")

    assert found(most) == []
    assert found(most.replace("1000000", "1000001")) == [("book.whole", "quota[0].least")]


def test_two_quotas_for_the_same_tiers():
    """The same tiers of the same group are limited once."""
    one, other = quota(5, "at_most", '"10%"'), quota(5, "at_most", 3)

    assert found(one, other) == [("quota.twice", "quota[1]")]
    assert found(one, quota(5, "at_most", '"20%"', of="branch")) == []
    assert found(quota(5, "at_most", '"20%"', of="branch"), one) == []
    assert found(one, quota(5, "at_most", 3, of="branch"), other) == [("quota.twice", "quota[2]")]
    assert found(one, quota(5, "at_most", '"20%"', more="binding = false")) == []
    assert found(one, quota(5, "at_most", '"20%"', more='spare = "up"')) == []


def test_a_quota_for_some_tiers_of_another():
    """Five and four stars together at 30 % leave no 40 % for five stars alone."""
    both = quota("[5, 4]", "at_most", '"30%"')

    assert found(both, quota(5, "at_most", '"40%"')) == [("quota.within", "quota[1]")]
    assert found(quota(5, "at_most", '"40%"'), both) == [("quota.within", "quota[0]")]
    assert found(both, quota(5, "at_most", '"30%"')) == []
    assert found(both, quota(5, "at_most", 40)) == []
    assert found(quota("[5, 4]", "at_most", 0), quota(5, "at_most", '"40%"')) == []


@pytest.mark.parametrize(
    ("quotas", "reached"),
    [
        ([quota(5, "at_most", '"10%"', more="binding = false"), quota(5, "at_least", '"20%"')], False),
        ([quota("[5, 4]", "at_most", '"10%"'), quota(5, "at_least", '"20%"')], False),
        ([quota("[5, 4]", "at_most", '"20%"'), quota(5, "at_least", '"20%"')], True),
        ([quota(5, "at_most", 3), quota(5, "at_least", 4)], False),
        ([quota(5, "at_most", 3, of="branch"), quota(5, "at_least", 4)], True),
        ([quota(5, "at_most", 3), quota(5, "at_least", 4, of="branch")], True),
        ([quota(5, "at_most", '"30%"'), quota(5, "at_least", '"20%"')], True),
        ([quota(5, "at_most", '"10%"'), quota(5, "at_least", 4)], True),
        ([quota(5, "at_most", 0), quota(5, "at_least", '"20%"')], True),
        (
            [
                *(quota(tier, "at_most", '"30%"') for tier in (5, 4)),
                quota("[5, 4]", "at_most", '"40%"'),
                quota("[5, 4]", "at_least", '"50%"'),
            ],
            False,
        ),
        (
            [
                quota(5, "at_most", '"10%"'),
                quota(5, "at_most", '"20%"', more="binding = false"),
                quota(4, "at_most", '"15%"'),
                quota("[5, 4]", "at_least", '"30%"'),
            ],
            False,
        ),
        (
            [
                quota(5, "at_most", '"10%"'),
                quota(5, "at_most", '"20%"', more="binding = false"),
                quota(4, "at_most", '"15%"'),
                quota("[5, 4]", "at_least", '"25%"'),
            ],
            True,
        ),
        ([quota(5, "at_most", 3), quota(4, "at_most", 2), quota("[5, 4]", "at_least", 6)], False),
        ([*(quota(tier, "at_most", 2) for tier in (5, 4, '"none"')), quota("[5, 4]", "at_least", 5)], False),
        ([*(quota(tier, "at_most", 2) for tier in (5, 4, '"none"')), quota("[5, 4]", "at_least", 4)], True),
        (
            [quota(5, "at_most", '{ 2026-01-01 = "10%", 2027-01-01 = 3 }'), quota(5, "at_least", '"20%"')],
            True,
        ),
        ([quota(5, "at_most", '{ 2026-01-01 = 3, 2027-01-01 = "10%" }'), quota(5, "at_least", 4)], True),
    ],
)
def test_targets_and_limits(quotas, reached):
    """A target is held against every limit of its tiers, those in principle, too."""
    codes_of = [code for code, _ in found(*quotas)]

    assert codes_of == ([] if reached else ["quota.target"])


def test_a_target_against_a_forced_distribution():
    """Where five and four stars are shared out to half of all, three stars are the other half at most."""
    halves = quota(5, "at_most", '"10%"'), quota(4, "at_most", '"40%"')

    assert found(*halves, quota(3, "at_least", '"60%"'), scale=OPEN) == [("quota.target", "quota[2]")]
    assert found(*halves, quota(3, "at_least", '"50%"'), scale=OPEN) == []
    assert found(
        *halves, quota(3, "at_least", '"60%"'), scale=OPEN.replace("name = 4", "name = 4, at_least = 1")
    ) == [("tier.unasked", "scale.tiers[1]")]
    thirds = (*halves, quota(3, "at_most", '"30%"'))
    assert found(*thirds, quota('"none"', "at_least", '"21%"'), scale=OPEN) == [("quota.target", "quota[3]")]
    assert found(*thirds, quota('"none"', "at_least", '"20%"'), scale=OPEN) == []
    assert found(quota(5, "at_most", '"10%"'), quota("[5, 4]", "at_least", '"60%"')) == []


def test_targets_that_are_more_than_all():
    """Targets for different tiers of one group come to all of it at most."""
    one, other = quota(5, "at_least", '"60%"'), quota(4, "at_least", '"50%"')

    assert found(one, other) == [("quota.targets", "quota[1]")]
    assert found(one, quota("[5, 4]", "at_least", '"50%"')) == []
    assert found(one, quota(4, "at_least", '"50%"', of="branch")) == []
    assert found(one, quota(4, "at_least", '"40%"')) == []
    assert found(one, quota(4, "at_least", '"30%"')) == []


def test_a_limit_of_two_tiers_together_is_none_of_one_of_them():
    """At most 10 % for five stars and 30 % for five and four leave 70 % for three, and a target of 65 %."""
    limits = quota(5, "at_most", '"10%"'), quota("[5, 4]", "at_most", '"30%"')

    assert found(*limits, quota(3, "at_least", '"65%"'), scale=OPEN) == []


SAID = [
    (
        [quota(5, "at_most", '"10%"'), quota(5, "at_least", '"20%"')],
        "has a target of 20%, and the quotas allow 10% together",
    ),
    ([quota(5, "at_most", 3), quota(5, "at_least", 4)], "has a target of 4, and the quotas allow 3 together"),
    (
        [quota(5, "at_least", '"62.5%"'), quota(4, "at_least", '"50%"')],
        "asks with the targets before it for 112.5%, which is more than all of the group",
    ),
    (
        [quota("[5, 4]", "at_most", '"30%"'), quota(5, "at_most", '"40%"')],
        "allows 40%, and a quota for more tiers together allows 30% only",
    ),
    (
        [quota("[5, 4]", "at_most", 3), quota(5, "at_most", 4)],
        "allows 4, and a quota for more tiers together allows 3 only",
    ),
    ([quota(5, "at_most", 2, more="least = 3")], "guarantees 3 places, and allows 2 at most"),
    ([quota(5, "at_most", '"150%"')], "is more than all of the group"),
    ([quota(5, "at_most", '"100.5%"')], "is more than all of the group"),
]


@pytest.mark.parametrize(("quotas", "says"), SAID)
def test_a_finding_says_the_numbers_as_a_clerk_writes_them(quotas, says):
    """Shares are shown as percents and people as numbers."""
    assert [says] == [one.says.en for one in lint(book(rest="".join(quotas)))]


def test_all_of_the_group_is_not_too_much():
    """A hundred percent is a share that can be."""
    assert found(quota(5, "at_most", '"100%"')) == []
    assert found(quota(5, "at_least", '"100%"')) == []
