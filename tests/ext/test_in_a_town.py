"""`--town` on the verbs of other words: the rulebooks, the pairing and the courses of a town."""

import json
import tracemalloc
from datetime import UTC, date, datetime

import pytest
from tests.townships.folders import BOOK, change, folder

from sanliang import Actor, Log, pledges, serial
from sanliang.pledges import Item, Pledger

ON = ("--on", "2016-12-31", "--lang", "en")
PEOPLE = "id,composite\nm-1,91\nm-2,66.5\n"
STRICTER = """
schema  = 1
id      = "stricter"
extends = "member-stars"
title   = { zh = "修订稿", en = "as proposed" }
source  = { title = "修订稿" }
[[clause]]
says    = { zh = "一次只升一星", en = "One star at a time" }
then    = { rise_at_most = 1 }
"""


@pytest.fixture
def people(write):
    """Two members with a composite each."""
    return write("people.csv", PEOPLE)


@pytest.fixture
def proposal(write):
    """A file that extends a rulebook of the town."""
    return write("stricter.toml", STRICTER)


# --- rulebooks -------------------------------------------------------------------------------------------


def test_a_rulebook_of_a_town_rates_by_its_id(command, people):
    """`rate --town pingshan member-stars` rates by the town's book, and `explain` tells why."""
    code, out, err = command("rate", "--town", "pingshan", "member-stars", people, *ON)

    assert (0, "") == (code, err)
    assert out.startswith("Stars of members, Pingshan, 2016-01-01 to 2016-12-31\n")
    assert "m-1  5 ★★★★★  91" in out
    code, out, _ = command("explain", "member-stars", people, "m-2", "--town", "pingshan", *ON)
    assert (0, True) == (code, out.startswith("Stars of members, Pingshan"))


def test_a_stranger_rates_by_the_books_of_a_folder(command, write, tmp_path):
    """A town may be a folder, here as everywhere."""
    town = folder(
        tmp_path / "town",
        change("rulebooks", "add", "deeds"),
        change("records", "add", "deed", '"好事"'),
        deeds=BOOK,
    )
    assert (0, "") == command("lint", "deeds", "--town", town)[::2]


def test_a_file_may_take_the_place_of_a_book_and_extend_one(command, people, proposal):
    """A name that is no id of the town is a file, which may extend a book of the town."""
    code, out, err = command("compare", "--town", "pingshan", "member-stars", proposal, people, "--json", *ON)
    data = json.loads(out)

    assert (0, "", "member-stars", "stricter") == (code, err, data["old"], data["new"])
    assert command("lint", proposal, *ON)[0] == 1
    assert command("lint", "--town", "pingshan", proposal, "--lang", "en")[::2] == (0, "")
    assert command("check", "--town", "pingshan", proposal, "--lang", "en")[0] == 0


def test_a_file_comes_with_those_beside_it(command, write, people, proposal):
    """What a file extends is looked for beside it before it is looked for in the town."""
    base = (
        STRICTER.replace(
            'extends = "member-stars"', 'rates = "member"\ncycle = { every = "year", starts = 2016-01-01 }'
        )
        .replace('"stricter"', '"member-stars"')
        .replace("修订稿", "旁边的办法")
        + "[fact.composite]\n[item.composite]\n[scale]\ntiers = [ { name = 7, at_least = 60 } ]\n"
    )
    write("member-stars.toml", base)

    assert "7 ★★★★★★★  91" in command("rate", "--town", "pingshan", proposal, people, *ON)[1]


@pytest.mark.parametrize(
    ("which", "said"),
    [
        ("member-star", "is neither a rulebook of the town nor a file; the nearest is: member-stars"),
        ("x", "is neither a rulebook of the town nor a file; there are: branch-stars, member-stars"),
    ],
)
def test_a_book_that_nobody_has_is_told_with_the_nearest(command, people, which, said):
    """An unknown id names the nearest, or all that there are."""
    assert (1, "", f"{which}: {said}\n") == command("rate", "--town", "pingshan", which, people, *ON)


def test_an_unknown_town_is_told_with_the_nearest(command, people, tmp_path):
    """So is a town that nobody has, by every verb."""
    said = (1, "", "id: there is no such town; the nearest is: pingshan\n")
    for verb in (
        ("rate", "member-stars", people),
        ("explain", "member-stars", people, "m-1"),
        ("compare", "member-stars", "member-stars", people),
        ("lint",),
        ("test",),
        ("pair", people),
        ("audit", people, people),
        ("repair", people, people, people),
        ("check", people),
        ("diagram", "pledge"),
    ):
        assert said == command(*verb, "--town", "pingshen", "--lang", "en"), verb


