"""Members of the Party: where they belong and when, which posts they hold, what they are excused from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs

from sanliang.kernel import fields
from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import (
    as_name_set,
    as_names,
    checked,
    clean_text,
    code_set,
    day,
    identifier,
    instance,
    optional,
    sorted_codes,
)
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.privacy import Private
from sanliang.kernel.timeline import Dated
from sanliang.orgs._terms import holds, in_order, ordered

BACK = Phrase(
    "member.status_back",
    "正式党员不能再转为预备党员",
    "a full member does not become probationary again",
)
TOO_SOON = Phrase(
    "member.before_admission",
    "早于入党日期",
    "counts from a day before the member was admitted",
)


class MemberStatus(Labelled):
    """Full members vote and count towards a branch; probationary members do not yet."""

    FULL = "full", "正式党员", "full member"
    PROBATIONARY = "probationary", "预备党员", "probationary member"


class Tag(Labelled):
    """What many schemes treat apart; a town may use codes of its own beside these."""

    FLOATING = "floating", "流动党员", "floating member"
    OUT_OF_CONTACT = "out_of_contact", "失联党员", "member out of contact"


class Excuse(Labelled):
    """Why members are excused; a town may use codes of its own beside these."""

    ELDERLY = "elderly", "年老", "elderly"
    INFIRM = "infirm", "体弱", "infirm"
    AWAY = "away", "长期外出", "away for long"


@attrs.frozen(kw_only=True)
class Belonging:
    """
    That somebody belongs to a unit, from a day and to a day, both included.

    An open beginning means as long as the unit has stood; an open end means until today, and beyond the
    unit's own end where it was merged: who belonged to it goes along.

    Example:
        >>> Belonging(unit="b-east", since=date(2019, 1, 1)).until is None
        True
    """

    unit: str = attrs.field(validator=checked(identifier))
    since: date | None = attrs.field(default=None, validator=checked(optional(day)))
    until: date | None = attrs.field(default=None, validator=checked(optional(day)))

    def __attrs_post_init__(self) -> None:
        ordered(self)


@attrs.frozen(kw_only=True)
class Post:
    """
    A post that a member holds in a unit of either line, from a day and to a day, both included.

    Args:
        role: The code of the post, as a rule one of `Role`.
        unit: The id of the unit in which it is held. A post ends with its unit; a merger does not move it.

    Example:
        >>> from sanliang.orgs import Role
        >>> Post(role=Role.BRANCH_SECRETARY, unit="b-east").role
        'branch_secretary'
    """

    role: str = attrs.field(validator=checked(fields.code))
    unit: str = attrs.field(validator=checked(identifier))
    since: date | None = attrs.field(default=None, validator=checked(optional(day)))
    until: date | None = attrs.field(default=None, validator=checked(optional(day)))

    def __attrs_post_init__(self) -> None:
        ordered(self)


@attrs.frozen(kw_only=True)
class Exemption:
    """
    That a member is excused, why, and who decided it. An exemption without a decision is none.

    Args:
        reason: A code, as a rule one of `Excuse`.
        decision: What was decided, in a sentence or by the number of the minutes.
        decided_by: Who decided: as a rule the members' meeting of the branch.
        decided_on: The day of the decision.

    Example:
        >>> excused = Exemption(
        ...     reason="elderly", decision="本人申请，会议表决通过", decided_by="东岭村党支部党员大会",
        ...     decided_on=date(2026, 1, 5), since=date(2026, 1, 5))
        >>> excused.reason
        'elderly'
    """

    reason: str = attrs.field(validator=checked(fields.code))
    decision: str = attrs.field(validator=checked(clean_text))
    decided_by: str = attrs.field(validator=checked(clean_text))
    decided_on: date = attrs.field(validator=checked(day))
    since: date | None = attrs.field(default=None, validator=checked(optional(day)))
    until: date | None = attrs.field(default=None, validator=checked(optional(day)))

    def __attrs_post_init__(self) -> None:
        ordered(self)


_ALWAYS = {status: Dated([(date.min, status)]) for status in MemberStatus}


def _dated(value: str | Dated[MemberStatus]) -> Dated[MemberStatus]:
    """A status that has always been held, as a dated one."""
    if isinstance(value, Dated):
        return value
    return _ALWAYS[MemberStatus.of(value, "status")]


def _statuses(value: Any, path: str) -> Dated[MemberStatus]:
    dated: Dated[MemberStatus] = value
    faults, was_full, kind = Faults(), False, MemberStatus.of
    for place, (_, status) in enumerate(dated.steps):
        full = kind(status, f"{path}[{place}]") is MemberStatus.FULL
        if was_full and not full:
            faults.add(BACK.fault(f"{path}[{place}]"))
        was_full = full
    faults.check()
    return dated


_belongings, _all_posts = in_order(Belonging), in_order(Post)


def belongings(value: Iterable[Belonging]) -> tuple[Belonging, ...]:
    """What somebody belongs to, from the earliest to the latest."""
    return _belongings(value, "belongs")


def _posts(value: Iterable[Post]) -> tuple[Post, ...]:
    return _all_posts(value, "posts")


_private = optional(instance(Private))


@attrs.frozen(kw_only=True)
class Member:
    """
    A member of the Party, as the roster has him or her.

    Args:
        id: Unique among the members of a roster.
        name: As on the plaque; names of members are public.
        status: Full or probationary; one status, or `Dated` where it changed on a day.
        belongs: The units of either line, from the earliest to the latest; in each line one at a time.
            A temporary branch comes beside the member's own.
        household: The id of the household that the member lives in.
        posts: The posts, from the earliest to the latest.
        skills: Codes, in order.
        tags: Codes, `Tag` among them.
        admitted: The day on which the member was admitted.
        born, phone, id_number: Private.
        exemption: What the member is excused by.

    Example:
        >>> li = Member(id="m-1", name="李禾", status="full", belongs=[Belonging(unit="b-east")])
        >>> li.is_full(on=date(2026, 7, 1)), li.has_post(on=date(2026, 7, 1))
        (True, False)
    """

    id: str = attrs.field(validator=checked(identifier))
    name: str = attrs.field(validator=checked(identifier))
    status: Dated[MemberStatus] = attrs.field(converter=_dated, validator=checked(_statuses))
    belongs: tuple[Belonging, ...] = attrs.field(default=(), converter=belongings)
    household: str | None = attrs.field(default=None, validator=checked(optional(identifier)))
    posts: tuple[Post, ...] = attrs.field(default=(), converter=_posts)
    skills: tuple[str, ...] = attrs.field(default=(), converter=as_names, validator=checked(sorted_codes))
    tags: frozenset[str] = attrs.field(
        default=frozenset(), converter=as_name_set, validator=checked(code_set)
    )
    admitted: date | None = attrs.field(default=None, validator=checked(optional(day)))
    born: Private[str] | None = attrs.field(default=None, validator=checked(_private))
    phone: Private[str] | None = attrs.field(default=None, validator=checked(_private))
    id_number: Private[str] | None = attrs.field(default=None, validator=checked(_private))
    exemption: Exemption | None = attrs.field(default=None, validator=checked(optional(instance(Exemption))))

    def __attrs_post_init__(self) -> None:
        since = self.status.steps[0][0]
        if self.admitted is not None and date.min < since < self.admitted:
            raise InvalidInput(TOO_SOON.fault("status[0]"))

    def is_full(self, *, on: date) -> bool:
        """Whether the status on that day is that of a full member."""
        at, steps = day(on, "on"), self.status.steps
        return steps[0][0] <= at and self.status.on(at) is MemberStatus.FULL

    def is_exempt(self, *, on: date) -> bool:
        """Whether the member is excused on that day."""
        at = day(on, "on")
        return self.exemption is not None and holds(self.exemption, at)

    def has_post(self, *, on: date) -> bool:
        """Whether the member holds any post on that day."""
        at = day(on, "on")
        return any(holds(post, at) for post in self.posts)
