"""The verbs of townships: which there are, what one changes, what is wrong with it."""

import json

import pytest
from tests.townships.folders import BOOK, HEAD, change, folder

from sanliang import townships
from sanliang.ext import cli
from sanliang.townships import Found, get
from sanliang.townships._discover import NO_TOWN


@pytest.fixture
def command(capsys):
    """What a command exits with, prints, and complains of."""

    def run(*words):
        with pytest.raises(SystemExit) as exit_:
            cli.main([str(word) for word in words])
        out, err = capsys.readouterr()
        return exit_.value.code, out, err

    return run


@pytest.mark.parametrize("id", ["huaxing", "pingshan", "poxi", "xingshisi", "xingxian"])
def test_check_finds_nothing_wrong_with_ours(command, id):
    """Each of the five towns passes, in words and as data."""
    assert (0, f"{get(id).name.zh}：没有发现问题\n", "") == command("township", "check", id)
    code, out, _ = command("township", "check", id, "--json")
    assert (0, {"id": id, "ok": True, "findings": []}) == (code, json.loads(out))


def test_check_of_a_folder_tells_what_is_wrong(command, tmp_path):
    """What is wrong makes the exit code 1, what is doubtful does not."""
    listed, recorded = change("rulebooks", "add", "deeds"), change("records", "add", "deed", '"好事"')
    path = folder(tmp_path / "a", listed, deeds=BOOK)
    code, out, err = command("township", "check", path, "--lang", "en")
    assert (1, "") == (code, err)
    assert out.startswith("error township.unrecorded deeds.toml:8: fact.deeds: book 'deeds' rates by records")

    doubtful = folder(tmp_path / "b", listed, recorded, deeds=BOOK.replace("ceiling  = 12", ""))
    code, out, _ = command("township", "check", doubtful)
    assert (0, True) == (code, out.startswith("提醒 item.no_ceiling deeds.toml:10: item.deeds: "))
    code, out, _ = command("township", "check", doubtful, "--json")
    (finding,) = json.loads(out)["findings"]
    assert (0, "warning", "item.no_ceiling") == (code, finding["severity"], finding["code"])


def test_a_finding_about_a_change_has_its_line(command, tmp_path):
    """What the check finds of a change is told with file and line, and no case is blamed for it."""
    case = """
[[case]]
name   = "一次三分"
points = [{ on = 2026-03-01, record = "lamp", points = 3 }]
"""
    rule = '{ says = "修路灯", kind = "lamps", points = 3 }'
    changes = [change("points", "add", "rules.lamp", rule), change("records", "add", "lamp", '"路灯"'), case]
    code, out, err = command("township", "check", folder(tmp_path / "a", *changes), "--lang", "en")

    assert (1, "", 1) == (code, err, len(out.splitlines()))
    assert out.startswith("error township.points_unrecorded township.toml:10: points[0]: rule '修路灯'")
    right = [one.replace('"lamps"', '"lamp"') for one in changes]
    assert 0 == command("township", "check", folder(tmp_path / "b", *right))[0]
    wrong = [*right[:2], case.replace("points = 3", "points = 4")]
    assert (
        "points[0].points: expected 4, got 3"
        in command("township", "check", folder(tmp_path / "c", *wrong), "--lang", "en")[1]
    )
    strange = [*right[:2], case.replace('"lamp"', '"lmp"')]
    assert (
        "is nothing that the town has; the nearest is: lamp"
        in command("township", "check", folder(tmp_path / "d", *strange), "--lang", "en")[1]
    )


def test_a_wrong_case_of_a_rulebook_says_what_came_out(command, tmp_path):
    """A case of a book is told as one of the town is, with the command that says more."""
    case = """
[[case]]
name   = "四件"
cycle  = [2026-01-01, 2026-12-31]
facts  = { deeds = 4 }
expect = { deeds = 5, tier = 1 }
"""
    listed, recorded = change("rulebooks", "add", "deeds"), change("records", "add", "deed", '"好事"')
    path = folder(tmp_path, listed, recorded, deeds=BOOK + case)

    assert command("township", "check", path, "--lang", "en")[1] == (
        "error township.case deeds.toml:17: case[0]: case 1 of book 'deeds' does not come out as it says: "
        "deeds: expected 5, got 4; for more, sanliang test deeds.toml\n"
    )


