"""The page of what cases say: each key of what comes with a move, and each code, as the words have them."""

import re

import pytest
from tests.townships.folders import HEAD, folder
from tests.townships.tell_cases import PAGE, START, tables

from sanliang.townships import load, run_cases
from sanliang.townships._own import IDS, own


@pytest.mark.untraced("other tests take its branches")
def test_the_page_lists_what_the_words_have():
    """The tables are those that `python -m tests.townships.tell_cases` writes: run it where this fails."""
    assert tables() == START + PAGE.read_text("utf-8").partition(START)[2]


def test_the_case_of_the_page_comes_out_as_it_says(tmp_path):
    """What the page shows of a case is one that a town may have."""
    (block,) = re.findall(r"^```toml\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (result,) = run_cases(load(folder(tmp_path, block, head=HEAD)))

    assert ("期限已过", ()) == (result.name, result.differences)


def test_every_code_that_a_town_of_ours_refuses_by_is_on_the_page():
    """The codes that our towns' cases name are listed."""
    towns = (own(id) for id in IDS)
    named = {code for one in towns for case in one.cases for code in getattr(case, "refused", ())}
    listed = {*re.findall(r"^\| `([a-z_.]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE)}

    assert {"pledge.too_few_items"} <= named
    assert set() == named - listed
