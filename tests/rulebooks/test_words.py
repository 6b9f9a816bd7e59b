"""Words of a township's own: how they are made, where a book finds them, what is refused."""

import pickle
from fractions import Fraction
from itertools import repeat

import pytest
from jsonschema import Draft202012Validator
from tests.laws.forms import by_place, left_out
from tests.rulebooks.books import HEAD, book
from tests.rulebooks.words import CLIMB, OURS, PARTS, ROOT, SAYS, effect, key, scale, tariff

from sanliang import InvalidInput
from sanliang.kernel.wire import read_toml
from sanliang.rulebooks import (
    WORDS,
    Key,
    KeyType,
    OwnEffect,
    OwnScale,
    OwnTariff,
    TariffWord,
    Words,
    _hooks,
    lint,
    lint_file,
    load,
    loads,
    schema,
    tier_names,
)
from sanliang.rulebooks._values import ByDay, ByWord, Fixed

DEEDS = """
[fact.class]
type = "word"
[item.deeds]
says = "好事"
fact = { records = "deed" }
root = { scale = { by = "class", elder = { 2026-01-01 = 4 }, else = 3 } }
"""
TIERS = """
[scale]
parts = { tiers = [3, 2, 1], whole = 90 }
"""
CLAUSE = """
[[clause]]
says = "至多升一半"
then = { climb = { top = 2 } }
"""
TEXT = HEAD + DEEDS + TIERS + CLAUSE


def refused(make):
    """The codes and paths of the faults with which something is refused."""
    with pytest.raises(InvalidInput) as caught:
        make()
    return [(fault.code, fault.path.partition(": ")[2] or fault.path) for fault in caught.value.faults]


# --- making words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["", "Root", "a-b", "2root", "for", "r" * 41, None])
def test_a_tag_is_a_name_for_toml_and_for_python(tag):
    """What a function could not take by name, or a book could not write, is no tag and no key."""
    assert ["word.tag"] == [code for code, _ in refused(lambda: tariff(int, tag=tag))]
    assert ["word.tag"] == [
        code for code, _ in refused(lambda: tariff(lambda number, **keys: number, keys={tag: key()}))
    ]


def test_keys_are_keys():
    """The keys of a word are a mapping from names to keys; every fault is named at once."""
    assert [("word.keys", "keys")] == refused(lambda: tariff(int, keys=[key()]))
    assert ["word.tag", "value.kind"] == [
        code for code, _ in refused(lambda: tariff(int, keys={"A": key(), "scale": 3}))
    ]


@pytest.mark.parametrize(
    "make",
    [
        lambda: tariff(lambda: 1),
        lambda: tariff(lambda number: 1, keys={"scale": key()}),
        lambda: tariff(lambda number, *, scale: 1, keys={"number": key(), "scale": key()}),
        lambda: tariff(lambda number: 1, bounds=lambda low: (1, 2)),
        lambda: scale(lambda score: "1"),
        lambda: effect(lambda tiers: tiers),
    ],
)
def test_code_takes_what_it_will_be_given(make):
    """A function that could not take the keys is refused when the word is made."""
    assert ["word.shape"] == [code for code, _ in refused(make)]


def test_code_is_code():
    """What cannot be called is no code; code that does not say what it takes is taken."""
    assert [("word.code", "points")] == refused(lambda: tariff(3))
    assert TariffWord(tag="own", says=SAYS, points=max).points is max


def test_tiers_belong_to_effects():
    """A tariff has no tier to ask for, and a scale has its own `tiers`."""
    tier = {"top": key(KeyType.TIER)}

    assert [("word.no_tiers", "keys.top")] == refused(lambda: tariff(lambda number, top: 1, keys=tier))
    assert [("word.no_tiers", "keys.top")] == refused(lambda: scale(lambda score, tiers, top: "1", keys=tier))
    assert [("word.tiers_taken", "keys.tiers"), ("word.shape", "tier")] == refused(
        lambda: scale(lambda score, tiers: "1", keys={"tiers": key()})
    )


