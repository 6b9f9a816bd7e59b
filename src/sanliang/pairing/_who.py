"""Who helps on a day and who is helped, by the rules: the two sides of a problem before any wish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.wire._in import shown_key
from sanliang.orgs import Household as Home
from sanliang.orgs import Member, households_under
from sanliang.orgs import under as members_under
from sanliang.orgs._terms import holds
from sanliang.orgs._words import a_day
from sanliang.pairing._near import Places
from sanliang.pairing._policy import Rules, Seats
from sanliang.pairing._problem import Absence, Helper, Household

READING = "whether the member is exempt from pairing by age"


def helpers_of(places: Places, under: str | None, faults: Faults) -> dict[str, Helper]:
    """The helpers by id; a birth date that cannot be read is a fault."""
    found = {}
    for member in _members(places, under):
        try:
            helper = _helper(places, member)
        except InvalidInput as error:
            faults.extend(error)
            continue
        if helper is not None:
            found[member.id] = helper
    return found


def households_of(places: Places, under: str | None) -> dict[str, Household]:
    """The households that get helpers, by id."""
    roster, on = places.roster, places.on
    homes: Iterable[Home] = roster.households if under is None else households_under(roster, under, on=on)
    found = {}
    for home in homes:
        seats = _seats(places.rules, home, on)
        if seats is not None:
            found[home.id] = Household(
                id=home.id,
                must=seats.must,
                helpers=seats.helpers,
                needs=home.needs,
                place=places.of_household(home.id),
            )
    return found


def _seats(rules: Rules, home: Home, on: date) -> Seats | None:
    """The first row that fits."""
    return next((seats for seats in rules.seats if seats.fits(home, on=on)), None)


def _members(places: Places, under: str | None) -> Iterator[Member]:
    """The members who may help: full ones, or all."""
    roster, on = places.roster, places.on
    helps = roster.index.is_member if places.rules.probationary else roster.index.is_full
    members: Iterable[Member] = roster.members if under is None else members_under(roster, under, on=on)
    return (member for member in members if helps(member.id, on))


def _posts(places: Places, member: Member) -> frozenset[str]:
    """The posts that are held on the day, in units that stand on it."""
    return frozenset(
        post.role
        for post in member.posts
        if holds(post, places.on) and places.roster.index.alive(post.unit, places.on)
    )


def _helper(places: Places, member: Member) -> Helper | None:
    """The helper that a member is, if one of the ranks fits."""
    rules, posts = places.rules, _posts(places, member)
    rank = next((rank for rank in rules.ranks if rank.fits(posts, member.tags)), None)
    if rank is None:
        return None
    unit = str(places.roster.index.home(member.id, places.on))
    return Helper(
        id=member.id,
        room=rank.room,
        least=rank.least,
        rank=rank.code,
        skills=member.skills,
        unit=unit,
        place=places.of_member(member.id, unit),
        away=_away(rules, member, places.on),
        filler=bool(rules.fillers & posts),
    )


def _away(rules: Rules, member: Member, on: date) -> str | None:
    """Why a member takes no household, if it is so."""
    excused = member.exemption if member.is_exempt(on=on) else None
    if excused is not None and (rules.excuses is None or excused.reason in rules.excuses):
        return excused.reason
    tags = sorted(rules.away & member.tags)
    if tags:
        return tags[0]
    return Absence.EXEMPT if _aged(rules, member, on) else None


def _aged(rules: Rules, member: Member, on: date) -> bool:
    """Whether a member has reached the age; the day of birth is looked at for this alone."""
    if rules.age is None or member.born is None or member.born.is_erased:
        return False
    born = a_day(member.born.open(reason=READING), f"roster.members.{shown_key(member.id)}.born")
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) >= rules.age
