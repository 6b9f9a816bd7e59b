"""Laws of rosters, on towns that Hypothesis makes up."""

import random
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.privacy import Audience, Private
from sanliang.kernel.timeline import Dated
from sanliang.orgs import (
    Belonging,
    Count,
    Exemption,
    Household,
    Line,
    Member,
    MemberStatus,
    Post,
    Roster,
    Standing,
    Unit,
    answering,
    below,
    branch_of,
    contact_households,
    count,
    dwelling_of,
    households_under,
    member_households,
    path,
    place_of,
    read_roster,
    residents,
    under,
    unit_of,
    units_on,
    write_roster,
)

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(12)]
days = st.sampled_from(DAYS)
texts = st.text(st.sampled_from("李王陈禾苗谷=+-@' ,\"\n一二"), min_size=1, max_size=4).filter(
    lambda text: text.strip() == text and "\n" not in text
)


@st.composite
def unit_lists(draw):
    """Two trees: a township with villages and groups; a committee with branches, groups and mergers."""
    units = [
        Unit(id="t", kind="township", name="乡", code=draw(st.sampled_from([None, "230225000000"]))),
        Unit(id="c", kind="township_committee", name="党委", place="t"),
        Unit(id="x", kind="temporary_branch", name="临时支部", parent="c"),
        Unit(id="gb", kind="general_branch", name="总支", parent="c", place="v0"),
        Unit(id="v0", kind="village", name="村", parent="t"),
        Unit(id="v1", kind="village", name="村", parent="t", since=draw(st.sampled_from([None, FIRST]))),
    ]
    units += [
        Unit(id=f"g{n}", kind="villager_group", name="组", parent=draw(st.sampled_from(["v0", "v1"])))
        for n in range(draw(st.integers(0, 3)))
    ]
    branches = draw(st.integers(1, 4))
    for n in range(branches):
        merged = n + 1 < branches and draw(st.booleans())
        units.append(
            Unit(
                id=f"b{n}",
                kind=draw(st.sampled_from(["branch", "joint_branch"])),
                name=draw(texts),
                parent=draw(st.sampled_from(["c", "gb"])),
                place=draw(st.sampled_from([None, "v0", "v1"])),
                covers=draw(st.sampled_from([(), ("合作社", "学校")])),
                until=draw(days) if merged else None,
                merged_into=f"b{n + 1}" if merged else None,
            )
        )
        units += [
            Unit(id=f"p{n}{k}", kind="party_group", name="小组", parent=f"b{n}")
            for k in range(draw(st.integers(0, 1)))
        ]
    # A merger that leads to a unit which has closed by then would be a fault.
    by_id = {unit.id: unit for unit in units}
    for n in reversed(range(branches)):
        unit = by_id[f"b{n}"]
        heir = by_id.get(unit.merged_into)
        if heir is not None and heir.until is not None and heir.until <= unit.until:
            by_id[unit.id] = attrs.evolve(unit, until=None, merged_into=None)
    return list(by_id.values())


def stays(draw, units):
    """One or two belongings, one after the other, each on days on which its unit can be named."""
    first = draw(st.sampled_from(units))
    change = draw(st.none() | days)
    if change is None or (first.until is not None and change > first.until):
        return [Belonging(unit=first.id)]
    second = draw(st.sampled_from(units))
    if second.until is not None and change >= second.until:
        return [Belonging(unit=first.id)]
    since = change + timedelta(days=1)
    return [Belonging(unit=first.id, until=change), Belonging(unit=second.id, since=since)]


@st.composite
def rosters(draw):
    """A roster of a few units, members and households."""
    units = draw(unit_lists())
    party = [unit for unit in units if unit.id[0] in "bp"] + [
        unit for unit in units if unit.id in {"c", "gb"}
    ]
    places = [unit for unit in units if unit.id[0] in "tvg" and unit.id != "gb" and unit.since is None]
    households = [
        Household(
            id=f"h{n}",
            head=draw(st.none() | st.builds(Private, texts)),
            belongs=stays(draw, places) if draw(st.booleans()) else [],
            statuses=[Standing(status="lifted", since=draw(days))] if draw(st.booleans()) else [],
            needs=["labour"] if draw(st.booleans()) else [],
        )
        for n in range(draw(st.integers(0, 4)))
    ]
    members = []
    for n in range(draw(st.integers(0, 7))):
        belongs = stays(draw, party) if draw(st.integers(0, 5)) else []
        belongs += stays(draw, places) if draw(st.integers(0, 3)) == 0 else []
        belongs += [Belonging(unit="x", since=draw(days))] if draw(st.integers(0, 3)) == 0 else []
        changed = draw(days)
        status = draw(
            st.sampled_from(["full", "probationary"])
            | st.just(Dated([(date.min, MemberStatus.PROBATIONARY), (changed, MemberStatus.FULL)]))
            | st.just(Dated([(changed, MemberStatus.FULL)]))
        )
        members.append(
            Member(
                id=f"m{n}",
                name=draw(texts),
                status=status,
                belongs=belongs,
                household=draw(st.none() | st.sampled_from([one.id for one in households]))
                if households
                else None,
                posts=[Post(role="grid_worker", unit=draw(st.sampled_from(units)).id)]
                if draw(st.booleans())
                else [],
                admitted=draw(st.none() | st.just(FIRST - timedelta(days=9))),
                phone=draw(st.none() | st.just(Private("000-0000"))),
                tags=draw(st.sampled_from([(), ("floating",), ("floating", "own")])),
                skills=draw(st.sampled_from([(), ("bees", "accounts")])),
                exemption=draw(
                    st.none()
                    | st.builds(
                        Exemption,
                        reason=st.just("elderly"),
                        decision=texts,
                        decided_by=texts,
                        decided_on=days,
                        since=st.none() | days,
                    )
                ),
            )
        )
    return Roster(units=units, members=members, households=households)


