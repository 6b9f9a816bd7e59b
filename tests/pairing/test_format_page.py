"""The page of the documents of pairing: its examples are read, and it has every key."""

import json
import re
from pathlib import Path

import pytest
from tests.pairing.test_wire import READERS, TAKEN

PAGE = (Path(__file__).parents[2] / "docs/reference/pairing-format.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_of_the_page_is_read(text):
    """Each document that the page shows is one of its kind."""
    kind = json.loads(text)["kind"].removeprefix("pairing.").removesuffix("/1")

    assert READERS[kind](text)


def test_the_page_shows_each_kind():
    """Of each kind there is an example."""
    assert {f"pairing.{kind}/1" for kind in READERS} == {json.loads(text)["kind"] for text in EXAMPLES}


def test_the_page_has_every_key():
    """No key of a document is missing on the page."""
    missing = {key for fields in TAKEN.values() for key in fields if f"`{key}`" not in PAGE}

    assert missing == set()
