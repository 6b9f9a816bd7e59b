"""What was ever written loads for ever: upgrades, frozen fixtures, shapes that do not change in silence."""

import json
from copy import deepcopy

import attrs
import pytest
from tests.serial import freeze
from tests.serial.test_laws import same

from sanliang import InvalidInput, Text, pledges, serial
from sanliang.serial import BASE, Form, Upgrade

SHAPES = json.loads(freeze.SHAPES.read_text("utf-8"))
FILES = sorted(freeze.FIXTURES.glob("*.json"))


@attrs.frozen(kw_only=True)
class Lamp:
    """A kind in its third version."""

    id: str
    watts: int
    says: Text


def _said(data):
    return {**data, "says": {"zh": data["zh"]}, "zh": None}


def _without_zh(data):
    return {name: one for name, one in _said(data).items() if name != "zh"}


ONE = Upgrade(old="light/1", new="light/2", change=lambda data: {**data, "watts": 40})
RENAMED = Upgrade(old="light/2", new="lamp/1", change=lambda data: data)
LAST = Upgrade(old="lamp/1", new="lamp/2", change=_without_zh)
TOWN = BASE.with_(Form(tag="lamp/2", of=Lamp), upgrades=(LAST, ONE, RENAMED))
OLD = {"id": "l-1", "zh": "灯"}


# --- upgrades ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "light/1", **OLD},
        {"kind": "light/2", **OLD, "watts": 40},
        {"kind": "lamp/1", **OLD, "watts": 40},
        {"kind": "lamp/2", "id": "l-1", "watts": 40, "says": {"zh": "灯"}},
    ],
    ids=lambda data: data["kind"],
)
def test_every_version_is_read_as_that_of_today(data):
    """One step after the other, through a change of name too."""
    before = deepcopy(data)

    assert Lamp(id="l-1", watts=40, says=Text("灯")) == serial.from_dict(data, Lamp, registry=TOWN)
    assert before == data


@pytest.mark.parametrize(
    ("kind", "through"),
    [
        ("light/1", ("light/1", "light/2", "lamp/1", "lamp/2")),
        ("lamp/1", ("lamp/1", "lamp/2")),
        ("lamp/2", ("lamp/2",)),
    ],
)
def test_a_kind_tells_through_which_versions_it_goes(kind, through):
    """Its own first, and last the one of today."""
    assert through == TOWN.versions(kind)


@pytest.mark.parametrize(
    ("kind", "code"), [("lamps/1", "tag.unknown"), ("lamp/3", "document.newer"), (3, "text.type")]
)
def test_what_is_no_kind_goes_through_no_versions(kind, code):
    """A kind that is not known, one that is newer than ours, and what is no text are told from each other."""
    with pytest.raises(InvalidInput) as caught:
        TOWN.versions(kind)
    assert [(code, "kind")] == [(one.code, one.path) for one in caught.value.faults]


def test_an_upgrade_changes_nothing_that_it_was_given():
    """Even one that is no pure function."""

    def careless(data):
        data["says"] = {"zh": data.pop("zh")}
        data["list"].append(1)
        return {name: one for name, one in data.items() if name != "list"}

    registry = BASE.with_(
        Form(tag="lamp/2", of=Lamp), upgrades=[Upgrade(old="lamp/1", new="lamp/2", change=careless)]
    )
    data = {"kind": "lamp/1", "id": "l", "watts": 1, "zh": "灯", "list": []}
    assert 1 == serial.from_dict(data, registry=registry).watts
    assert {"kind": "lamp/1", "id": "l", "watts": 1, "zh": "灯", "list": []} == data


def test_a_kind_that_stands_within_another_is_upgraded_there():
    """Where each of several kinds carries its tag, it carries its version."""

    @attrs.frozen(kw_only=True)
    class Short:
        days: int

    @attrs.frozen(kw_only=True)
    class Long:
        years: int

    @attrs.frozen(kw_only=True)
    class Lease:
        term: Short | Long

    registry = BASE.with_(
        Form(tag="short/2", of=Short, always=True),
        Form(tag="long/1", of=Long, always=True),
        Form(tag="lease/1", of=Lease),
        upgrades=[Upgrade(old="short/1", new="short/2", change=lambda data: {"days": data["weeks"] * 7})],
    )
    data = {"kind": "lease/1", "term": {"kind": "short/1", "weeks": 2}}
    assert Lease(term=Short(days=14)) == serial.from_dict(data, registry=registry)
    assert data != serial.to_dict(Lease(term=Short(days=14)), registry=registry)
    with pytest.raises(InvalidInput) as caught:
        serial.from_dict({**data, "term": {"kind": "short/1"}}, registry=registry)
    assert ("term", "upgrade.failed") == (caught.value.path, caught.value.code)


@pytest.mark.parametrize("data", [{}, {"zh": "灯", "id": []}, {"zh": None}], ids=str)
def test_data_that_cannot_be_upgraded_is_refused(data):
    """Whatever the function does with it."""
    with pytest.raises(InvalidInput) as caught:
        serial.from_dict({"kind": "lamp/1", **data}, registry=TOWN)
    assert caught.value.faults


@pytest.mark.parametrize("made", [None, [], "x", {"kind": "os/1"}], ids=str)
def test_an_upgrade_that_gives_no_data_is_refused(made):
    """It gives plain data without a kind, or the reading fails."""
    with pytest.raises(InvalidInput, match="is not what version lamp/1 wrote"):
        Upgrade(old="lamp/1", new="lamp/2", change=lambda _: made).applied({})