def stands(unit, on):
    """Whether a unit stands on a day, said once more."""
    return (unit.since or date.min) <= on <= (unit.until or date.max)


def resolved(roster, unit, on):
    """The unit, or what it was merged into by that day, one step after another."""
    found = roster.unit(unit)
    while not stands(found, on):
        if found.merged_into is None or on < (found.since or date.min):
            return None
        found = roster.unit(found.merged_into)
    return found


def chain(roster, unit, on):
    """The ids of a unit and of all units above it."""
    found = resolved(roster, unit, on)
    ids = []
    while found is not None:
        ids.append(found.id)
        found = None if found.parent is None else resolved(roster, found.parent, on)
    return ids


def current(roster, belongs, on, kinds):
    """The unit of the one belonging that holds on that day, among kinds that pass."""
    for one in belongs:
        if (one.since or date.min) <= on <= (one.until or date.max):
            found = resolved(roster, one.unit, on)
            if found is not None and kinds(roster.nesting.rule(found.kind)):
                return found.id
    return None


def home(roster, member, on):
    """The Party unit that counts a member, by walking through the rows."""
    own = current(roster, member.belongs, on, lambda rule: rule.line is Line.PARTY and not rule.guests)
    return own or current(roster, member.belongs, on, lambda rule: rule.guests)


def place(roster, member, on):
    """The place of a member, by walking through the rows."""
    own = current(roster, member.belongs, on, lambda rule: rule.line is Line.PLACE)
    if own is not None or member.household is None:
        return own
    return current(roster, roster.household(member.household).belongs, on, lambda _: True)


def answer(question, *args, on):
    """The id of the unit that a question names, or none where it finds none."""
    try:
        return question(*args, on=on).id
    except NotFound:
        return None


@pytest.mark.traced("it takes a branch that no other test takes")
@given(rosters(), days)
def test_under_is_what_the_rows_say(roster, on):
    """The members under a unit are those whose chain of units, read row by row, leads through it."""
    for unit in units_on(roster, on=on):
        expected = []
        for member in roster.members:
            at_home = home(roster, member, on)
            if member.status.steps[0][0] > on or at_home is None:
                continue
            guest = current(roster, member.belongs, on, lambda rule: rule.guests)
            chains = [chain(roster, id, on) for id in (at_home, guest, place(roster, member, on)) if id]
            if any(unit.id in ids for ids in chains):
                expected.append(member)
        assert tuple(expected) == under(roster, unit.id, on=on)


@given(rosters(), days)
def test_units_are_where_the_rows_put_them(roster, on):
    """A member's unit and place, a unit's path and what is below it, are what reading the rows gives."""
    for member in roster.members:
        counted = member.status.steps[0][0] <= on
        assert (home(roster, member, on) if counted else None) == answer(unit_of, roster, member.id, on=on)
        assert place(roster, member, on) == answer(place_of, roster, member.id, on=on)
        branch = answer(branch_of, roster, member.id, on=on)
        kinds = ("branch", "joint_branch", "temporary_branch")
        above = chain(roster, home(roster, member, on), on) if counted and home(roster, member, on) else []
        assert next((id for id in above if roster.unit(id).kind in kinds), None) == branch
    for unit in units_on(roster, on=on):
        assert chain(roster, unit.id, on)[::-1] == [one.id for one in path(roster, unit.id, on=on)]
        expected = [one for one in units_on(roster, on=on) if unit.id in chain(roster, one.id, on)]
        assert tuple(expected) == below(roster, unit.id, on=on)


@given(rosters(), days)
def test_the_total_of_a_unit_is_the_sum_of_its_children_and_of_its_own(roster, on):
    """The total of a unit is the sum of its children's totals and of what is directly in it."""
    counts = count(roster, on=on)
    assert tuple(counts) == tuple(unit.id for unit in units_on(roster, on=on))
    for unit in counts:
        expected = counts[unit].direct
        for other in counts:
            if [one.id for one in path(roster, other, on=on)][-2:-1] == [unit]:
                expected += counts[other].total
        assert expected == counts[unit].total


