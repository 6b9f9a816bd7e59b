"""A book that changes another: what it adds, replaces and drops, and from which folder books come."""

# ruff: noqa: E501 -- a change a line

import os
from datetime import date

import pytest
from tests.rulebooks.books import QINGSHAN, book, found, refusal

from sanliang import InvalidInput, NotFound, Source, Text
from sanliang.rulebooks import (
    Each,
    Effect,
    Fact,
    Fixed,
    Item,
    PointStars,
    lint,
    lint_file,
    load,
    loads,
)

COUNTY = book(
    """
[item.open]
open = true
[item.shut]
points = 1
[fact.extra]
records = "extra"
[[clause]]
id = "veto"
when = { fact = "sick", is = true }
then = { is = "none" }
[[clause]]
then = { rise_at_most = 1 }
[[quota]]
id = "five"
tier = 5
at_most = "10%"
of = "branch"
ties = "narrow"
[[consequence]]
id = "talk"
then = "talk"
[[case]]
name = "one"
cycle = [2026-01-01, 2026-12-31]
facts = { mark = 1 }
expect = { mark = 1 }
""",
)
BASE = loads(COUNTY)
TOWN = 'schema = 1\nid = "town"\nextends = "stars"\n'
SOURCE = 'source = { title = "青山镇党委文件", date = 2026-03-01 }\n'


def town(text="", source=SOURCE):
    """A book that changes the county's."""
    return loads(TOWN + source + text, base=BASE)


def named(things):
    """Things by their ids."""
    return {thing.id: thing for thing in things}


def test_extending_by_nothing_changes_nothing():
    """A book that only names its base says what the base says."""
    same = town(source="")

    assert ("town", "stars") == (same.id, same.extends)
    for name in ("rates", "title", "source", "cycle", "decimals", "facts", "items", "scale", "clauses",
                 "quotas", "consequences", "cases"):  # fmt: skip
        assert getattr(BASE, name) == getattr(same, name), name


def test_the_head_may_be_said_anew():
    """Title, rhythm and decimals of the town take the place of the county's."""
    cycle = 'cycle = { every = "month", starts = 2026-02-01 }\n'
    changed = town('title = "镇"\ndecimals = 0\nrates = "branch"\n' + cycle)

    assert (Text("镇"), 0, "branch", date(2026, 2, 1)) == (
        changed.title, changed.decimals, changed.rates, changed.cycle.starts,
    )  # fmt: skip


def test_what_is_added():
    """New facts, parts of open items, and clauses at the end are added."""
    changed = town('[fact.a]\n[item.b]\npart_of = "open"\nfact = "a"\n[item.c]\npart_of = "b2"\npoints = 1\n'
                   '[item.b2]\npart_of = "open"\n[[clause]]\nthen = "withheld"\n')  # fmt: skip

    assert Fact(id="a") == changed.facts[-1]
    assert Item(id="b", part_of="open", fact="a") == named(changed.items)["b"]
    assert Effect(word="withheld") == changed.clauses[-1].then
    assert 3 == len(changed.clauses)


def test_what_is_replaced_stays_in_its_place():
    """An entry with a known id takes the place of the county's."""
    changed = town(
        '[item.mark]\nchange = "replace"\nfact = { records = "deed" }\neach = 2\n'
        '[fact.extra]\nchange = "replace"\n'
        '[[clause]]\nid = "veto"\nchange = "replace"\nthen = { at_most = 4 }\n'
        '[scale]\nchange = "replace"\nstars = 5\n'
    )

    assert [item.id for item in BASE.items] == [item.id for item in changed.items]
    assert Each(points=Fixed(2)) == named(changed.items)["mark"].tariff
    assert "deed" == named(changed.facts)["mark"].origin.kind
    assert (("at_most", "4"),) == changed.clauses[0].then.band.edges
    assert None is named(changed.facts)["extra"].origin
    assert PointStars(most=5) == changed.scale


def test_what_is_dropped():
    """A dropped entry is gone; it may say why, and by whose word."""
    changed = town(
        '[fact.extra]\nchange = "drop"\n[[clause]]\nid = "veto"\nchange = "drop"\nsays = "不再适用"\n'
        'source = { article = "5" }\n[[quota]]\nid = "five"\nchange = "drop"\n'
        '[[consequence]]\nid = "talk"\nchange = "drop"\n'
    )

    assert "extra" not in named(changed.facts)
    assert (1, 0, 0) == (len(changed.clauses), len(changed.quotas), len(changed.consequences))


