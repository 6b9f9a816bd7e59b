"""The runner of mutants: what it swaps, whom it asks, what it tells, and when it fails."""

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from subprocess import CompletedProcess

import attrs
import pytest
from tests.mutants.made import lines_of
from tests.mutants.reach import Reach, read
from tests.mutants.run import _python, main, modules_of, noticing, report
from tests.mutants.swap import functions_below, put, swaps
from tests.mutants.told import ROOT, Survivor, explained, free_places, reasons

ONE = Survivor(
    module="src/sanliang/kernel/privacy.py",
    where="module",
    old='__all__ = ["FEWEST", "Audience"',
    new='__all__ = ["FEWEST", "Audience", 1',
)


@pytest.mark.parametrize(
    ("noticed", "survived", "why", "code", "scores"),
    [
        (20, [], {}, 0, ("100.0%", "100.0%")),
        (20, [ONE], {}, 1, ("95.2%", "95.2%")),
        (20, [ONE], {ONE: "told"}, 0, ("95.2%", "100.0%")),
        (18, [ONE], {ONE: "told"}, 1, ("94.7%", "100.0%")),
        (0, [], {}, 0, ("100.0%", "100.0%")),
        (0, [ONE], {ONE: "told"}, 1, ("0.0%", "100.0%")),
    ],
)
def test_it_fails_for_what_nobody_explains(noticed, survived, why, code, scores, capsys):
    """A survivor without a reason fails, and so does a score that is too low; every survivor is shown."""
    others = [attrs.evolve(ONE, where=str(number)) for number in range(noticed)]
    assert code == report(others, survived, why)
    shown = capsys.readouterr().out
    assert f"noticed {noticed}, survived {len(survived)}, score {scores[0]}" in shown
    assert f"without the {len(why)} that are explained: {scores[1]}" in shown
    assert [("FEWEST" in shown)] == [bool(survived)]


def test_a_stale_explanation_is_told(monkeypatch, capsys):
    """What is explained, and is noticed after all, or is not there any more, is shown as stale."""
    gone = attrs.evolve(ONE, old="there_is_no_such_line = 1")
    kept = attrs.evolve(ONE, where="_kept")
    monkeypatch.setattr("tests.mutants.run.explained", lambda: {ONE: "a", gone: "b", kept: "c"})
    assert 0 == report([ONE], [], {})
    shown = capsys.readouterr().out
    assert f"{ONE}\n  = STALE IN survivors.toml: it is noticed\n" in shown
    assert f"{gone}\n  = STALE IN survivors.toml: its line is gone\n" in shown
    assert "_kept" not in shown


def test_no_explanation_is_stale():
    """Each change that is explained stands in the library."""
    assert [] == [one for one in explained() if one.is_stale]


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


@pytest.mark.parametrize(
    ("old", "new", "is_told"),
    [
        ('if test.of == "fact":', 'if test.of <= "fact":', True),
        ('if test.of == "fact":', 'if test.of >= "fact":', False),
        ('if test.of != "tier" and more:', 'if test.of < "tier" and more:', True),
        ('if test.of != "tier" and more:', 'if test.of < "tier" or more:', False),
        ('if test.of == "item":', 'if test.of <= "item":', False),
        ('if item.take == "highest":', 'if item.take <= "highest":', True),
        ('if often == "fact":', 'if often <= "fact":', False),
    ],
)
def test_words_that_something_can_be(old, new, is_told):
    """Another sign is explained where it says the same of each word that there is, and nowhere else."""
    one = Survivor(module="src/sanliang/ratings/_rate.py", where="module", old=old, new=new)
    assert is_told == (one in reasons([one]))


def test_a_function_is_free_where_it_stands():
    """What is told of a function explains its changes alone, and the function is there."""
    for module, where in free_places():
        one = Survivor(module=module, where=where, old="a", new="b")
        assert [one] == [*reasons([one, attrs.evolve(one, where="another")])]
        assert f"def {where}(" in (ROOT / module).read_text("utf-8")


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


