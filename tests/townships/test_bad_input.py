"""
Bad input, each a finding with a path, while the rest goes on.

"A folder with a missing file, two towns with one id, an entry point that raises or returns something else, a
TOML that names a word nobody registered, a rulebook that rates by a fact that no word records, links and
paths that leave the folder."
"""

import importlib.metadata

import pytest
from tests.townships.folders import BOOK, HEAD, change, folder

from sanliang import InvalidInput, NotFound, Source, Text
from sanliang.kernel.overlays import add
from sanliang.townships import Layer, Stated, base, check, discover, load, overlay

GOOD = change("duties", "add", "mediator", '"调解"')


def found(path):
    """What is wrong with a folder: the paths and codes."""
    with pytest.raises(InvalidInput) as caught:
        load(path)
    return {(fault.path, fault.code) for fault in caught.value.faults}


class Point:
    """An entry point that gives what it is told to, or raises it."""

    def __init__(self, name, gives, package="somebody"):
        self.name, self.gives = name, gives
        self.dist = Package(package)

    def load(self):
        """What the package gives."""
        if isinstance(self.gives, BaseException):
            raise self.gives
        return self.gives


class Package:
    """A distribution with a name."""

    def __init__(self, name):
        self.name = name


@pytest.fixture
def packages(monkeypatch):
    """Entry points in the place of those that are installed."""

    def install(*points):
        monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: points)

    return install


def test_a_missing_file_is_a_finding_and_the_rest_is_read(tmp_path):
    """A book that is listed and not there is one fault, and what is wrong elsewhere is told with it."""
    path = folder(tmp_path, change("rulebooks", "add", "deeds"), change("duties", "add", "x", "3"), GOOD)

    assert {("deeds.toml", "township.file"), ("township.toml:17: duties[0].value", "book.table")} == found(
        path
    )
    with pytest.raises(NotFound) as caught:
        load(tmp_path.parent)
    assert ("township.toml", "township.file") == (caught.value.path, caught.value.code)


def test_two_towns_of_one_id_are_a_finding_of_each_and_others_are_there(packages):
    """Neither is taken, each says so at its entry point, and the town beside them comes out."""
    town = overlay(base(), Layer(id="qingshan", name=Text("青山镇")))
    other = overlay(base(), Layer(id="other", name=Text("某镇")))
    packages(Point("qingshan", town, "a"), Point("qingshan", town, "b"), Point("other", other, "c"))

    twice = [("entry_points.qingshan", "township.twice")]
    assert [("a", twice), ("b", twice)] == [
        (one.package, [(fault.path, fault.code) for fault in one.faults])
        for one in discover()
        if one.id == "qingshan"
    ]
    assert [other] == [one.town for one in discover() if one.id == "other"]


@pytest.mark.parametrize(
    ("gives", "code"),
    [
        (RuntimeError("x"), "township.raised"),
        (SystemExit(3), "township.raised"),
        (ImportError("x"), "township.raised"),
        (3, "township.not_one"),
        (lambda: None, "township.not_one"),
        (base, "township.entry_name"),
    ],
)
def test_an_entry_point_that_fails_is_a_finding_at_its_name(packages, gives, code):
    """It raises, or gives something else, or another town: said there, and the next one stands."""
    town = overlay(base(), Layer(id="good", name=Text("好镇")))
    packages(Point("bad", gives), Point("good", town))
    bad, good = discover()

    assert (None, [("entry_points.bad", code)]) == (
        bad.town,
        [(fault.path, fault.code) for fault in bad.faults],
    )
    assert town == good.town


def test_the_name_of_an_entry_point_is_not_repeated_where_it_is_odd(packages):
    """A stranger's metadata may say anything; a path does not."""
    packages(Point("电话 13800138000", 3))
    (one,) = discover()

    assert ["entry_points.(key)"] == [fault.path for fault in one.faults]


