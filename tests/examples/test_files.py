"""The files of the examples that are made: plain, explained, of nobody, and made again byte for byte."""

import csv
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
DRAWN = {
    "xingshisi": [820, 266, 500, 880, 620, 187, 757, 64],
    "pingshan_pairing": [99, 722, 77, 968, 423, 671, 559, 546],
}
KEPT = {".csv", ".md", ".py", ".toml"}
FILES = sorted(
    f"{name}/{path.name}"
    for name in DRAWN
    for path in (EXAMPLES / name).iterdir()
    if path.suffix in KEPT
)  # fmt: skip
TABLES = [name for name in FILES if name.endswith(".csv")]


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_plain(name):
    """UTF-8 without a mark at its start, line feeds only, one at the end."""
    raw = (EXAMPLES / name).read_bytes()

    assert raw.decode("utf-8")
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert not raw.endswith(b"\n\n")


@pytest.mark.parametrize("name", TABLES)
def test_the_readme_explains_every_column(name):
    """Each column of a table is named in both halves of the README beside it."""
    path = EXAMPLES / name
    readme = (path.parent / "README.md").read_text(encoding="utf-8")
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))

    assert [] == [column for column in columns if readme.count(f"`{column}`") < 2]


@pytest.mark.parametrize("name", TABLES)
def test_no_table_holds_a_number_of_a_person(name):
    """No telephone number, no identity number."""
    assert not re.search(r"\d{9}", (EXAMPLES / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", DRAWN)
def test_the_script_makes_the_same_files_again(name, tmp_path):
    """Running make.py again gives the same bytes, in another process too."""
    home = EXAMPLES / name
    subprocess.run([sys.executable, "-B", str(home / "make.py"), str(tmp_path)], check=True)

    assert {path.name for path in home.glob("*.csv")} == {path.name for path in tmp_path.iterdir()}
    for path in tmp_path.iterdir():
        assert (home / path.name).read_bytes() == path.read_bytes(), path.name


@pytest.mark.parametrize("name", DRAWN)
def test_draws_do_not_depend_on_the_python(name):
    """The generator is our own, and the start of a stream is written down here."""
    spec = importlib.util.spec_from_file_location(f"draw_of_{name}", EXAMPLES / name / "making" / "draw.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    draw = module.Draw("names")

    assert DRAWN[name] == [draw.below(1000) for _ in range(8)]
