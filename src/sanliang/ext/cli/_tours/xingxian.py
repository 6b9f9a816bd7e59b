"""兴县: people at the front, temporary branches, a grid without a blind spot, plaques with stars."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

import attrs

from sanliang import activities, orgs, posts, ratings
from sanliang.activities import Call, Mobilisation, MobilisationGiven, Reported, TemporaryBranch
from sanliang.ext.cli._office import BEIJING
from sanliang.ext.cli._tours._tour import Count, Stage
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Text
from sanliang.kernel.privacy import Audience
from sanliang.orgs import UnitKind

FRONT = "front"
VILLAGE, BRANCH = "v-1", "b-1"


@attrs.frozen(kw_only=True)
class CalledRow:
    """
    A unit that was called.

    Attributes:
        called, came: How many.
        first, every: How many minutes after the call the first came, and after each other the rest.
    """

    unit: str
    called: int
    came: int
    first: int
    every: int


@attrs.frozen(kw_only=True)
class TemporaryRow:
    """A temporary branch at the front."""

    branch: str
    name: str
    head: str
    members: str
    since: date
    until: date


@attrs.frozen(kw_only=True)
class ScoreRow:
    """The composite of a branch."""

    branch: str
    composite: int


def play(stage: Stage) -> dict[str, Count]:
    """The call and who came; the village and its grid; the stars of the branches."""
    return {**_front(stage), **_grid(stage), **_stars(stage)}


def _front(stage: Stage) -> dict[str, Count]:
    """Who was at the front within two days, by unit; the branches that were set up there."""
    office, day, chief = stage.office, stage.day("called"), stage.office.secretary(stage.day("called"))
    at = datetime.combine(day, time(20), BEIJING)
    called = stage.rows("called.csv", CalledRow, "called", "came", "first", "every")
    sizes = {row.unit: row.called for row in called}
    order = Call(
        title=stage.sheet.title.zh,
        unit="c-1",
        units=tuple(sizes),
        at=at,
        within=48,
        expected=FrozenMap(sizes),
    )
    office.open("mobilisation", FRONT, "call", chief, day, MobilisationGiven(call=order))
    after = day + timedelta(days=2)
    for row in called:
        office.move("mobilisation", FRONT, "report", chief, after, MobilisationGiven(reports=_came(row, at)))
    for row in stage.rows("temporary.csv", TemporaryRow):
        office.move("mobilisation", FRONT, "set_up", chief, after, MobilisationGiven(branch=_branch(row)))
    one: Mobilisation = office.thing(FRONT)
    found = activities.turnout(one)
    first, _ = activities.arrivals(one, hours=24)
    return {
        "in_time": found.in_time,
        "units": sum(unit.in_time == unit.expected for unit in found.units),
        "first_day": first[1],
        "temporary": len(one.standing),
    }


def _came(row: CalledRow, at: datetime) -> list[Reported]:
    """Who of a unit came when."""
    return [
        Reported(
            person=f"{row.unit}-{place}",
            unit=row.unit,
            at=at + timedelta(minutes=row.first + row.every * place),
        )
        for place in range(row.came)
    ]


def _branch(row: TemporaryRow) -> TemporaryBranch:
    return TemporaryBranch(
        id=row.branch,
        name=row.name,
        head=row.head,
        members=row.members.split(";"),
        since=row.since,
        until=row.until,
    )


def _grid(stage: Stage) -> dict[str, Count]:
    """Whether every grid and every hub has one who answers for it, and every household one of them."""
    on, roster = stage.day("grid"), stage.roster
    areas = posts.grid_areas(roster, on=on)
    homes = orgs.households_under(roster, VILLAGE, on=on)
    steps = posts.way_to(roster, homes[0].id, areas=areas, on=on)
    kinds = [UnitKind.of(step.kind) for step in steps]
    return {
        "households": len(homes),
        "members": len(orgs.under(roster, BRANCH, on=on)),
        "areas": len(posts.coverage(areas, on=on).covered),
        "faults": len(posts.check(areas, on=on).reasons),
        "blind": len(posts.blind_spots(roster, VILLAGE, on=on)),
        "levels": len(steps) + 1,
        "way": Text(
            " → ".join(kind.label("zh") for kind in kinds), " → ".join(kind.label("en") for kind in kinds)
        ),
    }


def _stars(stage: Stage) -> dict[str, Count]:
    """The stars of branches by the town's rulebook; those of four hang where the town shows stars."""
    book, scores = stage.town.rulebooks["branch-stars"], stage.rows("branches.csv", ScoreRow, "composite")
    tiers: dict[str, Any] = {
        row.branch: ratings.rate({"composite": Fraction(row.composite)}, book, on=stage.day("rated"))
        for row in scores
    }
    shown = stage.town.shown["branch_stars"] in {Audience.VILLAGE, Audience.WEB}
    four = [branch for branch, rating in tiers.items() if rating.tier == "4"]
    return {"rated": len(tiers), "plaques": len(four) if shown else 0}
