"""The verb that changes one rule of a town at a time."""

import json

import pytest
from tests.townships.folders import change, folder

from sanliang.ext import cli


def run(capsys, *words):
    """What a command exits with and prints."""
    with pytest.raises(SystemExit) as exit_:
        cli.main([str(word) for word in words])
    return exit_.value.code, capsys.readouterr().out


def test_every_change_of_ours_is_noticed(capsys):
    """The exit code is 0 where every change is noticed, and where there is none to make."""
    code, out = run(capsys, "mutate", "huaxing", "--lang", "en")
    assert (0, "Huaxing: 21 changes, 21 noticed (loader 1, check 0, cases 20), 0 not noticed\n") == (
        code,
        out,
    )
    assert (0, "陂西镇：没有可改动的规则\n") == run(capsys, "mutate", "poxi", "--part", "points")


def test_what_no_case_notices_is_told_with_the_case_to_add(capsys, tmp_path):
    """The exit code is 1, and each change that is not noticed is a line, or a row of the document."""
    path = folder(tmp_path / "town", change("notices", "replace", "rating", "{ days = 7 }"))
    code, out = run(capsys, "mutate", path, "--lang", "en", "--most", "1")
    assert 1 == code
    assert "not noticed: notices.rating.days: 7 becomes 8; add a case" in out
    code, out = run(capsys, "mutate", path, "--json")
    assert (1, "rating.days") == (code, json.loads(out)["survivors"][0]["path"])


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
