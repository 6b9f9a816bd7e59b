"""Who there is: villages, members, households."""

from dataclasses import dataclass, field
from datetime import date

from making.draw import Draw

SURNAMES = (
    "王李张刘陈杨赵孙吴周" * 3
    + "徐胡高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏田任姜范方石姚"
)
FIRST = "守玉桂宝兆凤秀喜庆景淑广彦雅晓瑞世连维振继传清"
SECOND = "田林山兰珍江河芬琴祥和丰友华茂泉峰燕莲"
SKILLS = ("种植", "养殖", "农机", "电工", "瓦木工", "医护", "电商", "调解", "会计", "驾驶")
NEEDS = ("劳力", "技术", "销路", "就医", "就学", "修房", "陪伴", "政策", "就业", "出行")

PILOT, ROLLOUT = date(2020, 7, 20), date(2020, 8, 11)

EXCUSES = {
    "away": ("长期外出", "长期在外务工，本轮免予签诺，返乡后补签"),
    "lost": ("失联", "多方联系未果，本轮免予签诺，继续查找"),
    "old": ("年老", "本人申请，同意免予签诺"),
    "ill": ("体弱", "本人申请，同意免予签诺"),
}


@dataclass(frozen=True)
class Village:
    """A village, and how many of whom live there."""

    code: str
    name: str
    members: int
    groups: int
    probationary: int
    away: int
    lost: int
    old: int
    ill: int
    contacts: int
    posted: date = date(2020, 8, 13)
    started: date = date(2020, 8, 21)

    @property
    def branch(self):
        """The id of the Party branch."""
        return f"b-{self.code}"

    @property
    def begins(self):
        """The day on which the campaign begins here."""
        return PILOT if self.code == "yinhe" else ROLLOUT


VILLAGES = (
    Village("yinhe", "音河村", 46, 4, 2, 2, 0, 2, 1, 16, date(2020, 7, 24), date(2020, 8, 3)),
    Village("donggang", "东岗村", 44, 3, 2, 3, 1, 2, 1, 16, date(2020, 8, 12), date(2020, 8, 20)),
    Village("liuwan", "柳湾村", 41, 3, 2, 3, 0, 3, 1, 15),
    Village("shuangjing", "双井村", 49, 4, 2, 2, 0, 2, 1, 17),
    Village("songlin", "松林村", 36, 3, 2, 3, 1, 2, 1, 14),
    Village("fengyu", "丰裕村", 56, 4, 3, 3, 0, 3, 1, 19),
    Village("beidian", "北甸村", 38, 3, 1, 3, 0, 2, 1, 14),
    Village("xinquan", "新泉村", 23, 2, 1, 3, 1, 2, 1, 10, date(2020, 8, 12), date(2020, 8, 20)),
)
# The probationary members who become full members in the cycle, by village, with the days of both.
EARLY = {
    "yinhe": (date(2019, 12, 3), date(2020, 12, 3)),
    "liuwan": (date(2019, 11, 18), date(2020, 11, 18)),
    "songlin": (date(2019, 12, 16), date(2020, 12, 16)),
    "fengyu": (date(2019, 12, 2), date(2020, 12, 2)),
}
ALONE = ("yinhe", "fengyu")  # where the one of EARLY lives in a household without a full member


@dataclass(eq=False)
class Member:
    """A member of the Party."""

    village: Village
    sort: str  # officer, leader, plain, probationary, away, lost, old, ill
    name: str
    group: int
    posts: list = field(default_factory=list)
    id: str = ""
    floating: bool = False
    admitted: date = date.min
    full: date | None = None  # the day of becoming a full member, of a probationary one
    skills: list = field(default_factory=list)
    excused: tuple = ()  # reason, decision, day
    home: "Home | None" = None

    @property
    def unit(self):
        """The id of the Party group."""
        return f"pg-{self.village.code}-{self.group}"

    @property
    def officer(self):
        """Whether this is one of the branch's committee."""
        return self.sort == "officer"


@dataclass(eq=False)
class Home:
    """A household."""

    village: Village
    group: int
    members: list = field(default_factory=list)
    family: list = field(default_factory=list)  # ids and how they are related
    head: str = ""
    statuses: str = ""
    needs: list = field(default_factory=list)
    id: str = ""

    @property
    def full(self):
        """The members who are full members at the start."""
        return [one for one in self.members if one.sort != "probationary"]

    @property
    def shut(self):
        """Whether nobody is there on whose door a plaque could hang: all full members are away or lost."""
        return all(one.sort in ("away", "lost") for one in self.full)

    @property
    def signing(self):
        """The members who are to sign: those who are not excused at the start."""
        return [one for one in self.members if one.sort not in EXCUSES]