def test_a_word_that_nobody_registered_is_a_finding_where_it_is_written(tmp_path):
    """A part, a guard, a need and a tariff of no table each have file, line and path."""
    row = '{ guards = ["wihtin"], needs = ["raesons"] }'
    written = BOOK.replace("ceiling  = 12", "ceiling  = 12\ndoubled  = {}")
    path = folder(
        tmp_path, change("pledgse", "add", "x", "1"), change("rulebooks", "add", "deeds"), deeds=written
    )

    assert {
        ("township.toml:10: pledgse", "book.unknown_key"),
        ("deeds.toml:12: item.deeds.doubled", "book.unknown_key"),
    } == found(path)
    assert {
        ("township.toml:12: pledge[0].value.guards", "lifecycle.name"),
        ("township.toml:12: pledge[0].value.needs", "lifecycle.name"),
    } == found(folder(tmp_path / "row", change("pledge", "replace", "rows.approve", row)))


def test_what_is_rated_or_paid_by_what_no_word_records_is_a_finding(tmp_path):
    """A rulebook and a rule of points by records that nobody makes are told, each at its place."""
    lamp = change("points", "add", "rules.lamp", '{ says = "修路灯", kind = "lamp", points = 3 }')
    verdict = check(load(folder(tmp_path, change("rulebooks", "add", "deeds"), lamp, deeds=BOOK)))

    assert not verdict.ok
    assert {
        ("rulebooks.deeds: fact.deeds", "township.unrecorded"),
        ("points.rules.lamp", "township.points_unrecorded"),
    } == {(reason.path, reason.code) for reason in verdict.reasons}


def test_the_name_of_a_source_that_is_no_code_is_not_told(tmp_path):
    """What a citation may have meant is told where it is a code; a name that was refused may be anything."""
    head = HEAD.replace("[sources.rules]", '[sources."张三 13911872246"]')
    with pytest.raises(InvalidInput) as caught:
        load(folder(tmp_path, change("duties", "add", "x", '"a"', 'source = "张三 13911872247"'), head=head))
    assert {"township.unknown_source", "code.shape"} == {fault.code for fault in caught.value.faults}
    assert "13911872246" not in caught.value.text("zh") + repr(caught.value)


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/passwd", "a/b", "..", "C:secret", "\\\\secret", "deeds.toml", "\\u0000"]
)
def test_a_path_that_leaves_the_folder_is_a_finding(tmp_path, name):
    """No name that is a path is taken for the name of a book, and what else is wrong is told with it."""
    (tmp_path / "secret.toml").write_text(BOOK, encoding="utf-8")
    path = folder(tmp_path / "town", change("rulebooks", "add", name), change("duties", "add", "x", "3"))
    told = found(path)

    assert ("township.toml:17: duties[0].value", "book.table") in told
    assert {"rulebooks[0].add"} == {path.partition(": ")[2] for path, _ in told if "rulebooks" in path}


def test_a_link_that_leaves_the_folder_is_a_finding(tmp_path):
    """Neither a book nor the town itself is read through a link; a book that is sound is."""
    (tmp_path / "secret.toml").write_text(BOOK, encoding="utf-8")
    path = folder(tmp_path / "town", change("rulebooks", "add", "deeds"), change("duties", "add", "x", "3"))
    (path / "deeds.toml").symlink_to(tmp_path / "secret.toml")

    assert {("deeds.toml", "township.link"), ("township.toml:17: duties[0].value", "book.table")} == found(
        path
    )


def test_a_layer_that_names_no_entry_is_a_finding():
    """What Python says is held to the keys of a part, as a file is."""
    changes = [Stated(part="pledge", change=add("nowhere", 1, source=Source(title="办法")))]
    layer = Layer(id="q", name=Text("镇"), changes=changes)
    with pytest.raises(InvalidInput) as caught:
        overlay(base(), layer)
    assert ("pledge.nowhere", "township.lifecycle_key") == (caught.value.path, caught.value.code)