def test_each_part_keeps_the_source_that_it_comes_from():
    """The town's source counts for what the town says, and the county's for what it has said."""
    county, own = Source(title="某镇党委文件", dated=date(2026, 1, 5), article="1"), date(2026, 3, 1)
    changed = town(
        '[fact.a]\nsource = { article = "5" }\n[fact.b]\nsource = { title = "通知" }\n[fact.c]\n'
        "[[clause]]\nthen = { fall_at_most = 1 }\n"
    )

    assert county == named(changed.facts)["mark"].source == changed.scale.source
    assert [county, county, None] == [clause.source for clause in changed.clauses]
    assert Source(title="青山镇党委文件", dated=own, article="5") == named(changed.facts)["a"].source
    assert Source(title="通知") == named(changed.facts)["b"].source
    assert None is named(changed.facts)["c"].source
    assert changed.source == Source(title="青山镇党委文件", dated=own)


def test_a_book_may_be_changed_twice():
    """The village changes what the town has changed of the county's."""
    changed = town('[[clause]]\nid = "more"\nthen = "withheld"\n')
    village = 'schema = 1\nid = "village"\nextends = "town"\n[[clause]]\nid = "more"\nchange = "drop"\n'

    assert ("village", "town", 2) == (
        (last := loads(village, base=changed)).id, last.extends, len(last.clauses),
    )  # fmt: skip


def test_the_steps_of_a_base_stay_as_they_are():
    """What is laid over a base with steps has the same steps."""
    base = loads(
        book("[item.x]\nfact = 'mark'\nsteps = [ { below = 3, points = 1 }, { at_least = 3, points = 2 } ]\n")
    )

    assert base.items == loads(TOWN, base=base).items


