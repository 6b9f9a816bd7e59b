"""The pages for clerks: every block of TOML on them reads."""

import re
from pathlib import Path

import pytest
from tests.rulebooks.books import HEAD

from sanliang.ratings import run_cases
from sanliang.rulebooks import lint, loads, tier_names

DOCS = Path(__file__).parents[2] / "docs"
HOW_TO = ["how-to/write-a-rulebook.md", "how-to/write-a-rulebook.zh.md"]
FORMAT = ["reference/rulebook-format.md", "reference/rulebook-format.zh.md"]
# What the fragments of the reference look at.
AROUND = """
[fact.class]
type = "word"
[fact.sick]
type = "yes"
[fact.deeds]
records = "deed"
[fact.mark]
[item.mark]
"""
CASE = """
[[case]]
name = "a branch of two"
cycle = [2026-01-01, 2026-12-31]
facts = {}
expect = { tier = "none" }
"""
SCALE = """
[scale]
tiers = [ { name = 5, at_least = 90 }, { name = 4, at_least = 80 }, { name = 3, at_least = 70 } ]
"""


def blocks(page):
    """The blocks of TOML of a page."""
    return re.findall(r"^```toml\n(.*?)^```$", (DOCS / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)


def around(block):
    """A fragment in a book that has what it looks at."""
    return HEAD + AROUND + ("" if "[scale]" in block else SCALE) + block


@pytest.mark.parametrize("page", HOW_TO)
def test_the_steps_of_the_how_to_make_a_book(page):
    """The steps, one after the other, are a whole book in which nothing is doubtful; the last changes it."""
    *steps, village = blocks(page)
    book = loads("\n".join(steps))

    assert 11 == len(steps)
    assert ("5", "4", "3", "none") == tier_names(book)
    assert () == lint("\n".join(steps))
    assert () == lint(village, base=book)
    assert [-3] == [
        item.tariff.points.number for item in loads(village, base=book).items if item.id == "absences"
    ]


@pytest.mark.parametrize("page", HOW_TO)
def test_the_cases_of_the_how_to_come_out(page):
    """The cases of the book come out as they say, and in the village those of its base, too."""
    *steps, village = blocks(page)
    book = loads("\n".join(steps))

    for one in (book, loads(village, base=book)):
        results = run_cases(one)
        assert 2 == len(results)
        assert [()] * 2 == [result.differences for result in results]


@pytest.mark.parametrize("page", HOW_TO)
def test_each_step_may_be_the_last_one_so_far(page):
    """Whoever stops after any step from the third on has a book."""
    steps = blocks(page)[:-1]
    for count in range(3, len(steps)):
        assert loads("\n".join(steps[:count]))


@pytest.mark.parametrize("block", [block for page in FORMAT for block in blocks(page)])
def test_every_block_of_the_reference_reads(block):
    """A whole book on the page reads by itself, a fragment within a book that has what it looks at."""
    if "extends" in block:
        assert loads(block, base=loads(around(CASE)))
    else:
        assert loads(block if "schema" in block else around(block))


@pytest.mark.parametrize("page", FORMAT)
def test_the_reference_has_every_word(page):
    """Every key that the reader knows stands in a block of the reference."""
    text = "".join(blocks(page))
    source = "".join(
        path.read_text("utf-8") for path in Path(loads.__code__.co_filename).parent.rglob("_*.py")
    )
    words = set(re.findall(r'sheet\.(?:read|need)\("(\w+)"', source)) | set(
        re.findall(r'need\("(\w+)"', source)
    )

    assert len(words) > 60
    assert set() == {word for word in words if not re.search(rf"\b{word}\b", text)}


def test_a_case_may_hold_a_mark_that_was_decided():
    """As the reference says: a mark, why, by whom and when; and nothing under `past` is never rated."""
    text = """
[item.led]
fact     = {}
given    = { at_least = 1, at_most = 5 }
decision = true
[[clause]]
then = { rise_at_most = 1, from = "none" }
[[case]]
name   = "a mark of 4"
cycle  = [2026-01-01, 2026-12-31]
facts  = { mark = 90, led = { mark = 4, reason = "...", by = "...", on = 2026-05-01 } }
expect = { led = 4, score = 94, tier = 3 }
"""
    (result,) = run_cases(loads(around(text)))

    assert () == result.differences


@pytest.mark.parametrize("page", FORMAT)
def test_the_reference_says_what_is_left_out(page):
    """Days, weights, activities, past ratings and decided marks are said in both languages."""
    text = (DOCS / page).read_text("utf-8")

    assert '`{ mark = 4, reason = "...", by = "...", on = 2026-05-01 }`' in text
    assert "3 : 4 : 2" in text
