"""The verb that changes one rule of a town at a time."""

import json

import pytest
from tests.townships.folders import BOOK, change, folder

from sanliang.ext import cli
from sanliang.townships._own import HERE


def run(capsys, *words):
    """What a command exits with and prints."""
    with pytest.raises(SystemExit) as exit_:
        cli.main([str(word) for word in words])
    return exit_.value.code, capsys.readouterr().out


def test_every_change_of_ours_is_noticed(capsys):
    """The exit code is 0 where every change is noticed, and where there is none to make."""
    code, out = run(capsys, "mutate", "huaxing", "--lang", "en")
    assert (0, "Huaxing: 22 changes, 22 noticed (loader 1, check 0, cases 21), 0 not noticed\n") == (
        code,
        out,
    )
    assert (0, "陂西镇：没有可改动的规则\n") == run(capsys, "mutate", "poxi", "--part", "points")


def test_what_no_case_notices_is_told_with_the_case_to_add(capsys, tmp_path):
    """The exit code is 1, and each change that is not noticed is a line, or a row of the document."""
    path = folder(tmp_path / "town", change("notices", "replace", "rating", "{ days = 7 }"))
    code, out = run(capsys, "mutate", path, "--lang", "en", "--most", "1")
    assert 1 == code
    assert "not noticed: township.toml:12: notices.rating.days: 7 becomes 8; add a case" in out
    code, out = run(capsys, "mutate", path, "--json")
    first = json.loads(out)["survivors"][0]
    assert (1, "rating.days", "township.toml", 12) == (
        code,
        *(first[key] for key in ("path", "file", "line")),
    )
    assert "notices[0].value.days" == first["at"]


def test_a_rule_is_told_with_its_place_only_where_the_town_writes_it(capsys, tmp_path):
    """A book has its own file; what a book takes over has no line, and what a town takes over has no file."""
    path = folder(
        tmp_path, change("rulebooks", "add", "deeds"), change("records", "add", "deed", '"事"'), deeds=BOOK
    )
    _, out = run(capsys, "mutate", path, "--lang", "en", "--part", "rulebooks")
    assert (
        "deeds.toml:11: rulebooks.deeds.item.deeds.ceiling.cycle: 12 becomes 13; add a case to deeds" in out
    )
    assert "no case has 'score' at exactly 3; add one that does" in out
    _, out = run(capsys, "mutate", path, "--lang", "en", "--part", "notices", "--whole")
    assert "not noticed: notices.pledge.days: 5 becomes 6" in out
    book = (HERE / "pingshan" / "branch-stars.toml").read_text(encoding="utf-8").partition("[[case]]")[0]
    path = folder(tmp_path, change("rulebooks", "replace", "branch-stars"), branch_stars=book)
    _, out = run(capsys, "mutate", path, "--json")
    survivors = json.loads(out)["survivors"]
    assert {"branch-stars.toml"} == {one["file"] for one in survivors}
    assert None in {one["line"] for one in survivors}


def test_a_town_that_fails_its_own_cases_is_not_changed(capsys, tmp_path):
    """A case that fails already notices nothing, so that no score is told."""
    case = '[[case]]\nname = "六日"\nmonth = 2026-09-01\nheld = { theme = 2026-09-06 }\n'
    path = folder(tmp_path / "town", change("notices", "replace", "rating", "{ days = 7 }"), case)
    with pytest.raises(SystemExit) as exit_:
        cli.main(["mutate", str(path), "--lang", "en"])
    shown = capsys.readouterr()
    assert (1, "") == (exit_.value.code, shown.out)
    assert "mend that first" in shown.err
    assert "expected 2026-09-06, got 2026-09-07" in shown.err
