"""The JSON Schema takes what the reader takes, and refuses what the reader refuses for its shape."""

import json
import re
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.rulebooks.books import QINGSHAN, book
from tests.rulebooks.test_pages import FORMAT, HOW_TO, around, blocks

from sanliang import InvalidInput, rulebooks
from sanliang.kernel.sheets import Mistyped
from sanliang.kernel.wire import read_toml
from sanliang.rulebooks import WORDS, loads, schema
from sanliang.rulebooks._read import read

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples" / "rulebooks").glob("*.toml"))
SCHEMA = schema()
VALIDATOR = Draft202012Validator(SCHEMA)
BASE = loads(around(""))

FRAGMENTS = [block if "schema" in block else around(block) for page in FORMAT for block in blocks(page)]
WHOLE = {path.name: path.read_text("utf-8") for path in EXAMPLES} | {
    "qingshan": QINGSHAN,
    "plain": book(),
    **{f"how-to-{place}": block for place, block in enumerate(blocks(HOW_TO[0])[-1:])},
    **{f"format-{place}": block for place, block in enumerate(FRAGMENTS)},
}


def as_json(data):
    """What an editor hands over: days as texts, decimals as numbers."""
    match data:
        case dict():
            return {key: as_json(one) for key, one in data.items()}
        case list():
            return [as_json(one) for one in data]
        case date():
            return data.isoformat()
        case str() if type(data) is not str:
            return float(data)
        case _:
            return data


def base_of(data):
    """The book that a document extends, as far as its shape hangs on it."""
    return BASE if "extends" in data else None


# --- what is taken -------------------------------------------------------------------------------------


def test_the_schema_is_one():
    """It is a schema of the dialect that it names, and every reference in it leads somewhere."""
    Draft202012Validator.check_schema(SCHEMA)
    wanted = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(SCHEMA)))

    assert "https://json-schema.org/draft/2020-12/schema" == SCHEMA["$schema"]
    assert wanted == set(SCHEMA["$defs"])


def test_each_schema_is_a_new_one():
    """Whoever changes what was handed out changes nothing of ours."""
    schema()["properties"].clear()
    schema()["$defs"]["fact"].clear()

    assert SCHEMA == schema()


