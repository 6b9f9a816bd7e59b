"""What both sides have written for the two-way choice: the rows of wishes.csv."""

from dataclasses import dataclass, field
from datetime import date

from making.draw import Draw

PAIRED = date(2020, 9, 7)
NOBODY = "-"


@dataclass(eq=False)
class Slip:
    """Whom somebody wishes for and refuses, by ids, each wish a tie; no wishes at all are `None`."""

    id: str
    wishes: list | None = None
    refuses: list = field(default_factory=list)

    @property
    def cells(self):
        """The cells of the row: `;` between wishes, `|` within a tie, `-` for nobody."""
        wishes = "" if self.wishes is None else ";".join("|".join(tie) for tie in self.wishes) or NOBODY
        return self.id, wishes, ";".join(self.refuses)

    @property
    def wished(self):
        """All who are wished for."""
        return [id for tie in self.wishes or () for id in tie]


def slips(town):
    """The slips that say anything: of contact households, and of members who act for a member household."""
    acting = [one.by for one in town.letters if one.kind == "household" and one.started <= PAIRED]
    contacts = [home for home in town.homes if home.statuses]
    asked = [household(home, acting) for home in contacts]
    wanted = {}
    for slip in asked:
        for id in slip.wished:
            wanted.setdefault(id, []).append(slip.id)
    offered = [member(one, contacts, wanted.get(one.id, [])) for one in acting]
    return [slip for slip in (*asked, *offered) if any(slip.cells[1:])]


def household(home, acting):
    """The slip of a contact household: members of its own group first."""
    draw, slip = Draw(f"slip {home.id}"), Slip(home.id)
    village = [one for one in acting if one.village is home.village and one.home is not home]
    near = [one for one in village if one.group == home.group]
    if draw.chance(80):
        found = draw.some(near, draw.between(1, 2)) + draw.some(village, draw.below(2))
        slip.wishes = ties(draw, [one.id for one in found])
    elif draw.chance(10):
        slip.wishes = []
    if draw.chance(2):
        slip.refuses = [one.id for one in draw.some(village, 1) if one.id not in slip.wished]
    return slip


def member(one, contacts, wanted):
    """The slip of a member's household: some of those that want it, and others of its group."""
    draw, slip = Draw(f"slip {one.id}"), Slip(one.id)
    village = [home for home in contacts if home.village is one.village and home is not one.home]
    near = [home for home in village if home.group == one.group]
    if draw.chance(75):
        found = draw.some(wanted, draw.between(1, 2)) + draw.some([home.id for home in near], draw.below(3))
        slip.wishes = ties(draw, draw.some(found, len(found))) or None
    if draw.chance(1):
        slip.refuses = [home.id for home in draw.some(village, 1) if home.id not in slip.wished]
    return slip


def ties(draw, ids):
    """Wishes, each once; now and then the first two are equally welcome."""
    ids = list(dict.fromkeys(ids))
    if len(ids) > 1 and draw.chance(15):
        return [sorted(ids[:2]), *([id] for id in ids[2:])]
    return [[id] for id in ids]
