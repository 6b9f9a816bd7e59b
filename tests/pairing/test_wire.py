"""Documents of problems, results and changes: strict in every part, every fault told, in linear time."""

import json
from time import process_time

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang.kernel.errors import InvalidInput
from sanliang.pairing._change import Change
from sanliang.pairing._pairing import Certificate, Pair, Pairing, Prices, Unpaired
from sanliang.pairing._problem import Helper, Household, Problem
from sanliang.pairing._wire import (
    read_change,
    read_problem,
    read_result,
    write_change,
    write_problem,
    write_result,
)
from sanliang.pairing._wire._strict import laid_out
from sanliang.testing.strategies import _papers as papers

READERS = {"problem": read_problem, "result": read_result, "change": read_change}
SOUND = {
    "problem": {"helpers": [{"id": "m-1"}], "households": [{"id": "h-1", "wishes": ["m-1"]}]},
    "result": {"problem": "0f3a", "pairs": [["h-1", "m-1"]], "certificate": {"policy": "two-way"}},
    "change": {"leaves": {"m-1": "ill"}},
}
# One of each kind of JSON, and of the texts those that are codes and those that are not.
KINDS = {
    "null": None,
    "true": True,
    "whole": 3,
    "negative": -3,
    "fraction": 0.5,
    "empty text": "",
    "code": "nurse",
    "words": "not a code",
    "empty list": [],
    "list": ["nurse", "first"],
    "empty table": {},
    "table": {"helper": 2},
}
TAKEN = {
    "helper": {
        "id": {"code", "words"},
        "room": {"whole", "empty table", "table"},
        "least": {"whole", "empty table", "table"},
        "wishes": {"null", "empty list", "list"},
        "refuses": {"empty list", "list"},
        "rank": {"null", "code"},
        "skills": {"empty list", "list"},
        "unit": {"null", "code", "words"},
        "place": {"null", "code", "words"},
        "away": {"null", "code"},
        "filler": {"true"},
    },
    "household": {
        "id": {"code", "words"},
        "must": {"true"},
        "helpers": {"whole", "table"},
        "needs": {"empty list", "list"},
        "wishes": {"null", "empty list", "list"},
        "refuses": {"empty list", "list"},
        "place": {"null", "code", "words"},
    },
    "problem": {
        "helpers": set(),
        "households": set(),
        "costs": {"empty list"},
        "roles": {"list"},
        "salt": {"code", "words"},
    },
    "unpaired": {
        "id": {"code", "words"},
        "code": {"code"},
        "role": {"empty text", "code"},
        "missing": {"whole"},
    },
    "result": {
        "problem": {"code", "words"},
        "pairs": {"empty list"},
        "why": {"empty list"},
        "unpaired": {"empty list"},
        "certificate": set(),
    },
    "certificate": {
        "policy": set(),
        "proposing": {"null"},
        "agreed": {"empty list"},
        "before": {"empty list"},
        "prices": {"empty list"},
        "shortages": {"empty list"},
    },
    "prices": {"role": {"code"}, "households": {"empty table"}, "helpers": {"empty table"}},
    "shortage": {
        "role": {"code"},
        "households": {"empty list", "list"},
        "helpers": {"empty list", "list"},
    },
    "change": {
        "leaves": {"empty list", "list", "empty table"},
        "rooms": {"empty table", "table"},
        "helpers": {"empty list"},
        "households": {"empty list"},
        "ends": {"empty list", "list"},
        "wishes": {"empty table"},
        "costs": {"empty list"},
    },
}
FIELDS = [(part, field) for part, fields in TAKEN.items() for field in fields]
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=3),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=3), one, max_size=3),
    max_leaves=8,
)

ANSWER = Problem | Pairing | Change | InvalidInput


def paper(kind, **parts):
    """A document of a kind."""
    return json.dumps({"kind": f"pairing.{kind}/1"} | parts)


def faults(read, text):
    """The places of what is wrong with a document, with the codes."""
    with pytest.raises(InvalidInput) as refused:
        read(text)
    return [(fault.path, fault.code) for fault in refused.value.faults]


def outcome(read, text):
    """What a document is read as, or how it is refused."""
    try:
        return read(text)
    except InvalidInput as error:
        return error


