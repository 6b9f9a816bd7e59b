"""The tables of 平山镇: the posts of a group of fifteen, the composites of members and branches."""

from making.names import name

MEMBERS = 1462
SCORES = ((900, 70), (800, 299), (700, 1088), (650, 5))
"""From how many tenths of a point so many members are: seventy of five stars, for whom there are 63 seats."""


def units():
    """A villager group with its Party group, in a community of the town."""
    yield "编号", "类别", "名称", "上级", "所在区域"
    yield "t-1", "乡镇", "平山镇", "", ""
    yield "c-1", "乡镇党委", "平山镇党委", "", "t-1"
    yield "v-dawa", "村", "大洼社区", "t-1", ""
    yield "x-sishan", "村民小组", "司山村民组", "v-dawa", ""
    yield "b-dawa", "党支部", "大洼社区党支部", "c-1", "v-dawa"
    yield "g-sishan", "党小组", "司山党小组", "b-dawa", "x-sishan"


def members():
    """The fifteen of the group, the group leader among them; the secretary who vets."""
    yield "编号", "姓名", "党员类别", "所属组织", "职务"
    yield "m-clerk", name(700), "正式党员", "b-dawa", "党支部书记@b-dawa"
    yield "m-sishan", name(701), "正式党员", "g-sishan", "党小组长@g-sishan"
    for number in range(1, 15):
        yield f"m-{number:02}", name(701 + number), "正式党员", "g-sishan", ""


def households():
    """None: who pairs is in the tables of the pairing."""
    yield ("编号",)


def posts():
    """A post for each of the fifteen, of those that the town's catalogue has."""
    yield "post", "code", "member"
    people = {"m-sishan": "group_head", "m-01": "council_head"}
    people |= {f"m-{number:02}": "group_member" for number in range(2, 15)}
    for number, (member, code) in enumerate(people.items(), 1):
        yield f"d-{number:02}", code, member


def group():
    """The three things that the group promises."""
    yield "item", "deed"
    yield from (("i-1", "修路"), ("i-2", "换路灯"), ("i-3", "绿化"))


def stars():
    """The composites of the members, each of the best another one, so that a seat is nobody's by chance."""
    yield "id", "composite"
    scores = [base + place % 100 for base, many in SCORES for place in range(many)]
    for number in range(MEMBERS):
        score = scores[number * 1009 % MEMBERS]
        yield f"m-{number + 1:04}", f"{score // 10}.{score % 10}"


def branches():
    """The composites of the branches of twelve villages: two of five stars, five of four."""
    yield "id", "composite"
    for number, score in enumerate((93, 84, 76, 91, 82, 88, 71, 85, 78, 81, 74, 77), 1):
        yield f"b-{number:02}", score


TABLES = {
    "units": units, "members": members, "households": households,
    "posts": posts, "group": group, "stars": stars, "branches": branches,
}  # fmt: skip