def test_faults_of_a_file_in_a_town_are_placed(command, write, people):
    """A file that extends a town's book is refused with its name and line, as any other."""
    bad = write("bad.toml", STRICTER.replace("rise_at_most = 1", "rise_at_mos = 1"))
    code, _, err = command("rate", "--town", "pingshan", bad, people, *ON)
    assert (1, True) == (code, "bad.toml:9: clause[0].then" in err)

    no_toml = write("no.toml", "schema = ")
    code, _, err = command("rate", "--town", "pingshan", no_toml, people, *ON)
    assert (1, True) == (code, err.startswith("no.toml: "))


def test_all_books_of_a_town_are_linted_and_tested(command, tmp_path):
    """Without a name `lint` and `test` take all of them; a town's book has no lines."""
    assert (0, "", "") == command("lint", "--town", "pingshan")
    code, out, err = command("test", "--town", "pingshan", "--lang", "en")
    assert (0, "") == (code, err)
    assert "branch-stars: all cases passed: 14\n" in out
    assert "member-stars: all cases passed: 14\n" in out

    doubtful = folder(
        tmp_path,
        change("rulebooks", "add", "deeds"),
        change("records", "add", "deed", '"好事"'),
        deeds=BOOK.replace("ceiling  = 12", ""),
    )
    code, out, _ = command("lint", "deeds", "--town", doubtful, "--on", "2026-06-01")
    assert (0, True) == (code, out.startswith("deeds: 提醒 item.no_ceiling item.deeds: "))


OWN = """
[[case]]
name   = "公示七天"
notice = "rating"
posted = 2026-07-01
until  = 2026-07-08
"""


def test_the_cases_of_a_town_are_tested(command, tmp_path):
    """A folder, or a town without a book named: its own cases beside those of its books."""
    path = folder(tmp_path, change("notices", "replace", "rating", "{ days = 7 }"), OWN)
    code, out, err = command("test", path)

    assert (0, "") == (code, err)
    assert "青山镇: 1 个算例全部通过" == out.splitlines()[-1]
    assert out == command("test", "--town", path)[1]
    assert "青山镇" not in command("test", "member-stars", "--town", path)[1]
    assert "青山镇" not in command("test", path, "--on", "2026-06-01")[1]
    assert "兴十四镇: " in command("test", "--town", "xingshisi")[1]


def test_a_case_of_a_town_that_fails_is_told(command, tmp_path):
    """What was expected and what came out; the exit code is 1, of `test` and of `township check`."""
    path = folder(tmp_path, OWN.replace("07-08", "07-09"))
    code, out, _ = command("test", path, "--lang", "en")
    assert 1 == code
    assert [
        "FAILED Qingshan: 公示七天",
        "     until: expected 2026-07-09, got 2026-07-08",
        "Qingshan: 1 of 1 cases failed",
    ] == out.splitlines()[-3:]

    code, out, _ = command("test", path, "--json")
    differs = {"what": "until", "expected": "2026-07-09", "got": "2026-07-08"}
    own = {"name": "公示七天", "part": "notices", "passed": False, "differences": [differs], "strange": []}
    assert (1, [own]) == (code, json.loads(out)["own"])

    code, out, _ = command("township", "check", path, "--lang", "en")
    assert 1 == code
    assert "error township.own_case township.toml:14: case[0].until: " in out
    assert "until: expected 2026-07-09, got 2026-07-08" in out


def test_a_mistyped_name_in_a_case_is_told_with_the_nearest(command, tmp_path):
    """`test` tells it below what came out, as a line and as data; `township check` with file and line."""
    path = folder(tmp_path, OWN.replace('"rating"', '"raiting"'))

    assert (
        "     notice: is nothing that the town has; the nearest is: rating"
        in command("test", path, "--lang", "en")[1].splitlines()
    )
    (own,) = json.loads(command("test", path, "--json")[1])["own"]
    assert ["notice"] == [one["path"] for one in own["strange"]]
    assert "township.toml:12: case[0].notice: " in command("township", "check", path)[1]


def test_a_case_that_cannot_be_read_is_refused_by_every_verb_that_looks_at_cases(command, tmp_path):
    """File, line and path are told, and what is known in its place."""
    path = folder(tmp_path, OWN.replace("until ", "untill"))

    for verb in (["test"], ["mutate"], ["township", "check"]):
        code, out, err = command(*verb, path, "--lang", "en")
        assert (1, True) == (code, "township.toml:14: case[0].untill" in out + err)
        assert "the nearest is: until" in out + err
    assert 0 == command("township", "describe", path)[0]


