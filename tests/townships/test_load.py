"""A town's folder is a stranger's: read strictly and to the end; nothing in it runs, leads out or hangs."""

import os

import pytest
from tests.townships.folders import BOOK, HEAD, change, folder

from sanliang import InvalidInput, NotFound, Text, rulebooks, townships
from sanliang.calendars import Counting, MonthDay, NthWeekday, Period, Shift, Weekday, YearDay
from sanliang.kernel.privacy import Audience
from sanliang.orgs import Role
from sanliang.pairing import Policy
from sanliang.townships import base, check, load, read


def faults(path, **more):
    """What is wrong with a folder: the paths and codes."""
    with pytest.raises(InvalidInput) as caught:
        load(path, **more)
    return [(fault.path, fault.code) for fault in caught.value.faults]


def test_an_empty_town_is_the_base_under_another_name(tmp_path):
    """A folder without changes gives a town that changes nothing."""
    town = load(folder(tmp_path))

    assert ("qingshan", Text("青山镇", "Qingshan"), "base", ()) == (
        town.id,
        town.name,
        town.base,
        town.changes,
    )
    assert () == townships.describe(town).differences


def test_every_part_is_changed_as_the_file_says(tmp_path):
    """Each kind of entry is read as the value that its word knows."""
    town = load(
        folder(
            tmp_path,
            change("calendar", "replace", "theme", '{ nth = 1, weekday = "friday", within = 3 }'),
            change("calendar", "add", "harvest", '{ month = 9, day = 23, says = "丰收节", within = 2 }'),
            change("notices", "replace", "pledge", "{ days = 7 }"),
            change("notices", "add", "points", '{ days = 3, counting = "working" }'),
            change("notices", "drop", "pairing"),
            change("pairing", "replace", "policy", '"cover"'),
            change("pairing", "add", "age", "70"),
            change("pairing", "replace", "probationary", "true"),
            change("pairing", "replace", "kin", '"prefer"'),
            change(
                "pairing",
                "replace",
                "roles",
                '["first", "second"]',
            ),
            change(
                "pairing",
                "replace",
                "ranks",
                '[{ code = "a", posts = ["x"], room = { first = 2 } }, { room = { second = 1 } }]',
            ),
            change("pairing", "replace", "seats", "[{ helpers = { first = 1, second = 1 } }]"),
            change("pairing", "add", "excuses", '["elderly"]'),
            change(
                "pairing", "replace", "matches", '[{ need = "hardship", skills = ["wealth"], worth = 3 }]'
            ),
            change("duties", "add", "lamps", '{ zh = "修路灯", en = "lamps" }'),
            change("records", "add", "deed", '"好事"'),
            change("shown", "replace", "member_phone", '"village"'),
            change("rulebooks", "add", "deeds"),
            change("pledge", "replace", "settings.least_member", "2"),
            change("pledge", "replace", "settings.commended_grades", '"good fairly_good"'),
            deeds=BOOK,
        )
    )

    assert NthWeekday(nth=1, weekday=Weekday.FRIDAY, shift=Shift(within=3)) == town.calendar.theme
    assert (
        YearDay(code="harvest", month=9, day=23, says=Text("丰收节"), shift=Shift(within=2)),
    ) == town.calendar.fixed
    assert ["青山镇三亮办法"] == [one.title for one in town.calendar.sources]
    assert Period(days=7, counting=Counting.CALENDAR) == town.notices["pledge"]
    assert ["pledge", "points", "rating"] == [*town.notices]
    assert (Policy.COVER, 70, True, "prefer") == (
        town.policy,
        town.pairing.age,
        town.pairing.probationary,
        town.pairing.kin,
    )
    assert (("first", "second"), frozenset({"elderly"})) == (town.pairing.roles, town.pairing.excuses)
    assert "青山镇三亮办法" == town.pairing.source.title
    assert Text("修路灯", "lamps") == town.duties["lamps"]
    assert Audience.VILLAGE is town.shown["member_phone"]
    assert ["branch-stars", "deeds", "member-stars"] == [*town.rulebooks]
    assert (2, "good fairly_good") == (
        town.pledging.number("least_member"),
        town.pledging.setting("commended_grades"),
    )
    assert check(town).ok
    page = townships.describe(town)
    assert all(page.text(lang).count("\n  - ") >= 18 for lang in ("zh", "en"))


