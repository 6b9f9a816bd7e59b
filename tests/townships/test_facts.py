"""What the words record, and the facts made of it by name: what a rulebook reads, and what the page says."""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import pytest
from tests.pledges.town import at
from tests.townships.deeds import ON, all_records
from tests.townships.folders import BOOK, change, folder

from sanliang import Span, Text, ratings, rulebooks
from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.records import Query, fold
from sanliang.rulebooks._check._names import UNKNOWN_FACT
from sanliang.townships import FACTS, KINDS, NamedFact, base, check, load
from sanliang.townships._unlisted import unlisted

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
DOCS = Path(__file__).parents[2] / "docs"
HEAD = """
schema = 1
id     = "facts"
rates  = "member"
title  = "事实"
source = { title = "某镇党委文件" }
cycle  = { every = "year", starts = 2026-01-01 }
[scale]
tiers  = [ { name = "any", at_least = 0 } ]
"""
ITEM = '[item.{name}]\nsays = "每项一分"\nfact = {fact}\neach = 1\n'
OF_RECORDS = sorted(name for name, fact in FACTS.items() if fact.query is not None)
OF_PLEDGES = sorted(FACTS.keys() - {*OF_RECORDS})


@pytest.fixture(scope="module")
def made():
    """By maker, the records of every word."""
    return all_records()


@pytest.fixture(scope="module")
def read(made):
    """By named fact, what a rulebook that asks for it in the words of `written` reads."""
    items = (ITEM.format(name=name, fact=FACTS[name].written) for name in OF_RECORDS)
    book = rulebooks.loads(HEAD + "".join(items))
    records = [one for every in made.values() for one in every]
    rating = ratings.rate({}, book, on=ON, records=records)
    return rating.points


def test_a_named_fact_is_what_a_rulebook_reads(made, read):
    """A book that asks in the words of the fact has the number that its question has, which is not none."""
    records = [one for every in made.values() for one in every]
    expected = {name: fold(records, FACTS[name].query, cycle=YEAR).total for name in OF_RECORDS}

    assert expected == {name: read[name] for name in OF_RECORDS}
    assert [] == [name for name, total in expected.items() if not total]


def test_a_fact_of_pledges_is_what_a_rulebook_asks_of_them():
    """Kept, broken, their share, and whether all were kept: of a pledge with two items, both of them kept."""
    lines = [f"{name} = {FACTS[name].written}" for name in OF_PLEDGES]
    item = ITEM.format(name="all", fact='"pledges_kept"')
    book = rulebooks.loads("\n".join((HEAD, "[fact]", *lines, item)))
    known = ratings.gather(book, on=ON, pledges=[at("verified").pledge]).facts

    assert ["pledges_all_kept", "pledges_broken", "pledges_kept", "pledges_share"] == OF_PLEDGES
    assert [True, 0, 2, 1] == [known[name] for name in OF_PLEDGES]
    assert [None] * 4 == [FACTS[name].kind for name in OF_PLEDGES]


def test_each_kind_of_record_is_made_by_its_word_with_its_fields(made):
    """The records that the words make are of these kinds, each with these fields, and there are no others."""
    found = defaultdict(set)
    for maker, records in made.items():
        for one in records:
            found[one.kind, maker] |= {*one.fields}

    assert {(kind.kind, kind.maker): {*kind.fields} for kind in KINDS.values()} == found
    for kind in KINDS.values():
        module, function = kind.maker.split(".")
        assert (kind.word, True) == (module, function in import_module(f"sanliang.{module}").__all__)


def test_named_facts_read_kinds_that_a_word_makes():
    """The facts of a word ask for kinds that it makes, and for fields that these have."""
    for name, fact in FACTS.items():
        assert name == fact.name
        if fact.query is not None:
            kind = KINDS[fact.query.kind]
            asked = {*fact.query.where, *([] if fact.query.sum is None else [fact.query.sum])}
            assert (kind.word, kind.kind, set()) == (fact.word, fact.kind, asked - {*kind.fields})
    words = {fact.word for fact in FACTS.values()}
    assert {kind.word for kind in KINDS.values()} == words


def test_a_question_of_ones_own_is_written_as_a_rulebook_has_it():
    """Numbers, words, several values and a length: the book has the question that was written."""
    query = Query(kind="deed", window="18 months", where={"level": ["county"], "hours": ["2.5", 3, True]})
    fact = NamedFact(name="own", word="records", says=Text("自定"), query=query)
    item = ITEM.format(name="own", fact='"own"')
    (known,) = rulebooks.loads(f"{HEAD}[fact]\nown = {fact.written}\n{item}").facts

    where = '{ hours = [true, 2.5, 3], level = "county" }'
    assert f'{{ records = "deed", where = {where}, window = "18 months" }}' == fact.written
    assert (Fraction(5, 2), "18 months") == (known.origin.where["hours"][1], str(known.origin.window))
    assert {**query.where} == {name: tuple(values) for name, values in known.origin.where.items()}


@pytest.mark.parametrize("kind", ["meeting.attended", "honour", "contact.visit", "visit"])
def test_a_book_by_what_a_word_records_needs_no_more(tmp_path, kind):
    """What a word records, and what is written by hand everywhere, a town need not list itself."""
    book = BOOK.replace('"deed"', f'"{kind}"')
    path = folder(tmp_path, change("rulebooks", "add", "deeds"), deeds=book)

    assert check(base()).reasons == check(load(path)).reasons


