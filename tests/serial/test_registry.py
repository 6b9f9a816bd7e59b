"""The registry is a value: what a town adds is its own, and nothing global changes."""

from collections.abc import Mapping
from datetime import date
from difflib import SequenceMatcher
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.forms import by_place, hidden, left_out

from sanliang import InvalidInput, Private, Reason, Span, Text, pledges, ratings, serial
from sanliang.kernel.errors import NEAREST
from sanliang.kernel.lifecycles import Moved
from sanliang.kernel.privacy import LARGEST
from sanliang.serial import BASE, Form, Registry, _documents, _plain, _tags, _text, forms_of


class Colour(Enum):
    """An enum without names."""

    RED = "red"


@attrs.frozen(kw_only=True)
class Meter:
    """A kind of a town's own."""

    id: str
    watts: Fraction | None
    reader: Private[int] | None = None
    either: Private = None
    any_of: str | int | Private[str] | None = None
    colours: Mapping[Colour, int] | None = None


@attrs.frozen(kw_only=True)
class Pole:
    """What holds a meter, and things that no reader knows."""

    meters: tuple[Meter, ...] = ()
    other: object = None
    odd: Mapping[Span, int] | None = None


TOWN = BASE.with_(
    Form(tag="meter/1", of=Meter, masks={"either": lambda text: "**"}), Form(tag="pole/1", of=Pole)
)
SALT = bytes(16)


def test_a_town_adds_its_own_kinds():
    """They are read and written under the town's registry, and the base knows nothing of them."""
    meter = Meter(id="l-1", watts=Fraction(1, 3), colours={Colour.RED: 2})
    text = serial.dumps(meter, registry=TOWN, audience="ledger")

    assert '{"colours":{"red":2},"id":"l-1","kind":"meter/1","watts":"1/3"}' == text
    assert meter == serial.loads(text, Meter, registry=TOWN)
    assert ("meter/1" in TOWN.tags, "meter/1" in BASE.tags) == (True, False)
    with pytest.raises(InvalidInput, match="not a known kind"):
        serial.loads(text)
    with pytest.raises(InvalidInput, match="the registry does not have"):
        serial.dumps(meter)


def test_a_registry_of_ones_own_knows_its_kinds_alone():
    """What it has found of the kinds of another is not its own; nor is it equal to another."""
    anything = attrs.make_class("Anything", {"one": attrs.field(type=Any)})
    kinds = {"anything/1": anything, "meter/1": Meter, "pole/1": Pole, "span/1": Span}
    forms = [*(Form(tag=tag, of=of) for tag, of in kinds.items()), BASE.by_tag["reason/1"]]
    town, meter = Registry(forms=forms), Meter(id="a", watts=None, colours={Colour.RED: 2})
    text = serial.dumps(meter, registry=town, audience="ledger")
    data = serial.to_dict(meter, registry=town, audience="ledger")

    assert '{"colours":{"red":2},"id":"a","kind":"meter/1"}' == text
    assert {"kind": "meter/1", "id": "a", "colours": {"red": 2}} == data
    assert meter == serial.loads(text, Meter | Span, registry=town)
    assert ({"meter/1", "pole/1"}, {"anything/1", "reason/1"}) == (town.private, town.endless)
    for kind, code in (("meter/2", "document.newer"), ("pole/0", "tag.unknown"), ("text/1", "tag.unknown")):
        with pytest.raises(InvalidInput) as caught:
            serial.from_dict({"kind": kind}, registry=town)
        assert code == caught.value.code
    assert town != Registry(forms=forms)


def test_what_may_be_nothing_may_be_left_out():
    """Even where the class asks for it."""
    assert Meter(id="a", watts=None) == serial.from_dict({"kind": "meter/1", "id": "a"}, registry=TOWN)


