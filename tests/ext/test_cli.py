"""The command line: the played campaign, the diagrams, the exit codes."""

import json
import shutil
from datetime import date
from importlib.resources import files
from io import StringIO
from types import SimpleNamespace
from typing import get_args

import attrs
import pytest
from rich.console import Console

from sanliang import pairing
from sanliang.calendars import UNPUBLISHED
from sanliang.ext import cli
from sanliang.ext.cli import _acts, _app, _show
from sanliang.ext.cli._files import reader, shipped, town_of
from sanliang.ext.cli._play import Line, play
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import diagram
from sanliang.kernel.verdicts import Refused, Verdict
from sanliang.pledges import BASE

BRANCHES = 8


@pytest.fixture(scope="session")  # some of what looks at it runs with the tracer, some after it
def played():
    """The shipped campaign, played once."""
    return play(town_of(reader(shipped())))


@pytest.fixture
def shown(played, monkeypatch):
    """The command shows what has been played already."""
    monkeypatch.setattr("sanliang.ext.cli._app.play", lambda *_: played)


def command(capsys, *words):
    """What a command exits with, prints, and complains of."""
    with pytest.raises(SystemExit) as exit_:
        cli.main([*words])
    out, err = capsys.readouterr()
    return exit_.value.code, out, err


def on(played, day, stage):
    """The totals of the town in a stage on a day."""
    town = played.town.plan.unit
    return next(
        one.total
        for one in played.coverage
        if (one.on.isoformat(), one.stage, one.unit) == (day, stage, town)
    )


def test_the_campaign_has_the_dates_of_the_article(played):
    """The pilot begins on 20 July 2020, the town meets on 3 August, all begin on 11 August."""
    told = {line.on.isoformat(): line.says.zh for line in reversed(played.story)}

    assert told["2020-07-20"] == "试点开始：音河村党支部"
    assert told["2020-08-03"] == "全镇推进会"
    assert told["2020-08-11"].startswith("全面开展：")


@pytest.mark.parametrize("stage", ["plaque", "pledge"])
def test_on_the_day_of_the_article_nobody_is_missing(played, stage):
    """应挂尽挂、应签尽签: of all who have to, all have a plaque and have signed; some are exempt."""
    total = on(played, "2020-08-14", stage)

    assert total.share == 1
    assert total.due > 200
    assert total.exempt > 0


def test_nobody_is_counted_twice(played):
    """The town's totals are the sums of its branches'."""
    for day in ("2020-08-14", "2021-06-30", "2021-07-05"):
        for stage in ("plaque", "pledge", "action", "consolidation"):
            branches = [
                one.total
                for one in played.coverage
                if (one.on.isoformat(), one.stage) == (day, stage) and one.unit != played.town.plan.unit
            ]
            assert len(branches) == BRANCHES
            assert sum(branches[1:], branches[0]) == on(played, day, stage)


def test_reviews_commend_and_rectify(played):
    """There is a review on each theme Party day, on 1 January and 1 July; those two commend and rectify."""
    told = {line.on.isoformat(): line.says.zh for line in played.story if "总结评议" in line.says.zh}

    assert {"2021-01-01", "2021-07-01", "2020-10-09"} <= set(told)
    assert len(told) == 13
    assert "表彰 0" not in told["2021-01-01"] + told["2021-07-01"]
    assert "整改 0" not in told["2021-01-01"] + told["2021-07-01"]


def test_what_is_open_at_the_end_is_named(played):
    """Whoever is not consolidated is being rectified, and is due by a day after the play."""
    assert {case.why.params["state"] for case in played.open} == {"rectifying"}
    assert len(played.open) == 2
    assert {due.step for due in played.dues} == {"act_again"}


def test_both_sides_choose_and_everyone_is_covered(played):
    """All contact households get a member's household, most of them by choice, and the proof is audited."""
    (told,) = [line for line in played.story if line.says.zh.startswith("双向选择")]

    assert date(2020, 9, 7) == told.on
    assert (
        "双向选择：联系户 126 户，有党员户帮带的 126 户；互选 99 对，组织安排 27 对；证明已核对"
        == told.says.zh
    )
    assert told.says.en == (
        "two-way choice: 126 of 126 contact households have a member's household to help them; "
        "99 pairs chosen by both, 27 placed by the organisation; certificate audited"
    )