@given(rosters(), days)
def test_counts_are_lengths(roster, on):
    """What is counted in total is what the questions list, guests apart."""
    for unit, found in count(roster, on=on).items():
        people = under(roster, unit, on=on)
        line = roster.nesting.rule(roster.unit(unit).kind).line
        if line is Line.PARTY:
            people = [one for one in people if unit in chain(roster, home(roster, one, on), on)]
        full = sum(one.is_full(on=on) for one in people)
        expected = Count(
            full=full,
            probationary=len(people) - full,
            guests=found.total.guests,
            households=len(households_under(roster, unit, on=on)),
            member_households=len(member_households(roster, unit, on=on)),
            contact_households=len(contact_households(roster, unit, on=on)),
        )
        assert expected == found.total


@given(rosters(), days)
def test_each_household_is_at_one_unit_of_each_line(roster, on):
    """A household is under a place if it lives there, and under a Party unit if that answers for it."""
    for unit in units_on(roster, on=on):
        question = (
            answering if roster.nesting.rule(roster.unit(unit.id).kind).line is Line.PARTY else dwelling_of
        )
        expected = [
            one
            for one in roster.households
            if (at := answer(question, roster, one.id, on=on)) and unit.id in chain(roster, at, on)
        ]
        assert tuple(expected) == households_under(roster, unit.id, on=on)
    for one in roster.households:
        full = [member for member in residents(roster, one.id, on=on) if member.is_full(on=on)]
        if full:
            first = min(full, key=lambda member: (member.admitted or date.max, member.id))
            assert home(roster, first, on) == answer(answering, roster, one.id, on=on)


@given(rosters(), st.randoms(use_true_random=False), days)
def test_the_order_of_rows_does_not_matter(roster, chance, on):
    """Rows in another order are the same roster, with the same answers."""
    rows = {name: chance.sample(getattr(roster, name), len(getattr(roster, name))) for name in TABLES}
    shuffled = Roster(**rows)

    assert roster == shuffled
    assert hash(roster) == hash(shuffled)
    assert count(roster, on=on) == count(shuffled, on=on)
    assert repr(roster) == repr(shuffled)


TABLES = ("units", "members", "households")


@given(rosters(), st.sampled_from(["zh", "en"]))
def test_what_is_written_is_read_back(roster, lang):
    """A roster written for the ledger reads back as itself, in either language."""
    text = write_roster(roster, audience=Audience.LEDGER, lang=lang)

    assert roster == read_roster(**attrs.asdict(text))


@given(rosters(), st.sampled_from([Audience.VILLAGE, Audience.WEB]))
def test_nothing_private_is_written_below_the_ledger(roster, audience):
    """No private value, need or status is in a roster written for others than the ledger."""
    text = write_roster(roster, audience=audience)

    assert "000-0000" not in text.members
    for word in ("labour", "lifted"):
        assert word not in text.households
    assert all(one.head is None for one in read_roster(**attrs.asdict(text)).households)


@given(rosters(), days)
def test_an_actor_reaches_what_his_posts_reach(roster, on):
    """The scope is the own unit, what is under the posts' units, and the places where those sit."""
    for member in roster.members:
        unit = home(roster, member, on)
        if unit is None or member.status.steps[0][0] > on:
            with pytest.raises(NotFound):
                roster.actor(member.id, on=on)
            continue
        actor = roster.actor(member.id, on=on)
        expected, roles = {unit}, {"member"}
        roles |= set() if member.is_full(on=on) else {"probationary"}
        for post in member.posts:
            if stands(roster.unit(post.unit), on):
                roles.add(post.role)
                lower = {one.id for one in below(roster, post.unit, on=on)}
                seats = {resolved(roster, roster.unit(id).place, on) for id in lower if roster.unit(id).place}
                for seat in seats - {None}:
                    lower |= {one.id for one in below(roster, seat.id, on=on)}
                expected |= lower
        assert (unit, frozenset(roles), frozenset(expected)) == (actor.unit, actor.roles, actor.scope)


@given(rosters(), st.integers(1, 400), st.integers())
def test_every_bad_reference_is_counted(roster, bad, seed):
    """However many references lead nowhere, each is counted, and the first hundred are kept."""
    chance = random.Random(seed)
    wrong = [
        chance.choice(
            [
                lambda n: Member(id=f"n{n}", name="何", status="full", belongs=[Belonging(unit="nowhere")]),
                lambda n: Member(id=f"n{n}", name="何", status="full", household="nowhere"),
                lambda n: Member(
                    id=f"n{n}", name="何", status="full", posts=[Post(role="x", unit="nowhere")]
                ),
            ]
        )(n)
        for n in range(bad)
    ]
    with pytest.raises(InvalidInput) as caught:
        attrs.evolve(roster, members=(*roster.members, *wrong))

    assert (bad, min(bad, 100)) == (caught.value.count, len(caught.value.faults))
    assert f"members[{len(roster.members)}]" == caught.value.path.partition(".")[0]