@pytest.mark.parametrize(
    ("holds", "missing", "code"),
    [
        (KeyType.NUMBER, 0.5, "number.float"),
        (KeyType.WHOLE, -1, "number.small"),
        (KeyType.WHOLE, "3", "number.type"),
        (KeyType.YES, 1, "word.missing"),
        (KeyType.WORD, 3, "word.missing"),
        (KeyType.TIER, True, "word.missing"),
        ("share", None, "code.unknown"),
    ],
)
def test_what_is_left_out_is_of_the_same_type(holds, missing, code):
    """What holds where a key is left out is what the key could have held."""
    assert [code] == [code for code, _ in refused(lambda: Key(holds=holds, says=SAYS, missing=missing))]


def test_what_is_left_out_is_one_of_the_words():
    """Where a key lists its words, one of them holds when it is left out."""
    assert [("word.missing", "missing")] == refused(lambda: key(KeyType.WORD, among=("a", "b"), missing="c"))


def test_a_table_has_each_tag_once():
    """Two words cannot have one tag, and no word has the tag of the language."""
    faults = refused(
        lambda: Words(
            tariffs=[ROOT, tariff(int, tag="each")],
            scales=[scale(lambda score, tiers: "1", tag="stars")],
            effects=[effect(lambda tiers, last: tiers, tag="root")],
        )
    )

    assert [
        ("word.taken", "tariffs[1].tag"),
        ("word.taken", "scales[0].tag"),
        ("list.doubled", "effects[0].tag"),
    ] == faults
    assert [("value.kind", "tariffs[0]")] == refused(lambda: Words(tariffs=[CLIMB]))


# --- books ---------------------------------------------------------------------------------------------


def test_a_book_finds_words_by_their_tags():
    """A book in a township's words holds the words, and what it says of them."""
    read = loads(TEXT, words=OURS)
    (deeds,) = [item for item in read.items if item.id == "deeds"]
    (clause,) = read.clauses

    assert isinstance(deeds.tariff, OwnTariff)
    assert (ROOT, False) == (deeds.tariff.word, deeds.tariff.given["more"])
    assert OwnScale(word=PARTS, tiers=("3", "2", "1"), given={"whole": 90, "kind": "none"}) == read.scale
    assert isinstance(clause.then, OwnEffect)
    assert ("2", Fraction(1, 2)) == (clause.then.given["top"], clause.then.given["share"].number)
    assert ("3", "2", "1", "none") == tier_names(read)
    assert () == lint(TEXT, words=OURS)
    assert read == loads(TEXT, words=OURS) == pickle.loads(pickle.dumps(read))
    assert hash(read) == hash(loads(TEXT, words=OURS))


def test_without_the_table_a_word_is_a_mistyped_key():
    """A tag is found in the table that is handed in, and nowhere else."""
    faults = refused(lambda: loads(TEXT))

    assert {"book.unknown_key", "book.one_of", "clause.effects"} == {code for code, _ in faults}
    assert ("book.unknown_key", "item.deeds.root") in faults
    assert [("value.kind", "words")] == refused(lambda: loads(TEXT, words="tests.rulebooks.words"))
    assert [("value.kind", "words")] == refused(lambda: lint(TEXT, words=[ROOT]))


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ("top = 2", "top = 9", "name.tier", "clause[0].then.climb"),
        ("top = 2", "share = 1", "book.missing", "clause[0].then.climb.top"),
        ("top = 2", "top = 2, tops = 3", "book.unknown_key", "clause[0].then.climb.tops"),
        (
            "top = 2",
            'top = 2, share = { by = "clazz", a = 1, else = 1 }',
            "name.fact",
            "clause[0].then.climb.share",
        ),
        ("climb = {", "is = 2, climb = {", "clause.effects", "clause[0].then"),
        ("climb = { top = 2 }", "climb = 2", "book.table", "clause[0].then.climb"),
        ("whole = 90", "whole = 9.5", "book.whole", "scale.parts.whole"),
        ("whole = 90", 'kind = "some"', "book.one_of", "scale.parts.kind"),
        ("[3, 2, 1]", '[3, "none"]', "tier.none", "scale.parts.tiers"),
        ("[3, 2, 1]", "[3, 3]", "list.doubled", "scale.parts.tiers[1]"),
        ("[3, 2, 1]", "[]", "book.empty", "scale.parts.tiers"),
        ("parts =", "stars = 3\nparts =", "book.one_of", "scale"),
        ("parts =", 'gap = "lower"\nparts =', "scale.no_tiers", "scale.gap"),
        ("root =", "each = 2\nroot =", "item.tariffs", "item.deeds"),
        ('by = "class"', 'by = "clazz"', "name.fact", "item.deeds.root.scale"),
        ("{ scale =", "{ more = 1, scale =", "book.yes", "item.deeds.root.more"),
    ],
)
def test_what_is_wrong_with_a_word_has_a_path(old, new, code, path):
    """The table of a word is checked as any other: names, types, what is missing, what is too much."""
    assert old in TEXT
    assert (code, path) in refused(lambda: loads(TEXT.replace(old, new), words=OURS))