@pytest.mark.parametrize("number", [0, -7, LARGEST, -LARGEST])
def test_a_private_whole_number_is_written_in_digits(number):
    """It may have more digits than a number of JSON."""
    meter = Meter(id="a", watts=None, reader=Private(number, salt=SALT), either=Private("b", salt=SALT))
    data = serial.to_dict(meter, registry=TOWN, audience="ledger")

    assert {"whole": str(number), "salt": SALT.hex()} == data["reader"]
    assert meter == serial.from_dict(data, registry=TOWN)
    village = serial.to_dict(meter, registry=TOWN, audience="village")
    assert ("**", False) == (village["either"], "reader" in village)


@pytest.mark.parametrize("digits", ["", "01", "-0", "1.5", "1e3", str(LARGEST + 1), "9" * 40])
def test_a_private_whole_number_of_another_shape_is_refused(digits):
    """The place is the number's."""
    data = {"kind": "meter/1", "id": "a", "reader": {"whole": digits, "salt": SALT.hex()}}
    with pytest.raises(InvalidInput) as caught:
        serial.from_dict(data, registry=TOWN)
    assert "reader.whole" == caught.value.path
    data["reader"] = {"value": "a", "salt": SALT.hex()}
    with pytest.raises(InvalidInput):
        serial.from_dict(data, registry=TOWN)


def test_private_values_in_lists_and_maps_are_left_out():
    """At any depth."""

    @attrs.frozen(kw_only=True)
    class Drawer:
        papers: tuple[Private[str], ...]
        by: Mapping[str, Private[str]]

    registry = BASE.with_(Form(tag="drawer/1", of=Drawer))
    drawer = Drawer(papers=(Private("a"),), by={"b": Private("c")})
    assert drawer == serial.from_dict(
        serial.to_dict(drawer, audience="ledger", registry=registry), registry=registry
    )
    public = serial.to_dict(drawer, audience="web", registry=registry)
    assert {"kind": "drawer/1", "papers": [], "by": {}, "audience": "web"} == public


def test_a_union_of_plain_types_cannot_be_read():
    """Nothing says which of them is meant."""
    data = {"kind": "meter/1", "id": "a", "any_of": "x"}
    with pytest.raises(InvalidInput, match="any_of: must be one of"):
        serial.from_dict(data, registry=TOWN)
    assert None is serial.from_dict({**data, "any_of": None}, registry=TOWN).any_of


def test_what_has_no_form_within_a_value_is_refused():
    """An object, a map by something that is no text, a document of its own."""
    for wrong in (Pole(other=object()), Pole(odd={Span(date.min, date.max): 1})):
        with pytest.raises(InvalidInput, match="no form as data"):
            serial.to_dict(wrong, registry=TOWN, audience="ledger")
    from tests.pairing.towns import town

    from sanliang.pairing import Change

    with pytest.raises(InvalidInput, match="no form as data"):
        serial.to_dict(Pole(other=Change(leaves=["m-1"])), registry=TOWN, audience="ledger")
    assert town([], []).members == ()


def test_the_forms_of_a_registry_are_kept_in_order():
    """By tag, whatever the order in which they were given."""
    assert sorted(BASE.tags) == [*BASE.tags]
    assert BASE.tags == Registry(forms=BASE.forms[::-1], enums=BASE.enums).tags


def by_difflib(written, known):
    """The nearest of the known tags, as the standard library has it."""
    start = written[: _tags.LONGEST]
    ranked = sorted(known, key=lambda tag: (-SequenceMatcher(None, tag, start).ratio(), tag))
    return ranked if len(ranked) <= NEAREST else [*ranked[:NEAREST], "…"]


@given(st.text("abeglpst._/1朱", max_size=90) | st.sampled_from(BASE.tags), st.integers(0, 20))
def test_the_nearest_tags_are_those_that_difflib_finds(written, most):
    """Eight of them, the nearest first, and of as near ones the first by name, as that library has it."""
    known = BASE.tags[:: 1 + most]
    assert by_difflib(written, known) == [*_tags.by_nearness(written, known)]


