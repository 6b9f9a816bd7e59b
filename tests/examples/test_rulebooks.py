"""The published schemes in `examples/rulebooks` read, with the findings that they are known for."""

import re
from pathlib import Path

import pytest

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.fields import code
from sanliang.kernel.timeline import Span
from sanliang.kernel.wire import read_toml
from sanliang.ratings import coverage
from sanliang.rulebooks import Severity, lint, load

HERE = Path(__file__).parents[2] / "examples" / "rulebooks"
FILES = sorted(HERE.glob("*.toml"))
OUTCOMES = {"score", "tier", "stars", "outcome", "actions"}

# By book: the code and path of each finding, in the order of the lines.
EXPECTED = {
    "dianqihua": [],
    # No ceiling was seen.
    "dongyang-quarter": [("item.no_ceiling", "item.leading"), ("item.no_ceiling", "item.other_bonuses")],
    "dongyang-year": [],
    # 69.5, 79.5, 89.5 and 95.5 are in no band: the book is refused.
    "huaning": [("bands.gap", f"scale.tiers[{place}]") for place in (1, 2, 3, 4)],
    "huaning-closed": [],
    "jiguan": [],
    "kaijiang": [],
    "mouzhen": [],
    "nitun": [],
    "nongcun": [],
    "pingxing": [],
    # Everybody at four stars or more, and 10 % and 40 % for five and four.
    "xingjihua": [("quota.target", "quota[3]")],
}  # fmt: skip
REFUSED = {"huaning"}
CUT_OFF = {"jiguan", "mouzhen", "nongcun"}


def every(kind):
    """A parameter for each file, or for each of those that read."""
    paths = [path for path in FILES if kind == "file" or path.stem not in REFUSED]
    return pytest.mark.parametrize("path", paths, ids=[path.stem for path in paths])


def document(path):
    """What a file holds."""
    return read_toml(path.read_bytes())