def holding(part, field, value):
    """A document in which a field of a part holds a value, and how it is read; all else is in order."""
    others = ["nurse", "first", "m-9"]
    helpers = [{"id": id} for id in others]
    match part:
        case "helper":
            one = {"id": "m-0", "room": {"helper": 9} if field == "least" else 1} | {field: value}
            homes = [{"id": "h-1"}] if field == "id" else [{"id": id} for id in others]
            return read_problem, paper("problem", helpers=[one], households=homes)
        case "household":
            ids = [{"id": "m-1"}] if field == "id" else helpers
            return read_problem, paper("problem", helpers=ids, households=[{"id": "h-0"} | {field: value}])
        case "problem":
            needs = {"nurse": 1} if field == "roles" else 1
            room = {"nurse": 1} if field == "roles" else 1
            rest = {
                "helpers": [{"id": "m-1", "room": room, "least": {}}],
                "households": [{"id": "h-1", "helpers": needs}],
            }
            return read_problem, paper("problem", **rest | {field: value})
        case "unpaired":
            rows = [{"id": "h-1", "code": "ill"} | {field: value}]
            return read_result, paper("result", **SOUND["result"], unpaired=rows)
        case "result":
            rest = SOUND["result"] | ({"pairs": []} if field == "why" else {})
            return read_result, paper("result", **rest | {field: value})
        case "certificate":
            claims = {"policy": "cover"} | {field: value}
            return read_result, paper("result", **SOUND["result"] | {"certificate": claims})
        case "prices":
            rows = [{"role": "first", "households": {}, "helpers": {}} | {field: value}]
            claims = {"policy": "cover", "prices": rows}
            return read_result, paper("result", **SOUND["result"] | {"certificate": claims})
        case "shortage":
            rows = [{"role": "first", "households": [], "helpers": []} | {field: value}]
            claims = {"policy": "cover", "shortages": rows}
            return read_result, paper("result", **SOUND["result"] | {"certificate": claims})
        case _:
            return read_change, paper("change", **{field: value})


@given(papers.problems())
def test_a_problem_comes_back_as_it_was(problem):
    """Write and then read gives an equal problem, with the same digest, and the same document again."""
    text = write_problem(problem)

    assert problem == read_problem(text) == read_problem(text.encode())
    assert problem.digest == read_problem(text).digest
    assert text == write_problem(read_problem(text))


@given(papers.pairings())
def test_a_result_comes_back_as_it_was(pairing):
    """Write and then read gives an equal pairing: prices past every machine's numbers are exact."""
    assert pairing == read_result(write_result(pairing))


@given(st.data())
def test_a_change_comes_back_as_it_was(data):
    """Write and then read gives an equal change."""
    change = data.draw(papers.changes(data.draw(papers.problems())))

    assert change == read_change(write_change(change))


def test_all_that_may_be_said_of_a_problem_is_written():
    """Each field stands in the document once something is said in it, a set in order, a number alone."""
    data = {
        "kind": "pairing.problem/1",
        "helpers": [
            {
                "id": "m-1",
                "room": {"helper": 2, "second": 1},
                "least": {"second": 1},
                "wishes": ["h-2", ["h-1", "h-3"]],
                "rank": "head",
                "skills": ["care", "law"],
                "unit": "b-1",
                "place": "g-1",
                "away": "ill",
                "filler": True,
            },
            {"id": "m-2", "room": 3, "least": 1, "wishes": [], "refuses": ["h-1", "h-2"]},
        ],
        "households": [
            {
                "id": "h-1",
                "must": False,
                "helpers": {"helper": 1, "second": 1},
                "needs": ["old", "sick"],
                "wishes": ["m-1"],
                "refuses": ["m-2"],
                "place": "g-2",
            },
            {"id": "h-2"},
            {"id": "h-3", "helpers": 2},
        ],
        "costs": [["h-1", "m-1", 0], ["h-1", "m-2", 7], ["h-2", "m-1", 3]],
        "roles": ["helper", "second"],
        "salt": "2026",
    }
    few = {"helpers": [{"id": "m-1"}], "households": [{"id": "h-1"}], "salt": "sanliang"}
    few["kind"] = data["kind"]

    assert data == json.loads(write_problem(read_problem(json.dumps(data))))
    assert few == json.loads(write_problem(read_problem(json.dumps(few))))