def test_the_rows_of_tables_are_all_asked(monkeypatch):
    """Laws have few examples there, but no row is left out that the gate has."""
    asked = []
    monkeypatch.delenv("HYPOTHESIS_PROFILE", raising=False)
    monkeypatch.setattr("subprocess.run", lambda *_, env, **__: asked.append(env) or CompletedProcess([], 0))
    _python("tests.mutants.reach")
    assert ["few"] == [env["HYPOTHESIS_PROFILE"] for env in asked]


TEXT = """
from functools import cache, wraps

LEAST = 1


def twice(inner):
    @wraps(inner)
    def outer(*given):
        return 2 * inner(*given)

    return outer


@twice
def decorated(number):
    return number + 3


class Kept:
    @property
    def least(self):
        return 5

    @classmethod
    def made(cls, some=7):
        return [one + 11 for one in (some,)]


@cache
def kept():
    def inner():
        return 13

    return inner()


by_name = lambda: 17
"""


@pytest.fixture
def module(tmp_path):
    """TEXT, imported."""
    path = tmp_path / "swapped.py"
    path.write_text(TEXT, encoding="utf-8")
    spec = spec_from_file_location("swapped", path)
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def _values(module):
    kept = module.Kept()
    return [module.decorated(1), kept.least, *kept.made(), module.kept(), module.by_name()]


@pytest.mark.parametrize(
    ("old", "new", "values"),
    [
        ("number + 3", "number - 3", [-4, 5, 18, 13, 17]),
        ("2 * inner", "3 * inner", [12, 5, 18, 13, 17]),
        ("return 5", "return 6", [8, 6, 18, 13, 17]),
        ("one + 11", "one - 11", [8, 5, -4, 13, 17]),
        ("return 13", "return 14", [8, 5, 18, 14, 17]),
        ("lambda: 17", "lambda: 18", [8, 5, 18, 13, 18]),
    ],
)
def test_a_function_is_swapped_wherever_it_is_known(module, old, new, values):
    """Decorated, cached, of a class, inside another, or held by a wrapper: it does what the new text says."""
    path = module.__file__
    found = swaps(path, TEXT, TEXT.replace(old, new), functions_below(str(Path(path).parent)))
    put(found)
    assert values == _values(module)


@pytest.mark.parametrize(
    ("old", "new"),
    [("LEAST = 1", "LEAST = 2"), ("some=7", "some=8"), ("@cache\n", ""), ("@property\n    def", "def")],
)
def test_what_runs_at_import_is_not_swapped(module, old, new):
    """A constant, a default and a decorator are made with the module: no swap changes them."""
    path = module.__file__
    assert swaps(path, TEXT, TEXT.replace(old, new), functions_below(str(Path(path).parent))) is None


@pytest.mark.parametrize(
    ("source", "place", "lines"),
    [
        ("a = 1\nb = (\n  c\n  or d\n)\n", 4, range(2, 6)),
        ("if (\n  a\n  or b\n):\n  c()\nd()\n", 3, range(1, 5)),
        ("def f():\n  return 1\n", 2, range(2, 3)),
        ("try:\n  a()\nexcept E:\n  b()\n", 3, range(1, 5)),
        ("a = 1\n", 2, range(2, 3)),
    ],
)
def test_who_comes_by_a_statement_comes_by_its_places(source, place, lines):
    """A line of an expression may be left out where another line decides: the whole statement counts."""
    assert lines == lines_of(source, place, place)


def test_the_shortest_test_is_asked_first(tmp_path):
    """Asked are the tests that come by a line; all of them about what runs when a module is imported."""
    path = tmp_path / "reach.json"
    lines = {"a.py": {1: [Reach.BEFORE], 2: [0, 1], 3: [1]}}
    path.write_text(json.dumps({"seconds": {"x": 2.0, "y": 1.0, "z": 0.5}, "lines": lines}), encoding="utf-8")
    reach = read(path)
    assert (["y", "x"], True) == reach.tests("a.py", range(1, 4))
    assert (["y"], False) == reach.tests("a.py", range(3, 4))
    assert ([], False) == reach.tests("b.py", range(1, 4))
    assert ["z", "y", "x"] == reach.all_tests