def test_a_finding_about_a_fact_that_an_item_defines_has_the_line_of_the_item(command, tmp_path):
    """Such a fact is a fact of the book, and stands where the item reads it."""
    written = BOOK.replace('[fact.deeds]\nrecords  = "deed"\n', "").replace(
        "[item.deeds]\n", '[item.deeds]\nfact     = { records = "deed" }\n'
    )
    path = folder(tmp_path, change("rulebooks", "add", "deeds"), deeds=written)

    said = command("township", "check", path, "--lang", "en")[1]
    assert said.startswith("error township.unrecorded deeds.toml:9: fact.deeds: book 'deeds' rates by")


def test_a_finding_in_a_book_that_takes_over_another_has_the_line_that_the_file_has(command, tmp_path):
    """What the book says itself has file and line; what it takes over, or has in a list, the file alone."""
    own = """
schema  = 1
id      = "deeds"
extends = "branch-stars"
title   = "好事评星办法"
source  = { title = "青山镇三亮办法", date = 2026-01-20 }
[fact.lamps]
records = "lamp"
[[case]]
name    = "九十分"
cycle   = [2026-01-01, 2026-12-31]
facts   = { composite = 90 }
expect  = { tier = 4 }
"""
    path = folder(tmp_path, change("rulebooks", "add", "deeds"), deeds=own)
    found = json.loads(command("township", "check", path, "--json")[1])["findings"]

    assert [
        ("fact.unused", "deeds.toml:7: fact.lamps"),
        ("township.case", "deeds.toml: case[2]"),
        ("township.unrecorded", "deeds.toml:7: fact.lamps"),
    ] == [(one["code"], one["path"]) for one in found]


def test_a_folder_that_is_refused_is_told_with_its_faults(command, tmp_path):
    """A town that does not hold together is told on the side of errors, with file and line."""
    path = folder(tmp_path, change("duties", "add", "x", '"好"', source=""))
    code, out, err = command("township", "check", path, "--lang", "en")

    assert (1, "") == (code, out)
    assert err.startswith("township.toml:10: duties[0]: names no source")
    assert (1, "") == command("township", "describe", "nowhere")[:2]


def test_a_diagram_is_drawn_of_a_towns_own_course(command):
    """The states and moves have the names that the town gives them."""
    own, base = command("diagram", "pledge", "--town", "pingshan"), command("diagram", "pledge")

    assert (0, 0) == (own[0], base[0])
    assert "支部把关" in own[1]
    assert "支部把关" not in base[1]
    assert (1, "") == command("diagram", "pledge", "--town", "nowhere", "--lang", "en")[:2]


def test_describe_prints_the_page(command):
    """The page of the library, in the language that is asked for."""
    page = townships.describe(get("pingshan"))

    assert (0, page.text("zh") + "\n", "") == command("township", "describe", "pingshan")
    assert (0, page.text("en") + "\n", "") == command("township", "describe", "pingshan", "--lang", "en")


def test_describe_as_data_has_every_difference_with_its_source(command, tmp_path):
    """Programs read what was, what is, and who says so."""
    path = folder(
        tmp_path,
        change("duties", "add", "lamps", '"修路灯"'),
        change("notices", "drop", "rating", source='source = "rules"\nsays = "不公示"'),
        '\n[[open]]\npart = "calendar"\nkey = "theme"\nsays = "未定"\nsource = "rules"\n',
    )
    code, out, _ = command("township", "describe", path, "--json")
    data = json.loads(out)
    source = {"title": "青山镇三亮办法", "article": None, "dated": "2026-01-20", "seen": None}

    assert (0, "qingshan") == (code, data["id"])
    dropped, added = data["differences"]
    assert ("add", None, {"zh": "修路灯", "en": "修路灯"}) == (added["change"], added["old"], added["new"])
    assert ("drop", {"zh": "5 个工作日", "en": "5 working days"}, None) == (
        dropped["change"],
        dropped["old"],
        dropped["new"],
    )
    assert ({"zh": "不公示", "en": "不公示"}, source) == (dropped["says"], dropped["source"])
    (left,) = data["open"]
    assert ("calendar", "theme", source) == (left["part"], left["key"], left["source"])
    assert left["holds"]["zh"].startswith("每月 5 日")
    undated = folder(
        tmp_path / "b",
        change("duties", "add", "x", '"好"'),
        head='schema = 1\nid = "b"\nname = "乙"\n[sources.rules]\ntitle = "办法"\n',
    )
    code, out, _ = command("township", "describe", undated, "--json")
    assert (0, None) == (code, json.loads(out)["differences"][0]["source"]["dated"])


