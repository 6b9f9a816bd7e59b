"""The package to be copied is sound: its own test passes, and its code does what its files say."""

import sys
from datetime import date
from importlib import import_module
from importlib.metadata import EntryPoint
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
import tomli

from sanliang import Actor, pledges, ratings
from sanliang.ext import cli
from sanliang.kernel.errors import InvalidInput
from sanliang.testing._check import DOUBT
from sanliang.testing._effort import Effort
from sanliang.townships import describe, load
from sanliang.townships._discover import town_of

HOME = Path(__file__).parents[2] / "examples/township-template"
DAY = date(2026, 7, 1)


@pytest.fixture
def qingshan(monkeypatch, tmp_path):
    """The module of the package, as though it was installed, with its entry point."""
    info = tmp_path / "town_qingshan-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: sanliang-town-qingshan\nVersion: 1.0\n", "utf-8"
    )
    (info / "entry_points.txt").write_text("[sanliang.townships]\nqingshan = qingshan:town\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.syspath_prepend(str(HOME / "src"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield import_module("qingshan")
    sys.modules.pop("qingshan", None)


@pytest.mark.untraced("it tests a whole town")
def test_its_own_test_passes(qingshan):
    """What whoever copies it runs first."""
    spec = spec_from_file_location("test_town", HOME / "tests/test_town.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    checks = {one.id: one for one in module.test_it.pytestmark[0].args[1]}

    # Laws are the same for every town, and are tried on our own.
    own = [one for id, one in checks.items() if not id.startswith(("law:", "machine:"))]
    notes = [note for one in own for note in one.run(Effort())]
    assert {"check", "case:deeds:1", "case:deeds:2", "days:steps:deeds"} <= checks.keys()
    assert [] == [note for note in notes if note.kind == DOUBT]


def test_its_entry_point_gives_the_town(qingshan):
    """The name of the entry point is the id of the town that its function gives."""
    project = tomli.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ((name, target),) = project["entry-points"]["sanliang.townships"].items()

    assert qingshan.town() == town_of(EntryPoint(name, target, "sanliang.townships"))
    assert len(describe(qingshan.town()).differences) == len(qingshan.town().changes)


@pytest.mark.untraced("it tests a whole town")
def test_its_cases_notice_every_change(qingshan, capsys):
    """`sanliang mutate qingshan` ends well: no edge is moved past which nobody's points can lie."""
    with pytest.raises(SystemExit) as exit_:
        cli.main(["mutate", "qingshan", "--lang", "en"])

    assert (0, True) == (exit_.value.code, capsys.readouterr().out.endswith(", 0 not noticed\n"))


def test_its_tariff_and_its_guard_count(qingshan):
    """Deeds beyond the third count less, and a pledge that cannot be counted is refused with the clause."""
    town = qingshan.town()
    assert 7 == ratings.rate({"deeds": 5}, town.rulebooks["deeds"], on=date(2026, 12, 31)).score

    clerk = Actor(id="m-1", roles={"branch_secretary"}, unit="b-1")
    me = pledges.Pledger(kind="member", id="m-3", unit="b-1")
    items = [pledges.Item(id=id, deed="修路灯", deadline=date(2026, 12, 31)) for id in ("lamp", "road")]
    events = [
        pledges.draft("p-1", pledger=me, kind="annual", items=items, by=clerk, on=DAY, under=town.pledging)
    ]
    events.append(pledges.decide(pledges.replay(events), "submit", by=clerk, on=DAY, under=town.pledging))
    verdict = pledges.explain(pledges.replay(events), "approve", by=clerk, on=DAY, under=town.pledging)
    assert "“lamp”没有数量，无法核实（《青山镇党员三亮办法》第6条）" == verdict.text("zh")


def test_its_files_alone_bring_no_code():
    """Without the package, the words that its files name are refused, and nothing is imported."""
    with pytest.raises(InvalidInput) as caught:
        load(HOME / "src/qingshan/town")
    assert {"book.unknown_key"} == {fault.code for fault in caught.value.faults}
    assert "qingshan" not in sys.modules
