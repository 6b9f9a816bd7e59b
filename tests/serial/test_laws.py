"""The laws of what is written and read, for every kind of the registry."""

import json
from copy import deepcopy

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.serial.each_kind import EACH_KIND

import sanliang
from sanliang import Audience, InvalidInput, Private, serial
from sanliang.kernel.events._entry import tagged
from sanliang.kernel.wire import without_private
from sanliang.testing.strategies._stored import BY_TAG, KINDS, corrected, moved

TAGS = serial.BASE.tags
each_kind = pytest.mark.parametrize("tag", TAGS)
each_word = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
CANARY = "朱鹮-4711"

TRACED = pytest.mark.traced("no other test draws from its strategy while branches are counted")
ALONE = {
    "pairing.change/1", "pairing.problem/1", "pairing.result/1", "points.transaction/1", "points.wallet/1"
}  # fmt: skip
each_traced = pytest.mark.parametrize(
    "tag", [pytest.param(tag, marks=[TRACED] if tag in ALONE else []) for tag in TAGS]
)

PART_OF_A_RULEBOOK = "part of a rulebook, which is stored as its TOML"
PART_OF_A_PAIRING = "part of a problem or a result of pairing, which are documents of their own"
PART_OF_RULES = "part of the rules of a town for pairing, which are stored as their TOML"
MADE_ANEW = "worked out anew, whenever somebody asks, from values that are stored"
CODE = "holds code"
NOT_STORED = {
    "Dated": "stands within values only, which say what changes by day",
    "Lifecycle": CODE,
    "orgs.RosterText": "is three tables of text already",
    "calendars.FirstKnown": CODE,
    "records.Book": "is what its log says: the log is stored",
    "records.Query": PART_OF_A_RULEBOOK,
    "rulebooks": PART_OF_A_RULEBOOK,
    "townships": "is what its folder says: the folder is kept",
    "ratings.Barred": MADE_ANEW,
    "ratings.CaseResult": MADE_ANEW,
    "ratings.Change": MADE_ANEW,
    "ratings.Comparison": MADE_ANEW,
    "ratings.Count": MADE_ANEW,
    "ratings.Coverage": MADE_ANEW,
    "ratings.Difference": MADE_ANEW,
    "ratings.FactChange": MADE_ANEW,
    "ratings.Gathered": MADE_ANEW,
    "ratings.Move": MADE_ANEW,
    "ratings.NextTier": MADE_ANEW,
    "ratings.Way": MADE_ANEW,
    "ratings.Subject": "is what a caller hands over, facts of any kind among it",
    "pairing.Certificate": PART_OF_A_PAIRING,
    "pairing.Helper": PART_OF_A_PAIRING,
    "pairing.Household": PART_OF_A_PAIRING,
    "pairing.Pair": PART_OF_A_PAIRING,
    "pairing.Prices": PART_OF_A_PAIRING,
    "pairing.Shortage": PART_OF_A_PAIRING,
    "pairing.Unpaired": PART_OF_A_PAIRING,
    "pairing.LedgerRow": MADE_ANEW,
    "pairing.Repaired": MADE_ANEW,
    "pairing.Struck": MADE_ANEW,
    "pairing.Weights": MADE_ANEW,
    "pairing.Wishes": PART_OF_A_PAIRING,
    "pairing.Match": PART_OF_RULES,
    "pairing.Near": PART_OF_RULES,
    "pairing.Rank": PART_OF_RULES,
    "pairing.Rules": PART_OF_RULES,
    "pairing.Seats": PART_OF_RULES,
    "concerns.Board": MADE_ANEW,
    "points.Answers": MADE_ANEW,
    "points.Board": MADE_ANEW,
    "points.BoardRow": MADE_ANEW,
    "points.Forecast": MADE_ANEW,
    "points.Office": "is what its log says: the log is stored",
    "points.Outstanding": MADE_ANEW,
}
"""The public values without a tag, each with the reason; a word stands for all of its own that have none."""


