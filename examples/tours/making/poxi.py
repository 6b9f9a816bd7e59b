"""The tables of 陂西镇: 21 villages, who answers for them, what was raised at 52 talks."""

from datetime import date, timedelta

from making.names import name

VILLAGES, TALKS, CONCERNS, SOLVED, REFUSED = 21, 52, 206, 154, 5
FIRST = date(2022, 1, 4)
CODES = [f"{place:02}" for place in range(1, VILLAGES + 1)]
GISTS = (
    ("roads", "hard", "村道修补"),
    ("water", "urgent", "水渠疏通"),
    ("housing", "urgent", "老屋修缮"),
    ("care", "worrying", "老人就餐"),
    ("work", "hoped", "技能培训"),
    ("farming", "hard", "玉米地锄草"),
)


def units():
    """The town, its committee, and a village with its branch for each number."""
    yield "编号", "类别", "名称", "上级", "所在区域"
    yield "t-poxi", "乡镇", "陂西镇", "", ""
    yield "c-poxi", "乡镇党委", "陂西镇党委", "", "t-poxi"
    for place, code in enumerate(CODES, 1):
        yield f"v-{code}", "村", f"第{place}村", "t-poxi", ""
        yield f"b-{code}", "党支部", f"第{place}村党支部", "c-poxi", f"v-{code}"


def team(place):
    """The work team of a village: a first secretary, and one or two with him; 48 in all."""
    code = CODES[place]
    posts = [
        f"第一书记@b-{code} 2021-05-10..",
        *[f"工作队员@b-{code} 2021-05-10.."] * (2 if place < 6 else 1),
    ]
    return [(f"w-{code}-{number}", post) for number, post in enumerate(posts, 1)]


def members():
    """Secretaries, leaders of areas, work teams."""
    yield "编号", "姓名", "党员类别", "所属组织", "职务"
    yield "m-poxi", name(0), "正式党员", "c-poxi", "乡镇党委书记@c-poxi 2021-01-01.."
    for number in range(1, 8):
        yield f"l-{number}", name(number), "正式党员", "c-poxi", "乡镇党委委员@c-poxi 2021-01-01.."
    for place, code in enumerate(CODES):
        yield f"m-b-{code}", name(20 + place), "正式党员", f"b-{code}", f"党支部书记@b-{code} 2021-01-01.."
        for number, (id, post) in enumerate(team(place)):
            yield id, name(50 + 3 * place + number), "正式党员", f"b-{code}", post


def households():
    """Ten households a village."""
    yield "编号", "所在村组"
    for code in CODES:
        for number in range(10):
            yield f"h-{code}-{number}", f"v-{code}"


def areas():
    """For each village the leader of its area, the head of its work team, the secretary for its centre."""
    yield "area", "kind", "unit", "place", "member"
    for place, code in enumerate(CODES):
        yield f"area-{code}", "area_leader", f"v-{code}", f"第{place + 1}村", f"l-{place // 3 + 1}"
        yield f"team-{code}", "work_team", f"v-{code}", f"第{place + 1}村", f"w-{code}-1"
        yield f"centre-{code}", "service_centre", f"v-{code}", f"第{place + 1}村便民服务中心", f"m-b-{code}"


def held(talk):
    """The day and the village of a talk."""
    return FIRST + timedelta(days=3 * talk), CODES[talk % VILLAGES]


def talks():
    """52 talks at somebody's house, every third day; every other one is the area leader's."""
    yield "talk", "on", "unit", "by"
    for talk in range(TALKS):
        on, code = held(talk)
        by = f"l-{CODES.index(code) // 3 + 1}" if talk % 2 else f"m-b-{code}"
        yield f"talk-{talk + 1}", on, f"b-{code}", by


def concerns():
    """About four at each talk; some of the last are not settled yet, five are not the town's to settle."""
    yield (
        *("concern", "talk", "by", "name", "category", "urgency", "gist", "worker"),
        *("sorted", "until", "finished", "confirmed", "refused"),
    )
    for place in range(CONCERNS):
        talk = place % TALKS
        on, code = held(talk)
        refused = place >= CONCERNS - REFUSED
        done = place < SOLVED
        yield (
            *(f"c-{place + 1}", f"talk-{talk + 1}", f"h-{code}-{place // TALKS}", name(200 + place)),
            *GISTS[place % len(GISTS)],
            f"w-{code}-1",
            on + timedelta(days=1),
            on + timedelta(days=120),
            on + timedelta(days=12 + place % 7) if done else "",
            on + timedelta(days=20 + place % 5) if done else "",
            on + timedelta(days=2) if refused else "",
        )


TABLES = {
    "units": units, "members": members, "households": households,
    "areas": areas, "talks": talks, "concerns": concerns,
}  # fmt: skip
