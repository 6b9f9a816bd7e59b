"""Members, posts, exemptions, households."""

from datetime import date, timedelta

import attrs
import pytest

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.privacy import Private
from sanliang.kernel.timeline import Dated
from sanliang.orgs import (
    Belonging,
    Exemption,
    Household,
    HouseholdStatus,
    Member,
    MemberStatus,
    Post,
    Standing,
    Tag,
)

DAY = date(2026, 7, 1)
BEFORE = DAY - timedelta(days=1)


def member(**fields):
    """A full member, or what the fields make of one."""
    return Member(**{"id": "m-1", "name": "李禾", "status": "full", **fields})


def fault(make, **fields):
    """The code and path of the first fault of a value made so."""
    with pytest.raises(InvalidInput) as caught:
        make(**fields)
    return caught.value.code, caught.value.path


def test_a_probationary_member_becomes_full_on_a_day():
    """A dated status counts from its day."""
    li = member(
        status=Dated([(BEFORE - timedelta(days=365), "probationary"), (DAY, MemberStatus.FULL)]),
    )

    assert (li.is_full(on=BEFORE), li.is_full(on=DAY)) == (False, True)


def test_nobody_is_a_full_member_before_the_first_status():
    """Before the first step of a dated status there is none."""
    assert not member(status=Dated([(DAY, MemberStatus.FULL)])).is_full(on=BEFORE)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": "retired"}, ("code.unknown", "status")),
        ({"status": None}, ("code.unknown", "status")),
        ({"status": Dated([(DAY, "retired")])}, ("code.unknown", "status[0]")),
        (
            {"status": Dated([(BEFORE, MemberStatus.FULL), (DAY, MemberStatus.PROBATIONARY)])},
            ("member.status_back", "status[1]"),
        ),
        (
            {"status": Dated([(BEFORE, MemberStatus.FULL)]), "admitted": DAY},
            ("member.before_admission", "status[0]"),
        ),
        ({"name": ""}, ("text.empty", "name")),
        ({"phone": "000-0000"}, ("value.kind", "phone")),
        ({"belongs": "b-1"}, ("list.type", "belongs")),
        ({"belongs": ["b-1"]}, ("value.kind", "belongs[0]")),
        ({"posts": [Belonging(unit="b-1")]}, ("value.kind", "posts[0]")),
        ({"skills": ["Bees"]}, ("code.shape", "skills[0]")),
        ({"tags": "floating"}, ("list.type", "tags")),
        ({"exemption": "elderly"}, ("value.kind", "exemption")),
    ],
)
def test_a_member_refuses_what_it_cannot_hold(fields, expected):
    """Each wrong field is named, with a code."""
    assert expected == fault(member, **fields)


@pytest.mark.parametrize("make", [Belonging, lambda **term: Post(role="supervisor", **term)])
def test_a_term_does_not_end_before_it_starts(make):
    """Belongings and posts last at least a day."""
    assert fault(make, unit="b-1", since=DAY, until=BEFORE) == ("term.backwards", "until")
    assert make(unit="b-1", since=DAY, until=DAY).until == DAY


def test_belongings_and_posts_are_kept_from_the_earliest_to_the_latest():
    """The order in which terms are given does not matter."""
    early, late = Belonging(unit="b-1", until=BEFORE), Belonging(unit="b-2", since=DAY)
    posts = [Post(role="supervisor", unit="b-1", since=DAY), Post(role="grid_head", unit="g-1")]

    assert (early, late) == member(belongs=[late, early]).belongs
    assert tuple(posts[::-1]) == member(posts=posts).posts


def test_an_exemption_holds_on_its_days():
    """Excused from a day on, and not before."""
    excused = Exemption(
        reason="infirm", decision="表决通过", decided_by="党员大会", decided_on=DAY, since=DAY
    )

    assert tuple(member(exemption=excused).is_exempt(on=day) for day in (BEFORE, DAY)) == (False, True)
    assert not member().is_exempt(on=DAY)
    assert fault(lambda: attrs.evolve(excused, until=BEFORE)) == ("term.backwards", "until")


def test_a_post_is_held_on_its_days():
    """A post counts up to its last day."""
    head = member(posts=[Post(role="grid_head", unit="g-1", until=BEFORE)], tags=[Tag.FLOATING])

    assert (head.has_post(on=BEFORE), head.has_post(on=DAY)) == (True, False)
    assert frozenset({"floating"}) == head.tags


def test_what_is_private_shows_nowhere():
    """A telephone, an identity number, a birth date and the head of a household are in no repr."""
    secret = Private("secret")
    shown = repr(member(phone=secret, id_number=secret, born=secret)) + repr(Household(id="h", head=secret))

    assert "secret" not in shown


def test_a_status_of_a_household_holds_on_its_days():
    """A household lifted out of poverty is one from that day on; two statuses may hold at once."""
    poor = Standing(status="registered_poor", until=BEFORE)
    home = Household(id="h", statuses=[Standing(status=HouseholdStatus.LIFTED, since=DAY), poor])

    assert frozenset({HouseholdStatus.REGISTERED_POOR}) == home.statuses_on(BEFORE)
    assert frozenset({HouseholdStatus.LIFTED}) == home.statuses_on(DAY)
    assert fault(Standing, status="special", since=DAY, until=BEFORE) == ("term.backwards", "until")


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        (Household(id="h"), False),
        (Household(id="h", needs=["labour"]), True),
        (Household(id="h", statuses=[Standing(status="monitored", until=BEFORE)]), False),
        (Household(id="h", statuses=[Standing(status="monitored", since=DAY)]), True),
    ],
)
def test_a_contact_household_has_a_need_or_a_status(home, expected):
    """It is to be helped on a day on which something is recorded of it."""
    assert expected == home.is_contact(on=DAY)
