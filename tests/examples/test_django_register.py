"""The example of a register in Django: its own tests pass, in a process of their own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2] / "examples" / "django_register"

pytestmark = pytest.mark.untraced("it starts another process")


def test_the_register_passes_its_own_tests():
    """`manage.py test`, with warnings as errors; Django's settings are those of a process."""
    command = [sys.executable, "-W", "error", "-B", str(HERE / "manage.py")]
    done = subprocess.run([*command, "test", "register", "-v", "0"], capture_output=True, text=True)

    assert 0 == done.returncode, done.stderr
    assert re.search(r"Ran 7 tests", done.stderr)
