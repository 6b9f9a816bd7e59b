"""The verbs of rulebooks and ratings: what they print, what they answer as data, when they refuse."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.ext.books import FULL, SCHEME, write

from sanliang.ext.cli import _grades, _people, _ratings

EXAMPLES = Path(__file__).parents[2] / "examples" / "rulebooks"
MARKS = [59, 60, 69, 70, 89, 90, 95, 96]


@pytest.fixture
def book(tmp_path):
    """A book with everything that a subject may give."""
    return write(tmp_path / "stars.toml", SCHEME)


def people(tmp_path, *subjects):
    """A file of subjects as JSON."""
    return write(tmp_path / "people.json", json.dumps({"subjects": list(subjects)}, ensure_ascii=False))


def rated(command, *words):
    """What `rate --json` answers, by id."""
    code, out, err = command("rate", *words, "--json")
    assert (code, err) == (0, "")
    return {one["id"]: one for one in json.loads(out)["ratings"]}


@pytest.fixture
def closed(tmp_path):
    """The book of 华宁, its gaps given to the band below."""
    text = (EXAMPLES / "huaning.toml").read_text("utf-8")
    return write(tmp_path / "huaning.toml", text.replace("[scale]", '[scale]\ngap = "lower"'))


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_the_stars_of_huaning(command, tmp_path, closed, kind):
    """The composites that the source names come to the stars that it names, with nothing else given."""
    if kind == "json":
        rows = ({"id": f"m{mark}", "facts": {"composite": mark}} for mark in MARKS)
        file = people(tmp_path, *rows)
    else:
        file = write(tmp_path / "p.csv", "编号,composite\n" + "".join(f"m{mark},{mark}\n" for mark in MARKS))
    found = rated(command, closed, file)

    assert ["none", "1", "1", "2", "3", "4", "4", "5"] == [found[f"m{mark}"]["tier"] for mark in MARKS]
    assert [0, 1, 1, 2, 3, 4, 4, 5] == [found[f"m{mark}"]["stars"] for mark in MARKS]
    assert [str(mark) for mark in MARKS] == [one["score"] for one in found.values()]


def test_a_book_with_gaps_is_read_as_published(command, tmp_path):
    """The composites that the source names come to their stars; who falls into a gap is not ratable."""
    rows = ({"id": f"m{mark}", "facts": {"composite": mark}} for mark in (*MARKS, 95.5))
    code, out, err = command("rate", EXAMPLES / "huaning.toml", people(tmp_path, *rows), "--json")
    found = {one["id"]: one for one in json.loads(out)["ratings"]}

    assert (code, "huaning.toml" in err, "lint" in err) == (0, True, True)
    assert ["none", "1", "1", "2", "3", "4", "4", "5"] == [found[f"m{mark}"]["tier"] for mark in MARKS]
    assert (found["m95.5"]["outcome"], found["m95.5"]["missing"]) == ("not_ratable", ["gap"])


def test_ratings_come_in_the_order_of_ids(command, tmp_path, closed):
    """However a file is ordered, its ratings come by id, and so equal files give equal answers."""
    rows = [{"id": id, "facts": {"composite": 60}} for id in ("m9", "m10", "b")]
    found = [list(rated(command, closed, people(tmp_path, *some))) for some in (rows, rows[::-1])]

    assert found == [["b", "m10", "m9"]] * 2


def test_a_rating_as_data(command, tmp_path, book):
    """A rating says its tier, its score and each item as decimal texts; the day and the cycle stand above."""
    file = people(tmp_path, FULL)
    code, out, _ = command("rate", book, file, "--json", "--on", "2026-12-31")
    data = json.loads(out)

    assert code == 0
    assert {key: data[key] for key in ("book", "on", "cycle")} == {
        "book": "stars",
        "on": "2026-12-31",
        "cycle": ["2026-07-01", "2027-06-30"],
    }
    assert data["ratings"] == [
        {
            "id": "m1",
            "outcome": "rated",
            "tier": "3",
            "score": "75.6",
            "computed": "3",
            "proposed": "3",
            "withheld": False,
            "stars": 3,
            "actions": [],
            "missing": [],
            "items": {
                "score": "75.6",
                "duties": "54",
                "absences": "-6",
                "hours": "3.5",
                "appraisal": "18.1",
                "bonus": "0",
            },
        }
    ]


def test_who_is_exempt_or_not_ratable(command, tmp_path, book):
    """Who is exempt has no tier; who cannot be rated has none, and the facts that are missing or wrong."""
    file = people(
        tmp_path,
        {"id": "m1", "facts": {"ill": True}},
        FULL | {"id": "m2", "facts": FULL["facts"] | {"absences": None}},
        FULL | {"id": "m3", "facts": FULL["facts"] | {"absences": "three"}},
    )
    found = rated(command, book, file, "--on", "2026-12-31")

    assert found["m1"] == {"id": "m1", "outcome": "exempt", "tier": None, "score": None, "clause": 0}
    assert (found["m2"]["outcome"], found["m2"]["missing"], found["m2"]["wrong"]) == (
        "not_ratable",
        ["absences"],
        [],
    )
    assert (found["m3"]["missing"], found["m3"]["wrong"][0]["path"]) == (["absences"], "facts.absences")
    assert found["m3"]["items"]["hours"] == "3.5"


def test_ratings_as_a_table(command, tmp_path, book):
    """For people there is a row for each with what is to be known, and a count of each tier."""
    override = {"tier": 1, "by": "committee", "on": "2026-12-01", "why": "现场核查"}
    file = people(
        tmp_path,
        FULL,
        FULL | {"id": "户二", "override": override},
        {"id": "m3", "facts": {"ill": True}},
        FULL | {"id": "m4", "facts": FULL["facts"] | {"absences": "three"}},
        {"id": "m5", "facts": FULL["facts"] | {"barred": True, "late": True, "absences": 30}},
    )
    code, out, err = command("rate", book, file, "--on", "2026-12-31")

    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "党员星级评定办法，2026-07-01 至 2027-06-30",
        "编号  等次   总分  说明",
        "m1    3 ★★★  75.6",
        "m3                 免评",
        "m4                 不能评定；缺 absences；facts.absences "
        "应为整数、分数或十进制文字（如“0.5”），不能是真假值",
        "m5    无     21.6  不展示；后续：talk",
        "户二  1 ★    75.6  经决定，原为 3 ★★★",
        "3 ★★★: 1   1 ★: 1   无: 1   免评: 1   不能评定: 1",
    ]


def test_records_that_nothing_reads_are_told(command, tmp_path):
    """A kind that no fact reads, and a word that none takes, are told once each; the exit code stays 0."""
    where = 'records = "volunteer", where = { at = ["school", "park"], led = true }, sum = "hours"'
    text = SCHEME.replace('records = "volunteer", sum = "hours"', where).split("[[case]]")[0]
    book = write(tmp_path / "b.toml", text)
    words = [{"kind": "volunter"}, {"kind": "volunter"}, {"kind": "song"}]
    words += [{"kind": "volunteer", "at": at, "hours": 1} for at in ("school", "scool", "dock", 3)]
    file = people(tmp_path, FULL | {"records": [one | {"on": "2026-08-01"} for one in words]})
    code, _, err = command("rate", book, file, "--on", "2026-12-31")

    assert (code, err.splitlines()) == (
        0,
        [
            "volunter：没有事实读取这种记录，是否为 volunteer？",
            "song：没有事实读取这种记录",
            "volunteer.at scool：没有事实读取有这个词的记录，是否为 school？",
            "volunteer.at dock：没有事实读取有这个词的记录",
        ],
    )
    _, _, err = command("explain", book, file, "m1", "--on", "2026-12-31", "--lang", "en")
    assert err.splitlines()[0] == "volunter: no fact reads records of this kind; is it volunteer?"


def test_many_kinds_that_no_fact_reads_are_told_in_few_lines(command, book, tmp_path):
    """A hundred of them are named, and that there are more."""
    rows = "".join(f"m-1,kind-{n},2026-07-04\n" for n in range(150))
    table = write(tmp_path / "records.csv", "subject,kind,on\n" + rows)
    _, _, err = command("rate", book, table, "--on", "2026-12-31", "--lang", "en")

    assert 101 == len(err.splitlines())
    assert "..." == err.splitlines()[-1]


def test_a_table_names_the_clauses_that_moved_a_tier(command, tmp_path):
    """A veto, a ladder, a quota: each that moved the tier is named, and no clause that changed nothing."""
    long = 'says     = { zh = "' + "上期未授星的，本期只能升一星" * 2 + '" }\nthen     = { rise_at_most = 1 }'
    text = SCHEME.replace("then     = { rise_at_most = 1 }", long)
    quota = '[[quota]]\ntier = 1\nat_most = 0\nof = "branch"\nties = "vote"\n'
    file = write(tmp_path / "b.toml", text.replace("[[case]]", quota + "[[case]]", 1))
    barred = FULL["facts"] | {"barred": True}
    some = (
        FULL | {"past": ["none"]},
        FULL | {"id": "m2", "past": ["none"], "facts": barred},
        FULL | {"id": "m3", "past": ["3"]},
        {"id": "m4", "facts": {"barred": True, "class": "full"}, "past": []},
    )
    _, out, _ = command("rate", file, people(tmp_path, *some), "--on", "2026-12-31")
    rise = "按“上期未授星的，本期只能升一星上期未授星的…”，原为 3 ★★★"

    assert [line.split("  ")[-1].strip() for line in out.splitlines()[2:6]] == [
        f"{rise}；因名额调整，原为 1 ★；后续：talk",
        "按“受处分的，不授星”，原为 3 ★★★；后续：talk",
        "75.6",
        "总分未定；缺 absences, appraisal, bonus, service；后续：talk",
    ]


def test_a_clause_that_moved_nobody_is_not_named(command, tmp_path):
    """A clause that struck out other tiers alone did not move the one that was proposed."""
    veto = '[[clause]]\nsays     = { zh = "受处分的'
    others = '[[clause]]\nsays = "不设二星"\nthen = { in = [3, 1, "none"] }\n'
    file = write(tmp_path / "b.toml", SCHEME.replace(veto, others + veto))
    barred = FULL | {"facts": FULL["facts"] | {"barred": True}}
    _, out, _ = command("rate", file, people(tmp_path, barred), "--on", "2026-12-31")

    assert out.splitlines()[2].endswith("75.6  按“受处分的，不授星”，原为 3 ★★★；后续：talk")


def test_a_table_in_english(command, tmp_path, book):
    """With `--lang en` the same is told in English."""
    file = people(tmp_path, FULL, {"id": "m2", "facts": {"ill": True}})
    _, out, _ = command("rate", book, file, "--on", "2026-12-31", "--lang", "en")

    assert out.splitlines() == [
        "Star rating of members, 2026-07-01 to 2027-06-30",
        "id  tier   score  remarks",
        "m1  3 ★★★  75.6",
        "m2                exempt",
        "3 ★★★: 1   exempt: 1",
    ]


def test_the_day_is_today_where_nothing_is_said(command, tmp_path, closed, monkeypatch):
    """Without `--on` the command looks at the calendar, which the library never does, and says the day."""
    monkeypatch.setattr(_grades, "today", lambda: date(2031, 3, 4))
    file = people(tmp_path, {"id": "m1", "facts": {"composite": 60}})
    _, out, _ = command("rate", closed, file, "--json")

    assert json.loads(out)["on"] == "2031-03-04"
    assert json.loads(out)["cycle"] == ["2031-01-01", "2031-12-31"]


def test_a_book_that_is_not_in_force(command, tmp_path):
    """Before a value counts nobody is rated, and the command says from when on it does."""
    text = SCHEME.replace("each     = 20", "each     = { 2026-07-01 = 20 }")
    file = people(tmp_path, FULL)
    code, out, err = command(
        "rate", write(tmp_path / "b.toml", text), file, "--on", "2025-12-31", "--lang", "en"
    )

    assert (code, out) == (1, "")
    assert err == "item.appraisal.each: not in force on 2026-06-30, but from 2026-07-01\n"
    assert command("rate", tmp_path / "b.toml", file, "--on", "2025-12-31", "--json")[:2] == (1, "")


@pytest.mark.parametrize(
    ("tier", "shown"), [("none", "none"), ("5", "5 ★★★★★"), ("0", "0"), ("99", "99"), ("优秀", "优秀")]
)
def test_a_tier_with_its_stars(tier, shown):
    """A tier that is a number of stars is shown with them, within reason."""
    assert shown == _ratings.shown_tier(tier, "en")


QUOTA = """
[[quota]]
says    = { zh = "三星每支部一名" }
tier    = 3
at_most = 1
of      = "branch"
ties    = "vote"
[[quota]]
says    = { zh = "二星以上不少于一名" }
tier    = [3, 2]
at_least = 1
of      = "branch"
[[case]]
"""


@pytest.fixture
def branch(tmp_path):
    """A book with a quota and a target in each branch, and six of two branches."""
    text = SCHEME.replace("[[case]]", QUOTA, 1).split("[[case]]")[0]
    file = write(tmp_path / "stars.toml", text)
    absences = {"m1": ("b-1", 0), "m2": ("b-1", 1), "m3": ("b-1", 15), "m4": ("b-2", 1), "m5": ("b-2", 1)}
    rows = (
        {"id": id, "group": group, "facts": FULL["facts"] | {"absences": many}, "past": []}
        for id, (group, many) in absences.items()
    )
    return file, people(tmp_path, *rows, {"id": "m6", "group": "b-3", "facts": {"ill": True}})


def test_a_book_with_quotas_rates_by_group(command, branch):
    """Where a book counts seats everybody is rated within his group, and the answer has the quotas too."""
    code, out, _ = command("rate", *branch, "--on", "2026-12-31", "--json")
    data = json.loads(out)

    assert code == 0
    assert [(one["id"], one["tier"], one["missing"]) for one in data["ratings"][:5]] == [
        ("m1", "3", []),
        ("m2", "2", []),
        ("m3", "1", []),
        ("m4", None, ["vote"]),
        ("m5", None, ["vote"]),
    ]
    assert data["quotas"][0] == {
        "quota": 0,
        "tiers": ["3"],
        "of": "branch",
        "group": "b-1",
        "base": 3,
        "seats": 1,
        "holders": ["m1"],
        "moved": ["m2"],
        "kept": [],
        "stuck": [],
        "tied": [],
        "waiting": [],
        "open": False,
        "met": True,
    }
    assert len(data["quotas"]) == 4


def test_quotas_as_a_table(command, branch):
    """For people the quotas are told that moved somebody, are open, or are not kept."""
    _, out, _ = command("rate", *branch, "--on", "2026-12-31")

    assert [line for line in out.splitlines() if line.startswith("m4")] == [
        "m4           79.6  不能评定；缺 vote"
    ]
    assert out.splitlines()[3:4] + out.splitlines()[-5:] == [
        "m2    2 ★★   79.6  因名额调整，原为 3 ★★★",
        "",
        "名额         范围  人数  至多    已占  说明",
        "3 ★★★        b-1   3     1       1     移动 m2",
        "3 ★★★        b-2   2     1       0     并列 m4, m5；未定 m4, m5",
        "3 ★★★, 2 ★★  b-2   2     至少 1  0     未定 m4, m5；未达到",
    ]


def test_who_names_no_group_of_a_kind(command, tmp_path, branch):
    """Who names groups, but none by which the book counts, is told with his place in the file."""
    file = people(tmp_path, FULL, FULL | {"id": "m2", "group": {"town": "t-1"}})
    code, out, err = command("rate", branch[0], file, "--lang", "en", "--on", "2026-12-31")

    assert (code, out) == (1, "")
    assert err.startswith("people.json.subjects[1].group: does not say which branch")


# --- explain -------------------------------------------------------------------------------------------


def test_why_somebody_holds_a_tier(command, tmp_path, book):
    """`sanliang explain` prints the tree of reasons: the tier, the clauses, each item with its arithmetic."""
    code, out, err = command("explain", book, people(tmp_path, FULL), "m1", "--on", "2026-12-31")

    assert (code, err) == (0, "")
    assert out.startswith("党员星级评定办法，2026-07-01至2027-06-30：3星")
    assert "\n    无故缺席，每次扣2分：-6分\n" in out


def test_why_as_data(command, tmp_path, book):
    """With `--json` the rating comes with its reasons: codes, sentences, exact numbers, sources."""
    _, out, _ = command("explain", book, people(tmp_path, FULL), "m1", "--on", "2026-12-31", "--json")
    data = json.loads(out)
    tier, score = data["reasons"]

    assert (data["id"], data["tier"], data["score"]) == ("m1", "3", "75.6")
    assert (tier["code"], tier["params"]["start"], tier["params"]["tier"]) == (
        "why.rated",
        "2026-07-01",
        {"zh": "3星", "en": "3 stars"},
    )
    assert tier["source"]["date"] == "2026-01-20"
    assert score["params"]["points"] == "75.6"
    assert tier.keys() == {"code", "path", "message", "params", "source", "because"} == score.keys()


def test_why_in_a_group(command, branch):
    """Where the book counts seats, what is explained is the rating within the group."""
    code, out, _ = command("explain", *branch, "m2", "--on", "2026-12-31", "--lang", "en")

    assert code == 0
    assert "2 stars" in out.splitlines()[0]


def test_nobody_is_explained(command, tmp_path, book):
    """Who is not in the file has no rating: the exit code is 1."""
    found = command("explain", book, people(tmp_path, FULL), "m9", "--lang", "en")

    assert found == (1, "", "ID: is nobody in the file of subjects\n")


# --- compare -------------------------------------------------------------------------------------------


@pytest.fixture
def stricter(tmp_path):
    """The same book, in which an absence costs more."""
    return write(tmp_path / "new.toml", SCHEME.replace("each     = -2", "each     = -3"))


def test_who_moves(command, tmp_path, book, stricter):
    """`sanliang compare` tells who moves from one book to another, by how much, and because of which rule."""
    file = people(tmp_path, FULL, FULL | {"id": "m2", "facts": FULL["facts"] | {"absences": 0}})
    code, out, err = command("compare", book, stricter, file, "--on", "2026-12-31", "--lang", "en")

    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [
        "of 2 people, 1 change their tier and 0 their score alone",
        "  m1: 3 stars (75.6), then 2 stars (72.6)",
    ]


def test_who_moves_as_data(command, tmp_path, book, stricter):
    """With `--json` each move says its rungs, points and rules; counts and changes stand beside."""
    file = people(tmp_path, FULL, {"id": "m2", "facts": {"ill": True}})
    _, out, _ = command("compare", book, stricter, file, "--on", "2026-12-31", "--json")
    data = json.loads(out)
    (move,) = data["moves"]

    assert {key: data[key] for key in ("old", "new", "on", "cycle", "people")} == {
        "old": "stars",
        "new": "stars",
        "on": "2026-12-31",
        "cycle": ["2026-07-01", "2027-06-30"],
        "people": 2,
    }
    assert (move["id"], move["rungs"], move["score"], move["rules"]) == ("m1", -1, "-3", ["item.absences"])
    assert move["before"] == {"outcome": "rated", "tier": "3", "score": "75.6"}
    assert move["because"][0]["path"] == "item.absences"
    assert {"outcome": "exempt", "tier": None, "before": 1, "after": 1} in data["counts"]
    assert [(one["part"], one["what"], one["new"]) for one in data["changes"]] == [
        ("item", "replaced", "item.absences")
    ]


def test_what_only_one_book_asks_for(command, tmp_path, book):
    """A fact that only one of the books has is for that book; one that neither has refuses the file."""
    text = SCHEME.replace("ill        =", "sick       =").replace('fact = "ill"', 'fact = "sick"')
    new = write(tmp_path / "new.toml", text)
    file = people(tmp_path, FULL | {"facts": FULL["facts"] | {"ill": False, "sick": False}})

    assert command("compare", book, new, file, "--on", "2026-12-31")[0] == 0
    file = people(tmp_path, FULL | {"facts": {"weary": True}})
    code, _, err = command("compare", book, new, file)
    assert code == 1
    assert err.startswith("people.json.subjects[0].facts.weary")


def test_many_are_followed_by_a_bar(monkeypatch, capsys):
    """From ten thousand subjects on a bar shows how far things are, on a terminal and nowhere else."""
    many = tuple(range(_people.MANY))
    assert _people.followed(many, "zh") is many

    monkeypatch.setenv("FORCE_COLOR", "1")
    assert _people.followed(many[1:], "zh") == many[1:]
    assert tuple(_people.followed(many, "zh")) == many
    assert "正在评定" in capsys.readouterr().err


def test_something_moves_while_many_are_rated_together(monkeypatch, capsys):
    """Where many are rated together, the terminal shows that it takes a while, and nothing else does."""
    with _people.busy(_people.MANY, "en"):
        assert capsys.readouterr().err == ""

    monkeypatch.setenv("FORCE_COLOR", "1")
    with _people.busy(_people.MANY, "en") as shown:
        assert shown.status == "rating"


# --- lint and test -------------------------------------------------------------------------------------


def test_several_books_are_linted(command, tmp_path):
    """With several files each finding says its file; one that is not there does not hide the others."""
    one = write(tmp_path / "one.toml", SCHEME.replace("points   = {", "point    = {"))
    two = write(tmp_path / "two.toml", SCHEME.replace("date = 2026-01-20", ""))
    code, out, err = command("lint", one, tmp_path / "none.toml", two, "--json")
    found = json.loads(out)["findings"]

    assert (code, err) == (1, "none.toml: 没有该文件，或无法读取\n")
    assert {"one.toml", "two.toml"} == {finding["file"] for finding in found}
    assert found[0].keys() == {"file", "code", "severity", "path", "line", "message"}


def test_the_gaps_of_huaning(command):
    """The bands of 华宁 leave out 69.5, 79.5, 89.5 and 95.5: four errors with `gap` in their code."""
    code, out, _ = command("lint", EXAMPLES / "huaning.toml", "--json")
    found = json.loads(out)["findings"]

    assert code == 1
    assert [("bands.gap", "error")] * 4 == [(one["code"], one["severity"]) for one in found]


def test_a_book_is_linted_for_a_day(command, tmp_path):
    """With `--on` each number is looked at on the last day of the cycle, unless the book has errors."""
    text = SCHEME.replace("each     = 20", "each     = { 2026-07-01 = 20 }")
    text = text.replace("elder = 70, else = 60", "elder = { 2025-07-01 = 65, 2026-07-01 = 70 }, else = 60")
    text = text.replace("name = 3, at_least = 75", "name = 3, at_least = { 2027-07-01 = 75 }")
    file = write(tmp_path / "b.toml", text)
    line = {
        word: text[: text.index(word)].count("\n") + 1
        for word in ("each     = { 2026", "tiers  ", "points  ")
    }
    tiers = "value.not_in_force scale.tiers[0].at_least: not in force on 2027-06-30, but from 2027-07-01"

    assert command("lint", file, "--on", "2027-07-01")[0] == 0
    code, out, err = command("lint", file, "--on", "2026-07-01", "--lang", "en")
    assert (code, err) == (1, "")
    assert f"b.toml:{line['tiers  ']}: error {tiers}\n" in out
    assert out.count("not_in_force") == 1
    _, out, _ = command("lint", file, "--on", "2025-07-01", "--json")
    later = [one for one in json.loads(out)["findings"] if one["code"] == "value.not_in_force"]
    assert [(one["path"], one["line"]) for one in later] == [
        ("item.appraisal.each", line["each     = { 2026"]),
        ("scale.tiers[0].at_least", line["tiers  "]),
    ]
    early = command("lint", file, "--on", "2024-07-01")[1]
    assert "item.duties.points: 2025-06-30 尚未施行，自 2025-07-01 起" in early
    file.write_text(text.replace("points   = {", "point    = {"), "utf-8")
    assert "not_in_force" not in command("lint", file, "--on", "2025-07-01")[1]


MISSED = (
    "fact.ill, fact.barred, fact.late, scale.tiers[1], scale.tiers[2], clause[0], clause[1], clause[2], "
    "clause[3], consequence[0]"
)


def test_the_cases_of_a_book(command, book):
    """`sanliang test` rates the cases of a book, and tells which rules none of them reaches."""
    code, out, err = command("test", book)

    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "stars.toml: 1 个算例全部通过",
        f"stars.toml: 22 条规则中 10 条没有算例涉及：{MISSED}",
    ]


def test_cases_that_reach_every_rule(command):
    """Where the cases reach every rule, that is said."""
    code, out, _ = command("test", EXAMPLES / "nitun.toml", "--lang", "en")

    assert code == 0
    assert out.splitlines()[1] == "nitun.toml: cases reach all 14 rules"


def test_a_case_that_fails(command, tmp_path):
    """A case that does not come out is told with what was expected and what came; the exit code is 1."""
    file = write(tmp_path / "b.toml", SCHEME.replace("score = 75.6", "score = 76"))
    code, out, _ = command("test", file, "--lang", "en")

    assert code == 1
    assert out.splitlines() == [
        "FAILED b.toml: 缺席三次；一次活动6小时、一次3小时",
        "     score: expected 76, got 75.6",
        "b.toml: 1 of 1 cases failed",
        f"b.toml: no case reaches 10 of 22 rules: {MISSED}",
    ]


def test_a_case_that_is_not_ratable_says_why(command, tmp_path):
    """Where a case is not ratable, it is told what is missing and what was wrong, of each of a group."""
    text = SCHEME.replace("expect   = { score", "expect   = { actions = [], score").replace(
        "absences  = 3", 'absences  = "x"'
    )
    _, out, _ = command("test", write(tmp_path / "b.toml", text))
    wrong = "facts.absences 应为整数、分数或十进制文字（如“0.5”），不能是真假值"

    assert out.splitlines()[1:6] == [
        "     actions：应为 -，得 not_ratable",
        "     score：应为 75.6，得 -",
        "     tier：应为 3，得 -",
        f"     缺 absences；{wrong}",
        "b.toml: 1 个算例中 1 个不符",
    ]
    cases = """