def test_too_deep_data_is_not_upgraded():
    """Before anything is copied without end."""
    data = {"kind": "light/1"}
    data["self"] = at = []
    for _ in range(100_000):
        at.append([])
        at = at[0]
    with pytest.raises(InvalidInput):
        serial.from_dict(data, registry=TOWN)


def test_a_newer_version_than_any_upgrade_knows_is_named():
    """And so is a version of an old name that never was."""
    with pytest.raises(InvalidInput, match="reads up to lamp/2"):
        serial.from_dict({"kind": "lamp/3"}, registry=TOWN)
    with pytest.raises(InvalidInput, match="is not a known kind"):
        serial.from_dict({"kind": "light/3"}, registry=TOWN)
    with pytest.raises(InvalidInput, match="must be of the kind text/1"):
        serial.from_dict({"kind": "light/1", **OLD}, Text, registry=TOWN)


def _up(old, new):
    return Upgrade(old=old, new=new, change=dict)


LAMP = Form(tag="lamp/3", of=Lamp)
WRONG = {
    "a gap": ([_up("lamp/2", "lamp/3")], {("forms.lamp", "upgrade.gap")}),
    "no upgrade at all": ([], {("forms.lamp", "upgrade.gap")}),
    "a double": (
        [_up("lamp/1", "lamp/2"), _up("lamp/2", "lamp/3"), _up("lamp/1", "lamp/2")],
        {("upgrades[2].old", "upgrade.twice")},
    ),
    "a version is skipped": (
        [_up("lamp/1", "lamp/3"), _up("lamp/2", "lamp/3")],
        {("upgrades[0].new", "upgrade.step")},
    ),
    "back": (
        [_up("lamp/1", "lamp/2"), _up("lamp/2", "lamp/1")],
        {
            ("upgrades[0].new", "upgrade.circle"),
            ("upgrades[1].new", "upgrade.circle"),
            ("upgrades[1].new", "upgrade.step"),
        },
    ),
    "a circle of names": (
        [_up("a/1", "b/1"), _up("b/1", "a/1"), _up("lamp/1", "lamp/2"), _up("lamp/2", "lamp/3")],
        {("upgrades[0].new", "upgrade.circle"), ("upgrades[1].new", "upgrade.circle")},
    ),
    "nowhere": (
        [_up("lamp/1", "lamp/2"), _up("lamp/2", "lamp/3"), _up("a/1", "b/1")],
        {("upgrades[2].new", "upgrade.nowhere")},
    ),
    "past today": (
        [_up("lamp/1", "lamp/2"), _up("lamp/2", "lamp/3"), _up("lamp/3", "lamp/4")],
        {("upgrades[2].old", "upgrade.current")},
    ),
    "another name's second": (
        [_up("lamp/1", "lamp/2"), _up("lamp/2", "lamp/3"), _up("a/1", "lamp/2")],
        {("upgrades[2].new", "upgrade.step")},
    ),
}


@pytest.mark.parametrize(("upgrades", "faults"), WRONG.values(), ids=WRONG.keys())
def test_a_chain_that_does_not_hold_is_refused_when_it_is_made(upgrades, faults):
    """Gaps, doubles, circles, dead ends: all at once, and not when something is read."""
    with pytest.raises(InvalidInput) as caught:
        BASE.with_(LAMP, upgrades=upgrades)
    assert faults == {(fault.path, fault.code) for fault in caught.value.faults}


def test_an_upgrade_has_two_tags():
    """Anything else is no upgrade."""
    for old, new in (("lamp", "lamp/2"), ("lamp/1", 2)):
        with pytest.raises(InvalidInput):
            Upgrade(old=old, new=new, change=dict)
    with pytest.raises(InvalidInput):
        BASE.with_(upgrades=[dict])


# --- what is frozen -----------------------------------------------------------------------------------------


def test_every_kind_is_frozen():
    """A new kind or version brings its fixture and its shape: `python -m tests.serial.freeze` adds them."""
    assert set(BASE.tags) <= set(SHAPES)
    assert {freeze.file_of(tag) for tag in BASE.tags} <= set(FILES)


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("form", BASE.forms, ids=lambda form: form.tag)
def test_no_shape_changes_without_a_new_version(form):
    """Another field, another type, one code more: that is the next version, with an upgrade from this one."""
    assert SHAPES[form.tag] == json.loads(json.dumps(freeze.shape(form)))


def test_a_changed_shape_is_seen():
    """The test above would see a field more, at any depth."""

    @attrs.frozen(kw_only=True)
    class Item(pledges.Item):
        colour: str | None = None

    changed = freeze.shape(attrs.evolve(BASE.by_tag["pledge.item/1"], of=Item, shape=Item))
    assert {"colour"} == changed["fields"].keys() - SHAPES["pledge.item/1"]["fields"].keys()
    assert "pledge.item/1" in SHAPES["pledge.corrected/1"]["classes"]


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.promise("J6")
@pytest.mark.every_row("each class has converters of its own, which an old cattrs may make otherwise")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_fixture_is_read_for_ever(file):
    """Each version that a release wrote is read; that of today is written as it was."""
    text = file.read_text("utf-8")
    value = serial.loads(text)
    again = serial.dumps(value, audience="ledger")

    assert same(value, serial.loads(again))
    if json.loads(text)["kind"] in BASE.tags:
        assert json.loads(text) == json.loads(again)