WRITTEN = (
    "pledge.items/1",
    "span/0",
    "seppan/1",
    "os.system/1",
    "household.head/1",
    "roster.counts/1",
    "1/gnitar",
    "aaa.aaa/1aa",
    "lantern." * 9 + "campaign/1",
    "lantern." * 9 + "campaigncampaign/1",
)


@pytest.mark.parametrize("written", WRITTEN)
def test_the_nearest_tags_are_found_of_any_slip(written):
    """A letter too many, another name, one that is turned round, one that is long: as that library has it."""
    known = BASE.tags[::9]
    assert by_difflib(written, known) == [*_tags.by_nearness(written, known)]


PIECES = {
    "nothing": ("", "", 0),
    "nothing of the other": ("abc", "xyz", 0),
    "all of it": ("abc", "abc", 3),
    "its end": ("abc", "xabc", 3),
    "what stands on both sides of the longest piece": ("ab.cde/f", "ab-cde_f", 6),
    "what is turned round": ("abc", "cba", 1),
    "the first of two pieces that are as long": ("abxcd", "cdyab", 2),
    "the first place of a piece that stands twice": ("ab1", "abxab1ab", 3),
}


@pytest.mark.parametrize(("one", "other", "many"), PIECES.values(), ids=PIECES.keys())
def test_what_two_texts_share_is_counted_piece_by_piece(one, other, many):
    """The longest first, and then what stands before and after it in both."""
    blocks = SequenceMatcher(None, one, other).get_matching_blocks()
    assert [many, many] == [sum(block.size for block in blocks), _tags._alike(one, other)]


def test_the_signs_of_a_text_are_bits():
    """Each has the bit of its code, and where it stands again the one 128 further; other signs have none."""
    bits = (1 << 97, 1 << 98, 1 << 97 + 128, 1 << 97 + 256)
    assert sum(bits) == _tags._signs("ab朱aa")


def test_a_tag_is_no_nearer_than_the_signs_in_both_would_have_it():
    """They are counted as often as they stand in both, whatever their order."""
    hopes = [(-3 / 6, "aab", True), (-3 / 7, "aabb", True), (0.0, "c/1", True)]
    assert hopes == _tags._hopes("aba", ("aab", "aabb", "c/1"))


def test_a_tag_without_a_letter_of_any_other_has_none_near():
    """They are then told by their names; and with eight of them at most there is nothing left to tell."""
    assert (*BASE.tags[:NEAREST], "…") == _tags.by_nearness("朱鹮", BASE.tags)
    assert ("span/1", "text/1") == _tags.by_nearness("spam/1", ("text/1", "span/1"))


@pytest.mark.parametrize(
    ("tag", "taken"), [("a" * 78 + "/1", True), ("a" * 79 + "/1", False), ("a" * 89 + "/1", False)]
)
def test_a_tag_has_80_characters_at_most(tag, taken):
    """With its version."""
    assert taken is (_tags.parsed(tag) is not None)


WRONG = {
    "a name twice": lambda: BASE.with_(Form(tag="span/2", of=Meter)),
    "a class twice": lambda: BASE.with_(Form(tag="another.span/1", of=Span)),
    "an enum's name twice": lambda: BASE.with_(enums={"pledges.Grade": Colour}),
    "no form": lambda: BASE.with_(Meter),
    "no map of enums": lambda: Registry(forms=(), enums=[Colour]),
    "no tag": lambda: Form(tag="Meter", of=Meter),
    "a tag that is no text": lambda: Form(tag=1, of=Meter),
    "no version": lambda: Form(tag="meter", of=Meter),
    "no class": lambda: Form(tag="meter/1", of=Meter(id="a", watts=None)),
    "no masks": lambda: Form(tag="meter/1", of=Meter, masks=["either"]),
    "its own kind everywhere": lambda: Form(tag="item/1", of=pledges.Letter, always=True),
    "no lifecycle": lambda: forms_of(Meter),
    "no registry": lambda: serial.to_dict(Text("a"), registry={}),
    "no registry to read": lambda: serial.from_dict({}, Text, registry={}),
    "no registry for a converter": lambda: serial.converter({}),
}


