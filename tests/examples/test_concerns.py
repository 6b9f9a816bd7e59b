"""The examples of 三原县陂西镇 and 华兴镇: the figures of the articles come out of the logs."""

import importlib.util
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from sanliang import concerns, supervision
from sanliang.concerns import Standing

EXAMPLES = Path(__file__).parents[2] / "examples"


def script(path):
    """A script, as a module."""
    spec = importlib.util.spec_from_file_location(path.replace("/", "_"), EXAMPLES / f"{path}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def sanyuan():
    """The script of 陂西镇, and the logs that it makes."""
    module = script("sanyuan/concerns")
    return module, module.logs()


def test_the_half_year_has_the_figures_of_the_article(sanyuan):
    """Seed 002: 50 talks in 21 villages, 200 collected, 150 solved, three quarters."""
    module, logs = sanyuan
    half = concerns.tally(logs, on=module.LAST, roster=module.ROSTER)

    assert (200, 150) == (half.total.collected, half.total.done)
    assert 21 == len(half.units)
    assert half.total == half.rolled["t-1"]
    assert 50 == len({concerns.replay(log).raised.at for log in logs})
    by_hand = Counter(concerns.replay(log).standing for log in logs)
    assert {Standing.DONE: 150, Standing.REFUSED: 5, Standing.OPEN: 45} == {**by_hand}


def test_the_figure_stays_what_it_was(sanyuan):
    """In the middle of the half-year fewer were solved, and the same logs say so today."""
    _, logs = sanyuan
    march = concerns.tally(logs, on=date(2022, 3, 31)).total
    assert march.done < march.collected < 200


def test_the_figures_are_printed(sanyuan, capsys):
    """In the words of the article."""
    sanyuan[0].main()
    assert "座谈会 50 场，收集 200 件，办结 150 件，占 75%" in capsys.readouterr().out


def test_every_branch_is_inspected_from_outside(capsys):
    """Seed 000: 11 branches, each by a team of which nobody belongs to it; what was found is settled."""
    module = script("huaxing/supervision")
    found = [supervision.replay_inspection(log) for log in module.logs()]

    assert 11 == len({one.unit for one in found})
    assert {"settled": 4, "clean": 7} == {**Counter(one.state for one in found)}
    for one in found:
        homes = {belonging.unit for id in one.team.members for belonging in module.ROSTER.member(id).belongs}
        assert one.unit not in homes
    module.main()
    printed = capsys.readouterr().out
    assert "共检查 11 个党支部" in printed
    assert "m-901 属于受检单位“b-11”，不能参加检查" in printed
