"""`sanliang demo --town`: each town is played by its own rules, and the figures are those of its article."""

import json
import re
import shutil
from functools import cache
from importlib.resources import as_file
from io import StringIO
from types import SimpleNamespace

import attrs
import pytest
from rich.console import Console
from tests.townships.folders import change, folder

from sanliang import InvalidInput, townships
from sanliang.ext.cli import _app
from sanliang.ext.cli._files import reader, shipped, town_of
from sanliang.ext.cli._tours import IDS, PLAYS, _shown, huaxing, tour, whose
from sanliang.ext.cli._tours._tour import Figure, Stage, Told
from sanliang.kernel.labels import Text
from sanliang.townships._own import IDS as OWN

WHOLE = (pytest.mark.untraced("it plays a whole town"), pytest.mark.once("the others are played again"))
FIGURES = {
    "huaxing": {
        "branches": 11,
        "members": 512,
        "card": 4,
        "oath": 268,
        "pledges": 24,
        "theme_days": 11,
        "results": 252,
        "fulfilled": 22,
        "unfulfilled": 2,
        "lectures": 1008,
        "speakers": 100,
        "customers": 336,
        "issued": 7583,
        "redeemed": 4900,
        "lost": 0,
        "inspectors": 3,
        "inspected": 11,
        "substitutes": 1,
        "findings": 4,
        "settled": 4,
    },
    "pingshan": {
        "posts": 15,
        "members": 15,
        "group_items": 3,
        "refused": 1,
        "rated": 1462,
        "without_quota": 70,
        "moved": 7,
        "members_5": 63,
        "members_4": 306,
        "members_2": 5,
        "branches_5": 2,
        "branches_4": 5,
        "helpers": 327,
        "covered": 771,
        "violations": 0,
    },
    "poxi": {
        "area_leader": 21,
        "work_team": 21,
        "team_members": 48,
        "service_centre": 21,
        "talks": 52,
        "collected": 206,
        "villages": 21,
        "done": 154,
        "refused": 5,
        "open": 47,
        "overdue": 19,
        "board": 206,
    },
    "xingxian": {
        "in_time": 12871,
        "units": 17,
        "temporary": 2,
        "households": 917,
        "members": 63,
        "areas": 72,
        "faults": 0,
        "blind": 0,
        "levels": 5,
        "plaques": 6,
    },
}
CUT = {
    "lectures.csv": r"l-00[0-3]\d,",
    "deeds.csv": r"h-00\d,",
    "orders.csv": r"o-h-00\d,",
    "letters.csv": r"p-0[5-8],",
    "results.csv": r"\d+,p-0[5-8],",
}
"""The rows of 华兴镇 that do for every branch; a tracer makes the whole year slow."""


@cache
def played(id):
    """The tour of a town, as it comes with the package."""
    return tour(townships.get(id), reader(shipped(id)))


def figures(one):
    """What was counted, by code."""
    return {told.figure.code: told.count for _, chapter in one.chapters for told in chapter}


@pytest.fixture
def files(tmp_path):
    """A copy of the files of a town."""

    def copied(id):
        with as_file(shipped(id)) as path:
            return shutil.copytree(path, tmp_path / id)

    return copied


@pytest.fixture
def cut(files):
    """The files of 华兴镇, with some of the rows."""
    path = files("huaxing")
    for name, pattern in CUT.items():
        head, *rows = (path / name).read_text("utf-8").splitlines(keepends=True)
        kept = [row for row in rows if re.match(pattern, row)]
        (path / name).write_text(head + "".join(kept), "utf-8")
    return path


# --- the figures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", [pytest.param("huaxing", marks=WHOLE), "pingshan", "poxi", "xingxian"])
def test_the_figures_are_those_of_the_article(id):
    """What the logs and the ratings of the play come to is what the article says, and every log proves it."""
    one = played(id)
    counted = figures(one)

    assert FIGURES[id] == {code: counted[code] for code in FIGURES[id]}
    assert (True, True) == (one.verified, one.sound)
    assert [] == [told.figure.code for _, chapter in one.chapters for told in chapter if told.holds is False]


def test_every_town_has_a_tour():
    """The five towns of the library, and no other."""
    assert IDS == OWN
    assert {*PLAYS, "xingshisi"} == {*IDS}


