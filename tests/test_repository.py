"""The repository itself: no place of a machine, no host of a registry, one version."""

import re
import subprocess
from importlib.metadata import requires, version
from pathlib import Path

import pytest

import sanliang

ROOT = Path(__file__).parents[1]
PLACES = re.compile(
    r"(?<![\w.~$}{-])/(?:work|root|home|Users|opt|mnt)/"  # a directory of one machine
    r"|\b(?:test\.)?pypi\.(?:org|python)|python[h]osted|\b(?:extra-)?index[-]url|find[-]links"
    r"|\bmirrors?\.\w+\.\w+",
)


def files():
    """Every text file of the repository that git knows, or would."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [path for path in sorted({ROOT / name for name in names}) if path.is_file()]


@pytest.mark.once("it reads the files of the repository alone")
def test_no_file_holds_a_place():
    """Whoever clones the repository finds neither our directories nor our registries in it."""
    found = []
    for path in files():
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in PLACES.finditer(text)]

    assert found == []


def test_the_pattern_finds_places():
    """The test above would see what it looks for."""
    for sample in ("cd /" + "home/li", "https://py" + "pi.org/simple", "--index" + "-url x"):
        assert PLACES.search(sample), sample


def test_the_version_is_said_once():
    """The version of the package is the version of its metadata."""
    assert sanliang.__version__ == version("sanliang")


def test_dependencies_have_lower_bounds_and_no_caps():
    """Nobody who embeds the library is kept from a newer version of what it stands on."""
    run_time = [line for line in requires("sanliang") if "extra ==" not in line]

    assert [re.match(r"[a-z]+", line).group() for line in run_time] == [
        "attrs", "cattrs", "pendulum", "tomli", "transitions",
    ]  # fmt: skip
    for line in requires("sanliang"):
        assert re.fullmatch(r"[a-z0-9-]+>=[\d.]+(; extra == '\w+')?", line), line


def test_the_lowest_versions_are_the_lower_bounds():
    """What `make lowest` installs is what the metadata promises."""
    lowest = dict(
        line.split("==")
        for line in (ROOT / "constraints-lowest.txt").read_text().splitlines()
        if "==" in line
    )
    bounds = [line.split(";")[0].split(">=") for line in requires("sanliang") if "extra ==" not in line]

    assert [[name, lowest[name]] for name, _ in bounds] == bounds
