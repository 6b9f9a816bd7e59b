"""One rule of a rulebook is changed at a time, and a case of the book notices it, or none does."""

import pytest
from tests.townships.folders import DEEDS, change, folder

from sanliang.ratings import run_cases
from sanliang.townships import load, mutants, tried

pytestmark = pytest.mark.once("which changes are tried, and which cases notice them, is ours to say")

BOOK = (
    DEEDS
    + """\
[fact.deeds]
[fact.sick]
type   = "yes"
[fact.class]
type   = "word"
[fact.visits]
records = "visit"
[fact.word]
raters  = { branch = 1, village = 1 }
[item.deeds]
fact     = "deeds"
each     = 1
ceiling  = 12
[item.visits]
for_each = "visits"
each     = { 2026-02-01 = 1, 2026-07-01 = 2 }
[item.word]
fact     = "word"
each     = 1
per      = 1
[item.marks]
fact     = "deeds"
steps    = [
  { at_least = 3, points = 2 },
  { at_least = { 2026-12-31 = 1 }, below = 3, points = 1 },
  { below = 1, points = 0 },
]
weight   = "50%"
when     = { any = [ { fact = "class", is = "full" }, { not = { fact = "sick", is = true } } ] }
[scale]
tiers    = [
  { name = 2, all = [ { item = "score", at_least = 6 }, { fact = "deeds", at_least = 5 } ] },
  { name = 1, item = "score", at_least = 3 },
]
[[quota]]
tier     = 2
at_most  = 1
of       = "branch"
ties     = "vote"
[[clause]]
when     = { fact = "deeds", at_least = 13 }
then     = { at_most = 1 }
[[consequence]]
when     = { fact = "deeds", at_least = 13 }
then     = "praise"
"""
)
WORD = "word = { branch = 0, village = 0 }"
SICK, WELL = f'{WORD}, sick = true, class = "elder"', f'{WORD}, sick = false, class = "full"'
CASES = {
    "二月一日的走访一分": f"""facts = {{ deeds = 0, {SICK} }}
        records = [{{ kind = "visit", on = 2026-02-01 }}]
        expect  = {{ visits = 1 }}""",
    "七月一日的走访两分": f"""facts = {{ deeds = 0, {SICK} }}
        records = [{{ kind = "visit", on = 2026-07-01 }}]
        expect  = {{ visits = 2 }}""",
    "十三件封顶": f"facts = {{ deeds = 13, {SICK} }}\nexpect = {{ deeds = 12 }}",
    "病了也计": f'facts = {{ deeds = 4, {WORD}, sick = true, class = "full" }}\nexpect = {{ marks = 1 }}',
    "没病才计": f'facts = {{ deeds = 1, {WORD}, sick = false, class = "elder" }}\nexpect = {{ marks = 0.5 }}',
    "两方一样重": """facts = { deeds = 0, sick = true, class = "full", word.branch = 2, word.village = 4 }
        expect = { word = 3 }""",
    "十三件只评一星": f"facts = {{ deeds = 13, {WELL} }}\nexpect = {{ tier = 1, actions = ['praise'] }}",
    "正好一星": f"facts = {{ deeds = 3, {SICK} }}\nexpect = {{ tier = 1 }}",
    "差一件": f"facts = {{ deeds = 2, {SICK} }}\nexpect = {{ tier = 'none' }}",
    "正好二星": f"facts = {{ deeds = 5, {WELL} }}\nexpect = {{ tier = 2 }}",
    "两人只有一个名额": f"""people = {{ m-1 = {{ deeds = 9, {WELL} }}, m-2 = {{ deeds = 8, {WELL} }} }}
        expect = {{ m-1 = {{ tier = 2 }}, m-2 = {{ tier = 1 }} }}""",
}

NOTICED = [
    ("fact.word.raters.branch", "1 becomes 2", "两方一样重"),
    ("item.score.take", "sum becomes mean", "正好一星"),
    ("item.deeds.ceiling.cycle", "12 becomes 13", "十三件封顶"),
    ("item.visits.each.2026-02-01", "2026-02-01 becomes 2026-02-02", "二月一日的走访一分"),
    ("item.visits.each.2026-07-01", "2 becomes 3", "七月一日的走访两分"),
    ("item.marks.steps[0].points", "2 becomes 3", "病了也计"),
    (
        "item.marks.steps[1].at_least.2026-12-31",
        "2026-12-31 becomes 2027-01-01",
        "病了也计",
    ),
    ("item.marks.when", "any of becomes all of", "病了也计"),
    ("item.marks.when.any[0]", "class is dropped", "病了也计"),
    ("item.marks.when.any[1]", "this one is dropped", "没病才计"),
    ("item.marks.weight", "50% becomes 51%", "病了也计"),
    ("scale.tiers[0].all[1].at_least", "at_least becomes above", "正好二星"),
    ("scale.tiers[1].at_least", "at_least becomes above", "正好一星"),
    ("scale.tiers[1].at_least", "3 becomes 2", "差一件"),
    ("quota[0].at_most", "1 becomes 2", "两人只有一个名额"),
    ("clause[0]", "this one is dropped", "十三件只评一星"),
    ("consequence[0]", "this one is dropped", "十三件只评一星"),
    ("clause[0].when.at_least", "at_least becomes above", "十三件只评一星"),
    ("quota[0].binding", "yes becomes no", "两人只有一个名额"),
]
"""Kinds of changes, as the reference has them: the path, the change, and the case that notices it."""


