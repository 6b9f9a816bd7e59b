"""Towns of installed packages are asked for by name; what fails is a value, and breaks only itself."""

import importlib.metadata
import subprocess
import sys
from itertools import permutations

import pytest
from tests.townships.folders import HEAD, folder

from sanliang import InvalidInput, NotFound, townships
from sanliang.townships import discover, get

PACKAGES = {
    "alpha": ("qingshan", "qingshan_town:town"),
    "beta": ("broken", "broken_town:town"),
    "gamma": ("strange", "qingshan_town:number"),
    "delta": ("other", "qingshan_town:town"),
    "epsilon": ("absent", "no_such_module:town"),
    "zeta": ("leaving", "leaving_town:town"),
    "eta": ("refused", "refused_town:town"),
}


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Seven packages as an installer leaves them, six of them broken in their own way."""
    folder(tmp_path / "qingshan")
    folder(tmp_path / "refused", "[[duties]]\n", head=HEAD.replace("qingshan", "refused"))
    code = "from pathlib import Path\nfrom sanliang import townships\n"
    load = "def town():\n    return townships.load(Path(__file__).parent / {!r})\n"
    modules = {
        "qingshan_town": code + load.format("qingshan") + "number = 3\n",
        "broken_town": "raise RuntimeError('13800138000')\n",
        "leaving_town": "raise SystemExit\n",
        "refused_town": code + load.format("refused"),
    }
    for name, text in modules.items():
        (tmp_path / f"{name}.py").write_text(text)
    for package, (id, target) in PACKAGES.items():
        _install(tmp_path, package, id, target)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in modules:
        sys.modules.pop(name, None)


def _install(path, package, id, target):
    """What an installer writes for a package with one entry point."""
    info = path / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[sanliang.townships]\n{id} = {target}\n")


ALLOWED = [id for id, _ in PACKAGES.values()]


@pytest.mark.promise("T3")
def test_a_broken_package_breaks_only_itself(installed):
    """One good town comes out beside six failures, each with its code; none repeats what was raised."""
    found = {one.id: one for one in discover(only=ALLOWED)}

    assert "青山镇" == found["qingshan"].town.name.zh
    assert {
        "qingshan": (),
        "broken": ("township.raised",),
        "strange": ("township.not_one",),
        "other": ("township.entry_name",),
        "absent": ("township.raised",),
        "leaving": ("township.raised",),
        "refused": ("township.op", "township.source"),
    } == {id: tuple(fault.code for fault in one.faults) for id, one in found.items()}
    assert "13800138000" not in str(found)
    assert "alpha" == found["qingshan"].package


def test_discovery_in_any_order_gives_the_same(installed, monkeypatch):
    """The answer is in the order of ids, however the entry points come."""
    points = [*importlib.metadata.entry_points(group="sanliang.townships")]
    mine = [point for point in points if point.name in {"qingshan", "broken", "strange", "other"}]
    expected = discover(only=ALLOWED[:4])

    for order in permutations(mine):
        monkeypatch.setattr(importlib.metadata, "entry_points", lambda group, order=order: order)
        assert expected == discover()


@pytest.mark.promise("T3")
def test_nothing_is_loaded_that_is_not_allowed(installed):
    """A package that is not named is not imported."""
    found = discover(only=["qingshan"])

    assert ["qingshan"] == [one.id for one in found]
    assert "broken_town" not in sys.modules
    with pytest.raises(InvalidInput):
        discover(only=["No code"])


def test_two_packages_with_one_town_are_both_refused(installed):
    """Which of the two is meant nobody can say, so neither is taken, and the others stay."""
    _install(installed, "theta", "qingshan", "qingshan_town:town")
    found = discover(only=["qingshan", "strange"])

    assert [("qingshan", "alpha"), ("qingshan", "theta"), ("strange", "gamma")] == [
        (one.id, one.package) for one in found
    ]
    assert {"township.twice"} == {fault.code for one in found[:2] for fault in one.faults}
    assert [None] * 3 == [one.town for one in found]


def test_a_stranger_takes_no_town_of_ours(installed, monkeypatch):
    """A package that calls its town as one of ours is called fails, and ours is there."""
    _install(installed, "iota", "pingshan", "qingshan_town:town")
    _install(installed, "sanliang", "pingshan", "sanliang.townships._own:pingshan")
    points = importlib.metadata.entry_points(group="sanliang.townships", name="pingshan")
    mine = [point for point in points if str(installed) in str(point.dist.locate_file(""))]
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: mine)

    stranger, ours = discover()
    assert ("iota", "township.twice") == (stranger.package, stranger.faults[0].code)
    assert ("sanliang", get("pingshan")) == (ours.package, ours.town)


def test_an_entry_point_without_a_package_is_there_all_the_same(monkeypatch):
    """Metadata that do not say whose an entry point is keep no town away."""
    point = importlib.metadata.EntryPoint(
        "pingshan", "sanliang.townships._own:pingshan", "sanliang.townships"
    )
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [point])

    (found,) = discover()
    assert ("", get("pingshan")) == (found.package, found.town)


def test_get_finds_ours_and_those_of_packages(installed):
    """A town is found by its id; one that fails is not found, and says why."""
    assert "qingshan" == get("qingshan").id
    assert townships.base() is get("base")
    for id, code in (
        ("strange", "township.not_one"),
        ("nowhere", "township.unknown"),
        ("pingshna", "township.unknown"),
    ):
        with pytest.raises(NotFound) as caught:
            get(id)
        assert code == caught.value.code
    assert "the nearest is: pingshan" in str(caught.value)
    with pytest.raises(InvalidInput):
        get("../pingshan")


@pytest.mark.promise("T3")
def test_importing_discovers_nothing():
    """Importing the word reads no metadata of packages and no town."""
    code = (
        "import sys, sanliang.townships as towns\n"
        "assert 'importlib.metadata' not in sys.modules, 'metadata'\n"
        "assert not towns._own.own.cache_info().currsize\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "" == done.stderr
