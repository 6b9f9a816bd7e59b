"""
Makes the invented people and papers of the example: the CSV files beside this script.

    python examples/xingshisi/make.py [directory]

The same files come out every time and on every Python: whatever is drawn comes from `making.draw`. What the
columns mean, and what is invented, is in README.md.
"""

import csv
import io
import sys
from datetime import date
from pathlib import Path

from making.course import Course
from making.draw import Draw
from making.letters import Town
from making.people import ROLLOUT, VILLAGES
from making.slips import slips

HERE = Path(__file__).parent
DOORS = ("院门右侧", "院门左侧", "大门门垛", "房门上方")


def units():
    """The rows of units.csv."""
    yield "编号", "类别", "名称", "上级", "所在区域"
    yield "c-xingshisi", "乡镇党委", "兴十四镇党委", "", "t-xingshisi"
    yield "t-xingshisi", "乡镇", "兴十四镇", "", ""
    for village in VILLAGES:
        place = f"v-{village.code}"
        yield village.branch, "党支部", f"{village.name}党支部", "c-xingshisi", place
        yield place, "村", village.name, "t-xingshisi", ""
        for number, word in zip(range(1, village.groups + 1), "一二三四", strict=False):
            group = f"g-{village.code}-{number}"
            yield (
                f"pg-{village.code}-{number}",
                "党小组",
                f"{village.name}第{word}党小组",
                village.branch,
                group,
            )
            yield group, "村民小组", f"{village.name}{word}组", place, ""


def members(town):
    """The rows of members.csv."""
    yield (
        "编号", "姓名", "党员类别", "所属组织", "户编号", "职务", "特长", "标记", "入党日期",
        "免除原因", "免除决定", "决定机构", "决定日期", "免除起始日",
    )  # fmt: skip
    for one in town.members:
        status = "正式党员"
        if one.sort == "probationary":
            status = f"预备党员 {one.admitted}" + (f"；正式党员 {one.full}" if one.full else "")
        tags = ["流动党员"] * one.floating + ["失联党员"] * (one.sort == "lost")
        yield (
            one.id, one.name, status, one.unit, one.home.id, "；".join(one.posts),
            "；".join(one.skills), "；".join(tags), one.admitted, *excuse(one),
        )  # fmt: skip


def excuse(one):
    """The cells of an exemption: reason, decision, body, day, first day."""
    if not one.excused:
        return ("",) * 5
    reason, decision, day = one.excused
    return reason, decision, f"{one.village.name}党支部党员大会", day, day


def households(town):
    """The rows of households.csv."""
    yield "编号", "户主", "所在村组", "户类别", "需求"
    for home in town.homes:
        place = f"g-{home.village.code}-{home.group}"
        yield home.id, home.head, place, home.statuses, "；".join(home.needs)


def family(town):
    """The rows of family.csv."""
    yield "id", "household", "relation"
    for home in town.homes:
        for id, relation in home.family:
            yield id, home.id, relation


def leading(town):
    """The rows of leading.csv."""
    yield "branch", "member", "part"
    for village in VILLAGES:
        leaders = [one for one in town.members if one.sort == "leader" and one.village is village]
        for place, one in enumerate(town.officers(village) + leaders):
            yield village.branch, one.id, "head" if place == 0 else "deputy" if place == 1 else "member"


def plaques(town):
    """The rows of plaques.csv."""
    yield "plaque", "household", "unit", "by", "owed", "state", "place", "zh", "en"
    for home in town.homes:
        draw, owed = Draw(f"plaque {home.id}"), home.village.begins
        if home.members and not home.full and home.members[0].full:
            owed = date(2020, 12, 7)
        elif not home.full:
            continue
        hung = owed > ROLLOUT or not home.shut
        why = (
            ("", "")
            if hung
            else ("户内正式党员长期外出或失联，家中无人", "nobody is at home: away or out of contact")
        )
        by = town.officers(home.village)[0].id
        place = draw.one(DOORS) if hung else ""
        unit = home.members[0].unit
        yield (
            home.id.replace("h", "q", 1),
            home.id,
            unit,
            by,
            owed,
            "hung" if hung else "withheld",
            place,
            *why,
        )


def letters(town):
    """The rows of letters.csv."""
    yield (
        "pledge", "pledger_kind", "pledger", "unit", "kind", "signatories", "by", "vetter",
        "drafted", "approved", "signed", "posted", "started",
    )  # fmt: skip
    for one in town.letters:
        kind = "immediate" if one.deadline <= date(2020, 10, 31) else "annual"
        yield (
            one.id, one.kind, one.pledger, one.by.unit, kind, ";".join(one.signatories), one.by.id,
            one.vetter.id, one.drafted, one.approved, one.signed, one.posted, one.started,
        )  # fmt: skip


def choices(town):
    """The rows of choices.csv."""
    yield "pledge", "item", "menu", "quantity", "deadline", "witness"
    for letter in town.letters:
        for item in letter.items:
            yield letter.id, item.id, item.menu, item.quantity, item.deadline, item.witness


def course(rows):
    """The rows of course.csv."""
    columns = ("on", "thing", "move", "by", "item", "quantity", "ref", "value", "until", "zh", "en")
    yield columns
    for row in rows:
        yield [row.get(column, "") for column in columns]


def wishes(town):
    """The rows of wishes.csv."""
    yield "id", "wishes", "refuses"
    for slip in slips(town):
        yield slip.cells


def text(rows):
    """Rows as a text of CSV, with line feeds."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def make():
    """The files by name, each as a text."""
    town = Town()
    rows = Course(town).rows
    tables = {
        "units": units(),
        "members": members(town),
        "households": households(town),
        "family": family(town),
        "leading": leading(town),
        "plaques": plaques(town),
        "letters": letters(town),
        "choices": choices(town),
        "course": course(rows),
        "wishes": wishes(town),
    }
    return {f"{name}.csv": text(table) for name, table in tables.items()}


def main(directory=HERE):
    """Write the files."""
    for name, content in make().items():
        (Path(directory) / name).write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
