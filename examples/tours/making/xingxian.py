"""The tables of 兴县: seventeen units that were called, a village in five levels, branches and scores."""

from making.names import name

UNITS, CALLED = 17, 12871
HUBS, HOMES = 63, 917


def called():
    """How many were called of each unit and came; the first came so many minutes after, then one by one."""
    yield "unit", "called", "came", "first", "every"
    for place in range(UNITS):
        size = CALLED // UNITS + (place < CALLED % UNITS)
        yield f"u-{place + 1:02}", size, size, 5 + place, 3


def temporary():
    """Two temporary branches at the front."""
    yield "branch", "name", "head", "members", "since", "until"
    for number, word in ((1, "一"), (2, "二")):
        people = [f"u-0{number}-{place}" for place in range(6)]
        yield (
            f"t-{number}",
            f"康宁镇第{word}临时党支部",
            people[0],
            ";".join(people),
            "2022-04-03",
            "2022-06-02",
        )


def units():
    """Township, village, small grids, hub households; the committee and a branch."""
    yield "编号", "类别", "名称", "上级", "所在区域"
    yield "t-1", "乡镇", "魏家滩镇", "", ""
    yield "c-1", "乡镇党委", "魏家滩镇党委", "", "t-1"
    yield "v-1", "村", "马蒲滩村", "t-1", ""
    yield "b-1", "党支部", "马蒲滩村党支部", "c-1", "v-1"
    for grid in range(9):
        yield f"g-{grid}", "小网格", f"第{grid + 1}网格", "v-1", ""
    for hub in range(HUBS):
        yield f"hub-{hub}", "党员中心户", f"第{hub + 1}中心户", f"g-{hub // 7}", ""


def members():
    """63 members, each with a hub; nine of them head the grids."""
    yield "编号", "姓名", "党员类别", "所属组织", "职务"
    yield "m-0", name(900), "正式党员", "c-1", "乡镇党委书记@c-1"
    for hub in range(HUBS):
        posts = [f"中心户户长@hub-{hub}"]
        if hub % 7 == 0:
            posts.append(f"网格长@g-{hub // 7}")
        if hub == 2:
            posts.append("党支部书记@b-1")
        yield f"m-{hub + 1}", name(901 + hub), "正式党员", "b-1", "；".join(posts)


def households():
    """917 households, each at one hub."""
    yield "编号", "所在村组"
    for home in range(HOMES):
        yield f"h-{home + 1}", f"hub-{home % HUBS}"


def branches():
    """The composites of twelve branches."""
    yield "branch", "composite"
    for place, score in enumerate((86, 83, 91, 78, 88, 72, 81, 69, 84, 76, 62, 80), 1):
        yield f"b-{place}", score


TABLES = {
    "units": units, "members": members, "households": households,
    "called": called, "temporary": temporary, "branches": branches,
}  # fmt: skip
