"""The example of 平山镇's stars: the figures of the article are counted, and the script stays short."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from sanliang import rulebooks
from sanliang.ratings import run_cases

HERE = Path(__file__).parents[2] / "examples" / "pingshan_stars"

pytestmark = pytest.mark.untraced("it rates a whole town")


SENTENCE = (
    "村（社区）党组织12个：五星级2个、四星级5个，未列5个；"
    "党员1462名：五星级63名、四星级306名、二星级5名，未列1088名。"
)


def test_the_board_has_fifteen_members_and_three_items_of_the_group():
    """Every pledge on it went from the draft to the board; the group's own has the three deeds."""
    spec = importlib.util.spec_from_file_location("pingshan_board", HERE / "board.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    *members, group = module.board()

    assert 15 == len({pledge.letter.pledger.id for pledge in members})
    assert ("修路", "换路灯", "绿化") == tuple(item.deed for item in group.letter.items)
    assert {"published"} == {pledge.state for pledge in (*members, group)}


def test_the_rules_of_the_example_hold():
    """Each case of its rulebook comes out as it says."""
    found = run_cases(rulebooks.load(HERE / "stars.toml"))

    assert [()] * 5 == [one.differences for one in found]


@pytest.mark.once("it starts a program")
@pytest.mark.parametrize(("name", "line"), [("report", SENTENCE), ("board", "15名党员，党小组承诺3项")])
def test_a_script_counts_what_the_article_says(name, line):
    """It runs by itself, prints the article's figures, and is shorter than a hundred lines."""
    path = HERE / f"{name}.py"
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True)

    assert line in done.stdout.splitlines()
    assert len(path.read_text("utf-8").splitlines()) < 100
