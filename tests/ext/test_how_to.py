"""The commands at the end of the how-to, over the books and the table that it makes."""

import re
import shlex
from pathlib import Path

import pytest

from sanliang.ext import cli

DOCS = Path(__file__).parents[2] / "docs/how-to"
SHOWN = {"test": "xinghe-dongcun.toml", "rate": "92.2", "explain": "89.9", "lint": ""}


def blocks(page, kind):
    """The blocks of one kind on a page."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["write-a-rulebook.md", "write-a-rulebook.zh.md"])
def test_the_commands_of_the_how_to_end_well(name, tmp_path, monkeypatch, capsys):
    """Whoever has followed the page to its end can run each command on it, and sees what it says."""
    page = (DOCS / name).read_text("utf-8")
    *steps, village = blocks(page, "toml")
    (tmp_path / "xinghe-members.toml").write_text("\n".join(steps), "utf-8")
    (tmp_path / "xinghe-dongcun.toml").write_text(village, "utf-8")
    (tmp_path / "members.csv").write_text(blocks(page, "text")[0], "utf-8")
    monkeypatch.chdir(tmp_path)
    commands = [shlex.split(command) for command in blocks(page, "sh")]

    assert sorted(SHOWN) == sorted(words[1] for words in commands)
    for _, *words in commands:
        with pytest.raises(SystemExit) as exit_:
            cli.main(words)
        out, err = capsys.readouterr()
        assert (0, "") == (exit_.value.code, err)
        assert SHOWN[words[0]] in out
