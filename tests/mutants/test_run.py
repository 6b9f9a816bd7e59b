"""The runner of mutants: what it tells, and when it fails."""

import pytest
from tests.mutants.run import Survivor, main, modules_of, noticing, reasons, report, survivor

DIFF = """--- mutation diff ---
--- a/src/sanliang/kernel/privacy.py
+++ b/src/sanliang/kernel/privacy.py
@@ -25,7 +25,7 @@
 before
-LARGEST = 10**18
+LARGEST = 10*18
 after
"""
FOUND = {"module_path": "src/sanliang/kernel/privacy.py", "definition_name": None, "diff": DIFF}
ONE = Survivor(
    module="src/sanliang/kernel/privacy.py", where="module", old="LARGEST = 10**18", new="LARGEST = 10*18"
)


def test_a_survivor_is_known_by_what_it_says():
    """The lines that go and come, without those around them and without their number."""
    assert ONE == survivor(FOUND)


@pytest.mark.parametrize(
    ("killed", "survived", "why", "code"),
    [
        (20, [], {}, 0),
        (20, [ONE], {}, 1),
        (20, [ONE], {ONE: "told"}, 0),
        (18, [ONE], {ONE: "told"}, 1),
        (0, [], {}, 0),
    ],
)
def test_it_fails_for_what_nobody_explains(killed, survived, why, code, capsys):
    """A survivor without a reason fails, and so does a score that is too low; every survivor is shown."""
    assert code == report(killed, survived, why)
    shown = capsys.readouterr().out
    assert f"noticed {killed}, survived {len(survived)}" in shown
    assert [("LARGEST = 10*18" in shown)] == [bool(survived)]


@pytest.mark.parametrize(
    ("old", "new", "is_told"),
    [
        ("return kept if type(kept) is Kind else ()", "return kept if type(kept) == Kind else ()", True),
        ("if type(kept) is not Kind:", "if type(kept) != Kind:", True),
        ("if type(kept) is Kind:", "if type(kept) != Kind:", False),
        ("if kept is KIND:", "if kept == KIND:", False),
    ],
)
def test_a_form_explains_what_is_of_it(old, new, is_told):
    """Equality in place of identity is explained where types are compared, and nowhere else."""
    one = Survivor(module="src/sanliang/kernel/privacy.py", where="module", old=old, new=new)
    assert is_told == (one in reasons([one]))


def test_each_module_has_its_tests():
    """A word is looked at by the tests of its folder; what is no module, or is gone, is left out."""
    assert ("tests/points",) == noticing("src/sanliang/points/_layers.py")
    assert ("tests/kernel/test_privacy.py", "tests/test_privacy.py") == noticing(
        "src/sanliang/kernel/privacy.py"
    )
    assert ["src/sanliang/kernel/privacy.py"] == modules_of(
        [
            "src/sanliang/kernel/privacy.py",
            "src/sanliang/py.typed",
            "src/sanliang/gone.py",
            "tests/conftest.py",
        ]
    )


def test_a_path_that_is_not_there_is_an_error(capsys):
    """A slip in a path is told, and is not a run over nothing."""
    with pytest.raises(SystemExit) as caught:
        main(["src/sanliang/pionts"])
    assert 2 == caught.value.code
    assert "there is no src/sanliang/pionts" in capsys.readouterr().err
