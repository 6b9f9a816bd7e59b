"""What is wrong with a book is found, all of it at once, each with its path and its line."""

# ruff: noqa: E501 -- a fault a line

import pytest
from tests.rulebooks.books import HEAD, book, found, refusal

from sanliang import InvalidInput
from sanliang.rulebooks import loads

HEADS = {
    'schema = 2': ("schema = 1", [("book.schema", "schema")]),
    'schema = true': ("schema = 1", [("book.whole", "schema")]),
    '': ("schema = 1", [("book.missing", "schema")]),
    'id = "Stars"': ('id     = "stars"', [("code.shape", "id")]),
    'id = "党员"': ('id     = "stars"', [("code.shape", "id")]),
    'id = "ｓtars"': ('id     = "stars"', [("code.shape", "id")]),
    'id = "stаrs"': ('id     = "stars"', [("code.shape", "id")]),
    'id = 5': ('id     = "stars"', [("text.type", "id")]),
    'rates = ["member"]': ('rates  = "member"', [("text.type", "rates")]),
    'title = 5': ('title  = { zh = "星级评定" }', [("book.table", "title")]),
    'title = { en = "Stars" }': ('title  = { zh = "星级评定" }', [("book.missing", "title.zh")]),
    'title = "星级"\ndecimals = 5': ('title  = { zh = "星级评定" }', [("book.whole", "decimals")]),
    'title = "星级"\ndecimals = 1.0': ('title  = { zh = "星级评定" }', [("book.whole", "decimals")]),
    'title = "星级"\nauthor = 1': ('title  = { zh = "星级评定" }', [("book.unknown_key", "author")]),
    'title = "星\u202e级"': ('title  = { zh = "星级评定" }', [("text.character", "title")]),
    'title = "星\\u0000级"': ('title  = { zh = "星级评定" }', [("text.character", "title")]),
}  # fmt: skip


@pytest.mark.parametrize(("new", "old"), [(new, old) for new, (old, _) in HEADS.items()])
def test_a_faulty_head(new, old):
    """What stands at the top of a book has its shape."""
    assert HEADS[new][1] == found(book(head=HEAD.replace(old, new)))


SOURCE = 'source = { title = "某镇党委文件", date = 2026-01-05, article = "1" }'
CYCLE = 'cycle  = { every = "year", starts = 2026-01-01 }'
MORE_HEADS = [
    (SOURCE, 'source = { date = 2026-01-05 }', [("book.missing", "source.title")]),
    (SOURCE, 'source = { title = 1.5, seen = 5 }', [("text.type", "source.title"), ("text.type", "source.seen")]),
    *(
        (SOURCE, f'source = {{ title = "x", date = {day} }}', [("book.day", "source.date")])
        for day in ("2026-01-01T00:00:00", "2026-01-01T00:00:00Z", "08:00:00", '"2026-01-01"', "20260101")
    ),
    *(
        (CYCLE, f'cycle = {{ every = "year", starts = {day} }}', [("book.day", "cycle.starts")])
        for day in ("2026-01-01T00:00:00", "2026-01-01T00:00:00Z", "08:00:00", '"2026-01-01"', "1")
    ),
    (CYCLE, 'cycle = { every = "year", starts = 0001-01-01 }', [("cycle.starts", "cycle.starts")]),
    (CYCLE, 'cycle = { every = "year", starts = 9999-12-31 }', [("cycle.starts", "cycle.starts")]),
    (CYCLE, 'cycle = { every = "week", starts = 2026-01-01 }', [("cycle.every", "cycle.every")]),
    (CYCLE, 'cycle = { every = "101 years", starts = 2026-01-01 }', [("cycle.every", "cycle.every")]),
    (CYCLE, 'cycle = { every = "0 years", starts = 2026-01-01 }', [("cycle.every", "cycle.every")]),
    (CYCLE, 'cycle = { every = 1, starts = 2026-01-01 }', [("cycle.every", "cycle.every")]),
    (CYCLE, 'cycle = {}', [("book.missing", "cycle.every"), ("book.missing", "cycle.starts")]),
    (CYCLE, 'fact = 5\nitem = []\nclause = {}\ncycle = { every = "year", starts = 2026-01-01 }',
     [("book.table", "fact"), ("book.table", "item"), ("book.list", "clause")]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "faults"), MORE_HEADS)
def test_a_faulty_source_or_cycle(old, new, faults):
    """A source has a title, a cycle a rhythm and a first day; days are days of TOML without a moment."""
    parts = {} if "fact = 5" not in new else {"facts": "", "items": "", "scale": "[scale]\nstars = 3\n"}

    assert faults == [
        one for one in found(book(head=HEAD.replace(old, new), **parts)) if "item.score" not in one
    ]


