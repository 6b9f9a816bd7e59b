"""The numbers that the regulation gives for branches: findings that a caller asks for, not walls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any

from sanliang.kernel.fields import day
from sanliang.kernel.labels import Phrase
from sanliang.kernel.sources import Source
from sanliang.kernel.verdicts import Reason
from sanliang.orgs._queries import under, units_on
from sanliang.orgs._roles import Role
from sanliang.orgs._roster import Roster, a_roster
from sanliang.orgs._terms import holds
from sanliang.orgs._units import Line, Unit, UnitKind

REGULATION = Source(
    title="中国共产党支部工作条例（试行）",
    seen="http://m.sp522.com/detail/19979",
)

TOO_FEW = Phrase(
    "branch.too_few",
    "{name}：正式党员 {full} 人，成立党支部须有 3 人以上",
    "{name}: {full} full members; a branch is formed of 3 or more",
)
TOO_MANY = Phrase(
    "branch.too_many",
    "{name}：党员 {members} 人，党支部一般不超过 50 人",
    "{name}: {members} members; a branch generally has no more than 50",
)
GENERAL_FEW = Phrase(
    "general_branch.too_few",
    "{name}：党员 {members} 人，党总支须超过 50 人",
    "{name}: {members} members; a general branch has more than 50",
)
GENERAL_MANY = Phrase(
    "general_branch.too_many",
    "{name}：党员 {members} 人，党总支须不足 100 人",
    "{name}: {members} members; a general branch has fewer than 100",
)
COVERS = Phrase(
    "joint_branch.covers",
    "{name}：覆盖 {covers} 个单位，联合党支部一般不超过 5 个",
    "{name}: covers {covers} units; a joint branch generally covers no more than 5",
)
EARLY = Phrase(
    "committee.too_early",
    "{name}：正式党员 {full} 人，不足 7 人的只设书记（必要时设副书记），名册中有支部委员 {committee} 人",
    "{name}: {full} full members; with fewer than 7 there is a secretary only (and a deputy "
    "if needed), and the roster shows {committee} on a committee",
)
NO_SECRETARY = Phrase(
    "branch.no_secretary",
    "{name}：名册中没有书记",
    "{name}: the roster shows no secretary",
)
SMALL = Phrase(
    "committee.too_small",
    "{name}：正式党员 {full} 人，7 人以上的应设 3 至 5 人的支委会，名册中有 {committee} 人",
    "{name}: {full} full members; with 7 or more there is a committee of 3 to 5, "
    "and the roster shows {committee}",
)
LARGE = Phrase(
    "committee.large",
    "{name}：支委会 {committee} 人，一般为 3 至 5 人",
    "{name}: a committee of {committee}; it generally has 3 to 5",
)
TOO_LARGE = Phrase(
    "committee.too_large",
    "{name}：支委会 {committee} 人，最多 7 人",
    "{name}: a committee of {committee}; it has 7 at most",
)

_SECRETARY = Role.BRANCH_SECRETARY
_COMMITTEE = frozenset({_SECRETARY, Role.DEPUTY_SECRETARY, Role.BRANCH_COMMITTEE})


def check(roster: Roster, *, on: date) -> tuple[Reason, ...]:
    """
    What the regulation on branches would say about the roster on that day, in the order of units' ids.

    The committee of a branch is whoever holds in it, on the day, the post of secretary, deputy secretary or
    committee member. The members of a temporary branch count towards it, though they are counted at home.

    Source:
        《中国共产党支部工作条例（试行）》: 3 full members form a branch, generally of 50 at most; a general
        branch has more than 50 and fewer than 100; a joint branch covers 5 units at most; from 7 full
        members on there is a committee of 3 to 5, at most 7.

    Example:
        >>> from sanliang.orgs import read_roster
        >>> small = read_roster(
        ...     units="id,kind,name\\nb-1,branch,东岭村党支部",
        ...     members="id,name,status,belongs,posts\\nm-1,李禾,full,b-1,branch_secretary@b-1")
        >>> [finding.text("zh") for finding in check(small, on=date(2026, 7, 1))]
        ['东岭村党支部：正式党员 1 人，成立党支部须有 3 人以上（《中国共产党支部工作条例（试行）》）']
    """
    at = day(on, "on")
    holders = _holders(a_roster(roster, "roster"), at)
    return tuple(
        finding
        for unit in units_on(roster, on=at, line=Line.PARTY)
        for finding in _unit(roster, unit, at, holders.get(unit.id, {}))
    )


def _holders(roster: Roster, on: date) -> dict[str, dict[str, set[str]]]:
    """Of each unit, who holds which posts of a branch's committee on that day."""
    found: dict[str, dict[str, set[str]]] = {}
    for member in roster.members:
        for post in member.posts:
            if post.role in _COMMITTEE and holds(post, on):
                found.setdefault(post.unit, {}).setdefault(member.id, set()).add(post.role)
    return found


def _unit(roster: Roster, unit: Unit, on: date, holders: dict[str, set[str]]) -> Iterator[Reason]:
    members = under(roster, unit.id, on=on)
    full = sum(member.is_full(on=on) for member in members)
    params: dict[str, Any] = {
        "name": unit.name,
        "members": len(members),
        "full": full,
        "covers": len(unit.covers),
        "committee": len(holders),
    }
    phrases: Iterator[Phrase] = iter(())
    if roster.index.rules[unit.kind].branch:
        phrases = chain(_size(len(members), full, unit), _committee(full, holders))
    elif unit.kind == UnitKind.GENERAL_BRANCH:
        phrases = _general(len(members))
    for phrase in phrases:
        yield Reason.of(phrase, path=f"units.{unit.id}", clause=REGULATION, **params)


def _general(members: int) -> Iterator[Phrase]:
    if members <= 50:
        yield GENERAL_FEW
    if members >= 100:
        yield GENERAL_MANY


def _size(members: int, full: int, unit: Unit) -> Iterator[Phrase]:
    if full < 3:
        yield TOO_FEW
    if members > 50:
        yield TOO_MANY
    if unit.kind == UnitKind.JOINT_BRANCH and len(unit.covers) > 5:
        yield COVERS


def _committee(full: int, holders: dict[str, set[str]]) -> Iterator[Phrase]:
    roles: set[str] = set().union(*holders.values())
    if _SECRETARY not in roles:
        yield NO_SECRETARY
    if full < 7:
        if Role.BRANCH_COMMITTEE in roles:
            yield EARLY
    elif len(holders) < 3:
        yield SMALL
    elif len(holders) > 7:
        yield TOO_LARGE
    elif len(holders) > 5:
        yield LARGE
