"""The verbs of pairing: what they print, what they answer as data, when they refuse."""

import json
from types import SimpleNamespace

import pytest

from sanliang import pairing
from sanliang.ext.cli import _pairs
from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.pairing import Key

BAD = Phrase("test.bad", "不成立", "does not hold")
TOWN = {
    "helpers": [
        {"id": "m-1", "room": 2, "wishes": ["h-1", "h-2"]},
        {"id": "m-2", "wishes": ["h-2"]},
        {"id": "m-3"},
    ],
    "households": [
        {"id": "h-1", "wishes": ["m-1"]},
        {"id": "h-2", "wishes": ["m-2", "m-1"]},
        {"id": "h-3"},
    ],
    "costs": [["h-3", "m-3", 1]],
}
PAIRS = {"two-way": [["h-1", "m-1"], ["h-2", "m-2"]]}
PAIRS |= {policy: [*PAIRS["two-way"], ["h-3", "m-3"]] for policy in ("cover", "both")}


@pytest.fixture
def town(write):
    """A problem where each household has one best helper."""
    return write("town.json", {"kind": "pairing.problem/1"} | TOWN)


@pytest.fixture
def ill(write):
    """The same where the one who could be placed in the third household is ill."""
    helpers = [*TOWN["helpers"][:2], {"id": "m-3", "away": "ill"}]
    return write("ill.json", {"kind": "pairing.problem/1"} | TOWN | {"helpers": helpers})


def change(write, **parts):
    """A file of what happened."""
    return write("change.json", {"kind": "pairing.change/1"} | parts)


@pytest.fixture
def solved(command, town, write):
    """The file of a result under a policy."""

    def solve(policy):
        _, out, _ = command("pair", town, "--policy", policy, "--json")
        return write(f"{policy}.json", out)

    return solve


# --- pair ----------------------------------------------------------------------------------------------


def test_pairs_are_shown_in_the_language(command, town):
    """Each pair has its reason; whoever was chosen by both, and whoever was placed, can be told apart."""
    assert command("pair", town) == (
        0,
        """户   联系人  角色    原因
h-1  m-1     联系人  双向选择
h-2  m-2     联系人  双向选择
h-3  m-3     联系人  组织安排

名额 3 个，已配 3 个；必须帮扶的 3 户，配齐 3 户
""",
        "",
    )


def test_whoever_is_left_out_is_shown_with_the_reason(command, town):
    """Under two-way choice nobody is placed, and who must be covered may be left: that is no failure."""
    assert command("pair", town, "--policy", "two-way", "--lang", "en") == (
        0,
        """household  helper  role    why
h-1        m-1     helper  chosen by both
h-2        m-2     helper  chosen by both

unpaired  role    missing  why
h-3       helper  1        nobody wishes for it
m-3                        nobody wishes for it

2 of 3 seats are filled; 2 of the 3 households that must be covered are
""",
        "",
    )


@pytest.mark.parametrize(("policy", "expected"), [("two-way", 0), ("cover", 1), ("both", 1)])
def test_it_fails_where_who_must_be_covered_is_not(command, ill, policy, expected):
    """Full coverage that leaves out who must be covered ends with 1; a town's own code is shown as it is."""
    code, out, err = command("pair", ill, "--policy", policy)

    assert (expected, "") == (code, err)
    assert "ill" in out
    assert "必须帮扶的 3 户，配齐 2 户" in out


def test_who_may_be_left_out_is_no_failure(command, write):
    """A household that may be covered, and is not, leaves the exit code 0."""
    data = {"kind": "pairing.problem/1", "helpers": [{"id": "m-1"}]}
    path = write("may.json", data | {"households": [{"id": "h-1", "must": False}]})
    code, out, _ = command("pair", path)

    assert code == 0
    assert out.startswith("未结对")