def test_numbers_of_a_towns_book_that_do_not_count_yet_are_told(command, tmp_path):
    """`lint --on` looks at a town's book too; its findings have no line."""
    later = BOOK.replace("ceiling  = 12", "ceiling  = { 2030-01-01 = 12 }")
    town = folder(
        tmp_path, change("rulebooks", "add", "deeds"), change("records", "add", "deed", '"好事"'), deeds=later
    )
    code, out, _ = command("lint", "deeds", "--town", town, "--on", "2026-06-01", "--lang", "en")

    assert (1, True) == (code, out.startswith("deeds: error value.not_in_force item.deeds.ceiling"))


@pytest.mark.parametrize("verb", ["lint", "test"])
def test_without_a_book_or_a_town_the_command_is_misspelt(command, verb):
    """Neither a file nor a town: the exit code is 2."""
    assert (2, "", "say which rulebooks, or --town\n") == command(verb, "--lang", "en")


# --- pairing ---------------------------------------------------------------------------------------------

UNITS = """编号,类别,名称,上级,所在区域
t-1,乡镇,青山镇,,
c-1,乡镇党委,青山镇党委,,t-1
v-1,村,东岭村,t-1,
b-1,党支部,东岭村党支部,c-1,v-1
"""
MEMBERS = "编号,姓名,党员类别,所属组织,特长\nm-1,陈谷,正式党员,b-1,木匠\nm-2,李禾,正式党员,b-1,\n"
HOUSEHOLDS = (
    "编号,所在村组,户类别\nh-1,v-1,建档立卡贫困户 2015-12-01..\nh-2,v-1,建档立卡贫困户 2015-12-01..\n"
)
DAY = ("--on", "2017-07-04")


@pytest.fixture
def tables(tmp_path):
    """A folder with the tables of two members and two poor households; all four have handed in a slip."""
    path = tmp_path / "tables"
    path.mkdir()
    texts = {
        "units.csv": UNITS,
        "members.csv": MEMBERS,
        "households.csv": HOUSEHOLDS,
        "words.toml": '"木匠" = "building"\n',
        "wishes.csv": "id,wishes,refuses,kin\nm-1,h-2,,h-1\nm-2,h-1|h-2,,\nh-1,m-2,m-1,\nh-2,m-1;m-2,,\n",
    }
    for name, text in texts.items():
        (path / name).write_text(text, "utf-8")
    return path


def test_tables_are_paired_by_the_rules_of_a_town(command, tables):
    """With a town the problem may be a folder of tables: its rules and its policy pair them."""
    code, out, err = command("pair", tables, "--town", "pingshan", "--lang", "en", *DAY)

    assert (0, "") == (code, err)
    assert "h-1        m-2     helper  chosen by both\nh-2        m-1     helper  chosen by both\n" in out


def test_tables_need_neither_slips_nor_words(command, tables):
    """Who handed in no slip welcomes all; the organisation places them."""
    (tables / "wishes.csv").unlink()
    (tables / "words.toml").unlink()
    (tables / "members.csv").write_text(MEMBERS.replace("木匠", ""), "utf-8")
    code, out, _ = command("pair", tables, "--town", "pingshan", "--lang", "en", *DAY)

    assert (0, 2) == (code, out.count("placed by the organisation"))


def test_what_tables_come_to_is_audited_and_repaired(command, tables, write):
    """The same tables, town, day and salt make the same problem again."""
    town = ("--town", "pingshan", "--salt", "青山", *DAY)
    result = write("result.json", command("pair", tables, "--json", *town)[1])

    assert (0, "every claim holds\n", "") == command("audit", tables, result, "--lang", "en", *town)
    change = write("change.json", {"kind": "pairing.change/1", "leaves": {"m-1": "ill"}})
    assert 0 == command("repair", tables, result, change, *town)[0]


def test_a_folder_needs_a_town(command, tables):
    """Without rules nobody can be paired."""
    assert (
        1,
        "",
        "tables: is a folder of tables, which are paired by the rules of a town: say --town\n",
    ) == (command("pair", tables, "--lang", "en"))


def test_a_slip_of_nobody_is_told(command, tables):
    """A slip has to name people of the tables; relatives too."""
    (tables / "wishes.csv").write_text("id,kin\nm-1,h-9\n", "utf-8")
    code, _, err = command("pair", tables, "--town", "pingshan", "--lang", "en", *DAY)

    assert (1, True) == (code, err.startswith("wishes.csv:2.kin: is none of the households"))