def test_a_word_of_a_scale_by_a_word_of_a_fact():
    """The numbers of a scale may be chosen by a fact of the book."""
    fine = scale(lambda score, tiers, *, line: tiers[0] if score >= line else "none", keys={"line": key()})
    text = HEAD + DEEDS + "[scale]\nown = { tiers = [1], line = { by = 'class', elder = 2, else = 3 } }\n"
    words = Words(tariffs=[ROOT], scales=[fine])

    assert loads(text, words=words).scale.word is fine
    assert [("name.fact", "scale.own.line")] == refused(
        lambda: loads(text.replace("'class'", "'clazz'"), words=words)
    )


def test_tiers_need_a_scale():
    """An effect has nothing to strike out where a book has points only."""
    assert ("scale.missing", "clause[0].then.climb") in refused(
        lambda: loads(HEAD + DEEDS + CLAUSE, words=OURS)
    )


def test_a_book_and_its_base_are_read_with_one_table(tmp_path):
    """The books that a file extends may use the same words, and a change of them is one like any other."""
    (tmp_path / "stars.toml").write_text(TEXT, "utf-8")
    village = tmp_path / "village.toml"
    village.write_text(
        """
schema  = 1
id      = "village"
extends = "stars"
source  = { title = "东村党支部决议", date = 2026-03-05 }
[item.deeds]
change  = "replace"
says    = "好事"
root    = { scale = 5 }
fact    = "deeds"
""",
        "utf-8",
    )

    assert load(village, words=OURS).scale.word is PARTS
    assert "item.deeds" not in {finding.path for finding in lint_file(village, words=OURS)}
    assert ("book.unknown_key", "item.deeds.root") in refused(lambda: load(village))
    assert [("value.kind", "words")] == refused(lambda: load(village, words=None))


# --- what the linter and an editor know of them ---------------------------------------------------------


def codes(text, words):
    """What the linter finds, by path."""
    return {finding.path: finding.code for finding in lint(text, words=words)}


@pytest.mark.parametrize(
    ("word", "least", "found"),
    [
        (tariff(lambda number: -number, rises=False), 1, {"scale.tiers[0]": "tier.unreachable"}),
        (
            tariff(lambda number: number, bounds=lambda low, high: (0, 5)),
            6,
            {"scale.tiers[0]": "tier.unreachable"},
        ),
        (tariff(lambda number: number, bounds=lambda low, high: (0, 5)), 5, {}),
        (tariff(lambda number: number, bounds=lambda low, high: 5), 99, {}),
        (tariff(lambda number: number, rises=True), 99, {}),
        (tariff(lambda number: number), 99, {}),
    ],
)
def test_the_linter_asks_a_word_for_its_bounds(word, least, found):
    """What a word says of its bounds tells what the score can come to; else it may come to anything."""
    text = (
        HEAD
        + f"""
[item.deeds]
says = "好事"
fact = {{ records = "deed" }}
own  = {{}}
[scale]
says  = "等次"
tiers = [ {{ name = 1, at_least = {least} }} ]
"""
    )
    assert found == codes(text, Words(tariffs=[word]))
    by_hand = (
        text.replace('fact = { records = "deed" }', 'for_each = "deed"\nfield = "mark"')
        + '[fact.deed]\nrecords = "deed"\n'
    )
    assert {} == codes(by_hand, Words(tariffs=[word]))