# By what is added to a whole book: the faults.
PARTS = [
    # facts
    ("[fact.x]\nrecord = 'a'", [("book.unknown_key", "fact.x.record")]),
    ("[fact.x]\nrecords = 'Meeting'", [("fact.kind", "fact.x.records")]),
    ("[fact.x]\nrecords = 5", [("fact.kind", "fact.x.records")]),
    ("[fact.x]\nrecords = 'a..b'", [("fact.kind", "fact.x.records")]),
    ("[fact.x]\nrecords = 'a'\nroster = 'b'", [("fact.origins", "fact.x")]),
    ("[fact.x]\nwords = ['a']", [("fact.words", "fact.x.words")]),
    ("[fact.x]\ntype = 'yes'\nwords = ['a']", [("fact.words", "fact.x.words")]),
    ("[fact.x]\ntype = 'word'\nwords = []", [("book.empty", "fact.x.words")]),
    ("[fact.x]\ntype = 'word'\nwords = ['elder', 'full']\nmissing = 'ful'", [("name.word", "fact.x.missing")]),
    ("[fact.x]\ntype = 'word'\nwords = ['elder']\n[item.x]\npoints = { by = 'x', eldre = 1, else = 0 }", [("name.word", "item.x.points")]),
    ("[fact.x]\ntype = 'word'\nwords = ['elder']\n[[clause]]\nwhen = { fact = 'x', is = 'eldre' }\nthen = 'exempt'", [("name.word", "clause[0].when")]),
    ("[fact.x]\ntype = 'word'\nwords = ['elder']\n[[clause]]\nwhen = { fact = 'x', in = ['elder', 'eldre'] }\nthen = 'exempt'", [("name.word", "clause[0].when")]),
    ("[fact.x]\nratings = { book = 'a', what = 'tier' }\nwords = ['good']\nmissing = 'good'", []),
    ("[fact.x]\nrecords = 'a'\ntype = 'word'", [("fact.type", "fact.x.type")]),
    ("[fact.x]\nratings = { book = 'a', what = 'tier' }\ntype = 'number'", [("fact.type", "fact.x.type")]),
    ("[fact.x]\npledges = 'all_kept'\ntype = 'word'", [("fact.type", "fact.x.type")]),
    ("[fact.x]\npledges = 'half'", [("book.one_of", "fact.x.pledges")]),
    ("[fact.x]\ntype = 'text'", [("book.one_of", "fact.x.type")]),
    ("[fact.x]\ntype = ['word']", [("book.one_of", "fact.x.type")]),
    ("[fact.x]\nrecords = 'a'\nwindow = '18 weeks'", [("fact.window", "fact.x.window")]),
    ("[fact.x]\nrecords = 'a'\nwindow = '9999 months'", [("fact.window", "fact.x.window")]),
    ("[fact.x]\nrecords = 'a'\nwindow = 18", [("fact.window", "fact.x.window")]),
    ("[fact.x]\nwindow = '18 months'", [("book.unknown_key", "fact.x.window")]),
    ("[fact.x]\nrecords = 'a'\nwhere = { level = 1.5, note = [] }", [("book.empty", "fact.x.where.note")]),
    ("[fact.x]\nrecords = 'a'\nwhere = { level = '市级' }", [("book.word", "fact.x.where.level")]),
    ("[fact.x]\nrecords = 'a'\nwhere = { level = {} }", [("book.word", "fact.x.where.level")]),
    ("[fact.x]\nrecords = 'a'\nwhere = {}", [("book.empty", "fact.x.where")]),
    ("[fact.x]\nrecords = 'a'\nwhere = { Level = 1 }", [("code.shape", "fact.x.where.Level")]),
    ("[fact.x]\nraters = ['a', 'a']", [("list.doubled", "fact.x.raters[1]")]),
    ("[fact.x]\nraters = []", [("book.empty", "fact.x.raters")]),
    ("[fact.x]\nraters = { a = 0 }", [("book.positive", "fact.x.raters.a")]),
    ("[fact.x]\nraters = { a = { by = 'class', b = -1, else = 1 } }", [("book.positive", "fact.x.raters.a")]),
    ("[fact.x]\nraters = { a = { by = 'mark', b = 1 } }", [("fact.not_word", "fact.x.raters.a")]),
    ("[fact.x]\nballots = { good = 'a' }", [("book.number", "fact.x.ballots.good")]),
    ("[fact.x]\nratings = { take = 'most' }", [("book.missing", "fact.x.ratings.book"), ("book.one_of", "fact.x.ratings.take")]),
    ("[fact.x]\nratings = { book = 'a', what = 'tier', take = 'sum' }", [("fact.take", "fact.x.ratings.take")]),
    ("[fact.x]\nat_least = 3\nabove = 4", [("book.two_edges", "fact.x")]),
    ("[fact.x]\nat_least = true", [("book.number", "fact.x.at_least")]),
    ("[fact.x]\nat_least = 3\nat_most = 2", [("bands.empty", "fact.x")]),
    ("[fact.x]\nabove = 3\nat_most = 3", [("bands.empty", "fact.x")]),
    ("[fact.x]\nat_least = { by = 'mark', b = 1 }", [("fact.not_word", "fact.x.at_least")]),
    ("[fact.x]\nat_least = { by = 'nark', b = 1 }", [("name.fact", "fact.x.at_least")]),
    ("[fact.x]\ntype = 'yes'\nat_least = 0", [("fact.edges", "fact.x")]),
    ("[fact.x]\ntype = 'word'\nbelow = 1", [("fact.edges", "fact.x")]),
    ("[fact.x]\nballots = { good = 1 }\nat_most = 1", [("fact.edges", "fact.x")]),
    ("[fact.x]\npledges = 'kept'\nat_most = 1", [("fact.edges", "fact.x")]),
    ("[fact.x]\nratings = { book = 'a' }\nat_most = 1", [("fact.edges", "fact.x")]),
    ("[fact.x]\nat_least = 0\nmissing = -1", [("bands.outside", "fact.x.missing")]),
    ("[fact.x]\nat_most = { by = 'class', elder = 9, else = 5 }\nmissing = 7", [("bands.outside", "fact.x.missing")]),
    ("[fact.x]\nat_most = { by = 'class', elder = 9, else = 5 }\nmissing = { by = 'class', elder = 9, else = 5 }", []),
    ("[fact.x]\nrecords = 'a'\nmissing = -1", [("bands.outside", "fact.x.missing")]),
    ("[fact.x]\npledges = 'share'\nmissing = 2", [("bands.outside", "fact.x.missing")]),
    ("[fact.x]\nrecords = 'a'\nsum = 'hours'\nat_least = 0", []),
    ("[fact.x]\nroster = 'age'\nat_least = 0", []),
    ("[item.x]\npoints = { by = 'sick', yes = 0, no = 10 }", []),
    ("[item.x]\npoints = { by = 'sick', yes = 0, else = 10 }", []),
    ("[item.x]\npoints = { by = 'sick', elder = 0, else = 10 }", [("fact.yes_or_no", "item.x.points")]),
    ("[item.x]\npoints = { by = 'class', a = { by = 'sick', true = 0 }, else = { by = 'sick', false = 0 } }", [("fact.yes_or_no", "item.x.points")]),
    ("[fact.x]\nmissing = 'a'", [("book.number", "fact.x.missing")]),
    ("[fact.x]\ntype = 'yes'\nmissing = 0", [("book.yes", "fact.x.missing")]),
    ("[fact.x]\ntype = 'word'\nmissing = true", [("book.word", "fact.x.missing")]),
    ("[fact.x]\nmissing = { by = 'nobody', a = 1 }", [("name.fact", "fact.x.missing")]),
    ("[fact.X]", [("code.shape", "fact.X")]),
    ("[fact.'a b']", [("code.shape", "fact.(key)")]),
    ("[fact.a-b]\n[fact.a_b]", [("book.alike", "fact.a_b")]),
    ("[fact]\nx = 5", [("book.table", "fact.x")]),
    # values
    ("[item.x]\npoints = nan", [("wire.float", "")]),
    ("[item.x]\npoints = true", [("book.number", "item.x.points")]),
    ("[item.x]\npoints = 1000000000", [("book.digits", "item.x.points")]),
    ("[item.x]\npoints = -1000000000", [("book.digits", "item.x.points")]),
    ("[item.x]\npoints = '12'", [("book.number", "item.x.points")]),
    ("[item.x]\npoints = '1/0'", [("book.number", "item.x.points")]),
    ("[item.x]\npoints = '1/00'", [("book.number", "item.x.points")]),
    ("[item.x]\npoints = '１２%'", [("book.number", "item.x.points")]),
    ("[item.x]\npoints = '12.34567%'", [("book.number", "item.x.points")]),
    ("[item.x]\npoints = []", [("book.number", "item.x.points")]),
    ("[item.x]\npoints = {}", [("book.empty", "item.x.points")]),
    ("[item.x]\npoints = { by = 'class' }", [("book.empty", "item.x.points")]),
    ("[item.x]\npoints = { by = 'class', a = 'x', B = 1 }", [("book.number", "item.x.points.a"), ("book.word", "item.x.points.B")]),
    ("[item.x]\npoints = { by = 5, a = 1 }", [("text.type", "item.x.points.by")]),
    ("[item.x]\npoints = { by = 'class', 2026-01-01 = 1 }", [("book.word", "item.x.points.2026-01-01")]),
    ("[item.x]\npoints = { by = 'mark', a = 1 }", [("fact.not_word", "item.x.points")]),
    ("[item.x]\npoints = { by = 'clas', a = 1 }", [("name.fact", "item.x.points")]),
    ("[item.x]\npoints = { a = 1 }", [("book.day", "item.x.points.a")]),
    ("[item.x]\npoints = { 2026-02-30 = 1 }", [("book.day", "item.x.points.2026-02-30")]),
    ("[item.x]\npoints = { 2026-02-30 = 1, 2026-01-01 = 2, 2026-01-01x = 2 }", [("book.day", "item.x.points.2026-02-30"), ("book.day", "item.x.points.2026-01-01x")]),
    ("[item.x]\npoints = { 2027-01-01 = 1, 2026-01-01 = 2 }", [("book.days_order", "item.x.points.2026-01-01")]),
    ("[item.x]\npoints = { 2026-01-01 = 1, 2028-01-01 = 2, 2027-01-01 = 3 }", [("book.days_order", "item.x.points.2027-01-01")]),
    # items
    ("[item.x]\npoint = 1", [("book.unknown_key", "item.x.point")]),
    ("[item.x]", [("item.nothing", "item.x")]),
    ("[item.x]\npart_of = 'hour'\npoints = 1", [("name.item", "item.x.part_of")]),
    ("[item.x]\nfact = 'hour'", [("name.fact", "item.x.fact")]),
    ("[item.x]\neach = 1", [("name.fact", "item.x.fact")]),
    ("[item.x]\nfact = ['mark']", [("text.type", "item.x.fact")]),
    ("[item.x]\nfact = { records = 5 }", [("fact.kind", "item.x.fact.records")]),
    ("[item.mark2]\nfact = 'mark'\n[item.x]\npart_of = 'mark2'\npoints = 1", [("item.leaf_parts", "item.mark2")]),
    ("[item.x]\nfact = 'class'", [("fact.not_number", "item.x.fact")]),
    ("[item.x]\nfact = 'sick'\nsteps = [ { at_least = 1, points = 1 } ]", [("fact.not_number", "item.x.fact")]),
    ("[item.x]\nfact = 'sick'\ngiven = { at_least = 1 }", [("fact.not_number", "item.x.fact")]),
    ("[item.x]\nfact = 'mark'\neach = 1\ngiven = { at_least = 1 }", [("item.tariffs", "item.x")]),
    ("[item.x]\nfact = 'mark'\nper = 2\ngap = 'lower'\ndecision = true", [("item.no_each", "item.x.per"), ("item.no_steps", "item.x.gap"), ("item.no_given", "item.x.decision")]),
    ("[item.x]\nfact = 'mark'\neach = 1\nper = 0", [("book.positive", "item.x.per")]),
    ("[item.x]\nfact = 'mark'\neach = 1\nabove = 1\nbelow = 2", [("item.two_lines", "item.x")]),
    ("[item.x]\nfact = 'mark'\neach = 1\nwhole = 1", [("book.yes", "item.x.whole")]),
    ("[item.x]\nfact = 'mark'\nfield = 'a'", [("item.no_for_each", "item.x.field")]),
    ("[item.x]\nfact = 'mark'\nfor_each = 'hours'", [("item.two_facts", "item.x")]),
    ("[item.x]\nfor_each = 'hour'", [("name.fact", "item.x.for_each")]),
    ("[fact.y]\nraters = ['a']\n[item.x]\nfor_each = 'y'", [("fact.no_records", "item.x.for_each")]),
    ("[item.x]\nfact = 'mark'\nsteps = []", [("book.empty", "item.x.steps")]),
    ("[item.x]\nfact = 'mark'\nsteps = [" + "1," * 201 + "]", [("book.list_long", "item.x.steps")]),
    ("[item.x]\nfact = 'mark'\nsteps = { at_least = 1, points = 1 }", [("book.list", "item.x.steps")]),
    ("[item.x]\nfact = 'mark'\nsteps = [ { points = 1 }, { at_least = 1 } ]", [("book.no_edge", "item.x.steps[0]"), ("book.missing", "item.x.steps[1].points")]),
    ("[item.x]\nfact = 'mark'\nsteps = [ { at_least = 1, above = 1, points = 1 } ]", [("book.two_edges", "item.x.steps[0]")]),
    ("[item.x]\nfact = 'mark'\ngiven = {}", [("book.no_edge", "item.x.given")]),
    ("[item.x]\nfact = 'mark'\ngiven = { at_least = 2, at_most = 1 }", [("bands.empty", "item.x.given")]),
    ("[item.x]\npoints = 1\nwhen = { item = 'mark', at_least = 1 }", [("item.when_facts", "item.x.when")]),
    ("[item.x]\npoints = 1\ntake = 'highest'", [("item.take_parts", "item.x.take")]),
    ("[item.hours2]\nfor_each = 'hours'\neach = 1\ntake = 'highest'\nopen = true", [("item.take_parts", "item.hours2.take")]),
    ("[item.x]\npoints = 1\ntake = 'best'", [("book.one_of", "item.x.take")]),
    ("[item.x]\npoints = 1\nceiling = { activty = 2 }", [("book.unknown_key", "item.x.ceiling.activty")]),
    ("[item.x]\npoints = 1\nceiling = { by = 'class', month = 2 }\nfloor = { 2026-01-01 = 1 }", []),
    ("[item.x]\npoints = 1\nceiling = { activity = 'x' }", [("book.number", "item.x.ceiling.activity")]),
    ("[item.x]\npoints = 1\nceiling = {}", [("book.empty", "item.x.ceiling")]),
    ("[item.x]\npoints = 1\nfloor = { year = { by = 'mark', a = -1 } }", [("fact.not_word", "item.x.floor.year")]),
    ("[item.x]\npoints = 1\nopen = 'yes'", [("book.yes", "item.x.open")]),
    ("[item.x]\npoints = 1\nsource = { articel = '5' }", [("book.unknown_key", "item.x.source.articel")]),
    ("[item.tier]\npoints = 1", [("item.reserved", "item.tier")]),
    ("[item.score]\npart_of = 'x'", [("book.unknown_key", "item.score.part_of")]),
    ("[item.x]\npart_of = 'y'\nopen = true\n[item.y]\npart_of = 'x'\nopen = true\n[item.z]\npart_of = 'x'\npoints = 1", [("item.circle", "item.x.part_of")]),
    ("[item.x]\npart_of = 'x'\nopen = true", [("item.circle", "item.x.part_of")]),
    ("[item.hours2]\nfact = { records = 'a' }\n[fact.hours2]", [("list.doubled", "item.hours2.fact")]),
    # conditions
    ("[[clause]]\nthen = 'exempt'\nwhen = {}", [("condition.subjects", "clause[0].when")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = 5", [("book.table", "clause[0].when")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { fact = 'mark', item = 'mark', is = 1 }", [("condition.subjects", "clause[0].when")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { fact = 'mark' }", [("condition.no_test", "clause[0].when")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { fact = 'mark', is = 1, above = 2 }", [("condition.tests", "clause[0].when")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { fact = 'mark', is = 'x' }", [("condition.type", "clause[0].when")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { fact = 'class', above = 1 }", [("condition.type", "clause[0].when")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { fact = 'sick', in = [true, 'x'] }", [("condition.type", "clause[0].when")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { item = 'mark', is = true }", [("condition.type", "clause[0].when")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { fact = 'mark', in = [] }", [("book.empty", "clause[0].when.in")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { fact = 'mark', is = 1, run = 2 }", [("book.unknown_key", "clause[0].when.run")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { tier = 'next', is = 5 }", [("book.one_of", "clause[0].when.tier")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { tier = 'last', is = 6 }", [("name.tier", "clause[0].when")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { tier = 'last', above = 1.5 }", [("tier.name", "clause[0].when.above")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { tier = 'last', is = 5, run = 2, within = 3 }", [("condition.times", "clause[0].when")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { tier = 'last', is = 5, run = 0 }", [("book.whole", "clause[0].when.run")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { place = 'branch', is = 1 }", [("condition.place", "clause[0].when.place")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { all = [] }", [("book.empty", "clause[0].when.all")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { all = [ { any = [ { fact = 'mark', is = 1 }, { not = { fact = 'nark', is = 1 } } ] } ] }", [("name.fact", "clause[0].when.all[0].any[1].not.fact")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { item = 'nark', above = { by = 'nobody', a = 1 } }", [("name.item", "clause[0].when.item"), ("name.fact", "clause[0].when.above")]),
    ("[[clause]]\nthen = 'exempt'\nwhen = { fact = 'mark', is = 2026-01-01 }", [("book.word", "clause[0].when.is")]),
    # clauses, quotas, consequences
    ("[[clause]]\nwhen = { fact = 'mark', is = 1 }", [("book.missing", "clause[0].then")]),
    ("[[clause]]\nthen = 'excused'", [("clause.effects", "clause[0].then")]),
    ("[[clause]]\nthen = {}", [("clause.effects", "clause[0].then")]),
    ("[[clause]]\nthen = []", [("book.table", "clause[0].then")]),
    ("[[clause]]\nthen = { is = 5, rise_at_most = 1 }", [("clause.effects", "clause[0].then")]),
    ("[[clause]]\nthen = { is = 5, from = 4 }", [("clause.no_rungs", "clause[0].then.from")]),
    ("[[clause]]\nthen = { rise_at_most = 1, from = 6 }", [("name.tier", "clause[0].then.from")]),
    ("[[clause]]\nthen = { fall_at_most = 1, from = 'None' }", [("tier.name", "clause[0].then.from")]),
    ("[[clause]]\nwhen = { tier = 'this', is = 5 }\nthen = 'exempt'", [("condition.this", "clause[0].when.tier")]),
    ("[[clause]]\nwhen = { not = { tier = 'this', is = 5 } }\nthen = { is = 4 }", [("condition.this", "clause[0].when.not.tier")]),
    ("[[clause]]\nwhen = { tier = 'this', is = 5 }\nthen = { rise_at_most = 1 }", [("condition.this", "clause[0].when.tier")]),
    ("[[clause]]\nwhen = { tier = 'this', is = 5 }\nthen = 'withheld'", []),
    ("[[clause]]\nthen = { rise_at_most = -1 }", [("book.whole", "clause[0].then.rise_at_most")]),
    ("[[clause]]\nthen = { in = [5, 6] }", [("name.tier", "clause[0].then")]),
    ("[[clause]]\nthen = { in = [5, '5'] }", [("list.doubled", "clause[0].then.in[1]")]),
    ("[[clause]]\nid = 'a'\nthen = 'exempt'\n[[clause]]\nid = 'a'\nthen = 'exempt'", [("list.doubled", "clause[1]")]),
    ("[[clause]]\nid = '#0'\nthen = 'exempt'", [("code.shape", "clause[0].id")]),
    ("[[clause]]\nchange = 'drop'", [("book.no_base", "clause[0].change")]),
    ("[[quota]]", [("quota.limits", "quota[0]"), ("book.missing", "quota[0].tier"), ("book.missing", "quota[0].of")]),
    ("[[quota]]\ntier = 5\nof = 'branch'\nat_most = 1", [("quota.ties", "quota[0].ties")]),
    ("[[quota]]\ntier = 5\nof = 'branch'\nat_most = 1\nat_least = 1\nties = 'vote'", [("quota.limits", "quota[0]")]),
    ("[[quota]]\ntier = 5\nof = 'branch'\nat_most = 1.5\nties = 'vote'", [("quota.number", "quota[0].at_most")]),
    ("[[quota]]\ntier = 5\nof = 'branch'\nat_least = -1", [("quota.number", "quota[0].at_least")]),
    ("[[quota]]\ntier = [6, 7]\nof = 'branch'\nat_least = 1\nrank = 'nark'", [("name.tier", "quota[0].tier"), ("name.tier", "quota[0].tier"), ("name.item", "quota[0].rank")]),
    ("[[quota]]\ntier = 5\nof = 'branch'\nat_most = { by = 'x', a = 1 }\nbinding = false", [("name.fact", "quota[0].at_most")]),
    ("[[consequence]]\nwhen = { place = 'branch', is = 'a' }", [("book.missing", "consequence[0].then")]),
    ("[[consequence]]\nthen = 'talk'\nwhen = { place = 'branch', is = 'a' }", [("condition.type", "consequence[0].when")]),
    # cases
    ("[[case]]", [("book.missing", "case[0].name"), ("book.missing", "case[0].cycle"), ("book.missing", "case[0].expect"), ("case.facts", "case[0]")]),
    ("[[case]]\nname = 1.5\ncycle = [2026-01-01]\nfacts = {}\nexpect = { score = 1 }", [("text.type", "case[0].name"), ("case.cycle", "case[0].cycle")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\nrecords = [ { kind = 'volunteer', hours = 3, on = 2026-02-01 } ]\nexpect = { score = 1 }", []),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\nrecords = [ { kind = 'volunter' } ]\nfacts = {}\nexpect = { score = 1 }", [("name.kind", "case[0].records[0].kind")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\nrecords = [ { hours = [3], on = 'x', 'Ä' = 1, activity = 3 } ]\nfacts = {}\nexpect = { score = 1 }", [("book.missing", "case[0].records[0].kind"), ("book.number", "case[0].records[0].hours"), ("book.day", "case[0].records[0].on"), ("code.shape", "case[0].records[0].(key)"), ("text.type", "case[0].records[0].activity")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\nrecords = [ { kind = 'volunteer', subject = 'm1' } ]\nfacts = {}\nexpect = { score = 1 }", []),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\nrecords = [ { kind = 'volunteer', subject = 'm2' }, { kind = 'volunteer' } ]\npeople = { m1 = {} }\nexpect = { m1 = { score = 1 } }", [("book.missing", "case[0].records[1].subject")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\nrecords = [ { kind = 'volunteer', subject = 'm2' } ]\npeople = { m1 = {} }\nexpect = { m1 = { score = 1 } }", [("name.person", "case[0].records[0].subject")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\nrecords = []\npeople = { m1 = {} }\nfacts = {}\nexpect = { m1 = { score = 1 } }", [("case.both", "case[0]")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\nrecords = 3\nexpect = { score = 1 }", [("book.list", "case[0].records")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\nfacts = {}\nexpect = { score = 1 }\n[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\nfacts = {}\nexpect = { score = 2 }", [("list.doubled", "case[1]")]),
    ("[[consequence]]\nthen = []", [("book.empty", "consequence[0].then")]),
    ("[[consequence]]\nthen = ['talk', 'talk']", [("list.doubled", "consequence[0].then[1]")]),
    ("[[consequence]]\nthen = ['talk', 'Talk']", [("code.shape", "consequence[0].then[1]")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-01-01]\nfacts = {}\nexpect = { score = 1 }", []),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-01-02, 2026-01-03]\nfacts = {}\nexpect = { score = 1 }", [("case.cycle", "case[0].cycle")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-02, 2026-01-01]\nfacts = {}\nexpect = { score = 1 }", [("case.cycle", "case[0].cycle")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, '2026-01-02']\nfacts = {}\nexpect = { score = 1 }", [("book.day", "case[0].cycle[1]")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\nfacts = { nark = 1 }\nexpect = { scor = 1 }\npast = [5, 6]", [("name.fact", "case[0].facts.nark"), ("name.tier", "case[0].past"), ("name.result", "case[0].expect.scor")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\npeople = { m1 = {} }\npast = { m2 = [5], m1 = [9] }\nexpect = { m1 = { score = 1 } }", [("name.person", "case[0].past.m2"), ("name.tier", "case[0].past.m1")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\nfacts = {}\npast = { m1 = [5] }\nexpect = { score = 1 }", [("book.list", "case[0].past")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\npeople = { '甲' = { nark = 1 } }\nexpect = { '乙' = { tier = 5 } }", [("name.fact", "case[0].people.(key).nark"), ("name.person", "case[0].expect.(key)")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\npeople = { 'e\u0301' = {}, '\u00e9' = {} }\nexpect = { '\u00e9' = { tier = 5 } }", [("list.doubled", "case[0].people.(key)")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\nfacts = { mark = 08:00:00 }\nexpect = { score = 12345678901 }", [("book.number", "case[0].facts.mark"), ("book.digits", "case[0].expect.score")]),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\npeople = { m1 = { branch = 'b1', town = 't' } }\nexpect = { m1 = { tier = 5 } }\n[[quota]]\ntier = 5\nof = 'branch'\nat_least = 1", [("name.fact", "case[0].people.m1.town")]),
]  # fmt: skip


@pytest.mark.parametrize(("rest", "faults"), PARTS, ids=[rest for rest, _ in PARTS])
def test_a_faulty_part(rest, faults):
    """Each fault of a part is found, with its path, and no other beside it."""
    assert sorted(faults) == sorted(found(book(rest)))


POINTS_ONLY = [
    ("", []),
    ("[[clause]]\nwhen = { fact = 'sick', is = true }\nthen = 'exempt'", []),
    ("[[clause]]\nthen = 'withheld'", []),
    ("[[consequence]]\nwhen = { any = [ { item = 'score', below = 60 }, { place = 'branch', at_most = 3 } ] }\nthen = 'talk'", []),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\nfacts = {}\npast = ['none']\nexpect = { tier = 'none' }", []),
    ("[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\nfacts = {}\npast = [3]\nexpect = { tier = 'none' }", [("name.tier", "case[0].past")]),
    ("[[clause]]\nthen = { is = 'none' }", [("scale.missing", "clause[0].then")]),
    ("[[clause]]\nthen = { at_most = 4 }", [("scale.missing", "clause[0].then")]),
    ("[[clause]]\nthen = { rise_at_most = 1 }", [("scale.missing", "clause[0].then")]),
    ("[[clause]]\nthen = { rise_at_most = 1, from = 3 }", [("scale.missing", "clause[0].then.from")]),
    ("[[clause]]\nwhen = { not = { tier = 'last', is = 5 } }\nthen = 'exempt'", [("scale.missing", "clause[0].when.not")]),
    ("[[consequence]]\nwhen = { tier = 'this', is = 'none' }\nthen = 'talk'", [("scale.missing", "consequence[0].when")]),
    ("[[quota]]\ntier = 5\nof = 'branch'\nat_least = 1", [("scale.missing", "quota[0].tier")]),
]  # fmt: skip


@pytest.mark.parametrize(("rest", "faults"), POINTS_ONLY, ids=[rest for rest, _ in POINTS_ONLY])
def test_a_book_of_points_only(rest, faults):
    """Without a scale a book has points; what speaks of tiers is a fault, each with its path."""
    assert faults == found(book(rest, scale=""))


def test_a_book_of_points_only_has_points():
    """Without a scale and without points there is nothing to rate."""
    assert [("item.nothing", "item.score")] == found(book(items="", scale=""))


def test_a_scale_that_cannot_be_read_is_not_missing():
    """What is wrong with a scale does not make every tier unknown besides."""
    assert [("book.one_of", "scale")] == found(book("[[clause]]\nthen = { is = 5 }\n", scale="[scale]\n"))


SCALES = [
    ("[scale]", [("book.one_of", "scale")]),
    ("[scale]\ntiers = []", [("book.empty", "scale.tiers")]),
    ("[scale]\nstars = 3\ngap = 'lower'", [("scale.no_tiers", "scale.gap")]),
    ("[scale]\nstars = 0", [("book.whole", "scale.stars")]),
    ("[scale]\nstars = 3\ntiers = [ { name = 5 } ]", [("book.one_of", "scale")]),
    ("[scale]\nstars = [ { name = 'a' } ]", [("star.open", "scale.stars[0]")]),
    ("[scale]\nstars = [ { name = 'a', above = 1 }, { name = 'a', above = 2 } ]", [("list.doubled", "scale.stars[1].name")]),
    ("[scale]\ntiers = [ { name = true, above = 1 } ]", [("tier.name", "scale.tiers[0].name")]),
    ("[scale]\ntiers = [ { name = 'Five', above = 1 } ]", [("tier.name", "scale.tiers[0].name")]),
    ("[scale]\ntiers = [ { above = 1 } ]", [("book.missing", "scale.tiers[0].name")]),
    ("[scale]\ntiers = [ { name = 5, atleast = 1 } ]", [("book.unknown_key", "scale.tiers[0].atleast"), ("condition.no_test", "scale.tiers[0]")]),
    ("[scale]\ntiers = [ { name = 5, tier = 'this', is = 5 } ]", [("condition.this", "scale.tiers[0].tier")]),
    ("[scale]\ntiers = [ { name = 5, place = 'a', is = 1 } ]", [("condition.place", "scale.tiers[0].place")]),
    ("[scale]\ntiers = [ { name = 5, item = 'nark', above = 5 } ]", [("name.item", "scale.tiers[0].item")]),
    ("[scale]\ntiers = [ { name = 5, fact = 'nark', above = 5 } ]", [("name.fact", "scale.tiers[0].fact")]),
    ("[scale]\ntiers = [ { name = 5, above = 5 }, { name = 5, above = 4 } ]", [("list.doubled", "scale.tiers[1].name")]),
    ("[scale]\ntiers = [ { name = 5 }, { name = 4, above = 4 } ]", [("tier.open", "scale.tiers[0]")]),
    ("[scale]\ntiers = [ { name = 'none' }, { name = 4, above = 4 } ]", [("tier.none", "scale.tiers[0]")]),
    ("[scale]\ntiers = [ { name = 4, above = 4 }, { name = 'none', above = 1 } ]", [("tier.none", "scale.tiers[1]")]),
    ("[scale]\ntiers = [ { name = 4, above = 4 }, { name = 'none' } ]", []),
    ("[scale]\ntiers = [ { name = 5, above = 90 }, { name = 4, above = 95 } ]", [("bands.order", "scale.tiers[1]")]),
    ("[scale]\ntiers = [ { name = 5, below = 90 }, { name = 4, above = 95 } ]", [("bands.gap_above", "scale.tiers[0]"), ("bands.no_lower", "scale.tiers[0]")]),
    ("[scale]\ntiers = [ { name = 5, at_least = 90 }, { name = 4, at_least = 80, at_most = 91 } ]", [("bands.overlap", "scale.tiers[1]")]),
    ("[scale]\noverlap = 'higher'\ntiers = [ { name = 5, at_least = 90 }, { name = 4, at_least = 80, at_most = 91 } ]", []),
    ("[scale]\ntiers = [ { name = 5, item = 'hours', at_least = 90 }, { name = 4, item = 'hours', below = 80 } ]", [("bands.gap", "scale.tiers[1]")]),
    ("[scale]\ntiers = [ { name = 5, in = [90] }, { name = 4, below = 80 } ]", [("bands.gap_above", "scale.tiers[1]")]),
    ("[scale]\ntiers = [ { name = 5, at_least = 90, at_most = 100 }, { name = 4, all = [ { fact = 'mark', is = 5 } ] } ]", [("bands.gap_above", "scale.tiers[0]")]),
    ("[item.score]\nceiling = 100\n[scale]\ntiers = [ { name = 5, at_least = 90, at_most = 100 } ]", []),
    ("[item.score]\nceiling = 101\n[scale]\ntiers = [ { name = 5, at_least = 90, at_most = 100 } ]", [("bands.gap_above", "scale.tiers[0]")]),
    ("[item.score]\nceiling = 100\nweight = 2\n[scale]\ntiers = [ { name = 5, at_least = 90, at_most = 100 } ]", [("bands.gap_above", "scale.tiers[0]")]),
    ("[scale]\ntiers = [ { name = 5, item = 'nark', at_least = 5, at_most = 9 } ]", [("bands.gap_above", "scale.tiers[0]"), ("name.item", "scale.tiers[0].item")]),
    ("[scale]\ntiers = [ { name = 5, fact = 'nark', at_least = 5, at_most = 9 } ]", [("bands.gap_above", "scale.tiers[0]"), ("name.fact", "scale.tiers[0].fact")]),
    ("[scale]\ngap = 'lower'\ntiers = [ { name = 5, at_least = 90, at_most = 80 } ]", [("bands.empty", "scale.tiers[0]")]),
]  # fmt: skip


@pytest.mark.parametrize(("scale", "faults"), SCALES, ids=[scale for scale, _ in SCALES])
def test_a_faulty_scale(scale, faults):
    """Each fault of a scale is found, with its path, and no other beside it."""
    assert sorted(faults) == sorted(found(book(scale=scale)))


def test_a_score_of_nothing():
    """A score that nothing makes is a fault where a tier, a star or a rank depends on it."""
    asked = [
        "[scale]\nstars = 3\n",
        "[scale]\ntiers = [ { name = 5, at_least = 1 } ]\n",
        "[scale]\nstars = [ { name = 'a', at_least = 1 } ]\n",
        "[scale]\nstars = [ { name = 'a', fact = 'sick', is = true } ]\n"
        "[[quota]]\ntier = 1\nof = 'branch'\nat_most = 1\nties = 'vote'\n",
    ]
    nobody = "[scale]\nstars = [ { name = 'a', fact = 'sick', is = true } ]\n"

    assert [[("item.nothing", "item.score")]] * 4 == [found(book(items="", scale=scale)) for scale in asked]
    assert [] == found(book(items="", scale=nobody))


def test_items_that_lie_too_deep():
    """Fifty items may lie within one another, and no more."""
    chain = "".join(f"[item.i{n}]\npart_of = 'i{n + 1}'\nopen = true\n" for n in range(60))
    deep = book(chain + "[item.i60]\nopen = true\n")

    assert [("item.deep", f"item.i{n}.part_of") for n in range(11)] == found(deep)


def test_every_fault_at_once_each_on_its_line():
    """Faults of shape and of sense come together, in the order of their lines."""
    text = """schema = 1
id = "stars"
rates = "member"
title = "x"
cycle = { every = "year",
  starts = 2026-13-01x }
"""
    assert str(refusal(text)).startswith("is no valid TOML near line 6, column 16: ")

    text = book(
        """[[clause]]
when = { fact = "nark", is = 1 }
then = { is = 6 }
[item.x]
points = { by = "class", a = 1,
  # b is somebody else
  b = [
    1, 2
  ] }
[[clause]]
then = { in = [
  5,
  6,
  7.5,
] }
[fact.broken]
records = 5
[item.broken]
[item.y]
part_of = "x"
points = { by = "broken", a = 1 }
[[quota]]
tier = 5
of = "branch"
at_most = "15"
ties = "narrow"
"""
    )
    first = text[: text.index("[[clause]]")].count("\n") + 1
    error = refusal(text)

    assert [
        (1, "clause[0].when.fact", "name.fact"),
        (2, "clause[0].then", "name.tier"),
        (6, "item.x.points.b", "book.number"),
        (13, "clause[1].then.in[2]", "tier.name"),
        (16, "fact.broken.records", "fact.kind"),
        (24, "quota[0].at_most", "book.number"),
    ] == [(int(one.path.split(": ")[0]) - first, one.path.split(": ")[1], one.code) for one in error.faults]
    assert 6 == error.count
    assert "is no fact of this book; the nearest is: mark" in str(error)


def test_what_could_not_be_read_is_not_missed_elsewhere():
    """What refers to a part that could not be read has no fault of its own for that."""
    broken = """[fact.a]
records = 5
[item.b]
pionts = 1
[item.c]
fact = { records = 5 }
[item.d]
part_of = 5
fact = "a"
[item.e]
part_of = "b"
fact = "c"
[item.f]
when = { fact = "a", is = "x" }
points = 1
[item.g]
points = { by = "a", x = 1 }
[item.h]
for_each = "a"
[item.k]
fact = "a"
steps = [ { at_least = 1, points = 1 } ]
[item]
m = 5
[[clause]]
when = { item = "b", at_least = 3 }
then = { is = 9 }
"""
    faults = found(book(broken, scale="[scale]\ntears = 5\n"))

    assert [
        ("fact.kind", "fact.a.records"),
        ("book.unknown_key", "item.b.pionts"),
        ("fact.kind", "item.c.fact.records"),
        ("text.type", "item.d.part_of"),
        ("book.table", "item.m"),
    ] == [one for one in faults if not one[1].startswith("scale")]
    open_tiers = "[scale]\ntiers = [ { name = 5 }, { name = 4, above = 1 } ]\n"
    assert [("book.missing", "quota[0].of")] == found(
        book("[[quota]]\ntier = 5\nat_most = 1\nties = 'vote'\n", scale=open_tiers)
    )


def test_near_words_are_named():
    """A mistyped name is answered with the nearest that is known, or with those there are."""
    near = refusal(book("[item.x]\npoimts = 1\n[[clause]]\nthen = 'exempt'\nwhen = { fact = 'q', is = 1 }"))
    many = "".join(f"[item.i{n}]\npoints = 1\n" for n in range(40))

    assert "is not a known key; the nearest is: points" in str(near)
    assert "is no fact of this book; there are: class, hours, sick, mark" in str(near)
    words = "[fact.x]\ntype = 'word'\nwords = ['elder', 'full']\n"
    asked = "[[clause]]\nwhen = { fact = 'x', is = 'eldre' }\nthen = 'exempt'\n"
    assert "is no word that its fact lists; the nearest is: elder" in str(refusal(book(words + asked)))
    assert "hours, mark, i0" in str(refusal(book(many + "[item.x]\npart_of = 'q'\npoints = 1\n")))
    assert "i26, …" in str(refusal(book(many + "[item.x]\npart_of = 'q'\npoints = 1\n")))


@pytest.mark.parametrize(
    ("rest", "zh", "en"),
    [
        ("[item.x]\npoints = 1\nceiling = { activities = 2 }", "activity", "activity"),
        ("[item.x]\npoints = 1\ntake = 'highest'", "part_of", "`part_of`"),
        (
            "[[case]]\nname = 'a'\ncycle = [2026-01-01, 2026-12-31]\nexpect = { score = 1 }",
            "facts = {}",
            "`facts = {}`",
        ),
    ],
)
def test_a_fault_tells_the_way_out(rest, zh, en):
    """What a clerk is to write instead stands in the text, in both languages."""
    with pytest.raises(InvalidInput) as refused:
        loads(book(rest))

    assert zh in refused.value.faults[0].zh
    assert en in refused.value.faults[0].en
    assert "{{" not in refused.value.faults[0].zh