def test_a_town_is_played_by_its_own_rules(cut):
    """Where the town no longer shows the telephone, the card shows less; its day of exchange is the day."""
    telephone = next(one for one in townships.get("huaxing").changes if one.change.key == "member_phone")
    closed = attrs.evolve(telephone.change, value=townships.base().shown["member_phone"])
    january = next(one for one in townships.get("huaxing").changes if one.change.key == "exchange.january")
    later = attrs.evolve(january.change, op="replace", value=attrs.evolve(january.change.value, day=20))
    quiet = townships.Layer(
        id="quiet",
        name=Text("华兴镇"),
        over=["huaxing"],
        changes=[attrs.evolve(telephone, change=closed), attrs.evolve(january, change=later)],
    )
    hidden = townships.overlay(townships.get("huaxing"), quiet)
    counts = huaxing.play(Stage(hidden, reader(cut)))

    assert (3, 11) == (counts["card"], counts["inspected"])
    assert "2020-01-20" == counts["exchange_day"].zh


@pytest.mark.untraced("other tests take its branches")
def test_the_campaign_keeps_the_rules_of_its_town():
    """What the files of 兴十四镇 say of days, notices and whom to help is what the town says."""
    files, own = town_of(reader(shipped())), townships.get("xingshisi")

    assert own.calendar.theme == files.calendar.theme
    assert [(one.code, one.month, one.day) for one in own.calendar.fixed] == [
        (one.code, one.month, one.day) for one in files.calendar.fixed
    ]
    assert own.notices["pledge"] == files.period
    assert (own.pairing.seats, own.pairing.near) == (files.choice.rules.seats, files.choice.rules.near)


@pytest.mark.untraced("other tests take its branches")
def test_playing_again_gives_the_same_digest():
    """Nothing is drawn, and no clock is read."""
    assert played("poxi").board == tour(townships.get("poxi"), reader(shipped("poxi"))).board


# --- the command -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_tour_is_printed(command, monkeypatch, lang):
    """Each figure stands beside the article's, below the town's name and its sources."""
    monkeypatch.setattr(_app, "tour", lambda _town, _read: played("poxi"))
    code, out, err = command("demo", "--town", "poxi", "--lang", lang)
    said = {
        "zh": [
            "陂西镇：党建+服务",
            "  ✓ 收集问题 206 个  报道：200 以上\n",
            "    未办结 47 件\n",
            "核对无误",
        ],
        "en": [
            "Poxi: Party building and services",
            "  ✓ 206 concerns collected  the article: 200 or more\n",
            "    47 open\n",
            "verified; the board's digest is",
        ],
    }

    assert (0, "") == (code, err)
    assert [] == [one for one in said[lang] if one not in out]


def test_a_tour_is_data_too(command, monkeypatch):
    """With `--json` the same comes as one document."""
    monkeypatch.setattr(_app, "tour", lambda _town, _read: played("xingxian"))
    code, out, err = command("demo", "--town", "xingxian", "--json")
    data = json.loads(out)
    rows = {row["code"]: row for chapter in data["chapters"] for row in chapter["figures"]}

    assert (0, "", "xingxian", True) == (code, err, data["town"], data["sound"])
    assert data.keys() == {"town", "name", "title", "sources", "chapters", "logs", "sound"}
    assert (12871, 12871, False, True) == tuple(
        rows["in_time"][key] for key in ("count", "article", "least", "holds")
    )
    assert (None, None) == (rows["way"]["article"], rows["way"]["holds"])
    assert rows["way"]["count"]["en"].startswith("township → ")
    assert played("xingxian").board == data["logs"]["board"]


@pytest.mark.untraced("other tests take its branches")
def test_other_files_are_played(command, cut):
    """A folder of the same names is played; where a figure is not the article's, the exit code is 1."""
    code, out, err = command("demo", cut, "--town", "huaxing", "--lang", "en")

    assert (1, "") == (code, err)
    assert "  ✗ 39 lectures in the year  the article: 1000 or more\n" in out
    assert "    3 found to be fulfilled\n    1 not\n" in out
    assert "  ✓ 0 that nobody can account for  the article: 0\n" in out


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize(
    ("id", "name", "old", "new", "said"),
    [
        ("poxi", "tour.toml", '"talks"', '"talk"', "tour.toml.talk: is in none of the files"),
        ("poxi", "tour.toml", "last =", "lst =", "tour.toml.days.last: is in none of the files"),
        ("poxi", "concerns.csv", ",roads,", ",rodes,", "concerns.csv:2.category"),
        ("pingshan", "posts.csv", ",group_head,", ",grup_head,", "posts.csv.code: is in none of the files"),
        ("poxi", "words.toml", '"work_team"', "1", "words.toml"),
        ("xingxian", "called.csv", ",758,", ",x,", "called.csv:2.called: must be a whole number"),
        ("xingxian", "tour.toml", "title = ", "titel = ", "tour.toml"),
    ],
)  # fmt: skip
def test_a_fault_of_the_files_is_told(command, files, id, name, old, new, said):
    """What is wrong with a file is told with its place, and the exit code is 1."""
    path = files(id)
    text = (path / name).read_text("utf-8")
    assert old in text
    (path / name).write_text(text.replace(old, new, 1), "utf-8")
    code, out, err = command("demo", path, "--town", id, "--lang", "en")

    assert (1, "") == (code, out)
    assert said in err


