"""The verb that begins a town writes a package that is sound as it stands."""

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from sanliang.ext import cli
from sanliang.ext.cli import _new_township

HOME = Path(__file__).parents[2] / "examples/township-template"


@pytest.fixture
def command(capsys, monkeypatch, tmp_path):
    """What a command exits with, prints, and complains of; in a folder of its own."""
    monkeypatch.setattr(_new_township, "template", lambda: HOME)
    monkeypatch.chdir(tmp_path)

    def run(*words):
        with pytest.raises(SystemExit) as exit_:
            cli.main([str(word) for word in words])
        out, err = capsys.readouterr()
        return exit_.value.code, out, err

    return run


def test_the_package_that_is_written_passes_its_own_test(command, tmp_path):
    """Whoever begins a town begins with one that is sound, under the name that was asked for."""
    code, out, err = command("new-township", "dongpo", "--lang", "en")
    package = tmp_path / "sanliang-town-dongpo"
    assert (0, "") == (code, err)
    assert out.startswith(
        "written to sanliang-town-dongpo: change sanliang-town-dongpo/src/dongpo/town/township.toml"
    )

    told = "; ".join(
        ["import dongpo", "from sanliang import townships", "verdict = townships.check(dongpo.town())"]
    )
    test = f"{told}; assert not verdict.reasons; print(dongpo.town().id, len(dongpo.town().changes))"
    path = {
        "PYTHONPATH": f"{package / 'src'}:{Path(cli.__file__).parents[3]}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run([sys.executable, "-c", test], capture_output=True, text=True, check=False, env=path)
    assert ("dongpo 9\n", "") == (done.stdout, done.stderr)
    left = [file for file in package.rglob("*") if file.is_file() and "qingshan" in file.read_text("utf-8")]
    assert [] == left


def test_what_is_there_is_not_written_over(command, tmp_path):
    """A folder that is there is left alone."""
    (tmp_path / "there").mkdir()
    code, out, err = command("new-township", "dongpo", "--to", tmp_path / "there", "--lang", "en")

    assert (1, "", "to: is there already, or cannot be written\n") == (code, out, err)
    assert [] == [*(tmp_path / "there").iterdir()]


@pytest.mark.parametrize("name", ["Dongpo", "../dongpo", "class", "dong-po", ""])
def test_a_name_that_is_no_module_is_refused(command, tmp_path, name):
    """The name is an id and a module: nothing is written under any other."""
    code, out, err = command("new-township", name)

    assert (1, "", True) == (code, out, err.startswith("name: "))
    assert [] == [*tmp_path.iterdir()]


def test_every_file_of_the_template_is_written():
    """A file that is added to the template is not forgotten."""
    names = {
        str(file.relative_to(HOME)) for file in HOME.rglob("*") if file.is_file() and file.suffix != ".pyc"
    }

    assert {*_new_township.FILES} == names
    assert files("sanliang.ext.cli") / "township-template" == _new_township.template()

    project = (HOME.parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    kept = '"examples/township-template/{0}" = "sanliang/ext/cli/township-template/{0}"'
    assert all(kept.format(name) in project for name in _new_township.FILES)
