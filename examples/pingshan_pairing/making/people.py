"""Who there is: villages with their grids, members, households."""

from dataclasses import dataclass, field
from datetime import date

from making.draw import Draw

SURNAMES = "程胡王张陈李江刘汪吴方朱徐何杨查黄潘丁叶余韩钱许章丁郑曹洪琚"
FIRST = "长德立春金水明文国学启传光新正家大子友宜"
SECOND = "平山发根生旺来斌林娥莲云兰霞芳凤霜节苗峰"
SKILLS = ("种植", "养殖", "电工", "瓦木工", "医护", "调解", "会计", "驾驶", "致富")
NEEDS = ("劳力", "技术", "销路", "就医", "就学", "修房", "陪伴", "矛盾")
OFFICES = 17


@dataclass(frozen=True)
class Village:
    """A village, its grids, how many of its members help, and how many households are to be helped."""

    code: str
    name: str
    grids: int
    members: int
    poor: int


VILLAGES = (
    Village("huache", "花车村", 5, 31, 76),
    Village("mingfeng", "鸣凤村", 5, 30, 74),
    Village("maoshan", "猫山村", 4, 24, 60),
    Village("shishan", "石杉村", 5, 29, 73),
    Village("tangwan", "塘湾村", 4, 25, 62),
    Village("heling", "荷岭村", 4, 23, 58),
    Village("liqiao", "栗桥村", 5, 30, 75),
    Village("songtan", "松滩村", 4, 24, 59),
    Village("baitu", "柏土村", 4, 25, 63),
    Village("yunwu", "芸坞村", 4, 22, 55),
    Village("zhulin", "竹临村", 4, 23, 57),
    Village("pingan", "平安社区", 4, 24, 59),
)


@dataclass(eq=False)
class Member:
    """A member of the Party who helps; without a village, one of the town's offices."""

    village: Village | None
    grid: int
    name: str
    id: str = ""
    posts: list = field(default_factory=list)
    skills: list = field(default_factory=list)
    home: "Home | None" = None

    @property
    def unit(self):
        """The id of the Party group, or of the branch of the offices."""
        return "b-office" if self.village is None else f"pg-{self.village.code}-{self.grid}"


@dataclass(eq=False)
class Home:
    """A household."""

    village: Village | None
    grid: int
    head: str
    id: str = ""
    statuses: str = ""
    needs: list = field(default_factory=list)
    members: list = field(default_factory=list)

    @property
    def place(self):
        """The id of the grid, or of the township."""
        return "t-pingshan" if self.village is None else f"x-{self.village.code}-{self.grid}"


class Names:
    """Names that are drawn, each for one person only."""

    def __init__(self):
        self.draw, self.used = Draw("names"), set()

    def new(self):
        """A name that nobody has yet."""
        while True:
            name = self.draw.one(SURNAMES) + self.draw.one(FIRST) + self.draw.one(SECOND)
            if name not in self.used:
                self.used.add(name)
                return name


class Town:
    """All members, and all households: those that are to be helped first, then the members' own."""

    def __init__(self):
        names = Names()
        self.members = offices(names) + [one for village in VILLAGES for one in helpers(village, names)]
        self.poor = [one for village in VILLAGES for one in poor(village, names)]
        self.homes = self.poor + self.own_homes()
        for number, one in enumerate(self.members, 1):
            one.id = f"m-{number:03}"
        for number, one in enumerate(self.homes, 1):
            one.id = f"h-{number:04}"

    def own_homes(self):
        """The members' own households: some live together, a few in a household that is to be helped."""
        draw, homes = Draw("homes"), []
        for village in (None, *VILLAGES):
            found = [one for one in self.members if one.village is village]
            guests = draw.some(found[village.grids + 1 :], 2) if village else []
            for one in found:
                if one not in guests:
                    one.home = Home(village, one.grid, one.name)
                    homes.append(one.home)
            poor = [one for one in self.poor if one.village is village]
            for guest in guests:
                shared = draw.one(poor) if draw.chance(40) else found[guests.index(guest)].home
                guest.home, guest.grid = shared, shared.grid
        for one in self.members:
            one.home.members.append(one)
        return homes


def offices(names):
    """The members of the town's offices, the secretary first."""
    draw = Draw("offices")
    found = [Member(None, 0, names.new()) for _ in range(OFFICES)]
    for place, one in enumerate(found):
        role = "党委书记" if place == 0 else "党委委员" if place < 5 else ""
        one.posts = [f"{role}@c-pingshan 2016-05-10.."] if role else []
        one.skills = draw.some(SKILLS, draw.below(3))
    return found


def helpers(village, names):
    """The members of a village who help: the secretary and a leader in each grid among them."""
    draw = Draw(f"people {village.code}")
    found = [Member(village, 1 + place % village.grids, names.new()) for place in range(village.members)]
    found[0].posts.append(f"党支部书记@b-{village.code} 2014-11-01..")
    for one in found[1 : village.grids + 1]:
        one.posts.append(f"党小组长@{one.unit} 2015-03-01..")
    for one in found:
        one.skills = draw.some(SKILLS, draw.below(3))
    return found


def poor(village, names):
    """The households of a village that are to be helped."""
    draw = Draw(f"poor {village.code}")
    found = []
    for _ in range(village.poor):
        one = Home(village, draw.between(1, village.grids), names.new())
        since = date(draw.between(2014, 2016), 12, 1)
        one.statuses = f"建档立卡贫困户 {since}.." + ("；低保户 2015-01-01.." if draw.chance(30) else "")
        one.needs = draw.some(NEEDS, draw.between(1, 3))
        found.append(one)
    return found