def test_a_row_says_only_what_is_different(tmp_path):
    """Of a row that is replaced, what the file leaves out stays; a new one has to say what it is."""
    town = load(
        folder(
            tmp_path,
            change(
                "pledge",
                "add",
                "nodes.passed",
                '{ label = "党员大会通过", stage = "公开承诺", final = false }',
            ),
            change(
                "pledge",
                "add",
                "rows.pass",
                '{ leaves = ["approved"], enters = "passed", label = "大会通过", '
                'roles = ["branch_secretary"], '
                'guards = ["within", "not_own"], needs = ["reasons"] }',
            ),
            change(
                "pledge",
                "replace",
                "rows.sign",
                '{ leaves = ["passed"], '
                'enters = { by = "signatures", to = { all = "signed", some = "passed" } }, '
                'source = { title = "办法", article = "6" } }',
            ),
            change("pledge", "replace", "nodes.drafted", '{ label = "起草" }'),
            change("pledge", "replace", "rows.progress", '{ label = "记进展" }'),
        )
    )
    rows = {row.name: row for row in town.pledging.rows}
    old = {row.name: row for row in base().pledging.rows}

    assert ("pass", frozenset({Role.BRANCH_SECRETARY})) == (rows["pass"].move, rows["pass"].roles)
    assert (("passed",), old["sign"].guards, old["sign"].needs) == (
        rows["sign"].leaves,
        rows["sign"].guards,
        rows["sign"].needs,
    )
    assert "6" == rows["sign"].source.article
    assert "=" == rows["progress"].enters
    assert Text("公开承诺") == town.pledging.node["passed"].stage
    assert "pass" in town.pledging.table["approved"]
    assert [row.name for row in town.pledging.rows] == [*old, "pass"]
    page = townships.describe(town).text("en")
    assert (
        "大会通过: approved → passed; by: branch secretary; conditions: within, not_own; needs: reasons"
        in page
    )
    assert "the same state" in page
    chinese = townships.describe(town).text("zh")
    assert "审诺 → 党员大会通过；办理：党支部书记；条件：在管辖范围内、不是承诺人本人；须附：理由" in chinese
    assert "签诺：党员大会通过 → 签诺、党员大会通过；" in chinese
    assert check(town).ok


def test_a_town_may_lie_over_a_county(tmp_path):
    """What a county changes holds in a town that is read over it; its books can be extended."""
    head = HEAD.replace('"qingshan"', '"huaining"')
    county = load(
        folder(
            tmp_path / "county",
            change("rulebooks", "add", "deeds"),
            change("records", "add", "deed", '"好事"'),
            change("calendar", "replace", "theme", "{ day = 8 }"),
            head=head,
            deeds=BOOK,
        )
    )
    more = 'schema = 1\nid = "deeds"\nextends = "deeds"\ntitle = "青山镇好事评星"\n'
    path = folder(
        tmp_path / "town",
        change("rulebooks", "replace", "deeds"),
        head='base = "huaining"\n' + HEAD,
        deeds=more,
    )
    town = load(path, over=county)

    assert (("base", "huaining"), "huaining", MonthDay(day=8)) == (
        town.layer.over,
        town.base,
        town.calendar.theme,
    )
    assert ("青山镇好事评星", county.rulebooks["deeds"].items) == (
        town.rulebooks["deeds"].title.zh,
        town.rulebooks["deeds"].items,
    )
    assert town == townships.overlay(county, read(path, over=county))
    assert [("township.toml:1: base", "township.base")] == faults(path)


def test_a_last_weekday_is_told_as_such(tmp_path):
    """The last Friday of a month is no numbered one."""
    town = load(folder(tmp_path, change("calendar", "replace", "theme", '{ nth = -1, weekday = "friday" }')))

    assert "now: the last Friday of each month (before" in townships.describe(town).text("en")


@pytest.mark.parametrize("title", ['"更多"', "'''更多'''", '"""更多"""'])
def test_what_a_book_extends_is_a_key_and_no_line_of_a_text(tmp_path, title):
    """However a document writes it, it is what the parser finds there."""
    more = f'schema = 1\nid = "more"\ntitle = {title}\nextends = "deeds" # beside it\n'
    changes = [change("rulebooks", "add", id) for id in ("deeds", "more")]

    one = load(folder(tmp_path, *changes, deeds=BOOK, more=more))
    assert "deeds" == one.rulebooks["more"].extends


