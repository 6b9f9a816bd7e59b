"""A page in Chinese and the same page in English say the same, section by section."""

import re
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.once("it reads the files of the repository alone"),
    pytest.mark.untraced("it calls nothing of the library"),
]

DOCS = Path(__file__).parents[2] / "docs"
CHINESE = sorted(DOCS.rglob("*.zh.md"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#+) ", re.MULTILINE)


def twin(page):
    """The page in English beside a page in Chinese."""
    return page.with_name(page.name.replace(".zh.md", ".md"))


def plain(kind, block):
    """A block without comments, and without what names the language."""
    without = re.sub(r"\s*# .*", "", block)
    return kind, without.replace(".zh.md", ".md").replace(" --lang en", "")


def codes(text):
    """What a text has in backticks."""
    return set(re.findall(r"`([^`\n]+)`", text))


def row(line):
    """A row of a table: its number of cells, its codes, and the numbers beside them."""
    cells = re.sub(r"\]\([^)]*\)", "]", line)
    return cells.count("|"), codes(cells), set(re.findall(r"\d+(?:\.\d+)?", re.sub(r"`[^`]+`", "", cells)))


def sections(page):
    """The level of each section of a page, its blocks, the rows of its tables, the codes in its text."""
    text = page.read_text("utf-8")
    blocks = [plain(*found) for found in FENCE.findall(text)]
    _, *parts = HEADING.split(FENCE.sub("@@", text))
    for level, part in zip(parts[::2], parts[1::2], strict=True):
        own, blocks = blocks[: part.count("@@")], blocks[part.count("@@") :]
        yield len(level), own, [row(line) for line in part.splitlines() if line.startswith("|")], codes(part)


@pytest.mark.parametrize("page", CHINESE, ids=lambda page: page.name)
def test_both_languages_have_the_same_sections(page):
    """Every section has the same blocks but for comments, the same rows and numbers, the same words."""
    expected, found = list(sections(twin(page))), list(sections(page))

    assert len(expected) == len(found)
    for one, other in zip(expected, found, strict=True):
        assert one == other


@pytest.mark.parametrize("page", CHINESE, ids=lambda page: page.name)
def test_each_page_names_the_other_at_its_top(page):
    """Whoever opens the wrong language finds the other below the title."""
    english = twin(page)

    assert f"[English]({english.name})" == page.read_text("utf-8").splitlines()[2]
    assert f"[中文]({page.name})" == english.read_text("utf-8").splitlines()[2]


def test_the_pages_for_clerks_are_in_both_languages():
    """How to write a rulebook, and its format, can be read in Chinese."""
    assert {"write-a-rulebook.zh.md", "rulebook-format.zh.md"} <= {page.name for page in CHINESE}
