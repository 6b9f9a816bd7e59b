"""The example campaign, read once for all tests."""

import csv
import re
import runpy
from contextlib import redirect_stdout
from datetime import date
from functools import cache, cached_property
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from sanliang import orgs
from sanliang.kernel.wire import read_toml

DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _typed(row):
    """A row with its days as days, its quantity as a number."""
    days = {name: date.fromisoformat(cell) for name, cell in row.items() if DAY.fullmatch(cell)}
    numbers = {"quantity": int(row["quantity"] or 0) or None} if "quantity" in row else {}
    return row | days | numbers


class Example:
    """The files of an example, as texts and as what they hold."""

    seen = date(2020, 8, 14)  # the day of the article
    end = date(2021, 7, 5)

    def __init__(self, home):
        self.home, self.tables = home, {}

    def text(self, name):
        """A file as a text."""
        return (self.home / name).read_bytes().decode("utf-8")

    def table(self, name):
        """The rows of a file with English headers."""
        if name not in self.tables:
            lines = self.text(f"{name}.csv").splitlines()
            self.tables[name] = tuple(_typed(row) for row in csv.DictReader(lines))
        return self.tables[name]

    @cached_property
    def campaign(self):
        """The plan."""
        return read_toml(self.text("campaign.toml"))

    @cached_property
    def menus(self):
        """The menus, by village."""
        return read_toml(self.text("menus.toml"))

    @cached_property
    def roster(self):
        """The roster of the town."""
        tables = {name: self.text(f"{name}.csv") for name in ("units", "members", "households")}
        return orgs.read_roster(**tables, own_words=self.campaign["words"])


EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="session")
def ran():
    """What runs a script once, as a command does: its names, the lines that it printed, how long it is."""

    @cache
    def run(name):
        path, out = EXAMPLES / f"{name}.py", StringIO()
        with redirect_stdout(out):
            names = runpy.run_path(str(path), run_name="__main__")
        length = len(path.read_text("utf-8").splitlines())
        return SimpleNamespace(**names, printed=out.getvalue().splitlines(), length=length)

    return run


@pytest.fixture(scope="session")
def xingshisi():
    """The campaign of 兴十四镇."""
    return Example(EXAMPLES / "xingshisi")