def test_all_that_may_be_said_of_a_change_is_written():
    """Each part stands in the document once something is said in it."""
    data = {
        "kind": "pairing.change/1",
        "leaves": {"m-1": "ill", "m-9": "moved"},
        "rooms": {"m-2": 4, "m-3": {"first": 2}},
        "helpers": [{"id": "m-4", "room": 2}],
        "households": [{"id": "h-4", "wishes": ["m-4"]}],
        "ends": ["h-2", "h-1"],
        "wishes": {"h-3": None, "m-3": ["h-4", ["h-3", "h-5"]]},
        "costs": [["h-3", "m-2", 5]],
    }

    assert data == json.loads(write_change(read_change(json.dumps(data))))
    assert {"kind": data["kind"]} == json.loads(write_change(Change()))


def test_what_a_town_writes_by_hand_is_read():
    """Only ids are needed: one household each, nobody refused, all who list one equally welcome."""
    expected = Problem(
        helpers=[Helper(id="m-1", room=3, least=0, wishes=["h-1", ["h-2", "h-3"]])],
        households=[
            Household(id="h-1", must=True, helpers=1, wishes=["m-1"]),
            Household(id="h-2"),
            Household(id="h-3", wishes=[]),
        ],
        costs=[("h-1", "m-1", 3)],
    )
    text = """{"kind": "pairing.problem/1",
        "helpers": [{"id": "m-1", "room": 3, "least": 0, "wishes": ["h-1", ["h-2", "h-3"]]}],
        "households": [{"id": "h-1", "must": true, "helpers": 1, "wishes": ["m-1"]},
                       {"id": "h-2", "wishes": null}, {"id": "h-3", "wishes": []}],
        "costs": [["h-1", "m-1", 3]]}"""

    assert expected == read_problem(text)


def test_two_spellings_of_a_name_are_one():
    """An id is kept in its normal form wherever it stands: as an id, in wishes, in costs."""
    read = read_problem(
        paper(
            "problem",
            helpers=[{"id": "e\u0301", "wishes": ["o\u0308"]}],
            households=[{"id": "\u00f6", "wishes": ["\u00e9"]}],
            costs=[["o\u0308", "\u00e9", 3]],
        )
    )

    assert {"\u00f6": {"\u00e9": 3}} == {household: dict(of) for household, of in read.costs.items()}
    assert "\u00e9" == read.helpers[0].id
    assert ("\u00f6",) == read.helpers[0].wishes


def test_only_other_roles_are_written():
    """A pair has a third part only where a role other than that of a problem without roles occurs."""
    claims = Certificate(policy="both", agreed=[("h-1", "m-1", "second")])
    rows = [Pair(household="h-1", helper="m-1")]

    plain = Pairing(problem="0f3a", pairs=rows, certificate=Certificate(policy="cover"))
    assert [["h-1", "m-1"]] == json.loads(write_result(plain))["pairs"]
    other = attrs.evolve(plain, certificate=claims)
    assert [["h-1", "m-1", "helper"]] == json.loads(write_result(other))["pairs"]


def test_a_result_says_what_its_certificate_claims():
    """Prices are texts, what is empty is left out, and who is unpaired has a code."""
    claims = Certificate(policy="cover", prices=[_priced(2**70)])
    rows = [Unpaired(id="h-2", why="short_of_room", role="helper", missing=1), Unpaired(id="m-1", why="ill")]
    data = json.loads(write_result(Pairing(problem="0f3a", pairs=[], unpaired=rows, certificate=claims)))

    assert {
        "policy": "cover",
        "prices": [{"role": "helper", "households": {"h-1": str(2**70)}, "helpers": {"m-1": "-1"}}],
    } == data["certificate"]
    assert [
        {"id": "h-2", "code": "short_of_room", "role": "helper", "missing": 1},
        {"id": "m-1", "code": "ill"},
    ] == data["unpaired"]


def _priced(price):
    return Prices(
        role="helper",
        households=papers.FrozenMap({"h-1": price}),
        helpers=papers.FrozenMap({"m-1": -1}),
    )


