"""
Units in two lines, members, households, and the roster that holds them together.

A `Roster` is checked as a whole when it is made. Its look-ups are methods; the questions to it are functions:
who is `under` a unit, which branch somebody is in on a day (`branch_of`), how many there are with roll-up
(`count`), what the regulation would say (`check`). The day is always given.
"""

from sanliang.orgs._counts import Count, UnitCount, count
from sanliang.orgs._csv import read_roster
from sanliang.orgs._households import Household, HouseholdStatus, Standing
from sanliang.orgs._numbers import REGULATION, check
from sanliang.orgs._people import (
    OFFICERS,
    OFFICERS_ABOVE,
    TOWN_OFFICERS,
    Belonging,
    Excuse,
    Exemption,
    Member,
    MemberStatus,
    Post,
    Role,
    Tag,
)
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
from sanliang.orgs._roster import Roster
from sanliang.orgs._units import NESTING, Line, Nesting, Unit, UnitKind, UnitRule
from sanliang.orgs._write import RosterText, write_roster

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
    "under",
    "unit_of",
    "units_on",
    "write_roster",
]