def test_a_folder_of_that_name_is_not_the_town(tmp_path, monkeypatch):
    """An id with a tour is that town, whatever lies in the folder from which the command is run."""
    (tmp_path / "poxi").mkdir()
    monkeypatch.chdir(tmp_path)

    assert townships.get("poxi") == whose("poxi", folder=True)


@pytest.mark.parametrize("town", ["base", "nowhere", "qingshan"])
def test_a_town_without_a_tour_is_told_those_with_one(command, town):
    """An unknown id, or a town without a tour, is refused, and all five are named."""
    code, out, err = command("demo", "--town", town, "--lang", "en")

    assert (1, "") == (code, out)
    assert err.startswith(f"town: has no tour; there is one of: {', '.join(IDS)}.")
    assert "有导览的镇：" in command("demo", "--town", town)[2]


def test_a_campaign_is_played_by_the_courses_of_another_town(command, monkeypatch, tmp_path):
    """With the folder of a campaign any town may be named: its courses move the things."""
    seen = []

    def play(_town, courses):
        seen.append(courses["pledge"].label("approve").zh)
        raise InvalidInput()

    monkeypatch.setattr(_app, "play", play)
    monkeypatch.setattr(_app, "town_of", lambda _read: None)
    label = 'value = { label = "支部过关" }'
    own = folder(
        tmp_path, change("pledge", "replace", "rows.approve").replace("\nsource", f"\n{label}\nsource")
    )

    assert 1 == command("demo", tmp_path, "--town", own)[0]
    assert 1 == command("demo", "--town", "xingshisi")[0]
    assert ["支部过关", "审定"] == seen
    assert "xingshisi" == whose(None, folder=False).id


@pytest.mark.untraced("other tests take its branches")
def test_the_others_are_named_after_the_campaign(command, monkeypatch):
    """`sanliang demo` alone ends with a line for each other tour, with its command."""
    done = SimpleNamespace(sound=True)
    monkeypatch.setattr(_app, "play", lambda _town, _courses: done)
    monkeypatch.setattr(_app._show, "on", lambda *_: None)
    _, out, _ = command("demo")

    assert (
        "其他镇的导览：\n"
        "  sanliang demo --town huaxing  华兴镇\n"
        "  sanliang demo --town pingshan  平山镇\n"
        "  sanliang demo --town poxi  陂西镇\n"
        "  sanliang demo --town xingxian  兴县\n"
    ) == out
    assert "" == command("demo", "--town", "xingshisi")[1]


# --- what is told ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "article", "least", "expected"),
    [
        (5, None, False, None),
        (Text("五"), 5, False, None),
        (5, 5, False, True),
        (6, 5, False, False),
        (6, 5, True, True),
        (4, 5, True, False),
    ],
)
def test_a_figure_holds_where_it_is_the_articles(count, article, least, expected):
    """So many, or so many and more; where the article says nothing, nothing is claimed."""
    figure = Figure(code="x", says=Text("{count}"), article=article, least=least)

    assert expected is Told(figure=figure, count=count).holds


def test_a_text_of_a_file_is_shown_as_it_is():
    """Brackets and braces of a file are neither markup nor a format."""
    one = played("xingxian")
    figure = Figure(code="x", says=Text("[red]{count.__class__} {count}[/red]"))
    strange = attrs.evolve(one, chapters=((Text("[b]"), (Told(figure=figure, count=3),)),), verified=False)
    console = Console(file=StringIO(), width=120)
    _shown.on(console, strange, "en")
    out = console.file.getvalue()

    assert "[red]{count.__class__} 3[/red]" in out
    assert "NOT verified" in out
    assert not strange.sound