@pytest.mark.parametrize("kind", READERS)
def test_the_kind_of_a_document_is_looked_at_first(kind):
    """Another kind, a newer version and none are told apart, and nothing else of the document is told."""
    read, of = READERS[kind], f"pairing.{kind}"
    other = "pairing.change/1" if kind != "change" else "pairing.result/1"

    for text, code in {
        "{}": "wire.missing",
        '{"kind": 1, "oops": 1}': "wire.type",
        f'{{"kind": "{other}", "oops": 1}}': "document.kind",
        f'{{"kind": "{of}/0"}}': "document.kind",
        f'{{"kind": "{of}"}}': "document.kind",
        f'{{"kind": "{of}/2", "oops": 1}}': "document.newer",
        f'{{"kind": "{of}/{10**8}"}}': "document.newer",
    }.items():
        assert [("kind", code)] == faults(read, text)
    assert [("", "wire.type")] == faults(read, "[]")


@pytest.mark.parametrize("kind", READERS)
def test_a_document_is_no_larger_than_it_may_be(kind):
    """The bound is the caller's, and counted in bytes."""
    text = paper(kind, **SOUND[kind])

    assert READERS[kind](text) == READERS[kind](text, most=len(text))
    with pytest.raises(InvalidInput, match="larger than"):
        READERS[kind](text, most=len(text) - 1)


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize(("part", "field"), FIELDS, ids=[".".join(one) for one in FIELDS])
def test_a_field_takes_its_own_kinds_and_no_other(part, field):
    """Each field of each part takes just the kinds of JSON that it is made for: nothing is coerced."""
    taken = set[str]()
    for name, value in KINDS.items():
        read, text = holding(part, field, value)
        if not isinstance(outcome(read, text), InvalidInput):
            taken.add(name)

    assert TAKEN[part][field] == taken


