"""
Makes the invented people and wishes of the example: the CSV files beside this script.

    python examples/pingshan_pairing/make.py [directory]

The same files come out every time and on every Python: whatever is drawn comes from `making.draw`. What the
columns mean, and what is invented, is in README.md.
"""

import csv
import io
import sys
from pathlib import Path

from making.people import VILLAGES, Town
from making.slips import slips

HERE = Path(__file__).parent


def units():
    """The rows of units.csv."""
    yield "编号", "类别", "名称", "上级", "所在区域"
    yield "t-pingshan", "乡镇", "平山镇", "", ""
    yield "c-pingshan", "乡镇党委", "平山镇党委", "", "t-pingshan"
    yield "b-office", "党支部", "平山镇机关党支部", "c-pingshan", "t-pingshan"
    for village in VILLAGES:
        place, branch = f"v-{village.code}", f"b-{village.code}"
        yield place, "村", village.name, "t-pingshan", ""
        yield branch, "党支部", f"{village.name}党支部", "c-pingshan", place
        for number, word in zip(range(1, village.grids + 1), "一二三四五", strict=False):
            grid = f"x-{village.code}-{number}"
            yield grid, "小网格", f"{village.name}第{word}网格", place, ""
            yield f"pg-{village.code}-{number}", "党小组", f"{village.name}第{word}网格党小组", branch, grid


def members(town):
    """The rows of members.csv."""
    yield "编号", "姓名", "党员类别", "所属组织", "户编号", "职务", "特长"
    for one in town.members:
        yield one.id, one.name, "正式党员", one.unit, one.home.id, "；".join(one.posts), "；".join(one.skills)


def households(town):
    """The rows of households.csv."""
    yield "编号", "户主", "所在网格", "户类别", "需求"
    for home in town.homes:
        yield home.id, home.head, home.place, home.statuses, "；".join(home.needs)


def wishes(town):
    """The rows of wishes.csv."""
    yield "id", "wishes", "refuses", "kin"
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
    tables = {
        "units": units(),
        "members": members(town),
        "households": households(town),
        "wishes": wishes(town),
    }
    return {f"{name}.csv": text(table) for name, table in tables.items()}


def main(directory=HERE):
    """Write the files."""
    for name, content in make().items():
        (Path(directory) / name).write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