def same(left, right):
    """Whether two values are equal, and so are the classes of everything in them."""
    if type(left) is not type(right):
        return False
    if attrs.has(type(left)):
        fields = (field.name for field in attrs.fields(type(left)) if field.init)
        return all(same(getattr(left, name), getattr(right, name)) for name in fields)
    if isinstance(left, tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if hasattr(left, "items"):
        return same(tuple(left.items()), tuple(right.items()))
    return left == right


def shown():
    """Whatever the face and the words show, each with its name."""
    for name in sanliang.__all__:
        one = getattr(sanliang, name)
        yield name, one
        if name not in {"serial"}:
            yield from ((f"{name}.{inner}", getattr(one, inner)) for inner in getattr(one, "__all__", ()))


def public_values():
    """The frozen classes among them."""
    return ((name, one) for name, one in shown() if isinstance(one, type) and attrs.has(one))


def test_every_kind_has_a_strategy():
    """The laws are stated for every kind there is."""
    assert sorted(BY_TAG) == sorted(TAGS)


def test_every_public_value_has_a_tag_or_a_reason_for_none():
    """What a word shows can be stored, or the list says why it cannot; and the list names nothing else."""
    stored = {form.of for form in serial.BASE.forms}
    bare = {name for name, one in public_values() if one not in stored}
    reasons = {name for name in bare if name in NOT_STORED or name.partition(".")[0] in NOT_STORED}

    assert set() == bare - reasons
    assert {"rulebooks", "townships"} == {name for name in NOT_STORED if name not in bare}
    assert len(bare) < len(stored)


def test_keys_are_ascii_snake_case():
    """The keys of every kind are codes that any language can write."""
    for form in serial.BASE.forms:
        of = getattr(form.shape, "__origin__", form.shape)
        for field in attrs.fields(of) if form.text is None else ():
            if field.init:
                assert field.name.isidentifier()
                assert field.name == field.name.lower()
                assert not field.name.startswith("_")
                assert field.name.isascii()


@pytest.mark.promise("J4")
@pytest.mark.every_row("each class has converters of its own, which an old cattrs may make otherwise")
@each_traced
@EACH_KIND
@given(data=st.data())
def test_what_is_written_is_read_as_it_was(tag, data):
    """`loads(dumps(x)) == x`, and the classes of all its parts are the same; all backends dump the same."""
    value = data.draw(BY_TAG[tag])
    text = serial.dumps(value, audience=Audience.LEDGER)
    back = serial.loads(text, type(value))

    assert value == back
    assert same(value, back)
    assert text == serial.dumps(back, audience=Audience.LEDGER)
    assert value == serial.from_dict(serial.to_dict(value, audience="ledger"))
    assert_canonical(text)
    for backend in serial.Backend:
        assert text == serial.dumps(value, audience="ledger", backend=backend)
    assert tag == json.loads(text)["kind"]


def assert_canonical(text):
    """Keys sorted, no spaces, Chinese as it is, no float, one line: `json` would write it so."""
    plain = json.loads(text, parse_float=pytest.fail)
    assert text == json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert "\n" not in text


@each_word
@given(data=st.data())
def test_an_event_is_written_as_its_log_writes_it(kind, data):
    """But for what is private, the data of an event is what the digest of its log covers."""
    event = data.draw(st.one_of(moved(kind), corrected(kind)))
    bare = without_private(event, lambda _: Private.erased("0" * 64))

    assert tagged(bare) == serial.to_dict(bare, audience="ledger")


def places(data, path=()):
    """Every place of plain data, as the keys that lead to it."""
    yield path
    if isinstance(data, dict | list):
        for key in data if isinstance(data, dict) else range(len(data)):
            yield from places(data[key], (*path, key))


def put(data, path, junk):
    """The data with something else at a place."""
    if not path:
        return junk
    copy = at = deepcopy(data)
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = junk
    return copy


PLAIN = [None, True, False, 0, 1, -1, 10**17, 1.5, "", "1", CANARY]
JUNK = [*PLAIN, [], [None], [[]], {}, {"kind": 1}, {CANARY: CANARY}]


def refused(read, data):
    """What is said of data that is refused, everything behind it too; nothing where it is read."""
    try:
        read(data)
    except InvalidInput as found:
        error, said = found, []
        while error is not None:
            said += [str(error), repr(error), *(fault.zh for fault in error.faults)]
            error = error.__cause__ or error.__context__
        return said
    return None


@pytest.mark.untraced("two hundred kinds, each read as any other is")
@each_kind
@EACH_KIND
@given(data=st.data())
def test_any_kind_of_json_anywhere_gives_a_value_or_a_fault(tag, data):
    """Whatever stands in a field is read or refused, with nothing of it in the error."""
    plain = serial.to_dict(data.draw(BY_TAG[tag]), audience="ledger")
    for path in data.draw(st.lists(st.sampled_from([*places(plain)]), min_size=1, max_size=2)):
        junk = data.draw(st.sampled_from(JUNK))
        said = refused(serial.from_dict, put(plain, path, junk))
        assert said is None or CANARY not in "".join(said)


@pytest.mark.untraced("two hundred kinds, each read as any other is")
@each_kind
@EACH_KIND
@given(data=st.data())
def test_a_missing_or_an_unknown_key_is_told(tag, data):
    """What is left out is a default or is missing; what nobody knows is refused."""
    plain = serial.to_dict(data.draw(BY_TAG[tag]), audience="ledger")
    assert "unheard_of" in refused(serial.from_dict, {**plain, "unheard_of": 1})[0]
    key = data.draw(st.sampled_from([*plain]))
    said = refused(serial.from_dict, {name: one for name, one in plain.items() if name != key})
    assert said is None or "missing" in said[0] or key != "kind"


KEYS = st.sampled_from(["kind", "value", "id", "on", "x"]) | st.text(max_size=2)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from(TAGS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)


@given(JSON)
def test_any_json_gives_a_value_or_a_fault(data):
    """Any plain data, and its text."""
    refused(serial.from_dict, data)
    refused(serial.loads, json.dumps(data))


@given(st.text() | st.binary())
def test_any_text_gives_a_value_or_a_fault(text):
    """Any bytes, and any text."""
    with pytest.raises(InvalidInput):
        serial.loads(text)