@pytest.mark.parametrize("policy", PAIRS)
@pytest.mark.parametrize("side", ["households", "helpers"])
def test_the_result_is_printed_as_it_is_written(command, town, policy, side):
    """`--json` prints what `write_result` writes of the very pairing that the library finds."""
    code, out, err = command("pair", town, "--policy", policy, "--proposing", side, "--json")
    problem = pairing.read_problem(town.read_bytes())
    found = {
        "two-way": lambda: pairing.two_way(problem, proposing=side),
        "cover": lambda: pairing.cover(problem),
        "both": lambda: pairing.both(problem, proposing=side),
    }[policy]()

    assert (code, err) == (0, "")
    assert pairing.write_result(found) == out
    assert PAIRS[policy] == json.loads(out)["pairs"]
    assert found == pairing.read_result(out)


def test_roles_are_shown_as_the_problem_names_them(command, write):
    """A role that a problem names is shown by its code."""
    both = {"first": 1, "second": 1}
    helpers = [{"id": id, "room": both} for id in ("m-1", "m-2")]
    homes = [{"id": "h-1", "helpers": both, "wishes": ["m-1", "m-2"]}]
    parts = {"kind": "pairing.problem/1", "roles": ["first", "second"]}
    path = write("roles.json", parts | {"helpers": helpers, "households": homes})
    _, out, _ = command("pair", path)

    assert "h-1  m-1     first   双向选择" in out
    assert "h-1  m-2     second  双向选择" in out


def test_what_is_wrong_is_told_with_the_file(command, write):
    """Every fault of a problem is told with its place, in the language, with exit code 1."""
    path = write("town.json", '{"kind": "pairing.problem/1", "helpers": [{"id": "m-1", "rom": 1}]}')
    code, out, err = command("pair", path, "--lang", "en")

    assert (code, out) == (1, "")
    assert "town.json.helpers[0].rom  is not a known key; the nearest is: room" in err
    assert "town.json.households  is missing" in err


def test_a_file_that_is_not_there_is_told(command, tmp_path):
    """So is a file that cannot be read."""
    assert command("pair", tmp_path / "none.json", "--lang", "en") == (
        1,
        "",
        "none.json: is not there, or cannot be read\n",
    )


def test_a_misspelt_policy_is_a_usage_error(command, town):
    """What is misspelt on the command line ends with 2."""
    assert command("pair", town, "--policy", "fair")[0] == 2
    assert command("pair", town, "--proposing", "both")[0] == 2


# --- audit ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", PAIRS)
def test_what_was_found_is_what_it_claims(command, town, solved, policy):
    """A result of ours holds, for people and for programs."""
    result = solved(policy)

    assert command("audit", town, result)[::2] == (0, "")
    code, out, _ = command("audit", town, result, "--json")
    assert (code, json.loads(out)["ok"]) == (0, True)


def test_a_result_that_was_tampered_with_does_not_hold(command, town, solved, write):
    """A result without one of its pairs ends with 1, and the reasons are told in both languages."""
    data = json.loads(solved("two-way").read_text("utf-8"))
    data["pairs"].pop()
    data["why"].pop()
    result = write("tampered.json", data)
    code, out, err = command("audit", town, result, "--lang", "en")
    assert (code, err) == (1, "")
    assert out.strip()

    code, out, err = command("audit", town, result, "--json")
    found = json.loads(out)
    assert (code, err, found["ok"]) == (1, "", False)
    assert found["reasons"]
    for one in found["reasons"]:
        assert {"code", "message"} == one.keys()
        assert {"zh", "en"} == one["message"].keys()


def test_a_file_of_another_kind_is_told(command, town):
    """A problem is no result."""
    assert command("audit", town, town, "--lang", "en") == (
        1,
        "",
        "town.json.kind: must be pairing.result/1\n",
    )


# --- repair --------------------------------------------------------------------------------------------


def test_a_repair_shows_what_has_moved(command, town, solved, write):
    """Whoever lost a helper has the next one, and the others stay as they were."""
    what = change(write, leaves=["m-2"])

    assert command("repair", town, solved("both"), what, "--lang", "en") == (
        0,
        """household  helper  role    change
h-2        m-1     helper  made
h-2        m-2     helper  ended

households whose helper changed although the old one could have stayed: 0
fewer moves are proved impossible
3 of 3 seats are filled; 3 of the 3 households that must be covered are
""",
        "",
    )


