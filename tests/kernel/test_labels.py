"""Names and sentences in two languages."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.labels import Labelled, Phrase, Text, shown
from sanliang.kernel.timeline import Every


class Colour(Labelled):
    """Two colours of a list."""

    RED = "red", "红", "red"
    YELLOW = "yellow", "黄", "yellow"


FEW = Phrase("items.too_few", "至少 {least} 项", "at least {least} items are needed")


def test_a_text_without_english_is_chinese_in_both():
    """Where a town wrote only Chinese, the Chinese stands for both."""
    assert [Text("修路灯").get(lang) for lang in ("zh", "en")] == ["修路灯", "修路灯"]
    assert [Text("灯", "lamp").get(lang) for lang in ("zh", "en")] == ["灯", "lamp"]


@pytest.mark.parametrize("colour", Colour)
def test_a_labelled_member_is_its_code(colour):
    """A member is the string that is stored, found again by it, and has a name in each language."""
    assert Colour(str(colour)) is Colour.of(str(colour)) is colour
    assert colour == colour.value
    assert f"{colour}" == colour.value
    assert (colour.label("zh"), colour.label("en")) == (colour.zh, colour.en)


@pytest.mark.parametrize("member", [*Every])
def test_a_labelled_member_pickles_to_itself(member):
    """Pickling and copying give the same member."""
    assert pickle.loads(pickle.dumps(member)) is member
    assert copy.deepcopy(member) is member


@pytest.mark.parametrize("bad", ["green", "", None, 5, True, ["red"], "RED", "红"])
def test_an_unknown_code_is_told_what_there_is(bad):
    """A code that no member has is refused without being repeated, and the text lists those there are."""
    with pytest.raises(InvalidInput) as raised:
        Colour.of(bad, "colour")

    assert str(raised.value) == "colour: is not a known code; there are: red, yellow"
    assert raised.value.text("zh") == "colour: 不是已知的代码；可用：red、yellow"


def test_a_phrase_is_filled_in_both_languages():
    """A phrase gives a text or a fault with its code."""
    assert FEW.fill(least=2) == Text("至少 2 项", "at least 2 items are needed")
    fault = FEW.fault("items", least=2)
    assert (fault.code, fault.path, fault.text("zh")) == ("items.too_few", "items", "至少 2 项")
    assert Phrase("x", "不行", "no").fill() == Text("不行", "no")


@given(st.text())
def test_what_fills_a_phrase_is_never_a_format(value):
    """Format strings from data are shown as they are: nothing is looked up in them."""
    for attack in (value, "{least.__class__}", "{0}", "%300000000d", "{" + value + "}"):
        assert FEW.fill(least=attack).zh == f"至少 {attack} 项"


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (None, "无", "none"),
        (Colour.RED, "红", "red"),
        (Text("灯", "lamp"), "灯", "lamp"),
        (("a", Colour.RED), "a、红", "a, red"),
        ([1, 2], "1、2", "1, 2"),
        (frozenset({"b", "a"}), "a、b", "a, b"),
        ((), "无", "none"),
        (
            {"a": 1, "b": [Colour.RED, "c"], "d": ()},
            "{a = 1、b = [红、c]、d = 无}",
            "{a = 1, b = [red, c], d = none}",
        ),
        (InvalidInput(FEW.fault("items", least=2)), "items: 至少 2 项", "items: at least 2 items are needed"),
        (5, "5", "5"),
        ("{x}", "{x}", "{x}"),
    ],
)
def test_parameters_are_shown_by_language(value, zh, en):
    """
    Codes, texts and what says itself are shown in the language asked for, lists joined, facts with their
    names, sets in order, nothing as none.
    """
    assert (shown(value, "zh"), shown(value, "en")) == (zh, en)
