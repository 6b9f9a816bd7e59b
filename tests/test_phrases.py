"""Every sentence of the library has a code of its own and is there in both languages."""

import importlib
import pkgutil
import re
import string

import pytest

import sanliang
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.lifecycles import Kind

CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
LETTER = re.compile(r"[A-Za-z]")
PLACE = re.compile(r"\{[^}]*\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def modules():
    """All modules of the package."""
    names = (found.name for found in pkgutil.walk_packages(sanliang.__path__, "sanliang."))
    return [importlib.import_module(name) for name in sorted(names) if not name.endswith("__main__")]


def named(kind):
    """Every value of a kind that stands at the top of a module, once each, and where it stands."""
    found = {}
    for module in modules():
        for name, value in vars(module).items():
            if isinstance(value, kind):
                found.setdefault(id(value), (f"{module.__name__}.{name}", value))
    return list(found.values())


PHRASES = named(Phrase)
KINDS = named(Kind)
ENUMS = [enum for _, enum in named(type) if issubclass(enum, Labelled) and enum is not Labelled]


def places(template):
    """The named places of a template."""
    return {place for _, place, _, _ in string.Formatter().parse(template) if place is not None}


def test_each_code_has_one_sentence():
    """No two sentences have the same code, so that a code says what has happened."""
    homes = {}
    for home, phrase in PHRASES:
        homes.setdefault(phrase.code, []).append(home)
    assert {code: where for code, where in homes.items() if len(where) > 1} == {}
    assert len(homes) > 100


def test_each_sentence_is_there_in_both_languages():
    """A sentence is in Chinese and in English, with the same places to fill, under a dotted code."""
    for home, phrase in PHRASES:
        assert CODE.fullmatch(phrase.code), home
        assert CHINESE.search(phrase.zh) or not LETTER.search(PLACE.sub("", phrase.en)), home
        assert phrase.en, home
        assert not CHINESE.search(phrase.en), home
        assert places(phrase.zh) == places(phrase.en), home


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: f"{enum.__module__}.{enum.__name__}")
def test_each_label_is_there_in_both_languages(enum):
    """A member of an enum has an ASCII code and a name in each language, unlike its neighbours' names."""
    for member in enum:
        assert member.value.isascii()
        assert CHINESE.search(member.label("zh"))
        assert member.label("en").strip()
    assert len({member.label("zh") for member in enum}) == len(enum)
    assert len({member.label("en") for member in enum}) == len(enum)


@pytest.mark.parametrize(("home", "kind"), KINDS, ids=[kind.name for _, kind in KINDS])
def test_each_guard_and_each_need_of_a_move_has_a_chinese_name(home, kind):
    """What a move needs, and on what condition it is made, is called by a name that a clerk can read."""
    asked = [*kind.guards, *kind.needs]
    assert all(CHINESE.search(kind.called(name).zh) for name in asked), home
    assert set(kind.names) <= set(asked), home
