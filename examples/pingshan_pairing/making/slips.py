"""What both sides have written on their slips: the rows of wishes.csv."""

from dataclasses import dataclass, field

from making.draw import Draw

NOBODY = "-"


@dataclass(eq=False)
class Slip:
    """What one member or household wishes and refuses, by ids; no wishes at all are `None`."""

    id: str
    wishes: list | None = None
    refuses: list = field(default_factory=list)
    kin: list = field(default_factory=list)

    @property
    def cells(self):
        """The cells of the row: `;` between wishes, `|` within a tie, `-` for nobody."""
        wishes = "" if self.wishes is None else ";".join("|".join(tie) for tie in self.wishes) or NOBODY
        return self.id, wishes, ";".join(self.refuses), ";".join(self.kin)

    @property
    def wished(self):
        """All who are wished for."""
        return [id for tie in self.wishes or () for id in tie]


def slips(town):
    """The slips of members and households, those that say anything."""
    members = {one.id: Slip(one.id) for one in town.members}
    homes = [household(one, town, members) for one in town.poor]
    wanted = {}
    for slip in homes:
        for id in slip.wished:
            wanted.setdefault(id, []).append(slip.id)
    for one in town.members:
        member(one, town, members[one.id], wanted.get(one.id, []))
    return [slip for slip in (*members.values(), *homes) if any(slip.cells[1:])]


def household(home, town, members):
    """The slip of a household: as a rule members of its grid; whom it is related to stands at the member."""
    draw, slip = Draw(f"slip {home.id}"), Slip(home.id)
    village = [one for one in town.members if one.village is home.village]
    near = [one for one in village if one.grid == home.grid]
    if draw.chance(8):
        members[draw.one(village).id].kin.append(home.id)
    if draw.chance(75):
        found = draw.some(near, draw.between(1, 2)) + draw.some(village, draw.below(2))
        if draw.chance(3):
            found.append(draw.one(town.members))
        slip.wishes = ties(draw, [one.id for one in found])
    elif draw.chance(4):
        slip.wishes = []
    if draw.chance(3):
        slip.refuses = [one.id for one in draw.some(village, 1) if one.id not in slip.wished]
    return slip


def member(one, town, slip, wanted):
    """Fill the slip of a member: some of those who want him, and others nearby."""
    draw = Draw(f"slip {one.id}")
    around = [home for home in town.poor if one.village is None or home.village is one.village]
    near = [home for home in around if home.grid == one.grid] or around
    if draw.chance(80):
        found = draw.some(wanted, draw.between(1, 3)) + [
            home.id for home in draw.some(near, draw.between(1, 3))
        ]
        slip.wishes = ties(draw, draw.some(found, len(found)))
    if draw.chance(4):
        slip.refuses = [home.id for home in draw.some(around, 1) if home.id not in slip.wished]


def ties(draw, ids):
    """Wishes, each once; now and then the first two are equally welcome."""
    ids = list(dict.fromkeys(ids))
    if len(ids) > 1 and draw.chance(15):
        return [sorted(ids[:2]), *([id] for id in ids[2:])]
    return [[id] for id in ids]