def test_every_field_is_in_the_table_of_kinds():
    """No field of a value is forgotten by the documents."""
    names = {"why": "code"}
    classes = {"helper": Helper, "household": Household, "problem": Problem, "change": Change}
    classes |= {"certificate": Certificate, "unpaired": Unpaired}
    for part, kind in classes.items():
        fields = {field.name for field in attrs.fields(kind)}
        if part == "unpaired":
            fields = {names.get(field, field) for field in fields}
        assert fields == TAKEN[part].keys(), part


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        (
            read_problem,
            paper(
                "problem",
                helpers=[
                    {"id": "m-1", "rooms": 3, "wishes": ["h-7", {"h-1": 1}, ["h-1"], 5]},
                    {"id": "m-2", "room": -1, "least": 2, "wishes": ["h-7"]},
                    {"id": "m-2", "room": 1, "least": 2, "skills": ["Nurse"]},
                ],
                households=[
                    {"id": "m-1", "must": 1, "wishes": ["m-1", "m-1"], "refuses": ["m-2", "m-8"]},
                    {"id": "h-2", "helpers": 0},
                ],
                costs=[["h-2", "m-1", -1], ["h-9", "m-1", 1], "h-2"],
                note="...",
            ),
            [
                ("helpers[0].rooms", "wire.unknown"),
                ("helpers[0].wishes[1]", "wishes.tie"),
                ("helpers[0].wishes[2]", "wishes.tie"),
                ("helpers[0].wishes[3]", "wishes.tie"),
                ("helpers[1].room", "number.small"),
                ("helpers[2].skills[0]", "code.shape"),
                ("households[0].must", "wire.type"),
                ("households[1].helpers", "household.no_need"),
                ("note", "wire.unknown"),
                ("helpers[2].id", "list.doubled"),
                ("helpers[1].wishes[0]", "problem.unknown_household"),
                ("helpers[2].least", "helper.least"),
                ("households[0].id", "problem.both_sides"),
                ("households[0].wishes[1]", "list.doubled"),
                ("households[0].refuses[1]", "problem.unknown_helper"),
                ("costs[0][2]", "number.small"),
                ("costs[1][0]", "problem.unknown_household"),
                ("costs[2]", "costs.shape"),
            ],
        ),
        (
            read_problem,
            paper("problem", helpers=[{"room": 3}, "m-1"], households=[{"id": "h-1", "wishes": ["m-7"]}]),
            [("helpers[0].id", "wire.missing"), ("helpers[1]", "wire.type")],
        ),
        (
            read_problem,
            paper("problem", helpers=[{"id": "m-1"}], households=[{"id": 1}]),
            [("households[0].id", "text.type")],
        ),
        (
            read_problem,
            paper("problem", roles="first", **SOUND["problem"]),
            [("roles", "wire.type")],
        ),
        (
            read_problem,
            paper("problem", salt=1),
            [("salt", "text.type"), ("helpers", "wire.missing"), ("households", "wire.missing")],
        ),
        (
            read_result,
            paper(
                "result",
                problem="0f3a",
                pairs=[["h-1"], ["h-1", 7], ["h-1", "m-1", "First"]],
                why=["mutual", "because"],
                unpaired=[{"id": "h-1", "code": "ill", "missing": -1}, {"why": "ill"}, 3],
                certificate={
                    "prices": [
                        {
                            "role": "first",
                            "households": {"h-1": 7, "h-2": "07", "h-3": "1e3", "": "1"},
                            "helpers": {"e\u0301": "1", "\u00e9": "2"},
                        },
                        {"households": {"h-1": "9" * 401}},
                    ],
                    "shortages": [{"role": "first", "households": "h-1", "helpers": ["m-1", "m-1"]}],
                },
            ),
            [
                ("pairs[0]", "pair.shape"),
                ("pairs[1][1]", "text.type"),
                ("pairs[2][2]", "code.shape"),
                ("why[1]", "code.unknown"),
                ("unpaired[0].missing", "number.small"),
                ("unpaired[1].why", "wire.unknown"),
                ("unpaired[1].id", "wire.missing"),
                ("unpaired[1].code", "wire.missing"),
                ("unpaired[2]", "wire.type"),
                ("certificate.prices[0].households.h-1", "price.shape"),
                ("certificate.prices[0].households.h-2", "price.shape"),
                ("certificate.prices[0].households.h-3", "price.shape"),
                ("certificate.prices[0].households.(key)", "text.empty"),
                ("certificate.prices[0].helpers.(key)", "list.doubled"),
                ("certificate.prices[1].households.h-1", "price.shape"),
                ("certificate.prices[1].role", "wire.missing"),
                ("certificate.prices[1].helpers", "wire.missing"),
                ("certificate.shortages[0].households", "wire.type"),
                ("certificate.shortages[0].helpers[1]", "list.doubled"),
                ("certificate.policy", "wire.missing"),
            ],
        ),
        (
            read_result,
            paper("result", why=["mutual", "placed"], **SOUND["result"]),
            [("why", "why.length")],
        ),
        (
            read_change,
            paper(
                "change",
                leaves={"m-1": "Ill", "m-2": "ill"},
                rooms={"m-2": 4, "m-3": -1, "m-4": {"First": 1, "first": 0.5}},
                helpers=[{"id": "m-5", "rooms": 3}, {"id": "m-5"}],
                ends=["h-1", "h-1"],
                wishes={"m-6": "h-1", "m-7": [["h-1"]]},
                costs=[["h-1", "m-1", 1], ["h-1", "m-1", 2], ["h-1", 5, 2]],
                note="...",
            ),
            [
                ("leaves.m-1", "code.shape"),
                ("rooms.m-3", "number.small"),
                ("rooms.m-4", "code.shape"),
                ("rooms.m-4.first", "number.type"),
                ("helpers[0].rooms", "wire.unknown"),
                ("ends[1]", "list.doubled"),
                ("wishes.m-6", "wire.type"),
                ("wishes.m-7[0]", "wishes.tie"),
                ("costs[1]", "list.doubled"),
                ("costs[2]", "text.type"),
                ("note", "wire.unknown"),
                ("helpers[1].id", "list.doubled"),
            ],
        ),
        (
            read_change,
            paper("change", helpers=[{"room": 3}], leaves=["m-1"]),
            [("helpers[0].id", "wire.missing")],
        ),
        (
            read_change,
            paper("change", households=[{}], leaves=["m-1"]),
            [("households[0].id", "wire.missing")],
        ),
    ],
)
def test_every_fault_is_told_with_its_place(read, text, expected):
    """What is wrong by itself and what does not fit together is told at once, each thing where it stands."""
    assert sorted(expected) == sorted(faults(read, text))


