"""The example of 平山镇: the numbers of the article, invented wishes, everyone covered, and a repair."""

import csv
import importlib.util
import json
from collections import Counter
from pathlib import Path

import pytest

from sanliang import orgs, pairing
from sanliang.ext import cli

HERE = Path(__file__).parents[2] / "examples" / "pingshan_pairing"

pytestmark = [pytest.mark.untraced("it pairs a whole town"), pytest.mark.once("its figures are ours")]


@pytest.fixture(scope="module")
def script():
    """The script that pairs, as a module."""
    spec = importlib.util.spec_from_file_location("pingshan", HERE / "pair.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def town(script):
    """The roster."""
    return script.roster()


@pytest.fixture(scope="module")
def problem(script):
    """The problem of the day."""
    return script.problem()


@pytest.fixture(scope="module")
def paired(problem):
    """What both sides choose, and the rest placed."""
    return pairing.both(problem)


@pytest.fixture(scope="module")
def repaired(script, problem, paired):
    """The same after a member has withdrawn."""
    return pairing.repair(problem, paired, pairing.Change(leaves={script.LEAVES: "withdrawn"}))


def rows(name):
    """The rows of a table."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- the numbers of the article -------------------------------------------------------------------------


def test_the_numbers_are_those_of_the_article(script, town):
    """52 grid Party groups, 327 members, 771 poor households, 12 villages; and offices pair too."""
    kinds = Counter(unit.kind for unit in town.units)
    poor = orgs.contact_households(town, "t-pingshan", on=script.DAY)
    of_offices = [one for one in town.members if orgs.branch_of(town, one.id, on=script.DAY).id == "b-office"]

    assert (52, 52, 12) == (kinds["party_group"], kinds["small_grid"], kinds["village"])
    assert (327, 771) == (len(town.members), len(poor))
    assert 17 == len(of_offices)
    assert len({one.name for one in town.members}) == len(town.members)


def test_the_wishes_are_incomplete_with_ties_and_refusals():
    """Some hand in none, some wish for nobody, some for several alike; either side refuses; some are kin."""
    slips = rows("wishes")
    refusals = Counter(row["id"][0] for row in slips if row["refuses"])

    assert {"m": 272, "h": 603} == Counter(row["id"][0] for row in slips)
    assert {"m": 13, "h": 17} == refusals
    assert 9 == sum(row["wishes"] == "-" for row in slips)
    assert 105 == sum("|" in row["wishes"] for row in slips)
    assert 63 == sum(len(row["kin"].split(";")) for row in slips if row["kin"])


# --- the pairing ----------------------------------------------------------------------------------------


def test_everyone_is_covered_and_the_certificate_is_audited(problem, paired):
    """Each of the 771 has a helper, each member has one to three, and the proof holds."""
    loads = Counter(pair.helper for pair in paired.pairs)

    assert (327, 771) == (len(problem.helpers), len(problem.households))
    assert {one.id for one in problem.households} == {pair.household for pair in paired.pairs}
    assert {1, 2, 3} == set(loads.values())
    assert 327 == len(loads)
    assert () == paired.unpaired
    assert pairing.audit(problem, paired)


def test_a_member_withdraws_and_the_rest_is_repaired(script, problem, paired, repaired):
    """Everyone stays covered, whoever had the member has another, one more moves, the proof holds."""
    had = {pair.household for pair in paired.pairs if pair.helper == script.LEAVES}
    after = {pair.household: pair.helper for pair in repaired.pairing.pairs}

    assert repaired.verdict
    assert pairing.audit(repaired.problem, repaired.pairing)
    assert {one.id for one in problem.households} == after.keys()
    assert script.LEAVES not in after.values()
    assert had | set(repaired.moved) == {key.household for key in repaired.left}
    assert ("h-0117",) == repaired.moved


def test_the_readme_shows_what_the_script_prints(script, capsys):
    """The script tells coverage, digest and moves, word for word as in the README."""
    script.main()
    out = capsys.readouterr().out

    assert f"```text\n{out}```" in (HERE / "README.md").read_text(encoding="utf-8")


def test_the_command_pairs_the_problem_that_the_script_writes(script, paired, tmp_path, capsys):
    """`sanliang pair problem.json --policy both` finds the same pairing."""
    file = tmp_path / "problem.json"
    script.main(file)
    with pytest.raises(SystemExit) as exit_:
        cli.main(["pair", str(file), "--policy", "both", "--json"])
    out = capsys.readouterr().out

    assert 0 == exit_.value.code
    assert 771 == len(json.loads(out)["pairs"])
    assert paired == pairing.read_result(out)