def test_a_repair_is_data_too(command, town, solved, write):
    """The document holds the new problem and its result as they are written alone, and what has moved."""
    code, out, err = command("repair", town, solved("both"), change(write, leaves={"m-2": "ill"}), "--json")
    data = json.loads(out)
    problem = pairing.read_problem(json.dumps(data["problem"]))
    result = pairing.read_result(json.dumps(data["result"]))

    assert (code, err, "pairing.repair/1") == (0, "", data["kind"])
    assert problem.helper("m-2").away == "ill"
    assert pairing.audit(problem, result)
    assert [["h-1", "m-1"], ["h-2", "m-1"], ["h-3", "m-3"]] == data["result"]["pairs"]
    assert [["h-2", "m-2", "helper"]] == data["left"]
    assert [["h-2", "m-1", "helper"]] == data["came"]
    assert ([], True, []) == (data["moved"], data["fewest"], data["lost"])


def test_a_repair_without_a_change_moves_nobody(command, town, solved, write):
    """Nothing happened: nothing is ended or made."""
    code, out, _ = command("repair", town, solved("both"), change(write))

    assert code == 0
    assert out.startswith("原结对均未变动\n")


def test_what_a_repair_could_not_keep_is_told(command, town, solved, write):
    """Where coverage is lost the exit code is 1, and the reasons are told."""
    what, before = change(write, leaves=["m-3"]), solved("both")
    code, out, err = command("repair", town, before, what)
    assert (code, err) == (1, "")
    assert "未能保持：" in out

    code, out, _ = command("repair", town, before, what, "--json")
    assert code == 1
    assert json.loads(out)["lost"]


def test_what_does_not_fit_the_problem_is_told_in_the_change(command, town, solved, write):
    """A fault of a change stands at its place in that file."""
    what = change(write, rooms={"m-9": 1})

    assert command("repair", town, solved("both"), what, "--lang", "en") == (
        1,
        "",
        "change.json.rooms.m-9: is no helper of this problem\n",
    )


# --- what a repair looks like ----------------------------------------------------------------------------


def repaired(town, **parts):
    """A repair as it is shown."""
    problem = pairing.read_problem(town.read_bytes())
    known = {
        "problem": problem,
        "pairing": pairing.two_way(problem, proposing="households"),
        "left": (Key("h-1", "m-2"),),
        "came": (Key("h-1", "m-1", "second"),),
        "moved": ("h-1", "h-2"),
        "fewest": False,
        "verdict": Verdict.against([Reason.of(BAD)]),
    }
    return SimpleNamespace(**known | parts)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("zh", ["原可保留而改换联系人的户：2（h-1, h-2）", "未证明变动最少", "未能保持：", "不成立"]),
        (
            "en",
            [
                "households whose helper changed although the old one could have stayed: 2 (h-1, h-2)",
                "it is not proved that fewer moves are impossible",
                "What could not be kept:",
                "does not hold",
            ],
        ),
    ],
)
def test_whoever_moved_without_need_is_named(town, capsys, lang, expected):
    """Households whose pair could have stood are named, and whether fewer moves are proved impossible."""
    _pairs.tell_repaired(repaired(town), lang)
    lines = capsys.readouterr().out.splitlines()

    assert expected == lines[4:8]


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict(ok=True), "核对无误"),
        (Verdict(ok=True, reasons=(Reason.of(BAD),)), "不成立"),
        (Verdict.against([Reason.of(BAD)]), "不成立"),
    ],
)
def test_a_verdict_is_told_with_its_reasons(capsys, verdict, expected):
    """A verdict without reasons says that every claim holds."""
    _pairs.tell_verdict(verdict, "zh")

    assert f"{expected}\n" == capsys.readouterr().out