def test_the_file_in_the_wheel_is_the_schema():
    """The file that editors are pointed to says what the function says."""
    file = Path(rulebooks.__file__).with_name("rulebook.schema.json")

    assert SCHEMA == json.loads(file.read_text("utf-8"))
    assert file.read_text("utf-8") == json.dumps(SCHEMA, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", WHOLE)
def test_every_book_is_taken(name):
    """The books of the examples and of the pages have the shape that the schema asks for."""
    assert [] == [error.message for error in VALIDATOR.iter_errors(as_json(read_toml(WHOLE[name])))]


def test_every_key_is_explained_in_both_languages():
    """Each key that an editor may complete has a sentence in Chinese and one in English."""

    def silent(form, path):
        if isinstance(form, dict):
            for key, one in form.get("properties", {}).items():
                if "additionalProperties" in form and not re.fullmatch(
                    r".*[\u4e00-\u9fff].*\n.*[a-z].*", one.get("description", "")
                ):
                    yield f"{path}.{key}"
            for key, one in form.items():
                yield from silent(one, f"{path}/{key}")

    assert ["/properties/item.score"] == [*silent(SCHEMA, "")]


# --- keys, both ways -----------------------------------------------------------------------------------

CONDITIONS = [
    'fact = "sick", is = true',
    'item = "mark", at_least = 1',
    'tier = "last", is = 4',
    'place = "branch", at_most = 3',
    'all = [ { fact = "sick", is = true } ]',
    'any = [ { fact = "sick", is = true } ]',
    'not = { fact = "sick", is = true }',
]
DENSE = (
    book("", scale="")
    + """
[scale]
tiers = [ { name = 5, at_least = 90, says = "五星" } ]
[item.steps]
fact = { records = "x" }
steps = [ { at_least = 1, points = 2 } ]
[item.given]
given = { at_least = 5 }
ceiling = { activity = 1, month = 2, quarter = 3, year = 4, cycle = 5, ever = 6 }
points = { by = "class", else = 3, a = { 2026-01-01 = 3 } }
[fact.given]
ratings = { book = "x" }
[fact.roster]
roster = "class"
[fact.raters]
raters = ["a"]
[fact.ballots]
ballots = { good = 1 }
[fact.pledges]
pledges = "kept"
[[quota]]
of = "town"
[[case]]
expect = {}
"""
    + "".join(f"[[clause]]\nwhen = {{ {one} }}\nthen = {{ at_most = 4 }}\n" for one in CONDITIONS)
    + "".join(f"[[consequence]]\nwhen = {{ {one} }}\nthen = 'talk'\n" for one in CONDITIONS)
)
# The tables of a book, each with the places where the reader meets it.
TABLES = {
    "": [()],
    "cycle": [("cycle",)],
    "source": [("source",)],
    "article": [("item", "given", "source")],
    "text": [("title",)],
    "fact": [("fact", name) for name in ("mark", "hours", "given", "roster", "raters", "ballots", "pledges")],
    "fact.ratings": [("fact", "given", "ratings")],
    "item": [("item", "mark")],
    "limits": [("item", "given", "ceiling")],
    "band": [("item", "given", "given")],
    "item.steps": [("item", "steps", "steps", 0)],
    "scale": [("scale",)],
    "clause": [("clause", 0)],
    "condition": [("clause", place, "when") for place in range(len(CONDITIONS))],
    "then": [("clause", 0, "then")],
    "quota": [("quota", 0)],
    "consequence": [("consequence", 0)],
    "case": [("case", 0)],
}


def known_to_reader(place):
    """The keys that the reader knows in a table of the dense book."""
    data = read_toml(DENSE)
    data["item"]["given"]["source"] = {}
    at = data
    for step in place:
        at = at[step]
    at["zz-zz"] = 1
    (fault,) = [fault for fault in read(data).faults.kept if isinstance(fault, Mistyped)]
    return set(fault.known)


def known_to_schema(name):
    """The keys that the schema has for a table."""
    start, *steps = name.split(".")
    at = SCHEMA["$defs"].get(start) or (SCHEMA["properties"][start] if start else SCHEMA)
    for step in steps:
        at = at["properties"][step]
    at = at.get("items", at)
    return set(next(form for form in [at, *at.get("anyOf", [])][::-1] if "properties" in form)["properties"])


@pytest.mark.parametrize("table", TABLES)
def test_reader_and_schema_know_the_same_keys(table):
    """Every key that the reader knows is in the schema, and the other way round."""
    reader = set().union(*(known_to_reader(place) for place in TABLES[table]))
    # An entry may say what becomes of it, where its book extends another.
    changed = (
        {"change"} if table in {"fact", "item", "scale", "clause", "quota", "consequence", "case"} else set()
    )

    assert reader | changed == known_to_schema(table)


def test_a_tier_asks_what_a_condition_asks():
    """A tier of a scale has a name, its sentence and its source, and all the keys of a condition."""
    own = {"name", "says", "source"}

    assert known_to_schema("condition") | own == known_to_schema("tier_of_scale")


@pytest.mark.parametrize("read", ["fact = 'mark'", "each = 1", "steps = [ { at_least = 1, points = 1 } ]"])
def test_what_takes_of_its_parts_reads_no_fact(read):
    """An item that reads a fact has no parts to take of; whether another has some hangs on its book."""

    def text(word):
        return book(f"[item.other]\n{read}\ntake = '{word}'\n" + ("" if "fact" in read else "[fact.other]\n"))

    taken = {word: read_toml(text(word)) for word in ("sum", "highest", "lowest", "mean")}

    assert ["sum"] == [word for word, data in taken.items() if VALIDATOR.is_valid(as_json(data))]
    for word in ("highest", "lowest", "mean"):
        with pytest.raises(InvalidInput):
            loads(text(word))


CHANGED = """
schema  = 1
id      = "village"
extends = "stars"
source  = { title = "东村党支部决议" }
"""


@pytest.mark.parametrize(
    ("text", "whether"),
    [
        ('[fact.mark]\nchange = "drop"\nsays = "不再评"\n', True),
        ('[fact.mark]\nchange = "drop"\nid = "mark"\n', False),
        ('[item.mark]\nchange = "drop"\npoints = 3\n', False),
        ('[item.mark]\nchange = "add"\n', False),
        ('[scale]\nchange = "drop"\n', True),
        ('[scale]\nchange = "drop"\nstars = 3\n', False),
        ('[scale]\nchange = "replace"\nstars = 3\n', True),
        ('[[clause]]\nid = "veto"\nchange = "drop"\n', True),
        ('[[clause]]\nid = "veto"\nchange = "replace"\n', False),
    ],
)
def test_what_changes_a_base_has_a_shape_too(text, whether):
    """What is dropped says nothing of its own; what replaces says all that a new entry says."""
    data = read_toml(CHANGED + text)
    shape = [fault.code for fault in read(data, BASE).faults.kept if fault.code not in SENSE]

    assert whether == VALIDATOR.is_valid(as_json(data))
    assert whether == (shape == [])


# --- broken books --------------------------------------------------------------------------------------

# What hangs on more than the shape of one table; what TOML tells apart and JSON does not.
SENSE = {
    "book.alike",
    "book.base",
    "book.closed",
    "book.days_order",
    "book.in_base",
    "book.no_id",
    "book.not_in_base",
    "book.no_base",
    "case.cycle",
    "fact.type",
}
KEYS = sorted(
    {
        key
        for form in [SCHEMA, *SCHEMA["$defs"].values()]
        for one in [form, *form.get("anyOf", [])]
        for key in one.get("properties", {})
    }
)
VALUES = [
    *["zz-zz", "", " ", "Zz", "12%", "3/0", "share", "lower", "none", "18 months", "replace", "drop"],
    *[0, -1, 1, 7, 10**9, True, [], {}, [7], [7, 7], ["a", "b"], {"zz-zz": 1}, {"2026-07-01": 1}],
    *[{"by": "class"}, {"by": "class", "else": 1}, {"by": "class", "a": 1}, {"zh": "文"}, {"at_least": 1}],
    *[{"at_least": 1, "above": 2}, {"fact": "sick", "is": True}, {"is": 4}, {"month": 2}, {"points": 1}],
]


def tables(data, path=()):
    """The paths of all tables in a document."""
    if isinstance(data, dict):
        yield path
    for key, one in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(one, dict | list):
            yield from tables(one, (*path, key))


@st.composite
def broken(draw):
    """A good book with one key or one member changed, added or left out."""
    data = deepcopy(PARSED[draw(st.sampled_from(sorted(PARSED)))])
    at = data
    for step in draw(st.sampled_from([*tables(data)])):
        at = at[step]
    key = draw(st.sampled_from(sorted({*at, *KEYS, "zz-zz"}, key=lambda one: (one not in at, one))))
    if key in at and draw(st.booleans()):
        del at[key]
    else:
        at[key] = draw(st.sampled_from(VALUES))
    return data


PARSED = {name: read_toml(text) for name, text in WHOLE.items()}


@given(data=broken())
def test_the_schema_refuses_what_the_reader_refuses_for_its_shape(data):
    """A fault of the shape of a table is one for both; what the schema refuses the reader never takes."""
    errors = [f"{error.json_path} {error.message}" for error in VALIDATOR.iter_errors(as_json(data))]
    draft = read(data, base_of(data)).faults.kept
    shape = [str(fault) for fault in draft if fault.code not in SENSE]

    if errors:
        with pytest.raises(InvalidInput):
            rulebooks._book(data, base_of(data), WORDS)
    else:
        assert [] == shape