def test_a_book_extends_one_beside_it(tmp_path):
    """Books of one folder extend one another in whatever order they are listed."""
    more = 'schema = 1\nid = "more"\nextends = "deeds"\ntitle = "更多"\n'
    town = load(
        folder(
            tmp_path,
            change("rulebooks", "add", "more"),
            change("rulebooks", "add", "deeds"),
            deeds=BOOK,
            more=more,
        )
    )
    assert town.rulebooks["more"].items == town.rulebooks["deeds"].items


def test_own_code_comes_from_the_caller(tmp_path):
    """A file names guards and tariffs; where nobody brings them, it is refused."""
    row = '{ guards = ["within", "not_own", "from_above", "quantified"] }'
    doubled = rulebooks.TariffWord(tag="doubled", says=Text("加倍"), points=lambda number: number * 2)
    book = BOOK.replace("ceiling  = 12", "ceiling  = 12\ndoubled  = {}")
    path = folder(
        tmp_path,
        change("pledge", "replace", "rows.approve", row),
        change("rulebooks", "add", "deeds"),
        deeds=book,
    )

    town = load(
        path,
        words=rulebooks.Words(tariffs=[doubled]),
        guards={"pledge": {"quantified": lambda pledge, ask: None}},
    )
    assert "quantified" in town.pledging.kind.guards
    assert [("deeds.toml:12: item.deeds.doubled", "book.unknown_key")] == faults(
        path, guards={"pledge": {"quantified": print}}
    )
    plain = folder(tmp_path / "plain", change("pledge", "replace", "rows.approve", row))
    assert [("township.toml:12: pledge[0].value.guards", "lifecycle.name")] == faults(plain)
    assert [("township.toml: pledge.guards.within", "kind.taken")] == faults(
        folder(tmp_path / "own"), guards={"pledge": {"within": print}}
    )


def test_every_fault_of_the_document_comes_at_once(tmp_path):
    """Whatever is wrong with the file is told in one go, each with its line and its path."""
    path = folder(
        tmp_path,
        change("pledgse", "add", "x", "1"),
        change("calendar", "add", "feb", '{ month = 2, day = 30, says = "二月三十" }'),
        change("calendar", "replace", "theme", "{ day = 5, nth = 9 }"),
        change("calendar", "replace", "theme", '{ nth = 0, weekday = "friday" }'),
        change("notices", "replace", "pledge", '{ days = 0, counting = "lunar", from = 1 }'),
        change("pairing", "replace", "rank", "[]"),
        change("pairing", "replace", "ranks", "[{ room = { helper = -1 } }]"),
        change("pairing", "replace", "kin", '"hate"'),
        change("pairing", "replace", "ranks", '["x"]'),
        change("pairing", "replace", "policy", '"lots"'),
        change("shown", "add", "id_number", '"village"'),
        change("shown", "replace", "help_kind", '"web"'),
        change("duties", "add", "x", "3"),
        change("duties", "add", "y", '"好"', source=""),
        change("duties", "add", "z", '"好"', source='source = "rulse"'),
        change("duties", "add", "w"),
        change("duties", "drop", "x", '"好"'),
        '\n[[duties]]\nadd = "a"\ndrop = "b"\nsource = "rules"\n',
        '\n[[duties]]\nadd = "a"\nvalue = "\\u0007"\nsource = "rules"\nimport = "os"\n',
        change("pledge", "replace", "least_member", "1"),
        change("pledge", "replace", "settings.least_member", "[1]"),
        change("pledge", "add", "rows.pass", '{ leaves = "approved" }'),
        change("pledge", "add", "rows.pass", '{ enters = { by = "A", to = {} }, label = "过" }'),
        change("pledge", "add", "rows.pass", '{ enters = "X!", label = "过" }'),
        change("rulebooks", "add", "../deeds"),
        change("rulebooks", "add", "/etc/passwd"),
        change("rulebooks", "add", "missing"),
        change("rulebooks", "add", "deeds", "1"),
        '\n[[open]]\npart = "calendar"\nsource = "rules"\n',
        head='schema = 2\nid = "Q"\nname = "青山镇"\n[sources.rules]\ntitle = "办法"\n',
    )
    found = faults(path)

    assert ("township.toml:14: calendar[0].value.day", "fixed_day.date") in found
    told = {(path.partition(": ")[2], code) for path, code in found}
    assert {
        ("pledgse", "book.unknown_key"),
        ("calendar[0].value.day", "fixed_day.date"),
        ("calendar[1].value.day", "township.theme"),
        ("calendar[1].value.nth", "book.whole"),
        ("calendar[1].value.weekday", "book.missing"),
        ("calendar[2].value.nth", "theme_day.nth"),
        ("notices[0].value.days", "book.whole"),
        ("notices[0].value.counting", "book.one_of"),
        ("notices[0].value.from", "book.unknown_key"),
        ("pairing[0]", "overlay.unknown"),
        ("pairing[0].value", "township.pairing_key"),
        ("pairing[1].value[0].room.helper", "number.small"),
        ("pairing[2].value", "code.unknown"),
        ("pairing[3].value[0]", "book.table"),
        ("pairing[4].value", "code.unknown"),
        ("shown[0].value", "township.shown_key"),
        ("shown[1].value", "township.too_wide"),
        ("duties[0].value", "book.table"),
        ("duties[1]", "township.source"),
        ("duties[2].source", "township.unknown_source"),
        ("duties[3]", "township.value"),
        ("duties[4].value", "township.no_value"),
        ("duties[5]", "township.op"),
        ("duties[6].value", "text.character"),
        ("duties[6].import", "book.unknown_key"),
        ("pledge[0]", "overlay.unknown"),
        ("pledge[0].value", "township.lifecycle_key"),
        ("pledge[3]", "overlay.known"),
        ("pledge[4]", "overlay.known"),
        ("pledge[1].value", "township.setting"),
        ("pledge[2].value.leaves", "list.type"),
        ("pledge[2].value.label", "book.missing"),
        ("pledge[2].value.enters", "book.missing"),
        ("pledge[3].value.enters.by", "code.shape"),
        ("pledge[4].value.enters", "code.shape"),
        ("rulebooks[0].add", "code.shape"),
        ("rulebooks[1].add", "code.shape"),
        ("rulebooks[3].value", "township.no_value"),
        ("open[0].key", "book.missing"),
        ("open[0].says", "book.missing"),
    } == {one for one in told if one[0] not in {"schema", "id", ""}}
    assert ("missing.toml", "township.file") in found