class Names:
    """Names that are drawn, each for one person only."""

    def __init__(self):
        self.draw, self.used = Draw("names"), set()

    def new(self, surname=""):
        """A name that nobody has yet."""
        while True:
            name = (surname or self.draw.one(SURNAMES)) + self.draw.one(FIRST) + self.draw.one(SECOND)
            if name not in self.used:
                self.used.add(name)
                return name


def people(village, names):
    """The members of a village's branch, the officers first."""
    draw, size = Draw(f"people {village.code}"), village.members
    committee = 5 if size >= 45 else 4 if size >= 30 else 3
    odd = {sort: getattr(village, sort) for sort in ("probationary", *EXCUSES)}
    plain = size - committee - village.groups - sum(odd.values())
    others = ["plain"] * plain + [sort for sort, count in odd.items() for _ in range(count)]
    sorts = ["officer"] * committee + ["leader"] * village.groups + draw.some(others, len(others))
    found = [Member(village, sort, names.new(), 1 + draw.below(village.groups)) for sort in sorts]
    for place, one in enumerate(found[:committee]):
        role = ("党支部书记", "党支部副书记")[place] if place < 2 else "支部委员"
        one.posts.append(f"{role}@{village.branch} 2018-10-16..")
    for place, one in enumerate(found[committee : committee + village.groups]):
        one.group = place + 1
        one.posts.append(f"党小组长@{one.unit} 2018-11-05..")
    early = EARLY.get(village.code)
    for one in found:
        one.floating = one.sort == "away"
        one.admitted = draw_admission(draw, one.sort)
        if one.sort == "probationary":
            one.admitted, one.full = early or (date(2020, 7, draw.between(8, 10)), None)
            early = None
        elif one.sort not in ("away", "lost"):
            one.skills = draw.some(SKILLS, draw.below(3))
    return found


def draw_admission(draw, sort):
    """The day on which somebody was admitted."""
    first, last = (1958, 1975) if sort == "old" else (1979, 2016)
    return date(draw.between(first, last), draw.between(1, 12), draw.between(1, 28))


def homes_of(village, found, names):
    """The households of the members of a village: some live together."""
    draw = Draw(f"homes {village.code}")
    early = [one for one in found if one.full]
    able = [one for one in found if one.sort in ("plain", "probationary") and one not in early]
    guests = ([] if village.code in ALONE else early) + draw.some(able, village.members // 9)
    hosts = [one for one in found if one not in guests and one.sort in ("officer", "leader", "plain")]
    together = {id(guest): host for guest, host in zip(guests, draw.some(hosts, len(guests)), strict=True)}
    if village.members >= 45:
        together[id(guests[1])] = together[id(guests[0])]  # three in one household
    for one in found:
        if id(one) not in together:
            one.home = Home(village, one.group, [one], head=one.name)
    for guest in guests:
        host = together[id(guest)]
        guest.home, guest.group = host.home, host.group
        host.home.members.append(guest)
        if guest.sort == "probationary" or draw.chance(35):
            guest.name = names.new(surname=host.name[0])
    homes = [one.home for one in found if id(one) not in together]
    for home in homes:
        relatives(draw, home, names)
    return homes


def relatives(draw, home, names):
    """The family of a household that lives with the members: those who sign with them."""
    if not home.shut or not home.full:
        spouse = [] if len(home.members) > 1 or draw.chance(20) else ["配偶"]
        children = draw.some(("儿子", "女儿", "儿媳"), (0, 0, 1, 1, 2)[draw.below(5)])
        parents = ["母亲" if draw.chance(60) else "父亲"] if draw.chance(15) else []
        home.family = [["", how] for how in spouse + children + parents]
    if home.family and draw.chance(20):
        home.head = names.new(surname=home.members[0].name[0])


def contacts_of(village, names):
    """The households of a village that are to be helped and in which no member lives."""
    draw, found = Draw(f"contacts {village.code}"), []
    for _ in range(village.contacts):
        home = Home(village, draw.between(1, village.groups), head=names.new())
        since = date(draw.between(2014, 2016), 12, 1)
        home.statuses = draw.one(
            [f"建档立卡贫困户 {since}..2020-10-31；脱贫户 2020-11-01.."] * 8
            + [f"建档立卡贫困户 {since}..2018-11-30；脱贫户 2018-12-01.."] * 5
            + ["低保户 2017-01-01.."] * 2
            + ["特困户 2015-07-01..", "监测户 2020-03-01.."]
            + ["生活困难户 2019-10-01.."] * 4
        )
        home.needs = draw.some(NEEDS, draw.between(1, 3))
        found.append(home)
    return found
