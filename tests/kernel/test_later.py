"""Names that are imported when they are first asked for."""

from importlib import import_module

import pytest

from sanliang import pledges
from sanliang.kernel.later import later

LATER = [
    "activities",
    "calendars",
    "concerns",
    "kernel.wire",
    "orgs",
    "pledges",
    "posts",
    "reports",
    "supervision",
]


@pytest.mark.parametrize("word", LATER)
def test_what_is_imported_later_is_there_when_it_is_asked_for(word):
    """`dir` shows what a word promises, and each of it is found, whoever asked for it before."""
    module = import_module(f"sanliang.{word}")

    assert sorted(module.__all__) == dir(module)
    assert [] == [name for name in module.__all__ if not hasattr(module, name)]


def test_a_name_is_the_one_of_its_module_and_is_kept():
    """What is found is the thing itself, and the next look finds it without asking again."""
    find = later("sanliang.pledges", {"COMMENDED": "_records"})

    assert "pledge.commended" == find("COMMENDED") == vars(pledges).pop("COMMENDED")


def test_a_name_that_a_word_does_not_have_is_refused_as_python_does():
    """An attribute error names the word and what it lacks, so that `hasattr` and `getattr` go on working."""
    with pytest.raises(AttributeError, match=r"'sanliang\.pledges' has no attribute 'facts'") as caught:
        pledges.facts  # noqa: B018
    assert "facts" == caught.value.name
