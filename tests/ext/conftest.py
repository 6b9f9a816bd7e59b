"""How a command is run, and how it is given a file."""

import json

import pytest

from sanliang.ext import cli


@pytest.fixture
def command(capsys):
    """What a command exits with, prints, and complains of."""

    def run(*words):
        with pytest.raises(SystemExit) as exit_:
            cli.main([str(word) for word in words])
        out, err = capsys.readouterr()
        return exit_.value.code, out, err

    return run


@pytest.fixture
def write(tmp_path):
    """Write bytes, a text, or a document to a file."""

    def write(name, data):
        path = tmp_path / name
        text = data if isinstance(data, str | bytes) else json.dumps(data, ensure_ascii=False)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write
