"""The laws of towns: nothing changes nothing, layers associate, what differs is told and nothing else."""

import copy
import pickle

import attrs
import pytest
from hypothesis import given
from tests.townships.folders import LAW, chains

from sanliang import InvalidInput, NotFound, Source, Text
from sanliang.kernel.overlays import Op, add, drop, replace
from sanliang.townships import Layer, Stated, Township, base, check, describe, get, overlay
from sanliang.townships._own import IDS
from sanliang.townships._parts import PARTS


def entries(town):
    """Everything that holds in a town, by part and key."""
    return {name: dict(part.entries(town.part(name))) for name, part in PARTS.items()}


def test_overlaying_nothing_is_the_base():
    """A town with nothing laid over it is itself."""
    assert base() == overlay(base())
    assert base() is overlay(base())


@pytest.mark.promise("T2")
def test_silence_changes_nothing():
    """A layer without a change leaves every part as it is, and only the town's name is another."""
    town = overlay(base(), Layer(id="qingshan", name=Text("青山镇")))

    assert all(town.part(name) is base().part(name) for name in PARTS)
    assert ("qingshan", "base", ()) == (town.id, town.base, town.changes)


@pytest.mark.promise("T2")
@given(chains(least=3, most=3))
def test_overlay_is_associative(layers):
    """How layers are grouped makes no difference to the town."""
    province, county, town = layers

    one_by_one = overlay(overlay(overlay(base(), province), county), town)
    assert one_by_one == overlay(base(), province, county, town)
    assert one_by_one == overlay(base(), overlay(province, county), town)
    assert one_by_one == overlay(base(), province, overlay(county, town))
    assert entries(one_by_one) == entries(overlay(base(), overlay(province, county, town)))
    assert ("base", "town-0", "town-1") == one_by_one.layer.over


@given(chains())
def test_what_no_change_names_stays(layers):
    """Every entry that no layer names is that of the base."""
    town = overlay(base(), *layers)
    named = {(one.part, one.change.key) for one in town.changes}

    for name, old in entries(base()).items():
        new = entries(town)[name]
        for key in {*old, *new} - {key for part, key in named if part == name}:
            assert old[key] == new[key]


@pytest.mark.promise("T2")
@given(chains())
def test_describe_lists_exactly_the_differences(layers):
    """An entry is told if and only if it is not what the base has; what was and what is are said."""
    town = overlay(base(), *layers)
    old, new = entries(base()), entries(town)
    differ = {
        (name, key)
        for name in PARTS
        for key in {*old[name], *new[name]}
        if (key in old[name], old[name].get(key)) != (key in new[name], new[name].get(key))
    }
    told = describe(town).differences

    assert differ == {(one.part, one.key) for one in told}
    assert len(differ) == len(told)
    for one in told:
        assert (one.old is not None, one.new is not None) == (
            one.key in old[one.part],
            one.key in new[one.part],
        )
        assert LAW == one.source


@given(chains(least=2, most=2))
def test_describe_against_a_county_tells_what_the_town_alone_changes(layers):
    """Against what lies below it, a town's page has no entry that the town does not change itself."""
    county = overlay(base(), layers[0])
    town = overlay(county, layers[1])
    own = {(one.part, one.change.key) for one in layers[1].changes}

    assert {(one.part, one.key) for one in describe(town, against=county).differences} <= own
    assert () == describe(town, against=town).differences


@given(chains())
def test_a_page_has_every_difference_in_both_languages(layers):
    """The page for people names every entry that differs, whatever its language."""
    told = describe(overlay(base(), *layers))

    for lang in ("zh", "en"):
        page = told.text(lang)
        assert all(f"`{one.key}`" in page for one in told.differences)
        assert len(told.differences) == page.count("\n- `")


@given(chains())
def test_a_town_of_sound_changes_passes_the_check(layers):
    """What the strategy changes is never wrong."""
    assert check(overlay(base(), *layers)).ok


@pytest.mark.promise("T2")
def test_a_change_without_a_source_is_refused():
    """No change can be made that nobody says."""
    with pytest.raises(InvalidInput):
        replace("theme", 1, source=None)


def test_a_layer_lies_only_over_what_it_says():
    """A town that changes a county is not laid over the base, nor over another county."""
    town = Layer(id="qingshan", name=Text("青山镇"), over=("huaining",))
    other = Layer(id="other", name=Text("别县"))

    for call in (
        lambda: overlay(base(), town),
        lambda: overlay(base(), other, town),
        lambda: overlay(other, town),
    ):
        with pytest.raises(InvalidInput) as caught:
            call()
        assert ("township.over", "qingshan") == (caught.value.code, caught.value.path)
    with pytest.raises(InvalidInput) as caught:
        overlay(Layer(id="x", name=Text("甲"), over=()), attrs.evolve(other, over=("x",)), base().layer)
    assert "township.over" == caught.value.code


def test_no_layer_has_the_id_of_one_below_it():
    """Ids tell layers apart: a town is not called as its county is, nor as the base."""
    county = Layer(id="huaining", name=Text("怀宁县"))
    for id, over in (("huaining", "huaining"), ("base", "huaining")):
        with pytest.raises(InvalidInput) as caught:
            overlay(base(), county, Layer(id=id, name=Text("某镇"), over=(over,)))
        assert "township.same_id" == caught.value.code


