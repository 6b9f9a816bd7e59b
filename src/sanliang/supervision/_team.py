"""Who inspects: a team from outside the unit, made with the roster; every conflict has its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import attrs

from sanliang.kernel.fields import as_names, checked, day, identifier, some, sorted_names
from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason, Refused, Verdict

if TYPE_CHECKING:
    from sanliang.orgs import Roster

NOBODY = Phrase("team.nobody", "检查组至少一人", "needs at least one member")
BELONGS = Phrase(
    "team.belongs",
    "{member} 属于受检单位“{unit}”，不能参加检查",
    "{member} belongs to the unit {unit!r} that is inspected, or to one under it",
)
HOLDS_POST = Phrase(
    "team.post",
    "{member} 在受检单位“{unit}”任职，不能参加检查",
    "{member} holds a post in the unit {unit!r} that is inspected, or in one under it",
)
UNKNOWN = Phrase(
    "team.unknown",
    "名册中没有 {member}，无法确认是否属于受检单位",
    "{member} is not in the roster, so nobody can say whether they belong to the unit",
)


@attrs.frozen(kw_only=True)
class Team:
    """
    A team that may inspect a unit, as the roster has it on a day. Made by `team`.

    Args:
        unit: The unit that is inspected.
        units: That unit and everything under it: nobody of these acts for the team.
        members: The ids of those on the team: one at least.
        on: The day.

    Raises:
        InvalidInput: Nobody is on it.
    """

    unit: str = attrs.field(validator=checked(identifier))
    units: tuple[str, ...] = attrs.field(converter=as_names, validator=checked(sorted_names))
    members: tuple[str, ...] = attrs.field(converter=as_names, validator=checked(some(sorted_names, NOBODY)))
    on: date = attrs.field(validator=checked(day))


def conflicts(roster: Roster, unit: str, members: Iterable[str], *, on: date) -> Verdict:
    """
    Whether these may inspect a unit: a yes, or every reason against each of them, in the order of their ids.

    Nobody who belongs to the unit or to one under it, or who holds a post there on that day; and nobody whom
    the roster does not know.

    Raises:
        NotFound: There is no such unit, or it does not stand on that day.

    Example:
        >>> from sanliang.orgs import Belonging, Member, Roster, Unit
        >>> branch = Unit(id="b-1", kind="branch", name="东岭村党支部")
        >>> one = Member(id="m-3", name="李禾", status="full", belongs=[Belonging(unit="b-1")])
        >>> conflicts(Roster(units=[branch], members=[one]), "b-1", ["m-3"], on=date(2026, 7, 1)).codes
        ('team.belongs',)
    """
    from sanliang.orgs import below, under  # noqa: PLC0415 -- only who has a roster pays for it

    units = {one.id for one in below(roster, unit, on=on)}
    inside = {one.id for one in under(roster, unit, on=on)}
    return Verdict.against(
        reason
        for place, member in enumerate(sorted_names(members, "members"))
        for reason in _against(roster, unit, units, inside, member, f"members[{place}]", on)
    )


def _against(
    roster: Roster, unit: str, units: set[str], inside: set[str], member: str, path: str, on: date
) -> Iterator[Reason]:
    known = {one.id: one for one in roster.members}.get(member)
    if known is None:
        yield Reason.of(UNKNOWN, path=path, member=member)
        return
    if member in inside:
        yield Reason.of(BELONGS, path=path, member=member, unit=unit)
    held = [post for post in known.posts if (post.since or on) <= on <= (post.until or on)]
    if any(post.unit in units for post in held):
        yield Reason.of(HOLDS_POST, path=path, member=member, unit=unit)


def team(roster: Roster, unit: str, members: Iterable[str], *, on: date) -> Team:
    """
    The team that inspects a unit, to be given when an inspection is arranged or its team is changed.

    Raises:
        Refused: Somebody may not be on it; the verdict is that of `conflicts`, with every reason.
        NotFound: There is no such unit, or it does not stand on that day.
        InvalidInput: Nobody is on it.
    """
    from sanliang.orgs import below  # noqa: PLC0415 -- as above

    who = sorted_names(members, "members")
    verdict = conflicts(roster, unit, who, on=on)
    if not verdict.ok:
        raise Refused(verdict)
    units = [one.id for one in below(roster, unit, on=on)]
    return Team(unit=unit, units=units, members=who, on=on)
