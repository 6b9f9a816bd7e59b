"""The tables of 华兴镇: 512 members of 11 branches, their pledges and lectures, an exchange, inspections."""

from datetime import date

from making.names import name

BRANCHES, MEMBERS, HOMES = 11, 512, 336
FULING = "b-01"
DEEDS = (
    ("管护花草", "次"), ("带动果业", "户"), ("帮扶老人", "次"), ("清扫村道", "次"), ("代办证照", "件"),
)  # fmt: skip
GOODS = (("oil", "食用油", "cooking oil", 30, 120), ("powder", "洗衣粉", "washing powder", 20, 200),
         ("soap", "肥皂", "soap", 10, 400))  # fmt: skip
ELDERS = (110, 121, 132)
"""Retired cadres, all of the last branch, which is not theirs to check."""

CODES = [f"b-{place:02}" for place in range(1, BRANCHES + 1)]


def units():
    """The town and its committee; eleven villages, each with its branch."""
    yield "编号", "类别", "名称", "上级", "所在区域"
    yield "t-1", "乡镇", "华兴镇", "", ""
    yield "c-1", "乡镇党委", "华兴镇党委", "", "t-1"
    for place, branch in enumerate(CODES, 1):
        village = "涪陵村" if branch == FULING else f"第{place}村"
        yield f"v-{place:02}", "村", village, "t-1", ""
        yield branch, "党支部", f"{village}党支部", "c-1", f"v-{place:02}"


def members():
    """The secretary, three retired cadres of the last branch, and the members of all."""
    yield "编号", "姓名", "党员类别", "所属组织", "职务"
    yield "m-000", name(300), "正式党员", "c-1", "乡镇党委书记@c-1"
    for number in range(1, MEMBERS):
        branch = CODES[(number - 1) % BRANCHES]
        posts = f"党支部书记@{branch}" if number <= BRANCHES else "监督员@c-1" if number in ELDERS else ""
        yield f"m-{number:03}", name(300 + number), "正式党员", branch, posts


def households():
    """The households of 涪陵村."""
    yield "编号", "所在村组"
    for number in range(1, HOMES + 1):
        yield f"h-{number:03}", "v-01"


def letters():
    """What 24 members of 涪陵村 promise, so many in the year."""
    yield "pledge", "member", "deed", "measure", "quantity"
    for place in range(24):
        deed, measure = DEEDS[place % len(DEEDS)]
        yield f"p-{place + 1:02}", f"m-{1 + BRANCHES * (place + 1):03}", deed, measure, 12


def results():
    """What was shown of each pledge on the theme Party day of a month; two fall behind."""
    yield "month", "pledge", "quantity"
    for month in range(2, 13):
        for place in range(24):
            if not (place in {7, 19} and month > 6):
                yield month, f"p-{place + 1:02}", 2 if month == 12 else 1


def oath():
    """Who said the oath again on 1 July: 268 members of the town."""
    yield ("member",)
    for number in range(268):
        yield (f"m-{number:03}",)


def lectures():
    """84 lectures a month, of a hundred speakers."""
    yield "lecture", "on", "unit", "speaker"
    for number in range(12 * 84):
        place, month = number % 100, number // 84 + 1
        branch = CODES[place % BRANCHES]
        yield f"l-{number + 1:04}", date(2019, month, 8 + number % 3 * 8), branch, f"m-{place + 1:03}"


def deeds():
    """What the households did, month by month."""
    yield "household", "kind", "on"
    for month in range(2, 13):
        for number in range(1, HOMES + 1):
            if (number * month) % 7 < 2:
                yield f"h-{number:03}", "yard.clean", date(2019, month, 25)
            if (number + month) % 5 == 0:
                yield f"h-{number:03}", "volunteer", date(2019, month, 26)


def tariff():
    """What a deed counts."""
    yield "rule", "zh", "en", "kind", "points"
    yield "yard", "庭院整洁", "a clean yard", "yard.clean", 3
    yield "service", "志愿服务", "voluntary work", "volunteer", 5


def goods():
    """What points buy."""
    yield "good", "zh", "en", "price", "stock"
    yield from GOODS


def orders():
    """What each household takes on the day: the dearest thing that its points pay for."""
    yield "order", "household", "good"
    earned = {}
    for household, kind, _ in list(deeds())[1:]:
        earned[household] = earned.get(household, 0) + (3 if kind == "yard.clean" else 5)
    for household, points in sorted(earned.items()):
        affordable = [good for good, _, _, price, _ in GOODS if price <= points]
        if affordable:
            yield f"o-{household}", household, affordable[0]


def inspections():
    """Every branch is checked; in every third something was found and put right."""
    yield "inspection", "unit", "finding"
    for place, branch in enumerate(CODES):
        yield f"x-{branch}", branch, "公示栏未公布上月承诺兑现情况" if place % 3 == 0 else ""


TABLES = {
    "units": units, "members": members, "households": households, "letters": letters, "results": results,
    "oath": oath, "lectures": lectures, "deeds": deeds, "tariff": tariff, "goods": goods, "orders": orders,
    "inspections": inspections,
}  # fmt: skip