def test_a_town_stands_on_the_base():
    """Layers that do not come down to the base make no town."""
    with pytest.raises(InvalidInput) as caught:
        Township(layer=Layer(id="qingshan", name=Text("青山镇"), over=("huaining",)))
    assert "township.not_base" == caught.value.code


def test_every_fault_of_every_part_comes_at_once():
    """A town that does not hold together is refused with all that is wrong, by part and entry."""
    changes = (
        ("calendar", add("theme", 1, source=LAW)),
        ("calendar", drop("christmas", source=LAW)),
        ("pledge", replace("settings.least_member", "two", source=LAW)),
        ("pledge", drop("rows.approve", source=LAW)),
        ("shown", replace("member_phone", "moon", source=LAW)),
        ("rulebooks", add("x", base().rulebooks["member-stars"], source=LAW)),
        ("pledgse", add("x", 1, source=LAW)),
    )
    layer = Layer(
        id="qingshan",
        name=Text("青山镇"),
        changes=tuple(Stated(part=part, change=one) for part, one in changes),
        guards={"pledgse": {"quantified": lambda thing, ask: None}},
    )
    with pytest.raises(InvalidInput) as caught:
        overlay(base(), layer)
    assert {
        ("pledgse", "township.part"),
        ("guards.pledgse", "township.guard_word"),
        ("pledge.settings.least_member", "lifecycle.setting_kind"),
        ("pledge.nodes.approved", "lifecycle.unreachable"),
        ("calendar.theme", "overlay.known"),
        ("calendar.christmas", "overlay.unknown"),
        ("rulebooks.x", "township.book_id"),
        ("shown.member_phone", "code.unknown"),
    } <= {(fault.path, fault.code) for fault in caught.value.faults}


def test_wrong_arguments_are_refused_at_once():
    """What is no town, no layer and no part is said so."""
    for call in (
        lambda: overlay("town"),
        lambda: overlay(base(), base()),
        lambda: describe("town"),
        lambda: describe(base(), against="base"),
        lambda: check("town"),
        lambda: Township(layer="town"),
        lambda: Layer(id="Q", name=Text("青山镇")),
        lambda: Layer(id="q", name=Text("青山镇"), guards=[]),
        lambda: Layer(id="q", name=Text("青山镇"), guards={"pledge": {"x": 1}}),
    ):
        with pytest.raises(InvalidInput):
            call()
    with pytest.raises(NotFound) as caught:
        base().part("pledgse")
    assert "the nearest is: pledge" in str(caught.value)


def test_a_towns_own_guards_stay_when_a_layer_is_laid_over_it():
    """The guards of a county hold in its towns, beside their own."""
    county = Layer(id="county", name=Text("县"), guards={"pledge": {"one": lambda pledge, ask: None}})
    town = Layer(
        id="town", name=Text("镇"), over=("county",), guards={"pledge": {"two": lambda pledge, ask: None}}
    )

    guards = overlay(base(), county, town).pledging.kind.guards
    assert {"one", "two", "not_own"} <= {*guards}


@pytest.mark.parametrize("id", IDS)
def test_whoever_sees_less_sees_no_more(id):
    """What the web sees, the village sees; what the village sees, the ledger has; and it has everything."""
    town = get(id)
    for name, widest in town.shown.items():
        seen = [town.shows(name, to=one) for one in ("ledger", "village", "web")]

        assert seen == sorted(seen, reverse=True)
        assert seen[0]
        assert sum(seen) == ["ledger", "village", "web"].index(widest) + 1


def test_what_no_town_may_show_is_refused_and_not_hidden():
    """A misspelt name is an error with the nearest one; so is the number of an identity card."""
    for name in ("member_phon", "id_number"):
        with pytest.raises(NotFound, match="is nothing that may be shown to anybody") as caught:
            base().shows(name, to="village")
        assert ("name", "township.shown_key") == (caught.value.path, caught.value.code)
    with pytest.raises(InvalidInput):
        base().shows("member_phone", to="moon")


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("id", IDS)
def test_a_town_is_a_value(id):
    """A town hashes, and comes out of a copy and a pickle as the same town with the same parts."""
    town = get(id)

    for other in (pickle.loads(pickle.dumps(town)), copy.deepcopy(town), attrs.evolve(town)):
        assert (town, hash(town)) == (other, hash(other))
        assert (town.calendar, town.rulebooks) == (other.calendar, other.rulebooks)
        assert check(other).ok


def test_the_changes_of_a_lifecycle_stand_in_it():
    """A town's lifecycle knows what was changed, and by whom, as one made in Python does."""
    change = replace("settings.least_member", 3, source=Source(title="办法"))
    town = overlay(base(), Layer(id="q", name=Text("镇"), changes=(Stated(part="pledge", change=change),)))

    assert [("least_member", Op.REPLACE)] == [(one.key, one.op) for one in town.pledging.changes]
    assert (3, "q") == (town.pledging.number("least_member"), town.pledging.id)
    assert town.lifecycles["pledge"] is town.pledging
