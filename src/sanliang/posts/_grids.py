"""Grids and hub households of a roster as areas: who is responsible, which households see nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from sanliang.kernel.errors import NotFound
from sanliang.kernel.fields import FrozenMap, day, instance, instances
from sanliang.kernel.labels import Text
from sanliang.orgs import (
    Line,
    Post,
    Role,
    Roster,
    UnitKind,
    dwelling_of,
    households_under,
    path,
    units_on,
)
from sanliang.orgs._terms import holds
from sanliang.posts._areas import Area, AreaKind, Charge

GRID_TASK = Text("联系服务网格内各户", "keep in touch with the households of the grid")
HUB_TASK = Text("联系服务中心户所联各户", "keep in touch with the households of the hub")

GRIDS = frozenset({UnitKind.LARGE_GRID.value, UnitKind.SMALL_GRID.value, UnitKind.MICRO_GRID.value})
"""The kinds of units that are grids."""

ANSWERING: Mapping[str, tuple[Role, ...]] = FrozenMap(
    {
        **dict.fromkeys(GRIDS, (Role.GRID_HEAD, Role.GRID_WORKER)),
        UnitKind.HUB_HOUSEHOLD.value: (Role.HUB_HEAD,),
    }
)
"""By kind of unit, the offices that are responsible for it; the first that somebody holds counts."""


@attrs.frozen(kw_only=True)
class Link:
    """
    One step of the way from the top of a place to a household, and who is responsible there.

    Attributes:
        unit: The id of the unit.
        kind: Its kind.
        who: The ids of those responsible, in their order; nobody where the unit is no area or has a gap.
    """

    unit: str
    kind: str
    who: tuple[str, ...] = ()


def grid_areas(roster: Roster, *, on: date) -> tuple[Area, ...]:
    """
    The grids and the hub households of a roster on a day, as areas, by id: `coverage` says where nobody is.

    A grid's head is responsible for it, or, where it has none, its attendants; a hub household's is its head.
    Who holds such an office in the unit itself counts, and not whoever holds one above it.

    Example:
        >>> from sanliang.orgs import Belonging, Member, Unit
        >>> roster = Roster(
        ...     units=[Unit(id="g-1", kind="micro_grid", name="一号微网格"),
        ...            Unit(id="b-1", kind="branch", name="东岭村党支部")],
        ...     members=[Member(id="m-3", name="陈谷", status="full", belongs=[Belonging(unit="b-1")],
        ...                     posts=[Post(role="grid_worker", unit="g-1")])])
        >>> [one.responsible(on=date(2022, 5, 1)) for one in grid_areas(roster, on=date(2022, 5, 1))]
        [('m-3',)]
    """
    at, offices = day(on, "on"), dict[str, list[tuple[str, Post]]]()
    for member in instance(Roster)(roster, "roster").members:
        for post in member.posts:
            if holds(post, at) and roster.index.is_member(member.id, at):
                offices.setdefault(post.unit, []).append((member.id, post))
    places = (one for one in units_on(roster, on=at, line=Line.PLACE) if one.kind in ANSWERING)
    return tuple(
        Area(
            id=unit.id,
            unit=unit.id,
            kind=(AreaKind.GRID if unit.kind in GRIDS else AreaKind.HUB).value,
            place=unit.name,
            task=(GRID_TASK if unit.kind in GRIDS else HUB_TASK).zh,
            charges=_charges(offices.get(unit.id, []), ANSWERING[unit.kind]),
            since=unit.since,
            until=unit.until,
        )
        for unit in places
    )


def _charges(offices: list[tuple[str, Post]], roles: tuple[Role, ...]) -> tuple[Charge, ...]:
    for role in roles:
        held = [(who, post) for who, post in offices if post.role == role]
        if held:
            return tuple(Charge(member=who, since=post.since, until=post.until) for who, post in held)
    return ()


def blind_spots(roster: Roster, unit: str, *, on: date) -> tuple[str, ...]:
    """
    The households under a unit that lie in no grid and at no hub household on a day, by id.

    A household without a place on record is one of them.

    Raises:
        NotFound: There is no such unit, or it does not stand on that day.

    Example:
        >>> from sanliang.orgs import Belonging, Household, Unit
        >>> roster = Roster(
        ...     units=[Unit(id="v-1", kind="village", name="东岭村"),
        ...            Unit(id="g-1", kind="large_grid", name="一号网格", parent="v-1")],
        ...     households=[Household(id="h-1", belongs=[Belonging(unit="g-1")]),
        ...                 Household(id="h-2", belongs=[Belonging(unit="v-1")])])
        >>> blind_spots(roster, "v-1", on=date(2022, 5, 1))
        ('h-2',)
    """
    seen, found = dict[str, bool](), list[str]()
    for one in households_under(roster, unit, on=on):
        try:
            home = dwelling_of(roster, one.id, on=on).id
        except NotFound:
            found.append(one.id)
            continue
        if home not in seen:
            seen[home] = any(step.kind in ANSWERING for step in path(roster, home, on=on))
        if not seen[home]:
            found.append(one.id)
    return tuple(found)


def way_to(roster: Roster, household: str, *, areas: Iterable[Area], on: date) -> tuple[Link, ...]:
    """
    The way from the top of a place down to a household, with who is responsible at each step.

    Args:
        roster: Who is where.
        household: The household's id.
        areas: What `grid_areas` gave for that day, and any other areas whose id is that of a unit.
        on: The day.

    Raises:
        NotFound: There is no such household, or no place is recorded for it on that day.

    Example:
        >>> from sanliang.orgs import Belonging, Household, Unit
        >>> roster = Roster(
        ...     units=[Unit(id="v-1", kind="village", name="东岭村"),
        ...            Unit(id="g-1", kind="large_grid", name="一号网格", parent="v-1")],
        ...     households=[Household(id="h-1", belongs=[Belonging(unit="g-1")])])
        >>> who = [Charge(member="m-3")]
        >>> areas = [Area(id="g-1", unit="v-1", place="一号网格", task="联系各户", charges=who)]
        >>> [(one.unit, one.who) for one in way_to(roster, "h-1", areas=areas, on=date(2022, 5, 1))]
        [('v-1', ()), ('g-1', ('m-3',))]
    """
    known = {one.id: one for one in instances(Area)(areas, "areas")}
    home = dwelling_of(roster, household, on=on)
    return tuple(
        Link(
            unit=unit.id,
            kind=unit.kind,
            who=known[unit.id].responsible(on=on) if unit.id in known else (),
        )
        for unit in path(roster, home.id, on=on)
    )
