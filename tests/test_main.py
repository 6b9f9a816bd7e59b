"""The command and `python -m sanliang`."""

import runpy
import sys

import pytest

import sanliang
from sanliang.ext import cli


def test_the_demo_says_which_version_it_is(capsys):
    """The demo runs to its end and exits with 0."""
    with pytest.raises(SystemExit) as exit_:
        cli.main(["demo"])

    assert exit_.value.code == 0
    assert sanliang.__version__ in capsys.readouterr().out


def test_without_the_extra_the_command_names_it(capsys, monkeypatch):
    """Where the extra is not installed, the command says how to get it, and exits with 2."""
    monkeypatch.setitem(sys.modules, "cyclopts", None)
    with pytest.raises(SystemExit) as exit_:
        cli.main(["demo"])

    assert exit_.value.code == 2
    assert 'pip install "sanliang[cli]"' in capsys.readouterr().err


@pytest.mark.parametrize("run_name", ["__main__", "imported"])
def test_the_package_runs_as_a_command(capsys, monkeypatch, run_name):
    """`python -m sanliang demo` is `sanliang demo`; importing it runs nothing."""
    monkeypatch.setattr(sys, "argv", ["sanliang", "demo"])
    if run_name == "__main__":
        with pytest.raises(SystemExit) as exit_:
            runpy.run_module("sanliang", run_name=run_name)
        assert exit_.value.code == 0
    else:
        runpy.run_module("sanliang.__main__", run_name=run_name)

    assert (sanliang.__version__ in capsys.readouterr().out) == (run_name == "__main__")
