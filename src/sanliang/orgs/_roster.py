"""The roster: all units, members and households of a town, checked against each other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import TypeVar

import attrs

from sanliang.kernel.errors import NotFound
from sanliang.kernel.fields import checked, day, instance, instances
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles import Actor
from sanliang.orgs._households import Household
from sanliang.orgs._index import Index, index_of, meant, near
from sanliang.orgs._people import Member, MemberStatus
from sanliang.orgs._references import references
from sanliang.orgs._terms import holds
from sanliang.orgs._units import NESTING, Line, Nesting, Unit

NO_UNIT = Phrase("unit.not_found", "名册中没有该组织{hint}", "the roster has no such unit{hint}")
NO_MEMBER = Phrase("member.not_found", "名册中没有该党员{hint}", "the roster has no such member{hint}")
NO_HOUSEHOLD = Phrase("household.not_found", "名册中没有该户{hint}", "the roster has no such household{hint}")
NOT_STANDING = Phrase(
    "unit.not_standing",
    "该组织在 {on} 不存在{hint}",
    "the unit does not stand on {on}{hint}",
)
NOT_BELONGING = Phrase(
    "member.belongs_nowhere",
    "该党员在 {on} 不属于任何党组织",
    "the member belongs to no Party unit on {on}",
)

V = TypeVar("V", Unit, Member, Household)


def _size(rows: tuple[object, ...]) -> str:
    return f"<{len(rows)}>"


def _units(value: Iterable[Unit]) -> tuple[Unit, ...]:
    return instances(Unit)(value, "units")


def _members(value: Iterable[Member]) -> tuple[Member, ...]:
    return instances(Member)(value, "members")


def _households(value: Iterable[Household]) -> tuple[Household, ...]:
    return instances(Household)(value, "households")


@attrs.frozen(kw_only=True, cache_hash=True)
class Roster:
    """
    Who belongs where, and since when: the units, members and households of a town.

    The order of the rows does not matter: they are kept in the order of their ids.

    Args:
        units: Units of both lines, as many trees as there are.
        members: Members of the Party.
        households: Households of members, and those that are to be helped.
        nesting: Which kind of unit may stand under which.

    Raises:
        InvalidInput: The rows do not fit together; every fault at once, with the path of its row.

    Example:
        >>> from sanliang.orgs import Belonging
        >>> roster = Roster(
        ...     units=[Unit(id="b-east", kind="branch", name="东岭村党支部")],
        ...     members=[Member(id="m-1", name="李禾", status="full", belongs=[Belonging(unit="b-east")])])
        >>> roster
        Roster(units=<1>, members=<1>, households=<0>)
        >>> roster.actor("m-1", on=date(2026, 7, 1)).unit
        'b-east'
    """

    units: tuple[Unit, ...] = attrs.field(converter=_units, repr=_size)
    members: tuple[Member, ...] = attrs.field(default=(), converter=_members, repr=_size)
    households: tuple[Household, ...] = attrs.field(default=(), converter=_households, repr=_size)
    nesting: Nesting = attrs.field(default=NESTING, validator=checked(instance(Nesting)), repr=False)

    def __attrs_post_init__(self) -> None:
        references(self.units, self.members, self.households, self.nesting).check()
        for table in ("units", "members", "households"):
            object.__setattr__(self, table, tuple(sorted(getattr(self, table), key=_id_of)))

    @cached_property
    def index(self) -> Index:
        """The look-ups over its rows: made once, on first use, and no part of the value."""
        return index_of(self.units, self.members, self.households, self.nesting)

    def unit(self, id: str) -> Unit:
        """
        The unit with this id.

        Raises:
            NotFound: There is none; the text names the nearest id.
        """
        return _found(self.index.units, id, NO_UNIT)

    def member(self, id: str) -> Member:
        """
        The member with this id.

        Raises:
            NotFound: There is none; the text names the nearest id.
        """
        return _found(self.index.members, id, NO_MEMBER)

    def household(self, id: str) -> Household:
        """
        The household with this id.

        Raises:
            NotFound: There is none; the text names the nearest id.
        """
        return _found(self.index.households, id, NO_HOUSEHOLD)

    def actor(self, id: str, *, on: date) -> Actor:
        """
        The member as one who acts on that day: roles, Party unit, and the units that the roles reach.

        The roles are `member`, for a probationary member `probationary` besides, and the codes of the posts
        held on the day. The reach of a post is its unit and everything under it, and, of Party units, the
        places that they sit in with everything under those.

        Raises:
            NotFound: There is no such member, or the member belongs to no Party unit on that day.
        """
        member, unit = self.member(id), home_of(self, id, on)
        posts = [post for post in member.posts if holds(post, on) and self.index.alive(post.unit, on)]
        roles = {"member", *(post.role for post in posts)}
        if member.status.on(on) is MemberStatus.PROBATIONARY:
            roles.add("probationary")
        reach = {below for post in posts for below in reached(self, post.unit, on)}
        return Actor(id=id, roles=frozenset(roles), unit=unit, scope=frozenset(reach | {unit}))


a_roster = instance(Roster)
"""The check of the doors of this word: what is asked is a roster."""


def _id_of(row: Unit | Member | Household) -> str:
    return row.id


def _found(table: dict[str, V], id: str, phrase: Phrase) -> V:
    found = table.get(id) if isinstance(id, str) else None
    if found is None:
        guess = near(id, list(table)) if isinstance(id, str) else ""
        raise NotFound(phrase.fault("id", hint=meant(guess)))
    return found


def home_of(roster: Roster, member: str, on: date) -> str:
    """The id of the Party unit that counts a member on that day."""
    a_roster(roster, "roster").member(member)
    at = day(on, "on")
    if not roster.index.is_member(member, at):
        raise NotFound(NOT_BELONGING.fault("member", on=at))
    return str(roster.index.home(member, at))


def standing(roster: Roster, unit: str, on: date) -> Unit:
    """A unit that stands on that day."""
    found, at = a_roster(roster, "roster").unit(unit), day(on, "on")
    if holds(found, at):
        return found
    heir = roster.index.standing(unit, at)
    hint = Text("") if heir is None else Text(f"；已并入 {heir}", f"; by then it is merged into {heir}")
    raise NotFound(NOT_STANDING.fault("unit", on=at, hint=hint))


def reached(roster: Roster, unit: str, on: date) -> set[str]:
    """The units that a post in this unit reaches on that day."""
    index = roster.index
    below = set(index.below(unit, on))
    if index.line(unit) is Line.PARTY:
        seats = {index.units[one].place for one in below} - {None}
        for place in {index.standing(str(seat), on) for seat in seats} - {None}:
            below.update(index.below(str(place), on))
    return below