def test_a_result_by_another_policy_is_not_the_towns(command, write):
    """A problem as JSON is paired by the town's policy, and the audit looks for that policy."""
    problem = write(
        "problem.json",
        {"kind": "pairing.problem/1", "helpers": [{"id": "m-1"}], "households": [{"id": "h-1"}]},
    )
    own = write("own.json", command("pair", problem, "--town", "pingshan", "--json")[1])
    assert "both" == json.loads(own.read_text())["certificate"]["policy"]
    other = write(
        "other.json", command("pair", problem, "--town", "pingshan", "--policy", "cover", "--json")[1]
    )

    assert 0 == command("audit", problem, own, "--town", "pingshan")[0]
    assert 0 == command("audit", problem, other)[0]
    code, out, _ = command("audit", problem, other, "--town", "pingshan", "--lang", "en")
    assert (1, True) == (code, "was made by the policy" in out)


# --- what is no file of these verbs ------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["check", "lint", "test"])
def test_the_file_of_a_town_is_no_rulebook(command, tmp_path, verb):
    """It is told as what it is, by its name or by what only a town says, with the verbs that look at it."""
    town = folder(tmp_path / "town", change("records", "add", "deed", '"好事"'))
    other = town / "other.toml"
    other.write_bytes((town / "township.toml").read_bytes())

    for file in (town / "township.toml", other):
        code, out, err = command(verb, file, "--lang", "en")
        assert (1, "") == (code, out)
        assert err == (
            f"{file.name}: is the file of a town, and no rulebook: use sanliang township check {town}; "
            f"for its cases, sanliang test {town}\n"
        )
    book = town / "book.toml"
    book.write_text(BOOK + '[sources.rules]\ntitle = "办法"\n', encoding="utf-8")
    assert "no rulebook" not in "".join(command(verb, book, "--lang", "en")[1:])


@pytest.mark.parametrize("verb", ["check", "lint", "test"])
def test_no_more_is_read_of_a_book_than_a_book_may_have(command, tmp_path, verb):
    """A file that is too large for a book is refused as such, and costs no memory."""
    file = tmp_path / "book.toml"
    file.write_bytes(BOOK.encode())
    with file.open("r+b") as large:
        large.truncate(2**25)

    tracemalloc.start()
    code, out, err = command(verb, file, "--town", "pingshan", "--lang", "en")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (1, True) == (code, "is larger than 262144 bytes" in out + err)
    assert peak < 2**22


@pytest.mark.parametrize("verb", ["check", "lint"])
def test_a_folder_is_told_as_one(command, tmp_path, verb):
    """Of the folder of a town, what looks at it is told; of any other, that a file has to be named."""
    town = folder(tmp_path / "town", change("records", "add", "deed", '"好事"'))

    said = f"town: is the folder of a town: use sanliang township check {town}\n"
    assert (1, "", said) == command(verb, town, "--lang", "en")
    said = f"{tmp_path.name}: is a folder, and has to be a file\n"
    assert (1, "", said) == command(verb, tmp_path, "--lang", "en")
    assert "is not there, or cannot be read" in command(verb, tmp_path / "none.toml", "--lang", "en")[2]


# --- logs ------------------------------------------------------------------------------------------------


@pytest.fixture
def log():
    """A pledge that was drafted and submitted, and then put right twice."""
    on, at = date(2026, 7, 1), datetime(2026, 7, 1, 9, tzinfo=UTC)
    clerk = Actor(id="m-1", roles={"branch_secretary"}, unit="b-1")
    me = Actor(id="m-3", roles={"member"}, unit="b-1")
    lamp = Item(id="lamp", deed="修路灯", deadline=date(2026, 12, 31), quantity=6)
    maker = Pledger(kind="member", id="m-3", unit="b-1")
    draft = pledges.draft("p-1", pledger=maker, kind="annual", items=[lamp], by=me, on=on)
    log = Log.begin("p-1").append(draft, by="m-3", at=at)
    submitted = pledges.decide(pledges.replay(log), "submit", by=me, on=on, under=pledges.BASE)
    log = log.append(submitted, by="m-3", at=at)
    struck = pledges.correct(log, 2, by=clerk, on=on, under=pledges.BASE, why="误报")
    return log.append(struck, by="m-1", at=at)


def test_a_log_keeps_the_course_of_its_town(command, write, log, tmp_path):
    """`check --town` finds every move that the town's course does not have, and what else is wrong."""
    file = write("p-1.jsonl", serial.write_log(log))
    assert 0 == command("check", file, "--town", "pingshan")[0]

    without = folder(
        tmp_path / "town",
        change("pledge", "replace", "rows.submit", '{ move = "hand_in" }'),
    )
    code, out, _ = command("check", file, "--town", without, "--lang", "en")
    assert (1, True) == (code, "p-1.jsonl:2: log.off_course lines[1]: is no move of the town's course" in out)