def tables(value):
    """Every table within a value."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from tables(part)


def figures(name, fact, *wanted):
    """By the number of a fact, what the cases of a book expect."""
    found = [
        (case["facts"][fact], *(case["expect"].get(key) for key in wanted))
        for case in document(HERE / f"{name}.toml")["case"]
        if fact in case.get("facts", {})
    ]
    return {str(number): rest if len(rest) > 1 else rest[0] for number, *rest in found}


def test_the_books_are_those_that_are_expected():
    """Every file has its findings in the table above."""
    assert set(EXPECTED) == {path.stem for path in FILES}


@every("file")
def test_a_file_has_the_name_of_its_book(path):
    """The name of a file is the id of its book, so that another book can extend it."""
    assert path.stem == code(document(path)["id"])


@every("file")
def test_the_linter_finds_what_is_expected(path):
    """A finding more is a fault of the book or of the linter; a finding less is a hole that nobody sees."""
    found = lint(path.read_bytes())

    assert EXPECTED[path.stem] == [(one.code, one.path) for one in found]
    assert {Severity.ERROR if path.stem in REFUSED else Severity.WARNING} >= {one.severity for one in found}
    assert all(one.line for one in found)


@every("book")
def test_a_book_reads(path):
    """What is not refused is a book, of the id of its file."""
    assert path.stem == load(path).id


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_book_is_refused_for_what_is_expected(name):
    """A book with an error is refused with that error alone, at its line."""
    with pytest.raises(InvalidInput) as refused:
        load(HERE / f"{name}.toml")

    assert [found for found, _ in EXPECTED[name]] == [fault.code for fault in refused.value.faults]
    assert all(re.match(rf"{name}\.toml:\d+: ", fault.path) for fault in refused.value.faults)


@every("file")
def test_a_book_names_its_source(path):
    """Who wants to look it up finds an address; the day is there where it was seen."""
    source = document(path)["source"]

    assert source["title"]
    assert source["seen"].startswith("http")


@every("file")
def test_a_book_has_cases(path):
    """There is at least one, and each has a name of its own."""
    cases = document(path)["case"]

    assert cases
    assert len({case["name"] for case in cases}) == len(cases)


@every("book")
def test_a_case_asks_for_what_the_book_has(path):
    """The facts of a case are facts of the book, what it expects its items, its cycle one of its own."""
    book = load(path)
    facts, items = {fact.id for fact in book.facts}, {item.id for item in book.items}

    for case in book.cases:
        given = (case.facts,) if case.people is None else case.people.values()
        wanted = (case.expect,) if case.people is None else case.expect.values()
        assert set().union(*given) <= facts, case.name
        assert set().union(*wanted) <= items | OUTCOMES, case.name
        if case.people is not None:
            assert set(case.expect) <= set(case.people), case.name
        assert book.cycle.span(case.cycle[0]) == Span(*case.cycle), case.name


@pytest.mark.untraced("other tests take its branches")
@every("book")
def test_the_cases_reach_every_rule(path):
    """No rule of a published scheme is without a case."""
    assert () == coverage(load(path)).missed


@every("file")
def test_sentences_are_in_both_languages(path):
    """Every sentence and every title is there in Chinese and in English."""
    said = [table[key] for table in tables(document(path)) for key in ("says", "title") if key in table]
    both = [one for one in said if isinstance(one, dict)]

    assert both
    assert all(set(one) == {"zh", "en"} for one in both)


@every("file")
def test_what_is_our_choice_is_said_in_both_languages(path):
    """A reader of either language sees what the source does not say."""
    text = path.read_text(encoding="utf-8")

    assert text.count("我们的选择") == text.lower().count("our choice")


@pytest.mark.parametrize("name", sorted(CUT_OFF))
def test_what_was_cut_off_is_said(name):
    """A book whose source breaks off says so at its head and in its open items, and has points only."""
    text = (HERE / f"{name}.toml").read_text(encoding="utf-8")
    book = load(HERE / f"{name}.toml")
    opened = [item for item in book.items if item.open]

    assert re.search("中断|缺失", text.splitlines()[0])
    assert opened
    assert all("缺失" in item.says.zh for item in opened)
    assert book.scale is None


@every("book")
def test_a_gap_is_closed_by_a_line_that_says_so(path):
    """Without the line that says where a number in a gap belongs, the book is refused for its gaps alone."""
    text = path.read_text(encoding="utf-8")
    without = re.sub(r"(?m)^gap .*\n", "", text)
    errors = [one.code for one in lint(without) if one.severity is Severity.ERROR]

    assert set(errors) == ({"bands.gap"} if without != text else set())


def test_the_gaps_of_huaning_are_all_that_its_other_book_closes():
    """The two books of 华宁 say the same but for their names and the closed gaps."""
    one, other = document(HERE / "huaning.toml"), document(HERE / "huaning-closed.toml")
    told = [case["expect"] for case in one["case"]]

    assert other["scale"].pop("gap") == "lower"
    assert told == [case["expect"] for case in other["case"]][: len(told)]
    for key in ("source", "cycle", "fact", "item", "scale", "consequence"):
        assert one[key] == other[key]


@pytest.mark.parametrize("name", ["huaning", "huaning-closed"])
def test_the_figures_of_huaning(name):
    """M01: 59, 60, 69, 70, 89, 90, 95, 96 give none, 1, 1, 2, 3, 4, 4, 5."""
    told = {"59": "none", "60": 1, "69": 1, "70": 2, "89": 3, "90": 4, "95": 4, "96": 5}

    assert told.items() <= figures(name, "composite", "tier").items()


def test_the_figures_of_dongyang():
    """M06: 59 in a quarter moves the membership; 84 in a year ends a probation, not a membership."""
    (quarter,) = [
        case["expect"]
        for case in document(HERE / "dongyang-quarter.toml")["case"]
        if case["expect"]["actions"] == ["rectification_branch"]
    ]
    year = [
        (case["facts"]["status"], case["expect"]["actions"])
        for case in document(HERE / "dongyang-year.toml")["case"]
        if case["facts"]["annual"] == 84
    ]

    assert quarter["score"] == 59
    assert ("probationary", ["cancel_probation"]) in year
    assert ("full", []) in year


def test_the_figure_of_kaijiang():
    """M13: 90 is a five-star member."""
    told = [case["expect"] for case in document(HERE / "kaijiang.toml")["case"]]

    assert {"duties": 50, "performance": 40, "score": 90, "tier": "five_star"} in told


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_folder_tells_of_each_book(name):
    """The page of the folder has a row for each book in Chinese and one in English."""
    assert (HERE / "README.md").read_text(encoding="utf-8").count(f"| `{name}.toml` |") == 2