def test_the_linter_knows_what_facts_a_word_uses():
    """A fact whose word chooses a number of a township's word is not unused."""
    fact = '[fact.kind]\ntype = "word"\n'
    text = TEXT + fact + CLAUSE.replace("top = 2", 'top = 2, share = { by = "kind", a = 1, else = 1 }')

    assert {} == codes(text, OURS)
    assert {"fact.kind": "fact.unused"} == codes(TEXT + fact, OURS)


def test_an_editor_completes_the_words_of_a_table():
    """The schema of a table has its tags and keys with their sentences, and another id than ours."""
    form = schema(OURS)
    data = {**read_toml(TEXT), "cycle": {"every": "year", "starts": "2026-01-01"}}
    data["source"].pop("date")
    data["item"]["deeds"]["root"] = {"scale": 3}
    validator = Draft202012Validator(form)
    keys = form["$defs"]["then"]["anyOf"][1]["properties"]["climb"]

    assert "urn:sanliang:rulebook:1:climb:parts:root" == form["$id"]
    assert "一句话\na sentence" == keys["description"]
    assert (["top"], ["scale"]) == (
        keys["required"],
        form["$defs"]["item"]["properties"]["root"]["required"],
    )
    assert validator.is_valid(data)
    assert not Draft202012Validator(schema()).is_valid(data)
    for broken in ({"each": 1}, {"root": {"scale": "much"}}, {"root": {}}, {"root": {"scale": 1, "x": 1}}):
        changed = {**data, "item": {"deeds": {**data["item"]["deeds"], **broken}}}
        assert not validator.is_valid(changed)
    assert [("value.kind", "words")] == refused(lambda: schema([ROOT]))


def test_the_table_of_the_language_is_the_one_that_holds():
    """Without a table, books are read in the words of the language alone."""
    assert Words() == WORDS
    assert schema() == schema(WORDS)
    assert loads(book()) == loads(book(), words=WORDS)


def test_the_least_of_a_word_is_not_above_the_most():
    """The ends that code gives are in order and may be one number; a direction gives them from its points."""

    def between(low, high):
        return _hooks.ends(tariff(int, bounds=lambda *_: (low, high)), None, None, {})

    for both in ((1, 2), (1, 1), (None, 1), (1, None), (None, None)):
        assert both == between(*both)
    for wrong in ((2, 1), (1, 1, 1), [1, 2], (1, 2.5)):
        with pytest.raises(_hooks.Failed):
            _hooks.ends(tariff(int, bounds=lambda *_: wrong), None, None, {})  # noqa: B023
    assert (3, 7) == _hooks.ends(tariff(lambda number: number, rises=True), 3, 7, {})
    assert (-7, -3) == _hooks.ends(tariff(lambda number: -number, rises=False), 3, 7, {})
    assert (None, -3) == _hooks.ends(tariff(lambda number: -number, rises=False), 3, None, {})


def test_the_number_of_a_word_has_its_bounds():
    """Code gives whole numbers and fractions of nine digits before the point, and of 10**18 parts at most."""
    for number in (10**9 - 1, 1 - 10**9, Fraction(1, 10**18)):
        assert number == _hooks.points(tariff(lambda _: number), 0, {})  # noqa: B023
    for number in (10**9, -(10**9), Fraction(1, 10**18 + 1), True, 0.5):
        with pytest.raises(_hooks.Failed):
            _hooks.points(tariff(lambda _: number), 0, {})  # noqa: B023