def test_a_source_that_is_refused_is_not_told_as_missing(tmp_path):
    """What is wrong with a source is told once, and nothing of what cites it; a name that nobody lists is."""
    changes = (
        change("duties", "add", "x", '"好"'),
        change("duties", "add", "y", '"好"', source='source = "ruls"'),
        '\n[[open]]\npart = "calendar"\nkey = "theme"\nsays = "未定"\nsource = "rules"\n',
    )
    head = HEAD.replace("date  = 2026-01-20", 'date  = "2026年1月20日"')

    assert [
        ("township.toml:8: sources.rules.date", "book.day"),
        ("township.toml:18: duties[1].source", "township.unknown_source"),
    ] == faults(folder(tmp_path / "day", *changes, head=head))
    head = HEAD.partition("[sources")[0] + 'sources = "rules"\n'
    assert [("township.toml:6: sources", "book.table")] == faults(
        folder(tmp_path / "text", *changes, head=head)
    )


def test_what_does_not_hold_together_stands_at_its_change(tmp_path):
    """A change that is well written and does not fit is found where it is written."""
    path = folder(
        tmp_path,
        change("pledge", "drop", "rows.approve"),
        change("calendar", "drop", "theme"),
        change("pairing", "replace", "roles", '["first"]'),
        change("duties", "add", "x", '"好"'),
        change("pledge", "replace", "rows.sign", '{ leaves = ["nowhere"] }'),
        '\n[[open]]\npart = "calendar"\nkey = "theme"\nsays = "未定"\nsource = "rules"\n',
    )

    assert {
        ("township.toml:15: calendar[0]", "township.needed"),
        ("township.toml:32: pledge[1].value.leaves", "lifecycle.state"),
    } == {one for one in faults(path) if "pairing" not in one[0]}
    lost = folder(tmp_path / "lost", change("pledge", "drop", "rows.approve"))
    assert ("township.toml: pledge.nodes.signed", "lifecycle.unreachable") in faults(lost)
    left = '\n[[open]]\npart = "calendar"\nkey = "harvest"\nsays = "未定"\nsource = "rules"\n'
    assert [("township.toml:10: open[0]", "township.open_key")] == faults(folder(tmp_path / "open", left))
    strange = left.replace("calendar", "calender")
    assert [("township.toml:11: open[0].part", "township.part")] == faults(folder(tmp_path / "part", strange))