@pytest.mark.parametrize("make", WRONG.values(), ids=WRONG.keys())
def test_a_registry_that_does_not_hold_together_is_refused(make):
    """When it is made, and not when something is read."""
    with pytest.raises(InvalidInput):
        make()


def test_a_town_adds_an_enum_for_its_sentences():
    """A parameter is a member of it again when it is read."""
    reason = Reason(code="a", says=Text("a"), params={"colour": Colour.RED})
    registry = BASE.with_(enums={"town.Colour": Colour})
    # The base's own reason knows the base's enums; the town's registry has one of its own.
    with pytest.raises(InvalidInput, match="no form as data"):
        serial.dumps(reason)
    text = serial.dumps(reason, registry=registry)
    assert reason == serial.loads(text, Reason, registry=registry)
    with pytest.raises(InvalidInput):
        serial.loads(text)


def test_a_converter_is_fresh_and_strict():
    """What it is told stays with it, and it reads as `from_dict` does, without tags."""
    first, second = serial.converter(), serial.converter()
    data = {"id": "lamp", "deed": "修路灯", "deadline": "2026-12-31"}
    item = pledges.Item(id="lamp", deed="修路灯", deadline=date(2026, 12, 31))

    assert first is not second
    assert item == first.structure(data, pledges.Item)
    assert data == first.unstructure(item)
    first.register_structure_hook(str, lambda *_: "other")
    assert item == second.structure(data, pledges.Item)
    with pytest.raises(Exception, match="deed"):
        second.structure({**data, "deed": 1}, pledges.Item)


def test_a_rating_is_read_whole():
    """What equality leaves aside is stored, too: how the rating came about."""
    reading = ratings.Reading(value="3")
    rated = ratings.Rated(
        book="stars",
        cycle=Span(date(2026, 1, 1), date(2026, 12, 31)),
        score=None,
        tier="three",
        computed="three",
        proposed="three",
        readings={"word": reading, "number": ratings.Reading(value=Fraction(3))},
        past=("two", None),
    )
    back = serial.loads(serial.dumps(rated), ratings.Rating)

    assert rated == back
    assert {**rated.readings} == {**back.readings}
    assert rated.past == back.past


def test_an_event_of_an_unknown_word_is_refused():
    """The base knows the words of the library."""
    event = Moved(
        word="lantern", thing="c-1", move="light", leaves="", enters="open", by="m-1", on=date(2026, 7, 1)
    )
    with pytest.raises(InvalidInput, match="the registry does not have"):
        serial.dumps(event)


def test_what_is_given_is_named():
    """Values take what they hold by name, but for the tools inside; no argument has to be without one."""
    assert "Reasons _Reading" == by_place("serial")


def test_the_limits_stay():
    """The numbers that hold in what is read and searched for stay: a smaller one refuses what was taken."""
    assert (18, 400, 80) == (_plain.LONGEST_WHOLE, _plain.LONGEST, _tags.LONGEST)
    assert (16_777_216, 10**18) == (_documents.LARGEST, _text._TOO_LONG)
    assert (1_099_511_627_776, 4_096) == (_documents._ANY, _text.MOST_LINES)


def test_what_holds_where_nothing_is_said():
    """The numbers, and yes or no, that are left out are the ones that everybody has relied on."""
    said = (
        "Form.always=False RatedShape.withheld=False ReadLog.ended=True ReadingShape.assumed=False "
        "_by_role.least=0 loads.most=16777216 read_entries.most=16777216 read_links.most=16777216 "
        "read_log.most=16777216"
    )
    assert said == left_out("serial")


def test_what_is_neither_shown_nor_compared():
    """All of a value shows itself and tells it from another, but for what would only be long."""
    assert "Registry.enums:repr Registry.forms:repr Registry.upgrades:repr" == hidden("serial")