def test_the_keys_of_a_word_come_to_numbers_and_stay_what_else_they_are():
    """Values of the book are priced; whole numbers, words, yes and no are handed on."""
    given = {
        "fixed": Fixed(Fraction(3)),
        "day": ByDay(()),
        "word": ByWord("a", {}),
        "n": 2,
        "yes": True,
        "w": "x",
    }

    assert {"fixed": 7, "day": 7, "word": 7, "n": 2, "yes": True, "w": "x"} == _hooks.settled(
        given, lambda _: 7
    )


NAMES = ("3", "2", "none")


def failed(make):
    """Why the code of a word failed, and of what kind its exception was."""
    with pytest.raises(_hooks.Failed) as caught:
        make()
    return caught.value.fault("x").code, caught.value.params.get("kind")


def test_the_tier_of_a_word_is_a_tier():
    """Code is asked with the score and the tiers but for `none`, and gives one of them, or `none`."""
    asked = []

    def given(answer):
        def tier(score, tiers, *, line):
            asked.append((score, tiers, line))
            return answer

        return lambda: _hooks.tier(scale(tier, keys={"line": key()}), Fraction(7), NAMES, {"line": 2})

    assert [*NAMES] == [given(name)() for name in NAMES]
    assert {(Fraction(7), ("3", "2"), 2)} == {*asked}
    wrong = ("4", "", 3, None, ("3",), ["3"])
    assert {("word.tiers", None)} == {failed(given(answer)) for answer in wrong}
    assert ("word.raised", "ZeroDivisionError") == failed(
        lambda: _hooks.tier(scale(lambda score, tiers: 1 // 0), Fraction(7), NAMES, {})
    )


def test_the_tiers_that_a_word_leaves_are_tiers():
    """Code is asked with all tiers and the last one, and gives any of them, or none at all; no text."""
    asked = []

    def given(answer):
        def left(tiers, last, *, top):
            asked.append((tiers, last, top))
            return answer

        return lambda: _hooks.left(effect(left, keys={"top": key(KeyType.TIER)}), NAMES, "2", {"top": "3"})

    fine = [(), ("3",), ["2", "none"], {"3"}, repeat("2"), iter(NAMES)]
    assert [set(), {"3"}, {"2", "none"}, {"3"}, {"2"}, {*NAMES}] == [given(answer)() for answer in fine]
    assert {(NAMES, "2", "3")} == {*asked}
    wrong = ("3", "32", ("4",), (3,), (None,), ("3", 2), (["3"],))
    assert {("word.tiers", None)} == {failed(given(answer)) for answer in wrong}
    assert {("word.raised", "TypeError")} == {failed(given(answer)) for answer in (None, 3)}


def test_so_many_ways_are_looked_at():
    """Values that may come to several numbers make 64 ways together, and not one more."""
    for many in (8, 9):
        ways = _hooks.settings(dict.fromkeys(("a", "b"), ByDay(())), lambda _, many=many: range(many))
        assert (64 if many == 8 else None) == (ways and len(ways))


def test_what_is_given_is_named():
    """Values take what they hold by name, but for the tools inside; no argument has to be without one."""
    assert "ByDay ByWord Draft Fixed Limit Patience Span _Alone _Ends _Missing _Pair _Top" == by_place(
        "rulebooks"
    )


def test_what_holds_where_nothing_is_said():
    """The numbers, and yes or no, that are left out are the ones that everybody has relied on."""
    said = (
        "Each.whole=False Fixed.share=False Item.endless=False Item.for_each=False Item.open=False "
        "Mark.decision=False Names.condition.places=False Names.condition.this=True Patience.left=5000 "
        "Quota.binding=True Quota.least=0 Rulebook.decimals=2 ScaleWord.rises=False _book.open_gaps=False "
        "_load.open_gaps=False _names.open_gaps=False filled.once=False load.open_gaps=False "
        "loads.open_gaps=False named.least=1"
    )
    assert said == left_out("rulebooks")