CHANGES = [
    ("[item.mark]\npoints = 1", [("book.in_base", "item.mark")]),
    ("[item.nark]\nchange = 'drop'", [("book.not_in_base", "item.nark")]),
    ("[item.mark]\nchange = 'add'\nfact = 'mark'", [("book.one_of", "item.mark.change")]),
    ("[fact.extra]\nchange = 'drop'\nrecords = 'a'", [("book.unknown_key", "fact.extra.records")]),
    ("[item.x]\npoints = 1", [("book.closed", "item.x.part_of")]),
    ("[item.x]\npart_of = 'shut'\npoints = 1", [("book.closed", "item.x.part_of")]),
    ("[item.extra]\npart_of = 'open'\nfact = { records = 'a' }", [("book.in_base", "item.extra.fact")]),
    ("[[clause]]\nid = 'veto'\nthen = 'exempt'", [("book.in_base", "clause[0]")]),
    ("[[clause]]\nid = 'veto'\nchange = 'drop'\n[[clause]]\nid = 'veto'\nthen = 'exempt'", [("list.doubled", "clause[1]")]),
    ("[[clause]]\nid = 've-to'\nchange = 'replace'\nthen = 'exempt'", [("book.no_id", "clause[0]")]),
    ("[[clause]]\nchange = 'replace'\nthen = 'exempt'", [("book.no_id", "clause[0]")]),
    ("[[clause]]\nid = 'veto'\nchange = 'replace'", [("book.missing", "clause[0].then")]),
    ("[[clause]]\nid = 5\nchange = 'drop'", [("book.no_id", "clause[0]"), ("text.type", "clause[0].id")]),
    ("[fact.sick]\nchange = 'drop'", [("name.fact", "stars.clause[0].when.fact")]),
    ("[fact.mark]\nchange = 'drop'", [("name.fact", "stars.item.mark.fact"), ("name.fact", "stars.case[0].facts.mark")]),
    ("[item.score]\nchange = 'drop'", []),
    ("[scale]\nchange = 'drop'\nstars = 3", [("scale.missing", "stars.clause[0].then"), ("scale.missing", "stars.clause[1].then"), ("scale.missing", "stars.quota[0].tier"), ("book.unknown_key", "scale.stars")]),
    ("[scale]\nchange = ['drop']\nstars = 3", [("book.unknown_key", "scale.change")]),
    ("[scale]\ntiers = [ { name = 6, above = 3 } ]", [("name.tier", "stars.quota[0].tier")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "faults"), CHANGES)
def test_a_change_says_what_it_does(text, faults):
    """Silence never overrides; what is not there is neither replaced nor dropped; parts go to open items."""
    assert faults == found(TOWN + text, base=BASE)


def test_a_book_is_read_with_the_book_that_it_extends():
    """Another base, none, or one that the book does not name is refused."""
    for text, base in ((TOWN, None), (TOWN, loads(QINGSHAN)), (TOWN.replace('"stars"', "5"), BASE)):
        assert [("book.base", "extends")] == found(text, base)
    assert [("book.extends", "extends")] == found(book(), BASE)
    assert "base: must be a Rulebook" in str(refusal(book(), "stars"))


CASES = """
[[case]]
name = "p"
cycle = [2026-01-01, 2026-12-31]
facts = {}
expect = { score = 1 }
[[case]]
name = "q"
cycle = [2026-01-01, 2026-12-31]
facts = {}
expect = { score = 2 }
"""


def test_cases_are_told_apart_by_their_names():
    """The cases of a base are inherited; each is replaced or dropped by its name, and new ones are added."""
    base = loads(COUNTY + CASES)
    three = CASES[: CASES.rindex("[[case]]")].replace('"p"', '"r"')
    again = three.replace('"r"', '"q"\nchange = "replace"')
    old = [case.name for case in base.cases]

    def cases(text):
        found = loads(TOWN + text, base=base).cases[len(old) - 2 :]
        return [(case.name, case.expect["score"]) for case in found]

    assert [("p", 1), ("q", 2)] == cases("")
    assert [("p", 1), ("q", 2), ("r", 1)] == cases(three)
    assert [("q", 2)] == cases('[[case]]\nname = "p"\nchange = "drop"\nsource = { article = "3" }\n')[-1:]
    assert [("p", 1), ("q", 1)] == cases(again)
    assert [("book.in_base", "case[0]")] == found(TOWN + three.replace('"r"', '"q"'), base)
    assert [("book.not_in_base", "case[0]")] == found(TOWN + '[[case]]\nname = "x"\nchange = "drop"\n', base)
    assert [("book.unknown_key", "case[0].facts")] == found(
        TOWN + '[[case]]\nname = "p"\nchange = "drop"\nfacts = {}\n', base
    )


# --- what the linter says of a book that changes another ------------------------------------------------

DOUBTFUL = """
schema = 1
id = "stars"
rates = "member"
title = "星级"
source = { title = "某镇文件", date = 2026-01-05 }
cycle = { every = "year", starts = 2026-01-01 }
[fact.idle]
[fact.deeds]
records = "deed"
[item.score]
open = true
[item.block]
says = "合计至多20分"
ceiling = 20
[item.deeds]
part_of = "block"
says = "每次1分"
[scale]
says = "等次"
tiers = [ { name = 1, at_least = 10 } ]
[[clause]]
when = { fact = "deeds", below = 0 }
then = "exempt"
"""
VILLAGE = 'schema = 1\nid = "village"\n\nextends = "stars"\n'


def doubts(text):
    """The code, the path and the line of each finding of a village's book."""
    return [(one.code, one.path, one.line) for one in lint(text, base=loads(DOUBTFUL))]


def test_what_is_doubtful_in_the_base_is_said_there():
    """A book that changes nothing has no finding, whatever its base has."""
    found = [(one.code, one.path) for one in lint(DOUBTFUL)]

    assert found == [
        ("fact.unused", "fact.idle"),
        ("says.missing", "clause[0]"),
        ("condition.out_of_reach", "clause[0].when"),
    ]
    assert [] == doubts(VILLAGE)


def test_what_a_change_makes_doubtful_in_the_base():
    """A part of the base that a change makes doubtful is named as it is there, on the line of `extends`."""
    change = "[item.block]\nchange = 'replace'\nsays = '不封顶'\n"

    assert [("item.no_ceiling", "stars.item.deeds", 4)] == doubts(VILLAGE + change)
    assert [("name.fact", f"stars.{path}.fact", 4) for path in ("clause[0].when", "item.deeds")] == doubts(
        VILLAGE + "[fact.deeds]\nchange = 'drop'\n"
    )


def test_what_is_doubtful_in_the_book_itself():
    """What the book writes has its own path and line; what an item defines in place is found there."""
    inline = "[item.more]\nsays = 'x'\nfact = { at_least = 3, at_most = 2 }\n"

    assert [("fact.unused", "fact.more", 5)] == doubts(VILLAGE + "[fact.more]\n")
    assert [("bands.empty", "item.more.fact", 7)] == doubts(VILLAGE + inline)


# --- files ---------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """A folder with the books of the county and of the town."""
    (tmp_path / "stars.toml").write_bytes(b"\xef\xbb\xbf" + COUNTY.replace("\n", "\r\n").encode())
    (tmp_path / "town.toml").write_text(TOWN, "utf-8")
    return tmp_path


def test_a_file_brings_the_books_that_it_extends(folder):
    """A book is found beside the one that extends it, whatever the ends of its lines."""
    assert BASE == load(folder / "stars.toml")
    assert loads(TOWN, base=BASE) == load(str(folder / "town.toml"))
    assert () == tuple(one for one in lint_file(folder / "town.toml") if one.severity == "error")


def test_the_faults_of_a_file_name_it(folder):
    """A fault has the file, the line and the path; a base with a fault refuses both."""
    (folder / "town.toml").write_text(TOWN + "[item.mark]\n", "utf-8")
    with pytest.raises(InvalidInput) as caught:
        load(folder / "town.toml")
    assert "town.toml:4: item.mark" == caught.value.path

    (folder / "stars.toml").write_text(COUNTY + "[item.none]\n", "utf-8")
    for read in (load, lint_file):
        with pytest.raises(InvalidInput) as caught:
            read(folder / "town.toml")
        assert caught.value.path.startswith("stars.toml:")

    (folder / "stars.toml").write_text("[", "utf-8")
    assert ["toml.syntax"] == [one.code for one in lint_file(folder / "stars.toml")]
    with pytest.raises(InvalidInput) as caught:
        load(folder / "town.toml")
    assert "stars.toml" == caught.value.path


def test_what_is_not_there_is_not_found(folder):
    """A file that is missing, a folder, a pipe and a broken name are named, not read."""
    os.mkfifo(folder / "pipe.toml")
    for name in ("none.toml", ".", "pipe.toml", "a\0b"):
        with pytest.raises(NotFound, match="is not there, or cannot be read"):
            load(folder / name)
    (folder / "stars.toml").unlink()
    with pytest.raises(NotFound) as caught:
        load(folder / "town.toml")
    assert "stars.toml" == caught.value.path


@pytest.mark.parametrize("read", [load, lint_file])
@pytest.mark.parametrize("path", [None, 5, b"stars.toml", ["a"]])
def test_a_path_is_a_path(read, path):
    """What is no path is refused."""
    with pytest.raises(InvalidInput, match="path: must be a path"):
        read(path)


@pytest.mark.parametrize("name", ["../stars", "/stars", "a/b", "..", "stars.toml", "", "\\u0000", "C:stars"])
def test_a_base_has_a_name_and_no_path(folder, name):
    """What a book extends is named by its id: no path leads out of the folder."""
    (folder / "town.toml").write_text(TOWN.replace("stars", name), "utf-8")
    with pytest.raises(InvalidInput) as caught:
        load(folder / "town.toml")
    assert ("code.shape", "town.toml:3: extends") == (caught.value.code, caught.value.path)


def test_a_link_does_not_lead_out_of_the_folder(folder, tmp_path_factory):
    """A base that is a link to another folder is not read; a link within the folder is."""
    outside = tmp_path_factory.mktemp("outside") / "stars.toml"
    (folder / "stars.toml").rename(outside)
    (folder / "stars.toml").symlink_to(outside)
    with pytest.raises(NotFound):
        load(folder / "town.toml")

    (folder / "stars.toml").unlink()
    outside.rename(folder / "kept.toml")
    (folder / "stars.toml").symlink_to(folder / "kept.toml")
    assert "stars" == load(folder / "town.toml").extends


def test_books_in_a_circle_are_refused(folder):
    """A book that extends itself, or another that extends it, is refused where the circle closes."""
    (folder / "stars.toml").write_text(TOWN.replace('extends = "stars"', 'extends = "town"'), "utf-8")
    with pytest.raises(InvalidInput) as caught:
        load(folder / "town.toml")
    assert ("book.circle", "stars.toml:3: extends") == (caught.value.code, caught.value.path)


def test_books_over_many_books_are_refused(tmp_path):
    """Sixteen books may stand below one another, and not seventeen."""
    (tmp_path / "b0.toml").write_text(COUNTY.replace('"stars"', '"b0"'), "utf-8")
    for place in range(1, 18):
        text = f'schema = 1\nid = "b{place}"\nextends = "b{place - 1}"\n'
        (tmp_path / f"b{place}.toml").write_text(text, "utf-8")

    assert "b16" == load(tmp_path / "b16.toml").id
    with pytest.raises(InvalidInput) as caught:
        load(tmp_path / "b17.toml")
    assert "book.circle" == caught.value.code