@pytest.mark.parametrize(
    ("books", "expected"),
    [
        (
            {"a": 'schema = 1\nid = "a"\nextends = "b"\n', "b": 'schema = 1\nid = "b"\nextends = "a"\n'},
            "township.book_circle",
        ),
        ({"a": 'schema = 1\nid = "a"\nextends = "nowhere"\n'}, "township.book_no_base"),
        ({"a": 'schema = 1\nid = "a"\nextends = "a"\n'}, "township.book_no_base"),
        ({"a": BOOK}, "township.book_id"),
        (
            {"a": 'schema = 1\nid = "a"\nextends = "deeds"\n', "deeds": BOOK.replace("[scale]", "[scael]")},
            "township.book_base",
        ),
        ({"a": "x" * 300_000}, "toml.size"),
        ({"a": 'extends = ["a"]'}, "text.type"),
        ({"a": "extends"}, "toml.syntax"),
    ],
)
def test_a_book_that_is_refused_refuses_the_town(tmp_path, books, expected):
    """Circles, bases that nobody has, other ids and books that are too large are faults of that file."""
    changes = [change("rulebooks", "add", name) for name in books]
    found = faults(folder(tmp_path, *changes, **books))

    assert expected in {code for path, code in found if path.startswith("a.toml")}


@pytest.mark.promise("T1")
def test_only_plain_files_of_the_folder_are_read(tmp_path):
    """A link is refused wherever it leads, and what is no file is not waited for."""
    secret = tmp_path / "secret.toml"
    secret.write_text(BOOK, encoding="utf-8")
    path = folder(tmp_path / "town", change("rulebooks", "add", "deeds"), change("rulebooks", "add", "pipe"))
    (path / "deeds.toml").symlink_to(secret)
    os.mkfifo(path / "pipe.toml")

    assert [("deeds.toml", "township.link"), ("pipe.toml", "township.file")] == faults(path)
    (path / "pipe.toml").unlink()
    (path / "pipe.toml").mkdir()
    assert ("pipe.toml", "township.file") in faults(path)
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "township.toml").symlink_to(path / "township.toml")
    assert [("township.toml", "township.link")] == faults(linked)


def test_a_folder_that_is_none_is_not_found(tmp_path):
    """No folder, none with a town in it, a name that no folder can have: each is said."""
    (tmp_path / "file").write_text("x")
    for wrong in (tmp_path / "nowhere", tmp_path / "file", "a\0b", "a" * 5_000):
        with pytest.raises(NotFound) as caught:
            load(wrong)
        assert "township.folder" == caught.value.code
    with pytest.raises(NotFound) as caught:
        load(tmp_path)
    assert ("township.toml", "township.file") == (caught.value.path, caught.value.code)
    with pytest.raises(InvalidInput) as caught:
        load(3)
    assert "township.path" == caught.value.code


def test_a_town_has_bounds(tmp_path):
    """A file that is too large, or says too much, is refused before its changes are looked at."""
    assert [("township.toml", "township.size")] == faults(folder(tmp_path / "a", "#" * 65_536))
    many = [change("duties", "add", f"d{number}", '"好"') for number in range(401)]
    assert "township.many" in {code for _, code in faults(folder(tmp_path / "b", *many))}
    books = [change("rulebooks", "add", f"d{number}") for number in range(21)]
    assert [("township.toml:110: rulebooks[20]", "township.many_books")] == faults(
        folder(tmp_path / "c", *books)
    )
    assert [("township.toml", "toml.syntax")] == faults(folder(tmp_path / "d", "]"))
    lists = 'rulebooks = 3\n[[duties]]\nadd = 3\nsource = 3\nvalue = "好"\n'
    found = faults(folder(tmp_path / "e", head=lists + HEAD))
    assert ("township.toml:1: rulebooks", "book.list") in found


def test_a_town_is_not_called_as_what_it_changes(tmp_path):
    """A file that takes the id of the base is refused at its id."""
    path = folder(tmp_path, head=HEAD.replace('"qingshan"', '"base"'))
    assert [("township.toml:3: id", "township.same_id")] == faults(path)


def test_wrong_arguments_are_refused(tmp_path):
    """What is no town, no words and no guards is said so."""
    path = folder(tmp_path)
    for more in ({"over": "base"}, {"words": 3}, {"guards": 3}):
        with pytest.raises(InvalidInput):
            load(path, **more)
        with pytest.raises(InvalidInput):
            read(path, **more)