def test_a_mistyped_key_is_told_what_it_may_mean():
    """The nearest known key is named; where none is near, all are."""
    text = paper("problem", helpers=[{"id": "m-1", "roon": 1, "zzz": 1}], households=[{"id": "h-1"}])
    with pytest.raises(InvalidInput) as refused:
        read_problem(text)

    near, none = refused.value.faults
    assert "is not a known key; the nearest is: room" == near.en
    assert none.en.endswith("id, room, least, wishes, refuses, rank, skills, unit, …")


def test_no_fault_repeats_what_the_document_says():
    """A key that is no code is not shown, and no value ever is."""
    secret = "110101199003070011"
    people = [{"id": secret, secret: secret, "wishes": [secret], "refuses": [secret], "unit": 7}]
    texts = [
        (read_problem, paper("problem", helpers=people, households=people, costs=[[secret, secret, secret]])),
        (read_result, paper("result", problem=7, pairs=[[secret]], why=[secret], unpaired=people)),
        (read_change, paper("change", leaves={secret: secret}, rooms={secret: secret}, ends=[7, secret])),
        (read_change, f'{{"kind": "{secret}"}}'),
    ]
    for read, text in texts:
        with pytest.raises(InvalidInput) as refused:
            read(text)
        assert secret not in refused.value.text("zh") + refused.value.text("en")


@pytest.mark.parametrize("kind", READERS)
@given(st.data())
def test_any_document_is_read_or_refused(kind, data):
    """Whatever stands in whichever field, there is a value or `InvalidInput`, and nothing else."""
    parts = dict(SOUND[kind])
    for field in data.draw(st.sets(st.sampled_from(sorted(TAKEN[kind])), min_size=1)):
        parts[field] = data.draw(PLAIN)

    assert isinstance(outcome(READERS[kind], paper(kind, **parts)), ANSWER)


@pytest.mark.parametrize("kind", READERS)
@given(PLAIN)
def test_any_json_is_read_or_refused(kind, data):
    """JSON that is no document of this kind is refused."""
    with pytest.raises(InvalidInput):
        READERS[kind](json.dumps(data))


@pytest.mark.parametrize("part", ["helper", "household", "unpaired", "prices", "shortage", "certificate"])
@given(st.data())
def test_any_part_is_read_or_refused(part, data):
    """Whatever stands in a field of a part, there is a value or `InvalidInput`, and nothing else."""
    field = data.draw(st.sampled_from(sorted(TAKEN[part])))
    read, text = holding(part, field, data.draw(PLAIN))

    assert isinstance(outcome(read, text), ANSWER)


def large(count, **odd):
    """A problem of so many people with twenty wishes each, as a document."""
    helpers = [{"id": f"m-{n}", "room": 3, "wishes": _twenty("h", n, count)} | odd for n in range(count)]
    homes = [{"id": f"h-{n}", "must": True, "wishes": _twenty("m", n, count)} | odd for n in range(count)]
    return paper("problem", helpers=helpers, households=homes)


def _twenty(side, start, count):
    return [f"{side}-{(start * 7 + step) % count}" for step in range(20)]


def test_each_row_has_a_line():
    """Two levels are laid out, one line for each row; what lies deeper stands on the line of its row."""
    data = {"a": [{"b": [1]}, [2, [3]]], "c": {"d": [2], "f": {"g": 4}}, "e": [], "h": {}, "i": "k"}
    lines = [
        "{",
        ' "a": [',
        '  {"b": [1]},',
        "  [2, [3]]",
        " ],",
        ' "c": {',
        '  "d": [2],',
        '  "f": {"g": 4}',
        " },",
        ' "e": [],',
        ' "h": {},',
        ' "i": "k"',
        "}",
        "",
    ]

    assert lines == laid_out(data).split("\n")


@pytest.mark.untraced("it measures time")
@pytest.mark.once("it measures our own loops")
@pytest.mark.parametrize("odd", [{}, {"oops": 1}, {"unit": 3}], ids=["sound", "unknown", "wrong"])
def test_reading_takes_time_in_proportion(odd):
    """Eight times as many people take about eight times as long, with a fault in each as well."""

    def spent(text):
        start = process_time()
        came = outcome(read_problem, text)
        assert isinstance(came, InvalidInput if odd else Problem)
        return process_time() - start

    few, many = (min(spent(large(count, **odd)) for _ in range(3)) for count in (100, 800))

    assert many < 30 * max(few, 0.005)
