"""The example of 兴县: the figures of the article come out of a log and a roster."""

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "examples" / "xingxian" / "front.py"

pytestmark = pytest.mark.untraced("it calls a whole county")


def test_the_figures_are_those_of_the_article():
    """12,871 within two days, two temporary branches, 917 households and 63 members, full coverage."""
    spec = importlib.util.spec_from_file_location("xingxian", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    found = script.figures()

    assert 12_871 == found["reported within two days"] == found["of those who were called"]
    assert 12_871 == sum(found["by unit"].values()) == found["by day"][-1]
    assert (2, 2) == (len(found["by day"]), found["temporary branches"])
    assert (63, 917) == (found["members of the village"], found["households"])
    assert 63 + 9 == found["grids and hubs with one who is responsible"]
    assert (0, 0) == (found["gaps and doubles"], found["households that no grid sees"])
    assert [
        ("township", ()),
        ("village", ()),
        ("small_grid", ("m-0",)),
        ("hub_household", ("m-0",)),
    ] == found["the way to a household"]
    assert 5 == found["levels, down to the residents"]
    assert len(SCRIPT.read_text("utf-8").splitlines()) < 100