[[case]]
name   = "两人"
cycle  = [2026-07-01, 2027-06-30]
people = { m1 = { ill = true }, m2 = { class = "full" } }
expect = { m1 = { tier = 1 }, m2 = { tier = 3 } }
"""
    text = SCHEME.split("[[case]]")[0] + QUOTA.split("[[case]]", 1)[0] + cases
    _, out, _ = command("test", write(tmp_path / "b.toml", text))
    assert out.splitlines()[1:4] == [
        "     m1.tier：应为 1，得 -",
        "     m2.tier：应为 3，得 -",
        "     m2：缺 appraisal, bonus",
    ]


def test_a_case_of_a_group_that_fails(command, tmp_path):
    """In a case of a group it is told whose tier is another than expected."""
    text = (
        SCHEME.replace("[[case]]", QUOTA, 1).split("[[case]]")[0]
        + """
[[case]]
name   = "两人"
cycle  = [2026-07-01, 2027-06-30]
people = { m1 = { ill = true }, m2 = { barred = true } }
expect = { m1 = { outcome = "exempt" }, m2 = { tier = 3 } }
"""
    )
    code, out, _ = command("test", write(tmp_path / "b.toml", text))

    assert code == 1
    assert out.splitlines()[:2] == ["不符 b.toml: 两人", "     m2.tier：应为 3，得 none"]


def test_cases_as_data(command, tmp_path, book):
    """With `--json` the cases of all files come as one list, and what they reach."""
    other = write(tmp_path / "b.toml", SCHEME.replace("score = 75.6", "score = 76"))
    code, out, _ = command("test", book, other, "--json")
    data = json.loads(out)

    assert code == 1
    assert [(one["file"], one["passed"]) for one in data["cases"]] == [
        ("stars.toml", True),
        ("b.toml", False),
    ]
    assert data["cases"][1]["differences"] == [
        {"who": None, "what": "score", "expected": "76", "got": "75.6"}
    ]
    (why,) = data["cases"][1]["ratings"]
    assert (why["id"], why["outcome"], why["score"]) == (None, "rated", "75.6")
    assert {"code", "path", "message", "because"} <= set(why["reasons"][0])
    assert [] == data["cases"][0]["ratings"]
    assert (data["coverage"][0]["file"], data["coverage"][0]["rules"]) == ("stars.toml", 22)
    assert data["coverage"][0]["missed"] == MISSED.split(", ")
    assert len(data["coverage"][0]["reached"]) == 12
    assert "file" not in json.loads(command("test", book, "--json")[1])["cases"][0]


def test_reasons_of_a_group_as_data(command, tmp_path):
    """Of a group those who came out otherwise say why; a wrong cycle is nobody's."""
    people = "people = { m1 = {}, m2 = {} }\n"
    people += 'expect = { m1 = { outcome = "rated" }, m2 = { outcome = "not_ratable" } }'
    case = f'[[case]]\nname = "甲乙"\ncycle = [2026-07-02, 2027-06-30]\n{people}\n'
    file = write(tmp_path / "group.toml", SCHEME.split("[[case]]")[0] + case)
    (one,) = json.loads(command("test", file, "--json")[1])["cases"]

    assert [None, "m1"] == [differs["who"] for differs in one["differences"]]
    assert ["m1"] == [why["id"] for why in one["ratings"]]
    assert "class" in one["ratings"][0]["missing"]


