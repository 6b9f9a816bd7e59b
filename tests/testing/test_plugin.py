"""The plug-in: a town's checks without a test file, stories with their command, what is told at the end."""

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from tests.testing.planted import CASE, law, town
from tests.townships.folders import BOOK, change

import sanliang
from sanliang import MissingExtra, Text
from sanliang.testing import _checks, _plugin, _summary
from sanliang.testing._check import DOUBT, EXEMPT, REACHED, RULES, Note

INSTALLED = any(one.name == "sanliang" for one in entry_points(group="pytest11"))
PLUGIN = () if INSTALLED else ("-p", "sanliang.testing._plugin")


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """What pytest exits with and prints in a folder of its own, within this process."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    monkeypatch.chdir(home)
    monkeypatch.setattr(_checks, "found", lambda module, name: ())

    def once(*words):
        once_more = ["-W", "ignore:Module already imported"]  # it is, where a run is within another
        code = pytest.main(["-q", "-p", "no:cacheprovider", *once_more, *PLUGIN, *map(str, words)])
        return int(code), capsys.readouterr().out

    once.home = home
    return once


def test_a_town_is_tested_without_a_test_file(run, tmp_path, monkeypatch):
    """What fails is told as a story with its command; nothing of our own is in it, and no other test runs."""
    (run.home / "test_other.py").write_text("def test_other():\n    assert False\n", encoding="utf-8")
    held = (law(code="deeds.count", exempt=lambda town, part: Text("扣分不计", "deductions do not count")),)
    monkeypatch.setattr(_checks, "found", lambda module, name: held if name == "LAWS" else ())
    wrong = BOOK + CASE.replace("score = 4, tier = 1", "score = 5, tier = 1")
    role = change("pledge", "replace", "rows.approve", '{ roles = ["elder"] }')
    path = town(tmp_path / "qingshan", role, book=wrong)
    code, out = run("--township", path, "--township-lang", "en", "-k", "check or case or law or reach")

    assert 1 == code
    assert f"{path}::case:deeds:1" in out
    assert "score: expected 5, got 4" in out
    assert f"to see it again: pytest --township {path}::case:deeds:1 --township-lang en\n" in out
    assert "src/sanliang" not in out.partition("FAILURES")[2].partition("sanliang: ")[0]
    assert "test_other" not in out
    assert "which rules were reached:\n  branch-stars: 8 rules; cases 4, drawn " in out
    assert "\n  deeds: 4 rules; cases 4, drawn " in out
    assert "not tried, and why:\n  law:deeds.count:town: deductions do not count" in out
    assert "doubts, for people to look at:\n  check: pledge.rows.approve.roles" in out


def test_the_command_of_a_story_tries_that_check_alone(run, tmp_path):
    """One check can be named; one that the town does not have is an error; a town may be an id."""
    path = town(tmp_path / "qingshan")

    code, out = run("--township", f"{path}::check", "--township", "pingshan::case:member-stars:1")
    assert (0, True) == (code, "2 passed" in out)
    code, out = run("--township", f"{path}::chekc")
    assert 1 < code
    assert "没有检查 'chekc'；相近的有：check" in out
    _, out = run("--township", f"{path}::chekc", "--township-lang", "en")
    assert "has no check 'chekc'; the nearest is: check" in out


def test_a_deep_run_says_so_in_its_command(run, tmp_path, monkeypatch):
    """With `--deep` the examples are others each time, and the command has the seed that makes them again."""

    def never(town, part, data):
        raise AssertionError("m-3 may not")

    monkeypatch.setattr(_checks, "found", lambda module, name: (law(holds=never),) if name == "LAWS" else ())
    code, out = run("--township", "pingshan::law:deeds.rise:town", "--deep")

    assert 1 == code
    assert "m-3 may not" in out
    assert "重现：pytest --township pingshan::law:deeds.rise:town --deep --hypothesis-seed=" in out


def test_a_test_file_of_two_lines_is_collected(run, tmp_path):
    """The suite in a file tells the same, with the id of its case in the command."""
    path = town(tmp_path / "qingshan", book=BOOK + CASE.replace("score = 4", "score = 5"))
    lines = f"from sanliang.testing import suite\ntest_it = suite({str(path)!r})\n"
    (run.home / "test_town.py").write_text(lines, encoding="utf-8")
    code, out = run("test_town.py", "-k", "check or case or days")

    assert 1 == code
    assert "重现：pytest 'test_town.py::test_it[case:deeds:1]'" in out
    assert "7 passed" in out or "passed" in out


@pytest.mark.untraced("other tests take its branches")
def test_where_nothing_is_told_nothing_is_written(run):
    """A run without a town, and a town without anything to tell, end as pytest ends."""
    assert "sanliang" not in run()[1]
    assert "三亮" not in run("--township", "pingshan::check")[1]


def test_the_library_is_imported_as_it_is():
    """Asserts are rewritten in the cases of stores alone, not in the whole package of a plug-in."""

    class Manager:
        class rewrite_hook:  # noqa: N801 -- as pytest calls it
            _must_rewrite = {"sanliang", "other"}  # noqa: RUF012

    _plugin._as_it_is(Manager)
    _plugin._as_it_is(object())
    assert {"other"} == Manager.rewrite_hook._must_rewrite


def test_a_table_says_what_nobody_reaches():
    """Rules that no case reaches, and those that nothing does, are named; what laws took is one sum."""
    notes = [
        Note(RULES, "deeds", "a\nb\nc\nd", ""),
        Note(REACHED, "deeds:cases", "a", ""),
        Note(REACHED, "deeds:laws", "a", ""),
        Note(REACHED, "deeds:machines", "b", ""),
        Note(REACHED, "deeds:laws", "a\nd\nx", ""),
        Note(REACHED, "other:cases", "a", ""),
        Note(DOUBT, "check", "看", "look"),
        Note(EXEMPT, "law:x", "免", "spared"),
    ]
    assert [
        "which rules were reached:",
        "  deeds: 4 rules; cases 1, laws 2, machines 1",
        "    reached by no case: b, d",
        "    reached by none: c",
        "not tried, and why:",
        "  law:x: spared",
        "doubts, for people to look at:",
        "  check: look",
    ] == [*_summary.lines_of(notes, "en")]


def test_what_says_nothing_has_no_section():
    """A town of which only reached rules are known, and not which there are, is not told."""
    _summary.summary(None, [["qingshan", REACHED, "pledge:machines", "rows.submit", "rows.submit"]], "zh")
    assert [] == [*_summary.lines_of([], "zh")]


def test_a_missing_extra_is_said(monkeypatch):
    """Without pytest or Hypothesis the name of the extra is told; another module that is missing is not."""
    from sanliang import testing

    monkeypatch.delitem(vars(testing), "suite", raising=False)
    monkeypatch.delitem(sys.modules, "sanliang.testing._suite", raising=False)
    monkeypatch.setitem(sys.modules, "pytest", None)
    with pytest.raises(MissingExtra, match=r"sanliang\[testing\]"):
        testing.__getattr__("suite")
    monkeypatch.delitem(sys.modules, "sanliang.testing._suite", raising=False)
    monkeypatch.undo()

    monkeypatch.setitem(testing._HOMES, "odd", ("_nowhere", "pytest"))
    with pytest.raises(ModuleNotFoundError):
        testing.__getattr__("odd")
    with pytest.raises(AttributeError, match="has no attribute 'sweet'"):
        testing.__getattr__("sweet")
    assert testing.__all__ == dir(testing)


@pytest.mark.once("it says nothing of versions")
def test_nobody_pays_for_the_plug_in(tmp_path):
    """A run of pytest that asks for no town loads the plug-in and nothing else of ours, not even attrs."""
    code = (
        "import sys, pytest; code = pytest.main(['-q', '-p', 'no:cacheprovider', *sys.argv[1:]]);"
        "print(sorted(name for name in sys.modules if name.startswith('sanliang')), int(code))"
    )
    command = [sys.executable, "-c", code, *PLUGIN]
    env = {**os.environ, "PYTHONPATH": str(Path(sanliang.__file__).parents[1])}
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path, env=env)
    loaded = ["sanliang", "sanliang.testing", "sanliang.testing._plugin"]
    assert f"{loaded} 5" == done.stdout.strip().splitlines()[-1]
