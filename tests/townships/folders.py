"""Folders of invented towns, and what a layer may change, for the tests of townships."""

from pathlib import Path

from hypothesis import strategies as st

from sanliang import Source, Text
from sanliang.calendars import MonthDay, Period, YearDay
from sanliang.kernel.overlays import add, drop, replace
from sanliang.points import Keeps
from sanliang.townships import Layer, Stated, TownDuty, TownPost

HEAD = """
schema = 1
id     = "qingshan"
name   = { zh = "青山镇", en = "Qingshan" }

[sources.rules]
title = "青山镇三亮办法"
date  = 2026-01-20
"""

DEEDS = """
schema = 1
id     = "deeds"
rates  = "member"
title  = "好事评星办法"
source = { title = "青山镇三亮办法", date = 2026-01-20 }
cycle  = { every = "year", starts = 2026-01-01 }
"""
"""How the book begins that towns of these tests add."""

BOOK = (
    DEEDS
    + """\
[fact.deeds]
records  = "deed"
[item.deeds]
ceiling  = 12
says     = "每件好事一分，至多十二分"
[scale]
says     = "三件以上一星"
tiers    = [ { name = 1, at_least = 3 } ]
"""
)


def change(part, op, key, value="", source='source = "rules"'):
    """The text of one change."""
    written = f"value = {value}" if value else ""
    return f'\n[[{part}]]\n{op} = "{key}"\n{written}\n{source}\n'


def folder(path: Path, *changes: str, head: str = HEAD, **books: str) -> Path:
    """A town's folder, with a file for each book."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "township.toml").write_text(head + "".join(changes), encoding="utf-8")
    for name, text in books.items():
        (path / f"{name.replace('_', '-')}.toml").write_text(text, encoding="utf-8")
    return path


# --- layers, for the laws ------------------------------------------------------------------------------

LAW = Source(title="县文件")
THEMES = st.integers(1, 28).map(lambda day: MonthDay(day=day))
PERIODS = st.integers(1, 30).map(lambda days: Period(days=days))
SWEEP = TownDuty(id="lanes", says=Text("清扫巷道", "sweeping the lanes"))
WORDS = st.sampled_from(["甲", "乙", "丙"]).map(Text)
FOUND = [
    ("calendar", "theme", THEMES),
    ("notices", "pledge", PERIODS),
    ("notices", "rating", PERIODS),
    ("pairing", "age", st.integers(60, 90)),
    ("pledge", "settings.least_member", st.integers(1, 9)),
    ("pledge", "settings.most_items", st.integers(1, 99)),
    ("records", "visit", WORDS),
    ("duties", "mediator", WORDS),
    ("duties", "friend", WORDS),
    ("calendar", "founding-day", st.just(YearDay(code="founding-day", month=7, day=1, says=Text("七一")))),
    ("points", "keeps", st.sampled_from([Keeps.CARRY, Keeps.RESET])),
    ("points", "exchange.spring", THEMES),
    ("posts", "cleaner", WORDS.map(lambda says: TownPost(id="cleaner", title=says, duties=[SWEEP]))),
]
STAYS = {
    ("calendar", "theme"),
    ("points", "keeps"),
    ("pledge", "settings.least_member"),
    ("pledge", "settings.most_items"),
}
THERE = {(part, key) for part, key, _ in FOUND[:7]} - {("pairing", "age")} | {("points", "keeps")}


@st.composite
def chains(draw, least=1, most=3):
    """Layers one over the other, each with changes that hold where it lies."""
    there, layers, below = set(THERE), [], "base"
    for number in range(draw(st.integers(least, most))):
        changes = []
        for part, key, values in draw(st.lists(st.sampled_from(FOUND), max_size=6)):
            if (part, key) not in there:
                changes.append(Stated(part=part, change=add(key, draw(values), source=LAW)))
                there.add((part, key))
            elif (part, key) in STAYS or draw(st.booleans()):
                changes.append(Stated(part=part, change=replace(key, draw(values), source=LAW)))
            else:
                changes.append(Stated(part=part, change=drop(key, source=LAW)))
                there.discard((part, key))
        id = f"town-{number}"
        layers.append(Layer(id=id, name=Text(id), over=(below,), changes=tuple(changes)))
        below = id
    return layers