def town(path, cases):
    """A town with this book and cases of it."""
    told = "".join(
        f'\n[[case]]\nname = "{name}"\ncycle = [2026-01-01, 2026-12-31]\n{text}\n'
        for name, text in cases.items()
    )
    return load(folder(path, change("rulebooks", "add", "deeds"), deeds=BOOK + told))


@pytest.fixture(scope="module")
def trials(tmp_path_factory):
    """Each change of the book by its path and in words: what notices it without cases, and with them."""
    bare, full = town(tmp_path_factory.mktemp("bare"), {}), town(tmp_path_factory.mktemp("full"), CASES)
    return [
        {(one.mutant.path, one.mutant.says.en.partition(": ")[2]): (one.by, one.case) for one in tried(which)}
        for which in (bare, full)
    ]


@pytest.mark.parametrize(("path", "told", "name"), NOTICED)
def test_a_case_of_a_book_notices_what_nothing_noticed_before(trials, path, told, name):
    """The same change of a book survives without cases, and the case that hangs on it notices it."""
    bare, full = trials

    assert ("", None) == bare[f"deeds.{path}", told]
    assert ("case", name) == full[f"deeds.{path}", told]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("fact.word.raters.branch", "1 becomes 0"),
        ("item.word.per", "1 becomes 0"),
        ("item.marks.steps[1].at_least.2026-12-31", "1 becomes 2"),
        ("quota[0].at_most", "1 is dropped"),
        ("quota[0].least", "0 becomes -1"),
        ("quota[0].ties", "vote is dropped"),
        ("scale", "this one is dropped"),
    ],
)
def test_a_change_that_no_reader_takes_is_noticed_by_the_loader(trials, path, told):
    """A book without a weight, a limit or a rung that it has to have is no book, whatever its cases say."""
    for found in trials:
        assert ("load", None) == found[f"deeds.{path}", told]


def test_the_cases_of_the_book_come_out_as_they_say(tmp_path):
    """What the table above rests on: no case differs before anything is changed."""
    book = town(tmp_path, CASES).rulebooks["deeds"]

    assert [()] * len(CASES) == [one.differences for one in run_cases(book)]


def test_what_changes_nothing_is_not_tried(tmp_path):
    """A point each, parts of a whole count, records of an item that reads none: no change, and not told."""
    told = (
        DEEDS
        + """\
[fact.service]
records = "service"
sum     = "hours"
[fact.duties]
records = "duty"
[item.score]
take = "sum"
[item.service]
part_of = "score"
fact    = "service"
each    = 1
[item.duties]
part_of = "score"
fact    = "duties"
each    = 2
[scale]
tiers = [{ name = 2, at_least = 9 }, { name = 1 }]
"""
    )
    bare = load(folder(tmp_path, change("rulebooks", "add", "deeds"), deeds=told))
    found = {(one.path, one.says.en.partition(": ")[2]): one.hint.en for one in mutants(bare)}
    paths = {path for path, _ in found}

    assert ("deeds.item.service", "each is dropped") not in found
    assert ("deeds.item.duties", "each is dropped") in found
    assert paths.isdisjoint({"deeds.item.duties.whole", "deeds.item.score.for_each"})
    assert {"deeds.item.service.whole", "deeds.item.score.take"} <= paths
    assert "a bare number notices nothing" in found["deeds.fact.service.sum", "hours is dropped"]


def test_a_change_of_a_fact_is_told_with_the_case_that_its_fold_asks_for(tmp_path):
    """Records are listed, counted or with the field that is added up; marks by source, ballots by grade."""
    told = (
        DEEDS
        + """\
[fact.deeds]
[fact.visits]
records = "visit"
where   = { level = ["town", "county"] }
window  = "18 months"
[fact.service]
records = "service"
sum     = "hours"
missing = 0
[fact.word]
raters  = { branch = 1, village = 1 }
absent  = "share"
[fact.voices]
ballots = { good = 100, poor = 0 }
[fact.homes]
ratings = { book = "homes", take = "mean" }
[item.deeds]
each = 2
[item.visits]
[item.service]
[item.word]
[item.voices]
[item.homes]
[scale]
tiers = [{ name = 2, at_least = 9 }, { name = 1 }]
"""
    )
    bare = load(folder(tmp_path, change("rulebooks", "add", "deeds"), deeds=told))
    found = {(one.path, one.says.en.partition(": ")[2]): one.hint for one in mutants(bare)}
    asked = {
        ("fact.deeds", "deeds is dropped"): "gives the fact 'deeds' under facts",
        ("fact.visits", "visits is dropped"): '[{ kind = "visit", on = a day }]',
        ("fact.visits.where.level[0]", "town is dropped"): "one for each 'level' that counts",
        ("fact.visits.window.count", "18 becomes 19"): "of the first day of the window",
        ("fact.service", "service is dropped"): "[{ on = a day, hours = 3 }]",
        ("fact.service.sum", "hours is dropped"): "[{ on = a day, hours = 3 }]",
        ("fact.service.missing", "0 becomes 1"): "gives nothing for 'service'",
        ("fact.word.raters.branch", "1 becomes 2"): "a mark of each source for 'word'",
        ("fact.word.absent", "share is dropped"): "{ branch = 90 }",
        ("fact.voices.ballots.good", "100 becomes 101"): "{ good = 6 }",
        ("item.deeds.whole", "no becomes yes"): "such as 2.5",
    }

    told = {(path, change): found[f"deeds.{path}", change].en for path, change in asked}
    assert [] == [told[key] for key, says in asked.items() if says not in told[key]]
    assert [] == [path for path, _ in found if path.startswith("deeds.fact.homes.")]