def test_a_book_by_a_kind_that_is_misspelt_is_found(tmp_path):
    """A kind that no word has, be it by one letter, is one that nobody records."""
    book = BOOK.replace('"deed"', '"meeting.attend"')
    path = folder(tmp_path, change("rulebooks", "add", "deeds"), deeds=book)

    assert "township.unrecorded" in {reason.code for reason in check(load(path)).reasons}


@pytest.mark.parametrize(
    ("kind", "near"),
    [
        ("meeting.attend", ("meeting.attended",)),
        ("good_deed", ("deed",)),
        ("x", tuple(sorted({*KINDS, "call", "deed", "meeting", "visit"}))),
    ],
)
def test_a_kind_that_nobody_records_is_told_with_the_kinds_that_there_are(tmp_path, kind, near):
    """The nearest kind, of a word or of the town, is what was meant; where none is near, all are told."""
    deed = change("records", "add", "deed", '"好事"')
    book = BOOK.replace('"deed"', f'"{kind}"')
    path = folder(tmp_path, change("rulebooks", "add", "deeds"), deed, deeds=book)
    (reason,) = [one for one in check(load(path)).reasons if one.code == "township.unrecorded"]

    says = "有" if kind == "x" else "相近的有"
    assert f"记录；{says}：{'、'.join(near)}；" in reason.text("zh")


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ('"concern.solved"\nwhere = { in_tim = true }', ["in_tim"]),
        ('"concern.solved"\nsum = "hors"\nwhere = { in_time = true, urgncy = "urgent" }', ["hors", "urgncy"]),
        ('"points.earned"\nsum = "points"', []),
        ('"honour"\nwhere = { place = "county" }', []),
    ],
)
def test_a_book_by_a_field_that_no_such_record_has_is_found(tmp_path, asked, wrong):
    """A field that is misspelt reads nothing for ever; what is written by hand may have any."""
    book = BOOK.replace('"deed"', asked)
    path = folder(tmp_path, change("rulebooks", "add", "deeds"), deeds=book)
    found = [one.params["field"] for one in check(load(path)).reasons if one.code == "township.no_field"]

    assert wrong == found


# --- the page --------------------------------------------------------------------------------------------


def of_kind(kind):
    """The row of a kind of record."""
    facts = sorted(f"`{one.name}`" for one in FACTS.values() if one.kind == kind.kind)
    fields = ", ".join(f"`{field}`" for field in kind.fields)
    cells = (f"`{kind.kind}`", f"`{kind.maker}`", kind.says.zh, kind.says.en, fields or "-", ", ".join(facts))
    return f"| {' | '.join(cells)} |"


def of_fact(fact):
    """The row of a named fact."""
    return f"| `{fact.name}` | {fact.says.zh} | {fact.says.en} | `{fact.written}` |"


@pytest.mark.once("it reads the files of the repository alone")
def test_the_page_has_what_the_code_has():
    """Each kind of record and each named fact is a row of the page, by word and by name, and no other is."""
    rows = [
        line
        for line in (DOCS / "reference" / "facts.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    kinds = [of_kind(kind) for kind in sorted(KINDS.values(), key=lambda one: (one.word, one.kind))]
    facts = [of_fact(fact) for fact in sorted(FACTS.values(), key=lambda one: (one.word, one.name))]
    fields = sorted({field for kind in KINDS.values() for field in kind.fields})

    assert kinds == rows[: len(kinds)]
    assert facts == rows[len(kinds) : len(kinds) + len(facts)]
    assert fields == [row.split("`")[1] for row in rows[len(kinds) + len(facts) :]]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            '[[clause]]\nsays = "一"\nwhen = { fact = "pledges_kept", at_least = 1 }\nthen = { at_most = 1 }',
            "pledges_kept",
        ),
        (
            '[[clause]]\nsays = "一"\nwhen = { fact = "pledges_cept", at_least = 1 }\nthen = { at_most = 1 }',
            None,
        ),
        ('[item.more]\nsays = "一"\nceiling = 3\neach = 1\nfact = "honours"', "honours"),
        ('[item.more]\nsays = "一"\nceiling = 3\neach = { by = "honours", a = 1 }\nfact = "deeds"', None),
    ],
)
def test_a_fact_that_a_book_does_not_list_is_told_with_the_line_that_lists_it(tmp_path, asked, expected):
    """Wherever a book names a fact that every town knows, the fault has the line; others stay as they are."""
    path = folder(tmp_path, change("rulebooks", "add", "deeds"), deeds=f"{BOOK}\n{asked}\n")
    with pytest.raises(InvalidInput) as caught:
        load(path)

    (fault,) = caught.value.faults
    assert ("name.fact" if expected is None else "township.unlisted_fact") == fault.code
    if expected is not None:
        line = f"{expected} = {FACTS[expected].written}"
        assert (True, True) == (fault.zh.endswith(line), fault.en.endswith(line))


def test_a_fault_at_a_place_that_the_file_does_not_have_stays_as_it_is():
    """What a book takes from another is not in its own file: then nothing is looked up."""
    assert unlisted(other := Fault(code="item.fact", path="x", zh="错", en="wrong"), b"") is other
    for path in ("item.a.fact", "item[7].fact", "clause.0.fact", "clause[0].fact.deeper"):
        fault = UNKNOWN_FACT.fault(path, near="-")
        assert fault is unlisted(fault, 'clause = [ { fact = "x" } ]')
