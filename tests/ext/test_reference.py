"""The page of the command line: its examples are run, with the files that it shows."""

import re
import shlex
from pathlib import Path

import pytest

from sanliang.ext import cli

PAGE = (Path(__file__).parents[2] / "docs/reference/cli.md").read_text("utf-8")
FILES = re.findall(r"^`([\w.-]+)`:\n\n```(?:toml|text|json)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(
    r"^```sh\nsanliang ([^\n]*)\n```\n(?:\n```(?:text|json)\n(.*?)^```$)?", PAGE, re.MULTILINE | re.DOTALL
)


@pytest.mark.parametrize(("words", "shown"), COMMANDS, ids=[words for words, _ in COMMANDS])
def test_an_example_of_the_page_is_so(words, shown, tmp_path, monkeypatch, capsys):
    """Each command of the page ends well, and prints what the page shows."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES:
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(SystemExit) as exit_:
        cli.main(shlex.split(words))
    out, err = capsys.readouterr()

    assert (exit_.value.code, err) == (0, "")
    assert shown in {"", out}


def test_the_examples_are_found():
    """The page shows files and commands."""
    assert len(FILES) >= 4
    assert len(COMMANDS) >= 5
