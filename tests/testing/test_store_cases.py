"""The cases for stores: a right store passes them, and each wrong one is found by the case that says so."""

import inspect
import subprocess
import sys

import pytest
from tests.testing import wrong_stores

from sanliang.testing import StoreCases

CASES = [name for name in dir(StoreCases) if name.startswith("test_")]
FOUND_BY = {
    "LastWriteWins": "test_a_decision_on_an_old_head_is_a_conflict",
    "ForgetsKeys": "test_a_doubled_request_has_one_effect",
    "ComputesTheVersion": "test_one_of_many_wins",
    "Reorders": "test_order_is_by_version",
    "Rehashes": "test_bytes_stay_as_they_were_first_written",
    "AnswersEarly": "test_what_was_acknowledged_is_stored",
    "HalfABatch": "test_a_batch_with_a_wrong_event_stores_nothing",
    "KeepsWhatIsErased": "test_what_is_erased_is_gone",
}


def cases():
    """Each case, with each of its arguments."""
    for name in CASES:
        marks = getattr(getattr(StoreCases, name), "pytestmark", [])
        for arguments in marks[0].args[1] if marks else [None]:
            yield name, () if arguments is None else (arguments,)


def failed(make):
    """The names of the cases that a store does not pass."""
    found = set()
    for name, arguments in cases():
        kept = make()
        one = type("Cases", (StoreCases,), {"store": lambda self, registry, kept=kept: kept.opened(registry)})
        try:
            getattr(one(), name)(*arguments)
        except (Exception, pytest.fail.Exception):  # a wrong store may raise whatever it likes
            found.add(name)
    return found


def test_a_right_store_passes():
    """What only passes on to the store in memory fails in nothing."""
    assert set() == failed(wrong_stores.Wrong)


@pytest.mark.parametrize(("wrong", "case"), FOUND_BY.items(), ids=FOUND_BY)
def test_a_wrong_store_is_found(wrong, case):
    """The case that names what it does wrong fails."""
    assert case in failed(getattr(wrong_stores, wrong))


def test_every_wrong_store_is_tried():
    """None stands there untried."""
    stores = inspect.getmembers(wrong_stores, inspect.isclass)
    assert FOUND_BY.keys() == {
        name for name, one in stores if issubclass(one, wrong_stores.Wrong) and one is not wrong_stores.Wrong
    }


def test_a_store_has_to_be_given():
    """The cases themselves have none."""
    with pytest.raises(NotImplementedError):
        StoreCases().test_a_batch_is_stored_whole()


@pytest.mark.once("it says nothing of versions")
def test_nobody_pays_for_the_cases():
    """The face and the words do not load pytest; the cases do not load Hypothesis."""
    code = (
        "import sys; from sanliang import serial; print('pytest' in sys.modules);"
        "import sanliang.testing; print('hypothesis' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "False\nFalse\n" == done.stdout
