"""The verbs of what is stored: what they find in a file, on which line, and what they leave as it is."""

import json
import stat
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from time import process_time

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.pace import within
from tests.serial import test_logs, test_upgrades

from sanliang import InvalidInput, serial
from sanliang.ext.cli import _documents, _looking, _sound
from sanliang.ext.cli._places import lines_of, nearest_line
from sanliang.serial import BASE, Upgrade

LINES, HEAD = test_logs.LINES, test_logs.LOG.head
ITEM = {"kind": "pledge.item/1", "id": "lamp", "deed": "修路灯", "deadline": "2026-12-31"}
BOOK = """schema = 1
id     = "stars"
rates  = "member"
title  = { zh = "星级评定" }
source = { title = "某镇党委文件", date = 2026-01-20 }
cycle  = { every = "year", starts = 2026-01-01 }
[fact.mark]
[item.mark]
says   = { zh = "评议计分" }
ceiling = 100
[scale]
says   = { zh = "九十分以上五星" }
tiers  = [ { name = 5, at_least = 90 } ]
"""


def laid_out(data):
    """A document with a line for each key."""
    return json.dumps(data, ensure_ascii=False, indent=1)


@pytest.fixture
def data(command):
    """What a command says as data, beside its exit code."""

    def run(*words):
        code, out, err = command(*words, "--json")
        assert err == ""
        return code, json.loads(out)

    return run


# --- check: documents ------------------------------------------------------------------------------------


def test_a_sound_document_is_told_with_its_version(command, write, data):
    """Its kind, that it is of today, and that nothing is wrong."""
    path = write("item.json", ITEM)

    assert (0, "item.json：文档 pledge.item/1，当前版本\nitem.json：无误\n", "") == command("check", path)
    assert (0, {
        "file": "item.json",
        "what": "document",
        "kind": "pledge.item/1",
        "version": "current",
        "through": ["pledge.item/1"],
        "sound": True,
        "count": 0,
        "faults": [],
    }) == data("check", path)  # fmt: skip


def test_each_fault_has_its_path_and_its_line(command, write, data):
    """Where a key is missing, it is the line of the table; nothing of the data is repeated."""
    letter = {
        "kind": "pledge.letter/1",
        "value": {"pledger": {"kind": "member", "id": "m-3", "unit": 1}, "kind": "anual", "items": []},
    }
    lamp = {key: value for key, value in ITEM.items() if key != "kind"}
    letter["value"]["items"] = [lamp, {"id": "road", "deadline": "2026-02-30", "张三": "李四"}]
    code, out, err = command("check", path := write("letter.json", laid_out(letter)), "--lang", "en")

    assert (1, "") == (code, err)
    assert "letter.json:7: wire.type value.pledger.unit: must be a text\n" in out
    assert "letter.json:9: code.unknown value.kind: " in out
    assert "letter.json:16: wire.missing value.items[1].deed: is missing\n" in out
    assert "letter.json:18: wire.day value.items[1].deadline: " in out
    assert "letter.json:19: wire.unknown value.items[1].(key): " in out
    assert out.endswith("letter.json: 5 faults\n")
    assert "李四" not in out
    assert [7, 9, 16, 18, 19] == sorted(one["line"] for one in data("check", path)[1]["faults"])


def test_a_key_that_stands_twice_is_told_where_it_stands_again(command, write):
    """That is the one to take out."""
    text = laid_out(ITEM).replace("}", ',\n "id": "lamp"}')

    assert "item.json:7: list.doubled id: 重复出现" in command("check", write("item.json", text))[1]


BROKEN = {
    "no JSON": ('{"kind": "span/1",\n "start": }', ("json.syntax", 2)),
    "a number of 5,000 digits before it": ("[" + "1" * 5000 + ",\n}", ("json.syntax", 2)),
    "nothing": ("", ("json.syntax", 1)),
    "not UTF-8": (b'{"kind": "\xff"}', ("json.encoding", None)),
    "10,000 levels": ("[" * 10_000, ("wire.depth", None)),
    "a list": ("\n[1]", ("wire.type", 2)),
    "no kind": ('{\n"a": 1}', ("wire.missing", 1)),
    "a kind that is a number": ('{\n"kind": 1}', ("wire.type", 2)),
    "a byte order mark": ("\ufeff{\n\n" + '"kind": 1}', ("wire.type", 3)),
}


