"""The page of promises: each of its ids has a test, and no test shows a promise that is not on it."""

import re
from functools import cache
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.once("it reads the files of the repository alone"),
    pytest.mark.untraced("it calls nothing of the library"),
]

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/explanation/promises.md"
MADE = re.findall(r"^- \*\*([A-Z]\d+)\*\* \S", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


@cache
def shown():
    """The ids that stand on tests, as they are written in front of them."""
    marks = re.compile(r"^@pytest\.mark\.promise\(\"(\w+)\"\)$", re.MULTILINE)
    return {
        mark
        for path in (ROOT / "tests").rglob("test_*.py")
        for mark in marks.findall(path.read_text("utf-8"))
    }


@pytest.mark.parametrize("promise", MADE)
def test_every_promise_is_shown(promise):
    """For each promise there is a test that is marked with its id."""
    assert promise in shown()


def test_the_page_is_whole():
    """Each promise is made once; every marked test shows one that is made."""
    assert len(MADE) == len(set(MADE))
    assert shown() == set(MADE)
    assert PAGE.read_text(encoding="utf-8").count("- **") == len(MADE)