def test_the_cases_of_a_day(command, book):
    """With `--on` only the cases of the cycle that holds the day are rated."""
    said = [command("test", book, "--on", day)[1] for day in ("2026-07-01", "2028-07-01")]

    assert [one.splitlines()[0] for one in said] == ["stars.toml: 1 个算例全部通过", "stars.toml: 没有算例"]


def test_a_book_that_is_refused_has_no_cases(command, tmp_path):
    """A book with errors is not rated by: its faults are told, and the exit code is 1."""
    text = (EXAMPLES / "huaning.toml").read_text("utf-8")
    file = write(tmp_path / "broken.toml", text.replace("at_least = 96", "at_least = 94"))
    code, out, err = command("test", file)

    assert (code, out) == (1, "")
    assert "bands.overlap" not in err
    assert "broken.toml" in err


def test_the_cases_of_a_book_with_gaps(command):
    """Its cases are rated all the same, and the gaps are told."""
    code, out, err = command("test", EXAMPLES / "huaning.toml")

    assert (code, out.splitlines()[0]) == (0, "huaning.toml: 8 个算例全部通过")
    assert "huaning.toml：各档之间有空当" in err


@pytest.mark.parametrize(
    "words", [["rate"], ["rate", "a"], ["lint"], ["test"], ["rate", "a", "b", "--on", "yesterday"]]
)
def test_a_misspelt_verb_exits_with_2(command, words):
    """A verb without its files, or with a day that is none, is told, and the exit code is 2."""
    code, out, err = command(*words)

    assert (code, out) == (2, "")
    assert err
