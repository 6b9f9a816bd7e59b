"""What they promise: the letters of the town, and what is chosen from the menus."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from making.draw import Draw
from making.people import (
    EXCUSES,
    PILOT,
    ROLLOUT,
    VILLAGES,
    Home,
    Member,
    Names,
    contacts_of,
    homes_of,
    people,
)

from sanliang.kernel.wire import read_toml

MENUS = Path(__file__).parents[1] / "menus.toml"


@dataclass(eq=False)
class Item:
    """One choice from the menu."""

    id: str
    menu: str
    measure: dict
    quantity: int
    deadline: date
    witness: str


@dataclass(eq=False)
class Letter:
    """A pledge letter and the days of its way to the board and into action."""

    home: Home
    pledger: str
    kind: str
    signatories: list
    by: Member
    vetter: Member
    drafted: date
    approved: date
    signed: date
    posted: date
    started: date
    id: str = ""
    items: list = field(default_factory=list)

    @property
    def deadline(self):
        """The last deadline."""
        return max(item.deadline for item in self.items)

    @property
    def notice(self):
        """The id of the notice that publishes it."""
        return self.id.replace("p", "n", 1)


class Town:
    """Everything that is made, in the order in which it is made."""

    def __init__(self):
        self.menus = read_toml(MENUS.read_text(encoding="utf-8"))
        names, self.members, self.homes, self.letters = Names(), [], [], []
        for village in VILLAGES:
            found = people(village, names)
            self.members += found
            self.homes += homes_of(village, found, names)
        ill = {one.village.code: one for one in self.members if one.sort == "ill"}
        for code in ("yinhe", "liuwan", "shuangjing", "fengyu", "beidian"):
            ill[code].home.statuses, ill[code].home.needs = "生活困难户 2020-01-01..", ["就医", "陪伴"]
        self.homes += [home for village in VILLAGES for home in contacts_of(village, names)]
        numbered("m", self.members)
        numbered("h", self.homes)
        for number, one in enumerate((one for home in self.homes for one in home.family), 1):
            one[0] = f"f-{number:04}"
        posts_of_the_town(self.members)
        for one in self.members:
            if one.sort in EXCUSES:
                one.excused = (*EXCUSES[one.sort], one.village.begins)
            elif one.sort == "plain" and one.village.code in ("donggang", "xinquan") and not self.floats(one):
                one.floating = True  # away, and yet signs: back for a day
        for home in self.homes:
            self.write(home)
        for home in self.homes:
            if home.members and not home.full and home.members[0].full:
                self.write_later(home)
        numbered("p", self.letters)

    def floats(self, member):
        """Whether somebody else of the village floats and signs all the same."""
        return any(
            one.floating and one.sort == "plain" for one in self.members if one.village is member.village
        )

    def officers(self, village):
        """The committee of a branch, the secretary first."""
        return [one for one in self.members if one.officer and one.village is village]

    def leader(self, home):
        """The leader of the Party group of a household."""
        leaders = [one for one in self.members if one.sort == "leader" and one.village is home.village]
        return leaders[home.group - 1]

    def write(self, home):
        """The letters of a household: one for all of it under its plaque, or else one for each member."""
        if home.full and not home.shut and home.signing:
            people_ids = [one.id for one in home.signing] + [one for one, _ in home.family]
            self.letter(home, "household", home.id, people_ids, home.signing[0])
        else:
            for one in home.signing:
                self.letter(home, "member", one.id, [one.id], one)

    def letter(self, home, kind, pledger, signatories, by):
        """One letter on the days of its village, with its choices."""
        village, draw = home.village, Draw(f"letter {pledger}")
        vetter = next(one for one in self.officers(village) if one.home is not home)
        begins, posted, started = village.begins, village.posted, village.started
        signed = posted - timedelta(days=0 if posted.day == 12 else 1)
        if draw.chance(3):
            late = {
                PILOT: (date(2020, 7, 28), date(2020, 8, 5)),
                ROLLOUT: (date(2020, 8, 14), date(2020, 8, 24)),
            }
            posted, started = late[begins]
            signed = posted
        drafted = begins + timedelta(days=1 if begins == PILOT else 0)
        days = (drafted, drafted + timedelta(days=1), signed, posted, started)
        found = Letter(home, pledger, kind, signatories, by, vetter, *days)
        found.items = self.choices(found, draw)
        self.letters.append(found)
        return found

    def write_later(self, home):
        """The letter of a household that becomes a member household in December 2020."""
        people_ids = [one.id for one in home.members] + [one for one, _ in home.family]
        found = self.letter(home, "household", home.id, people_ids, home.members[0])
        found.drafted = found.approved = date(2020, 12, 7)
        found.signed = found.posted = date(2020, 12, 8)
        found.started = date(2020, 12, 16)
        found.items = self.choices(found, Draw(f"later {home.id}"))

    def choices(self, letter, draw):
        """What is chosen from the menu of the village: one, two or three entries."""
        earliest = letter.started + timedelta(days=30)
        menu = [entry for entry in self.menus[letter.home.village.code] if earliest <= entry["due"][1]]
        count = (1, 1, 1, 1, 1, 1, 2, 2, 2, 3)[draw.below(10)]
        leader, found = self.leader(letter.home), []
        witness = leader if leader.home is not letter.home else letter.vetter
        for number, entry in enumerate(draw.some(menu, count), 1):
            least, most = entry["quantity"]
            days = [day for day in half_months() if max(earliest, entry["due"][0]) <= day <= entry["due"][1]]
            found.append(
                Item(
                    f"i{number}", entry["id"], entry["measure"],
                    draw.between(least, most), draw.one(days), witness.id,
                )
            )  # fmt: skip
        return found


def numbered(letter, things):
    """Give every thing its id."""
    for number, one in enumerate(things, 1):
        one.id = f"{letter}-{number:04}"


def posts_of_the_town(members):
    """The township committee: its members belong to the branches of the villages in which they live."""
    seat = [one for one in members if one.village.code == "fengyu" and one.sort == "plain"]
    north = [one for one in members if one.village.code == "beidian" and one.sort == "plain"]
    for one, role in zip((*seat[:3], north[0]), ("乡镇党委书记", *["乡镇党委委员"] * 3), strict=True):
        one.posts.append(f"{role}@c-xingshisi 2019-03-01..")


def half_months():
    """The 15th and the last day of each month of the cycle."""
    for number in range(2020 * 12 + 7, 2021 * 12 + 6):
        year, month = number // 12, number % 12 + 1
        yield date(year, month, 15)
        yield date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
