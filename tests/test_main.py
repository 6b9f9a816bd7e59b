"""The command and `python -m sanliang`."""

import runpy
import sys

import pytest

from sanliang.ext import cli


@pytest.mark.parametrize("package", ["cyclopts", "rich.console"])
def test_without_the_extra_the_command_names_it(capsys, monkeypatch, package):
    """Where the extra is not installed, the command says how to get it, and exits with 2."""
    for name in [name for name in sys.modules if name.startswith("sanliang.ext.cli.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SystemExit) as exit_:
        cli.main(["demo"])

    assert exit_.value.code == 2
    assert 'pip install "sanliang[cli]"' in capsys.readouterr().err


@pytest.mark.parametrize("run_name", ["__main__", "imported"])
def test_the_package_runs_as_a_command(capsys, monkeypatch, run_name):
    """`python -m sanliang` is `sanliang`; importing it runs nothing."""
    monkeypatch.setattr(sys, "argv", ["sanliang", "diagram", "plaque"])
    if run_name == "__main__":
        with pytest.raises(SystemExit) as exit_:
            runpy.run_module("sanliang", run_name=run_name)
        assert exit_.value.code == 0
    else:
        runpy.run_module("sanliang.__main__", run_name=run_name)

    assert ("stateDiagram" in capsys.readouterr().out) == (run_name == "__main__")