def test_townships_lists_towns_and_failures(command, monkeypatch):
    """Whoever fails is in the list, and makes the exit code 1."""
    good = Found(id="pingshan", package="sanliang", town=get("pingshan"))
    bad = Found(id="strange", package="gamma", faults=(NO_TOWN.fault(), NO_TOWN.fault("x")))
    answer = []
    monkeypatch.setattr(townships, "discover", lambda only=None: tuple(answer))

    assert (0, "", "") == command("townships")
    answer[:] = [good]
    assert (0, "pingshan  sanliang  平山镇\n", "") == command("townships")
    answer[:] = [good, bad]
    code, out, _ = command("townships", "--lang", "en", "--only", "pingshan")
    assert 1 == code
    assert "strange   gamma     gives neither a Township" in out
    assert "; x: gives neither" in out
    code, out, _ = command("townships", "--json")
    data = json.loads(out)["townships"]
    assert (1, [("pingshan", 0), ("strange", 2)]) == (code, [(one["id"], len(one["faults"])) for one in data])
    assert ({"zh": "平山镇", "en": "Pingshan"}, None) == (data[0]["name"], data[1]["name"])


@pytest.mark.parametrize(
    "verb", [("township", "check"), ("township", "describe"), ("diagram", "pledge", "--town")]
)
def test_a_folder_that_is_not_there_is_told_as_such(command, tmp_path, verb):
    """Whoever names a path that is not there, or a file, is told so, and how a town is named."""
    path = folder(tmp_path / "a")

    code, out, err = command(*verb, tmp_path / "missing" / "folder", "--lang", "en")
    assert (1, "") == (code, out)
    assert err.startswith("folder: is no folder; a town is named by its folder, or by an id")
    assert "没有该文件夹" in command(*verb, "missing.toml")[2]
    code, _, err = command(*verb, path / "township.toml", "--lang", "en")
    assert (1, True) == (code, err.startswith("township.toml: is a file: name the folder in which it lies"))
    assert command(*verb, "pingshn", "--lang", "en")[2].endswith("the nearest is: pingshan\n")


def test_a_revision_is_described_against_the_one_before(command, tmp_path):
    """What a new revision changes of the old one, and nothing that both have; as a page and as data."""
    duty = change("duties", "add", "mediator", '"调解员"')
    old = folder(tmp_path / "old", duty)
    new = folder(tmp_path / "new", duty, change("notices", "replace", "pledge", "{ days = 7 }"))
    code, out, _ = command("township", "describe", new, "--against", old, "--json")

    assert (0, ["notices.pledge"]) == (
        code,
        [f"{one['part']}.{one['key']}" for one in json.loads(out)["differences"]],
    )
    page = command("township", "describe", new, "--against", old, "--lang", "en")[1]
    assert page.startswith("# Qingshan: what differs from Qingshan as it was from the first\n")
    assert "调解员" not in page
    dated = folder(tmp_path / "dated", head=HEAD.replace("[sources", "since = 2027-01-01\n[sources", 1))
    assert (
        "与“青山镇自 2027-01-01 起施行的一版”不同"
        in command("township", "describe", old, "--against", dated)[1]
    )


def test_a_fact_that_every_town_knows_comes_with_the_line_to_paste(command, tmp_path):
    """The finding of the linter has the line, of a file and of a town; with it, the book names the fact."""
    book = BOOK.replace(
        "[scale]", '[item.more]\nsays = "每件一分"\nfact = "concerns_solved"\neach = 1\nceiling = 3\n[scale]'
    )
    line = 'concerns_solved = { records = "concern.solved" }'
    path = folder(tmp_path, change("rulebooks", "add", "deeds"), deeds=book)
    (told,) = command("lint", path / "deeds.toml", "--lang", "en")[1].splitlines()

    assert "error township.unlisted_fact item.more.fact: is a fact that every town knows" in told
    assert told.endswith(line)
    assert line in command("township", "check", path)[2]
    people = tmp_path / "people.json"
    people.write_text("{}", encoding="utf-8")
    asked = ("rate", path / "deeds.toml", people, "--on", "2026-12-31", "--lang", "en")
    for town in ((), ("--town", "pingshan")):
        code, _, err = command(*asked, *town)
        assert (1, f"deeds.toml:{told.split(':')[1]}: item.more.fact: is a fact that every town knows") == (
            code,
            err.partition(", and this book")[0],
        )
        assert err.rstrip().endswith(line)
    (path / "deeds.toml").write_text(
        book.replace("[fact.deeds]", f"[fact]\n{line}\n[fact.deeds]"), encoding="utf-8"
    )
    assert "error" not in command("lint", path / "deeds.toml", "--lang", "en")[1]