@pytest.mark.once("it says nothing of versions")
@pytest.mark.untraced("it plays the whole campaign again")
def test_the_logs_prove_the_play(played):
    """Every log verifies and replays to what was played; playing again gives the same digest."""
    assert played.sound
    assert play(town_of(reader(shipped()))).board == played.board


@pytest.mark.usefixtures("shown")
def test_the_demo_is_printed(capsys, monkeypatch):
    """The demo tells the days, the coverage by village and stage, what is open, and what the logs prove."""
    monkeypatch.setenv("COLUMNS", "120")
    code, out, err = command(capsys, "demo", "--lang", "en")

    assert (code, err) == (0, "")
    assert "the pilot begins: 音河村党支部" in out
    assert "Coverage on 2020-08-14" in out
    assert "rectification is due × 2" in out
    assert "verified; the board's digest is" in out


@pytest.mark.usefixtures("shown")
def test_the_demo_is_printed_as_data(capsys, played):
    """With `--json` the same comes as one document, which is as good as the play itself."""
    code, out, err = command(capsys, "demo", "--json")
    data = json.loads(out)

    assert (code, err) == (0, "")
    assert data["logs"] == {
        "count": played.logs,
        "events": played.events,
        "board": played.board,
        "sound": True,
    }
    assert len(data["timeline"]) == len(played.story)
    assert data["pairing"] == {
        "on": "2020-09-07",
        "households": 126,
        "covered": 126,
        "helpers": 123,
        "chosen": 99,
        "placed": 27,
        "audited": True,
        "problem": played.helping.problem.digest,
    }
    assert data["coverage"][0].keys() == {"on", "stage", "unit", "due", "done", "open", "exempt", "share"}
    assert [case["subject"] for case in data["open"]] == [case.subject for case in played.open]


def refuted(helping):
    """The same choice, had its audit failed."""
    return attrs.evolve(helping, audited=Verdict(ok=False))


def uncovered(helping):
    """The same choice, had one household been left out."""
    left = pairing.Unpaired(
        id=helping.problem.households[0].id, why="short_of_room", role="helper", missing=1
    )
    return attrs.evolve(helping, pairing=attrs.evolve(helping.pairing, unpaired=[left]))


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize(
    ("spoil", "said"), [(refuted, "certificate NOT valid"), (uncovered, "125 of 126 contact households")]
)
def test_the_demo_fails_where_the_pairing_does(capsys, monkeypatch, played, spoil, said):
    """The exit code is 0 only if everybody is covered and the audit agrees, whatever the logs say."""
    helping = spoil(played.helping)
    monkeypatch.setattr("sanliang.ext.cli._app.play", lambda *_: attrs.evolve(played, helping=helping))
    code, out, _ = command(capsys, "demo", "--lang", "en")

    assert said in helping.says.en
    assert (1, False) == (code, helping.sound)
    assert "verified; the board's digest is" in out


def test_what_is_printed_is_what_was_said(played):
    """Words out of files are shown as they are, brackets and all; where nobody is open, that is said."""
    plan = attrs.evolve(played.town.plan, title=Text("[red]三亮[/]"), source=None)
    line = Line(on=date(2020, 7, 20), says=Text("[/b] 试点", "[/b] pilot"))
    ended = attrs.evolve(played, town=attrs.evolve(played.town, plan=plan), story=(line,), open=())
    console = Console(file=StringIO(), width=120)
    _show.on(console, ended, "en")
    out = console.file.getvalue()

    assert "[red]三亮[/]" in out
    assert "2020-07-20  [/b] pilot" in out
    assert "Open on 2021-07-05\nnobody\n" in out


def test_a_notice_does_not_end_by_guessing(monkeypatch):
    """Where the working days are not published, no notice is filed, and the play says why it stops."""
    monkeypatch.setattr("sanliang.ext.cli._play.published", lambda: UNPUBLISHED)
    with pytest.raises(Refused, match="whether 2020-07-25 is a working day has not been published"):
        play(town_of(reader(shipped())))