@pytest.mark.parametrize(("text", "found"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_document_is_told(text, found, write, data):
    """With the line, where the text could be read that far; it has no kind, and no version."""
    code, said = data("check", write("x.json", text))

    assert (1, 1, None, None) == (code, said["count"], said["kind"], said["version"])
    assert found == (said["faults"][0]["code"], said["faults"][0]["line"])


def test_the_caller_sets_how_large_a_document_may_be(command, write):
    """What is larger is not read to its end; a size that is none is a misspelt command."""
    path = write("item.json", ITEM)
    size = len(path.read_bytes())

    assert 0 == command("check", path, "--most", size)[0]
    code, out, _ = command("check", path, "--most", size - 1)
    assert (1, f"item.json: json.size: 文件超过 {size - 1} 字节\nitem.json：1 处错误\n") == (code, out)
    assert 2 == command("check", path, "--most", 0)[0]


def test_faults_beyond_a_hundred_are_counted(command, write):
    """One more than are told is told as a number."""
    folded = {"kind": "record.folded/1", "rows": [1] * 101, "total": "0", "lacking": []}
    code, out, _ = command("check", write("rows.json", laid_out(folded)), "--lang", "en")

    assert (1, True) == (code, out.endswith("rows.json: and 1 more\nrows.json: 101 faults\n"))


@pytest.mark.untraced("it measures time")
def test_20000_faulty_rows_are_counted_in_time(command, write, data):
    """A hundred are told, each on its line, and how many more there are."""
    folded = {"kind": "record.folded/1", "rows": [1] * 20_000, "total": "0", "lacking": []}
    path = write("rows.json", laid_out(folded))
    start = process_time()
    code, out, _ = command("check", path, "--lang", "en")

    assert process_time() - start < within(3)
    assert (1, 103) == (code, out.count("\n"))
    assert "rows.json:103: wire.type rows[99]: must be a table\n" in out
    assert out.endswith("rows.json: and 19900 more\nrows.json: 20000 faults\n")
    said = data("check", path)[1]
    assert (20_000, 100) == (said["count"], len(said["faults"]))


def test_a_newer_version_and_an_unknown_kind_are_told(command, write, data):
    """Neither is half-read."""
    newer = write("newer.json", {"kind": "span/2", "colour": "red"})
    unknown = write("unknown.json", {"kind": "lamp/1"})

    assert "newer.json: document span/2, a newer version\n" in command("check", newer, "--lang", "en")[1]
    assert ("newer", [], "document.newer") == _version(data("check", newer))
    assert ("unknown", [], "tag.unknown") == _version(data("check", unknown))


def _version(found):
    """How a version is told."""
    _, said = found
    return said["version"], said["through"], said["faults"][0]["code"]


def test_an_older_version_is_told_with_what_it_goes_through(write, capsys):
    """Its faults are those of the newest shape, so they have no line."""
    path = write("lamp.json", {"kind": "light/1", **test_upgrades.OLD})
    found = _looking.look(path, most=1000, registry=test_upgrades.TOWN)
    _sound.tell(found, path, "zh")
    through = "light/1 → light/2 → lamp/1 → lamp/2"

    assert (
        f"lamp.json：文档 light/1，较旧版本，升级经 {through}\nlamp.json：无误\n" == capsys.readouterr().out
    )
    wrong = write("wrong.json", {"kind": "light/1", **test_upgrades.OLD, "colour": 1})
    found = _looking.look(wrong, most=1000, registry=test_upgrades.TOWN)
    assert [("colour", None)] == [(one.fault.path, one.line) for one in found.wrong]


def test_a_file_that_is_not_there_is_told(command, tmp_path):
    """So is a folder."""
    for path, why in (
        (tmp_path / "none.json", "is not there, or cannot be read"),
        (tmp_path, "is a folder, and has to be a file"),
    ):
        said = f"{path.name}: {why}\n"
        assert (1, "", said) == command("check", path, "--lang", "en")
        assert (1, "", said) == command("log", "verify", path, "--lang", "en")


# --- check: logs and rulebooks ---------------------------------------------------------------------------


def test_a_log_is_told_with_its_head_and_its_kinds(command, write, data):
    """By its name or by its first line."""
    for name in ("v-1.jsonl", "v-1.txt", "v-1"):
        code, out, err = command("check", write(name, "".join(LINES)), "--lang", "en")
        assert (0, "") == (code, err)
        assert out == (
            f"{name}: log v-1, 3 entries, digest {HEAD.digest}\n"
            f"{name}: 3 of contact.made/1, the version of today\n{name}: nothing is wrong\n"
        )
    said = data("check", write("v-1.jsonl", "".join(LINES)))[1]
    assert [
        {"kind": "contact.made/1", "version": "current", "through": ["contact.made/1"], "count": 3}
    ] == said["kinds"]


def test_a_fault_of_a_log_has_its_line(write, data):
    """The first one is told: after it nothing can be checked. What was whole is told as well."""
    code, said = data("check", write("v-1.jsonl", "".join([LINES[0], LINES[2]])))

    assert (1, 1, digest_at(1)) == (code, said["entries"], said["digest"])
    assert [("log.chain", "lines[1]", 2)] == [
        (one["code"], one["path"], one["line"]) for one in said["faults"]
    ]


def digest_at(version):
    """The digest after so many entries."""
    return test_logs.LOG.entries[version - 1].digest


def test_an_empty_log_is_sound(data, write):
    """Whose it is, nobody knows."""
    code, said = data("check", write("v-1.jsonl", ""))
    assert (0, None, 0, "0" * 64, []) == (
        code,
        said["stream"],
        said["entries"],
        said["digest"],
        said["kinds"],
    )


def test_a_rulebook_is_told_as_by_the_linter(command, write, data):
    """Errors are faults, and warnings are not; its schema is its version."""
    path = write("stars.toml", BOOK)
    assert (0, "stars.toml：规则文件，schema = 1\nstars.toml：无误\n", "") == command("check", path)
    warned = write("warned.toml", BOOK.replace("ceiling = 100\n", "each = 1\n"))
    code, said = data("check", warned)
    assert (0, True, [], "item.no_ceiling") == (
        code,
        said["sound"],
        said["faults"],
        said["warnings"][0]["code"],
    )
    code, out, _ = command("check", write("wrong", BOOK.replace("schema = 1", "schema = 2")), "--lang", "en")
    assert (1, "wrong: a rulebook, schema = 2\n") == (code, out[: out.index("\n") + 1])
    assert "wrong:1: error book.schema schema: " in out
    for text in ("schema = ", 'schema = "1"\n'):
        assert "wrong: a rulebook, schema = -\n" in command("check", write("wrong", text), "--lang", "en")[1]


# --- upgrade ---------------------------------------------------------------------------------------------


def test_a_document_is_printed_in_its_canonical_form(command, write):
    """Nothing but the document."""
    printed = serial.dumps(serial.from_dict(ITEM)) + "\n"
    assert (0, printed, "") == command("upgrade", write("item.json", laid_out(ITEM)))


def test_an_older_document_is_written_in_the_version_of_today(command, write, monkeypatch):
    """In the place of the old one, where that is asked for; it stays as private as it was."""
    older = Upgrade(
        old="pledge.item/1", new="pledge.item/2", change=lambda data: {**data, "deed": data["deed"] + "！"}
    )
    forms = [attrs.evolve(one, tag=one.tag.replace("pledge.item/1", "pledge.item/2")) for one in BASE.forms]
    newer = attrs.evolve(BASE, forms=tuple(forms), upgrades=(older,))
    monkeypatch.setattr(_documents, "BASE", newer)
    path = write("item.json", ITEM)
    path.chmod(0o600)
    new = path.with_name("new.json")
    code, out, err = command("upgrade", path, "--out", new, "--lang", "en")

    assert (0, "new.json: pledge.item/1 → pledge.item/2\n", "") == (code, out, err)
    assert {**ITEM, "kind": "pledge.item/2", "deed": "修路灯！"} == json.loads(new.read_text("utf-8"))
    assert 0o600 == stat.S_IMODE(new.stat().st_mode)
    path.chmod(0o640)
    assert 0 == command("upgrade", new, "--out", path)[0]
    assert (0o640, new.read_bytes()) == (stat.S_IMODE(path.stat().st_mode), path.read_bytes())
    assert [path, new] == sorted(path.parent.iterdir())


def test_a_document_of_today_stays_what_it_is(command, write):
    """It is said so."""
    head = {"value": "欧阳禾", "salt": "00" * 16}
    path = write("home.json", {"kind": "household/1", "id": "h-7", "head": head})
    code, out, _ = command("upgrade", path, "--out", path)

    assert (0, "home.json：household/1 已是当前版本\n") == (code, out)
    assert head == json.loads(path.read_text("utf-8"))["head"]


def test_a_log_and_a_rulebook_are_not_upgraded(command, write):
    """The bytes of a log stay as they are."""
    log = write("v-1.jsonl", "".join(LINES))
    code, out, err = command("upgrade", log, "--out", log, "--lang", "en")

    assert (1, "", "v-1.jsonl: is a log, whose bytes stay as its digests cover them") == (code, out, err[:63])
    assert "".join(LINES) == log.read_text("utf-8")
    assert "只有一个版本" in command("upgrade", write("stars.toml", BOOK))[2]


def test_what_is_wrong_is_not_upgraded(command, write, tmp_path):
    """Nor is it written where nothing can be written."""
    wrong = write("wrong.json", {**ITEM, "quantity": 0})
    code, out, err = command("upgrade", wrong, "--out", tmp_path / "new.json", "--lang", "en")
    assert (1, "", "wrong.json.quantity: must be 1 or more\n") == (code, out, err)
    assert not (tmp_path / "new.json").exists()
    path = write("item.json", ITEM)
    assert (1, "", "new.json: cannot be written\n") == command(
        "upgrade", path, "--out", tmp_path / "no" / "new.json", "--lang", "en"
    )


# --- log verify ------------------------------------------------------------------------------------------


def test_a_log_is_verified_against_a_head(command, write, data):
    """Of its end, or of any entry before it."""
    path = write("v-1.jsonl", "".join(LINES))
    said = f"v-1.jsonl: log v-1, 3 entries, digest {HEAD.digest}\nv-1.jsonl: nothing is wrong\n"

    assert (0, said, "") == command("log", "verify", path, "--lang", "en")
    assert 0 == command("log", "verify", path, "--head", HEAD.digest, "--stream", "v-1")[0]
    assert 0 == command("log", "verify", path, "--head", str(HEAD))[0]
    for length, digest in enumerate(["0" * 64, *(one.digest for one in test_logs.LOG)]):
        assert 0 == command("log", "verify", path, "--head", digest, "--length", length)[0]
    code, found = data("log", "verify", path)
    assert (0, "v-1", 3, HEAD.digest, True) == (
        code, found["stream"], found["entries"], found["digest"], found["sound"],
    )  # fmt: skip


BAD = {
    "a cut tail": (LINES[:2], ["--head", HEAD.digest, "--length", 3], [("log.cut", "head", None)]),
    "a cut tail, by the whole head": (LINES[:2], ["--head", str(HEAD)], [("log.cut", "head", None)]),
    "a cut tail, without its length": (
        LINES[:2],
        ["--head", HEAD.digest],
        [("log.no_such_digest", "head", None)],
    ),
    "another head": (LINES, ["--head", "1" * 64], [("log.no_such_digest", "head", None)]),
    "a head that the log has outgrown": (LINES, ["--head", digest_at(2)], [("log.grown", "head", None)]),
    "an empty log, outgrown": (LINES, ["--head", "0" * 64], [("log.grown", "head", None)]),
    "the head of another log": (
        LINES,
        ["--head", f"v-2@3:{HEAD.digest}"],
        [("log.foreign", "lines[0].entry.stream", 1), ("log.cut", "head", None)],
    ),
    "a head of fewer": (LINES, ["--head", HEAD.digest, "--length", 2], [("log.rewritten", "head", None)]),
    "a dropped line": ([LINES[0], LINES[2]], [], [("log.chain", "lines[1]", 2)]),
    "torn, and the head is another": (
        [LINES[0], LINES[1][:-9]],
        ["--head", HEAD.digest, "--length", 1],
        [("log.torn", "lines[1]", 2), ("log.rewritten", "head", None)],
    ),
    "another log": (LINES, ["--stream", "v-2"], [("log.foreign", "lines[0].entry.stream", 1)]),
    "a long line": (LINES, ["--most", 100], [("json.size", "lines[0]", 1)]),
}


@pytest.mark.parametrize(("lines", "words", "found"), BAD.values(), ids=BAD.keys())
def test_a_log_that_is_not_as_it_was_written_is_told(lines, words, found, write, data):
    """The first line that does not fit, and what its head says."""
    code, said = data("log", "verify", write("v-1.jsonl", "".join(lines)), *words)

    assert (1, len(found)) == (code, said["count"])
    assert found == [(one["code"], one["path"], one["line"]) for one in said["faults"]]


def test_a_torn_line_leaves_what_was_whole(command, write):
    """And a head of that is right."""
    path = write("v-1.jsonl", "".join([LINES[0], LINES[1][:-9]]))
    code, out, _ = command("log", "verify", path, "--lang", "en", "--head", digest_at(1), "--length", 1)

    assert (1, f"v-1.jsonl: log v-1, 1 entries, digest {digest_at(1)}") == (code, out.split("\n")[0])
    assert out.endswith("everything before it is whole\nv-1.jsonl: 1 fault\n")


@pytest.mark.parametrize("verb", [("check",), ("log", "verify")])
@pytest.mark.parametrize(
    ("text", "note"),
    [("", ("log.no_line", "", None)), ("".join(LINES)[:-1], ("log.no_line_end", "lines[2]", 3))],
)
def test_an_empty_log_and_a_missing_line_end_are_noted(verb, text, note, command, write, data):
    """Neither is a fault; whoever is about to append to the file should know."""
    path = write("v-1.jsonl", text)
    code, found = data(*verb, path)

    assert (0, True, 0) == (code, found["sound"], found["count"])
    assert [note] == [(one["code"], one["path"], one["line"]) for one in found["notes"]]
    assert note[0] in command(*verb, path)[1]


def test_a_fault_in_one_line_names_the_line_once(command, write):
    """A line has no lines of its own."""
    path = write("v-1.jsonl", "{\n" + "".join(LINES))

    assert (
        "v-1.jsonl:1: json.syntax lines[0]: is no valid JSON\n" in command("check", path, "--lang", "en")[1]
    )


def test_a_log_of_unknown_kinds_verifies(command, write):
    """Its events are not looked at; checking it finds that they are not known."""
    event = {"kind": "lamp.lit/3", "watts": 7}
    path = write(
        "v-1.jsonl", "".join(test_logs.chained_anew(({**test_logs.said(1), "version": 1, "event": event},)))
    )

    assert 0 == command("log", "verify", path)[0]
    assert "lines[0].entry.event.kind" in command("check", path)[1]


def test_a_head_is_a_digest_and_its_length_goes_with_it(command, write):
    """Anything else is a misspelt command."""
    path = write("v-1.jsonl", "".join(LINES))
    assert (2, "", "--length goes with --head\n") == command(
        "log", "verify", path, "--length", 1, "--lang", "en"
    )
    assert 2 == command("log", "verify", path, "--head", "x")[0]
    for more in (("--length", 3), ("--stream", "v-1")):
        assert 2 == command("log", "verify", path, "--head", str(HEAD), *more)[0]
    assert 2 == command("log", "verify", path, "--head", HEAD.digest, "--length", -1)[0]


# --- whatever is there -----------------------------------------------------------------------------------

SCRAPS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)
TAGS = st.sampled_from(BASE.tags)
TEXTS = st.one_of(
    SCRAPS.map(json.dumps),
    st.builds(lambda tag, data: json.dumps({"kind": tag, "value": data, "id": data}), TAGS, SCRAPS),
    st.text(max_size=20),
    st.binary(max_size=20),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.sampled_from(["x", "x.json", "x.jsonl", "x.toml"]))
def test_any_file_whatever_is_told(write, text, name):
    """What is in it, or what is wrong with it, and nothing else; a fault's line is one of the file."""
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    found = _looking.look(write(name, raw), most=1000)

    assert found.count >= len(found.wrong)
    assert all(one.line is None or 1 <= one.line <= raw.count(b"\n") + 1 for one in found.wrong)
    with redirect_stdout(StringIO()) as told:
        _sound.tell(found, Path(name), "en")
    assert told.getvalue().encode()
    assert json.dumps(_sound.as_data(found, Path(name)), ensure_ascii=False).encode()


@pytest.mark.parametrize("kind", ["张三", "\ud800", "a/1\u001b[31m", "x" * 100_000], ids=ascii)
def test_a_kind_that_is_no_tag_is_not_shown(kind, write, data):
    """A stranger may have written anything there, and a terminal would take it for a command."""
    path = write("x.json", json.dumps({"kind": kind}))
    found = _looking.look(path, most=2**20)

    assert ((), ["tag.unknown"]) == (found.kinds, [one.fault.code for one in found.wrong])
    assert (None, None) == (data("check", path)[1]["kind"], data("check", path)[1]["version"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_log_with_any_line_in_it_is_read_or_refused(data):
    """Lines of a log with scraps among them: entries, or our error; the chain alone comes to the same."""
    some = data.draw(
        st.lists(st.sampled_from(LINES) | SCRAPS.map(lambda one: json.dumps(one) + "\n"), max_size=4)
    )
    read, linked = _outcome(serial.read_entries, some), _outcome(serial.read_links, some)

    assert read == linked


def _outcome(read, lines):
    """How many were read, and the code of what came then."""
    found = iter(read(lines))
    for count in range(len(lines) + 1):
        try:
            next(found)
        except StopIteration:
            return count, None
        except InvalidInput as error:
            return count, error.code
    return None


# --- lines -----------------------------------------------------------------------------------------------


@given(SCRAPS)
def test_the_place_of_each_value_is_found(data):
    """Whatever a text holds: the line of a path is that on which its key or its value begins."""
    text = json.dumps(data, indent=1, ensure_ascii=False)
    paths = dict(_paths(data))
    found = lines_of(text, paths)
    rows = text.split("\n")

    for path, (key, value) in paths.items():
        row = rows[found[path].first - 1].strip()
        if key is not None:
            assert row.startswith(f'"{key}": ')
        elif not isinstance(value, dict | list):
            assert json.dumps(value, ensure_ascii=False) in row


def _paths(data, path="", key=None):
    """Each value by its path, where no two have the same, with its key."""
    yield path, (key, data)
    if isinstance(data, list):
        for place, one in enumerate(data):
            yield from _paths(one, f"{path}[{place}]")
    elif isinstance(data, dict):
        for name, one in data.items():
            if name.isascii() and name.isalpha():
                yield from _paths(one, f"{path}.{name}".lstrip("."), name)


def test_the_line_of_what_is_not_there_is_that_of_what_it_lacks_from():
    """A path of another text has the line of its beginning."""
    found = lines_of('{\n"a": [\n{"b": 1},\n{"b": 2}]}', ["a[1].c", "x.y", "a[1].b"])
    assert (4, 4, 1) == tuple(nearest_line(path, found) for path in ("a[1].c", "a[1].b", "x.y"))
    assert nearest_line("a", {}) is None
