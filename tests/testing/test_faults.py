"""Each planted fault is caught by the suite of a town, which passes the same checks without the fault."""

from collections import Counter
from pathlib import Path

import pytest
from tests.testing.faults.plant import Few, faulty, passes
from tests.testing.faults.table import FAULTS, LEAST

from sanliang.testing._story import story, what_happened

PAGE = Path(__file__).parents[2] / "docs/reference/testing-faults.md"
BY_CODE = {fault.code: fault for fault in FAULTS}


def told(check, fault):
    """What a check is broken by, and its whole story."""
    try:
        [*check.run(Few(times=fault.times))]
    except Exception as error:
        shown = story(check, error, town="qingshan", command="pytest x", lang="en")
        return what_happened(error).get("en"), shown
    return "", f"{check.id} does not notice that {fault.says}"


@pytest.fixture(scope="module")
def towns(tmp_path_factory):
    """Where the sound towns are, one for each set of changes."""
    return tmp_path_factory.mktemp("sound")


@pytest.mark.untraced("the laws' own tests take every branch")
@pytest.mark.once("it says nothing of versions")
@pytest.mark.parametrize("code", BY_CODE)
def test_each_planted_fault_is_caught(code, tmp_path, towns, monkeypatch):
    """The checks that must notice it fail and tell the place of it; the sound town passes them."""
    fault = BY_CODE[code]
    sound = fault.changes if fault.swaps else ()
    home = towns / str(len(sound) and code)
    assert all(passes(id, fault.times, sound, home) for id in fault.caught)

    found = faulty(fault, tmp_path)
    for owner, name, wrong in fault.swaps:
        monkeypatch.setattr(owner, name, wrong(getattr(owner, name)))
    for id in fault.caught:
        says, shown = told(found[id], fault)
        assert fault.tells in says, shown
        assert f"qingshan: {id}" in shown


def test_there_are_faults_in_every_part():
    """There are at least sixty, in each part as many as were promised, and each has a code of its own."""
    assert len(FAULTS) == len(BY_CODE) >= 60
    counted = Counter(fault.part for fault in FAULTS)
    assert {part for part, least in LEAST.items() if counted[part] >= least} == {*counted}


def test_the_page_has_the_table_of_all_faults():
    """The reference lists each fault with its sentence and what catches it, and nothing else."""
    rows = [
        f"| `{fault.code}` | {fault.says} | {', '.join(f'`{id}`' for id in fault.caught)} |"
        for fault in FAULTS
    ]
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    assert rows == [line for line in lines if line.startswith("| `")]