def test_a_text_of_a_file_is_no_format(played):
    """What a file says of progress is filled in place by place, and nothing in it is looked up or widened."""
    text = Text("{deed.__class__}：{quantity:900000000}{measure}")
    days = SimpleNamespace(
        town=attrs.evolve(played.town, progress=text),
        office=SimpleNamespace(thing={one.id: one for one in played.things}.get),
    )
    row = next(row for row in played.town.course if row.move == "progress")
    measure = played.town.items[row.thing][0].measure

    assert _acts._progress(row, days).progress.says == f"{{deed.__class__}}：{{quantity:900000000}}{measure}"


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped files."""
    shutil.copytree(files("sanliang.ext.cli") / "xingshisi", tmp_path / "town")
    return tmp_path / "town"


# What they tell is found only after the town is paired, or played up to the fault, which takes long.
PLAYED = [
    ("course.csv", "p-0006,progress", "p-9999,progress", "course.csv: is in none of the files"),
    ("course.csv", "i1,3,2020-08-15", "i1,3,2020-08-16", "p-0021.ref: is in none of the files"),
    ("course.csv", ",progress,m-0001,i1,", ",progress,m-0001,i9,", ".item: is in none of the files"),
    ("letters.csv", "p-0001,", "p-9999,", "choices.csv: is in none of the files"),
    ("plaques.csv", ",hung,房门上方,,", ",withheld,,暂缓,", "a household's pledge stands on its plaque"),
    ("campaign.toml", 'kind = "village"', 'kind = "vilage"', "campaign.toml.pairing.rules.near[1].kind"),
    ("wishes.csv", "h-0023,m-0023;", "h-9999,m-0023;", "wishes.csv:2.id: is none of the households"),
    ("wishes.csv", "h-0023,m-0023;", "h-0023,m-0034;", "wishes.csv.households.h-0023[1]"),
    ("wishes.csv", ",m-0016\n", ",h-0016\n", ".refuses: is none of the households"),
    (
        "wishes.csv",
        "h-0023,m-0023;",
        "h-0023,m-9999;",
        "wishes.csv:2.wishes: is none of the households",
    ),
]


@pytest.mark.once("it reads our own tables, which no version of a library does for us")
@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        *(pytest.param(*row, marks=pytest.mark.untraced("other tests take its branches")) for row in PLAYED),
        ("letters.csv", ",2020-07-21,", ",20-07-21,", "letters.csv:2.drafted"),
        ("choices.csv", ",12,", ",twelve,", "choices.csv:2"),
        ("campaign.toml", "\n[dates]", "\n[dates", "campaign.toml"),
        ("units.csv", "b-yinhe,党支部", "b-yinhe,党支", "units.csv"),
        ("campaign.toml", "pilot = 2020-07-20", "", "campaign.toml.dates.pilot"),
        ("campaign.toml", 'code = "yinhe"', 'code = "yinho"', "menus.toml.yinho: is in none of the files"),
        ("choices.csv", ",yh-04,", ",yh-99,", "choices.csv:2.menu: is in none of the files"),
        ("choices.csv", ",12,", "," + "9" * 5000 + ",", "choices.csv:2.quantity"),
        ("choices.csv", ",12,", ",12,,,,,", "choices.csv:2"),
        ("choices.csv", ",12,", ',"12"x,', "choices.csv: is no well-formed CSV"),
        ("leading.csv", ",head", ",member", "is in none of the files"),
        ("campaign.toml", "on = 2020-09-07", "on = 2021-09-07", "pairing.on: must be a day of the cycle"),
        ("campaign.toml", 'need = "labour"', "ned = 1", "campaign.toml.pairing.rules.matches[0].ned"),
    ],
)
def test_a_fault_in_a_file_is_named_with_its_place(capsys, folder, name, old, new, said):
    """A file that is not as it should be is refused with its name and place, and exit code 1."""
    path = folder / name
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    code, out, err = command(capsys, "demo", str(folder), "--lang", "en")

    assert (code, out) == (1, "")
    assert said in err


def test_a_file_in_another_encoding_is_named(capsys, folder):
    """A file that is not UTF-8 is refused with its name."""
    (folder / "letters.csv").write_text("编号", "gbk")

    assert command(capsys, "demo", str(folder), "--lang", "en") == (
        1,
        "",
        "letters.csv: is not encoded in UTF-8\n",
    )


def test_a_missing_file_is_named(capsys, folder):
    """Where a file is missing, its name is told, in Chinese where nothing else is asked for."""
    (folder / "letters.csv").unlink()

    assert command(capsys, "demo", str(folder)) == (1, "", "letters.csv: 缺少此文件\n")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_diagram_is_printed(capsys, lang):
    """`sanliang diagram pledge` prints the lifecycle of pledges, and so for every word that has one."""
    assert command(capsys, "diagram", "pledge", "--lang", lang) == (0, diagram(BASE, lang=lang) + "\n", "")
    for word in ("concern", "inspection", "objection"):
        assert command(capsys, "diagram", word, "--lang", lang)[1].startswith("stateDiagram-v2")


def test_each_word_that_is_offered_can_be_drawn():
    """`sanliang diagram` takes a word for each lifecycle that it knows, and no other."""
    assert sorted(_app.DRAWN) == [*get_args(_app.Word)]


@pytest.mark.parametrize("words", [["diagram", "nothing"], ["dmeo"], ["demo", "--nothing"]])
def test_a_misspelt_command_exits_with_2(capsys, words):
    """Who misspells a command is told, and the exit code is 2."""
    code, _, err = command(capsys, *words)

    assert code == 2
    assert err


BOOK = """
schema = 1
id     = "stars"
rates  = "member"
title  = { zh = "星级评定" }
source = { title = "某镇党委文件", date = 2026-01-05 }
cycle  = { every = "year", starts = 2026-01-01 }
[item.duties]
says   = { zh = "履行义务" }
points = 80
[scale]
says   = { zh = "按得分授星" }
tiers  = [ { name = 5, at_least = 90 }, { name = 4, at_least = 80 } ]
"""


def test_a_rulebook_is_linted(capsys, tmp_path):
    """`sanliang lint` prints a line for each finding, and exits with 0 where none is an error."""
    (tmp_path / "stars.toml").write_text(BOOK, "utf-8")
    code, out, err = command(capsys, "lint", str(tmp_path / "stars.toml"))

    assert (code, err) == (0, "")
    assert out.startswith("stars.toml:13: 提醒 tier.unreachable scale.tiers[0]: ")
    assert len(out.splitlines()) == 1


def test_a_rulebook_is_linted_as_data(capsys, tmp_path):
    """`sanliang lint --json` prints the findings as data, and exits with 1 where one is an error."""
    (tmp_path / "stars.toml").write_text(BOOK.replace("points = 80", "point = 80"), "utf-8")
    code, out, err = command(capsys, "lint", str(tmp_path / "stars.toml"), "--json")
    (found,) = json.loads(out)["findings"]

    assert (code, err) == (1, "")
    assert found.keys() == {"code", "severity", "path", "line", "message"}
    assert found["message"].keys() == {"zh", "en"}
    assert (found["code"], found["severity"], found["line"]) == ("book.unknown_key", "error", 10)


def test_a_rulebook_that_is_not_there_is_named(capsys, tmp_path):
    """A file that is not there is refused, with exit code 1."""
    code, out, err = command(capsys, "lint", str(tmp_path / "none.toml"), "--lang", "en")

    assert (code, out, err) == (1, "", "none.toml: is not there, or cannot be read\n")


def test_a_reader_that_has_gone_is_no_traceback(capfd, monkeypatch):
    """`sanliang diagram pledge | head` ends in silence, with exit code 1."""

    def gone(_words):
        raise BrokenPipeError

    monkeypatch.setattr("sanliang.ext.cli._app.run", gone)
    monkeypatch.setattr("os.dup2", lambda *_: None)

    assert command(capfd, "diagram", "pledge") == (1, "", "")
