"""The files of the tours: plain, explained, of nobody, and made again byte for byte."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2] / "examples" / "tours"
TOWNS = ("huaxing", "pingshan", "poxi", "xingxian")
FILES = sorted(path for town in TOWNS for path in (HOME / town).iterdir())

pytestmark = pytest.mark.once("it reads the files of the repository alone")


def test_a_file_is_plain():
    """UTF-8 without a mark at its start, line feeds only, one at the end."""
    for path in FILES:
        raw = path.read_bytes()
        assert raw.decode("utf-8"), path.name
        assert (False, False) == (raw.startswith(b"\xef\xbb\xbf"), b"\r" in raw), path.name
        assert (True, False) == (raw.endswith(b"\n"), raw.endswith(b"\n\n")), path.name


def test_the_readme_explains_every_column():
    """Each column of a table is named in both halves of the README."""
    readme, tables = (HOME / "README.md").read_text("utf-8"), [one for one in FILES if one.suffix == ".csv"]
    for path in tables:
        with path.open(encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
        assert [] == [column for column in columns if readme.count(f"`{column}`") < 2], path.name


def test_no_table_holds_a_number_of_a_person():
    """No telephone number, no identity number."""
    for path in FILES:
        assert not re.search(r"\d{9}", path.read_text(encoding="utf-8")), path.name


def test_the_script_makes_the_same_files_again(tmp_path):
    """Running make.py again gives the same bytes, in another process too, and no other table."""
    subprocess.run([sys.executable, "-B", str(HOME / "make.py"), str(tmp_path)], check=True)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.csv")}

    assert {path.relative_to(HOME): path.read_bytes() for path in FILES if path.suffix == ".csv"} == made
