"""Who may see and handle a concern: everybody in reach of an ordinary one, few of a complaint."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from sanliang.concerns._concern import Above, Charge, Complaint, Concern
from sanliang.concerns._words import COLLECTORS
from sanliang.kernel.errors import NotFound
from sanliang.kernel.fields import day, instance, sorted_names
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import Actor, Lifecycle, thing_of, things_of
from sanliang.kernel.privacy import Private
from sanliang.kernel.verdicts import Reason, Verdict

if TYPE_CHECKING:
    from sanliang.orgs import Roster, Unit

KEPT_OUT = Phrase(
    "concern.about_actor",
    "{actor} 是被反映人，不得查看、办理",
    "{actor} is whom the complaint is about, and neither sees nor handles it",
)
FELLOW = Phrase(
    "concern.fellow",
    "{actor} 与被反映人同属一个支部，不得查看、办理",
    "{actor} belongs to the branch of whom the complaint is about, and neither sees nor handles it",
)
NAMES_GONE = Phrase(
    "concern.names_gone",
    "被反映人已被删除，无法确认谁须回避",
    "the names of whom it is about are erased, so nobody can be shown not to be one of them",
)
NOT_FOR_ROLE = Phrase(
    "concern.not_for_role",
    "反映党员作风的事项由以下人员办理：{roles}",
    "a complaint about conduct is for: {roles}",
)
NOT_IN_REACH = Phrase(
    "concern.not_in_reach",
    "{actor} 不是反映人、责任人，也不在经办人之列",
    "{actor} neither raised it, nor is charged with it, nor takes down or handles what is raised there",
)
NOTHING_ABOVE = Phrase("concern.nothing_above", "在 {on} 没有上级组织", "has no unit above it on {on}")

_WHY = "whether the actor may see or handle the concern"


def is_raiser(concern: Concern, actor: Actor) -> bool:
    """Whether the actor is whoever raised it; of an erased name nobody can tell."""
    return _same(concern.raised.by, actor.id)


def _same(hidden: Private[str], id: str) -> bool:
    return not hidden.is_erased and hidden.open(reason=_WHY) == id


def is_about(complaint: Complaint | None, id: str) -> bool:
    """Whether a complaint is about this person."""
    return complaint is not None and any(_same(one, id) for one in complaint.persons)


def is_among(complaint: Complaint | None, unit: str) -> bool:
    """Whether this unit is one of those that a complaint is kept from."""
    return complaint is not None and any(_same(one, unit) for one in complaint.units)


def kept_out(complaint: Complaint | None, actor: Actor) -> Reason | None:
    """The reason that keeps an actor out of a complaint, whatever their role; none of other concerns."""
    if complaint is None:
        return None
    if any(one.is_erased for one in (*complaint.persons, *complaint.units)):
        return Reason.of(NAMES_GONE)
    if is_about(complaint, actor.id):
        return Reason.of(KEPT_OUT, actor=actor.id)
    return Reason.of(FELLOW, actor=actor.id) if is_among(complaint, actor.unit) else None


def not_listed(
    complaint: Complaint | None, actor: Actor, under: Lifecycle[Concern], table: str
) -> Reason | None:
    """The reason against who is kept out, or has none of the roles that a table has for complaints."""
    if complaint is None:
        return None
    roles = frozenset(str(under.setting(table)).split())
    if reason := kept_out(complaint, actor):
        return reason
    return Reason.of(NOT_FOR_ROLE, roles=roles) if roles.isdisjoint(actor.roles) else None


def may_read(concern: Concern, *, by: Actor, under: Lifecycle[Concern]) -> Verdict:
    """
    Whether somebody may see a concern.

    Whoever raised it may; so may whoever is charged with it, and those who take down or handle what is raised
    in their reach. A complaint about conduct is for the roles of the setting `complaint_readers` alone, and
    never for the persons whom it is about, nor for anybody of their branch.

    Args:
        concern: The concern.
        by: Who wants to see it, as the roster has them that day.
        under: The lifecycle in force: its settings are the table of who may.
    """
    thing_of(Concern, concern, "concern")
    instance(Lifecycle)(under, "under")
    complaint, actor = concern.raised.complaint, instance(Actor)(by, "by")
    if is_raiser(concern, actor) and not is_about(complaint, actor.id):
        return Verdict(ok=True)
    reason = kept_out(complaint, actor)
    if reason is None and any(one.member == actor.id for one in concern.charges):
        return Verdict(ok=True)
    reason = reason or not_listed(complaint, actor, under, "complaint_readers")
    listens = complaint is not None or not COLLECTORS.isdisjoint(actor.roles)
    if reason is None and not (listens and _reaches(concern, actor)):
        reason = Reason.of(NOT_IN_REACH, actor=actor.id)
    return Verdict.against([] if reason is None else [reason])


def _reaches(concern: Concern, actor: Actor) -> bool:
    units = {concern.unit, concern.raised.unit, *(one.unit for one in concern.charges)}
    return not units.isdisjoint(actor.scope)


def visible_to(concerns: Iterable[Concern], *, by: Actor, under: Lifecycle[Concern]) -> tuple[Concern, ...]:
    """The concerns that somebody may see, in the order of their ids: any list is made of these."""
    found = (one for one in things_of(Concern, concerns, "concerns") if may_read(one, by=by, under=under))
    return tuple(sorted(found, key=lambda one: one.id))


def complaint(roster: Roster, persons: Iterable[str], *, on: date) -> Complaint:
    """
    A complaint about the conduct of members, with the units that it is kept from: their branches on that day,
    and all that is under these.

    Of a member who belongs directly to a unit above a branch, it is this unit alone.

    Raises:
        NotFound: There is no such member, or they belong to no Party unit on that day.
        InvalidInput: There is nobody.

    Example:
        >>> from sanliang.orgs import Belonging, Member, Roster, Unit
        >>> branch = Unit(id="b-1", kind="branch", name="东岭村党支部")
        >>> one = Member(id="m-3", name="李禾", status="full", belongs=[Belonging(unit="b-1")])
        >>> about = complaint(Roster(units=[branch], members=[one]), ["m-3"], on=date(2026, 7, 1))
        >>> len(about.units), about.units[0].open(reason="an example")
        (1, 'b-1')
    """
    who = sorted_names(persons, "persons")
    units = {unit for person in who for unit in _home(roster, person, on)}
    return Complaint(
        persons=tuple(Private(person) for person in who),
        units=tuple(Private(unit) for unit in sorted(units)),
    )


def _home(roster: Roster, person: str, on: date) -> tuple[str, ...]:
    from sanliang.orgs import below, branch_of, unit_of  # noqa: PLC0415 -- only who has a roster pays for it

    home = unit_of(roster, person, on=on)
    try:
        branch: Unit = branch_of(roster, person, on=on)
    except NotFound:
        return (home.id,)
    return tuple(unit.id for unit in below(roster, branch.id, on=on))


def above(roster: Roster, unit: str, *, on: date) -> Above:
    """
    The unit directly above another one on a day, to be given when a concern is passed upward.

    Raises:
        NotFound: There is no such unit, it does not stand on that day, or nothing stands above it.

    Example:
        >>> from sanliang.orgs import Roster, Unit
        >>> town = Unit(id="t-1", kind="township_committee", name="青山镇党委")
        >>> branch = Unit(id="b-1", kind="branch", name="东岭村党支部", parent="t-1")
        >>> above(Roster(units=[town, branch]), "b-1", on=date(2026, 7, 1)).above
        't-1'
    """
    upper = _upper(roster, unit, on)
    if upper is None:
        raise NotFound(NOTHING_ABOVE.fault("unit", on=on))
    return Above(unit=unit, above=upper, on=day(on, "on"))


def _upper(roster: Roster, unit: str, on: date) -> str | None:
    from sanliang.orgs import path  # noqa: PLC0415 -- as above

    *_, upper, _ = (None, *(one.id for one in path(roster, unit, on=on)))
    return upper


def charge(roster: Roster, unit: str, *, until: date, on: date, member: str | None = None) -> Charge:
    """
    Who is to settle a concern, with the unit above as the roster has it on a day.

    Who acts for that one, too, may still refuse the concern or put its log right.

    Raises:
        NotFound: There is no such unit, or it does not stand on that day.
    """
    return Charge(unit=unit, member=member, until=until, above=_upper(roster, unit, on))
