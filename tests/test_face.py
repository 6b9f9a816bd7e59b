"""The face: what `import sanliang` gives, and what it does not load."""

import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import sanliang

ROOT = Path(__file__).parents[1]
HEAVY = {"cattrs", "hypothesis", "importlib.metadata", "pendulum", "tomli", "transitions"}
MODULES = [found.name for found in pkgutil.walk_packages(sanliang.__path__, "sanliang.")]
PUBLIC = ["sanliang", *sorted(name for name in MODULES if "._" not in name)]
WORDS = [name for name in sanliang.__all__ if name.islower() and not name.startswith("_")]


def in_fresh_interpreter(code: str) -> str:
    """What a new Python prints that turns every warning into an error."""
    command = [sys.executable, "-I", "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


def loaded_by(statement: str) -> set[str]:
    """The modules that a statement loads in a new Python."""
    code = f"import sys; before = {{*sys.modules}}; {statement}; print(*({{*sys.modules}} - before))"
    return set(in_fresh_interpreter(code).split())


def test_the_tests_look_at_the_installed_package():
    """What is tested is what users install, not the working tree."""
    assert ROOT / "src" not in Path(sanliang.__file__).parents


def test_star_imports_work_and_are_silent():
    """Every public module gives all that its `__all__` says, without a warning."""
    assert in_fresh_interpreter("\n".join(f"from {module} import *" for module in PUBLIC)) == ""


@pytest.mark.parametrize("module", PUBLIC)
def test_what_is_public_is_listed_in_order(module):
    """`__all__` is sorted and names nothing twice; a package without one has no names of its own."""
    names = import_module(module).__dict__.get("__all__", [])
    order = sorted(set(names), key=lambda name: (not name.isupper(), not name[0].isupper(), name))

    assert order == list(names)


def test_every_word_is_a_module():
    """A lower-case name of the face is a module, and every module between kernel and edges is one."""
    assert [f"sanliang.{word}" for word in WORDS] == [getattr(sanliang, word).__name__ for word in WORDS]

    middle = {found.name for found in pkgutil.iter_modules(sanliang.__path__)}
    assert middle - {"__main__", "ext", "kernel", "testing"} == set(WORDS)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_imported_when_it_is_asked_for(word):
    """The face gives the module itself, whether somebody has imported it before or not."""
    assert sanliang.__getattr__(word) is sys.modules[f"sanliang.{word}"]


def test_dir_is_all():
    """What `dir` shows is what the face promises."""
    assert sanliang.__all__ == dir(sanliang)


def test_an_unknown_name_is_an_attribute_error():
    """A name that the face does not have is refused the way any module refuses it."""
    with pytest.raises(AttributeError, match="module 'sanliang' has no attribute 'pledgse'"):
        sanliang.pledgse  # noqa: B018


def test_importing_the_face_loads_nothing():
    """`import sanliang` loads one module: itself."""
    assert loaded_by("import sanliang") == {"sanliang"}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.once("which of them we load is ours to say")
def test_importing_a_word_loads_nothing_heavy(word):
    """A word loads attrs and what is below it, but none of the libraries that are used only later."""
    assert loaded_by(f"from sanliang import {word}") & HEAVY == set()


def test_whoever_wants_pledges_does_not_load_what_rates_by_them():
    """Pledges are imported without the books of records and the calendars, which they do not need to move."""
    loaded = loaded_by("from sanliang import pledges")
    assert {
        one for one in loaded if one.startswith(("sanliang.records", "sanliang.calendars._theme"))
    } == set()
