"""What is written about the examples: a README shows what its scripts print, and the docs list them all."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.untraced("it runs what towns have"),
    pytest.mark.once("it looks at what is written"),
]


@pytest.mark.parametrize("town", ["huaxing", "pingshan_stars", "sanyuan"])
def test_a_readme_shows_what_its_scripts_print(ran, town):
    """Each line that it shows is printed by one of them, and each script stands in its table."""
    scripts = sorted(path.stem for path in (ROOT / "examples" / town).glob("*.py"))
    printed = {line for name in scripts for line in ran(f"{town}/{name}").printed}
    readme = (ROOT / "examples" / town / "README.md").read_text("utf-8")
    shown = "".join(re.findall(r"```text\n(.*?)```", readme, re.DOTALL)).splitlines()
    said = [line for line in shown if not line.startswith("python ")]

    assert said
    assert [] == [line for line in said if line not in printed]
    assert [] == [name for name in scripts if f"| `{name}.py` |" not in readme]


def test_the_docs_list_every_example():
    """Each directory stands on the page, and each script of a town that has several."""
    page = (ROOT / "docs" / "reference" / "examples.md").read_text("utf-8")
    homes = sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())
    towns = [path for town in ("huaxing", "sanyuan") for path in (ROOT / "examples" / town).glob("*.py")]

    assert [] == [home.name for home in homes if f"`{home.name}" not in page]
    assert [] == [path.name for path in towns if f"{path.name}`" not in page]
