"""
Units in two lines, members, households, and the roster that holds them together.

A `Roster` is checked as a whole when it is made. Its look-ups are methods; the questions to it are functions:
who is `under` a unit, which branch somebody is in on a day (`branch_of`), how many there are with roll-up
(`count`), what the regulation would say (`check`). The day is always given.

A name is imported when it is first asked for: whoever needs the roles alone does not pay for rosters.
"""

from sanliang.kernel.later import later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sanliang.orgs._counts import Count, UnitCount, count, roll_up
    from sanliang.orgs._csv import read_roster
    from sanliang.orgs._households import Household, HouseholdStatus, Standing
    from sanliang.orgs._numbers import REGULATION, check
    from sanliang.orgs._people import Belonging, Excuse, Exemption, Member, MemberStatus, Post, Tag
    from sanliang.orgs._queries import (
        answering,
        below,
        branch_of,
        contact_households,
        dwelling_of,
        households_under,
        member_households,
        path,
        place_of,
        residents,
        under,
        unit_of,
        units_on,
    )
    from sanliang.orgs._roles import OFFICERS, OFFICERS_ABOVE, TOWN_OFFICERS, Role
    from sanliang.orgs._roster import Roster
    from sanliang.orgs._units import NESTING, Line, Nesting, Unit, UnitKind, UnitRule
    from sanliang.orgs._write import RosterText, write_roster

# Where each name lives.
_HOMES = {
    "NESTING": "_units",
    "OFFICERS": "_roles",
    "OFFICERS_ABOVE": "_roles",
    "REGULATION": "_numbers",
    "TOWN_OFFICERS": "_roles",
    "Belonging": "_people",
    "Count": "_counts",
    "Excuse": "_people",
    "Exemption": "_people",
    "Household": "_households",
    "HouseholdStatus": "_households",
    "Line": "_units",
    "Member": "_people",
    "MemberStatus": "_people",
    "Nesting": "_units",
    "Post": "_people",
    "Role": "_roles",
    "Roster": "_roster",
    "RosterText": "_write",
    "Standing": "_households",
    "Tag": "_people",
    "Unit": "_units",
    "UnitCount": "_counts",
    "UnitKind": "_units",
    "UnitRule": "_units",
    "answering": "_queries",
    "below": "_queries",
    "branch_of": "_queries",
    "check": "_numbers",
    "contact_households": "_queries",
    "count": "_counts",
    "dwelling_of": "_queries",
    "households_under": "_queries",
    "member_households": "_queries",
    "path": "_queries",
    "place_of": "_queries",
    "read_roster": "_csv",
    "residents": "_queries",
    "roll_up": "_counts",
    "under": "_queries",
    "unit_of": "_queries",
    "units_on": "_queries",
    "write_roster": "_write",
}

__all__ = [
    "NESTING",
    "OFFICERS",
    "OFFICERS_ABOVE",
    "REGULATION",
    "TOWN_OFFICERS",
    "Belonging",
    "Count",
    "Excuse",
    "Exemption",
    "Household",
    "HouseholdStatus",
    "Line",
    "Member",
    "MemberStatus",
    "Nesting",
    "Post",
    "Role",
    "Roster",
    "RosterText",
    "Standing",
    "Tag",
    "Unit",
    "UnitCount",
    "UnitKind",
    "UnitRule",
    "answering",
    "below",
    "branch_of",
    "check",
    "contact_households",
    "count",
    "dwelling_of",
    "households_under",
    "member_households",
    "path",
    "place_of",
    "read_roster",
    "residents",
    "roll_up",
    "under",
    "unit_of",
    "units_on",
    "write_roster",
]

if not TYPE_CHECKING:  # a type checker that saw this would believe in any name at all
    __getattr__ = later(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
